"""The JSON Schema of the file format: complete, committed as made, and of one mind with the models."""

import copy
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from povcalc.messages import Lang
from povcalc.plan.fields import MEASURED
from povcalc.plan.load import read_text
from povcalc.plan.model import Area
from povcalc.plan.schema import json_schema, schema_text

COMMITTED = Path(__file__).parents[1] / "schema" / "plan.schema.json"
SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)

SMALL = {
    "povcalc": 1,
    "document": {"title": "Kế hoạch"},
    "targets": {"id": "yen-bai", "name": "Tỉnh Yên Bái"},
}
FULL = {
    "povcalc": 1,
    "document": {
        "number": "131-KH/TU",
        "kind": "plan",
        "language": "vi",
        "title": {"vi": "Kế hoạch", "en": "Plan"},
        "issuer": "Tỉnh ủy",
        "signatory": {"name": "Phạm Thị Thanh Trà", "office": "Bí thư"},
        "issued": "2019-04-19",
        "period": {"from": 2019, "to": 2021},
        "as_of": "2021-06-30",
        "pursuant_to": [{"number": "144-CTr/TU", "title": "Chương trình", "issuer": "Tỉnh ủy", "issued": "2019-02-15"}],
        "published": {"by": "Báo Yên Bái", "date": "2019-04-23"},
        "source": "Báo Yên Bái",
        "file": "ke-hoach-131.docx",
    },
    "purpose": {"text": "Giảm nghèo bền vững", "ref": "A.1"},
    "requirements": {"text": "Sát thực tế"},
    "objective": {"text": "Giảm nghèo"},
    "targets": {
        "id": "yen-bai",
        "name": {"vi": "Tỉnh Yên Bái", "en": "Yên Bái province"},
        "kind": "province",
        "rounded_to": 10,
        "unit": "persons",
        "code": "15",
        "formerly": ["yen-bai", "lao-cai"],
        "partial": True,
        "planned": dict.fromkeys(Area.FIGURES, 5),
        "percent_of_plan": 111,
        "households": {"at_least": 1},
        "reduction_rate": {"over": 5.8},
        "reduction_households": {"min": 1, "max": 11869},
        "ref": "B.2",
        "areas": [
            {
                "id": "tram-tau",
                "name": "Huyện Trạm Tấu",
                "kind": "district",
                **dict.fromkeys(Area.FIGURES[3:], 1),
                "households_start": 5000,
                "households_end": {"under": 6000},
                "poor_households_start": {"at_most": 3000},
                "poor_households_end": {"about": 2500, "x-note": "làm tròn"},
                "poverty_rate_start": 52.85,
                "poverty_rate_end": 44.35,
                "reduction_households": -5,
                "reduction_rate": -0.5,
                "x-seen": None,
                "breakdowns": [
                    {
                        "id": "zone",
                        "name": "Vùng",
                        "partial": True,
                        "overlapping": True,
                        "parts": [
                            {
                                "id": "high",
                                "name": "Vùng cao",
                                "share_of_poor_start": 84.54,
                                "share_of_poor_end": {"over": 85},
                                "members": ["xa-ho"],
                            }
                        ],
                        "ref": "B.3",
                    }
                ],
            }
        ],
    },
    "funding": {
        "unit": "million VND",
        "total": {"about": 5440412},
        "rounded_to": 1,
        "disbursed": {"at_least": 5300000},
        "disbursed_share": 97.4,
        "partial": True,
        "lines": [
            {
                "id": "central",
                "name": "Vốn Trung ương",
                "unit": "tỷ đồng",
                "rounded_to": 10,
                "amount": 7.736,
                "share": 29.8,
                "disbursed": 7.5,
                "disbursed_share": 96.9,
                "partial": True,
                "lines": [{"id": "investment", "name": "Vốn đầu tư", "amount": 3}],
                "ref": "C.IV",
            }
        ],
        "breakdowns": [
            {
                "id": "by-year",
                "name": "Theo năm",
                "partial": True,
                "lines": [{"id": "y1", "name": "Năm 1", "lines": [{"id": "central", "amount": 2}]}],
                "ref": "C.IV",
            }
        ],
        "ref": "C.IV",
    },
    "poverty_standard": {
        "basis": {"number": "59/2015/QĐ-TTg"},
        "dimensions": [{"id": "health", "name": "Y tế", "indicators": [{"id": "insurance", "name": "Bảo hiểm y tế"}]}],
        "ref": "C.III.2",
    },
    "measures": [{"title": "Truyền thông", "items": [{"text": "Đổi mới", "ref": "C.I.1"}], "ref": "C.I"}],
    "schedule": {
        "phases": [
            {
                "id": "start",
                "text": "Triển khai",
                "from": "2019-04-20",
                "to": "2019-04-30",
                "actors": ["labour"],
                "partners": ["finance"],
                "ref": "D.1",
            }
        ],
        "deadlines": [
            {"id": "first", "text": "Báo cáo sơ bộ", "report": "preliminary", "before": "2019-11-15"},
            {
                "id": "last",
                "text": "Báo cáo",
                "on": "2019-12-10",
                "actors": ["labour"],
                "to": "committee",
                "ref": "D.3",
            },
        ],
        "ref": "D",
    },
    "actors": [
        {
            "id": "labour",
            "name": "Sở Lao động",
            "duties": [{"text": "Chủ trì", "role": "leads", "with": ["finance"], "areas": ["tram-tau"], "ref": "E.5"}],
            "ref": "E.5",
        }
    ],
    "assumptions": {"household_growth": {"min": 0, "max": 2.5}, "plausible_growth": {"min": -2, "max": 5}, "cut": 0.1},
    "waivers": [{"code": "T101", "at": "tram-tau", "reason": "Số liệu gốc như vậy", "until": "2026-12-31"}],
    "x-note": {"anything": [1, None]},
}
ONE_YEAR = {**SMALL, "document": {"source": "Niên giám", "year": 2019}}
ONE_YEAR["targets"] = {**ONE_YEAR["targets"], "scale": "thousand", "households": 12.345}
EXAMPLES = (SMALL, FULL, ONE_YEAR)


def schema_takes(plan):
    return VALIDATOR.is_valid(plan)


def povcalc_takes(plan):
    reading = read_text(json.dumps(plan, ensure_ascii=False), "plan.json")
    return reading.plan is not None and not reading.misfits and not reading.document.traps


def both(plan):
    return schema_takes(plan), povcalc_takes(plan)


def nodes(schema, at=()):
    """Every schema in a schema, with the way to it; what stands under `x-` keys is not one."""
    yield at, schema
    for key in ("properties", "patternProperties", "$defs"):
        for name, inner in schema.get(key, {}).items():
            yield from nodes(inner, (*at, key, name))
    for key in ("anyOf", "oneOf", "allOf"):
        for index, inner in enumerate(schema.get(key, [])):
            yield from nodes(inner, (*at, key, index))
    for key in ("items", "not", "if", "then", "else"):
        if key in schema:
            yield from nodes(schema[key], (*at, key))


def paths(value, at=()):
    """The way to every value in a plan; what stands under `x-` keys is left out."""
    if at:
        yield at
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        if not str(step).startswith("x-"):
            yield from paths(inner, (*at, step))


def at_path(value, path):
    for step in path:
        value = value[step]
    return value


def edited(plan, path, value):
    plan = copy.deepcopy(plan)
    at_path(plan, path[:-1])[path[-1]] = value
    return plan


def without(plan, path):
    plan = copy.deepcopy(plan)
    del at_path(plan, path[:-1])[path[-1]]
    return plan


READ = ("description", "errorMessage", "defaultSnippets")
"""What people read in an editor."""
NODES = list(nodes(SCHEMA))
PROPERTIES = [
    ((*at, "properties", name), inner) for at, node in NODES for name, inner in node.get("properties", {}).items()
]


class TestTheSchemaItself:
    def test_it_is_a_schema_of_draft_2020_12(self):
        assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        Draft202012Validator.check_schema(SCHEMA)

    def test_the_committed_copy_is_the_schema_as_made(self):
        assert schema_text(Lang.EN, ascii_only=False) == COMMITTED.read_text(encoding="utf-8")

    @pytest.mark.parametrize("lang", Lang)
    def test_it_is_printed_the_same_every_time(self, lang):
        assert schema_text(lang, ascii_only=False) == schema_text(lang, ascii_only=False)

    @pytest.mark.parametrize("lang", Lang)
    @pytest.mark.parametrize("ascii_only", [True, False])
    def test_what_is_printed_is_the_schema_to_the_last_digit(self, lang, ascii_only):
        printed = schema_text(lang, ascii_only=ascii_only)
        assert json_schema(lang) == json.loads(printed, parse_float=Decimal)
        assert '"examples": [\n            8.50\n' in printed
        assert printed.isascii() == ascii_only

    def test_every_field_is_titled_by_its_name(self):
        assert [
            at for at, property_ in PROPERTIES if property_.get("title") != at[-1] and at[-1] not in ("vi", "en")
        ] == []

    def test_every_figure_is_told_with_its_unit(self):
        units = {kind.name: kind.unit.to(Lang.EN) for kind in MEASURED}
        told = [
            (units[name], property_["description"])
            for _, property_ in PROPERTIES
            if (name := property_.get("$ref", "").removeprefix("#/$defs/")) in units
        ]
        assert len(told) >= 12
        assert [words for unit, words in told if not words.endswith(f" {unit}")] == []

    def test_every_property_is_described(self):
        assert len(PROPERTIES) > 150
        assert [at for at, property_ in PROPERTIES if not property_.get("description", "").strip()] == []

    def test_in_vietnamese_only_what_people_read_is_other(self):
        vietnamese = dict(nodes(json_schema(Lang.VI)))
        assert list(vietnamese) == [at for at, _ in NODES]
        for at, node in NODES:
            same = {key: value for key, value in node.items() if key not in (*READ, "properties", "$defs", "then")}
            assert same == {key: vietnamese[at][key] for key in same} or "anyOf" in same or "items" in same, at
            for key in set(READ) & set(node):
                assert node[key] != vietnamese[at][key], at

    def test_every_mapping_refuses_unknown_keys_and_allows_x_keys(self):
        mappings = [(at, node) for at, node in NODES if node.get("type") == "object"]
        assert len(mappings) > 40
        rules = [(at, node.get("additionalProperties"), node.get("patternProperties")) for at, node in mappings]
        assert [(at, False, {"^x-": {}}) for at, _ in mappings] == rules

    def test_null_is_nowhere_a_value(self):
        words = json.dumps([{**node, "properties": {}, "$defs": {}} for _, node in NODES], default=str)
        assert "null" not in words

    def test_every_field_of_a_section_has_an_example_that_its_own_schema_takes(self):
        fields = [(at, field) for at, field in PROPERTIES if "anyOf" not in at]
        assert len(fields) > 90
        for at, field in fields:
            (example,) = field["examples"]
            assert Draft202012Validator({**field, "$defs": SCHEMA["$defs"]}).is_valid(example), at

    def test_every_reference_leads_to_a_definition_and_every_definition_is_used(self):
        referred = {node["$ref"].removeprefix("#/$defs/") for _, node in NODES if "$ref" in node}
        assert set(SCHEMA["$defs"]) == referred

    @pytest.mark.parametrize("at", [at for at, _ in PROPERTIES if "anyOf" not in at], ids="/".join)
    def test_every_field_is_used_in_the_plans_tried_here(self, at):
        lacking = Draft202012Validator(without(SCHEMA, at))
        assert not all(lacking.is_valid(plan) for plan in EXAMPLES)


class TestOnWhatBothAgree:
    @pytest.mark.parametrize("plan", EXAMPLES, ids=["small", "full", "one-year"])
    def test_a_right_plan_is_taken(self, plan):
        assert both(plan) == (True, True)

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("targets", "reduction_households"), 11869),
            (("targets", "reduction_households"), {"over": 11869}),
            (("targets", "reduction_households"), -5),
            (("targets", "households"), 0),
            (("targets", "poverty_rate_end"), 100),
            (("targets", "poverty_rate_end"), {"min": 4.5, "max": 5.5}),
            (("targets", "poverty_rate_end"), {"over": 4.5, "x-seen": "trang 2"}),
            (("targets", "reduction_rate"), -100),
            (("targets", "name"), {"vi": "Tỉnh", "en": "Province", "x-fr": "Province"}),
            (("targets", "areas"), []),
            (("targets", "x-note"), None),
            (("document", "x-note"), {"over": "any"}),
            (("document", "issued"), "2020-02-29"),
            (("document", "year"), 2019),
            (("funding",), {"unit": "tỷ đồng"}),
            (("funding",), {"unit": "tỷ đồng", "total": -7.736}),
            (("x-",), []),
        ],
    )
    def test_an_allowed_addition_is_taken(self, path, value):
        assert both(edited(SMALL, path, value)) == (True, True)

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("povcalc",), 2),
            (("povcalc",), True),
            (("povcalc",), "1"),
            (("target",), {}),
            (("X-note",), 1),
            (("targets",), []),
            (("targets",), "yen-bai"),
            (("targets", "id"), "Yên Bái"),
            (("targets", "id"), ""),
            (("targets", "id"), 7),
            (("targets", "name"), ""),
            (("targets", "name"), " "),
            (("targets", "name"), 5),
            (("targets", "name"), {"vi": "Tỉnh"}),
            (("targets", "name"), {"vi": "Tỉnh", "en": "Province", "fr": "Province"}),
            (("targets", "name"), {"vi": "Tỉnh", "en": " "}),
            (("targets", "kind"), "county"),
            (("targets", "partial"), 1),
            (("targets", "partial"), "no"),
            (("targets", "households"), -1),
            (("targets", "households"), 453.5),
            (("targets", "households"), {"over": 453.5}),
            (("targets", "households"), {"at_least": -1}),
            (("targets", "households"), "453"),
            (("targets", "households"), True),
            (("targets", "households"), [453]),
            (("targets", "households"), {}),
            (("targets", "households"), {"min": 5}),
            (("targets", "households"), {"max": 5}),
            (("targets", "households"), {"min": 5, "max": 6, "about": 5}),
            (("targets", "households"), {"over": 5, "under": 9}),
            (("targets", "households"), {"ovr": 5}),
            (("targets", "households"), {"x-over": 5}),
            (("targets", "households"), {"over": {"over": 5}}),
            (("targets", "poverty_rate_end"), 100.01),
            (("targets", "poverty_rate_end"), -0.01),
            (("targets", "poverty_rate_end"), {"under": 101}),
            (("targets", "poverty_rate_end"), {"min": 5, "max": 101}),
            (("targets", "poverty_rate_end"), "5,8"),
            (("targets", "reduction_rate"), -100.5),
            (("targets", "areas"), {"id": "a", "name": "A"}),
            (("targets", "areas"), [{"id": "a"}]),
            (("targets", "areas"), [{"name": "A"}]),
            (("targets", "areas"), ["a"]),
            (("targets", "population"), 5),
            (("document",), {}),
            (("document",), {"number": "131-KH/TU"}),
            (("document", "kind"), "Plan"),
            (("document", "language"), "fr"),
            (("document", "issued"), "19/4/2019"),
            (("document", "issued"), "2019-02-29"),
            (("document", "issued"), "2019-4-19"),
            (("document", "issued"), 2019),
            (("document", "year"), "2019"),
            (("document", "year"), 1899),
            (("document", "year"), 2201),
            (("document", "year"), 2019.5),
            (("document", "period"), {"from": 2019}),
            (("document", "period"), {"from_": 2019, "to": 2020}),
            (("funding",), {}),
            (("funding",), {"unit": "tỷ đồng", "lines": [{"id": "a", "name": "A", "amount": "5"}]}),
            (("schedule",), {"deadlines": [{"id": "a", "text": "A"}]}),
            (
                ("schedule",),
                {"deadlines": [{"id": "a", "text": "A", "on": "2019-12-10", "before": "2019-12-10"}]},
            ),
            (("actors",), [{"id": "a", "name": "A", "duties": [{"text": "B", "role": "lead"}]}]),
        ],
    )
    def test_a_damaged_plan_is_refused(self, path, value):
        assert both(edited(SMALL, path, value)) == (False, False)

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("targets", "exits"), 1.5),
            (("targets", "households"), {"at_least": 0.5}),
            (("targets", "near_poor_reduction_households"), -0.25),
            (("targets", "planned"), {"new_poor": {"min": 1, "max": 1.5}}),
            (("targets", "areas"), [{"id": "a", "name": "A", "areas": [{"id": "b", "name": "B", "relapses": 2.5}]}]),
            (
                ("targets", "breakdowns"),
                [{"id": "a", "name": "A", "parts": [{"id": "b", "name": "B", "planned": {"exits": 2.5}}]}],
            ),
        ],
    )
    def test_a_count_has_decimals_where_a_scale_is_stated_and_nowhere_else(self, path, value):
        plan = edited(SMALL, path, value)
        assert both(plan) == (False, False)
        assert both(edited(plan, ("targets", "rounded_to"), 10)) == (False, False)
        for scale in ("thousand", "lakh", "million"):
            assert both(edited(plan, ("targets", "scale"), scale)) == (True, True)
        assert both(edited(plan, ("targets", "scale"), "hundred")) == (False, False)

    def test_a_year_and_a_period_exclude_each_other(self):
        assert both(edited(FULL, ("document", "year"), 2019)) == (False, False)

    @pytest.mark.parametrize("path", [("povcalc",), ("document",), ("targets",), ("document", "title")])
    def test_a_plan_that_lacks_what_is_required_is_refused(self, path):
        assert both(without(SMALL, path)) == (False, False)

    @pytest.mark.parametrize("path", list(paths(FULL)), ids=lambda path: ".".join(map(str, path)))
    def test_null_is_refused_everywhere(self, path):
        assert both(edited(FULL, path, None)) == (False, False)

    @pytest.mark.parametrize("root", [None, [], "povcalc", 1, {}])
    def test_what_is_no_plan_at_all_is_refused(self, root):
        assert both(root) == (False, False)


class TestWhatOnlyPovcalcCanTell:
    """JSON Schema has no words for these, so the schema takes them and `povcalc check` does not."""

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("targets", "households"), {"min": 6, "max": 5}),
            (("document", "period"), {"from": 2021, "to": 2019}),
            (("targets", "households"), 453.0),
            (("targets",), {"id": "a", "name": "A", "scale": "thousand", "households": 1.2345}),
        ],
        ids=["range-upside-down", "period-upside-down", "whole-number-with-decimals", "decimals-beyond-the-scale"],
    )
    def test_it_is_left_to_povcalc(self, path, value):
        assert both(edited(SMALL, path, value)) == (True, False)


VALUES = st.sampled_from(
    [
        None,
        True,
        0,
        1,
        -1,
        50,
        101,
        2019,
        0.5,
        -0.5,
        100.5,
        "",
        " ",
        "x",
        "Trạm Tấu",
        "tram-tau",
        "plan",
        "on",
        "2019-04-19",
        "2019-02-30",
        "19/4/2019",
        "5,8",
        [],
        ["x"],
        [None],
        [{}],
        {},
        {"over": 5},
        {"over": 0.5},
        {"about": -1},
        {"min": 1, "max": 2},
        {"vi": "a", "en": "b"},
        {"vi": "a"},
        {"x-a": 1},
        {"id": "a", "name": "A"},
        [{"id": "a", "name": "A"}],
        {"text": "a"},
        [{"text": "a"}],
        {"number": "5"},
    ]
)
# A change to one end of a range may turn it upside down, which the schema cannot see.
PLACES = st.sampled_from([path for path in paths(FULL) if path[-1] not in ("min", "max")])
KEYS = st.sampled_from(sorted({at[-1] for at, _ in PROPERTIES} | {"x-new", "new", "from_", "Kind"}))


class TestOneEditAnywhere:
    @given(PLACES, VALUES)
    def test_both_think_the_same_of_any_other_value(self, path, value):
        by_schema, by_povcalc = both(edited(FULL, path, value))
        assert by_schema == by_povcalc

    @given(PLACES)
    def test_both_think_the_same_of_any_part_left_out(self, path):
        by_schema, by_povcalc = both(without(FULL, path))
        assert by_schema == by_povcalc

    @given(PLACES.filter(lambda path: isinstance(at_path(FULL, path), dict)), KEYS, VALUES)
    def test_both_think_the_same_of_any_key_that_is_added(self, path, key, value):
        by_schema, by_povcalc = both(edited(FULL, (*path, key), value))
        assert by_schema == by_povcalc
