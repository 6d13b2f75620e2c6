"""What a comparison of two plans is made of: frozen values, before any table or language."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from povcalc.figures import Figure, Interval, Number
from povcalc.findings import Finding
from povcalc.loading import Reading
from povcalc.text import Text, say


class Change(StrEnum):
    """What became of a figure.

    `CHANGED` is another number, `FORM` the same number meant otherwise (over 8.50 and 8.50), `DIGITS` the same
    number written to more or fewer decimals, which claims another precision. `UNREAD` is one that a plan has and that
    could not be read.
    """

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"
    FORM = "form"
    DIGITS = "digits"
    UNREAD = "unread"


class FigureChange(NamedTuple):
    """A figure that the two plans do not state alike.

    `address` is what its area or line of funding is called in the second plan, or in the first where the second
    lacks it; `field` the figure's name in the format. `difference` is the second number less the first, as written,
    for the lower and the upper end, which differ for ranges alone; `None` where there is none to be told.
    """

    address: str
    name: Text
    field: str
    before: Figure | None
    after: Figure | None
    change: Change
    difference: tuple[Number, Number] | None


class Moved(StrEnum):
    """What became of an area, a line of funding, or the unit of all lines."""

    ADDED = "added"
    GONE = "gone"
    MOVED = "moved"
    RENAMED = "renamed"
    KIND = "kind"
    PARTIAL = "partial"
    UNIT = "unit"


class PartChange(NamedTuple):
    """An area or a line of funding that the two plans do not have alike; `before` and `after` say how.

    For what was added, gone or moved these are the addresses of the area around it, `funding` for a line.
    """

    address: str
    name: Text
    change: Moved
    before: Text | None
    after: Text | None


class Met(StrEnum):
    """Whether a result meets a target; `UNDECIDED` when the figures leave both possible."""

    MET = "met"
    MISSED = "missed"
    UNDECIDED = "undecided"


class Judged(NamedTuple):
    """One target of an area beside what the result says of it.

    `target` is as the plan states it, `result` as the result does, `None` where it does not; `implied` is the range
    that all of the result's figures leave. `difference` is result less target, exact where the result is one number.
    `grounds` are the figures of the result that it was judged from, such as `yen-bai/tram-tau.poverty_rate_end`; `why`
    says what keeps it undecided, or what is to be known of the verdict.
    """

    address: str
    name: Text
    field: str
    target: Figure
    result: Figure | None
    implied: Interval
    met: Met
    difference: Interval | None
    grounds: tuple[str, ...]
    why: Text | None


class FindingChanges(NamedTuple):
    """What `check` finds in the second plan only, in the first only, and in both (as the second has it)."""

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    kept: tuple[Finding, ...]


class Comparison(NamedTuple):
    """Two plans side by side, by the ids of their areas and lines.

    `figures` are those of areas that differ and `funding` the amounts; `same` counts the figures that do not differ.
    `targets` has every target of the plan where the second is its result, and `unjudged` says why it is
    not judged where that could be expected. `sections` are other parts of the plans, by their keys, that differ.
    `unit` is the unit of the differences in `funding`.
    """

    before: Reading
    after: Reading
    parts: tuple[PartChange, ...]
    figures: tuple[FigureChange, ...]
    funding: tuple[FigureChange, ...]
    unit: Text | None
    same: int
    targets: tuple[Judged, ...]
    unjudged: Text | None
    sections: tuple[str, ...]
    findings: FindingChanges
    notes: tuple[Text, ...]

    @property
    def differs(self) -> bool:
        """Whether any area, line, figure or other part of the plans differs."""
        return bool(self.parts or self.figures or self.funding or self.sections)

    def judged(self, met: Met) -> int:
        """How many targets were judged so."""
        return sum(target.met is met for target in self.targets)


def same_names(parts: Sequence[PartChange]) -> Iterator[Text]:
    """Areas that may be the same under another id: one that is gone and one that was added have one name."""
    gone = {part.name: part for part in parts if part.change is Moved.GONE}
    for part in parts:
        if part.change is Moved.ADDED and part.name in gone:
            yield say(
                "{old} is gone and {new} was added, both called {name}: if they are the same, give them one id.",
                "{old} không còn và {new} được thêm, cùng tên {name}: nếu là một thì hãy dùng cùng mã.",
                old=gone[part.name].address,
                new=part.address,
                name=part.name,
            )
