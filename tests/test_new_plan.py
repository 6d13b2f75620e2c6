"""New plans: ids and kinds from names, areas from tables, blanks that are findings until they are filled in."""

import csv
import io
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command import text as run_as_user
from plans import real_plan
from povcalc.engine import run
from povcalc.measures import BASES, MEASURES, NEAR_POOR, POOR
from povcalc.messages import Lang, printable
from povcalc.new_plan import MAX_DEPTH, SCHEMA_LINE, blank, from_plan, from_table, made_id, new_plan, parted, scalar
from povcalc.output.tables import as_csv
from povcalc.plan.load import read_file, read_text
from povcalc.plan.model import Area, walk
from povcalc.typos import id_of
from povcalc.values import Figure, Form
from povcalc.views import plan as plan_views

DATA = Path(__file__).parents[1] / "data"
FILLED = {
    "number": "1/KH",
    "title": "Kế hoạch",
    "issuer": "Ủy ban",
    "issued": "2024-01-31",
    "year": "2024",
    "source": "Báo",
    "kind": "group",
    "total": "2",
    "amount": "1",
    "households": "100",
    **dict.fromkeys(BASES, "100"),
    **{field: "1" for measure in MEASURES for field in measure.counts},
    **{field: "10" for measure in MEASURES for field in measure.stocks},
    **{field: "1.0" for measure in MEASURES for field in (measure.points, *measure.rates)},
    "poverty_rate_end": "9.0",
}


def findings(text, families="YS"):
    """Code, line and field of what is found in a new plan."""
    report = run(read_text(text, "plan.yaml"))
    return [
        (each.code, place.line, text.split("\n")[place.line - 1].strip(" -:"))
        for each in report.findings
        if each.code[0] in families
        for place in (each.place, *(other for other, _ in each.related if each.code == "S105"))
    ]


def filled(text):
    """The text with every blank that is found filled in; ids and names as none other has them."""
    lines = text.split("\n")
    for code, line, field in findings(text):
        assert code == "S105"
        lines[line - 1] += f" {FILLED.get(field, f'a{line}')}"
    return "\n".join(lines)


def table(*rows, mark=","):
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue().encode()


def drawn(*rows, name=None, kind=None):
    return from_table(table(*rows), "t.csv", name, kind)


def tree(area):
    """An area as its id, name and kind, and those inside."""
    return (area.id, area.name, area.kind, [tree(inner) for inner in area.areas])


def inside(*rows, **given):
    found = drawn(*rows, **given)
    assert found.faults == ()
    return [tree(each) for each in found.root.areas]


def faults(*rows, **given):
    found = drawn(*rows, **given)
    assert found.root is None
    return [fault.to(Lang.EN).removeprefix("t.csv:") for fault in found.faults]


class TestNames:
    @pytest.mark.parametrize(
        ("name", "kind", "identifier"),
        [
            ("Huyện Trạm Tấu", "district", "tram-tau"),
            ("H. Trạm Tấu", "district", "tram-tau"),
            ("H.Trạm Tấu", "district", "tram-tau"),
            ("HUYỆN MÙ CANG CHẢI", "district", "mu-cang-chai"),
            ("Thị xã Nghĩa Lộ", "town", "nghia-lo"),
            ("TX Nghĩa Lộ", "town", "nghia-lo"),
            ("Thành phố Yên Bái", "city", "yen-bai"),
            ("TP. Yên Bái", "city", "yen-bai"),
            ("Tỉnh Lào Cai", "province", "lao-cai"),
            ("Thị trấn Cổ Phúc", "township", "co-phuc"),
            ("Đặc khu Phú Quốc", "special_zone", "phu-quoc"),
            ("Phường 1", "ward", "phuong-1"),
            ("Thôn Đá Đứng", "village", "da-dung"),
            ("Bản Mù", "village", "mu"),
            ("Xã Xà Hồ", "commune", "xa-ho"),
            ("An Phú commune", "commune", "an-phu"),
            ("Song Xanh province", "province", "song-xanh"),
            ("Trạm Tấu", None, "tram-tau"),
            ("Ban Mai", None, "ban-mai"),
            ("Xanh", None, "xanh"),
            ("Huyện", None, "huyen"),
            ("Province", None, "province"),
            ("P Lào", None, "p-lao"),
            ("TT", None, "tt"),
        ],
    )
    def test_a_kind_is_what_a_name_says_and_no_part_of_the_id(self, name, kind, identifier):
        assert (parted(name)[0], made_id(name, (), ())) == (kind, identifier)

    def test_an_id_that_another_area_has_is_made_with_the_kind(self):
        assert made_id("Thành phố Yên Bái", {"yen-bai"}, ()) == "thanh-pho-yen-bai"
        assert made_id("Thành phố Yên Bái", {"yen-bai"}, {"thanh-pho-yen-bai"}) is None

    @pytest.mark.parametrize("name", ["", "漢字", "1", "12", "Funding", "..."])
    def test_a_name_without_letters_or_that_is_reserved_makes_no_id(self, name):
        assert made_id(name, (), ()) is None

    @given(st.text())
    def test_whatever_is_made_is_an_id(self, name):
        found = made_id(name, (), ())
        assert found is None or (found == id_of(found) and Area(id=found, name="A").id == found)


class TestBlanks:
    @pytest.mark.parametrize("lang", list(Lang))
    @pytest.mark.parametrize("count", [0, 1, 3])
    @pytest.mark.parametrize("year", [None, 2024])
    @pytest.mark.parametrize("name", [None, "Tỉnh Lào Cai"])
    def test_each_is_a_finding_at_its_line_and_nothing_else_is(self, lang, count, year, name):
        made = new_plan(blank(name, None, count), year=year, has_figures=False, lang=lang)
        found = findings(made.text)
        assert {code for code, _, _ in found} == {"S105"}
        assert len([each for each in run(read_text(made.text, "p.yaml")).findings if each.code == "S105"]) == 1
        assert len(found) == made.blanks
        for field in ("households", "poor_households_start"):  # they decide the most
            assert sum(each == field for _, _, each in found) == 1 + count
        assert all(made.text.split("\n")[line - 1].endswith(f"{field}:") for _, line, field in found)
        assert findings(filled(made.text)) == []

    @pytest.mark.parametrize("lang", list(Lang))
    def test_the_text_is_as_people_see_it(self, snapshot, lang):
        made = new_plan(blank("Tỉnh Lào Cai", None, 2), year=2024, has_figures=False, lang=lang)
        assert made.text == snapshot
        assert made.text.startswith(f"{SCHEMA_LINE}\n")

    def test_the_first_line_is_like_that_of_the_plan_of_2019(self):
        plan = real_plan().split("\n")[0]
        assert plan.replace("../schema/", "") == SCHEMA_LINE

    def test_a_filled_plan_has_its_sums_checked(self):
        made = new_plan(blank("Tỉnh Lào Cai", None, 2), year=2024, has_figures=False, lang=Lang.EN)
        assert findings(filled(made.text), "TF") != []


class TestMeasures:
    @pytest.mark.parametrize("lang", list(Lang))
    @pytest.mark.parametrize("is_result", [False, True])
    @pytest.mark.parametrize("measures", [(POOR,), (NEAR_POOR,), (POOR, NEAR_POOR), MEASURES])
    def test_blanks_are_those_of_the_measures_and_each_is_explained(self, measures, is_result, lang):
        given = {"year": 2024, "has_figures": False, "lang": lang, "measures": measures, "is_result": is_result}
        made = new_plan(blank("Xã An Phú", None, 2), **given)
        found = findings(made.text)
        assert len(found) == made.blanks
        assert {code for code, _, _ in found} == {"S105"}
        fields = {field for _, _, field in found}
        for measure in MEASURES:
            told = {measure.stocks[0], measure.reduction, measure.points, measure.rates[1]}
            result = {measure.stocks[1], *measure.flows}
            assert fields & {*measure.figures} - {POOR.of_new} == (
                (told | result if is_result else told) if measure in measures else set()
            )
        assert (POOR.of_new in fields) is (is_result and {POOR, NEAR_POOR} <= {*measures})
        lines = made.text.split("\n")
        for field in fields:
            first = next(at for at, line in enumerate(lines) if line.strip(" -") == f"{field}:")
            assert lines[first - 1].strip().startswith("# ")
        assert f"\n  kind: {'result' if is_result else 'plan'}\n" in made.text
        assert findings(filled(made.text)) == []

    def test_a_table_has_blanks_only_for_measures_that_it_has_not(self):
        found = drawn(["area", "near-poor households at start"], ["A", "5"], ["B", "6"])
        assert found.measures == (NEAR_POOR,)
        given = {"year": 2024, "has_figures": True, "lang": Lang.EN}
        plain = new_plan(found.root, measures=(NEAR_POOR,), **given).text
        assert {field for _, _, field in findings(plain)} >= {"near_poor_reduction_households"}
        assert "poverty_rate_end" not in plain
        more = new_plan(found.root, measures=(POOR, NEAR_POOR), lacking=(POOR,), **given).text
        assert more.count("poverty_rate_end:") == 2
        assert "near_poor_rate_end" not in more


class TestFromAPlan:
    COMMUNE = DATA / "an_phu_2023.yaml"

    def begun(self, file, **given):
        plan = read_file(file).plan if isinstance(file, Path) else read_text(file, "p.yaml").plan
        return from_plan(plan, plan.targets, "old.yaml", **{"is_result": False, **given})

    def made(self, begun, **given):
        told = {"year": begun.year, "has_figures": begun.has_figures, "lang": Lang.EN, "measures": begun.measures}
        return new_plan(begun.root, **told, **given)

    def test_the_year_after_a_result_begins_with_its_ends_of_every_measure(self):
        begun = self.begun(self.COMMUNE)
        assert (begun.year, begun.measures, begun.remarks) == (2024, MEASURES, ())
        old, plan = read_file(self.COMMUNE).plan, read_text(filled(self.made(begun).text), "new.yaml").plan
        for before, after in zip(walk(old.targets), walk(plan.targets), strict=True):
            assert (before.area.id, before.area.name, before.area.kind) == (
                after.area.id,
                after.area.name,
                after.area.kind,
            )
            for start, end in [BASES, *(both for each in MEASURES for both in (each.stocks, each.rates))]:
                assert after.figure(start) == before.figure(end)

    def test_counts_that_follow_exactly_are_taken_and_those_that_do_not_are_blank(self):
        text = (
            "povcalc: 1\ndocument: {title: A, kind: result, language: en, period: {from: 2021, to: 2023}}\ntargets:\n"
            "  id: a\n  name: {vi: Xã Á, en: 'A, the commune'}\n  code: '07'\n  unit: persons\n  partial: true\n"
            "  households: 50\n  poor_households_start: 20\n  reduction_households: 8\n"
            "  near_poor_households_end: {about: 7}\n  areas: [{id: b, name: B}]\n"
            "  breakdowns: [{id: c, name: C, parts: [{id: d, name: D}]}]\n"
        )
        begun = self.begun(text)
        assert begun.year == 2024
        assert begun.root.figures == {
            "households_start": Figure(50),
            "poor_households_start": Figure(12),
            "near_poor_households_start": Figure(7, Form.ABOUT),
        }
        assert begun.remarks == ()
        again = read_text(filled(self.made(begun, language=begun.language).text), "new.yaml").plan
        assert again.targets.name.to(Lang.EN) == "A, the commune"
        assert (again.targets.code, again.targets.unit, again.targets.partial) == ("07", "persons", True)
        assert again.document.language == "en"
        ((breakdown,), (part,)) = again.targets.breakdowns, again.targets.breakdowns[0].parts
        assert (breakdown.id, part.id, part.name.to(Lang.EN)) == ("c", "d", "D")

    def test_breakdowns_members_and_former_names_are_kept(self):
        text = (
            "povcalc: 1\ndocument: {title: A, kind: result, year: 2025}\ntargets:\n  id: a\n  name: A\n"
            "  poor_households_end: 10\n  areas:\n"
            "    - {id: b, name: B, formerly: [b-1, Xã B Hai, 'no'], code: '00123', near_poor_rate_end: 4.5}\n"
            "    - {id: c, name: C}\n"
            "  breakdowns:\n"
            "    - id: region\n      name: {vi: Vùng, en: Region}\n      partial: true\n"
            "      parts: [{id: high, name: Vùng cao, members: [b], poor_households_end: 4, share_of_poor_end: 40.0}]\n"
            "    - {id: cause, name: Nguyên nhân, overlapping: true, parts: [{id: land, name: Thiếu đất}]}\n"
        )
        again = read_text(filled(self.made(self.begun(text)).text), "new.yaml").plan.targets
        assert (again.areas[0].formerly, again.areas[0].code) == (("b-1", "Xã B Hai", "no"), "00123")
        assert again.areas[0].near_poor_rate_start == Figure(Decimal("4.5"))
        region, cause = again.breakdowns
        assert (region.name.to(Lang.EN), region.partial, region.overlapping) == ("Region", True, False)
        assert (cause.id, cause.partial, cause.overlapping) == ("cause", False, True)
        (high,) = region.parts
        assert (high.members, high.poor_households_start, high.poor_households_end) == (("b",), Figure(4), None)
        assert (high.share_of_poor_start, high.share_of_poor_end) == (Figure(Decimal("40.0")), None)

    def test_counts_in_a_scale_stay_as_they_are_printed(self):
        text = (
            "povcalc: 1\ndocument: {title: A, kind: result, year: 2022}\ntargets:\n  id: a\n  name: A\n  scale: lakh\n"
            "  poor_households_start: 4.5\n  poor_households_end: 4.25\n"
        )
        made = self.made(self.begun(text)).text
        assert "\n  scale: lakh\n" in made
        assert "\n  poor_households_start: 4.25\n" in made

    def test_a_plan_is_said_to_be_one_and_its_result_has_what_was_planned(self):
        (remark,) = self.begun(real_plan()).remarks
        assert remark.to(Lang.EN) == "old.yaml is a plan: its targets are taken for what the year begins with"
        begun = self.begun(real_plan(), is_result=True)
        assert (begun.year, begun.measures, begun.remarks) == (2019, (POOR,), ())
        plan = read_text(filled(self.made(begun, is_result=True).text), "new.yaml").plan
        assert plan.document.kind == "result"
        for before, after in zip(walk(read_text(real_plan(), "p").plan.targets), walk(plan.targets), strict=True):
            for field in Area.FIGURES:
                assert after.planned(field) == before.figure(field)

    def test_a_year_that_begins_as_the_year_before_ended_is_checked_clean(self, tmp_path):
        new = tmp_path / "new.yaml"
        text = self.made(self.begun(self.COMMUNE)).text
        kept = [
            line
            for line in text.partition("\n# Units")[0].split("\n")
            if line[-1:] != ":" or line.strip() in ("document:", "targets:", "areas:", "breakdowns:", "parts:")
        ]
        new.write_text("\n".join(kept).replace("document:\n", "document:\n  title: A\n"), "utf-8")
        _, out, _ = run_as_user("check", "--no-default", "-f", "concise", str(self.COMMUNE), str(new))
        assert out == ""


class TestTables:
    def test_areas_with_their_figures(self):
        found = drawn(["Địa bàn", "Tổng số hộ", "Tỷ lệ cuối năm"], ["Huyện Trạm Tấu", "5.301", "44,35"])
        text = new_plan(found.root, year=2024, has_figures=found.has_figures, lang=Lang.EN).text
        assert "    - id: tram-tau\n" in text
        assert "      name: Huyện Trạm Tấu\n      kind: district\n      households: 5301\n" in text
        assert "      poverty_rate_end: 44.35\n" in text
        assert findings(filled(text)) == []

    def test_figures_that_a_row_lacks_are_unknown_and_those_of_a_table_of_names_are_blank(self):
        with_figures = drawn(["area", "households"], ["A", "5"], ["B", "-"])
        names_alone = drawn(["area"], ["A"], ["B"])
        texts = [
            new_plan(each.root, year=1999, has_figures=each.has_figures, lang=Lang.EN).text
            for each in (with_figures, names_alone)
        ]
        assert [text.count("poverty_rate_end:\n") for text in texts] == [0, 2]

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    @pytest.mark.parametrize("mark_of_bytes", [b"", b"\xef\xbb\xbf"])
    def test_any_mark_between_cells_and_a_byte_order_mark(self, mark, mark_of_bytes):
        content = mark_of_bytes + table(["Tên", "số hộ nghèo giảm"], ["Xã A Lù", "1.234"], mark=mark)
        (area,) = from_table(content, "t.csv", None, None).root.areas
        assert (area.id, area.figures["reduction_households"].number) == ("a-lu", 1234)

    def test_what_show_prints_of_a_plan_makes_the_same_areas_again(self):
        plan = read_text(real_plan(), "plan.yaml").plan
        content = as_csv(plan_views.targets(plan), Lang.VI).encode()
        found = from_table(content, "t.csv", None, None)
        text = new_plan(found.root, year=2019, has_figures=True, lang=Lang.VI).text
        again = read_text(filled(text), "again.yaml").plan

        def told(areas):
            return [
                (
                    each.path,
                    each.area.id,
                    each.area.name,
                    each.area.kind,
                    [each.figure(field) for field in Area.FIGURES],
                )
                for each in walk(areas)
            ]

        assert told(again.targets) == told(plan.targets)


class TestTheWhole:
    @pytest.mark.parametrize(
        "words", ["Toàn tỉnh", "Tổng cộng", "TỔNG SỐ", "Cộng", "Total", "Cộng toàn tỉnh", "Tổng cộng cả huyện"]
    )
    def test_a_row_that_says_so(self, words):
        found = drawn(["area", "households"], ["Xã A", "5"], [words, "5"], name="Tỉnh B")
        assert tree(found.root) == ("b", "Tỉnh B", "province", [("a", "Xã A", "commune", [])])
        assert found.root.figures["households"].number == 5
        assert [remark.to(Lang.EN) for remark in found.remarks] == [f"t.csv:3: {words} is taken for the whole"]

    def test_an_area_around_that_has_no_row_is_added_and_told(self):
        found = drawn(["area", "parent"], ["Huyện A", ""], ["Xã B", "Huyện Aa"], name="Tỉnh B")
        assert [remark.to(Lang.EN) for remark in found.remarks] == [
            "t.csv:3: Huyện Aa, the area around this one, has no row of its own; it is added"
        ]

    def test_without_a_name_that_of_the_whole_is_blank(self):
        assert tree(drawn(["area"], ["Xã A"], ["Tổng cộng"]).root)[:3] == (None, None, None)

    def test_a_row_called_like_the_plan(self):
        found = drawn(["area", "households"], ["tỉnh lào cai", "5"], ["Xã A", "5"], name="Tỉnh Lào Cai")
        assert tree(found.root) == ("lao-cai", "Tỉnh Lào Cai", "province", [("a", "Xã A", "commune", [])])

    def test_the_one_row_of_a_kind_above_all_others(self):
        found = drawn(["area"], ["Huyện B"], ["Tỉnh A"], ["Huyện C"])
        assert tree(found.root)[:3] == ("a", "Tỉnh A", "province")
        assert [remark.to(Lang.EN) for remark in found.remarks] == ["t.csv:3: Tỉnh A is taken for the whole"]

    @pytest.mark.parametrize(
        "rows", [("Tỉnh A", "Tỉnh B"), ("Tỉnh A", "B"), ("Thành phố A", "Xã B"), ("Huyện A", "Xã B")]
    )
    def test_anything_else_is_not_guessed(self, rows):
        found = drawn(["area"], *([row] for row in rows))
        assert (found.root.name, len(found.root.areas), found.remarks) == (None, 2, ())

    def test_two_rows_of_it_are_a_fault(self):
        (fault,) = faults(["area"], ["A"], ["Toàn tỉnh"], ["B"], ["Tổng"])
        assert fault.startswith("5:1: Tổng is in line 3 already; take one of the rows out")

    def test_the_first_and_the_last_may_both_say_so_and_then_agree(self):
        rows = ["area", "households"], ["Tổng", "5"], ["A", "5"]
        assert figures_of(drawn(*rows, ["Toàn tỉnh", "5"]).root) == {"households": 5}
        (fault,) = faults(*rows, ["Toàn tỉnh", "6"])
        assert fault.startswith("4:11: this total is not what the row of Tổng says in line 2")


class TestWhatLiesInWhat:
    HEAD = ("area", "parent", "households")

    def test_a_column_for_the_area_around(self):
        assert inside(self.HEAD, ["Huyện A", ""], ["Xã B", "Huyện A"], ["Xã C", "A"], name="Tỉnh T") == [
            ("a", "Huyện A", "district", [("b", "Xã B", "commune", []), ("c", "Xã C", "commune", [])])
        ]

    def test_areas_around_that_have_no_row_are_made_with_ids_before_those_inside(self):
        assert inside(["Huyện", "Xã", "Tổng số hộ"], ["A", "B", "1"], ["A", "C", "2"], ["D", "B", "3"]) == [
            ("a", "A", None, [("b", "B", None, []), ("c", "C", None, [])]),
            ("d", "D", None, [("b", "B", None, [])]),
        ]

    def test_the_whole_may_be_named_as_what_is_around(self):
        assert inside(self.HEAD, ["A", "Tỉnh T"], ["B", "Toàn tỉnh"], name="Tỉnh T") == [
            ("a", "A", None, []),
            ("b", "B", None, []),
        ]

    def test_a_path_says_ids_and_places(self):
        assert inside(
            ["path", "name"], ["t", "Tỉnh T"], ["t/a", "A"], ["t/a/b", "B"], ["t/c/b", "B"], ["t/c", "C"]
        ) == [
            ("a", "A", None, [("b", "B", None, [])]),
            ("c", "C", None, [("b", "B", None, [])]),
        ]

    def test_ids_and_kinds_may_be_given(self):
        rows = (["id", "name", "kind"], ["x-1", "Xã A", "phường"], ["y", "Huyện B", "special_zone"])
        assert inside(*rows) == [("x-1", "Xã A", "ward", []), ("y", "Huyện B", "special_zone", [])]

    def test_one_name_in_two_places_is_two_areas(self):
        rows = (self.HEAD, ["A", ""], ["B", ""], ["Xã C", "A"], ["Xã C", "B"])
        assert inside(*rows) == [
            ("a", "A", None, [("c", "Xã C", "commune", [])]),
            ("b", "B", None, [("xa-c", "Xã C", "commune", [])]),
        ]

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            ((["area"], ["A"], ["a"]), "3:1: a is in line 2 already"),
            ((["id", "name"], ["a", "A"], ["a", "B"]), "3:3: a is in line 2 already"),
            ((HEAD, ["A", "B"], ["B", "A"]), "2:1: B lies inside this area itself"),
            ((HEAD, ["Xã A", "C"], ["Huyện C", ""], ["Xã C", ""]), "2:1: C may be several areas of the table"),
            ((["path"], ["t/a"], ["s/b"]), "3:1: the path begins with s, others with t"),
            ((["path"], ["t"], ["t/a/b"]), "3:1: t/a has no row of its own"),
            ((["path"], ["t"], ["t/Á"]), "3:1: Á is not an id"),
            ((["id", "name"], ["funding", "A"]), "2:9: funding is not an id"),
            ((["area"], ["漢字"]), "2:1: no id can be made from 漢字"),
            ((["area"], ["A\u200bB"]), "2:1: A\\u200bB has characters that are not seen"),
            ((["area", "kind"], ["A", "planet"]), "2:1: planet is not a kind of area; use nation, province"),
            ((["area", "households"], ["", "5"]), "2:1: this row does not say its area"),
            ((["area", "households"], ["A", "5.5"]), "2:3: '5.5' is not a number"),
            ((["area", "poverty_rate_end"], ["A", "120"]), "2:3: '120' is not a number"),
            ((["area", "households"], ["A", "5", "6"]), "2:5: this row has 3 cells, the heading row 2"),
            ((["households"], ["5"]), "1:1: no column says the area"),
            (
                (["area", "households", "households_end"], ["A", "5", "6"]),
                "2:1: A has one number of households for both dates and another",
            ),
            ((["area", "households"],), "1:1: the table has no row with an area"),
            ((), "1:1: the table has no heading row"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_place(self, rows, expected):
        (fault, *_) = faults(*rows)
        assert fault.startswith(expected)

    def test_no_more_areas_around_than_anyone_has(self):
        rows = [[f"A{at}", f"A{at - 1}" if at else ""] for at in range(MAX_DEPTH + 3)]
        assert faults(["area", "parent"], *rows)[0].endswith(f"more than {MAX_DEPTH} areas lie around this one")

    def test_households_that_are_said_twice_alike_are_said_once(self):
        (area,) = drawn(["area", "households_start", "households", "households_end"], ["A", "5", "5", ""]).root.areas
        assert list(area.figures) == ["households"]

    def test_a_column_that_is_passed_over_is_said(self):
        found = drawn(["area", "colour"], ["A", "red"])
        assert [remark.to(Lang.EN) for remark in found.remarks] == ["t.csv:1:6: the column 'colour' is passed over"]


names = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=12).filter(
    lambda name: printable(name) == name and id_of(name) and not id_of(name).isdigit() and name.strip()
)
figures = st.sampled_from(["", "-", "0", "5", "1.234", "5,80", "44,35", "> 4", "~9", "840..930", "100"])


@st.composite
def tables(draw):
    fields = draw(st.lists(st.sampled_from(Area.FIGURES), unique=True, max_size=3))
    heading = ["area", *fields]
    around = draw(st.booleans())
    rows = []
    known = [""]
    for name in draw(st.lists(names, min_size=1, max_size=5, unique_by=id_of)):
        cells = [name, *(draw(figures) for _ in fields)]
        rows.append([*cells, draw(st.sampled_from(known))] if around else cells)
        known.append(name)
    if draw(st.booleans()):
        rows.append(["Tổng cộng", *(draw(figures) for _ in fields), *([""] if around else [])])
    return table([*heading, *(["parent"] if around else [])], *rows, mark=draw(st.sampled_from(",;\t")))


@settings(deadline=None, max_examples=40)
@given(tables(), st.sampled_from([None, "Tỉnh Lào Cai"]), st.sampled_from(list(Lang)))
def test_a_plan_made_of_any_table_has_blanks_alone_and_filled_it_has_no_fault(content, name, lang):
    found = from_table(content, "t.csv", name, None)
    if found.root is None:
        assert all(fault.to(Lang.EN).startswith("t.csv:") for fault in found.faults)
        assert found.faults != ()
        return
    made = new_plan(found.root, year=None, has_figures=found.has_figures, lang=lang)
    assert {code for code, _, _ in findings(made.text)} <= {"S105"}
    assert len(findings(made.text)) == made.blanks
    assert findings(filled(made.text)) == []


@given(st.binary(max_size=120) | st.text(max_size=120).map(str.encode))
def test_any_bytes_are_a_table_or_faults(content):
    found = from_table(b"area,parent,households\n" + content, "t.csv", None, None)
    assert (found.root is None) is bool(found.faults)


@given(st.text(min_size=1).filter(lambda words: words.strip() and printable(words) == words))
def test_words_are_read_back_as_they_are(words):
    text = f"povcalc: 1\ndocument: {{title: A}}\ntargets:\n  id: a\n  name: {scalar(words)}\n"
    reading = read_text(text, "x")
    assert reading.misfits == ()
    assert reading.plan.targets.name.to(Lang.VI) == unicodedata.normalize("NFC", words)


OFFICIAL = [
    ["UBND TỈNH LÀO CAI", "", "", "", "", ""],
    ["BIỂU 1: KẾT QUẢ, NĂM 2023", "", "", "", "", ""],
    ["TT", "HUYỆN/THỊ XÃ/THÀNH PHỐ", "Tổng số hộ dân", "Hộ nghèo đầu năm", "", "Ghi chú"],
    ["", "", "", "Số hộ", "Tỷ lệ (%)", ""],
    ["A", "B", "1", "2", "3=2/1", ""],
    ["", "Toàn tỉnh", "3000", "300", "10,00", ""],
    ["I", "Huyện Bắc Hà", "2000", "200", "10,00", ""],
    ["1", "Xã Tân Lập", "1000", "150", "15,00", ""],
    ["2", "Xã Lùng Phình", "1000", "50", "5,00", ""],
    ["II", "Huyện Si Ma Cai", "1000", "100", "10,00", ""],
    ["1", "Xã Tân Lập", "400", "60", "15,00", ""],
    ["2", "Xã Bản Mế", "600", "40", "6,67", ""],
]


def figures_of(area):
    return {field: figure.number for field, figure in area.figures.items()}


class TestOfficialForms:
    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    @pytest.mark.parametrize("last", [[], [["Tổng cộng", "", "3000", "300", "10,00", ""]]])
    def test_titles_two_rows_of_headings_groups_and_totals(self, mark, last):
        found = from_table(table(*OFFICIAL, *last, mark=mark), "t.csv", "Tỉnh Lào Cai", None)
        assert found.faults == ()
        communes = [("tan-lap", "Xã Tân Lập", "commune", []), ("lung-phinh", "Xã Lùng Phình", "commune", [])]
        others = [("xa-tan-lap", "Xã Tân Lập", "commune", []), ("ban-me", "Xã Bản Mế", "commune", [])]
        districts = [
            ("bac-ha", "Huyện Bắc Hà", "district", communes),
            ("si-ma-cai", "Huyện Si Ma Cai", "district", others),
        ]
        assert tree(found.root) == ("lao-cai", "Tỉnh Lào Cai", "province", districts)
        assert figures_of(found.root) == {
            "households": 3000,
            "poor_households_start": 300,
            "poverty_rate_start": Decimal("10.00"),
        }
        assert figures_of(found.root.areas[1].areas[1])["poor_households_start"] == 40

    def test_a_total_that_differs_is_a_fault_at_its_cell(self):
        last = ["Tổng cộng", "", "3001", "300", "10,00", ""]
        found = from_table(table(*OFFICIAL, last), "t.csv", None, None)
        assert [each.to(Lang.EN) for each in found.faults] == [
            "t.csv:13:12: this total is not what the row of Toàn tỉnh says in line 6; correct one of them"
        ]

    def test_totals_of_groups_are_the_groups(self):
        found = drawn(
            ["STT", "Địa bàn", "Hộ nghèo", "Tỷ lệ hộ nghèo (%)"],
            ["I", "Huyện A", "", ""],
            ["1", "Xã X", "100", "5,00"],
            ["2", "Xã Y", "200", "6,00"],
            ["", "Cộng", "300", "5,60"],
            ["II", "Huyện B", "", ""],
            ["1", "Xã X", "50", "5,00"],
            ["", "Cộng", "50", "5,00"],
            ["", "Tổng cộng", "350", "5,5"],
        )
        assert found.faults == ()
        poor = [each.figures["poor_households_start"].number for each in (found.root, *found.root.areas)]
        assert poor == [350, 300, 50]
        assert "'Hộ nghèo' does not say of which date it is" in found.remarks[0].to(Lang.EN)

    @pytest.mark.parametrize(
        ("heading", "field"),
        [
            ("Hộ nghèo", "poor_households_start"),
            ("Tổng số hộ nghèo", "poor_households_start"),
            ("Hộ nghèo cuối năm", "poor_households_end"),
            ("Số hộ nghèo cuối kỳ", "poor_households_end"),
            ("Tỷ lệ hộ nghèo (%)", "poverty_rate_start"),
            ("Tỷ lệ hộ nghèo cuối kỳ (%)", "poverty_rate_end"),
            ("Hộ nghèo (%)", "poverty_rate_start"),
            ("Tổng số hộ", "households"),
            ("Hộ dân", "households"),
            ("Hộ cận nghèo", "near_poor_households_start"),
            ("Hộ cận nghèo cuối năm", "near_poor_households_end"),
            ("Tỷ lệ hộ cận nghèo (%)", "near_poor_rate_start"),
            ("Số hộ cận nghèo giảm", "near_poor_reduction_households"),
            ("Hộ nghèo đa chiều", "multidimensional_poor_households_start"),
            ("Hộ nghèo và hộ cận nghèo cuối năm", "multidimensional_poor_households_end"),
            ("Hộ nghèo, cận nghèo cuối năm", "multidimensional_poor_households_end"),
            ("Hộ thoát nghèo", "exits"),
            ("Số hộ tái nghèo", "relapses"),
            ("Hộ nghèo phát sinh mới", "new_poor"),
            ("Số hộ thoát cận nghèo", "near_poor_exits"),
            ("Hộ cận nghèo phát sinh mới", "new_near_poor"),
            ("Hộ nghèo dân tộc thiểu số", None),
        ],
    )
    def test_what_a_heading_is_of(self, heading, field):
        found = drawn(["Địa bàn", heading], ["Xã A", "5"], ["Xã B", "6"])
        assert [list(each.figures) for each in found.root.areas] == [[field] if field else []] * 2

    @pytest.mark.parametrize("heading", ["HUYỆN/THỊ XÃ/THÀNH PHỐ", "Tên huyện, thị xã", "Xã, phường, thị trấn"])
    def test_what_a_column_of_areas_is_headed(self, heading):
        found = drawn(["TT", heading, "Số hộ"], ["1", "Xã A", "5"])
        assert tree(found.root)[3] == [("a", "Xã A", "commune", [])]

    def test_rows_without_a_number_lie_in_the_group_above_them(self):
        rows = (
            ["I", "Huyện A"],
            ["", "Xã X"],
            ["", "Xã Y"],
            ["", "Xã Z"],
            ["II", "Huyện B"],
            ["1", "Xã V"],
            ["", "Xã W"],
        )
        found = drawn(["TT", "Địa bàn"], *rows)
        assert [(each.name, [inner.name for inner in each.areas]) for each in found.root.areas] == [
            ("Huyện A", ["Xã X", "Xã Y", "Xã Z"]),
            ("Huyện B", ["Xã V", "Xã W"]),
        ]

    def test_a_row_of_short_names_and_small_numbers_is_no_row_of_column_numbers(self):
        assert [each.name for each in drawn(["area", "households"], ["A", "1"], ["B", "2"]).root.areas] == ["A", "B"]


class TestYearsInHeadings:
    """A year in a heading has to be the plan's, which it tells where nothing else does."""

    @pytest.mark.parametrize(
        ("headings", "year", "fields"),
        [
            (("Tỷ lệ hộ nghèo đầu năm 2019", "Số hộ nghèo cuối năm 2019"), 2019,
             {"poverty_rate_start", "poor_households_end"}),
            (("Số hộ nghèo 31/12/2019", "Hộ nghèo đầu năm 2019"), 2019,
             {"poor_households_end", "poor_households_start"}),
            (("Số hộ nghèo đến 31/12/2018", "Số hộ nghèo 31/12/2019"), 2019,
             {"poor_households_start", "poor_households_end"}),
            (("Hộ nghèo cuối năm 2018", "Hộ nghèo cuối năm 2019"), 2019,
             {"poor_households_start", "poor_households_end"}),
            (("Hộ nghèo năm 2018", "Hộ nghèo năm 2019"), 2019, {"poor_households_start", "poor_households_end"}),
            (("Số hộ nghèo 01/01/2020", "Số hộ nghèo giảm năm 2020"), 2020,
             {"poor_households_start", "reduction_households"}),
            (("Poor households at the start of 2019", "Poverty rate, end of 2019 (%)"), 2019,
             {"poor_households_start", "poverty_rate_end"}),
        ],
    )  # fmt: skip
    def test_tell_the_year_and_the_date(self, headings, year, fields):
        table = ";".join(("Huyện", *headings)) + "\nA;12;7\n"
        made = from_table(table.encode(), "t.csv", "Tỉnh X", None)
        assert (made.years and made.years[:2]) == (year, year)
        assert set(made.root.areas[0].figures) == fields
        assert not made.remarks
        asked = from_table(table.encode(), "t.csv", "Tỉnh X", None, year)
        assert asked.root.areas[0].figures == made.root.areas[0].figures

    @pytest.mark.parametrize(
        ("headings", "year", "fields", "said"),
        [
            (("Số hộ nghèo 31/12/2018",), None, set(), "the plan's is not known, so it is passed over; say --year"),
            (("Số hộ nghèo 31/12/2018",), 2019, {"poor_households_start"}, ""),
            (("Số hộ nghèo 31/12/2018",), 2018, {"poor_households_end"}, ""),
            (("Hộ nghèo cuối năm 2017", "Hộ nghèo cuối năm 2018", "Hộ nghèo cuối năm 2019"), None, set(), "--year"),
            (("Hộ nghèo cuối năm 2017", "Hộ nghèo cuối năm 2018", "Hộ nghèo cuối năm 2019"), 2019,
             {"poor_households_start", "poor_households_end"}, "is of another time than 2019, and is passed over"),
            (("Hộ nghèo đầu năm 2016", "Hộ nghèo cuối năm 2020"), None,
             {"poor_households_start", "poor_households_end"}, ""),
        ],
    )  # fmt: skip
    def test_another_year_is_passed_over_and_an_unknown_one_asked_about(self, headings, year, fields, said):
        table = ";".join(("Huyện", *headings)) + "\nA;12;7;6\n"[: 3 + 2 * len(headings)] + "\n"
        made = from_table(table.encode(), "t.csv", "Tỉnh X", None, year)
        assert set(made.root.areas[0].figures) == fields
        assert said in " ".join(each.to(Lang.EN) for each in made.remarks)
        assert bool(said) == bool(made.remarks)
