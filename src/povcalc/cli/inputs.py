"""Which files a command line means, and what is in them."""

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from povcalc.loading import Reading, built_in, read_file, read_text
from povcalc.text import Text, say

STDIN = "-"
_SUFFIXES = (".yaml", ".yml")


class Inputs:
    """The readings of a command line; what could not be read, in words; how many files were passed over."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.troubles: list[Text] = []
        self.skipped = 0
        self.used_built_in = False


class _DeviceError(OSError):
    """A device, which may have no end. A pipe is read like a file: shells write `<(…)` so."""


def _is_device(mode: int) -> bool:
    return stat.S_ISCHR(mode) or stat.S_ISBLK(mode)


def gather(names: Sequence[str], *, no_default: bool) -> Inputs:
    """Read everything that a command line names; the built-in plan when it names nothing."""
    inputs = Inputs()
    if not names and no_default:
        inputs.troubles.append(
            say(
                "no file is named, and --no-default refuses the built-in plan; name a file or a folder",
                "không nêu tệp nào và --no-default không cho dùng kế hoạch cài sẵn; hãy nêu tệp hoặc thư mục",
            )
        )
    elif not names:
        inputs.used_built_in = True
        inputs.readings.append(read_text(*built_in()))
    for name in names:
        if name == STDIN:
            _gather_stdin(inputs)
        elif os.path.isdir(name):  # noqa: PTH112 - a Path would lose a leading ./
            _gather_folder(name, inputs)
        else:
            _gather_file(name, inputs)
    return inputs


def _gather_stdin(inputs: Inputs) -> None:
    if sys.stdin is None:  # as Python has it when the stream was closed before the start
        inputs.troubles.append(Text("standard input is closed", "đầu vào chuẩn đã bị đóng"))
    else:
        inputs.readings.append(read_text(sys.stdin.buffer.read(), "<stdin>"))


def _gather_file(name: str, inputs: Inputs) -> Reading | None:
    try:
        if os.path.exists(name) and _is_device(os.stat(name).st_mode):  # noqa: PTH110, PTH116 - as above
            raise _DeviceError
        reading = read_file(name)
    except (OSError, ValueError) as error:
        inputs.troubles.append(_unreadable(name, error))
        return None
    inputs.readings.append(reading)
    return reading


def _unreadable(name: str, error: OSError | ValueError) -> Text:
    match error:
        case FileNotFoundError():
            why = Text("there is no such file; check the name", "không có tệp này; hãy kiểm tra lại tên")
        case PermissionError():
            why = Text("it may not be read; ask for the right to", "không có quyền đọc; hãy xin quyền")
        case _DeviceError():
            why = Text("it is a device, not a file", "đây là thiết bị, không phải tệp")
        case _:
            words = (error.strerror if isinstance(error, OSError) else None) or str(error)
            why = Text(words, words)
    return say("cannot read {name}: {why}", "không đọc được {name}: {why}", name=name, why=why)


def _gather_folder(name: str, inputs: Inputs) -> None:
    before = len(inputs.readings) + len(inputs.troubles)
    for path in _yaml_files(name, inputs):
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            inputs.troubles.append(_unreadable(path, error))
            continue
        # Reading a file that never mentions the format's key would be wasted on a large folder.
        reading = read_text(content, path) if b"povcalc" in content else None
        if reading is None or not _is_plan(reading):
            inputs.skipped += 1
        else:
            inputs.readings.append(reading)
    if len(inputs.readings) + len(inputs.troubles) == before:
        inputs.troubles.append(
            say(
                "no plan in the folder {name}: a plan is a .yaml or .yml file with the key povcalc at its root",
                "không có kế hoạch nào trong thư mục {name}: kế hoạch là tệp .yaml hoặc .yml có khóa povcalc ở gốc",
                name=name,
            )
        )


def _yaml_files(folder: str, inputs: Inputs) -> Iterator[str]:
    for here, folders, files in os.walk(folder):
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
