"""Every measure is answered as the poor are: one plan in the fields of another measure has the same answers."""

import json
import re

import pytest

from command import text
from plans import real_plan
from povcalc.engine import needs, run
from povcalc.measures import BASES, MEASURES, MULTIDIMENSIONAL, NEAR_POOR, POOR
from povcalc.plan.load import read_text

OTHERS = (NEAR_POOR, MULTIDIMENSIONAL)
KNOWN = """reduction_households: 453
      households: 5329
      poor_households_start: 2816
      poor_households_end: 2363
      poverty_rate_start: 52.84"""


def fields(measure):
    """The fields of the poor with those of another measure: flows stay out, which not every measure has."""
    named = [[each for each in one.figures if each not in (*one.flows, one.of_new)] for one in (POOR, measure)]
    return dict(zip(*named, strict=True))


def swapped(words, measure, mark=":"):
    """A text in which every field of the poor is that of another measure."""
    pairs = fields(measure)
    longest = sorted(pairs, key=len, reverse=True)
    return re.sub(rf"\b({'|'.join(longest)})\b(?={mark})", lambda found: pairs[found[0]], words)


def plan_with(*edits):
    plan = real_plan()
    for old, new in edits:
        assert old in plan
        plan = plan.replace(old, new, 1)
    return plan


PLANS = [
    plan_with(),
    plan_with(("households: 453", "households: 435")),
    plan_with(("households: 11869", "households: 11896")),
    plan_with(("44.35", "4.35")),
    plan_with(("1.99", "19.9")),
    plan_with(("households: 199", "households: -199")),
    plan_with(("{over: 8.50}", "{over: 85.0}")),
    plan_with(("households: 2762", "households: 276200")),
    plan_with(("reduction_households: 453", KNOWN)),
    *(
        plan_with(("reduction_households: 453", KNOWN.replace(old, new)))
        for old, new in [("2816", "2861"), ("2363", "2336"), ("52.84", "58.24"), ("5329", "5239"), ("5329", "532")]
    ),
]


def answered(plan):
    """What check says of a plan: each finding with its place and corrections, and what would verify the most."""
    reading = read_text(plan, "plan.yaml")
    report = run(reading)
    found = [
        (each.code, each.severity, each.place, [(fix.safe, [change.number for change in fix.changes]) for fix in fixes])
        for each in report.findings
        for fixes in [each.suggestions]
    ]
    return found, [(need.field, need.areas, need.verifies) for need in needs(reading, report)]


@pytest.mark.parametrize("measure", OTHERS, ids=["near-poor", "both"])
@pytest.mark.parametrize("plan", PLANS)
def test_findings_corrections_and_what_is_missing(plan, measure):
    found, missing = answered(plan)
    same, also_missing = answered(swapped(plan, measure))
    assert [each[:2] for each in same] == [each[:2] for each in found]
    assert [(place.line, fixes) for _, _, place, fixes in same] == [(place.line, fixes) for _, _, place, fixes in found]
    assert also_missing == [(fields(measure).get(field, field), *rest) for field, *rest in missing]


def data(words, measure, folder):
    """The JSON that a command prints, of its measure alone and without words, its fields named as those of the poor."""
    status, out, err = text(*words, cwd=folder)
    assert out, err
    # What other measures become, and the households beside each, follow from the same change.
    others = {*BASES, *(field for each in MEASURES if each is not measure for field in each.figures)}

    def is_told(value):
        return not isinstance(value, dict) or str(value.get("quantity")) not in others

    def plain(value):
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items() if key not in _WORDS and set(value) != {"en", "vi"}}
        if isinstance(value, list):
            return [plain(each) for each in value if is_told(each)]
        return value

    found = json.dumps(plain(json.loads(out)), sort_keys=True, indent=1)
    for own, other in fields(measure).items():
        found = re.sub(rf"\b{other}\b", own, found)
    return status, found


_WORDS = {
    "columns",
    "notes",
    "message",
    "title",
    "heading",
    "facts",
    "findings",
    "lines",
    "text",
    "column",
    "end_column",
}


@pytest.mark.parametrize("measure", OTHERS, ids=["near-poor", "both"])
@pytest.mark.parametrize(
    "words",
    [
        ["why", "tram-tau.poor_households_start", "{}"],
        ["whatif", "{}", "--set", "tram-tau.reduction_households=500"],
        ["whatif", "{}", "--set", "*.reduction_rate=+0.5", "--rebalance", "total"],
        ["whatif", "{}", "--set", "tram-tau.poverty_rate_end=40", "--rebalance", "others"],
        ["whatif", "{}", "--set", "tram-tau.poor_households_start=2800"],
        ["seek", "tram-tau.poverty_rate_end<=40", "{}", "--vary", "tram-tau.reduction_households"],
        ["seek", "yen-bai.reduction_rate>6", "{}", "--vary", "*.reduction_households"],
        ["compare", "{}", "after.yaml"],
    ],
)
def test_answers(words, measure, tmp_path):
    results = []
    for each in (POOR, measure):
        for name, plan in (("plan.yaml", PLANS[0]), ("after.yaml", PLANS[-4])):
            (tmp_path / name).write_text(swapped(plan, each), "utf-8")
        asked = [swapped(word.format("plan.yaml"), each, mark="(?![a-z_])") for word in words]
        results.append(data([*asked, "--format", "json"], each, tmp_path))
    assert results[0] == results[1]
