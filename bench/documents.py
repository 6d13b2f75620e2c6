"""How many of the figures that documents state a draft holds, and how many of those are right, by pattern.

`python bench/documents.py` prints the table of `bench/README.md`: the documents of `tests/documents/corpus.yaml`, of
each pattern how many figures are stated, how many of them a draft places (recall), how many of those placed are right
(precision), and how many are left to a person as doubtful.
"""

import sys
from collections import defaultdict
from pathlib import Path

from povcalc.numerals import figure_text

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from corpus import CASES, drafted, stated_in


def main() -> None:
    """Print the table."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for case in CASES:
        made = drafted(case)
        wanted = {(area, field, text) for area, fields in stated_in(case).items() for field, text in fields.items()}
        placed = {
            ("." if area.key is None else area.name, field, figure_text(each.figure))
            for area in made.areas
            for field, each in area.figures.items()
            if each.figure is not None
        }
        row = counts[case["pattern"]]
        for at, number in enumerate((1, len(wanted), len(placed), len(placed & wanted), made.doubtful)):
            row[at] += number
    counts["all"] = [sum(row[at] for row in counts.values()) for at in range(5)]
    print("| pattern | documents | figures stated | placed | right | doubtful |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for pattern, row in counts.items():
        print(f"| {pattern} | {' | '.join(map(str, row))} |")
    sys.exit(counts["all"][1] != counts["all"][3])


if __name__ == "__main__":
    main()
