"""Shapes that do not compile: pyshacl evaluates them and no others, or they are refused by name."""

from __future__ import annotations

from unittest import mock

import pytest
from mended_pyshacl import rows
from rdflib import Graph
from rdflib.namespace import SH
from turtle_graphs import EX, graph

from imet_graph import validation
from imet_graph.errors import ValidationError
from imet_graph.relational import CodedGraph
from imet_graph.validation import processor

COMPILED = "ex:Simple sh:targetNode ex:a ; sh:class ex:Kind ."
COMPONENT = """
ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path ex:startsWith ] ;
  sh:validator [ a sh:SPARQLAskValidator ;
  sh:ask "ASK { FILTER(STRSTARTS(STR($value), $startsWith)) }" ] .
"""
LEFT: dict[str, str] = {
    "refers to itself": """ex:S sh:targetNode ex:a ; sh:pattern 'a$' ;
      sh:property ex:P . ex:P sh:path ex:p ; sh:node ex:S .""",
    "has the constraint component": COMPONENT + "ex:S sh:targetNode ex:a ; ex:startsWith 'urn:' .",
    "below a node shape": COMPONENT
    + "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; ex:startsWith 'urn:' ] .",
    "has a target by SPARQL": """ex:S sh:target [ a sh:SPARQLTarget ;
      sh:select "SELECT ?this { ?this <https://example.org/p> ?x }" ] ; sh:class ex:Kind .""",
    "has \\\\1 in its sh:pattern": r"ex:S sh:targetNode ex:a ; sh:pattern '(l)\\1' .",
    "RE2 refuses": "ex:S sh:targetNode ex:a ; sh:pattern '^(?=urn:)' .",
    "currentShape in its query": """ex:S sh:targetNode ex:a ; ex:limit 1 ; sh:sparql [
      sh:select "SELECT $this WHERE { FILTER(isIRI($currentShape)) }" ] .""",
}
DATA = graph("ex:a ex:p ex:b . ex:b ex:p 1 .")


@pytest.mark.parametrize("reason", LEFT)
def test_pyshacl_takes_a_shape_that_does_not_compile_and_no_other(reason: str) -> None:
    reports: list[Graph] = []
    by_pyshacl = processor._by_pyshacl

    def ask(data: Graph, given: Graph, *, advanced: bool) -> Graph:
        assert not list(given.objects(EX.Simple, SH.targetNode))
        reports.append(by_pyshacl(data, given, advanced=advanced))
        return reports[-1]

    with mock.patch.object(processor, "_by_pyshacl", ask):
        found = validation.report(DATA, graph(COMPILED + LEFT[reason]))
    (theirs,) = map(rows, reports)
    assert theirs
    assert rows(found) == theirs + rows(validation.report(DATA, graph(COMPILED)))


@pytest.mark.parametrize("reason", LEFT)
def test_a_large_graph_is_not_handed_to_pyshacl(
    reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processor, "LARGEST", 1)
    with pytest.raises(
        ValidationError, match=r"cannot be compiled, such as https://example\.org/S"
    ):
        validation.check(CodedGraph.from_graph(DATA), graph(COMPILED + LEFT[reason]))


def test_a_small_coded_graph_is_handed_over_with_its_blank_nodes() -> None:
    data = graph("[] ex:p 1 .")
    shapes = graph(COMPONENT + "ex:S sh:targetSubjectsOf ex:p ; ex:startsWith 'urn:' .")
    report = validation.check(CodedGraph.from_graph(data), shapes)
    assert set(report.objects(None, SH.focusNode)) == set(data.subjects())


def test_nothing_is_handed_over_where_everything_compiles() -> None:
    with mock.patch.object(processor, "_by_pyshacl") as asked:
        validation.report(DATA, graph(COMPILED))
    asked.assert_not_called()


def test_what_is_validated_and_the_shapes_stay_as_they_are() -> None:
    data, shapes = DATA + Graph(), graph(COMPILED + LEFT["refers to itself"])
    before = set(data), set(shapes)
    validation.report(data, shapes)
    validation.reference(data, shapes)
    assert (set(data), set(shapes)) == before


# What neither can do


@pytest.mark.parametrize(
    ("turtle", "named"),
    [
        ("ex:S sh:targetNode ex:a ; sh:js [ sh:jsFunctionName 'f' ] .", "sh:js"),
        ("ex:S sh:targetNode ex:a ; sh:rule [] .", "sh:rule"),
        ("ex:S sh:targetNode ex:a ; sh:notInShacl 1 .", "sh:notInShacl"),
        ("ex:S a sh:NodeShape ; sh:targetWhere ex:T .", "sh:targetWhere"),
        ("ex:a sh:entailment <http://www.w3.org/ns/entailment/RDFS> .", "sh:entailment"),
        ("ex:S sh:targetNode ex:a ; sh:minCount 1 .", "sh:minCount needs a property shape"),
        ("ex:S sh:targetNode ex:a ; sh:uniqueLang true .", "sh:uniqueLang needs"),
        ("ex:S sh:targetNode ex:a ; sh:lessThan ex:p .", "sh:lessThan needs"),
        ("ex:S sh:targetNode ex:a ; sh:minLength 1, 2 .", "sh:minLength; expected one value"),
        ("ex:S sh:targetNode ex:a ; sh:minLength -1 .", "sh:minLength.*0 or more"),
        ("ex:S sh:targetNode ex:a ; sh:maxLength 'x' .", "sh:maxLength"),
        ("ex:S sh:targetNode ex:a ; sh:datatype 'integer' .", "sh:datatype.*an IRI"),
        ("ex:S sh:targetNode ex:a ; sh:nodeKind sh:Thing .", "sh:nodeKind.*BlankNodeOrIRI"),
        ("ex:S sh:targetNode ex:a ; sh:class 'Kind' .", "sh:class"),
        ("ex:S sh:targetNode ex:a ; sh:in ex:b .", "expected a well-formed rdf:List"),
        ("ex:S sh:targetNode ex:a ; sh:or () .", "sh:or.*one shape or more"),
        ("ex:S sh:targetNode ex:a ; sh:and ( 1 ) .", "sh:and"),
        ("ex:S sh:targetNode ex:a ; sh:languageIn ( ex:en ) .", "sh:languageIn"),
        ("ex:S sh:targetNode ex:a ; sh:minInclusive ex:b .", "sh:minInclusive.*a literal"),
        ("ex:S sh:targetNode ex:a ; sh:closed 'yes' .", "sh:closed.*an xsd:boolean"),
        ("ex:S sh:targetNode ex:a ; sh:pattern 'a' ; sh:flags 'z' .", "sh:flags"),
        ("ex:S sh:targetNode ex:a ; sh:pattern '(' .", "pyshacl"),
        ("ex:S sh:targetNode ex:a ; sh:equals 1 .", "sh:equals"),
        ("ex:S sh:targetNode ex:a ; sh:sparql [] .", "sh:sparql.*one sh:select"),
        ("ex:S sh:targetNode ex:a ; sh:message ex:b .", "sh:message"),
        ("ex:S sh:targetNode ex:a ; sh:deactivated ex:b .", "sh:deactivated"),
        ("ex:S sh:targetNode ex:a ; sh:property ex:T . ex:T sh:class ex:Kind .", "sh:path"),
        ("ex:S sh:targetNode ex:a ; sh:node ex:T . ex:T sh:path ex:p .", "sh:node.*a node shape"),
        ("ex:S sh:targetNode ex:a ; sh:path ex:p, ex:q .", "exactly one sh:path"),
        ("ex:S sh:targetNode ex:a ; a sh:NodeShape ; sh:path ex:p .", "no sh:path"),
        ("ex:S sh:targetNode ex:a ; sh:path [ ex:odd ex:p ] .", "path"),
        ("ex:S sh:targetNode ex:a ; sh:path ( ex:p ) .", "at least two parts"),
        ("ex:S sh:targetNode ex:a ; sh:path 'p' .", "path"),
        ("ex:S sh:targetClass 'Kind' .", "sh:targetClass; expected an IRI"),
        (
            "ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:qualifiedValueShape ex:T .",
            "qualifiedMinCount",
        ),
    ],
)
def test_what_neither_can_do_is_refused_by_name(turtle: str, named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        validation.report(DATA, graph(COMPILED + turtle))


def test_an_ill_formed_shape_that_nothing_uses_harms_nobody() -> None:
    shapes = graph(COMPILED + "ex:Unused a sh:PropertyShape ; sh:path [ ex:odd ex:p ] .")
    assert sum(rows(validation.report(DATA, shapes)).values()) == 1
