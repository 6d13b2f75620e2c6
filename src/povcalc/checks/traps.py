"""How a check of a file's text is declared: which kind of trap it speaks of, and in what words."""

from collections.abc import Callable, Iterator

from povcalc.checks.declare import Check, Subject, check
from povcalc.document import Document, Trap, TrapKind
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided
from povcalc.text import Text, join, say

Words = Text | Callable[[Trap, Document], Text]
"""What is said of a trap: a sentence with `{read}`, or what makes one."""

_OF_THE_BYTES = (TrapKind.NOT_UTF8, TrapKind.EMPTY)
_OF_THE_CHARACTERS = (TrapKind.BYTE_ORDER_MARK, TrapKind.CONTROL_CHARACTER, TrapKind.TAB, TrapKind.NOT_NFC)


def trap_check(  # noqa: PLR0913 - the parts of a declaration, side by side
    code: str,
    slug: str,
    kind: TrapKind,
    severity: Severity = Severity.ERROR,
    *,
    title: Text,
    explanation: Text,
    words: Words,
    mend: Text,
) -> Check:
    """Declare the check that speaks of one kind of trap."""

    def run(subject: Subject) -> Iterator[Result]:
        document = subject.reading.document
        if document is None:
            return
        found = [trap for trap in subject.traps if trap.kind is kind]
        for trap in found:
            yield Problem(trap.span, _message(trap, document, words), related=_first(trap))
        if not found:
            yield Held(()) if _was_looked_at(document, kind) else Undecided((), _NOT_TO_ITS_END)

    return check(code, slug, severity, section="text", title=title, explanation=explanation, mend=mend)(run)


_NOT_TO_ITS_END = Text("the text could not be read to its end", "không đọc được hết nội dung tệp")


def _was_looked_at(document: Document, kind: TrapKind) -> bool:
    """Whether the reading got so far that a trap of the kind would have been found."""
    kinds = {trap.kind for trap in document.traps}
    if document.whole or kind in _OF_THE_BYTES or TrapKind.EMPTY in kinds:
        return True
    return kind in _OF_THE_CHARACTERS and bool(document.text)


def _message(trap: Trap, document: Document, words: Words) -> Text:
    said = words(trap, document) if callable(words) else say(words.en, words.vi, read=trap.read)
    if trap.count == 1 or trap.kind is TrapKind.LONG_NUMBER:
        return said
    first = say(
        " (there are {count} in the file; this is the first)",
        " (trong tệp có {count} chỗ như vậy, đây là chỗ đầu tiên)",
        count=trap.count,
    )
    return join((said, first), "")


def _first(trap: Trap) -> tuple[Related, ...]:
    if trap.first is None:
        return ()
    return (Related(trap.first, Text("it is first given here", "trường này được ghi lần đầu ở đây")),)
