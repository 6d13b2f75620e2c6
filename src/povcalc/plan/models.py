"""A plan and its areas, each a frozen model; lists are tuples.

The other sections are in `documents` and `sections`. Every field has its `Meaning` beside it, and
`Given` marks one that may be left out. Source of the shapes: the form of Plan 131-KH/TU and of the
household poverty reviews that such plans lead to.
"""

from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import PrivateAttr, StrictBool, model_validator

from povcalc.figures import Figure
from povcalc.places import Path
from povcalc.plan.base import Meaning, Model, Ref
from povcalc.plan.documents import DocumentInfo, Summary
from povcalc.plan.fields import Change, Given, Id, Points, Rate, Stock, Words, refuse
from povcalc.plan.sections import Actor, Assumed, Funding, MeasureGroup, PovertyStandard, Schedule, Waiver
from povcalc.text import Text

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
