"""Which files a pattern of `per-file` means."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

_ANY_DEPTH = "**"


def is_pattern(written: str) -> bool:
    """Whether it can be a pattern: parts with slashes between them, from the folder of the settings downwards."""
    parts = written.split("/")
    return "\\" not in written and all(part not in ("", ".", "..") for part in parts)


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern means a file, given by its path from the folder of the settings, with slashes.

    A pattern without a slash means a name in any folder; `*`, `?` and `[…]` stay within a name, `**` is any
    number of folders.
    """
    parts = pattern.split("/")
    return _fits(parts if len(parts) > 1 else [_ANY_DEPTH, *parts], path.split("/"))


def _fits(patterns: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether each part is meant by its pattern; what was met before a `**` is never looked at again."""
    after_any: tuple[int, int] | None = None
    at = part = 0
    while part < len(parts):
        if at < len(patterns) and patterns[at] == _ANY_DEPTH:
            after_any = (at + 1, part)
            at += 1
        elif at < len(patterns) and fnmatchcase(parts[part], patterns[at]):
            at, part = at + 1, part + 1
        elif after_any is not None:
            at, part = after_any[0], after_any[1] + 1
            after_any = (at, part)
        else:
            return False
    return all(rest == _ANY_DEPTH for rest in patterns[at:])
