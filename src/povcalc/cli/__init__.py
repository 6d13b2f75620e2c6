"""The command line: `main` is what the `povcalc` command runs."""

import gc
import os

# A command is short and makes values that stay to its end; the collector would only look at them
# again and again, for a third of the time that a nation's plan takes.
gc.disable()
# What a plan means must not hang on what else is installed, and looking costs time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from povcalc.cli.run import main  # noqa: E402 - after the two settings, which hold for its imports

__all__ = ["main"]
