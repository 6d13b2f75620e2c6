"""Examples for every check: a plan that fails it, and a near miss that passes.

`examples/` has two files for each check, such as `T101.fails.yaml` and `T101.passes.yaml`. For checks of side tables
these are tables, such as `G101.fails.csv`, and the plan is `G.yaml`; those that look at the year before follow
`T6.yaml`; for checks of settings they are settings, such as `G201.fails.toml`. The findings shown with an example come
from running the checks on it.
"""

from importlib import resources
from typing import NamedTuple

from povcalc.checks import ALL
from povcalc.checks.base import Check
from povcalc.engine import run
from povcalc.findings import Report
from povcalc.plan.edit import merge_side_tables
from povcalc.plan.load import Reading, read_text
from povcalc.plan.settings import read_settings
from povcalc.typos import closest_match


class Example(NamedTuple):
    """A small plan and what all the checks say of it."""

    reading: Reading
    report: Report

    @property
    def text(self) -> str:
        """The plan as it stands in its file, or the side table or document where the check looks at that."""
        if self.reading.tables:
            return self.reading.tables[0].text
        if self.reading.source:
            return "\n".join(block.text for block in self.reading.source.blocks)
        return self.reading.document.text if self.reading.document else ""


class Explanation(NamedTuple):
    """A check with a plan that fails it and a near miss."""

    check: Check
    fails: Example
    passes: Example


class UnknownCheckError(LookupError):
    """No check has the code; `likely` is the code that was probably meant, or `None`."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        # A slip in the number is likelier than one in the family.
        family = [check.code for check in ALL if check.family == word[:1].upper()]
        begun = (
            code for code in family if word[1:] and code.startswith(word.upper())
        )  # T20 is the first of T201 to T206
        self.likely = next(begun, None) or closest_match(word.upper(), family or [check.code for check in ALL])


def explained(check: Check) -> Explanation:
    """A check with its two examples. Raises `LookupError` when the program lacks one of them."""
    suffix = SUFFIXES.get(check.section, "yaml")
    names = (f"{check.code}.{each}.{suffix}" for each in ("fails", "passes"))
    return Explanation(check, *(_example(name, check.section) for name in names))


def named(word: str) -> tuple[Check, ...]:
    """The checks that a word names: one by its code or slug, or all of a family; capitals do not matter.

    Raises `UnknownCheckError` when there is none.
    """
    found = tuple(check for check in ALL if word.upper() in (check.code, check.family) or word.lower() == check.slug)
    if not found:
        raise UnknownCheckError(word)
    return found


def _example(name: str, section: str) -> Example:
    content = _content(name)
    if name.endswith(".toml"):
        settings = read_settings(content, name, [check.code for check in ALL])
        reading = Reading(name, settings.document, None, settings=settings)
    elif name.endswith(".csv"):
        reading = merge_side_tables(read_text(_content(PLANS["csv"]), PLANS["csv"]), [(content, name)])
    elif name.endswith(".txt"):
        from povcalc.document.reader import read_document

        plan = read_text(_content(PLANS["txt"]), PLANS["txt"])
        reading = plan._replace(source=read_document(content, name))
    else:
        reading = read_text(content, name)
    if section == "before":
        reading = reading._replace(before=(read_text(_content(PLANS[section]), PLANS[section]),))
    return Example(reading, run(reading))


SUFFIXES = {"tables": "csv", "settings": "toml", "source": "txt"}
"""What the examples of checks are that look at something else than a plan, by their section."""

PLANS = {"csv": "G.yaml", "txt": "Q.yaml", "before": "T6.yaml"}
"""The plans that example tables add figures to, and that example documents are of."""


def _content(name: str) -> bytes:
    try:
        return resources.files("povcalc").joinpath("examples", name).read_bytes()
    except FileNotFoundError:
        raise LookupError(f"the program's own file examples/{name} is missing") from None
