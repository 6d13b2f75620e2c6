"""Kept results: the same as those of a run without, whatever changes between two runs."""

import hashlib
import os
import pickle
import shutil
import subprocess
import sys
import zlib

import pytest

from command import PLAN, text
from plans import HEAD, OFF
from povcalc.cli import cache as caches
from povcalc.cli.cache import open_cache
from povcalc.cli.files import CACHE, LARGEST, Input, beside
from povcalc.cli.run import Options, process_file, processed

WRONG = HEAD + OFF + "# a remark of sixty letters, so that three plans are a large run\n" * 1100
PLANS = 3


def large(folder):
    """A folder of plans that is a large run."""
    for number in range(PLANS):
        (folder / f"plan-{number}.yaml").write_text(f"{WRONG}# {number}\n", encoding="utf-8")
    assert sum(each.stat().st_size for each in folder.iterdir()) > 200_000
    return folder


@pytest.fixture
def folder(tmp_path):
    return large(tmp_path)


def checked(folder, *words, **changes):
    return text("check", ".", "-f", "concise", *words, cwd=folder, **changes)


def entries(folder):
    return [each for each in (folder / CACHE).glob("*/*") if each.is_file()]


def forge(folder):
    """Have every kept result say that nothing was found, so that it shows when one is used."""
    kept = entries(folder)
    assert len(kept) >= PLANS
    for entry in kept:
        content = entry.read_bytes()
        result = pickle.loads(zlib.decompress(content[64:]))  # noqa: S301 - our own
        report = result.checked.report._replace(findings=())
        made = zlib.compress(pickle.dumps(result._replace(checked=result.checked._replace(report=report))))
        entry.write_bytes(content[:32] + hashlib.sha256(made).digest() + made)


def test_what_a_killed_run_left_unfinished_is_removed(folder):
    checked(folder)
    kept = entries(folder)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = kept[0].with_name(f"{beside().replace(str(os.getpid()), str(ended.pid))}{kept[0].name}.tmp")
    left.write_bytes(b"half")
    checked(folder)
    assert sorted(entries(folder)) == sorted(kept)


class TestWhatIsUsedAgain:
    def test_a_second_run_prints_the_same_and_uses_what_is_kept(self, folder):
        first = checked(folder)
        assert first[0] == 1
        assert first[1].count("T101") >= PLANS
        assert checked(folder) == first
        forge(folder)
        assert checked(folder) == (0, "", "")

    @pytest.mark.parametrize("form", ["table", "json", "sarif"])
    def test_in_every_format(self, folder, form):
        words = ("check", ".", "-f", form)
        first = text(*words, cwd=folder)
        assert entries(folder)
        again, without = text(*words, cwd=folder), text(*words, "--no-cache", cwd=folder)
        assert again == first == without

    def test_a_small_run_keeps_nothing(self, tmp_path):
        (tmp_path / "plan.yaml").write_text(WRONG, encoding="utf-8")
        checked(tmp_path)
        assert not (tmp_path / CACHE).exists()

    def test_no_cache_neither_keeps_nor_uses(self, folder):
        honest = checked(folder, "--no-cache")
        assert not (folder / CACHE).exists()
        checked(folder)
        forge(folder)
        assert checked(folder, "--no-cache") == honest

    def test_no_repository_takes_it_in_and_no_run_counts_it(self, folder):
        first = checked(folder)
        assert (folder / CACHE / ".gitignore").read_text() == "*\n"
        assert "hidden" not in first[2] + checked(folder)[2]


def other_settings(folder):
    (folder / "povcalc.toml").write_text("strict = true\nignore = ['T205']\n", encoding="utf-8")
    return ()


def other_content(folder):
    for each in folder.glob("plan-*.yaml"):
        each.write_bytes(each.read_bytes().replace(b"households: 12}", b"households: 11}"))
    return ()


def other_names(folder):
    for each in folder.glob("plan-*.yaml"):
        each.rename(each.with_name(f"new-{each.name}"))
    return ()


def exchanged(folder):
    """Every file has the content of another."""
    contents = {each: each.read_bytes() for each in sorted(folder.glob("plan-*.yaml"))}
    for each, content in zip(contents, [*list(contents.values())[1:], *contents.values()], strict=False):
        each.write_bytes(content)
    return ()


def side_table(folder):
    (folder / "table.csv").write_text("id,poverty_rate_start\na,9.50\n", encoding="utf-8")
    return ("--figures", "table.csv")


def baseline(folder):
    text("check", ".", "--write-baseline", "known.json", cwd=folder)
    return ("--baseline", "known.json")


def corrected(_):
    return ("--fix",)


@pytest.fixture(scope="module")
def forged(tmp_path_factory):
    here = large(tmp_path_factory.mktemp("forged"))
    checked(here)
    forge(here)
    assert checked(here) == (0, "", "")
    return here


class TestWhatIsMadeAnew:
    @pytest.mark.parametrize(
        "words",
        [
            "--strict",
            "--fail-undecided",
            "--select T101",
            "--ignore T205",
            "--growth 0..2",
            "--cut 0.1",
            "--lang vi",
            "--as-of 2031-01-01",
            "--diff",
            "-f json",
            "-f table --all",
            f"--document {PLAN}",
        ],
    )
    def test_with_other_options(self, forged, words):
        assert checked(forged, *words.split()) == checked(forged, "--no-cache", *words.split())

    @pytest.mark.parametrize(
        "change",
        [
            other_content,
            other_names,
            exchanged,
            other_settings,
            side_table,
            baseline,
            corrected,
        ],
    )
    def test_when_something_else_is_there(self, folder, change):
        checked(folder)
        forge(folder)
        words = change(folder)
        again = folder.with_name(f"{folder.name}-again")
        shutil.copytree(folder, again)
        assert checked(folder, *words) == checked(again, "--no-cache", *words)

    @pytest.mark.parametrize("changed", ["table.csv", "known.json"])
    def test_when_another_file_changes(self, folder, changed):
        words = (*side_table(folder), *baseline(folder))
        checked(folder, *words)
        forge(folder)
        file = folder / changed
        other = file.read_text().replace("9.50", "9.40").replace('"fingerprint": "', '"fingerprint": "0')
        file.write_text(other, encoding="utf-8")
        assert checked(folder, *words)[1] == checked(folder, "--no-cache", *words)[1] != ""

    def test_when_the_year_before_changes(self, folder):
        plan = (
            "povcalc: 1\ndocument: {{title: A, kind: result, year: {year}}}\ntargets: {{id: a, name: A, {figures}}}\n"
        )
        before, after = folder / "before.yaml", folder / "zafter.yaml"
        before.write_text(plan.format(year=2020, figures="poor_households_end: 70"), encoding="utf-8")
        after.write_text(plan.format(year=2021, figures="poor_households_start: 70"), encoding="utf-8")
        assert "T601" not in checked(folder)[1]
        before.write_text(plan.format(year=2020, figures="poor_households_end: 75"), encoding="utf-8")
        assert "T601" in checked(folder)[1]

    def test_when_the_document_that_a_plan_names_changes(self, folder):
        source = folder / "source.txt"
        for each in folder.glob("plan-*.yaml"):
            each.write_bytes(each.read_bytes().replace(b"A plan}", b"A plan, file: source.txt}", 1))
        source.write_text("Xã A giảm 18 hộ nghèo.\n", encoding="utf-8")
        first = checked(folder)[1]
        source.write_text("Xã A giảm 19 hộ nghèo.\n", encoding="utf-8")
        assert first != checked(folder)[1] == checked(folder, "--no-cache")[1]

    def test_on_another_day(self, folder, monkeypatch):
        inputs, options = inputs_of(folder, monkeypatch)
        list(processed(inputs, options, 1))
        forge(folder)

        class Tomorrow(caches.datetime.datetime):
            @classmethod
            def now(cls, tz=None):
                return super().now(tz) + caches.datetime.timedelta(days=1)

        monkeypatch.setattr(caches.datetime, "datetime", Tomorrow)
        again = options._replace(cache=open_cache(options._replace(cache=None)))
        assert all(each.checked.report.findings for each in processed(inputs, again, 1))

    def test_by_another_program_which_takes_the_old_results_away(self, folder, monkeypatch):
        inputs, options = inputs_of(folder, monkeypatch)
        list(processed(inputs, options, 1))
        forge(folder)
        old = entries(folder)
        monkeypatch.setattr(caches, "version", lambda name: f"{name} 9")
        again = options._replace(cache=open_cache(options._replace(cache=None)))
        assert not any(each.exists() for each in old)
        assert all(each.checked.report.findings for each in processed(inputs, again, 1))

    @pytest.mark.parametrize("changes", [False, True])
    def test_when_a_file_changed_while_it_was_read(self, folder, monkeypatch, changes):
        (source, *_), options = inputs_of(folder, monkeypatch)

        def process():
            result = process_file(source, options)
            if changes:
                (folder / source.name).write_text(WRONG, encoding="utf-8")
            return result

        options.cache.keeping(source, process)
        assert len(entries(folder)) == (0 if changes else 1)


def inputs_of(folder, monkeypatch):
    monkeypatch.chdir(folder)
    options = Options(caches=True)
    return [Input(each.name) for each in sorted(folder.glob("*.yaml"))], options._replace(cache=open_cache(options))


class TestWhatIsInTheFolder:
    @pytest.mark.parametrize("damage", ["cut off", "one bit", "empty", "a folder"])
    def test_damaged_results_are_made_anew(self, folder, damage):
        first = checked(folder)
        for entry in entries(folder):
            content = entry.read_bytes()
            entry.unlink()
            if damage == "a folder":
                entry.mkdir()
            else:
                middle = len(content) // 2
                other = {
                    "cut off": content[:middle],
                    "one bit": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
                    "empty": b"",
                }
                entry.write_bytes(other[damage])
        assert checked(folder) == first

    def test_nothing_is_called_that_is_no_value(self, folder):
        class Hostile:
            def __reduce__(self):
                return (print, ("called",))

        first = checked(folder)
        for entry in entries(folder):
            made = zlib.compress(pickle.dumps(Hostile()))
            entry.write_bytes(entry.read_bytes()[:32] + hashlib.sha256(made).digest() + made)
        assert checked(folder) == first

    @pytest.mark.parametrize(
        "made",
        [zlib.compress(b""), zlib.compress(b"garbage"), zlib.compress(b"\0" * (LARGEST + 1)), zlib.compress(b".")[:-1]],
        ids=["nothing", "no values", "a text without an end", "cut off"],
    )
    def test_what_nobody_wrote_but_who_forged_it_is_made_anew(self, folder, made):
        first = checked(folder)
        for entry in entries(folder):
            entry.write_bytes(entry.read_bytes()[:32] + hashlib.sha256(made).digest() + made)
        assert checked(folder) == first

    def test_what_the_program_did_not_put_there_stays(self, folder):
        (folder / CACHE / "mine").mkdir(parents=True)
        (folder / CACHE / "mine" / "letter.txt").write_text("mine", encoding="utf-8")
        (folder / CACHE / "0123456789abcdef").mkdir()
        checked(folder)
        assert (folder / CACHE / "mine" / "letter.txt").read_text(encoding="utf-8") == "mine"
        assert not (folder / CACHE / "0123456789abcdef").exists()
        assert len(entries(folder)) == PLANS + 1

    @pytest.mark.parametrize("inner", [False, True])
    def test_a_link_is_not_followed_and_what_it_leads_to_is_left_alone(self, folder, tmp_path_factory, inner):
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        (elsewhere / "0123456789abcdef").mkdir()
        (elsewhere / "0123456789abcdef" / "letter.txt").write_text("mine", encoding="utf-8")
        first = checked(folder)
        (kept,) = {each.parent for each in entries(folder)}
        gone = kept if inner else kept.parent
        shutil.rmtree(gone)
        gone.symlink_to(elsewhere)
        assert checked(folder) == first
        assert [each.name for each in elsewhere.rglob("*")] == ["0123456789abcdef", "letter.txt"]

    def test_where_nothing_can_be_written_nothing_is_kept(self, folder):
        (folder / CACHE).write_text("in the way", encoding="utf-8")
        status, out, err = checked(folder)
        assert (status, out.count("T101") >= PLANS, err) == (1, True, "")
        assert (folder / CACHE).read_text(encoding="utf-8") == "in the way"
