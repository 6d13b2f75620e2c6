"""Family T, all figures together: contradictions that no single sum or rate shows.

Every relation narrows the ranges of `povcalc.inference`; where no value is left for a quantity, the figures that led
there cannot all be true. As few of them as possible are named.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from povcalc.checks.base import Context, check
from povcalc.findings import Held, Outcome, Problem, Related, Result, Severity, named_ends
from povcalc.inference.conflicts import Conflict
from povcalc.inference.counts import used_in
from povcalc.inference.ranges import implied_figures
from povcalc.measures import REDUCTIONS
from povcalc.messages import (
    GLOSSARY,
    SHORT,
    Message,
    by_language,
    interval,
    join,
    plural,
    precise_text,
    signed_interval,
    verbatim,
)
from povcalc.places import Path
from povcalc.values import ANY, Interval

_LINES = 6
"""An argument is at most so many lines long."""

_PLACES = 3
"""So many decimals have the ends of ranges in words."""

_NAMED = 6
"""So many figures are named in a message; the related places have all of them."""


@check(
    "T206",
    "figures-agree",
    Severity.ERROR,
    section="targets",
    formula="∃ N_t, P_t ∈ ℕ: P_t ≤ N_t,  P_start − P_end = reduction_households,\n"
    "100 × P_t ÷ N_t ∈ poverty_rate_t,  t ∈ {start, end}\n"
    "100 × P_start ÷ N_start − 100 × P_end ÷ N_end ∈ reduction_rate\n"
    "partial: false ⇒ x = Σ areas[i].x",
    runs_after_family=True,
)
def figures_agree(context: Context) -> Iterator[Result]:
    """All figures can be true together.

    Sums, rates and differences tie all figures of the areas together. Where no numbers of households are left that
    would make all of them true, the fewest figures that contradict each other are named, with the arithmetic; what
    another check has said already is not said again. It is an error when stated figures alone contradict each other,
    and a note when an assumption takes part (such as one base all year). Where they would agree if one of the rates was
    cut off instead of rounded, that is said too.

    Fix: Go through the lines of arithmetic with the source document at hand: at least one of the figures named is not
    as printed there, or is wrong in the document. Beside each figure stands where it would have to lie by the others.
    If the households grew, say so with `assumptions` or `--growth`.
    """
    if _is_solution(context):
        yield Held(())
        return
    stated = {
        (*located.path, field)
        for located in context.areas
        for field in type(located.area).FIGURES
        if located.figure(field) is not None
    }
    if not stated:
        return
    names = {located.path: context.name(located) for located in context.areas}
    told = _Told(context.reported)
    has_error = False
    for conflict in context.ranges.conflicts:
        if not told.says(conflict):
            problem = _problem(context, conflict, names)
            has_error = has_error or problem.severity is not Severity.NOTE
            yield problem
    undecided = stated - set(context.confirmed)
    followed = implied_figures(context.areas, context.ranges, sorted(undecided, key=str))
    if followed or not has_error:
        yield Held(tuple(followed))


class _Told:
    """The sets of figures that other checks have found to contradict each other."""

    def __init__(self, reported: Iterable[Collection[Path]]) -> None:
        self._with: dict[Path, list[frozenset[Path]]] = defaultdict(list)
        for figures in map(frozenset, reported):
            for path in figures:
                self._with[path].append(figures)

    def says(self, conflict: Conflict) -> bool:
        """Whether a conflict has been told: whole, or as the part that is one of a conflict that was not reduced."""
        figures = frozenset(conflict.figures)
        if not figures or any(told >= figures for told in self._with[conflict.figures[0]]):
            return bool(self._with)
        return not conflict.reduced and any(told <= figures for path in figures for told in self._with[path])


def _is_solution(context: Context) -> bool:
    """Whether the stated figures are themselves numbers that make all relations true.

    They are where every count is known exactly and the other checks have found that all sums and rates hold:
    nothing is left that ranges could show.
    """
    ended = {**context.observed, **context.ended}
    if any(ended.get(code) not in (Outcome.PASSED, Outcome.SKIPPED) for code in _RELATIONS):
        return False
    speaks_of = used_in(context.areas)
    fields = [field for field in speaks_of.counts if field not in REDUCTIONS]
    return all(
        (count := counts.get(field)) is not None and count.sure and count.interval.is_point
        for counts in context.known.values()
        for field in fields
    )


_RELATIONS = ("T101", "T131", "T132", "T111", "T112", "T113", "T201", "T202", "T203", "T204")


def _problem(context: Context, conflict: Conflict, names: Mapping[Path, Message]) -> Problem:
    owners = dict.fromkeys(path[:-1] for path in conflict.figures)
    several = names if len(owners) > 1 else {}
    figures = [_figure(context, path, several) for path in conflict.figures[:_NAMED]]
    rest = len(conflict.figures) - _NAMED
    if rest > 0:
        figures.append(Message("and {rest} more", rest=rest))
    message = Message(
        "{area}: {assumed}these figures cannot all be true: {figures}{way_out}",
        area=names[min(owners, key=len)],
        assumed=_assumed(context, conflict),
        figures=join(figures, "; "),
        way_out=_way_out(context, conflict, several),
    )
    first, *others = conflict.figures
    is_error = not (conflict.growth or conflict.cut)
    return Problem(
        first,
        message,
        None if is_error else Severity.NOTE,
        related=tuple(
            Related(path, Message("by the others: {room}", room=_room(path, several, room)))
            for path, room in zip(others, conflict.allowed_ranges[1:], strict=True)
        ),
        numbers=() if conflict.agree is None else named_ends("growth", conflict.agree),
        figures=conflict.figures if is_error else (),
        argument=_argument(conflict, several),
    )


def _figure(context: Context, path: Path, names: Mapping[Path, Message]) -> Message:
    """A figure with its name, and its area's where several take part."""
    figure = context.by_path[path[:-1]].figure(str(path[-1]))
    words = Message("{field} {figure}", field=GLOSSARY[str(path[-1])], figure=figure or verbatim("?"))
    if path[:-1] in names:
        words = Message("{words} ({area})", words=words, area=names[path[:-1]])
    return words


def _assumed(context: Context, conflict: Conflict) -> Message:
    """The assumptions that take part, to be read before what follows from them."""
    parts = []
    growth = context.assumed.growth
    if conflict.growth and growth is not None:
        if growth[:2] == (0, 0):
            parts.append(Message("on one base all year "))
        else:
            parts.append(Message("if households grow by {by} ", by=_percent(growth)))
    if conflict.cut and context.assumed.cut is not None:
        parts.append(
            Message(
                'with "over" rates cut off at steps of {cut} points ',
                cut=precise_text(context.assumed.cut),
            )
        )
    return join(parts, "")


def _way_out(context: Context, conflict: Conflict, names: Mapping[Path, Message]) -> Message:
    """What would make the figures agree."""
    if conflict.growth:
        if conflict.agree is None or conflict.agree == ANY:
            return verbatim("")
        return Message(
            ". They can agree only if households grew by {by}",
            by=_percent(conflict.agree),
        )
    if conflict.cut_off:
        return Message(
            "; correct at least one of them. They would agree if {figure} was cut off, not rounded",
            figure=_figure(context, conflict.cut_off[0], names),
        )
    return Message("; correct at least one of them")


def _percent(growth: Interval) -> Message:
    """A growth: `0.72 to 0.82%`, `at least 2.2%`."""
    if growth.low is not None and growth.high is not None and growth.low != growth.high:
        return Message("{low} to {high}%", low=precise_text(growth.low), high=precise_text(growth.high))
    return by_language(lambda lang: f"{interval(growth, lang)}%")


def _room(path: Path, names: Mapping[Path, Message], room: Interval) -> Message:
    """Where a figure would have to lie by the others, its ends rounded outwards."""
    room = room.widened(_PLACES)
    words = signed_interval(room)
    name = SHORT[str(path[-1])]
    if path[:-1] in names:
        return Message("{area}, {name} {room}", area=names[path[:-1]], name=name, room=words)
    return Message("{name} {room}", name=name, room=words)


def _argument(conflict: Conflict, names: Mapping[Path, Message]) -> tuple[Message, ...]:
    from povcalc.inference.explain import Arithmetic  # most plans have no contradiction

    arithmetic = Arithmetic(conflict.ends, names)
    lines = [*arithmetic.lines(), arithmetic.clash(conflict.ends)]
    if len(lines) > _LINES:
        hidden = len(lines) - _LINES + 1
        before = Message("({steps} before these)", steps=plural("{count} step", "{count} steps", count=hidden))
        lines[:hidden] = [before]
    rooms = [
        _room(path, names, room)
        for path, room in zip(conflict.figures, conflict.allowed_ranges, strict=False)
        if room.low is not None or room.high is not None
    ]
    if 0 < len(rooms) <= _NAMED:
        lines.append(Message("each by the others: {each}", each=join(rooms, "; ")))
    return tuple(lines)


CHECKS = (figures_agree,)
