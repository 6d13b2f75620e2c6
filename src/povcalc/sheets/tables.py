"""The targets, the funding, the poverty standard and the measures of a plan as sheets."""

from collections.abc import Iterator

from povcalc.addresses import area_addresses
from povcalc.bounds import BASES, funding_shares
from povcalc.figures import Exact
from povcalc.plan import Funding, Located, Plan, PovertyStandard, Reference, walk
from povcalc.sheets.implied import Derivation
from povcalc.sheets.values import ID, KIND, SECTION, Cell, Column, Readers, Row, Sheet, nothing, readable
from povcalc.text import GLOSSARY, Text, counted, join, same, say, terminating

_HOUSEHOLDS = Text("households", "hộ")
_POINTS = GLOSSARY["percentage point"]
_PERCENT = same("%")

FIGURES = (
    Column("households", Text("Households", "Tổng số hộ"), numeric=True, unit=_HOUSEHOLDS),
    Column("households_start", Text("Households at start", "Tổng số hộ đầu năm"), numeric=True, unit=_HOUSEHOLDS),
    Column("households_end", Text("Households at end", "Tổng số hộ cuối năm"), numeric=True, unit=_HOUSEHOLDS),
    Column(
        "poor_households_start",
        Text("Poor households at start", "Số hộ nghèo đầu năm"),
        numeric=True,
        unit=_HOUSEHOLDS,
    ),
    Column(
        "poor_households_end", Text("Poor households at end", "Số hộ nghèo cuối năm"), numeric=True, unit=_HOUSEHOLDS
    ),
    Column(
        "reduction_households",
        Text("Net reduction (households)", "Số hộ nghèo giảm"),
        numeric=True,
        unit=_HOUSEHOLDS,
    ),
    Column(
        "reduction_rate",
        Text("Reduction in rate (points)", "Mức giảm tỷ lệ hộ nghèo (điểm %)"),
        numeric=True,
        unit=_POINTS,
    ),
    Column(
        "poverty_rate_start",
        Text("Rate at start (%)", "Tỷ lệ hộ nghèo đầu năm (%)"),
        numeric=True,
        unit=_PERCENT,
    ),
    Column("poverty_rate_end", Text("Rate at end (%)", "Tỷ lệ hộ nghèo cuối năm (%)"), numeric=True, unit=_PERCENT),
)
"""The figures of an area, in the order of reading: how many, how many poor, how many fewer, at which rates."""

AREA = (
    Column("path", Text("Path", "Đường dẫn"), Readers.PROGRAMS),
    Column("id", ID, Readers.PROGRAMS),
    Column("kind", KIND, Readers.PROGRAMS),
    Column("name", Text("Area", "Địa bàn")),
)
"""What says which area a row is of: `path` leads to it by ids from the root area."""


def area_cells(areas: tuple[Located, ...]) -> Iterator[tuple[Cell, ...]]:
    """The cells of `AREA` for each area, in document order."""
    steps = {found.path: found.steps for same_id in area_addresses(areas).values() for found in same_id}
    for located in areas:
        area = located.area
        yield "/".join(steps[located.path]), area.id, area.kind, readable(area.name)


def depth(located: Located) -> int:
    """How many areas an area lies in."""
    return (len(located.path) - 1) // 2


def targets(plan: Plan, derivation: Derivation | None = None) -> Sheet:
    """Every area, each before those inside it, with the figures that the plan states.

    With a `derivation`, people see what follows from them in the place of figures that are not stated, as
    ranges; programs get it in columns of their own, so that none is taken for a stated figure.
    """
    title = Text("Targets", "Mục tiêu giảm nghèo")
    if plan.targets is None:
        return Sheet(title, AREA, (), (nothing(GLOSSARY["targets"]),))
    areas = walk(plan.targets) if derivation is None else derivation.areas
    columns = (*AREA, *FIGURES, Column("ref", SECTION, whole=True))
    rows = tuple(
        Row(
            # The root area's section is that of the whole sheet.
            (*cells, *(located.figure(column.key) for column in FIGURES), (depth(located) and located.area.ref) or ""),
            depth=depth(located),
            strong=not depth(located),
        )
        for located, cells in zip(areas, area_cells(areas), strict=True)
    )
    sheet = Sheet(title, columns, rows, _partial(areas), ref=plan.targets.ref)
    if derivation is not None:
        sheet = _with_derived(sheet, derivation)
    return sheet.without_empty("ref", *(column.key for column in FIGURES))


def _with_derived(sheet: Sheet, derivation: Derivation) -> Sheet:
    """The sheet with figures for programs and, for people, figures or else what follows in their place."""
    columns = [column for column in FIGURES if column.key in _derived_keys(derivation)]
    people = tuple(column._replace(readers=Readers.PEOPLE) for column in columns)
    programs = tuple(column._replace(readers=Readers.PROGRAMS) for column in FIGURES)
    ranges = tuple(
        column._replace(
            key=f"implied_{column.key}",
            heading=say("{heading}, implied", "{heading}, suy ra", heading=column.heading),
            readers=Readers.PROGRAMS,
        )
        for column in FIGURES[1:]
    )
    rows, shown = [], []
    for located, row in zip(derivation.areas, sheet.rows, strict=True):
        told = [_told(derivation, located, column.key) for column in columns]
        shown.extend(told)
        found = [derivation.data(located, column.key) for column in FIGURES[1:]]
        before, stated, ref = row.cells[: len(AREA)], row.cells[len(AREA) : -1], row.cells[-1]
        rows.append(row._replace(cells=(*before, *told, *stated, *found, ref)))
    return sheet._replace(
        columns=(*AREA, *people, *programs, *ranges, sheet.columns[-1]),
        rows=tuple(rows),
        notes=(*sheet.notes, *derivation.notes(shown)),
    )


def _derived_keys(derivation: Derivation) -> tuple[str, ...]:
    """The figures that people are shown: one number of households where both dates have the same."""
    bases = BASES if not derivation.is_level else ("households",)
    return (*bases, *(column.key for column in FIGURES[3:]))


def _told(derivation: Derivation, located: Located, field: str) -> Cell:
    """What an area states of a figure, under either name of the households, or what follows."""
    figure = located.figure(field)
    if figure is None and field in BASES:
        figure = located.figure("households")
    if figure is not None:
        return figure
    if field == "households":
        both = [located.figure(base) for base in BASES]
        if both[0] is not None and both[0] == both[1]:
            return both[0]
        field = BASES[0]
    return derivation.cell(located, field)


def _partial(areas: tuple[Located, ...]) -> tuple[Text, ...]:
    names = [readable(located.area.name) for located in areas if located.area.partial]
    if not names:
        return ()
    return (
        say(
            "Only some of the areas inside are listed: {names}.",
            "Chỉ liệt kê một phần các địa bàn bên trong: {names}.",
            names=join(names, "; "),
        ),
    )


LINE, SUM, TOTAL = "line", "sum", "total"
"""The kinds of the rows of funding, for programs: a sum must not be added to its parts."""


def funding(plan: Plan) -> Sheet:
    """The lines with their amounts and shares, their sum, and the total that the plan states.

    While a line lacks its amount there is no sum and there are no shares: a share of the others would read
    as one of the total.
    """
    title = Text("Funding", "Kinh phí thực hiện")
    unit = readable(GLOSSARY.get(plan.funding.unit, same(plan.funding.unit))) if plan.funding else None
    amount = Text("Amount", "Số tiền")
    if unit is not None:
        amount = say("{amount} ({unit})", "{amount} ({unit})", amount=amount, unit=unit)
    columns = (
        Column("kind", KIND, Readers.PROGRAMS),
        Column("id", ID, Readers.PROGRAMS),
        Column("name", Text("Source", "Nguồn vốn")),
        Column("amount", amount, numeric=True, unit=unit),
        Column("share", Text("Share (%)", "Tỷ trọng (%)"), numeric=True, unit=_PERCENT, places=1),
        Column("ref", SECTION, whole=True),
    )
    if plan.funding is None:
        return Sheet(title, columns, (), (nothing(GLOSSARY["funding"]),))
    rows = tuple(_funding_rows(plan.funding))
    sheet = Sheet(title, columns, rows, _lacking(plan.funding), ref=plan.funding.ref)
    return sheet.without_empty("ref")


def _funding_rows(section: Funding) -> Iterator[Row]:
    shares = funding_shares(section)
    for line, part in zip(section.lines, shares.parts, strict=True):
        share = None if shares.sum is None else part
        yield Row((LINE, line.id, readable(line.name), line.amount, share, line.ref or ""))
    if shares.sum is not None:
        count = len(section.lines)
        label = say("Sum of {lines}", "Cộng {lines}", lines=counted(count, "line", "nguồn vốn"))
        whole = sum(part for part in shares.parts if part is not None) if shares.sum > 0 else None
        yield Row((SUM, "", label, _finite(shares.sum), whole, ""), group=1, strong=True)
    if section.total is not None:
        label = Text("Stated total", "Tổng kinh phí đã ghi")
        yield Row((TOTAL, "total", label, section.total, "", ""), group=1, strong=True)


def _finite(number: Exact) -> Cell:
    """A sum of numbers with decimals has decimals that end."""
    finite = terminating(number)
    return number if finite is None else finite


def _lacking(section: Funding) -> tuple[Text, ...]:
    lacking = sum(line.amount is None for line in section.lines)
    if not lacking:
        return ()
    return (
        say(
            "Lines without an amount: {lacking}. So there is no sum and no share.",
            "Số nguồn vốn chưa ghi số tiền: {lacking}. Vì vậy không tính tổng và tỷ trọng.",
            lacking=lacking,
        ),
    )


def standard(plan: Plan) -> Sheet:
    """The dimensions of poverty, each with its indicators, and the decision that sets them."""
    columns = (
        Column("dimension_id", Text("Id of the dimension", "Mã chiều"), Readers.PROGRAMS),
        Column("dimension", Text("Dimension", "Chiều thiếu hụt")),
        Column("indicator_id", Text("Id of the indicator", "Mã chỉ số"), Readers.PROGRAMS),
        Column("indicator", Text("Indicator", "Chỉ số")),
    )
    title = Text("Poverty standard", "Chuẩn nghèo")
    section = plan.poverty_standard
    if section is None:
        return Sheet(title, columns, (), (nothing(Text("poverty standard", "chuẩn nghèo")),), grouped="dimension")
    rows = tuple(
        Row((dimension.id, readable(dimension.name), *indicator), group=group)
        for group, dimension in enumerate(section.dimensions)
        for indicator in ([(each.id, readable(each.name)) for each in dimension.indicators] or [("", same(""))])
    )
    return Sheet(title, columns, rows, tuple(_basis(section)), ref=section.ref, grouped="dimension")


def _basis(section: PovertyStandard) -> Iterator[Text]:
    yield say(
        "Dimensions: {dimensions}; indicators: {indicators}.",
        "Số chiều: {dimensions}; số chỉ số: {indicators}.",
        dimensions=len(section.dimensions),
        indicators=sum(len(dimension.indicators) for dimension in section.dimensions),
    )
    if section.basis is not None:
        yield say("Basis: {basis}.", "Căn cứ: {basis}.", basis=cited(section.basis))


def cited(reference: Reference) -> Text:
    """A document as it is cited: number, day, title, issuer, as far as they are given."""
    head = same(reference.number)
    if reference.issued is not None:
        head = say("{number} of {day}", "{number} ngày {day}", number=reference.number, day=reference.issued)
    return join([head, *(part for part in (reference.title, reference.issuer) if part is not None)], ", ")


def measures(plan: Plan) -> Sheet:
    """What is to be done, under the document's headings."""
    columns = (
        Column("group_ref", Text("Section of the heading", "Mục của nhóm"), Readers.PROGRAMS),
        Column("group", Text("Heading", "Nhóm giải pháp")),
        Column("measure", Text("Measure", "Nhiệm vụ, giải pháp")),
        Column("ref", SECTION, whole=True),
    )
    rows = tuple(
        Row((group.ref or "", group.title, *item), group=at)
        for at, group in enumerate(plan.measures)
        for item in ([(each.text, each.ref or "") for each in group.items] or [(same(""), "")])
    )
    empty = Text("measures", "nhiệm vụ, giải pháp")
    title = Text("Measures", "Nhiệm vụ, giải pháp")
    return Sheet(title, columns, rows, () if rows else (nothing(empty),), grouped="group")
