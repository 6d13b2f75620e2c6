"""What files and findings are called by systems that remember them, such as forges.

A file is called by its path in the repository, a finding by a fingerprint that outlives edits elsewhere in
the file: it is made of the check, the file and the ids that lead to the figure, not of lines and numbers.
"""

import hashlib
import os
from collections import Counter
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import quote

from povcalc.findings import Finding
from povcalc.output.beside import document_of
from povcalc.output.checked import Checked
from povcalc.places import Path

SCHEME = "povcalc/v1"
"""How fingerprints are made; it changes when the same finding would get another one."""


def file_path(name: str, folder: str) -> str:
    """A file's path from a folder, with slashes; the whole path of a file that is not inside it."""
    whole = FilePath(os.path.normpath(FilePath(folder, name)))
    return whole.relative_to(folder).as_posix() if whole.is_relative_to(folder) else whole.as_posix()


def file_uri(name: str, folder: str) -> str:
    """The same as a URI: relative to the folder for a file inside it."""
    path = file_path(name, folder)
    return FilePath(path).as_uri() if FilePath(path).is_absolute() else quote(os.fsencode(path))


class Fingerprints:
    """The fingerprints of one report, of which no two are the same."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._seen: Counter[tuple[str, ...]] = Counter()

    def of(self, *about: str) -> str:
        """The fingerprint of what these words say together; when they were said before, of saying them again."""
        self._seen[about] += 1
        again = [str(self._seen[about])] if self._seen[about] > 1 else []
        return hashlib.sha256("\0".join([*about, *again]).encode(errors="surrogatepass")).hexdigest()[:32]

    def of_finding(self, checked: Checked, finding: Finding) -> str:
        """The fingerprint of a finding. They are asked for in the order of the report."""
        path = file_path(finding.file or checked.name, self.folder)
        return self.of("finding", finding.code, path, *_address(checked, finding))


def _address(checked: Checked, finding: Finding) -> tuple[str, ...]:
    """What leads to the thing found: keys and ids, or the words of the line where it is the text itself."""
    if finding.path is not None:
        document = checked.reading.document
        return tuple(_steps(finding.path, None if document is None else document.root))
    document = document_of(checked, finding)
    if document is None or finding.place is None:
        return ("text",)
    return ("text", document.lines.line(finding.place.line).strip())


def _steps(path: Path, root: Any) -> list[str]:
    steps, here = [], root
    for step in path:
        if isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
            steps.append(_called(here) or str(step))
        else:
            here = here.get(step) if isinstance(here, dict) else None
            steps.append(str(step))
    return steps


def _called(item: Any) -> str | None:
    """What an item of a list is called, wherever in it the item stands: its id, else its name, else itself."""
    if not isinstance(item, dict):
        return item if isinstance(item, str) else None
    names = (item.get(key) for key in ("id", "check", "name", "title"))
    return next((name for name in names if isinstance(name, str)), None)
