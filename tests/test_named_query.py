"""A named query says what it asks and takes typed values, never text."""

from pathlib import Path

import pytest
from rdflib.plugins.sparql import prepareQuery

from imet_graph.errors import QueryError
from imet_graph.named_query import NamedQuery, fill, find, load
from imet_graph.namespaces import sparql_prologue

TEXT = """\
#+ summary: Obligations to one country
#+ parameters:
#+   - {name: country, type: iri, required: true, example: "country:EGY"}
#+   - {name: year, type: integer, example: "2016"}
#+ columns:
#+   - {name: amount, type: "xsd:decimal", unit: USD}
SELECT ?amount WHERE {
  VALUES ?country { UNDEF }
  VALUES ?year { UNDEF }
  ?o imet:recipientCountry ?country ; imet:inFiscalPeriod/imet:fiscalYearNumber ?year ;
    imet:amount ?amount .
} ORDER BY ?amount
"""


@pytest.fixture
def question(tmp_path: Path) -> NamedQuery:
    return loaded(tmp_path, TEXT)


def loaded(folder: Path, text: str) -> NamedQuery:
    path = folder / "obligations.rq"
    path.write_text(text)
    return load(path)


def test_the_header_is_read(question: NamedQuery) -> None:
    assert question.name == "obligations"
    assert question.summary == "Obligations to one country"
    assert [p.name for p in question.parameters] == ["country", "year"]
    assert question.columns[0].unit == "USD"


def test_values_become_terms(question: NamedQuery) -> None:
    text = fill(question, {"country": "country:EGY", "year": "2016"})
    assert "VALUES ?country { <https://w3id.org/imet-graph/id/country/EGY> }" in text
    assert 'VALUES ?year { "2016"^^<http://www.w3.org/2001/XMLSchema#integer> }' in text
    prepareQuery(sparql_prologue() + text)


def test_an_optional_value_left_out_stays_undef(question: NamedQuery) -> None:
    assert "VALUES ?year { UNDEF }" in fill(question, {"country": "country:EGY"})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "needs country .iri., for example country=country:EGY"),
        ({"country": "Egypt"}, "country is 'Egypt'; expected iri, for example country:EGY"),
        ({"country": "country:EGY> } DROP ALL #"}, "expected iri"),
        ({"country": "country:EGY", "year": "20x6"}, "year is '20x6'; expected integer"),
        ({"country": "country:EGY", "yeer": "2016"}, "has no parameter 'yeer'"),
    ],
)
def test_a_value_of_another_type_is_refused(
    question: NamedQuery, values: dict[str, str], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        fill(question, values)


def test_text_cannot_break_out_of_its_literal(tmp_path: Path) -> None:
    question = loaded(
        tmp_path,
        "#+ summary: s\n#+ parameters: [{name: t, type: text, example: a}]\n"
        "SELECT ?x { VALUES ?t { UNDEF } ?x rdfs:label ?t }",
    )
    text = fill(question, {"t": 'a" } DELETE { \\"'})
    assert 'VALUES ?t { "a\\" } DELETE { \\\\\\""@en }' in text
    prepareQuery(sparql_prologue() + text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * { ?s ?p ?o }", "no header"),
        ("#+ description: x\nSELECT * {}", "header misses or misnames 'summary'"),
        ("#+ summary: [\nSELECT * {}", "header is no YAML"),
        ("#+ summary: s\nSELECT * { VALUES ?x { UNDEF } }", "x is declared or used only"),
        (
            "#+ summary: s\n#+ parameters: [{name: y, type: iri, example: a}]\nSELECT * {}",
            "y is declared or used only",
        ),
    ],
)
def test_a_header_that_does_not_fit_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        loaded(tmp_path, text)


def test_an_unknown_question_names_the_nearest() -> None:
    with pytest.raises(QueryError, match="claims-contradicted"):
        find("claims-contradictd")
