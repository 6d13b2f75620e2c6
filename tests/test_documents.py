"""Documents: what is read from them, what a draft holds, and how a plan is held to its document."""

from pathlib import Path

import pytest
import yaml

from povcalc.document.draft import Draft, draft
from povcalc.document.grammar import CUES, NUMBER, Grammar, Style
from povcalc.document.reader import read_document
from povcalc.messages import Lang
from povcalc.plan.edit import figure_text
from povcalc.plan.load import read_text

HEADS = {
    ("plan", False): "KẾ HOẠCH\n\nGiảm nghèo năm 2023 của tỉnh Bắc Lâm\n\n",
    ("result", False): "BÁO CÁO\n\nKết quả rà soát hộ nghèo năm 2023 của tỉnh Bắc Lâm\n\n",
    ("plan", True): "Plan for poverty reduction in 2023\n\n",
    ("result", True): "Report on poverty in 2023\n\n",
}
CASES = yaml.load((Path(__file__).parent / "documents" / "corpus.yaml").read_text(), yaml.BaseLoader)  # noqa: S506 - texts, and no tags


def text_of(case) -> str:
    return HEADS[case["kind"], case["pattern"] == "English"] + case["text"]


def held(made: Draft) -> dict[str, dict[str, str]]:
    """What a draft holds, as the corpus has it."""
    return {
        "." if area.key is None else area.name: {
            field: figure_text(placed.figure) for field, placed in area.figures.items() if placed.figure is not None
        }
        for area in made.areas
    }


def doubts(made: Draft) -> dict[str, list[str]]:
    found = {
        "." if area.key is None else area.name: [
            field for field, placed in area.figures.items() if placed.figure is None
        ]
        for area in made.areas
    }
    return {area: fields for area, fields in found.items() if fields}


@pytest.mark.parametrize("case", CASES, ids=[f"{at}-{case['pattern']}" for at, case in enumerate(CASES)])
def test_a_draft_of_each_pattern_holds_what_is_stated(case):
    made = draft(read_document(text_of(case).encode(), "document.txt"), speak=Lang.EN)
    assert {".": {}, **held(made)} == {".": {}, **case["stated"]}
    assert {area: set(fields) for area, fields in doubts(made).items()} == {
        area: set(fields) for area, fields in case.get("doubtful", {}).items()
    }
    plan = read_text(made.text, "draft.yaml")
    assert not plan.misfits
    assert not plan.document.traps
    if "funding" in case:
        funding = plan.plan.funding
        assert figure_text(funding.total) == case["funding"]["total"]
        assert [figure_text(line.amount) for line in funding.lines] == case["funding"]["lines"]


@pytest.mark.parametrize("rule", CUES, ids=[rule.example for rule in CUES])
def test_each_cue_is_found_in_its_example(rule):
    grammar = Grammar([], Style())
    text = rule.example if NUMBER.search(rule.example) else f"{rule.example} 1%"
    assert rule.cue in {token.cue for token in grammar.tokens(text, 0, len(text))}
