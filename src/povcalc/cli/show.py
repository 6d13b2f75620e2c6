"""What is looked at: `povcalc show`, `explain`, `schema`, and `check --show-settings`."""

import datetime
import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal, assert_never

import typer

from povcalc.cli.files import Input, in_words, into, one_input, read_input
from povcalc.cli.options import (
    CODE,
    DOCUMENT,
    FILE,
    CliOptions,
    ExcelOption,
    Format,
    OutputOption,
    argument,
    chosen_form,
    command,
    complete_codes,
    completions,
    day_of,
    day_option,
    format_option,
    option,
)
from povcalc.cli.session import Session, SettingsResolver, open_plan, with_document
from povcalc.cli.streams import (
    COULD_NOT_RUN,
    FAILED,
    OK,
    CannotRunError,
    Namer,
    error,
    is_ascii,
    language,
    named_by,
    refusal,
    screen,
    untroubled,
    write_json,
    writing_stdout,
)
from povcalc.findings import Trouble
from povcalc.messages import Lang, Message, alternatives, did_you_mean, join, precise, precise_text, verbatim, worded
from povcalc.views import plan as plan_views

if TYPE_CHECKING:
    from povcalc.checks.base import Check
    from povcalc.engine import Severities
    from povcalc.output.json import Effective
    from povcalc.output.tables import Shown
    from povcalc.plan.load import Reading
    from povcalc.values import Interval
    from povcalc.views.plan import Derivation, Portrait
    from povcalc.views.table import Table


def write_shown(  # noqa: PLR0913 - what is shown, and how
    session: Session,
    part: str | None,
    tables: "tuple[Table, ...]",
    form: Format,
    *,
    status: int,
    name: Message | None = None,
    portrait: "Portrait | None" = None,
    excel: bool = False,
    output: str | None = None,
    **more: Any,
) -> None:
    """Write tables about a plan; `name` is put behind its title, `more` as `Shown` has it.

    A workbook has what is found in the plan too.
    """
    from povcalc.output.report import title
    from povcalc.output.tables import Shown

    heading = title(session.reading)
    if name is not None:
        heading = Message("{title} – {name}", title=heading, name=name)
    tables = worded(tables, session.plan.wording)
    shown = Shown(session.reading.name, heading, session.is_built_in, part, tables, **more)
    if form is Format.XLSX and part not in ("whatif", "seek"):  # whose tables have what is found
        from povcalc.engine import run
        from povcalc.output.excel import findings_table
        from povcalc.output.report import Checked

        found = findings_table([Checked(session.reading, run(session.reading, options=session.assumed))])
        shown = shown._replace(tables=(*shown.tables, found))

    def as_json() -> None:
        from povcalc.output.json import shown_json

        write_json(shown_json, shown, status=status)

    write_tables(shown, form, as_json, portrait, excel=excel, output=output)


def write_tables(  # noqa: PLR0913 - what is shown, and how
    shown: "Shown",
    form: Format,
    as_json: Callable[[], None],
    portrait: "Portrait | None" = None,
    *,
    excel: bool = False,
    output: str | None = None,
) -> None:
    """Write tables in a form, into a file or on standard output; JSON has its own shape, which `as_json` writes."""
    if excel and form is not Format.CSV:
        raise refusal("--excel goes with --format csv")
    with into(output), writing_stdout():
        match form:
            case Format.TABLE if portrait is not None:
                from povcalc.output.console import show_portrait

                show_portrait(screen(), shown, portrait, language(), ascii_only=is_ascii(sys.stdout))
            case Format.TABLE:
                from povcalc.output.console import show_tables

                show_tables(screen(), shown, language())
            case Format.MARKDOWN:
                from povcalc.output.tables import as_markdown

                sys.stdout.write(as_markdown(shown, language()))
            case Format.CSV:
                from povcalc.output.tables import as_csv

                for sheet in shown.tables:
                    sys.stdout.write(as_csv(sheet, language(), excel=excel))
            case Format.JSON:
                as_json()
            case Format.XLSX:
                from povcalc.output.excel import as_xlsx

                sys.stdout.buffer.write(in_words(lambda: as_xlsx(shown, language())))
            case _:
                assert_never(form)


# show


class Part(StrEnum):
    """The parts of a plan that are shown."""

    TARGETS = "targets"
    FUNDING = "funding"
    STANDARD = "standard"
    MEASURES = "measures"
    SCHEDULE = "schedule"
    ACTORS = "actors"


_PART = Message("targets, funding, standard, measures, schedule or actors. Without it, a portrait of the plan.")
_SHOWN_FILE = Message("A file, or - for standard input; a file that is named like a part as ./targets.")
_SHOW_FORMAT = Message(
    "table for people (default); markdown for documents; csv: a part as data; json: see docs/json.md."
)
_AS_OF = Message(
    "With schedule: what is past, under way and to come on a day, such as 2019-11-10, 10/11/2019 or today."
)
_SOURCES = Message("Show each figure of the targets and the funding beside the words of the document that state it.")
_SHOWN_DOCUMENT = Message("With --sources: the document. Else the document.file of the plan.")
_WITH = Message("With actors: all that one actor leads and joins in, by its id, such as so-tai-chinh.")


def _complete_part(incomplete: str) -> list[str]:
    return completions(Part, incomplete)


def _complete_actor(context: typer.Context, incomplete: str) -> list[str]:
    """The ids of the actors of the plan that is typed so far, or of the built-in one."""
    try:
        given = [context.params.get("part"), context.params.get("file"), *context.args]
        _, name = _named(*([word for word in given if word] + [None, None])[:2])
        return completions((actor.id for actor in open_plan(name, CliOptions()).plan.actors), incomplete)
    except Exception:  # noqa: BLE001 - a completion that fails would print into the line that is typed
        return []


@command
def show(  # noqa: PLR0913 - one parameter an option
    *,
    part: Annotated[str | None, argument(Message("PART"), _PART, autocompletion=_complete_part)] = None,
    file: Annotated[str | None, argument(FILE, _SHOWN_FILE)] = None,
    form: Annotated[Format | None, format_option(_SHOW_FORMAT)] = None,
    output: OutputOption = None,
    excel: ExcelOption = False,
    as_of: Annotated[str | None, day_option(_AS_OF)] = None,
    with_: Annotated[
        str | None, option("--with", place=Message("ID"), help=_WITH, autocompletion=_complete_actor)
    ] = None,
    sources: Annotated[bool, option("--sources", help=_SOURCES)] = False,
    document: Annotated[str | None, option("--document", place=DOCUMENT, help=_SHOWN_DOCUMENT)] = None,
    options: CliOptions,
) -> int:
    """Show a part of a plan as a table, or the plan on one screen.

    Without FILE, the built-in plan of Yên Bái for 2019.
    """
    # Longer than 40 lines, of which half declare the options.
    what, name = _named(part, file)
    form = chosen_form(form, output, (name, document, *options.tables))
    day = _day(what, as_of)
    if sources and what is not None:
        raise refusal(
            "--sources shows the figures of the targets and the funding; use it without {part}", part=what.value
        )
    if not sources:
        _refuse_conflicting(what, form, with_)
    try:
        session = open_plan(name, options)
    except CannotRunError as fault:
        raise fault if what is not None else _with_hint(fault, name) from None
    session.announce(Message("no file is named, so the built-in plan of Yên Bái for 2019 is shown"))
    status = session.warn()
    if sources:
        table = _sources(session, document)
        write_shown(session, "sources", (table,), form, status=status, output=output)
    elif what is None:
        portrait = plan_views.portrait(session.plan, session.assumed)
        facts = (*portrait.facts, *portrait.headline)
        write_shown(
            session,
            None,
            portrait.tables,
            form,
            status=status,
            portrait=portrait,
            facts=facts,
            excel=excel,
            output=output,
        )
    else:
        derivation = session.derivation() if what is Part.TARGETS else None
        for_people = form in (Format.TABLE, Format.MARKDOWN)
        sheet = _sheet(session, what, derivation, day, with_, for_people=for_people)
        write_shown(
            session, what, (sheet,), form, status=status, as_of=day, derivation=derivation, excel=excel, output=output
        )
    return status


def _sources(session: Session, document: str | None) -> "Table":
    """Each figure beside its words. Raises `CannotRunError` without a document."""
    reading = untroubled(with_document(session.reading, one_input(session.file), document))
    if reading.source is None:
        raise refusal("--sources takes a document: --document FILE, or document.file in the plan")
    from povcalc.document.placing import sourced
    from povcalc.views.answers import sources_table

    return sources_table(session.plan, sourced(session.plan, reading.source))


def _named(first: str | None, second: str | None) -> tuple[Part | None, str | None]:
    """The part and the file that two words name, in either order: a word that is no part is the file."""
    given = [word for word in (first, second) if word is not None]
    parts = [word for word in given if word in tuple(Part)]
    files = [word for word in given if word not in tuple(Part)]
    if len(parts) > 1:
        raise refusal(
            "one part at a time: {parts}; a file that is named like a part is written ./{last}",
            parts=", ".join(parts),
            last=parts[-1],
        )
    if len(files) > 1:
        from povcalc.typos import closest_match

        near = [(word, closest_match(word, Part)) for word in files]
        raise refusal(
            "{word} is not a part of a plan: name {parts}, and one file",
            word=next((word for word, part in near if part), files[0]) or "''",
            parts=alternatives(tuple(Part)),
            instead=([part if each == word else each for each in sys.argv[1:]] for word, part in near if part),
        )
    return (Part(parts[0]) if parts else None), (files[0] if files else None)


def _with_hint(fault: CannotRunError, name: str | None) -> CannotRunError:
    """What is wrong with a file, and the part that its name may have been meant for."""
    from povcalc.typos import closest_match

    near = closest_match(name or "", Part)
    if near is None:
        return fault
    hint = Message("did you mean the part {near}?", near=near)
    hinted = CannotRunError(join((*fault.args, hint), "; "))
    hinted.instead = (["show", *(near if word == name else word for word in sys.argv[2:])],)
    return hinted


def _day(part: Part | None, as_of: str | None) -> datetime.date | None:
    """The day of `--as-of`: ISO, as written in Vietnam, or today."""
    if as_of is None:
        return None
    if part is not Part.SCHEDULE:
        raise refusal("--as-of goes with the schedule: povcalc show schedule --as-of 2019-11-10")
    return day_of(as_of)


def _refuse_conflicting(part: Part | None, form: Format, actor: str | None) -> None:
    """Say what does not go together before any file is read."""
    if actor is not None and part is not Part.ACTORS:
        raise refusal("--with goes with the actors: povcalc show actors --with so-tai-chinh")
    if part is None and form is Format.CSV:
        raise refusal(
            "the portrait is more than one table; for CSV name a part: {parts}", parts=alternatives(tuple(Part))
        )


def _sheet(  # noqa: PLR0913 - what is shown, and for whom
    session: Session,
    part: Part,
    derivation: "Derivation | None",
    day: datetime.date | None,
    actor: str | None,
    *,
    for_people: bool,
) -> "Table":
    plan = session.plan
    match part:
        case Part.TARGETS:
            return plan_views.targets(plan, derivation, for_people=for_people)
        case Part.FUNDING:
            return plan_views.funding(plan, called=True)
        case Part.STANDARD:
            return plan_views.standard(plan)
        case Part.MEASURES:
            return plan_views.measures(plan)
        case Part.SCHEDULE:
            return plan_views.schedule(plan, day)
        case Part.ACTORS if actor is None:
            return plan_views.actors(plan)
        case Part.ACTORS:
            try:
                return plan_views.actor(plan, actor)
            except plan_views.UnknownActorError as unknown:
                otherwise = Message("povcalc show actors --format csv lists them")
                choice = did_you_mean(unknown.likely, otherwise)
                words = [(unknown.likely or "") if word == actor else word for word in sys.argv[1:]]
                raise refusal(
                    "no actor has the id {word}; {choice}",
                    word=actor or "''",
                    choice=choice,
                    instead=[words] if unknown.likely else (),
                ) from None
        case _:
            assert_never(part)


# explain


ExplainFormat = Literal["table", "markdown", "json"]
_EXPLAINED = Message("A check's code or slug, such as T101, or a family such as T. Without it, all are listed.")
_EXPLAIN_FORMAT = Message("table for people (default); markdown, as in docs/checks.md; json: see docs/json.md.")


def _complete_check(incomplete: str) -> list[str]:
    """The codes, families and slugs of checks."""
    from povcalc.checks import ALL

    return complete_codes(incomplete) + completions((check.slug for check in ALL), incomplete)


@command
def explain(
    *,
    code: Annotated[str | None, argument(CODE, _EXPLAINED, autocompletion=_complete_check)] = None,
    form: Annotated[ExplainFormat, option("--format", "-f", help=_EXPLAIN_FORMAT)] = "table",
) -> int:
    """List the checks, or tell all of one: what it asserts, a plan that fails it, how to fix it."""
    from povcalc.checks import ALL
    from povcalc.output.manual import UnknownCheckError, named

    try:
        checks = ALL if code is None else named(code)
    except UnknownCheckError as unknown:
        choice = did_you_mean(unknown.likely, Message("povcalc explain lists them"))
        fault = refusal("no check has the code {word}; {choice}", word=code or "''", choice=choice)
        if unknown.likely:
            fault.instead = (["explain", unknown.likely],)
        elif code and os.path.exists(code):
            fault.instead = (["check", code],)
        raise fault from None
    _write_explained(checks, form, is_manual=code is None)
    return OK


def _write_explained(checks: "Sequence[Check]", form: ExplainFormat, *, is_manual: bool) -> None:
    from povcalc.output.manual import checks_manual, explained, explained_json, section

    match form:
        case "table":
            from povcalc.output.console import show_checks, show_explanation

            if len(checks) > 1:
                show_checks(screen(), checks, language())
            else:
                show_explanation(screen(), explained(checks[0]), language())
        case "markdown":
            all_of = [explained(check) for check in checks]
            sections = (section(each, language()) for each in all_of)
            sys.stdout.write(checks_manual(all_of, language()) if is_manual else "\n".join(sections))
        case "json":
            write_json(explained_json, [explained(check) for check in checks])
        case _:
            assert_never(form)


# schema


SchemaFormat = Literal["json", "markdown"]
_SCHEMA_FORMAT = Message("json: a JSON Schema for editors (default); markdown: the reference of docs/format.md.")


@command
def schema(*, form: Annotated[SchemaFormat, option("--format", "-f", help=_SCHEMA_FORMAT)] = "json") -> int:
    """Print what a plan file may hold: every field with its meaning, unit and an example."""
    if form == "json":
        from povcalc.plan.schema import schema_text

        sys.stdout.write(schema_text(language(), ascii_only=is_ascii(sys.stdout)))
    else:
        from povcalc.output.manual import format_manual

        sys.stdout.write(format_manual(language()))
    return OK


# check --show-settings: what holds for each file, and where it comes from

_COMMAND_LINE = Message("command line")
_ALL, _NONE, _ANY = Message("all"), Message("none"), Message("any")


def show_settings(inputs: Sequence[Input], resolver: SettingsResolver, form: str | None) -> int:
    """Print what holds for each file that is named; the exit status."""
    from povcalc.output.json import Held, effective_json

    if form not in (None, Format.TABLE, Format.JSON):
        raise refusal("--show-settings writes a table or --format json")
    readings = [(each, read_input(each)) for each in inputs]
    troubles = [found.words for _, found in readings if isinstance(found, Trouble)]
    held = [
        Held((each.name,), _effective(resolver, each, found))
        for each, found in readings
        if found is not None and not isinstance(found, Trouble)
    ]
    if form == Format.JSON:
        write_json(effective_json, held)
    elif held:
        from povcalc.output.console import show_effective

        show_effective(screen(), held, language())
    warnings = resolver.warnings()
    for line in (*troubles, *warnings):
        error(line)
    if troubles or resolver.troubles:
        return COULD_NOT_RUN
    return FAILED if warnings else OK


def _effective(resolver: SettingsResolver, source: Input, reading: "Reading") -> "tuple[Effective, ...]":
    from povcalc.output.json import Effective
    from povcalc.plan.assumptions import assumptions_of
    from povcalc.plan.settings import NAMES

    holds = resolver.effective(source)
    assumed = holds.assumptions(reading.plan)
    growth, cut = assumed.growth, assumed.cut
    if reading.plan is not None:
        used = assumptions_of(reading.plan, assumed)
        growth, cut = used.growth, used.cut
    values: dict[str, tuple[Message, Any]] = {
        "select": (verbatim(", ".join(holds.select)) if holds.select else _ALL, list(holds.select)),
        "ignore": (verbatim(", ".join(holds.ignore)) if holds.ignore else _NONE, list(holds.ignore)),
        "severity": _severity(holds.severities),
        "strict": (verbatim(str(holds.strict).lower()), holds.strict),
        "fail-undecided": (verbatim(str(holds.fail_undecided).lower()), holds.fail_undecided),
        "growth": _growth(growth),
        "cut": (_NONE, None) if not cut else (precise_text(cut), _plain(cut)),
        "lang": (verbatim(language().value), language().value),
    }
    return tuple(
        Effective(name, *values[name], _origin(name, resolver, source, reading)) for name in NAMES if name in values
    )


def _severity(severities: "Severities") -> tuple[Message, Any]:
    words = ", ".join(f"{code} = {severity}" for code, severity in severities.items())
    return verbatim(words) if words else _NONE, dict(severities)


def _growth(growth: "Interval | None") -> tuple[Message, Any]:
    from povcalc.values import ANY

    if growth is None or growth == ANY:
        return _ANY, "any"
    ends = [_plain(Fraction(end)) for end in (growth.low or 0, growth.high or 0)]
    return Message("{growth}%", growth=growth), ends[0] if growth.is_point else "..".join(ends)


def _plain(value: Fraction) -> str:
    return precise(value, Lang.EN).replace(",", "")


def _origin(name: str, resolver: SettingsResolver, source: Input, reading: "Reading") -> Message:
    """Where a setting comes from."""
    file, stated = resolver.stated(source)
    in_settings = None
    if name in stated:
        in_settings = join([verbatim(f"{file}:{line}") for line in stated[name].lines], ", ")
    if name == "lang":
        return _origin_of_language(in_settings)
    if name in resolver.typed:
        return _COMMAND_LINE
    return _own(name, source, reading) or in_settings or Message("default")


def _own(name: str, source: Input, reading: "Reading") -> Message | None:
    """The place where the plan itself says what is assumed."""
    field = {"growth": "household_growth", "cut": "cut"}.get(name)
    section = None if reading.plan is None else reading.plan.assumptions
    if field is None or section is None or getattr(section, field) is None or reading.document is None:
        return None
    line = reading.document.place(reading.document.span(("assumptions", field), key=True)).line
    return verbatim(f"{source.name}:{line}")


def _origin_of_language(in_settings: Message | None) -> Message:
    match named_by():
        case Namer.COMMAND_LINE:
            return _COMMAND_LINE
        case Namer.ENVIRONMENT:
            return Message("environment (POVCALC_LANG)")
        case Namer.SETTINGS:
            return in_settings or Message("settings of the working folder")
        case _:
            return Message("locale")
