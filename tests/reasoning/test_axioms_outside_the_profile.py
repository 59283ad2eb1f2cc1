"""An axiom that the rules of OWL 2 RL do not cover is refused by name, never passed over.

Source: OWL 2 Profiles, section 4.2.
"""

import re

import pytest
from ontologies import graph_of

from imet_graph.errors import OntologyError
from imet_graph.reasoning import closure

_TWO = '"2"^^xsd:nonNegativeInteger'

# Situation; axiom; what the message must name: the term, or where it may not stand.
_CASES = [
    (
        "a self restriction",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:hasSelf true ]",
        "self restriction|left of subClassOf",
    ),
    (
        "a self restriction on the left",
        "[ owl:onProperty :p ; owl:hasSelf true ] rdfs:subClassOf :C",
        "self restriction|left of subClassOf",
    ),
    ("a reflexive property", ":p a owl:ReflexiveProperty", "reflexive property"),
    (
        "some values on the right",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :D ]",
        "someValuesFrom|class expression",
    ),
    (
        "some values in an equivalence",
        ":C owl:equivalentClass [ owl:onProperty :p ; owl:someValuesFrom :D ]",
        "someValuesFrom|class expression",
    ),
    (
        "some values within a conjunction on the right",
        ":C rdfs:subClassOf "
        "[ owl:intersectionOf ( :D [ owl:onProperty :p ; owl:someValuesFrom :D ] ) ]",
        "someValuesFrom|class expression",
    ),
    (
        "some values in a range",
        ":q rdfs:range [ owl:onProperty :p ; owl:someValuesFrom :D ]",
        "someValuesFrom|class expression",
    ),
    (
        "a union on the right",
        ":C rdfs:subClassOf [ owl:unionOf ( :D :E ) ]",
        "unionOf|class expression",
    ),
    ("a union in a domain", ":p rdfs:domain [ owl:unionOf ( :D :E ) ]", "unionOf|class expression"),
    (
        "a union in an equivalence",
        ":C owl:equivalentClass [ owl:unionOf ( :D :E ) ]",
        "unionOf|class expression",
    ),
    (
        "a union in all values",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom [ owl:unionOf ( :D :E ) ] ]",
        "unionOf|class expression",
    ),
    (
        "an enumeration on the right",
        ":C rdfs:subClassOf [ owl:oneOf ( :a :b ) ]",
        "oneOf|class expression",
    ),
    (
        "all values on the left",
        "[ owl:onProperty :p ; owl:allValuesFrom :D ] rdfs:subClassOf :C",
        "allValuesFrom|class expression",
    ),
    (
        "a complement on the left",
        "[ owl:complementOf :D ] rdfs:subClassOf :C",
        "complementOf|class expression",
    ),
    (
        "a maximum on the left",
        '[ owl:onProperty :p ; owl:maxCardinality "1"^^xsd:nonNegativeInteger ] rdfs:subClassOf :C',
        "maxCardinality|class expression",
    ),
    (
        "a maximum of two",
        f":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality {_TWO} ]",
        "maxCardinality|class expression",
    ),
    (
        "a qualified maximum of two",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:onClass :D ; "
        f"owl:maxQualifiedCardinality {_TWO} ]",
        "maxQualifiedCardinality|class expression",
    ),
    (
        "a minimum",
        ':C rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality "1"^^xsd:nonNegativeInteger ]',
        "minCardinality",
    ),
    (
        "a qualified minimum",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:onClass :D ; "
        'owl:minQualifiedCardinality "1"^^xsd:nonNegativeInteger ]',
        "minQualifiedCardinality",
    ),
    (
        "an exact number",
        ':C rdfs:subClassOf [ owl:onProperty :p ; owl:cardinality "1"^^xsd:nonNegativeInteger ]',
        "cardinality",
    ),
    (
        "a qualified exact number",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:onClass :D ; "
        'owl:qualifiedCardinality "1"^^xsd:nonNegativeInteger ]',
        "qualifiedCardinality",
    ),
    ("a disjoint union", ":C owl:disjointUnionOf ( :D :E )", "disjointUnionOf"),
    (
        "a restricted datatype",
        ":p rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ; "
        "owl:withRestrictions ( [ xsd:minInclusive 5 ] ) ]",
        "onDatatype",
    ),
    (
        "an enumeration of literals",
        ":p rdfs:range [ a rdfs:Datatype ; owl:oneOf ( 1 2 ) ]",
        "oneOf|class expression",
    ),
    (
        "a complement of a datatype",
        ":p rdfs:range [ a rdfs:Datatype ; owl:datatypeComplementOf xsd:integer ]",
        "datatypeComplementOf",
    ),
    ("a datatype beyond OWL 2", ":p rdfs:range xsd:date", "date"),
    ("a datatype of OWL 2 that RL leaves out", ":p rdfs:range owl:real", "real"),
    ("a subclass of everything but itself", "owl:Thing rdfs:subClassOf :C", "Thing"),
    ("a super-property of all", ":p rdfs:subPropertyOf owl:topObjectProperty", "topObjectProperty"),
    ("all properties", "owl:topObjectProperty rdfs:subPropertyOf :p", "topObjectProperty"),
    ("all data properties", "owl:topDataProperty rdfs:subPropertyOf :p", "topDataProperty"),
    ("no property", ":p rdfs:subPropertyOf owl:bottomObjectProperty", "bottomObjectProperty"),
    (
        "a chain that leads back through another",
        ":p owl:propertyChainAxiom ( :q :r ) . :q owl:propertyChainAxiom ( :p :s )",
        "a chain that leads back to itself",
    ),
    (
        "a restriction over several properties",
        ":C rdfs:subClassOf [ owl:onProperties ( :p :q ) ; owl:allValuesFrom :D ]",
        "onProperties",
    ),
]


@pytest.mark.parametrize(
    ("axiom", "name"), [case[1:] for case in _CASES], ids=[case[0] for case in _CASES]
)
def test_an_axiom_outside_the_profile_is_refused_by_name(axiom: str, name: str) -> None:
    with pytest.raises(OntologyError) as caught:
        closure(graph_of(f"{axiom} . :x a :C ; :p :y ."))
    assert re.search(name, " ".join([str(caught.value), *map(str, caught.value.findings)]))


_INSIDE = [
    ("some values on the left", "[ owl:onProperty :p ; owl:someValuesFrom :D ] rdfs:subClassOf :C"),
    ("a union on the left", "[ owl:unionOf ( :D :E ) ] rdfs:subClassOf :C"),
    ("an enumeration on the left", "[ owl:oneOf ( :a :b ) ] rdfs:subClassOf :C"),
    ("a union that is disjoint with a class", "[ owl:unionOf ( :D :E ) ] owl:disjointWith :C"),
    (
        "a complement of a union",
        ":C rdfs:subClassOf [ owl:complementOf [ owl:unionOf ( :D :E ) ] ]",
    ),
    (
        "a maximum over a union",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:onClass "
        '[ owl:unionOf ( :D :E ) ] ; owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ]',
    ),
    (
        "a value in an equivalence",
        ":C owl:equivalentClass "
        "[ owl:intersectionOf ( :D [ owl:onProperty :p ; owl:hasValue :y ] ) ]",
    ),
    ("a key of a union", "[ owl:unionOf ( :D :E ) ] owl:hasKey ( :p )"),
    ("a transitive property", ":p a owl:TransitiveProperty"),
    ("transitivity as a chain", ":p owl:propertyChainAxiom ( :p :p )"),
    ("a chain whose last part is the whole", ":p owl:propertyChainAxiom ( :q :p )"),
    ("a chain whose first part is the whole", ":p owl:propertyChainAxiom ( :p :q )"),
    (
        "chains of two properties below one another",
        ":p owl:propertyChainAxiom ( :r :s ) ; rdfs:subPropertyOf :q . "
        ":q owl:propertyChainAxiom ( :r :s ) ; rdfs:subPropertyOf :p",
    ),
    ("annotations", ':p rdfs:label "name" ; rdfs:comment "words"@en ; rdfs:isDefinedBy :o'),
    (
        "an ontology header",
        ':o a owl:Ontology ; owl:versionInfo "1.0" ; owl:versionIRI <http://example.org/o/1>',
    ),
]


@pytest.mark.parametrize("axiom", [case[1] for case in _INSIDE], ids=[case[0] for case in _INSIDE])
def test_an_axiom_within_the_profile_is_taken(axiom: str) -> None:
    given = graph_of(f"{axiom} . :x a :C ; :p :y .")
    assert not set(given) - set(closure(given))
