"""Reports: made, merged, counted, told; and what the set-wise evaluator takes and refuses."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import BNode

from imet_graph import validation
from imet_graph.errors import ValidationError
from imet_graph.namespaces import IMET, INFERRED_GRAPH, expand, sparql_prologue
from imet_graph.ontology import load_concepts, load_schema, load_shapes
from imet_graph.reading import read_turtle
from imet_graph.terms import ntriples_lines

PREFIXES = sparql_prologue()
CONTEXT = Path(__file__).parent / "shapes" / "context.ttl"
MALI = expand("country:MLI")

SHAPES = """
<urn:prefixes> sh:declare [ sh:prefix "imet" ; sh:namespace "https://w3id.org/imet-graph/ontology#" ] .
imetsh:CountryShape a sh:NodeShape ; sh:targetClass imet:Place ;
    sh:property imetsh:CountryShape-isoAlpha3, imetsh:CountryShape-m49Code, imetsh:CountryShape-unique .
imetsh:CountryShape-isoAlpha3 sh:path imet:isoAlpha3 ; sh:minCount 1 ; sh:message "Code; add imet:isoAlpha3." .
imetsh:CountryShape-m49Code sh:path imet:m49Code ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "M49." .
imetsh:CountryShape-unique sh:path imet:isoAlpha3 ; sh:sparql imetsh:CountryShape-unique-sparql .
imetsh:CountryShape-unique-sparql sh:message "{?other} has {?value} too." ; sh:prefixes <urn:prefixes> ;
    sh:select "SELECT DISTINCT $this ?value ?other WHERE { $this imet:isoAlpha3 ?value . ?other imet:isoAlpha3 ?value . FILTER(?other != $this) }" .
"""  # noqa: E501

DATA = """
imet:Country rdfs:subClassOf imet:Place .
country:MLI a imet:Country ; imet:isoAlpha3 "MLI" ; imet:m49Code "466" .
country:MAL a imet:Country ; imet:isoAlpha3 "MLI" .
country:SEN a imet:Country ; imet:m49Code "686" .
"""


def graph(turtle: str) -> Graph:
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


def store(*graphs: Graph) -> ox.Store:
    filled = ox.Store()
    for part in graphs:
        filled.load("\n".join(ntriples_lines(part)), format=ox.RdfFormat.N_TRIPLES)
    return filled


@pytest.fixture(scope="module")
def report() -> Graph:
    return validation.check_store(store(graph(DATA)), graph(SHAPES))


def paths(found: Graph) -> list[str]:
    return sorted(str(path).partition("#")[2] for path in found.objects(None, SH.resultPath))


# The two evaluators


def test_a_target_class_reaches_instances_of_its_subclasses(report: Graph) -> None:
    assert set(report.objects(None, SH.focusNode)) == {
        expand("country:MLI"),
        expand("country:MAL"),
        expand("country:SEN"),
    }


def test_pyshacl_and_the_store_say_the_same(report: Graph) -> None:
    assert set(validation.report(graph(DATA), graph(SHAPES), sparql=True)) == set(report)


def test_pyshacl_checks_core_alone_unless_told_otherwise() -> None:
    core = validation.report(graph(DATA), graph(SHAPES))
    assert paths(core) == ["isoAlpha3", "m49Code"]
    assert (None, SH.sourceConstraint, None) not in core


def test_the_store_checks_sparql_constraints_alone_where_told_to() -> None:
    found = validation.check_store(store(graph(DATA)), graph(SHAPES), core=False)
    assert set(found.objects(None, SH.sourceConstraintComponent)) == {SH.SPARQLConstraintComponent}


def test_pyshacl_can_be_pointed_at_one_node() -> None:
    found = validation.report(graph(DATA), graph(SHAPES), focus=[expand("country:SEN")])
    assert set(found.objects(None, SH.focusNode)) == {expand("country:SEN")}


def test_the_schema_may_be_given_apart_and_nothing_given_is_changed() -> None:
    schema, data, shapes = graph(DATA.splitlines()[1]), graph(DATA), graph(SHAPES)
    before = [set(part) for part in (schema, data, shapes)]
    data.remove((IMET.Country, None, None))
    assert paths(validation.report(data, shapes)) == []
    assert paths(validation.report(data, shapes, schema)) == ["isoAlpha3", "m49Code"]
    assert [set(schema), set(data + schema), set(shapes)] == before


def test_a_message_is_filled_with_what_the_query_found(report: Graph) -> None:
    messages = {str(text) for text in report.objects(None, SH.resultMessage)}
    assert f"{MALI} has MLI too." in messages


def test_a_shape_that_is_switched_off_finds_nothing() -> None:
    shapes = graph(SHAPES + "imetsh:CountryShape sh:deactivated true .")
    assert validation.conforms(validation.check_store(store(graph(DATA)), shapes))
    shapes = graph(SHAPES + "imetsh:CountryShape-unique-sparql sh:deactivated true .")
    assert validation.sparql_constraints(shapes) == []


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("sh:targetNode country:SEN, country:NER", {"country:SEN", "country:NER"}),
        ("sh:targetSubjectsOf imet:ofCountry", {"force:MLI-army"}),
        ("sh:targetObjectsOf imet:ofCountry", {"country:MLI"}),
    ],
)
def test_every_kind_of_target_gives_the_focus_nodes_of_pyshacl(
    target: str, found: set[str]
) -> None:
    shapes = graph(
        f"imetsh:S a sh:NodeShape ; {target} ; sh:property imetsh:S-p ."
        'imetsh:S-p sh:path imet:acronym ; sh:minCount 1 ; sh:message "Add it." .'
    )
    data = graph("force:MLI-army imet:ofCountry country:MLI . country:SEN a imet:Country .")
    checked = validation.check_store(store(data), shapes)
    assert set(checked.objects(None, SH.focusNode)) == {expand(name) for name in found}
    assert set(checked) == set(validation.report(data, shapes))


@pytest.fixture(scope="module")
def schema() -> Graph:
    return load_schema() + load_concepts()


def test_both_evaluators_find_the_same_faults_where_facts_are_displaced(schema: Graph) -> None:
    """Seeded faults: a triple is taken off its node and put on another, one at a time."""
    shapes = validation.core_shapes(load_shapes())
    whole = read_turtle([CONTEXT])
    facts = sorted(whole)
    faulty = 0
    for place in range(0, len(facts), 23):
        (node, predicate, value), (other, _, _) = facts[place], facts[place * 3 % len(facts) - 1]
        data = whole + Graph()
        data.remove((node, predicate, value))
        data.add((other, predicate, value))
        stored = validation.check_store(store(data, schema), shapes)
        assert set(validation.report(data, shapes, schema)) == set(stored)
        faulty += not validation.conforms(stored)
    assert faulty >= 5


def test_a_tracked_triple_needs_no_claim_where_it_is_inferred(schema: Graph) -> None:
    data = read_turtle([CONTEXT])
    data.add((expand("body:dsca"), IMET.administers, expand("program:imet")))
    filled = store(data, schema)
    shapes = load_shapes()
    assert paths(validation.check_store(filled, shapes)) == ["administers"]
    filled.add(
        ox.Quad(
            ox.NamedNode(str(expand("body:dsca"))),
            ox.NamedNode(str(IMET.administers)),
            ox.NamedNode(str(expand("program:imet"))),
            ox.NamedNode(str(INFERRED_GRAPH)),
        )
    )
    assert paths(validation.check_store(filled, shapes)) == []


# What is refused


@pytest.mark.parametrize(
    ("turtle", "named"),
    [
        ("imetsh:S-p sh:path imet:acronym ; sh:qualifiedMinCount 1 .", "sh:qualifiedMinCount"),
        ("imetsh:S-p sh:path imet:acronym ; sh:minCount 2 .", "sh:minCount 2"),
        ("imetsh:S-p sh:path ( imet:ofCountry imet:acronym ) ; sh:minCount 1 .", "imetsh:S-p"),
        ("imetsh:S-p sh:path imet:acronym ; sh:minCount 1 . imetsh:S sh:target [] .", "imetsh:S"),
        ("imetsh:S-p sh:path imet:acronym ; sh:minCount 1 . imetsh:S a rdfs:Class .", "imetsh:S"),
        ('imetsh:S-p sh:path imet:acronym ; sh:sparql [ sh:select "" ] .', "expected an IRI"),
        ('imetsh:S sh:sparql imetsh:C . imetsh:C sh:select "SELECT $this { }" .', "imetsh:C"),
        (
            "imetsh:S-p sh:path imet:acronym ; sh:sparql imetsh:C . imetsh:C sh:select "
            '"SELECT $this WHERE { $this $PATH ?value }" .',
            "imetsh:C",
        ),
        ('imetsh:S sh:sparql imetsh:C . imetsh:C sh:select "SELECT ? WHERE { }" .', "imetsh:C"),
        ('imetsh:S sh:sparql imetsh:C . imetsh:C sh:select "ASK WHERE { }" .', "expected a SELECT"),
    ],
)
def test_what_cannot_run_over_a_store_is_refused_by_name(turtle: str, named: str) -> None:
    shapes = graph(
        "imetsh:S a sh:NodeShape ; sh:targetNode country:MLI ; sh:property imetsh:S-p ." + turtle
    )
    with pytest.raises(ValidationError, match=named):
        validation.check_store(store(graph(DATA)), shapes)


def test_a_shape_that_pyshacl_cannot_read_is_an_error_of_ours() -> None:
    shapes = graph("imetsh:S a sh:NodeShape ; sh:targetNode country:MLI ; sh:minLength 1, 2 .")
    with pytest.raises(ValidationError, match="pyshacl: ConstraintLoadError"):
        validation.report(graph(DATA), shapes)


# Reports


def test_a_merged_report_holds_each_finding_once(report: Graph) -> None:
    core = validation.report(graph(DATA), graph(SHAPES))
    assert set(validation.merge([report, core, report])) == set(report)


def test_a_merged_report_has_no_blank_nodes_and_the_same_bytes_every_time(report: Graph) -> None:
    again = validation.check_store(store(graph(DATA)), graph(SHAPES))
    turned = validation.merge([validation.report(graph(DATA), graph(SHAPES)), again])
    assert not [term for triple in report for term in triple if isinstance(term, BNode)]
    assert turned.serialize(format="turtle") == report.serialize(format="turtle")
    assert ntriples_lines(turned) == ntriples_lines(report)


def test_a_report_of_nothing_is_a_report_that_conforms() -> None:
    nothing = validation.merge([])
    assert set(nothing) == {
        (validation.REPORT, RDF.type, SH.ValidationReport),
        (validation.REPORT, SH.conforms, Literal(True)),
    }
    assert validation.conforms(nothing)
    assert validation.findings(nothing) == []
    assert validation.count_by_severity(nothing) == {"Violation": 0, "Warning": 0, "Info": 0}


def test_a_warning_is_published_and_stops_nothing() -> None:
    data = graph(DATA.splitlines()[1] + 'country:SEN a imet:Country ; imet:isoAlpha3 "SEN" .')
    warned = validation.check_store(store(data), graph(SHAPES))
    assert validation.conforms(warned)
    assert (validation.REPORT, SH.conforms, Literal("false", datatype=XSD.boolean)) in warned
    assert validation.count_by_severity(warned) == {"Violation": 0, "Warning": 1, "Info": 0}


def test_a_violation_does_not_conform(report: Graph) -> None:
    assert not validation.conforms(report)


def test_results_are_counted_by_severity_and_shape(report: Graph) -> None:
    assert list(validation.counts(report).items()) == [
        (("Violation", "imetsh:CountryShape-isoAlpha3"), 1),
        (("Violation", "imetsh:CountryShape-unique"), 2),
        (("Warning", "imetsh:CountryShape-m49Code"), 1),
    ]


def test_a_finding_names_node_path_value_and_rule_in_short_names(report: Graph) -> None:
    assert [str(finding) for finding in validation.findings(report, "curated data")] == [
        'curated data: country:MAL, column imet:isoAlpha3: found "MLI"; '
        "expected country:MLI has MLI too.",
        'curated data: country:MLI, column imet:isoAlpha3: found "MLI"; '
        "expected country:MAL has MLI too.",
        "curated data: country:SEN, column imet:isoAlpha3: found nothing that fits; "
        "expected Code; add imet:isoAlpha3.",
    ]


def test_findings_of_another_severity_are_told_on_demand(report: Graph) -> None:
    (warning,) = validation.findings(report, severity=SH.Warning)
    assert str(warning) == (
        "data: country:MAL, column imet:m49Code: found nothing that fits; expected M49."
    )


# The sample


FIGURES = [
    f'<{expand(f"obs:imet-MLI-{year}-obligated-greenbook")}> <{IMET[name]}> "{year}" .'
    for year in range(1990, 2020)
    for name in ("amount", "reportedAs")
]
LINES = [*FIGURES, f'<{MALI}> <{IMET.isoAlpha3}> "MLI" .']


def subjects(lines: list[str]) -> set[str]:
    return {line.partition(" ")[0] for line in lines}


def test_a_sample_takes_whole_figures_and_nothing_else() -> None:
    taken = validation.sample(LINES, 5)
    assert len(subjects(taken)) == 5
    assert len(taken) == 10
    assert set(taken) <= set(FIGURES)


def test_a_sample_is_the_same_whatever_the_order_of_the_lines() -> None:
    taken = validation.sample(LINES, 5)
    assert set(validation.sample(LINES[::-1], 5)) == set(taken)
    assert subjects(taken) < subjects(validation.sample(LINES, 6))


def test_a_sample_larger_than_the_figures_is_all_of_them() -> None:
    assert validation.sample(LINES, 1000) == FIGURES


def test_a_sample_stands_beside_the_facts_it_refers_to() -> None:
    facts = graph(DATA)
    both = validation.with_sample(facts, LINES, 2)
    assert len(both) == len(facts) + 4
    assert set(facts) < set(both)
    assert {URIRef(name.strip("<>")) for name in subjects(validation.sample(LINES, 2))} < set(
        both.subjects()
    )
