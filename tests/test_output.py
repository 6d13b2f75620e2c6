"""The writers as functions: the lines of the file, the tables, one line a finding, JSON."""

import io
import json
import re

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from command import PLAN, ROOT, damaged
from plans import HEAD, area, funding, targets
from povcalc.corrections import suggested
from povcalc.engine import choose, run
from povcalc.findings import Outcome, Severity
from povcalc.messages import Lang, verbatim
from povcalc.output.console import show_file, show_summary
from povcalc.output.json import as_json
from povcalc.output.report import Checked, broken_checks, concise, excerpt, exit_status
from povcalc.places import Place
from povcalc.plan.load import read_text
from povcalc.plan.yaml_reader import parse
from povcalc.views.plan import JUDGED_AREAS

SHAPE = json.loads((ROOT / "tests" / "report.schema.json").read_text(encoding="utf-8"))
ACTS_ON_A_SCREEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
LANGUAGES = st.sampled_from(Lang)


def checked(content, name="plan.yaml", *, built_in=False):
    reading = read_text(content, name)
    return (Checked(reading, run(reading), built_in),)


def show(console, done, lang, *, quiet=False, everything=False):
    for each in done:
        show_file(console, each, lang, quiet=quiet, everything=everything, several=len(done) > 1)
    if not quiet:
        show_summary(console, done, lang)


def shown(done, lang=Lang.EN, width=80, *, quiet=False, everything=False):
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    show(console, done, lang, quiet=quiet, everything=everything)
    return console.file.getvalue()


def rows(done, heading, lang=Lang.EN, width=120, *, everything=False):
    """The cells of the table whose first heading it is, a row a list."""
    lines = shown(done, lang, width, everything=everything).splitlines()
    start = next(index for index, line in enumerate(lines) if re.match(f"{heading}  ", line))
    body = lines[start + 1 :]
    end = next((index for index, line in enumerate(body) if line == ""), len(body))
    return [re.split(r" {2,}", line.strip()) for line in body[:end] if line.strip(" ─")]


def suggested_for(content):
    (done,) = checked(content.encode())
    report, _ = suggested(done.reading, done.report)
    return (done._replace(report=report),)


def written_json(done, *, ascii_only=False):
    return as_json(done, program="povcalc 0.0.0", status=0, skipped=0, ascii_only=ascii_only)


def quoted(words):
    """A text between double quotes, each character written as YAML's number of it."""
    return '"' + "".join(f"\\U{ord(sign):08x}" for sign in words) + '"'


def excerpt_of(text, place, width=80):
    line, under = excerpt(parse(text), place, width, cell_len).text.split("\n")
    return line, under


class TestTheLineOfTheFile:
    def test_has_the_figure_underlined_beneath_its_number(self):
        assert excerpt_of("a: 1\nbc: 453 # x\n", Place(2, 5, 2, 8)) == (
            "    2 | bc: 453 # x",
            "      |     ^^^",
        )

    def test_is_underlined_to_its_end_when_the_figure_goes_on_in_the_next(self):
        assert excerpt_of("a: >\n  b\nc: 1\n", Place(1, 4, 2, 4)) == ("    1 | a: >", "      |    ^")

    def test_has_a_mark_even_where_nothing_stands(self):
        assert excerpt_of("", Place(1, 1, 1, 1)) == ("    1 | ", "      | ^")

    @pytest.mark.parametrize(
        ("before", "shown_before"),
        [
            ("漢字: ", "漢字: "),
            ("e\u0302\u0301: ", "e\u0302\u0301: "),
            ("a:\t", "a: "),
            ("\x1b[31m: ", "\\x1b[31m: "),
            ("\u202e: ", "\\u202e: "),
        ],
    )
    def test_keeps_the_mark_beneath_the_figure_behind_characters_of_any_width(self, before, shown_before):
        place = Place(1, len(before) + 1, 1, len(before) + 4)
        line, under = excerpt_of(f"{before}453", place)
        assert line == f"    1 | {shown_before}453"
        assert under == f"      | {' ' * cell_len(shown_before)}^^^"

    def test_is_cut_with_a_sign_before_and_behind_the_figure_when_it_is_longer_than_the_screen(self):
        line, under = excerpt_of(f"a: {'x' * 100}453{'y' * 100}", Place(1, 104, 1, 107), width=40)
        assert line == f"    1 | …{'x' * 11}453{'y' * 16}…"
        assert under == f"      | {' ' * 12}^^^"

    def test_shows_as_much_as_fits_before_a_figure_at_the_end_of_a_long_line(self):
        line, under = excerpt_of(f"{'x' * 100}: 453}}", Place(1, 103, 1, 106), width=40)
        assert line == f"    1 | …{'x' * 25}: 453}}"
        assert under == f"      | {' ' * 28}^^^"

    @example("a" * 22, 22, 0, 30)
    @example("a" * 60 + "漢" * 60, 10, 30, 40)
    @given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 120), st.integers(30, 130))
    def test_is_never_wider_than_the_screen_and_the_mark_never_leaves_it(self, text, start, length, width):
        document = parse(text)
        line = document.lines.line(1)
        start = min(start, len(line))
        place = Place(1, start + 1, 1, min(start + length, len(line)) + 1)
        words, under = excerpt_of(text, place, width)
        assert cell_len(words) <= width
        assert cell_len(under) <= width
        assert ACTS_ON_A_SCREEN.search(words) is None


class TestTheTables:
    def test_a_row_is_judged_and_has_its_figures_as_stated(self):
        table = rows(checked(PLAN.read_bytes()), "Area")
        assert ["Huyện Trạm Tấu", "453", "> 8.50", "44.35", "not verified"] in table
        assert ["Tỉnh Yên Bái", "11,869", "? > 5.8", "-", "at risk"] in table

    def test_with_everything_what_follows_is_a_range_with_both_ends(self):
        out = shown(checked(PLAN.read_bytes()), width=200, everything=True)
        (line,) = [line for line in out.splitlines() if line.startswith("Huyện Trạm Tấu")]
        assert re.split(r" {2,}", line)[1:] == [
            *("814–5,328*", "814–5,328*", "814–2,816*", "361–2,363*", "453", "> 8.50", "52.847–100*", "44.35"),
            "not verified",
        ]
        assert "* not stated: it follows from the other figures" in out

    def test_numbers_are_vietnamese_in_vietnamese(self):
        table = rows(checked(PLAN.read_bytes()), "Địa bàn", Lang.VI)
        assert ["Huyện Trạm Tấu", "453", "> 8,50", "44,35", "chưa kiểm chứng"] in table

    def test_a_plan_in_which_all_agrees_has_no_verdict_on_each_row(self):
        done = checked(targets(poverty_rate_start="9.5", poverty_rate_end="4.5", reduction_rate="5.0"))
        out = shown(done)
        assert ["R", "5.0", "9.5", "4.5"] in rows(done, "Area")
        assert out.splitlines()[1] == "0 wrong, 0 at risk, 3 hold, 0 not verified"
        assert "undecided" not in out
        assert "ot verified:" not in out

    def test_an_exact_implied_figure_is_a_number(self):
        inside = [area("a", households=100000, poor_households_start=30000), area("b", households=90000)]
        inside[1].append("poor_households_start: 30228")
        out = shown(checked(targets(*inside, poverty_rate_end="20.0")), width=200, everything=True)
        (line,) = [line for line in out.splitlines() if re.match("R  ", line)]
        assert "31.699*" in re.split(r" +", line)

    def test_only_what_says_something_is_shown(self):
        done = suggested_for(damaged(("reduction_households: 1039", "reduction_households: 1309")))
        table = rows(done, "Area")
        assert table == [
            ["Tỉnh Yên Bái", "11,869", "holds"],
            ["Huyện Trấn Yên", "! 1,309", "wrong"],
            ["Sum of 9 areas", "12,139"],
            ["Not shown: 8 areas more (--all)."],
            ["Funding: 5 lines, total about 5,440,412 million VND: holds"],
        ]

    def test_shares_of_the_funding_add_up_beneath_them(self):
        assert rows(checked(funding("400", "100", "300")), "Source", everything=True) == [
            ["L0", "100", "25.0", "holds"],
            ["L1", "300", "75.0", "holds"],
            ["Sum of 2 lines", "400", "100.0"],
            ["Stated total", "400", "holds"],
        ]

    def test_a_line_without_an_amount_leaves_the_shares_open(self):
        assert rows(checked(funding("400", "100", None)), "Source", everything=True) == [
            ["L0", "100", "not verified"],
            ["L1", "-", "-"],
            ["Stated total", "400", "not verified"],
        ]

    def test_the_mark_is_on_the_wrong_total_and_not_on_its_lines(self):
        assert [row[-1] for row in rows(checked(funding("401", "100", "300")), "Source")] == [
            *("not verified", "not verified", "100.0", "wrong"),
        ]

    def test_funding_in_which_nothing_is_wrong_takes_a_line(self):
        assert shown(checked(funding("400", "100", "300"))).splitlines()[-1] == (
            "Funding: 2 lines, total 400 million VND: holds"
        )

    def test_a_plan_without_targets_or_funding_has_no_table_of_them(self):
        assert "Funding" not in shown(checked(targets(reduction_households="3")))
        assert "Targets" not in shown(checked(funding("3", "3")))

    def test_areas_stand_under_their_parents_a_step_further_in(self):
        inner = ["id: c", "name: C", "reduction_households: 2"]
        outer = ["id: b", "name: B", "areas:", *(f"  {'- ' if row == 0 else '  '}{x}" for row, x in enumerate(inner))]
        lines = shown(checked(targets(outer))).splitlines()
        assert [line[:4].rstrip() for line in lines if re.match(r" *[RBC] ", line)] == ["R", "B", "  C"]

    def test_a_long_table_says_how_many_areas_it_leaves_out(self):
        children = [[f"id: a{index}", f"name: A{index}", "reduction_households: 1"] for index in range(40)]
        text = shown(checked(targets(*children)))
        assert f"Not shown: {41 - JUDGED_AREAS} areas more (--all)." in text
        assert "A39" not in text
        assert "A39" in shown(checked(targets(*children)), everything=True)

    def test_so_does_a_long_table_of_funding(self):
        lines = "".join(f"    - {{id: l{at}, name: L{at}, amount: 30, share: 7}}\n" for at in range(40))
        plan = f"{HEAD}funding:\n  unit: million VND\n  total: 1200\n  lines:\n{lines}"
        text = shown(checked(plan))
        assert f"Not shown: {40 - JUDGED_AREAS} lines more (--all)." in text
        assert len(rows(checked(plan), "Source")) == JUDGED_AREAS + 3  # the sum, the total, and what is not shown
        assert "L39 " in shown(checked(plan), everything=True)

    @pytest.mark.parametrize("lang", Lang)
    @pytest.mark.parametrize("width", [80, 100, 120, 200])
    def test_no_word_is_cut_off_and_no_line_is_wider_than_the_screen(self, lang, width):
        text = shown(checked(damaged(("name: Huyện Văn Yên", f"name: {'Huyện ' * 30}"))), lang, width)
        assert "…" not in text
        assert max(map(cell_len, text.splitlines())) <= width
        assert text.count("Huyện") >= 30


class TestTheScreen:
    def test_says_which_plan_it_is_and_where_it_comes_from(self):
        text = f"{HEAD}funding: {{unit: VND, total: 3}}\n"
        assert shown(checked(text, "a.yaml")).startswith("A plan  a.yaml\n")
        assert shown(checked(PLAN.read_bytes())).startswith("131-KH/TU, Tỉnh Yên Bái, 2019  plan.yaml\n")
        assert shown(checked(text, "a.yaml", built_in=True)).startswith("A plan (built-in plan)\n")
        assert shown(checked("a: [", "a.yaml")).startswith("a.yaml\n")

    def test_a_finding_takes_few_lines_with_what_follows_from_it(self):
        done = suggested_for(damaged(("reduction_households: 1039", "reduction_households: 1309")))
        out = shown(done, width=120)
        assert out.splitlines()[1:6] == [
            "1 wrong, 0 at risk, 15 hold, 19 not verified",
            "error T101 Tỉnh Yên Bái, net reduction in poor households: 11,869 is stated, but the 9 areas add up",
            "to 12,139: the total is 270 too low; correct the total or one of the areas",
            "  --> plan.yaml:105:25 | reduction_households: 11869",
            "  = probably: Huyện Trấn Yên, reduction: 1,309 → 1,039 (two digits swapped); --fix corrects it",
        ]
        assert "  + from the same figure: T205 (line 104)\n" in out

    def test_says_which_missing_figures_would_verify_the_most(self):
        assert " ".join(shown(checked(PLAN.read_bytes())).split()).count(
            "Not verified: 18 of 35 figures; with the rate at start of 10 areas (--figures TABLE.csv) 18 more would "
            "be; then with the households of Tỉnh Yên Bái 1 more."
        )

    @pytest.mark.parametrize("key", ["povcalc", "document", "targets", "funding", "schedule", "actors"])
    @pytest.mark.parametrize("instead", ["x-{}", "{}s"])
    def test_a_file_without_one_of_its_parts_is_shown(self, key, instead):
        done = checked(damaged((f"\n{key}:", f"\n{instead.format(key)}:")))
        for everything in (False, True):
            assert shown(done, everything=everything).count("plan.yaml") >= (instead == "{}s")

    @pytest.mark.parametrize("lang", Lang)
    def test_a_clean_plan_of_ten_areas_fits_on_a_screen(self, lang):
        assert len(shown(checked(PLAN.read_bytes(), "data/plan_2019.yaml"), lang).splitlines()) <= 23

    @pytest.mark.parametrize("lang", Lang)
    @pytest.mark.parametrize("width", range(40, 84, 4))
    def test_no_number_is_broken_at_any_width(self, lang, width):
        plan = checked(damaged(("households: 1039", "households: 1309")))
        for everything in (False, True):
            numbers = re.compile(r"\d[\d.,–]*\d")
            wide = set(numbers.findall(shown(plan, lang, 400, everything=everything)))
            assert set(numbers.findall(shown(plan, lang, width, everything=everything))) == wide

    def test_prose_is_no_wider_than_a_hundred(self):
        assert max(map(cell_len, shown(checked(PLAN.read_bytes()), width=200).splitlines())) <= 100

    def test_of_several_files_a_clean_one_takes_a_line_and_all_have_one(self):
        done = checked(funding("5", "1")) + checked(funding("1", "1"), "other.yaml")
        lines = shown(done, width=100).splitlines()
        assert "other.yaml: 0 wrong, 0 at risk, 2 hold, 0 not verified" in lines
        assert lines[-2:] == [
            "Files checked: 2, 1 of them clean. All together: 1 wrong, 0 at risk, 2 hold, 1 not verified.",
            "Not clean: plan.yaml.",
        ]

    def test_the_files_that_are_not_clean_are_named_last_and_not_without_end(self):
        clean = checked(funding("1", "1"), "good.yaml")
        wrong = tuple(each for at in range(7) for each in checked(funding("5", "1"), f"bad-{at}.yaml"))
        assert shown(clean + wrong, width=100, quiet=False).splitlines()[-1] == (
            "Not clean: bad-0.yaml, bad-1.yaml, bad-2.yaml, bad-3.yaml, bad-4.yaml, …."
        )
        assert "Not clean" not in shown(clean + clean, width=100)

    def test_figures_that_could_not_be_read_do_not_count_as_stated_ones(self):
        inside = area("a", reduction_households="2x0"), area("b", reduction_households=347)
        out = shown(checked(targets(*inside, reduction_households=547, poverty_rate_end=120)))
        assert out.splitlines()[1] == "2 wrong, 0 at risk, 0 hold, 2 not verified"

    def test_findings_that_follow_are_named_once_a_line(self):
        rest = "poor_households_start: 154, poor_households_end: 126, poverty_rate_start: 8.11, poverty_rate_end: 6.63"
        parts = "areas: [{id: b, name: B, households: 1000}, {id: c, name: C, households: 900}]"
        out = shown(suggested_for(f"{HEAD}targets: {{id: a, name: A, households: 1910, {rest}, {parts}}}\n"))
        assert "  + from the same figure: T201 (line 3)\n" in out

    def test_the_sum_of_a_part_of_the_plan_says_whose_it_is(self):
        inside = area(
            "x", area("t", reduction_households=20), area("u", reduction_households=41), reduction_households=60
        )
        table = rows(checked(targets(inside, area("y", reduction_households=40), reduction_households=100)), "Area")
        assert ["Sum of 2 areas: X", "61"] in table

    def test_nothing_is_coloured_that_is_not_wrong_or_at_risk(self):
        console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system="standard", highlight=False)
        show(console, checked(PLAN.read_bytes()), Lang.EN, quiet=False)
        rows = [line for line in console.file.getvalue().splitlines() if "not verified" in line and "Huyện" in line]
        assert len(rows) == 7
        assert all("\x1b[3" not in line for line in rows)

    def test_quiet_leaves_out_the_files_in_which_nothing_was_found(self):
        done = checked(funding("5", "1"), "bad.yaml") + checked(funding("1", "1"), "good.yaml")
        text = shown(done, quiet=True)
        assert "bad.yaml" in text
        assert "good.yaml" not in text
        assert shown(done[1:], quiet=True) == ""

    def test_a_file_without_figures_does_not_claim_that_any_was_checked(self):
        assert "1 wrong, 0 at risk, 0 hold, 0 not verified" in shown(checked(""))

    @example(b"", Lang.VI, 80)
    @example(b"\x00" * 6 + b"{", Lang.EN, 30)
    @given(st.binary(max_size=200), LANGUAGES, st.integers(30, 200))
    def test_any_bytes_are_shown_within_its_width_and_do_nothing_to_it(self, content, lang, width):
        text = shown(checked(content, "x.yaml"), lang, width)
        assert ACTS_ON_A_SCREEN.search(text) is None
        assert max(map(cell_len, text.splitlines())) <= width

    @given(st.text(max_size=60), LANGUAGES, st.booleans())
    def test_any_name_is_shown_and_does_nothing_to_it(self, name, lang, quiet):
        plan = f"{HEAD}targets: {{id: a, name: {quoted(name)}, reduction_households: -1}}\n"
        text = shown(checked(plan), lang, quiet=quiet)
        assert ACTS_ON_A_SCREEN.search(text) is None
        assert re.search(r"(error|warning|lỗi|cảnh báo) [A-Z]\d{3}\s", text)


class TestOneLineAFinding:
    def test_is_the_place_the_code_and_the_message(self):
        assert concise(checked(funding("5", "1", "3")), Lang.EN) == (
            "plan.yaml:5:10: F101 The stated total is 5 million VND, but the 2 lines add up to 4 million VND: "
            "the total is 1 too high (whole amounts are exact; if these are rounded, rounding allows 1.5: then write "
            "rounded_to: 1 in funding); correct the total or one of the lines\n"
        )

    def test_is_one_line_whatever_the_file_is_called(self):
        assert concise(checked("", "a\n\x1b[31mb.yaml"), Lang.EN).startswith("a\\n\\x1b[31mb.yaml:1:1: Y108 ")

    def test_is_nothing_where_nothing_was_found(self):
        assert concise(checked(funding("4", "1", "3")), Lang.EN) == ""


class TestJson:
    @example(b"\x9b")
    @given(st.binary(max_size=200))
    def test_has_the_documented_shape_whatever_is_in_the_file(self, content):
        done = checked(content)
        jsonschema.validate(json.loads(written_json(done)), SHAPE)

    @example("\x9b\u202e\u2028\U000e0001\x7f")
    @given(st.text(max_size=60))
    def test_holds_the_very_text_and_does_nothing_to_a_screen(self, name):
        plan = f"{HEAD}targets: {{id: a, name: {quoted(name)}, reduction_households: -1}}\n"
        done = checked(plan)
        plain, narrow = written_json(done), written_json(done, ascii_only=True)
        assert ACTS_ON_A_SCREEN.search(plain) is None
        assert json.loads(plain) == json.loads(narrow)
        messages = [finding["message"]["en"] for finding in json.loads(plain)["files"][0]["findings"]]
        assert messages == [finding.message.to(Lang.EN) for finding in done[0].report.findings]

    def test_keeps_vietnamese_letters_as_they_are(self):
        assert "Tỉnh Yên Bái: its 9 areas" in written_json(checked(PLAN.read_bytes()))

    def test_has_its_keys_in_the_documented_order(self):
        report = json.loads(written_json(checked(funding("5", "1"))))
        assert list(report) == ["version", "program", "exit_status", "skipped_files", "files"]
        assert list(report["files"][0]) == ["file", "built_in", "title", "findings", "checks", "summary"]
        assert list(report["files"][0]["findings"][0]) == [
            *(
                "code",
                "slug",
                "severity",
                "message",
                "path",
                "file",
                "place",
                "related",
                "numbers",
                "argument",
                "suggestions",
                "waived",
            )
        ]

    def test_counts_what_it_lists(self):
        (file,) = json.loads(written_json(checked(damaged(("amount: {about: 367886}", "amount: -1")))))["files"]
        for severity in Severity:
            listed = [finding for finding in file["findings"] if finding["severity"] == severity.value]
            assert file["summary"][f"{severity.value}s"] == len(listed)
        assert sum(file["summary"]["checks"].values()) == len(file["checks"])


class TestTheExitStatus:
    def test_of_several_files_is_that_of_the_worst(self):
        good, bad = checked(funding("1", "1")), checked(funding("5", "1"))
        assert exit_status((good[0]._replace(strict=True, fail_undecided=True),)) == 0
        assert exit_status((*good, *bad)) == 1

    def test_is_2_for_a_check_that_broke_and_words_say_which(self):
        (done,) = checked(funding("1", "1"))
        first, *others = done.report.runs
        first = first._replace(outcome=Outcome.BROKEN, why=verbatim("KeyError: '\x1b[31m'"))
        broke = (done._replace(report=done.report._replace(runs=(first, *others))),)
        assert exit_status(broke) == 2
        assert "Check Y101 itself broke (KeyError: '\\x1b[31m')" in shown(broke)
        assert [words.to(Lang.EN).startswith("Check Y101 itself broke") for words in broken_checks(broke)] == [True]
        assert broken_checks((done,)) == ()
        (named,) = broken_checks((*broke, done._replace(reading=done.reading._replace(name="b.yaml"))))
        assert named.to(Lang.EN).startswith(f"{done.name}: Check Y101 itself broke")


def wrong_areas(count):
    """A plan with so many areas that have fewer households than poor ones (T113), from line 7 on, a line each."""
    areas = (
        f"    - {{id: a{at}, name: Huyện {at}, households_start: 100, poor_households_start: {200 + at}}}\n"
        for at in range(1, count + 1)
    )
    return HEAD + "targets:\n  id: r\n  name: R\n  areas:\n" + "".join(areas)


class TestManyFindingsOfOneKind:
    @staticmethod
    def done(content, *codes):
        reading = read_text(content, "plan.yaml")
        return (Checked(reading, run(reading, choose(codes or ("T113",), ()))),)

    def test_up_to_ten_are_each_shown(self):
        out = shown(self.done(wrong_areas(10)), quiet=True)
        assert out.count("error T113 ") == 10
        assert "more like it" not in out

    @pytest.mark.parametrize(
        ("lang", "begun", "ended"),
        [
            (Lang.EN, "error T113: 995 more like it, in lines 12 to 1006", "lists all"),
            (Lang.VI, "lỗi T113: còn 995 chỗ như vậy nữa, từ dòng 12 đến dòng 1006", "liệt kê hết"),
        ],
    )
    def test_a_thousand_are_told_as_a_group(self, lang, begun, ended):
        done = self.done(wrong_areas(1000))
        out = shown(done, lang, 200, quiet=True)
        lines = out.splitlines()
        assert [each.split(" | ")[0] for each in lines if "  --> " in each] == [
            f"  --> plan.yaml:{at}:77" for at in range(7, 12)
        ]
        assert [each for each in lines if "T113" in each][5:] == [
            f"{begun} (Huyện 6, Huyện 7, Huyện 8, …); --format concise {ended}"
        ]

    def test_the_summary_and_the_other_formats_have_all(self):
        done = self.done(wrong_areas(1000))
        assert "1,000 wrong, 0 at risk, " in shown(done)
        assert concise(done, Lang.EN).count("T113") == 1000
        assert len(json.loads(written_json(done))["files"][0]["findings"]) == 1000

    def test_they_stay_in_order_among_others_and_only_of_one_kind(self):
        content = wrong_areas(12).replace("poor_households_start: 208", "poor_households_start: 208, more: 1")
        out = shown(self.done(content, "S103", "T113"), quiet=True, width=200)
        told = [" ".join(re.split("[ :]", line)[:2]) for line in out.splitlines() if re.match("error", line)]
        assert told == [*["error T113"] * 6, "error S103"]
        assert "error T113: 7 more like it, in lines 12 to 18 (" in out

    def test_of_a_side_table_its_name_is_told_and_the_accepted_are_apart(self):
        ((reading, report, *_),) = self.done(wrong_areas(30))
        found = [each._replace(file="bases.csv") if at < 12 else each for at, each in enumerate(report.findings)]
        found = [each._replace(waived=verbatim("old")) if at >= 18 else each for at, each in enumerate(found)]
        out = shown((Checked(reading, report._replace(findings=tuple(found))),), quiet=True, width=200)
        told = [line for line in out.splitlines() if "more like it" in line]
        end = "; --format concise lists all"
        assert told == [
            f"error T113: 7 more like it, in lines 12 to 18 of bases.csv (Huyện 6, Huyện 7, Huyện 8, …){end}",
            f"waived T113: 7 more like it, in lines 30 to 36 (Huyện 24, Huyện 25, Huyện 26, …){end}",
        ]
        assert out.count("error T113 ") == 5 + 6
        assert out.count("waived T113 ") == 5

    def test_in_one_line_of_the_file_and_of_no_area(self):
        lines = ", ".join(f"{{id: l{at}, name: L{at}, amount: 1, more: 1}}" for at in range(12))
        content = HEAD + f"funding: {{unit: VND, total: 12, lines: [{lines}]}}\n"
        out = shown(self.done(content, "S103"), quiet=True, width=200)
        assert "error S103: 7 more like it, in line 3; --format concise lists all" in out.splitlines()

    @given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip), LANGUAGES)
    @settings(max_examples=20, deadline=None)
    def test_whatever_areas_are_called_the_line_stays_one(self, name, lang):
        content = wrong_areas(12).replace("name: Huyện 6", f"name: {quoted(name)}")
        done = self.done(content)
        if len(done[0].report.findings) == 12:
            out = shown(done, lang, 500, quiet=True)
            assert ACTS_ON_A_SCREEN.search(out) is None
            assert len([line for line in out.splitlines() if "--format concise" in line]) == 1
