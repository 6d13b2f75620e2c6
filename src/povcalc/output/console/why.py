"""Why a figure lies where it does, for the screen: what is stated and assumed, then line by line what follows."""

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from povcalc.loading import Reading
from povcalc.output.why import heading
from povcalc.places import Path
from povcalc.sheets.why import Ground, Why
from povcalc.text import Lang, Text, printable

_STATED = Text("stated", "đã ghi")
_ASSUMED = Text("assumed", "giả định")
_GIVEN = Text("from", "từ")
_SO = Text("so", "suy ra")
_NOTHING = Text(
    "No stated figure bounds it on this side or on the other.",
    "Không có số liệu nào đã ghi giới hạn số này.",
)


def show_why(console: Console, reading: Reading, answers: tuple[Why, ...], lang: Lang) -> None:
    """Print each answer: its range, and for each end what it rests on."""
    for at, answer in enumerate(answers):
        if at:
            console.print()
        console.print(Styled(printable(heading(answer).to(lang)), style="bold"))
        if not answer.grounds:
            console.print(_NOTHING.to(lang))
        grounds = _once(answer)
        for ground in grounds:
            console.print()
            console.print(_table(reading, ground, lang, exactly=len(grounds) < len(answer.grounds)))


def _once(answer: Why) -> tuple[Ground, ...]:
    """The grounds of both ends, or one of them where the same stated figure is both."""
    first, *others = answer.grounds or (None,)
    if first is not None and answer.range.is_point and others and not first.lines and not others[0].lines:
        return (first,)
    return answer.grounds


def _table(reading: Reading, ground: Ground, lang: Lang, *, exactly: bool) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    sign, _, end = ground.end.to(lang).partition(" ")
    table.add_row("=" if exactly else sign, Styled(end, style="bold"))
    for at, (words, path) in enumerate(ground.stated):
        line = Styled(printable(words.to(lang)))
        line.append(f"  {printable(place(reading, path))}", style="dim")
        table.add_row(_STATED.to(lang) if not at else "", line)
    for at, words in enumerate(ground.assumed):
        table.add_row(_ASSUMED.to(lang) if not at else "", printable(words.to(lang)))
    for at, (words, address) in enumerate(ground.elsewhere):
        line = Styled(printable(words.to(lang)))
        line.append(f"  povcalc why {printable(address)}", style="dim")
        table.add_row(_GIVEN.to(lang) if not at else "", line)
    for at, words in enumerate(ground.lines):
        table.add_row(_SO.to(lang) if not at else "", printable(words.to(lang)))
    return table


def place(reading: Reading, path: Path) -> str:
    """Where a figure stands: file, line and column."""
    spot = reading.added.get(path)
    if spot is not None:
        return f"{spot.file}:{spot.place.line}:{spot.place.column}"
    if reading.document is None:
        return ""
    where = reading.document.place(reading.document.span(path))
    return f"{reading.name}:{where.line}:{where.column}"
