"""RDF terms in one canonical written form, so that files, rdflib and Oxigraph agree byte for byte.

Oxigraph rewrites the lexical form of numbers and booleans (`1.80` becomes `1.8`, `"1"^^xsd:boolean`
becomes `true`). Everything is therefore brought into that form when it is read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from itertools import chain

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from imet_graph.namespaces import new_graph

__all__ = [
    "canonical",
    "canonical_decimal",
    "canonical_graph",
    "count_literal",
    "date_literal",
    "graph_of",
    "money_literal",
    "ntriples",
    "ntriples_line",
    "ntriples_lines",
    "rdflib_term",
    "text_literal",
]

_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\b": "\\b",
        "\f": "\\f",
        **{chr(c): f"\\u{c:04X}" for c in (*range(8), 0x0B, *range(0x0E, 0x20), 0x7F)},
    }
)


def canonical_decimal(value: Decimal | str) -> str:
    """Written form of a decimal as XML Schema 1.1 and Oxigraph have it: `1.8`, `37000`, `-5`.

    Raises:
        ValueError: the text is no finite decimal number.
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"{value!r} is no decimal number") from None
    if not number.is_finite():
        raise ValueError(f"{value!r} is no finite decimal number")
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def money_literal(amount: Decimal | str) -> Literal:
    """An amount of money: xsd:decimal in canonical form. Units: those of the figure's currency."""
    return Literal(canonical_decimal(amount), datatype=XSD.decimal, normalize=False)


def count_literal(number: int) -> Literal:
    """A count: xsd:integer."""
    return Literal(str(int(number)), datatype=XSD.integer, normalize=False)


def date_literal(day: dt.date | str) -> Literal:
    """A day: xsd:date.

    Raises:
        ValueError: the text is no ISO 8601 date.
    """
    day = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return Literal(day.isoformat(), datatype=XSD.date, normalize=False)


def text_literal(text: str, language: str = "en") -> Literal:
    """A text in a language; English unless told otherwise."""
    return Literal(text, lang=language)


def canonical(term: Node) -> Node:
    """The same term in canonical written form; terms that have none pass through unchanged."""
    if not isinstance(term, Literal) or term.ill_typed:
        return term
    if term.datatype == XSD.decimal:
        return money_literal(str(term))
    if term.datatype == XSD.integer:
        return count_literal(int(str(term)))
    if term.datatype == XSD.boolean:
        lexical = "true" if str(term) in {"true", "1"} else "false"
        return Literal(lexical, datatype=XSD.boolean, normalize=False)
    if term.datatype == XSD.string:
        return Literal(str(term))
    return term


def canonical_graph(graph: Graph) -> Graph:
    """A copy of a graph in which every literal has its canonical form."""
    copy = new_graph()
    for s, p, o in graph:
        copy.add((s, p, canonical(o)))
    return copy


def rdflib_term(term: object) -> Node:
    """The rdflib term of a term of pyoxigraph, its written form kept.

    Raises:
        TypeError: it is no term of RDF 1.1.
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"{term!r} is no term of RDF 1.1")


def graph_of(lines: Iterable[str]) -> Graph:
    """The graph of canonical N-Triples lines, bound to our prefixes."""
    graph = new_graph()
    for quad in ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES):
        s, p, o = (rdflib_term(term) for term in (quad.subject, quad.predicate, quad.object))
        graph.add((s, p, canonical(o)))
    return graph


def ntriples(term: Node) -> str:
    """A term as canonical N-Triples.

    Raises:
        ValueError: the node is neither IRI, blank node nor literal.
    """
    if isinstance(term, URIRef):
        return f"<{term}>"
    if isinstance(term, BNode):
        return f"_:{term}"
    if not isinstance(term, Literal):
        raise ValueError(f"{term!r} is no RDF term")
    quoted = f'"{str(term).translate(_ESCAPES)}"'
    if term.language:
        return f"{quoted}@{term.language.lower()}"
    if term.datatype and term.datatype != XSD.string:
        return f"{quoted}^^<{term.datatype}>"
    return quoted


def ntriples_line(triple: tuple[Node, Node, Node]) -> str:
    """A triple as one line of canonical N-Triples, without the line break."""
    s, p, o = triple
    return f"{ntriples(s)} {ntriples(p)} {ntriples(o)} ."


def ntriples_lines(*graphs: Iterable[tuple[Node, Node, Node]]) -> list[str]:
    """All triples of some graphs, each a line, sorted; blank nodes get their RDFC-1.0 labels.

    Args:
        graphs: graphs that belong together, none of them repeating a blank node of another.

    Source: W3C, RDF Dataset Canonicalization (RDFC-1.0).
    """
    triples = set(chain.from_iterable(graphs))
    blank = {triple for triple in triples if any(isinstance(term, BNode) for term in triple)}
    lines = [ntriples_line(triple) for triple in triples - blank]
    return sorted(lines + _canonical_blank(list(blank)))


def _canonical_blank(triples: list[tuple[Node, Node, Node]]) -> list[str]:
    text = "\n".join(ntriples_line(triple) for triple in triples)
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [f"{quad.triple} ." for quad in dataset]
