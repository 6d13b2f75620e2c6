"""Which area of one plan is which of another: by id, wherever it stands.

An area is the one of the same id under the same area. One that is not there is looked for elsewhere: if just one
area with that id is left over in each plan, it was moved. The order of areas says nothing.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from povcalc.places import Path
from povcalc.plan import Located, Plan, walk


class Pair(NamedTuple):
    """An area in both plans; `None` where one lacks it. The addresses are the ids that lead to it."""

    before: Located | None
    after: Located | None
    old_address: str
    new_address: str

    @property
    def address(self) -> str:
        """What the area is called: in the second plan, or in the first where the second lacks it."""
        return self.new_address or self.old_address


class Pairing(NamedTuple):
    """The areas of two plans in pairs, in the order of the second, those that are gone behind their neighbours."""

    pairs: tuple[Pair, ...]

    def addresses(self) -> tuple[dict[Path, str], dict[Path, str]]:
        """By the paths of the first and of the second plan, what each area is called in both."""
        before = {pair.before.path: pair.address for pair in self.pairs if pair.before is not None}
        return before, {pair.after.path: pair.address for pair in self.pairs if pair.after is not None}


def pairing(before: Plan, after: Plan) -> Pairing:
    """The areas of two plans in pairs."""
    old, new = (walk(plan.targets) if plan.targets else () for plan in (before, after))
    match = _matched(old, new)
    named = _addresses(old), _addresses(new)
    partners = {there: here for here, there in match.items()}
    by_path = {located.path: located for located in old}
    gone = _gone(old, match)
    pairs = [Pair(located, None, named[0][located.path], "") for located in gone.get((), ())]
    for located in new:
        partner = partners.get(located.path, ())
        pairs.append(Pair(by_path.get(partner), located, named[0].get(partner, ""), named[1][located.path]))
        pairs.extend(Pair(lost, None, named[0][lost.path], "") for lost in gone.get(located.path, ()))
    return Pairing(tuple(pairs))


def _gone(old: Sequence[Located], match: Mapping[Path, Path]) -> dict[Path, list[Located]]:
    """The areas that are gone, each behind the area of the second plan that it stood behind in the first."""
    found: dict[Path, list[Located]] = defaultdict(list)
    behind: Path = ()
    for located in old:
        if located.path in match:
            behind = match[located.path]
        else:
            found[behind].append(located)
    return found


def _addresses(areas: Iterable[Located]) -> dict[Path, str]:
    found: dict[Path, str] = {}
    for located in areas:
        around = found.get(located.path[:-2])
        found[located.path] = located.area.id if around is None else f"{around}/{located.area.id}"
    return found


def _matched(old: Sequence[Located], new: Sequence[Located]) -> dict[Path, Path]:
    """The paths in the second plan by those in the first."""
    match: dict[Path, Path] = {}
    taken: set[Path] = set()
    waiting = [(old[0], new[0])] if old and new and old[0].area.id == new[0].area.id else []
    while True:
        while waiting:
            here, there = waiting.pop()
            match[here.path] = there.path
            taken.add(there.path)
            waiting.extend(_alike(here.children, there.children, match, taken))
        # Nothing more stands where it stood: only now may an area have been moved.
        waiting = list(_alike(old, new, match, taken))
        if not waiting:
            return match


def _alike(
    old: Iterable[Located], new: Iterable[Located], match: Mapping[Path, Path], taken: Container[Path]
) -> Iterator[tuple[Located, Located]]:
    """Those of some areas whose id no other has that is left over."""
    here = _by_id(located for located in old if located.path not in match)
    there = _by_id(located for located in new if located.path not in taken)
    for identifier, found in here.items():
        others = there.get(identifier, ())
        if len(found) == len(others) == 1:
            yield found[0], others[0]


def _by_id(areas: Iterable[Located]) -> dict[str, list[Located]]:
    found: dict[str, list[Located]] = defaultdict(list)
    for located in areas:
        found[located.area.id].append(located)
    return found
