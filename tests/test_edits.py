"""Edits: only the characters of the spans change."""

from hypothesis import given
from hypothesis import strategies as st

from povcalc.places import Edit, Span, edited


def test_a_span_is_replaced_and_an_empty_one_inserts():
    assert edited("amount: 367868 # text", [Edit(Span(8, 14), "367886")]) == "amount: 367886 # text"
    assert edited("ab", [Edit(Span(1, 1), "-")]) == "a-b"


def test_edits_come_in_the_order_of_their_places_and_those_at_one_place_as_given():
    edits = [Edit(Span(3, 4), "D"), Edit(Span(0, 0), "1"), Edit(Span(0, 0), "2")]
    assert edited("abcd", edits) == "12abcD"


@given(st.text(), st.data())
def test_what_is_outside_the_spans_stays(text, data):
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8).filter(lambda each: len(each) % 2 == 0)))
    spans = [Span(ends[at], ends[at + 1]) for at in range(0, len(ends), 2)]
    assert edited(text, [Edit(span, text[span.start : span.end]) for span in spans]) == text
    outside = edited(text, [Edit(span, "") for span in spans])
    assert len(outside) == len(text) - sum(span.end - span.start for span in spans)
