"""The report: what is refused, that its numbers are those of JSON, that no text acts, and how it looks to readers.

Chromium with its driver, axe-core (`npm install --prefix tests/browser`), LibreOffice and weasyprint are used where
they are there; what is skipped says so.
"""

import base64
import importlib
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from fractions import Fraction
from pathlib import Path

import docx
import pdfplumber
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from selectolax.lexbor import LexborHTMLParser

from command import PLAN, text
from plans import targets
from povcalc.messages import SHORT, Lang

RESULT = """povcalc: 1
document: {title: Kết quả giảm nghèo, year: 2024, kind: result}
targets:
  id: an-phu
  name: Xã An Phú
  poverty_rate_start: 11.20
  poverty_rate_end: 9.28
  areas:
    - {id: thon-mot, name: Thôn Một, reduction_households: 19, poverty_rate_end: 9.51}
    - {id: thon-hai, name: Thôn Hai, poor_households_start: 61, poor_households_end: 51}
"""
PLANNED = """povcalc: 1
document: {title: Kế hoạch giảm nghèo, year: 2024}
targets:
  id: an-phu
  name: Xã An Phú
  reduction_households: 30
  reduction_rate: {over: 1.90}
  areas:
    - {id: thon-mot, name: Thôn Một, reduction_households: 18, poverty_rate_end: 9.50}
    - {id: thon-hai, name: Thôn Hai, reduction_households: 12}
"""
WRONG = """povcalc: 1
document: {title: Poverty reduction plan, year: 2026, language: en}
targets:
  id: song-xanh
  name: Sông Xanh
  reduction_households: 571
  areas:
    - {id: an-phu, name: An Phú, reduction_households: 240}
    - id: tan-lap
      name: Tân Lập
      households: 1820
      reduction_households: 331
      poor_households_end: 164
      poverty_rate_end: 90.01
funding:
  unit: million VND
  total: 12
  lines: [{id: a, name: Nation, amount: 4}, {id: b, name: Province, amount: 7}]
"""
LONG = "A" * 200
STRANGE = '"\\uFFFE\\u0007\\U0001F600"'
"""A character that XML has no place for, one that rings, and one that few fonts have."""
HOSTILE = (
    WRONG.replace("name: An Phú", 'name: "<img src=x onerror=alert(1)>"')
    .replace("name: Tân Lập", f"name: {LONG}")
    .replace("title: Poverty reduction plan", 'title: "</title><script>alert(1)</script> \\u202ecod.exe"')
    .replace("name: Nation", 'name: "=HYPERLINK(\\"http://example.org\\",\\"a\\")"')
    .replace("name: Province", 'name: "$\\\\frac{1}{2}$ {{ 7*7 }} \\u200f漢字 ]]>"')
    .replace("name: Sông Xanh", f"name: {STRANGE}")
    .replace("unit: million VND", 'unit: "</style><b>"')
)


@pytest.fixture
def folder(tmp_path):
    for name, content in (("plan", PLANNED), ("result", RESULT), ("wrong", WRONG), ("hostile", HOSTILE)):
        (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
    return tmp_path


def made(folder, *words, file="report.html", **changes):
    """The bytes of a report that is written without a fault."""
    status, out, err = text("report", *words, "-o", file, cwd=folder, **changes)
    assert (status, out) == (0, ""), err
    return (folder / file).read_bytes()


def page(folder, *words, **changes):
    return LexborHTMLParser(made(folder, *words, **changes).decode())


def told(folder, *words):
    """What a command says as JSON."""
    return json.loads(text(*words, "--format", "json", cwd=folder)[1])


class TestTheFile:
    def test_its_ending_says_what_is_written(self, folder):
        assert made(folder, "plan.yaml").startswith(b"<!DOCTYPE html>")
        assert made(folder, "plan.yaml", file="A.HTML").startswith(b"<!DOCTYPE html>")
        assert zipfile.is_zipfile(io.BytesIO(made(folder, "plan.yaml", file="report.docx")))

    @pytest.mark.parametrize("name", ["report.txt", "report", "report.xlsx", "report.doc", "-"])
    def test_another_ending_is_refused_with_those_that_are_known(self, folder, name):
        status, _, err = text("report", "plan.yaml", "-o", name, cwd=folder)
        assert status == 2
        ending = os.path.splitext(name)[1] or "''"
        assert err == (
            f"povcalc: {name}: the ending of a file says its form, and {ending} is none of .html, .docx, .pdf\n"
        )
        assert not (folder / name).exists()

    def test_without_one_it_is_refused(self, folder):
        status, _, err = text("report", "plan.yaml", cwd=folder)
        assert status == 2
        assert err.splitlines() == [
            "povcalc: name the file to write: --output report.html, report.docx or report.pdf",
            "  povcalc report plan.yaml --output report.html",
        ]

    def test_standard_input_is_one_of_plan_and_result(self, folder):
        status, _, err = text("report", "-", "-o", "a.html", cwd=folder, stdin=PLANNED.encode())
        assert (status, err) == (0, "povcalc: a.html is written\n")
        status, _, err = text("report", "-", "--result", "-", "-o", "b.html", cwd=folder, stdin=PLANNED.encode())
        assert (status, err) == (2, "povcalc: standard input can be one of the files only\n")

    @pytest.mark.parametrize("words", [("in.html",), ("plan.yaml", "--document", "in.html"), ("--figures", "in.html")])
    def test_no_input_is_written_over(self, folder, words):
        (folder / "in.html").write_text("<p>Giảm 30 hộ</p>", encoding="utf-8")
        status, _, err = text("report", *words, "-o", "./in.html", cwd=folder)
        assert (status, err) == (
            2,
            "povcalc: ./in.html is read here, so nothing is written over it; name another file\n",
        )
        assert (folder / "in.html").read_text(encoding="utf-8") == "<p>Giảm 30 hộ</p>"

    def test_a_word_document_that_may_have_been_edited_is_kept_without_force(self, folder):
        (folder / "report.docx").write_bytes(b"edited")
        status, _, err = text("report", "plan.yaml", "-o", "report.docx", cwd=folder)
        assert (status, "may have been edited" in err) == (2, True)
        assert (folder / "report.docx").read_bytes() == b"edited"
        assert made(folder, "plan.yaml", "--force", file="report.docx") != b"edited"

    def test_is_written_whole_or_not_at_all(self, folder):
        assert text("report", "plan.yaml", "-o", "none/report.html", cwd=folder)[0] == 2
        made(folder, "plan.yaml")
        made(folder, "wrong.yaml")  # a page is written anew
        assert sorted(os.listdir(folder)) == ["hostile.yaml", "plan.yaml", "report.html", "result.yaml", "wrong.yaml"]

    def test_the_same_plan_gives_the_same_page(self, folder):
        assert made(folder, "plan.yaml", "--lang", "both") == made(folder, "plan.yaml", "--lang", "both")

    def test_findings_are_its_content_and_no_failure(self, folder):
        assert text("check", "wrong.yaml", cwd=folder)[0] == 1
        assert text("report", "wrong.yaml", "-o", "a.html", cwd=folder)[0] == 0

    def test_a_damaged_plan_is_reported_as_far_as_it_was_read_and_that_is_a_failure(self, folder):
        (folder / "plan.yaml").write_text(PLANNED.replace("povcalc: 1\n", "povcalc: 1\nmore: 1\n"), encoding="utf-8")
        assert text("report", "plan.yaml", "-o", "a.html", cwd=folder)[0] == 1
        assert "S103" in (folder / "a.html").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("library", "file", "line"),
        [
            ("jinja2", "a.html", "a report takes other libraries; type: pip install 'povcalc[report]'"),
            ("matplotlib", "a.html", "a report takes other libraries; type: pip install 'povcalc[report]'"),
            ("docx", "a.docx", "a report takes other libraries; type: pip install 'povcalc[report]'"),
            (
                "weasyprint",
                "a.pdf",
                (
                    "a report as PDF takes another library; type: pip install 'povcalc[pdf]', or write report.html "
                    "and print it from a browser"
                ),
            ),
        ],
    )
    def test_says_which_library_is_missing(self, folder, library, file, line):
        (folder / "without").mkdir()
        (folder / "without" / f"{library}.py").write_text("raise ImportError", encoding="utf-8")
        done = text("report", "plan.yaml", "-o", file, cwd=folder, PYTHONPATH=str(folder / "without"))
        assert done == (2, "", f"povcalc: {line}\n")

    def test_the_template_is_in_the_package(self):
        from importlib.resources import files

        assert files("povcalc.report").joinpath("report.html.j2").is_file()


def spoken(words):
    """A number or range as a table writes it, as far as JSON has it: without marks, thousands and signs of bounds."""
    return re.sub(r"[!?*, <>≥≤=~]", "", words).replace("–", "..")


def as_written(notation):
    """The same of a notation of JSON; of a range with one end open both ends."""
    return "..".join(re.findall(r"-?[0-9]+(?:\.[0-9]+)?", notation))


def rows_of(tree, caption):
    """The rows of a table of the page: the words of the first cell, then cells with their words and their number."""
    table = next(each for each in tree.css("table") if each.css_first("caption").text().startswith(caption))
    headings = [each.text(strip=True) for each in table.css("thead th")]
    rows = []
    for row in table.css("tbody tr"):
        cells = row.css("th,td")
        if len(cells) == len(headings):
            numbers = [cell.css_first("data") for cell in cells]
            rows.append(
                [(c.text(strip=True), n and n.attributes["value"]) for c, n in zip(cells, numbers, strict=True)]
            )
    return headings, rows


def widened(low, high, places=3):
    """The ends of a range of JSON, rounded outwards."""
    ends = []
    for end, up in ((low, False), (high, True)):
        if end is None:
            ends.append(None)
            continue
        scaled = Fraction(end) * 10**places
        ends.append(
            Fraction(
                -(-scaled.numerator // scaled.denominator) if up else scaled.numerator // scaled.denominator, 10**places
            )
        )
    return ends


PLANS = [(str(PLAN),), ("wrong.yaml",), ("plan.yaml", "--growth", "0..2"), ("plan.yaml", "--figures", "more.csv")]


@pytest.mark.parametrize("words", PLANS, ids=["2019", "wrong", "growth", "figures"])
class TestItsNumbersAreThoseOfJson:
    @pytest.fixture(autouse=True)
    def _table(self, folder):
        (folder / "more.csv").write_text("id,households\nthon-mot,400\n", encoding="utf-8")

    def test_the_counts_and_the_findings(self, folder, words):
        tree = page(folder, *words)
        (file,) = told(folder, "check", *words)["files"]
        counts = {each.css_first("dt").text(): each.css_first("dd").text(strip=True) for each in tree.css("dl div")}
        figures = file["summary"]["figures"]
        assert [counts[name] for name in ("Findings: wrong", "Findings: at risk", "Figures that hold")] == [
            str(figures[name]) for name in ("wrong", "at_risk", "holds")
        ]
        assert counts["Figures not verified"] == str(figures["not_verified"])
        whole = tree.css_first("#main").text()
        for finding in file["findings"]:
            assert finding["message"]["en"] in whole
            assert f"({finding['code']})" in whole or finding["severity"] == "error"
            safe = [each for each in finding["suggestions"] if each["safe"]]
            for suggestion in safe[:1] or finding["suggestions"][:5]:
                assert suggestion["message"]["en"] in whole

    def test_every_area_and_every_figure(self, folder, words):
        areas = told(folder, "show", "targets", *words)["areas"]
        fields = {SHORT[field].to(Lang.EN): field for field in areas[0]["implied"]}
        tree = page(folder, *words)
        headings, rows = rows_of(tree, "Targets of every area")
        assert len([row for row in rows if not row[0][0].startswith("Sum of")]) == len(areas)
        seen = 0
        for row, area in zip(rows, areas, strict=False):
            for name, (shown, number) in zip(headings[1:], row[1:], strict=True):
                if name not in fields or number is None:
                    continue
                seen += 1
                stated = area["stated"].get(fields[name])
                if stated is None and fields[name].startswith("households"):
                    stated = area["stated"].get("households")
                if stated is not None:
                    assert number == stated
                else:
                    implied = area["implied"][fields[name]]
                    ends = (
                        widened(implied["low"], implied["high"])
                        if "rate" in fields[name]
                        else (implied["low"], implied["high"])
                    )
                    assert shown.endswith("*")
                    if ends[0] == ends[1] or implied["low"] == implied["high"]:
                        assert abs(Fraction(spoken(shown)) - Fraction(implied["low"])) <= Fraction(1, 2000)
                        continue
                    told_ends = [Fraction(each) for each in spoken(shown).split("..")]
                    assert told_ends == list(dict.fromkeys(end for end in ends if end is not None)), (name, shown)
                assert spoken(shown) == as_written(number)
        assert seen >= len(areas)

    def test_the_charts_have_the_words_of_the_table_beside_them(self, folder, words):
        tree = page(folder, *words)
        headings, rows = rows_of(tree, "Targets of every area")
        at = [headings.index(name) for name in ("rate at start", "rate at end", "reduction")]
        rates, reduction = (
            tree.css_first(f"[aria-labelledby^=en-{key}-title]")
            for key in ("poverty_rate_start", "reduction_households")
        )
        drawn, bars = ([each.text(strip=True) for each in chart.css("text")] for chart in (rates, reduction))
        for row in rows:
            start, end, less = (row[column][0].lstrip("!? ") for column in at)
            if row[0][0].startswith("Sum of") or {start, end} == {"-"}:
                continue
            value = " → ".join("?" if each == "-" else each for each in (start, end))
            assert drawn[drawn.index(row[0][0]) - 1] == value
            if row[0][0] in bars:
                assert bars[bars.index(row[0][0]) - 1] == less
        known = [row for row in rows if "Sum of" not in row[0][0] and {row[column][0] for column in at[:2]} != {"-"}]
        assert len([each for each in drawn if "→" in each]) == len(known) > 0


def test_the_funding_and_the_schedule_are_those_of_json(folder):
    tree = page(folder, str(PLAN), "--lang", "vi")
    (sheet,) = told(folder, "show", "funding", str(PLAN))["sheets"]
    _, rows = rows_of(tree, "Kinh phí (triệu đồng)")
    assert [(row[0][0], row[1][1]) for row in rows] == [(each["name"]["vi"], each["amount"]) for each in sheet["rows"]]
    for row, each in zip(rows, sheet["rows"], strict=True):
        if each["share"] is not None:
            assert abs(Fraction(row[2][1]) - Fraction(each["share"])) == 0
            assert abs(Fraction(row[2][0].replace(",", ".")) - Fraction(each["share"])) <= Fraction(1, 20)
    (sheet,) = told(folder, "show", "schedule", str(PLAN))["sheets"]
    _, rows = rows_of(tree, "Tiến độ thực hiện")
    assert len(rows) == len(sheet["rows"])
    for row, each in zip(rows, sheet["rows"], strict=True):
        days = [each[key] for key in ("from", "to", "on", "before") if each[key]]
        assert re.findall("[0-9]+/[0-9]+/[0-9]+", row[0][0]) == [
            "/".join(str(int(part)) for part in reversed(day.split("-"))) for day in days
        ]
    drawn = tree.css_first("[aria-labelledby^=vi-schedule-title]").text()
    assert all(day in drawn for row in rows for day in re.findall("[0-9]+/[0-9]+/[0-9]+", row[0][0]))


def test_targets_and_results_are_those_of_json(folder):
    tree = page(folder, "plan.yaml", "--result", "result.yaml")
    compared = told(folder, "compare", "plan.yaml", "result.yaml")["targets"]
    _, rows = rows_of(tree, "Targets and results")
    assert len(rows) == len(compared) == 5
    for row, target in zip(rows, compared, strict=True):
        assert row[0][0] == SHORT[target["field"]].to(Lang.EN)
        assert row[1][1] == target["target"]
        assert row[4][0] == target["verdict"]
        if target["result"] is not None:
            assert row[2][1] == target["result"]
        else:
            assert row[2][0].endswith("*")
            ends = widened(target["implied"]["low"], target["implied"]["high"], 3 if "rate" in target["field"] else 0)
            assert [Fraction(each) for each in spoken(row[2][0]).split("..")] == list(dict.fromkeys(ends))
    assert "Targets: 5; met 2, missed 3, undecided 0." in tree.css_first("#main p:not(.state)").text()
    drawn = tree.css_first("[aria-labelledby^=en-result-poverty_rate_end]").text()
    assert "9.50 → 9.51: missed" in drawn


def test_a_table_of_results_is_one_and_several_results_are_the_year_so_far(folder):
    (folder / "result.csv").write_text("id,reduction_households\nthon-mot,19\nthon-hai,10\n", encoding="utf-8")
    words = page(folder, "plan.yaml", "--result", "result.csv").text()
    assert "18 → 19: met" in words
    assert "12 → 10: missed" in words
    for results in (("result.csv", "--as-of", "2024-12-01"), ("preliminary=result.csv", "--result", "result.yaml")):
        tree = page(folder, "plan.yaml", "--result", *results)
        titles = [each.text() for each in tree.css("h2")]
        assert "The year so far" in titles
        assert "Targets and results" not in titles
    _, out, _ = text("track", "plan.yaml", "result.csv", "--as-of", "2024-12-01", "-f", "json", cwd=folder)
    tree = page(folder, "plan.yaml", "--result", "result.csv", "--as-of", "2024-12-01")
    numbers = set(re.findall(r"[0-9.]+", out))
    start = tree.html.index('id="en-track"')
    inside = LexborHTMLParser(tree.html[start : tree.html.index("<h2", start)])
    shown = [each.attributes["value"] for each in inside.css("td data")]
    assert shown
    assert {number for each in shown for number in re.findall(r"[0-9.]+[0-9]|[0-9]", each)} <= numbers


def test_the_schedule_is_seen_from_a_day(folder):
    assert "under way, 30 days left" in page(folder, str(PLAN), "--as-of", "2019-12-01").text()
    assert text("report", "plan.yaml", "-o", "a.html", "--as-of", "soon", cwd=folder)[0] == 2


def test_every_measure_of_poverty_has_its_charts_and_its_table(folder):
    figures = "near_poor_rate_start: 5.00, near_poor_rate_end: 4.00, exits: 40, multidimensional_poverty_rate_end: 9.00"
    (folder / "plan.yaml").write_text(
        PLANNED.replace("name: Thôn Hai,", f"name: Thôn Hai, {figures},"), encoding="utf-8"
    )
    tree = page(folder, "plan.yaml")
    headings, rows = rows_of(tree, "Near-poor households of every area")
    row = dict(zip(headings, rows[-1], strict=True))
    assert [row[f"near-poor rate at {when}"] for when in ("start", "end")] == [("5.00", "5.00"), ("4.00", "4.00")]
    assert "5.00 → 4.00" in tree.css_first("[aria-labelledby^=en-near_poor_rate_start-title]").text()
    headings, rows = rows_of(tree, "Multidimensionally poor households of every area")
    assert dict(zip(headings, rows[-1], strict=True))["multidimensional rate at end"] == ("9.00", "9.00")
    assert all(len(table.css("thead th")) <= 15 for table in tree.css("table"))


def test_breakdowns_stand_under_their_names_and_what_was_planned_in_a_table_of_its_own(folder):
    split = "[{id: people, name: By people, parts: [{id: kinh, name: Kinh, poor_households_end: 20}, {id: other}]}]"
    plan = PLANNED.replace(
        "reduction_households: 12}", "reduction_households: 12, planned: {reduction_households: 14}}"
    )
    plan = plan.replace(
        "  areas:", f"  breakdowns: {split.replace('{id: other}', '{id: other, name: Other}')}\n  areas:"
    )
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    tree = page(folder, "plan.yaml")
    first, *_ = tree.css("#main table")
    headers = [(each.text(), each.attributes.get("colspan") is not None) for each in first.css("tbody th")]
    assert headers[-3:] == [("By people", True), ("Kinh", False), ("Other", False)]
    headings, rows = rows_of(tree, "What was planned, by area")
    assert headings == ["Area", "planned reduction"]
    assert ("14", "14") in [row[1] for row in rows]
    document = docx.Document(io.BytesIO(made(folder, "plan.yaml", file="a.docx")))
    assert "By people" in [row.cells[0].text for row in document.tables[1].rows]


def test_sources_in_another_unit_are_not_drawn_on_one_scale(folder):
    plan = WRONG.replace("amount: 4}", "amount: 4, unit: billion VND}")
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    tree = page(folder, "plan.yaml")
    drawn = [each.text() for each in tree.css_first("[aria-labelledby^=en-funding-title]").css("text")]
    assert "Province" in drawn
    assert "Nation" not in drawn
    assert "Sources in another unit are not drawn: 1." in tree.text()


def test_a_result_of_another_year_is_not_judged_and_the_report_says_why(folder):
    (folder / "result.yaml").write_text(RESULT.replace("2024", "2025"), encoding="utf-8")
    tree = page(folder, "plan.yaml", "--result", "result.yaml")
    assert "Targets are not judged: the plan is for 2024, the result for 2025." in tree.text()


def test_the_document_is_held_to_and_named(folder):
    (folder / "plan.txt").write_text("Năm 2024 xã An Phú giảm 31 hộ nghèo.", encoding="utf-8")
    tree = page(folder, "plan.yaml", "--document", "plan.txt")
    (file,) = told(folder, "check", "plan.yaml", "--document", "plan.txt")["files"]
    assert [each["code"] for each in file["findings"] if each["code"][0] == "Q"]
    for finding in file["findings"]:
        assert finding["message"]["en"] in tree.css_first("#main").text()
    assert "The figures were held to the document plan.txt." in tree.text()


def test_settings_leave_out_checks_as_in_check(folder):
    (folder / "povcalc.toml").write_text("ignore = ['T201']\n", encoding="utf-8")
    assert "(T201)" not in page(folder, "wrong.yaml").text()
    assert "(T201)" in page(folder, "wrong.yaml", "--no-settings").text()


def test_a_plan_of_several_years_speaks_of_its_period(folder):
    plan = PLANNED.replace("year: 2024", "period: {from: 2021, to: 2025}")
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    words = page(folder, "plan.yaml").css_first("#main").text()
    assert "at the start and the end of the period" in words
    assert "of the year" not in words


@pytest.mark.parametrize(
    "plan",
    ["povcalc: 1\ndocument: {title: A}\nfunding: {unit: million VND, total: 5}\n", targets(poverty_rate_end="5.00")],
)
def test_a_plan_that_has_little_has_a_short_report(folder, plan):
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    assert made(folder, "plan.yaml", "--lang", "both").count(b"<h1>") == 1
    made(folder, "plan.yaml", file="report.docx")


@pytest.mark.parametrize("length", [150, 300])
def test_a_title_of_any_length_stands_in_the_document_and_as_far_as_word_takes_it_in_its_properties(folder, length):
    title = "Kế hoạch " + "a" * length
    plan = targets(poverty_rate_end="5.00").replace("{title: A plan}", f"{{title: {title}}}")
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    document = docx.Document(io.BytesIO(made(folder, "plan.yaml", file="report.docx")))
    assert any(title in each.text for each in document.paragraphs)
    kept = document.core_properties.title
    assert kept.endswith(title) if length < 200 else kept.endswith("a…") and len(kept) == 255


def test_a_nation_is_cut_with_a_remark(folder):
    communes = ", ".join(f"{{id: x{at}, name: Xã {at}}}" for at in range(9))
    areas = [
        f"    - {{id: t{at}, name: Tỉnh {at}, reduction_households: 1, areas: [{communes}]}}\n" for at in range(60)
    ]
    areas[7] = areas[7].replace(
        "{id: x3, name: Xã 3}",
        "{id: x3, name: Xã lệch, households: 100, poor_households_end: 9, poverty_rate_end: 8.00}",
    )
    head = "povcalc: 1\ndocument: {title: A, year: 2024}\ntargets:\n  id: r\n  name: R\n  areas:\n"
    (folder / "plan.yaml").write_text(head + "".join(areas), encoding="utf-8")
    content = made(folder, "plan.yaml")
    assert len(content) < 300_000
    tree = LexborHTMLParser(content.decode())
    _, rows = rows_of(tree, "Targets of every area")
    assert len(rows) == 62
    assert "Xã lệch" in [row[0][0] for row in rows]
    assert "Shown: 62 of 601 areas, the first levels and those with a figure that is wrong" in tree.text()


class TestHostileTexts:
    def test_stay_text_on_the_page(self, folder):
        content = made(folder, "hostile.yaml", "--lang", "both").decode()
        tree = LexborHTMLParser(content)
        assert not tree.css("script, img, iframe, link, object, b, form, svg a, [onerror], [onload]")
        assert "\u202e" not in content
        assert "\u200f" not in content
        assert {each.attributes["href"][0] for each in tree.css("a")} == {"#"}
        assert tree.css_first("title").text().endswith("</title><script>alert(1)</script> \\u202ecod.exe")
        headers = [each.text() for each in tree.css("tbody th")]
        assert "<img src=x onerror=alert(1)>" in headers
        assert LONG in headers
        assert "\\ufffe\\x07\U0001f600" in headers
        assert '=HYPERLINK("http://example.org","a")' in headers
        assert "$\\frac{1}{2}$ {{ 7*7 }} \\u200f漢字 ]]>" in headers
        assert "$\\frac{1}{2}$ {{ 7*7 }} \\u200f漢字 ]]>" in [each.text() for each in tree.css("svg text")]

    def test_stay_text_in_the_document(self, folder):
        content = made(folder, "hostile.yaml", file="a.docx")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {
                name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))
            }
        assert not [name for name, part in parts.items() if "TargetMode" in part and "External" in part]
        body = parts["word/document.xml"]
        assert "\u202e" not in body
        assert set(re.findall("<w:instrText|<w:fldSimple|<w:hyperlink", body)) == set()
        cells = [
            cell.text for table in docx.Document(io.BytesIO(content)).tables for row in table.rows for cell in row.cells
        ]
        assert {LONG, "<img src=x onerror=alert(1)>", '=HYPERLINK("http://example.org","a")'} <= set(cells)

    def test_need_nothing_from_elsewhere(self, folder):
        content = made(folder, str(PLAN), "--lang", "both").decode()
        addresses = set(re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?!#)[^\s"')>]+""", content))
        assert addresses == set()
        ids = re.findall(r'\bid="([^"]+)"', content)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r"url\(#([^)]+)\)", content)) <= set(ids)


@pytest.fixture(scope="module", params=["vi", "en"])
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def content(tmp_path_factory, lang):
    """A Word document."""
    return made(tmp_path_factory.mktemp("docx"), str(PLAN), "--lang", lang, file="a.docx")


class TestTheDocument:
    @pytest.fixture
    def document(self, content):
        return docx.Document(io.BytesIO(content))

    def test_has_the_page_of_decree_30(self, document):
        (section,) = document.sections
        assert [round(each.mm) for each in (section.page_width, section.page_height)] == [210, 297]
        assert Mm(20) <= Mm(round(section.top_margin.mm)) <= Mm(25)
        assert Mm(20) <= Mm(round(section.bottom_margin.mm)) <= Mm(25)
        assert Mm(30) <= Mm(round(section.left_margin.mm)) <= Mm(35)
        assert Mm(15) <= Mm(round(section.right_margin.mm)) <= Mm(20)
        assert document.styles["Normal"].font.name == "Times New Roman"
        assert Pt(13) <= document.styles["Normal"].font.size <= Pt(14)

    def test_has_its_head_and_its_signature_as_blanks(self, document, lang):
        head, *_, end = document.tables
        left, right = ([each for each in cell.paragraphs if each.text] for cell in head.rows[0].cells)
        nation, motto, place = right
        assert [each.text for each in right] == {
            "vi": [
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "Độc lập - Tự do - Hạnh phúc",
                "…………, ngày …… tháng …… năm ……",
            ],
            "en": [
                "SOCIALIST REPUBLIC OF VIET NAM",
                "Independence - Freedom - Happiness",
                "…………, day …… month …… year ……",
            ],
        }[lang]
        assert nation.runs[0].bold
        assert Pt(12) <= nation.runs[0].font.size <= Pt(13)
        assert motto.runs[0].bold
        assert Pt(13) <= motto.runs[0].font.size <= Pt(14)
        assert place.runs[0].italic
        assert left[-1].text == {"vi": "Số: ……/BC-……", "en": "No.: ……/BC-……"}[lang]
        assert left[1].runs[0].bold
        recipients, signature = end.rows[0].cells
        assert recipients.paragraphs[0].text == {"vi": "Nơi nhận:", "en": "Recipients:"}[lang]
        assert recipients.paragraphs[0].runs[0].italic
        assert signature.paragraphs[-1].text == {"vi": "[Họ và tên]", "en": "[Full name]"}[lang]

    def test_numbers_its_pages_in_the_middle_of_the_head_from_the_second(self, document):
        (section,) = document.sections
        assert section.different_first_page_header_footer
        assert section.first_page_header.paragraphs[0].text == ""
        number = section.header.paragraphs[0]
        assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
        assert 'w:instr="PAGE"' in number._p.xml

    def test_numbers_its_sections_and_tables(self, document):
        headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
        assert [each.partition(".")[0] for each in headings] == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
        assert all(each == each.upper() for each in headings)
        captions = [each.text for each in document.paragraphs if each.style.name == "Caption"]
        numbers = [int(each.partition(".")[0]) for each in captions if each[0].isdigit()]
        assert numbers == [1, 1, 1, 1, 2, 3, 1, 1]

    def test_has_the_tables_of_the_page(self, document, tmp_path, lang):
        tree = page(tmp_path, str(PLAN), "--lang", lang)
        shown = [
            [[cell.text(strip=True) for cell in row.css("th,td")] for row in table.css("tr")]
            for table in tree.css("table")
        ]
        written = []
        for table in document.tables[1:-1]:
            rows = [[cell.text.strip("\N{NO-BREAK SPACE}") for cell in row.cells] for row in table.rows]
            written.append(
                [[row[0]] if len(set(row)) == 1 and row[0] != rows[0][0] and len(row) > 1 else row for row in rows]
            )
        assert [table[0] for table in written] == [table[0] for table in shown]
        assert written == shown

    def test_its_rows_are_not_cut_and_its_headings_stand_on_every_page(self, document):
        for table in document.tables[1:-1]:
            assert all("w:cantSplit" in row._tr.xml for row in table.rows)
            assert "w:tblHeader" in table.rows[0]._tr.xml

    def test_its_pictures_have_words(self, document):
        drawn = re.findall("<wp:docPr [^>]*", document.element.xml)
        assert len(drawn) == 4
        assert all(re.search('descr="[^"]{10,}"', each) for each in drawn)

    @pytest.mark.skipif(
        shutil.which("soffice") is None, reason="LibreOffice is not here: apt install libreoffice-writer"
    )
    def test_is_opened_by_libreoffice(self, content, tmp_path, lang):
        (tmp_path / "a.docx").write_bytes(content)
        home = f"-env:UserInstallation=file://{tmp_path}/home"
        subprocess.run(
            ["soffice", home, "--headless", "--convert-to", "pdf", "a.docx"],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )
        with pdfplumber.open(tmp_path / "a.pdf") as opened:
            first, second, *_ = (each.extract_text() for each in opened.pages)
        assert {"vi": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "en": "SOCIALIST REPUBLIC OF VIET NAM"}[lang] in first
        assert second.startswith("2\n")


def test_both_languages_follow_one_another(folder):
    tree = page(folder, "wrong.yaml", "--lang", "both", POVCALC_LANG="en")
    assert [each.attributes["lang"] for each in tree.css("html, main > div")] == ["vi", "vi", "en"]
    vietnamese, english = tree.css("main > div")
    assert len(vietnamese.css("section")) == len(english.css("section"))
    assert [each.attributes["value"] for each in vietnamese.css("td data")] == [
        each.attributes["value"] for each in english.css("td data")
    ]
    titles = [
        each.text
        for each in docx.Document(io.BytesIO(made(folder, "plan.yaml", "--lang", "both", file="b.docx"))).paragraphs
    ]
    assert titles.count("BÁO CÁO") == titles.count("REPORT") == 1


def weasyprint():
    try:
        return importlib.import_module("weasyprint") is not None
    except (ImportError, OSError):
        return False


@pytest.mark.skipif(not weasyprint(), reason="weasyprint, or a library of the system that it takes, is not here")
def test_a_pdf_has_the_words_of_the_page_within_its_margins(folder):
    content = made(folder, str(PLAN), file="a.pdf")
    with pdfplumber.open(io.BytesIO(content)) as opened:
        assert [round(float(each) / 72 * 25.4) for each in (opened.pages[0].width, opened.pages[0].height)] == [
            210,
            297,
        ]
        words = [word for each in opened.pages for word in each.extract_words()]
        whole = " ".join(each.extract_text() for each in opened.pages)
    assert all(word["x0"] > 0 and word["x1"] < opened.pages[0].width - 20 for word in words)
    assert "11,869" in whole
    assert b"/URI" not in content
    assert b"/JavaScript" not in content


AXE = Path(__file__).parent / "browser" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    for name, content in (("plan", PLANNED), ("result", RESULT), ("hostile", HOSTILE)):
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    made(folder, str(PLAN), "--lang", "both", file="plan.html")
    made(folder, "plan.yaml", "--result", "result.yaml", file="result.html")
    made(folder, "hostile.yaml", "--lang", "vi", file="hostile.html")
    return folder


@pytest.fixture(scope="module")
def driver():
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = CHROMIUM
    for word in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "hide-scrollbars"):
        options.add_argument(f"--{word}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None, reason="Chromium is not here: apt install chromium chromium-driver"
)
class TestInABrowser:
    """The report as Chromium shows it."""

    @pytest.fixture(params=["plan.html", "result.html", "hostile.html"])
    def opened(self, driver, pages, request):
        self.at(driver, 1280)
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
        driver.get_log("browser"), driver.get_log("performance")
        driver.get((pages / request.param).as_uri())
        return driver

    @staticmethod
    def at(driver, width):
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def test_says_nothing_to_the_console_and_asks_for_nothing(self, opened):
        assert opened.get_log("browser") == []
        events = [json.loads(each["message"])["message"] for each in opened.get_log("performance")]
        asked = {e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"}
        assert asked == {opened.current_url}

    @pytest.mark.skipif(not AXE.exists(), reason="axe-core is not here: npm install --prefix tests/browser")
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_holds_the_rules_of_accessibility(self, opened, scheme):
        feature = [{"name": "prefers-color-scheme", "value": scheme}]
        opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "screen", "features": feature})
        paper = opened.execute_script("return getComputedStyle(document.body).backgroundColor")
        assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 21, 26)"}[scheme]
        opened.execute_script(AXE.read_text(encoding="utf-8"))
        found = opened.execute_async_script("axe.run().then(arguments[0], fault => arguments[0](String(fault)))")
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == []
        assert len(found["passes"]) > 20

    @pytest.mark.parametrize("width", [360, 768, 1280])
    def test_fits_the_width_and_tables_scroll_in_their_own_box(self, opened, width):
        self.at(opened, width)
        assert opened.execute_script("return document.documentElement.scrollWidth") <= width
        wide = opened.execute_script(
            "return [...document.querySelectorAll('svg, h2, dl, article')].filter("
            f"each => each.getBoundingClientRect().right > {width} + 1).length"
        )
        assert wide == 0

    def test_is_walked_through_by_keyboard(self, opened):
        from selenium.webdriver import ActionChains, Keys

        ActionChains(opened).send_keys(Keys.TAB).perform()
        assert opened.execute_script("return document.activeElement.className") == "skip"
        ActionChains(opened).send_keys(Keys.ENTER).perform()
        assert opened.execute_script("return document.activeElement.id") == "main"
        ActionChains(opened).send_keys(Keys.TAB).perform()
        assert opened.execute_script("return document.activeElement.getAttribute('role')") == "region"

    def test_prints_on_a4_without_a_cut_row_or_column(self, opened):
        printed = opened.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        with pdfplumber.open(io.BytesIO(base64.b64decode(printed["data"]))) as paper:
            assert {(round(each.width), round(each.height)) for each in paper.pages} <= {(595, 842), (596, 842)}
            for each in paper.pages:
                assert all(
                    word["x1"] < each.width - 30 and word["bottom"] < each.height - 12 for word in each.extract_words()
                )
            whole = re.sub(r"\s+", "", "".join(each.extract_text() for each in paper.pages))
        for name in opened.execute_script("return [...document.querySelectorAll('h2')].map(each => each.textContent)"):
            assert re.sub(r"\s+", "", name) in whole
