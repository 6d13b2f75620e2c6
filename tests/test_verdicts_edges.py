"""Verdicts at their edges: what mutants of them showed to be untested."""

import pytest

from plans import area, dotted, targets
from povcalc import verdicts
from povcalc.checks import ALL
from povcalc.checks.base import Context
from povcalc.engine import run
from povcalc.findings import Held, Undecided, Verdict
from povcalc.messages import verbatim
from povcalc.plan.load import read_text
from povcalc.verdicts import Judging, Passed, Verdicts, passed_by_form, stated_figures

# Of 300 households 60 are poor, which are 20%, and then 40; in A 20 and 10 of 100, in B 40 and 30 of 200.
N, P0, P1, H, R0 = (
    "households",
    "poor_households_start",
    "poor_households_end",
    "reduction_households",
    "poverty_rate_start",
)
ROOT = {N: 300, P0: 60, P1: 40, H: 20, R0: "20.00"}
A, B = {N: 100, P0: 20, P1: 10, H: 10}, {N: 200, P0: 40, P1: 30, H: 10}
PLAN = targets(area("a", **A), area("b", **B), **ROOT) + (
    "funding: {unit: million VND, total: 5, lines: [{id: a, name: A, amount: 5}]}\n"
)
OF_ROOT, OF_PARTS = (N, P0, P1, R0, H), (N, P0, P1, H)
"""The fields that they state, in the order of the format."""


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """A plan of three areas counts as a large one."""
    monkeypatch.setattr(verdicts, "LARGE", 3)


def context(text=PLAN, **changed):
    return Context(read_text(text, "plan.yaml")._replace(**changed), tuple(check.code for check in ALL))


def in_order(stated):
    return tuple(sorted(stated))


class TestWhatPasses:
    def test_what_holds_of_one_area_holds_as_often_as_areas_state_the_same(self):
        held = {code: passed.held for code, passed in passed_by_form(context()).items() if passed.held}
        # Four sums, a rate with its bounds; in each area one reduction, two counts within the households.
        assert held == {"T101": 4, "T201": 1, "T202": 1, "T111": 3, "T112": 3, "T113": 6, "T114": 3}

    def test_it_confirms_the_figures_that_it_looks_at(self):
        found = {
            code: {in_order(stated): fields for stated, fields in passed.confirmed.items()}
            for code, passed in passed_by_form(context()).items()
        }
        root, parts = in_order(OF_ROOT), in_order(OF_PARTS)
        assert found["T101"] == {root: {N, P0, P1, H}, parts: {N, P0, P1, H}}
        assert found["T112"] == {root: {P0, P1, H}, parts: {P0, P1, H}}
        assert found["T201"] == {root: {N, P0, R0}, parts: set()}

    def test_one_area_alone_makes_no_sum(self, monkeypatch):
        monkeypatch.setattr(verdicts, "LARGE", 1)
        found = passed_by_form(context(targets(**ROOT)))
        assert found["T112"].held == 1
        assert found["T101"].held == 0
        assert [*found["T101"].confirmed.values()] == [set()]

    @pytest.mark.parametrize(
        "changed", [{"source": object()}, {"unread": frozenset({("targets", "exits")})}, {"plan": None}]
    )
    def test_only_of_a_plan_without_a_document_that_is_read_as_a_whole(self, changed):
        assert passed_by_form(context())
        assert passed_by_form(context(**changed)) == {}

    @pytest.mark.parametrize(("least", "is_large"), [(2, True), (3, True), (4, False)])
    def test_only_of_a_large_plan(self, monkeypatch, least, is_large):
        monkeypatch.setattr(verdicts, "LARGE", least)
        assert bool(passed_by_form(context())) is is_large

    def test_nothing_passes_where_a_sum_is_wrong(self):
        assert passed_by_form(context(PLAN.replace("households: 300", "households: 301"))) == {}

    def test_nothing_passes_where_one_check_finds_another_thing_or_breaks(self, monkeypatch):
        def breaks(_):
            raise LookupError

        def told(*results):
            made = next(check for check in ALL if check.code == "T112")._replace(run=lambda _: iter(results))
            monkeypatch.setattr(verdicts, "ALL", [made])
            return passed_by_form(context())

        assert told(Held(()), Held(())).keys() == {"T101", "T112"}
        assert told(Held(()), Undecided((), verbatim("open"))) == {}
        monkeypatch.setattr(verdicts, "ALL", [verdicts.ALL[0]._replace(run=breaks)])
        assert passed_by_form(context()) == {}

    def test_checks_that_look_at_more_than_one_area_look_at_each(self):
        codes = {check.code for check in ALL if check.section == "targets"}
        assert {"T101", "T112", "T201"} <= passed_by_form(context()).keys() < codes
        assert not {"T103", "T206", "T207"} & passed_by_form(context()).keys()


class TestStated:
    def test_they_are_those_of_areas_and_parts_of_breakdowns_and_of_the_funding(self):
        inner = "{id: x, name: X, exits: 1, share_of_poor_end: 50}, {id: y, name: Y, exits: 2}"
        split = f"[{{id: b, name: B, parts: [{inner}]}}, {{id: c, name: C, parts: [{{id: z, name: Z, exits: 3}}]}}]"
        text = targets(area("a", area("d", exits=3), exits=3, breakdowns=split), exits=3)
        paths = {dotted(path) for path in stated_figures(read_text(text, "plan.yaml").plan)}
        assert paths == {
            "targets.exits",
            "targets.areas[0].exits",
            "targets.areas[0].areas[0].exits",
            "targets.areas[0].breakdowns[0].parts[0].exits",
            "targets.areas[0].breakdowns[0].parts[0].share_of_poor_end",
            "targets.areas[0].breakdowns[0].parts[1].exits",
            "targets.areas[0].breakdowns[1].parts[0].exits",
        }
        assert stated_figures(None) == []


class TestJudging:
    AMOUNT, TOTAL = ("funding", "lines", 0, "amount"), ("funding", "total")

    def judging(self, *confirmed):
        """Of the root's five fields four are confirmed, of the parts' four three; of the funding what is given."""
        made = Judging()
        stated = {in_order(each): each for each in context().settled.areas}
        root, parts = stated[in_order(OF_ROOT)], stated[in_order(OF_PARTS)]
        made.passed += [Passed(1, {root: {N, P0}, parts: {N}}), Passed(1, {root: {P1, H}, parts: {P0, P1}})]
        made.figures[Verdict.CONFIRMED] += confirmed
        return made

    def judged(self, made):
        found = context()
        return made.judged(found.reading.plan, found.settled)

    def test_what_is_confirmed_by_fields_counts_for_each_area(self):
        judged = self.judged(self.judging(self.TOTAL))
        assert isinstance(judged.verdicts, Verdicts)
        # 5 in the root, 4 in each part, 2 of the funding; of each one is not confirmed.
        assert (judged.stated, judged.untouched) == (5 + 2 * 4 + 2, 1 + 2 * 1 + 1)
        assert judged.undecided == set()
        assert set(judged.verdicts.values()) == {Verdict.CONFIRMED}
        assert {dotted(path) for path in judged.verdicts} == {
            *(f"targets.{field}" for field in (N, P0, P1, H)),
            *(f"targets.areas[{at}].{field}" for at in range(2) for field in (N, P0, P1)),
            "funding.total",
        }
        assert len(judged.verdicts) == len(list(judged.verdicts)) == 11

    def test_what_is_found_in_the_funding_is_told_beside_it(self):
        made = self.judging()
        made.figures[Verdict.UNDECIDED] += [self.TOTAL, self.AMOUNT]
        made.figures[Verdict.SUSPECT].append(self.AMOUNT)
        judged = self.judged(made)
        assert (judged.stated, judged.untouched, judged.undecided) == (15, 4, {self.TOTAL})
        assert (judged.verdicts[self.TOTAL], judged.verdicts[self.AMOUNT]) == (Verdict.UNDECIDED, Verdict.SUSPECT)

    def test_where_one_figure_of_the_targets_has_a_verdict_of_its_own_each_has(self):
        made = self.judging(self.TOTAL)
        wrong = ("targets", "areas", 1, H)
        made.figures[Verdict.SUSPECT].append(wrong)
        judged = self.judged(made)
        assert isinstance(judged.verdicts, dict)
        assert (judged.stated, judged.untouched) == (15, 15 - 12)
        assert [path for path, verdict in judged.verdicts.items() if verdict is not Verdict.CONFIRMED] == [wrong]
        assert len(judged.verdicts) == 12

    @pytest.mark.parametrize("lacks", ["passed", "settled", "plan"])
    def test_without_any_of_what_it_takes_each_figure_is_looked_at(self, lacks):
        made = self.judging(self.TOTAL)
        if lacks == "passed":
            made.passed.clear()
        plan = None if lacks == "plan" else context().reading.plan
        judged = made.judged(plan, None if lacks == "settled" else context().settled)
        assert dict(judged.verdicts) == ({} if lacks == "plan" else {self.TOTAL: Verdict.CONFIRMED})
        assert (judged.stated, judged.untouched) == ((0, 0) if lacks == "plan" else (15, 14))

    def test_the_gravest_verdict_counts_and_no_figure_that_is_not_stated(self):
        made = Judging()
        root = [("targets", field) for field in OF_ROOT]
        for verdict, paths in zip(made.figures, (root, root[1:], root[2:], root[3:]), strict=True):
            made.figures[verdict] += [*paths, ("targets", "exits")]
        judged = self.judged(made)
        order = (Verdict.UNDECIDED, Verdict.CONFIRMED, Verdict.SUSPECT, Verdict.VIOLATED, Verdict.VIOLATED)
        assert judged.verdicts == dict(zip(root, order, strict=True))
        # Ten figures no check looked at, and one none decided.
        assert (judged.stated, judged.untouched, judged.undecided) == (15, 11, {root[0]})

    @pytest.mark.parametrize("some", [1, 2, 3, 5, 100])
    def test_many_confirmed_figures_are_taken_in_pieces(self, monkeypatch, some):
        monkeypatch.setattr(verdicts, "_SOME", some)
        plan = context().reading.plan
        made = Judging()
        every = stated_figures(plan)
        made.sourced += every[:2]
        made.figures[Verdict.CONFIRMED] += [*every[2:9], *every[2:9]]
        judged = made.judged(plan, None)
        assert judged.verdicts == dict.fromkeys(every[:9], Verdict.CONFIRMED)
        assert judged.untouched == 6


def test_a_report_counts_what_passes_as_it_counts_what_is_looked_at():
    report = run(read_text(PLAN, "plan.yaml"))
    assert isinstance(report.verdicts, Verdicts)
    assert (report.stated, report.untouched, report.findings) == (15, 0, ())
    assert {row.code: row.held for row in report.runs if row.code in ("T101", "T112", "T113")} == {
        "T101": 4,
        "T112": 3,
        "T113": 6,
    }
