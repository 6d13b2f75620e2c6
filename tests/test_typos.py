"""What a number or a date in another writing was probably meant to be, and what is not guessed at."""

import datetime as dt
import difflib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povcalc import typos
from povcalc.typos import KnownWords, closest_match, guess_date

NBSP = "\xa0"


class TestDates:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("19/4/2019", "2019-04-19"),
            ("ngày 19/4/2019", "2019-04-19"),
            ("Ngày 15/02/2019", "2019-02-15"),
            ("19-4-2019", "2019-04-19"),
            ("19.04.2019", "2019-04-19"),
            ("4/5/2019", "2019-05-04"),
            ("2019/4/19", "2019-04-19"),
            ("2019-4-9", "2019-04-09"),
            (f"{NBSP}19/4/2019 ", "2019-04-19"),
            ("29/2/2020", "2020-02-29"),
        ],
    )
    def test_a_date_is_read_day_first_or_year_first(self, words, expected):
        assert expected == guess_date(words)

    @pytest.mark.parametrize(
        "words",
        [
            "",
            "19/4",
            "4/19/2019",
            "29/2/2019",
            "0/1/2019",
            "19/4/19",
            "2019-13-01",
            "19/4/0000",
            "20/4-30/4/2019",
            "mai",
        ],
    )
    def test_words_that_are_no_day_are_not_guessed_at(self, words):
        assert guess_date(words) is None

    @given(st.dates(), st.sampled_from(["{0.day}/{0.month}/{0.year:04}", "{0.year:04}.{0.month}.{0.day}"]))
    def test_any_day_is_read_back(self, day, form):
        assert day.isoformat() == guess_date(form.format(day))

    @given(st.text(alphabet="0123456789/.- ngày"))
    def test_a_reading_is_a_day_in_iso_form_or_none(self, words):
        read = guess_date(words)
        assert read is None or read == dt.date.fromisoformat(read).isoformat()


class TestNearest:
    @pytest.mark.parametrize(
        ("word", "expected"),
        [
            ("reduction_household", "reduction_households"),
            ("reduction-households", "reduction_households"),
            ("Targets", "targets"),
            ("zzz", None),
            ("", None),
        ],
    )
    def test_a_misspelt_word_has_its_nearest_known_one(self, word, expected):
        assert expected == closest_match(word, ["targets", "funding", "reduction_households", "reduction_rate"])

    def test_nothing_is_near_when_nothing_is_known(self):
        assert closest_match("targets", []) is None


def test_a_word_of_more_than_forty_characters_is_looked_up_nowhere():
    assert closest_match("a" * 40, ["a" * 39]) == "a" * 39
    assert closest_match("a" * 41, ["a" * 39]) is None


LETTERS = st.text("aabcđ -", max_size=12)


@given(st.lists(LETTERS, max_size=12), LETTERS)
def test_the_closest_is_what_difflib_says(words, word):
    letters = {each.replace("_", "-"): each for each in words}
    close = difflib.get_close_matches(word, letters, n=1)
    assert closest_match(word, words) == (letters[close[0]] if close else None)


class TestManyUnknownWords:
    def test_the_first_twenty_are_looked_up_and_the_others_are_not(self, monkeypatch):
        looked_up = []

        def counted(_, word):
            looked_up.append(word)
            return f"a{word[1:]}"

        monkeypatch.setattr(KnownWords, "_look_up", counted)
        known = KnownWords(f"a{number}" for number in range(100))
        assert [known.closest(f"b{number}") for number in range(100)] == [f"a{at}" for at in range(20)] + [None] * 80
        assert known.closest("b7") == "a7"  # what was looked up once is known
        assert len(looked_up) == 20

    def test_as_many_that_resemble_nothing_are_looked_up(self):
        known = KnownWords(["tram-tau"])
        assert [known.closest(f"{number}") for number in range(20)] == [None] * 20
        assert known.closest("tram-tua") is None


class TestNormalForms:
    @given(st.text(st.sampled_from("aeđ ệ\u0302\u0323\u0301가-"), max_size=30), st.sampled_from(["NFC", "NFD"]))
    def test_they_are_those_of_unicode(self, text, form):
        assert typos.in_form(form, text) == unicodedata.normalize(form, text)
        assert typos.is_composed(text) == unicodedata.is_normalized("NFC", text)

    def test_of_a_letter_with_hundreds_of_marks_thirty_are_put_in_order_at_a_time(self, monkeypatch):
        ordered, normalize = [], unicodedata.normalize
        monkeypatch.setattr(
            typos.unicodedata, "normalize", lambda form, part: ordered.append(part) or normalize(form, part)
        )
        text = "x" + 50 * "e" + " e" + 100 * "\u0302\u0323" + " ệ"
        assert typos.in_form("NFC", text).startswith(f"x{'e' * 50} ệ")
        assert "".join(ordered) == text
        assert [len(part) for part in ordered] == [53 + 30, 30, 30, 30, 30, 30, 20 + 2]
        assert not typos.is_composed(text)
        assert typos.is_composed(f"{'ế' * 50} thôn")
