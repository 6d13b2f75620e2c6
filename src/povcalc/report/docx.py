"""The report as an official document in the form of Decree 30/2020/NĐ-CP, to be edited in Word.

From the decree's Appendix I: A4 with margins of 20, 20, 30 and 20 mm (top, bottom, left, right); Times New Roman 13 to
14; the national title with its motto and a rule at the right, who issues it at the left, number, place and date,
the kind of document and its subject, the body numbered I., 1., a), the recipients at the left and the signature
at the right, the page number in the middle of the head from the second page. What only the office that signs can
know is a blank.
"""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from povcalc.messages import Lang, Message, capitalised, printable
from povcalc.output.tables import fact_words
from povcalc.report.charts import png
from povcalc.report.contents import FOLLOWS, Chart, Contents, Facts, Items, Part, Told
from povcalc.report.html import grid
from povcalc.views.table import Table

FONT = "Times New Roman"
BODY, SMALL, NOTE = Pt(13), Pt(12), Pt(11)
_WIDTH = 160
"""The width of the text in millimetres."""

_NATION = Message("SOCIALIST REPUBLIC OF VIET NAM")
_MOTTO = Message("Independence - Freedom - Happiness")
_PARENT, _ISSUER = Message("[GOVERNING BODY]"), Message("[ISSUING BODY]")
_NUMBER = Message("No.: ……/BC-……")
_PLACE = Message("…………, day …… month …… year ……")
_KIND = Message("REPORT")
_SUBJECT = Message("On the check of the figures of {subject}")
_RECIPIENTS = Message("Recipients:")
_LISTED = (Message("- As above;"), Message("- ……………………;"), Message("- Filed: Office, ……"))
_SIGNED = (Message("[AUTHORITY AND POSITION OF THE SIGNATORY]"), Message("(Signature, seal)"), Message("[Full name]"))
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


_LONGEST_TITLE = 255
"""Word takes no longer one among the properties of a document; in the document itself it stands in full."""


def docx(told: Contents, langs: Sequence[Lang]) -> bytes:
    """The report as a Word document, in one language or in several after one another."""
    document: Any = Document()
    _styled(document)
    for at, lang in enumerate(langs):
        if at:
            document.add_page_break()
        _Writer(document, lang).write(told)
    properties = document.core_properties
    properties.author = properties.comments = ""
    title = printable(f"{told.title.to(langs[0])}: {told.subject.to(langs[0])}")
    properties.title = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
    properties.language = "vi-VN" if langs[0] is Lang.VI else "en-GB"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _styled(document: Any) -> None:
    """Set the page, the fonts, and the page number in the head from the second page."""
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    for name, size in (("Normal", BODY), ("Heading 1", BODY), ("Heading 2", BODY), ("Caption", SMALL)):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, size
        style.font.color.rgb = None
        style.font.bold, style.font.italic = name != "Normal", False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):  # a theme's font would go before ours
            if "heme" in key:
                del fonts.attrib[key]
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{key}"), FONT)
        for colour in style.element.rPr.findall(qn("w:color")):
            style.element.rPr.remove(colour)
    body = document.styles["Normal"].paragraph_format
    body.space_before, body.space_after, body.line_spacing = Pt(0), Pt(6), 1.1
    for name in ("Heading 1", "Heading 2", "Caption"):
        layout = document.styles[name].paragraph_format
        layout.space_before, layout.space_after, layout.keep_with_next = Pt(8), Pt(4), True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number._p.append(field)  # noqa: SLF001 - the library has no fields
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)


class _Writer:
    """Writes a report into a document in one language."""

    def __init__(self, document: Any, lang: Lang) -> None:
        self.document, self.lang = document, lang

    def write(self, told: Contents) -> None:
        """Write all of it, from the national title to the signature."""
        self._head()
        self._title(told)
        for number, section in zip(_ROMAN, told.sections, strict=False):
            heading = self.document.add_paragraph(style="Heading 1")
            self._run(heading, f"{number}. {section.title.to(self.lang).upper()}", bold=True)
            count = 0
            for part in section.parts:
                count += isinstance(part, (Told, Table))
                self._part(part, count)
        self._end()

    def _run(
        self, paragraph: Any, words: Message | str, size: Any = None, *, bold: bool = False, italic: bool = False
    ) -> None:
        text = words if isinstance(words, str) else words.to(self.lang)
        run = paragraph.add_run(printable(text))
        run.bold, run.italic = bold or None, italic or None
        if size is not None:
            run.font.size = size

    def _line(self, holder: Any, words: Message | str, size: Any = BODY, **how: bool) -> Any:
        """A paragraph in the middle of a cell."""
        paragraph = holder.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        self._run(paragraph, words, size, **how)
        return paragraph

    def _rule(self, holder: Any, length: int, width: int) -> None:
        """A line of so many millimetres in the middle of a width."""
        paragraph = holder.add_paragraph()
        layout = paragraph.paragraph_format
        layout.left_indent = layout.right_indent = Mm((width - length) / 2)
        layout.space_after, layout.line_spacing = Pt(0), Pt(3)
        borders = OxmlElement("w:pBdr")
        top = OxmlElement("w:top")
        for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
            top.set(qn(f"w:{key}"), value)
        borders.append(top)
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - the library has no borders
        properties.insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")

    def _columns(self, *widths: int) -> list[Any]:
        """The cells of a row without borders, of so many millimetres each, empty."""
        table = self.document.add_table(rows=1, cols=len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        cells = list(table.rows[0].cells)
        for cell, column, width in zip(cells, table.columns, widths, strict=True):
            cell.width = column.width = Mm(width)
            first = cell.paragraphs[0]._p  # noqa: SLF001 - a cell begins with a paragraph that is not wanted
            first.getparent().remove(first)
        return cells

    def _head(self) -> None:
        left, right = self._columns(68, 98)
        self._line(left, _PARENT, SMALL)
        self._line(left, _ISSUER, SMALL, bold=True)
        self._rule(left, 24, 68)
        self._line(left, _NUMBER)
        self._line(right, _NATION, SMALL, bold=True)
        self._line(right, _MOTTO, bold=True)
        self._rule(right, 58 if self.lang is Lang.VI else 76, 98)
        self._line(right, _PLACE, italic=True)

    def _title(self, told: Contents) -> None:
        kind = self._line(self.document, _KIND, Pt(14), bold=True)
        kind.paragraph_format.space_before = Pt(18)
        subject = self._line(self.document, _SUBJECT.with_values(subject=told.subject), Pt(14), bold=True)
        subject.paragraph_format.space_after = Pt(3)
        self._rule(self.document, 60, _WIDTH)
        made = self._sentence(told.made)
        made.paragraph_format.space_before = Pt(12)

    def _sentence(self, words: Message | str, **how: Any) -> Any:
        """A paragraph of the body: justified, its first line indented."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = ALIGN.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(10)
        self._run(paragraph, words, **how)
        return paragraph

    def _items(self, items: Sequence[Message]) -> None:
        if len(items) == 1:
            self._sentence(items[0])
            return
        for letter, words in zip(_LETTERS[self.lang], items, strict=False):
            self._sentence(f"{letter}) {words.to(self.lang)}")

    def _part(self, part: Part, count: int) -> None:
        match part:
            case Table():
                self._table(part, count)
            case Told():
                self._finding(part, count)
            case Items():
                self._items(part.items)
            case Facts():
                for fact in part.facts:
                    self._sentence(f"- {capitalised(fact_words(fact, self.lang))}.")
            case Chart():
                self._chart(part)
            case Message():
                self._sentence(part)

    def _finding(self, told: Told, count: int) -> None:
        heading = self.document.add_paragraph(style="Heading 2")
        words = f"{count}. {capitalised(told.label.to(self.lang))}: {told.title.to(self.lang)} ({told.code})"
        self._run(heading, words, bold=True)
        self._sentence(told.message)
        if told.suggestions:
            self._sentence(told.meant, bold=True)
            self._items(told.suggestions)
        for line in told.argument:
            self._sentence(f"- {line.to(self.lang)}")
        if told.followers:
            self._sentence(FOLLOWS)
            for line in told.followers:
                self._sentence(f"- {line.to(self.lang)}")

    def _chart(self, chart: Chart) -> None:
        caption = self.document.add_paragraph(style="Caption")
        caption.alignment = ALIGN.CENTER
        self._run(caption, chart.title, bold=True)
        paragraph = self.document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.add_run().add_picture(io.BytesIO(png(chart, self.lang)), width=Mm(100))
        for described in paragraph._p.iter(qn("wp:docPr")):  # noqa: SLF001 - words for those who do not see it
            described.set("descr", printable(chart.title.to(self.lang)))

    def _table(self, table: Table, count: int) -> None:
        told = grid(table, self.lang)
        if any(group["rows"] for group in told["groups"]):
            caption = self.document.add_paragraph(style="Caption")
            self._run(caption, f"{count}. {told['title']}", SMALL, bold=True)
            self._rows(told)
        for note in told["notes"]:
            self._run(self.document.add_paragraph(), note, NOTE, italic=True)

    def _rows(self, told: dict[str, Any]) -> None:
        columns = told["columns"]
        groups = told["groups"]
        lines = [row for group in groups for row in group["rows"]]
        named = [group for group in groups if group["name"] is not None]
        made = self.document.add_table(rows=1 + len(lines) + len(named), cols=len(columns))
        made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        size, letter = (NOTE, 2.1) if len(columns) <= _FEW else (Pt(9), 1.6)
        texts = [
            [column["heading"] for column in columns],
            *([cell["text"] for cell in row["cells"]] for row in lines if len(row["cells"]) == len(columns)),
        ]
        widths = _widths(texts, letter)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for row in made._tbl.tr_lst:  # noqa: SLF001 - the library looks each cell up from the top again
            for element, width in zip(row.tc_lst, widths, strict=True):
                element.width = width
        rows = iter(made._tbl.tr_lst)  # noqa: SLF001 - as above
        self._row(next(rows), [column["heading"] for column in columns], [ALIGN.CENTER] * len(columns), size, bold=True)
        sides = [ALIGN.RIGHT if column["numeric"] else ALIGN.LEFT for column in columns]
        for group in groups:
            if group["name"] is not None:
                self._row(next(rows), [group["name"]], [ALIGN.LEFT], size, bold=True)
            for row in group["rows"]:
                words = [cell["text"] for cell in row["cells"]]
                words[0] = "\N{NO-BREAK SPACE}" * 3 * row["depth"] + words[0]
                self._row(next(rows), words, sides, size, bold=row["strong"])
        _repeat(made._tbl.tr_lst[0])  # noqa: SLF001 - as above
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _row(self, row: Any, words: Sequence[str], sides: Sequence[Any], size: Any, *, bold: bool) -> None:
        """Fill a row, which is not cut at the end of a page; one text alone goes over all of it."""
        from docx.table import _Cell  # the only way to a cell by its element

        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = row.tc_lst
        is_group = len(words) < len(cells)
        if is_group:
            for gone in cells[1:]:
                row.remove(gone)
            cells[0].grid_span, cells[0].width = len(cells), Mm(_WIDTH)
        for element, text, side in zip(cells, words, sides, strict=False):
            paragraph = _Cell(element, None).paragraphs[0]  # type: ignore[arg-type]  # its parent is not asked for
            paragraph.alignment = side
            layout = paragraph.paragraph_format
            layout.space_after, layout.line_spacing = Pt(1), 1.0
            layout.keep_with_next = is_group or None
            self._run(paragraph, text, size, bold=bold)

    def _end(self) -> None:
        self.document.add_paragraph()
        left, right = self._columns(80, 86)
        heading = self._line(left, _RECIPIENTS, SMALL, bold=True, italic=True)
        heading.alignment = ALIGN.LEFT
        for words in _LISTED:
            self._line(left, words, NOTE).alignment = ALIGN.LEFT
        office, signature, name = _SIGNED
        self._line(right, office, bold=True)
        self._line(right, signature, italic=True)
        for _ in range(4):
            self._line(right, "")
        self._line(right, name, bold=True)


_FEW = 6
"""A table of more columns has smaller letters."""


def _widths(rows: Sequence[Sequence[str]], letter: float) -> list[Any]:
    """The widths of columns whose letters are so many millimetres wide.

    The longest word of each has room, where all together have; long texts share what is left.
    """
    least, wanted = [], []
    for column in zip(*rows, strict=True):
        words = [word for text in column for word in text.replace("–", "– ").split()]
        least.append(_PADDING + letter * min(max(map(len, words), default=1), 12))
        wanted.append(_PADDING + letter * min(max(map(len, column)), 80))
    room = max(_WIDTH - sum(least), 0)
    more = [want - low for want, low in zip(wanted, least, strict=True)]
    share = room / (sum(more) or 1)
    widths = [low + extra * share for low, extra in zip(least, more, strict=True)]
    return [Mm(width * _WIDTH / sum(widths)) for width in widths]


_PADDING = 4.5
"""So many millimetres of a cell's width are its margins."""


_LETTERS = {Lang.VI: "abcdđeghiklmnopqrstuvxy", Lang.EN: "abcdefghijklmnopqrstuvwxyz"}
"""The letters of points; those of a Vietnamese document have a đ and no f, j, w or z."""


def _repeat(row: Any) -> None:
    """Have the row of headings again on every page."""
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
