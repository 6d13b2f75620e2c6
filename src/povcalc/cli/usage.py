"""A command line that was typed wrong, told in one line in either language."""

import re

import typer

from povcalc.messages import Text, alternatives, same, say

# Typer brings its own click or imports the one installed; either way this is its base class.
_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]


def is_usage_error(error: Exception) -> bool:
    """Whether an exception says that the command line was typed wrong."""
    return isinstance(error, (_USAGE_ERROR, typer.Abort))


def usage_message(error: Exception) -> Text:
    """What is wrong with the command line, and where help is."""
    return Text(*(f"{part}; {help_}" for part, help_ in zip(_what(error), _HELP, strict=True)))


# Typer has no types of its own for these.
_NO_COMMAND = re.compile(r"No such command '([^']*)'")
_EXTRA = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)")
_NOT_A_CHOICE = re.compile(r"is not one of ('.*')")

_NO_COMMAND_GIVEN = Text("no command is given", "chưa nêu lệnh")
_HELP = Text("see povcalc --help", "xem povcalc --help")


def _what(error: Exception) -> Text:
    option = getattr(error, "option_name", None)
    match type(error).__name__:
        case "NoSuchOption":
            near = ", ".join(getattr(error, "possibilities", None) or ())
            if near:
                return say(
                    "there is no option {option}; did you mean {near}?",
                    "không có tùy chọn {option}; có phải là {near} không?",
                    option=str(option),
                    near=near,
                )
            return say("there is no option {option}", "không có tùy chọn {option}", option=str(option))
        case "BadOptionUsage" if "does not take" in str(getattr(error, "message", "")):
            return say("the option {option} takes no value", "tùy chọn {option} không nhận giá trị", option=str(option))
        case "BadOptionUsage":
            return say("the option {option} lacks a value", "tùy chọn {option} thiếu giá trị", option=str(option))
        case "BadParameter":
            return _bad_value(error)
        case "NoArgsIsHelpError":
            return _NO_COMMAND_GIVEN
        case _ if (found := _NO_COMMAND.match(str(getattr(error, "message", "")))) is not None:
            return say("there is no command {name}", "không có lệnh {name}", name=found[1])
        case _ if (found := _EXTRA.match(str(getattr(error, "message", "")))) is not None:
            return say("this is not wanted here: {words}", "không dùng ở đây: {words}", words=found[1])
        case _ if str(getattr(error, "message", "")).startswith("Missing command"):
            return _NO_COMMAND_GIVEN
        case _:
            return same(str(getattr(error, "message", "") or error).rstrip("."))


def _bad_value(error: Exception) -> Text:
    param = getattr(error, "param", None)
    message = str(getattr(error, "message", error)).rstrip(".")
    name = " / ".join(getattr(param, "opts", ()))
    refused = _NOT_A_CHOICE.search(message)
    if refused is not None:
        choices = alternatives(re.findall("'([^']*)'", refused[1]))
        return say("{name} takes {choices}", "{name} nhận {choices}", name=name, choices=choices)
    return say("{name}: {why}", "{name}: {why}", name=name, why=message)
