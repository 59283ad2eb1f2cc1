"""Which names are words of OWL itself and which are those of an ontology."""

from __future__ import annotations

from typing import TypeGuard

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

__all__ = ["is_name", "named_classes", "named_properties"]

_RESERVED = (str(OWL), str(RDF), str(RDFS), str(XSD))


def is_name(term: Node | None) -> TypeGuard[URIRef]:
    """Whether a term is an IRI outside the vocabularies that OWL reserves."""
    # str() first, for URIRef.startswith takes no tuple
    return isinstance(term, URIRef) and not str(term).startswith(_RESERVED)


def named_classes(view: Graph) -> frozenset[URIRef]:
    """Classes that are declared or have members."""
    found = {*view.subjects(RDF.type, OWL.Class), *view.objects(None, RDF.type)}
    return frozenset(cls for cls in found if is_name(cls))


def named_properties(view: Graph) -> frozenset[URIRef]:
    """Declared object properties."""
    return frozenset(p for p in view.subjects(RDF.type, OWL.ObjectProperty) if is_name(p))
