"""Files of the user's: which ones a command line names, what is in them, and writing them whole or not at all."""

import errno
import io
import os
import re
import shlex
import stat
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, redirect_stdout, suppress
from functools import cache, partial
from typing import IO, TYPE_CHECKING, NamedTuple, TypeVar

from povcalc.cli.streams import READING, CannotRunError, error, followed, holding_end, holding_interrupt, reason
from povcalc.cli.waiting import WAIT
from povcalc.findings import Trouble
from povcalc.messages import Message, join
from povcalc.patterns import regex
from povcalc.places import lines_with_ends

if TYPE_CHECKING:
    from povcalc.cli.session import EffectiveSettings
    from povcalc.document.reader import Document
    from povcalc.plan.csv_tables import Content
    from povcalc.plan.load import Reading

STDIN = "-"
_STDIN = "<stdin>"
"""What standard input is called, as in `output.report`, which takes long to import."""
_SUFFIXES = (".yaml", ".yml")
CACHE = ".povcalc_cache"
"""The folder of what is kept of earlier runs."""
_BESIDE = ".povcalc-"
"""How the name of a file begins that is being written beside its place."""


class Input(NamedTuple):
    """One thing to read: a file, what has been read already, or what keeps something from being read.

    `content` is of standard input and of the built-in plan. A file that was found in a `folder` of the command line is
    passed over in silence when it is no plan, and so is one that was named with `only_plans`. `settings` hold for it,
    and `before` are the files of the year before.
    """

    name: str
    content: bytes | None = None
    trouble: Trouble | None = None
    folder: str | None = None
    built_in: bool = False
    settings: "EffectiveSettings | None" = None
    only_plans: bool = False
    before: "tuple[Input, ...]" = ()

    @property
    def is_file(self) -> bool:
        """Whether it is a file of the user's."""
        return self.content is None and self.trouble is None


# What a command line names.


def named_inputs(names: Sequence[str], *, no_default: bool = False) -> tuple[list[Input], int]:
    """What a command line names, in order, and how many hidden folders are passed over. No file is read yet.

    It is the built-in plan when nothing is named. A file that is named twice, or in a folder too, is there once.
    """
    from povcalc.plan.load import built_in

    if not names and no_default:
        refused = Message("no file is named, and --no-default refuses the built-in plan; name a file or a folder")
        return [Input("", trouble=Trouble(None, refused))], 0
    if not names:
        content, name = built_in()
        return [Input(name, content, built_in=True)], 0
    found: list[Input] = []
    hidden = 0
    for name in dict.fromkeys(map(_as_stored, names)):
        if name == STDIN:
            found.append(_stdin())
        elif os.path.isdir(name):
            inner, passed_over = _in_folder(name)
            found += inner
            hidden += passed_over
        else:
            found.append(Input(name))
    once: dict[str | int, Input] = {}
    for place, each in enumerate(found):
        once.setdefault(os.path.normpath(each.name) if each.is_file else place, each)
    return list(once.values()), hidden


def _as_stored(name: str) -> str:
    """A name as the file system has it, where marks may stand apart from their letters (NFD), or together (NFC)."""
    if name.isascii() or os.path.lexists(name):
        return name
    folder, last = os.path.split(name)
    folder = _as_stored(folder) if last else folder
    wanted = unicodedata.normalize("NFC", last)
    with suppress(OSError, ValueError):
        alike = [each for each in os.listdir(folder or os.curdir) if unicodedata.normalize("NFC", each) == wanted]
        return os.path.join(folder, *alike[:1]) if alike else name
    return name


def plans_here() -> tuple[list[Input], int]:
    """The files of the working folder that may be plans, if one of them is; and how many hidden folders are in it."""
    found, hidden = _in_folder(os.curdir)
    inputs = [each._replace(name=os.path.normpath(each.name)) for each in found]
    is_any = any(each.trouble is None and read_input(each) is not None for each in inputs)
    return (inputs, hidden) if is_any else ([], 0)


def _stdin() -> Input:
    if sys.stdin is None:  # as Python has it when the stream was closed before the start
        return Input(_STDIN, trouble=Trouble(_STDIN, Message("standard input is closed")))
    try:
        with WAIT.still() if sys.stdin.isatty() else nullcontext():  # who types is not waiting
            return Input(_STDIN, _whole(sys.stdin.buffer))
    except OSError as fault:
        return Input(_STDIN, trouble=_unreadable(_STDIN, fault))


def _in_folder(name: str) -> tuple[list[Input], int]:
    """The files in a folder that may be plans, and how many hidden folders are in it."""
    found: list[Input] = []
    hidden = 0

    def unreadable(fault: OSError) -> None:
        inner = fault.filename or name
        found.append(Input(inner, trouble=_unreadable(inner, fault), folder=name))

    pending = [name]
    while pending:  # os.walk calls itself for each folder in a folder, until Python 3.12
        here = pending.pop()
        _, folders, files = next(os.walk(here, onerror=unreadable), (here, [], []))
        passed_over = {inner for inner in folders if _is_passed_over(os.path.join(here, inner))}
        hidden += len(passed_over - {CACHE})
        inside = (os.path.join(here, inner) for inner in sorted(set(folders) - passed_over, reverse=True))
        pending += (each for each in inside if not os.path.islink(each))
        plans = sorted(file for file in files if file.lower().endswith(_SUFFIXES) and not file.startswith(_BESIDE))
        found += [Input(os.path.join(here, file), folder=name) for file in plans]
    return found or [Input(name, trouble=no_plan_in(name), folder=name)], hidden


def _is_passed_over(folder: str) -> bool:
    """Whether a folder is hidden, or an environment of Python, which may hold the examples of povcalc itself."""
    return os.path.basename(folder).startswith(".") or os.path.exists(os.path.join(folder, "pyvenv.cfg"))


def no_plan_in(folder: str) -> Trouble:
    """That a folder holds no plan."""
    return Trouble(
        folder,
        Message(
            "no plan in the folder {name}: a plan is a .yaml or .yml file with the key povcalc at its root", name=folder
        ),
    )


def is_plan_name(name: str) -> bool:
    """Whether a file of this name could be a plan."""
    return name.lower().endswith(_SUFFIXES)


def plans_beside(name: str) -> list[str]:
    """The other plans in the folder of a file, by their names."""
    folder = os.path.dirname(name)
    with suppress(OSError, ValueError), os.scandir(folder or os.curdir) as entries:
        inputs = [Input(os.path.join(folder, each.name), folder=folder) for each in entries if is_plan_name(each.name)]
        here = os.path.realpath(name)
        plans = [each.name for each in inputs if os.path.realpath(each.name) != here and read_input(each) is not None]
        return sorted(plans)
    return []


def similar_file(name: str, *, folders: bool = False) -> str | None:
    """A file that is called almost as one that is not there: with another ending, or misspelt; a plan before others.

    With `folders` it is a folder that is looked for, as it is for the path to a file whose folder is not there.
    """
    from povcalc.typos import closest_match, fold

    folder, last = os.path.split(name)
    try:
        if folder and not os.path.isdir(folder):
            near = similar_file(folder, folders=True)
            moved = os.path.join(near, last) if near else ""
            return moved if os.path.lexists(moved) else similar_file(moved, folders=folders)
        if not last or os.path.lexists(name):
            return None
        entries = [each for each in os.scandir(folder or os.curdir) if each.name[0] != "."]
        there = sorted(each.name for each in entries if (each.is_dir() if folders else each.is_file()))
    except (OSError, ValueError):
        return None
    if not folders and (is_plan_name(name) or "." not in last):
        there = [each for each in there if is_plan_name(each)]
    stems: dict[str, str] = {}
    for each in there:
        stems.setdefault(fold(os.path.splitext(each)[0]), each)
    stem = fold(os.path.splitext(last)[0] if is_plan_name(last) else last)
    near = stems.get(closest_match(stem, stems) or "") if stem else None
    return None if near is None else os.path.join(folder, near)


def one_input(name: str | None) -> Input:
    """The one file that a command line names, or the built-in plan; a folder is not one file."""
    if name is not None and name != STDIN and os.path.isdir(name):
        why = Message("{name} is a folder; name one file in it", name=name)
        return Input(name, trouble=Trouble(name, why))
    return named_inputs(() if name is None else (name,))[0][0]


# What is in them.


def read_input(source: Input) -> "Reading | Trouble | None":
    """Read something: what keeps it from being read, `None` for what is passed over."""
    if source.trouble is not None:
        return source.trouble
    is_named = source.folder is None and not source.only_plans
    try:
        content = content_of(source.name) if source.content is None else source.content
    except (OSError, ValueError) as fault:
        is_special = isinstance(fault, _SpecialFileError)
        return None if is_special and not is_named else _unreadable(source.name, fault)
    from povcalc.plan.load import read_text

    if is_named:
        if (other := other_document(content)) is not None:
            return Trouble(source.name, _not_a_plan(source.name, other))
        reading = read_text(content, source.name)
        if reading.plan is None and not isinstance(reading.root, dict):
            is_text = not isinstance(reading.root, list) and _is_prose(content, source.name)
            kind = "csv" if _is_table(content, source.name) else "text" if is_text else None
            if kind is not None:
                return Trouble(source.name, _not_a_plan(source.name, kind))
        return reading
    if not _may_be_plan(content):
        return None
    reading = read_text(content, source.name)
    return reading if is_plan(reading, content) else None


def read_bytes(name: str) -> bytes | Trouble:
    """The bytes of a file or of standard input, or what keeps it from being read."""
    if name == STDIN:
        source = _stdin()
        return source.trouble or source.content or b""
    try:
        return content_of(_as_stored(name))
    except (OSError, ValueError) as fault:
        return _unreadable(name, fault)


def read_source(name: str) -> "Document | Trouble":
    """The paragraphs and tables of a document, or what keeps it from being read. A bar shows how far a long one is.

    A workbook is read with all of its sheets, or with the one that `book.xlsx#Sheet` names.
    """
    file, sheet = in_parts(name)
    content = read_bytes(file)
    if isinstance(content, Trouble):
        return content
    if sheet is not None and other_document(content) not in _WORKBOOKS:
        return _no_sheet(file, sheet)
    from povcalc.document.reader import read_document
    from povcalc.output.report import STDIN as STDIN_NAME
    from povcalc.sheets import DocumentError, every_sheet, one_sheet

    choose = every_sheet if sheet is None else one_sheet(file, sheet)
    watch = partial(followed, what=READING)
    try:
        return read_document(content, STDIN_NAME if name == STDIN else os.path.basename(name), watch, choose)
    except DocumentError as fault:
        why = fault.why.with_values(file=shlex.quote(name))
        return Trouble(name, Message("cannot read {name}: {why}", name=name, why=why))


Tables = tuple[tuple["Content", str], ...]
"""Side tables: their contents and names."""


def read_tables(names: Sequence[str]) -> tuple[Tables, list[Trouble]]:
    """The named side tables; none when one of them cannot be read, and what keeps them from being read."""
    found = [read_content(name) for name in dict.fromkeys(names)]
    tables = tuple(each for each in found if not isinstance(each, Trouble))
    troubles = [each for each in found if isinstance(each, Trouble)]
    return () if troubles else tables, troubles


def read_content(name: str) -> "tuple[Content, str] | Trouble":
    """A table and its name: a CSV text, or the sheet of a workbook that `book.xlsx#Sheet` names, else its first one."""
    file, sheet = in_parts(name)
    content = read_bytes(file)
    if isinstance(content, Trouble):
        return content
    kind = other_document(content)
    called = _STDIN if file == STDIN else file
    if kind in _WORKBOOKS:
        from povcalc.sheets import DocumentError, one_sheet, read_sheets

        try:
            ((title, table),) = read_sheets(content, one_sheet(file, sheet)).items()
        except DocumentError as fault:
            return Trouble(file, Message("cannot read {name}: {why}", name=file, why=fault.why))
        return table, f"{called}#{title}"
    if kind is None and sheet is None:
        return content, called
    if kind is None:
        return _no_sheet(file, sheet)
    refused = Message(
        "{name} is {kind}, not a CSV table or a workbook; {how}", name=file, kind=_KINDS[kind], how=_how(kind)
    )
    return Trouble(file, refused)


def _no_sheet(file: str, sheet: str | None) -> Trouble:
    why = Message("{name} is no workbook, so it has no sheet {sheet}", name=file, sheet=sheet or "''")
    return Trouble(file, why)


def in_parts(name: str) -> tuple[str, str | None]:
    """A file and the sheet behind its `#`; a file whose own name has that sign is meant where there is one."""
    if "#" not in name or os.path.lexists(name):
        return name, None
    cuts = [at for at, letter in enumerate(name) if letter == "#"]
    at = next((at for at in cuts if os.path.isfile(_as_stored(name[:at]))), cuts[0])
    return name[:at], name[at + 1 :]


class _SpecialFileError(OSError):
    """Something in the place of a file that may have no end; its argument says what it is."""


_DEVICE, _EMPTY_PIPE = Message("it is a device, not a file"), Message("it is a pipe that nothing comes from")


def content_of(name: str) -> bytes:
    """The bytes of a file, or of a pipe that somebody writes: shells pass `<(…)` as one.

    Raises `OSError` or `ValueError`; a special file, such as a device, is refused before anything is read of it, and so
    is one that is too large.
    """
    found = os.stat(name)
    if stat.S_ISCHR(found.st_mode) or stat.S_ISBLK(found.st_mode) or _is_of_kernel(found):
        raise _SpecialFileError(_DEVICE)
    if stat.S_ISSOCK(found.st_mode):
        raise _SpecialFileError(Message("it is a socket, not a file"))
    if stat.S_ISFIFO(found.st_mode):
        if _stream_into(found) is not None:  # what this process alone may write would never end
            raise _SpecialFileError(_EMPTY_PIPE)
        return _piped(name)
    with open(name, "rb") as opened:
        return _whole(opened, found.st_size)


LARGEST = 128 << 20
"""The most bytes that are read of one file: ten times a nation with all its figures. What it takes to check more would
fill the memory, and a stream such as that of `yes` has no end."""


def _whole(opened: IO[bytes], size: int = 0) -> bytes:
    """All that comes from a file of a known size or a stream. Raises `OSError` for more than is read of one."""
    content = b"" if size > LARGEST else opened.read(size + 1)
    if len(content) > size:  # a stream, or a file that has grown meanwhile
        content += opened.read(LARGEST)
    if max(size, len(content)) > LARGEST:
        too_much = Message(
            "it has more than {most} MB, the most that is read of one file; check the name, or split it",
            most=LARGEST >> 20,
        )
        raise OSError(too_much)
    return content


_OF_KERNEL = (
    *("proc", "sysfs", "tracefs", "debugfs", "cgroup", "cgroup2"),
    *("securityfs", "configfs", "binfmt_misc", "bpf", "pstore", "efivarfs", "fusectl"),
)
"""The file systems of Linux in which the kernel makes up what is read."""


def _is_of_kernel(found: os.stat_result) -> bool:
    """Whether the kernel makes up what is read, as of /proc/kmsg, which waits for ever: such a file has no size."""
    return stat.S_ISREG(found.st_mode) and found.st_size == 0 and _file_system(found.st_dev) in _OF_KERNEL


def _file_system(device: int) -> str | None:
    """Of what kind the file system of a device is, wherever it is mounted; `None` where the system does not say."""
    with suppress(OSError), open("/proc/self/mountinfo", encoding="utf-8", errors="replace") as mounts:
        number = f"{os.major(device)}:{os.minor(device)}"
        for line in mounts:
            of_place, _, of_kind = line.partition(" - ")
            if of_place.split()[2:3] == [number]:
                return of_kind.split()[0]
    return None


def _piped(name: str) -> bytes:
    """What comes through a pipe. One without a writer is refused: opening it would wait for ever."""
    opened = os.open(name, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(opened, "rb") as pipe:
        try:
            first = os.read(opened, 1)
        except BlockingIOError:  # a writer that has not written yet
            first = None
        if first == b"":
            raise _SpecialFileError(_EMPTY_PIPE)
        os.set_blocking(opened, True)
        return (first or b"") + _whole(pipe)


def _unreadable(name: str, fault: OSError | ValueError) -> Trouble:
    told = Message("cannot read {name}: {why}", name=name or "''", why=reason(fault))
    return Trouble(name, told)


# Documents that are no text of ours, by what they begin with.

_SIGNS = (
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"{\\rtf", "rtf"),
    (b"BZh", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\xfd7zXZ\0", "archive"),
)
_IN_ZIP = (
    (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.text", "odt"),
    (b"xl/", "xlsx"),
    (b"word/", "docx"),
    (b"ppt/", "archive"),
)
_KINDS = {
    "xlsx": Message("an Excel workbook (xlsx)"),
    "xls": Message("an old Excel workbook (xls)"),
    "ods": Message("a spreadsheet (ods)"),
    "docx": Message("a Word document (docx)"),
    "doc": Message("an old Word document (doc)"),
    "odt": Message("a text document (odt)"),
    "rtf": Message("a text document (rtf)"),
    "pdf": Message("a PDF document"),
    "html": Message("a web page (HTML)"),
    "csv": Message("a table (CSV)"),
    "text": Message("a text in sentences"),
    "utf16": Message("a table in UTF-16"),
    "image": Message("an image"),
    "gzip": Message("a compressed file (gzip)"),
    "archive": Message("an archive (zip, 7z or the like)"),
    "binary": Message("a binary file"),
}
_WORKBOOKS = ("xlsx", "ods")
_DRAFTED = ("docx", "xlsx", "ods", "pdf", "html", "csv", "text")
_SPREADSHEETS = ("xls", "utf16")
_HTML = regex(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table)\b", re.IGNORECASE | re.DOTALL
)
_FEW, _SOME = 1024, 16
_LIMIT = 1 << 20


def other_document(content: bytes) -> str | None:
    """Which of the kinds of document some bytes are that hold neither a plan nor a table of ours; `None` else."""
    begin = content[:_FEW]
    if begin.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        names = content[:_LIMIT] + content[-_LIMIT:]  # the directory of its files is at the end
        return next((kind for sign, kind in _IN_ZIP if sign in names), "archive")
    if begin.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next(
            (
                kind
                for name, kind in (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"))
                if name.encode("utf-16-le") in content
            ),
            "binary",
        )
    for sign, kind in _SIGNS:
        if begin.lstrip(b"\xef\xbb\xbf \r\n").startswith(sign):
            return kind
    begin = begin.removeprefix(b"\xef\xbb\xbf")
    if begin.lstrip().startswith(b"<") and _HTML.match(begin):
        return "html"
    return _kind_by_zeros(content)


def _kind_by_zeros(content: bytes) -> str | None:
    """What text never has many of tells a binary; in UTF-16 every second byte of plain letters is zero."""
    begin = content[: 2 * _FEW]
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf16" if _is_table(content, "") else None
    odd = sum(byte < ord(" ") and byte not in b"\t\n\r\f\x1b" for byte in begin)
    return "binary" if odd * 10 > len(begin) >= _SOME and b"povcalc" not in begin.replace(b"\0", b"") else None


def _is_table(content: bytes, name: str) -> bool:
    """Whether a text that is no YAML is a table: cells in rows, under a known heading or in a file named so."""
    from povcalc.plan.csv_tables import has_heading

    text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", "replace")
    lines = [line for line in lines_with_ends(text)[:30] if line.strip()]
    if not lines or _KEY.search(content.replace(b"\0", b"")):
        return False
    marks = max(sum(mark in line for line in lines) for mark in ",;\t")
    return 2 * marks > len(lines) and (name.lower().endswith((".csv", ".tsv")) or has_heading(text))


_SENTENCE_WORDS = 12


def _is_prose(content: bytes, name: str) -> bool:
    """Whether a text that is no YAML has paragraphs, as documents do: lines of many words without a colon early on."""
    if _KEY.search(content.replace(b"\0", b"")) or not name.lower().endswith((".txt", ".text", *_SUFFIXES)):
        return False
    lines = [line for line in content.decode("utf-8", "replace").splitlines() if line.strip()]
    long = sum(len(line.split()) >= _SENTENCE_WORDS for line in lines)
    return long > 0 and (name.lower().endswith((".txt", ".text")) or 4 * long > len(lines))


def _not_a_plan(name: str, kind: str) -> Message:
    return Message("{name} is {kind}, not a plan; {how}", name=name, kind=_KINDS[kind], how=_how(kind, name))


def _how(kind: str, plan: str | None = None) -> Message:
    """What to do with a document; `plan` is its name where a plan was expected and not a table."""
    stem = os.path.splitext(os.path.basename(plan or ""))[0] if plan and not plan.startswith("<") else ""
    table = shlex.quote(plan if plan and kind in ("csv", *_WORKBOOKS) and stem else f"{stem or 'table'}.csv")
    is_taken = (plan or "").lower().endswith(_SUFFIXES)
    new = shlex.quote(f"{'plan' if is_taken else stem or 'plan'}.yaml")
    commands = Message(
        "begin a plan with: povcalc init {new} --from {table}; or add its figures to a plan: "
        "povcalc check plan.yaml --figures {table}",
        new=new,
        table=table,
    )
    if kind in ("doc", "xls") and plan is not None and stem:
        ending = f"{kind}x"
        return Message(
            "type: soffice --headless --convert-to {ending} {file}; then begin a plan with: povcalc draft {made} -o "
            "{new}",
            ending=ending,
            file=shlex.quote(plan),
            made=shlex.quote(f"{stem}.{ending}"),
            new=new,
        )
    if kind in _DRAFTED and plan is not None:
        draft = Message("begin a plan with: povcalc draft {file} -o {new}", file=shlex.quote(plan), new=new)
        return join((draft, commands), "; ") if kind in ("csv", *_WORKBOOKS) else draft
    if kind == "csv":
        return commands
    if kind in _SPREADSHEETS:
        first = Message("open it in a spreadsheet and save it as .xlsx, .ods or CSV UTF-8")
    elif kind in ("image", "binary", "archive", "gzip"):
        first = Message("name the document inside, or a file of text")
        then = Message("{first}; or begin a plan with: povcalc init {new}", first=first, new=new)
        return first if plan is None else then
    else:
        first = Message("copy its table into a spreadsheet and save that as CSV UTF-8")
    then = Message("{first} ({table}), then {commands}", first=first, table=table, commands=commands)
    return first if plan is None else then


_KEY = regex(rb"^[\s{\"'\xef\xbb\xbf\xff\xfe]*povcalc", re.MULTILINE)
_SECTIONS = (b"document", b"targets")


def _may_be_plan(content: bytes) -> bool:
    """Whether it is worth while to read a file of a large folder: it mentions the format's key, or what plans have.

    UTF-16 has zero bytes between the letters.
    """
    plain = content.replace(b"\0", b"") if b"\0" in content else content
    return b"povcalc" in plain or all(section in plain for section in _SECTIONS)


def is_plan(reading: "Reading", content: bytes) -> bool:
    """Whether a file in a folder is meant as a plan; one whose text is broken, or has lost its first key, may be."""
    if reading.plan is not None:
        return True
    root = reading.root
    if root is None:
        return _KEY.search(content.replace(b"\0", b"")) is not None
    return isinstance(root, dict) and ("povcalc" in root or all(key.decode() in root for key in _SECTIONS))


# Writing: first beside the file's place, then moved into it.


def write_new(name: str, content: bytes) -> Message | None:
    """Write a new file; in words what kept it from being written."""

    def put(temporary: str) -> None:
        try:
            # Unlike a rename, a link never takes the place of a file that appeared meanwhile.
            os.link(temporary, name)
        except OSError:
            if os.path.lexists(name):
                raise
            os.rename(temporary, name)  # a memory stick, or a share, may have no links

    return _written(name, name, content, put)


def replace(name: str, before: bytes, after: bytes) -> Message | None:
    """Write a file anew that has certain bytes; in words what kept it from being written.

    A link is followed, and permissions stay, and the owner where that may be. A file that has other bytes by now is
    left as it is, and so is one that may not be written to, though moving another into its place would do.
    """
    target = os.path.realpath(name)

    def put(temporary: str) -> Message | None:
        with open(target, "rb") as opened:
            now = opened.read()
        if now != before:
            return Message(
                "{name} was changed by something else since it was read; it is left as it is: run the command again",
                name=name,
            )
        os.replace(temporary, target)
        return None

    return _written(name, target, after, put)


def write_output(name: str, content: bytes) -> Message | None:
    """Write a file that may be there already; in words what kept it from being written.

    What is no file, such as a terminal or a pipe, is written to as it is, and so is the file that standard output or
    error goes into: what stands in it stays, and what follows goes behind it.
    """
    if name.endswith(os.sep):
        return _unwritable(name, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))
    try:
        found = os.stat(name)
    except FileNotFoundError:
        found = None
    except (OSError, ValueError) as fault:
        return _unwritable(name, fault)
    if found is not None and stat.S_ISBLK(found.st_mode):
        return _unwritable(name, _SpecialFileError(_DEVICE))
    if found is not None and stat.S_ISCHR(found.st_mode) and found.st_rdev == _NEW_TERMINAL:
        return _unwritable(name, OSError(errno.ENXIO, os.strerror(errno.ENXIO)))
    stream = None if found is None else _stream_into(found)
    if stream is not None or (found is not None and not stat.S_ISREG(found.st_mode)):
        return _poured(name, content, stream)
    target = os.path.realpath(name)
    return _written(name, target, content, lambda temporary: os.replace(temporary, target))


_NEW_TERMINAL = os.makedev(5, 2) if sys.platform == "linux" else None
"""The number of /dev/ptmx: who opens it makes a terminal that nobody reads, and waits as soon as it is full."""


def _stream_into(found: os.stat_result) -> int | None:
    """The stream, standard output or error, that goes into a file; another file in its place would lose the rest."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            if os.path.samestat(found, os.fstat(stream.fileno())):
                stream.flush()
                return stream.fileno()
    return None


def _poured(name: str, content: bytes, stream: int | None) -> Message | None:
    try:
        # A pipe that nobody reads is refused: opening it would wait for ever.
        opened = os.open(name, os.O_WRONLY | os.O_NONBLOCK) if stream is None else os.dup(stream)
        with os.fdopen(opened, "wb") as file:
            os.set_blocking(opened, True)
            file.write(content)
    except OSError as fault:
        return _unwritable(name, fault)
    return None


@contextmanager
def into(name: str | None) -> Iterator[None]:
    """Have what is written on standard output meanwhile go into a file, whole or not at all; `None` for no file.

    Raises `CannotRunError` for a file that cannot be written.
    """
    if name is None:
        yield
        return
    held = io.BytesIO()
    out = io.TextIOWrapper(held, "utf-8", newline="")
    with redirect_stdout(out):
        yield
        out.flush()
    why = write_output(name, held.getvalue())
    if why is not None:
        raise CannotRunError(why)
    error("{name} is written", name=name)


_Made = TypeVar("_Made")


def in_words(make: Callable[[], _Made]) -> _Made:
    """What a writer of workbooks makes. Raises `CannotRunError` where its library is not there, or has no room.

    It writes each sheet into a temporary file, and what keeps it from that is an error of its own where it can be.
    """
    from povcalc.sheets import EXCEL_EXTRA

    try:
        return make()
    except ImportError:
        raise CannotRunError(EXCEL_EXTRA) from None
    except Exception as fault:
        number = getattr(errno, str(fault).removeprefix("IO_"), None)
        if not isinstance(fault, OSError) and number is None:
            raise
        raise CannotRunError(_no_room(fault if isinstance(fault, OSError) else OSError(number, str(fault)))) from None


def _no_room(fault: OSError) -> Message:
    """That a temporary file could not be written, and why."""
    import tempfile

    try:
        return _unwritable(tempfile.gettempdir(), fault)
    except OSError:
        return Message("nothing can be written into any folder for temporary files; have TMPDIR name one")


_HOUR = 3600
_LEFTOVER = regex(rf"{re.escape(_BESIDE)}(?P<host>.*)-(?P<pid>[0-9]{{1,9}})-[a-z0-9_]+\.tmp")


def _host() -> str:
    """This machine's name, as far as it may stand in the name of a file."""
    import platform

    return re.sub("[^A-Za-z0-9.-]", "", platform.node())[:64]


def remove_leftovers(folder: str) -> None:
    """Remove what killed runs left in a folder beside files that they were writing.

    What a run that still goes on may need stays: that of a living process, and for an hour that of another machine or
    container. This process must not be writing there yet, since its number may have been that of a killed one.
    """
    with suppress(OSError), os.scandir(folder or os.curdir) as entries:
        for entry in entries:
            found = _LEFTOVER.fullmatch(entry.name)
            with suppress(OSError):
                if found and entry.is_file(follow_symlinks=False) and _is_dead(found, entry.stat().st_mtime):
                    os.unlink(entry.path)


@cache
def _tidy(folder: str) -> None:
    """Remove what killed runs left in a folder, once: later this process may be writing there."""
    remove_leftovers(folder)


def _is_dead(leftover: re.Match[str], when: float) -> bool:
    pid = int(leftover["pid"])
    if leftover["host"] == _host():
        if pid == os.getpid():
            return True
        if os.name == "posix":  # elsewhere there is no signal that asks and does nothing
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return True
            except PermissionError:
                pass  # it lives, and is another user's
    return time.time() - when > _HOUR


def beside() -> str:
    """How the name begins of a file that this process writes beside its place; it ends in `.tmp`."""
    return f"{_BESIDE}{_host()}-{os.getpid()}-"


def _written(name: str, target: str, content: bytes, put: Callable[[str], Message | None]) -> Message | None:
    """Write a file beside its place, and have it put there; in words what kept it from being written.

    What killed runs left there is removed before the first file is written.
    """
    import tempfile

    folder = os.path.dirname(target) or os.curdir
    with holding_interrupt(), holding_end():
        try:
            was = os.stat(target) if os.path.exists(target) else None
            if was is not None and not os.access(target, os.W_OK):
                return _unwritable(name, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
            _tidy(folder)
            handle, temporary = tempfile.mkstemp(".tmp", beside(), folder)
        except (OSError, ValueError) as fault:
            return _unwritable(name, fault)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if was is not None:
                # Only the system's administrator may give files away; anybody else owns the new one, or its group.
                with suppress(OSError):
                    os.chown(temporary, was.st_uid, was.st_gid)
            os.chmod(temporary, 0o666 & ~_umask() if was is None else stat.S_IMODE(was.st_mode))
            return put(temporary)
        except (OSError, ValueError) as fault:
            return _unwritable(name, fault)
        finally:
            with suppress(OSError):
                os.unlink(temporary)


def _unwritable(name: str, fault: OSError | ValueError) -> Message:
    why = reason(fault, writing=True)
    return Message("cannot write {name}: {why}", name=name or "''", why=why)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
