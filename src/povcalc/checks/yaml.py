"""Family Y, the file's text: its bytes, characters and syntax, and what YAML readers take in silence."""

import re
import unicodedata
from collections.abc import Collection

from povcalc.checks.base import Context, FaultFamily, Words
from povcalc.findings import Held, Result, Severity, Undecided
from povcalc.messages import Message, clipped, join
from povcalc.places import Fault, Span
from povcalc.plan.yaml_reader import MAX_DEPTH, TrapKind
from povcalc.values import MAX_DIGITS


def _told(fault: Fault[Span], words: Words) -> Message:
    said = words(fault) if callable(words) else words.with_values(**fault.values)
    count = fault.values.get("count", 1)
    if count == 1 or fault.kind is TrapKind.LONG_NUMBER:
        return said
    first = Message(
        " (there are {count} in the file; this is the first)",
        count=count,
    )
    return join((said, first), "")


_OF_THE_BYTES = {TrapKind.NOT_UTF8, TrapKind.EMPTY}
_OF_THE_CHARACTERS = {TrapKind.BYTE_ORDER_MARK, TrapKind.CONTROL_CHARACTER, TrapKind.TAB, TrapKind.NOT_NFC}


def _unfound(context: Context, kinds: Collection[str]) -> Result | None:
    """Passed if the reading got so far that a fault of these kinds would have been found."""
    document = context.reading.document
    if document is None:
        return None
    if (
        document.whole
        or not _OF_THE_BYTES.isdisjoint(kinds)
        or any(fault.kind == TrapKind.EMPTY for fault in document.traps)
        or (document.text and not _OF_THE_CHARACTERS.isdisjoint(kinds))
    ):
        return Held(())
    return Undecided((), Message("the text could not be read to its end"))


def _faults(context: Context) -> tuple[Fault[Span], ...]:
    return context.reading.document.traps if context.reading.document else ()


TEXT = FaultFamily("text", _faults, _told, {}, _unfound, Message("it is first given here", context="field"))


@TEXT.check(
    "Y101",
    "text-is-utf-8",
    words={TrapKind.NOT_UTF8: Message("{read} stands where UTF-8 text was expected; save the file as UTF-8")},
)
def not_utf8() -> None:
    """The file is UTF-8 text.

    The file's bytes are UTF-8. In any other encoding, Vietnamese letters would be read as others.

    Fix: Choose UTF-8 when you save. Spreadsheets and older Vietnamese software often write TCVN3, VNI or Windows-1258.
    Read the names again afterwards: letters that were lost have to be typed anew.
    """


@TEXT.check(
    "Y102",
    "no-byte-order-mark",
    Severity.WARNING,
    words={
        TrapKind.BYTE_ORDER_MARK: Message(
            "The file begins with a byte-order mark, which UTF-8 does not need; save it as UTF-8 without BOM"
        )
    },
)
def byte_order_mark() -> None:
    """The file begins without a byte-order mark.

    The file does not begin with U+FEFF. It was passed over here, but other programs take it for text.

    Fix: Some Windows programs put the mark there on their own; where they offer it, choose UTF-8 without BOM (in
    Notepad simply UTF-8). The figures need no change.
    """


@TEXT.check(
    "Y103",
    "no-control-characters",
    words={
        TrapKind.CONTROL_CHARACTER: Message(
            "There is a control character here, {read}, where only visible text was expected; take it out"
        )
    },
)
def control_character() -> None:
    """The text has no control characters.

    The text has no characters that YAML forbids or that only some programs take for a new line: they cannot be seen,
    and change what is read.

    Fix: Delete the character; it mostly comes with text copied from a PDF or a web page. Retyping the whole word is the
    surest way.
    """


@TEXT.check(
    "Y104",
    "no-tabs",
    words={TrapKind.TAB: Message("There is a tab here where spaces were expected; write spaces instead")},
)
def tab() -> None:
    """The text has no tabs outside comments.

    No tab stands outside comments. YAML forbids tabs in indentation, and programs do not agree on the others.

    Fix: Set the editor to insert spaces for the Tab key, and replace the tabs that are there. Rows pasted from a
    spreadsheet have a tab between any two cells.
    """


@TEXT.check(
    "Y105",
    "letters-are-composed",
    Severity.WARNING,
    words={
        TrapKind.NOT_NFC: lambda fault: Message(
            '"{read}" is written with separate marks; convert the file to composed letters (Unicode NFC)',
            read=clipped(fault.values["read"]),
        )
    },
)
def not_nfc() -> None:
    """Letters are in composed form (NFC).

    A letter and its marks are one character. A word that looks the same but is written with separate marks is another
    word to programs that search or sort; here it is read in its composed form.

    Fix: Vietnamese keyboards and text from macOS or from PDF files may give separate marks. In Unikey choose Unicode
    and not composite Unicode; its toolkit converts what is written already.
    """


@TEXT.check(
    "Y106",
    "no-directives",
    words={
        TrapKind.DIRECTIVE: lambda fault: Message(
            '"{read}" is a YAML directive, where a field was expected; delete the line',
            read=fault.values["read"].rstrip(),
        )
    },
)
def directive() -> None:
    """The file has no YAML directives.

    No line at the beginning starts with %. A directive would change how the rest is read.

    Fix: Begin the file with povcalc: 1, or with a line of three hyphens where another program wants one.
    """


_SYNTAX_WORDS = {
    "quote": Message("The quotation mark that opens here is not closed; add the closing one at the end of the text"),
    "colon": Message(
        "A second colon on one line, or a field that is indented too far: put a text that contains a colon "
        "in quotes, or set the line under the one above"
    ),
    "bracket": Message("Inside brackets something else was expected here: a comma, a value, or the closing bracket"),
    "character": Message("A text cannot begin with {sign}; put it in quotes"),
    "escape": Message(
        "Between double quotes a backslash begins a special character, and this one does not exist; write "
        "two backslashes, or use single quotes"
    ),
    "space": Message("{sign} stands here, which only looks like a space; write an ordinary space instead"),
    "look_alike": Message("{sign} stands here, which only looks like {plain}; write {plain} instead"),
    "comparison": Message("A number cannot begin with {sign}; write over 5 as {over}, at least 5 as {at_least}"),
    "lone_hyphen": Message("A hyphen alone is no value; take out the line of a figure that is not known"),
    "tight_hyphen": Message("No space stands behind this hyphen; write one between the hyphen and the field"),
    "no_colon": Message("There is no colon behind this word; a field is its name, a colon, a space and its value"),
    "tight_colon": Message("No space stands behind this colon; write one between the colon and the value"),
    "structure": Message(
        "This line does not go with the lines around it; each field needs its colon and a space, and fields "
        "of one group the same indentation"
    ),
}


def _syntax_words(fault: Fault[Span]) -> Message:
    words = _SYNTAX_WORDS[fault.values["read"]]
    sign = fault.values["sign"]
    plain = ":" if unicodedata.normalize("NFKC", sign) == ":" or sign == "\u2236" else "-"
    if fault.values["read"] in ("space", "look_alike"):
        sign = f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".rstrip()
    return words.with_values(sign=sign, plain=plain, over="{over: 5}", at_least="{at_least: 5}")


@TEXT.check("Y107", "text-is-yaml", words={TrapKind.SYNTAX: _syntax_words})
def syntax() -> None:
    """The text is YAML.

    The text follows the rules of YAML from beginning to end. Where it does not, nothing of it can be checked.

    Fix: Compare the line, and the one above it, with a line of the same kind that is right. When nothing seems wrong,
    put the text in double quotes.
    """


@TEXT.check(
    "Y108",
    "text-is-not-empty",
    words={TrapKind.EMPTY: Message("The file is empty, where a plan was expected; begin it with povcalc: 1")},
)
def empty() -> None:
    """The file has content.

    The file holds something besides comments and blank lines.

    Fix: See whether the right file was named, and whether it was saved. `docs/format.md` shows a first plan, step by
    step.
    """


@TEXT.check(
    "Y109",
    "one-document",
    words={
        TrapKind.SECOND_DOCUMENT: Message(
            "A second YAML document begins here, and a file holds one plan; move it to a file of its own"
        )
    },
)
def second_document() -> None:
    """The file holds one YAML document.

    No second document follows after a line of three hyphens: it would not be checked.

    Fix: Give each plan a file of its own and name them all, or their folder, in one command. A line of three hyphens
    that only separates sections is deleted.
    """


@TEXT.check(
    "Y110",
    "nesting-is-shallow",
    words={
        TrapKind.TOO_DEEP: lambda _: Message(
            "This is nested deeper than {depth} levels, at which reading ends; look for brackets that are not closed",
            depth=MAX_DEPTH,
        )
    },
    values={"max_depth": MAX_DEPTH},
)
def too_deep() -> None:
    """Nothing is nested deeper than {max_depth} levels.

    Lists and groups of fields are at most {max_depth} levels deep; a whole nation's plan has 11.

    Fix: A bracket that is opened and never closed makes everything behind it one level deeper. Lists written one item a
    line, without brackets, avoid this.
    """


@TEXT.check(
    "Y111",
    "keys-are-unique",
    words={
        TrapKind.DUPLICATE_KEY: lambda fault: Message(
            '"{read}" is given a second time, and a field is given once; keep one of the two',
            read=clipped(fault.values["read"]),
        )
    },
)
def duplicate_key() -> None:
    """No field is given twice.

    Each field is given once. Of two, most programs keep the last without a word; here the first is read.

    Fix: See in the document which of the two figures is right. Often a block of lines was copied for the next area and
    one line was not changed.
    """


@TEXT.check(
    "Y112",
    "keys-are-names",
    words={
        TrapKind.COMPLEX_KEY: Message(
            "A list or mapping stands where a field's name was expected; put it in quotes if it is a text"
        )
    },
)
def complex_key() -> None:
    """A field's name is a text.

    What stands before a colon is a name, never a list or a group of fields.

    Fix: Names of fields are written without brackets or braces. Where a text begins with one, put quotes around it.
    """


@TEXT.check(
    "Y113",
    "no-merge-keys",
    words={
        TrapKind.MERGE_KEY: Message(
            "<< merges fields from elsewhere, and only fields written here are read; write them out"
        )
    },
)
def merge_key() -> None:
    """Nothing is merged with <<.

    Fields are written where they belong. With << a figure would stand in another place than it counts.

    Fix: Write the fields out at each place where they count, even when they are the same.
    """


@TEXT.check(
    "Y114",
    "no-anchors",
    words={
        TrapKind.ANCHOR: Message(
            "&{read} marks a value for use elsewhere, where a plain value was expected; take the mark out, or "
            "put a text that begins with & in quotes"
        )
    },
)
def anchor() -> None:
    """Nothing is marked with &.

    No value carries a mark for use in other places: each figure stands where it counts.

    Fix: Take out the mark, and write the value wherever it is used. A name that really begins with & goes in quotes.
    """


@TEXT.check(
    "Y115",
    "no-aliases",
    words={
        TrapKind.ALIAS: Message(
            "*{read} copies a value from elsewhere, where the value itself was expected; write it out, or put a "
            "text that begins with * in quotes"
        )
    },
)
def alias() -> None:
    """Nothing is copied with *.

    No value is taken from another place: each figure stands where it counts, and a short file cannot grow into a huge
    one.

    Fix: Write the value itself. A footnote's asterisk from the document's table is left out, or put in quotes together
    with its text.
    """


@TEXT.check(
    "Y116",
    "no-tags",
    words={
        TrapKind.TAG: Message(
            "A type ({read}) stands where a plain value was expected; take it out, or put a text that begins "
            "with ! in quotes"
        )
    },
)
def tag() -> None:
    """Nothing is typed with !

    No value carries a type of its own: its field says what it is.

    Fix: Leave the type out. A figure needs no quotes, and a text that could be taken for a number goes in quotes.
    """


_REASONS = (
    (
        r"\.(?i:inf|nan)",
        Message("no figure is endless or undefined"),
    ),
    (r"0[xXoObB].*", Message("it is not in base ten")),
    (
        r"0[0-7]+",
        Message("some readers take a leading 0 for octal: {octal}"),
    ),
    (r"0[0-9].*", Message("a number has no leading 0")),
    (r".*_.*", Message("a number has no underscores")),
    (r".*[eE].*", Message("a number is written out in full")),
    (r"\+.*", Message("a plus sign is not written")),
    (r".*", Message("a number begins and ends with a digit")),
)


def _number_words(fault: Fault[Span]) -> Message:
    digits = fault.values["read"].lstrip("-")
    reason = next(words for form, words in _REASONS if re.fullmatch(form, digits))
    octal = str(int(digits, 8)) if re.fullmatch("0[0-7]+", digits) else ""
    likely = fault.values["likely"] or ""
    if both := fault.values.get("readings"):
        words = Message(
            "{read} is not a plain number ({why}) and can mean two things; write {first} or {second}, or put it in "
            "quotes if it is text"
        ).with_values(first=both[0], second=both[1])
    elif 0 < len(likely) <= MAX_DIGITS:
        words = Message("{read} is not a plain number ({why}); write {likely}, or put it in quotes if it is text")
    else:
        words = Message("{read} is not a plain number ({why}); write plain digits, or put it in quotes if it is text")
    return words.with_values(read=fault.values["read"], why=reason.with_values(octal=octal), likely=likely)


@TEXT.check("Y117", "numbers-are-plain", words={TrapKind.NUMBER_FORM: _number_words})
def number_form() -> None:
    """Numbers are written plainly.

    A number is digits, with a point before its decimals and a minus sign if it is below zero. Other writings are
    numbers to one program and text or another number to the next.

    Fix: Type the figure with plain digits, as the document prints it without thousands marks. A code such as 007 is a
    text: put it in quotes.
    """


@TEXT.check(
    "Y118",
    "numbers-are-short",
    words={
        TrapKind.LONG_NUMBER: lambda fault: Message(
            "{read} is {count} characters long, where a number of at most {most} was expected; correct it, or "
            "put it in quotes if it is text",
            read=fault.values["read"],
            count=fault.values["count"],
            most=MAX_DIGITS,
        )
    },
    values={"max_digits": MAX_DIGITS},
)
def long_number() -> None:
    """No number is longer than {max_digits} characters.

    A number has at most {max_digits} characters. No count of households or sum of money comes near that.

    Fix: Figures that ran together, as when cells of a table are pasted without spaces, are written one to a field.
    """
