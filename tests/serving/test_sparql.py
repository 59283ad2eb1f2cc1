"""The endpoint keeps the SPARQL 1.1 Protocol and gives what rdflib gives."""

import csv
import io
import json
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.query import ResultRow
from webclient import BROWSER, FACTS, Client, served

from imet_graph.namespaces import INFERRED_GRAPH, PREFIXES, new_graph

NAMES = "SELECT ?c ?name WHERE { ?c a imet:Country ; rdfs:label ?name } ORDER BY ?name"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("home"), workers=1, max_rows=5) as client:
        yield client


@pytest.fixture(scope="module")
def facts() -> Graph:
    graph = new_graph()
    for name in ("pakistan.ttl", "inferred.ttl"):
        graph.parse(FACTS / name)
    return graph


def names(text: str) -> list[str]:
    return [row["name"]["value"] for row in json.loads(text)["results"]["bindings"]]


def test_a_query_by_get_answers_json_unless_told_otherwise(client: Client) -> None:
    answer = client.get("/sparql", query=NAMES)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == JSON
    assert names(answer.text) == ["India", "Pakistan"]
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("headers", "content"),
    [(FORM, "query=SELECT+*+%7B+?c+rdfs:label+?name+%7D"), (QUERY, NAMES)],
    ids=["form", "direct"],
)
def test_a_query_by_post_comes_as_form_or_as_text(
    client: Client, headers: dict[str, str], content: str
) -> None:
    answer = client.send("POST", "/sparql", headers=headers, content=content)
    assert answer.status_code == 200
    assert "Pakistan" in names(answer.text)


@pytest.mark.parametrize(
    ("accept", "media", "beginning"),
    [
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("text/csv", "text/csv; charset=utf-8", "c,name\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", "?c\t?name\n"),
        ("application/json", "application/json", '{"head"'),
        ("text/csv;q=0.5, application/sparql-results+json;q=0.4", "text/csv; charset=utf-8", "c,"),
        ("text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8", "c,name"),
    ],
)
def test_solutions_come_in_the_format_asked_for(
    client: Client, accept: str, media: str, beginning: str
) -> None:
    answer = client.get("/sparql", accept, query=NAMES)
    assert answer.headers["content-type"] == media
    assert answer.text.startswith(beginning)


@pytest.mark.parametrize(
    ("accept", "parser"),
    [
        ("", "turtle"),
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's JSON-LD parser
def test_a_graph_comes_in_every_format_and_equals_what_rdflib_constructs(
    client: Client, facts: Graph, accept: str, parser: str
) -> None:
    query = "CONSTRUCT { ?s imet:hasCitation ?c } WHERE { ?s imet:hasCitation ?c }"
    answer = client.get("/sparql", accept, query=query)
    expected = facts.query(query, initNs=dict(PREFIXES)).graph
    assert expected is not None
    assert set(Graph().parse(data=answer.text, format=parser)) == set(expected)
    assert len(expected) > 10


@pytest.mark.parametrize(
    "query",
    [
        NAMES,
        "SELECT ?s ?amount WHERE { ?s imet:amount ?amount } ORDER BY ?s",
        "SELECT ?stage (SUM(?a) AS ?sum) WHERE { ?o imet:stage ?stage ; imet:amount ?a } "
        "GROUP BY ?stage ORDER BY ?stage",
        "SELECT DISTINCT ?t WHERE { program:imet (imet:establishedBy|imet:authorizedBy)/rdfs:label "
        "?t } ORDER BY ?t",
        "SELECT ?c ?note WHERE { ?c imet:claimText ?t OPTIONAL { ?c imet:verdictNote ?note } } "
        "ORDER BY ?c",
    ],
)
def test_rows_equal_those_of_rdflib(client: Client, facts: Graph, query: str) -> None:
    rows = list(csv.reader(io.StringIO(client.get("/sparql", "text/csv", query=query).text)))
    expected = facts.query(query, initNs=dict(PREFIXES))
    assert len(rows) == 1 + len(expected)
    assert rows[1:] == [
        ["" if term is None else str(term) for term in row]
        for row in expected
        if isinstance(row, ResultRow)
    ]


def test_an_ask_answers_a_truth_value(client: Client) -> None:
    query = "ASK { country:PAK a imet:Country }"
    assert json.loads(client.get("/sparql", query=query).text)["boolean"] is True
    assert client.get("/sparql", "text/csv", query=query).text == "true"


def test_the_data_set_of_the_protocol_replaces_the_default_graph(client: Client) -> None:
    count = "SELECT (COUNT(*) AS ?name) WHERE { ?s ?p ?o }"
    inferred = {"query": count, "default-graph-uri": str(INFERRED_GRAPH)}
    assert names(client.get("/sparql", **inferred).text) == ["4"]
    posted = client.send(
        "POST",
        "/sparql",
        headers=QUERY,
        content=count,
        params={"default-graph-uri": str(INFERRED_GRAPH)},
    )
    assert names(posted.text) == ["4"]
    named = {"query": count, "named-graph-uri": str(INFERRED_GRAPH)}
    assert names(client.get("/sparql", **named).text) == ["0"]


@pytest.mark.parametrize(
    ("params", "status", "reason"),
    [
        ({"query": "SELECT * {"}, 400, "query: error at 1:"),
        ({"query": ""}, 400, "query: error"),
        ({"nothing": "here"}, 400, "expected the parameter query"),
        ({"query": [NAMES, NAMES]}, 400, "2 queries in one request"),
        ({"query": NAMES, "default-graph-uri": "no iri"}, 400, "'no iri' is no IRI"),
        ({"query": NAMES, "format": "pdf"}, 400, "format 'pdf' is unknown"),
        ({"query": "INSERT DATA { <urn:a> <urn:b> 1 }"}, 400, "INSERT is refused"),
        ({"update": "CLEAR ALL"}, 403, "read-only"),
        ({"query": "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"}, 400, "SERVICE is"),
    ],
)
def test_a_bad_request_gets_its_status_and_one_line(
    client: Client, params: dict[str, str | list[str]], status: int, reason: str
) -> None:
    answer = client.send("GET", "/sparql", params=params)
    assert answer.status_code == status
    assert reason in answer.text
    assert answer.text.count("\n") == 1
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        (FORM, "update=CLEAR+ALL", 403),
        ({"Content-Type": "application/sparql-update"}, "CLEAR ALL", 403),
        ({"Content-Type": "text/plain"}, NAMES, 415),
        ({}, NAMES, 415),
        ({"Content-Type": "application/sparql-query; charset=latin-1"}, NAMES, 415),
        (QUERY, b"SELECT \xff", 400),
        (QUERY, NAMES + "#" * 300_000, 413),
    ],
    ids=["update", "direct update", "plain", "no type", "charset", "no utf-8", "too long"],
)
def test_a_body_that_is_no_query_is_refused(
    client: Client, headers: dict[str, str], content: str | bytes, status: int
) -> None:
    answer = client.send("POST", "/sparql", headers=headers, content=content)
    assert answer.status_code == status


def test_what_no_format_fits_is_not_acceptable(client: Client) -> None:
    answer = client.get("/sparql", "image/png", query=NAMES)
    assert answer.status_code == 406
    assert JSON in answer.text
    graph = client.get("/sparql", "text/csv", query="DESCRIBE country:PAK")
    assert graph.status_code == 406


def test_other_methods_are_not_allowed(client: Client) -> None:
    answer = client.send("PUT", "/sparql", content="x")
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["allow"].split(", "))


def test_any_site_may_read_the_answers(client: Client) -> None:
    origin = {"Origin": "https://example.org"}
    answer = client.send("GET", "/sparql", headers=origin, params={"query": NAMES})
    assert answer.headers["access-control-allow-origin"] == "*"
    asked = {**origin, "Access-Control-Request-Method": "POST"}
    preflight = client.send("OPTIONS", "/sparql", headers=asked)
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_without_a_query_the_service_describes_itself(client: Client) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    for accept, parser in (("", "turtle"), ("application/rdf+xml", "xml")):
        graph = Graph().parse(data=client.get("/sparql", accept).text, format=parser)
        found = graph.query(
            f"SELECT ?n WHERE {{ ?s a <{sd}Service> ; <{sd}endpoint> <http://test/sparql> ; "
            f"<{sd}defaultDataset>/<{sd}defaultGraph>/<http://rdfs.org/ns/void#triples> ?n }}"
        )
        release = client.site.manifest()
        assert [int(str(row[0])) for row in found] == [  # type: ignore[index]
            release["triples"]["asserted"] + release["triples"]["inferred"]
        ]
    assert client.get("/sparql", "image/png").status_code == 406


def test_a_browser_gets_a_form(client: Client) -> None:
    page = client.get("/sparql", BROWSER)
    assert page.headers["content-type"].startswith("text/html")
    assert "<textarea" in page.text
    assert 'action="/sparql"' in page.text


def test_a_browser_gets_a_table_with_labels_and_links(client: Client) -> None:
    query = "SELECT ?o ?amount ?none WHERE { ?o imet:amount ?amount ; imet:stage stage:obligated }"
    page = client.get("/sparql", BROWSER, query=query)
    assert page.status_code == 200
    assert (
        '<a href="/doc/obs/imet-PAK-2018-obligated-greenbook">'
        "IMET obligations, Pakistan, fiscal year 2018</a>" in page.text
    )
    assert "not stated" in page.text
    assert query in page.text.replace("&#39;", "'")


def test_a_table_says_that_it_is_cut_and_a_file_is_whole(client: Client) -> None:
    query = "SELECT ?s WHERE { ?s ?p ?o }"
    page = client.get("/sparql", BROWSER, query=query)
    assert "Only the first 5 rows are shown" in page.text
    assert page.headers["x-row-limit-reached"] == "5"
    assert page.text.count("<tr>") == 1 + 5
    whole = client.get("/sparql", query=query, format="csv")
    assert len(whole.text.splitlines()) > 200
    exact = client.get("/sparql", BROWSER, query="SELECT ?s { ?s ?p ?o } LIMIT 5")
    assert "Only the first" not in exact.text
    assert "x-row-limit-reached" not in exact.headers


def test_a_browser_sees_the_reason_above_its_query(client: Client) -> None:
    page = client.get("/sparql", BROWSER, query="SELECT * { <b>")
    assert page.status_code == 400
    assert "query: error at" in page.text
    assert "SELECT * { &lt;b&gt;" in page.text


def test_values_are_escaped(client: Client) -> None:
    query = "SELECT ('<script>alert(1)</script>' AS ?x) (<javascript:alert(1)> AS ?y) {}"
    page = client.get("/sparql", BROWSER, query=query)
    assert "<script" not in page.text
    assert 'href="javascript' not in page.text


def test_a_whole_graph_answer_parses(client: Client) -> None:
    answer = client.get("/sparql", "application/n-triples", query="CONSTRUCT WHERE { ?s ?p ?o }")
    counts = client.site.manifest()["triples"]
    parsed = set(ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES))
    assert len(parsed) == counts["asserted"] + counts["inferred"]
