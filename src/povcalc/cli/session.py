"""The way every command comes to a plan: the file, its settings, side tables, what is assumed, and what is wrong.

`open_plan` is for a command about one plan. `povcalc check`, which reads many and in several processes, is made of the
same parts: `SettingsResolver`, `read_with_tables` and `EffectiveSettings.assumptions`.

The language of a run depends on settings too, so the top of this module imports as little as can be.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from povcalc.cli import files
from povcalc.cli.streams import (
    FAILED,
    OK,
    READING,
    WORKING,
    CannotRunError,
    Namer,
    doing,
    error,
    reason,
    refusal,
    speak,
)
from povcalc.findings import Trouble
from povcalc.messages import Message, plural
from povcalc.patterns import regex

if TYPE_CHECKING:
    import datetime

    from povcalc.cli.options import CliOptions
    from povcalc.engine import Severities
    from povcalc.places import Path
    from povcalc.plan.assumptions import Options as Assumed
    from povcalc.plan.load import Reading
    from povcalc.plan.model import Plan
    from povcalc.plan.settings import Setting, Settings
    from povcalc.values import Figure
    from povcalc.views.plan import Derivation

# Settings.

OWN, SHARED = "povcalc.toml", "pyproject.toml"
"""The files that may hold settings; in one folder our own goes before the one that Python's tools share."""


def nearest_settings(folder: str) -> str | None:
    """The settings file that holds in a folder. Raises `OSError` when one in the way cannot be read."""
    while True:
        own, shared = os.path.join(folder, OWN), os.path.join(folder, SHARED)
        if os.path.isfile(own):
            return own
        if os.path.isfile(shared) and _has_table(shared):
            return shared
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


_MAY_HOLD = regex(rb"""tool["']?[ \t]*(?:\.[ \t]*["']?povcalc|[]=])""")
"""What stands in every file with a table `tool.povcalc`, and seldom elsewhere."""


def _has_table(file: str) -> bool:
    content = files.content_of(file)
    if not _MAY_HOLD.search(content):  # to read the whole of it takes as long as to check a small plan
        return False
    from povcalc.plan.settings import has_table

    return has_table(content)


class EffectiveSettings(NamedTuple):
    """What holds for one file: what the command line says, else what its settings say.

    `assumed` is what the user assumes whatever the plan says, `otherwise` what is assumed where the plan says nothing,
    and `severities` what checks weigh instead of their own.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    fail_undecided: bool = False
    assumed: "Assumed | None" = None
    otherwise: "Assumed | None" = None
    severities: "Severities" = MappingProxyType({})

    def assumptions(self, plan: "Plan | None") -> "Assumed":
        """What is assumed of a plan, where it is not the plan's own word that counts."""
        from povcalc.plan.assumptions import Options as Assumed

        return (self.assumed or Assumed()).before(plan, self.otherwise or Assumed())


class SettingsResolver:
    """Finds settings, reads each file of them once, and says what holds for a file.

    `typed` are the settings that the command line itself gives, by their names, and `today` is the day that counts as
    such. `faulty` are the settings files with faults, and `troubles` what could not be read, both in the order in which
    they were needed. Raises `CannotRunError` for options that assume what cannot be.
    """

    def __init__(
        self, options: "CliOptions", typed: Mapping[str, Any] | None = None, today: "datetime.date | None" = None
    ) -> None:
        self._options = options
        self.assumed = options.assumed()._replace(today=today)
        both = {"growth": self.assumed.growth, "cut": self.assumed.cut, **(typed or {})}
        self.typed = {name: value for name, value in both.items() if value is not None}
        self._read: dict[str, Settings | None] = {}
        self._nearest: dict[str, str | None] = {}
        self.troubles: list[Trouble] = []

    @property
    def faulty(self) -> "list[Settings]":
        """The settings in which something is wrong."""
        return [settings for settings in self._read.values() if settings is not None and settings.faults]

    def effective(self, source: files.Input) -> EffectiveSettings:
        """What holds for something to be read: options take the place of settings of the same name."""
        from povcalc.plan.assumptions import Options as Assumed

        _, stated = self.stated(source)
        said = {name: setting.value for name, setting in stated.items()}
        holds = {**said, **self.typed}
        return EffectiveSettings(
            holds.get("select", ()),
            holds.get("ignore", ()),
            holds.get("strict", False),
            holds.get("fail-undecided", False),
            self.assumed,
            Assumed(said.get("growth"), said.get("cut")),
            holds.get("severity", {}),
        )

    def speak_as_set(self, source: files.Input) -> None:
        """Speak the language that the settings of a file name: one run speaks one language."""
        _, stated = self.stated(source)
        if "lang" in stated:
            speak(stated["lang"].value, Namer.SETTINGS)

    def stated(self, source: files.Input) -> "tuple[str, dict[str, Setting]]":
        """What settings say of something to be read, and the name of their file.

        What has no place of its own is held to the settings of the working folder.
        """
        if self._options.no_settings:
            return "", {}
        try:
            here = os.path.abspath(source.name) if source.is_file else None
            folder = os.getcwd() if here is None else os.path.dirname(here)
        except (OSError, ValueError):  # the working folder is gone, or no file can have the name
            return "", {}
        file = self._options.settings or self._nearest_to(folder)
        settings = None if file is None else self._settings(file)
        if file is None or settings is None:
            return "", {}
        # The settings' own folder is what its patterns begin at.
        top = os.path.dirname(os.path.abspath(file))
        below = None if here is None or not _is_below(here, top) else os.path.relpath(here, top).replace(os.sep, "/")
        return settings.name, settings.of(below)

    def named_files(self, name: str = "files") -> tuple[str, list[str]]:
        """The files that a setting of the working folder, or of `--settings`, names; and where it stands."""
        try:
            file = self._options.settings or ("" if self._options.no_settings else self._nearest_to(os.getcwd()))
            top = os.path.dirname(os.path.abspath(file or ""))
            if not file or not (self._options.settings or os.path.samefile(top, os.getcwd())):
                return "", []
        except (OSError, ValueError):
            return "", []
        settings = self._settings(file)
        stated = None if settings is None else settings.common.get(name)
        if settings is None or stated is None:
            return "", []
        names = (stated.value,) if isinstance(stated.value, str) else stated.value
        return settings.name, [os.path.relpath(os.path.join(top, each)) for each in names]

    def _nearest_to(self, folder: str) -> str | None:
        if folder not in self._nearest:
            try:
                self._nearest[folder] = nearest_settings(folder)
            except OSError as fault:
                self._nearest[folder] = None
                self._trouble(fault.filename or folder, fault)
        return self._nearest[folder]

    def _settings(self, file: str) -> "Settings | None":
        if file not in self._read:
            from povcalc.checks import ALL
            from povcalc.plan.settings import read_settings

            try:
                content = files.content_of(file)
                self._read[file] = read_settings(content, _as_named(file), [check.code for check in ALL])
            except (OSError, ValueError) as fault:
                self._read[file] = None
                self._trouble(file, fault)
        return self._read[file]

    def _trouble(self, file: str, fault: OSError | ValueError) -> None:
        name = _as_named(file)
        why = Message("cannot read the settings {name}: {why}", name=name or "''", why=reason(fault))
        if Trouble(name, why) not in self.troubles:
            self.troubles.append(Trouble(name, why))

    def warnings(self) -> tuple[Message, ...]:
        """What is wrong with settings, for commands that have no findings to say it with."""
        faults = (
            Message(
                "faults in the settings {name}: {count}; see povcalc check",
                name=settings.name,
                count=len(settings.faults),
            )
            for settings in self.faulty
        )
        return (*(trouble.words for trouble in self.troubles), *faults)


def _is_below(file: str, folder: str) -> bool:
    return file.startswith(folder if folder.endswith(os.sep) else folder + os.sep)


def _as_named(file: str) -> str:
    """A settings file as a person names it: from the working folder when one of them is inside the other."""
    try:
        here, whole = os.getcwd(), os.path.abspath(file)
    except (OSError, ValueError):
        return file
    above = os.path.dirname(whole)
    return os.path.relpath(whole, here) if _is_below(whole, here) or _is_below(f"{here}{os.sep}", above) else whole


# Plans.


def read_with_tables(
    source: files.Input, tables: files.Tables
) -> tuple["Reading | Trouble | None", tuple[Message, ...]]:
    """Read something and add the figures of side tables; with words on how many there are, if tables are given."""
    reading = files.read_input(source)
    if reading is None or isinstance(reading, Trouble) or not tables:
        return reading, ()
    from povcalc.plan.edit import merge_side_tables

    reading = merge_side_tables(reading, tables)
    added = Message("{name}: figures added from side tables: {figures}", name=reading.name, figures=len(reading.added))
    return reading, (added, *(said for table in reading.tables for said in table.understood))


def with_document(reading: "Reading", source: files.Input, named: str | None) -> "Reading | Trouble":
    """The same reading with the document that its figures are held to: the one named, else the plan's own.

    The plan names its document from its own folder. Without either, the reading as it is.
    """
    name = named
    if name is None and reading.plan is not None and (own := reading.plan.document.file) is not None:
        folder = os.path.dirname(source.name) if source.is_file else ""
        name = os.path.join(folder, own)
    if name is None:
        return reading
    source_document = files.read_source(name)
    return source_document if isinstance(source_document, Trouble) else reading._replace(source=source_document)


class Session(NamedTuple):
    """A plan that a command is about: as it was read, with the figures of side tables, and what is assumed of it.

    `file` is its name as typed, `None` for the built-in plan. `notices` tell how it came to be what it is, and
    `settings_warnings` what is wrong with the settings. `source` is where it was read, with the settings that hold.
    """

    reading: "Reading"
    plan: "Plan"
    file: str | None
    assumed: "Assumed"
    notices: tuple[Message, ...]
    settings_warnings: tuple[Message, ...]
    source: files.Input

    @property
    def is_built_in(self) -> bool:
        """Whether it is the plan that comes with the program."""
        return self.file is None

    def derivation(self) -> "Derivation | None":
        """What follows from the figures of its targets; `None` where it has none."""
        if self.plan.targets is None:
            return None
        from povcalc.views.plan import derivation_of

        return derivation_of(self.plan, self.assumed)

    def announce(self, built_in: Message) -> None:
        """Say how the plan came to be what it is; `built_in` says that the built-in plan is used, where it is."""
        for notice in (*self.notices, *((built_in,) if self.is_built_in else ())):
            error(notice)

    def unread(self) -> Message | None:
        """How much keeps the file from being wholly a plan, in words; `None` when nothing does."""
        from povcalc.plan.load import PlanError

        faults = len(PlanError(self.reading).faults)
        if not faults:
            return None
        return plural(
            "{name}: {count} finding keeps parts of it from being read; see povcalc check {file}",
            "{name}: {count} findings keep parts of it from being read; see povcalc check {file}",
            count=faults,
            name=self.reading.name,
            file=self.file or self.reading.name,
        )

    def refuse_damaged(self) -> None:
        """Raise `CannotRunError` when something keeps the file from being wholly a plan."""
        if self.unread() is not None:
            raise refusal(
                "{name} could not be wholly read as a plan; see povcalc check {file}",
                name=self.reading.name,
                file=self.file or self.reading.name,
            )

    def table_faults(self, *passed_over: str, column: str | None = None) -> Message | None:
        """That side tables have faults, in words, some kinds passed over; `None` when they have none.

        `column` is the heading of a column of which it does not matter that it names no date.
        """
        from povcalc.typos import fold

        undated = column and fold(column, brackets=False)
        faults = [
            each
            for each in self.reading.table_faults
            if each.kind not in ("unknown_heading", *passed_over)
            and not (each.kind == "date_assumed" and fold(str(each.values["read"]), brackets=False) == undated)
        ]
        if not faults:
            return None
        return Message(
            "faults in the side tables: {count}; see povcalc check with the same --figures", count=len(faults)
        )

    def warn(self, *passed_over: str, column: str | None = None) -> int:
        """Say what is wrong with the plan, its side tables and settings; the exit status that this asks for."""
        found = (self.unread(), self.table_faults(*passed_over, column=column), *self.settings_warnings)
        warnings = [each for each in found if each is not None]
        for each in warnings:
            error(each)
        return FAILED if warnings else OK


def open_plan(file: str | None, options: "CliOptions") -> Session:
    """Open the one plan that a command is about; `None` is the built-in one. From now on its settings' language holds.

    Raises `CannotRunError` when there is no plan in the file, or something that the options name cannot be used.
    """
    return open_plans((file,), options)[0]


def open_plans(names: Sequence[str | None], options: "CliOptions") -> list[Session]:
    """Open several plans, each with its own settings; the language is that of the first file that is named."""
    doing(READING)
    resolver = SettingsResolver(options)
    inputs = [files.one_input(name) for name in names]
    resolver.speak_as_set(next((each for each, name in zip(inputs, names, strict=True) if name is not None), inputs[0]))
    tables, troubles = files.read_tables(options.tables)
    sessions = []
    for source, name in zip(inputs, names, strict=True):
        reading, notices = read_with_tables(source, tables)
        for trouble in [reading, *troubles]:
            if isinstance(trouble, Trouble):
                raise unreadable(trouble)
        if reading is None or isinstance(reading, Trouble) or reading.plan is None:
            raise refusal(
                "{name} could not be read as a plan; see povcalc check {file}",
                name=source.name,
                file=name or source.name,
            )
        settings = resolver.effective(source)
        assumed = settings.assumptions(reading.plan)
        sessions.append(Session(reading, reading.plan, name, assumed, notices, (), source._replace(settings=settings)))
    # Plans may share their settings, so what is wrong with these is told once, after the last plan.
    sessions[-1] = sessions[-1]._replace(settings_warnings=resolver.warnings())
    doing(WORKING)
    return sessions


def unreadable(trouble: Trouble) -> CannotRunError:
    """The error that a file cannot be read, with the command lines that were probably meant."""
    from povcalc.cli.mistakes import for_missing_file

    fault = CannotRunError(trouble.words)
    fault.instead = tuple(for_missing_file(trouble.file, sys.argv[1:]))
    return fault


# Saving a plan.


def not_saved(why: Message) -> Message:
    """That a plan is not saved, and why."""
    return Message("nothing is saved: {why}", why=why)


def save_plan(
    reading: "Reading", changes: "Mapping[Path, Figure]", name: str, *, force: bool = False
) -> Message | None:
    """Write a plan with changed figures, and those of side tables, to a new file; in words what kept it from that.

    Its text is otherwise as it is. With `force` the file may be there already.
    """
    from povcalc.plan.edit import UnsavableError, edit_text

    try:
        content = encoded(reading, edit_text(reading, changes))
    except UnsavableError:
        return Message(
            "the figures cannot be put into the plan's text so that it is read back the same; write its areas in "
            "block style, one field a line"
        )
    return (files.write_output if force else files.write_new)(name, content)


def encoded(reading: "Reading", text: str) -> bytes:
    """A plan's text as bytes, with a byte-order mark where its file began with one, which its text does not show."""
    from povcalc.plan.yaml_reader import TrapKind

    document = reading.document
    marked = document is not None and any(trap.kind is TrapKind.BYTE_ORDER_MARK for trap in document.traps)
    return text.encode("utf-8-sig" if marked else "utf-8")
