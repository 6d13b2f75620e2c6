"""A plan and its result: each target met, missed or undecided, from what, and by how much."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans import area, targets
from povcalc import comparison
from povcalc.comparison import LESS, MORE, Achievement, compared, match_areas
from povcalc.inference.succession import meant
from povcalc.messages import Lang
from povcalc.plan.assumptions import Options
from povcalc.plan.load import read_text
from povcalc.values import ANY, Figure, Form, Interval
from worlds import drawn, quantities
from worlds import text as plan_of

RATES = ("poverty_rate_start", "poverty_rate_end")
ONE_BASE = Options(growth=Interval(0, 0))


def result(text):
    return text.replace("title: A", "kind: result, title: A", 1)


def judged(plan, outcome, options=None):
    """What is said of every target, by its address and field."""
    found = compared(read_text(plan, "plan.yaml"), read_text(result(outcome), "result.yaml"), options)
    return {(each.address, each.field): each for each in found.targets}


def one(field, target, options=None, **outcome):
    return judged(targets(**{field: target}), targets(**outcome), options)["r", field]


class TestCounts:
    @pytest.mark.parametrize(
        ("target", "stated", "met", "by"),
        [
            ("453", "453", "met", 0),
            ("453", "454", "met", 1),
            ("453", "452", "missed", -1),
            ("{over: 4990}", "4990", "met", 0),
            ("{over: 4990}", "4989", "missed", -1),
            ("{at_least: 3}", "3", "met", 0),
            ("{min: 840, max: 930}", "840", "met", 0),
            ("{min: 840, max: 930}", "931", "met", 91),
            ("{min: 840, max: 930}", "839", "missed", -1),
            ("{at_most: 50}", "50", "met", 0),
            ("{at_most: 50}", "51", "missed", 1),
            ("453", "{about: 460}", "undecided", 7),
            ("453", "{about: 504}", "met", 51),  # within a tenth: 453.6 or more
            ("453", "{about: 503}", "undecided", 50),
            ("453", "{about: 411}", "missed", -42),  # 452.1 or less
            ("{about: 453}", "408", "met", -45),
            ("{about: 453}", "407", "missed", -46),
            ("-3", "-2", "met", 1),
        ],
    )
    def test_a_stated_reduction_decides(self, target, stated, met, by):
        found = one("reduction_households", target, reduction_households=stated)
        assert (found.met, found.difference) == (met, Interval(by, by))

    @pytest.mark.parametrize(
        ("stated", "met", "by"),
        [
            ("{over: 453}", "met", Interval(0, None)),
            ("{over: 500}", "met", Interval(47, None)),
            ("{at_most: 452}", "missed", Interval(None, -1)),
            ("{min: 440, max: 460}", "undecided", Interval(-13, 7)),
        ],
    )
    def test_a_result_that_is_a_range_is_told_by_the_end_that_decides(self, stated, met, by):
        found = one("reduction_households", "453", reduction_households=stated)
        assert found.met == met
        assert found.difference[:2] == by[:2]

    @pytest.mark.parametrize(("stated", "met"), [("20", "met"), ("21", "missed"), ("{at_most: 20}", "met")])
    def test_of_poor_households_at_the_end_fewer_is_better(self, stated, met):
        assert one("poor_households_end", "20", poor_households_end=stated).met == met

    def test_met_and_not_exceeded_is_said(self):
        assert one("reduction_households", "{over: 9}", reduction_households=9).why.to(Lang.EN) == "met, not exceeded"
        assert one("reduction_households", "{over: 9}", reduction_households=10).why is None
        assert one("reduction_households", "9", reduction_households=9).why is None


class TestRates:
    @pytest.mark.parametrize(
        ("target", "stated", "met"),
        [
            ("44.35", "44.35", "met"),
            ("44.35", "44.34", "met"),
            ("44.35", "44.36", "missed"),
            ("44.35", "44.3", "met"),
            ("44.35", "44.4", "missed"),
            ("44.35", "44.5", "missed"),
            ("44.35", "44.354", "missed"),
            ("44.35", "44.356", "missed"),
            ("44.35", "44.350", "met"),
            ("5.0", "5.04", "missed"),
            ("5.0", "5.00", "met"),
            ("{min: 4.0, max: 5.0}", "5.0", "met"),
            ("{at_most: 44.35}", "44.34", "met"),
            ("{at_most: 44.35}", "44.35", "met"),
            ("{under: 44.35}", "44.35", "met"),
            ("{under: 44.35}", "{under: 44.35}", "met"),
            ("{under: 44.35}", "44.36", "missed"),
            ("{min: 40, max: 44}", "43.9", "met"),
            ("{min: 40, max: 44}", "39", "met"),
            ("{at_least: 40}", "41", "met"),
            ("{about: 44}", "48.4", "met"),
            ("{about: 44}", "48.5", "missed"),
        ],
    )
    def test_a_rate_at_the_end_is_met_by_what_is_printed_so_or_less(self, target, stated, met):
        assert one("poverty_rate_end", target, poverty_rate_end=stated).met == met

    @pytest.mark.parametrize(
        ("target", "stated", "met"),
        [
            ("{over: 8.50}", "8.51", "met"),
            ("{over: 8.50}", "8.50", "met"),
            ("2.0", "1.99", "missed"),
            ("2.0", "2.00", "met"),
            ("2.0", "{min: 1.99, max: 2.01}", "undecided"),
            ("{over: 8.50}", "8.49", "missed"),
            ("{over: 8.50}", "{over: 8.50}", "met"),
            ("{over: 8.50}", "{at_least: 8.50}", "met"),
            ("8.5", "8.5", "met"),
            ("8.5", "8.4", "missed"),
            ("8.5", "8.46", "missed"),
            ("8.5", "8.44", "missed"),
            ("{at_least: 8.5}", "8.6", "met"),
        ],
    )
    def test_a_reduction_in_points_is_met_by_what_is_printed_so_or_more(self, target, stated, met):
        assert one("reduction_rate", target, reduction_rate=stated).met == met

    def test_by_how_much_is_exact_as_written(self):
        assert one("poverty_rate_end", "44.35", poverty_rate_end="44.36").difference == Interval(
            Fraction(1, 100), Fraction(1, 100)
        )


class TestWhatItIsJudgedFrom:
    def test_what_is_stated_comes_first(self):
        found = one("reduction_households", 9, reduction_households=9, poor_households_start=20, poor_households_end=11)
        assert found.grounds == ("r.reduction_households",)

    def test_a_reduction_from_the_poor_at_both_dates(self):
        found = one("reduction_households", 9, poor_households_start=20, poor_households_end=12)
        assert (found.met, found.difference) == (Achievement.MISSED, Interval(-1, -1))
        assert found.grounds == ("r.poor_households_start", "r.poor_households_end")
        assert found.result is None

    def test_points_from_the_rates_at_both_dates(self):
        found = one("reduction_rate", "{over: 1.9}", poverty_rate_start="21.88", poverty_rate_end="19.93")
        assert found.met is Achievement.MET
        assert found.implied == Interval(Fraction("1.94"), Fraction("1.96"))
        assert set(found.grounds) == {"r.poverty_rate_start", "r.poverty_rate_end"}

    def test_points_from_counts_on_bases_that_grow(self):
        counts = {"households_start": 79677, "households_end": 80276}
        counts |= {"poor_households_start": 17435, "poor_households_end": 16003}
        assert one("reduction_rate", "{over: 1.94}", **counts).met is Achievement.MET
        # 100 × 17435 ÷ 79677 − 100 × 16003 ÷ 80276 = 1.9471…
        assert one("reduction_rate", "{over: 1.95}", **counts).met is Achievement.MISSED
        assert one("reduction_rate", "1.95", **counts).met is Achievement.MET

    def test_a_sum_of_the_areas_inside(self):
        inside = [area(name, reduction_households=number) for name, number in (("a", 4), ("b", 6))]
        found = judged(targets(reduction_households=11), targets(*inside))["r", "reduction_households"]
        assert found.met is Achievement.MISSED
        assert found.grounds == ("r/a.reduction_households", "r/b.reduction_households")

    def test_what_is_printed_decides_whatever_counts_say_more_exactly(self):
        counts = {"households": 100_000, "poor_households_end": 10_004}
        found = one("poverty_rate_end", "10.00", poverty_rate_end="10.00", **counts)
        assert (found.met, found.grounds) == (Achievement.MET, ("r.poverty_rate_end",))

    @pytest.mark.parametrize(
        ("target", "poor", "met"),
        [
            ("5.0", 504, "missed"),
            ("5.0", 500, "met"),
            ("{at_most: 5}", 501, "missed"),
            ("{under: 5}", 500, "met"),
        ],
    )
    def test_a_rate_that_only_counts_say(self, target, poor, met):
        assert one("poverty_rate_end", target, households=10_000, poor_households_end=poor).met == met

    def test_a_count_that_the_target_rate_was_rounded_from_meets_it(self):
        assert one("poverty_rate_end", "44.35", households=5328, poor_households_end=2363).met == "met"  # 44.3506…
        assert one("poverty_rate_end", "44.35", households=5328, poor_households_end=2364).met == "missed"

    @pytest.mark.parametrize(("target", "met"), [("2.00", "met"), ("{over: 2}", "met"), ("2.01", "missed")])
    def test_a_fall_is_what_the_printed_rates_make(self, target, met):
        assert one("reduction_rate", target, poverty_rate_start="8.10", poverty_rate_end="6.10").met == met

    def test_nothing_is_assumed_of_growth_unless_somebody_does(self):
        plan = {"field": "reduction_rate", "target": "{over: 8}", "reduction_households": 453, "households_start": 5000}
        assert one(**plan).met is Achievement.UNDECIDED
        assert one(**plan, options=ONE_BASE).met is Achievement.MET

    @pytest.mark.parametrize(
        ("outcome", "why"),
        [
            ({}, "the result does not state it, and its other figures leave both possible"),
            ({"reduction_households": "{about: 9}"}, "the result is an estimate"),
            ({"reduction_households": "{min: 8, max: 9}"}, "the result as written may lie on either side"),
        ],
    )
    def test_why_it_is_undecided(self, outcome, why):
        found = one("reduction_households", 9, **outcome)
        assert found.met is Achievement.UNDECIDED
        assert found.why.to(Lang.EN).startswith(why)

    def test_a_result_that_could_not_be_read_is_said_to_be_so(self):
        found = one("reduction_households", 1039, reduction_households="1.039")
        assert (found.met, found.why.to(Lang.EN)) == (Achievement.UNDECIDED, "the result could not be read here")

    def test_an_area_that_the_result_lacks(self):
        found = judged(targets(area("a", reduction_households=3)), targets())["r/a", "reduction_households"]
        assert (found.met, found.implied, found.difference) == (Achievement.UNDECIDED, ANY, None)
        assert found.why.to(Lang.EN) == "the result does not have this area"

    def test_a_result_without_targets(self):
        outcome = "povcalc: 1\ndocument: {title: A}\nfunding: {unit: VND, total: 1}\n"
        assert (
            judged(targets(reduction_households=3), outcome)["r", "reduction_households"].met is Achievement.UNDECIDED
        )

    def test_a_result_that_contradicts_itself_decides_only_what_both_say(self):
        counts = {"poor_households_start": 20, "poor_households_end": 12, "reduction_households": 9}
        doubtful = one("reduction_households", 9, **counts)
        assert doubtful.met is Achievement.UNDECIDED
        assert doubtful.why.to(Lang.EN).startswith("other figures of the result contradict it")
        inside = [area("a", reduction_households=5), area("b", reduction_households=6)]
        both = judged(targets(reduction_households=9), targets(*inside, reduction_households=10))
        assert both["r", "reduction_households"].met is Achievement.MET

    def test_an_area_that_was_moved_is_judged_where_it_is(self):
        plan = targets(area("a", area("x", reduction_households=3)), area("b"))
        outcome = targets(area("a"), area("b", area("x", reduction_households=2)))
        assert judged(plan, outcome)["r/b/x", "reduction_households"].met is Achievement.MISSED


class TestWhatIsATarget:
    def test_what_stands_at_the_start_is_none(self):
        plan = targets(households=9, poor_households_start=3, poverty_rate_start=33, households_end=9).replace(
            "  households: 9\n", "  households_start: 9\n"
        )
        assert judged(plan, plan) == {}

    @pytest.mark.parametrize(
        ("kinds", "years", "why"),
        [
            (("plan", "plan"), ("2019", "2019"), None),
            (("result", "plan"), ("2019", "2019"), "name the plan first"),
            (("result", "result"), ("2019", "2019"), "both documents are results"),
            (("plan", "result"), ("2019", "2020"), "the plan is for 2019, the result for 2020"),
        ],
    )
    def test_documents_that_are_not_a_plan_and_its_result_are_only_compared(self, kinds, years, why):
        texts = [
            targets(reduction_households=3).replace("title: A", f"kind: {kind}, year: {year}, title: A", 1)
            for kind, year in zip(kinds, years, strict=True)
        ]
        found = compared(*(read_text(text, "x") for text in texts))
        assert found.targets == ()
        assert (why is None and found.unjudged is None) or why in found.unjudged.to(Lang.EN)

    def test_a_period_is_judged_by_the_result_of_the_period(self):
        texts = [
            targets(reduction_households=3).replace("title: A", f"kind: {kind}, {when}, title: A", 1)
            for kind, when in (("plan", "period: {from: 2021, to: 2025}"), ("result", "year: 2023"))
        ]
        assert (
            compared(*(read_text(text, "x") for text in texts))
            .unjudged.to(Lang.EN)
            .endswith("the plan is for 2021–2025, the result for 2023.")
        )
        whole = texts[1].replace("year: 2023", "period: {from: 2021, to: 2025}")
        assert len(compared(read_text(texts[0], "x"), read_text(whole, "y")).targets) == 1


def half_a_unit(number):
    _, _, behind = str(number).partition(".")
    return Fraction(1, 2 * 10 ** len(behind))


def meets(field, target, value):
    """Whether a true value that is not printed meets a target, told without any of the program's intervals."""
    number, form = Fraction(target.number), target.form
    more = field in MORE
    half = min(half_a_unit(target.number), Fraction(1, 200)) if "rate" in field else 0
    match form:
        case Form.EXACT:
            return value >= number - half if more else value <= number + half
        case Form.OVER | Form.AT_LEAST:
            return value >= number
        case Form.UNDER | Form.AT_MOST:
            return value <= number
    return value >= number if more else value <= Fraction(target.upper)


def compared_as_printed(field, target, result):
    """Whether a bare number that a result prints is as good as the number of a target."""
    number, value = Fraction(target.number), Fraction(result.number)
    if target.form in (Form.OVER, Form.AT_LEAST) or (field in MORE and target.form in (Form.EXACT, Form.BETWEEN)):
        return value >= number
    return value <= (number if target.upper is None else Fraction(target.upper))


def drawn_target(random, field, value):
    """A target near a true value."""
    if "rate" not in field:
        number = max(int(value) + random.randint(-3, 3), -50 if field in MORE else 0)
    else:
        places = random.randint(1, 2)
        number = Fraction(round(value * 10**places) + random.randint(-3, 3), 10**places)
        number = f"{float(min(max(number, 0), 100)):.{places}f}"
    forms = [f"{number}", f"{number}", f"{{over: {number}}}", f"{{under: {number}}}", f"{{at_least: {number}}}"]
    return random.choice([*forms, f"{{at_most: {number}}}", f"{{min: {number}, max: {number}}}"])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32).map(Random))
def test_no_verdict_contradicts_the_truth_that_the_result_was_printed_from(random):
    """Of a world that is known, the result states some figures in any form; targets are near the truth."""
    inside = [drawn(random, 12, moving=True) for _ in range(random.randint(0, 2))]
    world, data = drawn(random, 12, moving=True, inside=inside)
    rate = data.get("reduction_rate")
    truth = quantities(world)
    if isinstance(rate, (int, Decimal)) and truth["reduction_rate"] not in Figure(rate).rounded():
        del data["reduction_rate"]  # a difference of printed rates stands as printed, whatever the truth
    wanted = {field: drawn_target(random, field, truth[field]) for field in (*MORE, *LESS) if field in truth}
    plan, outcome = (read_text(text, "x").plan for text in (targets(**wanted), plan_of(data)))
    for found in comparison.judge_targets(match_areas(plan, outcome), outcome, None).targets:
        field = found.field
        printed = found.result is not None and found.result.form is Form.EXACT
        if printed and found.met is not Achievement.UNDECIDED:
            assert (found.met is Achievement.MET) is compared_as_printed(field, found.target, found.result)
        if printed or set(found.grounds) <= {f"{found.address}.{rate}" for rate in RATES}:
            continue  # what is printed decides, whatever the truth
        if found.result is not None and Fraction(truth[field]) not in meant(field, found.result):
            continue  # an estimate that is more than a tenth off, which is a finding of its own
        holds = meets(field, found.target, Fraction(truth[field]))
        if found.met is not Achievement.UNDECIDED:
            assert (found.met is Achievement.MET) is holds, (field, wanted[field], data, world)


class TestWhatIsTakenFromThePlan:
    PLAN = targets(
        area("a", households=1000, poor_households_start=100, reduction_households=20, poverty_rate_end="8.0"),
        reduction_households=20,
    )

    def found(self, **outcome):
        texts = self.PLAN, result(targets(area("a", **outcome)))
        return compared(*(read_text(text, "x") for text in texts))

    def test_figures_of_the_start_that_the_result_leaves_out_are_and_it_is_said(self):
        found = self.found(poor_households_end=80)
        verdicts = {(each.address, each.field): each.met for each in found.targets}
        assert verdicts["r/a", "reduction_households"] is verdicts["r", "reduction_households"] is Achievement.MET
        assert found.from_plan == ("r/a.poor_households_start",)
        notes = [note.to(Lang.EN) for note in comparison.sheets_of(found)[0].notes]
        assert any("are taken from the plan: A, poor at start" in note for note in notes)

    def test_what_the_result_states_itself_is_not(self):
        found = self.found(poor_households_start=110, poor_households_end=85)
        assert found.targets[1].met is Achievement.MET
        assert found.from_plan == ()

    def test_what_contradicts_the_result_is_not(self):
        found = self.found(poor_households_end=90, reduction_households=25)
        assert found.targets[1].met is Achievement.MET
        assert found.from_plan == ()


class TestWhatIsShown:
    def test_a_stated_result_is_not_called_implied(self):
        counts = {"poor_households_start": 30, "poor_households_end": 20}
        found = one("reduction_households", 9, reduction_households="{min: 8, max: 12}", **counts)
        assert (found.met, found.is_implied) == (Achievement.MET, False)
        assert "judged from" in found.remark.to(Lang.EN)

    def test_empty_sections_print_nothing(self):
        texts = targets(reduction_households=3), result(targets(reduction_households=3))
        found = compared(*(read_text(text, "x") for text in texts))
        titles = [table.title.to(Lang.EN) for table in comparison.sheets_of(found)]
        assert titles == ["Targets and results"]  # that a result is another document goes without saying
        same = compared(read_text(texts[0], "x"), read_text(texts[0], "y"))
        assert [table.title.to(Lang.EN) for table in comparison.sheets_of(same)] == ["Figures that differ"]
