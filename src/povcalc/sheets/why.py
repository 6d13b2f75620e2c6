"""Why a figure lies where it does: the ends of its range, what each rests on, and the arithmetic."""

from collections.abc import Iterator
from typing import NamedTuple

from povcalc.addresses import SeveralAreasError, UnknownAreaError, area_addresses, area_called
from povcalc.bounds import BASES, QUANTITIES
from povcalc.bounds.arguments import Arithmetic
from povcalc.bounds.proofs import Proof, proof
from povcalc.figures import Interval
from povcalc.likely import nearest
from povcalc.places import Path
from povcalc.plan import Area, Located
from povcalc.sheets.implied import Derivation, growth_words
from povcalc.text import GLOSSARY, SHORT, Text, join, precise_text, same, say


class Ground(NamedTuple):
    """Why a range has one of its ends.

    `stated` are figures of the area itself in words, with their paths; `elsewhere` those ends of other areas
    that it follows from, each with what to ask for them; `lines` the arithmetic.
    """

    upper: bool
    end: Text
    stated: tuple[tuple[Text, Path], ...]
    assumed: tuple[Text, ...]
    elsewhere: tuple[tuple[Text, str], ...]
    lines: tuple[Text, ...]


class Why(NamedTuple):
    """A quantity of an area, its range, and why it has its ends; one that always holds has no ground."""

    address: str
    area: Text
    quantity: Text
    range: Interval
    grounds: tuple[Ground, ...]


class UnknownFigureError(LookupError):
    """Words that name no figure of the plan; `why` says what was expected."""

    def __init__(self, why: Text) -> None:
        super().__init__(why)
        self.why = why


FIELDS = tuple(dict.fromkeys((*Area.FIGURES, *QUANTITIES)))
"""What can be asked for, behind an area's address and a dot."""


def why(derivation: Derivation, words: str) -> tuple[Why, ...]:
    """Why `tram-tau.households` lies where it does; two answers where both dates have households of their own.

    Raises `UnknownFigureError`.
    """
    called, _, field = words.rpartition(".")
    located = _area(derivation, called, words)
    if field not in FIELDS:
        near = nearest(field, FIELDS)
        raise UnknownFigureError(
            say(
                "{word} is not a figure of an area; {choice}",
                "{word} không phải số liệu của địa bàn; {choice}",
                word=field or "''",
                choice=say("did you mean {near}?", "có phải {near} không?", near=near)
                if near
                else say("use one of {fields}", "dùng một trong {fields}", fields=", ".join(FIELDS)),
            )
        )
    if field != "households":
        return (_why(derivation, located, field, field),)
    if derivation.ranges.of(located.path, BASES[0]) == derivation.ranges.of(located.path, BASES[1]):
        return (_why(derivation, located, BASES[0], field),)
    return tuple(_why(derivation, located, base, base) for base in BASES)


def _area(derivation: Derivation, called: str, words: str) -> Located:
    try:
        return area_called(called, derivation.areas)
    except SeveralAreasError as several:
        raise UnknownFigureError(several.why) from None
    except UnknownAreaError:
        addresses = area_addresses(derivation.areas)
    near = nearest(called or words, tuple(addresses))
    raise UnknownFigureError(
        say(
            "{word} names no figure: write AREA.FIGURE, such as tram-tau.households; {choice}",
            "{word} không chỉ số liệu nào: hãy viết ĐỊA_BÀN.SỐ_LIỆU, ví dụ tram-tau.households; {choice}",
            word=words or "''",
            choice=say("did you mean the area {near}?", "có phải địa bàn {near} không?", near=near)
            if near
            else Text("povcalc show targets --format csv lists the areas", "povcalc show targets --format csv liệt kê"),
        )
    )


def _why(derivation: Derivation, located: Located, quantity: str, field: str) -> Why:
    steps = next(
        "/".join(each.steps) for each in area_addresses(derivation.areas)[located.area.id] if each.path == located.path
    )
    found = derivation.ranges.of(located.path, quantity)
    grounds = [_ground(derivation, located, quantity, upper=upper) for upper in (True, False)]
    return Why(
        f"{steps}.{field}",
        located.area.name,
        GLOSSARY[field],
        found,
        tuple(ground for ground in grounds if ground is not None),
    )


def _ground(derivation: Derivation, located: Located, quantity: str, *, upper: bool) -> Ground | None:
    shown = proof(derivation.areas, derivation.ranges, located.path, quantity, upper=upper)
    if shown is None:
        return None
    names = {each.path: each.area.name for each in derivation.areas if each.path != located.path}
    arithmetic = Arithmetic([shown.step], names, located.path, one_base=derivation.is_level)
    lines = arithmetic.lines()
    return Ground(
        upper,
        arithmetic.end(shown.step),
        tuple((_stated(located, path), path) for path in shown.held.figures if path[:-1] == located.path),
        tuple(_assumed(derivation, shown)),
        tuple(_elsewhere(derivation, arithmetic)),
        tuple(lines),
    )


def _stated(located: Located, path: Path) -> Text:
    """A figure in words, a rounded rate with what it stands for."""
    field = str(path[-1])
    figure = located.figure(field)
    if figure is None:
        return SHORT[field]
    words = say("{name} {figure}", "{name} {figure}", name=SHORT[field], figure=figure)
    if "rate" not in field or figure.as_rate() == figure.as_count():
        return words
    said = figure.as_rate()
    if said.low is None or said.high is None:
        return words
    return say("{words} ({stands})", "{words} ({stands})", words=words, stands=said)


def _assumed(derivation: Derivation, shown: Proof) -> Iterator[Text]:
    growth, cut = derivation.assumed.growth, derivation.assumed.cut
    if shown.held.growth and growth is not None:
        yield growth_words(growth)
    if shown.held.cut and cut is not None:
        yield say(
            '"over" rates cut off at steps of {cut} points',
            "các mức “trên” đã cắt theo bước {cut} điểm phần trăm",
            cut=precise_text(cut),
        )


def _elsewhere(derivation: Derivation, arithmetic: Arithmetic) -> Iterator[tuple[Text, str]]:
    """The ends of other areas that are taken as given."""
    ids = {each.path: "/".join(each.steps) for same_id in area_addresses(derivation.areas).values() for each in same_id}
    for step in arithmetic.given():
        quantity = "households" if derivation.is_level and step.quantity < len(BASES) else QUANTITIES[step.quantity]
        words = join((arithmetic.name(step), arithmetic.end(step)), " ")
        yield words, f"{ids[step.path]}.{quantity}" if step.path in ids else same("").en
