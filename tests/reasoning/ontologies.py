"""Small ontologies within OWL 2 RL, each construct where the profile lets it stand, with facts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hypothesis import strategies as st
from rdflib import BNode, Graph
from rdflib.term import Node

__all__ = ["SPACE", "graph_of", "merged", "ontologies"]

SPACE = "http://example.org/"
_PROLOGUE = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_DECLARATIONS = "\n".join(
    [f":C{number} a owl:Class ." for number in range(5)]
    + [f":p{number} a owl:ObjectProperty ." for number in range(5)]
    + [f":d{number} a owl:DatatypeProperty ." for number in range(2)]
)

# A grammar: a name in braces stands for one of its alternatives, with `+` for one to three
# different ones in a row, with `2+` for two or three. The number before an alternative is its
# weight. Names end in 1 or 2 where class expressions stand within class expressions.
# Source: OWL 2 Profiles, section 4.2, productions subClassExpression, superClassExpression,
# equivClassExpression and Axiom.
_GRAMMAR = """
class
    1 :C0 | 1 :C1 | 1 :C2 | 1 :C3 | 1 :C4
name
    1 :p0 | 1 :p1 | 1 :p2 | 1 :p3 | 1 :p4
data
    1 :d0 | 1 :d1
thing
    1 :a | 1 :b | 1 :c | 1 :d | 1 :e | 1 :f
number
    1 1 | 1 2 | 1 3
literal
    1 1 | 1 2 | 1 3 | 1 "x" | 1 "y" | 1 "x"@en
datatype
    1 xsd:integer | 1 xsd:decimal | 1 xsd:string | 1 rdfs:Literal
most
    1 "0"^^xsd:nonNegativeInteger | 4 "1"^^xsd:nonNegativeInteger
property
    6 {name} | 1 [ owl:inverseOf {name} ]
sub
    8 {class} | 5 {sub1} | 1 {sub2}
sub1
    3 [ a owl:Restriction ; owl:onProperty {property} ; owl:someValuesFrom {class} ]
    2 [ a owl:Restriction ; owl:onProperty {property} ; owl:someValuesFrom owl:Thing ]
    2 [ a owl:Class ; owl:intersectionOf ( {class+} ) ]
    2 [ a owl:Class ; owl:unionOf ( {class+} ) ]
    2 [ a owl:Class ; owl:oneOf ( {thing+} ) ]
    2 [ a owl:Restriction ; owl:onProperty {property} ; owl:hasValue {thing} ]
    1 [ a owl:Restriction ; owl:onProperty {data} ; owl:hasValue {number} ]
    1 [ a owl:Restriction ; owl:onProperty {data} ; owl:someValuesFrom xsd:integer ]
sub2
    1 [ a owl:Restriction ; owl:onProperty {property} ; owl:someValuesFrom {sub1} ]
    1 [ a owl:Class ; owl:intersectionOf ( {class} {sub1} ) ]
    1 [ a owl:Class ; owl:unionOf ( {sub1} {class} ) ]
super
    8 {class} | 5 {super1} | 1 {super2}
super1
    4 [ a owl:Restriction ; owl:onProperty {property} ; owl:allValuesFrom {class} ]
    2 [ a owl:Restriction ; owl:onProperty {property} ; owl:hasValue {thing} ]
    1 [ a owl:Restriction ; owl:onProperty {data} ; owl:hasValue {number} ]
    2 [ a owl:Class ; owl:intersectionOf ( {class+} ) ]
    1 [ a owl:Class ; owl:complementOf {sub} ]
    2 [ a owl:Restriction ; owl:onProperty {property} ; owl:maxCardinality {most} ]
    1 [ a owl:Restriction ; owl:onProperty {property} ; owl:maxQualifiedCardinality {most} ;
      owl:onClass owl:Thing ]
    2 [ a owl:Restriction ; owl:onProperty {property} ; owl:maxQualifiedCardinality {most} ;
      owl:onClass {sub} ]
super2
    1 [ a owl:Restriction ; owl:onProperty {property} ; owl:allValuesFrom {super1} ]
    1 [ a owl:Class ; owl:intersectionOf ( {super1} {class} ) ]
equivalent
    1 {class}
    1 [ a owl:Restriction ; owl:onProperty {property} ; owl:hasValue {thing} ]
    1 [ a owl:Class ; owl:intersectionOf ( {class+} ) ]
axiom
    8 {sub} rdfs:subClassOf {super} .
    3 {class} owl:equivalentClass {equivalent} .
    1 {sub} owl:disjointWith {class} .
    1 [] a owl:AllDisjointClasses ; owl:members ( {sub2+} ) .
    1 {sub} rdfs:subClassOf owl:Nothing .
    4 {property} rdfs:subPropertyOf {property} .
    1 {property} owl:equivalentProperty {property} .
    2 {name} owl:inverseOf {name} .
    3 {name} owl:propertyChainAxiom ( {property} {property} ) .
    1 {name} owl:propertyChainAxiom ( {property} {property} {property} ) .
    1 {name} owl:propertyChainAxiom ( {name} {name} {name} {name} ) .
    1 {property} a owl:FunctionalProperty .
    1 {property} a owl:InverseFunctionalProperty .
    2 {property} a owl:SymmetricProperty .
    2 {property} a owl:TransitiveProperty .
    1 {property} a owl:IrreflexiveProperty .
    1 {property} a owl:AsymmetricProperty .
    1 {property} owl:propertyDisjointWith {property} .
    3 {property} rdfs:domain {super} .
    3 {property} rdfs:range {super} .
    1 {data} rdfs:subPropertyOf {data} .
    1 {data} owl:equivalentProperty {data} .
    1 {data} rdfs:domain {super} .
fact
    16 {thing} {name} {thing} .
    8 {thing} a {class} .
    1 {thing} a {super} .
    3 {thing} {data} {literal} .
    2 {thing} owl:sameAs {thing} .
    1 {thing} owl:differentFrom {thing} .
    1 [] a owl:NegativePropertyAssertion ; owl:sourceIndividual {thing} ;
      owl:assertionProperty {name} ; owl:targetIndividual {thing} .
    1 [] a owl:NegativePropertyAssertion ; owl:sourceIndividual {thing} ;
      owl:assertionProperty {data} ; owl:targetValue {number} .
beyond
    3 {sub} owl:hasKey ( {name+} ) .
    1 {sub} owl:hasKey ( {name} {data} ) .
    1 {sub} owl:hasKey ( {data} ) .
    1 [] a owl:AllDisjointProperties ; owl:members ( {name2+} ) .
    1 [] a owl:AllDifferent ; owl:members ( {thing2+} ) .
    1 [] a owl:AllDifferent ; owl:distinctMembers ( {thing2+} ) .
    1 {data} rdfs:range {datatype} .
    1 {data} a owl:FunctionalProperty .
    1 {class} rdfs:subClassOf
      [ a owl:Restriction ; owl:onProperty {data} ; owl:maxCardinality {most} ] .
    1 {class} rdfs:subClassOf
      [ a owl:Restriction ; owl:onProperty {data} ; owl:allValuesFrom {datatype} ] .
    1 [ a owl:Restriction ; owl:onProperty {data} ; owl:someValuesFrom {datatype} ]
      rdfs:subClassOf {class} .
"""


def _alternatives(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for block in re.split(r"\n(?=\w)", text.strip()):
        name, body = block.split("\n", 1)
        rows = re.split(r"\n    (?=\d)| \| ", re.sub(r"\n      ", " ", body).strip())
        weighted = [row.strip().split(" ", 1) for row in rows]
        found[name] = [part for weight, part in weighted for _ in range(int(weight))]
    return found


_ALTERNATIVES = _alternatives(_GRAMMAR)
_PLACE = re.compile(r"\{(\w+?)(2?\+)?\}")


def _expand(draw: st.DrawFn, name: str) -> str:
    """One text of the grammar."""
    chosen = draw(st.sampled_from(_ALTERNATIVES[name]))
    return _PLACE.sub(lambda place: _fill(draw, place[1], place[2]), chosen)


def _fill(draw: st.DrawFn, name: str, many: str | None) -> str:
    if many is None:
        return _expand(draw, name)
    count = draw(st.integers(2 if many == "2+" else 1, 3))
    return " ".join(dict.fromkeys(_expand(draw, name) for _ in range(count)))


@st.composite
def ontologies(draw: st.DrawFn, *, beyond_owlrl: bool = False) -> str:
    """An ontology with facts, as Turtle.

    Args:
        draw: given by hypothesis.
        beyond_owlrl: whether to use the constructs that owlrl is known to get wrong, too.
    """
    axioms = [_expand(draw, "axiom") for _ in range(draw(st.integers(4, 10)))]
    if beyond_owlrl:
        axioms += [_expand(draw, "beyond") for _ in range(draw(st.integers(1, 3)))]
    facts = [_expand(draw, "fact") for _ in range(draw(st.integers(8, 18)))]
    flows = [pair for axiom in axioms for pair in _flows(axiom)]
    kept = [axiom for axiom in axioms if not _leads_back(axiom, flows)]
    return "\n".join([*kept, *facts])


# A chain that gives values to its own parts leaves OWL 2 DL and with it the profile; none is made.

_NAME = re.compile(r":p\d")


def _flows(axiom: str) -> list[tuple[str, str]]:
    """Pairs of properties of which the first gives values to the second."""
    names = _NAME.findall(axiom)
    if "propertyChainAxiom" in axiom:
        return [(part, names[0]) for part in names[1:]]
    if "subPropertyOf" in axiom and names:
        return [(names[0], names[1])]
    if len(names) == 2 and re.search(r"equivalentProperty|^:p\d owl:inverseOf", axiom):
        return [(names[0], names[1]), (names[1], names[0])]
    return []


def _leads_back(axiom: str, flows: list[tuple[str, str]]) -> bool:
    if "propertyChainAxiom" not in axiom:
        return False
    whole, *parts = _NAME.findall(axiom)
    reached = fresh = {whole}
    while fresh:
        fresh = {end for start, end in flows if start in fresh} - reached
        reached = reached | fresh
    return not reached.isdisjoint(parts)


def graph_of(text: str, *, declared: bool = False, place: str = "") -> Graph:
    """The graph of a Turtle text without prologue; blank nodes are numbered in reading order.

    Args:
        text: Turtle with the usual prefixes.
        declared: whether to add declarations of the terms that `ontologies` uses.
        place: a name that sets the terms and blank nodes apart from those of other texts.
    """
    space = f"@prefix : <{SPACE}{place and place + '/'}> ."
    whole = f"{space}{_PROLOGUE}{text}\n{_DECLARATIONS if declared else ''}"
    parsed = Graph().parse(data=whole, format="turtle")
    blank = {term for triple in parsed for term in triple if isinstance(term, BNode)}
    order = sorted(blank, key=lambda node: (len(node), node))
    names: dict[Node, Node] = {node: BNode(f"b{place}n{n}") for n, node in enumerate(order)}
    graph = Graph()
    for s, p, o in parsed:
        graph.add((names.get(s, s), p, names.get(o, o)))
    return graph


def merged(texts: Mapping[str, str]) -> Graph:
    """One graph of texts that share no term, so that one run of the reasoner serves them all.

    Args:
        texts: Turtle by place.
    """
    graph = Graph()
    for place, text in texts.items():
        for triple in graph_of(text, place=place):
            graph.add(triple)
    return graph
