"""The documents of `documents/corpus.yaml`, for tests and for `bench/documents.py`."""

from pathlib import Path
from typing import Any

import yaml

_HEADS = {
    ("plan", False): "KẾ HOẠCH\n\nGiảm nghèo năm 2023 của tỉnh Bắc Lâm\n\n",
    ("result", False): "BÁO CÁO\n\nKết quả rà soát hộ nghèo năm 2023 của tỉnh Bắc Lâm\n\n",
    ("plan", True): "Plan for poverty reduction in 2023\n\n",
    ("result", True): "Report on poverty in 2023\n\n",
}

_CORPUS = Path(__file__).parent / "documents" / "corpus.yaml"
CASES: list[dict[str, Any]] = yaml.load(_CORPUS.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts alone


def text_of(case: dict[str, Any]) -> str:
    """A document with the heading of its kind."""
    return _HEADS[case["kind"], case["pattern"] == "English"] + str(case["text"])
