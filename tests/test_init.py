"""`povcalc init` as its users get it: where it writes, what it refuses, in both languages."""

import os
import stat

import pytest

from command import PLAN, povcalc, text

TABLE = "Địa bàn;Số hộ nghèo giảm;Tỷ lệ cuối năm\nHuyện Bắc Hà;1.204;31,50\nThị xã Sa Pa;873;18,20\nToàn tỉnh;2.077;\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


class TestWhereItWrites:
    @pytest.mark.parametrize("words", [(), ("-",)])
    def test_to_standard_output_and_says_nothing(self, folder, words):
        status, out, err = text("init", *words, cwd=folder)
        assert (status, err) == (0, "")
        assert out.startswith("# yaml-language-server: $schema=plan.schema.json\n")
        assert os.listdir(folder) == ["table.csv"]

    @pytest.mark.parametrize(
        ("lang", "said"),
        [
            ("en", "povcalc: new.yaml is written; blanks to fill in: 19; povcalc check new.yaml lists them\n"),
            (
                "vi",
                "povcalc: đã ghi new.yaml; số chỗ trống cần điền: 19; povcalc check new.yaml liệt kê các chỗ này\n",
            ),
        ],
    )
    def test_to_a_new_file_and_says_how_many_blanks_check_will_find(self, folder, lang, said):
        words = ("--name", "Tỉnh Lào Cai", "--year", "2024", "--areas", "1", "--lang", lang)
        assert text("init", "new.yaml", *words, cwd=folder) == (0, "", said)
        _, out, _ = text("check", "-f", "concise", "--select", "S105", "new.yaml", cwd=folder)
        assert len(out.splitlines()) == 1
        assert " 19 fields are empty" in out

    @pytest.mark.parametrize(("year", "name"), [((), "lao-cai.yaml"), (("--year", "2024"), "lao-cai-2024.yaml")])
    def test_a_name_in_the_place_of_the_file_makes_the_name_of_the_file(self, folder, year, name):
        status, out, err = text("init", "Tỉnh Lào Cai", *year, "--areas", "Huyện Bắc Hà, Thị xã Sa Pa", cwd=folder)
        assert (status, out) == (0, "")
        assert err.startswith(f"povcalc: {name} is written;")
        written = (folder / name).read_text(encoding="utf-8")
        for line in (
            "  id: lao-cai",
            "  name: Tỉnh Lào Cai",
            "  kind: province",
            "    - id: bac-ha",
            "    - id: sa-pa",
        ):
            assert f"\n{line}\n" in written

    @pytest.mark.parametrize("name", ["my plan.yaml", "Tỉnh Lào Cai.yaml", "kế hoạch"])
    def test_other_names_are_those_of_files(self, folder, name):
        assert text("init", name, cwd=folder)[0] == 0
        assert name in os.listdir(folder)

    def test_never_over_a_file_unless_forced(self, folder):
        (folder / "old.yaml").write_text("mine\n", encoding="utf-8")
        os.chmod(folder / "old.yaml", 0o640)
        status, out, err = text("init", "old.yaml", cwd=folder)
        assert (status, out) == (2, "")
        assert err == "povcalc: old.yaml exists already; name a new file, or write over it with --force\n"
        assert (folder / "old.yaml").read_text(encoding="utf-8") == "mine\n"
        assert text("init", "old.yaml", "--force", cwd=folder)[0] == 0
        assert (folder / "old.yaml").read_text(encoding="utf-8").startswith("# yaml-language-server")
        assert stat.S_IMODE(os.stat(folder / "old.yaml").st_mode) == 0o640

    def test_forced_where_nothing_is(self, folder):
        assert text("init", "new.yaml", "--force", cwd=folder)[0] == 0
        assert sorted(os.listdir(folder)) == ["new.yaml", "table.csv"]

    @pytest.mark.parametrize("name", ["none/new.yaml", "table.csv/new.yaml", "x" * 300, ".", ""])
    @pytest.mark.parametrize("forced", [(), ("--force",)])
    def test_what_cannot_be_written_is_one_line(self, folder, name, forced):
        status, out, err = text("init", name, *forced, cwd=folder)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert os.listdir(folder) == ["table.csv"]


class TestWhatItTakes:
    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("--year", "24"), "--year takes a whole number from 1900 to 2200, not 24"),
            (("--year", "2024.5"), "--year takes a whole number from 1900 to 2200, not 2024.5"),
            (("--year", "²"), "--year takes a whole number"),
            (("--areas", "2.000"), "--areas: 2.000 can mean two things: write --areas 2000 or --areas 2"),
            (("--areas", "-1"), "--areas takes a whole number from 0 to 10000, not -1"),
            (("--areas", "1" * 99), "--areas takes a whole number"),
            (("--areas", ""), "--areas takes a whole number from 0 to 10000, not ''"),
            (("--kind", "planet"), "--kind takes nation, province, city,"),
            (("--name", " "), "--name takes a name such as 'Tỉnh Lào Cai', not ''"),
            (("--name", "a\u202eb"), "--name takes a name"),
            (("--from", "table.csv", "--areas", "3"), "--areas goes without --from: the table has the areas"),
            (("--from", "none.csv"), "cannot read none.csv: there is no such file; check the name"),
            (("a", "b"), "unexpected argument: b"),
            (("--measures", "poor,near"), "--measures takes poor, near-poor or multidimensional, several with"),
            (
                ("--measures", ""),
                "--measures takes poor, near-poor or multidimensional, several with commas, or all, n",
            ),
            (("--measures", "all,poor"), "--measures takes poor, near-poor or multidimensional"),
            (("--from", "none.yaml"), "cannot read none.yaml: there is no such file; check the name"),
        ],
    )
    def test_anything_else_is_told_in_one_line_and_nothing_is_written(self, folder, words, message):
        status, out, err = text("init", *words, cwd=folder)
        assert (status, out) == (2, "")
        assert err.startswith(f"povcalc: {message}")
        assert [line for line in err.splitlines()[1:] if not line.startswith("  povcalc init ")] == []
        assert os.listdir(folder) == ["table.csv"]

    def test_kinds_are_completed(self):
        _, out, _ = text(_POVCALC_COMPLETE="complete_bash", COMP_WORDS="povcalc init --kind pro", COMP_CWORD="3")
        assert out.split() == ["province"]

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_the_help(self, snapshot, lang):
        assert text("init", "--lang", lang, "--help")[1] == snapshot


class TestFromAPlan:
    COMMUNE = str(PLAN.parent / "an_phu_2023.yaml")

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_the_plan_of_the_next_year(self, snapshot, folder, lang):
        assert text("init", "--from", self.COMMUNE, "--lang", lang, cwd=folder) == snapshot

    def test_the_result_of_a_plan(self, folder):
        status, out, err = text("init", "--from", str(PLAN), "--result", "--measures", "poor, near-poor", cwd=folder)
        assert (status, err) == (0, "")
        assert "\n  planned: {reduction_households: 11869, reduction_rate: {over: 5.8}}\n" in out
        for line in ("  kind: result", "  year: 2019", "      near_poor_exits:", "      from_near_poor:"):
            assert f"\n{line}\n" in out

    def test_another_name_and_year_go_before_those_of_the_plan(self, folder):
        asked = ("--name", "Xã An Hòa", "--year", "2030", "--measures", "all")
        status, out, err = text("init", "--from", str(PLAN), *asked, cwd=folder)
        assert status == 0
        assert err == f"povcalc: {PLAN} is a plan: its targets are taken for what the year begins with\n"
        for line in ("  name: Xã An Hòa", "  year: 2030", "  multidimensional_reduction_rate:"):
            assert f"\n{line}\n" in out

    def test_a_file_that_is_not_wholly_a_plan(self, folder):
        (folder / "old.yaml").write_text("povcalc: 1\n", encoding="utf-8")
        status, out, err = text("init", "--from", "old.yaml", cwd=folder)
        assert (status, out) == (2, "")
        assert err == "povcalc: old.yaml could not be wholly read as a plan; see povcalc check old.yaml\n"
        (folder / "money.yaml").write_text(
            "povcalc: 1\ndocument: {title: A, year: 2024}\nfunding: {unit: VND, total: 5}\n", encoding="utf-8"
        )
        status, _, err = text("init", "--from", "money.yaml", cwd=folder)
        assert (status, err) == (2, "povcalc: money.yaml has no targets, and so no areas to begin with\n")


class TestFromATable:
    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_the_plan(self, folder, snapshot, lang):
        words = ("--from", "table.csv", "--name", "Tỉnh Lào Cai", "--year", "2024", "--lang", lang)
        status, out, err = text("init", *words, cwd=folder)
        assert (status, out, err) == snapshot

    def test_from_standard_input(self, folder):
        named = text("init", "--from", "table.csv", cwd=folder)
        piped = text("init", "--from", "-", cwd=folder, stdin=TABLE.encode())
        assert piped[:2] == named[:2]
        assert (named[2], piped[2]) == tuple(
            f"povcalc: {name}:4: Toàn tỉnh is taken for the whole\n"
            f"povcalc: {name}, net reduction in poor households: 1.204 is read as 1204 (likewise 1 more of this "
            "column)\n"
            f"povcalc: {name}, poverty rate at the end of the year: 31,50 is read as 31.50 (likewise 1 more of this "
            "column)\n"
            for name in ("table.csv", "<stdin>")
        )

    def test_what_show_prints_of_the_plan_of_2019_starts_a_plan(self, folder):
        rows = povcalc("show", "targets", str(PLAN), "-f", "csv").stdout
        assert text("init", "next.yaml", "--from", "-", "--year", "2020", cwd=folder, stdin=rows)[0] == 0
        _, out, _ = text("check", "-f", "concise", "next.yaml", cwd=folder)
        assert {line.split(": ")[1].split(" ")[0] for line in out.splitlines()} == {"S105", "T205"}

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_what_is_wrong_with_it_is_told_with_places_and_nothing_is_written(self, folder, snapshot, lang):
        wrong = TABLE.replace("873", "87,3").replace("Huyện Bắc Hà", "").replace("Toàn tỉnh", "Thị xã Sa Pa")
        (folder / "wrong.csv").write_text(wrong, encoding="utf-8")
        status, out, err = text("init", "new.yaml", "--from", "wrong.csv", "--lang", lang, cwd=folder)
        assert (status, out) == (2, "")
        assert err == snapshot
        assert not (folder / "new.yaml").exists()

    def test_of_many_faults_the_first_are_told_and_how_many_there_are(self, folder):
        rows = "".join(f"A{at};x;\n" for at in range(50))
        (folder / "wrong.csv").write_text(f"{TABLE.splitlines()[0]}\n{rows}", encoding="utf-8")
        _, _, err = text("init", "--from", "wrong.csv", cwd=folder)
        lines = err.splitlines()
        assert len(lines) == 21
        assert lines[-1] == "povcalc: faults in the table: 50; nothing is written"

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a\0b", b'"', b"\n\n", b"x,y\n1,2\n"])
    def test_what_is_no_table(self, folder, content):
        status, out, err = text("init", "--from", "-", cwd=folder, stdin=content)
        assert (status, out) == (2, "")
        assert err.startswith("povcalc: <stdin>:1:")
        assert err.endswith("povcalc: faults in the table: 1; nothing is written\n")


class TestNumbersOfATable:
    def made(self, folder, table, *options):
        """Status, the plan that is written, and what is said."""
        return text("init", "--from", "-", *options, cwd=folder, stdin=table.encode())

    def test_rates_that_are_all_below_one_beside_others_far_above_are_asked_about(self, folder):
        table = "Huyện;Tỷ lệ hộ nghèo đầu năm{};Tỷ lệ hộ nghèo cuối năm\nA;0,52;41\nB;0,41;38\n"
        status, out, err = self.made(folder, table.format(""))
        assert (status, out) == (1, "") or (status, out) == (2, "")
        assert "every number of this column is below 1, and Tỷ lệ hộ nghèo cuối năm has 41" in err
        assert "poverty_rate_start: 0.52\n" in self.made(folder, table.format(" (%)"))[1]
        assert "poverty_rate_start: 52\n" in self.made(folder, table.format(" (phần của một)"))[1]

    def test_units_and_scales_are_obeyed_or_refused(self, folder):
        table = "Huyện;Số hộ đầu năm (nghìn hộ);Tỷ lệ hộ nghèo cuối năm (‰)\nA;5,28;418\nB;6;—\n"
        _, out, err = self.made(folder, table)
        assert "households_start: 5280\n" in out
        assert "households_start: 6000\n" in out
        assert "poverty_rate_end: 41.8\n" in out
        assert "418 is read as 41.8" in err
        for cell in ("5%", "10 triệu đồng", "2 tỷ", "2.000"):
            assert "<stdin>:2:3: " in self.made(folder, f"Huyện;Số hộ đầu năm\nA;{cell}\n")[2]
