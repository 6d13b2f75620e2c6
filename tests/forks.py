"""A process that has imported povcalc and runs its command line in copies of itself, which saves each the start.

`command.povcalc` asks it. A run is told in a line of JSON on standard input: the words, the folder, the environment,
and the files that the streams are. Its exit status is a line on standard output.
"""

import json
import os
import sys
from pathlib import Path

PRELOADED = ("povcalc.cli.app", "povcalc.cli.check", "povcalc.cli.show", "povcalc.cli.questions", "povcalc.corrections")
PRELOADED += ("povcalc.output.console", "povcalc.output.json", "rich.table", "rich.console")


def _run(words: list[str], folder: str, environment: dict[str, str], streams: list[str]) -> None:
    """Become a run of the command: never returns."""
    from povcalc.cli import main

    for number, (name, flags) in enumerate(zip(streams, (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY), strict=True)):
        os.dup2(os.open(name, flags), number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [str(Path(sys.executable).with_name("povcalc")), *words]
    main()


def _serve() -> None:
    """Answer one run after the other until nobody asks any more."""
    # What the runs read and write is theirs alone: here nothing may be left in a buffer.
    asked, answers = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nowhere, number)
    for line in asked:
        child = os.fork()
        if not child:
            try:
                _run(**json.loads(line))
            finally:
                os._exit(70)  # `main` has ended the process, or it broke
        _, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()


if __name__ == "__main__":
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from importlib import import_module

    for module in PRELOADED:
        import_module(module)
    _serve()
