"""The application: from the words typed to the exit status, in one language, with nothing thrown."""

import os
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from enum import StrEnum
from importlib import import_module
from io import StringIO
from typing import Annotated, Any, NoReturn, cast, get_args, get_origin

import typer
from typer.core import TyperCommand, TyperGroup

from povcalc.cli.files import content_of
from povcalc.cli.options import COMMANDS, in_language, option
from povcalc.cli.session import nearest_settings
from povcalc.cli.streams import (
    COULD_NOT_RUN,
    INTERRUPTED,
    OK,
    CannotRunError,
    Namer,
    discard_stdout,
    error,
    language,
    leave,
    offer,
    prepare,
    program,
    reason,
    refusal,
    speak,
    stop,
)
from povcalc.messages import Lang, Message, UserError, looked_up

HOMES = {
    "allocate": "questions",
    "check": "check",
    "compare": "questions",
    "draft": "begin",
    "explain": "show",
    "explore": "questions",
    "init": "begin",
    "lsp": "lsp",
    "report": "report",
    "schema": "show",
    "seek": "questions",
    "show": "show",
    "track": "track",
    "whatif": "questions",
    "why": "questions",
}
"""The commands, each declared by the import of a module; only the one that is typed is handed to Typer."""


def run_and_exit(*, interrupted: list[int]) -> NoReturn:
    """Run the command line and end the process with its status; `interrupted` holds what ^C was typed before."""
    prepare()
    try:
        status = _run(sys.argv[1:], interrupted)
    except BrokenPipeError:
        # The reader, such as `head`, has all that it wanted.
        discard_stdout()
        status = OK
    leave(status)


def _run(words: list[str], interrupted: list[int]) -> int:
    try:
        speak(*spoken(words))
        if signal.getsignal(signal.SIGINT) not in (signal.SIG_IGN, None):
            signal.signal(signal.SIGINT, stop)
        if interrupted:
            stop()
        refuse_unknown(words)
        join_equals(os.environ)
        fit_typer(is_terminal=sys.stdout.isatty())
        # A tenth of a short run would go into declaring the other commands.
        typed = words[:1] if words[:1] and words[0] in HOMES else list(HOMES)
        status = application(typed, language())(standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as fault:
        # Reading has its own messages, so this is standard output.
        discard_stdout()
        error("cannot write: {why}", why=reason(fault))
        return COULD_NOT_RUN
    except Exception as fault:  # noqa: BLE001 - whatever it is, a person gets a line
        from povcalc.cli.mistakes import meant

        for line in _lines(fault, words):
            error(line)
        for each in _that_work(meant(fault, words, _commands)):
            offer(each)
        return COULD_NOT_RUN
    if status == INTERRUPTED:  # newer versions of Typer turn ^C into this status themselves
        stop()
    return status if isinstance(status, int) else OK


_ASK_ONLY = ("show", "why", "whatif", "seek", "allocate", "explain")
_WRITE = frozenset({"--save", "--output", "-o", "--force", "-"})
_LARGE = 300_000


def _that_work(lines: Iterable[list[str]], depth: int = 0) -> list[list[str]]:
    """The lines that were probably meant; one that would be refused too gives way to those that are then meant.

    Lines that write nothing are tried in silence; not on large plans, which take their time.
    """
    from povcalc.cli.mistakes import meant

    sure: list[list[str]] = []
    others: list[list[str]] = []
    for words in lines:
        is_large = any(os.path.isfile(word) and os.path.getsize(word) > _LARGE for word in words)
        if words[0] not in _ASK_ONLY or _WRITE.intersection(words) or is_large:
            others.append(words)
        elif (fault := _refused(words)) is None:
            sure.append(words)
        elif depth < _DEEPEST and (deeper := _that_work(meant(fault, words, _commands), depth + 1)):
            others += deeper
        else:
            others.append(words)
    found = sure or others
    return [words for at, words in enumerate(found) if words not in found[:at]]


_DEEPEST = 4


def _refused(words: list[str]) -> Exception | None:
    """What keeps a command line from running, tried without a word."""
    typed, sys.argv = sys.argv, [sys.argv[0], *words]
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            application(list(HOMES), language())(words, standalone_mode=False)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the line does not work
        return fault
    finally:
        sys.argv = typed
    return None


def _commands() -> Mapping[str, Any]:
    """All commands as Typer has them."""
    return cast("TyperGroup", typer.main.get_command(application(list(HOMES), language()))).commands


def _lines(fault: Exception, words: Sequence[str]) -> tuple[Message, ...]:
    """What is said of what keeps a command from running."""
    from povcalc.cli.mistakes import USAGE_ERROR, told

    if isinstance(fault, CannotRunError):
        return fault.args
    if isinstance(fault, UserError):
        return (fault.why,)
    if isinstance(fault, (USAGE_ERROR, typer.Abort)):
        return (told(fault, words, _commands),)
    if isinstance(fault, MemoryError):
        return (Message("the memory does not suffice for this; name fewer files at a time, or split what is large"),)
    return (
        Message(
            "povcalc itself broke, and nothing was checked: {error}. Please report it",
            error=f"{type(fault).__name__}: {fault}",
        ),
    )


# Which language is spoken.

VARIABLE = "POVCALC_LANG"
"""The environment variable that names the language, behind `--lang` and before the locale."""


def spoken(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> tuple[Lang, Namer]:
    """The language of a command line, and what names it.

    `--lang`, else POVCALC_LANG, else the settings of the folder that it is run in, else the locale, else English.
    """
    if (asked := _asked(words)) is not None:
        return asked, Namer.COMMAND_LINE
    named = environment.get(VARIABLE, "")
    if named in tuple(Lang):
        return Lang(named), Namer.ENVIRONMENT
    if (settled := _settled(words)) is not None:
        return settled, Namer.SETTINGS
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return (Lang.VI if locale.lower().startswith("vi") else Lang.EN), Namer.LOCALE


def refuse_unknown(words: Sequence[str]) -> None:
    """Raise `CannotRunError` when POVCALC_LANG names no language that there is, unless `--lang` does."""
    if os.environ.get(VARIABLE, "") not in ("", *Lang) and _asked(words) is None:
        raise refusal("{variable} is not a language: use en or vi", variable=VARIABLE)


def _asked(words: Sequence[str]) -> Lang | None:
    options = words[: words.index("--")] if "--" in words else words
    named = [value for value in _values("--lang", options) if value in tuple(Lang)]
    return Lang(named[-1]) if named else None  # of several the last one holds


def _values(name: str, words: Sequence[str]) -> Iterator[str]:
    """The values of an option, which is given in two words or in one."""
    for word, following in zip(words, (*words, "")[1:], strict=True):
        if word == name:
            yield following
        elif word.startswith(f"{name}="):
            yield word.removeprefix(f"{name}=")


def _settled(words: Sequence[str]) -> Lang | None:
    """What the settings say that hold in the working folder; what is wrong with them is told later, if at all."""
    if "--no-settings" in words:
        return None
    try:
        *_, named = ("", *_values("--settings", words))
        file = named or nearest_settings(os.getcwd())
        content = content_of(file) if file else b""
    except (OSError, ValueError):
        return None
    if b"lang" not in content:
        return None
    from povcalc.plan.settings import read_settings

    found = read_settings(content, file or "", ()).common.get("lang")
    return None if found is None else Lang(found.value)


# Help, wholly in the language of the run: Typer's own words are English and fixed.

_OPTIONS, _ARGUMENTS, _COMMANDS = Message("Options"), Message("Arguments"), Message("Commands")
_OPTIONS_PLACE, _COMMAND_PLACE = Message("[OPTIONS]"), Message("COMMAND")
_PANELS = {
    _OPTIONS: (),
    Message("Figures and assumptions"): ("figures", "growth", "cut"),
    Message("Output"): ("form", "output", "save", "force", "diff", "quiet", "exit_code", "show_settings"),
    Message("Settings and language"): ("settings", "no_settings", "lang", "help"),
}
"""The groups of options in a help page, in their order, each with the names of those that are in it."""
_GROUPS = {name: (at, group) for at, (group, names) in enumerate(_PANELS.items()) for name in names}

_EXAMPLES_HEADING = Message("Examples:")
EXAMPLES = {
    "": (
        "povcalc check plan.yaml",
        "povcalc show",
        "povcalc whatif --set tram-tau.reduction_households=500",
    ),
    "allocate": (
        "povcalc allocate --households 13000",
        "povcalc allocate plan.yaml --by points --at-least tram-tau=500",
        "povcalc allocate plan.yaml --measure near-poor --households 9 --by households",
    ),
    "check": (
        "povcalc check plan.yaml",
        "povcalc check plans --format concise --strict",
        "povcalc check plan.yaml --document plan.docx --diff",
    ),
    "compare": (
        "povcalc compare draft.yaml approved.yaml",
        "povcalc compare plan.yaml result.yaml --exit-code",
    ),
    "draft": ("povcalc draft plan.docx -o new.yaml", "povcalc draft review.pdf --kind result --year 2024"),
    "explain": ("povcalc explain T101", "povcalc explain F --format markdown"),
    "explore": ("povcalc explore", "povcalc explore plan.yaml --growth 0..2"),
    "init": (
        "povcalc init new.yaml --name 'Tỉnh Lào Cai' --year 2026",
        "povcalc init districts.yaml --from areas.csv",
        "povcalc init next.yaml --from result.yaml",
    ),
    "lsp": ("povcalc lsp", "povcalc lsp --lang vi"),
    "track": (
        "povcalc track plan.yaml so-bo.csv chinh-thuc.csv --as-of 2019-11-20",
        "povcalc track plan.yaml 'preliminary=bao-cao.xlsx#Biểu 1' -o theo-doi.xlsx",
    ),
    "report": (
        "povcalc report plan.yaml -o report.html",
        "povcalc report plan.yaml --result result.yaml -o report.docx --lang both",
    ),
    "schema": ("povcalc schema > plan.schema.json", "povcalc schema --format markdown"),
    "seek": (
        "povcalc seek 'yen-bai.reduction_rate>6' --vary '*.reduction_households'",
        "povcalc seek 'tram-tau.poverty_rate_end<=44' --vary tram-tau.reduction_rate",
    ),
    "show": (
        "povcalc show targets plan.yaml",
        "povcalc show schedule --as-of today",
        "povcalc show actors --with so-tai-chinh",
    ),
    "whatif": (
        "povcalc whatif --set tram-tau.reduction_households=500",
        "povcalc whatif --set 'Trạm Tấu.số hộ nghèo giảm=+10%' --rebalance total",
        "povcalc whatif plan.yaml --set '*.reduction_rate=+0.5' --save changed.yaml",
    ),
    "why": (
        "povcalc why tram-tau.households",
        "povcalc why 'Trạm Tấu.tỷ lệ hộ nghèo cuối năm' plan.yaml",
        "povcalc why 'Huyện Trạm Tấu'",
    ),
}
"""What stands at the end of each command's help page, and of the program's own: lines that can be tried."""


def _examples(name: str, lang: Lang) -> str:
    # Typer makes one line of every paragraph.
    return "\n\n".join((_EXAMPLES_HEADING.to(lang), *(f"  {line}" for line in EXAMPLES[name])))


_OF_TYPER = {
    "help": Message("Show this message and exit."),
    "install_completion": Message("Have the shell in use complete commands and options."),
    "show_completion": Message("Show what would be installed for that, to copy it or to change it."),
}


class _InOurWords:
    """What a command and a group of commands say of themselves."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line that shows how a command is typed."""
        pieces: list[str] = super().collect_usage_pieces(ctx)  # type: ignore[misc]  # a mixin's neighbour has it
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=Message("Usage: ").to(language()))

    def get_params(self, ctx: Any) -> list[Any]:
        """Give the options and arguments, with Typer's own among them explained, under our headings."""
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # as above
        kinds: dict[str, Any] = getattr(self.callback, "__annotations__", {})  # type: ignore[attr-defined]  # likewise
        for param in params:
            if param.name in _OF_TYPER:
                param.help = _OF_TYPER[param.name].to(language())
            heading = _ARGUMENTS if param.param_type_name == "argument" else _group(param)[1]
            param.rich_help_panel = heading.to(language())
            if param.param_type_name == "argument" or param.is_flag:
                # Newer Typer names a type of Python here, such as <bool>, which tells a reader nothing.
                param.display_type_rich = lambda ctx: None  # noqa: ARG005 - Typer's signature
            declared = kinds.get(param.name)
            _spare_converters(param, get_args(declared)[0] if get_origin(declared) is Annotated else None)
        return sorted(params, key=lambda param: -1 if param.param_type_name == "argument" else _group(param)[0])


def _spare_converters(param: Any, kind: Any) -> None:
    """Spare Typer the converter, a model of pydantic's, of an option without a value, or with a plain one.

    To make one for each option takes a tenth of a check, and the first a good part of that. `kind` is the option's
    annotation. What does not fit is left to Typer, which has the words for it.
    """
    convert, is_list = type(param).process_value, param.multiple or param.nargs == -1

    def process_value(ctx: Any, value: Any) -> Any:
        if value is None and not param.required:
            plain = () if is_list else None
        else:
            plain = None if value is None else _plain(kind, value)
            if plain is None:
                return convert(param, ctx, value)
        return plain if param.callback is None else param.callback(ctx, param, plain)

    param.process_value = process_value


def _plain(kind: Any, value: Any) -> Any:
    """What is typed, as an option takes it that may be left out and holds texts or a word of a few; else `None`."""
    wanted = (*get_args(kind), None)[0]
    if wanted is str and isinstance(value, str):
        return value
    if wanted == list[str] and not isinstance(value, str):
        return list(value)
    is_choice = isinstance(wanted, type) and issubclass(wanted, StrEnum) and value in tuple(wanted)
    return wanted(value) if is_choice else None


def _group(param: Any) -> tuple[int, Message]:
    """Where the group of an option stands in a help page, and its heading."""
    return _GROUPS.get(param.name, (0, _OPTIONS))


class _Command(_InOurWords, TyperCommand):
    """A command whose help is in the language of the run."""


class _Group(_InOurWords, TyperGroup):
    """The program itself, likewise."""


def application(names: Sequence[str], lang: Lang) -> typer.Typer:
    """The program with the commands of these names, its texts in a language."""
    app = typer.Typer(
        name="povcalc",
        cls=_Group,
        help=_APP.to(lang),
        options_metavar=_OPTIONS_PLACE.to(lang),
        subcommand_metavar=_COMMAND_PLACE.to(lang),
        no_args_is_help=True,
        epilog=_examples("", lang),
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(in_language(_root, lang))
    for name in names:
        import_module(f"povcalc.cli.{HOMES[name]}")
        function = COMMANDS[name]
        words = looked_up(" ".join((function.__doc__ or "").split()))
        app.command(
            name,
            cls=_Command,
            help=words.to(lang),
            options_metavar=_OPTIONS_PLACE.to(lang),
            epilog=_examples(name, lang),
            rich_help_panel=_COMMANDS.to(lang),
        )(in_language(function, lang))
    return app


_BLANK = "    return 0\n"
_NO_BLANK = "    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2> /dev/null\n"


def fit_typer(*, is_terminal: bool) -> None:
    """Have help be plain text where it goes to no terminal, and bash set no blank behind a `=` that it completed.

    Typer writes colours into files when a variable such as GITHUB_ACTIONS or FORCE_COLOR is there.
    """
    if not is_terminal:
        os.environ["_TYPER_FORCE_DISABLE_TERMINAL"] = "1"
    from typer import _completion_shared

    scripts = getattr(_completion_shared, "_completion_scripts", {})
    if "bash" in scripts and _NO_BLANK not in scripts["bash"]:
        scripts["bash"] = scripts["bash"].replace(_BLANK, _NO_BLANK + _BLANK)


def join_equals(environment: MutableMapping[str, str]) -> None:
    """Undo what bash does to `--select=T1`, of which it makes three words: the value follows the option."""
    words, at = environment.get("COMP_WORDS", "").split("\n"), environment.get("COMP_CWORD", "")
    if not at.isdigit():
        return
    joined: list[str] = []
    here = int(at)
    for number, word in enumerate(words):
        is_sign = word == "=" and number > 0 and words[number - 1].startswith("--")
        if is_sign and number < int(at):
            here -= 1
        else:
            joined.append("" if is_sign else word)
    environment.update(COMP_WORDS="\n".join(joined), COMP_CWORD=str(here))


_APP = Message("Check a poverty-reduction plan's figures: do they add up, do they agree, what do they imply?")
_VERSION = Message("Print the version and exit.")


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if wanted:
        sys.stdout.write(f"{program()}\n")
        raise typer.Exit


def _root(
    *, version: Annotated[bool, option("--version", callback=_print_version, is_eager=True, help=_VERSION)] = False
) -> None:
    del version  # its callback has done its work
