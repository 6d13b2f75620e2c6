"""The translations of the program's messages: gathered from the source, kept in `.po` files, compiled to `.mo`.

`python docs/make.py` calls this: new messages enter a catalogue untranslated, those that are gone leave it.
"""

import ast
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from povcalc.checks.base import manual_texts

SOURCE = Path(__file__).parents[1] / "src" / "povcalc"
CATALOGUES = tuple(sorted(SOURCE.glob("locale/*/LC_MESSAGES/povcalc.po")))


class Used(NamedTuple):
    """A message as the source has it: its English words, those for another count than one, and its context."""

    words: str
    other: str | None = None
    context: str | None = None


def used() -> dict[Used, list[str]]:
    """Every message of the program with the files that it stands in."""
    found: dict[Used, list[str]] = {}
    for file in sorted(SOURCE.rglob("*.py")):
        name = file.relative_to(SOURCE.parents[1]).as_posix()
        for message in sorted(set(messages(file.read_text(encoding="utf-8"))), key=str):
            found.setdefault(message, []).append(name)
    return found


def messages(source: str) -> Iterator[Used]:
    """The messages of one module. Raises `ValueError` where one is not written out, so that no catalogue can hold it.

    A `Message`, `plural` or `refusal` has its words as literals, and so has one of `SAYING` unless it is given a
    message; a check and a command have theirs in the docstring of their function, a section of the format in that of
    its model.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and _has_words(node.func.id, node.args):
            is_plural = node.func.id == "plural"
            literals = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            context = next((keyword.value for keyword in node.keywords if keyword.arg == "context"), None)
            if not len(node.args) == len(literals) == 1 + is_plural or not isinstance(context, ast.Constant | None):
                raise ValueError(f"line {node.lineno}: the words of a message have to be literals")
            other = literals[1] if is_plural else None
            yield Used(literals[0], other, None if context is None else str(context.value))
        elif isinstance(node, ast.FunctionDef) and any(map(_declares_check, node.decorator_list)):
            yield from (Used(words) for words in manual_texts(ast.get_docstring(node) or ""))
        elif (isinstance(node, ast.FunctionDef) and any(map(_declares_command, node.decorator_list))) or (
            isinstance(node, ast.ClassDef) and [ast.unparse(base) for base in node.bases] == ["Model"]
        ):
            yield Used(" ".join((ast.get_docstring(node) or "").split()))


SAYING = (
    "AllocationError",
    "DocumentError",
    "ScenarioError",
    "SeveralAreasError",
    "UnknownAreaError",
    "UnknownFigureError",
    "error",
)
"""Errors, and what says something on standard error, that may be given the words of their message."""


def _has_words(name: str, arguments: Sequence[ast.expr]) -> bool:
    return name in ("Message", "plural", "refusal") or (
        name in SAYING and isinstance(arguments[0], ast.Constant | ast.JoinedStr)
    )


def _declares_check(decorator: ast.expr) -> bool:
    match decorator:
        case ast.Call(func=ast.Name(id="check") | ast.Attribute(attr="check")):
            return True
    return False


def _declares_command(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Name) and decorator.id == "command"


def updated(text: str) -> str:
    """A catalogue brought up to date with the source, its entries in the order of their English words."""
    header = text.partition("\n\n")[0]
    old = read_po(io.StringIO(text))
    new = Catalog(locale=old.locale)
    for message, files in used().items():
        known = old.get(message.words, message.context)
        translated = known.string if known is not None and bool(known.pluralizable) == bool(message.other) else ""
        new.add(
            message.words if message.other is None else (message.words, message.other),
            translated or ("" if message.other is None else ("",)),
            locations=[(file, 0) for file in files],
            user_comments=() if known is None else known.user_comments,
            context=message.context,
        ).flags.clear()
    written = io.BytesIO()
    write_po(written, new, width=120, omit_header=True, sort_output=True, include_lineno=False)
    return f"{header}\n\n{written.getvalue().decode().strip()}\n"


def compiled(text: str) -> bytes:
    """A catalogue as the program reads it."""
    written = io.BytesIO()
    write_mo(written, read_po(io.StringIO(text)))
    return written.getvalue()


def compile_all() -> None:
    """Write the `.mo` beside each `.po`."""
    for catalogue in CATALOGUES:
        catalogue.with_suffix(".mo").write_bytes(compiled(catalogue.read_text(encoding="utf-8")))
