"""The models of the file format.

What a plan says of documents: the one that it comes from, and those that this one names.

The sections of a plan beside its targets: money, the standard, measures, the schedule, actors, waivers.

Source of the shapes: sections C to E of Plan 131-KH/TU.

A plan and its areas, each a frozen model; lists are tuples.

The other sections are in `documents` and `sections`. Every field has its `Meaning` beside it, and
`Given` marks one that may be left out. Source of the shapes: the form of Plan 131-KH/TU and of the
household poverty reviews that such plans lead to.

The models of the file format; see `models` for the shapes and `fields` for single values.

The format told as plain values: every section with its fields, their sorts, meanings and examples.

Gathered from the models, for the manual and the JSON Schema; nothing else needs it.
"""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import Field, PrivateAttr, StrictBool, model_validator

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
    Meaning,
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
    refuse,
)
from povcalc.values import Figure


class Reference(Model):
    """Another document, named by its number."""

    ABOUT: ClassVar = Text("Another document, named by its number.", "Một văn bản khác, gọi theo số, ký hiệu.")

    number: Annotated[Label, Meaning("The number as printed.", "Số, ký hiệu đúng như in trên văn bản.", "144-CTr/TU")]
    title: Annotated[
        Given[Words], Meaning("What the document is.", "Tên loại và trích yếu văn bản.", "Chương trình hành động")
    ] = None
    issuer: Annotated[Given[Words], Meaning("Who issued it.", "Cơ quan ban hành.", "Tỉnh ủy Yên Bái")] = None
    issued: Annotated[Given[Date], Meaning("The day it was issued.", "Ngày ban hành.", "2019-02-15")] = None


class Signatory(Model):
    """Who signed the document."""

    ABOUT: ClassVar = Text("Who signed the document.", "Người ký văn bản.")

    name: Annotated[Label, Meaning("The person's name.", "Họ và tên.", "Nguyễn Văn A")]
    office: Annotated[
        Words, Meaning("The office in which they signed.", "Chức vụ khi ký.", "{vi: Bí thư, en: Secretary}")
    ]


class Publication(Model):
    """A newspaper, gazette or site, and the day."""

    ABOUT: ClassVar = Text("Where and when the document was published.", "Nơi đăng và ngày đăng văn bản.")

    by: Annotated[
        Words, Meaning("The newspaper, gazette or site.", "Tên báo, công báo hoặc trang thông tin.", "Báo Yên Bái")
    ]
    date: Annotated[Given[Date], Meaning("The day of publication.", "Ngày đăng.", "2019-07-01")] = None


class Period(Model):
    """A span of years."""

    ABOUT: ClassVar = Text(
        "A span of years, with its first and its last; the last is not before the first.",
        "Một giai đoạn, tính cả năm đầu và năm cuối; năm cuối không trước năm đầu.",
    )

    from_: Annotated[Year, Meaning("The first year.", "Năm đầu.", "2021")] = Field(alias="from")
    to: Annotated[Year, Meaning("The last year.", "Năm cuối.", "2025")]

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

    number: Annotated[Given[Label], Meaning("The document's number.", "Số, ký hiệu văn bản.", "131-KH/TU")] = None
    kind: Annotated[
        Literal["plan", "result"],
        Meaning(
            "A plan, or a year-end result in the same form.",
            "Kế hoạch (`plan`), hoặc kết quả cuối năm theo cùng mẫu (`result`).",
            "plan",
        ),
    ] = "plan"
    language: Annotated[
        Literal["vi", "en"],
        Meaning("The language of texts that are given once.", "Ngôn ngữ của những văn bản chỉ ghi một lần.", "vi"),
    ] = "vi"
    title: Annotated[
        Given[Words], Meaning("The document's title.", "Tên văn bản.", "Kế hoạch giảm nghèo bền vững năm 2019")
    ] = None
    issuer: Annotated[
        Given[Words],
        Meaning("The body that issued it.", "Cơ quan ban hành.", "{vi: Tỉnh ủy, en: Provincial Party Committee}"),
    ] = None
    signatory: Annotated[
        Given[Signatory], Meaning("Who signed it.", "Người ký.", "{name: Nguyễn Văn A, office: Bí thư}")
    ] = None
    issued: Annotated[Given[Date], Meaning("The day it was issued.", "Ngày ban hành.", "2019-04-19")] = None
    year: Annotated[Given[Year], Meaning("The year that the targets are for.", "Năm thực hiện mục tiêu.", "2019")] = (
        None
    )
    period: Annotated[
        Given[Period],
        Meaning(
            "The years that the targets are for, when there are several.",
            "Giai đoạn thực hiện mục tiêu, khi kế hoạch cho nhiều năm.",
            "{from: 2021, to: 2025}",
        ),
    ] = None
    pursuant_to: Annotated[
        tuple[Reference, ...],
        Meaning(
            "The documents that this one carries out.",
            "Các văn bản mà văn bản này căn cứ vào.",
            "[{number: 144-CTr/TU, title: Chương trình hành động}]",
        ),
    ] = ()
    published: Annotated[
        Given[Publication],
        Meaning("Where the text was published.", "Nơi đăng toàn văn.", "{by: Báo Yên Bái, date: 2019-07-01}"),
    ] = None
    source: Annotated[
        Given[Words], Meaning("Where the figures were taken from.", "Nguồn số liệu.", "Niên giám thống kê 2019")
    ] = None

    @model_validator(mode="after")
    def _identified(self) -> "DocumentInfo":
        if self.title is None and self.source is None:
            raise refuse("needs_one_of", fields=self.ONE_OF)
        if self.year is not None and self.period is not None:
            raise refuse("excludes", fields=self.EXCLUDE)
        return self


class Summary(Model):
    """A passage of the document, summed up."""

    ABOUT: ClassVar = Text("A passage of the document, summed up.", "Một phần của văn bản, ghi tóm tắt.")

    text: Annotated[Words, Meaning("The passage in a few words.", "Nội dung tóm tắt.", "Giảm nghèo nhanh và bền vững")]
    ref: Ref = None


class FundingLine(Model):
    """One source of money."""

    ABOUT: ClassVar = Text("One source of money.", "Một nguồn vốn.")

    id: Annotated[Id, Meaning("A short name, unique in this section.", "Mã, không trùng nhau trong mục.", "central")]
    name: Annotated[
        Words,
        Meaning(
            "The line's name, as the document has it.",
            "Tên nguồn vốn, đúng như trong văn bản.",
            "{vi: Vốn Trung ương, en: Central government}",
        ),
    ]
    amount: Annotated[Given[Amount], Meaning("The amount.", "Số tiền của nguồn này.", "3000000")] = None
    ref: Ref = None


class Funding(Model):
    """What the plan costs and who pays. Source: section C.IV of the plan."""

    ABOUT: ClassVar = Text("What the plan costs and who pays.", "Kinh phí thực hiện và các nguồn vốn.")

    unit: Annotated[
        Label,
        Meaning("The unit of every amount here.", "Đơn vị tính của mọi số tiền trong mục này.", "million VND"),
    ]
    total: Annotated[
        Given[Amount], Meaning("The stated total.", "Tổng kinh phí ghi trong văn bản.", "{about: 5440412}")
    ] = None
    lines: Annotated[
        tuple[FundingLine, ...],
        Meaning(
            "The lines that make up the total.",
            "Các nguồn vốn hợp thành tổng kinh phí.",
            "[{id: central, name: Vốn Trung ương, amount: 1621667}]",
        ),
    ] = ()
    ref: Ref = None


class Indicator(Model):
    """One of the things that a household may lack."""

    ABOUT: ClassVar = Text("One of the things that a household may lack.", "Một chỉ số đo lường mức độ thiếu hụt.")

    id: Annotated[
        Id, Meaning("A short name, unique in its dimension.", "Mã, không trùng nhau trong một chiều.", "water-source")
    ]
    name: Annotated[
        Words,
        Meaning("The indicator's name.", "Tên chỉ số.", "{vi: Nguồn nước sinh hoạt, en: Source of domestic water}"),
    ]


class Dimension(Model):
    """A basic social service, measured by indicators."""

    ABOUT: ClassVar = Text(
        "A basic social service that households may lack, measured by indicators.",
        "Một chiều thiếu hụt dịch vụ xã hội cơ bản, đo bằng các chỉ số.",
    )

    id: Annotated[Id, Meaning("A short name, unique in this section.", "Mã, không trùng nhau trong mục.", "health")]
    name: Annotated[Words, Meaning("The dimension's name.", "Tên chiều thiếu hụt.", "{vi: Y tế, en: Health}")]
    indicators: Annotated[
        tuple[Indicator, ...],
        Meaning(
            "The indicators that measure it.",
            "Các chỉ số đo lường chiều này.",
            "[{id: health-insurance, name: Bảo hiểm y tế}]",
        ),
    ] = ()


class PovertyStandard(Model):
    """How poverty is measured. Source: section C.III.2 of the plan, Decision 59/2015/QĐ-TTg."""

    ABOUT: ClassVar = Text("How poverty is measured.", "Chuẩn nghèo đa chiều được áp dụng.")

    basis: Annotated[
        Given[Reference],
        Meaning("The decision that sets the standard.", "Quyết định ban hành chuẩn nghèo.", "{number: 59/2015/QĐ-TTg}"),
    ] = None
    dimensions: Annotated[
        tuple[Dimension, ...],
        Meaning("The dimensions of poverty.", "Các chiều thiếu hụt.", "[{id: health, name: Y tế}]"),
    ]
    ref: Ref = None


class Measure(Model):
    """One thing that is to be done."""

    ABOUT: ClassVar = Text("One thing that is to be done.", "Một nhiệm vụ, giải pháp.")

    text: Annotated[
        Words,
        Meaning(
            "The measure in a few words.", "Nội dung tóm tắt.", "Cho hộ nghèo vay vốn ưu đãi để phát triển sản xuất"
        ),
    ]
    ref: Ref = None


class MeasureGroup(Model):
    """Measures under one heading. Source: section C of the plan."""

    ABOUT: ClassVar = Text("Measures under one heading.", "Nhóm nhiệm vụ, giải pháp dưới một đề mục.")

    title: Annotated[Words, Meaning("The heading.", "Đề mục.", "Hỗ trợ sản xuất, tạo việc làm")]
    items: Annotated[
        tuple[Measure, ...],
        Meaning(
            "The measures.",
            "Các nhiệm vụ, giải pháp trong nhóm.",
            "[{text: Dạy nghề cho lao động nông thôn, ref: C.1}]",
        ),
    ]
    ref: Ref = None


_SCHEDULE_ID = Annotated[
    Id,
    Meaning(
        "A short name, unique among phases and deadlines.",
        "Mã, không trùng nhau giữa các giai đoạn và thời hạn.",
        "review",
    ),
]


class Phase(Model):
    """A stretch of the year and what happens in it. Source: section D of the plan."""

    ABOUT: ClassVar = Text(
        "A stretch of the year and what is done in it.", "Một giai đoạn trong năm và công việc phải làm."
    )

    id: _SCHEDULE_ID
    text: Annotated[
        Words, Meaning("What is done, in a few words.", "Công việc, ghi tóm tắt.", "Rà soát hộ nghèo, hộ cận nghèo")
    ]
    from_: Annotated[Date, Meaning("The first day.", "Ngày bắt đầu.", "2019-10-01")] = Field(alias="from")
    to: Annotated[Date, Meaning("The last day.", "Ngày kết thúc.", "2019-11-30")]
    actors: Annotated[
        tuple[Id, ...],
        Meaning("Ids of the actors who do it.", "Mã của các cơ quan thực hiện.", "[so-lao-dong]"),
    ] = ()
    partners: Annotated[
        tuple[Id, ...],
        Meaning("Ids of the actors whom they work with.", "Mã của các cơ quan phối hợp.", "[dia-phuong]"),
    ] = ()
    ref: Ref = None


class Deadline(Model):
    """A report that is due. Source: sections D.3 and E of the plan."""

    ABOUT: ClassVar = Text(
        "A day by which something is due, mostly a report.", "Thời hạn phải hoàn thành một việc, thường là báo cáo."
    )
    ONE_OF: ClassVar = ("on", "before")
    EXCLUDE: ClassVar = ("on", "before")

    id: _SCHEDULE_ID
    text: Annotated[
        Words, Meaning("What is due, in a few words.", "Việc phải hoàn thành, ghi tóm tắt.", "Báo cáo kết quả rà soát")
    ]
    report: Annotated[
        Given[Literal["preliminary", "official"]],
        Meaning(
            "Which report of the year's result it is.",
            "Loại báo cáo kết quả năm: sơ bộ (`preliminary`) hay chính thức (`official`).",
            "preliminary",
        ),
    ] = None
    on: Annotated[Given[Date], Meaning("The day on which it is due.", "Ngày đến hạn.", "2019-12-10")] = None
    before: Annotated[
        Given[Date], Meaning("The day before which it is due.", "Phải xong trước ngày này.", "2019-11-15")
    ] = None
    actors: Annotated[
        tuple[Id, ...], Meaning("Ids of the actors who report.", "Mã của các cơ quan báo cáo.", "[so-lao-dong]")
    ] = ()
    to: Annotated[
        Given[Id], Meaning("Id of the actor to whom they report.", "Mã của cơ quan nhận báo cáo.", "ban-thuong-vu")
    ] = None
    ref: Ref = None

    @model_validator(mode="after")
    def _has_one_day(self) -> "Deadline":
        if self.on is None and self.before is None:
            raise refuse("needs_one_of", fields=self.ONE_OF)
        if self.on is not None and self.before is not None:
            raise refuse("excludes", fields=self.EXCLUDE)
        return self


class Schedule(Model):
    """When things happen. Source: section D of the plan."""

    ABOUT: ClassVar = Text("When things happen.", "Tiến độ thực hiện.")

    phases: Annotated[
        tuple[Phase, ...],
        Meaning(
            "Stretches of the year.",
            "Các giai đoạn trong năm.",
            "[{id: review, text: Rà soát hộ nghèo, from: 2019-10-01, to: 2019-11-30}]",
        ),
    ] = ()
    deadlines: Annotated[
        tuple[Deadline, ...],
        Meaning(
            "Days by which something is due.",
            "Các thời hạn.",
            "[{id: final, text: Báo cáo chính thức, on: 2019-12-10}]",
        ),
    ] = ()
    ref: Ref = None


class Duty(Model):
    """What an actor is to do."""

    ABOUT: ClassVar = Text("What an actor is to do.", "Một nhiệm vụ được giao.")

    text: Annotated[
        Words, Meaning("The duty in a few words.", "Nhiệm vụ, ghi tóm tắt.", "Tổng hợp, báo cáo kết quả giảm nghèo")
    ]
    role: Annotated[
        Literal["leads", "joins"],
        Meaning(
            "Whether the actor leads or works under others' lead.",
            "Vai trò: chủ trì (`leads`) hay phối hợp (`joins`).",
            "joins",
        ),
    ] = "leads"
    partners: Annotated[
        tuple[Id, ...],
        Meaning("Ids of the actors whom they work with.", "Mã của các cơ quan cùng làm.", "[so-tai-chinh]"),
    ] = Field((), alias="with")
    areas: Annotated[
        tuple[Label, ...],
        Meaning(
            "Ids or paths of the areas concerned, when not all are.",
            "Mã hoặc đường dẫn của các địa bàn liên quan, khi không phải là tất cả.",
            "[tram-tau, van-yen/xuan-ai]",
        ),
    ] = ()
    ref: Ref = None


class Actor(Model):
    """A body or office that has a part in the plan. Source: section E of the plan."""

    ABOUT: ClassVar = Text(
        "A body or office that has a part in the plan.", "Cơ quan, đơn vị được phân công trong kế hoạch."
    )

    id: Annotated[
        Id, Meaning("A short name, unique in this section.", "Mã, không trùng nhau trong mục.", "so-lao-dong")
    ]
    name: Annotated[
        Words,
        Meaning(
            "The actor's name, as the document has it.",
            "Tên cơ quan, đúng như trong văn bản.",
            "Sở Lao động - Thương binh và Xã hội",
        ),
    ]
    duties: Annotated[
        tuple[Duty, ...],
        Meaning("What it is to do.", "Các nhiệm vụ được giao.", "[{text: Tổng hợp kết quả giảm nghèo, ref: E.5}]"),
    ] = ()
    ref: Ref = None


class Assumed(Model):
    """What ranges lean on besides the stated figures. Source: the design's "one base"."""

    ABOUT: ClassVar = Text(
        "What is assumed where the document says nothing. What follows from it alone is a note, never an error.",
        "Những điều giả định khi văn bản không ghi. Kết luận chỉ dựa vào giả định là lưu ý, không phải là lỗi.",
    )

    household_growth: Annotated[
        Given[Growth],
        Meaning(
            "How much the number of households of an area grows over the year, where its households are not stated at "
            "both dates. Without it, 0: as many at the end as at the start.",
            "Tổng số hộ của địa bàn tăng bao nhiêu trong năm, khi không ghi tổng số hộ ở cả hai thời điểm. Nếu không "
            "khai báo thì là 0: cuối năm bằng đầu năm.",
            "{min: 0, max: 2.5}",
        ),
    ] = None
    cut: Annotated[
        Given[Step],
        Meaning(
            'Takes every rate and reduction said to be "over" a number to be cut off at such steps: with 0.1, over 5.8 '
            "is under 5.9.",
            "Coi mọi tỷ lệ, mức giảm ghi “trên” một số là đã cắt theo bước này: với 0.1 thì trên 5,8 là dưới 5,9.",
            "0.1",
        ),
    ] = None


class Waiver(Model):
    """A finding that is accepted as it is, and why."""

    ABOUT: ClassVar = Text(
        "A finding of a check that is accepted as it is, and why.",
        "Một phát hiện được chấp nhận, không cần sửa, kèm lý do.",
    )

    code: Annotated[Label, Meaning("The code of the check.", "Mã của phép kiểm tra.", "T101")]
    at: Annotated[
        Label,
        Meaning(
            "What the finding is about: an area by its id or path (`tram-tau`, `van-yen/xuan-ai`), a funding line "
            "or the total (`funding.LINE`, `funding.total`), a phase or deadline (`schedule.ID`), an actor "
            "(`actors.ID`).",
            "Phát hiện nói về phần nào: địa bàn, theo mã hoặc đường dẫn (`tram-tau`, `van-yen/xuan-ai`); nguồn vốn "
            "hoặc tổng kinh phí (`funding.MÃ`, `funding.total`); giai đoạn hoặc thời hạn (`schedule.MÃ`); cơ quan "
            "(`actors.MÃ`).",
            "van-yen/xuan-ai",
        ),
    ]
    reason: Annotated[
        Words,
        Meaning("Why the finding is accepted.", "Vì sao chấp nhận.", "Văn bản gốc in như vậy, đã hỏi lại huyện"),
    ]


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

    id: Annotated[
        Id,
        Meaning(
            "A short name, unique among its neighbours; not `funding` or `targets`.",
            "Mã, không trùng với các địa bàn cùng cấp trực thuộc một nơi; không dùng `funding`, `targets`.",
            "tram-tau",
        ),
    ]
    name: Annotated[
        Words,
        Meaning("The area's name, as the document has it.", "Tên địa bàn, đúng như trong văn bản.", "Huyện Trạm Tấu"),
    ]
    kind: Annotated[Given[AreaKind], Meaning("What sort of area it is.", "Loại địa bàn.", "district")] = None
    partial: Annotated[
        StrictBool,
        Meaning(
            "Whether `areas` lists only some of the areas inside this one.",
            "`true` khi `areas` chỉ liệt kê một phần các địa bàn trực thuộc.",
            "true",
        ),
    ] = False
    households: Annotated[
        Given[Stock],
        Meaning(
            "Households, the same at the start and the end of the year.",
            "Tổng số hộ, khi đầu năm và cuối năm như nhau.",
            "5329",
        ),
    ] = None
    households_start: Annotated[
        Given[Stock], Meaning("Households at the start of the year.", "Tổng số hộ đầu năm.", "5280")
    ] = None
    households_end: Annotated[
        Given[Stock], Meaning("Households at the end of the year.", "Tổng số hộ cuối năm.", "5329")
    ] = None
    poor_households_start: Annotated[
        Given[Stock], Meaning("Poor households at the start of the year.", "Số hộ nghèo đầu năm.", "2816")
    ] = None
    poor_households_end: Annotated[
        Given[Stock], Meaning("Poor households at the end of the year.", "Số hộ nghèo cuối năm.", "{at_most: 2363}")
    ] = None
    poverty_rate_start: Annotated[
        Given[Rate],
        Meaning("The poverty rate at the start of the year.", "Tỷ lệ hộ nghèo đầu năm.", "52.85"),
    ] = None
    poverty_rate_end: Annotated[
        Given[Rate],
        Meaning("The poverty rate at the end of the year.", "Tỷ lệ hộ nghèo cuối năm.", "44.35"),
    ] = None
    reduction_households: Annotated[
        Given[Change],
        Meaning(
            "Net reduction in poor households over the year: those that leave poverty less those that fall into it.",
            "Số hộ nghèo giảm trong năm: số hộ thoát nghèo trừ số hộ tái nghèo và nghèo phát sinh.",
            "453",
        ),
    ] = None
    reduction_rate: Annotated[
        Given[Points],
        Meaning("Reduction in the poverty rate over the year.", "Mức giảm tỷ lệ hộ nghèo trong năm.", "{over: 8.50}"),
    ] = None
    ref: Ref = None
    areas: Annotated[
        tuple["Area", ...],
        Meaning(
            "The areas inside this one.",
            "Các địa bàn trực thuộc.",
            "[{id: xa-ho, name: Xã Xà Hồ, reduction_households: 60}]",
        ),
    ] = ()

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

    povcalc: Annotated[Literal[1], Meaning("The version of this file format.", "Phiên bản của định dạng này.", "1")]
    document: Annotated[
        DocumentInfo,
        Meaning(
            "The document that the figures come from.",
            "Văn bản mà số liệu được lấy ra.",
            "{number: 131-KH/TU, title: Kế hoạch giảm nghèo, year: 2019}",
        ),
    ]
    purpose: Annotated[
        Given[Summary],
        Meaning("What the plan is for.", "Mục đích.", "{text: Giao chỉ tiêu cụ thể cho từng huyện, ref: A.1}"),
    ] = None
    requirements: Annotated[
        Given[Summary],
        Meaning(
            "What is required of those who carry it out.",
            "Yêu cầu đối với việc thực hiện.",
            "{text: Kết quả phải thực chất, ref: A.2}",
        ),
    ] = None
    objective: Annotated[
        Given[Summary],
        Meaning("The overall objective.", "Mục tiêu chung.", "{text: Giảm nghèo bền vững, ref: B.1}"),
    ] = None
    targets: Annotated[
        Given[Area],
        Meaning(
            "The area that the document is about and, inside it, all the others.",
            "Địa bàn của văn bản, trong đó có mọi địa bàn khác.",
            "{id: yen-bai, name: Tỉnh Yên Bái, reduction_households: 11869}",
        ),
    ] = None
    poverty_standard: Annotated[
        Given[PovertyStandard],
        Meaning(
            "How poverty is measured.",
            "Chuẩn nghèo đa chiều được áp dụng.",
            "{dimensions: [{id: health, name: Y tế}]}",
        ),
    ] = None
    measures: Annotated[
        tuple[MeasureGroup, ...],
        Meaning(
            "What is to be done.",
            "Các nhiệm vụ, giải pháp.",
            "[{title: Hỗ trợ sản xuất, items: [{text: Cho vay vốn ưu đãi}]}]",
        ),
    ] = ()
    funding: Annotated[
        Given[Funding],
        Meaning("What it costs and who pays.", "Kinh phí thực hiện.", "{unit: million VND, total: 5440412}"),
    ] = None
    schedule: Annotated[
        Given[Schedule],
        Meaning(
            "When things happen.",
            "Tiến độ thực hiện.",
            "{deadlines: [{id: final, text: Báo cáo, on: 2019-12-10}]}",
        ),
    ] = None
    actors: Annotated[
        tuple[Actor, ...],
        Meaning("Who does what.", "Phân công thực hiện.", "[{id: so-lao-dong, name: Sở Lao động}]"),
    ] = ()
    assumptions: Annotated[
        Given[Assumed],
        Meaning(
            "What is assumed where the document says nothing.",
            "Những điều giả định khi văn bản không ghi.",
            "{household_growth: {min: 0, max: 2.5}}",
        ),
    ] = None
    waivers: Annotated[
        tuple[Waiver, ...],
        Meaning(
            "Findings that are accepted, each with its reason.",
            "Các phát hiện được chấp nhận, mỗi mục kèm lý do.",
            "[{code: T101, at: tram-tau, reason: Văn bản gốc in như vậy}]",
        ),
    ] = ()

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
            raise refuse("needs_one_of", fields=self.ONE_OF)
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


def entries(model: type[Model]) -> tuple[Entry, ...]:
    """The fields of one section, in order."""
    return tuple(_entries(model))


def _entries(model: type[Model]) -> Iterator[Entry]:
    hints = get_type_hints(model, include_extras=True)
    for name, info in model.model_fields.items():
        meaning = next(item for item in info.metadata if isinstance(item, Meaning))
        yield Entry(
            info.alias or name,
            info.is_required(),
            _default(info.default),
            _shape(hints[name]),
            Text(meaning.en, meaning.vi),
            meaning.example,
        )


def _default(value: object) -> str | None:
    """A default that says something, as it would be written."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else None


def _shape(hint: Any) -> Shape:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return next(filter(None, map(_told, arguments[1:])), None) or _shape(arguments[0])
    if origin in (Union, UnionType):
        return _shape(next(argument for argument in arguments if argument is not type(None)))
    if origin is tuple:
        return _shape(arguments[0])._replace(listed=True)
    if origin is Literal:
        return Shape(choices=tuple(map(str, arguments)))
    if isinstance(hint, type) and issubclass(hint, Model):
        return Shape(section=hint)
    if hint is bool:
        return Shape(choices=("true", "false"))
    raise TypeError(hint)


def _told(item: object) -> Shape | None:
    match item:
        case Sort():
            return Shape(sort=Text(item.en, item.vi))
        case Measured():
            return Shape(sort=item.unit, measured=item)
    return None
