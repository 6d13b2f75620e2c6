"""Paths as a person writes them, and lines and columns as an editor counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povcalc.places import Lines, Place, Span, dotted

texts = st.text(alphabet="aệ 🏠\n\r\u2028\x0b\x0c\x85")


def position(text, offset):
    """Line and column of an offset, counted one character at a time."""
    line = column = 1
    for at in range(offset):
        ended = text[at] == "\n" or (text[at] == "\r" and text[at + 1 : at + 2] != "\n")
        line, column = (line + 1, 1) if ended else (line, column + 1)
    return line, column


class TestDotted:
    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ((), ""),
            (("targets",), "targets"),
            (("targets", "areas", 7, "reduction_households"), "targets.areas[7].reduction_households"),
            (("document", "x-note"), "document.x-note"),
            ((0, "id"), "[0].id"),
            (("targets", "tỷ lệ"), "targets['tỷ lệ']"),
            (("a.b", "c"), "['a.b'].c"),
            (("1st",), "['1st']"),
            (("",), "['']"),
        ],
    )
    def test_a_path_is_written_with_dots_and_brackets(self, path, expected):
        assert expected == dotted(path)

    def test_an_escape_sequence_in_a_key_is_spelt_out(self):
        assert dotted(("\x1b[31m",)) == r"['\x1b[31m']"

    @given(
        st.lists(st.integers(0, 3) | st.sampled_from(["a", "b", "a.b", "a[0]", "'", ""]), max_size=4),
        st.lists(st.integers(0, 3) | st.sampled_from(["a", "b", "a.b", "a[0]", "'", ""]), max_size=4),
    )
    def test_different_paths_are_written_differently(self, one, other):
        assert (one == other) == (dotted(tuple(one)) == dotted(tuple(other)))


class TestLines:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", [""]),
            ("a", ["a"]),
            ("a\n", ["a", ""]),
            ("a\nb", ["a", "b"]),
            ("a\r\nb\r\n", ["a", "b", ""]),
            ("a\rb\r", ["a", "b", ""]),
            ("a\n\rb", ["a", "", "b"]),
            ("\r\r\n\n", ["", "", "", ""]),
            ("a\u2028b\x0bc\x0cd\x85e\u2029f", ["a\u2028b\x0bc\x0cd\x85e\u2029f"]),
        ],
    )
    def test_lines_end_at_lf_cr_and_crlf_alone(self, text, expected):
        lines = Lines(text)
        assert expected == [lines.line(number) for number in range(1, len(expected) + 1)]
        assert lines.line(len(expected) + 1) == ""

    @pytest.mark.parametrize("number", [-1, 0, 3, 99])
    def test_a_line_that_the_text_does_not_have_is_empty(self, number):
        assert Lines("a\nb").line(number) == ""

    @pytest.mark.parametrize(
        ("text", "span", "expected"),
        [
            ("", Span(0, 0), Place(1, 1, 1, 1)),
            ("id: a\nname: b\n", Span(6, 10), Place(2, 1, 2, 5)),
            ("id: a\r\nname: b\r\n", Span(7, 11), Place(2, 1, 2, 5)),
            ("id: a\rname: b", Span(12, 13), Place(2, 7, 2, 8)),
            ("a\nb\nc", Span(0, 5), Place(1, 1, 3, 2)),
            ("a\n", Span(2, 2), Place(2, 1, 2, 1)),
            ("a\u2028b", Span(2, 3), Place(1, 3, 1, 4)),
            ("tỉnh 🏠 x", Span(7, 8), Place(1, 8, 1, 9)),
        ],
    )
    def test_places_count_from_one_in_code_points(self, text, span, expected):
        assert expected == Lines(text).place(span)

    def test_a_span_that_ends_before_it_starts_is_a_place_without_width(self):
        assert Lines("a\nbc").place(Span(3, 0)) == Place(2, 2, 2, 2)

    @given(texts, st.data())
    def test_counting_by_hand_gives_the_place_of_any_span(self, text, data):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        expected = Place(*position(text, start), *position(text, end))
        assert expected == Lines(text).place(Span(start, end))

    @given(texts, st.sampled_from("aệ🏠\u2028\x85"), texts)
    def test_the_line_and_column_of_a_character_lead_back_to_it(self, before, character, after):
        lines = Lines(before + character + after)
        place = lines.place(Span(len(before), len(before) + 1))
        assert character == lines.line(place.line)[place.column - 1 : place.end_column - 1]

    @given(texts)
    def test_lines_put_together_again_are_the_text(self, text):
        count = position(text, len(text))[0]
        lines = Lines(text)
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        assert plain == "\n".join(lines.line(number) for number in range(1, count + 1))
