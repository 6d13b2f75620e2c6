"""What stands beside a finding wherever it is told whole: the text that it is in, and what would mend it."""

from collections.abc import Iterator
from typing import NamedTuple

from povcalc.document import Document
from povcalc.findings import Finding
from povcalc.output.checked import Checked
from povcalc.text import Lang, Text, say

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
