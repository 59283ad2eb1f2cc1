"""Small ontologies with known consequences, and a closure by owlrl."""

from owlrl import OWLRL_Semantics
from rdflib import Graph, Namespace, URIRef

from imet_graph.errors import InconsistencyError
from imet_graph.namespaces import new_graph

EX = Namespace("http://example.org/o#")
PROLOGUE = """
@prefix : <http://example.org/o#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

TEXTBOOK = """
# mother is woman and parent; a grandmother is stated to be both
:Woman a owl:Class ; owl:disjointWith :Stone . :Parent a owl:Class . :Stone a owl:Class .
:Mother a owl:Class ;
    owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :Woman :Parent ) ] .
:Grandmother a owl:Class ; rdfs:subClassOf :Woman, :Parent .
# nothing is woman and stone, nothing is both ends of petrifies
:Statue a owl:Class ; rdfs:subClassOf :Woman, :Stone .
:petrifies a owl:ObjectProperty ; rdfs:range :Woman, :Stone .
# childOf is below relativeOf by way of two inverses
:childOf a owl:ObjectProperty ; owl:inverseOf :parentOf .
:parentOf a owl:ObjectProperty ; rdfs:subPropertyOf :ancestorOf .
:ancestorOf a owl:ObjectProperty ; owl:inverseOf :relativeOf .
:relativeOf a owl:ObjectProperty .
# names that mean the same, and one with a letter outside ASCII
:A a owl:Class ; owl:equivalentClass :B . :B a owl:Class ; owl:equivalentClass :C .
:C a owl:Class ; owl:equivalentClass :D . :D a owl:Class . :Ä a owl:Class ; rdfs:subClassOf :D .
"""
TEXTBOOK_FACTS = ":eve a :Grandmother . :abel :childOf :eve . :özil a :Ä ."

BY_CASES = """
:Cat a owl:Class ; rdfs:subClassOf :Animal . :Dog a owl:Class ; rdfs:subClassOf :Animal .
:Animal a owl:Class .
:Pet a owl:Class ; rdfs:subClassOf [ a owl:Class ; owl:unionOf ( :Cat :Dog ) ] .
"""


def turtle(text: str) -> Graph:
    return new_graph().parse(data=PROLOGUE + text, format="turtle")


def names(pairs: frozenset[tuple[URIRef, URIRef]] | None) -> set[tuple[str, str]]:
    return {(a.removeprefix(str(EX)), b.removeprefix(str(EX))) for a, b in pairs or ()}


def close_by_owlrl(graph: Graph) -> Graph:
    """What the owlrl package makes of a graph."""
    closed = Graph()
    for triple in graph:
        closed.add(triple)
    engine = OWLRL_Semantics(closed, axioms=False, daxioms=False, rdfs=False)
    engine.closure()
    if engine.error_messages:
        raise InconsistencyError(str(engine.error_messages[0]))
    return closed
