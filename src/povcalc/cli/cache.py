"""Results of earlier runs: in a large run, what became of a file that has not changed since.

They are kept in `.povcalc_cache` of the working folder. A result is found again only where all that it was made of is
the same: the bytes and names of the file and of those of the year before, all options and settings, side tables, the
day, the program as it is installed and its libraries. What is held to a document is not kept. The folder may have come
from anywhere with the files beside it: nothing but values is ever made of what is in it.
"""

import datetime
import hashlib
import io
import os
import pickle
import shutil
import sys
import zlib
from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from povcalc.cli.files import CACHE, LARGEST, Input, beside, content_of, remove_leftovers
from povcalc.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from povcalc.cli.run import FileResult, Options

_LENGTH = 32
"""The bytes of a digest."""


class Cache(NamedTuple):
    """The kept results of one kind of run: `folder` is where they are, `made_by` the digest of all but the files."""

    folder: str
    made_by: bytes

    def find(self, source: Input) -> "FileResult | None":
        """What became of a file that is as it was; `None` where that is not known."""
        with suppress(Exception):  # what is not as we wrote it may raise anything when it is made into values again
            content = content_of(self._entry(source))
            of_source, of_result, made = content[:_LENGTH], content[_LENGTH : 2 * _LENGTH], content[2 * _LENGTH :]
            if of_result == _digest(made) and of_source == self._digest_of(source):
                return cast("FileResult", _Values(io.BytesIO(_unpacked(made))).load())
        return None

    def keeping(self, source: Input, process: "Callable[[], FileResult]") -> "FileResult":
        """What becomes of a file. It is kept if the file stayed as it was meanwhile and no other file had a part."""
        digest = None
        with suppress(OSError, ValueError):
            digest = self._digest_of(source)
        result = process()
        plan = None if result.checked is None else result.checked.reading.plan
        is_of_source = not result.troubles and (plan is None or plan.document.file is None)
        with suppress(OSError, ValueError):
            if digest is not None and is_of_source and self._digest_of(source) == digest:
                made = zlib.compress(pickle.dumps(result, pickle.HIGHEST_PROTOCOL), 1)
                entry = self._entry(source)
                with open(os.path.join(self.folder, f"{beside()}{os.path.basename(entry)}.tmp"), "wb") as file:
                    file.write(digest + _digest(made) + made)
                os.replace(file.name, entry)
        return result

    def _digest_of(self, source: Input) -> bytes:
        """The digest of all that the result of a file is made of. Raises `OSError` or `ValueError`."""
        contents = [content_of(each.name) for each in (source, *source.before)]
        return _digest(self.made_by + _spelt((source, [_digest(each) for each in contents])))

    def _entry(self, source: Input) -> str:
        named = _digest(self.made_by + _spelt((source.name, bool(source.before))))
        return os.path.join(self.folder, named.hex())


def open_cache(options: "Options") -> Cache | None:
    """The results of earlier runs with these options; `None` where none are kept.

    What another version of the program left is removed. A folder that cannot be written to keeps nothing, and so does
    a link: it may lead to anything, such as a person's own files.
    """
    if options.fix or options.whole or options.document is not None:
        return None
    program = _program().hex()[:_NAME]
    own = os.path.join(CACHE, program)
    if os.path.islink(CACHE) or os.path.islink(own):
        return None
    with suppress(OSError):
        os.makedirs(own, exist_ok=True)
        for other in os.listdir(CACHE):
            if other != program and _OF_PROGRAM.fullmatch(other):
                shutil.rmtree(os.path.join(CACHE, other), ignore_errors=True)
        remove_leftovers(own)
        with suppress(FileExistsError), open(os.path.join(CACHE, _IGNORED), "x", encoding="ascii") as file:
            file.write("*\n")  # so that no repository takes it in
        day = datetime.datetime.now().astimezone().date()
        return Cache(own, _digest(_spelt((program, os.getcwd(), day, options))))
    return None


_IGNORED = ".gitignore"
_NAME = 16
_OF_PROGRAM = regex(f"[0-9a-f]{{{_NAME}}}")
"""How the folder of the results of one version of the program is called."""


def _program() -> bytes:
    """The digest of the program as it is installed here: when its files were written, and what it stands on."""
    libraries = [version(each) for each in ("povcalc", "pydantic", "PyYAML", "rich")]
    return _digest(_spelt((sys.version, libraries, sorted(_files(os.path.dirname(os.path.dirname(__file__)))))))


def _files(folder: str) -> "Iterator[tuple[str, int, int]]":
    """The files of the program, each with its size and the time when it was written."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name not in ("__pycache__", "examples"):
                yield from _files(entry.path)
            elif entry.is_file():
                yield entry.path, entry.stat().st_size, entry.stat().st_mtime_ns


def _unpacked(made: bytes) -> bytes:
    """What was packed, as far as a result can be long. Raises `zlib.error` for what is no whole one of these."""
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(made, LARGEST)
    if not unpacking.eof:
        raise zlib.error
    return content


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _spelt(value: object) -> bytes:
    """A value with all its parts in words: of two that differ these differ too."""
    return repr(value).encode(errors="surrogatepass")


class _Values(pickle.Unpickler):
    """Makes values of the program's own classes again, and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """One of the classes that results are made of. Raises `UnpicklingError` for anything else."""
        if module.startswith("povcalc.") or (module, name) in _OTHERS:
            found = super().find_class(module, name)
            if isinstance(found, type) or (module, name) in _OTHERS:
                return found
        raise pickle.UnpicklingError


_OTHERS = {
    ("array", "array"),
    ("array", "_array_reconstructor"),
    ("datetime", "date"),
    ("decimal", "Decimal"),
    ("fractions", "Fraction"),
}
