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


def show_finding(
    console: Console, checked: Checked, finding: Finding, lang: Lang, *, like: Finding | None = None
) -> None:
    """Print a finding with its line; what is waived with the reason.

    `like` is one further up with the same suggestions, which are not listed again.
    """
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
    for mark, words in _suggested(finding) if like is None else _like(like):
        _hanging(console, f"{'':6}{mark}", words.to(lang))
    console.print()


def _hanging(console: Console, before: str, words: str) -> None:
    """Print words behind a mark, whose width the lines that follow leave blank."""
    for number, part in enumerate(Styled(printable(words)).wrap(console, max(20, console.width - len(before)))):
        part.rstrip()
        console.print(Styled(" " * len(before) if number else before).append(part), soft_wrap=True)


def _suggested(finding: Finding) -> Iterator[tuple[str, Text]]:
    """What would mend a finding, each line with its mark.

    That is the safe correction, else the likeliest ones, and that the figures cannot tell which.
    """
    suggestions = finding.suggestions
    safe = next((each for each in suggestions if each.safe), None)
    if safe is not None:
        yield "= ", say("probably: {what}; --fix corrects it", "có lẽ là: {what}; --fix sẽ sửa", what=safe.message)
        if len(suggestions) > 1:
            yield "  ", _UNEXPLAINED
        return
    if len(suggestions) == 1:
        yield "= ", _ONLY
    elif suggestions:
        yield "= ", _ANY
    for suggestion in suggestions[:_SUGGESTED]:
        yield "  - ", suggestion.message
    if len(suggestions) > _SUGGESTED:
        rest = len(suggestions) - _SUGGESTED
        yield "  - ", say("{rest} more: --format json", "{rest} cách khác: --format json", rest=rest)


def _like(other: Finding) -> Iterator[tuple[str, Text]]:
    yield (
        "= ",
        say(
            "what would mend {code} above would mend this too",
            "cách sửa {code} ở trên cũng sửa được chỗ này",
            code=other.code,
        ),
    )


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
