"""Family S, the shape: what the format does not allow. One check for the misfits of one sort.

A value that was read is shown as it has to be typed, in both languages: `5.80`, not 5,80.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from povcalc.checks.declare import Check, Subject, check
from povcalc.document import REFUSED
from povcalc.figures import NUMBER
from povcalc.findings import Held, Problem, Result, Severity
from povcalc.likely import nearest
from povcalc.loading import Misfit
from povcalc.places import Path, dotted
from povcalc.plan import FORMAT_VERSION
from povcalc.plan.fields import FORM_KEYS
from povcalc.text import Text, Value, alternatives, same, say

Words = Text | Callable[[Misfit], Text]
"""What is said of a misfit: a sentence with `{field}`, `{read}` and what else is told, or what makes one."""

_SHOWN = 40
_OPENING = ("not_a_plan", "unknown_version")
_spoken: set[str] = set()


def _misfits(code: str, slug: str, *, title: Text, explanation: Text, words: Mapping[str, Words]) -> Check:
    """Declare the check that speaks of these kinds of misfit."""
    _spoken.update(words)

    def run(subject: Subject) -> Iterator[Result]:
        found = [misfit for misfit in subject.misfits if misfit.kind in words]
        for misfit in found:
            # A trap has told what is wrong with a refused value.
            if misfit.told.get("read") is not REFUSED:
                yield Problem(misfit.path, _message(misfit, words[misfit.kind]), key=misfit.key)
        if not found and _was_looked_at(subject, words):
            yield Held(())

    return check(code, slug, Severity.ERROR, section="format", title=title, explanation=explanation)(run)


def _was_looked_at(subject: Subject, words: Collection[str]) -> bool:
    """Whether the reading got as far as these kinds: behind an opening that is wrong nothing is read."""
    found = {misfit.kind for misfit in subject.misfits}
    wrong = next((at for at, kind in enumerate(_OPENING) if kind in found), None)
    if wrong is not None:
        return any(kind in words for kind in _OPENING[:wrong])
    return subject.reading.plan is not None or bool(found)


def _message(misfit: Misfit, words: Words) -> Text:
    if callable(words):
        return words(misfit)
    told = {name: _typed(value) for name, value in misfit.told.items()}
    return say(words.en, words.vi, **{**told, "field": told.get("field", _field(misfit.path))})


def _field(path: Path) -> Text:
    """The name of the field at a path, with its position in a list: `areas[3]`, `reduction_rate.over`."""
    names = [at for at, step in enumerate(path) if isinstance(step, str)]
    if not names:
        return Text("the file", "tệp")
    inner = path[names[-1]] in (*FORM_KEYS, "vi", "en")
    return same(dotted(path[names[-2 if inner and len(names) > 1 else -1] :]))


def _typed(value: object) -> Text:
    """A value as it stands in the file, or what sort of thing it is when it is long."""
    match value:
        case None:
            return Text("nothing", "giá trị trống")
        case bool():
            return same(str(value).lower())
        case int() | Decimal():
            return same(format(value, "f") if isinstance(value, Decimal) else str(value))
        case str():
            return same(_clipped(value))
        case Mapping():
            return Text("a mapping", "một nhóm trường")
        case Sequence():
            return Text("a list", "một danh sách")
        case _:
            return Text("something else", "giá trị khác")


def _clipped(words: str) -> str:
    line = " ".join(words[: 4 * _SHOWN].split())
    return line if len(line) <= _SHOWN and len(words) <= 4 * _SHOWN else f"{line[:_SHOWN]}…"


def _quoted(value: object) -> Text:
    """A value as `_typed`, a text in quotes."""
    return same(f'"{_clipped(value)}"') if isinstance(value, str) else _typed(value)


def _names(words: Sequence[str]) -> Text:
    return alternatives([_clipped(word) for word in words])


@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    return nearest(word, known) if len(word) <= _SHOWN else None


def _choice(word: object, known: Sequence[str]) -> Text:
    """What was probably meant, or all that could have been."""
    likely = _nearest(word, tuple(known)) if isinstance(word, str) else None
    if likely is not None:
        return say('did you mean "{likely}"?', 'có phải "{likely}" không?', likely=likely)
    if not known:
        return say("take it out", "hãy bỏ đi")
    return say("write {known}", "hãy ghi {known}", known=_names(known))


def _not_a_plan_words(misfit: Misfit) -> Text:
    if isinstance(misfit.told["read"], Mapping):
        return say(
            "The file does not say that it is a plan; begin it with povcalc: {version}",
            "Tệp không cho biết đây là một kế hoạch; hãy bắt đầu tệp bằng dòng povcalc: {version}",
            version=FORMAT_VERSION,
        )
    return say(
        "The file holds {read}, where the fields of a plan were expected; begin it with povcalc: {version}",
        "Tệp chứa {read}, trong khi phải gồm các trường của một kế hoạch; hãy bắt đầu tệp bằng dòng povcalc: {version}",
        read=_quoted(misfit.told["read"]),
        version=FORMAT_VERSION,
    )


is_a_plan = _misfits(
    "S101",
    "is-a-plan",
    title=Text("The file is a plan", "Tệp là một kế hoạch"),
    explanation=Text(
        "The file is a mapping that says `povcalc` and the version of the format, so that no other file is "
        "taken for a plan.",
        "Tệp gồm các trường, trong đó có `povcalc` ghi phiên bản định dạng, để không nhầm tệp khác là kế hoạch.",
    ),
    words={"not_a_plan": _not_a_plan_words},
)

known_version = _misfits(
    "S102",
    "known-version",
    title=Text("The version of the format is known", "Phiên bản định dạng được hỗ trợ"),
    explanation=Text(
        "The format's version is one that this program reads. Another may give the same words another meaning.",
        "Phiên bản định dạng là phiên bản mà chương trình này đọc được. Ở phiên bản khác, cùng một từ có thể "
        "mang nghĩa khác.",
    ),
    words={
        "unknown_version": Text(
            "povcalc is {read}, where version {known} of the format was expected, which this program reads; "
            "write povcalc: {known}",
            "povcalc là {read}, trong khi chương trình đọc phiên bản {known} của định dạng; hãy ghi povcalc: {known}",
        )
    },
)


def _unknown_key_words(misfit: Misfit) -> Text:
    key = str(misfit.told["key"])
    if re.fullmatch("[0-9]+", key):
        # In {over: 8,50} the comma ends the field, and 50 is the next one's name.
        return say(
            "{key} was read as a field's name, since a comma inside braces ends a field; write a point "
            "before decimals, and nothing between thousands",
            "{key} được đọc là tên trường, vì dấu phẩy trong ngoặc nhọn kết thúc một trường; hãy dùng dấu "
            "chấm trước phần thập phân và không ngăn cách hàng nghìn",
            key=_clipped(key),
        )
    return say(
        'The format has no field "{key}" here; {choice}',
        'Định dạng không có trường "{key}" ở đây; {choice}',
        key=_clipped(key),
        choice=_choice(key, misfit.told["known"]),
    )


known_fields = _misfits(
    "S103",
    "known-fields",
    title=Text("Every field is one that the format has", "Mọi trường đều có trong định dạng"),
    explanation=Text(
        "Every field's name is known where it stands: a misspelt one would leave its figure out unseen. "
        "Names that begin with x- are free.",
        "Tên trường phải có trong định dạng tại vị trí đó: nếu gõ sai, số liệu sẽ bị bỏ qua mà không ai "
        "biết. Tên bắt đầu bằng x- thì được tự do đặt.",
    ),
    words={
        "unknown_key": _unknown_key_words,
    },
)

required_fields = _misfits(
    "S104",
    "required-fields",
    title=Text("No required field is missing", "Không thiếu trường bắt buộc"),
    explanation=Text(
        "Every field that the format requires is there; without it, what it belongs to cannot be told apart or read.",
        "Có đủ các trường mà định dạng bắt buộc; nếu thiếu thì không xác định hoặc không đọc được phần chứa nó.",
    ),
    words={
        "missing_field": Text(
            "The field {field} is required here and is missing; add it",
            "Ở đây thiếu trường bắt buộc {field}; hãy bổ sung",
        )
    },
)

no_empty_values = _misfits(
    "S105",
    "no-empty-values",
    title=Text("No field is left empty", "Không để trống trường nào"),
    explanation=Text(
        "A field that is written has a value. What is not known is left out: an empty field does not say "
        "whether it was forgotten.",
        "Trường đã ghi thì phải có giá trị. Điều chưa biết thì không ghi trường: trường để trống không cho "
        "biết có phải do quên hay không.",
    ),
    words={
        "empty_value": Text(
            "{field} is empty, and a field that is written has a value; give one, or take the field out",
            "{field} để trống, trong khi trường đã ghi phải có giá trị; hãy ghi giá trị hoặc bỏ trường này",
        )
    },
)


def _not_text_words(misfit: Misfit) -> Text:
    read = misfit.told["read"]
    if isinstance(read, (int, Decimal)):
        return say(
            '{field} is a text, and {read} is not; put it in quotes: "{read}"',
            '{field} phải là văn bản, trong khi {read} không phải; hãy đặt trong dấu ngoặc kép: "{read}"',
            field=_field(misfit.path),
            read=_typed(read),
        )
    return say(
        "{field} is {read}, where a text was expected; write it as one text",
        "{field} là {read}, trong khi phải là văn bản; hãy ghi thành một đoạn văn bản",
        field=_field(misfit.path),
        read=_typed(read),
    )


_LANGUAGES = {"en": Text("English", "tiếng Anh"), "vi": Text("Vietnamese", "tiếng Việt")}


def _expected(en: str, vi: str) -> Words:
    return lambda misfit: say(
        "{field} is {read}, where " + en,
        "{field} là {read}, trong khi " + vi,
        field=_field(misfit.path),
        read=_quoted(misfit.told["read"]),
    )


right_sort_of_value = _misfits(
    "S106",
    "right-sort-of-value",
    title=Text("Every value is of its field's sort", "Giá trị đúng loại của trường"),
    explanation=Text(
        "Where the format has a text, a list, a mapping, a whole number or true and false, that is what "
        "stands there, and a text for people is not blank and is in both languages when it is in one of "
        "several.",
        "Chỗ định dạng yêu cầu văn bản, danh sách, nhóm trường, số nguyên hoặc true/false thì phải ghi đúng "
        "loại đó; văn bản không được rỗng, và nếu ghi theo ngôn ngữ thì phải đủ hai thứ tiếng.",
    ),
    words={
        "not_text": _not_text_words,
        "not_a_list": _expected(
            "a list was expected; begin each item on its own line with a hyphen and a space",
            "phải là danh sách; hãy ghi mỗi mục trên một dòng, bắt đầu bằng dấu gạch nối và dấu cách",
        ),
        "not_a_mapping": _expected(
            "fields were expected; write each on its own line with its name, a colon and a space",
            "phải là nhóm trường; hãy ghi mỗi trường trên một dòng gồm tên, dấu hai chấm và dấu cách",
        ),
        "not_a_truth_value": _expected(
            "true or false was expected; write one of the two",
            "phải là true (có) hoặc false (không); hãy ghi một trong hai",
        ),
        "not_a_whole_number": _expected(
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
            field=_field(misfit.path),
            code=misfit.told["language"],
            language=_LANGUAGES[misfit.told["language"]],
        ),
    },
)

figures_are_numbers = _misfits(
    "S107",
    "figures-are-numbers",
    title=Text("Every figure is a number", "Số liệu là số"),
    explanation=Text(
        "A figure is a number, or says how its number was meant, as in {over: 8.50}.",
        "Số liệu là một số, hoặc ghi rõ cách hiểu số đó, ví dụ {over: 8.50}.",
    ),
    words={
        "not_a_number": _expected(
            "a number was expected; write digits, with a point before decimals, and no unit or quotes",
            "phải là số; hãy ghi bằng chữ số, dấu chấm trước phần thập phân, không kèm đơn vị hay dấu ngoặc kép",
        )
    },
)


def _vietnamese_words(misfit: Misfit) -> Text:
    read, likely = str(misfit.told["read"]), str(misfit.told["likely"])
    values: dict[str, Value] = {"field": _field(misfit.path), "read": _clipped(read), "likely": likely}
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


numbers_in_file_writing = _misfits(
    "S108",
    "numbers-in-the-files-writing",
    title=Text("No number is in Vietnamese writing", "Số không viết theo kiểu Việt Nam"),
    explanation=Text(
        "A figure has a point before its decimals, nothing between its thousands and no unit. 1.726 in "
        "Vietnamese writing is 1726, and is never guessed silently.",
        "Số liệu dùng dấu chấm trước phần thập phân, không có dấu phân cách hàng nghìn và không kèm đơn vị. "
        "1.726 theo cách viết của Việt Nam là 1726, chương trình không bao giờ tự đoán.",
    ),
    words={"vietnamese_number": _vietnamese_words},
)

counts_are_whole = _misfits(
    "S109",
    "counts-are-whole",
    title=Text("Counts are whole numbers", "Số hộ là số nguyên"),
    explanation=Text(
        "A number of households has no decimals.",
        "Số hộ không có phần thập phân.",
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
        field=_field(misfit.path),
        read=_typed(misfit.told["read"]),
        low=str(low),
        high=str(high),
    )


numbers_in_range = _misfits(
    "S110",
    "numbers-in-range",
    title=Text("Numbers are in their field's range", "Số nằm trong phạm vi của trường"),
    explanation=Text(
        "Numbers of households are not negative, rates are 0 to 100 percent, years are of our time.",
        "Số hộ không âm, tỷ lệ từ 0 đến 100%, năm thuộc thời nay.",
    ),
    words={"out_of_range": _range_words},
)

ranges_in_order = _misfits(
    "S111",
    "ranges-in-order",
    title=Text("A range begins with its lower end", "Khoảng bắt đầu từ đầu nhỏ"),
    explanation=Text(
        "Of a range, min is not more than max; a period's first year is not after its last.",
        "Trong một khoảng, min không lớn hơn max; năm đầu của giai đoạn không sau năm cuối.",
    ),
    words={
        "min_over_max": lambda misfit: say(
            "{field} begins with {low} and ends with {high}, which is less; put the two the other way round",
            "{field} bắt đầu từ {low} và kết thúc ở {high}, nhỏ hơn; hãy đổi chỗ hai số",
            field=_field(misfit.path[:-1] if misfit.path[-1] == "min" else misfit.path),
            low=_typed(misfit.told["low"]),
            high=_typed(misfit.told["high"]),
        )
    },
)


def _one_form_words(misfit: Misfit) -> Text:
    keys = misfit.told["keys"]
    return say(
        "{field} has {keys}, where one of {forms} was expected, or min with max; write it in one of these ways",
        "{field} ghi {keys}, trong khi chỉ được ghi một trong {forms}, hoặc min cùng với max; hãy ghi theo một cách",
        field=_field(misfit.path),
        keys=same(", ".join(keys)) if keys else Text("nothing", "trống"),
        forms=_names([key for key in FORM_KEYS if key not in ("min", "max")]),
    )


one_meaning = _misfits(
    "S112",
    "one-meaning-a-figure",
    title=Text("A figure is meant in one way", "Mỗi số liệu chỉ hiểu theo một cách"),
    explanation=Text(
        "A figure that says how it was meant says so once: over, under, at_least, at_most, about, or min and max.",
        "Số liệu ghi cách hiểu thì chỉ ghi một cách: over, under, at_least, at_most, about, hoặc min và max.",
    ),
    words={"one_form": _one_form_words},
)

dates_are_iso = _misfits(
    "S113",
    "dates-are-iso",
    title=Text("Dates are days in ISO form", "Ngày viết theo dạng ISO"),
    explanation=Text(
        "A date is a day of the calendar, written year-month-day: no reader can take the day for the month.",
        "Ngày là một ngày có thật, viết theo thứ tự năm-tháng-ngày, để không nhầm ngày với tháng.",
    ),
    words={
        "not_a_date": _expected(
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

known_choices = _misfits(
    "S114",
    "known-choices",
    title=Text("Closed choices have one of their words", "Trường lựa chọn ghi đúng từ cho phép"),
    explanation=Text(
        "A field such as an area's kind has one of the words that the format lists for it.",
        "Trường như loại địa bàn chỉ nhận một trong các từ mà định dạng liệt kê.",
    ),
    words={
        "unknown_choice": lambda misfit: say(
            "{field} is {read}, which is not one of its words; {choice}",
            "{field} là {read}, không phải từ được phép; {choice}",
            field=_field(misfit.path),
            read=_quoted(misfit.told["read"]),
            choice=_choice(misfit.told["read"], misfit.told["known"]),
        )
    },
)


def _bad_id_words(misfit: Misfit) -> Text:
    likely = _as_id(str(misfit.told["read"]))
    values: dict[str, Value] = {"field": _field(misfit.path), "read": _quoted(misfit.told["read"]), "likely": likely}
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
    if len(words) > _SHOWN:
        return ""
    letters = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")


ids_are_plain = _misfits(
    "S115",
    "ids-are-plain",
    title=Text("Ids are small letters, digits and hyphens", "Mã gồm chữ thường không dấu, chữ số, dấu gạch nối"),
    explanation=Text(
        "An id can be typed on any keyboard and on the command line: a to z, digits and hyphens.",
        "Mã gõ được trên mọi bàn phím và trên dòng lệnh: chữ a đến z không dấu, chữ số và dấu gạch nối.",
    ),
    words={"bad_id": _bad_id_words},
)

fields_go_together = _misfits(
    "S116",
    "fields-go-together",
    title=Text("Fields that go together are there, others are not", "Các trường đi với nhau đúng quy định"),
    explanation=Text(
        "Where the format wants one field of two, one is there; where two say the same thing, only one is.",
        "Chỗ định dạng yêu cầu một trong hai trường thì phải có một; hai trường nói cùng một việc thì chỉ ghi một.",
    ),
    words={
        "needs_one_of": lambda misfit: say(
            "{field} has neither {first} nor {second}, and one of them is required; add it",
            "{field} không có {first} cũng không có {second}, trong khi phải có một trong hai; hãy bổ sung",
            field=_field(misfit.path),
            **_pair(misfit),
        ),
        "excludes": lambda misfit: say(
            "{field} has both {first} and {second}, where one of them was expected; keep one",
            "{field} có cả {first} và {second}, trong khi chỉ được có một trong hai; hãy giữ lại một",
            field=_field(misfit.path),
            **_pair(misfit),
        ),
    },
)


def _pair(misfit: Misfit) -> dict[str, str]:
    first, second = misfit.told["fields"]
    return {"first": first, "second": second}


@check(
    "S199",
    "fits-the-format",
    Severity.ERROR,
    section="format",
    title=Text("Everything else fits the format", "Các phần khác đúng định dạng"),
    explanation=Text(
        "Nothing else is there that the format does not allow.",
        "Không có phần nào khác mà định dạng không cho phép.",
    ),
)
def fits_the_format(subject: Subject) -> Iterator[Result]:
    """Speaks of whatever no other check does, so that nothing is lost."""
    found = [misfit for misfit in subject.misfits if misfit.kind not in _spoken]
    for misfit in found:
        yield Problem(
            misfit.path,
            say(
                "{field} is {read}, which the format does not allow here ({kind}); correct it or take it out",
                "{field} là {read}, định dạng không cho phép ở đây ({kind}); hãy sửa lại hoặc bỏ đi",
                field=_field(misfit.path),
                read=_quoted(misfit.told.get("read")),
                kind=misfit.kind,
            ),
            key=misfit.key,
        )
    if not found and _was_looked_at(subject, ()):
        yield Held(())


CHECKS = (
    is_a_plan,
    known_version,
    known_fields,
    required_fields,
    no_empty_values,
    right_sort_of_value,
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
    fits_the_format,
)
