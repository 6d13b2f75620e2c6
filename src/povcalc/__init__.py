"""Check a poverty-reduction plan's figures.

    import povcalc

    plan = povcalc.read("plan.yaml")
    report = povcalc.check(plan)
    for finding in report.findings:
        print(finding.code, finding.message.en)

`read` gives the plan as frozen pydantic models, each figure with its decimals as written; `check`
gives a `Report` of findings with suggestions, checks and verdicts; `compare` sets two plans side
by side; `whatif` and `seek` answer what-if questions, and `allocate` shares out a target. Names are
imported when they are first used.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from povcalc.allocation import Allocation as Allocation
    from povcalc.allocation import AllocationError as AllocationError
    from povcalc.allocation import allocate as allocate
    from povcalc.answers.asking import seek as seek
    from povcalc.answers.asking import whatif as whatif
    from povcalc.comparison import Comparison as Comparison
    from povcalc.comparison import compare as compare
    from povcalc.figures import Figure as Figure
    from povcalc.figures import Form as Form
    from povcalc.figures import Interval as Interval
    from povcalc.findings import Change as Change
    from povcalc.findings import Finding as Finding
    from povcalc.findings import Outcome as Outcome
    from povcalc.findings import Report as Report
    from povcalc.findings import Severity as Severity
    from povcalc.findings import Suggestion as Suggestion
    from povcalc.findings import Verdict as Verdict
    from povcalc.loading import PlanError as PlanError
    from povcalc.loading import read as read
    from povcalc.plan import Area as Area
    from povcalc.plan import Plan as Plan
    from povcalc.repair import check as check
    from povcalc.scenario.requests import ScenarioError as ScenarioError
    from povcalc.text import Text as Text

_HOMES = {
    "Allocation": "povcalc.allocation",
    "AllocationError": "povcalc.allocation",
    "Area": "povcalc.plan",
    "Change": "povcalc.findings",
    "Comparison": "povcalc.comparison",
    "Figure": "povcalc.figures",
    "Finding": "povcalc.findings",
    "Form": "povcalc.figures",
    "Interval": "povcalc.figures",
    "Outcome": "povcalc.findings",
    "Plan": "povcalc.plan",
    "PlanError": "povcalc.loading",
    "Report": "povcalc.findings",
    "ScenarioError": "povcalc.scenario.requests",
    "Severity": "povcalc.findings",
    "Suggestion": "povcalc.findings",
    "Text": "povcalc.text",
    "Verdict": "povcalc.findings",
    "allocate": "povcalc.allocation",
    "check": "povcalc.repair",
    "compare": "povcalc.comparison",
    "read": "povcalc.loading",
    "seek": "povcalc.answers.asking",
    "whatif": "povcalc.answers.asking",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - the same names, written once


def __getattr__(name: str) -> Any:
    # The command line imports this package too, and must not pay for what it does not use.
    if name not in _HOMES:
        raise AttributeError(f"module 'povcalc' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted((*globals(), *_HOMES))
