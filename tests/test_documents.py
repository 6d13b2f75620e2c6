"""Documents: what is read from them, what a draft holds, and how a plan is held to its document."""

import contextlib
import io
import re
import shlex
import sys
import time
import unicodedata
import zipfile
from pathlib import Path

import docx
import fpdf
import openpyxl
import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command import PLAN, damaged, text
from corpus import CASES, called, drafted, stated_in
from povcalc.corrections import suggested
from povcalc.document.draft import Draft, draft
from povcalc.document.grammar import CUES, NUMBER, AreaNames, Grammar, Mention, Style, Unit, read_printed
from povcalc.document.placing import in_unit, names_in_texts, sourced
from povcalc.document.reader import MAX_CROSSINGS, DocumentError, read_document
from povcalc.engine import run
from povcalc.findings import Verified
from povcalc.messages import Lang
from povcalc.numerals import figure_text
from povcalc.places import dotted
from povcalc.plan.load import read_text
from povcalc.values import MAX_DIGITS, Figure, Form


def held(made: Draft) -> dict[str, dict[str, str]]:
    """What a draft holds, as the corpus has it."""
    return {
        name: {field: figure_text(placed.figure) for field, placed in area.figures.items() if placed.figure is not None}
        for name, area in called(made)
    }


def doubts(made: Draft) -> dict[str, list[str]]:
    found = {
        name: [field for field, placed in area.figures.items() if placed.figure is None] for name, area in called(made)
    }
    return {area: fields for area, fields in found.items() if fields}


def test_a_corpus_of_every_pattern():
    assert len(CASES) > 140
    assert len({case["pattern"] for case in CASES}) > 35


@pytest.mark.parametrize("case", CASES, ids=[f"{at}-{case['pattern']}" for at, case in enumerate(CASES)])
def test_a_draft_of_each_pattern_holds_what_is_stated(case):
    made = drafted(case)
    assert {".": {}, **held(made)} == {".": {}, **stated_in(case)}
    assert {area: set(fields) for area, fields in doubts(made).items()} == {
        area: set(fields) for area, fields in case.get("doubtful", {}).items()
    }
    plan = read_text(made.text, "draft.yaml")
    if "root" in case:
        assert made.areas[0].name == case["root"]
    assert not plan.misfits
    assert not plan.document.traps
    if "funding" in case:
        funding = plan.plan.funding
        assert figure_text(funding.total) == case["funding"]["total"]
        assert [figure_text(line.amount) for line in funding.lines] == case["funding"]["lines"]


@pytest.mark.parametrize("rule", CUES, ids=[rule.example for rule in CUES])
def test_each_cue_is_found_in_its_example(rule):
    grammar = Grammar(AreaNames(), Style())
    text = rule.example if NUMBER.search(rule.example) else f"{rule.example} 1%"
    assert rule.cue in {token.cue for token in grammar.tokens(text, 0, len(text))}


# Numbers as printed.


@pytest.mark.parametrize(
    ("printed", "unit", "number", "sure"),
    [
        ("2510", Unit.HOUSEHOLDS, "2510", True),
        ("11.710", Unit.HOUSEHOLDS, "11710", True),
        ("11,710", Unit.HOUSEHOLDS, "11710", True),
        ("11 710", Unit.HOUSEHOLDS, "11710", True),
        ("3,14", Unit.PERCENT, "3.14", True),
        ("3.36", Unit.PERCENT, "3.36", True),
        ("4,10", Unit.PERCENT, "4.10", True),
        ("5.440.412", Unit.MONEY, "5440412", True),
        ("1.240,5", Unit.MONEY, "1240.5", True),
        ("367.886", Unit.MONEY, "367886", True),
        ("7,736", Unit.MONEY, "7.736", True),
        ("0.123", Unit.MONEY, "0.123", True),  # no thousands begin with 0
        ("05", Unit.HOUSEHOLDS, "5", True),
        ("9. 604", Unit.HOUSEHOLDS, "9604", True),
    ],
)
def test_a_printed_number_is_read_by_its_unit_and_the_writing_of_the_document(printed, unit, number, sure):
    read = read_printed(printed, unit, Style(known=True))
    assert (figure_text(read.number), read.sure) == (number, sure)


@pytest.mark.parametrize("unit", [Unit.HOUSEHOLDS, Unit.PERCENT, Unit.MONEY])
def test_a_number_is_as_long_as_one_of_a_plan_may_be(unit):
    assert read_printed("9" * MAX_DIGITS, unit, Style()) == (int("9" * MAX_DIGITS), True)
    assert read_printed("9" * (MAX_DIGITS + 1), unit, Style()) is None
    assert read_printed("9" * 5_000, unit, Style()) is None  # Python makes no number of so many digits


def test_an_amount_keeps_all_of_its_digits_in_another_unit():
    amount = Mention(Figure(int("1" * 35), Form.EXACT), Unit.MONEY, "", None, None, 0, 0, scale=9)
    assert in_unit(amount, 6).number == int("1" * 35 + "000")


@pytest.mark.parametrize("span", ["²", "٣", "-1", "", "x", "0"])
def test_what_is_no_number_of_columns_is_one(span):
    page = f'<html><table><tr><td colspan="{span}">A</td><td>B</td></tr></table></html>'
    assert [block.cells for block in read_document(page.encode(), "a.html").blocks] == [("A", "B")]


def test_a_cell_spans_no_more_than_the_widest():
    page = f'<html><table><tr><td colspan="{"9" * 5000}">A</td><td>B</td></tr></table></html>'
    assert [block.cells for block in read_document(page.encode(), "a.html").blocks] == [("A", *[""] * 49, "B")]


@pytest.mark.parametrize("sign", ["\v", "\f", "\x1c", "\x85", "\u2028"], ids=ascii)
def test_a_row_of_a_table_goes_on_behind_a_break_that_is_none_of_a_line(sign):
    blocks = read_document(f"Xã{sign}An Phú,5\r\nXã Ba Vì,6\r\n".encode(), "a.csv").blocks
    assert [block.cells for block in blocks] == [("Xã An Phú", "5"), ("Xã Ba Vì", "6")]


def test_a_table_with_a_quotation_mark_that_is_never_closed_is_refused_and_loses_no_rows():
    with pytest.raises(DocumentError) as raised:
        read_document('Xã An Phú,5\nXã "Ba Vì",6\n"Xã Cát Hải,7\nXã Đa Lộc,8\n'.encode(), "a.csv")
    assert raised.value.why.to(Lang.EN) == "the table breaks off in line 3: unexpected end of data; fix the quotes"


def test_a_number_of_two_readings_is_not_sure():
    assert not read_printed("367.886", Unit.MONEY, Style()).sure


def test_half_a_household_is_no_count():
    for printed in ("12,5", "1.726,5", "0,123"):
        assert read_printed(printed, Unit.HOUSEHOLDS, Style()) is None


def test_a_name_is_found_however_its_tone_is_marked_and_its_kind_shortened():
    names = names_in_texts([("Tỉnh Yên Bái", None), ("Thành phố Yên Bái", "city"), ("Huyện Hòa An", "hoa-an")])
    text = "TP. Yên Bái, H. Hoà An, huyện hòa an, Hòa An và Yên Bái; tỉnh Yên Bái, Hòa Anh"
    found = [(text[each.start : each.end], each.key) for each in names.find(text, 0, len(text))]
    assert found == [
        ("TP. Yên Bái", "city"),
        ("H. Hoà An", "hoa-an"),
        ("Hoà An", "hoa-an"),
        ("huyện hòa an", "hoa-an"),
        ("hòa an", "hoa-an"),
        ("Hòa An", "hoa-an"),
        ("tỉnh Yên Bái", None),
    ]


# Kinds of files.

PARAGRAPHS = (
    "BÁO CÁO",
    "Kết quả rà soát hộ nghèo năm 2023 trên địa bàn tỉnh Bắc Lâm",
    "Toàn tỉnh còn 9.604 hộ nghèo, chiếm tỷ lệ 4,50%, giảm 1,20% so với đầu năm.",
)
ROWS = (
    ("TT", "Địa phương", "Tổng số hộ", "Hộ nghèo", ""),
    ("", "", "", "Số hộ", "Tỷ lệ (%)"),
    ("A", "B", "1", "2", "3"),
    ("1", "Huyện Sơn Hà", "19.686", "2.510", "12,75"),
    ("2", "Thị xã Bình Lâm", "29.524", "310", "1,05"),
    ("", "Tổng cộng", "213.520", "9.604", "4,50"),
)
STATED = {
    ".": {
        "households_end": "213520",
        "poor_households_end": "9604",
        "poverty_rate_end": "4.50",
        "reduction_rate": "1.20",
    },
    "Huyện Sơn Hà": {"households_end": "19686", "poor_households_end": "2510", "poverty_rate_end": "12.75"},
    "Thị xã Bình Lâm": {"households_end": "29524", "poor_households_end": "310", "poverty_rate_end": "1.05"},
}


def as_docx() -> bytes:
    made = docx.Document()
    for words in PARAGRAPHS:
        made.add_paragraph(words)
    table = made.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for row, cells in enumerate(ROWS):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    table.cell(0, 3).merge(table.cell(0, 4))
    return _saved(made)


def as_xlsx() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    for words in PARAGRAPHS:
        sheet.append([words])
    for row in ROWS[:3]:
        sheet.append(list(row))
    numbers = ((1, "Huyện Sơn Hà", 19686, 2510, 0.1275), (2, "Thị xã Bình Lâm", 29524, 310, 0.0105))
    for row in (*numbers, ("", "Tổng cộng", 213520, 9604, 0.045)):
        sheet.append(list(row))
    for row in sheet.iter_rows(min_row=len(PARAGRAPHS) + 4):
        row[4].number_format = "0.00%"
    return _saved(made)


def as_html() -> bytes:
    paragraphs = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    head = (
        "<tr><th rowspan=2>TT<th rowspan=2>Địa phương<th rowspan=2>Tổng số hộ<th colspan=2>Hộ nghèo</tr>"
        "<tr><th>Số hộ<th>Tỷ lệ (%)</tr>"
    )
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS[2:])
    script = "<script>var s = 'Toàn tỉnh còn 1.234 hộ nghèo.';</script>"
    return f"<html><body>{script}{paragraphs}<table>{head}{rows}</table></body></html>".encode()


def _saved(made) -> bytes:
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.docx", as_docx()), ("a.xlsx", as_xlsx()), ("a.html", as_html())],
    ids=["docx", "xlsx", "html"],
)
def test_each_kind_of_file_gives_the_same_figures(name, content):
    made = draft(read_document(content, name), speak=Lang.EN)
    assert held(made) == (STATED if name != "a.csv" else {})


def test_a_table_alone_takes_the_kind_that_it_is_told():
    table = "\n".join(";".join(row) for row in ROWS).encode()
    made = draft(read_document(table, "a.csv"), kind="result", year=2023, speak=Lang.EN)
    stated = {**STATED, ".": {field: figure for field, figure in STATED["."].items() if field != "reduction_rate"}}
    assert held(made) == stated


FORM = """TT;Địa phương;Tổng số hộ;Hộ nghèo;;Hộ cận nghèo;
;;;Số hộ;Tỷ lệ (%);Số hộ;Tỷ lệ (%)
A;B;1;2;3;4;5
I;Khu vực thành thị;10.000;300;3,00;200;2,00
1;Phường Hòa Bình;6.000;100;1,67;50;0,83
2;Thị trấn Sơn;4.000;200;5,00;150;3,75
II;Khu vực nông thôn;5.000;700;14,00;400;8,00
1;Xã An Phú;2.000;400;20,00;100;5,00
2;Xã Tân Lập;3.000;300;10,00;300;10,00
;Tổng cộng;15.000;1.000;6,67;600;4,00
"""


def test_the_groups_of_an_official_form_hold_the_areas_below_them():
    made = draft(read_document(FORM.encode(), "form.csv"), kind="result", year=2023, speak=Lang.EN)
    reading = read_text(made.text, "plan.yaml")
    root = reading.plan.targets
    assert [(group.kind, [area.id for area in group.areas]) for group in root.areas] == [
        ("group", ["hoa-binh", "son"]),
        ("group", ["an-phu", "tan-lap"]),
    ]
    assert (made.taken, made.doubtful, len(made.left)) == (35, 0, 0)
    assert not [finding for finding in run(reading).findings if finding.code == "T101"]


def test_a_table_that_is_broken_over_pages_goes_on():
    head, below = FORM.split("II;")
    rows = [line.split(";") for line in f"{head}II;{below}".splitlines()]
    made = docx.Document()
    for part in (rows[:6], rows[6:]):
        table = made.add_table(rows=len(part), cols=7)
        for at, row in enumerate(part):
            for column, words in enumerate(row):
                table.cell(at, column).text = words
        made.add_paragraph("Trang 2")
    drafted = draft(read_document(_saved(made), "a.docx"), kind="result", year=2023, speak=Lang.EN)
    assert held(drafted)["Xã Tân Lập"] == {
        "households_end": "3000",
        "poor_households_end": "300",
        "poverty_rate_end": "10.00",
        "near_poor_households_end": "300",
        "near_poor_rate_end": "10.00",
    }


def test_a_pdf_is_read_without_its_running_heads_and_numbers_of_pages():
    made = fpdf.FPDF()
    made.set_font("helvetica", size=11)
    for number, words in enumerate(("Report on poverty in 2023", "The poverty rate fell from 17.83% to", "15.24%.")):
        made.add_page()
        made.cell(text="Bac Lam province, 45/BC", new_x="LMARGIN", new_y="NEXT")
        made.multi_cell(0, 6, words, new_x="LMARGIN", new_y="NEXT")
        made.set_y(-30)
        made.cell(text=str(number + 1))
    read = read_document(bytes(made.output()), "a.pdf")
    assert read.blocks[0].text == "Report on poverty in 2023"
    assert all("45/BC" not in block.text and not block.text.isdigit() for block in read.blocks)
    assert read.blocks[-1].where.to(Lang.EN) == "page 3"


def test_a_sentence_of_a_pdf_goes_on_over_two_pages():
    made = fpdf.FPDF()
    made.set_font("helvetica", size=11)
    for number, words in enumerate(("In 2023 Bac Lam province still had 9,604", "poor households.", "The end.")):
        made.add_page()
        made.cell(text="Bac Lam province, 45/BC", new_x="LMARGIN", new_y="NEXT")
        made.multi_cell(0, 6, words, new_x="LMARGIN", new_y="NEXT")
        made.cell(text=str(number + 1))
    drafted_from = draft(read_document(bytes(made.output()), "a.pdf"), kind="result", speak=Lang.EN)
    assert held(drafted_from)["."] == {"poor_households_end": "9604"}


@pytest.mark.parametrize("lines", [10, 60, 130])
def test_a_drawing_of_thousands_of_crossing_lines_is_no_table_and_its_words_are_read(monkeypatch, lines):
    made = fpdf.FPDF(unit="pt")
    made.add_page()
    made.set_font("helvetica", size=11)
    made.cell(text="The poverty rate of Bac Lam is 15.24%.")
    for at in range(lines):
        made.line(50 + 4 * at, 100, 50 + 4 * at, 800)
        made.line(50, 100 + 4 * at, 550, 100 + 4 * at)
    looked_at = []
    find = pdfplumber.page.Page.find_tables
    monkeypatch.setattr(pdfplumber.page.Page, "find_tables", lambda page: looked_at.append(page) or find(page))
    read = read_document(bytes(made.output()), "a.pdf")
    assert [block.text for block in read.blocks] == ["The poverty rate of Bac Lam is 15.24%."]
    assert bool(looked_at) is (lines * lines <= MAX_CROSSINGS)


def test_a_scan_is_told_as_such():
    made = fpdf.FPDF()
    made.add_page()
    with pytest.raises(DocumentError) as raised:
        read_document(bytes(made.output()), "a.pdf")
    assert "text recognition" in raised.value.why.to(Lang.EN)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "no text, Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx"),
        (b"PK\3\4 broken", "archive cannot be opened"),
    ],
)
def test_what_is_no_document_is_refused_in_words(content, words):
    with pytest.raises(DocumentError) as raised:
        read_document(content, "a.docx")
    assert words in raised.value.why.to(Lang.EN)


def test_a_bomb_is_not_unpacked():
    content = io.BytesIO()
    with (
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(310):
            member.write(bytes(1_000_000))
    with pytest.raises(DocumentError) as raised:
        read_document(content.getvalue(), "a.docx")
    assert "too large: at most 100 MB of text, unpacked, are read" in raised.value.why.to(Lang.EN)


# Size: work in proportion to it, and limits where there would be too much.


def calls(function, *arguments) -> int:
    """How many functions are called, those of C included."""
    count = 0

    def counting(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return count


def word(*rows: str) -> bytes:
    """A Word document whose body is one table of the rows, as they are stored."""
    made, content = docx.Document(), io.BytesIO()
    made.add_table(1, 1)
    made.save(content)
    out = io.BytesIO()
    with zipfile.ZipFile(content) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "word/document.xml":
                part = re.sub(b"<w:tr>.*</w:tr>", "".join(rows).encode(), part, flags=re.DOTALL)
            after.writestr(name, part)
    return out.getvalue()


def word_row(*cells: str, of: str = "") -> str:
    return f"<w:tr>{''.join(f'<w:tc>{of}<w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>' for cell in cells)}</w:tr>"


GOES_ON = "<w:tcPr><w:vMerge/></w:tcPr>"
LARGE = {
    "short lines": ("a.txt", lambda size: b"h\xe1\xbb\x99\n" * size),
    "divisions in each other": ("a.html", lambda size: b"<html>" + b"<div>" * size + b"<p>5%"),
    "paragraphs in them": ("a.html", lambda size: b"<html>" + b"<div>" * 50 + b"<p>5%</p>" * size),
    "tables in each other": ("a.html", lambda size: b"<html>" + b"<table><tr><td>" * size + b"5%"),
    "a row of many cells": ("a.docx", lambda size: word(word_row(*["5"] * size))),
    "cells that go on below": ("a.docx", lambda size: word(word_row("5"), *[word_row("", of=GOES_ON)] * size)),
}


@pytest.mark.parametrize(("name", "content"), LARGE.values(), ids=LARGE)
def test_twice_the_document_is_twice_the_work(name, content):
    small, large = (calls(read_document, content(size), name) for size in (200, 400))
    assert large < 2.2 * small


def test_a_cell_that_goes_on_below_is_said_again_and_one_that_goes_on_to_the_right_is_not():
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    content = word(word_row("An", "5"), word_row("", "6", of=GOES_ON), word_row("7", of=wide))
    assert [block.cells for block in read_document(content, "a.docx").blocks] == [("An", "5"), ("An", "5"), ("7", "")]


def test_words_are_joined_over_lines_as_they_are_read_and_each_line_is_looked_at_once(monkeypatch):
    looked_at = []

    class Looking:
        def search(self, words):
            looked_at.append(words)
            return words.endswith("xã-")

    monkeypatch.setattr("povcalc.document.reader._BROKEN", Looking())
    (block,) = read_document("hộ của xã-\nhội còn\n5%".encode(), "a.txt").blocks
    assert (block.text, looked_at) == ("hộ của xãhội còn 5%", ["hộ của xã-", "hội còn"])
    assert [str(block.place(at).values[0][1]) for at in (0, 9, 16, 17)] == ["1", "2", "2", "3"]


TOO_LARGE = {
    "characters": ("a.txt", b"x" * 10_000_001, "10,000,000 characters of text"),
    "white space": ("a.txt", b" " * 20_000_001, "10,000,000 characters of text"),
    "paragraphs": ("a.txt", b"- a\n" * 500_001, "500,000 paragraphs and rows"),
    "numbers": ("a.txt", b"5% " * 500_001, "500,000 numbers"),
    "cells": ("a.csv", b"a" + b"," * 2_000_001, "2,000,000 cells"),
    "columns": ("a.docx", word(word_row("5", of='<w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>')), "16,384 columns"),
    "elements": ("a.html", b"<html>" + b"<div>" * 1_001, "1,000 elements"),
    "attributes": ("a.html", b"<html><p " + b"a=1 " * 1_001 + b">", "1,000 attributes"),
}


@pytest.mark.parametrize(("name", "content", "words"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_a_document_that_is_too_large_is_refused_with_the_limit_and_what_to_do(name, content, words):
    with pytest.raises(DocumentError) as raised:
        read_document(content, name)
    assert words in raised.value.why.to(Lang.EN)
    assert re.search("keep only|save it", raised.value.why.to(Lang.EN))


@pytest.mark.parametrize(
    "inside",
    ["<p>5%", "<a name=x>", "<br>", "<o:p/>", "<div></div>", "<table><tr><td><b>5%</table>", "<script>i<n</script>"],
)
def test_elements_that_end_are_not_taken_for_ones_in_each_other(inside):
    page = f"<html><p>Tỷ lệ {inside * 1_100}<p>hộ nghèo 7%"
    assert read_document(page.encode(), "a.html").blocks[-1].text == "hộ nghèo 7%"


@pytest.mark.parametrize(
    "opening", ["<div>", "<table><tr><td></div>", "<div></x>", "<!-- </div> --><div>", "<script></div></script><div>"]
)
def test_ends_of_what_is_not_open_hide_no_depth(opening):
    with pytest.raises(DocumentError):
        read_document(f"<html>{opening * 1_001}".encode(), "a.html")


def test_the_words_around_a_number_are_few_though_no_space_is_near():
    made = draft(
        read_document(("Kế hoạch\n" + "giảm/" * 100 + " 5%/" + "giảm/" * 100).encode(), "a.txt"), speak=Lang.EN
    )
    (mention,) = made.mentions
    assert len(mention.words()) < 200


def test_lines_of_the_funding_and_amounts_are_found_by_their_words():
    def plan_and_document(count):
        names = [f"Xã {chr(65 + at // 20)}an {chr(65 + at % 20)}en" for at in range(count)]
        lines = "".join(f"    - {{id: f{at}, name: {name}, amount: {at}}}\n" for at, name in enumerate(names))
        begin = "povcalc: 1\ndocument: {title: K, year: 2019}\nfunding:\n  unit: million VND\n  lines:\n"
        plan = read_text(f"{begin}{lines}".encode(), "a.yaml")
        said = "".join(f"- Kinh phí {name}: {at} triệu đồng.\n" for at, name in enumerate(names))
        return plan.plan, read_document(said.encode(), "a.txt")

    plan, document = plan_and_document(100)
    assert all(each.is_found for each in sourced(plan, document).figures)
    small, large = (calls(sourced, *plan_and_document(count)) for count in (100, 200))
    assert large < 2.3 * small


# Letters.


@pytest.mark.parametrize(
    "content",
    [
        "Tỷ lệ hộ nghèo của huyện Trạm Tấu giảm 5% năm 2019".encode(),
        unicodedata.normalize("NFD", "Tỷ lệ hộ nghèo của huyện Trạm Tấu giảm 5% năm 2019").encode(),
        "Tỷ lệ hộ nghèo của huyện Trạm Tấu giảm 5% năm 2019".encode("utf-16"),
        "Tỷ lệ hộ ng\u00adhèo của huyện\u00a0Trạm Tấu giảm 5% năm\u202f2019".encode(),
        "Tû lÖ hé nghÌo cña huyÖn Tr¹m TÊu gi¶m 5% n¨m 2019".encode(),
        "Tû lÖ hé nghÌo cña huyÖn Tr¹m TÊu gi¶m 5% n¨m 2019".encode("cp1252"),
        "Tyû leä hoä ngheøo cuûa huyeän Traïm Taáu giaûm 5% naêm 2019".encode(),
    ],
    ids=["UTF-8", "NFD", "UTF-16", "soft hyphen", "TCVN3", "TCVN3 in bytes", "VNI"],
)
def test_letters_come_out_alike(content):
    (block,) = read_document(content, "a.txt").blocks
    assert block.text == "Tỷ lệ hộ nghèo của huyện Trạm Tấu giảm 5% năm 2019"


def test_a_line_that_goes_on_keeps_its_place():
    (block,) = read_document("Toàn tỉnh còn 9.604 hộ\nnghèo, chiếm tỷ\nlệ 4,50%.".encode(), "a.txt").blocks
    assert block.text == "Toàn tỉnh còn 9.604 hộ nghèo, chiếm tỷ lệ 4,50%."
    places = [block.place(block.text.index(word)).to(Lang.EN) for word in ("9.604", "nghèo", "4,50")]
    assert places == ["line 1", "line 2", "line 3"]


# A plan held to its document.

SOURCE = Path(__file__).parent / "documents" / "plan_2019.txt"
DOCUMENT = SOURCE.read_text(encoding="utf-8")


def findings(plan: str, document: str = DOCUMENT):
    reading = read_text(plan, "plan.yaml")._replace(source=read_document(document.encode(), "source.txt"))
    return reading, run(reading)


def codes(report) -> list[str]:
    return [finding.code for finding in report.findings if finding.code[0] == "Q"]


def test_every_figure_of_2019_stands_in_its_document():
    _, report = findings(damaged())
    assert codes(report) == []
    assert report.verified == Verified(by_document=35, by_arithmetic=16, by_both=16)
    assert report.untouched == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("reduction_households: 2762", "reduction_households: 2672"),
        ("{over: 8.50}", "8.50"),
        ("{over: 4.10}", "{over: 4.1}"),
        ("{over: 5.8}", "{at_least: 5.8}"),
        ("poverty_rate_end: 5.00", "poverty_rate_end: 5.01"),
        ("{about: 367886}", "{about: 367866}"),
        ("amount: 3000000", "amount: {about: 3000000}"),
    ],
)
def test_a_figure_that_the_document_states_otherwise_is_put_right(old, new):
    reading, report = findings(damaged((old, new)))
    assert codes(report) == ["Q101"]
    finding = next(each for each in report.findings if each.code == "Q101")
    assert "source.txt, line " in finding.message.to(Lang.EN)
    report, corrected = suggested(reading, report)
    assert corrected.text == damaged()
    assert [each.safe for each in next(f for f in report.findings if f.code == "Q101").suggestions] == [True]


DIVIDED = """\
povcalc: 1
document: {title: A, kind: result, year: 2023}
targets:
  id: an-phu
  name: Xã An Phú
  poor_households_end: 174
  breakdowns:
    - id: ethnicity
      name: Dân tộc
      parts:
        - {id: kinh, name: Kinh, poor_households_end: 13}
        - {id: tay, name: Tày, poor_households_end: 161}
  areas:
    - {id: ban-lau, name: Thôn Bản Lầu, poor_households_end: 36}
    - {id: khe-cai, name: Thôn Khe Cái, poor_households_end: 138}
"""
GROUPS = """\
Đơn vị,Số hộ nghèo cuối năm
Xã An Phú,174
Thôn Bản Lầu,36
Thôn Khe Cái,138
Kinh,13
Dân tộc Tày,161
"""


def held_to_groups(document, plan=DIVIDED):
    reading = read_text(plan, "plan.yaml")._replace(source=read_document(document.encode(), "source.csv"))
    return reading, [(each.code, dotted(each.path)) for each in run(reading).findings if each.code[0] == "Q"]


class TestPartsOfBreakdowns:
    def test_rows_of_a_table_are_of_the_parts_that_they_are_called_by(self):
        assert held_to_groups(GROUPS)[1] == []

    @pytest.mark.parametrize(("row", "part"), [("Kinh,13", 0), ("Dân tộc Tày,161", 1)])
    def test_a_figure_that_the_table_states_otherwise_is_found_and_put_right(self, row, part):
        reading, found = held_to_groups(GROUPS.replace(row, f"{row[:-1]}7"))
        path = f"targets.breakdowns[0].parts[{part}].poor_households_end"
        assert found == [("Q101", path)]
        corrected = suggested(reading, run(reading))[1]
        assert [dotted(each.changes[0].path) for each in corrected.corrections] == [path]

    def test_what_the_table_leaves_out_of_a_breakdown_that_it_has_is_not_found(self):
        found = held_to_groups(GROUPS.replace("Dân tộc Tày,161\n", ""))[1]
        assert found == [("Q102", "targets.breakdowns[0].parts[1].poor_households_end")]

    def test_a_breakdown_that_no_table_has_is_held_to_nothing(self):
        assert held_to_groups(GROUPS.partition("Kinh")[0])[1] == []

    def test_groups_inside_an_area_are_not_those_of_the_whole(self):
        rows = "TT,Đơn vị,Số hộ nghèo đầu năm,Số hộ nghèo cuối năm\nI,Thôn Khe Cái,150,138\n1,Kinh,9,8\n2,Tày,141,130\n"
        found = held_to_groups(rows)[1]
        assert ("Q101", "targets.breakdowns[0].parts[0].poor_households_end") not in found
        assert not any("parts" in path for _, path in found)

    def test_a_name_that_two_breakdowns_have_is_of_neither(self):
        other = "    - {id: more, name: Khác, partial: true, parts: [{id: x, name: Kinh, poor_households_end: 9}]}\n"
        plan = DIVIDED.replace("  areas:", f"{other}  areas:")
        assert not any(code == "Q101" for code, _ in held_to_groups(GROUPS.replace("Kinh,13", "Kinh,17"), plan)[1])


def test_another_unit_of_money_is_another_value():
    _, report = findings(damaged(("unit: million VND", "unit: billion VND")))
    assert codes(report) == ["Q101"] * 6
    _, report = findings(damaged(), DOCUMENT.replace("3.000.000 triệu", "3.000 tỷ"))
    assert codes(report) == []


@pytest.mark.parametrize("number", re.findall(r"\d[\d.,]*(?= hộ|%| triệu)", DOCUMENT.partition("Nơi nhận")[0]))
def test_any_digit_that_is_changed_in_the_document_is_found(number):
    at = DOCUMENT.index(number)
    for offset, digit in enumerate(number):
        if digit.isdigit() and not (offset == 0 and digit == "1" and len(number) > 1):
            other = str((int(digit) + 1) % 10 or 1)
            changed = DOCUMENT[: at + offset] + other + DOCUMENT[at + offset + 1 :]
            _, report = findings(damaged(), changed)
            assert codes(report) == ["Q101"], changed[at - 40 : at + 20]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("trên 5,8%", "dưới 5,8%", "Q101"),
        ("trên 8,50%", "8,50%", "Q101"),
        ("ước khoảng 367.886", "hơn 367.886", "Q101"),
        ("giảm 199 hộ nghèo", "giảm 199 người nghèo", "Q102"),
        ("còn 1,99%", "còn 1,99‰", "Q102"),
    ],
)
def test_a_bound_word_or_a_unit_that_is_changed_is_found(old, new, code):
    _, report = findings(damaged(), DOCUMENT.replace(old, new, 1))
    assert codes(report) == [code]


def test_what_the_plan_lacks_is_told_at_its_area():
    plan = damaged(("      reduction_households: 453\n", ""))
    _, report = findings(plan)
    (finding,) = [each for each in report.findings if each.code == "Q103"]
    assert finding.message.to(Lang.EN).startswith(
        "Huyện Trạm Tấu, net reduction in poor households: the document states 453"
    )


def test_an_amount_that_the_plan_lacks_is_told():
    line = (
        "    - id: oda\n      name:\n        vi: Vốn NGO, ODA\n        en: NGOs and official development assistance\n"
    )
    _, report = findings(damaged((f"{line}      amount: {{about: 418429}}\n", "")))
    (finding,) = [each for each in report.findings if each.code == "Q103"]
    assert finding.message.to(Lang.EN).startswith("funding: the document states about 418,429, the plan does not")


def test_a_figure_of_the_document_is_corrected_by_no_sum():
    """The document misprints a number: the sum shows it, and the plan keeps what is printed."""
    printed = DOCUMENT.replace("2.762", "2.672")
    reading, report = findings(damaged(("2762", "2672")), printed)
    assert {"T101"} <= {finding.code for finding in report.findings}
    _, corrected = suggested(reading, report)
    assert corrected.text == reading.document.text


def test_a_document_that_states_two_numbers_is_told():
    _, report = findings(
        damaged(), DOCUMENT.replace("II. Kinh phí", "Như vậy huyện Trạm Tấu giảm 435 hộ nghèo.\n\nII. Kinh phí")
    )
    assert codes(report) == ["Q104"]


# The commands.


def test_check_reads_the_document_that_the_plan_names(tmp_path):
    (tmp_path / "a.txt").write_text(DOCUMENT, encoding="utf-8")
    plan = damaged(("  number: 131-KH/TU", "  file: a.txt\n  number: 131-KH/TU"), ("2762", "2672"))
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    status, out, _ = text("check", str(tmp_path / "plan.yaml"), "--format", "concise")
    assert status == 1
    assert "Q101 Huyện Văn Chấn" in out
    status, out, err = text("check", str(tmp_path / "plan.yaml"), "--fix", "--format", "concise")
    assert (status, "Q101" in out) == (0, False)
    assert "2,672 → 2,762, as the document states" in err
    assert (tmp_path / "plan.yaml").read_text(encoding="utf-8") == plan.replace("2672", "2762")


def test_a_document_that_is_not_there_is_told(tmp_path):
    status, out, err = text("check", str(PLAN), "--document", str(tmp_path / "none.docx"))
    assert (status, out) == (2, "")
    assert "there is no such file" in err


def test_draft_writes_a_plan_that_check_accepts(tmp_path):
    status, out, err = text("draft", str(SOURCE), "-o", "plan.yaml", cwd=tmp_path)
    assert status == 0
    assert "figures taken: 35; doubtful: 0; without a place: 0" in err
    assert "tram-tau" in out
    status, out, _ = text("check", "plan.yaml", "--format", "concise", cwd=tmp_path)
    assert [line.split(" ")[1] for line in out.splitlines()] == ["T205"]
    status, _, err = text("draft", str(SOURCE), "-o", "plan.yaml", cwd=tmp_path)
    assert status == 2
    assert "plan.yaml exists already" in err


def test_show_sources_sets_each_figure_beside_its_words():
    status, out, _ = text("show", "--sources", "--document", str(SOURCE), "--format", "csv")
    assert status == 0
    assert '"Huyện Trạm Tấu, net reduction in poor households",453,as stated,line 27,' in out
    status, _, err = text("show", "--sources")
    assert status == 2
    assert "--document FILE" in err


# Whatever a document says.

WORDS = (
    *("giảm", "còn", "hộ nghèo", "hộ", "%", "từ", "đến", "xuống", "2.510", "3,14", "1.621.667", "triệu đồng", "trên"),
    *("huyện Sơn Hà", "toàn tỉnh", "năm 2023", "so với", ",", ";", ".", "(", ")", "/", "-", "cận nghèo", "tổng số"),
)


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=80))
def test_whatever_is_written_places_point_at_what_they_claim(words):
    try:
        document = read_document(f"Kết quả năm 2023 của tỉnh Bắc Lâm\n\n{words}".encode(), "a.txt")
    except (DocumentError, UnicodeEncodeError):
        return
    grammar = Grammar(AreaNames([("huyện Sơn Hà", "s")]), Style(), (2023, 2023), is_result=True)
    for mention in grammar.mentions(document.blocks):
        assert re.search(r"\d", mention.printed)
        assert mention.printed in mention.block.text
        assert mention.printed in mention.words()
        assert mention.sure or mention.candidates or mention.unit is Unit.MONEY
    made = draft(document, speak=Lang.VI)
    assert not read_text(made.text, "draft.yaml").misfits


# What the document says of other areas, and of other years.


def told(report, code: str) -> list[str]:
    return [finding.message.to(Lang.EN) for finding in report.findings if finding.code == code]


def test_an_area_that_the_plan_does_not_have_is_told_and_gives_its_figures_to_no_other():
    _, report = findings(
        damaged(), DOCUMENT.replace("II. Kinh phí", "Huyện Bắc Lâm giảm 435 hộ nghèo, còn 9,87%.\n\nII. Kinh phí")
    )
    (words,) = told(report, "Q103")
    assert words.startswith("Huyện Bắc Lâm: the plan does not have this area, and the document states 435 of it")
    assert codes(report) == ["Q103"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Huyện Trạm Tấu và huyện Văn Yên giảm 2.791 hộ nghèo.",
        "Tỉnh Lào Cai giảm 435 hộ nghèo.",
        "Xã Trạm Tấu, huyện Trạm Tấu, giảm 45 hộ nghèo.",
        "Năm 2018, huyện Trạm Tấu giảm 500 hộ nghèo.",
        "Mỗi xã giảm 5% trở lên.",
    ],
)
def test_what_is_said_of_several_or_other_areas_or_years_contradicts_no_figure(sentence):
    _, report = findings(damaged(), DOCUMENT.replace("II. Kinh phí", f"{sentence}\n\nII. Kinh phí"))
    assert set(codes(report)) <= {"Q103"}


def figures_of_the_plan() -> list[str]:
    return re.findall(r"^\s*(?:reduction_\w+|poverty_\w+|total|amount): .*\d.*$", damaged(), re.MULTILINE)


def test_every_digit_of_the_plan_is_held_to_the_document():
    plan, lines = damaged(), figures_of_the_plan()
    assert len(lines) == 35
    assert len(set(lines)) > 30
    at = 0
    for line in lines:
        at = plan.index(line, at)
        digit = re.search(r"\d", line.partition(":")[2])
        start = at + line.index(":") + 1 + digit.start()
        changed = plan[:start] + str(int(digit[0]) % 9 + 1) + plan[start + 1 :]
        _, report = findings(changed)
        assert codes(report) == ["Q101"], line
        at += 1


# Libraries that are not there, and files that mean harm.


@pytest.mark.parametrize(
    ("module", "name", "content"),
    [
        ("docx", "a.docx", as_docx()),
        ("openpyxl", "a.xlsx", as_xlsx()),
        ("selectolax.lexbor", "a.html", as_html()),
        ("pdfplumber", "a.pdf", b"%PDF-1.7"),
    ],
)
def test_without_its_library_a_document_names_the_line_to_type(monkeypatch, module, name, content):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(DocumentError) as raised:
        read_document(content, name)
    extra = "excel" if name.endswith("xlsx") else "documents"
    assert f"pip install 'povcalc[{extra}]'" in raised.value.why.to(Lang.EN)
    assert read_document(DOCUMENT.encode(), "a.txt").blocks


def repacked(content: bytes, member: str, change) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == member else data)
    return made.getvalue()


def test_entities_in_a_word_file_are_not_expanded(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    doctype = (
        f'<!DOCTYPE x [<!ENTITY outer SYSTEM "{secret.as_uri()}"><!ENTITY a "LAUGH">'
        '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    ).encode()

    def change(data: bytes) -> bytes:
        head, mark, rest = data.partition(b"?>")
        return head + mark + doctype + rest.replace(b"So", b"&outer;&b;So", 1).replace(b"To\xc3\xa0n", b"&outer;&b;", 1)

    try:
        read = read_document(repacked(as_docx(), "word/document.xml", change), "a.docx")
    except DocumentError:
        return
    text_read = " ".join(block.text for block in read.blocks)
    assert "SECRET" not in text_read
    assert "LAUGHLAUGH" not in text_read


@given(st.data())
@settings(max_examples=30)
@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.html"])
def test_a_damaged_file_is_read_or_refused_in_words(name, data):
    content = bytearray({"a.docx": DOCX, "a.xlsx": XLSX, "a.html": HTML}[name])
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=30)):
        content[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DocumentError):
        made = draft(read_document(bytes(content[: data.draw(st.integers(1, len(content)))]), name), speak=Lang.VI)
        assert not read_text(made.text, "draft.yaml").misfits


DOCX, XLSX, HTML = as_docx(), as_xlsx(), as_html()


def test_a_version_of_zip_that_is_not_known_is_refused_in_words():
    content = bytearray(DOCX)
    content[content.rindex(b"PK\1\2") + 6] = 191
    with pytest.raises(DocumentError):
        read_document(bytes(content), "a.docx")


@pytest.mark.parametrize(
    "words",
    [
        "Toàn tỉnh còn 9.604 hộ nghèo, " * 4_000,
        f"Huyện {'Sơn ' * 20_000} 5%",
        "Son " * 20_000 + "5%",
        "1.000 " * 20_000,
        "".join(f"Kinh phí mục {number}: {number} triệu đồng.\n\n" for number in range(2_000)),
        f"{';'.join(['Hộ nghèo'] * 2_000)}\n{';'.join(['5'] * 2_000)}",
    ],
    ids=["one line", "a long name", "capitals", "groups of digits", "amounts", "columns"],
)
def test_the_time_grows_with_the_length_of_a_text(words):
    started = time.process_time()
    draft(read_document(words.encode(), "a.csv" if ";" in words else "a.txt"), speak=Lang.EN)
    assert time.process_time() - started < 15


def test_a_title_in_capitals_keeps_the_names_of_areas():
    made = draft(
        read_document("KẾ HOẠCH GIẢM NGHÈO NĂM 2024 TỈNH BẮC LÂM\n\nNội dung.".encode(), "a.txt"), speak=Lang.EN
    )
    assert "title: Kế hoạch giảm nghèo năm 2024 tỉnh Bắc Lâm" in made.text


def test_the_pages_of_a_document_can_be_watched():
    made = fpdf.FPDF()
    made.set_font("helvetica", size=11)
    for _ in range(3):
        made.add_page()
        made.cell(text=f"Bac Lam province, page {made.page_no()}")
    seen = []

    def watch(pages, total):
        for page in pages:
            seen.append((page.page_number, total))
            yield page

    read_document(bytes(made.output()), "a.pdf", watch)
    assert seen == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(("stream", "name"), [("WordDocument", "báo cáo.doc"), ("Workbook", "b.xls")])
def test_an_old_word_or_excel_file_is_told_with_a_line_that_converts_it(tmp_path, stream, name):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + stream.encode("utf-16-le")
    (tmp_path / name).write_bytes(content)
    line = f"soffice --headless --convert-to {name.rpartition('.')[2]}x {shlex.quote(name)}"
    for words in (("draft", name), ("check", str(PLAN), "--document", name), ("check", name)):
        status, _, err = text(*words, cwd=tmp_path)
        assert (status, line in err) == (2, True), err


def test_a_document_from_standard_input_has_one_name():
    words = "Huyện Trạm Tấu: giảm 450 hộ.\n"
    assert "Drafted from <stdin>" in text("draft", "-", stdin=words.encode())[1]
    out = text("check", str(PLAN), "--document", "-", "-f", "concise", "--select", "Q101", stdin=words.encode())[1]
    assert "<stdin>, line 1" in out


PLANNED = """BÁO CÁO
Kết quả rà soát hộ nghèo năm 2023 của tỉnh Bắc Lâm

Toàn tỉnh giảm 1.338 hộ nghèo, đạt 111,5% kế hoạch; tỷ lệ hộ nghèo giảm 1,36% (kế hoạch giảm 1,2%).
Huyện Sơn Hà còn 2.510 hộ nghèo, chiếm 26,1% tổng số hộ nghèo toàn tỉnh; số hộ thoát cận nghèo là 300 hộ.
"""


@pytest.mark.parametrize(
    ("was", "typed"),
    [
        ("percent_of_plan: 111.5", "percent_of_plan: 115.1"),
        ("    reduction_rate: 1.2", "    reduction_rate: 1.3"),
        ("share_of_poor_end: 26.1", "share_of_poor_end: 21.6"),
        ("near_poor_exits: 300", "near_poor_exits: 330"),
    ],
)
def test_what_was_planned_shares_and_flows_are_held_to_the_document_too(tmp_path, was, typed):
    (tmp_path / "d.txt").write_text(PLANNED, encoding="utf-8")
    assert text("draft", "d.txt", "-o", "p.yaml", cwd=tmp_path)[0] == 0
    made = (tmp_path / "p.yaml").read_text(encoding="utf-8")
    assert text("check", "p.yaml", "--no-default", cwd=tmp_path)[0] == 0
    (tmp_path / "p.yaml").write_text(made.replace(was, typed), encoding="utf-8")
    assert "Q101" in text("check", "p.yaml", "-f", "concise", cwd=tmp_path)[1]
    text("check", "p.yaml", "--fix", cwd=tmp_path)
    assert (tmp_path / "p.yaml").read_text(encoding="utf-8") == made


def test_of_many_names_that_begin_with_one_word_only_the_lengths_are_looked_up():
    names = AreaNames((f"Xã Số {number}", number) for number in range(1000))
    text = "Tại xã Số 7, xã Số 70 và xã Số"
    assert [found.key for found in names.find(text, 0, len(text))] == [7, 70]
    assert list(names._lengths.values()) == [[3]]


def test_a_draft_from_a_file_of_any_name_is_a_plan(tmp_path):
    (tmp_path / "a\n\x1b[31mb.txt").write_text("Năm 2023 tỉnh Bắc Lâm còn 2.820 hộ nghèo, chiếm tỷ lệ 5,73%.", "utf-8")
    assert text("draft", "a\n\x1b[31mb.txt", "-o", "new.yaml", cwd=tmp_path)[0] == 0
    first = (tmp_path / "new.yaml").read_text("utf-8").splitlines()[0]
    assert first.startswith(r"# Drafted from a\n\x1b[31mb.txt; ")
    assert text("check", "new.yaml", "-f", "concise", cwd=tmp_path) == (0, "", "")
