"""Look-ups in an open store: values, labels, notations, and whether a triple is inferred."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

import pyoxigraph as ox

from imet_graph.description.model import Ref, Value
from imet_graph.namespaces import BASE, INFERRED_GRAPH, LINKS_GRAPH, PREFIXES, compact, expand

__all__ = ["DEFAULT", "INFERRED", "LINKS", "Lookup", "Term", "node", "order"]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

DEFAULT = ox.DefaultGraph()
INFERRED = ox.NamedNode(str(INFERRED_GRAPH))
LINKS = ox.NamedNode(str(LINKS_GRAPH))
_NODES: dict[str, ox.NamedNode] = {}
_LABELS = ("rdfs:label", "skos:prefLabel", "dcterms:title")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def node(name: str) -> ox.NamedNode:
    """The node of a prefixed name; made once."""
    if name not in _NODES:
        _NODES[name] = ox.NamedNode(str(expand(name)))
    return _NODES[name]


def order(term: Term | ox.DefaultGraph) -> str:
    """Sort key of a term: its N-Triples form."""
    return str(term)


class Lookup:
    """Reads one store; remembers labels for the time of one description.

    Args:
        store: an open store with our graph layout.
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self._labels: dict[str, str] = {}

    def about(self, subject: ox.NamedNode | ox.BlankNode) -> Iterator[ox.Quad]:
        """Every triple of a subject, from the default graph."""
        return self.store.quads_for_pattern(subject, None, None, DEFAULT)

    def objects(self, subject: ox.NamedNode | ox.BlankNode, predicate: str) -> list[Term]:
        """Values of a property, in order of their written form."""
        quads = self.store.quads_for_pattern(subject, node(predicate), None, DEFAULT)
        return sorted((quad.object for quad in quads), key=order)

    def nodes(self, subject: ox.NamedNode | ox.BlankNode, predicate: str) -> list[ox.NamedNode]:
        """Those values of a property that are IRIs."""
        return [o for o in self.objects(subject, predicate) if isinstance(o, ox.NamedNode)]

    def subjects(self, predicate: str, value: ox.NamedNode) -> list[ox.NamedNode]:
        """Things that have a value, in order of their IRIs."""
        quads = self.store.quads_for_pattern(None, node(predicate), value, DEFAULT)
        return sorted((q.subject for q in quads if isinstance(q.subject, ox.NamedNode)), key=order)

    def links(self, subject: ox.NamedNode) -> Iterator[ox.Quad]:
        """Every link of a thing to another data set, from `graph/links`."""
        return self.store.quads_for_pattern(subject, None, None, LINKS)

    def has(self, subject: ox.NamedNode, predicate: str, value: Term) -> bool:
        """Whether a triple stands."""
        return ox.Quad(subject, node(predicate), value, DEFAULT) in self.store

    def inferred(self, quad: ox.Quad) -> bool:
        """Whether a triple is listed in `graph/inferred`."""
        return ox.Quad(quad.subject, quad.predicate, quad.object, INFERRED) in self.store

    def text(self, subject: ox.NamedNode, predicate: str) -> str:
        """Text of a literal value: English first, then any; empty where there is none."""
        found = [o for o in self.objects(subject, predicate) if isinstance(o, ox.Literal)]
        english = [o for o in found if (o.language or "en").split("-")[0] == "en"]
        return (english or found)[0].value if found else ""

    def label(self, iri: ox.NamedNode) -> str:
        """Words for an IRI: its label, else a name made of the IRI."""
        if iri.value not in self._labels:
            texts = (self.text(iri, name) for name in _LABELS)
            self._labels[iri.value] = next((t for t in texts if t), "") or _spoken(iri.value)
        return self._labels[iri.value]

    def ref(self, iri: ox.NamedNode) -> Ref:
        """IRI and label together."""
        return Ref(iri.value, self.label(iri))

    def first(self, subject: ox.NamedNode, predicate: str) -> Ref | None:
        """The first IRI value of a property with its label."""
        found = self.nodes(subject, predicate)
        return self.ref(found[0]) if found else None

    def key(self, concept: ox.NamedNode) -> str:
        """Notation of a concept; the end of its IRI where it has none."""
        return self.text(concept, "skos:notation") or concept.value.rpartition("/")[2]

    def rows(self, query: str, **bound: ox.NamedNode) -> list[tuple[Term | None, ...]]:
        """Solutions of one of this package's own queries, with variables bound to IRIs."""
        given = re.compile(r"\?(" + "|".join(bound) + r")\b")
        text = given.sub(lambda match: str(bound[match[1]]), query)
        found = self.store.query(text, prefixes=dict(PREFIXES))
        return [tuple(row) for row in found] if isinstance(found, ox.QuerySolutions) else []

    def value(self, term: Term, unit: str = "") -> Value:
        """A term as a value to show."""
        if isinstance(term, ox.NamedNode):
            return Value("iri", self.label(term), iri=term.value)
        if isinstance(term, ox.Literal):
            datatype = term.datatype.value
            return Value("literal", term.value, "", datatype, term.language or "", unit)
        return Value("expression", "an expression without a name")


def _spoken(iri: str) -> str:
    """A name for what has no label: `fiscal year number` of a term, `country:XYZ` of a thing."""
    name = compact(iri)
    local = iri.rpartition("#")[2] if "#" in iri else name.rpartition(":")[2]
    if name == iri or iri.startswith(BASE + "id/") or not local:
        return name
    return _HUMP.sub(" ", local).lower()
