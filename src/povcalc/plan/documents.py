"""What a plan says of documents: the one that it comes from, and those that this one names."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from povcalc.plan.base import Meaning, Model, Ref, Year
from povcalc.plan.fields import Date, Given, Label, Words, refuse
from povcalc.text import Text


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
