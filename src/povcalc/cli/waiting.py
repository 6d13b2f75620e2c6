"""What a person sees who waits more than a second: a bar on standard error, of which no trace is left.

It is drawn by a timer of the system, whose signal Python handles between two steps of the work. A thread of its own
would be copied by half into the processes that share the work, and would import what the work imports at that moment.
Where the system has no such timer there is no bar.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds that nobody needs a bar for."""

_PAUSE = 0.1
"""Seconds between two pictures of the bar."""


def is_watched() -> bool:
    """Whether a person may be looking at standard error, on a screen that a bar can be taken away from."""
    has_timer = hasattr(signal, "setitimer")
    is_screen = sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    return has_timer and is_screen and not os.environ.get("CI")


class Wait:
    """The wait of one run: since when, for what, and how many things of a total are done where that is known."""

    def __init__(self) -> None:
        self.words: Callable[[], str] = str
        self._total: int | None = None
        self._done = 0
        self._is_on = self._is_drawing = False
        self._begun = 0.0
        self._bar: Progress | None = None

    def begin(self) -> None:
        """Begin to wait; the bar is shown when patience is over, until the `end`."""
        if not self._is_on and is_watched():
            self._begun = time.monotonic()
            signal.signal(signal.SIGALRM, self._draw)
            self._go_on()

    def end(self) -> None:
        """Take the bar away, for good."""
        if self._is_on:
            self._is_on = False
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._hide()

    @contextmanager
    def still(self) -> Iterator[None]:
        """Take the bar away while something else is written, read from the keyboard, or begun as a copy of this."""
        was_on = self._is_on
        self.end()
        try:
            yield
        finally:
            if was_on:
                self._go_on()

    @contextmanager
    def following(self, total: int) -> Iterator[Callable[[], None]]:
        """Show how many of so many things are done, each of which is told by a call."""
        self._hide()
        self._total, self._done = total, 0

        def done() -> None:
            self._done += 1

        try:
            yield done
        finally:
            self._hide()
            self._total = None

    def abandon(self) -> bytes:
        """Draw no more; what takes the bar away, to be written by who ends the process amid anything else."""
        was_shown, self._is_on = self._bar is not None or self._is_drawing, False
        return b"\r\x1b[2K" if was_shown else b""

    def _go_on(self) -> None:
        self._is_on = True
        left = PATIENCE - (time.monotonic() - self._begun)
        signal.setitimer(signal.ITIMER_REAL, max(left, _PAUSE), _PAUSE)

    def _hide(self) -> None:
        bar, self._bar = self._bar, None
        if bar is None:
            return
        self._is_drawing = True
        try:
            bar.stop()
        finally:
            self._is_drawing = False

    def _draw(self, *_: Any) -> None:
        """Show the bar as it is now; as the handler of a signal it never fails, and never begins amid itself."""
        if not self._is_on or self._is_drawing:
            return
        self._is_drawing = True
        try:
            if self._bar is None:
                self._bar = self._made()
                self._bar.start()
            self._bar.update(self._bar.task_ids[0], description=self.words(), completed=self._done, refresh=True)
        except Exception:  # noqa: BLE001 - an import may be under way that this one needs: the next time does it
            return
        finally:
            self._is_drawing = False

    def _made(self) -> "Progress":
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        class Screen(Console):
            def show_cursor(self, show: bool = True) -> bool:  # noqa: ARG002, FBT001, FBT002 - as rich has it
                return False  # whoever is killed could not show it again

        counted = (MofNCompleteColumn(), TimeRemainingColumn())
        columns = (TextColumn("{task.description}"), BarColumn(), *(counted if self._total else (TimeElapsedColumn(),)))
        made = Progress(
            *columns,
            console=Screen(file=sys.stderr, markup=False),
            transient=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        made.add_task(self.words(), total=self._total)
        made.tasks[0].start_time = made.get_time() - (time.monotonic() - self._begun)
        return made


WAIT = Wait()
"""The wait of this process."""
