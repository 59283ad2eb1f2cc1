"""The checker passes proofs that hold and tells what is wrong with those that do not."""

import pytest
from ontologies import graph_of
from proof_checker import Checker, check, check_contradiction
from rdflib.namespace import RDF

from imet_graph.reasoning.proof import Proof, Triple


def triple(text: str) -> Triple:
    """One triple in Turtle."""
    (found,) = graph_of(f"{text} .")
    return found


def leaf(text: str) -> Proof:
    return Proof(triple(text))


def step(text: str, rule: str, *premises: Proof | str) -> Proof:
    proofs = tuple(leaf(part) if isinstance(part, str) else part for part in premises)
    return Proof(triple(text), rule, "", proofs)


def listed(text: str) -> tuple[Proof, ...]:
    """Leaves for all triples of a text, blank nodes and lists included."""
    return tuple(Proof(found) for found in graph_of(text))


def faults(proof: Proof, asserted: str | None = None) -> list[str]:
    """Faults of a proof; all of its leaves are asserted unless told otherwise."""
    known = set(proof.leaves()) if asserted is None else set(graph_of(asserted))
    return check(proof, known)


_DOMAIN = (":p rdfs:domain :C", ":x :p :y")
_CHAIN = ":p owl:propertyChainAxiom ( :q :r :q ) . :a :q :b . :b :r :c . :c :q :d ."

_RIGHT = [
    step(":x a :C", "prp-dom", *_DOMAIN),
    step(":x a :D", "cax-sco", ":C rdfs:subClassOf :D", step(":x a :C", "prp-dom", *_DOMAIN)),
    step(":a :p :d", "prp-spo2", *listed(_CHAIN)),
    step(":x :p :z", "prp-trp", ":p a owl:TransitiveProperty", ":x :p :y", ":y :p :z"),
    step(":x a :C", "cls-uni", *listed(":C owl:unionOf ( :D :E :F ) . :x a :E .")),
    step(":x a :C", "cls-int1", *listed(":C owl:intersectionOf ( :D :E ) . :x a :D, :E .")),
    step(":x a :E", "cls-int2", *listed(":C owl:intersectionOf ( :D :E ) . :x a :C .")),
    step(":E rdfs:subClassOf :C", "scm-uni", *listed(":C owl:unionOf ( :D :E ) .")),
    step(
        ":a owl:sameAs :b",
        "prp-key",
        *listed(":C owl:hasKey ( :k :l ) . :a a :C ; :k 1 ; :l :x . :b a :C ; :k 1 ; :l :x ."),
    ),
    step(":x :q :y", "eq-rep-p", ":p owl:sameAs :q", ":x :p :y"),
    step("owl:Nothing rdfs:subClassOf :C", "scm-cls", ":C a owl:Class"),
    step(":D rdfs:subClassOf :C", "scm-eqc1", ":C owl:equivalentClass :D"),
    step(":y :p :x", "prp-symp", ":p a owl:SymmetricProperty", ":x :p :y"),
]

_WRONG = [
    ("another conclusion", step(":y a :C", "prp-dom", *_DOMAIN), "does not say so"),
    ("another rule", step(":x a :C", "prp-rng", *_DOMAIN), "does not say so"),
    ("a premise missing", step(":x a :C", "prp-dom", ":p rdfs:domain :C"), "does not say so"),
    (
        "a premise of another property",
        step(":x a :C", "prp-dom", ":p rdfs:domain :C", ":x :q :y"),
        "does not say so",
    ),
    ("a superfluous premise", step(":x a :C", "prp-dom", *_DOMAIN, ":a :b :c"), "fewer premises"),
    (
        "two instances of the rule at once",
        step(":x a :C", "prp-dom", *_DOMAIN, ":x :p :z"),
        "fewer premises",
    ),
    ("an unknown rule", step(":x a :C", "prp-domain", *_DOMAIN), "no rule of the tables"),
    (
        "a rule that yields a contradiction",
        step(":x a owl:Nothing", "cax-dw", ":C owl:disjointWith :D", ":x a :C", ":x a :D"),
        "does not say so",
    ),
    (
        "a chain with a hop left out",
        step(":a :p :d", "prp-spo2", *listed(_CHAIN.replace(":b :r :c .", ""))),
        "does not say so",
    ),
    (
        "a chain whose hops do not meet",
        step(":a :p :d", "prp-spo2", *listed(_CHAIN.replace(":b :r :c", ":b :r :e"))),
        "does not say so",
    ),
    (
        "a chain that stops early",
        step(":a :p :c", "prp-spo2", *listed(_CHAIN)),
        "does not say so",
    ),
    (
        "a conjunction with one part left out",
        step(":x a :C", "cls-int1", *listed(":C owl:intersectionOf ( :D :E ) . :x a :D .")),
        "does not say so",
    ),
    (
        "a union that lacks the class",
        step(":x a :C", "cls-uni", *listed(":C owl:unionOf ( :D :E ) . :x a :F .")),
        "does not say so",
    ),
    (
        "a key with one value left out",
        step(
            ":a owl:sameAs :b",
            "prp-key",
            *listed(":C owl:hasKey ( :k :l ) . :a a :C ; :k 1 ; :l :x . :b a :C ; :k 1 ; :l :y ."),
        ),
        "does not say so",
    ),
    (
        "its own premise",
        step(
            ":x :p :y",
            "prp-symp",
            ":p a owl:SymmetricProperty",
            step(":y :p :x", "prp-symp", ":p a owl:SymmetricProperty", ":x :p :y"),
        ),
        "is its own premise",
    ),
    (
        "premises under an asserted triple",
        Proof(triple(":x a :C"), "", "", (leaf(":x :p :y"),)),
        "is called asserted and has premises",
    ),
    (
        "a fault deep in the tree",
        step(":x a :D", "cax-sco", ":C rdfs:subClassOf :D", step(":x a :C", "prp-rng", *_DOMAIN)),
        "x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/C>: prp-rng",
    ),
]


@pytest.mark.parametrize("proof", _RIGHT, ids=lambda proof: str(proof.rule))
def test_a_proof_that_holds_has_no_fault(proof: Proof) -> None:
    assert faults(proof) == []


@pytest.mark.parametrize("proof", _RIGHT, ids=lambda proof: str(proof.rule))
def test_a_proof_with_any_premise_left_out_has_a_fault(proof: Proof) -> None:
    for left_out in proof.premises:
        rest = tuple(premise for premise in proof.premises if premise is not left_out)
        assert faults(Proof(proof.triple, proof.rule, "", rest))


@pytest.mark.parametrize(
    ("proof", "fault"), [case[1:] for case in _WRONG], ids=[case[0] for case in _WRONG]
)
def test_a_proof_that_does_not_hold_has_a_fault(proof: Proof, fault: str) -> None:
    (found,) = faults(proof)
    assert fault in found


def test_the_end_of_a_proof_must_be_asserted() -> None:
    (found,) = faults(_RIGHT[0], ":p rdfs:domain :C .")
    assert "x> <http://example.org/p> <http://example.org/y>: is not asserted" in found


def test_a_step_that_was_judged_before_is_judged_with_its_own_premises() -> None:
    checker = Checker(set(graph_of(":p rdfs:domain :C . :q rdfs:domain :C . :x :p :y .")))
    assert checker.check(_RIGHT[0]) == []
    assert checker.check(step(":x a :C", "prp-dom", ":q rdfs:domain :C", ":x :p :y"))
    assert checker.check(_RIGHT[0]) == []


def test_a_rule_of_ones_own_is_judged_by_the_given_function() -> None:
    proof = step(":x :in :y", "01-in-fiscal-period", ":x :p :y")
    assert check(proof, set(proof.leaves()), lambda node: [f"{node.rule} is bad"]) == [
        "01-in-fiscal-period is bad"
    ]


def test_a_literal_belongs_to_the_datatypes_of_its_value_only() -> None:
    (_, _, five), integer = triple(":x :p 5"), triple(":x a xsd:integer")[2]
    text = triple(":x a xsd:string")[2]
    assert check(Proof((five, RDF.type, integer), "dt-type2"), set()) == []
    assert check(Proof((five, RDF.type, text), "dt-type2"), set())


_CONTRADICTIONS = [
    ("cax-dw", ":C owl:disjointWith :D . :x a :C, :D ."),
    ("cax-adc", "_:a a owl:AllDisjointClasses ; owl:members ( :C :D :E ) . :x a :C, :E ."),
    ("prp-irp", ":p a owl:IrreflexiveProperty . :x :p :x ."),
    ("eq-diff3", "_:a a owl:AllDifferent ; owl:distinctMembers ( :a :b ) . :a owl:sameAs :b ."),
    ("cls-nothing2", ":x a owl:Nothing ."),
    ("dt-diff", ":p a owl:FunctionalProperty . :x :p 5, 6 ."),
    ("dt-not-type", ":p rdfs:range xsd:integer . :x :p 5.5 ."),
    ("eq-diff1", ":a owl:differentFrom :a ."),
    ("eq-diff2", "_:a a owl:AllDifferent ; owl:members ( :a :b :a ) ."),
    ("dt-not-type", ':x :p "5x"^^xsd:integer .'),
    ("dt-not-type", "_:r owl:onProperty :p ; owl:allValuesFrom xsd:integer . :x a _:r ; :p true ."),
]


@pytest.mark.parametrize(("rule", "text"), _CONTRADICTIONS)
def test_a_contradiction_that_holds_has_no_fault(rule: str, text: str) -> None:
    assert check_contradiction(rule, list(graph_of(text))) == []


@pytest.mark.parametrize(("rule", "text"), _CONTRADICTIONS)
def test_a_contradiction_with_any_premise_left_out_has_a_fault(rule: str, text: str) -> None:
    premises = list(graph_of(text))
    for left_out in premises:
        assert check_contradiction(rule, [other for other in premises if other != left_out])


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("cax-dw", ":C owl:disjointWith :D . :x a :C . :y a :D ."),
        ("cax-dw", ":C owl:disjointWith :D . :x a :C, :D, :E ."),
        ("prp-dom", ":p rdfs:domain :C . :x :p :y ."),
        ("eq-diff1", ":a owl:differentFrom :b ."),
        ("eq-diff2", "_:a a owl:AllDifferent ; owl:members ( :a :b ) ."),
        ("dt-not-type", ':x :p "5"^^xsd:integer .'),
        ("dt-diff", ":p a owl:FunctionalProperty . :x :p 5, 5.0 ."),
        ("dt-not-type", ":p rdfs:range xsd:decimal . :x :p 5 ."),
    ],
)
def test_a_contradiction_that_does_not_hold_has_a_fault(rule: str, text: str) -> None:
    assert check_contradiction(rule, list(graph_of(text)))
