"""The command line: `main` is what the `povcalc` command runs."""

# What `signal` wraps. That imports `enum` first, and until it is there ^C cannot be answered.
import _signal as signal  # type: ignore[import-not-found]  # typeshed has only the wrapper
import gc
import os
import sys
from types import ModuleType

TYPE_CHECKING = False  # as in the package: nothing that takes long before ^C can be answered

if TYPE_CHECKING:
    from typing import Any, NoReturn

_PLUGINS = "pydantic.plugin._loader"


class _Late(ModuleType):
    """Stands where a library imports a whole module that a short run asks nothing of.

    The real one is imported after all when anything of it is asked for.
    """

    def __getattr__(self, name: str) -> "Any":
        if name.startswith("__"):
            raise AttributeError(name)
        from importlib import import_module

        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


class _NoPlugins(_Late):
    """Stands where pydantic looks for its plugins, of which there are to be none.

    The real module answers so too when it is told, but first imports `importlib.metadata`, which takes as long as to
    check a small plan.
    """

    @staticmethod
    def get_plugins() -> tuple[()]:
        """None at all."""
        return ()


_SPARED = (
    *("base64", "bz2", "csv", "fnmatch", "linecache", "lzma"),
    *("secrets", "shlex", "struct", "subprocess", "tokenize", "zlib"),
)
"""Modules of Python that libraries, and our own modules, import whole and use only on occasion.

`secrets` is pydantic's for what is to be hidden, `subprocess` Typer's to open a browser and to install completion,
`tokenize` and `linecache` for the source of code that failed, `struct` to read a catalogue; `shutil` looks whether
`bz2`, `lzma` and `zlib` are there.
"""


def main() -> "NoReturn":
    """Run the command line and end the process with its exit status. No exception leaves it."""
    interrupted: list[int] = []

    def note(number: int, _: object) -> None:
        interrupted.append(number)

    # Until everything is imported nobody could answer ^C calmly: it is noted, and obeyed a moment later. A program in
    # the background, for which the shell ignores ^C, goes on ignoring it.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, note)
    # A command is short and makes values that stay to its end; the collector would only look at them again and again,
    # for a third of the time that a nation's plan takes.
    gc.disable()
    # What a plan means must not depend on what else is installed, and looking costs time.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    sys.modules.setdefault(_PLUGINS, _NoPlugins(_PLUGINS))
    for name in _SPARED:
        sys.modules.setdefault(name, _Late(name))
    from povcalc.patterns import compiled_late

    # PyYAML's own patterns are for its parser and for its readings of words, neither of which is used where libyaml is
    # there: to compile them takes as long as to read a small plan. Fractions are made of numbers and not of words, and
    # `platform`, which `uuid` asks for the system's name, would look into files for versions.
    with compiled_late():
        import fractions  # noqa: F401 - ours find them then
        import platform  # noqa: F401

        import yaml  # noqa: F401
    from povcalc.cli.app import run_and_exit

    run_and_exit(interrupted=interrupted)
