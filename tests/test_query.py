"""Queries answer over one graph, know our prefixes, and change nothing."""

import pyoxigraph as ox
import pytest

from imet_graph.errors import QueryError
from imet_graph.query import evaluate, run, serialize

FACTS = """
@prefix imet: <https://w3id.org/imet-graph/ontology#> .
@prefix country: <https://w3id.org/imet-graph/id/country/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
country:PAK a imet:Country ; rdfs:label "Pakistan"@en ; imet:isoAlpha3 "PAK" .
country:MLI a imet:Country ; rdfs:label "Mali"@en .
"""


@pytest.fixture
def store() -> ox.Store:
    made = ox.Store()
    made.load(FACTS, format=ox.RdfFormat.TURTLE)
    return made


def test_our_prefixes_are_known_without_prefix_lines(store: ox.Store) -> None:
    answer = run(store, "SELECT ?name { country:PAK rdfs:label ?name }")
    assert answer.columns == ("name",)
    assert answer.rows == ((ox.Literal("Pakistan", language="en"),),)


def test_a_query_may_declare_a_prefix_of_its_own(store: ox.Store) -> None:
    text = "PREFIX c: <https://w3id.org/imet-graph/id/country/> ASK { c:MLI a imet:Country }"
    assert run(store, text).boolean is True


def test_an_unbound_column_is_none(store: ox.Store) -> None:
    text = "SELECT ?c ?code { ?c a imet:Country OPTIONAL { ?c imet:isoAlpha3 ?code } } ORDER BY ?c"
    assert [row[1] is None for row in run(store, text).rows] == [True, False]


def test_a_construct_gives_sorted_triples(store: ox.Store) -> None:
    answer = run(store, "CONSTRUCT WHERE { ?s a imet:Country }")
    assert answer.kind == "graph"
    assert list(answer.triples) == sorted(answer.triples, key=str)
    assert len(answer.triples) == 2


@pytest.mark.parametrize(
    "text",
    [
        "DELETE WHERE { ?s ?p ?o }",
        "insert data { <urn:a> <urn:b> 1 }",
        "DROP ALL",
        "LOAD <file:///etc/passwd>",
        "PREFIX a: <urn:a> CLEAR GRAPH a:b",
    ],
)
def test_an_update_is_refused(store: ox.Store, text: str) -> None:
    with pytest.raises(QueryError, match="is refused; expected SELECT"):
        run(store, text)
    assert len(store) == 5


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "a # b" . SERVICE ?s { } }',
        "SELECT * { ?s ?p 1 }#\n#\nSERVICE <http://127.0.0.1:9/> {}",
    ],
)
def test_a_call_to_another_server_is_refused(store: ox.Store, text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        run(store, text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ?service { ?service rdfs:label "SERVICE <x> DELETE"@en }',
        "SELECT ?x { ?x a <urn:SERVICE> } # SERVICE and DELETE in a comment",
        "PREFIX service: <urn:x> SELECT ?delete { ?delete a service:service }",
        'SELECT ?x { ?x rdfs:label """a "quoted" SERVICE""" }',
    ],
)
def test_the_words_may_stand_in_texts_names_and_comments(store: ox.Store, text: str) -> None:
    assert run(store, text).rows == ()


def test_a_broken_query_is_named_with_its_place(store: ox.Store) -> None:
    with pytest.raises(QueryError, match=r"^query: error at 1:") as caught:
        run(store, "SELECT ?x { ?x a }")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_an_unknown_prefix_is_named(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="query: error at 1:"):
        run(store, "SELECT ?x { ?x a nowhere:Country }")


def test_an_answer_is_written_in_the_standard_formats(store: ox.Store) -> None:
    text = "SELECT ?code { country:PAK imet:isoAlpha3 ?code }"
    assert serialize(evaluate(store, text), "text/csv").split() == [b"code", b"PAK"]
    json = serialize(evaluate(store, text), "application/sparql-results+json")
    assert json.startswith(b'{"head":{"vars":["code"]}')


def test_a_graph_is_not_written_as_a_table(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="does not fit this result"):
        serialize(evaluate(store, "CONSTRUCT WHERE { ?s ?p ?o }"), "text/csv")


def test_the_dataset_of_the_protocol_replaces_the_default_graph(store: ox.Store) -> None:
    result = evaluate(store, "ASK { ?s ?p ?o }", default_graphs=["urn:empty"])
    assert isinstance(result, ox.QueryBoolean)
    assert not result
