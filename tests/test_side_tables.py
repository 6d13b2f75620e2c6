"""`--figures`: tables in all the writings that people have, what is wrong with others, and `--save`."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import PLAN, text
from plans import HEAD, area, real_plan, targets
from povcalc.cli.files import read_content
from povcalc.engine import run
from povcalc.findings import Outcome, Severity
from povcalc.messages import GLOSSARY, SHORT, Lang
from povcalc.places import dotted
from povcalc.plan.areas import AreaIndex
from povcalc.plan.csv_tables import TableReader, joined
from povcalc.plan.edit import UnsavableError, edit_text, merge_side_tables
from povcalc.plan.load import read_text
from povcalc.plan.model import Area, walk
from povcalc.values import Figure, Form
from povcalc.views.plan import FIGURES, SHARES

NAME = "T.csv"


def with_table(table, plan=None):
    content = table if isinstance(table, bytes) else table.encode()
    return merge_side_tables(read_text(real_plan() if plan is None else plan, "plan.yaml"), [(content, NAME)])


def added(table, plan=None):
    """The figures that a table adds, by their paths."""
    reading = with_table(table, plan)
    found = {}
    for path in reading.added:
        here = reading.plan.targets
        for step in path[1:-1]:
            here = here.areas[step] if isinstance(step, int) else here
        found[dotted(path)] = getattr(here, path[-1])
    return found


def told(table, plan=None):
    """Code, place and message of the findings about a table."""
    report = run(with_table(table, plan))
    assert [row.why for row in report.runs if row.outcome is Outcome.BROKEN] == []
    return [
        (each.code, f"{each.place.line}:{each.place.column}", each.message.to(Lang.EN))
        for each in report.findings
        if each.code.startswith("G")
    ]


TRAM_TAU = "targets.areas[7]"
DATA = PLAN.parent
RESULT = targets(area("a"), area("b"), reduction_households=9).replace("{title: A plan}", "{title: A, kind: result}")


def bare(name):
    """A file of data without figures, and what was planned."""
    lines = (DATA / name).read_text("utf-8").split("\n")
    known = (*Area.FIGURES, *Area.SHARES, "planned", "percent_of_plan")
    return "\n".join(line for line in lines if line.strip(" -").split(":")[0] not in known)


class TestEveryMeasure:
    @pytest.mark.parametrize("lang", list(Lang))
    @pytest.mark.parametrize("column", [*FIGURES, *SHARES], ids=lambda column: column.key)
    def test_the_headings_of_the_program_are_read_as_what_they_head(self, column, lang):
        for words in (column.heading, GLOSSARY[column.key], SHORT[column.key]):
            reading = with_table(f'area\t"{words.to(lang)}"\nA\t"7"\n', RESULT.replace("reduction_households: 9", ""))
            assert reading.table_faults == ()
            assert list(reading.added) == [("targets", "areas", 0, column.key)]

    @pytest.mark.parametrize("lang", ["en", "vi"])
    @pytest.mark.parametrize(
        ("name", "form"),
        [("an_phu_2023.yaml", "csv"), ("an_phu_2023.yaml", "xlsx"), ("lam_hoa_2025_result.yaml", "csv")],
    )
    def test_what_show_writes_of_a_result_gives_all_of_it_back(self, tmp_path, name, form, lang):
        table = str(tmp_path / f"t.{form}")
        assert text("show", "targets", str(DATA / name), "-o", table, "--lang", lang)[0] == 0
        content = Path(table).read_bytes() if form == "csv" else read_content(table)[0]
        reading = merge_side_tables(read_text(bare(name), name), [(content, table)])
        assert reading.table_faults == ()
        whole = read_text((DATA / name).read_text("utf-8"), name).plan
        for before, after in zip(walk(whole.targets), walk(reading.plan.targets), strict=True):
            for field in (*Area.FIGURES, *Area.SHARES):
                assert after.figure(field) == before.figure(field)
                assert after.planned(field) == before.planned(field)
            assert after.area.percent_of_plan == before.area.percent_of_plan


class TestWhatWasPlanned:
    @pytest.mark.parametrize(
        ("heading", "field"),
        [
            ("planned_reduction_households", "reduction_households"),
            ("planned.poverty_rate_end", "poverty_rate_end"),
            ("Net reduction (households), planned", "reduction_households"),
            ("Số hộ nghèo giảm theo kế hoạch", "reduction_households"),
            ("Kế hoạch: số hộ cận nghèo giảm", "near_poor_reduction_households"),
            ("Kế hoạch,Số hộ nghèo đa chiều cuối năm", "multidimensional_poor_households_end"),
            ("Tỷ lệ hộ nghèo cuối năm (%), theo kế hoạch", "poverty_rate_end"),
            ("Planned exits", "exits"),
        ],
    )
    def test_a_heading_of_a_result_says_so(self, heading, field):
        reading = with_table(f'area\t"{heading}"\nA\t7\n', RESULT)
        assert reading.table_faults == ()
        assert list(reading.added) == [("targets", "areas", 0, "planned", field)]
        assert getattr(reading.plan.targets.areas[0].planned, field) == Figure(7)

    def test_under_one_heading_with_what_was_reached_beside_it(self):
        table = "Địa bàn;Kế hoạch;;Thực hiện;\n;Hộ nghèo giảm;Tỷ lệ cuối năm;Hộ nghèo giảm;Tỷ lệ cuối năm\n"
        table += "A;5;12,5;6;11,0\n"
        first = with_table(table, RESULT).plan.targets.areas[0]
        assert (first.reduction_households, first.poverty_rate_end) == (Figure(6), Figure(Decimal("11.0")))
        assert (first.planned.reduction_households, first.planned.poverty_rate_end) == (
            Figure(5),
            Figure(Decimal("12.5")),
        )

    @pytest.mark.parametrize("heading", ["% so với kế hoạch", "Percent of plan", "Tỷ lệ hoàn thành kế hoạch (%)"])
    def test_the_percent_of_it(self, heading):
        assert with_table(f"area;{heading}\nA;120,5\n", RESULT).plan.targets.areas[0].percent_of_plan == Figure(
            Decimal("120.5")
        )

    def test_one_without_a_date_is_passed_over_and_told(self):
        ((code, _, said),) = told("area;Hộ nghèo theo kế hoạch;exits\nA;5;6\n", RESULT)
        assert code == "G106"
        assert said.endswith("did you mean planned.poor_households_start or planned.poor_households_end?")

    def test_what_the_result_states_itself_stands(self):
        plan = RESULT.replace("name: A\n", "name: A\n      planned: {reduction_households: 4}\n", 1)
        ((code, _, said),) = told("area;planned reduction households\nA;5\nB;5\n", plan)
        assert (code, said) == (
            "G102",
            "A, net reduction in poor households, as planned: the table has 5, the plan 4; the plan's own stands",
        )
        ((code, _, said),) = told("area;planned reduction households\nA;5\nA;6\n", RESULT)
        assert code == "G105"

    def test_of_a_plan_it_says_nothing(self):
        assert added("area;Số hộ nghèo giảm theo kế hoạch;households\nTrạm Tấu;7;5000\n") == {
            f"{TRAM_TAU}.households": Figure(5000)
        }

    @pytest.mark.parametrize("flow", [False, True])
    def test_it_is_saved_in_one_field_beside_others_or_alone(self, flow):
        plan = RESULT.replace("name: A\n", "name: A\n      planned: {exits: 9}\n", 1)
        if flow:
            plan = re.sub(r"    - id: b\n      name: B\n", "    - {id: b, name: B}\n", plan)
        reading = with_table("area;planned reduction households;planned new poor\nA;5;1\nB;4;0\n", plan)
        saved = read_text(edit_text(reading, {}), "saved.yaml").plan
        assert saved == reading.plan
        assert saved.targets.areas[0].planned.exits == Figure(9)
        assert saved.targets.areas[1].planned.new_poor == Figure(0)


class TestWritings:
    @pytest.mark.parametrize(
        "table",
        [
            "id,households_start\ntram-tau,5280\n",
            "id;households_start\ntram-tau;5280\n",
            "id\thouseholds_start\r\ntram-tau\t5280\r\n",
            "\ufeffid,households_start\ntram-tau,5280",
            "path,households_start\nyen-bai/tram-tau,5280\n",
            "Địa bàn;Tổng số hộ đầu năm\nHuyện Trạm Tấu;5.280\n",
            "ĐỊA BÀN;SỐ HỘ ĐẦU NĂM (hộ)\nH. Trạm Tấu;5 280\n",
            'Area,Households at start\n"Trạm Tấu","5,280"\n',
            "\n\nSTT,Dia ban,So ho dau nam,Ghi chu\n8,huyen tram tau,5280,a note\n",
            "name,households_start\nTRAM TAU,'5280\n",
            "Biểu 1, năm 2019, huyện, xã\nĐịa bàn;Số hộ đầu năm\nTrạm Tấu;5.280\n",
            "Địa bàn|Số hộ đầu năm|Ghi chú\nTrạm Tấu|5.280|a, b, c\n",
            "name,households_start\nTrạm Tấu,5280 hộ\n",
        ],
    )
    def test_one_figure_in_all_the_writings_of_people(self, table):
        assert added(table) == {f"{TRAM_TAU}.households_start": Figure(5280)}
        assert told(table) == []

    @pytest.mark.parametrize(
        ("cell", "figure"),
        [
            ("52,85", Figure(Decimal("52.85"))),
            ("52.85", Figure(Decimal("52.85"))),
            ("52,850", Figure(Decimal("52.850"))),
            ("52,85%", Figure(Decimal("52.85"))),
            ("trên 52,8", Figure(Decimal("52.8"), Form.OVER)),
            (">52.8", Figure(Decimal("52.8"), Form.OVER)),
            ("52..53", Figure(52, Form.BETWEEN, 53)),
            ("~52", Figure(52, Form.ABOUT)),
        ],
    )
    def test_a_rate_keeps_its_decimals_and_what_was_meant(self, cell, figure):
        assert added(f"id;poverty_rate_start\ntram-tau;{cell}\n") == {f"{TRAM_TAU}.poverty_rate_start": figure}

    @pytest.mark.parametrize("cell", ["", "-", "–", "...", "n/a"])
    def test_what_is_not_given_is_not_added(self, cell):
        assert added(f"id;households_start\ntram-tau;{cell}\n") == {}
        assert told(f"id;households_start\ntram-tau;{cell}\n") == []

    @pytest.mark.parametrize(
        ("name", "path"),
        [
            ("Thành phố Yên Bái", "targets.areas[0]"),
            ("TP. Yên Bái", "targets.areas[0]"),
            ("tp yen bai", "targets.areas[0]"),
            ("Tỉnh Yên Bái", "targets"),
            ("TX Nghĩa Lộ", "targets.areas[1]"),
            ("Tổng cộng", "targets"),
            ("Toàn tỉnh", "targets"),
        ],
    )
    def test_areas_by_their_names(self, name, path):
        assert list(added(f"Địa bàn,households_start\n{name},5280\n")) == [f"{path}.households_start"]

    def test_what_show_prints_as_csv_reads_back(self):
        out = text("show", "targets", str(PLAN), "-f", "csv")[1]
        assert added(out) == {}
        assert told(out) == []
        bare = HEAD + real_plan()[real_plan().index("targets:") : real_plan().index("poverty_standard:")]
        for field in ("reduction_rate", "reduction_households", "poverty_rate_end"):
            bare = "\n".join(line for line in bare.splitlines() if f"  {field}:" not in line) + "\n"
        assert len(added(out, bare)) == 29
        assert told(out, bare) == []


class TestNumbersInOtherWritings:
    def test_what_was_read_is_told_once_a_column(self):
        (table,) = with_table(
            "id;households_start;poverty_rate_start\ntram-tau;5.281;52,8\nmu-cang-chai;11.501;\n"
        ).tables
        assert [said.to(Lang.EN) for said in table.understood] == [
            "T.csv, households at the start of the year: 5.281 is read as 5281 (likewise 1 more of this column)",
            "T.csv, poverty rate at the start of the year: 52,8 is read as 52.8",
        ]

    def test_the_formats_own_writing_is_not_told(self):
        (table,) = with_table("id;households_start;poverty_rate_start\ntram-tau;5281;>52.8\n").tables
        assert table.understood == ()

    def test_two_meanings_are_refused_with_both(self):
        told_of = told("id;households_start\ntram-tau;2.000\nmu-cang-chai;400\n")
        assert told_of == [
            ("G104", "2:10", "households at the start of the year: '2.000' can mean two things; write 2000 or 2")
        ]

    def test_the_rest_of_the_column_decides_and_it_is_told(self):
        table = "id;households_start\ntram-tau;5.000\nmu-cang-chai;11.501\n"
        assert added(table)[f"{TRAM_TAU}.households_start"] == Figure(5000)
        assert [said.to(Lang.EN) for said in with_table(table).tables[0].understood] == [
            "T.csv, households at the start of the year: 5.000 is read as 5000, as the numbers beside it are written",
            "T.csv, households at the start of the year: 11.501 is read as 11501",
        ]

    def test_another_column_decides_where_the_own_one_does_not(self):
        table = "id;households_start;poverty_rate_start\ntram-tau;5.000;52,8\n"
        assert added(table)[f"{TRAM_TAU}.households_start"] == Figure(5000)
        assert [row[0] for row in told(table.replace("52,8", "52.8"))] == ["G104"]

    @pytest.mark.parametrize(
        ("heading", "cell", "figure"),
        [
            ("Số hộ đầu năm (nghìn hộ)", "5,28", Figure(5280)),
            ("Số hộ đầu năm (hộ)", "5.281", Figure(5281)),
            ("Số hộ đầu năm", "5,28 nghìn hộ", Figure(5280)),
            ("Số hộ đầu năm (nghìn hộ)", "5281 hộ", Figure(5281)),
            ("Số hộ đầu năm", "5\u2009280", Figure(5280)),
            ("Số hộ đầu năm", "5281.0", Figure(5281)),
            ("Tỷ lệ hộ nghèo đầu năm (‰)", "528,5", Figure(Decimal("52.85"))),
            ("Tỷ lệ hộ nghèo đầu năm (%)", "52,85%", Figure(Decimal("52.85"))),
            ("Tỷ lệ hộ nghèo đầu năm (phần của một)", "0,5285", Figure(Decimal("52.85"))),
        ],
    )
    def test_a_unit_of_the_heading_or_the_cell_is_obeyed(self, heading, cell, figure):
        assert list(added(f"id;{heading}\ntram-tau;{cell}\n").values()) == [figure]

    @pytest.mark.parametrize(
        ("heading", "cell", "place"),
        [
            ("households_start", "5%", "2:10"),
            ("households_start", "10 triệu đồng", "2:10"),
            ("households_start", "2 tỷ", "2:10"),
            ("poverty_rate_start", "5 hộ", "2:10"),
            ("Số hộ đầu năm (%)", "5", "1:4"),
            ("Số hộ đầu năm (tỷ đồng)", "5", "1:4"),
            ("Số hộ đầu năm (người)", "5", "1:4"),
            ("Tỷ lệ hộ nghèo đầu năm (hộ)", "5", "1:4"),
            ("Tỷ lệ hộ nghèo đầu năm (nghìn hộ)", "5", "1:4"),
        ],
    )
    def test_a_unit_that_does_not_fit_is_refused_where_it_stands(self, heading, cell, place):
        table = f"id;{heading}\ntram-tau;{cell}\n"
        assert added(table) == {}
        assert (told(table)[0][0], told(table)[0][1]) == ("G104", place)
        assert "does not fit" in told(table)[0][2]

    def test_a_scale_that_leaves_part_of_a_household_is_refused(self):
        assert [row[0] for row in told("id;Số hộ đầu năm (nghìn hộ)\ntram-tau;5,2805\n")] == ["G104"]

    def test_rates_all_below_one_are_asked_about_where_an_area_has_more(self):
        table = "id;{}\ntram-tau;0,528\nmu-cang-chai;0,47\n"
        ((code, place, words),) = told(table.format("poverty_rate_start"))
        assert (code, place) == ("G104", "1:4")
        assert "every number of this column is below 1, and Huyện Trạm Tấu has 44.35" in words
        assert added(table.format("poverty_rate_start")) == {}
        assert len(added(table.format("Tỷ lệ hộ nghèo đầu năm (%)"))) == 2
        assert added(table.format("Tỷ lệ hộ nghèo đầu năm (phần của một)"))[f"{TRAM_TAU}.poverty_rate_start"] == Figure(
            Decimal("52.8")
        )

    def test_rates_of_which_one_is_above_one_are_percent(self):
        assert len(added("id;poverty_rate_start\ntram-tau;0,9\nmu-cang-chai;1,2\n")) == 2

    @pytest.mark.parametrize("cell", ["−", "—", "‑", "N/A", "…", "--"])
    def test_any_dash_or_na_alone_is_not_given(self, cell):
        assert added(f"id;households_start\ntram-tau;{cell}\n") == {}
        assert told(f"id;households_start\ntram-tau;{cell}\n") == []


class TestFaults:
    @pytest.mark.parametrize(
        ("table", "code", "place", "words"),
        [
            ("", "G101", "1:1", "no heading row"),
            ("\n\n", "G101", "1:1", "no heading row"),
            (b"id,households_start\ntram-tau,\xff\n", "G101", "2:1", "not UTF-8 (byte 0xFF)"),
            ("id,households_start\ntram-tau,5\0\n", "G101", "2:1", "NUL"),
            ('id,households_start\n"tram-tau,5\n', "G101", "2:1", "opens here and is never closed"),
            ("what,households_start\ntram-tau,5\n", "G101", "1:1", "no column says the area"),
            ("id,what\ntram-tau,5\n", "G101", "1:1", "no column is headed like a figure"),
            ("id,households_start\ntram-tau,5,280\n", "G101", "2:12", "this row has 3 cells, the heading row 2"),
            ("id,households_start\ntram-tu,5280\n", "G103", "2:1", "no area called 'tram-tu'; did you mean tram-tau?"),
            ("area,households_start\nYên Bái,5\n", "G103", "2:1", "may be several areas: yen-bai, yen-bai/thanh-pho"),
            ("area,households_start\n,5\n", "G103", "2:1", "no area called ''"),
            ("id;households_start\ntram-tau;12,5\n", "G104", "2:10", "'12,5' is not a number that households at the"),
            ("id;households_start\ntram-tau;many\n", "G104", "2:10", "'many' is not a number"),
            ("id;households_start\ntram-tau;-5\n", "G104", "2:10", "'-5' is not a number"),
            ("id;poverty_rate_start\ntram-tau;105\n", "G104", "2:10", "'105' is not a number that poverty rate"),
            ("id;poverty_rate_start\ntram-tau;5..4\n", "G104", "2:10", "is not a number"),
            ("area;households_start\ntram-tau;5\nTrạm Tấu;6\n", "G105", "3:10", "6 here, another number in line 2"),
            ("id,households_start,So ho dau nam\ntram-tau,5,6\n", "G105", "1:21", "a second column is headed"),
            ("id,households_start,people\ntram-tau,5,6\n", "G106", "1:21", "the column 'people' is passed over"),
            ("id,poor_household_start\ntram-tau,5\n", "G106", "1:4", "did you mean poor_households_start?"),
            (
                "id,poverty_rate_end\ntram-tau,44.3\n",
                "G102",
                "2:10",
                "the table has 44.3, the plan 44.35; the plan's own",
            ),
        ],
    )
    def test_each_names_its_place_in_the_table(self, table, code, place, words):
        found = [row for row in told(table) if row[0] == code]
        assert [row[:2] for row in found] == [(code, place)]
        assert words in found[0][2]

    def test_an_id_column_takes_names_too(self):
        assert told("id,households_start\nTrạm Tấu,5\n") == []

    def test_a_figure_stated_otherwise_names_both_places_and_the_plans_own_stands(self):
        report = run(with_table("id,poverty_rate_end\ntram-tau,44.3\n"))
        finding = next(each for each in report.findings if each.code == "G102")
        assert (finding.file, finding.place.line, finding.severity) == (NAME, 2, Severity.ERROR)
        assert [(place.line, message.to(Lang.EN)) for place, message in finding.related] == [
            (155, "the plan's own figure")
        ]
        assert added("id,poverty_rate_end\ntram-tau,44.3\n") == {}

    def test_the_same_number_with_other_decimals_is_no_difference(self):
        assert told("id,poverty_rate_end\ntram-tau,44.350\n") == []

    @pytest.mark.parametrize(
        ("stated", "heading", "cells", "expected"),
        [
            ({"households": 100}, "households_start", "100", {}),
            ({"households": 100}, "households_start", "101", None),
            ({"households_start": 100}, "households", "101", None),
            ({"households_start": 100}, "households", "100", {"targets.households_end": Figure(100)}),
            ({"households_start": 100, "households_end": 100}, "households", "100", {}),
            ({}, "households", "100", {"targets.households": Figure(100)}),
        ],
    )
    def test_households_at_both_dates_and_at_one(self, stated, heading, cells, expected):
        table, plan = f"id,{heading}\nr,{cells}\n", targets(reduction_households=1, **stated)
        if expected is None:
            assert [row[0] for row in told(table, plan)] == ["G102"]
        else:
            assert told(table, plan) == []
            assert added(table, plan) == expected

    def test_without_a_table_there_is_nothing_to_check(self):
        report = run(read_text(real_plan(), "plan.yaml"))
        assert {row.outcome for row in report.runs if row.code.startswith("G")} == {Outcome.SKIPPED}

    @given(st.binary(max_size=60))
    def test_no_bytes_break_it(self, content):
        told(content)

    @given(st.text(alphabet="id,;\n\"'\t5.ă-households_start", max_size=60))
    def test_no_text_breaks_it(self, words):
        told(f"id,households_start\n{words}")


class TestFindingsOfAddedFigures:
    def test_they_point_into_the_table(self):
        # No whole number of 7,900 households is 4.98%.
        report = run(with_table("id,households_end\nnghia-lo,7900\n"))
        finding = next(each for each in report.findings if each.code == "T206")
        assert (finding.file, finding.place.line, finding.place.column) == (NAME, 2, 10)
        assert finding.severity is Severity.ERROR
        assert [place.line for place, _ in finding.related] == [119]

    def test_a_related_place_in_the_table_has_its_file(self):
        report = run(with_table("id,households_end,poor_households_end\ntram-tau,5000,2000\n"))
        finding = next(each for each in report.findings if each.code == "T201")
        assert [(spot.file, spot.place.line) for spot, _ in finding.related] == [(NAME, 2), (NAME, 2)]

    def test_with_true_bases_counts_are_exact_or_nearly_so(self, bases):
        status, out, _ = text("show", "targets", str(PLAN), "--figures", bases, "-f", "json")
        assert status == 0
        root, *districts = json.loads(out)["areas"]
        for district in districts:
            ends = {name: (each["low"], each["high"]) for name, each in district["implied"].items()}
            assert ends["households_start"] == ends["households_end"] == (BASES[district["id"]],) * 2
            assert ends["reduction_households"] == (int(district["stated"]["reduction_households"]),) * 2
            assert ends["reduction_rate"][0] == ends["reduction_rate"][1]
            assert all(
                0 <= high - low <= 3 for low, high in (ends["poor_households_end"], ends["poor_households_start"])
            )
        assert root["implied"]["households_start"]["low"] == sum(BASES.values()) == 197780

    def test_with_true_bases_the_province_holds_and_of_its_districts_only_the_end_rates_are_open(self, bases):
        assert verdicts(bases) == ["holds", *["not verified"] * 9]

    def test_with_a_base_that_is_too_large_that_verdict_is_no(self, bases, tmp_path):
        table = tmp_path / "other.csv"
        table.write_text(Path(bases).read_text().replace("tram-tau,5114", "tram-tau,5400"))
        # 453 of 5,400 are 8.389%, not over 8.50%.
        assert verdicts(str(table)) == ["holds", "wrong"]


BASES = {
    "thanh-pho-yen-bai": 26438,
    "nghia-lo": 7656,
    "yen-binh": 28567,
    "luc-yen": 26905,
    "tran-yen": 23195,
    "van-yen": 32528,
    "van-chan": 36321,
    "tram-tau": 5114,
    "mu-cang-chai": 11056,
}
"""Households on which all promises of the districts hold, and all rates are those of whole numbers of households."""


@pytest.fixture
def bases(tmp_path):
    """A table of these."""
    path = tmp_path / "bases.csv"
    path.write_text("id,households\n" + "".join(f"{each},{base}\n" for each, base in BASES.items()))
    return str(path)


def verdicts(table):
    """The verdicts that the table of targets prints: the province, then the districts that say something."""
    _, out, _ = text("check", str(PLAN), "--figures", table)
    rows = out.partition("Verdict")[2].partition("\nFunding")[0].splitlines()
    found = (re.search("(holds|wrong|at risk|not verified) *$", row) for row in rows)
    return [each[1] for each in found if each is not None]


class TestTheCommand:
    @pytest.fixture
    def table(self, tmp_path):
        (tmp_path / NAME).write_text("Huyện;Tổng số hộ\nTrạm Tấu;5.301\n", encoding="utf-8")
        (tmp_path / "plan.yaml").write_text(real_plan(), encoding="utf-8")
        return tmp_path

    def test_every_command_takes_it(self, table):
        status, out, err = text("check", "plan.yaml", "--figures", NAME, "-f", "json", cwd=table)
        assert status == 0
        assert json.loads(out)["files"][0]["summary"]["figures_stated"] == 36
        assert "plan.yaml: figures added from side tables: 1" in err
        assert "5,301" in text("show", "targets", "plan.yaml", "--figures", NAME, cwd=table)[1]
        assert f"{NAME}:2:10" in text("why", "tram-tau.households", "plan.yaml", "--figures", NAME, cwd=table)[1]

    def test_a_table_that_cannot_be_opened(self, table):
        for command in (("check",), ("show", "targets"), ("why", "tram-tau.households")):
            status, _, err = text(*command, "plan.yaml", "--figures", "none.csv", cwd=table)
            assert status == 2
            assert "cannot read none.csv" in err

    def test_faults_fail_show_and_why_too(self, table):
        (table / NAME).write_text("Huyện;Tổng số hộ\nTrạm;5.300\n", encoding="utf-8")
        for command in (("show", "targets"), ("why", "tram-tau.households")):
            status, _, err = text(*command, "plan.yaml", "--figures", NAME, cwd=table)
            assert status == 1
            assert "faults in the side tables: 1; see povcalc check" in err

    def test_concise_names_the_table(self, table):
        (table / NAME).write_text("Huyện;Tổng số hộ\nTrạm Tấu;5,5\n", encoding="utf-8")
        out = text("check", "plan.yaml", "--figures", NAME, "-f", "concise", cwd=table)[1]
        assert f"{NAME}:2:10: G104 " in out

    def test_save_writes_the_plans_own_text_with_the_new_fields(self, table):
        status, _, err = text("check", "plan.yaml", "-q", "--figures", NAME, "--save", "out.yaml", cwd=table)
        assert status == 0
        assert "the joined plan is written to out.yaml" in err
        before, after = real_plan().splitlines(), (table / "out.yaml").read_text(encoding="utf-8").splitlines()
        assert [line for line in after if line not in before] == ["      households: 5301"]
        assert len(after) == len(before) + 1
        assert sorted(each.name for each in table.iterdir()) == [NAME, "out.yaml", "plan.yaml"]

    def test_nothing_is_overwritten(self, table):
        status, _, err = text("check", "plan.yaml", "-q", "--figures", NAME, "--save", "plan.yaml", cwd=table)
        assert status == 2
        assert "nothing is saved: plan.yaml exists already; name a new file" in err
        assert (table / "plan.yaml").read_text(encoding="utf-8") == real_plan()

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            (("plan.yaml", "--save", "out.yaml"), "name a table with --figures"),
            (("plan.yaml", "plan.yaml", "data", "--figures", NAME, "--save", "out.yaml"), "--save takes one plan"),
            (("plan.yaml", "--figures", "bad.csv", "--save", "out.yaml"), "put right first what was found: G103"),
            (("plan.yaml", "--figures", NAME, "--save", "no/out.yaml"), "cannot write no/out.yaml"),
            (("plan.yaml", "--figures", NAME, "--save", ""), "cannot write ''"),
        ],
    )
    def test_what_keeps_it_from_being_saved(self, table, words, why):
        (table / "bad.csv").write_text("Huyện;Tổng số hộ\nTrạm;5.300\n", encoding="utf-8")
        (table / "data").mkdir()
        (table / "data" / "b.yaml").write_text(real_plan(), encoding="utf-8")
        status, _, err = text("check", "-q", *words, cwd=table)
        assert status == 2
        assert why in err
        assert not (table / "out.yaml").exists()


STYLES = (
    "targets:\n  id: r\n  name: R\n  reduction_households: 5 # five\n  areas:\n  - id: a\n    name: A\n",
    "targets:\r\n    id: r\r\n    name: R\r\n    areas:\r\n      - id: a\r\n        name: {vi: A, en: B}  # both\r\n",
    "targets: {id: r, name: R, areas: [{id: a, name: A}]}",
    "targets: {id: r, name: R, reduction_households: 5, areas: [{id: a,\n  name: A}]}\n",
    "targets:\n  areas:\n    -   name: A\n        id: a\n  name: R\n  id: r",
    "targets:\n  id: r\n  name: >-\n    R\n    S\n  areas:\n    - {id: a, name: A} # a\n# the end",
    (
        "targets:\n\n  # first\n  id: 'r'\n\n  name: \"R\"\n  areas:\n\n    - name:\n        vi: A\n        en: B\n"
        "      id: a\n"
    ),
)


class TestSaving:
    @pytest.mark.parametrize("style", STYLES)
    @given(numbers=st.lists(st.sampled_from(["", "0", "5", "5..9", ">7", "~12"]), min_size=4, max_size=4))
    def test_what_is_written_reads_back_as_the_joined_plan(self, style, numbers):
        plan = ("povcalc: 1\ndocument: {title: T}\n" + style).replace("\n", "\r\n" if "\r" in style else "\n")
        plan = plan.replace("\r\r", "\r")
        table = "id;households_start;poor_households_end\n" + "r;{};{}\na;{};{}\n".format(*numbers)
        reading = with_table(table, plan)
        if not reading.added:
            assert edit_text(reading, {}) == plan
            return
        try:
            written = edit_text(reading, {})
        except UnsavableError:
            pytest.fail(plan)
        again = read_text(written, "plan.yaml")
        assert again.plan == reading.plan
        left = written
        for line in plan.splitlines():
            assert line.strip().rstrip("},] ") in left or "{" in line

    def test_what_cannot_be_edited_is_refused(self):
        with pytest.raises(UnsavableError):
            edit_text(with_table("id;households_start\nr;5\n", HEAD + "targets:\n  ? id\n  : r\n  ? name\n  : R\n"), {})


TWO_LEVELS = (
    "targets: {id: t, name: T, areas: [{id: h1, name: Huyện Văn Chấn, areas: [{id: a, name: Xã A}, "
    "{id: b, name: Xã B}]}, {id: h2, name: Huyện Văn Yên, areas: [{id: a, name: Xã A}]}]}\n"
)


def test_areas_of_one_name_are_told_apart_by_their_paths():
    plan = targets(area("a", area("c")), area("b", area("c")))
    assert [row[0] for row in told("name,households_start\nC,5\n", plan)] == ["G103"]
    assert list(added("name,households_start\nb/c,5\n", plan)) == ["targets.areas[1].areas[0].households_start"]


class TestOfficialForms:
    PLAN = targets(area("a", area("c")), area("b", area("c")))

    def test_titles_groups_totals_and_one_name_in_two_groups(self):
        table = (
            "BIỂU 1,,,\n,,,\nTT,Huyện/xã,Hộ nghèo đầu năm,\n,,Số hộ,Tỷ lệ (%)\nA,B,1,2\n"
            'I,A,5,\n1,C,5,"2,5"\nII,B,7,\n1,C,7,"3,5"\n,Tổng cộng,12,\n'
        )
        assert added(table, self.PLAN) == {
            "targets.poor_households_start": Figure(12),
            "targets.areas[0].poor_households_start": Figure(5),
            "targets.areas[0].areas[0].poor_households_start": Figure(5),
            "targets.areas[0].areas[0].poverty_rate_start": Figure(Decimal("2.5")),
            "targets.areas[1].poor_households_start": Figure(7),
            "targets.areas[1].areas[0].poor_households_start": Figure(7),
            "targets.areas[1].areas[0].poverty_rate_start": Figure(Decimal("3.5")),
        }
        assert told(table, self.PLAN) == []

    def test_a_group_without_figures_that_the_plan_does_not_have_is_passed_over(self):
        table = "STT,Địa bàn,Số hộ\nI,Vùng cao,\n1,A,5\n"
        assert list(added(table, self.PLAN)) == ["targets.areas[0].households"]
        assert told(table, self.PLAN) == []
        assert [row[:2] for row in told(table.replace("cao,", "cao,5"), self.PLAN)] == [("G103", "2:3")]

    def test_a_heading_without_a_date_is_read_as_of_the_start_and_told(self):
        table = "Địa bàn,Hộ nghèo\nA,5\n"
        assert list(added(table, self.PLAN)) == ["targets.areas[0].poor_households_start"]
        (found,) = told(table, self.PLAN)
        assert found[:2] == ("G106", "1:9")
        assert "does not say of which date it is; it is read as poor households at the start" in found[2]

    @pytest.mark.parametrize(
        ("table", "place", "words"),
        [
            ('Địa bàn,Số hộ\nA,5\n"B,6\n', "3:1", 'a quotation mark " opens here and is never closed'),
            ('Địa bàn,Số hộ\nA,"5\nB,6\nC,7\n', "2:3", "opens here and is never closed"),
            ('Địa bàn,Số hộ\n"A,5\n"B",6\n', "2:1", "opens here and is never closed"),
            ('Địa bàn,Số hộ\n"A"x,5\n', "2:1", "the table breaks off here"),
        ],
    )
    def test_a_quotation_mark_that_is_not_closed_is_told_where_it_opens(self, table, place, words):
        found = [row for row in told(table, self.PLAN) if row[0] == "G101"]
        assert [row[1] for row in found] == [place]
        assert words in found[0][2]

    def test_a_cell_that_is_no_number_is_told_how_to_mend_it(self):
        (found,) = told("id,households\na,many\n", self.PLAN)
        assert found[2].endswith("write it in digits alone, or leave the cell empty if it is not known")

    @given(st.text(st.sampled_from('A,;"\n1Ix '), max_size=60))
    def test_no_place_is_beyond_the_end(self, words):
        table = "TT,Địa bàn,Số hộ\n" + words
        lines = table.splitlines()
        for _, place, _ in told(table, self.PLAN):
            line, column = map(int, place.split(":"))
            assert line <= len(lines)
            assert column <= max(len(lines[line - 1]), 1)


class TestColumnsOfTwoLevels:
    @pytest.mark.parametrize(
        "table",
        [
            "Huyện,Xã,Số hộ\nVăn Chấn,A,1\nVăn Chấn,B,2\nVăn Yên,A,3\n",
            "Huyện,Xã/phường/thị trấn,Số hộ\nVăn Chấn,A,1\n,B,2\nVăn Yên,A,3\n",
            "Xã,Huyện/thị xã/thành phố,Số hộ\nA,Văn Chấn,1\nB,,2\nA,H. Văn Yên,3\n",
            "District,Commune,Households\nVăn Chấn,A,1\nVăn Chấn,B,2\nVăn Yên,A,3\n",
        ],
    )
    def test_a_figure_is_of_the_area_inside(self, table):
        inner = "targets.areas[{}].areas[{}].households"
        figures = {inner.format(0, 0): Figure(1), inner.format(0, 1): Figure(2), inner.format(1, 0): Figure(3)}
        assert added(table, HEAD + TWO_LEVELS) == figures
        assert told(table, HEAD + TWO_LEVELS) == []

    def test_a_row_without_the_inner_name_is_of_the_area_around(self):
        table = "Huyện,Xã,Số hộ\nVăn Chấn,,3\nVăn Chấn,A,1\n"
        assert sorted(added(table, HEAD + TWO_LEVELS).values()) == [Figure(1), Figure(3)]

    def test_an_area_that_the_plan_lacks_is_not_the_one_around(self):
        table = "Huyện,Xã,Số hộ\nTrạm Tấu,Bản Mù,900\n"
        assert added(table) == {}
        assert [(code, place) for code, place, _ in told(table)] == [("G103", "2:10")]

    def test_an_id_and_a_name_of_two_areas_are_told(self):
        table = "Mã,Tên,Số hộ\ntram-tau,Văn Yên,900\nvan-yen,Huyện Văn Yên,901\n"
        assert list(added(table).values()) == [Figure(901)]
        assert told(table) == [
            ("G103", "2:1", "'tram-tau' and 'Văn Yên' in this row are two areas; correct one of them")
        ]


def test_a_year_in_a_heading_has_to_be_the_plans():
    table = "Huyện;Số hộ nghèo 31/12/2018;Tổng số hộ cuối năm 2019;Hộ nghèo đầu năm 2018\nTrạm Tấu;2816;5329;3000\n"
    reading = with_table(table)
    assert added(table) == {
        "targets.areas[7].poor_households_start": Figure(2816),
        "targets.areas[7].households_end": Figure(5329),
    }
    (finding,) = [each for each in run(reading).findings if each.code == "G106"]
    assert "'Hộ nghèo đầu năm 2018' is of another time than 2019" in finding.message.to(Lang.EN)


class TestLargeTables:
    def test_more_columns_than_any_sheet_has_are_told_once(self):
        (finding,) = told("Tên,Hộ nghèo đầu năm\nXã A,5" + "," * 16_383 + "\n")
        assert finding[1] == "2:1"
        assert finding[2].endswith(
            "this row has 16,385 cells, and at most 16,384 are read; keep only the columns with the figures"
        )

    def test_for_so_many_names_only_is_one_looked_for_that_is_spelt_alike(self, monkeypatch):
        asked = []
        monkeypatch.setattr(AreaIndex, "similar", lambda _, words: asked.append(words))
        assert len(told("Tên,Hộ nghèo đầu năm\n" + "Không có,5\n" * 1_010)) == 1_010
        assert len(asked) == 1_000

    def test_a_heading_over_thousands_of_rows_is_given_up(self, monkeypatch):
        looked_at = []
        monkeypatch.setattr(
            "povcalc.plan.csv_tables.joined", lambda rows, joined=joined: looked_at.append(len(rows)) or joined(rows)
        )
        told("Tên,Hộ nghèo đầu năm\n" + ",hộ\n" * 300)
        assert max(looked_at) <= 15

    def test_a_heading_of_thousands_of_years_is_cut(self):
        rows = ["Hộ nghèo " + "năm 2019 " * 1_000]
        assert [len(cell) for cell in joined([rows])] == [1_000]

    def test_where_the_cells_of_a_row_begin_is_looked_for_once(self, monkeypatch):
        looked_for = []
        starts_of = TableReader._starts_of
        monkeypatch.setattr(
            TableReader, "_starts_of", lambda self, line: looked_for.append(line) or starts_of(self, line)
        )
        assert len(told("Tên" + ",Hộ nghèo đầu năm" * 51 + "\n")) == 50
        assert len(looked_for) == 1


BREAKS = ["\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
"""Signs at which Python ends a line, and no spreadsheet: the first stands for a line break in a cell of Word."""


class TestOtherBreaksInACell:
    @pytest.mark.parametrize("sign", BREAKS, ids=ascii)
    @pytest.mark.parametrize("end", ["\n", "\r", "\r\n"], ids=ascii)
    def test_the_row_goes_on_behind_them(self, sign, end):
        rows = ["area,households,poor_households_start", f"Huyện{sign}Trạm Tấu,5441,3002", "Huyện Mù Cang Chải,x,9"]
        assert added(end.join(rows))[f"{TRAM_TAU}.poor_households_start"].number == 3002
        assert [place for code, place, _ in told(end.join(rows)) if code == "G104"] == ["3:20"]

    @pytest.mark.parametrize("sign", BREAKS, ids=ascii)
    def test_a_plan_from_the_table_has_its_figures(self, tmp_path, sign):
        (tmp_path / "t.csv").write_text(f"area,households\nXã{sign}An Phú,54\nXã Ba Vì,46\n", encoding="utf-8")
        assert text("init", "new.yaml", "--from", "t.csv", cwd=tmp_path)[0] == 0
        plan = read_text((tmp_path / "new.yaml").read_bytes(), "new.yaml").plan
        found = {each.name.to(Lang.EN): each.households.number for each in plan.targets.areas}
        assert found == {"Xã An Phú": 54, "Xã Ba Vì": 46}
