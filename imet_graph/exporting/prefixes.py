"""Which of our prefixes a graph needs, and the short form of its IRIs."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from imet_graph.namespaces import PREFIXES

__all__ = ["Shortener", "iris_in", "used_prefixes"]

_BY_NAMESPACE = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def iris_in(quads: Iterable[ox.Quad]) -> set[str]:
    """Every IRI in subject, predicate, object or datatype."""
    found: set[str] = set()
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode):
                found.add(term.value)
            elif isinstance(term, ox.Literal):
                found.add(term.datatype.value)
    return found


def used_prefixes(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """Those of our prefixes that shorten an IRI of the graph, sorted."""
    names = {short[0] for iri in iris_in(quads) if (short := _split(iri))}
    return {name: PREFIXES[name] for name in sorted(names)}


class Shortener:
    """Short forms for JSON-LD, where a prefix must not look like the scheme of another IRI.

    Args:
        iris: every IRI that will be written.
    """

    def __init__(self, iris: Iterable[str]) -> None:
        split = {iri: _split(iri) for iri in iris}
        schemes = {iri.partition(":")[0] for iri in split}
        self.prefixes = {
            name: PREFIXES[name]
            for name in sorted({short[0] for short in split.values() if short})
            if name not in schemes
        }
        self._short = {
            iri: f"{short[0]}:{short[1]}" if short and short[0] in self.prefixes else iri
            for iri, short in split.items()
        }

    def __call__(self, iri: str) -> str:
        """The prefixed name of an IRI where it has one, else the IRI."""
        return self._short[iri]


def _split(iri: str) -> tuple[str, str] | None:
    """Prefix and local name; None where none of our prefixes fits or the rest is no plain name."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix, local = _BY_NAMESPACE.get(iri[:cut]), iri[cut:]
    plain = local and all(c.isalnum() or c in "-_" for c in local)
    return (prefix, local) if prefix and plain else None
