"""Command lines typed wrong: each is answered with lines that can be copied, and every one of them works."""

import shlex
import unicodedata

import pytest

from command import PLAN, text

TABLE = "Huyện;Tổng số hộ\nHuyện A;1000\n"

MISTYPED = [
    # what is typed, and the first line that is offered
    ("chek plan.yaml", "check plan.yaml"),
    ("plan.yml", "check plan.yaml"),
    ("kiểm tra plan.yaml", "check plan.yaml"),
    ("'phân bổ' plan.yaml", "allocate plan.yaml"),
    ("phan bo plan.yaml", "allocate plan.yaml"),
    ("what if plan.yaml --set tram-tau.reduction_households=500", None),
    ("--format json check plan.yaml", "check --format json plan.yaml"),
    ("--set tram-tau.reduction_households=500 whatif plan.yaml", None),
    ("--growth 2 plan.yaml", "check --growth 2 plan.yaml"),
    ("check plan.yaml --set tram-tau.reduction_households=500", None),
    ("why plan.yml", "why thanh-pho-yen-bai plan.yaml"),
    ("why plan.yaml yen-binh.households", "why yen-binh.households plan.yaml"),
    ("why Mù Cang Chải plan.yaml", "why 'Mù Cang Chải' plan.yaml"),
    ("why Trạm Tấu", "why 'Trạm Tấu'"),
    ("why 'H. Trạm Tấu' poverty_rate_end", "why 'H. Trạm Tấu.poverty_rate_end'"),
    ("why Trạm Tấu tỷ lệ hộ nghèo cuối năm", "why 'Trạm Tấu.tỷ lệ hộ nghèo cuối năm'"),
    ("why 'Trạm Tấi.số hộ nghèo'", "why 'Huyện Trạm Tấu.poor_households_start'"),
    ("why 'Yên Bái.số hộ nghèo'", "why yen-bai.poor_households_start"),
    ("seek plan.yml 'tram-tau.poverty_rate_end<=40' --vary tram-tau.reduction_households", None),
    ("seek 'tram-tau.poor_households_end<=2.000' --vary tram-tau.reduction_households", None),
    ("whatif --set Trạm Tấu.reduction_households=500", "whatif --set 'Trạm Tấu.reduction_households=500'"),
    ("whatif plan.yaml -s Trạm Tấu.reduction_households=500", None),
    ("whatif plan.yaml --set 'Yên Bái.số hộ nghèo giam=500'", None),
    ("whatif --set funding.local=400.000", "whatif --set funding.local=400000"),
    ("allocate --at-least Trạm Tấu=600", "allocate --at-least 'Trạm Tấu=600'"),
    ("allocate --households 12.000", "allocate --households 12000"),
    ("explain t20", "explain T201"),
    ("init Đắk Nông", "init dak-nong.yaml --name 'Đắk Nông'"),
    ("init Tỉnh Lào Cai --year 2026", "init 'Tỉnh Lào Cai' --year 2026"),
    ("init table.csv", "init table.yaml --from table.csv"),
    ("init new.csv --year 2026", "init new.yaml --year 2026"),
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plan.yaml").write_bytes(PLAN.read_bytes())
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("typed", "meant"), MISTYPED)
def test_every_line_that_is_offered_works(folder, typed, meant):
    status, _, err = text(*shlex.split(typed), cwd=folder)
    offered = [line.removeprefix("  povcalc ") for line in err.splitlines() if line.startswith("  povcalc ")]
    assert status == 2
    assert offered[0] == (meant or offered[0])
    for line in offered:
        assert text(*shlex.split(line), cwd=folder)[0] < 2, line


def test_an_option_that_no_command_has_is_offered_nothing(folder):
    _, _, err = text("check", "plan.yaml", "-v", cwd=folder)
    assert err == "povcalc: there is no option -v; see povcalc check --help\n"
    assert text("seek", "plan.yaml", "tram-tau.poverty_rate_end", cwd=folder)[2].count("\n") == 1


def test_marks_beside_their_letters_are_the_same_name(tmp_path):
    apart = tmp_path / unicodedata.normalize("NFD", "Kế hoạch")
    apart.mkdir()
    (apart / unicodedata.normalize("NFD", "Yên Bái.yaml")).write_bytes(PLAN.read_bytes())
    (tmp_path / "povcalc.toml").write_text('files = ["Kế hoạch"]\n', encoding="utf-8")
    assert text("check", cwd=tmp_path)[0] == text("check", "Kế hoạch/Yên Bái.yaml", cwd=tmp_path)[0] == 0
    status, _, err = text("check", "ke hoach/Yen Bai.yml", cwd=tmp_path)
    offered = err.splitlines()[-1].removeprefix("  povcalc ")
    assert (status, text(*shlex.split(offered), cwd=tmp_path)[0]) == (2, 0)


def test_a_change_is_shown_as_it_was_typed_without_the_figure():
    _, out, _ = text("whatif", "--set", "Văn Yên.reduction_households=2,5 nghìn hộ", COLUMNS="80")
    assert "van-yen.reduction_households   2,338       2,500  2,5 nghìn hộ\n" in out
