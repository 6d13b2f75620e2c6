"""Which area of one document is which of another, and what became of areas that were renamed or merged.

An area that says what it was made of (`formerly`) is set beside the sum of those areas: counts are added exactly where
all of them state one; what one of them lacks, and rates, are ranges by what all their figures imply, or not known.
Else an area is the one of the same official code, of the same id under the same area, or of an id that only it has.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from povcalc.inference.ranges import Ranges, ranges
from povcalc.measures import BASES, MEASURES
from povcalc.messages import Lang, Message, Text, join
from povcalc.places import Path, Spot
from povcalc.plan.areas import AreaIndex, levels
from povcalc.plan.assumptions import Assumptions, Options, assumptions_of
from povcalc.plan.load import Reading
from povcalc.plan.model import Area, DocumentInfo, Located, Plan, is_part, parent, walk
from povcalc.typos import normalized
from povcalc.values import ANY, Figure, Form, Interval, figure_within, total


class Earlier(NamedTuple):
    """The documents of before: that of the same area or, where areas were merged, of each that it was made of.

    `plan` holds them all; of several, the root area of each is inside one that is made up.
    """

    readings: tuple[Reading, ...]
    plan: Plan

    @property
    def is_joined(self) -> bool:
        """Whether the root area is made up."""
        return len(self.readings) > 1

    def where(self, path: Path) -> tuple[Reading, Path]:
        """The document that a path of the plan leads into, and the path in it."""
        if not self.is_joined:
            return self.readings[0], path
        at = path[2] if len(path) > 2 and isinstance(path[2], int) else 0  # noqa: PLR2004 - targets, areas, its place
        return self.readings[at], (path[0], *path[3:])

    def spot(self, path: Path) -> Spot | None:
        """Where something stands; `None` for what was not read from a file."""
        reading, own = self.where(path)
        return reading.spot(own)

    @property
    def reading(self) -> Reading:
        """The document itself, or one that is made up of several."""
        if not self.is_joined:
            return self.readings[0]
        return Reading(" + ".join(each.name for each in self.readings), None, self.plan, unread=self.unread)

    @property
    def unread(self) -> frozenset[Path]:
        """The paths in the plan of what could not be read."""
        if not self.is_joined:
            return self.readings[0].unread
        return frozenset(
            ("targets", "areas", at, *path[1:])
            for at, reading in enumerate(self.readings)
            for path in reading.unread
            if path[:1] == ("targets",)
        )


def earlier(readings: Sequence[Reading]) -> Earlier | None:
    """Documents of before as one; `None` where one of them holds no plan, or of several one has no targets."""
    plans = [reading.plan for reading in readings if reading.plan is not None]
    if not plans or len(plans) < len(readings):
        return None
    if len(plans) == 1:
        return Earlier(tuple(readings), plans[0])
    roots = tuple(plan.targets for plan in plans if plan.targets is not None)
    if len(roots) < len(plans):
        return None
    name = " + ".join(root.name.to(Lang.VI) for root in roots)
    root = Area(id=_JOINED, name=Text(name, name)).model_copy(update={"areas": roots, "unit": roots[0].unit})
    return Earlier(tuple(readings), plans[0].model_copy(update={"targets": root, "funding": None, "waivers": ()}))


_JOINED = "before"


class Unsure(NamedTuple):
    """A figure of a merged area that is not the sum of what its parts state: its range, and why no more is known."""

    range: Interval
    why: Message


class Pair(NamedTuple):
    """An area in both plans; `None` where one lacks it. The addresses are the ids that lead to it.

    `name` is its name in the second plan, or in the first where the second lacks it. Where it is made of several
    `parts` of the first plan, `before` has the sums of what they state, and `unsure` what cannot be summed, by fields.
    """

    before: Located | None
    after: Located | None
    old_address: str
    new_address: str
    name: Message
    parts: tuple[Located, ...] = ()
    unsure: Mapping[str, Unsure] = {}

    @property
    def address(self) -> str:
        """What the area is called: in the second plan, or in the first where the second lacks it."""
        return self.new_address or self.old_address


class Claim(NamedTuple):
    """A word of `formerly` at a path, and the areas of the first plan that it may name; `likely` is what was meant."""

    at: Path
    words: str
    found: tuple[Path, ...]
    likely: str | None = None


class AreaMatching(NamedTuple):
    """The areas of two plans in pairs, in the order of the second, those that are gone behind their neighbours.

    `before` and `after` have what each area is called in the comparison, by its path in the one plan or the other.
    `claims` are all words of `formerly`; `shared` are the areas of the first plan that went into several of the second,
    by their paths, with these. `unclaimed` are those that the second plan neither has nor names, where it names any,
    and `dissolved` those that are gone while parts of them are not.
    """

    pairs: tuple[Pair, ...]
    before: dict[Path, str]
    after: dict[Path, str]
    claims: tuple[Claim, ...] = ()
    shared: Mapping[Path, tuple[Path, ...]] = {}
    unclaimed: tuple[Located, ...] = ()
    dissolved: frozenset[Path] = frozenset()


def match_areas(before: Plan, after: Plan, options: Options | None = None) -> AreaMatching:
    """Find which area of one plan is which of another, whatever the order of areas.

    What an area says that it was formerly decides; else it is the area of the same code, else the one of the same id
    under the same area. One that is not there is looked for elsewhere: if just one area with that id is left over in
    each plan, it was moved. `options` are what is assumed of the first plan.
    """
    assumed = _assumed(before, options)
    for one, other, leaning_on, found in _LATEST:
        if one is before and other is after and leaning_on == assumed:
            return found
    _LATEST[:] = [(before, after, assumed, _matching(before, after, assumed))]
    return _LATEST[0][3]


_LATEST: "list[tuple[Plan, Plan, Assumptions, AreaMatching]]" = []
"""The last areas matched: a comparison looks at them, and so do the checks of the second plan."""


def _matching(before: Plan, after: Plan, assumed: Assumptions) -> AreaMatching:
    # Longer than 40 lines: what came of each area of one plan and of the other, in the order of both.
    old, new = (walk(plan.targets) for plan in (before, after))
    index = AreaIndex(old)
    old_addresses, new_addresses = _addresses(index), _addresses(AreaIndex(new))
    claims = tuple(_claims(index, new))
    shared = _shared(index, new, claims)
    partners = _matched(old, new, index, claims)
    hindered = _hindered(partners, shared, claims)
    merged = {path: parts for path, parts in partners.items() if len(parts) > 1 or path in hindered}
    sums = _sums(merged, hindered, {each.path: each for each in new}, assumed)
    there = {part.path: path for path, parts in partners.items() for part in parts}
    behind: dict[Path, list[Pair]] = {(): []}
    for located in new:
        parts, name = partners.get(located.path, ()), located.name
        address = ", ".join(old_addresses[part.path] for part in parts)
        pair = Pair(parts[0] if parts else None, located, address, new_addresses[located.path], name)
        if located.path in sums:
            one, unsure = sums[located.path]
            pair = pair._replace(before=one, parts=parts, unsure=unsure)
        behind[located.path] = [pair]
    neighbour: Path = ()
    for located in old:
        neighbour = there.get(located.path, neighbour)
        if located.path not in there:
            behind[neighbour].append(Pair(located, None, old_addresses[located.path], "", located.name))
    single = {parts[0].path: new_addresses[path] for path, parts in partners.items() if path not in merged}
    doubtful = {claim.words: claim.found for claim in claims if len(claim.found) > 1}
    lost = _lost(old, {*there, *chain.from_iterable(doubtful.values())})
    unclaimed = (each for each in old if each.path in lost and parent(each.path) not in lost)
    pairs = tuple(chain.from_iterable(behind.values()))
    return AreaMatching(
        pairs,
        {**old_addresses, **single},
        new_addresses,
        claims,
        shared,
        tuple(unclaimed) if any(claim.found for claim in claims) else (),
        frozenset(each.path for each in old if each.path not in there and each.path not in lost),
    )


def _addresses(index: AreaIndex) -> dict[Path, str]:
    return {each.path: index.address(each.path) for each in index.areas}


def _assumed(plan: Plan, options: Options | None) -> Assumptions:
    """What somebody chose to assume, and nothing else."""
    assumed = assumptions_of(plan, options)
    return assumed if assumed.given else assumed._replace(growth=None)


def _claims(index: AreaIndex, new: Sequence[Located]) -> Iterator[Claim]:
    """What areas say that they were; not again where the document before says the same of the same area."""
    said = {(each.area.id, each.area.formerly) for each in index.areas}
    called: dict[str, tuple[Path, ...]] = {}
    for located in new:
        if (located.area.id, located.area.formerly) in said:
            continue
        for at, words in enumerate(located.area.formerly):
            if words not in called:  # thousands of areas may name thousands by the same words
                called[words] = tuple(index.named(words))
            found = called[words]
            likely = None if found or not index.areas else index.similar(words)
            yield Claim((*located.path, "formerly", at), words, found, likely)


def _shared(index: AreaIndex, new: Sequence[Located], claims: Sequence[Claim]) -> dict[Path, tuple[Path, ...]]:
    """The areas of the first plan that several of the second name, or one while another still is the same."""
    claimed: dict[Path, dict[Path, None]] = defaultdict(dict)
    for claim in claims:
        if len(claim.found) == 1:
            claimed[claim.found[0]][claim.at[:-2]] = None
    by_id: dict[str, list[Located]] = defaultdict(list)
    claiming = {claim.at[:-2] for claim in claims}
    for located in new:
        if located.path not in claiming:
            by_id[located.area.id].append(located)
    for path, claimants in claimed.items():
        area = index.located[path].area
        for located in by_id.get(area.id, ()):
            if normalized(area.name.to(Lang.VI)) == normalized(located.area.name.to(Lang.VI)):
                claimants[located.path] = None
    return {path: tuple(claimants) for path, claimants in claimed.items() if len(claimants) > 1}


Partners = dict[Path, tuple[Located, ...]]
"""The areas of the first plan, one or several, by the path that they have in the second."""


def _matched(old: Sequence[Located], new: Sequence[Located], index: AreaIndex, claims: Sequence[Claim]) -> Partners:
    by_path = {each.path: each for each in new}
    settled = {claim.at[:-2] for claim in claims}
    claimed: dict[Path, dict[Path, Located]] = defaultdict(dict)
    for claim in claims:
        if len(claim.found) == 1:
            claimed[claim.at[:-2]][claim.found[0]] = index.located[claim.found[0]]
    partners: Partners = {path: tuple(parts.values()) for path, parts in claimed.items()}
    matched = {part.path for parts in partners.values() for part in parts}
    codes = [_by_unique((each.area.code, each) for each in areas if each.area.code) for areas in (old, new)]
    for code, other in codes[1].items():
        one = codes[0].get(code)
        if one is not None and one.path not in matched and other.path not in settled:
            partners[other.path] = (one,)
            matched.add(one.path)
            settled.add(other.path)
    waiting = [(old[0], new[0])] if old and new and old[0].area.id == new[0].area.id else []
    for path, parts in [*partners.items()]:
        inside = chain.from_iterable(part.children for part in parts)
        waiting += _of_one_id(inside, by_path[path].children, matched, settled)
        _match_parts(partners, parts, by_path[path], index, by_path)
    while True:
        while waiting:
            one, other = waiting.pop()
            if one.path in matched or other.path in settled:
                continue
            partners[other.path] = (one,)
            matched.add(one.path)
            settled.add(other.path)
            waiting += _of_one_id(one.children, other.children, matched, settled)
            _match_parts(partners, (one,), other, index, by_path)
        # Nothing more stands where it stood: only now may an area have been moved.
        ours, theirs = ([each for each in areas if not is_part(each.path)] for areas in (old, new))
        waiting = _of_one_id(ours, theirs, matched, settled)
        if not waiting:
            return partners


def _match_parts(
    partners: Partners, before: Sequence[Located], after: Located, index: AreaIndex, new: Mapping[Path, Located]
) -> None:
    """Set the parts of an area's breakdowns beside those of one id, in breakdowns of one id, of what it was made of."""
    if not after.splits:
        return
    known = [_parts(each, index.located) for each in before]
    for key, part in _parts(after, new).items():
        found = tuple(parts[key] for parts in known if key in parts)
        if len(found) == len(before):
            partners[part.path] = found


def _parts(located: Located, areas: Mapping[Path, Located]) -> dict[tuple[str, str], Located]:
    """The parts of an area's own breakdowns by the ids of breakdown and part."""
    return {
        (split.of.id, areas[path].area.id): areas[path]
        for split in located.splits
        for path in split.parts
        if is_part(path) and parent(path) == located.path
    }


def _of_one_id(
    old: Iterable[Located], new: Iterable[Located], old_matched: Container[Path], new_matched: Container[Path]
) -> list[tuple[Located, Located]]:
    """The areas that are not matched yet and alone have their id among those given, in each plan."""
    ours = _by_unique((each.area.id, each) for each in old if each.path not in old_matched)
    theirs = _by_unique((each.area.id, each) for each in new if each.path not in new_matched)
    return [(located, theirs[identifier]) for identifier, located in ours.items() if identifier in theirs]


def _by_unique(named: Iterable[tuple[str, Located]]) -> dict[str, Located]:
    each = list(named)
    count = Counter(word for word, _ in each)
    return {word: located for word, located in each if count[word] == 1}


def _lost(old: Sequence[Located], there: Container[Path]) -> set[Path]:
    """The areas of which nothing is left; one whose parts went elsewhere was dissolved."""
    lost: set[Path] = set()
    for located in reversed(old):
        if located.path not in there and all(child.path in lost for child in located.children):
            lost.add(located.path)
    return lost


# What several areas together state.


def _sums(
    merged: Partners,
    hindered: Mapping[Path, Message],
    new: Mapping[Path, Located],
    assumed: Assumptions,
) -> dict[Path, tuple[Located, dict[str, Unsure]]]:
    """By the path of a merged area, its parts as one area with the sums of what they state, and what is not sure."""
    if not merged:
        return {}
    found = _joint_ranges(merged, assumed)
    sums = {}
    for at, (path, parts) in enumerate(merged.items()):
        counts: dict[str, Figure] = {}
        unsure: dict[str, Unsure] = {}
        hindrance = hindered.get(path)
        for field in Area.FIGURES:
            if not any(part.figure(field) for part in parts):
                continue
            figures = [figure_of(part, field) for part in parts]
            known = [figure for figure in figures if figure is not None]
            figure = None if hindrance or "rate" in field or len(known) < len(parts) else added(known)
            if figure is not None:
                counts[field] = figure
                continue
            range_ = ANY if hindrance else _range(found, ("targets", "areas", at), field)
            unsure[field] = Unsure(range_, hindrance or _why_unsure(parts, figures, field))
        area = new[path].area.model_copy(update={**_blank(new[path].area), **counts})
        sums[path] = Located(area, ("formerly", *path), ()), unsure
    return sums


def _blank(area: Area) -> dict[str, object]:
    """What takes the figures away from an area, and the areas inside it."""
    stated = (field for field in (*Area.FIGURES, *Area.SHARES) if getattr(area, field) is not None)
    return {**dict.fromkeys(stated), "areas": (), "breakdowns": (), "planned": None}


def figure_of(located: Located, field: str) -> Figure | None:
    """A figure of an area; `households` stands for those of both dates."""
    figure = located.figure(field)
    return located.figure("households") if figure is None and field in BASES else figure


def _range(found: Ranges, path: Path, field: str) -> Interval:
    if field == "households":
        field = BASES[0]
    return found.of(path, field) if field in found.quantities else ANY


def _joint_ranges(merged: Partners, assumed: Assumptions) -> Ranges:
    """What the figures of merged areas imply of each group of them together, in the order given."""
    one = next(iter(merged.values()))[0].area
    blank = Area(id=one.id, name=one.name)
    groups = tuple(blank.model_copy(update={"areas": tuple(part.area for part in parts)}) for parts in merged.values())
    return ranges(walk(blank.model_copy(update={"areas": groups, "partial": True})), assumed)


def _hindered(
    partners: Partners, shared: Mapping[Path, tuple[Path, ...]], claims: Sequence[Claim]
) -> dict[Path, Message]:
    """What keeps an area from being the sum of its parts, by its path: one that is missing, or went elsewhere too."""
    found: dict[Path, Message] = {}
    for path, parts in partners.items():
        split = [part for part in parts if part.path in shared]
        if split:
            found[path] = Message("{areas} went into several areas", areas=_names(split))
    for claim in claims:
        if len(claim.found) != 1:
            found[claim.at[:-2]] = Message("{words} was not found before", words=claim.words)
    return found


def _why_unsure(parts: Sequence[Located], figures: Sequence[Figure | None], field: str) -> Message:
    lacking = [part for part, figure in zip(parts, figures, strict=True) if figure is None]
    if lacking:
        return Message("{areas} did not state it", areas=_names(lacking))
    if "rate" in field:
        base = BASES[field.endswith("_end")]
        lacking = [part for part in parts if figure_of(part, base) is None]
        if lacking:
            return Message("{areas} did not state the households", areas=_names(lacking))
        return Message("worked out from the figures of its parts")
    return Message("what is stated of the parts has no sum")


def _names(areas: Iterable[Located]) -> Message:
    return join([each.name for each in areas], ", ")


def added(figures: Sequence[Figure]) -> Figure | None:
    """The sum of figures as it would be written; `None` where they bound it on no side together."""
    meant = {figure.form for figure in figures} - {Form.EXACT}
    if len(meant) <= 1:
        form = meant.pop() if meant else Form.EXACT
        low, high = (sum(figure.ends[end] for figure in figures) for end in (0, 1))
        powers = {figure.power for figure in figures}
        step = sum(figure.step for figure in figures)
        return Figure(low, form, high if form is Form.BETWEEN else None, step, powers.pop() if len(powers) == 1 else 0)
    if Form.ABOUT in meant:
        return None
    summed = total(figure.as_count() for figure in figures)
    return figure_within(*(None if end is None else int(end) for end in summed[:2]))


def planned_view(plan: Plan) -> Plan | None:
    """What a result says was planned, as a plan of its own, with the same areas; `None` where it says nothing."""
    if plan.targets is None or not any(each.area.planned for each in walk(plan.targets)):
        return None
    document = plan.document.model_copy(update={"kind": "plan"})
    update = {"targets": _as_planned(plan.targets), "document": document, "funding": None, "waivers": ()}
    return plan.model_copy(update=update)


def _as_planned(area: Area) -> Area:
    planned = (
        {} if area.planned is None else {field: getattr(area.planned, field) for field in area.planned.model_fields_set}
    )
    inside = {
        "areas": tuple(map(_as_planned, area.areas)),
        "breakdowns": tuple(
            each.model_copy(update={"parts": tuple(map(_as_planned, each.parts))}) for each in area.breakdowns
        ),
    }
    return area.model_copy(update={**_blank(area), **planned, **inside})


MORE = tuple(field for each in MEASURES for field in (each.reduction, each.points, *each.means, *each.flows[:1]))
"""Targets of which more is better: reductions, and exits."""

LESS = tuple(field for each in MEASURES for field in (each.stocks[1], each.rates[1], *each.flows[1:]))
"""Targets of which less is better: what is left at the end, and what is new."""


class Achievement(StrEnum):
    """Whether a result meets a target; `UNDECIDED` when the figures leave both possible."""

    MET = "met"
    MISSED = "missed"
    UNDECIDED = "undecided"


ACHIEVEMENTS = {
    Achievement.MET: Message("met"),
    Achievement.MISSED: Message("missed"),
    Achievement.UNDECIDED: Message("undecided"),
}
"""What each is called."""


def meant(field: str, figure: Figure) -> Interval:
    """What a figure says where a target is judged: its number as written, or of an estimate what is near it."""
    return figure.near(is_rate="rate" in field).as_count()


def wanted(field: str, said: Interval) -> Interval:
    """What meets a target that says so much: all of that, and whatever is better.

    A target that bounds the wrong side only, such as a reduction of at most 50, is met by what it says.
    """
    if field in MORE and said.low is not None:
        return said._replace(high=None, high_open=False)
    if field in LESS and said.high is not None:
        return said._replace(low=None, low_open=False)
    return said


def stands(result: Interval, wanted: Interval) -> Achievement:
    """How what was reached stands to what meets the target."""
    if result.within(wanted):
        return Achievement.MET
    return Achievement.UNDECIDED if result.meets(wanted) else Achievement.MISSED


# The documents of several years.


class Header(NamedTuple):
    """What tells which area and years a document is about; a review at mid-year is not of the whole of them."""

    id: str
    names: tuple[str, ...]
    code: str | None
    formerly: tuple[str, ...]
    years: tuple[int, int]
    is_result: bool
    is_whole: bool

    def tokens(self) -> Iterator[tuple[str, str]]:
        """What the area may be found by."""
        if self.code:
            yield "code", self.code
        yield "id", self.id
        yield from (("name", name) for name in self.names)

    def is_same(self, other: "Header") -> bool:
        """Whether two documents are about one area: by their codes, else by their names."""
        if self.code and other.code:
            return self.code == other.code
        pairs = [(one, another) for one in self.names for another in other.names]
        padded = [(f" {one}", f" {another}") for one, another in pairs]
        is_within = self.id == other.id and any(one.endswith(each) or each.endswith(one) for one, each in padded)
        return is_within or any(one == another for one, another in pairs)


def header_of(plan: Plan | None) -> Header | None:
    """What a plan is about; `None` for one without targets or without a year."""
    if plan is None or plan.targets is None or (years := plan.document.years) is None:
        return None
    root = plan.targets
    names = tuple({levels(name)[1] for name in root.name.in_every_language().values()})
    is_whole = _is_whole(plan.document)
    return Header(root.id, names, root.code, root.formerly, years, plan.document.kind == "result", is_whole)


def follows(before: DocumentInfo, after: DocumentInfo) -> bool:
    """Whether one document begins where another ends; a review at mid-year ends before the year does."""
    first, second = before.years, after.years
    return _is_whole(before) and first is not None and second is not None and first[1] + 1 == second[0]


def _is_whole(info: DocumentInfo) -> bool:
    day = info.as_of
    return day is None or (info.years is not None and (day.year, day.month, day.day) == (info.years[1], 12, 31))


def predecessors(headers: Sequence[Header | None]) -> list[tuple[int, ...]]:
    """For each document the places of those that it follows: of its area, or of each that this was made of.

    A result goes before a plan of the same years; where two may be meant, none is.
    """
    by_token: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for at, header in enumerate(headers):
        if header is not None and header.is_whole:
            for kind, word in header.tokens():
                by_token[header.years[1], kind, word].append(at)
    return [() if header is None else tuple(_before(header, headers, by_token)) for header in headers]


def _before(
    header: Header, headers: Sequence[Header | None], by_token: Mapping[tuple[int, str, str], list[int]]
) -> Iterator[int]:
    year = header.years[0] - 1
    wanted: list[list[tuple[str, str]]] = [list(header.tokens())]
    own = (headers[at] for at in by_token.get((year, "id", header.id), ()))
    is_new = header.formerly and not any(each is not None and each.formerly == header.formerly for each in own)
    if is_new:
        wanted = [[("id", word), ("code", word), ("name", levels(word)[1])] for word in header.formerly]
    found: dict[int, None] = {}
    for tokens in wanted:
        each = dict.fromkeys(at for token in tokens for at in by_token.get((year, *token), ()))
        found_headers = [(at, other) for at in each if (other := headers[at]) is not None]
        same = [(at, other) for at, other in found_headers if is_new or header.is_same(other)]
        results = [at for at, other in same if other.is_result] or [at for at, _ in same]
        if len(results) == 1:
            found[results[0]] = None
    yield from found
