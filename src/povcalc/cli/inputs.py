"""Which files a command line means, and what is in them."""

import os
import re
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from povcalc.cli.streams import reason
from povcalc.messages import Text, say
from povcalc.output.report import STDIN as STDIN_NAME
from povcalc.output.report import Trouble
from povcalc.plan.load import Reading, built_in, read_text

STDIN = "-"
_SUFFIXES = (".yaml", ".yml")


class Source(NamedTuple):
    """Something to be read: a file, or what has been read already.

    `content` is of standard input and of the built-in plan. What was `found` in a folder and is no plan is passed
    over in silence.
    """

    name: str
    content: bytes | None = None
    found: bool = False
    built_in: bool = False

    @property
    def is_file(self) -> bool:
        """Whether it is a file of the user's."""
        return self.content is None


class Listed(NamedTuple):
    """What one word of a command line means: things to be read, and what cannot be, in words, all in order.

    `folder` is the name of a folder, in which a plan is looked for; `skipped` counts the hidden folders in it.
    """

    parts: tuple[Source | Trouble, ...]
    folder: str | None = None
    skipped: int = 0


class Inputs:
    """The readings of a command line; what could not be read; how many files were passed over."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.troubles: list[Trouble] = []
        self.skipped = 0
        self.used_built_in = False


class _NotAFileError(OSError):
    """Something in the place of a file that may have no end; its argument says what it is."""


def listed(names: Sequence[str], *, no_default: bool) -> list[Listed]:
    """What a command line names, word by word; the built-in plan when it names nothing. No file is read yet."""
    if not names and no_default:
        refused = say(
            "no file is named, and --no-default refuses the built-in plan; name a file or a folder",
            "không nêu tệp nào và --no-default không cho dùng kế hoạch cài sẵn; hãy nêu tệp hoặc thư mục",
        )
        return [Listed((Trouble(None, refused),))]
    if not names:
        content, name = built_in()
        return [Listed((Source(name, content, built_in=True),))]
    return _once([_listed(name) for name in dict.fromkeys(names)])


def _once(named: Sequence[Listed]) -> list[Listed]:
    """The same with each file where it is named first, when a folder of it is named too."""
    seen: set[str] = set()
    kept = []
    for each in named:
        parts: list[Source | Trouble] = []
        for part in each.parts:
            name = os.path.normpath(part.name) if isinstance(part, Source) and part.is_file else None
            if name is None or name not in seen:
                parts.append(part)
            if name is not None:
                seen.add(name)
        # A folder of which all has been named before does hold plans.
        folder = each.folder if parts or not each.parts else None
        kept.append(each._replace(parts=tuple(parts), folder=folder))
    return kept


def _listed(name: str) -> Listed:
    if name == STDIN:
        return Listed((_stdin(),))
    if os.path.isdir(name):  # noqa: PTH112 - a Path would lose a leading ./
        return _folder(name)
    return Listed((Source(name),))


def sources(named: Sequence[Listed]) -> list[Source]:
    """All that is to be read of what a command line names."""
    return [part for each in named for part in each.parts if isinstance(part, Source)]


def nothing_in(folder: str) -> Trouble:
    """That a folder holds no plan."""
    return Trouble(
        folder,
        say(
            "no plan in the folder {name}: a plan is a .yaml or .yml file with the key povcalc at its root",
            "không có kế hoạch nào trong thư mục {name}: kế hoạch là tệp .yaml hoặc .yml có khóa povcalc ở gốc",
            name=folder,
        ),
    )


def read_source(source: Source) -> Reading | Trouble | None:
    """Read something: what keeps it from being read, `None` for what is passed over."""
    try:
        content = _content(source.name) if source.content is None else source.content
    except _NotAFileError as error:
        return None if source.found else _unreadable(source.name, error)
    except (OSError, ValueError) as error:
        return _unreadable(source.name, error)
    if source.found and not _may_be_plan(content):
        return None
    reading = read_text(content, source.name)
    return None if source.found and not _is_plan(reading, content) else reading


def gather(names: Sequence[str], *, no_default: bool) -> Inputs:
    """Read everything that a command line names; the built-in plan when it names nothing."""
    inputs = Inputs()
    for each in listed(names, no_default=no_default):
        before = len(inputs.readings) + len(inputs.troubles)
        inputs.skipped += each.skipped
        for part in each.parts:
            inputs.used_built_in = inputs.used_built_in or (isinstance(part, Source) and part.built_in)
            found = read_source(part) if isinstance(part, Source) else part
            if found is None:
                inputs.skipped += 1
            elif isinstance(found, Reading):
                inputs.readings.append(found)
            else:
                inputs.troubles.append(found)
        if each.folder is not None and len(inputs.readings) + len(inputs.troubles) == before:
            inputs.troubles.append(nothing_in(each.folder))
    return inputs


def gather_one(name: str | None) -> Inputs:
    """Read the one file that a command line names, or the built-in plan; a folder is not one file."""
    if name is None or name == STDIN or not os.path.isdir(name):  # noqa: PTH112 - a Path would lose a leading ./
        return gather(() if name is None else (name,), no_default=False)
    inputs = Inputs()
    told = say("{name} is a folder; name one file in it", "{name} là thư mục; hãy nêu một tệp trong đó", name=name)
    inputs.troubles.append(Trouble(name, told))
    return inputs


def _stdin() -> Source | Trouble:
    if sys.stdin is None:  # as Python has it when the stream was closed before the start
        return Trouble(STDIN_NAME, Text("standard input is closed", "đầu vào chuẩn đã bị đóng"))
    try:
        return Source(STDIN_NAME, sys.stdin.buffer.read())
    except OSError as error:
        return _unreadable(STDIN_NAME, error)


def _content(name: str) -> bytes:
    """The bytes of a file, or of a pipe that somebody writes: shells pass `<(…)` as one."""
    mode = os.stat(name).st_mode  # noqa: PTH116 - a Path would lose a final /
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        raise _NotAFileError(Text("it is a device, not a file", "đây là thiết bị, không phải tệp"))
    return _piped(name) if stat.S_ISFIFO(mode) else Path(name).read_bytes()


def _piped(name: str) -> bytes:
    """What comes through a pipe. One without a writer is refused: opening it would wait for ever."""
    opened = os.open(name, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(opened, "rb") as pipe:
        try:
            first = os.read(opened, 1)
        except BlockingIOError:  # a writer that has not written yet
            first = None
        if first == b"":
            raise _NotAFileError(Text("it is a pipe that nothing comes from", "đây là đường ống không có dữ liệu"))
        os.set_blocking(opened, True)
        return (first or b"") + pipe.read()


def _unreadable(name: str, error: OSError | ValueError) -> Trouble:
    why = error.args[0] if isinstance(error, _NotAFileError) else reason(error)
    told = say("cannot read {name}: {why}", "không đọc được {name}: {why}", name=name or "''", why=why)
    return Trouble(name, told)


def read_bytes(name: str) -> bytes | Trouble:
    """The bytes of a file that is no plan, or what keeps it from being read."""
    if name == STDIN:
        source = _stdin()
        return source if isinstance(source, Trouble) else source.content or b""
    try:
        return _content(name)
    except (OSError, ValueError) as error:
        return _unreadable(name, error)


def _folder(name: str) -> Listed:
    parts: list[Source | Trouble] = []
    skipped = 0

    def unreadable(error: OSError) -> None:
        parts.append(_unreadable(error.filename or name, error))

    for here, folders, files in os.walk(name, onerror=unreadable):
        skipped += sum(inner.startswith(".") for inner in folders)
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        # The name stays as it was given, which a Path would not keep.
        parts += [
            Source(os.path.join(here, file), found=True)  # noqa: PTH118
            for file in sorted(files)
            if file.lower().endswith(_SUFFIXES)
        ]
    return Listed(tuple(parts), name, skipped)


_KEY = re.compile(rb"^[\s{\"'\xef\xbb\xbf\xff\xfe]*povcalc", re.MULTILINE)
_SECTIONS = (b"document", b"targets")


def _may_be_plan(content: bytes) -> bool:
    """Whether it is worth while to read a file of a large folder: it mentions the format's key, or what plans have.

    UTF-16 has noughts between the letters.
    """
    plain = content.replace(b"\0", b"") if b"\0" in content else content
    return b"povcalc" in plain or all(section in plain for section in _SECTIONS)


def _is_plan(reading: Reading, content: bytes) -> bool:
    """Whether a file in a folder is meant as a plan; one whose text is broken, or has lost its first key, may be."""
    root = None if reading.document is None else reading.document.root
    if root is None:
        return _KEY.search(content.replace(b"\0", b"")) is not None
    return isinstance(root, dict) and ("povcalc" in root or all(key.decode() in root for key in _SECTIONS))
