"""Gives individuals names of their own where a class or property has the same."""

from __future__ import annotations

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF
from rdflib.term import Node

from imet_graph.namespaces import BASE, new_graph
from imet_graph.ontology.names import is_name, named_classes, named_properties

__all__ = ["rename_apart"]

_EQUALITY = (OWL.sameAs, OWL.differentFrom)


def rename_apart(view: Graph) -> tuple[Graph, dict[Node, URIRef]]:
    """A reasoning view in which no individual shares its name with a class or property.

    OWL 2 DL takes both views of a name for two things, the rules of OWL 2 RL for one.

    Returns:
        The view, and the names of individuals by those of classes and properties.

    Source: OWL 2 Structural Specification, section 5.9; OWL 2 New Features and Rationale, F12.
    """
    classes, properties = named_classes(view), named_properties(view)
    names: dict[Node, URIRef] = {
        name: URIRef(f"{BASE}any/individual-{number}")
        for number, name in enumerate(sorted(classes | properties))
    }
    enumerated = {
        cell
        for head in view.objects(None, OWL.oneOf)
        for cell in view.transitive_objects(head, RDF.rest)
    }
    renamed = new_graph()
    for s, p, o in view:
        if p in properties or p in _EQUALITY:
            s, o = names.get(s, s), names.get(o, o)
        elif p == RDF.type and is_name(o):
            s = names.get(s, s)
        elif p == OWL.hasValue or (p == RDF.first and s in enumerated):
            o = names.get(o, o)
        renamed.add((s, p, o))
    return renamed, names
