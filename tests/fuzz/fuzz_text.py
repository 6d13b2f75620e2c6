"""Texts made up by hypothesis: plans with odd figures, real plans with edits, pieces of YAML, long repetitions.

    python tests/fuzz/fuzz_text.py --inputs 100000

Every input is read and checked, half of them twice, written one finding a line in both languages, and in
one of the other forms. What breaks a rule is made as small as
hypothesis can make it, printed, and passed over from then on.
"""

import argparse
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from oracle import Violation, drawn
from tally import Tally

from corpus import HEAD, WORDS, explained, plan, sections

_CHUNK = 1000
_LONG = 10_000
"""Inputs are at most about so long, but for edits of the whole plan of 2019."""

NUMBERS = (
    *(
        "0",
        "-0",
        "1",
        "5",
        "12",
        "99",
        "100",
        "101",
        "453",
        "11869",
        "-1",
        "-453",
        "1000000",
        "9" * 39,
        "9" * 40,
        "9" * 41,
    ),
    *(
        "0.0",
        "0.5",
        "4.10",
        "4.1",
        "5.80",
        "44.35",
        "7.736",
        "99.999",
        "100.0",
        "100.01",
        "-0.50",
        "0." + "0" * 37 + "1",
    ),
    *("1.726", "5.440.412", "5,80", "'5,80'", "11.869 hộ", "5,8%", "trên 5,8%", "'453'", "1 726", "ước 30 triệu đồng"),
    *(
        "0123",
        "1e3",
        "1E400",
        "1_000",
        "0x1F",
        "0b1",
        "0o7",
        ".5",
        "5.",
        "+5",
        ".inf",
        "-.INF",
        ".nan",
        "1:30",
        "１２",
        "٣",
    ),
    *("~", "", "null", "true", "no", "[]", "{}", "[1]", "'x'", "text", "&a 1", "*a", "!!int 1", "|-\n", "''", "' '"),
)
WHOLE = st.integers(-5, 30_000).map(str)
TENTHS = st.integers(-500, 10_500).map(lambda number: f"{number / 100:.2f}")
SOUND = st.one_of(WHOLE, WHOLE, TENTHS, st.integers(0, 110).map(str))
NUMBER = st.one_of(SOUND, SOUND, SOUND, st.sampled_from(NUMBERS))
FIGURE = st.one_of(
    NUMBER,
    NUMBER,
    st.builds("{{{}: {}}}".format, st.sampled_from(["over", "under", "at_least", "at_most", "about", "x-y"]), NUMBER),
    st.builds("{{min: {}, max: {}}}".format, NUMBER, NUMBER),
)
HOSTILE = st.sampled_from(
    (
        *(
            "[red]x[/]",
            "[/]",
            "'::error::x'",
            '"\\e[31mx"',
            '"\\u202Ex"',
            "\u202ex",
            "\u200b",
            "x\x1b[2J",
            "\ud800",
            '"\\ud83d"',
        ),
        *(
            "\U0001d173",
            "\u3164",
            "\U000e0041",
            "🏔️",
            "e\u0301",
            "ế",
            "=1+1",
            "<b>",
            "H" * 500,
            "ạ" * 300,
            "漢" * 100,
            "x\ty",
        ),
        *(
            '"a\\nb"',
            '"a\\rb"',
            "'a\n\n  b'",
            "a\u2028b",
            "\ufeff",
            "\x85",
            "\x00",
            "{",
            "}",
            "a: b",
            "a #b",
            "%",
            "@",
            "`",
            "{0}",
        ),
        *("{field}", "{read!r}", "%s", "\\", "con", "-", "--", "?", "??", "a?", "---", "...", "0", "1.5", "true", "~"),
    )
)
PRINTED = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
NAME = st.one_of(st.sampled_from(["A", "Xã An Phú", "Thôn Một", "xa"]), HOSTILE, PRINTED, PRINTED.map(repr))
IDS = st.sampled_from(
    ["a", "b", "c", "d", "xa-1", "a/b", "funding", "targets", "total", "Xã", "", "1", "1.5", "a b", "-"]
)
DAY = st.one_of(
    st.dates().map(str),
    st.sampled_from(["2019-04-19", "2019-12-31", "2020-03-31", "2019-02-29", "0001-01-01", "9999-12-31"]),
    st.sampled_from(
        ["19/4/2019", "ngày 1/5/2019", "2019-4-9", "0000-01-01", "2019-13-01", "20190419", "1", "'2019-04-19 '"]
    ),
)
FIELDS = (
    *("households", "households_start", "households_end", "poor_households_start", "poor_households_end"),
    *("poverty_rate_start", "poverty_rate_end", "reduction_households", "reduction_rate"),
)
FIELD = st.sampled_from(FIELDS)
KEY = st.one_of(FIELD, FIELD, FIELD, st.sampled_from(WORDS), HOSTILE)


def _flow(entries: list[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in entries) + "}"


def _indented(text: str, depth: int) -> str:
    return "".join(f"{' ' * depth}{line}\n" for line in text.rstrip("\n").split("\n"))


@st.composite
def areas(draw: st.DrawFn, depth: int) -> str:
    """The lines of an area, and of those inside it."""
    lines = [f"id: {draw(IDS)}", f"name: {draw(NAME)}"]
    for field in draw(st.lists(FIELD, max_size=5, unique=True)):
        lines += [f"{field}: {draw(FIGURE)}"]
    lines += [f"{key}: {draw(FIGURE)}" for key in draw(st.lists(KEY, max_size=1))]
    if draw(st.integers(0, 6)) == 0:
        lines.append(f"partial: {draw(st.sampled_from(['true', 'false', 'yes', '1']))}")
    text = "\n".join(lines) + "\n"
    if depth:
        inner = draw(st.lists(areas(depth - 1), max_size=3))
        if inner:
            text += "areas:\n" + "".join("  - " + _indented(area, 4)[4:] for area in inner)
    return text


LINE = st.builds(
    lambda identifier, name, amount: _flow([("id", identifier), ("name", name), ("amount", amount)]), IDS, NAME, FIGURE
)
ID_LIST = st.lists(IDS, max_size=3).map(lambda ids: f"[{', '.join(ids)}]")
PHASE = st.builds(
    lambda identifier, text, start, end, actors: _flow(
        [("id", identifier), ("text", text), ("from", start), ("to", end), ("actors", actors)]
    ),
    IDS,
    NAME,
    DAY,
    DAY,
    ID_LIST,
)
DEADLINE = st.builds(
    lambda identifier, text, when, day, report, actors, to: _flow(
        [("id", identifier), ("text", text), (when, day), ("report", report), ("actors", actors), ("to", to)]
    ),
    IDS,
    NAME,
    st.sampled_from(["on", "before"]),
    DAY,
    st.sampled_from(["official", "preliminary", "final"]),
    ID_LIST,
    IDS,
)
DUTY = st.builds(
    lambda text, role, partners, places: _flow([("text", text), ("role", role), ("with", partners), ("areas", places)]),
    NAME,
    st.sampled_from(["leads", "joins", "x"]),
    ID_LIST,
    ID_LIST,
)
ACTOR = st.builds(
    lambda identifier, name, duties: _flow([("id", identifier), ("name", name), ("duties", f"[{', '.join(duties)}]")]),
    IDS,
    NAME,
    st.lists(DUTY, max_size=2),
)
CODE = st.sampled_from(
    ["T101", "T111", "T201", "T205", "F101", "F104", "D103", "A101", "W101", "S107", "t101", "X", "''"]
)
PLACE = st.one_of(
    IDS, st.builds("{}.{}".format, st.sampled_from(["funding", "schedule", "actors", "x"]), IDS), NAME,
    st.builds("{}/{}".format, IDS, IDS),
)  # fmt: skip
WAIVER = st.builds(lambda code, at, reason: _flow([("code", code), ("at", at), ("reason", reason)]), CODE, PLACE, NAME)


def _listed(key: str, items: list[str], depth: int = 0) -> str:
    return " " * depth + f"{key}:\n" + "".join(f"{' ' * depth}  - {item}\n" for item in items) if items else ""


@st.composite
def plans(draw: st.DrawFn) -> str:
    """A plan with its sections, figures sound and odd."""
    text = draw(
        st.sampled_from(
            [HEAD, HEAD, "povcalc: 1\ndocument: {title: T, period: {from: 2016, to: 2020}}\n", "povcalc: 1\n"]
        )
    )
    kind = draw(st.integers(0, 5))
    if kind != 1:
        text += "targets:\n" + _indented(draw(areas(draw(st.integers(0, 2)))), 2)
    if kind in (1, 2):
        text += f"funding:\n  unit: {draw(st.sampled_from(['million VND', 'VND', 'x']))}\n  total: {draw(FIGURE)}\n"
        text += _listed("lines", draw(st.lists(LINE, max_size=4)), 2)
    if kind == 3:
        phases, deadlines = draw(st.lists(PHASE, max_size=2)), draw(st.lists(DEADLINE, max_size=2))
        if phases or deadlines:
            text += "schedule:\n" + _listed("phases", phases, 2) + _listed("deadlines", deadlines, 2)
        text += _listed("actors", draw(st.lists(ACTOR, max_size=3)))
    if kind in (2, 3, 4):
        text += _listed("waivers", draw(st.lists(WAIVER, max_size=2)))
    return text


_SECTIONS = {name: text for name, text in sections().items() if name not in ("povcalc", "document")}
BASES = st.one_of(
    st.sampled_from([content.decode(errors="replace") for content in explained()]),
    st.sampled_from([HEAD + text for text in _SECTIONS.values()]),
    st.sampled_from([HEAD + text for text in _SECTIONS.values() if len(text) < _LONG // 4]),
)
PIECE = st.one_of(
    st.sampled_from(WORDS), HOSTILE, st.sampled_from(NUMBERS), st.sampled_from(list(":-?,[]{}'\"|>#&*! \n\r\t"))
)


@st.composite
def edits(draw: st.DrawFn, bases: st.SearchStrategy[str] = BASES) -> str:
    """A real plan, or a section of one, with a few edits."""
    lines = draw(bases).splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 8)):
            case 0 | 1:  # another value
                key, colon, _ = lines[at].partition(": ")
                lines[at] = f"{key}{colon}{draw(st.one_of(FIGURE, NAME, DAY))}\n"
            case 2:  # two lines exchanged
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case 3:  # a line twice: a key that is given twice
                lines.insert(at, lines[at])
            case 4 if len(lines) > 1:  # a line lost
                del lines[at]
            case 5:  # another indentation
                lines[at] = " " * draw(st.integers(0, 8)) + lines[at].lstrip(" ")
            case 6:  # a field that does not belong here
                indent = len(lines[at]) - len(lines[at].lstrip(" "))
                lines.insert(at, f"{' ' * indent}{draw(KEY)}: {draw(FIGURE)}\n")
            case 7:  # a stretch again
                lines[at:at] = lines[at : at + draw(st.integers(1, 12))]
            case _:  # something inside a line
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(PIECE) + lines[at][column:]
    return "".join(lines)


DEEP = st.builds(
    lambda opened, count, inside: HEAD + "targets: " + opened * count + inside,
    st.sampled_from(["[", "{a: ", "{areas: [", "- ", "? ", "\n - "]),
    st.integers(1, 70),
    PIECE,
)
_HEADS = (
    "",
    "povcalc: 1\n",
    HEAD + "targets:\n  id: a\n  name: b\n  areas:\n",
    HEAD + "waivers:\n",
    "a: '",
    'a: "',
    "a: ",
)
_UNITS = ("  - {id: a, name: b}\n", "a: 1\n", "# c\r\n", "%a\n", "#\t\n", "\u0301\u0323", "\r\n")
REPEATED = st.builds(
    lambda head, units, length, tail: head + "".join(units) * (length // max(len("".join(units)), 1)) + tail,
    st.sampled_from(_HEADS),
    st.lists(st.one_of(PIECE, st.sampled_from(_UNITS)), min_size=1, max_size=4),
    st.sampled_from([100, 1000, 3000, _LONG]),
    st.one_of(st.just(""), PIECE),
)
PIECES = st.lists(PIECE, max_size=25).map("".join)
WHOLE_PLAN = edits(st.just(plan()))

TEXTS = st.integers(0, 99).flatmap(
    lambda lot: (
        plans() if lot < 45
        else edits() if lot < 75
        else PIECES if lot < 90
        else DEEP if lot < 94
        else REPEATED if lot < 98
        else WHOLE_PLAN
    )
)  # fmt: skip


def main() -> None:
    """Run until the inputs or the seconds are over; print the summary."""
    options = _options()
    tally = Tally("fuzz_text", options.finds, every=20_000)
    last: list[tuple[str, Violation]] = []

    def one(text: str) -> None:
        if tally.inputs >= options.inputs or tally.seconds >= options.seconds:
            return
        found = tally.look(text, drawn(text, twice=2, forms=1))
        if found is not None and not tally.finds[found.key]:
            last.append((text, found))
            raise found
        if found is not None:
            tally.record(text, found)

    chunk = options.seed * 1_000_000
    while tally.inputs < options.inputs and tally.seconds < options.seconds:
        chunk += 1
        run = settings(
            max_examples=min(_CHUNK, options.inputs - tally.inputs),
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )(seed(chunk)(given(TEXTS)(one)))
        try:
            run()
        except Exception:
            # The last one that failed is the smallest of its kind.
            if not last:
                raise
        for key in dict.fromkeys(found.key for _, found in last):
            text, found = [(text, found) for text, found in last if found.key == key][-1]
            tally.record(text, found)
        last.clear()
    tally.end()


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--inputs", type=int, default=100_000, help="how many inputs")
    options.add_argument("--seconds", type=float, default=float("inf"), help="end after so many seconds at the latest")
    options.add_argument("--seed", type=int, default=1, help="of the random numbers")
    options.add_argument("--finds", type=Path, help="the folder for inputs that break a rule")
    return options.parse_args()


if __name__ == "__main__":
    main()
