"""What the writers share: the files of one run with their reports, and how each says the same things.

- What stands beside a finding wherever it is told whole: its place, the line of the file, what would fix it.
- What files and findings are called by systems that remember them, such as forges: a file by its path in the
  repository, a finding by a fingerprint that outlives edits elsewhere in the file. It is made of the check, the
  file and the ids that lead to the figure, not of lines and numbers.
- Values as JSON and texts as Markdown, the same way for every command.
- `concise`, the format of editors: one line a finding. It stands here and not with those of CI services, since it is
  to begin at once; what only they need is imported where it is needed.
"""

import datetime
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from povcalc.findings import SEVERITIES, CheckRun, Finding, Judgement, Outcome, Report, Severity, Trouble
from povcalc.messages import Lang, Message, join, printable, terminating, verbatim
from povcalc.patterns import regex
from povcalc.places import Path, Place, dotted
from povcalc.plan.assumptions import Options
from povcalc.plan.load import Reading
from povcalc.plan.yaml_reader import Document
from povcalc.values import Exact, Figure, Form, Interval, Number

STDIN = "<stdin>"
"""What standard input is called."""

BUILT_IN = Message("built-in plan")
WAIVED = Message("waived")
UNDECIDED = Message("not verified", context="check")


class Checked(NamedTuple):
    """One file of a run.

    `built_in` is set for the plan that comes with the program; `options` is what the user assumes. The run fails
    on a warning in a `strict` one too, and with `fail_undecided` on a check that could not be decided.
    """

    reading: Reading
    report: Report
    built_in: bool = False
    options: Options | None = None
    strict: bool = False
    fail_undecided: bool = False

    @property
    def name(self) -> str:
        """The file's name as it was given."""
        return self.reading.name

    @property
    def title(self) -> Message:
        """The document's title with its number, or the file's name when it has none."""
        return title(self.reading)

    @property
    def is_file(self) -> bool:
        """Whether it was read from a file that was named, not from standard input or out of the program."""
        return not self.built_in and self.name != STDIN

    def fails_on(self, finding: Finding) -> bool:
        """Whether the run fails because of a finding."""
        grave = (Severity.ERROR, Severity.WARNING) if self.strict else (Severity.ERROR,)
        return finding.waived is None and finding.severity in grave

    def where(self, finding: Finding) -> str:
        """The place of a finding as `file:line:column`, or the file alone."""
        return at_place(finding.file or self.name, finding.place)

    def document_of(self, finding: Finding) -> Document | None:
        """The text that a finding's place is in: the plan's, or that of a side table."""
        if finding.file is None:
            return self.reading.document
        text = next((table.text for table in self.reading.tables if table.name == finding.file), None)
        return None if text is None else Document(text, None)

    @property
    def unverified(self) -> int:
        """How many stated figures are not verified, where the run fails because of them."""
        return self.report.standing().counts[Judgement.UNVERIFIED] if self.fail_undecided else 0

    def fails_undecided(self, ended: CheckRun) -> bool:
        """Whether the run fails because of figures that a check could not verify, and no other has."""
        return ended.open and bool(self.unverified)


class Run(NamedTuple):
    """One run of `povcalc check`: what was checked, what could not be, and how it ended.

    `program` is its name and version, `skipped` how many files were passed over. `folder` is the folder that names
    are relative to, an absolute path.
    """

    files: tuple[Checked, ...]
    program: str
    status: int
    skipped: int = 0
    troubles: tuple[Trouble, ...] = ()
    folder: str = "/"


def at_place(name: str, place: Place | None) -> str:
    """A place as `file:line:column`, or the file alone."""
    return name if place is None else f"{name}:{place.line}:{place.column}"


def title(reading: Reading) -> Message:
    """The title of the document that was read, with its number, or the file's name when it has none."""
    info = reading.plan.document if reading.plan else None
    if info is None or info.title is None or reading.lacks("document"):
        return verbatim(reading.name)
    if info.number is None:
        return info.title
    return Message("{number}: {title}", number=info.number, title=info.title)


def broken_checks(run: Sequence[Checked]) -> tuple[Message, ...]:
    """Which checks themselves broke, in words; of several files with the name of the one in which each did."""
    return tuple(
        join([verbatim(checked.name), broken(ended)], ": ") if len(run) > 1 else broken(ended)
        for checked in run
        for ended in checked.report.runs
        if ended.outcome is Outcome.BROKEN
    )


def broken(ended: CheckRun) -> Message:
    """That a check itself broke, in words."""
    return Message(
        "Check {code} itself broke ({why}); this is a fault of povcalc, not of the plan. Please report it.",
        code=ended.code,
        why=ended.why or verbatim(""),
    )


def failed_unverified(run: Sequence[Checked]) -> tuple[Message, ...]:
    """Why `--fail-undecided` makes a run fail, in words: a message for each file."""
    return tuple(
        Message(
            "{name} fails by --fail-undecided: {count} of {all} stated figures are not verified",
            name=checked.name,
            count=checked.unverified,
            all=checked.report.stated,
        )
        for checked in run
        if checked.unverified
    )


def exit_status(run: Sequence[Checked]) -> int:
    """The exit status of a run: 2 when a check broke, 1 when something failed, 0 otherwise."""
    if any(checked.report.ended(Outcome.BROKEN) for checked in run):
        return 2
    failed = any(any(map(checked.fails_on, checked.report.findings)) or bool(checked.unverified) for checked in run)
    return 1 if failed else 0


SUGGESTED = 5
"""So many suggestions are told; a sum may have one for each of its parts."""


def concise(run: tuple[Checked, ...], lang: Lang) -> str:
    """The findings of a run, in the order of the files and of their lines: `file:line:column: CODE message`.

    What the plan accepts is marked: `CODE [waived] message`.
    """
    lines = []
    for checked in run:
        for finding in checked.report.findings:
            waived = "" if finding.waived is None else f"[{WAIVED.to(lang)}] "
            lines.append(f"{checked.where(finding)}: {finding.code} {waived}{finding.message.to(lang)}")
    return "".join(f"{printable(line)}\n" for line in lines)


def label(finding: Finding) -> Message:
    """What a finding weighs, or that the plan accepts it."""
    return SEVERITIES[finding.severity] if finding.waived is None else WAIVED


class Quoted(NamedTuple):
    """A line of a file: its number, what stands before, in and behind the marked part, and the marks beneath."""

    number: int
    before: str
    marked: str
    after: str
    marks: str

    @property
    def text(self) -> str:
        """The line behind its number, and beneath it the marks."""
        return f"{gutter(self.number)}{self.before}{self.marked}{self.after}\n{gutter('')}{self.marks}"


def excerpt(document: Document, place: Place, width: int, cells: Callable[[str], int]) -> Quoted:
    """The line that a place is in, with its number no wider than `width` by the measure `cells`.

    Characters that a terminal would act on are spelt out, and the marks move with them.
    """
    line = document.lines.line(place.line).replace("\t", " ")
    start, end = place.column - 1, place.end_column - 1 if place.end_line == place.line else len(line)
    before, marked, after = map(printable, (line[:start], line[start:end], line[end:]))
    room = max(width - len(gutter(place.line)), 20)
    # A place behind the last character is marked too.
    if cells(before) + max(cells(marked + after), 1) > room:
        under = max(cells(marked), 1)
        if cells(before) + under > room:
            before = _cut(before, max(_BEFORE, room - under - cells(after)), cells, at_end=False)
        marked = _cut(marked, room - cells(before), cells)
        after = _cut(after, room - cells(before) - cells(marked), cells)
    marks = " " * cells(before) + "^" * max(cells(marked), 1)
    return Quoted(place.line, before, marked, after, marks)


_BEFORE = 12
"""How many cells of a line too long for the screen are kept before the figure, at the least."""


def gutter(line: int | str) -> str:
    """What stands before a line that is quoted."""
    return f"{line:>5} | "


def _cut(words: str, room: int, cells: Callable[[str], int], *, at_end: bool = True) -> str:
    """As much of a text as fits; `…` stands for what is left out at its end, or else at its beginning."""
    if cells(words) <= room:
        return words
    if room <= 0:
        return ""
    kept = words[: room - 1] if at_end else words[max(len(words) - room + 1, 0) :]
    while cells(kept) > room - 1:
        kept = kept[:-1] if at_end else kept[1:]
    return f"{kept}…" if at_end else f"…{kept}"


def suggested(finding: Finding) -> Iterator[tuple[str, Message]]:
    """What would fix a finding, in lines with the mark that each stands behind where there are such.

    The safe correction, else the likeliest, and that the figures cannot tell which.
    """
    suggestions = finding.suggestions
    safe = next((each for each in suggestions if each.safe), None)
    if safe is not None:
        yield "= ", Message("probably: {what}; --fix corrects it", what=safe.message)
        if len(suggestions) > 1:
            yield "  ", _UNEXPLAINED
        return
    if suggestions:
        changes = suggestions[0].changes
        # All other figures were tried then, but not all that may be written.
        is_one_number = len(changes) == 1 and changes[0].text is None
        yield "= ", _ANY if len(suggestions) > 1 else _ONLY if is_one_number else _THIS
    for suggestion in suggestions[:SUGGESTED]:
        yield "  - ", suggestion.message
    if len(suggestions) > SUGGESTED:
        rest = len(suggestions) - SUGGESTED
        yield "  - ", Message("{rest} more: --format json", rest=rest)


def unsought(report: Report) -> Message | None:
    """For how many findings suggestions were looked for, where that is not all of them."""
    if report.suggestions_sought >= report.correctable:
        return None
    return Message(
        "suggestions were looked for {sought} of {count} findings; --suggest all looks for all",
        sought=report.suggestions_sought,
        count=report.correctable,
    )


def unsought_in(run: Sequence[Checked]) -> Iterator[tuple[Checked, Message]]:
    """The files of a run in which suggestions were not looked for everywhere, and for how many findings they were."""
    for checked in run:
        words = unsought(checked.report)
        if words is not None:
            yield checked, words


_ANY = Message("any one of these would fix it; the figures cannot tell which is meant:")
_ONLY = Message("only this would fix it; look it up before you change it:")
_THIS = Message("this would fix it; look it up before you change it:")
_UNEXPLAINED = Message("(other figures could be changed instead, but nothing explains that)")


def whole(finding: Finding, lang: Lang) -> list[str]:
    """A finding in lines: the message, the reason for which it is waived, the argument, what would fix it."""
    lines = [finding.message]
    if finding.waived is not None:
        lines.append(Message("accepted: {why}", why=finding.waived))
    lines += [*finding.argument, *(words for _, words in suggested(finding))]
    return [line.to(lang) for line in lines]


SCHEME = "povcalc/v1"
"""How fingerprints are made; it changes when the same finding would get another one."""


def file_path(name: str, folder: str) -> str:
    """A file's path from a folder, with slashes; the whole path of a file that is not inside it."""
    from pathlib import Path as FilePath

    whole = FilePath(os.path.normpath(FilePath(folder, name)))
    return whole.relative_to(folder).as_posix() if whole.is_relative_to(folder) else whole.as_posix()


def file_uri(name: str, folder: str) -> str:
    """The same as a URI: relative to the folder for a file inside it."""
    from pathlib import Path as FilePath
    from urllib.parse import quote

    path = file_path(name, folder)
    return FilePath(path).as_uri() if FilePath(path).is_absolute() else quote(os.fsencode(path))


class Fingerprints:
    """The fingerprints of one report, of which no two are the same."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._seen: Counter[tuple[str, ...]] = Counter()

    def of(self, *about: str) -> str:
        """The fingerprint of what these words say together; when they were said before, of saying them again."""
        self._seen[about] += 1
        again = [str(self._seen[about])] if self._seen[about] > 1 else []
        import hashlib  # of what every run has of this module, only forges ask for it

        return hashlib.sha256("\0".join([*about, *again]).encode(errors="surrogatepass")).hexdigest()[:32]

    def of_finding(self, checked: Checked, finding: Finding) -> str:
        """The fingerprint of a finding. They are asked for in the order of the report."""
        path = file_path(finding.file or checked.name, self.folder)
        return self.of("finding", finding.code, path, *_address(checked, finding))


def _address(checked: Checked, finding: Finding) -> tuple[str, ...]:
    """What leads to the thing found: keys and ids, or the words of the line where it is the text itself."""
    if finding.path is not None:
        return tuple(_steps(finding.path, checked.reading.root))
    document = checked.document_of(finding)
    if document is None or finding.place is None:
        return ("text",)
    return ("text", document.lines.line(finding.place.line).strip())


def _steps(path: Path, root: Any) -> list[str]:
    steps, here = [], root
    for step in path:
        if isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
            steps.append(_called(here) or str(step))
        else:
            here = here.get(step) if isinstance(here, dict) else None
            steps.append(str(step))
    return steps


def _called(item: Any) -> str | None:
    """What an item of a list is called, wherever in it the item stands: its id, else its name, else itself."""
    if not isinstance(item, dict):
        return item if isinstance(item, str) else None
    names = (item.get(key) for key in ("id", "check", "name", "title"))
    return next((name for name in names if isinstance(name, str)), None)


def json_text(told: Any, *, ascii_only: bool) -> str:
    """An object or array as indented JSON with a final newline; no character in it is one that a terminal acts on.

    Texts are written in both languages, figures and ranges in short notation, days in ISO form, other numbers than
    whole ones as strings.
    """
    import json  # as above

    written = json.dumps(_as_data(told), ensure_ascii=ascii_only, indent=2)
    return "".join(f"{_harmless(line)}\n" for line in written.split("\n"))


def _as_data(value: Any) -> Any:
    match value:
        case None | str() | int():
            return value
        case dict():
            return {key: _as_data(each) for key, each in value.items()}
        case Message():
            return value.in_every_language()
        case Place():
            return value._asdict()
        case Figure() | Interval() | Decimal() | Fraction() | datetime.date():
            return machine(value)
        case list() | tuple():
            return [_as_data(each) for each in value]
        case _:
            return value


def _harmless(line: str) -> str:
    """A line of JSON with the characters escaped that a terminal would act on and JSON lets pass."""
    if printable(line) == line:
        return line
    import json

    return "".join(json.dumps(sign)[1:-1] if printable(sign) != sign else sign for sign in line)


def path_data(path: Path | None) -> str | None:
    """A path as JSON has it."""
    return None if path is None else dotted(path)


def digits(value: Exact | Number) -> str:
    """A number in plain digits: its decimals as written, a point, no thousands marks and no exponent."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def all_digits(value: Exact) -> str:
    """A number with all its digits, or as a fraction where they never end."""
    finite = terminating(value)
    return digits(value if finite is None else finite)


_SIGNS = {Form.OVER: ">", Form.UNDER: "<", Form.AT_LEAST: ">=", Form.AT_MOST: "<=", Form.ABOUT: "~"}


def notation(value: Figure | Interval) -> str:
    """A figure or a range in short notation: `11869`, `>5.8`, `<9`, `>=3`, `<=4`, `840..930`, `~1621667`."""
    if isinstance(value, Figure):
        if value.form is Form.BETWEEN and value.upper is not None:
            return f"{digits(value.number)}..{digits(value.upper)}"
        return f"{_SIGNS.get(value.form, '')}{digits(value.number)}"
    low, high = (None if end is None else all_digits(end) for end in (value.low, value.high))
    if value.is_point and low is not None:
        return low
    if low is not None and high is not None and not (value.low_open or value.high_open):
        return f"{low}..{high}"
    above = [] if low is None else [f"{'>' if value.low_open else '>='}{low}"]
    below = [] if high is None else [f"{'<' if value.high_open else '<='}{high}"]
    return " ".join([*above, *below])


def machine(value: object) -> str | None:
    """A figure, a range, a number or a day in the notation of JSON, `None` for what is none."""
    match value:
        case Figure() | Interval():
            return notation(value)
        case bool():
            return None
        case int() | Decimal() | Fraction():
            return digits(value)
        case datetime.date():
            return value.isoformat()
        case _:
            return None


_ACTIVE = regex(r"([\\`*_\[\]<>|~&#$@]|(?<=\w):(?=//)|(?<=www)\.)", re.IGNORECASE)
"""Signs that begin markup, HTML, mathematics or links somewhere that Markdown is shown.

A site that looks for names and addresses in the finished page, as forges do, may still find some.
"""

_BLOCK = regex(r"(\s*[0-9]*)(?=[-+=.)])")
"""What stands before the sign that begins a list, or underlines a heading, at the start of a line."""


def escaped(text: str) -> str:
    """A text in which nothing acts: neither on a terminal nor in Markdown."""
    return _ACTIVE.sub(r"\\\1", printable(text))


def paragraph(text: str) -> str:
    """A text as a paragraph or an item of its own, which it does not make a list or a heading either."""
    safe = escaped(text)
    found = _BLOCK.match(safe)
    return safe if found is None else f"{found[1]}\\{safe[found.end() :]}"


def markdown_row(cells: Iterable[str]) -> str:
    """A row of a table in Markdown; its cells hold no bar that is not escaped."""
    return f"| {' | '.join(cells)} |"


def fenced(text: str, kind: str = "text") -> list[str]:
    """The lines of a text as a block of code, behind more backticks than any run of them inside."""
    runs = re.findall("`+", text)
    fence = "`" * max(3, 1 + max(map(len, runs), default=0))
    return [f"{fence}{kind}", *text.split("\n"), fence]
