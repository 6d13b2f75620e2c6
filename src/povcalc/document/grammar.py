"""The grammar of statements: what figures a document's sentences state, of which area, measure and date.

A sentence is read from left to right. Cues, the words of `CUES`, set what the next number is about: "giảm" a fall,
"còn" a level at the end, "thoát nghèo" exits. A number takes what the cues before it say, and its unit; bound words
stand directly before it ("trên 5,8%") or behind it ("3% trở lên"). Each rule stands with an example, which is its test.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, Self

from povcalc.document.reader import Block, Document
from povcalc.measures import BASES, MULTIDIMENSIONAL, NEAR_POOR, POOR, SHARES
from povcalc.numerals import EN, HOUSEHOLDS, RATE, VI, Kind, Wanted, read, unit_of
from povcalc.plan.model import parent
from povcalc.typos import normalized
from povcalc.values import MAX_DIGITS, Figure, Form, Number


class Unit(StrEnum):
    """What a number counts."""

    HOUSEHOLDS = "households"
    PERSONS = "persons"
    PERCENT = "percent"
    MONEY = "money"


class Cue(StrEnum):
    """What words say of the number behind them."""

    FALL = "fall"
    RISE = "rise"
    END = "end"
    START = "start"
    LEVEL = "level"
    EXITS = "exits"
    RELAPSES = "relapses"
    NEW = "new_poor"
    POOR = "poor"
    NEAR = "near_poor"
    BOTH = "multidimensional"
    BASE = "households"
    AT_START = "at start"
    AT_END = "at end"
    GROUP = "group"
    MEAN = "mean per year"
    PLANNED = "planned"
    COMPARED = "compared with"
    WHOLE = "the whole area"
    CLAUSE = "clause"
    ELSEWHERE = "elsewhere"
    AREAS = "several areas"


class Rule(NamedTuple):
    """Words that are a cue, as patterns of small letters with an example; a year among them is named `year`."""

    cue: Cue
    example: str
    patterns: tuple[str, ...]


_YEAR = r"(?:\s*(?:năm\s+)?(?P<year>(?:19|20)\d\d)(?![\d.,]*\d))"
_AMOUNT = r"\d[\d.,]*\s*(?:%|‰|hộ|per ?cent|(?:poor )?households)"

_GIVEN = r"(?=[^,;.\d]*(?:\(|là |: ?)(?:giảm )?\d)"
"""What stands between the words for a plan and its figure: "vượt kế hoạch tỉnh giao là 1,2%"."""

_OWN_RATES = (
    r"(?:(?:số )?(?:hộ )?(?:cận |tái |thoát )*nghèo|(?:hộ )?phát sinh|là|còn|giảm|tăng|chung|này|trên|dưới|tương|đạt|"
    r"chiếm|khoảng|đầu|cuối|năm|toàn|của|từ|xuống|ước|bình|hiện|tại|đến|điểm)"
)
"""What follows "tỷ lệ" where it may be that of the poor."""

_AREA_KINDS = "huyện|xã|phường|thôn|bản|thị xã|thành phố|địa phương|đơn vị|huyện, thị xã"
_OF_SOME = "khác|đặc|khó|vùng|thuộc|nghèo|có|giảm|còn|đạt|miền|biên|trên|dưới"
_KINDS_LISTED = rf"(?:{_AREA_KINDS})(?:(?:,| và) (?:{_AREA_KINDS}))*"

CUES: tuple[Rule, ...] = (
    Rule(
        Cue.MEAN,
        "bình quân mỗi năm giảm 1%",
        (
            "bình quân",
            "trung bình",
            "mỗi năm",
            "hằng năm",
            "hàng năm",
            "on average",
            "(?:per|a|each) year",
            r"(?:sau|qua|trong) \d+ năm",
        ),
    ),
    Rule(Cue.COMPARED, "giảm 0,67% so với đầu năm", ("so với", "compared (?:with|to)")),
    Rule(
        Cue.PLANNED,
        "kế hoạch 0,5-1,0%",
        (
            r"(?:kế hoạch|chỉ tiêu|mục tiêu|planned|target)(?: giao| đề ra)?(?=[\s:]*(?:là |of )?(?:giảm )?(?:từ )?\d)",
            rf"(?:vượt|đạt|so với|theo) (?:kế hoạch|chỉ tiêu|mục tiêu|nghị quyết){_GIVEN}",
        ),
    ),
    Rule(
        Cue.EXITS,
        "thoát nghèo 500 hộ",
        ("thoát (?:khỏi )?(?:hộ )?(?:cận )?nghèo", "escaped? poverty", "left poverty", "exits"),
    ),
    Rule(Cue.RELAPSES, "tái nghèo 20 hộ", ("tái (?:cận )?nghèo", "relapses?", "fell back")),
    Rule(
        Cue.NEW,
        "phát sinh mới 30 hộ",
        (
            "(?:hộ )?(?:cận )?nghèo (?:phát sinh|mới)(?: mới)?",
            "phát sinh(?: mới)?",
            "rơi vào (?:hộ )?nghèo",
            "newly poor",
            "new poor",
        ),
    ),
    Rule(
        Cue.END,
        "xuống còn 4,97%",
        (
            "(?:giảm )?xuống(?: còn)?",
            "giảm còn",
            "(?:chỉ )?còn(?: lại)?",
            r"(?:tăng )?lên(?= (?:đến |tới |mức )?\d)",
            "(?:down|f(?:ell|alls?)|reduc(?:e|es|ed|ing)|decreas(?:e|es|ed)|lowered|cut|brought|r(?:ose|ises?)|up) to",
            rf"to(?=\s(?>{_AMOUNT}))",
            "leaving",
        ),
    ),
    Rule(
        Cue.FALL,
        "giảm 453 hộ",
        (
            "(?:mức )?giảm(?! nghèo (?:bền|nhanh|đa))(?: được| thêm)?",
            "reduc(?:e|es|ed|ing|tion)(?: of| by)?",
            "(?:decreas|declin)(?:e|es|ed|ing)(?: of| by)?",
            "drop(?:s|ped)?(?: of| by)?",
            "f(?:all|alls|alling|ell)(?: of| by)?",
            "(?:cut|lowered|lower) by",
        ),
    ),
    Rule(
        Cue.RISE,
        "tăng 137 hộ",
        (
            "tăng(?! trưởng| cường| thu)(?: thêm| lên)?",
            "increas(?:e|es|ed)(?: of| by)?",
            "r(?:ose|ise|ises)(?: of| by)?",
        ),
    ),
    Rule(Cue.START, "từ 17,83% xuống còn 15,24%", (rf"(?:từ|from)(?=\s*(?>{_AMOUNT})(?!\s*trở))",)),
    Rule(
        Cue.AT_START,
        "đầu năm 2019",
        (rf"đầu (?:năm|kỳ){_YEAR}?", rf"(?:start|beginning) of (?:the year|the period|{_YEAR})", "at start"),
    ),
    Rule(
        Cue.AT_END,
        "cuối năm 2019",
        (
            rf"(?:cuối|hết|kết thúc) (?:năm|kỳ){_YEAR}?",
            rf"(?:ngày )?31/12/{_YEAR}",
            rf"end of (?:the year|the period|{_YEAR})",
            "at end",
            "(?:cả|toàn|trong) (?:giai đoạn|kỳ|năm)(?! [12])",
            rf"(?:năm|in|for){_YEAR}",
        ),
    ),
    Rule(
        Cue.GROUP,
        "hộ nghèo dân tộc thiểu số 3.000 hộ",
        (
            "(?<!ban )dân tộc(?: thiểu số)?",
            "dtts",
            "người (?:kinh|dao|mông|h’mông|h'mông|tày|thái|nùng|mường|khmer|khơ me|chăm|hoa)",
            "vùng (?:cao|sâu|xa|núi|khó khăn|đặc biệt|bãi ngang)",
            "thành thị",
            "nông thôn",
            "bảo trợ xã hội",
            "người có công",
            "chính sách ưu đãi",
            "không có khả năng lao động",
            "phụ nữ",
            "thiếu hụt",
            "nguyên nhân",
            "ethnic minorit(?:y|ies)",
            "urban",
            "rural",
        ),
    ),
    Rule(
        Cue.BOTH,
        "nghèo đa chiều",
        (
            "(?:(?:tỷ|tỉ) lệ |(?:tổng )?số )?(?:hộ )?nghèo đa chiều",
            "(?:(?:tỷ|tỉ) lệ |tổng (?:số )?)?hộ nghèo(?: và|,) (?:hộ )?cận nghèo",
            "multidimensional(?:ly poor| poverty)",
        ),
    ),
    Rule(
        Cue.NEAR,
        "tỷ lệ hộ cận nghèo",
        ("(?:(?:tỷ|tỉ) lệ |(?:tổng )?số )?(?:hộ )?cận nghèo", "near-poor(?: households| rate)?"),
    ),
    Rule(
        Cue.BASE,
        "tổng số hộ dân",
        (
            "(?:tổng )?số hộ (?:dân(?: cư)?|gia đình)",
            r"tổng số(?=:? [\d.,]+ hộ(?! nghèo| cận| thoát| tái| phát))",
            r"(?:out )?of(?: a total of)?(?= [\d.,]+ households)",
            "tổng (?:số )?hộ(?! nghèo| cận| thoát| tái)",
            "hộ dân(?: cư)?",
            "(?:all|total(?: number of)?) households",
        ),
    ),
    Rule(
        Cue.LEVEL,
        "chiếm tỷ lệ 3,14%",
        (
            "(?:chiếm|chiến)(?: (?:tỷ|tỉ) lệ)?",
            "(?:tỷ|tỉ) lệ(?! hộ| nghèo| cận)",
            "rate of",
            "or(?= [0-9.]+ ?(?:%|per))",
        ),
    ),
    Rule(
        Cue.POOR,
        "tỷ lệ hộ nghèo",
        ("(?:(?:tỷ|tỉ) lệ |(?:tổng )?số )?hộ nghèo", "(?:tỷ|tỉ) lệ nghèo", "poor households", "poverty(?: rate)?"),
    ),
    Rule(
        Cue.WHOLE,
        "toàn tỉnh",
        (
            "(?:toàn|cả) (?:tỉnh|thành phố|thị xã|huyện|quận|xã|phường|vùng)",
            "trên địa bàn (?:tỉnh|huyện|xã|thành phố)",
            "(?:the )?(?:whole )?province(?: as a whole|-wide)?",
        ),
    ),
    Rule(
        Cue.GROUP,
        "hỗ trợ nhà ở cho 1.200 hộ nghèo",
        (
            "(?:được |đã )?(?:hỗ trợ|cho vay|vay vốn|giải ngân|cấp|tặng|xây dựng|sửa chữa|đào tạo)",
            "tập huấn|giúp(?: đỡ)?",
            "(?<!không )(?:cao|thấp|nhiều|ít) hơn|(?:higher|lower) than",
            "thẻ bảo hiểm|tiền điện|nhà ở|nhà tạm|mô hình|dự án|công trình",
            "loans?|support(?:ed|s)?|training|houses",
        ),
    ),
    Rule(
        Cue.GROUP,
        "tỷ lệ lao động qua đào tạo 65%",
        (
            rf"(?:tỷ|tỉ) lệ(?= [^\W\d])(?! {_OWN_RATES}\b)",
            "tốc độ|độ che phủ|diện tích|sản lượng|năng suất|thu nhập|dư nợ|dân số|lao động|học sinh|trẻ em",
        ),
    ),
    Rule(
        Cue.AREAS,
        "các huyện nghèo giảm 4 - 5%",
        (
            rf"(?:các|những|\d+) {_KINDS_LISTED}(?= (?:{_OF_SOME}))",
            rf"(?:mỗi|từng) (?:{_AREA_KINDS})",
            "(?:each|every) (?:district|commune|village)",
        ),
    ),
    Rule(Cue.CLAUSE, "; ", (";",)),
    Rule(Cue.ELSEWHERE, "cả nước", ("cả nước", "toàn quốc", "bình quân chung", "nationwide")),
)
"""The cues; of two that begin at one place the longer counts."""

BOUNDS: Mapping[Form, str] = {
    Form.AT_MOST: (
        r"không (?:vượt )?quá|tối đa|nhiều nhất|không (?:cao |lớn )?hơn|at most|no more than|not more than|up to"
    ),
    Form.AT_LEAST: r"không dưới|không thấp hơn|ít nhất|tối thiểu|at least|no less than|not less than",
    Form.OVER: r"trên|hơn|vượt|over|more than|above|exceeding",
    Form.UNDER: r"dưới|gần|chưa đến|chưa tới|under|less than|below|nearly|almost",
    Form.ABOUT: (
        r"ước (?:tính )?(?:đạt )?(?:khoảng)?|khoảng|xấp xỉ|chừng|about|around|approximately|an estimated|estimated at"
    ),
}
"""Words before a number that say how it is meant."""

_BEHIND = {Form.AT_LEAST: r"trở lên|or more", Form.AT_MOST: r"trở xuống|or less"}

_NUMBER = (
    r"\d{1,3}(?:(?P<§>[.,] ?|[  ])\d{3})(?:(?P=§)\d{3})*(?:[.,]\d+)?(?![\d])"
    r"|\d{1,2}[.,] \d{1,2}(?=\s*%)|\d+(?:[.,]\d+)?"
)
_MONEY = (
    r"(?:nghìn |ngàn |thousand )?(?:tỷ|tỉ|triệu|nghìn|ngàn|million|billion)(?! lệ)(?:\s*(?:đồng|vnđ|vnd|dong))?"
    r"|đồng|vnđ|vnd"
)
_UNITS = (
    rf"(?P<percent>%|‰|điểm phần trăm|điểm\s*%|phần trăm|percentage points?|per ?cent|points?)"
    rf"|(?P<count>hộ\b|(?:fewer |more )?(?:near-poor |poor )?households|(?=\s*(?:[;,.()](?!\d)|$)))"
    rf"|(?P<persons>nhân khẩu|khẩu|người|persons|people)"
    rf"|(?P<money>{_MONEY})"
)
_BOUND = "|".join(f"(?P<b{at}>{words})" for at, words in enumerate(BOUNDS.values()))
NUMBER = re.compile(
    rf"(?:\b(?:{_BOUND})[\s:]*)?"
    r"(?:(?<![\w/.,-])|(?<=hộ/)|(?<=nghèo/))"
    r"(?!(?:(?<=năm )|(?<=of )|(?<=in )|(?<=for ))(?:19|20)\d\d(?![\d.,]\d|\d))"
    rf"(?P<sign>[-−–](?=\d))?(?:(?P<from>từ|between)\s*)?(?P<first>{_NUMBER.replace('§', 'g1')})"
    r"(?:\s*(?P<unit1>%|hộ|‰)?\s*(?P<join>-|–|—|đến|tới|to|and|/(?!\s*[\d.,]+\s*(?:nhân )?khẩu))\s*"
    rf"(?P<second>{_NUMBER.replace('§', 'g2')}))?"
    rf"\s*(?:lượt\s+)?(?P<unit>{_UNITS})(?!\w)",
    re.IGNORECASE,
)
"""A number or a range of two, with its unit, and the bound words directly before it. No unit stands for a count."""

STATEMENT = re.compile(r"\d(?:\s*(?:%|(?:hộ|households)\b)|\s+(?:triệu|tỷ|tỉ|nghìn|million|billion)\b)", re.IGNORECASE)
"""A number with its unit, as a cell that says something has."""

_COUNTED = re.compile(
    r"(?:số hộ|number of (?:near-poor |poor )?households)\b[^\d.;]*(?:là|:|còn|is|was|by|to)\s*", re.IGNORECASE
)
"""What stands before a count without a unit: "số hộ nghèo: 9.604"."""

_OF_PLAN = re.compile(
    r"\s*(?:so với |of the )?(?:kế hoạch|kh\b|chỉ tiêu|mục tiêu|dự toán|plan\b|target\b)", re.IGNORECASE
)
_BEHIND_PERCENT = (
    (Cue.PLANNED, _OF_PLAN),
    (Cue.MEAN, re.compile(r"\s*(?:/\s*năm|(?:mỗi|một|hằng|hàng) năm|(?:per|a) year)", re.IGNORECASE)),
    (
        Cue.GROUP,
        re.compile(
            r"\s*(?:trong |của |so với |trên )?(?:tổng )?(?:số |các )?(?:vốn|kinh phí|dân|người|xã|thôn|bản|lao động|"
            r"trẻ|học sinh|diện tích|hộ (?:(?:cận )?nghèo(?!\s*\()|dân tộc|được|có|thiếu)|"
            r"hộ (?:dân|gia đình) (?!toàn|trên|của|trong|cả)\w)|\s*of (?:the |all )?(?:near-)?poor",
            re.IGNORECASE,
        ),
    ),
)
"""What stands behind a percentage and says that it is none of all households."""

_OF_POOR = re.compile(
    r"\s*(?:trong |của |so với )?(?:tổng )?(?:số )?hộ nghèo(?! (?:dân tộc|là|thuộc|có|do))"
    r"|\s*of (?:the |all )?poor households",
    re.IGNORECASE,
)
"""What stands behind a share of the poor."""

_OF_COUNTS: tuple[tuple[Cue, re.Pattern[str]], ...] = tuple(
    (cue, re.compile(pattern, re.IGNORECASE))
    for cue, pattern in {
        Cue.GROUP: (
            r"hộ (?:(?:cận )?nghèo )?(?:(?:đã |đang )?được|vay|tham gia|hưởng|thuộc|người|dân tộc|đồng bào|là (?!\d)|"
            r"có (?:thành viên|người|chủ hộ|hoàn cảnh|nhu cầu)|do )|households (?:received?|were|with|in need)"
        ),
        Cue.PLANNED: "hộ (?:theo )?(?:kế hoạch|chỉ tiêu)",
        Cue.EXITS: (
            "households (?:(?:that )?(?:escaped|left)|out of) poverty|"
            "hộ (?:(?:cận )?nghèo )?(?:đã |được |mới )?thoát (?:cận )?nghèo"
        ),
        Cue.RELAPSES: "households (?:that )?fell back|hộ (?:(?:cận )?nghèo )?tái (?:cận )?nghèo",
        Cue.NEW: "households (?:that )?fell into poverty|hộ (?:(?:cận )?nghèo )?(?:phát sinh|mới|rơi vào)",
        Cue.BOTH: "hộ (?:nghèo đa chiều|nghèo(?: và|,) (?:hộ )?cận nghèo)",
        Cue.NEAR: "hộ cận nghèo|near-poor",
        Cue.FALL: "fewer",
        Cue.RISE: "more",
        Cue.POOR: "hộ nghèo|poor households",
        Cue.BASE: "hộ (?:dân|gia đình)",
        Cue.WHOLE: r"hộ\s*[,;(:]?\s*(?:trong đó|bao gồm|gồm)",
    }.items()
)
"""What a count's unit and the words behind it say of which households it is."""

_GAP = r"\s*(?:(?:cận )?nghèo(?: đa chiều)?)?\s*[()]?\s*"
_BEFORE_DATE = re.compile(rf"{_GAP}(?:(?:vào|trong|ở|tại|của|thời điểm|in|at|by|the|for) )*", re.IGNORECASE)
_BEFORE_AREA = re.compile(rf"{_GAP}(?:(?:ở|tại|của|thuộc|in) )+", re.IGNORECASE)
"""What stands between a number and a date or an area behind it that are its own: "9,8% năm 2021", "9 hộ ở xã An"."""

_OF_ALL = re.compile(
    r"\s*(?:(?:trên|trong|so với|của) )?(?:tổng )?số hộ(?: (?:cận )?nghèo| dân(?: cư)?)?"
    r"(?: của| trên địa bàn| trong)?\s*",
    re.IGNORECASE,
)
"""What a percentage is of: the area named behind it is spoken of no further."""

_SHARE = re.compile(r"\s*(?:hộ (?:cận )?nghèo)\s*\(", re.IGNORECASE)
"""What stands behind a share of all households: "3,14% hộ nghèo (9.604 hộ)"."""

IN_ADDRESS = re.compile(r"\s*(?:[,;–-]|và|and|&|thuộc|của|of|in)?\s*", re.IGNORECASE)
"""What stands between two areas that one figure is of, or of which one lies in the other."""

_COMPARED = re.compile(r"\s*(?:\(|là |: ?)", re.IGNORECASE)
"""What stands between the date of a comparison and its figure: "so với đầu năm (3,81%)"."""

_UNTIL = re.compile(r"(?:đến|tới|by|hết|until)\s*$", re.IGNORECASE)


_LEVELS = (
    "tỉnh|province",
    "thành phố|tp|thị xã|tx|huyện|quận|đặc khu|city|town|district",
    "xã|phường|thị trấn|commune|ward|township",
    "thôn|bản|village",
)
_OF_LEVELS = tuple(re.compile(rf"(?:{words})\b|.*\b(?:{words})$", re.IGNORECASE) for words in _LEVELS)


def level_of(name: str) -> int:
    """The level of an area by the word for its kind in its name: 0 for a province, the highest number for none."""
    return next((level for level, pattern in enumerate(_OF_LEVELS) if pattern.match(name)), len(_LEVELS))


class _Found(NamedTuple):
    """A cue, area or number in a text."""

    start: int
    end: int
    match: re.Match[str]
    cue: Cue | None = None
    key: object | None = None
    sort: str = "cue"
    keys: tuple[object | None, ...] = ()


_CUES = tuple(
    (rule.cue, re.compile(pattern if rule.cue is Cue.CLAUSE else rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE))
    for rule in CUES
    for pattern in rule.patterns
)
_OF_AREAS = tuple(each for each in _CUES if each[0] in (Cue.WHOLE, Cue.ELSEWHERE))
"""What a sentence without numbers can still say: of which area the next one is."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zđ])")


class Style(NamedTuple):
    """How a document writes numbers, and whether anything in it says so."""

    language: str = VI
    known: bool = False


def style_of(document: Document, *, english: bool = False) -> Style:
    """The way of writing numbers that most of a document's numbers show."""
    comma = point = 0
    for block in document.blocks:
        comma += len(re.findall(r"\d,\d{1,2}\s*%|\d\.\d{3}\.\d{3}|\d\.\d{3},\d", block.text))
        point += len(re.findall(r"\d\.\d{1,2}\s*%|\d,\d{3},\d{3}|\d,\d{3}\.\d", block.text))
    if comma == point:
        return Style(EN if english else VI)
    return Style(VI if comma > point else EN, known=True)


class Printed(NamedTuple):
    """A number as printed, read; `sure` when the document's way of writing leaves one reading."""

    number: Number
    sure: bool = True


_WANTED = {Unit.PERCENT: RATE, Unit.MONEY: Wanted(Kind.MONEY)}
_DECIMAL = {VI: ",", EN: "."}


def read_printed(text: str, unit: Unit, style: Style) -> Printed | None:
    """The number that digits with their marks stand for; `None` where they stand for none in this unit."""
    digits = text.replace("\u00a0", " ")
    if re.search("[.,] ", digits):
        digits = digits.replace(" ", "")
    digits = re.sub(r"^0+(?=\d)", "", digits)  # 05 hộ
    if digits.isdecimal() and len(digits) <= MAX_DIGITS:
        return Printed(int(digits))
    is_rate = unit is Unit.PERCENT
    numeral = read(digits, _WANTED.get(unit, HOUSEHOLDS), "" if is_rate else style.language)
    if numeral.figure is None and not numeral.readings:
        return None
    # One mark and three digits are three decimals of a rate, and thousands of what is counted.
    figure = numeral.figure or numeral.readings[-1 if is_rate else 0]
    mark = re.fullmatch(r"\d{1,3}([.,])\d{3}", digits)
    if is_rate:
        return Printed(figure.number, sure=mark is None or mark[1] == _DECIMAL[style.language])
    return Printed(figure.number, sure=style.known or unit is not Unit.MONEY or not numeral.decided)


class Mention(NamedTuple):
    """A figure that a document states: how it is printed and what it is of.

    `field` is the field that would hold it, of an area or, for `MONEY`, empty; `candidates` are the fields that it may
    be of where that is not sure. `area` is the key of the area that it is about, `None` for the document's own area.
    `aside` says why no field of the format holds it. `scale` is the power of ten of its unit of money. The text of the
    block from `start` to `end` is the number with its bound words and unit.
    """

    figure: Figure
    unit: Unit
    field: str
    area: object | None
    block: Block
    start: int
    end: int
    sure: bool = True
    candidates: tuple[str, ...] = ()
    aside: Cue | None = None
    scale: int = 0
    is_named: bool = False

    @property
    def printed(self) -> str:
        """The number with its bound words and unit, as printed."""
        return self.block.text[self.start : self.end]

    def words(self, around: int = 60) -> str:
        """The words of the document around the number."""
        text = self.block.text
        start = 0 if self.start <= around else text.find(" ", self.start - around, self.start) + 1
        start = start or max(0, self.start - around)
        end = len(text) if len(text) - self.end <= around else text.rfind(" ", self.end, self.end + around)
        end = end if end > self.end else min(len(text), self.end + around)
        return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


class Inside(str):
    """The name of an area that another area of a document has too, with the name of the one `around` it."""

    __slots__ = ("around",)
    around: str

    def __new__(cls, name: str, around: str) -> Self:
        """The name with the one around it."""
        made = super().__new__(cls, name)
        made.around = around
        return made

    def __eq__(self, other: object) -> bool:
        """Whether it is the same area: of a plain name it is not sure which."""
        return isinstance(other, Inside) and (str.__str__(self), self.around) == (str.__str__(other), other.around)

    def __hash__(self) -> int:
        """As `str` has it, with the area around."""
        return hash((str.__str__(self), self.around))


def around_of(key: object | None) -> object | None:
    """The key of the area around that of a key; `None` where that is the whole, or not known."""
    if isinstance(key, Inside):
        return key.around
    return parent(key) if isinstance(key, tuple) else None


class AreaNames:
    """The names that areas are called in texts, each with the area's key; `None` is the document's own area.

    Names are compared word by word, in small letters, wherever a tone mark stands: hòa is hoà. Of several areas with
    one name the area around each decides; `around` has the keys of these.
    """

    def __init__(self, names: Iterable[tuple[str, object | None]] = ()) -> None:
        by_words: dict[tuple[str, ...], dict[object | None, None]] = {}
        for name, key in names:
            words = tuple(_toned(word) for word in _WORD.findall(name))
            by_words.setdefault(words, {})[key] = None
        self.around = {around_of(key) for keys in by_words.values() if len(keys) > 1 for key in keys} - {None}
        self._by_words = {words: tuple(keys) for words, keys in by_words.items() if words}
        # All communes of a nation begin with one word: by it only so many lengths are looked up, not so many names.
        lengths: dict[str, set[int]] = {}
        for words in self._by_words:
            lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}

    def find(self, text: str, start: int, end: int) -> "Iterator[_Found]":
        """The names in a stretch of text, of several that begin at one place the longest."""
        words = list(_WORD.finditer(text, start, end))
        plain = [_toned(word[0]) for word in words]
        for at, first in enumerate(plain):
            for length in self._lengths.get(first, ()):
                keys = self._by_words.get(tuple(plain[at : at + length]))
                if keys is not None and at + length <= len(words):
                    last = words[at + length - 1]
                    yield _Found(words[at].start(), last.end(), words[at], key=keys[0], sort="area", keys=keys)
                    break


_WORD = re.compile(r"\w+")
_toned = lru_cache(maxsize=10_000)(normalized)


Years = tuple[int | None, int | None]


class Grammar:
    """Reads mentions from a document, given how its areas are called and what it is a document of.

    `names` are those of the areas, and `style` is how it writes numbers. `years` are the first and last that it is of,
    `is_result` says that it describes what happened, `kind` is the Vietnamese word for the kind of its own area.
    """

    def __init__(
        self,
        names: AreaNames,
        style: Style,
        years: Years = (None, None),
        *,
        is_result: bool = False,
        kind: str = "",
    ) -> None:
        self.names = names
        self.style = style
        self._years = years
        self.is_result = is_result
        self._kind = kind
        self._around: object | None = None
        self.cells: dict[tuple[str, Unit], list[tuple[Figure, bool]]] = {}
        """What was read from cells of tables: figures, and whether they are sure."""

    def mentions(self, blocks: Iterable[Block]) -> Iterator[Mention]:
        """The mentions in the paragraphs among some blocks."""
        for block in blocks:
            if sum(map(bool, block.cells)) <= 1:  # a title or note that stands in a table is one too
                yield from self._paragraph(block)

    def statements(self, block: Block, start: int, end: int, area: object | None) -> Iterator[Mention]:
        """The mentions in a stretch of a block that is about an area, such as a cell of its row."""
        yield from _Sentence(self, block, area, named=True).read(start, end)

    def _paragraph(self, block: Block) -> Iterator[Mention]:
        area: object | None = None
        named = False
        start = 0
        for found in [*_SENTENCE.finditer(block.text), None]:
            end = len(block.text) if found is None else found.start()
            sentence = _Sentence(self, block, area, named=named)
            yield from sentence.read(start, end)
            area, named = sentence.area, sentence.named
            start = end if found is None else found.end()

    def tokens(self, text: str, start: int, end: int) -> list[_Found]:
        """The numbers, cues and areas of a stretch of text in order; of those that overlap the first and longest."""
        numbers = [
            _Found(m.start(), m.end(), m, sort="number")
            for m in NUMBER.finditer(text, start, end)
            if m["unit"]
            or any(
                m.start() == found.end() for found in _COUNTED.finditer(text, max(start, m.start() - _FAR), m.start())
            )
        ]
        cues = _CUES if numbers else _OF_AREAS
        found = [
            _Found(m.start(), m.end(), m, cue) for cue, pattern in cues for m in pattern.finditer(text, start, end)
        ]
        found += self.names.find(text, start, end)
        tokens: list[_Found] = []
        reached = start
        begins = [each.match.start("first") for each in numbers]
        for each in sorted(found, key=lambda each: (each.start, -each.end)):
            at = bisect_right(begins, each.start) - 1
            if each.start >= reached and (at < 0 or each.start >= numbers[at].end):
                tokens.append(each)
                reached = each.end
        return sorted(
            [*tokens, *numbers], key=lambda each: each.match.start("first") if each.sort == "number" else each.start
        )

    def date_of(self, year: int | None, *, at_start: bool) -> str | None:
        """Which date of the document's year words mean, "start" or "end"; `None` when they are of another year."""
        first, last = self._years
        if year is None or first is None or last is None:
            return "start" if at_start else "end"
        if year == (first if at_start else first - 1):
            return "start"
        return "end" if year == (last + 1 if at_start else last) else None

    def is_whole_time(self, year: int | None, *, is_during: bool) -> bool:
        """Whether what happens in a year, or until it, happens in the time that the document is of."""
        first, last = self._years
        return None in (year, last) or (year == last and (first == last or not is_during))

    def is_whole(self, words: str) -> bool:
        """Whether "toàn tỉnh" and the like mean the document's own area."""
        return not self._kind or words.lower().endswith(self._kind)

    def is_outside(self, words: str) -> bool:
        """Whether "toàn tỉnh" and the like mean an area around the document's own."""
        return level_of(words.rsplit(maxsplit=1)[-1]) < level_of(self._kind)

    def area_called(self, words: str) -> tuple[object | None, bool]:
        """The key of the area that words name and nothing else, and whether they name one."""
        found = next(self.names.find(words, 0, len(words)), None)
        return (None, False) if found is None else (self.meant(found), True)

    def meant(self, found: _Found, around: object | None = None) -> object | None:
        """The key of the area that is meant: of several of one name that inside the area spoken of last, or around."""
        key = found.key
        if len(found.keys) > 1 and None not in map(around_of, found.keys):
            fit = [each for each in found.keys if around_of(each) == (around or self._around)]
            key = fit[0] if len(fit) == 1 else SEVERAL
        if key in self.names.around or key is None:
            self._around = key
        return key


_ACTIONS = (Cue.FALL, Cue.RISE, Cue.END, Cue.START, Cue.EXITS, Cue.RELAPSES, Cue.NEW)
_FLOWS = (Cue.EXITS, Cue.RELAPSES, Cue.NEW)
_DATES = (Cue.AT_START, Cue.AT_END)
_MEASURES = {Cue.POOR: POOR, Cue.NEAR: NEAR_POOR, Cue.BOTH: MULTIDIMENSIONAL}

PERCENT_OF_PLAN = "percent_of_plan"

_INNER = 3
"""The length of the path of an area directly inside the root area."""

_FAR = 100
"""So many letters behind a number can say what it is of."""


OUTSIDE = object()
"""The key of areas that are none of the document's own."""

SEVERAL = object()
"""What a figure is of that is said of several areas at once, or of one of several that it cannot be told apart."""


def _of_flow(words: str) -> Cue:
    """Whose measure those left or entered of whom some words speak: the near-poor's, or the poor's."""
    return Cue.NEAR if re.search("cận|near-poor", words, re.IGNORECASE) else Cue.POOR


class _Date(NamedTuple):
    """The date spoken of: "start", "end" or unsaid; whether it is of another year, also for what happens in it.

    `is_during` says that it is a year as a whole: "năm 2022 giảm 500 hộ", not "đến năm 2022".
    """

    date: str | None = None
    is_other: bool = False
    is_other_for_flows: bool = False
    is_during: bool = False


class _Sentence:
    """What has been said so far in one sentence: of which area, measure and date the next number is.

    An action such as "giảm" holds for further numbers ("giảm 453 hộ, tương ứng 8,50%") until another cue of what is
    measured follows. `_subject` is the measure and date of the last count, which a share of it goes on with.
    """

    def __init__(self, grammar: Grammar, block: Block, area: object | None, *, named: bool) -> None:
        self._grammar = grammar
        self._block = block
        self.area = area
        self.named = named
        self._action: Cue | None = None
        self._before: Cue | None = None
        self._noun: Cue | None = None
        self._date = _Date()
        self._is_date_used = False
        self._is_used = False
        self._is_level = False
        self._aside: Cue | None = None
        self._spent: Cue | None = None
        self._is_compared = False
        self._compared = -1
        self._subject: tuple[Cue, str | None] | None = None
        self._last = ""

    def read(self, start: int, end: int) -> Iterator[Mention]:
        """The mentions in a stretch of the block's text."""
        tokens = self._grammar.tokens(self._block.text, start, end)
        reached = start
        for at, found in enumerate(tokens):
            if found.start < reached:
                continue
            if found.sort == "number":
                taken = self._look_behind(tokens, at)
                yield from self._number(
                    found.match, self._block.text[found.match.start("unit") : min(end, found.end + _FAR)]
                )
                reached = max(taken, self._after(tokens, at))
            elif found.sort == "area":
                self._set_area(tokens, at)
            elif found.cue is not None:
                self._cue(found.cue, found)

    def _look_behind(self, tokens: Sequence[_Found], at: int) -> int:
        """Take the date or area that stands behind a number and is its own; the end of what is taken."""
        number, behind = tokens[at], tokens[min(at + 1, len(tokens) - 1)]
        gap = self._block.text[number.end : behind.start]
        if behind.cue in _DATES and _BEFORE_DATE.fullmatch(gap):
            self._set_date(behind.cue, behind)
            is_start = self._action is Cue.START and not number.match["join"]
            if is_start and self._date.date == "end":  # "từ 5% năm 2023", a start later than the end
                self._date = _Date(is_other=True)
            return behind.end
        date = tokens[at + 2] if at + 2 < len(tokens) else behind
        if behind.cue is Cue.COMPARED and date.cue is not None and date.cue in _DATES:
            self._compare_with(date.cue, date)
        if behind.sort == "area" and _BEFORE_AREA.fullmatch(gap):
            self._set_area(tokens, at + 1)
            if at + 2 < len(tokens) and self._are_beside(behind, tokens[at + 2]):
                self.area = SEVERAL
            return behind.end
        return number.end

    def _after(self, tokens: Sequence[_Found], at: int) -> int:
        """Where to go on behind a number: behind the whole that a percentage is of, "3% tổng số hộ toàn huyện"."""
        whole = _OF_ALL.match(self._block.text, tokens[at].end) if tokens[at].match["percent"] else None
        if whole is None:
            return tokens[at].end
        inside = (each for each in tokens[at + 1 :] if each.sort == "area" or each.cue is Cue.WHOLE)
        return next((each.end for each in inside if each.start == whole.end()), whole.end())

    def _are_beside(self, first: _Found, second: _Found) -> bool:
        gap = self._block.text[first.end : second.start]
        return second.sort == "area" and bool(IN_ADDRESS.fullmatch(gap))

    def _set_area(self, tokens: Sequence[_Found], at: int) -> None:
        """Speak of an area from now on: of two beside each other the one inside the other, or of several."""
        found, before = tokens[at], tokens[at - 1] if at else tokens[at]
        self._subject = None
        self.named = True
        if self._aside is Cue.ELSEWHERE:
            self._aside = None
        if at and before.sort == "area" and self._are_beside(before, found) and self.area is not found.key:
            levels = [level_of(self._block.text[each.start : each.end]) for each in (before, found)]
            if levels[0] > levels[1] or found.key is None:
                if len(before.keys) > 1 and found.key in self._grammar.names.around:  # "xã An Phú, huyện Sơn Hà"
                    self.area = self._grammar.meant(before, found.key)
                return
            if levels[0] == levels[1] and before.key is not None:
                self.area = SEVERAL
                return
        self.area = self._grammar.meant(found)

    def _cue(self, cue: Cue, found: _Found) -> None:
        if cue in _DATES:
            self._set_date(cue, found)
        elif cue is Cue.COMPARED:
            self._is_compared = True
        elif cue is Cue.AREAS:
            self.area, self._subject = SEVERAL, None
        elif cue is Cue.WHOLE:
            self._set_whole(found.match[0])
        elif cue is Cue.CLAUSE:
            self._aside, self._is_compared = None, False
            self._date = self._date._replace(is_other_for_flows=self._date.is_other_for_flows and self._date.is_during)
        elif cue in (Cue.GROUP, Cue.MEAN, Cue.PLANNED, Cue.ELSEWHERE):
            if cue is not Cue.PLANNED or self._grammar.is_result:  # a plan is about nothing else
                self._aside, self._spent = cue, None
        elif cue is Cue.LEVEL:
            self._is_level = True
            if self._is_used or self._action in (Cue.FALL, Cue.RISE):
                self._action = None
        else:
            self._turn_to(cue, found.match[0].lower())

    def _set_whole(self, words: str) -> None:
        """Speak of the whole: the document's own area, one around it, or "toàn huyện" of the district spoken of."""
        if self._grammar.is_whole(words):
            self.area, self.named, self._subject, self._aside = None, True, None, None
        elif self._grammar.is_outside(words) or self.area is None:
            self.area, self._subject = OUTSIDE, None

    def _turn_to(self, cue: Cue, words: str) -> None:
        """Speak of an action or a measure from now on."""
        if cue in _FLOWS and "nghèo" in words:
            self._noun = _of_flow(words)
        if self._aside is self._spent:
            self._aside = None
        if cue in _ACTIONS:
            if cue is Cue.END and self._is_date_used and self._date.date == "start" and not self._date.is_during:
                self._date = _Date()  # "đầu năm có 500 hộ, nay còn 450 hộ"
            self._before, self._action, self._is_compared = self._action, cue, False
        else:
            self._noun, self._subject = cue, None
            self._action = None if self._is_used else self._action
        self._is_used = False

    def _compare_with(self, cue: Cue, found: _Found) -> None:
        """What falls "so với năm 2021" does so in the document's time when that is its start."""
        said = found.match.groupdict().get("year")
        if said:
            is_other = self._grammar.date_of(int(said), at_start=cue is Cue.AT_START) != "start"
            self._date = self._date._replace(is_other_for_flows=is_other)

    def _set_date(self, cue: Cue, found: _Found) -> None:
        if self._is_compared:  # it is the date of what is compared with
            self._is_compared, self._compared = False, found.end
            self._compare_with(cue, found)
            return
        said = found.match.groupdict().get("year")
        year = int(said) if said else None
        is_during = found.match[0].lower().startswith(("năm", "in", "for")) and not _UNTIL.search(
            self._block.text, 0, found.start
        )
        date = self._grammar.date_of(year, at_start=cue is Cue.AT_START)
        is_other = cue is Cue.AT_END and not self._grammar.is_whole_time(year, is_during=is_during)
        if self._date.date != date and self._action in (Cue.START, Cue.END) and self._is_used:
            self._action = None
        self._date = _Date(date, date is None, is_other, is_during)
        self._is_date_used = False
        self._subject = None

    def _number(self, match: re.Match[str], behind: str) -> Iterator[Mention]:
        groups = (match["count"], match["persons"], match["percent"], match["money"])
        unit = next(unit for unit, group in zip(Unit, groups, strict=True) if group is not None)
        first = read_printed(match["first"], unit, self._grammar.style)
        second = read_printed(match["second"], unit, self._grammar.style) if match["second"] else None
        if first is None or (match["second"] and second is None) or match["percent"] == "‰":
            return
        scale = _scale(match["money"]) if unit is Unit.MONEY else 0
        broken = re.search("[.,] ", match["first"] + (match["second"] or ""))  # "9. 604" may be one number or two
        sure = first.sure and (second is None or second.sure) and not broken
        for at, (figure, action, noun) in enumerate(
            self._figures(match, first.number, None if second is None else second.number, behind)
        ):
            made = self._mention(figure, unit, behind, match, action, noun)
            if second is not None and figure.form is not Form.BETWEEN:
                start, end = (match.start("second"), match.end()) if at else (match.start(), match.start("join"))
                made = made._replace(start=start, end=end)
            if not sure:
                made = made._replace(sure=False, field="", candidates=made.candidates or (made.field,))
            yield made._replace(scale=scale)
        if self._action is Cue.START and second is not None:
            self._action = None
        self._is_used, self._is_date_used, self._is_level, self._spent = True, True, False, self._aside

    def _figures(
        self, match: re.Match[str], first: Number, second: Number | None, behind: str
    ) -> list[tuple[Figure, Cue | None, Cue | None]]:
        """The figures that a number or two of them are, with what is done and counted where the numbers say it."""
        if second is None:
            written = behind[len(match["unit"]) :]
            form = next((form for at, form in enumerate(BOUNDS) if match[f"b{at}"] is not None), Form.EXACT)
            form = next(
                (form for form, words in _BEHIND.items() if re.match(rf"\s*(?:{words})", written, re.IGNORECASE)), form
            )
            text, at = self._block.text, match.start("first")
            gap = _COMPARED.fullmatch(text, self._compared, at) if self._compared >= 0 else None
            if gap is not None and (self._is_used or "(" in gap[0]):  # not "giảm so với năm 2022 là 1,20%"
                return [(Figure(first, form), Cue.START, None)]
            is_base = text.endswith(("/", "/ "), 0, at) and match["count"] is not None and not _OF_PLAN.match(written)
            return [(Figure(first, form), None if is_base else self._action, Cue.BASE if is_base else None)]
        if match["join"] == "/" and self._action in (Cue.FALL, Cue.RISE, *_FLOWS):  # done, of what was planned
            return [(Figure(first), self._action, None)]
        if match["join"] == "/":
            self._noun = Cue.NEAR if re.match("hộ cận|near", behind, re.IGNORECASE) else self._noun
            part = self._noun if self._noun in _MEASURES else Cue.POOR
            return [(Figure(first), None, part), (Figure(second), None, Cue.BASE)]
        moves = match["join"] in ("đến", "tới", "to") and self._action in (Cue.RISE, Cue.START)
        is_range = self._action is Cue.START and self._before in (Cue.FALL, Cue.END)  # "giảm từ 1% đến 1,5%"
        if first >= second or (moves and not is_range):
            return [(Figure(first), Cue.START, None), (Figure(second), Cue.END, None)]
        return [(Figure(first, Form.BETWEEN, second), self._before if is_range else self._action, None)]

    def _mention(  # noqa: PLR0913, PLR0917 - what a mention is made of
        self, figure: Figure, unit: Unit, behind: str, match: re.Match[str], action: Cue | None, noun: Cue | None
    ) -> Mention:
        after = behind[len(match["unit"]) :]
        counted = behind if unit is Unit.HOUSEHOLDS else after.lstrip() if _SHARE.match(after) else ""
        if counted:
            action, noun = self._of_count(counted, action, noun)
        aside, area = self._aside, self.area
        if unit is Unit.PERCENT and match["join"] != "/":
            aside = next((cue for cue, pattern in _BEHIND_PERCENT if pattern.match(after)), aside)
        if unit is not Unit.MONEY and (area is OUTSIDE or area is SEVERAL):
            aside, area = Cue.ELSEWHERE if area is OUTSIDE else Cue.AREAS, None
        if self._is_other_year(action):
            aside = Cue.AT_START
        if action is Cue.RISE and figure.form is not Form.BETWEEN:
            figure = figure._replace(number=-figure.number)
        fields = self._fields(unit, action, noun or self._noun)
        if aside is Cue.PLANNED and unit is Unit.PERCENT and _OF_PLAN.match(after):
            fields = (PERCENT_OF_PLAN,)
            aside = None if self._last == POOR.reduction else aside  # of other figures the format holds none
        elif aside is Cue.GROUP and self._aside is None and self._is_part(area) and _OF_POOR.match(after):
            date = self._date_for(action)
            aside, fields = None, SHARES if date is None else (SHARES[date == "end"],)
        is_change = "point" in behind[:20].lower() or behind.lower().startswith("điểm")
        if unit is Unit.PERCENT and is_change and action not in (Cue.FALL, Cue.RISE):  # points are never a level
            fields = ("reduction_rate", "")
        field = fields[0] if len(fields) == 1 else ""
        sure = len(fields) == 1 or unit in (Unit.MONEY, Unit.PERSONS)
        candidates = () if sure else fields
        self._last = field
        place = (self._block, match.start(), match.end())
        return Mention(figure, unit, field, area, *place, sure, candidates, aside, is_named=self.named)

    def _is_part(self, area: object | None) -> bool:
        """Whether an area lies directly in the document's own, so that a share of the poor is one of those there."""
        if isinstance(area, tuple):
            return len(area) == _INNER
        return isinstance(area, str) and not isinstance(area, Inside)

    def _of_count(self, behind: str, action: Cue | None, noun: Cue | None) -> tuple[Cue | None, Cue | None]:
        """What is done and counted, as the unit of a count and the words behind it say."""
        found = next(((cue, match) for cue, pattern in _OF_COUNTS if (match := pattern.match(behind))), None)
        of = None if found is None else found[0]
        if of is Cue.GROUP or of is Cue.PLANNED:
            self._aside = of
        elif noun is not None:
            return action, noun
        elif of is Cue.WHOLE:
            return action, Cue.BASE if action is None and self._noun is None else None
        elif of is not None and of not in _ACTIONS:
            self._noun, self._subject = of, None
            return action, of
        of_flow = _of_flow(found[1][0]) if found is not None and of in _FLOWS else None
        return of if of in _ACTIONS else action, of_flow

    def _is_other_year(self, action: Cue | None) -> bool:
        """Whether what is done, or counted, is so in another year than the document's."""
        if action in (Cue.FALL, Cue.RISE, *_FLOWS):
            return self._date.is_other_for_flows
        return self._date.is_other

    def _fields(self, unit: Unit, action: Cue | None, noun: Cue | None) -> tuple[str, ...]:
        """The field of a count or a percentage, or the fields that it may be of."""
        if unit in (Unit.MONEY, Unit.PERSONS):
            return ()
        measure = _MEASURES.get(noun or Cue.POOR, POOR)
        is_count = unit is Unit.HOUSEHOLDS
        if action in _FLOWS:
            is_stated = is_count and measure.flows
            return (measure.flows[_FLOWS.index(action)] if is_stated else f"{action.value} of {measure.points}",)
        if action in (Cue.FALL, Cue.RISE):
            return (measure.reduction if is_count else measure.points,)
        date = self._date_for(action)
        if is_count:
            if noun is None and action is None:
                return "reduction_households", "poor_households_start", "poor_households_end", "households"
            self._subject = (noun or Cue.POOR, date)
            if noun is Cue.BASE and date is None:
                return ("households",)
            fields = BASES if noun is Cue.BASE else measure.stocks
        elif self._subject is not None and self._subject[0] in _MEASURES and action is None:
            fields, date = _MEASURES[self._subject[0]].rates, self._subject[1]
        elif noun in (None, Cue.BASE) and action is None and not self._is_level:
            return "poverty_rate_start", "poverty_rate_end", "reduction_rate"
        else:
            fields = measure.rates
        return (fields[date == "end"],) if date else fields

    def _date_for(self, action: Cue | None) -> str | None:
        if action is Cue.START:
            return "start"
        return self._date.date or ("end" if action is Cue.END or self._grammar.is_result else None)


def _scale(words: str) -> int:
    """The power of ten of a unit of money: 6 for "triệu đồng"."""
    return sum(unit.power for word in words.split() if (unit := unit_of(word)) is not None)
