"""The yaml-language-server that editors use, spoken to over its protocol as an editor does."""

import json
import os
import queue
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent / "editor"
SECONDS = 60
"""So long an answer may take on a busy machine."""


def server() -> list[str] | None:
    """How the server is started: from `npm install` in `tests/editor`, or as `YAML_LANGUAGE_SERVER` names it."""
    named = os.environ.get("YAML_LANGUAGE_SERVER")
    if named:
        return [named, "--stdio"]
    script = HOME / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    node = shutil.which("node")
    return [node, str(script), "--stdio"] if node and script.is_file() else None


class Editor:
    """One run of the server in a folder, with the files that are open."""

    def __init__(self, folder: Path) -> None:
        words = server()
        assert words is not None
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._heard: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._number = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._settings: dict[str, Any] = {"validate": True, "hover": True, "completion": True}
        self._settings["schemaStore"] = {"enable": False}
        capabilities = {
            "textDocument": {
                "hover": {"contentFormat": ["markdown", "plaintext"]},
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "publishDiagnostics": {},
            },
            "workspace": {"configuration": True},
        }
        where = {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": capabilities}
        self._ask("initialize", where)
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": self._settings}})

    def close(self) -> None:
        """End the server."""
        self._ask("shutdown", None)
        self._tell("exit", None)
        self._process.wait(timeout=SECONDS)
        self._process.stdin.close()
        self._process.stdout.close()

    def diagnostics(self, file: Path) -> list[dict[str, Any]]:
        """Open a file; what the server underlines in it."""
        text = file.read_text(encoding="utf-8")
        document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._diagnostics.pop(file.as_uri(), None)
        self._tell("textDocument/didOpen", {"textDocument": document})
        while file.as_uri() not in self._diagnostics:
            self._hear()
        return self._diagnostics[file.as_uri()]

    def hover(self, file: Path, line: int, character: int) -> str:
        """What is shown for the place under the pointer, counted from 0."""
        found = self._ask("textDocument/hover", self._at(file, line, character))
        return "" if found is None else found["contents"]["value"]

    def completion(self, file: Path, line: int, character: int) -> dict[str, dict[str, Any]]:
        """What may be typed at a place, by its label."""
        found = self._ask("textDocument/completion", self._at(file, line, character))
        return {item["label"]: item for item in found["items"]}

    def _at(self, file: Path, line: int, character: int) -> dict[str, Any]:
        return {"textDocument": {"uri": file.as_uri()}, "position": {"line": line, "character": character}}

    def _ask(self, method: str, params: Any) -> Any:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._hear()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message.get("result")

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        """The next message; questions are answered and what is underlined is kept."""
        message = self._heard.get(timeout=SECONDS)
        match message.get("method"):
            case "textDocument/publishDiagnostics":
                self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
            case "workspace/configuration":
                asked = [item.get("section") for item in message["params"]["items"]]
                answer = [self._settings if section == "yaml" else {} for section in asked]
                self._send({"id": message["id"], "result": answer})
            case _ if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
        return message

    def _listen(self) -> None:
        stream = self._process.stdout
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
                while stream.readline().strip():
                    pass
                self._heard.put(json.loads(stream.read(size)))
