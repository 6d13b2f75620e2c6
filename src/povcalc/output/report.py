"""What every writer is given.

What every writer of `povcalc check` is given: the files of one run, each with its report.

What stands beside a finding wherever it is told whole: the text that it is in, and what would mend it.

What files and findings are called by systems that remember them, such as forges.

A file is called by its path in the repository, a finding by a fingerprint that outlives edits elsewhere in
the file: it is made of the check, the file and the ids that lead to the figure, not of lines and numbers.

Values as the text of one JSON object or array, the same way for every command.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any, NamedTuple
from urllib.parse import quote

from povcalc.findings import CheckRun, Finding, Outcome, Report, Severity
from povcalc.messages import Lang, Text, printable, same, say
from povcalc.places import Path
from povcalc.plan.assumptions import Options
from povcalc.plan.load import Reading
from povcalc.plan.yaml_reader import Document
from povcalc.values import Exact, Number

STDIN = "<stdin>"
"""What standard input is called."""


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
    def title(self) -> Text:
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

    def fails_undecided(self, ended: CheckRun) -> bool:
        """Whether the run fails because a check could not be decided."""
        return self.fail_undecided and ended.outcome is Outcome.UNDECIDED


class Trouble(NamedTuple):
    """What kept something from being done, and the file that it was about, `None` for none in particular."""

    file: str | None
    words: Text


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


def title(reading: Reading) -> Text:
    """The title of the document that was read, with its number, or the file's name when it has none."""
    info = reading.plan.document if reading.plan else None
    if info is None or info.title is None or reading.lacks("document"):
        return same(reading.name)
    if info.number is None:
        return info.title
    return Text(f"{info.number}: {info.title.en}", f"{info.number}: {info.title.vi}")


def broken_checks(run: Sequence[Checked]) -> tuple[Text, ...]:
    """Which checks themselves broke, in words."""
    return tuple(broken(ended) for checked in run for ended in checked.report.runs if ended.outcome is Outcome.BROKEN)


def broken(ended: CheckRun) -> Text:
    """That a check itself broke, in words."""
    return say(
        "Check {code} itself broke ({why}); this is a fault of povcalc, not of the plan. Please report it.",
        "Phép kiểm tra {code} bị lỗi ({why}); đây là lỗi của povcalc, không phải của kế hoạch. Xin báo lại.",
        code=ended.code,
        why=ended.why or same(""),
    )


def exit_status(run: Sequence[Checked]) -> int:
    """The exit status of a run: 2 when a check broke, 1 when something failed, 0 otherwise."""
    if any(checked.report.ended(Outcome.BROKEN) for checked in run):
        return 2
    failed = any(
        any(map(checked.fails_on, checked.report.findings)) or any(map(checked.fails_undecided, checked.report.runs))
        for checked in run
    )
    return 1 if failed else 0


SUGGESTED = 5
"""So many suggestions are told; a sum may have one for each of its parts."""


class Told(NamedTuple):
    """A line about what would mend a finding, and the mark that it stands behind where there are such."""

    words: Text
    mark: str = "= "


def document_of(checked: Checked, finding: Finding) -> Document | None:
    """The text that a finding's place is in: the plan's, or that of a side table."""
    if finding.file is None:
        return checked.reading.document
    text = next((table.text for table in checked.reading.tables if table.name == finding.file), None)
    return None if text is None else Document(text, None)


def suggested(finding: Finding) -> Iterator[Told]:
    """What would mend a finding: the safe correction, else the likeliest, and that the figures cannot tell which."""
    suggestions = finding.suggestions
    safe = next((each for each in suggestions if each.safe), None)
    if safe is not None:
        yield Told(say("probably: {what}; --fix corrects it", "có lẽ là: {what}; --fix sẽ sửa", what=safe.message))
        if len(suggestions) > 1:
            yield Told(_UNEXPLAINED, "  ")
        return
    if suggestions:
        yield Told(_ONLY if len(suggestions) == 1 else _ANY)
    for suggestion in suggestions[:SUGGESTED]:
        yield Told(suggestion.message, "  - ")
    if len(suggestions) > SUGGESTED:
        rest = len(suggestions) - SUGGESTED
        yield Told(say("{rest} more: --format json", "{rest} cách khác: --format json", rest=rest), "  - ")


_ANY = Text(
    "any one of these would mend it; the figures cannot tell which is meant:",
    "sửa một trong các chỗ sau là khớp; số liệu không cho biết chỗ nào mới đúng:",
)
_ONLY = Text(
    "only this would mend it; look it up before you change it:",
    "chỉ sửa như sau là khớp; cần tra lại văn bản trước khi sửa:",
)
_UNEXPLAINED = Text(
    "(other figures could be changed instead, but nothing explains that)",
    "(cũng có thể sửa số khác cho khớp, nhưng không có cách giải thích)",
)


def whole(finding: Finding, lang: Lang) -> list[str]:
    """A finding in lines: the message, the reason for which it is waived, the argument, what would mend it."""
    lines = [finding.message]
    if finding.waived is not None:
        lines.append(say("accepted by the plan: {why}", "kế hoạch chấp nhận: {why}", why=finding.waived))
    lines += finding.argument
    return [*(line.to(lang) for line in lines), *(told.words.to(lang) for told in suggested(finding))]


SCHEME = "povcalc/v1"
"""How fingerprints are made; it changes when the same finding would get another one."""


def file_path(name: str, folder: str) -> str:
    """A file's path from a folder, with slashes; the whole path of a file that is not inside it."""
    whole = FilePath(os.path.normpath(FilePath(folder, name)))
    return whole.relative_to(folder).as_posix() if whole.is_relative_to(folder) else whole.as_posix()


def file_uri(name: str, folder: str) -> str:
    """The same as a URI: relative to the folder for a file inside it."""
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
        return hashlib.sha256("\0".join([*about, *again]).encode(errors="surrogatepass")).hexdigest()[:32]

    def of_finding(self, checked: Checked, finding: Finding) -> str:
        """The fingerprint of a finding. They are asked for in the order of the report."""
        path = file_path(finding.file or checked.name, self.folder)
        return self.of("finding", finding.code, path, *_address(checked, finding))


def _address(checked: Checked, finding: Finding) -> tuple[str, ...]:
    """What leads to the thing found: keys and ids, or the words of the line where it is the text itself."""
    if finding.path is not None:
        document = checked.reading.document
        return tuple(_steps(finding.path, None if document is None else document.root))
    document = document_of(checked, finding)
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


def json_text(told: dict[str, Any] | list[Any], *, ascii_only: bool) -> str:
    """The object or array as indented JSON with a final newline; no character in it is one that a terminal acts on."""
    written = json.dumps(told, ensure_ascii=ascii_only, indent=2)
    return "".join(f"{_harmless(line)}\n" for line in written.split("\n"))


def exact(number: Exact | Number) -> str:
    """A number in plain digits: `str` would write a small `Decimal` with an exponent."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def _harmless(line: str) -> str:
    """A line of JSON with the characters escaped that a terminal would act on and JSON lets pass."""
    if printable(line) == line:
        return line
    return "".join(json.dumps(sign)[1:-1] if printable(sign) != sign else sign for sign in line)
