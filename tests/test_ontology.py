"""The ontology passes the gate of description-logic reasoners we did not write."""

from typing import get_args

import pytest
from rdflib import Graph

from imet_graph.errors import OntologyError
from imet_graph.namespaces import new_graph
from imet_graph.ontology import Limits, Reasoner, check, load_schema
from imet_graph.reading import read_turtle
from imet_graph.resources import data_dir

REASONERS = get_args(Reasoner)


@pytest.fixture(scope="module")
def schema() -> Graph:
    return load_schema()


def broken(schema: Graph, text: str) -> Graph:
    prologue = (
        "@prefix imet: <https://w3id.org/imet-graph/ontology#> .\n"
        "@prefix country: <https://w3id.org/imet-graph/id/country/> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    )
    return schema + new_graph().parse(data=prologue + text, format="turtle")


@pytest.mark.parametrize("reasoner", REASONERS)
def test_ontology_and_facts_are_consistent_and_every_class_satisfiable(
    schema: Graph, reasoner: Reasoner
) -> None:
    facts = read_turtle([data_dir() / "curated" / "countries" / "PAK.ttl"])
    verdict = check(schema, facts, reasoner)
    assert verdict.consistent
    assert verdict.unsatisfiable == verdict.causes == ()
    assert verdict.classes >= 69
    assert verdict.individuals >= 20
    assert verdict.reasoner.lower() == reasoner


def test_a_class_that_no_thing_can_belong_to_is_named_with_its_cause(schema: Graph) -> None:
    text = "imet:Nonsense a owl:Class ; rdfs:subClassOf imet:Country, imet:Program ."
    verdict = check(broken(schema, text), new_graph())
    assert verdict.consistent
    assert verdict.unsatisfiable == ("imet:Nonsense",)
    (cause,) = verdict.causes
    said = cause.removeprefix("imet:Nonsense: ").split("; ")
    assert said.pop(0).startswith("DisjointClasses(")
    assert said == [
        "imet:Country subClassOf imet:Place",
        "imet:Nonsense subClassOf imet:Country",
        "imet:Nonsense subClassOf imet:Program",
    ]


def test_a_thing_of_two_disjoint_kinds_is_inconsistent_and_named(schema: Graph) -> None:
    data = broken(new_graph(), "country:PAK a imet:Country, imet:Program .")
    verdict = check(schema, data, "pellet")
    assert not verdict.consistent
    (cause,) = verdict.causes
    assert "country:PAK type imet:Country; country:PAK type imet:Program" in cause


def test_an_axiom_outside_the_profile_stops_the_check(schema: Graph) -> None:
    text = "imet:administers a owl:ReflexiveProperty ."
    with pytest.raises(OntologyError, match="leaves its profile: 1 axioms") as caught:
        check(broken(schema, text), new_graph())
    assert "imet:administers" in str(caught.value.findings[0])


def test_a_reasoner_that_is_not_known_is_refused(schema: Graph) -> None:
    with pytest.raises(OntologyError, match="no reasoner is called 'fact'; expected hermit or"):
        check(schema, new_graph(), "fact")  # type: ignore[arg-type]


def test_the_check_keeps_to_the_time_it_is_given(schema: Graph) -> None:
    with pytest.raises(OntologyError, match=r"HermiT stopped after 0\.05 s"):
        check(schema, new_graph(), limits=Limits(seconds=0.05))
