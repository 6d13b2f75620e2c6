"""The hook, the action and the template, taken apart and run as their services run them.

Their scripts are read from the very files, and get their inputs the way they do there. What installs
povcalc from the registries is tried by hand and by `.ci/run`, which sets POVCALC_TEST_INSTALL.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import junitparser
import pytest
import yaml

from command import COMMAND, ROOT, damaged, environment
from formats import commands, valid_gitlab, valid_sarif
from plans import funding

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
TEMPLATE = yaml.safe_load((ROOT / "templates" / "povcalc.gitlab-ci.yml").read_text("utf-8"))
INSTALL, CHECK = ACTION["runs"]["steps"]

installs = pytest.mark.skipif(
    "POVCALC_TEST_INSTALL" not in os.environ, reason="it installs povcalc anew; set POVCALC_TEST_INSTALL to try it"
)

HACK = "$(touch hacked) `touch hacked` ; touch hacked #\n' \"; touch hacked"


@pytest.fixture
def repository(tmp_path):
    """A repository with a plan in which a figure is wrong, and a file that is no plan."""
    folder = tmp_path / "repository"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "a plan.yaml").write_text(damaged(("{about: 367886}", "{about: 367868}")), encoding="utf-8")
    (folder / "other.yaml").write_text("a: 1\n", encoding="utf-8")
    return folder


def run(words, folder, **given):
    """Run a command in a folder, with the variables given and those that commands need."""
    return subprocess.run(
        words,
        cwd=folder,
        env={**environment(**given), "HOME": os.environ.get("HOME", str(folder))},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def with_povcalc(folder):
    """A virtual environment that has the povcalc that these tests are run with."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "povcalc").symlink_to(COMMAND)


class Runner:
    """GitHub's runner, as far as a composite action sees it."""

    def __init__(self, folder, temporary):
        self.folder = folder
        self.temporary = temporary
        self.summary = temporary / "summary.md"
        temporary.mkdir()
        self.summary.write_text("Before.\n\n", encoding="utf-8")

    def step(self, step, **inputs):
        values = {f"inputs.{name}": told["default"] for name, told in ACTION["inputs"].items()}
        values |= {"github.action_path": str(ROOT), **{f"inputs.{name}": value for name, value in inputs.items()}}
        given = {
            name: re.sub(r"\$\{\{ (.*?) \}\}", lambda found: values[found[1]], told)
            for name, told in step["env"].items()
        }
        script = self.temporary / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        return run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            self.folder,
            RUNNER_TEMP=str(self.temporary),
            GITHUB_STEP_SUMMARY=str(self.summary),
            **given,
        )


@pytest.fixture
def runner(repository, tmp_path):
    made = Runner(repository, tmp_path / "runner")
    with_povcalc(made.temporary / "povcalc")
    return made


def annotations(out):
    """The commands in a log, and what stands in it where commands are stopped."""
    before, token, inside = re.fullmatch(r"(.*?)::stop-commands::([0-9a-f]{32})\n(.*)::\2::\n", out, re.DOTALL).groups()
    assert token not in inside
    return commands(before), inside


class TestTheAction:
    def test_annotates_what_is_wrong_and_writes_the_summary_and_sarif(self, runner, repository):
        done = runner.step(CHECK, files="data/a plan.yaml", sarif="r.sarif")
        assert (done.returncode, done.stderr) == (1, "")
        told, rest = annotations(done.stdout)
        assert rest == ""
        errors = [
            (properties["file"], properties["line"], properties["title"])
            for name, properties, _ in told
            if name == "error"
        ]
        assert errors == [("data/a plan.yaml", "377", "F101 lines-add-up")]
        summary = runner.summary.read_text("utf-8")
        assert summary.startswith("Before.\n\n## povcalc found something that fails\n")
        assert "**error F101** data/a plan.yaml:377:10" in summary
        results = valid_sarif((repository / "r.sarif").read_text("utf-8"))["results"]
        assert "F101" in {result["ruleId"] for result in results}

    def test_checks_every_plan_of_the_repository_where_no_file_is_named(self, runner):
        done = runner.step(CHECK)
        told, rest = annotations(done.stdout)
        assert {properties["file"] for _, properties, _ in told} == {"data/a plan.yaml"}
        assert rest == "povcalc: files and hidden folders passed over, which hold no plan: 1\n"

    def test_passes_when_all_is_right_and_takes_options_a_line_each(self, runner, repository):
        (repository / "b.yaml").write_text(funding("4", "1", "3"), encoding="utf-8")
        done = runner.step(CHECK, files="b.yaml", args="--strict\n--ignore\nT,S", language="vi")
        assert done.returncode == 0
        assert annotations(done.stdout) == ([], "")
        assert "povcalc không có phát hiện nào ở mức không đạt" in runner.summary.read_text("utf-8")

    def test_never_falls_back_on_the_built_in_plan(self, runner, repository):
        shutil.rmtree(repository / "data")
        done = runner.step(CHECK, files="")
        assert done.returncode == 2
        ((name, _, message),) = annotations(done.stdout)[0]
        assert (name, message.split(",")[0]) == ("error", "no file is named")

    @pytest.mark.parametrize("name", ["files", "args", "sarif", "language"])
    def test_an_input_is_never_a_part_of_the_script(self, runner, repository, name):
        done = runner.step(CHECK, **{name: HACK})
        assert done.returncode in (1, 2)
        found = [file.name for folder in (repository, runner.temporary) for file in folder.rglob("hacked")]
        assert found == []

    def test_no_name_of_a_file_is_a_command(self, runner):
        done = runner.step(CHECK, files="##[add-mask]x.yaml\n::error::x.yaml")
        told, rest = annotations(done.stdout)
        assert [name for name, *_ in told] == ["error", "error"]
        assert rest.count("\n") == 2
        assert done.returncode == 2

    def test_its_scripts_are_written_out_with_no_expression_in_them(self):
        assert not any("${{" in step["run"] for step in (INSTALL, CHECK))

    @installs
    def test_installs_povcalc_from_its_own_checkout(self, repository, tmp_path):
        made = Runner(repository, tmp_path / "runner")
        done = made.step(INSTALL, python=sys.executable)
        assert done.returncode == 0, done.stderr
        assert made.step(CHECK, files="data").returncode == 1


def script():
    """The lines of the template's job, as GitLab puts them together."""
    return TEMPLATE["povcalc"]["script"]


def job(repository, tools, commands_, **changes):
    """Run a job of the template; `mktemp` gives the folder `tools`."""
    fake = tools.parent / "fake"
    fake.mkdir(exist_ok=True)
    (fake / "mktemp").write_text(f"#!/bin/sh\necho {shlex.quote(str(tools))}\n", encoding="utf-8")
    (fake / "mktemp").chmod(0o755)
    given = {**TEMPLATE["povcalc"]["variables"], **changes}
    path = {"PATH": f"{fake}:{os.environ['PATH']}"}
    return run(
        ["sh", "-ec", f"tools={shlex.quote(str(tools))}\n" + "\n".join(commands_)], repository, **{**given, **path}
    )


@pytest.fixture
def tools(tmp_path):
    folder = tmp_path / "tools"
    with_povcalc(folder)
    return folder


class TestTheTemplate:
    def test_writes_the_reports_that_gitlab_reads(self, repository, tools):
        done = job(repository, tools, script()[1:])
        assert done.returncode == 1
        assert "error F101" in done.stdout
        reports = TEMPLATE["povcalc"]["artifacts"]["reports"]
        issues = valid_gitlab((repository / reports["codequality"]).read_text("utf-8"))
        assert ("data/a plan.yaml", "major") in {(issue["location"]["path"], issue["severity"]) for issue in issues}
        assert junitparser.JUnitXml.fromfile(str(repository / reports["junit"])).failures == 1

    def test_takes_files_and_options_a_line_each(self, repository, tools):
        (repository / "b.yaml").write_text(funding("5", "1", "3"), encoding="utf-8")
        done = job(
            repository, tools, script()[1:], POVCALC_FILES="data/a plan.yaml\nb.yaml", POVCALC_ARGS="--ignore\nF"
        )
        assert done.returncode == 0

    def test_says_what_is_missing(self, repository, tools):
        done = job(repository, tools, script())
        assert done.returncode != 0
        assert "set it to what pip is to install" in done.stderr

    @pytest.mark.parametrize("name", ["POVCALC_FILES", "POVCALC_ARGS", "POVCALC_LANG"])
    def test_a_variable_is_never_a_part_of_the_script(self, repository, tools, name):
        done = job(repository, tools, script()[1:], **{name: HACK})
        assert done.returncode in (1, 2)
        assert list(repository.rglob("hacked")) == []

    @installs
    def test_installs_what_it_is_told_to(self, repository, tmp_path):
        done = job(repository, tmp_path / "tools", script(), POVCALC_SOURCE=str(ROOT))
        assert done.returncode == 1
        assert "error F101" in done.stdout


class TestTheHook:
    def test_is_run_with_the_files_of_a_commit_and_refuses_a_wrong_figure(self, repository):
        (hook,) = HOOKS
        words = [COMMAND, *shlex.split(hook["entry"])[1:]]
        done = run([*words, "data/a plan.yaml"], repository)
        assert done.returncode == 1
        assert "error F101" in done.stdout
        shutil.rmtree(repository / "data")
        assert run(words, repository).returncode == 2

    def test_is_given_all_yaml_and_sees_by_the_content_what_is_a_plan(self, repository):
        (hook,) = HOOKS
        assert (hook["id"], hook["language"], hook["types"]) == ("povcalc", "python", ["yaml"])
        assert "files" not in hook
        words = [COMMAND, *shlex.split(hook["entry"])[1:]]
        done = run([*words, "other.yaml"], repository)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        # A plan whose text is broken is one still, and is not passed over.
        (repository / "broken.yaml").write_text("povcalc: 1\ntargets: {id: a\n", encoding="utf-8")
        done = run([*words, "other.yaml", "broken.yaml"], repository)
        assert done.returncode == 1
        assert "broken.yaml:2" in done.stdout

    def test_takes_up_old_findings_by_a_baseline(self, repository):
        (hook,) = HOOKS
        words = [COMMAND, *shlex.split(hook["entry"])[1:], "data/a plan.yaml", "other.yaml"]
        assert run([COMMAND, "check", "data", "--write-baseline", "known.json"], repository).returncode == 0
        (repository / "povcalc.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
        assert run(words, repository).returncode == 0

    @installs
    def test_pre_commit_installs_it_and_keeps_a_wrong_figure_out_of_a_commit(self, repository, tmp_path):
        pytest.importorskip("pre_commit")
        source = tmp_path / "source"
        git = ["git", "-c", "user.name=A", "-c", "user.email=a@a.test"]
        for name in ("src", "data"):
            shutil.copytree(ROOT / name, source / name)
        for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
            shutil.copy(ROOT / name, source / name)
        for folder in (source, repository):
            run([*git, "init", "-q"], folder)
            run([*git, "add", "-A"], folder)
            run([*git, "commit", "-qm", "one"], folder)
        (hook,) = HOOKS
        tried = [sys.executable, "-m", "pre_commit", "try-repo", str(source), hook["id"], "--all-files"]
        given = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "PATH": f"{Path(COMMAND).parent}:{os.environ['PATH']}"}
        wrong = run(tried, repository, **given)
        assert wrong.returncode == 1, wrong.stdout + wrong.stderr
        assert "error F101" in wrong.stdout
        (repository / "data" / "a plan.yaml").write_text(damaged(), encoding="utf-8")
        right = run(tried, repository, **given)
        assert right.returncode == 0, right.stdout + right.stderr


@pytest.mark.parametrize(
    ("schema", "name"),
    [("github-actions", "action.yml"), ("gitlab-ci", "templates/povcalc.gitlab-ci.yml")],
)
def test_the_files_are_of_the_form_that_their_service_reads(schema, name):
    pytest.importorskip("check_jsonschema")
    done = run([sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", name], ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["docs/ci.md", "docs/ci.vi.md"])
def test_what_the_documents_show_names_what_there_is(name):
    shown = re.findall(r"```yml\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    hooks, workflow, scanning, job_ = [yaml.safe_load(text) for text in shown]
    _, checkout, use = workflow["steps"]
    assert use["uses"] == f"./{checkout['with']['path']}" == scanning[0]["uses"]
    for used in (use, scanning[0]):
        assert used["with"].keys() <= ACTION["inputs"].keys()
    assert [hook["id"] for hook in hooks["repos"][0]["hooks"]] == [hook["id"] for hook in HOOKS]
    assert (ROOT / job_["include"][0]["file"]).is_file()
    assert job_["povcalc"]["variables"].keys() <= TEMPLATE["povcalc"]["variables"].keys()
