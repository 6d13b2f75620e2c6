"""Tries mutants in one warm process: a fork for each, in which the changed functions have their new code.

    python tests/mutation/warm.py JOB RESULTS

`run.py` runs this in a copy of the repository with an environment of its own, and says in the file JOB which tests and
which mutants. The tests are collected once and run once, to see which functions each of them reaches, in commands too;
then each mutant is tried on the tests that reach what it changes, the quickest first, until one fails. The changed
module also stands in the copy while it is tried, so that a program that a test starts has it as well. What cannot be
exchanged in a process that has imported it, such as a constant, is tried in a fork of the process before the import.
"""

import ast
import contextlib
import gc
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper, partial
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from pkgutil import walk_packages
from types import CodeType, FunctionType
from typing import Any, NamedTuple, NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "povcalc"
COMMAND = str(Path(sys.executable).with_name("povcalc"))
LIBRARIES = ("hypothesis", "pydantic", "rich.console", "typer", "yaml", "openpyxl", "jsonschema")
SURVIVED, KILLED = 0, 1
CODE_OF_FUNCTION = 1  # a flag of the code object: that of a class body or a module does not have it
MEMORY = 4 << 30

Key = tuple[str, str, int]
"""A function: its file, its name and its first line."""


class Try(NamedTuple):
    """A mutant: its module, the line and the whole text; and the test files that are left out for it."""

    module: str
    line: int
    text: str
    without: list[str]


class Changed(NamedTuple):
    """What a mutant changes: the new code of functions, which of them hold the change, and whether more is changed."""

    codes: dict[Key, CodeType]
    inner: set[Key]
    is_more: bool


def key(code: CodeType) -> Key:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def changed(file: Path, text: str) -> Changed:
    """What becomes of a module's functions when its text is this."""
    found = Changed({}, set(), is_more=False)
    with warnings.catch_warnings(action="ignore"):  # pytest makes errors of them, of `1 is not number` too
        old, new = (compile(source, str(file), "exec") for source in (file.read_text(encoding="utf-8"), text))
    return _changed(old, new, found)


def _changed(old: CodeType, new: CodeType, found: Changed) -> Changed:
    def own(code: CodeType) -> tuple[object, ...]:
        constants = [(type(each), repr(each)) for each in code.co_consts if not isinstance(each, CodeType)]
        return code.co_code, constants, code.co_names, code.co_varnames, code.co_exceptiontable

    is_function = bool(new.co_flags & CODE_OF_FUNCTION)
    if is_function and old != new:
        found.codes[key(old)] = new
    if own(old) != own(new):
        if is_function:
            found.inner.add(key(old))
        else:
            found = found._replace(is_more=True)
    inside = [[each for each in code.co_consts if isinstance(each, CodeType)] for code in (old, new)]
    for one, other in zip(*inside, strict=False):
        found = _changed(one, other, found)
    return found


def forked(work: Callable[[], int], seconds: float) -> int:
    """What a fork of this process ends with; KILLED where it takes longer than it may."""
    child = os.fork()
    if child:
        return _ended(child, seconds)
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nowhere, number)
        status = work()
    except BaseException:  # noqa: BLE001 - whatever a mutant does, it is noticed
        status = KILLED
    os._exit(status)


def _ended(child: int, seconds: float) -> int:
    """The status of a child, which is ended with all that it started."""
    end = time.monotonic() + seconds
    ended, status = os.waitpid(child, os.WNOHANG)
    while not ended and time.monotonic() < end:
        time.sleep(0.01)
        ended, status = os.waitpid(child, os.WNOHANG)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if not ended:
        _, status = os.waitpid(child, 0)
    return SURVIVED if status == 0 else KILLED


class Commands:
    """The installed command in a fork of this process: what it prints and ends with, without a start of Python."""

    def __init__(self) -> None:
        self._run = subprocess.run
        subprocess.run = self.run  # type: ignore[assignment]
        # The process that tests otherwise run it in has imported the package without any mutant.
        sys.path.insert(0, str(ROOT / "tests"))
        command = import_module("command")
        command.povcalc = command.anew  # type: ignore[attr-defined]

    def run(self, words: Any, **given: Any) -> Any:
        env = given.get("env") or {}
        is_plain = env.get("LANG") == "C.UTF-8" and not any(name.startswith(("PYTHON", "LC_")) for name in env)
        known = {"input", "cwd", "env", "capture_output", "check"}
        if not isinstance(words, list) or words[0] != COMMAND or not is_plain or set(given) != known:
            return self._run(words, **given)
        inside, outside = zip(*(os.pipe() for _ in range(3)), strict=True)
        ends = (inside[0], outside[1], outside[2])
        child = os.fork()
        if not child:
            for number, end in enumerate(ends):
                os.dup2(end, number)
            for end in (*inside, *outside):
                os.close(end)
            _main([str(word) for word in words], str(given["cwd"]), env)
        for end in ends:
            os.close(end)
        out, err = _exchanged(outside[0], given["input"], inside[1:])
        _, status = os.waitpid(child, 0)
        return subprocess.CompletedProcess(words, os.waitstatus_to_exitcode(status), out, err)


def _exchanged(to: int, given: bytes | None, read: tuple[int, ...]) -> list[bytes]:
    """Feed a child and take all that it writes."""
    taken: list[bytes] = [b""] * len(read)

    def feed() -> None:
        with contextlib.suppress(BrokenPipeError), open(to, "wb") as file:
            file.write(given or b"")

    def take(at: int) -> None:
        with open(read[at], "rb") as file:
            taken[at] = file.read()

    threads = [threading.Thread(target=feed)]
    threads += [threading.Thread(target=take, args=(at,)) for at in range(len(read))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def _main(words: list[str], cwd: str, env: dict[str, str]) -> NoReturn:
    """Be the command, in a fork."""
    status = 120
    try:
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        sys.argv = words
        sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        warnings.resetwarnings()
        warnings.simplefilter("ignore")
        signal.signal(signal.SIGINT, signal.default_int_handler)
        import_module("povcalc.cli").main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        for file in (sys.stdout, sys.stderr):
            file.flush()
    finally:
        os._exit(status)


REACHED: int | None = None
"""While it is measured which functions a test reaches: the file that they are written to."""


def trace() -> None:
    """Write each function of the package to the file `REACHED`, once in a process."""
    seen: dict[int, CodeType] = {}
    package = str(PACKAGE)

    def called(frame: Any, _event: str, _: object) -> None:
        code = frame.f_code
        if id(code) not in seen:
            seen[id(code)] = code
            if REACHED is not None and code.co_filename.startswith(package):
                os.write(REACHED, json.dumps(key(code)).encode() + b"\n")

    sys.settrace(called)


class Measured(NamedTuple):
    """A test as it is without any mutant: the functions that it reaches, and how long it takes."""

    reached: set[Key]
    seconds: float


class Warm:
    """The plugin of pytest that tries mutants instead of running the collected tests."""

    def __init__(self, tries: list[Try], most: float, of_file: float, tell: Callable[..., None]) -> None:
        self.tries = tries
        self.most = most
        self.of_file = of_file
        self.tell = tell
        self.anew: dict[int, list[str]] = {}
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for module in walk_packages([str(PACKAGE)], "povcalc."):
            if not module.name.endswith("__main__"):
                with contextlib.suppress(ImportError):
                    import_module(module.name)
        self.functions: dict[Key, list[FunctionType]] = {}
        self.caches = []
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(str(PACKAGE)):
                self.functions.setdefault(key(each.__code__), []).append(each)
            elif isinstance(each, _lru_cache_wrapper) and _is_ours(each):
                self.caches.append(each)
        gc.freeze()
        tests = self._measured(session)
        for at, mutant in enumerate(self.tries):
            self._try(at, mutant, session, tests)
        return True

    def _measured(self, session: pytest.Session) -> dict[str, Measured]:
        """The tests by their names; one that fails here is of no use and left out."""
        notes = ROOT / "reached"
        notes.unlink(missing_ok=True)
        forked(lambda: self._measure(session, notes), 7200)
        tests = {}
        for line in notes.read_text(encoding="utf-8").splitlines():
            name, seconds, keys, failed = json.loads(line)
            if failed:
                print(f"fails without any mutant: {name}", flush=True)
            else:
                tests[name] = Measured({(file, function, at) for file, function, at in keys}, seconds)
        return tests

    def _measure(self, session: pytest.Session, notes: Path) -> int:
        global REACHED  # noqa: PLW0603 - forks of this process write there too
        part = ROOT / "part"
        REACHED = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        spent: dict[str, float] = defaultdict(float)
        with notes.open("w", encoding="utf-8") as file:
            for item in session.items:
                name = item.nodeid.partition("::")[0]
                if spent[name] >= self.of_file:
                    continue
                os.ftruncate(REACHED, 0)
                self._forget()
                begin, self.failed = sum(os.times()[:4]), False
                trace()  # anew for each test
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                sys.settrace(None)
                keys = sorted({tuple(json.loads(line)) for line in part.read_text(encoding="utf-8").splitlines()})
                seconds = sum(os.times()[:4]) - begin
                spent[name] += seconds
                file.write(json.dumps((item.nodeid, seconds, keys, self.failed)) + "\n")
                file.flush()
        return SURVIVED

    def _forget(self) -> None:
        """Empty the caches of functions, so that each test calls what it needs."""
        for each in self.caches:
            each.cache_clear()

    def _try(self, at: int, mutant: Try, session: pytest.Session, tests: dict[str, Measured]) -> None:
        file = PACKAGE / mutant.module
        found = changed(file, mutant.text)
        items = self._reaching(found.inner, session, tests)
        is_anew = found.is_more or not items  # a function that no test reaches may have made a constant
        if is_anew:
            names = defined(mutant.text, mutant.line)
            users = self._reaching(self._users(file, names), session, tests)
            users += [item for item in session.items if item.nodeid in tests and not names.isdisjoint(_words(item))]
            of_module = {place for place in self.functions if place[0] == str(file)}
            items = [*dict.fromkeys(users)] or self._reaching(of_module, session, tests)
        items = [item for item in items if item.nodeid.partition("::")[0] not in mutant.without]
        items.sort(key=lambda item: tests[item.nodeid].seconds)
        sums = accumulate(tests[item.nodeid].seconds for item in items)
        items = [item for item, until in zip(items, sums, strict=True) if until <= self.most]
        if is_anew:
            self.anew[at] = [item.nodeid for item in items]
            return
        by = ROOT / "by"
        with standing(file, mutant.text):
            seconds = [tests[item.nodeid].seconds for item in items]
            is_killed = forked(lambda: self._run(found, items, seconds, by), 60 + 20 * sum(seconds)) != SURVIVED
        why = by.read_text(encoding="utf-8") if is_killed else f"{len(items)} tests"
        self.tell(at, why, is_killed=is_killed)

    @staticmethod
    def _reaching(keys: set[Key], session: pytest.Session, tests: dict[str, Measured]) -> list[pytest.Item]:
        """The tests that reach some functions."""
        useful = [item for item in session.items if item.nodeid in tests]
        return [item for item in useful if not keys.isdisjoint(tests[item.nodeid].reached)]

    def _users(self, file: Path, names: set[str]) -> set[Key]:
        """The functions of the package that use names of a module, and those of its classes that are so named."""
        inside = {place for place in self.functions if place[0] == str(file) and place[1].partition(".")[0] in names}
        codes = {place: function.__code__ for place, (function, *_) in self.functions.items()}
        return inside | {place for place, code in codes.items() if not names.isdisjoint(used(code))}

    def _run(self, found: Changed, items: list[pytest.Item], seconds: list[float], by: Path) -> int:
        for place, code in found.codes.items():
            for function in self.functions.get(place, ()):
                function.__code__ = code
        self._forget()
        for item, following, usual in zip(items, [*items[1:], None], seconds, strict=False):
            by.write_text(item.nodeid, encoding="utf-8")
            # Processor time, which other work on the machine does not change: a mutant may never end.
            most = int(time.process_time() + 3 + 5 * usual)
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
            self.failed = False
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return KILLED
        return SURVIVED


class Only:
    """The plugin of pytest that runs some of the tests."""

    def __init__(self, names: list[str]) -> None:
        self.names = set(names)
        self.failed = False

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.failed = self.failed or report.failed

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self.names]


def defined(text: str, line: int) -> set[str]:
    """The names of a module that a line defines, and those that are made of them."""
    statements = ast.parse(text).body
    made = {id(node): _targets(node) for node in statements}
    names = {name for node in statements if node.lineno <= line <= (node.end_lineno or 0) for name in made[id(node)]}
    while True:
        more = {
            name
            for node in statements
            if not isinstance(node, ast.FunctionDef)
            and any(isinstance(each, ast.Name) and each.id in names for each in ast.walk(node))
            for name in made[id(node)]
        }
        if more <= names:
            return names
        names |= more


def _targets(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
    return {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}


def used(code: CodeType) -> set[str]:
    """The names that a function uses, and what is inside it."""
    inside = [used(each) for each in code.co_consts if isinstance(each, CodeType)]
    return {*code.co_names}.union(*inside)


def _words(item: pytest.Item) -> set[str]:
    """The names that a test itself uses."""
    function = getattr(item, "function", None)
    return used(function.__code__) if isinstance(function, FunctionType) else set()


def _is_ours(cache: Any) -> bool:
    code = getattr(cache.__wrapped__, "__code__", None)
    is_ours = code is not None and code.co_filename.startswith((str(PACKAGE), str(ROOT / "tests")))
    return is_ours and cache.__module__ != "povcalc.messages"  # `conftest.py` adds to a catalogue that is kept there


@contextlib.contextmanager
def standing(file: Path, text: str) -> Iterator[None]:
    """The mutant in the place of its module."""
    kept = file.read_bytes()
    file.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        file.write_bytes(kept)


def run_pytest(files: list[str], plugin: object) -> int:
    """Run pytest in this process; Hypothesis, already imported, needs none of its rewriting."""
    quietly = ["-q", "-x", "-s", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    return int(pytest.main([*files, *quietly, "-p", "quick"], plugins=[plugin]))


def anew(names: list[str]) -> int:
    """Import everything and run these tests, in a fork of a process that has not imported the package."""
    only = Only(names)
    status = run_pytest(sorted({name.partition("::")[0] for name in names}), only)
    # Snapshots that are not used here make pytest end with 1, as a failed test does.
    return KILLED if only.failed or status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) else SURVIVED


def main() -> None:
    """Try the mutants of a job, those that need a new import last."""
    job, results, left = Path(sys.argv[1]), Path(sys.argv[2]), ROOT / "left"
    files, most, of_file, given = json.loads(job.read_text(encoding="utf-8"))
    tries = [Try(*each) for each in given]
    sys.dont_write_bytecode = True
    for name in LIBRARIES:
        import_module(name)
    Commands()

    def tell(at: int, why: str, *, is_killed: bool) -> None:
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps((at, is_killed, why)) + "\n")

    child = os.fork()
    if not child:
        warm = Warm(tries, most, of_file, tell)
        run_pytest(files, warm)
        left.write_text(json.dumps([*warm.anew.items()]), encoding="utf-8")
        sys.stdout.flush()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status:
        raise SystemExit("the tests could not be collected")
    for at, names in json.loads(left.read_text(encoding="utf-8")):
        with standing(PACKAGE / tries[at].module, tries[at].text):
            is_killed = bool(names) and forked(partial(anew, names), 900) != SURVIVED
        tell(at, f"{len(names)} tests, imported anew", is_killed=is_killed)


if __name__ == "__main__":
    main()
