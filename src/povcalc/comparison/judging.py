"""The targets of a plan beside its result: met, missed or undecided, from what, and by how much.

More is better of a reduction, less of what is left at the end of the year, so a target is a bound: 453 households
fewer is met by 453 or more, a rate of 44.35 by whatever is rounded to 44.35 or less. What the result states decides;
where it states nothing, or leaves both possible, the range decides that all of its figures imply. No growth of
households is assumed unless the file or the user does.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from povcalc.bounds import Assumptions, Options, Ranges, assumptions_of, ranges
from povcalc.bounds.conflicts import evidence
from povcalc.comparison.differences import less
from povcalc.comparison.pairing import Pair, Pairing
from povcalc.comparison.values import Judged, Met
from povcalc.figures import ANY, Figure, Form, Interval, decimals, exact
from povcalc.places import Path
from povcalc.plan import DocumentInfo, Plan, walk
from povcalc.text import Text, say

MORE = ("reduction_households", "reduction_rate")
"""Targets of which more is better."""

LESS = ("poor_households_end", "poverty_rate_end")
"""Targets of which less is better."""

JUDGED = (*MORE, *LESS)
"""The figures of an area that are targets; what it has at the start of the year is none."""


def unjudged(before: DocumentInfo, after: DocumentInfo) -> Text | None:
    """Why two documents are not a plan and its result, where one of them is a result; `None` where they are."""
    kinds = (before.kind, after.kind)
    if kinds == ("result", "plan"):
        return Text(
            "Targets are not judged: name the plan first, then its result.",
            "Không đánh giá mục tiêu: hãy nêu kế hoạch trước, kết quả sau.",
        )
    if kinds == ("result", "result"):
        return Text(
            "Targets are not judged: both documents are results.",
            "Không đánh giá mục tiêu: cả hai văn bản đều là kết quả.",
        )
    years = [_years(info) for info in (before, after)]
    if None not in years and years[0] != years[1]:
        return say(
            "Targets are not judged: the plan is for {plan}, the result for {result}.",
            "Không đánh giá mục tiêu: kế hoạch cho {plan}, kết quả cho {result}.",
            plan=years[0] or "",
            result=years[1] or "",
        )
    return None


def _years(info: DocumentInfo) -> str | None:
    if info.period is not None:
        return f"{info.period.from_}–{info.period.to}"
    return None if info.year is None else str(info.year)


def judged(paired: Pairing, result: Plan, options: Options | None, unread: Collection[Path] = ()) -> tuple[Judged, ...]:
    """Every target of the first plan, in the order of its areas; `unread` is what of the result could not be read."""
    _, called = paired.addresses()
    if result.targets is None:
        found = None
    else:
        assumed = assumptions_of(result, options)
        # A verdict rests on what is stated; only what somebody chose to assume counts beside it.
        assumed = assumed if assumed.given else Assumptions(growth=None)
        found = ranges(walk(result.targets), assumed)
    targets = (
        _judged(pair, field, target, found, called)
        for pair in paired.pairs
        if pair.before is not None
        for field in JUDGED
        if (target := pair.before.figure(field)) is not None
    )
    unreadable = {(called.get(path[:-1]), path[-1]) for path in unread}
    return tuple(
        target._replace(why=_UNREAD)
        if target.met is Met.UNDECIDED and (target.address, target.field) in unreadable
        else target
        for target in targets
    )


class _Verdict(NamedTuple):
    """How a result stands to a target, what decided it, and what is to be known of that."""

    met: Met
    grounds: tuple[Path, ...] = ()
    why: Text | None = None


def _judged(pair: Pair, field: str, target: Figure, found: Ranges | None, called: Mapping[Path, str]) -> Judged:
    located = pair.after
    result = None if located is None else located.figure(field)
    implied = ANY if located is None or found is None else found.of(located.path, field)
    if located is None or found is None:
        verdict = _Verdict(Met.UNDECIDED, why=_NO_AREA)
    else:
        verdict = _decided(field, target, result, (*located.path, field), found)
    from_implied = verdict.grounds and located is not None and verdict.grounds != ((*located.path, field),)
    by = None
    if located is not None:
        by = _difference(field, target, None if from_implied else result, implied, verdict.met)
    named = pair.before or pair.after
    name = Text("", "") if named is None else named.area.name
    grounds = tuple(f"{called[path[:-1]]}.{path[-1]}" for path in verdict.grounds)
    return Judged(pair.address, name, field, target, result, implied, verdict.met, by, grounds, verdict.why)


_NO_AREA = Text("the result does not have this area", "kết quả không có địa bàn này")
_ESTIMATED_TARGET = Text("the target is an estimate, which sets no bound", "mục tiêu là số ước tính, không định mức")
_ESTIMATE = Text("the result is an estimate", "kết quả là số ước tính")
_NOT_STATED = Text(
    "the result does not state it, and its other figures leave both possible",
    "kết quả không ghi số này, các số khác chưa đủ để kết luận",
)
_UNREAD = Text("the result could not be read here", "không đọc được số này của kết quả")
_EITHER = Text(
    "the result as written may lie on either side of the target",
    "kết quả như đã ghi có thể đạt hoặc không đạt",
)
_CONTRADICTED = Text(
    "other figures of the result contradict it: see povcalc check",
    "các số khác của kết quả mâu thuẫn với số này: xem povcalc check",
)
_JUST = Text("met, not exceeded", "vừa đạt, chưa vượt")


def _decided(field: str, target: Figure, result: Figure | None, path: Path, found: Ranges) -> _Verdict:
    """The verdict by the stated figure or, where that leaves it open, by the range of all figures."""
    if target.form is Form.ABOUT:
        return _Verdict(Met.UNDECIDED, why=_ESTIMATED_TARGET)
    wanted = wanted_of(field, target)
    implied = found.of(path[:-1], field)
    by_stated = Met.UNDECIDED if result is None else _by_stated(field, target, result, wanted)
    by_implied = _stands(implied, wanted)
    if result is not None and path in found.basis.dropped:
        if by_stated is Met.UNDECIDED or by_stated is not by_implied:
            return _Verdict(Met.UNDECIDED, why=_CONTRADICTED)
        return _Verdict(by_stated, (path,))
    if by_stated is not Met.UNDECIDED:
        just = result is not None and by_stated is Met.MET and _is_just_met(field, target, result)
        return _Verdict(by_stated, (path,), _JUST if just else None)
    if by_implied is not Met.UNDECIDED:
        low, high = found.steps(path[:-1], field)
        return _Verdict(by_implied, evidence((low,) if (by_implied is Met.MET) is (field in MORE) else (high,)).figures)
    if result is None:
        return _Verdict(Met.UNDECIDED, why=_NOT_STATED)
    return _Verdict(Met.UNDECIDED, why=_ESTIMATE if result.form is Form.ABOUT else _EITHER)


def wanted_of(field: str, target: Figure) -> Interval:
    """What meets a target: all that it says, and whatever is better.

    A target that bounds the wrong side only, such as a reduction of at most 50, is met by what it says.
    """
    said = target.as_rate() if "rate" in field else target.as_count()
    if field in MORE and said.low is not None:
        return said._replace(high=None, high_open=False)
    if field in LESS and said.high is not None:
        return said._replace(low=None, low_open=False)
    return said


def _by_stated(field: str, target: Figure, result: Figure, wanted: Interval) -> Met:
    if "rate" not in field:
        return _stands(result.sure_count(), wanted)
    if target.form is result.form is Form.EXACT and decimals(target.number) == decimals(result.number):
        # Both are rounded to the same decimals: what is printed can be compared as printed.
        by = exact(result.number) - exact(target.number)
        return Met.MET if (by >= 0 if field in MORE else by <= 0) else Met.MISSED
    if field == "reduction_rate" and result.form is Form.EXACT:
        # It may be the difference of two rates as printed: the range of all figures knows.
        return Met.UNDECIDED
    return _stands(result.as_rate(), wanted)


def _stands(result: Interval, wanted: Interval) -> Met:
    if result.within(wanted):
        return Met.MET
    return Met.UNDECIDED if result.meets(wanted) else Met.MISSED


def _is_just_met(field: str, target: Figure, result: Figure) -> bool:
    """Whether a target "over 4,990 households" is met by exactly 4,990."""
    beyond = Form.OVER if field in MORE else Form.UNDER
    return target.form is beyond and "rate" not in field and result == Figure(target.number)


def _difference(field: str, target: Figure, result: Figure | None, implied: Interval, met: Met) -> Interval | None:
    """Result less target: as written where both are one number, else what is known of it.

    Of a range that decides, only the end is told that decided: by so much at least.
    """
    bound = target.number
    if target.upper is not None and field in LESS:
        bound = target.upper
    if result is not None and result.form in (Form.EXACT, Form.ABOUT):
        by = exact(less(result.number, bound))
        return Interval(by, by)
    found = implied
    if not implied.is_point:
        if met is not Met.UNDECIDED:
            low_decides = (met is Met.MET) is (field in MORE)
            found = implied._replace(high=None) if low_decides else implied._replace(low=None)
        elif "rate" in field:
            least, most = _LIMITS[field]
            found = implied._replace(
                low=None if implied.low == least else implied.low, high=None if implied.high == most else implied.high
            )
    if found.low is None and found.high is None:
        return None
    by = exact(bound)
    return found.minus(Interval(by, by))


_LIMITS = {"poverty_rate_end": (0, 100), "reduction_rate": (-100, 100)}
"""What every rate keeps to, so that it says nothing."""
