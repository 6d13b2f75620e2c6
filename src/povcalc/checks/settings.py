"""Family G, the settings: can they be read, and can all that they say be done?"""

from collections.abc import Sequence
from typing import Any

from povcalc.checks.base import Context, FaultFamily, Words
from povcalc.messages import Message, alternatives, clipped, hint, verbatim
from povcalc.places import Fault, Path, Span

_WHY = {
    "Expected '='": Message("the sign = is missing behind a name"),
    "Invalid statement": Message("a line begins with a name or a [heading]"),
    "Invalid value": Message("no value can begin so; texts need quotes"),
    "Unterminated string": Message("the quotes are not closed"),
    "Illegal character": Message("this character may not stand here"),
    "Unclosed": Message("a bracket is not closed"),
    "Expected newline": Message("only one setting may stand in a line"),
    "Cannot overwrite": Message("this is said twice"),
    "Cannot declare": Message("this heading stands twice"),
    "Exceeds": Message("a number is too large"),
    "Duplicate": Message("this is said twice"),
}
"""What Python's reader of TOML says, by its first words, in ours."""


def _told(fault: Fault[Any], words: Words) -> Message:
    if callable(words):
        return words(fault)
    values: dict[str, Any] = {
        name: clipped(value) if isinstance(value, str) else value for name, value in fault.values.items()
    }
    if "why" in values:
        known = (text for start, text in _WHY.items() if str(fault.values["why"]).startswith(start))
        values["why"] = next(known, verbatim(values["why"]))
    if "known" in values:
        values["known"] = alternatives(values["known"])
    return words.with_values(hint=hint(values.pop("near", None)), **values)


def _faults(context: Context) -> Sequence[Fault[Path] | Fault[Span]]:
    return context.reading.settings.faults if context.reading.settings else ()


SETTINGS = FaultFamily("settings", _faults, _told, {})


@SETTINGS.check(
    "G201",
    "settings-can-be-read",
    words={
        "not_utf8": Message("the settings are not UTF-8 (byte {read}); save the file as UTF-8"),
        "not_toml": Message(
            "the settings cannot be read from here on: {why}; fix this; until then nothing in the file applies"
        ),
        "too_deep": Message("the settings are nested too deep to be read; take the brackets out"),
        "too_large": Message("a number in the settings is too large to be read; correct it"),
        "not_a_table": Message('expected a table, such as [tool.povcalc] or [per-file."*.yaml"], not {read}'),
        "no_table": Message("this file has no table [tool.povcalc]; add it, or name another file"),
    },
)
def settings_can_be_read() -> None:
    """The settings can be read.

    Settings stand in povcalc.toml or in the table [tool.povcalc] of pyproject.toml, a TOML file in UTF-8. The nearest
    of them upwards from a plan's folder counts, and no other; in one folder povcalc.toml goes first, and a
    pyproject.toml without the table is passed over. What cannot be read is left out, and the plans are checked all the
    same.

    Fix: Look at the place that is named, and at the line above it: a missing quote or bracket is often noticed late.
    """


@SETTINGS.check(
    "G202",
    "settings-known",
    words={
        "unknown_setting": Message("there is no setting {read}{hint}; settings here are {known}"),
        "one_a_run": Message("{read} holds for a whole run and not for single files; set it above, outside per-file"),
    },
)
def settings_known() -> None:
    """The settings are known.

    Settings are named like the options of povcalc check: select, ignore, strict, fail-undecided, growth, cut and lang;
    files has the files and folders that are checked when a command line names none, baseline the file with known
    findings, and severity is a table of what checks weigh. The table per-file has the same for the files that a pattern
    means, but not lang, files and baseline, which hold for a whole run.

    Fix: Correct the name. povcalc check --show-settings prints what holds for each file and where it comes from.
    """


@SETTINGS.check(
    "G203",
    "settings-fit",
    words={
        "not_a_truth_value": Message("{name} is true or false, not {read}"),
        "not_codes": Message('{name} is a list of codes or families, such as ["T205", "F"], not {read}'),
        "not_severities": Message('severity is a table of codes or families, such as {{ T205 = "error" }}, not {read}'),
        "not_a_severity": Message('{name} weighs "error", "warning" or "note", not {read}'),
        "not_files": Message('{name} is a list of files and folders, such as ["data"], not {read}'),
        "not_a_file": Message('{name} is the name of a file, such as "known.json", not {read}'),
        "not_a_language": Message('{name} is "en" or "vi", not {read}'),
        "not_a_growth": Message(
            '{name} is percent a year from -90 to 900, the lower first, such as "0..2.5", or one number, or "any", '
            "not {read}"
        ),
        "not_a_cut": Message("{name} is a step in percentage points from 0 to 100, such as 0.1, not {read}"),
        "not_a_pattern": Message(
            '"{read}" is no pattern of files; write a path downwards from the folder of this file with / between '
            'its parts, such as "data/draft-*.yaml"'
        ),
    },
)
def settings_fit() -> None:
    """The settings have values that fit.

    strict and fail-undecided are true or false; select and ignore are lists of codes or families; severity has error,
    warning or note by code or family; lang is en or vi;
    growth is percent a year, a number or a text such as 0..2.5 or any, from -90 to 900; cut is a step in percentage
    points from 0 to 100. A pattern of per-file is a path downwards from the folder of the settings file, or a name in
    any folder, with * ? and ** for folders.

    Fix: Write the value as the message says. Texts stand in quotes, true and false do not.
    """


@SETTINGS.check(
    "G204", "settings-name-checks", words={"unknown_code": Message('no check has the code or family "{read}"{hint}')}
)
def settings_name_checks() -> None:
    """The settings name checks that there are.

    What select and ignore list are codes of checks, such as T205, or families, such as F.

    Fix: povcalc explain lists all checks with their codes. A code that is gone from the list may be taken out.
    """
