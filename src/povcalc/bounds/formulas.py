"""The relation behind one end of a range, with the numbers put in and what comes out."""

import math
from fractions import Fraction
from typing import NamedTuple

from povcalc.bounds.boxes import N0, N1, P0, P1, R0, RATES, D, H, Rule, Step
from povcalc.figures import Exact, size
from povcalc.text import Lang, Text, join, number, rounded, same, say, terminating

_DECIMALS = 3
_SHOWN_DECIMALS = 5
_ADDENDS = 12
"""A longer sum is given as its result."""


class Worked(NamedTuple):
    """A relation with its numbers, and its result; `is_open` when the result itself is left out."""

    formula: Text
    result: Exact
    is_open: bool = False


def worked(step: Step) -> Worked | None:
    """The arithmetic behind a step; `None` where there is none."""
    match step.rule:
        case Rule.FALL | Rule.POINTS:
            return _difference(step)
        case Rule.SHARE:
            return _share(step)
        case Rule.GROWN:
            base, growth = _operand(step, 0), 1 + Fraction(_operand(step, 1).value, 100)
            factor = _factor(_operand(step, 1))
            if step.quantity == N1:
                return Worked(_joined(base.words, "×", factor), base.value * growth)
            return Worked(_joined(base.words, "÷", factor), base.value / growth)
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
    return _Operand(exact_value(before), not isinstance(before.value, int) and before.value[2])


def exact_value(step: Step) -> Exact:
    """The value of a step as one number."""
    return step.value if isinstance(step.value, int) else Fraction(step.value[0], step.value[1])


def _joined(left: Text, sign: str, right: Text) -> Text:
    return join((left, same(sign), right), " ")


def _difference(step: Step) -> Worked:
    """H = P0 - P1 and D = R0 - R1, solved for each."""
    first, second = _difference_defaults(step)
    left, right = _operand(step, 0, first), _operand(step, 1, second)
    adds = step.quantity in (P0, RATES + R0)
    formula = _joined(left.words, "+" if adds else "−", right.words)
    result = left.value + right.value if adds else left.value - right.value
    return Worked(formula, result, left.is_open or right.is_open)


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


def _share(step: Step) -> Worked | None:
    """100 P = R N, solved for each; `None` for what is told in words."""
    if step.quantity >= RATES:
        if step.because[1] is None:
            return None
        poor, base = _operand(step, 0), _operand(step, 1)
        return Worked(
            say("100 × {poor} ÷ {base}", "100 × {poor} ÷ {base}", poor=poor.words, base=base.words),
            Fraction(100 * poor.value) / base.value,
        )
    if step.quantity in (P0, P1):
        if len(step.because) == 1 or step.because[0] is None:
            return None
        rate, base = _operand(step, 0), _operand(step, 1)
        return Worked(
            say("{base} × {rate}%", "{base} × {rate}%", base=base.words, rate=rate.words),
            Fraction(base.value * rate.value, 100),
            rate.is_open,
        )
    first = step.because[0]
    if step.because[1] is None or not isinstance(first, Step) or first.quantity >= RATES:
        return None  # no rate is possible, or the poor are as many as there are
    poor, rate = _operand(step, 0), _operand(step, 1, 100)
    return Worked(
        say("{poor} ÷ {rate}%", "{poor} ÷ {rate}%", poor=poor.words, rate=rate.words),
        Fraction(100 * poor.value) / rate.value,
        rate.is_open,
    )


def _gained(step: Step) -> Worked:
    """100 H = k N0, solved for N0, H and D."""
    first = _operand(step, 0)
    if step.quantity == RATES + D:
        return _points_gained(step, first)
    k = _gain(step, first.value)
    if step.quantity == H:
        formula = say("{base} × {k}%", "{base} × {k}%", base=first.words, k=k.formula)
        return Worked(formula, Fraction(first.value * k.result) / 100, k.is_open)
    formula = say("100 × {count} ÷ {k}", "100 × {count} ÷ {k}", count=first.words, k=k.formula)
    return Worked(formula, Fraction(100 * first.value) / k.result, k.is_open)


def _points_gained(step: Step, count: _Operand) -> Worked:
    """D = 100 H / N0 + g R1."""
    base = _operand(step, 1)
    # On ever more households any number of them makes ever less, but never nothing.
    vanishing = step.because[1] is None and count.value != 0
    made = Worked(same("0"), 0, vanishing)
    if base.value and count.value:
        formula = say("100 × {count} ÷ {base}", "100 × {count} ÷ {base}", count=count.words, base=base.words)
        made = Worked(formula, Fraction(100 * count.value) / base.value)
    if len(step.because) == _LEVEL:
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
        end = step.because[1]
        is_least = not end.upper if isinstance(end, Step) else step.upper is (count >= 0)
    points = _operand(step, 1, -100 if is_least else 100)
    if len(step.because) == _LEVEL:
        return Worked(points.words, points.value, points.is_open)
    growth = _operand(step, 3)
    rate = _operand(step, 2, 100 if (growth.value >= 0) is is_least else 0)
    formula, grown = points.words, points.value
    if growth.value == 0 and len(step.because) == _LEVEL + 1:
        return Worked(formula, grown, points.is_open)
    if len(step.because) > _LEVEL + 1:
        factor = _operand(step, 4)
        formula = _joined(_factor(factor), "×", formula)
        grown *= 1 + Fraction(factor.value, 100)
    formula = _with_share(formula, growth._replace(value=-growth.value), rate)
    formula = say("({formula})", "({formula})", formula=formula)
    result = grown - Fraction(growth.value * rate.value, 100)
    return Worked(formula, result, points.is_open or (rate.is_open and growth.value != 0))


def _factor(growth: _Operand) -> Text:
    """What households are multiplied with when they grow: (1 + 2%), (1 − 1%)."""
    by = value_words(size(growth.value))
    return say("(1 {sign} {by}%)", "(1 {sign} {by}%)", sign="−" if growth.value < 0 else "+", by=by)


def _with_share(formula: Text, growth: _Operand, rate: _Operand) -> Text:
    """A formula and so many percent of a rate: … + 2% × 44.355, … − 2% × 44.355."""
    share = say("{by}% × {rate}", "{by}% × {rate}", by=value_words(size(growth.value)), rate=rate.words)
    return _joined(formula, "−" if growth.value < 0 else "+", share)


def _sum(step: Step) -> Worked:
    """A whole as the sum of its parts, or a part as the whole less the others."""
    parts = step.because[-1]
    others = parts if isinstance(parts, tuple) and not isinstance(parts, Step) else ()
    values = [0 if each is None else exact_value(each) for each in others if each is None or each.path != step.path]
    if step.rule is Rule.REST and len(values) == len(others):
        values.remove(0)  # the part itself, of which nothing was known
    added = join((value_words(value) for value in values if value), " + ") if len(values) <= _ADDENDS else None
    if step.rule is Rule.SUM:
        formula = added or say("the sum of {count} areas", "tổng của {count} địa bàn", count=len(values))
        return Worked(formula if formula.en else same("0"), sum(values))
    whole = _operand(step, 0)
    if added is None or not added.en:
        added = value_words(sum(values))
    elif len([value for value in values if value]) > 1:
        added = say("({added})", "({added})", added=added)
    return Worked(_joined(whole.words, "−", added), whole.value - sum(values))


def end_words(step: Step, *, upper: bool) -> Text:
    """An end of a range: `≤ 5,328`, `> 52.845`."""
    is_open = not isinstance(step.value, int) and step.value[2]
    sign = ("<" if is_open else "≤") if upper else (">" if is_open else "≥")
    return join((same(sign), value_words(exact_value(step))), " ")


def value_words(value: Exact) -> Text:
    """A number with all its decimals, or with three of them and a mark where there are more."""
    finite = terminating(value)
    if finite is not None and (isinstance(finite, int) or -int(finite.as_tuple().exponent) <= _SHOWN_DECIMALS):
        return Text(number(finite, Lang.EN), number(finite, Lang.VI))
    cut = Fraction(math.trunc(value * 10**_DECIMALS), 10**_DECIMALS)
    return Text(rounded(cut, _DECIMALS, Lang.EN) + "…", rounded(cut, _DECIMALS, Lang.VI) + "…")
