"""Family T, the sums: what an area states of its counts against what its child areas make."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from povcalc.checks.base import Context, check, common_zeros, ends_off, total_is_off
from povcalc.findings import (
    Change,
    Held,
    Problem,
    Related,
    Result,
    Severity,
    Suggestion,
    Undecided,
    named_ends,
    related,
)
from povcalc.inference.counts import Known, KnownCounts, add_up, least_count, stated
from povcalc.inference.ranges import most_households
from povcalc.measures import POOR, REDUCTIONS, Measure
from povcalc.messages import GLOSSARY, Lang, Message, Value, by_language, distinct, join, plural, precise_text
from povcalc.places import Path
from povcalc.plan.model import Located, Split, is_part
from povcalc.typos import normalized
from povcalc.values import Exact, Figure, Form, Interval, size, total


@check(
    "T101",
    "areas-add-up",
    Severity.ERROR,
    section="targets",
    formula="partial: false ⇒ reduction_households = Σ areas[i].reduction_households\n"
    "x = Σ areas[i].x (partial: true ⇒ ≥), x ∈ {households_t, poor_households_t}\n"
    "near_poor_*, multidimensional_*: likewise;  exits, relapses, new_* as x",
)
def areas_add_up(context: Context) -> Iterator[Result]:
    """Counts of child areas add up to the area's own.

    A stated count of households, poor households or net reduction equals the sum over the child areas, ranges being
    added end by end. Where only some child areas are listed (`partial`), or some state no count, the households or poor
    households of the others may not exceed the whole. Child areas that do not state a count themselves count with the
    sum of their own child areas.

    The parts of a breakdown add up likewise, by themselves: `partial` ones may not exceed the whole. So do the areas
    that a part lists as its `members`, and in a matrix the parts with one id in the areas inside.

    Fix: Add up the areas in the table of the source document yourself. If that gives the sum found here, the total is
    usually left over from an earlier draft. If not, look for an area that was copied wrongly, left out or entered
    twice, such as a subtotal entered as an area of its own.
    """
    for located, rows in groupby(context.cached(_all_sums), lambda each: each[0]):
        for _, each in groupby(rows, lambda each: each[1].split):
            sums = [row for _, row in each]
            some_missing = all(_could_lack_an_area(row) for row in sums)
            for row in sums:
                yield from _compared(located, row, some_missing=some_missing)


def _could_lack_an_area(row: "_Sum") -> bool:
    """Whether the parts listed make less than the whole by so much that another one could be missing."""
    whole, parts = row.whole.interval, [part.interval for part in row.parts]
    if row.missing or row.partial or not parts or whole.low is None:
        return False
    most, least = total(parts).high, min(part.low or 0 for part in parts)
    return most is not None and whole.low - most >= max(least, 1)


class _Sum(NamedTuple):
    """A count that an area states, and what is known of it in its parts, of which `missing` of the `listed` lack it.

    These are its child areas, or those of a `split`; `partial` when there may be others.
    """

    field: str
    whole: Known
    parts: list[Known]
    missing: int
    listed: int
    partial: bool
    split: Split | None = None

    @property
    def name(self) -> Message:
        """What the field is called in which the count stands."""
        return GLOSSARY[str(self.whole.figures[0][-1])]


def _all_sums(context: Context) -> list[tuple[Located, _Sum]]:
    fields, rows = context.used.counts, list[tuple[Located, _Sum]]()
    for located in context.areas:
        if located.children:
            rows += [(located, row) for row in _sums(located, located.children, None, context.known, fields)]
        for split in located.splits:
            if not split.overlapping:
                parts = [context.by_path[path] for path in split.parts]
                rows += [(located, row) for row in _sums(located, parts, split, context.known, fields)]
    return rows


def _complete_sums(context: Context) -> Iterator[tuple[Located, _Sum, Figure]]:
    """The sums all parts of which are known, each with the figure that its area states."""
    for located, row in context.cached(_all_sums):
        figure = located.figure(str(row.whole.figures[0][-1]))
        if figure is not None and not (row.missing or row.partial):
            yield located, row, figure


def _sums(
    located: Located,
    inside: Sequence[Located],
    split: Split | None,
    known: Mapping[Path, KnownCounts],
    fields: Sequence[str],
) -> list[_Sum]:
    """The counts that an area states of the parts inside it; one for `households` if it is all they have."""
    rows: list[_Sum] = []
    own = [known[child.path] for child in inside]
    partial = located.area.partial if split is None else split.partial
    for field in fields:
        whole = stated(located, field)
        if whole is None:
            continue
        stating = [counts[field] for counts in own if field in counts]
        missing = len(inside) - len(stating)
        parts = [part for child in inside for part in _parts(child, field, known)] if missing else stating
        row = _Sum(field, whole, parts, missing, len(inside), partial, split)
        if not (rows and rows[-1][1:] == row[1:]):
            rows.append(row)
    return rows


def _parts(located: Located, field: str, known: Mapping[Path, KnownCounts]) -> list[Known]:
    """What is known of a count in an area or, where nothing is, in those inside it that state it."""
    count = known[located.path].get(field)
    if count is not None:
        return [count]
    return [part for child in located.children for part in _parts(child, field, known)]


def _compared(located: Located, row: _Sum, *, some_missing: bool) -> Iterator[Result]:
    whole, listed = row.whole, add_up(row.parts)
    figures = (*whole.figures, *listed.figures)
    if row.missing or row.partial:
        if row.field in REDUCTIONS:
            if not row.partial:
                yield Undecided(figures, _not_all_state(located, row))
        elif whole.interval.is_below(listed.interval):
            yield _sum_problem(located, row, listed, over=True)
        elif row.missing:
            yield Undecided(figures, _not_all_state(located, row))
        else:
            yield Held(figures)
    elif whole.interval.meets(listed.interval):
        yield Held(figures)
    else:
        yield _sum_problem(located, row, listed, over=False, some_missing=some_missing)


def _not_all_state(located: Located, row: _Sum) -> Message:
    return Message(
        "{missing} of the {all} areas in {area} do not state the {field}",
        missing=row.missing,
        all=row.listed,
        area=located.name,
        field=row.name,
    )


def _sum_problem(located: Located, row: _Sum, listed: Known, *, over: bool, some_missing: bool = False) -> Problem:
    whole = row.whole
    # How far the stated figure would have to move: the end of the gap that is nearest to zero.
    gap = min((end for end in whole.interval.minus(listed.interval)[:2] if end is not None), key=size)
    words = _sum_words(located, row, listed.interval, gap, over=over, some_missing=some_missing)
    return Problem(
        whole.figures[0],
        _with_rounding([whole.interval, *(part.interval for part in row.parts)], size(gap), words),
        related=related(
            listed.figures[:20],
            Message("one of the {parts} parts", parts=len(listed.figures))
            if len(listed.figures) > 1
            else Message("the only part"),
        ),
        numbers=(("difference", gap), *named_ends("stated", whole.interval), *named_ends("sum", listed.interval)),
        figures=(*whole.figures, *listed.figures),
        suggestions=(_partial(located),) if some_missing and not over else (),
    )


def _partial(located: Located) -> Suggestion:
    """That only some of the areas inside an area are listed."""
    message = Message("{area}: not all areas inside are listed, add partial: true", area=located.name)
    return Suggestion((Change((*located.path, "partial"), "", None, text="true"),), message)


def _with_rounding(counts: Sequence[Interval], gap: Exact, words: Message) -> Message:
    """What is said of a sum, and what rounding would allow where all counts in it end with zeros."""
    points = [number for each in counts if (number := each.number) is not None]
    unit = 10 ** common_zeros(points)
    if unit == 1:
        return words
    room = sum(Fraction(each.high - each.low, 2) for each in counts if each.high is not None and each.low is not None)
    room += Fraction(unit * len(points), 2)
    if gap > room:
        return words
    return Message(
        "{words} (counts are exact; if these are rounded, rounding allows {room}: then write rounded_to: {unit} in "
        "targets)",
        words=words,
        room=precise_text(room),
        unit=str(unit),
    )


def _sum_words(  # noqa: PLR0913 - one a value of the sentence
    located: Located, row: _Sum, listed: Interval, gap: Exact, *, over: bool, some_missing: bool
) -> Message:
    words: dict[str, Value] = {
        "area": located.name,
        "field": row.name,
        "stated": located.figure(str(row.whole.figures[0][-1])) or row.whole.interval,
    }
    if row.split is not None:
        return _split_words(row, row.split, words, listed, gap, some_missing=some_missing, over=over)
    if over:
        return Message(
            "{area}, {field}: {stated} is stated, but the areas listed make {sum}, {gap} more than the whole; "
            "correct the total or one of the areas"
        ).with_values(
            sum=listed,
            gap=size(gap),
            **words,
        )
    if some_missing:
        template = Message(
            "{area}, {field}: {stated} is stated, but {added}: {difference}; if not all areas inside are listed, write "
            "partial: true beside them, else correct the total or one of the areas"
        )
    else:
        template = Message(
            "{area}, {field}: {stated} is stated, but {added}: {difference}; correct the total or one of the areas"
        )
    return template.with_values(
        added=plural(
            "the only area inside has {sum}",
            "the {count} areas add up to {sum}",
            count=row.listed,
            sum=listed,
        ),
        difference=total_is_off(size(gap), high=gap > 0),
        **words,
    )


def _split_words(  # noqa: PLR0913 - one a value of the sentence
    row: _Sum,
    split: Split,
    words: Mapping[str, Value],
    listed: Interval,
    gap: Exact,
    *,
    some_missing: bool,
    over: bool,
) -> Message:
    """The same of a breakdown, of the members of a part, or of a part in the areas inside."""
    added, is_breakdown = _split_sum(row.listed, split, listed), is_part(split.parts[0]) and not split.cells
    if over:
        return Message(
            "{area}, {field}: {stated} is stated, but {added}, {gap} more than the whole; correct the total or one of "
            "the parts"
        ).with_values(added=added, gap=size(gap), **words)
    if some_missing and is_breakdown:
        template = Message(
            "{area}, {field}: {stated} is stated, but {added}: {difference}; if not all parts are listed, write "
            "partial: true in the breakdown, else correct the total or one of the parts"
        )
    else:
        template = Message(
            "{area}, {field}: {stated} is stated, but {added}: {difference}; correct the total or one of the parts"
        )
    return template.with_values(added=added, difference=total_is_off(size(gap), high=gap > 0), **words)


def _split_sum(count: int, split: Split, listed: Interval) -> Message:
    """What so many parts of a split add up to."""
    if split.cells:
        return plural(
            "its part in one area is {sum}", "its parts in {count} areas add up to {sum}", count=count, sum=listed
        )
    if is_part(split.parts[0]):
        return plural(
            "the only part of {name} has {sum}",
            "the {count} parts of {name} add up to {sum}",
            count=count,
            name=split.of.name,
            sum=listed,
        )
    return plural("its only member has {sum}", "its {count} members add up to {sum}", count=count, sum=listed)


@check(
    "T102",
    "count-met-not-exceeded",
    Severity.NOTE,
    section="targets",
    formula="x ∈ {{over: n}, {under: n}} ⇒ Σ areas[i].x ≠ n\n"
    "x ∈ {households_t, poor_households_t, reduction_households, exits, …}",
)
def total_exceeded(context: Context) -> Iterator[Result]:
    """A count said to be over a number is more than met.

    A count said to be "over 4,990" is more than 4,990, and one said to be "under 4,990" less, wherever the child areas
    add up to one exact number. Documents write so of exactly 4,990 too, which is why meeting the bound is a note and no
    error.

    Fix: If the document itself says "over" or "under", nothing has to be done. If the areas were to make more, or less,
    look for one that was left out or entered wrongly; if the document gives the very number, write it without `over` or
    `under`.
    """
    for located, row, figure in _complete_sums(context):
        if figure.form not in (Form.OVER, Form.UNDER):
            continue
        path, listed = row.whole.figures[0], add_up(row.parts)
        if not (listed.interval.is_point and figure.number in listed.interval):
            yield Held((path, *listed.figures))
            continue
        yield Problem(
            path,
            Message(
                "{area}: {figure} is met, not exceeded: the areas add up to exactly {sum}",
                area=located.name,
                figure=figure,
                sum=figure.number,
            ),
            figures=(path, *listed.figures),
        )


@check(
    "T104",
    "range-ends-add-up",
    Severity.WARNING,
    section="targets",
    formula="x = {min, max} ⇒ min = Σ areas[i].min,  max = Σ areas[i].max\n"
    "x ∈ {households_t, poor_households_t, reduction_households, exits, …}",
)
def range_ends_add_up(context: Context) -> Iterator[Result]:
    """The ends of a range are the sums of the ends inside.

    Where an area states a range of a count and all areas inside state theirs, at least one as a range, its low end is
    the sum of the low ends and its high end the sum of the high ends. Ends that are rounded to tens or hundreds may
    differ by that.

    Fix: Add up the low ends and the high ends by themselves. A range that overlaps with the sum is no contradiction,
    but one of its ends was probably typed wrongly, or left over from an earlier draft.
    """
    for located, row, figure in _complete_sums(context):
        path, listed = row.whole.figures[0], add_up(row.parts)
        if not row.whole.interval.meets(listed.interval):
            continue
        off = list(ends_off(figure, [part.interval for part in row.parts]))
        if not off:
            if figure.form is Form.BETWEEN:
                yield Held((path, *listed.figures))
            continue
        yield Problem(
            path,
            Message(
                "{area}, {field}: {figure} is stated, but of the {count} areas {ends}; correct the range or one of "
                "the areas",
                area=located.name,
                field=row.name,
                figure=figure,
                count=row.listed,
                ends=join([words for words, _ in off], ", "),
            ),
            related=related(listed.figures[:20], Message("one of the {parts} parts", parts=len(listed.figures))),
            numbers=(*named_ends("stated", row.whole.interval), *named_ends("sum", listed.interval)),
            figures=(path, *listed.figures),
        )


@check(
    "T205",
    "promises-reach-target",
    Severity.NOTE,
    section="targets",
    formula="Σ areas[i].B ≤ B\nB = max {N ≤ households : 100 × reduction_households ÷ N ≥ reduction_rate}",
)
def promises_reach_target(context: Context) -> Iterator[Result]:
    """Child areas that just keep their targets carry the parent over its own.

    On one base all year, an area whose count must give over r points has fewer than 100 h / r households. If the
    largest bases that the child areas' targets allow are together too many for the parent's own rate, all of them can
    keep their targets while the parent misses its own. It rests on the assumption of one base, so it is a note.

    Fix: Enter the number of households of every area, if the document or the statistics have it: then the counts
    decide. Otherwise give some of the areas more households to bring out of poverty, until together they reach the
    target above them.
    """
    for located in () if context.assumed.is_band else context.areas:
        counts = context.known[located.path]
        based = "households_start" in counts or "households_end" in counts
        if located.children and not located.area.partial and not based:
            for measure in context.used.measures:
                yield from _promises(context, located, measure)


def _promises(context: Context, located: Located, measure: Measure) -> Iterator[Result]:
    """Whether child areas that just keep their targets of a measure carry an area over its own."""
    figure, counts = located.figure(measure.points), context.known[located.path]
    count = counts.get(measure.reduction)
    if figure is None or count is None:
        return
    bases = [_promised_base(child, context.known[child.path], measure) for child in located.children]
    most = most_households(located, counts, measure)
    if most is None or None in bases or not any(bases):
        return
    promised = sum(base for base in bases if base is not None)
    if promised > most:
        yield _promises_fall_short(located, measure, figure, count, promised, most)
    own, *inside = [(*each.path, measure.points) for each in (located, *located.children)]
    counts_inside = [known for child in located.children if (known := stated(child, measure.reduction))]
    yield Undecided(
        tuple(dict.fromkeys((own, *count.figures, *inside, *add_up(counts_inside).figures))),
        Message(
            "{area}: holds only under the assumption of one base all year",
            area=located.name,
        ),
    )


def _promised_base(located: Located, counts: KnownCounts, measure: Measure) -> int | None:
    """The most households on which an area keeps its target; `None` when it sets none for its count."""
    if located.figure(measure.points) is None or measure.reduction not in counts:
        return None
    return most_households(located, counts, measure)


def _promises_fall_short(  # noqa: PLR0913, PLR0917 - the terms of the comparison
    located: Located, measure: Measure, figure: Figure, count: Known, promised: int, most: int
) -> Problem:
    points, households = figure.as_rate(), count.interval.high or 0
    reached = Fraction(100 * households, promised)
    needed = least_count(promised, points)
    bound = points.low or 0
    return Problem(
        (*located.path, measure.points),
        Message(
            "{area}: its {children} can all keep their targets while it misses its own. On one base all year they "
            "allow {promised} households, of which {households} is {reached}%, not {figure}%: at most {most} would do, "
            "or a reduction of {needed}, {more} more",
            area=located.name
            if measure is POOR
            else Message("{area}, {field}", area=located.name, field=GLOSSARY[measure.points]),
            children=plural("{count} area", "{count} areas", count=len(located.children)),
            promised=promised,
            households=int(households),
            reached=by_language(lambda lang: distinct(reached, bound, 3, lang)),
            figure=figure,
            most=most,
            needed=needed,
            more=needed - int(households),
        ),
        numbers=(("promised", promised), ("reached", reached), ("most", most), ("needed", needed)),
    )


@check(
    "T103",
    "area-names-differ",
    Severity.ERROR,
    section="targets",
    formula="areas[i].name ≠ areas[j].name or areas[i].kind ≠ areas[j].kind,  i ≠ j",
)
def area_names_differ(context: Context) -> Iterator[Result]:
    """No two areas side by side have one name.

    Areas directly inside the same area have different names, or are of different kinds: Thành phố Cao Lãnh and Huyện
    Cao Lãnh. Capital letters, spaces, the vowel that bears a tone mark, and i or y make no difference. Two areas with
    one name are probably one that was typed twice, or a name that was not changed after copying; a side table or a
    command that says the name could mean either.

    Fix: Look in the document how often it lists the area. If once, one of the two goes; if twice, give each the whole
    name that it has there, with its kind.
    """
    unread = context.reading.unread
    first: dict[tuple[Path, str, str | None], Located] = {}
    for located in context.areas[1:]:
        at = (*located.path, "name")
        if at in unread or located.path in unread:
            continue
        area = located.area
        other = first.setdefault((located.path[:-1], normalized(area.name.to(Lang.VI)), area.kind), located)
        if other is located or other.area.id == area.id:  # one id twice is another finding
            yield Held(())
            continue
        yield Problem(
            at,
            Message(
                "Two areas side by side are named {name}; change one of the names or take away one of the areas",
                name=area.name,
            ),
            related=(Related((*other.path, "name"), Message("the other one", context="area")),),
        )
