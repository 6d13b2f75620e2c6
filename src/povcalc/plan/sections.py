"""The sections of a plan beside its targets: money, the standard, measures, the schedule, actors, waivers.

Source of the shapes: sections C to E of Plan 131-KH/TU.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from povcalc.plan.base import Meaning, Model, Ref
from povcalc.plan.documents import Reference
from povcalc.plan.fields import Amount, Date, Given, Growth, Id, Label, Step, Words, refuse
from povcalc.text import Text


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
