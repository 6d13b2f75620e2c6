"""The models of the file format; see `models` for the shapes and `fields` for single values."""

from povcalc.plan.documents import DocumentInfo, Period, Publication, Reference, Signatory, Summary
from povcalc.plan.models import FORMAT_VERSION, RESERVED_IDS, Area, Located, Plan, walk
from povcalc.plan.sections import (
    Actor,
    Deadline,
    Dimension,
    Duty,
    Funding,
    FundingLine,
    Indicator,
    Measure,
    MeasureGroup,
    Phase,
    PovertyStandard,
    Schedule,
    Waiver,
)

__all__ = [
    "FORMAT_VERSION",
    "RESERVED_IDS",
    "Actor",
    "Area",
    "Deadline",
    "Dimension",
    "DocumentInfo",
    "Duty",
    "Funding",
    "FundingLine",
    "Indicator",
    "Located",
    "Measure",
    "MeasureGroup",
    "Period",
    "Phase",
    "Plan",
    "PovertyStandard",
    "Publication",
    "Reference",
    "Schedule",
    "Signatory",
    "Summary",
    "Waiver",
    "walk",
]
