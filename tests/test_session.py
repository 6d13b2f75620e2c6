"""Every command that reads a plan begins alike: the same options, the same settings, the same language."""

import inspect
import json
import os
import signal
import subprocess
import sys

import pytest

from command import EMPTY, PLAN, completed, damaged, environment, povcalc, text
from plans import targets
from povcalc.cli.app import HOMES, application
from povcalc.cli.files import _OF_KERNEL, _file_system
from povcalc.cli.options import COMMANDS, CliOptions
from povcalc.messages import Lang

READ_NO_PLAN = {"draft", "explain", "init", "lsp", "schema"}
"""The commands that are about no plan; every other one, however new, is held to what follows."""

WORDS = {
    "allocate": ("{file}", "--households", "12000", "--by", "households"),
    "check": ("{file}",),
    "compare": ("{file}", "{other}"),
    "report": ("{file}", "-o", "report.html"),
    "seek": ("yen-bai.reduction_rate > 5.8", "{file}", "--vary", "tram-tau.reduction_households"),
    "show": ("targets", "{file}"),
    "track": ("{file}", "{result}", "--as-of", "2019-11-20"),
    "whatif": ("{file}", "--set", "tram-tau.reduction_households=500"),
    "why": ("tram-tau.households_end", "{file}"),
}
"""How each is asked about a plan."""

NARROWER = damaged(("reduction_households: 453", "reduction_households: 452"))


def commands():
    application(list(HOMES), Lang.EN)  # declares them
    return sorted(set(COMMANDS) - READ_NO_PLAN)


@pytest.fixture
def folder(tmp_path):
    """Two plans, one of them in a folder of its own, and a side table."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "plan.yaml").write_text(damaged(), encoding="utf-8")
    (tmp_path / "other.yaml").write_text(NARROWER, encoding="utf-8")
    (tmp_path / "bases.csv").write_text("id,households\ntram-tau,5301\n", encoding="utf-8")
    (tmp_path / "result.csv").write_text("id,reduction_households\ntram-tau,400\n", encoding="utf-8")
    return tmp_path


def asked(name, folder, *options, **changes):
    """What a command says of the first plan."""
    words = [word.format(file="plans/plan.yaml", other="other.yaml", result="result.csv") for word in WORDS[name]]
    if name == "report":
        return reported(folder, *words, *(word for word in options if word not in ("-f", "json")), **changes)
    return text(name, *words, *options, cwd=folder, **changes)


def reported(folder, *words, **changes):
    """What a report says, which is written into a file whose ending is its format."""
    file = folder / "report.html"
    file.unlink(missing_ok=True)
    status, out, err = text("report", *words, cwd=folder, **changes)
    assert out == ""
    *lines, last = err.splitlines(keepends=True)
    is_written = file.exists()
    assert is_written == last.endswith(("report.html is written\n", "đã ghi report.html\n"))
    return status, file.read_text("utf-8") if is_written else "", "".join(lines if is_written else (*lines, last))


ON_A_SCREEN = {"explore"}
"""Commands that a terminal is needed for: `tests/test_explore.py` opens plans as they do."""


def test_all_commands_that_read_a_plan_are_tried_here():
    assert commands() == sorted({*WORDS, *ON_A_SCREEN})
    assert set(HOMES) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(HOMES))
def test_a_command_has_the_shared_options_just_when_it_reads_a_plan(name):
    assert name in commands() or name in READ_NO_PLAN
    parameters = inspect.signature(COMMANDS[name]).parameters.values()
    assert sum(each.annotation is CliOptions for each in parameters) == (name not in READ_NO_PLAN)
    _, out, _ = text(name, "--help", COLUMNS="200")
    for option in ("--figures", "--growth", "--cut", "--settings", "--no-settings"):
        assert (f" {option} " in out) == (name not in READ_NO_PLAN)
    assert " --lang " in out


@pytest.mark.parametrize("name", WORDS)
class TestEveryCommandThatReadsAPlan:
    @pytest.mark.parametrize(("setting", "option"), [("growth = '0..2'", "--growth=0..2"), ("cut = 0.1", "--cut=0.1")])
    def test_assumes_what_the_nearest_settings_say_unless_they_are_switched_off(self, folder, name, setting, option):
        without = asked(name, folder, "-f", "json")
        (folder / "povcalc.toml").write_text("growth = 3\n", encoding="utf-8")
        (folder / "plans" / "povcalc.toml").write_text(setting, encoding="utf-8")
        by_settings = asked(name, folder, "-f", "json")
        assert asked(name, folder, "-f", "json", "--no-settings") == without
        (folder / "povcalc.toml").unlink()
        (folder / "plans" / "povcalc.toml").rename(folder / "named.toml")
        # The second plan of a comparison has other settings, which is tried by itself.
        if name != "compare":
            assert asked(name, folder, "-f", "json", "--settings", "named.toml") == by_settings
            assert asked(name, folder, "-f", "json", option) == by_settings

    def test_speaks_the_language_of_the_plans_settings(self, folder, name):
        english = asked(name, folder)
        (folder / "povcalc.toml").write_text("lang = 'en'\n", encoding="utf-8")
        (folder / "plans" / "povcalc.toml").write_text("lang = 'vi'\n", encoding="utf-8")
        vietnamese = asked(name, folder)
        assert vietnamese[:2] != english[:2]
        assert vietnamese == asked(name, folder, "--lang", "vi")
        assert asked(name, folder, "--no-settings") == english
        assert asked(name, folder, POVCALC_LANG="en") == english

    def test_says_that_its_settings_have_faults_and_fails(self, folder, name):
        (folder / "plans" / "povcalc.toml").write_text("strickt = true\n", encoding="utf-8")
        status, out, err = asked(name, folder)
        assert status == 1
        assert "plans/povcalc.toml" in (out if name == "check" else err)
        status, out, err = asked(name, folder, "--settings", "none.toml")
        assert "povcalc: cannot read the settings none.toml: there is no such file; check the name\n" in err
        assert status == (2 if name == "check" else 1)

    def test_takes_figures_from_side_tables(self, folder, name):
        without = asked(name, folder, "-f", "json")
        status, out, err = asked(name, folder, "-f", "json", "--figures", "bases.csv")
        assert (status, out) != without[:2] or name == "compare"
        assert "povcalc: plans/plan.yaml: figures added from side tables: 1\n" in err
        assert asked(name, folder, "--figures", "none.csv")[::2] == (
            2,
            "povcalc: cannot read none.csv: there is no such file; check the name\n",
        )

    def test_refuses_assumptions_that_cannot_be(self, folder, name):
        assert asked(name, folder, "--growth", "much")[0] == 2
        assert asked(name, folder, "--cut", "-1")[2].startswith("povcalc: --cut takes a step in percentage points")


class TestComparing:
    def test_each_plan_is_held_to_its_own_settings(self, tmp_path):
        # With as many households at the end the target is met; if nothing is assumed of them nobody can say.
        for name, growth in (("before", "3"), ("after", "0")):
            (tmp_path / name).mkdir()
            (tmp_path / name / "povcalc.toml").write_text(f"growth = {growth}\n", encoding="utf-8")
        plan = targets(reduction_rate="5.00")
        outcome = targets(households_start="1000", poor_households_start="200", poor_households_end="150")
        (tmp_path / "before" / "plan.yaml").write_text(plan, encoding="utf-8")
        (tmp_path / "after" / "plan.yaml").write_text(
            outcome.replace("title: A", "kind: result, title: A", 1), encoding="utf-8"
        )

        def verdict(*options):
            _, out, _ = text("compare", "before/plan.yaml", "after/plan.yaml", "-f", "json", *options, cwd=tmp_path)
            return [each["verdict"] for each in json.loads(out)["targets"]]

        assert verdict() == verdict("--growth", "0") == ["met"]
        assert verdict("--no-settings") == verdict("--growth", "-10..0") == ["undecided"]

    def test_the_language_is_that_of_the_first_file_that_is_named(self, folder):
        (folder / "plans" / "povcalc.toml").write_text("lang = 'vi'\n", encoding="utf-8")
        one = text("compare", "plans/plan.yaml", "other.yaml", cwd=folder)[1]
        other = text("compare", "other.yaml", "plans/plan.yaml", cwd=folder)[1]
        assert "Địa bàn" in one
        assert "Địa bàn" not in other

    def test_what_is_wrong_with_shared_settings_is_told_once(self, folder):
        (folder / "povcalc.toml").write_text("strickt = 1\n", encoding="utf-8")
        _, _, err = text("compare", "plans/plan.yaml", "other.yaml", cwd=folder)
        assert err == "povcalc: faults in the settings povcalc.toml: 1; see povcalc check\n"

    def test_a_side_table_from_standard_input_is_for_both(self, folder):
        _, _, err = text(
            "compare", "plans/plan.yaml", "other.yaml", "--figures", "-", cwd=folder, stdin=b"id,households\nlc,1\n"
        )
        assert err.count("figures added from side tables: 0") == 2


def test_show_shows_the_bases_of_a_side_table_and_what_follows_from_them(folder):
    _, out, _ = text("show", "targets", "plans/plan.yaml", "--figures", "bases.csv", cwd=folder, COLUMNS="120")
    (row,) = [line for line in out.splitlines() if "Trạm Tấu" in line and "5,301" in line]
    assert row.split()[3:6] == ["5,301", "2,804*", "2,351*"]
    rates = [text("show", "plans/plan.yaml", *words, cwd=folder)[1] for words in ((), ("--figures", "bases.csv"))]
    assert rates[0] != rates[1]
    assert "52.896" in rates[1]


def test_completion_reads_the_plan_with_its_settings_and_says_nothing_else(folder):
    (folder / "povcalc.toml").write_text("strickt = 1\n", encoding="utf-8")
    line = f"povcalc whatif {folder}/plans/plan.yaml --figures {folder}/bases.csv --set tram-tau.reduction_h"
    assert completed(line) == ["tram-tau.reduction_households="]
    done = povcalc(
        _POVCALC_COMPLETE="complete_bash",
        COMP_WORDS=f"povcalc whatif {folder}/none.yaml --set tram",
        COMP_CWORD="4",
    )
    assert done.stderr == b""


def test_pydantic_is_told_of_no_plugins_and_has_the_rest_of_its_module():
    program = (
        "import sys\n"
        "from povcalc import cli\n"
        "sys.modules[cli._PLUGINS] = cli._NoPlugins(cli._PLUGINS)\n"
        "from pydantic import BaseModel\n"
        "assert type('Model', (BaseModel,), {'__annotations__': {'x': int}})(x=1).x == 1\n"
        "assert 'importlib.metadata' not in sys.modules\n"
        "from pydantic.plugin._loader import PYDANTIC_ENTRY_POINT_GROUP\n"
        "print(PYDANTIC_ENTRY_POINT_GROUP)\n"
    )
    assert printed_by(program) == ("pydantic\n", "")


def printed_by(program):
    """What a program prints in a process of its own, and what it says on standard error."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, encoding="utf-8")
    return done.stdout, done.stderr


def test_a_module_that_is_spared_is_there_when_something_of_it_is_asked_for():
    program = (
        "import sys\n"
        "from povcalc import cli\n"
        "sys.modules['subprocess'] = cli._Late('subprocess')\n"
        "import subprocess as first\n"
        "import subprocess as second\n"
        "assert 'selectors' not in sys.modules, 'imported before it is used'\n"
        "assert first.PIPE == -1 and second.DEVNULL == -3\n"
        "from subprocess import Popen\n"
        "assert first.Popen is Popen is sys.modules['subprocess'].Popen\n"
        "assert not hasattr(first, 'nothing')\n"
    )
    assert printed_by(program) == ("", "")


STOPPED_AT = """
import os, signal, sys

class Stopping:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Stopping())
sys.argv = ["povcalc", "check", "--lang", {lang!r}]
from povcalc.cli import main
main()
"""


@pytest.mark.parametrize(("lang", "line"), [("en", "povcalc: stopped\n"), ("vi", "povcalc: đã dừng\n")])
@pytest.mark.parametrize(
    "module",
    ["povcalc.cli.app", "povcalc.messages", "typer", "povcalc.cli.check", "pydantic", "povcalc.engine", "rich.table"],
)
def test_stopping_at_any_import_of_the_start_gives_the_calm_line(module, lang, line):
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_AT.format(module=module, lang=lang)],
        env=environment(),
        cwd=EMPTY,
        capture_output=True,
        check=False,
        # In tests that run in the background it is ignored, which a child inherits.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert (done.returncode, done.stdout, done.stderr.decode()) == (130, b"", line)


class TestTheWidth:
    @pytest.mark.parametrize("columns", ["99999999", "9" * 400, "many", "-3", "²", "1"])
    def test_of_nonsense_is_one_that_can_be_drawn(self, columns):
        for words in (("show",), ("--help",)):
            status, out, _ = text(*words, COLUMNS=columns)
            assert status == 0
            assert 20 < max(map(len, out.splitlines())) <= 500


class TestSpecialFiles:
    @pytest.mark.skipif(not os.path.exists("/proc/kmsg"), reason="no kernel log here")
    @pytest.mark.parametrize("file", ["/dev/zero", "/proc/kmsg", "/proc/self/mem"])
    def test_are_refused_before_anything_is_read(self, file):
        refused = f"cannot read {file}: it is a device, not a file\n"
        assert text("check", file) == (2, "", f"povcalc: {refused}")
        assert text("show", "targets", str(PLAN), "--figures", file)[2] == f"povcalc: {refused}"
        assert "it is a device, not a file" in text("show", str(PLAN), "--settings", file)[2]

    @pytest.mark.skipif(not os.path.exists("/proc/self/mountinfo"), reason="the system does not tell its file systems")
    def test_of_the_kernel_are_known_wherever_they_are_mounted(self, tmp_path):
        # The trace of the kernel, or /proc in a container's folder, waits for ever as /proc/kmsg does.
        for folder, kind in (("/proc", "proc"), ("/sys", "sysfs")):
            assert _file_system(os.stat(folder).st_dev) == kind
        assert _file_system(os.stat(tmp_path).st_dev) not in _OF_KERNEL
        assert _file_system(os.makedev(4095, 1)) is None


def test_a_plan_that_is_no_plan_is_told_alike(folder):
    (folder / "plans" / "plan.yaml").write_text("- a\n", encoding="utf-8")
    lines = {asked(name, folder)[2] for name in WORDS if name != "check"}
    assert lines == {"povcalc: plans/plan.yaml could not be read as a plan; see povcalc check plans/plan.yaml\n"}


def test_a_plan_that_is_damaged_is_told_alike(folder):
    plan = damaged(("povcalc: 1\n", "povcalc: 1\nmore: 1\n"))
    (folder / "plans" / "plan.yaml").write_text(plan, encoding="utf-8")
    line = "povcalc: plans/plan.yaml: 1 finding keeps parts of it from being read; see povcalc check plans/plan.yaml\n"
    for name in set(WORDS) - {"check", "allocate"}:
        assert asked(name, folder)[::2] == (1, line)
    assert asked("allocate", folder)[0] == 2


def test_stopping_where_the_words_cannot_be_translated_yet_is_calm_too():
    code = "from povcalc.cli import streams\nstreams.language = lambda: streams.nothing_of_the_kind\nstreams.stop()"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"povcalc: stopped\n")


HANDLER_AT = """
import signal, sys
from povcalc.cli import main, run

def asking(*given):
    print(signal.getsignal(signal.SIGINT).__name__, file=sys.stderr)
    return checked(*given)

checked, run.process_file = run.process_file, asking
sys.argv = ["povcalc", "check", "--quiet"]
main()
"""


def test_while_models_are_made_stopping_ends_the_process_and_raises_nothing():
    # An exception that is raised while pydantic makes a model comes out as an error of its schema.
    words = [sys.executable, "-c", HANDLER_AT]
    done = subprocess.run(
        words,
        env=environment(),
        cwd=EMPTY,
        capture_output=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert (done.returncode, b"stop" in done.stderr.splitlines()) == (0, True)
