"""Plans as texts, for tests: written line by line, so that a figure is found again by what stands there."""

from povcalc.checks import ALL
from povcalc.engine import run
from povcalc.findings import Finding, Outcome, Report, Severity
from povcalc.messages import Lang
from povcalc.places import dotted
from povcalc.plan.load import built_in, read_text

HEAD = "povcalc: 1\ndocument: {title: A plan}\n"
FIGURES = tuple(check for check in ALL if check.family in "TF")
"""The checks of figures: those of the text and its shape have tests of their own."""
OFF = """\
targets:
  id: r
  name: R
  reduction_households: 31
  areas:
    - {id: a, name: A, reduction_households: 18}
    - {id: b, name: B, reduction_households: 12}
"""
"""A plan whose sum is off by one: T101 at the root."""


def both(words):
    """What a message says in English and in Vietnamese."""
    return words.to(Lang.EN), words.to(Lang.VI)


def area(identifier, *inside, **figures):
    """The lines of an area, called by its id in capitals; each figure is what stands behind its key."""
    lines = [f"id: {identifier}", f"name: {identifier.upper()}"]
    lines += [f"{field}: {figure}" for field, figure in figures.items()]
    if inside:
        lines.append("areas:")
        for child in inside:
            lines += [("  - " if first == 0 else "    ") + line for first, line in enumerate(child)]
    return lines


def targets(*inside, **figures):
    """A plan whose root area is R."""
    return HEAD + "targets:\n" + "".join(f"  {line}\n" for line in area("r", *inside, **figures))


def funding(total, *amounts, names=(), unit="million VND"):
    """A plan with lines L0, L1 and so on, unless names are given; `None` leaves an amount out."""
    lines = ["funding:", f"  unit: {unit}"]
    if total is not None:
        lines.append(f"  total: {total}")
    if amounts:
        lines.append("  lines:")
    for index, amount in enumerate(amounts):
        lines += [f"    - id: l{index}", f"      name: {names[index] if names else f'L{index}'}"]
        if amount is not None:
            lines.append(f"      amount: {amount}")
    return HEAD + "\n".join(lines) + "\n"


def checked(text) -> Report:
    """The report of the checks of figures, none of which may break."""
    reading = read_text(text, "plan.yaml")
    assert reading.misfits == ()
    report = run(reading, FIGURES)
    assert [row.why for row in report.runs if row.outcome is Outcome.BROKEN] == []
    return report


def real_plan() -> str:
    return built_in()[0].decode()


def edited(old, new, *, behind="") -> str:
    """The plan of 2019 with one edit: the first `old` behind some words."""
    text = real_plan()
    start = text.index(old, text.index(behind))
    return text[:start] + new + text[start + len(old) :]


def at(text, finding: Finding):
    """What stands at the place of a finding."""
    line, column, end_line, end_column = finding.place
    assert line == end_line
    return text.splitlines()[line - 1][column - 1 : end_column - 1]


def told(text):
    """Code, path and what stands at the place, of each finding of a check of figures."""
    return [(finding.code, dotted(finding.path), at(text, finding)) for finding in checked(text).findings]


def graver(text):
    """As `told`, without notes."""
    found = [finding for finding in checked(text).findings if finding.severity is not Severity.NOTE]
    return [(finding.code, dotted(finding.path), at(text, finding)) for finding in found]


def only(text) -> Finding:
    """The one finding."""
    (finding,) = checked(text).findings
    return finding


def outcome(text, code) -> Outcome:
    return next(row.outcome for row in checked(text).runs if row.code == code)


def held(text, code):
    """How often a check held."""
    return next(row.held for row in checked(text).runs if row.code == code)


def why(text, code):
    """Why a check did not decide, in English."""
    return next(row.why.to(Lang.EN) for row in checked(text).runs if row.code == code)


def errors(text):
    """The codes of the errors."""
    return {finding.code for finding in checked(text).findings if finding.severity is Severity.ERROR}


def codes(text):
    return {finding.code for finding in checked(text).findings}


def told_by(text, family):
    """Code, path and finding, of each finding of one family, every check having run."""
    report = run(read_text(text, "plan.yaml"))
    assert [row.why for row in report.runs if row.outcome is Outcome.BROKEN] == []
    return [(each.code, dotted(each.path), each) for each in report.findings if each.code.startswith(family)]


def outcome_of(text, code) -> Outcome:
    """How a check of any family ended."""
    return next(row.outcome for row in run(read_text(text, "plan.yaml")).runs if row.code == code)
