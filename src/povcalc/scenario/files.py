"""Scenarios as files: a name, changes in their order, and what becomes of sums.

    scenario: 1
    name: {vi: Nhanh hơn, en: Faster}
    changes:
      - tram-tau.reduction_households: 500
      - funding.oda: -10%
    rebalance: total

A value is written as on the command line, or as in a plan (`{over: 9}`). The text is read as strictly as a plan's.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from povcalc.document import REFUSED, Document, PlacedDict, PlacedList, Trap, TrapKind, parse
from povcalc.likely import nearest
from povcalc.places import Path, Span
from povcalc.scenario.rebalancing import Rebalance
from povcalc.scenario.requests import Request, ScenarioError, request
from povcalc.scenario.whatif import Scenario
from povcalc.text import Text, alternatives, same, say

VERSION = 1
"""The version of the form of scenario files that this program reads."""

KEYS = ("scenario", "name", "changes", "rebalance", "keep_stated")
_SIGNS = {"over": ">", "under": "<", "at_least": ">=", "at_most": "<=", "about": "~"}


class Fault(NamedTuple):
    """Something in a scenario file that it cannot hold, and where."""

    span: Span
    why: Text


class ScenarioFile(NamedTuple):
    """A scenario file as far as it could be read; `scenario` is `None` when it has faults.

    `document` has the file's text, its places, and what is wrong with the text itself.
    """

    document: Document
    scenario: Scenario | None
    faults: tuple[Fault, ...]


def read_scenario(content: bytes, name: str) -> ScenarioFile:
    """Read a scenario. Never raises: what is wrong is in the result."""
    document = parse(content)
    reader = _Reader(document, name)
    scenario = reader.read()
    faults = tuple(reader.faults)
    traps = tuple(trap for trap in document.traps if trap not in reader.taken)
    document = Document(document.text, document.root, traps, document.whole)
    return ScenarioFile(document, None if faults or not document.whole else scenario, faults)


class _Reader:
    def __init__(self, document: Document, name: str) -> None:
        self._document = document
        self._name = name
        self.faults: list[Fault] = []
        self.taken: list[Trap] = []

    def read(self) -> Scenario | None:
        root = self._document.root
        if not isinstance(root, PlacedDict):
            if self._document.whole and root is not REFUSED and root is not None:
                self._fault((), _EXPECTED)
            return None
        for key in root:
            if key not in KEYS and not str(key).startswith("x-"):
                self._fault((key,), self._unknown(str(key)), key=True)
        if root.get("scenario") != VERSION or isinstance(root.get("scenario"), bool):
            self._fault(("scenario",) if "scenario" in root else (), _EXPECTED)
        return Scenario(tuple(self._changes(root)), self._rebalance(root), self._keeps(root), self._called(root))

    def _fault(self, path: Path, why: Text, *, key: bool = False) -> None:
        self.faults.append(Fault(self._document.span(path, key=key), why))

    @staticmethod
    def _unknown(key: str) -> Text:
        near = nearest(key, KEYS)
        return say(
            "{key} is not a field of a scenario; {choice}",
            "{key} không phải trường của phương án; {choice}",
            key=key,
            choice=say("did you mean {near}?", "có phải {near} không?", near=near)
            if near
            else say("use {keys}", "dùng {keys}", keys=", ".join(KEYS)),
        )

    def _changes(self, root: PlacedDict) -> Iterator[Request]:
        changes = root.get("changes")
        if not isinstance(changes, PlacedList) or not changes:
            if changes is not REFUSED:
                self._fault(("changes",) if "changes" in root else (), _CHANGES)
            return
        for number, change in enumerate(changes):
            at: Path = ("changes", number)
            if not isinstance(change, PlacedDict) or len(change) != 1:
                self._fault(at, _CHANGES)
                continue
            ((selector, value),) = change.items()
            path = (*at, selector)
            words = self._words(path, value)
            if words is None:
                if value is not REFUSED:  # what is wrong with the text is told with it
                    self._fault(path, _VALUE)
                continue
            try:
                made = request(selector, words)
            except ScenarioError as unusable:
                self._fault(path, unusable.why)
                continue
            place = self._document.place(self._document.span(path, key=True))
            yield made._replace(origin=f"{self._name}:{place.line}:{place.column}")

    def _words(self, path: Path, value: Any) -> str | None:
        """A value in the words of the command line."""
        if isinstance(value, dict):
            inner = {str(key): self._words((*path, key), each) for key, each in value.items()}
            if set(inner) == {"min", "max"}:
                return f"{inner['min']}..{inner['max']}"
            if len(inner) == 1 and (sign := _SIGNS.get(next(iter(inner)))):
                return f"{sign}{next(iter(inner.values()))}"
            return None
        if isinstance(value, str):
            return value.strip()
        span = self._document.span(path)
        if value is REFUSED:
            # `+50` is no number of a plan, and is one here.
            trap = next((each for each in self._document.traps if each.span == span), None)
            if trap is None or trap.kind is not TrapKind.NUMBER_FORM or not trap.read.startswith("+"):
                return None
            self.taken.append(trap)
            return trap.read
        if value is None or isinstance(value, (bool, list)):
            return None
        return self._document.text[span.start : span.end]

    def _rebalance(self, root: PlacedDict) -> Rebalance | None:
        if "rebalance" not in root:
            return None
        try:
            return Rebalance(root["rebalance"])
        except ValueError:
            self._fault(("rebalance",), say("use {words}", "dùng {words}", words=alternatives(tuple(Rebalance))))
            return None

    def _keeps(self, root: PlacedDict) -> bool:
        keeps = root.get("keep_stated", False)
        if not isinstance(keeps, bool):
            self._fault(("keep_stated",), Text("use true or false", "dùng true hoặc false"))
        return keeps is True

    def _called(self, root: PlacedDict) -> Text:
        name = root.get("name", self._name)
        if isinstance(name, str) and name.strip():
            return same(name)
        if (
            isinstance(name, dict)
            and set(name) == {"vi", "en"}
            and all(isinstance(each, str) for each in name.values())
        ):
            return Text(name["en"], name["vi"])
        if name is not REFUSED:
            self._fault(("name",), Text("use a text, or {vi, en}", "dùng một văn bản, hoặc {vi, en}"))
        return same(self._name)


_EXPECTED = Text(
    "a scenario begins with scenario: 1, and has a name and changes",
    "phương án bắt đầu bằng scenario: 1, có name (tên) và changes (các thay đổi)",
)
_CHANGES = Text(
    "changes is a list with one figure and its value in each line, such as - tram-tau.reduction_households: 500",
    "changes là danh sách, mỗi dòng một số liệu với giá trị, ví dụ - tram-tau.reduction_households: 500",
)
_VALUE = Text(
    "a value is a number, text such as +10% or x1.2, or a figure as in a plan, such as {over: 9}",
    "giá trị là một số, văn bản như +10% hoặc x1.2, hoặc số liệu như trong kế hoạch, ví dụ {over: 9}",
)
