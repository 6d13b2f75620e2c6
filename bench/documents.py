"""What is read from documents, by pattern: the mentions, the figures that a draft places, and what is left to a person.

`python bench/documents.py` prints the table of `bench/README.md` from the documents of `tests/documents/corpus.yaml`.

A *mention* is a number with what it is said to be of. Those that are surely of an area and a field are right when the
corpus states that figure there; of the figures that the corpus states, so many are mentioned at all, be it as doubtful
(recall). What is *placed* stands in the draft; *left* are the figures that the corpus states and the draft does not
hold, and the fields that it leaves open, as a share of both with those placed.
"""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from povcalc.document.grammar import Cue, Mention
from povcalc.numerals import figure_text

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from corpus import CASES, HELD, called, drafted, stated_in

HEADINGS = (
    "documents",
    "mentions",
    "sure",
    "right",
    "precision",
    "stated",
    "mentioned",
    "recall",
    "placed",
    "right",
    "precision",
    "recall",
    "left",
)


def counted(case: dict[str, Any]) -> list[int]:
    """Documents, mentions, sure ones and right ones; figures stated and mentioned; placed, right ones, stated, left."""
    made = drafted(case)
    names = {area.key: name for name, area in called(made)}
    of_case = {(area, field, text) for area, fields in case["stated"].items() for field, text in fields.items()}
    doubtful = {(area, field) for area, fields in case.get("doubtful", {}).items() for field in fields}

    def said(mention: Mention, field: str) -> tuple[str, str, str]:
        area = names.get(mention.area, str(mention.area)) if mention.area is not None else "."
        planned = "planned." if mention.aside is Cue.PLANNED else ""
        return area, f"{planned}{field}", figure_text(mention.figure)

    sure = [each for each in made.mentions if each.sure and each.aside in (None, Cue.PLANNED) and each.field in HELD]
    claims = [said(each, each.field) for each in sure]
    right = [each for each in claims if each in of_case or each[:2] in doubtful]
    mentioned = {said(each, field) for each in made.mentions for field in (each.field, *each.candidates)}
    wanted = {(area, field, text) for area, fields in stated_in(case).items() for field, text in fields.items()}
    placed = {
        (name, field, figure_text(each.figure))
        for name, area in called(made)
        for field, each in area.figures.items()
        if each.figure is not None
    }
    left = len(wanted - placed) + made.doubtful
    return [
        1,
        len(made.mentions),
        len(sure),
        len(right),
        len(of_case),
        len(of_case & mentioned),
        len(placed),
        len(placed & wanted),
        len(wanted),
        left,
    ]


def main() -> None:
    """Print the table."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 10)
    for case in CASES:
        for name in (case["pattern"], "all"):
            counts[name] = [sum(pair) for pair in zip(counts[name], counted(case), strict=True)]
    counts["all"] = counts.pop("all")  # the last
    print(f"| pattern | {' | '.join(HEADINGS)} |")
    print(f"| --- |{' ---: |' * len(HEADINGS)}")
    for pattern, row in counts.items():
        documents, mentions, sure, right, stated, mentioned, placed, true, wanted, left = row
        cells = (
            *map(str, (documents, mentions, sure, right)),
            share(right, sure),
            *map(str, (stated, mentioned)),
            share(mentioned, stated),
            *map(str, (placed, true)),
            share(true, placed),
            share(true, wanted),
            share(left, left + placed),
        )
        print(f"| {pattern} | {' | '.join(cells)} |")
    row = counts["all"]
    sys.exit(row[6] != row[7] or row[7] != row[8])


def share(part: int, whole: int) -> str:
    """A part in percent."""
    return f"{100 * part / whole:.1f}%" if whole else "-"


if __name__ == "__main__":
    main()
