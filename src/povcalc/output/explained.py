"""What is told of checks, for documents and for programs: `docs/checks.md` is made by this.

The words that introduce each part are here for every form, the console's too.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from povcalc.checks import FAMILIES
from povcalc.explanations import SUFFIXES, Example, Explanation
from povcalc.findings import SEVERITIES
from povcalc.output.checked import Checked
from povcalc.output.concise import concise
from povcalc.output.json_text import json_text
from povcalc.text import Lang, Text, printable

VERSION = 1
"""The version of the JSON's shape; `docs/json.md` describes it."""

ASSERTS = Text("What it asserts", "Nội dung kiểm tra")
FORMULA = Text("Formula", "Công thức")
FAILS = Text("An example that fails it", "Ví dụ không đạt")
FINDING = Text("What is found", "Phát hiện")
PASSES = Text("A near miss that passes", "Ví dụ gần như vậy nhưng đạt")
MEND = Text("How to mend it", "Cách sửa")

_TITLE = Text("The checks", "Các phép kiểm tra")
_INTRODUCTION = Text(
    "Every check with what it asserts, a small plan that fails it, what `povcalc check` then says, a near "
    "miss that passes, and how to mend it. An error rests on stated figures alone; a warning is worth a look; "
    "a note holds only under an assumption, or is no more than remarkable. `povcalc explain CODE` tells the "
    "same. This page is made by `docs/make.py`: change the words beside the checks, not here.",
    "Mỗi phép kiểm tra gồm: nội dung kiểm tra, một kế hoạch nhỏ không đạt, kết quả mà `povcalc check` đưa ra, "
    "một kế hoạch gần như vậy nhưng đạt, và cách sửa. Lỗi chỉ dựa vào số liệu đã ghi; cảnh báo là điều nên xem "
    "lại; lưu ý chỉ đúng với một giả định, hoặc chỉ là điều đáng chú ý. `povcalc explain MÃ` cho biết cùng nội "
    "dung. Trang này do `docs/make.py` tạo ra: muốn sửa lời thì sửa bên cạnh phép kiểm tra, không sửa ở đây.",
)
_COLUMNS = Text("| code | weight | what holds |", "| mã | mức độ | điều phải đúng |")


def checks_manual(all_explained: Sequence[Explanation], lang: Lang) -> str:
    """The manual of the checks as Markdown: a table of each family, then a section a check."""
    lines = [f"# {_TITLE.to(lang)}", "", _INTRODUCTION.to(lang), ""]
    for letter, family in FAMILIES.items():
        lines += [f"**{letter}: {family.to(lang)}**", "", _COLUMNS.to(lang), "| --- | --- | --- |"]
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
    if check.formula:
        lines += [f"{FORMULA.to(lang)}:", "", *_fenced(check.formula, "text"), ""]
    lines += [f"{FAILS.to(lang)}:", "", *_fenced(told.fails.text, _language(told)), ""]
    lines += [f"{FINDING.to(lang)}:", "", *_fenced(_findings(told.fails, lang), "text"), ""]
    lines += [f"{PASSES.to(lang)}:", "", *_fenced(told.passes.text, _language(told)), ""]
    lines += [f"{MEND.to(lang)}: {check.mend.to(lang)}", ""]
    return "\n".join(lines)


def _fenced(words: str, kind: str) -> Iterator[str]:
    """A block of code, with what no page can show spelt out."""
    yield f"```{kind}"
    yield from (printable(line.replace("\t", "⇥")) for line in words.rstrip("\n").split("\n"))
    yield "```"


def _language(told: Explanation) -> str:
    return SUFFIXES.get(told.check.section, "yaml")


def _findings(example: Example, lang: Lang) -> str:
    return concise((Checked(example.reading, example.report),), lang)


def explained_json(all_explained: Sequence[Explanation], *, program: str, ascii_only: bool) -> str:
    """What is told of checks as one JSON object, both languages side by side, with a final newline."""
    told = {"version": VERSION, "program": program, "checks": [_check(each) for each in all_explained]}
    return json_text(told, ascii_only=ascii_only)


def _check(told: Explanation) -> dict[str, Any]:
    check = told.check
    return {
        "code": check.code,
        "slug": check.slug,
        "severity": check.severity.value,
        "title": check.title._asdict(),
        "explanation": check.explanation._asdict(),
        "formula": check.formula,
        "fails": {
            "plan": told.fails.text,
            "findings": [
                {"code": finding.code, "message": finding.message._asdict()} for finding in told.fails.report.findings
            ],
        },
        "passes": {"plan": told.passes.text},
        "mend": check.mend._asdict(),
    }
