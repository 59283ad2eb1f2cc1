"""What follows from the axioms that ship follows; what contradicts them is named, with causes."""

from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from imet_graph.errors import ImetGraphError, InconsistencyError, OntologyError, StoreError
from imet_graph.namespaces import BASE, IMET, expand, new_graph
from imet_graph.ontology import load_schema
from imet_graph.reasoning import (
    Contradiction,
    RuleFile,
    closure,
    keep,
    reason,
    reasoning_view,
    recall,
)
from imet_graph.reasoning.closure import is_inconsistent
from imet_graph.relational import CodedGraph


@pytest.fixture(scope="module")
def schema() -> Graph:
    return load_schema()


def facts(text: str) -> Graph:
    return new_graph().parse(data=_PROLOGUE + text, format="turtle")


_PROLOGUE = "".join(
    f"@prefix {name}: <https://w3id.org/imet-graph/id/{name}/> .\n"
    for name in "school force training program country cprogram restriction body pl sec obs".split()
) + (
    "@prefix imet: <https://w3id.org/imet-graph/ontology#> .\n"
    "@prefix ground: <https://w3id.org/imet-graph/concept/ground/> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)


def follows(schema: Graph, text: str, s: str, p: URIRef, o: str) -> bool:
    return (expand(s), p, expand(o)) in closure(schema + facts(text))


def test_alumni_of_a_school_count_for_its_successor(schema: Graph) -> None:
    text = """
    force:x imet:participatedIn training:a . training:a imet:heldAt school:soa .
    school:soa imet:succeededBy school:whinsec .
    """
    assert follows(schema, text, "force:x", IMET.attended, "school:soa")
    assert follows(schema, text, "force:x", IMET.attendedLineage, "school:whinsec")
    assert not follows(schema, text, "force:x", IMET.attended, "school:whinsec")


def test_who_took_part_in_a_training_was_trained_under_its_program(schema: Graph) -> None:
    text = "force:x imet:participatedIn training:a . training:a imet:fundedUnder program:imet ."
    assert follows(schema, text, "force:x", IMET.trainedUnder, "program:imet")


def test_a_bureau_of_a_bureau_is_within_the_department(schema: Graph) -> None:
    text = "body:pmsa imet:subUnitOf body:pm . body:pm imet:subUnitOf body:state ."
    assert follows(schema, text, "body:pmsa", IMET.withinOrganization, "body:state")


def test_a_program_is_authorized_under_the_act_its_section_is_part_of(schema: Graph) -> None:
    text = "program:imet imet:authorizedBy sec:faa-541 . sec:faa-541 imet:partOf pl:87-195 ."
    assert follows(schema, text, "program:imet", IMET.authorizedUnder, "pl:87-195")


def test_a_restriction_on_the_ground_of_a_coup_is_a_coup_restriction(schema: Graph) -> None:
    text = "restriction:r a imet:Suspension ; imet:ground ground:coup ."
    assert follows(schema, text, "restriction:r", RDF.type, str(IMET.CoupRestriction))


def test_a_country_program_once_suspended_stays_marked(schema: Graph) -> None:
    text = "restriction:r a imet:Suspension ; imet:restricts cprogram:imet-PAK ."
    name = str(IMET.EverSuspendedCountryProgram)
    assert follows(schema, text, "cprogram:imet-PAK", RDF.type, name)


def test_a_country_that_is_an_agency_is_a_contradiction(schema: Graph) -> None:
    with pytest.raises(InconsistencyError) as caught:
        closure(schema + facts("country:PAK a imet:Country, imet:Program ."))
    assert any("country:PAK" in str(finding) for finding in caught.value.findings)


def test_literals_and_observations_stay_out_of_the_reasoning_view(schema: Graph) -> None:
    view = reasoning_view(
        schema,
        facts(
            'country:EGY a imet:Country ; imet:startDate "1922-02-28"^^xsd:date .\n'
            "obs:o a imet:FundingObservation ; imet:recipientCountry country:EGY ."
        ),
    )
    assert (expand("country:EGY"), RDF.type, IMET.Country) in view
    assert not list(view.triples((expand("obs:o"), None, None)))
    assert (expand("country:EGY"), IMET.startDate, None) not in view


def test_what_is_kept_of_a_closure_is_new_and_about_things(schema: Graph) -> None:
    data = facts("body:pm imet:subUnitOf body:state .")
    news = reason(CodedGraph.from_graph(schema + data)).news()
    given = {line.strip() for line in (schema + data).serialize(format="nt").splitlines()}
    assert news
    assert not given & set(news)
    assert all(line.startswith(f"<{BASE}id/") for line in news)
    assert not any("owl#" in line for line in news)


def test_a_graph_that_was_given_is_not_changed(schema: Graph) -> None:
    data = schema + facts("body:pm imet:subUnitOf body:state .")
    before = set(data)
    closure(data)
    assert set(data) == before


# Contradictions

ALUMNUS = """
program:imet a imet:Program . force:x imet:participatedIn training:a .
training:a imet:fundedUnder program:imet . program:imet a imet:Country .
body:pm imet:subUnitOf body:state .
"""


@pytest.fixture(scope="module")
def contradiction(schema: Graph) -> Contradiction:
    with pytest.raises(InconsistencyError) as caught:
        closure(schema + facts(ALUMNUS))
    found = caught.value.contradictions[0]
    assert isinstance(found, Contradiction)
    return found


def test_the_causes_of_a_contradiction_contradict_one_another(
    contradiction: Contradiction,
) -> None:
    assert is_inconsistent(contradiction.causes)


def test_without_any_one_cause_the_others_are_consistent(contradiction: Contradiction) -> None:
    cells = (RDF.first, RDF.rest)
    for cause in contradiction.causes:
        if cause[1] not in cells:
            assert not is_inconsistent(set(contradiction.causes) - {cause})


def test_facts_that_have_no_part_in_a_contradiction_are_no_cause(
    contradiction: Contradiction,
) -> None:
    assert not any(cause[1] == IMET.subUnitOf for cause in contradiction.causes)


def test_each_cause_says_where_it_comes_from(schema: Graph) -> None:
    data = facts(
        """
        country:PAK a imet:Country, imet:Program ;
            imet:hasCitation <https://w3id.org/imet-graph/id/citation/report-p12> .
        """
    )
    with pytest.raises(InconsistencyError) as caught:
        closure(schema + data)
    line = str(caught.value.findings[0])
    assert "country:PAK rdf:type imet:Country [citation:report-p12]" in line


def test_a_literal_that_has_not_the_form_of_its_datatype_is_a_contradiction() -> None:
    graph = facts('country:EGY imet:fatalityCount "many"^^xsd:integer .')
    with pytest.raises(InconsistencyError) as caught:
        closure(graph)
    assert caught.value.findings[0].column == "dt-not-type"


# Engines


def test_polars_infers_what_duckdb_infers(schema: Graph) -> None:
    data = schema + facts(
        """
        force:x imet:participatedIn training:a . training:a imet:heldAt school:soa ;
            imet:fundedUnder program:imet .
        school:soa imet:succeededBy school:whinsec . country:ZAR imet:stateSucceededBy country:COD .
        restriction:r a imet:Suspension ; imet:ground ground:coup .
        restriction:r imet:restricts cprogram:imet-PAK .
        country:COD <http://www.w3.org/2002/07/owl#sameAs> country:CGO .
        """
    )
    first, second = (
        reason(CodedGraph.from_graph(data), engine).inferred() for engine in ("duckdb", "polars")
    )
    assert first == second
    assert len(first) > 100


def test_spark_infers_what_duckdb_infers(schema: Graph) -> None:
    pytest.importorskip("pyspark", reason="pyspark, an optional extra, is not installed")
    data = facts("body:pmsa imet:subUnitOf body:pm . body:pm imet:subUnitOf body:state .")
    for triple in schema.triples((IMET.subUnitOf, None, None)):
        data.add(triple)
    data.add((IMET.withinOrganization, RDF.type, OWL.TransitiveProperty))
    first, second = (
        reason(CodedGraph.from_graph(data), engine).inferred() for engine in ("duckdb", "spark")
    )
    assert first == second
    assert (expand("body:pmsa"), IMET.withinOrganization, expand("body:state")) in first


def test_an_engine_that_is_not_known_is_named() -> None:
    with pytest.raises(ImetGraphError, match="'sqlite' is unknown; expected duckdb, polars"):
        reason(CodedGraph.from_graph(facts("body:pm imet:subUnitOf body:state .")), "sqlite")


# Kept closures


def test_a_kept_closure_gives_the_same_proofs(schema: Graph, tmp_path: Path) -> None:
    text = "body:pmsa imet:subUnitOf body:pm . body:pm imet:subUnitOf body:state ."
    found = reason(CodedGraph.from_graph(schema + facts(text)))
    triple = (expand("body:pmsa"), IMET.withinOrganization, expand("body:state"))
    keep(found, tmp_path)
    again = recall(tmp_path)
    assert again.proof(triple) == found.proof(triple)
    assert again.inferred() == found.inferred()


def test_a_damaged_closure_is_refused_by_its_place(tmp_path: Path) -> None:
    (tmp_path / "terms.parquet").write_bytes(b"PAR1 torn")
    with pytest.raises(StoreError, match="do not open"):
        recall(tmp_path)


# Rule files


def rule(name: str, construct: str) -> RuleFile:
    prologue = "PREFIX imet: <https://w3id.org/imet-graph/ontology#>\n"
    return RuleFile(name, name, f"the rule {name}", "", "a test", prologue + construct)


def test_a_rule_file_sees_what_the_axioms_add_and_the_axioms_what_it_adds(schema: Graph) -> None:
    text = "restriction:r a imet:Suspension ; imet:restricts cprogram:imet-PAK ."
    made = rule(
        "01-school",
        "CONSTRUCT { ?program imet:subUnitOf <urn:body> } "
        "WHERE { ?program a imet:EverSuspendedCountryProgram }",
    )
    found = reason(CodedGraph.from_graph(schema + facts(text)), rules=[made])
    wanted = (expand("cprogram:imet-PAK"), IMET.withinOrganization, URIRef("urn:body"))
    proof = found.proof(wanted)
    assert proof.rule == "prp-spo1"
    assert "01-school" in {step.rule for step in proof.nodes()}


def test_rule_files_run_in_the_order_of_their_numbers() -> None:
    rules = [
        rule("01-a", "CONSTRUCT { ?s <urn:a> ?o } WHERE { ?s <urn:p> ?o }"),
        rule(
            "02-b",
            "CONSTRUCT { ?s <urn:b> ?o } "
            "WHERE { ?s <urn:p> ?o FILTER NOT EXISTS { ?s <urn:a> ?o } }",
        ),
    ]
    graph = Graph().add((URIRef("urn:x"), URIRef("urn:p"), URIRef("urn:y")))
    found = reason(CodedGraph.from_graph(graph), rules=rules).inferred()
    assert [str(p) for _, p, _ in found] == ["urn:a"]


def test_a_rule_that_makes_ever_new_things_is_stopped_and_named() -> None:
    endless = rule(
        "07-endless",
        "CONSTRUCT { ?s <urn:p> ?new } WHERE { ?any <urn:p> ?s "
        'BIND(IRI(CONCAT(STR(?s), "x")) AS ?new) }',
    )
    graph = Graph().add((URIRef("urn:x"), URIRef("urn:p"), URIRef("urn:y")))
    with pytest.raises(OntologyError, match="rule 07-endless still adds triples"):
        reason(CodedGraph.from_graph(graph), rules=[endless])


def test_a_triple_that_does_not_hold_has_no_proof(schema: Graph) -> None:
    found = reason(CodedGraph.from_graph(schema))
    with pytest.raises(KeyError):
        found.proof((IMET.Act, RDFS.subClassOf, IMET.Country))
    with pytest.raises(KeyError):
        found.proof((IMET.Act, RDFS.label, Literal("no such label")))
