"""What each rule of OWL 2 RL says follows, and what it does not say does not.

Source: OWL 2 Profiles, section 4.3, Tables 4 to 9.
"""

from functools import cache

import pytest
from ontologies import graph_of, merged
from rdflib import BNode, Graph, Literal
from rdflib.namespace import OWL
from rl_tables import RULES
from rule_cases import RULE_CASES

from imet_graph.reasoning import closure
from imet_graph.reasoning.proof import Triple

_PLACES = pytest.mark.parametrize(
    "place", [str(n) for n in range(len(RULE_CASES))], ids=[case[0] for case in RULE_CASES]
)


@pytest.fixture(scope="module")
def found() -> set[Triple]:
    """The closure of all cases; they share no term, so what follows in one stays in it."""
    return set(closure(merged({str(n): case[1] for n, case in enumerate(RULE_CASES)})))


@_PLACES
def test_what_the_rule_says_follows(place: str, found: set[Triple]) -> None:
    expected = set(graph_of(RULE_CASES[int(place)][2], place=place))
    assert expected
    assert not expected - found


@_PLACES
def test_what_the_rule_does_not_say_does_not_follow(place: str, found: set[Triple]) -> None:
    absent = set(graph_of(RULE_CASES[int(place)][3], place=place))
    assert absent
    assert not absent & found


@_PLACES
def test_what_is_given_stays(place: str, found: set[Triple]) -> None:
    assert not set(graph_of(RULE_CASES[int(place)][1], place=place)) - found


def test_every_rule_that_adds_triples_has_a_case() -> None:
    adding = {name for name, rule in RULES.items() if not rule.contradicts}
    tried = {word.strip(",") for case in RULE_CASES for word in case[0].split()}
    assert adding - tried == {"eq-ref"}, "reflexive sameAs is left out on purpose"


@cache
def closed(text: str) -> Graph:
    return closure(graph_of(text))


def test_nothing_follows_from_nothing() -> None:
    assert len(closure(Graph())) == 0


def test_nothing_follows_from_a_fact_alone() -> None:
    assert set(closed(":x :p :y .")) == set(graph_of(":x :p :y ."))


def test_a_thing_is_not_said_to_be_the_same_as_itself() -> None:
    given = ":a owl:sameAs :b . :p a owl:FunctionalProperty . :x :p :y ."
    assert not [s for s, o in closed(given).subject_objects(OWL.sameAs) if s == o]


def test_a_literal_is_never_a_subject() -> None:
    given = ":p rdfs:range :C ; a owl:SymmetricProperty . :p owl:inverseOf :q . :x :p :y ; :q 5 ."
    assert not [s for s in closed(given).subjects() if isinstance(s, Literal)]


def test_no_triple_has_a_blank_node_as_predicate_in_the_end() -> None:
    given = "[ owl:inverseOf :p ] rdfs:subPropertyOf :q . :x :p :y ."
    assert not [p for p in closed(given).predicates() if isinstance(p, BNode)]


def test_a_term_may_be_class_and_individual_at_once() -> None:
    given = ":Eagle a owl:Class, :Species ; rdfs:subClassOf :Bird . :harry a :Eagle . "
    given += ":Species rdfs:subClassOf :Kind ."
    assert not set(graph_of(":harry a :Bird . :Eagle a :Kind .")) - set(closed(given))
    assert not set(graph_of(":harry a :Species, :Kind .")) & set(closed(given))


def test_equal_properties_share_their_axioms() -> None:
    given = ":p owl:sameAs :q ; rdfs:domain :C . :x :q :y ."
    assert not set(graph_of(":q rdfs:domain :C . :x a :C .")) - set(closed(given))


def test_a_property_that_is_the_same_as_another_has_its_chain() -> None:
    given = ":p a owl:ObjectProperty . :q a owl:ObjectProperty ; owl:propertyChainAxiom ( :r :s ) ."
    given += ":p owl:sameAs :q . :a :r :b . :b :s :c ."
    assert not set(graph_of(":a :p :c ; :q :c .")) - set(closed(given))


def test_equal_members_of_a_list_stand_for_one_another() -> None:
    given = ":C owl:intersectionOf ( :D :E ) . :D owl:sameAs :F . :x a :F, :E ."
    assert not set(graph_of(":x a :C .")) - set(closed(given))


def test_a_chain_reads_equal_things_as_one() -> None:
    given = ":p owl:propertyChainAxiom ( :q :r ) . :a :q :b . :b owl:sameAs :c . :c :r :d ."
    assert not set(graph_of(":a :p :d .")) - set(closed(given))


def test_axioms_that_feed_one_another_are_followed_to_the_end() -> None:
    given = """
    :p owl:propertyChainAxiom ( :q :r ) . :p rdfs:range :C .
    :C rdfs:subClassOf [ owl:onProperty :s ; owl:allValuesFrom :D ] .
    :D owl:equivalentClass [ owl:intersectionOf ( :E :F ) ] .
    [ owl:onProperty :t ; owl:someValuesFrom :E ] rdfs:subClassOf :G .
    :u owl:inverseOf :t .
    :a :q :b . :b :r :c . :c :s :d . :d :u :e .
    """
    assert not set(graph_of(":d a :F . :e a :G .")) - set(closed(given))
