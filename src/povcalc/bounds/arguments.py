"""The steps that led to an end of a range, or to a contradiction, as lines of arithmetic.

Each line names what it bounds, the relation with the numbers put in, and the result: a person can check it
by hand. What is stated and what is assumed stand before them.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from povcalc.bounds.boxes import N0, N1, P0, P1, QUANTITIES, R0, RATES, D, H, Rule, Step
from povcalc.figures import Exact
from povcalc.places import Path
from povcalc.text import SHORT, Lang, Text, join, number, rounded, same, say, terminating

_DECIMALS = 3
_SHOWN_DECIMALS = 5
_ADDENDS = 12
"""A longer sum is given as its result."""


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
    if step.rule is Rule.TRIED:
        # What each trial came to is left out: the end that it began from is what counts.
        first = _first_tried(step).because[:1]
        yield from (each for each in first if isinstance(each, Step))
        return
    for before in step.because:
        if isinstance(before, Step):
            yield before
        elif before is not None:
            yield from (each for each in before if each is not None)


def _first_tried(step: Step) -> Step:
    """The first of the trials that end with this one."""
    while step.because and isinstance(step.because[0], Step) and step.because[0].rule is Rule.TRIED:
        step = step.because[0]
    return step


class Arithmetic:
    """Writes steps as lines. `names` are those of areas, by path, where more than one is spoken of.

    With `within`, what is said of other areas than this one is taken as given. `one_base` says that every
    area has as many households at both dates.
    """

    def __init__(
        self,
        steps: Iterable[Step | None],
        names: Mapping[Path, Text],
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

    def end(self, step: Step) -> Text:
        """The end that a step came to."""
        return end_words(step, upper=step.upper)

    def lines(self) -> list[Text]:
        """A line for each step that is neither stated nor assumed, nor says that two dates have one base."""
        return [
            join((self.name(step), self._bound(step)), " ")
            for step in self._steps
            if not _goes_without_saying(step) and (self._within is None or step.path == self._within)
        ]

    def clash(self, ends: tuple[Step | None, Step | None]) -> Text:
        """That two ends rule out each other."""
        low, high = ends
        known = low or high
        if known is None:
            return same("")
        return say(
            "{name} {low} and {high}: impossible",
            "{name} {low} và {high}: không thể được",
            name=self.name(known),
            low=end_words(low, upper=False) if low else same(f"≥ {_always(known)}"),
            high=end_words(high, upper=True) if high else same(f"≤ {_always(known)}"),
        )

    def name(self, step: Step) -> Text:
        """What a step is about: a quantity, with its area where that is not the one asked for."""
        field = QUANTITIES[step.quantity]
        if step.quantity in (N0, N1) and step.path in self._one_base:
            field = "households"
        if step.path not in self._names:
            return SHORT[field]
        return say("{area}, {name}", "{area}, {name}", area=self._names[step.path], name=SHORT[field])

    def _bound(self, step: Step) -> Text:
        """The relation with its numbers, and what comes out."""
        worked = _worked(step)
        if worked is None:
            return _told(step)
        sign = ("<" if worked.is_open else "≤") if step.upper else (">" if worked.is_open else "≥")
        whole = join((same(sign), worked.formula, same("="), value_words(worked.result)), " ")
        if isinstance(step.value, int) and (worked.is_open or step.value != worked.result):
            whole = join((whole, same("→ ≤" if step.upper else "→ ≥"), value_words(step.value)), " ")
        return whole


class _Worked(NamedTuple):
    """A relation with its numbers, and its result; `is_open` when the result itself is left out."""

    formula: Text
    result: Exact
    is_open: bool = False


def _worked(step: Step) -> _Worked | None:
    match step.rule:
        case Rule.FALL | Rule.POINTS:
            return _difference(step)
        case Rule.SHARE:
            return _share(step)
        case Rule.GROWN:
            base, growth = _operand(step, 0), 1 + Fraction(_operand(step, 1).value, 100)
            factor = say("(1 + {growth}%)", "(1 + {growth}%)", growth=_operand(step, 1).words)
            if step.quantity == N1:
                return _Worked(_joined(base.words, "×", factor), base.value * growth)
            return _Worked(_joined(base.words, "÷", factor), base.value / growth)
        case Rule.GAINED:
            return _gained(step)
        case Rule.SUM | Rule.REST:
            return _sum(step)
    return None


class _Operand(NamedTuple):
    value: Exact
    is_open: bool

    @property
    def words(self) -> Text:
        return value_words(self.value)


def _operand(step: Step, at: int, default: Exact = 0) -> _Operand:
    """The value that stands at a place of a step's reasons, or the one that always holds there."""
    before = step.because[at]
    if not isinstance(before, Step):
        return _Operand(default, is_open=False)
    return _Operand(_exact(before), not isinstance(before.value, int) and before.value[2])


def _exact(step: Step) -> Exact:
    return step.value if isinstance(step.value, int) else Fraction(step.value[0], step.value[1])


def _joined(left: Text, sign: str, right: Text) -> Text:
    return join((left, same(sign), right), " ")


def _difference(step: Step) -> _Worked:
    """H = P0 - P1 and D = R0 - R1, solved for each."""
    first, second = _difference_defaults(step)
    left, right = _operand(step, 0, first), _operand(step, 1, second)
    adds = step.quantity in (P0, RATES + R0)
    formula = _joined(left.words, "+" if adds else "−", right.words)
    result = left.value + right.value if adds else left.value - right.value
    return _Worked(formula, result, left.is_open or right.is_open)


def _difference_defaults(step: Step) -> tuple[int, int]:
    """What always holds of the two quantities that a difference or sum is made of, at the ends that it needs."""
    high, low = 100, 0
    match step.quantity:
        case q if q < RATES:
            return 0, 0
        case q if q == RATES + D:
            return (high, low) if step.upper else (low, high)
        case q if q == RATES + R0:
            return (high, 100) if step.upper else (low, -100)
        case _:
            return (high, -100) if step.upper else (low, 100)


def _share(step: Step) -> _Worked | None:
    """100 P = R N, solved for each; `None` for what is told in words."""
    if step.quantity >= RATES:
        if step.because[1] is None:
            return None
        poor, base = _operand(step, 0), _operand(step, 1)
        return _Worked(
            say("100 × {poor} ÷ {base}", "100 × {poor} ÷ {base}", poor=poor.words, base=base.words),
            Fraction(100 * poor.value) / base.value,
        )
    if step.quantity in (P0, P1):
        if len(step.because) == 1 or step.because[0] is None:
            return None
        rate, base = _operand(step, 0), _operand(step, 1)
        return _Worked(
            say("{base} × {rate}%", "{base} × {rate}%", base=base.words, rate=rate.words),
            Fraction(base.value * rate.value, 100),
            rate.is_open,
        )
    poor, rate = _operand(step, 0), _operand(step, 1, 100)
    first = step.because[0]
    if step.because[1] is None or (isinstance(first, Step) and first.quantity >= RATES):
        return None
    return _Worked(
        say("{poor} ÷ {rate}%", "{poor} ÷ {rate}%", poor=poor.words, rate=rate.words),
        Fraction(100 * poor.value) / rate.value,
        rate.is_open,
    )


def _gained(step: Step) -> _Worked:
    """100 H = k N0, solved for N0, H and D."""
    first = _operand(step, 0)
    if step.quantity == RATES + D:
        return _points_gained(step, first)
    k = _gain(step, first.value)
    if step.quantity == H:
        formula = say("{base} × {k}%", "{base} × {k}%", base=first.words, k=k.formula)
        return _Worked(formula, Fraction(first.value * k.result) / 100, k.is_open)
    formula = say("100 × {count} ÷ {k}", "100 × {count} ÷ {k}", count=first.words, k=k.formula)
    return _Worked(formula, Fraction(100 * first.value) / k.result, k.is_open)


def _points_gained(step: Step, count: _Operand) -> _Worked:
    """D = 100 H / N0 + g R1."""
    base = _operand(step, 1)
    # On ever more households any number of them makes ever less, but never nothing.
    vanishing = step.because[1] is None and count.value != 0
    worked = _Worked(same("0"), 0, vanishing)
    if base.value and count.value:
        formula = say("100 × {count} ÷ {base}", "100 × {count} ÷ {base}", count=count.words, base=base.words)
        worked = _Worked(formula, Fraction(100 * count.value) / base.value)
    if len(step.because) == _LEVEL:
        return worked
    growth = _operand(step, 3)
    if growth.value == 0:
        return worked
    rate = _operand(step, 2, 100 if (growth.value >= 0) is step.upper else 0)
    added = say("{growth}% × {rate}", "{growth}% × {rate}", growth=growth.words, rate=rate.words)
    result = worked.result + Fraction(growth.value * rate.value, 100)
    return _Worked(_joined(worked.formula, "+", added), result, worked.is_open or rate.is_open)


_LEVEL = 3
"""So many reasons has a step of `gained` when households do not grow; otherwise a rate is one too."""


def _gain(step: Step, count: Exact) -> _Worked:
    """K = D - g R1 or (1 + g) D - g R0, as it was used for a step."""
    is_least = step.upper is (count >= 0) if step.quantity == N0 else not step.upper
    points = _operand(step, 1, -100 if is_least else 100)
    if len(step.because) == _LEVEL:
        return _Worked(points.words, points.value, points.is_open)
    growth = _operand(step, 3)
    rate = _operand(step, 2, 100 if (growth.value >= 0) is is_least else 0)
    formula, grown = points.words, points.value
    if growth.value == 0 and len(step.because) == _LEVEL + 1:
        return _Worked(formula, grown, points.is_open)
    if len(step.because) > _LEVEL + 1:
        factor = _operand(step, 4)
        formula = say("(1 + {factor}%) × {points}", "(1 + {factor}%) × {points}", factor=factor.words, points=formula)
        grown *= 1 + Fraction(factor.value, 100)
    formula = say(
        "({formula} − {growth}% × {rate})",
        "({formula} − {growth}% × {rate})",
        formula=formula,
        growth=growth.words,
        rate=rate.words,
    )
    result = grown - Fraction(growth.value * rate.value, 100)
    return _Worked(formula, result, points.is_open or (rate.is_open and growth.value != 0))


def _sum(step: Step) -> _Worked:
    """A whole as the sum of its parts, or a part as the whole less the others."""
    parts = step.because[-1]
    others = parts if isinstance(parts, tuple) and not isinstance(parts, Step) else ()
    values = [0 if each is None else _exact(each) for each in others if each is None or each.path != step.path]
    if step.rule is Rule.REST and None in others:
        values = values[: len(others) - 1]
    added = join((value_words(value) for value in values if value), " + ") if len(values) <= _ADDENDS else None
    if step.rule is Rule.SUM:
        formula = added or say("the sum of {count} areas", "tổng của {count} địa bàn", count=len(values))
        return _Worked(formula if formula.en else same("0"), sum(values))
    whole = _operand(step, 0)
    if added is None or not added.en:
        added = value_words(sum(values))
    elif len([value for value in values if value]) > 1:
        added = say("({added})", "({added})", added=added)
    return _Worked(_joined(whole.words, "−", added), whole.value - sum(values))


def _told(step: Step) -> Text:
    """A step that no arithmetic is behind, in words."""
    end = end_words(step, upper=step.upper)
    match step.rule:
        case Rule.STATED:
            return say(
                "{end}, seeing how the two rates are printed", "{end}, xét theo hai tỷ lệ đúng như được in", end=end
            )
        case Rule.MIXED if isinstance(step.because[0], Step):
            return say(
                "{end}, since the rates of the other areas lie on the far side of the whole's",
                "{end}, vì tỷ lệ của các địa bàn khác đều nằm về phía bên kia của tỷ lệ chung",
                end=end,
            )
        case Rule.MIXED:
            return say(
                "{end}, the {en_which} among its areas",
                "{end}, {vi_which} trong các địa bàn",
                end=end,
                en_which="greatest" if step.upper else "least",
                vi_which="mức cao nhất" if step.upper else "mức thấp nhất",
            )
        case Rule.TRIED:
            return _tried(step, end)
        case Rule.SHARE if step.quantity >= RATES:
            return say("{end}, since some are poor", "{end}, vì có hộ nghèo", end=end)
        case Rule.SHARE if step.quantity in (N0, N1) and not step.upper:
            return say("{end}, since so many are poor", "{end}, vì có chừng ấy hộ nghèo", end=end)
        case Rule.SHARE if step.quantity in (N0, N1):
            return say("{end}, since no rate is possible", "{end}, vì không tỷ lệ nào phù hợp", end=end)
        case _:
            return say("{end}, as many as there are", "{end}, tức là toàn bộ số hộ", end=end)


def _tried(step: Step, end: Text) -> Text:
    """The values next to this end that were tried before it, and what they left no value for."""
    outer = 1 if step.upper else -1
    tried = sorted({int(_exact(step)) + outer, int(_exact(_first_tried(step))) + outer})
    missing = step.because[-1]
    what = SHORT[QUANTITIES[missing.quantity]] if isinstance(missing, Step) else same("?")
    return say(
        "{end}: {tried} would leave no value for: {what}",
        "{end}: với {tried} thì không còn giá trị nào cho {what}",
        end=end,
        tried=join((value_words(value) for value in tried), "–"),
        what=what,
    )


def _goes_without_saying(step: Step) -> bool:
    """Whether a step has no line of its own."""
    if step.rule in (Rule.STATED, Rule.CUT, Rule.TRIED) and not step.because:
        return True
    return _is_of_growth(step) or (step.rule is Rule.GROWN and _is_level(step))


def _is_of_growth(step: Step) -> bool:
    """Whether a step says how households grow, and not where a quantity ends."""
    return step.quantity < RATES and not isinstance(step.value, int)


def _is_level(step: Step) -> bool:
    """Whether a step rests on as many households at both dates."""
    growth = step.because[-1] if step.because else None
    return isinstance(growth, Step) and growth.quantity == N0 and growth.value == (0, 1, False)


def _always(step: Step) -> str:
    """The other end of a quantity, which always holds."""
    if step.quantity < RATES:
        return "0"
    return "100" if not step.upper else "-100" if step.quantity == RATES + D else "0"


def end_words(step: Step, *, upper: bool) -> Text:
    """An end of a range: `≤ 5,328`, `> 52.845`."""
    is_open = not isinstance(step.value, int) and step.value[2]
    sign = ("<" if is_open else "≤") if upper else (">" if is_open else "≥")
    return join((same(sign), value_words(_exact(step))), " ")


def value_words(value: Exact) -> Text:
    """A number with all its decimals, or with three of them and a mark where there are more."""
    finite = terminating(value)
    if finite is not None and (isinstance(finite, int) or -int(finite.as_tuple().exponent) <= _SHOWN_DECIMALS):
        return Text(number(finite, Lang.EN), number(finite, Lang.VI))
    cut = Fraction(math.trunc(value * 10**_DECIMALS), 10**_DECIMALS)
    return Text(rounded(cut, _DECIMALS, Lang.EN) + "…", rounded(cut, _DECIMALS, Lang.VI) + "…")
