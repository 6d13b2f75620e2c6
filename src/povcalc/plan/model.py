"""The sections of a plan, each a frozen model, and what the format is as plain values.

Lists are tuples, every field has its meaning and an example, and `Given` marks one that may be left out. `outline`
gathers the sections and fields for the manual and the JSON Schema. Source of the shapes: the form of Plan 131-KH/TU
and of the household poverty reviews that such plans lead to.
"""

from functools import cache
from types import UnionType
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Union, cast, get_args, get_origin, get_type_hints

from pydantic import PrivateAttr, StrictBool, model_validator

from povcalc.messages import Text
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
    Points,
    Rate,
    Ref,
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

    ABOUT: ClassVar = Text("Another document, named by its number.", "Một văn bản khác, gọi theo số, ký hiệu.")

    number: Label = field(Text("The number as printed.", "Số, ký hiệu đúng như in trên văn bản."), "144-CTr/TU")
    title: Given[Words] = optional(
        Text("What the document is.", "Tên loại và trích yếu văn bản."), "Chương trình hành động"
    )
    issuer: Given[Words] = optional(Text("Who issued it.", "Cơ quan ban hành."), "Tỉnh ủy Yên Bái")
    issued: Given[Date] = optional(Text("The day it was issued.", "Ngày ban hành."), "2019-02-15")


class Signatory(Model):
    """Who signed the document."""

    ABOUT: ClassVar = Text("Who signed the document.", "Người ký văn bản.")

    name: Label = field(Text("The person's name.", "Họ và tên."), "Nguyễn Văn A")
    office: Words = field(Text("The office in which they signed.", "Chức vụ khi ký."), "{vi: Bí thư, en: Secretary}")


class Publication(Model):
    """A newspaper, gazette or site, and the day."""

    ABOUT: ClassVar = Text("Where and when the document was published.", "Nơi đăng và ngày đăng văn bản.")

    by: Words = field(Text("The newspaper, gazette or site.", "Tên báo, công báo hoặc trang thông tin."), "Báo Yên Bái")
    date: Given[Date] = optional(Text("The day of publication.", "Ngày đăng."), "2019-07-01")


class Period(Model):
    """A span of years."""

    ABOUT: ClassVar = Text(
        "A span of years, with its first and its last; the last is not before the first.",
        "Một giai đoạn, tính cả năm đầu và năm cuối; năm cuối không trước năm đầu.",
    )

    from_: Year = field(Text("The first year.", "Năm đầu."), "2021", alias="from")
    to: Year = field(Text("The last year.", "Năm cuối."), "2025")

    @model_validator(mode="after")
    def _in_order(self) -> "Period":
        if self.from_ > self.to:
            raise refuse("min_over_max", low=self.from_, high=self.to)
        return self


class DocumentInfo(Model):
    """What a document says of itself."""

    ABOUT: ClassVar = Text(
        "What the document says of itself: what it is called, who issued it, and for which year or years.",
        "Thông tin về văn bản: tên gọi, cơ quan ban hành, năm hoặc giai đoạn thực hiện.",
    )
    ONE_OF: ClassVar = ("title", "source")
    EXCLUDE: ClassVar = ("year", "period")

    number: Given[Label] = optional(Text("The document's number.", "Số, ký hiệu văn bản."), "131-KH/TU")
    kind: Literal["plan", "result"] = field(
        Text(
            "A plan, or a year-end result in the same form.",
            "Kế hoạch (`plan`), hoặc kết quả cuối năm theo cùng mẫu (`result`).",
        ),
        "plan",
        default="plan",
    )
    language: Literal["vi", "en"] = field(
        Text("The language of texts that are given once.", "Ngôn ngữ của những văn bản chỉ ghi một lần."),
        "vi",
        default="vi",
    )
    title: Given[Words] = optional(
        Text("The document's title.", "Tên văn bản."), "Kế hoạch giảm nghèo bền vững năm 2019"
    )
    issuer: Given[Words] = optional(
        Text("The body that issued it.", "Cơ quan ban hành."), "{vi: Tỉnh ủy, en: Provincial Party Committee}"
    )
    signatory: Given[Signatory] = optional(Text("Who signed it.", "Người ký."), "{name: Nguyễn Văn A, office: Bí thư}")
    issued: Given[Date] = optional(Text("The day it was issued.", "Ngày ban hành."), "2019-04-19")
    year: Given[Year] = optional(Text("The year that the targets are for.", "Năm thực hiện mục tiêu."), "2019")
    period: Given[Period] = optional(
        Text(
            "The years that the targets are for, when there are several.",
            "Giai đoạn thực hiện mục tiêu, khi kế hoạch cho nhiều năm.",
        ),
        "{from: 2021, to: 2025}",
    )
    pursuant_to: tuple[Reference, ...] = field(
        Text("The documents that this one carries out.", "Các văn bản mà văn bản này căn cứ vào."),
        "[{number: 144-CTr/TU, title: Chương trình hành động}]",
        default=(),
    )
    published: Given[Publication] = optional(
        Text("Where the text was published.", "Nơi đăng toàn văn."), "{by: Báo Yên Bái, date: 2019-07-01}"
    )
    source: Given[Words] = optional(
        Text("Where the figures were taken from.", "Nguồn số liệu."), "Niên giám thống kê 2019"
    )

    _identified = model_validator(mode="after")(fields_go_together)


class Summary(Model):
    """A passage of the document, summed up."""

    ABOUT: ClassVar = Text("A passage of the document, summed up.", "Một phần của văn bản, ghi tóm tắt.")

    text: Words = field(Text("The passage in a few words.", "Nội dung tóm tắt."), "Giảm nghèo nhanh và bền vững")
    ref: Ref = None


class FundingLine(Model):
    """One source of money."""

    ABOUT: ClassVar = Text("One source of money.", "Một nguồn vốn.")

    id: Id = field(Text("A short name, unique in this section.", "Mã, không trùng nhau trong mục."), "central")
    name: Words = field(
        Text("The line's name, as the document has it.", "Tên nguồn vốn, đúng như trong văn bản."),
        "{vi: Vốn Trung ương, en: Central government}",
    )
    amount: Given[Amount] = optional(Text("The amount.", "Số tiền của nguồn này."), "3000000")
    ref: Ref = None


class Funding(Model):
    """What the plan costs and who pays. Source: section C.IV of the plan."""

    ABOUT: ClassVar = Text("What the plan costs and who pays.", "Kinh phí thực hiện và các nguồn vốn.")

    unit: Label = field(
        Text("The unit of every amount here.", "Đơn vị tính của mọi số tiền trong mục này."), "million VND"
    )
    total: Given[Amount] = optional(Text("The stated total.", "Tổng kinh phí ghi trong văn bản."), "{about: 5440412}")
    lines: tuple[FundingLine, ...] = field(
        Text("The lines that make up the total.", "Các nguồn vốn hợp thành tổng kinh phí."),
        "[{id: central, name: Vốn Trung ương, amount: 1621667}]",
        default=(),
    )
    ref: Ref = None


class Indicator(Model):
    """One of the things that a household may lack."""

    ABOUT: ClassVar = Text("One of the things that a household may lack.", "Một chỉ số đo lường mức độ thiếu hụt.")

    id: Id = field(
        Text("A short name, unique in its dimension.", "Mã, không trùng nhau trong một chiều."), "water-source"
    )
    name: Words = field(
        Text("The indicator's name.", "Tên chỉ số."), "{vi: Nguồn nước sinh hoạt, en: Source of domestic water}"
    )


class Dimension(Model):
    """A basic social service, measured by indicators."""

    ABOUT: ClassVar = Text(
        "A basic social service that households may lack, measured by indicators.",
        "Một chiều thiếu hụt dịch vụ xã hội cơ bản, đo bằng các chỉ số.",
    )

    id: Id = field(Text("A short name, unique in this section.", "Mã, không trùng nhau trong mục."), "health")
    name: Words = field(Text("The dimension's name.", "Tên chiều thiếu hụt."), "{vi: Y tế, en: Health}")
    indicators: tuple[Indicator, ...] = field(
        Text("The indicators that measure it.", "Các chỉ số đo lường chiều này."),
        "[{id: health-insurance, name: Bảo hiểm y tế}]",
        default=(),
    )


class PovertyStandard(Model):
    """How poverty is measured. Source: section C.III.2 of the plan, Decision 59/2015/QĐ-TTg."""

    ABOUT: ClassVar = Text("How poverty is measured.", "Chuẩn nghèo đa chiều được áp dụng.")

    basis: Given[Reference] = optional(
        Text("The decision that sets the standard.", "Quyết định ban hành chuẩn nghèo."),
        "{number: 59/2015/QĐ-TTg}",
    )
    dimensions: tuple[Dimension, ...] = field(
        Text("The dimensions of poverty.", "Các chiều thiếu hụt."), "[{id: health, name: Y tế}]"
    )
    ref: Ref = None


class Measure(Model):
    """One thing that is to be done."""

    ABOUT: ClassVar = Text("One thing that is to be done.", "Một nhiệm vụ, giải pháp.")

    text: Words = field(
        Text("The measure in a few words.", "Nội dung tóm tắt."), "Cho hộ nghèo vay vốn ưu đãi để phát triển sản xuất"
    )
    ref: Ref = None


class MeasureGroup(Model):
    """Measures under one heading. Source: section C of the plan."""

    ABOUT: ClassVar = Text("Measures under one heading.", "Nhóm nhiệm vụ, giải pháp dưới một đề mục.")

    title: Words = field(Text("The heading.", "Đề mục."), "Hỗ trợ sản xuất, tạo việc làm")
    items: tuple[Measure, ...] = field(
        Text("The measures.", "Các nhiệm vụ, giải pháp trong nhóm."),
        "[{text: Dạy nghề cho lao động nông thôn, ref: C.1}]",
    )
    ref: Ref = None


_SCHEDULE_ID = Annotated[
    Id,
    field(
        Text(
            "A short name, unique among phases and deadlines.", "Mã, không trùng nhau giữa các giai đoạn và thời hạn."
        ),
        "review",
    ),
]


class Phase(Model):
    """A stretch of the year and what happens in it. Source: section D of the plan."""

    ABOUT: ClassVar = Text(
        "A stretch of the year and what is done in it.", "Một giai đoạn trong năm và công việc phải làm."
    )

    id: _SCHEDULE_ID
    text: Words = field(
        Text("What is done, in a few words.", "Công việc, ghi tóm tắt."), "Rà soát hộ nghèo, hộ cận nghèo"
    )
    from_: Date = field(Text("The first day.", "Ngày bắt đầu."), "2019-10-01", alias="from")
    to: Date = field(Text("The last day.", "Ngày kết thúc."), "2019-11-30")
    actors: tuple[Id, ...] = field(
        Text("Ids of the actors who do it.", "Mã của các cơ quan thực hiện."), "[so-lao-dong]", default=()
    )
    partners: tuple[Id, ...] = field(
        Text("Ids of the actors whom they work with.", "Mã của các cơ quan phối hợp."), "[dia-phuong]", default=()
    )
    ref: Ref = None


class Deadline(Model):
    """A report that is due. Source: sections D.3 and E of the plan."""

    ABOUT: ClassVar = Text(
        "A day by which something is due, mostly a report.", "Thời hạn phải hoàn thành một việc, thường là báo cáo."
    )
    ONE_OF: ClassVar = ("on", "before")
    EXCLUDE: ClassVar = ("on", "before")

    id: _SCHEDULE_ID
    text: Words = field(
        Text("What is due, in a few words.", "Việc phải hoàn thành, ghi tóm tắt."), "Báo cáo kết quả rà soát"
    )
    report: Given[Literal["preliminary", "official"]] = optional(
        Text(
            "Which report of the year's result it is.",
            "Loại báo cáo kết quả năm: sơ bộ (`preliminary`) hay chính thức (`official`).",
        ),
        "preliminary",
    )
    on: Given[Date] = optional(Text("The day on which it is due.", "Ngày đến hạn."), "2019-12-10")
    before: Given[Date] = optional(Text("The day before which it is due.", "Phải xong trước ngày này."), "2019-11-15")
    actors: tuple[Id, ...] = field(
        Text("Ids of the actors who report.", "Mã của các cơ quan báo cáo."), "[so-lao-dong]", default=()
    )
    to: Given[Id] = optional(
        Text("Id of the actor to whom they report.", "Mã của cơ quan nhận báo cáo."), "ban-thuong-vu"
    )
    ref: Ref = None

    _has_one_day = model_validator(mode="after")(fields_go_together)


class Schedule(Model):
    """When things happen. Source: section D of the plan."""

    ABOUT: ClassVar = Text("When things happen.", "Tiến độ thực hiện.")

    phases: tuple[Phase, ...] = field(
        Text("Stretches of the year.", "Các giai đoạn trong năm."),
        "[{id: review, text: Rà soát hộ nghèo, from: 2019-10-01, to: 2019-11-30}]",
        default=(),
    )
    deadlines: tuple[Deadline, ...] = field(
        Text("Days by which something is due.", "Các thời hạn."),
        "[{id: final, text: Báo cáo chính thức, on: 2019-12-10}]",
        default=(),
    )
    ref: Ref = None


class Duty(Model):
    """What an actor is to do."""

    ABOUT: ClassVar = Text("What an actor is to do.", "Một nhiệm vụ được giao.")

    text: Words = field(
        Text("The duty in a few words.", "Nhiệm vụ, ghi tóm tắt."), "Tổng hợp, báo cáo kết quả giảm nghèo"
    )
    role: Literal["leads", "joins"] = field(
        Text(
            "Whether the actor leads or works under others' lead.", "Vai trò: chủ trì (`leads`) hay phối hợp (`joins`)."
        ),
        "joins",
        default="leads",
    )
    partners: tuple[Id, ...] = field(
        Text("Ids of the actors whom they work with.", "Mã của các cơ quan cùng làm."),
        "[so-tai-chinh]",
        default=(),
        alias="with",
    )
    areas: tuple[Label, ...] = field(
        Text(
            "Ids or paths of the areas concerned, when not all are.",
            "Mã hoặc đường dẫn của các địa bàn liên quan, khi không phải là tất cả.",
        ),
        "[tram-tau, van-yen/xuan-ai]",
        default=(),
    )
    ref: Ref = None


class Actor(Model):
    """A body or office that has a part in the plan. Source: section E of the plan."""

    ABOUT: ClassVar = Text(
        "A body or office that has a part in the plan.", "Cơ quan, đơn vị được phân công trong kế hoạch."
    )

    id: Id = field(Text("A short name, unique in this section.", "Mã, không trùng nhau trong mục."), "so-lao-dong")
    name: Words = field(
        Text("The actor's name, as the document has it.", "Tên cơ quan, đúng như trong văn bản."),
        "Sở Lao động - Thương binh và Xã hội",
    )
    duties: tuple[Duty, ...] = field(
        Text("What it is to do.", "Các nhiệm vụ được giao."),
        "[{text: Tổng hợp kết quả giảm nghèo, ref: E.5}]",
        default=(),
    )
    ref: Ref = None


class Assumed(Model):
    """What ranges lean on besides the stated figures. Source: the design's "one base"."""

    ABOUT: ClassVar = Text(
        "What is assumed where the document says nothing. What follows from it alone is a note, never an error.",
        "Những điều giả định khi văn bản không ghi. Kết luận chỉ dựa vào giả định là lưu ý, không phải là lỗi.",
    )

    household_growth: Given[Growth] = optional(
        Text(
            "How much the number of households of an area grows over the year, where its households are not stated at "
            "both dates. Without it, 0: as many at the end as at the start.",
            "Tổng số hộ của địa bàn tăng bao nhiêu trong năm, khi không ghi tổng số hộ ở cả hai thời điểm. Nếu không "
            "khai báo thì là 0: cuối năm bằng đầu năm.",
        ),
        "{min: 0, max: 2.5}",
    )
    cut: Given[Step] = optional(
        Text(
            'Takes every rate and reduction said to be "over" a number to be cut off at such steps: with 0.1, over 5.8 '
            "is under 5.9.",
            "Coi mọi tỷ lệ, mức giảm ghi “trên” một số là đã cắt theo bước này: với 0.1 thì trên 5,8 là dưới 5,9.",
        ),
        "0.1",
    )


class Waiver(Model):
    """A finding that is accepted as it is, and why."""

    ABOUT: ClassVar = Text(
        "A finding of a check that is accepted as it is, and why.",
        "Một phát hiện được chấp nhận, không cần sửa, kèm lý do.",
    )

    code: Label = field(Text("The code of the check.", "Mã của phép kiểm tra."), "T101")
    at: Label = field(
        Text(
            "What the finding is about: an area by its id or path (`tram-tau`, `van-yen/xuan-ai`), a funding line "
            "or the total (`funding.LINE`, `funding.total`), a phase or deadline (`schedule.ID`), an actor "
            "(`actors.ID`).",
            "Phát hiện nói về phần nào: địa bàn, theo mã hoặc đường dẫn (`tram-tau`, `van-yen/xuan-ai`); nguồn vốn "
            "hoặc tổng kinh phí (`funding.MÃ`, `funding.total`); giai đoạn hoặc thời hạn (`schedule.MÃ`); cơ quan "
            "(`actors.MÃ`).",
        ),
        "van-yen/xuan-ai",
    )
    reason: Words = field(
        Text("Why the finding is accepted.", "Vì sao chấp nhận."), "Văn bản gốc in như vậy, đã hỏi lại huyện"
    )


FORMAT_VERSION = 1
"""The version of the file format that this program reads."""

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

    A figure that is not written is unknown, not nought. Source: section B.2 of the plan.
    """

    ABOUT: ClassVar = Text(
        "An area at any level, with its figures and the areas inside it. A figure that is not written is unknown, "
        "not nought.",
        "Địa bàn ở bất kỳ cấp nào, với số liệu và các địa bàn trực thuộc. Số liệu không ghi là chưa biết, không phải "
        "bằng 0.",
    )

    id: Id = field(
        Text(
            "A short name, unique among its neighbours; not `funding` or `targets`.",
            "Mã, không trùng với các địa bàn cùng cấp trực thuộc một nơi; không dùng `funding`, `targets`.",
        ),
        "tram-tau",
    )
    name: Words = field(
        Text("The area's name, as the document has it.", "Tên địa bàn, đúng như trong văn bản."), "Huyện Trạm Tấu"
    )
    kind: Given[AreaKind] = optional(Text("What sort of area it is.", "Loại địa bàn."), "district")
    partial: StrictBool = field(
        Text(
            "Whether `areas` lists only some of the areas inside this one.",
            "`true` khi `areas` chỉ liệt kê một phần các địa bàn trực thuộc.",
        ),
        "true",
        default=False,
    )
    households: Given[Stock] = optional(
        Text(
            "Households, the same at the start and the end of the year.",
            "Tổng số hộ, khi đầu năm và cuối năm như nhau.",
        ),
        "5329",
    )
    households_start: Given[Stock] = optional(
        Text("Households at the start of the year.", "Tổng số hộ đầu năm."), "5280"
    )
    households_end: Given[Stock] = optional(Text("Households at the end of the year.", "Tổng số hộ cuối năm."), "5329")
    poor_households_start: Given[Stock] = optional(
        Text("Poor households at the start of the year.", "Số hộ nghèo đầu năm."), "2816"
    )
    poor_households_end: Given[Stock] = optional(
        Text("Poor households at the end of the year.", "Số hộ nghèo cuối năm."), "{at_most: 2363}"
    )
    poverty_rate_start: Given[Rate] = optional(
        Text("The poverty rate at the start of the year.", "Tỷ lệ hộ nghèo đầu năm."), "52.85"
    )
    poverty_rate_end: Given[Rate] = optional(
        Text("The poverty rate at the end of the year.", "Tỷ lệ hộ nghèo cuối năm."), "44.35"
    )
    reduction_households: Given[Change] = optional(
        Text(
            "Net reduction in poor households over the year: those that leave poverty less those that fall into it.",
            "Số hộ nghèo giảm trong năm: số hộ thoát nghèo trừ số hộ tái nghèo và nghèo phát sinh.",
        ),
        "453",
    )
    reduction_rate: Given[Points] = optional(
        Text("Reduction in the poverty rate over the year.", "Mức giảm tỷ lệ hộ nghèo trong năm."), "{over: 8.50}"
    )
    ref: Ref = None
    areas: tuple["Area", ...] = field(
        Text("The areas inside this one.", "Các địa bàn trực thuộc."),
        "[{id: xa-ho, name: Xã Xà Hồ, reduction_households: 60}]",
        default=(),
    )

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


class Plan(Model):
    """A year's poverty-reduction targets as data, or a result in the same form."""

    ABOUT: ClassVar = Text(
        "A year's poverty-reduction targets as data, or a result in the same form.",
        "Mục tiêu giảm nghèo của một năm dưới dạng dữ liệu, hoặc kết quả theo cùng mẫu.",
    )
    ONE_OF: ClassVar = ("targets", "funding")

    povcalc: Literal[1] = field(Text("The version of this file format.", "Phiên bản của định dạng này."), "1")
    document: DocumentInfo = field(
        Text("The document that the figures come from.", "Văn bản mà số liệu được lấy ra."),
        "{number: 131-KH/TU, title: Kế hoạch giảm nghèo, year: 2019}",
    )
    purpose: Given[Summary] = optional(
        Text("What the plan is for.", "Mục đích."), "{text: Giao chỉ tiêu cụ thể cho từng huyện, ref: A.1}"
    )
    requirements: Given[Summary] = optional(
        Text("What is required of those who carry it out.", "Yêu cầu đối với việc thực hiện."),
        "{text: Kết quả phải thực chất, ref: A.2}",
    )
    objective: Given[Summary] = optional(
        Text("The overall objective.", "Mục tiêu chung."), "{text: Giảm nghèo bền vững, ref: B.1}"
    )
    targets: Given[Area] = optional(
        Text(
            "The area that the document is about and, inside it, all the others.",
            "Địa bàn của văn bản, trong đó có mọi địa bàn khác.",
        ),
        "{id: yen-bai, name: Tỉnh Yên Bái, reduction_households: 11869}",
    )
    poverty_standard: Given[PovertyStandard] = optional(
        Text("How poverty is measured.", "Chuẩn nghèo đa chiều được áp dụng."),
        "{dimensions: [{id: health, name: Y tế}]}",
    )
    measures: tuple[MeasureGroup, ...] = field(
        Text("What is to be done.", "Các nhiệm vụ, giải pháp."),
        "[{title: Hỗ trợ sản xuất, items: [{text: Cho vay vốn ưu đãi}]}]",
        default=(),
    )
    funding: Given[Funding] = optional(
        Text("What it costs and who pays.", "Kinh phí thực hiện."), "{unit: million VND, total: 5440412}"
    )
    schedule: Given[Schedule] = optional(
        Text("When things happen.", "Tiến độ thực hiện."),
        "{deadlines: [{id: final, text: Báo cáo, on: 2019-12-10}]}",
    )
    actors: tuple[Actor, ...] = field(
        Text("Who does what.", "Phân công thực hiện."), "[{id: so-lao-dong, name: Sở Lao động}]", default=()
    )
    assumptions: Given[Assumed] = optional(
        Text("What is assumed where the document says nothing.", "Những điều giả định khi văn bản không ghi."),
        "{household_growth: {min: 0, max: 2.5}}",
    )
    waivers: tuple[Waiver, ...] = field(
        Text("Findings that are accepted, each with its reason.", "Các phát hiện được chấp nhận, mỗi mục kèm lý do."),
        "[{code: T101, at: tram-tau, reason: Văn bản gốc in như vậy}]",
        default=(),
    )

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

    _has_figures = model_validator(mode="after")(fields_go_together)


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


class Shape(NamedTuple):
    """What a field takes: one of a few words, a section, or a value of some sort, of a figure what it measures.

    When it is `listed`, a list of these.
    """

    sort: Text | None = None
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
    meaning: Text
    example: str


class Section(NamedTuple):
    """A section with the places where it stands in the file; a list's elements are `areas[]`."""

    model: type[Model]
    paths: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def about(self) -> Text:
        """What the section is."""
        return self.model.ABOUT


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
            cast("Text", info.description),
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
