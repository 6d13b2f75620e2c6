"""A year as its results come in: which reports count, how areas stand, what is left, and what the year would end at."""

import datetime
import io
import json
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import povcalc
from command import PLAN, text
from povcalc.messages import Lang
from povcalc.plan.load import read_text
from povcalc.sheets import one_sheet, read_sheets
from povcalc.tracking import Grade, Status, grade_of, source_of_result, source_of_table, tables_of, tracked
from povcalc.values import Figure, Interval

YEAR = """
povcalc: 1
document: {title: Kế hoạch, kind: plan, issued: 2024-01-10, year: 2024}
targets:
  id: ha
  name: Huyện Hà
  kind: district
  households: 3000
  poor_households_start: 600
  reduction_households: 100
  poverty_rate_end: 16.67
  areas:
    - {id: a, name: Xã An, kind: commune, households: 1000, poor_households_start: 200, reduction_households: 50}
    - {id: b, name: Xã Bình, kind: commune, households: 1000, poor_households_start: 200, reduction_households: 30}
    - {id: c, name: Xã Cát, kind: commune, households: 1000, poor_households_start: 200, reduction_households: 20}
schedule:
  deadlines:
    - {id: first, text: Báo cáo sơ bộ, before: 2024-11-15, report: preliminary}
    - {id: last, text: Báo cáo chính thức, on: 2024-12-10, report: official}
"""
READING = read_text(YEAR, "plan.yaml")
HALF = datetime.date(2024, 7, 1)  # 183 of 366 days
LATE, OVER = datetime.date(2024, 11, 15), datetime.date(2024, 12, 11)


def report(grade=Grade.OFFICIAL, name="r.csv", day=None, **falls):
    rows = "".join(f"{area},{fall}\n" for area, fall in falls.items())
    source = source_of_table(READING.plan, f"id,reduction_households\n{rows}".encode(), name, grade)
    return source._replace(day=day)


def standing(*sources, as_of=OVER):
    found = tracked(READING, sources, as_of)
    return {each.address.rpartition("/")[2]: each for each in found.areas}, found


def statuses(*sources, as_of=OVER):
    return {name: each.status.value for name, each in standing(*sources, as_of=as_of)[0].items()}


class TestHowAnAreaStands:
    def test_an_official_report_meets_or_misses(self):
        assert statuses(report(a=50, b=29)) == {"ha": "in_part", "a": "done", "b": "behind", "c": "missing"}

    @pytest.mark.parametrize(("fall", "status"), [(24, "behind"), (25, "on_course"), (49, "on_course"), (50, "done")])
    def test_a_preliminary_one_is_held_to_the_part_of_the_year_that_is_over(self, fall, status):
        assert statuses(report(Grade.PRELIMINARY, a=fall), as_of=HALF)["a"] == status

    def test_a_plan_without_a_year_is_of_the_year_that_is_looked_from_and_that_is_said(self):
        reading = read_text(YEAR.replace(", year: 2024}", "}"), "plan.yaml")
        found = tracked(reading, [report(Grade.PRELIMINARY, a=25)], HALF)
        assert found.areas[1].status is Status.ON_COURSE
        assert found.notes[0].to(Lang.EN) == "The plan does not say its year, which is taken to be 2024."

    def test_the_day_of_the_report_counts_before_the_day_that_is_looked_from(self):
        assert statuses(report(Grade.PRELIMINARY, a=25, day=HALF), as_of=LATE)["a"] == "on_course"
        assert statuses(report(Grade.PRELIMINARY, a=25), as_of=LATE)["a"] == "behind"

    @pytest.mark.parametrize(("fall", "status"), [(90, "done"), (89, "behind")])
    def test_an_estimated_target_is_met_within_a_tenth(self, fall, status):
        whole = "{id: a, name: A, reduction_households: {about: 100}}"
        reading = read_text(f"povcalc: 1\ndocument: {{title: A, year: 2024}}\ntargets: {whole}\n", "plan.yaml")
        source = source_of_table(reading.plan, f"id,reduction_households\na,{fall}\n".encode(), "r.csv")
        assert tracked(reading, [source], OVER).areas[0].status.value == status

    @pytest.mark.parametrize(
        ("day", "status", "late"),
        [
            ("2024-11-14", "waiting", None),
            ("2024-11-15", "missing", "first"),
            ("2024-12-10", "missing", "first"),
            ("2024-12-11", "missing", "last"),
        ],
    )
    def test_without_a_report_the_deadlines_decide(self, day, status, late):
        area = standing(report(a=50), as_of=datetime.date.fromisoformat(day))[0]["b"]
        assert (area.status.value, area.overdue and area.overdue.id) == (status, late)

    def test_a_preliminary_report_is_late_when_the_official_one_is_due(self):
        source = report(Grade.PRELIMINARY, a=50)
        assert standing(source, as_of=datetime.date(2024, 12, 10))[0]["a"].overdue is None
        assert standing(source)[0]["a"].overdue.id == "last"
        assert standing(report(a=50))[0]["a"].overdue is None

    def test_the_whole_follows_from_its_parts_once_all_have_reported(self):
        areas, found = standing(report(a=50, b=30, c=20))
        assert areas["ha"].status is Status.DONE
        assert found.rest == ()

    def test_a_plan_without_deadlines_waits(self):
        reading = read_text(YEAR.partition("schedule:")[0], "plan.yaml")
        found = tracked(reading, [report(a=50)], OVER)
        assert [each.status.value for each in found.areas] == ["in_part", "done", "waiting", "waiting"]


def test_parts_of_a_breakdown_do_not_report_and_say_nothing_of_the_result():
    parts = "{id: x, name: X, reduction_households: 60}, {id: y, name: Y, reduction_households: 40}"
    text_ = YEAR.replace("  areas:", f"  breakdowns: [{{id: d, name: D, parts: [{parts}]}}]\n  areas:")
    reading = read_text(text_, "plan.yaml")
    assert reading.plan is not None
    assert reading.plan.targets.breakdowns
    found = tracked(reading, [report(a=50)], OVER)
    assert [each.address for each in found.areas] == ["ha", "ha/a", "ha/b", "ha/c"]
    assert found.areas[0].targets[0].implied.low != 100
    assert found.rest[0].left == Interval(50, 50)


def test_rows_of_parts_are_told_and_say_nothing():
    parts = "{id: x, name: Phần X, reduction_households: 60}, {id: y, name: Phần Y, reduction_households: 40}"
    text_ = YEAR.replace("  areas:", f"  breakdowns: [{{id: d, name: D, parts: [{parts}]}}]\n  areas:")
    rows = "id,reduction_households\nha,90\na,50\nb,30\nc,10\nha/d/x,60\nha/d/y,40\n"
    plan = read_text(text_, "plan.yaml").plan
    source = source_of_table(plan, rows.encode(), "r.csv")
    assert source.faults == ()
    assert [each.to(Lang.EN) for each in source.remarks] == [
        "r.csv: only areas report, so the rows of parts of breakdowns are passed over: Phần X, Phần Y"
    ]
    assert len(source.given) == 4
    assert len(source_of_table(plan, rows.partition("ha/d/x")[0].encode(), "r.csv").given) == 4


def test_it_is_a_public_name_that_takes_plans_files_tables_and_workbooks(tmp_path):
    (tmp_path / "plan.yaml").write_text(YEAR, encoding="utf-8")
    result = YEAR.replace("kind: plan", "kind: result").partition("    - {id: b")[0]
    (tmp_path / "a.yaml").write_text(result, encoding="utf-8")
    (tmp_path / "b.csv").write_text("id,reduction_households\nb,20\n", encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (["id", "reduction_households"], ["c", 30]):
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")
    names = [tmp_path / name for name in ("a.yaml", "b.csv", "c.xlsx")]
    found = povcalc.track(tmp_path / "plan.yaml", *names, as_of=OVER)
    assert {each.address: each.status.value for each in found.areas} == {
        "ha": "done",
        "ha/a": "done",
        "ha/b": "behind",
        "ha/c": "done",
    }
    plan, result = (povcalc.read(tmp_path / name) for name in ("plan.yaml", "a.yaml"))
    assert povcalc.track(plan, result, *map(str, names[1:]), as_of=OVER).areas[2].status is Status.BEHIND
    with pytest.raises(OSError, match="none"):
        povcalc.track(plan, tmp_path / "none.csv")


class TestWhichReportCounts:
    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_an_official_one_before_a_preliminary_one_whatever_the_order(self, order):
        both = (report(Grade.PRELIMINARY, "so-bo.csv", a=50), report(Grade.OFFICIAL, "het.csv", a=40))
        areas, found = standing(*(both[at] for at in order))
        assert (areas["a"].status, areas["a"].source.name) == (Status.BEHIND, "het.csv")
        assert found.notes[0].to(Lang.EN) == "het.csv takes the place of so-bo.csv: Xã An."

    def test_of_two_alike_the_later_by_its_day_else_as_named(self):
        old, new = report(name="old", a=50, day=HALF), report(name="new", a=40, day=LATE)
        assert standing(new, old)[0]["a"].source.name == "new"
        assert standing(new._replace(day=None), old)[0]["a"].source.name == "old"

    def test_a_report_takes_the_place_of_another_as_a_whole_and_of_its_own_areas_alone(self):
        areas, _ = standing(report(name="x", a=50, b=30), report(name="y", a=10))
        assert (areas["a"].source.name, areas["b"].source.name) == ("y", "x")

    @pytest.mark.parametrize(
        ("words", "grade"),
        [
            (("BÁO CÁO SƠ BỘ kết quả",), "preliminary"),
            (("so-bo.xlsx",), "preliminary"),
            (("preliminary results",), "preliminary"),
            (("Báo cáo chính thức",), "official"),
            (("kết quả.csv", "Số bộ phận"), "official"),
            (("bao_cao_so_bo.csv",), "preliminary"),
        ],
    )
    def test_its_words_say_its_grade(self, words, grade):
        assert grade_of(*words).value == grade

    def test_a_plan_file_is_a_report_by_the_ids_of_its_areas(self):
        result = read_text(
            "povcalc: 1\ndocument: {title: Báo cáo sơ bộ, kind: result, issued: 2024-11-10, year: 2024}\n"
            "targets: {id: b, name: Xã Bình, reduction_households: 29, poverty_rate_end: 17.1}\n",
            "b.yaml",
        )
        source = source_of_result(READING.plan, result)
        assert (source.grade, source.day) == (Grade.PRELIMINARY, datetime.date(2024, 11, 10))
        assert list(source.given.values()) == [
            {"reduction_households": Figure(29), "poverty_rate_end": Figure(Decimal("17.1"))}
        ]


class TestTheRest:
    def test_what_is_left_is_told_and_shared_out_by_targets(self):
        areas, found = standing(report(a=30))
        (rest,) = found.rest
        assert (rest.field, rest.left, rest.promised) == ("reduction_households", Interval(70, 70), Interval(50, 50))
        needed = {name: each.needed.get("reduction_households") for name, each in areas.items()}
        assert needed == {"ha": None, "a": None, "b": 42, "c": 28}

    def test_what_is_left_follows_from_the_poor_households_too(self):
        source = source_of_table(READING.plan, b"id,poor_households_end\na,170\n", "r.csv")
        assert standing(source)[1].rest[0].left == Interval(70, 70)

    def test_the_year_ends_at_what_was_reported_and_what_is_promised(self):
        _, found = standing(report(a=30))
        ends = {each.field: (each.implied, each.met.value) for each in found.outcome}
        assert ends["reduction_households"] == (Interval(80, 80), "missed")
        assert ends["poverty_rate_end"][0] == Interval(Fraction(52, 3), Fraction(52, 3))
        assert ends["poverty_rate_end"][1] == "missed"

    def test_nothing_more_is_asked_of_anybody_where_the_whole_has_reached_its_target(self):
        areas, found = standing(report(a=110))
        assert found.rest[0].left == Interval(-10, -10)
        assert areas["b"].needed == {}

    @given(st.integers(0, 200), st.integers(0, 200))
    def test_reported_and_promised_make_the_outcome_whatever_they_are(self, first, second):
        found = tracked(READING, [report(a=first, b=second)], OVER)
        (outcome,) = (each.implied for each in found.outcome if each.field == "reduction_households")
        assert outcome == Interval(first + second + 20, first + second + 20)
        assert found.rest[0].left == Interval(100 - first - second, 100 - first - second)


MEASURED = """
povcalc: 1
document: {title: Kế hoạch, kind: plan, year: 2024}
targets:
  id: ha
  name: Huyện Hà
  households: 2000
  poor_households_start: 400
  near_poor_households_start: 200
  reduction_households: 80
  near_poor_reduction_households: 40
  exits: 100
  relapses: {at_most: 5}
  areas:
    - {id: a, name: Xã An, reduction_households: 50, near_poor_reduction_households: 20, exits: 60}
    - {id: b, name: Xã Bình, reduction_households: 30, near_poor_reduction_households: 20, exits: 40}
"""


class TestEveryMeasure:
    """A plan with targets for the near-poor and for exits beside those for the poor."""

    READING = read_text(MEASURED, "plan.yaml")

    def tracked(self, rows, plan=MEASURED):
        reading = read_text(plan, "plan.yaml")
        table = f"id,reduction_households,near_poor_reduction_households,exits\n{rows}"
        return tracked(reading, [source_of_table(reading.plan, table.encode(), "r.csv")], OVER)

    def test_an_area_stands_by_each_figure_and_by_all_of_them(self):
        _, area, other = self.tracked("a,50,19,60\n").areas
        assert (area.status, area.standings) == (
            Status.BEHIND,
            {
                "reduction_households": Status.DONE,
                "exits": Status.DONE,
                "near_poor_reduction_households": Status.BEHIND,
            },
        )
        assert {*other.standings.values()} == {Status.WAITING}

    def test_what_is_left_is_told_of_each_that_adds_up(self):
        found = self.tracked("a,51,19,61\n")
        assert {each.field: (each.left, each.promised) for each in found.rest} == {
            "reduction_households": (Interval(29, 29), Interval(30, 30)),
            "exits": (Interval(39, 39), Interval(40, 40)),
            "near_poor_reduction_households": (Interval(21, 21), Interval(20, 20)),
        }
        assert found.areas[2].needed == {
            "reduction_households": 29,
            "exits": 39,
            "near_poor_reduction_households": 21,
        }

    def test_each_figure_has_a_table_and_a_plan_of_the_poor_alone_has_one(self):
        found = tables_of(self.tracked("a,50,19,60\n"))
        assert [table.title.to(Lang.EN).rpartition(": ")[2] for table in found[:-2]] == [
            "reduction",
            "left poverty",
            "fell back",
            "near-poor reduction",
        ]
        assert [len(table.rows) for table in found[:-2]] == [3, 3, 1, 3]
        assert [bool(table.notes) for table in found[:-2]] == [False, False, False, True]
        assert len(tables_of(tracked(READING, [report(a=50)], OVER))) == 3

    def test_a_report_without_a_figure_leaves_it_open(self):
        found = self.tracked("a,50,,60\n")
        assert found.areas[1].standings["near_poor_reduction_households"] is Status.UNDECIDED
        assert found.areas[1].status is Status.DONE
        assert found.areas[2].needed.get("near_poor_reduction_households") is None

    def test_a_plan_of_the_near_poor_alone_is_followed_by_them(self):
        plan = "povcalc: 1\ndocument: {title: A, year: 2024}\ntargets: {id: ha, name: Ha, near_poor_exits: 60}\n"
        reading = read_text(plan, "plan.yaml")
        found = tracked(reading, [source_of_table(reading.plan, b"id,near_poor_exits\nha,60\n", "r.csv")], OVER)
        assert found.areas[0].standings == {"near_poor_exits": Status.DONE}
        assert tables_of(found)[0].title.to(Lang.EN).endswith(": left near-poverty")


def form() -> bytes:
    """An official form as communes fill it in: a title, headings over two rows, numbers by type and format."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Biểu 3"
    page["A1"] = "BIỂU TỔNG HỢP KẾT QUẢ GIẢM NGHÈO NĂM 2024"
    page.merge_cells("A1:E1")
    for cells, words in {"A3:A4": "TT", "B3:B4": "Đơn vị", "C3:C4": "Số hộ nghèo giảm", "D3:E3": "Cuối năm"}.items():
        page[cells.partition(":")[0]] = words
        page.merge_cells(cells)
    page["D4"], page["E4"] = "Số hộ nghèo", "Tỷ lệ hộ nghèo"
    for row in ((1, "Xã An", 50, 150, 0.15), (2, "Xã Bình", "29", "171", "17,10"), ("", "Tổng cộng", 79, 321, None)):
        page.append(row)
    page["E5"].number_format = "0.00%"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def targets() -> bytes:
    """The form of the targets of the same communes."""
    book = openpyxl.Workbook()
    headings = ("TT", "Đơn vị", "Tổng số hộ", "Số hộ nghèo đầu năm", "Số hộ nghèo giảm")
    for row in (headings, (1, "Xã An", 1000, 200, 50), (2, "Xã Bình", 1000, 200, 30), ("", "Tổng cộng", 2000, 400, 80)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class TestTheCommand:
    @pytest.fixture
    def folder(self, tmp_path):
        (tmp_path / "plan.yaml").write_text(YEAR, encoding="utf-8")
        (tmp_path / "kq.xlsx").write_bytes(form())
        (tmp_path / "so-bo.csv").write_text("Xã,Số hộ nghèo giảm\nXã Cát,19\n", encoding="utf-8")
        return tmp_path

    def test_an_official_form_in_excel_becomes_a_tracked_year_in_two_commands(self, tmp_path):
        (tmp_path / "chi-tieu.xlsx").write_bytes(targets())
        (tmp_path / "ket-qua.xlsx").write_bytes(form())
        begun = text(
            "init", "plan.yaml", "--name", "Huyện Hà", "--year", "2024", "--from", "chi-tieu.xlsx", cwd=tmp_path
        )
        assert begun[0] == 0
        words = ("track", "plan.yaml", "ket-qua.xlsx", "--as-of", "2024-12-20", "-f", "json")
        told = json.loads(text(*words, cwd=tmp_path)[1])
        assert [(each["name"]["vi"], each["standing"]) for each in told["areas"]] == [
            ("Huyện Hà", "behind"),
            ("Xã An", "done"),
            ("Xã Bình", "behind"),
        ]
        assert told["outcome"][0]["implied"]["low"] == "79"

    def test_on_a_screen_in_both_languages(self, folder):
        words = ("track", "plan.yaml", "kq.xlsx", "so-bo.csv", "--as-of", "2024-11-20")
        _, out, _ = text(*words, cwd=folder, COLUMNS="80")
        assert [line.split()[-2:] for line in out.splitlines() if line.startswith("  Xã")] == [
            ["done", "official"],
            ["behind", "official"],
            ["course", "preliminary"],
        ]
        assert max(map(len, out.splitlines())) <= 80
        _, out, _ = text(*words, "--lang", "vi", cwd=folder, COLUMNS="80")
        assert "đúng tiến độ  sơ bộ" in out

    def test_as_csv_and_as_a_workbook(self, folder):
        words = ("track", "plan.yaml", "kq.xlsx", "--as-of", "2024-11-20")
        _, out, _ = text(*words, "-f", "csv", cwd=folder)
        assert "ha/a,Xã An,reduction_households,50,50,50,met,done,official,kq.xlsx#Biểu 3," in out
        assert text(*words, "-o", "t.xlsx", cwd=folder)[0] == 0
        book = openpyxl.load_workbook(folder / "t.xlsx")
        rows = {row[0]: row for row in book.worksheets[0].iter_rows(values_only=True)}
        assert rows["Xã An"][1:3] == (50, 50)

    def test_the_total_of_some_areas_is_not_that_of_the_whole(self, folder):
        words = ("track", "plan.yaml", "kq.xlsx", "--as-of", "2024-11-20", "-f", "json")
        _, out, err = text(*words, cwd=folder)
        told = json.loads(out)
        assert "kq.xlsx#Biểu 3: not all areas are listed, so its total is not that of the whole" in err
        assert (told["areas"][0]["standing"], told["rest"][0]["left"]["low"]) == ("in_part", "21")

    def test_exit_code_tells_what_is_behind_or_late(self, folder):
        words = ("track", "plan.yaml", "so-bo.csv", "--exit-code", "--as-of")
        assert text(*words, "2024-11-14", cwd=folder)[0] == 0
        assert text(*words, "2024-11-15", cwd=folder)[0] == 1
        assert text(*words[:3], "--as-of", "2024-11-15", cwd=folder)[0] == 0

    def test_what_a_report_is_may_be_said_before_its_name(self, folder):
        words = ("track", "plan.yaml", "official=so-bo.csv", "--as-of", "2024-11-14", "-f", "json")
        told = json.loads(text(*words, cwd=folder)[1])
        assert [(each["file"], each["grade"]) for each in told["reports"]] == [("so-bo.csv", "official")]

    def test_what_cannot_be_read_is_told_and_fails(self, folder):
        (folder / "bad.csv").write_text("Xã,Số hộ nghèo giảm\nXã Ồ,5\nXã An,x\n", encoding="utf-8")
        status, _, err = text("track", "plan.yaml", "bad.csv", "--as-of", "2024-11-14", cwd=folder)
        assert status == 1
        assert "bad.csv:2: the plan has no area called 'Xã Ồ'" in err
        assert "bad.csv:3: 'x' is not a number" in err

    def test_compare_takes_one_table_of_results_behind_the_plan(self, folder):
        status, out, _ = text("compare", "plan.yaml", "kq.xlsx#biểu 3", "-f", "json", cwd=folder)
        told = json.loads(out)
        found = {(each["path"], each["field"]): each["verdict"] for each in told["targets"]}
        assert status == 0
        assert found["ha/a", "reduction_households"] == "met"
        assert found["ha/b", "reduction_households"] == "missed"
        assert "name the plan first" in text("compare", "kq.xlsx", "plan.yaml", cwd=folder)[2]

    def test_nothing_is_written_over_what_is_read(self, folder):
        before = (folder / "kq.xlsx").read_bytes()
        assert text("track", "plan.yaml", "kq.xlsx#Biểu 3", "-o", "kq.xlsx", cwd=folder)[0] == 2
        assert (folder / "kq.xlsx").read_bytes() == before

    def test_the_built_in_year(self, tmp_path):
        (tmp_path / "r.csv").write_text("id,reduction_households\ntram-tau,453\n", encoding="utf-8")
        told = json.loads(text("track", str(PLAN), "r.csv", "--as-of", "2019-12-11", "-f", "json", cwd=tmp_path)[1])
        (rest,) = told["rest"]
        assert (rest["field"], rest["left"]["low"], rest["promised"]["low"]) == (
            "reduction_households",
            "11416",
            "11416",
        )
        assert told["counts"]["missing"] == 8


def test_a_form_is_read_with_its_decimals():
    ((_, sheet),) = read_sheets(form(), one_sheet("f.xlsx", None)).items()
    source = source_of_table(READING.plan, sheet, "f.xlsx#Biểu 3")
    rates = [str(given["poverty_rate_end"].number) for given in source.given.values() if "poverty_rate_end" in given]
    assert rates == ["15.00", "17.10"]


def test_of_many_faults_in_a_table_the_first_are_told_and_the_others_counted(tmp_path):
    (tmp_path / "plan.yaml").write_text(YEAR, encoding="utf-8")
    rows = "".join(f"nowhere-{at},5\n" for at in range(25))
    (tmp_path / "r.csv").write_text(f"id,reduction_households\n{rows}", encoding="utf-8")
    status, out, err = text("track", "plan.yaml", "r.csv", "--as-of", "2024-12-11", cwd=tmp_path)
    lines = err.splitlines()
    assert (status, len(lines)) == (1, 21)
    assert lines[19] == "povcalc: r.csv:21: the plan has no area called 'nowhere-19'"
    assert lines[20] == "povcalc: r.csv: faults that are not told here: 5"
    assert "Areas: 0" not in out
