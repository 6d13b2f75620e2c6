"""`povcalc show` as its users get it: what it takes, what it prints in each form, and whatever a plan says."""

import csv
import datetime
import io
import json
import os
import re
import subprocess
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len
from rich.console import Console

from command import COMMAND, PLAN, damaged, environment, povcalc, text
from plans import HEAD, real_plan, targets
from povcalc.measures import MEASURES, NEAR_POOR, POOR
from povcalc.messages import Lang, Message, verbatim
from povcalc.output.console import show_portrait, show_tables
from povcalc.output.json import shown_json
from povcalc.output.report import notation, title
from povcalc.output.tables import Shown, as_csv, as_markdown
from povcalc.plan.load import read_text
from povcalc.values import Figure, Form, Interval
from povcalc.views import plan as plan_views
from povcalc.views.table import Column, Readers, Row, Table

PARTS = ("targets", "funding", "standard", "measures", "schedule", "actors")
FORMATS = ("table", "markdown", "csv", "json")
LANGUAGES = ("en", "vi")
ACTS_ON_A_SCREEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
SMALL = HEAD + ("targets: {id: a, name: A, reduction_households: 3, poverty_rate_start: 12.0, poverty_rate_end: 9.0}\n")
HOSTILE = (
    "a\nb",
    "a | b",
    "<b>a</b>",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\x1b[31mred\x1b[0m",
    "\u202eevil",
    "a\u200bb",
    "[red]a[/red]",
    "[a](javascript:alert(1))",
    "![a](https://a.test/a.png)",
    "**a** _b_ `c` ~~d~~ \\| e",
    "https://a.test www.a.test a@a.test",
    "&lt;b&gt; $x$ #1",
    "- a",
    "1. a",
    "# a",
    "| --- |",
    "漢字" * 30,
    "a" * 200,
    "tiếng Việt",
)

BROKEN = (
    ("targets:\n", "targets: []\nx-a:\n"),
    ("funding:\n", "funding: 3\nx-b:\n"),
    ("schedule:\n", "schedule: {phases: 1}\nx-c:\n"),
    ("actors:\n  - id: uy", "actors:\n  - 3\n  - id: uy"),
    ("dimensions:\n", "dimensions: 1\n  x-d:\n"),
    ("kind: province", "kind: []"),
    ("title:\n    vi", "title:\n    vn"),
)
"""Edits of the plan of 2019 that each leave a section, or a part of one, unreadable."""

DATA = PLAN.parent


def quoted(words):
    """A text between double quotes, each character written as YAML's number of it."""
    return '"' + "".join(f"\\U{ord(sign):08x}" for sign in words) + '"'


def hostile(words):
    """A plan that says the same words wherever a plan has words."""
    name = quoted(words)
    return (
        f"povcalc: 1\ndocument: {{number: {name}, title: {name}, issuer: {name}}}\n"
        f"targets: {{id: r, name: {name}, ref: {name}, reduction_households: 3, areas: [\n"
        f"  {{id: a, name: {name}, ref: {name}, poverty_rate_start: 9, poverty_rate_end: 8}}]}}\n"
        f"funding: {{unit: {name}, total: 3, lines: [{{id: l, name: {name}, amount: 3, ref: {name}}}]}}\n"
        f"poverty_standard: {{basis: {{number: {name}}}, dimensions: [\n"
        f"  {{id: d, name: {name}, indicators: [{{id: i, name: {name}}}]}}]}}\n"
        f"measures: [{{title: {name}, items: [{{text: {name}, ref: {name}}}]}}]\n"
        f"schedule: {{phases: [{{id: p, text: {name}, from: 2024-01-01, to: 2024-01-02, actors: [x], ref: {name}}}]}}\n"
        f"actors: [{{id: x, name: {name}, duties: [{{text: {name}, with: [x], areas: [{name}]}}]}}]\n"
    )


def named_in_csv(words, *, excel=False):
    """What CSV has for an area of this name."""
    sheet = Table(verbatim("x"), (Column("name", verbatim("Name")),), (Row((words,)),))
    out = as_csv(sheet, Lang.EN, excel=excel).removeprefix("\ufeff")
    _, (cell,) = csv.reader(io.StringIO(out), delimiter=";" if excel else ",", strict=True)
    return cell


def shown(plan_text, part):
    """What the writers are given of a part of a plan, and the portrait when there is no part."""
    reading = read_text(plan_text, "plan.yaml")
    assert reading.misfits == ()
    return given_to_writers(reading, part)


def given_to_writers(reading, part):
    if part is None:
        portrait = plan_views.portrait(reading.plan)
        facts = (*portrait.facts, *portrait.headline)
        tables = portrait.tables
    else:
        portrait, facts, tables = None, (), (getattr(plan_views, part)(reading.plan),)
    return Shown(reading.name, title(reading), built_in=False, part=part, tables=tables, facts=facts), portrait


def drawn(seen, portrait, width=80, *, ascii_only=False, lang=Lang.EN):
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    if portrait is None:
        show_tables(console, seen, lang)
    else:
        show_portrait(console, seen, portrait, lang, ascii_only=ascii_only)
    return console.file.getvalue()


def markdown_tables(page):
    """The tables that a reader of Markdown finds, each a list of rows of cells; and every other kind of token."""
    tables, others = [], set()
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(page):
        match token.type:
            case "table_open":
                tables.append([])
            case "tr_open":
                tables[-1].append([])
            case "inline" if tables and tables[-1] and token.level > 2:
                tables[-1][-1].append("".join(child.content for child in token.children))
        others |= {token.type, *(child.type for child in token.children or ())}
    return tables, others


PLAIN_PAGE = {
    f"{kind}_{end}"
    for kind in (
        "heading",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "paragraph",
        "bullet_list",
        "list_item",
        "strong",
    )
    for end in ("open", "close")
} | {"inline", "text", "text_special"}


class TestWhatIsAskedFor:
    @pytest.mark.parametrize("words", [("targets", str(PLAN)), (str(PLAN), "targets"), ("targets", "-")])
    def test_a_part_and_a_file_in_either_order(self, words):
        status, out, err = text("show", *words, stdin=PLAN.read_bytes())
        assert (status, err) == (0, "")
        assert "Targets (section B.2)" in out

    def test_a_word_that_is_no_part_is_the_file(self):
        status, out, err = text("show", str(PLAN))
        assert (status, err) == (0, "")
        assert "Poverty rate (%)" in out

    def test_a_file_that_is_named_like_a_part(self, tmp_path):
        (tmp_path / "targets").write_text(SMALL, encoding="utf-8")
        assert "Area" in text("show", "targets", "./targets", cwd=tmp_path)[1]
        assert text("show", "targets", "targets", cwd=tmp_path) == (
            2,
            "",
            "povcalc: one part at a time: targets, targets; a file that is named like a part is written ./targets\n",
        )

    @pytest.mark.parametrize("part", [(), *((part,) for part in PARTS)])
    def test_without_a_file_it_is_the_built_in_plan_and_said_so(self, part):
        status, out, err = text("show", *part)
        assert status == 0
        assert "(built-in plan)" in out
        assert err == "povcalc: no file is named, so the built-in plan of Yên Bái for 2019 is shown\n"

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("target",), "cannot read target: there is no such file; check the name; did you mean the part targets?"),
            (("targets", "none.yaml"), "cannot read none.yaml: there is no such file; check the name\n"),
            (
                ("x", "y"),
                "x is not a part of a plan: name targets, funding, standard, measures, schedule or actors, and",
            ),
            (("targets", str(DATA)), f"{DATA} is a folder; name one file in it"),
            ((str(DATA),), f"{DATA} is a folder; name one file in it"),
            (("targets", "a", "b"), "unexpected argument: b; see povcalc show --help"),
            (
                ("targets", "--format", "xml"),
                "--format / -f takes table, markdown, csv, json or xlsx; see povcalc show --help",
            ),
            (("targets", "--as-of", "2019-11-10"), "--as-of goes with the schedule"),
            (("--as-of", "2019-11-10"), "--as-of goes with the schedule"),
            (("--with", "x"), "--with goes with the actors"),
            (("schedule", "--with", "x"), "--with goes with the actors"),
            (("schedule", "--as-of", "soon"), "--as-of takes a day, such as 2019-11-10, 10/11/2019 or today, not soon"),
            (("schedule", "--as-of", "2019-02-30"), "--as-of takes a day"),
            (("schedule", "--as-of", "31/2/2019"), "--as-of takes a day"),
            (("schedule", "--as-of", ""), "--as-of takes a day, such as 2019-11-10, 10/11/2019 or today, not ''"),
            (("--format", "csv"), "the portrait is more than one table; for CSV name a part: targets, funding,"),
            (("", ""), "'' is not a part of a plan"),
        ],
    )
    def test_what_cannot_be_done_is_told_in_one_line(self, words, message):
        status, out, err = text("show", *words)
        assert (status, out) == (2, "")
        assert err.startswith(f"povcalc: {message}")
        assert all(line.startswith("  povcalc ") for line in err.splitlines()[1:])

    @pytest.mark.parametrize(
        ("word", "said"),
        [("so-tai-chin", "did you mean so-tai-chinh?"), ("q", "povcalc show actors --format csv lists them")],
    )
    def test_an_actor_that_is_not_there(self, word, said):
        status, out, err = text("show", "actors", str(PLAN), "--with", word)
        assert (status, out) == (2, "")
        assert err.startswith(f"povcalc: no actor has the id {word}; {said}\n")

    @pytest.mark.parametrize(
        ("word", "lang"), [("2019-11-10", "en"), ("10/11/2019", "en"), ("10-11-2019", "vi"), ("ngày 10/11/2019", "vi")]
    )
    def test_a_day_in_any_usual_writing_is_the_same_day(self, word, lang):
        _, out, _ = text("show", "schedule", str(PLAN), "--as-of", word, "-f", "json", "--lang", lang)
        assert json.loads(out)["as_of"] == "2019-11-10"

    @pytest.mark.parametrize("word", ["today", "hôm nay"])
    def test_today_is_only_taken_when_it_is_asked_for(self, word):
        _, out, _ = text("show", "schedule", str(PLAN), "--as-of", word, "-f", "json")
        day = datetime.date.fromisoformat(json.loads(out)["as_of"])
        assert abs((day - datetime.datetime.now().astimezone().date()).days) <= 1
        assert json.loads(text("show", "schedule", str(PLAN), "-f", "json")[1])["as_of"] is None

    def test_parts_are_completed(self):
        _, out, _ = text(_POVCALC_COMPLETE="complete_bash", COMP_WORDS="povcalc show s", COMP_CWORD="2")
        assert out.split() == ["standard", "schedule"]

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_help(self, snapshot, lang):
        assert text("show", "--lang", lang, "--help")[1] == snapshot


class TestAFileWithFaults:
    @pytest.mark.parametrize("form", FORMATS)
    def test_is_shown_as_far_as_it_was_read_and_fails(self, tmp_path, form):
        file = tmp_path / "plan.yaml"
        file.write_text(damaged(("reduction_households: 453", "reduction_households: 0453")), encoding="utf-8")
        status, out, err = text("show", "targets", "plan.yaml", "-f", form, cwd=tmp_path)
        assert status == 1
        assert "Huyện Trạm Tấu" in out
        # What could not be read follows from the sum, and is told from what is stated.
        derived = {
            "table": "453*",
            "markdown": r"453\*",
            "csv": "361..2363,453,",
            "json": '"implied_reduction_households": "453"',
        }
        assert derived[form] in out
        assert out.count("453") <= 4
        assert err == ("povcalc: plan.yaml: 1 finding keeps parts of it from being read; see povcalc check plan.yaml\n")

    def test_says_as_many_findings_as_check_finds(self):
        plan = damaged(
            ("reduction_households: 453", "reduction_households: 0453"),
            ("reduction_households: 979", "reduction_househods: 979"),
            ("poverty_rate_end: 44.35", "poverty_rate_end: 44,35"),
            ("on: 2019-12-10", "on: 10/12/2019"),
        ).encode()
        _, out, _ = text("check", "-", "-f", "concise", "--select", "S,Y", stdin=plan)
        status, _, err = text("show", "-", stdin=plan)
        assert status == 1
        assert err == (
            f"povcalc: <stdin>: {len(out.splitlines())} findings keep parts of it from being read; "
            "see povcalc check -\n"
        )

    @pytest.mark.parametrize("content", [b"", b"a: 1\n", b"[", b"\xff\xfe\xfd", b"povcalc: 2\n", b"povcalc: 1\n"])
    @pytest.mark.parametrize("part", [(), ("targets",)])
    def test_that_holds_no_plan_is_not_shown(self, content, part):
        status, out, err = text("show", *part, "-", stdin=content)
        assert (status, out) == (2, "")
        assert err == "povcalc: <stdin> could not be read as a plan; see povcalc check -\n"

    def test_fails_though_the_reader_leaves(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_text(damaged(("reduction_households: 453", "reduction_households: 0453")), encoding="utf-8")
        for form in FORMATS:
            line = f"{COMMAND} show targets -f {form} {file} 2>/dev/null | true; echo ${{PIPESTATUS[0]}}"
            done = subprocess.run(["bash", "-c", line], env=environment(), capture_output=True, check=False)
            assert done.stdout == b"1\n"

    @pytest.mark.parametrize("part", [None, *PARTS])
    @pytest.mark.parametrize("broken", BROKEN)
    def test_with_any_section_broken_is_shown_in_every_form(self, part, broken):
        reading = read_text(damaged(broken), "plan.yaml")
        assert reading.misfits != ()
        seen, portrait = given_to_writers(reading, part)
        assert drawn(seen, portrait)
        assert as_markdown(seen, Lang.VI)
        assert all(as_csv(sheet, Lang.EN) for sheet in seen.tables)
        assert json.loads(shown_json(seen, program="p", status=1, ascii_only=True))["part"] == part

    @pytest.mark.parametrize("part", [(), *((part,) for part in PARTS)])
    def test_with_every_section_broken_never_breaks_the_program(self, part):
        status, out, err = text("show", *part, "-", stdin=damaged(*BROKEN[1:]).encode())
        assert (status, err.count("\n")) == (1, 1)
        assert "findings keep parts of it from being read" in err
        assert out != ""


class TestForms:
    def test_csv_has_plain_numbers_whatever_the_language(self):
        rows = {}
        for lang in LANGUAGES:
            _, out, _ = text("show", "targets", str(PLAN), "-f", "csv", "--lang", lang)
            rows[lang] = list(csv.reader(io.StringIO(out)))
        assert rows["vi"] == rows["en"]
        assert rows["vi"][0][:7] == [
            "Path",
            "Id",
            "Kind",
            "Area",
            "Net reduction (households)",
            "Reduction in rate (points)",
            "Rate at end (%)",
        ]
        assert rows["en"][1][:7] == ["yen-bai", "yen-bai", "province", "Tỉnh Yên Bái", "11869", ">5.8", ""]
        assert rows["en"][3] == [
            *("yen-bai/nghia-lo", "nghia-lo", "town", "Thị xã Nghĩa Lộ", "327", ">4.10", "4.98"),
            *("402..7975", "402..7975", "347..724", "20..397", "327", "4.100313..81.343284", "9.075313..86.328284"),
            "4.975..4.985",
        ]

    def test_csv_of_funding_marks_sums(self):
        _, out, _ = text("show", "funding", str(PLAN), "-f", "csv")
        rows = list(csv.DictReader(io.StringIO(out)))
        assert [row["Amount (million VND)"] for row in rows][-3:] == ["3000000", "5440412", "~5440412"]
        assert sum(int(row["Amount (million VND)"].lstrip("~")) for row in rows if row["Kind"] == "line") == 5440412
        assert [row["Share (%)"] for row in rows] == ["29.8", "6.8", "7.7", "0.6", "55.1", "100.0", ""]

    def test_csv_for_a_spreadsheet(self):
        columns = (
            Column("name", Message("Area")),
            Column("rate", verbatim("R"), numeric=True),
            Column("range", verbatim("S"), numeric=True),
        )
        rows = (
            Row(("=1+1", Figure(Decimal("4.10")), Figure(Decimal("8.50"), Form.OVER))),
            Row(("-3…+5", None, Figure(840, Form.BETWEEN, 930))),
            Row(("A.b", Figure(Decimal("-0.5")), Interval(Fraction(1, 2), Fraction(3)))),
            Row(("B", Figure(5), Figure(Decimal("2.0")))),
        )
        sheet = Table(verbatim("x"), columns, rows)
        assert as_csv(sheet, Lang.VI, excel=True) == (
            "\ufeffĐịa bàn;R;S: cận dưới;S: cận trên;S: cách ghi\r\n'=1+1;4,10;8,50;;>8,50\r\n-3…+5;;840;930;\r\n"
            "A.b;-0,5;0,5;3;\r\nB;5;2,0;2,0;\r\n"
        )
        assert as_csv(sheet, Lang.EN, excel=True).splitlines()[1:3] == ["'=1+1;4.10;8.50;;>8.50", "-3…+5;;840;930;"]
        closed = sheet._replace(rows=rows[1:])
        assert as_csv(closed, Lang.EN, excel=True).splitlines()[0] == "\ufeffArea;R;S: low;S: high"
        about = sheet._replace(
            rows=(Row(("A", None, Figure(5, Form.ABOUT))), Row(("B", None, Interval(0, 9, low_open=True))))
        )
        assert as_csv(about, Lang.EN, excel=True).splitlines()[1:] == ["A;;5;5;~5", "B;;0;9;>0 <=9"]
        assert as_csv(sheet, Lang.VI).splitlines()[:2] == ["Area,R,S", "'=1+1,4.10,>8.50"]

    @pytest.mark.parametrize(
        "words",
        [
            ("show", "targets", str(PLAN)),
            ("whatif", "--set", "tram-tau.reduction_households=500", str(PLAN)),
            ("seek", "yen-bai.reduction_rate>6", str(PLAN), "--vary", "*.reduction_households"),
            ("allocate", str(PLAN)),
            ("compare", str(PLAN), str(PLAN)),
        ],
    )
    def test_every_command_of_tables_writes_for_a_spreadsheet(self, words):
        status, out, _ = text(*words, "-f", "csv", "--excel", "--lang", "vi")
        assert (status, out[:1]) == (0, "\ufeff")
        assert ".." not in out
        assert len({len(row) for row in csv.reader(io.StringIO(out), delimiter=";")}) == 1
        assert text(*words, "--excel")[0] == 2

    def test_csv_ends_its_lines_with_lf_and_has_no_byte_order_mark(self):
        out = povcalc("show", "funding", str(PLAN), "-f", "csv").stdout
        assert out.startswith(b"Kind,")
        assert b"\r" not in out

    def test_json_has_both_languages_and_is_the_same_in_either(self):
        runs = [povcalc("show", "targets", str(PLAN), "-f", "json", "--lang", lang).stdout for lang in LANGUAGES]
        assert runs[0] == runs[1]
        told = json.loads(runs[0])
        assert list(told) == [
            "version",
            "program",
            "exit_status",
            "file",
            "built_in",
            "title",
            "part",
            "as_of",
            "facts",
            "assumed",
            "areas",
            "sheets",
        ]
        (sheet,) = told["sheets"]
        assert sheet["ref"] == "B.2"
        stated = {key: cell for key, cell in sheet["rows"][2].items() if not key.startswith("implied_")}
        assert stated == {
            "path": "yen-bai/nghia-lo",
            "id": "nghia-lo",
            "kind": "town",
            "name": {"en": "Thị xã Nghĩa Lộ", "vi": "Thị xã Nghĩa Lộ"},
            "reduction_households": "327",
            "reduction_rate": ">4.10",
            "poverty_rate_end": "4.98",
        }
        assert {tuple(row) for row in sheet["rows"]} == {tuple(each["key"] for each in sheet["columns"])}

    def test_json_of_the_portrait_has_its_facts_and_tables(self):
        told = json.loads(povcalc("show", str(PLAN), "-f", "json").stdout)
        facts = {fact["key"]: fact["value"] for fact in told["facts"]}
        assert facts["issued"] == "2019-04-19"
        assert facts["reduction_rate"] == ">5.8"
        rates, money = told["sheets"]
        assert rates["rows"][8]["poverty_rate_start"] == "52.847..100"
        assert money["rows"][0]["share"] == "40541675/1360103"

    def test_json_of_one_actor(self):
        told = json.loads(povcalc("show", "actors", str(PLAN), "--with", "so-lao-dong", "-f", "json").stdout)
        last = told["sheets"][0]["rows"][-2]
        assert (last["part"], last["role"], last["before"]) == ("deadline", "receives", "2019-11-15")
        assert last["others"] == ["huyen-uy"]

    def test_json_keeps_to_ascii_where_the_stream_does(self):
        done = povcalc("show", "targets", str(PLAN), "-f", "json", PYTHONIOENCODING="ascii")
        assert json.loads(done.stdout) == json.loads(povcalc("show", "targets", str(PLAN), "-f", "json").stdout)

    @pytest.mark.parametrize("part", [None, *PARTS])
    @pytest.mark.parametrize("lang", list(Lang))
    def test_markdown_is_headings_lists_and_tables_and_nothing_else(self, part, lang):
        seen, _ = shown(PLAN.read_text(encoding="utf-8"), part)
        tables, others = markdown_tables(as_markdown(seen, lang))
        assert others <= PLAIN_PAGE
        for table, sheet in zip(tables, seen.tables, strict=True):
            people = sheet.read_by(Readers.HUMAN)
            assert len(table) == 1 + len(people.rows)
            assert {len(row) for row in table} == {len(people.columns)}

    def test_markdown_has_the_words_of_the_language(self):
        _, out, _ = text("show", "targets", str(PLAN), "-f", "markdown", "--lang", "vi")
        (table,), _ = markdown_tables(out)
        assert table[0] == [
            "Địa bàn",
            "Tổng số hộ",
            "Số hộ nghèo đầu năm",
            "Số hộ nghèo cuối năm",
            "Số hộ nghèo giảm",
            "Mức giảm tỷ lệ hộ nghèo (điểm %)",
            "Tỷ lệ hộ nghèo đầu năm (%)",
            "Tỷ lệ hộ nghèo cuối năm (%)",
        ]
        assert table[1][-4:] == ["11.869", "> 5,8", "11,895–99,853*", "6,095–30,011*"]
        assert [cell.strip() for cell in table[9]] == [
            *("Huyện Trạm Tấu", "814–5.328*", "814–2.816*", "361–2.363*", "453", "> 8,50", "52,847–100*", "44,35")
        ]

    @pytest.mark.parametrize(
        ("figure", "expected"),
        [
            (Figure(11869), "11869"),
            (Figure(8, Form.OVER), ">8"),
            (Figure(9, Form.UNDER), "<9"),
            (Figure(3, Form.AT_LEAST), ">=3"),
            (Figure(4, Form.AT_MOST), "<=4"),
            (Figure(840, Form.BETWEEN, 930), "840..930"),
            (Figure(1621667, Form.ABOUT), "~1621667"),
            (Figure(-3), "-3"),
            (Interval(1, 2), "1..2"),
            (Interval(1, 1), "1"),
            (Interval(None, 2, high_open=True), "<2"),
            (Interval(1, None), ">=1"),
            (Interval(1, 2, low_open=True), ">1 <=2"),
        ],
    )
    def test_figures_in_short_notation(self, figure, expected):
        assert notation(figure) == expected


class TestWhateverAPlanSays:
    @pytest.mark.parametrize("part", [None, *PARTS])
    @pytest.mark.parametrize("words", HOSTILE)
    def test_nothing_acts_on_a_screen_and_no_line_is_too_long(self, part, words):
        seen, portrait = shown(hostile(words), part)
        for width in (40, 80):
            out = drawn(seen, portrait, width)
            assert ACTS_ON_A_SCREEN.search(out) is None
            assert max(map(cell_len, out.split("\n"))) <= width
        for out in (as_markdown(seen, Lang.EN), shown_json(seen, program="p", status=0, ascii_only=False)):
            assert ACTS_ON_A_SCREEN.search(out) is None

    @pytest.mark.parametrize("part", PARTS)
    @pytest.mark.parametrize("words", HOSTILE)
    def test_csv_is_read_back_row_for_row_without_a_formula(self, part, words):
        seen, _ = shown(hostile(words), part)
        out = as_csv(seen.tables[0], Lang.EN)
        assert ACTS_ON_A_SCREEN.search(out) is None
        rows = list(csv.reader(io.StringIO(out), strict=True))
        assert len(rows) == 1 + len(seen.tables[0].rows) == len(out.splitlines())
        assert len(set(map(len, rows))) == 1
        begun = [cell.strip() for row in rows for cell in row if re.match(r"\s*[-=+@\t\r]", cell)]
        assert {cell for cell in begun if re.fullmatch(r"[-+]?[0-9]+", cell) is None} <= {"-"}

    @pytest.mark.parametrize(
        "words",
        [
            "%0A=cmd",
            "%",
            "−3…+5",
            "-3–5",
            "-0.5…+7",
            "-1.200,5 %",
            "-3",
            "+5%",
            "−1+1",
            "5-=1",
            "-5.774 to -0.882",
            "-5,774 đến +1",
        ],
    )
    def test_csv_leaves_texts_alone_in_which_a_spreadsheet_has_nothing_to_work_out(self, words):
        assert named_in_csv(words) == words

    @pytest.mark.parametrize(
        "words",
        [
            "=1",
            "@SUM(1)",
            "-1+1",
            "+1-1",
            "-3-5",
            "-A1",
            "-3…+A1",
            "-3…5…7",
            "-",
            "＝1",
            "＋1",
            "－1",
            "＠a",
        ],
    )
    def test_csv_puts_an_apostrophe_before_what_a_spreadsheet_would_work_out(self, words):
        assert named_in_csv(words) == f"'{words}"

    @pytest.mark.parametrize(
        ("words", "safe"),
        [
            ("\u3000=1", "\u3000'=1"),
            ('"=1"', '"\'=1"'),
            ("a;=1", "a;'=1"),
            ("a; -b; +c", "a; '-b; '+c"),
            ('a;"@b', "a;\"'@b"),
            ("a; -3; +5 %", "a; -3; +5 %"),
            ("a, =1", "a, =1"),
        ],
    )
    def test_csv_puts_it_where_a_spreadsheet_that_separates_otherwise_would_begin_a_cell(self, words, safe):
        assert named_in_csv(words) == safe

    @pytest.mark.parametrize(("words", "safe"), [("a,=1", "a,'=1"), ("a; =1", "a; =1"), ("a, -3", "a, -3")])
    def test_csv_for_spreadsheets_puts_it_behind_commas(self, words, safe):
        assert named_in_csv(words, excel=True) == safe

    @pytest.mark.parametrize(("words", "spelt"), [("\t=1", r"\t=1"), ("\r\n=1", r"\r\n=1"), ("\ufeff=1", r"\ufeff=1")])
    def test_csv_spells_out_what_would_begin_a_formula_unseen(self, words, spelt):
        assert named_in_csv(words) == spelt

    @pytest.mark.parametrize("part", [None, *PARTS])
    @pytest.mark.parametrize("words", HOSTILE)
    def test_markdown_keeps_its_tables_and_has_no_markup_of_the_plans(self, part, words):
        seen, _ = shown(hostile(words), part)
        page = as_markdown(seen, Lang.EN)
        tables, others = markdown_tables(page)
        assert others <= PLAIN_PAGE
        assert [len(table) for table in tables] == [1 + len(sheet.rows) for sheet in seen.tables]
        assert re.search(r"(?<!\\):(?=//)", page) is None  # sites make links of bare addresses

    @pytest.mark.parametrize("words", ["a | b", "<b>a</b>", "[a](javascript:alert(1))", "**a** _b_ `c`", "&lt; $x$ \\"])
    def test_markdown_shows_the_words_themselves(self, words):
        seen, _ = shown(hostile(words), "standard")
        (table,), _ = markdown_tables(as_markdown(seen, Lang.EN))
        assert table[1] == [words, words]

    @pytest.mark.parametrize("words", HOSTILE)
    def test_json_gives_the_words_back_exactly(self, words):
        seen, _ = shown(hostile(words), "standard")
        told = json.loads(shown_json(seen, program="p", status=0, ascii_only=False))
        assert told["sheets"][0]["rows"][0]["indicator"] == {"en": words, "vi": words}

    @given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip))
    def test_any_words_stay_words(self, words):
        reading = read_text(hostile(words), "plan.yaml")
        if reading.plan is None or reading.misfits:
            return
        for part in PARTS:
            seen, _ = shown(hostile(words), part)
            rows = list(csv.reader(io.StringIO(as_csv(seen.tables[0], Lang.VI)), strict=True))
            assert len(rows) == 1 + len(seen.tables[0].rows)
            tables, others = markdown_tables(as_markdown(seen, Lang.VI))
            assert others <= PLAIN_PAGE
            assert [len(table) for table in tables] == [len(rows)]


class TestOnTheScreen:
    @pytest.mark.parametrize("width", [1, 10, 20, 40, 60, 80, 200])
    @pytest.mark.parametrize("part", [None, *PARTS])
    def test_any_width_will_do(self, part, width):
        seen, portrait = shown(PLAN.read_text(encoding="utf-8"), part)
        assert max(map(cell_len, drawn(seen, portrait, width).split("\n"))) <= width

    @pytest.mark.parametrize("width", [60, 80])
    def test_figures_that_do_not_fit_beside_each_other_go_on_below(self, width):
        figures = {
            "households_start": 1234567,
            "households_end": 1234568,
            "poor_households_start": 234567,
            "poor_households_end": 123456,
            "reduction_households": 111111,
            "poverty_rate_start": "18.99",
            "poverty_rate_end": "10.00",
            "reduction_rate": "8.99",
        }
        seen, _ = shown(targets(["id: a", "name: Một huyện"], **figures), "targets")
        for lang in Lang:
            out = drawn(seen, None, width, lang=lang)
            assert out.count("Một huyện") in (2, 3)
            for number in ("1,234,567", "1,234,568", "234,567", "123,456", "111,111", "18.99", "10.00", "8.99"):
                number_ = number.translate(str.maketrans(",.", ".,")) if lang is Lang.VI else number
                assert len(re.findall(rf"(?<![\d.,]){re.escape(number_)}(?![\d.,])", out)) == 1

    @example(Fraction(0), Fraction(47, 3), 46)
    @given(st.fractions(0, 100), st.fractions(0, 100), st.integers(20, 200))
    def test_bars_stay_beneath_their_axis(self, start, end, width):
        rates = [f"poverty_rate_{when}: {round(rate)}" for when, rate in (("start", start), ("end", end))]
        seen, portrait = shown(targets(["id: a", "name: A", *rates]), None)
        lines = drawn(seen, portrait, width).split("\n")
        marks = next((line for line in lines if "─" in line), None)
        if marks is None:
            return
        bars = [line for line in lines if line.startswith("A ") and line != marks]
        top = str(portrait.charts[0].axis.top)
        for bar in bars:
            drawn_to = max((at for at, sign in enumerate(bar) if sign in "█░"), default=0)
            assert drawn_to < marks.index("─" + top) + 1

    @pytest.mark.parametrize("lang", list(Lang))
    def test_every_measure_that_is_stated_has_its_bars(self, lang):
        words = (PLAN.parent / "an_phu_2023.yaml").read_text("utf-8")
        seen, portrait = shown(words, None)
        assert [chart.measure for chart in portrait.charts] == [*MEASURES]
        assert [len(chart.bars) for chart in portrait.charts] == [6, 6, 6]
        assert portrait.charts[1].bars[0] == (Decimal("18.21"), Decimal("17.11"))
        out = drawn(seen, portrait, lang=lang)
        near = "near-poor at the end of the year" if lang is Lang.EN else "còn cận nghèo cuối năm"
        assert out.count("█ ") >= 3
        assert near in out
        plain = plan_views.portrait(read_text(real_plan(), "p").plan)
        assert [chart.measure for chart in plain.charts] == [POOR]
        lone = targets(["id: a", "name: A", "near_poor_rate_start: 5.0", "near_poor_rate_end: 4.0"])
        assert [chart.measure for chart in shown(lone, None)[1].charts if chart.axis] == [NEAR_POOR]

    def test_ascii_signs_stand_for_blocks_where_the_stream_has_none(self):
        done = povcalc("show", str(PLAN), PYTHONIOENCODING="ascii")
        assert done.stdout.isascii()
        out = done.stdout.decode()
        assert re.search(r"^Huyen Tram Tau +#{8,}\.{2,} ", out, re.MULTILINE)
        assert "0---" in out

    def test_the_portrait_of_2019_fits_one_screen(self):
        for lang in LANGUAGES:
            _, out, _ = text("show", str(PLAN), "--lang", lang)
            assert len(out.splitlines()) <= 30

    def test_a_plan_with_nothing_to_draw_says_so(self):
        status, out, _ = text("show", "-", stdin=targets(households=3).encode())
        assert status == 0
        assert "Nothing to draw" in out
        assert "█" not in out

    def test_a_part_that_the_plan_lacks_is_said_to_be_lacking(self):
        for part in PARTS:
            if part == "targets":
                continue
            status, out, _ = text("show", part, "-", stdin=targets(households=3).encode())
            assert status == 0
            assert "Nothing to show: what could be read of the plan has no" in out

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
    def test_a_full_disk_is_told_in_one_line(self):
        for form in FORMATS:
            line = f"{COMMAND} show targets {PLAN} -f {form} > /dev/full"
            done = subprocess.run(["bash", "-c", line], env=environment(), capture_output=True, check=False)
            assert (done.returncode, done.stderr) == (2, b"povcalc: cannot write: No space left on device\n")


class TestAsAPersonSeesIt:
    @pytest.mark.parametrize("part", [(), *((part,) for part in PARTS)])
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_plan_of_2019(self, snapshot, lang, part):
        assert text("show", *part, "--lang", lang) == snapshot

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_schedule_on_a_day(self, snapshot, lang):
        assert text("show", "schedule", str(PLAN), "--as-of", "14/11/2019", "--lang", lang)[1] == snapshot

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_one_actor(self, snapshot, lang):
        assert text("show", "actors", str(PLAN), "--with", "so-lao-dong", "--lang", lang)[1] == snapshot

    @pytest.mark.parametrize("part", [(), ("targets",), ("funding",), ("schedule",)])
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_markdown(self, snapshot, lang, part):
        assert text("show", *part, str(PLAN), "-f", "markdown", "--lang", lang)[1] == snapshot

    @pytest.mark.parametrize("part", ["funding", "schedule"])
    def test_csv(self, snapshot, part):
        assert text("show", part, str(PLAN), "-f", "csv")[1] == snapshot


@pytest.mark.parametrize(("lang", "title"), [("en", "Poverty rate (%)"), ("vi", "Tỷ lệ hộ nghèo (%)")])
def test_on_a_narrow_screen_the_columns_of_rates_still_say_what_they_are(lang, title):
    _, out, _ = text("show", "--lang", lang, COLUMNS="50")
    assert "█" not in out
    assert title in [line.strip() for line in out.splitlines()]


def test_households_that_are_stated_about_are_not_taken_for_another_number_at_the_other_date():
    plan = targets(households_start="{about: 1000}", households_end=1010, poor_households_start=100)
    status, out, _ = text("show", "targets", "-", stdin=plan.encode())
    assert status == 0
    assert re.search(r"^R +1,010\* +100 ", out, re.MULTILINE)
