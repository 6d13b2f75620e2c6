"""Settings: how a repository wants its plans checked, from `povcalc.toml` or `[tool.povcalc]` in `pyproject.toml`.

`placing` finds where everything in such a file stands, `patterns` says which files a pattern means, and `reading`
makes settings of the text. Which file is read for which plan is found out by the command line.
"""

from povcalc.settings.reading import (
    NAMES,
    TABLE,
    Setting,
    SettingFault,
    Settings,
    has_table,
    read_settings,
)

__all__ = ["NAMES", "TABLE", "Setting", "SettingFault", "Settings", "has_table", "read_settings"]
