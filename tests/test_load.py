"""From a document to a plan: what does not fit is told, left out, and hides nothing else."""

import copy
import json
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povcalc.messages import Lang, Text
from povcalc.places import Fault
from povcalc.plan import load
from povcalc.plan.load import PLACEHOLDER, PlanError, Reading, built_in, read, read_file, read_text
from povcalc.plan.model import FORMAT_VERSION, Plan
from povcalc.values import Figure, Form

HEAD = "povcalc: 1\ndocument: {title: x}\n"


def reading(text: str, head: str = HEAD) -> Reading:
    return read_text(head + text, "plan.yaml")


def told(found: Reading) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(misfit.kind, misfit.place) for misfit in found.misfits]


class TestAWholePlan:
    def test_the_built_in_plan_is_one(self):
        found = read_text(*built_in())
        assert found.misfits == ()
        assert found.unread == frozenset()
        assert found.plan is not None
        assert len(found.plan.targets.areas) == 9

    def test_counts_and_rates_are_as_written(self):
        found = reading("targets: {id: a, name: A, reduction_households: 453, reduction_rate: {over: 8.50}}")
        assert found.plan.targets.reduction_households == Figure(453)
        assert found.plan.targets.reduction_rate == Figure(Decimal("8.50"), Form.OVER)
        assert str(found.plan.targets.reduction_rate.number) == "8.50"

    def test_keys_that_begin_with_x_are_neither_told_nor_missed(self):
        found = reading("x-note: 1\ntargets: {id: a, name: A, x-page: [3], reduction_rate: {over: 5, x-why: b}}")
        assert found.misfits == ()
        assert found.plan.targets.reduction_rate == Figure(5, Form.OVER)
        assert not found.lacks("targets")

    def test_a_plan_that_is_read_remembers_its_file(self, tmp_path: FilePath):
        path = tmp_path / "plan.yaml"
        path.write_text(HEAD + "targets: {id: a, name: A}\n", encoding="utf-8")
        plan = read(path)
        assert isinstance(plan.origin, Reading)
        assert plan.origin.name == str(path)

    def test_a_file_that_is_not_there_is_the_callers_affair(self, tmp_path: FilePath):
        with pytest.raises(FileNotFoundError):
            read_file(tmp_path / "missing.yaml")


class TestWhatIsNoPlan:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("[1]", "not_a_plan"),
            ("word", "not_a_plan"),
            ("5", "not_a_plan"),
            ("null", "not_a_plan"),
            ("---\n", "not_a_plan"),
            ("targets: {}", "not_a_plan"),
            ("povcalc: 2", "unknown_version"),
            ("povcalc: '1'", "unknown_version"),
            ("povcalc: true", "unknown_version"),
            ("povcalc:", "unknown_version"),
        ],
    )
    def test_it_is_told_in_one_misfit(self, text, expected):
        found = reading(text, head="")
        assert [misfit.kind for misfit in found.misfits] == [expected]
        assert found.plan is None
        assert found.lacks("targets")

    @pytest.mark.parametrize("text", ["", "# only a comment\n", "a: [", "[" * 100, "*x"])
    def test_a_text_that_could_not_be_read_is_told_by_its_traps_alone(self, text):
        found = reading(text, head="")
        assert (found.plan, found.misfits) == (None, ())
        assert found.document.traps

    def test_the_version_that_is_known_is_told(self):
        (misfit,) = reading("povcalc: 2", head="").misfits
        assert misfit == Fault("unknown_version", ("povcalc",), {"read": 2, "known": FORMAT_VERSION})


class TestLeavingOut:
    def test_every_broken_section_is_told_in_one_reading(self):
        found = reading(
            "targets:\n"
            "  id: a\n"
            "  name: A\n"
            "  reduction_rate: nhiều\n"
            "  areas: [{id: B C, name: B, households: 5, kinds: x}, {id: d, name: D, households: 7}]\n"
            "funding: {unit: VND, total: 1e, lines: [{id: a, name: A, amount: 5.5.5}, 7]}\n"
            "schedule: {phases: [{id: p, text: P, from: 2019-01-01}]}\n"
            "actors: 5\n"
            "purpos: x\n"
        )
        assert set(told(found)) == {
            ("not_a_number", ("targets", "reduction_rate")),
            ("bad_id", ("targets", "areas", 0, "id")),
            ("unknown_key", ("targets", "areas", 0, "kinds")),
            ("not_a_number", ("funding", "total")),
            ("not_a_number", ("funding", "lines", 0, "amount")),
            ("not_a_mapping", ("funding", "lines", 1)),
            ("missing_field", ("schedule", "phases", 0)),
            ("not_a_list", ("actors",)),
            ("unknown_key", ("purpos",)),
        }

    def test_what_is_right_around_it_is_kept(self):
        found = reading("targets: {id: a, name: A, reduction_rate: x, households: 5, areas: [{id: b, name: B}]}")
        assert found.plan.targets.reduction_rate is None
        assert found.plan.targets.households == Figure(5)
        assert found.plan.targets.areas[0].id == "b"
        assert found.unread == {("targets", "reduction_rate")}

    def test_an_area_that_cannot_be_read_stays_as_one_that_is_unknown(self):
        found = reading("targets: {id: a, name: A, areas: [7, {id: b, name: B}]}")
        assert [area.id for area in found.plan.targets.areas] == [f"{PLACEHOLDER}-0", "b"]
        assert found.plan.targets.areas[0].reduction_households is None

    def test_a_required_field_that_cannot_be_read_is_filled(self):
        found = reading("targets: {id: X Y, areas: [{id: b, name: [1]}]}\nfunding: {unit: ''}")
        assert (found.plan.targets.id, found.plan.targets.name) == (PLACEHOLDER, Text(PLACEHOLDER, PLACEHOLDER))
        assert found.plan.targets.areas[0].name == Text(PLACEHOLDER, PLACEHOLDER)
        assert found.plan.funding.unit == PLACEHOLDER

    def test_a_list_that_is_no_list_of_figures_is_left_out_whole(self):
        found = reading("targets: {id: a, name: A}\nactors: [{id: p, name: P}, {id: Q, name: Q}, 3]")
        assert [actor.id for actor in found.plan.actors] in (["p", PLACEHOLDER], [])
        assert found.lacks("actors")
        assert not found.lacks("targets")

    def test_a_document_that_cannot_be_read_does_not_hide_the_rest(self):
        found = reading("document: 5\ntargets: {id: a, name: A, households: x}", head="povcalc: 1\n")
        assert told(found) == [("not_a_mapping", ("document",)), ("not_a_number", ("targets", "households"))]
        assert found.plan.targets.id == "a"

    def test_of_two_fields_that_exclude_each_other_the_second_is_left_out(self):
        found = reading(
            "document: {title: x, year: 2019, period: {from: 2019, to: 2020}}\ntargets: {id: a, name: A}",
            head="povcalc: 1\n",
        )
        assert told(found) == [("excludes", ("document",))]
        assert (found.plan.document.year, found.plan.document.period) == (2019, None)

    def test_a_refused_value_is_told_by_its_trap_alone(self):
        found = reading("targets: {id: a, name: A, households: 0123, reduction_rate: {over: 1e3}}")
        assert found.misfits == ()
        assert found.plan.targets.households is None
        assert found.unread == {("targets", "households"), ("targets", "reduction_rate")}

    def test_a_field_that_is_missing_because_it_was_refused_is_not_told_twice(self):
        found = reading("targets: {id: 007, name: A}\ndocument2: 1")
        assert told(found) == [("unknown_key", ("document2",))]

    def test_what_follows_from_a_section_that_was_left_out_is_not_told(self):
        found = reading("targets: 5")
        assert told(found) == [("not_a_mapping", ("targets",))]
        assert found.plan is None

    def test_an_empty_field_is_told_as_empty(self):
        found = reading("targets:\n  id: a\n  name:\n  households:\n  areas:\n")
        assert set(told(found)) == {
            ("empty_value", ("targets", "name")),
            ("empty_value", ("targets", "households")),
            ("empty_value", ("targets", "areas")),
        }

    def test_misfits_inside_a_figure_are_told_at_the_number(self):
        found = reading("targets: {id: a, name: A, reduction_rate: {over: 5 điểm}, households: {min: 5, max: 3}}")
        assert told(found) == [
            ("min_over_max", ("targets", "households", "min")),
            ("vietnamese_number", ("targets", "reduction_rate", "over")),
        ]

    def test_names_in_the_file_are_told_not_names_in_the_program(self):
        found = reading(
            "targets: {id: a, name: A}\n"
            "schedule: {phases: [{id: p, text: P, from: x, to: 2019-01-02}]}\n"
            "actors: [{id: q, name: Q, duties: [{text: x, with: 5}]}]\n"
        )
        assert told(found) == [
            ("not_a_date", ("schedule", "phases", 0, "from")),
            ("not_a_list", ("actors", 0, "duties", 0, "with")),
        ]

    def test_an_unknown_key_comes_with_those_that_are_known(self):
        (misfit,) = reading("targets: {id: a, name: A}\nschedule: {deadline: []}").misfits
        assert misfit.key
        assert misfit.values == {"key": "deadline", "known": ("phases", "deadlines", "ref")}

    def test_an_unknown_choice_comes_with_those_that_are_known(self):
        (misfit,) = reading("targets: {id: a, name: A, kind: huyen}").misfits
        assert {"nation", "district", "village"} <= set(misfit.values["known"])


class TestTheError:
    def test_it_names_every_fault_and_its_place(self, tmp_path: FilePath):
        path = tmp_path / "plan.yaml"
        path.write_text(HEAD + "targets: {id: a, name: A, households: 0123, kinds: x}\n", encoding="utf-8")
        with pytest.raises(PlanError) as caught:
            read(path)
        assert caught.value.faults == ("number_form at line 3, column 39", "unknown_key at targets.kinds")
        assert str(caught.value).startswith(f"{path}: number_form")

    def test_a_text_that_could_be_mended_is_none(self, tmp_path: FilePath):
        path = tmp_path / "plan.yaml"
        path.write_text("\ufeff" + HEAD + "targets: {id: a, name: te\u0302n}\n", encoding="utf-8")
        assert read(path).targets.name.to(Lang.VI) == "tên"


def whole() -> Any:
    """The built-in plan as plain values."""
    return read_text(*built_in()).document.root


WHOLE = whole()


def spots(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(*path, step) for step, _ in inner] + [
        found for step, part in inner for found in spots(part, (*path, step))
    ]


SPOTS = spots(WHOLE)
JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 10**6),
        st.decimals(-5, 500, places=2),
        st.sampled_from(
            ["", " ", "x", "1.726", "5,80", "19/4/2019", "2019-02-30", "unreadable", "Trạm Tấu", "districts"]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["id", "name", "over", "min", "max", "vi", "en", "from", "to", "x-y", "zz", "areas"]),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=6,
)
DAMAGES = st.lists(st.tuples(st.sampled_from(SPOTS), st.one_of(st.just(...), JUNK)), min_size=1, max_size=4)


def written(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)}: {written(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(written, value)) + "]"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case bool() | None:
            return json.dumps(value)
        case _:
            return format(value, "f") if isinstance(value, Decimal) else str(value)


def damaged(damages: list[tuple[tuple[str | int, ...], Any]]) -> str:
    """The built-in plan with parts taken out or replaced."""
    plan = copy.deepcopy({"plan": plain(WHOLE)})
    for path, junk in damages:
        here: Any = plan["plan"]
        try:
            for step in path[:-1]:
                here = here[step]
            if junk is ...:
                del here[path[-1]]
            else:
                here[path[-1]] = junk
        except (KeyError, IndexError, TypeError):
            continue  # an earlier damage took it away
    return written(plan["plan"])


def plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: plain(inner) for key, inner in value.items()}
        case list():
            return [plain(inner) for inner in value]
        case _:
            return value


class TestDamagedPlans:
    def test_the_plan_that_is_damaged_is_whole_before(self):
        found = read_text(damaged([]), "plan.yaml")
        assert found.misfits == ()
        assert found.plan == read_text(*built_in()).plan

    @given(DAMAGES)
    def test_reading_gives_a_plan_or_says_why_not(self, damages):
        found = read_text(damaged(damages), "plan.yaml")
        assert isinstance(found.plan, Plan) or found.misfits
        assert bool(found.misfits) or all(str(path[-1]).startswith("x-") for path in found.unread)

    @given(DAMAGES)
    def test_no_fault_is_told_twice(self, damages):
        found = read_text(damaged(damages), "plan.yaml")
        assert len(set(told(found))) == len(
            [misfit for misfit in found.misfits if misfit.kind != "missing_field"]
        ) + len({misfit.place for misfit in found.misfits if misfit.kind == "missing_field"})

    @given(DAMAGES)
    def test_every_misfit_has_a_place_in_the_text(self, damages):
        found = read_text(damaged(damages), "plan.yaml")
        for misfit in found.misfits:
            here = found.document.root
            for step in misfit.place:
                here = here[step]

    @given(st.sampled_from(SPOTS))
    def test_a_damaged_section_leaves_the_others_as_they_are(self, spot):
        if spot[0] in ("povcalc", "document"):
            return
        found = read_text(damaged([(spot, [[[]]])]), "plan.yaml")
        intact = load.read_text(*built_in()).plan
        for section in set(Plan.model_fields) - {spot[0]}:
            assert getattr(found.plan, section) == getattr(intact, section)
