"""$this stands for each focus node, everywhere in a query, as SHACL-SPARQL pre-binds it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from both_engines import SMALL, Engines, Row, oxigraph_rows, rows
from rdflib import URIRef

from imet_graph.errors import QueryError
from imet_graph.relational.sparql import solutions, translate

FACTS = """
:a :p :b , :c ; :n 1 , 2 . :b :p :c ; :q :a ; :n 5 . :c :q :b . :d :q :d .
"""
FOCUS = ("a", "b", "c", "alone")

CASES = {
    "a triple pattern": "SELECT $this ?v { $this :p ?v }",
    "only in a filter": "SELECT $this ?v { ?v :p ?w FILTER(?w != $this) }",
    "in a filter on nothing": "SELECT $this { FILTER(STRENDS(STR($this), 'e') || $this = :b) }",
    "only in NOT EXISTS": "SELECT $this { FILTER NOT EXISTS { $this :p ?v } }",
    "only in EXISTS within or": "SELECT $this { FILTER(EXISTS { $this :q ?v } || NOT EXISTS { $this :p ?w }) }",
    "in a filter within EXISTS": "SELECT $this ?v { ?v :q ?w FILTER NOT EXISTS { ?w :p ?x FILTER(?x = $this) } }",
    "nowhere": "SELECT ?v { ?v :q ?v }",
    "only in OPTIONAL": "SELECT $this ?v { OPTIONAL { $this :p ?v } }",
    "in OPTIONAL after something else": "SELECT $this ?v ?w { ?w :q :a OPTIONAL { $this :p ?v } }",
    "in the filter of OPTIONAL": "SELECT $this ?v ?w { ?v :p :c OPTIONAL { ?v :q ?w FILTER(?w = $this) } }",
    "in one branch of UNION": "SELECT $this ?v { { $this :p ?v } UNION { ?v :q :d } }",
    "in a filter of a branch": "SELECT $this ?v { { ?v :p ?w FILTER(?w = $this) } UNION { $this :q ?v } }",
    "in BIND": "SELECT $this ?v { BIND(STR($this) AS ?v) }",
    "in a sub-select": "SELECT $this ?v { { SELECT $this ?v { $this :p ?v } } }",
    "in a sub-select with a filter": "SELECT $this ?v { { SELECT $this ?v { ?v :p ?w FILTER(?w != $this) } } }",
    "in a sub-select that counts by it": "SELECT $this ?k { { SELECT $this (COUNT(?v) AS ?k) { $this :p ?v } GROUP BY $this } }",
    "in a sub-select that counts all its values": "SELECT $this ?k { { SELECT (COUNT(?v) AS ?k) { $this :p ?v } } }",
    "in a path": "SELECT $this ?v { $this (:p|:q)+ ?v }",
    "in a path of length zero": "SELECT $this ?v { $this :p* ?v }",
    "in a path of length zero within EXISTS": "SELECT $this ?v { ?v :q ?v FILTER EXISTS { $this :p* ?w } }",
    "on both sides": "SELECT $this ?v { ?v :q $this . $this :p|:q ?v }",
    "with an aggregate over its values": "SELECT $this ?s { $this :n ?v { SELECT $this (SUM(?n) AS ?s) { $this :n ?n } GROUP BY $this } FILTER(?s > ?v) }",
}


@pytest.fixture(scope="module")
def facts() -> Engines:
    """A small graph, and a table of focus nodes of which one is in no triple."""
    engines = Engines.of_turtle(FACTS)
    numbers = engines.graph.intern(URIRef(f"urn:x:{name}") for name in FOCUS)
    engines.graph.connection.execute(
        "create or replace table focus as select unnest($1) as this", [list(numbers.values()) * 2]
    )
    return engines


def replaced(facts: Engines, query: str) -> list[Row]:
    """Solutions with each focus node written into the query in place of $this."""
    found: list[Row] = []
    for name in FOCUS:
        text = query.replace("SELECT $this", "SELECT").replace("GROUP BY $this", "")
        text = text.replace("SELECT {", "SELECT (1 AS ?one) {").replace("$this", f":{name}")
        answer = facts.store.query(text, prefixes=SMALL)
        assert isinstance(answer, ox.QuerySolutions)
        found += [
            tuple(sorted({*(p for p in row if p[0] != "one"), ("this", f"<urn:x:{name}>")}))
            for row in oxigraph_rows(answer).elements()
        ]
    return sorted(found)


WITHOUT_A_ROW = {
    # Written with a constant, a sub-select without solutions still counts nothing.
    "in a sub-select that counts by it",
    "with an aggregate over its values",
    # Oxigraph knows no path of length zero from a term that is in no triple.
    "in a path of length zero",
    "in a path of length zero within EXISTS",
}


@pytest.mark.parametrize("case", CASES)
def test_this_stands_for_each_focus_node_in_turn(facts: Engines, case: str) -> None:
    relation = translate(facts.graph, CASES[case], prefixes=SMALL, focus="focus")
    assert "this" in relation.columns
    ours = sorted(rows(solutions(facts.graph, relation)).elements())
    expected = replaced(facts, CASES[case])
    if case in WITHOUT_A_ROW:
        alone = ("this", "<urn:x:alone>")
        ours, expected = ([r for r in found if alone not in r] for found in (ours, expected))
        expected = [r for r in expected if '"0"' not in str(r)]
    assert ours == expected


def test_a_focus_node_in_no_triple_reaches_itself_by_a_path_of_length_zero(facts: Engines) -> None:
    query = CASES["in a path of length zero"]
    found = rows(
        solutions(facts.graph, translate(facts.graph, query, prefixes=SMALL, focus="focus"))
    )
    assert (("this", "<urn:x:alone>"), ("v", "<urn:x:alone>")) in found


REFUSED = {
    "SELECT $this { VALUES $this { :a } $this :p ?v }": "VALUES",
    "SELECT $this { ?v :p ?w BIND(?v AS ?this) }": "assigned",
}


@pytest.mark.parametrize("query", REFUSED)
def test_a_query_that_gives_this_a_value_is_refused(facts: Engines, query: str) -> None:
    with pytest.raises(QueryError, match=REFUSED[query]):
        translate(facts.graph, query, prefixes=SMALL, focus="focus")
