"""The public names: `povcalc.read`, `povcalc.check`, `PlanError`."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

import povcalc
from plans import FIGURES, area, funding, real_plan, targets

WRONG = targets(area("a", households=5), households=6)
CODES = {check.code for check in FIGURES}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "plan.yaml"


def write(file, text):
    file.write_text(text, encoding="utf-8")
    return file


def found(report):
    return [finding for finding in report.findings if finding.code in CODES]


class TestReading:
    def test_figures_keep_their_type_and_their_decimals(self, file):
        plan = povcalc.read(write(file, real_plan()))
        district = plan.targets.areas[1]
        assert district.reduction_rate == povcalc.Figure(Decimal("4.10"), povcalc.Form.OVER)
        assert str(district.reduction_rate.number) == "4.10"
        assert type(district.reduction_households.number) is int
        assert plan.funding.total == povcalc.Figure(5440412, povcalc.Form.ABOUT)

    def test_a_path_may_be_text_or_a_path(self, file):
        write(file, WRONG)
        assert povcalc.read(str(file)).targets == povcalc.read(file).targets

    def test_a_plan_cannot_be_changed(self, file):
        plan = povcalc.read(write(file, WRONG))
        with pytest.raises(ValidationError):
            plan.targets = None

    def test_figures_that_contradict_each_other_are_read(self, file):
        assert povcalc.read(write(file, WRONG)).targets.households == povcalc.Figure(6)

    def test_a_file_that_is_not_there_is_an_os_error(self, file):
        with pytest.raises(FileNotFoundError):
            povcalc.read(file)
        with pytest.raises(FileNotFoundError):
            povcalc.check(file)

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            (targets(households="many"), "targets.households"),
            (targets(housholds=5), "targets.housholds"),
            ("- 1\n", "the root"),
            (targets(households=5) + "  households: 6\n", "line 7, column 3"),
            ("a: [1\n", "line"),
        ],
    )
    def test_what_is_not_wholly_a_plan_is_refused_with_every_fault_and_its_place(self, file, text, fault):
        with pytest.raises(povcalc.PlanError) as caught:
            povcalc.read(write(file, text))
        assert caught.value.reading.name == str(file)
        assert any(fault in told for told in caught.value.faults)
        assert str(caught.value) == f"{file}: {'; '.join(caught.value.faults)}"
        assert isinstance(caught.value, ValueError)

    def test_every_fault_is_named(self, file):
        text = targets(households="many", reduction_rate="much") + "surprise: 1\n"
        with pytest.raises(povcalc.PlanError) as caught:
            povcalc.read(write(file, text))
        assert len(caught.value.faults) == 3


class TestChecking:
    def test_a_file_and_the_plan_read_from_it_give_one_report(self, file):
        write(file, WRONG)
        assert povcalc.check(file) == povcalc.check(str(file)) == povcalc.check(povcalc.read(file))

    def test_a_plan_that_was_read_has_findings_with_places(self, file):
        (finding,) = found(povcalc.check(povcalc.read(write(file, WRONG))))
        assert (finding.code, finding.severity, finding.place.line) == ("T101", povcalc.Severity.ERROR, 6)

    def test_a_changed_copy_of_a_plan_is_checked_as_it_is_now(self, file):
        plan = povcalc.read(write(file, WRONG))
        better = plan.model_copy(update={"targets": plan.targets.model_copy(update={"households": povcalc.Figure(5)})})
        assert found(povcalc.check(better)) == []
        worse = plan.model_copy(update={"targets": plan.targets.model_copy(update={"households": povcalc.Figure(7)})})
        (finding,) = found(povcalc.check(worse))
        assert dict(finding.numbers)["difference"] == 2
        assert finding.place is None

    def test_an_unchanged_copy_keeps_its_places(self, file):
        plan = povcalc.read(write(file, WRONG))
        assert povcalc.check(plan.model_copy()) == povcalc.check(plan)

    def test_a_plan_made_in_code_is_checked(self):
        plan = povcalc.Plan(
            povcalc=1,
            document={"title": "A plan"},
            targets=povcalc.Area(
                id="r",
                name="R",
                households=povcalc.Figure(6),
                areas=(povcalc.Area(id="a", name="A", households=5),),
            ),
        )
        (finding,) = found(povcalc.check(plan))
        assert (finding.code, finding.path, finding.place) == ("T101", ("targets", "households"), None)

    def test_a_file_that_is_no_plan_has_a_report_and_no_checked_figures(self, file):
        report = povcalc.check(write(file, "- 1\n"))
        assert report.stated == 0
        assert {row.outcome for row in report.runs if row.code in CODES} == {povcalc.Outcome.SKIPPED}

    def test_bytes_that_are_no_text_have_a_report(self, file):
        file.write_bytes(b"\xff\xfe\x00\x01")
        assert povcalc.check(file).stated == 0

    def test_the_plan_of_2019_has_one_note(self, file):
        report = povcalc.check(write(file, real_plan()))
        assert [finding.code for finding in found(report)] == ["T205"]
        assert {row.outcome for row in report.runs} & {
            povcalc.Outcome.FAILED,
            povcalc.Outcome.BROKEN,
        } == set()

    def test_reports_can_be_compared(self, file):
        first, second = (povcalc.check(write(file, funding(total, 5))) for total in (5, 6))
        assert first != second
        assert first == povcalc.check(write(file, funding(5, 5)))


class TestNames:
    def test_every_public_name_is_there(self):
        assert {name for name in povcalc.__all__ if getattr(povcalc, name, None) is None} == set()
        assert set(povcalc.__all__) <= set(dir(povcalc))

    def test_another_name_is_an_attribute_error(self):
        with pytest.raises(AttributeError, match="has no attribute 'chek'"):
            _ = povcalc.chek

    def test_importing_the_package_alone_imports_none_of_it(self):
        program = "import sys, povcalc; print(sorted(name for name in sys.modules if name.startswith('povcalc.')))"
        source = str(Path(povcalc.__file__).parents[1])
        command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {source!r}); {program}"]
        assert subprocess.run(command, capture_output=True, check=True, text=True).stdout == "[]\n"

    def test_what_checks_in_one_line_a_finding_loads_only_what_it_needs(self, tmp_path):
        # An editor runs it at every save: what draws tables, writes XML or JSON or reads TOML has no part in it.
        plan = write(tmp_path / "plan.yaml", funding(5, 5))
        program = (
            "import atexit, os, sys\n"
            "from povcalc.cli import main\n"
            "os._exit = lambda status: sys.exit(status)\n"
            f"sys.argv = ['povcalc', 'check', '--format', 'concise', {str(plan)!r}]\n"
            "try:\n    main()\nfinally:\n    print(*sys.modules)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False, encoding="utf-8"
        )
        loaded = set(done.stdout.split())
        assert {"povcalc.engine", "povcalc.output.report"} <= loaded, done.stderr
        needless = {"rich", "xml", "json", "tomllib", "urllib.request", "povcalc.output.ci", "povcalc.output.console"}
        needless |= {"povcalc.plan.settings", "povcalc.corrections", "povcalc.inference.explain", "povcalc.views.plan"}
        needless |= {"povcalc.plan.csv_tables", "povcalc.sheets", "importlib.metadata", "typer._adapters", "selectors"}
        needless |= {"povcalc.plan.plain_targets"}
        assert loaded & needless == set()
