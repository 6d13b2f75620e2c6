"""A command line that was typed wrong: what is wrong with it, and what was probably meant, as a line to copy."""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import typer

from povcalc.cli.files import is_plan_name, similar_file
from povcalc.messages import Message, alternatives, verbatim
from povcalc.patterns import regex
from povcalc.typos import closest_match, fold, id_of

# Typer brings its own click or imports the one installed; either way this is its base class.
USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]

# Typer has no types of its own for these.
_NO_COMMAND = regex(r"No such command '([^']*)'")
_EXTRA = regex(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", re.DOTALL)
_NOT_A_CHOICE = regex(r"is not one of ('.*')")

_NO_COMMAND_GIVEN = Message("no command is given")

Commands = Callable[[], Mapping[str, Any]]
"""What gives the commands as Typer has them, by their names; it costs time, and only a mistake needs it."""

_ALSO_CALLED = {
    "check": ("validate", "verify", "lint", "test", "run", "kiem-tra"),
    "compare": ("diff", "so-sanh"),
    "draft": ("import", "extract", "du-thao"),
    "init": ("new", "create", "begin", "start"),
    "show": ("list", "print", "view", "cat", "open", "xem"),
    "whatif": ("what-if", "set", "change", "scenario"),
    "seek": ("goal", "solve", "goal-seek"),
    "allocate": ("split", "share", "distribute", "phan-bo"),
    "explain": ("man", "rule", "rules", "codes", "help-code"),
    "why": ("reason", "range", "vi-sao", "tai-sao"),
}
_PARTS = ("targets", "funding", "standard", "measures", "schedule", "actors")
_TAKE_EQUATIONS = ("--set", "-s", "--at-least", "--at-most")
_TAKE_NAMES = ("--vary", "--area", "--with")
_CODE = regex("[A-Za-z][0-9]{3}")
_FIGURE = regex(r"[^=<>]+\.[^=<>.]+")


def told(fault: Exception, words: Sequence[str], commands: Commands) -> Message:
    """What is wrong with a command line, and whose help says more."""
    what = _usage(fault, commands)
    likeliest = next(meant(fault, words, commands), ())
    typed = next((word for word in (*likeliest, *words) if word in commands()), None)
    if typed is None:
        return Message("{what}; see povcalc --help", what=what)
    return Message("{what}; see povcalc {command} --help", what=what, command=typed)


def _usage(fault: Exception, commands: Commands) -> Message:
    """What is wrong with the command line."""
    name = str(getattr(fault, "option_name", None))
    message = str(getattr(fault, "message", ""))
    match type(fault).__name__:
        case "NoSuchOption":
            owners = _knowing(commands(), [name])
            if owners and getattr(getattr(fault, "ctx", None), "parent", None) is not None:
                return Message("{option} is an option of {commands}", option=name, commands=", ".join(owners))
            near = ", ".join(getattr(fault, "possibilities", None) or ())
            if near:
                return Message("there is no option {option}; did you mean {near}?", option=name, near=near)
            return Message("there is no option {option}", option=name)
        case "BadOptionUsage" if "does not take" in message:
            return Message("the option {option} takes no value", option=name)
        case "BadOptionUsage":
            return Message("the option {option} lacks a value", option=name)
        case "MissingParameter":
            return Message("{name} is missing", name=getattr(getattr(fault, "param", None), "metavar", None) or "FILE")
        case "BadParameter":
            return _bad_value(fault)
    return _of_message(message or str(fault))


def _of_message(message: str) -> Message:
    """What is wrong, where only Typer's own words tell the kind of it."""
    if (found := _NO_COMMAND.match(message)) is not None:
        return Message("there is no command {name}", name=found[1])
    if (found := _EXTRA.match(message)) is not None:
        return Message("unexpected argument: {words}", words=found[1])
    if not message or message.startswith("Missing command"):
        return _NO_COMMAND_GIVEN
    return verbatim(message.rstrip("."))


def _bad_value(fault: Exception) -> Message:
    param = getattr(fault, "param", None)
    message = str(getattr(fault, "message", fault)).rstrip(".")
    name = " / ".join(getattr(param, "opts", ()))
    refused = _NOT_A_CHOICE.search(message)
    if refused is not None:
        choices = alternatives(re.findall("'([^']*)'", refused[1]))
        return Message("{name} takes {choices}", name=name, choices=choices)
    return verbatim(f"{name}: {message}")


# What was probably meant.


def meant(fault: Exception, words: Sequence[str], commands: Commands) -> Iterator[list[str]]:
    """The command lines, each without the program's name, that were probably meant, the likeliest first."""
    if (whole := _with_whole_values(words)) != list(words):
        yield whole
        return
    yield from getattr(fault, "instead", ())
    for old, new in getattr(fault, "meant", ()):
        yield from _replaced(words, old, new)
    if not isinstance(fault, USAGE_ERROR):
        return
    message = str(getattr(fault, "message", ""))
    if type(fault).__name__ == "NoSuchOption":
        yield from _for_option(str(getattr(fault, "option_name", "")), words, commands())
    elif type(fault).__name__ == "BadOptionUsage" and "--vary" in words:
        yield [word for word in words if word != "--vary"]
    elif (found := _NO_COMMAND.match(message)) is not None:
        yield from _for_command(found[1], words, commands())
    elif type(fault).__name__ == "BadParameter" and (refused := _NOT_A_CHOICE.search(message)) is not None:
        typed = re.search("'(.*?)' is not one of", message)
        near = closest_match(typed[1], re.findall("'([^']*)'", refused[1])) if typed else None
        if typed and near:
            yield from _replaced(words, typed[1], near)
    elif _EXTRA.match(message) is not None:
        yield from with_set(words) if words[0] == "whatif" else _as_one_name(words)


def for_missing_file(name: str | None, words: Sequence[str]) -> Iterator[list[str]]:
    """What was probably meant where a file is named that is not there: one called alike, or no file at all."""
    if not name or not words or os.path.lexists(name):
        return
    command, *rest = words
    near = similar_file(name)
    at = list(words).index(name) if name in words else 0
    if near is not None and near not in words:
        yield from _replaced(words, name, near)
    elif not at or words[at - 1].startswith("-"):
        return  # an option's value can only be a file
    elif "=" in name and command in ("whatif", "check", "show"):
        yield from with_set(["whatif", *rest])
    elif _CODE.fullmatch(name) and command != "explain":
        yield ["explain", name]
    elif command == "allocate" and not is_plan_name(name):
        yield [*words[:at], "--area", *words[at:]]
    elif command in ("why", "seek") and at > 1 and not is_plan_name(name):
        yield from _as_one_name(words)
    elif _FIGURE.fullmatch(name) and not is_plan_name(name) and command != "why":
        yield ["why", *(word for word in rest if not word.startswith("-"))]


def _replaced(words: Sequence[str], old: str, new: str) -> Iterator[list[str]]:
    """The words with another instead of one that they have, or that the end or the beginning of one of them is."""
    for fits in (str.__eq__, str.endswith, str.startswith, str.__contains__):
        for at, word in enumerate(words):
            if fits(word, old):
                yield [*words[:at], word.replace(old, new, 1), *words[at + 1 :]]
                return


def _with_whole_values(words: Sequence[str]) -> list[str]:
    """The words with the values of options whole that nobody put in quotes: `--set Trạm Tấu.households=5`."""
    found: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        found.append(word)
        if word not in (*_TAKE_EQUATIONS, *_TAKE_NAMES):
            continue
        end = next((at for at, each in enumerate(rest) if _ends_value(each)), len(rest))
        value = rest[:end]
        if word in _TAKE_EQUATIONS:
            end = next((at for at, each in enumerate(value, 1) if "=" in each), min(1, len(value)))
        else:
            end = next((at for at, each in enumerate(value) if re.search("[<>=≤≥]", each)), len(value))
        if end:
            found.append(" ".join(rest[:end]))
            del rest[:end]
    return found


def _ends_value(word: str) -> bool:
    """Whether a word is surely none of a name: an option, a file, a part of a plan."""
    return word.startswith("-") or is_plan_name(word) or os.path.isfile(word) or word in _PARTS


def with_set(words: Sequence[str]) -> Iterator[list[str]]:
    """The words with `--set` before each change that lacks it."""
    found: list[str] = []
    for word in words:
        if "=" in word and not word.startswith("-") and found[-1:] not in (["--set"], ["-s"], ["--figures"]):
            found.append("--set")
        found.append(word)
    if found != list(words):
        yield found


def _as_one_name(words: Sequence[str]) -> Iterator[list[str]]:
    """The words with those of a name, which nobody put in quotes, as one; a figure behind an area gets its dot."""
    from povcalc.plan.areas import KIND_WORDS
    from povcalc.plan.csv_tables import field_of

    if len(words) > 1 and words[0] == "why" and is_plan_name(words[1]):
        words = [words[0], *words[2:], words[1]]
    end = next((at for at, word in enumerate(words) if at and (word.startswith("-") or is_plan_name(word))), len(words))
    command, *name = words[:end]
    if len(name) < 2 or command not in ("why", "init", "seek"):  # noqa: PLR2004 - one word is a name already
        return
    if command == "seek":
        goal = next((at for at, word in enumerate(name, 1) if re.search("[<>≤≥]", word)), 0)
        yield from [[command, " ".join(name[:goal]), *name[goal:], *words[end:]]] if goal > 1 else []
        return
    if command == "init" and fold(name[0]) not in map(fold, KIND_WORDS):
        yield [command, f"{id_of(' '.join(name))}.yaml", "--name", " ".join(name), *words[end:]]
        return
    cuts = (at for at in range(1, len(name)) if field_of(" ".join(name[at:])))
    cut = (
        next(cuts, len(name)) if command == "why" and not any(re.search(r"\.\S", word) for word in name) else len(name)
    )
    yield [command, ".".join(" ".join(part) for part in (name[:cut], name[cut:]) if part), *words[end:]]


def _options(words: Sequence[str]) -> list[str]:
    """The long options that are typed."""
    return [word.partition("=")[0] for word in words if word.startswith("--") and word != "--"]


def _options_of(command: Any) -> list[str]:
    """The options that a command has."""
    return [option for param in command.params for option in (*param.opts, *param.secondary_opts)]


def _knowing(commands: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """The commands that have all these options, those that take nothing but a plan first."""
    order = ("check", "show", "whatif", "allocate", "compare", "seek", "init", "why", "explain", "schema")
    fit = [each for each, command in commands.items() if set(names).issubset(_options_of(command))]
    return sorted(fit, key=lambda each: order.index(each) if each in order else len(order))


def _for_option(name: str, words: Sequence[str], commands: Mapping[str, Any]) -> Iterator[list[str]]:
    """An option that a command lacks: that of another command, or its own that is spelt alike."""
    at = next((at for at, word in enumerate(words) if word in commands), None)
    if at is None:  # before the command, or without one
        rest = [word for word in words if word not in ("--version", "-h")]
        fit = _knowing(commands, _options(rest))
        # A plan asks one thing, and the first takes nothing else; of options alone anything may be meant.
        yield from ([each, *rest, *_needed(each, rest)] for each in fit[: 1 if any(map(is_plan_name, rest)) else None])
        return
    own = _options_of(commands[words[at]])
    if any(word.partition("=")[0] == name for word in words[:at]) and name in own:
        yield [words[at], *words[:at], *words[at + 1 :]]
        return
    near = closest_match(name, own)
    others = _knowing(commands, [name, *_options(words)])
    if others:
        for each in others[:1]:
            rest = [word for word in words[at + 1 :] if each in ("check", "show") or word not in _PARTS]
            rest = [word for word in rest if words[at] != "seek" or not re.search("[<>≤≥]", word)]  # the goal
            yield [*words[:at], each, *rest, *_needed(each, rest)]
    elif near is not None:
        yield from _replaced(words, name, near)


def _needed(command: str, words: Sequence[str]) -> list[str]:
    """What a command cannot do without and the words lack, so that the line can be tried: a change, for a what-if."""
    lacks = command == "whatif" and not {"--set", "-s", "--scenario"}.intersection([*words, *_options(words)])
    return ["--set", "*.reduction_households=+1%"] if lacks else []


def _for_command(name: str, words: Sequence[str], commands: Mapping[str, Any]) -> Iterator[list[str]]:
    """A word where a command is expected: one misspelt, called otherwise, or what a command is about."""
    at = list(words).index(name) if name in words else 0
    rest = [*words[:at], *words[at + 1 :]]
    if os.path.exists(name) or is_plan_name(name):
        file = name if os.path.exists(name) else similar_file(name) or name
        fit = _knowing(commands, _options(rest))
        yield [*fit[:1], file, *rest, *_needed(fit[0], rest)] if fit else ["check", file]
        return
    word = fold(name).replace(" ", "-") or name
    also = {other: command for command, others in _ALSO_CALLED.items() for other in others}
    if (command := also.get(f"{word}-{fold(' '.join(rest[:1]))}")) is not None:  # in two words
        yield [command, *rest[1:]]
        return
    near = closest_match(word, [*commands, *also])
    if word == "help":
        yield [*(each for each in rest if each in commands), "--help"]
    elif word == "version":
        yield ["--version"]
    elif word in _PARTS:
        yield ["show", word, *rest]
    elif _CODE.fullmatch(name):
        yield ["explain", name, *rest]
    elif near is not None:
        yield [also.get(near, near), *rest]
    elif "=" in name:
        yield ["whatif", "--set", name, *rest]
    elif _FIGURE.fullmatch(name):
        yield ["why", name, *rest]
