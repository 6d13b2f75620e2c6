"""One run of the command line: from the words typed to the exit status, with nothing thrown."""

import gc
import sys

from povcalc.cli import check, schema
from povcalc.cli.app import COULD_NOT_RUN, INTERRUPTED, OK, app, complain
from povcalc.cli.language import VARIABLE, is_known
from povcalc.cli.streams import abandon_output, prepare
from povcalc.cli.usage import is_usage_error, usage_message
from povcalc.text import Text, say

COMMANDS = (check, schema)
"""The modules whose import declares the commands."""


def main() -> None:
    """Run the command line and exit with its status. No exception leaves it but `SystemExit`."""
    prepare()
    try:
        status = _run()
    except BrokenPipeError:
        # The reader, such as `head`, has all that it wanted.
        abandon_output()
        status = OK
    # Spares Python the search for cycles at its end; the system takes the memory back as it is.
    gc.freeze()
    sys.exit(status)


def _run() -> int:
    if not is_known():
        complain(
            say(
                "{variable} is not a language: use en or vi",
                "{variable} không phải ngôn ngữ: dùng en hoặc vi",
                variable=VARIABLE,
            )
        )
        return COULD_NOT_RUN
    try:
        status = app(standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        complain(Text("stopped", "đã dừng"))
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        # Reading has its own messages, so this is standard output.
        abandon_output()
        complain(say("cannot write: {why}", "không ghi được: {why}", why=error.strerror or str(error)))
        return COULD_NOT_RUN
    except Exception as error:  # noqa: BLE001 - whatever it is, a person gets one line
        complain(usage_message(error) if is_usage_error(error) else _broken(error))
        return COULD_NOT_RUN
    return status if isinstance(status, int) else OK


def _broken(error: Exception) -> Text:
    return say(
        "povcalc itself broke, and nothing was checked: {error}. Please report it",
        "povcalc bị lỗi và chưa kiểm tra được gì: {error}. Xin báo lại lỗi này",
        error=f"{type(error).__name__}: {error}",
    )
