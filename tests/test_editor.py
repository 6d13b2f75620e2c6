"""What an editor does with a plan by way of the JSON Schema: asked of the language server that editors use.

The server comes from the npm registry; `tests/README.md` says how. `check-jsonschema` reads the same schema.
"""

import itertools
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command import PLAN, ROOT, damaged, environment
from language_server import Editor, server
from povcalc.messages import Lang
from povcalc.plan.model import Area
from povcalc.plan.schema import schema_text

needs_server = pytest.mark.skipif(server() is None, reason="no yaml-language-server: npm install --prefix tests/editor")
FIRST = "# yaml-language-server: $schema=../schema/plan.schema.json\n"
DAMAGED = [
    (("reduction_households: 453", "reduction_houseolds: 453"), "reduction_houseolds", "is not allowed"),
    (("reduction_households: 453", "reduction_households: 4,53"), "4,53", 'Expected "number | {over}'),
    (("reduction_households: 453", "reduction_households: 45.3"), "45.3", "A whole number of households."),
    (("poverty_rate_end: 44.35", "poverty_rate_end: 144.35"), "144.35", "above the maximum of 100"),
    (("{over: 8.50}", "{ovr: 8.50}"), "{ovr: 8.50}", "Percentage points, -100 to 100. Or how it was meant"),
    (("{over: 8.50}", "{over: many}"), "many", 'Expected "number"'),
    (("{over: 8.50}", "{over: 8.50, under: 9}"), "under", "is not allowed"),
    (("kind: district", "kind: distric"), "distric", '"special_zone"'),
    (("id: tram-tau", "id: Tram Tau"), "Tram Tau", "An id of small letters"),
    (("      name: Huyện Trạm Tấu\n", ""), "i", 'Missing property "name"'),
    (("amount: {about: 367886}", "amount: '367886'"), "'367886'", 'Expected "number | {over}'),
    (("povcalc: 1", "povcalc: 2"), "2", "must be 1"),
    (("issued: 2019-04-19", "issued: 19/4/2019"), "19/4/2019", "A day, such as 2019-04-19."),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder laid out as the repository is."""
    here = tmp_path_factory.mktemp("editor")
    shutil.copytree(ROOT / "schema", here / "schema")
    (here / "data").mkdir()
    (here / "schema" / "plan.vi.schema.json").write_text(schema_text(Lang.VI, ascii_only=False), encoding="utf-8")
    return here


@pytest.fixture(scope="module")
def editor(folder):
    opened = Editor(folder)
    yield opened
    opened.close()


NUMBERS = itertools.count()


@pytest.fixture
def plan(folder):
    """Writes a plan to a file that the editor has never seen; its path."""

    def write(text):
        file = folder / "data" / f"plan-{next(NUMBERS)}.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def at(text, words, behind=""):
    """Line and character of some words, counted from 0."""
    start = text.index(words, text.index(behind))
    return text.count("\n", 0, start), start - text.rfind("\n", 0, start) - 1


@needs_server
class TestWhatIsUnderlined:
    def test_nothing_in_the_plan_of_2019_which_names_its_schema_in_its_first_line(self, editor, folder):
        assert PLAN.read_text(encoding="utf-8").startswith(FIRST)
        file = folder / "data" / "plan_2019.yaml"
        shutil.copy(PLAN, file)
        assert editor.diagnostics(file) == []

    @pytest.mark.parametrize(("change", "underlined", "said"), DAMAGED, ids=[change[1] for change, *_ in DAMAGED])
    def test_exactly_what_is_wrong_in_a_damaged_copy(self, editor, plan, change, underlined, said):
        text = damaged(change)
        (told,) = editor.diagnostics(plan(text))
        start, end = told["range"]["start"], told["range"]["end"]
        assert start["line"] == end["line"]
        line = text.splitlines()[start["line"]]
        assert line[start["character"] : end["character"]] == underlined
        assert said in told["message"]
        if change[1].strip():
            assert change[1] in line

    def test_keys_of_ones_own_are_not(self, editor, plan):
        changed = ("reduction_households: 453", "x-seen: [1, {a: null}]\n      reduction_households: 453")
        assert editor.diagnostics(plan(damaged(changed))) == []

    def test_what_is_said_is_in_the_language_of_the_schema(self, editor, plan):
        text = damaged(("plan.schema.json", "plan.vi.schema.json"), ("id: tram-tau", "id: Tram Tau"))
        (told,) = editor.diagnostics(plan(text))
        assert told["message"].startswith("Mã gồm chữ thường")


@needs_server
class TestWhatIsExplained:
    @pytest.mark.parametrize(
        ("words", "title", "said"),
        [
            ("reduction_households: 453", "reduction_households", "Net reduction in poor households"),
            ("reduction_households: 453", "reduction_households", "A whole number of households."),
            ("poverty_rate_end: 44.35", "poverty_rate_end", "Percent of households, 0 to 100."),
            ("targets:", "targets", "The area that the document is about"),
            ("funding:", "funding", "What it costs and who pays."),
            ("issued:", "issued", "The day it was issued."),
            ("kind: district", "kind", "* `special_zone`"),
            ("over: 8.50", "over", "More than this number."),
            ("year: 2019", "year", "```yaml\n2019\n```"),
        ],
    )
    def test_a_field_with_its_title_meaning_unit_and_example(self, editor, folder, words, title, said):
        text = PLAN.read_text(encoding="utf-8")
        file = folder / "data" / "hovered.yaml"
        file.write_text(text, encoding="utf-8")
        editor.diagnostics(file)
        line, character = at(text, words)
        shown = editor.hover(file, line, character + 1).replace("\\", "")
        assert f"#### {title}\n" in shown
        assert said in shown

    def test_in_vietnamese_too(self, editor, plan):
        text = damaged(("plan.schema.json", "plan.vi.schema.json"))
        file = plan(text)
        editor.diagnostics(file)
        line, character = at(text, "poverty_rate_end: 44.35")
        assert "Phần trăm số hộ, từ 0 đến 100." in editor.hover(file, line, character + 1)


@needs_server
class TestWhatIsCompleted:
    def completed(self, editor, file, text):
        file.write_text(text, encoding="utf-8")
        editor.diagnostics(file)
        return editor.completion(file, text.count("\n"), len(text) - text.rfind("\n") - 1)

    def test_the_sections_of_a_plan(self, editor, plan):
        found = self.completed(editor, plan(""), f"{FIRST}povcalc: 1\n")
        assert {"document", "targets", "funding", "schedule", "actors", "measures", "assumptions"} <= set(found)
        assert "povcalc" not in found

    def test_the_fields_of_an_area_with_blanks_for_figures(self, editor, plan):
        found = self.completed(editor, plan(""), f"{FIRST}povcalc: 1\ntargets:\n  id: a\n  ")
        assert {"name", "kind", "partial", "areas", "ref", *Area.FIGURES} <= set(found)
        assert "id" not in found
        for field in Area.FIGURES:
            assert re.fullmatch(rf"{field}:\s*(\$1)?", found[field]["insertText"]), found[field]
        assert found["poverty_rate_end"]["documentation"].endswith("Percent of households, 0 to 100.")

    def test_the_words_of_a_choice(self, editor, plan):
        found = self.completed(editor, plan(""), f"{FIRST}povcalc: 1\ntargets:\n  id: a\n  kind: ")
        assert {"nation", "province", "district", "special_zone"} <= set(found)

    def test_the_forms_of_a_figure(self, editor, plan):
        found = self.completed(editor, plan(""), f"{FIRST}povcalc: 1\ntargets:\n  id: a\n  poverty_rate_end: ")
        assert {"over", "under", "at_least", "at_most", "about", "min, max"} <= set(found)
        assert found["over"]["documentation"] == "More than this number."
        assert not any("object" in label for label in found)


def test_a_repository_set_up_as_the_manual_says_is_served(tmp_path):
    manual = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")
    assert "povcalc schema > plan.schema.json" in manual
    first = re.search(r"^# yaml-language-server: \$schema=(\S+)$", manual, re.MULTILINE)
    assert first is not None
    assert first[1] == "plan.schema.json"
    if server() is None:
        pytest.skip("no yaml-language-server: npm install --prefix tests/editor")
    command = Path(sys.executable).with_name("povcalc")
    done = subprocess.run([str(command), "schema"], env=environment(), capture_output=True, check=True)
    (tmp_path / first[1]).write_bytes(done.stdout)
    file = tmp_path / "plan.yaml"
    file.write_text(
        f"{first[0]}\npovcalc: 1\ndocument: {{title: T}}\nfunding: {{unit: VND, totl: 3}}\n", encoding="utf-8"
    )
    editor = Editor(tmp_path)
    try:
        assert [told["message"] for told in editor.diagnostics(file)] == ["Property totl is not allowed."]
    finally:
        editor.close()


class TestCheckJsonschema:
    def run(self, file):
        command = Path(sys.executable).with_name("check-jsonschema")
        words = [str(command), "--schemafile", str(ROOT / "schema" / "plan.schema.json"), "--output-format", "json"]
        done = subprocess.run([*words, str(file)], env=environment(), capture_output=True, check=False)
        return done.returncode, json.loads(done.stdout)

    def test_takes_the_plan_of_2019(self):
        status, told = self.run(PLAN)
        assert (status, told["status"]) == (0, "ok")

    def test_refuses_a_damaged_copy_at_the_same_place(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_text(damaged(("poverty_rate_end: 44.35", "poverty_rate_end: 144.35")), encoding="utf-8")
        status, told = self.run(file)
        assert status == 1
        assert [error["path"] for error in told["errors"]] == ["$.targets.areas[7].poverty_rate_end"]
