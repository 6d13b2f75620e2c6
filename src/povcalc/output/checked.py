"""What every writer of `povcalc check` is given: the files of one run, each with its report."""

from typing import NamedTuple

from povcalc.bounds import Options
from povcalc.findings import Outcome, Report, Severity
from povcalc.loading import Reading
from povcalc.text import Text, same, say


class Checked(NamedTuple):
    """One file of a run.

    `built_in` is set for the plan that comes with the program; `options` is what the user assumes.
    """

    reading: Reading
    report: Report
    built_in: bool = False
    options: Options | None = None

    @property
    def name(self) -> str:
        """The file's name as it was given."""
        return self.reading.name

    @property
    def title(self) -> Text:
        """The document's title with its number, or the file's name when it has none."""
        return title(self.reading)


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
    return tuple(
        say(
            "Check {code} itself broke ({why}); this is a fault of povcalc, not of the plan. Please report it.",
            "Phép kiểm tra {code} bị lỗi ({why}); đây là lỗi của povcalc, không phải của kế hoạch. Xin báo lại.",
            code=ended.code,
            why=ended.why or same(""),
        )
        for checked in run
        for ended in checked.report.runs
        if ended.outcome is Outcome.BROKEN
    )


def exit_status(run: tuple[Checked, ...], *, strict: bool, fail_undecided: bool) -> int:
    """The exit status of a run: 2 when a check broke, 1 when something failed, 0 otherwise."""
    reports = [checked.report for checked in run]
    if any(report.ended(Outcome.BROKEN) for report in reports):
        return 2
    failed = any(
        report.weighing(Severity.ERROR)
        or (strict and report.weighing(Severity.WARNING))
        or (fail_undecided and report.ended(Outcome.UNDECIDED))
        for report in reports
    )
    return 1 if failed else 0
