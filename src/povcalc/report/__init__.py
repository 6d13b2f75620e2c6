"""The report that is handed on: what it holds, its charts, and the page and the document that it is written as."""

import logging

logging.getLogger("matplotlib").setLevel(logging.ERROR)
"""It would tell of its cache of fonts where the user is told what came of the report."""
