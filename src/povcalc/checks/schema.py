"""Family S, the shape: fields, sections and values that the format does not allow.

A value that was read is shown as it has to be typed, in both languages: `5.80`, not 5,80.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from povcalc.checks.base import Context, FaultFamily, Words
from povcalc.findings import Held, Result
from povcalc.messages import GLOSSARY, SHOWN, Message, alternatives, clipped, verbatim
from povcalc.numerals import expected as expected_of
from povcalc.numerals import figure_text, is_missing
from povcalc.places import Fault, Path, dotted
from povcalc.plan.fields import FORM_KEYS
from povcalc.plan.model import FORMAT_VERSION
from povcalc.typos import closest_match, id_of
from povcalc.values import NUMBER


def field_name(path: Path) -> Message:
    """The name of the field at a path, with its position in a list: `areas[3]`, `reduction_rate.over`."""
    names = [at for at, step in enumerate(path) if isinstance(step, str)]
    if not names:
        return Message("the file")
    inner = path[names[-1]] in (*FORM_KEYS, "vi", "en")
    return verbatim(dotted(path[names[-2 if inner and len(names) > 1 else -1] :]))


def typed(value: object) -> Message:
    """A value as it stands in the file, or what sort of thing it is when it is long."""
    match value:
        case None:
            return Message("nothing")
        case bool():
            return verbatim(str(value).lower())
        case int() | Decimal():
            return verbatim(figure_text(value))
        case str():
            return verbatim(clipped(value))
        case Mapping():
            return Message("a mapping")
        case Sequence():
            return Message("a list")
        case _:
            return Message("something else")


def quoted(value: object) -> Message:
    """A value as `typed`, a text in quotes."""
    return verbatim(f'"{clipped(value)}"') if isinstance(value, str) else typed(value)


def names(words: Sequence[str]) -> Message:
    """Names of the file's fields, or its own words, to choose from."""
    return alternatives([word if word in GLOSSARY else clipped(word) for word in words])


@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The nearest of the known words; of the fields of an area the nearest in meaning, in either language."""
    if "reduction_rate" in known:
        from povcalc.plan.csv_tables import field_of, nearest_fields  # only a misspelt field needs them

        field = field_of(word)
        near = (field,) if field else nearest_fields(word)
        if near:
            return near
    match = closest_match(word, known)
    return () if match is None else (match,)


_WRITE = Message("write {known}")


def choice(word: object, known: Sequence[str], otherwise: Message = _WRITE) -> Message:
    """What was probably meant or, in the words of `otherwise`, all that could have been."""
    likely = _nearest(word, tuple(known)) if isinstance(word, str) else ()
    if likely:
        return Message("did you mean {likely}?", likely=alternatives([f'"{each}"' for each in likely]))
    if not known:
        return Message("take it out")
    return otherwise.with_values(known=names(known))


def expected(what: Message) -> Words:
    """What is said of a value that is no number, no list and so on: what was expected, and how to write it."""
    return lambda fault: Message("{field} is {read}, where {what}", read=quoted(fault.values["read"]), what=what)


def _told(fault: Fault[Path], words: Words) -> Message:
    """The words with the name of the field and what the reader found, where they do not say it in their own way."""
    said = words(fault) if callable(words) else words
    values = {name: typed(value) for name, value in fault.values.items()}
    return said.with_values(**{"field": field_name(fault.place), **values, **dict(said.values)})


_OPENING = ("not_a_plan", "unknown_version")


def _unfound(context: Context, kinds: Collection[str]) -> Result | None:
    """Passed if the reading got as far as these kinds: behind an opening that is wrong nothing is read."""
    found = {fault.kind for fault in context.reading.misfits}
    wrong = next((at for at, kind in enumerate(_OPENING) if kind in found), None)
    if wrong is not None:
        got_there = any(kind in kinds for kind in _OPENING[:wrong])
    else:
        got_there = context.reading.plan is not None or bool(found)
    return Held(()) if got_there else None


SHAPE = FaultFamily("format", lambda context: context.reading.misfits, _told, {}, _unfound)


def _not_a_plan_words(fault: Fault[Path]) -> Message:
    if isinstance(fault.values["read"], Mapping):
        return Message(
            "The file does not say that it is a plan; begin it with povcalc: {version}",
            version=FORMAT_VERSION,
        )
    return Message(
        "The file holds {read}, where the fields of a plan were expected; begin it with povcalc: {version}",
        read=quoted(fault.values["read"]),
        version=FORMAT_VERSION,
    )


@SHAPE.check("S101", "is-a-plan", words={"not_a_plan": _not_a_plan_words})
def is_a_plan() -> None:
    """The file is a plan.

    The file consists of fields, and `povcalc` among them gives the version of the format, so that no other file is
    taken for a plan.

    Fix: Write povcalc: 1 as the first line if this is meant as a plan. If not, name another file, or the folder: there,
    files that are no plans are passed over.
    """


@SHAPE.check(
    "S102",
    "known-version",
    words={
        "unknown_version": lambda fault: Message(
            "povcalc is {read}, where version {known} of the format was expected, which this program reads; "
            "write povcalc: {known}",
            read=quoted(fault.values["read"]),
        )
    },
)
def known_version() -> None:
    """The version of the format is known.

    The format's version is one that this program reads. Another may give the same words another meaning.

    Fix: See which povcalc the file was written for. A newer format needs a newer povcalc; a mistyped number is
    corrected.
    """


_FIELDS_HERE = Message("its fields are {known}")


def _unknown_key_words(fault: Fault[Path]) -> Message:
    key = str(fault.values["key"])
    if re.fullmatch("[0-9]+", key):
        # In {over: 8,50} the comma ends the field, and 50 is the next one's name.
        return Message(
            "{key} was read as a field's name, since a comma inside braces ends a field; write a point "
            "before decimals, and nothing between thousands",
            key=clipped(key),
        )
    return Message(
        'The format has no field "{key}" here; {choice}',
        key=clipped(key),
        choice=choice(key, fault.values["known"], otherwise=_FIELDS_HERE),
    )


@SHAPE.check(
    "S103",
    "known-fields",
    words={
        "unknown_key": _unknown_key_words,
    },
)
def known_fields() -> None:
    """Every field is one that the format has.

    Every field's name is known where it stands: a misspelt one would leave its figure out unseen. Names that begin with
    x- are free.

    Fix: Compare the name with those in `docs/format.md`. A note of your own can stay under a name that begins with x-.
    """


@SHAPE.check(
    "S104",
    "required-fields",
    words={"missing_field": Message("The field {field} is required here and is missing; add it")},
)
def required_fields() -> None:
    """No required field is missing.

    Every field that the format requires is there; without it, what it belongs to cannot be told apart or read.

    Fix: Add the field. An area needs no more than an id and a name: figures that are not known are left out.
    """


@SHAPE.check(
    "S105",
    "no-empty-values",
    words={
        "empty_value": Message(
            "{field} is empty, and a field that is written has a value; give one, or take the field out"
        )
    },
    together=Message(
        "{count} fields are empty, and a field that is written has a value; give each one, or take its line out: "
        "lines {lines}"
    ),
)
def no_empty_values() -> None:
    """No field is left empty.

    A field that is written has a value. What is not known is left out: an empty field does not say whether it was
    forgotten. All fields that are empty are one finding, with the line of each.

    Fix: Write zero as 0 when the document says none, and leave the whole line out when it says nothing.
    """


def _not_text_words(fault: Fault[Path]) -> Message:
    if isinstance(fault.values["read"], (int, Decimal)):
        return Message('{field} is a text, and {read} is not; put it in quotes: "{read}"')
    return Message("{field} is {read}, where a text was expected; write it as one text")


_LANGUAGES = {"en": Message("English"), "vi": Message("Vietnamese")}


def _other_words(fault: Fault[Path]) -> Message:
    """Of a kind that no check speaks of, so that nothing is lost."""
    return Message(
        "{field} is {read}, which the format does not allow here ({kind}); correct it or take it out",
        read=quoted(fault.values.get("read")),
        kind=fault.kind,
    )


@SHAPE.check(
    "S106",
    "right-sort-of-value",
    words={
        "not_text": _not_text_words,
        "not_a_list": expected(
            Message("a list was expected; begin each item on its own line with a hyphen and a space")
        ),
        "not_a_mapping": expected(
            Message("fields were expected; write each on its own line with its name, a colon and a space")
        ),
        "not_a_truth_value": expected(Message("true or false was expected; write one of the two")),
        "not_a_whole_number": expected(
            Message("a whole number was expected; write it with digits alone and without quotes")
        ),
        "blank_text": Message("{field} is a blank text, where words were expected; write them, or take the field out"),
        "missing_language": lambda fault: Message(
            "{field} lacks its text in {language}; add {code}, or give one text without languages",
            code=fault.values["language"],
            language=_LANGUAGES[fault.values["language"]],
        ),
    },
    otherwise=_other_words,
)
def right_sort_of_value() -> None:
    """Every value is of its field's sort.

    Where the format has a text, a list, a group of fields, a whole number, or true or false, that is what stands there.
    A text is not blank; when it is given by language, it is there in both languages.

    Fix: See `docs/format.md` for what the field takes. A date, a number or yes and no that is meant as words goes in
    quotes.
    """


_NO_NUMBER = Message("a number was expected; write digits, with a point before decimals, and no unit or quotes")


def _missing_words(fault: Fault[Path]) -> Message | None:
    """What is said of a dash or n/a where a number stands."""
    read = fault.values["read"]
    if not isinstance(read, str) or not is_missing(read):
        return None
    return Message(
        '{field} is "{read}", which says that the figure is missing; a figure that is not known is left out: take '
        "{field} out, or write 0 if the document says none"
    )


@SHAPE.check(
    "S107",
    "figures-are-numbers",
    words={
        "not_a_number": lambda fault: _missing_words(fault) or _told(fault, expected(_NO_NUMBER)),
    },
)
def figures_are_numbers() -> None:
    """Every figure is a number.

    A figure is a number, or says how its number was meant, as in {over: 8.50}.

    Fix: Type only the number; what the document says around it (over, about, households) is said by the field and by
    forms such as {over: 30}.
    """


def _vietnamese_words(fault: Fault[Path]) -> Message:
    read, likely = str(fault.values["read"]), str(fault.values["likely"])
    if fault.values.get("decided"):
        words = Message(
            "{read} can mean two things; as the other numbers of this file are written, {field} is {likely}: write "
            "{likely}"
        )
    elif read == likely:
        words = Message(
            '{field} is "{read}" in quotes, a text, where a number was expected; write {likely} without quotes'
        )
    elif NUMBER.fullmatch(read):
        words = Message(
            "{read} was read as a number with decimals, and {field} is a whole number; in Vietnamese "
            "writing it is {likely}: write {likely}"
        )
    else:
        words = Message(
            '"{read}" was read as a text, and {field} is a number; it probably means {likely}: write {likely}'
        )
    return words.with_values(read=clipped(read), likely=likely)


def _two_readings_words(fault: Fault[Path]) -> Message:
    first, second = fault.values["readings"]
    return Message(
        "{field} is {read}, which can mean two things: write {first} or {second}",
        read=clipped(str(fault.values["read"])),
        first=first,
        second=second,
    )


def _unit_words(fault: Fault[Path]) -> Message:
    return Message(
        "{field} is {read}, whose unit does not fit; {expected}",
        read=quoted(fault.values["read"]),
        expected=expected_of(fault.values["wanted"]),
    )


@SHAPE.check(
    "S108",
    "numbers-in-the-files-writing",
    words={
        "vietnamese_number": _vietnamese_words,
        "two_readings": _two_readings_words,
        "unit_misfit": _unit_words,
    },
)
def numbers_in_file_writing() -> None:
    """No number is in Vietnamese writing.

    A figure has a point before its decimals, nothing between its thousands, no unit and no quotes. 1.726 in Vietnamese
    writing is 1726, and is never guessed silently.

    Fix: Take thousands marks and units out, and write a decimal comma as a point. When a table was pasted, look through
    its other figures too: some may have been read as numbers without a word.
    """


@SHAPE.check(
    "S109",
    "counts-are-whole",
    words={
        "fractional_count": Message(
            "{read} has decimals, and {field} is a whole number of households; write it without decimals"
        )
    },
)
def counts_are_whole() -> None:
    """Counts are whole numbers.

    A number of households has no decimals.

    Fix: A count with decimals is mostly a rate in the wrong field, or a count in thousands. Look up what the document
    counts there.
    """


def _range_words(fault: Fault[Path]) -> Message:
    low, high = fault.values.get("low"), fault.values.get("high")
    if low is not None and high is not None:
        span = Message("a number from {low} to {high}", low=str(low), high=str(high))
    elif low is not None:
        span = Message("{low} or more", low=str(low))
    else:
        span = Message("{high} or less", high=str(high))
    return Message("{field} is {read}, where {span} was expected; correct it", span=span)


@SHAPE.check(
    "S110",
    "numbers-in-range",
    formula="0 ≤ households, households_t, poor_households_t,  t ∈ {start, end}\n"
    "0 ≤ poverty_rate_t ≤ 100,  -100 ≤ reduction_rate ≤ 100\n"
    "1900 ≤ year, period.from, period.to ≤ 2200",
    words={"out_of_range": _range_words},
)
def numbers_in_range() -> None:
    """Numbers are in their field's range.

    Numbers of households and of poor households are not negative, though a reduction may be. Rates are 0 to 100
    percent, reductions in points -100 to 100, years 1900 to 2200.

    Fix: Look for an extra digit, a lost decimal point, or a count that was typed in the field of a rate.
    """


@SHAPE.check(
    "S111",
    "ranges-in-order",
    formula="min ≤ max,  from ≤ to",
    words={
        "min_over_max": lambda fault: Message(
            "{field} begins with {low} and ends with {high}, which is less; put the two the other way round",
            field=field_name(fault.place[:-1] if fault.place[-1] == "min" else fault.place),
        )
    },
)
def ranges_in_order() -> None:
    """A range begins with its lower end.

    Of a range, min is not more than max; a period's first year is not after its last.

    Fix: See which of the two was mistyped; if both are right, exchange them.
    """


def _one_form_words(fault: Fault[Path]) -> Message:
    keys = fault.values["keys"]
    return Message(
        "{field} has {keys}, where one of {forms} was expected, or min with max; write it in one of these ways",
        keys=verbatim(", ".join(keys)) if keys else Message("nothing", context="short"),
        forms=names([key for key in FORM_KEYS if key not in ("min", "max")]),
    )


@SHAPE.check("S112", "one-meaning-a-figure", words={"one_form": _one_form_words})
def one_meaning() -> None:
    """A figure is meant in one way.

    A figure that says how it was meant says so once: over, under, at_least, at_most, about, or min and max.

    Fix: For two ends write min and max, which both belong to the range. Otherwise keep the one way that the document
    uses.
    """


@SHAPE.check(
    "S113",
    "dates-are-iso",
    words={
        "not_a_date": expected(Message("a date was expected; write year, month and day, such as 2019-04-19")),
        "not_iso_date": Message("{field} is {read}, where year, month and day were expected; write {likely}"),
        "no_such_date": Message("{field} is {read}, a day that the calendar does not have; correct it"),
    },
)
def dates_are_iso() -> None:
    """Dates are days in ISO form.

    A date is a day of the calendar, written year-month-day: no reader can take the day for the month.

    Fix: Write the year first: 19/4/2024 is 2024-04-19. A month without a day is written as its first or last day,
    whichever the document means.
    """


@SHAPE.check(
    "S114",
    "known-choices",
    words={
        "unknown_choice": lambda fault: Message(
            "{field} is {read}, which is not one of its words; {choice}",
            read=quoted(fault.values["read"]),
            choice=choice(fault.values["read"], fault.values["known"]),
        )
    },
)
def known_choices() -> None:
    """Closed choices have one of their words.

    A field such as an area's kind has one of the words that the format lists for it.

    Fix: The words of the format are English whatever the document's language; the name itself stays as the document has
    it, in `name`.
    """


def _bad_id_words(fault: Fault[Path]) -> Message:
    read = str(fault.values["read"])
    likely = id_of(read) if len(read) <= SHOWN else ""
    words = Message("{field} is {read}, where small letters a to z, digits and hyphens were expected; correct it")
    if likely:
        words = Message(
            "{field} is {read}, where small letters a to z, digits and hyphens were expected; write {likely}"
        )
    return words.with_values(read=quoted(fault.values["read"]), likely=likely)


@SHAPE.check("S115", "ids-are-plain", words={"bad_id": _bad_id_words})
def ids_are_plain() -> None:
    """Ids are small letters, digits and hyphens.

    An id can be typed on any keyboard and on the command line: a to z, digits and hyphens.

    Fix: Take the name without its marks, in small letters, with hyphens for spaces. The full name stands in `name`, and
    places that use the id are changed with it.
    """


@SHAPE.check(
    "S116",
    "fields-go-together",
    words={
        "needs_one_of": lambda fault: Message(
            "{field} has neither {first} nor {second}, and one of them is required; add it"
        ).with_values(**_pair(fault)),
        "not_of_inner": Message(
            "{field} is said once, of targets itself, and holds for all areas inside; take it away here"
        ),
        "excludes": lambda fault: Message(
            "{field} has both {first} and {second}, where one of them was expected; keep one"
        ).with_values(**_pair(fault)),
    },
)
def fields_go_together() -> None:
    """One of two fields is there, not both.

    A plan has `targets` or `funding`, its document `title` or `source`; both may be there. A deadline has either `on`
    or `before`, and a document not both `year` and `period`.

    Fix: See what the document says. Where there is one field too many, keep the one that fits it; where both are
    missing, add the one that it gives.
    """


def _pair(fault: Fault[Path]) -> dict[str, str]:
    first, second = fault.values["fields"]
    return {"first": first, "second": second}
