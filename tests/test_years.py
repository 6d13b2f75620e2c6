"""A result beside what was planned (T501 to T503), and a document beside those that it follows (T601 to T604)."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import povcalc
from command import text as said
from plans import area, targets
from povcalc.engine import run
from povcalc.inference.succession import header_of, predecessors
from povcalc.measures import FIGURES
from povcalc.messages import Lang
from povcalc.places import Spot, dotted
from povcalc.plan.load import read_text


def as_result(text, year=2025):
    return text.replace("{title: A plan}", f"{{title: A plan, kind: result, year: {year}}}")


def as_plan(text, year=2025):
    return text.replace("{title: A plan}", f"{{title: A plan, year: {year}}}")


def found(text, *before):
    """The findings of family T from 500 on, as code, path and severity, and the report."""
    reading = read_text(text, "after.yaml")
    assert reading.misfits == ()
    reading = reading._replace(before=tuple(read_text(each, f"before-{at}.yaml") for at, each in enumerate(before)))
    report = run(reading)
    told = [each for each in report.findings if each.code >= "T500" and each.code[0] == "T"]
    return [(each.code, dotted(each.path), each.severity.value) for each in told], told


def beside_plan(reached, planned, percent):
    figures = {"planned": f"{{reduction_households: {planned}}}", "percent_of_plan": percent}
    return as_result(targets(reduction_households=reached, **figures))


class TestPlanned:
    def test_figures_of_the_plan_add_up(self):
        parts = [area(each, planned=f"{{reduction_households: {count}}}") for each, count in (("a", 18), ("b", 12))]
        good = as_result(targets(*parts, planned="{reduction_households: 30}"))
        assert found(good)[0] == []
        bad = as_result(targets(*parts, planned="{reduction_households: 31}"))
        assert found(bad)[0] == [("T501", "targets.planned.reduction_households", "error")]

    def test_of_ranges_the_ends_add_up(self):
        figures = ("{min: 10, max: 15}", "{min: 20, max: 25}")
        parts = [area(f"a{at}", planned=f"{{reduction_households: {each}}}") for at, each in enumerate(figures)]
        whole = "{reduction_households: {min: 30, max: %d}}"
        assert found(as_result(targets(*parts, planned=whole % 40)))[0] == []
        codes = found(as_result(targets(*parts, planned=whole % 41)))[0]
        assert codes == [("T501", "targets.planned.reduction_households", "warning")]

    @pytest.mark.parametrize(("field", "right", "wrong"), [("households", 10, 12), ("rate", "0.50", "0.60")])
    def test_means_of_the_years_of_a_period_are_those_of_the_plan(self, field, right, wrong):
        period = "kind: result, period: {from: 2021, to: 2025}}"
        figures = "reduction_households: 50, reduction_rate: 2.50"

        def of(mean):
            planned = f"{{{figures}, reduction_{field}_per_year: {mean}}}"
            return targets(planned=planned).replace("title: A plan}", f"title: A plan, {period}")

        assert found(of(right))[0] == []
        ((code, place, severity),) = found(of(wrong))[0]
        assert (code, severity) == ("T501", "error")
        assert place in (f"targets.planned.reduction_{field}", f"targets.planned.reduction_{field}_per_year")

    def test_rates_and_counts_of_the_plan_agree(self):
        planned = "{households: 1000, poor_households_end: 95, poverty_rate_end: %s}"
        assert found(as_result(targets(planned=planned % "9.5")))[0] == []
        assert [each[0] for each in found(as_result(targets(planned=planned % "5.9")))[0]] == ["T501"]

    def test_parts_of_a_breakdown_have_plans_too(self):
        parts = [
            f"{{id: {each}, name: X, planned: {{reduction_households: {by}}}}}" for each, by in (("u", 18), ("v", 12))
        ]
        breakdowns = f"[{{id: x, name: X, parts: [{', '.join(parts)}]}}]"
        good = as_result(targets(planned="{reduction_households: 30}", breakdowns=breakdowns))
        assert found(good)[0] == []
        codes, _ = found(good.replace(": 18", ": 19"))
        assert [(code, severity) for code, _, severity in codes] == [("T501", "error")]

    def test_they_are_no_figures_of_the_result(self):
        """A planned figure neither contradicts the result nor counts among what it states."""
        text = as_result(targets(reduction_households=20, planned="{reduction_households: 30}"))
        codes, _ = found(text)
        assert [code for code, *_ in codes] == ["T503"]

    @pytest.mark.parametrize(
        ("percent", "planned", "reached", "codes"),
        [
            ("111.5", "1200", 1338, []),
            ("111.51", "1200", 1338, ["error"]),
            ("111", "1200", 1338, []),
            ("112", "1200", 1338, []),
            ("111", "1200", 1339, ["warning"]),
            ("111.6", "1200", 1339, []),
            ("11.5", "1200", 1338, ["error"]),
            ("{over: 111}", "1200", 1338, []),
            ("{over: 112}", "1200", 1338, ["error"]),
            ("100", "{at_least: 1200}", 1200, []),
            ("-11.4", "1200", -137, []),
            ("0", "1200", 0, []),
            ("50", "{min: 20, max: 40}", 15, []),
            ("80", "{min: 20, max: 40}", 15, ["error"]),
        ],
    )
    def test_percentages_are_of_the_reduction(self, percent, planned, reached, codes):
        text = beside_plan(reached, planned, percent)
        assert [severity for code, _, severity in found(text)[0] if code == "T502"] == codes

    def test_a_percentage_by_which_it_was_exceeded_is_told(self):
        text = as_result(
            targets(reduction_households=1338, planned="{reduction_households: 1200}", percent_of_plan="11.5")
        )
        (finding,) = (each for each in found(text)[1] if each.code == "T502")
        assert "write 111.5" in finding.message.to(Lang.EN)
        assert "111,5" in finding.message.to(Lang.VI)

    def test_a_percentage_follows_from_the_poor_at_both_dates(self):
        text = as_result(
            targets(
                poor_households_start=100,
                poor_households_end=80,
                planned="{reduction_households: 25}",
                percent_of_plan="79",
            )
        )
        assert "T502" in [each[0] for each in found(text)[0]]

    @given(st.integers(1, 5000), st.integers(-500, 5000), st.integers(0, 3))
    def test_a_rounded_percentage_is_never_wrong(self, planned, reached, places):
        unit = Decimal(1).scaleb(-places)
        percent = (Decimal(100 * reached) / Decimal(planned)).quantize(unit)
        text = as_result(
            targets(
                reduction_households=reached,
                planned=f"{{reduction_households: {planned}}}",
                percent_of_plan=f"{percent:f}",
            )
        )
        assert not [each for each in found(text)[0] if each[0] == "T502"]

    @pytest.mark.parametrize(
        ("field", "planned", "result", "missed"),
        [
            ("reduction_households", "1200", "1200", False),
            ("reduction_households", "1200", "1199", True),
            ("reduction_households", "{over: 1200}", "1200", False),
            ("reduction_rate", "{min: 2.0, max: 3.0}", "2.0", False),
            ("reduction_rate", "{min: 2.0, max: 3.0}", "1.99", True),
            ("poverty_rate_end", "9.5", "9.50", False),
            ("poverty_rate_end", "9.5", "9.51", True),
            ("poor_households_end", "{at_most: 90}", "90", False),
            ("poor_households_end", "{about: 90}", "99", False),
            ("poor_households_end", "{about: 90}", "100", True),
            ("poor_households_end", "90", "{about: 99}", False),
            ("poor_households_end", "90", "{about: 101}", True),
        ],
    )
    def test_a_target_that_is_missed_is_a_note(self, field, planned, result, missed):
        codes, _ = found(as_result(targets(planned=f"{{{field}: {planned}}}", **{field: result})))
        assert codes == ([("T503", f"targets.{field}", "note")] if missed else [])

    def test_a_rise_in_a_result_is_meant(self):
        text = targets(reduction_households=-137)
        assert [each.code for each in run(read_text(as_result(text), "x")).findings] == []
        assert [each.code for each in run(read_text(as_plan(text), "x")).findings] == ["T114"]
        planned = as_result(targets(reduction_households=-137, planned="{reduction_households: -10}"))
        assert ("T501", "targets.planned.reduction_households", "warning") in found(planned)[0]

    def test_what_could_not_be_read_is_told_there(self):
        reading = read_text(as_result(targets(planned="{reduction_households: abc, more: 1}")), "x")
        assert {dotted(each.place) for each in reading.misfits} == {
            "targets.planned.reduction_households",
            "targets.planned.more",
        }
        assert run(reading).findings


_B = {"poor_households_end": 185, "poverty_rate_end": "9.50"}
END = as_result(targets(area("a", poor_households_end=240), area("b", **_B)), 2024)


class TestAYearAfterAnother:
    @pytest.mark.parametrize(
        ("field", "start", "severities"),
        [
            ("poor_households_start", "185", []),
            ("poor_households_start", "184", ["warning"]),
            ("poor_households_start", "{at_least: 180}", []),
            ("poor_households_start", "{over: 190}", ["warning"]),
            ("poor_households_start", "{about: 169}", []),
            ("poor_households_start", "{about: 205}", []),
            ("poor_households_start", "{about: 206}", ["warning"]),
            ("poverty_rate_start", "9.50", []),
            ("poverty_rate_start", "9.5", []),
            ("poverty_rate_start", "9.51", ["warning"]),
            ("poverty_rate_start", "9.500", []),
            ("poverty_rate_start", "9.504", []),
            ("poverty_rate_start", "9.506", ["warning"]),
            ("poverty_rate_start", "10", []),
            ("poverty_rate_start", "9", []),
        ],
    )
    def test_begins_as_that_ended(self, field, start, severities):
        codes, _ = found(as_plan(targets(area("a"), area("b", **{field: start}))), END)
        assert codes == [("T601", f"targets.areas[1].{field}", each) for each in severities]

    def test_the_finding_names_both_files_and_places(self):
        _, (finding,) = found(as_plan(targets(area("a", poor_households_start=241), area("b"))), END)
        ((spot, _),) = finding.related
        assert isinstance(spot, Spot)
        assert (spot.file, END.splitlines()[spot.place.line - 1].strip()) == (
            "before-0.yaml",
            "poor_households_end: 240",
        )
        assert f"before-0.yaml:{spot.place.line}" in finding.message.to(Lang.EN)
        assert dict(finding.numbers) == {"start": 241, "end": 240}

    def test_the_end_of_a_plan_was_only_planned(self):
        before = END.replace(", kind: result", "")
        codes, _ = found(as_result(targets(area("a", poor_households_start=241), area("b"))), before)
        assert codes == [("T601", "targets.areas[0].poor_households_start", "note")]

    def test_the_same_year_and_a_later_one_are_not_held_together(self):
        for year in (2024, 2026):
            assert found(as_plan(targets(area("a", poor_households_start=241)), year), END)[0] == []

    def test_households_of_the_year_are_those_of_both_its_ends(self):
        before = as_result(targets(households=1000), 2024)
        assert found(as_plan(targets(households_start=1000)), before)[0] == []
        codes, (finding,) = found(as_plan(targets(households=1001)), before)
        assert codes == [("T601", "targets.households", "warning")]
        assert "households: 1000" in before.splitlines()[finding.related[0][0].place.line - 1]

    @pytest.mark.parametrize("field", [each for each in FIGURES if each.endswith("_start")])
    def test_of_every_measure(self, field):
        before = as_result(targets(**{field.replace("_start", "_end"): 20}), 2024)
        assert found(as_plan(targets(**{field: 20})), before)[0] == []
        assert found(as_plan(targets(**{field: 21})), before)[0] == [("T601", f"targets.{field}", "warning")]

    def test_persons_do_not_follow_households(self):
        assert found(as_plan(targets(area("a", poor_households_start=9), area("b"), unit="persons")), END)[0] == []

    def test_a_new_standard_is_the_reason_that_is_told(self):
        standard = "poverty_standard: {basis: {number: %s}, dimensions: [{id: d, name: D}]}\n"
        after = as_plan(targets(area("a", poor_households_start=241), area("b"))) + standard % "07/2021/NĐ-CP"
        _, (finding,) = found(after, END + standard % "59/2015/QĐ-TTg")
        assert "different poverty standards" in finding.message.to(Lang.EN)

    def test_an_area_that_was_merged_begins_with_the_sum(self):
        for count, codes in ((425, []), (424, ["T601"])):
            after = as_plan(targets(area("ab", formerly="[a, B]", poor_households_start=count)))
            assert [each[0] for each in found(after, END)[0]] == codes

    def test_a_rate_of_merged_areas_lies_where_the_counts_leave_it(self):
        before = as_result(
            targets(
                area("a", households=1000, poverty_rate_end="10.00", poor_households_end=100),
                area("b", households=500, poverty_rate_end="20.00", poor_households_end=100),
            ),
            2024,
        )
        for rate, codes in (("13.33", []), ("13.3", []), ("15.00", ["T601"])):
            after = as_plan(targets(area("ab", formerly="[a, b]", households_start=1500, poverty_rate_start=rate)))
            assert [each[0] for each in found(after, before)[0]] == codes, rate

    def test_what_a_part_lacks_is_not_invented(self):
        before = as_result(targets(area("a", poor_households_end=240), area("b")), 2024)
        for count, codes in ((500, []), (239, ["T601"])):
            after = as_plan(targets(area("ab", formerly="[a, b]", poor_households_start=count)))
            assert [each[0] for each in found(after, before)[0]] == codes

    def test_two_provinces_become_one(self):
        first = as_result(
            targets(poor_households_end=100).replace("id: r", "id: p").replace("name: R", "name: P"), 2024
        )
        second = as_result(targets(poor_households_end=50), 2024)
        after = as_plan(targets(formerly="[p, r]", poor_households_start=151))
        codes, (finding,) = found(after, first, second)
        assert codes == [("T601", "targets.poor_households_start", "warning")]
        assert [place.file for place, _ in finding.related] == ["before-0.yaml", "before-1.yaml"]
        assert found(after.replace("151", "150"), first, second)[0] == []


class TestFormerly:
    def codes(self, *areas, before=END):
        return found(as_plan(targets(*areas)), before)[0]

    def test_names_an_area_by_id_path_code_or_name(self):
        before = END.replace("name: A\n", 'name: A\n      code: "0132"\n')
        for words in ("a", "r/a", '"0132"', "A"):
            assert self.codes(area("x", formerly=f"[{words}]"), area("b"), before=before) == []

    def test_what_is_not_there_is_a_finding(self):
        assert self.codes(area("x", formerly="[a, bb]"), area("b")) == [
            ("T602", "targets.areas[0].formerly[1]", "warning")
        ]

    def test_a_word_that_several_areas_are_called_is_a_finding(self):
        before = as_result(targets(area("d", area("a")), area("e", area("a"))), 2024)
        codes, (finding,) = found(as_plan(targets(area("x", formerly="[a]"), area("d"), area("e"))), before)
        assert [each[0] for each in codes] == ["T602"]
        assert "r/d/a, r/e/a" in finding.message.to(Lang.EN)

    def test_an_area_goes_into_one_area(self):
        twice = [area("x", formerly="[a]"), area("y", formerly="[b, A]")]
        assert self.codes(*twice) == [("T603", "targets.areas[1].formerly[1]", "warning")]
        kept = [area("x", formerly="[a, b]"), area("b")]
        assert self.codes(*kept) == [("T603", "targets.areas[1].id", "warning")]

    def test_an_area_goes_into_one_area_without_a_document_before_too(self):
        text = as_plan(targets(area("x", formerly="[a]"), area("y", formerly="[b, a]")))
        assert [each[:2] for each in found(text)[0]] == [("T603", "targets.areas[1].formerly[1]")]

    def test_an_area_without_successor_is_a_finding_where_any_is_named(self):
        assert self.codes(area("x", formerly="[a]")) == [("T604", "targets.id", "warning")]
        assert self.codes(area("a")) == []
        assert found(as_plan(targets(area("x", formerly="[a]"), partial="true")), END)[0] == []

    def test_a_district_whose_communes_are_all_there_is_not_lost(self):
        before = as_result(targets(area("d", area("a"), area("b")), area("e", area("c"))), 2024)
        assert self.codes(area("ab", formerly="[a, b]"), area("c"), before=before) == []
        codes, (finding,) = found(as_plan(targets(area("ab", formerly="[a, b]"))), before)
        assert [each[0] for each in codes] == ["T604"]
        assert finding.message.to(Lang.EN).endswith(": E")

    def test_what_stays_said_in_later_years_is_not_looked_for_again(self):
        text = targets(area("ab", formerly="[a, b]", poor_households_end=425, poor_households_start=425))
        assert found(as_plan(text, 2026), as_result(text, 2025))[0] == []


def header(text):
    return header_of(read_text(text, "x").plan)


class TestWhichFollows:
    def test_a_result_goes_before_a_plan(self):
        text = targets(poor_households_end=1)
        headers = [header(each) for each in (as_plan(text, 2018), as_result(text, 2018), as_plan(text, 2019))]
        assert predecessors(headers) == [(), (), (1,)]
        assert predecessors([headers[0], headers[2]]) == [(), (0,)]

    def test_two_that_may_be_meant_are_none(self):
        text = targets(poor_households_end=1)
        assert predecessors([header(as_result(text, 2018))] * 2 + [header(as_plan(text, 2019))])[2] == ()

    def test_periods_follow_the_year_before(self):
        text = targets()
        period = header(text.replace("title: A plan", "title: A plan, period: {from: 2021, to: 2025}"))
        assert predecessors([header(as_result(text, 2020)), period, header(as_plan(text, 2026))]) == [(), (0,), (1,)]

    def test_areas_with_other_codes_or_names_are_others(self):
        text = targets()
        other = text.replace("name: R", "name: Another")
        assert predecessors([header(as_result(other, 2018)), header(as_plan(text, 2019))])[1] == ()
        codes = [text.replace("name: R", f'name: R\n  code: "{code}"') for code in ("1", "2", "1")]
        headers = [header(as_result(codes[0], 2018)), header(as_plan(codes[1], 2019)), header(as_plan(codes[2], 2019))]
        assert predecessors(headers) == [(), (), (0,)]

    def test_a_review_at_mid_year_is_followed_by_none(self):
        text = as_result(targets(), 2018)
        for day, before in (("2018-06-15", ()), ("2018-12-31", (0,))):
            review = header(text.replace("year: 2018", f"year: 2018, as_of: {day}"))
            assert predecessors([review, header(as_plan(targets(), 2019))])[1] == before

    def test_without_a_year_nothing_follows(self):
        assert predecessors([header(targets()), header(as_plan(targets()))]) == [(), ()]


class TestInARun:
    @pytest.fixture
    def folder(self, tmp_path):
        for name, text in {
            "2018.yaml": as_result(targets(poor_households_end=100), 2018),
            "2019-plan.yaml": as_plan(targets(poor_households_start=100, poor_households_end=90), 2019),
            "2019-result.yaml": as_result(targets(poor_households_start=101, poor_households_end=95), 2019),
            "2020.yaml": as_plan(targets(poor_households_start=90), 2020),
            "other.yaml": as_plan(targets(poor_households_start=7).replace("name: R", "name: Else"), 2020),
        }.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    def test_files_of_a_folder_are_held_together(self, folder):
        status, out, _ = said("check", ".", "--format", "concise", cwd=folder)
        assert [line.split(" ")[0] + line.split(" ")[1] for line in out.splitlines()] == [
            "./2019-result.yaml:6:26:T601",
            "./2020.yaml:6:26:T601",
        ]
        assert status == 0
        assert said("check", ".", "--strict", "--format", "concise", cwd=folder)[0] == 1

    def test_the_order_and_the_number_of_processes_change_nothing(self, folder):
        names = sorted(each.name for each in folder.iterdir())
        one = povcalc("check", *names, "--format", "json", "--jobs", "1", cwd=folder)
        assert povcalc("check", *names, "--format", "json", "--jobs", "3", cwd=folder).stdout == one.stdout
        swapped = json.loads(povcalc("check", *names[::-1], "--format", "json", cwd=folder).stdout)
        by_name = {each["file"]: each["findings"] for each in json.loads(one.stdout)["files"]}
        assert {each["file"]: each["findings"] for each in swapped["files"]} == by_name

    def test_one_file_alone_follows_nothing(self, folder):
        assert said("check", "2020.yaml", "--format", "concise", cwd=folder)[1] == ""

    def test_every_format_has_the_other_place(self, folder):
        files = ("2019-result.yaml", "2020.yaml")
        (finding,) = json.loads(said("check", *files, "--format", "json", cwd=folder)[1])["files"][1]["findings"]
        ((related),) = finding["related"]
        assert (related["file"], related["place"]["line"]) == ("2019-result.yaml", 7)
        log = json.loads(said("check", *files, "--format", "sarif", cwd=folder)[1])["runs"][0]
        (result,) = log["results"]
        ((location),) = result["relatedLocations"]
        place = location["physicalLocation"]
        assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("2019-result.yaml", 7)
        assert log["artifacts"][place["artifactLocation"]["index"]]["location"]["uri"] == "2019-result.yaml"
        for form in ("table", "github", "gitlab", "junit", "markdown", "concise"):
            assert "2019-result.yaml:7" in said("check", *files, "--format", form, cwd=folder)[1].replace("%3A", ":"), (
                form
            )

    def test_waivers_accept_it(self, folder):
        text = (folder / "2020.yaml").read_text(encoding="utf-8")
        waiver = 'waivers: [{code: T601, at: r, reason: "A new standard"}]\n'
        (folder / "2020.yaml").write_text(text + waiver, encoding="utf-8")
        status, out, _ = said("check", "2019-result.yaml", "2020.yaml", "--strict", "--format", "concise", cwd=folder)
        assert (status, "[waived]" in out, "W103" in out) == (0, True, False)
