"""Standard output and error as they really are, the language written on them, and the exit statuses."""

import codecs
import errno
import os
import shlex
import signal
import sys
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from io import StringIO
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NoReturn, TextIO, TypeVar, cast

from povcalc.cli.waiting import WAIT
from povcalc.findings import Trouble
from povcalc.messages import Lang, Message, Value, looked_up, printable, shortened, verbatim, written

if TYPE_CHECKING:
    from rich.console import Console

OK, FAILED, COULD_NOT_RUN, INTERRUPTED = 0, 1, 2, 130
"""The exit statuses: nothing at the failing severity; findings; could not run; stopped by ^C."""


class CannotRunError(Exception):
    """What keeps a command from running; its arguments are messages that say it, a line each.

    `instead` has the command lines that were probably meant, each as the words behind the program's name, and `meant`
    what was typed with what could stand in its place.
    """

    instead: "tuple[list[str], ...]" = ()
    meant: "tuple[tuple[str, str], ...]" = ()


def refusal(template: str, /, *, instead: Iterable[list[str]] = (), **values: Value) -> CannotRunError:
    """The error that says one message, which is written like that of a `Message`; with the lines that were meant."""
    fault = CannotRunError(looked_up(template, **values))
    fault.instead = tuple(instead)
    return fault


def untroubled(found: "_Result | Trouble") -> "_Result":
    """What was read. Raises `CannotRunError` for what kept it from being read."""
    if isinstance(found, Trouble):
        raise CannotRunError(found.words)
    return found


@contextmanager
def needing(libraries: Collection[str], words: Message) -> Iterator[None]:
    """Import what an extra brings: raises `CannotRunError` with these words where one of its libraries is not there."""
    try:
        yield
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in libraries:
            raise
        raise CannotRunError(words) from None


class Namer(StrEnum):
    """What names the language that is spoken; the first of them that does."""

    COMMAND_LINE = "command line"
    ENVIRONMENT = "environment"
    SETTINGS = "settings"
    LOCALE = "locale"


class _Spoken:
    """The language of the run, and what named it: set once the command line is known, and by a file's settings."""

    lang, namer = Lang.EN, Namer.LOCALE


def language() -> Lang:
    """The language that is spoken now."""
    return _Spoken.lang


def named_by() -> Namer:
    """What named the language that is spoken now."""
    return _Spoken.namer


def speak(lang: Lang, namer: Namer) -> None:
    """Speak a language from now on; settings do not change what the command line or the environment asks for."""
    if namer is not Namer.SETTINGS or _Spoken.namer not in (Namer.COMMAND_LINE, Namer.ENVIRONMENT):
        _Spoken.lang, _Spoken.namer = lang, namer


def error(words: Message | str, /, **values: Value) -> None:
    """Say something about the run on standard error: in one line, which on a terminal is folded between words.

    What is said is a message, or is written like that of a `Message`.
    """
    message = looked_up(words, **values) if isinstance(words, str) else words
    line = f"povcalc: {printable(written(shortened(message), language()))}"
    with suppress(OSError, ValueError), WAIT.still():  # standard error may be full or gone: the exit status still tells
        if sys.stderr.isatty():
            from textwrap import wrap  # nobody reads a line in a file folded

            width = min(os.get_terminal_size(sys.stderr.fileno()).columns or _PIPE_WIDTH, _PIPE_WIDTH)
            folded = wrap(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
            line = "\n".join(folded)
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def offer(words: Sequence[str]) -> None:
    """Show on standard error a command line that was probably meant, in a line of its own, to be copied.

    One that is longer than what a terminal takes as a line is not shown.
    """
    line = f"  povcalc {printable(shlex.join(words))}\n"
    if len(line) > _LONGEST_LINE:
        return
    with suppress(OSError), WAIT.still():
        sys.stderr.write(line)
        sys.stderr.flush()


_LONGEST_LINE = 4096


def program() -> str:
    """The program's name and version."""
    from importlib.metadata import version as installed_version

    return f"povcalc {installed_version('povcalc')}"


# The streams themselves.

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


def _folded(fault: UnicodeError) -> tuple[str, int]:
    """What stands for characters that an encoding lacks: letters without their marks, signs spelt."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(_fold(letter) for letter in fault.object[fault.start : fault.end]), fault.end


def _fold(letter: str) -> str:
    if letter in _SPELT:
        return _SPELT[letter]
    parts = unicodedata.normalize("NFKD", letter)
    plain = "".join(_SPELT.get(part, part if part.isascii() else "") for part in parts)
    return plain or ascii(letter)[1:-1]


_NARROWEST, _WIDEST, _PIPE_WIDTH = 40, 500, 100
"""The widths that a person can mean by COLUMNS, and the width where there is no terminal at all to ask."""


def prepare() -> None:
    """Make both streams write what their encoding lacks in plain letters, and COLUMNS a width that can be drawn."""
    codecs.register_error("povcalc", _folded)
    # Python has None for a stream that was closed before the start: then nobody listens.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as above
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="povcalc")
    columns = os.environ.get("COLUMNS")
    if columns is not None and columns.isascii() and columns.isdigit() and columns.strip("0"):
        os.environ["COLUMNS"] = str(
            _WIDEST if len(columns) > len(str(_WIDEST)) else min(max(int(columns), _NARROWEST), _WIDEST)
        )
    elif columns is not None:
        del os.environ["COLUMNS"]


def is_ascii(stream: TextIO) -> bool:
    """Whether the stream's encoding cannot hold every character."""
    try:
        "Đ\U0001f600".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def discard_stdout() -> None:
    """Point standard output at nothing, so that a reader that has gone causes no second error."""
    with suppress(OSError):  # no more files may be open: then the second error is told by the exit status alone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def writing_stdout() -> Iterator[None]:
    """Write to a reader that may close the pipe, such as `head`: then it has all that it wanted."""
    WAIT.end()
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        discard_stdout()


def write_json(text: Callable[..., str], *about: Any, **more: Any) -> None:
    """Write what a writer of JSON makes, which is told the program and whether the stream can hold every character."""
    sys.stdout.write(text(*about, program=program(), ascii_only=is_ascii(sys.stdout), **more))


def leave(status: int) -> NoReturn:
    """End the process at once: taking a nation's values apart one by one costs as much as reading some."""
    try:
        sys.stdout.flush()
    except OSError:
        status = status or COULD_NOT_RUN
    with suppress(OSError):  # what is said about the run does not change what came of it
        sys.stderr.flush()
    os._exit(status)


_STOPPED = Message("stopped")


def stop(*_: Any) -> NoReturn:
    """Obey ^C: say so in one line and end. As the handler of the signal it may run amid any other writing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        line = f"povcalc: {_STOPPED.to(language())}\n"
    except Exception:  # noqa: BLE001 - amid an import, what translates may be there by half
        line = "povcalc: stopped\n"
    with suppress(OSError, ValueError):
        os.write(sys.stderr.fileno(), WAIT.abandon() + line.encode(sys.stderr.encoding or "ascii", "povcalc"))
    os._exit(INTERRUPTED)


@contextmanager
def holding_interrupt() -> Iterator[None]:
    """Have ^C wait for what is to be whole, such as a file; processes that begin meanwhile never hear of it.

    An exception in its place could be raised, and lost, anywhere.
    """
    typed: list[int] = []
    handler = signal.getsignal(signal.SIGINT)
    try:
        with _blocked_interrupt():
            if handler is stop:  # what a thread of a library receives comes to it even so
                signal.signal(signal.SIGINT, lambda number, _: typed.append(number))
            yield
    finally:
        if handler is stop:
            signal.signal(signal.SIGINT, stop)
        if typed:
            stop()


@contextmanager
def _blocked_interrupt() -> Iterator[None]:
    """Block ^C, where the system can, for this thread and for what begins meanwhile."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def holding_end() -> Iterator[None]:
    """Have `kill` and a terminal that is closed wait for what is to be whole; then the process ends as they ask.

    No process may begin meanwhile: it would wait for ever.
    """
    import threading  # most runs write no file

    asked: list[int] = []
    is_main = threading.current_thread() is threading.main_thread()  # no other thread may say what a signal does
    held = [number for number in _ENDING if is_main and signal.getsignal(number) is signal.SIG_DFL]
    for number in held:
        signal.signal(number, lambda number, _: asked.append(number))
    try:
        yield
    finally:
        for number in held:
            signal.signal(number, signal.SIG_DFL)
        for number in asked:
            os.kill(os.getpid(), number)


_REASONS = {
    errno.ENOENT: Message("there is no such file; check the name"),
    errno.EACCES: Message("permission denied"),
    errno.EPERM: Message("permission denied"),
    errno.EISDIR: Message("it is a folder; name a file in it"),
    errno.ENOTDIR: Message("part of its path is a file, not a folder"),
    errno.ENAMETOOLONG: Message("the name is too long"),
    errno.ELOOP: Message("its links lead in a circle"),
    errno.EIO: Message("the device reports an error"),
    errno.ENOSPC: Message("No space left on device"),
    errno.EROFS: Message("nothing can be written there"),
    errno.EDQUOT: Message("the space for this user is used up"),
    errno.EFBIG: Message("a file may not be so large there"),
    errno.EMFILE: Message("too many files are open"),
    errno.ENFILE: Message("too many files are open"),
    errno.EPIPE: Message("who read it has gone"),
    errno.ETIMEDOUT: Message("the device or the network does not answer"),
    errno.ESTALE: Message("the device or the network does not answer"),
}
_WHEN_WRITING = {
    errno.ENOENT: Message("there is no such file or folder; check the name"),
    errno.ENXIO: Message("it is a pipe or a socket that nobody reads"),
}


def reason(fault: OSError | ValueError, *, writing: bool = False) -> Message:
    """Why the system refused, in our words where we have some."""
    if not isinstance(fault, OSError):
        return verbatim(str(fault))
    if fault.args and isinstance(fault.args[0], Message):  # one of our own
        return fault.args[0]
    number = fault.errno or 0
    known = (_WHEN_WRITING.get(number) if writing else None) or _REASONS.get(number)
    return known or verbatim(fault.strerror or str(fault))


# What is drawn: on the screen, or for it in another process.


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


def _piped_width() -> int:
    """The width of the terminal behind a pipe, such as to `less`, where standard error still shows one."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return _PIPE_WIDTH


class Page(NamedTuple):
    """All that a drawing depends on, so that it can be made elsewhere than on the screen."""

    width: int
    terminal: bool = False
    colors: str | None = None
    no_color: bool = False
    encoding: str = "utf-8"


def screen_page() -> Page:
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


# What a person reads who waits, and how far a long run has come.

WORKING, READING, CHECKING = Message("Working"), Message("Reading"), Message("Checking")
_Result = TypeVar("_Result")


def doing(what: Message) -> None:
    """Say what is being done to a person who waits."""
    WAIT.words = lambda: what.to(language())


@contextmanager
def waiting(*, quiet: bool = False) -> Iterator[None]:
    """Let a person who waits for what is inside see that something is being done."""
    doing(WORKING)
    if not quiet:
        WAIT.begin()
    try:
        yield
    finally:
        WAIT.end()


def followed(results: Iterable[_Result], total: int, *, what: Message = CHECKING) -> Iterator[_Result]:
    """The results as they come; a person who waits sees how many of so many there are."""
    doing(what)
    if total <= 1:
        yield from results
    else:
        with WAIT.following(total) as done:
            for result in results:
                done()
                yield result
    doing(WORKING)
