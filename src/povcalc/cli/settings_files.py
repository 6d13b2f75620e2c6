"""Where settings are looked for: upwards from a folder, the nearest file that has some.

The language of the run hangs on them, so this is needed before anything else and imports as little as can be.
"""

import os

OWN, SHARED = "povcalc.toml", "pyproject.toml"
"""The files that may hold settings; in one folder our own goes before the one that Python's tools share."""


def nearest_settings(folder: str) -> str | None:
    """The settings file that holds in a folder. Raises `OSError` when one in the way cannot be read."""
    while True:
        own, shared = os.path.join(folder, OWN), os.path.join(folder, SHARED)  # noqa: PTH118 - no pathlib at the start
        if os.path.isfile(own):  # noqa: PTH113 - as above
            return own
        if os.path.isfile(shared) and _has_table(shared):  # noqa: PTH113 - as above
            return shared
        above = os.path.dirname(folder)  # noqa: PTH120 - as above
        if above == folder:
            return None
        folder = above


def _has_table(file: str) -> bool:
    with open(file, "rb") as opened:  # noqa: PTH123 - as above
        content = opened.read()
    if b"povcalc" not in content:
        return False
    from povcalc.plan.settings import has_table

    return has_table(content)
