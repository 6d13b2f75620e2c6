"""Pausing the garbage collector while many values are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 50_000
"""Fewer new values are left to the collector: moving any sets its counters back, so that it would never run."""


@contextmanager
def gc_paused() -> Iterator[None]:
    """Hold the cyclic garbage collector back while many small values are made.

    Values, models and findings refer to one another without cycles, so there is nothing for it to
    free; on a nation's plan its passes over what is alive take a third of the time. It is switched
    on again whatever happens, and stays off if it was off.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_count()[0] > _MANY and not gc.get_freeze_count():
                # To the oldest generation, so that the next allocation does not look at all of it.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
