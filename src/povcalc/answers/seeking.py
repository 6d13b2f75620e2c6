"""What a goal takes, as sheets: the counts, and the arithmetic of the worlds that decide."""

from collections.abc import Iterator
from typing import NamedTuple

from povcalc.answers.reckoning import lines
from povcalc.answers.sheets import Answer, answered, told
from povcalc.bounds import Options
from povcalc.figures import Figure, Form, Number
from povcalc.loading import Reading
from povcalc.places import Path
from povcalc.scenario.goals import sought
from povcalc.scenario.questions import Level, Paid, Sought
from povcalc.scenario.requests import How, Request
from povcalc.scenario.selecting import FUNDING
from povcalc.scenario.whatif import Scenario
from povcalc.sheets import Column, Readers, Row, Sheet, assumed_words
from povcalc.sheets.signs import signed_number
from povcalc.text import Text, Value, join, same, say


class Search(NamedTuple):
    """What a goal takes, and what follows when that is done: of the sure answer, or of the one that could do."""

    sought: Sought
    answer: Answer | None


def searched(reading: Reading, goal: str, vary: list[str], options: Options | None = None) -> Search:
    """What it takes to reach a goal, and what follows from it. Raises `ScenarioError`."""
    found = sought(reading, goal, vary, options)
    level = _chosen(found)
    if level is None or (isinstance(found.asked, Paid) and not all(level.figures.values())):
        return Search(found, None)  # that no money is needed is no amount of a plan
    requests = tuple(_request(found, path, number) for path, number in level.figures.items())
    return Search(found, answered(reading, Scenario(requests), options))


def _chosen(found: Sought) -> Level | None:
    return next((level for level in (found.sure, found.could) if level.figures and level.why_not is None), None)


def _request(found: Sought, path: Path, number: Number) -> Request:
    called = found.selecting.called(path)
    return Request(called, How.SET, Figure(number), 0, f"{called}={number}")


def search_told(search: Search) -> tuple[Sheet, ...]:
    """The answer as sheets: the counts, the arithmetic, then what follows and what check says of it."""
    rest = () if search.answer is None else told(search.answer)[1:]
    return takes_sheet(search.sought), argument_sheet(search.sought), *rest


_SURE = Text("sure, in every world", "chắc chắn, trong mọi trường hợp")
_COULD = Text("possible, in the kindest", "có thể, trong trường hợp thuận lợi nhất")


def takes_sheet(found: Sought) -> Sheet:
    """The counts that a goal takes: as stated, in every world, and in the kindest."""
    difference = Text("Difference", "Chênh lệch")
    columns = (
        Column("figure", Text("Figure", "Số liệu"), Readers.PROGRAMS),
        Column("figure", _heading(found), Readers.PEOPLE, whole=True),
        Column("now", Text("Now", "Hiện nay"), numeric=True),
        Column("sure", Text("Sure", "Chắc chắn"), numeric=True),
        Column("sure_difference", difference, Readers.PROGRAMS, numeric=True),
        Column("sure_difference", difference, Readers.PEOPLE, numeric=True),
        Column("could", Text("Possible", "Có thể"), numeric=True),
        Column("could_difference", difference, Readers.PROGRAMS, numeric=True),
        Column("could_difference", difference, Readers.PEOPLE, numeric=True),
    )
    rows = []
    for path in found.varied:
        figure = found.selecting.stated(path)
        form = None if figure is None else figure.form
        now = figure.number if figure is not None and form in (Form.EXACT, Form.ABOUT) else None
        cells: list[Value | None] = []
        for level in (found.sure, found.could):
            number = level.figures.get(path) if level.why_not is None else None
            moved = None if number is None or now is None else number - now
            cells += [number, moved, None if moved is None else signed_number(moved)]
        called = found.selecting.called(path)
        short = found.selecting.called(path[:-1]) if _field(found) else called
        rows.append(Row((called, short, now if form is Form.EXACT else figure, *cells)))
    title = say("What it takes for {goal}", "Cần bao nhiêu để {goal}", goal=found.asked.words)
    return Sheet(title, columns, tuple(rows), tuple(_notes(found)))


def _field(found: Sought) -> str | None:
    """The field of several targets that are varied, which the heading names, so that each row need not."""
    fields = {str(path[-1]) for path in found.varied if path[0] != FUNDING}
    return fields.pop() if len(fields) == 1 and len(found.varied) > 1 else None


def _heading(found: Sought) -> Text:
    field = _field(found)
    return Text("Figure", "Số liệu") if field is None else same(field)


def _notes(found: Sought) -> Iterator[Text]:
    if isinstance(found.asked, Paid):
        yield Text("Money has no ranges: what is possible is sure.", "Tiền không có khoảng: có thể cũng là chắc chắn.")
    else:
        yield _GREATEST if str(found.varied[0][-1]).endswith("_end") else _LEAST
        basis = join((Text("the plan's figures", "số liệu của kế hoạch"), *assumed_words(found.assumed)), ", ")
        yield say("It rests on {basis}.", "Dựa trên {basis}.", basis=basis)
    cases = _cases(found)
    for level, name in cases:
        if level.why_not is not None:
            yield say("Out of reach ({name}): {why}.", "Ngoài tầm ({name}): {why}.", name=name, why=level.why_not)
    for remark in dict.fromkeys(remark for level, _ in cases for remark in level.remarks):
        yield say("{remark}.", "{remark}.", remark=remark)


_LEAST = Text(
    "Sure: the least that reaches the goal in every world that the plan allows. Possible: the least that reaches "
    "it in the kindest of them.",
    "Chắc chắn: số nhỏ nhất đạt đích trong mọi trường hợp mà kế hoạch cho phép. Có thể: số nhỏ nhất đạt đích trong "
    "trường hợp thuận lợi nhất.",
)
_GREATEST = Text(
    "Sure: the greatest that reaches the goal in every world that the plan allows. Possible: the greatest that reaches "
    "it in the kindest of them.",
    "Chắc chắn: số lớn nhất đạt đích trong mọi trường hợp mà kế hoạch cho phép. Có thể: số lớn nhất đạt đích trong "
    "trường hợp thuận lợi nhất.",
)


def _cases(found: Sought) -> tuple[tuple[Level, Text], ...]:
    """The answers that are to be told apart, with their names."""
    if found.could is found.sure:
        return ((found.sure, _SURE),)
    return (found.sure, _SURE), (found.could, _COULD)


def argument_sheet(found: Sought) -> Sheet:
    """The arithmetic of both answers, each in the world that decides it."""
    columns = (
        Column("case", Text("Answer", "Đáp số")),
        Column("line", Text("Arithmetic", "Phép tính")),
    )
    rows = [
        Row((name, line), group=at) for at, (level, name) in enumerate(_cases(found)) for line in lines(found, level)
    ]
    return Sheet(Text("Why", "Vì sao"), columns, tuple(rows), grouped="case", apart=True)
