"""The formats for CI: each is read back by a reader that is not ours, and nothing in a plan acts in it."""

import json
import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from urllib.parse import unquote

import jsonschema
import junitparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from command import PLAN, damaged
from formats import ACCEPTED, NASTY, broke, checked, commands, every_sort, quoted, valid_gitlab, valid_sarif, whole_run
from plans import HEAD, both, funding, targets
from povcalc.findings import Finding, Outcome, Trouble
from povcalc.messages import Lang, printable, verbatim
from povcalc.output.ci import MAX_LENGTH, github, gitlab, junit, quiet, report_markdown
from povcalc.output.report import STDIN, file_path, file_uri
from povcalc.output.sarif import sarif
from povcalc.places import Edit, Span, edited
from povcalc.plan.yaml_reader import parse

ACTS_ON_A_SCREEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
WRITERS = {
    "sarif": lambda run, lang: sarif(run, lang, ascii_only=False),
    "junit": lambda run, lang: junit(run, lang, ascii_only=False),
    "gitlab": lambda run, lang: gitlab(run, lang, ascii_only=False),
    "github": github,
    "markdown": report_markdown,
}
NAMES = st.text(st.characters(exclude_characters="/\x00", exclude_categories=["Cs"]), min_size=1).filter(
    lambda name: name not in {".", "..", STDIN}
)


def wrong(name="plan.yaml", **more):
    return checked(funding("5", "1", "3"), name, **more)


NAMELESS = wrong()


def cases(run):
    """JUnit's test cases by suite and name, as junitparser has them."""
    read = junitparser.JUnitXml.fromstring(junit(run, Lang.EN, ascii_only=False).encode())
    return {(suite.name, case.name): case for suite in read for case in suite}


def result_kind(case):
    return [type(result).__name__ for result in case.result]


def page(run, lang=Lang.EN):
    """The report as a page: Markdown as forges read it, tables and all."""
    return MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(report_markdown(run, lang))


class TestEveryFormat:
    @pytest.mark.parametrize("form", WRITERS)
    def test_no_finding_is_compared_with_another(self, form, monkeypatch):
        def compared(*_):
            pytest.fail("with 20,000 findings of a check that took two minutes")

        figures = "households: 1000, poor_households_end: 100, poverty_rate_end: 11.0"
        areas = "".join(f"    - {{id: a{at}, name: A{at}, {figures}}}\n" for at in range(3))
        run = whole_run(checked(f"{HEAD}targets:\n  id: r\n  name: R\n  areas:\n{areas}"))
        monkeypatch.setattr(Finding, "__eq__", compared)
        assert WRITERS[form](run, Lang.EN).count("10") >= 3

    @pytest.mark.parametrize("lang", Lang)
    @pytest.mark.parametrize("form", WRITERS)
    def test_of_a_run_with_every_sort_of_file(self, snapshot, form, lang):
        written = WRITERS[form](every_sort(), lang)
        if form == "sarif":  # its rules are those of docs/checks.md
            log = json.loads(written)
            (told,) = log["runs"]
            for component in (told["tool"]["driver"], *told["translations"]):
                component["rules"] = [rule for rule in component["rules"] if rule["id"] == "F101"]
            written = json.dumps(log, ensure_ascii=False, indent=2)
        assert written == snapshot

    @pytest.mark.parametrize("form", WRITERS)
    @example(b"\x9b\n::error::x\n##[error]y")
    @settings(max_examples=40, deadline=None)
    @given(content=st.binary(max_size=120))
    def test_of_any_bytes_does_nothing_to_a_screen_and_is_read_back(self, form, content):
        run = whole_run(checked(content))
        written = WRITERS[form](run, Lang.VI)
        assert ACTS_ON_A_SCREEN.search(written) is None
        match form:
            case "sarif":
                assert len(valid_sarif(written)["results"]) == len(run.files[0].report.findings)
            case "gitlab":
                assert len(valid_gitlab(written)) == len(run.files[0].report.findings)
            case "junit":
                assert len(cases(run)) == len(run.files[0].report.runs)
            case "github":
                assert len(commands(written)) == len(run.files[0].report.findings)

    @pytest.mark.parametrize("form", WRITERS)
    def test_of_no_file_at_all_says_what_is_the_matter(self, form):
        run = whole_run(troubles=[Trouble(None, verbatim("no file is named"))], status=2)
        assert "no file is named" in WRITERS[form](run, Lang.EN)

    @pytest.mark.parametrize("form", ["sarif", "gitlab", "junit"])
    def test_in_ascii_says_the_same(self, form):
        writer = {"sarif": sarif, "gitlab": gitlab, "junit": junit}[form]
        run = every_sort()
        plain, narrow = (writer(run, Lang.VI, ascii_only=only) for only in (False, True))
        assert narrow.isascii()
        if form == "junit":
            plain, narrow = (ET.canonicalize(text) for text in (plain, narrow))
            assert plain == narrow
        else:
            assert json.loads(plain) == json.loads(narrow)


class TestNamesOfFiles:
    @pytest.mark.parametrize(
        ("name", "path", "uri"),
        [
            ("data/plan.yaml", "data/plan.yaml", "data/plan.yaml"),
            ("./data//plan.yaml", "data/plan.yaml", "data/plan.yaml"),
            ("/repo/data/plan.yaml", "data/plan.yaml", "data/plan.yaml"),
            ("../plan.yaml", "/plan.yaml", "file:///plan.yaml"),
            ("/other/kế hoạch.yaml", "/other/kế hoạch.yaml", "file:///other/k%E1%BA%BF%20ho%E1%BA%A1ch.yaml"),
            ("a:b?#%.yaml", "a:b?#%.yaml", "a%3Ab%3F%23%25.yaml"),
            ("\udcff.yaml", "\udcff.yaml", "%FF.yaml"),
            ("<stdin>", "<stdin>", "%3Cstdin%3E"),
        ],
    )
    def test_are_relative_to_the_folder_of_the_run_where_they_are_in_it(self, name, path, uri):
        assert (file_path(name, "/repo"), file_uri(name, "/repo")) == (path, uri)

    @settings(max_examples=30, deadline=None)
    @given(NAMES)
    def test_come_back_out_of_every_format_that_a_program_reads(self, name):
        run = whole_run(NAMELESS._replace(reading=NAMELESS.reading._replace(name=name)))
        (artifact,) = valid_sarif(sarif(run, Lang.EN, ascii_only=False))["artifacts"]
        assert unquote(artifact["location"]["uri"], errors="surrogateescape") == name
        assert {issue["location"]["path"] for issue in valid_gitlab(gitlab(run, Lang.EN, ascii_only=False))} == {name}
        if printable(told := name.replace("\n", "").replace("\r", "")) == told:
            ((_, told, _),) = commands(github(run, Lang.EN))
            assert told["file"] == name


class TestSarif:
    def told(self, run, lang=Lang.EN):
        return valid_sarif(sarif(run, lang, ascii_only=False))

    def test_addresses_are_held_to_their_form_by_these_tests(self):
        checkers = jsonschema.Draft4Validator.FORMAT_CHECKER.checkers
        assert {"uri", "uri-reference"} & set(checkers)

    def test_a_region_is_the_figure_in_code_points(self):
        text = funding("5", "1", names=("\U0001f600 Đ",)).replace("total: 5", '"total": 5')
        (result,) = self.told(whole_run(checked(text)))["results"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region == {"startLine": 5, "startColumn": 12, "endLine": 5, "endColumn": 13}
        assert result["level"] == "error"
        assert result["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "funding.total"}]

    def test_places_compared_with_are_related_locations(self):
        (result,) = self.told(whole_run(wrong()))["results"]
        lines = [each["physicalLocation"]["region"]["startLine"] for each in result["relatedLocations"]]
        assert lines == [9, 12]
        assert [each["id"] for each in result["relatedLocations"]] == [0, 1]

    def test_both_languages_are_found_as_the_standard_looks_them_up(self):
        run = whole_run(wrong())
        (finding,) = run.files[0].report.findings
        for lang, own, other in ((Lang.EN, *both(finding.message)), (Lang.VI, *reversed(both(finding.message)))):
            told = self.told(run, lang)
            (result,) = told["results"]
            message = result["message"]
            assert (told["language"], message["text"]) == (lang.value, own)
            for component, expected in ((told["tool"]["driver"], own), (told["translations"][0], other)):
                rule = next(rule for rule in component["rules"] if rule["id"] == result["ruleId"])
                assert rule["messageStrings"][message["id"]]["text"].format(*message["arguments"]) == expected
            assert told["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "F101"
            assert told["translations"][0]["language"] != lang.value

    def test_braces_and_brackets_of_a_plan_are_neither_placeholders_nor_links(self):
        plan = f"{HEAD}targets: {{id: a, name: {quoted('{0} [x](http://y)')}, reduction_households: -1}}\n"
        result = next(each for each in self.told(whole_run(checked(plan)))["results"] if each["ruleId"] == "T114")
        assert "{{0}} [x] (http://y)" in result["message"]["text"]
        assert "{0} [x] (http://y)" in result["message"]["text"].format()

    def test_a_safe_suggestion_is_a_fix_that_mends_the_text(self):
        text = damaged(("amount: {about: 367886}", "amount: {about: 367868}"))
        results = self.told(whole_run(checked(text)))["results"]
        (fix,) = next(each for each in results if each["ruleId"] == "F101")["fixes"]
        (change,) = fix["artifactChanges"]
        (replacement,) = change["replacements"]
        region = replacement["deletedRegion"]
        assert region["startLine"] == region["endLine"]
        start = sum(len(line) for line in text.splitlines(keepends=True)[: region["startLine"] - 1])
        span = Span(start + region["startColumn"] - 1, start + region["endColumn"] - 1)
        assert edited(text, [Edit(span, replacement["insertedContent"]["text"])]) == PLAN.read_text("utf-8")

    def test_what_is_not_safe_is_no_fix(self):
        (result,) = self.told(whole_run(wrong()))["results"]
        assert "fixes" not in result
        assert len(result["properties"]["suggestions"]) > 1

    def test_what_the_plan_accepts_is_suppressed_and_nothing_else_is(self):
        run = whole_run(checked(funding("5", "1", "3") + ACCEPTED % "known"), wrong("other.yaml"))
        first, second = self.told(run)["results"]
        assert first["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "known"}]
        assert second["suppressions"] == []

    def test_a_broken_check_and_a_file_not_read_are_notifications(self):
        run = whole_run(broke(wrong()), troubles=[Trouble("a.yaml", verbatim("cannot read a.yaml"))], status=2)
        (invocation,) = self.told(run)["invocations"]
        assert (invocation["exitCode"], invocation["executionSuccessful"]) == (2, False)
        unread, broken = invocation["toolExecutionNotifications"]
        assert unread["message"]["text"] == "cannot read a.yaml"
        assert broken["associatedRule"]["id"] == "Y101"

    def test_a_check_that_fails_the_run_undecided_is_an_open_result(self):
        text = funding("5", "1", None)
        assert self.told(whole_run(checked(text)))["results"] == []
        (result,) = self.told(whole_run(checked(text, fail_undecided=True)))["results"]
        assert (result["kind"], result["level"], result["ruleId"]) == ("open", "none", "F101")

    def test_exact_numbers_are_strings(self):
        results = self.told(whole_run(checked(funding("9007199254740993.10", "9007199254740993.12"))))["results"]
        result = next(each for each in results if each["ruleId"] == "F101")
        assert Fraction(result["properties"]["numbers"]["stated"]) == Fraction("9007199254740993.10")

    def test_the_built_in_plan_and_standard_input_are_no_files_of_the_folder(self):
        run = every_sort()
        artifacts = self.told(run)["artifacts"]
        by_uri = {artifact["location"]["uri"]: artifact for artifact in artifacts}
        assert by_uri["plan_2019.yaml"]["location"]["uriBaseId"] == "POVCALC"
        assert by_uri["%3Cstdin%3E"]["roles"] == ["analysisTarget", "standardStream"]
        assert by_uri["file:///elsewhere/broken.yaml"]["location"].get("uriBaseId") is None
        assert by_uri["data/waived.yaml"]["location"]["uriBaseId"] == "%SRCROOT%"


class TestJUnit:
    def test_has_a_test_case_a_check_and_file(self):
        run = whole_run(wrong("a.yaml"), wrong("b.yaml"))
        expected = {(file.name, f"{ended.code} {ended.slug}") for file in run.files for ended in file.report.runs}
        assert set(cases(run)) == expected

    def test_says_what_came_of_each(self):
        run = every_sort()
        told = {key: result_kind(case) for key, case in cases(run).items()}
        assert told["data/right.yaml", "F101 lines-add-up"] == []
        assert told["data/wrong.yaml", "F101 lines-add-up"] == ["Failure"]
        assert told["data/waived.yaml", "F101 lines-add-up"] == ["Skipped"]
        assert told["data/right.yaml", "T101 areas-add-up"] == ["Skipped"]
        assert told["/elsewhere/broken.yaml", "Y101 text-is-utf-8"] == ["Error"]
        assert told["povcalc", "data/none.yaml"] == ["Error"]
        for suite in junitparser.JUnitXml.fromstring(junit(run, Lang.EN, ascii_only=False).encode()):
            results = [result for case in suite for result in case.result]
            assert suite.tests == len(list(suite))
            assert suite.failures == sum(isinstance(result, junitparser.Failure) for result in results)
            assert suite.errors == sum(isinstance(result, junitparser.Error) for result in results)
            assert suite.skipped == sum(isinstance(result, junitparser.Skipped) for result in results)

    def test_a_warning_is_a_failure_only_where_it_fails_the_run(self):
        text = targets(reduction_households="-1")
        for strict, expected in ((False, []), (True, ["Failure"])):
            run = whole_run(checked(text, strict=strict))
            case = cases(run)["plan.yaml", "T114 poverty-falls"]
            assert (run.status, result_kind(case)) == (int(strict), expected)
            assert ("-1" in (case.system_out or "")) is not strict

    def test_an_undecided_check_is_skipped_or_fails_as_the_run_does(self):
        text = funding("5", "1", None)
        for fails, expected in ((False, ["Skipped"]), (True, ["Failure"])):
            run = whole_run(checked(text, fail_undecided=fails))
            assert (run.status, result_kind(cases(run)["plan.yaml", "F101 lines-add-up"])) == (int(fails), expected)

    def test_a_failure_has_every_finding_with_its_place(self):
        (failure,) = cases(whole_run(wrong()))["plan.yaml", "F101 lines-add-up"].result
        assert failure.message.startswith("The stated total is 5 million VND")
        assert failure.text.splitlines()[0].startswith("plan.yaml:5:10: error F101: The stated total")

    @example("\x00\x0b\ufffe\uffff]]>\ud800")
    @settings(deadline=None)
    @given(st.text(max_size=60))
    def test_holds_only_what_xml_allows(self, words):
        run = whole_run(troubles=[Trouble(words, verbatim(words))], status=2)
        (case,) = cases(run).values()
        assert result_kind(case) == ["Error"]


class TestGithub:
    def test_a_finding_is_a_command_with_its_place(self):
        assert github(whole_run(wrong("data/a,b:%.yaml")), Lang.EN).startswith(
            "::error file=data/a%2Cb%3A%25.yaml,line=5,endLine=5,col=10,endColumn=11,title=F101 lines-add-up::"
            "The stated total is 5 million VND, but the 2 lines add up to 4 million VND: the total is 1 too high "
            "(whole amounts are exact; if these are rounded, rounding allows 1.5: then write rounded_to: 1 in "
            "funding); correct the total or one of the lines%0A"
        )

    def test_severities_are_those_of_annotations_and_what_is_waived_is_a_notice(self):
        plan = targets(reduction_households="-1")
        assert [name for name, *_ in commands(github(whole_run(checked(plan)), Lang.EN))] == ["warning"]
        ((name, told, message),) = commands(
            github(whole_run(checked(funding("5", "1", "3") + ACCEPTED % "known, 100%")), Lang.EN)
        )
        assert (name, told["title"]) == ("notice", "F101 lines-add-up: waived")
        assert "accepted: known, 100%" in message.splitlines()

    def test_columns_are_left_out_where_several_lines_are_meant(self):
        text = f"{HEAD}targets:\n  id: a\n  name: A\n  x: >\n    b\n    c\n"
        for name, told, _ in commands(github(whole_run(checked(text)), Lang.EN)):
            assert name == "error"
            assert ("col" in told) is (told["line"] == told["endLine"])

    def test_only_a_file_that_was_named_is_pointed_at(self):
        for file in (wrong(STDIN), wrong(built_in=True)):
            ((_, told, _),) = commands(github(whole_run(file), Lang.EN))
            assert "file" not in told

    @example("\n::add-mask::x\r%0A%25")
    @settings(deadline=None)
    @given(st.text(max_size=60))
    def test_nothing_in_a_plan_or_a_name_makes_another_command(self, words):
        plan = f"{HEAD}targets: {{id: a, name: {quoted(words)}, reduction_households: -1}}\n"
        run = whole_run(checked(plan, f"{words}.yaml".replace("\x00", "")), troubles=[Trouble(words, verbatim(words))])
        written = github(run, Lang.EN)
        assert len(commands(written)) == len(run.files[0].report.findings) + 1
        assert all(line.startswith("::") for line in written.splitlines())


class TestGitlab:
    def prints(self, text, name="plan.yaml"):
        issues = valid_gitlab(gitlab(whole_run(checked(text, name)), Lang.EN, ascii_only=False))
        return {issue["check_name"]: issue["fingerprint"] for issue in issues}

    def test_severities_are_those_of_what_a_run_fails_on(self):
        issues = valid_gitlab(gitlab(every_sort(), Lang.EN, ascii_only=False))
        told = {(issue["check_name"], issue["severity"]) for issue in issues}
        assert {("F101/lines-add-up", "major"), ("T114/poverty-falls", "minor")} <= told
        assert {("T205/promises-reach-target", "info"), ("Y101/text-is-utf-8", "blocker")} <= told
        assert ("could-not-run", "blocker") in told
        assert not any(issue["location"]["path"] == "data/waived.yaml" for issue in issues)

    def test_a_fingerprint_outlives_lines_put_in_before_and_the_number_itself(self):
        text = damaged(("reduction_households: 453", "reduction_households: -453"))
        first = self.prints(text)
        assert "T114/poverty-falls" in first
        moved = text.replace("targets:\n", "# a\n# b\ntargets:\n").replace("-453", "-452")
        assert self.prints(moved) == first

    def test_a_fingerprint_outlives_an_area_put_in_before(self):
        inner = ["id: c", "name: C", "reduction_households: -3"]
        one, two = targets(inner), targets(["id: b", "name: B"], inner)
        assert self.prints(one)["T114/poverty-falls"] == self.prints(two)["T114/poverty-falls"]

    def test_a_fingerprint_is_that_of_the_check_the_file_and_the_area(self):
        text = targets(["id: c", "name: C", "reduction_households: -3"])
        mine = self.prints(text)["T114/poverty-falls"]
        assert mine != self.prints(text, "other.yaml")["T114/poverty-falls"]
        assert mine != self.prints(text.replace("id: c", "id: d"))["T114/poverty-falls"]
        assert mine == self.prints(text, "./plan.yaml")["T114/poverty-falls"]

    def test_a_file_that_is_named_twice_has_fingerprints_of_its_own(self):
        run = whole_run(wrong("plan.yaml"), wrong("./plan.yaml"))
        assert len(valid_gitlab(gitlab(run, Lang.EN, ascii_only=False))) == 2

    def test_findings_of_the_text_have_fingerprints_too(self):
        text = f"{HEAD}x-a: &one 1\nx-b: *one\nfunding: {{unit: VND, total: 3}}\n"
        assert len(self.prints(text)) == len({*self.prints(text).values()}) >= 2
        assert self.prints(f"# more\n{text}") == self.prints(text)


class TestMarkdown:
    def test_tells_of_the_run_its_files_and_each_finding(self):
        tokens = page(whole_run(wrong(), checked(funding("4", "1", "3"), "right.yaml")))
        kinds = [token.type for token in tokens]
        assert [kinds.count(kind) for kind in ("heading_open", "table_open", "tr_open", "fence")] == [1, 1, 3, 1]
        (fence,) = (token for token in tokens if token.type == "fence")
        assert fence.content == "    5 |   total: 5\n      |          ^\n"

    @pytest.mark.parametrize("before", ["Yên Bái", "Y\u00ean Ba\u0301i", "漢字", "ｆｕｌｌ"])
    def test_the_mark_stands_beneath_the_figure_behind_characters_of_any_width(self, before):
        lines = f"[{{id: a, name: {before}, amount: 1}}, {{id: b, name: B, amount: 3}}]"
        plan = f"{HEAD}funding: {{unit: VND, lines: {lines}, total: 5}}\n"
        *_, fence = (token for token in page(whole_run(checked(plan))) if token.type == "fence")
        line, marks = fence.content.splitlines()
        assert cell_len(line[: line.index("5}")]) == marks.index("^")

    @example("```\n</details><img src=x>")
    @example("![x](y) [x]: http://y <b> | `a` *b* _c_ ~~d~~ http://x.y www.x.y a@b.c")
    @example("# x")
    @example("1. x")
    @example("    x")
    @example("--- | ---")
    @settings(deadline=None)
    @given(st.text(max_size=80))
    def test_nothing_in_a_plan_is_markup(self, words):
        plan = f"{HEAD}targets: {{id: a, name: {quoted(words)}, reduction_households: -1}} # {words.splitlines()[:1]}\n"
        run = whole_run(checked(plan, f"{words}.yaml".replace("\x00", "")), troubles=[Trouble(None, verbatim(words))])
        inside = [token for token in page(run) if token.type == "inline"]
        kinds = {child.type for token in inside for child in token.children}
        assert kinds <= {"text", "text_special", "strong_open", "strong_close"}
        strong = sum(child.type == "strong_open" for token in inside for child in token.children)
        assert strong == len(run.files[0].report.findings)
        blocks = {token.type for token in page(run)}
        assert not blocks & {"html_block", "code_block", "hr", "ordered_list_open", "blockquote_open"}
        assert sum(token.type == "heading_open" for token in page(run)) == 1

    @pytest.mark.parametrize(
        "words",
        ["@somebody", "#12", "GH-12", "!12", "$12", "%v1", '%"v 1"', "~bug", "&12", ":tada:", "https://x.y", "www.x.y"],
    )
    def test_no_forge_sees_a_reference_in_the_finished_page(self, words):
        (inline,) = (
            token for token in MarkdownIt("gfm-like", {"linkify": False}).parse(quiet(words)) if token.children
        )
        shown = "".join(child.content for child in inline.children)
        assert shown != words
        assert shown.replace("\u200b", "") == words

    def test_is_never_too_long_for_a_comment_and_says_what_it_leaves_out(self):
        children = [[f"id: a{index}", f"name: A{index}", "reduction_households: -1"] for index in range(400)]
        written = report_markdown(whole_run(checked(targets(*children))), Lang.EN)
        assert MAX_LENGTH - 2000 < len(written) < MAX_LENGTH + 100
        shown = written.count("**warning T114**")
        assert written.endswith(f"Not shown here: {400 - shown} findings.\n")

    def test_what_is_left_out_are_never_errors_before_warnings(self):
        children = [[f"id: a{index}", f"name: A{index}", "reduction_households: -1"] for index in range(400)]
        warned = checked(targets(*children), "a.yaml")
        written = report_markdown(whole_run(warned, wrong()), Lang.EN)
        assert written.count("**error F101** plan.yaml:5:10") == 1
        assert "Not shown here: " in written
        assert written.index("| plan.yaml | 1 |") < written.index("| a.yaml | 0 |")

    def test_of_a_thousand_files_those_with_findings_come_first(self):
        good = checked(funding("4", "1", "3"), "right-with-a-long-name-to-fill-the-page.yaml")
        written = report_markdown(whole_run(*[good] * 1500, wrong()), Lang.EN)
        assert written.index("| plan.yaml | 1 |") < written.index("| right")
        assert "more files |" in written
        assert "**error F101** plan.yaml:5:10" in written
        assert len(written) < MAX_LENGTH + 100

    def test_a_fence_is_longer_than_any_in_the_file(self):
        plan = f"{HEAD}funding: {{unit: VND, total: 5, lines: [{{id: a, name: '````', amount: 4}}]}}\n"
        *_, fence = (token for token in page(whole_run(checked(plan))) if token.type == "fence")
        assert fence.markup == "`````"


def test_the_names_and_reasons_of_these_tests_are_as_nasty_as_they_say():
    assert all(sign in NASTY for sign in ("\n", "::", "%", "]]>", '"', "'", "\u202e", "\x1b", "@", "\udcff"))
    (nasty,) = (file for file in every_sort().files if file.name == f"data/{NASTY}.yaml")
    assert any("::error::" in finding.message.to(Lang.EN) for finding in nasty.report.findings)
    (broken,) = (file for file in every_sort().files if "broken" in file.name)
    assert broken.report.ended(Outcome.BROKEN) == 1
    assert parse(ACCEPTED % "x").traps == ()
