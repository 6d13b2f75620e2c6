"""Words, numbers and dates in English and Vietnamese, and text that no terminal acts on."""

import datetime as dt
import pickle
import unicodedata
from dataclasses import FrozenInstanceError
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from gettext import NullTranslations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import both
from povcalc import messages
from povcalc.messages import GLOSSARY, Lang, Text, clipped
from povcalc.plan.model import Area, AreaKind
from povcalc.values import ANY, NUMBER, Figure, Form, Interval

EN, VI = Lang.EN, Lang.VI
WIDE = Context(prec=200)

plain_numbers = st.from_regex(NUMBER.pattern, fullmatch=True).filter(lambda words: words.isascii() and len(words) <= 40)
fractions = st.fractions(-1000, 1000, max_denominator=3000)


def written(words):
    return Decimal(words) if "." in words else int(words)


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "english", "vietnamese"),
        [
            (0, "0", "0"),
            (453, "453", "453"),
            (11869, "11,869", "11.869"),
            (5440412, "5,440,412", "5.440.412"),
            (-1726, "-1,726", "-1.726"),
            (Decimal("5.80"), "5.80", "5,80"),
            (Decimal("1234567.890"), "1,234,567.890", "1.234.567,890"),
            (Decimal("-0.05"), "-0.05", "-0,05"),
            (Decimal("0.0000001"), "0.0000001", "0,0000001"),
            (Decimal("0.00000000"), "0.00000000", "0,00000000"),
            (Decimal("1E+3"), "1,000", "1.000"),
        ],
    )
    def test_a_number_keeps_its_decimals_and_groups_its_thousands(self, value, english, vietnamese):
        assert (english, vietnamese) == (messages.number(value, EN), messages.number(value, VI))

    @given(plain_numbers)
    def test_an_english_number_without_its_commas_is_what_was_written(self, words):
        value = written(words)
        expected = str(value) if isinstance(value, int) else words
        assert expected == messages.number(value, EN).replace(",", "")

    @given(plain_numbers)
    def test_a_vietnamese_number_with_its_marks_undone_is_what_was_written(self, words):
        value = written(words)
        expected = str(value) if isinstance(value, int) else words
        assert expected == messages.number(value, VI).replace(".", "").replace(",", ".")

    @pytest.mark.parametrize(
        ("value", "places", "expected"),
        [
            (Fraction(5736, 1000), 2, "5.74"),
            (Fraction(1, 2), 0, "1"),
            (Fraction(3, 2), 0, "2"),
            (Fraction(5, 2), 0, "3"),
            (Fraction(-5, 2), 0, "-3"),
            (Fraction(-1, 2), 0, "-1"),
            (Fraction(-49, 100), 0, "0"),
            (Fraction(-1, 3000), 3, "0.000"),
            (Fraction(-1, 3), 3, "-0.333"),
            (Fraction(2, 3), 3, "0.667"),
            (11869, 0, "11,869"),
            (11869, 2, "11,869.00"),
            (Fraction(99999, 100000), 3, "1.000"),
        ],
    )
    def test_a_half_is_rounded_away_from_nought_and_nought_has_no_sign(self, value, places, expected):
        assert expected == messages.rounded(value, places, EN)

    @given(st.integers(-(10**7), 10**7), st.integers(0, 6), st.integers(0, 4))
    def test_rounding_agrees_with_the_decimal_module(self, digits, scale, places):
        value = Decimal(digits).scaleb(-scale)
        expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WIDE)
        shown = Decimal(messages.rounded(Fraction(value), places, EN).replace(",", ""))
        assert (expected, expected.as_tuple().exponent) == (shown, shown.as_tuple().exponent)

    @given(fractions, st.integers(0, 5))
    def test_a_rounded_number_is_at_most_half_a_unit_away(self, value, places):
        shown = Fraction(messages.rounded(value, places, EN).replace(",", ""))
        assert abs(shown - value) <= Fraction(1, 2 * 10**places)


class TestDistinct:
    @pytest.mark.parametrize(
        ("value", "bound", "expected"),
        [
            (Fraction("5.79996"), Fraction("5.8"), "5.79996"),
            (Fraction("5.80004"), Fraction("5.8"), "5.80004"),
            (Fraction("5.8"), Fraction("5.8"), "5.800"),
            (Fraction("5.736"), Fraction("5.8"), "5.736"),
            (Fraction("5.7996"), Fraction("5.79965"), "5.7996"),
            (Fraction(1, 3), Fraction(1, 3), "0.333"),
            (-Fraction(1, 10**6), 0, "-0.000001"),
        ],
    )
    def test_a_number_is_never_rounded_onto_or_across_a_bound(self, value, bound, expected):
        assert expected == messages.distinct(value, bound, 3, EN)

    def test_vietnamese_has_its_own_marks(self):
        assert messages.distinct(Fraction("5799.96"), 5800, 0, VI) == "5.799,96"

    @given(fractions, fractions, st.integers(0, 4))
    def test_what_is_shown_stands_to_the_bound_as_the_number_does(self, value, bound, places):
        shown = Fraction(messages.distinct(value, bound, places, EN).replace(",", ""))
        assert value == bound or (value > bound, value < bound) == (shown > bound, shown < bound)


class TestDecimalsThatEnd:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (5, 5),
            (Fraction(10, 2), 5),
            (Fraction(1, 2), Decimal("0.5")),
            (Fraction(-1, 8), Decimal("-0.125")),
            (Fraction(1, 40), Decimal("0.025")),
            (Fraction("44.345"), Decimal("44.345")),
            (Fraction(1, 3), None),
            (Fraction(1, 6), None),
            (Fraction(7, 14), Decimal("0.5")),
        ],
    )
    def test_a_number_has_all_its_decimals_or_none(self, value, expected):
        found = messages.terminating(value)
        assert (expected, type(expected)) == (found, type(found))

    @given(fractions)
    def test_decimals_end_when_the_denominator_divides_a_power_of_ten(self, value):
        found = messages.terminating(value)
        assert (10**40 % value.denominator == 0) == (found is not None)
        assert found is None or Fraction(found) == value

    def test_endless_decimals_are_cut_to_three(self):
        assert messages.precise(Fraction(2, 3), EN) == "0.667"
        assert messages.precise(Fraction(20000, 3), VI) == "6.666,667"
        assert messages.precise(Fraction("44.3455"), VI) == "44,3455"


class TestIntervals:
    @pytest.mark.parametrize(
        ("interval", "english", "vietnamese"),
        [
            (Interval(251, 28428), "251–28,428", "251–28.428"),
            (Interval(453, 453), "453", "453"),
            (Interval(Fraction("44.345"), Fraction("44.355")), "44.345–44.355", "44,345–44,355"),
            (Interval(Fraction("52.845"), None, low_open=True), "over 52.845", "trên 52,845"),
            (Interval(3, None), "at least 3", "ít nhất 3"),
            (Interval(None, 766), "at most 766", "nhiều nhất 766"),
            (Interval(None, 1766, high_open=True), "under 1,766", "dưới 1.766"),
            (Interval(1, 2, low_open=True), "over 1, at most 2", "trên 1, nhiều nhất 2"),
            (Interval(1, 2, high_open=True), "at least 1, under 2", "ít nhất 1, dưới 2"),
            (ANY, "?", "?"),
            (Interval(None, None, low_open=True, high_open=True), "?", "?"),
            (Interval(None, 5, low_open=True), "at most 5", "nhiều nhất 5"),
            (Interval(Fraction(1, 3), 1), "0.333–1", "0,333–1"),
        ],
    )
    def test_a_range_is_written_in_words(self, interval, english, vietnamese):
        assert (english, vietnamese) == (messages.interval(interval, EN), messages.interval(interval, VI))

    @pytest.mark.parametrize(
        ("interval", "expected"),
        [
            (Interval(251, 28428), "251–28.428"),
            (Interval(Fraction("52.845"), None, low_open=True), "> 52,845"),
            (Interval(3, None), "≥ 3"),
            (Interval(None, 766), "≤ 766"),
            (Interval(None, 1766, high_open=True), "< 1.766"),
            (Interval(1, 2, low_open=True, high_open=True), "1–2"),
            (ANY, "?"),
        ],
    )
    def test_a_range_is_written_with_signs_where_they_are_asked_for(self, interval, expected):
        assert expected == messages.interval(interval, VI, signs=True)


class TestFigures:
    @pytest.mark.parametrize(
        ("figure", "expected"),
        [
            (Figure(11869), "11,869"),
            (Figure(Decimal("8.50"), Form.OVER), "> 8.50"),
            (Figure(4990, Form.UNDER), "< 4,990"),
            (Figure(3, Form.AT_LEAST), "≥ 3"),
            (Figure(4, Form.AT_MOST), "≤ 4"),
            (Figure(1840, Form.BETWEEN, 1930), "1,840–1,930"),
            (Figure(1621667, Form.ABOUT), "~ 1,621,667"),
        ],
    )
    def test_a_figure_is_written_with_signs_where_they_are_asked_for(self, figure, expected):
        assert expected == messages.figure(figure, EN, signs=True)


class TestDates:
    @pytest.mark.parametrize(
        ("day", "english", "vietnamese"),
        [
            (dt.date(2019, 4, 19), "19 April 2019", "19/4/2019"),
            (dt.date(2019, 1, 1), "1 January 2019", "1/1/2019"),
            (dt.date(2019, 12, 31), "31 December 2019", "31/12/2019"),
        ],
    )
    def test_a_day_is_written_as_each_language_does(self, day, english, vietnamese):
        assert (english, vietnamese) == (messages.date(day, EN), messages.date(day, VI))


class TestSay:
    @pytest.mark.parametrize(
        ("value", "english", "vietnamese"),
        [
            ("tram-tau", "tram-tau", "tram-tau"),
            (11869, "11,869", "11.869"),
            (Decimal("8.50"), "8.50", "8,50"),
            (Fraction(2, 3), "0.667", "0,667"),
            (Fraction(5), "5.000", "5,000"),
            (Text("district", "huyện"), "district", "huyện"),
            (Figure(11869), "11,869", "11.869"),
            (Figure(Decimal("8.50"), Form.OVER), "over 8.50", "trên 8,50"),
            (Figure(4990, Form.UNDER), "under 4,990", "dưới 4.990"),
            (Figure(3, Form.AT_LEAST), "at least 3", "ít nhất 3"),
            (Figure(4, Form.AT_MOST), "at most 4", "nhiều nhất 4"),
            (Figure(1840, Form.BETWEEN, 1930), "1,840–1,930", "1.840–1.930"),
            (Figure(1621667, Form.ABOUT), "about 1,621,667", "khoảng 1.621.667"),
            (Interval(251, 28428), "251–28,428", "251–28.428"),
            (dt.date(2019, 4, 19), "19 April 2019", "19/4/2019"),
        ],
    )
    def test_every_kind_of_value_is_written_in_both_languages(self, value, english, vietnamese):
        assert both(messages.Message("({formula})", formula=value)) == (f"({english})", f"({vietnamese})")

    def test_every_kind_of_value_that_may_be_said_is_tried_above(self):
        tried = {str, int, Decimal, Fraction, messages.Message, Figure, Interval, dt.date}
        assert tried == set(get_args(messages.Value))

    def test_braces_in_a_value_are_plain_text(self):
        assert both(messages.Message("({formula})", formula="{b}")) == ("({b})", "({b})")

    def test_values_may_stand_in_another_order_in_the_other_language(self, monkeypatch):
        class Catalogue(NullTranslations):
            def gettext(self, message):
                return {"{a} of {b}": "{b} có {a}"}[message]

        monkeypatch.setattr(messages, "catalogue_of", {Lang.VI: Catalogue()}.get)
        assert both(messages.Message("{a} of {b}", a=1, b=2)) == ("1 of 2", "2 có 1")

    def test_a_message_is_the_same_as_one_with_the_same_words_and_values_and_no_other(self):
        message = messages.Message("{area}: {missing}", area="A", missing=Figure(3))
        assert message == messages.Message("{area}: {missing}", area="A", missing=Figure(3))
        assert {message: 1}[message.with_values()] == 1
        assert message != message.with_values(missing=4)
        assert message != messages.Message("{area}: {missing}", context="c", area="A", missing=Figure(3))
        assert Text("a", "b") != messages.Message("")

    @pytest.mark.parametrize(
        "message",
        [
            messages.Message("({formula})", formula=Fraction(1, 3)),
            messages.Message("gone", context="finding"),
            messages.plural("{count} area", "{count} areas", count=3),
            messages.join([Text("a", "á"), messages.Message("targets")], "; "),
            Text("a", "á"),
        ],
    )
    def test_a_message_goes_to_another_process_and_comes_back_the_same(self, message):
        back = pickle.loads(pickle.dumps(message))  # noqa: S301 - made here
        assert back == message
        assert hash(back) == hash(message)
        assert both(back) == both(message)

    def test_a_message_cannot_be_changed(self):
        with pytest.raises(FrozenInstanceError):
            messages.Message("targets").template = "a"

    def test_a_text_is_given_in_the_language_asked_for(self):
        assert Text("district", "huyện").to(EN) == "district"
        assert Text("district", "huyện").to(VI) == "huyện"

    def test_texts_are_joined_language_by_language(self):
        joined = messages.join([Text("a", "á"), Text("b", "bờ")], "; ")
        assert both(joined) == ("a; b", "á; bờ")
        assert both(messages.join([], "; ")) == ("", "")

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (["a"], ("a", "a")),
            (["a", "b"], ("a or b", "a hoặc b")),
            (["a", "b", "c"], ("a, b or c", "a, b hoặc c")),
        ],
    )
    def test_alternatives_end_in_or(self, words, expected):
        assert expected == both(messages.alternatives(words))


class TestPrintable:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("\x1b[31mđỏ\x1b[0m", r"\x1b[31mđỏ\x1b[0m"),
            ("\x1b]8;;http://x\x07", r"\x1b]8;;http://x\x07"),
            ("a\nb\r\tc", r"a\nb\r\tc"),
            ("\x7f\x9b", r"\x7f\x9b"),
            ("a\u202eb", r"a\u202eb"),
            ("\u2066a\u2069", r"\u2066a\u2069"),
            ("\u200e\u200f\u061c", r"\u200e\u200f\u061c"),
            ("a\u200db\u200bc\u200cd", r"a\u200db\u200bc\u200cd"),
            ("so\xadft", r"so\xadft"),
            ("\ufeffa", r"\ufeffa"),
            ("a\u2028b\u2029", r"a\u2028b\u2029"),
            ("\ud800\udfff", r"\ud800\udfff"),
            ("\U000e0041\U000e007f", r"\U000e0041\U000e007f"),
            ("\ufe0f\U000e0100", r"\ufe0f\U000e0100"),
            ("hộ\u034f\u115f\u17b5", r"hộ\u034f\u115f\u17b5"),  # Python takes these for printable
            ("hộ\u180b\u3164\uffa0", r"hộ\u180b\u3164\uffa0"),
        ],
    )
    def test_a_character_that_a_terminal_would_act_on_is_spelt_out(self, words, expected):
        assert expected == messages.printable(words)

    @pytest.mark.parametrize(
        "words",
        ["Huyện Trạm Tấu: 44,35%", "e\u0302\u0323", "“…” – ≥ ~", "🏠", "[bold]x[/]", "=1+1", r"C:\x1b"],
    )
    def test_other_text_stays_as_it_is(self, words):
        assert words == messages.printable(words)

    def test_no_control_surrogate_line_end_or_direction_mark_is_left_anywhere_in_unicode(self):
        marks = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        unsafe = [
            character
            for character in map(chr, range(0x110000))
            if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
            or unicodedata.bidirectional(character) in marks
        ]
        assert len(unsafe) > 2000
        assert [f"U+{ord(character):04X}" for character in unsafe if not messages.printable(character).isascii()] == []

    @given(st.text(st.characters()))
    def test_what_is_printable_stays_so(self, words):
        once = messages.printable(words)
        assert once == messages.printable(once)


class TestGlossary:
    @pytest.mark.parametrize("field", Area.FIGURES)
    def test_every_figure_of_an_area_is_in_the_glossary(self, field):
        assert field in GLOSSARY

    @pytest.mark.parametrize("kind", get_args(AreaKind))
    def test_every_kind_of_area_is_in_the_glossary(self, kind):
        assert kind in GLOSSARY

    def test_every_term_has_words_in_both_languages(self):
        assert [
            term for term, words in GLOSSARY.items() if not (words.to(Lang.EN).strip() and words.to(Lang.VI).strip())
        ] == []

    def test_no_two_figures_have_the_same_name(self):
        for lang in Lang:
            names = [GLOSSARY[field].to(lang) for field in Area.FIGURES]
            assert len(Area.FIGURES) == len(set(names))


@pytest.mark.parametrize(
    ("words", "shown"),
    [("a" * 40, "a" * 40), ("a" * 41, "a" * 40 + "…"), (" a\n\tb  c ", "a b c"), ("a " * 20, ("a " * 20).strip())],
)
def test_a_text_from_a_file_is_clipped_to_forty_characters_on_one_line(words, shown):
    assert clipped(words) == shown


class TestShortened:
    LONG = "a" * 100 + "b" * 99_800 + "c" * 100
    SHORT = "a" * 100 + "…" + "c" * 100

    def test_the_middle_of_long_texts_in_a_message_is_left_out(self):
        inner = messages.join([messages.verbatim(self.LONG), messages.Message("{at}", at=7)], ", ")
        message = messages.Message("{one} and {two}", one=self.LONG, two=inner)
        assert messages.shortened(message).to(EN) == message.to(EN).replace(self.LONG, self.SHORT)
        assert message.to(EN).count("b") == 2 * 99_800  # the message itself stays

    def test_five_hundred_characters_stay(self):
        message = messages.Message("{word}", word="d" * 500)
        assert messages.shortened(message) == message
        assert len(messages.shortened(messages.Message("{word}", word="d" * 501)).to(EN)) == 201
