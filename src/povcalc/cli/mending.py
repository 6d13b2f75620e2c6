"""The options that show safe corrections, or write them."""

import difflib
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from povcalc.bounds import Options
from povcalc.checks.declare import Check
from povcalc.cli.app import complain
from povcalc.cli.inputs import gather
from povcalc.cli.tables import has_mark, join_tables
from povcalc.cli.writing import replace
from povcalc.engine import run
from povcalc.output.checked import Checked, Trouble
from povcalc.repair import Mended, suggested
from povcalc.text import Text, counted, join, printable, say

if TYPE_CHECKING:
    from povcalc.loading import Reading


def unfit(readings: "Sequence[Reading]", *, built_in: bool) -> Text | None:
    """What keeps files from being corrected: only named files are."""
    if built_in:
        return Text(
            "--fix corrects a file: name one; the built-in plan stays as it is",
            "--fix sửa tệp được nêu: hãy nêu tên tệp; kế hoạch cài sẵn được giữ nguyên",
        )
    for reading in readings:
        if not os.path.isfile(reading.name):  # noqa: PTH113 - a Path would lose a leading ./
            return say(
                "{name} is no file that could be corrected; use --diff",
                "{name} không phải là tệp có thể sửa; hãy dùng --diff",
                name=reading.name,
            )
    return None


def with_suggestions(done: Sequence[Checked], assumed: Options | None) -> list[tuple[Checked, Mended]]:
    """The files of a run with suggestions in their reports, each with its safe corrections."""
    found = []
    for checked in done:
        report, mended = suggested(checked.reading, checked.report, assumed)
        found.append((checked._replace(report=report), mended))
    return found


def show_differences(found: Sequence[tuple[Checked, Mended]]) -> None:
    """Print the safe corrections of all files as one unified diff, and how many they are."""
    count = 0
    for checked, mended in found:
        count += len(mended.corrections)
        for line in _difference(checked, mended):
            sys.stdout.write(printable(line[:-1]) + "\n" if sys.stdout.isatty() else line)
    complain(say("safe corrections: {count}", "số chỗ sửa chắc chắn: {count}", count=count))


def _difference(checked: Checked, mended: Mended) -> Iterator[str]:
    before = "" if checked.reading.document is None else checked.reading.document.text
    lines = (_lines(before), _lines(mended.text))
    for line in difflib.unified_diff(*lines, checked.name, checked.name):
        if line.endswith("\n"):
            yield line
        else:
            yield f"{line}\n"
            yield "\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Lines as `diff` and `patch` have them: only a line feed ends one."""
    parts = text.split("\n")
    return [*(f"{part}\n" for part in parts[:-1]), *parts[-1:]] if parts[-1] else [f"{part}\n" for part in parts[:-1]]


def write_corrections(
    found: Sequence[tuple[Checked, Mended]],
    checks: Sequence[Check],
    assumed: Options | None,
    tables: list[str] | None,
) -> tuple[list[Checked], list[Trouble]]:
    """Write the safe corrections into their files and check these again; what could not be written, in words."""
    done, troubles = [], []
    written: set[str] = set()
    for checked, mended in found:
        target = os.path.realpath(checked.name)
        # A file that is named twice, or once by a link, is corrected once.
        why = _corrected(checked, mended) if mended.corrections and target not in written else None
        written.add(target)
        if why is not None:
            troubles.append(Trouble(checked.name, why))
        if why is not None or not mended.corrections:
            done.append(checked)
            continue
        again = gather((checked.name,), no_default=True)
        join_tables(again, tables, quiet=True)
        troubles += again.troubles
        for reading in again.readings:
            report, _ = suggested(reading, run(reading, checks, assumed), assumed)
            done.append(checked._replace(reading=reading, report=report))
    return done, troubles


def _corrected(checked: Checked, mended: Mended) -> Text | None:
    document = checked.reading.document
    mark = "\ufeff" if has_mark(checked.reading) else ""
    before = mark + ("" if document is None else document.text)
    why = replace(checked.name, before.encode(), (mark + mended.text).encode())
    if why is None:
        complain(
            say(
                "{name}: corrected {count}: {what}",
                "{name}: đã sửa {count}: {what}",
                name=checked.name,
                count=counted(sum(len(each.changes) for each in mended.corrections), "figure", "số liệu"),
                what=join([each.message for each in mended.corrections], "; "),
            )
        )
    return why
