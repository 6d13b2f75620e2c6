"""A finding as a person sees it: what was found, and the line of the file with the figure underlined."""

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from povcalc.document import Document
from povcalc.findings import SEVERITIES, Finding, Severity
from povcalc.output.checked import Checked
from povcalc.output.console.excerpt import excerpt
from povcalc.text import Lang, Text, printable, say

STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_WAIVED = Text("waived", "đã chấp nhận")
_REASON = Text("reason:", "lý do:")
_COMPARED = Text("compared with", "đối chiếu với")
_RELATED_SHOWN = 3
"""A sum may rest on hundreds of parts; the first few show where they are."""


def show_finding(console: Console, checked: Checked, finding: Finding, lang: Lang) -> None:
    """Print a finding with its line; what is waived with the reason."""
    style = STYLES[finding.severity] if finding.waived is None else "dim"
    label = SEVERITIES[finding.severity] if finding.waived is None else _WAIVED
    line = Styled()
    line.append(f"{label.to(lang)} {finding.code}", style=f"bold {style}")
    line.append(f" {printable(finding.message.to(lang))}")
    console.print(line)
    if finding.waived is not None:
        console.print(Styled(f"  {_REASON.to(lang)} {printable(finding.waived.to(lang))}"))
    place, document = finding.place, _document(checked, finding)
    if place is not None and document is not None:
        where = f"{printable(finding.file or checked.name)}:{place.line}:{place.column}"
        console.print(Styled(f"  --> {where}", style="dim"), soft_wrap=True)
        for part in excerpt(document, place, console.width, style):
            console.print(part, soft_wrap=True)
        _related(console, checked, finding, lang)
    for words in finding.argument:
        console.print(Padding(Styled(printable(words.to(lang))), (0, 0, 0, 8)))
    for words in _suggested(finding):
        console.print(Padding(Styled(printable(words.to(lang))), (0, 0, 0, 6)))
    console.print()


def _suggested(finding: Finding) -> Iterator[Text]:
    """What would mend a finding: the safe correction, else the likeliest, and that the figures cannot tell which."""
    suggestions = finding.suggestions
    safe = next((each for each in suggestions if each.safe), None)
    if safe is not None:
        yield say("= probably: {what}; --fix corrects it", "= có lẽ là: {what}; --fix sẽ sửa", what=safe.message)
        if len(suggestions) > 1:
            rest = len(suggestions) - 1
            yield say(
                "  (changing one of {rest} other figures would do too, but nothing explains it)",
                "  (sửa một trong {rest} số khác cũng khớp, nhưng không có cách giải thích)",
                rest=rest,
            )
        return
    if len(suggestions) > 1:
        yield Text(
            "= any one of these would mend it; the figures cannot tell which is meant:",
            "= sửa một trong các số sau là khớp; số liệu không cho biết số nào mới đúng:",
        )
    for suggestion in suggestions[:_SUGGESTED]:
        yield say("  {what}", "  {what}", what=suggestion.message)
    if len(suggestions) > _SUGGESTED:
        rest = len(suggestions) - _SUGGESTED
        yield say("  and {rest} more (--format json)", "  và {rest} cách khác (--format json)", rest=rest)


_SUGGESTED = 5
"""So many suggestions are shown; a sum may have one for each of its parts."""


def _document(checked: Checked, finding: Finding) -> Document | None:
    """The text that a finding's place is in."""
    if finding.file is None:
        return checked.reading.document
    text = next((table.text for table in checked.reading.tables if table.name == finding.file), None)
    return None if text is None else Document(text, None)


def _related(console: Console, checked: Checked, finding: Finding, lang: Lang) -> None:
    places = [place for place, _ in finding.related if place is not None]
    if not places:
        return
    shown = ", ".join(f"{place.line}:{place.column}" for place in places[:_RELATED_SHOWN])
    more = "" if len(places) <= _RELATED_SHOWN else ", …"
    text = f"      = {_COMPARED.to(lang)} {printable(checked.name)}:{shown}{more}"
    console.print(Styled(text, style="dim"), soft_wrap=True)
