"""The search for the fewest causes of a contradiction, spared where a test is not about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest

__all__ = ["causes_unsearched"]


@contextmanager
def causes_unsearched() -> Iterator[None]:
    """Let every triple behind a contradiction count as its cause.

    The search asks the reasoner once for each triple and would take most of the time of the tests;
    test_proofs has it as it is.
    """
    with pytest.MonkeyPatch.context() as patch:
        module = import_module("imet_graph.reasoning.closure")
        patch.setattr(module, "fewest", lambda leaves, _: tuple(leaves))
        yield
