"""Family S, the shape: fields, sections and sorts of values that the format does not allow."""

import re
from collections.abc import Mapping
from decimal import Decimal

from povcalc.checks.misfits import choice, expected, field_name, misfit_check, quoted, typed
from povcalc.loading import Misfit
from povcalc.plan import FORMAT_VERSION
from povcalc.text import Text, clipped, say


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
        read=quoted(misfit.told["read"]),
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
            read=quoted(misfit.told["read"]),
            known=typed(misfit.told["known"]),
        )
    },
)


_FIELDS_HERE = Text("its fields are {known}", "các trường ở đây là {known}")


def _unknown_key_words(misfit: Misfit) -> Text:
    key = str(misfit.told["key"])
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
        choice=choice(key, misfit.told["known"], otherwise=_FIELDS_HERE),
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


def _not_text_words(misfit: Misfit) -> Text:
    read = misfit.told["read"]
    if isinstance(read, (int, Decimal)):
        return say(
            '{field} is a text, and {read} is not; put it in quotes: "{read}"',
            '{field} phải là văn bản, trong khi {read} không phải; hãy đặt trong dấu ngoặc kép: "{read}"',
            field=field_name(misfit.path),
            read=typed(read),
        )
    return say(
        "{field} is {read}, where a text was expected; write it as one text",
        "{field} là {read}, trong khi phải là văn bản; hãy ghi thành một đoạn văn bản",
        field=field_name(misfit.path),
        read=typed(read),
    )


_LANGUAGES = {"en": Text("English", "tiếng Anh"), "vi": Text("Vietnamese", "tiếng Việt")}


def _other_words(misfit: Misfit) -> Text:
    """Of a kind that no check speaks of, so that nothing is lost."""
    return say(
        "{field} is {read}, which the format does not allow here ({kind}); correct it or take it out",
        "{field} là {read}, định dạng không cho phép ở đây ({kind}); hãy sửa lại hoặc bỏ đi",
        field=field_name(misfit.path),
        read=quoted(misfit.told.get("read")),
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
            field=field_name(misfit.path),
            code=misfit.told["language"],
            language=_LANGUAGES[misfit.told["language"]],
        ),
    },
    otherwise=_other_words,
)

CHECKS = (
    is_a_plan,
    known_version,
    known_fields,
    required_fields,
    no_empty_values,
    right_sort_of_value,
)
