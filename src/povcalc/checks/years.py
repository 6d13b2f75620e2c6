"""Family T, a result beside what was planned, and a document beside those that it follows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from povcalc.checks.base import DECLARED, Check, Context, check
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided, named_ends, related
from povcalc.measures import BASES, MEAN_OF
from povcalc.messages import GLOSSARY, Message, Value, did_you_mean, few, join, plural, verbatim
from povcalc.places import Path, Span, Spot
from povcalc.plan.model import Area, Located
from povcalc.typos import fold
from povcalc.values import Figure, Form, Interval, decimals, exact

if TYPE_CHECKING:
    # Most plans are checked without another document, and state nothing that was planned.
    from povcalc.inference.succession import AreaMatching, Claim, Earlier, Pair, Unsure


@check(
    "T501",
    "planned-figures-agree",
    Severity.ERROR,
    section="targets",
    formula="planned.x = Σ areas[i].planned.x,  x a count\nthe relations of T111 to T204 among the planned figures",
)
def planned_figures_agree(context: Context) -> Iterator[Result]:
    """What was planned agrees with itself.

    Figures that a result states as planned are held to what figures of a plan are held to: those of the areas inside
    add up to that of the whole, and counts, rates and reductions of an area agree. A finding has the weight that it
    has in a plan.

    Fix: Look up the planned figures in the plan itself, or in the column of the review that repeats them. Where areas
    inside lack theirs, nothing is compared.
    """
    if not any(each.area.planned for each in context.areas):
        return
    from povcalc.inference.succession import planned_view

    view = planned_view(context.plan)
    if view is None:
        return
    planned = Context(context.reading._replace(plan=view, before=(), unread=frozenset()), context.codes)
    for each in [
        DECLARED[code] for code in sorted(DECLARED) if code.startswith(_OF_FIGURES) and code not in _NOT_OF_PLANS
    ]:
        for result in each.run(planned) if each.severity is not Severity.NOTE else ():
            if isinstance(result, Problem):
                planned.reported.append(frozenset(result.figures))
                yield _as_planned(result, each)
            elif isinstance(result, Held) and result.figures:
                yield Held(tuple(map(_planned, result.figures)))
    if any(located.figure(mean) for located in planned.areas for mean in MEAN_OF):
        yield from _means_agree(planned)


def _means_agree(planned: Context) -> Iterator[Result]:
    """What means of the years contradict: only all figures together tell that, and the rest of it is told by others."""
    together = DECLARED["T206"]
    for result in together.run(planned):
        if isinstance(result, Problem) and any(path[-1] in MEAN_OF for path in result.figures):
            yield _as_planned(result, together)


_OF_FIGURES, _NOT_OF_PLANS = ("T1", "T2"), ("T103", "T206")
"""The checks that planned figures are held to: not that of names, nor the one that waits for all others."""


def _planned(path: Path) -> Path:
    return (*path[:-1], "planned", path[-1])


def _as_planned(problem: Problem, found: Check) -> Problem:
    places = [problem.at, *(each.at for each in problem.related)]
    at, *others = [place if isinstance(place, (Span, Spot)) else _planned(place) for place in places]
    return problem._replace(
        at=at,
        message=Message("Planned figures: {message}", message=problem.message),
        severity=problem.severity or found.severity,
        related=tuple(each._replace(at=other) for each, other in zip(problem.related, others, strict=True)),
        figures=tuple(map(_planned, problem.figures)),
    )


@check(
    "T502",
    "percent-of-plan",
    Severity.ERROR,
    section="targets",
    formula="percent_of_plan = 100 × reduction_households ÷ planned.reduction_households",
)
def percent_of_plan(context: Context) -> Iterator[Result]:
    """The percentage of the plan is what was reached over what was planned.

    `percent_of_plan` is the net reduction in poor households, as stated or as the poor households at both dates make
    it, in percent of the planned one, rounded to the decimals that it is printed with. One that equals the digits cut
    off is a warning, and so is an estimate that is more than a tenth off. A bound, such as at least 1,200, counts with
    its number.

    Fix: Divide the reduction by the planned one. A percentage by which the plan was exceeded is written with 100 added
    to it: 11.5% more than planned is 111.5.
    """
    for located in context.areas:
        stated, path = located.area.percent_of_plan, (*located.path, "percent_of_plan")
        if stated is None:
            continue
        planned, reached = located.planned("reduction_households"), _reached(context, located)
        if planned is None or reached is None:
            missing = Message("what was planned is not stated") if planned is None else _NO_REDUCTION
            yield Undecided((path,), Message("{area}: {missing}", area=located.name, missing=missing))
            continue
        given = _percent(reached, planned)
        allowed = stated.near(is_rate=True).as_rate()
        if given is None or (given.meets(allowed) and not given.within(allowed)):
            yield Undecided((path,), Message("{area}: {missing}", area=located.name, missing=_LEFT_OPEN))
        elif given.within(allowed):
            yield Held((path, (*located.path, "planned", "reduction_households")))
        else:
            yield _wrong_percentage(located, stated, reached, planned, given)


_NO_REDUCTION = Message("the reduction in poor households is not stated")
_LEFT_OPEN = Message("the figures leave open what percentage of the plan was reached")


def _reached(context: Context, located: Located) -> Interval | None:
    known = context.known[located.path]
    count = known.get("reduction_households")
    if count is not None and count.interval.low is not None and count.interval.high is not None:
        return count.interval
    ends = known.get("poor_households_start"), known.get("poor_households_end")
    if ends[0] is None or ends[1] is None:
        return None
    found = ends[0].interval.minus(ends[1].interval)
    return None if found.low is None or found.high is None else found


def _percent(reached: Interval, planned: Figure) -> Interval | None:
    """What was reached in percent of what was planned; `None` where that has no bounds."""
    ends = [*map(exact, planned.ends)]
    if planned.form is Form.EXACT:
        ends = [end for end in planned.as_count()[:2] if end is not None]
    if reached.low is None or reached.high is None or ends[0] <= 0 <= ends[1]:
        return None
    found = [Fraction(100 * top) / end for top in (reached.low, reached.high) for end in ends]
    return Interval(min(found), max(found))


def _wrong_percentage(located: Located, stated: Figure, reached: Interval, planned: Figure, given: Interval) -> Problem:
    is_cut = stated.form is Form.EXACT and given.meets(stated.cut_off())
    more = stated._replace(number=stated.number + 100)
    hint: Message = verbatim("")
    if is_cut:
        hint = Message("; its digits were cut off, not rounded")
    elif stated.form is Form.EXACT and given.meets(more.as_rate()):
        hint = Message("; {stated}% is by how much it was exceeded: write {more}", stated=stated, more=more)
    return Problem(
        (*located.path, "percent_of_plan"),
        Message(
            "{area}: {stated}% of the plan is stated, but {reached} of {planned} households is {given}%{hint}",
            area=located.name,
            stated=stated,
            reached=reached,
            planned=planned,
            given=given.widened(2),
            hint=hint,
        ),
        severity=Severity.WARNING if is_cut or not stated.binds else None,
        numbers=named_ends("given", given),
        figures=((*located.path, "percent_of_plan"), (*located.path, "planned", "reduction_households")),
    )


@check(
    "T503",
    "planned-is-met",
    Severity.NOTE,
    section="targets",
    formula="x ≥ planned.x,  x a reduction\nx ≤ planned.x,  x what is left at the end",
)
def planned_is_met(context: Context) -> Iterator[Result]:
    """What was planned is met.

    Where a result states a figure and what was planned of it, a reduction is at least the planned one, and what is left
    at the end of the year at most that. A bound that is exactly met is met; of a range, its better end need not be
    reached; an estimate stands for what is within a tenth of it. That a target is missed is what happened, no fault of
    the document: it is a note.

    Fix: Nothing has to be done if the document reports it so. If it says that the target was met, look both figures up.
    """
    judged = [each for each in context.areas if each.area.planned is not None]
    if not judged:
        return
    from povcalc.inference.succession import LESS, MORE, Achievement, meant, stands, wanted

    for located in judged:
        for field in (*MORE, *LESS):
            result, planned = located.figure(field), located.planned(field)
            if result is None or planned is None:
                continue
            figures = ((*located.path, field), (*located.path, "planned", field))
            met = stands(meant(field, result), wanted(field, meant(field, planned)))
            if met is Achievement.MET:
                yield Held(figures)
            elif met is Achievement.UNDECIDED:
                why = Message("{area}: the figure as written may lie on either side of the planned one")
                yield Undecided(figures, why.with_values(area=located.name))
            else:
                yield Problem(
                    figures[0],
                    Message(
                        "{area}, {field}: {result}, where {planned} was planned: missed",
                        area=located.name,
                        field=GLOSSARY[field],
                        result=result,
                        planned=planned,
                    ),
                    related=(Related(figures[1], Message("what was planned")),),
                    figures=figures,
                )


# A document beside those that it follows.


def _before(context: Context) -> "tuple[Earlier, AreaMatching] | None":
    if not context.reading.before:
        return None
    from povcalc.inference.succession import earlier, match_areas

    before = earlier(context.reading.before)
    return None if before is None else (before, match_areas(before.plan, context.plan))


_DATES = tuple((start, f"{start.removesuffix('_start')}_end") for start in Area.FIGURES if start.endswith("_start"))
"""The figures of the start of a year, each with that of the end."""


@check(
    "T601",
    "year-begins-as-last-ended",
    Severity.WARNING,
    section="before",
    formula="x_start of a year = x_end of the year before\nx ∈ {households, poor_households, poverty_rate}",
)
def year_begins_as_last_ended(context: Context) -> Iterator[Result]:
    """A year begins as the year before ended.

    Where files of one area follow one another, named together or in one folder, the figures of the start of a year are
    those of the end of the year before: of each area by its code, its id or what it was formerly, of one that was
    merged the sum. Rates with different decimals agree where one is the other rounded, and an estimate with what is
    within a tenth of it. A result goes before a plan of the same year; the end that is only planned is a note.

    Fix: Look up which of the two figures the documents print. Where a new poverty standard applies, households were
    reviewed again, or boundaries moved, both may be right: then accept the finding with a waiver and say so.
    """
    from povcalc.inference.succession import follows

    found = context.cached(_before)
    if found is None or not follows(found[0].plan.document, context.plan.document):
        return
    if found[0].plan.wording.counted != context.plan.wording.counted:
        return
    before, matching = found
    for pair in matching.pairs:
        for start_field, end_field in _DATES if pair.before is not None and pair.after is not None else ():
            start, end = _at(pair.after, start_field), _at(pair.before, end_field)
            unsure = pair.unsure.get(end_field)
            if pair.after is None or start is None or (end is None and unsure is None):
                continue
            path = (*pair.after.path, start_field)
            if pair.after.figure(start_field) is None:
                path = (*pair.after.path, "households")
            if _agrees(end if end is not None else unsure, start, is_rate="rate" in start_field):
                yield Held((path,))
            else:
                yield _begins_otherwise(context, before, pair, path, (start_field, end_field))


def _at(located: Located | None, field: str) -> Figure | None:
    from povcalc.inference.succession import figure_of

    return None if located is None else figure_of(located, field)


def _agrees(end: "Figure | Unsure | None", start: Figure, *, is_rate: bool) -> bool:
    """Whether two figures may be of one number; one that is an estimate is within a tenth of it."""
    start = start.near(is_rate=is_rate)
    if not isinstance(end, Figure):
        return end is None or (start.as_rate() if is_rate else start.sure_count()).meets(end.range)
    end = end.near(is_rate=is_rate)
    if start.form is end.form is Form.EXACT and start.step == end.step:
        if not is_rate or decimals(start.number) == decimals(end.number):
            return start.number == end.number
        finer, coarser = sorted((start, end), key=lambda each: -decimals(each.number))
        return finer.number in coarser.rounded()
    if is_rate:
        return start.as_rate().meets(end.as_rate())
    return start.as_count().meets(end.as_count())


def _begins_otherwise(
    context: Context, before: "Earlier", pair: "Pair", path: Path, fields: tuple[str, str]
) -> Problem:
    start, end, unsure = _at(pair.after, fields[0]), _at(pair.before, fields[1]), pair.unsure.get(fields[1])
    years = before.plan.document.years, context.plan.document.years
    is_plan = before.plan.document.kind == "plan"
    places = list(_places(before, pair, fields[1]))
    ended: Value = end if end is not None else verbatim("?") if unsure is None else unsure.range.widened(2)
    reason = _A_TARGET if is_plan else _STANDARDS if _other_standard(context, before) else _REASONS
    return Problem(
        path,
        Message(
            "{area}, {field}: {year} begins with {start}, but {last} ends with {end} ({where}); {reason}",
            area=pair.name,
            field=GLOSSARY[str(path[-1])],
            year=str(years[1] and years[1][0]),
            start=start or verbatim("?"),
            last=str(years[0] and years[0][1]),
            end=ended,
            where=join([verbatim(f"{spot.file}:{spot.place.line}") for spot in places[:_NAMED]], ", "),
            reason=reason,
        ),
        severity=Severity.NOTE if is_plan else None,
        related=related(places, Message("the end of the year before")),
        numbers=tuple((name, each.number) for name, each in (("start", start), ("end", end)) if each is not None),
        figures=(path,) if is_plan else (),
    )


_NAMED = 3
_REASONS = Message("a new poverty standard, a review or moved boundaries may explain it")
_STANDARDS = Message("the two documents use different poverty standards, which may explain it")
_A_TARGET = Message("that end was only planned; the result of that year would tell")


def _other_standard(context: Context, before: "Earlier") -> bool:
    standards = context.plan.poverty_standard, before.plan.poverty_standard
    return None not in standards and standards[0] != standards[1]


def _places(before: "Earlier", pair: "Pair", field: str) -> Iterator[Spot]:
    """Where the figure of the end stands, in each part of an area that was merged."""
    located = pair.parts or ((pair.before,) if pair.before is not None else ())
    for part in located:
        own = field if part.figure(field) is not None or field not in BASES else "households"
        spot = before.spot((*part.path, own))
        if spot is not None:
            yield spot


@check(
    "T602",
    "formerly-names-an-area",
    Severity.WARNING,
    section="before",
    formula="areas[i].formerly[j] = id, path, code or name of one area before",
)
def formerly_names_an_area(context: Context) -> Iterator[Result]:
    """What an area was formerly stands in the document before.

    Each word of `formerly` is the id, path, code or name of one area of the document that this one is compared with:
    that of the year before, or the plan of a result. Else the sum of what was merged is not known.

    Fix: Write the id that the area has there; where several have it, its path, such as van-yen/xuan-ai. Where it stands
    in another file, as after two provinces were merged, name that file too.
    """
    found = context.cached(_before)
    for claim in found[1].claims if found is not None else ():
        if len(claim.found) == 1:
            yield Held(())
        elif found is not None:
            yield Problem(claim.at, _unfound(claim, *found))


def _files(before: "Earlier") -> str:
    return ", ".join(reading.name for reading in before.readings)


def _unfound(claim: "Claim", before: "Earlier", matching: "AreaMatching") -> Message:
    files = _files(before)
    if claim.found:
        choices = ", ".join(matching.before[path] for path in claim.found[:_NAMED])
        return Message(
            "several areas of {files} are called {words}: {choices}; write the path of one",
            files=files,
            words=claim.words,
            choices=choices,
        )
    return Message(
        "{files} has no area that is called {words}; {choice}",
        files=files,
        words=claim.words,
        choice=did_you_mean(claim.likely, Message("write the id that it has there, or name the file that has it")),
    )


@check(
    "T603",
    "one-successor",
    Severity.WARNING,
    section="targets",
    formula="areas[i].formerly ∩ areas[j].formerly = ∅,  i ≠ j",
)
def one_successor(context: Context) -> Iterator[Result]:
    """No area went into two others.

    An area of before stands under `formerly` of one area, and of none where it still is itself. The figures of one that
    was divided are not known of either part, so nothing is summed there.

    Fix: Take it out where it stands by mistake. If it was divided, keep both, and state the figures of the start of the
    year in this file, where the review has them.
    """
    found = context.cached(_before)
    claimed: dict[str, list[Path]] = defaultdict(list)
    claims = found[1].claims if found is not None else _own_claims(context.areas)
    for claim in claims:
        key = str(claim.found[0]) if len(claim.found) == 1 else fold(claim.words)
        claimed[key].append(claim.at)
    for path, areas in found[1].shared.items() if found is not None else ():
        for area in areas:
            if not any(at[:-2] == area for at in claimed[str(path)]):
                claimed[str(path)].append((*area, "id"))
    words = {claim.at: claim.words for claim in claims}
    for places in claimed.values():
        first, *others = places
        if not others:
            yield Held(())
        for at in others:
            yield Problem(
                at,
                Message("{words} went into two areas, by what they say that they were formerly", words=words[first]),
                related=(Related(first, Message("the other one", context="area")),),
            )


def _own_claims(areas: Sequence[Located]) -> "list[Claim]":
    renamed = [each for each in areas if each.area.formerly]
    if not renamed:
        return []
    from povcalc.inference.succession import Claim

    return [
        Claim((*each.path, "formerly", at), words, ())
        for each in renamed
        for at, words in enumerate(each.area.formerly)
    ]


@check(
    "T604",
    "every-area-has-a-successor",
    Severity.WARNING,
    section="before",
    formula="area before ∈ areas, or in areas[i].formerly",
)
def every_area_has_a_successor(context: Context) -> Iterator[Result]:
    """No area of before is lost.

    In a document that says what its areas were formerly, each area of the document before is found again: it is still
    there, or stands under `formerly`, or what is inside it does. Where areas are not all listed (`partial`) some may be
    missing.

    Fix: Add the area to `formerly` of the one that it went into.
    """
    found = context.cached(_before)
    if found is None or not any(claim.found for claim in found[1].claims) or context.plan.targets is None:
        return
    before, matching = found
    lost = [] if any(each.area.partial for each in context.areas) else matching.unclaimed
    if not lost:
        yield Held(())
        return
    spots = [spot for each in lost if (spot := before.spot((*each.path, "id"))) is not None]
    yield Problem(
        ("targets", "id"),
        plural(
            "{count} area of {files} is not there, and no area names it as what it was formerly: {names}",
            "{count} areas of {files} are not there, and no area names them as what it was formerly: {names}",
            count=len(lost),
            files=_files(before),
            names=few((each.name for each in lost), _LOST),
        ),
        related=related(spots[:_RELATED], Message("an area of before")),
    )


_LOST, _RELATED = 8, 20
