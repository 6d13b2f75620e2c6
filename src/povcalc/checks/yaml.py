"""Family Y.

Family Y, the file as a whole: its bytes and characters, its syntax, before any field is looked at.

Family Y, keys and values: what YAML readers take in silence, each in its own way.
"""

import re

from povcalc.checks.base import trap_check
from povcalc.findings import Severity
from povcalc.messages import Text, Value, clipped, say
from povcalc.places import Fault, Span
from povcalc.plan.yaml_reader import MAX_DEPTH, TrapKind
from povcalc.values import MAX_DIGITS

not_utf8 = trap_check(
    "Y101",
    "text-is-utf-8",
    TrapKind.NOT_UTF8,
    title=Text("The file is UTF-8 text", "Tệp được lưu theo bảng mã UTF-8"),
    explanation=Text(
        "The file's bytes are UTF-8. In any other encoding, Vietnamese letters would be read as others.",
        "Nội dung tệp phải ở bảng mã UTF-8. Với bảng mã khác, chữ tiếng Việt sẽ bị đọc sai.",
    ),
    mend=Text(
        "Choose UTF-8 when you save. Spreadsheets and older Vietnamese software often write TCVN3, VNI or "
        "Windows-1258. Read the names again afterwards: letters that were lost have to be typed anew.",
        "Khi lưu hãy chọn bảng mã UTF-8; bảng tính và phần mềm tiếng Việt cũ thường lưu theo TCVN3, VNI hoặc "
        "Windows-1258. Sau đó đọc lại các tên riêng: chữ đã mất phải gõ lại.",
    ),
    words=Text(
        "{read} stands where UTF-8 text was expected; save the file as UTF-8",
        "Gặp {read} trong khi tệp phải là văn bản UTF-8; hãy lưu lại tệp theo bảng mã UTF-8",
    ),
)

byte_order_mark = trap_check(
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
    mend=Text(
        "Some Windows programs put the mark there on their own; where they offer it, choose UTF-8 without BOM (in"
        " Notepad simply UTF-8). The figures need no change.",
        "Một số chương trình trên Windows tự thêm dấu này; hãy chọn kiểu lưu UTF-8 không có BOM (trong Notepad là"
        " UTF-8). Số liệu không phải sửa gì.",
    ),
    words=Text(
        "The file begins with a byte-order mark, which UTF-8 does not need; save it as UTF-8 without BOM",
        "Đầu tệp có dấu thứ tự byte (BOM), UTF-8 không cần dấu này; hãy lưu lại tệp là UTF-8 không có BOM",
    ),
)

control_character = trap_check(
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
    mend=Text(
        "Delete the character; it mostly comes with text copied from a PDF or a web page. Retyping the whole word is "
        "the surest way.",
        "Xóa ký tự này; nó thường đi theo đoạn văn chép từ tệp PDF hoặc trang web. Gõ lại cả từ là chắc chắn nhất.",
    ),
    words=Text(
        "There is a control character here, {read}, where only visible text was expected; take it out",
        "Ở đây có ký tự điều khiển {read}, trong khi chỉ được có chữ nhìn thấy được; hãy xóa ký tự này",
    ),
)

tab = trap_check(
    "Y104",
    "no-tabs",
    TrapKind.TAB,
    title=Text("The text has no tabs outside comments", "Văn bản không có dấu tab ngoài phần chú thích"),
    explanation=Text(
        "No tab stands outside comments. YAML forbids tabs in indentation, and programs do not agree on the others.",
        "Ngoài phần chú thích không có dấu tab. YAML cấm dùng dấu tab để thụt đầu dòng, còn ở chỗ khác thì "
        "mỗi chương trình hiểu một cách.",
    ),
    mend=Text(
        "Set the editor to insert spaces for the Tab key, and replace the tabs that are there. Rows pasted from a"
        " spreadsheet have a tab between any two cells.",
        "Đặt trình soạn thảo dùng dấu cách thay cho phím Tab và thay các dấu tab đã có. Dòng dán từ bảng tính có "
        "dấu tab giữa các ô.",
    ),
    words=Text(
        "There is a tab here where spaces were expected; write spaces instead",
        "Ở đây có dấu tab trong khi phải là dấu cách; hãy thay bằng dấu cách",
    ),
)

not_nfc = trap_check(
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
    mend=Text(
        "Vietnamese keyboards and text from macOS or from PDF files may give separate marks. In Unikey choose "
        "Unicode and not composite Unicode; its toolkit converts what is written already.",
        "Bộ gõ, văn bản từ macOS hoặc từ tệp PDF có thể cho dấu rời. Trong Unikey hãy chọn Unicode thay vì "
        "Unicode tổ hợp; công cụ chuyển mã của Unikey đổi được phần đã viết.",
    ),
    words=lambda trap: say(
        '"{read}" is written with separate marks; convert the file to composed letters (Unicode NFC)',
        '"{read}" viết bằng dấu rời (Unicode tổ hợp); hãy chuyển tệp sang Unicode dựng sẵn (NFC)',
        read=clipped(trap.values["read"]),
    ),
)

directive = trap_check(
    "Y106",
    "no-directives",
    TrapKind.DIRECTIVE,
    title=Text("The file has no YAML directives", "Tệp không có chỉ thị YAML"),
    explanation=Text(
        "No line at the beginning starts with %. A directive would change how the rest is read.",
        "Đầu tệp không có dòng bắt đầu bằng %. Chỉ thị như vậy làm thay đổi cách đọc phần còn lại.",
    ),
    mend=Text(
        "Begin the file with povcalc: 1, or with a line of three hyphens where another program wants one.",
        "Bắt đầu tệp bằng dòng povcalc: 1, hoặc dòng có ba dấu gạch nối nếu chương trình khác cần.",
    ),
    words=lambda trap: say(
        '"{read}" is a YAML directive, where a field was expected; delete the line',
        '"{read}" là chỉ thị YAML, trong khi ở đây phải là một trường; hãy xóa dòng này',
        read=trap.values["read"].rstrip(),
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


def _syntax_words(trap: Fault[Span]) -> Text:
    words = _SYNTAX_WORDS[trap.values["read"]]
    return say(words.en, words.vi, sign=trap.values["sign"])


syntax = trap_check(
    "Y107",
    "text-is-yaml",
    TrapKind.SYNTAX,
    title=Text("The text is YAML", "Văn bản đúng cú pháp YAML"),
    explanation=Text(
        "The text follows the rules of YAML from beginning to end. Where it does not, nothing of it can be checked.",
        "Văn bản đúng quy tắc YAML từ đầu đến cuối. Nếu không thì không kiểm tra được phần nào.",
    ),
    mend=Text(
        "Compare the line, and the one above it, with a line of the same kind that is right. When nothing seems "
        "wrong, put the text in double quotes.",
        "So dòng này và dòng ngay trên với một dòng cùng loại đã đúng. Nếu không thấy sai ở đâu thì đặt văn bản "
        "trong dấu ngoặc kép.",
    ),
    words=_syntax_words,
)

empty = trap_check(
    "Y108",
    "text-is-not-empty",
    TrapKind.EMPTY,
    title=Text("The file has content", "Tệp có nội dung"),
    explanation=Text(
        "The file holds something besides comments and blank lines.",
        "Ngoài chú thích và dòng trống, tệp phải có nội dung.",
    ),
    mend=Text(
        "See whether the right file was named, and whether it was saved. `docs/format.md` shows a first plan, "
        "step by step.",
        "Xem đã nêu đúng tệp chưa và tệp đã được lưu chưa. `docs/format.vi.md` hướng dẫn lập kế hoạch đầu tiên "
        "từng bước.",
    ),
    words=Text(
        "The file is empty, where a plan was expected; begin it with povcalc: 1",
        "Tệp không có nội dung, trong khi phải là một kế hoạch; hãy bắt đầu bằng dòng povcalc: 1",
    ),
)

second_document = trap_check(
    "Y109",
    "one-document",
    TrapKind.SECOND_DOCUMENT,
    title=Text("The file holds one YAML document", "Mỗi tệp chỉ có một tài liệu YAML"),
    explanation=Text(
        "No second document follows after a line of three hyphens: it would not be checked.",
        "Sau dòng có ba dấu gạch nối không có tài liệu YAML thứ hai: phần đó sẽ không được kiểm tra.",
    ),
    mend=Text(
        "Give each plan a file of its own and name them all, or their folder, in one command. A line of three "
        "hyphens that only separates sections is deleted.",
        "Để mỗi kế hoạch trong một tệp riêng rồi nêu tất cả các tệp, hoặc thư mục chứa chúng, trong một lệnh. "
        "Dòng ba dấu gạch nối chỉ để ngăn các phần thì xóa đi.",
    ),
    words=Text(
        "A second YAML document begins here, and a file holds one plan; move it to a file of its own",
        "Ở đây bắt đầu tài liệu YAML thứ hai, trong khi mỗi tệp chỉ chứa một kế hoạch; hãy chuyển sang tệp riêng",
    ),
)

too_deep = trap_check(
    "Y110",
    "nesting-is-shallow",
    TrapKind.TOO_DEEP,
    title=Text(f"Nothing is nested deeper than {MAX_DEPTH} levels", f"Không lồng nhau quá {MAX_DEPTH} cấp"),
    explanation=Text(
        f"Lists and groups of fields are at most {MAX_DEPTH} levels deep; a whole nation's plan has 11.",
        f"Danh sách và nhóm trường lồng nhau nhiều nhất {MAX_DEPTH} cấp; kế hoạch của cả nước chỉ cần 11 cấp.",
    ),
    mend=Text(
        "A bracket that is opened and never closed makes everything behind it one level deeper. Lists written one"
        " item a line, without brackets, avoid this.",
        "Một dấu ngoặc mở mà không đóng làm mọi phần phía sau lùi sâu thêm một cấp. Ghi danh sách mỗi mục một "
        "dòng, không dùng dấu ngoặc, thì tránh được.",
    ),
    words=lambda _: say(
        "This is nested deeper than {depth} levels, at which reading ends; look for brackets that are not closed",
        "Ở đây lồng nhau quá {depth} cấp nên dừng đọc; hãy kiểm tra các dấu ngoặc chưa đóng",
        depth=MAX_DEPTH,
    ),
)

TEXT_CHECKS = (
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
)


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
    words=lambda trap: say(
        '"{read}" is given a second time, and a field is given once; keep one of the two',
        '"{read}" được ghi lần thứ hai, trong khi mỗi trường chỉ ghi một lần; hãy giữ lại một',
        read=clipped(trap.values["read"]),
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


def _number_words(trap: Fault[Span]) -> Text:
    digits = trap.values["read"].lstrip("-")
    reason = next(words for form, words in _REASONS if re.fullmatch(form, digits))
    octal = str(int(digits, 8)) if re.fullmatch("0[0-7]+", digits) else ""
    values: dict[str, Value] = {
        "read": trap.values["read"],
        "why": say(reason.en, reason.vi, octal=octal),
        "likely": trap.values["likely"] or "",
    }
    if not trap.values["likely"] or len(trap.values["likely"]) > MAX_DIGITS:
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
    words=lambda trap: say(
        "{read} is {count} characters long, where a number of at most {most} was expected; correct it, or "
        "put it in quotes if it is text",
        "{read} dài {count} ký tự, trong khi một số dài nhiều nhất {most} ký tự; hãy sửa lại, hoặc đặt "
        "trong dấu ngoặc kép nếu là văn bản",
        read=trap.values["read"],
        count=trap.values["count"],
        most=MAX_DIGITS,
    ),
)

VALUE_CHECKS = (
    duplicate_key,
    complex_key,
    merge_key,
    anchor,
    alias,
    tag,
    number_form,
    long_number,
)
