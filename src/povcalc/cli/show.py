"""`povcalc show`: a part of a plan as a table, or the plan on one screen."""

import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple, assert_never

import typer

from povcalc.cli import words
from povcalc.cli.app import COULD_NOT_RUN, FAILED, OK, LangOption, app, complain
from povcalc.cli.assumed import CutOption, GrowthOption, UnusableAssumptionError, options
from povcalc.cli.help import Command
from povcalc.cli.language import LANG
from povcalc.cli.readings import no_plan, tell_of_unread
from povcalc.cli.settings_options import NoSettingsOption, SettingsOption
from povcalc.cli.shown import Format, write_shown
from povcalc.cli.tables import FiguresOption, join_tables, tell_of_faults
from povcalc.messages import Text, alternatives, join, say
from povcalc.views import plan as plan_views

if TYPE_CHECKING:
    from povcalc.cli.ruling import Ruling
    from povcalc.output.tables import Shown
    from povcalc.plan.assumptions import Options
    from povcalc.plan.load import Reading
    from povcalc.plan.model import Plan
    from povcalc.views.plan import Derivation, Portrait
    from povcalc.views.table import Table


class Part(StrEnum):
    """The parts of a plan that are shown."""

    TARGETS = "targets"
    FUNDING = "funding"
    STANDARD = "standard"
    MEASURES = "measures"
    SCHEDULE = "schedule"
    ACTORS = "actors"


class _Asked(NamedTuple):
    """What a command line asks for: a part, or the portrait; of a file, or of the built-in plan."""

    part: Part | None
    file: str | None
    form: Format
    day: datetime.date | None
    actor: str | None
    ruling: "Ruling"
    tables: list[str] | None


class _UnusableError(Exception):
    """A command line that cannot be carried out; its argument says why."""


def _parts(incomplete: str) -> list[str]:
    return [part for part in Part if part.startswith(incomplete)]


@app.command(
    cls=Command,
    help=words.SHOW.to(LANG),
    options_metavar=words.OPTIONS_PLACE.to(LANG),
    rich_help_panel=words.COMMANDS.to(LANG),
)
def show(  # noqa: PLR0913 - one parameter an option
    *,
    part: Annotated[
        str | None,
        typer.Argument(metavar=words.PART_PLACE.to(LANG), help=words.PART.to(LANG), autocompletion=_parts),
    ] = None,
    file: Annotated[
        str | None, typer.Argument(metavar=words.FILES_PLACE.to(LANG), help=words.SHOWN_FILE.to(LANG))
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", "-f", show_default=False, help=words.SHOW_FORMAT.to(LANG))
    ] = Format.TABLE,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar=words.DATE_PLACE.to(LANG), help=words.AS_OF.to(LANG))
    ] = None,
    with_: Annotated[
        str | None, typer.Option("--with", metavar=words.ID_PLACE.to(LANG), help=words.WITH.to(LANG))
    ] = None,
    figures: FiguresOption = None,
    growth: GrowthOption = None,
    cut: CutOption = None,
    settings: SettingsOption = None,
    no_settings: NoSettingsOption = False,
    lang: LangOption = None,
) -> int:
    """Show a part of a plan, or its portrait."""
    del lang  # already in LANG
    from povcalc.cli.ruling import Asked, Ruling

    try:
        what, name = _named(part, file)
        ruling = Ruling(Asked(assumed=options(growth, cut)), settings, off=no_settings)
        asked = _Asked(what, name, form, _day(what, as_of), with_, ruling, figures)
        _refuse_unfit(asked)
        return _run(asked)
    except (_UnusableError, UnusableAssumptionError) as unusable:
        complain(unusable.args[0])
        return COULD_NOT_RUN


def _run(asked: _Asked) -> int:
    from povcalc.cli.inputs import gather_one
    from povcalc.cli.ruling import tell_of_settings

    rules = asked.ruling.of_one(asked.file)
    inputs = gather_one(asked.file)
    join_tables(inputs, asked.tables)
    for trouble in inputs.troubles:
        raise _UnusableError(trouble.words if asked.part else _with_hint(trouble.words, asked.file))
    (reading,) = inputs.readings
    if inputs.used_built_in:
        complain(
            say(
                "no file is named, so the built-in plan of Yên Bái for 2019 is shown",
                "không nêu tệp nào nên hiển thị kế hoạch năm 2019 của Yên Bái cài sẵn",
            )
        )
    if reading.plan is None:
        raise _UnusableError(no_plan(reading, asked.file))
    unread = tell_of_unread(reading, asked.file)
    status = FAILED if tell_of_faults(reading) or tell_of_settings(asked.ruling) or unread else OK
    options = rules.options(reading.plan)
    shown, portrait = _shown(reading, reading.plan, asked, options, built_in=inputs.used_built_in)
    write_shown(shown, asked.form, status=status, portrait=portrait)
    return status


def _named(first: str | None, second: str | None) -> tuple[Part | None, str | None]:
    """The part and the file that two words name, in either order: a word that is no part is the file."""
    given = [word for word in (first, second) if word is not None]
    parts = [word for word in given if word in tuple(Part)]
    files = [word for word in given if word not in tuple(Part)]
    if len(parts) > 1:
        raise _UnusableError(
            say(
                "one part at a time: {parts}; a file that is named like a part is written ./{last}",
                "mỗi lần chỉ một phần: {parts}; tệp trùng tên một phần thì viết ./{last}",
                parts=", ".join(parts),
                last=parts[-1],
            )
        )
    if len(files) > 1:
        raise _UnusableError(
            say(
                "{word} is not a part of a plan: name {parts}, and one file",
                "{word} không phải một phần của kế hoạch: hãy nêu {parts}, và một tệp",
                word=files[0] or "''",
                parts=alternatives(tuple(Part)),
            )
        )
    return (Part(parts[0]) if parts else None), (files[0] if files else None)


def _with_hint(trouble: Text, name: str | None) -> Text:
    """What is wrong with a file, and the part that its name may have been meant for."""
    from povcalc.typos import closest_match

    near = closest_match(name or "", Part)
    if near is None:
        return trouble
    return join((trouble, say("did you mean the part {near}?", "có phải là phần {near} không?", near=near)), "; ")


def _day(part: Part | None, as_of: str | None) -> datetime.date | None:
    """The day of `--as-of`: ISO, as written in Vietnam, or today."""
    if as_of is None:
        return None
    if part is not Part.SCHEDULE:
        raise _UnusableError(
            Text(
                "--as-of goes with the schedule: povcalc show schedule --as-of 2019-11-10",
                "--as-of chỉ dùng với phần schedule: povcalc show schedule --as-of 10/11/2019",
            )
        )
    if as_of.strip().lower() in ("today", "hôm nay"):
        return datetime.datetime.now().astimezone().date()
    from povcalc.typos import likely_date

    found = likely_date(as_of)
    if found is None:
        raise _UnusableError(
            say(
                "--as-of takes a day, such as 2019-11-10, 10/11/2019 or today, not {word}",
                "--as-of nhận một ngày, ví dụ 10/11/2019, 2019-11-10 hoặc today (hôm nay), không phải {word}",
                word=as_of or "''",
            )
        )
    return datetime.date.fromisoformat(found)


def _refuse_unfit(asked: _Asked) -> None:
    """Say what does not go together before any file is read."""
    if asked.actor is not None and asked.part is not Part.ACTORS:
        raise _UnusableError(
            Text(
                "--with goes with the actors: povcalc show actors --with so-tai-chinh",
                "--with chỉ dùng với phần actors: povcalc show actors --with so-tai-chinh",
            )
        )
    if asked.part is None and asked.form is Format.CSV:
        raise _UnusableError(
            say(
                "the portrait is more than one table; for CSV name a part: {parts}",
                "phần tóm tắt gồm nhiều bảng; muốn có CSV hãy nêu một phần: {parts}",
                parts=alternatives(tuple(Part)),
            )
        )


def _shown(
    reading: "Reading", plan: "Plan", asked: _Asked, options: "Options", *, built_in: bool
) -> "tuple[Shown, Portrait | None]":
    """What is to be written, and the bars of a portrait."""
    from povcalc.output.report import title
    from povcalc.output.tables import Shown

    if asked.part is not None:
        derivation = _derivation(plan, asked.part, options)
        sheets = (_sheet(plan, asked.part, asked, derivation),)
        shown = Shown(reading.name, title(reading), built_in, asked.part, sheets, as_of=asked.day)
        return shown._replace(derivation=derivation), None
    from povcalc.views.plan import portrait as portrait_of

    portrait = portrait_of(plan)
    facts = (*portrait.facts, *portrait.headline)
    return Shown(reading.name, title(reading), built_in, None, portrait.tables, facts), portrait


def _derivation(plan: "Plan", part: Part | None, options: "Options") -> "Derivation | None":
    """What follows from the figures of the targets, where they are shown."""
    if part is not Part.TARGETS or plan.targets is None:
        return None
    from povcalc.plan.assumptions import assumptions_of
    from povcalc.plan.model import walk
    from povcalc.views.plan import derived

    return derived(walk(plan.targets), assumptions_of(plan, options))


def _sheet(plan: "Plan", part: Part, asked: _Asked, derivation: "Derivation | None") -> "Table":

    match part:
        case Part.TARGETS:
            return plan_views.targets(plan, derivation)
        case Part.FUNDING:
            return plan_views.funding(plan)
        case Part.STANDARD:
            return plan_views.standard(plan)
        case Part.MEASURES:
            return plan_views.measures(plan)
        case Part.SCHEDULE:
            return plan_views.schedule(plan, asked.day)
        case Part.ACTORS if asked.actor is None:
            return plan_views.actors(plan)
        case Part.ACTORS:
            try:
                return plan_views.actor(plan, asked.actor or "")
            except plan_views.UnknownActorError as unknown:
                raise _UnusableError(_no_such(asked.actor or "''", unknown.likely)) from None
        case _:
            assert_never(part)


def _no_such(word: str, likely: str | None) -> Text:
    return say(
        "no actor has the id {word}; {choice}",
        "không có cơ quan nào mang mã {word}; {choice}",
        word=word,
        choice=say("did you mean {likely}?", "có phải {likely} không?", likely=likely)
        if likely
        else Text("povcalc show actors --format csv lists them", "povcalc show actors --format csv liệt kê các mã"),
    )
