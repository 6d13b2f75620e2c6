"""Derivations in words: why a range ends where it does, or why figures contradict each other.

The steps that led to an end of a range, or to a contradiction, become lines of arithmetic. Each line names what it
bounds, the relation with the numbers put in, and the result: a person can check it by hand. What is stated and what is
assumed stand before them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from povcalc.inference.conflicts import Evidence, Restricted, concerned_measures, evidence, minimal_conflict
from povcalc.inference.domains import (
    FIRST_RATE,
    HIGH,
    LOW,
    N0,
    N1,
    P0,
    P1,
    R0,
    R1,
    D,
    E,
    H,
    Infeasible,
    L,
    Rule,
    Step,
    W,
    is_tighter,
)
from povcalc.inference.ranges import Ranges
from povcalc.measures import MULTIDIMENSIONAL
from povcalc.messages import (
    SHORT,
    Lang,
    Message,
    join,
    value_words,
    verbatim,
)
from povcalc.places import Path
from povcalc.plan.model import Located
from povcalc.values import Exact, size


def in_turn(steps: Iterable[Step | None], within: Path | None = None) -> list[Step]:
    """All steps behind some, each after those that it follows from, and once.

    With `within`, steps of other areas than this one are not gone behind.
    """
    done: dict[int, Step] = {}
    waiting: list[tuple[Step, bool]] = [(step, False) for step in reversed([*steps]) if step is not None]
    while waiting:
        step, ready = waiting.pop()
        if id(step) in done:
            continue
        if ready:
            done[id(step)] = step
            continue
        waiting.append((step, True))
        if within is None or step.path == within:
            waiting.extend((before, False) for before in reversed([*_before(step)]))
    return list(done.values())


def _before(step: Step) -> Iterator[Step]:
    if step.rule is Rule.SHAVED:
        # What each trial came to is left out: the end that it began from is what counts.
        first = _first_tried(step).premises[:1]
        yield from (each for each in first if isinstance(each, Step))
        return
    yield from step.before()


def _first_tried(step: Step) -> Step:
    """The first of the trials that end with this one."""
    while step.premises and isinstance(step.premises[0], Step) and step.premises[0].rule is Rule.SHAVED:
        step = step.premises[0]
    return step


class Arithmetic:
    """Writes steps as lines. `names` are those of areas, by path, where more than one is spoken of.

    With `within`, what is said of other areas than this one is taken as given. `one_base` says that every
    area has as many households at both dates.
    """

    def __init__(
        self,
        steps: Iterable[Step | None],
        names: Mapping[Path, Message],
        within: Path | None = None,
        *,
        one_base: bool = False,
    ) -> None:
        self._steps = in_turn(steps, within)
        self._within = within
        self._names = names
        # Where both dates have one base, it has one name.
        self._one_base = {
            step.path
            for step in self._steps
            if one_base or (step.rule in (Rule.GROWN, Rule.GAINED) and _is_level(step))
        }

    def given(self) -> list[Step]:
        """The ends of other areas that the argument takes as given."""
        return [step for step in self._steps if step.path != self._within and not _is_of_growth(step)]

    def end(self, step: Step) -> Message:
        """The end that a step came to."""
        return end_words(step, upper=step.upper)

    def lines(self) -> list[Message]:
        """A line for each step that is neither stated nor assumed, nor says that two dates have one base."""
        return [
            join((self.name(step), self._bound(step)), " ")
            for step in self._steps
            if not _goes_without_saying(step) and (self._within is None or step.path == self._within)
        ]

    def clash(self, ends: tuple[Step | None, Step | None]) -> Message:
        """That two ends rule out each other."""
        low, high = ends
        known = low or high
        if known is None:
            return verbatim("")
        return Message(
            "{name} {low} and {high}: impossible",
            name=self.name(known),
            low=end_words(low, upper=LOW) if low else verbatim(f"≥ {_limit(known.quantity, upper=LOW)}"),
            high=end_words(high, upper=HIGH) if high else verbatim(f"≤ {_limit(known.quantity, upper=HIGH)}"),
        )

    def name(self, step: Step) -> Message:
        """What a step is about: a quantity, with its area where that is not the one asked for."""
        field = step.name
        if step.quantity in (N0, N1) and step.path in self._one_base:
            field = "households"
        if step.path not in self._names:
            return SHORT[field]
        return Message("{area}, {name}", area=self._names[step.path], name=SHORT[field])

    def _bound(self, step: Step) -> Message:
        """The relation with its numbers, and what comes out."""
        made = worked(step)
        if made is None:
            return _in_words(step)
        whole = join((_sign(made.is_open, step.upper), made.formula, verbatim("="), value_words(made.result)), " ")
        if isinstance(step.value, int) and (made.is_open or step.value != made.result):
            whole = join((whole, verbatim("→ ≤" if step.upper else "→ ≥"), value_words(step.value)), " ")
        return whole


def _in_words(step: Step) -> Message:
    """A step that no arithmetic is behind, in words."""
    end = end_words(step, upper=step.upper)
    match step.rule:
        case Rule.STATED:
            return Message("{end}, seeing how the two rates are printed", end=end)
        case Rule.BETWEEN_PARTS if isinstance(step.premises[0], Step):
            return Message(
                "{end}, since the rates of the other areas lie on the far side of the whole's",
                end=end,
            )
        case Rule.BETWEEN_PARTS:
            return (
                Message("{end}, the greatest among its areas", end=end)
                if step.upper
                else Message("{end}, the least among its areas", end=end)
            )
        case Rule.SHAVED:
            return _tried(step, end)
        case Rule.RATE if step.quantity >= FIRST_RATE:
            return Message("{end}, since some are poor", end=end)
        case Rule.RATE if step.quantity in (N0, N1) and not step.upper:
            return Message("{end}, since at least that many are poor", end=end)
        case Rule.RATE if step.quantity in (N0, N1):
            return Message("{end}, since no rate is possible", end=end)
        case _:
            return Message("{end}, as many as there are", end=end)


def _tried(step: Step, end: Message) -> Message:
    """The values next to this end that were tried before it, and what they left no value for."""
    outer = 1 if step.upper else -1
    tried = sorted({int(exact_value(step)) + outer, int(exact_value(_first_tried(step))) + outer})
    missing = step.premises[-1]
    what = SHORT[missing.name] if isinstance(missing, Step) else verbatim("?")
    return Message(
        "{end}: {tried} would leave no value for: {what}",
        end=end,
        tried=join((value_words(value) for value in tried), "–"),
        what=what,
    )


def _goes_without_saying(step: Step) -> bool:
    """Whether a step has no line of its own."""
    if step.rule in (Rule.STATED, Rule.CUT, Rule.SHAVED) and not step.premises:
        return True
    if step.rule is Rule.TOGETHER and step.quantity in (N0, N1):
        return True  # households are those of every measure
    return _is_of_growth(step) or (step.rule is Rule.GROWN and _is_level(step))


def _is_of_growth(step: Step) -> bool:
    """Whether a step says how households grow, and not where a quantity ends."""
    return step.quantity < FIRST_RATE and not isinstance(step.value, int)


def _is_level(step: Step) -> bool:
    """Whether a step rests on as many households at both dates."""
    growth = step.premises[-1] if step.premises else None
    return isinstance(growth, Step) and growth.quantity == N0 and growth.value == (0, 1, False)


def _limit(quantity: int, *, upper: bool) -> int:
    """The end of a quantity that always holds."""
    if quantity < FIRST_RATE:
        return 0
    return 100 if upper else -100 if quantity == FIRST_RATE + D else 0


class Proof(NamedTuple):
    """An end of a range: the step that set it, with all before it, and what it rests on."""

    step: Step
    held: Evidence


def proof(areas: Sequence[Located], ranges: Ranges, path: Path, quantity: str, *, upper: bool) -> Proof | None:
    """Why a quantity of an area, by its name in the format, has its low or its high end; `None` if that always holds.

    Figures are left out one by one as long as the end stays as tight, so that no detour is told.
    """
    step = ranges.steps(path, quantity)[upper]
    if step is None:
        return None
    restricted = Restricted(areas, ranges.basis)
    wanted = step

    def proved(held: Evidence) -> Step | None:
        try:
            concerned = concerned_measures([*held.figures, (*path, quantity)])
            domain = restricted.narrowed(held, asked=(*path, "households"), used=concerned)[path, step.measure]
        except (Infeasible, KeyError):
            return None
        found = domain.why[upper][step.quantity]
        return found if found is not None and _is_as_tight(found, wanted) else None

    first = evidence([step])
    shown = proved(first)
    if shown is None:  # a cap, or trials in a larger tree, made the difference
        return Proof(step, first)
    left = minimal_conflict(restricted, first, shown, proved, lambda found: evidence([found]))
    return Proof(left.shown, left.held)


def _is_as_tight(found: Step, wanted: Step) -> bool:
    if isinstance(found.value, int) or isinstance(wanted.value, int):
        mine, its = exact_value(found), exact_value(wanted)
        return mine <= its if wanted.upper else mine >= its
    return not is_tighter(wanted.value, found.value, upper=wanted.upper)


_ADDENDS = 12
"""A longer sum is given as its result."""


class Worked(NamedTuple):
    """A relation with its numbers, and its result; `is_open` when the result itself is left out."""

    formula: Message
    result: Exact
    is_open: bool = False


def worked(step: Step) -> Worked | None:
    """The arithmetic behind a step; `None` where there is none."""
    match step.rule:
        case Rule.DIFFERENCE | Rule.POINTS:
            return _difference(step)
        case Rule.FLOWS | Rule.TOGETHER:
            return _added(step)
        case Rule.RATE:
            return _share(step)
        case Rule.GROWN:
            base, growth = _operand(step, 0), _operand(step, 1)
            sign, factor = ("×", _grown(growth)) if step.quantity == N1 else ("÷", 1 / _grown(growth))
            return Worked(_joined(base.words, sign, _factor(growth)), base.value * factor)
        case Rule.GAINED:
            return _gained(step)
        case Rule.SUM | Rule.REMAINDER:
            return _sum(step)
        case Rule.WEIGHTED_MEAN:
            return _weighted_mean(step)
    return None


class _Operand(NamedTuple):
    value: Exact
    is_open: bool

    @property
    def words(self) -> Message:
        return value_words(self.value)


def _operand(step: Step, at: int, default: Exact = 0) -> _Operand:
    """The value that stands at a place of a step's reasons, or the one that always holds there."""
    before = step.premises[at]
    if not isinstance(before, Step):
        return _Operand(default, is_open=False)
    return _Operand(exact_value(before), _is_open(before))


def exact_value(step: Step) -> Exact:
    """The value of a step as one number."""
    return step.value if isinstance(step.value, int) else Fraction(step.value[0], step.value[1])


def _joined(left: Message, sign: str, right: Message) -> Message:
    return join((left, verbatim(sign), right), " ")


def _difference(step: Step) -> Worked:
    """H = P0 - P1 and D = R0 - R1, solved for each."""
    start, end, fall = (P0, P1, H) if step.quantity < FIRST_RATE else (FIRST_RATE + R0, FIRST_RATE + R1, FIRST_RATE + D)
    adds = step.quantity == start
    first, second = {start: (end, fall), end: (start, fall), fall: (start, end)}[step.quantity]
    left = _operand(step, 0, _limit(first, upper=step.upper))
    right = _operand(step, 1, _limit(second, upper=step.upper is adds))
    formula = _joined(left.words, "+" if adds else "−", right.words)
    result = left.value + right.value if adds else left.value - right.value
    return Worked(formula, result, left.is_open or right.is_open)


def _added(step: Step) -> Worked | None:
    """The balance of flows, or both measures as the sum of two, solved for each; `None` for a single term."""
    if len(step.premises) == 1:
        return None
    adds = step.measure is MULTIDIMENSIONAL or (step.rule is Rule.FLOWS and step.quantity == P1)
    signs: tuple[int, ...] = (1, 1 if adds else -1)
    if len(step.premises) > len(signs):
        signs = _SIGNS[step.quantity]
    terms = [_operand(step, at, _limit(step.quantity, upper=step.upper is (sign > 0))) for at, sign in enumerate(signs)]
    formula = terms[0].words
    for sign, term in zip(signs[1:], terms[1:], strict=True):
        if term.value:
            formula = _joined(formula, "+" if sign > 0 else "−", term.words)
    result = sum(sign * term.value for sign, term in zip(signs, terms, strict=True))
    return Worked(formula, result, any(term.is_open for term in terms))


_SIGNS = {H: (1, -1, -1), E: (1, 1, 1), L: (1, -1, -1), W: (1, -1, -1)}
"""By count of the balance of flows, the signs of the others that it is made of."""


def _share(step: Step) -> Worked | None:
    """100 P = R N, solved for each; `None` for what is told in words."""
    if step.quantity >= FIRST_RATE:
        if step.premises[1] is None:
            return None  # there are some poor
        poor, base = _operand(step, 0), _operand(step, 1)
        return Worked(
            Message("100 × {poor} ÷ {base}", poor=poor.words, base=base.words),
            Fraction(100 * poor.value) / base.value,
        )
    if step.quantity in (P0, P1):
        if None in step.premises:
            return None
        rate, base = _operand(step, 0), _operand(step, 1)
        return Worked(
            Message("{base} × {rate}%", base=base.words, rate=rate.words),
            Fraction(base.value * rate.value, 100),
            rate.is_open,
        )
    first = step.premises[0]
    if step.premises[1] is None or not isinstance(first, Step) or first.quantity >= FIRST_RATE:
        return None  # no rate is possible, or the poor are as many as there are
    poor, rate = _operand(step, 0), _operand(step, 1, 100)
    return Worked(
        Message("{poor} ÷ {rate}%", poor=poor.words, rate=rate.words),
        Fraction(100 * poor.value) / rate.value,
        rate.is_open,
    )


def _gained(step: Step) -> Worked:
    """100 H = k N0, solved for N0, H and D."""
    first = _operand(step, 0)
    if step.quantity == FIRST_RATE + D:
        return _points_gained(step, first)
    k = _gain(step, first.value)
    if step.quantity == H:
        formula = Message("{base} × {k}%", base=first.words, k=k.formula)
        return Worked(formula, Fraction(first.value * k.result) / 100, k.is_open)
    formula = Message("100 × {count} ÷ {k}", count=first.words, k=k.formula)
    return Worked(formula, Fraction(100 * first.value) / k.result, k.is_open)


def _points_gained(step: Step, count: _Operand) -> Worked:
    """D = 100 H / N0 + g R1."""
    base = _operand(step, 1)
    # On ever more households any number of them makes ever less, but never nothing.
    vanishing = step.premises[1] is None and count.value != 0
    made = Worked(verbatim("0"), 0, vanishing)
    if base.value and count.value:
        formula = Message("100 × {count} ÷ {base}", count=count.words, base=base.words)
        made = Worked(formula, Fraction(100 * count.value) / base.value)
    if len(step.premises) == _LEVEL:
        return made
    growth = _operand(step, 3)
    if growth.value == 0:
        return made
    rate = _operand(step, 2, 100 if (growth.value >= 0) is step.upper else 0)
    result = made.result + Fraction(growth.value * rate.value, 100)
    return Worked(_with_share(made.formula, growth, rate), result, made.is_open or rate.is_open)


_LEVEL = 3
"""So many reasons has a step of `gained` when households do not grow; otherwise a rate is one too."""


def _gain(step: Step, count: Exact) -> Worked:
    """K = D - g R1 or (1 + g) D - g R0, as it was used for a step."""
    is_least = not step.upper
    if step.quantity == N0:
        end = step.premises[1]
        is_least = not end.upper if isinstance(end, Step) else step.upper is (count >= 0)
    points = _operand(step, 1, -100 if is_least else 100)
    if len(step.premises) == _LEVEL:
        return Worked(points.words, points.value, points.is_open)
    growth = _operand(step, 3)
    rate = _operand(step, 2, 100 if (growth.value >= 0) is is_least else 0)
    formula, grown = points.words, points.value
    if growth.value == 0 and len(step.premises) == _LEVEL + 1:
        return Worked(formula, grown, points.is_open)
    if len(step.premises) > _LEVEL + 1:
        factor = _operand(step, 4)
        formula = _joined(_factor(factor), "×", formula)
        grown *= _grown(factor)
    formula = _with_share(formula, growth._replace(value=-growth.value), rate)
    formula = Message("({formula})", formula=formula)
    result = grown - Fraction(growth.value * rate.value, 100)
    return Worked(formula, result, points.is_open or (rate.is_open and growth.value != 0))


def _grown(growth: _Operand) -> Fraction:
    return 1 + Fraction(growth.value, 100)


def _factor(growth: _Operand) -> Message:
    """What households are multiplied with when they grow: (1 + 2%), (1 − 1%)."""
    by = value_words(size(growth.value))
    return Message("(1 {sign} {by}%)", sign="−" if growth.value < 0 else "+", by=by)


def _with_share(formula: Message, growth: _Operand, rate: _Operand) -> Message:
    """A formula and so many percent of a rate: … + 2% × 44.355, … − 2% × 44.355."""
    share = Message("{by}% × {rate}", by=value_words(size(growth.value)), rate=rate.words)
    return _joined(formula, "−" if growth.value < 0 else "+", share)


def _sum(step: Step) -> Worked:
    """A whole as the sum of its parts, or a part as the whole less the others."""
    others = _several(step.premises[-1])
    values = [0 if each is None else exact_value(each) for each in others if each is None or each.path != step.path]
    if step.rule is Rule.REMAINDER and len(values) == len(others):
        values.remove(0)  # the part itself, of which nothing was known
    added = join((value_words(value) for value in values if value), " + ") if len(values) <= _ADDENDS else None
    if step.rule is Rule.SUM:
        formula = added or Message("the sum of {count} areas", count=len(values))
        return Worked(formula if formula.to(Lang.EN) else verbatim("0"), sum(values))
    whole = _operand(step, 0)
    if added is None or not added.to(Lang.EN):
        added = value_words(sum(values))
    elif len([value for value in values if value]) > 1:
        added = Message("({added})", added=added)
    return Worked(_joined(whole.words, "−", added), whole.value - sum(values))


def _several(premise: "Step | tuple[Step | None, ...] | None") -> "tuple[Step | None, ...]":
    """The steps of a reason that is several."""
    return premise if isinstance(premise, tuple) and not isinstance(premise, Step) else ()


def _weighted_mean(step: Step) -> Worked:
    """The rate of a whole as the mean of its parts' rates by their households."""
    rates = _several(step.premises[0])
    always = _limit(step.quantity, upper=step.upper)
    terms = [
        (weight, always if end is None else exact_value(end))
        for weight, end in zip(step.weights, rates, strict=True)
        if weight
    ]
    added = join((_joined(value_words(weight), "×", value_words(rate)) for weight, rate in terms), " + ")
    if len(terms) > _ADDENDS:
        added = Message("the sum of households × rate of {count} areas", count=len(terms))
    whole = sum(weight for weight, _ in terms)
    return Worked(
        Message("({added}) ÷ {whole}", added=added, whole=value_words(whole)),
        Fraction(sum(weight * rate for weight, rate in terms), whole),
        _is_open(step),
    )


def end_words(step: Step, *, upper: bool) -> Message:
    """An end of a range: `≤ 5,328`, `> 52.845`."""
    return join((_sign(_is_open(step), upper), value_words(exact_value(step))), " ")


def _sign(is_open: bool, upper: bool) -> Message:  # noqa: FBT001 - what the sign says
    return verbatim(("<" if is_open else "≤") if upper else (">" if is_open else "≥"))


def _is_open(step: Step) -> bool:
    return not isinstance(step.value, int) and step.value[2]
