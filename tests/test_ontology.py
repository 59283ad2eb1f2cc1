"""The ontology passes the gate of a description-logic reasoner we did not write."""

import pytest
from rdflib import Graph

from imet_graph.errors import OntologyError
from imet_graph.namespaces import new_graph
from imet_graph.ontology import check, load_schema


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


def test_hermit_finds_the_ontology_consistent_and_every_class_satisfiable(schema: Graph) -> None:
    verdict = check(schema, new_graph())
    assert verdict.consistent
    assert verdict.unsatisfiable == ()
    assert verdict.classes >= 69


def test_hermit_names_a_class_that_no_thing_can_belong_to(schema: Graph) -> None:
    text = "imet:Nonsense a owl:Class ; rdfs:subClassOf imet:Country, imet:Program ."
    assert check(broken(schema, text), new_graph()).unsatisfiable == ("imet:Nonsense",)


def test_hermit_finds_a_thing_of_two_disjoint_kinds_inconsistent(schema: Graph) -> None:
    data = broken(new_graph(), "country:PAK a imet:Country, imet:Program .")
    assert not check(schema, data).consistent


def test_an_axiom_outside_the_profile_stops_the_check(schema: Graph) -> None:
    text = "imet:administers a owl:ReflexiveProperty ."
    with pytest.raises(OntologyError, match="leaves its profile: 1 axioms") as caught:
        check(broken(schema, text), new_graph())
    assert "imet:administers" in str(caught.value.findings[0])
