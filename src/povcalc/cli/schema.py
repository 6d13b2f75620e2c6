"""`povcalc schema`: the JSON Schema of the file format."""

import json
import sys

from povcalc.cli import words
from povcalc.cli.app import LANG, LangOption, app


@app.command(help=words.SCHEMA.to(LANG))
def schema(*, lang: LangOption = None) -> None:
    """Print the schema as JSON."""
    del lang  # already in LANG
    from povcalc.cli.streams import is_ascii
    from povcalc.plan.schema import json_schema

    sys.stdout.write(json.dumps(json_schema(), ensure_ascii=is_ascii(sys.stdout), indent=2) + "\n")
