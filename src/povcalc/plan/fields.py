"""What fields of the format hold: figures by what they measure, dates, ids and words; and what sections are made with.

Each kind takes the plain values that `povcalc.plan.yaml_reader` gives (`int`, `Decimal`, `str`, `dict`, `list`) and
refuses everything else, `float` above all. What it refuses is told by a kind and its numbers; `povcalc.checks.schema`
has the words for each.
"""

import datetime
from collections.abc import Iterable, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Annotated, Any, ClassVar, NamedTuple, TypeVar, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from povcalc.messages import Message, Text
from povcalc.numerals import GROWTH, HOUSEHOLDS, RATE, Kind, Wanted, number_fault
from povcalc.patterns import regex
from povcalc.typos import guess_date
from povcalc.values import Figure, Form, Number

ID_PATTERN = "^[a-z0-9-]+$"
"""How ids are written, in every section."""

ID_WANTED = Message("An id of small letters a to z, digits and hyphens, such as tram-tau.")
"""What is wanted where something else stands for an id."""

_ISO_DATE = regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ONE_SIDED = {form.value: form for form in (Form.OVER, Form.UNDER, Form.AT_LEAST, Form.AT_MOST, Form.ABOUT)}
FORMS = {
    "over": Message("More than this number."),
    "under": Message("Less than this number."),
    "at_least": Message("This number or more."),
    "at_most": Message("This number or less."),
    "about": Message("An estimate: the figure is within a tenth of it."),
    "min": Message("The lower end of a range, included."),
    "max": Message("The upper end of a range, included."),
}
"""The keys that say how a figure was meant, `{over: 8.50}`, `{min: 840, max: 930}`, each with its meaning."""

FORM_KEYS = tuple(FORMS)
RANGE = Message("A range, both ends included.")


def refuse(kind: str, at: tuple[str | int, ...] = (), **numbers: Any) -> PydanticCustomError:
    """The error for a value that the format does not allow; `at` leads to it inside its field."""
    return PydanticCustomError(kind, "not what the format allows ({kind})", {"kind": kind, "at": at, **numbers})


def _refuse_unknown(keys: Iterable[str], known: tuple[str, ...]) -> None:
    """Refuse the first key that the format does not have."""
    for key in keys:
        if key not in known:
            raise refuse("unknown_key", (key,), key=key, known=known)


def _checked(value: Mapping[str, object], known: tuple[str, ...]) -> dict[str, object]:
    """The keys of a mapping that the format says something of: all but those that begin with `x-`."""
    checked = {key: inner for key, inner in value.items() if not str(key).startswith("x-")}
    _refuse_unknown(checked, known)
    return checked


_READER = "povcalc_reader"
"""Under this name the schema of a value remembers what reads it."""


class Sort:
    """What sort of value a field takes: in words for people, and as pydantic reads it.

    `schema` is the JSON Schema of what it takes, where that is not what pydantic says of it. All of it in one: each
    part of an annotation takes pydantic time whenever the program starts.
    """

    def __init__(self, words: Message, core: CoreSchema, schema: dict[str, Any] | None = None) -> None:
        self.words = words
        self._core = core
        self._schema = schema

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return cast("CoreSchema", {**self._core, "metadata": {_READER: self}})

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(schema) if self._schema is None else dict(self._schema)


_read_by = core_schema.no_info_plain_validator_function
"""Has pydantic read a value by one function."""


class Measured(NamedTuple):
    """What a figure field measures, and so which numbers it takes.

    `low` and `high` are the least and greatest number that the field can hold, both included; `forms` are the
    keys that may say how it was meant.
    """

    name: str
    unit: Message
    whole: bool = False
    low: int | None = None
    high: int | None = None
    forms: tuple[str, ...] = FORM_KEYS

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read, metadata={_READER: self})

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"$figure": self.name}

    def read(self, value: object) -> Figure:
        """The figure that a plain value states; raises pydantic's own error for a wrong one."""
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return Figure(self._number(value, ()))  # nearly all are
        if isinstance(value, Figure):
            key = "min" if value.form is Form.BETWEEN else value.form.value
            if value.form is not Form.EXACT:
                _refuse_unknown((key,), self.forms)
            for number in (value.number, value.upper):
                if number is not None:
                    self._number(number, ())
            return value
        if isinstance(value, Mapping):
            return self._meant(value)
        return Figure(self._number(value, ()))

    def _meant(self, value: Mapping[str, object]) -> Figure:
        value = _checked(value, self.forms)
        if set(value) == {"min", "max"}:
            low, high = self._number(value["min"], ("min",)), self._number(value["max"], ("max",))
            if low > high:
                raise refuse("min_over_max", ("min",), low=low, high=high)
            return Figure(low, Form.BETWEEN, high)
        if len(value) != 1 or not set(value) <= set(_ONE_SIDED):
            raise refuse("one_form", keys=tuple(value))
        ((key, number),) = value.items()
        return Figure(self._number(number, (key,)), _ONE_SIDED[key])

    def _number(self, value: object, at: tuple[str, ...]) -> Number:
        if isinstance(value, str):
            self._refuse_writing(value, at)
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            raise refuse("not_a_number", at, read=value)
        if isinstance(value, Decimal):
            if not value.is_finite():
                raise refuse("not_a_number", at, read=str(value))
            if self.whole:
                self._refuse_writing(str(value), at)
                raise refuse("fractional_count", at, read=value)
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            raise refuse("out_of_range", at, read=value, low=self.low, high=self.high, measured=self.name)
        return value

    @property
    def wanted(self) -> Wanted:
        """What is wanted of a number here; the unit of money is not known here."""
        if self.whole:
            return HOUSEHOLDS
        if self.name == "money":
            return Wanted(Kind.MONEY, own=None)
        return GROWTH if self.name == "growth" else RATE

    def _refuse_writing(self, words: str, at: tuple[str, ...]) -> None:
        """Refuse a number in another writing than the format's, where it can be told what was meant."""
        fault = number_fault(words, self.wanted)
        if fault is not None and not (at and str(fault[1].get("likely", "")).startswith("{")):
            raise refuse(fault[0], at, **fault[1])

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of such a figure: a bare number or one that says how it was meant.

        What people read is in both languages still; `povcalc.plan.schema` chooses one. `errorMessage` is what editors
        say instead of words of their own.
        """
        number: dict[str, Any] = {"type": "number"}  # of counts the whole schema says where they may have decimals
        if self.low is not None:
            number["minimum"] = self.low
        if self.high is not None:
            number["maximum"] = self.high
        forms = [
            {
                "title": f"{{{', '.join(keys)}}}",
                "type": "object",
                "properties": {key: {"title": key, "description": FORMS[key], **number} for key in keys},
                "required": list(keys),
                "additionalProperties": False,
                "patternProperties": {"^x-": {}},
            }
            for keys in (*((key,) for key in _ONE_SIDED), ("min", "max"))
            if set(keys) <= set(self.forms)
        ]
        snippets = [
            {"label": key, "description": FORMS[key], "body": {key: "$1"}} for key in self.forms if key in _ONE_SIDED
        ]
        if "min" in self.forms:
            snippets.append({"label": "min, max", "description": RANGE, "body": {"min": "$1", "max": "$2"}})
        return {
            "description": self.unit,
            "anyOf": [{**number, "errorMessage": self._wanted()}, *forms],
            **({"defaultSnippets": snippets} if snippets else {}),
        }

    def _wanted(self) -> Message:
        """What is wanted where something else stands."""
        if not self.forms:
            return self.unit
        form = "over: 5" if "over" in self.forms else "min: 0, max: 2.5"
        return Message(
            "{unit} Or how it was meant, such as {{{form}}}.",
            unit=self.unit,
            form=form,
        )


Stock = Annotated[
    Figure,
    Measured(
        "stock",
        Message("A whole number of households, not negative."),
        whole=True,
        low=0,
    ),
]
Change = Annotated[
    Figure,
    Measured("change", Message("A whole number of households."), whole=True),
]
Rate = Annotated[
    Figure,
    Measured("rate", Message("Percent of households, 0 to 100."), low=0, high=100),
]
Points = Annotated[
    Figure,
    Measured("points", Message("Percentage points, -100 to 100."), low=-100, high=100),
]
Amount = Annotated[Figure, Measured("money", Message("Money, in the section's unit."))]
Percentage = Annotated[Figure, Measured("percentage", Message("Percent of the number that was planned."))]
Proportion = Annotated[Figure, Measured("proportion", Message("Percent of an amount, not negative."), low=0)]
Growth = Annotated[
    Figure,
    Measured(
        "growth",
        Message("Percent a year, exactly this or from `min` to `max`; -90 to 900."),
        low=-90,
        high=900,
        forms=("min", "max"),
    ),
]
Step = Annotated[
    Figure,
    Measured(
        "step",
        Message("Percentage points, 0 to 100; 0 is no step."),
        low=0,
        high=100,
        forms=(),
    ),
]
MEASURED: tuple[Measured, ...] = tuple(
    get_args(kind)[1] for kind in (Stock, Change, Rate, Points, Amount, Percentage, Proportion, Growth, Step)
)
"""Every kind of figure that the format knows."""


def _date(value: object) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if isinstance(value, str):
        with suppress(ValueError):
            day = datetime.date.fromisoformat(value)
            if day.isoformat() == value:  # Python knows more forms
                return day
        if _ISO_DATE.fullmatch(value):
            raise refuse("no_such_date", read=value)
        if likely := guess_date(value):
            raise refuse("not_iso_date", read=value, likely=likely)
    raise refuse("not_a_date", read=value)


Date = Annotated[
    datetime.date,
    Sort(
        Message("date"),
        _read_by(_date),
        {
            "type": "string",
            "format": "date",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "errorMessage": Message("A day, such as 2019-04-19."),
        },
    ),
]
"""A day, written as text in ISO form: `2019-04-19`."""


def _words(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        return Text(_not_blank(value), value)
    if not isinstance(value, Mapping):
        raise refuse("not_text", read=value)
    value = _checked(value, ("vi", "en"))
    for key in ("vi", "en"):
        if key not in value:
            raise refuse("missing_language", language=key)
    return Text(_not_blank(value["en"], ("en",)), _not_blank(value["vi"], ("vi",)))


def _not_blank(value: object, at: tuple[str, ...] = ()) -> str:
    if not isinstance(value, str):
        raise refuse("not_text", at, read=value)
    if not value.strip():
        raise refuse("blank_text", at)
    return value


_TEXT_SCHEMA: dict[str, Any] = {"type": "string", "minLength": 1, "pattern": "\\S"}

Label = Annotated[str, Sort(Message("text"), _read_by(_not_blank), _TEXT_SCHEMA)]
"""Words that are the same in every language, such as a document's number."""

Words = Annotated[
    Text,
    Sort(
        Message("text, or `{vi, en}`"),
        _read_by(_words),
        {
            "anyOf": [
                _TEXT_SCHEMA,
                {
                    "title": "{vi, en}",
                    "type": "object",
                    "properties": {
                        "vi": {"description": Message("The text in Vietnamese."), **_TEXT_SCHEMA},
                        "en": {"description": Message("The text in English."), **_TEXT_SCHEMA},
                    },
                    "required": ["vi", "en"],
                    "additionalProperties": False,
                },
            ]
        },
    ),
]
"""A text for people: a string in the document's language, or `{vi, en}`."""

Id = Annotated[str, Sort(Message("id"), core_schema.str_schema(pattern=ID_PATTERN, strict=True))]
"""A short name that other parts of the file refer to."""


class _Stated:
    """Makes a field optional without making `null` a value of it.

    A field that is not written is `None` in Python; one that is written as nothing is a mistake.
    """

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        value = get_args(source)[0]
        for reader in getattr(value, "__metadata__", ()):
            if isinstance(reader, (Sort, Measured)):
                # What pydantic would come to in the end: for all fields that takes a third of making the models.
                return reader.__get_pydantic_core_schema__(source, handler)
        return handler.generate_schema(value)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        reader = schema.get("metadata", {}).get(_READER)
        if isinstance(reader, (Sort, Measured)):
            return reader.__get_pydantic_json_schema__(schema, handler)
        return handler(schema)


_T = TypeVar("_T")
Given = Annotated[_T | None, _Stated()]
"""A field that may be left out."""


def field(meaning: Message, example: str, *, default: Any = ..., alias: str | None = None) -> Any:
    """A field of a section: what it means, and an example as it is written in the file."""
    carried: Any = meaning  # pydantic keeps it as it is: reading a plan costs nothing for it
    return Field(default, alias=alias, description=carried, examples=[example])


def optional(meaning: Message, example: str) -> Any:
    """A field that is `Given` or left out."""
    return field(meaning, example, default=None)


class Model(BaseModel):
    """A section of a plan: frozen, and without fields that the format does not have.

    Its docstring says what it is, in the manual and the schema too, where it is translated.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    ONE_OF: ClassVar[tuple[str, ...]] = ()
    """Fields of which at least one has to be written."""

    EXCLUDE: ClassVar[tuple[str, ...]] = ()
    """Fields of which not all can be written together."""


M = TypeVar("M", bound=Model)


def fields_go_together(model: M) -> M:
    """Refuse a section that has none of its `ONE_OF`, or all of its `EXCLUDE`."""
    if model.ONE_OF and all(getattr(model, name) is None for name in model.ONE_OF):
        raise refuse("needs_one_of", fields=model.ONE_OF)
    if model.EXCLUDE and all(getattr(model, name) is not None for name in model.EXCLUDE):
        raise refuse("excludes", fields=model.EXCLUDE)
    return model


Ref = Annotated[
    Given[Label],
    field(Message("Where in the document this stands."), "B.2"),
]
Year = Annotated[int, Sort(Message("year, 1900 to 2200"), core_schema.int_schema(strict=True, ge=1900, le=2200))]
Rounding = Annotated[
    int, Sort(Message("whole number, such as 1, 10 or 1000"), core_schema.int_schema(strict=True, ge=1))
]
"""What whole figures are rounded to."""
