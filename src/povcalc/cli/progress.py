"""How far a long run has come, for a person who looks on."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from povcalc.cli.language import language
from povcalc.messages import Text

T = TypeVar("T")

_MANY = 20
"""Fewer files are checked before a bar could be read."""

_PAUSE = 0.1
"""Seconds between two pictures of the bar."""

_CHECKING = Text("Checking", "Đang kiểm tra")


def followed(items: Iterable[T], total: int, *, quiet: bool) -> Iterator[T]:
    """The items as they come, with a bar on standard error when a person is looking: it is gone in the end."""
    if quiet or total <= _MANY or not _is_watched():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # It is drawn from here and not from a thread of its own: processes may still be begun as copies of this one.
    bar = Progress(*columns, console=Console(file=sys.stderr), transient=True, auto_refresh=False)
    drawn = 0.0
    with bar:
        task = bar.add_task(_CHECKING.to(language()), total=total)
        for item in items:
            yield item
            now = time.monotonic()
            bar.update(task, advance=1, refresh=now - drawn > _PAUSE)
            drawn = now if now - drawn > _PAUSE else drawn


def _is_watched() -> bool:
    return sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM", "dumb") != "dumb"
