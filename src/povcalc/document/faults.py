"""What makes a text no YAML at all: libyaml and PyYAML word and place the same fault differently."""

import re
from typing import Any

import yaml

SYNTAX_FAULTS = ("quote", "colon", "bracket", "character", "escape", "structure")
"""What a text that is not YAML at all can suffer from; `Trap.read` of a `SYNTAX` trap is one."""

_FAULTS = (
    (r"quoted scalar", r"end of stream|document (?:indicator|separator)", "quote"),
    (r"quoted scalar", r"", "escape"),
    (r"", r"mapping values are not allowed", "colon"),
    (r"flow", r"", "bracket"),
    (r"", r"cannot start any token", "character"),
)


def fault_of(error: yaml.MarkedYAMLError, text: str) -> tuple[str, int]:
    """Which of `SYNTAX_FAULTS` it is, and where; libyaml and PyYAML word and place some differently."""
    context, problem = error.context or "", error.problem or ""
    around, mark = error.context_mark, error.problem_mark or error.context_mark
    at = min(mark.index if mark else 0, len(text))
    for in_context, in_problem, fault in _FAULTS:
        if re.search(in_context, context) and re.search(in_problem, problem):
            if fault == "quote" and around:
                return fault, around.index
            return fault, max(0, text.rfind("\\", 0, at + 1)) if fault == "escape" else at
    if around and context.endswith(" a tag"):
        at = around.index
    elif around and context.endswith(" a simple key") and text.startswith(("[", "{"), around.index):
        return "bracket", at
    return "structure", at


_TIGHT_COMMENT = re.compile(r"[|>][-+0-9]*#")
_SURROGATE_ESCAPE = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F]|\\.", re.DOTALL)


def missed_fault(event: Any, text: str) -> tuple[str, int] | None:
    """A fault in a quoted or block scalar that one parser finds and the other passes over.

    libyaml takes `|#` for a block and a comment; PyYAML's own parser takes half a surrogate pair.
    """
    start, end = event.start_mark.index, event.end_mark.index
    if event.style != '"':
        tight = _TIGHT_COMMENT.match(text, start, end) if event.style in ("|", ">") else None
        return ("structure", tight.end() - 1) if tight else None
    try:
        event.value.encode()
    except UnicodeEncodeError:  # only half a pair cannot be encoded
        pass
    else:
        return None
    escapes = _SURROGATE_ESCAPE.finditer(text, start, end)
    return "escape", next((escape.start() for escape in escapes if len(escape[0]) > 2), start)  # noqa: PLR2004 - an escape of one letter
