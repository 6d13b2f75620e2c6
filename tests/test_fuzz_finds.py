"""What the fuzzing programs in `tests/fuzz` have found, each as small as it could be made."""

import gc
import json
import signal
import unicodedata

import pytest

from plans import HEAD, funding, targets
from povcalc.engine import run
from povcalc.findings import Outcome
from povcalc.messages import Lang, printable
from povcalc.output.json import as_json
from povcalc.output.report import Checked
from povcalc.plan.load import read_text
from povcalc.plan.yaml_reader import TrapKind, parse


@pytest.fixture
def ended():
    """What would go on for ever fails instead."""

    def ring(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, 20)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


@pytest.mark.usefixtures("ended")
class TestLineEndsOfWindows:
    """With a break of CR LF taken for one or for two, 40 lines of comment could be read in 2**40 ways."""

    @pytest.mark.parametrize("line", ["# a comment", "", "   "])
    def test_comments_at_the_head_are_read_at_once(self, line):
        found = parse(f"{line}\r\n" * 1000 + "a: 1\r\n")
        assert (found.root, found.traps) == ({"a": 1}, ())

    def test_a_directive_behind_them_is_found(self):
        text = "# c\r\n" * 1000 + "%YAML 1.2\r\n---\r\na: 1\r\n"
        (trap,) = parse(text).traps
        assert (trap.kind, text[trap.place.start : trap.place.end]) == (TrapKind.DIRECTIVE, "%YAML 1.2")


class TestMuchOfOneKind:
    """Each took time that grew with the square of the length; no time is asserted here, only what is found."""

    def test_directives_are_each_found_at_their_place(self):
        text = "%a\n# c\n" * 3000 + "---\na: 1"
        found = [trap.place for trap in parse(text).traps if trap.kind is TrapKind.DIRECTIVE]
        assert [text[span.start : span.end] for span in found] == ["%a"] * 3000
        assert parse(text).root == {"a": 1}

    def test_tabs_outside_comments_are_counted_among_tabs_in_comments(self):
        (trap,) = parse("# \t\n" * 3000 + "a:\t1 # \t\nb: 2\t\n" + "# \t\n" * 3000).traps
        assert (trap.kind, trap.values["count"], trap.place.start) == (TrapKind.TAB, 2, 12_002)

    def test_unknown_fields_are_each_found_at_their_place(self):
        text = "povcalc: 1\n" + "".join(f"k{number}: 1\n" for number in range(3000))
        lines = [finding.place.line for finding in run(read_text(text, "")).findings if finding.code == "S103"]
        assert lines == list(range(2, 3002))

    def test_a_preliminary_report_is_compared_with_the_first_official_one(self):
        deadlines = [f"{{id: p{day}, text: P, report: preliminary, on: 2019-12-{day}}}" for day in range(20, 30)]
        deadlines += [f"{{id: o{day}, text: O, report: official, on: 2019-12-{day}}}" for day in range(10, 20)]
        text = f"{HEAD}targets: {{id: r, name: R}}\nschedule: {{deadlines: [{', '.join(deadlines)}]}}\n"
        found = [each for each in run(read_text(text, "")).findings if each.code == "D104"]
        assert [(each.path[2], "10 December 2019" in each.message.to(Lang.EN)) for each in found] == [
            (at, True) for at in range(10)
        ]


@pytest.fixture
def collector():
    """The cyclic garbage collector, switched on, and afterwards as it was."""
    was_on = gc.isenabled()
    gc.enable()
    yield gc
    if not was_on:
        gc.disable()


@pytest.mark.parametrize("text", [targets(), targets(households="x"), "a: [", "a: 1\na: 2", ""])
def test_what_was_read_is_freed_without_the_collector(collector, text):
    """A cycle kept every text and its values alive, and the collector's counts were set back each time."""
    run(read_text(text, ""))
    collector.collect()
    collector.disable()
    run(read_text(text, ""))
    assert collector.collect() == 0
    collector.enable()


def test_reading_small_plans_lets_the_collector_run(collector):
    """Setting its counts back at every reading kept it from ever running in a long process."""
    before = collector.get_stats()[0]["collections"]
    kept = []
    for _ in range(100):
        reading = read_text(targets(), "")
        kept.append((reading, run(reading)))
    assert collector.get_stats()[0]["collections"] > before


@pytest.mark.parametrize("sign", [0x034F, 0x115F, 0x17B4, 0x180B, 0x180F, 0x3164, 0xFFA0, 0x13430, 0x1BCA0, 0x1D173])
def test_characters_that_are_not_seen_are_spelt_out(sign):
    assert printable(f"a{chr(sign)}b").isascii()


@pytest.mark.parametrize("letters", ["Đặng ữ ỹ Ệ", unicodedata.normalize("NFD", "Đặng ữ ỹ Ệ"), "漢 ก็ ﷼ 𠀀"])
def test_letters_and_their_marks_are_printed_as_they_are(letters):
    assert printable(letters) == letters


def test_small_amounts_have_no_exponent_in_json():
    reading = read_text(funding("5", "-0.000000000000000000001", "6"), "")
    done = Checked(reading, run(reading))
    files = json.loads(as_json((done,), program="", status=1, skipped=0, ascii_only=True))["files"]
    numbers = [number for finding in files[0]["findings"] for number in finding["numbers"].values()]
    assert "-0.000000000000000000001" in numbers
    assert not [number for number in numbers if "E" in number.upper()]
    assert not [row for row in done.report.runs if row.outcome is Outcome.BROKEN]
