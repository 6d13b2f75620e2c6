"""Ids and kinds of areas from their names: `tram-tau` and a district from Huyện Trạm Tấu."""

import re
import unicodedata
from collections.abc import Container, Iterable

from povcalc.plan import RESERVED_IDS

_BEFORE = {
    "tỉnh": "province",
    "thành phố": "city",
    "thị xã": "town",
    "huyện": "district",
    "quận": "district",
    "xã": "commune",
    "phường": "ward",
    "thị trấn": "township",
    "đặc khu": "special_zone",
    "thôn": "village",
    "bản": "village",
}
"""Kinds of area by what stands before a Vietnamese name. Without marks none is recognised: "Ban" may be a name."""

_SHORT = {
    "tp": "city",
    "tx": "town",
    "h": "district",
    "q": "district",
    "x": "commune",
    "p": "ward",
    "tt": "township",
}
"""What they are short for: with a point, or two capital letters alone, `H. Trạm Tấu`, `TP Yên Bái`."""

_BEHIND = {
    "province": "province",
    "city": "city",
    "town": "town",
    "district": "district",
    "commune": "commune",
    "ward": "ward",
    "township": "township",
    "special zone": "special_zone",
    "village": "village",
}
"""Kinds of area by what stands behind an English name."""


def parted(name: str) -> tuple[str | None, str]:
    """The kind of an area as its name has it, `None` where it has none, and the rest of the name."""
    words = " ".join(unicodedata.normalize("NFC", name).split())
    for pattern, kinds in _PATTERNS:
        found = pattern.fullmatch(words)
        if found is not None:
            return kinds[found["kind"].lower()], found["rest"]
    return None, words


def _either(kinds: Iterable[str]) -> str:
    return f"(?P<kind>{'|'.join(kinds)})"


_PATTERNS = (
    (re.compile(rf"{_either(_BEFORE)} (?P<rest>\w.*)", re.IGNORECASE), _BEFORE),
    (re.compile(rf"{_either(_SHORT)}\. ?(?P<rest>\w.*)", re.IGNORECASE), _SHORT),
    (re.compile(rf"{_either(each.upper() for each in _SHORT if len(each) > 1)} (?P<rest>\w.*)"), _SHORT),
    (re.compile(rf"(?P<rest>.*\w) {_either(_BEHIND)}", re.IGNORECASE), _BEHIND),
)


def slug(words: str) -> str:
    """Words as an id: small letters and digits without marks, hyphens between; empty where nothing is left."""
    plain = unicodedata.normalize("NFKD", words.lower().replace("đ", "d"))
    return "-".join(re.findall(r"[a-z0-9]+", "".join(each for each in plain if not unicodedata.combining(each))))


def made_id(name: str, taken: Container[str], beside: Container[str]) -> str | None:
    """The id of an area from its name: without its kind, or with it where another area has that id.

    `taken` are the ids of all areas, `beside` those of the areas around the same area, which it may not have.
    `None` where no id can be made.
    """
    _, bare = parted(name)
    short, full = slug(bare), slug(name)
    if short and not short.isdigit() and short not in taken and short not in RESERVED_IDS:
        return short
    return full if full and not full.isdigit() and full not in beside and full not in RESERVED_IDS else None
