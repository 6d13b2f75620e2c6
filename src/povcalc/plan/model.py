"""The sections of a plan, each a frozen model, and what the format is as plain values.

Lists are tuples, every field has its meaning and an example, and `Given` marks one that may be left out. `outline`
gathers the sections and fields for the manual and the JSON Schema. Source of the shapes: the form of Plan 131-KH/TU
and of the household poverty reviews that such plans lead to.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from types import UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import PrivateAttr, StrictBool, model_validator

from povcalc.measures import FIGURES, SHARES
from povcalc.messages import PLANNED, Message, Wording, looked_up
from povcalc.places import Path
from povcalc.plan.fields import (
    Amount,
    Change,
    Date,
    Given,
    Growth,
    Id,
    Label,
    Measured,
    Model,
    Percentage,
    Points,
    Proportion,
    Rate,
    Ref,
    Rounding,
    Sort,
    Step,
    Stock,
    Words,
    Year,
    field,
    fields_go_together,
    optional,
    refuse,
)
from povcalc.values import Figure


class Reference(Model):
    """Another document, named by its number."""

    number: Label = field(Message("The number as printed."), "144-CTr/TU")
    title: Given[Words] = optional(Message("What the document is."), "Chương trình hành động")
    issuer: Given[Words] = optional(Message("Who issued it."), "Tỉnh ủy Yên Bái")
    issued: Given[Date] = optional(Message("The day it was issued."), "2019-02-15")


class Signatory(Model):
    """Who signed the document."""

    name: Label = field(Message("The person's name."), "Nguyễn Văn A")
    office: Words = field(Message("The office in which they signed."), "{vi: Bí thư, en: Secretary}")


class Publication(Model):
    """Where and when the document was published."""

    by: Words = field(Message("The newspaper, gazette or site."), "Báo Yên Bái")
    date: Given[Date] = optional(Message("The day of publication."), "2019-07-01")


class Period(Model):
    """A span of years, with its first and its last; the last is not before the first."""

    from_: Year = field(Message("The first year."), "2021", alias="from")
    to: Year = field(Message("The last year."), "2025")

    @model_validator(mode="after")
    def _in_order(self) -> "Period":
        if self.from_ > self.to:
            raise refuse("min_over_max", low=self.from_, high=self.to)
        return self


class DocumentInfo(Model):
    """What the document says of itself: what it is called, who issued it, and for which year or years."""

    ONE_OF: ClassVar = ("title", "source")
    EXCLUDE: ClassVar = ("year", "period")

    number: Given[Label] = optional(Message("The document's number."), "131-KH/TU")
    kind: Literal["plan", "result"] = field(
        Message("A plan, or a year-end result in the same form."),
        "plan",
        default="plan",
    )
    language: Literal["vi", "en"] = field(
        Message("The language of texts that are given once."),
        "vi",
        default="vi",
    )
    title: Given[Words] = optional(Message("The document's title."), "Kế hoạch giảm nghèo bền vững năm 2019")
    issuer: Given[Words] = optional(
        Message("The body that issued it."), "{vi: Tỉnh ủy, en: Provincial Party Committee}"
    )
    signatory: Given[Signatory] = optional(Message("Who signed it."), "{name: Nguyễn Văn A, office: Bí thư}")
    issued: Given[Date] = optional(Message("The day it was issued."), "2019-04-19")
    year: Given[Year] = optional(Message("The year that the targets are for."), "2019")
    period: Given[Period] = optional(
        Message("The years that the targets are for, when there are several."),
        "{from: 2021, to: 2025}",
    )
    as_of: Given[Date] = optional(
        Message(
            "The day that the figures at the end are of, where that is not the end of the year or period: a review at "
            "mid-year."
        ),
        "2022-06-15",
    )
    pursuant_to: tuple[Reference, ...] = field(
        Message("The documents that this one carries out."),
        "[{number: 144-CTr/TU, title: Chương trình hành động}]",
        default=(),
    )
    published: Given[Publication] = optional(
        Message("Where the text was published."), "{by: Báo Yên Bái, date: 2019-07-01}"
    )
    source: Given[Words] = optional(Message("Where the figures were taken from."), "Niên giám thống kê 2019")
    file: Given[Label] = optional(
        Message("The file with the document itself, from this file's folder; povcalc check holds the figures to it."),
        "ke-hoach-131.docx",
    )

    _identified = model_validator(mode="after")(fields_go_together)

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year that the document is for; `None` where it does not say."""
        if self.period is not None:
            return self.period.from_, self.period.to
        return None if self.year is None else (self.year, self.year)

    @property
    def when(self) -> str | None:
        """The year or the years that it is for, as people write them: 2019, 2021–2025; `None` where it does not say."""
        return "–".join(dict.fromkeys(map(str, self.years))) if self.years is not None else None


class Summary(Model):
    """A passage of the document, summed up."""

    text: Words = field(Message("The passage in a few words."), "Giảm nghèo nhanh và bền vững")
    ref: Ref = None


_ROUNDED = Message(
    "Whole numbers are rounded to this: with 1 to the last digit, with 1000 to thousands. Without it they are exact; "
    "decimals are always rounded to the last one."
)
_PARTIAL = Message("Whether `lines` lists only some of what it is made of.")
_SHARE_OF_DISBURSED = Message("What was disbursed, in percent of the amount.")


class FundingLine(Model):
    """One source of money; lines in a line add up to it.

    Where the lines in a line of one breakdown have the ids of lines of another, they are the cells of a table of both,
    and add up both ways.
    """

    id: Id = field(Message("A short name, unique among its neighbours."), "central")
    name: Given[Words] = optional(
        Message("The line's name, as the document has it; a cell is called as the line is whose id it has."),
        "{vi: Vốn Trung ương, en: Central government}",
    )
    unit: Given[Label] = optional(
        Message("The unit of this line and the lines in it, where it is not that of the section."), "billion VND"
    )
    rounded_to: Given[Rounding] = optional(_ROUNDED, "10")
    amount: Given[Amount] = optional(Message("The amount."), "3000000")
    share: Given[Proportion] = optional(
        Message("The amount in percent of the total, or of the line that this one is in."), "29.81"
    )
    disbursed: Given[Amount] = optional(Message("How much of the amount was disbursed."), "2900000")
    disbursed_share: Given[Proportion] = optional(_SHARE_OF_DISBURSED, "96.7")
    partial: StrictBool = field(_PARTIAL, "true", default=False)
    lines: tuple["FundingLine", ...] = field(
        Message("The lines that make up this one."), "[{id: investment, name: Vốn đầu tư, amount: 2000000}]", default=()
    )
    ref: Ref = None

    FIGURES: ClassVar[tuple[str, ...]] = ("amount", "share", "disbursed", "disbursed_share")


class FundingBreakdown(Model):
    """The total once more, broken down by something else: by programme, by kind, by year.

    Its lines add up to it.
    """

    id: Id = field(Message("A short name, unique among the breakdowns."), "by-year")
    name: Words = field(Message("What it is broken down by."), "{vi: Theo năm, en: By year}")
    partial: StrictBool = field(_PARTIAL, "true", default=False)
    lines: tuple[FundingLine, ...] = field(
        Message("The lines that make up the total."),
        "[{id: y2019, name: Năm 2019, amount: 5440412}]",
    )
    ref: Ref = None


class Funding(Model):
    """What the plan costs and who pays."""

    # Source: section C.IV of the plan.

    unit: Label = field(Message("The unit of every amount here that has none of its own."), "million VND")
    rounded_to: Given[Rounding] = optional(_ROUNDED, "1")
    total: Given[Amount] = optional(Message("The stated total."), "{about: 5440412}")
    disbursed: Given[Amount] = optional(Message("How much of the total was disbursed."), "5300000")
    disbursed_share: Given[Proportion] = optional(_SHARE_OF_DISBURSED, "97.4")
    partial: StrictBool = field(_PARTIAL, "true", default=False)
    lines: tuple[FundingLine, ...] = field(
        Message("The lines that make up the total."),
        "[{id: central, name: Vốn Trung ương, amount: 1621667}]",
        default=(),
    )
    breakdowns: tuple[FundingBreakdown, ...] = field(
        Message("The same total broken down in other ways."),
        "[{id: by-year, name: Theo năm, lines: [{id: y2019, name: Năm 2019, amount: 5440412}]}]",
        default=(),
    )
    ref: Ref = None

    FIGURES: ClassVar[tuple[str, ...]] = ("total", "disbursed", "disbursed_share")


class Indicator(Model):
    """One of the things that a household may lack."""

    id: Id = field(Message("A short name, unique in its dimension."), "water-source")
    name: Words = field(Message("The indicator's name."), "{vi: Nguồn nước sinh hoạt, en: Source of domestic water}")


class Dimension(Model):
    """A basic social service that households may lack, measured by indicators."""

    id: Id = field(Message("A short name, unique in this section."), "health")
    name: Words = field(Message("The dimension's name."), "{vi: Y tế, en: Health}")
    indicators: tuple[Indicator, ...] = field(
        Message("The indicators that measure it."),
        "[{id: health-insurance, name: Bảo hiểm y tế}]",
        default=(),
    )


class PovertyStandard(Model):
    """How poverty is measured."""

    # Source: section C.III.2 of the plan, Decision 59/2015/QĐ-TTg.

    basis: Given[Reference] = optional(
        Message("The decision that sets the standard."),
        "{number: 59/2015/QĐ-TTg}",
    )
    dimensions: tuple[Dimension, ...] = field(Message("The dimensions of poverty."), "[{id: health, name: Y tế}]")
    ref: Ref = None


class Measure(Model):
    """One thing that is to be done."""

    text: Words = field(Message("The measure in a few words."), "Cho hộ nghèo vay vốn ưu đãi để phát triển sản xuất")
    ref: Ref = None


class MeasureGroup(Model):
    """Measures under one heading."""

    # Source: section C of the plan.

    title: Words = field(Message("The heading."), "Hỗ trợ sản xuất, tạo việc làm")
    items: tuple[Measure, ...] = field(
        Message("The measures."),
        "[{text: Dạy nghề cho lao động nông thôn, ref: C.1}]",
    )
    ref: Ref = None


_SCHEDULE_ID = Annotated[
    Id,
    field(
        Message("A short name, unique among phases and deadlines."),
        "review",
    ),
]


class Phase(Model):
    """A stretch of the year and what is done in it."""

    # Source: section D of the plan.

    id: _SCHEDULE_ID
    text: Words = field(Message("What is done, in a few words."), "Rà soát hộ nghèo, hộ cận nghèo")
    from_: Date = field(Message("The first day."), "2019-10-01", alias="from")
    to: Date = field(Message("The last day."), "2019-11-30")
    actors: tuple[Id, ...] = field(Message("Ids of the actors who do it."), "[so-lao-dong]", default=())
    partners: tuple[Id, ...] = field(Message("Ids of the actors whom they work with."), "[dia-phuong]", default=())
    ref: Ref = None


class Deadline(Model):
    """A day by which something is due, mostly a report."""

    # Source: sections D.3 and E of the plan.
    ONE_OF: ClassVar = ("on", "before")
    EXCLUDE: ClassVar = ("on", "before")

    id: _SCHEDULE_ID
    text: Words = field(Message("What is due, in a few words."), "Báo cáo kết quả rà soát")
    report: Given[Literal["preliminary", "official"]] = optional(
        Message("Which report of the year's result it is."),
        "preliminary",
    )
    on: Given[Date] = optional(Message("The day on which it is due."), "2019-12-10")
    before: Given[Date] = optional(Message("The day before which it is due."), "2019-11-15")
    actors: tuple[Id, ...] = field(Message("Ids of the actors who report."), "[so-lao-dong]", default=())
    to: Given[Id] = optional(Message("Id of the actor to whom they report."), "ban-thuong-vu")
    ref: Ref = None

    _has_one_day = model_validator(mode="after")(fields_go_together)


class Schedule(Model):
    """When things happen."""

    # Source: section D of the plan.

    phases: tuple[Phase, ...] = field(
        Message("Stretches of the year."),
        "[{id: review, text: Rà soát hộ nghèo, from: 2019-10-01, to: 2019-11-30}]",
        default=(),
    )
    deadlines: tuple[Deadline, ...] = field(
        Message("Days by which something is due."),
        "[{id: final, text: Báo cáo chính thức, on: 2019-12-10}]",
        default=(),
    )
    ref: Ref = None


class Duty(Model):
    """What an actor is to do."""

    text: Words = field(Message("The duty in a few words."), "Tổng hợp, báo cáo kết quả giảm nghèo")
    role: Literal["leads", "joins"] = field(
        Message("Whether the actor leads or works under others' lead."),
        "joins",
        default="leads",
    )
    partners: tuple[Id, ...] = field(
        Message("Ids of the actors whom they work with.", context="schedule"),
        "[so-tai-chinh]",
        default=(),
        alias="with",
    )
    areas: tuple[Label, ...] = field(
        Message("Ids or paths of the areas concerned, when not all are."),
        "[tram-tau, van-yen/xuan-ai]",
        default=(),
    )
    ref: Ref = None


class Actor(Model):
    """A body or office that has a part in the plan."""

    # Source: section E of the plan.

    id: Id = field(Message("A short name, unique in this section."), "so-lao-dong")
    name: Words = field(
        Message("The actor's name, as the document has it."),
        "Sở Lao động - Thương binh và Xã hội",
    )
    duties: tuple[Duty, ...] = field(
        Message("What it is to do."),
        "[{text: Tổng hợp kết quả giảm nghèo, ref: E.5}]",
        default=(),
    )
    ref: Ref = None


class Assumed(Model):
    """What is assumed where the document says nothing.

    What follows from it alone is a note, never an error.
    """

    # Source: the design's "one base".

    household_growth: Given[Growth] = optional(
        Message(
            "How much the number of households of an area grows a year, where its households are not stated at "
            "both dates; over a period it compounds. Without it, 0 in a plan: as many at the end as at the start; "
            "in a result, `plausible_growth`."
        ),
        "{min: 0, max: 2.5}",
    )
    plausible_growth: Given[Growth] = optional(
        Message(
            "How much households plausibly grow a year. An area whose figures need a growth outside it is a warning. "
            "Without it, -1 to 3."
        ),
        "{min: -2, max: 5}",
    )
    cut: Given[Step] = optional(
        Message(
            'Takes every rate and reduction said to be "over" a number to be cut off at such steps: with 0.1, over 5.8 '
            "is under 5.9."
        ),
        "0.1",
    )


class Waiver(Model):
    """A finding of a check that is accepted as it is, and why."""

    code: Label = field(Message("The code of the check."), "T101")
    at: Label = field(
        Message(
            "What the finding is about: an area by its id or path (`tram-tau`, `van-yen/xuan-ai`), a funding line "
            "or the total (`funding.LINE`, `funding.total`), a phase or deadline (`schedule.ID`), an actor "
            "(`actors.ID`)."
        ),
        "van-yen/xuan-ai",
    )
    reason: Words = field(Message("Why the finding is accepted."), "Văn bản gốc in như vậy, đã hỏi lại huyện")
    until: Given[Date] = optional(Message("The last day on which the waiver counts."), "2026-12-31")


FORMAT_VERSION = 1
"""The version of the file format that this program reads."""

PLACEHOLDER = "unreadable"
"""The id or name of something whose own could not be read."""

RESERVED_IDS = ("funding", "targets")
"""Ids that no area may have, since figures are addressed through them."""

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


class Area(Model):
    """An area at any level, with its figures and the areas inside it.

    A figure that is not written is unknown, not zero.
    """

    # Source: section B.2 of the plan.

    id: Id = field(
        Message("A short name, unique among its neighbours; not `funding` or `targets`."),
        "tram-tau",
    )
    name: Words = field(Message("The area's name, as the document has it."), "Huyện Trạm Tấu")
    kind: Given[AreaKind] = optional(Message("What sort of area it is."), "district")
    code: Given[Label] = optional(Message("The official code of the area, as text."), '"132"')
    formerly: tuple[Label, ...] = field(
        Message(
            "What the area was before it was renamed or merged: ids, paths, names or codes of the areas that it is "
            "made of."
        ),
        "[xa-an-phu, xa-an-hoa]",
        default=(),
    )
    unit: Literal["households", "persons", "families"] = field(
        Message("What is counted, in this area and all inside it. Only of `targets` itself."),
        "persons",
        default="households",
    )
    scale: Given[Literal["thousand", "lakh", "million"]] = optional(
        Message(
            "What counts are printed in: `1234.5` is then so many thousands, rounded to its last digit. Only of "
            "`targets` itself."
        ),
        "thousand",
    )
    rounded_to: Given[Rounding] = optional(
        Message(
            "What whole counts are rounded to, in the scale that they are printed in. Without it they are exact. Only "
            "of `targets` itself."
        ),
        "10",
    )
    partial: StrictBool = field(
        Message("Whether `areas` lists only some of the areas inside this one."),
        "true",
        default=False,
    )
    households: Given[Stock] = optional(
        Message("Households, the same at the start and the end of the year."),
        "5329",
    )
    households_start: Given[Stock] = optional(Message("Households at the start of the year."), "5280")
    households_end: Given[Stock] = optional(Message("Households at the end of the year."), "5329")
    poor_households_start: Given[Stock] = optional(Message("Poor households at the start of the year."), "2816")
    poor_households_end: Given[Stock] = optional(Message("Poor households at the end of the year."), "{at_most: 2363}")
    poverty_rate_start: Given[Rate] = optional(Message("The poverty rate at the start of the year."), "52.85")
    poverty_rate_end: Given[Rate] = optional(Message("The poverty rate at the end of the year."), "44.35")
    reduction_households: Given[Change] = optional(
        Message(
            "Net reduction in poor households over the year: those that leave poverty less those that fall into it."
        ),
        "453",
    )
    reduction_rate: Given[Points] = optional(Message("Reduction in the poverty rate over the year."), "{over: 8.50}")
    reduction_households_per_year: Given[Change] = optional(
        Message("Net reduction in poor households a year, as a mean of the years of the period."), "{min: 90, max: 110}"
    )
    reduction_rate_per_year: Given[Points] = optional(
        Message("Reduction in the poverty rate a year, as a mean of the years of the period."), "{min: 1, max: 1.5}"
    )
    exits: Given[Stock] = optional(
        Message("Households that left poverty over the year; less those that fell into it they are the net reduction."),
        "520",
    )
    relapses: Given[Stock] = optional(Message("Households that fell back into poverty over the year."), "7")
    new_poor: Given[Stock] = optional(Message("Households that became poor over the year and were not before."), "60")
    from_near_poor: Given[Stock] = optional(Message("Those among the newly poor that were near-poor."), "41")
    near_poor_households_start: Given[Stock] = optional(
        Message("Near-poor households at the start of the year."), "1204"
    )
    near_poor_households_end: Given[Stock] = optional(
        Message("Near-poor households at the end of the year."), "{at_most: 1100}"
    )
    near_poor_rate_start: Given[Rate] = optional(Message("The near-poor rate at the start of the year."), "22.60")
    near_poor_rate_end: Given[Rate] = optional(Message("The near-poor rate at the end of the year."), "20.64")
    near_poor_reduction_households: Given[Change] = optional(
        Message("Net reduction in near-poor households over the year."), "104"
    )
    near_poor_reduction_rate: Given[Points] = optional(
        Message("Reduction in the near-poor rate over the year."), "{over: 1.9}"
    )
    near_poor_reduction_households_per_year: Given[Change] = optional(
        Message("Net reduction in near-poor households a year, as a mean of the years of the period."), "21"
    )
    near_poor_reduction_rate_per_year: Given[Points] = optional(
        Message("Reduction in the near-poor rate a year, as a mean of the years of the period."), "{over: 0.4}"
    )
    near_poor_exits: Given[Stock] = optional(Message("Households that were near-poor and are not any more."), "190")
    near_poor_relapses: Given[Stock] = optional(
        Message("Households that fell back among the near-poor over the year."), "6"
    )
    new_near_poor: Given[Stock] = optional(
        Message("Households that became near-poor over the year and were not before."), "80"
    )
    multidimensional_poor_households_start: Given[Stock] = optional(
        Message("Multidimensionally poor households, poor and near-poor together, at the start of the year."), "4020"
    )
    multidimensional_poor_households_end: Given[Stock] = optional(
        Message("Multidimensionally poor households, poor and near-poor together, at the end of the year."),
        "{at_most: 3463}",
    )
    multidimensional_poverty_rate_start: Given[Rate] = optional(
        Message("The rate of multidimensionally poor households at the start of the year."), "75.45"
    )
    multidimensional_poverty_rate_end: Given[Rate] = optional(
        Message("The rate of multidimensionally poor households at the end of the year."), "64.98"
    )
    multidimensional_reduction_households: Given[Change] = optional(
        Message("Net reduction in multidimensionally poor households over the year."), "557"
    )
    multidimensional_reduction_rate: Given[Points] = optional(
        Message("Reduction in the rate of multidimensionally poor households over the year."), "{over: 10}"
    )
    multidimensional_reduction_households_per_year: Given[Change] = optional(
        Message("Net reduction in multidimensionally poor households a year, as a mean of the years of the period."),
        "111",
    )
    multidimensional_reduction_rate_per_year: Given[Points] = optional(
        Message(
            "Reduction in the rate of multidimensionally poor households a year, as a mean of the years of the period."
        ),
        "{min: 1, max: 1.5}",
    )
    planned: Given["Planned"] = optional(
        Message("What was planned for the year, in a result that states it beside what was reached."),
        "{reduction_households: 1200, reduction_rate: {min: 2.0, max: 3.0}}",
    )
    percent_of_plan: Given[Percentage] = optional(
        Message("The net reduction in poor households in percent of the planned one."), "111.5"
    )
    share_of_poor_start: Given[Rate] = optional(
        Message("Share of the poor households of the whole around this area, in percent, at the start of the year."),
        "84.54",
    )
    share_of_poor_end: Given[Rate] = optional(
        Message("Share of the poor households of the whole around this area, in percent, at the end of the year."),
        "{over: 85}",
    )
    ref: Ref = None
    members: tuple[Label, ...] = field(
        Message("Of a part of a breakdown: ids or paths of the areas listed under `areas` that make it up."),
        "[tram-tau, mu-cang-chai]",
        default=(),
    )
    breakdowns: tuple["Breakdown", ...] = field(
        Message("Other ways in which this area is divided: urban and rural, ethnic groups, causes, regions."),
        "[{id: residence, name: Thành thị và nông thôn, parts: [{id: urban, name: Thành thị}]}]",
        default=(),
    )
    areas: tuple["Area", ...] = field(
        Message("The areas inside this one."),
        "[{id: xa-ho, name: Xã Xà Hồ, reduction_households: 60}]",
        default=(),
    )

    @model_validator(mode="after")
    def _inner_areas_count_the_same(self) -> "Area":
        inside: list[tuple[tuple[str | int, ...], Area]] = [(("areas", at), each) for at, each in enumerate(self.areas)]
        for at, breakdown in enumerate(self.breakdowns):
            inside += [(("breakdowns", at, "parts", number), part) for number, part in enumerate(breakdown.parts)]
        for path, inner in inside:
            for name in ("unit", "scale", "rounded_to"):
                if name in inner.model_fields_set:
                    raise refuse("not_of_inner", (*path, name))
        return self

    FIGURES: ClassVar[tuple[str, ...]] = FIGURES
    SHARES: ClassVar[tuple[str, ...]] = SHARES


class Breakdown(Model):
    """One way of dividing an area beside the areas inside it, which adds up to the whole by itself.

    Where areas inside have a breakdown with the same id, the part of the whole is the sum of their parts with the same
    id.
    """

    id: Id = field(Message("A short name, unique among the breakdowns of the area."), "residence")
    name: Words = field(Message("What the area is divided by."), "{vi: Thành thị và nông thôn, en: Urban and rural}")
    partial: StrictBool = field(
        Message("Whether only some of the parts are listed: together they may not exceed the whole."),
        "true",
        default=False,
    )
    overlapping: StrictBool = field(
        Message("Whether a household may count in several parts, as with causes: no part may exceed the whole."),
        "true",
        default=False,
    )
    parts: tuple[Area, ...] = field(
        Message("The parts, with the fields of an area."),
        "[{id: urban, name: Thành thị, poor_households_end: 57}]",
    )
    ref: Ref = None


class Planned(Model):
    """What was planned of an area, stated in the document of its result: any figures of an area, by their names there.

    They add up over the areas inside as an area's own figures do.
    """


# The fields of an area themselves: to make them anew takes as long as to read a small plan does.
Planned.__annotations__ = {name: Area.__annotations__[name] for name in Area.model_fields if name in Area.FIGURES}
Planned.__pydantic_fields__ = {name: Area.model_fields[name] for name in Planned.__annotations__}
Area.model_rebuild()


class Plan(Model):
    """A year's poverty-reduction targets as data, or a result in the same form."""

    ONE_OF: ClassVar = ("targets", "funding")

    povcalc: Literal[1] = field(Message("The version of this file format."), "1")
    document: DocumentInfo = field(
        Message("The document that the figures come from."),
        "{number: 131-KH/TU, title: Kế hoạch giảm nghèo, year: 2019}",
    )
    purpose: Given[Summary] = optional(
        Message("What the plan is for."), "{text: Giao chỉ tiêu cụ thể cho từng huyện, ref: A.1}"
    )
    requirements: Given[Summary] = optional(
        Message("What is required of those who carry it out."),
        "{text: Kết quả phải thực chất, ref: A.2}",
    )
    objective: Given[Summary] = optional(Message("The overall objective."), "{text: Giảm nghèo bền vững, ref: B.1}")
    targets: Given[Area] = optional(
        Message("The area that the document is about and, inside it, all the others."),
        "{id: yen-bai, name: Tỉnh Yên Bái, reduction_households: 11869}",
    )
    poverty_standard: Given[PovertyStandard] = optional(
        Message("How poverty is measured."),
        "{dimensions: [{id: health, name: Y tế}]}",
    )
    measures: tuple[MeasureGroup, ...] = field(
        Message("What is to be done."),
        "[{title: Hỗ trợ sản xuất, items: [{text: Cho vay vốn ưu đãi}]}]",
        default=(),
    )
    funding: Given[Funding] = optional(Message("What it costs and who pays."), "{unit: million VND, total: 5440412}")
    schedule: Given[Schedule] = optional(
        Message("When things happen."),
        "{deadlines: [{id: final, text: Báo cáo, on: 2019-12-10}]}",
    )
    actors: tuple[Actor, ...] = field(Message("Who does what."), "[{id: so-lao-dong, name: Sở Lao động}]", default=())
    assumptions: Given[Assumed] = optional(
        Message("What is assumed where the document says nothing."),
        "{household_growth: {min: 0, max: 2.5}}",
    )
    waivers: tuple[Waiver, ...] = field(
        Message("Findings that are accepted, each with its reason."),
        "[{code: T101, at: tram-tau, reason: Văn bản gốc in như vậy}]",
        default=(),
    )

    _origin: Any = PrivateAttr(None)

    @property
    def wording(self) -> Wording:
        """What the program's words are to say of this plan: what is counted, and of which dates."""
        counted = "households" if self.targets is None else self.targets.unit
        return Wording(counted, self.document.period is not None, self.document.as_of)

    @property
    def origin(self) -> Any:
        """The reading that the plan came from, with its file's places; `None` when made in code."""
        return self._origin

    def with_origin(self, origin: Any) -> "Plan":
        """The same plan, remembering the reading that it came from."""
        copy = self.model_copy()
        copy._origin = origin  # noqa: SLF001 - the copy is of this class
        return copy

    _has_figures = model_validator(mode="after")(fields_go_together)

    @model_validator(mode="before")
    @classmethod
    def _counts_in_scale(cls, data: Any) -> Any:
        """The figures of targets that are printed in a scale as whole numbers; what is no number is left to be told."""
        targets = data.get("targets") if isinstance(data, Mapping) else None
        if not isinstance(targets, Mapping):
            return data
        power, unit = SCALES.get(str(targets.get("scale"))), targets.get("rounded_to")
        step = unit * 10 ** (power or 0) if type(unit) is int and unit > 0 else 0
        return data if power is None and not step else {**data, "targets": _in_scale(targets, power or 0, step)}


SCALES = {"thousand": 3, "lakh": 5, "million": 6}
"""The power of ten of each scale that counts may be printed in."""


def _in_scale(data: Any, power: int, step: int, key: str = "") -> Any:
    """Plain data of areas with the counts in it, which stand under the names of their fields, as figures in a scale."""
    if key in count_fields() and not isinstance(data, Figure):
        with suppress(ValueError):
            return _ANY_NUMBER.read(data).in_scale(power, step) or data
        return data
    if isinstance(data, Mapping):
        return {name: _in_scale(value, power, step, name) for name, value in data.items()}
    return [_in_scale(value, power, step) for value in data] if isinstance(data, list) else data


_ANY_NUMBER = Measured("number", Message("A whole number of households."))


@cache
def count_fields() -> frozenset[str]:
    """The fields of an area that hold counts."""
    return frozenset(
        entry.name for entry in entries(Area) if entry.shape.measured is not None and entry.shape.measured.whole
    )


class Split(NamedTuple):
    """Parts, by their paths, that make up an area in another way than the areas inside it do.

    They are those of one of its breakdowns, `of`; for a part of a breakdown also its members, or the `cells` of a
    matrix: the same part in the areas inside the whole. `partial` parts may be less than the area, of `overlapping`
    ones each by itself.
    """

    parts: tuple[Path, ...]
    of: Breakdown
    partial: bool = False
    overlapping: bool = False
    cells: bool = False


class Located(NamedTuple):
    """An area with the path that leads to it in the plan, and its child areas likewise.

    `splits` are the other ways in which it is the sum of parts; `whole` is what that is called which it is a part of,
    unless that is the root area.
    """

    area: Area
    path: Path
    children: tuple["Located", ...]
    splits: tuple[Split, ...] = ()
    whole: Message | None = None

    @property
    def name(self) -> Message:
        """What the area is called; a part of a breakdown inside the root area has the name of its whole too."""
        if self.whole is None:
            return self.area.name
        return Message("{part} ({whole})", part=self.area.name, whole=self.whole)

    def figure(self, field: str) -> Figure | None:
        """The figure that the area states in a field, or `None`."""
        figure: Figure | None = getattr(self.area, field)
        return figure

    def planned(self, field: str) -> Figure | None:
        """The figure that the area states as planned, or `None`."""
        figure: Figure | None = getattr(self.area.planned, field, None)
        return figure

    def stated(self, field: str) -> Figure | None:
        """The figure that the area states in a field or, where its name begins with `PLANNED`, as planned."""
        name = field.removeprefix(PLANNED)
        return self.figure(field) if name == field else self.planned(name)


def walk(root: Area | None) -> tuple[Located, ...]:
    """Every area of a tree in document order, each before the parts of its breakdowns and these before its areas."""
    if root is None:
        return ()
    found: list[Located] = []
    _locate(root, ("targets",), found, {})
    if any(is_part(located.path) for located in found):
        splits = _splits(found)
        found.clear()
        _locate(root, ("targets",), found, splits)
    return tuple(found)


def _locate(
    area: Area, path: Path, found: list[Located], splits: "dict[Path, list[Split]]", whole: Message | None = None
) -> Located:
    place = len(found)
    found.append(Located(area, path, (), whole=whole))
    for at, breakdown in enumerate(area.breakdowns):
        around = found[place].name if len(path) > 1 else None
        for index, part in enumerate(breakdown.parts):
            _locate(part, (*path, "breakdowns", at, "parts", index), found, splits, around)
    children = tuple([_locate(child, (*path, "areas", index), found, splits) for index, child in enumerate(area.areas)])
    if children or splits:
        found[place] = Located(area, path, children, tuple(splits.get(path, ())), whole)
    return found[place]


def is_part(path: Path) -> bool:
    """Whether the path of an area is that of a part of a breakdown."""
    return len(path) > 1 and path[-2] == "parts"


def parent(path: Path) -> Path:
    """The path of the area around an area, or of the whole of a breakdown's part; empty for the root area's."""
    return path[:-4] if is_part(path) else path[:-2]


def upwards(paths: Iterable[Path]) -> set[Path]:
    """The paths of some areas, with those of all areas around them."""
    return {path[:end] for path in paths for end in range(1, len(path) + 1, 2)}


def depth(path: Path) -> int:
    """How many areas are around an area."""
    return sum([step in ("areas", "parts") for step in path])


def in_reading_order(areas: Iterable[Located]) -> list[Located]:
    """Areas with those inside each before the parts of its breakdowns, as they are shown."""
    return sorted(areas, key=lambda each: [step if isinstance(step, int) else step != "areas" for step in each.path])


def _splits(areas: Sequence[Located]) -> dict[Path, list[Split]]:
    """The ways, by path, in which areas are sums of parts: breakdowns, their members, and matrices."""
    found: dict[Path, list[Split]] = defaultdict(list)
    for whole in areas:
        for at, breakdown in enumerate(whole.area.breakdowns):
            paths = tuple((*whole.path, "breakdowns", at, "parts", index) for index in range(len(breakdown.parts)))
            if paths:
                found[whole.path].append(Split(paths, breakdown, breakdown.partial, breakdown.overlapping))
            inner = _Cells(whole, breakdown.id)
            for part, path in zip(breakdown.parts, paths, strict=True):
                if cells := inner.of.get(part.id):
                    found[path].append(Split(tuple(cells), breakdown, not inner.is_complete(part.id), cells=True))
            if any(part.members for part in breakdown.parts):
                inside = by_ending(whole)
                for part, path in zip(breakdown.parts, paths, strict=True):
                    called = [inside.get(member, ()) for member in dict.fromkeys(part.members)]
                    members = tuple([each[0] for each in called if len(each) == 1])
                    if members:
                        is_partial = whole.area.partial or len(members) < len(called)
                        found[path].append(Split(members, breakdown, is_partial))
    return found


def by_ending(whole: Located) -> dict[str, list[Path]]:
    """The areas inside one by what may call them there: an id, or the end of the path of ids that leads to it."""
    found: dict[str, list[Path]] = defaultdict(list)
    waiting: list[tuple[Located, tuple[str, ...]]] = [(child, ()) for child in whole.children]
    while waiting:
        located, around = waiting.pop()
        steps = (*around, located.area.id)
        for depth in range(len(steps)):
            found["/".join(steps[depth:])].append(located.path)
        waiting.extend((child, steps) for child in located.children)
    return found


class _Cells:
    """The parts that areas inside a whole have in breakdowns of one id, by their ids: all are gone through once."""

    def __init__(self, whole: Located, breakdown: str) -> None:
        self.of: dict[str, list[Path]] = defaultdict(list)
        self._is_covered = True
        self._open = 0
        self._in_open: Counter[str] = Counter()
        self._gather(whole, breakdown)

    def is_complete(self, part: str) -> bool:
        """Whether no area may have more of a part than its cells have."""
        return self._is_covered and self._in_open[part] == self._open

    def _gather(self, whole: Located, breakdown: str) -> None:
        self._is_covered = self._is_covered and not whole.area.partial
        for child in whole.children:
            at = next((at for at, each in enumerate(child.area.breakdowns) if each.id == breakdown), None)
            if at is not None:
                self._add(child.area.breakdowns[at], (*child.path, "breakdowns", at, "parts"))
            elif child.children:
                self._gather(child, breakdown)
            else:
                self._is_covered = False

    def _add(self, own: "Breakdown", path: Path) -> None:
        is_open = own.partial or own.overlapping or any(each.id.startswith(PLACEHOLDER) for each in own.parts)
        first = {part.id: index for index, part in reversed([*enumerate(own.parts)])}
        for part, index in first.items():
            self.of[part].append((*path, index))
        if is_open:
            self._open += 1
            self._in_open.update(first.keys())


class Shape(NamedTuple):
    """What a field takes: one of a few words, a section, or a value of some sort, of a figure what it measures.

    When it is `listed`, a list of these.
    """

    sort: Message | None = None
    choices: tuple[str, ...] = ()
    section: type[Model] | None = None
    listed: bool = False
    measured: Measured | None = None


class Entry(NamedTuple):
    """A field of a section, by its name in the file; `default` is what holds where it is left out."""

    name: str
    required: bool
    default: str | None
    shape: Shape
    meaning: Message
    example: str


class Section(NamedTuple):
    """A section with the places where it stands in the file; a list's elements are `areas[]`."""

    model: type[Model]
    paths: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def about(self) -> Message:
        """What the section is, as its docstring has it."""
        return looked_up(" ".join((self.model.__doc__ or "").split()))


def outline() -> tuple[Section, ...]:
    """Every section in the order of the file, the file itself first; its own path is empty."""
    found: dict[type[Model], list[str]] = {}
    _visit(Plan, "", found)
    return tuple(Section(model, tuple(paths), entries(model)) for model, paths in found.items())


def _visit(model: type[Model], path: str, found: dict[type[Model], list[str]]) -> None:
    known = model in found
    found.setdefault(model, []).append(path)
    if known:
        return  # what is inside stands where it was met first; areas hold areas
    for entry in entries(model):
        if entry.shape.section is not None:
            inner = f"{path}.{entry.name}".removeprefix(".")
            _visit(entry.shape.section, f"{inner}[]" if entry.shape.listed else inner, found)


@cache
def entries(model: type[Model]) -> tuple[Entry, ...]:
    """The fields of one section, in order."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(
        Entry(
            info.alias or name,
            info.is_required(),
            # A default that says something, as it would be written.
            str(info.default).lower() if isinstance(info.default, (bool, str)) else None,
            _shape(hints[name]),
            cast("Message", info.description),
            info.examples[0] if info.examples else "",
        )
        for name, info in model.model_fields.items()
    )


def entry_of(model: type[Model], name: str) -> Entry:
    """The field of a section that has a name in the file."""
    return next(entry for entry in entries(model) if entry.name == name)


def section_at(path: Path) -> type[Model]:
    """The section that the format has at a path of a plan."""
    model: type[Model] = Plan
    for step in path:
        if isinstance(step, str):
            model = entry_of(model, step).shape.section or Model
    return model


def _shape(hint: Any) -> Shape:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        for item in arguments[1:]:
            if isinstance(item, Sort):
                return Shape(sort=item.words)
            if isinstance(item, Measured):
                return Shape(sort=item.unit, measured=item)
        return _shape(arguments[0])
    if origin in (Union, UnionType):
        return _shape(next(argument for argument in arguments if argument is not type(None)))
    if origin is tuple:
        return _shape(arguments[0])._replace(listed=True)
    if origin is Literal:
        return Shape(choices=tuple(map(str, arguments)))
    if hint is bool:
        return Shape(choices=("true", "false"))
    return Shape(section=hint)
