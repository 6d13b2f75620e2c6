"""Changes that are asked for.

What if: figures changed, and what follows for the people of the plan's areas.

From the ground up: `requests` are changes in the words of a user, `selecting` finds the figures that they mean and
`applying` changes these; `rebalancing` has totals follow their parts, or other parts hold a total; `outcomes` is what
becomes of the areas, `following` the stated figures that follow from that; `files` are scenarios as files, and
`whatif` is all of it together. `goals` turn the question round: how much it would take, as `questions` have it: in
counts (`counting`), in other targets (`stepping`), in money (`paying`).

A change in the words of a user: which figures, and what becomes of them.

tram-tau.reduction_households=500     set
*.reduction_rate=+0.5                 half a point more
funding.oda=-10%                      a tenth less
**.reduction_households=x1.2          a fifth more
yen-bai.reduction_rate=>6             over 6; < under, >= at least, <= at most, ~ about, 840..930 a range

Which figures a selector names: `tram-tau.reduction_households`, `*.reduction_rate`, `funding.oda`.

Changes made to a plan's figures, in the order in which they were asked for.

Totals and their parts after a change: totals that follow, or other parts that take up the difference.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal, localcontext
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from povcalc.apportion import shared_out
from povcalc.messages import Text, join, same, say
from povcalc.places import Path
from povcalc.plan.areas import AreaIndex
from povcalc.plan.edit import figure_at, figure_text
from povcalc.plan.load import figure_of
from povcalc.plan.model import Area, Located, Plan, walk
from povcalc.typos import closest_match
from povcalc.values import MAX_DIGITS, Exact, Figure, Form, Number, decimals, exact


class ScenarioError(ValueError):
    """A change, a goal or a scenario that cannot be carried out; `why` says what was read and what was expected."""

    def __init__(self, why: Text) -> None:
        super().__init__(why)
        self.why = why


class How(StrEnum):
    """What a change does with a figure: another in its place, a number added to it, or a factor."""

    SET = "set"
    ADD = "add"
    TIMES = "times"


class Request(NamedTuple):
    """A change as it was asked for: a selector, what becomes of the figures, and both in the user's own words.

    `figure` is the new figure for `SET`; `number` what is added, or the factor. `origin` is its place in a file.
    """

    selector: str
    how: How
    figure: Figure | None
    number: Number
    words: str
    origin: str = ""


_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
_PLAIN = re.compile(_NUMBER)
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")
_ADDED = re.compile(r"([+-])((?:0|[1-9][0-9]*)(?:\.[0-9]+)?)(%?)")
_FACTOR = re.compile(r"[x×*]((?:0|[1-9][0-9]*)(?:\.[0-9]+)?)")
_SIGNS = {
    ">=": Form.AT_LEAST,
    "≥": Form.AT_LEAST,
    "<=": Form.AT_MOST,
    "≤": Form.AT_MOST,
    ">": Form.OVER,
    "<": Form.UNDER,
    "~": Form.ABOUT,
    "=": Form.EXACT,
}


def requested(words: str) -> Request:
    """The change that `FIGURE=VALUE` asks for. Raises `ScenarioError`."""
    selector, equals, value = words.partition("=")
    if not equals or not selector.strip() or not value.strip():
        raise ScenarioError(
            say(
                "a change is FIGURE=VALUE, such as tram-tau.reduction_households=500, not {words}",
                "một thay đổi được viết SỐ_LIỆU=GIÁ_TRỊ, ví dụ tram-tau.reduction_households=500, không phải {words}",
                words=words or "''",
            )
        )
    return request(selector.strip(), value.strip())


def request(selector: str, value: str) -> Request:
    """The change of the figures that a selector names to a value. Raises `ScenarioError`."""
    words = f"{selector}={value}"
    if found := _ADDED.fullmatch(value):
        number = _number(found[2])
        number = -number if found[1] == "-" else number
        if found[3]:
            return Request(selector, How.TIMES, None, 1 + Decimal(number).scaleb(-2), words)
        return Request(selector, How.ADD, None, number, words)
    if found := _FACTOR.fullmatch(value):
        return Request(selector, How.TIMES, None, _number(found[1]), words)
    return Request(selector, How.SET, requested_figure(value, words), 0, words)


def requested_figure(value: str, words: str) -> Figure:
    """A figure in short notation: `500`, `>9`, `840..930`, `~1621667`. Raises `ScenarioError`."""
    if found := _RANGE.fullmatch(value):
        low, high = _number(found[1]), _number(found[2])
        if low <= high:
            return Figure(low, Form.BETWEEN, high)
        raise ScenarioError(
            say(
                "{words}: the lower end of a range comes first, {high}..{low}",
                "{words}: đầu nhỏ của khoảng viết trước, {high}..{low}",
                words=words,
                low=found[1],
                high=found[2],
            )
        )
    sign = next((each for each in _SIGNS if value.startswith(each)), "")
    number = value[len(sign) :].strip()
    if _PLAIN.fullmatch(number):
        return Figure(_number(number), _SIGNS.get(sign, Form.EXACT))
    raise ScenarioError(_not_a_value(value, words))


def _not_a_value(value: str, words: str) -> Text:
    from povcalc.typos import guess_figure

    likely = guess_figure(value.lstrip("<>=≤≥~+-x"), whole="rate" not in words)
    if likely is not None and likely.startswith("{"):
        likely = None
    return say(
        "{words}: {value} is not a value{hint}; use a number (500, 4.10), >9, <9, >=3, <=4, ~900, 840..930, +50, -50, "
        "+10%, -10% or x1.2",
        "{words}: {value} không phải một giá trị{hint}; hãy dùng một số (500, 4.10), >9, <9, >=3, <=4, ~900, 840..930, "
        "+50, -50, +10%, -10% hoặc x1.2",
        words=words,
        value=value,
        hint="" if likely is None else say(" (did you mean {likely}?)", " (có phải {likely} không?)", likely=likely),
    )


def _number(text: str) -> Number:
    """A number as the format writes it. Raises `ScenarioError` for one that is too long for any figure."""
    if len(text) > MAX_DIGITS:
        raise ScenarioError(
            say(
                "a number of more than {most} digits is no figure: {text}…",
                "số có hơn {most} chữ số không phải số liệu: {text}…",
                most=MAX_DIGITS,
                text=text[:10],
            )
        )
    return Decimal(text) if "." in text else int(text)


class Made(NamedTuple):
    """A figure after a change, and whether its number had to be rounded."""

    figure: Figure
    rounded: bool = False


def made(request_: Request, before: Figure, *, whole: bool, rate: bool) -> Made:
    """What a relative change makes of a figure.

    Counts are rounded to whole households and money to the decimals that it had, half up; a rate keeps all
    decimals that the change gives it, and never fewer than it had.
    """

    def one(number: Number) -> tuple[Number, bool]:
        with localcontext() as exactly:
            exactly.prec = 4 * MAX_DIGITS
            result = number + request_.number if request_.how is How.ADD else number * request_.number
            places = 0 if whole else decimals(number)
            if rate or (request_.how is How.ADD and not whole):
                return _trimmed(Decimal(result), places), False
            near = (Decimal(result).scaleb(places) + Decimal("0.5")).to_integral_value(ROUND_FLOOR).scaleb(-places)
            return (int(near) if places == 0 else near), near != result

    number, rounded = one(before.number)
    if before.upper is None:
        return Made(before._replace(number=number), rounded)
    upper, rounded_too = one(before.upper)
    return Made(before._replace(number=number, upper=upper), rounded or rounded_too)


def _trimmed(number: Decimal, places: int) -> Number:
    """The number without noughts at its end, but with so many decimals at least."""
    fewest = number.normalize()
    wanted = max(places, -int(fewest.as_tuple().exponent), 0)
    return number.quantize(Decimal(1).scaleb(-wanted)) if wanted else int(number)


CHILDREN, ALL = "*", "**"
FUNDING, TOTAL = "funding", "total"
FUNDING_TOTAL: Path = (FUNDING, TOTAL)


class Selecting:
    """A plan's figures by what they are called."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.areas: tuple[Located, ...] = walk(plan.targets) if plan.targets is not None else ()

    @cached_property
    def located(self) -> dict[Path, Located]:
        """The areas by their paths."""
        return {each.path: each for each in self.areas}

    @cached_property
    def _index(self) -> AreaIndex:
        return AreaIndex(self.areas)

    @cached_property
    def _shortest(self) -> dict[Path, str]:
        """The shortest words that call each area and no other."""
        return {each.path: self._index.shortest(each.path) for each in self.areas}

    def stated(self, path: Path) -> Figure | None:
        """The figure that the plan states at a path."""
        located = self.located.get(path[:-1])
        return figure_at(self.plan, path) if located is None else located.figure(str(path[-1]))

    def called(self, path: Path) -> str:
        """What a figure or an area is called: `tram-tau.reduction_households`, `funding.oda`."""
        if path[0] == FUNDING:
            line = (
                self.plan.funding.lines[int(path[2])].id
                if self.plan.funding and len(path) > len(FUNDING_TOTAL)
                else TOTAL
            )
            return f"{FUNDING}.{line}"
        if path in self.located:
            return self._shortest[path]
        return f"{self._shortest[path[:-1]]}.{path[-1]}"

    def figures(self, selector: str) -> tuple[Path, ...]:
        """The paths of the figures that a selector names. Raises `ScenarioError` when it names none."""
        called, dot, field = selector.rpartition(".")
        if not dot:
            raise ScenarioError(
                say(
                    "{selector} names no figure: write AREA.FIGURE, such as tram-tau.reduction_households, or "
                    "funding.LINE{hint}",
                    "{selector} không chỉ số liệu nào: hãy viết ĐỊA_BÀN.SỐ_LIỆU, ví dụ tram-tau.reduction_households, "
                    "hoặc funding.NGUỒN{hint}",
                    selector=selector or "''",
                    hint=self._hint(selector, self._index.by_id),
                )
            )
        if called == FUNDING:
            return tuple(self._amounts(field))
        if field not in Area.FIGURES:
            raise ScenarioError(
                say(
                    "{selector}: {field} is not a figure of an area{hint}; use one of {fields}",
                    "{selector}: {field} không phải số liệu của địa bàn{hint}; dùng một trong {fields}",
                    selector=selector,
                    field=field or "''",
                    hint=self._hint(field, Area.FIGURES),
                    fields=", ".join(Area.FIGURES),
                )
            )
        return tuple((*area.path, field) for area in self.called_areas(called))

    def called_areas(self, words: str) -> list[Located]:
        """The areas that an id, a path, `*` or `**` calls: inside the root area, and all. Raises `ScenarioError`."""
        if not self.areas:
            raise ScenarioError(Text("the plan has no targets", "kế hoạch không có mục tiêu giảm nghèo"))
        around, _, last = words.rpartition("/")
        if last in (CHILDREN, ALL):
            root = self._one(around) if around else self.areas[0]
            if last == ALL:
                depth = len(root.path)
                return [each for each in self.areas if each.path[:depth] == root.path and (not around or each != root)]
            if root.children:
                return list(root.children)
            raise ScenarioError(
                say(
                    "{words}: no areas are listed inside {name}",
                    "{words}: không có địa bàn nào được liệt kê trong {name}",
                    words=words,
                    name=root.area.name,
                )
            )
        return [self._one(words)]

    def _one(self, words: str) -> Located:
        found = self._index.ending(words)
        if len(found) == 1:
            return self.located[found[0]]
        if found:
            raise ScenarioError(
                say(
                    "several areas are called {word}: {choices}; use one of these paths",
                    "có nhiều địa bàn mang mã {word}: {choices}; hãy dùng một trong các đường dẫn này",
                    word=words,
                    choices=", ".join(map(self._index.address, found)),
                )
            )
        raise ScenarioError(
            say(
                "no area is called {word}{hint}",
                "không có địa bàn nào mang mã {word}{hint}",
                word=words or "''",
                hint=self._hint(words.rpartition("/")[2], self._index.by_id),
            )
        )

    def _amounts(self, field: str) -> Iterator[Path]:
        funding = self.plan.funding
        if funding is None:
            raise ScenarioError(Text("the plan has no funding", "kế hoạch không có phần kinh phí"))
        lines: dict[str, Path] = {TOTAL: FUNDING_TOTAL}
        for number, line in enumerate(funding.lines):
            lines.setdefault(line.id, (FUNDING, "lines", number, "amount"))
        if field in (CHILDREN, ALL) and funding.lines:
            yield from (path for name, path in lines.items() if name != TOTAL)
        elif field in lines:
            yield lines[field]
        else:
            raise ScenarioError(
                say(
                    "no line of the funding is called {word}{hint}; the lines are {lines}",
                    "không có nguồn vốn nào mang mã {word}{hint}; các nguồn là {lines}",
                    word=field or "''",
                    hint=self._hint(field, lines),
                    lines=", ".join(lines),
                )
            )

    @staticmethod
    def _hint(word: str, known: Mapping[str, object] | Sequence[str]) -> Text:
        near = closest_match(word, tuple(known)) if word else None
        return same("") if near is None else say("; did you mean {near}?", "; có phải {near} không?", near=near)


def listed(names: Sequence[Text], most: int = 4) -> Text:
    """The first few of some names, and how many more there are."""
    shown = join(names[:most], ", ")
    if len(names) <= most:
        return shown
    return say("{shown} and {more} more", "{shown} và {more} địa bàn khác", shown=shown, more=len(names) - most)


class Step(NamedTuple):
    """One figure that a change made another; `before` is `None` where the plan did not state it."""

    path: Path
    before: Figure | None
    after: Figure
    rounded: bool = False


class Applied(NamedTuple):
    """A change as it was asked for, and what it did."""

    request: Request
    steps: tuple[Step, ...]


def applied(selecting: Selecting, requests: Sequence[Request]) -> tuple[Applied, ...]:
    """What changes make of a plan's figures, each on what those before it left. Raises `ScenarioError`."""
    current: dict[Path, Figure] = {}
    seen: dict[str, str] = {}
    done = []
    for request in requests:
        if request.how is How.SET:
            before = seen.setdefault(request.selector, request.words)
            if before != request.words:
                raise ScenarioError(
                    say(
                        "{one} and {other} contradict each other: set a figure once",
                        "{one} và {other} mâu thuẫn với nhau: mỗi số liệu chỉ đặt một lần",
                        one=before,
                        other=request.words,
                    )
                )
        try:
            steps = tuple(_steps(selecting, request, current))
        except ScenarioError as unusable:
            if not request.origin:
                raise
            raise ScenarioError(join((same(request.origin), unusable.why), ": ")) from None
        current.update((step.path, step.after) for step in steps)
        done.append(Applied(request, steps))
    _refuse_excluded(selecting, current)
    return tuple(done)


def _steps(selecting: Selecting, request: Request, current: dict[Path, Figure]) -> list[Step]:
    steps = []
    paths = selecting.figures(request.selector)
    for path in paths:
        before = current.get(path) or selecting.stated(path)
        if request.figure is not None:
            step = Step(path, before, request.figure)
        elif before is not None:
            field = str(path[-1])
            new = made(request, before, whole="households" in field, rate="rate" in field)
            step = Step(path, before, new.figure, new.rounded)
        elif len(paths) > 1:
            continue  # of many areas, those that state the figure are meant
        else:
            raise ScenarioError(
                say(
                    "{words}: the plan does not state {figure}, so nothing can be added to it; set it to a number",
                    "{words}: kế hoạch không ghi {figure} nên không thể tăng giảm; hãy đặt một số cụ thể",
                    words=request.words,
                    figure=selecting.called(path),
                )
            )
        _refuse_unfit(selecting, request, step)
        steps.append(step)
    if not steps:
        raise ScenarioError(
            say(
                "{words}: none of these areas states the figure, so nothing can be added to it; set it to a number",
                "{words}: không địa bàn nào trong số này ghi số liệu đó nên không thể tăng giảm; hãy đặt một số cụ thể",
                words=request.words,
            )
        )
    return steps


def _refuse_unfit(selecting: Selecting, request: Request, step: Step) -> None:
    """Raise `ScenarioError` for a figure that its field cannot hold."""
    if step.path[0] == "targets":
        fits = _is_plain(step) or figure_of(str(step.path[-1]), step.after) is not None
        expected = _RATE if "rate" in str(step.path[-1]) else _COUNT
    else:
        fits = step.after.number > 0 and (step.after.upper is None or step.after.upper > 0)
        expected = Text("an amount more than nought", "một số tiền lớn hơn 0")
    if not fits:
        raise ScenarioError(
            say(
                "{words}: {figure} cannot be {value}; it is {expected}",
                "{words}: {figure} không thể là {value}; cần {expected}",
                words=request.words,
                figure=selecting.called(step.path),
                value=figure_text(step.after),
                expected=expected,
            )
        )


def _is_plain(step: Step) -> bool:
    """Whether a count stays a count: nearly all changes are of such, and need no looking at."""
    number = step.after.number
    return (
        "households" in str(step.path[-1])
        and step.before is not None
        and step.before.form is step.after.form is Form.EXACT
        and isinstance(number, int)
        and number >= 0
    )


_COUNT = Text(
    "a whole number of households, not negative unless it is a reduction",
    "một số nguyên (hộ), không âm trừ khi là số hộ giảm",
)
_RATE = Text(
    "a percentage from 0 to 100, or points from -100 to 100", "một tỷ lệ từ 0 đến 100%, hoặc số điểm từ -100 đến 100"
)

_EXCLUDED = {"households": ("households_start", "households_end")}


def _refuse_excluded(selecting: Selecting, current: dict[Path, Figure]) -> None:
    """Raise `ScenarioError` for fields that the format does not have beside each other."""
    plan: Plan = selecting.plan
    for path in current:
        for one, others in _EXCLUDED.items():
            for other in others:
                pairs = ((one, other), (other, one))
                for mine, its in pairs:
                    beside = (*path[:-1], its)
                    if path[-1] == mine and path[0] == "targets" and (beside in current or figure_at(plan, beside)):
                        raise ScenarioError(
                            say(
                                "{figure} cannot stand beside {other}: households are for both dates, or for one each",
                                "{figure} không thể đứng cùng {other}: households dùng cho cả hai thời điểm, còn lại "
                                "mỗi số một thời điểm",
                                figure=selecting.called(path),
                                other=selecting.called(beside),
                            )
                        )


def is_two_sided(figure: Figure) -> bool:
    """Whether a figure says what a number is, and not only that it is over or under something."""
    return figure.form in (Form.EXACT, Form.BETWEEN, Form.ABOUT)


COUNTS = (
    "households",
    "households_start",
    "households_end",
    "poor_households_start",
    "poor_households_end",
    "reduction_households",
)
"""The figures of an area that are the sums of those inside it."""


class Rebalance(StrEnum):
    """What becomes of sums: totals follow their parts, or the other parts hold the total."""

    TOTAL = "total"
    OTHERS = "others"


class Group:
    """A total with its parts, by the paths of their figures."""

    def __init__(self, total: Path, parts: tuple[Path, ...], *, partial: bool = False) -> None:
        self.total = total
        self.parts = parts
        self.partial = partial


def groups(selecting: Selecting, fields: set[str]) -> Iterator[Group]:
    """The totals of some figures, each before those inside it, and that of the funding."""
    for located in selecting.areas:
        if located.children:
            for field in COUNTS:
                if field in fields:
                    yield _of_area(located, field)
    funding = selecting.plan.funding
    if funding is not None and funding.lines:
        yield Group(FUNDING_TOTAL, tuple(("funding", "lines", at, "amount") for at in range(len(funding.lines))))


def _of_area(located: Located, field: str) -> Group:
    return Group(
        (*located.path, field),
        tuple((*child.path, field) for child in located.children),
        partial=located.area.partial,
    )


def totals(selecting: Selecting, changes: Mapping[Path, Figure]) -> list[Step]:
    """The stated totals that follow their changed parts, the innermost first. Raises `ScenarioError`.

    A total whose parts are all stated as numbers is their sum; of another the change of its parts is added to it.
    """
    current = dict(changes)
    steps = []
    for group in reversed([*groups(selecting, _fields(changes))]):
        before = figure_at(selecting.plan, group.total)
        if before is None or not any(part in current for part in group.parts):
            continue
        if group.total in changes:
            raise ScenarioError(
                say(
                    "{figure} is changed and is to follow its parts too: leave one of the two out",
                    "{figure} vừa được thay đổi vừa phải theo tổng các phần: hãy bỏ một trong hai",
                    figure=selecting.called(group.total),
                )
            )
        after = _followed(selecting, group, before, current)
        if after is not None and after != before:
            steps.append(Step(group.total, before, after))
            current[group.total] = after
    return steps


def _fields(changes: Mapping[Path, Figure]) -> set[str]:
    return {str(path[-1]) for path in changes}


def _followed(selecting: Selecting, group: Group, before: Figure, current: Mapping[Path, Figure]) -> Figure | None:
    """A total after its parts changed; `None` where they do not make it a number."""
    if before.form not in (Form.EXACT, Form.ABOUT):
        return None
    numbers = [_known(current.get(part) or figure_at(selecting.plan, part)) for part in group.parts]
    if not group.partial and None not in numbers:
        return before._replace(number=_figure_number(sum(number for number in numbers if number is not None)))
    moved: Exact = 0
    for part in group.parts:
        if part in current:
            was, now = _known(figure_at(selecting.plan, part)), _known(current[part])
            if was is None or now is None:
                return None
            moved += now - was
    return before._replace(number=_figure_number(exact(before.number) + moved))


def _known(figure: Figure | None) -> Exact | None:
    return None if figure is None or figure.form not in (Form.EXACT, Form.ABOUT) else exact(figure.number)


def _figure_number(value: Exact) -> Number:
    """A sum of numbers with decimals, as the format writes it."""
    if value.denominator == 1:
        return int(value)
    return Decimal(value.numerator) / Decimal(value.denominator)


def others(selecting: Selecting, changes: Mapping[Path, Figure]) -> list[Step]:
    """The other parts of changed totals and beside changed parts, in proportion to what they are.

    Raises `ScenarioError`. A total holds as it is stated, or as it was changed; where none is stated, the sum of its
    parts as they were.
    """
    current = dict(changes)
    steps = []
    for group in groups(selecting, _fields(changes)):
        if group.total not in current and not any(part in current for part in group.parts):
            continue
        for step in _taken_up(selecting, group, changes, current):
            steps.append(step)
            current[step.path] = step.after
    return steps


def _taken_up(
    selecting: Selecting, group: Group, changes: Mapping[Path, Figure], current: Mapping[Path, Figure]
) -> list[Step]:
    """The parts of one total that are not changed themselves, so that all add up to it."""
    plan = selecting.plan
    name = selecting.called(group.total)
    before = {part: figure_at(plan, part) for part in group.parts}
    if not any(before.values()) and not any(part in current for part in group.parts):
        return []  # a total whose parts state no such figure has nobody to share it
    free = [part for part in group.parts if part not in changes]
    figures = [before[part] for part in free]
    if (
        group.partial
        or None in map(_known, figures)
        or None in (_known(changes.get(part) or before[part]) for part in group.parts)
    ):
        raise ScenarioError(
            say(
                "{figure}: the others cannot take up the difference, since not every part of it is listed and stated "
                "as a number",
                "{figure}: không thể để các phần khác bù phần chênh lệch vì không phải phần nào cũng được liệt kê và "
                "ghi bằng một con số",
                figure=name,
            )
        )
    stated = current.get(group.total) or figure_at(plan, group.total)
    whole = _known(stated)
    if whole is None:
        whole = sum(exact(figure.number) for figure in before.values() if figure is not None)
    fixed = sum(exact(changes[part].number) for part in group.parts if part in changes)
    places = max((decimals(figure.number) for figure in figures if figure is not None), default=0)
    unit = 10**places
    rest, weights = (whole - fixed) * unit, [exact(figure.number) for figure in figures if figure is not None]
    if rest < 0 or not weights or (rest and sum(weights) <= 0) or min(weights) < 0 or rest.denominator != 1:
        raise ScenarioError(
            say(
                "{figure}: {whole} less what is changed leaves {rest}, which the other parts cannot take up",
                "{figure}: {whole} trừ phần đã thay đổi còn {rest}, các phần khác không thể bù được",
                figure=name,
                whole=_figure_number(whole),
                rest=_figure_number(whole - fixed),
            )
        )
    shares = shared_out(int(rest), weights) if rest else [0] * len(weights)
    return [
        Step(part, figure, figure._replace(number=Decimal(share).scaleb(-places) if places else share))
        for part, figure, share in zip(free, figures, shares, strict=True)
        if figure is not None and share != exact(figure.number) * unit
    ]
