"""The quick way to read a plan gives what the usual reader gives, or nothing."""

import pickle
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povcalc.plan import plain_targets
from povcalc.plan.load import LARGE, Reading, read_text
from povcalc.plan.model import Model
from povcalc.plan.plain_targets import MAX_LEVELS, PlainDocument, read_plainly
from povcalc.values import Figure, Form

HEAD = "povcalc: 1\ndocument:\n  title: Kế hoạch\n  year: 2019\n"
TARGETS = """targets:
  id: viet-nam
  name: Cả nước
  kind: nation
  households_start: 100
  poverty_rate_start: 20.00
  reduction_rate: {over: 1.50}
  areas:
    - id: an-bao
      name: Tỉnh Ấn Bảo
      near_poor_rate_end: 1.5
      areas:
      - id: c
        name: Huyện C
        exits: 3
      - id: d
        name: Xã D (mới)
        new_poor: {min: 1, max: 5}
      ref: B.2
    - id: e
      name: Xã E
      reduction_households: -3
"""
TAIL = "funding:\n  unit: million VND\n  total: 5\n"
TEXT = HEAD + TARGETS + TAIL


def everything(value: Any) -> Any:
    """A value with its types, its order, and what of it was stated."""
    if isinstance(value, Model):
        fields = [(name, everything(inner)) for name, inner in vars(value).items()]
        return type(value), fields, value.model_fields_set, value.__pydantic_extra__
    if isinstance(value, (tuple, list)):
        return type(value), [everything(each) for each in value]
    if isinstance(value, dict):
        return {key: everything(inner) for key, inner in value.items()}
    return type(value), str(value)


def usual(text: str) -> Reading:
    """What the usual reader makes of a text, which is less than what is read quickly."""
    assert len(text) < LARGE
    return read_text(text, "plan.yaml")


def assert_same(text: str) -> bool:
    """Assert that a text is read as usual, or not at all; whether it was read."""
    found = read_plainly(text)
    if found is None:
        return False
    document, plan = found
    expected = usual(text)
    assert expected.document is not None
    assert (expected.misfits, expected.document.traps, expected.document.whole) == ((), (), True)
    assert everything(plan) == everything(expected.plan)
    assert everything(document.root) == everything(expected.document.root)
    for path in paths(expected.document.root):
        for key in (False, True):
            assert document.span(path, key=key) == expected.document.span(path, key=key), path
    return True


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all that is in a value, and some that lead nowhere."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [path, (*path, "areas"), (*path, "areas", 9), (*path, "exits"), (*path, "planned", "exits"), (*path, 9)]
    return found + [each for step, inside in inner for each in paths(inside, (*path, step))]


def test_a_plain_text_is_read_as_usual():
    assert assert_same(TEXT)
    assert assert_same(HEAD + TARGETS.rstrip("\n"))
    assert assert_same("# a plan\n\n---\n" + TEXT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Xã E", 'name: "Xã E"'),
        ("name: Xã E", "name: 'Xã E'"),
        ("name: Xã E", 'name: "5: # Xã"'),
        ("name: Xã E", 'name: " Xã  E "'),
        ("name: Xã E", "name: 'null'"),
        ("name: Xã E", "name: Xã E\n\n"),
        ("name: Xã E", "name: Xã E\n      # một xã: 5"),
        ("name: Xã E", "name: Xã E\n# - id: f\n #\n"),
        ("targets:\n", "targets:\n      # cả nước\n"),
        ("targets:\n", "targets:\n #\n\n"),
        ("  areas:\n", "  areas:\n# tỉnh\n"),
        ("      areas:\n", "      areas:\n\n            # huyện\n"),
        ("funding:", "\n# kinh phí\nfunding:"),
        ("total: 5\n", "total: 5\n\n\n"),
        ("kind: nation", "partial: true"),
        ("kind: nation", "partial: false"),
        ("kind: nation", 'code: "132"'),
        ("kind: nation", "code: '00132'"),
    ],
)
def test_comments_and_quotes_may_be_plain(old, new):
    text = TEXT.replace(old, new)
    assert text != TEXT
    assert assert_same(text)
    assert assert_same(text.partition("funding:")[0])


def test_targets_of_comments_alone_are_left_to_the_usual_reader():
    assert read_plainly(f"{HEAD}targets:\n  # nothing\n{TAIL}") is None


def test_figures_are_what_is_written():
    found = read_plainly(TEXT)
    assert found is not None
    area = found[1].targets
    assert area is not None
    assert area.poverty_rate_start is not None
    assert str(area.poverty_rate_start.number) == "20.00"
    assert area.reduction_rate == Figure(Decimal("1.50"), Form.OVER)
    assert [each.id for each in area.areas] == ["an-bao", "e"]
    assert area.areas[0].areas[1].new_poor == Figure(1, Form.BETWEEN, 5)
    assert area.areas[0].ref == "B.2"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Xã E", "name: Xã E # một xã"),
        ("name: Xã E", 'name: "Xã E'),
        ("name: Xã E", 'name: "Xã \\u0045"'),
        ("name: Xã E", 'name: "Xã "E"'),
        ("name: Xã E", "name: 'Xã ''E'"),
        ("name: Xã E", 'name: " "'),
        ("name: Xã E", "name: 'Xã E\""),
        ("name: Xã E", "name: 'Xã E' # một xã"),
        ("name: Xã E", "name: Xã E\n      #\tmột xã"),
        ("name: Xã E", "name: Xã E\n      #\x85một xã"),
        ("name: Xã E", "name: Xã E\n      # mo\u0323t"),
        ("name: Xã E", "name: Xã E\n      #\r"),
        ("name: Xã E", "name: >\n        Xã E"),
        ("name: Xã E", "name: Xã\n        E"),
        ("name: Xã E", "name: {vi: Xã E, en: E Commune}"),
        ("name: Xã E", "name: &a Xã E"),
        ("name: Xã E", "name: !!str Xã E"),
        ("name: Xã E", "name: Xã E: mới"),
        ("name: Xã E", "name: Xã E "),
        ("name: Xã E", "name:\tXã E"),
        ("name: Xã E", "name: Xa\u0303 E"),
        ("name: Xã E", "name: Xã\u2028E"),
        ("name: Xã E", "name: Xã\x85E"),
        ("name: Xã E", "name: Xã\xa0E"),
        ("name: Xã E", "name: null"),
        ("name: Xã E", "name: true"),
        ("name: Xã E", "name:"),
        ("name: Xã E", "name: 5"),
        ("name: Xã E", "name: \u212b"),
        ("name: Xã E", "name: Xã E\n      name: Xã F"),
        ("name: Xã E", "name: Xã E\n      areas:"),
        ("name: Xã E", "name: Xã E\n      areas: []"),
        ("name: Xã E", "name: Xã E\r"),
        ("name: Xã E", "name: Xã E\n       kind: commune"),
        ("name: Xã E", "name: Xã E\n     kind: commune"),
        ("name: Xã E", "Name: Xã E"),
        ("name: Xã E", '"name": Xã E'),
        ("name: Xã E", "? name\n      : Xã E"),
        ("name: Xã E", "x-note: Xã E"),
        ("name: Xã E\n", ""),
        ("id: e\n", "id: null\n"),
        ("id: e\n", "id: 1\n"),
        ("id: e\n", "id: E\n"),
        ("id: e\n", "<<: e\n"),
        ("    - id: e", "   - id: e"),
        ("    - id: e", "     - id: e"),
        ("    - id: e", "    -  id: e"),
        ("    - id: e", "    -\n      id: e"),
        ("    - id: e", "    - - id: e"),
        ("    - id: e", "      id: e"),
        ("kind: nation", "kind: nations"),
        ("kind: nation", "scale: thousand"),
        ("kind: nation", "partial: True"),
        ("kind: nation", "partial: yes"),
        ("kind: nation", 'partial: "true"'),
        ("kind: nation", "code: 132"),
        ("households_start: 100", "households_start: 0100"),
        ("households_start: 100", "households_start: 1_00"),
        ("households_start: 100", "households_start: 1e2"),
        ("households_start: 100", "households_start: 100.0"),
        ("households_start: 100", "households_start: -100"),
        ("households_start: 100", "households_start: -"),
        ("households_start: 100", f"households_start: {'1' * 41}"),
        ("households_start: 100", "households_start: 100\n  households_start: 100"),
        ("{over: 1.50}", "{over: 1.50, over: 1.60}"),
        ("{over: 1.50}", "{over: 1.50, under: 1.60}"),
        ("{over: 1.50}", "{min: 2, max: 1}"),
        ("{over: 1.50}", "{over : 1.50}"),
        ("{over: 1.50}", "{more: 1.50}"),
        ("  areas:\n    - id: an-bao", "  areas: &b\n    - id: an-bao"),
        ("targets:\n", "targets: !!map\n"),
        ("targets:\n", "targets:\n  areas:\n  - id: a\n    name: A\n"),
        ("funding:", "targets:"),
        ("funding:", "---\nfunding:"),
        ("povcalc: 1", "povcalc: 2"),
        ("povcalc: 1", "povcalc: 1.0"),
        ("povcalc: 1", "povcalc: true"),
        ("povcalc: 1", "%YAML 1.1\n---\npovcalc: 1"),
        ("povcalc: 1", "\ufeffpovcalc: 1"),
        ("povcalc: 1", "{\npovcalc: 1"),
        ("total: 5", "total: 5\n}"),
        ("total: 5", "total: five"),
        ("total: 5", "\ttotal: 5"),
        ("title: Kế hoạch", 'title: "Kế hoạch'),
        ("title: Kế hoạch", "title: &a Kế hoạch"),
        ("title: Kế hoạch", "titel: Kế hoạch"),
    ],
)
def test_what_is_not_plain_or_not_right_is_left_to_the_usual_reader(old, new):
    text = TEXT.replace(old, new)
    assert text != TEXT
    assert read_plainly(text) is None


def test_a_flow_mapping_around_all_is_left_to_the_usual_reader():
    text = "{\npovcalc: 1,\ndocument: {title: A},\n" + TARGETS + "}\n"
    assert read_plainly(text) is None


def test_targets_inside_a_quoted_text_are_none():
    text = f'povcalc: 1\ndocument: {{title: "A\n{TARGETS}"}}\ntargets: {{}}\n'
    assert read_plainly(text) is None


def test_bytes_that_are_not_utf_8_are_left_to_the_usual_reader():
    assert read_plainly(TEXT.encode()) is not None
    assert read_plainly(TEXT.encode().replace(b"Plan", b"\xff") + b"\xff") is None
    assert read_plainly(TEXT.encode("utf-16")) is None


@pytest.mark.parametrize(("levels", "is_read"), [(MAX_LEVELS, True), (MAX_LEVELS + 1, False)])
def test_what_is_very_deep_is_left_to_the_usual_reader(levels, is_read):
    lines = ["targets:", "  id: a", "  name: A"]
    for level in range(1, levels):
        indent = "    " * level
        lines += [f"{indent[2:]}areas:", f"{indent}- id: a", f"{indent}  name: A", f"{indent}  exits: 1"]
    assert assert_same(f"{HEAD}{chr(10).join(lines)}\n") is is_read


def test_only_large_texts_are_read_quickly():
    small = read_text(TEXT, "plan.yaml")
    assert not isinstance(small.document, PlainDocument)
    note = "# " + "x" * LARGE + "\n"
    large = read_text(note + TEXT, "plan.yaml")
    assert isinstance(large.document, PlainDocument)
    assert large.plan == small.plan
    # The places are those of the usual reader.
    assert small.document is not None
    for path in (("targets", "areas", 1, "reduction_households"), ("targets",), ("funding", "total")):
        place = large.document.place(large.document.span(path))
        assert place == small.document.place(small.document.span(path))._replace(
            line=place.line, end_line=place.end_line
        )
        assert place.line == small.document.place(small.document.span(path)).line + 1


def test_a_plan_that_was_read_quickly_is_handed_to_other_processes():
    found = read_plainly(TEXT)
    assert found is not None
    document, plan = pickle.loads(pickle.dumps(found))  # noqa: S301
    assert everything(plan) == everything(found[1])
    assert document == found[0]
    assert document.span(("funding", "total")) == found[0].span(("funding", "total"))


NASTY = (
    *" \t\n\r-:#\"'{}[],&*!|>%@`~?.01_aZđ\u0301\x85\u2028\u2029\ufeff\xa0\0\u212b",
    *("---\n", "...\n", "\n\n", ": ", " #", "- ", "null", "1e3", "<<: ", "areas:", "areas:\n", "id: z\n", "\r\n"),
    *("{over: 1}", "{min: 2, max: 1}", "x-a: 1\n", "# c\n", "{\n", "}\n", "targets:\n", "targets: {}\n", "      - "),
)


@given(
    st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, 4), st.sampled_from(NASTY) | st.just("")), max_size=3)
)
def test_any_damage_is_read_as_usual_or_left_to_the_usual_reader(edits):
    text = TEXT
    for at, taken, put in edits:
        text = text[:at] + put + text[at + taken :]
    assert_same(text)


LINES = TEXT.splitlines(keepends=True)


@given(
    st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1), st.integers(0, 10)), max_size=3)
)
def test_lines_moved_and_indented_are_read_as_usual_or_left_to_the_usual_reader(edits):
    lines = LINES[:]
    for taken, put, indent in edits:
        lines[put : put + 1] = [" " * indent + lines[taken].lstrip(" "), *lines[put : put + indent % 2]]
    assert_same("".join(lines))


def test_every_figure_may_be_plain():
    read = plain_targets._readers()
    assert set(plain_targets.Area.FIGURES) <= set(read)
    text = TEXT
    for field in plain_targets.Area.FIGURES:
        text = (
            text.replace("  kind: nation\n", f"  kind: nation\n  {field}: 1\n") if f" {field}: " not in text else text
        )
    assert assert_same(text)
