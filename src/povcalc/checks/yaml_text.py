"""Family Y: a file's text, before any field is looked at. One check for each kind of trap."""

import re
from collections.abc import Callable, Iterator

from povcalc.checks.declare import UNTOLD, Check, Subject, check
from povcalc.document import MAX_DEPTH, Document, Trap, TrapKind
from povcalc.figures import MAX_DIGITS
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided
from povcalc.text import Text, Value, join, say

Words = Text | Callable[[Trap, Document], Text]
"""What is said of a trap: a sentence with `{read}`, or what makes one."""

_OF_THE_BYTES = (TrapKind.NOT_UTF8, TrapKind.EMPTY)
_OF_THE_CHARACTERS = (TrapKind.BYTE_ORDER_MARK, TrapKind.CONTROL_CHARACTER, TrapKind.TAB, TrapKind.NOT_NFC)
_SHOWN = 40


def _trap(  # noqa: PLR0913 - the parts of a declaration, side by side
    code: str,
    slug: str,
    kind: TrapKind,
    severity: Severity = Severity.ERROR,
    *,
    title: Text,
    explanation: Text,
    words: Words,
    mend: Text = UNTOLD,
) -> Check:
    """Declare the check that speaks of one kind of trap."""

    def run(subject: Subject) -> Iterator[Result]:
        document = subject.reading.document
        if document is None:
            return
        found = [trap for trap in subject.traps if trap.kind is kind]
        for trap in found:
            yield Problem(trap.span, _message(trap, document, words), related=_first(trap))
        if not found:
            yield Held(()) if _was_looked_at(document, kind) else Undecided((), _NOT_TO_ITS_END)

    return check(code, slug, severity, section="text", title=title, explanation=explanation, mend=mend)(run)


_NOT_TO_ITS_END = Text("the text could not be read to its end", "không đọc được hết nội dung tệp")


def _was_looked_at(document: Document, kind: TrapKind) -> bool:
    """Whether the reading got so far that a trap of the kind would have been found."""
    kinds = {trap.kind for trap in document.traps}
    if document.whole or kind in _OF_THE_BYTES or TrapKind.EMPTY in kinds:
        return True
    return kind in _OF_THE_CHARACTERS and bool(document.text)


def _message(trap: Trap, document: Document, words: Words) -> Text:
    said = words(trap, document) if callable(words) else say(words.en, words.vi, read=trap.read)
    if trap.count == 1 or trap.kind is TrapKind.LONG_NUMBER:
        return said
    first = say(
        " (there are {count} in the file; this is the first)",
        " (trong tệp có {count} chỗ như vậy, đây là chỗ đầu tiên)",
        count=trap.count,
    )
    return join((said, first), "")


def _first(trap: Trap) -> tuple[Related, ...]:
    if trap.first is None:
        return ()
    return (Related(trap.first, Text("it is first given here", "trường này được ghi lần đầu ở đây")),)


not_utf8 = _trap(
    "Y101",
    "text-is-utf-8",
    TrapKind.NOT_UTF8,
    title=Text("The file is UTF-8 text", "Tệp được lưu theo bảng mã UTF-8"),
    explanation=Text(
        "The file's bytes are UTF-8. In any other encoding, Vietnamese letters would be read as others.",
        "Nội dung tệp phải ở bảng mã UTF-8. Với bảng mã khác, chữ tiếng Việt sẽ bị đọc sai.",
    ),
    words=Text(
        "{read} stands where UTF-8 text was expected; save the file as UTF-8",
        "Gặp {read} trong khi tệp phải là văn bản UTF-8; hãy lưu lại tệp theo bảng mã UTF-8",
    ),
)

byte_order_mark = _trap(
    "Y102",
    "no-byte-order-mark",
    TrapKind.BYTE_ORDER_MARK,
    Severity.WARNING,
    title=Text("The file begins without a byte-order mark", "Đầu tệp không có dấu thứ tự byte (BOM)"),
    explanation=Text(
        "The file does not begin with U+FEFF. It was passed over here, but other programs take it for text.",
        "Tệp không bắt đầu bằng ký tự U+FEFF. Ở đây ký tự này được bỏ qua, nhưng chương trình khác có thể "
        "hiểu là một phần nội dung.",
    ),
    words=Text(
        "The file begins with a byte-order mark, which UTF-8 does not need; save it as UTF-8 without BOM",
        "Đầu tệp có dấu thứ tự byte (BOM), UTF-8 không cần dấu này; hãy lưu lại tệp là UTF-8 không có BOM",
    ),
)

control_character = _trap(
    "Y103",
    "no-control-characters",
    TrapKind.CONTROL_CHARACTER,
    title=Text("The text has no control characters", "Văn bản không có ký tự điều khiển"),
    explanation=Text(
        "The text has no characters that YAML forbids or that only some programs take for a new line: "
        "they cannot be seen, and change what is read.",
        "Văn bản không có ký tự mà YAML cấm hoặc chỉ một số chương trình coi là xuống dòng: không nhìn thấy "
        "được nhưng làm thay đổi nội dung đọc ra.",
    ),
    words=Text(
        "There is a control character here, {read}, where only visible text was expected; take it out",
        "Ở đây có ký tự điều khiển {read}, trong khi chỉ được có chữ nhìn thấy được; hãy xóa ký tự này",
    ),
)

tab = _trap(
    "Y104",
    "no-tabs",
    TrapKind.TAB,
    title=Text("The text has no tabs outside comments", "Văn bản không có dấu tab ngoài phần chú thích"),
    explanation=Text(
        "No tab stands outside comments. YAML forbids tabs in indentation, and programs do not agree on the others.",
        "Ngoài phần chú thích không có dấu tab. YAML cấm dùng dấu tab để thụt đầu dòng, còn ở chỗ khác thì "
        "mỗi chương trình hiểu một cách.",
    ),
    words=Text(
        "There is a tab here where spaces were expected; write spaces instead",
        "Ở đây có dấu tab trong khi phải là dấu cách; hãy thay bằng dấu cách",
    ),
)

not_nfc = _trap(
    "Y105",
    "letters-are-composed",
    TrapKind.NOT_NFC,
    Severity.WARNING,
    title=Text("Letters are in composed form (NFC)", "Chữ có dấu ở dạng dựng sẵn (NFC)"),
    explanation=Text(
        "A letter and its marks are one character. A word that looks the same but is written with separate "
        "marks is another word to programs that search or sort; here it is read in its composed form.",
        "Mỗi chữ có dấu là một ký tự dựng sẵn. Chữ viết bằng dấu rời (tổ hợp) nhìn giống hệt nhưng chương "
        "trình tìm kiếm, sắp xếp coi là chữ khác; ở đây chữ được đọc theo dạng dựng sẵn.",
    ),
    words=lambda trap, _: say(
        '"{read}" is written with separate marks; convert the file to composed letters (Unicode NFC)',
        '"{read}" viết bằng dấu rời (Unicode tổ hợp); hãy chuyển tệp sang Unicode dựng sẵn (NFC)',
        read=_clipped(trap.read),
    ),
)

directive = _trap(
    "Y106",
    "no-directives",
    TrapKind.DIRECTIVE,
    title=Text("The file has no YAML directives", "Tệp không có chỉ thị YAML"),
    explanation=Text(
        "No line at the beginning starts with %. A directive would change how the rest is read.",
        "Đầu tệp không có dòng bắt đầu bằng %. Chỉ thị như vậy làm thay đổi cách đọc phần còn lại.",
    ),
    words=lambda trap, _: say(
        '"{read}" is a YAML directive, where a field was expected; delete the line',
        '"{read}" là chỉ thị YAML, trong khi ở đây phải là một trường; hãy xóa dòng này',
        read=trap.read.rstrip(),
    ),
)

_SYNTAX_WORDS = {
    "quote": Text(
        "The quotation mark that opens here is not closed; add the closing one at the end of the text",
        "Dấu ngoặc kép hoặc nháy đơn mở ở đây không được đóng lại; hãy thêm dấu đóng ở cuối đoạn văn bản",
    ),
    "colon": Text(
        "A second colon on one line, or a field that is indented too far: put a text that contains a colon "
        "in quotes, or set the line under the one above",
        "Có dấu hai chấm thứ hai trong một dòng, hoặc dòng bị thụt quá sâu; hãy đặt văn bản có dấu hai chấm "
        "trong dấu ngoặc kép, hoặc căn dòng thẳng với dòng trên",
    ),
    "bracket": Text(
        "Inside brackets something else was expected here: a comma, a value, or the closing bracket",
        "Trong dấu ngoặc, ở đây phải là dấu phẩy, một giá trị hoặc dấu đóng ngoặc; hãy kiểm tra các dấu ngoặc",
    ),
    "character": Text(
        "A text cannot begin with {sign}; put it in quotes",
        "Văn bản không được bắt đầu bằng ký tự {sign}; hãy đặt văn bản trong dấu ngoặc kép",
    ),
    "escape": Text(
        "Between double quotes a backslash begins a special character, and this one does not exist; write "
        "two backslashes, or use single quotes",
        "Giữa hai dấu ngoặc kép, dấu gạch chéo ngược mở đầu một ký tự đặc biệt, nhưng ký tự này không có; "
        "hãy viết hai dấu gạch chéo ngược hoặc dùng nháy đơn",
    ),
    "structure": Text(
        "This line does not go with the lines around it; each field needs its colon and a space, and fields "
        "of one group the same indentation",
        "Dòng này không khớp với các dòng xung quanh; mỗi trường phải có dấu hai chấm và một dấu cách, các "
        "trường cùng nhóm phải thụt đầu dòng như nhau",
    ),
}


def _syntax_words(trap: Trap, document: Document) -> Text:
    words = _SYNTAX_WORDS[trap.read]
    return say(words.en, words.vi, sign=document.text[trap.span.start : trap.span.end])


syntax = _trap(
    "Y107",
    "text-is-yaml",
    TrapKind.SYNTAX,
    title=Text("The text is YAML", "Văn bản đúng cú pháp YAML"),
    explanation=Text(
        "The text follows the rules of YAML from beginning to end. Where it does not, nothing of it can be checked.",
        "Văn bản đúng quy tắc YAML từ đầu đến cuối. Nếu không thì không kiểm tra được phần nào.",
    ),
    words=_syntax_words,
)

empty = _trap(
    "Y108",
    "text-is-not-empty",
    TrapKind.EMPTY,
    title=Text("The file has content", "Tệp có nội dung"),
    explanation=Text(
        "The file holds something besides comments and blank lines.",
        "Ngoài chú thích và dòng trống, tệp phải có nội dung.",
    ),
    words=Text(
        "The file is empty, where a plan was expected; begin it with povcalc: 1",
        "Tệp không có nội dung, trong khi phải là một kế hoạch; hãy bắt đầu bằng dòng povcalc: 1",
    ),
)

second_document = _trap(
    "Y109",
    "one-document",
    TrapKind.SECOND_DOCUMENT,
    title=Text("The file holds one YAML document", "Mỗi tệp chỉ có một tài liệu YAML"),
    explanation=Text(
        "No second document follows after a line of three hyphens: it would not be checked.",
        "Sau dòng có ba dấu gạch nối không có tài liệu YAML thứ hai: phần đó sẽ không được kiểm tra.",
    ),
    words=Text(
        "A second YAML document begins here, and a file holds one plan; move it to a file of its own",
        "Ở đây bắt đầu tài liệu YAML thứ hai, trong khi mỗi tệp chỉ chứa một kế hoạch; hãy chuyển sang tệp riêng",
    ),
)

too_deep = _trap(
    "Y110",
    "nesting-is-shallow",
    TrapKind.TOO_DEEP,
    title=Text(f"Nothing is nested deeper than {MAX_DEPTH} levels", f"Không lồng nhau quá {MAX_DEPTH} cấp"),
    explanation=Text(
        f"Lists and mappings are at most {MAX_DEPTH} levels deep; a whole nation's plan has 11.",
        f"Danh sách và nhóm trường lồng nhau nhiều nhất {MAX_DEPTH} cấp; kế hoạch của cả nước chỉ cần 11 cấp.",
    ),
    words=lambda *_: say(
        "This is nested deeper than {depth} levels, at which reading ends; look for brackets that are not closed",
        "Ở đây lồng nhau quá {depth} cấp nên dừng đọc; hãy kiểm tra các dấu ngoặc chưa đóng",
        depth=MAX_DEPTH,
    ),
)

duplicate_key = _trap(
    "Y111",
    "keys-are-unique",
    TrapKind.DUPLICATE_KEY,
    title=Text("No field is given twice", "Không ghi một trường hai lần"),
    explanation=Text(
        "Each field is given once. Of two, most programs keep the last without a word; here the first is read.",
        "Mỗi trường chỉ ghi một lần. Nếu ghi hai lần, phần lớn chương trình lặng lẽ lấy giá trị sau; ở đây "
        "lấy giá trị đầu.",
    ),
    words=lambda trap, _: say(
        '"{read}" is given a second time, and a field is given once; keep one of the two',
        '"{read}" được ghi lần thứ hai, trong khi mỗi trường chỉ ghi một lần; hãy giữ lại một',
        read=_clipped(trap.read),
    ),
)

complex_key = _trap(
    "Y112",
    "keys-are-names",
    TrapKind.COMPLEX_KEY,
    title=Text("A field's name is a word", "Tên trường là một từ"),
    explanation=Text(
        "What stands before a colon is a name, never a list or a mapping.",
        "Trước dấu hai chấm là tên trường, không phải danh sách hay nhóm trường.",
    ),
    words=Text(
        "A list or mapping stands where a field's name was expected; put it in quotes if it is a text",
        "Ở chỗ tên trường lại có danh sách hoặc nhóm trường; nếu là văn bản, hãy đặt trong dấu ngoặc kép",
    ),
)

merge_key = _trap(
    "Y113",
    "no-merge-keys",
    TrapKind.MERGE_KEY,
    title=Text("Nothing is merged with <<", "Không dùng << để gộp trường"),
    explanation=Text(
        "Fields are written where they belong. With << a figure would stand in another place than it counts.",
        "Các trường được ghi tại chỗ. Nếu dùng << thì số liệu nằm ở một nơi nhưng được tính ở nơi khác.",
    ),
    words=Text(
        "<< merges fields from elsewhere, and only fields written here are read; write them out",
        "<< gộp các trường từ chỗ khác, trong khi chỉ đọc các trường ghi tại đây; hãy ghi rõ từng trường",
    ),
)

anchor = _trap(
    "Y114",
    "no-anchors",
    TrapKind.ANCHOR,
    title=Text("Nothing is marked with &", "Không dùng & để đặt nhãn"),
    explanation=Text(
        "No value carries a mark for use in other places: each figure stands where it counts.",
        "Không giá trị nào được gắn nhãn để dùng lại ở chỗ khác: số liệu ở đâu thì ghi ở đó.",
    ),
    words=Text(
        "&{read} marks a value for use elsewhere, where a plain value was expected; take the mark out, or "
        "put a text that begins with & in quotes",
        "&{read} gắn nhãn cho giá trị để dùng lại, trong khi phải là giá trị thường; hãy bỏ nhãn, hoặc đặt "
        "văn bản bắt đầu bằng & trong dấu ngoặc kép",
    ),
)

alias = _trap(
    "Y115",
    "no-aliases",
    TrapKind.ALIAS,
    title=Text("Nothing is copied with *", "Không dùng * để lấy giá trị từ chỗ khác"),
    explanation=Text(
        "No value is taken from another place: each figure stands where it counts, and a short file cannot "
        "grow into a huge one.",
        "Không giá trị nào lấy từ chỗ khác: số liệu ở đâu thì ghi ở đó, và tệp nhỏ không thể phình thành rất lớn.",
    ),
    words=Text(
        "*{read} copies a value from elsewhere, where the value itself was expected; write it out, or put a "
        "text that begins with * in quotes",
        "*{read} lấy giá trị từ chỗ khác, trong khi phải ghi chính giá trị đó; hãy ghi rõ giá trị, hoặc đặt "
        "văn bản bắt đầu bằng * trong dấu ngoặc kép",
    ),
)

tag = _trap(
    "Y116",
    "no-tags",
    TrapKind.TAG,
    title=Text("Nothing is typed with !", "Không dùng ! để ghi kiểu"),
    explanation=Text(
        "No value carries a type of its own: its field says what it is.",
        "Không giá trị nào tự ghi kiểu: trường cho biết giá trị là gì.",
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


number_form = _trap(
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
    words=_number_words,
)

long_number = _trap(
    "Y118",
    "numbers-are-short",
    TrapKind.LONG_NUMBER,
    title=Text(f"No number is longer than {MAX_DIGITS} characters", f"Không số nào dài quá {MAX_DIGITS} ký tự"),
    explanation=Text(
        f"A number has at most {MAX_DIGITS} characters. No count of households or sum of money comes near that.",
        f"Một số dài nhiều nhất {MAX_DIGITS} ký tự. Không số hộ hay số tiền nào dài đến mức đó.",
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


def _clipped(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


CHECKS = (
    not_utf8,
    byte_order_mark,
    control_character,
    tab,
    not_nfc,
    directive,
    syntax,
    empty,
    second_document,
    too_deep,
    duplicate_key,
    complex_key,
    merge_key,
    anchor,
    alias,
    tag,
    number_form,
    long_number,
)
