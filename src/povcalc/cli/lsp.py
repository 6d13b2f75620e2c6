"""`povcalc lsp`: the language server that editors start, on standard input and output.

What it says of a plan is what `povcalc check` says, in the same words, with the settings of the plan's folder. Columns
are in UTF-16, which every editor understands.
"""

import asyncio
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TextIO, cast
from urllib.parse import urlsplit
from urllib.request import url2pathname

from povcalc.cli.files import Input, is_plan
from povcalc.cli.options import CliOptions, command
from povcalc.cli.session import SettingsResolver, with_document
from povcalc.cli.streams import OK, language, needing, program, refusal, writing_stdout
from povcalc.findings import Finding, Severity, Trouble
from povcalc.messages import Message, printable
from povcalc.places import Edit, Path, Place, Span

if TYPE_CHECKING:
    from io import BufferedReader

    from lsprotocol import types as lsp_types
    from pygls.lsp.server import LanguageServer

    from povcalc.checks.base import Context
    from povcalc.output.report import Checked
    from povcalc.plan.model import Plan
    from povcalc.plan.yaml_reader import Document

DELAY = 0.05
"""Seconds without a change after which a text is looked at."""

_LIBRARIES = ("pygls", "lsprotocol", "cattrs", "attr", "attrs")


@command
def lsp() -> int:
    """Start the language server for editors, on standard input and output.

    docs/usage.md shows how VS Code, Neovim and Helix start it. It needs the extra lsp of povcalc.
    """
    with needing(_LIBRARIES, Message("the language server needs one more library: pip install 'povcalc[lsp]'")):
        server = made_server()
    if sys.stdin is None:
        raise refusal("an editor speaks to povcalc lsp on standard input, which is closed here")
    if _is_device(sys.stdin):
        raise refusal("an editor speaks to povcalc lsp on standard input, which is a device here")
    server.start_io(stdout=cast("BinaryIO", _Answers()))
    return OK


def _is_device(stream: TextIO) -> bool:
    """Whether something may come from a stream without an end, such as /dev/zero, which no editor says."""
    with suppress(OSError, ValueError):
        is_device = stat.S_ISCHR(os.fstat(stream.fileno()).st_mode) and not stream.isatty()
        return is_device and bool(cast("BufferedReader", stream.buffer).peek(1))
    return False


class _Answers:
    """Standard output as the library is to see it, which would close it, and complain of a reader that has gone."""

    def write(self, data: bytes) -> None:
        with writing_stdout():
            sys.stdout.buffer.write(data)

    def flush(self) -> None:
        """Do nothing: what is written is flushed."""

    def close(self) -> None:
        """Do nothing: the stream is closed with the program."""


# A text as it is looked at.


class Opened(NamedTuple):
    """A text that is open, and what `povcalc check` says of it; of what is no plan, nothing.

    `plan` is what could be read of it last: while a line is half written there may be nothing.
    """

    text: str
    checked: "Checked | None" = None
    context: "Context | None" = None
    plan: "Plan | None" = None

    @property
    def document(self) -> "Document":
        """The text with its places."""
        from povcalc.plan.yaml_reader import parse

        document = None if self.checked is None else self.checked.reading.document
        return document or parse(self.text)


def look_at(text: str, name: str) -> Opened:
    """Look at a text as `povcalc check` would at the file of this name."""
    from povcalc import engine
    from povcalc.cli.run import chosen
    from povcalc.output.report import Checked
    from povcalc.plan.load import read_text

    reading = read_text(text, name)
    if not is_plan(reading, text.encode(errors="surrogatepass")):
        return Opened(text)
    source = Input(name)
    holds = SettingsResolver(CliOptions()).effective(source)
    held = with_document(reading, source, None)
    reading = reading if isinstance(held, Trouble) else held
    options = holds.assumptions(reading.plan)
    context = engine.subject_of(reading, options)
    report = engine.examined(context, chosen(holds.select, holds.ignore), holds.severities)
    checked = Checked(reading, report, options=options)
    return Opened(text, checked, context if reading.plan is not None else None, reading.plan)


def suggested(looked_at: Opened) -> tuple[tuple[Finding, ...], str]:
    """The findings with what would fix them, and the text with the safe corrections."""
    from povcalc.corrections import USUAL_LIMIT
    from povcalc.corrections import suggested as sought

    checked = looked_at.checked
    if checked is None:
        return (), looked_at.text
    report, corrected = sought(checked.reading, checked.report, checked.options, USUAL_LIMIT)
    return report.findings, corrected.text if corrected.corrections else looked_at.text


# The protocol's places.


def _units(words: str) -> int:
    """How many units of UTF-16 a text has."""
    return len(words.encode("utf-16-le", errors="surrogatepass")) // 2


def position(document: "Document", line: int, column: int) -> "lsp_types.Position":
    """A line and column, counted from 1 in code points, as the protocol has them."""
    from lsprotocol import types

    return types.Position(line - 1, _units(document.lines.line(line)[: column - 1]))


def offset(document: "Document", at: "lsp_types.Position") -> int:
    """Where in the text a position of the protocol is, in code points."""
    line = document.lines.line(at.line + 1)
    units = 0
    for column, sign in enumerate(line):
        if units >= at.character:
            return document.lines.start(at.line + 1) + column
        units += _units(sign)
    return document.lines.start(at.line + 1) + len(line)


def range_of(document: "Document", place: Place) -> "lsp_types.Range":
    """A place as the protocol has it."""
    from lsprotocol import types

    return types.Range(
        position(document, place.line, place.column), position(document, place.end_line, place.end_column)
    )


def _range_at(document: "Document", span: Span) -> "lsp_types.Range":
    return range_of(document, document.place(span))


_FIRST = Place(1, 1, 1, 1)


def file_of(uri: str) -> str:
    """The path that a URI of an editor means; a text that is in no file yet has the name of its URI."""
    parts = urlsplit(uri)
    return url2pathname(parts.path) if parts.scheme == "file" else uri.rpartition(":")[2] or uri


# What is said of a text.


def diagnostics(looked_at: Opened, uri: str) -> "Iterator[lsp_types.Diagnostic]":
    """What `povcalc check` finds, at its places; what stands in another file is told at the first line."""
    from lsprotocol import types

    weights = {
        Severity.ERROR: types.DiagnosticSeverity.Error,
        Severity.WARNING: types.DiagnosticSeverity.Warning,
        Severity.NOTE: types.DiagnosticSeverity.Information,
    }
    document, lang = looked_at.document, language()
    for finding in () if looked_at.checked is None else looked_at.checked.report.findings:
        if finding.waived is not None:
            continue
        place = finding.place if finding.place is not None and finding.file is None else _FIRST
        yield types.Diagnostic(
            range_of(document, place),
            "\n".join(printable(words.to(lang)) for words in (finding.message, *finding.argument)),
            weights[finding.severity],
            finding.code,
            source="povcalc",
            related_information=[
                types.DiagnosticRelatedInformation(
                    types.Location(uri, range_of(document, where)), printable(words.to(lang))
                )
                for where, words in finding.related
                if isinstance(where, Place)
            ],
        )


def hover(looked_at: Opened, at: "lsp_types.Position") -> "lsp_types.Hover | None":
    """What the field at a place means, and of a figure the range that follows and why."""
    from lsprotocol import types

    from povcalc.editing import at_offset, in_words, meaning, why_at

    document = looked_at.document
    found = at_offset(document, offset(document, at))
    path = None if found is None else _field_of(found.path)
    if path is None:
        return None
    entry = meaning(path)
    answers = () if looked_at.context is None else why_at(looked_at.context, path)
    lines = ([] if entry is None else [entry.meaning]) + [line for each in answers for line in in_words(each)]
    if not lines:
        return None
    words = "\n\n".join(printable(line.to(language())) for line in lines)
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, words), _range_at(document, document.span(path)))


def _field_of(path: Path) -> Path | None:
    """The field of the format that a place is in: a figure's `over` belongs to the figure."""
    from povcalc.editing import meaning

    while path and meaning(path) is None:
        path = path[:-1]
    return path or None


def actions(looked_at: Opened, uri: str, within: "lsp_types.Range") -> "Iterator[lsp_types.CodeAction]":
    """What would fix the findings at a place, the safe correction first, and all safe ones of the file together.

    A correction is offered in the lines of its finding and of the figures that it changes: where the cursor stands in
    a line does not matter.
    """
    from lsprotocol import types

    from povcalc.corrections import edits

    if looked_at.checked is None:
        return
    document, lang = looked_at.document, language()
    findings, corrected = suggested(looked_at)
    for finding in findings:
        own = [finding.place] if finding.place is not None and finding.file is None else []
        for suggestion in sorted(finding.suggestions, key=lambda each: not each.safe):
            made = edits(looked_at.checked.reading, suggestion)
            places = (*own, *(document.place(each.span) for each in made or ()))
            lines = range(within.start.line + 1, within.end.line + 2)
            if made and any(place.line in lines or place.end_line in lines for place in places):
                title = printable(f"{finding.code}: {suggestion.message.to(lang)}")
                yield types.CodeAction(
                    title,
                    types.CodeActionKind.QuickFix,
                    is_preferred=suggestion.safe or None,
                    edit=_changes(document, uri, made),
                )
    if corrected != looked_at.text:
        whole = Edit(Span(0, len(looked_at.text)), corrected)
        title = Message("all safe corrections of povcalc").to(lang)
        yield types.CodeAction(title, types.CodeActionKind.SourceFixAll, edit=_changes(document, uri, [whole]))


def _changes(document: "Document", uri: str, made: Iterable[Edit]) -> "lsp_types.WorkspaceEdit":
    from lsprotocol import types

    texts = [types.TextEdit(_range_at(document, each.span), each.text) for each in made]
    return types.WorkspaceEdit(changes={uri: texts})


def completion(looked_at: Opened, at: "lsp_types.Position") -> "list[lsp_types.CompletionItem]":
    """What may be written at a place: fields, words of a choice, ids."""
    from lsprotocol import types

    from povcalc.editing import choices

    document, lang = looked_at.document, language()
    return [
        types.CompletionItem(
            choice.text.removesuffix(": "),
            detail=printable(choice.detail.to(lang)),
            documentation=None if choice.about is None else printable(choice.about.to(lang)),
            insert_text=choice.text,
            kind=types.CompletionItemKind.Field if choice.text.endswith(": ") else types.CompletionItemKind.Value,
        )
        for choice in choices(document.text, offset(document, at), looked_at.plan)
    ]


def definition(looked_at: Opened, uri: str, at: "lsp_types.Position") -> "list[lsp_types.Location]":
    """The parts of the sum that a figure is, or the whole that it is a part of; what an id names."""
    from lsprotocol import types

    from povcalc.editing import at_offset, parts_of

    document = looked_at.document
    found = at_offset(document, offset(document, at))
    if found is None or looked_at.context is None:
        return []
    paths = parts_of(looked_at.context, found.path) or parts_of(looked_at.context, _field_of(found.path) or ())
    return [types.Location(uri, _range_at(document, document.span(path))) for path in paths]


def inlay_hints(looked_at: Opened, within: "lsp_types.Range") -> "list[lsp_types.InlayHint]":
    """The counts that follow exactly and are not written, behind the name of their area."""
    from lsprotocol import types

    from povcalc.editing import hints

    if looked_at.context is None:
        return []
    document, found = looked_at.document, []
    for hint in hints(looked_at.context):
        end = _range_at(document, document.span(hint.path)).end
        if within.start <= end <= within.end:
            found.append(types.InlayHint(end, printable(hint.words.to(language())), padding_left=True))
    return found


# The server.


class _Texts:
    """The texts that are open, each looked at once; a change waits for the next one before it is looked at."""

    def __init__(self, server: "LanguageServer") -> None:
        self._server = server
        self._looked_at: dict[str, Opened] = {}
        self._waiting: dict[str, asyncio.TimerHandle] = {}

    def now(self, uri: str) -> Opened:
        """A text as it is now."""
        text = self._server.workspace.get_text_document(uri).source
        known = self._looked_at.get(uri)
        if known is None or known.text != text:
            before = None if known is None else known.plan
            known = look_at(text, file_of(uri))
            known = self._looked_at[uri] = known._replace(plan=known.plan or before)
        return known

    def soon(self, uri: str) -> None:
        """Tell what is found in a text as soon as nobody changes it."""
        self.forget(uri)
        self._waiting[uri] = asyncio.get_running_loop().call_later(DELAY, self.tell, uri)

    def tell(self, uri: str) -> None:
        """Tell what is found in a text."""
        from lsprotocol import types

        document = self._server.workspace.get_text_document(uri)
        found = list(diagnostics(self.now(uri), uri))
        self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, document.version))

    def rest(self) -> None:
        """Look at nothing any more: whoever asked has gone, or is about to."""
        for waiting in self._waiting.values():
            waiting.cancel()

    def forget(self, uri: str, *, closed: bool = False) -> None:
        """Look at a text no more, for now or, when it is `closed`, at all."""
        if uri in self._waiting:
            self._waiting.pop(uri).cancel()
        if closed:
            from lsprotocol import types

            self._looked_at.pop(uri, None)
            self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


def made_server() -> "LanguageServer":
    """The server with all that it can do. Raises `ModuleNotFoundError` without the libraries of the extra."""
    # Longer than 40 lines: a line or two for each thing that an editor may ask.
    from lsprotocol import types
    from pygls.lsp.server import LanguageServer

    name, _, version = program().partition(" ")
    server = LanguageServer(name, version)
    texts = _Texts(server)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params: types.DidOpenTextDocumentParams) -> None:
        texts.tell(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: types.DidChangeTextDocumentParams) -> None:
        texts.soon(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(params: types.DidSaveTextDocumentParams) -> None:
        texts.forget(params.text_document.uri)
        texts.tell(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(params: types.DidCloseTextDocumentParams) -> None:
        texts.forget(params.text_document.uri, closed=True)

    server.feature(types.SHUTDOWN)(lambda _: texts.rest())
    server.feature(types.EXIT)(lambda _: texts.rest())

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        return hover(texts.now(params.text_document.uri), params.position)

    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))
    def acted(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri, only = params.text_document.uri, params.context.only
        found = actions(texts.now(uri), uri, params.range)
        return [each for each in found if only is None or any(str(each.kind).startswith(kind) for kind in only)]

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[" ", "["]))
    def completed(params: types.CompletionParams) -> list[types.CompletionItem]:
        return completion(texts.now(params.text_document.uri), params.position)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def defined(params: types.DefinitionParams) -> list[types.Location]:
        return definition(texts.now(params.text_document.uri), params.text_document.uri, params.position)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def hinted(params: types.InlayHintParams) -> list[types.InlayHint]:
        return inlay_hints(texts.now(params.text_document.uri), params.range)

    return server
