"""Where OWL 2 DL and the rules of OWL 2 RL differ, each difference has a reason that was found."""

import pytest
from handmade import BY_CASES, EX, TEXTBOOK, TEXTBOOK_FACTS, close_by_owlrl, turtle
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from imet_graph.errors import OntologyError
from imet_graph.namespaces import IMET, PREFIXES
from imet_graph.ontology import Difference, Reason, differences, load_concepts, load_schema
from imet_graph.reading import read_turtle
from imet_graph.reasoning import closure, reasoning_view
from imet_graph.resources import data_dir

Triple = tuple[URIRef, URIRef, URIRef]
Found = dict[Triple, Difference]


def found_in(schema: Graph, data: Graph) -> Found:
    """By triple; the closure is that of owlrl, which this project did not write."""
    closed = close_by_owlrl(reasoning_view(schema, data))
    return {one.triple: one for one in differences(schema, data, closed, close_by_owlrl)}


@pytest.fixture(scope="module")
def textbook() -> Found:
    return found_in(turtle(TEXTBOOK + BY_CASES), turtle(f"{TEXTBOOK_FACTS} :rex a :Pet ."))


@pytest.fixture(scope="module")
def shipped() -> list[Difference]:
    schema = load_schema()
    data = read_turtle(sorted((data_dir() / "curated").rglob("*.ttl"))) + load_concepts()
    return differences(schema, data, closure(reasoning_view(schema, data)))


def test_for_the_ontology_and_facts_that_ship_each_difference_is_one_of_names_only(
    shipped: list[Difference],
) -> None:
    assert {(one.only, one.reason) for one in shipped} <= {("DL", Reason.MEMBERS)}
    assert {one.triple[1] for one in shipped} <= {RDFS.subPropertyOf, RDFS.subClassOf}


def test_that_what_is_amended_is_changed_follows_by_way_of_inverses(
    shipped: list[Difference],
) -> None:
    goal = (IMET.amendedBy, RDFS.subPropertyOf, IMET.changedBy)
    (one,) = (one for one in shipped if one.triple == goal)
    assert one.axioms == (
        "imet:amends inverseOf imet:amendedBy",
        "imet:amends subPropertyOf imet:changes",
        "imet:changes inverseOf imet:changedBy",
    )


def test_the_rules_draw_a_defined_class_for_members_but_not_between_classes(
    textbook: Found,
) -> None:
    one = textbook[EX.Grandmother, RDFS.subClassOf, EX.Mother]
    assert (one.only, one.reason) == ("DL", Reason.MEMBERS)
    assert len(one.axioms) == 3


def test_the_rules_draw_a_property_for_pairs_but_not_between_properties(textbook: Found) -> None:
    one = textbook[EX.childOf, RDFS.subPropertyOf, EX.relativeOf]
    assert (one.only, one.reason) == ("DL", Reason.MEMBERS)
    assert len(one.axioms) == 3


def test_a_class_without_members_shows_in_the_rules_with_a_member_only(textbook: Found) -> None:
    one = textbook[EX.Statue, RDFS.subClassOf, OWL.Nothing]
    assert (one.only, one.reason) == ("DL", Reason.NO_MEMBER)
    assert one.axioms == tuple(
        f"{EX}{a} {word} {EX}{b}"
        for a, word, b in [
            ("Statue", "subClassOf", "Stone"),
            ("Statue", "subClassOf", "Woman"),
            ("Stone", "disjointWith", "Woman"),
        ]
    )


def test_a_property_without_pairs_shows_in_the_rules_with_a_pair_only(textbook: Found) -> None:
    one = textbook[EX.petrifies, RDFS.subPropertyOf, OWL.bottomObjectProperty]
    assert (one.only, one.reason) == ("DL", Reason.NO_MEMBER)
    assert len(one.axioms) == 3


def test_of_things_both_say_the_same_in_the_profile(textbook: Found) -> None:
    inside = [one for one in textbook.values() if one.reason != Reason.OUTSIDE]
    assert len(inside) == 4
    assert {one.triple[1] for one in inside} == {RDFS.subClassOf, RDFS.subPropertyOf}


def test_reasoning_by_cases_rests_on_an_axiom_outside_the_profile(textbook: Found) -> None:
    by_cases = {(EX.Pet, RDFS.subClassOf, EX.Animal), (EX.rex, RDF.type, EX.Animal)}
    assert {t for t, one in textbook.items() if one.reason == Reason.OUTSIDE} == by_cases
    for one in map(textbook.__getitem__, by_cases):
        assert one.reason == Reason.OUTSIDE
        assert one.outside == (f"{EX.Pet}: a class expression on the right of subClassOf",)
        assert f"{EX.Pet} subClassOf {EX.Cat} or {EX.Dog}" in one.axioms


def test_the_rules_take_classes_for_the_things_of_the_same_name() -> None:
    found = found_in(
        turtle(":A a owl:Class . :B a owl:Class ; owl:sameAs :A ."), turtle(":x a :A .")
    )
    assert (EX.x, RDF.type, EX.B) in found
    assert {(one.only, one.reason) for one in found.values()} == {("RL", Reason.PUNNING)}


def test_what_a_closure_holds_without_ground_stays_open() -> None:
    schema, data = turtle(":A a owl:Class . :B a owl:Class ."), turtle(":x a :A .")
    closed = close_by_owlrl(reasoning_view(schema, data))
    closed.add((EX.x, RDF.type, EX.B))
    (one,) = differences(schema, data, closed, close_by_owlrl)
    # the rules lose it as soon as they are asked again, so that no name is to blame
    assert (one.only, one.triple, one.reason) == ("RL", (EX.x, RDF.type, EX.B), Reason.OPEN)


def test_an_inconsistent_graph_is_not_compared() -> None:
    schema = turtle(":A a owl:Class ; owl:disjointWith :B . :B a owl:Class .")
    with pytest.raises(OntologyError, match="inconsistent: everything follows"):
        differences(schema, turtle(":x a :A, :B ."), Graph(), close_by_owlrl)


def test_a_difference_is_told_in_one_line_with_short_names(shipped: list[Difference]) -> None:
    for one in shipped:
        line = str(one)
        assert "\n" not in line
        assert line.startswith("imet:")
        assert not any(namespace in line for namespace in PREFIXES.values())
