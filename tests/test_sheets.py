"""Workbooks as they show: Excel and OpenDocument, as side tables, new plans and documents."""

import datetime
import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from odfdo import Document

from command import text
from povcalc.document.reader import read_document
from povcalc.messages import Lang
from povcalc.plan.csv_tables import cell_name, read_table
from povcalc.plan.load import read_text
from povcalc.plan.model import walk
from povcalc.sheets import CellKind, DocumentError, _ods_rows, every_sheet, one_sheet, read_sheets, shown_number

PLAN = """
povcalc: 1
document: {title: Kế hoạch giảm nghèo, year: 2024}
targets:
  id: ha
  name: Tỉnh Hà
  areas:
    - {id: an-phu, name: Huyện An Phú}
    - {id: ba-vi, name: Huyện Ba Vì}
    - {id: cat-hai, name: Huyện Cát Hải}
"""
HEADINGS = ("Địa bàn", "Số hộ nghèo đầu năm", "Tỷ lệ hộ nghèo đầu năm")


def book(*rows, formats=(), title="Biểu 1", **more) -> bytes:
    """A workbook of one sheet, or of more by their names; `formats` are number formats by cell."""
    made = openpyxl.Workbook()
    for name, its_rows in {title: rows, **more}.items():
        sheet = made.active if name == title else made.create_sheet(name)
        sheet.title = name
        for row in its_rows:
            sheet.append(row)
    for cell, pattern in dict(formats).items():
        made[title][cell].number_format = pattern
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


CELL = '<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>{shown}</text:p></table:table-cell>'


def ods(*rows, name="Biểu 1") -> bytes:
    """An OpenDocument sheet as LibreOffice writes it: each row is XML of cells, or texts."""

    def cell(each):
        is_xml = each.startswith("<")
        return (
            each
            if is_xml
            else f'<table:table-cell office:value-type="string"><text:p>{each}</text:p></table:table-cell>'
        )

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="{name}">{lines}<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def several(form) -> bytes:
    """A workbook of two sheets, each of them with three cells of two letters."""
    row = ("ab", "cd", "ef")
    if form == "xlsx":
        return book(row, B=[row])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ods(row, name="A"))) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "content.xml":
                part = re.sub(b"(<table:table .*</table:table>)", rb"\1\1", part).replace(b'"A"', b'"B"', 1)
            after.writestr(name, part)
    return out.getvalue()


def sheet(content: bytes, wanted=None):
    ((_, found),) = read_sheets(content, one_sheet("book.xlsx", wanted)).items()
    return found


def given(content: bytes):
    """What a sheet gives the areas of the plan, its faults by kind and cell, and how it was read."""
    areas = walk(read_text(PLAN, "plan.yaml").plan.targets)
    names = {each.path: each.area.id for each in areas}
    table = read_table(sheet(content), "book.xlsx#Biểu 1", areas)
    figures = {(names[path], each.field): each.value for path, each in table.given}
    return figures, [(fault.kind, fault.values.get("cell")) for fault in table.faults], table.understood


class TestShown:
    @pytest.mark.parametrize(
        ("value", "pattern", "words", "kind"),
        [
            ("0.4435", "0.00%", "44.35%", "number"),
            ("0.44350000000000001", "0.00%", "44.35%", "number"),
            ("0.4435", "0%", "44%", "rounded"),
            ("0.125", "0.00", "0.13", "rounded"),
            ("1.005", "0.00", "1.01", "rounded"),
            ("-0.125", "0.00", "-0.13", "rounded"),
            ("-0.001", "0.00", "0.00", "rounded"),
            ("4.1", "0.00", "4.10", "number"),
            ("11869", "#,##0", "11869", "number"),
            ("11869", "#,##0.0", "11869.0", "number"),
            ("4.1", "0.##", "4.1", "number"),
            ("4", "0.##", "4", "number"),
            ("0", '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "0", "number"),
            ("12345", "_-* #,##0_-", "12345", "number"),
            ("12345", '#,##0" hộ"', "12345 hộ", "number"),
            ("12345678", "#,##0.0,", "12345.7", "rounded"),
            ("44.35", '0.00"%"', "44.35%", "number"),
            ("44.35", "0.00\\%", "44.35%", "number"),
            ("7", '"khoảng "0', "khoảng 7", "number"),
            ("7", "[Red]0;[Blue]-0", "7", "number"),
            ("44.35", "General", "44.35", "number"),
            ("0.30000000000000004", "General", "0.3", "number"),
            ("33.333333333333336", "General", "33.33333333", "rounded"),
            ("4.0", "General", "4", "number"),
            ("12345678901", "General", "12345678901", "number"),
            ("5", "@", "5", "number"),
            ("5", "0.00E+00", "5", "number"),
            ("0.5", "# ?/?", "0.5", "number"),
        ],
    )
    def test_a_number_is_what_its_format_prints(self, value, pattern, words, kind):
        assert shown_number(Decimal(value), pattern) == (words, kind)


class TestExcel:
    def test_cells_by_their_type_and_shown_format(self):
        content = book(
            HEADINGS,
            ("Huyện An Phú", 11869, 0.4435),
            ("Huyện Ba Vì", "1.726", "5,80"),
            ("Huyện Cát Hải", 5, 4.1),
            formats={"C2": "0.00%", "C4": "0.00"},
        )
        figures, faults, said = given(content)
        assert faults == []
        assert figures == {
            ("an-phu", "poor_households_start"): 11869,
            ("an-phu", "poverty_rate_start"): Decimal("44.35"),
            ("ba-vi", "poor_households_start"): 1726,
            ("ba-vi", "poverty_rate_start"): Decimal("5.80"),
            ("cat-hai", "poor_households_start"): 5,
            ("cat-hai", "poverty_rate_start"): Decimal("4.10"),
        }
        assert [str(figures[area, "poverty_rate_start"]) for area in ("an-phu", "ba-vi", "cat-hai")] == [
            "44.35",
            "5.80",
            "4.10",
        ]
        assert len(said) == 2  # the two texts, each in its column

    def test_a_number_cell_has_one_meaning_whatever_stands_beside_it(self):
        content = book(HEADINGS, ("An Phú", 2.0, 1.234), ("Ba Vì", "2.000", 1.5), formats={"C2": "0.000"})
        figures, faults, _ = given(content)
        assert figures["an-phu", "poor_households_start"] == 2
        assert figures["an-phu", "poverty_rate_start"] == Decimal("1.234")
        assert faults == [("two_readings", "B3")]  # the text beside is as doubtful as ever

    def test_a_count_that_excel_made_a_fraction_of_is_told(self):
        figures, faults, _ = given(book(HEADINGS, ("An Phú", 1.726, 5)))
        assert ("an-phu", "poor_households_start") not in figures
        assert faults == [("bad_number", "B2")]

    def test_further_digits_than_are_shown_are_told(self):
        content = book(HEADINGS, ("An Phú", 5, 0.528549), formats={"C2": "0.00%"})
        figures, faults, said = given(content)
        assert figures["an-phu", "poverty_rate_start"] == Decimal("52.85")
        assert faults == []
        (words,) = (each.to(Lang.EN) for each in said)
        assert words.endswith("year: cells that hold more digits than they show are read as they show: C2")

    @pytest.mark.parametrize(
        ("value", "kind"),
        [
            (datetime.date(2024, 5, 2), "cell_date"),
            (datetime.time(1, 2), "cell_date"),
            ("=A1*2", "cell_uncomputed"),
            ("#REF!", "cell_error"),
        ],
    )
    def test_what_is_no_figure_is_told_at_its_cell(self, value, kind):
        figures, faults, _ = given(book(HEADINGS, ("An Phú", 5, value), ("Ba Vì", 6, 7.5)))
        assert faults == [(kind, "C2")]
        assert ("an-phu", "poverty_rate_start") not in figures
        assert figures["ba-vi", "poverty_rate_start"] == Decimal("7.5")

    def test_an_error_that_reads_like_not_available_is_told_too(self):
        assert given(book(HEADINGS, ("An Phú", 5, "#N/A")))[1] == [("cell_error", "C2")]

    def test_true_is_no_number(self):
        assert given(book(HEADINGS, ("An Phú", True, 5)))[1] == [("bad_number", "B2")]

    def test_a_formula_counts_by_its_stored_value(self):
        content = book(HEADINGS, ("An Phú", "=1+1", 5))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        name = "xl/worksheets/sheet1.xml"
        assert b"<f>1+1</f><v" in files[name]
        files[name] = files[name].replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
        files[name] = files[name].replace(b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>").replace(b"<v />", b"<v>2</v>")
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for each, text_of in files.items():
                archive.writestr(each, text_of)
        assert given(out.getvalue())[0]["an-phu", "poor_households_start"] == 2

    def test_merged_headings_under_titles(self):
        made = openpyxl.Workbook()
        page = made.active
        page["A1"] = "BIỂU TỔNG HỢP KẾT QUẢ RÀ SOÁT"
        page.merge_cells("A1:F1")
        for cells, words in {
            "A3:A4": "TT",
            "B3:B4": "Đơn vị",
            "C3:D3": "Đầu năm",
            "E3:F3": "Cuối năm",
        }.items():
            page[cells.partition(":")[0]] = words
            page.merge_cells(cells)
        for cell, words in zip("CDEF", ("Số hộ nghèo", "Tỷ lệ hộ nghèo (%)") * 2, strict=True):
            page[f"{cell}4"] = words
        for row in ((1, "Huyện An Phú", 500, 10.5, 400, 8.25), ("", "Tổng cộng", 500, 10.5, 400, 8.25)):
            page.append(row)
        page["F5"].number_format = "0.00"
        out = io.BytesIO()
        made.save(out)
        figures, faults, _ = given(out.getvalue())
        assert faults == []
        assert figures["an-phu", "poor_households_start"] == 500
        assert figures["an-phu", "poor_households_end"] == 400
        assert str(figures["an-phu", "poverty_rate_end"]) == "8.25"
        assert figures["ha", "poor_households_end"] == 400

    def test_hidden_rows_are_read_and_hidden_sheets_are_not_the_first(self):
        made = openpyxl.load_workbook(io.BytesIO(book(HEADINGS, ("An Phú", 5, 7), ("Ba Vì", 6, 8))))
        made.active.row_dimensions[3].hidden = True
        made.create_sheet("Ẩn", 0).sheet_state = "hidden"
        out = io.BytesIO()
        made.save(out)
        assert given(out.getvalue())[0]["ba-vi", "poor_households_start"] == 6
        assert read_sheets(out.getvalue(), every_sheet).keys() == {"Ẩn", "Biểu 1"}

    def test_a_dimension_that_lies_hides_nothing(self):
        content = book(HEADINGS, ("An Phú", 5, 7))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        files["xl/worksheets/sheet1.xml"] = files["xl/worksheets/sheet1.xml"].replace(b'ref="A1:C2"', b'ref="A1"')
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for each, text_of in files.items():
                archive.writestr(each, text_of)
        assert given(out.getvalue())[0]["an-phu", "poor_households_start"] == 5


class TestOpenDocument:
    def test_numbers_have_the_decimals_that_they_show_in_any_country(self):
        def number(value, shown, kind="float"):
            return CELL.format(value=value, shown=shown, kind=kind)

        content = ods(
            HEADINGS,
            ("An Phú", number("11869", "11.869"), number("0.4435", "44,35%", "percentage")),
            ("Ba Vì", number("1726", "1,726"), number("1.234", "1.234")),
            ("Cát Hải", number("0", "0"), number("0", "0,00")),
            ("Tỉnh Hà", number("5", "5"), number("0.528549", "52.85%", "percentage")),
        )
        figures, faults, said = given(content)
        assert faults == []
        assert {key: str(value) for key, value in figures.items()} == {
            ("an-phu", "poor_households_start"): "11869",
            ("an-phu", "poverty_rate_start"): "44.35",
            ("ba-vi", "poor_households_start"): "1726",
            ("ba-vi", "poverty_rate_start"): "1.234",
            ("cat-hai", "poor_households_start"): "0",
            ("cat-hai", "poverty_rate_start"): "0.00",
            ("ha", "poor_households_start"): "5",
            ("ha", "poverty_rate_start"): "52.85",
        }
        assert len(said) == 1

    def test_dates_errors_and_formulas_without_a_value_are_told(self):
        day = 'office:value-type="date" office:date-value="2024-05-02"'
        date = f"<table:table-cell {day}><text:p>2/5</text:p></table:table-cell>"
        formula = '<table:table-cell table:formula="of:=[.B2]*2"/>'
        _, faults, _ = given(ods(HEADINGS, ("An Phú", date, "#REF!"), ("Ba Vì", formula, "5")))
        assert faults == [("cell_date", "B2"), ("cell_error", "C2"), ("cell_uncomputed", "B3")]

    def test_what_is_repeated_is_there_as_often(self):
        once = CELL.format(kind="float", value="5", shown="5")
        cell = once.replace("table-cell ", 'table-cell table:number-columns-repeated="2" ', 1)
        assert sheet(ods(HEADINGS, ("An Phú", cell))).rows[1] == (2, ("An Phú", "5", "5"))


class TestNames:
    def test_a_sheet_by_its_name_with_or_without_marks(self):
        content = book(HEADINGS, ("An Phú", 5, 7), Khác=[("x",)])
        assert sheet(content, "Khác").rows == ((1, ("x",)),)
        assert sheet(content, "khac").rows == ((1, ("x",)),)
        with pytest.raises(DocumentError) as fault:
            sheet(content, "Biểu 2")
        assert fault.value.why.to(Lang.EN) == (
            "no sheet is called Biểu 2; its sheets are Biểu 1, Khác; name one of them: 'book.xlsx#Biểu 1'"
        )

    def test_cells_are_named_as_spreadsheets_do(self):
        assert [cell_name(5, at) for at in (0, 25, 26, 701, 702)] == ["A5", "Z5", "AA5", "ZZ5", "AAA5"]

    @pytest.mark.parametrize("ending", ["xlsx", "ods"])
    def test_figures_and_a_new_plan_come_from_a_workbook(self, tmp_path, ending):
        content = book(HEADINGS, ("Huyện An Phú", 11869, "5,80"), ("Huyện Ba Vì", 20, "4,5"))
        if ending == "ods":
            number = CELL.format(value="11869", shown="11.869", kind="float")
            content = ods(HEADINGS, ("Huyện An Phú", number, "5,80"), ("Huyện Ba Vì", "20", "4,5"))
        (tmp_path / f"số liệu #1.{ending}").write_bytes(content)
        (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
        name = f"số liệu #1.{ending}#bieu 1"
        status, _, err = text("check", "plan.yaml", "--figures", name, "--save", "joined.yaml", cwd=tmp_path)
        assert (status, "figures added from side tables: 4" in err) == (0, True)
        assert "poor_households_start: 11869" in (tmp_path / "joined.yaml").read_text(encoding="utf-8")
        status, out, _ = text("init", "--from", name, cwd=tmp_path)
        assert (status, "poor_households_start: 11869" in out, "poverty_rate_start: 5.80" in out) == (0, True, True)

    def test_a_sheet_that_is_not_there_and_one_of_no_workbook(self, tmp_path):
        (tmp_path / "a.xlsx").write_bytes(book(HEADINGS))
        (tmp_path / "a.csv").write_text("name,households\nAn Phú,5\n", encoding="utf-8")
        status, _, err = text("init", "--from", "a.xlsx#no", cwd=tmp_path)
        assert (status, err.endswith("its sheets are Biểu 1; name one of them: 'a.xlsx#Biểu 1'\n")) == (2, True)
        assert "a.csv is no workbook" in text("init", "--from", "a.csv#no", cwd=tmp_path)[2]

    def test_the_other_sheet_is_offered_where_the_first_has_no_table(self, tmp_path):
        (tmp_path / "a.xlsx").write_bytes(book(("Bìa",), **{"Biểu 2": [HEADINGS, ("Huyện An Phú", 5, 7)]}))
        assert "did you mean a.xlsx#Biểu 2?" in text("init", "--from", "a.xlsx", cwd=tmp_path)[2]

    def test_damaged_and_other_archives_are_refused_in_words(self, tmp_path):
        (tmp_path / "a.xlsx").write_bytes(book(HEADINGS)[:-200])
        status, _, err = text("init", "--from", "a.xlsx", cwd=tmp_path)
        assert (status, "the file is damaged" in err) == (2, True)


def test_a_document_without_the_value_of_a_formula_is_refused_since_nothing_may_be_lost():
    with pytest.raises(DocumentError) as fault:
        read_document(book(("Hộ nghèo", "=1+1")), "a.xlsx")
    assert fault.value.why.to(Lang.EN).startswith("sheet Biểu 1, row 1: no value is stored for a formula; open")


def test_an_opendocument_sheet_is_a_document_too():
    blocks = read_document(
        ods(("Hộ nghèo", CELL.format(value="0.05", shown="5,0%", kind="percentage"))), "a.ods"
    ).blocks
    assert [block.cells for block in blocks] == [("Hộ nghèo", "5.0%")]


def test_a_kind_of_cell_is_known_by_its_place():
    found = sheet(book(("x", 5), (None, None), ("y", None, datetime.date(2024, 1, 2))))
    assert found.kinds == {(1, 1): CellKind.NUMBER, (3, 2): CellKind.DATE}
    assert found.text == "x | 5\n\ny |  | 2/1/2024"


class TestLargeSheets:
    def made(self, rows: str) -> bytes:
        """A workbook whose sheet has the rows as they are stored."""
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(book(("Tên",)))) as before, zipfile.ZipFile(out, "w") as after:
            for name in before.namelist():
                part = before.read(name)
                if "worksheets/" in name:
                    part = re.sub(b"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>".encode(), part)
                after.writestr(name, part)
        return out.getvalue()

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            (
                '<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>',
                "1,048,576 rows in a sheet and 50,000,000 cells",
            ),
            ("".join(f'<row r="{at}"><c r="XFD{at}"/></row>' for at in range(1, 3_100)), "1,048,576 rows"),
            ("".join(f'<row r="{at}"><c r="XFD{at}"><v>1</v></c></row>' for at in range(1, 200)), "2,000,000 cells"),
        ],
        ids=["rows", "empty cells", "cells"],
    )
    def test_are_refused_with_the_limit_and_what_to_do(self, rows, words):
        with pytest.raises(DocumentError) as raised:
            read_sheets(self.made(rows), every_sheet)
        assert words in raised.value.why.to(Lang.EN)
        assert "keep only" in raised.value.why.to(Lang.EN)

    def test_one_long_text_in_many_cells_is_too_much(self, monkeypatch):
        monkeypatch.setattr("povcalc.sheets.MAX_LETTERS", 1_000)
        with pytest.raises(DocumentError) as raised:
            read_sheets(book(*[("Tên" * 100,)] * 4), every_sheet)
        assert "at most 1,000 characters of text" in raised.value.why.to(Lang.EN)

    @pytest.mark.parametrize("form", ["xlsx", "ods"])
    @pytest.mark.parametrize(
        ("limit", "most", "words"),
        [
            ("MAX_CELLS", 4, "4 cells in its tables"),
            ("MAX_LETTERS", 11, "11 characters of text"),
            ("MAX_SHEETS", 1, "1 sheets"),
        ],
    )
    def test_what_is_too_much_for_one_sheet_is_too_much_in_several(self, monkeypatch, form, limit, most, words):
        content = several(form)
        assert [len(each.rows) for each in read_sheets(content, every_sheet).values()] == [1, 1]
        monkeypatch.setattr(f"povcalc.sheets.{limit}", most)
        with pytest.raises(DocumentError) as raised:
            read_sheets(content, every_sheet)
        assert f"at most {words} are read" in raised.value.why.to(Lang.EN)

    def test_empty_cells_of_several_sheets_are_looked_at_together(self, monkeypatch):
        monkeypatch.setattr("povcalc.sheets._MAX_LAID_OUT", 15)
        assert len(sheet(several("xlsx")).rows) == 1
        with pytest.raises(DocumentError):
            read_sheets(several("xlsx"), every_sheet)

    def test_of_thousands_of_empty_cells_at_the_end_of_each_row_none_is_laid_out(self):
        tail = '<table:table-cell table:number-columns-repeated="16382"/>'
        rows = ods(
            ("An Phú", CELL.format(kind="float", value="5", shown="5"), tail), ("Ba Vì", tail), (tail, "x", tail)
        )
        table = Document(io.BytesIO(rows)).body.get_elements("//table:table")[0]
        assert [len(cells) for _, cells in _ods_rows(table)] == [2, 1, 16_383]

    def test_empty_cells_to_the_right_are_passed_over(self):
        content = self.made('<row r="1"><c r="A1"><v>5</v></c><c r="XFD1"/></row>')
        assert [sheet.rows for sheet in read_sheets(content, every_sheet).values()] == [((1, ("5",)),)]
