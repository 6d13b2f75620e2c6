"""What every writer of `povcalc check` is given: the files of one run, each with its report."""

from typing import NamedTuple

from povcalc.bounds import Options
from povcalc.findings import CheckRun, Finding, Outcome, Report, Severity
from povcalc.loading import Reading
from povcalc.text import Text, same, say

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


def broken_checks(run: tuple[Checked, ...]) -> tuple[Text, ...]:
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


def exit_status(run: tuple[Checked, ...]) -> int:
    """The exit status of a run: 2 when a check broke, 1 when something failed, 0 otherwise."""
    if any(checked.report.ended(Outcome.BROKEN) for checked in run):
        return 2
    failed = any(
        any(map(checked.fails_on, checked.report.findings)) or any(map(checked.fails_undecided, checked.report.runs))
        for checked in run
    )
    return 1 if failed else 0
