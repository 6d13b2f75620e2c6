"""The options that show safe corrections, or write them."""

import difflib
import os
import sys
from collections.abc import Iterable

from povcalc.cli.app import complain
from povcalc.cli.inputs import Source
from povcalc.cli.tables import has_mark
from povcalc.cli.writing import replace
from povcalc.corrections import Mended, suggested
from povcalc.messages import Text, counted, join, printable, say
from povcalc.output.report import Checked, Trouble


def unfit(sources: Iterable[Source]) -> Text | None:
    """What keeps files from being corrected: only named files are."""
    for source in sources:
        if source.built_in:
            return Text(
                "--fix corrects a file: name one; the built-in plan stays as it is",
                "--fix sửa tệp được nêu: hãy nêu tên tệp; kế hoạch cài sẵn được giữ nguyên",
            )
        # A Path would lose a leading ./
        exists, is_file = os.path.exists(source.name), os.path.isfile(source.name)  # noqa: PTH110, PTH113
        if not source.is_file or (exists and not is_file and not source.found):
            return say(
                "{name} is no file that could be corrected; use --diff",
                "{name} không phải là tệp có thể sửa; hãy dùng --diff",
                name=source.name,
            )
    return None


def with_suggestions(checked: Checked) -> tuple[Checked, Mended]:
    """A file of a run with suggestions in its report, and its safe corrections."""
    report, mended = suggested(checked.reading, checked.report, checked.options)
    return checked._replace(report=report), mended


def show_differences(differences: Iterable[str], corrections: int) -> None:
    """Print the safe corrections of all files as one unified diff, and how many they are."""
    for difference in differences:
        for line in _lines(difference):
            sys.stdout.write(printable(line[:-1]) + "\n" if sys.stdout.isatty() else line)
    complain(say("safe corrections: {count}", "số chỗ sửa chắc chắn: {count}", count=corrections))


def difference(checked: Checked, mended: Mended) -> str:
    """The safe corrections of a file as a unified diff."""
    before = "" if checked.reading.document is None else checked.reading.document.text
    lines = (_lines(before), _lines(mended.text))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(*lines, checked.name, checked.name)
    )


def _lines(text: str) -> list[str]:
    """Lines as `diff` and `patch` have them: only a line feed ends one."""
    parts = text.split("\n")
    return [*(f"{part}\n" for part in parts[:-1]), *parts[-1:]] if parts[-1] else [f"{part}\n" for part in parts[:-1]]


def write_corrections(checked: Checked, mended: Mended) -> tuple[Text, Trouble | None]:
    """Write the safe corrections into a file: what they are in words, and what kept them from being written."""
    document = checked.reading.document
    mark = "\ufeff" if has_mark(checked.reading) else ""
    before = mark + ("" if document is None else document.text)
    what = say(
        "{name}: corrected {count}: {what}",
        "{name}: đã sửa {count}: {what}",
        name=checked.name,
        count=counted(sum(len(each.changes) for each in mended.corrections), "figure", "số liệu"),
        what=join([each.message for each in mended.corrections], "; "),
    )
    why = replace(checked.name, before.encode(), (mark + mended.text).encode())
    return what, None if why is None else Trouble(checked.name, why)
