"""Bytes chosen by coverage: atheris watches which lines of povcalc an input reaches, and varies what is new.

    python tests/fuzz/fuzz_bytes.py --inputs 1000000

The start is the plan of 2019 in pieces, the plans of `povcalc explain`, and small texts.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["povcalc"]):
    import povcalc.output.ci
    import povcalc.output.console
    import povcalc.output.json
    import povcalc.output.tables
    import povcalc.plan.load
    import povcalc.views.plan  # noqa: F401 - imported here so that it is watched


from oracle import drawn
from tally import Tally

from corpus import WORDS, texts

MAX_BYTES = 1500
"""Of one input: long enough for a small plan, short enough for a thousand a second."""


def main() -> None:
    """Run until the inputs or the seconds are over; print the summary."""
    options = _options()
    tally = Tally("fuzz_bytes", options.finds)

    def one(data: bytes) -> None:
        found = tally.look(data, drawn(data, twice=4, forms=12))
        if found is not None:
            tally.record(data, found)
        if tally.inputs >= options.inputs or tally.seconds >= options.seconds:
            shutil.rmtree(folder)
            tally.end()

    folder = Path(tempfile.mkdtemp(prefix="povcalc-fuzz-"))
    corpus = options.corpus or folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(texts(MAX_BYTES)):
        (corpus / f"start-{number:04}").write_bytes(content)
    dictionary = folder / "words.dict"
    dictionary.write_text("".join(f'"{_quoted(word)}"\n' for word in WORDS), encoding="ascii")
    atheris.Setup(
        [
            sys.argv[0],
            f"-dict={dictionary}",
            f"-max_len={MAX_BYTES}",
            f"-seed={options.seed}",
            "-timeout=0",  # the oracle has its own clock
            "-rss_limit_mb=3000",
            "-print_final_stats=0",
            f"-verbosity={options.verbosity}",
            str(corpus),
        ],
        one,
    )
    atheris.Fuzz()


def _quoted(word: str) -> str:
    return "".join(f"\\x{byte:02X}" for byte in word.encode())


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--inputs", type=int, default=1_000_000, help="how many inputs")
    options.add_argument("--seconds", type=float, default=float("inf"), help="end after so many seconds at the latest")
    options.add_argument("--seed", type=int, default=1, help="of the random numbers")
    options.add_argument("--corpus", type=Path, help="the folder of the inputs that reached something new")
    options.add_argument("--finds", type=Path, help="the folder for inputs that break a rule")
    options.add_argument("--verbosity", type=int, default=0, help="of libFuzzer")
    return options.parse_args()


if __name__ == "__main__":
    main()
