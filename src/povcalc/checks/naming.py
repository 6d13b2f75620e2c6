"""What the checks of names share: ids with their places, and what a misspelt one probably means."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from povcalc.loading import PLACEHOLDER, Reading
from povcalc.places import Path
from povcalc.text import Text, say

_GUESSES = 20
"""So many names that nothing has are looked up among similar ones; a nation has 11,400 to look among."""


class Named(NamedTuple):
    """An id or another name, and the path of what has it."""

    id: str
    path: Path


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


def numbered(things: Iterable[_Identified], path: Path) -> list[Named]:
    """The ids of a list's items, each with the item's path."""
    return [Named(thing.id, (*path, at)) for at, thing in enumerate(things)]


def listed(words: Sequence[str], path: Path) -> Iterator[Named]:
    """The words of a list, each with its own path."""
    return (Named(word, (*path, at)) for at, word in enumerate(words))


def is_placeholder(named: Named, reading: Reading) -> bool:
    """Whether the id only stands in for one that could not be read, which has been told."""
    if not named.id.startswith(PLACEHOLDER):
        return False
    return named.path in reading.unread or (*named.path, "id") in reading.unread


def guesses(unknown: Iterable[str], known: tuple[str, ...]) -> Mapping[str, Text]:
    """What the first few names that nothing has probably stand for."""
    found: dict[str, Text] = {}
    for word in dict.fromkeys(unknown):
        if len(found) == _GUESSES:
            break
        from povcalc.likely import nearest  # most plans have nothing misspelt

        likely = nearest(word, known)
        if likely is not None:
            found[word] = say('did you mean "{likely}"?', 'có phải "{likely}" không?', likely=likely)
    return found
