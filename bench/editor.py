"""How long `povcalc lsp` takes from a change in the editor to what it finds, the wait for more typing included.

    python bench/editor.py

The plan of 2019 and a province of 200 communes, each with a wrong sum; the median and the longest of twenty changes,
over the protocol, beside the limit. It ends with 1 when a median is over its limit. No test asserts a time.
"""

import asyncio
import statistics
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

CHANGES = 20
PLAN = Path(__file__).parents[1] / "data" / "plan_2019.yaml"


def province(communes: int) -> str:
    """A province whose communes state their counts and rates; its own total is one too high."""
    random, total, lines = Random(communes), 0, list[str]()  # noqa: S311
    for at in range(communes):
        households, poor, fall = random.randint(800, 3000), random.randint(100, 700), random.randint(10, 90)
        total += fall
        rate = (200 * 100 * (poor - fall) + households) // (2 * households)  # hundredths, rounded half up
        lines.append(
            f"    - {{id: x{at}, name: Xã {at}, households: {households}, poor_households_start: {poor}, "
            f"reduction_households: {fall}, poverty_rate_end: {rate // 100}.{rate % 100:02}}}"
        )
    head = "povcalc: 1\ndocument: {title: T, year: 2024}\ntargets:\n  id: t\n  name: T\n"
    return f"{head}  reduction_households: {total + 1}\n  areas:\n" + "\n".join(lines) + "\n"


async def seconds(text: str) -> list[float]:
    """The seconds that each of some changes of a text takes, until what is found is told."""
    client: Any = LanguageClient("bench", "1")  # parts of the library have no types
    told: asyncio.Queue[Any] = asyncio.Queue()

    def keep(params: types.PublishDiagnosticsParams) -> None:
        told.put_nowait(params)

    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(keep)
    await client.start_io(sys.executable, "-m", "povcalc", "lsp")
    await client.initialize_async(types.InitializeParams(types.ClientCapabilities()))
    client.initialized(types.InitializedParams())
    uri = "untitled:plan.yaml"
    client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "yaml", 0, text)))
    await told.get()
    found = []
    for at in range(1, CHANGES + 1):
        changed = types.TextDocumentContentChangeWholeDocument(f"{text}# {at}\n")
        begun = time.perf_counter()
        client.text_document_did_change(
            types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(at, uri), [changed])
        )
        assert (await told.get()).diagnostics  # noqa: S101 - what finds nothing measures nothing
        found.append(time.perf_counter() - begun)
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    return found


def main() -> int:
    """Measure both and print a line for each; 1 when one is over its limit."""
    status = 0
    plan = PLAN.read_text("utf-8").replace("{about: 367886}", "{about: 367868}")
    for name, text, limit in (("plan of 2019", plan, 0.1), ("200 communes", province(200), 1.0)):
        found = asyncio.run(seconds(text))
        median = statistics.median(found)
        status |= median > limit
        print(f"{name:14}{1000 * median:8.0f} ms, longest {1000 * max(found):.0f} ms; limit {1000 * limit:.0f} ms")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
