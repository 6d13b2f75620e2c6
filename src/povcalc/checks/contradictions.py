"""Family T, all figures together: contradictions that no single sum or rate shows.

Every relation narrows the ranges of `povcalc.inference`; where no value is left for a quantity, the figures that led
there cannot all be true. As few of them as possible are named.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from povcalc.checks.base import Context, check
from povcalc.findings import Held, Outcome, Problem, Related, Result, Severity, Undecided, named_ends, related
from povcalc.inference.conflicts import Conflict, growing
from povcalc.inference.ranges import estimates_at_odds, implausible_growth, implied_figures, near_estimates
from povcalc.measures import (
    BASES,
    FIGURES,
    FLOWS,
    MEAN_OF,
    MEASURES,
    MULTIDIMENSIONAL,
    POINTS,
    RATES,
    REDUCTIONS,
    SHARES,
)
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
        for values in (vars(located.area),)  # attributes would cost twice as much
        for field in FIGURES
        if values[field] is not None
    }
    if not stated:
        return
    undecided = stated - set(context.confirmed)
    if not undecided and _is_of_counts(context):
        yield Held(())
        return
    names = {located.path: located.name for located in context.areas}
    told = _Told(context.reported)
    has_error = False
    for conflict in context.ranges.conflicts:
        if not told.says(conflict) and not (conflict.growth and _is_judged(context, conflict)):
            problem = _problem(context, conflict, names)
            has_error = has_error or problem.severity is not Severity.NOTE
            yield problem
    sought = sorted(undecided, key=str) if context.verifies else []
    followed = implied_figures(context.areas, context.ranges, sought)
    if followed or not has_error:
        yield Held(tuple(followed))


@check(
    "T208",
    "estimates-near-the-others",
    Severity.WARNING,
    section="targets",
    formula="x = {about: n} ⇒ ∃ x by all other figures: |x − n| ≤ |n| / 10",
    runs_after_family=True,
)
def estimates_near_the_others(context: Context) -> Iterator[Result]:
    """An estimate is near what the other figures leave.

    No range leans on an estimate, but it still binds: what is stated as about a number is within a tenth of it,
    exactly a tenth included, or rounds to it. Where no numbers of households make that true together with the other
    figures, the estimate is named with what these leave. Sums compare an estimate as it is written (T101); what another
    check has said of it is not said again.

    Fix: Look the estimate up in the document, and the figures beside it: one of them probably has a digit too many or
    too few, or belongs to another date or area.
    """
    estimates, at_odds = near_estimates(context.areas), set[Path]()
    if not estimates:
        return
    told = {path for figures in context.reported for path in figures}
    names = {located.path: located.name for located in context.areas}
    for conflict in estimates_at_odds(context.areas, context.ranges, estimates):
        own = [path for path in conflict.figures if path in estimates]
        at_odds.update(own)
        if told.isdisjoint(own):
            yield _far_off(context, conflict, own[0], names)
    for path in estimates.keys() - at_odds:
        asked = () if path[-1] in SHARES else BASES if path[-1] == "households" else (str(path[-1]),)
        rooms = [context.ranges.of(path[:-1], each) for each in asked]
        if rooms and all(room.within(estimates[path].as_count()) for room in rooms):
            yield Held((path,))
        else:
            yield Undecided((path,), Message("{area}: the other figures leave it open", area=names[path[:-1]]))


def _far_off(context: Context, conflict: Conflict, path: Path, names: Mapping[Path, Message]) -> Problem:
    owners = dict.fromkeys(figure[:-1] for figure in conflict.figures)
    several = names if len(owners) > 1 else {}
    others = [figure for figure in conflict.figures if figure != path]
    room = dict(zip(conflict.figures, conflict.allowed_ranges, strict=True))[path]
    is_assumed = conflict.growth or conflict.cut
    return Problem(
        path,
        Message(
            "{area}: {assumed}{figure} is more than a tenth off: the other figures leave {room} ({others}); correct "
            "one of them",
            area=names[path[:-1]],
            assumed=_assumed(context, conflict),
            figure=_figure(context, path, {}),
            room=verbatim("?") if room == ANY else signed_interval(room.widened(_PLACES)),
            others=_figures(context, others, several),
        ),
        Severity.NOTE if is_assumed and not context.assumed.is_band else None,
        related=related(others, Message("one of the figures")),
        numbers=named_ends("others", room),
        figures=() if is_assumed else conflict.figures,
        argument=_argument(conflict, several),
    )


def _is_judged(context: Context, conflict: Conflict) -> bool:
    """Whether a contradiction to plausible growth is one of a single area, which T207 has judged by itself."""
    return context.assumed.is_band and len(growing(conflict.ends)) == 1


@check(
    "T207",
    "growth-is-plausible",
    Severity.WARNING,
    section="targets",
    formula="households_end ÷ households_start ∈ (1 + plausible_growth ÷ 100)ⁿ\nn = to − from + 1 of a period, else 1",
)
def growth_is_plausible(context: Context) -> Iterator[Result]:
    """Households grow plausibly.

    From one year to the next the households of an area grow by -1 to 3 percent, or as `assumptions.plausible_growth`
    has it, and over a period by as much each year. In a result each area is judged by all figures that are stated,
    whatever the areas around it do: counts and rates at both dates say how many households there were. A plan says on
    purpose how many there will be: in it, only numbers of households are judged that change by a quarter and more
    inside an area whose own grow plausibly. One household more or fewer is never a finding.

    Fix: Look up the households at both dates, and the counts and rates that stand for them: most often a digit is
    wrong, or one of the dates has the figures of another area. If the area was merged or split, or people really
    moved there in such numbers, say so with a waiver or with `plausible_growth`.
    """
    if context.settled is not None and context.settled.grew_within(context.assumed.band):
        yield Held(())
        return
    if _is_of_counts(context):
        return
    names = {located.path: located.name for located in context.areas}
    conflicts = implausible_growth(context.areas, context.known, lambda: context.ranges, context.assumed)
    judged: set[Path] = set()
    told = _Told(context.reported)
    for conflict in sorted(conflicts, key=lambda each: _own_figure(each) is None):
        (path,) = growing(conflict.ends)
        if told.says(conflict) or (_own_figure(conflict) is None and judged & {each[:-1] for each in conflict.figures}):
            continue  # what others have been found to need is not told of what is left beside them
        judged.add(path)
        yield _implausible(context, conflict, path, names)
    if not conflicts and any(len({*BASES} & counts.keys()) == len(BASES) for counts in context.known.values()):
        yield Held(())


def _own_figure(conflict: Conflict) -> Path | None:
    """The first figure of the area itself whose growth is judged."""
    (path,) = growing(conflict.ends)
    return next((figure for figure in conflict.figures if figure[:-1] == path), None)


def _implausible(context: Context, conflict: Conflict, path: Path, names: Mapping[Path, Message]) -> Problem:
    owners = dict.fromkeys(figure[:-1] for figure in conflict.figures)
    several = names if len(owners) > 1 else {}
    first = _own_figure(conflict) or conflict.figures[0]
    others = tuple(figure for figure in conflict.figures if figure != first)
    return Problem(
        first,
        Message(
            "{area}: by these figures {grew}, which is outside the plausible {band}% a year: {figures}; correct one of "
            "them, or say with plausible_growth what growth is meant",
            area=names[path],
            grew=_grew(conflict),
            band=_ends(context.assumed.plausible),
            figures=_figures(context, conflict.figures, several),
        ),
        related=related(others, Message("one of the figures")),
        numbers=() if conflict.agree is None else named_ends("growth", conflict.agree),
        figures=conflict.figures,
        argument=_argument(conflict, several),
    )


def _grew(conflict: Conflict) -> Message:
    """How households grew, a fall called a fall: `households fell by 4.51 to 4.84%`."""
    growth = conflict.agree
    if growth is None and not conflict.reduced:
        return Message("households grew or fell, by how much was not looked for")
    if growth is None or growth == ANY:
        return Message("households grew or fell more than tenfold")
    if growth.high is not None and growth.high < 0:
        low = None if growth.low is None else -growth.low
        return Message("households fell by {by}%", by=_ends(Interval(-growth.high, low)))
    return Message("households grew by {by}%", by=_ends(growth))


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
        if any(path[-1] in SHARES and path in self._with for path in figures):
            return True  # a share is of two counts alone: whatever else is said of these, it is the same once more
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
    if context.settled is not None:
        return True
    if any(located.figure(mean) for located in context.areas for mean in MEAN_OF):
        return False  # no other check looks at means
    speaks_of = context.used
    fields = [field for field in speaks_of.counts if field not in REDUCTIONS]
    return all(
        (count := counts.get(field)) is not None and count.sure and count.interval.is_point
        for counts in context.known.values()
        for field in fields
    )


def _is_of_counts(context: Context) -> bool:
    """Whether a plan states counts of the poor and the near-poor alone, all known exactly, in which nothing is amiss.

    Numbers of households that make everything true then exist, and need not be looked for: so many times the poor and
    the near-poor of both dates together, as growth has it, which adds up wherever these do.
    """
    stated = {field for located in context.areas for field in located.area.model_fields_set}
    if stated & _WITH_HOUSEHOLDS:
        return False
    ended = {**context.observed, **context.ended}
    if any(ended.get(code) not in (Outcome.PASSED, Outcome.SKIPPED, Outcome.UNDECIDED) for code in _RELATIONS):
        return False
    # What is not stated of any area is zero, and both together are what the two make.
    fields = [stock for measure in MEASURES[:2] if stated & {*measure.figures} for stock in measure.stocks]
    if len(fields) < 2 * len(MEASURES[:2]) and stated & {*MULTIDIMENSIONAL.figures}:
        return False
    return bool(fields) and all(
        (count := counts.get(field)) is not None and count.sure and count.interval.is_point
        for counts in context.known.values()
        for field in fields
    )


_WITH_HOUSEHOLDS = frozenset(("households", *BASES, *RATES, *POINTS, *MEAN_OF, *SHARES, *FLOWS))
"""What ties counts to households, to means or to flows."""

_RELATIONS = (
    *("T101", "T111", "T112", "T113", "T121", "T122", "T123", "T124"),
    *("T131", "T132", "T201", "T202", "T203", "T204"),
)


def _problem(context: Context, conflict: Conflict, names: Mapping[Path, Message]) -> Problem:
    owners = dict.fromkeys(path[:-1] for path in conflict.figures)
    several = names if len(owners) > 1 else {}
    message = Message(
        "{area}: {assumed}these figures cannot all be true: {figures}{way_out}",
        area=names[min(owners, key=len)],
        assumed=_assumed(context, conflict),
        figures=_figures(context, conflict.figures, several),
        way_out=_way_out(context, conflict, several),
    )
    first, *others = conflict.figures
    is_error = not (conflict.growth or conflict.cut)
    severity = Severity.WARNING if conflict.growth and context.assumed.is_band else Severity.NOTE
    return Problem(
        first,
        message,
        None if is_error else severity,
        related=tuple(
            Related(path, Message("by the others: {room}", room=_room(path, several, room)))
            for path, room in zip(others, conflict.allowed_ranges[1:], strict=True)
        ),
        numbers=() if conflict.agree is None else named_ends("growth", conflict.agree),
        figures=conflict.figures if is_error else (),
        argument=_argument(conflict, several),
    )


def _figures(context: Context, figures: Sequence[Path], names: Mapping[Path, Message]) -> Message:
    """Figures in words, the first of them where they are many."""
    rest = len(figures) - _NAMED
    more = [Message("and {rest} more", rest=rest)] if rest > 0 else []
    return join([*(_figure(context, path, names) for path in figures[:_NAMED]), *more], "; ")


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
            is_year = context.assumed.years == (1, 1)
            words = (
                Message("if households grow by {by}% ") if is_year else Message("if households grow by {by}% a year ")
            )
            parts.append(words.with_values(by=_ends(growth)))
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
        return Message(". They can agree only if {grew}", grew=_grew(conflict))
    if conflict.cut_off:
        return Message(
            "; correct at least one of them. They would agree if {figure} was cut off, not rounded",
            figure=_figure(context, conflict.cut_off[0], names),
        )
    return Message("; correct at least one of them")


def _ends(growth: Interval) -> Message:
    """A growth in percent: `0.72 to 0.82`, `at least 2.2`."""
    if growth.low is not None and growth.high is not None and growth.low != growth.high:
        return Message("{low} to {high}", low=precise_text(growth.low), high=precise_text(growth.high))
    return by_language(lambda lang: interval(growth, lang))


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
