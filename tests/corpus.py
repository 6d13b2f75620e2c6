"""The documents of `documents/corpus.yaml`, for tests and for `bench/documents.py`."""

from pathlib import Path
from typing import Any

import yaml

from povcalc.document.draft import Draft, DraftArea, draft
from povcalc.document.reader import read_document
from povcalc.messages import Lang
from povcalc.plan.model import Area

_HEADS = {
    ("plan", False): "KẾ HOẠCH\n\nGiảm nghèo năm 2023 của tỉnh Bắc Lâm\n\n",
    ("result", False): "BÁO CÁO\n\nKết quả rà soát hộ nghèo năm 2023 của tỉnh Bắc Lâm\n\n",
    ("plan", True): "Plan for poverty reduction in 2023\n\n",
    ("result", True): "Report on poverty in 2023\n\n",
}

_CORPUS = Path(__file__).parent / "documents" / "corpus.yaml"
CASES: list[dict[str, Any]] = yaml.load(_CORPUS.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts alone


HELD = (*Area.FIGURES, *Area.SHARES, "percent_of_plan")
"""The fields that the format holds."""


def text_of(case: dict[str, Any]) -> str:
    """A document with its own heading, or that of its kind."""
    head = (
        case["head"] and f"{case['head']}\n\n" if "head" in case else _HEADS[case["kind"], case["pattern"] == "English"]
    )
    return head + str(case["text"])


def drafted(case: dict[str, Any]) -> Draft:
    """The draft from a case; a table alone is told its kind and year."""
    told = {"kind": case["kind"], "year": int(case["year"])} if "year" in case else {}
    return draft(read_document(text_of(case).encode(), case.get("name", "document.txt")), speak=Lang.EN, **told)


def called(made: Draft) -> list[tuple[str, DraftArea]]:
    """The areas of a draft by what the corpus calls them: those of one name with the area around each."""
    names = [area.name for area in made.areas]
    return [
        (
            "." if area.key is None else f"{area.name} ({area.around})" if names.count(area.name) > 1 else area.name,
            area,
        )
        for area in made.areas
    ]


def stated_in(case: dict[str, Any]) -> dict[str, dict[str, str]]:
    """What a document states in fields that the format holds, by area; other fields of the case wait for theirs."""
    stated = {
        area: {field: text for field, text in fields.items() if field.removeprefix("planned.") in HELD}
        for area, fields in case["stated"].items()
    }
    return {area: fields for area, fields in stated.items() if fields or area == "."}
