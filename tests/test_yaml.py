"""Family Y: for each trap of the text, the check that speaks of it, where, and in which words."""

import pytest

from plans import both
from povcalc import engine
from povcalc.checks import ALL, yaml
from povcalc.checks.base import Check, Context
from povcalc.findings import Finding, Held, Outcome, Problem, Report, Severity, Undecided
from povcalc.messages import Lang
from povcalc.places import Fault, Span
from povcalc.plan.load import Reading, built_in, read_text
from povcalc.plan.yaml_reader import SYNTAX_FAULTS, Document, TrapKind

CHECKS = [check for check in ALL if check.family == "Y"]


def report(text: str | bytes) -> Report:
    return engine.run(read_text(text, "plan.yaml"), CHECKS)


def findings(text: str | bytes, code: str) -> list[Finding]:
    return [finding for finding in report(text).findings if finding.code == code]


def outcome(text: str | bytes, code: str) -> Outcome:
    return next(run.outcome for run in report(text).runs if run.code == code)


FIRES = [
    # code, text, line and column, English, Vietnamese
    ("Y101", b"a: \xe1", (1, 4), "0xE1 stands where UTF-8", "Gặp 0xE1 trong khi tệp phải là văn bản UTF-8"),
    ("Y102", "\ufeffa: b", (1, 1), "begins with a byte-order mark", "có dấu thứ tự byte (BOM)"),
    ("Y103", "a: b\nc: \x07", (2, 4), "a control character here, U+0007", "ký tự điều khiển U+0007"),
    ("Y104", "a:\n\tb: c", (2, 1), "There is a tab here where spaces were expected", "Ở đây có dấu tab"),
    ("Y105", "a: te\u0302n", (1, 4), '"te\u0302n" is written with separate marks', "viết bằng dấu rời"),
    ("Y106", "%YAML 1.2\n---\na: b", (1, 1), '"%YAML 1.2" is a YAML directive', "là chỉ thị YAML"),
    ("Y107", "a: @b", (1, 4), "A text cannot begin with @; put it in quotes", "bắt đầu bằng ký tự @"),
    ("Y108", "# nothing", (1, 1), "The file is empty", "Tệp không có nội dung"),
    ("Y109", "a: b\n---\nc: d", (2, 1), "A second YAML document begins here", "tài liệu YAML thứ hai"),
    ("Y110", "[" * 65, (1, 65), "nested deeper than 64 levels", "lồng nhau quá 64 cấp"),
    ("Y111", "a: 1\nb: 1\na: 2", (3, 1), '"a" is given a second time', '"a" được ghi lần thứ hai'),
    ("Y112", "? [a]\n: b", (1, 3), "A list or mapping stands where a field's name", "Ở chỗ tên trường"),
    ("Y113", "a:\n  <<: b", (2, 3), "<< merges fields from elsewhere", "<< gộp các trường từ chỗ khác"),
    ("Y114", "a: &x 1", (1, 4), "&x marks a value", "&x gắn nhãn cho giá trị"),
    ("Y115", "a: *x", (1, 4), "*x copies a value from elsewhere", "*x lấy giá trị từ chỗ khác"),
    ("Y116", "a: !x 1", (1, 4), "A type (!x) stands where", "Có phần ghi kiểu (!x)"),
    (
        "Y117",
        "a: 0123",
        (1, 4),
        (
            "0123 is not a plain number (some readers take a leading 0 for octal: 83); write 123, or put it in quotes "
            "if it is text"
        ),
        (
            "0123 không phải là số viết đúng dạng (có chương trình hiểu số 0 ở đầu là hệ bát phân: 83); hãy ghi 123, "
            "hoặc đặt trong dấu ngoặc kép nếu là văn bản"
        ),
    ),
    ("Y118", "a: " + "1" * 1234, (1, 4), "111111111111… is 1,234 characters long", "111111111111… dài 1.234 ký tự"),
]

PASSES = [
    ("Y101", "a: \u1ea1".encode()),
    ("Y102", "a: b"),
    ("Y103", "a: b\r\nc: d"),
    ("Y104", "a: b #\tc"),
    ("Y105", "a: tên"),
    ("Y106", "a: '%YAML 1.2'"),
    ("Y107", "a: b@c"),
    ("Y108", "a:"),
    ("Y109", "---\na: b\n...\n"),
    ("Y110", "[" * 64 + "]" * 64),
    ("Y111", "a: {b: 1}\nb: 1"),
    ("Y112", "? a\n: b"),
    ("Y113", "'<<': b"),
    ("Y114", "a: R&D"),
    ("Y115", "a: 5*x"),
    ("Y116", "a: b!"),
    ("Y117", "a: '0123'\nb: 0\nc: 0.50"),
    ("Y118", "a: " + "1" * 40),
]


class TestEachCheck:
    @pytest.mark.parametrize(("code", "text", "place", "english", "vietnamese"), FIRES)
    def test_says_what_is_wrong_and_where_in_both_languages(self, code, text, place, english, vietnamese):
        (finding,) = findings(text, code)
        assert (finding.place.line, finding.place.column) == place
        assert english in finding.message.to(Lang.EN)
        assert vietnamese in finding.message.to(Lang.VI)
        assert finding.path is None

    @pytest.mark.parametrize(("code", "text"), PASSES)
    def test_passes_what_only_looks_like_it(self, code, text):
        assert findings(text, code) == []
        assert outcome(text, code) is Outcome.PASSED

    @pytest.mark.parametrize(("code", "text"), [(code, text) for code, text, *_ in FIRES])
    def test_fails_alone(self, code, text):
        assert {finding.code for finding in report(text).findings} == {code}

    def test_is_in_both_tables(self):
        codes = [check.code for check in CHECKS]
        assert [code for code, *_ in FIRES] == codes
        assert [code for code, _ in PASSES] == codes

    def test_the_built_in_plan_passes_them_all(self):
        content, name = built_in()
        runs = engine.run(read_text(content, name), CHECKS).runs
        assert {run.outcome for run in runs} == {Outcome.PASSED}

    def test_only_what_is_read_right_all_the_same_is_a_warning(self):
        warnings = {check.code for check in CHECKS if check.severity is not Severity.ERROR}
        assert warnings == {"Y102", "Y105"}


class TestWords:
    @pytest.mark.parametrize(
        ("number", "english", "vietnamese"),
        [
            ("089", "(a number has no leading 0); write 89,", "hãy ghi 89,"),
            ("00.5", "(a number has no leading 0); write 00.5,".replace("00.5,", "0.5,"), "hãy ghi 0.5,"),
            ("0x1F", "(it is not in base ten); write 31,", "(không phải số thập phân); hãy ghi 31,"),
            ("1e3", "(a number is written out in full); write 1000,", "hãy ghi 1000,"),
            ("1_000", "(a number has no underscores); write 1000,", "(số không có dấu gạch dưới)"),
            ("-.5", "(a number begins and ends with a digit); write -0.5,", "hãy ghi -0.5,"),
            ("5.", "(a number begins and ends with a digit); write 5,", "hãy ghi 5,"),
            ("+5", "(a plus sign is not written); write 5,", "(không ghi dấu cộng); hãy ghi 5,"),
            (".inf", "(no figure is endless or undefined); write plain digits,", "hãy viết bằng chữ số thường,"),
            ("012.345", "and can mean two things; write 12345 or 12.345,", "hãy ghi 12345 hoặc 12.345,"),
            ("1_00", "(a number has no underscores); write plain digits,", "hãy viết bằng chữ số thường,"),
            ("1e99", "(a number is written out in full); write plain digits,", "hãy viết bằng chữ số thường,"),
        ],
    )
    def test_a_number_is_told_why_it_is_none_and_how_to_write_it(self, number, english, vietnamese):
        (finding,) = findings(f"a: {number}", "Y117")
        assert english in finding.message.to(Lang.EN)
        assert vietnamese in finding.message.to(Lang.VI)

    @pytest.mark.parametrize(
        ("fault", "text", "english", "vietnamese"),
        [
            ("quote", 'a: "b', "The quotation mark that opens here is not closed", "không được đóng lại"),
            ("colon", "a: b: c", "A second colon on one line", "dấu hai chấm thứ hai"),
            ("bracket", "a: [b", "the closing bracket", "dấu đóng ngoặc"),
            ("character", "a: `b", "cannot begin with `", "bắt đầu bằng ký tự `"),
            ("escape", 'a: "\\q"', "write two backslashes", "hai dấu gạch chéo ngược"),
            ("look_alike", "a: 1\nb：2\nc: 3", "U+FF1A FULLWIDTH COLON stands here", "chỉ trông giống :"),
            ("look_alike", "a:\n  - b: 1\n  • b: 2", "U+2022 BULLET stands here, which only looks like -", "hãy ghi -"),
            ("comparison", "a: 1\nb: >=2\nc: 3", "at least 5 as {at_least: 5}", "{over: 5}"),
            ("lone_hyphen", "a: 1\nb: -\nc: 3", "A hyphen alone is no value", "Chỉ một dấu gạch ngang"),
            ("tight_hyphen", "a:\n  - b: 1\n  -b: 2", "No space stands behind this hyphen", "sau dấu gạch này"),
            ("structure", "a:\n- b\nc", "each field needs its colon", "mỗi trường phải có dấu hai chấm"),
        ],
    )
    def test_every_fault_of_the_syntax_has_its_own(self, fault, text, english, vietnamese):
        (trap,) = read_text(text, "").document.traps
        assert trap.values["read"] == fault
        (finding,) = findings(text, "Y107")
        assert english in finding.message.to(Lang.EN)
        assert vietnamese in finding.message.to(Lang.VI)

    def test_there_are_words_for_all_faults_and_for_no_others(self):
        assert set(yaml._SYNTAX_WORDS) == set(SYNTAX_FAULTS)

    def test_several_of_a_kind_are_counted_and_the_first_is_shown(self):
        (finding,) = findings("a: 1\t\t\nb: 2\t", "Y104")
        assert finding.message.to(Lang.EN).endswith("(there are 3 in the file; this is the first)")
        assert finding.message.to(Lang.VI).endswith("(trong tệp có 3 chỗ như vậy, đây là chỗ đầu tiên)")

    def test_a_second_key_leads_to_the_first(self):
        (finding,) = findings("a: 1\nb: 1\n'a': 2", "Y111")
        ((place, message),) = finding.related
        assert (place.line, place.column) == (1, 1)
        assert message.to(Lang.VI) == "trường này được ghi lần đầu ở đây"

    def test_what_is_long_is_cut_short(self):
        long = "k" * 500
        (finding,) = findings(f"{long}: 1\n{long}: 2", "Y111")
        assert f'"{"k" * 40}…"' in finding.message.to(Lang.EN)
        assert len(finding.message.to(Lang.VI)) < 200

    def test_braces_in_the_file_are_no_templates(self):
        (finding,) = findings("'{x}': 1\n'{x}': 2", "Y111")
        assert '"{x}"' in finding.message.to(Lang.EN)


class TestWhatWasNotLookedAt:
    def test_behind_a_fault_of_the_syntax_is_undecided(self):
        assert outcome("a: 1\nb: [", "Y111") is Outcome.UNDECIDED
        assert outcome("a: 1\nb: [", "Y104") is Outcome.PASSED

    def test_a_text_in_another_encoding_is_undecided(self):
        utf_16 = "a: b".encode("utf-16")
        assert outcome(utf_16, "Y101") is Outcome.FAILED
        assert outcome(utf_16, "Y103") is Outcome.UNDECIDED
        assert outcome(utf_16, "Y117") is Outcome.UNDECIDED

    def test_an_empty_file_has_nothing_else_wrong(self):
        outcomes = {run.code: run.outcome for run in report("").runs}
        assert {code for code, found in outcomes.items() if found is not Outcome.PASSED} == {"Y108"}

    def test_a_plan_without_a_file_is_not_looked_at(self):
        plan = read_text(*built_in()).plan
        subject = Context(Reading("", None, plan))
        assert [result for check in CHECKS for result in check.run(subject)] == []


class TestParity:
    def speaks(self, check: Check, kind: TrapKind) -> bool:
        read = "structure" if kind is TrapKind.SYNTAX else "0123"
        trap = Fault(kind, Span(0, 1), {"read": read, "sign": "a", "count": 2, "likely": "123"})
        subject = Context(Reading("", Document("a: b", {}, (trap,)), None))
        results = list(check.run(subject))
        assert all(isinstance(result, (Problem, Held, Undecided)) for result in results)
        return any(isinstance(result, Problem) for result in results)

    @pytest.mark.parametrize("kind", TrapKind)
    def test_every_kind_of_trap_has_exactly_one_check(self, kind):
        assert len([check.code for check in CHECKS if self.speaks(check, kind)]) == 1

    def test_codes_follow_one_another(self):
        assert [check.code for check in CHECKS] == [f"Y{number}" for number in range(101, 119)]

    @pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
    def test_every_check_has_words_of_its_own_in_both_languages(self, check):
        assert all((*both(check.title), *both(check.explanation)))
        assert check.title.to(Lang.EN) != check.title.to(Lang.VI)
        assert check.explanation.to(Lang.EN) != check.explanation.to(Lang.VI)
        assert check.section == "text"


@pytest.mark.parametrize(("tabs", "told"), [(1, False), (2, True)])
def test_only_several_of_a_kind_are_counted(tabs, told):
    (finding,) = findings("a: 1\t\n" * tabs if tabs == 1 else "a: 1\t\nb: 2\t\n", "Y104")
    assert ("(there are 2 in the file; this is the first)" in finding.message.to(Lang.EN)) is told
    assert ("trong tệp có 2 chỗ" in finding.message.to(Lang.VI)) is told
    assert ("there are" in finding.message.to(Lang.EN)) is told


def test_a_long_number_is_told_by_its_characters_and_not_as_many_numbers():
    (finding,) = findings("a: " + "1" * 41, "Y118")
    assert "is 41 characters long" in finding.message.to(Lang.EN)
    assert "there are" not in finding.message.to(Lang.EN)


@pytest.mark.parametrize(("number", "likely"), [("1e39", "1" + "0" * 39), ("1e40", None)])
def test_a_number_that_would_be_too_long_is_not_written_out(number, likely):
    (finding,) = findings(f"a: {number}", "Y117")
    assert (f"write {likely}, or" in finding.message.to(Lang.EN)) is (likely is not None)


_TOP = "povcalc: 1\ndocument: {title: A}\n"
_ODD = "\N{NO-BREAK SPACE}"
_MEANT = (
    ("targets:\n  id: a\n  name A\n  households: 5\n", "5:3", "There is no colon behind this word"),
    ("targets:\n  id a\n  name: A\n  households: 5\n", "4:3", "There is no colon behind this word"),
    ("targets:\n  id: a\n  name: A\n  households 5\n", "6:3", "There is no colon behind this word"),
    ("targets:\n  id: a\n  name: A\n  households 5", "6:3", "There is no colon behind this word"),
    ("targets\n  id: a\n  name: A\n", "3:1", "There is no colon behind this word"),
    ("funding:\n  total: 5\ntargets\n  id: a\n  name: A\n", "5:1", "There is no colon behind this word"),
    ("targets:\n  id: a\n  name: A\n  areas\n    - id: b\n      name: B\n", "6:3", "There is no colon behind"),
    ("targets:\n  id: a\n  name: A\n  households:5\n", "6:13", "No space stands behind this colon"),
    (f"targets:\n  id: a\n{_ODD * 2}name: A\n  households: 5\n", "5:1", "U+00A0 NO-BREAK SPACE stands here"),
    (f"targets:\n  id: a\n{_ODD * 2}name: A\n", "5:1", "U+00A0 NO-BREAK SPACE stands here"),
    (f"targets:\n  id: a\n {_ODD}name: A\n  households: 5\n", "5:2", "U+00A0 NO-BREAK SPACE stands here"),
    (f"targets:\n  id: a\n  name:{_ODD}A\n  households: 5\n", "5:8", "U+00A0 NO-BREAK SPACE stands here"),
    (f"targets:\n  id: a\n  name: A\n  households:{_ODD}5\n", "6:14", "U+00A0 NO-BREAK SPACE stands here"),
    ("targets:\n  id: a\n  name: A\n  households:\u30005\n", "6:14", "U+3000 IDEOGRAPHIC SPACE stands here"),
    ('targets:\n  id: a\n  name: "A\n  areas:\n    - id: b\n      name: "B"\n', "5:9", "The quotation mark that opens"),
    ("targets:\n  id: a\n  name: 'A\n  households: 5\n", "5:9", "The quotation mark that opens here"),
)


@pytest.mark.parametrize(("body", "place", "words"), _MEANT)
def test_what_is_probably_behind_a_fault_is_told_at_its_place(body, place, words):
    (found,) = [
        each for each in engine.run(read_text((_TOP + body).encode(), "p.yaml")).findings if each.code == "Y107"
    ]
    assert f"{found.place.line}:{found.place.column}" == place
    assert words in found.message.to(Lang.EN)


@pytest.mark.parametrize(
    "body", ["targets: {id: a, name: A", "targets: {id: a, name: A\n\n\n", "targets: [\n", "a: 'b\n\n"]
)
def test_no_place_is_beyond_the_end(body):
    text = _TOP + body
    for each in engine.run(read_text(text.encode(), "p.yaml")).findings:
        assert each.place.line <= len(text.rstrip().split("\n"))


@pytest.mark.parametrize(
    "body",
    [
        "targets:\n  id: a\n  name: A\n    long\n   b: c\n",  # a text of two lines, and a field indented by one
        "targets:\n  id: a\n  name: b: c\n",
    ],
)
def test_another_fault_stays_what_it_is(body):
    (found,) = [
        each for each in engine.run(read_text((_TOP + body).encode(), "p.yaml")).findings if each.code == "Y107"
    ]
    assert "colon" in found.message.to(Lang.EN)
    assert "no colon behind" not in found.message.to(Lang.EN)
