"""An axiom outside OWL 2 DL or OWL 2 RL is refused by name."""

import pytest
from rdflib import Graph

from imet_graph.namespaces import new_graph
from imet_graph.ontology import load_schema
from imet_graph.profile import profile_findings

DECLARED = """
@prefix : <https://w3id.org/imet-graph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:A a owl:Class . :B a owl:Class . :p a owl:ObjectProperty . :q a owl:ObjectProperty .
:d a owl:DatatypeProperty .
"""


def graph(text: str) -> Graph:
    return new_graph().parse(data=DECLARED + text, format="turtle")


def test_the_ontology_that_ships_stays_in_both_profiles() -> None:
    assert profile_findings(load_schema()) == []


@pytest.mark.parametrize(
    "text",
    [
        ":A rdfs:subClassOf :B .",
        "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :A ] rdfs:subClassOf :B .",
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :B ] .",
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 1 ] .",
        ":A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :B"
        " [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :x ] ) ] .",
        ":q owl:propertyChainAxiom ( :p :p ) .",
        ":q owl:propertyChainAxiom ( :q :p ) .",
        ":d rdfs:range xsd:decimal .",
        "[ a owl:AllDisjointClasses ; owl:members ( :A :B ) ] .",
    ],
)
def test_what_both_profiles_allow_passes(text: str) -> None:
    assert profile_findings(graph(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (":d rdfs:range xsd:date .", "column imet:d: found range xsd:date"),
        (
            ":A rdfs:subClassOf"
            " [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .",
            "column imet:A: found a class expression on the right of subClassOf",
        ),
        (
            "[ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :A ] rdfs:subClassOf :B .",
            "found a class expression on the left of subClassOf",
        ),
        (
            ":A owl:equivalentClass [ a owl:Class ; owl:unionOf ( :A :B ) ] .",
            "found a class expression in equivalentClass",
        ),
        (
            ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 2 ] .",
            "found a class expression on the right",
        ),
        (":p a owl:TransitiveProperty, owl:IrreflexiveProperty .", "owl:IrreflexiveProperty on a"),
        (
            ":q owl:propertyChainAxiom ( :p :p ) . :A rdfs:subClassOf"
            " [ a owl:Restriction ; owl:onProperty :q ; owl:maxCardinality 1 ] .",
            "found a cardinality on a chain or transitive property",
        ),
        (
            ":q owl:propertyChainAxiom ( :p :r ) . :p owl:propertyChainAxiom ( :q :r ) ."
            " :r a owl:ObjectProperty .",
            "found a chain that leads back to itself",
        ),
        (":p a owl:ReflexiveProperty .", "found reflexive property"),
        (":p a owl:DatatypeProperty .", "declared as owl:ObjectProperty and owl:DatatypeProperty"),
        (":x :undeclared :y .", "column imet:undeclared: found a predicate without declaration"),
        (":A rdfs:subClassOf :C .", "column imet:C: found a class without declaration"),
        ("rdf:type rdfs:subPropertyOf :p .", "found a reserved name as subject"),
        (":A owl:disjointUnionOf ( :B ) .", "found owl:disjointUnionOf"),
    ],
)
def test_what_a_profile_forbids_is_named(text: str, found: str) -> None:
    assert any(found in str(finding) for finding in profile_findings(graph(text)))
