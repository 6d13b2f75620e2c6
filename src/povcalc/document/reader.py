"""Documents as paragraphs and tables with places: text, HTML, Word, PDF with a text layer, workbooks, CSV.

Nothing in a document is executed, fetched or expanded beyond its limits. Text in the old Vietnamese encodings TCVN3 and
VNI, decomposed letters, ligatures, soft hyphens and words broken over lines come out as plain Unicode.
"""

import csv
import io
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from povcalc.messages import Message
from povcalc.sheets import (
    HOW_TO_COMPUTE,
    MAX_BYTES,
    MAX_CELLS,
    CellKind,
    Choice,
    DocumentError,
    damaged,
    every_sheet,
    packed_names,
    read_sheets,
)
from povcalc.typos import in_form

MAX_PAGES = 3_000
"""How many pages a document may have."""


class Block(NamedTuple):
    """A paragraph, or a row of a table with its `cells`; `where` says where it stands in the document.

    `breaks` are the offsets in the text where a new line of the file begins, for a document that has lines; `line` is
    the first of them, 0 for one that has none. The rows of one table have its number in `table`; 0 is none.
    """

    text: str
    where: Message
    cells: tuple[str, ...] = ()
    table: int = 0
    line: int = 0
    breaks: tuple[tuple[int, int], ...] = ()

    def place(self, offset: int) -> Message:
        """Where an offset of the text stands."""
        if not self.line:
            return self.where
        before = bisect_right(self.breaks, offset, key=itemgetter(0))
        return Message("line {line}", line=str(self.breaks[before - 1][1] if before else self.line))


Watch = Callable[[Iterable[Any], int], Iterable[Any]]
"""What hands on the pages of a document, or its blocks, of so many, and shows how far it has come."""


def unwatched(pages: Iterable[Any], _: int) -> Iterable[Any]:
    """Hand on pages that nobody watches."""
    return pages


@dataclass(frozen=True)
class Document:
    """A document's name and its blocks in order; `watch` is how its reading is shown.

    `kept` has what was read from it already, by what it was read for: a plan that is corrected is held to it again.
    """

    name: str
    blocks: tuple[Block, ...]
    watch: Watch = field(default=unwatched, compare=False, repr=False)
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


def read_document(content: bytes, name: str, watch: Watch = unwatched, choose: Choice = every_sheet) -> Document:
    """The paragraphs and tables of a document, of a workbook those of the chosen sheets. Raises `DocumentError`."""
    if len(content) > MAX_BYTES:
        raise DocumentError("the document is too large: {size} bytes", size=len(content))
    blocks = tuple(block for block in _blocks(content, name, watch, choose) if block.text)
    if not blocks:
        raise DocumentError(
            Message("the document is a picture without text, such as a scan; run text recognition on it first")
            if content.startswith(b"%PDF")
            else Message("the document has no text")
        )
    return Document(name, blocks, watch)


def _blocks(content: bytes, name: str, watch: Watch, choose: Choice) -> Iterable[Block]:
    ending = name.rpartition(".")[2].lower()
    if content.startswith(b"%PDF"):
        return _pdf(content, watch)
    if content.startswith(b"PK\3\4"):
        return _packed(content, choose)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise DocumentError("this is a file with a password; open it and save it without one")
        is_table = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))
        raise DocumentError(
            "this is an old {kind} file; save it as .{ending}, or type: soffice --headless --convert-to {ending} "
            "{file}",
            kind="Excel" if is_table else "Word",
            ending="xlsx" if is_table else "docx",
            file=name,
        )
    text = _decoded(content)
    if ending in ("html", "htm") or re.match(r"\s*(?:<!doctype html|<html)", text, re.IGNORECASE):
        return _html(text)
    return _csv(text) if ending in ("csv", "tsv") else _paragraphs(text)


def _decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or, failing these, one of the old 8-bit encodings."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise DocumentError("this is no text, Word, PDF, Excel, HTML or CSV file")
    return text


# Letters.

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
"""Letters of the encoding TCVN 5712:1993 (fonts .VnTime and the like), as they look when read as Western text."""

_VNI_MARKS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_ROUND = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_SHORT = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE = {"ñ": "đ", "Ñ": "Đ", "ö": "ư", "Ö": "Ư", "ô": "ơ", "Ô": "Ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI = re.compile("([aoeuyAOEUYöôÖÔ])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])")


def _vni(found: re.Match[str]) -> str:
    letter, mark = found[1], found[2].lower()
    base = _VNI_ALONE.get(letter, letter)
    if mark in _VNI_ROUND and letter in "aoeAOE":
        return unicodedata.normalize("NFC", f"{base}\u0302{_VNI_ROUND[mark]}")
    if mark in _VNI_SHORT and letter in "aA":
        return unicodedata.normalize("NFC", f"{base}\u0306{_VNI_SHORT[mark]}")
    if mark in _VNI_MARKS:
        return unicodedata.normalize("NFC", base + _VNI_MARKS[mark])
    return found[0]


_LEGACY_WORDS = (
    ("nghÌo", "hé ", "gi¶m", "huyÖn", "tØnh", "tû lÖ", "x·", "n¨m"),
    ("ngheøo", "hoä ", "giaûm", "huyeän", "tænh", "tyû leä", "naêm"),
)
"""Words of poverty plans as TCVN3 and VNI write them, when read as Western text."""


def _unicode(text: str) -> str:
    """Text in plain composed letters, whatever encoding it came in."""
    text = in_form("NFC", text)
    tcvn3, vni = (sum(text.count(word) for word in words) for words in _LEGACY_WORDS)
    if max(tcvn3, vni) > 1 and not re.search("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", text):
        if tcvn3 >= vni:
            text = "".join(_TCVN3.get(letter, letter) for letter in text)
        else:
            text = "".join(_VNI_ALONE.get(letter, letter) for letter in _VNI.sub(_vni, text))
    return "".join(_LETTERS.get(letter, letter) for letter in text)


_LETTERS = {
    "\u00ad": "",
    "\u200b": "",
    "\u2060": "",
    "\ufeff": "",
    "\u200e": "",
    "\u200f": "",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "Ð": "Đ",
    "ð": "đ",
    **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t", " "),
}


def _one_line(text: str) -> str:
    return " ".join(text.split())


# Text.

_ITEM = re.compile(r"\s*(?:[-+*•–—▪●○]|\(?[0-9]{1,3}[.)]|\(?[a-zđ][.)]|[IVXLC]+[.\-)]|[A-Z][.\-]|(?:TT|STT)\b)\s*")
_ENDS = re.compile(r"[.!?;:,”»…]\s*$")


def _paragraphs(text: str) -> Iterator[Block]:
    """Paragraphs of a plain text: lines that go on are joined, and so are words broken over two of them."""
    whole: list[tuple[int, str]] = []
    for number, line in enumerate([*re.split(r"\r\n|\n|\r|\f", _unicode(text)), ""], start=1):
        words = _one_line(line)
        if words and whole and _goes_on(whole[-1][1], words):
            whole.append((number, words))
            continue
        if whole:
            yield _joined(whole)
        whole = [(number, words)] if words else []


def _goes_on(before: str, words: str) -> bool:
    """Whether a line continues the one before it."""
    if _ITEM.match(words):
        return False
    first = words[0]
    return first.islower() or first.isdigit() or (not _ENDS.search(before) and len(before) > _FULL_LINE)


_FULL_LINE = 60
"""A shorter line that ends without a mark is a heading or the last of its paragraph."""


def _joined(lines: Sequence[tuple[int, str]]) -> Block:
    first, before = lines[0]
    parts = [before]
    breaks = []
    length = len(before)
    for number, words in lines[1:]:
        if _BROKEN.search(before) and words[0].islower():
            parts[-1] = before[:-1]
            length -= 1
        else:
            parts.append(" ")
            length += 1
        breaks.append((length, number))
        parts.append(words)
        length += len(words)
        before = words
    return Block("".join(parts), Message("line {line}", line=str(first)), line=first, breaks=tuple(breaks))


_BROKEN = re.compile(r"[^\W\d_]-$")
"""The end of a line in the middle of a word."""


def _row(cells: Iterable[object], where: Message, table: int, line: int = 0) -> Block:
    words = tuple(_one_line(_unicode("" if cell is None else str(cell))) for cell in cells)
    return Block(" | ".join(words) if any(words) else "", where, words, table, line)


def _table_row(table: int, row: int) -> Message:
    return Message("table {table}, row {row}", table=str(table), row=str(row))


def _csv(text: str) -> Iterator[Block]:
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    rows = csv.reader(lines, delimiter=max(",;\t", key=first.count))
    line = 1
    try:
        for row in rows:
            yield _row(row, Message("line {line}", line=str(line)), 1, line)
            line = rows.line_num + 1
    except csv.Error as error:
        raise DocumentError("the table breaks off in line {line}: {why}", line=str(line), why=str(error)) from None


# Formats that need a library.

_EXTRA = Message("reading this kind of file takes another library; type: pip install 'povcalc[documents]'")


def _html(text: str) -> Iterator[Block]:
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        raise DocumentError(_EXTRA) from None
    tree = LexborHTMLParser(text)
    for gone in tree.css("script,style,noscript,template,svg,nav"):
        gone.decompose()
    paragraphs = tables = 0
    for node in tree.css(f"{_INNER},caption,title"):
        if _above(node, "table"):
            continue
        if node.tag == "table":
            tables += 1
            rows = _grid(node.css("tr"))
            yield from (_row(cells, _table_row(tables, number), tables) for number, cells in enumerate(rows, start=1))
        elif len(node.css(_INNER)) <= 1:  # itself at most
            paragraphs += 1
            text = _one_line(_unicode(node.text(separator="")))
            yield Block(text, Message("paragraph {number}", number=str(paragraphs)))


_INNER = "p,li,h1,h2,h3,h4,h5,h6,table,div,pre,dd,dt"
_WIDEST_SPAN = 50


def _grid(rows: Sequence[Any]) -> Iterator[list[str]]:
    """The cells of a table's rows, empty where a cell that began above or to the left goes on."""
    below: dict[int, int] = {}
    for row in rows:
        cells: list[str] = []
        for cell in [*(each for each in row.iter() if each.tag in ("td", "th")), None]:
            while below.get(len(cells), 0):
                below[len(cells)] -= 1
                cells.append("")
            if cell is None:
                break
            wide, high = (_span(cell.attributes.get(name)) for name in ("colspan", "rowspan"))
            below.update({len(cells) + at: high - 1 for at in range(wide)})
            cells += [cell.text(separator=" "), *[""] * (wide - 1)]
        yield cells


def _span(words: str | None) -> int:
    return min(int(words), _WIDEST_SPAN) if words and words.isdigit() and int(words) else 1


def _above(node: Any, tag: str) -> bool:
    node = node.parent
    while node is not None and node.tag != tag:
        node = node.parent
    return node is not None


def _packed(content: bytes, choose: Choice) -> Iterable[Block]:
    """Word files and workbooks, which are archives of XML."""
    if "word/document.xml" not in packed_names(content):
        return list(_workbook(content, choose))
    try:
        return list(_docx(content))
    except ImportError:
        raise DocumentError(_EXTRA) from None
    except Exception as error:  # noqa: BLE001 - the library raises anything at damaged files
        raise damaged(error) from None


def _workbook(content: bytes, choose: Choice) -> Iterator[Block]:
    """Every row of the chosen sheets. A formula without a value could be any figure, so it is not passed over."""
    for table, (name, sheet) in enumerate(read_sheets(content, choose).items(), start=1):
        width = max((len(row) for _, row in sheet.rows), default=0)
        if width * len(sheet.rows) > MAX_CELLS:
            raise DocumentError("the document is too large: its tables have too many cells")
        for number, row in sheet.rows:
            where = Message("sheet {sheet}, row {row}", sheet=name, row=str(number))
            if any(sheet.kinds.get((number, at)) is CellKind.UNCOMPUTED for at in range(len(row))):
                raise DocumentError("{where}: no value is stored for a formula; {how}", where=where, how=HOW_TO_COMPUTE)
            yield _row((*row, *[""] * (width - len(row))), where, table)


def _docx(content: bytes) -> Iterator[Block]:
    import docx
    from docx.table import Table

    paragraphs = tables = 0
    for item in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(item, Table):
            tables += 1
            for number, row in enumerate(item.rows, start=1):
                # A merged cell is handed out once for each column that it covers.
                own = [cell._tc for cell in row.cells]  # noqa: SLF001 - there is no public name for what makes it one
                first = [tc not in own[:at] for at, tc in enumerate(own)]
                cells = [cell.text if is_first else "" for cell, is_first in zip(row.cells, first, strict=True)]
                yield _row(cells, _table_row(tables, number), tables)
        else:
            paragraphs += 1
            yield Block(_one_line(_unicode(item.text)), Message("paragraph {number}", number=str(paragraphs)))


def _pdf(content: bytes, watch: Watch) -> Iterator[Block]:
    try:
        import pdfplumber
    except ImportError:
        raise DocumentError(_EXTRA) from None
    try:
        with pdfplumber.open(io.BytesIO(content)) as pages:
            count = len(pages.pages)
            if count <= MAX_PAGES:
                yield from _pages(watch(pages.pages, count))
    except Exception as error:  # noqa: BLE001 - the library raises anything at damaged files
        raise damaged(error) from None
    if count > MAX_PAGES:
        raise DocumentError("the document is too large: {pages} pages", pages=count)


def _pages(pages: Iterable[Any]) -> Iterator[Block]:
    texts: list[list[str]] = []
    tables = 0
    rows: list[Block] = []
    for number, page in enumerate(pages, start=1):
        found = page.find_tables()
        for each in found:
            tables += 1
            where = Message("page {page}, table {table}", page=str(number), table=str(tables))
            rows += [_row(row, where, tables) for row in each.extract()]
        rest = page
        for each in found:
            rest = rest.outside_bbox(each.bbox)
        texts.append((rest.extract_text() or "").split("\n"))
        page.close()
    running = _running_lines(texts)
    lines = [
        (number, line) for number, own in enumerate(texts, start=1) for line in own if _one_line(line) not in running
    ]
    for block in _paragraphs("\n".join(line for _, line in lines)):  # a sentence goes on over two pages
        yield block._replace(where=Message("page {page}", page=str(lines[block.line - 1][0])), line=0, breaks=())
    yield from rows


def _running_lines(pages: Sequence[Sequence[str]]) -> set[str]:
    """The first and last lines that most pages share: headers and footers, page numbers too."""
    edges = Counter(_one_line(line) for page in pages for line in {*page[:1], *page[-1:]})
    often = {line for line, times in edges.items() if len(pages) > _FEW_PAGES and 2 * times > len(pages)}
    numbers = {
        _one_line(line) for page in pages for line in (*page[:1], *page[-1:]) if re.fullmatch(r"\s*\d+\s*", line)
    }
    return (often | numbers) - {""}


_FEW_PAGES = 2
