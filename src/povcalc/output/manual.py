"""The manuals: of the checks, for documents and for programs, and the reference part of the format's manual.

`docs/checks.md` is made by this, and `docs/format.md` ends with it. The words that introduce each part of what is
told of a check are here for every form, the console's too. The reference is made from the models of the format; what
holds of every field (figures, dates, texts, ids) is told first.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from povcalc.checks import FAMILIES
from povcalc.explanations import SUFFIXES, Explanation
from povcalc.findings import SEVERITIES
from povcalc.messages import Lang, Text, join, printable, same, say
from povcalc.output.ci import concise
from povcalc.output.report import Checked, fenced, json_text, markdown_row
from povcalc.plan.fields import FORMS
from povcalc.plan.model import Entry, Section, Shape, outline

EXPLAINED_VERSION = 1
"""The version of the JSON's shape; `docs/json.md` describes it."""

ASSERTS = Text("What it asserts", "Nội dung kiểm tra")
FORMULA = Text("Formula", "Công thức")
FAILS = Text("An example that fails it", "Ví dụ không đạt")
FINDING = Text("What is found", "Phát hiện")
PASSES = Text("A near miss that passes", "Ví dụ gần như vậy nhưng đạt")
MEND = Text("How to mend it", "Cách sửa")

_CHECKS_TITLE = Text("The checks", "Các phép kiểm tra")
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
_CHECKS_COLUMNS = Text("| code | weight | what holds |", "| mã | mức độ | điều phải đúng |")


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
    lines += [f"{MEND.to(lang)}: {check.mend.to(lang)}", ""]
    return "\n".join(lines)


def explained_json(all_explained: Sequence[Explanation], *, program: str, ascii_only: bool) -> str:
    """What is told of checks as one JSON object, both languages side by side, with a final newline."""
    told = {"version": EXPLAINED_VERSION, "program": program, "checks": [_check(each) for each in all_explained]}
    return json_text(told, ascii_only=ascii_only)


def _check(told: Explanation) -> dict[str, Any]:
    check = told.check
    return {
        "code": check.code,
        "slug": check.slug,
        "severity": check.severity,
        "title": check.title,
        "explanation": check.explanation,
        "formula": check.formula,
        "fails": {
            "plan": told.fails.text,
            "findings": [{"code": finding.code, "message": finding.message} for finding in told.fails.report.findings],
        },
        "passes": {"plan": told.passes.text},
        "mend": check.mend,
    }


_TITLE = Text("Reference", "Tra cứu")
_VALUES = Text("How values are written", "Cách ghi giá trị")
_SECTIONS = Text("The sections", "Các mục")
_FILE = Text("The file", "Cả tệp")

_FIGURE_COLUMNS = (
    Text("written", "cách ghi"),
    Text("in a document", "trong văn bản"),
    Text("what it stands for", "được hiểu là"),
)
_BARE_FIGURES = (
    ("`453`", same("453 hộ"), Text("A count: exactly 453.", "Số hộ: đúng 453.")),
    (
        "`44.35`",
        same("44,35%"),
        Text(
            "A rate or points: rounded to the last digit written, so 44.345 to 44.355. `4.10` says more than `4.1`.",
            "Tỷ lệ hoặc điểm phần trăm: đã làm tròn đến chữ số cuối, tức từ 44,345 đến 44,355. `4.10` chính xác hơn "
            "`4.1`.",
        ),
    ),
    (
        "`7.736`",
        same("7,736 tỷ đồng"),
        Text(
            "Money: exact when whole, rounded to the last digit written when it has decimals.",
            "Số tiền: đúng như ghi nếu là số nguyên; nếu có phần thập phân thì đã làm tròn đến chữ số cuối.",
        ),
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
_RANGE = Text("A range, both ends included.", "Một khoảng, tính cả hai đầu.")

_RULES = (
    Text(
        "**Numbers** are digits with a point before the decimals, nothing between thousands, and no unit: `1726`, "
        "`5.80`, `-12`. What is written the Vietnamese way (`1.726` households, `5,80`, `11.869 hộ`) is a finding "
        "that says what was probably meant; so are `0123`, `1e3`, `1_000` and `.5`.",
        "**Số** chỉ gồm chữ số, dấu chấm trước phần thập phân, không có dấu phân cách hàng nghìn và không kèm đơn "
        "vị: `1726`, `5.80`, `-12`. Số viết theo kiểu Việt Nam (`1.726` hộ, `5,80`, `11.869 hộ`) sẽ bị báo, kèm "
        "cách ghi có lẽ đúng; `0123`, `1e3`, `1_000` và `.5` cũng vậy.",
    ),
    Text(
        "**Dates** are written year, month, day: `2019-04-19`.",
        "**Ngày** ghi theo thứ tự năm, tháng, ngày: `2019-04-19`.",
    ),
    Text(
        "**Texts** are one string in the document's language, or both languages: `{vi: Huyện, en: District}`. Put a "
        'text in quotes when it looks like a number (`"30"`) or has a colon and a space, or begins with a sign such '
        "as `-`, `[` or `#`.",
        "**Văn bản** là một chuỗi chữ theo ngôn ngữ của kế hoạch, hoặc ghi cả hai ngôn ngữ: `{vi: Huyện, en: "
        'District}`. Đặt trong ngoặc kép khi chuỗi trông như số (`"30"`), có dấu hai chấm kèm dấu cách, hoặc bắt đầu '
        "bằng ký hiệu như `-`, `[`, `#`.",
    ),
    Text(
        "**Ids** are small letters a to z without marks, digits and hyphens: `tram-tau`. Other parts of the file "
        "refer to them. Where several areas have the id, the id of the area above and a slash go before it: "
        "`van-yen/xuan-ai`.",
        "**Mã** gồm chữ thường không dấu từ a đến z, chữ số và dấu gạch nối: `tram-tau`. Các phần khác của tệp dùng "
        "mã để dẫn chiếu. Nếu nhiều địa bàn trùng mã thì ghi thêm mã của địa bàn cấp trên và dấu gạch chéo ở trước: "
        "`van-yen/xuan-ai`.",
    ),
    Text(
        "**Lists** are `[a, b]` on one line, or one element a line behind `- `.",
        "**Danh sách** ghi `[a, b]` trên một dòng, hoặc mỗi phần tử một dòng sau dấu `- `.",
    ),
    Text(
        "**What is not known is left out.** A field that is written as nothing is a finding; nought is `0`.",
        "**Điều chưa biết thì không ghi.** Trường ghi mà để trống sẽ bị báo; không có hộ nào thì ghi `0`.",
    ),
    Text(
        "**Names that begin with `x-`** are yours, in every section and every figure: they are kept and not checked.",
        "**Tên bắt đầu bằng `x-`** được tự do dùng ở mọi mục, mọi số liệu: được giữ lại và không kiểm tra.",
    ),
    Text(
        "**The file** is UTF-8 text and plain YAML: one document, every name once, and no `&`, `*`, `<<` or `!`.",
        "**Tệp** lưu theo bảng mã UTF-8, là YAML đơn giản: một tài liệu, mỗi tên một lần, không dùng `&`, `*`, `<<` "
        "và `!`.",
    ),
)

_COLUMNS = (
    Text("field", "trường"),
    Text("needed", "bắt buộc"),
    Text("value, unit", "giá trị, đơn vị"),
    Text("meaning", "ý nghĩa"),
    Text("example", "ví dụ"),
)
_YES, _NO = Text("yes", "có"), Text("no", "không")
_AND = Text(" and ", " và ")
_LIST_OF = Text("list of: ", "danh sách: ")


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
        yield _row((example, words, (_RANGE if key == "min" else FORMS[key]).to(lang)))


def _section(section: Section, sections: Sequence[Section], lang: Lang) -> Iterator[str]:
    yield f"### {_heading(section, lang)}"
    yield ""
    yield section.about.to(lang)
    if len(section.paths) > 1:
        others = ", ".join(f"`{path}`" for path in section.paths[1:])
        yield say("The same form: {others}.", "Cùng cách ghi: {others}.", others=others).to(lang)
    if section.model.EXCLUDE:
        names = [same(f"`{name}`") for name in section.model.EXCLUDE]
        yield say("Not together: {names}.", "Không ghi cùng nhau: {names}.", names=join(names, _AND.to(lang))).to(lang)
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


def _needed(entry: Entry, one_of: tuple[str, ...]) -> Text:
    if entry.required:
        return _YES
    if entry.name not in one_of:
        return _NO
    others = ", ".join(f"`{name}`" for name in one_of if name != entry.name)
    return say("this or {others}", "trường này hoặc {others}", others=others)


def _value(shape: Shape, sections: Sequence[Section], lang: Lang) -> str:
    before = _LIST_OF.to(lang) if shape.listed else ""
    if shape.section is not None:
        return before + next(_link(section, lang) for section in sections if section.model is shape.section)
    if shape.sort is not None:
        return before + shape.sort.to(lang).removesuffix(".")
    return before + ", ".join(f"`{choice}`" for choice in shape.choices)


def _meaning(entry: Entry) -> Text:
    if entry.default is None:
        return entry.meaning
    return say(
        "{meaning} When left out: `{default}`.",
        "{meaning} Không ghi thì là `{default}`.",
        meaning=entry.meaning,
        default=entry.default,
    )


def _table_head(columns: Sequence[Text], lang: Lang) -> Iterator[str]:
    yield _row([column.to(lang) for column in columns])
    yield _row(["---"] * len(columns))


def _row(cells: Sequence[str]) -> str:
    """A row of a table: a bar inside a cell would end it."""
    return markdown_row(cell.replace("|", "\\|") for cell in cells)
