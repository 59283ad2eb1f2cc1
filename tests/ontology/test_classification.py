"""HermiT and Pellet say the same, and what the textbook says, of classes, things and properties."""

from typing import get_args

import owlready2
import pytest
from handmade import EX, TEXTBOOK, TEXTBOOK_FACTS, names, turtle
from owlready2 import sync_reasoner_hermit, sync_reasoner_pellet
from rdflib import Graph
from rdflib.namespace import RDFS, SKOS

from imet_graph.namespaces import IMET, ONTOLOGY_IRI, new_graph
from imet_graph.ontology import Classification, Reasoner, classify, load, load_concepts, load_schema
from imet_graph.reading import read_turtle
from imet_graph.resources import data_dir

Both = dict[Reasoner, Classification]


@pytest.fixture(scope="module")
def schema() -> Graph:
    return load_schema()


@pytest.fixture(scope="module")
def facts() -> Graph:
    """Facts of two countries and the concepts they use."""
    folder = data_dir() / "curated" / "countries"
    return read_turtle([folder / f"{country}.ttl" for country in ("MLI", "PAK")]) + load_concepts()


@pytest.fixture(scope="module")
def shipped(schema: Graph, facts: Graph) -> Both:
    return {reasoner: classify(schema, facts, reasoner) for reasoner in get_args(Reasoner)}


@pytest.fixture(scope="module")
def textbook() -> Both:
    schema, data = turtle(TEXTBOOK), turtle(TEXTBOOK_FACTS)
    with pytest.MonkeyPatch.context() as patch:
        # in this locale Java prints no letter outside ASCII unless told to
        patch.setenv("LC_ALL", "C")
        return {reasoner: classify(schema, data, reasoner) for reasoner in get_args(Reasoner)}


def test_hermit_and_pellet_agree_on_the_classes_of_the_ontology(shipped: Both) -> None:
    assert shipped["hermit"].classes == shipped["pellet"].classes
    assert (IMET.Suspension, IMET.Situation) in shipped["hermit"].classes
    assert len(shipped["hermit"].classes) > 150


def test_hermit_and_pellet_agree_on_the_types_of_things(shipped: Both) -> None:
    assert shipped["hermit"].types == shipped["pellet"].types
    inferred = [cls for _, cls in shipped["pellet"].types if cls == IMET.CoupRestriction]
    assert inferred


def test_hermit_and_pellet_find_every_class_and_property_satisfiable(shipped: Both) -> None:
    assert all(said.consistent and not said.unsatisfiable for said in shipped.values())
    assert shipped["hermit"].empty == frozenset()


def test_pellet_gives_values_of_the_inverse_property(shipped: Both, facts: Graph) -> None:
    values = shipped["pellet"].values
    assert values is not None
    stated = set(facts.subject_objects(IMET.restricts))
    assert stated
    assert {(o, IMET.hasRestriction, s) for s, o in stated} <= values


@pytest.mark.parametrize("reasoner", get_args(Reasoner))
def test_the_classes_are_those_that_owlready2_reads_from_the_same_reasoner(
    shipped: Both, reasoner: Reasoner
) -> None:
    world = load(new_graph()).world
    ask = {"hermit": sync_reasoner_hermit, "pellet": sync_reasoner_pellet}[reasoner]
    ask(world, debug=0)
    read = {
        (cls.iri, above.iri)
        for cls in world.classes()
        for above in cls.ancestors()
        if above not in {cls, owlready2.Thing}
    }
    world.close()
    assert read == {(str(a), str(b)) for a, b in shipped[reasoner].classes}


def test_a_definition_orders_classes_that_are_not_stated_to_be_ordered(textbook: Both) -> None:
    for said in textbook.values():
        assert ("Grandmother", "Mother") in names(said.classes)
        assert ("eve", "Mother") in names(said.types)


def test_four_classes_that_mean_the_same_are_below_one_another(textbook: Both) -> None:
    expected = {(a, b) for a in "ABCD" for b in "ABCD" if a != b}
    for said in textbook.values():
        assert expected <= names(said.classes)


def test_names_outside_ascii_come_back_in_any_locale(textbook: Both) -> None:
    for said in textbook.values():
        assert ("Ä", "A") in names(said.classes)
        assert ("özil", "B") in names(said.types)


def test_a_class_without_possible_members_is_apart_from_the_order(textbook: Both) -> None:
    for said in textbook.values():
        assert said.unsatisfiable == {EX.Statue}
        assert not {pair for pair in said.classes if EX.Statue in pair}


def test_hermit_orders_properties_by_way_of_inverses(textbook: Both) -> None:
    assert names(textbook["hermit"].properties) == {
        ("childOf", "relativeOf"),
        ("parentOf", "ancestorOf"),
    }
    assert textbook["hermit"].empty == frozenset({EX.petrifies})


def test_pellet_gives_the_values_that_inverses_and_order_entail(textbook: Both) -> None:
    assert textbook["pellet"].values == frozenset(
        {
            (EX.abel, EX.childOf, EX.eve),
            (EX.abel, EX.relativeOf, EX.eve),
            (EX.eve, EX.parentOf, EX.abel),
            (EX.eve, EX.ancestorOf, EX.abel),
        }
    )


@pytest.mark.parametrize("reasoner", get_args(Reasoner))
def test_a_name_that_is_class_property_and_thing_keeps_its_kinds_apart(reasoner: Reasoner) -> None:
    # owlready2 0.51 keeps one kind for a name and reads ":narrow a :wide" here
    schema = turtle(
        ":Kind a owl:Class . :Small a owl:Class ; rdfs:subClassOf :Kind ."
        ":wide a owl:ObjectProperty ; rdfs:range :Kind ."
        ":narrow a owl:ObjectProperty ; rdfs:subPropertyOf :wide ."
    )
    said = classify(schema, turtle(":x :wide :narrow, :Small ."), reasoner)
    assert names(said.types) == {("narrow", "Kind"), ("Small", "Kind")}
    assert names(said.classes) == {("Small", "Kind")}
    if reasoner == "hermit":
        assert names(said.properties) == {("narrow", "wide")}


@pytest.mark.parametrize("reasoner", get_args(Reasoner))
def test_where_everything_is_in_a_class_everything_named_is(reasoner: Reasoner) -> None:
    schema = turtle(
        "owl:Thing rdfs:subClassOf :All . :All a owl:Class . :Some a owl:Class ."
        ":p a owl:ObjectProperty ; rdfs:range skos:Concept . skos:Concept a owl:Class .".replace(
            "skos:Concept", f"<{SKOS.Concept}>"
        )
    )
    said = classify(schema, turtle(":x a :Some ; :p :y ."), reasoner)
    assert (EX.Some, EX.All) in said.classes
    assert {(EX.x, EX.All), (EX.y, EX.All), (EX.y, SKOS.Concept)} <= said.types


def test_what_contradicts_itself_is_inconsistent_and_no_more_is_said() -> None:
    schema = turtle(":A a owl:Class ; owl:disjointWith :B . :B a owl:Class .")
    for reasoner in get_args(Reasoner):
        said = classify(schema, turtle(":x a :A, :B ."), reasoner)
        assert not said.consistent
        assert not list(said.triples())


def test_every_conclusion_is_a_triple_between_names(textbook: Both) -> None:
    triples = list(textbook["pellet"].triples())
    assert (EX.Grandmother, RDFS.subClassOf, EX.Mother) in triples
    assert len(triples) == len(set(triples))
    assert str(ONTOLOGY_IRI) not in {str(term) for triple in triples for term in triple}
