"""Family G, the settings: can they be read, and can all that they say be done?"""

from collections.abc import Iterator
from typing import Any

from povcalc.checks.base import Check, Context, check
from povcalc.findings import Held, Problem, Result, Severity
from povcalc.messages import Text, alternatives, clipped, same, say
from povcalc.places import Fault, Span

_WHY = {
    "Expected '='": Text("the sign = is missing behind a name", "thiếu dấu = sau tên"),
    "Invalid statement": Text("a line begins with a name or a [heading]", "mỗi dòng bắt đầu bằng tên hoặc [tiêu đề]"),
    "Invalid value": Text(
        "no value can begin so; texts need quotes", "giá trị không hợp lệ; chữ phải đặt trong nháy kép"
    ),
    "Unterminated string": Text("the quotes are not closed", "chưa đóng dấu nháy"),
    "Illegal character": Text("this character may not stand here", "ký tự này không được đứng ở đây"),
    "Unclosed": Text("a bracket is not closed", "chưa đóng ngoặc"),
    "Expected newline": Text("only one setting may stand in a line", "mỗi dòng chỉ được một thiết lập"),
    "Cannot overwrite": Text("this is said twice", "mục này được ghi hai lần"),
    "Cannot declare": Text("this heading stands twice", "tiêu đề này có hai lần"),
    "Exceeds": Text("a number is too large", "có số quá lớn"),
    "Duplicate": Text("this is said twice", "mục này được ghi hai lần"),
}
"""What Python's reader of TOML says, by its first words, in ours."""


def _told(fault: Fault[Span]) -> dict[str, Any]:
    told = {name: clipped(value) if isinstance(value, str) else value for name, value in fault.values.items()}
    if "why" in told:
        words = (text for start, text in _WHY.items() if str(fault.values["why"]).startswith(start))
        told["why"] = next(words, same(told["why"]))
    if "known" in told:
        told["known"] = alternatives(told["known"])
    near = told.pop("near", None)
    told["hint"] = same("") if near is None else say("; did you mean {near}?", "; có phải {near} không?", near=near)
    return told


def _results(context: Context, words: dict[str, Text]) -> Iterator[Result]:
    """What a check says of the faults of its kinds, by the words for each."""
    settings = context.reading.settings
    faults = [fault for fault in settings.faults if fault.kind in words] if settings is not None else []
    for fault in faults:
        text = words[fault.kind]
        yield Problem(fault.place, say(text.en, text.vi, **_told(fault)))
    if not faults:
        yield Held(())


@check(
    "G201",
    "settings-can-be-read",
    Severity.ERROR,
    section="settings",
    title=Text("The settings can be read", "Đọc được tệp thiết lập"),
    explanation=Text(
        "Settings stand in povcalc.toml or in the table [tool.povcalc] of pyproject.toml, a TOML file in UTF-8. The "
        "nearest of them upwards from a plan's folder counts, and no other; in one folder povcalc.toml goes first, "
        "and a pyproject.toml without the table is passed over. What cannot be read is left out, and the plans are "
        "checked all the same.",
        "Thiết lập nằm trong povcalc.toml hoặc trong bảng [tool.povcalc] của pyproject.toml, là tệp TOML mã UTF-8. Chỉ "
        "tệp gần nhất tính từ thư mục của kế hoạch trở lên được dùng; trong cùng một thư mục thì povcalc.toml được ưu "
        "tiên, và pyproject.toml không có bảng đó thì được bỏ qua. Phần không đọc được bị bỏ qua, các kế hoạch vẫn "
        "được kiểm tra.",
    ),
    mend=Text(
        "Look at the place that is named, and at the line above it: a missing quote or bracket is often noticed late.",
        "Xem vị trí được nêu và dòng ngay trên đó: thiếu dấu nháy hoặc dấu ngoặc thường bị phát hiện muộn.",
    ),
)
def settings_can_be_read(context: Context) -> Iterator[Result]:
    yield from _results(
        context,
        {
            "not_utf8": Text(
                "the settings are not UTF-8 (byte {read}); save the file as UTF-8",
                "tệp thiết lập không phải mã UTF-8 (byte {read}); hãy lưu thành UTF-8",
            ),
            "not_toml": Text(
                "the settings cannot be read from here on: {why}; mend this, until then the file counts for nothing",
                "không đọc được thiết lập từ chỗ này: {why}; hãy sửa, trước đó tệp không có hiệu lực",
            ),
            "too_deep": Text(
                "the settings are nested too deep to be read; take the brackets out",
                "thiết lập lồng nhau quá sâu; hãy bỏ bớt dấu ngoặc",
            ),
            "too_large": Text(
                "a number in the settings is too large to be read; correct it",
                "có số trong tệp thiết lập quá lớn; hãy sửa lại",
            ),
            "not_a_table": Text(
                'a table is wanted here, such as [tool.povcalc] or [per-file."*.yaml"], not {read}',
                'ở đây cần một bảng, ví dụ [tool.povcalc] hoặc [per-file."*.yaml"], không phải {read}',
            ),
            "no_table": Text(
                "this file has no table [tool.povcalc]; add it, or name another file",
                "tệp này không có bảng [tool.povcalc]; hãy thêm vào hoặc nêu tệp khác",
            ),
        },
    )


@check(
    "G202",
    "settings-known",
    Severity.ERROR,
    section="settings",
    title=Text("The settings are known", "Các thiết lập đều có nghĩa"),
    explanation=Text(
        "Settings are named like the options of povcalc check: select, ignore, strict, fail-undecided, growth, cut and "
        "lang. The table per-file has the same for the files that a pattern means, but not lang: a run speaks one "
        "language.",
        "Thiết lập mang tên như tùy chọn của povcalc check: select, ignore, strict, fail-undecided, growth, cut và "
        "lang. Bảng per-file ghi các thiết lập đó cho những tệp khớp với một mẫu tên, trừ lang: mỗi lần chạy chỉ dùng "
        "một ngôn ngữ.",
    ),
    mend=Text(
        "Correct the name. povcalc check --show-settings prints what holds for each file and where it comes from.",
        "Sửa lại tên. Lệnh povcalc check --show-settings in thiết lập áp dụng cho từng tệp và nguồn của chúng.",
    ),
)
def settings_known(context: Context) -> Iterator[Result]:
    yield from _results(
        context,
        {
            "unknown_setting": Text(
                "there is no setting {read}{hint}; settings here are {known}",
                "không có thiết lập {read}{hint}; ở đây có {known}",
            ),
            "one_a_run": Text(
                "{read} holds for a whole run and not for single files; set it above, outside per-file",
                "{read} áp dụng cho cả lần chạy, không cho từng tệp; hãy đặt ở trên, ngoài per-file",
            ),
        },
    )


@check(
    "G203",
    "settings-fit",
    Severity.ERROR,
    section="settings",
    title=Text("The settings have values that fit", "Các thiết lập có giá trị phù hợp"),
    explanation=Text(
        "strict and fail-undecided are true or false; select and ignore are lists of codes or families; lang is en or "
        "vi; growth is percent a year, a number or a text such as 0..2.5 or any, from -90 to 900; cut is a step in "
        "percentage points from 0 to 100. A pattern of per-file is a path downwards from the folder of the settings "
        "file, or a name in any folder, with * ? and ** for folders.",
        "strict và fail-undecided là true hoặc false; select và ignore là danh sách mã hoặc nhóm; lang là en hoặc vi; "
        "growth là phần trăm một năm, một số hoặc chữ như 0..2.5 hoặc any, từ -90 đến 900; cut là bước tính bằng điểm "
        "phần trăm từ 0 đến 100. Mẫu tên của per-file là đường dẫn từ thư mục của tệp thiết lập trở xuống, hoặc tên "
        "tệp ở bất kỳ thư mục nào, dùng * ? và ** cho thư mục.",
    ),
    mend=Text(
        "Write the value as the message says. Texts stand in quotes, true and false do not.",
        "Ghi giá trị như thông báo nêu. Chữ đặt trong nháy kép, true và false thì không.",
    ),
)
def settings_fit(context: Context) -> Iterator[Result]:
    yield from _results(
        context,
        {
            "not_a_truth_value": Text(
                "{name} is true or false, not {read}", "{name} là true hoặc false, không phải {read}"
            ),
            "not_codes": Text(
                '{name} is a list of codes or families, such as ["T205", "F"], not {read}',
                '{name} là danh sách mã hoặc nhóm, ví dụ ["T205", "F"], không phải {read}',
            ),
            "not_a_language": Text('{name} is "en" or "vi", not {read}', '{name} là "en" hoặc "vi", không phải {read}'),
            "not_a_growth": Text(
                '{name} is percent a year from -90 to 900, the lower first, such as "0..2.5", or one number, or "any", '
                "not {read}",
                '{name} là phần trăm một năm từ -90 đến 900, số nhỏ trước, ví dụ "0..2.5", hoặc một số, hoặc "any" '
                "(bất kỳ), không phải {read}",
            ),
            "not_a_cut": Text(
                "{name} is a step in percentage points from 0 to 100, such as 0.1, not {read}",
                "{name} là một bước tính bằng điểm phần trăm từ 0 đến 100, ví dụ 0.1, không phải {read}",
            ),
            "not_a_pattern": Text(
                '"{read}" is no pattern of files; write a path downwards from the folder of this file with / between '
                'its parts, such as "data/draft-*.yaml"',
                '"{read}" không phải mẫu tên tệp; hãy ghi đường dẫn từ thư mục của tệp này trở xuống, ngăn bằng dấu /, '
                'ví dụ "data/draft-*.yaml"',
            ),
        },
    )


@check(
    "G204",
    "settings-name-checks",
    Severity.ERROR,
    section="settings",
    title=Text("The settings name checks that there are", "Thiết lập nêu các phép kiểm tra có thật"),
    explanation=Text(
        "What select and ignore list are codes of checks, such as T205, or families, such as F.",
        "select và ignore liệt kê mã của phép kiểm tra, ví dụ T205, hoặc nhóm, ví dụ F.",
    ),
    mend=Text(
        "povcalc explain lists all checks with their codes. A code that is gone from the list may be taken out.",
        "Lệnh povcalc explain liệt kê mọi phép kiểm tra và mã. Mã không còn trong danh sách thì có thể bỏ.",
    ),
)
def settings_name_checks(context: Context) -> Iterator[Result]:
    yield from _results(
        context,
        {
            "unknown_code": Text(
                'no check has the code or family "{read}"{hint}',
                'không có phép kiểm tra nào mang mã hoặc nhóm "{read}"{hint}',
            )
        },
    )


CHECKS: tuple[Check, ...] = (settings_can_be_read, settings_known, settings_fit, settings_name_checks)
