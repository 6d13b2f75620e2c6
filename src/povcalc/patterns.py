"""Regular expressions that are compiled when they are first used: a short run uses few of them.

To compile them all takes as long as to check a small plan.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, AnyStr, cast

_compiled = re.compile  # before `compiled_late` puts something else in its place


class Late:
    """A pattern that is not compiled yet; afterwards its methods are found without a detour."""

    def __init__(self, text: Any, flags: int) -> None:
        self._source = (text, flags)

    def __getattr__(self, name: str) -> Any:
        compiled = _compiled(*self._source)
        for each in ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "pattern"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A regular expression, as `re.compile` has it, which is compiled when one of its methods is first called."""
    return cast("re.Pattern[AnyStr]", Late(text, flags))


@contextmanager
def compiled_late() -> Iterator[None]:
    """Have the patterns of a library that is imported meanwhile compiled when they are first used, as ours are."""
    re.compile = regex  # type: ignore[assignment]  # it takes what a library gives it
    try:
        yield
    finally:
        re.compile = _compiled
