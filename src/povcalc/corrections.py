"""Which figures are wrong, what they should be, and which corrections are safe.

Typing errors are those that Scholtus, "Automatic correction of simple typing errors in numerical data with balance
edits" (Statistics Netherlands, 2009) looks for under balance equations, and two of Vietnamese writing: a thousands
mark that the format reads as a decimal point, and thousands, millions and billions mistaken for each other.

Errors are localised after Fellegi and Holt, "A systematic approach to automatic edit and imputation" (1976): as few
figures as possible change, such that all relations hold. The single figures that settle every error of a group are
tried first, then pairs of figures.

Statistical offices correct a typing error only where it alone explains the errors (Scholtus 2009; van der Loo, de Jonge
and Scholtus, "Correction of rounding, typing, and sign errors with the deducorrect package", 2011). A plan has no
second record to compare with, so more is required here; the thresholds come from what `bench/errors.py` measures.
"""

import heapq
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache, cached_property, partial
from itertools import combinations
from os import PathLike
from typing import TYPE_CHECKING, Any, NamedTuple

from povcalc.checks import ALL
from povcalc.engine import run
from povcalc.findings import Change, Finding, Report, Severity, Suggestion
from povcalc.inference.counts import used_in
from povcalc.inference.domains import NUMBERS, Domain, Infeasible, Rule
from povcalc.inference.propagate import Basis, Work, domains_at, propagate_each
from povcalc.measures import BASES, COUNTS, MEAN_OF, MEASURE_OF, POINTS, POOR, REDUCTIONS, Measure
from povcalc.messages import Message, Value, join, signed_interval, verbatim
from povcalc.numerals import figure_text, is_missing
from povcalc.places import Edit, Fault, Path, Place, dotted, edited
from povcalc.plan.areas import free_id, levels
from povcalc.plan.assumptions import Options
from povcalc.plan.edit import figure_at, figure_name, merge_side_tables, number_edit, text_edit, value_in, whole_figure
from povcalc.plan.funding import Ledger, Share
from povcalc.plan.load import WRITINGS, Reading, read_text, reading_of, value_at
from povcalc.plan.model import Area, Located, Plan, is_part, parent, upwards, walk
from povcalc.plan.yaml_reader import TrapKind
from povcalc.singled_out import SingledOut, singled_out
from povcalc.values import (
    ANY,
    MAX_DIGITS,
    NOT_NEGATIVE,
    NUMBER,
    Exact,
    Figure,
    Form,
    Interval,
    Number,
    decimals,
    exact,
    number_of,
    part_of,
    percent_of,
    scaled,
    size,
    total,
)

if TYPE_CHECKING:
    from povcalc.document.placing import Sourced

# Typing errors


class EntryError(StrEnum):
    """What went wrong when a number was typed, the likeliest first."""

    SWAPPED = "swapped"
    THOUSANDS = "thousands"
    POINT = "point"
    DOUBLED = "doubled"
    MISSING = "missing"
    ADDED = "added"
    EXCHANGED = "exchanged"
    SIGN = "sign"
    KEY = "key"
    UNIT = "unit"
    COPIED = "copied"


BY_LIKELIHOOD = tuple(EntryError)

DOUBTFUL = frozenset({EntryError.POINT, EntryError.SIGN, EntryError.KEY, EntryError.UNIT, EntryError.COPIED})
"""The typing errors that are never corrected without asking, even if nothing else explains the disagreement."""

ENTRY_ERRORS = {
    EntryError.SWAPPED: Message("two digits swapped"),
    EntryError.THOUSANDS: Message("a thousands mark read as a decimal point"),
    EntryError.DOUBLED: Message("a digit doubled"),
    EntryError.MISSING: Message("a digit missing"),
    EntryError.ADDED: Message("a digit too many"),
    EntryError.EXCHANGED: Message("two neighbouring rows exchanged"),
    EntryError.POINT: Message("a decimal point in the wrong place"),
    EntryError.SIGN: Message("the wrong sign"),
    EntryError.KEY: Message("a digit off by one key"),
    EntryError.UNIT: Message("a wrong unit: thousands, millions or billions"),
    EntryError.COPIED: Message("copied from the next row"),
}
"""What each typing error is called."""

_ADJACENT_KEYS = ("129", "024", "0135", "246", "1357", "2468", "3579", "468", "579", "068")
"""By digit, those next to it in the row above the letters and on the numeric keypad."""

_THOUSAND = 3


def intended_numbers(number: Number, *, is_rate: bool = False) -> dict[str, EntryError]:
    """The numbers that may have been meant by the one typed, each with the likeliest typing error in between.

    A rate has no thousands and no unit to mistake.
    """
    typed = figure_text(number)
    found: dict[str, EntryError] = {}
    for text, error in sorted(_all_variants(typed, is_rate=is_rate), key=lambda each: BY_LIKELIHOOD.index(each[1])):
        if NUMBER.fullmatch(text) and exact(number_of(text)) != exact(number):
            found.setdefault(text, error)
    return found


def _all_variants(typed: str, *, is_rate: bool) -> Iterator[tuple[str, EntryError]]:
    sign, digits = ("-", typed[1:]) if typed.startswith("-") else ("", typed)
    for text, error in _digit_variants(digits):
        yield sign + text, error
    yield (digits if sign else f"-{digits}"), EntryError.SIGN
    before, _, behind = digits.partition(".")
    if behind:
        plain = before + behind
        yield from ((f"{sign}{plain[:at]}.{plain[at:]}", EntryError.POINT) for at in range(1, len(plain)))
    if is_rate:
        return
    if len(behind) == _THOUSAND and len(before) <= _THOUSAND:
        yield sign + before.lstrip("0") + behind, EntryError.THOUSANDS
    for thousands in (1, -1, 2, -2, 3, -3):
        text = format(Decimal(typed).scaleb(_THOUSAND * thousands), "f")
        yield (text.rstrip("0").rstrip(".") if "." in text else text), EntryError.UNIT


def _digit_variants(digits: str) -> Iterator[tuple[str, EntryError]]:
    for at, sign in enumerate(digits):
        if sign == ".":
            continue
        following = digits[at + 1 : at + 2]
        if following not in ("", ".", sign):
            yield digits[:at] + following + sign + digits[at + 2 :], EntryError.SWAPPED
        yield digits[:at] + digits[at + 1 :], EntryError.DOUBLED if following == sign else EntryError.ADDED
        for key in _ADJACENT_KEYS[int(sign)]:
            yield digits[:at] + key + digits[at + 1 :], EntryError.KEY
    for at in range(len(digits) + 1):
        for digit in "0123456789":
            yield digits[:at] + digit + digits[at:], EntryError.MISSING


# Where a figure must lie by all others. Both systems answer the same questions about a plan in which some figures are
# left out and others changed: `allowed`, the range of a figure that is left out, and `is_consistent`, whether figures
# agree with everything related to them. A change that settles one relation and breaks another is no candidate.


class _Count(NamedTuple):
    """What is known of a count, as a sum that parts can be added to and taken out of again.

    Of its parts, `without_low` and `without_high` lack that end; `estimates` are estimates, which ranges do not rest
    on; `derived` do not follow from stated counts alone, so estimates are not compared with them.
    """

    low: Exact = 0
    high: Exact = 0
    without_low: int = 0
    without_high: int = 0
    estimates: int = 0
    derived: int = 0

    @classmethod
    def within(cls, interval: Interval, *, estimates: int = 0, derived: int = 0) -> "_Count":
        low, high = interval[:2]
        return cls(low or 0, high or 0, low is None, high is None, estimates, derived)

    def plus(self, part: "_Count", sign: int = 1) -> "_Count":
        return _Count(
            self.low + sign * part.low,
            self.high + sign * part.high,
            self.without_low + sign * part.without_low,
            self.without_high + sign * part.without_high,
            self.estimates + sign * part.estimates,
            self.derived + sign * part.derived,
        )

    @property
    def interval(self) -> Interval:
        return Interval(None if self.without_low else self.low, None if self.without_high else self.high)


class _OutOfStepsError(Exception):
    """The steps that may be taken are used up."""


class _Meter:
    """Counts the steps of a search. Raises `_OutOfStepsError` when there are more than so many; `None` is no limit."""

    def __init__(self, most: int | None = None) -> None:
        self._left = self._share = most

    def begin(self, *, is_last: bool) -> None:
        """Begin with something of which half of the steps that are left may be used, or all for what is last."""
        self._share = self._left if self._left is None or is_last else self._left // 2

    def take(self, steps: int) -> None:
        """Count steps that are about to be taken."""
        if self._left is None or self._share is None:
            return
        self._left, self._share = self._left - steps, self._share - steps
        if self._share < 0:
            raise _OutOfStepsError

    def each(self, trials: Sequence[Path]) -> Iterator[Path]:
        """What is to be tried, one after the other. Ends what needs more steps than are left, by the first trials.

        The cheapest of them counts: of a sum the total costs more than any part.
        """
        least: int | None = None
        for at, trial in enumerate(trials):
            share = self._share
            if at >= _FIRST_TRIALS and least is not None and share is not None and least * (len(trials) - at) > share:
                raise _OutOfStepsError
            before = self._left
            yield trial
            if before is not None and self._left is not None:
                used = before - self._left
                least = used if least is None else min(least, used)

    @property
    def is_spent(self) -> bool:
        """Whether too few steps are left for anything."""
        return self._left is not None and self._left <= AREA_STEPS


_FIRST_TRIALS = 3
"""So many trials tell how much the others cost at least."""

AREA_STEPS = 5
"""A trial of an area's figures takes about five times as long as one of a funding line, which is a step."""


class _Tree:
    """What is the same of a plan's areas whichever of their figures are left out or changed, worked out once."""

    def __init__(self, located: Mapping[Path, Located]) -> None:
        self.located = located
        self.used = used_in([*located.values()])
        self._split_parts: dict[tuple[Path, int], frozenset[Path]] = {}

    @cached_property
    def wholes(self) -> Mapping[Path, list[tuple[Located, int]]]:
        """The areas of which an area is a part beside that around it, each with the number of that sum."""
        found: dict[Path, list[tuple[Located, int]]] = {}
        for located in self.located.values():
            for at, split in enumerate(located.splits):
                for path in () if split.overlapping else split.parts:
                    found.setdefault(path, []).append((located, at))
        return found

    @cached_property
    def shares(self) -> Mapping[Path, Mapping[tuple[Path, str], Interval]]:
        """The shares of the poor that the parts of a whole state, by whole, part and date; estimates say nothing."""
        found: dict[Path, dict[tuple[Path, str], Interval]] = {}
        for path, located in self.located.items():
            for poor, field in zip(POOR.stocks, Area.SHARES, strict=True):
                figure = located.figure(field)
                if figure is not None and figure.form is not Form.ABOUT:
                    found.setdefault(parent(path), {})[path, poor] = figure.as_rate()
        return found

    @cached_property
    def places(self) -> int:
        """The most decimals that a rate of the document has."""
        rates = [field for field in Area.FIGURES if "rate" in field]
        stated = (located.figure(field) for located in self.located.values() for field in rates)
        return max((decimals(figure.number) for figure in stated if figure is not None), default=0)

    def parts_of(self, located: Located, way: int) -> frozenset[Path]:
        """The parts of a split, to be found among."""
        key = (located.path, way)
        if key not in self._split_parts:
            self._split_parts[key] = frozenset(located.splits[way].parts)
        return self._split_parts[key]


class Areas:
    """The figures of a plan's areas, some of them left out and others changed.

    `unsummed` are the paths of counts that are not compared with the sum of the child areas.

    Each area is reasoned about with what its child areas and its parent say of its counts, not with the whole tree:
    every figure of a sum is tried in turn, which is too slow when the tree is propagated each time. Estimates are
    compared with sums here, as the checks of sums do, whereas ranges never rest on them.

    What `but` makes holds only what differs from that which it is made from and asks that for everything else: trying
    a figure costs as much as its neighbourhood is large, whatever the size of the tree. The `meter` counts all
    trials.
    """

    def __init__(
        self,
        located: Mapping[Path, Located],
        dropped: Iterable[Path] = (),
        unsummed: Iterable[Path] = (),
        meter: _Meter | None = None,
        tree: _Tree | None = None,
    ) -> None:
        self._meter = meter or _Meter()
        self._located = located
        self._tree = tree or _Tree(located)
        self._used = self._tree.used
        self._reference: Areas | None = None
        self.differing: dict[Path, dict[str, Figure | None]] = {}
        self.unsummed = set(unsummed)
        self._summed: frozenset[Path] = frozenset()
        self._touched: set[Path] = set()
        self._values: dict[tuple[Path, str], _Count] = {}
        self._domains: dict[Path, _Domains] = {}
        self._roots: dict[Path, _Domains | None] = {}
        self._silent: dict[Path, bool] = {}
        self._beside: dict[tuple[Path, str], list[_Count]] = {}
        self._sums: dict[tuple[Path, str, int], tuple[_Count, frozenset[Path]]] = {}
        for path in dropped:
            self.differing.setdefault(path[:-1], {})[str(path[-1])] = None

    def but(
        self,
        dropped: Iterable[Path] = (),
        changed: Mapping[Path, Figure] | None = None,
        as_stated: Iterable[Path] = (),
        summed: Collection[Path] = (),
    ) -> "Areas":
        """The same figures with more of them left out or changed, others as stated again or compared with sums."""
        other = Areas(self._located, meter=self._meter, tree=self._tree)
        other._reference = self
        other.unsummed = self.unsummed
        other._summed = self._summed.union(summed)
        taken: dict[Path, Figure | None] = {path: self._located[path[:-1]].figure(str(path[-1])) for path in as_stated}
        taken.update({**dict.fromkeys(dropped), **(changed or {})})
        for path, figure in taken.items():
            owner, field = path[:-1], str(path[-1])
            other.differing[owner] = {**other.fields(owner), field: figure}
        for path in (*taken, *summed):
            other._touched |= upwards([path[:-1]])
            if self._tree.wholes:
                other._touch_wholes(path[:-1])
        return other

    def _touch_wholes(self, path: Path) -> None:
        """Mark all that an area is a part of as touched."""
        for whole, _ in self._tree.wholes.get(path, ()):
            if whole.path not in self._touched or not is_part(path):
                self._touched |= upwards([whole.path])
                self._touch_wholes(whole.path)
        if around := parent(path):
            self._touch_wholes(around)

    def fields(self, owner: Path) -> Mapping[str, Figure | None]:
        """By field, the figures of an area that are not as stated; `None` for those left out."""
        if owner in self.differing:
            return self.differing[owner]
        return {} if self._reference is None else self._reference.fields(owner)

    def places(self, path: Path) -> int:
        """The most decimals that a rate of the document has; a count has none."""
        return self._tree.places if _is_rate(path) else 0

    def figure(self, path: Path) -> Figure | None:
        """A figure as it is taken here; `None` when it is left out or not stated."""
        located, field = self._located.get(path[:-1]), str(path[-1])
        if located is None:
            return None
        fields = self.fields(path[:-1])
        return fields[field] if field in fields else located.figure(field)

    def meaning(self, path: Path, figure: Figure) -> Interval:
        """What a figure says of its quantity."""
        return figure.as_rate() if _is_rate(path) else figure.as_count()

    def allowed(self, path: Path) -> Interval | None:
        """The range of a figure that is left out by all others; `None` where these contradict each other."""
        if path[-1] in MEAN_OF or path[-1] in Area.SHARES:
            return None
        self._meter.take(AREA_STEPS * len(self._used.measures))
        located = self._located[path[:-1]]
        stated = located.figure(str(path[-1]))
        is_estimate = stated is not None and stated.form is Form.ABOUT
        allowed = ANY
        try:
            domains = self._domain(located)
            for quantity in BASES if path[-1] == "households" else (str(path[-1]),):
                if not is_estimate:
                    allowed = allowed.overlap(domains.interval(quantity))
                for count in self._counts_beside(located, quantity):
                    if not (is_estimate and count.derived):
                        allowed = allowed.overlap(count.interval)
        except Infeasible:
            return None
        return None if allowed.is_empty else allowed

    def is_consistent(self, paths: Collection[Path]) -> bool:
        """Whether the areas of some figures agree with all that they touch."""
        self._meter.take(AREA_STEPS * len(self._used.measures))
        try:
            for owner in dict.fromkeys(path[:-1] for path in paths):
                located = self._located[owner]
                self._domain(located)
                for quantity in self._used.counts:
                    stated = self._stated(located, quantity)
                    if stated is None:
                        continue
                    for count in self._counts_beside(located, quantity):
                        is_compared = not (stated.estimates and count.derived)
                        if is_compared and not count.interval.meets(stated.interval):
                            return False
        except Infeasible:
            return False
        return True

    def _counts_beside(self, located: Located, quantity: str) -> list[_Count]:
        """What the child areas of an area and its parent say of one of its counts."""
        if quantity not in COUNTS:
            return []
        key = (located.path, quantity)
        if key not in self._beside:
            beside = [self._inside(located, quantity), self._around(located, quantity)]
            beside += [self._inside(located, quantity, at) for at in range(len(located.splits))]
            beside += [self._around(located, quantity, *each) for each in self._tree.wholes.get(located.path, ())]
            beside += self._by_shares(located, quantity)
            self._beside[key] = [each for each in beside if each is not None]
        return self._beside[key]

    def _by_shares(self, located: Located, quantity: str) -> Iterator[_Count]:
        """What stated shares of the poor say of a count: of a part by that of its whole, of a whole by its parts'."""
        if not self._tree.shares:
            return
        around = self._located.get(parent(located.path))
        count = around and self._stated(around, quantity)
        said = self._tree.shares.get(parent(located.path), {}).get((located.path, quantity))
        if said is not None and count is not None:
            yield _Count.within(part_of(count.interval, said))
        for (part, of), share in self._tree.shares.get(located.path, {}).items():
            count = self._stated(self._located[part], quantity) if of == quantity else None
            if count is not None and share.high and (whole := percent_of(count.interval, share)) is not None:
                yield _Count.within(whole)

    def _domain(self, located: Located) -> "_Domains":
        """An area's domains by its own figures and all that is said of its counts. Raises `Infeasible`."""
        quantities = self._used.counts
        return self._settled(
            located, ((quantity, count) for quantity in quantities for count in self._counts_beside(located, quantity))
        )

    def _domain_from_below(self, located: Located) -> "_Domains":
        """An area's domains by its own figures and those of its child areas. Raises `Infeasible`."""
        if located.path not in self._domains:
            ways, counts = range(_AREAS, len(located.splits)), self._used.counts
            inside = ((quantity, self._inside(located, quantity, way)) for quantity in counts for way in ways)
            self._domains[located.path] = self._settled(located, inside)
        return self._domains[located.path]

    def _settled(self, located: Located, counts: Iterable[tuple[str, _Count | None]]) -> "_Domains":
        """An area's domains by its own figures and these counts; estimates narrow nothing. Raises `Infeasible`."""
        fields = {(*located.path, field): figure for field, figure in self.fields(located.path).items()}
        dropped = {path for path, figure in fields.items() if figure is None}
        changed = {path: figure for path, figure in fields.items() if figure is not None}
        made = domains_at(located, Basis({}, None, dropped, set(), changed=changed, used=self._used))
        domains = _Domains({domain.measure: domain for domain in made})
        for quantity, count in counts:
            if count is not None and not count.estimates:
                domains.of(quantity).narrow(NUMBERS[quantity], count.interval, Rule.SUM)
        begun = Work.rounds
        propagate_each(made)
        self._meter.take(Work.more(begun, len(made)))
        return domains

    def _stated(self, located: Located, quantity: str) -> _Count | None:
        """What an area itself states of a count, the way sums compare it."""
        for field in _stated_in(quantity):
            figure = self.figure((*located.path, field))
            if figure is not None:
                interval = figure.as_count()
                if quantity not in REDUCTIONS and interval.low is None:
                    interval = interval.overlap(NOT_NEGATIVE)
                return _Count.within(interval, estimates=figure.form is Form.ABOUT)
        return None

    def value(self, located: Located, quantity: str) -> _Count:
        """What is known of one count of an area from below. Raises `Infeasible`."""
        if self._reference is not None and located.path not in self._touched:
            return self._reference.value(located, quantity)
        key = (located.path, quantity)
        if key not in self._values:
            known = self._stated(located, quantity)
            if known is None:
                known = self._inside(located, quantity)
                if known is None or not known.estimates:
                    derived = known is None or known.derived
                    known = _Count.within(self._domain_from_below(located).interval(quantity), derived=derived)
            self._values[key] = known
        return self._values[key]

    def _inside(self, located: Located, quantity: str, way: int = -1) -> _Count | None:
        """What the child areas, or the parts of a split, say of one of an area's counts."""
        parts, is_partial = _parts(located, way)
        if not parts or not self._is_summed(located, quantity) or (is_partial and quantity in REDUCTIONS):
            return None
        listed = self.sum_without(located, quantity, way=way)
        return listed._replace(without_high=1) if is_partial else listed

    def sum_without(self, located: Located, quantity: str, part: Path | None = None, way: int = -1) -> _Count:
        """The sum over the child areas of an area or the parts of a split, or all but one. Raises `Infeasible`."""
        found, infeasible = self.sum_of(located, quantity, way)
        if infeasible and infeasible != {part}:
            raise Infeasible(None, None)
        if part is None or part in infeasible:
            return found
        return found.plus(self.value(self._located[part], quantity), -1)

    def sum_of(self, located: Located, quantity: str, way: int = -1) -> tuple[_Count, frozenset[Path]]:
        """The sum over the child areas, or parts, whose own figures agree, and those whose figures do not.

        Few parts of a long sum differ from the reference: only these are exchanged in it.
        """
        key = (located.path, quantity, way)
        if key not in self._sums:
            found, infeasible = _Count(), set[Path]()
            parts = [each.path if isinstance(each, Located) else each for each in self._changing(located, way)]
            if self._reference is not None:
                found, unchanged = self._reference.sum_of(located, quantity, way)
                for path in parts:
                    if path not in unchanged:
                        found = found.plus(self._reference.value(self._located[path], quantity), -1)
                infeasible.update(unchanged.difference(parts))
            for path in parts:
                try:
                    found = found.plus(self.value(self._located[path], quantity))
                except Infeasible:
                    infeasible.add(path)
            self._sums[key] = found, frozenset(infeasible)
        return self._sums[key]

    def _changing(self, located: Located, way: int) -> Iterable[Located | Path]:
        """The parts of a sum that are not as in the reference, of which there are few; without one, all."""
        parts = _parts(located, way)[0]
        if self._reference is None:
            return parts
        if way != _AREAS:
            among = self._tree.parts_of(located, way)
            return [path for path in self._touched if path in among]
        inside, around = len(located.path) + 2, (*located.path, "areas")
        return [path for path in self._touched if len(path) == inside and path[:-1] == around]

    def _is_summed(self, located: Located, quantity: str) -> bool:
        """Whether a count of an area is compared with the sums of its child areas' and other parts' counts."""
        paths = ((*located.path, field) for field in _stated_in(quantity))
        return not any(path in self.unsummed and path not in self._summed for path in paths)

    def _around(self, located: Located, quantity: str, around: Located | None = None, way: int = -1) -> _Count | None:
        """What the area around one, or another whole that it is a part of, leaves for one of its counts."""
        around = around or self._located.get(located.path[:-2])
        if around is None or not self._is_summed(around, quantity) or self._is_silent(around):
            return None
        is_partial = _parts(around, way)[1]
        if is_partial and quantity in REDUCTIONS:
            return None
        siblings = self.sum_without(around, quantity, located.path, way)
        whole = self._stated(around, quantity)
        if whole is None:
            if self._leaves_anything(around, quantity, siblings):
                return None
            outside = [(), *self._tree.wholes.get(around.path, ())]
            counts = [(quantity, self._around(around, quantity, *each)) for each in outside]
            for each in range(_AREAS, len(around.splits)):
                others = [other for other in self._used.counts if (other, each) != (quantity, way)]
                counts += [(other, self._inside(around, other, each)) for other in others]
            domain = self._settled(around, counts)
            whole = _Count.within(domain.interval(quantity), derived=1)
        left = whole.interval.minus(siblings.interval)
        return _Count.within(
            Interval(None, left.high) if is_partial else left,
            estimates=whole.estimates + siblings.estimates,
            derived=whole.derived + siblings.derived,
        )

    def _leaves_anything(self, root: Located, quantity: str, siblings: _Count) -> bool:
        """Whether all that is known of a root area leaves any number for a part beside its siblings.

        All of it is looked at once for all quantities, though each is asked of without its own sum: more only narrows.
        """
        if parent(root.path) or self._tree.wholes.get(root.path):
            return False
        if root.path not in self._roots:
            ways = range(_AREAS, len(root.splits))
            counts = [(each, self._inside(root, each, way)) for each in self._used.counts for way in ways]
            try:
                self._roots[root.path] = self._settled(root, counts)
            except Infeasible:
                self._roots[root.path] = None
        domains = self._roots[root.path]
        return domains is not None and domains.interval(quantity).minus(siblings.interval) == ANY

    def _is_silent(self, located: Located | None) -> bool:
        """Whether neither an area nor one around it states anything: it is the sum of its parts and no more."""
        return located is None or (
            self._says_nothing(located) and self._is_silent(self._located.get(located.path[:-2]))
        )

    def _says_nothing(self, located: Located) -> bool:
        if self._reference is not None and located.path not in self.differing:
            return self._reference._says_nothing(located)  # noqa: SLF001 - the same class
        if located.path not in self._silent:
            figures = (self.figure((*located.path, field)) for field in Area.FIGURES)
            self._silent[located.path] = all(figure is None for figure in figures)
        return self._silent[located.path]


class _Domains(NamedTuple):
    """The domains of one area by all measures that the plan speaks of."""

    by_measure: Mapping[Measure, Domain]

    def of(self, quantity: str) -> Domain:
        """The domain that a quantity is of."""
        return self.by_measure[MEASURE_OF.get(quantity, POOR)]

    def interval(self, quantity: str) -> Interval:
        """The range of a quantity by its name."""
        return self.of(quantity).interval(NUMBERS[quantity])


def _stated_in(quantity: str) -> tuple[str, ...]:
    """The fields in which a count may stand."""
    return (quantity, "households") if quantity in BASES else (quantity,)


_AREAS = -1
"""The way in which an area is the sum of its child areas; the others are its splits by their numbers."""


def _parts(located: Located, way: int) -> tuple[Sequence[Located] | Sequence[Path], bool]:
    """The parts of a sum that an area is, and whether it may be more than they are; none of parts that overlap."""
    if way == _AREAS:
        return located.children, located.area.partial
    split = located.splits[way]
    return () if split.overlapping else split.parts, split.partial


TOTAL: Path = ("funding", "total")
_ADDED_A_STEP = 100
"""To add up so many takes about as long as a step."""
_OWN = 16
"""A trial changes one figure or two; what changes more than so many is shared by the trials that begin with it."""


class _Addition(NamedTuple):
    """A sum of amounts with all that a trial asks of it, so that a trial costs the same however long the sum is.

    `number` is that of its stated figures, by which a finding names it.
    """

    whole: Path
    parts: frozenset[Path]
    added: _Count
    finest: int | None
    number: int


class Money:
    """The figures of a plan's funding by their paths, some left out or changed: sums, shares, and sums of shares.

    What `but` makes shares all but what differs: the few figures that are its own, and those that are taken otherwise
    than stated in all that share them, which each sum is corrected by once. A sum that is not compared is named by its
    stated figures.
    """

    def __init__(
        self,
        ledger: Ledger,
        dropped: Iterable[Path] = (),
        unsummed: Collection[tuple[Path, ...]] = (),
        meter: _Meter | None = None,
    ) -> None:
        self._meter = meter or _Meter()
        self.shared: dict[Path, Figure | None] = dict.fromkeys(dropped)
        self.own: dict[Path, Figure | None] = {}
        self.added: dict[tuple[Path, frozenset[Path]], _Count] = {}
        self._ledger = ledger
        self._stated = {path: figure for path, _, figure in ledger.stated()}
        self._places = Counter((_is_rate(path), decimals(figure.number)) for path, figure in self._stated.items())
        self._sums: dict[Path, list[_Addition]] = {}
        self._numbers: dict[tuple[Path, ...], int] = {}
        for each in ledger.sums:
            counts = [self._count(path, self._stated.get(path)) for path in each.parts]
            parts = [(path, self._stated[path]) for path in each.parts if path in self._stated]
            count = _added_up(counts)._replace(without_high=sum(e.without_high for e in counts) + each.partial)
            number = self._numbers.setdefault((each.whole, *(path for path, _ in parts)), len(self._numbers))
            made = _Addition(each.whole, frozenset(each.parts), count, ledger.finest(parts), number)
            for path in (each.whole, *each.parts):
                self._sums.setdefault(path, []).append(made)
        self.unsummed = self._numbers_of(unsummed)
        self._shares: dict[Path, list[Share]] = {}
        for share in (*(each for shares in ledger.shares for each in shares.shares), *ledger.disbursed_shares):
            # Of an amount in a sum of several a share says nothing.
            amounts = (share.part, *share.whole) if len(share.whole) == 1 else ()
            for path in {share.path, *amounts}:
                self._shares.setdefault(path, []).append(share)
        self._lists = {share.path: shares for shares in ledger.shares for share in shares.shares}

    def but(
        self,
        dropped: Iterable[Path] = (),
        changed: Mapping[Path, Figure] | None = None,
        as_stated: Iterable[Path] = (),
        summed: Collection[tuple[Path, ...]] = (),
    ) -> "Money":
        """The same figures with more of them left out or changed, others as stated again or sums compared again."""
        other = copy(self)
        if summed:
            other.unsummed = self.unsummed - self._numbers_of(summed)
        stated = {path: self._stated[path] for path in as_stated}
        other.own = {**self.own, **stated, **dict.fromkeys(dropped), **(changed or {})}
        if len(other.own) > _OWN:
            taken = {**self.shared, **other.own}
            other.shared = {path: figure for path, figure in taken.items() if figure is not self._stated.get(path)}
            other.own, other.added = {}, {}
        return other

    def _numbers_of(self, sums: Iterable[tuple[Path, ...]]) -> set[int]:
        return {self._numbers[figures] for figures in sums if figures in self._numbers}

    def places(self, path: Path) -> int:
        """The most decimals that the other amounts, or shares, have, or this one where it is the only one."""
        own, kind = self._stated.get(path), _is_rate(path)
        mine = 0 if own is None else decimals(own.number)
        found = {each: count for (of_kind, each), count in self._places.items() if of_kind == kind}
        return max((each for each, count in found.items() if count > (each == mine)), default=mine)

    def figure(self, path: Path) -> Figure | None:
        """A figure as it is taken here; `None` when it is left out or not stated."""
        return self.own[path] if path in self.own else self._before(path)

    def _before(self, path: Path) -> Figure | None:
        """A figure as it is taken in all that share the figures that differ."""
        return self.shared[path] if path in self.shared else self._stated.get(path)

    def meaning(self, path: Path, figure: Figure) -> Interval:
        """What a figure says in its own unit; of a sum with more decimals it is rounded."""
        sums = [each.finest for each in self._sums.get(path, ()) if each.whole == path]
        meant = self._ledger.own(path, figure)
        if _is_rate(path) or not sums:
            return meant
        whole = self._ledger.whole(path, figure, max((each for each in sums if each is not None), default=None))
        return meant if whole is None else self._ledger.in_own(path, whole)

    def allowed(self, path: Path) -> Interval | None:
        """The range of a figure that is left out by all others; no amount is negative."""
        self._meter.take(1)
        allowed = NOT_NEGATIVE
        for each in self._sums.get(path, ()):
            if each.number not in self.unsummed:
                allowed = allowed.overlap(self._by_sum(each, path))
        if _is_rate(path):
            for share in self._shares.get(path, ()):
                allowed = allowed.overlap(self._percent(share))
            if path in self._lists and (others := self._other_shares(path)) is not None:
                allowed = allowed.overlap(others)
            return None if allowed.is_empty else allowed
        for share in self._shares.get(path, ()):
            allowed = allowed.overlap(self._by_share(share, path))
        allowed = self._ledger.in_own(path, allowed)
        return None if allowed.is_empty else allowed

    def is_consistent(self, paths: Collection[Path]) -> bool:
        """Whether all sums and shares of some figures hold, and the figures are positive."""
        self._meter.take(1)
        if any((figure := self.figure(path)) is not None and figure.number <= 0 for path in paths):
            return False
        return all(
            (figure := self.figure(path)) is None
            or ((allowed := self.allowed(path)) is not None and self.meaning(path, figure).meets(allowed))
            for path in paths
        )

    def _by_sum(self, of: _Addition, path: Path) -> Interval:
        """What a sum leaves for one of its figures."""
        count = self._without(of)
        for each in filter(of.parts.__contains__, self.own):
            was, now = self._count(each, self._before(each)), self._count(each, self.own[each])
            count = count.plus(was, -1).plus(now)
        if path == of.whole:
            return count.interval
        whole = self.figure(of.whole)
        meant = None if whole is None else self._ledger.whole(of.whole, whole, of.finest)
        return (ANY if meant is None else meant).minus(count.plus(self._count(path, self.figure(path)), -1).interval)

    def _without(self, of: _Addition) -> _Count:
        """What the parts of a sum make with the figures that differ in all that share them: worked out once."""
        key = (of.whole, of.parts)
        if key not in self.added:
            few, many = sorted((of.parts, self.shared.keys()), key=len)
            count = of.added
            for each in filter(many.__contains__, few):
                was, now = self._count(each, self._stated.get(each)), self._count(each, self.shared[each])
                count = count.plus(was, -1).plus(now)
            self.added[key] = count
        return self.added[key]

    def _count(self, path: Path, figure: Figure | None) -> _Count:
        return _Count.within(self._ledger.amount(path, figure) or NOT_NEGATIVE)

    def _amount(self, path: Path) -> Interval:
        return self._ledger.amount(path, self.figure(path)) or NOT_NEGATIVE

    def _percent(self, share: Share) -> Interval:
        self._meter.take(len(share.whole) // _ADDED_A_STEP)
        return percent_of(self._amount(share.part), total(map(self._amount, share.whole))) or ANY

    def _by_share(self, share: Share, path: Path) -> Interval:
        """What a share leaves for one of its amounts: part = share * whole / 100."""
        figure = self.figure(share.path)
        if figure is None or share.part in share.whole:
            return ANY
        said = figure.as_rate().overlap(NOT_NEGATIVE)
        if path in share.whole:  # whole = 100 * part / share
            return percent_of(self._amount(share.part), said) or ANY
        return part_of(self._amount(share.whole[0]), said)

    def _other_shares(self, path: Path) -> Interval | None:
        """What the other shares of a list leave of what they add up to."""
        shares = self._lists[path]
        self._meter.take(len(shares.shares) // _ADDED_A_STEP)
        stated = [self.figure(share.path) for share in shares.shares if share.path != path]
        if shares.sum is None or None in stated or len(stated) + 1 < len(shares.items):
            return None
        return shares.sum.minus(total(figure.as_rate() for figure in stated if figure is not None))


def _added_up(counts: Iterable[_Count]) -> _Count:
    found = _Count()
    for each in counts:
        found = found.plus(each)
    return found


System = Areas | Money


# Candidates: the changes that make all relations hold again

MAX_CHOICES = 3
"""So many numbers of a figure are named; of more, only the likeliest, and the range that is allowed."""


class Candidate(NamedTuple):
    """Figures and what they would have to be; a number of `None` is any in the allowed range.

    `only_number` says that a single figure has one possible number in its own notation; `choices`, how many numbers of
    that figure a typing error explains; `uniform`, that all figures have the same typing error.
    """

    figures: tuple[tuple[Path, Figure | None], ...]
    entry_error: EntryError | None = None
    only_number: bool = False
    choices: int = 1
    uniform: bool = True
    allowed: Interval | None = None

    @property
    def path(self) -> Path:
        """The first figure that it changes."""
        return self.figures[0][0]


def single(system: System, path: Path, *, rows: bool = True) -> list[Candidate]:
    """The numbers that one figure alone could be changed to, those first that a typing error explains.

    Where it could be many, the allowed range is the last candidate. Whether the figure was copied is looked up in the
    neighbouring rows, if `rows`.
    """
    figure = system.figure(path)
    if figure is None or figure.form is Form.BETWEEN:
        return []
    allowed = system.but(dropped=(path,)).allowed(path)
    if allowed is None:
        return []
    intended = intended_numbers(figure.number, is_rate=_is_rate(path))
    numbers = _numbers(system, path, figure, allowed)
    if figure.form is not Form.EXACT:  # nobody turns the sign of a bound or an estimate
        intended = {text: error for text, error in intended.items() if error is not EntryError.SIGN}
    neighbours = [system.figure(each) for each in _neighbours(path)] if rows else []
    is_copied = any(each is not None and exact(each.number) == exact(figure.number) for each in neighbours)
    copied = EntryError.COPIED if is_copied else None
    texts = [figure_text(number) for number in numbers] if len(numbers) <= MAX_CHOICES else []
    found: list[Candidate] = []
    for text in dict.fromkeys((*texts, *intended)):
        changed = _fitted(system, path, figure, number_of(text), allowed)
        if changed is not None:
            only_number = len(numbers) == 1 and text in texts
            found.append(Candidate(((path, changed),), intended.get(text, copied), only_number))
    found.sort(key=lambda each: _likelihood(system, each))
    is_open = len(found) > MAX_CHOICES or not texts
    if len(found) > MAX_CHOICES:
        found = [found[0]._replace(choices=len(found))]
    if is_open:
        found.append(Candidate(((path, None),), copied, allowed=allowed))
    return found


def _fitted(system: System, path: Path, figure: Figure, number: Number, allowed: Interval) -> Figure | None:
    """The figure with another number, if the format takes it there and all relations then hold."""
    if _is_count(path) and (isinstance(number, Decimal) or (figure.step and number % figure.step)):
        return None
    if figure.form is Form.EXACT and _is_far(number, allowed):
        return None  # of a long sum hardly any number comes near
    if number < 0 and path[-1] not in REDUCTIONS | POINTS:
        return None
    if _is_rate(path) and size(exact(number)) > _WHOLE:
        return None
    if decimals(number) > system.places(path):
        return None
    changed = figure._replace(number=number)
    if not system.meaning(path, changed).meets(allowed) or not system.but(changed={path: changed}).is_consistent(
        (path,)
    ):
        return None
    return changed


def _is_far(number: Number, allowed: Interval) -> bool:
    """Whether a number lies so far outside a range that no rounding of it lies inside."""
    low, high, value = allowed.low, allowed.high, exact(number)
    return (low is not None and value + 1 < low) or (high is not None and value - 1 > high)


_WHOLE = 100


def _is_count(path: Path) -> bool:
    return "households" in str(path[-1])


def _is_rate(path: Path) -> bool:
    return "rate" in str(path[-1]) or "share" in str(path[-1])


def _numbers(system: System, path: Path, figure: Figure, allowed: Interval) -> list[Number]:
    """The allowed numbers in the figure's own notation; one more than are named, at most.

    Money has the decimals that the other amounts give it, whatever was typed.
    """
    low, high = allowed[:2]
    if not figure.is_number or low is None or high is None:
        return []
    own = decimals(figure.number)
    is_money = not (_is_count(path) or _is_rate(path))
    is_exact = is_money and allowed.is_point
    for places in range(0 if is_exact else own, MAX_PLACES if is_money else own + 1):
        unit, half = 10**places, Fraction(1, 2) if places or _is_rate(path) else 0
        first = math.ceil(low * unit - half)
        last = min(math.floor(high * unit + half), first + MAX_CHOICES)
        found = [
            number
            for number in (scaled(units, places) for units in range(first, last + 1))
            if system.meaning(path, figure._replace(number=number)).meets(allowed)
            and (not is_exact or exact(number) == low)
        ]
        if found:
            return found
    return []


MAX_PLACES = 10
"""Money with more decimals is not looked for."""


def _neighbours(path: Path) -> list[Path]:
    """The figures of the same field in the rows directly above and below, whether there are such rows or not."""
    *owner, row, field = path
    return [(*owner, at, field) for at in (row - 1, row + 1)] if isinstance(row, int) else []


def _exchanged(system: System, path: Path, beside: Path) -> Candidate | None:
    """The figure exchanged with that of a neighbouring row, if everything holds then."""
    figure, other = system.figure(path), system.figure(beside)
    if figure is None or other is None or other.form is not figure.form or exact(other.number) == exact(figure.number):
        return None
    changed = {path: other, beside: figure}
    if not system.but(changed=changed).is_consistent((path, beside)):
        return None
    return Candidate(tuple(sorted(changed.items(), key=lambda each: str(each[0]))), EntryError.EXCHANGED)


def _pairs(made: Callable[[], System], group: "ConflictGroup") -> list[Candidate]:
    """Two figures of a group's errors, each with one number, that together make everything hold.

    The figures are `made` where any two of them could: a nation that is wrong throughout has no such two.
    """
    found = []
    touched = _first_touched(group)
    for one, other in combinations(touched, 2):
        if len(touched[one] | touched[other]) == len(group.errors):
            # A figure without an error of its own, and with no typing error, would be wrong by coincidence.
            alone = {path for path in (one, other) if touched[path] != touched[one] & touched[other]}
            found.append(_together(made(), one, other, alone))
    return [each for each in found if each is not None]


MAX_PAIRED = 24
"""Of more figures no pairs are tried."""


def _first_touched(group: "ConflictGroup") -> dict[Path, set[int]]:
    """The first figures of a group, as the document has them, each with the numbers of the errors that rest on it."""
    touched: dict[Path, set[int]] = {
        path: set() for path in heapq.nsmallest(MAX_PAIRED, group.figures, key=_document_order)
    }
    for at, error in enumerate(group.errors):
        for path in touched.keys() & error.figures:
            touched[path].add(at)
    return touched


def _together(system: System, first: Path, second: Path, alone: Collection[Path]) -> Candidate | None:
    changed: dict[Path, Figure] = {}
    errors: list[EntryError | None] = []
    for path, other in ((first, second), (second, first)):
        choices = single(system.but(dropped=(other,)), path, rows=False)
        figure = choices[0].figures[0][1] if choices else None
        if figure is None or not (choices[0].entry_error or (choices[0].only_number and path in alone)):
            return None
        changed[path] = figure
        errors.append(choices[0].entry_error)
    if not system.but(changed=changed).is_consistent((first, second)):
        return None
    error = errors[0] if None not in errors else None
    return Candidate(tuple(changed.items()), error, uniform=len(set(errors)) == 1)


def _likelihood(system: System, candidate: Candidate) -> tuple[object, ...]:
    """For sorting, the likeliest first: what a typing error explains, then what changes few figures and digits."""
    error = candidate.entry_error
    rank = len(BY_LIKELIHOOD) if error is None else BY_LIKELIHOOD.index(error)
    different = 0
    distance: Exact = 0
    for path, figure in candidate.figures:
        before = system.figure(path)
        if figure is None or before is None:
            different += 99
            continue
        one, other = figure_text(before.number), figure_text(figure.number)
        # Digits are compared from the last; those that one number has more differ too.
        different += sum(mine != its for mine, its in zip(reversed(one), reversed(other), strict=False))
        different += abs(len(one) - len(other))
        was = exact(before.number)
        distance += Fraction(size(exact(figure.number) - was), 1) / max(1, size(was))
    return rank, len(candidate.figures), different, distance


# Errors that belong together, and what explains them


class Limit(NamedTuple):
    """How much is looked for: so many steps, and suggestions for so many findings; `None` is no limit.

    Both are counted, not timed, so that a run says the same every time. A group of errors is looked at whole, or not
    at all: half of its suggestions would say that nothing else explains the errors.
    """

    steps: int | None = None
    findings: int | None = None


NO_LIMIT = Limit()
USUAL_LIMIT = Limit(steps=12_000)
"""What `check` looks for unless it is asked for more: a second or two of work; few plans need a tenth of it."""


OF_COUNTS = frozenset({"T101", "T112", "T121", "T123"})
"""The checks of whole numbers that add up exactly: over areas, from start to end, with flows, and of measures."""

CODES = OF_COUNTS | {"T111", "T113", "T124", "T201", "T203", "T204", "T206", "F101", "F103", "F105", "F108", "F109"}
"""The checks of sums, rates and contradictions: their errors rest on figures that can be corrected."""

SUMS = ("T101", "F101")
"""The checks of sums; their errors point at the total."""


class ConflictGroup(NamedTuple):
    """Errors that share figures, all figures that they rest on, and the sections and areas that these are inside of."""

    errors: tuple[Finding, ...]
    figures: frozenset[Path]
    outside: frozenset[Path]

    @classmethod
    def of(cls, errors: Iterable[Finding]) -> "ConflictGroup":
        """The group of some errors."""
        errors = tuple(errors)
        figures = frozenset(path for error in errors for path in error.figures)
        outside = frozenset(owner[:end] for owner in {path[:-1] for path in figures} for end in range(len(owner)))
        return cls(errors, figures, outside)

    @property
    def common(self) -> list[Path]:
        """The figures that all of the errors rest on, in the order of the document."""
        return sorted(self.figures.intersection(*(error.figures for error in self.errors)), key=_document_order)

    def is_total(self, path: Path) -> bool:
        """Whether a figure is the sum of others that the errors rest on."""
        return path == TOTAL or path[:-1] in self.outside


def conflict_groups(report: Report) -> list[ConflictGroup]:
    """The errors of sums, rates and contradictions, those that share a figure together; none that is waived."""
    errors = list(filter(is_correctable, report.findings))
    touching: dict[Path, list[int]] = {}
    for at, error in enumerate(errors):
        for path in error.figures:
            touching.setdefault(path, []).append(at)
    groups: list[ConflictGroup] = []
    grouped: set[int] = set()
    for first in range(len(errors)):
        joined, waiting = set[int](), [first]
        while waiting:
            at = waiting.pop()
            if at not in grouped:
                grouped.add(at)
                joined.add(at)
                waiting += [other for path in errors[at].figures for other in touching.pop(path, ())]
        if joined:
            groups.append(ConflictGroup.of(errors[at] for at in sorted(joined)))
    return groups


def is_correctable(finding: Finding) -> bool:
    """Whether a finding is an error of sums, rates or contradictions that counts."""
    is_of_means = any(path[-1] in MEAN_OF for path in finding.figures)  # which no correction works out
    of_figures = finding.code in CODES and finding.severity is Severity.ERROR and not is_of_means
    return of_figures and finding.waived is None and bool(finding.figures)


class Diagnosis(NamedTuple):
    """What could be wrong where some errors are, the likeliest candidate first, and which of it may be corrected."""

    group: ConflictGroup
    candidates: tuple[Candidate, ...]
    safe: Candidate | None


def localise_errors(
    plan: Plan,
    report: Report,
    limit: Limit = NO_LIMIT,
    wanted: Callable[[Finding], bool] = lambda _: True,
    grouped: Sequence[ConflictGroup] | None = None,
) -> list[Diagnosis]:
    """For each group of errors that share figures, what could be wrong, as far as the limit allows.

    The errors of the report may be `grouped` already. Groups without an error that is `wanted` are passed over. The
    others are looked at in the order of the report: a limit leaves out the last ones, and one that would take more than
    half of the steps that are left, and changes nothing in what is said of the others.
    """
    meter = _Meter(limit.steps)
    conflicts = _Conflicts(plan, conflict_groups(report) if grouped is None else grouped, meter)
    found: list[Diagnosis] = []
    looked_at = 0
    groups = [(group, errors) for group in conflicts.groups if (errors := sum(map(wanted, group.errors)))]
    for at, (group, errors) in enumerate(groups, 1):
        if meter.is_spent or (limit.findings is not None and looked_at + errors > limit.findings):
            break
        meter.begin(is_last=at == len(groups))
        try:
            found.append(conflicts.diagnosis(group))
        except _OutOfStepsError:
            continue  # it is too large: others may not be
        looked_at += errors
    return found


class _Conflicts:
    """All groups of errors of a plan, and its figures without what they are about.

    What each group is about is put back when the group is looked at: there is no second walk through all the others.
    """

    def __init__(self, plan: Plan, groups: Sequence[ConflictGroup], meter: "_Meter") -> None:
        self.groups = groups
        self._meter = meter
        self._group_of = {path: group for group in groups for path in group.figures}
        errors = [error for group in groups for error in group.errors]
        self._sums = {at for at, error in enumerate(errors) if error.code in SUMS}
        self._errors_on: dict[Path, set[int]] = {}
        for at, error in enumerate(errors):
            for path in error.figures:
                self._errors_on.setdefault(path, set()).add(at)
        self._stated: dict[str, System] = {}
        self._references: dict[str, System] = {}
        sections = {_section(group) for group in groups}
        if plan.targets is not None and "targets" in sections:
            areas = {located.path: located for located in walk(plan.targets)}
            self._stated["targets"] = Areas(areas)
            self._references["targets"] = Areas(areas, *_about(errors, "targets"), meter=meter)
        if plan.funding is not None and "funding" in sections:
            left_out, unsummed = _about(errors, "funding")
            money = Money(Ledger.of(plan.funding), left_out, unsummed, meter)
            self._stated["funding"] = money.but(as_stated=left_out, summed=unsummed)
            self._references["funding"] = money

    def diagnosis(self, group: ConflictGroup) -> Diagnosis:
        """What could be wrong where the errors of a group are."""
        stated, system = self._stated[_section(group)], cache(partial(self._with, [group]))
        trials = self._meter.each(group.common)
        found = [candidate for path in trials for candidate in single(system(), path)]
        found += self._exchanges(group)
        if not found and (apart := self._apart(group)) is not None:
            return apart
        found = found or _pairs(system, group)
        found.sort(key=lambda candidate: _likelihood(stated, candidate))
        return Diagnosis(group, tuple(found), _safe(stated, group, found))

    def _apart(self, group: ConflictGroup) -> Diagnosis | None:
        """The figure that two errors of a group make sure, where others of the group are of something else."""
        found: dict[Path, Diagnosis] = {}
        for touched in _first_touched(group).values():
            errors = [group.errors[at] for at in sorted(touched)]
            if not _TWO <= len(errors) < len(group.errors):
                continue
            part = ConflictGroup.of(errors)
            stated, system = self._stated[_section(part)], self._with([part])
            named = [candidate for each in part.common for candidate in single(system, each)]
            named.sort(key=lambda candidate: _likelihood(stated, candidate))
            safe = _safe(stated, part, named)
            if safe is not None and sum(error.code in EQUATIONS for error in errors) >= _TWO:
                found[safe.path] = Diagnosis(part, tuple(named), safe)
        # Of several, each of errors of its own, the others come when this one is made.
        settled = [id(error) for each in found.values() for error in each.group.errors]
        return next(iter(found.values()), None) if len(set(settled)) == len(settled) else None

    def _with(self, settled: Sequence[ConflictGroup]) -> System:
        """The figures without what the errors of all other groups are about.

        All other relations stay, though their figures may be among the wrong ones: a change must not break what holds.
        """
        section = _section(settled[0])
        left_out, unsummed = _about((error for group in settled for error in group.errors), section)
        return self._references[section].but(as_stated=left_out, summed=unsummed)

    def _exchanges(self, group: ConflictGroup) -> Iterable[Candidate]:
        """Neighbouring rows whose figures, exchanged, settle these errors, and those of the other row if it has any."""
        found: dict[tuple[Path, ...], Candidate] = {}
        most = max(map(len, self._errors_on.values()))
        some = [path for path in group.figures if len(self._errors_on[path]) + most >= len(group.errors)]
        for path in sorted(some, key=_document_order):
            for beside in _neighbours(path):
                others = self._group_of.get(beside, group)
                settled = [group] if others is group else [group, others]
                settling = self._errors_on[path] | self._errors_on.get(beside, set())
                if len(settling) < sum(len(each.errors) for each in settled):
                    continue
                if not self._sums.isdisjoint(self._errors_on[path] & self._errors_on.get(beside, set())):
                    continue  # a sum is the same when two of its parts are exchanged
                candidate = _exchanged(self._with(settled), path, beside)
                if candidate is not None:
                    found[tuple(sorted((path, beside), key=str))] = candidate
        return found.values()


def _about(errors: Iterable[Finding], section: str) -> tuple[set[Path], set[Any]]:
    """What errors of a section are about: rates that contradict counts, or else all their figures; and sums.

    A sum of areas is named by its total, one of amounts by all its figures: there a total has several.
    """
    left_out: set[Path] = set()
    unsummed: set[Any] = set()
    for error in errors:
        if not error.path or error.path[0] != section:
            continue
        if error.code in SUMS:
            unsummed.add(error.path if section == "targets" else error.figures)
        else:
            left_out.update(list(filter(_is_rate, error.figures)) or error.figures)
    return left_out, unsummed


def _section(group: ConflictGroup) -> str:
    return str(min({path[0] for path in group.figures}, key=str))


def _document_order(path: Path) -> tuple[tuple[int, ...], str]:
    """For sorting, as a reader goes through the document: a whole before its parts."""
    return tuple(step for step in path if isinstance(step, int)), str(path[-1])


def _safe(system: System, group: ConflictGroup, found: Sequence[Candidate]) -> Candidate | None:
    """The candidate that may be made without asking, if there is one.

    Either a typing error explains it that leaves little to chance, and nothing explains any other; or it is the only
    figure that relations of two kinds leave, and they leave it one number. A total may be out of date, which its parts
    do not rule out; the other counts of its own area do.
    """
    explained = [candidate for candidate in found if candidate.entry_error is not None]
    if len(explained) == 1 and explained[0].choices == 1 and _is_telling(system, group, explained[0], len(found)):
        return explained[0]
    only = found[0] if len(found) == 1 else None
    if only is None or not only.only_number:
        return None
    # In a table that adds up both ways a figure has a row and a column, a total the sums of several breakdowns.
    if sum(error.code == "F101" for error in group.errors) >= _TWO:
        return only
    kinds = {error.code for error in group.errors}
    return only if len(kinds & (OF_COUNTS if group.is_total(only.path) else EQUATIONS)) >= _TWO else None


def _is_telling(system: System, group: ConflictGroup, candidate: Candidate, choices: int) -> bool:
    """Whether a typing error is too particular to explain an error of another kind by chance.

    A digit more or less can explain almost any difference where a sum has a few short numbers, two digits swapped
    only some; of two typing errors at once any pair of figures may have some that fit. Where there is no other choice
    it takes less, though a missing digit could be any. `bench/errors.py` measures how often each would be wrong.
    """
    kind, figure = candidate.entry_error, candidate.figures[0][1]
    if kind in (EntryError.THOUSANDS, EntryError.EXCHANGED):
        return True
    stated = system.figure(candidate.path)
    if kind is None or kind in DOUBTFUL or not candidate.only_number or stated is None or figure is None:
        return False
    before, after = figure_text(stated.number), figure_text(figure.number)
    digits = sum(sign.isdigit() for sign in before)
    has_two = sum(error.code in EQUATIONS for error in group.errors) >= _TWO
    if choices == 1 and (has_two or kind is not EntryError.MISSING):
        return True
    if has_two:
        return digits >= FEWEST_DIGITS_OF_TWO
    if kind not in FEWEST_DIGITS or len(group.figures) > MAX_FIGURES:
        return False
    fewest = FEWEST_DIGITS[kind]
    if kind is EntryError.SWAPPED:
        first, second = (at for at, pair in enumerate(zip(before, after, strict=True)) if len(set(pair)) > 1)
        if abs(int(before[first]) - int(before[second])) == 1:
            return False
        fewest += second == len(before) - 1 or group.is_total(candidate.path)
    return digits >= fewest


FEWEST_DIGITS = {EntryError.SWAPPED: 4, EntryError.DOUBLED: 5}
"""By typing error, the digits that a figure needs for one broken relation to be enough.

Swapped, it takes one more for a total and for the last two digits, 9 to 81 off; digits that differ by one, 9 or 90 or
900 off, are never enough: such differences have other causes too often.
"""

FEWEST_DIGITS_OF_TWO = 3
"""The digits that are enough when two relations are broken that give a number."""

MAX_FIGURES = 12
"""In a sum of more figures than these some typing error fits too often by chance, if no second relation confirms it."""

EQUATIONS = OF_COUNTS | {"T124", "T201", "T204", "T206", "F101", "F108", "F109"}
"""The checks whose relations give a number; others only say that it is too large or too small."""

_TWO = 2


# Suggestions, and the corrections made in the text of the file: only the characters of the corrected figures change


def _suggestion(plan: Plan, candidate: Candidate, group: ConflictGroup, *, safe: bool) -> Suggestion:
    """A candidate for some errors in words."""
    changes, parts = [], []
    for path, figure in candidate.figures:
        name, was = _stated(plan, path)
        number = None if figure is None else figure.number
        allowed = signed_interval(candidate.allowed.widened(_PLACES)) if number is None and candidate.allowed else None
        changes.append(Change(path, was, number, allowed))
        parts.append(_instead(name, was, (allowed or verbatim("?")) if number is None else number))
    message = parts[0]
    if len(parts) > 1:
        message = Message("{change}, together with {others}", change=message, others=join(parts[1:], ", "))
    error = candidate.entry_error if candidate.uniform else None
    is_old = len(parts) == 1 and group.is_total(candidate.path)
    why = ENTRY_ERRORS[error] if error is not None else _OUT_OF_DATE if is_old else None
    if why is not None:
        message = Message("{what} ({why})", what=message, why=why)
    return Suggestion(tuple(changes), message, None if error is None else error.value, safe)


def _instead(name: Value, was: Value, number: Value) -> Message:
    return Message("{name}: {was} → {number}", name=name, was=was, number=number)


_OUT_OF_DATE = Message("the total may be out of date")

_PLACES = 3
"""The decimals that the ends of an allowed range are rounded outwards to."""


def _stated(plan: Plan, path: Path) -> tuple[Message, Number]:
    """What a figure is called (its area and quantity, its funding line, or the total) and the number stated."""
    number: Number = value_in(plan, path).number
    return figure_name(plan, path, short=True), number


class Corrected(NamedTuple):
    """A file's text with all safe corrections in it, and what they are; the text as it was where there are none."""

    text: str
    corrections: tuple[Suggestion, ...]


class _Correction(NamedTuple):
    """A safe candidate, the errors that it settles, and what is said of it."""

    candidate: Candidate
    errors: tuple[Finding, ...]
    suggestion: Suggestion


def suggested(
    reading: Reading, report: Report, options: Options | None = None, limit: Limit = NO_LIMIT
) -> tuple[Report, Corrected]:
    """The report with suggestions for its errors, and the text with those that are safe.

    Figures that other errors make sure come first; then those beside the sums that others single out, none of it safe.
    """
    report, corrected = _with_document(reading, report, options, limit)
    found = singled_out(reading, report, options, limit.steps)
    if not found or reading.plan is None:
        return report, corrected
    plan = reading.plan
    report = _offering(report, lambda error: _offered(plan, error, found[error]) if error in found else None)
    return report, corrected


def _offering(report: Report, offered: Callable[[Finding], tuple[Suggestion, ...] | None]) -> Report:
    """The report with other suggestions for the findings for which there are any."""
    pairs = ((finding, offered(finding)) for finding in report.findings)
    findings = (each if instead is None else each._replace(suggestions=instead) for each, instead in pairs)
    return report._replace(findings=tuple(findings))


def _offered(plan: Plan, error: Finding, found: Sequence[SingledOut]) -> tuple[Suggestion, ...]:
    """What is offered of the figures of an error: those that a typing error explains, or else a few."""
    group, made = ConflictGroup.of([error if error.code == "T501" else error._replace(figures=())]), []
    for path, stated, figure, left in found:
        slips = intended_numbers(stated.number, is_rate=_is_rate(path)) if figure is not None else {}
        slip = None if figure is None else slips.get(figure_text(figure.number))
        made.append((figure is None, slip is None, Candidate(((path, figure),), slip, allowed=left)))
    made.sort(key=lambda each: each[:2])
    return tuple(_suggestion(plan, each, group, safe=False) for _, _, each in made[:MAX_CHOICES])


def _with_document(reading: Reading, report: Report, options: Options | None, limit: Limit) -> tuple[Report, Corrected]:
    """The report with suggestions from the document and from sums, rates and contradictions; and the corrected text.

    What the document states otherwise is corrected from the document first; then what contradicts itself, where no
    figure changes that stands in the document as written.
    """
    wanted = {finding.path for finding in report.findings if finding.code == "Q101" and finding.waived is None}
    stated = {path: each for path, each in _from_document(reading).items() if path in wanted}
    if not stated:
        return _suggested(reading, report, options, limit)
    again = _with_corrections(reading, stated.values())
    _, corrected = _suggested(again, run(again, ALL, options), options, limit)
    report, _ = _suggested(reading, report, options, limit)
    report = _offering(
        report, lambda each: (stated[each.path],) if each.code == "Q101" and each.path in stated else None
    )
    return report, Corrected(corrected.text, (*stated.values(), *corrected.corrections))


def _from_document(reading: Reading) -> dict[Path, Suggestion]:
    """By figure, the correction to what the document surely states instead, where the text can be edited so."""
    found: dict[Path, Suggestion] = {}
    for each in _sourced(reading):
        if reading.plan is None or not each.is_sure or each.stated is None:
            continue
        name, was = _stated(reading.plan, each.path)
        message = Message("{name}: {was} → {now}, as the document states", name=name, was=each.figure, now=each.stated)
        is_number = each.stated.form is each.figure.form and each.stated.upper is None
        change = Change(each.path, was, each.stated.number, figure=None if is_number else each.stated)
        suggestion = Suggestion((change,), message, "document", safe=True)
        if edits(reading, suggestion) is not None:
            found[each.path] = suggestion
    return found


def _sourced(reading: Reading) -> "tuple[Sourced, ...]":
    """The figures of a plan that is held to a document, each beside what that states."""
    if reading.source is None or reading.plan is None:
        return ()
    from povcalc.document.placing import sourced

    return sourced(reading.plan, reading.source).figures


def _suggested(reading: Reading, report: Report, options: Options | None, limit: Limit) -> tuple[Report, Corrected]:
    """The report with suggestions from the relations between figures, and the text with those that are safe.

    A suggestion is only called safe when the plan that has it, with all other safe ones, lacks the errors that it
    settles and has no finding that the plan did not have before. What is wrong is looked for with all checks, whichever
    the report is of; only its own errors are corrected. Since one correction may show more of another error, this is
    done again until nothing more is safe.

    The limit holds each time that it is done; the report says for how many findings suggestions were looked for.
    """
    # Longer than 40 lines, with all that it promises; what is found of each round is kept for the report.
    reading, report, rewritten = _rewritten(reading, _with_both_readings(reading, report))
    if reading.plan is None or not any(map(is_correctable, report.findings)):
        return report, Corrected(_text(reading), rewritten)
    reported = {_key(finding) for finding in report.findings}
    whole = report if len(report.runs) == len(ALL) and not rewritten else run(reading, ALL, options)
    suggestions: dict[_Key, tuple[Suggestion, ...]] = {}
    corrections: list[Suggestion] = [*rewritten]
    sought: int | None = None
    while reading.plan is not None:
        grouped = conflict_groups(whole)
        diagnoses = localise_errors(reading.plan, whole, limit, lambda error: _key(error) in reported, grouped)
        if sought is None:
            seen = {_key(error) for diagnosis in diagnoses for error in diagnosis.group.errors}
            groups = [[_key(error) for error in group.errors] for group in grouped]
            sought = sum(key in reported for keys in groups if not seen.isdisjoint(keys) for key in keys)
        accepted, after = _accepted(reading, whole, diagnoses, options)
        safe = {each.candidate.figures: each.suggestion for each in accepted}
        for group, candidates, _ in diagnoses:
            named = tuple(_suggestion(reading.plan, each, group, safe=each.figures in safe) for each in candidates)
            slips = tuple(each for each in named if each.slip is not None)
            others = tuple(each for each in named if each.slip is None)
            suggestions.update((_key(error), (*slips, *error.suggestions, *others)) for error in group.errors)
        corrections += safe.values()
        if after is None:
            break
        reading, whole = after
    report = _offering(report, lambda finding: suggestions.get(_key(finding)))
    correctable = sum(map(is_correctable, report.findings))
    report = report._replace(correctable=correctable, suggestions_sought=sought or 0)
    return report, Corrected(_text(reading), tuple(corrections))


def _with_both_readings(reading: Reading, report: Report) -> Report:
    """The report with both readings of each amount whose point may part thousands; neither is safe."""

    def both(finding: Finding) -> tuple[Suggestion, ...] | None:
        if finding.code != "F113" or finding.path is None or reading.plan is None:
            return None
        name, was = _stated(reading.plan, finding.path)
        return tuple(
            Suggestion((Change(finding.path, was, number),), _instead(name, was, verbatim(figure_text(number))))
            for number in (int(was * 1000), was if was % 1 else int(was))
        )

    return _offering(report, both)


def _rewritten(reading: Reading, report: Report) -> tuple[Reading, Report, tuple[Suggestion, ...]]:
    """The plan with the numbers of one meaning that stand in another writing as the format has them; what was done.

    Only what the report tells is rewritten, and only where the field then holds what is written. The report has these
    suggestions; those of more than one meaning have none that is safe.
    """
    told = {finding.path or finding.place for finding in report.findings if finding.code in _WRITING}
    blank = next((finding.path for finding in report.findings if finding.code == _BLANKS), None)  # one for all
    found: dict[Path | Place | None, tuple[Suggestion, ...]] = {}
    for key, made in _writings(reading) if told else ():
        at = blank if key[-1:] == ("id",) and key not in told else key
        if at in told and made:
            found[at] = (*found.get(at, ()), *made) if at == blank else made
    safe = {each.changes[0].path: (key, each) for key, made in found.items() for each in made if each.safe}
    again = reading
    while safe:
        again = _with_corrections(reading, [each for _, each in safe.values()])
        still = {each.place for each in again.misfits} & safe.keys()
        if not still:
            break
        for at, each in map(safe.pop, still):
            found[at] = (each._replace(safe=False),)
        again = reading
    report = _offering(report, lambda each: found.get(each.path or each.place) if each.code in _WRITING else None)
    return again, report, tuple(each for _, each in safe.values())


_BLANKS = "S105"
_WRITING = ("S104", _BLANKS, "S107", "S108", "S113", "Y117")
"""The checks of what is written otherwise than the format has it, and of what it needs and can be made: ids."""


def _writings(reading: Reading) -> Iterator[tuple[Path | Place, tuple[Suggestion, ...]]]:
    """What may be written instead of each number, date or sign of a missing figure that is written otherwise.

    It is named by its path or, where nothing was read there, by its place.
    """
    document = reading.document
    ids: set[str] = set()
    for fault in reading.misfits:
        is_missing_id = fault.kind in ("missing_field", "empty_value") and fault.values.get("field") == "id"
        yield fault.place, tuple(_id(fault, reading, ids) if is_missing_id else _as_format_has_it(fault, reading))
    if document is None:
        return
    traps = {each.place: each.values for each in document.traps if each.kind is TrapKind.NUMBER_FORM}
    for path, span in document.refused() if traps else ():
        if span not in traps:  # it has an anchor or a tag, or is too long
            continue
        written, likely = traps[span]["read"], traps[span]["likely"]
        # A leading 0 is octal to some readers.
        is_safe = not re.fullmatch("[-+]?0[0-9a-zA-Z_]+", written)
        meant = [likely] if likely and len(likely) <= MAX_DIGITS else traps[span].get("readings", ())
        if meant:
            is_one = is_safe and len(meant) == 1
            yield document.place(span), tuple(_written_so(path, written, each, safe=is_one) for each in meant)


def _as_format_has_it(fault: Fault[Path], reading: Reading) -> Iterator[Suggestion]:
    """What a number in another writing, a date or a sign may be changed to: safe where that is its one meaning."""
    written, path = str(fault.values.get("read")), fault.place
    if fault.kind in WRITINGS:
        wanted = [fault.values["likely"]] if "likely" in fault.values else fault.values.get("readings", ())
        yield from (_written_so(path, written, each, safe=len(wanted) == 1) for each in wanted)
    elif fault.kind == "not_iso_date":
        yield _written_so(path, written, fault.values["likely"], safe=_is_one_day(written, reading))
    elif fault.kind == "not_a_number" and isinstance(fault.values["read"], str) and is_missing(written):
        whole = path if path[-1] in Area.FIGURES or path[-1] in ("amount", "total") else path[:-1]
        if whole == path or len(value_at(reading.root, whole) or ()) == 1:  # {min: 5, max: -} is not missing as a whole
            message = Message("{name}: {was} is taken out", name=dotted(whole[-1:]), was=written)
            yield Suggestion((Change(whole, written, None, text=""),), message, safe=True)


def _id(fault: Fault[Path], reading: Reading, made: set[str]) -> Iterator[Suggestion]:
    """The id that the name of an area gives, without its kind or, where another area has that id, with it."""
    owner = fault.place[:-1] if fault.kind == "empty_value" else fault.place
    name = value_at(reading.root, (*owner, "name"))
    if owner[:1] != ("targets",) or not isinstance(name, str):
        return
    areas = walk(reading.plan.targets if reading.plan else None)
    taken = made | {str(value_at(reading.root, (*each.path, "id"))) for each in areas}
    found = free_id(levels(name)[-1], taken) or free_id(name, taken)
    if found is not None:
        made.add(found)
        message = Message("{name}: id: {id}", name=name, id=found)
        yield Suggestion((Change((*owner, "id"), "", None, text=found),), message, safe=True)


def _is_one_day(written: str, reading: Reading) -> bool:
    """Whether a date can be no other day: in Vietnamese the day comes first, elsewhere where no month is so high."""
    first, second = map(int, re.findall("[0-9]+", written)[:2])
    is_vietnamese = reading.plan is None or reading.plan.document.language == "vi"
    return first > _MONTHS or first == second or is_vietnamese


_MONTHS = 12


def _written_so(path: Path, written: str, likely: str, *, safe: bool) -> Suggestion:
    """A writing and what is to stand in its place."""
    digits = _DIGITS.findall(likely)
    number = number_of(digits[0]) if NUMBER.fullmatch(likely) or likely.startswith("{") else None
    text = None if number is not None and figure_text(number) == likely else likely
    return Suggestion(
        (Change(path, written, number, text=text),), _instead(dotted(path[-1:]), written, likely), safe=safe
    )


_DIGITS = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def _with_corrections(reading: Reading, corrections: Iterable[Suggestion]) -> Reading:
    """What the file is read as with corrections in its text, with the same side tables and document."""
    # Two of them may want the same: rows that were exchanged.
    made = {edit for each in corrections for edit in edits(reading, each) or ()}
    again = read_text(edited(_text(reading), made), reading.name)
    if reading.tables:
        again = merge_side_tables(again, [(table.content, table.name) for table in reading.tables])
    return again._replace(source=reading.source, before=reading.before)


def _text(reading: Reading) -> str:
    return reading.document.text if reading.document is not None else ""


MAX_RUNS = 50
"""So often a plan is checked again to see which corrections are safe, when they are not all safe together."""


def _accepted(
    reading: Reading, report: Report, diagnoses: Iterable[Diagnosis], options: Options | None
) -> tuple[list[_Correction], tuple[Reading, Report] | None]:
    """The corrections that are safe, and the plan with them: all at once or, where that fails, one by one."""
    wanted: list[_Correction] = []
    # What stands in the document as written no relation between figures corrects.
    held = {each.path for each in _sourced(reading) if each.is_found}
    for group, _, safe in diagnoses:
        if safe is not None and reading.plan is not None and not held.intersection(dict(safe.figures)):
            suggestion = _suggestion(reading.plan, safe, group, safe=True)
            if edits(reading, suggestion) is not None:
                wanted.append(_Correction(safe, group.errors, suggestion))
    after = _corrected(reading, report, wanted, options)
    if after is not None:
        return wanted, after
    accepted: list[_Correction] = []
    runs = min(MAX_RUNS, max(1, MAX_FIGURES_AGAIN // max(1, report.stated)))
    for each in wanted[:runs]:
        trial = _corrected(reading, report, [*accepted, each], options)
        if trial is not None:
            accepted.append(each)
            after = trial
    return accepted, after


def _corrected(
    reading: Reading, report: Report, wanted: Sequence[_Correction], options: Options | None
) -> tuple[Reading, Report] | None:
    """The plan and its report with corrections; `None` unless that settles their errors and nothing new is found."""
    if not wanted:
        return None
    again = _with_corrections(reading, [each.suggestion for each in wanted])
    after = run(again, ALL, options)
    found = {_key(finding) for finding in after.findings}
    settled = {_key(error) for each in wanted for error in each.errors}
    is_safe = found <= {_key(finding) for finding in report.findings} and not found & settled
    return (again, after) if is_safe else None


def edits(reading: Reading, correction: Suggestion) -> tuple[Edit, ...] | None:
    """The edits to a file's text that make a correction; `None` when a figure is not in it as a plain number."""
    made: list[Edit] = []
    for path, was, number, _room, figure, text in correction.changes:
        if reading.document is None or (number is None and text is None) or path in reading.added:
            return None
        if isinstance(was, str) or number is None:
            edit = text_edit(reading.document, path, figure_text(number) if text is None else text)
        elif figure is None:
            stated = figure_at(reading.plan, path) if reading.plan is not None else None
            one, other = (was, number) if stated is None else (stated.printed(was), stated.printed(number))
            edit = number_edit(reading.document, path, one, other)
        else:
            edit = Edit(whole_figure(reading.document, path), figure_text(figure))
        if edit is None:
            return None
        made.append(edit)
    return tuple(made)


MAX_FIGURES_AGAIN = 20_000
"""Of a large plan it is done less often, so that no more than so many figures are checked again in all."""

_Key = tuple[str, Path | None, Severity, str | None]


def _key(finding: Finding) -> _Key:
    """What makes two findings of two runs the same one: the numbers in its words may differ."""
    return finding.code, finding.path, finding.severity, finding.file


def check(plan: Plan | str | PathLike[str]) -> Report:
    """Check a plan, or the file that holds one.

    Errors of sums, rates and contradictions have suggestions. A file's report also has what is wrong with its text
    and its shape; so has a plan that `povcalc.read` gave. A plan that was made in code, or changed, has findings
    without places, and no suggestion for it is called safe. Raises `OSError` when a file cannot be read; whatever is
    wrong inside it is in the report.
    """
    reading = reading_of(plan)
    return suggested(reading, run(reading), limit=USUAL_LIMIT)[0]
