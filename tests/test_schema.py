"""Family S: for each way of not fitting the format, the check that speaks of it, where, in which words."""

import re
from pathlib import Path

import pytest

from plans import both
from povcalc import engine
from povcalc.checks import ALL, actors, schema
from povcalc.checks.base import Context
from povcalc.findings import Finding, Outcome, Problem, Report
from povcalc.messages import Lang
from povcalc.numerals import HOUSEHOLDS
from povcalc.places import Fault, dotted
from povcalc.plan import load
from povcalc.plan.load import PLACEHOLDER, Reading, built_in, read_text
from povcalc.plan.yaml_reader import REFUSED

CHECKS = [check for check in ALL if check.family == "S"]
OF_THE_FORMAT = [check for check in CHECKS if check.section == "format"]
SOURCE = Path(load.__file__).parents[1]
HEAD = "povcalc: 1\ndocument: {title: x}\n"


MEMBERS = "breakdowns: [{id: z, name: Z, parts: [{id: p, name: P, members: [%s]}]}], areas: [{id: b, name: B}]"


def area(fields: str) -> str:
    return f"{HEAD}targets: {{id: a, name: A, {fields}}}"


def report(text: str) -> Report:
    return engine.run(read_text(text, "plan.yaml"), CHECKS)


def findings(text: str, code: str) -> list[Finding]:
    return [finding for finding in report(text).findings if finding.code == code]


def outcome(text: str, code: str) -> Outcome:
    return next(run.outcome for run in report(text).runs if run.code == code)


ACTORS = "actors: [{id: so-ldtbxh, name: S, duties: [{text: T, areas: [%s]}]}]\n"
TREE = "targets: {id: yb, name: Y, areas: [%s]}\n"
TWINS = TREE % (
    "{id: van-yen, name: V, areas: [{id: xuan-ai, name: X}]}, {id: tran-yen, name: T, areas: [{id: xuan-ai, name: X}]}"
)

FIRES = [
    # code, text, path, English, Vietnamese
    ("S101", "[1]", "", "The file holds a list", "Tệp chứa một danh sách"),
    (
        "S101",
        "targets: {id: a}",
        "",
        "does not say that it is a plan; begin it with povcalc: 1",
        "bằng dòng povcalc: 1",
    ),
    ("S102", 'povcalc: "1"', "povcalc", 'povcalc is "1", where version 1', 'povcalc là "1"'),
    ("S102", "povcalc: 2", "povcalc", "povcalc is 2, where version 1", "chương trình đọc phiên bản 1"),
    (
        "S103",
        area("poverty_rate_begin: 5"),
        "targets.poverty_rate_begin",
        'did you mean "poverty_rate_start"?',
        'có phải "poverty_rate_start" không?',
    ),
    ("S103", area("số hộ: 5"), "targets['số hộ']", 'did you mean "households"?', 'có phải "households" không?'),
    (
        "S103",
        area("hộ nghèo: 5"),
        "targets['hộ nghèo']",
        'did you mean "poor_households_start" or "poor_households_end"?',
        'có phải "poor_households_start" hoặc "poor_households_end" không?',
    ),
    ("S103", area("kinds: x"), "targets.kinds", 'no field "kinds" here; did you mean "kind"?', 'có phải "kind" không?'),
    (
        "S103",
        area("reduction_rate: {zz: 5}"),
        "targets.reduction_rate.zz",
        "its fields are over, under, at_least, at_most, about, min or max",
        "các trường ở đây là over, under, at_least, at_most, about, min hoặc max",
    ),
    (  # The names of the format are never cut off.
        "S103",
        area("zz: 5"),
        "targets.zz",
        "multidimensional_reduction_households_per_year, multidimensional_reduction_rate_per_year, planned,",
        "multidimensional_reduction_households_per_year, multidimensional_reduction_rate_per_year, planned,",
    ),
    (
        "S103",
        area("reduction_rate: {over: 8,50}"),
        "targets.reduction_rate['50']",
        "50 was read as a field's name, since a comma inside braces ends a field",
        "50 được đọc là tên trường",
    ),
    ("S104", f"{HEAD}targets: {{id: a}}", "targets", "The field name is required here", "thiếu trường bắt buộc name"),
    ("S105", area("households: "), "targets.households", "households is empty", "households để trống"),
    ("S106", area("ref: 7"), "targets.ref", '7 is not; put it in quotes: "7"', 'dấu ngoặc kép: "7"'),
    ("S106", area("ref: [7]"), "targets.ref", "ref is a list, where a text", "ref là một danh sách"),
    ("S106", area("areas: 5"), "targets.areas", "areas is 5, where a list was expected", "phải là danh sách"),
    ("S106", area("areas: [5]"), "targets.areas[0]", "areas[0] is 5, where fields were", "phải là nhóm trường"),
    ("S106", area("partial: có"), "targets.partial", 'partial is "có", where true or false', "true (có)"),
    ("S106", f"{HEAD}document2: 1\ntargets: {{id: a, name: ' '}}", "targets.name", "is a blank text", "văn bản rỗng"),
    ("S106", f"{HEAD}targets: {{id: a, name: {{vi: A}}}}", "targets.name", "lacks its text in English", "tiếng Anh"),
    ("S107", area("households: nhiều"), "targets.households", '"nhiều", where a number was expected', "phải là số"),
    (
        "S108",
        area("households: 1.726"),
        "targets.households",
        (
            "1.726 was read as a number with decimals, and households is a whole number; in Vietnamese writing it is "
            "1726: write 1726"
        ),
        (
            "1.726 được đọc là số có phần thập phân, trong khi households là số nguyên; theo cách viết của Việt Nam "
            "thì đây là 1726: hãy ghi 1726"
        ),
    ),
    ("S108", area("households: 11.869 hộ"), "targets.households", "means 11869: write 11869", "hãy ghi 11869"),
    (
        "S108",
        area("reduction_rate: trên 8.50%"),
        "targets.reduction_rate",
        "write {over: 8.50}",
        "hãy ghi {over: 8.50}",
    ),
    ("S108", area("households: '45'"), "targets.households", "write 45 without quotes", "hãy ghi 45 không có"),
    ("S109", area("households: 17.5"), "targets.households", "17.5 has decimals", "17.5 có phần thập phân"),
    (
        "S110",
        area("poverty_rate_end: {over: 100.5}"),
        "targets.poverty_rate_end.over",
        "poverty_rate_end.over is 100.5, where a number from 0 to 100 was expected",
        "phải là số từ 0 đến 100",
    ),
    (
        "S110",
        HEAD.replace("x}", "x, year: 1899}"),
        "document.year",
        "year is 1899, where 1900 or more",
        "từ 1900 trở lên",
    ),
    (
        "S110",
        HEAD.replace("x}", "x, year: 2201}"),
        "document.year",
        "year is 2201, where 2200 or less",
        "không quá 2200",
    ),
    ("S110", area("households: -1"), "targets.households", "-1, where 0 or more was", "phải từ 0 trở lên"),
    ("S111", area("households: {min: 9, max: 5}"), "targets.households.min", "begins with 9 and ends with 5", "ở 5"),
    ("S112", area("households: {over: 9, min: 5}"), "targets.households", "households has over, min", "ghi over, min"),
    ("S112", area("households: {}"), "targets.households", "households has nothing", "households ghi trống"),
    ("S113", HEAD.replace("x}", "x, issued: 19/4/2019}"), "document.issued", "write 2019-04-19", "hãy ghi 2019-04-19"),
    ("S113", HEAD.replace("x}", "x, issued: 2019-02-30}"), "document.issued", "calendar does not have", "trong lịch"),
    ("S113", HEAD.replace("x}", "x, issued: mai}"), "document.issued", 'is "mai", where a date', "phải là ngày"),
    ("S114", area("kind: distric"), "targets.kind", 'is "distric", which is not one', 'có phải "district" không?'),
    ("S114", area("kind: 5"), "targets.kind", "write nation, province,", "village hoặc group"),
    ("S115", f"{HEAD}targets: {{id: Trạm Tấu, name: A}}", "targets.id", "write tram-tau", "hãy ghi tram-tau"),
    ("S115", f"{HEAD}targets: {{id: Đ_1, name: A}}", "targets.id", "write d-1", "hãy ghi d-1"),
    ("S115", f"{HEAD}targets: {{id: '!', name: A}}", "targets.id", "hyphens were expected; correct it", "hãy sửa lại"),
    (
        "S116",
        "povcalc: 1\ndocument: {}\ntargets: {id: a, name: A}",
        "document",
        "has neither title nor source",
        "không có title cũng không có",
    ),
    (
        "S116",
        HEAD.replace("x}", "x, year: 2019, period: {from: 2018, to: 2019}}") + TREE % "",
        "document",
        "has both",
        "có cả",
    ),
    (
        "S120",
        HEAD + TREE % "{id: b, name: B}, {id: c, name: C}, {id: b, name: D}",
        "targets.areas[2].id",
        'The id "b" is already given to a neighbour',
        'Mã "b" đã đặt cho một mục cùng cấp',
    ),
    ("S121", HEAD + TREE % "{id: funding, name: B}", "targets.areas[0].id", 'has the id "funding"', 'mã "funding"'),
    (
        "S123",
        HEAD + TWINS + ACTORS % "van-yenn",
        "actors[0].duties[0].areas[0]",
        'No area has the id or path "van-yenn"; did you mean "van-yen"?',
        'có phải "van-yen" không?',
    ),
    (
        "S123",
        HEAD + TWINS + ACTORS % "xuan-ai",
        "actors[0].duties[0].areas[0]",
        '"xuan-ai" is the id or path of 2 areas, where one was expected; write van-yen/xuan-ai or tran-yen/xuan-ai',
        "hãy ghi van-yen/xuan-ai hoặc tran-yen/xuan-ai",
    ),
    ("S123", HEAD + TWINS + ACTORS % "yb/xuan-ai", "actors[0].duties[0].areas[0]", "No area has", "Không địa bàn nào"),
    (
        "S124",
        area("households: 5, households_end: 6"),
        "targets.households",
        "A: households is for the start and the end of the year, and households_end is stated too",
        "nhưng households_end cũng được ghi",
    ),
    (
        "S125",
        area(MEMBERS % "bb"),
        "targets.breakdowns[0].parts[0].members[0]",
        "bb",
        "bb",
    ),
]

PASSES = [
    ("S101", "povcalc: 7"),
    ("S102", area("x-a: 1")),
    ("S103", area("x-kinds: x, reduction_rate: {over: 5, x-why: z}")),
    ("S104", area("x-a: 1")),
    ("S105", area("x-a: ")),
    ("S106", area("ref: '7', areas: [], partial: true")),
    ("S107", area("households: 0, reduction_rate: {about: -0.5}")),
    ("S108", area("reduction_rate: 1.726")),
    ("S109", area("poverty_rate_end: 17.5")),
    ("S110", HEAD.replace("x}", "x, period: {from: 1900, to: 2200}}") + "targets: {id: a, name: A}"),
    ("S110", area("poverty_rate_end: 100, poverty_rate_start: 0, reduction_rate: -100")),
    ("S111", area("households: {min: 5, max: 5}")),
    ("S112", area("households: {max: 5, min: 5}")),
    ("S113", HEAD.replace("x}", "x, issued: 2020-02-29}") + "targets: {id: a, name: A}"),
    ("S114", area("kind: district")),
    ("S115", HEAD + "targets: {id: tram-tau-2, name: A}"),
    ("S116", HEAD.replace("title: x", "source: x, year: 2019") + "targets: {id: a, name: A}"),
    ("S120", HEAD + TWINS),
    ("S121", HEAD + TREE % "{id: funding-1, name: B}"),
    ("S123", HEAD + TWINS + ACTORS % "van-yen/xuan-ai, tran-yen, yb/tran-yen/xuan-ai, yb"),
    ("S124", area("households: 5")),
    ("S125", area(MEMBERS % "b")),
]


class TestEachCheck:
    @pytest.mark.parametrize(("code", "text", "path", "english", "vietnamese"), FIRES)
    def test_says_what_is_wrong_and_where_in_both_languages(self, code, text, path, english, vietnamese):
        (finding,) = findings(text, code)
        assert dotted(finding.path) == path
        assert finding.place is not None
        assert english in finding.message.to(Lang.EN)
        assert vietnamese in finding.message.to(Lang.VI)

    @pytest.mark.parametrize(("code", "text"), PASSES)
    def test_passes_what_is_right(self, code, text):
        assert findings(text, code) == []
        assert outcome(text, code) is Outcome.PASSED

    def test_is_in_both_tables(self):
        codes = {check.code for check in CHECKS}
        assert {code for code, *_ in FIRES} == codes
        assert {code for code, _ in PASSES} == codes

    def test_the_built_in_plan_fails_none(self):
        found = engine.run(read_text(*built_in()), CHECKS)
        assert found.findings == ()
        assert {run.code for run in found.runs if run.outcome is not Outcome.PASSED} <= {"S124", "S125"}

    def test_none_breaks(self):
        for _, text, *_ in FIRES:
            assert Outcome.BROKEN not in {run.outcome for run in report(text).runs}


class TestPlaces:
    @pytest.mark.parametrize(
        ("text", "code", "place"),
        [
            (HEAD + "targets:\n  id: a\n  name: A\n  kinds: x\n", "S103", (6, 3)),
            (HEAD + "targets:\n  id: a\n", "S104", (3, 1)),
            (HEAD + "targets:\n  id: a\n  name: A\n  households:\n", "S105", (6, 3)),
            (HEAD + "targets:\n  id: a\n  name: A\n  households: 1.726\n", "S108", (6, 15)),
            (HEAD + "targets:\n  id: a\n  name: A\n  reduction_rate: {over: 8,50}\n", "S103", (6, 28)),
        ],
    )
    def test_a_misfit_is_shown_at_its_key_or_its_value(self, text, code, place):
        (finding,) = findings(text, code)
        assert (finding.place.line, finding.place.column) == place


class TestWords:
    def test_what_is_long_is_cut_short(self):
        (finding,) = findings(area(f"households: '{'rất nhiều ' * 5000}'"), "S107")
        assert len(finding.message.to(Lang.EN)) < 250
        assert "…" in finding.message.to(Lang.EN)

    def test_braces_in_the_file_are_no_templates(self):
        (finding,) = findings(area("households: '{read} {0}'"), "S107")
        assert '"{read} {0}"' in finding.message.to(Lang.VI)

    def test_a_number_is_shown_as_it_is_typed_in_both_languages(self):
        (finding,) = findings(area("households: 12345.50"), "S109")
        assert "12345.50" in finding.message.to(Lang.EN)
        assert "12345.50" in finding.message.to(Lang.VI)

    def test_a_refused_value_is_left_to_the_checks_of_the_text(self):
        found = report("povcalc: 0x1")
        assert found.findings == ()

    def test_a_small_number_is_not_shown_with_an_exponent(self):
        (finding,) = findings(area("households: 0.0000000001"), "S109")
        assert "0.0000000001 has decimals" in finding.message.to(Lang.EN)

    def test_a_kind_that_no_check_speaks_of_is_told_all_the_same(self):
        misfit = Fault("recursion_loop", ("targets", "id"), {"read": "x"})
        found = engine.run(Reading("", None, None, (misfit,)), CHECKS)
        (finding,) = found.findings
        assert finding.code == "S106"
        assert finding.message.to(Lang.EN) == (
            'id is "x", which the format does not allow here (recursion_loop); correct it or take it out'
        )


class TestReferences:
    @pytest.mark.parametrize(
        ("text", "path", "first"),
        [
            (
                "funding: {unit: u, lines: [{id: a, name: A}, {id: a, name: B}]}",
                ("funding", "lines", 1, "id"),
                ("funding", "lines", 0, "id"),
            ),
            ("actors: [{id: a, name: A}, {id: a, name: B}]", ("actors", 1, "id"), ("actors", 0, "id")),
            (
                (
                    "schedule: {phases: [{id: a, text: A, from: 2019-01-01, to: 2019-01-02}], "
                    "deadlines: [{id: a, text: A, on: 2019-01-01}]}"
                ),
                ("schedule", "deadlines", 0, "id"),
                ("schedule", "phases", 0, "id"),
            ),
            (
                "poverty_standard: {dimensions: [{id: a, name: A}, {id: a, name: B}]}",
                ("poverty_standard", "dimensions", 1, "id"),
                ("poverty_standard", "dimensions", 0, "id"),
            ),
            (
                "poverty_standard: {dimensions: [{id: a, name: A, indicators: [{id: b, name: B}, {id: b, name: C}]}]}",
                ("poverty_standard", "dimensions", 0, "indicators", 1, "id"),
                ("poverty_standard", "dimensions", 0, "indicators", 0, "id"),
            ),
        ],
    )
    def test_an_id_that_is_given_twice_leads_to_the_first(self, text, path, first):
        base = HEAD + ("" if text.startswith("funding") else TREE % "")
        reading = read_text(f"{base}{text}\n", "")
        (problem,) = actors.ids_are_unique.run(Context(reading))
        assert (problem.at, problem.related[0].at) == (path, first)

    def test_three_of_one_id_are_two_problems(self):
        text = HEAD + TREE % ", ".join(["{id: b, name: B}"] * 3)
        assert len(findings(text, "S120")) == 2

    def test_placeholders_are_never_told(self):
        text = HEAD + TREE % "{id: A B, name: B}, {id: C D, name: D}, 5, 6"
        assert findings(text, "S120") == []

    def test_an_id_that_only_looks_like_a_placeholder_is_told(self):
        text = HEAD + TREE % f"{{id: {PLACEHOLDER}, name: B}}, {{id: {PLACEHOLDER}, name: B}}"
        assert len(findings(text, "S120")) == 1

    def test_areas_that_could_not_be_read_leave_duties_undecided(self):
        text = HEAD + TREE % "{id: A B, name: A}" + ACTORS % "zz"
        assert outcome(text, "S123") is Outcome.UNDECIDED

    def test_a_plan_that_names_no_one_is_not_looked_at(self):
        assert outcome(area("x-a: 1"), "S123") is Outcome.SKIPPED

    def test_households_stated_twice_lead_to_the_others(self):
        (finding,) = findings(area("households: 5, households_start: 5, households_end: 6"), "S124")
        assert len(finding.related) == 2

    def test_a_reserved_id_is_told_at_the_root_too(self):
        assert len(findings(HEAD + "targets: {id: targets, name: A}", "S121")) == 1


def kinds() -> set[str]:
    """Every kind of misfit that the reading can give, from its source."""
    files = (SOURCE / "plan" / f"{name}.py" for name in ("load", "fields", "model"))
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    named = set(re.findall(r"(?:refuse|Fault)\(\s*\"(\w+)\"", source))
    return named | set(load._PYDANTIC_KINDS.values()) | set(load.WRITINGS)


class TestParity:
    def test_the_kinds_are_found_in_the_source(self):
        assert {"not_a_plan", "vietnamese_number", "min_over_max", "bad_id", "empty_value", "excludes"} <= kinds()
        assert len(kinds()) == 28

    @pytest.mark.parametrize("kind", sorted(kinds()))
    def test_every_kind_of_misfit_has_exactly_one_check(self, kind):
        told = {
            "read": "x",
            "known": ("x", "y"),
            "key": "z",
            "keys": ("over", "min"),
            "field": "f",
            "fields": ("a", "b"),
            "low": 1,
            "high": 2,
            "likely": "5",
            "readings": ("2000", "2"),
            "wanted": HOUSEHOLDS,
            "language": "vi",
        }
        subject = Context(Reading("", None, None, (Fault(kind, ("targets", "id"), told),)))
        speaking = [
            check.code for check in OF_THE_FORMAT if any(isinstance(result, Problem) for result in check.run(subject))
        ]
        assert len(speaking) == 1
        assert kind in schema.SHAPE.words

    @pytest.mark.parametrize("kind", sorted(schema.SHAPE.words))
    def test_no_check_speaks_of_a_kind_that_there_is_not(self, kind):
        assert kind in kinds()

    @pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
    def test_every_check_has_words_of_its_own_in_both_languages(self, check):
        assert all((*both(check.title), *both(check.explanation), check.slug))
        assert check.title.to(Lang.EN) != check.title.to(Lang.VI)
        assert check.explanation.to(Lang.EN) != check.explanation.to(Lang.VI)

    def test_codes_and_slugs_are_unique_and_in_order(self):
        codes = [check.code for check in CHECKS]
        assert len(set(codes)) == len(codes) == len({check.slug for check in CHECKS})
        of_others = [check.code for check in CHECKS if check not in OF_THE_FORMAT]
        assert of_others == ["S120", "S121", "S123", "S124", "S125"]

    def test_what_stands_for_a_refused_value_is_shown_nowhere(self):
        misfits = tuple(Fault(kind, ("a",), {"read": REFUSED}) for kind in kinds())
        found = engine.run(Reading("", None, None, misfits), OF_THE_FORMAT)
        assert found.findings == ()
        assert Outcome.BROKEN not in {run.outcome for run in found.runs}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), "the file"),
        (("povcalc",), "povcalc"),
        (("vi",), "vi"),
        (("targets", "households"), "households"),
        (("targets", "areas", 3), "areas[3]"),
        (("targets", "areas", 3, "reduction_rate", "over"), "reduction_rate.over"),
        (("document", "title", "vi"), "title.vi"),
        (("households", "min"), "households.min"),
    ],
)
def test_a_field_is_named_as_a_person_would_find_it(path, name):
    assert schema.field_name(path).to(Lang.EN) == name


def test_a_range_in_the_wrong_order_names_its_field_and_both_ends():
    (finding,) = findings(area("households: {min: 30, max: 28}"), "S111")
    assert (
        finding.message.to(Lang.EN)
        == "households begins with 30 and ends with 28, which is less; put the two the other way round"
    )


class TestWhatIsCounted:
    """A check that found something does not also count what it looked at as held."""

    @pytest.mark.parametrize(
        ("code", "text"),
        [
            ("S120", HEAD + TREE % "{id: b, name: B}, {id: b, name: C}"),
            ("S121", HEAD + TREE % "{id: funding, name: B}, {id: b, name: C}"),
            ("S124", area("households: 5, households_end: 6, areas: [{id: b, name: B, households: 1}]")),
            ("S103", area("zz: 1")),
        ],
    )
    def test_nothing_is_held_beside_a_problem(self, code, text):
        (run,) = [run for run in report(text).runs if run.code == code]
        assert (run.held, run.problems) == (0, 1)

    def test_areas_without_households_hide_none_behind_them(self):
        inner = "{id: b, name: B}, {id: c, name: C, households: 1}, {id: d, name: D, households: 1, households_end: 2}"
        (finding,) = findings(HEAD + TREE % inner, "S124")
        assert dotted(finding.path) == "targets.areas[2].households"

    def test_without_households_there_is_nothing_to_look_at(self):
        assert outcome(area("x-a: 1"), "S124") is Outcome.SKIPPED

    def test_the_first_way_of_stating_households_again_is_named(self):
        (finding,) = findings(area("households: 5, households_start: 5, households_end: 6"), "S124")
        assert "and households_start is stated too" in finding.message.to(Lang.EN)

    def test_one_kind_of_misfit_hides_no_other(self):
        found = report(area("zz: 1, households: x, poor_households_start: -1")).findings
        assert [finding.code for finding in found] == ["S103", "S107", "S110"]


def test_of_many_areas_with_one_id_three_are_named_and_all_are_counted():
    inner = ", ".join(f"{{id: a{at}, name: A, areas: [{{id: x, name: X}}]}}" for at in range(4))
    (finding,) = findings(HEAD + TREE % inner + ACTORS % "x", "S123")
    assert finding.message.to(Lang.EN) == (
        '"x" is the id or path of 4 areas, where one was expected; write a0/x, a1/x or a2/x'
    )


def test_of_many_ids_that_nothing_has_the_first_twenty_are_looked_up():
    inner = ", ".join(f"{{id: area{chr(97 + at)}{at}, name: A}}" for at in range(22))
    wrong = ", ".join(f"area{chr(97 + at)}{at}q" for at in range(22))
    found = findings(HEAD + TREE % inner + ACTORS % wrong, "S123")
    assert ["did you mean" in finding.message.to(Lang.EN) for finding in found] == [True] * 20 + [False] * 2


def test_a_period_in_the_wrong_order_is_named_as_such():
    text = HEAD.replace("x}", "x, period: {from: 2020, to: 2019}}") + "targets: {id: a, name: A}"
    (finding,) = findings(text, "S111")
    assert finding.message.to(Lang.EN).startswith("period begins with 2020 and ends with 2019")


@pytest.mark.parametrize(("length", "suggested"), [(40, True), (41, False)])
def test_an_id_is_suggested_for_a_name_of_up_to_forty_characters(length, suggested):
    (finding,) = findings(HEAD + f"targets: {{id: {'Á' * length}, name: A}}", "S115")
    assert finding.message.to(Lang.EN).endswith("write " + "a" * length if suggested else "were expected; correct it")


def test_a_number_with_its_unit_is_no_number_in_quotes():
    (finding,) = findings(area('households: "30 hộ"'), "S108")
    assert (
        finding.message.to(Lang.EN)
        == '"30 hộ" was read as a text, and households is a number; it probably means 30: write 30'
    )


def test_of_many_areas_with_one_path_each_is_named_with_the_one_above():
    inner = ", ".join(
        f"{{id: a{at}, name: A, areas: [{{id: x, name: X, areas: [{{id: y, name: Y}}]}}]}}" for at in range(2)
    )
    (finding,) = findings(HEAD + TREE % inner + ACTORS % "x/y", "S123")
    assert finding.message.to(Lang.EN).endswith("write a0/x/y or a1/x/y")
