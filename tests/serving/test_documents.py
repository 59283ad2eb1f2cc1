"""A thing leads to its document, a document negotiates, and its page shows sources and status."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF
from webclient import BROWSER, Client, served

from imet_graph.namespaces import IMET, expand

TYPES = {
    ".ttl": ("text/turtle", "turtle"),
    ".nt": ("application/n-triples", "nt"),
    ".jsonld": ("application/ld+json", "json-ld"),
    ".rdf": ("application/rdf+xml", "xml"),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("home"), workers=1) as client:
        yield client


class Links(HTMLParser):
    """Collects what a page points to, and its elements in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.ids: set[str] = set()
        self.elements: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and its links."""
        self.elements.append(tag)
        if tag not in {"meta", "link", "input", "br"}:
            self.open.append(tag)
        for name, value in attrs:
            if name in {"href", "src", "action"} and value:
                self.targets.add(value)
            if name == "id" and value:
                assert value not in self.ids, f"two elements are called {value}"
                self.ids.add(value)

    def handle_endtag(self, tag: str) -> None:
        """Check that it closes what was opened last."""
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_a_thing_leads_to_its_document(client: Client) -> None:
    answer = client.get("/id/country/PAK", "text/turtle")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/doc/country/PAK"
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("path", ["/id/country/PAQ", "/doc/country/PAQ", "/doc/country/PAQ.ttl"])
def test_an_unknown_thing_is_not_found_and_a_near_one_named(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "country:PAQ: the graph says nothing about it" in answer.text
    assert "country:PAK" in answer.text
    page = client.get(path, BROWSER)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "the graph says nothing about it" in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/id/nokind/x",
        "/doc/country/a_b",
        "/doc/country/PAK.pdf",
        "/concept/noscheme",
        "/concept/verdict/none",
        "/ontology/module/none",
        "/ontology.pdf",
        "/nothing",
        "/static/none.css",
        "/static/../pyproject.toml",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's JSON-LD parser
@pytest.mark.parametrize("suffix", TYPES)
def test_a_document_comes_by_accept_and_by_suffix(client: Client, suffix: str) -> None:
    media, parser = TYPES[suffix]
    chosen = client.get("/doc/program/imet", media)
    fixed = client.get(f"/doc/program/imet{suffix}", "text/html")
    assert chosen.content == fixed.content
    assert chosen.headers["content-type"].split(";")[0] == media
    assert chosen.headers["content-location"] == f"/doc/program/imet{suffix}"
    assert "Accept" in chosen.headers["vary"]
    assert f'</doc/program/imet{suffix}>; rel="alternate"; type="{media}"' in chosen.headers["link"]
    graph = Graph().parse(data=chosen.text, format=parser)
    program, law = expand("program:imet"), expand("pl:94-329")
    assert (program, IMET.establishedBy, law) in graph
    assert (program, IMET.authorizedBy, law) in graph
    assert (expand("claim:sc-900"), IMET.claimObject, law) in graph
    assert (expand("source:usc-22"), RDF.type, IMET.GovernmentReport) in graph
    assert (law, URIRef("http://www.w3.org/2000/01/rdf-schema#label"), None) in graph


def test_all_forms_of_a_document_hold_the_same_graph(client: Client) -> None:
    formats = (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.JSON_LD)
    graphs = [
        {quad.triple for quad in ox.parse(client.get(f"/doc/pl/94-329{s}").content, format=f)}
        for s, f in zip((".ttl", ".nt", ".jsonld"), formats, strict=True)
    ]
    assert graphs[0] == graphs[1] == graphs[2]
    assert len(graphs[0]) > 5


def test_what_no_form_fits_is_not_acceptable(client: Client) -> None:
    assert client.get("/doc/country/PAK", "image/png").status_code == 406


def test_the_page_of_a_country_shows_claims_figures_and_sources(client: Client) -> None:
    page = client.get("/doc/country/PAK", BROWSER)
    shown = text_of(page.text)
    assert page.headers["content-location"] == "/doc/country/PAK.html"
    assert "496,954 USD current dollars" in shown
    assert "about 3,500,000 USD current dollars $3.5 million" in shown
    assert "obligated, current dollars: fiscal 2019" in shown
    assert "said by unnamed United States officers" in shown
    assert "supported in part Press reports give the number." in shown
    assert "United States Agency for International Development, 2022-08-09" in shown
    assert "accessed 2026-11-01" in shown
    assert "4,9" not in shown.replace("496,954", ""), "figures were added"


def test_the_page_of_a_program_marks_what_is_inferred_and_gives_each_fact_its_source(
    client: Client,
) -> None:
    page = client.get("/doc/program/imet", BROWSER).text
    shown = text_of(page)
    assert "supported" in shown
    assert shown.count("inferred") >= 2
    assert "3 further figures are of single countries" in shown
    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*/doc/pl/94-329.*?</tr>", page, re.DOTALL)
    assert row is not None
    assert 'href="/doc/claim/sc-900"' in page


def test_a_status_to_be_read_with_care_is_flagged(client: Client) -> None:
    flagged = client.get("/doc/restriction/pak-2018-freeze", BROWSER).text
    assert '<p class="status flagged">' in flagged
    assert "verified in part" in flagged
    sound = client.get("/doc/pl/94-329", BROWSER).text
    assert "flagged" not in sound


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/doc/country/PAK",
        "/doc/program/imet",
        "/doc/claim/sc-900",
        "/doc/citation/pl-94-329",
        "/doc/source/usc-22",
        "/doc/obs/imet-PAK-2018-obligated-greenbook",
        "/concept/verdict",
        "/concept/verdict/qualified",
        "/ontology",
        "/sparql",
        "/ask",
        "/browse/claim",
    ],
)
def test_a_page_is_well_formed_local_and_leads_somewhere(client: Client, path: str) -> None:
    answer = client.get(path, BROWSER)
    assert answer.status_code == 200
    page = Links(answer.text)
    assert not page.open
    assert page.elements.count("h1") == page.elements.count("main") == 1
    assert not {"script", "style", "img", "iframe"} & set(page.elements)
    assert " style=" not in answer.text
    assert " on" + "click" not in answer.text
    assert {"/static/style.css"} == {t for t in page.targets if t.endswith((".css", ".js"))}
    local = sorted(t for t in page.targets if t.startswith("/") and not t.startswith("/ask"))
    for target in local:
        assert client.get(target.partition("#")[0], BROWSER).status_code == 200, target
    fragments = {t[1:] for t in page.targets if t.startswith("#")}
    assert fragments <= page.ids


def test_the_ontology_document_lists_every_term_with_its_definition(client: Client) -> None:
    page = client.get("/ontology", BROWSER).text
    assert '<article class="term" id="establishedBy">' in page
    assert "Relates a program to the law that founded it." in page
    assert "transitive" in page
    turtle = Graph().parse(data=client.get("/ontology", "text/turtle").text, format="turtle")
    assert (IMET.establishedBy, RDF.type, None) in turtle
    assert len(list(turtle.triples((None, IMET.amount, None)))) == 0
    assert client.get("/ontology.ttl").content == client.get("/ontology", "text/turtle").content
    assert client.get("/ontology/0.1.0").headers["location"] == "/ontology"


def test_a_scheme_lists_its_concepts(client: Client) -> None:
    page = text_of(client.get("/concept/verdict", BROWSER).text)
    assert "qualified supported in part A better source says so with a limit." in page
    turtle = client.get("/concept/verdict/qualified.ttl").text
    assert "verdict:qualified a skos:Concept" in turtle


def test_every_response_forbids_foreign_content(client: Client) -> None:
    for path in ("/", "/doc/country/PAK.ttl", "/nothing", "/static/style.css", "/health"):
        policy = client.get(path, BROWSER).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert client.get(path).headers["x-content-type-options"] == "nosniff"
