"""Charts as SVG for the page and as PNG for the document, drawn by matplotlib.

Each line of a chart has its words above its bar, so that a chart is as narrow as a phone and no word meets a mark.
Letters stay letters in SVG, and the same numbers give the same bytes. What is drawn needs `float`; the words beside it
are those of the tables.
"""

import datetime
import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from povcalc.messages import Lang, Message, number, printable
from povcalc.report.contents import Chart, Line, Mark
from povcalc.values import Exact

WIDTH = 4.4
"""The width of a chart in inches, of 72 points each."""

INK, FAINT, FIRST, SECOND = "#1b1f24", "#d0d7de", "#9a6700", "#0969da"
COLOURS = {INK: "--ink", FAINT: "--line", FIRST: "--first", SECOND: "--second"}
"""The colours of a chart, and what the page's style sheet calls them, which has others in the dark."""

_RC: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "povcalc",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "text.color": INK,
    "xtick.color": INK,
    "axes.edgecolor": FAINT,
    "hatch.linewidth": 0.6,
}
_ROW, _HEAD, _FOOT = 0.42, 0.42, 0.34
_LETTERS = 58
"""So many letters have room on a line of a chart."""

_Marks = tuple[Mark | None, ...]
_Draw = Callable[[Axes, int, _Marks, float], None]
"""What draws the marks of the line of this number, on a scale that ends there."""


def png(chart: Chart, lang: Lang) -> bytes:
    """A chart as a picture of 200 dots an inch, white behind it."""
    return _saved(chart, lang, "png", dpi=200, facecolor="white", metadata={"Software": None})


def svg(chart: Chart, lang: Lang, identifier: str, description: Message, *, themed: bool) -> str:
    """A chart as an element of a page, whose parts have ids that begin with this one.

    It has a title and a description for those who do not see it. A `themed` one takes its colours from the page.
    """
    words = {"Date": None, "Creator": None, "Format": None, "Type": None}
    text = _saved(chart, lang, "svg", transparent=True, metadata=words).decode()
    text = re.sub(r"font: ([0-9.]+px) [^;\"]*", r"font-size: \1; font-family: inherit", text)
    if themed:
        for colour, name in COLOURS.items():
            text = text.replace(colour, f"var({name})")
    for prefix, uri in (("", "http://www.w3.org/2000/svg"), ("xlink", "http://www.w3.org/1999/xlink")):
        ET.register_namespace(prefix, uri)
    root = ET.fromstring(text)  # noqa: S314 - of our own making
    space = "{http://www.w3.org/2000/svg}"
    for gone in root.findall(f"{space}metadata"):
        root.remove(gone)
    used = set(re.findall(r"#([A-Za-z][\w.-]*)", text))
    for element in root.iter():
        _rename(element, used, identifier)
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    root.attrib |= {"role": "img", "aria-labelledby": f"{identifier}-title {identifier}-desc", "class": "chart"}
    for at, (name, told) in enumerate((("title", chart.title), ("desc", description))):
        element = ET.Element(f"{space}{name}", {"id": f"{identifier}-{name}"})
        element.text = printable(told.to(lang))
        root.insert(at, element)
    return ET.tostring(root, encoding="unicode")


def _rename(element: ET.Element, used: set[str], identifier: str) -> None:
    """Give an element an id that no other chart of the page has, or none where nothing points to it."""
    if (own := element.attrib.pop("id", None)) in used:
        element.set("id", f"{identifier}-{own}")
    for key, value in element.attrib.items():
        if key.endswith("href"):
            element.set(key, value.replace("#", f"#{identifier}-"))
        elif "url(#" in value:
            element.set(key, value.replace("url(#", f"url(#{identifier}-"))


def _saved(chart: Chart, lang: Lang, form: str, **how: Any) -> bytes:
    out = io.BytesIO()
    with rc_context(_RC), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a letter that the font lacks is drawn as a box
        rows = len(chart.lines) * _ROW
        canvas = Canvas(figsize=(WIDTH, rows + _HEAD + _FOOT))
        FigureCanvasAgg(canvas)
        height = rows + _HEAD + _FOOT
        axes = canvas.add_axes((0.02, _FOOT / height, 0.93, rows / height))
        axes.set_ylim(len(chart.lines), 0)
        top = _days(axes, chart) if chart.kind == "time" else _numbers(axes, chart, lang)
        for at, line in enumerate(chart.lines):
            _DRAWN[chart.kind](axes, at, line.marks, top)
        _frame(axes, chart, lang)
        canvas.savefig(out, format=form, **how)
    return out.getvalue()


def _frame(axes: Axes, chart: Chart, lang: Lang) -> None:
    """The scale, the names of the series, and the words above each bar."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.set_yticks([])
    axes.tick_params(length=0)
    axes.grid(axis="x", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    handles = _legend(chart, lang)
    if len(handles) > 1:
        axes.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=len(handles), frameon=False,
            borderaxespad=0.2, handlelength=1.4,
        )  # fmt: skip
    for at, line in enumerate(chart.lines):
        value = _clipped(_value(line, lang), _LETTERS - 12)
        axes.text(1, at + 0.4, value, transform=axes.get_yaxis_transform(), ha="right")
        name = _clipped(line.label.to(lang), max(_LETTERS - len(value) - 2, 8))
        axes.text(0, at + 0.4, name, transform=axes.get_yaxis_transform())


def _legend(chart: Chart, lang: Lang) -> list[Any]:
    names = [printable(name.to(lang)) for name in chart.series]
    if chart.kind == "results":
        target = Line2D([], [], color=FIRST, marker="|", markersize=9, markeredgewidth=2.5, linewidth=0)
        target.set_label(names[0])
        return [target, Patch(facecolor=SECOND, label=names[1])]
    if chart.kind == "time":
        day = Line2D([], [], color=FIRST, marker="D", markersize=5, linewidth=0, label=names[1])
        return [Patch(facecolor=SECOND, label=names[0]), day]
    return [Patch(facecolor=colour, label=name) for colour, name in zip((FIRST, SECOND), names, strict=False)]


def _value(line: Line, lang: Lang) -> str:
    told = " → ".join("?" if mark is None else mark.words.to(lang) for mark in line.marks)
    if None in line.marks and any(mark is None or mark.words == line.label for mark in line.marks):
        told = next((mark.words.to(lang) for mark in line.marks if mark is not None), "")
    return printable(told if line.remark is None else f"{told}: {line.remark.to(lang)}")


def _clipped(words: str, most: int) -> str:
    shown = printable(" ".join(words.split()))
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def _ends(mark: Mark, top: float) -> tuple[float, float]:
    """Where a mark begins and ends on a scale; without a bound it reaches the end of the scale."""
    low = 0.0 if mark.low is None else float(mark.low)
    return low, max(low, top if mark.high is None else float(mark.high))


def _bounds(chart: Chart) -> Iterator[Exact]:
    """The ends of all marks, as far as they have any."""
    marks = (mark for line in chart.lines for mark in line.marks if mark)
    return (end for mark in marks for end in (mark.low, mark.high) if end is not None)


def _top(chart: Chart) -> float:
    """Where the scale of numbers ends: a little behind the largest, or at its limit."""
    most = max(map(float, _bounds(chart)), default=1.0)
    return min(most * 1.05 or 1.0, float(chart.limit or most * 1.05 or 1.0))


def _numbers(axes: Axes, chart: Chart, lang: Lang) -> float:
    """Set a scale of numbers; where it ends."""
    top = _top(chart)
    ends = [mark.low for line in chart.lines for mark in line.marks if mark and mark.low is not None]
    axes.set_xlim(min(0.0, *(float(end) for end in ends), 0.0), top)
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=top > 4))  # noqa: PLR2004 - as many steps as fit
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value, lang)))
    return top


def _tick(value: float, lang: Lang) -> str:
    from decimal import Decimal

    whole = round(value)
    return number(whole if abs(whole - value) < 1e-9 else Decimal(f"{value:.6g}"), lang)  # noqa: PLR2004 - float


def _ranges(axes: Axes, at: int, marks: _Marks, top: float) -> None:
    for mark, colour, down in zip(marks, (FIRST, SECOND), (0.6, 0.82), strict=True):
        if mark is not None:
            low, high = _ends(mark, top)
            axes.plot([low, high], [at + down] * 2, color=colour, linewidth=2.6, solid_capstyle="butt")
            axes.plot([low, high], [at + down] * 2, color=colour, linewidth=0, marker="o", markersize=4)


def _bars(axes: Axes, at: int, marks: _Marks, top: float) -> None:
    for mark in marks:
        if mark is not None:
            _bar(axes, at, mark, top, FIRST)


def _bar(axes: Axes, at: int, mark: Mark, top: float, colour: str) -> None:
    """A bar up to the low end of a mark, hatched from there to its high end."""
    low, high = _ends(mark, top)
    axes.barh(at + 0.7, low, 0.36, color=colour)
    if high > low:
        axes.barh(at + 0.7, high - low, 0.36, left=low, facecolor="none", edgecolor=colour, hatch="////", linewidth=0.8)


def _days(axes: Axes, chart: Chart) -> int:
    """Set a scale of days; the last of them."""
    days = list(_bounds(chart))
    first, last = int(min(days)), int(max(days))
    room = max((last - first) // 40, 2)
    ticks = list(_months(first, last))
    axes.set_xlim(min(ticks[0].toordinal(), first) - 2 * room, last + room + 1)
    axes.set_xticks([day.toordinal() for day in ticks], [f"{day.month}/{day.year}" for day in ticks])
    return last


def _months(first: int, last: int) -> Iterator[datetime.date]:
    """At most six first days of months between two days."""
    start, end = datetime.date.fromordinal(first), datetime.date.fromordinal(last)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    step = -(-months // 6)
    for month in range(0, months, step):
        years, rest = divmod(start.month - 1 + month, 12)
        if start.year + years <= datetime.MAXYEAR:
            yield datetime.date(start.year + years, rest + 1, 1)


def _time(axes: Axes, at: int, marks: _Marks, top: float) -> None:
    phase, deadline = marks
    if phase is not None:
        low, high = _ends(phase, top)
        axes.barh(at + 0.7, high - low + 1, 0.3, left=low, color=SECOND)  # both days belong to it
    if deadline is not None:
        axes.plot([_ends(deadline, top)[0]], [at + 0.7], color=FIRST, marker="D", markersize=5.5)


def _results(axes: Axes, at: int, marks: _Marks, top: float) -> None:
    target, result = marks
    if result is not None:
        _bar(axes, at, result, top, SECOND)
    if target is not None:
        low, _ = _ends(target, top)
        for end in {low, _ends(target, low)[1]}:
            axes.plot([end] * 2, [at + 0.48, at + 0.92], color=FIRST, linewidth=2.5)


_DRAWN: Mapping[str, _Draw] = {"ranges": _ranges, "bars": _bars, "time": _time, "results": _results}
