"""What fields of the format hold: figures by what they measure, dates, ids and words; and what sections are made with.

Each kind takes the plain values that `povcalc.plan.yaml_reader` gives (`int`, `Decimal`, `str`, `dict`, `list`) and
refuses everything else, `float` above all. What it refuses is told by a kind and its numbers; `povcalc.checks.schema`
has the words for each.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, StrictInt
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from povcalc.messages import Text
from povcalc.values import Figure, Form, Number

ID_PATTERN = "^[a-z0-9-]+$"
"""How ids are written, in every section."""

ID_WANTED = Text(
    "An id of small letters a to z, digits and hyphens, such as tram-tau.",
    "Mã gồm chữ thường a đến z không dấu, chữ số và gạch nối, ví dụ tram-tau.",
)
"""What is wanted where something else stands for an id."""

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ONE_SIDED = {form.value: form for form in (Form.OVER, Form.UNDER, Form.AT_LEAST, Form.AT_MOST, Form.ABOUT)}
FORMS = {
    "over": Text("More than this number.", "Trên số này."),
    "under": Text("Less than this number.", "Dưới số này."),
    "at_least": Text("This number or more.", "Từ số này trở lên."),
    "at_most": Text("This number or less.", "Không quá số này."),
    "about": Text("An estimate.", "Số ước tính."),
    "min": Text("The lower end of a range, included.", "Đầu nhỏ của khoảng, tính cả số này."),
    "max": Text("The upper end of a range, included.", "Đầu lớn của khoảng, tính cả số này."),
}
"""The keys that say how a figure was meant, `{over: 8.50}`, `{min: 840, max: 930}`, each with its meaning."""

FORM_KEYS = tuple(FORMS)
_RANGE = Text("A range, both ends included.", "Một khoảng, tính cả hai đầu.")


def refuse(kind: str, at: tuple[str, ...] = (), **numbers: Any) -> PydanticCustomError:
    """The error for a value that the format does not allow; `at` leads to it inside its field."""
    return PydanticCustomError(kind, "not what the format allows ({kind})", {"kind": kind, "at": at, **numbers})


def _checked(value: Mapping[str, object]) -> dict[str, object]:
    """The keys of a mapping that the format says something of: all but those that begin with `x-`."""
    return {key: inner for key, inner in value.items() if not str(key).startswith("x-")}


class _Read:
    """Has pydantic read a value by one function, and tells it the JSON Schema of what that takes."""

    def __init__(self, read: Callable[[object], object], schema: dict[str, Any]) -> None:
        self._read = read
        self._schema = schema

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self._schema)


class Sort(NamedTuple):
    """What sort of value a field takes, for the manual and for people; pydantic passes it over."""

    words: Text


class Measured(NamedTuple):
    """What a figure field measures, and so which numbers it takes.

    `low` and `high` are the least and greatest number that the field can hold, both included; `forms` are the
    keys that may say how it was meant.
    """

    name: str
    whole: bool
    low: int | None
    high: int | None
    unit: Text
    forms: tuple[str, ...] = FORM_KEYS

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"$figure": self.name}

    def read(self, value: object) -> Figure:
        """The figure that a plain value states; raises pydantic's own error for a wrong one."""
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return Figure(self._number(value, ()))
        if isinstance(value, Figure):
            key = "min" if value.form is Form.BETWEEN else value.form.value
            if value.form is not Form.EXACT and key not in self.forms:
                raise refuse("unknown_key", (key,), key=key, known=self.forms)
            self._number(value.number, ())
            if value.upper is not None:
                self._number(value.upper, ())
            return value
        if isinstance(value, Mapping):
            return self._meant(value)
        return Figure(self._number(value, ()))

    def _meant(self, value: Mapping[str, object]) -> Figure:
        value = _checked(value)
        for key in value:
            if key not in self.forms:
                raise refuse("unknown_key", (key,), key=key, known=self.forms)
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
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            from povcalc.typos import guess_figure

            if isinstance(value, str) and (likely := guess_figure(value, whole=self.whole)):
                raise refuse("vietnamese_number", at, read=value, likely=likely)
            raise refuse("not_a_number", at, read=value)
        if isinstance(value, Decimal):
            if not value.is_finite():
                raise refuse("not_a_number", at, read=str(value))
            if self.whole:
                raise self._fractional(value, at)
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            raise refuse("out_of_range", at, read=value, low=self.low, high=self.high, measured=self.name)
        return value

    def _fractional(self, value: Decimal, at: tuple[str, ...]) -> PydanticCustomError:
        from povcalc.typos import guess_figure

        likely = guess_figure(str(value), whole=True)
        if likely is None:
            return refuse("fractional_count", at, read=value)
        return refuse("vietnamese_number", at, read=str(value), likely=likely)

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of such a figure: a bare number or one that says how it was meant.

        What people read is in both languages still; `povcalc.plan.schema` chooses one. `errorMessage` is what editors
        say instead of words of their own.
        """
        number: dict[str, Any] = {"type": "integer" if self.whole else "number"}
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
            snippets.append({"label": "min, max", "description": _RANGE, "body": {"min": "$1", "max": "$2"}})
        return {
            "description": self.unit,
            "anyOf": [{**number, "errorMessage": self._wanted()}, *forms],
            **({"defaultSnippets": snippets} if snippets else {}),
        }

    def _wanted(self) -> Text:
        """What is wanted where something else stands."""
        if not self.forms:
            return self.unit
        form = "over: 5" if "over" in self.forms else "min: 0, max: 2.5"
        return Text(
            f"{self.unit.en} Or how it was meant, such as {{{form}}}.",
            f"{self.unit.vi} Hoặc ghi cách hiểu, ví dụ {{{form}}}.",
        )


_STOCK = Measured(
    "stock",
    whole=True,
    low=0,
    high=None,
    unit=Text("A whole number of households, not negative.", "Số hộ, là số nguyên không âm."),
)
_CHANGE = Measured(
    "change",
    whole=True,
    low=None,
    high=None,
    unit=Text("A whole number of households.", "Số hộ, là số nguyên."),
)
_RATE = Measured(
    "rate",
    whole=False,
    low=0,
    high=100,
    unit=Text("Percent of households, 0 to 100.", "Phần trăm số hộ, từ 0 đến 100."),
)
_POINTS = Measured(
    "points",
    whole=False,
    low=-100,
    high=100,
    unit=Text("Percentage points, -100 to 100.", "Điểm phần trăm, từ -100 đến 100."),
)
_MONEY = Measured(
    "money",
    whole=False,
    low=None,
    high=None,
    unit=Text("Money, in the section's unit.", "Số tiền, theo đơn vị tính của mục."),
)
_GROWTH = Measured(
    "growth",
    whole=False,
    low=-90,
    high=900,
    unit=Text(
        "Percent a year, exactly this or from `min` to `max`; -90 to 900.",
        "Phần trăm một năm, đúng số này hoặc từ `min` đến `max`; từ -90 đến 900.",
    ),
    forms=("min", "max"),
)
_STEP = Measured(
    "step",
    whole=False,
    low=0,
    high=100,
    unit=Text("Percentage points, 0 to 100; 0 is no step.", "Điểm phần trăm, từ 0 đến 100; 0 là không có bước."),
    forms=(),
)
MEASURED = (_STOCK, _CHANGE, _RATE, _POINTS, _MONEY, _GROWTH, _STEP)
"""Every kind of figure that the format knows."""

Stock = Annotated[Figure, _STOCK]
Change = Annotated[Figure, _CHANGE]
Rate = Annotated[Figure, _RATE]
Points = Annotated[Figure, _POINTS]
Amount = Annotated[Figure, _MONEY]
Growth = Annotated[Figure, _GROWTH]
Step = Annotated[Figure, _STEP]


def _date(value: object) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if isinstance(value, str):
        if _ISO_DATE.fullmatch(value):
            try:
                return datetime.date.fromisoformat(value)
            except ValueError:
                raise refuse("no_such_date", read=value) from None
        from povcalc.typos import likely_date

        if likely := likely_date(value):
            raise refuse("not_iso_date", read=value, likely=likely)
    raise refuse("not_a_date", read=value)


Date = Annotated[
    datetime.date,
    _Read(
        _date,
        {
            "type": "string",
            "format": "date",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "errorMessage": Text("A day, such as 2019-04-19.", "Một ngày, ví dụ 2019-04-19."),
        },
    ),
    Sort(Text("date", "ngày")),
]
"""A day, written as text in ISO form: `2019-04-19`."""


def _words(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        return Text(_not_blank(value, ()), value)
    if not isinstance(value, Mapping):
        raise refuse("not_text", read=value)
    value = _checked(value)
    for key in value:
        if key not in ("vi", "en"):
            raise refuse("unknown_key", (key,), key=key, known=("vi", "en"))
    for key in ("vi", "en"):
        if key not in value:
            raise refuse("missing_language", language=key)
    return Text(_not_blank(value["en"], ("en",)), _not_blank(value["vi"], ("vi",)))


def _not_blank(value: object, at: tuple[str, ...]) -> str:
    if not isinstance(value, str):
        raise refuse("not_text", at, read=value)
    if not value.strip():
        raise refuse("blank_text", at)
    return value


def _label(value: object) -> str:
    return _not_blank(value, ())


_TEXT_SCHEMA: dict[str, Any] = {"type": "string", "minLength": 1, "pattern": "\\S"}

Label = Annotated[str, _Read(_label, _TEXT_SCHEMA), Sort(Text("text", "văn bản"))]
"""Words that are the same in every language, such as a document's number."""

Words = Annotated[
    Text,
    _Read(
        _words,
        {
            "anyOf": [
                _TEXT_SCHEMA,
                {
                    "title": "{vi, en}",
                    "type": "object",
                    "properties": {
                        "vi": {"description": Text("The text in Vietnamese.", "Văn bản tiếng Việt."), **_TEXT_SCHEMA},
                        "en": {"description": Text("The text in English.", "Văn bản tiếng Anh."), **_TEXT_SCHEMA},
                    },
                    "required": ["vi", "en"],
                    "additionalProperties": False,
                },
            ]
        },
    ),
    Sort(Text("text, or `{vi, en}`", "văn bản, hoặc `{vi, en}`")),
]
"""A text for people: a string in the document's language, or `{vi, en}`."""

Id = Annotated[str, Field(pattern=ID_PATTERN, strict=True), Sort(Text("id", "mã"))]
"""A short name that other parts of the file refer to."""


class _Stated:
    """Makes a field optional without making `null` a value of it.

    A field that is not written is `None` in Python; one that is written as nothing is a mistake.
    """

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


_T = TypeVar("_T")
Given = Annotated[_T | None, _Stated()]
"""A field that may be left out."""


def field(meaning: Text, example: str, *, default: Any = ..., alias: str | None = None) -> Any:
    """A field of a section: what it means, and an example as it is written in the file."""
    carried: Any = meaning  # pydantic keeps it as it is: reading a plan costs nothing for it
    return Field(default, alias=alias, description=carried, examples=[example])


def optional(meaning: Text, example: str) -> Any:
    """A field that is `Given` or left out."""
    return field(meaning, example, default=None)


class Model(BaseModel):
    """A section of a plan: frozen, and without fields that the format does not have."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    ABOUT: ClassVar[Text]
    """What the section is, for those who write plans; docstrings are for those who read the code."""

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
    field(Text("Where in the document this stands.", "Vị trí trong văn bản (mục, điểm, phụ lục)."), "B.2"),
]
Year = Annotated[StrictInt, Field(ge=1900, le=2200), Sort(Text("year, 1900 to 2200", "năm, từ 1900 đến 2200"))]
