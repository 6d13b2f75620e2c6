"""Areas by their names wherever an id is taken, and figures by what they are called in either language."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import real_plan
from povcalc.messages import Lang
from povcalc.plan.areas import AreaIndex, SeveralAreasError, UnknownAreaError
from povcalc.plan.csv_tables import field_of, nearest_fields
from povcalc.plan.load import read_text
from povcalc.plan.model import Area, walk
from povcalc.scenario.changes import FigureIndex, ScenarioError, parse_request

PLAN = """\
povcalc: 1
document: {title: T}
targets:
  id: r
  name: Tỉnh Đồng Tháp
  reduction_households: 9
  areas:
    - {id: tp-cao-lanh, name: Thành phố Cao Lãnh, areas: [{id: p1, name: Phường 1}]}
    - {id: h-cao-lanh, name: Huyện Cao Lãnh}
    - {id: hoa-binh, name: Huyện Hòa Bình, areas: [{id: xa, name: Xã Bản Mù}, {id: ly, name: Xã Lý Sơn}]}
    - {id: dong-van, name: Huyện Đồng Văn, areas: [{id: xa, name: Xã Bản Mù}, {id: tan, name: Xã Tân Mỹ}]}
    - {id: nam, name: Nam, kind: town}
"""


def index_of(text=PLAN):
    return AreaIndex(walk(read_text(text.encode(), "plan.yaml").plan.targets))


def called(words, text=PLAN):
    index = index_of(text)
    return index.shortest(index.one(words).path)


@pytest.mark.parametrize(
    ("words", "area"),
    [
        ("Thành phố Cao Lãnh", "tp-cao-lanh"),
        ("TP. Cao Lãnh", "tp-cao-lanh"),
        ("huyện cao lãnh", "h-cao-lanh"),
        ("huyen cao lanh", "h-cao-lanh"),
        ("Phường 1", "p1"),
        ("Hoà Bình", "hoa-binh"),
        ("Hòa Bình", "hoa-binh"),
        ("Huyện Hoà Bình", "hoa-binh"),
        ("Lí Sơn", "ly"),
        ("Xã Tân Mĩ", "tan"),
        ("\N{LATIN CAPITAL LETTER ETH}ồng Văn", "dong-van"),
        (unicodedata.normalize("NFD", "Huyện Đồng Văn"), "dong-van"),
        ("Hòa Bình/Bản Mù", "hoa-binh/xa"),
        ("dong-van/Xã Bản Mù", "dong-van/xa"),
        ("Thị xã Nam", "nam"),
        ("Tổng cộng", "r"),
        ("p1", "p1"),
    ],
)
def test_an_area_is_called_by_its_name(words, area):
    assert called(words) == area


def test_a_name_that_only_one_area_has_needs_no_kind():
    one = PLAN.replace("{id: xa, name: Xã Bản Mù}, {id: tan", "{id: tan")
    assert called("Bản Mù", one) == "xa"


@pytest.mark.parametrize("words", ["Quận 1", "Thị xã Cao Lãnh", "Huyện Nam", "Bản", "Lai Sơn", "Tân Mai", "", "/"])
def test_another_kind_or_another_name_is_none(words):
    with pytest.raises(UnknownAreaError) as refused:
        index_of().one(words)
    assert not isinstance(refused.value, SeveralAreasError)


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        ("Cao Lãnh", "r/tp-cao-lanh (Thành phố Cao Lãnh), r/h-cao-lanh (Huyện Cao Lãnh)"),
        ("Bản Mù", "r/hoa-binh/xa (Xã Bản Mù), r/dong-van/xa (Xã Bản Mù)"),
        ("xa", "r/hoa-binh/xa, r/dong-van/xa"),
    ],
)
def test_a_name_that_fits_two_is_refused_with_both(words, choices):
    with pytest.raises(SeveralAreasError) as refused:
        index_of().one(words)
    assert f"several areas are called {words}: {choices}; use one" in refused.value.why.to(Lang.EN)
    for typed, instead in refused.value.meant:
        assert typed == words
        assert called(instead) == instead


def test_every_area_of_the_plan_of_2019_is_found_by_its_name_and_its_id():
    areas = walk(read_text(real_plan().encode(), "plan.yaml").plan.targets)
    index = AreaIndex(areas)
    for each in areas:
        for words in (each.area.id, *each.area.name.in_every_language().values()):
            assert index.one(words) == each


class TestFigures:
    @pytest.mark.parametrize(
        ("words", "field"),
        [
            ("số hộ nghèo giảm", "reduction_households"),
            ("So Ho Ngheo Giam", "reduction_households"),
            ("poverty rate at start", "poverty_rate_start"),
            ("Tỷ lệ hộ nghèo cuối năm", "poverty_rate_end"),
            ("poverty-rate-end", "poverty_rate_end"),
            ("tỉ lệ hộ nghèo đầu năm", "poverty_rate_start"),
            ("TL hộ nghèo cuối năm (%)", "poverty_rate_end"),
            ("TLHN đầu năm", "poverty_rate_start"),
            ("Số HN cuối năm", "poor_households_end"),
            ("Tổng số hộ dân trên địa bàn", "households"),
            ("reduction", None),
            ("hộ nghèo", None),
        ],
    )
    def test_are_called_in_both_languages(self, words, field):
        assert field_of(words) == field

    def test_all_are_called_by_their_fields(self):
        assert all(field_of(field) == field for field in Area.FIGURES)

    @pytest.mark.parametrize(
        ("words", "fields"),
        [
            ("poverty_rate_begin", ("poverty_rate_start",)),
            ("poverty_rate_final", ("poverty_rate_end",)),
            ("households_begin", ("households_start",)),
            ("poor_end", ("poor_households_end",)),
            ("Hộ nghèo", ("poor_households_start", "poor_households_end")),
            ("giảm hộ nghèo", ("reduction_households",)),
            ("redction_rate", ("reduction_rate",)),
            ("reduction_housholds", ("reduction_households",)),
            ("reduction", ("reduction_households", "reduction_rate")),
            ("Target reduction (points)", ("reduction_rate",)),
            ("Chỉ tiêu giảm (hộ)", ("reduction_households",)),
            ("Hộ cận nghèo", ("near_poor_households_start", "near_poor_households_end")),
            ("Near-poor households", ("near_poor_households_start", "near_poor_households_end")),
            ("Tỷ lệ nghèo đa chiều đầu năm", ("multidimensional_poverty_rate_start",)),
            ("mức giảm hộ nghèo mỗi năm", ("reduction_households_per_year",)),
            ("yearly reduction (points)", ("reduction_rate_per_year",)),
            ("hộ nghèo mới", ("new_poor",)),
            ("exit", ("exits",)),
            ("thoát nghèo", ("exits",)),
            ("tái nghèo", ("relapses",)),
            ("xyz", ()),
        ],
    )
    def test_what_was_meant_is_the_nearest_in_meaning(self, words, fields):
        assert nearest_fields(words) == fields

    def test_a_change_takes_names_of_areas_and_figures(self):
        index = FigureIndex(read_text(real_plan().encode(), "plan.yaml").plan)
        request = parse_request("Trạm Tấu.số hộ nghèo giảm=500")
        assert [index.name(path) for path in index.paths(request.selector)] == ["tram-tau.reduction_households"]

    def test_a_bare_percentage_of_a_count_is_asked_about(self):
        with pytest.raises(ScenarioError) as refused:
            parse_request("tram-tau.reduction_households=10%")
        assert [instead for _, instead in refused.value.meant] == ["=+10%", "=-10%", "=10"]


@pytest.mark.parametrize("words", ["T.P Yên Bái", "T.P. Yên Bái", "TP.Yên Bái", "t.p yen bai"])
def test_points_inside_an_abbreviation_do_not_matter(words):
    index = AreaIndex(walk(read_text(real_plan().encode(), "plan.yaml").plan.targets))
    assert index.one(words).area.id == "thanh-pho-yen-bai"


MANY = "povcalc: 1\ndocument: {title: T}\ntargets:\n  id: r\n  name: R\n  areas:\n" + "".join(
    f"    - {{id: a{at}, name: A, areas: [{{id: x, name: X}}]}}\n" for at in range(12)
)


def test_of_many_areas_that_words_may_mean_ten_are_named():
    with pytest.raises(SeveralAreasError) as refused:
        index_of(MANY).one("x")
    choices = ", ".join(f"r/a{at}/x" for at in range(10))
    assert f"several areas are called x: {choices}, …; use one" in refused.value.why.to(Lang.EN)
    assert refused.value.meant == tuple(("x", f"a{at}/x") for at in range(10))
    assert index_of(MANY).likely("A") == [f"a{at}" for at in range(10)]


STEPS = st.lists(st.sampled_from(["a", "b", "c", "a/b", "b/a"]), min_size=1, max_size=4).map("/".join)


@given(st.lists(STEPS, max_size=9), STEPS)
def test_what_a_path_ends_with_is_what_its_last_ids_say(paths, words):
    index = AreaIndex([])
    index.steps = {(at,): tuple(path.split("/")) for at, path in enumerate(paths)}
    wanted = words.split("/")
    assert index.ending(words) == [path for path, steps in index.steps.items() if list(steps[-len(wanted) :]) == wanted]


NESTED = st.recursive(st.just(()), lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=12)


@given(NESTED, st.data())
def test_areas_inside_others_are_those_whose_paths_begin_so(tree, data):
    paths = []

    def walked(path, inside):
        paths.append(path)
        for at, inner in enumerate(inside):
            walked((*path, "areas", at), inner)

    walked(("targets",), tree)
    index = AreaIndex([])
    index.steps = dict.fromkeys(paths, ())
    found = data.draw(st.lists(st.sampled_from(paths), unique=True).map(sorted))
    outer = data.draw(st.lists(st.sampled_from(paths), unique=True).map(sorted))
    for around in outer:
        assert index.within(found, around) == [path for path in found if path[: len(around)] == around]
    above = set(outer)
    inside = [path for path in found if any(path[:end] in above for end in range(1, len(path)))]
    assert index._inside(found, outer) == inside


class TestManyAreasOfOneName:
    """A table may have a row for each of thousands of areas that are called the same: no row looks at all of them."""

    TEXT = MANY.replace("name: A,", "name: Xã A,")

    def test_the_same_words_are_looked_up_once(self, monkeypatch):
        index, found, find = index_of(self.TEXT), [], AreaIndex._find
        monkeypatch.setattr(AreaIndex, "_find", lambda self, words: found.append(words) or find(self, words))
        assert {len(index.named("A")) for _ in range(9)} == {12}
        assert {len(index.named("a3/X")) for _ in range(9)} == {1}
        assert found == ["A", "a3/X", "X", "a3"]

    def test_what_is_found_is_not_copied(self):
        index = index_of(self.TEXT)
        assert index.named("xã a (cũ)") is index.named("xã a (mới)")

    def test_both_languages_of_a_name_that_read_the_same_are_one_area(self):
        index = index_of(PLAN.replace("name: Nam,", "name: {vi: Nam, en: nam},"))
        assert len(index.named("NAM")) == 1
