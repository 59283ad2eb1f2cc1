"""Links to other data sets: on the page of a thing, as a document of their own, not among facts."""

from collections.abc import Iterator

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, VOID
from webclient import BROWSER, Client, lines, served

from imet_graph.linksets import read
from imet_graph.namespaces import LINKS_GRAPH, expand
from imet_graph.resources import data_dir
from imet_graph.store import publish

PAKISTAN = URIRef(str(expand("country:PAK")))
ITEM = "http://www.wikidata.org/entity/Q843"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    home = tmp_path_factory.mktemp("home")
    with served(home, workers=1) as client:
        facts, links = lines("pakistan.ttl"), read(data_dir() / "links")
        publish(home, facts, lines("inferred.ttl"), "", {}, links=links)
        yield client


def test_the_page_of_a_country_leads_elsewhere(client: Client) -> None:
    page = client.get("/doc/country/PAK", BROWSER).text
    assert "Elsewhere" in page
    for target in (
        ITEM,
        "https://sws.geonames.org/1168579/",
        "http://publications.europa.eu/resource/authority/country/PAK",
    ):
        assert f'href="{target}" rel="external noreferrer"' in page


def test_the_turtle_of_a_country_has_its_links(client: Client) -> None:
    graph = Graph().parse(data=client.get("/doc/country/PAK.ttl").text, format="turtle")
    assert (PAKISTAN, OWL.sameAs, URIRef(ITEM)) in graph


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's JSON-LD parser
@pytest.mark.parametrize(
    ("address", "accept", "form"),
    [
        ("/graph/links", "text/turtle", "turtle"),
        ("/graph/links", "application/ld+json", "json-ld"),
        ("/graph/links", BROWSER, "turtle"),
        ("/graph/links.nt", None, "nt"),
    ],
)
def test_all_links_are_a_document(
    client: Client, address: str, accept: str | None, form: str
) -> None:
    answer = client.get(address, accept)
    assert answer.status_code == 200
    graph = Graph().parse(data=answer.text, format=form)
    assert (PAKISTAN, OWL.sameAs, URIRef(ITEM)) in graph
    assert (URIRef(f"{LINKS_GRAPH}#wikidata"), VOID.linkPredicate, OWL.sameAs) in graph


def test_a_form_of_the_links_that_there_is_not_is_not_found(client: Client) -> None:
    assert client.get("/graph/links.xyz").status_code == 404
    assert client.get("/graph/links.html").status_code == 404


def test_a_query_sees_links_where_it_asks_for_their_graph_only(client: Client) -> None:
    plain = f"ASK {{ ?thing ?property <{ITEM}> }}"
    named = f"ASK {{ GRAPH <{LINKS_GRAPH}> {{ ?thing ?property <{ITEM}> }} }}"
    form = "application/sparql-results+json"
    assert client.get("/sparql", form, query=plain).json()["boolean"] is False
    assert client.get("/sparql", form, query=named).json()["boolean"] is True


def test_the_service_names_the_graph_of_the_links_and_its_size(client: Client) -> None:
    graph = Graph().parse(data=client.get("/sparql", "text/turtle").text, format="turtle")
    names = set(graph.objects(None, URIRef(str(expand("sd:name")))))
    assert URIRef(str(LINKS_GRAPH)) in names
    sizes = {str(size) for size in graph.objects(None, VOID.triples)}
    assert str(len(read(data_dir() / "links"))) in sizes
