"""Family S, single values: figures, dates, choices and ids that the format does not allow."""

import re
import unicodedata

from povcalc.checks.misfits import (
    choice,
    expected,
    field_name,
    misfit_check,
    names,
    quoted,
    typed,
)
from povcalc.figures import NUMBER
from povcalc.loading import Misfit
from povcalc.plan.fields import FORM_KEYS
from povcalc.text import SHOWN, Text, Value, clipped, same, say

figures_are_numbers = misfit_check(
    "S107",
    "figures-are-numbers",
    title=Text("Every figure is a number", "Số liệu là số"),
    explanation=Text(
        "A figure is a number, or says how its number was meant, as in {over: 8.50}.",
        "Số liệu là một số, hoặc ghi rõ cách hiểu số đó, ví dụ {over: 8.50}.",
    ),
    mend=Text(
        "Type only the number; what the document says around it (over, about, households) is said by the field "
        "and by forms such as {over: 30}.",
        "Chỉ ghi số; những chữ đi kèm trong văn bản (trên, khoảng, hộ) do tên trường và cách ghi như {over: 30} "
        "thể hiện.",
    ),
    words={
        "not_a_number": expected(
            "a number was expected; write digits, with a point before decimals, and no unit or quotes",
            "phải là số; hãy ghi bằng chữ số, dấu chấm trước phần thập phân, không kèm đơn vị hay dấu ngoặc kép",
        )
    },
)


def _vietnamese_words(misfit: Misfit) -> Text:
    read, likely = str(misfit.told["read"]), str(misfit.told["likely"])
    values: dict[str, Value] = {"field": field_name(misfit.path), "read": clipped(read), "likely": likely}
    if read == likely:
        return say(
            '{field} is "{read}" in quotes, a text, where a number was expected; write {likely} without quotes',
            '{field} là "{read}" trong dấu ngoặc kép, tức là văn bản, trong khi phải là số; hãy ghi {likely} không có '
            "dấu ngoặc kép",
            **values,
        )
    if NUMBER.fullmatch(read):
        return say(
            "{read} was read as a number with decimals, and {field} is a whole number; in Vietnamese "
            "writing it is {likely}: write {likely}",
            "{read} được đọc là số có phần thập phân, trong khi {field} là số nguyên; theo cách viết của "
            "Việt Nam thì đây là {likely}: hãy ghi {likely}",
            **values,
        )
    return say(
        '"{read}" was read as a text, and {field} is a number; it probably means {likely}: write {likely}',
        '"{read}" được đọc là văn bản, trong khi {field} là số; có lẽ là {likely}: hãy ghi {likely}',
        **values,
    )


numbers_in_file_writing = misfit_check(
    "S108",
    "numbers-in-the-files-writing",
    title=Text("No number is in Vietnamese writing", "Số không viết theo kiểu Việt Nam"),
    explanation=Text(
        "A figure has a point before its decimals, nothing between its thousands, no unit and no quotes. 1.726 in "
        "Vietnamese writing is 1726, and is never guessed silently.",
        "Số liệu dùng dấu chấm trước phần thập phân, không có dấu phân cách hàng nghìn, không kèm đơn vị và không "
        "đặt trong dấu ngoặc kép. 1.726 theo cách viết của Việt Nam là 1726, chương trình không bao giờ tự đoán.",
    ),
    mend=Text(
        "Take thousands marks and units out, and write a decimal comma as a point. When a table was pasted, look "
        "through its other figures too: some may have been read as numbers without a word.",
        "Bỏ dấu phân cách hàng nghìn và đơn vị, đổi dấu phẩy thập phân thành dấu chấm. Nếu dán cả bảng thì xem "
        "lại các số khác: có số có thể đã được đọc thành số khác mà không báo gì.",
    ),
    words={"vietnamese_number": _vietnamese_words},
)

counts_are_whole = misfit_check(
    "S109",
    "counts-are-whole",
    title=Text("Counts are whole numbers", "Số hộ là số nguyên"),
    explanation=Text(
        "A number of households has no decimals.",
        "Số hộ không có phần thập phân.",
    ),
    mend=Text(
        "A count with decimals is mostly a rate in the wrong field, or a count in thousands. Look up what the "
        "document counts there.",
        "Số hộ có phần thập phân thường là tỷ lệ ghi nhầm trường, hoặc số tính theo nghìn hộ. Tra lại văn bản xem"
        " số đó là gì.",
    ),
    words={
        "fractional_count": Text(
            "{read} has decimals, and {field} is a whole number of households; write it without decimals",
            "{read} có phần thập phân, trong khi {field} là số hộ nguyên; hãy ghi không có phần thập phân",
        )
    },
)


def _range_words(misfit: Misfit) -> Text:
    low, high = misfit.told.get("low"), misfit.told.get("high")
    if low is not None and high is not None:
        span = Text("a number from {low} to {high}", "là số từ {low} đến {high}")
    elif low is not None:
        span = Text("{low} or more", "từ {low} trở lên")
    else:
        span = Text("{high} or less", "không quá {high}")
    return say(
        f"{{field}} is {{read}}, where {span.en} was expected; correct it",
        f"{{field}} là {{read}}, trong khi phải {span.vi}; hãy sửa lại",
        field=field_name(misfit.path),
        read=typed(misfit.told["read"]),
        low=str(low),
        high=str(high),
    )


numbers_in_range = misfit_check(
    "S110",
    "numbers-in-range",
    title=Text("Numbers are in their field's range", "Số nằm trong phạm vi của trường"),
    explanation=Text(
        "Numbers of households and of poor households are not negative, though a reduction may be. Rates are 0 to "
        "100 percent, reductions in points -100 to 100, years 1900 to 2200.",
        "Số hộ và số hộ nghèo không âm, riêng mức giảm có thể âm. Tỷ lệ từ 0 đến 100%, mức giảm tính bằng điểm phần "
        "trăm từ -100 đến 100, năm từ 1900 đến 2200.",
    ),
    formula="0 ≤ households, households_t, poor_households_t,  t ∈ {start, end}\n"
    "0 ≤ poverty_rate_t ≤ 100,  -100 ≤ reduction_rate ≤ 100\n"
    "1900 ≤ year, period.from, period.to ≤ 2200",
    mend=Text(
        "Look for an extra digit, a lost decimal point, or a count that was typed in the field of a rate.",
        "Xem có thừa chữ số, mất dấu thập phân, hoặc ghi số hộ vào trường tỷ lệ không.",
    ),
    words={"out_of_range": _range_words},
)

ranges_in_order = misfit_check(
    "S111",
    "ranges-in-order",
    title=Text("A range begins with its lower end", "Khoảng bắt đầu từ đầu nhỏ"),
    explanation=Text(
        "Of a range, min is not more than max; a period's first year is not after its last.",
        "Trong một khoảng, min không lớn hơn max; năm đầu của giai đoạn không sau năm cuối.",
    ),
    formula="min ≤ max,  from ≤ to",
    mend=Text(
        "See which of the two was mistyped; if both are right, exchange them.",
        "Xem số nào gõ nhầm; nếu cả hai đều đúng thì đổi chỗ.",
    ),
    words={
        "min_over_max": lambda misfit: say(
            "{field} begins with {low} and ends with {high}, which is less; put the two the other way round",
            "{field} bắt đầu từ {low} và kết thúc ở {high}, nhỏ hơn; hãy đổi chỗ hai số",
            field=field_name(misfit.path[:-1] if misfit.path[-1] == "min" else misfit.path),
            low=typed(misfit.told["low"]),
            high=typed(misfit.told["high"]),
        )
    },
)


def _one_form_words(misfit: Misfit) -> Text:
    keys = misfit.told["keys"]
    return say(
        "{field} has {keys}, where one of {forms} was expected, or min with max; write it in one of these ways",
        "{field} ghi {keys}, trong khi chỉ được ghi một trong {forms}, hoặc min cùng với max; hãy ghi theo một cách",
        field=field_name(misfit.path),
        keys=same(", ".join(keys)) if keys else Text("nothing", "trống"),
        forms=names([key for key in FORM_KEYS if key not in ("min", "max")]),
    )


one_meaning = misfit_check(
    "S112",
    "one-meaning-a-figure",
    title=Text("A figure is meant in one way", "Mỗi số liệu chỉ hiểu theo một cách"),
    explanation=Text(
        "A figure that says how it was meant says so once: over, under, at_least, at_most, about, or min and max.",
        "Số liệu ghi cách hiểu thì chỉ ghi một cách: over, under, at_least, at_most, about, hoặc min và max.",
    ),
    mend=Text(
        "For two ends write min and max, which both belong to the range. Otherwise keep the one way that the "
        "document uses.",
        "Có hai đầu thì ghi min và max, cả hai đầu đều được tính. Nếu không thì giữ lại đúng một cách mà văn bản dùng.",
    ),
    words={"one_form": _one_form_words},
)

dates_are_iso = misfit_check(
    "S113",
    "dates-are-iso",
    title=Text("Dates are days in ISO form", "Ngày viết theo dạng ISO"),
    explanation=Text(
        "A date is a day of the calendar, written year-month-day: no reader can take the day for the month.",
        "Ngày là một ngày có thật, viết theo thứ tự năm-tháng-ngày, để không nhầm ngày với tháng.",
    ),
    mend=Text(
        "Write the year first: 19/4/2024 is 2024-04-19. A month without a day is written as its first or last "
        "day, whichever the document means.",
        "Ghi năm trước: 19/4/2024 là 2024-04-19. Văn bản chỉ ghi tháng thì lấy ngày đầu hoặc ngày cuối tháng, tùy"
        " ý nghĩa.",
    ),
    words={
        "not_a_date": expected(
            "a date was expected; write year, month and day, such as 2019-04-19",
            "phải là ngày; hãy ghi năm, tháng, ngày, ví dụ 2019-04-19",
        ),
        "not_iso_date": Text(
            "{field} is {read}, where year, month and day were expected; write {likely}",
            "{field} là {read}, trong khi phải ghi theo thứ tự năm, tháng, ngày; hãy ghi {likely}",
        ),
        "no_such_date": Text(
            "{field} is {read}, a day that the calendar does not have; correct it",
            "{field} là {read}, ngày không có trong lịch; hãy sửa lại",
        ),
    },
)

known_choices = misfit_check(
    "S114",
    "known-choices",
    title=Text("Closed choices have one of their words", "Trường lựa chọn ghi đúng từ cho phép"),
    explanation=Text(
        "A field such as an area's kind has one of the words that the format lists for it.",
        "Trường như loại địa bàn chỉ nhận một trong các từ mà định dạng liệt kê.",
    ),
    mend=Text(
        "The words of the format are English whatever the document's language; the name itself stays as the "
        "document has it, in `name`.",
        "Các từ lựa chọn của định dạng là tiếng Anh dù văn bản bằng tiếng nào; tên gọi thì ghi nguyên văn ở "
        "trường `name`.",
    ),
    words={
        "unknown_choice": lambda misfit: say(
            "{field} is {read}, which is not one of its words; {choice}",
            "{field} là {read}, không phải từ được phép; {choice}",
            field=field_name(misfit.path),
            read=quoted(misfit.told["read"]),
            choice=choice(misfit.told["read"], misfit.told["known"]),
        )
    },
)


def _bad_id_words(misfit: Misfit) -> Text:
    likely = _as_id(str(misfit.told["read"]))
    values: dict[str, Value] = {"field": field_name(misfit.path), "read": quoted(misfit.told["read"]), "likely": likely}
    if not likely:
        return say(
            "{field} is {read}, where small letters a to z, digits and hyphens were expected; correct it",
            "{field} là {read}, trong khi chỉ được gồm chữ thường a đến z không dấu, chữ số và dấu gạch "
            "nối; hãy sửa lại",
            **values,
        )
    return say(
        "{field} is {read}, where small letters a to z, digits and hyphens were expected; write {likely}",
        "{field} là {read}, trong khi chỉ được gồm chữ thường a đến z không dấu, chữ số và dấu gạch nối; "
        "hãy ghi {likely}",
        **values,
    )


def _as_id(words: str) -> str:
    """An id like the words: `Trạm Tấu` gives `trạm-tấu` without its marks."""
    if len(words) > SHOWN:
        return ""
    letters = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")


ids_are_plain = misfit_check(
    "S115",
    "ids-are-plain",
    title=Text("Ids are small letters, digits and hyphens", "Mã gồm chữ thường không dấu, chữ số, dấu gạch nối"),
    explanation=Text(
        "An id can be typed on any keyboard and on the command line: a to z, digits and hyphens.",
        "Mã gõ được trên mọi bàn phím và trên dòng lệnh: chữ a đến z không dấu, chữ số và dấu gạch nối.",
    ),
    mend=Text(
        "Take the name without its marks, in small letters, with hyphens for spaces. The full name stands in "
        "`name`, and places that use the id are changed with it.",
        "Lấy tên bỏ dấu, viết thường, thay dấu cách bằng gạch nối. Tên đầy đủ ghi ở `name`; sửa cả những chỗ dùng"
        " mã này.",
    ),
    words={"bad_id": _bad_id_words},
)

fields_go_together = misfit_check(
    "S116",
    "fields-go-together",
    title=Text("One of two fields is there, not both", "Trong hai trường chỉ ghi một"),
    explanation=Text(
        "A plan has `targets` or `funding`, its document `title` or `source`; both may be there. A deadline has either "
        "`on` or `before`, and a document not both `year` and `period`.",
        "Kế hoạch có `targets` hoặc `funding`, phần `document` có `title` hoặc `source`; có thể ghi cả hai. Thời hạn "
        "chỉ ghi một trong hai: `on` hoặc `before`; phần `document` không ghi cả `year` lẫn `period`.",
    ),
    mend=Text(
        "See what the document says. Where there is one field too many, keep the one that fits it; where both are "
        "missing, add the one that it gives.",
        "Xem văn bản ghi gì. Nếu thừa một trường thì giữ trường đúng với văn bản; nếu thiếu cả hai thì bổ sung trường "
        "mà văn bản có nêu.",
    ),
    words={
        "needs_one_of": lambda misfit: say(
            "{field} has neither {first} nor {second}, and one of them is required; add it",
            "{field} không có {first} cũng không có {second}, trong khi phải có một trong hai; hãy bổ sung",
            field=field_name(misfit.path),
            **_pair(misfit),
        ),
        "excludes": lambda misfit: say(
            "{field} has both {first} and {second}, where one of them was expected; keep one",
            "{field} có cả {first} và {second}, trong khi chỉ được có một trong hai; hãy giữ lại một",
            field=field_name(misfit.path),
            **_pair(misfit),
        ),
    },
)


def _pair(misfit: Misfit) -> dict[str, str]:
    first, second = misfit.told["fields"]
    return {"first": first, "second": second}


CHECKS = (
    figures_are_numbers,
    numbers_in_file_writing,
    counts_are_whole,
    numbers_in_range,
    ranges_in_order,
    one_meaning,
    dates_are_iso,
    known_choices,
    ids_are_plain,
    fields_go_together,
)
