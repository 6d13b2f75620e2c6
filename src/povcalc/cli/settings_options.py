"""The options that say which settings hold: `--settings FILE` and `--no-settings`."""

from typing import Annotated

import typer

from povcalc.cli import words
from povcalc.cli.language import LANG

SettingsOption = Annotated[
    str | None,
    typer.Option("--settings", metavar=words.SETTINGS_PLACE.to(LANG), help=words.SETTINGS.to(LANG)),
]
NoSettingsOption = Annotated[bool, typer.Option("--no-settings", help=words.NO_SETTINGS.to(LANG))]
