"""Each rule that yields false is found where it is met, by its name, and nowhere else.

Source: OWL 2 Profiles, section 4.3, Tables 4 to 8; Structural Specification, section 4.
"""

import pytest
from causes import causes_unsearched
from ontologies import SPACE, graph_of, merged
from rl_tables import RULES

from imet_graph.errors import InconsistencyError
from imet_graph.reasoning import Contradiction, closure, reason
from imet_graph.relational import CodedGraph

_NONE = '"0"^^xsd:nonNegativeInteger'
_ONE = '"1"^^xsd:nonNegativeInteger'

# Rule and situation; axioms; facts that contradict them; facts that do not.
_CASES: list[tuple[str, str, str, str]] = [
    ("eq-diff1", ":a owl:sameAs :b .", ":a owl:differentFrom :b .", ":a owl:differentFrom :c ."),
    ("eq-diff1 the other way", ":a owl:sameAs :b .", ":b owl:differentFrom :a .", ""),
    ("eq-diff1 of one thing", "", ":a owl:differentFrom :a .", ":a owl:differentFrom :b ."),
    (
        "eq-diff1 by inference",
        ":p a owl:FunctionalProperty . :a owl:differentFrom :b .",
        ":x :p :a, :c . :c owl:sameAs :b .",
        ":x :p :a . :y :p :b .",
    ),
    *(
        (
            f"{rule} with {one} and {other} of five",
            f"[] a owl:AllDifferent ; owl:{member} ( :a :b :c :d :e ) .",
            f":{one} owl:sameAs :{other} .",
            f":{one} owl:sameAs :f .",
        )
        for rule, member in (("eq-diff2", "members"), ("eq-diff3", "distinctMembers"))
        # the last pair and pairs with the last member are those that owlrl leaves out
        for one, other in ("ab", "ad", "ae", "de", "ec")
    ),
    (
        "eq-diff2 of a pair",
        "[] a owl:AllDifferent ; owl:members ( :a :b ) .",
        ":a owl:sameAs :b .",
        ":a owl:sameAs :c .",
    ),
    (
        "eq-diff2 of a member listed twice",
        "",
        "[] a owl:AllDifferent ; owl:members ( :a :b :a ) .",
        "[] a owl:AllDifferent ; owl:members ( :a :b :c ) .",
    ),
    ("prp-irp", ":p a owl:IrreflexiveProperty .", ":x :p :x .", ":x :p :y . :y :p :x ."),
    (
        "prp-irp of equal things",
        ":p a owl:IrreflexiveProperty .",
        ":x :p :y . :x owl:sameAs :y .",
        ":x :p :y .",
    ),
    ("prp-asyp", ":p a owl:AsymmetricProperty .", ":x :p :y . :y :p :x .", ":x :p :y . :y :p :z ."),
    ("prp-asyp of one thing", ":p a owl:AsymmetricProperty .", ":x :p :x .", ":x :p :y ."),
    ("prp-pdw", ":p owl:propertyDisjointWith :q .", ":x :p :y ; :q :y .", ":x :p :y ; :q :z ."),
    (
        "prp-pdw of literals",
        ":p owl:propertyDisjointWith :q .",
        ":x :p 5 ; :q 5 .",
        ":x :p 5 ; :q 6 .",
    ),
    *(
        (
            f"prp-adp with {one} and {other} of four",
            "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r :s ) .",
            f":x :{one} :y ; :{other} :y .",
            f":x :{one} :y ; :{other} :z .",
        )
        for one, other in ("pq", "ps", "rs", "sq")
    ),
    (
        "prp-adp of a pair",
        "[] a owl:AllDisjointProperties ; owl:members ( :p :q ) .",
        ":x :p :y ; :q :y .",
        ":x :p :y . :y :q :x .",
    ),
    (
        "prp-npa1",
        "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y .",
        ":x :p :y .",
        ":y :p :x . :x :q :y .",
    ),
    (
        "prp-npa1 of what is inferred",
        "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y . "
        ":q rdfs:subPropertyOf :p .",
        ":x :q :z . :z owl:sameAs :y .",
        ":x :q :z .",
    ),
    (
        "prp-npa2",
        "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetValue 5 .",
        ":x :p 5 .",
        ":x :p 6 .",
    ),
    ("cls-nothing2", "", ":x a owl:Nothing .", ":x a owl:Thing ."),
    (
        "cls-nothing2 by inference",
        ":C rdfs:subClassOf owl:Nothing . :p rdfs:range :C .",
        ":x :p :y .",
        ":x :q :y .",
    ),
    (
        "cls-com",
        ":C rdfs:subClassOf [ owl:complementOf :D ] .",
        ":x a :C, :D .",
        ":x a :C . :y a :D .",
    ),
    (
        "cls-maxc1",
        f":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality {_NONE} ] .",
        ":x a :C ; :p :y .",
        ":x a :C ; :q :y . :y :p :x .",
    ),
    (
        "cls-maxc1 of a literal",
        f":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality {_NONE} ] .",
        ":x a :C ; :p 5 .",
        ":x a :C ; :q 5 .",
    ),
    (
        "cls-maxqc1",
        f":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxQualifiedCardinality {_NONE} ; "
        "owl:onClass :D ] .",
        ":x a :C ; :p :y . :y a :D .",
        ":x a :C ; :p :y . :y a :E . :z a :D .",
    ),
    (
        "cls-maxqc2",
        f":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxQualifiedCardinality {_NONE} ; "
        "owl:onClass owl:Thing ] .",
        ":x a :C ; :p :y .",
        ":x a :D ; :p :y .",
    ),
    ("cax-dw", ":C owl:disjointWith :D .", ":x a :C, :D .", ":x a :C . :y a :D ."),
    (
        "cax-dw of a subclass",
        ":C owl:disjointWith :D . :E rdfs:subClassOf :D .",
        ":x a :C, :E .",
        ":x a :D, :E .",
    ),
    (
        "cax-dw of equal things",
        ":C owl:disjointWith :D .",
        ":x a :C ; owl:sameAs :y . :y a :D .",
        "",
    ),
    *(
        (
            f"cax-adc with {one} and {other} of four",
            "[] a owl:AllDisjointClasses ; owl:members ( :C :D :E :F ) .",
            f":x a :{one}, :{other} .",
            f":x a :{one}, :G . :y a :{other} .",
        )
        for one, other in ("CD", "CF", "EF", "FD")
    ),
    (
        "cax-adc of a pair",
        "[] a owl:AllDisjointClasses ; owl:members ( :C :D ) .",
        ":x a :C, :D .",
        ":x a :C .",
    ),
    # Table 8
    (
        "dt-diff of a functional property",
        ":p a owl:FunctionalProperty .",
        ":x :p 5, 6 .",
        ":x :p 5 . :y :p 6 .",
    ),
    (
        "dt-diff of a functional property with equal things",
        ":p a owl:FunctionalProperty .",
        ":x :p 5 . :y :p 6 . :x owl:sameAs :y .",
        ":x :p 5 . :y :p 5 . :x owl:sameAs :y .",
    ),
    (
        "dt-diff of texts in different languages",
        ":p a owl:FunctionalProperty .",
        ':x :p "a"@en, "a"@fr .',
        ':x :p "a"@en .',
    ),
    (
        "dt-diff of a text and a number",
        ":p a owl:FunctionalProperty .",
        ':x :p "5", 5 .',
        ':x :p "5" .',
    ),
    (
        "dt-diff of a decimal and a double, whose values are apart in OWL 2",
        ":p a owl:FunctionalProperty .",
        ":x :p 5, 5e0 .",
        ":x :p 5, 5.0 .",
    ),
    (
        "dt-diff of at most one value",
        f":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality {_ONE} ] .",
        ":x a :C ; :p 5, 6 .",
        ":x a :D ; :p 5, 6 .",
    ),
    (
        "dt-not-type of a range",
        ":p rdfs:range xsd:integer .",
        ':x :p "five" .',
        ':x :p 5 . :x :q "five" .',
    ),
    (
        "dt-not-type of a range, a fraction",
        ":p rdfs:range xsd:integer .",
        ":x :p 5.5 .",
        ":x :p 5.0 .",
    ),
    (
        "dt-not-type of a range below zero",
        ":p rdfs:range xsd:nonNegativeInteger .",
        ":x :p -5 .",
        ":x :p 0 .",
    ),
    (
        "dt-not-type of a range with bounds",
        ":p rdfs:range xsd:byte .",
        ":x :p 128 .",
        ":x :p 127, -128 .",
    ),
    (
        "dt-not-type of a range, inferred",
        ":p rdfs:subPropertyOf :q . :q rdfs:range xsd:string .",
        ":x :p 5 .",
        ':x :p "5" .',
    ),
    (
        "dt-not-type of a range that two datatypes bound",
        ":p rdfs:range [ a rdfs:Datatype ; owl:intersectionOf ( xsd:decimal xsd:integer ) ] .",
        ":x :p 5.5 .",
        ":x :p 5 .",
    ),
    (
        "dt-not-type of a range of texts",
        ":p rdfs:range xsd:string .",
        ':x :p "five"@en .',
        ':x :p "five" .',
    ),
    (
        "dt-not-type of all values",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom xsd:boolean ] .",
        ":x a :C ; :p 5 .",
        ":x a :C ; :p true . :y :p 5 .",
    ),
    (
        "dt-not-type of an ill-formed literal",
        "",
        ':x :p "5x"^^xsd:integer .',
        ':x :p "5"^^xsd:integer .',
    ),
    (
        "dt-not-type of dates and times",
        ":p rdfs:range xsd:dateTimeStamp .",
        ':x :p "2016-10-01T00:00:00"^^xsd:dateTime .',
        ':x :p "2016-10-01T00:00:00Z"^^xsd:dateTime .',
    ),
]
_PLACES = pytest.mark.parametrize(
    "place", [str(n) for n in range(len(_CASES))], ids=[case[0] for case in _CASES]
)


def test_every_rule_that_yields_false_has_a_case() -> None:
    yielding = {name for name, rule in RULES.items() if rule.contradicts}
    tried = {case[0].split()[0] for case in _CASES}
    assert tried == yielding | {"dt-diff", "dt-not-type"}


@pytest.fixture(scope="module")
def contradictions() -> list[Contradiction]:
    """All contradictions of all cases, which share no term."""
    texts = {str(n): f"{case[1]} {case[2]}" for n, case in enumerate(_CASES)}
    with causes_unsearched():
        return reason(CodedGraph.from_graph(merged(texts))).contradictions(limit=1000)


@_PLACES
def test_a_contradiction_is_found_by_its_rule(
    place: str, contradictions: list[Contradiction]
) -> None:
    space = f"{SPACE}{place}/"
    found = [
        contradiction.rule
        for contradiction in contradictions
        if any(str(term).startswith(space) for cause in contradiction.causes for term in cause)
    ]
    assert _CASES[int(place)][0].split()[0] in found


def test_facts_that_the_axioms_allow_are_no_contradiction() -> None:
    texts = {str(n): f"{case[1]} {case[3]}" for n, case in enumerate(_CASES)}
    given = merged(texts)
    assert not set(given) - set(closure(given))


@pytest.mark.parametrize("rule", ["eq-diff1", "prp-npa2", "cls-maxc1", "cax-dw", "dt-not-type"])
def test_a_contradiction_is_refused_by_the_name_of_its_rule(rule: str) -> None:
    axioms, facts = next(case[1:3] for case in _CASES if case[0].split()[0] == rule)
    with pytest.raises(InconsistencyError) as caught:
        closure(graph_of(f"{axioms} {facts}"))
    assert rule in " ".join(map(str, caught.value.findings))


def test_disjoint_classes_without_a_common_member_are_no_contradiction() -> None:
    closure(graph_of(":C owl:disjointWith :D . :E rdfs:subClassOf :C, :D . :C a owl:Class ."))


def test_each_contradiction_is_named() -> None:
    given = ":C owl:disjointWith :D . :x a :C, :D . :p a owl:IrreflexiveProperty . :y :p :y ."
    with pytest.raises(InconsistencyError) as caught:
        closure(graph_of(given))
    told = " ".join(map(str, caught.value.findings))
    assert "cax-dw" in told
    assert "prp-irp" in told


def test_a_contradiction_names_the_thing_it_is_about() -> None:
    with pytest.raises(InconsistencyError) as caught:
        closure(graph_of(":C owl:disjointWith :D . :culprit a :C, :D . :innocent a :C ."))
    told = " ".join(map(str, caught.value.findings))
    assert "culprit" in told
    assert "innocent" not in told


@pytest.mark.parametrize("same", ['"1"^^xsd:integer', '"1.0"^^xsd:decimal', '"+1"^^xsd:long'])
def test_equal_values_written_differently_are_one_value(same: str) -> None:
    given = f':p a owl:FunctionalProperty . :x :p "01"^^xsd:integer, {same} .'
    assert len(closure(graph_of(given))) >= 2
