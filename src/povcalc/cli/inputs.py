"""Which files a command line means, and what is in them."""

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from povcalc.cli.streams import reason
from povcalc.loading import Reading, built_in, read_text
from povcalc.output.checked import STDIN as STDIN_NAME
from povcalc.output.checked import Trouble
from povcalc.text import Text, say

STDIN = "-"
_SUFFIXES = (".yaml", ".yml")


class Inputs:
    """The readings of a command line; what could not be read; how many files were passed over."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.troubles: list[Trouble] = []
        self.skipped = 0
        self.used_built_in = False

    def lacks(self, file: str | None, why: Text) -> None:
        """Note what could not be read, in words."""
        self.troubles.append(Trouble(file, why))


class _NotAFileError(OSError):
    """Something in the place of a file that may have no end; its argument says what it is."""


def gather(names: Sequence[str], *, no_default: bool) -> Inputs:
    """Read everything that a command line names; the built-in plan when it names nothing."""
    inputs = Inputs()
    if not names and no_default:
        inputs.lacks(
            None,
            say(
                "no file is named, and --no-default refuses the built-in plan; name a file or a folder",
                "không nêu tệp nào và --no-default không cho dùng kế hoạch cài sẵn; hãy nêu tệp hoặc thư mục",
            ),
        )
    elif not names:
        inputs.used_built_in = True
        inputs.readings.append(read_text(*built_in()))
    for name in dict.fromkeys(names):
        if name == STDIN:
            _gather_stdin(inputs)
        elif os.path.isdir(name):  # noqa: PTH112 - a Path would lose a leading ./
            _gather_folder(name, inputs)
        else:
            _gather_file(name, inputs)
    return inputs


def gather_one(name: str | None) -> Inputs:
    """Read the one file that a command line names, or the built-in plan; a folder is not one file."""
    if name is None or name == STDIN or not os.path.isdir(name):  # noqa: PTH112 - a Path would lose a leading ./
        return gather(() if name is None else (name,), no_default=False)
    inputs = Inputs()
    inputs.lacks(
        name,
        say(
            "{name} is a folder; name one file in it",
            "{name} là thư mục; hãy nêu một tệp trong đó",
            name=name,
        ),
    )
    return inputs


def _gather_stdin(inputs: Inputs) -> None:
    content = _stdin_bytes(inputs)
    if content is not None:
        inputs.readings.append(read_text(content, STDIN_NAME))


def _stdin_bytes(inputs: Inputs) -> bytes | None:
    if sys.stdin is None:  # as Python has it when the stream was closed before the start
        inputs.lacks(STDIN_NAME, Text("standard input is closed", "đầu vào chuẩn đã bị đóng"))
        return None
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        inputs.lacks(STDIN_NAME, _unreadable(STDIN_NAME, error))
        return None


def _gather_file(name: str, inputs: Inputs) -> None:
    try:
        content = _content(name)
    except (OSError, ValueError) as error:
        inputs.lacks(name, _unreadable(name, error))
    else:
        inputs.readings.append(read_text(content, name))


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


def _unreadable(name: str, error: OSError | ValueError) -> Text:
    why = error.args[0] if isinstance(error, _NotAFileError) else reason(error)
    return say("cannot read {name}: {why}", "không đọc được {name}: {why}", name=name or "''", why=why)


def read_bytes(name: str, inputs: Inputs) -> bytes | None:
    """The bytes of a file that is no plan; `None` when it cannot be read, which is then among the troubles."""
    if name == STDIN:
        return _stdin_bytes(inputs)
    try:
        return _content(name)
    except (OSError, ValueError) as error:
        inputs.lacks(name, _unreadable(name, error))
        return None


def _gather_folder(name: str, inputs: Inputs) -> None:
    before = len(inputs.readings) + len(inputs.troubles)
    for path in _yaml_files(name, inputs):
        try:
            content = _content(path)
        except _NotAFileError:
            inputs.skipped += 1
            continue
        except OSError as error:
            inputs.lacks(path, _unreadable(path, error))
            continue
        # Reading a file that never mentions the format's key would be wasted on a large folder.
        reading = read_text(content, path) if b"povcalc" in content else None
        if reading is None or not _is_plan(reading):
            inputs.skipped += 1
        else:
            inputs.readings.append(reading)
    if len(inputs.readings) + len(inputs.troubles) == before:
        inputs.lacks(
            name,
            say(
                "no plan in the folder {name}: a plan is a .yaml or .yml file with the key povcalc at its root",
                "không có kế hoạch nào trong thư mục {name}: kế hoạch là tệp .yaml hoặc .yml có khóa povcalc ở gốc",
                name=name,
            ),
        )


def _yaml_files(folder: str, inputs: Inputs) -> Iterator[str]:
    def unreadable(error: OSError) -> None:
        name = error.filename or folder
        inputs.lacks(name, _unreadable(name, error))

    for here, folders, files in os.walk(folder, onerror=unreadable):
        inputs.skipped += sum(inner.startswith(".") for inner in folders)
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        for file in sorted(files):
            if file.lower().endswith(_SUFFIXES):
                yield os.path.join(here, file)  # noqa: PTH118 - keeps the name as it was given


def _is_plan(reading: Reading) -> bool:
    """Whether a file in a folder is meant as a plan; one whose text is broken may be."""
    if reading.document is None:
        return False
    root = reading.document.root
    if root is None:
        lines = reading.document.text.splitlines()
        return any(line.lstrip("{ \"'").startswith("povcalc") for line in lines)
    return isinstance(root, dict) and "povcalc" in root
