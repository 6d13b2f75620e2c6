"""How commands and their options are declared, and the options that all commands that read a plan share.

A declaration holds its texts in both languages. Typer wants them in one, so what it is given is made by `in_language`
once the language of the command line is known.
"""

import inspect
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import typer

from povcalc.cli.streams import CannotRunError
from povcalc.messages import Lang, Text, same, say

if TYPE_CHECKING:
    from povcalc.plan.assumptions import Options as Assumed

Declared = Callable[[Lang], Any]
"""What an option or argument is declared with: Typer's own declaration, in a language."""


def option(
    *names: str,
    help: Text | None = None,  # noqa: A002 - Typer's name
    place: Text | None = None,
    **more: Any,
) -> Declared:
    """Declare an option, hidden if it has no `help`; `place` stands for its value, and `more` is as Typer has it."""

    def declared(lang: Lang) -> Any:
        words, metavar = (None if text is None else text.to(lang) for text in (help, place))
        return typer.Option(*names, help=words, hidden=help is None, metavar=metavar, show_default=False, **more)

    return declared


def argument(place: Text, help: Text, **more: Any) -> Declared:  # noqa: A002 - as above
    """Declare an argument, as an option is."""
    return lambda lang: typer.Argument(metavar=place.to(lang), help=help.to(lang), **more)


FILE = Text("FILE", "TỆP")
NEW_FILE = Text("NEW.yaml", "TỆP_MỚI.yaml")
TABLE = Text("TABLE.csv", "BẢNG.csv")
NUMBER = Text("NUMBER", "SỐ")
CODE = Text("CODE", "MÃ")
AREA = Text("AREA", "ĐỊA_BÀN")

_LANG = Annotated[
    Lang | None,
    option(
        "--lang",
        place=same("en|vi"),
        help=Text(
            "Language: en or vi. Else POVCALC_LANG, else the settings, else the locale.",
            "Ngôn ngữ: en hoặc vi. Nếu không nêu thì theo POVCALC_LANG, rồi đến thiết lập, rồi đến locale.",
        ),
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
            help=Text(
                "Add figures that the plan leaves out from a CSV table: areas by id or name, columns named like "
                "fields; may be repeated.",
                "Thêm số liệu mà kế hoạch không ghi từ bảng CSV: địa bàn theo mã hoặc tên, cột đặt tên theo trường; "
                "có thể lặp lại.",
            ),
        ),
    ] = None
    growth: Annotated[
        str | None,
        option(
            "--growth",
            place=Text("LOW..HIGH", "THẤP..CAO"),
            help=Text(
                "Assume that households grow by so many percent a year where they are not stated at both dates: "
                "0..2.5, one number, or any. Else the file's assumptions, else 0.",
                "Giả định tổng số hộ tăng bao nhiêu phần trăm một năm khi không ghi ở cả hai thời điểm: 0..2,5, một "
                "số, hoặc any (bất kỳ). Nếu không nêu thì theo tệp, rồi đến 0.",
            ),
        ),
    ] = None
    cut: Annotated[
        str | None,
        option(
            "--cut",
            place=Text("STEP", "BƯỚC"),
            help=Text(
                'Assume that "over" rates were cut off at this step: with 0.1, over 5.8 is under 5.9. Else as the '
                "file says.",
                "Giả định các mức “trên” đã được cắt theo bước này: với 0,1 thì trên 5,8 là dưới 5,9. Nếu không nêu "
                "thì theo tệp.",
            ),
        ),
    ] = None
    settings: Annotated[
        str | None,
        option(
            "--settings",
            place=FILE,
            help=Text(
                "Take the settings from FILE, not from povcalc.toml or pyproject.toml upwards from each plan.",
                "Lấy thiết lập từ TỆP, không tìm povcalc.toml hoặc pyproject.toml từ thư mục của từng kế hoạch trở "
                "lên.",
            ),
        ),
    ] = None
    no_settings: Annotated[
        bool, option("--no-settings", help=Text("Take no settings from files.", "Không dùng thiết lập từ tệp."))
    ] = False

    def assumed(self) -> "Assumed":
        """What the options assume. Raises `CannotRunError` for what cannot be assumed."""
        from povcalc.plan.assumptions import Options as Assumed
        from povcalc.plan.assumptions import read_cut, read_growth

        growth = None if self.growth is None else read_growth(self.growth)
        cut = None if self.cut is None else read_cut(self.cut)
        if self.growth is not None and growth is None:
            raise CannotRunError(
                say(
                    "--growth takes percent a year from -90 to 900, the lower first, such as 0..2.5, or one number, or "
                    "any, not {word}",
                    "--growth nhận phần trăm một năm từ -90 đến 900, số nhỏ trước, ví dụ 0..2,5, hoặc một số, hoặc any "
                    "(bất kỳ), không phải {word}",
                    word=self.growth or "''",
                )
            )
        if self.cut is not None and cut is None:
            raise CannotRunError(
                say(
                    "--cut takes a step in percentage points from 0 to 100, such as 0.1, not {word}",
                    "--cut nhận một bước tính bằng điểm phần trăm từ 0 đến 100, ví dụ 0,1, không phải {word}",
                    word=self.cut or "''",
                )
            )
        return Assumed(growth, cut)


class Format(StrEnum):
    """How tables are written."""

    TABLE = "table"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


def format_option(help: Text) -> Declared:  # noqa: A002 - as above
    """Declare `--format` where many options leave little room: the help names the formats, so its place need not."""
    return option("--format", "-f", place=Text("FORMAT", "ĐỊNH_DẠNG"), help=help)


FormatOption = Annotated[
    Format,
    format_option(
        Text(
            "table for people (default); markdown for documents; csv: what follows, as data; json: see docs/json.md.",
            "table: bảng cho người đọc (mặc định); markdown: cho văn bản; csv: hệ quả dưới dạng dữ liệu; json: xem "
            "docs/json.md.",
        )
    ),
]
FileArgument = Annotated[
    str | None,
    argument(
        FILE,
        Text(
            "A file, or - for standard input. Without it, the built-in plan of Yên Bái for 2019.",
            "Một tệp, hoặc - để đọc từ đầu vào chuẩn. Không nêu thì dùng kế hoạch năm 2019 của Yên Bái cài sẵn.",
        ),
    ),
]
SaveChangedOption = Annotated[
    str | None,
    option(
        "--save",
        place=NEW_FILE,
        help=Text(
            "Write the changed plan to a new file: the plan's text with these figures changed.",
            "Ghi kế hoạch đã thay đổi vào tệp mới: nguyên văn tệp cũ, chỉ đổi các số liệu này.",
        ),
    ),
]
ForceOption = Annotated[bool, option("--force", help=Text("Write over a file that is there.", "Ghi đè lên tệp đã có."))]


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


class Declaration(NamedTuple):
    """A command: the function of its name that runs it and gives its exit status, and what it is for."""

    function: Callable[..., int]
    help: Text


COMMANDS: dict[str, Declaration] = {}
"""The commands of the modules imported so far, by their names."""

_Function = TypeVar("_Function", bound=Callable[..., int])


def command(help: Text) -> Callable[[_Function], _Function]:  # noqa: A002 - as above
    """Declare a function as the command of its name."""

    def declare(function: _Function) -> _Function:
        COMMANDS[function.__name__] = Declaration(function, help)
        return function

    return declare


def in_language(function: Callable[..., Any], lang: Lang) -> Callable[..., Any]:
    """A function as Typer is to see it, which reads signatures: with its texts in a language.

    A parameter of the type `CliOptions` is spread out into an option a field, and gathered again for the call. Every
    command has `--lang`, which has been obeyed by the time of the call.
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
    parameters["lang"] = inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_LANG)
    parameters = {name: each.replace(annotation=_typed(each.annotation, lang)) for name, each in parameters.items()}

    def called(**given: Any) -> Any:
        del given["lang"]
        if gathered is not None:
            given[gathered] = CliOptions(**{field: given.pop(field) for field in CliOptions._fields})
        return function(**given)

    called.__signature__ = inspect.Signature(list(parameters.values()))  # type: ignore[attr-defined]  # may be set
    called.__annotations__ = {name: each.annotation for name, each in parameters.items()}
    return called


def _typed(annotation: Any, lang: Lang) -> Any:
    """An annotation with Typer's declaration, in a language, in the place of ours."""
    if get_origin(annotation) is not Annotated:
        return annotation
    kind, declared = get_args(annotation)
    return Annotated[kind, declared(lang)]
