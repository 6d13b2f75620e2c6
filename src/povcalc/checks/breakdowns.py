"""Family T, breakdowns: what parts say beside their sum, which is a check of its own (T101)."""

from collections.abc import Iterator, Sequence

from povcalc.checks.base import ESTIMATED, Context, check
from povcalc.findings import Held, Problem, Result, Severity, Undecided, named_ends, related
from povcalc.inference.counts import used_in
from povcalc.measures import POOR, REDUCTIONS, SHARES
from povcalc.messages import GLOSSARY, Message, signed_interval
from povcalc.places import Path
from povcalc.plan.model import Located, is_part, parent
from povcalc.values import Exact, Figure, Form, Interval, percent_of, total


@check(
    "T131",
    "overlapping-parts-within-whole",
    Severity.ERROR,
    section="targets",
    formula="overlapping: true ⇒ parts[i].x ≤ x,  x ∈ {households_t, poor_households_t}",
)
def overlapping_parts_within_whole(context: Context) -> Iterator[Result]:
    """No part of an overlapping breakdown exceeds the whole.

    In a breakdown that overlaps, such as one by causes of poverty, a household may count in several parts: they do not
    add up to the whole, but each by itself has at most as many households, and poor households, as the whole.

    Fix: Compare both figures with the document. A cause that counts more households than are poor may count persons,
    near-poor households too, or another year.
    """
    # Longer than 40 lines: with its text of the manual, and all that a finding says.
    fields = [field for field in used_in(context.areas).counts if field not in REDUCTIONS]
    for whole in context.areas:
        for part in (context.by_path[path] for split in whole.splits if split.overlapping for path in split.parts):
            for field in fields:
                inside, around = context.known[part.path].get(field), context.known[whole.path].get(field)
                if inside is None:
                    continue
                if around is None:
                    missing = Message("the {field} of {area} are not stated", field=GLOSSARY[field], area=whole.name)
                    yield Undecided(inside.figures, missing)
                    continue
                figures = (*inside.figures, *around.figures)
                if not (inside.sure and around.sure):
                    yield Undecided(figures, ESTIMATED)
                    continue
                if not around.interval.is_below(inside.interval):
                    yield Held(figures)
                    continue
                yield Problem(
                    inside.figures[0],
                    Message(
                        "{part}, {field}: {inside} are more than the {around} of the whole, {area}; correct one of "
                        "the two",
                        part=part.name,
                        field=GLOSSARY[field],
                        inside=inside.interval,
                        around=around.interval,
                        area=whole.name,
                    ),
                    related=related(around.figures[:20], Message("the whole")),
                    numbers=(*named_ends("part", inside.interval), *named_ends("whole", around.interval)),
                    figures=figures,
                )


@check(
    "T132",
    "share-of-poor",
    Severity.ERROR,
    section="targets",
    formula="100 × poor_households_t ÷ whole.poor_households_t ∈ share_of_poor_t\nt ∈ {start, end}",
)
def share_of_poor(context: Context) -> Iterator[Result]:
    """A share of the poor is that of the counts.

    A stated share of the poor households of the whole is the poor households of the part over those of the whole, in
    percent, rounded as it is printed.

    Fix: Divide the two numbers yourself. Where the share is right, one of the counts is not; where the document gives
    the share of something else, such as of the near-poor or of all households, take it out.
    """
    for part, field, poor, figure in context.cached(_shares):
        whole = context.by_path[parent(part.path)]
        path = (*part.path, field)
        inside, around = context.known[part.path].get(poor), context.known[whole.path].get(poor)
        counts = [each for each in (inside, around) if each is not None]
        figures = (path, *(each for count in counts for each in count.figures))
        if inside is None or around is None:
            yield Undecided(figures, Message("the {field} are not stated of part and whole", field=GLOSSARY[poor]))
            continue
        given = percent_of(inside.interval, around.interval) if inside.sure and around.sure else None
        if figure.form is Form.ABOUT or given is None:
            yield Undecided(figures, Message("the share is an estimate, or rests on one"))
        elif given.meets(figure.as_rate()):
            yield Held(figures)
        else:
            yield Problem(
                path,
                Message(
                    "{area}: {inside} of the {around} poor households of {whole} are {given}%, not {figure}%; correct "
                    "one of the three",
                    area=part.name,
                    inside=inside.interval,
                    around=around.interval,
                    whole=whole.name,
                    given=signed_interval(given.widened(_PLACES)),
                    figure=figure,
                ),
                related=related(figures[1:20], Message("the other figure")),
                numbers=(*named_ends("share", given), *named_ends("stated", figure.as_rate())),
                figures=figures,
            )


_PLACES = 3


@check(
    "T133",
    "shares-add-up",
    Severity.ERROR,
    section="targets",
    formula="partial: false ⇒ Σ parts[i].share_of_poor_t = 100 (partial: true ⇒ ≤)\n"
    "overlapping: false,  t ∈ {start, end}",
)
def shares_add_up(context: Context) -> Iterator[Result]:
    """Shares of the poor add up to 100.

    The shares of the poor that all parts of a breakdown state add up to 100% within what rounding allows. Where only
    some parts are listed, or state theirs, they are at most 100% together. Those of a breakdown that overlaps are not
    added. An estimate may be a tenth off; where one takes part, a finding is a warning.

    Fix: Add up the shares in the document. If they make 100 there, one was typed wrongly; if they do not and the parts
    overlap, write `overlapping: true` in the breakdown.
    """
    listed: dict[tuple[Path, str], list[tuple[Located, Figure]]] = {}
    for located, field, _, figure in context.cached(_shares):
        listed.setdefault((located.path[:-1], field), []).append((located, figure))
    for (path, field), stated in listed.items():
        whole = context.by_path[parent(stated[0][0].path)]
        name, count, is_open = whole.name, len(whole.children), whole.area.partial
        if is_part(stated[0][0].path):
            breakdown = whole.area.breakdowns[int(path[-2])]
            if breakdown.overlapping:
                continue
            name, count, is_open = breakdown.name, len(breakdown.parts), breakdown.partial
        yield _added(name, field, stated, is_complete=not is_open and len(stated) == count)


def _added(name: Message, field: str, stated: Sequence[tuple[Located, Figure]], *, is_complete: bool) -> Result:
    listed = total([figure.near(is_rate=True).as_rate() for _, figure in stated])
    low: Exact = -1 if listed.low is None else listed.low
    paths = tuple((*located.path, field) for located, _ in stated)
    if low <= _ALL and (not is_complete or listed.meets(Interval(_ALL, _ALL))):
        return Held(paths) if is_complete else Undecided(paths, Message("not all parts state their share"))
    printed = sum([figure.number for _, figure in stated])
    words = (
        Message("{name}, {field}: the {count} parts add up to {sum}%, not 100%; correct one of them")
        if is_complete
        else Message("{name}, {field}: the {count} parts listed add up to {sum}%, more than 100%; correct one of them")
    )
    return Problem(
        paths[0],
        words.with_values(name=name, field=GLOSSARY[field], count=len(stated), sum=printed),
        related=related(paths[1:20], Message("one of the {parts} parts", parts=len(paths))),
        numbers=(("sum", printed), *named_ends("rounded", listed)),
        figures=paths,
        severity=None if all(figure.binds for _, figure in stated) else Severity.WARNING,
    )


_ALL = 100


def _shares(context: Context) -> list[tuple[Located, str, str, Figure]]:
    """Each stated share of the poor with the area that states it, its field and that of the poor it is about."""
    return [
        (located, field, poor, figure)
        for located in context.areas[1:]
        for field, poor in zip(SHARES, POOR.stocks, strict=True)
        if (figure := located.figure(field)) is not None
    ]
