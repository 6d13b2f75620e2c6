"""The language server, spoken to over its protocol by a client of another library."""

import asyncio
import json
import subprocess
import sys

import pytest

from command import COMMAND, PLAN, environment, povcalc
from plans import HEAD

pytest.importorskip("pygls", reason="the extra lsp is not installed")
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from povcalc.cli.lsp import file_of, look_at, offset, position
from povcalc.editing import parts_of
from povcalc.places import Span

TEXT = (
    HEAD
    + """\
targets:
  id: r
  name: Tỉnh 𝔸
  reduction_households: 31
  areas:
    - {id: a, name: "𝔸", reduction_households: 18}
    - {id: b, name: B, reduction_households: 12, poor_households_start: 20}
waivers: []
"""
)
"""A plan whose sum is off by one, with a sign that has two units of UTF-16."""


class Client(LanguageClient):
    """A client that keeps what it is told."""

    def __init__(self):
        super().__init__("test", "1")
        self.told = asyncio.Queue()

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def told(params):
            self.told.put_nowait(params)

    async def heard(self):
        return await asyncio.wait_for(self.told.get(), 60)


class Session:
    """One text that is open in a server of its own."""

    def __init__(self, text, uri="untitled:plan.yaml", lang="en"):
        self.text, self.uri, self.lang, self.version = text, uri, lang, 0

    async def __aenter__(self):
        self.client = Client()
        words = ("-m", "povcalc", "lsp", "--lang", self.lang)
        await self.client.start_io(sys.executable, *words, env=environment())
        await self.client.initialize_async(types.InitializeParams(types.ClientCapabilities(), root_uri="file:///"))
        self.client.initialized(types.InitializedParams())
        document = types.TextDocumentItem(self.uri, "yaml", 0, self.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        self.found = await self.client.heard()
        return self

    async def __aexit__(self, *_):
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()

    @property
    def named(self):
        return types.TextDocumentIdentifier(self.uri)

    def change(self, text):
        self.text = text
        self.version += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.version, self.uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    def at(self, words, shift=0):
        """The position of some words of the text."""
        before = self.text[: self.text.index(words) + shift]
        line = before.rpartition("\n")[2]
        return types.Position(before.count("\n"), len(line.encode("utf-16-le")) // 2)


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 120))


def marked(text, where):
    """The words that a range of one line is around."""
    line = text.split("\n")[where.start.line].encode("utf-16-le")
    return line[2 * where.start.character : 2 * where.end.character].decode("utf-16-le")


def offset_of(lines, at):
    """Where in a text of these lines a position of the protocol is, in code points."""
    line = (lines[at.line] if at.line < len(lines) else "").encode("utf-16-le")
    return sum(len(each) + 1 for each in lines[: at.line]) + len(line[: 2 * at.character].decode("utf-16-le"))


def applied(text, changes):
    """A text with edits made, from the last one back."""
    lines = text.split("\n")
    for edit in sorted(changes, key=lambda each: (each.range.start.line, each.range.start.character), reverse=True):
        where, whole = edit.range, "\n".join(lines)
        begin, end = (offset_of(lines, at) for at in (where.start, where.end))
        lines = (whole[:begin] + edit.new_text + whole[end:]).split("\n")
    return "\n".join(lines)


class TestDiagnostics:
    def test_a_wrong_sum_is_underlined_and_gone_when_it_is_mended(self):
        async def talk():
            async with Session(TEXT) as session:
                (found,) = session.found.diagnostics
                assert (found.code, found.source, found.severity) == ("T101", "povcalc", types.DiagnosticSeverity.Error)
                assert marked(TEXT, found.range) == "31"
                session.change(TEXT.replace("31", "30"))
                assert not (await session.client.heard()).diagnostics

        run(talk())

    def test_columns_are_in_utf_16(self):
        async def talk():
            wrong = TEXT.replace('"𝔸", reduction_households: 18', '"𝔸", reduction_households: x')
            async with Session(wrong) as session:
                assert "x" in {marked(wrong, each.range) for each in session.found.diagnostics}

        run(talk())

    def test_a_half_written_text_and_what_is_no_plan_are_survived(self):
        async def talk():
            async with Session("a: 1\n") as session:
                assert not session.found.diagnostics
                for text in (
                    "povcalc: 1\ntargets: {id: a",
                    "povcalc: 1\n  - x: [\n",
                    "",
                    "\x00",
                    TEXT[:90],
                    "povcalc: 1",
                ):
                    session.change(text)
                    told = await session.client.heard()
                    assert ("povcalc" in text) == bool(told.diagnostics), text
                session.change(TEXT)
                assert [each.code for each in (await session.client.heard()).diagnostics] == ["T101"]

        run(talk())

    def test_quick_changes_are_looked_at_once(self):
        async def talk():
            async with Session(TEXT) as session:
                for number in range(20):
                    session.change(TEXT.replace("31", str(40 + number)))
                told = await session.client.heard()
                assert (told.version, "59" in told.diagnostics[0].message) == (20, True)
                assert session.client.told.empty()

        run(talk())

    def test_it_speaks_vietnamese(self):
        async def talk():
            async with Session(TEXT, lang="vi") as session:
                assert "hộ nghèo" in session.found.diagnostics[0].message

        run(talk())

    def test_settings_of_the_folder_hold(self, tmp_path):
        (tmp_path / "povcalc.toml").write_text('ignore = ["T101"]\n', encoding="utf-8")

        async def talk():
            async with Session(TEXT, (tmp_path / "plan.yaml").as_uri()) as session:
                assert not session.found.diagnostics

        run(talk())


class TestActions:
    def test_the_safe_correction_is_one_key_away_and_fix_all_makes_it(self):
        async def talk():
            right = PLAN.read_text("utf-8")
            wrong = right.replace("{about: 367886}", "{about: 367868}")
            async with Session(wrong) as session:
                (found,) = [each for each in session.found.diagnostics if each.code == "F101"]
                params = types.CodeActionParams(session.named, found.range, types.CodeActionContext([found]))
                actions = await session.client.text_document_code_action_async(params)
                preferred = [each for each in actions if each.is_preferred]
                assert len(preferred) == 1
                assert applied(wrong, preferred[0].edit.changes[session.uri]) == right
                (whole,) = [each for each in actions if each.kind == "source.fixAll"]
                assert applied(wrong, whole.edit.changes[session.uri]) == right

        run(talk())

    def test_it_is_offered_at_the_figure_that_it_changes_too_and_nowhere_else(self):
        async def talk():
            right = PLAN.read_text("utf-8")
            wrong = right.replace("{about: 367886}", "{about: 367868}")
            line = wrong[: wrong.index("367868")].count("\n")
            async with Session(wrong) as session:
                fixes = []
                for at in (line, line - 1):
                    within = types.Range(types.Position(at, 0), types.Position(at, 0))
                    params = types.CodeActionParams(session.named, within, types.CodeActionContext([]))
                    actions = await session.client.text_document_code_action_async(params)
                    fixes.append([each for each in actions if each.is_preferred])
                ((fix,), elsewhere) = fixes
                assert applied(wrong, fix.edit.changes[session.uri]) == right
                assert elsewhere == []

        run(talk())

    def test_where_nothing_is_wrong_there_is_none(self):
        async def talk():
            async with Session(TEXT) as session:
                top = types.Range(types.Position(0, 0), types.Position(0, 1))
                params = types.CodeActionParams(session.named, top, types.CodeActionContext([]))
                assert not await session.client.text_document_code_action_async(params)

        run(talk())


class TestWhatIsAsked:
    def test_hover_says_what_a_figure_means_and_what_follows(self):
        async def talk():
            async with Session(TEXT) as session:
                params = types.HoverParams(session.named, session.at("reduction_households: 12", 3))
                words = (await session.client.text_document_hover_async(params)).contents.value
                assert "Net reduction in poor households" in words
                assert "12" in words
                params = types.HoverParams(session.named, session.at("targets"))
                assert "about" in (await session.client.text_document_hover_async(params)).contents.value
                params = types.HoverParams(session.named, types.Position(99, 0))
                await session.client.text_document_hover_async(params)

        run(talk())

    def test_the_parts_of_a_sum_and_the_whole_of_a_part(self):
        async def talk():
            async with Session(TEXT) as session:
                params = types.DefinitionParams(session.named, session.at("31"))
                found = await session.client.text_document_definition_async(params)
                assert [marked(TEXT, each.range) for each in found] == ["18", "12"]
                params = types.DefinitionParams(session.named, session.at("12,"))
                found = await session.client.text_document_definition_async(params)
                assert [marked(TEXT, each.range) for each in found] == ["31"]

        run(talk())

    @pytest.mark.parametrize(
        ("text", "words", "expected", "missing"),
        [
            (TEXT + "fun", "\nfun", "funding", "targets"),
            (TEXT.replace("  areas:", "  pover\n  areas:"), "pover", "poverty_rate_end", "reduction_households"),
            (TEXT.replace("  areas:", "  kind: \n  areas:"), "kind: ", "province", "T101"),
            (TEXT.replace("waivers: []", "waivers:\n  - code: "), "code: ", "T101", "r"),
            (TEXT.replace("waivers: []", "waivers:\n  - {code: T101, at: }"), "at: ", "b", "T101"),
        ],
    )
    def test_completion_knows_fields_choices_and_ids(self, text, words, expected, missing):
        async def talk():
            async with Session(TEXT) as session:
                session.change(text)
                params = types.CompletionParams(session.named, session.at(words, len(words)))
                labels = [each.label for each in await session.client.text_document_completion_async(params)]
                assert expected in labels
                assert missing not in labels

        run(talk())

    def test_hints_show_what_follows_exactly_and_is_not_written(self):
        async def talk():
            text = TEXT.replace("  reduction_households: 31\n", "")
            async with Session(text) as session:
                whole = types.Range(types.Position(0, 0), types.Position(99, 0))
                hints = await session.client.text_document_inlay_hint_async(types.InlayHintParams(session.named, whole))
                assert ("reduction 30", 4) in [(each.label, each.position.line) for each in hints]

        run(talk())


def test_a_part_of_a_breakdown_leads_to_its_whole():
    part = "  breakdowns: [{id: z, name: Z, parts: [{id: u, name: U, reduction_households: 30}]}]\n"
    context = look_at(TEXT.replace("  areas:\n", f"{part}  areas:\n"), "plan.yaml").context
    path = ("targets", "breakdowns", 0, "parts", 0, "reduction_households")
    assert parts_of(context, path) == [("targets", "reduction_households")]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            ("total",),
            ["lines.0.amount", "lines.1.amount", "breakdowns.0.lines.0.amount", "breakdowns.0.lines.1.amount"],
        ),
        (("lines", 0, "amount"), ["lines.0.lines.0.amount", "lines.0.lines.1.amount"]),
        (("lines", 0, "lines", 1, "amount"), ["lines.0.amount"]),
        (("lines", 0, "lines", 1, "id"), ["lines.0.amount"]),
        (("lines", 1, "amount"), ["total"]),
        (("lines", 1, "disbursed"), ["disbursed"]),
        (("breakdowns", 0, "lines", 1, "amount"), ["total"]),
    ],
)
def test_an_amount_leads_to_its_lines_and_a_line_to_what_it_is_in(path, expected):
    funding = """funding:
  unit: million VND
  total: 60
  disbursed: 31
  lines:
    - {id: a, name: A, amount: 40, lines: [{id: b, name: B, amount: 15}, {id: c, name: C, amount: 25}]}
    - {id: d, name: D, amount: 20, disbursed: 5}
  breakdowns:
    - {id: y, name: Y, lines: [{id: e, name: E, amount: 20}, {id: f, name: F, amount: 40}]}
"""
    found = parts_of(look_at(TEXT + funding, "plan.yaml").context, ("funding", *path))
    assert [".".join(map(str, each[1:])) for each in found] == expected


def test_places_go_there_and_back():
    document = look_at(TEXT, "plan.yaml").document
    for at in range(len(TEXT)):
        place = document.place(Span(at, at))
        assert offset(document, position(document, place.line, place.column)) == at


@pytest.mark.parametrize(
    ("uri", "name"), [("file:///a/b%20c.yaml", "/a/b c.yaml"), ("untitled:Untitled-1", "Untitled-1")]
)
def test_a_uri_is_a_file(uri, name):
    assert file_of(uri) == name


def said(method, number=None, **params):
    """A message of the protocol as bytes; a request where it has a number."""
    words = {"jsonrpc": "2.0", "method": method, "params": params or None}
    if number is not None:
        words["id"] = number
    content = json.dumps(words).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(content), content)


URI = "untitled:plan.yaml"
BEGIN = [
    said("initialize", 1, processId=None, rootUri=None, capabilities={}),
    said("initialized"),
    said("textDocument/didOpen", textDocument={"uri": URI, "languageId": "yaml", "version": 1, "text": TEXT}),
]
CHANGE = said(
    "textDocument/didChange",
    textDocument={"uri": URI, "version": 2},
    contentChanges=[{"text": TEXT.replace("31", "43")}],
)


class TestTheEnd:
    @pytest.mark.parametrize(
        "last",
        [
            [said("shutdown", 2), said("exit")],
            [CHANGE, said("shutdown", 2), said("exit")],
            [CHANGE, said("exit")],
            [CHANGE],
        ],
        ids=["shut down", "shut down with a change just made", "no shutdown", "the editor has gone"],
    )
    def test_it_is_calm_and_nothing_is_told_of_a_change_that_waits(self, last):
        done = povcalc("lsp", stdin=b"".join([*BEGIN, *last]))
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.count(b"publishDiagnostics") == 1

    def test_an_editor_that_no_longer_reads_is_not_complained_of(self):
        words = (COMMAND, "lsp")
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
            server.stdin.write(b"".join(BEGIN))
            server.stdin.flush()
            told = b""
            while b"publishDiagnostics" not in told:
                told += server.stdout.read1()
            server.stdout.close()
            hover = said("textDocument/hover", 3, textDocument={"uri": URI}, position={"line": 0, "character": 0})
            server.stdin.write(b"".join([hover, hover, said("shutdown", 4), said("exit")]))
            server.stdin.close()
            assert (server.stderr.read(), server.wait()) == (b"", 0)


@pytest.mark.parametrize(
    ("device", "status", "said"),
    [
        ("/dev/zero", 2, b"povcalc: an editor speaks to povcalc lsp on standard input, which is a device here\n"),
        ("/dev/null", 0, b""),
    ],
)
def test_what_has_no_end_on_standard_input_is_no_editor(device, status, said):
    with open(device, "rb") as stream:
        done = subprocess.run([COMMAND, "lsp"], stdin=stream, env=environment(), capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (status, b"", said)
