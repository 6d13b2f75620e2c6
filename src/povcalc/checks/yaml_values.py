"""Family Y, keys and values: what YAML readers take in silence, each in its own way."""

import re

from povcalc.checks.traps import trap_check
from povcalc.document import Document, Trap, TrapKind
from povcalc.figures import MAX_DIGITS
from povcalc.text import Text, Value, clipped, say

duplicate_key = trap_check(
    "Y111",
    "keys-are-unique",
    TrapKind.DUPLICATE_KEY,
    title=Text("No field is given twice", "Không ghi một trường hai lần"),
    explanation=Text(
        "Each field is given once. Of two, most programs keep the last without a word; here the first is read.",
        "Mỗi trường chỉ ghi một lần. Nếu ghi hai lần, phần lớn chương trình lặng lẽ lấy giá trị sau; ở đây "
        "lấy giá trị đầu.",
    ),
    mend=Text(
        "See in the document which of the two figures is right. Often a block of lines was copied for the next "
        "area and one line was not changed.",
        "Tra văn bản xem số nào đúng. Thường là sao chép một khối dòng cho địa bàn sau và quên sửa một dòng.",
    ),
    words=lambda trap, _: say(
        '"{read}" is given a second time, and a field is given once; keep one of the two',
        '"{read}" được ghi lần thứ hai, trong khi mỗi trường chỉ ghi một lần; hãy giữ lại một',
        read=clipped(trap.read),
    ),
)

complex_key = trap_check(
    "Y112",
    "keys-are-names",
    TrapKind.COMPLEX_KEY,
    title=Text("A field's name is a text", "Tên trường là văn bản"),
    explanation=Text(
        "What stands before a colon is a name, never a list or a group of fields.",
        "Trước dấu hai chấm là tên trường, không phải danh sách hay nhóm trường.",
    ),
    mend=Text(
        "Names of fields are written without brackets or braces. Where a text begins with one, put quotes around it.",
        "Tên trường viết không có dấu ngoặc vuông hay ngoặc nhọn. Văn bản bắt đầu bằng các dấu đó thì đặt trong "
        "dấu ngoặc kép.",
    ),
    words=Text(
        "A list or mapping stands where a field's name was expected; put it in quotes if it is a text",
        "Ở chỗ tên trường lại có danh sách hoặc nhóm trường; nếu là văn bản, hãy đặt trong dấu ngoặc kép",
    ),
)

merge_key = trap_check(
    "Y113",
    "no-merge-keys",
    TrapKind.MERGE_KEY,
    title=Text("Nothing is merged with <<", "Không dùng << để gộp trường"),
    explanation=Text(
        "Fields are written where they belong. With << a figure would stand in another place than it counts.",
        "Các trường được ghi tại chỗ. Nếu dùng << thì số liệu nằm ở một nơi nhưng được tính ở nơi khác.",
    ),
    mend=Text(
        "Write the fields out at each place where they count, even when they are the same.",
        "Ghi đầy đủ các trường ở từng chỗ cần đến, kể cả khi giống nhau.",
    ),
    words=Text(
        "<< merges fields from elsewhere, and only fields written here are read; write them out",
        "<< gộp các trường từ chỗ khác, trong khi chỉ đọc các trường ghi tại đây; hãy ghi rõ từng trường",
    ),
)

anchor = trap_check(
    "Y114",
    "no-anchors",
    TrapKind.ANCHOR,
    title=Text("Nothing is marked with &", "Không dùng & để đặt nhãn"),
    explanation=Text(
        "No value carries a mark for use in other places: each figure stands where it counts.",
        "Không giá trị nào được gắn nhãn để dùng lại ở chỗ khác: số liệu ở đâu thì ghi ở đó.",
    ),
    mend=Text(
        "Take out the mark, and write the value wherever it is used. A name that really begins with & goes in quotes.",
        "Bỏ nhãn và ghi giá trị ở từng chỗ dùng đến. Tên thật sự bắt đầu bằng & thì đặt trong dấu ngoặc kép.",
    ),
    words=Text(
        "&{read} marks a value for use elsewhere, where a plain value was expected; take the mark out, or "
        "put a text that begins with & in quotes",
        "&{read} gắn nhãn cho giá trị để dùng lại, trong khi phải là giá trị thường; hãy bỏ nhãn, hoặc đặt "
        "văn bản bắt đầu bằng & trong dấu ngoặc kép",
    ),
)

alias = trap_check(
    "Y115",
    "no-aliases",
    TrapKind.ALIAS,
    title=Text("Nothing is copied with *", "Không dùng * để lấy giá trị từ chỗ khác"),
    explanation=Text(
        "No value is taken from another place: each figure stands where it counts, and a short file cannot "
        "grow into a huge one.",
        "Không giá trị nào lấy từ chỗ khác: số liệu ở đâu thì ghi ở đó, và tệp nhỏ không thể phình thành rất lớn.",
    ),
    mend=Text(
        "Write the value itself. A footnote's asterisk from the document's table is left out, or put in quotes "
        "together with its text.",
        "Ghi chính giá trị đó. Dấu sao chú thích trong bảng của văn bản thì bỏ đi, hoặc đặt cùng văn bản trong "
        "dấu ngoặc kép.",
    ),
    words=Text(
        "*{read} copies a value from elsewhere, where the value itself was expected; write it out, or put a "
        "text that begins with * in quotes",
        "*{read} lấy giá trị từ chỗ khác, trong khi phải ghi chính giá trị đó; hãy ghi rõ giá trị, hoặc đặt "
        "văn bản bắt đầu bằng * trong dấu ngoặc kép",
    ),
)

tag = trap_check(
    "Y116",
    "no-tags",
    TrapKind.TAG,
    title=Text("Nothing is typed with !", "Không dùng ! để ghi kiểu"),
    explanation=Text(
        "No value carries a type of its own: its field says what it is.",
        "Không giá trị nào tự ghi kiểu: trường cho biết giá trị là gì.",
    ),
    mend=Text(
        "Leave the type out. A figure needs no quotes, and a text that could be taken for a number goes in quotes.",
        "Bỏ phần ghi kiểu. Số không cần dấu ngoặc kép, văn bản dễ nhầm với số thì đặt trong dấu ngoặc kép.",
    ),
    words=Text(
        "A type ({read}) stands where a plain value was expected; take it out, or put a text that begins "
        "with ! in quotes",
        "Có phần ghi kiểu ({read}) trong khi phải là giá trị thường; hãy bỏ đi, hoặc đặt văn bản bắt đầu "
        "bằng ! trong dấu ngoặc kép",
    ),
)

_REASONS = (
    (
        r"\.(?i:inf|nan)",
        Text("no figure is endless or undefined", "không số liệu nào là vô hạn hay không xác định"),
    ),
    (r"0[xXoObB].*", Text("it is not in base ten", "không phải số thập phân")),
    (
        r"0[0-7]+",
        Text(
            "some readers take a leading 0 for octal: {octal}",
            "có chương trình hiểu số 0 ở đầu là hệ bát phân: {octal}",
        ),
    ),
    (r"0[0-9].*", Text("a number has no leading 0", "số không có chữ số 0 ở đầu")),
    (r".*_.*", Text("a number has no underscores", "số không có dấu gạch dưới")),
    (r".*[eE].*", Text("a number is written out in full", "số phải viết đầy đủ các chữ số")),
    (r"\+.*", Text("a plus sign is not written", "không ghi dấu cộng")),
    (r".*", Text("a number begins and ends with a digit", "số phải bắt đầu và kết thúc bằng chữ số")),
)


def _number_words(trap: Trap, _: Document) -> Text:
    digits = trap.read.lstrip("-")
    reason = next(words for form, words in _REASONS if re.fullmatch(form, digits))
    octal = str(int(digits, 8)) if re.fullmatch("0[0-7]+", digits) else ""
    values: dict[str, Value] = {
        "read": trap.read,
        "why": say(reason.en, reason.vi, octal=octal),
        "likely": trap.likely or "",
    }
    if not trap.likely or len(trap.likely) > MAX_DIGITS:
        return say(
            "{read} is not a plain number ({why}); write plain digits, or put it in quotes if it is text",
            "{read} không phải là số viết đúng dạng ({why}); hãy viết bằng chữ số thường, hoặc đặt trong dấu "
            "ngoặc kép nếu là văn bản",
            **values,
        )
    return say(
        "{read} is not a plain number ({why}); write {likely}, or put it in quotes if it is text",
        "{read} không phải là số viết đúng dạng ({why}); hãy ghi {likely}, hoặc đặt trong dấu ngoặc kép nếu là văn bản",
        **values,
    )


number_form = trap_check(
    "Y117",
    "numbers-are-plain",
    TrapKind.NUMBER_FORM,
    title=Text("Numbers are written plainly", "Số được viết theo cách thường"),
    explanation=Text(
        "A number is digits, with a point before its decimals and a minus sign if it is below nought. Other "
        "writings are numbers to one program and text or another number to the next.",
        "Số gồm các chữ số, dấu chấm trước phần thập phân và dấu trừ nếu là số âm. Cách viết khác thì chương "
        "trình này hiểu là số, chương trình kia hiểu là văn bản hoặc số khác.",
    ),
    mend=Text(
        "Type the figure with plain digits, as the document prints it without thousands marks. A code such as 007"
        " is a text: put it in quotes.",
        "Ghi số bằng chữ số thường, đúng như văn bản in nhưng không có dấu phân cách hàng nghìn. Mã như 007 là "
        "văn bản: đặt trong dấu ngoặc kép.",
    ),
    words=_number_words,
)

long_number = trap_check(
    "Y118",
    "numbers-are-short",
    TrapKind.LONG_NUMBER,
    title=Text(f"No number is longer than {MAX_DIGITS} characters", f"Không số nào dài quá {MAX_DIGITS} ký tự"),
    explanation=Text(
        f"A number has at most {MAX_DIGITS} characters. No count of households or sum of money comes near that.",
        f"Một số dài nhiều nhất {MAX_DIGITS} ký tự. Không số hộ hay số tiền nào dài đến mức đó.",
    ),
    mend=Text(
        "Figures that ran together, as when cells of a table are pasted without spaces, are written one to a field.",
        "Các số bị dính vào nhau, như khi dán nhiều ô của bảng mà mất dấu cách, thì ghi mỗi số vào một trường.",
    ),
    words=lambda trap, _: say(
        "{read} is {count} characters long, where a number of at most {most} was expected; correct it, or "
        "put it in quotes if it is text",
        "{read} dài {count} ký tự, trong khi một số dài nhiều nhất {most} ký tự; hãy sửa lại, hoặc đặt "
        "trong dấu ngoặc kép nếu là văn bản",
        read=trap.read,
        count=trap.count,
        most=MAX_DIGITS,
    ),
)

CHECKS = (
    duplicate_key,
    complex_key,
    merge_key,
    anchor,
    alias,
    tag,
    number_form,
    long_number,
)
