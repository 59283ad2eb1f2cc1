"""What reasoners of OWL 2 DL are given: terms and assertions between things.

Literals stay out because xsd:date is no datatype of OWL 2; observations stay out because no axiom
says more of them than of what kind they are, and there are many.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from imet_graph.namespaces import IMET, new_graph
from imet_graph.reasoning.axioms import SCHEMA_PREDICATES

__all__ = ["reasoning_view"]

_AXIOMS = SCHEMA_PREDICATES | {OWL.sameAs, OWL.differentFrom}
_TERM_TYPES = frozenset(
    OWL[name]
    for name in """
    Class Restriction ObjectProperty TransitiveProperty SymmetricProperty AsymmetricProperty
    IrreflexiveProperty InverseFunctionalProperty FunctionalProperty AllDisjointClasses
    """.split()
)


def reasoning_view(schema: Graph, data: Graph) -> Graph:
    """What a reasoner is given.

    Args:
        schema: modules and alignments.
        data: facts about things.

    Returns:
        The axioms of the schema, and of the data the types and object assertions of everything
        that is no observation.

    Graph: `?property a owl:ObjectProperty`, `?thing a/rdfs:subClassOf* imet:Observation`
    """
    view = new_graph()
    for triple in _axioms(schema):
        view.add(triple)
    properties = set(schema.subjects(RDF.type, OWL.ObjectProperty)) | {SKOS.broader, SKOS.inScheme}
    left_out = set(_instances(schema, data, IMET.Observation))
    for s, p, o in data:
        is_link = p == RDF.type or p in properties
        if is_link and isinstance(o, URIRef) and not {s, o} & left_out:
            view.add((s, p, o))
    return view


def _axioms(schema: Graph) -> Iterator[tuple[Node, Node, Node]]:
    for s, p, o in schema:
        if isinstance(o, Literal):
            continue
        if p in _AXIOMS or (p == RDF.type and o in _TERM_TYPES):
            yield s, p, o


def _instances(schema: Graph, data: Graph, top: Node) -> Iterator[Node]:
    for cls in schema.transitive_subjects(RDFS.subClassOf, top):
        yield from data.subjects(RDF.type, cls)
