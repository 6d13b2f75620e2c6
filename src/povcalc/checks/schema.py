"""Family S.

Family S, the shape: fields, sections and sorts of values that the format does not allow.

Family S, single values: figures, dates, choices and ids that the format does not allow.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from povcalc.checks.base import choice, expected, field_name, misfit_check, names, quoted, typed
from povcalc.messages import SHOWN, Text, Value, clipped, same, say
from povcalc.places import Fault, Path
from povcalc.plan.fields import FORM_KEYS
from povcalc.plan.model import FORMAT_VERSION
from povcalc.typos import id_of
from povcalc.values import NUMBER


def _not_a_plan_words(misfit: Fault[Path]) -> Text:
    if isinstance(misfit.values["read"], Mapping):
        return say(
            "The file does not say that it is a plan; begin it with povcalc: {version}",
            "Tệp không cho biết đây là một kế hoạch; hãy bắt đầu tệp bằng dòng povcalc: {version}",
            version=FORMAT_VERSION,
        )
    return say(
        "The file holds {read}, where the fields of a plan were expected; begin it with povcalc: {version}",
        "Tệp chứa {read}, trong khi phải gồm các trường của một kế hoạch; hãy bắt đầu tệp bằng dòng povcalc: {version}",
        read=quoted(misfit.values["read"]),
        version=FORMAT_VERSION,
    )


is_a_plan = misfit_check(
    "S101",
    "is-a-plan",
    title=Text("The file is a plan", "Tệp là một kế hoạch"),
    explanation=Text(
        "The file consists of fields, and `povcalc` among them gives the version of the format, so that no other "
        "file is taken for a plan.",
        "Tệp gồm các trường, trong đó có `povcalc` ghi phiên bản định dạng, để không nhầm tệp khác là kế hoạch.",
    ),
    mend=Text(
        "Write povcalc: 1 as the first line if this is meant as a plan. If not, name another file, or the folder:"
        " there, files that are no plans are passed over.",
        "Nếu tệp này là kế hoạch thì ghi dòng đầu là povcalc: 1. Nếu không, hãy nêu tệp khác, hoặc nêu thư mục: "
        "tệp không phải kế hoạch trong thư mục được bỏ qua.",
    ),
    words={"not_a_plan": _not_a_plan_words},
)

known_version = misfit_check(
    "S102",
    "known-version",
    title=Text("The version of the format is known", "Phiên bản định dạng được hỗ trợ"),
    explanation=Text(
        "The format's version is one that this program reads. Another may give the same words another meaning.",
        "Phiên bản định dạng là phiên bản mà chương trình này đọc được. Ở phiên bản khác, cùng một từ có thể "
        "mang nghĩa khác.",
    ),
    mend=Text(
        "See which povcalc the file was written for. A newer format needs a newer povcalc; a mistyped number is "
        "corrected.",
        "Xem tệp được viết cho povcalc nào. Định dạng mới hơn cần povcalc mới hơn; số gõ nhầm thì sửa lại.",
    ),
    words={
        "unknown_version": lambda misfit: say(
            "povcalc is {read}, where version {known} of the format was expected, which this program reads; "
            "write povcalc: {known}",
            "povcalc là {read}, trong khi chương trình đọc phiên bản {known} của định dạng; hãy ghi povcalc: {known}",
            read=quoted(misfit.values["read"]),
            known=typed(misfit.values["known"]),
        )
    },
)


_FIELDS_HERE = Text("its fields are {known}", "các trường ở đây là {known}")


def _unknown_key_words(misfit: Fault[Path]) -> Text:
    key = str(misfit.values["key"])
    if re.fullmatch("[0-9]+", key):
        # In {over: 8,50} the comma ends the field, and 50 is the next one's name.
        return say(
            "{key} was read as a field's name, since a comma inside braces ends a field; write a point "
            "before decimals, and nothing between thousands",
            "{key} được đọc là tên trường, vì dấu phẩy trong ngoặc nhọn kết thúc một trường; hãy dùng dấu "
            "chấm trước phần thập phân và không ngăn cách hàng nghìn",
            key=clipped(key),
        )
    return say(
        'The format has no field "{key}" here; {choice}',
        'Định dạng không có trường "{key}" ở đây; {choice}',
        key=clipped(key),
        choice=choice(key, misfit.values["known"], otherwise=_FIELDS_HERE),
    )


known_fields = misfit_check(
    "S103",
    "known-fields",
    title=Text("Every field is one that the format has", "Mọi trường đều có trong định dạng"),
    explanation=Text(
        "Every field's name is known where it stands: a misspelt one would leave its figure out unseen. "
        "Names that begin with x- are free.",
        "Tên trường phải có trong định dạng tại vị trí đó: nếu gõ sai, số liệu sẽ bị bỏ qua mà không ai "
        "biết. Tên bắt đầu bằng x- thì được tự do đặt.",
    ),
    mend=Text(
        "Compare the name with those in `docs/format.md`. A note of your own can stay under a name that begins "
        "with x-.",
        "So tên trường với danh sách trong `docs/format.vi.md`. Ghi chú riêng thì giữ lại dưới một tên bắt đầu "
        "bằng x-.",
    ),
    words={
        "unknown_key": _unknown_key_words,
    },
)

required_fields = misfit_check(
    "S104",
    "required-fields",
    title=Text("No required field is missing", "Không thiếu trường bắt buộc"),
    explanation=Text(
        "Every field that the format requires is there; without it, what it belongs to cannot be told apart or read.",
        "Có đủ các trường mà định dạng bắt buộc; nếu thiếu thì không xác định hoặc không đọc được phần chứa nó.",
    ),
    mend=Text(
        "Add the field. An area needs no more than an id and a name: figures that are not known are left out.",
        "Bổ sung trường còn thiếu. Một địa bàn chỉ bắt buộc có mã và tên: số liệu chưa biết thì không ghi.",
    ),
    words={
        "missing_field": Text(
            "The field {field} is required here and is missing; add it",
            "Ở đây thiếu trường bắt buộc {field}; hãy bổ sung",
        )
    },
)

no_empty_values = misfit_check(
    "S105",
    "no-empty-values",
    title=Text("No field is left empty", "Không để trống trường nào"),
    explanation=Text(
        "A field that is written has a value. What is not known is left out: an empty field does not say "
        "whether it was forgotten.",
        "Trường đã ghi thì phải có giá trị. Điều chưa biết thì không ghi trường: trường để trống không cho "
        "biết có phải do quên hay không.",
    ),
    mend=Text(
        "Write nought as 0 when the document says none, and leave the whole line out when it says nothing.",
        "Văn bản ghi không có thì ghi 0; văn bản không nói gì thì bỏ cả dòng.",
    ),
    words={
        "empty_value": Text(
            "{field} is empty, and a field that is written has a value; give one, or take the field out",
            "{field} để trống, trong khi trường đã ghi phải có giá trị; hãy ghi giá trị hoặc bỏ trường này",
        )
    },
)


def _not_text_words(misfit: Fault[Path]) -> Text:
    read = misfit.values["read"]
    if isinstance(read, (int, Decimal)):
        return say(
            '{field} is a text, and {read} is not; put it in quotes: "{read}"',
            '{field} phải là văn bản, trong khi {read} không phải; hãy đặt trong dấu ngoặc kép: "{read}"',
            field=field_name(misfit.place),
            read=typed(read),
        )
    return say(
        "{field} is {read}, where a text was expected; write it as one text",
        "{field} là {read}, trong khi phải là văn bản; hãy ghi thành một đoạn văn bản",
        field=field_name(misfit.place),
        read=typed(read),
    )


_LANGUAGES = {"en": Text("English", "tiếng Anh"), "vi": Text("Vietnamese", "tiếng Việt")}


def _other_words(misfit: Fault[Path]) -> Text:
    """Of a kind that no check speaks of, so that nothing is lost."""
    return say(
        "{field} is {read}, which the format does not allow here ({kind}); correct it or take it out",
        "{field} là {read}, định dạng không cho phép ở đây ({kind}); hãy sửa lại hoặc bỏ đi",
        field=field_name(misfit.place),
        read=quoted(misfit.values.get("read")),
        kind=misfit.kind,
    )


right_sort_of_value = misfit_check(
    "S106",
    "right-sort-of-value",
    title=Text("Every value is of its field's sort", "Giá trị đúng loại của trường"),
    explanation=Text(
        "Where the format has a text, a list, a group of fields, a whole number, or true or false, that is what "
        "stands there. A text is not blank; when it is given by language, it is there in both languages.",
        "Chỗ định dạng yêu cầu văn bản, danh sách, nhóm trường, số nguyên hoặc true/false thì phải ghi đúng "
        "loại đó; văn bản không được rỗng, và nếu ghi theo ngôn ngữ thì phải đủ hai thứ tiếng.",
    ),
    mend=Text(
        "See `docs/format.md` for what the field takes. A date, a number or yes and no that is meant as words "
        "goes in quotes.",
        "Xem trường nhận giá trị gì trong `docs/format.vi.md`. Ngày, số hoặc có/không mà dùng như văn bản thì đặt"
        " trong dấu ngoặc kép.",
    ),
    words={
        "not_text": _not_text_words,
        "not_a_list": expected(
            "a list was expected; begin each item on its own line with a hyphen and a space",
            "phải là danh sách; hãy ghi mỗi mục trên một dòng, bắt đầu bằng dấu gạch nối và dấu cách",
        ),
        "not_a_mapping": expected(
            "fields were expected; write each on its own line with its name, a colon and a space",
            "phải là nhóm trường; hãy ghi mỗi trường trên một dòng gồm tên, dấu hai chấm và dấu cách",
        ),
        "not_a_truth_value": expected(
            "true or false was expected; write one of the two",
            "phải là true (có) hoặc false (không); hãy ghi một trong hai",
        ),
        "not_a_whole_number": expected(
            "a whole number was expected; write it with digits alone and without quotes",
            "phải là số nguyên; hãy chỉ ghi các chữ số, không có dấu ngoặc kép",
        ),
        "blank_text": Text(
            "{field} is a blank text, where words were expected; write them, or take the field out",
            "{field} là văn bản rỗng, trong khi phải có nội dung; hãy ghi nội dung hoặc bỏ trường này",
        ),
        "missing_language": lambda misfit: say(
            "{field} lacks its text in {language}; add {code}, or give one text without languages",
            "{field} thiếu văn bản {language}; hãy bổ sung {code}, hoặc chỉ ghi một văn bản không kèm ngôn ngữ",
            field=field_name(misfit.place),
            code=misfit.values["language"],
            language=_LANGUAGES[misfit.values["language"]],
        ),
    },
    otherwise=_other_words,
)

FORM_CHECKS = (
    is_a_plan,
    known_version,
    known_fields,
    required_fields,
    no_empty_values,
    right_sort_of_value,
)


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


def _vietnamese_words(misfit: Fault[Path]) -> Text:
    read, likely = str(misfit.values["read"]), str(misfit.values["likely"])
    values: dict[str, Value] = {"field": field_name(misfit.place), "read": clipped(read), "likely": likely}
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


def _range_words(misfit: Fault[Path]) -> Text:
    low, high = misfit.values.get("low"), misfit.values.get("high")
    if low is not None and high is not None:
        span = Text("a number from {low} to {high}", "là số từ {low} đến {high}")
    elif low is not None:
        span = Text("{low} or more", "từ {low} trở lên")
    else:
        span = Text("{high} or less", "không quá {high}")
    return say(
        f"{{field}} is {{read}}, where {span.en} was expected; correct it",
        f"{{field}} là {{read}}, trong khi phải {span.vi}; hãy sửa lại",
        field=field_name(misfit.place),
        read=typed(misfit.values["read"]),
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
            field=field_name(misfit.place[:-1] if misfit.place[-1] == "min" else misfit.place),
            low=typed(misfit.values["low"]),
            high=typed(misfit.values["high"]),
        )
    },
)


def _one_form_words(misfit: Fault[Path]) -> Text:
    keys = misfit.values["keys"]
    return say(
        "{field} has {keys}, where one of {forms} was expected, or min with max; write it in one of these ways",
        "{field} ghi {keys}, trong khi chỉ được ghi một trong {forms}, hoặc min cùng với max; hãy ghi theo một cách",
        field=field_name(misfit.place),
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
            field=field_name(misfit.place),
            read=quoted(misfit.values["read"]),
            choice=choice(misfit.values["read"], misfit.values["known"]),
        )
    },
)


def _bad_id_words(misfit: Fault[Path]) -> Text:
    read = str(misfit.values["read"])
    likely = id_of(read) if len(read) <= SHOWN else ""
    values: dict[str, Value] = {
        "field": field_name(misfit.place),
        "read": quoted(misfit.values["read"]),
        "likely": likely,
    }
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
            field=field_name(misfit.place),
            **_pair(misfit),
        ),
        "excludes": lambda misfit: say(
            "{field} has both {first} and {second}, where one of them was expected; keep one",
            "{field} có cả {first} và {second}, trong khi chỉ được có một trong hai; hãy giữ lại một",
            field=field_name(misfit.place),
            **_pair(misfit),
        ),
    },
)


def _pair(misfit: Fault[Path]) -> dict[str, str]:
    first, second = misfit.values["fields"]
    return {"first": first, "second": second}


VALUE_CHECKS = (
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
