"""The files of a run looked at one after another, or in several processes when that is faster; always in order."""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, NoReturn

from povcalc.cli.examining import Done, Job, Rules, examine
from povcalc.cli.inputs import Source
from povcalc.messages import Text, say

FORKS = sys.platform == "linux"
"""Whether processes are begun as copies of this one; elsewhere that is not safe, and each has to import everything."""

_WORTH = 200_000 if FORKS else 2_000_000
"""So many bytes of plans take longer than it does to begin more processes; `bench/README.md` has what was measured."""

_CHUNK = 60_000
"""About so many bytes are given to a process at a time: enough to make handing over cheap, few enough to share well."""

_AHEAD = 4
"""So many chunks a process are under way or wait for their turn; memory does not grow with what is still to do."""


class Task(NamedTuple):
    """Something to be read, and the rules that hold for it."""

    source: Source
    rules: Rules


class LostError(Exception):
    """A process ended before it had told what it found; `why` says so in words."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.why: Text = say(
            "a process that checked {name} and the files behind it was ended from outside, perhaps for want of memory; "
            "nothing is reported. Run povcalc again, with --jobs 1 if it happens again",
            "một tiến trình đang kiểm tra {name} và các tệp sau đó đã bị dừng từ bên ngoài, có thể do thiếu bộ nhớ; "
            "không có kết quả. Hãy chạy lại povcalc, kèm --jobs 1 nếu lặp lại",
            name=name,
        )


class UnusableJobsError(ValueError):
    """`--jobs` does not say how many processes there are to be; `why` says so in words."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.why: Text = say(
            "--jobs takes a number of processes from 1 to {most}, not {word}",
            "--jobs nhận số tiến trình từ 1 đến {most}, không phải {word}",
            most=_MOST,
            word=word or "''",
        )


_MOST = 256


def processes(word: str | None) -> int | None:
    """How many processes `--jobs` asks for. Raises `UnusableJobsError`."""
    if word is None:
        return None
    if not (word.isascii() and word.isdigit() and len(word) <= len(str(_MOST)) and 1 <= int(word) <= _MOST):
        raise UnusableJobsError(word)
    return int(word)


def examined(tasks: Sequence[Task], job: Job, jobs: int | None) -> Iterator[Done]:
    """What comes of each task, in their order.

    With several `jobs` that many processes share the work; `None` is as many as there are processors, if the files
    are large enough. Raises `LostError` when one of them is lost.
    """
    sizes = [_size(task.source) for task in tasks]
    count = min(_worth(sizes) if jobs is None else jobs, len(tasks))
    # Corrections are written one after another, and what is no plain file may not be there for another process.
    if count < _SEVERAL or job.fix or job.whole or None in sizes:
        yield from (examine(task.source, task.rules, job) for task in tasks)
    else:
        yield from _shared(list(_chunks(tasks, [size or 0 for size in sizes])), job, count)


_SEVERAL = 2


def _size(source: Source) -> int | None:
    """The bytes of a file; `None` for what is no plain file."""
    try:
        # A Path would lose a leading ./
        return os.path.getsize(source.name) if os.path.isfile(source.name) and source.is_file else None  # noqa: PTH113, PTH202
    except OSError:
        return None


def _worth(sizes: Sequence[int | None]) -> int:
    """How many processes are worth beginning."""
    if sum(size or 0 for size in sizes) < _WORTH:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chunks(tasks: Sequence[Task], sizes: Sequence[int]) -> Iterator[tuple[Task, ...]]:
    """The tasks in handfuls of about the same size."""
    chunk: list[Task] = []
    weight = 0
    for task, size in zip(tasks, sizes, strict=True):
        chunk.append(task)
        weight += size
        if weight >= _CHUNK:
            yield tuple(chunk)
            chunk, weight = [], 0
    if chunk:
        yield tuple(chunk)


def _shared(chunks: Sequence[tuple[Task, ...]], job: Job, count: int) -> Iterator[Done]:
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    context = get_context("fork" if FORKS else "spawn")
    pool = ProcessPoolExecutor(count, context, _begin, (job,))
    waiting: deque[tuple[tuple[Task, ...], Future[list[Done]]]] = deque()
    left = iter(chunks)
    try:
        for chunk in islice(left, count * _AHEAD):
            waiting.append((chunk, pool.submit(_work, chunk)))
        while waiting:
            chunk, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                raise LostError(chunk[0].source.name) from None
            for following in islice(left, 1):
                waiting.append((following, pool.submit(_work, following)))
    finally:
        pool.shutdown(cancel_futures=True)


class _Here:
    """What this process does with every file."""

    job = Job()


def _begin(job: Job) -> None:
    """Make a process ready for work: ^C is told to the first one, and without it there is nobody to work for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Here.job = job


def _end_with_parent() -> NoReturn:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
    os._exit(1)


def _work(chunk: tuple[Task, ...]) -> list[Done]:
    return [examine(task.source, task.rules, _Here.job) for task in chunk]
