"""Coded graphs give back what they were given, and number the same terms alike each time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from imet_graph.errors import SourceError
from imet_graph.relational import CodedGraph, parse_term
from imet_graph.terms import ntriples, ntriples_lines

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
IRIS = st.sampled_from([URIRef(f"urn:x:{name}") for name in "abcdé"])
BLANK = st.sampled_from([BNode(f"b{n}") for n in range(3)])
LITERALS = st.one_of(
    TEXT.map(Literal),
    TEXT.map(lambda text: Literal(text, lang="en")),
    TEXT.map(lambda text: Literal(text, datatype=URIRef("urn:x:datatype"), normalize=False)),
    st.integers(-(10**20), 10**20).map(
        lambda n: Literal(str(n), datatype=XSD.integer, normalize=False)
    ),
)
TRIPLES = st.tuples(st.one_of(IRIS, BLANK), IRIS, st.one_of(IRIS, BLANK, LITERALS))


def graph_of(triples: list[tuple[Node, Node, Node]]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(TRIPLES, min_size=1, max_size=12))
def test_a_graph_comes_back_as_it_went_in(triples: list[tuple[Node, Node, Node]]) -> None:
    graph = graph_of(triples)
    coded = CodedGraph.from_graph(graph)
    rows = coded.rows("select s, p, o from triples")
    terms = coded.terms_of({number for row in rows for number in row})
    assert {(terms[s], terms[p], terms[o]) for s, p, o in rows} == set(graph)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(LITERALS)
def test_the_parts_of_a_literal_are_those_that_rdflib_sees(literal: Literal) -> None:
    coded = CodedGraph.from_graph(graph_of([(URIRef("urn:x:a"), URIRef("urn:x:p"), literal)]))
    ((lex, datatype, lang),) = coded.connection.execute(
        f"select lex, datatype, lang from {coded.lexical()} where kind = 'L'"  # noqa: S608
    ).fetchall()
    assert lex == str(literal)
    assert lang == literal.language
    expected = RDF.langString if literal.language else (literal.datatype or XSD.string)
    assert datatype == str(expected)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.one_of(IRIS, BLANK, LITERALS))
def test_a_term_is_read_back_from_its_text(term: Node) -> None:
    assert parse_term(ntriples(term)) == term


def test_values_are_typed_by_their_datatype() -> None:
    written = {
        "num": Literal("1.50", datatype=XSD.decimal, normalize=False),
        "dbl": Literal("2.5e0", datatype=XSD.double, normalize=False),
        "day": Literal("2019-12-06", datatype=XSD.date, normalize=False),
        "instant": Literal("2019-12-06T01:00:00+02:00", datatype=XSD.dateTime, normalize=False),
        "truth": Literal("true", datatype=XSD.boolean, normalize=False),
    }
    subject, predicate = URIRef("urn:x:a"), URIRef("urn:x:p")
    coded = CodedGraph.from_graph(graph_of([(subject, predicate, o) for o in written.values()]))
    numbers = coded.ids(written.values())
    found = {
        name: coded.connection.execute(
            f"select {name} from {coded.lexical()} where id = ?",  # noqa: S608
            [numbers[term]],
        ).fetchall()[0][0]
        for name, term in written.items()
    }
    assert found == {
        "num": Decimal("1.5"),
        "dbl": 2.5,
        "day": dt.date(2019, 12, 6),
        "instant": dt.datetime(2019, 12, 5, 23, 0),
        "truth": True,
    }


@pytest.mark.parametrize(
    ("text", "datatype"),
    [("1.0", XSD.integer), ("many", XSD.decimal), ("2019-02-30", XSD.date), ("yes", XSD.boolean)],
)
def test_a_form_that_its_datatype_does_not_have_has_no_value(text: str, datatype: URIRef) -> None:
    literal = Literal(text, datatype=datatype, normalize=False)
    coded = CodedGraph.from_graph(graph_of([(URIRef("urn:x:a"), URIRef("urn:x:p"), literal)]))
    (values,) = coded.connection.execute(
        f"select num, day, truth from {coded.lexical()} where kind = 'L'"  # noqa: S608
    ).fetchall()
    assert values == (None, None, None)


def test_terms_are_numbered_alike_however_the_lines_are_ordered() -> None:
    lines = [f'<urn:x:{s}> <urn:x:p> "{o}" .' for s in "abc" for o in range(5)]
    first, second = CodedGraph.from_lines(lines), CodedGraph.from_lines(reversed(lines))
    sql = "select * from terms order by id"
    assert first.rows(sql) == second.rows(sql)
    assert len(first) == len(lines)


def test_all_literals_lie_under_one_ceiling_also_those_added_later() -> None:
    coded = CodedGraph.from_lines(['<urn:x:a> <urn:x:p> "text" .'])
    before = coded.literal_ceiling
    added = coded.intern([Literal("new"), URIRef("urn:x:new")])
    assert coded.literal_ceiling == before
    assert added[Literal("new")] <= before < added[URIRef("urn:x:new")]
    assert coded.intern([Literal("new")]) == {Literal("new"): added[Literal("new")]}


def test_the_same_graph_gives_the_same_files(tmp_path: Path) -> None:
    lines = [f"<urn:x:{s}> <urn:x:p> <urn:x:{o}> ." for s in range(40) for o in range(40)]
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        CodedGraph.from_lines(lines).to_parquet(tmp_path / name)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    assert CodedGraph.from_parquet(tmp_path / "one").lines() == sorted(lines)


@pytest.mark.parametrize(
    "line",
    [
        "<urn:x:a> <urn:x:p> <urn:x:b>",
        '"text" <urn:x:p> <urn:x:b> .',
        "<urn:x:a> <urn:x:p> <urn:x:b .",
        "<urn:x:a> <urn:x:p> <urn:x:b> <urn:x:graph> .",
        "country:PAK a imet:Country .",
    ],
)
def test_a_line_that_is_no_triple_is_named(line: str) -> None:
    good = "<urn:x:a> <urn:x:p> <urn:x:b> ."
    with pytest.raises(SourceError, match="expected one triple as canonical N-Triples"):
        CodedGraph.from_lines([good, line])


def test_an_empty_graph_is_a_graph() -> None:
    assert len(CodedGraph.from_lines([])) == 0
    assert CodedGraph.from_graph(Graph()).lines() == []


def test_lines_of_an_rdflib_graph_are_those_of_the_terms_module() -> None:
    graph = Graph().parse(data='<urn:x:a> <urn:x:p> "a\\nb", 1, true, <urn:x:b> .', format="turtle")
    assert CodedGraph.from_graph(graph).lines() == ntriples_lines(graph)
