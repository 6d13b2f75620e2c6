"""F101 to F111 in lines in lines, breakdowns and matrices: sums both ways, units, shares, what was disbursed."""

import itertools
import random
from decimal import Decimal
from fractions import Fraction

import pytest

from plans import HEAD, checked, codes, only, outcome, told, told_by
from povcalc.corrections import suggested
from povcalc.engine import run
from povcalc.findings import Outcome, Severity
from povcalc.messages import Lang
from povcalc.plan import funding as ledgers
from povcalc.plan.funding import How, Ledger, addresses
from povcalc.plan.load import read_text

SOURCES, PROGRAMMES, YEARS = ("central", "local", "loans"), ("rural", "poor", "mountain", "housing"), ("y1", "y2", "y3")


def seeded(seed):
    return random.Random(seed)  # noqa: S311 - examples, not secrets


def plan(funding):
    return f"{HEAD}funding:\n  unit: million VND\n" + "".join(f"  {row}\n" for row in funding.splitlines())


def line(identifier, amount, cells=(), indent=4):
    """A line of the file with the cells in it."""
    inner = f", lines: [{', '.join(cells)}]" if cells else ""
    return f"{' ' * indent}- {{id: {identifier}, name: {identifier.upper()}, amount: {amount}{inner}}}\n"


def cell(identifier, amount):
    return f"{{id: {identifier}, amount: {amount}}}"


def matrix(amounts, rows=YEARS, columns=SOURCES, change=None):
    """A section with its columns as lines and its rows as a breakdown with cells; `change` has other numbers by key."""
    figures = {
        (row, column): amounts[at][number] for at, row in enumerate(rows) for number, column in enumerate(columns)
    }
    figures |= {(row, None): sum(figures[row, column] for column in columns) for row in rows}
    figures |= {(None, column): sum(figures[row, column] for row in rows) for column in columns}
    figures[None, None] = sum(figures[row, None] for row in rows)
    figures |= change or {}
    text = f"{HEAD}funding:\n  unit: million VND\n  total: {figures[None, None]}\n  lines:\n"
    text += "".join(line(column, figures[None, column]) for column in columns)
    text += "  breakdowns:\n    - id: by-row\n      name: Theo dòng\n      lines:\n"
    for row in rows:
        cells = [cell(column, figures[row, column]) for column in columns if figures[row, column]]
        text += line(row, figures[row, None], cells, indent=8)
    return text, figures


def numbers(seed, rows=3, columns=3, low=1000, high=99999):
    draw = seeded(seed)
    return [[draw.randint(low, high) for _ in range(columns)] for _ in range(rows)]


class TestAMatrix:
    @pytest.mark.parametrize("seed", range(20))
    def test_a_true_one_gives_nothing_and_everything_in_it_is_confirmed(self, seed):
        text, figures = matrix(numbers(seed))
        found = checked(text)
        assert found.findings == ()
        assert found.untouched == 0
        assert found.stated == len(figures)

    def test_a_wrong_cell_is_found_in_its_row_and_its_column_and_corrected_safely(self):
        text, figures = matrix(numbers(1))
        wrong, _ = matrix(numbers(1), change={("y2", "local"): figures["y2", "local"] + 700})
        assert {(code, path) for code, path, _ in told(wrong)} == {
            ("F101", "funding.lines[1].amount"),
            ("F101", "funding.breakdowns[0].lines[1].amount"),
        }
        reading = read_text(wrong, "plan.yaml")
        _, corrected = suggested(reading, run(reading))
        assert corrected.text == text

    @pytest.mark.parametrize("seed", range(40))
    def test_any_single_wrong_figure_is_found_and_never_corrected_to_another_number(self, seed):
        draw = seeded(seed)
        amounts = numbers(seed, draw.randint(2, 4), draw.randint(2, 4))
        rows, columns = [f"r{at}" for at in range(len(amounts))], [f"c{at}" for at in range(len(amounts[0]))]
        text, figures = matrix(amounts, rows, columns)
        key = draw.choice(sorted(figures, key=str))
        digits = list(str(figures[key]))
        at = draw.randrange(len(digits))
        digits[at] = draw.choice("123456789".replace(digits[at], ""))
        wrong, _ = matrix(amounts, rows, columns, change={key: int("".join(digits))})
        reading = read_text(wrong, "plan.yaml")
        report, corrected = suggested(reading, run(reading))
        assert {each.code for each in report.findings if each.severity is Severity.ERROR} & {"F101"}
        assert corrected.text in (text, wrong)
        if None not in key:
            assert corrected.text == text

    def test_a_cell_that_a_row_leaves_out_is_nothing(self):
        amounts = numbers(3)
        amounts[0][0] = 0
        text, _ = matrix(amounts)
        assert "id: central, amount: 0" not in text
        assert told(text) == []

    def test_rows_without_cells_leave_the_columns_open_but_not_above(self):
        rows = "breakdowns:\n  - {id: b, name: B, lines: [{id: y1, name: Y1, amount: 6, lines: [{id: a, amount: %s}]}, "
        rows += "{id: y2, name: Y2, amount: 4}]}"
        lines = "total: 10\nlines: [{id: a, name: A, amount: 7}, {id: c, name: C, amount: 3}]\n"
        assert codes(plan(lines + (rows % 6))) == set()
        assert outcome(plan(lines + (rows % 6)), "F101") is Outcome.UNDECIDED
        assert codes(plan(lines.replace("7", "5").replace("3", "5") + (rows % 6))) == {"F101", "F105"}

    def test_a_figure_of_both_tables_is_the_same(self):
        both = (
            "lines: [{id: a, name: A, amount: 6, lines: [{id: y1, amount: 4}, {id: y2, amount: 2}]}]\n"
            "breakdowns:\n  - {id: b, name: B, lines: [{id: y1, name: Y1, amount: 4, lines: [{id: a, amount: %s}]}, "
            "{id: y2, name: Y2, amount: 2, lines: [{id: a, amount: 2}]}]}"
        )
        assert codes(plan(both % 4)) == set()
        assert codes(plan(both % 5)) == {"F101", "F105"}
        words = [str(each.message.to(Lang.EN)) for each in checked(plan(both % 5)).findings]
        assert any("Y1 has 5 million VND" in each for each in words)


def cube(seed, change=None):
    """Three years, each with its programmes, each with its sources; programmes and sources on their own besides."""
    draw = seeded(seed)
    figures = {key: draw.randint(100, 9999) for key in itertools.product(YEARS, PROGRAMMES, SOURCES)}
    for dropped in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)):
        for key in itertools.product(YEARS, PROGRAMMES, SOURCES):
            less = tuple(None if at in dropped else step for at, step in enumerate(key))
            figures[less] = figures.get(less, 0) + figures[key]
    figures |= change or {}
    text = f"{HEAD}funding:\n  unit: million VND\n  total: {figures[None, None, None]}\n  lines:\n"
    text += "".join(line(each, figures[None, None, each]) for each in SOURCES)
    text += "  breakdowns:\n    - id: by-programme\n      name: Theo chương trình\n      lines:\n"
    text += "".join(line(each, figures[None, each, None], indent=8) for each in PROGRAMMES)
    text += "    - id: by-year\n      name: Theo năm\n      lines:\n"
    for year in YEARS:
        inner = [
            f"{{id: {each}, amount: {figures[year, each, None]}, "
            f"lines: [{', '.join(cell(source, figures[year, each, source]) for source in SOURCES)}]}}"
            for each in PROGRAMMES
        ]
        text += line(year, figures[year, None, None], inner, indent=8)
    return text, figures


class TestACube:
    @pytest.mark.parametrize("seed", range(5))
    def test_a_true_one_gives_nothing(self, seed):
        found = checked(cube(seed)[0])
        assert found.findings == ()
        assert found.untouched == 0

    @pytest.mark.parametrize("seed", range(10))
    def test_a_wrong_cell_is_found_along_all_three_and_corrected(self, seed):
        text, figures = cube(seed)
        key = seeded(seed).choice(list(itertools.product(YEARS, PROGRAMMES, SOURCES)))
        wrong, _ = cube(seed, {key: figures[key] + 60})
        reading = read_text(wrong, "plan.yaml")
        report, corrected = suggested(reading, run(reading))
        assert [each.code for each in report.findings] == ["F101", "F101"]  # its programme of the year, its source
        assert corrected.text == text

    def test_the_sums_are_those_of_a_brute_count(self):
        funding = read_text(cube(0)[0], "plan.yaml").plan.funding
        sums = Ledger(funding).sums
        # 3 totals, 3 years of programmes, 12 programmes of sources; columns: 4 programmes of years, 3 sources.
        assert len(sums) == 3 + 3 + 12 + 4 + 3
        column = next(each for each in sums if each.whole == ("funding", "lines", 0, "amount"))
        assert column.how is How.COLUMN
        assert len(column.parts) == len(YEARS) * len(PROGRAMMES)
        assert not any(each.partial for each in sums)


class TestLinesInLines:
    def test_lines_in_a_line_add_up_to_it(self):
        text = (
            "lines: [{id: a, name: A, amount: 10, lines: [{id: b, name: B, amount: 6}, {id: c, name: C, amount: %s}]}]"
        )
        assert told(plan(text % 4)) == []
        assert told(plan(text % 3)) == [("F101", "funding.lines[0].amount", "10")]
        message = only(plan(text % 3)).message
        assert message.to(Lang.EN).startswith(
            "A: 10 million VND is stated, but the 2 lines add up to 9 million VND: 1 "
        )

    def test_partial_lines_may_be_fewer_but_not_more(self):
        text = "lines: [{id: a, name: A, amount: 10, partial: true, lines: [{id: b, name: B, amount: %s}]}]"
        assert told(plan(text % 9)) == []
        assert codes(plan(text % 11)) == {"F101", "F105"}

    def test_disbursed_amounts_add_up_too(self):
        text = "total: 9\ndisbursed: %s\nlines: [{id: a, name: A, amount: 4, disbursed: 3}, "
        text += "{id: b, name: B, amount: 5, disbursed: 5}]"
        assert told(plan(text % 8)) == []
        assert told(plan(text % 7)) == [("F101", "funding.disbursed", "7")]

    def test_names_differ_among_neighbours_only(self):
        text = "lines: [{id: a, name: A, lines: [{id: x, name: X}]}, {id: b, name: B, lines: [{id: x, name: %s}]}]"
        assert codes(plan(text % "X")) == set()
        assert codes(plan("lines: [{id: a, name: A, lines: [{id: x, name: X}, {id: y, name: X}]}]")) == {"F104"}
        twice = plan("lines: [{id: a, name: A, lines: [{id: x, name: X}, {id: x, name: Y}]}]")
        assert [code for code, _, _ in told_by(twice, "S")] == ["S120"]

    def test_a_cell_needs_no_name_and_another_line_does(self):
        text = "lines: [{id: a, name: A}]\nbreakdowns: [{id: b, name: B, lines: [{id: y, name: Y, lines: [{id: %s}]}]}]"
        assert codes(plan(text % "a")) == set()
        assert codes(plan(text % "c")) == {"F112"}
        assert Ledger(read_text(plan(text % "a"), "plan.yaml").plan.funding).lines[-1].label.to(Lang.VI) == "A"
        assert codes(plan("lines: [{id: a}]")) == {"F112"}

    def test_a_mistyped_cell_is_told_with_what_was_meant(self):
        text = matrix(numbers(5))[0].replace("id: central, amount", "id: centrl, amount", 2)
        found = [each for each in checked(text).findings if each.code == "F112"]
        assert [each.message.to(Lang.EN).rpartition(" ")[2] for each in found] == ["central?"] * len(found)
        assert found


class TestUnits:
    def test_a_unit_of_its_own_is_converted_exactly(self):
        text = HEAD + "funding: {unit: tỷ đồng, total: %s, lines: [{id: a, name: A, amount: 4.251}, "
        text += "{id: b, name: B, unit: %s, amount: 749}]}\n"
        assert told(text % ("5.000", "triệu đồng")) == []
        assert codes(text % ("5.002", "triệu đồng")) == {"F101"}
        assert told(text % ("5", "triệu đồng")) == []  # rounded to what it prints
        assert codes(text % ("6", "triệu đồng")) == {"F101"}

    def test_a_larger_unit_is_exact_too(self):
        text = HEAD + "funding: {unit: triệu đồng, total: %s, lines: [{id: a, name: A, unit: tỷ đồng, amount: 2}, "
        text += "{id: b, name: B, amount: 749}]}\n"
        assert told(text % 2749) == []
        assert codes(text % 2750) == {"F101"}

    def test_one_that_does_not_convert_is_told_and_in_no_sum(self):
        text = plan("total: 10\nlines: [{id: a, name: A, amount: 9}, {id: b, name: B, unit: million USD, amount: 500}]")
        assert codes(text) == {"F111"}
        assert outcome(text, "F101") is Outcome.UNDECIDED
        assert codes(text.replace("total: 10", "total: 8")) == {"F101", "F105", "F111"}


class TestRounding:
    def test_a_total_with_fewer_decimals_than_its_lines_is_rounded_to_what_it_prints(self):
        text = plan("total: %s\nlines: [{id: a, name: A, amount: 1621.667}, {id: b, name: B, amount: 3818.745}]")
        assert told(text % 5440) == []
        assert told(text % "5440.4") == []
        assert codes(text % 5441) == {"F101"}

    def test_whole_amounts_are_exact_and_the_message_says_how_to_state_rounded_ones(self):
        text = plan("total: 31%s\nlines: [{id: a, name: A, amount: 10}, {id: b, name: B, amount: 20}]")
        words = only(text % "").message.to(Lang.EN)
        assert "rounding allows 1.5: then write rounded_to: 1 in funding" in words
        assert told(text % "\n  rounded_to: 1") == []
        assert codes((text % "\n  rounded_to: 1").replace("31", "32")) == {"F101"}

    def test_the_hint_names_the_tens_that_all_amounts_end_with(self):
        text = plan("total: 13000\nlines: [{id: a, name: A, amount: 5000}, {id: b, name: B, amount: 7000}]")
        assert "rounding allows 1,500: then write rounded_to: 1000" in only(text).message.to(Lang.EN)
        assert "rounded_to" not in only(text.replace("13000", "13001")).message.to(Lang.EN)

    def test_a_line_is_rounded_by_itself(self):
        text = plan("total: 14\nlines: [{id: a, name: A, amount: 10, rounded_to: 10}, {id: b, name: B, amount: %s}]")
        assert told(text % 3) == []
        assert codes(text % 10) == {"F101"}


class TestBounds:
    @pytest.mark.parametrize(
        ("total", "amount", "found"),
        [
            ("{over: 100}", 101, set()),
            ("{over: 100}", 110, set()),
            ("{over: 100}", 111, {"F107"}),
            ("{over: 100}", 100, {"F102"}),
            ("{over: 100}", 99, {"F101"}),
            ("{under: 100}", 90, set()),
            ("{under: 100}", 89, {"F107"}),
            ("{at_least: 100}", 1000, set()),
        ],
    )
    def test_over_binds_from_below_and_is_compared_with_what_the_parts_make(self, total, amount, found):
        assert codes(plan(f"total: {total}\nlines: [{{id: a, name: A, amount: {amount}}}]")) == found


class TestShares:
    @pytest.mark.parametrize(
        ("share", "found"), [("33.3", set()), ("33.4", {"F108"}), ("33", set()), ("33.33", set()), ("33.34", {"F108"})]
    )
    def test_a_share_is_of_the_total(self, share, found):
        text = "total: 300\nlines: [{id: a, name: A, amount: 100, share: %s}, {id: b, name: B, amount: 200}]"
        assert codes(plan(text % share)) == found

    def test_one_that_is_cut_off_is_a_warning(self):
        finding = only(
            plan("total: 300\nlines: [{id: a, name: A, amount: 200, share: 66.6}, {id: b, name: B, amount: 100}]")
        )
        assert (finding.code, finding.severity) == ("F108", Severity.WARNING)

    def test_shares_in_a_line_are_of_it_or_of_the_total(self):
        text = "total: 200\nlines: [{id: x, name: X, amount: 100}, {id: a, name: A, amount: 100, lines: "
        text += "[{id: b, name: B, amount: 75, share: %s}, {id: c, name: C, amount: 25, share: %s}]}]"
        assert codes(plan(text % (75, 25))) == set()
        assert codes(plan(text % ("37.5", "12.5"))) == set()
        assert codes(plan(text % ("75.0", "13.0"))) == {"F108", "F109"}

    def test_without_a_total_a_share_is_of_the_sum(self):
        text = "lines: [{id: a, name: A, amount: 30, share: %s}, {id: b, name: B, amount: 70}]"
        assert codes(plan(text % 30)) == set()
        assert codes(plan(text % 31)) == {"F108"}

    def test_a_share_of_a_hole_or_of_nothing_is_undecided(self):
        hole = plan("total: 300\nlines: [{id: a, name: A, share: 33.3}]")
        assert outcome(hole, "F108") is Outcome.UNDECIDED
        assert codes(plan("total: 0\nlines: [{id: a, name: A, amount: 5, share: 33.3}]")) >= {"F103"}
        assert outcome(plan("total: 0\nlines: [{id: a, name: A, share: 33.3}]"), "F108") is Outcome.UNDECIDED

    @pytest.mark.parametrize(
        ("shares", "found"),
        [
            (("33.3", "33.3", "33.4"), set()),
            (("33.3", "33.3", "33.3"), set()),
            (("33.3", "33.3", "33.1"), {"F109"}),
            (("60", "50"), {"F109"}),
            (("60", None), set()),
            (("60", "45", None), {"F109"}),
        ],
    )
    def test_shares_add_up_to_a_hundred_within_rounding(self, shares, found):
        lines = [f"{{id: l{at}, name: L{at}{f', share: {each}' if each else ''}}}" for at, each in enumerate(shares)]
        assert codes(plan(f"lines: [{', '.join(lines)}]")) == found

    def test_a_wrong_share_is_corrected_where_its_sum_confirms_it(self):
        text = plan(
            "total: 400\nlines: [{id: a, name: A, amount: 100, share: %s}, {id: b, name: B, amount: 300, share: 75.0}]"
        )
        reading = read_text(text % "52.0", "plan.yaml")
        assert suggested(reading, run(reading))[1].text == text % "25.0"


class TestDisbursed:
    def test_its_share_is_of_the_amount(self):
        text = "lines: [{id: a, name: A, amount: 400, disbursed: %s, disbursed_share: %s}]"
        assert codes(plan(text % (300, "75.0"))) == set()
        assert codes(plan(text % (300, "57.0"))) == {"F108"}
        assert codes(plan(text % (0, "0.0"))) == set()

    def test_more_than_there_is_is_a_warning(self):
        finding = only(plan("total: 400\ndisbursed: 404"))
        assert (finding.code, finding.severity) == ("F110", Severity.WARNING)
        assert told(plan("total: 400\ndisbursed: 400")) == []
        assert told(plan("total: 40.4\ndisbursed: 40.45")) == []


class TestAddresses:
    def test_a_line_is_called_by_what_tells_it_apart(self):
        funding = read_text(matrix(numbers(1))[0], "plan.yaml").plan.funding
        found = addresses(funding)
        assert found["central"] == ("funding", "lines", 0)
        assert found["y2"] == found["by-row/y2"] == ("funding", "breakdowns", 0, "lines", 1)
        assert found["y2/local"] == ("funding", "breakdowns", 0, "lines", 1, "lines", 1)

    def test_what_two_lines_are_called_calls_neither(self):
        text = "lines: [{id: a, name: A, lines: [{id: x, name: X}]}, {id: b, name: B, lines: [{id: x, name: X}]}]"
        found = addresses(read_text(plan(text), "plan.yaml").plan.funding)
        assert "x" not in found
        assert found["b/x"] == ("funding", "lines", 1, "lines", 0)


@pytest.mark.parametrize("seed", range(60))
def test_a_true_document_with_all_fields_gives_neither_error_nor_warning(seed):
    draw = seeded(seed)
    places, scale = draw.choice([0, 1, 3]), draw.choice([3, 0, -3])
    units = {3: "tỷ đồng", 0: "triệu đồng", -3: "nghìn đồng"}

    def printed(value, decimals):
        """A true amount in millions as printed with so many decimals."""
        number = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(1).scaleb(-decimals))
        return format(number, "f")

    true = [[Fraction(draw.randint(10**4, 10**8), 1000) for _ in range(3)] for _ in range(3)]
    disbursed = [[each * Fraction(draw.randint(0, 100), 100) for each in row] for row in true]
    total = sum(map(sum, true))
    text = f"{HEAD}funding:\n  unit: triệu đồng\n  rounded_to: 1\n  total: {printed(total, draw.randint(0, places))}\n"
    text += f"  disbursed: {printed(sum(map(sum, disbursed)), places)}\n  lines:\n"
    for at in range(3):
        amount, paid = sum(row[at] for row in true), sum(row[at] for row in disbursed)
        unit = f", unit: {units[scale]}, rounded_to: 1" if scale else ""
        in_unit = printed(amount / Fraction(10) ** scale, 4)
        share = printed(100 * amount / total, 2)
        paid_share = printed(100 * paid / amount, 1)
        text += f"    - {{id: s{at}, name: S{at}{unit}, amount: {in_unit}, share: {share}, "
        text += f"disbursed: {printed(paid / Fraction(10) ** scale, 4)}, disbursed_share: {paid_share}}}\n"
    text += "  breakdowns:\n    - id: by-year\n      name: Theo năm\n      lines:\n"
    for at, row in enumerate(true):
        cells = [cell(f"s{number}", printed(each, places)) for number, each in enumerate(row)]
        text += line(f"y{at}", printed(sum(row), places), cells, indent=8)
    assert [each.message.to(Lang.EN) for each in checked(text).findings] == []


class TestThousandsMarks:
    LINES = "%slines: [{id: a, name: A, amount: 600000}, {id: b, name: B, amount: %s}]"

    @pytest.mark.parametrize(
        ("total", "amount", "found"),
        [
            ("", "400.000", {"F113"}),
            ("", "1.726", {"F113"}),
            ("", "400.00", set()),
            ("", "0.749", set()),
            ("", "1621.667", set()),
            ("total: 1000000\n", "400.000", {"F101"}),  # the sum decides, and says what was meant
            ("total: 600400\n", "400.000", set()),
        ],
    )
    def test_a_point_that_may_part_thousands_is_asked_about_unless_a_sum_decides(self, total, amount, found):
        assert codes(plan(self.LINES % (total, amount))) == found

    def test_decimals_of_other_amounts_decide(self):
        text = plan(self.LINES % ("", "400.000"))
        assert codes(text.replace("600000", "818.7")) == set()

    def test_both_readings_are_suggested_and_none_is_made(self):
        reading = read_text(plan(self.LINES % ("", "400.000")), "plan.yaml")
        report, corrected = suggested(reading, run(reading))
        (finding,) = report.findings
        assert [each.changes[0].number for each in finding.suggestions] == [400000, 400]
        assert not any(each.safe for each in finding.suggestions)
        assert corrected.corrections == ()


A_YEAR_IN_PART = """\
lines:
  - {id: housing, name: Housing, amount: 100}
breakdowns:
  - id: year
    name: By year
    partial: true
    lines:
      - {id: y1, name: Y1, lines: [{id: housing, amount: 60}]}
"""
COARSE_TOTAL = """\
total: 1393
disbursed: 1393.4
lines:
  - {id: a, name: A, amount: 613.75, share: 44.05}
  - {id: b, name: B, amount: 779.62, share: 55.95}
"""
SHARES_OF_THE_TOTAL = """\
lines:
  - {id: a, name: A, amount: 340}
  - {id: b, name: B, lines: [{id: b1, name: B1, share: 0}, {id: b2, name: B2, share: 46}]}
"""
SHARES_OF_EACH = """\
lines:
  - id: a
    name: A
    share: 40
    lines:
      - {id: a1, name: A1, share: 58, lines: [{id: a2, name: A2, share: 10}, {id: a3, name: A3, share: 13.2}]}
      - {id: a4, name: A4, share: 42}
  - {id: b, name: B, share: 60}
"""
BESIDE_MILLIONS = """\
lines:
  - {id: a, name: A, amount: 175.729}
  - {id: b, name: B, amount: 749, unit: million VND}
"""


class TestWhatIsRight:
    @pytest.mark.parametrize(
        "text",
        [
            A_YEAR_IN_PART,  # the other 40 may be of a year that is not listed
            COARSE_TOTAL,  # 779.62 of 613.75 + 779.62 are 55.952%; of the rounded total they would be 55.967%
            SHARES_OF_THE_TOTAL,  # which is not stated: 46% of the total need not be all of B
            SHARES_OF_EACH,  # A2 and A3 are 58% of 40%; the 58% of A1 are not of the total
        ],
    )
    def test_says_nothing(self, text):
        assert told(plan(text)) == []

    def test_a_year_that_is_listed_whole_has_all(self):
        assert {code for code, _, _ in told(plan(A_YEAR_IN_PART.replace("    partial: true\n", "")))} == {"F101"}

    def test_a_total_that_is_no_coarser_is_exact(self):
        text = COARSE_TOTAL.replace("1393\n", "1393.00\n")
        assert ("F110", "funding.disbursed", "1393.4") in told(plan(text))

    def test_an_amount_that_could_be_no_thousand_is_not_asked_about(self):
        in_billions = plan(BESIDE_MILLIONS).replace("  unit: million VND\n", "  unit: billion VND\n", 1)
        assert told(in_billions) == []  # only what is in another unit is whole
        alone = "lines:\n  - {id: a, name: A, amount: 175.729}\n  - {id: b, name: B}\n"
        assert [code for code, _, _ in told(plan("total: 176000\n" + alone))] == ["F113"]
        assert told(plan("total: 175000\n" + alone)) == []  # 175,729 are more than the total


def test_cells_are_looked_for_where_there_are_some_and_not_in_every_pair_of_lines(monkeypatch):
    looked_at = []
    above = ledgers._above
    monkeypatch.setattr(ledgers, "_above", lambda place: looked_at.append(place) or above(place))
    lines = "".join(f"    - {{id: l{at}, name: L{at}, amount: 1}}\n" for at in range(100))
    cells = ", ".join(f"{{id: m{at}, amount: 1}}" for at in range(100))  # each is misspelt, so that none is a cell
    text = f"{HEAD}funding:\n  unit: million VND\n  lines:\n{lines}  breakdowns:\n    - id: b\n      name: B\n"
    text += f"      lines: [{{id: n, name: N, lines: [{cells}]}}]\n"
    report = run(read_text(text, "plan.yaml"))
    assert [finding.code for finding in report.findings] == ["F112"] * 100
    assert looked_at == []  # once 10,000 pairs


def test_of_breakdowns_without_cells_of_each_other_no_columns_are_looked_for(monkeypatch):
    tried = []
    look = ledgers._Columns._parts
    monkeypatch.setattr(ledgers._Columns, "_parts", lambda self, *of: tried.append(of) or look(self, *of), raising=True)
    breakdowns = "".join(
        f"  - id: by-{at}\n    name: By {at}\n    lines:\n{line(f'l{at}', 7, indent=6)}{line(f'm{at}', 3, indent=6)}"
        for at in range(50)
    )
    apart = checked(
        plan(f"total: 10\nlines:\n{line('a', 6, indent=2)}{line('b', 4, indent=2)}breakdowns:\n{breakdowns}")
    )
    assert not apart.findings
    assert not tried  # they were for each of the 102 lines along each of the 51 breakdowns
    crossed = f"total: 10\nlines:\n{line('a', 6, [cell('c', 6)], indent=2)}{line('b', 4, [cell('c', 4)], indent=2)}"
    crossed += f"breakdowns:\n  - id: by\n    name: By\n    lines:\n{line('c', 10, indent=6)}"
    assert not checked(plan(crossed)).findings
    assert len(tried) == 1
