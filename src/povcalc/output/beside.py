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
    """A line about what would mend a finding; one of several things to choose from is `choice`."""

    words: Text
    choice: bool = False


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
            rest = len(suggestions) - 1
            yield Told(
                say(
                    "(changing one of {rest} other figures would do too, but nothing explains it)",
                    "(sửa một trong {rest} số khác cũng khớp, nhưng không có cách giải thích)",
                    rest=rest,
                ),
                choice=True,
            )
        return
    if len(suggestions) > 1:
        yield Told(
            Text(
                "any one of these would mend it; the figures cannot tell which is meant:",
                "sửa một trong các số sau là khớp; số liệu không cho biết số nào mới đúng:",
            )
        )
    for suggestion in suggestions[:SUGGESTED]:
        yield Told(suggestion.message, choice=True)
    if len(suggestions) > SUGGESTED:
        rest = len(suggestions) - SUGGESTED
        more = say("and {rest} more (--format json)", "và {rest} cách khác (--format json)", rest=rest)
        yield Told(more, choice=True)


def whole(finding: Finding, lang: Lang) -> list[str]:
    """A finding in lines: the message, the reason for which it is waived, the argument, what would mend it."""
    lines = [finding.message]
    if finding.waived is not None:
        lines.append(say("accepted by the plan: {why}", "kế hoạch chấp nhận: {why}", why=finding.waived))
    lines += finding.argument
    return [*(line.to(lang) for line in lines), *(told.words.to(lang) for told in suggested(finding))]
