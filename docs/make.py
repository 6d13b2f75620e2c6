"""Write anew whatever is made from the code: references, the schema, what examples print.

Run by hand, `python docs/make.py [FILE]...`, with the Python of the environment where povcalc is
installed; FILE chooses some of `MADE`. A test holds each of them to what this would write.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from povcalc.checks import ALL
from povcalc.messages import Lang
from povcalc.output.manual import checks_manual, explained, format_manual
from povcalc.plan.schema import schema_text

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "tests")]

import catalogue  # noqa: E402 - this folder and that of the tests are found from here on

from sessions import as_printed  # noqa: E402 - the tests' own way to run a session

MARKER = "<!-- What follows is written by docs/make.py. -->\n"


def _with_tail(text: str, tail: str) -> str:
    """A document with all behind its marker replaced."""
    written, marker, _ = text.partition(MARKER)
    if not marker:
        raise ValueError(f"no line {MARKER!r}")
    return f"{written}{marker}\n{tail}"


def _checks(lang: Lang) -> str:
    return checks_manual([explained(check) for check in ALL], lang)


PAGES = (
    "README",
    *(f"docs/{name}" for name in ("usage", "documents", "what-if", "allocation", "compare")),
    *(f"docs/{name}" for name in ("track", "excel", "report", "settings", "ci")),
)
"""The pages that show sessions and have nothing else made from the code, each in both languages."""

MADE: dict[str, Callable[[str], str]] = {
    **{file.relative_to(ROOT).as_posix(): catalogue.updated for file in catalogue.CATALOGUES},
    "schema/plan.schema.json": lambda _: schema_text(Lang.EN, ascii_only=False),
    "docs/checks.md": lambda _: _checks(Lang.EN),
    "docs/checks.vi.md": lambda _: _checks(Lang.VI),
    "docs/format.md": lambda text: as_printed(_with_tail(text, format_manual(Lang.EN))),
    "docs/format.vi.md": lambda text: as_printed(_with_tail(text, format_manual(Lang.VI))),
    **{f"{page}{ending}": as_printed for page in PAGES for ending in (".md", ".vi.md")},
}
"""What is made: each file with how it follows from its present text."""


def main(names: list[str]) -> None:
    """Write those files of which something has changed, and say which."""
    for name in names or MADE:
        file = ROOT / name
        old = file.read_text(encoding="utf-8")
        new = MADE[name](old)
        if new != old:
            file.write_text(new, encoding="utf-8")
            print(name)
        if name.endswith(".po"):
            catalogue.compile_all()  # what follows is written in its words


if __name__ == "__main__":
    main(sys.argv[1:])
