"""Query stage: SPARQL over a store → typed rows, a truth value or a graph, in any result format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from imet_graph.errors import QueryError
from imet_graph.namespaces import BASE, PREFIXES

__all__ = ["GRAPH_FORMATS", "RESULT_FORMATS", "Answer", "Term", "evaluate", "run", "serialize"]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

RESULT_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""Media types for the answers of SELECT and ASK."""

GRAPH_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
"""Media types for the answers of CONSTRUCT and DESCRIBE."""

_OPAQUE = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r'|<[^<>"{}|^`\\\x00-\x20]*>|#[^\n]*',
    re.DOTALL,
)
_SERVICE = re.compile(r"(?<![\w?$:@.-])SERVICE(?![\w:.-])", re.IGNORECASE)
_UPDATE = re.compile(
    r"(?<![\w?$:@.-])(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)(?![\w:.-])", re.IGNORECASE
)


@dataclass(frozen=True)
class Answer:
    """What a query gave, whole and detached from the store.

    Args:
        kind: `solutions`, `boolean` or `graph`.
        columns: variable names of solutions.
        rows: one tuple of terms (None where unbound) per solution.
        boolean: the truth value of an ASK.
        triples: the triples of a CONSTRUCT or DESCRIBE.
    """

    kind: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    boolean: bool | None = None
    triples: tuple[ox.Triple, ...] = ()


def evaluate(
    store: ox.Store,
    text: str,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Evaluate a query; its result belongs to this thread and must be read in it.

    Args:
        store: an open store.
        text: SPARQL 1.1; our prefixes are known without PREFIX lines.
        default_graphs: graphs that make up the default graph, as the SPARQL protocol has it.
        named_graphs: graphs that GRAPH may name.

    Raises:
        QueryError: no query, an update, or a call to another server.
    """
    _refuse(text)
    defaults: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
    named: list[ox.NamedNode | ox.BlankNode] | None = None
    if default_graphs or named_graphs:
        defaults = [ox.NamedNode(iri) for iri in default_graphs]
        named = [ox.NamedNode(iri) for iri in named_graphs]
    try:
        return store.query(
            text,
            base_iri=BASE,
            prefixes=dict(PREFIXES),
            default_graph=defaults,
            named_graphs=named,
        )
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"query: {_short(str(error))}") from error


def _refuse(text: str) -> None:
    bare = _OPAQUE.sub(" ", text)
    if _SERVICE.search(bare):
        raise QueryError("query: SERVICE is refused; expected a query over this graph alone")
    if update := _UPDATE.search(bare):
        raise QueryError(
            f"query: {update[1].upper()} is refused; expected SELECT, ASK, CONSTRUCT or DESCRIBE"
        )


def _short(message: str, limit: int = 160) -> str:
    """The parser lists every token it would take; the place and the first few are enough."""
    line = " ".join(message.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"


def run(store: ox.Store, text: str) -> Answer:
    """Evaluate a query and read its whole answer.

    Args:
        store: an open store.
        text: SPARQL 1.1; our prefixes are known without PREFIX lines.

    Raises:
        QueryError: no query, an update, or a call to another server.
    """
    result = evaluate(store, text)
    if isinstance(result, ox.QueryBoolean):
        return Answer("boolean", boolean=bool(result))
    if isinstance(result, ox.QueryTriples):
        return Answer("graph", triples=tuple(sorted(set(result), key=str)))
    columns = tuple(variable.value for variable in result.variables)
    return Answer("solutions", columns, tuple(tuple(solution) for solution in result))


def serialize(result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, media: str) -> bytes:
    """Write a result in a standard format.

    Args:
        result: what `evaluate` gave, in the same thread.
        media: a key of `RESULT_FORMATS`, or of `GRAPH_FORMATS` where the result is a graph.

    Raises:
        QueryError: the format does not fit this kind of result.
    """
    formats = GRAPH_FORMATS if isinstance(result, ox.QueryTriples) else RESULT_FORMATS
    if media not in formats:
        raise QueryError(f"{media} does not fit this result; expected {', '.join(formats)}")
    if isinstance(result, ox.QueryTriples):
        written = result.serialize(format=GRAPH_FORMATS[media])
    else:
        written = result.serialize(format=RESULT_FORMATS[media])
    return written or b""
