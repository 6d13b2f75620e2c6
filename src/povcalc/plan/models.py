"""The sections of a plan, each a frozen model; lists are tuples.

A field's description gives its meaning and unit, and the JSON Schema carries it. `Given` marks a
field that may be left out. Source of the shapes: the form of Plan 131-KH/TU and of the household
poverty reviews that such plans lead to.
"""

from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StrictBool, StrictInt, model_validator

from povcalc.figures import Figure
from povcalc.places import Path
from povcalc.plan.fields import (
    Amount,
    Change,
    Date,
    Given,
    Id,
    Label,
    Points,
    Rate,
    Stock,
    Words,
    refuse,
)

FORMAT_VERSION = 1
"""The version of the file format that this program reads."""

RESERVED_IDS = ("funding", "targets")
"""Ids that no area may have, since figures are addressed through them."""

Ref = Annotated[Given[Label], Field(description="Where in the document this stands, such as B.2.")]
Year = Annotated[StrictInt, Field(ge=1900, le=2200)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Reference(_Model):
    """Another document, named by its number."""

    number: Label = Field(description="The number as printed, such as 144-CTr/TU.")
    title: Given[Words] = Field(None, description="What the document is.")
    issuer: Given[Words] = Field(None, description="Who issued it.")
    issued: Given[Date] = Field(None, description="The day it was issued.")


class Signatory(_Model):
    """Who signed the document."""

    name: Label = Field(description="The person's name.")
    office: Words = Field(description="The office in which they signed.")


class Publication(_Model):
    """A newspaper, gazette or site, and the day."""

    by: Words = Field(description="The newspaper, gazette or site.")
    date: Given[Date] = Field(None, description="The day of publication.")


class Period(_Model):
    """A span of years."""

    from_: Year = Field(alias="from", description="The first year.")
    to: Year = Field(description="The last year.")

    @model_validator(mode="after")
    def _in_order(self) -> "Period":
        if self.from_ > self.to:
            raise refuse("min_over_max", low=self.from_, high=self.to)
        return self


class DocumentInfo(_Model):
    """What a document says of itself."""

    number: Given[Label] = Field(None, description="The document's number, such as 131-KH/TU.")
    kind: Literal["plan", "result"] = Field("plan", description="A plan, or a year-end result in the same form.")
    language: Literal["vi", "en"] = Field("vi", description="The language of texts that are given once.")
    title: Given[Words] = Field(None, description="The document's title.")
    issuer: Given[Words] = Field(None, description="The body that issued it.")
    signatory: Given[Signatory] = Field(None, description="Who signed it.")
    issued: Given[Date] = Field(None, description="The day it was issued.")
    year: Given[Year] = Field(None, description="The year that the targets are for.")
    period: Given[Period] = Field(None, description="The years that the targets are for, when there are several.")
    pursuant_to: tuple[Reference, ...] = Field((), description="The documents that this one carries out.")
    published: Given[Publication] = Field(None, description="Where the text was published.")
    source: Given[Words] = Field(None, description="Where the figures were taken from.")

    @model_validator(mode="after")
    def _identified(self) -> "DocumentInfo":
        if self.title is None and self.source is None:
            raise refuse("needs_one_of", fields=("title", "source"))
        if self.year is not None and self.period is not None:
            raise refuse("excludes", fields=("year", "period"))
        return self


class Summary(_Model):
    """A passage of the document, summed up."""

    text: Words = Field(description="The passage in a few words.")
    ref: Ref = None


AreaKind = Literal[
    "nation",
    "province",
    "city",
    "town",
    "district",
    "commune",
    "ward",
    "township",
    "special_zone",
    "village",
    "group",
]


class Area(_Model):
    """An area at any level, with its figures and the areas inside it.

    A figure that is not written is unknown, not nought. Source: section B.2 of the plan.
    """

    id: Id = Field(description="A short name, unique among its neighbours: small letters, digits and hyphens.")
    name: Words = Field(description="The area's name, as the document has it.")
    kind: Given[AreaKind] = Field(None, description="What sort of area it is.")
    partial: StrictBool = Field(
        default=False, description="Whether `areas` lists only some of the areas inside this one."
    )
    households: Given[Stock] = Field(None, description="Households, the same at the start and the end of the year.")
    households_start: Given[Stock] = Field(None, description="Households at the start of the year.")
    households_end: Given[Stock] = Field(None, description="Households at the end of the year.")
    poor_households_start: Given[Stock] = Field(None, description="Poor households at the start of the year.")
    poor_households_end: Given[Stock] = Field(None, description="Poor households at the end of the year.")
    poverty_rate_start: Given[Rate] = Field(
        None, description="Poor households in percent of households, at the start of the year."
    )
    poverty_rate_end: Given[Rate] = Field(
        None, description="Poor households in percent of households, at the end of the year."
    )
    reduction_households: Given[Change] = Field(
        None,
        description="Net reduction in poor households over the year: those that leave poverty "
        "less those that fall into it.",
    )
    reduction_rate: Given[Points] = Field(
        None, description="Reduction in the poverty rate over the year, in percentage points."
    )
    ref: Ref = None
    areas: tuple["Area", ...] = Field((), description="The areas inside this one.")

    FIGURES: ClassVar[tuple[str, ...]] = (
        "households",
        "households_start",
        "households_end",
        "poor_households_start",
        "poor_households_end",
        "poverty_rate_start",
        "poverty_rate_end",
        "reduction_households",
        "reduction_rate",
    )


class FundingLine(_Model):
    """One source of money."""

    id: Id = Field(description="A short name, unique in this section.")
    name: Words = Field(description="The line's name, as the document has it.")
    amount: Given[Amount] = Field(None, description="The amount, in the section's unit.")
    ref: Ref = None


class Funding(_Model):
    """What the plan costs and who pays. Source: section C.IV of the plan."""

    unit: Label = Field(description="The unit of every amount here, such as million VND.")
    total: Given[Amount] = Field(None, description="The stated total, in `unit`.")
    lines: tuple[FundingLine, ...] = Field((), description="The lines that make up the total.")
    ref: Ref = None


class Indicator(_Model):
    """One of the things that a household may lack."""

    id: Id = Field(description="A short name, unique in its dimension.")
    name: Words = Field(description="The indicator's name.")


class Dimension(_Model):
    """A basic social service, measured by indicators."""

    id: Id = Field(description="A short name, unique in this section.")
    name: Words = Field(description="The dimension's name.")
    indicators: tuple[Indicator, ...] = Field((), description="The indicators that measure it.")


class PovertyStandard(_Model):
    """How poverty is measured. Source: section C.III.2 of the plan, Decision 59/2015/QĐ-TTg."""

    basis: Given[Reference] = Field(None, description="The decision that sets the standard.")
    dimensions: tuple[Dimension, ...] = Field(description="The dimensions of poverty.")
    ref: Ref = None


class Measure(_Model):
    """One thing that is to be done."""

    text: Words = Field(description="The measure in a few words.")
    ref: Ref = None


class MeasureGroup(_Model):
    """Measures under one heading. Source: section C of the plan."""

    title: Words = Field(description="The heading.")
    items: tuple[Measure, ...] = Field(description="The measures.")
    ref: Ref = None


class Phase(_Model):
    """A stretch of the year and what happens in it. Source: section D of the plan."""

    id: Id = Field(description="A short name, unique in the schedule.")
    text: Words = Field(description="What is done, in a few words.")
    from_: Date = Field(alias="from", description="The first day.")
    to: Date = Field(description="The last day.")
    actors: tuple[Id, ...] = Field((), description="Ids of the actors who do it.")
    partners: tuple[Id, ...] = Field((), description="Ids of the actors whom they work with.")
    ref: Ref = None


class Deadline(_Model):
    """A report that is due. Source: sections D.3 and E of the plan."""

    id: Id = Field(description="A short name, unique in the schedule.")
    text: Words = Field(description="What is due, in a few words.")
    report: Given[Literal["preliminary", "official"]] = Field(
        None, description="Which report of the year's result it is."
    )
    on: Given[Date] = Field(None, description="The day on which it is due.")
    before: Given[Date] = Field(None, description="The day before which it is due.")
    actors: tuple[Id, ...] = Field((), description="Ids of the actors who report.")
    to: Given[Id] = Field(None, description="Id of the actor to whom they report.")
    ref: Ref = None

    @model_validator(mode="after")
    def _has_one_day(self) -> "Deadline":
        if self.on is None and self.before is None:
            raise refuse("needs_one_of", fields=("on", "before"))
        if self.on is not None and self.before is not None:
            raise refuse("excludes", fields=("on", "before"))
        return self


class Schedule(_Model):
    """When things happen. Source: section D of the plan."""

    phases: tuple[Phase, ...] = Field((), description="Stretches of the year.")
    deadlines: tuple[Deadline, ...] = Field((), description="Days by which something is due.")
    ref: Ref = None


class Duty(_Model):
    """What an actor is to do."""

    text: Words = Field(description="The duty in a few words.")
    role: Literal["leads", "joins"] = Field("leads", description="Whether the actor leads or works under others' lead.")
    partners: tuple[Id, ...] = Field((), alias="with", description="Ids of the actors whom they work with.")
    areas: tuple[Label, ...] = Field((), description="Ids or paths of the areas concerned, when not all are.")
    ref: Ref = None


class Actor(_Model):
    """A body or office that has a part in the plan. Source: section E of the plan."""

    id: Id = Field(description="A short name, unique in this section.")
    name: Words = Field(description="The actor's name, as the document has it.")
    duties: tuple[Duty, ...] = Field((), description="What it is to do.")
    ref: Ref = None


class Waiver(_Model):
    """A finding that is accepted as it is, and why."""

    code: Label = Field(description="The code of the check, such as T101.")
    at: Label = Field(
        description="What the finding is about: the id or path of an area, `funding.` and the id of a line or "
        "`total`, `schedule.` and the id of a phase or deadline, or `actors.` and the id of an actor."
    )
    reason: Words = Field(description="Why the finding is accepted.")


class Plan(_Model):
    """A year's poverty-reduction targets as data, or a result in the same form."""

    povcalc: Literal[1] = Field(description="The version of this file format.")
    document: DocumentInfo = Field(description="The document that the figures come from.")
    purpose: Given[Summary] = Field(None, description="What the plan is for.")
    requirements: Given[Summary] = Field(None, description="What is required of those who carry it out.")
    objective: Given[Summary] = Field(None, description="The overall objective.")
    targets: Given[Area] = Field(None, description="The root area and, inside it, all the others.")
    poverty_standard: Given[PovertyStandard] = Field(None, description="How poverty is measured.")
    measures: tuple[MeasureGroup, ...] = Field((), description="What is to be done.")
    funding: Given[Funding] = Field(None, description="What it costs and who pays.")
    schedule: Given[Schedule] = Field(None, description="When things happen.")
    actors: tuple[Actor, ...] = Field((), description="Who does what.")
    waivers: tuple[Waiver, ...] = Field((), description="Findings that are accepted, each with its reason.")

    _origin: Any = PrivateAttr(None)

    @property
    def origin(self) -> Any:
        """The reading that the plan came from, with its file's places; `None` when made in code."""
        return self._origin

    def with_origin(self, origin: Any) -> "Plan":
        """The same plan, remembering the reading that it came from."""
        copy = self.model_copy()
        copy._origin = origin  # noqa: SLF001 - the copy is of this class
        return copy

    @model_validator(mode="after")
    def _has_figures(self) -> "Plan":
        if self.targets is None and self.funding is None:
            raise refuse("needs_one_of", fields=("targets", "funding"))
        return self


class Located(NamedTuple):
    """An area with the path that leads to it in the plan, and its child areas likewise."""

    area: Area
    path: Path
    children: tuple["Located", ...]

    def figure(self, field: str) -> Figure | None:
        """The figure that the area states in a field, or `None`."""
        figure: Figure | None = getattr(self.area, field)
        return figure


def walk(root: Area) -> tuple[Located, ...]:
    """Every area of a tree in document order, each before the areas inside it."""
    found: list[Located] = []
    _locate(root, ("targets",), found)
    return tuple(found)


def _locate(area: Area, path: Path, found: list[Located]) -> Located:
    place = len(found)
    found.append(Located(area, path, ()))
    children = tuple(_locate(child, (*path, "areas", index), found) for index, child in enumerate(area.areas))
    if children:
        found[place] = Located(area, path, children)
    return found[place]
