"""Documents for other dates, of persons or families, and of counts printed in thousands."""

import json
from fractions import Fraction
from math import floor
from random import Random
from typing import NamedTuple

import pytest

from command import text as run
from plans import HEAD, area, both, checked, targets
from povcalc.findings import Severity
from povcalc.messages import Lang
from povcalc.numerals import figure_text
from povcalc.plan.assumptions import assumptions_of, years_of
from povcalc.plan.edit import edit_text
from povcalc.plan.load import read_text
from povcalc.plan.model import DocumentInfo
from povcalc.values import Figure, Form, Interval


def of(kind, *areas, **figures):
    """A plan whose document says something more, such as `year: 2022`."""
    return targets(*areas, **figures).replace("{title: A plan}", f"{{title: A plan, {kind}}}")


def only(text):
    (finding,) = checked(text).findings
    return finding


class TestYears:
    @pytest.mark.parametrize(
        ("document", "years"),
        [
            ({}, (1, 1)),
            ({"year": 2022}, (1, 1)),
            ({"period": {"from": 2021, "to": 2025}}, (5, 5)),
            ({"year": 2022, "as_of": "2022-06-15"}, (0, 1)),
            ({"year": 2022, "as_of": "2022-12-31"}, (1, 1)),
            ({"period": {"from": 2021, "to": 2025}, "as_of": "2023-06-30"}, (2, 3)),
            ({"period": {"from": 2021, "to": 2025}, "as_of": "2026-02-01"}, (4, 5)),
            ({"as_of": "2022-06-15"}, (0, 1)),
        ],
    )
    def test_how_many_lie_between_the_start_and_the_end(self, document, years):
        assert years_of(DocumentInfo.model_validate({"title": "A", **document})) == years

    def test_growth_compounds(self):
        text = of("period: {from: 2021, to: 2025}", households_start=100000)
        text += "assumptions: {household_growth: {min: 0, max: 2}}\n"
        plan = read_text(text, "a.yaml").plan
        assert assumptions_of(plan).over_years(Interval(0, 2)).high == Fraction(102**5, 10**8) - 100
        told = run("why", "r.households_end", "-", "--lang", "en", stdin=text.encode())[1]
        assert "110,408" in told  # 100,000 × 1.02^5 is 110,408.08
        assert "households at the end of the period" in told

    def test_up_to_a_day_there_is_anything_between_none_and_a_whole_year(self):
        text = of("year: 2022, as_of: 2022-06-15", households_start=1000) + "assumptions: {household_growth: 2}\n"
        assert "1,000–1,020" in run("why", "r.households_end", "-", "--lang", "en", stdin=text.encode())[1]


PERIOD = "period: {from: 2021, to: 2025}"


class TestMeans:
    @pytest.mark.parametrize(
        ("fall", "mean", "holds"),
        [
            ("6", "{min: 1, max: 1.5}", True),
            ("7.5", "{min: 1, max: 1.5}", True),
            ("7.6", "{min: 1, max: 1.5}", False),
            ("4.9", "{min: 1, max: 1.5}", False),
            ("6.02", "1.2", True),  # 1.204
            ("6.3", "1.2", True),  # 6.25 to 6.35 in 5 years are 1.25 to 1.27, and 1.25 may be printed 1.2
            ("6.5", "1.2", False),
            ("{over: 6}", "1.2", True),
            ("{over: 6.5}", "1.2", False),
        ],
    )
    def test_of_points(self, fall, mean, holds):
        told = checked(of(PERIOD, reduction_rate=fall, reduction_rate_per_year=mean)).findings
        assert [(each.code, each.severity) for each in told] == ([] if holds else [("T206", Severity.ERROR)])

    @pytest.mark.parametrize(("fall", "holds"), [(5997, False), (5998, True), (6002, True), (6003, False)])
    def test_of_households_to_half_a_unit(self, fall, holds):
        told = checked(of(PERIOD, reduction_households=fall, reduction_households_per_year=1200)).findings
        assert [each.code for each in told] == ([] if holds else ["T206"])

    @pytest.mark.parametrize("measure", ["near_poor", "multidimensional"])
    def test_of_the_other_measures(self, measure):
        figures = {f"{measure}_reduction_households": 6100, f"{measure}_reduction_households_per_year": 1200}
        assert "T206" in {each.code for each in checked(of(PERIOD, **figures)).findings}
        figures[f"{measure}_reduction_households"] = 6000
        assert checked(of(PERIOD, **figures)).findings == ()

    def test_of_one_year_it_is_the_reduction_itself(self):
        assert checked(of("year: 2022", reduction_rate="1.2", reduction_rate_per_year="1.2")).findings == ()
        assert checked(of("year: 2022", reduction_rate="1.2", reduction_rate_per_year="1.4")).findings

    def test_where_all_counts_are_known(self):
        figures = {"households": 1000, "poor_households_start": 100, "poor_households_end": 50}
        assert checked(of(PERIOD, **figures, reduction_households_per_year=10)).findings == ()
        assert [each.code for each in checked(of(PERIOD, **figures, reduction_households_per_year=12)).findings] == [
            "T206"
        ]

    def test_what_follows(self):
        text = of(PERIOD, poverty_rate_start="12.05", reduction_rate_per_year="{min: 1, max: 1.5}")
        out = run("why", "r.poverty_rate_end", "-", "--lang", "en", stdin=text.encode())[1]
        assert "4.545–7.055" in out
        assert "fall in points a year 1–1.5" in out
        out = run("why", "r.reduction_rate_per_year", "-", "--lang", "vi", stdin=text.encode())[1]
        assert "≥ 5 ÷ 5 = 1" in out
        assert "bình quân mỗi năm" in out

    def test_the_other_way_round(self):
        text = of(PERIOD, reduction_households=6000)
        assert "1,200" in run("why", "r.reduction_households_per_year", "-", "--lang", "en", stdin=text.encode())[1]

    def test_they_have_columns_only_where_they_are_stated(self):
        text = of(PERIOD, reduction_households=6000)
        assert (
            "reduction a year" not in run("show", "targets", "-", "--lang", "en", "-f", "csv", stdin=text.encode())[1]
        )
        text = of(PERIOD, reduction_households=6000, reduction_households_per_year=1200)
        assert "reduction a year" in run("show", "targets", "-", "--lang", "en", "-f", "csv", stdin=text.encode())[1]

    def test_a_changed_mean_changes_what_is_left(self, tmp_path):
        text = of(PERIOD, poor_households_start=9000, reduction_households=6000, reduction_households_per_year=1200)
        (tmp_path / "plan.yaml").write_text(text)
        out = run(
            "whatif", str(tmp_path / "plan.yaml"), "--set", "r.reduction_households_per_year=1300", "--lang", "en"
        )[1]
        assert "6,498–6,502" in out  # the reduction over the period follows
        out = run("whatif", str(tmp_path / "plan.yaml"), "--set", "r.reduction_households=7000", "--lang", "en")[1]
        assert "1,400" in out


class TestWords:
    def test_of_a_day(self):
        words = only(
            of(
                "year: 2022, as_of: 2022-06-15",
                poor_households_start=30,
                poor_households_end=20,
                reduction_households=9,
            )
        )
        english, vietnamese = both(words.message)
        assert "20 on 15 June 2022 make a reduction of 10" in english
        assert "đến 15/6/2022 20 hộ nghèo" in vietnamese
        text = of("year: 2022, as_of: 2022-06-15", poor_households_end=20)
        assert "Poor households on 15 Jun 2022" in " ".join(
            run("show", "targets", "-", "--lang", "en", stdin=text.encode())[1].split()
        )

    @pytest.mark.parametrize(
        ("unit", "english", "vietnamese"),
        [
            (
                "households",
                "a reduction of 31 households is more than the 30 poor households",
                "số hộ nghèo đầu năm là 30",
            ),
            ("persons", "a reduction of 31 persons is more than the 30 poor persons", "số người nghèo đầu năm là 30"),
            (
                "families",
                "a reduction of 31 families is more than the 30 poor families",
                "số gia đình nghèo đầu năm là 30",
            ),
        ],
    )
    def test_of_what_is_counted(self, unit, english, vietnamese):
        told = both(only(targets(unit=unit, poor_households_start=30, reduction_households=31)).message)
        assert english in told[0]
        assert vietnamese in told[1]

    def test_names_of_fields_and_of_areas_stay(self):
        text = targets(unit="persons", reduction_households=31).replace("name: R", "name: Các hộ households")
        out = run("show", "targets", "-", "--lang", "vi", stdin=text.encode())[1]
        assert "Các hộ households" in out
        assert "người nghèo" in out
        assert '"reduction_households"' in run("show", "targets", "-", "-f", "json", stdin=text.encode())[1]


class TestUnits:
    def test_numbers_say_what_they_count(self):
        text = targets(unit="persons", poor_households_start="5 người", reduction_households="1.726 người")
        told = {fault.place[-1]: fault for fault in read_text(text, "a.yaml").misfits}
        assert told["poor_households_start"].values["likely"] == "5"
        assert told["reduction_households"].values["likely"] == "1726"
        (fault,) = read_text(targets(unit="persons", poor_households_start="5 hộ"), "a.yaml").misfits
        assert fault.kind == "unit_misfit"
        (fault,) = read_text(targets(poor_households_start="5 người"), "a.yaml").misfits
        assert fault.kind == "unit_misfit"

    def test_they_hold_for_all_areas_and_stand_once(self):
        reading = read_text(
            targets(area("a", unit="persons", reduction_households=3), reduction_households=3), "a.yaml"
        )
        (fault,) = reading.misfits
        assert (fault.kind, fault.place) == ("not_of_inner", ("targets", "areas", 0, "unit"))
        assert reading.plan.targets.areas[0].reduction_households == Figure(3)  # nothing else of the area is lost

    @pytest.mark.parametrize(
        ("heading", "cell", "unit", "is_read"),
        [
            ("Số người nghèo đầu năm", "1.000 người", "persons", True),
            ("Số người nghèo đầu kỳ", "1000", "persons", True),
            ("poor persons at start", "1000", "persons", True),
            ("Số gia đình nghèo đầu năm", "1000 gia đình", "families", True),
            ("Số hộ nghèo đầu năm", "1000", "households", True),
            ("Số hộ nghèo đầu năm", "1000", "persons", False),
            ("Số người nghèo đầu năm", "1000", "households", False),
            ("Số người nghèo đầu năm", "1000 hộ", "persons", False),
        ],
    )
    def test_side_tables(self, tmp_path, heading, cell, unit, is_read):
        (tmp_path / "plan.yaml").write_text(targets(area("a"), unit=unit, poor_households_start=1000))
        (tmp_path / "t.csv").write_text(f"id,{heading}\na,{cell}\n")
        files = [str(tmp_path / name) for name in ("plan.yaml", "t.csv")]
        out = run("show", "targets", files[0], "--figures", files[1], "-f", "json")[1]
        (inner,) = [each["stated"] for each in json.loads(out)["areas"] if each["id"] == "a"]
        assert (inner.get("poor_households_start") == "1000") is is_read

    def test_changes(self, tmp_path):
        (tmp_path / "plan.yaml").write_text(targets(unit="persons", poor_households_start=100, reduction_households=30))
        status, out, _ = run(
            "whatif", str(tmp_path / "plan.yaml"), "--set", "r.reduction_households=40 người", "--lang", "en"
        )
        assert status == 0
        assert "reduction (persons)" in out
        status, _, err = run(
            "whatif", str(tmp_path / "plan.yaml"), "--set", "r.reduction_households=40 hộ", "--lang", "en"
        )
        assert status == 2
        assert "a number of persons is expected" in err


class TestScales:
    @pytest.mark.parametrize(
        ("written", "scale", "low", "high"),
        [
            ("1234.5", "thousand", 1234450, 1234550),
            ("1234", "thousand", 1233500, 1234500),
            ("1234.567", "thousand", 1234567, 1234567),
            ("12.5", "lakh", 1245000, 1255000),
            ("1.2", "million", 1150000, 1250000),
            ("{over: 1.2}", "million", 1200000, None),
            ("{min: 1.20, max: 1.35}", "million", 1200000, 1350000),
        ],
    )
    def test_what_a_count_stands_for(self, written, scale, low, high):
        plan = read_text(targets(scale=scale, poor_households_start=written), "a.yaml").plan
        figure = plan.targets.poor_households_start
        assert figure.as_count() == Interval(low, high)
        assert figure_text(figure) == written

    @pytest.mark.parametrize("written", ["1234.5678", "abc", "{over: 1.23456}"])
    def test_what_is_no_count_in_it_stays_a_finding(self, written):
        assert read_text(targets(scale="thousand", poor_households_start=written), "a.yaml").misfits

    def test_a_count_with_decimals_without_a_scale_stays_a_finding(self):
        (fault,) = read_text(targets(poor_households_start="1234.5"), "a.yaml").misfits
        assert fault.kind == "fractional_count"

    def test_sums_have_the_half_units_of_their_parts(self):
        parts = area("a", poor_households_start="100.2"), area("b", poor_households_start="200.1")
        for whole in ("300.2", "300.3", "300.4"):
            assert checked(targets(*parts, scale="thousand", poor_households_start=whole)).findings == ()
        finding = only(targets(*parts, scale="thousand", poor_households_start="300.5"))
        assert (finding.code, finding.severity) == ("T101", Severity.ERROR)
        assert "300.5 thousand" in finding.message.to(Lang.EN)
        assert "300,5 nghìn" in finding.message.to(Lang.VI)

    def test_rates_are_those_of_any_count_that_rounds_so(self):
        # 1,234,450 to 1,234,550 of 10,245,450 to 10,245,550 are 12.0486 to 12.0497 percent.
        figures = {"scale": "thousand", "poor_households_start": "1234.5", "households_start": "10245.5"}
        assert checked(targets(**figures, poverty_rate_start="12.05")).findings == ()
        assert [each.code for each in checked(targets(**figures, poverty_rate_start="12.06")).findings] == ["T201"]

    def test_in_ranges(self):
        text = targets(scale="thousand", poor_households_start="1234.5", reduction_households="234.5")
        out = run("why", "r.poor_households_end", "-", "--lang", "en", stdin=text.encode())[1]
        assert "999,900–1,000,100" in out
        assert "poor at start 1,234.5 thousand" in out

    def test_an_edit_writes_the_scale(self):
        text = targets(scale="thousand", poor_households_start="1234.5")
        reading = read_text(text, "a.yaml")
        path = ("targets", "poor_households_start")
        stated = reading.plan.targets.poor_households_start
        assert "poor_households_start: 1243.5\n" in edit_text(reading, {path: stated._replace(number=1243500)})

    def test_a_table_of_whole_numbers_is_not_in_the_scale(self, tmp_path):
        (tmp_path / "plan.yaml").write_text(targets(area("a"), scale="thousand", poor_households_start="1.0"))
        (tmp_path / "t.csv").write_text("id,poor_households_start\na,1000\n")
        status, _, _ = run("check", str(tmp_path / "plan.yaml"), "--figures", str(tmp_path / "t.csv"), "--strict")
        assert status == 0


class TestFigure:
    @pytest.mark.parametrize("number", ["1234.5", "1234.0", "0.1", "1234"])
    def test_in_a_scale_and_back(self, number):
        figure = read_text(
            targets(scale="thousand", reduction_households=number), "a.yaml"
        ).plan.targets.reduction_households
        assert figure.form is Form.EXACT
        assert figure_text(figure.as_printed()) == number


def printed(number, places):
    """A number as a document prints it, a half upwards."""
    scaled = floor(abs(number) * 10**places + Fraction(1, 2))
    digits = f"{scaled // 10**places}.{scaled % 10**places:0{places}d}" if places else str(scaled)
    return f"-{digits}" if number < 0 and scaled else digits


class World(NamedTuple):
    """How a made-up true document prints what happened: the years it is for, whether in thousands."""

    random: Random
    years: int
    in_thousands: bool

    def count(self, number):
        return printed(Fraction(number, 1000), self.random.randint(0, 2)) if self.in_thousands else printed(number, 0)

    def area(self, identifier, depth):
        """The numbers of an area that grew plausibly, and its lines with some of its figures."""
        inside = [self.area(f"{identifier}{at}", depth - 1) for at in range(self.random.randint(2, 5))] if depth else []
        numbers = [sum(column) for column in zip(*(each for each, _ in inside), strict=True)] or self.numbers()
        n0, n1, p0, p1 = numbers
        fall, points = p0 - p1, Fraction(100 * p0, n0) - Fraction(100 * p1, n1)
        figures = {
            **dict(zip(("households_start", "households_end"), map(self.count, (n0, n1)), strict=True)),
            **dict(zip(("poor_households_start", "poor_households_end"), map(self.count, (p0, p1)), strict=True)),
            "reduction_households": self.count(fall),
            "reduction_households_per_year": self.count(Fraction(fall, self.years)),
            "poverty_rate_start": printed(Fraction(100 * p0, n0), 2),
            "poverty_rate_end": printed(Fraction(100 * p1, n1), 2),
            "reduction_rate": printed(points, 2),
            "reduction_rate_per_year": printed(points / self.years, 2),
        }
        stated = {field: figure for field, figure in figures.items() if self.random.random() < 2 / 3}
        return numbers, area(identifier, *(lines for _, lines in inside), **stated)

    def numbers(self):
        n0 = self.random.choice([self.random.randint(3000, 90000), self.random.randint(3000, 90000) // 100])
        n0 = n0 * 100 if self.in_thousands and n0 < 3000 else n0
        n1 = self.random.randint(-(-n0 * 99 // 100), n0 * 103 // 100)
        p0 = self.random.randint(0, n0 // 2)
        return [n0, n1, p0, self.random.randint(0, p0)]


@pytest.mark.parametrize("seed", range(24))
def test_true_results_of_any_date_and_unit_are_silent(seed):
    random = Random(seed)  # noqa: S311
    world = World(random, random.choice([1, 5]), random.choice([True, False]))
    _, lines = world.area("r", seed % 3)
    unit = {"unit": random.choice(["households", "persons", "families"])}
    lines[2:2] = [
        f"{key}: {value}" for key, value in {**unit, **({"scale": "thousand"} if world.in_thousands else {})}.items()
    ]
    when = PERIOD if world.years > 1 else random.choice(["year: 2022", "year: 2022, as_of: 2022-06-15"])
    text = HEAD.replace("A plan", f"A result, kind: result, {when}") + "targets:\n" + "\n".join(f"  {e}" for e in lines)
    assert checked(text + "\n").findings == ()
