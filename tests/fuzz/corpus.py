"""What fuzzing starts from: the plan of 2019 whole and in pieces, the plans of the explanations, odd words."""

import re
from importlib import resources

from povcalc.plan.load import built_in

HEAD = "povcalc: 1\ndocument: {title: A plan, issued: 2019-04-19, year: 2019}\n"
TARGETS = "targets: {id: a, name: A, reduction_households: 5}\n"

SMALL = (
    "povcalc: 1\n",
    HEAD + TARGETS,
    HEAD + "funding: {unit: million VND, total: {about: 12.5}, lines: [{id: x, name: X, amount: 12.5}]}\n",
    HEAD
    + "targets:\n  id: r\n  name: R\n  households: 1000\n  poverty_rate_start: 10.0\n  poverty_rate_end: 8.0\n"
    + "  reduction_rate: {over: 2}\n  reduction_households: 20\n  areas:\n"
    + "    - {id: a, name: A, reduction_households: 12, households: 400}\n"
    + "    - {id: b, name: B, reduction_households: {min: 7, max: 9}, poor_households_end: 30}\n",
    HEAD + TARGETS + "waivers: [{code: T101, at: a, reason: known}]\n",
    HEAD
    + TARGETS
    + "schedule:\n  phases:\n    - {id: p, text: x, from: 2019-05-01, to: 2019-04-01, actors: [b]}\n"
    + "  deadlines:\n    - {id: d, text: y, report: official, before: 2019-12-15, actors: [c], to: b}\n"
    + "actors:\n  - {id: b, name: B, duties: [{text: z, role: joins, with: [c], areas: [a]}]}\n",
    "a: [b, {c: d}]\ne: 'f'\ng: \"h\\n\"\ni: |\n  j\n",
    "# comment\r\npovcalc: 1\r\n",
)

WORDS = (
    *("povcalc: 1", "document", "title", "source", "targets", "funding", "areas", "lines", "total", "amount", "unit"),
    *("households", "households_start", "households_end", "poor_households_start", "poor_households_end"),
    *("poverty_rate_start", "poverty_rate_end", "reduction_households", "reduction_rate", "partial", "kind", "ref"),
    *("schedule", "phases", "deadlines", "from", "to", "on", "before", "report", "actors", "partners", "duties"),
    *("waivers", "code", "reason", "at", "measures", "items", "poverty_standard", "dimensions", "indicators"),
    *("over", "under", "at_least", "at_most", "about", "min", "max", "vi", "en", "id", "name", "year", "period"),
    *("issued", "number", "true", "false", "null", "~", "official", "preliminary", "leads", "joins", "with", "role"),
    *(
        ": ",
        "- ",
        "\n  - ",
        "\n    ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "'",
        '"',
        "|-\n",
        ">+\n",
        "? ",
        "<<: ",
        "---\n",
        "...\n",
    ),
    *(
        "%YAML 1.2\n",
        "&a ",
        "*a",
        "!t ",
        "!!str ",
        "# ",
        "\t",
        "\r\n",
        "\r",
        "\\u1EA1",
        "\\x1b",
        "\\ud800",
        "\\N",
        "\\P",
    ),
    *("0123", "1e3", "1_000", "0x1F", ".5", "+5", "5.", ".inf", "-0", "0.0", "1.726", "5.440.412", "5,80", "11.869 hộ"),
    *("2019-02-30", "19/4/2019", "0001-01-01", "9999-12-31", "T101", "F101", "funding.total", "x-a: ", "19:04", "-1"),
    *("\ufeff", "\u2028", "\x85", "e\u0301", "ạ", "\u202e", "\u200b", "\x1b[31m", "\x00", "\U000e0041", "\U0001d173"),
)
"""What the parts of a plan and the traps of its text are made of."""


def plan() -> str:
    """The plan of 2019."""
    return built_in()[0].decode()


def sections() -> dict[str, str]:
    """The sections of the plan of 2019, by name, each with its key."""
    found = re.split(r"^(?=[a-z_]+:)", plan(), flags=re.MULTILINE)
    return {part.split(":", 1)[0]: part for part in found[1:]}


def explained() -> list[bytes]:
    """The plans that fail a check, and their near misses; one of them is not UTF-8."""
    folder = resources.files("povcalc").joinpath("examples")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return [file.read_bytes() for file in files]


def texts(most: int) -> list[bytes]:
    """All that a run on bytes starts from, none longer than `most` bytes."""
    parts = sections()
    found = [*SMALL, plan()]
    for name, part in parts.items():
        if name not in ("povcalc", "document"):
            lines = part.splitlines(keepends=True)
            found += [HEAD + lines[0] + "".join(lines[max(at, 1) : at + 12]) for at in range(0, len(lines), 12)]
    return [content[:most] for content in (*(text.encode() for text in found), *explained())]
