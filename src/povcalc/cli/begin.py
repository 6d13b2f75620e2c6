"""What begins a plan file: `povcalc init`, and from a document `povcalc draft`."""

import os
import sys
from typing import TYPE_CHECKING, Annotated, Literal

from povcalc.cli.files import STDIN, is_plan_name, read_bytes, read_content, read_source, write_new, write_output
from povcalc.cli.options import (
    DOCUMENT,
    FILE,
    NEW_FILE,
    TABLE,
    ForceOption,
    argument,
    command,
    completions,
    form_of,
    option,
    whole_number,
)
from povcalc.cli.streams import OK, CannotRunError, error, language, refusal, screen, untroubled, writing_stdout
from povcalc.messages import Message, alternatives, printable, verbatim

if TYPE_CHECKING:
    from povcalc.document.draft import Draft
    from povcalc.measures import Measure
    from povcalc.new_plan import Begun
    from povcalc.plan.csv_tables import Content

FIRST_YEAR, LAST_YEAR, MOST_AREAS = 1900, 2200, 10_000
_AREAS = 2
"""So many areas are listed where nothing is said of it: enough to see how to add more."""
_FAULTS_SHOWN = 20

_INIT_FILE = Message(
    "The file to write, which must not be there yet, or the name of an area, which gives the file its name. Without "
    "it, or with -, standard output."
)
_NAME = Message("The name of the area that the plan is about, such as 'Tỉnh Lào Cai'.")
_AREA_KIND = Message("Its kind, such as province. Else as its name says.")
_TARGET_YEAR = Message("The year that the targets are for.")
_COUNT = Message("How many areas inside are listed, 2 unless said; or their names: 'Huyện Bắc Hà, Thị xã Sa Pa'.")
_MEASURES = Message("Whose figures are listed: poor (default), near-poor, multidimensional, several with commas; all.")
_RESULT = Message("Begin the result of a year, with blanks for its end and for those who left or entered poverty.")
_FROM = Message(
    "Start from a table of areas and figures, CSV, .xlsx or .ods (book.xlsx#Sheet), or - for standard input: columns "
    "as for --figures, and parent, kind. Or from a plan or result, .yaml: the year after it; with --result, its result."
)


def _complete_kind(incomplete: str) -> list[str]:
    from povcalc.new_plan import KINDS

    return completions(KINDS, incomplete)


def _complete_measures(incomplete: str) -> list[str]:
    from povcalc.measures import NAMED

    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{each}" for each in completions((*NAMED, *(() if comma else ("all",))), last)]


@command
def init(  # noqa: PLR0913 - one parameter an option
    *,
    file: Annotated[str | None, argument(FILE, _INIT_FILE)] = None,
    name: Annotated[str | None, option("--name", place=Message("NAME"), help=_NAME)] = None,
    kind: Annotated[
        str | None, option("--kind", place=Message("KIND"), help=_AREA_KIND, autocompletion=_complete_kind)
    ] = None,
    year: Annotated[str | None, option("--year", place=Message("YEAR"), help=_TARGET_YEAR)] = None,
    areas: Annotated[str | None, option("--areas", place=Message("COUNT"), help=_COUNT)] = None,
    measures: Annotated[
        str | None,
        option("--measures", place=Message("MEASURES"), help=_MEASURES, autocompletion=_complete_measures),
    ] = None,
    result: Annotated[bool, option("--result", help=_RESULT)] = False,
    table: Annotated[str | None, option("--from", place=TABLE, help=_FROM)] = None,
    force: ForceOption = False,
) -> int:
    """Begin a plan: a file with comments and blanks, each of which is a finding of check until it is filled in."""
    # Longer than 40 lines, of which half declare the options.
    from povcalc.new_plan import new_plan

    first_year = _number("--year", year, FIRST_YEAR, LAST_YEAR)
    if file is not None and name is None and (made_up := _file_for(file, first_year)) is not None:
        file, name = made_up, file
    _refuse_table_name(file, table)
    begun = _begun(_name(name), _kind(kind), areas, table, first_year, is_result=result)
    asked = _asked_measures(measures) or begun.measures
    made = new_plan(
        begun.root,
        year=begun.year,
        has_figures=begun.has_figures,
        lang=language(),
        measures=asked,
        lacking=tuple(each for each in asked if each not in begun.measures),
        is_result=result,
        language=begun.language,
    )
    if file is None or file == STDIN:
        sys.stdout.write(made.text)
        return OK
    _refuse_existing(file, force=force)
    _write(file, made.text, force=force)
    error(
        "{file} is written; blanks to fill in: {blanks}; povcalc check {file} lists them", file=file, blanks=made.blanks
    )
    return OK


def _refuse_table_name(file: str | None, table: str | None) -> None:
    """Raise `CannotRunError` where a plan would be written into a file that is called like a table."""
    stem, ending = os.path.splitext(file or "")
    if file is None or ending.lower() not in (".csv", ".tsv"):
        return
    others = [word for word in sys.argv[2:] if word != file]
    beside = ["--from", file] if table is None and os.path.exists(file) else []
    raise refusal(
        "{file} is called like a table, and a plan is a YAML file",
        file=file,
        instead=[["init", f"{stem}.yaml", *others, *beside]],
    )


def _file_for(words: str, year: int | None) -> str | None:
    """The file for a plan of an area whose name stands where a file is expected; `None` for the name of a file."""
    from povcalc.new_plan import made_id, parted

    is_name = " " in words.strip() and parted(words)[0] is not None and printable(words) == words
    if not is_name or "." in words or os.sep in words or (found := made_id(words, (), ())) is None:
        return None
    return f"{found}.yaml" if year is None else f"{found}-{year}.yaml"


def _name(name: str | None) -> str | None:
    from povcalc.new_plan import as_name

    if name is not None and (not name.strip() or printable(name) != name):
        raise refusal("--name takes a name such as 'Tỉnh Lào Cai', not {word}", word=name.strip() or "''")
    return None if name is None else as_name(name)


def _kind(kind: str | None) -> str | None:
    from povcalc.new_plan import KINDS

    if kind is not None and kind not in KINDS:
        raise refusal("--kind takes {kinds}, not {word}", kinds=alternatives(KINDS), word=kind or "''")
    return kind


def _number(name: str, word: str | None, least: int, most: int) -> int | None:
    if word is None:
        return None
    plain = word.strip()
    number = whole_number(name, plain, least, most)
    if number is None:
        raise refusal(
            "{option} takes a whole number from {least} to {most}, not {word}",
            option=name,
            least=str(least),
            most=str(most),
            word=plain or "''",
        )
    return number


def _asked_measures(words: str | None) -> "tuple[Measure, ...] | None":
    """The measures that are named, in the order of the format. Raises `CannotRunError`."""
    from povcalc.measures import MEASURES, NAMED

    if words is None:
        return None
    named = [each.strip() for each in words.split(",")]
    for each in named:
        if each not in NAMED and named != ["all"]:
            raise refusal(
                "--measures takes {known}, several with commas, or all, not {word}",
                known=alternatives(tuple(NAMED)),
                word=each or "''",
            )
    return MEASURES if named == ["all"] else tuple(each for name, each in NAMED.items() if name in named)


def _begun(  # noqa: PLR0913 - what the options say of the areas
    name: str | None, kind: str | None, areas: str | None, table: str | None, year: int | None, *, is_result: bool
) -> "Begun":
    """What the new plan begins with: the areas of a table or a plan, or blank ones."""
    from povcalc.new_plan import Begun, blank

    if table is not None and areas is not None:
        raise refusal("--areas goes without --from: the table has the areas")
    if table is not None and is_plan_name(table):
        return _after(table, name, kind, year, is_result=is_result)
    if table is None:
        if areas is not None and any(map(str.isalpha, areas)) and printable(areas) == areas:
            listed = "".join(f'"{each.strip()}"\n' for each in areas.replace('"', "").split(",") if each.strip())
            return _drawn(f"name\n{listed}".encode(), "--areas", name, kind, year)
        count = _number("--areas", areas, 0, MOST_AREAS)
        return Begun(blank(name, kind, _AREAS if count is None else count), year)
    return _drawn(*untroubled(read_content(table)), name, kind, year)


def _after(file: str, name: str | None, kind: str | None, year: int | None, *, is_result: bool) -> "Begun":
    """What the plan or the result after that in a file begins with. Raises `CannotRunError`."""
    from povcalc.new_plan import from_plan
    from povcalc.plan.load import read_text

    reading = read_text(untroubled(read_bytes(file)), file)
    if reading.plan is None or reading.misfits or (reading.document is not None and reading.document.traps):
        raise refusal("{name} could not be wholly read as a plan; see povcalc check {file}", name=file, file=file)
    if reading.plan.targets is None:
        raise refusal("{file} has no targets, and so no areas to begin with", file=file)
    begun = from_plan(reading.plan, reading.plan.targets, file, is_result=is_result)
    for remark in begun.remarks:
        error(remark)
    begun.root.kind = kind or begun.root.kind
    if name is not None:
        del begun.root.beside["name"]
        begun.root.name = name
    return begun if year is None else begun._replace(year=year)


def _drawn(content: "Content", table: str, name: str | None, kind: str | None, year: int | None) -> "Begun":
    from povcalc.new_plan import Begun, from_table

    drawn = from_table(content, table, name, kind, year)
    for remark in drawn.remarks:
        error(remark)
    if drawn.root is None:
        count = Message("faults in the table: {count}; nothing is written", count=len(drawn.faults))
        raise CannotRunError(*drawn.faults[:_FAULTS_SHOWN], count)
    if year is None and drawn.years is not None and drawn.years.first == drawn.years.last:
        year = drawn.years.last
        error("{table}: its headings are of {year}, so the plan is", table=table, year=str(year))
    return Begun(drawn.root, year, drawn.measures, drawn.has_figures)


def _refuse_existing(file: str, *, force: bool) -> None:
    if not force and os.path.lexists(file):
        raise refusal("{file} exists already; name a new file, or write over it with --force", file=file or "''")


def _write(file: str, text: str, *, force: bool) -> None:
    why = (write_output if force else write_new)(file, text.encode("utf-8"))
    if why is not None:
        raise CannotRunError(why)


# draft

_DOCUMENT = Message("The document: text, Word, PDF, Excel, HTML or CSV; or - for a text from standard input.")
_OUTPUT = Message("The plan file to write, which must not be there yet. Without it, standard output.")
_KIND = Message("Whether it is a plan or a year-end result. Else as its title says.")
_YEAR = Message("The year that the figures are for. Else as its title says.")


@command
def draft(
    *,
    document: Annotated[str, argument(DOCUMENT, _DOCUMENT)],
    output: Annotated[str | None, option("--output", "-o", place=NEW_FILE, help=_OUTPUT)] = None,
    kind: Annotated[Literal["plan", "result"] | None, option("--kind", help=_KIND)] = None,
    year: Annotated[str | None, option("--year", place=Message("YEAR"), help=_YEAR)] = None,
    force: ForceOption = False,
) -> int:
    """Draft a plan file from a document: every figure as printed, with the place where it stands.

    What is doubtful is left out with its candidates beside it, and what found no place is listed at the end.
    """
    from povcalc.document.draft import draft as drafted

    first_year = _number("--year", year, FIRST_YEAR, LAST_YEAR)
    if output is not None:
        form_of(output, None, {".yaml": ("yaml",), ".yml": ("yaml",)})
        _refuse_existing(output, force=force)
    file = None if output is None or document == STDIN else os.path.relpath(document, os.path.dirname(output) or ".")
    source = untroubled(read_source(document))
    made = drafted(source, kind=kind, year=first_year, speak=language(), file=file)
    if output is None:
        with writing_stdout():
            sys.stdout.write(made.text)
    else:
        _write(output, made.text, force=force)
        _show_draft(made, output)
    error(
        "figures taken: {taken}; doubtful: {doubtful}; without a place: {left}",
        taken=made.taken,
        doubtful=made.doubtful,
        left=len(made.left),
    )
    if output is not None:
        error("{file} is written; povcalc check {file} checks it and holds it to the document", file=output)
    return OK


def _show_draft(made: "Draft", name: str) -> None:
    from povcalc.output.console import show_tables
    from povcalc.output.tables import Shown
    from povcalc.views.answers import draft_table

    shown = Shown(name, verbatim(name), built_in=False, part=None, tables=(draft_table(made),))
    with writing_stdout():
        show_tables(screen(), shown, language())
