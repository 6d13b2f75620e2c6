"""`povcalc schema`: the JSON Schema of the file format."""

import json
import sys

from povcalc.cli import words
from povcalc.cli.app import LangOption, app
from povcalc.cli.help import Command
from povcalc.cli.language import LANG


@app.command(
    cls=Command,
    help=words.SCHEMA.to(LANG),
    options_metavar=words.OPTIONS_PLACE.to(LANG),
    rich_help_panel=words.COMMANDS.to(LANG),
)
def schema(*, lang: LangOption = None) -> None:
    """Print the schema as JSON."""
    del lang  # already in LANG
    from povcalc.cli.streams import is_ascii
    from povcalc.plan.schema import json_schema

    sys.stdout.write(json.dumps(json_schema(), ensure_ascii=is_ascii(sys.stdout), indent=2) + "\n")
