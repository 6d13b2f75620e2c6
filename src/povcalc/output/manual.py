"""The manuals: of the checks, for documents and for programs, and the reference part of the format's manual.

`docs/checks.md` is made by this, and `docs/format.md` ends with it. The words that introduce each part of what is
told of a check are here for every form, the console's too. The reference is made from the models of the format; what
holds of every field (figures, dates, texts, ids) is told first.

A check is explained by two examples, a plan that fails it and a near miss that passes: `examples/` has two files for
each, such as `T101.fails.yaml` and `T101.passes.yaml`. For checks of side tables these are tables, such as
`G101.fails.csv`, and the plan is `G.yaml`; those that look at the year before follow `T6.yaml`; for checks of settings
they are settings, such as `G201.fails.toml`. The findings shown with an example come from running the checks on it.
"""

import re
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any, NamedTuple

from povcalc.checks import ALL, FAMILIES
from povcalc.checks.base import Check
from povcalc.engine import run
from povcalc.findings import SEVERITIES, Report
from povcalc.messages import Lang, Message, join, printable, verbatim
from povcalc.output.report import Checked, concise, fenced, json_text, markdown_row
from povcalc.plan.edit import merge_side_tables
from povcalc.plan.fields import FORMS, RANGE
from povcalc.plan.load import Reading, read_text
from povcalc.plan.model import Entry, Section, Shape, outline
from povcalc.plan.settings import read_settings
from povcalc.typos import closest_match

EXPLAINED_VERSION = 1
"""The version of the JSON's shape; `docs/json.md` describes it."""

ASSERTS = Message("What it asserts")
FORMULA = Message("Formula")
FAILS = Message("An example that fails it")
FINDING = Message("What is found")
PASSES = Message("A near miss that passes")
MEND = Message("How to fix it")

# A check with its examples.


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


# The manual of the checks.

_CHECKS_TITLE = Message("The checks")
_INTRODUCTION = Message(
    "Every check with what it asserts, a small plan that fails it, what `povcalc check` then says, a near "
    "miss that passes, and how to fix it. An error rests on stated figures alone; a warning is worth a look; "
    "a note holds only under an assumption, or is no more than remarkable. `povcalc explain CODE` tells the "
    "same. This page is made by `docs/make.py`: change the words beside the checks, not here."
)
_CHECKS_COLUMNS = Message("| code | weight | what holds |")


def checks_manual(all_explained: Sequence[Explanation], lang: Lang) -> str:
    """The manual of the checks as Markdown: a table of each family, then a section a check."""
    lines = [f"# {_CHECKS_TITLE.to(lang)}", "", _INTRODUCTION.to(lang), ""]
    for letter, family in FAMILIES.items():
        lines += [f"**{letter}: {family.to(lang)}**", "", _CHECKS_COLUMNS.to(lang), "| --- | --- | --- |"]
        for told in all_explained:
            check = told.check
            if check.family == letter:
                link = f"[{check.code}](#{check.code.lower()})"
                lines.append(f"| {link} | {SEVERITIES[check.severity].to(lang)} | {check.title.to(lang)} |")
        lines.append("")
    return "\n".join(lines) + "\n" + "\n".join(section(told, lang) for told in all_explained)


def section(told: Explanation, lang: Lang) -> str:
    """All that is told of one check, as a section of Markdown."""
    check = told.check
    lines = [
        f"## {check.code}",
        "",
        f"**{check.title.to(lang)}** ({SEVERITIES[check.severity].to(lang)}, `{check.slug}`)",
        "",
        check.explanation.to(lang),
        "",
    ]
    kind = SUFFIXES.get(check.section, "yaml")
    found = concise((Checked(told.fails.reading, told.fails.report),), lang)
    for heading, text, kind_of_text in (
        (FORMULA, check.formula, "text"),
        (FAILS, told.fails.text, kind),
        (FINDING, found, "text"),
        (PASSES, told.passes.text, kind),
    ):
        if text or heading is not FORMULA:
            # What no page can show is spelt out.
            block = "\n".join(printable(line.replace("\t", "⇥")) for line in text.rstrip("\n").split("\n"))
            lines += [f"{heading.to(lang)}:", "", *fenced(block, kind_of_text), ""]
    lines += [f"{MEND.to(lang)}: {check.fix.to(lang)}", ""]
    return "\n".join(lines)


def explained_json(all_explained: Sequence[Explanation], *, program: str, ascii_only: bool) -> str:
    """What is told of checks as one JSON object, both languages side by side, with a final newline."""
    told = {"version": EXPLAINED_VERSION, "program": program, "checks": [_check(each) for each in all_explained]}
    return json_text(told, ascii_only=ascii_only)


def _check(told: Explanation) -> dict[str, Any]:
    check = told.check
    return {
        **{key: getattr(check, key) for key in ("code", "slug", "severity", "title", "explanation", "formula")},
        "fails": {
            "plan": told.fails.text,
            "findings": [{"code": finding.code, "message": finding.message} for finding in told.fails.report.findings],
        },
        "passes": {"plan": told.passes.text},
        "mend": check.fix,
    }


_TITLE = Message("Reference")
_VALUES = Message("How values are written")
_SECTIONS = Message("The sections")
_FILE = Message("The file")

_FIGURE_COLUMNS = (
    Message("written"),
    Message("in a document"),
    Message("what it stands for"),
)
_BARE_FIGURES = (
    ("`453`", verbatim("453 hộ"), Message("A count: exactly 453.")),
    (
        "`44.35`",
        verbatim("44,35%"),
        Message(
            "A rate or points: rounded to the last digit written, so 44.345 to 44.355. `4.10` says more than `4.1`."
        ),
    ),
    (
        "`7.736`",
        verbatim("7,736 tỷ đồng"),
        Message("Money: exact when whole, rounded to the last digit written when it has decimals."),
    ),
)
_FORM_SAMPLES = {
    "over": ("`{over: 8.50}`", "trên 8,50%"),
    "under": ("`{under: 3}`", "dưới 3%"),
    "at_least": ("`{at_least: 3}`", "từ 3% trở lên"),
    "at_most": ("`{at_most: 4}`", "không quá 4%"),
    "about": ("`{about: 1621667}`", "khoảng 1.621.667 triệu đồng"),
    "min": ("`{min: 840, max: 930}`", "từ 840 đến 930 hộ"),
}

_RULES = (
    Message(
        "**Numbers** are digits with a point before the decimals, nothing between thousands, and no unit: `1726`, "
        "`5.80`, `-12`. What is written the Vietnamese way (`1.726` households, `5,80`, `11.869 hộ`) is a finding "
        "that says what was probably meant; so are `0123`, `1e3`, `1_000` and `.5`."
    ),
    Message("**Dates** are written year, month, day: `2019-04-19`."),
    Message(
        "**Texts** are one string in the document's language, or both languages: `{vi: Huyện, en: District}`. Put a "
        'text in quotes when it looks like a number (`"30"`) or has a colon and a space, or begins with a sign such '
        "as `-`, `[` or `#`."
    ),
    Message(
        "**Ids** are small letters a to z without marks, digits and hyphens: `tram-tau`. Other parts of the file "
        "refer to them. Where several areas have the id, the id of the area above and a slash go before it: "
        "`van-yen/xuan-ai`."
    ),
    Message("**Lists** are `[a, b]` on one line, or one element a line behind `- `."),
    Message("**What is not known is left out.** A field that is written as nothing is a finding; zero is `0`."),
    Message(
        "**Names that begin with `x-`** are yours, in every section and every figure: they are kept and not checked."
    ),
    Message("**The file** is UTF-8 text and plain YAML: one document, every name once, and no `&`, `*`, `<<` or `!`."),
)

_COLUMNS = (
    Message("field"),
    Message("needed"),
    Message("value, unit"),
    Message("meaning"),
    Message("example"),
)
_YES, _NO = Message("yes"), Message("no")
_AND = Message(" and ")
_LIST_OF = Message("list of: ")


def format_manual(lang: Lang) -> str:
    """All that there is to write in a plan, in one language, with a final newline."""
    sections = outline()
    lines = [f"## {_TITLE.to(lang)}", "", f"### {_VALUES.to(lang)}", "", *_figures(lang), ""]
    lines += [f"- {rule.to(lang)}" for rule in _RULES]
    lines += ["", f"### {_SECTIONS.to(lang)}", ""]
    lines += [f"- {_link(section, lang)}: {section.about.to(lang)}" for section in sections]
    for section in sections:
        lines += ["", *_section(section, sections, lang)]
    return "\n".join(lines) + "\n"


def _figures(lang: Lang) -> Iterator[str]:
    yield from _table_head(_FIGURE_COLUMNS, lang)
    for example, printed, meant in _BARE_FIGURES:
        yield _row((example, printed.to(lang), meant.to(lang)))
    for key, (example, words) in _FORM_SAMPLES.items():
        yield _row((example, words, (RANGE if key == "min" else FORMS[key]).to(lang)))


def _section(section: Section, sections: Sequence[Section], lang: Lang) -> Iterator[str]:
    yield f"### {_heading(section, lang)}"
    yield ""
    yield section.about.to(lang)
    if len(section.paths) > 1:
        others = ", ".join(f"`{path}`" for path in section.paths[1:])
        yield Message("The same form: {others}.", others=others).to(lang)
    if section.model.EXCLUDE:
        names = [verbatim(f"`{name}`") for name in section.model.EXCLUDE]
        yield Message("Not together: {names}.", names=join(names, _AND.to(lang))).to(lang)
    yield ""
    yield from _table_head(_COLUMNS, lang)
    for entry in section.entries:
        yield _row(
            (
                f"`{entry.name}`",
                _needed(entry, section.model.ONE_OF).to(lang),
                _value(entry.shape, sections, lang),
                _meaning(entry).to(lang),
                f"`{entry.example}`",
            )
        )


def _heading(section: Section, lang: Lang) -> str:
    return f"`{section.paths[0]}`" if section.paths[0] else _FILE.to(lang)


def _link(section: Section, lang: Lang) -> str:
    """A link to a section, by the name that the usual viewers of Markdown give its heading."""
    heading = _heading(section, lang)
    anchor = re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-")
    return f"[{heading}](#{anchor})"


def _needed(entry: Entry, one_of: tuple[str, ...]) -> Message:
    if entry.required:
        return _YES
    if entry.name not in one_of:
        return _NO
    others = ", ".join(f"`{name}`" for name in one_of if name != entry.name)
    return Message("this or {others}", others=others)


def _value(shape: Shape, sections: Sequence[Section], lang: Lang) -> str:
    before = _LIST_OF.to(lang) if shape.listed else ""
    if shape.section is not None:
        return before + next(_link(section, lang) for section in sections if section.model is shape.section)
    if shape.sort is not None:
        return before + shape.sort.to(lang).removesuffix(".")
    return before + ", ".join(f"`{choice}`" for choice in shape.choices)


def _meaning(entry: Entry) -> Message:
    if entry.default is None:
        return entry.meaning
    return Message(
        "{meaning} When left out: `{default}`.",
        meaning=entry.meaning,
        default=entry.default,
    )


def _table_head(columns: Sequence[Message], lang: Lang) -> Iterator[str]:
    yield _row([column.to(lang) for column in columns])
    yield _row(["---"] * len(columns))


def _row(cells: Sequence[str]) -> str:
    """A row of a table: a bar inside a cell would end it."""
    return markdown_row(cell.replace("|", "\\|") for cell in cells)
