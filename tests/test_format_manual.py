"""The format's manual: every section and field in both languages, with examples that the format takes."""

import re

import pytest

from command import text
from povcalc.messages import Lang
from povcalc.output.manual import _row, format_manual
from povcalc.plan.fields import FORM_KEYS, FORMS, MEASURED, Model
from povcalc.plan.model import Plan, entries, outline
from povcalc.plan.yaml_reader import parse

SECTIONS = outline()
FIELDS = [(section.model, entry) for section in SECTIONS for entry in section.entries]
MANUALS = {lang: format_manual(lang) for lang in Lang}


def named(field):
    model, entry = field
    return f"{model.__name__}.{entry.name}"


def both_languages(words):
    return (
        bool(words.to(Lang.EN).strip()) and bool(words.to(Lang.VI).strip()) and words.to(Lang.EN) != words.to(Lang.VI)
    )


def whole(model, changes):
    """A section of the examples of all its fields that can stand together, as a file would have it."""
    left_out = model.EXCLUDE[1:]
    values = {entry.name: parse(entry.example).root for entry in entries(model) if entry.name not in left_out}
    return {**values, **changes}


class TestTheModels:
    def test_the_outline_has_every_model(self):
        assert {section.model for section in SECTIONS} == set(Model.__subclasses__())
        assert len(SECTIONS) > 20

    def test_the_outline_begins_with_the_file_and_keeps_its_order(self):
        assert SECTIONS[0].model is Plan
        first = [section.paths[0].removesuffix("[]") for section in SECTIONS]
        tops = [entry.name for entry in SECTIONS[0].entries if entry.name in first]
        assert tops == [path for path in first if path and "." not in path]

    @pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.model.__name__)
    def test_every_model_is_told_in_both_languages(self, section):
        assert both_languages(section.about)

    @pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.model.__name__)
    def test_the_outline_has_every_field_of_a_model_in_order(self, section):
        expected = [info.alias or name for name, info in section.model.model_fields.items()]
        assert expected == [entry.name for entry in section.entries]

    @pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.model.__name__)
    def test_what_is_said_of_fields_together_names_fields(self, section):
        names = {entry.name for entry in section.entries if not entry.required}
        assert names >= {*section.model.ONE_OF, *section.model.EXCLUDE}

    @pytest.mark.parametrize("field", FIELDS, ids=named)
    def test_every_field_is_told_in_both_languages(self, field):
        _, entry = field
        assert both_languages(entry.meaning)
        assert entry.shape.sort is None or both_languages(entry.shape.sort)

    @pytest.mark.parametrize("field", FIELDS, ids=named)
    def test_every_example_is_plain_yaml_that_its_field_takes(self, field):
        model, entry = field
        document = parse(entry.example)
        assert document.traps == ()
        changes = {entry.name: document.root, **({model.EXCLUDE[0]: None} if entry.name in model.EXCLUDE[1:] else {})}
        plain = {name: value for name, value in whole(model, changes).items() if value is not None}
        read = model.model_validate(plain)
        attribute = next(name for name, info in model.model_fields.items() if (info.alias or name) == entry.name)
        assert attribute in read.model_fields_set

    @pytest.mark.parametrize("words", [*(kind.unit for kind in MEASURED), *FORMS.values()])
    def test_every_unit_and_form_is_told_in_both_languages(self, words):
        assert both_languages(words)

    @pytest.mark.parametrize(
        ("model", "changes"),
        [(section.model, dict.fromkeys(section.model.ONE_OF)) for section in SECTIONS if section.model.ONE_OF],
        ids=str,
    )
    def test_of_fields_that_are_needed_one_for_another_none_is_too_few(self, model, changes):
        plain = {name: value for name, value in whole(model, changes).items() if value is not None}
        with pytest.raises(ValueError, match="needs_one_of"):
            model.model_validate(plain)

    @pytest.mark.parametrize("model", [section.model for section in SECTIONS if section.model.EXCLUDE])
    def test_fields_that_exclude_each_other_are_refused_together(self, model):
        both = {entry.name: parse(entry.example).root for entry in entries(model) if entry.name in model.EXCLUDE}
        with pytest.raises(ValueError, match="excludes"):
            model.model_validate(whole(model, both))


class TestTheManual:
    @pytest.mark.parametrize("lang", Lang)
    def test_every_field_has_its_row(self, lang):
        for model, entry in FIELDS:
            rows = [row for row in MANUALS[lang].splitlines() if row.startswith(f"| `{entry.name}` |")]
            assert any(entry.meaning.to(lang) in row and f"`{entry.example}`" in row for row in rows), (model, entry)

    @pytest.mark.parametrize("lang", Lang)
    def test_every_table_has_rows_of_one_width(self, lang):
        for table in re.findall(r"(?:^\|.*\n)+", MANUALS[lang], re.MULTILINE):
            assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1

    @pytest.mark.parametrize("lang", Lang)
    def test_every_link_leads_to_one_heading(self, lang):
        headings = [
            re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-")
            for heading in re.findall(r"^#+ (.*)$", MANUALS[lang], re.MULTILINE)
        ]
        links = re.findall(r"\]\(#(.*?)\)", MANUALS[lang])
        assert len(links) > 40
        assert {headings.count(link) for link in links} == {1}

    @pytest.mark.parametrize("lang", Lang)
    @pytest.mark.parametrize("key", FORM_KEYS)
    def test_every_form_of_a_figure_is_told(self, lang, key):
        assert re.search(rf"^\| `\{{.*\b{key}: ", MANUALS[lang], re.MULTILINE)

    def test_a_bar_in_a_cell_does_not_end_it(self):
        assert _row(["a|b", "c"]) == "| a\\|b | c |"


class TestTheCommand:
    @pytest.mark.parametrize("lang", Lang)
    def test_it_prints_the_manual_in_the_language_of_the_run(self, lang):
        assert text("schema", "--format", "markdown", "--lang", lang) == (0, MANUALS[lang], "")

    def test_it_prints_the_schema_in_the_language_of_the_run(self):
        status, out, err = text("schema", "--lang", "vi")
        assert (status, err) == (0, "")
        assert '"description": "Tỷ lệ hộ nghèo cuối năm. Phần trăm số hộ, từ 0 đến 100."' in out

    def test_another_format_is_refused(self):
        status, out, err = text("schema", "--format", "xml")
        assert (status, out) == (2, "")
        assert "json or markdown" in err
