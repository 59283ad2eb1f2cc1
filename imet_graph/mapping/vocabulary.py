"""Which terms the ontology declares, and as what."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from rdflib import URIRef
from rdflib.namespace import OWL, RDF

from imet_graph.namespaces import IMET
from imet_graph.reading import read_turtle
from imet_graph.resources import ontology_dir

__all__ = ["CLASS", "DATATYPE_PROPERTY", "OBJECT_PROPERTY", "declared_terms"]

CLASS = "a class"
OBJECT_PROPERTY = "an object property"
DATATYPE_PROPERTY = "a datatype property"

_KINDS = {
    OWL.Class: CLASS,
    OWL.ObjectProperty: OBJECT_PROPERTY,
    OWL.DatatypeProperty: DATATYPE_PROPERTY,
}


@functools.cache
def declared_terms() -> Mapping[URIRef, str]:
    """Every class and property of our namespace that `ontology/modules` declares, with its kind.

    Raises:
        SourceError: a module is broken.

    Graph: `?term a owl:Class | owl:ObjectProperty | owl:DatatypeProperty`
    """
    modules = read_turtle(sorted((ontology_dir() / "modules").glob("*.ttl")))
    return {
        term: _KINDS[kind]
        for term, kind in modules.subject_objects(RDF.type)
        if isinstance(term, URIRef) and isinstance(kind, URIRef)
        if kind in _KINDS and term.startswith(str(IMET))
    }
