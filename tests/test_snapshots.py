"""What people see, whole, in both languages and at two widths. `pytest --snapshot-update` writes it anew."""

import pytest

from command import damaged, text
from plans import area, funding, targets

DAMAGED = damaged(
    ("reduction_households: 1039", "reduction_households: 1309"),
    ("amount: {about: 367886}", "amount: {about: 367868}"),
    ("poverty_rate_end: 44.35", "poverty_rate_end: 44,35"),
    ("reduction_households: 979", "reduction_househods: 979"),
    ("reduction_households: 453", "reduction_households: 0453"),
    ("name: Huyện Văn Yên", "name: '[red]Huyện \x7f[/] Văn Yên'"),
)
LANGUAGES = ("en", "vi")


@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_plan_of_2019_as_a_person_sees_it(snapshot, lang, columns):
    assert text("check", "--lang", lang, COLUMNS=columns) == snapshot


@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_damaged_plan_as_a_person_sees_it(snapshot, lang, columns):
    assert text("check", "--lang", lang, "-", stdin=DAMAGED.encode(), COLUMNS=columns) == snapshot


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_damaged_plan_in_concise_form(snapshot, lang):
    assert text("check", "-f", "concise", "--lang", lang, "-", stdin=DAMAGED.encode()) == snapshot


def test_a_damaged_plan_as_json(snapshot):
    status, out, _ = text("check", "-f", "json", "--select", "S,T101,F101", "-", stdin=DAMAGED.encode())
    assert (status, out) == snapshot


@pytest.mark.parametrize("lang", LANGUAGES)
def test_suggestions_as_a_person_sees_them(snapshot, lang):
    # Either of two districts; the only total that would do, and a second error that it would fix as well; a wrong
    # unit, a copied row, and rows exchanged.
    either = damaged(("reduction_households: 2762", "reduction_households: 2672"))
    total = targets(
        area("m", area("x", reduction_households=1237), area("y", reduction_households=815), reduction_households=2250),
        area("n", reduction_households=2046),
        reduction_households=4098,
    )
    unit = funding(5440412, 1621667, "3818.745")
    copied = targets(
        *(area(f"a{at}", reduction_households=each) for at, each in enumerate((81, 81, 40))), reduction_households=165
    )
    exchanged = targets(
        area("a", households=1000, poor_households_end=300, poverty_rate_end="13.0"),
        area("b", households=2000, poor_households_end=130, poverty_rate_end="15.0"),
    )
    for plan in (either, total, unit, copied, exchanged):
        assert text("check", "--quiet", "--ignore", "T205", "--lang", lang, "-", stdin=plan.encode()) == snapshot


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_tree_of_three_levels_as_a_person_sees_it(snapshot, lang):
    tree = """\
povcalc: 1
document: {title: {vi: Ba cấp, en: Three levels}, year: 2024}
targets:
  id: tinh
  name: Tỉnh Một
  households: 1000
  poor_households_start: 200
  poor_households_end: 150
  poverty_rate_start: 20.00
  poverty_rate_end: 15.00
  reduction_households: 50
  reduction_rate: 5.00
  areas:
    - id: huyen
      name: Huyện Hai
      households: 400
      reduction_households: {min: 20, max: 30}
      areas:
        - {id: xa, name: Xã Ba, households: 150, reduction_households: 12}
        - {id: thi-tran, name: Thị trấn Bốn, households: 250}
    - id: khac
      name: Huyện Năm
      households: 600
      reduction_households: {about: 25}
      poverty_rate_start: {at_least: 12.5}
"""
    assert text("check", "--lang", lang, "-", stdin=tree.encode()) == snapshot


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_of_check(snapshot, lang):
    assert text("check", "--lang", lang, "--help")[1] == snapshot
