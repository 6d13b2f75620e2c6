"""All files of a run of `povcalc check`, in the order in which they are named."""

from collections.abc import Sequence
from typing import NamedTuple

from povcalc.cli.examining import Done, Job, drawn_file
from povcalc.cli.inputs import Listed, Source, nothing_in, sources
from povcalc.cli.progress import followed
from povcalc.cli.ruling import Ruling, as_checked
from povcalc.cli.streams import Page
from povcalc.cli.workers import Task, examined
from povcalc.messages import Text
from povcalc.output.report import Checked, Trouble


class Ran(NamedTuple):
    """What came of all files; `drawn` is what is shown of each of them on each page, `differences` their diffs."""

    done: tuple[Checked, ...]
    drawn: dict[Page, list[str]]
    differences: tuple[str, ...]
    troubles: tuple[Trouble, ...]
    told: tuple[Text, ...]
    skipped: int
    corrections: int


def run_all(named: Sequence[Listed], ruling: Ruling, job: Job, jobs: int | None) -> Ran:
    """Look at every file that is named; settings that have faults are files of the run, before all others.

    Raises `LostError` when a process that shares the work is lost.
    """
    tasks = [Task(source, ruling.rules(source)) for source in sources(named)]
    faulty = [as_checked(settings) for settings in ruling.faulty]
    troubles = list(ruling.troubles)
    found = list(followed(examined(tasks, job, jobs), len(tasks), quiet=job.quiet))
    left = iter(found)
    skipped = 0
    for each in named:
        skipped += each.skipped
        own = [next(left) if isinstance(part, Source) else Done(troubles=(part,)) for part in each.parts]
        skipped += sum(done.checked is None and not done.troubles for done in own)
        troubles += [trouble for done in own for trouble in done.troubles]
        if each.folder is not None and not any(done.checked is not None or done.troubles for done in own):
            troubles.append(nothing_in(each.folder))
    shown = {
        page: [
            *(drawn_file(page, checked, job) for checked in faulty),
            *(done.drawn[number] for done in found if done.drawn),
        ]
        for number, page in enumerate(job.pages)
    }
    return Ran(
        (*faulty, *(done.checked for done in found if done.checked is not None)),
        shown,
        tuple(done.difference for done in found),
        tuple(troubles),
        tuple(words for done in found for words in done.told),
        skipped,
        sum(done.corrections for done in found),
    )
