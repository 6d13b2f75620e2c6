"""Standard output and error as they really are: narrow encodings, pipes that close, terminals."""

import codecs
import errno
import os
import sys
import unicodedata
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO, cast

from povcalc.messages import Text, same

if TYPE_CHECKING:
    from rich.console import Console

_PIPE_WIDTH = 100
"""The width where there is no terminal at all to ask."""

_SPELT = {
    "–": "-",
    "—": "-",
    "…": "...",
    "≤": "<=",
    "≥": ">=",
    "→": "->",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "⁄": "/",
    "đ": "d",
    "Đ": "D",
    "\N{REPLACEMENT CHARACTER}": "?",
}


def _folded(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters that an encoding lacks: letters without their marks, signs spelt."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_fold(letter) for letter in error.object[error.start : error.end]), error.end


def _fold(letter: str) -> str:
    if letter in _SPELT:
        return _SPELT[letter]
    parts = unicodedata.normalize("NFKD", letter)
    plain = "".join(_SPELT.get(part, part if part.isascii() else "") for part in parts)
    return plain or ascii(letter)[1:-1]


def prepare() -> None:
    """Make both streams write what their encoding lacks in plain letters instead of failing."""
    codecs.register_error("povcalc", _folded)
    # Python has None for a stream that was closed before the start: then nobody listens.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as above
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="povcalc")


def is_ascii(stream: TextIO) -> bool:
    """Whether the stream's encoding cannot hold every character."""
    try:
        "Đ\U0001f600".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


_REASONS = {
    errno.ENOENT: Text("there is no such file; check the name", "không có tệp này; hãy kiểm tra lại tên"),
    errno.EACCES: Text("it may not be read; ask for the right to", "không có quyền đọc; hãy xin quyền"),
    errno.EPERM: Text("it may not be read; ask for the right to", "không có quyền đọc; hãy xin quyền"),
    errno.ENOTDIR: Text("part of its path is a file, not a folder", "một phần đường dẫn là tệp, không phải thư mục"),
    errno.ENAMETOOLONG: Text("the name is too long", "tên quá dài"),
    errno.ELOOP: Text("its links lead in a circle", "các liên kết dẫn vòng tròn"),
    errno.EIO: Text("the device reports an error", "thiết bị báo lỗi"),
    errno.ENOSPC: Text("No space left on device", "thiết bị hết dung lượng"),
}


def reason(error: OSError | ValueError) -> Text:
    """Why the system refused, in our words where we have some."""
    known = _REASONS.get(error.errno or 0) if isinstance(error, OSError) else None
    return known or same((error.strerror if isinstance(error, OSError) else None) or str(error))


def abandon_output() -> None:
    """Point standard output at nothing, so that a reader that has gone causes no second error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _piped_width() -> int:
    """The width of the terminal behind a pipe, such as to `less`, where standard error still shows one."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return _PIPE_WIDTH


def screen() -> "Console":
    """A console on standard output: the terminal's width there, room enough for every word in a pipe."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            # rich would exit with 1, which here says that something was found.
            raise BrokenPipeError

    return Screen(
        highlight=False,
        markup=False,
        emoji=False,
        width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else _piped_width(),
    )


class Page(NamedTuple):
    """All that what is drawn on a screen hangs on, so that it can be drawn elsewhere."""

    width: int
    terminal: bool
    colors: str | None
    no_color: bool
    encoding: str


def page() -> Page:
    """The page that is like the screen on standard output."""
    console = screen()
    return Page(console.width, console.is_terminal, console.color_system, console.no_color, console.encoding)


class _Sheet(StringIO):
    """Holds what is drawn for a stream of some encoding, which boxes are chosen by."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]  # text in memory has none of its own
        """The encoding of the stream that it is drawn for."""
        return self._encoding


def drawn(on: Page, draw: "Callable[[Console], None]") -> str:
    """What a function draws on a console, as it is written to the stream of a page."""
    from rich.console import Console

    sheet = _Sheet(on.encoding)
    draw(
        Console(
            file=sheet,
            force_terminal=on.terminal,
            color_system=cast("Literal['standard']", on.colors),
            no_color=on.no_color,
            width=on.width,
            highlight=False,
            markup=False,
            emoji=False,
        )
    )
    return sheet.getvalue()
