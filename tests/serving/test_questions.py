"""Named questions, lists and the first page."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from webclient import BROWSER, FACTS, Client, served

from imet_graph.named_query import load
from imet_graph.serving import pages, questions

ASK = "/ask/figures-of-country"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("home"), workers=1, max_rows=2) as client:
        yield client


@pytest.fixture(autouse=True)
def _one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    query = load(FACTS / "figures-of-country.rq")
    for module in (questions, pages):
        monkeypatch.setattr(module, "shipped", lambda: {query.name: query})


def test_the_list_of_questions_comes_as_page_json_and_csv(client: Client) -> None:
    assert "Figures of one country" in client.get("/ask", BROWSER).text
    for answer in (client.get("/ask", "application/json"), client.get("/ask.json", BROWSER)):
        (outline,) = answer.json()
        assert outline["parameters"][0]["name"] == "country"
    rows = client.get("/ask.csv").text.splitlines()
    assert rows[1] == "figures-of-country,Figures of one country,country year"
    assert client.get("/asking").status_code == 404


def test_a_form_offers_the_values_there_are(client: Client) -> None:
    page = client.get(ASK, BROWSER)
    assert page.status_code == 200
    assert '<option value="country:PAK">Pakistan</option>' in page.text
    assert 'name="year"' in page.text
    assert "<table>" not in page.text


def test_an_answer_has_labels_links_units_and_a_stated_limit(client: Client) -> None:
    page = client.get(ASK, BROWSER, country="country:PAK", year="")
    assert page.status_code == 200
    assert '<option value="country:PAK" selected>Pakistan</option>' in page.text
    assert '<a href="/concept/stage/obligated">obligated</a>' in page.text
    assert '<a href="/doc/source/usaid-greenbook-2020">U.S. Overseas' in page.text
    assert 'amount <span class="unit">(USD)</span>' in page.text
    assert "Only the first 2 rows are shown" in page.text
    assert page.headers["x-row-limit-reached"] == "2"
    assert f'href="{ASK}.csv?country=country%3APAK&amp;year="' in page.text


def test_json_and_csv_hold_every_row_and_labels_beside_codes(client: Client) -> None:
    answer = client.get(f"{ASK}.json", country="country:PAK").json()
    assert answer["count"] == len(answer["rows"]) == 3
    assert answer["rows"][0]["stage"] == {
        "type": "iri",
        "value": "https://w3id.org/imet-graph/concept/stage/obligated",
        "label": "obligated",
    }
    assert answer["rows"][0]["amount"]["value"] == "496954"
    text = client.get(ASK, "text/csv", country="country:PAK").text
    head, first, *_ = csv.reader(io.StringIO(text))
    assert head[:5] == ["figure", "figure_label", "stage", "stage_label", "year"]
    assert first[3:6] == ["obligated", "2018", "496954"]


def test_an_answer_without_rows_is_an_answer(client: Client) -> None:
    values = {"country": "country:IND", "year": "2018"}
    assert "No rows." in client.get(ASK, BROWSER, **values).text
    assert client.get(f"{ASK}.json", **values).json()["rows"] == []
    assert client.get(f"{ASK}.csv", **values).text == "figure,stage,year,amount,source\r\n"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "needs country"),
        ({"country": "country:PAK", "year": "soon"}, "expected integer"),
        ({"country": "Pakistan"}, "expected iri"),
        ({"country": "country:PAK", "color": "red"}, "no parameter"),
    ],
)
def test_a_wrong_value_is_named(client: Client, values: dict[str, str], reason: str) -> None:
    answer = client.get(f"{ASK}.json", **values)
    assert answer.status_code == 400
    assert reason in answer.text
    if values:
        assert client.get(ASK, BROWSER, **values).status_code == 400


def test_an_unknown_question_is_not_found(client: Client) -> None:
    assert client.get("/ask/nothing").status_code == 404
    assert client.get(ASK, "image/png").status_code == 406


def test_the_first_page_shows_counts_questions_and_entry_points(client: Client) -> None:
    page = client.get("/", BROWSER).text
    counts = client.site.manifest()["triples"]
    assert f"<dd>{counts['asserted']:,}</dd>" in page
    assert f'<a href="{ASK}">' in page
    assert '<a href="/doc/country/PAK">Pakistan</a>' in page
    assert "CC BY 4.0" in page


def test_a_list_of_a_kind_is_paged(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_PAGE_SIZE", 2)
    page = client.get("/browse/claim", BROWSER).text
    assert "Numbers 1 to 2 of 3." in page
    assert 'rel="next" href="?page=2"' in page
    last = client.get("/browse/claim", BROWSER, page="2").text
    assert "Criticism of the freeze" in last
    for number in ("0", "3", "-1", "x", "9" * 30):
        assert client.get("/browse/claim", page=number).status_code == 404
    assert client.get("/browse/nokind").status_code == 404


def test_health_tells_the_release(client: Client) -> None:
    health = client.get("/health").json()
    assert health["status"] == "ok"
    assert health["triples"]["inferred"] == 4
    assert len(health["sha256"]["asserted.nt"]) == 64
    assert health["release"].startswith("release-")


def test_an_application_without_a_build_says_so(tmp_path: Path) -> None:
    with served(tmp_path / "home") as client:
        for folder in (tmp_path / "home").glob("current"):
            folder.unlink()
        assert client.get("/health").status_code == 503
        for accept in (None, BROWSER):
            answer = client.get("/doc/country/PAK", accept)
            assert answer.status_code == 503
            assert "no finished build" in answer.text
            assert answer.headers["retry-after"] == "5"
