"""Files written whole or not at all: first beside their place, then moved into it."""

import errno
import os
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from povcalc.cli.streams import reason
from povcalc.messages import Text, say


def write_new(name: str, content: bytes) -> Text | None:
    """Write a new file; in words what kept it from being written."""

    def put(temporary: str) -> None:
        # Unlike a rename, a link never takes the place of a file that appeared meanwhile.
        os.link(temporary, name)

    return _written(name, Path(name), content, put)


def replace(name: str, before: bytes, after: bytes) -> Text | None:
    """Write a file anew that has certain bytes; in words what kept it from being written.

    A link is followed, and permissions stay, and the owner where that may be. A file that has other bytes by now is
    left as it is, and so is one that may not be written to, though moving another into its place would do.
    """
    target = Path(os.path.realpath(name))

    def put(temporary: str) -> Text | None:
        if target.read_bytes() != before:
            return say(
                "{name} was changed by something else since it was read; it is left as it is: run the command again",
                "{name} đã bị thay đổi sau khi đọc nên được giữ nguyên; hãy chạy lại lệnh",
                name=name,
            )
        os.replace(temporary, target)  # noqa: PTH105 - of the same kind as the calls around it
        return None

    return _written(name, target, after, put)


def write_output(name: str, content: bytes) -> Text | None:
    """Write a file that may be there already; in words what kept it from being written.

    What is no file, such as a device or a pipe, is written to as it is.
    """
    if name.endswith(os.sep):
        return _unwritable(name, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))
    try:
        mode = os.stat(name).st_mode  # noqa: PTH116 - of the same kind as the calls around it
    except FileNotFoundError:
        mode = stat.S_IFREG
    except (OSError, ValueError) as error:
        return _unwritable(name, error)
    if not stat.S_ISREG(mode):
        return _poured(name, content)
    target = Path(os.path.realpath(name))

    def put(temporary: str) -> None:
        os.replace(temporary, target)  # noqa: PTH105 - as above

    return _written(name, target, content, put)


def _poured(name: str, content: bytes) -> Text | None:
    try:
        # A pipe that nobody reads is refused: opening it would wait for ever.
        opened = os.open(name, os.O_WRONLY | os.O_NONBLOCK)
        with os.fdopen(opened, "wb") as stream:
            os.set_blocking(opened, True)
            stream.write(content)
    except OSError as error:
        return _unwritable(name, error)
    return None


def _written(name: str, target: Path, content: bytes, put: Callable[[str], Text | None]) -> Text | None:
    """Write a file beside its place, and have it put there; in words what kept it from being written."""
    try:
        if target.exists() and not os.access(target, os.W_OK):
            return _unwritable(name, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
        was = target.stat() if target.exists() else None
        handle, temporary = tempfile.mkstemp(prefix=".povcalc-", dir=target.parent)
    except (OSError, ValueError) as error:
        return _unwritable(name, error)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if was is not None:
            # Only the system's administrator may give files away; anybody else owns the new one, or its group.
            with suppress(OSError):
                os.chown(temporary, was.st_uid, was.st_gid)
        mode = 0o666 & ~_umask() if was is None else stat.S_IMODE(was.st_mode)
        os.chmod(temporary, mode)  # noqa: PTH101 - of the same kind as the calls around it
        return put(temporary)
    except (OSError, ValueError) as error:
        return _unwritable(name, error)
    finally:
        with suppress(OSError):
            Path(temporary).unlink()


_REASONS = {
    errno.ENOENT: Text(
        "there is no such file or folder; check the name", "không có tệp hoặc thư mục này; hãy kiểm tra lại tên"
    ),
    errno.EACCES: Text("it may not be written to; ask for the right to", "không có quyền ghi; hãy xin quyền"),
    errno.EISDIR: Text("it is a folder; name a file in it", "đây là thư mục; hãy nêu một tệp trong đó"),
    errno.ENXIO: Text("it is a pipe that nobody reads", "đây là đường ống không có ai đọc"),
}
"""Why the system refused, where it is not as for reading."""


def _unwritable(name: str, error: OSError | ValueError) -> Text:
    known = _REASONS.get(error.errno or 0) if isinstance(error, OSError) else None
    return say(
        "cannot write {name}: {why}", "không ghi được {name}: {why}", name=name or "''", why=known or reason(error)
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
