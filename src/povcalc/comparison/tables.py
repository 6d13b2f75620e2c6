"""A comparison as sheets: targets judged, figures and amounts that differ, areas that came, went or moved, findings."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from povcalc.comparison.judging import JUDGED
from povcalc.comparison.values import Change, Comparison, FigureChange, Judged, Met, Moved, PartChange, same_names
from povcalc.figures import ANY, Figure, Form, Interval, Number
from povcalc.findings import SEVERITIES, Finding
from povcalc.sheets import DATA_PLACES, PLACES, Cell, Column, Names, Readers, Row, Sheet, readable
from povcalc.sheets.signs import with_sign
from povcalc.text import GLOSSARY, SHORT, Lang, Text, join, say

CHANGES = {
    Change.ADDED: Text("added", "thêm"),
    Change.GONE: Text("gone", "bỏ"),
    Change.CHANGED: Text("changed", "thay đổi"),
    Change.FORM: Text("meant otherwise", "khác nghĩa"),
    Change.DIGITS: Text("other decimals", "khác số lẻ"),
    Change.UNREAD: Text("not readable", "không đọc được"),
}
"""What becomes of figures, in words."""

MOVES = {
    Moved.ADDED: Text("added", "thêm"),
    Moved.GONE: Text("gone", "bỏ"),
    Moved.MOVED: Text("moved", "chuyển"),
    Moved.RENAMED: Text("renamed", "đổi tên"),
    Moved.KIND: Text("other kind", "đổi loại"),
    Moved.PARTIAL: Text("listed otherwise", "liệt kê khác"),
    Moved.UNIT: Text("other unit", "đổi đơn vị"),
}
"""What becomes of areas and lines, in words."""

VERDICTS = {
    Met.MET: Text("met", "đạt"),
    Met.MISSED: Text("missed", "không đạt"),
    Met.UNDECIDED: Text("undecided", "chưa rõ"),
}
"""Verdicts in words."""

_DIFFERENCE = Text("Difference", "Chênh lệch")
_ADDRESS = Column("path", Text("Path", "Đường dẫn"), Readers.PROGRAMS)
_AREA = Text("Area", "Địa bàn")
_FIELD = Column("field", Text("Field", "Trường"), Readers.PROGRAMS)
_FIGURE = Column("figure", Text("Figure", "Số liệu"), Readers.PEOPLE)
_BEFORE, _AFTER = Text("Before", "Trước"), Text("After", "Sau")


def sheets_of(comparison: Comparison) -> tuple[Sheet, ...]:
    """The sheets of a comparison that have something to tell, that of figures always."""
    return (
        *([judged_sheet(comparison)] if comparison.targets else []),
        figures_sheet(comparison),
        *([funding_sheet(comparison)] if comparison.funding or _of_money(comparison) else []),
        *([parts_sheet(comparison.parts)] if comparison.parts else []),
        findings_sheet(comparison),
    )


def data_sheet(comparison: Comparison) -> Sheet:
    """The one sheet for spreadsheets: the targets where they are judged, else all figures and amounts that differ."""
    if comparison.targets:
        return judged_sheet(comparison)
    return _changes_sheet(Text("", ""), (*comparison.figures, *comparison.funding), _AREA)


def judged_sheet(comparison: Comparison) -> Sheet:
    """Every target beside the result, under its area."""
    columns = (
        _ADDRESS,
        Column("name", _AREA),
        _FIELD,
        Column("figure", Text("Target", "Chỉ tiêu"), Readers.PEOPLE),
        Column("target", Text("Planned", "Kế hoạch"), numeric=True),
        Column("result", Text("Result", "Kết quả"), numeric=True),
        Column("implied", Text("Result, implied", "Kết quả, suy ra"), Readers.PROGRAMS),
        Column("difference", _DIFFERENCE, Readers.PEOPLE, numeric=True),
        Column("difference", _DIFFERENCE, Readers.PROGRAMS, numeric=True),
        Column("verdict", Text("Verdict", "Đánh giá"), Readers.PROGRAMS),
        Column("verdict", Text("Verdict", "Đánh giá"), Readers.PEOPLE, whole=True),
        Column("grounds", Text("Judged from", "Căn cứ"), Readers.PROGRAMS),
        Column("why", Text("Remark", "Ghi chú"), Readers.PROGRAMS),
    )
    rows = [
        Row(tuple(_judged_cells(target)), group=group)
        for group, target in _grouped(comparison.targets, lambda target: target.address)
    ]
    title = Text("Targets and results", "Chỉ tiêu và kết quả")
    return Sheet(title, columns, tuple(rows), tuple(_judged_notes(comparison)), grouped="name")


def _judged_cells(target: Judged) -> Iterator[Cell]:
    shown: Cell = target.result
    if _is_implied(target):
        shown = target.implied.widened(PLACES)
    yield target.address
    yield readable(target.name)
    yield target.field
    yield SHORT[target.field]
    yield target.target
    yield shown
    yield target.implied.widened(DATA_PLACES)
    yield None if target.difference is None else _both(lambda lang: _by(target.difference or ANY, lang))
    yield None if target.difference is None else target.difference.widened(DATA_PLACES)
    yield target.met.value
    yield VERDICTS[target.met]
    yield Names(target.grounds)
    yield _remark(target) or ""


def _is_implied(target: Judged) -> bool:
    """Whether a target was judged from other figures than the one that states it."""
    return bool(target.grounds) and target.grounds != (f"{target.address}.{target.field}",)


def _remark(target: Judged) -> Text | None:
    """What is to be known of a verdict: why it is undecided, or that other figures decided it."""
    return target.why or (_from(target) if _is_implied(target) else None)


def _from(target: Judged) -> Text:
    """What a target was judged from: figures of the area itself by name, those of others by their number."""
    named = [ground.rpartition(".") for ground in target.grounds]
    own = [SHORT[field] for address, _, field in named if address == target.address]
    others = len(target.grounds) - len(own)
    if others:
        own.append(say("{count} figures of other areas", "{count} số liệu của địa bàn khác", count=others))
    return say("judged from {figures}", "xét từ {figures}", figures=join(own, ", "))


def _judged_notes(comparison: Comparison) -> Iterator[Text]:
    yield say(
        "Targets: {all}; met {met}, missed {missed}, undecided {undecided}.",
        "Chỉ tiêu: {all}; đạt {met}, không đạt {missed}, chưa rõ {undecided}.",
        all=len(comparison.targets),
        met=comparison.judged(Met.MET),
        missed=comparison.judged(Met.MISSED),
        undecided=comparison.judged(Met.UNDECIDED),
    )
    if any(map(_is_implied, comparison.targets)):
        yield Text(
            "* not stated in the result, or not exactly enough: it follows from its other figures.",
            "* kết quả không ghi, hoặc ghi chưa đủ chính xác: suy ra từ các số khác của kết quả.",
        )
    remarks: dict[Text, list[Text]] = {}
    for target in comparison.targets:
        remark = _remark(target)
        if remark is not None:
            remarks.setdefault(remark, []).append(join((readable(target.name), SHORT[target.field]), ", "))
    for remark, named in remarks.items():
        yield say("{remark}: {named}.", "{remark}: {named}.", remark=_capital(remark), named=_some(named))


def _capital(words: Text) -> Text:
    return Text(*(each[:1].upper() + each[1:] for each in words))


_NAMED = 5
"""So many targets are named beside one remark."""


def _some(named: Sequence[Text]) -> Text:
    """Some of several names, and how many more there are."""
    shown = join(named[:_NAMED], "; ")
    if len(named) <= _NAMED:
        return shown
    rest = len(named) - _NAMED
    return say(
        "{shown} and {rest} more (--format csv)",
        "{shown} và {rest} chỉ tiêu khác (--format csv)",
        shown=shown,
        rest=rest,
    )


def figures_sheet(comparison: Comparison) -> Sheet:
    """The figures of areas that differ, but those that the sheet of targets has."""
    told = [
        change
        for change in comparison.figures
        if not (comparison.targets and change.field in JUDGED and change.before is not None)
    ]
    title = Text("Figures that differ", "Số liệu khác nhau")
    if comparison.targets:
        title = Text("Other figures that differ", "Số liệu khác có thay đổi")
    note = say(
        "Figures that differ: {differ}; alike: {same}.",
        "Số liệu khác nhau: {differ}; giống nhau: {same}.",
        differ=len(comparison.figures) + len(comparison.funding),
        same=comparison.same,
    )
    notes = [note, *([comparison.unjudged] if comparison.unjudged else [])]
    if comparison.sections:
        sections = join([_SECTIONS[section] for section in comparison.sections], ", ")
        notes.append(
            say(
                "These parts differ too, and are not compared word by word: {sections}.",
                "Các phần sau cũng khác nhau nhưng không so từng chữ: {sections}.",
                sections=sections,
            )
        )
    return _changes_sheet(title, told, _AREA)._replace(notes=tuple(notes), grouped="name")


_SECTIONS = {
    "document": Text("document", "thông tin văn bản"),
    "purpose": Text("purpose", "mục đích"),
    "requirements": Text("requirements", "yêu cầu"),
    "objective": Text("objective", "mục tiêu chung"),
    "poverty_standard": Text("poverty standard", "chuẩn nghèo"),
    "measures": Text("measures", "nhiệm vụ, giải pháp"),
    "schedule": GLOSSARY["schedule"],
    "actors": GLOSSARY["actors"],
    "assumptions": Text("assumptions", "giả định"),
    "waivers": GLOSSARY["waivers"],
}


def funding_sheet(comparison: Comparison) -> Sheet:
    """The amounts that differ, and what is to be known of their units."""
    title = Text("Funding that differs", "Kinh phí khác nhau")
    if comparison.unit is not None:
        title = say("{title} ({unit})", "{title} ({unit})", title=title, unit=readable(comparison.unit))
    sheet = _changes_sheet(title, comparison.funding, Text("Source", "Nguồn vốn"))
    people = [column for column in sheet.columns if column.key != "figure"]
    kept = [at for at, column in enumerate(sheet.columns) if column in people]
    rows = tuple(row._replace(cells=tuple(row.cells[at] for at in kept), group=0) for row in sheet.rows)
    return sheet._replace(columns=tuple(people), rows=rows, notes=_of_money(comparison))


def _of_money(comparison: Comparison) -> tuple[Text, ...]:
    of_ids = tuple(same_names(comparison.parts))
    return tuple(note for note in comparison.notes if note not in of_ids)


def _changes_sheet(title: Text, changes: Sequence[FigureChange], heading: Text) -> Sheet:
    columns = (
        _ADDRESS,
        Column("name", heading),
        _FIELD,
        _FIGURE,
        Column("before", _BEFORE, numeric=True),
        Column("after", _AFTER, numeric=True),
        Column("difference", _DIFFERENCE, Readers.PEOPLE, numeric=True),
        Column("difference", _DIFFERENCE, Readers.PROGRAMS, numeric=True),
        Column("change", Text("Change", "Thay đổi"), Readers.PROGRAMS),
        Column("change", Text("Change", "Thay đổi"), Readers.PEOPLE, whole=True),
    )
    rows = [
        Row(tuple(_change_cells(change)), group=group)
        for group, change in _grouped(changes, lambda change: change.address)
    ]
    return Sheet(title, columns, tuple(rows))


def _change_cells(change: FigureChange) -> Iterator[Cell]:
    by = change.difference
    yield change.address
    yield readable(change.name)
    yield change.field
    yield SHORT.get(change.field, GLOSSARY[change.field])
    yield change.before
    yield change.after
    yield None if by is None else _both(lambda lang: _from_to(by, lang))
    yield None if by is None else (by[0] if by[0] == by[1] else Figure(by[0], Form.BETWEEN, by[1]))
    yield change.change.value
    yield CHANGES[change.change]


def parts_sheet(parts: Sequence[PartChange]) -> Sheet:
    """Areas and lines that were added or are gone, moved, renamed, or of another kind."""
    columns = (
        Column("path", Text("Path", "Đường dẫn")),
        Column("name", Text("Area or line", "Địa bàn, nguồn vốn")),
        Column("change", Text("Change", "Thay đổi"), Readers.PROGRAMS),
        Column("change", Text("Change", "Thay đổi"), Readers.PEOPLE, whole=True),
        Column("before", _BEFORE),
        Column("after", _AFTER),
    )
    rows = tuple(
        Row(
            (
                part.address,
                readable(part.name),
                part.change.value,
                MOVES[part.change],
                None if part.before is None else readable(part.before),
                None if part.after is None else readable(part.after),
            )
        )
        for part in parts
    )
    return Sheet(Text("Areas and lines of funding", "Địa bàn và nguồn vốn"), columns, rows, tuple(same_names(parts)))


def findings_sheet(comparison: Comparison) -> Sheet:
    """What `check` finds in one plan and not in the other, in short."""
    columns = (
        Column("change", Text("Change", "Thay đổi"), Readers.PROGRAMS),
        Column("change", Text("Change", "Thay đổi"), Readers.PEOPLE, whole=True),
        Column("severity", Text("Severity", "Mức độ"), Readers.PROGRAMS),
        Column("code", Text("Code", "Mã"), whole=True),
        Column("message", Text("Finding", "Phát hiện")),
    )
    found = comparison.findings
    rows = [
        Row((key, words, finding.severity.value, finding.code, _told(finding)))
        for key, words, findings in (("new", _NEW, found.new), ("gone", _GONE, found.gone))
        for finding in findings
    ]
    note = say(
        "Findings of povcalc check: new {new}, gone {gone}, in both {kept}.",
        "Phát hiện của povcalc check: mới {new}, không còn {gone}, có ở cả hai {kept}.",
        new=len(found.new),
        gone=len(found.gone),
        kept=len(found.kept),
    )
    return Sheet(Text("Findings", "Phát hiện"), columns, tuple(rows), (note,))


_NEW, _GONE = Text("new", "mới"), Text("gone", "không còn")


def _told(finding: Finding) -> Text:
    """A finding in words, with its severity where it is no error."""
    severity = SEVERITIES[finding.severity]
    return say("{severity}: {message}", "{severity}: {message}", severity=severity, message=finding.message)


_T = TypeVar("_T")


def _grouped(things: Iterable[_T], key: Callable[[_T], str]) -> Iterator[tuple[int, _T]]:
    """Things with the number of the group that they belong to: those with one key stand together."""
    for group, (_, members) in enumerate(groupby(things, key)):
        yield from ((group, member) for member in members)


def _both(words: Callable[[Lang], str]) -> Text:
    return Text(words(Lang.EN), words(Lang.VI))


def _from_to(by: tuple[Number, Number], lang: Lang) -> str:
    """A difference, or those of both ends of a range."""
    return with_sign(by[0], lang) if by[0] == by[1] else f"{with_sign(by[0], lang)}…{with_sign(by[1], lang)}"


def _by(found: Interval, lang: Lang) -> str:
    """A difference as far as it is known: +7, ≥ +7, -3…+7."""
    if found.is_point and found.low is not None:
        return with_sign(found.low, lang)
    shown = found.widened(PLACES)
    low = None if shown.low is None else with_sign(shown.low, lang)
    high = None if shown.high is None else with_sign(shown.high, lang)
    if low is not None and high is not None:
        return f"{low}…{high}"
    if low is not None:
        return f"{'>' if shown.low_open else '≥'} {low}"
    return "" if high is None else f"{'<' if shown.high_open else '≤'} {high}"
