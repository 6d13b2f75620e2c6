"""A nation's plan, made up: every count and every rate stated, and all of them right.

    python bench/nation.py > nation.yaml

63 provinces have 705 districts and 10,600 communes, 11,369 areas with the nation; other numbers of
provinces keep the proportions. `--villages 90000` puts as many villages into the communes. The same
seed gives the same text.

Counts are drawn for the lowest areas and added up from there. Bases grow over the year, so that no rate
follows from one base. Rates and reductions are rounded half up to two decimals, from whole numbers
and fractions: no float takes part.
"""

import argparse
import math
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations
from random import Random
from typing import NamedTuple

PROVINCES, DISTRICTS, COMMUNES, VILLAGES = 63, 705, 10_600, 90_000
"""What the nation has; Việt Nam had about as many of each in 2019. Villages only when they are asked for."""

SEED = 2019

_WORDS = (
    "An Ba Bảo Bình Bắc Cao Cẩm Châu Chiềng Đại Đông Gia Hà Hải Hòa Hồng Hưng Khánh Kim La Lâm Liên Long Lục "
    "Mỹ Minh Mường Nam Nghĩa Ninh Phong Phú Phúc Quang Quế Sơn Tân Thanh Thịnh Thượng Trung Tường Vân Việt Vĩnh "
    "Xuân Yên"
)
"""Words of place names; without their marks no two are the same, so that ids differ as names do."""

_NAMES = tuple(permutations(_WORDS.split(), 2))

_FUNDING = (
    ("trung-uong", "Vốn Trung ương", 48_640_250),
    ("dia-phuong", "Vốn địa phương", 12_875_904),
    ("to-chuc", "Vốn của các tổ chức", 9_204_331),
    ("cong-dong", "Vốn huy động từ cộng đồng", 1_062_715),
    ("tin-dung", "Vốn tín dụng chính sách", 71_300_000),
)


class Counts(NamedTuple):
    """Households, poor and near-poor households of an area at both ends of the year, and who fell into either."""

    households_start: int
    households_end: int
    poor_start: int
    poor_end: int
    near_start: int
    near_end: int
    relapses: int
    new_poor: int
    near_relapses: int
    new_near: int


class Area(NamedTuple):
    """An area with its counts and the areas inside it."""

    id: str
    name: str
    kind: str
    counts: Counts
    areas: tuple["Area", ...] = ()


def nation(provinces: int = PROVINCES, seed: int = SEED, villages: int = 0) -> Area:
    """A nation of so many provinces, at most 2,162, the number of names; so many villages for 63 of them."""
    random = Random(seed)  # noqa: S311 - figures, not secrets
    areas = tuple(
        _province(random, index, name, villages, urban=index % 12 == 0)
        for index, name in enumerate(random.sample(_NAMES, provinces))
    )
    return Area("viet-nam", "Cả nước", "nation", _sum(areas), areas)


def _province(random: Random, index: int, name: Sequence[str], villages: int, *, urban: bool) -> Area:
    first, last = _portion(index, DISTRICTS, PROVINCES)
    districts = tuple(
        _district(random, number, own, villages)
        for number, own in zip(range(first, last), random.sample(_NAMES, last - first), strict=True)
    )
    kind, word = ("city", "Thành phố") if urban else ("province", "Tỉnh")
    return _area(word, name, kind, _sum(districts), districts)


def _district(random: Random, index: int, name: Sequence[str], villages: int) -> Area:
    first, last = _portion(index, COMMUNES, DISTRICTS)
    kind, word, inner_kind, inner_word, poorest = random.choice(
        (
            ("district", "Huyện", "commune", "Xã", 550),
            ("district", "Huyện", "commune", "Xã", 300),
            ("district", "Huyện", "commune", "Xã", 120),
            ("town", "Thị xã", "ward", "Phường", 40),
        )
    )
    communes = tuple(
        _commune(random, number, _area(inner_word, own, inner_kind, _drawn(random, poorest)), villages, poorest)
        for number, own in zip(range(first, last), random.sample(_NAMES, last - first), strict=True)
    )
    return _area(word, name, kind, _sum(communes), communes)


def _commune(random: Random, index: int, commune: Area, villages: int, poorest: int) -> Area:
    """The commune as it is, or with its villages and with their sums in the place of its own counts."""
    if not villages:
        return commune
    first, last = _portion(index, villages, COMMUNES)
    inside = tuple(
        _area("Thôn", own, "village", _drawn(random, poorest, most=400)) for own in random.sample(_NAMES, last - first)
    )
    return commune._replace(counts=_sum(inside), areas=inside)


def _portion(index: int, parts: int, wholes: int) -> tuple[int, int]:
    """The numbers of the parts that a whole has when they are spread evenly: the first, and behind the last."""
    return index * parts // wholes, (index + 1) * parts // wholes


def _drawn(random: Random, poorest: int, most: int = 4_800) -> Counts:
    """The counts of a lowest area, `poorest` being the highest share of poor households per thousand."""
    households = random.randrange(most // 16, most)
    poor = households * random.randrange(poorest // 4, poorest) // 1_000
    fewer = poor * random.randrange(50, 350) // 1_000
    grown = households + households * random.randrange(25) // 1_000
    near = (households - poor) // 7  # what only a full nation states is not drawn: the same seed has the same text
    return Counts(
        households, grown, poor, poor - fewer, near, near - near // 9, poor // 90, poor // 40, near // 50, near // 20
    )


def _area(word: str, name: Sequence[str], kind: str, counts: Counts, areas: tuple[Area, ...] = ()) -> Area:
    return Area("-".join(map(_plain, name)), " ".join((word, *name)), kind, counts, areas)


def _plain(word: str) -> str:
    """The word in small letters without marks, as ids are written."""
    parts = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(part for part in parts if not unicodedata.combining(part))


def _sum(areas: Sequence[Area]) -> Counts:
    return Counts(*map(sum, zip(*(area.counts for area in areas), strict=True)))


def size(area: Area) -> int:
    """The number of areas in a tree, its root included."""
    return 1 + sum(map(size, area.areas))


def written(root: Area, *, withheld: bool = False, full: bool = False) -> str:
    """The plan of a nation as YAML.

    With `withheld`, half of the areas inside it do not state their households; a `full` one states all three measures
    and flows.
    """
    draw = Random(SEED) if withheld else None  # noqa: S311 - figures, not secrets
    return "\n".join((*_head(), *_lines(root, "  ", "  ", draw, full), *_funding(), ""))


def _head() -> Iterator[str]:
    yield from (
        "povcalc: 1",
        "document:",
        "  kind: plan",
        "  title: Kế hoạch giảm nghèo bền vững của cả nước (số liệu giả định)",
        "  year: 2019",
        "targets:",
    )


def _lines(area: Area, first: str, indent: str, draw: Random | None, full: bool) -> Iterator[str]:  # noqa: FBT001
    """An area's lines; the first of them may begin with the dash of a list."""
    states_bases = draw is None or first == indent or draw.randrange(2) == 0
    counts = area.counts
    bases = counts[:2]
    yield f"{first}id: {area.id}"
    yield f"{indent}name: {area.name}"
    yield f"{indent}kind: {area.kind}"
    if states_bases:
        yield f"{indent}households_start: {counts.households_start}"
        yield f"{indent}households_end: {counts.households_end}"
    poor, near = (counts.poor_start, counts.poor_end), (counts.near_start, counts.near_end)
    told = _measure("poor_households", "poverty_rate", "reduction", bases, poor)
    if full:
        told += _measure("near_poor_households", "near_poor_rate", "near_poor_reduction", bases, near)
        both = (poor[0] + near[0], poor[1] + near[1])
        names = ("multidimensional_poor_households", "multidimensional_poverty_rate", "multidimensional_reduction")
        told += _measure(*names, bases, both)
        told += _flows(("exits", "relapses", "new_poor"), poor, counts.relapses, counts.new_poor)
        told += (f"from_near_poor: {counts.new_poor}",)
        near_names = ("near_poor_exits", "near_poor_relapses", "new_near_poor")
        told += _flows(near_names, near, counts.near_relapses, counts.new_near)
    yield from (indent + each for each in told)
    if area.areas:
        yield f"{indent}areas:"
        for inner in area.areas:
            yield from _lines(inner, f"{indent}  - ", f"{indent}    ", draw, full)


def _measure(stock: str, rate: str, fall: str, bases: tuple[int, ...], poor: tuple[int, int]) -> tuple[str, ...]:
    """What is stated of one measure."""
    start, end = (Fraction(100 * part, base) for part, base in zip(poor, bases, strict=True))
    return (
        f"{stock}_start: {poor[0]}",
        f"{stock}_end: {poor[1]}",
        f"{rate}_start: {_rounded(start)}",
        f"{rate}_end: {_rounded(end)}",
        f"{fall}_households: {poor[0] - poor[1]}",
        f"{fall}_rate: {_rounded(start - end)}",
    )


def _flows(names: tuple[str, str, str], poor: tuple[int, int], back: int, new: int) -> tuple[str, ...]:
    exits = poor[0] - poor[1] + back + new
    return tuple(f"{name}: {number}" for name, number in zip(names, (exits, back, new), strict=True))


def _rounded(number: Fraction) -> str:
    """A number that is not negative with two decimals, a half rounded up."""
    whole, hundredths = divmod(math.floor(number * 100 + Fraction(1, 2)), 100)
    return f"{whole}.{hundredths:02}"


def _funding() -> Iterator[str]:
    yield "funding:"
    yield "  unit: million VND"
    yield f"  total: {sum(amount for _, _, amount in _FUNDING)}"
    yield "  lines:"
    for own, name, amount in _FUNDING:
        yield f"    - id: {own}"
        yield f"      name: {name}"
        yield f"      amount: {amount}"


def main() -> None:
    """Write a nation's plan to standard output."""
    parser = argparse.ArgumentParser(description="Write a made-up nation's plan to standard output.")
    parser.add_argument("--provinces", type=int, default=PROVINCES, help="how many (default: %(default)s)")
    parser.add_argument("--villages", type=int, default=0, help="how many (default: none)")
    parser.add_argument("--withhold", action="store_true", help="half of the areas do not state their households")
    parser.add_argument("--full", action="store_true", help="all three measures, and flows")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed, other figures (default: %(default)s)")
    options = parser.parse_args()
    root = nation(options.provinces, options.seed, options.villages)
    sys.stdout.buffer.write(written(root, withheld=options.withhold, full=options.full).encode())


if __name__ == "__main__":
    main()
