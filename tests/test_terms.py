"""Terms have one written form, the one Oxigraph uses."""

from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, XSD

from imet_graph.terms import (
    canonical,
    canonical_decimal,
    count_literal,
    date_literal,
    money_literal,
    ntriples,
    ntriples_lines,
)

texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"))


def stored(term: str) -> str:
    """What Oxigraph makes of a term once it was stored."""
    store = ox.Store()
    store.load(f"<urn:s> <urn:p> {term} .", format=ox.RdfFormat.N_TRIPLES)
    return str(next(iter(store)).object)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, max_value=10**12))
def test_a_decimal_is_written_as_oxigraph_stores_it(number: Decimal) -> None:
    assert stored(ntriples(money_literal(number))) == ntriples(money_literal(number))


@given(st.integers(-(10**15), 10**15))
def test_a_count_is_written_as_oxigraph_stores_it(number: int) -> None:
    assert stored(ntriples(count_literal(number))) == ntriples(count_literal(number))


@given(texts)
def test_any_text_survives_ntriples_in_both_libraries(text: str) -> None:
    line = f"<urn:s> <urn:p> {ntriples(Literal(text, lang='en'))} ."
    assert next(iter(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))).object.value == text
    assert str(next(Graph().parse(data=line, format="nt").objects())) == text


@pytest.mark.parametrize(
    ("written", "datatype", "expected"),
    [
        ("1800000.0", XSD.decimal, "1800000"),
        ("1.80", XSD.decimal, "1.8"),
        ("-0.0", XSD.decimal, "0"),
        ("+5181", XSD.integer, "5181"),
        ("1", XSD.boolean, "true"),
        ("2019-12-06", XSD.date, "2019-12-06"),
    ],
)
def test_a_literal_gets_its_canonical_form(written: str, datatype: URIRef, expected: str) -> None:
    literal = Literal(written, datatype=datatype, normalize=False)
    assert str(canonical(literal)) == expected


def test_a_text_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="is no decimal number"):
        canonical_decimal("12a000")
    with pytest.raises(ValueError, match="is no finite decimal number"):
        canonical_decimal("NaN")


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="day"):
        date_literal("2019-02-30")


def test_blank_nodes_get_the_same_labels_whatever_they_were_called() -> None:
    def graph(order: list[int]) -> Graph:
        made = Graph()
        for index in order:
            node = BNode()
            made.add((node, RDF.value, Literal(index)))
            made.add((URIRef("urn:s"), RDF.value, node))
        return made

    one, other = graph([1, 2, 3]), graph([3, 1, 2])
    assert ntriples_lines(one) == ntriples_lines(other)
    back = Graph().parse(data="\n".join(ntriples_lines(one)), format="nt")
    assert isomorphic(back, one)
