"""Which figures a selector names: `tram-tau.reduction_households`, `*.reduction_rate`, `funding.oda`."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from povcalc.addresses import Addressed, area_addresses, areas_called
from povcalc.figures import Figure
from povcalc.likely import nearest
from povcalc.places import Path
from povcalc.plan import Area, Located, Plan, walk
from povcalc.revising import figure_at
from povcalc.scenario.requests import ScenarioError
from povcalc.text import Text, join, same, say

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
    def _addresses(self) -> Mapping[str, Sequence[Addressed]]:
        return area_addresses(self.areas)

    @cached_property
    def _shortest(self) -> dict[Path, str]:
        """The shortest words that call each area and no other."""
        found: dict[Path, str] = {}
        for same_id in self._addresses.values():
            for area in same_id:
                lengths = range(1, len(area.steps) + 1)
                endings = ("/".join(area.steps[-length:]) for length in lengths)
                alone = (each for each in endings if len(areas_called(each, self._addresses)) == 1)
                found[area.path] = next(alone, "/".join(area.steps))
        return found

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
                    hint=self._hint(selector, self._addresses),
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
        found = areas_called(words, self._addresses)
        if len(found) == 1:
            return self.located[found[0].path]
        if found:
            raise ScenarioError(
                say(
                    "several areas are called {word}: {choices}; use one of these paths",
                    "có nhiều địa bàn mang mã {word}: {choices}; hãy dùng một trong các đường dẫn này",
                    word=words,
                    choices=", ".join("/".join(each.steps) for each in found),
                )
            )
        raise ScenarioError(
            say(
                "no area is called {word}{hint}",
                "không có địa bàn nào mang mã {word}{hint}",
                word=words or "''",
                hint=self._hint(words.rpartition("/")[2], self._addresses),
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
        near = nearest(word, tuple(known)) if word else None
        return same("") if near is None else say("; did you mean {near}?", "; có phải {near} không?", near=near)


def listed(names: Sequence[Text], most: int = 4) -> Text:
    """The first few of some names, and how many more there are."""
    shown = join(names[:most], ", ")
    if len(names) <= most:
        return shown
    return say("{shown} and {more} more", "{shown} và {more} địa bàn khác", shown=shown, more=len(names) - most)
