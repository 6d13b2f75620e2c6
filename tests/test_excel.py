"""Workbooks that are written: by `-o FILE.xlsx`, read back by other libraries, with nothing in them that acts."""

import datetime
import errno
import os
import resource
import subprocess
import tempfile
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from command import COMMAND, EMPTY, PLAN, ROOT, environment, text
from povcalc.cli.files import in_words
from povcalc.cli.streams import CannotRunError
from povcalc.messages import Lang, Message, verbatim
from povcalc.output.excel import as_xlsx
from povcalc.output.tables import Shown, ends
from povcalc.values import Figure, Form, Interval
from povcalc.views.table import Both, Column, Names, Readers, Row, Table

EVIL = (
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "#REF!",
    "\u202etxt",
    "<script>",
    "x" * 40_000,
    "\x07a",
)


def workbook(tmp_path, *tables, lang=Lang.EN, facts=()):
    """What is written of some tables, read back."""
    shown = Shown("plan.yaml", verbatim("Plan"), built_in=False, part=None, tables=tables, facts=facts)
    (tmp_path / "w.xlsx").write_bytes(as_xlsx(shown, lang))
    return openpyxl.load_workbook(tmp_path / "w.xlsx")


def table(*columns, rows, title="Areas", **more):
    return Table(verbatim(title), columns, tuple(Row(tuple(row)) for row in rows), **more)


NAME, NUMBER = Column("name", Message("Area")), Column("n", verbatim("N"), numeric=True)


class TestNumbers:
    @pytest.mark.parametrize(
        ("cell", "value", "pattern"),
        [
            (11869, 11869, "#,##0"),
            (0, 0, "#,##0"),
            (Figure(Decimal("4.10")), 4.1, "#,##0.00"),
            (Figure(11869), 11869, "#,##0"),
            (Figure(1621667, Form.ABOUT), 1621667, '"~"#,##0'),
            (Interval(Fraction(5), Fraction(5)), 5, '#,##0"*"'),
            (Both("words", Decimal("1.5")), 1.5, "#,##0.0"),
            (Both("words", "id"), "words", "General"),
            (datetime.date(2019, 12, 10), datetime.datetime(2019, 12, 10), "yyyy-mm-dd"),  # noqa: DTZ001 - as read
        ],
    )
    def test_have_the_decimals_that_are_printed(self, tmp_path, cell, value, pattern):
        read = workbook(tmp_path, table(NAME, NUMBER, rows=[("a", cell)])).active["B2"]
        assert (read.value, read.number_format) == (value, pattern)

    def test_shares_have_the_places_of_their_column(self, tmp_path):
        column = Column("share", verbatim("Share"), numeric=True, places=1)
        read = workbook(tmp_path, table(NAME, column, rows=[("a", Fraction(200, 3)), ("b", Fraction(0))])).active
        assert [(read[cell].value, read[cell].number_format) for cell in ("B2", "B3")] == [
            (66.7, "#,##0.0"),
            (0, "#,##0.0"),
        ]

    def test_low_and_high_stand_in_columns_of_their_own(self, tmp_path):
        cells = [
            Figure(Decimal("8.50"), Form.OVER),
            Figure(3, Form.AT_MOST),
            Figure(840, Form.BETWEEN, 930),
            Interval(Fraction(1, 3), Fraction(100)),
            Interval(None, Fraction(7)),
            Figure(5),
            None,
        ]
        read = workbook(tmp_path, table(NAME, NUMBER, rows=[("a", cell) for cell in cells])).active
        assert [[cell.value for cell in row] for row in read["B1:C8"]] == [
            ["N: low", "N: high"],
            [8.5, None],
            [None, 3],
            [840, 930],
            [0.333, 100],
            [None, 7],
            [5, 5],
            [None, None],
        ]
        assert read["C5"].number_format == '#,##0.000"*"'

    def test_where_people_read_words_programs_numbers_stand(self, tmp_path):
        by = Column("by", verbatim("By"), Readers.HUMAN, numeric=True)
        columns = (NAME, by, by._replace(readers=Readers.MACHINE), Column("id", verbatim("Id"), Readers.MACHINE))
        read = workbook(tmp_path, table(*columns, rows=[("a", verbatim("+47"), 47, "x")])).active
        assert [cell.value for cell in read[2]] == ["a", 47]


class TestTexts:
    def test_nothing_of_a_plan_acts(self, tmp_path):
        rows = [(each, verbatim(each)) for each in EVIL]
        book = workbook(tmp_path, table(NAME, NUMBER, rows=rows, title=EVIL[0], notes=tuple(map(verbatim, EVIL))))
        cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}
        assert all(cell.quotePrefix for cell in cells)
        assert book.active["A2"].value == EVIL[0]
        assert not any("\u202e" in cell.value or "\x07" in cell.value for cell in cells)

    def test_another_library_reads_the_same(self, tmp_path):
        workbook(tmp_path, table(NAME, NUMBER, rows=[(EVIL[0], Figure(Decimal("4.10"))), ("Xã Ồ", 5)]))
        read = CalamineWorkbook.from_path(str(tmp_path / "w.xlsx"))
        assert read.get_sheet_by_index(0).to_python()[:3] == [["Area", "N"], [EVIL[0], 4.1], ["Xã Ồ", 5]]

    def test_names_of_sheets_are_what_excel_takes(self, tmp_path):
        titles = ["a" * 40, "A" * 40, "[x]:*?/\\y", "'q'", "", "History", "Names: 1"]
        names = workbook(tmp_path, *(table(NAME, rows=[("a",)], title=title) for title in titles)).sheetnames
        assert names == ["a" * 31, "A" * 29 + " 2", "x y", "q", "povcalc", "History 2", "Names 1"]

    def test_headings_are_bold_and_stay_in_sight(self, tmp_path):
        page = workbook(tmp_path, table(NAME, NUMBER, rows=[(Names(("x", "y")), 5)])).active
        assert (page.freeze_panes, page["A1"].font.bold, page["A2"].value) == ("B2", True, "x; y")
        assert page.column_dimensions["A"].width >= len("Area")


class TestTheCommands:
    @pytest.mark.parametrize(
        ("words", "sheets"),
        [
            (("show", "targets"), ["Targets (section B.2)", "Findings"]),
            (("show", "funding"), ["Funding (section C.IV)", "Findings"]),
            (
                ("whatif", "-s", "tram-tau.reduction_households=500"),
                ["Changes", "What follows", "What check says of it"],
            ),
            (("allocate",), None),
            (("check",), ["Findings", "Targets (households, percent of", "Funding (million VND)"]),
            (("compare", str(PLAN), str(PLAN)), ["Document", "Figures that differ"]),
        ],
    )
    def test_write_a_workbook(self, tmp_path, words, sheets):
        status, out, err = text(*words, "-o", "o.xlsx", cwd=tmp_path)
        assert status == 0
        assert (out == "") is (words[0] != "check")
        assert words[0] == "check" or err.endswith("povcalc: o.xlsx is written\n")
        names = openpyxl.load_workbook(tmp_path / "o.xlsx").sheetnames
        assert names == sheets or (sheets is None and names[-1] == "Findings")

    def test_a_number_on_a_sheet_is_that_of_the_json(self, tmp_path):
        text("show", "targets", str(PLAN), "-o", "o.xlsx", "--lang", "vi", cwd=tmp_path)
        page = openpyxl.load_workbook(tmp_path / "o.xlsx").worksheets[0]
        head = [cell.value for cell in page[1]]
        rows = {row[0]: dict(zip(head, row, strict=True)) for row in page.iter_rows(min_row=2, values_only=True)}
        assert rows["Huyện Trạm Tấu"][next(each for each in head if each.startswith("Số hộ nghèo giảm"))] == 453
        assert 44.35 in rows["Huyện Trạm Tấu"].values()

    def test_the_ending_says_the_form(self, tmp_path):
        for ending, form in ((".csv", "csv"), (".json", "json"), (".md", "markdown")):
            text("show", "targets", "-o", f"o{ending}", cwd=tmp_path)
            assert (tmp_path / f"o{ending}").read_text("utf-8") == text("show", "targets", "-f", form)[1]

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            (("show", "targets", "-o", "o.foo"), ".foo is none of .xlsx, .csv, .json, .md, .txt"),
            (("show", "targets", "-o", "o"), "'' is none of .xlsx"),
            (("show", "targets", "-f", "csv", "-o", "o.json"), "two forms"),
            (("show", "targets", "-f", "xlsx"), "a workbook goes into a file"),
            (("check", "-f", "xlsx"), "a workbook goes into a file"),
            (("check", "-o", "o.pdf"), ".pdf is none of .xlsx, .sarif, .xml, .md, .json, .txt"),
            (("check", "-f", "junit", "-o", "o.md"), "two forms"),
            (("draft", "a.txt", "-o", "o.xlsx"), ".xlsx is none of .yaml, .yml"),
            (("show", "targets", "plan.csv", "-o", "plan.csv"), "plan.csv is read here"),
        ],
    )
    def test_what_is_not_known_or_contradicts_is_refused(self, tmp_path, words, why):
        (tmp_path / "plan.csv").write_bytes(PLAN.read_bytes())
        before = os.listdir(tmp_path)
        status, out, err = text(*words, cwd=tmp_path)
        assert (status, out) == (2, "")
        assert why in err
        assert os.listdir(tmp_path) == before

    def test_the_sheets_of_several_plans_say_whose_they_are_and_a_sum_is_a_number(self, tmp_path):
        plan = (
            "povcalc: 1\ndocument: {title: A, year: 2024}\ntargets:\n  id: a\n  name: A\n  reduction_households: 10\n"
        )
        plan += "  areas: [{id: b, name: B, reduction_households: 4}, {id: c, name: C, reduction_households: 7}]\n"
        for name in ("one", "two"):
            (tmp_path / f"{name}.yaml").write_text(plan, encoding="utf-8")
        text("check", "one.yaml", "two.yaml", "-o", "o.xlsx", cwd=tmp_path)
        book = openpyxl.load_workbook(tmp_path / "o.xlsx")
        assert [name[:12] for name in book.sheetnames] == ["Findings", "one Targets ", "two Targets "]
        rows = book.worksheets[1].iter_rows(values_only=True)
        assert next(row for row in rows if "Sum" in str(row[0])).count(11) == 1

    def test_one_form_may_have_a_name_of_any_ending_in_check(self, tmp_path):
        assert text("check", "-o", "gitlab=o.json", "-o", "concise=o.log", cwd=tmp_path)[0] == 0
        assert sorted(os.listdir(tmp_path)) == ["o.json", "o.log"]


class TestDigitsThatNeverEnd:
    """A merged area's rate is one number that no decimals end, such as 100/3."""

    def test_of_one_number_both_ends_are_the_nearest_decimals(self):
        third = Interval(Fraction(1, 3), Fraction(1, 3))
        assert ends(third) == (Decimal("0.333333"), Decimal("0.333333"))
        assert ends(Interval(Fraction(2, 3), 1)) == (Decimal("0.666666"), Decimal(1))

    @pytest.mark.parametrize("form", ["xlsx", "csv"])
    def test_merged_areas_are_written(self, tmp_path, form):
        files = [str(ROOT / "data" / f"lam_hoa_2025_{kind}.yaml") for kind in ("plan", "result")]
        status, _, err = text("compare", *files, "-o", f"out.{form}", cwd=tmp_path)
        assert (status, "broke" in err) == (0, False)
        assert (tmp_path / f"out.{form}").stat().st_size > 1000


class TestWhereThereIsNoRoomForIt:
    @pytest.mark.parametrize("words", [("show",), ("check",)])
    def test_that_is_said_and_nothing_half_written(self, tmp_path, words):
        done = subprocess.run(
            [COMMAND, *words, str(PLAN), "-o", "new.xlsx"],
            cwd=tmp_path,
            env=environment(TMPDIR=str(EMPTY)),
            capture_output=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
        )
        assert done.returncode == 2
        assert done.stderr.decode() == f"povcalc: cannot write {EMPTY}: a file may not be so large there\n"
        assert os.listdir(tmp_path) == []

    @pytest.mark.parametrize(
        ("fault", "words"),
        [
            (type("SerialisationError", (Exception,), {})("IO_ENOSPC"), "cannot write T: No space left on device"),
            (OSError(errno.EROFS, "x"), "cannot write T: nothing can be written there"),
        ],
        ids=["of the library for XML", "of the system"],
    )
    def test_the_folder_is_named(self, monkeypatch, fault, words):
        monkeypatch.setattr(tempfile, "gettempdir", lambda: "T")
        with pytest.raises(CannotRunError) as raised:
            in_words(lambda: raising(fault))
        assert raised.value.args[0].to(Lang.EN) == words

    def test_or_what_would_name_one(self, monkeypatch):
        none = FileNotFoundError(errno.ENOENT, "No usable temporary directory found")
        monkeypatch.setattr(tempfile, "gettempdir", lambda: raising(none))
        with pytest.raises(CannotRunError) as raised:
            in_words(lambda: raising(none))
        assert "have TMPDIR name one" in raised.value.args[0].to(Lang.EN)

    def test_what_is_no_such_fault_is_not_hidden(self):
        with pytest.raises(KeyError):
            in_words(lambda: raising(KeyError("IO")))


def raising(fault):
    raise fault
