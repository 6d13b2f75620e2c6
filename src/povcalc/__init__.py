"""Check a poverty-reduction plan's figures.

    import povcalc

    plan = povcalc.read("plan.yaml")
    report = povcalc.check(plan)
    for finding in report.findings:
        print(finding.code, finding.message.to(povcalc.Lang.EN))

`read` gives the plan as frozen pydantic models, each figure with its decimals as written; `check`
gives a `Report` of findings with suggestions, checks and verdicts; `compare` sets two plans side
by side; `track` follows a plan through its results; `whatif` and `seek` answer what-if questions,
and `allocate` shares out a target. Names are imported when they are first used.
"""

# The command line imports this package too, and cannot answer ^C before; `typing` takes longer than all the rest.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

    from povcalc.allocation import Allocation as Allocation
    from povcalc.allocation import AllocationError as AllocationError
    from povcalc.allocation import allocate as allocate
    from povcalc.comparison import Comparison as Comparison
    from povcalc.comparison import compare as compare
    from povcalc.corrections import check as check
    from povcalc.findings import Change as Change
    from povcalc.findings import Finding as Finding
    from povcalc.findings import Outcome as Outcome
    from povcalc.findings import Report as Report
    from povcalc.findings import Severity as Severity
    from povcalc.findings import Suggestion as Suggestion
    from povcalc.findings import Verdict as Verdict
    from povcalc.messages import Lang as Lang
    from povcalc.messages import Message as Message
    from povcalc.messages import Text as Text
    from povcalc.plan.load import PlanError as PlanError
    from povcalc.plan.load import read as read
    from povcalc.plan.model import Area as Area
    from povcalc.plan.model import Plan as Plan
    from povcalc.scenario.changes import ScenarioError as ScenarioError
    from povcalc.scenario.tables import seek as seek
    from povcalc.scenario.tables import whatif as whatif
    from povcalc.tracking import Track as Track
    from povcalc.tracking import track as track
    from povcalc.values import Figure as Figure
    from povcalc.values import Form as Form
    from povcalc.values import Interval as Interval

_HOMES = {
    "Allocation": "povcalc.allocation",
    "AllocationError": "povcalc.allocation",
    "Area": "povcalc.plan.model",
    "Change": "povcalc.findings",
    "Comparison": "povcalc.comparison",
    "Figure": "povcalc.values",
    "Finding": "povcalc.findings",
    "Form": "povcalc.values",
    "Interval": "povcalc.values",
    "Lang": "povcalc.messages",
    "Message": "povcalc.messages",
    "Outcome": "povcalc.findings",
    "Plan": "povcalc.plan.model",
    "PlanError": "povcalc.plan.load",
    "Report": "povcalc.findings",
    "ScenarioError": "povcalc.scenario.changes",
    "Severity": "povcalc.findings",
    "Suggestion": "povcalc.findings",
    "Text": "povcalc.messages",
    "Track": "povcalc.tracking",
    "Verdict": "povcalc.findings",
    "allocate": "povcalc.allocation",
    "check": "povcalc.corrections",
    "compare": "povcalc.comparison",
    "read": "povcalc.plan.load",
    "seek": "povcalc.scenario.tables",
    "track": "povcalc.tracking",
    "whatif": "povcalc.scenario.tables",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - the same names, written once


def __getattr__(name: str) -> "Any":
    # The command line imports this package too, and must not pay for what it does not use.
    if name not in _HOMES:
        raise AttributeError(f"module 'povcalc' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted((*globals(), *_HOMES))
