"""How the text of a cell becomes part of an N-Triples line: one function for each use of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from rdflib import Literal

from imet_graph.iri import is_key
from imet_graph.reading.datatypes import CELL_TYPES
from imet_graph.terms import canonical_decimal, ntriples

__all__ = ["FORMS", "Form", "escaped"]

Form = Callable[[str], str]
_CACHED = 1 << 16
_HARMLESS = re.compile(r'[^\x00-\x1f\x7f"\\]*')


@functools.lru_cache(_CACHED)
def escaped(text: str) -> str:
    """A text as it stands between the quotes of an N-Triples literal."""
    return text if _HARMLESS.fullmatch(text) else ntriples(Literal(text))[1:-1]


@functools.lru_cache(_CACHED)
def _key(text: str) -> str:
    if text and not is_key(text):
        raise ValueError("letters and digits joined by single hyphens")
    return text


@functools.lru_cache(_CACHED)
def _subject_key(text: str) -> str:
    if not text:
        raise ValueError("a key for the subject")
    return _key(text)


@functools.lru_cache(_CACHED)
def _decimal(text: str) -> str:
    return canonical_decimal(text) if text else ""


def _checked(cell_type: str) -> Form:
    accepts, expected = CELL_TYPES[cell_type].accepts, CELL_TYPES[cell_type].expected

    @functools.lru_cache(_CACHED)
    def form(text: str) -> str:
        if text and not accepts(text):
            raise ValueError(expected)
        return text

    return form


FORMS: dict[str, Form] = {
    "text": escaped,
    "key": _key,
    "subject key": _subject_key,
    "decimal": _decimal,
    "integer": _checked("integer"),
    "date": _checked("date"),
}
"""Uses of a cell; each function raises ValueError with what it expected. An empty cell stays empty,
except in a subject: triples with an empty object are left out."""
