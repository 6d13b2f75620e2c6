"""How the parts of a plan are called from elsewhere: an area by its id, path or name, a line by `funding.oda`."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from povcalc.messages import Message, Text, UserError, did_you_mean, few, verbatim
from povcalc.patterns import regex
from povcalc.places import Path
from povcalc.plan.funding import addresses
from povcalc.plan.model import RESERVED_IDS, Located, Plan, is_part, parent
from povcalc.typos import KnownWords, fold, id_of, normalized, same_i

KIND_WORDS = {
    "tỉnh": ("province", "t"),
    "thành phố": ("city", "tp"),
    "thị xã": ("town", "tx"),
    "huyện": ("district", "h"),
    "quận": ("district", "q"),
    "xã": ("commune", "x"),
    "phường": ("ward", "p"),
    "thị trấn": ("township", "tt"),
    "đặc khu": ("special_zone", None),
    "thôn": ("village", None),
    "bản": ("village", None),
}
"""What stands before a Vietnamese name, with the kind of area that it says and what it is shortened to."""


@cache
def _folded_kinds() -> dict[str, str]:
    """What stands before a name, folded, in full and shortened, with how it is in full."""
    kinds = [(fold(word), short) for word, (_, short) in KIND_WORDS.items()]
    return {words: full for full, short in kinds for words in (full, short) if words}


@cache
def _kinds() -> dict[str, str]:
    """What stands before a name, folded, with the kind of area that it says."""
    return {fold(word): kind for word, (kind, _) in KIND_WORDS.items()}


_ALL = (
    "(?:toan|ca) (?:tinh|huyen|xa|phuong|quan|thanh pho|tp|thi xa|nuoc|quoc|vung|dia ban)"
    "|(?:the )?(?:whole|entire) [a-z]+|(?:province|district|commune) total"
)
_WHOLE = regex(
    rf"(?:tong(?: cong| so)?|cong(?: chung)?|(?:grand )?total|sum|whole)(?: (?:{_ALL}|tinh|huyen))?|{_ALL}|all areas"
)


CHOICES = 10
"""So many of the areas that words may mean are named."""

LIST_AREAS = Message("povcalc show targets --format csv lists the areas")
"""What to do about words that call no area."""


def is_whole(name: str) -> bool:
    """Whether the name of a table's row says that it is of all areas together: Tổng cộng, Cộng toàn tỉnh, Total."""
    return _WHOLE.fullmatch(fold(name, brackets=False)) is not None


def levels(name: str) -> tuple[str, str, str, str]:
    """The readings of a name, the strictest first: as it is, without marks, without its kind, without both.

    A kind that is written short is read in full.
    """
    plain = normalized(name)
    kind, bare = _parted(name)
    kindless = " ".join(plain.replace(".", ". ").split()[-len(bare.split()) :]) if bare else plain
    return plain, f"{kind} {bare}".strip(), kindless, bare


def _parted(name: str) -> tuple[str, str]:
    """A name, folded, as the kind of area in full and the rest."""
    words = re.sub("^t (?=[pxt] )", "t", same_i(fold(name, brackets=False)))  # T.P. as well as TP.
    for kind, full in _folded_kinds().items():
        if words.startswith(f"{kind} "):
            return full, words[len(kind) + 1 :]
    return "", words


def free_id(words: str, taken: Container[str]) -> str | None:
    """The id that some words make; `None` where it is taken, or is none that an area may have."""
    made = id_of(words)
    return None if not made or made.isdigit() or made in taken or made in RESERVED_IDS else made


class UnknownAreaError(UserError):
    """Words that call no one area of a plan."""


class SeveralAreasError(UnknownAreaError):
    """Words that call several areas of a plan."""


class AreaIndex:
    """The areas of a plan by all that they may be called; `areas` has each before those inside it, as `walk` does.

    `by_id` has the paths of the areas with an id, in document order, and `steps` by path the ids that lead to an area
    from the root area, both included. Those of a part of a breakdown have the breakdown's id too, which words may leave
    out where that is enough: `van-yen/residence/urban`, `van-yen/urban`.
    """

    def __init__(self, areas: Sequence[Located]) -> None:
        self.areas = areas
        self.steps: dict[Path, tuple[str, ...]] = {}
        self.by_id: dict[str, list[Path]] = {}
        self._short: dict[Path, tuple[str, ...]] = {}
        self._endings: dict[int, list[dict[tuple[str, ...], list[Path]]]] = {}
        self._named: dict[str, list[Path]] = {}
        for located in areas:
            path, around = located.path, parent(located.path)
            inner = (self._breakdown(path), located.area.id) if is_part(path) else (located.area.id,)
            self.steps[path] = (*self.steps.get(around, ()), *inner)
            if is_part(path) or around in self._short:
                self._short[path] = (*self._short.get(around, self.steps.get(around, ())), located.area.id)
            self.by_id.setdefault(located.area.id, []).append(path)

    def _breakdown(self, part: Path) -> str:
        """The id of the breakdown that an area is a part of."""
        whole = self.located[part[:-4]]
        return whole.area.breakdowns[int(part[-3])].id

    @cached_property
    def located(self) -> dict[Path, Located]:
        """The areas by their paths in the plan."""
        return {each.path: each for each in self.areas}

    @cached_property
    def names(self) -> Counter[Text]:
        """How many areas have each name."""
        return Counter(each.area.name for each in self.areas)

    def address(self, path: Path, length: int = 0) -> str:
        """The ids that lead to an area with slashes between, `van-yen/xuan-ai`; of them the last so many."""
        return "/".join(self.steps[path][-length:])

    def shortest(self, path: Path) -> str:
        """The shortest words that call an area and no other."""
        for steps in (self._short.get(path, ()), self.steps[path]):
            for length in range(1, len(steps) + 1):
                ending = "/".join(steps[-length:])
                if self.ending(ending) == [path]:
                    return ending
        return self.address(path)

    def ending(self, words: str) -> list[Path]:
        """The areas whose address ends as `words` does: `xuan-ai`, or `van-yen/xuan-ai` where that is not enough."""
        steps = tuple(words.split("/"))
        if len(steps) not in self._endings:
            self._endings[len(steps)] = [_by_ending(each, len(steps)) for each in (self.steps, self._short)]
        whole, short = self._endings[len(steps)]
        return whole.get(steps) or short.get(steps) or []

    def one(self, words: str) -> Located:
        """The one area that is called so, by its id, path or name. Raises `UnknownAreaError`."""
        found = self.named(words) if words else []
        if len(found) == 1:
            return self.located[found[0]]
        if found:
            is_address = bool(self.ending(words))
            choices = [
                verbatim(self.address(path))
                if is_address
                else Message("{address} ({name})", address=self.address(path), name=self.located[path].area.name)
                for path in found[: CHOICES + 1]
            ]
            raise SeveralAreasError(
                "several areas are called {word}: {choices}; use one of these paths",
                word=words,
                choices=few(choices, CHOICES),
                meant=tuple((words, self.shortest(path)) for path in found[:CHOICES]),
            )
        near = self.similar(words.rpartition("/")[2])
        raise UnknownAreaError(
            "no area is called {word}; {choice}",
            word=words or "''",
            choice=did_you_mean(near, LIST_AREAS),
            meant=((words, near),) if near and words else (),
        )

    def named(self, words: str) -> list[Path]:
        """The areas that some words may mean, in document order: an id, a path, a code, a name.

        They are those of the strictest reading. The same words are looked up once: a table may have thousands of rows
        that say the same, and mean thousands of areas.
        """
        if words not in self._named:
            self._named[words] = self._find(words)
        return self._named[words]

    def _find(self, words: str) -> list[Path]:
        if found := self.ending(words) or self._by_code.get(words, []) or self._called(words):
            return found
        around, _, last = words.rpartition("/")
        if around.strip() and last.strip():
            return self._inside(self.named(last), self.named(around))
        return [self.areas[0].path] if is_whole(words) and self.areas else []

    def within(self, found: Sequence[Path], around: Path) -> Sequence[Path]:
        """Those of some areas in document order that are an area or inside it."""
        first, end = self._extents[around]
        return found[self._count_before(found, first) : self._count_before(found, end)]

    def _inside(self, found: Sequence[Path], outer: Sequence[Path]) -> list[Path]:
        """Those of some areas that are inside others, all in document order."""
        inside: list[Path] = []
        reached = 0
        for first, end in map(self._extents.__getitem__, outer):
            begin = max(first + 1, reached)  # an area may be inside two of the others
            if begin < end:
                inside += found[self._count_before(found, begin) : self._count_before(found, end)]
                reached = end
        return inside

    def _count_before(self, found: Sequence[Path], position: int) -> int:
        """How many of some areas in document order come before a position: without looking at all of them."""
        return bisect_left(found, position, key=lambda path: self._extents[path][0])

    @cached_property
    def _extents(self) -> dict[Path, tuple[int, int]]:
        """The position of each area, and that behind the last one inside it, which all follow it directly."""
        ends: dict[Path, int] = {}
        opened: list[Path] = []
        for at, path in enumerate(self.steps):
            while opened and path[: len(opened[-1])] != opened[-1]:
                ends[opened.pop()] = at
            opened.append(path)
        return {path: (at, ends.get(path, len(self.steps))) for at, path in enumerate(self.steps)}

    def _called(self, words: str) -> list[Path]:
        """The areas that have a name; the words before it that say the kind of an area count where both have them."""
        plain, full, kindless, bare = levels(words)
        by_plain, by_full, by_kindless, by_bare = self._by_level
        whole = same_i(fold(words, brackets=False))
        kind = _kinds().get(_parted(words)[0])
        for names, reading in ((by_plain, plain), (by_full, full), (by_kindless, plain), (by_bare, whole)):
            if found := names.get(reading) if reading else None:
                return found
        for names, reading in ((by_plain, kindless), (by_full, bare)) if kind else ():
            if fit := [path for path in names.get(reading or "-", ()) if self.located[path].area.kind in (None, kind)]:
                return fit
        return []

    @cached_property
    def _by_code(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for located in self.areas:
            if located.area.code is not None:
                found.setdefault(located.area.code, []).append(located.path)
        return found

    @cached_property
    def _by_level(self) -> tuple[dict[str, list[Path]], ...]:
        """The areas by each reading of their names, the strictest first."""
        found: tuple[dict[str, list[Path]], ...] = ({}, {}, {}, {})
        for located in self.areas:
            for name in dict.fromkeys(located.area.name.in_every_language().values()):
                for names, words in zip(found, levels(name), strict=True):
                    paths = names.setdefault(words, [])
                    if located.path not in paths[-1:]:  # both languages may read the same
                        paths.append(located.path)
        return found

    def likely(self, words: str) -> list[str]:
        """What calls each area that words may mean, the words themselves where it is one; else what they resemble."""
        found = self.named(words) if words else []
        if len(found) < 2:  # noqa: PLR2004 - of several none is surely meant
            near = words if found else self.similar(words) if words else None
            return [near] if near else []
        return [self.shortest(path) for path in found[:CHOICES]]

    def similar(self, words: str) -> str | None:
        """The name or id that misspelt words most resemble; of many such words the first few are looked up."""
        names, bare, by_bare = self._known
        near = names.closest(words) or bare.closest(_parted(words)[1])
        return by_bare.get(near or "", near)

    @cached_property
    def _known(self) -> tuple[KnownWords, KnownWords, dict[str, str]]:
        """The ids and names, among which words are looked up, and the names by what they are without their kind."""
        names = dict.fromkeys(
            name
            for located in self.areas
            for name in (located.area.id, *located.area.name.in_every_language().values())
        )
        bare = {_parted(name)[1]: name for name in names}
        return KnownWords(names), KnownWords(bare), bare


def _by_ending(steps: Mapping[Path, tuple[str, ...]], length: int) -> dict[tuple[str, ...], list[Path]]:
    """The areas by the last so many of the ids that lead to them; one that fewer lead to has no such ending."""
    found: dict[tuple[str, ...], list[Path]] = {}
    for path, ids in steps.items():
        if len(ids) >= length:
            found.setdefault(ids[-length:], []).append(path)
    return found


def full_name(path: Path, name_of: Callable[[Path], Message]) -> Message:
    """The name of an area; a part of a breakdown inside the root area has that of its whole too."""
    if not is_part(path) or parent(path) == ("targets",):
        return name_of(path)
    return Message("{part} ({whole})", part=name_of(path), whole=full_name(parent(path), name_of))


def part_addresses(plan: Plan) -> dict[str, Path]:
    """The paths of the parts other than areas, each by what it is called.

    `funding.LINE`, for one in another `funding.LINE/SUB`, and `funding.total`, `schedule.ID` for a phase or deadline,
    `actors.ID`. Of two parts with one id, the first is meant.
    """
    found: dict[str, Path] = {}
    if plan.funding:
        found["funding.total"] = ("funding", "total")
        for words, path in addresses(plan.funding).items():
            found.setdefault(f"funding.{words}", path)
        _add(found, plan.funding.breakdowns, ("funding", "breakdowns"))
    if plan.schedule:
        _add(found, plan.schedule.phases, ("schedule", "phases"))
        _add(found, plan.schedule.deadlines, ("schedule", "deadlines"))
    _add(found, plan.actors, ("actors",))
    return found


def _add(found: dict[str, Path], parts: Iterable[Any], path: Path) -> None:
    for at, part in enumerate(parts):
        found.setdefault(f"{path[0]}.{part.id}", (*path, at))


def owner(path: Path) -> Path:
    """The path of the innermost part that can be called by name and holds what stands at `path`.

    An area for its figures, a line for its amount, `("funding", "total")` for itself; the section
    for what belongs to no such part.
    """
    match path:
        case ("targets", *_):
            depth = 1
            while len(path) > depth + 1 and path[depth] in ("areas", "breakdowns"):
                depth += 2 if path[depth] == "areas" else 4
            return path[:depth] if len(path) >= depth else path[: depth - 4]
        case ("funding", "lines" | "breakdowns", int(), *_):
            return path[: max(at for at, step in enumerate(path) if isinstance(step, int)) + 1]
        case ("funding", "total" | "disbursed" | "disbursed_share", *_):
            return ("funding", "total")
        case ("schedule", _, int(), *_):
            return path[:3]
        case ("actors", int(), *_):
            return path[:2]
    return path[:1]
