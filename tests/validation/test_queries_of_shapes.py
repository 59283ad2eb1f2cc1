"""SPARQL-based constraints: pre-binding, paths, prefixes, messages, where they may stand."""

from __future__ import annotations

import pytest
from mended_pyshacl import assert_agreement, rows
from rdflib import Literal
from rdflib.namespace import SH
from turtle_graphs import EX, graph

from imet_graph import validation
from imet_graph.errors import ValidationError

PREFIXES = """
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
ex:C sh:prefixes ex:prefixes .
"""
DATA = """
ex:a a ex:Kind ; ex:p 1, 2 ; ex:q ex:b ; ex:code "X" . ex:b a ex:Kind ; ex:p 3 ; ex:code "X" .
ex:c a ex:Kind ; ex:q ex:a, ex:c ; ex:code "Y" .
"""


def shapes(
    select: str, rest: str = "", owner: str = "ex:S sh:targetClass ex:Kind ; sh:sparql ex:C ."
) -> str:
    return f'{PREFIXES} {owner} ex:C sh:select """{select}""" . {rest}'


PATH = "ex:S sh:targetClass ex:Kind ; sh:property ex:P . ex:P sh:path {} ; sh:sparql ex:C ."
CASES: dict[str, tuple[str, int]] = {
    "value bound": (
        shapes("SELECT $this ?value WHERE { $this ex:p ?value FILTER(?value > 1) }"),
        2,
    ),
    "value not bound: the focus node": (shapes("SELECT $this WHERE { $this ex:p 1 }"), 1),
    "path bound by a variable": (
        shapes("SELECT $this ?path ?value WHERE { $this ?path ?value FILTER(isLiteral(?value)) }"),
        6,
    ),
    "path bound by an expression": (
        shapes("SELECT $this (ex:p AS ?path) ?value WHERE { $this ex:p ?value }"),
        3,
    ),
    "other nodes compared": (
        shapes(
            "SELECT $this ?other WHERE { $this ex:code ?code . ?other ex:code ?code "
            "FILTER(?other != $this) }"
        ),
        2,
    ),
    "each solution, not each value": (
        shapes("SELECT $this ?value ?other WHERE { $this ex:code ?value . ?other a ex:Kind }"),
        9,
    ),
    "a solution twice is one result": (
        shapes("SELECT $this WHERE { $this ex:p ?any }"),
        2,
    ),
    "absence": (shapes("SELECT $this WHERE { FILTER NOT EXISTS { $this ex:p ?any } }"), 1),
    "absence in a union": (
        shapes(
            "SELECT $this WHERE { { $this ex:p 3 } UNION { FILTER NOT EXISTS { $this ex:p ?x } } }"
        ),
        2,
    ),
    "a filter in a group of its own knows $this": (
        shapes("SELECT $this WHERE { { FILTER(bound($this)) } }"),
        3,
    ),
    "$this in a BIND": (
        shapes("SELECT $this WHERE { BIND($this AS ?that) FILTER(?that = ex:a) }"),
        1,
    ),
    "$this in OPTIONAL": (
        shapes(
            "SELECT $this WHERE { ?any a ex:Kind OPTIONAL { $this ex:p ?x } FILTER(!bound(?x)) }"
        ),
        1,
    ),
    "counted in a sub-select": (
        shapes(
            "SELECT $this ?n WHERE { { SELECT $this (COUNT(?v) AS ?n) WHERE { $this ex:p ?v } "
            "GROUP BY $this } FILTER(?n > 1) }"
        ),
        1,
    ),
    "a circle": (shapes("SELECT $this WHERE { $this ex:q+ $this }"), 1),
    "on a property shape: path and no value": (
        shapes("SELECT $this WHERE { $this ex:p 3 }", owner=PATH.format("ex:p")),
        1,
    ),
    "$PATH, a predicate": (
        shapes(
            "SELECT $this ?value WHERE { $this $PATH ?value FILTER(?value > 2) }",
            owner=PATH.format("ex:p"),
        ),
        1,
    ),
    "$PATH, of several steps": (
        shapes(
            "SELECT $this ?value WHERE { $this $PATH ?value }",
            owner=PATH.format("( [ sh:zeroOrMorePath ex:q ] ex:p )"),
        ),
        7,
    ),
    "deactivated": (
        shapes("SELECT $this WHERE { $this ex:p ?x }", "ex:C sh:deactivated true ."),
        0,
    ),
    "severity of the shape": (
        shapes("SELECT $this WHERE { $this ex:p 3 }", "ex:S sh:severity sh:Info ."),
        1,
    ),
    "below sh:node": (
        shapes(
            "SELECT $this WHERE { $this ex:p 3 }",
            owner="ex:S sh:targetClass ex:Kind ; sh:property ex:P . ex:P sh:path ex:q ; "
            "sh:node ex:T . ex:T sh:sparql ex:C .",
        ),
        1,
    ),
    "below sh:not": (
        shapes(
            "SELECT $this WHERE { $this ex:p 3 }",
            owner="ex:S sh:targetClass ex:Kind ; sh:not ex:T . ex:T sh:sparql ex:C .",
        ),
        2,
    ),
    "of values, by nested property shapes": (
        shapes(
            "SELECT $this ?value WHERE { $this ex:p ?value }",
            owner="ex:S sh:targetClass ex:Kind ; sh:property ex:P . ex:P sh:path ex:q ; "
            "sh:property ex:Q . ex:Q sh:path ex:p ; sh:sparql ex:C .",
        ),
        3,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_query_finds_what_pyshacl_finds_node_by_node(case: str) -> None:
    turtle, number = CASES[case]
    found = assert_agreement(graph(DATA), graph(turtle))
    assert sum(found.values()) == number


def messages(turtle: str) -> set[Literal]:
    found = validation.report(graph(DATA), graph(turtle))
    return {text for text in found.objects(None, SH.resultMessage) if isinstance(text, Literal)}


SELECT = "SELECT $this ?value WHERE { $this ex:p ?value FILTER(?value = 3) }"


def test_a_message_is_filled_with_what_the_query_found() -> None:
    turtle = shapes(SELECT, 'ex:C sh:message "{$this} has {?value}, {?nothing}."@en .')
    assert messages(turtle) == {Literal(f"{EX.b} has 3, {{?nothing}}.", lang="en")}


def test_messages_of_shape_and_constraint_are_both_told() -> None:
    turtle = shapes(SELECT, 'ex:C sh:message "{?value} found." . ex:S sh:message "Not {?value}." .')
    assert messages(turtle) == {Literal("3 found."), Literal("Not 3.")}


def test_a_message_that_the_query_makes_comes_first() -> None:
    select = 'SELECT $this (CONCAT("Found ", STR(?v)) AS ?message) { $this ex:p ?v FILTER(?v = 3) }'
    assert messages(shapes(select, 'ex:C sh:message "Unused." .')) == {Literal("Found 3")}


def test_a_result_names_its_constraint() -> None:
    found = validation.report(graph(DATA), graph(shapes(SELECT)))
    assert set(found.objects(None, SH.sourceConstraint)) == {EX.C}


def test_prefixes_of_imported_ontologies_are_known() -> None:
    turtle = """
    ex:S sh:targetClass ex:Kind ; sh:sparql [ sh:prefixes ex:here ;
      sh:select "SELECT $this WHERE { $this e:p 3 }" ] . ex:here owl:imports ex:there .
    ex:there sh:declare [ sh:prefix "e" ; sh:namespace "https://example.org/" ] .
    """
    assert sum(rows(validation.report(graph(DATA), graph(turtle))).values()) == 1


@pytest.mark.parametrize(
    ("select", "named"),
    [
        ("SELECT $this WHERE { $this ex:p ?x MINUS { $this ex:p 3 } }", "MINUS"),
        ("SELECT $this WHERE { VALUES ?x { 3 } $this ex:p ?x }", "VALUES"),
        ("SELECT $this WHERE { SERVICE <urn:x> { $this ex:p ?x } }", "SERVICE"),
        ("SELECT $this WHERE { { SELECT ?x WHERE { ?y ex:p ?x } } $this ex:p ?x }", "this"),
        ("SELECT (ex:a AS ?this) WHERE { ?x ex:p 3 }", "this"),
        ("SELECT $this WHERE { GRAPH $shapesGraph { $this ex:p ?x } }", "shapesGraph"),
        ("SELECT $this WHERE { $this $PATH ?x }", "PATH"),
        ("SELECT $this WHERE { $this ex:p", "expected|Expected"),
    ],
)
def test_what_breaks_the_rules_of_pre_binding_is_refused(select: str, named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        validation.report(graph(DATA), graph(shapes(select)))


def test_a_failure_that_a_query_reports_is_an_error() -> None:
    select = "SELECT $this ?failure WHERE { $this ex:p 3 BIND(true AS ?failure) }"
    with pytest.raises(ValidationError, match=r"org/S.*reports a failure"):
        validation.report(graph(DATA), graph(shapes(select)))


def test_words_in_strings_and_comments_break_no_rule() -> None:
    select = 'SELECT $this WHERE { # MINUS, that\'s what VALUES would do\\n $this ex:code "MINUS" }'
    assert not rows(validation.report(graph(DATA), graph(shapes(select))))
