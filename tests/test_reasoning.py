"""What follows from the axioms follows; what contradicts them is named."""

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from imet_graph.errors import InconsistencyError
from imet_graph.namespaces import IMET, expand, new_graph
from imet_graph.ontology import load_schema
from imet_graph.reasoning import infer, reasoning_view


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
    return (expand(s), p, expand(o)) in infer(schema, facts(text))


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
        infer(schema, facts("country:PAK a imet:Country, imet:Program ."))
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


def test_nothing_is_inferred_twice_or_of_owl_thing(schema: Graph) -> None:
    data = facts("body:pm imet:subUnitOf body:state .")
    inferred = infer(schema, data)
    assert not set(inferred) & set(data)
    assert not any("owl#" in str(o) for o in inferred.objects())
