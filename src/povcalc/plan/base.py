"""What every section of a plan is made with: its base class, and what its fields mean.

Meanings stand beside the fields in both languages, as metadata that pydantic passes over: reading a
plan costs nothing for them, and `povcalc.plan.outline` gathers them for the manual and the schema.
"""

from typing import Annotated, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from povcalc.plan.fields import Given, Label, Sort
from povcalc.text import Text


class Meaning(NamedTuple):
    """What a field means, in English and in Vietnamese, and an example as it is written in the file."""

    en: str
    vi: str
    example: str


class Model(BaseModel):
    """A section of a plan: frozen, and without fields that the format does not have."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    ABOUT: ClassVar[Text]
    """What the section is, for those who write plans; docstrings are for those who read the code."""

    ONE_OF: ClassVar[tuple[str, ...]] = ()
    """Fields of which at least one has to be written."""

    EXCLUDE: ClassVar[tuple[str, ...]] = ()
    """Fields of which not all can be written together."""


Ref = Annotated[
    Given[Label],
    Meaning("Where in the document this stands.", "Vị trí trong văn bản (mục, điểm, phụ lục).", "B.2"),
]
Year = Annotated[StrictInt, Field(ge=1900, le=2200), Sort("year, 1900 to 2200", "năm, từ 1900 đến 2200")]
