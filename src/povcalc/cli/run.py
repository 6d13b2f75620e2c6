"""One run of the command line: from the words typed to the exit status, with nothing thrown."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

from povcalc.cli.app import COULD_NOT_RUN, INTERRUPTED, OK, app, complain
from povcalc.cli.language import VARIABLE, is_known
from povcalc.cli.streams import abandon_output, prepare, reason
from povcalc.messages import Text, say

COMMANDS = ("allocate", "check", "compare", "explain", "init", "schema", "seek", "show", "whatif", "why")
"""The commands, each declared by the import of the module of its name."""


def main() -> NoReturn:
    """Run the command line and end the process with its status. No exception leaves it."""
    prepare()
    try:
        status = _run()
    except BrokenPipeError:
        # The reader, such as `head`, has all that it wanted.
        abandon_output()
        status = OK
    _leave(status)


def _leave(status: int) -> NoReturn:
    """End the process at once: taking a nation's values apart one by one costs as much as reading some."""
    try:
        sys.stdout.flush()
    except OSError:
        status = status or COULD_NOT_RUN
    with suppress(OSError):  # what is said about the run does not change what came of it
        sys.stderr.flush()
    os._exit(status)


def _run() -> int:
    if not is_known(sys.argv[1:]):
        complain(
            say(
                "{variable} is not a language: use en or vi",
                "{variable} không phải ngôn ngữ: dùng en hoặc vi",
                variable=VARIABLE,
            )
        )
        return COULD_NOT_RUN
    try:
        _declare(sys.argv[1:])
        status = app(standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        # Reading has its own messages, so this is standard output.
        abandon_output()
        complain(say("cannot write: {why}", "không ghi được: {why}", why=reason(error)))
        return COULD_NOT_RUN
    except Exception as error:  # noqa: BLE001 - whatever it is, a person gets one line
        from povcalc.cli.usage import is_usage_error, usage_message

        complain(usage_message(error) if is_usage_error(error) else _broken(error))
        return COULD_NOT_RUN
    if status == INTERRUPTED:  # newer versions of Typer turn ^C into this status themselves
        complain(Text("stopped", "đã dừng"))
    return status if isinstance(status, int) else OK


def _declare(words: list[str]) -> None:
    """Declare the command that is typed; all of them for help, completion and words that are no command.

    A tenth of a short run would go into declaring the others.
    """
    typed = words[:1] if words[:1] and words[0] in COMMANDS else COMMANDS
    for name in typed:
        import_module(f"povcalc.cli.{name}")


def _broken(error: Exception) -> Text:
    return say(
        "povcalc itself broke, and nothing was checked: {error}. Please report it",
        "povcalc bị lỗi và chưa kiểm tra được gì: {error}. Xin báo lại lỗi này",
        error=f"{type(error).__name__}: {error}",
    )
