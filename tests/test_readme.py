"""What README and the documents show is what the program prints, and what is made from the code is as made."""

import importlib.util
import re
from pathlib import Path

import pytest

import povcalc
from sessions import as_printed, printed

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.vi.md")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def made():
    """What `docs/make.py` makes: each file with how it follows from its present text."""
    spec = importlib.util.spec_from_file_location("make", ROOT / "docs" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.MADE


MADE = made()


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(text_of(name)) if kind == language]


class TestWhatIsMade:
    @pytest.mark.parametrize("name", MADE)
    def test_it_is_as_docs_make_py_would_write_it_now(self, name):
        assert MADE[name](text_of(name)) == text_of(name)

    def test_every_document_with_a_session_is_among_it(self):
        documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
        shown = {file.relative_to(ROOT).as_posix() for file in documents if "```console" in file.read_text("utf-8")}
        assert {"README.md", "docs/format.md", "docs/format.vi.md"} <= shown <= set(MADE)

    @pytest.mark.parametrize("name", ["docs/format.md", "docs/format.vi.md"])
    def test_a_first_plan_ends_without_errors(self, name):
        *_, last = blocks(name, "console")
        assert re.search(r"^(no errors|không có lỗi)$", last, re.MULTILINE)


class TestASession:
    """How sessions are run, tried on made-up ones."""

    def test_what_stands_under_a_command_is_replaced_by_what_it_prints(self):
        text = "Before.\n\n```console\n$ echo one\nold\n$ echo two\n```\n\nAfter.\n"
        assert as_printed(text) == "Before.\n\n```console\n$ echo one\none\n$ echo two\ntwo\n```\n\nAfter.\n"

    def test_files_and_variables_stay_from_block_to_block(self):
        text = "```bash\nexport WHO=you\n```\n```console\n$ echo me > it\n```\n```console\n$ cat it; echo $WHO\n{}```\n"
        assert as_printed(text.format("")) == text.format("me\nyou\n")

    def test_a_command_goes_on_behind_a_second_sign(self):
        text = "```console\n$ cat <<'END'\n> $ one\n>   two\n> END\n{}```\n"
        assert as_printed(text.format("")) == text.format("$ one\n  two\n")
        assert as_printed(text.format("$ one\n")) != as_printed(text.format(""))

    def test_errors_and_statuses_are_shown_as_in_a_terminal(self):
        text = "```console\n$ povcalc check --no-default\n{}$ echo $?\n{}```\n"
        first, second = text.split("{}", maxsplit=1)[0], as_printed(text.format("", ""))
        assert second.startswith(f"{first}povcalc: ")
        assert second.endswith("$ echo $?\n2\n```\n")

    def test_other_blocks_are_left_alone(self):
        text = "```sh\necho one\n```\n```yaml\n$ echo: two\n```\n"
        assert as_printed(text) == text

    def test_what_is_to_be_copied_prints_nothing(self):
        with pytest.raises(ValueError, match="prints something: echo one"):
            as_printed("```bash\necho one\n```\n")

    def test_a_session_that_ends_its_shell_is_told(self):
        with pytest.raises(ValueError, match="broke off"):
            as_printed("```console\n$ exit 3\n$ echo two\n```\n")

    def test_nothing_to_run_prints_nothing(self):
        assert printed([]) == []


@pytest.mark.parametrize("name", READMES)
def test_the_small_plan_in_the_readme_has_no_findings(name, tmp_path):
    (example,) = blocks(name, "yaml")
    (tmp_path / "plan.yaml").write_text(example, encoding="utf-8")
    assert povcalc.check(tmp_path / "plan.yaml").findings == ()


def test_the_python_in_the_readme_runs(monkeypatch, capsys):
    (example,) = blocks("README.md", "python")
    monkeypatch.chdir(ROOT)
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - the README's own example
    assert capsys.readouterr().out.startswith("T205 note ")


def test_the_two_commands_of_the_readme_make_their_own_environment():
    commands = [text.strip() for text in blocks("README.md", "sh")]
    assert len(commands) == 2
    assert all(command.startswith("python3 -m venv .venv && .venv/bin/pip install") for command in commands)


def test_the_readme_in_vietnamese_sets_up_in_the_same_way():
    (command,) = blocks("README.vi.md", "sh")
    assert command.strip() == f"{blocks('README.md', 'sh')[0].strip()} --lang vi"
