"""One file of a run of `povcalc check`: read it, check it, mend it, and draw what is shown of it.

Nothing is printed and nothing is remembered here, so that files can be looked at in any process, in any order.
"""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from povcalc import engine
from povcalc.cli.inputs import Source, read_source
from povcalc.cli.streams import Page, drawn
from povcalc.cli.tables import Tables, with_tables
from povcalc.findings import Severity
from povcalc.messages import Lang, Text
from povcalc.output.report import Checked, Trouble
from povcalc.plan.assumptions import Options
from povcalc.plan.load import Reading
from povcalc.plan.model import Plan

if TYPE_CHECKING:
    from povcalc.checks.base import Check


class Rules(NamedTuple):
    """By which rules a file is checked.

    `assumed` is what the user assumes whatever the plan says, `otherwise` what is assumed where the plan says nothing.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    assumed: Options = Options()
    otherwise: Options = Options()
    strict: bool = False
    fail_undecided: bool = False

    def options(self, plan: Plan | None) -> Options:
        """What is assumed of a plan, where it is not the plan's own word that counts."""
        return self.assumed.before(plan, self.otherwise)


class Job(NamedTuple):
    """What is done with every file of a run.

    Errors get suggestions when `suggest` is set; `diff` and `fix` are the options of these names. Tables are drawn for
    each of the `pages`. A file is only kept `whole` when it is to be saved, and its text and the values in it when a
    writer asks for the `values`.
    """

    lang: Lang = Lang.EN
    tables: Tables = ()
    suggest: bool = False
    diff: bool = False
    fix: bool = False
    quiet: bool = False
    pages: tuple[Page, ...] = ()
    whole: bool = False
    values: bool = False


class Done(NamedTuple):
    """What came of one file.

    `checked` is `None` for what is no plan or could not be read; then `troubles` say why, unless it is passed over.
    `told` are words about the run; `drawn` is what is shown of the file on each page; `difference` is the unified diff
    of so many safe `corrections`.
    """

    checked: Checked | None = None
    troubles: tuple[Trouble, ...] = ()
    told: tuple[Text, ...] = ()
    drawn: tuple[str, ...] = ()
    difference: str = ""
    corrections: int = 0


def examine(source: Source, rules: Rules, job: Job) -> Done:
    """Do with one file all that is to be done with it. Its corrections are written when the job is to `fix`."""
    done = _examined(source, rules, job)
    checked = done.checked
    if checked is None:
        return done
    done = done._replace(drawn=tuple(drawn_file(page, checked, job) for page in job.pages))
    return done if job.whole else done._replace(checked=_light(checked, values=job.values))


def drawn_file(page: Page, checked: Checked, job: Job) -> str:
    """What is shown of a file on a page."""
    from povcalc.output.console import show_file

    return drawn(page, lambda console: show_file(console, checked, job.lang, quiet=job.quiet))


def _examined(source: Source, rules: Rules, job: Job) -> Done:
    reading = read_source(source)
    if reading is None or isinstance(reading, Trouble):
        return Done(troubles=() if reading is None else (reading,))
    reading, added = with_tables(reading, job.tables)
    told = () if added is None else (added,)
    checked = _checked(reading, source, rules)
    if not job.suggest or not checked.report.weighing(Severity.ERROR):
        return Done(checked, told=told)
    from povcalc.cli.mending import difference, with_suggestions, write_corrections

    checked, mended = with_suggestions(checked)
    if job.diff:
        return Done(checked, told=told, difference=difference(checked, mended), corrections=len(mended.corrections))
    if not job.fix or not mended.corrections:
        return Done(checked, told=told)
    what, trouble = write_corrections(checked, mended)
    if trouble is not None:
        return Done(checked, (trouble,), told)
    again = _examined(source, rules, job._replace(fix=False))
    # What the tables add has been told.
    return again._replace(told=(*told, what))


def _checked(reading: Reading, source: Source, rules: Rules) -> Checked:
    options = rules.options(reading.plan)
    report = engine.run(reading, _chosen(rules.select, rules.ignore), options)
    return Checked(reading, report, source.built_in, options, rules.strict, rules.fail_undecided)


@cache
def _chosen(select: tuple[str, ...], ignore: tuple[str, ...]) -> "tuple[Check, ...]":
    return engine.choose(select, ignore)


def _light(checked: Checked, *, values: bool) -> Checked:
    """A checked file without what no writer looks at any more: in a run of thousands it would fill the memory.

    What the document is called stays, and its text with the values in it where a writer asks for these.
    """
    reading, plan = checked.reading, checked.reading.plan
    if plan is not None:
        sections = dict.fromkeys(type(plan).model_fields.keys() - {"povcalc", "document"})
        plan = plan.model_copy(update=sections)
    # Not the whole of a reading could be handed from one process to another.
    light = Reading(reading.name, None, plan, unread=reading.unread, added={})
    if values:
        light = light._replace(document=reading.document, tables=reading.tables, added=dict(reading.added))
    return checked._replace(reading=light)
