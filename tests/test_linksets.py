"""Links to other data sets are made from our identifiers, say what they are, and are no facts."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, VOID

from imet_graph import linksets
from imet_graph.building import Sources, gather
from imet_graph.cli import main
from imet_graph.description import describe, document_graph, render_text
from imet_graph.exporting import serialize, thing_quads, whole_quads
from imet_graph.linksets import LINKSETS, Linkset
from imet_graph.namespaces import BASE, LINKS_GRAPH, PREFIXES, expand, new_graph
from imet_graph.resources import data_dir, ontology_dir, queries_dir
from imet_graph.store import Release, fill, fill_links, publish

FOLDER = data_dir() / "links"
PAKISTAN = "<https://w3id.org/imet-graph/id/country/PAK>"
NAME = f'{PAKISTAN} <{RDFS.label}> "Pakistan"@en .'
ITEM = "http://www.wikidata.org/entity/Q843"
LINK = f"{PAKISTAN} <{OWL.sameAs}> <{ITEM}> ."
TARGET = [
    f'<{LINKS_GRAPH}#wikidata-target> <{VOID.uriSpace}> "http://www.wikidata.org/entity/" .',
    f'<{LINKS_GRAPH}#wikidata-target> <{DCTERMS.title}> "Wikidata"@en .',
]


@pytest.fixture(scope="module")
def sources() -> Sources:
    return gather()


@pytest.fixture(scope="module")
def files() -> dict[str, Graph]:
    return {path.stem: Graph().parse(path) for path in sorted(FOLDER.glob("*.ttl"))}


def links(graph: Graph, linkset: Linkset) -> list[tuple[URIRef, URIRef]]:
    return [
        (URIRef(str(s)), URIRef(str(o)))
        for s, o in graph.subject_objects(linkset.predicate)
        if str(s).startswith(BASE + "id/")
    ]


def country(key: str) -> URIRef:
    return URIRef(f"{BASE}id/country/{key}")


def test_the_files_are_what_the_identifiers_in_the_graph_give(sources: Sources) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert kept == linksets.generate(sources.curated), "run `imet-graph links`"


@pytest.mark.parametrize("linkset", LINKSETS, ids=lambda linkset: linkset.key)
def test_a_linkset_describes_itself_in_void(linkset: Linkset, files: dict[str, Graph]) -> None:
    graph, node = files[linkset.key], URIRef(linkset.iri)
    assert (node, RDF.type, VOID.Linkset) in graph
    assert (node, VOID.linkPredicate, linkset.predicate) in graph
    assert (node, VOID.subjectsTarget, URIRef(BASE)) in graph
    assert graph.value(node, DCTERMS.license) is not None
    assert graph.value(node, PROV.wasDerivedFrom) is not None
    target = graph.value(node, VOID.objectsTarget)
    assert (target, RDF.type, VOID.Dataset) in graph
    assert graph.value(node, VOID.triples) == Literal(len(links(graph, linkset)))
    space = str(graph.value(target, VOID.uriSpace))
    assert all(other.startswith(space) for _, other in links(graph, linkset))


@pytest.mark.parametrize("linkset", LINKSETS, ids=lambda linkset: linkset.key)
def test_a_thing_has_one_link_of_a_kind_and_no_two_things_share_one(
    linkset: Linkset, files: dict[str, Graph]
) -> None:
    found = links(files[linkset.key], linkset)
    assert found
    assert len({thing for thing, _ in found}) == len({other for _, other in found}) == len(found)


def test_every_linked_thing_and_every_source_is_in_the_graph(
    sources: Sources, files: dict[str, Graph]
) -> None:
    named = {
        str(term)
        for graph in files.values()
        for triple in graph
        for term in triple
        if str(term).startswith(BASE + "id/")
    }
    known = {str(subject) for subject in sources.curated.subjects()}
    known |= {line[1 : line.index(">")] for line in sources.figures if "/id/source/" in line}
    assert named <= known


def test_only_wikidata_items_are_called_the_same(files: dict[str, Graph]) -> None:
    same = {stem for stem, graph in files.items() if (None, OWL.sameAs, None) in graph}
    assert same == {"wikidata"}


def test_the_sahrawi_republic_is_not_called_the_same_as_western_sahara(
    files: dict[str, Graph],
) -> None:
    assert (None, None, URIRef("http://www.wikidata.org/entity/Q40362")) not in files["wikidata"]


def test_the_authority_table_has_its_own_code_for_kosovo_and_no_former_state(
    files: dict[str, Graph],
) -> None:
    same = URIRef(PREFIXES["schema"] + "sameAs")
    table = "http://publications.europa.eu/resource/authority/country/"
    graph = files["eu-countries"]
    assert graph.value(country("XKX"), same) == URIRef(table + "1A0")
    assert graph.value(country("PAK"), same) == URIRef(table + "PAK")
    assert graph.value(country("YUG"), same) is None
    assert graph.value(country("ABW"), same) is None


def test_laws_lead_to_govinfo_from_the_104th_congress_on(files: dict[str, Graph]) -> None:
    found = dict(links(files["govinfo"], next(each for each in LINKSETS if each.key == "govinfo")))
    congresses = {int(t.rpartition("/")[2].split("-")[0]) for t in found if "/id/pl/" in t}
    assert min(congresses) >= 104
    section = URIRef(str(expand("usc:22-2347")))
    assert found[section] == URIRef("https://www.govinfo.gov/link/uscode/22/2347")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ttl")), ids=lambda path: path.name)
def test_a_file_reads_in_both_libraries_and_uses_the_prefixes_of_the_project(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Linkset: ")
    assert len(Graph().parse(path)) == len(set(ox.parse(text, format=ox.RdfFormat.TURTLE)))
    for prefix, iri in re.findall(r"^@prefix (\w+): <([^>]*)>", text, re.MULTILINE):
        assert PREFIXES[prefix] == iri
        assert text.count(f"{prefix}:") > 1, f"{prefix}: is declared and not used"


def test_a_file_that_was_changed_or_left_over_is_stale_and_is_mended(tmp_path: Path) -> None:
    facts = new_graph()
    facts.add((country("PAK"), URIRef(str(expand("imet:wikidataId"))), Literal("Q843")))
    assert len(linksets.write(tmp_path, facts)) == len(LINKSETS)
    assert linksets.stale(tmp_path, facts) == []
    (tmp_path / "wikidata.ttl").write_text("")
    (tmp_path / "other.ttl").write_text("")
    assert [Path(found.file).name for found in linksets.stale(tmp_path, facts)] == [
        "other.ttl",
        "wikidata.ttl",
    ]
    linksets.write(tmp_path, facts)
    assert linksets.stale(tmp_path, facts) == []
    assert LINK in linksets.read(tmp_path)


def test_the_command_finds_nothing_to_mend() -> None:
    result = CliRunner().invoke(main, ["links", "--check"])
    assert result.exit_code == 0, result.output
    assert "already current" in result.output


# No facts


def test_no_rule_shape_or_question_reads_a_link() -> None:
    words = re.compile(r"graph/links|sameAs|rdfs:seeAlso|void:")
    paths = [*queries_dir().rglob("*.rq"), *(ontology_dir() / "rules").rglob("*.rq")]
    paths += (ontology_dir() / "shapes").glob("*.ttl")
    assert len(paths) > 50
    assert [p.name for p in paths if words.search(p.read_text(encoding="utf-8"))] == []


def test_what_is_reasoned_over_and_validated_holds_no_link(sources: Sources) -> None:
    held = set(sources.lines())
    assert sources.links
    assert not held.intersection(sources.links)


def published(home: Path) -> Release:
    return publish(home, [NAME], [], "", {}, links=[LINK, *TARGET])


def test_links_are_stored_counted_and_hashed_apart_from_the_facts(tmp_path: Path) -> None:
    release = published(tmp_path)
    assert release.manifest["triples"] == {"asserted": 1, "inferred": 0}
    assert release.manifest["links"] == 3
    assert (release.path / "links.nt").read_text().splitlines() == sorted([LINK, *TARGET])
    assert "links.nt" in release.manifest["sha256"]
    store = release.open()
    facts = list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert [f"{quad.triple} ." for quad in facts] == [NAME]
    assert {str(graph.value) for graph in store.named_graphs()} == {str(LINKS_GRAPH)}


def test_a_page_shows_the_links_of_a_thing_and_not_as_facts(tmp_path: Path) -> None:
    about = describe(published(tmp_path).open(), "country:PAK")
    assert [(link.dataset, link.iri) for link in about.links] == [("Wikidata", ITEM)]
    assert about.links[0].predicate.label == "same as"
    assert about.facts == ()
    assert f"  Wikidata: {ITEM}" in render_text(about)


def test_the_document_of_a_thing_has_its_links_in_every_format(tmp_path: Path) -> None:
    store = published(tmp_path).open()
    assert LINK in {f"{triple} ." for triple in document_graph(store, "country:PAK")}
    assert ITEM in serialize(thing_quads(store, "country:PAK"), "turtle").decode()
    quads = serialize(thing_quads(store, "country:PAK"), "nquads").decode()
    assert f"{LINK[:-2]} <{LINKS_GRAPH}> ." in quads


def test_the_whole_graph_has_its_links_in_their_own_graph(tmp_path: Path) -> None:
    quads = whole_quads(published(tmp_path).open())
    assert serialize(quads, "nquads").decode().count(ITEM) == 1
    assert ITEM not in serialize(quads, "ntriples").decode()


def test_a_thing_without_links_is_described_as_before() -> None:
    store = ox.Store()
    fill(store, [NAME], [])
    assert describe(store, "country:PAK").links == ()
    fill_links(store, [LINK])
    assert len(describe(store, "country:PAK").links) == 1
