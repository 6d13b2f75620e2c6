"""A finding as a person sees it: what was found, and the line of the file with the figure underlined."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from povcalc.findings import SEVERITIES, Finding, Severity
from povcalc.output.beside import document_of, suggested
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
    place, document = finding.place, document_of(checked, finding)
    if place is not None and document is not None:
        where = f"{printable(finding.file or checked.name)}:{place.line}:{place.column}"
        console.print(Styled(f"  --> {where}", style="dim"), soft_wrap=True)
        for part in excerpt(document, place, console.width, style):
            console.print(part, soft_wrap=True)
        _related(console, checked, finding, lang)
    for words in finding.argument:
        console.print(Padding(Styled(printable(words.to(lang))), (0, 0, 0, 8)))
    if like is None:
        for told in suggested(finding):
            _hanging(console, f"{'':6}{told.mark}", told.words.to(lang))
    else:
        _hanging(console, f"{'':6}= ", _like(like).to(lang))
    console.print()


def _hanging(console: Console, before: str, words: str) -> None:
    """Print words behind a mark, whose width the lines that follow leave blank."""
    for number, part in enumerate(Styled(printable(words)).wrap(console, max(20, console.width - len(before)))):
        part.rstrip()
        console.print(Styled(" " * len(before) if number else before).append(part), soft_wrap=True)


def _like(other: Finding) -> Text:
    return say(
        "what would mend {code} above would mend this too",
        "cách sửa {code} ở trên cũng sửa được chỗ này",
        code=other.code,
    )


def _related(console: Console, checked: Checked, finding: Finding, lang: Lang) -> None:
    places = [place for place, _ in finding.related if place is not None]
    if not places:
        return
    shown = ", ".join(f"{place.line}:{place.column}" for place in places[:_RELATED_SHOWN])
    more = "" if len(places) <= _RELATED_SHOWN else ", …"
    text = f"      = {_COMPARED.to(lang)} {printable(checked.name)}:{shown}{more}"
    console.print(Styled(text, style="dim"), soft_wrap=True)
