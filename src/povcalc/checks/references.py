"""Family S, the names: ids that are given twice or that nothing has, and fields that say the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from povcalc.checks.declare import Subject, check
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided
from povcalc.likely import nearest
from povcalc.loading import PLACEHOLDER, Reading
from povcalc.places import Path
from povcalc.plan import RESERVED_IDS, Located
from povcalc.text import Text, alternatives, say

_SHOWN = 40
_GUESSES = 20
"""So many ids that nothing has are looked up among similar ones; a nation has 11,400 to look among."""
_AMBIGUOUS = 3


class Named(NamedTuple):
    """An id and the path of what has it."""

    id: str
    path: Path


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


def _siblings(subject: Subject) -> Iterator[list[Named]]:
    """Each group of things whose ids have to differ."""
    plan = subject.plan
    for located in subject.areas:
        if located.children:
            yield [Named(child.area.id, child.path) for child in located.children]
    if plan.funding:
        yield _numbered(plan.funding.lines, ("funding", "lines"))
    yield _numbered(plan.actors, ("actors",))
    if plan.schedule:
        yield [
            *_numbered(plan.schedule.phases, ("schedule", "phases")),
            *_numbered(plan.schedule.deadlines, ("schedule", "deadlines")),
        ]
    if plan.poverty_standard:
        dimensions = plan.poverty_standard.dimensions
        yield _numbered(dimensions, ("poverty_standard", "dimensions"))
        for at, dimension in enumerate(dimensions):
            path = ("poverty_standard", "dimensions", at, "indicators")
            yield _numbered(dimension.indicators, path)


def _numbered(things: Iterable[_Identified], path: Path) -> list[Named]:
    return [Named(thing.id, (*path, at)) for at, thing in enumerate(things)]


def _is_placeholder(named: Named, reading: Reading) -> bool:
    """Whether the id only stands in for one that could not be read, which has been told."""
    if not named.id.startswith(PLACEHOLDER):
        return False
    return named.path in reading.unread or (*named.path, "id") in reading.unread


@check(
    "S120",
    "ids-are-unique",
    Severity.ERROR,
    section="plan",
    title=Text("No two neighbours have the same id", "Hai mục cùng cấp không trùng mã"),
    explanation=Text(
        "Areas of one area, funding lines, actors, phases and deadlines, dimensions, and indicators of one "
        "dimension each have an id of their own, since figures and duties are addressed by ids.",
        "Các địa bàn trong cùng một địa bàn, nguồn vốn, cơ quan, giai đoạn và thời hạn, chiều thiếu hụt, "
        "chỉ số của cùng một chiều đều có mã riêng, vì số liệu và nhiệm vụ được chỉ đến bằng mã.",
    ),
)
def ids_are_unique(subject: Subject) -> Iterator[Result]:
    looked = wrong = False
    for siblings in _siblings(subject):
        first: dict[str, Path] = {}
        for named in siblings:
            looked = True
            if first.setdefault(named.id, named.path) is named.path or _is_placeholder(named, subject.reading):
                continue
            wrong = True
            yield Problem(
                (*named.path, "id"),
                say(
                    'The id "{id}" is already given to a neighbour, and ids have to differ; change one of the two',
                    'Mã "{id}" đã đặt cho một mục cùng cấp, trong khi các mã phải khác nhau; hãy đổi một mã',
                    id=_clipped(named.id),
                ),
                related=(
                    Related((*first[named.id], "id"), Text("it is first given here", "mã này được đặt lần đầu ở đây")),
                ),
            )
    if looked and not wrong:
        yield Held(())


@check(
    "S121",
    "ids-are-not-reserved",
    Severity.ERROR,
    section="targets",
    title=Text("No area has a reserved id", "Không địa bàn nào dùng mã dành riêng"),
    explanation=Text(
        "No area has the id funding or targets: figures of the funding and of the root area are addressed by them.",
        "Không địa bàn nào có mã funding hoặc targets: hai mã này dùng để chỉ số liệu kinh phí và địa bàn gốc.",
    ),
)
def ids_are_not_reserved(subject: Subject) -> Iterator[Result]:
    wrong = False
    for located in subject.areas:
        if located.area.id in RESERVED_IDS:
            wrong = True
            yield Problem(
                (*located.path, "id"),
                say(
                    'An area has the id "{id}", which is kept for addressing figures; choose another',
                    'Địa bàn có mã "{id}", là mã dành riêng để chỉ số liệu; hãy chọn mã khác',
                    id=located.area.id,
                ),
            )
    if not wrong:
        yield Held(())


def _actor_references(subject: Subject) -> Iterator[Named]:
    """Every id that stands for an actor, with its own path."""
    plan = subject.plan
    if plan.schedule:
        for at, phase in enumerate(plan.schedule.phases):
            path: Path = ("schedule", "phases", at)
            yield from _listed(phase.actors, (*path, "actors"))
            yield from _listed(phase.partners, (*path, "partners"))
        for at, deadline in enumerate(plan.schedule.deadlines):
            path = ("schedule", "deadlines", at)
            yield from _listed(deadline.actors, (*path, "actors"))
            if deadline.to is not None:
                yield Named(deadline.to, (*path, "to"))
    for at, actor in enumerate(plan.actors):
        for number, duty in enumerate(actor.duties):
            yield from _listed(duty.partners, ("actors", at, "duties", number, "with"))


def _listed(words: Sequence[str], path: Path) -> Iterator[Named]:
    return (Named(word, (*path, at)) for at, word in enumerate(words))


@check(
    "S122",
    "actors-are-known",
    Severity.ERROR,
    section="plan",
    title=Text("Every actor that is named is listed", "Cơ quan được nhắc đến đều có trong danh sách"),
    explanation=Text(
        "Each id in the schedule and in duties that stands for an actor is the id of one under `actors`.",
        "Mỗi mã cơ quan ghi trong tiến độ và trong nhiệm vụ phải là mã của một cơ quan trong phần `actors`.",
    ),
)
def actors_are_known(subject: Subject) -> Iterator[Result]:
    known = {actor.id: None for actor in subject.plan.actors}
    references = tuple(_actor_references(subject))
    unknown = [named for named in references if named.id not in known]
    if unknown and subject.reading.lacks("actors"):
        yield Undecided((), Text("some actors could not be read", "có cơ quan không đọc được"))
        return
    guesses = _guesses((named.id for named in unknown), tuple(known))
    for named in unknown:
        yield Problem(
            named.path,
            say(
                'No actor has the id "{id}"; {choice}',
                'Không cơ quan nào có mã "{id}"; {choice}',
                id=_clipped(named.id),
                choice=guesses.get(named.id)
                or Text("correct it, or list it under actors", "hãy sửa lại hoặc bổ sung vào phần actors"),
            ),
        )
    if references and not unknown:
        yield Held(())


def _guesses(unknown: Iterable[str], known: tuple[str, ...]) -> Mapping[str, Text]:
    """What the first few ids that nothing has probably stand for."""
    found: dict[str, Text] = {}
    for word in dict.fromkeys(unknown):
        if len(found) == _GUESSES:
            break
        likely = nearest(word, known) if len(word) <= _SHOWN else None
        if likely is not None:
            found[word] = say('did you mean "{likely}"?', 'có phải "{likely}" không?', likely=likely)
    return found


@check(
    "S123",
    "areas-are-known",
    Severity.ERROR,
    section="plan",
    title=Text("Every area that a duty names is one area", "Địa bàn ghi trong nhiệm vụ xác định đúng một địa bàn"),
    explanation=Text(
        "Each area that a duty names is the id of one area of the targets, or the end of its path "
        "where several areas have the same id: van-yen/xuan-ai.",
        "Mỗi địa bàn ghi trong nhiệm vụ là mã của một địa bàn trong phần mục tiêu, hoặc phần cuối đường dẫn "
        "của nó khi có nhiều địa bàn trùng mã: van-yen/xuan-ai.",
    ),
)
def areas_are_known(subject: Subject) -> Iterator[Result]:
    references = [
        named
        for at, actor in enumerate(subject.plan.actors)
        for number, duty in enumerate(actor.duties)
        for named in _listed(duty.areas, ("actors", at, "duties", number, "areas"))
    ]
    if not references:
        return
    if subject.reading.lacks("targets"):
        yield Undecided((), Text("some areas could not be read", "có địa bàn không đọc được"))
        return
    addresses = _addresses(subject.areas)
    wrong = [(named, _named_areas(named.id, addresses)) for named in references]
    wrong = [(named, areas) for named, areas in wrong if len(areas) != 1]
    guesses = _guesses((named.id for named, areas in wrong if not areas), tuple(addresses))
    for named, areas in wrong:
        yield _ambiguous(named, areas) if areas else _unknown_area(named, guesses)
    if not wrong:
        yield Held(())


Address = tuple[str, ...]
"""The ids that lead from the root area to an area, both included."""


def _addresses(areas: Iterable[Located]) -> dict[str, list[Address]]:
    """By id, the addresses of the areas that have it."""
    found: dict[str, list[Address]] = defaultdict(list)
    above: dict[Path, Address] = {}
    for located in areas:
        address = (*above.get(located.path[:-2], ()), located.area.id)
        above[located.path] = address
        found[located.area.id].append(address)
    return dict(found)


def _named_areas(words: str, addresses: Mapping[str, Sequence[Address]]) -> list[Address]:
    steps = tuple(words.split("/"))
    return [address for address in addresses.get(steps[-1], ()) if address[-len(steps) :] == steps]


def _unknown_area(named: Named, guesses: Mapping[str, Text]) -> Problem:
    return Problem(
        named.path,
        say(
            'No area has the id or path "{id}"; {choice}',
            'Không địa bàn nào có mã hoặc đường dẫn "{id}"; {choice}',
            id=_clipped(named.id),
            choice=guesses.get(named.id)
            or Text("write the id of an area of the targets", "hãy ghi mã của một địa bàn trong phần mục tiêu"),
        ),
    )


def _ambiguous(named: Named, areas: Sequence[Address]) -> Problem:
    depth = named.id.count("/") + 2
    paths = [_clipped("/".join(address[-depth:])) for address in areas[:_AMBIGUOUS]]
    return Problem(
        named.path,
        say(
            '"{id}" is the id or path of {count} areas, where one was expected; write {paths}',
            '"{id}" là mã hoặc đường dẫn của {count} địa bàn, trong khi phải là một; hãy ghi {paths}',
            id=_clipped(named.id),
            count=len(areas),
            paths=alternatives(paths),
        ),
    )


@check(
    "S124",
    "households-stated-once",
    Severity.ERROR,
    section="targets",
    title=Text("Households are stated once", "Số hộ chỉ ghi một lần"),
    explanation=Text(
        "An area states `households` for the start and the end of the year, or the two apart, never both ways.",
        "Một địa bàn ghi `households` cho cả đầu năm và cuối năm, hoặc ghi riêng từng thời điểm, không ghi cả hai.",
    ),
)
def households_stated_once(subject: Subject) -> Iterator[Result]:
    looked = wrong = False
    for located in subject.areas:
        area = located.area
        if area.households is None:
            continue
        looked = True
        others = [name for name in ("households_start", "households_end") if getattr(area, name) is not None]
        if not others:
            continue
        wrong = True
        paths = tuple((*located.path, name) for name in others)
        yield Problem(
            (*located.path, "households"),
            say(
                "{area}: households is for the start and the end of the year, and {other} is stated too; "
                "keep one of the two ways",
                "{area}: households là số hộ cả đầu năm và cuối năm, nhưng {other} cũng được ghi; hãy giữ "
                "lại một cách ghi",
                area=area.name,
                other=others[0],
            ),
            related=tuple(Related(path, Text("stated apart here", "ghi riêng ở đây")) for path in paths),
            figures=((*located.path, "households"), *paths),
        )
    if looked and not wrong:
        yield Held(())


def _clipped(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


CHECKS = (
    ids_are_unique,
    ids_are_not_reserved,
    actors_are_known,
    areas_are_known,
    households_stated_once,
)
