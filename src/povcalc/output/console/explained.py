"""What a person sees of `povcalc explain`: the list of the checks, or all that is told of one."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from povcalc.checks import FAMILIES
from povcalc.checks.declare import Check
from povcalc.explanations import Example, Explanation
from povcalc.findings import SEVERITIES
from povcalc.output.checked import Checked
from povcalc.output.console.findings import STYLES, show_finding
from povcalc.output.explained import ASSERTS, FAILS, FORMULA, MEND, PASSES
from povcalc.text import Lang, Text, printable, say

_INDENT = "  "
_CHANGED = Text("a line that differs from the plan above", "dòng khác với kế hoạch ở trên")
_MORE = Text("povcalc explain CODE tells all of one check.", "povcalc explain MÃ cho biết đầy đủ về một phép kiểm tra.")


def show_checks(console: Console, checks: Sequence[Check], lang: Lang) -> None:
    """Print the codes of checks, family by family, each with its weight and what it asserts."""
    for letter, family in FAMILIES.items():
        rows = [check for check in checks if check.family == letter]
        if not rows:
            continue
        table = Table(
            box=box.SIMPLE_HEAD,
            show_header=False,
            show_edge=False,
            pad_edge=False,
            title=Styled(f"{letter}: {family.to(lang)}", style="bold"),
            title_justify="left",
        )
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column()
        for check in rows:
            weight = Styled(SEVERITIES[check.severity].to(lang), style=STYLES[check.severity])
            table.add_row(Styled(check.code, style="bold"), weight, Styled(check.title.to(lang)))
        console.print(table)
        console.print()
    console.print(Styled(_MORE.to(lang), style="dim"))


def show_explanation(console: Console, told: Explanation, lang: Lang) -> None:
    """Print all that is told of one check, its failing plan with the finding that is made of it."""
    check = told.check
    head = Styled()
    head.append(f"{check.code} {check.title.to(lang)}", style="bold")
    head.append(f"  {SEVERITIES[check.severity].to(lang)}, {check.slug}", style="dim")
    console.print(head)
    console.print()
    _paragraph(console, ASSERTS.to(lang), check.explanation.to(lang))
    if check.formula:
        _paragraph(console, FORMULA.to(lang), check.formula)
    _heading(console, FAILS.to(lang))
    _plan(console, told.fails.text, ())
    console.print()
    for finding in told.fails.report.findings:
        show_finding(console, Checked(told.fails.reading, told.fails.report), finding, lang)
    changed = _changed(told.fails, told.passes)
    _heading(console, say("{title} (> {changed})", "{title} (> {changed})", title=PASSES, changed=_CHANGED).to(lang))
    _plan(console, told.passes.text, changed)
    console.print()
    _paragraph(console, MEND.to(lang), check.mend.to(lang))


def _heading(console: Console, words: str) -> None:
    console.print(Styled(words, style="bold"))


def _paragraph(console: Console, heading: str, words: str) -> None:
    _heading(console, heading)
    for line in Styled(words).wrap(console, max(console.width - len(_INDENT), 1)):
        line.rstrip()
        console.print(Styled(_INDENT).append_text(line))
    console.print()


def _plan(console: Console, text: str, changed: Sequence[int]) -> None:
    """A plan with its line numbers; lines too long for the screen are folded by it."""
    for number, line in enumerate(_lines(text), start=1):
        mark = ">" if number - 1 in changed else " "
        shown = Styled(f"{mark}{number:>4} | ", style="dim")
        shown.append(printable(line.replace("\t", " ")), style="not dim bold" if mark == ">" else "not dim")
        console.print(shown, overflow="ellipsis", no_wrap=True)


def _lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n")


def _changed(fails: Example, passes: Example) -> tuple[int, ...]:
    """The positions of the lines of the passing plan that the failing one does not have."""
    before = _lines(fails.text)
    return tuple(at for at, line in enumerate(_lines(passes.text)) if line not in before)
