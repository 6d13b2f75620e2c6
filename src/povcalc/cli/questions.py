"""The questions about one plan or two: `povcalc why`, `whatif`, `seek`, `allocate` and `compare`."""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from povcalc.cli.files import STDIN, is_plan_name, plans_beside, read_bytes, similar_file
from povcalc.cli.mistakes import with_set
from povcalc.cli.options import (
    AREA,
    MOST_COMPLETIONS,
    NUMBER,
    CliOptions,
    ExcelOption,
    FileArgument,
    ForceOption,
    Format,
    FormatOption,
    OutputOption,
    SaveChangedOption,
    Words,
    argument,
    chosen_form,
    command,
    completions,
    format_option,
    is_input,
    option,
    tell_number,
)
from povcalc.cli.session import Session, not_saved, open_plan, open_plans, save_plan, unreadable
from povcalc.cli.show import write_shown, write_tables
from povcalc.cli.streams import (
    FAILED,
    OK,
    CannotRunError,
    error,
    language,
    needing,
    offer,
    refusal,
    screen,
    write_json,
    writing_stdout,
)
from povcalc.cli.track import is_table_name, table_session
from povcalc.findings import Trouble
from povcalc.messages import Lang, Message, join, verbatim, worded
from povcalc.scenario.changes import FUNDING, TOTAL, FigureIndex, Rebalance, ScenarioError, parse_request

if TYPE_CHECKING:
    from povcalc.comparison import Comparison
    from povcalc.places import Path
    from povcalc.plan.model import Plan
    from povcalc.scenario.changes import Request
    from povcalc.scenario.outcome import Scenario
    from povcalc.scenario.tables import Answer
    from povcalc.values import Figure

BUILT_IN = Message("no file is named, so the built-in plan of Yên Bái for 2019 is asked")


# What a shell completes: the ids of areas, and the names of their figures.


def _complete_changes(context: typer.Context, incomplete: str) -> list[str]:
    """The figures that a change may begin with, each with its `=`."""
    return [] if "=" in incomplete else completions((f"{each}=" for each in _figures(context)), incomplete)


def _complete_varied(context: typer.Context, incomplete: str) -> list[str]:
    """The targets, and the lines of the funding, that a search may vary."""
    from povcalc.measures import MEASURES
    from povcalc.scenario.outcome import targets_of
    from povcalc.scenario.seek import EXITS

    varied = EXITS.union(*map(targets_of, MEASURES))
    found = (each.rpartition(".") for each in _figures(context))
    fit = (f"{name}.{field}" for name, _, field in found if field in varied or (name == FUNDING and field != TOTAL))
    return completions(fit, incomplete)


def _complete_goal(context: typer.Context, incomplete: str) -> list[str]:
    """The figures that a goal may be about, each with the sign that it takes."""
    from povcalc.scenario.seek import GOALS

    found = (each.rpartition(".") for each in completions(_figures(context), incomplete, most=None) if "*" not in each)
    return [
        f"{area}.{field}{'<=' if area == FUNDING else GOALS[field]}"
        for area, _, field in found
        if field in GOALS or area == FUNDING
    ][:MOST_COMPLETIONS]


def _complete_areas(context: typer.Context, incomplete: str) -> list[str]:
    """The areas whose shortest address begins so."""
    return completions(_areas(context), incomplete)


def _complete_bounds(context: typer.Context, incomplete: str) -> list[str]:
    """The same with the sign behind which a number comes."""
    return [f"{each}=" for each in _complete_areas(context, incomplete)]


def _areas(context: typer.Context) -> list[str]:
    index = _typed_plan(context)
    return [] if index is None else [index.name(each.path) for each in index.areas]


def _figures(context: typer.Context) -> Iterator[str]:
    from povcalc.inference.counts import used_in
    from povcalc.measures import MEAN_OF
    from povcalc.plan.funding import shortest
    from povcalc.scenario.outcome import TARGETS

    index = _typed_plan(context)
    if index is None:
        return
    # A mean of the years is only of a plan for several.
    figures = (each for each in used_in(index.areas).figures if each not in MEAN_OF or index.plan.document.period)
    fields = dict.fromkeys((*TARGETS, *figures))
    names = [index.name(each.path) for each in index.areas]
    for field in fields:
        yield from (f"{name}.{field}" for name in (*names, "*", "**"))
    funding = index.plan.funding
    if funding is not None:
        yield from ("funding.total", *(f"funding.{name}" for name in shortest(funding).values()))


def _complete_asked(context: typer.Context, incomplete: str) -> list[str]:
    """The areas, and with a dot behind one of them its figures."""
    from povcalc.views.answers import FIELDS

    names = _areas(context)
    return completions((*names, *(f"{name}.{field}" for name in names for field in FIELDS)), incomplete)


def _typed_plan(context: typer.Context) -> FigureIndex | None:
    """The plan on the command line as far as it is typed, or the built-in one."""
    try:
        # While an option still lacks the value that is being completed, the words before it are not assigned yet.
        file = context.params.get("file") or next(
            iter(context.args[1 if {"goal", "figure"} & context.params.keys() else 0 :]), None
        )
        given = {name: value for name, value in context.params.items() if name in CliOptions._fields}
        return FigureIndex(open_plan(file, CliOptions(**given)).plan)
    except Exception:  # noqa: BLE001 - a completion that fails would print into the line that is typed
        return None


# why


WhyFormat = Literal["table", "json"]
_FIGURE = Message(
    "An area by id, path or name, a dot, and a figure: tram-tau.households, 'Trạm Tấu.tỷ lệ hộ nghèo cuối năm'. An "
    "area alone: all its figures that the plan does not state."
)
_WHY_FORMAT = Message("table for people (default); json: see docs/json.md.")


@command
def why(
    *,
    figure: Annotated[str, argument(Message("AREA.FIGURE"), _FIGURE, autocompletion=_complete_asked)],
    file: FileArgument = None,
    form: Annotated[WhyFormat, option("--format", "-f", help=_WHY_FORMAT)] = "table",
    options: CliOptions,
) -> int:
    """Say where a figure's range comes from: stated figures with their places, assumptions, and the arithmetic."""
    from povcalc.views.answers import why as explained

    _refuse_file_first(figure, file)
    session = open_plan(file, options)
    session.announce(BUILT_IN)
    reading, derivation = session.reading, session.derivation()
    if derivation is None:
        raise refusal("{name} could not be read as a plan with targets; see povcalc check {name}", name=reading.name)
    answers = worded(explained(derivation, figure), session.plan.wording)
    with writing_stdout():
        if form == "json":
            from povcalc.output.json import why_json

            write_json(why_json, reading, answers)
        else:
            from povcalc.output.console import show_why

            show_why(screen(), reading, answers, language())
    if derivation.ranges.conflicts:
        error("figures that contradict each other are left out of account: see povcalc check")
    return session.warn()


def _refuse_file_first(question: str, file: str | None, *, vary: bool = True) -> None:
    """Raise `CannotRunError` when a file stands where a figure or a goal is expected, with the line that was meant."""
    if not is_plan_name(question) and not os.path.isfile(question):
        return
    command, *words = sys.argv[1:]
    fault = refusal("{file} is a file; the figure comes first, then the file", file=question)
    rest = [word for word in words if word not in (question, file)]
    there = similar_file(question) or question
    if file is not None and (command == "why" or re.search("[<>≤≥]", file)):
        fault.instead = (
            _with_varied(command, file, there, rest, vary=vary) if command == "seek" else [command, file, there, *rest],
        )
    elif file is None and command == "why":
        plan = open_plan(there, CliOptions()).plan
        areas = FigureIndex(plan).areas
        # The first area inside, whose figures are rarely all stated, or else the only one.
        fault.instead = tuple([command, FigureIndex(plan).name(each.path), there, *rest] for each in areas[:2][-1:])
    elif file is None:
        index = FigureIndex(open_plan(there, CliOptions()).plan)
        stated = ((each, each.figure("reduction_households")) for each in index.areas)
        goals = (f"{index.name(e.path)}.reduction_households>={f.number + 1}" for e, f in stated if f is not None)
        fault.instead = tuple(_with_varied(command, goal, there, rest, vary=vary) for goal in islice(goals, 1))
    raise fault


# whatif


_SET = Message(
    "A change, such as tram-tau.reduction_households=500, '*.reduction_rate=+0.5' (areas inside the root; ** all), "
    "funding.oda=-10%, x1.2, '>9', 840..930, ~900. May be repeated; changes apply in their order."
)
_SCENARIO = Message("A file of changes, see docs/what-if.md; several are shown side by side with the plan.")
_REBALANCE = Message(
    "total: stated totals follow their parts. others: the other parts take up the difference, in proportion. Without "
    "it, a sum that no longer holds is a finding."
)
_KEEP_STATED = Message("Leave stated figures that follow from a change, such as the end rate, as they are.")


@command
def whatif(  # noqa: PLR0913 - one parameter an option
    *,
    file: FileArgument = None,
    changes: Annotated[
        Words, option("--set", "-s", place=Message("FIGURE=VALUE"), help=_SET, autocompletion=_complete_changes)
    ] = None,
    scenarios: Annotated[Words, option("--scenario", place=Message("SCENARIO.yaml"), help=_SCENARIO)] = None,
    rebalance: Annotated[Rebalance | None, option("--rebalance", help=_REBALANCE)] = None,
    keep_stated: Annotated[bool, option("--keep-stated", help=_KEEP_STATED)] = False,
    save: SaveChangedOption = None,
    force: ForceOption = False,
    form: FormatOption = None,
    output: OutputOption = None,
    excel: ExcelOption = False,
    options: CliOptions,
) -> int:
    """Change figures and see what follows: for the areas, their people held, for the money, and for the findings."""
    from povcalc.scenario.tables import answer_tables, side_by_side

    if file is not None and not (changes or scenarios) and "=" in file:
        raise refusal("{words} is a change: write --set before it", words=file, instead=with_set(sys.argv[1:]))
    form = chosen_form(form, output, (file, save, *(scenarios or ()), *options.tables))
    wanted = _scenarios(changes or [], scenarios or [], rebalance, keep_stated=keep_stated)
    if save is not None:
        if len(wanted) > 1:
            raise refusal("--save takes one scenario")
        _refuse_to_save(save, (file, *(scenarios or ()), *options.tables), force=force)
    session = open_plan(file, options)
    session.announce(BUILT_IN)
    answers = _answers(session, wanted)
    status = session.warn()
    if save is not None:
        _save_changes(session, answers[0].whatif.changes, save, force=force)
    sheets = answer_tables(answers[0]) if len(answers) == 1 else (side_by_side(answers),)
    if form is Format.CSV:
        sheets = sheets[1:2] or sheets  # what follows: a file of data holds one table
    name = answers[0].whatif.scenario.name if len(answers) == 1 else None
    write_shown(session, "whatif", sheets, form, status=status, name=name, excel=excel, output=output)
    return status


def _scenarios(
    changes: list[str], files: list[str], rebalance: Rebalance | None, *, keep_stated: bool
) -> "list[Scenario]":
    """What is asked for: the changes named, or those of each file. Raises `ScenarioError` or `CannotRunError`."""
    from povcalc.scenario.outcome import Scenario

    requests = tuple(map(parse_request, changes))
    _tell(requests)
    if not files and not requests:
        raise refusal(
            "name a change with --set, such as --set tram-tau.reduction_households=500, or a file of changes "
            "with --scenario"
        )
    if not files:
        return [Scenario(requests, rebalance, keep_stated)]
    return [
        each._replace(
            requests=(*each.requests, *requests),
            rebalance=rebalance or each.rebalance,
            keep_stated=keep_stated or each.keep_stated,
        )
        for each in _scenarios_in(files)
    ]


def _tell(requests: "Iterable[Request]") -> None:
    """Say what changes in another writing than the format's were taken for."""
    for each in requests:
        if each.understood is not None:
            error(each.understood if not each.origin else join((verbatim(each.origin), each.understood), ": "))


def _scenarios_in(names: Sequence[str]) -> "list[Scenario]":
    """The scenarios in files. Raises `CannotRunError`, which says what is wrong inside them at its place."""
    from povcalc.engine import choose, run
    from povcalc.output.report import at_place
    from povcalc.plan.load import Reading
    from povcalc.scenario.outcome import read_scenario

    found: list[Scenario] = []
    lines: list[Message] = []
    troubles: list[Trouble] = []
    for name in names:
        content = read_bytes(name)
        if isinstance(content, Trouble):
            troubles.append(content)
            continue
        read = read_scenario(content, name)
        findings = run(Reading(name, read.document, None), choose(["Y"], [])).findings
        faults = [(each.place, join((verbatim(each.code), each.message), " ")) for each in findings]
        faults += [(read.document.place(fault.span), fault.why) for fault in read.faults]
        for place, what in faults:
            lines.append(join((verbatim(at_place(name, place)), what), ": "))
        if read.scenario is not None:
            found.append(read.scenario)
            _tell(read.scenario.requests)
    if troubles:
        fault = unreadable(troubles[0])
        fault.args = (*lines, *fault.args)
        raise fault
    if lines:
        count = Message("faults in scenarios: {count}", count=len(lines))
        raise CannotRunError(*lines, count)
    return found


def _answers(session: Session, wanted: "list[Scenario]") -> "list[Answer]":
    from povcalc.scenario.tables import AsWritten, answer

    answers: list[Answer] = []
    written = AsWritten(session.reading, session.assumed, verifies=False)
    for scenario in wanted:
        try:
            answers.append(answer(session.reading, scenario, session.assumed, written))
        except ScenarioError as fault:
            # Of changes from a file it has to be said in which; those of the command line stand before one's eyes.
            at = next((each.origin.partition(":")[0] for each in scenario.requests if ":" in each.origin), None)
            if at is None or fault.why.to(Lang.EN).startswith(f"{at}:"):
                raise
            raise refusal("{at}: {why}", at=at, why=fault.why) from None
    return answers


def _refuse_to_save(name: str, inputs: Iterable[str | None], *, force: bool) -> None:
    """Raise `CannotRunError` for what cannot be saved before anything is worked out; never onto an input."""
    if is_input(name, inputs):
        raise refusal("{name} is read here, so the changed plan is not saved over it; name another file", name=name)
    if os.path.lexists(name) and not force:
        raise refusal("{name} exists already; name a new file, or overwrite it with --force", name=name or "''")


def _save_changes(session: Session, changes: "Mapping[Path, Figure]", name: str, *, force: bool) -> None:
    """Write the plan with changed figures, its text otherwise as it is. Raises `CannotRunError` if that fails."""
    why_not = save_plan(session.reading, changes, name, force=force)
    if why_not is not None:
        raise CannotRunError(not_saved(why_not))
    error("the changed plan is written to {name}", name=name)


# explore


@command
def explore(*, file: FileArgument = None, options: CliOptions) -> int:
    """Change figures on a screen of their own, and see what follows while typing; save the changes or the plan.

    It needs a terminal, and the extra explore of povcalc.
    """
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()):
        raise refusal("explore needs a terminal; povcalc whatif answers in a pipe too")
    session = open_plan(file, options)
    session.refuse_damaged()
    with needing(("textual",), Message("the screen needs one more library: pip install 'povcalc[explore]'")):
        from povcalc.cli.explore import Explorer
    screen_of_plan = Explorer(session)
    screen_of_plan.run()
    session.announce(BUILT_IN)
    if screen_of_plan.requests:
        error("these changes again, in one line:")
        changes = [word for each in screen_of_plan.requests for word in ("--set", each.words)]
        rebalance = screen_of_plan.rebalance
        offer(["whatif", *([file] if file else []), *changes, *(["--rebalance", rebalance.value] if rebalance else [])])
    return session.warn()


# seek

_GOAL = Message(
    "A figure and what it is to reach, in quotes: 'tram-tau.poverty_rate_end<=40', 'yen-bai.reduction_rate>6', "
    "'funding.total<=5000000'."
)
_VARY = Message(
    "The target, or the funding line, that is varied: tram-tau.reduction_households, funding.oda, or several in "
    "proportion, such as '*.reduction_rate'. May be repeated."
)


@command
def seek(  # noqa: PLR0913 - one parameter an option
    *,
    goal: Annotated[str, argument(Message("GOAL"), _GOAL, autocompletion=_complete_goal)],
    file: FileArgument = None,
    vary: Annotated[
        Words, option("--vary", place=Message("FIGURE"), help=_VARY, autocompletion=_complete_varied)
    ] = None,
    form: FormatOption = None,
    output: OutputOption = None,
    excel: ExcelOption = False,
    options: CliOptions,
) -> int:
    """Say what it would take to reach a goal: the least demanding figures that are sure to, and those that could."""
    from povcalc.scenario.tables import search, search_tables

    _refuse_file_first(goal, file, vary=bool(vary))
    form = chosen_form(form, output, (file, *options.tables))
    session = open_plan(file, options)
    session.announce(BUILT_IN)
    if not vary:
        raise _nothing_varied(session, goal)
    found = search(session.reading, goal, vary or [], session.assumed, verifies=False)
    if found.result.goal.understood is not None:
        error(found.result.goal.understood)
    sheets = search_tables(found)
    status = session.warn()
    if form is Format.CSV:
        sheets = sheets[:1]  # what it takes: a file of data holds one table
    write_shown(session, "seek", sheets, form, status=status, excel=excel, output=output)
    return status


def _with_varied(command: str, goal: str, file: str, rest: list[str], *, vary: bool) -> list[str]:
    """The line of a goal, with what can be varied for it unless something is."""
    from povcalc.scenario.seek import could_vary

    line = [command, goal, file, *rest]
    if vary:
        return line
    reading = open_plan(file, CliOptions()).reading
    try:
        could = could_vary(reading, goal)
    except ScenarioError:  # the line says what is wrong with the goal
        return line
    return [*line, "--vary", could] if could else line


def _nothing_varied(session: Session, goal: str) -> CannotRunError:
    """The error that nothing is varied for a goal, with the line that varies what can be."""
    from povcalc.scenario.seek import NOTHING_VARIED, could_vary

    fault = CannotRunError(NOTHING_VARIED)
    could = could_vary(session.reading, goal, session.assumed)
    fault.instead = ([*sys.argv[1:], "--vary", could],) if could else ()
    return fault


# allocate


Use = Literal["largest", "smallest", "middle"]
"""Which number is used of one that the plan only bounds."""

Measured = Literal["poor", "near-poor", "multidimensional"]
"""The households whose reduction is shared out."""

BY = ("current", "poor", "households", "points")
"""What the plan itself has to share out by."""

_HOUSEHOLDS = Message("How many households to share out; else the area's own target.")
_BY = Message(
    "In proportion to current (today's targets, default), poor (poor households, or those of --measure), households, "
    "points (an equal fall in points), or a column of a table of --figures, by its heading."
)
_MEASURE = Message("Whose reduction is shared out: poor (default), near-poor, or multidimensional, which is both.")
_USE = Message("Which number is used where the plan only bounds it: largest (default), smallest or middle.")
_OF_AREA = Message("Whose target is shared out, by id or path; else the whole plan's.")
_DEEP = Message("Go down the whole tree: each area shares out what it got.")
_AT_LEAST = Message("The least that an area gets, such as tram-tau=500, or '*=100' of every area; may be repeated.")
_AT_MOST = Message("The most that an area gets; never more than can be poor there.")
_BOUND_PLACE = Message("AREA=NUMBER")


def _complete_by(incomplete: str) -> list[str]:
    return completions(BY, incomplete)


@command
def allocate(  # noqa: PLR0913 - one parameter an option
    *,
    file: FileArgument = None,
    households: Annotated[str | None, option("--households", place=NUMBER, help=_HOUSEHOLDS)] = None,
    by: Annotated[str, option("--by", place=Message("WEIGHT"), help=_BY, autocompletion=_complete_by)] = BY[0],
    measure: Annotated[Measured, option("--measure", help=_MEASURE)] = "poor",
    use: Annotated[Use, option("--use", help=_USE)] = "largest",
    area: Annotated[str | None, option("--area", place=AREA, help=_OF_AREA, autocompletion=_complete_areas)] = None,
    deep: Annotated[bool, option("--deep", help=_DEEP)] = False,
    at_least: Annotated[
        Words, option("--at-least", place=_BOUND_PLACE, help=_AT_LEAST, autocompletion=_complete_bounds)
    ] = None,
    at_most: Annotated[
        Words, option("--at-most", place=_BOUND_PLACE, help=_AT_MOST, autocompletion=_complete_bounds)
    ] = None,
    options: CliOptions,
    form: FormatOption = None,
    output: OutputOption = None,
    excel: ExcelOption = False,
    save: SaveChangedOption = None,
    force: ForceOption = False,
) -> int:
    """Share out an area's target among the areas inside it, in whole households that add up exactly.

    Without FILE, the built-in plan of Yên Bái for 2019.
    """
    # Longer than 40 lines, of which half declare the options.
    from povcalc.allocation import allocate as allocated_from
    from povcalc.plan.edit import figure_name
    from povcalc.views.answers import allocated, facts

    form = chosen_form(form, output, (file, save, *options.tables))
    total = None if households is None else _whole(households, "--households")
    bounds = _bounds("--at-least", at_least), _bounds("--at-most", at_most)
    if save is not None:
        _refuse_to_save(save, (file, *options.tables), force=force)
    session = open_plan(file, options)
    session.refuse_damaged()
    session.announce(BUILT_IN)
    # A column to share out by need be no figure of the plan, nor say of which date it is.
    passed_over = () if by in BY else ("no_figure_column",)
    column = None if by in BY else by
    faults = session.table_faults(*passed_over, column=column)
    if faults is not None:
        raise CannotRunError(faults)
    allocation = allocated_from(
        session.plan,
        households=total,
        by=by,
        use=use,
        area=area,
        deep=deep,
        at_least=bounds[0],
        at_most=bounds[1],
        assumed=session.assumed,
        tables=session.reading.tables,
        measure=measure,
    )
    status = session.warn(*passed_over, column=column)
    if save is not None:
        changes, contradicted = allocation.carried_out()
        if contradicted and measure == "multidimensional":
            raise CannotRunError(_TOGETHER.with_values(figure=figure_name(session.plan, contradicted[0])))
        _save_changes(session, changes, save, force=force)
        if contradicted:
            error(_contradictory(session.plan, save, contradicted))
    write_shown(
        session,
        "allocation",
        (allocated(allocation),),
        form,
        status=status,
        facts=facts(allocation),
        excel=excel,
        output=output,
    )
    return status


_TOGETHER = Message(
    "nothing is saved: {figure}, stands beside the shares, and both measures together are the sum of the poor and the "
    "near-poor; share out each of these with --measure poor and --measure near-poor"
)


def _contradictory(plan: "Plan", name: str, figures: "Sequence[Path]") -> Message:
    """What is said of a plan whose other figures contradict the targets that were shared out."""
    from povcalc.plan.edit import figure_name

    more = len(figures) - _CONTRADICTED_SHOWN
    return Message(
        "{name}: figures that do not agree with each other now: {figures}{more}; see povcalc check {name}",
        name=name,
        figures=join((figure_name(plan, path) for path in figures[:_CONTRADICTED_SHOWN]), "; "),
        more=Message(" and {count} more", count=more) if more > 0 else "",
    )


_CONTRADICTED_SHOWN = 4


def _whole(word: str, name: str) -> int:
    """A whole number of households. Raises `CannotRunError`."""
    from povcalc.numerals import HOUSEHOLDS
    from povcalc.values import Form

    figure = tell_number(name, word, HOUSEHOLDS)
    if figure is None or figure.form is not Form.EXACT:
        raise refusal("{option} takes a whole number of households, not {word}", option=name, word=word or "''")
    return int(figure.number)


def _bounds(name: str, given: Iterable[str] | None) -> dict[str, int]:
    """Bounds by what areas are called. Raises `CannotRunError`."""
    found: dict[str, int] = {}
    for words in given or ():
        called, sign, number = words.rpartition("=")
        if not sign or not called:
            raise refusal(
                "{option} takes an area and a number of households, such as tram-tau=500, not {words}",
                option=name,
                words=words or "''",
            )
        households = _whole(number.strip(), f"{name} {called}=")
        if found.setdefault(called, households) != households:
            raise refusal(
                "{option} gives {called} two numbers, {first} and {second}; keep one",
                option=name,
                called=called,
                first=found[called],
                second=households,
            )
    return found


# compare

_BEFORE = Message("The plan to compare with: a file, or - for standard input.")
_AFTER = Message("What it became, or its result. A result that states what was planned may be named alone.")
_MORE = Message("More files: all but the last are before, the plans of areas that were merged into that of the last.")
_COMPARE_FORMAT = Message(
    "table for people (default); markdown; csv: the targets of a result, else the figures that differ; json: see "
    "docs/json.md."
)
_EXIT_CODE = Message(
    "Exit with 1 when anything differs or, for a plan and its result, only when a target is missed; else 0."
)


@command
def compare(  # noqa: PLR0913 - one parameter an option
    *,
    first: Annotated[str | None, argument(Message("BEFORE"), _BEFORE)] = None,
    second: Annotated[str | None, argument(Message("AFTER"), _AFTER)] = None,
    more: Annotated[Words, argument(Message("MORE"), _MORE)] = None,
    form: Annotated[Format | None, format_option(_COMPARE_FORMAT)] = None,
    output: OutputOption = None,
    excel: ExcelOption = False,
    exit_code: Annotated[bool, option("--exit-code", help=_EXIT_CODE)] = False,
    options: CliOptions,
) -> int:
    """Set two plans side by side by the ids of their areas: draft and approved, two years, or a plan and its result."""
    # Longer than 40 lines, of which half declare the options.
    from povcalc.comparison import compared, compared_with_own_plan, data_sheet
    from povcalc.output.json import compared_json
    from povcalc.output.tables import on_screen, shown_comparison

    form = chosen_form(form, output, (first, second, *(more or ()), *options.tables))
    *before, after = _opened(_compared(first, second, more), options)
    for session in (*before, after):
        for notice in session.notices:
            error(notice)
    comparison = None
    for session in before if len(before) > 1 else ():
        if session.plan.targets is None:
            raise refusal(
                "{name} has no targets; several files before are those of areas that were merged",
                name=session.file or session.reading.name,
            )
    if before:
        comparison = compared([each.reading for each in before], after.reading, before[0].assumed, after.assumed)
    comparison = comparison or compared_with_own_plan(after.reading, after.assumed)
    if comparison is None:
        raise _one_named(first)
    warned = [session.warn() for session in (*before, after)]
    status = FAILED if FAILED in warned or (exit_code and _has_something(comparison)) else OK
    shown = shown_comparison(comparison)
    if form is Format.CSV:
        shown = shown._replace(tables=(data_sheet(comparison),))
    elif form is Format.TABLE:
        shown = shown._replace(tables=tuple(map(on_screen, shown.tables)))
    shown = worded(shown, after.plan.wording)
    as_json = partial(write_json, compared_json, comparison, status=status)
    write_tables(shown, form, as_json, excel=excel, output=output)
    return status


def _opened(names: Sequence[str], options: CliOptions) -> list[Session]:
    """The plans that are named; the last may be a table of results of the first. Raises `CannotRunError`."""
    tables = [name for name in names if is_table_name(name)]
    if not tables:
        return open_plans(names, options)
    if tables != [names[-1]] or len(names) == 1:
        raise refusal("{table} is a table of results: name the plan first, then one table", table=tables[0])
    plans = open_plans(names[:-1], options)
    return [*plans, table_session(plans[0], names[-1])]


def _compared(first: str | None, second: str | None, more: "Sequence[str] | None") -> list[str]:
    """The files that are named. Raises `CannotRunError`: the built-in plan never takes the place of one that is not."""
    names = [each for each in (first, second, *(more or ())) if each is not None]
    if not names:
        raise refusal("name the plan to compare with and what it became: povcalc compare draft.yaml approved.yaml")
    if names.count(STDIN) > 1:
        raise refusal("standard input can be one of the two plans only")
    return names


def _one_named(name: str | None) -> CannotRunError:
    """The error that a file alone has nothing to be compared with."""
    others = [] if name is None or name == STDIN else plans_beside(name)
    return refusal(
        "one file is named; name the plan to compare with and what it became",
        instead=(["compare", other, *sys.argv[2:]] for other in others[:1]),
    )


def _has_something(comparison: "Comparison") -> bool:
    """What `--exit-code` tells: a target that is missed or, where none is judged, any difference."""
    from povcalc.inference.succession import Achievement

    return bool(comparison.judged(Achievement.MISSED)) if comparison.targets else comparison.differs
