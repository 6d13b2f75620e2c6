"""Corrections at their edges: what mutants of their candidates showed to be untested."""

import itertools
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest

from command import ROOT, damaged
from plans import HEAD, area, dotted, read_text, targets
from povcalc import corrections
from povcalc.corrections import (
    DOUBTFUL,
    USUAL_LIMIT,
    Areas,
    Candidate,
    ConflictGroup,
    Corrected,
    EntryError,
    Limit,
    Money,
    _about,
    _accepted,
    _Count,
    _document_order,
    _exchanged,
    _fitted,
    _is_far,
    _is_one_day,
    _is_rate,
    _is_telling,
    _likelihood,
    _Meter,
    _neighbours,
    _numbers,
    _OutOfStepsError,
    _safe,
    _written_so,
    check,
    conflict_groups,
    edits,
    is_correctable,
    localise_errors,
    single,
    suggested,
)
from povcalc.document.reader import read_document
from povcalc.engine import run
from povcalc.findings import Change, Finding, Severity, Suggestion
from povcalc.inference.domains import Infeasible
from povcalc.messages import Lang, verbatim
from povcalc.places import edited
from povcalc.plan.edit import merge_side_tables
from povcalc.plan.funding import Ledger
from povcalc.plan.model import walk
from povcalc.values import Figure, Form, Interval
from test_breakdowns import small
from test_funding_breakdowns import plan


def offered(text):
    """What is suggested for the first finding: the figure's path and number, and whether it is safe."""
    reading = read_text(text, "plan.yaml")
    report, _ = suggested(reading, run(reading))
    return [
        (dotted(change.path), change.number, suggestion.safe)
        for suggestion in report.findings[0].suggestions
        for change in suggestion.changes
    ]


class TestShares:
    WHOLE, PART = "targets.poor_households_end", "targets.breakdowns[0].parts[0].poor_households_end"

    def plan(self, whole, part, share=""):
        parts = f"{{id: x, name: X, poor_households_end: {part}{share}}}, {{id: y, name: Y, poor_households_end: 12}}"
        return small(f"{{id: b, name: B, parts: [{parts}]}}", whole=f"poor_households_end: {whole}")

    def test_of_a_part_and_its_whole_a_share_tells_which_is_wrong(self):
        # 36 and 12 make 48, of which 36 are 75%; 63 and 12 would make 75, of which 63 are 84%.
        assert offered(self.plan(48, 63)) == [(self.PART, 36, False), (self.WHOLE, 75, False)]
        assert offered(self.plan(48, 63, ", share_of_poor_end: 75.0")) == [(self.PART, 36, True)]

    def test_so_it_does_where_the_whole_is(self):
        # 72 and 12 would make 84, but 72 are 86% of it.
        assert (self.PART, 72, False) in offered(self.plan(84, 36))
        of_both = offered(self.plan(84, 36, ", share_of_poor_end: 75.0"))
        assert of_both[0][:2] == (self.WHOLE, 48)
        assert self.PART not in [path for path, _, _ in of_both]


class TestSteps:
    def test_so_many_may_be_taken_and_no_more(self):
        meter = _Meter(10)
        meter.take(4)
        meter.take(6)
        with pytest.raises(_OutOfStepsError):
            meter.take(1)
        _Meter().take(10**9)

    @pytest.mark.parametrize(("near", "least"), [({}, 5), ({"near_poor_households_start": 5}, 15)])
    @pytest.mark.parametrize("trial", ["allowed", "is_consistent"])
    def test_a_trial_of_an_area_takes_five_for_each_measure(self, near, least, trial):
        areas = walk(read_text(targets(area("a", poor_households_start=10, **near)), "plan.yaml").plan.targets)
        path = ("targets", "areas", 0, "poor_households_start")
        asked = path if trial == "allowed" else [path]

        def tried(steps):
            return getattr(Areas({each.path: each for each in areas}, meter=_Meter(steps)), trial)(asked)

        assert tried(least)
        with pytest.raises(_OutOfStepsError):
            tried(least - 1)

    def test_all_but_the_last_may_use_half_of_what_is_left(self):
        meter = _Meter(20)
        meter.begin(is_last=False)
        meter.take(10)
        with pytest.raises(_OutOfStepsError):
            meter.take(1)
        meter.begin(is_last=True)  # 9 are left
        meter.take(3)
        assert not meter.is_spent
        meter.take(1)
        assert meter.is_spent  # 5 are one trial of an area
        meter.take(5)
        with pytest.raises(_OutOfStepsError):
            meter.take(1)

    def test_of_many_trials_the_cheapest_of_the_first_tells_whether_all_can_be_afforded(self):
        # 2 steps each for 20 trials are 40; the dearest of the first three does not count.
        for most, is_enough in ((50, True), (48, True), (47, False)):
            meter, taken = _Meter(most), []
            try:
                for at in meter.each([("x", at) for at in range(20)]):
                    taken.append(at[1])
                    meter.take(10 if at[1] == 1 else 2)
            except _OutOfStepsError:
                assert not is_enough
                assert taken == [0, 1, 2]
            else:
                assert is_enough
                assert taken == [*range(20)]

    def test_of_few_trials_or_without_a_limit_none_is_spared(self):
        meter, taken = _Meter(6), []
        for at in meter.each([("x", at) for at in range(3)]):
            taken.append(at[1])
            meter.take(2)
        assert taken == [0, 1, 2]
        unlimited = _Meter()
        assert len([unlimited.take(10**6) for _ in unlimited.each([("x", at) for at in range(9)])]) == 9
        assert not unlimited.is_spent

    def test_the_share_that_is_left_is_what_trials_are_held_to(self):
        # Of 40 steps 20 are the first's: ten trials of two are just enough, eleven are not.
        for trials, is_enough in ((10, True), (11, False)):
            meter = _Meter(40)
            meter.begin(is_last=False)
            try:
                for _ in meter.each([("x", at) for at in range(trials)]):
                    meter.take(2)
            except _OutOfStepsError:
                assert not is_enough
            else:
                assert is_enough


class TestSums:
    def test_a_part_is_added_and_taken_out_again_with_all_that_is_known_of_it(self):
        one, other = _Count(1, 2, 3, 4, 5, 6), _Count(10, 30, 50, 70, 90, 110)
        assert one.plus(other) == _Count(11, 32, 53, 74, 95, 116)
        assert other.plus(one, -1) == _Count(9, 28, 47, 66, 85, 104)
        assert one.plus(other).plus(other, -1) == one
        assert _Count.within(Interval(3, 7), estimates=1) == _Count(3, 7, 0, 0, 1, 0)
        assert _Count.within(Interval(None, 7), derived=1) == _Count(0, 7, 1, 0, 0, 1)
        assert _Count.within(Interval(3, None)) == _Count(3, 0, 0, 1, 0, 0)

    def areas(self):
        """A, B and C, of which C states rates that contradict each other, and no poor."""
        wrong = {"households": 100, "poverty_rate_start": "10.00", "poverty_rate_end": "5.00", "reduction_rate": 20}
        parts = (area("a", poor_households_start=30), area("b", poor_households_start=20), area("c", **wrong))
        plan = read_text(targets(*parts, poor_households_start=100), "plan.yaml").plan
        return Areas({each.path: each for each in walk(plan.targets)}), walk(plan.targets)

    def test_without_a_part_that_contradicts_itself_it_is_that_of_the_others(self):
        system, (root, first, _, third) = self.areas()
        found = system.sum_without(root, "poor_households_start", third.path)
        assert found.interval == Interval(50, 50)
        with pytest.raises(Infeasible):
            system.sum_without(root, "poor_households_start", first.path)
        with pytest.raises(Infeasible):
            system.sum_without(root, "poor_households_start")

    def test_an_amount_in_a_unit_of_its_own_is_the_rounded_sum_of_those_in_it(self):
        # 10.5 and 19.5 million are 30, of a section in billions.
        inside = "lines: [{id: b, name: B, amount: 10.5}, {id: c, name: C, amount: 19.5}]"
        text = plan(f"lines: [{{id: a, name: A, unit: million VND, amount: 31, {inside}}}]")
        assert offered(text.replace("million VND", "billion VND", 1))[0] == ("funding.lines[0].amount", 30, False)
        other = text.replace("unit: million VND, amount", "unit: billion VND, amount")
        assert offered(other)[0] == ("funding.lines[0].amount", 30, False)

    def test_the_totals_of_what_is_wrong_are_those_around_it_and_that_of_the_funding(self):
        group = ConflictGroup((), frozenset(), frozenset({("targets",)}))
        assert group.is_total(("funding", "total"))
        assert group.is_total(("targets", "poor_households_start"))
        assert not group.is_total(("funding", "lines", 0, "amount"))
        assert not group.is_total(("targets", "areas", 0, "poor_households_start"))

    def test_a_part_without_an_end_leaves_the_sum_without_it_until_it_is_taken_out_again(self):
        open_above, open_below = _Count.within(Interval(3, None)), _Count.within(Interval(None, 4))
        both = open_above.plus(open_above)
        assert both.interval == Interval(6, None)
        assert both.plus(open_above, -1).interval == Interval(3, None)
        assert both.plus(open_above, -1).plus(open_above, -1).interval == Interval(0, 0)
        assert open_above.plus(open_below).interval == Interval(None, None)
        assert open_below.plus(open_below).plus(open_below, -1).interval == Interval(None, 4)
        assert open_below.plus(_Count.within(Interval(1, 2))).interval == Interval(None, 6)

    def test_a_count_is_compared_with_what_rates_give_unless_it_is_an_estimate(self):
        # 50.00% of 100 are 50 in A, so that of 90 in all B has 40.
        derived = area("a", households_start=100, poverty_rate_start="50.00")
        for poor, is_right in ((30, False), (40, True), ("{about: 30}", True)):
            text = targets(derived, area("b", poor_households_start=poor), poor_households_start=90)
            assert self.is_consistent(text, 1) is is_right

    def test_an_estimate_is_compared_with_what_is_stated(self):
        for poor, is_right in (("{about: 40}", True), ("{about: 30}", False)):
            parts = (area("a", poor_households_start=50), area("b", poor_households_start=poor))
            assert self.is_consistent(targets(*parts, poor_households_start=90), 1) is is_right

    def allowed(self, text, *rows, field):
        """What all others leave for a figure of an area inside areas."""
        areas = walk(read_text(text, "plan.yaml").plan.targets)
        path = ("targets", *(step for row in rows for step in ("areas", row)), field)
        return Areas({each.path: each for each in areas}).but(dropped=(path,)).allowed(path)

    @pytest.mark.parametrize(("other", "low"), [({"poor_households_start": 30}, 30), ({}, 0)])
    def test_a_part_of_an_area_that_states_nothing_is_what_the_sum_around_that_leaves(self, other, low):
        # A and B make 100: A has 60, of which 30 are in X, or any number.
        inner = area("a", area("x", **other), area("y", poor_households_start=300))
        text = targets(inner, area("b", poor_households_start=40), poor_households_start=100)
        found = self.allowed(text, 0, 1, field="poor_households_start")
        assert found == Interval(low, 30 if other else 60)

    def test_the_households_of_a_part_are_what_the_poor_of_all_parts_and_the_rate_leave(self):
        # 70 and 80 poor are 50.00% of 300 households, of which 100 are in A.
        parts = (
            area("a", households_start=100, poor_households_start=70),
            area("b", households_start=10, poor_households_start=80),
        )
        text = targets(*parts, poverty_rate_start="50.00")
        assert self.allowed(text, 1, field="households_start") == Interval(200, 200)

    def test_a_bound_may_be_corrected_to_one_that_is_far_from_what_the_others_leave(self):
        # 80 less 20 are 60, which is at most 65.
        parts = (area("a", poor_households_start="{at_most: 5}"), area("b", poor_households_start=20))
        assert offered(targets(*parts, poor_households_start=80))[0] == (
            "targets.areas[0].poor_households_start",
            65,
            False,
        )

    def is_consistent(self, text, at):
        areas = walk(read_text(text, "plan.yaml").plan.targets)
        system = Areas({each.path: each for each in areas})
        return system.is_consistent([("targets", "areas", at, "poor_households_start")])


P0, P1, H, N, N0, R0, R1, S0, S1 = (
    "poor_households_start",
    "poor_households_end",
    "reduction_households",
    "households",
    "households_start",
    "poverty_rate_start",
    "poverty_rate_end",
    "share_of_poor_start",
    "share_of_poor_end",
)
R, A, B = ("targets",), ("targets", "areas", 0), ("targets", "areas", 1)
U, V = ((*R, "breakdowns", 0, "parts", at) for at in range(2))
PARTIAL, OVERLAPPING = "partial: true", "overlapping: true"


def split(*parts, kind=""):
    """A breakdown into U, V and so on."""
    each = [
        f"{{id: {name}, name: {name.upper()}{''.join(f', {field}: {figure}' for field, figure in part.items())}}}"
        for name, part in zip("uvw", parts, strict=False)
    ]
    return f"[{{id: s, name: S, {kind and f'{kind}, '}parts: [{', '.join(each)}]}}]"


def system_of(text):
    return Areas({each.path: each for each in walk(read_text(text, "plan.yaml").plan.targets)})


def two(first, second, total=None, **more):
    """A and B, which state so much of a count, and the whole."""
    field = more.pop("field", P0)
    return targets(
        area("a", **{field: first}), area("b", **{field: second}), **({field: total} if total else {}), **more
    )


class TestWhatOthersLeave:
    """What all other figures leave for one that is left out."""

    @pytest.mark.parametrize(
        ("text", "path", "low", "high"),
        [
            (two(30, 20, 60), (*R, P0), 50, 50),
            (two(30, 20, 60), (*A, P0), 40, 40),
            (two(30, 20, 60, partial="true"), (*R, P0), 50, None),
            (two(30, 20, 60, partial="true"), (*A, P0), 0, 40),
            (two(30, 20, 60, field=H), (*A, H), 40, 40),
            (two(30, 20, 60, field=H, partial="true"), (*A, H), None, None),  # what is not listed may rise
            (two(30, 20, 60, field=H, partial="true"), (*R, H), None, None),
            (two(30, "{about: 20}", 60), (*A, P0), 40, 40),
            (two(30, "{about: 20}", 60), (*B, P0), 30, 30),
            (two("{at_most: 30}", 20, 60), (*B, P0), 30, 60),
            (two("{min: 25, max: 30}", 20, 60), (*B, P0), 30, 35),
            (targets(area("a", **{N: 100, R0: "30.00"}), area("b", **{P0: 20}), **{P0: 60}), (*B, P0), 30, 30),
            (
                targets(area("a", **{N: 100, R0: "30.00"}), area("b", **{P0: "{about: 20}"}), **{P0: 60}),
                (*B, P0),
                *(None, None),  # with what rates make an estimate is not compared
            ),
            (targets(area("a", **{N: 200, P0: 30, R0: "15.0"})), (*A, R0), 15, 15),
            (targets(area("a", **{N: 300, P0: 20, R0: "15.0"})), (*A, R0), Fraction(20, 3), Fraction(20, 3)),
            # 60 less 20 are A's, of which Y has 6.
            (
                targets(
                    area("a", area("x", **{P0: 5}), area("y", **{P0: 6}), **{N: 100}), area("b", **{P0: 20}), **{P0: 60}
                ),
                (*A, "areas", 0, P0),
                *(34, 34),
            ),
            (targets(**{P0: 60}, breakdowns=split({P0: 30}, {P0: 20})), (*R, P0), 50, 50),
            (targets(**{P0: 60}, breakdowns=split({P0: 30}, {P0: 20})), (*U, P0), 40, 40),
            (targets(**{P0: 60}, breakdowns=split({P0: 30}, {P0: 20}, kind=PARTIAL)), (*R, P0), 50, None),
            (targets(**{P0: 60}, breakdowns=split({P0: 30}, {P0: 20}, kind=PARTIAL)), (*V, P0), 0, 30),
            (targets(**{P0: 60}, breakdowns=split({P0: 30}, {P0: 20}, kind=OVERLAPPING)), (*R, P0), 0, None),
            (targets(**{P0: 60}, breakdowns=split({P0: 30}, {P0: 20}, kind=OVERLAPPING)), (*U, P0), 0, None),
            (targets(**{H: 60}, breakdowns=split({H: 30}, {H: 20}, kind=PARTIAL)), (*U, H), None, None),
            (two(35, 20, 55, breakdowns=split({P0: 30}, {P0: 25})), (*R, P0), 55, 55),
            (two(35, 20, breakdowns=split({P0: 30, "members": "[a]"}, {})), (*A, P0), 30, 30),
            (two(35, 20, breakdowns=split({P0: 30, "members": "[a, b]"}, {})), (*U, P0), 55, 55),
            (two(25, 20, breakdowns=split({P0: 30, "members": "[a, b]"}, {})), (*B, P0), 5, 5),
            # Half of 60 are 29.7 to 30.3; of 30 it is the half of 59.4 to 60.6.
            (targets(**{P0: 60}, breakdowns=split({P0: 31, S0: 50}, {})), (*U, P0), 30, 30),
            (targets(**{P0: 60}, breakdowns=split({P0: 30, S0: 50}, {})), (*R, P0), 60, 60),
            (targets(**{P0: 600}, breakdowns=split({P0: 30, S0: 50}, {})), (*U, P0), 297, 303),
            (targets(**{P0: 60}, breakdowns=split({P0: 300, S0: 50}, {})), (*R, P0), 595, 606),
            (targets(**{P0: 60}, breakdowns=split({P0: 30, S0: "{about: 50}"}, {})), (*R, P0), 30, None),
            (targets(**{P0: 60}, breakdowns=split({P0: 30, S0: "{at_most: 50}"}, {})), (*U, P0), 0, 30),
            (targets(**{P0: 60, P1: 50}, breakdowns=split({P0: 30, P1: 9, S0: 50}, {})), (*U, P1), 0, 50),
            # A share of one date says nothing of the other.
            (targets(**{P0: 60}, breakdowns=split({P0: 30, P1: 9, S0: 50}, {})), (*R, P1), 9, None),
            (targets(**{P1: 60}, breakdowns=split({P0: 9, P1: 30, S1: 50}, {})), (*R, P0), 9, None),
            (targets(**{P0: 60}, breakdowns=split({P0: 30, S0: "{at_most: 50}"}, {})), (*R, P0), 30, None),
            (targets(**{P0: 60}, breakdowns=split({P0: 30, S0: "{at_least: 50}"}, {})), (*R, P0), 30, None),
            (targets(**{P0: 60}, breakdowns=split({P0: 0, S0: "0.0"}, {})), (*R, P0), 0, None),
            (targets(**{P0: 60}, breakdowns=split({P0: 300_000, S0: 50}, {})), (*R, P0), 594_060, 606_060),
            (two("{at_most: 30}", 20, 60, field=H), (*B, H), 30, None),  # poor households may rise
            # Half of 300 are 150, of which A has 70.
            (
                targets(area("a", **{N0: 100, P0: 70}), area("b", **{N0: 200, P0: 10}), poverty_rate_start="50.00"),
                (*B, P0),
                *(80, 80),
            ),
            # A states nothing: 60 less 20 are what its parts have.
            (
                targets(area("a", area("x", **{H: 5}), area("y", **{H: 6})), area("b", **{H: 20}), **{H: 60}),
                (*A, "areas", 0, H),
                *(34, 34),
            ),
        ],
    )
    def test_it_is_what_sums_and_shares_leave(self, text, path, low, high):
        found = system_of(text).but(dropped=(path,)).allowed(path)
        assert (found.low, found.high) == (low, high)

    @pytest.mark.parametrize(
        ("text", "path"),
        [
            (two(35, 20, 60, breakdowns=split({P0: 30}, {P0: 20})), (*R, P0)),  # 55 and 50
            (two(35, 20, 60, breakdowns=split({P0: 30, "members": "[a]"}, {})), (*A, P0)),  # 40 and 30
            (two(35, 70, 60), (*A, P0)),  # less than none
            (two(35, 20, breakdowns=split({P0: 30, "members": "[a, b]"}, {})), (*B, P0)),
            (targets(area("a", **{N: 200, "reduction_rate_per_year": "15.0"})), (*A, "reduction_rate_per_year")),
            (targets(**{P0: 60}, breakdowns=split({P0: 30, S0: 50}, {})), (*U, S0)),  # not worked out
        ],
    )
    def test_it_may_be_nothing(self, text, path):
        assert system_of(text).but(dropped=(path,)).allowed(path) is None

    def test_one_number_of_households_is_what_both_dates_leave(self):
        part = {"households_start": 30, "households_end": 31}
        for both, found in (({"households_start": 60, "households_end": 61}, Interval(30, 30)), ({N: 60}, None)):
            system = system_of(targets(area("a", **part), area("b", **{N: 20}), **both))
            assert system.but(dropped=((*B, N),)).allowed((*B, N)) == found

    PLAN = targets(
        area("a", area("x", **{P0: 5, P1: 3, H: 2}), area("y", **{P0: 6, H: 1}), **{P0: 11, N: 100, R0: "11.0"}),
        area("b", area("z", **{P0: 20, N: 90})),
        area("c", **{P0: 9, P1: 4, H: 5}, breakdowns=split({P0: 4}, {P0: 5, S0: 56})),
        **{P0: 40, H: 9},
        breakdowns=split({P0: 31, "members": "[a, b]"}, {P0: 9, "members": "[c]"}),
    )

    def paths(self):
        areas = walk(read_text(self.PLAN, "plan.yaml").plan.targets)
        return [(*each.path, field) for each in areas for field in (P0, P1, H, N, R0) if each.figure(field)]

    @staticmethod
    def anew(path, figure=None):
        """The areas of a plan that has another figure, or none, in a place."""
        plan = read_text(TestWhatOthersLeave.PLAN, "plan.yaml").plan

        def changed(value, steps):
            if len(steps) == 1:
                return value.model_copy(update={steps[0]: figure})
            inside = list(getattr(value, steps[0]))
            inside[steps[1]] = changed(inside[steps[1]], steps[2:])
            return value.model_copy(update={steps[0]: tuple(inside)})

        return Areas({each.path: each for each in walk(changed(plan.targets, path[1:]))})

    def test_a_figure_left_out_is_as_in_a_plan_that_lacks_it(self):
        whole = system_of(self.PLAN)
        for path in self.paths():
            for system in (whole.but(dropped=(path,)), whole.but(changed={path: Figure(1)}).but(dropped=(path,))):
                for asked in (path, *(each for each in self.paths() if each[:-1] == path[:-1])):
                    assert system.allowed(asked) == self.anew(path).allowed(asked), (path, asked)

    @pytest.mark.parametrize("number", [5, 31])
    def test_a_figure_changed_is_as_in_a_plan_that_has_it_so(self, number):
        whole, figure = system_of(self.PLAN), Figure(number)
        for path in self.paths():
            system, anew = whole.but(dropped=(path,)).but(changed={path: figure}), self.anew(path, figure)
            found = [asked for asked in self.paths() if system.is_consistent([asked])]
            assert found == [asked for asked in self.paths() if anew.is_consistent([asked])], path
            for asked in self.paths()[::4]:
                assert system.but(dropped=(asked,)).allowed(asked) == anew.but(dropped=(asked,)).allowed(asked)

    def test_what_is_put_back_is_as_it_was(self):
        whole = system_of(self.PLAN)
        for path in self.paths():
            system = whole.but(dropped=(path,)).but(as_stated=(path,))
            assert system.figure(path) == whole.figure(path)
            assert [system.is_consistent([each]) for each in self.paths()] == [True] * len(self.paths())

    def test_a_total_that_is_not_compared_allows_anything_until_it_is_again(self):
        areas = {each.path: each for each in walk(read_text(two(30, 20, 60), "plan.yaml").plan.targets)}
        apart = Areas(areas, unsummed=[(*R, P0)])
        assert apart.but(dropped=((*A, P0),)).allowed((*A, P0)) == Interval(0, None)
        again = apart.but(summed=[(*R, P0)])
        assert again.but(dropped=((*A, P0),)).allowed((*A, P0)) == Interval(40, 40)
        assert not again.is_consistent([(*A, P0)])
        assert apart.is_consistent([(*A, P0)])


TOTAL = ("funding", "total")
ROWS = "breakdowns: [{id: y, name: Y%s, lines: [{id: p, name: P, amount: 40}, {id: q, name: Q, amount: %s}]}]"


def amount(at, field="amount"):
    return ("funding", "lines", at, field)


def of_lines(first, second, total=None, *more):
    """A funding of the lines A and B, in million VND."""
    lines = f"lines: [{{id: a, name: A, {first}}}, {{id: b, name: B{second and f', {second}'}}}]"
    return "\n".join([*([f"total: {total}"] if total else []), lines, *more])


def money(text):
    return Money(Ledger.of(read_text(plan(text), "plan.yaml").plan.funding))


def steps_of(text, trial, paths):
    """The fewest steps that a trial can be done with."""
    ledger = Ledger.of(read_text(plan(text), "plan.yaml").plan.funding)

    def is_done(most):
        try:
            getattr(Money(ledger, meter=_Meter(most)), trial)(paths)
        except _OutOfStepsError:
            return False
        return True

    return next(most for most in range(20) if is_done(most))


class TestWhatOtherAmountsLeave:
    @pytest.mark.parametrize(
        ("text", "path", "low", "high", "is_right"),
        [
            (of_lines("amount: 30", "amount: 70", 99), TOTAL, 100, 100, False),
            (of_lines("amount: 30", "amount: 70", 99), amount(0), 29, 29, False),
            (of_lines("amount: 30", "amount: 70", "{at_most: 99}"), amount(0), 0, 29, False),
            (of_lines("amount: 30", "", 99), TOTAL, 30, None, True),
            (of_lines("amount: 30", "", 99), amount(0), 0, 99, True),
            (of_lines("amount: 30", "amount: 70"), amount(0), 0, None, True),
            (of_lines("amount: 30, unit: billion VND", "amount: 70", 99), amount(0), *[Fraction(29, 1000)] * 2, False),
            (of_lines("amount: 30, unit: billion VND", "amount: 70", 30070), amount(0), 30, 30, True),
            (of_lines("amount: 30, unit: billion VND", "amount: 70", 30070), amount(1), 70, 70, True),
            (of_lines("amount: 30, unit: billion VND", "amount: 71", 30070), TOTAL, 30071, 30071, False),
            # 33.25 to 33.35% of 300 are 99.75 to 100.05.
            (of_lines("amount: 100, share: 33.3", "", 300), amount(0), Fraction("99.75"), Fraction("100.05"), True),
            (of_lines("amount: 101, share: 33.3", "", 300), amount(0), Fraction("99.75"), Fraction("100.05"), False),
            (of_lines("amount: 100, share: 33.3", "", 300), TOTAL, Fraction(200_000, 667), Fraction(40_000, 133), True),
            (of_lines("amount: 100, share: {at_most: 50}", "", 300), amount(0), 0, 150, True),
            (of_lines("amount: 100, share: {at_most: 30}", "", 300), amount(0), 0, 90, False),
            (of_lines("amount: 100, share: 33.4", "", 300), amount(0, "share"), *[Fraction(100, 3)] * 2, False),
            (
                of_lines("amount: 100, share: 33.3", "amount: 200", 300),
                amount(0, "share"),
                *[Fraction(100, 3)] * 2,
                True,
            ),
            (of_lines("amount: 30, share: 31", "amount: 70"), amount(0, "share"), 30, 30, False),
            (of_lines("amount: 30, share: 31", "amount: 70"), amount(0), 0, None, True),  # of a whole of several
            # What is left of 100 by 20.45 to 20.55.
            (of_lines("share: 70", "share: 20.5"), amount(0, "share"), Fraction("79.45"), Fraction("79.55"), False),
            (of_lines("share: 80", "share: 20.5"), amount(0, "share"), Fraction("79.45"), Fraction("79.55"), True),
            (of_lines("share: 70", "share: 20.5"), amount(1, "share"), Fraction("29.5"), Fraction("30.5"), False),
            (of_lines("share: 70", ""), amount(0, "share"), 0, None, True),
            (of_lines("share: 70", "share: {at_most: 20}"), amount(0, "share"), 80, None, False),
            # 25.5 to 26.5% of 400 are 102 to 106; 100 are of 377.4 to 392.2.
            (of_lines("amount: 400, disbursed: 100, disbursed_share: 26", ""), amount(0, "disbursed"), 102, 106, False),
            (
                of_lines("amount: 400, disbursed: 100, disbursed_share: 26", ""),
                amount(0),
                Fraction(10_000, Fraction("26.5")),
                Fraction(10_000, Fraction("25.5")),
                False,
            ),
            (
                of_lines("amount: 400, disbursed: 100, disbursed_share: 26", ""),
                amount(0, "disbursed_share"),
                25,
                25,
                False,
            ),
            # A total of fewer decimals is a rounded one.
            (of_lines("amount: 30.25", "amount: 70", 99.5), amount(0), Fraction("29.45"), Fraction("29.55"), False),
            (of_lines("amount: 30.25", "amount: 70", 99), amount(0), Fraction("28.5"), Fraction("29.5"), False),
            (of_lines("amount: 30.25", "amount: 70", 100), TOTAL, Fraction("100.245"), Fraction("100.255"), True),
            (of_lines("amount: 30", "amount: 70", 100, ROWS % ("", 60)), TOTAL, 100, 100, True),
            (of_lines("amount: 30", "amount: 70", 100, ROWS % ("", 61)), TOTAL, None, None, False),
            (of_lines("amount: 30", "amount: 70", 100, ROWS % (", partial: true", 50)), TOTAL, 100, 100, True),
            (of_lines("amount: 30", "", 100, ROWS % (", partial: true", 50)), TOTAL, 90, None, True),
            (
                of_lines("amount: 30", "amount: 70", 100, ROWS % (", partial: true", 50)),
                ("funding", "breakdowns", 0, "lines", 0, "amount"),
                *(0, 50, True),
            ),
            (of_lines("amount: 30", "amount: 70", 9), amount(0), None, None, False),  # no amount is negative
            (of_lines("amount: -30", "amount: 70", 40), amount(0), None, None, False),
        ],
    )
    def test_it_is_what_sums_and_shares_leave(self, text, path, low, high, is_right):
        system = money(text)
        found = system.but(dropped=(path,)).allowed(path)
        assert (found and found[:2]) == (None if low is None else (low, high))
        assert system.is_consistent([path]) is is_right

    def test_of_a_line_that_is_all_there_is_its_own_share_says_nothing(self):
        system = money("lines: [{id: a, name: A, amount: 30, share: 50}]")
        assert system.but(dropped=[amount(0)]).allowed(amount(0)) == Interval(0, None)
        assert system.is_consistent([amount(0)])

    def test_a_trial_of_an_amount_is_a_step_and_what_is_consistent_one_more_for_each(self):
        text = of_lines("amount: 30", "amount: 70", 100)
        assert steps_of(text, "allowed", TOTAL) == 1
        assert steps_of(text, "is_consistent", [TOTAL]) == 2
        assert steps_of(text, "is_consistent", [TOTAL, amount(0)]) == 3

    @pytest.mark.parametrize(("lines", "steps"), [(99, 1), (100, 2), (199, 2), (200, 3)])
    def test_to_add_up_a_hundred_for_a_share_is_a_step_more(self, lines, steps):
        first = "{id: a, name: A, amount: 1, share: 1}"
        others = (f"{{id: a{at}, name: A{at}, amount: 1}}" for at in range(1, lines))
        text = f"lines: [{', '.join([first, *others])}]"
        assert steps_of(text, "allowed", amount(0, "share")) == steps

    @pytest.mark.parametrize(("lines", "steps"), [(99, 1), (100, 2)])
    def test_so_it_is_for_the_other_shares(self, lines, steps):
        each = (f"{{id: a{at}, name: A{at}, share: 1}}" for at in range(lines))
        assert steps_of(f"total: 100\nlines: [{', '.join(each)}]", "allowed", amount(0, "share")) == steps

    def test_many_that_are_changed_are_added_up_once_and_few_each_time(self):
        # Of 20 lines of 1 each so many are 2.
        lines = ", ".join(f"{{id: a{at}, name: A{at}, amount: 1}}" for at in range(20))
        system = money(f"total: 20\nlines: [{lines}]")
        for number in (1, 15, 16, 17, 18, 20):
            changed = system.but(changed={amount(at): Figure(2) for at in range(number)})
            assert changed.but(dropped=[TOTAL]).allowed(TOTAL) == Interval(20 + number, 20 + number)
            assert changed.but(dropped=[TOTAL], as_stated=[amount(0)]).allowed(TOTAL) == Interval(*[19 + number] * 2)
            assert not changed.is_consistent([TOTAL])
            assert changed.but(changed={TOTAL: Figure(20 + number)}).is_consistent([TOTAL, amount(0), amount(19)])
            left = changed.but(dropped=[amount(0)])
            assert left.figure(amount(0)) is None
            assert left.figure(amount(19)) == Figure(2 if number == 20 else 1)
            assert left.but(dropped=[TOTAL]).allowed(TOTAL) == Interval(18 + number, None)
            more = changed.but(changed={amount(0): Figure(5)})
            assert more.but(dropped=[TOTAL]).allowed(TOTAL) == Interval(23 + number, 23 + number)

    def test_what_is_changed_is_what_the_others_are_held_to(self):
        system = money(of_lines("amount: 30", "amount: 70", 99))
        assert not system.is_consistent([TOTAL])
        for path, number in ((TOTAL, 100), (amount(0), 29), (amount(1), 69)):
            changed = system.but(changed={path: Figure(number)})
            assert changed.is_consistent([TOTAL, amount(0), amount(1)])
            assert changed.figure(path) == Figure(number)
            again = changed.but(as_stated=[path])
            assert not again.is_consistent([TOTAL])
        both = system.but(changed={amount(0): Figure(28)}).but(changed={amount(1): Figure(71)})
        assert both.is_consistent([TOTAL])
        assert both.but(dropped=[TOTAL]).allowed(TOTAL) == Interval(99, 99)
        assert both.but(dropped=[amount(1), TOTAL]).allowed(TOTAL) == Interval(28, None)
        assert not system.but(changed={TOTAL: Figure(0)}).is_consistent([TOTAL])

    def test_a_sum_that_is_not_compared_allows_anything_until_it_is_again(self):
        ledger = Ledger.of(read_text(plan(of_lines("amount: 30", "amount: 70", 99)), "plan.yaml").plan.funding)
        every = (TOTAL, amount(0), amount(1))
        apart = Money(ledger, unsummed=[every])
        assert apart.is_consistent(every)
        assert apart.but(dropped=[TOTAL]).allowed(TOTAL) == Interval(0, None)
        assert not apart.but(summed=[every]).is_consistent([TOTAL])
        assert not Money(ledger, unsummed=[every[1:]]).is_consistent([TOTAL])

    @pytest.mark.parametrize(
        ("text", "path", "expected"),
        [
            (of_lines("amount: 30.25", "amount: 70", 99.5), TOTAL, 2),
            (of_lines("amount: 30.25", "amount: 70", 99.5), amount(0), 1),  # the most of the others
            (of_lines("amount: 30.25", "amount: 70.25", 99.5), amount(0), 2),
            (of_lines("amount: 30.25", ""), amount(0), 2),  # the only one
            (of_lines("amount: 30.25", "amount: 70.125", 99), amount(0), 3),
            (of_lines("amount: 30.25", "amount: 70.125", 99), amount(1), 2),
            (of_lines("amount: 30.25, share: 5", "amount: 70, share: 95.1", 99), amount(0, "share"), 1),
            (of_lines("amount: 30.25, share: 5", "amount: 70, share: 95.1", 99), amount(1, "share"), 0),
        ],
    )
    def test_an_amount_has_at_most_the_decimals_of_the_others(self, text, path, expected):
        assert money(text).places(path) == expected

    def test_what_a_figure_says_of_a_sum_is_rounded_to_its_own_last_decimal(self):
        system = money(of_lines("amount: 30.25", "amount: 70", 99.5))
        assert system.meaning(TOTAL, Figure(Decimal("99.5")))[:2] == (Fraction("99.45"), Fraction("99.55"))
        assert system.meaning(TOTAL, Figure(99))[:2] == (Fraction("98.5"), Fraction("99.5"))
        assert system.meaning(amount(1), Figure(70))[:2] == (70, 70)


class TestFitted:
    """Which numbers a figure could be changed to."""

    class System:
        """What allows and holds anything, up to two decimals."""

        def __init__(self, *, holds=True):
            self.holds = holds

        def places(self, _):
            return 2

        def meaning(self, _, figure):
            return Interval(Fraction(figure.number), Fraction(figure.number))

        def but(self, changed):
            return SimpleNamespace(is_consistent=lambda paths: self.holds and set(paths) == set(changed))

    def fits(self, field, number, figure=None, allowed=None, *, holds=True):
        allowed = allowed or Interval(-10_000, 10_000)
        found = _fitted(self.System(holds=holds), (*R, field), figure or Figure(5), number, allowed)
        assert found is None or found.number == number
        return found is not None

    @pytest.mark.parametrize(
        ("field", "number", "expected"),
        [
            (R0, 100, True),
            (R0, Decimal("100.1"), False),
            (R0, 101, False),
            (R0, 0, True),
            (R0, -1, False),
            ("reduction_rate", -1, True),
            ("reduction_rate", -100, True),
            ("reduction_rate", -101, False),
            (H, -1, True),
            (H, 101, True),
            (P0, 0, True),
            (P0, -1, False),
            (P0, Decimal("5.5"), False),
            ("total", Decimal("5.55"), True),
            ("total", Decimal("5.555"), False),
            ("total", 101, True),
        ],
    )
    def test_a_rate_is_at_most_a_hundred_and_only_reductions_are_negative(self, field, number, expected):
        assert self.fits(field, number) is expected

    def test_a_rounded_count_stays_rounded(self):
        figure = Figure(50, step=10)
        assert self.fits(P0, 60, figure)
        assert not self.fits(P0, 65, figure)

    @pytest.mark.parametrize(
        ("number", "low", "high", "expected"),
        [
            (5, 5, 5, True),
            (5, 6, 7, False),
            (5, 3, 4, False),
            (5, 7, None, False),
            (5, None, 3, False),
            (5, None, 5, True),
            (5, 5, None, True),
        ],
    )
    def test_it_lies_in_what_the_others_leave(self, number, low, high, expected):
        assert self.fits(P0, number, allowed=Interval(low, high)) is expected

    def test_everything_holds_then(self):
        assert self.fits(P0, 5)
        assert not self.fits(P0, 5, holds=False)

    @pytest.mark.parametrize(
        ("number", "low", "high", "expected"),
        [
            (5, 6, None, False),
            (5, Fraction(61, 10), None, True),
            (5, 7, 9, True),
            (5, None, 4, False),
            (5, None, Fraction(39, 10), True),
            (5, 1, 3, True),
            (5, 1, 9, False),
            (Decimal("5.5"), 6, 7, False),
            (5, None, None, False),
        ],
    )
    def test_what_is_more_than_one_off_is_far(self, number, low, high, expected):
        assert _is_far(number, Interval(low, high)) is expected


class TestSingle:
    """The numbers that one figure could be changed to: the number, the typing error, whether it is the only one."""

    @pytest.mark.parametrize(
        ("text", "path", "expected"),
        [
            (two(300, 20, 33), (*A, P0), [(13, None, True)]),
            (two(300, 20, 33), (*R, P0), [(320, None, True)]),
            (two("{about: 300}", 20, 33), (*A, P0), [(13, None, True)]),
            (two("{min: 10, max: 12}", 20, 33), (*A, P0), []),
            (two(20, 20, 33), (*A, P0), [(13, "copied", True)]),
            (two(300, 20, 33, partial="true"), (*A, P0), [((0, 13), None, False)]),
            (two(50000, 2000, 8000, partial="true"), (*A, P0), [(5000, "doubled"), (50, "unit"), ((0, 6000), None)]),
            # 11 to 19, 120 to 920, 200 to 290 ... and the keys: the nearest is named.
            (two(5000, 20, 8000, partial="true"), (*B, P0), [(120, "missing"), ((0, 3000), None)]),
            (two("{at_most: 10}", 20, 33), (*A, P0), [(110, "missing"), ((13, 13), None)]),
            (two("{under: 5}", 20, 80), (*A, P0), [(65, "missing"), ((60, 60), None)]),
            (two("{at_least: 310}", 20, 150), (*A, P0), [(130, "swapped"), ((130, 130), None)]),
            # Nobody turns the sign of what is no bare number.
            (two(10, 40, 30, field=H), (*A, H), [(-10, "sign", True)]),
            (two("{about: 10}", 40, 30, field=H), (*A, H), [(-10, None, True)]),
            (two("{at_least: 10}", 40, 30, field=H), (*A, H), [((-10, -10), None)]),
            (two("{over: 11}", 40, 30, field=H), (*A, H), [((-10, -10), None)]),
            (two("{at_most: -10}", 40, 50, field=H), (*A, H), [((10, 10), None)]),
            (two("{under: -11}", 40, 50, field=H), (*A, H), [((10, 10), None)]),
            # Up to three numbers are named, the nearest first.
            (two("{min: 25, max: 26}", 20, 60), (*B, P0), [(34, None), (35, None)]),
            (two("{min: 25, max: 27}", 20, 60), (*B, P0), [(33, None), (34, None), (35, None)]),
            (two("{min: 25, max: 28}", 20, 60), (*B, P0), [((32, 35), None)]),
            (targets(**{N: 300, P0: 20, R0: "15.0"}), (*R, R0), [(Decimal("6.7"), None, True)]),  # 6.66...
            (targets(**{N: 1000, P0: 130, R0: "31.0"}), (*R, R0), [(Decimal("13.0"), "swapped", True)]),
            (targets(**{N: 1000, P0: 130, R0: "31.0"}), (*R, P0), [(310, "swapped", True)]),
            # 130 are 31.0% of 418.7 to 420.03; of 420 fewer digits differ.
            (targets(**{N: 1000, P0: 130, R0: "31.0"}), (*R, N), [(420, None), (419, None)]),
        ],
    )
    def test_of_areas(self, text, path, expected):
        self.assert_found(system_of(text), path, expected)

    @pytest.mark.parametrize(
        ("text", "path", "expected"),
        [
            (of_lines("amount: 30", "amount: 70", 99), amount(0), [(29, None, True)]),
            (of_lines("amount: 30", "amount: 70", 99.5), TOTAL, [(100, None, True)]),
            (
                of_lines("amount: 100, share: 33.4", "amount: 200", 300),
                amount(0, "share"),
                [(Decimal("33.3"), "key", True)],
            ),
            (of_lines("amount: 30.25", "amount: 70", 90), amount(1), [(60, "key", True)]),  # 59.25 to 60.26
            (of_lines("amount: 30", "amount: 70.5", 99), amount(0), [(29, None), (28, None)]),  # 28 to 29
        ],
    )
    def test_of_money(self, text, path, expected):
        self.assert_found(money(text), path, expected)

    def assert_found(self, system, path, expected):
        found = single(system, path)
        assert all(each.path == path and len(each.figures) == 1 for each in found)
        numbers = [each.figures[0][1] for each in found]
        assert [
            (tuple(each.allowed[:2]) if number is None else number.number, each.entry_error and each.entry_error.value)
            for each, number in zip(found, numbers, strict=True)
        ] == [each[:2] for each in expected]
        assert [each.only_number for each in found] == [each[2] if len(each) > 2 else False for each in expected]

    def test_of_more_than_three_the_likeliest_says_how_many_there_are(self):
        first, last = single(system_of(two(5000, 20, 8000, partial="true")), (*B, P0))
        assert (first.choices, last.choices) == (35, 1)
        three = single(system_of(two(50000, 2000, 8000, partial="true")), (*A, P0))
        assert [each.choices for each in three] == [1, 1, 1]

    def test_three_numbers_are_three_choices_and_not_one_of_three(self):
        assert [each.choices for each in single(system_of(two("{min: 25, max: 27}", 20, 60)), (*B, P0))] == [1, 1, 1]

    def test_whether_it_was_copied_is_asked_only_where_rows_are(self):
        system = system_of(two(20, 20, 33))
        assert [each.entry_error for each in single(system, (*A, P0), rows=False)] == [None]


class TestPairs:
    def test_two_figures_are_corrected_together_to_what_a_typing_error_explains(self):
        # 10.0 of 3,000 are 299 to 301 in each, and both make 600: 301 was typed 310, and 299 was typed 2299.
        rate = {"households_end": 3000, "poverty_rate_end": "10.0"}
        parts = (area("a", **rate, poor_households_end=310), area("b", **rate, poor_households_end=2299))
        found = offered(targets(*parts, poor_households_end=600))
        assert found == [
            ("targets.areas[0].poor_households_end", 301, False),
            ("targets.areas[1].poor_households_end", 299, False),
        ]

    def test_of_two_typing_errors_the_first_counts_and_that_they_differ(self):
        rate = {"households_end": 3000, "poverty_rate_end": "10.0"}
        for numbers, kind in (((310, 2299), EntryError.SWAPPED), ((2299, 310), EntryError.DOUBLED)):
            parts = (area(name, **rate, **{P1: number}) for name, number in zip("ab", numbers, strict=True))
            reading = read_text(targets(*parts, **{P1: 600}), "plan.yaml")
            (diagnosis,) = localise_errors(reading.plan, run(reading))
            (pair,) = diagnosis.candidates
            assert [path for path, _ in pair.figures] == [(*A, P1), (*B, P1)]
            assert (pair.entry_error, pair.uniform) == (kind, False)
            assert diagnosis.safe is None


class TestApart:
    def test_what_three_relations_make_sure_is_corrected_beside_an_unrelated_contradiction(self):
        # 4,321 + 2,134 + 2,980 = 9,435; 2,134 of 9,876 are 21.61%, with 1,000 left 11.48 points more. C is apart.
        wrong = {N: 9876, P0: 2413, R0: "21.61"}
        for more, findings in (({}, 3), ({P1: 1000, "reduction_rate": "11.48"}, 4)):
            parts = (area("a", **{P0: 4321}), area("b", **wrong, **more), area("c", **{N: 8000, P0: 2980, R0: "44.25"}))
            text = targets(*parts, **{P0: 9435})
            reading = read_text(text, "plan.yaml")
            report, corrected = suggested(reading, run(reading))
            assert len(report.findings) == findings
            assert corrected.text == text.replace("2413", "2134")
            # The contradiction of C, which is the last, has suggestions of its own.
            assert [[each.safe for each in finding.suggestions] == [True] for finding in report.findings] == [
                *[True] * (findings - 1),
                False,
            ]

    def test_of_two_that_the_same_error_would_make_sure_neither_is(self):
        # By the rates A has 30 and B 21, and with 54 in all either would do, but not both.
        parts = (area("a", **{N: 100, R0: "30.00", P0: 33}), area("b", **{N: 100, R0: "21.00", P0: 24}))
        reading = read_text(targets(*parts, **{P0: 54}), "plan.yaml")
        report, corrected = suggested(reading, run(reading))
        assert [finding.code for finding in report.findings] == ["T101", "T201", "T201"]
        assert corrected.corrections == ()


class TestInSeveralSums:
    CELLS = (
        "breakdowns: [{id: y, name: Y, lines: ["
        "{id: p, name: P, amount: 40, lines: [{id: a, amount: 20}, {id: b, amount: 20}]}, "
        "{id: q, name: Q, amount: 60, lines: [{id: a, amount: 10}, {id: b, amount: 50}]}]}]"
    )

    @pytest.mark.parametrize(("rows", "findings"), [("", 2), (CELLS, 3)])
    def test_what_two_or_more_make_sure_is_corrected(self, rows, findings):
        # 10 and 20 make 30, and with 70 it is 100; in the rows it is 20 and 10.
        inner = "amount: 33, lines: [{id: x, name: X, amount: 10}, {id: z, name: Z, amount: 20}]"
        text = plan(of_lines(inner, "amount: 70", 100, *([rows] if rows else [])))
        reading = read_text(text, "plan.yaml")
        report, corrected = suggested(reading, run(reading))
        assert [finding.code for finding in report.findings] == ["F101"] * findings
        assert corrected.text == text.replace("33", "30")

    def test_of_estimates_nothing_follows_but_for_the_figure_that_they_add_up_to(self):
        # 60 less 20 are 40 of 200, which are 20%.
        for total, other, allowed in (
            *((60, 20, (20, 20)), ("{about: 60}", "{about: 20}", (0, 100))),
            *((60, "{about: 20}", (0, 100)), ("{about: 60}", 20, (0, 100))),
        ):
            system = system_of(targets(area("a", **{N: 200, P0: 1, R0: 1}), area("b", **{P0: other}), **{P0: total}))
            trial = system.but(dropped=((*A, P0), (*A, R0)))
            assert trial.allowed((*A, R0))[:2] == allowed
            assert trial.allowed((*A, P0))[:2] == (40, 40)


class TestExchanged:
    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            (Figure(12), Figure(9), True),
            (Figure(12, Form.ABOUT), Figure(9, Form.ABOUT), True),
            (Figure(12), Figure(9, Form.ABOUT), False),
            (Figure(12, Form.ABOUT), Figure(9), False),
            (Figure(12), Figure(9, Form.UNDER), False),
            (Figure(12), Figure(12), False),
            (Figure(12), None, False),
            (None, Figure(12), False),
        ],
    )
    def test_rows_of_one_form_and_of_different_numbers_may_be(self, one, other, expected):
        stated = {(*A, P0): one, (*B, P0): other}
        consistent = SimpleNamespace(is_consistent=lambda _: True)
        system = SimpleNamespace(figure=stated.get, but=lambda changed: consistent if changed else None)
        assert (_exchanged(system, (*A, P0), (*B, P0)) is not None) is expected
        consistent.is_consistent = lambda _: False
        assert _exchanged(system, (*A, P0), (*B, P0)) is None

    def test_totals_of_two_sums_may_be_and_two_parts_of_one_sum_may_not(self):
        # 100 and 30 make 130, 200 and 100 make 300; 430 are both.
        inside = [[area("c", **{P0: 100}), area("d", **{P0: 30})], [area("e", **{P0: 200}), area("f", **{P0: 100})]]
        parts = [area(name, *rows, **{P0: poor}) for name, rows, poor in zip("ab", inside, (300, 130), strict=True)]
        reading = read_text(targets(*parts, **{P0: 430}), "plan.yaml")
        report, corrected = suggested(reading, run(reading))
        for finding in report.findings:
            assert [change.number for change in finding.suggestions[0].changes] == [130, 300]
            assert finding.suggestions[0].slip == "exchanged"
        assert len(report.findings) == 2
        assert len(corrected.corrections) == 1
        reading = read_text(two(20, 30, 60), "plan.yaml")
        (finding,) = suggested(reading, run(reading))[0].findings
        assert "exchanged" not in [each.slip for each in finding.suggestions]


class TestFromTheDocument:
    def test_what_it_states_otherwise_is_corrected_from_it_unless_that_is_accepted(self):
        source = read_document((ROOT / "tests" / "documents" / "plan_2019.txt").read_bytes(), "plan_2019.txt")
        wrong = damaged((f"{H}: 1039", f"{H}: 1093"))
        accepted = "waivers: [{code: Q101, at: tran-yen, reason: printed so}]\n"
        for text, expected in ((wrong, damaged()), (wrong + accepted, wrong + accepted)):
            reading = read_text(text, "plan.yaml")._replace(source=source)
            report, corrected = suggested(reading, run(reading))
            (finding,) = (each for each in report.findings if each.code == "Q101")
            assert [(each.slip, each.safe) for each in finding.suggestions] == [("document", True)] * (text is wrong)
            assert corrected.text == expected

    @pytest.mark.parametrize(
        ("figure", "stated", "whole"),
        [
            (Figure(20), Figure(21), False),
            (Figure(20, Form.OVER), Figure(21, Form.OVER), False),
            (Figure(20), Figure(21, Form.OVER), True),
            (Figure(20, Form.OVER), Figure(21), True),
            (Figure(20, Form.ABOUT), Figure(21, Form.AT_MOST), True),
            (Figure(20, Form.BETWEEN, 22), Figure(21, Form.BETWEEN, 23), True),
            (Figure(20, Form.BETWEEN, 22), Figure(21), True),
        ],
    )
    def test_a_number_is_changed_alone_where_nothing_else_differs(self, monkeypatch, figure, stated, whole):
        reading, path = read_text(two(20, 30, 50), "plan.yaml"), (*A, P0)
        about = {"path": path, "figure": figure, "stated": stated, "is_sure": True}
        for differs, found in (({}, [path]), ({"is_sure": False}, []), ({"stated": None}, [])):
            monkeypatch.setattr(corrections, "_sourced", lambda _, made=about | differs: (SimpleNamespace(**made),))
            monkeypatch.setattr(corrections, "edits", lambda *_: ())
            by_path = corrections._from_document(reading)
            assert [*by_path] == found
            for suggestion in by_path.values():
                assert suggestion.changes == (Change(path, 20, 21, figure=stated if whole else None),)
                assert (suggestion.slip, suggestion.safe) == ("document", True)
            monkeypatch.setattr(corrections, "edits", lambda *_: None)
            assert corrections._from_document(reading) == {}

    def test_of_the_findings_only_those_are_that_are_not_accepted(self, monkeypatch):
        paths = [(*R, P0), (*A, P0), (*B, P0)]
        stated = {path: Suggestion((Change(path, 1, 2),), verbatim("x")) for path in paths}
        made = []
        monkeypatch.setattr(corrections, "_from_document", lambda _: stated)
        monkeypatch.setattr(corrections, "_with_corrections", lambda _, wanted: made.extend(wanted))
        monkeypatch.setattr(corrections, "_suggested", lambda _, report, *__: (report, Corrected("corrected", ())))
        reading = read_text(two(20, 30, 50), "plan.yaml")
        report = run(reading)
        monkeypatch.setattr(corrections, "run", lambda *_: report)
        findings = (error("Q101", paths[0]), error("Q101", paths[1], waived=verbatim("so")), error("T101", paths[2]))
        found, corrected = suggested(reading, report._replace(findings=findings))
        assert [each.suggestions for each in found.findings] == [(stated[paths[0]],), (), ()]
        assert corrected == ("corrected", (stated[paths[0]],))
        assert made == [stated[paths[0]]]
        found, corrected = suggested(reading, report._replace(findings=findings[1:]))
        assert [each.suggestions for each in found.findings] == [(), ()]
        assert corrected == ("corrected", ())
        assert len(made) == 1


class TestNumbers:
    @pytest.mark.parametrize(
        ("low", "high", "expected"),
        [
            ("44.345", "44.355", ["44.34", "44.35", "44.36"]),  # ends of roundings are in both
            ("44.346", "44.354", ["44.35"]),
            ("44.35", "44.37", ["44.35", "44.36", "44.37"]),
            ("44.35", "44.38", ["44.35", "44.36", "44.37", "44.38"]),  # more than are named
            ("44.345", "50", ["44.34", "44.35", "44.36", "44.37"]),
            ("44.346", "50", ["44.35", "44.36", "44.37", "44.38"]),
        ],
    )
    def test_of_a_rate_all_that_round_into_the_range_are_found_up_to_four(self, low, high, expected):
        system = SimpleNamespace(meaning=lambda _, figure: figure.as_rate())
        path = ("targets", "poverty_rate_end")
        found = _numbers(system, path, Figure(Decimal("44.30")), Interval(Fraction(low), Fraction(high)))
        assert [str(each) for each in found] == expected

    @pytest.mark.parametrize(
        ("allowed", "expected"),
        [
            (Fraction(60), ["60"]),
            (Fraction("60.5"), ["60.5"]),
            (Fraction("0.000000007"), ["7E-9"]),
            (Fraction("0.0000000007"), []),  # more decimals than are looked for
            (Fraction(1, 3), []),
        ],
    )
    def test_of_an_amount_that_is_known_the_number_has_as_many_decimals_as_it_needs(self, allowed, expected):
        system = SimpleNamespace(meaning=lambda _, figure: Interval(Fraction(figure.number), Fraction(figure.number)))
        found = _numbers(system, amount(0), Figure(Decimal("1.25")), Interval(allowed, allowed))
        assert [str(each) for each in found] == expected

    @pytest.mark.parametrize(
        ("low", "high", "expected"), [(28, 29, ["28", "29"]), (10, 90, ["10", "11", "12", "13"]), ("5.2", "5.4", [])]
    )
    def test_of_a_count_only_whole_numbers_are(self, low, high, expected):
        system = SimpleNamespace(meaning=lambda _, figure: figure.as_count())
        found = _numbers(system, (*R, P0), Figure(7), Interval(Fraction(low), Fraction(high)))
        assert [str(each) for each in found] == expected


class TestWhatIsTelling:
    """Whether a typing error is too particular to fit by chance: only then may a correction be safe."""

    PATH = ("targets", "areas", 0, "poor_households_end")

    def tells(self, before, after, kind, *, choices=2, codes=("T101",), only_number=True, figures=3, is_total=False):  # noqa: PLR0913
        errors = tuple(SimpleNamespace(code=code) for code in codes)
        paths = frozenset((*self.PATH, at) for at in range(figures))
        group = ConflictGroup(errors, paths, frozenset({self.PATH[:-1]} if is_total else ()))
        system = SimpleNamespace(figure=lambda _: Figure(before))
        candidate = Candidate(((self.PATH, Figure(after)),), kind, only_number)
        return _is_telling(system, group, candidate, choices)

    @pytest.mark.parametrize("kind", [None, *sorted(DOUBTFUL)])
    def test_no_typing_error_or_one_that_is_doubtful_never_is(self, kind):
        for choices, codes in itertools.product((1, 2), (("T101",), ("T101", "T201"))):
            assert not self.tells(13092, 10392, kind, choices=choices, codes=codes)

    @pytest.mark.parametrize("kind", [EntryError.THOUSANDS, EntryError.EXCHANGED])
    def test_a_thousands_mark_and_exchanged_rows_always_are(self, kind):
        assert self.tells(1, 1000, kind, only_number=False)

    @pytest.mark.parametrize(
        ("kind", "codes", "expected"),
        [
            (EntryError.SWAPPED, ("T101",), True),
            (EntryError.ADDED, ("T101",), True),
            (EntryError.MISSING, ("T101",), False),
            (EntryError.MISSING, ("T101", "T201"), True),
            (EntryError.MISSING, ("T101", "T203"), False),  # which says only that it is too large
        ],
    )
    def test_without_another_choice_any_but_a_missing_digit_is(self, kind, codes, expected):
        assert self.tells(13, 31, kind, choices=1, codes=codes) is expected
        assert not self.tells(13, 31, kind, choices=1, codes=codes, only_number=False)

    @pytest.mark.parametrize(
        ("before", "after", "kind", "expected"),
        [
            (1309, 1039, EntryError.SWAPPED, True),
            (139, 193, EntryError.SWAPPED, False),  # three digits
            (1093, 1039, EntryError.SWAPPED, False),  # the last two of four
            (21093, 21039, EntryError.SWAPPED, True),
            (1329, 1239, EntryError.SWAPPED, False),  # digits that differ by one
            (11039, 1039, EntryError.DOUBLED, True),
            (1139, 139, EntryError.DOUBLED, False),
            (10394, 1039, EntryError.ADDED, False),
            (10394, 103945, EntryError.MISSING, False),
        ],
    )
    def test_of_several_choices_only_two_digits_swapped_or_one_doubled_in_a_long_number_are(
        self, before, after, kind, expected
    ):
        assert self.tells(before, after, kind) is expected

    def test_of_a_total_two_swapped_digits_need_one_more(self):
        assert not self.tells(1309, 1039, EntryError.SWAPPED, is_total=True)
        assert self.tells(21309, 21039, EntryError.SWAPPED, is_total=True)

    @pytest.mark.parametrize(("figures", "expected"), [(12, True), (13, False)])
    def test_in_a_sum_of_many_figures_none_is(self, figures, expected):
        assert self.tells(1309, 1039, EntryError.SWAPPED, figures=figures) is expected

    @pytest.mark.parametrize(("before", "after", "expected"), [(139, 193, True), (13, 31, False)])
    def test_where_two_relations_fail_three_digits_do(self, before, after, expected):
        assert self.tells(before, after, EntryError.SWAPPED, codes=("T101", "T201"), figures=20) is expected


class TestOneByOne:
    def test_where_one_correction_brings_a_new_finding_the_others_are_still_made(self):
        # 1,047 typed 1,407 in both sums; of 1,047 no 1,200 can have been disbursed.
        parts = (area("a", poor_households_end=1407), area("b", poor_households_end=2066))
        text = targets(*parts, poor_households_end=3113)
        lines = "{id: a, name: A, amount: 1407, disbursed: %s}, {id: b, name: B, amount: 2066}"
        text += f"funding:\n  unit: million VND\n  total: 3113\n  lines: [{lines}]\n"
        for disbursed, expected in ((1200, ["targets"]), (1000, ["funding", "targets"])):
            reading = read_text(text % disbursed, "plan.yaml")
            _, corrected = suggested(reading, run(reading))
            made = [change for each in corrected.corrections for change in each.changes]
            assert sorted(change.path[0] for change in made) == expected
            assert {change.number for change in made} == {1047}

    @pytest.mark.parametrize(("start", "is_safe"), [(1500, False), (1200, True)])
    def test_the_figures_of_a_table_count_when_it_is_looked_for_new_findings(self, start, is_safe):
        # Where 1,047 was typed 1,407, from 1,500 to 1,047 is a fall by 30%, which is told of beside a calm area.
        rows = (area("a", households_end=1407), area("b", households_start=100_231, households_end=100_231))
        text = targets(*rows, households_start=100_231 + start, households_end=101_278)
        table = f"id,households_start\na,{start}\n".encode()
        reading = merge_side_tables(read_text(text, "plan.yaml"), [(table, "T.csv")])
        _, corrected = suggested(reading, run(reading))
        made = [change.number for each in corrected.corrections for change in each.changes]
        assert made == ([1047] if is_safe else [])

    @pytest.mark.parametrize(
        ("written", "thousands", "other"),
        [("1.726", "1726", "1.726"), ("2.000", "2000", "2"), ("1.500", "1500", "1.500")],
    )
    def test_of_a_point_that_may_part_thousands_both_readings_are_named(self, written, thousands, other):
        text = plan(f"lines: [{{id: a, name: A, amount: 600000}}, {{id: b, name: B, amount: {written}}}]")
        reading = read_text(text, "plan.yaml")
        report, _ = suggested(reading, run(reading))
        (finding,) = report.findings
        assert [str(each.changes[0].number) for each in finding.suggestions] == [thousands, other]

    @pytest.mark.parametrize(
        ("stated", "runs"), [(0, 50), (1, 50), (400, 50), (408, 49), (1000, 20), (10_001, 1), (20_001, 1), (10**6, 1)]
    )
    def test_of_a_large_plan_fewer_are_tried_one_by_one(self, monkeypatch, stated, runs):
        # All 60 together are never safe; each by itself is, and the others are tried with those before.
        tried = []
        monkeypatch.setattr(corrections, "_sourced", lambda _: ())
        monkeypatch.setattr(corrections, "_suggestion", lambda *_, **__: None)
        monkeypatch.setattr(corrections, "edits", lambda *_: ())

        def corrected(_reading, _report, wanted, _options):
            tried.append(len(wanted))
            return None if len(tried) == 1 else (len(wanted), None)

        monkeypatch.setattr(corrections, "_corrected", corrected)
        diagnoses = [(SimpleNamespace(errors=()), (), Candidate((((*R, P0), None),))) for _ in range(60)]
        reading, report = SimpleNamespace(plan=True), SimpleNamespace(stated=stated)
        accepted, after = _accepted(reading, report, diagnoses, None)
        assert tried == [60, *range(1, runs + 1)]
        assert (len(accepted), after) == (runs, (runs, None))


class TestWritings:
    PLAN = f"{HEAD}targets: {{id: r, name: R, households_start: 0x10, poor_households_start: %s}}\n"

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("2_000", [(2000, True)]),
            ("+2.000", [(2000, False), (Decimal("2.000"), False)]),  # two readings
            ("0x10", [(16, False)]),  # which some readers take otherwise
            ("2.000_0", []),
        ],
    )
    def test_a_number_of_one_reading_is_safe(self, written, expected):
        text = f"{HEAD}targets: {{id: r, name: R, households_start: {written}}}\n"
        reading = read_text(text, "plan.yaml")
        (finding,) = suggested(reading, run(reading))[0].findings
        assert [(each.changes[0].number, each.safe) for each in finding.suggestions] == expected

    @pytest.mark.parametrize(
        ("names", "ids"),
        [
            (["Xã A", "Xã B"], ["a", "b"]),
            (["Xã A", "Xã A", "Xã A"], ["a", "xa-a", None]),  # every name has been given away
            (["Xã 5", "Xã Targets", "Xã Funding", "Tỉnh"], ["xa-5", "xa-targets", "xa-funding", "tinh"]),
            (["Huyện Mù Cang Chải", "TP. Yên Bái"], ["mu-cang-chai", "yen-bai"]),
            (["Xã R", "Xã N"], ["xa-r", "n"]),  # R is the whole
        ],
    )
    def test_a_missing_id_is_that_of_the_name_or_with_its_kind(self, names, ids):
        areas = "".join(f"    - {{name: {name}}}\n" for name in names)
        reading = read_text(f"{HEAD}targets:\n  id: r\n  name: R\n  areas:\n{areas}", "plan.yaml")
        found = [[each.changes[0].text for each in f.suggestions] for f in suggested(reading, run(reading))[0].findings]
        assert found == [[] if each is None else [each] for each in ids]

    def test_a_sign_of_a_missing_figure_is_taken_out(self):
        reading = read_text(f"{HEAD}targets: {{id: r, name: R, poverty_rate_end: –, exits: 5}}\n", "plan.yaml")
        (finding,) = suggested(reading, run(reading))[0].findings
        (suggestion,) = finding.suggestions
        assert suggestion.message.to(Lang.EN) == "poverty_rate_end: – is taken out"
        assert suggestion.safe

    def test_of_blank_fields_an_id_alone_is_made(self):
        text = f"{HEAD}targets:\n  id: r\n  name: R\n  new_poor: 5\n  areas:\n    - name: Xã A\n      exits:\n"
        text += f"      {P1}:\n"
        reading = read_text(text, "plan.yaml")
        report, corrected = suggested(reading, run(reading))
        assert [len(finding.suggestions) for finding in report.findings] == [1, 0]
        assert corrected.text == text.replace("name: Xã A\n", "name: Xã A\n      id: a\n")

    def test_a_blank_id_is_made_where_the_first_blank_field_of_all_is_told_of(self):
        areas = "    - name: Xã A\n    - id:\n      name: Xã B\n    - id:\n      name: Xã C\n"
        text = f"{HEAD}targets:\n  id: r\n  name: R\n  exits: 1 000\n  new_poor:\n  areas:\n{areas}"
        reading = read_text(text, "plan.yaml")
        report, corrected = suggested(reading, run(reading))
        found = {each.code: [one.changes[0].text for one in each.suggestions] for each in report.findings}
        assert found == {"S108": [None], "S104": ["a"], "S105": ["b", "c"]}
        made = text.replace("1 000", "1000").replace("- name: Xã A\n", "- name: Xã A\n      id: a\n")
        assert corrected.text == made.replace("id:\n", "id: b\n", 1).replace("id:\n", "id: c\n")

    @pytest.mark.parametrize("refused", ["&x 5", "!t 5", "1" * 41, "5"])
    @pytest.mark.parametrize("is_first", [False, True])
    def test_beside_other_values_that_are_refused_a_number_has_its_suggestion(self, refused, is_first):
        text = self.PLAN % refused
        if is_first:
            text = f"{HEAD}targets: {{id: r, name: R, households_start: {refused}, poor_households_start: 0x10}}\n"
        reading = read_text(text, "plan.yaml")
        report, _ = suggested(reading, run(reading))
        (finding,) = (each for each in report.findings if each.code == "Y117")
        assert [change.number for each in finding.suggestions for change in each.changes] == [16]

    @pytest.mark.parametrize(
        ("written", "language", "is_one"),
        [
            ("13/4/2019", "en", True),
            ("12/4/2019", "en", False),
            ("4/12/2019", "en", False),
            ("4/4/2019", "en", True),
            ("4/12/2019", "vi", True),
        ],
    )
    def test_a_date_is_one_day_where_no_month_is_so_high_or_the_day_comes_first(self, written, language, is_one):
        text = targets(households=5).replace("title: A plan", f"title: A plan, language: {language}")
        assert _is_one_day(written, read_text(text, "plan.yaml")) is is_one

    @pytest.mark.parametrize(
        ("likely", "number", "text"),
        [
            ("16", 16, None),
            ("-1.50", Decimal("-1.50"), None),
            ("{over: 5}", 5, "{over: 5}"),
            ("{min: 5, max: 7.5}", 5, "{min: 5, max: 7.5}"),
            ("2019-04-13", None, "2019-04-13"),
        ],
    )
    def test_of_what_stands_instead_the_number_is_kept_and_what_is_no_bare_number_as_text(self, likely, number, text):
        made = _written_so((*R, N), "0x10", likely, safe=True)
        (change,) = made.changes
        assert (change.was, change.number, change.text) == ("0x10", number, text)
        assert made.message.to(Lang.EN) == f"households: 0x10 → {likely}"


def error(code="T101", *figures, severity=Severity.ERROR, waived=None, path=None):
    """A finding of a check that rests on some figures."""
    figures = figures or ((*R, P0), (*A, P0))
    return Finding(code, "", severity, None, path or figures[0], None, waived=waived, figures=figures)


class TestErrors:
    @pytest.mark.parametrize(
        ("finding", "expected"),
        [
            (error(), True),
            (error("F109"), True),
            (error("T102"), False),
            (error(severity=Severity.WARNING), False),
            (error(severity=Severity.NOTE), False),
            (error(waived=verbatim("as printed")), False),
            (error()._replace(figures=()), False),
            (error("T206", (*R, H), (*R, "reduction_households_per_year")), False),  # a mean is never worked out
            (error("T206", (*R, "reduction_rate_per_year"), (*R, H)), False),
            (error("T206", (*R, H)), True),
        ],
    )
    def test_those_of_sums_rates_and_contradictions_can_be_corrected(self, finding, expected):
        assert is_correctable(finding) is expected

    def test_what_share_a_figure_are_one_group_in_the_order_of_the_report(self):
        errors = [
            error("T101", (*R, P0), (*A, P0)),
            error("T101", (*R, P1), (*A, P1)),
            error("T201", (*B, P0), (*B, R0)),
            error("T201", (*A, P0), (*A, R0)),
            error("T203", (*A, R0), (*A, R1)),
            error("T102", (*A, R0), (*B, P0)),
        ]
        groups = conflict_groups(SimpleNamespace(findings=errors))
        assert [group.errors for group in groups] == [
            (errors[0], errors[3], errors[4]),
            (errors[1],),
            (errors[2],),
        ]
        assert groups[0].figures == {(*R, P0), (*A, P0), (*A, R0), (*A, R1)}
        assert groups[0].outside == {(), R, (*R, "areas")}
        assert groups[1].is_total((*R, P1))
        assert not groups[2].is_total((*B, P0))

    def test_they_are_about_sums_or_else_rates_or_else_all_figures(self):
        lines = [amount(0), amount(1)]
        errors = [
            error("T101", (*R, P0), (*A, P0)),
            error("F101", TOTAL, *lines),
            error("T201", (*A, P0), (*A, R0)),
            error("T112", (*A, P0), (*A, P1), (*A, H)),
            error("F108", amount(0), amount(0, "share"), path=amount(0, "share")),
            error("F103", lines[1], TOTAL),
            error("F103")._replace(path=None),
        ]
        for given in (errors, errors[::-1]):
            assert _about(given, "targets") == ({(*A, R0), (*A, P0), (*A, P1), (*A, H)}, {(*R, P0)})
            assert _about(given, "funding") == ({amount(0, "share"), lines[1], TOTAL}, {(TOTAL, *lines)})

    def test_of_more_findings_than_are_asked_for_the_first_are_looked_at(self):
        # Groups of one error, of two and of one.
        two_wrong = area("b", **{N: 1000, P1: 180, R1: "13.0", P0: 90, R0: "8.0"})
        rows = (area("a", **{N0: 1000, P0: 100, R0: "11.0"}), two_wrong, area("c", **{N0: 500, P0: 50, R0: "11.0"}))
        reading = read_text(targets(*rows), "plan.yaml")
        report = run(reading)
        for most, found in ((0, []), (1, [1]), (2, [1]), (3, [1, 2]), (4, [1, 2, 1]), (None, [1, 2, 1])):
            diagnoses = localise_errors(reading.plan, report, Limit(findings=most))
            assert [len(each.group.errors) for each in diagnoses] == found

    def test_a_plan_that_is_checked_from_code_has_suggestions_and_no_limit_but_the_usual_one(self):
        report = check(read_text(two(300, 20, 33), "plan.yaml").plan)
        assert [each.changes[0].number for each in report.findings[0].suggestions] == [13, 320]
        assert report.suggestions_sought == report.correctable == 1
        assert Limit(steps=12_000) == USUAL_LIMIT


class TestSafe:
    """The candidate that may be made without asking."""

    PATH = (*A, P0)

    def found(self, *candidates, codes=("T101", "T201"), path=PATH):
        errors = [error(code, (*R, P0), self.PATH, (*A, R0)) for code in codes]
        made = [
            Candidate(((path, Figure(number)),), kind, only_number, choices)
            for number, kind, only_number, choices in candidates
        ]
        found = _safe(system_of(two(13, 20, 33)), ConflictGroup.of(errors), made)
        assert found is None or found in made
        return found is not None

    ONLY, TYPED, DOUBTFUL = (31, None, True, 1), (31, EntryError.SWAPPED, True, 1), (14, EntryError.KEY, True, 1)

    @pytest.mark.parametrize(
        ("candidates", "codes", "expected"),
        [
            ([ONLY], ("T101", "T201"), True),
            ([ONLY], ("T101", "T101"), False),  # of one kind
            ([ONLY], ("T101",), False),
            ([ONLY], ("T101", "T203"), False),  # which gives no number
            ([ONLY], ("F101", "F101"), True),
            ([ONLY], ("F101",), False),
            ([ONLY], ("F101", "F101", "F101"), True),
            ([ONLY, ONLY], ("T101", "T201"), False),
            ([ONLY, (5, None, False, 1)], ("T101", "T201"), False),
            ([(31, None, False, 1)], ("T101", "T201"), False),
            ([TYPED], ("T101",), True),
            ([(*TYPED[:3], 2)], ("T101",), False),
            ([TYPED, ONLY], ("T101",), False),  # 13 has two digits
            ([TYPED, TYPED], ("T101",), False),
            ([DOUBTFUL], ("T101",), False),
            ([DOUBTFUL], ("T101", "T201"), True),
            ([DOUBTFUL, ONLY], ("T101", "T201"), False),
            ([], ("T101", "T201"), False),
        ],
    )
    def test_it_is_the_only_one_of_a_kind_that_chance_does_not_explain(self, candidates, codes, expected):
        assert self.found(*candidates, codes=codes) is expected

    @pytest.mark.parametrize(
        ("codes", "expected"), [(("T101", "T201"), False), (("T101", "T112"), True), (("T112", "T121"), True)]
    )
    def test_a_total_takes_two_relations_of_whole_numbers(self, codes, expected):
        assert self.found(self.ONLY, codes=codes, path=(*R, P0)) is expected


class TestEdits:
    PLAN = targets(area("a", poor_households_start="{over: 3.5}"), households_start=31)

    def edited(self, *changes, reading=None, **changed):
        reading = (reading or read_text(self.PLAN, "plan.yaml"))._replace(**changed)
        made = edits(reading, Suggestion(tuple(changes), verbatim("x")))
        return None if made is None else edited(self.PLAN, set(made))

    def test_a_number_is_put_where_it_stands(self):
        change = Change((*R, "households_start"), 31, 13)
        assert self.edited(change) == self.PLAN.replace("31", "13")
        other = Change((*A, P0), Decimal("3.5"), 4)
        assert self.edited(other) == self.PLAN.replace("3.5", "4")
        assert self.edited(change, other) == self.PLAN.replace("31", "13").replace("3.5", "4")

    def test_what_is_no_number_is_put_as_it_is(self):
        change = Change((*R, "households_start"), 31, None, text="{over: 5}")
        assert self.edited(change) == self.PLAN.replace("31", "{over: 5}")
        change = Change((*R, "households_start"), "31", 5)
        assert self.edited(change) == self.PLAN.replace("31", "5")
        change = Change((*A, P0), Decimal("3.5"), 4, figure=Figure(4))
        assert self.edited(change) == self.PLAN.replace("{over: 3.5}", "4")

    def test_no_edit_is_made_of_a_range_nor_of_what_is_not_in_the_text(self):
        path = (*R, "households_start")
        change = Change(path, 31, 13)
        assert self.edited(Change(path, 31, None)) is None
        assert self.edited(change, Change((*A, P0), Decimal("3.5"), None)) is None
        assert self.edited(change, document=None) is None
        assert self.edited(change, added={path: None}) is None
        assert self.edited(change, added={(*A, P0): None}) is not None


class TestOrder:
    def test_the_likeliest_typing_error_comes_first_then_fewer_figures_digits_and_a_smaller_distance(self):
        path, other = (*A, P0), (*B, P0)
        stated = {path: Figure(1309), other: Figure(20)}
        system = SimpleNamespace(figure=stated.get)

        def rank(*figures, kind=None):
            changed = tuple(zip((path, other), figures, strict=False))
            return _likelihood(system, Candidate(changed, kind))

        assert rank(Figure(1039), kind=EntryError.SWAPPED) == (0, 1, 2, Fraction(270, 1309))
        assert rank(Figure(1300)) == (11, 1, 1, Fraction(9, 1309))
        assert rank(Figure(309)) == (11, 1, 1, Fraction(1000, 1309))
        assert rank(Figure(11309)) == (11, 1, 1, Fraction(10_000, 1309))
        assert rank(None) == (11, 1, 99, 0)
        assert rank(Figure(1300), Figure(25)) == (11, 2, 2, Fraction(9, 1309) + Fraction(1, 4))
        assert rank(Figure(1300), None) == (11, 2, 100, Fraction(9, 1309))
        stated[path] = Figure(0)
        assert rank(Figure(7)) == (11, 1, 1, 7)
        stated[path] = None
        assert rank(Figure(7)) == (11, 1, 99, 0)

    def test_a_whole_comes_before_its_parts(self):
        paths = [(*R, P0), (*R, R0), (*A, P0), (*A, R0), (*A, "areas", 0, P0), (*A, "areas", 1, P0), (*B, P0)]
        for others in (paths, paths[::-1]):
            assert sorted(others, key=_document_order) == paths

    @pytest.mark.parametrize(
        ("path", "expected"), [((*B, P0), [(*A, P0), ("targets", "areas", 2, P0)]), ((*R, P0), []), (TOTAL, [])]
    )
    def test_neighbours_are_the_rows_above_and_below(self, path, expected):
        assert _neighbours(path) == expected


class TestKinds:
    def test_shares_and_rates_are_no_counts(self):
        for path in (("targets", "poverty_rate_end"), ("targets", "breakdowns", 0, "parts", 0, "share_of_poor_end")):
            assert _is_rate(path)
        assert _is_rate(("funding", "lines", 0, "share"))
        assert not _is_rate(("funding", "lines", 0, "amount"))
        assert not _is_rate(("targets", "poor_households_end"))

    def test_a_count_has_no_decimals_and_a_rate_the_most_of_the_document(self):
        inside = area("a", households=100, poverty_rate_start="44.35", poverty_rate_end="4.1")
        areas = walk(read_text(targets(inside), "plan.yaml").plan.targets)
        system = Areas({each.path: each for each in areas})
        assert system.places(("targets", "households")) == 0
        assert system.places(("targets", "poverty_rate_start")) == 2


def test_rows_are_exchanged_beside_one_that_has_errors_of_its_own():
    # A has two errors; 300 and 130 of B and C stand in each other's place.
    first = area("a", **{"households_end": 1000, P1: 10, R1: "2.0", N0: 1000, P0: 900, R0: "80.0"})
    second = area("b", **{"households_end": 1000, P1: 300, R1: "13.0"})
    third = area("c", **{"households_end": 2000, P1: 130, R1: "15.0"})
    for rows, at in (((first, second, third), 1), ((second, third, first), 0)):
        reading = read_text(targets(*rows), "plan.yaml")
        (made,) = suggested(reading, run(reading))[1].corrections
        assert [(change.path, change.number) for change in made.changes] == [
            ((*R, "areas", at, P1), 130),
            ((*R, "areas", at + 1, P1), 300),
        ]


def test_exchanged_rows_are_named_in_their_order():
    first, second = (("targets", "areas", at, "poor_households_end") for at in range(2))
    consistent = SimpleNamespace(is_consistent=lambda _: True)
    stated = {first: Figure(12), second: Figure(9)}
    system = SimpleNamespace(figure=stated.get, but=lambda changed: consistent if changed else None)
    for one, other in ((first, second), (second, first)):
        assert _exchanged(system, one, other).figures == ((first, Figure(9)), (second, Figure(12)))
