"""Derivations in words.

The steps that led to an end of a range, or to a contradiction, as lines of arithmetic.

Each line names what it bounds, the relation with the numbers put in, and the result: a person can check it
by hand. What is stated and what is assumed stand before them.

Why a range ends where it does: the fewest stated figures and assumptions that give the end, and the steps.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from povcalc.inference.conflicts import Evidence, Restricted, evidence, minimal_conflict
from povcalc.inference.domains import (
    N0,
    N1,
    QUANTITIES,
    RATES,
    D,
    Refuted,
    Rule,
    Step,
    end_words,
    exact_value,
    is_above,
    is_below,
    value_words,
    worked,
)
from povcalc.inference.ranges import Ranges
from povcalc.messages import SHORT, Text, join, same, say
from povcalc.places import Path
from povcalc.plan.model import Located


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
    for before in step.premises:
        if isinstance(before, Step):
            yield before
        elif before is not None:
            yield from (each for each in before if each is not None)


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
        made = worked(step)
        if made is None:
            return _told(step)
        sign = ("<" if made.is_open else "≤") if step.upper else (">" if made.is_open else "≥")
        whole = join((same(sign), made.formula, same("="), value_words(made.result)), " ")
        if isinstance(step.value, int) and (made.is_open or step.value != made.result):
            whole = join((whole, same("→ ≤" if step.upper else "→ ≥"), value_words(step.value)), " ")
        return whole


def _told(step: Step) -> Text:
    """A step that no arithmetic is behind, in words."""
    end = end_words(step, upper=step.upper)
    match step.rule:
        case Rule.STATED:
            return say(
                "{end}, seeing how the two rates are printed", "{end}, xét theo hai tỷ lệ đúng như được in", end=end
            )
        case Rule.BETWEEN_PARTS if isinstance(step.premises[0], Step):
            return say(
                "{end}, since the rates of the other areas lie on the far side of the whole's",
                "{end}, vì tỷ lệ của các địa bàn khác đều nằm về phía bên kia của tỷ lệ chung",
                end=end,
            )
        case Rule.BETWEEN_PARTS:
            return say(
                "{end}, the {en_which} among its areas",
                "{end}, {vi_which} trong các địa bàn",
                end=end,
                en_which="greatest" if step.upper else "least",
                vi_which="mức cao nhất" if step.upper else "mức thấp nhất",
            )
        case Rule.SHAVED:
            return _tried(step, end)
        case Rule.RATE if step.quantity >= RATES:
            return say("{end}, since some are poor", "{end}, vì có hộ nghèo", end=end)
        case Rule.RATE if step.quantity in (N0, N1) and not step.upper:
            return say("{end}, since so many are poor", "{end}, vì có chừng ấy hộ nghèo", end=end)
        case Rule.RATE if step.quantity in (N0, N1):
            return say("{end}, since no rate is possible", "{end}, vì không tỷ lệ nào phù hợp", end=end)
        case _:
            return say("{end}, as many as there are", "{end}, tức là toàn bộ số hộ", end=end)


def _tried(step: Step, end: Text) -> Text:
    """The values next to this end that were tried before it, and what they left no value for."""
    outer = 1 if step.upper else -1
    tried = sorted({int(exact_value(step)) + outer, int(exact_value(_first_tried(step))) + outer})
    missing = step.premises[-1]
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
    if step.rule in (Rule.STATED, Rule.CUT, Rule.SHAVED) and not step.premises:
        return True
    return _is_of_growth(step) or (step.rule is Rule.GROWN and _is_level(step))


def _is_of_growth(step: Step) -> bool:
    """Whether a step says how households grow, and not where a quantity ends."""
    return step.quantity < RATES and not isinstance(step.value, int)


def _is_level(step: Step) -> bool:
    """Whether a step rests on as many households at both dates."""
    growth = step.premises[-1] if step.premises else None
    return isinstance(growth, Step) and growth.quantity == N0 and growth.value == (0, 1, False)


def _always(step: Step) -> str:
    """The other end of a quantity, which always holds."""
    if step.quantity < RATES:
        return "0"
    return "100" if not step.upper else "-100" if step.quantity == RATES + D else "0"


class Proof(NamedTuple):
    """An end of a range: the step that set it, with all before it, and what it rests on."""

    step: Step
    held: Evidence


def proof(areas: Sequence[Located], ranges: Ranges, path: Path, quantity: str, *, upper: bool) -> Proof | None:
    """Why a quantity of an area, one of `QUANTITIES`, has its low or its high end; `None` if that always holds.

    Figures are left out one by one as long as the end stays as tight, so that no detour is told.
    """
    step = ranges.steps(path, quantity)[upper]
    if step is None:
        return None
    restricted = Restricted(areas, ranges.basis)
    wanted = step

    def proved(held: Evidence) -> Step | None:
        try:
            box = restricted.narrowed(held, asked=(*path, "households"))[path]
        except (Refuted, KeyError):
            return None
        number = QUANTITIES.index(quantity)
        found = (box.why_high if upper else box.why_low)[number]
        return found if found is not None and _is_as_tight(found, wanted) else None

    first = evidence([step])
    shown = proved(first)
    if shown is None:  # a cap, or trials in a larger tree, made the difference
        return Proof(step, first)
    left = minimal_conflict(first, shown, proved, lambda found: evidence([found]))
    return Proof(left.shown, left.held)


def _is_as_tight(found: Step, wanted: Step) -> bool:
    if isinstance(found.value, int) and isinstance(wanted.value, int):
        return found.value <= wanted.value if found.upper else found.value >= wanted.value
    if isinstance(found.value, int) or isinstance(wanted.value, int):
        return False  # a quantity is a count or a rate for all its steps
    looser = is_below if wanted.upper else is_above
    return not looser(wanted.value, found.value)
