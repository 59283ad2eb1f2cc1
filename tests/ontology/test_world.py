"""The ontology and its facts as Python classes of owlready2, compared with the graph itself."""

import datetime as dt
import doctest
from collections.abc import Iterator
from importlib import import_module

import owlready2
import pytest
from rdflib import Graph, Literal
from rdflib.namespace import RDF, XSD

from imet_graph.errors import OntologyError
from imet_graph.namespaces import IMET, INFERRED_GRAPH, PREFIXES, expand, new_graph
from imet_graph.ontology import load
from imet_graph.reading import read_turtle
from imet_graph.resources import data_dir

PAKISTAN = PREFIXES["cprogram"] + "imet-PAK"


@pytest.fixture(scope="module")
def facts() -> Graph:
    return read_turtle(sorted((data_dir() / "curated").rglob("*.ttl")))


@pytest.fixture(scope="module")
def onto() -> Iterator[owlready2.Ontology]:
    loaded = load()
    yield loaded
    loaded.world.close()


@pytest.fixture(scope="module")
def reasoned(facts: Graph) -> Iterator[owlready2.Ontology]:
    loaded = load(facts, reasoner="pellet")
    yield loaded
    loaded.world.close()


def small(text: str) -> Graph:
    prologue = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    return new_graph().parse(data=prologue + text, format="turtle")


def test_the_example_of_the_docstring_holds() -> None:
    module = import_module("imet_graph.ontology.world")
    (example,) = doctest.DocTestFinder().find(load, "load", module=module)
    result = doctest.DocTestRunner().run(example)
    assert (result.failed, result.attempted) == (0, len(example.examples))
    assert result.attempted > 5


def test_a_class_is_a_python_class_with_the_things_of_the_graph(
    onto: owlready2.Ontology, facts: Graph
) -> None:
    assert issubclass(onto.Suspension, onto.Restriction)
    expected = {str(thing) for thing in facts.subjects(RDF.type, IMET.Suspension)}
    assert {thing.iri for thing in onto.Suspension.instances()} == expected
    assert len(expected) >= 6


def test_the_country_programs_with_a_suspension_are_those_of_a_sparql_query(
    onto: owlready2.Ontology, facts: Graph
) -> None:
    rows = facts.query(
        "SELECT DISTINCT ?program { ?halt a imet:Suspension ; imet:restricts ?program }",
        initNs={"imet": IMET},
    )
    expected = {str(row[0]) for row in rows}  # type: ignore[index]
    assert len(expected) >= 2
    programs = onto.CountryProgram.instances()
    found = {
        program.iri
        for program in programs
        if any(isinstance(halt, onto.Suspension) for halt in program.INDIRECT_hasRestriction)
    }
    assert found == expected


def test_what_is_stated_one_way_is_read_the_other_way(onto: owlready2.Ontology) -> None:
    pakistan = onto.world[PAKISTAN]
    assert [pakistan in halt.restricts for halt in pakistan.hasRestriction] == [True]


def test_a_date_is_a_date_of_python(onto: owlready2.Ontology) -> None:
    (halt,) = onto.world[PAKISTAN].hasRestriction
    assert halt.endDate == [dt.date(2020, 1, 3)]


def test_things_are_found_by_label_and_by_part_of_an_iri(onto: owlready2.Ontology) -> None:
    assert onto.search(label="suspension") == [onto.Suspension]
    assert onto.search_one(iri="*cprogram/imet-PAK") is onto.world[PAKISTAN]


def test_the_world_answers_sparql(onto: owlready2.Ontology) -> None:
    rows = onto.world.sparql(f"SELECT ?halt {{ <{PAKISTAN}> ^<{IMET.restricts}> ?halt }}")
    assert [row[0] for row in rows] == onto.world[PAKISTAN].hasRestriction


def test_a_name_that_two_vocabularies_have_is_ours_and_the_other_has_its_prefix(
    onto: owlready2.Ontology,
) -> None:
    called = {prop.iri: prop.python_name for prop in onto.world.properties()}
    assert len(set(called.values())) == len(called)
    assert called[str(IMET.amends)] == "amends"
    assert called[PREFIXES["eli"] + "amends"] == "eli_amends"


def test_no_property_hides_an_attribute_of_owlready2() -> None:
    text = "imet:name a owl:DatatypeProperty . body:dsca a imet:AgencyUnit ; imet:name 'agency' ."
    loaded = load(small(text))
    dsca = loaded.world[PREFIXES["body"] + "dsca"]
    assert (dsca.name, dsca.imet_name) == ("dsca", ["agency"])
    loaded.world.close()


def test_a_property_that_would_take_the_place_of_rdfs_label_is_refused() -> None:
    with pytest.raises(OntologyError, match="imet:label: owlready2 has a property called label"):
        load(small("imet:label a owl:DatatypeProperty ."))


def test_nothing_is_fetched_or_repaired_on_loading(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    data = small(
        "<https://w3id.org/imet-graph/ontology> owl:imports <http://example.org/other> ."
        "imet:stage a qb:DimensionProperty . qb:DimensionProperty a owl:Class ."
    )
    loaded = load(data)
    assert loaded.base_iri == str(IMET)
    assert isinstance(loaded.stage, owlready2.ObjectPropertyClass)
    assert capfd.readouterr() == ("", "")
    loaded.world.close()


def test_worlds_are_apart() -> None:
    one, other = load(small("body:a a imet:AgencyUnit .")), load(small(""))
    assert one.world[PREFIXES["body"] + "a"] is not None
    assert other.world[PREFIXES["body"] + "a"] is None
    for loaded in (one, other):
        loaded.world.close()


def test_a_reasoner_adds_the_members_of_defined_classes(
    onto: owlready2.Ontology, reasoned: owlready2.Ontology
) -> None:
    assert onto.EverSuspendedCountryProgram.instances() == []
    members = reasoned.EverSuspendedCountryProgram.instances()
    expected = {
        program.iri for halt in reasoned.Suspension.instances() for program in halt.restricts
    }
    assert {program.iri for program in members} == expected
    assert reasoned.world[PAKISTAN] in members


def test_a_reasoner_adds_values_of_super_properties(
    reasoned: owlready2.Ontology, facts: Graph
) -> None:
    stated = set(facts.subject_objects(IMET.administers))
    assert stated
    for agency, program in stated:
        found = reasoned.world[str(agency)].involvedIn
        assert reasoned.world[str(program)] in found


def test_what_is_inferred_stands_in_an_ontology_of_its_own(reasoned: owlready2.Ontology) -> None:
    apart = reasoned.world.get_ontology(str(INFERRED_GRAPH))
    assert len(apart.graph) > 1000
    assert len(reasoned.graph) > len(apart.graph)


def test_facts_that_contradict_the_ontology_are_not_reasoned_with() -> None:
    with pytest.raises(OntologyError, match="inconsistent"):
        load(small("country:PAK a imet:Country, imet:Program ."), reasoner="pellet")


@pytest.mark.parametrize(
    ("text", "kind"), [("2020", "gYear"), ("2020-01-01Z", "date"), ("soon", "date")]
)
def test_a_value_that_owlready2_cannot_hold_is_refused(text: str, kind: str) -> None:
    data = new_graph()
    value = Literal(text, datatype=XSD[kind], normalize=False)
    data.add((expand("body:dsca"), IMET.startDate, value))
    with pytest.raises(OntologyError) as caught:
        load(data)
    place, _, found = str(caught.value).partition(": ")
    assert place == "body:dsca imet:startDate"
    assert found.startswith(f"found '{text}' of xsd:{kind}; expected a value")
