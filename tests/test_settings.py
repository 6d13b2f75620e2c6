"""Settings as they are read: what they say, where each stands, and what is wrong in them."""

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povcalc.checks import ALL
from povcalc.engine import run
from povcalc.findings import Outcome
from povcalc.messages import Lang
from povcalc.plan.load import Reading
from povcalc.plan.settings import TomlPlaces, has_table, is_pattern, matches, read_settings
from povcalc.values import ANY, Interval

CODES = [check.code for check in ALL]


def settings(text, name="povcalc.toml"):
    return read_settings(text.encode() if isinstance(text, str) else text, name, CODES)


def said(text, path=None, name="povcalc.toml"):
    read = settings(text, name)
    assert read.faults == ()
    return {key: setting.value for key, setting in read.of(path).items()}


def found(text, name="povcalc.toml"):
    """Code, place and what stands there, of all that is found in settings."""
    read = settings(text, name)
    report = run(
        Reading(name, read.document, None, settings=read), [check for check in ALL if check.section == "settings"]
    )
    assert [row.why for row in report.runs if row.outcome is Outcome.BROKEN] == []
    lines = read.document.lines
    return [
        (
            finding.code,
            (finding.place.line, finding.place.column),
            lines.line(finding.place.line)[finding.place.column - 1 : finding.place.end_column - 1],
        )
        for finding in report.findings
    ]


class TestWhatTheySay:
    def test_every_setting_is_read(self):
        text = (
            'select = ["T", "f101"]\nignore = ["T205"]\nstrict = true\nfail-undecided = false\n'
            'growth = "0..2,5"\ncut = 0.1\nlang = "vi"\n'
        )
        assert said(text) == {
            "select": ("T", "F101"),
            "ignore": ("T205",),
            "strict": True,
            "fail-undecided": False,
            "growth": Interval(0, Fraction(5, 2)),
            "cut": Fraction(1, 10),
            "lang": Lang.VI,
        }

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("2", Interval(2, 2)),
            ("-1.5", Interval(Fraction(-3, 2), Fraction(-3, 2))),
            ('"any"', ANY),
            ('"-1..1"', Interval(-1, 1)),
            ("900", Interval(900, 900)),
            # More digits than a float holds.
            (
                "0.12345678901234567891",
                Interval(Fraction("0.12345678901234567891"), Fraction("0.12345678901234567891")),
            ),
        ],
    )
    def test_growth_is_a_number_or_a_text_and_exact(self, written, expected):
        assert said(f"growth = {written}\n") == {"growth": expected}

    def test_of_pyproject_only_our_table_counts(self):
        text = '[project]\nname = "x"\nstrict = 1\n[tool.povcalc]\nstrict = true\n[tool.ruff]\nselect = ["E"]\n'
        assert said(text, name="a/pyproject.toml") == {"strict": True}

    def test_an_empty_file_says_nothing(self):
        assert said("") == {}
        assert said("[tool.povcalc]\n", name="pyproject.toml") == {}

    def test_a_byte_order_mark_is_passed_over(self):
        assert said(b"\xef\xbb\xbfstrict = true\n") == {"strict": True}

    def test_where_each_is_from(self):
        read = settings('\nignore = [\n "T205"]\n[per-file."a.yaml"]\nignore = ["A"]\n')
        assert read.of("a.yaml")["ignore"] == (("T205", "A"), (2, 5))
        assert read.of("b.yaml")["ignore"] == (("T205",), (2,))


class TestPerFile:
    TEXT = (
        'strict = true\nignore = ["A"]\nselect = ["T"]\n'
        '[per-file."data/draft-*.yaml"]\nstrict = false\nignore = ["W"]\nselect = ["F"]\n'
        '[per-file."*-2.yaml"]\ngrowth = 1\nselect = ["S"]\n'
    )

    def test_they_go_before_what_is_said_for_all_and_ignore_adds_up(self):
        assert said(self.TEXT, "data/draft-1.yaml") == {"strict": False, "ignore": ("A", "W"), "select": ("F",)}

    def test_severities_add_up_too(self):
        text = '[severity]\nT = "note"\nF101 = "error"\n[per-file."a.yaml".severity]\nt = "warning"\n'
        assert said(text, "a.yaml") == {"severity": {"T": "warning", "F101": "error"}}
        assert said(text, "b.yaml") == {"severity": {"T": "note", "F101": "error"}}

    def test_of_two_patterns_the_later_holds(self):
        assert said(self.TEXT, "data/draft-2.yaml")["select"] == ("S",)

    @pytest.mark.parametrize("path", ["draft-1.yaml", "data/old/draft-1.yaml", "data/final.yaml", None])
    def test_other_files_are_left_alone(self, path):
        assert said(self.TEXT, path) == {"strict": True, "ignore": ("A",), "select": ("T",)}

    @pytest.mark.parametrize(
        ("pattern", "path", "expected"),
        [
            ("*.yaml", "a.yaml", True),
            ("*.yaml", "x/y/a.yaml", True),
            ("data/*.yaml", "data/a.yaml", True),
            ("data/*.yaml", "data/x/a.yaml", False),
            ("data/*.yaml", "x/data/a.yaml", False),
            ("data/**", "data/x/a.yaml", True),
            ("data/**", "data/a.yaml", True),
            ("data/**", "other/a.yaml", False),
            ("**/a.yaml", "a.yaml", True),
            ("**/x/*.yaml", "b/x/c/x/a.yaml", True),
            ("**/x/*.yaml", "b/x/c/a.yaml", False),
            ("a/**/b/**/c", "a/x/b/y/b/c", True),
            ("a/**/b/**/c", "a/x/y/c", False),
            ("da?a/[ab].yaml", "data/b.yaml", True),
            ("Data/a.yaml", "data/a.yaml", False),
            ("kế hoạch/*.yaml", "kế hoạch/năm 2019.yaml", True),
        ],
    )
    def test_a_pattern_means_files_as_people_expect(self, pattern, path, expected):
        assert is_pattern(pattern)
        assert matches(pattern, path) is expected

    def test_a_pattern_of_many_stars_takes_no_long_time(self):
        assert not matches("/".join(["**", "a"] * 30) + "/b", "/".join(["a"] * 200))


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("strickt = true\n", [("G202", (1, 1), "strickt")]),
            ("\n  fail_undecided = true\n", [("G202", (2, 3), "fail_undecided")]),
            ('"stríct" = true\n', [("G202", (1, 1), '"stríct"')]),
            ("[tool.povcalc]\nstrict = true\n", [("G202", (1, 2), "tool")]),
            ('strict = "true"\n', [("G203", (1, 10), '"true"')]),
            ("strict = 1\n", [("G203", (1, 10), "1")]),
            ('ignore = "T205"\n', [("G203", (1, 10), '"T205"')]),
            ('ignore = ["T205", 5]\n', [("G203", (1, 10), '["T205", 5]')]),
            ("ignore = true\n", [("G203", (1, 10), "true")]),
            ('ignore = ["T205", "T999"]\n', [("G204", (1, 19), '"T999"')]),
            ('select = [\n  "Z",\n  ""\n]\n', [("G204", (2, 3), '"Z"'), ("G204", (3, 3), '""')]),
            ('lang = "fr"\n', [("G203", (1, 8), '"fr"')]),
            ("lang = []\n", [("G203", (1, 8), "[]")]),
            ("growth = true\n", [("G203", (1, 10), "true")]),
            ('growth = "2.5..0"\n', [("G203", (1, 10), '"2.5..0"')]),
            ("growth = 901\n", [("G203", (1, 10), "901")]),
            ("growth = inf\n", [("G203", (1, 10), "inf")]),
            ("growth = {min = 0}\n", [("G203", (1, 10), "{min = 0}")]),
            ("growth = 2019-01-01 07:00:00 # x\n", [("G203", (1, 10), "2019-01-01 07:00:00")]),
            ('severity = "note"\n', [("G203", (1, 12), '"note"')]),
            ('[severity]\nT205 = "bad"\n', [("G203", (2, 8), '"bad"')]),
            ('severity = {T999 = "note", t205 = "note"}\n', [("G204", (1, 13), "T999")]),
            ("baseline = []\n", [("G203", (1, 12), "[]")]),
            ('[per-file."a.yaml"]\nbaseline = "b"\n', [("G202", (2, 1), "baseline")]),
            ("cut = -0.1\n", [("G203", (1, 7), "-0.1")]),
            ("cut = nan\n", [("G203", (1, 7), "nan")]),
            ("cut = 1e99999999\n", [("G203", (1, 7), "1e99999999")]),
            (f"cut = 0x{'F' * 6000}\n", [("G203", (1, 7), f"0x{'F' * 6000}")]),
            ("per-file = true\n", [("G201", (1, 12), "true")]),
            ('[per-file]\n"a.yaml" = true\n', [("G201", (2, 12), "true")]),
            ('[per-file."a.yaml"]\nlang = "vi"\n', [("G202", (2, 1), "lang")]),
            ('[per-file."a.yaml"]\nper-file = 1\n', [("G202", (2, 1), "per-file")]),
            ('[per-file."/data/*.yaml"]\nstrict = true\n', [("G203", (1, 11), '"/data/*.yaml"')]),
            ('[per-file."../*.yaml"]\nstrict = true\n', [("G203", (1, 11), '"../*.yaml"')]),
            ("[per-file.'data\\a.yaml']\nstrict = true\n", [("G203", (1, 11), "'data\\a.yaml'")]),
            ('[per-file]\n"a.yaml".strict = 5\n', [("G203", (2, 19), "5")]),
        ],
    )
    def test_it_is_found_at_its_place(self, text, expected):
        assert found(text) == expected

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("strict = true\nignore = [\n", (3, 1)),
            ("strict = yes\n", (1, 10)),
            ("strict true\n", (1, 8)),
            ("ế = 1\n", (1, 1)),
            ("strict = true\r\nstrict = false\r\n", (2, 15)),
            ('a = "b\n', (1, 7)),
            ("[a]\n[a]\n", (2, 3)),
        ],
    )
    def test_what_is_no_toml_is_found_where_it_breaks_off(self, text, place):
        ((code, at, _),) = found(text)
        assert (code, at) == ("G201", place)

    def test_of_what_is_not_utf_8_the_place_is_told(self):
        read = settings(b'lang = "vi"\n# \xc3\xa9\xff\n')
        assert read.document.place(read.faults[0].place)[:2] == (2, 4)
        assert read.faults[0].values == {"read": "0xFF"}

    @pytest.mark.parametrize("text", ["a = " + "[" * 20_000, "a = " + "9" * 5000, "a = 1e999999999999999999999\n"])
    def test_what_is_beyond_any_use_is_a_finding_and_no_exception(self, text):
        assert [code for code, *_ in found(text)] == ["G201"]

    @pytest.mark.parametrize("form", ["{} = 1\n", "[{}]\n", "a = {{{} = 1}}\n"])
    @pytest.mark.parametrize("part", ["a", '"a"', "'a-b'"])
    def test_a_name_of_thousands_of_parts_is_not_read(self, form, part, monkeypatch):
        monkeypatch.setattr("tomllib.loads", None)  # it would keep the path of each part
        assert [fault.kind for fault in settings(form.format(" . ".join([part] * 20_000))).faults] == ["too_deep"]

    def test_what_is_right_counts_all_the_same(self):
        read = settings('strickt = true\nstrict = true\nignore = ["T205", "T999"]\nselect = ["Z"]\n')
        assert {name: setting.value for name, setting in read.common.items()} == {"strict": True, "ignore": ("T205",)}

    @pytest.mark.parametrize(
        ("text", "expected"),
        [("tool = 1\n", "not_a_table"), ("[tool]\npovcalc = []\n", "not_a_table"), ("[tool.ruff]\n", "no_table")],
    )
    def test_a_pyproject_whose_table_is_none(self, text, expected):
        assert [fault.kind for fault in settings(text, "pyproject.toml").faults] == [expected]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("[tool.povcalc]\n", True),
            ('[tool . "povcalc"]\n', True),
            ("tool = {povcalc = 1}\n", True),
            ('[project]\ndependencies = ["povcalc"]\n', False),
            ("[tool.ruff]\n", False),
            ("tool = 'povcalc'\n", False),
            ("# povcalc\n[[\n", True),
            ("[[\n", False),
        ],
    )
    def test_a_pyproject_without_our_table_is_none_of_ours(self, text, expected):
        assert has_table(text.encode()) is expected

    @given(st.binary(max_size=60), st.sampled_from(["povcalc.toml", "pyproject.toml"]))
    def test_no_bytes_raise(self, content, name):
        read_settings(b'[tool.povcalc]\nignore = ["T"]\n' + content, name, CODES)


BARE = st.text("abc-_09", min_size=1, max_size=4)
QUOTED = st.text("aạ \"\\\\'.#=]\t", max_size=5)


def written_text(value):
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{escaped}"'


KEYS = st.one_of(BARE, QUOTED.map(written_text))
SPACE = st.sampled_from(["", " ", "\t "])
LINES = st.sampled_from(["", "\n", " \n# [x]\n  "])
SCALARS = st.one_of(
    st.sampled_from(
        [
            "1",
            "-0.50",
            "true",
            "0x1F",
            "inf",
            "1979-05-27",
            "1979-05-27 07:32:00",
            "07:32:00",
            "'a\\'",
            '""',
            '"""a\n"" \\""" b"""""',
            '""""""',
            "'''\n'a''b'''''",
            "''",
        ]
    ),
    QUOTED.map(written_text),
)


def arrays(inner):
    return st.tuples(st.lists(inner, max_size=3), LINES, st.booleans()).map(
        lambda made: f"[{made[1]}{(',' + made[1]).join(made[0])}{',' if made[2] and made[0] else ''}{made[1]}]"
    )


def inlines(inner):
    pairs = st.lists(st.tuples(KEYS, SPACE, inner), max_size=3)
    return pairs.map(lambda made: "{" + ", ".join(f"{key}{space}={space}{value}" for key, space, value in made) + "}")


VALUES = st.recursive(SCALARS, lambda inner: st.one_of(arrays(inner), inlines(inner)), max_leaves=6)
NAMES = st.lists(KEYS, min_size=1, max_size=3)
PAIRS = st.tuples(NAMES, SPACE, VALUES).map(lambda made: f"{(made[1] + '.').join(made[0])} ={made[1]}{made[2]}")
HEADINGS = st.tuples(NAMES, st.booleans()).map(
    lambda made: f"{'[' * (1 + made[1])}{'.'.join(made[0])}{']' * (1 + made[1])}"
)
DOCUMENTS = st.lists(st.one_of(PAIRS, HEADINGS), max_size=6).map(lambda lines: " # end\n".join(lines) + "\n")


def paths(value, at=()):
    if at:
        yield at, value
    for step, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from paths(inner, (*at, step))


class TestPlaces:
    @given(DOCUMENTS)
    def test_every_value_is_as_tomllib_reads_it_and_stands_where_it_is_said_to(self, text):
        try:
            values = tomllib.loads(text, parse_float=Decimal)
        except tomllib.TOMLDecodeError:
            return
        places = TomlPlaces(text)
        for path, value in paths(values):
            span = places.values[path]
            stands = text[span.start : span.end]
            if not isinstance(value, (dict, list)):
                assert repr(tomllib.loads(f"x = {stands}", parse_float=Decimal)["x"]) == repr(value)
            if isinstance(path[-1], str):
                key = places.keys[path]
                assert list(tomllib.loads(f"{text[key.start : key.end]} = 1")) == [path[-1]]

    def test_of_the_repositorys_own_file(self):
        text = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
        places = TomlPlaces(text)
        assert {path for path, _ in paths(tomllib.loads(text))} == places.values.keys()


def test_of_many_codes_that_no_check_has_the_first_are_looked_up_among_similar_ones():
    codes = [f"T{number}0" for number in range(100, 150)]
    faults = settings(f"ignore = {codes}".replace("'", '"')).faults
    assert [fault.values["read"] for fault in faults] == codes
    near = [fault.values["near"] for fault in faults]
    assert [each is not None for each in near] == [True] * 20 + [False] * 30
