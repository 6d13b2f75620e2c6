"""Counting of inputs, the finds, and the summary that the fuzzing programs print."""

import hashlib
import os
import sys
import time
from collections import Counter
from pathlib import Path

from oracle import ALL, Depth, Seen, Violation, look, peak_memory, rubbish

from povcalc.checks import ALL as CHECKS

_RUBBISH = 2000
"""After one input of so many it is looked whether its values are freed."""


def say(words: str) -> None:
    """Print at once: the process may be ended from outside."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


class Tally:
    """What one run of a program has seen so far."""

    def __init__(self, program: str, folder: Path | None, every: int = 100_000) -> None:
        self.program = program
        self.inputs = 0
        self.finds: Counter[str] = Counter()
        self._folder = folder
        self._every = every
        self._begun = time.perf_counter()
        self._plans = 0
        self._characters = 0
        self._slowest = (0.0, 0)
        self._codes: set[str] = set()

    @property
    def seconds(self) -> float:
        """The seconds since the run began."""
        return time.perf_counter() - self._begun

    def look(self, content: bytes | str, depth: Depth = ALL) -> Violation | None:
        """Count an input and hold it to the rules; the violation, if there is one."""
        self.inputs += 1
        self._characters += len(content)
        try:
            self._keep(look(content, depth), len(content))
            if self.inputs % _RUBBISH == 0:
                return rubbish(content)
        except Violation as found:
            return found
        finally:
            if self.inputs % self._every == 0:
                self.print("so far")
        return None

    def _keep(self, seen: Seen, length: int) -> None:
        self._plans += seen.has_plan
        self._codes |= seen.codes
        self._slowest = max(self._slowest, (seen.seconds, length))

    def record(self, content: bytes | str, found: Violation) -> None:
        """Keep a find: the first input of its kind is printed and saved."""
        self.finds[found.key] += 1
        if self.finds[found.key] > 1:
            return
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        name = f"find-{hashlib.sha256(found.key.encode()).hexdigest()[:8]}.yaml"
        say(f"FOUND {found.key}\n  {str(found)[:1000]}\n  {len(data)} bytes: {data[:300]!r}")
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / name).write_bytes(data)

    def print(self, when: str) -> None:
        """Print the summary."""
        seconds = self.seconds
        slowest, length = self._slowest
        codes = [check.code for check in CHECKS]
        say(
            f"{self.program} {when}: {self.inputs} inputs in {seconds:.0f} s, {self.inputs / seconds:.0f} a second; "
            f"{self._characters / max(self.inputs, 1):.0f} characters on average; "
            f"{100 * self._plans / max(self.inputs, 1):.1f} % were plans at least in part; "
            f"{len(self._codes)} of {len(codes)} checks found something; "
            f"slowest {1000 * slowest:.0f} ms with {length} characters; peak memory {peak_memory():.0f} MB; "
            f"finds: {len(self.finds)}"
        )
        if when == "done":
            missing = sorted(set(codes) - self._codes)
            say(f"  checks that never found anything: {' '.join(missing) or 'none'}")
            for key, count in self.finds.most_common():
                say(f"  {count} x {key}")

    def end(self) -> None:
        """Print the summary and end the process at once, with 1 when something was found."""
        self.print("done")
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(1 if self.finds else 0)
