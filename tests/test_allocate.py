"""`povcalc allocate` as its users get it: what it takes, what it prints in each form, what it writes."""

import csv
import difflib
import io
import json
import os
import subprocess
from fractions import Fraction
from typing import get_args

import pytest
from rich.cells import cell_len

from command import COMMAND, PLAN, completed, damaged, environment, povcalc, text
from plans import area, targets
from povcalc.allocation import By, Use, allocate
from povcalc.cli import questions as command
from povcalc.measures import NAMED
from povcalc.output.report import notation
from povcalc.plan.load import read
from povcalc.values import Interval

POOR = ("allocate", "--households", "13000", "--by", "poor", str(PLAN))
NEAR = (
    "Địa bàn;Hộ cận nghèo\nTP Yên Bái;200\nNghĩa Lộ;300\nYên Bình;2.000\nLục Yên;2.100\nTrấn Yên;900\nVăn Yên;2.500\n"
    "Văn Chấn;3.000\nTrạm Tấu;700\nMù Cang Chải;950\n"
)


def rows(*words):
    """The table as data, a dictionary a row, the sum last."""
    status, out, err = text(*words, "--format", "csv")
    assert status == 0, err
    return list(csv.DictReader(io.StringIO(out)))


class TestWhatIsPrinted:
    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_as_a_person_sees_it(self, snapshot, lang):
        assert text(*POOR, "--lang", lang)[1] == snapshot

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_held_shares_and_equal_points_as_a_person_sees_them(self, snapshot, lang):
        asked = ("--by", "points", "--use", "middle", "--at-least", "tram-tau=500", "--at-most", "van-yen=2000")
        assert text("allocate", *asked, "data/plan_2019.yaml", "--lang", lang)[1] == snapshot

    @pytest.mark.parametrize("columns", [60, 80, 120, 200])
    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_no_line_is_wider_than_the_screen(self, columns, lang):
        _, out, _ = text(*POOR, "--lang", lang, COLUMNS=str(columns))
        assert max(map(cell_len, out.splitlines())) <= columns

    def test_without_a_file_it_is_the_built_in_plan_and_said_so(self):
        status, out, err = text("allocate")
        assert status == 0
        assert "(built-in plan)" in out
        assert err == "povcalc: no file is named, so the built-in plan of Yên Bái for 2019 is asked\n"

    def test_sharing_out_what_is_planned_by_what_is_planned_changes_nothing(self):
        assert {row["Change"] for row in rows("allocate", str(PLAN))} == {"0"}

    def test_csv_has_exact_shares_weights_and_ranges(self):
        found = {row["Id"]: row for row in rows(*POOR)}
        row = found["tram-tau"]
        assert (row["Target now"], row["Share"], row["Change"], row["Change (%)"]) == ("453", "1009", "556", "122.7")
        assert (row["Poor at start, at most (weight)"], row["Weight, range"]) == ("2816", "814..2816")
        assert sum(int(row["Share"]) for row in found.values() if row["Id"] not in ("", "yen-bai")) == 13000
        assert found[""]["Kind"] == "sum"

    def test_json_has_the_same_numbers_and_what_was_asked_for(self):
        found = json.loads(text(*POOR, "--format", "json")[1])
        assert found["part"] == "allocation"
        assert {fact["key"]: fact["value"] for fact in found["facts"]} == {
            "area": {"en": "Tỉnh Yên Bái", "vi": "Tỉnh Yên Bái"},
            "households": "13000",
            "measure": "poor",
            "by": "poor",
            "use": "largest",
            "levels": "1",
        }
        (sheet,) = found["sheets"]
        shares = [int(row["share"]) for row in sheet["rows"]]
        allocation = allocate(read(PLAN), households=13000, by="poor")
        assert shares == [*(part.share for part in allocation.parts), 13000]
        row = next(row for row in sheet["rows"] if row["id"] == "tram-tau")
        assert row["quota"] == f"{allocation.parts[8].quota}"
        for field in ("reduction_rate", "poverty_rate_end"):
            assert row[field] == notation(allocation.after(allocation.parts[8], field))

    def test_json_does_not_depend_on_language_and_width(self):
        runs = [
            povcalc(*POOR, "-f", "json", POVCALC_LANG=lang, COLUMNS=width).stdout
            for lang, width in (("en", "60"), ("vi", "200"))
        ]
        assert runs[0] == runs[1]

    def test_the_rate_of_tram_tau_with_500_is_at_most_43_47(self):
        found = {row["Id"]: row for row in rows("allocate", str(PLAN), "--by", "poor", "--at-most", "tram-tau=500")}
        assert found["tram-tau"]["Share"] == "500"
        assert found["tram-tau"]["Rate at end (%)"].endswith("..43.471727")

    def test_markdown_has_the_table_and_its_notes(self):
        _, out, _ = text(*POOR, "-f", "markdown")
        assert "### Tỉnh Yên Bái: 13,000 households shared out" in out
        assert "| **Sum of 9 areas** | **11,869** | **36,296** | **13,000** | **+1,131** | **9.5** |" in out

    def test_down_a_whole_tree_areas_stand_under_those_that_they_are_in(self, tmp_path):
        inner = area("v", poor_households_start=3), area("w", poor_households_start=4)
        file = tmp_path / "plan.yaml"
        file.write_text(targets(area("a", *inner), area("b", poor_households_start=9), reduction_households=8), "utf-8")
        found = rows("allocate", str(file), "--by", "poor", "--deep")
        assert [(row["Path"], row["Share"]) for row in found] == [
            ("r", "8"),
            ("r/a", "4"),
            ("r/a/v", "2"),
            ("r/a/w", "2"),
            ("r/b", "4"),
            ("", "8"),
        ]

    def test_rates_that_are_known_are_one_number(self, tmp_path):
        file = tmp_path / "plan.yaml"
        known = {"households": 300, "poor_households_start": 100}
        file.write_text(targets(area("a", **known), area("b", **known), reduction_households=11), encoding="utf-8")
        _, out, _ = text("allocate", str(file), "--by", "poor")
        assert ("31.5*" in out, "31.333*" in out, "31.667*" in out) == (
            True,
            True,
            True,
        )  # 6 and 5 of 11: 94, 95 of 300
        found = json.loads(text("allocate", str(file), "--by", "poor", "-f", "json")[1])
        assert [row["poverty_rate_end"] for row in found["sheets"][0]["rows"]] == ["63/2", "94/3", "95/3", None]

    def test_a_column_of_a_side_table(self, tmp_path):
        (tmp_path / "near.csv").write_text(NEAR, encoding="utf-8")
        asked = ("allocate", "--figures", "near.csv", "--by", "ho can ngheo", str(PLAN))
        status, out, _ = text(*asked, cwd=tmp_path)
        assert status == 0
        assert "Shared out by the column ho can ngheo." in out
        assert rows("allocate", "--figures", str(tmp_path / "near.csv"), "--by", "hộ cận nghèo", str(PLAN))[8][
            "Share"
        ] == str(round(11869 * 700 / 12650))

    def test_another_column_that_names_no_date_still_stops_the_sharing_by_one(self, tmp_path):
        table = NEAR.replace("cận nghèo\n", "cận nghèo;Hộ nghèo\n", 1).replace("Trạm Tấu;700", "Trạm Tấu;700;3000")
        (tmp_path / "near.csv").write_text(table, encoding="utf-8")
        status, out, err = text("allocate", "--figures", "near.csv", "--by", "ho can ngheo", str(PLAN), cwd=tmp_path)
        assert (status, out) == (2, "")
        assert "faults in the side tables: 1; see povcalc check with the same --figures" in err

    def test_a_side_table_with_the_true_numbers_narrows_the_weights(self, tmp_path):
        table = tmp_path / "bases.csv"
        table.write_text("Địa bàn;Tổng số hộ\nTrạm Tấu;5.301\n", encoding="utf-8")
        found = {row["Id"]: row for row in rows("allocate", str(PLAN), "--by", "households", "--figures", str(table))}
        assert found["tram-tau"]["Weight, range"] == "5301"


COMMUNE = str(PLAN.parent / "an_phu_2023.yaml")


class TestTheOtherMeasures:
    @pytest.mark.parametrize("lang", ["en", "vi"])
    @pytest.mark.parametrize("measure", ["near-poor", "multidimensional"])
    def test_as_a_person_sees_it(self, snapshot, lang, measure):
        asked = ("--measure", measure, "--by", "poor", "--households", "20", "--lang", lang)
        assert text("allocate", *asked, COMMUNE)[1] == snapshot

    def test_data_has_the_fields_of_the_measure(self):
        found = json.loads(text("allocate", "--measure", "near-poor", "--by", "points", COMMUNE, "-f", "json")[1])
        assert {fact["key"]: fact["value"] for fact in found["facts"]}["measure"] == "near-poor"
        (sheet,) = found["sheets"]
        assert [row["share"] for row in sheet["rows"]] == ["7", "2", "1", "1", "2", "1", "7"]
        assert sheet["rows"][1]["near_poor_rate_end"] == notation(Interval(Fraction(2300, 215), Fraction(2300, 215)))
        assert "poverty_rate_end" not in sheet["rows"][1]
        (row, *_) = rows("allocate", "--measure", "near-poor", COMMUNE)
        assert row["Near-poor rate at end (%)"] == "17.108753"

    @pytest.mark.parametrize("measure", ["poor", "near-poor"])
    def test_the_plan_that_is_written_is_true(self, tmp_path, measure):
        new = str(tmp_path / "new.yaml")
        asked = ("--measure", measure, "--by", "points", "--at-most", "thon-na-hoi=1")
        status, _, err = text("allocate", *asked, COMMUNE, "--save", new)
        assert (status, err) == (0, f"povcalc: the changed plan is written to {new}\n")
        assert text("check", "--strict", new)[0] == 0

    def test_both_together_are_not_written_beside_the_two(self, tmp_path):
        new = tmp_path / "new.yaml"
        asked = ("--measure", "multidimensional", "--households", "40", "--by", "poor")
        status, out, err = text("allocate", *asked, COMMUNE, "--save", str(new))
        assert (status, out) == (2, "")
        assert "share out each of these with --measure poor and --measure near-poor" in err
        assert not new.exists()

    def test_figures_that_the_shares_leave_untrue_are_told(self, tmp_path):
        file, new = tmp_path / "plan.yaml", str(tmp_path / "new.yaml")
        inner = area("v", poor_households_start=30, reduction_households=5)
        file.write_text(
            targets(area("a", inner, reduction_households=5), area("b", reduction_households=5)), encoding="utf-8"
        )
        status, _, err = text("allocate", str(file), "--households", "16", "--save", new)
        assert status == 0
        assert err.splitlines()[1] == (
            f"povcalc: {new}: figures that do not agree with each other now: A, net reduction in poor households; V, "
            f"net reduction in poor households; see povcalc check {new}"
        )

    def test_measures_are_offered_and_others_refused(self):
        assert completed("povcalc allocate --measure ne") == ["near-poor"]
        status, _, err = text("allocate", "--measure", "near", COMMUNE)
        assert status == 2
        assert err.startswith("povcalc: --measure takes poor, near-poor or multidimensional")


class TestWhatIsWritten:
    def test_only_the_figures_that_change_are_edited(self, tmp_path):
        status, _, err = text("allocate", str(PLAN), "--households", "13000", "--save", "new.yaml", cwd=tmp_path)
        assert (status, err) == (0, "povcalc: the changed plan is written to new.yaml\n")
        before, after = PLAN.read_text("utf-8"), (tmp_path / "new.yaml").read_text("utf-8")
        changed = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]
        assert len(changed) == 20
        assert all("reduction_households: " in line for line in changed)
        assert [part.share for part in allocate(read(tmp_path / "new.yaml")).parts] == [
            part.share for part in allocate(read(PLAN), households=13000).parts
        ]
        assert "T101" not in text("check", "-f", "concise", str(tmp_path / "new.yaml"))[1]

    def test_an_existing_file_is_left_alone_without_force(self, tmp_path):
        old = tmp_path / "old.yaml"
        old.write_text("precious", encoding="utf-8")
        status, out, err = text("allocate", str(PLAN), "--save", str(old))
        assert (status, out) == (2, "")
        assert err == f"povcalc: {old} exists already; name a new file, or overwrite it with --force\n"
        assert old.read_text("utf-8") == "precious"
        assert text("allocate", str(PLAN), "--save", str(old), "--force")[0] == 0
        assert old.read_bytes() == PLAN.read_bytes()

    def test_force_replaces_no_folder(self, tmp_path):
        assert text("allocate", str(PLAN), "--save", str(tmp_path), "--force")[0] == 2

    def test_a_plan_without_these_figures_gets_them(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_text(
            targets(area("a", households=3), area("b", households=5), reduction_households=4), encoding="utf-8"
        )
        assert text("allocate", str(file), "--by", "households", "--save", str(tmp_path / "new.yaml"))[0] == 0
        assert [child.reduction_households.number for child in read(tmp_path / "new.yaml").targets.areas] == [2, 2]

    def test_a_byte_order_mark_stays(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_bytes(b"\xef\xbb\xbf" + PLAN.read_bytes())
        assert text("allocate", str(file), "--save", str(tmp_path / "new.yaml"))[0] == 0
        assert (tmp_path / "new.yaml").read_bytes() == file.read_bytes()

    def test_a_folder_that_is_not_there_is_told_and_nothing_is_printed(self, tmp_path):
        status, out, err = text("allocate", str(PLAN), "--save", str(tmp_path / "none" / "new.yaml"))
        assert (status, out) == (2, "")
        assert err.startswith("povcalc: nothing is saved: cannot write ")

    def test_a_reader_that_leaves_causes_no_traceback(self):
        line = f"{COMMAND} allocate {PLAN} | true; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", line], env=environment(), capture_output=True, check=False)
        assert (done.stdout, done.stderr) == (b"0\n", b"")


class TestWhatCannotBeDone:
    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (
                ("--households", "13.000"),
                "--households: 13.000 can mean two things: write --households 13000 or --households 13",
            ),
            (
                ("--at-least", "tram-tau=2.000"),
                "2.000 can mean two things: write --at-least tram-tau=2000 or --at-least tram-tau=2",
            ),
            (("--households", "5%"), "--households: 5%: the unit does not fit; a number of households is expected"),
            (("--at-most", "tram-tau=2 tỷ"), "--at-most tram-tau=: 2 tỷ: the unit does not fit"),
            (("--households", ">5"), "--households takes a whole number of households, not >5"),
            (("--households", "many"), "--households takes a whole number of households, not many"),
            (("--households", ""), "--households takes a whole number of households, not ''"),
            (("--households", "-5"), "Tỉnh Yên Bái: -5 households cannot be shared out"),
            (
                ("--households", "40000"),
                "Tỉnh Yên Bái: 40,000 households are more than all the poor: at most 36,296",
            ),
            (("--by", "por"), "not por; did you mean poor?"),
            (("--use", "big"), "--use takes largest, smallest or middle"),
            (("--area", "tram-tau"), "Huyện Trạm Tấu has no areas inside it to share its target"),
            (
                ("--at-least", "tram-tau"),
                "--at-least takes an area and a number of households, such as tram-tau=500",
            ),
            (("--at-least", "=5"), "--at-least takes an area and a number of households, such as tram-tau=500, not =5"),
            (("--at-most", "tram-tau=1e-3"), "--at-most tram-tau= takes a whole number of households, not 1e-3"),
            (
                ("--at-least", "tram-tau=5", "--at-least", "tram-tau=6"),
                "--at-least gives tram-tau two numbers, 5 and 6; keep one",
            ),
            (("--at-least", "tram-tu=5"), "--at-least tram-tu=5: no area is called tram-tu; did you mean tram-tau?"),
            (("--growth", "x"), "--growth takes percent a year"),
            (("--by", "points", "--growth", "any"), "equal points need its households at the start of the year"),
            (("--figures", "none.csv"), "cannot read none.csv: there is no such file"),
        ],
    )
    def test_is_told_in_one_line_with_status_2_and_nothing_written(self, words, told, tmp_path):
        status, out, err = text("allocate", str(PLAN), *words, cwd=tmp_path)
        assert (status, out) == (2, "")
        assert told in err
        assert all(line.startswith("  povcalc ") for line in err.splitlines()[1:])
        assert os.listdir(tmp_path) == []

    def test_a_plan_that_cannot_be_wholly_read(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_text(damaged(("reduction_households: 453", "reduction_households: 4a3")), encoding="utf-8")
        status, out, err = text("allocate", str(file), "--save", str(tmp_path / "new.yaml"))
        assert (status, out) == (2, "")
        assert err == f"povcalc: {file} could not be wholly read as a plan; see povcalc check {file}\n"
        assert not (tmp_path / "new.yaml").exists()

    def test_a_side_table_with_faults(self, tmp_path):
        (tmp_path / "t.csv").write_text("id,households\nnowhere,5\n", encoding="utf-8")
        status, out, err = text("allocate", str(PLAN), "--figures", "t.csv", cwd=tmp_path)
        assert (status, out) == (2, "")
        assert "faults in the side tables: 1; see povcalc check with the same --figures" in err


class TestCompletion:
    def test_areas_are_offered_by_id_or_path(self, tmp_path):
        assert completed("povcalc allocate --area t") == ["thanh-pho-yen-bai", "tran-yen", "tram-tau"]
        assert completed("povcalc allocate --at-least tram") == ["tram-tau="]
        file = tmp_path / "plan.yaml"
        file.write_text(targets(area("a", area("c")), area("b", area("c"))), encoding="utf-8")
        assert completed(f"povcalc allocate {file} --area b") == ["b", "b/c"]
        assert completed("povcalc allocate none.yaml --area b") == []

    def test_what_to_share_out_by_is_offered(self):
        assert completed("povcalc allocate --by po") == ["poor", "points"]


def test_the_words_of_the_command_line_are_those_of_the_library():
    assert set(get_args(command.Measured)) == set(NAMED)
    assert tuple(By) == command.BY
    assert {each.value for each in Use} == set(get_args(command.Use))
