"""Documents as paragraphs and tables with places: text, HTML, Word, PDF with a text layer, workbooks, CSV.

Nothing in a document is executed, fetched or expanded beyond its limits. Text in the old Vietnamese encodings TCVN3 and
VNI, decomposed letters, ligatures, soft hyphens and words broken over lines come out as plain Unicode.
"""

import csv
import io
import logging
import re
import unicodedata
import zipfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from povcalc.messages import Message
from povcalc.places import lines_with_ends
from povcalc.sheets import (
    HOW_TO_COMPUTE,
    MAX_BYTES,
    MAX_CELLS,
    MAX_COLUMNS,
    CellKind,
    Choice,
    DocumentError,
    by_library,
    every_sheet,
    packed_names,
    read_sheets,
    too_large,
)
from povcalc.typos import in_form

MAX_PAGES, MAX_BLOCKS, MAX_TEXT, MAX_NUMBERS = 3_000, 500_000, 10_000_000, 500_000
"""How many pages a PDF document may have, which take two or three minutes, and how many paragraphs and rows, characters
of text and numbers any may, which take one. A nation's tables have half of the numbers."""
MAX_TAGS, MAX_DEPTH = 10_000_000, 1_000
"""How many tags a Word document or a web page may have, and how many elements of a page lie in each other, or how many
attributes one has."""


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
        raise too_large(Message("{most} MB", most=MAX_BYTES // 10**6))
    blocks = tuple(_limited(_blocks(content, name, watch, choose)))
    if not blocks:
        raise DocumentError(
            Message("the document is a picture without text, such as a scan; run text recognition on it first")
            if content.startswith(b"%PDF")
            else Message("the document has no text")
        )
    return Document(name, blocks, watch)


def _limited(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks that have text. Raises `DocumentError` as soon as they are more than is read of one document."""
    letters = numbers = cells = 0
    for count, block in enumerate(blocks, start=1):
        letters += len(block.text)
        cells += len(block.cells)
        numbers += sum(1 for _ in _NUMBER.finditer(block.text))
        if count > MAX_BLOCKS:
            raise too_large(Message("{most} paragraphs and rows of tables", most=MAX_BLOCKS))
        if letters > MAX_TEXT:
            raise too_large(Message("{most} characters of text", most=MAX_TEXT))
        if numbers > MAX_NUMBERS:
            raise too_large(Message("{most} numbers", most=MAX_NUMBERS))
        if cells > MAX_CELLS:
            raise too_large(Message("{most} cells in its tables", most=MAX_CELLS))
        if block.text:
            yield block


_NUMBER = re.compile(r"[0-9]+")


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
    if len(text) > 2 * MAX_TEXT:  # there may be much white space
        raise too_large(Message("{most} characters of text", most=MAX_TEXT))
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
    if text.isascii():
        return text.replace("\t", " ")
    text = in_form("NFC", text)
    tcvn3, vni = (sum(text.count(word) for word in words) for words in _LEGACY_WORDS)
    if max(tcvn3, vni) > 1 and not re.search("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", text):
        if tcvn3 >= vni:
            text = "".join(_TCVN3.get(letter, letter) for letter in text)
        else:
            text = "".join(_VNI_ALONE.get(letter, letter) for letter in _VNI.sub(_vni, text))
    return text.translate(_LETTERS)


_LETTERS = str.maketrans(
    {
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
)


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
    words = tuple(_one_line(_unicode(str(cell))) if cell not in (None, "") else "" for cell in cells)
    return Block(" | ".join(words) if any(words) else "", where, words, table, line)


def _counted(parts: Iterable[str | Iterable[Sequence[str]]]) -> Iterator[Block]:
    """The paragraphs and tables of a document that has neither lines nor pages, each counted by itself."""
    paragraphs = tables = 0
    for part in parts:
        if isinstance(part, str):
            paragraphs += 1
            yield Block(_one_line(_unicode(part)), Message("paragraph {number}", number=str(paragraphs)))
        else:
            tables += 1
            for number, cells in enumerate(part, start=1):
                where = Message("table {table}, row {row}", table=str(tables), row=str(number))
                yield _row(cells, where, tables)


def _csv(text: str) -> Iterator[Block]:
    lines = lines_with_ends(text)
    first = next((line for line in lines if line.strip()), "")
    # If it were not strict, a quotation mark that is never closed would take all rows behind it into its cell.
    rows = csv.reader(lines, delimiter=max(",;\t", key=first.count), strict=True)
    line = 1
    try:
        for row in rows:
            yield _row(row, Message("line {line}", line=str(line)), 1, line)
            line = rows.line_num + 1
    except csv.Error as error:
        raise DocumentError(
            "the table breaks off in line {line}: {why}; fix the quotes", line=str(line), why=str(error)
        ) from None


# Formats that need a library.

_EXTRA = Message("reading this kind of file takes another library; type: pip install 'povcalc[documents]'")


def _html(text: str) -> Iterator[Block]:
    with by_library(_EXTRA):
        from selectolax.lexbor import LexborHTMLParser
    _refuse_deep(text)
    tree = LexborHTMLParser(text)
    for gone in tree.css("script,style,noscript,template,svg,nav"):
        gone.decompose()
    nodes = _parts_of_page(tree.root)
    return _counted(_grid(each.css("tr")) if each.tag == "table" else each.text(separator="") for each in nodes)


def _refuse_deep(text: str) -> None:
    """Raise `DocumentError` for a page whose elements lie very deep in each other: a parser would take very long."""
    if text.count("<") > MAX_TAGS:
        raise too_large(Message("{most} tags", most=MAX_TAGS))
    tables: list[tuple[list[str], Counter[str]]] = [([], Counter())]
    """What is open in each table that is open, and how often: nothing in a table ends what is around it."""
    depth = 0
    for is_end, tag in _tags(text):
        opened, times = tables[-1]
        if not is_end:
            depth += 1
            if tag == "table":
                tables.append(([], Counter()))
            else:
                opened.append(tag)
                times[tag] += 1
            if depth > MAX_DEPTH:
                raise DocumentError(
                    "more than {most} elements of the page lie in each other; open it and save it as a text or PDF",
                    most=MAX_DEPTH,
                )
        elif tag == "table" and len(tables) > 1:
            depth -= len(tables.pop()[0]) + 1
        while is_end and times[tag]:
            depth -= 1
            times[opened[-1]] -= 1
            if opened.pop() == tag:
                break


def _tags(text: str) -> Iterator[tuple[bool, str]]:
    """The tags of a page that begin or end an element in which others may lie, and whether they end it."""
    at = 0
    while (found := _TAG.search(text, at)) is not None:
        tag = found["tag"].lower()
        if tag == "!--":
            at = text.find("-->", found.end()) + 1
        elif tag in _RAW and not found["end"]:  # what stands in it are no elements
            at = text.find(f"</{found['tag']}", found.end()) + 1
        else:
            at = text.find(">", found.end()) + 1
            if text.count("=", found.end(), at) > MAX_DEPTH:
                raise too_large(Message("{most} attributes of an element", most=MAX_DEPTH))
            if at and tag not in _FLAT and text[at - 2] != "/":
                yield bool(found["end"]), tag
        if not at:
            return


_TAG = re.compile(r"<(?P<end>/?)(?P<tag>!--|[a-zA-Z][^\s/>]{0,30})")
_RAW = frozenset(("script", "style", "textarea", "title", "xmp", "noscript"))
_FLAT = frozenset(
    (
        *("a", "area", "base", "body", "br", "button", "caption", "col", "colgroup", "dd", "dt", "embed", "form", "h1"),
        *("h2", "h3", "h4", "h5", "h6", "head", "hr", "html", "img", "input", "li", "link", "meta", "optgroup"),
        *("option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr"),
    )
)
"""Elements that hold nothing, or that end where the next of their kind begins."""


class _Open:
    """An element of a page whose end is not yet reached, and how many parts it holds, itself counted."""

    def __init__(self, node: Any, *, in_table: bool) -> None:
        self.node = node
        self.id = node.mem_id
        self.parts = int(node.tag in _PARTS)
        self.in_table = in_table


def _parts_of_page(root: Any) -> list[Any]:
    """The tables of a page that lie in no other, and what stands beside them and holds no other such part."""
    found: list[_Open] = []
    around: list[_Open] = []

    def close(until: int | None) -> None:
        while around and around[-1].id != until:
            ended = around.pop()
            if around:
                around[-1].parts += ended.parts

    for node in root.traverse():
        close(None if node.parent is None else node.parent.mem_id)
        is_inside = bool(around) and (around[-1].in_table or around[-1].node.tag == "table")
        around.append(_Open(node, in_table=is_inside))
        if not is_inside and (around[-1].parts or node.tag in ("caption", "title")):
            found.append(around[-1])
    close(None)
    return [each.node for each in found if each.node.tag == "table" or each.parts <= 1]


_PARTS = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "div", "pre", "dd", "dt"))
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
    digits = (words or "").lstrip("0")
    if not (digits.isascii() and digits.isdigit()):
        return 1
    return _WIDEST_SPAN if len(digits) > len(str(_WIDEST_SPAN)) else min(int(digits), _WIDEST_SPAN)


def _packed(content: bytes, choose: Choice) -> Iterator[Block]:
    """Word files and workbooks, which are archives of XML."""
    if _WORD not in packed_names(content):
        yield from _workbook(content, choose)
        return
    with by_library(_EXTRA):
        yield from _docx(content)


def _workbook(content: bytes, choose: Choice) -> Iterator[Block]:
    """Every row of the chosen sheets. A formula without a value could be any figure, so it is not passed over."""
    for table, (name, sheet) in enumerate(read_sheets(content, choose).items(), start=1):
        width = max((len(row) for _, row in sheet.rows), default=0)
        for number, row in sheet.rows:
            where = Message("sheet {sheet}, row {row}", sheet=name, row=str(number))
            if any(sheet.kinds.get((number, at)) is CellKind.UNCOMPUTED for at in range(len(row))):
                raise DocumentError("{where}: no value is stored for a formula; {how}", where=where, how=HOW_TO_COMPUTE)
            yield _row((*row, *[""] * (width - len(row))), where, table)


_WORD = "word/document.xml"


def _docx(content: bytes) -> Iterator[Block]:
    import docx
    from docx.table import Table

    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_WORD) as part:
        if sum(chunk.count(b"<") for chunk in iter(lambda: part.read(1 << 20), b"")) > MAX_TAGS:
            raise too_large(Message("{most} tags", most=MAX_TAGS))
    items = docx.Document(io.BytesIO(content)).iter_inner_content()
    return _counted(_word_rows(item) if isinstance(item, Table) else item.text for item in items)


def _word_rows(table: Any) -> Iterator[list[str]]:
    """The cells of a table's rows, empty where one goes on to the right; one that goes on below says it again.

    The library looks up for each cell the one above, and hands out a merged one once for each column that it covers.
    """
    from docx.table import _Cell

    above: dict[int, tuple[str, int]] = {}
    for row in table._tbl.tr_lst:  # noqa: SLF001 - there is no public name for the rows as they are stored
        here: dict[int, tuple[str, int]] = {}
        cells: list[str] = []
        at = row.grid_before
        for each in row.tc_lst:
            goes_on = each.vMerge == "continue"
            words, wide = above.get(at, ("", each.grid_span)) if goes_on else (_Cell(each, table).text, each.grid_span)
            if len(cells) + wide > MAX_COLUMNS:
                raise too_large(Message("{most} columns in a table", most=MAX_COLUMNS))
            here[at] = words, wide
            cells += [words, *[""] * (wide - 1)]
            at += each.grid_span
        yield cells
        above = here


def _pdf(content: bytes, watch: Watch) -> Iterator[Block]:
    with by_library(_EXTRA):
        import pdfplumber

        logging.getLogger("pdfminer").addHandler(logging.NullHandler())  # else it tells the user of each odd object
        with pdfplumber.open(io.BytesIO(content)) as pages:
            count = len(pages.pages)
            if count > MAX_PAGES:
                raise too_large(Message("{most} pages", most=MAX_PAGES))
            yield from _pages(watch(pages.pages, count))


def _pages(pages: Iterable[Any]) -> Iterator[Block]:
    texts: list[list[str]] = []
    tables = 0
    rows: list[Block] = []
    for number, page in enumerate(pages, start=1):
        found = page.find_tables() if _crossings(page) <= MAX_CROSSINGS else []
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


MAX_CROSSINGS = 10_000
"""Where more lines than these could cross, a page is a drawing, such as a map, and no table is looked for: that would
take more than the square of their number."""


def _crossings(page: Any) -> int:
    """How many crossings the upright and level lines of a page make at the most; those almost at a place are one."""
    places: dict[str, set[int]] = {"v": set(), "h": set()}
    for edge in page.edges:
        places[edge["orientation"]].add(round(edge["x0" if edge["orientation"] == "v" else "top"] / _ONE_LINE))
    return len(places["v"]) * len(places["h"])


_ONE_LINE = 3
"""Lines that are less than so many points apart are one to the library too."""


def _running_lines(pages: Sequence[Sequence[str]]) -> set[str]:
    """The first and last lines that most pages share: headers and footers, page numbers too."""
    edges = Counter(_one_line(line) for page in pages for line in {*page[:1], *page[-1:]})
    often = {line for line, times in edges.items() if len(pages) > _FEW_PAGES and 2 * times > len(pages)}
    numbers = {
        _one_line(line) for page in pages for line in (*page[:1], *page[-1:]) if re.fullmatch(r"\s*\d+\s*", line)
    }
    return (often | numbers) - {""}


_FEW_PAGES = 2
