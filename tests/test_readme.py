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
        *_, last = [block for block in blocks(name, "console") if "povcalc check --strict" in block]
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
        text = "```console\n$ povcalc check none.yaml\n{}$ echo $?\n{}```\n"
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


@pytest.mark.parametrize("name", ["docs/usage.md", "docs/usage.vi.md"])
def test_the_small_plan_in_the_manual_has_no_findings(name, tmp_path):
    (example,) = blocks(name, "yaml")
    (tmp_path / "plan.yaml").write_text(example, encoding="utf-8")
    assert povcalc.check(tmp_path / "plan.yaml").findings == ()


@pytest.mark.parametrize("name", ["docs/python.md", "docs/python.vi.md"])
def test_the_python_in_the_manual_runs(name, monkeypatch, capsys):
    (example,) = blocks(name, "python")
    monkeypatch.chdir(ROOT)
    exec(compile(example, name, "exec"), {})  # noqa: S102 - the manual's own example
    assert capsys.readouterr().out.startswith("T205 note ")


class TestTheReadme:
    @pytest.mark.parametrize("name", READMES)
    def test_is_short(self, name):
        assert len(text_of(name).splitlines()) <= 200

    @pytest.mark.parametrize("name", READMES)
    def test_finds_the_typed_error_in_ten_lines_and_names_the_figure(self, name):
        first, *_ = blocks(name, "console")
        output = first.split("povcalc check --quiet ")[1].splitlines()[1:]
        assert len(output) <= 10
        assert re.search(r"Tân Lập, .*90[.,]01 → 9[.,]01 ", " ".join(output))

    @pytest.mark.parametrize("name", READMES)
    def test_its_two_commands_make_their_own_environment(self, name):
        commands = [marked(name, mark) for mark in ("run", "test")]
        assert all(command.startswith("python3 -m venv .venv && .venv/bin/pip install") for command in commands)

    def test_sets_up_in_the_same_way_in_vietnamese(self):
        assert marked("README.vi.md", "run") == f"{marked('README.md', 'run')} --lang vi"
        assert marked("README.vi.md", "test") == marked("README.md", "test")


def marked(name: str, mark: str) -> str:
    """The one command in the block behind a mark such as `<!-- run -->`."""
    (command,) = re.findall(rf"^<!-- {mark} -->\n\n```sh\n(.*)\n```$", text_of(name), re.MULTILINE)
    return command


DOCUMENTS = sorted(
    file.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", "tests/*.md", "tests/*/*.md", "bench/*.md")
    for file in ROOT.glob(pattern)
)
OUTSIDE_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.DOTALL | re.MULTILINE)


def anchors(name: str) -> set[str]:
    """The names by which a code host lets its readers link to the headings of a document."""
    text = re.sub(r"^```.*?^```$", "", text_of(name), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


class TestThePages:
    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_every_link_between_them_leads_somewhere(self, name):
        links = re.findall(r"\]\(([^)\s]+)\)", OUTSIDE_CODE.sub("", text_of(name)))
        for link in links:
            target, _, anchor = link.partition("#")
            if "://" in target:
                continue
            file = (ROOT / name).parent.joinpath(target) if target else ROOT / name
            assert file.exists(), link
            assert not anchor or anchor in anchors(file.resolve().relative_to(ROOT).as_posix()), link

    @pytest.mark.parametrize("page", sorted(file.name for file in (ROOT / "docs").glob("*.md")))
    def test_each_stands_in_both_languages(self, page):
        name = page.split(".")[0]
        assert (ROOT / "docs" / f"{name}.md").is_file()
        assert (ROOT / "docs" / f"{name}.vi.md").is_file()

    @pytest.mark.parametrize("name", [*DOCUMENTS, "action.yml", "templates/povcalc.gitlab-ci.yml"])
    def test_none_has_a_placeholder_for_an_address(self, name):
        assert not re.search(r"example\.(org|com|net)|\bexample/", text_of(name))
