"""How a check is declared: everything about it in one place, and its function beneath.

    @check(
        "T101",
        "areas-add-up",
        Severity.ERROR,
        section="targets",
        title=Text("…", "…"),
        explanation=Text("…", "…"),
        mend=Text("…", "…"),
        formula="…",
    )
    def areas_add_up(subject: Subject) -> Iterator[Result]: ...

The decorated name is then a `Check`; `povcalc.checks.ALL` lists them in the order of a run.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from povcalc.bounds import Assumptions, KnownCounts, Options, Ranges, assumptions_of, known_counts, ranges
from povcalc.document import Trap
from povcalc.findings import Finding, Outcome, Result, Severity
from povcalc.loading import Misfit, Reading
from povcalc.places import Path
from povcalc.plan import Located, Plan, walk
from povcalc.text import Text

T = TypeVar("T")


class Subject:
    """What the checks look at: a reading, and what several of them would otherwise each work out.

    `codes` are those of all checks that there are, `options` what the user assumes instead of the plan.

    The engine keeps the rest up to date as checks are run, since later ones look at it: `findings`; `ended`,
    by code how each check ended, and `heard`, the same for those that were only listened to; `said`, the
    figures of each error and warning; `decided`, the figures that a check confirmed.
    """

    def __init__(self, reading: Reading, codes: Collection[str] = (), options: Options | None = None) -> None:
        self.reading = reading
        self._options = options
        self.codes = codes
        self.findings: list[Finding] = []
        self.ended: dict[str, Outcome] = {}
        self.heard: dict[str, Outcome] = {}
        self.said: list[frozenset[Path]] = []
        self.decided: Sequence[Path] = ()
        self._found: dict[object, Any] = {}

    def once(self, compute: "Callable[[Subject], T]") -> T:
        """What a function of the subject gives, worked out the first time that a check asks."""
        if compute not in self._found:
            self._found[compute] = compute(self)
        found: T = self._found[compute]
        return found

    @property
    def traps(self) -> tuple[Trap, ...]:
        """What is wrong with the file's text."""
        return self.reading.document.traps if self.reading.document else ()

    @property
    def misfits(self) -> tuple[Misfit, ...]:
        """What the format does not allow."""
        return self.reading.misfits

    @property
    def plan(self) -> Plan:
        """The plan. Raises `LookupError` when there is none; the engine skips such checks."""
        if self.reading.plan is None:
            raise LookupError("nothing of a plan could be read")
        return self.reading.plan

    @cached_property
    def areas(self) -> tuple[Located, ...]:
        """Every area in document order; empty when the plan has no targets."""
        return walk(self.plan.targets) if self.plan.targets else ()

    @cached_property
    def known(self) -> Mapping[Path, KnownCounts]:
        """By area path, the counts that are stated or follow from sums of stated ones."""
        return known_counts(self.areas)

    @cached_property
    def assumed(self) -> Assumptions:
        """What the ranges lean on besides the stated figures."""
        return assumptions_of(self.plan, self._options)

    @cached_property
    def ranges(self) -> Ranges:
        """What the stated figures imply of every area."""
        return ranges(self.areas, self.assumed)


Run = Callable[[Subject], Iterator[Result]]


class Check(NamedTuple):
    """A check: its stable code, its words in both languages, and the function that looks.

    `section` is the part of the plan that it needs: `"text"` for the file's text, `"format"` for
    its shape, `"plan"` for any plan at all, `"tables"` for side tables, `"settings"` for a settings file, otherwise
    a field of `Plan`, without which the check is skipped. `mend` is what to do about a finding. One that `listens`
    does not say again what the others of its family say: they are heard even when they are not chosen. `formula` is
    what must hold, in the names of the file's fields; empty where nothing is calculated.
    """

    code: str
    slug: str
    severity: Severity
    section: str
    title: Text
    explanation: Text
    run: Run
    mend: Text
    formula: str
    listens: bool = False

    @property
    def family(self) -> str:
        """The letter of its family."""
        return self.code[0]


def check(  # noqa: PLR0913 - what a check is made of
    code: str,
    slug: str,
    severity: Severity,
    *,
    section: str,
    title: Text,
    explanation: Text,
    mend: Text,
    formula: str = "",
    listens: bool = False,
) -> Callable[[Run], Check]:
    """Declare the function beneath as a check."""

    def declared(run: Run) -> Check:
        return Check(code, slug, severity, section, title, explanation, run, mend, formula, listens)

    return declared
