"""`povcalc check --show-settings`: what holds for each file, and where it comes from."""

import sys
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from povcalc.cli.app import COULD_NOT_RUN, FAILED, OK, complain, program
from povcalc.cli.formats import Format
from povcalc.cli.inputs import Listed, Source, read_source
from povcalc.cli.language import VARIABLE, Namer, language, named_by
from povcalc.cli.ruling import Found, Ruling, tell_of_settings
from povcalc.cli.streams import is_ascii, screen
from povcalc.messages import Lang, Text, interval, join, precise_text, same, say
from povcalc.output.json import Effective, Held, effective_json
from povcalc.output.report import Trouble
from povcalc.plan.assumptions import assumptions_of
from povcalc.plan.load import Reading
from povcalc.plan.settings import NAMES
from povcalc.values import ANY, Interval

_COMMAND_LINE = Text("command line", "dòng lệnh")
_DEFAULT = Text("default", "mặc định")
_LOCALE = Text("locale", "locale của hệ thống")
_ALL, _NONE, _ANY = Text("all", "tất cả"), Text("none", "không"), Text("any", "bất kỳ")


def show_settings(named: Sequence[Listed], ruling: Ruling, form: Format | None) -> int:
    """Print what holds for each file that is named; the exit status."""
    if form not in (None, Format.TABLE, Format.JSON):
        complain(
            Text(
                "--show-settings writes a table or --format json",
                "--show-settings chỉ in bảng hoặc --format json",
            )
        )
        return COULD_NOT_RUN
    held, troubles = [], []
    for each in named:
        for part in each.parts:
            found = read_source(part) if isinstance(part, Source) else part
            if isinstance(found, Trouble):
                troubles.append(found)
            elif isinstance(found, Reading) and isinstance(part, Source):
                held.append(Held((part.name,), _effective(ruling, part, found)))
    if form is Format.JSON:
        sys.stdout.write(effective_json(held, program=program(), ascii_only=is_ascii(sys.stdout)))
    elif held:
        from povcalc.output.console import show_effective

        show_effective(screen(), held, language())
    for trouble in troubles:
        complain(trouble.words)
    faulty = tell_of_settings(ruling)
    if troubles or ruling.troubles:
        return COULD_NOT_RUN
    return FAILED if faulty else OK


def _effective(ruling: Ruling, source: Source, reading: Reading) -> tuple[Effective, ...]:
    rules, found = ruling.rules(source), ruling.found(source)
    assumed = rules.options(reading.plan)
    growth, cut = assumed.growth, assumed.cut
    if reading.plan is not None:
        leaned_on = assumptions_of(reading.plan, assumed)
        growth, cut = leaned_on.growth, leaned_on.cut
    values: dict[str, tuple[Text, Any]] = {
        "select": (_codes(rules.select, _ALL), list(rules.select)),
        "ignore": (_codes(rules.ignore, _NONE), list(rules.ignore)),
        "strict": _truth(rules.strict),
        "fail-undecided": _truth(rules.fail_undecided),
        "growth": _growth(growth),
        "cut": (_NONE, None) if not cut else (precise_text(cut), _number(cut)),
        "lang": (same(language().value), language().value),
    }
    return tuple(Effective(name, *values[name], _origin(name, ruling, found, reading, source)) for name in NAMES)


def _codes(codes: tuple[str, ...], nothing: Text) -> Text:
    return same(", ".join(codes)) if codes else nothing


def _truth(value: bool) -> tuple[Text, bool]:  # noqa: FBT001 - the value itself
    return same(str(value).lower()), value


def _growth(growth: Interval | None) -> tuple[Text, Any]:
    if growth is None or growth == ANY:
        return _ANY, "any"
    ends = [_number(Fraction(end)) for end in (growth.low or 0, growth.high or 0)]
    shown = Text(*(f"{interval(growth, lang)}%" for lang in (Lang.EN, Lang.VI)))
    return shown, ends[0] if growth.is_point else "..".join(ends)


def _number(value: Fraction) -> str:
    return precise_text(value).en.replace(",", "")


def _origin(name: str, ruling: Ruling, found: Found | None, reading: Reading, source: Source) -> Text:
    """Where a setting comes from."""
    if name == "lang":
        return _origin_of_language(found)
    asked = ruling.asked
    on_command_line = {
        "select": asked.select,
        "ignore": asked.ignore,
        "strict": asked.strict,
        "fail-undecided": asked.fail_undecided,
        "growth": asked.assumed.growth,
        "cut": asked.assumed.cut,
    }
    if on_command_line[name] is not None:
        return _COMMAND_LINE
    own = _own(name, reading, source)
    if own is not None:
        return own
    return _in_settings(name, found) or _DEFAULT


def _own(name: str, reading: Reading, source: Source) -> Text | None:
    """The place where the plan itself says what is assumed."""
    field = {"growth": "household_growth", "cut": "cut"}.get(name)
    section = None if reading.plan is None else reading.plan.assumptions
    if field is None or section is None or getattr(section, field) is None or reading.document is None:
        return None
    line = reading.document.place(reading.document.span(("assumptions", field), key=True)).line
    return same(f"{source.name}:{line}")


def _in_settings(name: str, found: Found | None) -> Text | None:
    if found is None or name not in found.of:
        return None
    return join([same(f"{found.settings.name}:{line}") for line in found.of[name].lines], ", ")


def _origin_of_language(found: Found | None) -> Text:
    match named_by():
        case Namer.COMMAND_LINE:
            return _COMMAND_LINE
        case Namer.ENVIRONMENT:
            return say("environment ({variable})", "biến môi trường ({variable})", variable=VARIABLE)
        case Namer.SETTINGS:
            return _in_settings("lang", found) or Text(
                "settings of the working folder", "thiết lập của thư mục đang làm"
            )
        case _:
            return _LOCALE
