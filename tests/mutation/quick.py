"""A pytest plugin for mutation testing, `-p quick`: few examples a property, the same ones every time.

A mutant is run against some examples here, where a full run of the tests has hundreds.
"""

import pytest
from hypothesis import Phase, settings

EXAMPLES = 25


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        test = getattr(item, "obj", None)
        chosen = getattr(test, "_hypothesis_internal_use_settings", None)
        if chosen is None:
            continue
        few = settings(
            chosen,
            max_examples=min(EXAMPLES, chosen.max_examples),
            phases=(Phase.explicit, Phase.generate),  # that it fails is enough: no smaller example is looked for
            derandomize=True,
            database=None,
            deadline=None,
        )
        getattr(test, "__func__", test)._hypothesis_internal_use_settings = few
