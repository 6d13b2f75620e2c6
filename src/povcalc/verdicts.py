"""What the checks say of each stated figure, kept small where nearly all figures of a large plan are right.

In a plan that is settled (`povcalc.inference.settled`) what a check of the targets says of one area it says of all that
state the same fields. So it looks at one of these alone, in a plan of this area by itself, and nothing is made for each
figure until somebody asks.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from povcalc.checks import ALL
from povcalc.checks.base import Context
from povcalc.findings import Held, Verdict
from povcalc.places import Path
from povcalc.plan.funding import Ledger
from povcalc.plan.model import Area, Funding, Plan

if TYPE_CHECKING:
    from povcalc.inference.settled import Settled, Stated


def stated_figures(plan: Plan | None) -> list[Path]:
    """The paths of all figures that a plan states in its targets and its funding."""
    if plan is None:
        return []
    return [*_of_targets(plan.targets), *_of_funding(plan.funding)]


def _of_targets(root: Area | None) -> list[Path]:
    return [(*path, field) for path, stated in _areas_stating(root) for field in stated]


def _areas_stating(root: Area | None) -> "Iterator[tuple[Path, Stated]]":
    """The paths of all areas, each with the fields of the figures that it states."""
    waiting: list[tuple[Area, Path]] = [] if root is None else [(root, ("targets",))]
    while waiting:
        area, path = waiting.pop()
        values = vars(area)  # of every area of a nation: attributes would cost twice as much
        yield path, tuple([field for field in _FIGURES if values[field] is not None])
        waiting.extend((child, (*path, "areas", index)) for index, child in enumerate(area.areas))
        for at, breakdown in enumerate(area.breakdowns):
            parts = (*path, "breakdowns", at, "parts")
            waiting.extend((part, (*parts, index)) for index, part in enumerate(breakdown.parts))


_FIGURES = (*Area.FIGURES, *Area.SHARES)


def _of_funding(funding: Funding | None) -> list[Path]:
    return [] if funding is None else [path for path, _, _ in Ledger.of(funding).stated()]


class Passed(NamedTuple):
    """What a check finds to hold in a settled plan: how many things, and of which fields it confirms the figures.

    These are by the fields that an area states.
    """

    held: int
    confirmed: "Mapping[Stated, AbstractSet[str]]"


LARGE = 100
"""In a plan of fewer areas every check looks at each of them."""

_BY_FORM = frozenset(
    (
        *("T101", "T102", "T104", "T111", "T112", "T113", "T114", "T121", "T122", "T123", "T124"),
        *("T131", "T132", "T133", "T201", "T202", "T203", "T204", "T205", "T208"),
    )
)
"""The checks that say the same of settled areas that state the same fields."""

_SUMS = "T101"


def passed_by_form(context: Context) -> Mapping[str, Passed]:
    """What some checks find in a plan that is settled, by their codes; nothing in any other plan."""
    reading = context.reading
    if reading.plan is None or reading.source is not None or reading.unread or len(context.areas) < LARGE:
        return {}
    found = context.settled
    if found is None:
        return {}
    passed: dict[str, Passed] = {}
    alone = {stated: _alone(context, area) for stated, area in found.examples.items()}
    for check in ALL:
        if check.code in _BY_FORM:
            held, confirmed = 0, {}
            for stated, example in alone.items():
                try:
                    results = list(check.run(example))
                except Exception:  # noqa: BLE001 - it breaks once more where that is told
                    return {}
                if not all(isinstance(result, Held) for result in results):
                    return {}
                held += len(results) * found.areas[stated]
                confirmed[stated] = {str(path[-1]) for result in results for path in result.figures}
            passed[check.code] = Passed(held, confirmed)
    return {**passed, _SUMS: _sums(context, found)}


def _alone(context: Context, area: Area) -> Context:
    """An area by itself, in a plan that speaks of the same as the whole."""
    reading, plan = context.reading, context.plan.model_copy(update={"targets": area.model_copy(update={"areas": ()})})
    alone = Context(reading._replace(plan=plan, before=()), context.codes)
    alone.used, alone.assumed = context.used, context.assumed
    return alone


def _sums(context: Context, found: "Settled") -> Passed:
    """The sums of counts: every area takes part in one, unless there is one area alone."""
    counts = {"households", *context.used.counts} if found.sums else set()
    return Passed(found.sums, {stated: counts.intersection(stated) for stated in found.examples})


class Verdicts(Mapping[Path, Verdict]):
    """The verdicts on figures, by their paths, made when they are first asked for."""

    def __init__(self, make: Callable[[], dict[Path, Verdict]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> dict[Path, Verdict]:
        return self._make()

    def __getitem__(self, path: Path) -> Verdict:
        return self._made[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __repr__(self) -> str:
        return repr(self._made)

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (self._made,)


class Judged(NamedTuple):
    """The verdicts on the figures of a plan: how many it states, and how many of them no decided check touches.

    `undecided` are those among them that checks leave open.
    """

    verdicts: Mapping[Path, Verdict]
    stated: int
    untouched: int
    undecided: AbstractSet[Path]


class Judging:
    """Gathers what checks say of figures as they are run.

    `figures` has the least serious verdict first: where checks differ about a figure, the most serious one counts.
    `sourced` are the figures that the document confirms, `passed` what holds by the fields that areas state.
    """

    def __init__(self) -> None:
        self.figures: dict[Verdict, list[Path]] = {
            verdict: [] for verdict in (Verdict.UNDECIDED, Verdict.CONFIRMED, Verdict.SUSPECT, Verdict.VIOLATED)
        }
        self.sourced: list[Path] = []
        self.passed: list[Passed] = []

    @property
    def collected(self) -> list[list[Any]]:
        """All that is gathered, in lists that grow."""
        return [self.sourced, self.passed, *self.figures.values()]

    def judged(self, plan: Plan | None, settled: "Settled | None") -> Judged:
        """What the checks say of each stated figure that any of them looked at."""
        if not self.passed or settled is None or plan is None:
            return self._each(stated_figures(plan))
        confirmed: dict[Stated, set[str]] = defaultdict(set)
        for passed in self.passed:
            for stated, fields in passed.confirmed.items():
                confirmed[stated] |= fields
        if any(path[:1] == ("targets",) for paths in self.figures.values() for path in paths):
            self.figures[Verdict.CONFIRMED] += _confirmed_in(plan, confirmed)
            return self._each(stated_figures(plan))
        funding = self._each(_of_funding(plan.funding))
        in_targets = [(count, len(stated), len(confirmed[stated])) for stated, count in settled.areas.items()]
        return Judged(
            Verdicts(partial(_all_verdicts, plan, dict(confirmed), funding.verdicts)),
            funding.stated + sum(count * stated for count, stated, _ in in_targets),
            funding.untouched + sum(count * (stated - held) for count, stated, held in in_targets),
            funding.undecided,
        )

    def _each(self, stated: Sequence[Path]) -> Judged:
        """The same of some stated figures, one by one."""
        wanted = set(stated)
        merged: dict[Path, Verdict] = {}
        for verdict, figures in self.figures.items():
            if verdict is Verdict.CONFIRMED:
                merged.update(dict.fromkeys(wanted - self._left(wanted), verdict))
            else:
                merged.update(dict.fromkeys(figures, verdict))
        for path in set(merged) - wanted:
            del merged[path]
        undecided = {path for path, verdict in merged.items() if verdict is Verdict.UNDECIDED}
        return Judged(merged, len(stated), len(stated) - len(merged) + len(undecided), undecided)

    def _left(self, stated: AbstractSet[Path]) -> set[Path]:
        """The stated figures that no check confirmed. Most are by the first checks, and named again by all others."""
        left = set(stated).difference(self.sourced)
        figures = self.figures[Verdict.CONFIRMED]
        for first in range(0, len(figures), _SOME):
            if not left:
                break
            left.difference_update(figures[first : first + _SOME])
        return left


_SOME = 50_000


def _confirmed_in(plan: Plan, confirmed: "Mapping[Stated, AbstractSet[str]]") -> list[Path]:
    """The figures of the targets that are confirmed by the fields that areas state."""
    return [
        (*path, field)
        for path, stated in _areas_stating(plan.targets)
        for field in stated
        if field in confirmed.get(stated, ())
    ]


def _all_verdicts(
    plan: Plan, confirmed: "Mapping[Stated, AbstractSet[str]]", funding: Mapping[Path, Verdict]
) -> dict[Path, Verdict]:
    return {**dict.fromkeys(_confirmed_in(plan, confirmed), Verdict.CONFIRMED), **funding}
