"""What is assumed where a plan says nothing: by default, in its file, by options."""

from fractions import Fraction

import pytest

from command import text
from plans import HEAD, area, targets
from povcalc.inference.counts import assumed_growth
from povcalc.places import dotted
from povcalc.plan.assumptions import ONE_BASE, Assumptions, Options, assumptions_of
from povcalc.plan.load import read_text
from povcalc.plan.model import walk
from povcalc.values import ANY, Interval


def plan(lines=""):
    reading = read_text(targets(reduction_households=1) + lines, "plan.yaml")
    assert reading.misfits == ()
    return reading.plan


def assumed(*inside, growth=ONE_BASE, **figures):
    """The addresses of the areas of which growth is assumed."""
    areas = walk(read_text(targets(*inside, **figures), "plan.yaml").plan.targets)
    return sorted(dotted(path) for path in assumed_growth(areas, Assumptions(growth)))


class TestWhatIsSaid:
    def test_one_base_all_year_where_nobody_says_otherwise(self):
        assert assumptions_of(plan()) == Assumptions(Interval(0, 0), None, given=False)

    def test_the_file_says_it(self):
        said = plan("assumptions: {household_growth: {min: 0, max: 2.5}, cut: 0.1}\n")
        assert assumptions_of(said) == Assumptions(Interval(0, Fraction(5, 2)), Fraction(1, 10), given=True)
        said = plan("assumptions: {household_growth: -1.5}\n")
        assert assumptions_of(said) == Assumptions(Interval(Fraction(-3, 2), Fraction(-3, 2)), None, given=True)
        assert assumptions_of(plan("assumptions: {cut: 0}\n")).cut is None

    def test_options_go_before_the_file_one_by_one(self):
        said = plan("assumptions: {household_growth: 1, cut: 0.1}\n")
        assert assumptions_of(said, Options(Interval(0, 2))) == Assumptions(Interval(0, 2), Fraction(1, 10), given=True)
        assert assumptions_of(said, Options(cut=Fraction(1))) == Assumptions(Interval(1, 1), Fraction(1), given=True)
        assert assumptions_of(said, Options(ANY, Fraction(0))) == Assumptions(None, None, given=True)


class TestWhereGrowthIsAssumed:
    def test_where_bases_are_not_stated_at_both_dates(self):
        assert assumed() == ["targets"]
        assert assumed(households_start=5) == ["targets"]
        assert assumed(households_start=5, households_end=5) == []
        assert assumed(households=5) == []
        assert assumed(households_start=5, households_end="{about: 5}") == ["targets"]

    def test_not_where_they_are_sums_of_stated_ones(self):
        inside = [area(name, households=5) for name in "ab"]
        assert assumed(*inside) == []
        assert assumed(*inside, partial="true") == ["targets"]
        assert assumed(*inside, area("c")) == ["targets", "targets.areas[2]"]

    def test_not_around_or_inside_an_area_whose_bases_contradict_it(self):
        moved = area("a", households_start=100, households_end=102)
        assert assumed(moved, area("b")) == ["targets.areas[1]"]
        assert assumed(area("b"), households_start=100, households_end=102) == []
        assert assumed(moved, area("b"), growth=Interval(0, 2)) == ["targets", "targets.areas[1]"]
        assert assumed(moved, area("b"), growth=Interval(3, 4)) == ["targets.areas[1]"]

    def test_of_any_growth_nothing(self):
        assert assumed(growth=None) == []


class TestOptions:
    @pytest.mark.parametrize("growth", ["0..2.5", "0..2,5", "-1..1", "−1..1", "2", "any", " ANY "])
    def test_growth(self, growth):
        assert text("check", "-f", "concise", "--growth", growth)[0] == 0

    @pytest.mark.parametrize("growth", ["", "x", "2..1", "0...2", "0..1..2", "-91..0", "0..901", "nan", "0..", "..2"])
    def test_what_is_no_growth(self, growth):
        status, out, err = text("check", "--growth", growth)
        assert (status, out) == (2, "")
        assert err.startswith("povcalc: --growth takes percent a year from -90 to 900")
        assert err.endswith(f"not {growth or repr('')}\n")

    @pytest.mark.parametrize("cut", ["", "x", "-0.1", "101", "0..1"])
    def test_what_is_no_step(self, cut):
        status, out, err = text("check", "--lang", "vi", "--cut", cut)
        assert (status, out) == (2, "")
        assert "--cut nhận một bước" in err

    def test_with_the_growth_that_a_review_had_there_is_nothing_to_note(self, tmp_path):
        file = tmp_path / "review.yaml"
        figures = {"poor_households_start": 17435, "poor_households_end": 16003, "poverty_rate_start": "21.88"}
        file.write_text(targets(**figures, poverty_rate_end="19.93"), encoding="utf-8")
        assert "T206" in text("check", "-f", "concise", str(file))[1]
        assert text("check", "-f", "concise", "--growth", "0..1", str(file))[1] == ""
        assert "if households grow by 0 to 0.5%" in text("check", "-f", "concise", "--growth", "0..0,5", str(file))[1]

    def test_a_note_that_rests_on_the_cut_says_so(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_text(
            HEAD + "targets: {id: a, name: A, households: 1000, reduction_households: 80, reduction_rate: {over: 7}}\n",
            encoding="utf-8",
        )
        assert text("check", "-f", "concise", str(file)) == (0, "", "")
        told = text("check", "-f", "concise", "--cut", "0.1", str(file))[1]
        assert 'with "over" rates cut off at steps of 0.1 points these figures cannot all be true' in told


class TestNumbersInAnotherWriting:
    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--growth", "2,5"), "--growth 2,5 is read as 2.5"),
            (("--growth", "0 đến 2,5%"), "--growth 0 đến 2,5% is read as 0..2.5"),
            (("--growth", "−1..1"), "--growth −1..1 is read as -1..1"),
            (("--cut", "0,1 điểm %"), "--cut 0,1 điểm % is read as 0.1"),
        ],
    )
    def test_is_taken_and_told(self, options, said):
        status, _, err = text("check", "-q", *options)
        assert (status, err.splitlines()[0]) == (0, f"povcalc: {said}")

    @pytest.mark.parametrize("options", [("--growth", "2 hộ"), ("--growth", "0..5 tỷ"), ("--cut", "1 hộ")])
    def test_a_unit_that_does_not_fit_is_refused(self, options):
        status, out, err = text("check", *options)
        assert (status, out) == (2, "")
        assert "the unit does not fit; percent or percentage points are expected" in err

    def test_the_formats_own_writing_is_not_told(self):
        assert "is read as" not in text("check", "-q", "--growth", "0..2.5", "--cut", "0.1")[2]
