"""Reports: made over coded graphs and rdflib graphs, merged, counted, told."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, RDFS, SH, SKOS, XSD
from rdflib.term import BNode, Node

from imet_graph import validation
from imet_graph.namespaces import IMET, IMETSH, expand, sparql_prologue
from imet_graph.ontology import load_concepts, load_schema, load_shapes
from imet_graph.reading import read_turtle
from imet_graph.relational import CodedGraph
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


def check(data: Graph, shapes: Graph) -> Graph:
    return validation.check(CodedGraph.from_graph(data, threads=1), shapes)


@pytest.fixture(scope="module")
def report() -> Graph:
    return check(graph(DATA), graph(SHAPES))


def paths(found: Graph) -> list[str]:
    return sorted(str(path).partition("#")[2] for path in found.objects(None, SH.resultPath))


# The three ways to a report


def test_a_coded_graph_a_graph_and_pyshacl_give_the_same_report(report: Graph) -> None:
    assert set(validation.report(graph(DATA), graph(SHAPES))) == set(report)
    assert set(validation.reference(graph(DATA), graph(SHAPES))) == set(report)


def test_pyshacl_can_be_pointed_at_one_node() -> None:
    found = validation.reference(graph(DATA), graph(SHAPES), focus=[expand("country:SEN")])
    assert set(found.objects(None, SH.focusNode)) == {expand("country:SEN")}


def test_the_schema_may_be_given_apart_and_nothing_given_is_changed() -> None:
    schema, data, shapes = graph(DATA.splitlines()[1]), graph(DATA), graph(SHAPES)
    data.remove((IMET.Country, None, None))
    before = [set(part) for part in (schema, data, shapes)]
    assert paths(validation.reference(data, shapes)) == []
    assert paths(validation.reference(data, shapes, schema)) == ["isoAlpha3"] * 3 + ["m49Code"]
    assert [set(schema), set(data), set(shapes)] == before


def test_a_message_is_filled_with_what_the_query_found(report: Graph) -> None:
    messages = {str(text) for text in report.objects(None, SH.resultMessage)}
    assert f"{MALI} has MLI too." in messages


def test_literals_stand_in_the_report_as_they_stand_in_the_data() -> None:
    values = {Literal("a", datatype=XSD.string), Literal("b", lang="en-GB"), Literal("c")}
    data, shapes = Graph(), graph("imetsh:A sh:targetObjectsOf rdfs:label ; sh:nodeKind sh:IRI .")
    for value in values:
        data.add((MALI, RDFS.label, value))
    found = validation.report(data, shapes)
    told = {term for term in found.objects(None, SH.value) if isinstance(term, Literal)}
    assert sorted(term.n3() for term in told) == sorted(term.n3() for term in values)


def test_a_coded_graph_keeps_its_triples_and_no_table_of_the_validation() -> None:
    coded = CodedGraph.from_graph(graph(DATA))
    before = coded.lines()
    validation.check(coded, graph(SHAPES))
    assert coded.lines() == before
    assert coded.rows("select table_name from duckdb_tables() where table_name like 'shacl%'") == []


@pytest.fixture(scope="module")
def schema() -> Graph:
    return load_schema() + load_concepts()


def test_the_shapes_find_what_pyshacl_finds_where_facts_are_displaced(schema: Graph) -> None:
    """Seeded faults: every 23rd triple is taken off its node and put on another."""
    shapes = load_shapes()
    shapes.remove((None, SH.sparql, None))
    facts = sorted(read_turtle([CONTEXT]))
    data = schema + read_turtle([CONTEXT])
    for place in range(0, len(facts), 23):
        (node, predicate, value), (other, _, _) = facts[place], facts[place * 3 % len(facts) - 1]
        data.remove((node, predicate, value))
        data.add((other, predicate, value))
    found = check(data, shapes)
    assert set(validation.reference(data, shapes)) == set(found)
    assert not validation.conforms(found)


def test_a_tracked_triple_needs_no_claim_where_it_is_inferred(schema: Graph) -> None:
    data, shapes = read_turtle([CONTEXT]) + schema, load_shapes()
    triple = (expand("body:dsca"), IMET.administers, expand("program:imet"))
    data.add(triple)
    coded = CodedGraph.from_graph(data)
    assert paths(validation.check(coded, shapes)) == ["administers"]
    tracked = coded.ids(triple)
    s, p, o = (tracked[term] for term in triple)
    coded.connection.execute(f"create table inferred as select {s} as s, {p} as p, {o} as o")
    assert paths(validation.check(coded, shapes)) == []


def test_core_shapes_are_the_shapes_without_queries_and_what_only_carried_one() -> None:
    core = validation.core_shapes(graph(SHAPES))
    assert paths(validation.reference(graph(DATA), core)) == ["isoAlpha3", "m49Code"]
    assert (None, SH.sparql, None) not in core
    assert (IMETSH["CountryShape-unique"], None, None) not in core


# Reports


def test_a_merged_report_holds_each_finding_once(report: Graph) -> None:
    other = validation.reference(graph(DATA), graph(SHAPES))
    assert set(validation.merge([report, other, report])) == set(report)


TWICE = """
country:MLI imet:memberOf country:AAA . country:SEN imet:memberOf country:AAA .
"""
NESTED = """
imetsh:A sh:targetSubjectsOf imet:memberOf ; sh:property imetsh:B .
imetsh:B sh:path imet:memberOf ; sh:property imetsh:C .
imetsh:C sh:path imet:isoAlpha3 ; sh:minCount 1 .
"""


def test_a_report_holds_equal_results_as_often_as_they_were_found() -> None:
    found = validation.report(graph(TWICE), graph(NESTED))
    names = sorted(str(result) for result in found.objects(None, SH.result))
    assert len(names) == 2
    assert names[1] == f"{names[0]}-2"
    assert len(set(found.objects(None, SH.focusNode))) == 1


def test_equal_results_of_one_evaluator_are_not_counted_again_for_another() -> None:
    found = validation.report(graph(TWICE), graph(NESTED))
    other = validation.reference(graph(TWICE), graph(NESTED))
    assert set(validation.merge([found, other])) == set(validation.merge([found]))
    assert len(set(validation.merge([found, other]).objects(None, SH.result))) == 2


def test_a_path_of_several_steps_is_copied_into_the_report() -> None:
    shapes = graph(
        "imetsh:A sh:targetNode country:MLI ; sh:property [ sh:minCount 1 ; sh:path ( "
        "[ sh:inversePath imet:ofCountry ] [ sh:alternativePath ( rdfs:label skos:altLabel ) ] ) ]."
    )
    found = validation.report(graph(TWICE), shapes)
    (path,) = found.objects(None, SH.resultPath)
    original = next(shapes.objects(None, SH.path))
    assert isomorphic(below(found, path), below(shapes, original))
    (finding,) = validation.findings(found)
    assert finding.column == f"((^<{IMET.ofCountry}>)/(<{RDFS.label}>|<{SKOS.altLabel}>))"


def below(whole: Graph, node: Node) -> Graph:
    return whole.cbd(node)


def test_a_shape_without_a_message_says_what_was_expected() -> None:
    found = validation.report(graph(TWICE), graph(NESTED))
    assert {str(text) for text in found.objects(None, SH.resultMessage)} == {
        'Expected sh:minCount "1"^^<http://www.w3.org/2001/XMLSchema#integer>.'
    }


def test_a_merged_report_has_no_blank_nodes_and_the_same_bytes_every_time(report: Graph) -> None:
    again = check(graph(DATA), graph(SHAPES))
    turned = validation.merge([validation.reference(graph(DATA), graph(SHAPES)), again])
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
    warned = check(data, graph(SHAPES))
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


def test_the_difference_of_two_reports_is_what_the_other_lacks(report: Graph) -> None:
    core = check(graph(DATA), validation.core_shapes(graph(SHAPES)))
    assert paths(validation.difference(report, core)) == ["isoAlpha3"] * 2
    assert paths(validation.difference(core, report)) == []
    twice = validation.report(graph(TWICE), graph(NESTED))
    once = validation.report(graph("country:MLI imet:memberOf country:AAA ."), graph(NESTED))
    assert len(set(validation.difference(twice, once).objects(None, SH.result))) == 1


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
