"""Each named question gives its tested answer, and rdflib gives the same on the small graph."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from parts import tiny_lines
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from imet_graph.building import close, gather
from imet_graph.named_query import NamedQuery, all_queries, fill
from imet_graph.namespaces import bind, sparql_prologue
from imet_graph.query import Term, run
from imet_graph.store import Release
from imet_graph.store import fill as load
from imet_graph.terms import canonical, ntriples

ANSWERS = Path(__file__).parent / "queries"
QUESTIONS = all_queries()
BEYOND_RDFLIB = {
    "after-an-incident",
    "coup-leaders-schools",
    "days-to-measure",
    "fiscal-year-differs",
    "names-of-a-country",
    "recipients-that-ended",
}
"""Questions whose joins take rdflib minutes on the smallest graph; `tests/relational` asks
these, as all others, in two engines."""
SECTIONS = {"Lead", "History", "Mission", "Operations", "Criticism"}


def examples(question: NamedQuery) -> dict[str, str]:
    return {parameter.name: parameter.example for parameter in question.parameters}


def test_there_are_at_least_25_questions_and_they_reach_every_section() -> None:
    assert len(QUESTIONS) >= 25
    reached = {section for question in QUESTIONS.values() for section in question.sections}
    assert reached >= SECTIONS


def test_no_answer_is_left_over() -> None:
    assert {path.stem for path in ANSWERS.glob("*.csv")} == set(QUESTIONS)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_gives_its_tested_answer(name: str, release: Release) -> None:
    answer = run(release.open(), fill(QUESTIONS[name], examples(QUESTIONS[name])))
    with (ANSWERS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    assert list(answer.columns) == expected[0]
    assert [[_cell(term) for term in row] for row in answer.rows] == expected[1:]
    assert answer.rows, "an example that finds nothing tests nothing"


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_header_names_the_columns_of_the_answer(name: str, release: Release) -> None:
    question = QUESTIONS[name]
    answer = run(release.open(), fill(question, examples(question)))
    assert answer.columns == tuple(column.name for column in question.columns)
    assert all(column.description for column in question.columns)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_query_orders_its_rows_completely(name: str, release: Release) -> None:
    """Rows that tie in the sort key would come in any order."""
    text = QUESTIONS[name].text
    assert re.search(r"ORDER BY", text)
    rows = run(release.open(), fill(QUESTIONS[name], examples(QUESTIONS[name]))).rows
    assert len(set(rows)) == len(rows)


@pytest.fixture(scope="module")
def small() -> Iterator[tuple[ox.Store, Graph]]:
    """Law, schools, claims and the countries asked for, with what follows, in two engines."""
    asserted = tiny_lines(gather(), {"MLI", "THA"})
    _, closure = close(asserted)
    lines = sorted({*asserted, *closure.news()})
    store = ox.Store()
    load(store, lines, [])
    graph = bind(Graph(bind_namespaces="none")).parse(data="\n".join(lines), format="nt")
    yield store, graph


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - BEYOND_RDFLIB))
def test_rdflib_gives_the_same_answer_on_the_small_graph(
    name: str, small: tuple[ox.Store, Graph]
) -> None:
    store, graph = small
    text = fill(QUESTIONS[name], examples(QUESTIONS[name]))
    ours = run(store, text)
    theirs = graph.query(sparql_prologue() + text)
    assert [str(variable) for variable in theirs.vars or ()] == list(ours.columns)
    assert sorted(_ours(row) for row in ours.rows) == sorted(
        tuple(_theirs(term) for term in row)  # type: ignore[union-attr]
        for row in theirs
    )


def _cell(term: Term | None) -> str:
    if isinstance(term, ox.NamedNode | ox.Literal):
        return term.value
    return str(term or "")


def _ours(row: tuple[Term | None, ...]) -> tuple[str, ...]:
    return tuple("" if term is None else str(term) for term in row)


def _theirs(term: Node | None) -> str:
    if isinstance(term, Literal | URIRef):
        return ntriples(canonical(term))
    return "" if term is None else str(term)


def test_the_tested_answers_are_plain_csv() -> None:
    for path in ANSWERS.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        assert next(iter(csv.reader(io.StringIO(text))))
