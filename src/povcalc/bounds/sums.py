"""The relations between an area and the areas inside it, and how they are gone through.

Counts of an area are the sums of its child areas'; where only some are listed (`partial`), the sums of
their stocks are at most the area's own. A rate of the whole is a mean of the parts' rates, weighted by their
households, so that it lies between the least and the greatest of them; so does the reduction in points where
every part has one base all year.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from povcalc.bounds.boxes import (
    COUNTS,
    FAR,
    N0,
    N1,
    R0,
    R1,
    RATES,
    Because,
    Box,
    D,
    End,
    H,
    Rule,
    Step,
    is_above,
    is_below,
)
from povcalc.bounds.relations import settle

MAX_SWEEPS = 100
MAX_VISITS = 20
FEW = 100
"""So often a tree is gone through, up and down, and each area is looked at on average, a few areas as often as if they
were so many; ranges stay valid when that cuts them short. A sweep in which little is left to do costs little. A few
areas taken out of a larger tree are so narrowed no less than within it, where others hardly change."""


class Effort(NamedTuple):
    """What narrowing took: how many times an area was looked at, and whether a cap ended it."""

    visits: int
    cut_short: bool


def narrow(boxes: Sequence[Box], patience: int = 1) -> Effort:
    """Narrow all areas of a tree, each before those inside it in `boxes`, until nothing changes.

    It may take `patience` times the usual effort. Raises `Refuted`.
    """
    visits = 0
    for _ in range(patience * MAX_SWEEPS):
        before = visits
        for box in reversed(boxes):
            if box.areas and not all(inner.told for inner in box.areas):
                _add_up(box)
                _mix_up(box)
                for inner in box.areas:
                    inner.told = True
                box.heard = False
            visits += _settled(box)
        for box in boxes:
            if box.areas and not box.heard:
                box.heard = True
                _hand_down(box, box.areas)
                _mix_down(box)
                for inner in box.areas:
                    visits += _settled(inner)
        if visits == before:
            return Effort(visits, cut_short=False)
        if visits > patience * MAX_VISITS * max(FEW, len(boxes)):
            break
    return Effort(visits, cut_short=True)


def seen_from_around(trial: Box, box: Box, around: Box | None) -> None:
    """Narrow a copy of an area by the areas inside it and by the one around it, as these are. Raises `Refuted`.

    Those keep their ranges, since the copy is no narrower than the area itself.
    """
    trial.areas, trial.partial, trial.even = box.areas, box.partial, box.even
    if trial.areas:
        _add_up(trial)
        _mix_up(trial)
    if around is not None:
        whole = around.copy()
        whole.areas = [trial if inner is box else inner for inner in around.areas]
        whole.partial, whole.even = around.partial, around.even
        _hand_down(whole, (trial,))
        _mix_down(whole)


def _settled(box: Box) -> int:
    """Narrow one area by its own relations, if anything of it changed; 1 then, else 0."""
    if not box.pending:
        return 0
    settle(box)
    box.told = False
    box.heard = False
    return 1


def _add_up(box: Box) -> None:
    for count in COUNTS:
        if box.partial and count == H:
            continue
        low = sum([inner.low[count] for inner in box.areas])
        if box.low[count] < low and low > -FAR:
            box.at_least(count, low, Rule.SUM, (tuple([inner.why_low[count] for inner in box.areas]),))
        if box.partial:
            continue
        high = sum([inner.high[count] for inner in box.areas])
        if box.high[count] > high and high < FAR:
            box.at_most(count, high, Rule.SUM, (tuple([inner.why_high[count] for inner in box.areas]),))


def _hand_down(box: Box, parts: Sequence[Box]) -> None:
    """Each of these parts is the whole less all other parts."""
    for count in COUNTS:
        if box.partial and count == H:
            continue
        if box.high[count] < FAR:
            _rest_at_most(box, count, parts)
        if box.low[count] > -FAR and not box.partial:
            _rest_at_least(box, count, parts)


def _rest_at_most(box: Box, count: int, parts: Sequence[Box]) -> None:
    bounded = [low for inner in box.areas if (low := inner.low[count]) > -FAR]
    room = box.high[count] - sum(bounded)
    missing = len(box.areas) - len(bounded)
    if missing > 1:
        return
    why: tuple[Step | None, ...] | None = None
    for inner in parts:
        low = inner.low[count]
        most = room + low if not missing else room
        if (low > -FAR) == bool(missing) or most >= inner.high[count]:
            continue
        why = why or tuple([each.why_low[count] for each in box.areas])
        inner.at_most(count, most, Rule.REST, (box.why_high[count], why))


def _rest_at_least(box: Box, count: int, parts: Sequence[Box]) -> None:
    bounded = [high for inner in box.areas if (high := inner.high[count]) < FAR]
    room = box.low[count] - sum(bounded)
    missing = len(box.areas) - len(bounded)
    if missing > 1:
        return
    why: tuple[Step | None, ...] | None = None
    for inner in parts:
        high = inner.high[count]
        least = room + high if not missing else room
        if (high < FAR) == bool(missing) or least <= inner.low[count]:
            continue
        why = why or tuple([each.why_high[count] for each in box.areas])
        inner.at_least(count, least, Rule.REST, (box.why_low[count], why))


def _mixed(box: Box) -> tuple[int, ...]:
    """The rates of the whole that are a mean of the parts' rates."""
    if box.partial:
        return ()
    return (R0, R1, D) if box.even else (R0, R1)


def _loosest(ends: Sequence[End], tighter: Callable[[End, End], bool]) -> End:
    found = ends[0]
    for end in ends:
        if tighter(found, end):
            found = end
    return found


def _mix_up(box: Box) -> None:
    for rate in _mixed(box):
        if box.least[rate][:2] == box.most[rate][:2]:
            continue
        # An area that has no household has no part in the mean.
        parts = [inner for inner in box.areas if inner.high[N1 if rate == R1 else N0]]
        if not parts:
            continue
        least = _loosest([inner.least[rate] for inner in parts], is_above)
        if is_above(least, box.least[rate]):
            box.rate_at_least(rate, least, Rule.MIXED, _steps(box, rate, upper=False))
        most = _loosest([inner.most[rate] for inner in parts], is_below)
        if is_below(most, box.most[rate]):
            box.rate_at_most(rate, most, Rule.MIXED, _steps(box, rate, upper=True))


def _steps(box: Box, rate: int, *, upper: bool) -> Because:
    """The ends of the parts' rates, and what says that a part has no household or one base all year."""
    ends = tuple([(inner.why_high if upper else inner.why_low)[RATES + rate] for inner in box.areas])
    base = N1 if rate == R1 else N0
    empty = tuple([inner.why_high[base] for inner in box.areas if not inner.high[base]])
    even = tuple([inner.growth.why_low for inner in box.areas if inner.growth]) if rate == D else ()
    return ends, empty, even


def _mix_down(box: Box) -> None:
    """Where all parts but one lie below the mean, that one does not; nor where all but one lie above it."""
    for rate in _mixed(box):
        base = N1 if rate == R1 else N0
        parts = [inner for inner in box.areas if inner.high[base]]
        if not (box.low[base] and parts):
            continue
        top = parts[0]
        bottom = parts[0]
        for inner in parts:
            if is_below(top.most[rate], inner.most[rate]):
                top = inner
            if is_above(bottom.least[rate], inner.least[rate]):
                bottom = inner
        least, most = box.least[rate], box.most[rate]
        if is_above(least, top.least[rate]) and all(
            _below(each.most[rate], least) for each in parts if each is not top
        ):
            because = (box.why_low[RATES + rate], box.why_low[base], *_steps(box, rate, upper=True))
            top.rate_at_least(rate, least, Rule.MIXED, because)
        if is_below(most, bottom.most[rate]) and all(
            _below(most, each.least[rate]) for each in parts if each is not bottom
        ):
            because = (box.why_high[RATES + rate], box.why_low[base], *_steps(box, rate, upper=False))
            bottom.rate_at_most(rate, most, Rule.MIXED, because)


def _below(most: End, least: End) -> bool:
    """Whether all up to one end lies below all from another."""
    mine, its = most[0] * least[1], least[0] * most[1]
    return mine < its or (mine == its and (most[2] or least[2]))
