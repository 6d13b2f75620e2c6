"""Checking from Python: all checks, and suggestions for what they found."""

from os import PathLike

from povcalc.engine import run
from povcalc.findings import Report
from povcalc.loading import reading_of
from povcalc.plan import Plan
from povcalc.repair.mending import suggested


def check(plan: Plan | str | PathLike[str]) -> Report:
    """Check a plan, or the file that holds one.

    Errors of sums, rates and contradictions have suggestions. A file's report also has what is wrong with its text
    and its shape; so has a plan that `povcalc.read` gave. A plan that was made in code, or changed, has findings
    without places, and no suggestion for it is called safe. Raises `OSError` when a file cannot be read; whatever is
    wrong inside it is in the report.
    """
    reading = reading_of(plan)
    return suggested(reading, run(reading))[0]
