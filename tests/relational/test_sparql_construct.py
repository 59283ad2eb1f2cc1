"""CONSTRUCT gives what Oxigraph constructs, and its solutions name the triples they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pyoxigraph as ox
import pytest
from both_engines import SMALL, Engines
from rdflib import URIRef, Variable
from rdflib.term import Node

from imet_graph.errors import QueryError
from imet_graph.relational.construct import Construction, translate_construct
from imet_graph.relational.sparql import solutions
from imet_graph.terms import ntriples, ntriples_line

FACTS = """
:a :p :b ; :q :b ; :n 1 ; :from "2001-01-01"^^xsd:date . :b :q :c , :d ; :p :c ; :n 7 . :c :p :a ; :n 3 .
:d :r :a ; :q :b ; :to "2002-01-01"^^xsd:date .
"""

Triple = tuple[Node, Node, Node]


@pytest.fixture(scope="module")
def facts() -> Engines:
    return Engines.of_turtle(FACTS)


def construct(engines: Engines, query: str) -> Construction:
    return translate_construct(engines.graph, query, prefixes=SMALL)


def instances(patterns: tuple[Triple, ...], solution: Mapping[str, Node]) -> Iterator[Triple]:
    """The triples that patterns become with a solution; those with an unbound variable do not."""
    for pattern in patterns:
        filled = [
            solution.get(str(term)) if isinstance(term, Variable) else term for term in pattern
        ]
        if None not in filled:
            yield filled[0], filled[1], filled[2]  # type: ignore[misc]


def constructed(engines: Engines, query: str) -> set[str]:
    found = construct(engines, query)
    return {
        ntriples_line(triple)
        for solution in solutions(engines.graph, found.where)
        for triple in instances(found.template, solution)
    }


def proofs(engines: Engines, query: str) -> dict[str, set[frozenset[str]]]:
    """For each constructed triple, the sets of triples it was constructed from."""
    found = construct(engines, query)
    by: dict[str, set[frozenset[str]]] = {}
    for solution in solutions(engines.graph, found.where):
        premises = frozenset(map(short, instances(found.premises, solution)))
        for triple in instances(found.template, solution):
            by.setdefault(short(triple), set()).add(premises)
    return by


def short(triple: Triple) -> str:
    return re.sub("<urn:x:([^>]*)>", r"\1", " ".join(ntriples(term) for term in triple))


QUERIES = {
    "a join": "CONSTRUCT { ?x :z ?z } WHERE { ?x :p ?y . ?y :q ?z }",
    "two triples": "CONSTRUCT { ?x :z ?y . ?y :y ?x } WHERE { ?x :p ?y }",
    "a sequence": "CONSTRUCT { ?x :z ?z } WHERE { ?x :p/:q ?z }",
    "an inverse sequence": "CONSTRUCT { ?x :z ?z } WHERE { ?x ^(:p/:q) ?z }",
    "an alternative": "CONSTRUCT { ?x :z ?y } WHERE { ?x :p|:q ?y }",
    "an alternative of sequences": "CONSTRUCT { ?x :z ?y } WHERE { ?x (:p/:q)|^:r ?y }",
    "a closure": "CONSTRUCT { ?x :z ?y } WHERE { ?x :p+ ?y . ?y :q* ?z }",
    "a union": "CONSTRUCT { ?x :z ?y } WHERE { { ?x :p ?y } UNION { ?y :q ?x } }",
    "an optional": "CONSTRUCT { ?x :z ?y . ?x :w ?v } WHERE { ?x :p ?y OPTIONAL { ?y :n ?v } }",
    "a choice": "CONSTRUCT { ?x :day ?d } WHERE { ?x ?any ?y OPTIONAL { ?x :from ?f } "
    "OPTIONAL { ?x :to ?t } BIND(COALESCE(?f, ?t) AS ?d) FILTER(BOUND(?d)) }",
    "a made node": "CONSTRUCT { ?new a :New ; :of ?x } WHERE { ?x :p ?y "
    "BIND(IRI(CONCAT(STR(?x), '-', STRAFTER(STR(?y), 'urn:x:'))) AS ?new) }",
    "absence": "CONSTRUCT { ?x :z ?y } WHERE { ?x :p ?y FILTER NOT EXISTS { ?y :q ?z } }",
    "a sub-select": "CONSTRUCT { ?x :most ?m } WHERE { { SELECT ?x (MAX(?n) AS ?m) "
    "{ ?x :p ?y . ?y :n ?n } GROUP BY ?x } ?x :n ?k FILTER(?m > ?k) }",
    "figures": "CONSTRUCT { ?x :far ?y } WHERE { ?x :n ?v . ?y :n ?w FILTER(ABS(?v - ?w) > 0.5 * ?v) }",
    "the short form": "CONSTRUCT WHERE { ?x :p ?y . ?y :q ?z }",
    "a blank node in the pattern": "CONSTRUCT { ?x :z ?z } WHERE { ?x :p [ :q ?z ] }",
    "minus": "CONSTRUCT { ?x :z ?y } WHERE { ?x :p|:q ?y MINUS { ?x :r ?z } }",
    "nothing asked": "CONSTRUCT { :a :z :b } WHERE { }",
}


@pytest.mark.parametrize("case", QUERIES)
def test_the_same_triples_are_constructed_as_in_oxigraph(facts: Engines, case: str) -> None:
    found = facts.store.query(QUERIES[case], prefixes=SMALL)
    assert isinstance(found, ox.QueryTriples)
    expected = {f"{triple} ." for triple in found}
    assert expected
    assert constructed(facts, QUERIES[case]) == expected


@pytest.mark.parametrize("case", QUERIES)
def test_every_premise_is_a_triple_of_the_graph(facts: Engines, case: str) -> None:
    found = construct(facts, QUERIES[case])
    premises = {
        ntriples_line(triple)
        for solution in solutions(facts.graph, found.where)
        for triple in instances(found.premises, solution)
    }
    assert premises <= {f"{quad.triple} ." for quad in facts.store}


def test_a_sequence_is_proved_by_each_of_its_steps(facts: Engines) -> None:
    assert proofs(facts, QUERIES["a sequence"])["a z c"] == {frozenset({"a p b", "b q c"})}


def test_an_inverse_is_proved_by_the_triple_as_it_stands(facts: Engines) -> None:
    assert proofs(facts, QUERIES["an inverse sequence"])["c z a"] == {frozenset({"a p b", "b q c"})}


def test_an_alternative_is_proved_by_the_property_that_it_was(facts: Engines) -> None:
    found = proofs(facts, QUERIES["an alternative"])
    assert found["a z b"] == {frozenset({"a p b"}), frozenset({"a q b"})}
    assert found["b z d"] == {frozenset({"b q d"})}


def test_an_alternative_of_sequences_is_proved_by_the_one_that_was_taken(facts: Engines) -> None:
    found = proofs(facts, QUERIES["an alternative of sequences"])
    assert found["a z d"] == {frozenset({"a p b", "b q d"}), frozenset({"d r a"})}
    assert found["a z c"] == {frozenset({"a p b", "b q c"})}


def test_a_union_is_proved_by_the_branch_that_matched(facts: Engines) -> None:
    found = proofs(facts, QUERIES["a union"])
    assert found["a z b"] == {frozenset({"a p b"})}
    assert found["b z d"] == {frozenset({"d q b"})}
    assert found["b z a"] == {frozenset({"a q b"})}


def test_an_optional_part_counts_where_it_matched(facts: Engines) -> None:
    found = proofs(facts, QUERIES["an optional"])
    assert found["a z b"] == {
        frozenset({"a p b", 'b n "7"^^<http://www.w3.org/2001/XMLSchema#integer>'})
    }


def test_an_optional_part_with_nothing_of_its_own_counts_only_where_it_matched(
    facts: Engines,
) -> None:
    found = proofs(facts, "CONSTRUCT { ?x :z ?y } WHERE { ?x :p ?y OPTIONAL { ?x :q ?y } }")
    assert found["a z b"] == {frozenset({"a p b", "a q b"})}
    assert found["c z a"] == {frozenset({"c p a"})}


def test_a_blank_node_of_the_query_has_its_triples_named(facts: Engines) -> None:
    found = proofs(facts, QUERIES["a blank node in the pattern"])
    assert found["a z c"] == {frozenset({"a p b", "b q c"})}


def test_a_sub_select_counts_with_the_patterns_whose_variables_it_gives(facts: Engines) -> None:
    query = "CONSTRUCT { ?x :z ?y } WHERE { { SELECT ?x ?y { ?x :p ?y . ?y :q ?hidden } } }"
    assert proofs(facts, query)["a z b"] == {frozenset({"a p b"})}


def test_filters_minus_and_closures_are_conditions_in_words(facts: Engines) -> None:
    query = """
      CONSTRUCT { ?x :z ?y } WHERE {
        ?x :p+/:q ?y . ?x ^:r|:p* ?w .
        FILTER(?x != ?y)   # not itself
        FILTER NOT EXISTS { ?y :r ?z . FILTER(STR(?z) != ") } {") }
        OPTIONAL { ?y :n ?n FILTER(?n > 1) }
        MINUS { ?x :s ?y }
      }
    """
    found = construct(facts, query).conditions
    assert found[:4] == (
        "FILTER(?x != ?y)",
        'FILTER NOT EXISTS { ?y :r ?z . FILTER(STR(?z) != ") } {") }',
        "FILTER(?n > 1)",
        "MINUS { ?x :s ?y }",
    )
    repeated = [re.sub(r"\?premise\d+", "?between", text) for text in found[4:]]
    assert sorted(repeated) == ["?x <urn:x:p>* ?w", "?x <urn:x:p>+ ?between"]


def test_each_solution_is_given_once(facts: Engines) -> None:
    found = construct(facts, "CONSTRUCT { ?x a :Thing } WHERE { ?x ?p ?y }")
    rows = solutions(facts.graph, found.where)
    assert len(rows) == len({tuple(sorted((k, ntriples(v)) for k, v in r.items())) for r in rows})


def test_rules_may_read_a_view_of_asserted_and_inferred_triples(facts: Engines) -> None:
    graph = facts.graph
    graph.connection.execute("create or replace view pair as select s, p, o from triples limit 2")
    query = "CONSTRUCT { ?x :z ?y } WHERE { ?x ?p ?y }"
    found = translate_construct(graph, query, prefixes=SMALL, default="pair")
    assert len(solutions(graph, found.where)) == 2


REFUSED = {
    "CONSTRUCT { ?x :z [] } WHERE { ?x :p ?y }": "blank node",
    "CONSTRUCT { ?x :z ?y } WHERE { ?x :p ?y } LIMIT 1": "solution modifiers",
    "SELECT ?x WHERE { ?x :p ?y }": "SelectQuery",
}


@pytest.mark.parametrize("query", REFUSED)
def test_a_query_that_is_no_rule_is_refused_by_name(facts: Engines, query: str) -> None:
    with pytest.raises(QueryError, match=REFUSED[query]):
        construct(facts, query)


def test_the_template_and_premises_hold_terms_and_variables(facts: Engines) -> None:
    found = construct(facts, "CONSTRUCT { ?x :z :b } WHERE { ?x :p ?y }")
    assert found.template == ((Variable("x"), URIRef("urn:x:z"), URIRef("urn:x:b")),)
    assert found.premises == ((Variable("x"), URIRef("urn:x:p"), Variable("y")),)
    assert set(found.where.columns) == {"x", "y"}
