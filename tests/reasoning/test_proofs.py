"""Every inferred triple has a proof that holds by the W3C tables, and a shortest one."""

from __future__ import annotations

import pytest
from hypothesis import given
from ontologies import graph_of, ontologies
from proof_checker import Checker, check_contradiction
from table_closure import contradicting_rules, fewest_inferences
from test_against_owlrl import drawn

from imet_graph.building import Sources, gather
from imet_graph.reasoning import reason
from imet_graph.reasoning.proof import Triple
from imet_graph.relational import CodedGraph
from imet_graph.terms import ntriples_line


class Asserted:
    """The triples of a file in N-Triples, asked for one by one."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = frozenset(lines)

    def __contains__(self, triple: object) -> bool:
        """Whether a triple stands in the file."""
        return isinstance(triple, tuple) and ntriples_line(triple) in self._lines


@drawn(15)
@given(ontologies(beyond_owlrl=True))
def test_every_inferred_triple_of_a_small_ontology_has_a_proof_that_holds(text: str) -> None:
    graph = graph_of(text, declared=True)
    closed = reason(CodedGraph.from_graph(graph))
    checker = Checker(set(graph))
    proofs = closed.proofs(closed.inferred())
    assert not [fault for proof in proofs.values() for fault in checker.check(proof)]
    assert all(proof.triple == triple for triple, proof in proofs.items())


@drawn(10)
@given(ontologies(beyond_owlrl=True))
def test_a_shortest_proof_is_as_short_as_any_that_a_full_search_finds(text: str) -> None:
    graph = graph_of(text, declared=True)
    fewest = fewest_inferences(graph)
    closed = reason(CodedGraph.from_graph(graph))
    checker = Checker(set(graph))
    for triple in hardest(closed.inferred(), fewest):
        proof = closed.proof(triple)
        assert checker.check(proof) == []
        assert proof.steps <= fewest[triple]


def hardest(triples: list[Triple], fewest: dict[Triple, int]) -> list[Triple]:
    """The triples whose shortest proofs are longest."""
    return sorted(triples, key=lambda triple: -fewest[triple])[:4]


@drawn(6)
@given(ontologies(beyond_owlrl=True))
def test_every_contradiction_of_a_small_ontology_holds(text: str) -> None:
    graph = graph_of(text, declared=True)
    checker = Checker(set(graph))
    for found in reason(CodedGraph.from_graph(graph)).contradictions(3):
        premises = [proof.triple for proof in found.premises]
        assert check_contradiction(found.rule, premises) == []
        assert not [fault for proof in found.premises for fault in checker.check(proof)]
        assert contradicting_rules(fewest_inferences(found.causes))


@pytest.mark.parametrize(
    "text",
    [
        # The value of a literal makes its bearer a member of a class.
        "[ owl:onProperty :p ; owl:someValuesFrom xsd:decimal ] rdfs:subClassOf :C . :x :p 1 .",
        "[ owl:inverseOf :p ] rdfs:subPropertyOf :q . :x :p :y . :q rdfs:range :C .",
        ":p rdfs:subPropertyOf rdfs:subClassOf . :C :p :D . :D :p :E . :x a :C .",
        ":C owl:intersectionOf ( :D :E ) . :D owl:sameAs :F . :x a :F, :E .",
        ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :a .",
    ],
)
@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_a_proof_that_goes_an_unusual_way_holds(text: str, engine: str) -> None:
    graph = graph_of(text)
    closed = reason(CodedGraph.from_graph(graph), engine=engine)
    checker = Checker(set(graph))
    found = closed.proofs(closed.inferred())
    assert found
    assert not [fault for proof in found.values() for fault in checker.check(proof)]


@pytest.fixture(scope="module")
def sources() -> Sources:
    return gather()


def test_every_inferred_triple_of_what_ships_has_a_proof_that_holds(sources: Sources) -> None:
    lines = sources.lines()
    closed = reason(CodedGraph.from_lines(lines))
    checker = Checker(Asserted(lines))
    proofs = closed.proofs(closed.inferred())
    assert not [fault for proof in proofs.values() for fault in checker.check(proof)]
    assert len(proofs) > 3000
