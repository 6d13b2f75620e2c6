"""What a person sees of `povcalc check`: tables of the plan, findings with their lines, a summary.

Everything goes to rich as `Text` and cells, never inside markup, and every word of a file through
`printable`, so that nothing in a plan can act on the screen.
"""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text as Styled

from povcalc.findings import Finding, Outcome, Severity, Suggestion
from povcalc.output.checked import Checked, broken_checks
from povcalc.output.console.findings import STYLES, show_finding
from povcalc.output.console.tables import funding_table, target_table
from povcalc.text import Lang, Text, counted, printable, same, say

_BUILT_IN = Text(" (built-in plan)", " (kế hoạch cài sẵn)")


def show(console: Console, run: Sequence[Checked], lang: Lang, *, quiet: bool) -> None:
    """Print the files of a run and what was found in each, then the summary of all.

    `quiet` leaves out the tables, and the files in which nothing was found.
    """
    for checked in run:
        show_file(console, checked, lang, quiet=quiet)
    if not quiet:
        show_summary(console, run, lang)


def show_file(console: Console, checked: Checked, lang: Lang, *, quiet: bool) -> None:
    """Print one file of a run: its tables unless `quiet`, and what was found."""
    if quiet and not checked.report.findings:
        return
    _heading(console, checked, lang)
    if not quiet:
        for table in (target_table(checked, lang), funding_table(checked, lang)):
            if table is not None:
                console.print(table)
                console.print()
    told: dict[tuple[Suggestion, ...], Finding] = {}
    for finding in checked.report.findings:
        like = told.setdefault(finding.suggestions, finding) if finding.suggestions else finding
        show_finding(console, checked, finding, lang, like=None if like is finding else like)


def show_summary(console: Console, run: Sequence[Checked], lang: Lang) -> None:
    """Print what the checks of all files came to; it needs their reports alone."""
    for line in _summary(run, lang):
        console.print(line)


def _heading(console: Console, checked: Checked, lang: Lang) -> None:
    line = Styled(printable(checked.title.to(lang)), style="bold")
    if checked.built_in:
        line.append(_BUILT_IN.to(lang), style="not bold dim")
    elif checked.title.to(lang) != checked.name:
        line.append(f"  {printable(checked.name)}", style="not bold dim")
    console.print(line)
    console.print()


def _summary(run: Sequence[Checked], lang: Lang) -> Iterator[Styled]:
    if len(run) > 1:
        yield Styled(say("Files checked: {count}", "Số tệp đã kiểm tra: {count}", count=len(run)).to(lang))
    yield _count_findings(run, lang)
    yield Styled(_count_checks(run).to(lang))
    undecided = _undecided(run)
    if undecided is not None:
        yield Styled(undecided.to(lang), style="dim")
    yield Styled(_count_figures(run).to(lang))
    for broken in broken_checks(run):
        yield Styled(printable(broken.to(lang)), style="bold red")


def _count_findings(run: Sequence[Checked], lang: Lang) -> Styled:
    counts = {severity: sum(checked.report.weighing(severity) for checked in run) for severity in Severity}
    waived = sum(checked.report.waived for checked in run)
    words = say(
        "Findings: {errors}, {warnings}, {notes}{waived}.",
        "Kết quả: {errors}, {warnings}, {notes}{waived}.",
        errors=counted(counts[Severity.ERROR], "error", "lỗi"),
        warnings=counted(counts[Severity.WARNING], "warning", "cảnh báo"),
        notes=counted(counts[Severity.NOTE], "note", "lưu ý"),
        waived=say(", {count} waived", ", {count} đã chấp nhận", count=waived) if waived else same(""),
    ).to(lang)
    grave = next((severity for severity in Severity if counts[severity]), None)
    return Styled(words, style="bold" if grave is None else f"bold {STYLES[grave]}")


def _count_checks(run: Sequence[Checked]) -> Text:
    ended = {outcome: sum(checked.report.ended(outcome) for checked in run) for outcome in Outcome}
    waived = ended[Outcome.WAIVED]
    return say(
        "Checks: {passed} passed, {failed} failed, {undecided} undecided, {waived}{skipped} had nothing to check.",
        "Phép kiểm tra: {passed} đạt, {failed} không đạt, {undecided} chưa kết luận được, {waived}{skipped} không có "
        "gì để kiểm tra.",
        waived=say("{count} waived, ", "{count} đã chấp nhận, ", count=waived) if waived else same(""),
        passed=ended[Outcome.PASSED],
        failed=ended[Outcome.FAILED],
        undecided=ended[Outcome.UNDECIDED],
        skipped=ended[Outcome.SKIPPED],
    )


def _undecided(run: Sequence[Checked]) -> Text | None:
    """Which checks could not decide, and how often each."""
    counts: dict[str, int] = {}
    for checked in run:
        for ended in checked.report.runs:
            if ended.outcome is Outcome.UNDECIDED:
                counts[ended.code] = counts.get(ended.code, 0) + ended.undecided
    if not counts:
        return None
    codes = ", ".join(f"{code} ({count})" for code, count in counts.items())
    return say(
        "Undecided for want of figures, with the number of cases: {codes}.",
        "Chưa kết luận được do thiếu số liệu, kèm số trường hợp: {codes}.",
        codes=codes,
    )


def _count_figures(run: Sequence[Checked]) -> Text:
    stated = sum(checked.report.stated for checked in run)
    untouched = sum(checked.report.untouched for checked in run)
    if not stated:
        return Text("Figures: none stated.", "Số liệu: không ghi số nào.")
    if not untouched:
        return say(
            "Figures: {stated} stated, each touched by at least one decided check.",
            "Số liệu: {stated} số được ghi, số nào cũng có phép kiểm tra kết luận được.",
            stated=stated,
        )
    return say(
        "Figures: {stated} stated; {untouched} of them no decided check touches, so nothing here verifies them.",
        "Số liệu: {stated} số được ghi; {untouched} số chưa có phép kiểm tra nào kết luận được, tức là chưa được xác "
        "minh.",
        stated=stated,
        untouched=untouched,
    )
