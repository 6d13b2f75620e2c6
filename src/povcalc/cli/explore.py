"""The screen of `povcalc explore`: a plan's figures as a table, and what follows while one types over them.

A change stays once Enter is pressed. What follows is what `povcalc whatif` answers to the same changes; its line is
given at the end. The plan's own file is never written to.
"""

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from rich.console import Console
from rich.text import Text
from textual import events, on
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.coordinate import Coordinate
from textual.widgets import DataTable, Footer, Input, Static, TabbedContent, TabPane

from povcalc.cli.files import write_new
from povcalc.cli.session import Session, not_saved, save_plan
from povcalc.cli.streams import Page, drawn, language
from povcalc.messages import Message, join, plural, printable, verbatim, worded
from povcalc.output.console import show_file, show_portrait, show_tables
from povcalc.output.report import Checked, title
from povcalc.output.tables import Shown, cell_words
from povcalc.places import Path
from povcalc.plan.areas import AreaIndex
from povcalc.plan.assumptions import Options
from povcalc.plan.model import Plan, in_reading_order
from povcalc.scenario.changes import Rebalance, Request, ScenarioError, make_request
from povcalc.scenario.outcome import Scenario, index_of, scenario_text
from povcalc.scenario.tables import Answer, AsWritten, answer, answer_tables
from povcalc.values import Figure
from povcalc.views.plan import (
    area_label,
    columns_of,
    derivation_of,
    funding,
    funding_rows,
    indented,
    portrait,
    stated_or_implied,
)
from povcalc.views.table import Cell, Column


def _said(words: Message) -> str:
    return printable(words.to(language()))


# What can be changed.


class Grid(NamedTuple):
    """Figures in rows under headings: each row has its name, and in each cell the figure's path, if it has one."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, tuple[tuple[Path | None, Cell], ...]], ...]


def grids(plan: Plan, options: Options | None) -> dict[str, Grid]:
    """The figures of the areas, stated or as ranges that follow, and the amounts of the funding."""
    found: dict[str, Grid] = {}
    if plan.targets is not None:
        derivation = derivation_of(plan, options)
        areas, index = in_reading_order(derivation.areas), AreaIndex(derivation.areas)
        speaks = columns_of(areas)
        # What is stated is what is changed most: it comes before what only follows.
        columns = sorted(speaks, key=lambda column: all(each.figure(column.key) is None for each in areas))
        rows = tuple(
            (
                "  " * indented(each.path) + _said(area_label(index, each)),
                tuple(
                    ((*each.path, column.key), stated_or_implied(derivation, each, column.key)) for column in columns
                ),
            )
            for each in areas
        )
        found["targets"] = Grid(worded(tuple(columns), plan.wording), rows)
    if plan.funding is not None:
        _, _, name, *columns_of_money = funding(plan).columns
        lines = tuple(
            (
                "  " * row.depth + printable(cell_words(row.cells[2], name, language())),
                ((path, row.cells[3]), (None, row.cells[4])),
            )
            for path, row in funding_rows(plan.funding)
        )
        found["funding"] = Grid(tuple(columns_of_money[:2]), lines)
    return found


# What follows.


class Followed(NamedTuple):
    """A plan with the changes made so far: checked, with its figures as tables, and the answer where any is changed."""

    checked: Checked
    grids: dict[str, Grid]
    answer: Answer | None


def followed(session: Session, scenario: Scenario, written: AsWritten) -> Followed:
    """What follows from a scenario for a plan as written.

    Raises `ScenarioError` for one that cannot be carried out.
    """
    found = answer(session.reading, scenario, session.assumed, written) if scenario.requests else None
    reading, report = (session.reading, written.report) if found is None else (found.whatif.after, found.after)
    checked = Checked(reading, report, session.is_built_in, session.assumed)
    plan = session.plan if reading.plan is None else reading.plan
    return Followed(checked, grids(plan, session.assumed), found)


def drawings(session: Session, found: Followed) -> dict[str, Callable[[Console], None]]:
    """What is drawn of it, by the part of the screen: what follows, what is found, and the charts."""
    lang, heading = language(), title(session.reading)
    tables = () if found.answer is None else worded(answer_tables(found.answer), session.plan.wording)
    picture = portrait(found.checked.reading.plan or session.plan, session.assumed)

    def shown(tables: tuple[Any, ...]) -> Shown:
        return Shown(session.reading.name, heading, session.is_built_in, None, tables, picture.facts)

    def follows(console: Console) -> None:
        if found.answer is None:
            console.print(Text(_said(_NOTHING)))
        else:
            show_tables(console, shown(tables), lang)

    return {
        "follows": follows,
        "findings": partial(show_file, checked=found.checked, lang=lang, quiet=False, everything=False, several=False),
        "charts": lambda console: show_portrait(console, shown(()), picture, lang, ascii_only=False),
    }


# The screen.

_NOTHING = Message("Nothing is changed. Type a number over a figure, such as 500, +10%, x1.2 or >=9.")
_FILES = {
    "scenario": Message("A new file for the changes, such as faster.yaml:"),
    "plan": Message("A new file for the changed plan, such as plan-new.yaml:"),
}
_SUMS = {
    None: Message("sums stay as stated"),
    Rebalance.TOTAL: Message("totals follow their parts"),
    Rebalance.OTHERS: Message("other parts take up the difference"),
}
_PANES = {
    "follows": Message("What follows"),
    "findings": Message("Findings"),
    "charts": Message("Charts"),
}
_GRIDS = {"targets": Message("Targets"), "funding": Message("Funding")}
_KEYS = {
    "next('grids')": ("t", Message("table", context="key")),
    "next('answers')": ("v", Message("view", context="key")),
    "undo": ("u", Message("undo")),
    "sums": ("r", Message("sums")),
    "name('scenario')": ("s", Message("save changes")),
    "name('plan')": ("w", Message("write plan")),
    "quit": ("q", Message("quit")),
}
_BEGINS = frozenset("0123456789.,+-<>~x")
"""What a value begins with."""

_PAUSE = 0.15
"""Seconds without a key after which what is typed is looked at."""


class Explorer(App[None]):
    """The screen for one plan. `requests` are the changes that stay, `rebalance` is what becomes of sums."""

    CSS = """
    #grids, #answers, DataTable { height: 1fr; }
    #line, #said { height: auto; max-height: 4; }
    Input { height: 1; border: none; padding: 0; }
    """
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._index = index_of(session.reading)
        self.requests: list[Request] = []
        self.rebalance: Rebalance | None = None
        self._written = AsWritten(session.reading, session.assumed)
        self.followed = followed(session, Scenario(()), self._written)
        self._asked: Path | str | None = None
        """What the line at the foot is for: the figure of a path, or the file of a kind."""
        self._number = 0
        self._one_at_a_time = threading.Lock()
        for action, (key, words) in _KEYS.items():
            self.bind(key, action, description=_said(words))
        self.bind("escape", "leave", show=False)

    def compose(self) -> ComposeResult:
        """The figures above, the answers below them, the line that is typed at the foot."""
        yield Static(id="line")
        with TabbedContent(id="grids"):
            for name in self.followed.grids:
                with TabPane(_said(_GRIDS[name])):
                    yield DataTable(id=name, fixed_columns=1, zebra_stripes=True)
        with TabbedContent(id="answers"):
            for name, words in _PANES.items():
                with TabPane(_said(words)), VerticalScroll():
                    yield Static(id=name)
        yield Static(id="said")
        yield Input(id="value", disabled=True, select_on_focus=False)
        yield Footer()

    def on_mount(self) -> None:
        """Show the plan as it is."""
        self._show(self.followed)
        self.query_one(DataTable).focus()

    def on_resize(self) -> None:
        """Draw what follows in the new width."""
        self._show(self.followed)

    # What is typed.

    def on_key(self, event: events.Key) -> None:
        """Begin to change the figure under the cursor with its first sign."""
        sign = event.character or ""
        if not isinstance(self.focused, DataTable):
            return
        if isinstance(self._asked, tuple) and sign.isprintable():
            # Of somebody who types quickly, before the line at the foot has the focus.
            event.stop()
            self.query_one(Input).insert_text_at_cursor(sign)
        elif sign in _BEGINS:
            event.stop()
            self._change(self.focused, sign)

    @on(DataTable.CellSelected)
    def chosen(self, event: DataTable.CellSelected) -> None:
        """Begin to change the figure that is chosen."""
        self._change(event.data_table, "")

    def _change(self, table: DataTable[Text], begun: str) -> None:
        row, column = table.cursor_coordinate
        path, cell = self.followed.grids[str(table.id)].rows[row][1][column - 1] if column else (None, None)
        if path is None:
            self._say(Message("this is no figure that could be changed"))
            return
        shown = verbatim("-") if cell is None else verbatim(str(table.get_cell_at(Coordinate(row, column))))
        self._ask(path, join([verbatim(self._index.name(path)), shown], ": "), begun)

    def _ask(self, what: Path | str, words: Message, begun: str = "") -> None:
        """Have something typed into the line at the foot."""
        self._asked = what
        self._say(words)
        line = self.query_one(Input)
        line.disabled = False
        line.focus()
        line.value = begun
        line.cursor_position = len(begun)

    def action_name(self, kind: str) -> None:
        """Ask for the name of the file that the changes, or the changed plan, go into."""
        if self.requests:
            self._ask(kind, _FILES[kind])
        else:
            self._say(_NOTHING)

    @on(Input.Changed)
    def typing(self) -> None:
        """Look at what is typed as soon as nobody types."""
        self._number += 1
        self.set_timer(_PAUSE, partial(self._look, self._number))

    @on(Input.Submitted)
    def typed(self, event: Input.Submitted) -> None:
        """Keep a change, or write a file."""
        if isinstance(self._asked, str):
            self._write(self._asked, event.value.strip())
            self.action_leave()
        elif event.value.strip():
            self._number += 1
            self._look(self._number, keep=True)
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Leave the line at the foot, and what is typed in it."""
        was_figure = isinstance(self._asked, tuple)
        self._asked = None
        line = self.query_one(Input)
        with self.prevent(Input.Changed):
            line.value = ""
        line.disabled = True
        self._focus_table()
        if was_figure:
            self._again()

    def _focus_table(self) -> None:
        pane = self.query_one("#grids", TabbedContent).active_pane
        if pane is not None:
            pane.query_one(DataTable).focus()

    def action_next(self, tabs: str) -> None:
        """Turn to the next of the tables, or of the views below them."""
        content = self.query_one(f"#{tabs}", TabbedContent)
        names = [str(pane.id) for pane in content.query(TabPane)]
        content.active = names[(names.index(content.active) + 1) % len(names)]
        self.call_after_refresh(self._focus_table)

    def action_undo(self) -> None:
        """Take the last change back."""
        if self.requests:
            self.requests.pop()
            self._again()

    def action_sums(self) -> None:
        """Have sums become something else."""
        ways = [*_SUMS]
        self.rebalance = ways[(ways.index(self.rebalance) + 1) % len(ways)]
        self._again()

    def _again(self) -> None:
        self._say(verbatim(""))
        self._number += 1
        self._look(self._number)

    # What follows.

    def _look(self, number: int, *, keep: bool = False) -> None:
        """Have it worked out what follows from the changes, with what is typed; that is to be kept or not."""
        if number != self._number:
            return
        requests = list(self.requests)
        value = self.query_one(Input).value.strip()
        if isinstance(self._asked, tuple) and value:
            try:
                request = make_request(self._index.name(self._asked), value)
            except ScenarioError as fault:
                self._say(fault.why)
                return
            requests = [each for each in requests if each.selector != request.selector or request.figure is None]
            requests.append(request)
        elif isinstance(self._asked, str):
            return
        self.run_worker(partial(self._work, number, requests, keep=keep), thread=True)

    def _work(self, number: int, requests: list[Request], *, keep: bool) -> None:
        found: Followed | Message
        with self._one_at_a_time:
            if number != self._number:
                return
            try:
                found = followed(self._session, Scenario(tuple(requests), self.rebalance), self._written)
            except ScenarioError as fault:
                found = fault.why
        self.call_from_thread(self._tell, number, requests, found, keep=keep)

    def _tell(self, number: int, requests: list[Request], found: Followed | Message, *, keep: bool) -> None:
        """Show what follows, or say why nothing can; and keep the changes if they are to be."""
        if number != self._number:
            return
        if isinstance(found, Message):
            self._say(found)
            return
        if keep:
            self.requests, self._asked = requests, None
            self.action_leave()
            self._say(verbatim(""))
        self._show(found)

    def _say(self, words: Message) -> None:
        self.query_one("#said", Static).update(Text(_said(words)))

    def _show(self, found: Followed) -> None:
        """Show a plan with its changes."""
        self.followed = found
        count = plural("{count} change", "{count} changes", count=len(self.requests))
        name = self._session.plan.document.number
        head = [title(self._session.reading) if name is None else verbatim(name), count, _SUMS[self.rebalance]]
        self.query_one("#line", Static).update(Text(_said(join(head, " · ")), style="bold"))
        changed = {} if found.answer is None else found.answer.whatif.changes
        for name, grid in found.grids.items():
            _fill(self.query_one(f"#{name}", DataTable), grid, changed)
        width = max(self.size.width - 4, 40)
        page = Page(width, terminal=True, colors="standard")
        for name, draw in drawings(self._session, found).items():
            self.query_one(f"#{name}", Static).update(Text.from_ansi(drawn(page, draw)))

    def _write(self, kind: str, name: str) -> None:
        """Write the changes, or the changed plan, into a new file."""
        if not name:
            return
        if kind == "scenario":
            why = write_new(name, scenario_text(Scenario(tuple(self.requests), self.rebalance)).encode())
        else:
            changes = {} if self.followed.answer is None else self.followed.answer.whatif.changes
            why = save_plan(self._session.reading, changes, name)
        self._say(Message("{name} is written", name=name) if why is None else not_saved(why))


def _fill(table: DataTable[Text], grid: Grid, changed: Mapping[Path, Figure]) -> None:
    """Write the figures into a table of the screen: all of them once, then those that differ."""
    lang = language()
    headings = [_said(column.heading) for column in grid.columns]
    if [str(column.label) for column in table.ordered_columns][1:] != headings or table.row_count != len(grid.rows):
        table.clear(columns=True)
        table.add_column("")
        for heading in headings:
            table.add_column(Text(heading))
        for name, _ in grid.rows:
            table.add_row(Text(name), *(Text() for _ in headings))
    for row, (_, cells) in enumerate(grid.rows):
        for at, (path, cell) in enumerate(cells):
            words = printable(cell_words(cell, grid.columns[at], lang))
            text = Text(words, style="bold reverse" if path in changed else "", justify="right")
            if table.get_cell_at(Coordinate(row, at + 1)) != text:
                table.update_cell_at(Coordinate(row, at + 1), text, update_width=True)
