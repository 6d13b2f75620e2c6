"""The tables of a plan's targets and funding, for the screen."""

from rich import box
from rich.table import Table
from rich.text import Text as Styled

from povcalc.bounds import Shares, add_up, assumptions_of, funding_shares, known_counts
from povcalc.figures import Figure
from povcalc.findings import Verdict
from povcalc.output.checked import Checked
from povcalc.places import Path
from povcalc.plan import Area, Funding, Located, walk
from povcalc.sheets import Derivation, derived
from povcalc.text import (
    GLOSSARY,
    Lang,
    Text,
    counted,
    figure,
    interval,
    join,
    number,
    precise,
    printable,
    rounded,
    same,
    say,
)

MAX_ROWS = 200
"""A longer table shows the first areas only; its caption says so."""

_VERDICTS = {
    Verdict.CONFIRMED: (Text("holds", "khớp"), "green"),
    Verdict.UNDECIDED: (Text("undecided", "chưa rõ"), "yellow"),
    Verdict.DOUBTED: (Text("in doubt", "nghi vấn"), "yellow"),
    Verdict.REFUTED: (Text("disagrees", "sai lệch"), "bold red"),
}

_NOTHING = "-"


def target_table(checked: Checked, lang: Lang) -> Table | None:
    """One row an area, children under their parents, and a row for the sum; `None` without targets."""
    plan = checked.reading.plan
    if plan is None or plan.targets is None:
        return None
    areas = walk(plan.targets)
    table = _table(Text("Targets (households, percent of households)", "Mục tiêu giảm nghèo (số hộ, %)"), lang)
    table.add_column(Text("Area", "Địa bàn").to(lang), overflow="fold")
    for heading in (
        Text("To leave\npoverty", "Số hộ\nnghèo giảm"),
        Text("Points to\nexceed", "Mức giảm\n(điểm %)"),
        Text("Rate\nat end", "Tỷ lệ\ncuối năm"),
        Text("Rate\nat start", "Tỷ lệ\nđầu năm"),
        Text("Largest\nbase", "Số hộ\ntối đa"),
    ):
        table.add_column(heading.to(lang), justify="right", overflow="fold")
    table.add_column(Text("Verdict", "Đánh giá").to(lang), overflow="fold")
    shown = areas[:MAX_ROWS]
    derivation = derived(areas, assumptions_of(plan, checked.options))
    for located in shown:
        table.add_row(*_target_row(checked, located, derivation, lang), style="bold" if located is areas[0] else "")
    if areas[0].children:
        table.add_section()
        table.add_row(*_sum_row(checked, areas, derivation, lang))
    table.caption = _target_caption(shown, len(areas) - len(shown), derivation).to(lang)
    return table


def _table(title: Text, lang: Lang) -> Table:
    return Table(
        title=title.to(lang),
        title_justify="left",
        title_style="bold",
        caption_justify="left",
        caption_style="dim",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        show_edge=False,
        pad_edge=False,
    )


_LARGEST = Text(
    "Largest base: the most households at the start of the year that the figures allow.",
    "Số hộ tối đa: tổng số hộ đầu năm lớn nhất mà các số liệu cho phép.",
)


def _target_caption(shown: tuple[Located, ...], hidden: int, derivation: Derivation) -> Text:
    """What the table's marks and columns mean, as far as they are used, and how many areas it leaves out."""
    more = say("Not shown: {areas} more.", "Còn {areas} không hiển thị.", areas=counted(hidden, "area", "địa bàn"))
    starts = [derivation.cell(each, _START) for each in shown if each.area.poverty_rate_start is None]
    notes = [*derivation.notes(starts)][:1]
    largest = any(_largest(located, derivation) is not None for located in shown)
    if largest and not notes:
        notes = [say("Derived from {basis}.", "Suy ra từ {basis}.", basis=derivation.basis())]
    return join([*([more] if hidden else []), *notes, *([_LARGEST] if largest else [])], " ")


_START = "poverty_rate_start"


def _largest(located: Located, derivation: Derivation) -> int | None:
    high = derivation.ranges.of(located.path, "households_start").high
    return None if high is None else int(high)


def _target_row(checked: Checked, located: Located, derivation: Derivation, lang: Lang) -> tuple[Styled | str, ...]:
    area = located.area
    depth = max((len(located.path) - 3) // 2, 0)
    base = _largest(located, derivation)
    return (
        Styled("  " * depth + printable(area.name.to(lang))),
        _figure(area.reduction_households, lang),
        _figure(area.reduction_rate, lang),
        _figure(area.poverty_rate_end, lang),
        _start(located, derivation, lang),
        _NOTHING if base is None else number(base, lang),
        _verdict(checked, _judged(checked, located), lang),
    )


def _judged(checked: Checked, located: Located) -> tuple[Path, ...]:
    """The figures that an area's verdict is about: its target in points, if no other figure of it is wrong.

    A rate at the end of the year that nothing else tells of does not leave open whether the target is met.
    """
    stated = tuple((*located.path, field) for field in Area.FIGURES if located.figure(field) is not None)
    target = (*located.path, "reduction_rate")
    return (target,) if target in stated and checked.report.verdict(stated) is Verdict.UNDECIDED else stated


def _figure(stated: Figure | None, lang: Lang) -> str:
    return _NOTHING if stated is None else figure(stated, lang, signs=True)


def _start(located: Located, derivation: Derivation, lang: Lang) -> str:
    if located.area.poverty_rate_start is not None:
        return _figure(located.area.poverty_rate_start, lang)
    implied = derivation.cell(located, _START)
    if implied is None:
        return _NOTHING
    # The low end is what the figures tell; the high end follows from how few households there could be.
    implied = implied._replace(high=None) if implied.low is not None and not implied.is_point else implied
    return f"{interval(implied, lang, signs=True)}*"


def _verdict(checked: Checked, figures: tuple[Path, ...], lang: Lang) -> Styled:
    verdict = checked.report.verdict(figures)
    if verdict is None:
        return Styled(_NOTHING)
    words, style = _VERDICTS[verdict]
    return Styled(words.to(lang), style=style)


def _sum_row(
    checked: Checked, areas: tuple[Located, ...], derivation: Derivation, lang: Lang
) -> tuple[Styled | str, ...]:
    root = areas[0]
    known = known_counts(areas)
    parts = [known[child.path].get("reduction_households") for child in root.children]
    present = [part for part in parts if part is not None]
    label = say("Sum of {parts}", "Cộng {parts}", parts=counted(len(root.children), "area", "địa bàn"))
    if None in parts or not present:
        return (label.to(lang), _NOTHING, "", "", "", "", "")
    bases = [_largest(child, derivation) for child in root.children]
    largest = None if None in bases else sum(base for base in bases if base is not None)
    return (
        label.to(lang),
        interval(add_up(present).interval, lang, signs=True),
        "",
        "",
        "",
        _NOTHING if largest is None else number(largest, lang),
        _verdict(checked, ((*root.path, "reduction_households"),) if root.area.reduction_households else (), lang),
    )


def funding_table(checked: Checked, lang: Lang) -> Table | None:
    """One row a line with its share, the stated total and the sum; `None` without funding."""
    plan = checked.reading.plan
    if plan is None or plan.funding is None:
        return None
    funding = plan.funding
    unit = GLOSSARY.get(funding.unit, same(funding.unit))
    title = say("Funding ({unit})", "Kinh phí ({unit})", unit=printable(unit.to(lang)))
    table = _table(title, lang)
    table.add_column(Text("Source", "Nguồn vốn").to(lang), overflow="fold")
    table.add_column(Text("Amount", "Số tiền").to(lang), justify="right", overflow="fold")
    table.add_column(Text("Share (%)", "Tỷ trọng (%)").to(lang), justify="right", overflow="fold")
    table.add_column(Text("Verdict", "Đánh giá").to(lang), overflow="fold")
    shares = funding_shares(funding)
    for index, line in enumerate(funding.lines):
        # While a line lacks its amount, a share of the others would read as one of the total.
        share = None if shares.sum is None else shares.parts[index]
        path: Path = ("funding", "lines", index, "amount")
        table.add_row(
            Styled(printable(line.name.to(lang))),
            _figure(line.amount, lang),
            _NOTHING if share is None else rounded(share, 1, lang),
            _verdict(checked, (path,) if line.amount else (), lang),
        )
    _funding_sums(checked, funding, shares, table, lang)
    return table


def _funding_sums(checked: Checked, funding: Funding, shares: Shares, table: Table, lang: Lang) -> None:
    table.add_section()
    if shares.sum is not None:
        count = len(funding.lines)
        table.add_row(
            say("Sum of {lines}", "Cộng {lines}", lines=counted(count, "line", "nguồn vốn")).to(lang),
            precise(shares.sum, lang),
            rounded(100, 1, lang) if shares.sum > 0 else "",
            _verdict(checked, (("funding", "total"),) if funding.total else (), lang),
        )
    if funding.total is not None:
        table.add_row(
            Text("Stated total", "Tổng kinh phí đã ghi").to(lang),
            _figure(funding.total, lang),
            "",
            _verdict(checked, (("funding", "total"),), lang),
            style="bold",
        )
