"""The files of a run of `povcalc check`: each read, checked and drawn, in one process or several, always in order.

Nothing is printed and nothing is remembered by `process_file`, so that it can be called in any process, in any order.
"""

import difflib
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, groupby, islice
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn

from povcalc import engine
from povcalc.cli.files import Input, Tables, no_plan_in, remove_leftovers, replace
from povcalc.cli.options import ReportFormat, whole_number
from povcalc.cli.session import EffectiveSettings, SettingsResolver, encoded, read_with_tables, with_document
from povcalc.cli.streams import CHECKING, Page, doing, drawn, followed, holding_interrupt, refusal
from povcalc.cli.waiting import WAIT
from povcalc.findings import Finding, Severity, Trouble
from povcalc.messages import Lang, Message, few, join, plural, verbatim
from povcalc.output.report import Checked, unsought
from povcalc.plan.load import Reading

if TYPE_CHECKING:
    from rich.console import Console

    from povcalc.checks.base import Check
    from povcalc.cli.baseline import Baseline
    from povcalc.cli.cache import Cache
    from povcalc.corrections import Corrected
    from povcalc.document.reader import Document
    from povcalc.inference.succession import Header
    from povcalc.plan.settings import Settings


class Options(NamedTuple):
    """What a run does with every file, and what is written of it.

    `diff`, `fix` and `quiet` are the options of these names, and a file is only kept `whole` when it is to be saved.
    The report goes to the `screen` in one format and to `outputs`, files with theirs; tables are drawn for each of the
    `pages`, of which the screen's is the first and that of files the last. Suggestions are looked for `suggest_for` so
    many findings of each file, for as many as the usual steps reach where nothing is said. The figures are held to the
    `document`, else to the one that the plan names. Tables have `everything` or what fills a screen, and of `several`
    files a clean one has a line. What stands in the `baseline` is accepted; to write one takes the `whole_text`.
    A large run that `caches` takes what has not changed from its `cache`.
    """

    lang: Lang = Lang.EN
    tables: Tables = ()
    diff: bool = False
    fix: bool = False
    quiet: bool = False
    whole: bool = False
    screen: ReportFormat = ReportFormat.TABLE
    outputs: tuple[tuple[str, ReportFormat], ...] = ()
    suggest_for: int | Literal["all"] | None = None
    pages: tuple[Page, ...] = ()
    document: str | None = None
    everything: bool = False
    several: bool = False
    baseline: "Baseline | None" = None
    whole_text: bool = False
    caches: bool = False
    cache: "Cache | None" = None

    @property
    def formats(self) -> set[ReportFormat]:
        """All formats that are written."""
        return {self.screen, *(form for _, form in self.outputs)}

    @property
    def suggest(self) -> bool:
        """Whether suggestions are wanted."""
        return self.diff or self.fix or self.formats != {ReportFormat.CONCISE}

    @property
    def is_for_programs(self) -> bool:
        """Whether anything that is written is for programs, or says which program wrote it."""
        return not self.formats <= {ReportFormat.TABLE, ReportFormat.CONCISE}

    @property
    def values(self) -> bool:
        """Whether anything that is written looks at the values in the files' texts."""
        return self.whole_text or not self.formats <= {ReportFormat.TABLE, ReportFormat.CONCISE, ReportFormat.JSON}


class FileResult(NamedTuple):
    """What came of one file.

    `checked` is `None` for what is no plan or could not be read; then `troubles` say why, unless it is passed over.
    `notes` are words about the run; `drawn` is what is shown of the file on each page; `difference` is the unified
    diff of so many safe `corrections`. `known` are the fingerprints of what stands in the baseline. `header` tells
    which area and years it is about, for others of the run that may follow it.
    """

    checked: Checked | None = None
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[Message, ...] = ()
    drawn: tuple[str, ...] = ()
    difference: str = ""
    corrections: int = 0
    known: frozenset[str] = frozenset()
    header: "Header | None" = None

    @property
    def is_passed_over(self) -> bool:
        """Whether it is a file of a folder that is no plan."""
        return self.checked is None and not self.troubles


class Run(NamedTuple):
    """What came of all files: settings with faults first, then the plans, in the order in which they are named."""

    results: tuple[FileResult, ...]
    troubles: tuple[Trouble, ...]
    skipped: int

    @property
    def files(self) -> tuple[Checked, ...]:
        """The files that were checked."""
        return tuple(result.checked for result in self.results if result.checked is not None)

    def drawn(self, page: int) -> str:
        """What is shown of all files on the page of this number."""
        return "".join(result.drawn[page] for result in self.results if result.drawn)


def run(inputs: Sequence[Input], resolver: SettingsResolver, options: Options, jobs: int | None) -> Run:
    """Look at every input; settings that have faults are files of the run, before all others.

    Raises `CannotRunError` when a process that shares the work is lost.
    """
    inputs = [each if each.trouble else each._replace(settings=resolver.effective(each)) for each in inputs]
    options = options._replace(several=len(inputs) + len(resolver.faulty) > 1)
    if options.caches and sum(_size(each) or 0 for each in inputs) >= _WORTH_KEEPING:
        from povcalc.cli.cache import open_cache

        options = options._replace(cache=open_cache(options))
    faulty = [_result_of(_checked_settings(settings), options) for settings in resolver.faulty]
    troubles = list(resolver.troubles)
    if options.fix:
        for folder in {os.path.dirname(os.path.realpath(each.name)) for each in inputs if each.is_file}:
            remove_leftovers(folder)
    results = list(followed(processed(inputs, options, jobs), len(inputs)))
    results = _in_chains(inputs, results, options, jobs)
    for folder, group in groupby(zip(inputs, results, strict=True), lambda pair: pair[0].folder):
        inside = [result for _, result in group]
        troubles += [trouble for result in inside for trouble in result.troubles]
        if folder is not None and all(result.is_passed_over for result in inside):
            troubles.append(no_plan_in(folder))
    passed_over = sum(result.is_passed_over for result in results)
    return Run((*faulty, *results), tuple(troubles), passed_over)


def _in_chains(
    inputs: Sequence[Input], results: Sequence[FileResult], options: Options, jobs: int | None
) -> list[FileResult]:
    """The results, those of files that follow others of the run checked again beside these.

    Which files follow one another is known when all were read. Nothing is corrected again.
    """
    if not options.several:
        return [*results]
    from povcalc.inference.succession import predecessors

    again = {
        at: inputs[at]._replace(before=tuple(inputs[each] for each in before))
        for at, before in enumerate(predecessors([result.header for result in results]))
        if before
    }
    replaced = dict(zip(again, processed(list(again.values()), options._replace(fix=False), jobs), strict=True))
    return [
        replaced[at]._replace(notes=result.notes, troubles=result.troubles)
        if at in replaced and replaced[at].checked is not None
        else result
        for at, result in enumerate(results)
    ]


def _checked_settings(settings: "Settings") -> Checked:
    """A settings file as one of the files of a run, with what was found in it."""
    from povcalc.checks import ALL

    reading = Reading(settings.name, settings.document, None, settings=settings)
    return Checked(reading, engine.run(reading, [check for check in ALL if check.section == "settings"]))


# One file.


def process_file(source: Input, options: Options, held_to: "Document | None" = None) -> FileResult:
    """Do with one file all that is to be done with it. Its corrections are written when the options say `fix`.

    `held_to` is its document, where that has been read.
    """
    reading, notes = read_with_tables(source, options.tables)
    if reading is not None and not isinstance(reading, Trouble):
        is_read = held_to is not None
        reading = reading._replace(source=held_to) if is_read else with_document(reading, source, options.document)
        if isinstance(reading, Reading) and source.before:
            earlier = (read_with_tables(each, options.tables)[0] for each in source.before)
            reading = reading._replace(before=tuple(each for each in earlier if isinstance(each, Reading)))
    if reading is None or isinstance(reading, Trouble):
        return FileResult(troubles=() if reading is None else (reading,))
    doing(CHECKING)
    checked = checked_input(reading, source, verifies=options.suggest)
    known = frozenset[str]()
    if options.baseline is not None:
        from povcalc.cli.baseline import accept_known

        checked, known = accept_known(checked, options.baseline)
    return _result_of_checked(checked, source, options, notes)._replace(known=known)


_SUGGESTING = Message("Looking for suggestions")


def _result_of_checked(checked: Checked, source: Input, options: Options, notes: tuple[Message, ...]) -> FileResult:
    """Look for suggestions, correct what is to be corrected, and draw what is shown of a file."""
    if not options.suggest or not checked.report.weighing(Severity.ERROR):
        return _result_left(checked, options, notes)
    from povcalc.corrections import NO_LIMIT, USUAL_LIMIT, Limit, suggested

    match options.suggest_for:
        case None:
            limit = USUAL_LIMIT
        case "all":
            limit = NO_LIMIT
        case number:
            limit = Limit(findings=number)
    doing(_SUGGESTING)
    report, corrected = suggested(checked.reading, checked.report, checked.options, limit)
    beyond = unsought(report)
    notes = notes if beyond is None else (*notes, join([verbatim(checked.name), beyond], ": "))
    checked = checked._replace(report=report)
    if options.diff:
        difference = _difference(checked, corrected)
        result = _result_of(checked, options, notes)
        return result._replace(difference=difference, corrections=len(corrected.corrections))
    if not options.fix or not corrected.corrections:
        return _result_left(checked, options, notes)
    note, why = _write_corrections(checked, corrected)
    if why is not None:
        return _result_of(checked, options, notes)._replace(troubles=(Trouble(checked.name, why),))
    again = process_file(source, options._replace(fix=False), checked.reading.source)
    # What the tables add has been told.
    return again._replace(notes=(*notes, note, *([_left(again.checked, more=True)] if again.checked else [])))


def _result_left(checked: Checked, options: Options, notes: tuple[Message, ...]) -> FileResult:
    """The result of a file in which nothing is corrected; with `--fix` it is told why."""
    return _result_of(checked, options, (*notes, _left(checked)) if options.fix else notes)


def _left(checked: Checked, *, more: bool = False) -> Message:
    """What is left of a file after `--fix`, and why; `more` says that something was corrected."""
    found = [each for each in checked.report.findings if each.waived is None and each.severity is not Severity.NOTE]
    if not found:
        if more:
            return Message("{name}: nothing is left to correct", name=checked.name)
        return Message("{name}: nothing to correct", name=checked.name)
    reasons: dict[Message, list[str]] = {}
    for each in found:
        place = "" if each.place is None else f" ({each.place.line})"
        reasons.setdefault(_why_left(each), []).append(f"{each.code}{place}")
    return Message(
        "{name}: {corrected}; left {count}, codes with their lines: {reasons}",
        name=checked.name,
        corrected=Message("nothing else is sure") if more else Message("nothing corrected"),
        count=plural("{count} finding", "{count} findings", count=len(found)),
        reasons=join(
            [join([why, few(map(verbatim, codes), _NAMED)], ": ") for why, codes in reasons.items()],
            "; ",
        ),
    )


_NAMED = 5
"""So many findings are named beside one reason."""


def _why_left(finding: Finding) -> Message:
    """Why `--fix` leaves a finding."""
    from povcalc.corrections import is_correctable

    if len(finding.suggestions) > 1:
        return Message("several corrections are possible")
    if finding.suggestions:
        return Message("the only correction that was found is not sure")
    if finding.severity is Severity.WARNING:
        return Message("a warning may be right as it stands")
    if is_correctable(finding):
        return Message("no one figure explains it")
    return Message("only the document can say what is right")


def checked_input(reading: Reading, source: Input, *, verifies: bool = True) -> Checked:
    """What the checks say of a reading, by the settings that hold for where it was read.

    Which figures are verified costs a quarter of the checks, so it is left open where nobody `verifies`.
    """
    holds = source.settings or EffectiveSettings()
    assumed = holds.assumptions(reading.plan)
    checks, verifies = chosen(holds.select, holds.ignore), verifies or holds.fail_undecided
    report = engine.run(reading, checks, assumed, holds.severities, verifies=verifies)
    return Checked(reading, report, source.built_in, assumed, holds.strict, holds.fail_undecided)


@cache
def chosen(select: tuple[str, ...], ignore: tuple[str, ...]) -> "tuple[Check, ...]":
    """The checks that are selected and not ignored."""
    return engine.choose(select, ignore)


def _result_of(checked: Checked, options: Options, notes: tuple[Message, ...] = ()) -> FileResult:
    """A file's result with what is shown of it, and without what no writer looks at any more."""
    pages: tuple[str, ...] = ()
    if options.pages:
        from povcalc.output.console import show_file

        def draw(console: "Console") -> None:
            quiet, everything, several = options.quiet, options.everything, options.several
            show_file(console, checked, options.lang, quiet=quiet, everything=everything, several=several)

        pages = tuple(drawn(page, draw) for page in options.pages)
    is_kept = options.whole or checked.reading.settings is not None
    kept = checked if is_kept else _light(checked, values=options.values)
    return FileResult(kept, notes=notes, drawn=pages, header=_header_of(checked) if options.several else None)


def _header_of(checked: Checked) -> "Header | None":
    from povcalc.inference.succession import header_of

    return header_of(checked.reading.plan)


def _light(checked: Checked, *, values: bool) -> Checked:
    """A checked file with little of its reading: in a run of thousands all of it would fill the memory.

    What the document is called stays, and its text with the values in it where a writer asks for these; then the plan
    too, whose figures tell in what scale a correction is written.
    """
    reading, plan = checked.reading, checked.reading.plan
    if plan is not None and not values:
        sections = dict.fromkeys(type(plan).model_fields.keys() - {"povcalc", "document"})
        plan = plan.model_copy(update=sections)
    # Not the whole of a reading could be handed from one process to another.
    light = Reading(reading.name, None, plan, unread=reading.unread, added={})
    if values:
        light = light._replace(
            document=reading.document, misfits=reading.misfits, tables=reading.tables, added=dict(reading.added)
        )
    return checked._replace(reading=light)


def _difference(checked: Checked, corrected: "Corrected") -> str:
    """The safe corrections of a file as a unified diff."""
    before = "" if checked.reading.document is None else checked.reading.document.text
    lines = (lines_of(before), lines_of(corrected.text))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(*lines, checked.name, checked.name)
    )


def lines_of(text: str) -> list[str]:
    """Lines as `diff` and `patch` have them: only a line feed ends one."""
    *whole, rest = text.split("\n")
    return [*(f"{line}\n" for line in whole), *([rest] if rest else [])]


def _write_corrections(checked: Checked, corrected: "Corrected") -> tuple[Message, Message | None]:
    """Write the safe corrections into a file: what they are in words, and what kept them from being written."""
    reading = checked.reading
    before = "" if reading.document is None else reading.document.text
    note = Message(
        "{name}: corrected {count}: {what}",
        name=checked.name,
        count=plural(
            "{count} figure", "{count} figures", count=sum(len(each.changes) for each in corrected.corrections)
        ),
        what=join([each.message for each in corrected.corrections], "; "),
    )
    return note, replace(checked.name, encoded(reading, before), encoded(reading, corrected.text))


# Several processes.

FORKS = sys.platform == "linux"
"""Whether processes are begun as copies of this one; elsewhere that is not safe, and each has to import everything."""

_WORTH = 200_000 if FORKS else 2_000_000
"""So many bytes of plans take longer than it does to begin more processes; `bench/README.md` has what was measured."""

_WORTH_KEEPING = 200_000
"""So many bytes of plans take long enough for their results to be kept."""

_CHUNK = 60_000
"""About so many bytes are given to a process at a time: enough to make handing over cheap, few enough to share well."""

_AHEAD = 4
"""So many chunks a process are under way or wait for their turn; memory does not grow with what is still to do."""

_SEVERAL = 2


def read_suggest(word: str | None) -> int | Literal["all"] | None:
    """For how many findings `--suggest` asks for suggestions. Raises `CannotRunError`."""
    if word is None:
        return None
    if word == "all":
        return "all"
    count = whole_number("--suggest", word, 0, _MOST_FINDINGS)
    if count is None:
        raise refusal("--suggest takes a number of findings or all, not {word}", word=word or "''")
    return count


_MOST_FINDINGS = 999_999_999


def processed(inputs: Sequence[Input], options: Options, jobs: int | None) -> Iterator[FileResult]:
    """What comes of each input, in their order.

    With several `jobs` that many processes share the work; `None` is as many as there are processors, if the files
    are large enough. Raises `CannotRunError` when one of them is lost.
    """
    kept = {} if options.cache is None else {at: options.cache.find(each) for at, each in enumerate(inputs)}
    made = _made([each for at, each in enumerate(inputs) if kept.get(at) is None], options, jobs)
    for at in range(len(inputs)):
        yield kept.pop(at, None) or next(made)


def _made(inputs: Sequence[Input], options: Options, jobs: int | None) -> Iterator[FileResult]:
    """What comes of each input, none of which is kept."""
    sizes = [_size(source) for source in inputs]
    count = min(_worth(sizes) if jobs is None else jobs, len(inputs))
    # Corrections are written one after another, and what is no plain file may not be there for another process.
    if count < _SEVERAL or options.fix or options.whole or None in sizes:
        yield from (_kept(source, options) for source in inputs)
    else:
        yield from _shared(list(_chunks(inputs, [size or 0 for size in sizes])), options, count)


def _kept(source: Input, options: Options) -> FileResult:
    """What comes of an input, which is kept for the next run where results are."""
    if options.cache is None or not source.is_file:
        return process_file(source, options)
    return options.cache.keeping(source, lambda: process_file(source, options))


def _size(source: Input) -> int | None:
    """The bytes of a file; `None` for what is no plain file."""
    if source.trouble is not None:
        return 0
    try:
        return os.path.getsize(source.name) if os.path.isfile(source.name) and source.is_file else None
    except OSError:
        return None


def _worth(sizes: Sequence[int | None]) -> int:
    """How many processes are worth beginning."""
    if sum(size or 0 for size in sizes) < _WORTH:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chunks(inputs: Sequence[Input], sizes: Sequence[int]) -> Iterator[tuple[Input, ...]]:
    """The inputs in handfuls of about the same size."""
    starts = accumulate(sizes, initial=0)
    for _, chunk in groupby(zip(inputs, starts, strict=False), lambda each: each[1] // _CHUNK):
        yield tuple(source for source, _ in chunk)


def _shared(chunks: Sequence[tuple[Input, ...]], options: Options, count: int) -> Iterator[FileResult]:
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    context = get_context("fork" if FORKS else "spawn")
    pool = ProcessPoolExecutor(count, context, _begin, (options,))
    waiting: deque[tuple[tuple[Input, ...], Future[list[FileResult]]]] = deque()
    left, chunk = iter(chunks), chunks[0]

    def begin(most: int) -> None:
        with holding_interrupt():
            waiting.extend((ahead, pool.submit(_work, ahead)) for ahead in islice(left, most))

    try:
        with WAIT.still():  # the processes begin as copies of this one
            begin(count * _AHEAD)
        while waiting:
            chunk, future = waiting.popleft()
            yield from future.result()
            begin(1)
    except BrokenProcessPool:
        raise refusal(
            "a process that checked {name} and the files behind it was ended from outside, perhaps because "
            "memory ran out; nothing is reported. Run povcalc again, with --jobs 1 if it happens again",
            name=chunk[0].name,
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


class _Here:
    """What this process does with every file."""

    options = Options()


def _begin(options: Options) -> None:
    """Make a process ready for work: ^C ends the first one, and without it there is nobody to work for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Here.options = options


def _end_with_parent() -> NoReturn:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
    os._exit(1)


def _work(chunk: tuple[Input, ...]) -> list[FileResult]:
    return [_kept(source, _Here.options) for source in chunk]
