"""Breakdowns in checks, names, screens, what-if and corrections: T101 in its own words, T131 to T133, S125."""

import json
import re
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import text as command
from plans import area, checked, codes, held, only, outcome, targets, told, why
from povcalc.checks.actors import _Taken
from povcalc.engine import run
from povcalc.findings import Outcome, Severity
from povcalc.messages import Lang
from povcalc.plan import model
from povcalc.plan.areas import AreaIndex
from povcalc.plan.load import read_text
from povcalc.plan.model import in_reading_order, walk

PROVINCE = """\
povcalc: 1
document: {title: Kết quả rà soát, kind: result, year: 2019}
targets:
  id: bac-kan
  name: Tỉnh Bắc Kạn
  poor_households_end: 1500
  breakdowns:
    - id: residence
      name: Thành thị và nông thôn
      parts:
        - {id: urban, name: Thành thị, poor_households_end: 330, share_of_poor_end: 22}
        - {id: rural, name: Nông thôn, poor_households_end: 1170}
    - id: zone
      name: Vùng
      parts:
        - {id: high, name: Vùng cao, poor_households_end: 693, members: [pac-nam]}
        - {id: low, name: Vùng thấp, members: [bac-kan-city, na-ri]}
    - id: cause
      name: Nguyên nhân
      overlapping: true
      parts:
        - {id: land, name: Thiếu đất, poor_households_end: 980}
        - {id: capital, name: Thiếu vốn, poor_households_end: 1120}
  areas:
    - id: bac-kan-city
      name: Thành phố Bắc Kạn
      poor_households_end: 300
      breakdowns:
        - id: residence
          name: Thành thị và nông thôn
          parts:
            - {id: urban, name: Thành thị, poor_households_end: 210}
            - {id: rural, name: Nông thôn, poor_households_end: 90}
    - id: pac-nam
      name: Huyện Pác Nặm
      poor_households_end: 693
      breakdowns:
        - id: residence
          name: Thành thị và nông thôn
          parts:
            - {id: urban, name: Thành thị, poor_households_end: 70}
            - {id: rural, name: Nông thôn, poor_households_end: 623}
    - id: na-ri
      name: Huyện Na Rì
      poor_households_end: 507
      breakdowns:
        - id: residence
          name: Thành thị và nông thôn
          parts:
            - {id: urban, name: Thành thị, poor_households_end: 50}
            - {id: rural, name: Nông thôn, poor_households_end: 457}
"""


def small(breakdown, whole="poor_households_end: 48", areas=""):
    return (
        "povcalc: 1\ndocument: {title: A, kind: result, year: 2024}\ntargets:\n"
        f"  id: an-phu\n  name: Xã An Phú\n  {whole}\n  breakdowns:\n    - {breakdown}\n{areas}"
    )


def shown(*line):
    """What a command prints."""
    _, out, err = command(*line, "--lang", "en", COLUMNS="100")
    return out + err


def errors(text):
    """The errors of the checks of figures."""
    return [finding for finding in checked(text).findings if finding.severity is Severity.ERROR]


def words(finding, lang=Lang.EN):
    return finding.message.to(lang)


class TestSums:
    def test_a_true_province_passes_and_every_figure_takes_part(self):
        assert told(PROVINCE) == []
        # Province: areas, residence, zone; the parts urban and rural over the districts; high; three districts.
        assert held(PROVINCE, "T101") == 9
        assert held(PROVINCE, "T131") == 2
        assert held(PROVINCE, "T132") == 1

    def test_a_breakdown_that_does_not_add_up_is_named(self):
        finding = only(
            small(
                "{id: b, name: Dân tộc, parts: [{id: x, name: X, poor_households_end: 36}, "
                "{id: y, name: Y, poor_households_end: 13}]}"
            )
        )
        assert (finding.code, ("difference", -1)) == ("T101", finding.numbers[0])
        assert "48 is stated, but the 2 parts of Dân tộc add up to 49: the total is 1 too low" in words(finding)
        assert "2 phần của Dân tộc" in words(finding, Lang.VI)

    def test_so_is_a_part_that_its_parts_in_the_areas_do_not_make(self):
        text = PROVINCE.replace(
            "parts:\n        - {id: urban, name: Thành thị, poor_households_end: 330, "
            "share_of_poor_end: 22}\n        - {id: rural, name: Nông thôn, "
            "poor_households_end: 1170}",
            "parts:\n        - {id: urban, name: Thành thị, "
            "poor_households_end: 329}\n        - {id: rural, name: Nông thôn, "
            "poor_households_end: 1171}",
        )
        found = [words(finding) for finding in errors(text)]
        assert len(found) == 2
        assert "329 is stated, but its parts in 3 areas add up to 330" in found[0]
        assert "1,171 is stated, but its parts in 3 areas add up to 1,170" in found[1]

    def test_and_a_region_that_its_members_do_not_make(self):
        text = PROVINCE.replace("id: low, name: Vùng thấp,", "id: low, name: Vùng thấp, poor_households_end: 806,")
        found = [words(finding) for finding in errors(text)]
        assert any("806 is stated, but its 2 members add up to 807" in each for each in found)
        assert any("the 2 parts of Vùng add up to 1,499" in each for each in found)

    @pytest.mark.parametrize(("listed", "wrong"), [(47, False), (48, False), (49, True)])
    def test_listed_parts_are_at_most_the_whole(self, listed, wrong):
        text = small(f"{{id: b, name: B, partial: true, parts: [{{id: x, name: X, poor_households_end: {listed}}}]}}")
        assert codes(text) == ({"T101"} if wrong else set())

    def test_an_urban_district_needs_no_rural_part(self):
        text = PROVINCE.replace("            - {id: rural, name: Nông thôn, poor_households_end: 90}\n", "")
        text = text.replace(
            "{id: urban, name: Thành thị, poor_households_end: 210}",
            "{id: urban, name: Thành thị, poor_households_end: 300}",
        )
        text = text.replace("poor_households_end: 330, share_of_poor_end: 22", "poor_households_end: 420")
        assert told(text.replace("1170", "1080")) == []

    def test_where_an_area_has_no_such_breakdown_the_others_may_be_less(self):
        text = PROVINCE.replace(
            "residence\n          name: Thành thị và nông thôn\n          parts:\n            - "
            "{id: urban, name: Thành thị, poor_households_end: 50}",
            "other\n          name: Khác\n"
            "          parts:\n            - {id: urban, name: Thành thị, poor_households_end: 50}",
        )
        assert told(text) == []


class TestOverlapping:
    CAUSES = "{{id: c, name: C, overlapping: true, parts: [{{id: x, name: X, poor_households_end: {}}}]}}"

    @pytest.mark.parametrize(("part", "wrong"), [(0, False), (48, False), (49, True)])
    def test_no_part_exceeds_the_whole(self, part, wrong):
        assert codes(small(self.CAUSES.format(part))) == ({"T131"} if wrong else set())

    def test_without_the_whole_it_is_undecided(self):
        text = small(self.CAUSES.format(40), whole="kind: commune")
        assert outcome(text, "T131") is Outcome.UNDECIDED
        assert "are not stated" in str(why(text, "T131"))


class TestShares:
    PARTS = "{{id: b, name: Dân tộc, {}parts: [{{id: x, name: X, {}}}, {{id: y, name: Y, {}}}]}}"

    @pytest.mark.parametrize(("share", "wrong"), [("84.54", True), ("75", False), ("75.00", False), ("74.9", True)])
    def test_a_share_is_that_of_the_counts(self, share, wrong):
        text = small(self.PARTS.format("", f"poor_households_end: 36, share_of_poor_end: {share}", "kind: group"))
        assert codes(text) == ({"T132"} if wrong else set())

    def test_the_finding_says_the_share_of_the_counts(self):
        finding = only(small(self.PARTS.format("", "poor_households_end: 36, share_of_poor_end: 84.54", "kind: group")))
        assert "36 of the 48 poor households of Xã An Phú are 75%, not 84.54%" in words(finding)

    @pytest.mark.parametrize(
        ("option", "first", "second", "wrong"),
        [
            ("", "84.54", "15.46", False),
            ("", "84.5", "15.6", False),  # each is off by half a tenth at most
            ("", "84.5", "15.7", True),
            ("", "84", "15", False),
            ("", "84.54", "14.46", True),
            ("partial: true, ", "84.54", "14.46", False),
            ("partial: true, ", "84.54", "25.46", True),
            ("overlapping: true, ", "84.54", "65.46", False),
        ],
    )
    def test_shares_add_up_to_100_within_rounding(self, option, first, second, wrong):
        text = small(self.PARTS.format(option, f"share_of_poor_start: {first}", f"share_of_poor_start: {second}"))
        assert codes(text) == ({"T133"} if wrong else set())

    def test_an_area_may_state_its_share_too(self):
        areas = "  areas: [{id: a, name: A, poor_households_end: 12, share_of_poor_end: 26}]\n"
        text = small(
            "{id: b, name: B, parts: [{id: x, name: X}]}", areas=areas.replace("areas: [", "partial: true\n  areas: [")
        )
        assert codes(text) == {"T132"}


class TestMembers:
    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            ("[pac-nam]", "[pac-nma]", 'did you mean "pac-nam"?'),
            ("[pac-nam]", "[pac-nam, na-ri]", "na-ri is in another part of Vùng already"),
            ("[bac-kan-city, na-ri]", "[bac-kan-city, bac-kan]", "No area has the id or path"),
            ("    - id: na-ri\n", "    - id: na-ri\n      members: [pac-nam]\n", "is no part of a breakdown"),
        ],
    )
    def test_a_member_is_one_area_inside_and_of_one_part(self, old, new, says):
        report = run(read_text(PROVINCE.replace(old, new), "a.yaml"))
        found = [words(finding) for finding in report.findings if finding.code == "S125"]
        assert len(found) == 1
        assert says in found[0]

    @given(st.lists(st.lists(st.integers(0, 2), min_size=1, max_size=3), max_size=8))
    def test_an_area_counts_once_by_itself_or_with_the_area_around_it(self, steps):
        taken, before = _Taken(1), []
        for at, each in enumerate(steps):
            area = ("targets", *(part for step in each for part in ("areas", step)))
            common = [n for n, other in before if other[: len(area)] == area or area[: len(other)] == other]
            assert taken.by(area, ("members", at)) == (("members", common[0]) if common else None)
            before.append((at, area))

    def test_parts_and_breakdowns_have_ids_of_their_own(self):
        for old, new in (("id: zone", "id: residence"), ("id: low", "id: high")):
            report = run(read_text(PROVINCE.replace(old, new), "a.yaml"))
            assert "S120" in {finding.code for finding in report.findings}


class TestNames:
    @pytest.fixture
    def index(self):
        return AreaIndex(walk(read_text(PROVINCE, "a.yaml").plan.targets))

    @pytest.mark.parametrize(
        ("words", "shortest"),
        [
            ("high", "high"),
            ("bac-kan/urban", "bac-kan/urban"),
            ("bac-kan/residence/urban", "bac-kan/urban"),
            ("na-ri/urban", "na-ri/urban"),
            ("bac-kan/na-ri/residence/urban", "na-ri/urban"),
            ("Vùng thấp", "low"),
            ("na-ri", "na-ri"),
        ],
    )
    def test_a_part_is_called_like_an_area(self, index, words, shortest):
        assert index.shortest(index.one(words).path) == shortest

    def test_one_id_in_several_areas_is_none_of_them(self, index):
        assert len(index.named("rural")) == 4

    def test_parts_come_behind_the_areas_where_they_are_read(self, index):
        names = [located.area.id for located in in_reading_order(index.areas)]
        assert names[:4] == ["bac-kan", "bac-kan-city", "urban", "rural"]
        assert names[-6:] == ["urban", "rural", "high", "low", "land", "capital"]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(PROVINCE, encoding="utf-8")
    return path


DAMAGE = [
    ("623}", "632}", "Nông thôn (Huyện Pác Nặm), poor at end: 632 → 623"),
    ("poor_households_end: 507", "poor_households_end: 570", "Huyện Na Rì, poor at end: 570 → 507"),
    ("poor_households_end: 1170", "poor_households_end: 1710", "Nông thôn, poor at end: 1,710 → 1,170"),
    ("poor_households_end: 693, members", "poor_households_end: 639, members", "Vùng cao, poor at end: 639 → 693"),
    ("poor_households_end: 1500", "poor_households_end: 1050", "Tỉnh Bắc Kạn, poor at end: 1,050 → 1,500"),
]


@pytest.mark.parametrize(("old", "new", "says"), DAMAGE)
def test_one_damaged_figure_that_two_sums_single_out_is_corrected(file, old, new, says):
    text = PROVINCE.replace("share_of_poor_end: 22", "ref: A")
    file.write_text(text.replace(old, new), encoding="utf-8")
    assert f"probably: {says}" in " ".join(shown("check", "--no-default", str(file)).split())
    shown("check", "--no-default", "--fix", str(file))
    assert file.read_text(encoding="utf-8") == text


def test_why_tells_the_sum_of_a_region(file):
    answer = shown("why", "low.poor_households_end", str(file))
    assert "poor at end ≤ 300 + 507 = 807" in answer


def test_a_changed_part_moves_all_that_it_is_part_of(file):
    text = PROVINCE.replace("poor_households_end", "reduction_households").replace(", share_of_poor_end: 22", "")
    file.write_text(text.replace("kind: result, ", ""), encoding="utf-8")
    line = ("whatif", str(file), "--set", "na-ri/rural.reduction_households=500", "--rebalance", "total")
    found = json.loads(shown(*line, "--format", "json"))
    after = {each["figure"]: each["after"] for each in found["sheets"][0]["rows"]}
    assert {name: Decimal(value) for name, value in after.items()} == {
        "na-ri/rural.reduction_households": 500,
        "na-ri.reduction_households": 550,
        "bac-kan/rural.reduction_households": 1213,
        "bac-kan.reduction_households": 1543,
    }
    assert "is part of several sums" in shown(*line[:-1], "others")


def test_screens_show_parts_below_the_name_of_their_breakdown(file):
    screen = shown("show", "targets", str(file))
    lines = [line.strip() for line in screen.splitlines()]
    at = next(at for at, line in enumerate(lines) if line == "Vùng")
    assert lines[at + 1].startswith("Vùng cao")
    machine = shown("show", "targets", str(file), "--format", "csv").splitlines()
    assert len(machine) == 1 + 16
    assert machine[4].startswith("bac-kan/bac-kan-city/residence/rural,rural,,Nông thôn,")


def test_json_has_parts_with_their_paths_and_shares(file):
    found = json.loads(shown("show", "targets", str(file), "--format", "json"))
    part = next(each for each in found["areas"] if each["path"] == "bac-kan/residence/urban")
    assert part["parent"] == "bac-kan"
    assert part["stated"]["share_of_poor_end"] is not None


def test_a_part_that_cannot_be_read_makes_no_false_sum():
    text = PROVINCE.replace("{id: urban, name: Thành thị, poor_households_end: 210}", "urban")
    assert {finding.code for finding in run(read_text(text, "a.yaml")).findings} == {"S106"}


def test_a_share_singles_out_which_part_is_wrong(file):
    parts = "poor_households_end: 653, share_of_poor_end: 84.59}, {id: y, name: Y, poor_households_end: "
    text = small(f"{{id: b, name: Dân tộc, parts: [{{id: x, name: X, {parts}119}}]}}", whole="poor_households_end: 772")
    file.write_text(text.replace("119", "191"), encoding="utf-8")
    shown("check", "--no-default", "--fix", str(file))
    assert file.read_text(encoding="utf-8") == text


def test_parts_are_compared_with_those_of_one_id(file, tmp_path):
    after = tmp_path / "b.yaml"
    later = PROVINCE.replace("623", "600").replace("poor_households_end: 693", "poor_households_end: 670")
    after.write_text(later.replace("1170", "1147").replace("1500", "1477"), encoding="utf-8")
    screen = shown("compare", str(file), str(after))
    assert "gone" not in screen
    assert "added" not in screen
    assert "Nông thôn" in screen


def made_up(seed, *, districts, communes, parts):
    """A true result: a matrix of areas and parts, regions of districts, and shares, some figures left out."""
    random = Random(seed)  # noqa: S311

    def world():
        base = random.randint(50, 2000)
        start = random.randint(0, base)
        return base, start, random.randint(0, start)

    def added(cells):
        return tuple(map(sum, zip(*cells, strict=True)))

    def stated(world, whole=None):
        base, start, end = world
        figures = {
            "households": base,
            "poor_households_start": start,
            "poor_households_end": end,
            "reduction_households": start - end,
            "poverty_rate_start": f"{Decimal(100 * start) / base:.2f}",
            "poverty_rate_end": f"{Decimal(100 * end) / base:.2f}",
        }
        if whole and whole[2]:
            figures["share_of_poor_end"] = f"{Decimal(100 * end) / whole[2]:.1f}"
        return {name: figure for name, figure in figures.items() if random.random() < 3 / 4}

    def matrix(cells):
        whole = added(cells)
        listed = [{"id": f"p{at}", "name": f"P{at}", **stated(cell, whole)} for at, cell in enumerate(cells)]
        return {"id": "b", "name": "B", "parts": listed}

    tables = [[[world() for _ in range(parts)] for _ in range(communes)] for _ in range(districts)]
    areas, columns = [], []
    for at, table in enumerate(tables):
        inside = [
            {"id": f"c{at}-{number}", "name": f"C{at} {number}", **stated(added(row)), "breakdowns": [matrix(row)]}
            for number, row in enumerate(table)
        ]
        column = [added(cells) for cells in zip(*table, strict=True)]
        columns.append(column)
        own = stated(added(column))
        areas.append({"id": f"d{at}", "name": f"D{at}", **own, "breakdowns": [matrix(column)], "areas": inside})
    half = districts // 2
    regions = [
        {
            "id": name,
            "name": name,
            **stated(added(map(added, columns[side]))),
            "members": [a["id"] for a in areas[side]],
        }
        for name, side in (("west", slice(half)), ("east", slice(half, None)))
    ]
    whole = [added(cells) for cells in zip(*columns, strict=True)]
    root = {"id": "r", "name": "R", **stated(added(whole)), "areas": areas}
    root["breakdowns"] = [matrix(whole), {"id": "z", "name": "Z", "parts": regions}]
    return json.dumps({"povcalc": 1, "document": {"title": "A", "kind": "result"}, "targets": root})


def plain(text):
    """JSON is YAML; numbers in it that are texts because of their decimals are written without quotes."""
    return re.sub(r'"(\d+\.\d+)"', r"\1", text)


@pytest.mark.parametrize(
    ("seed", "districts", "communes", "parts"), [(1, 2, 2, 2), (2, 3, 4, 3), (3, 6, 5, 4), (4, 10, 30, 2)]
)
def test_a_true_document_gives_no_error_and_no_warning(seed, districts, communes, parts):
    report = run(read_text(plain(made_up(seed, districts=districts, communes=communes, parts=parts)), "a.yaml"))
    assert [words(each) for each in report.findings if each.severity is not Severity.NOTE] == []


def test_a_part_of_an_area_is_called_with_its_whole_wherever_it_stands_alone(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(
        """\
povcalc: 1
document: {title: Kế hoạch, year: 2024}
targets:
  id: x
  name: Tỉnh X
  areas:
    - id: a
      name: Huyện A
      breakdowns:
        - id: kv
          name: Khu vực
          parts:
            - {id: nt, name: Nông thôn, poor_households_start: 150, reduction_households: 20, reduction_rate: {over: 5}}
            - {id: tt, name: Thành thị, poor_households_start: 50, reduction_households: 60}
    - {id: b, name: Huyện B, poor_households_start: 100}
""",
        encoding="utf-8",
    )
    assert "Nông thôn (Huyện A)" in command("whatif", "--set", "a/nt.reduction_households=30", str(file))[1]
    assert "(Nông thôn (Huyện A), poor" in command("why", "a/nt.poor_households_end", str(file))[1]
    assert "T111 Thành thị (Huyện A): a reduction of 60" in command("check", "--no-default", str(file))[1]
    assert "Nông thôn (Huyện A)" not in command("show", "targets", str(file))[1]  # there it stands below it


def test_the_parts_of_the_areas_inside_are_gathered_once_for_all_parts_of_a_breakdown(monkeypatch):
    parts = ", ".join(f"{{id: p{at}, name: P, reduction_households: 1}}" for at in range(20))
    breakdown = f"[{{id: b, name: B, parts: [{parts}]}}]"
    inside = [area(f"a{at}", reduction_households=20, breakdowns=breakdown) for at in range(5)]
    plan = read_text(targets(*inside, breakdowns=breakdown), "plan.yaml").plan
    gathered = []
    gather = model._Cells._gather
    monkeypatch.setattr(model._Cells, "_gather", lambda self, *words: gathered.append(words) or gather(self, *words))
    splits = {located.path: located.splits for located in walk(plan.targets)}
    assert len(gathered) == 6  # one for the breakdown of each area, not one for each of its parts
    cells = [("targets", "areas", at, "breakdowns", 0, "parts", 7) for at in range(5)]
    assert [list(each.parts) for each in splits["targets", "breakdowns", 0, "parts", 7]] == [cells]
