"""How commands and their options are declared, and the options that all commands that read a plan share.

A declaration holds its texts as messages. Typer wants them in one language, so what it is given is made by
`in_language` once the language of the command line is known.
"""

import datetime
import inspect
import os
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import typer

from povcalc.cli.files import in_parts
from povcalc.cli.streams import error, refusal, waiting
from povcalc.messages import Lang, Message, alternatives, join, verbatim

if TYPE_CHECKING:
    from povcalc.numerals import Wanted
    from povcalc.plan.assumptions import Options as Assumed
    from povcalc.values import Figure

Declared = Callable[[Lang], Any]
"""What an option or argument is declared with: Typer's own declaration, in a language."""


def option(
    *names: str,
    help: Message | None = None,  # noqa: A002 - Typer's name
    place: Message | None = None,
    **more: Any,
) -> Declared:
    """Declare an option, hidden if it has no `help`; `place` stands for its value, and `more` is as Typer has it."""

    def declared(lang: Lang) -> Any:
        words, metavar = (None if text is None else text.to(lang) for text in (help, place))
        return typer.Option(*names, help=words, hidden=help is None, metavar=metavar, show_default=False, **more)

    return declared


def argument(place: Message, help: Message, **more: Any) -> Declared:  # noqa: A002 - as above
    """Declare an argument, as an option is."""
    return lambda lang: typer.Argument(metavar=place.to(lang), help=help.to(lang), **more)


FILE = Message("FILE")
NEW_FILE = Message("NEW.yaml")
TABLE = Message("TABLE")
NUMBER = Message("NUMBER")
CODE = Message("CODE")
DOCUMENT = Message("DOCUMENT")
AREA = Message("AREA")

_LANG = Annotated[
    Lang | None,
    option(
        "--lang",
        place=verbatim("en|vi"),
        help=Message("Language: en or vi. Else POVCALC_LANG, else the settings, else the locale."),
    ),
]


class CliOptions(NamedTuple):
    """What a command line says of the plans that it names: the options of every command that reads one.

    A command takes them as one parameter of this type; each field becomes an option of its own.
    """

    figures: Annotated[
        list[str] | None,
        option(
            "--figures",
            place=TABLE,
            help=Message(
                "Add figures that the plan leaves out from a table, CSV, .xlsx or .ods (book.xlsx#Sheet): areas by id "
                "or name, columns named like fields; may be repeated."
            ),
        ),
    ] = None
    growth: Annotated[
        str | None,
        option(
            "--growth",
            place=Message("LOW..HIGH"),
            help=Message(
                "Assume that households grow by this many percent a year where they are not stated at both dates: "
                "0..2.5, one number, or any. Else the file's assumptions, else 0."
            ),
        ),
    ] = None
    cut: Annotated[
        str | None,
        option(
            "--cut",
            place=Message("STEP"),
            help=Message(
                'Assume that "over" rates were cut off at this step: with 0.1, over 5.8 is under 5.9. Else as the '
                "file says."
            ),
        ),
    ] = None
    settings: Annotated[
        str | None,
        option(
            "--settings",
            place=FILE,
            help=Message(
                "Take the settings from FILE, not from povcalc.toml or pyproject.toml upwards from each plan."
            ),
        ),
    ] = None
    no_settings: Annotated[bool, option("--no-settings", help=Message("Take no settings from files."))] = False

    @property
    def tables(self) -> list[str]:
        """The side tables that are named."""
        return self.figures or []

    def assumed(self) -> "Assumed":
        """What the options assume. Raises `CannotRunError` for what cannot be assumed."""
        from povcalc.numerals import GROWTH, RATE
        from povcalc.plan.assumptions import Options as Assumed
        from povcalc.plan.assumptions import read_cut, read_growth

        growth = None if self.growth is None else read_growth(self.growth)
        cut = None if self.cut is None else read_cut(self.cut)
        for name, words, wanted in (("--growth", self.growth, GROWTH), ("--cut", self.cut, RATE)):
            if words is not None and words.strip().lower() != "any":
                tell_number(name, words, wanted)
        if self.growth is not None and growth is None:
            raise refusal(
                "--growth takes percent a year from -90 to 900, the lower first, such as 0..2.5, or one number, or "
                "any, not {word}",
                word=self.growth or "''",
            )
        if self.cut is not None and cut is None:
            raise refusal(
                "--cut takes a step in percentage points from 0 to 100, such as 0.1, not {word}", word=self.cut or "''"
            )
        return Assumed(growth, cut)


def tell_number(name: str, words: str, wanted: "Wanted") -> "Figure | None":
    """The figure that an option states; says what a writing that is not the format's own was taken for.

    `None` for what is no number. Raises `CannotRunError` for what has two meanings, or a unit that does not fit.
    """
    from povcalc.numerals import read, readings_typed, understood, why_not

    numeral = read(words, wanted)
    why = why_not(words, numeral, wanted, name if name.endswith("=") else f"{name} ")
    if why is not None:
        fault = refusal("{option}: {why}", option=name, why=why)
        fault.meant = tuple((words, each) for each in readings_typed(numeral, wanted))
        raise fault
    if numeral.figure is not None and not numeral.plain:
        error(join((verbatim(name), understood(words, numeral.figure)), " "))
    return numeral.figure


Words = list[str] | None
"""The type of an option that may be repeated."""


class Format(StrEnum):
    """How tables are written."""

    TABLE = "table"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


def format_option(help: Message) -> Declared:  # noqa: A002 - as above
    """Declare `--format` where many options leave little room: the help names the formats, so its place need not."""
    return option("--format", "-f", place=Message("FORMAT"), help=help)


ENDINGS: dict[str, tuple[Format, ...]] = {
    ".xlsx": (Format.XLSX,),
    ".csv": (Format.CSV,),
    ".json": (Format.JSON,),
    ".md": (Format.MARKDOWN,),
    ".txt": (Format.TABLE,),
}
"""The forms of tables by the endings of the files that they are written into."""

_Form = TypeVar("_Form", bound=str)


def form_of(name: str, said: _Form | None, endings: Mapping[str, tuple[_Form, ...]]) -> _Form:
    """The form that the ending of a file asks for; `said` is that of `--format`, where it is given.

    `endings` have the forms that go with each, the usual one first. Raises `CannotRunError` for an ending that is not
    known, none of it where no form is said, and for a form that is another than that of the ending.
    """
    ending = os.path.splitext(name)[1].lower()
    forms = endings.get(ending, ())
    if not forms and (ending or said is None):
        raise refusal(
            "{name}: the ending of a file says its form, and {ending} is none of {known}",
            name=name or "''",
            ending=ending or "''",
            known=", ".join(endings),
        )
    if said is not None and forms and said not in forms:
        raise refusal(
            "--format {said} and the name {name} are two forms; leave --format out, or name a file ending in {right}",
            said=said,
            name=name,
            right=alternatives([each for each, its in endings.items() if said in its]),
        )
    return said or forms[0]


def chosen_form(form: Format | None, output: str | None, inputs: Iterable[str | None]) -> Format:
    """How tables are written: as the ending of the output says, which is never one of the files that are read.

    Raises `CannotRunError`.
    """
    if output is None and form is Format.XLSX:
        raise refusal("a workbook goes into a file: -o FILE.xlsx")
    if output is None:
        return form or Format.TABLE
    refuse_input(output, inputs)
    return form_of(output, form, ENDINGS)


def refuse_input(output: str, inputs: Iterable[str | None]) -> None:
    """Raise `CannotRunError` when the file to write is one of those that are read."""
    if is_input(output, inputs):
        raise refusal("{name} is read here, so nothing is written over it; name another file", name=output)


def is_input(output: str, inputs: Iterable[str | None]) -> bool:
    """Whether a file to write is one of those that are read, a workbook of which a sheet is read too."""
    files = (in_parts(each)[0] for each in inputs if each is not None)
    return os.path.exists(output) and any(os.path.exists(each) and os.path.samefile(each, output) for each in files)


FormatOption = Annotated[
    Format | None,
    format_option(
        Message(
            "table for people (default); markdown for documents; csv: what follows, as data; json: see docs/json.md; "
            "xlsx with -o."
        )
    ),
]
OutputOption = Annotated[
    str | None,
    option(
        "--output",
        "-o",
        place=FILE,
        help=Message("Write into FILE, whose ending says the form: .xlsx, .csv, .json, .md or .txt."),
    ),
]
ExcelOption = Annotated[
    bool,
    option(
        "--excel",
        help=Message("With --format csv: a file that a spreadsheet opens as it is, with low and high in two columns."),
    ),
]
FileArgument = Annotated[
    str | None,
    argument(FILE, Message("A file, or - for standard input. Without it, the built-in plan of Yên Bái for 2019.")),
]
SaveChangedOption = Annotated[
    str | None,
    option(
        "--save",
        place=NEW_FILE,
        help=Message("Write the changed plan to a new file: the plan's text with these figures changed."),
    ),
]
ForceOption = Annotated[bool, option("--force", help=Message("Write over a file that is there."))]


MOST_COMPLETIONS = 200
"""No shell shows more in a useful way."""


def completions(words: Iterable[str], incomplete: str, most: int | None = MOST_COMPLETIONS) -> list[str]:
    """The words that begin as what is typed so far, for a shell to complete."""
    return [word for word in words if word.startswith(incomplete)][:most]


def complete_codes(incomplete: str) -> list[str]:
    """The codes and families of checks, behind those of a list that are typed already."""
    from povcalc.checks import ALL

    before, comma, begun = incomplete.rpartition(",")
    codes = [check.code for check in ALL]
    words = (*dict.fromkeys(code[0] for code in codes), *codes)
    return [f"{before}{comma}{word}" for word in completions(words, begun.upper())]


def day_option(help: Message) -> Declared:  # noqa: A002 - as above
    """Declare `--as-of`, whose day `day_of` reads."""
    return option("--as-of", place=Message("DATE"), help=help)


def day_of(words: str) -> datetime.date:
    """The day of `--as-of`: ISO, as written in Vietnam, or today. Raises `CannotRunError`."""
    if words.strip().lower() in ("today", "hôm nay"):
        return datetime.datetime.now().astimezone().date()
    from povcalc.typos import guess_date

    found = guess_date(words)
    if found is None:
        raise refusal("--as-of takes a day, such as 2019-11-10, 10/11/2019 or today, not {word}", word=words or "''")
    return datetime.date.fromisoformat(found)


def whole_number(name: str, word: str, least: int, most: int) -> int | None:
    """The number that an option is given; `None` for what is no whole number between these two.

    Says what it was read as, and raises `CannotRunError` for what has two meanings, as `tell_number` does.
    """
    from povcalc.numerals import FACTOR
    from povcalc.values import Form

    figure = tell_number(name, word, FACTOR._replace(most=most))
    if figure is None or figure.form is not Form.EXACT or figure.number != int(figure.number):
        return None
    return int(figure.number) if least <= figure.number <= most else None


class ReportFormat(StrEnum):
    """How the report of `povcalc check` is written."""

    TABLE = "table"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"
    XLSX = "xlsx"


COMMANDS: dict[str, Callable[..., int]] = {}
"""The commands of the modules imported so far, by their names; each gives its exit status."""

_Function = TypeVar("_Function", bound=Callable[..., int])


def command(function: _Function) -> _Function:
    """Declare a function as the command of its name; its docstring is the help, which catalogues translate."""
    COMMANDS[function.__name__] = function
    return function


def in_language(function: Callable[..., Any], lang: Lang) -> Callable[..., Any]:
    """A function as Typer is to see it, which reads signatures: with its texts in a language.

    A parameter of the type `CliOptions` is spread out into an option a field, and gathered again for the call. Every
    command has `--lang`, which has been obeyed by the time of the call; one that knows more than languages declares it.
    """
    parameters: dict[str, inspect.Parameter] = {}
    gathered = None
    for parameter in inspect.signature(function).parameters.values():
        if parameter.annotation is CliOptions:
            gathered = parameter.name
            for field, hint in get_type_hints(CliOptions, include_extras=True).items():
                default = CliOptions._field_defaults[field]
                parameters[field] = parameter.replace(name=field, annotation=hint, default=default)
        else:
            parameters[parameter.name] = parameter
    has_own = "lang" in parameters
    if not has_own:
        parameters["lang"] = inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_LANG)
    parameters = {name: each.replace(annotation=_typed(each.annotation, lang)) for name, each in parameters.items()}

    def called(**given: Any) -> Any:
        if not has_own:
            del given["lang"]
        if gathered is not None:
            given[gathered] = CliOptions(**{field: given.pop(field) for field in CliOptions._fields})
        if function.__name__ in _WITHOUT_END:
            return function(**given)
        with waiting(quiet=given.get("quiet", False)):
            return function(**given)

    called.__signature__ = inspect.Signature(list(parameters.values()))  # type: ignore[attr-defined]  # may be set
    called.__annotations__ = {name: each.annotation for name, each in parameters.items()}
    return called


_WITHOUT_END = ("explore", "lsp")
"""The commands that go on until they are told to stop."""


def _typed(annotation: Any, lang: Lang) -> Any:
    """An annotation with Typer's declaration, in a language, in the place of ours."""
    if get_origin(annotation) is not Annotated:
        return annotation
    kind, declared = get_args(annotation)
    return Annotated[kind, declared(lang)]
