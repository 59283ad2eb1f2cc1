"""The plain graph of one thing, for documents: its triples, labels, claims and citations."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from imet_graph.description.bibliography import claims_of_triples
from imet_graph.description.gather import find_thing
from imet_graph.description.lookup import DEFAULT, Lookup, node, order

__all__ = ["document_graph", "graph_of"]

_LABELS = ("rdfs:label", "skos:prefLabel")


def document_graph(store: ox.Store, iri: str) -> list[ox.Triple]:
    """The graph that a Turtle or JSON-LD document about a thing holds.

    Its own triples (through nodes without a name), its links to other data sets, the claims that
    state one of its triples, the citations of both with their sources, and a label for every IRI
    that these point to.

    Args:
        store: an open store.
        iri: IRI or prefixed name.

    Returns:
        Triples without duplicates, sorted.

    Raises:
        QueryError: the graph says nothing about it.
    """
    thing = find_thing(store, iri)
    links = {quad.triple for quad in Lookup(store).links(thing)}
    return sorted(links.union(graph_of(store, [thing])), key=order)


def graph_of(store: ox.Store, things: Iterable[ox.NamedNode]) -> list[ox.Triple]:
    """The same for several things at once."""
    see = Lookup(store)
    found: set[ox.Triple] = set()
    for thing in things:
        found |= _closure(see, thing)
        claims = {c for claims in claims_of_triples(see, thing).values() for c in claims}
        for carrier in (thing, *claims):
            found |= _closure(see, carrier) | _sources(see, carrier)
    return sorted(found | _labels(see, found), key=order)


def _closure(see: Lookup, start: ox.NamedNode | ox.BlankNode) -> set[ox.Triple]:
    """Triples of a node and of the unnamed nodes it points to."""
    found: set[ox.Triple] = set()
    waiting: list[ox.NamedNode | ox.BlankNode] = [start]
    seen = {start}
    while waiting:
        for quad in see.about(waiting.pop()):
            found.add(quad.triple)
            if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)
    return found


def _sources(see: Lookup, carrier: ox.NamedNode) -> set[ox.Triple]:
    found: set[ox.Triple] = set()
    for citation in see.nodes(carrier, "imet:hasCitation"):
        found |= _closure(see, citation)
        for source in see.nodes(citation, "imet:citesSource"):
            found |= _closure(see, source)
    return found


def _labels(see: Lookup, triples: set[ox.Triple]) -> set[ox.Triple]:
    targets = {t.object for t in triples if isinstance(t.object, ox.NamedNode)}
    return {
        quad.triple
        for target in targets
        for name in _LABELS
        for quad in see.store.quads_for_pattern(target, node(name), None, DEFAULT)
    }
