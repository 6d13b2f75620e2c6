"""What the figures of the plan of 2019 imply, as it is shown: the reference values of an independent computation."""

import json

import pytest

from command import PLAN, text

IDS = (
    *("thanh-pho-yen-bai", "nghia-lo", "yen-binh", "luc-yen", "tran-yen", "van-yen", "van-chan", "tram-tau"),
    "mu-cang-chai",
)
HOUSEHOLDS = {
    "thanh-pho-yen-bai": (251, 28428),
    "nghia-lo": (402, 7975),
    "yen-binh": (1868, 29758),
    "luc-yen": (2312, 28027),
    "tran-yen": (1099, 24162),
    "van-yen": (2636, 33884),
    "van-chan": (3253, 37835),
    "tram-tau": (814, 5328),
    "mu-cang-chai": (1724, 11517),
}
POOR_AT_MOST = (766, 724, 3989, 5259, 2248, 6117, 8427, 2816, 5950)
CUT = {
    "thanh-pho-yen-bai": (24876, 28428),
    "nghia-lo": (7786, 7975),
    "yen-binh": (29255, 29758),
    "luc-yen": (27649, 28027),
    "tran-yen": (23614, 24162),
    "van-yen": (33401, 33884),
    "van-chan": (37325, 37835),
    "tram-tau": (5269, 5328),
    "mu-cang-chai": (11384, 11517),
    "yen-bai": (201170, 204637),
}


def told(*options):
    status, out, err = text("show", "targets", str(PLAN), "-f", "json", *options)
    assert (status, err) == (0, "")
    return json.loads(out)


def areas(*options):
    """What is implied of each area, by its id."""
    return {area["id"]: area["implied"] for area in told(*options)["areas"]}


def ends(quantity):
    return quantity["low"], quantity["high"]


class TestReferenceValues:
    def test_on_one_base(self):
        implied = areas()
        for identifier, households in HOUSEHOLDS.items():
            assert ends(implied[identifier]["households_start"]) == households
            assert ends(implied[identifier]["households_end"]) == households
        assert implied["yen-bai"]["households_start"]["high"] == 204637
        assert tuple(implied[each]["poor_households_start"]["high"] for each in IDS) == POOR_AT_MOST

    def test_with_over_rates_cut_off_at_tenths(self):
        implied = areas("--cut", "0.1")
        assert {each: ends(implied[each]["households_start"]) for each in CUT} == CUT
        assert ends(implied["yen-bai"]["poor_households_start"]) == (35880, 36296)

    def test_with_households_growing_by_0_to_2_percent(self):
        assert areas("--growth", "0..2")["tram-tau"]["households_start"]["high"] == 5945

    def test_with_any_growth_no_base_is_bounded_above(self):
        assert areas("--growth", "any")["tram-tau"]["households_start"]["high"] is None


class TestJson:
    def test_an_area_has_what_is_stated_and_what_is_implied(self):
        area = told()["areas"][8]
        assert {key: value for key, value in area.items() if key != "implied"} == {
            "id": "tram-tau",
            "path": "yen-bai/tram-tau",
            "parent": "yen-bai",
            "stated": {"poverty_rate_end": "44.35", "reduction_households": "453", "reduction_rate": ">8.50"},
            "planned": {},
            "percent_of_plan": None,
            "code": None,
            "formerly": [],
        }
        assert area["implied"]["reduction_households"] == {
            "low": 453,
            "high": 453,
            "low_open": False,
            "high_open": False,
        }
        assert area["implied"]["poverty_rate_end"] == {
            "low": "44.345",
            "high": "44.355",
            "low_open": False,
            "high_open": False,
        }
        # 100 x 453 / 5,328 is 3775/444: a fraction that has no last decimal is written as one.
        assert area["implied"]["reduction_rate"]["low"] == "3775/444"

    def test_the_root_has_no_parent(self):
        assert told()["areas"][0]["parent"] is None

    @pytest.mark.parametrize(
        ("options", "assumed"),
        [
            ((), {"household_growth": "0", "cut": None, "given": False}),
            (("--growth", "0..2.5"), {"household_growth": "0..2.5", "cut": None, "given": True}),
            (("--growth", "any", "--cut", "0.1"), {"household_growth": None, "cut": "0.1", "given": True}),
        ],
    )
    def test_says_what_was_assumed(self, options, assumed):
        assert told(*options)["assumed"] == assumed

    def test_other_parts_have_no_areas(self):
        told_of_funding = json.loads(text("show", "funding", str(PLAN), "-f", "json")[1])
        assert (told_of_funding["areas"], told_of_funding["assumed"]) == (None, None)


class TestForPeople:
    def test_both_ends_of_a_range_are_shown_always(self):
        out = text("show", "targets", str(PLAN), COLUMNS="200")[1]
        assert "251–28,428*" in out
        assert "814–5,328*" in out
        assert "left out" not in out

    @pytest.mark.parametrize(
        ("options", "basis"),
        [
            ((), "on one base (as many households at the end of the year as at its start)."),
            (("--growth", "0..2"), "with households growing by 0–2% a year."),
            (("--growth", "any"), "whatever the growth of households."),
            (("--cut", "0.1"), '"over" rates cut off at steps of 0.1 points.'),
        ],
    )
    def test_the_caption_says_what_was_assumed(self, options, basis):
        out = text("show", "targets", str(PLAN), *options, COLUMNS="300")[1]
        assert basis in " ".join(out.split())

    def test_where_all_is_stated_nothing_is_marked(self, tmp_path):
        figures = "households: 100, poor_households_start: 20, poor_households_end: 15, reduction_households: 5"
        rates = "poverty_rate_start: 20, poverty_rate_end: 15, reduction_rate: 5"
        file = tmp_path / "plan.yaml"
        file.write_text(
            f"povcalc: 1\ndocument: {{title: A}}\ntargets: {{id: a, name: A, {figures}, {rates}}}\n", encoding="utf-8"
        )
        out = text("show", "targets", str(file))[1]
        assert "*" not in out

    def test_contradictions_are_left_out_of_account_and_the_caption_says_so(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_text(PLAN.read_text(encoding="utf-8").replace("{over: 8.50}", "{over: 85.0}"), encoding="utf-8")
        out = text("show", "targets", str(file), COLUMNS="200")[1]
        assert "Figures that contradict each other are left out of account" in out
