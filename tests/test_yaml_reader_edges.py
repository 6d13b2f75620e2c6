"""The reading of a text at its edges: what mutants of it showed to be untested."""

import unicodedata

import pytest
import yaml

from povcalc.places import Path
from povcalc.plan import yaml_reader
from povcalc.plan.yaml_reader import Document, PlacedDict, TrapKind, parse

PARSERS = (*([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else []), yaml.SafeLoader)

TEXT = "a: 1\nb:\n  c: 2\n  d: [x]\n"


@pytest.fixture(params=PARSERS, ids=lambda parser: parser.__name__)
def parser(request, monkeypatch):
    """Each of the two parsers in turn."""
    monkeypatch.setattr(yaml_reader, "PARSER", request.param)


def trapped(text: str | bytes) -> list[tuple[TrapKind, str, str]]:
    """Kind, what is said to stand there, and what stands there, of each trap."""
    found = parse(text)
    return [(trap.kind, trap.values.get("read", ""), found.text[slice(*trap.place)]) for trap in found.traps]


def there(path: Path, *, key: bool = False) -> str:
    return TEXT[slice(*parse(TEXT).span(path, key=key))]


class TestWhereAPathLeads:
    @pytest.mark.parametrize(("path", "expected"), [(("b", "c"), "c"), (("a",), "a")])
    def test_a_key_is_found_at_every_depth(self, path, expected):
        assert there(path, key=True) == expected

    def test_beyond_a_value_it_is_the_value_even_when_a_key_is_asked_for(self):
        assert there(("a", "zz"), key=True) == "1"

    def test_beyond_the_last_item_of_a_list_it_is_the_list(self):
        assert there(("b", "d", 1)) == "[x]"

    def test_behind_a_step_that_leads_nowhere_no_other_is_taken(self):
        assert there(("zz", "a")) == ""


@pytest.mark.usefixtures("parser")
class TestKeys:
    def test_any_text_is_a_key_as_it_stands_but_for_two_signs(self):
        keys = ["2024", "-1", "1.50", ".a", "<", "<a", "<<<", "+", "a", "Ế", "~", "true", "0x1"]
        text = "".join(f"{key}: 1\n" for key in keys)
        assert trapped(text) == []
        assert [*parse(text).root] == keys
        assert trapped("<<: 1\n") == [(TrapKind.MERGE_KEY, "<<", "<<")]
        assert trapped("'<<': 1\n") == []

    def test_a_second_one_is_told_wherever_the_first_stands(self):
        for first in ("2024", "a", "-1"):
            text = f"{first}: 1\nb: 2\n{first}: 3\n"
            assert trapped(text) == [(TrapKind.DUPLICATE_KEY, first, first)]
            assert parse(text).root[first] == 1


class TestFaults:
    @pytest.mark.parametrize("key", ["a", "ab"])
    def test_a_comment_tight_behind_a_block_sign_is_pointed_at(self, key):
        text = f"{key}: |#x\n  b\n"
        (trap,) = parse(text).traps
        assert (trap.kind, trap.values.get("read", ""), text[slice(*trap.place)]) == (TrapKind.SYNTAX, "structure", "#")

    def test_a_folded_text_as_well(self):
        assert trapped("a: >#x\n  b\n") == [(TrapKind.SYNTAX, "structure", "#")]

    def test_a_brace_where_a_field_was_expected_is_one_of_the_brackets(self):
        assert parse("- \n{").traps[0].values["read"] == "bracket"

    @pytest.mark.usefixtures("parser")
    @pytest.mark.parametrize("text", ['a: "\\U00110000 \\n"\n', 'a: "\\n \\U00110000 \\n"\n'])
    def test_an_escape_of_no_character_is_told_from_those_around_it(self, text):
        (trap,) = parse(text).traps
        assert (trap.kind, trap.values["read"], trap.place.start) == (
            TrapKind.SYNTAX,
            "escape",
            text.index("\\U"),
        )

    def test_of_two_escapes_the_wrong_one_is_pointed_at(self):
        text = 'abc: "\\q \\n"\n'
        (trap,) = parse(text).traps
        assert (trap.kind, trap.values["read"], trap.place.start) == (
            TrapKind.SYNTAX,
            "escape",
            text.index("\\q"),
        )


def test_a_document_that_is_made_by_hand_counts_as_read_to_its_end():
    assert Document("a: 1", PlacedDict()).whole


class TestLargeMappings:
    def test_each_is_looked_up_by_itself(self):
        keys = [f"k{number}" for number in range(150)]
        lines = {"a": keys, "b": keys[::-1]}
        text = "".join(f"{name}:\n" + "".join(f"  {key}: {name}{key}\n" for key in lines[name]) for name in lines)
        found = parse(text)
        for name in "abab":
            assert text[slice(*found.span((name, "k7")))] == f"{name}k7"


@pytest.mark.usefixtures("parser")
class TestWithBothParsers:
    def test_what_stands_behind_a_complex_key_is_its_value_and_no_key(self):
        assert parse("? [a]\n: b\nc: d\n").root == {"c": "d"}

    @pytest.mark.parametrize("marks", ["!t &x", "&x !t"])
    def test_an_anchor_and_a_tag_are_each_told_at_their_sign(self, marks):
        assert sorted(trapped(f'm: "a&b!c"\na: {marks} v\n')) == [
            (TrapKind.ANCHOR, "x", "&x"),
            (TrapKind.TAG, "!t", "!t"),
        ]

    def test_an_anchor_stays_where_it_is_beside_a_question_mark(self):
        text = "{a: &x b, c: who?}"
        found = parse(text)
        assert trapped(text) == [(TrapKind.ANCHOR, "x", "&x")]
        assert text[slice(*found.span(("c",)))] == found.root["c"] == "who?"

    def test_an_empty_text_has_no_root(self):
        assert parse("").root is None

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("%{}\n---\na: b", TrapKind.DIRECTIVE),
            ("a: *{}", TrapKind.ALIAS),
            ("a: &{} b", TrapKind.ANCHOR),
            ("a: !{} b", TrapKind.TAG),
            ("a: 0{}", TrapKind.NUMBER_FORM),
        ],
    )
    def test_of_something_long_forty_characters_are_told(self, text, kind):
        ((told, read, _),) = trapped(text.format("1" * 60))
        assert (told, len(read)) == (kind, 40)


class TestNumbers:
    @pytest.mark.parametrize(("words", "likely"), [("1E3", "1000"), ("-1.5E+2", "-150")])
    def test_a_capital_e_is_a_power_of_ten_too(self, words, likely):
        assert parse(f"a: {words}").traps[0].values["likely"] == likely

    @pytest.mark.parametrize(("ones", "told"), [(39, True), (40, False)])
    def test_nothing_is_made_of_more_than_forty_characters(self, ones, told):
        (trap,) = parse("a: 0" + "1" * ones).traps
        assert trap.values["likely"] == ("1" * ones if told else None)


class TestCharacters:
    def test_both_orders_of_sixteen_bits_are_named(self):
        for order, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
            assert trapped(mark + "a: b".encode(order)) == [(TrapKind.NOT_UTF8, "UTF-16", "")]

    def test_marks_written_apart_are_found_on_any_line(self):
        text = "a: b\nlonger: c\nd: te\u0302n\n"
        assert trapped(text) == [(TrapKind.NOT_NFC, "te\u0302n", "te\u0302n")]

    def test_a_tab_in_a_comment_right_behind_a_block_does_no_harm(self):
        assert parse("a: |\n  x\n# \tc\n").traps == ()

    def test_a_tab_is_found_behind_any_number_of_fields(self):
        assert trapped("a: 1\nb: 2\nc: 3\nd:\t4\n") == [(TrapKind.TAB, "", "\t")]

    @pytest.mark.parametrize("before", ["a: ", "ab: "])
    def test_a_byte_that_is_no_text_is_pointed_at_wherever_it_stands(self, before):
        ((kind, read, there),) = trapped(before.encode() + b"\xe1 c")
        assert (kind, read, len(there)) == (TrapKind.NOT_UTF8, "0xE1", 1)


class TestLines:
    @pytest.mark.parametrize("quote", ['"', "'"])
    @pytest.mark.parametrize("between", ["", "q: 5\n", "\n"])
    @pytest.mark.parametrize("before", ["", "z: 1\n", "z: [Q1Q, Q2Q]\n"])
    def test_a_quote_that_a_line_further_down_seems_to_end_is_too(self, quote, between, before):
        before = before.replace("Q", quote)
        text = f"{before}a: {quote}x\n{between}b: {quote}yy{quote}\n"
        (trap,) = parse(text).traps
        assert (trap.kind, trap.values["read"], trap.place[0]) == (TrapKind.SYNTAX, "quote", len(before) + 3)

    def test_so_it_is_beyond_a_line_of_quotes_that_are_escaped(self):
        (trap,) = parse('a: "x\n  \\"5\\"\nb: "yy"\n').traps
        assert (trap.kind, trap.values["read"], trap.place[0]) == (TrapKind.SYNTAX, "quote", 3)

    def test_a_quote_that_the_next_line_seems_to_end_is_pointed_at_where_it_opens(self):
        assert trapped('a: "x\nb: "yy"\n') == [(TrapKind.SYNTAX, "quote", '"')]
        assert parse('a: "x\nb: "yy"\n').traps[0].place.start == 3

    def test_so_is_what_is_wrong_in_the_first_line(self):
        (trap,) = parse("a:x\nb: 1\n").traps
        assert (trap.values["read"], trap.place.start) == ("tight_colon", 1)


def test_beside_a_lone_hyphen_letters_are_composed_as_everywhere():
    name = unicodedata.normalize("NFD", "Xã Đói")
    found = parse(f"households: -\nname: {name}\n")
    assert found.root == {"households": "–", "name": "Xã Đói"}
    assert [trap.kind for trap in found.traps] == [TrapKind.NOT_NFC]


@pytest.mark.usefixtures("parser")
def test_of_two_escapes_side_by_side_the_wrong_one_is_pointed_at():
    (trap,) = parse('abc: "\\q\\n"\n').traps
    assert (trap.values["read"], trap.place.start) == ("escape", 6)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("space", "\u00a0\u1680\u2002\u2009\u200b\u202f\u205f\u2060\u3000")
@pytest.mark.parametrize("before", ["", "b: 2\n"])
def test_a_key_behind_any_space_that_is_none_of_yaml_is_pointed_at(space, before):
    (trap,) = parse(f"{before}{space}a: 1\n").traps
    assert (trap.values["read"], trap.place.start) == ("space", len(before))


def test_what_is_refused_is_found_in_mappings_and_in_lists():
    text = "a: &x 1\nb: [2, !t 3]\nc: {d: *x, e: 4}\n"
    found = {path: text[slice(*span)] for path, span in parse(text).refused()}
    assert found == {("a",): "&x 1", ("b", 1): "!t 3", ("c", "d"): "*x"}


@pytest.mark.usefixtures("parser")
class TestAWordWithoutItsColon:
    @pytest.mark.parametrize(
        "text",
        [
            "A plan\nb: 2\n",  # the line below is a field
            "b: 2\nA plan\n",  # the line above
            "c: 1\nb:\n  A plan\n  d: 2\n",  # either, where they are set in
            "c: 1\nb:\n  d: 2\n  A plan\n",
            "- a: 1\n  A plan\n- b: 2\n",  # and behind the sign of an item
        ],
    )
    def test_is_pointed_at_beside_a_field_that_begins_where_it_does(self, text):
        (trap,) = parse(text).traps
        assert (trap.values["read"], trap.place.start) == ("no_colon", text.index("A plan"))

    @pytest.mark.parametrize("text", ["A plan\n  a: 1\nb: 2\n", "A plan\n  a: 1\n  b: 2\nc: 3\n"])
    def test_is_not_where_only_a_line_further_down_does(self, text):
        (trap,) = parse(text).traps
        assert (trap.values["read"], trap.place.start) == ("colon", text.index("a:") + 1)


@pytest.mark.usefixtures("parser")
class TestTooDeep:
    """Of the brackets behind `a: `, which is one level itself, the 64th is the first that is too deep."""

    # libyaml itself refuses a thousand, before it tells of the first.
    @pytest.mark.parametrize("brackets", [64, 70, 2000])
    @pytest.mark.parametrize(
        "before", ["a: ", "b: []\na: ", "b: [[], {}]\na: ", "b: {c: [1, [2], 3]}\na: ", "b:\n- - 1\n- c: 2\na: "]
    )
    def test_the_first_bracket_that_is_is_pointed_at_whatever_was_closed_before(self, before, brackets):
        (trap,) = parse(before + "[" * brackets).traps
        assert (trap.kind, trap.place.start) == (TrapKind.TOO_DEEP, len(before) + 63)

    def test_so_many_brackets_as_may_be_are_read(self):
        assert parse("b: [[], {}]\na: " + "[" * 63 + "]" * 63).traps == ()


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="PyYAML without libyaml")
def test_libyaml_is_given_question_marks_as_they_stand():
    # Behind a tag one alone begins a key for it, which cannot be there; PyYAML's own parser is given a letter for it.
    assert trapped("a: ! ?\n") == [(TrapKind.SYNTAX, "structure", "?")]
