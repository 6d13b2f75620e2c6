"""By which rules each file is checked: what the command line says, else the settings that hold for the file."""

import os
from typing import TYPE_CHECKING, NamedTuple

from povcalc.cli.language import speak
from povcalc.cli.settings_files import nearest_settings
from povcalc.messages import Text, say
from povcalc.plan.assumptions import Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from povcalc.cli.examining import Rules
    from povcalc.cli.inputs import Source
    from povcalc.output.report import Checked, Trouble
    from povcalc.plan.settings import Setting, Settings


class Asked(NamedTuple):
    """What the command line itself says of the rules; `None` where it says nothing."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    strict: bool | None = None
    fail_undecided: bool | None = None
    assumed: Options = Options()


class Found(NamedTuple):
    """The settings that hold for a file: where they are from, and what they say of it."""

    settings: "Settings"
    of: "dict[str, Setting]"


class Ruling:
    """Finds settings, reads each file of them once, and makes rules of them.

    `faulty` are the settings with faults, and `troubles` what could not be read, both in the order in which they
    were needed.
    """

    def __init__(self, asked: Asked, file: str | None, *, off: bool) -> None:
        self.asked = asked
        self._file = file
        self._off = off
        self._read: dict[str, Settings | None] = {}
        self._nearest: dict[str, str | None] = {}
        self.troubles: list[Trouble] = []

    @property
    def faulty(self) -> "list[Settings]":
        """The settings in which something is wrong."""
        return [settings for settings in self._read.values() if settings is not None and settings.faults]

    def rules(self, source: "Source") -> "Rules":
        """The rules for something to be read: options take the place of settings of the same name."""
        from povcalc.cli.examining import Rules

        found, asked = self.found(source), self.asked
        said = {} if found is None else {name: setting.value for name, setting in found.of.items()}
        return Rules(
            select=said.get("select", ()) if asked.select is None else asked.select,
            ignore=said.get("ignore", ()) if asked.ignore is None else asked.ignore,
            assumed=asked.assumed,
            otherwise=Options(said.get("growth"), said.get("cut")),
            strict=said.get("strict", False) if asked.strict is None else asked.strict,
            fail_undecided=said.get("fail-undecided", False) if asked.fail_undecided is None else asked.fail_undecided,
        )

    def of_one(self, name: str | None) -> "Rules":
        """The rules for the one file that a command line names; from now on its language is spoken."""
        from povcalc.cli.inputs import Source

        source = Source("", b"") if name in (None, "-") else Source(str(name))
        self.speak_as_set([source])
        return self.rules(source)

    def speak_as_set(self, sources: "Sequence[Source]") -> None:
        """Speak the language that the settings of the first file name: one run speaks one language."""
        for source in sources[:1]:
            found = self.found(source)
            if found is not None and "lang" in found.of:
                speak(found.of["lang"].value)

    def found(self, source: "Source") -> Found | None:
        """The settings that hold for something to be read; what has no place of its own is in the working folder."""
        if self._off:
            return None
        try:
            here = os.path.abspath(source.name) if source.is_file else None  # noqa: PTH100 - keeps links as they are
            folder = os.getcwd() if here is None else os.path.dirname(here)  # noqa: PTH109, PTH120 - as above
        except (OSError, ValueError):  # the working folder is gone, or no file can have the name
            return None
        file = self._file or self._nearest_to(folder)
        settings = None if file is None else self._settings(file)
        if file is None or settings is None:
            return None
        # The settings' own folder is what its patterns begin at.
        top = os.path.dirname(os.path.abspath(file))  # noqa: PTH100, PTH120 - as above
        below = None if here is None or not _is_below(here, top) else os.path.relpath(here, top).replace(os.sep, "/")
        return Found(settings, settings.of(below))

    def _nearest_to(self, folder: str) -> str | None:
        if folder not in self._nearest:
            try:
                self._nearest[folder] = nearest_settings(folder)
            except OSError as error:
                self._nearest[folder] = None
                self._trouble(error.filename or folder, error)
        return self._nearest[folder]

    def _settings(self, file: str) -> "Settings | None":
        if file not in self._read:
            from povcalc.checks import ALL
            from povcalc.plan.settings import read_settings

            try:
                with open(file, "rb") as opened:  # noqa: PTH123 - a name like the other names
                    content = opened.read()
                self._read[file] = read_settings(content, _told(file), [check.code for check in ALL])
            except (OSError, ValueError) as error:
                self._read[file] = None
                self._trouble(file, error)
        return self._read[file]

    def _trouble(self, file: str, error: OSError | ValueError) -> None:
        from povcalc.cli.streams import reason
        from povcalc.output.report import Trouble

        told = _told(file)
        why = say(
            "cannot read the settings {name}: {why}",
            "không đọc được tệp thiết lập {name}: {why}",
            name=told or "''",
            why=reason(error),
        )
        if Trouble(told, why) not in self.troubles:
            self.troubles.append(Trouble(told, why))


def _is_below(file: str, folder: str) -> bool:
    return file.startswith(folder if folder.endswith(os.sep) else folder + os.sep)


def _told(file: str) -> str:
    """A settings file as a person names it: from the working folder when one of them is inside the other."""
    try:
        here = os.getcwd()  # noqa: PTH109 - a name like the other names
        whole = os.path.abspath(file)  # noqa: PTH100 - as above
    except (OSError, ValueError):
        return file
    above = os.path.dirname(whole)  # noqa: PTH120 - as above
    return os.path.relpath(whole, here) if _is_below(whole, here) or _is_below(f"{here}{os.sep}", above) else whole


def as_checked(settings: "Settings") -> "Checked":
    """A settings file as one of the files of a run, with what was found in it."""
    from povcalc.checks.settings import CHECKS
    from povcalc.engine import run
    from povcalc.output.report import Checked
    from povcalc.plan.load import Reading

    reading = Reading(settings.name, settings.document, None, settings=settings)
    return Checked(reading, run(reading, CHECKS))


def tell_of_settings(ruling: Ruling) -> bool:
    """Say that settings have faults, where nothing else does; whether something is wrong with them."""
    from povcalc.cli.app import complain

    for trouble in ruling.troubles:
        complain(trouble.words)
    for settings in ruling.faulty:
        complain(_faults_in(settings))
    return bool(ruling.faulty or ruling.troubles)


def _faults_in(settings: "Settings") -> Text:
    return say(
        "faults in the settings {name}: {count}; see povcalc check",
        "số lỗi trong tệp thiết lập {name}: {count}; xem povcalc check",
        name=settings.name,
        count=len(settings.faults),
    )
