"""The quick way to read a plan at its edges: what mutants of it showed to be untested."""

import pytest

from povcalc.plan.load import read_text
from povcalc.plan.plain_targets import PlainDocument, read_plainly

PLAN = """povcalc: 1
document: {title: A, year: 2019}
targets:
  id: r
  name: R
  areas:
    - id: a
      name: A
      areas:
        - id: b
          name: B
          areas:
            - id: c
              name: C
              exits: 1
      new_poor: 5
    - id: d
      name: D
      exits: 2
      relapses: 3
  exits: 4
"""
R, A, D = ("targets",), ("targets", "areas", 0), ("targets", "areas", 1)
B, C = (*A, "areas", 0), (*A, "areas", 0, "areas", 0)


def read(text=PLAN) -> PlainDocument:
    found = read_plainly(text)
    assert found is not None
    return found[0]


def standing(document, path, *, key=False):
    """The line in which a span begins, and its words."""
    start, end = document.span(path, key=key)
    return document.text.count("\n", 0, start) + 1, document.text[start:end]


class TestPlaces:
    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            (R, (3, "targets")),
            (A, (7, "id")),
            (B, (10, "id")),
            (C, (13, "id")),
            (D, (17, "id")),
            ((*R, "id"), (4, "r")),
            ((*R, "exits"), (21, "4")),
            ((*R, "areas"), (6, "areas")),
            ((*A, "id"), (7, "a")),
            ((*A, "name"), (8, "A")),
            ((*A, "areas"), (9, "areas")),
            ((*A, "new_poor"), (16, "5")),
            ((*B, "name"), (11, "B")),
            ((*B, "areas"), (12, "areas")),
            ((*C, "exits"), (15, "1")),
            ((*D, "exits"), (19, "2")),
            ((*D, "relapses"), (20, "3")),
        ],
    )
    def test_every_field_stands_where_it_is_written(self, path, expected):
        document = read()
        assert standing(document, path) == expected
        assert "root" not in vars(document)  # nothing was parsed for it

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ((*R, "relapses"), (3, "targets")),
            ((*R, "new_poor"), (3, "targets")),
            ((*A, "exits"), (7, "id")),
            ((*A, "relapses"), (7, "id")),  # D has it, behind A
            ((*B, "exits"), (10, "id")),
            ((*B, "new_poor"), (10, "id")),
            ((*C, "new_poor"), (13, "id")),
            ((*D, "new_poor"), (17, "id")),  # A has it, before D
        ],
    )
    def test_a_field_that_an_area_does_not_state_is_not_that_of_another(self, path, expected):
        document = read()
        assert standing(document, path) == standing(document, path, key=True) == expected
        assert "root" not in vars(document)

    def test_keys_stand_before_their_values(self):
        document = read()
        assert standing(document, (*A, "id"), key=True) == (7, "id")
        assert standing(document, (*D, "relapses"), key=True) == (20, "relapses")
        assert standing(document, (*R, "exits"), key=True) == (21, "exits")
        assert standing(document, ("document", "year"), key=True) == (2, "year")

    @pytest.mark.parametrize("ending", ["\n", "", "\nfunding: {unit: VND, total: 7}\n"])
    def test_the_last_value_ends_with_the_targets(self, ending):
        document = read(PLAN.removesuffix("\n") + ending)
        assert standing(document, (*R, "exits")) == (21, "4")
        if "funding" in ending:
            assert standing(document, ("funding", "total")) == (22, "7")
            assert standing(document, ("funding", "unit"), key=True) == (22, "unit")

    def test_a_field_of_a_section_before_the_targets_is_none_of_theirs(self):
        document = read(PLAN.replace("{title: A, year: 2019}", "\n  title: A\n  kind: result\n  year: 2019"))
        assert standing(document, ("document", "kind")) == (4, "result")
        assert standing(document, (*R, "kind")) == (6, "targets")
        assert standing(document, (*A, "kind")) == (10, "id")
        assert standing(document, (*R, "exits")) == (24, "4")

    @pytest.mark.parametrize("before", ["", "# a plan\n", "#\n\n---\n"])
    @pytest.mark.parametrize("comment", ["", " # targets\n", "  # targets\n\n", "      # targets\n"])
    def test_comments_move_what_is_behind_them(self, before, comment):
        document = read(before + PLAN.replace("targets:\n", f"targets:\n{comment}"))
        first = before.count("\n")
        rest = first + comment.count("\n")
        assert standing(document, R) == (3 + first, "targets")
        assert standing(document, ("document", "year")) == (2 + first, "2019")
        assert standing(document, (*A, "new_poor")) == (16 + rest, "5")
        assert standing(document, (*R, "exits")) == (21 + rest, "4")
        assert "root" not in vars(document)

    @pytest.mark.parametrize("indent", [1, 3, 6])
    def test_targets_may_be_indented_by_any_number_of_spaces(self, indent):
        head, _, behind = PLAN.partition("targets:\n")
        lines = [" " * indent + line.removeprefix("  ") for line in behind.splitlines(keepends=True)]
        text = f"{head}targets:\n{''.join(lines)}"
        document = read(text)
        usual = read_text(text, "plan.yaml").document
        for path in (R, A, B, C, D, (*A, "new_poor"), (*D, "relapses"), (*R, "exits"), (*C, "exits"), (*A, "relapses")):
            assert document.span(path) == usual.span(path)
        assert "root" not in vars(document)


class TestFigures:
    @pytest.mark.parametrize(
        ("words", "is_plain"),
        [
            ("1", True),
            ("1" * 40, True),
            ("1" * 41, False),
            ("{min: 1, max: 2}", True),
            ("{min: 1}", False),
            ("{at_most: 1}", True),
            ("{at_most: 1, at_most: 2}", False),
            ("{min: 1, min: 2}", False),
            ("{min: 1, max: 2, max: 3}", False),
            (f"{{at_most: {'1' * 41}}}", False),
        ],
    )
    def test_a_form_stands_there_once_and_no_number_is_too_long(self, words, is_plain):
        text = PLAN.replace("exits: 1", f"exits: {words}")
        found = read_plainly(text)
        assert (found is not None) is is_plain
        if found is not None:
            assert found[1] == read_text(text, "plan.yaml").plan


class TestWhatIsLeft:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("    - id: d", "     - id: d"),
            ("    - id: d", "   - id: d"),
            ("        - id: b", "    - id: b"),  # at the dash of A: it is beside A
            ("        - id: b", "     - id: b"),
            ("      areas:\n        - id: b", "      areas:\n      exits: 1\n        - id: b"),
            ("  exits: 4\n", "  areas:\n"),
            ("  exits: 4\n", "  exits: 4\n  areas:\n    - id: e\n      name: E\n"),
            ("  exits: 4\n", "    exits: 4\n"),
            ("  exits: 4\n", "  exits: 4\n  exits: 4\n"),
            ("      exits: 2\n", "      exits: 2\n      exits: 2\n"),
            ("      name: D\n", ""),
            ("    - id: d\n", "    - exits: 7\n"),
            ("  areas:\n    - id: a", "  areas:\n  areas:\n    - id: a"),
            ("- id: c", "- areas: c"),
            ("- id: c", "- areas:\n"),
            ("  id: r", "  - id: r"),
        ],
    )
    def test_lines_that_are_in_no_place_of_a_plan(self, old, new):
        text = PLAN.replace(old, new)
        assert text != PLAN
        assert read_plainly(text) is None

    def test_dashes_may_stand_under_their_field(self):
        text = PLAN.replace("        - id: b\n          name", "      - id: b\n        name")
        text = text.replace("          areas:\n            - id: c", "        areas:\n        - id: c")
        text = text.replace("              name: C\n              exits: 1", "          name: C\n          exits: 1")
        found = read_plainly(text)
        assert found is not None
        assert found[1] == read_text(PLAN, "plan.yaml").plan
        assert standing(found[0], (*C, "exits")) == (15, "1")
        assert standing(found[0], (*A, "new_poor")) == (16, "5")
        assert standing(found[0], (*B, "new_poor")) == (10, "id")
