"""Files written whole or not at all: first beside their place, then moved into it."""

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from povcalc.cli.streams import reason
from povcalc.text import Text, say


def write_new(name: str, content: bytes) -> Text | None:
    """Write a new file; in words what kept it from being written."""
    return _written(name, Path(name), content, None)


def write_over(name: str, content: bytes) -> Text | None:
    """Write a file in the place of what is there, if anything; in words what kept it from being written."""
    try:
        before = Path(name).read_bytes()
    except FileNotFoundError:
        return write_new(name, content)
    except (OSError, ValueError) as error:
        return _unwritable(name, error)
    return replace(name, before, content)


def replace(name: str, before: bytes, after: bytes) -> Text | None:
    """Write a file anew that has certain bytes; in words what kept it from being written.

    A link is followed, and permissions stay. A file that has other bytes by now is left as it is, and so is one that
    may not be written to, though moving another into its place would do.
    """
    target = Path(os.path.realpath(name))
    if target.exists() and not os.access(target, os.W_OK):
        return _unwritable(name, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    return _written(name, target, after, before)


def _written(name: str, target: Path, content: bytes, before: bytes | None) -> Text | None:
    try:
        mode = 0o666 & ~_umask() if before is None else stat.S_IMODE(target.stat().st_mode)
        handle, temporary = tempfile.mkstemp(prefix=".povcalc-", dir=target.parent)
    except (OSError, ValueError) as error:
        return _unwritable(name, error)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)  # noqa: PTH101 - of the same kind as the calls around it
        if before is None:
            # Unlike a rename, a link never takes the place of a file that appeared meanwhile.
            os.link(temporary, target)
        elif target.read_bytes() != before:
            return say(
                "{name} was changed by something else since it was read; it is left as it is: run the command again",
                "{name} đã bị thay đổi sau khi đọc nên được giữ nguyên; hãy chạy lại lệnh",
                name=name,
            )
        else:
            os.replace(temporary, target)  # noqa: PTH105 - as above
    except (OSError, ValueError) as error:
        return _unwritable(name, error)
    finally:
        with suppress(OSError):
            Path(temporary).unlink()
    return None


def _unwritable(name: str, error: OSError | ValueError) -> Text:
    return say("cannot write {name}: {why}", "không ghi được {name}: {why}", name=name or "''", why=reason(error))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
