"""Reads Turtle files strictly into one graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from imet_graph.errors import Finding, SourceError
from imet_graph.namespaces import PREFIXES, new_graph
from imet_graph.reading.datatypes import DATATYPES
from imet_graph.reading.findings import read_bytes, refuse, to_text
from imet_graph.resources import display_path
from imet_graph.terms import canonical

__all__ = ["read_turtle"]


def read_turtle(paths: Iterable[Path]) -> Graph:
    """Read Turtle files into one graph.

    Args:
        paths: files; blank nodes of different files stay apart.

    Returns:
        All their triples, literals in canonical form, bound to our prefixes.

    Raises:
        SourceError: a file is missing, is no Turtle, gives one of our prefixes another meaning, or
            holds a literal that is wrong for its datatype. All faults of all files are reported,
            each with its line.
    """
    graph = new_graph()
    findings: list[Finding] = []
    for path in paths:
        try:
            findings += _read_file(path, graph)
        except SourceError as error:
            findings += error.findings
    if findings:
        raise refuse(findings)
    return graph


def _read_file(path: Path, graph: Graph) -> Iterator[Finding]:
    raw = read_bytes(path)
    text = to_text(path, raw)
    parser = ox.parse(raw, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    while True:
        try:
            quad = next(parser)
        except StopIteration:
            break
        except SyntaxError as error:
            yield _broken(path, error)
            continue
        yield from _add(path, text, quad, graph)
    yield from _foreign_prefixes(path, text, parser.prefixes)


def _broken(path: Path, error: SyntaxError) -> Finding:
    said = error.msg.partition(": ")[2] or error.msg
    return Finding(display_path(path), error.lineno or 0, "", said, "well-formed Turtle 1.1")


def _add(path: Path, text: str, quad: ox.Quad, graph: Graph) -> Iterator[Finding]:
    value = quad.object
    if isinstance(value, ox.Triple):
        line = _line_of(text, "<<")
        yield Finding(display_path(path), line, "", "a triple term", "RDF 1.1: no triple terms")
        return
    if isinstance(value, ox.Literal) and not _is_well_typed(value):
        line = _line_of(text, f'"{value.value}"')
        kind = str(value.datatype.value).rpartition("#")[2]
        yield Finding(display_path(path), line, "", f'"{value.value}"', f"a literal of type {kind}")
        return
    graph.add((_term(quad.subject), _term(quad.predicate), canonical(_term(value))))


def _is_well_typed(literal: ox.Literal) -> bool:
    test = DATATYPES.get(URIRef(literal.datatype.value))
    return test is None or test(literal.value)


def _line_of(text: str, snippet: str) -> int:
    """Line of the first place where a snippet stands; 0 where it is written otherwise."""
    place = text.find(snippet)
    return text.count("\n", 0, place) + 1 if place >= 0 else 0


def _term(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"{term!r} is no term of RDF 1.1")


def _foreign_prefixes(path: Path, text: str, prefixes: dict[str, str]) -> Iterator[Finding]:
    for prefix, namespace in sorted(prefixes.items()):
        ours = PREFIXES.get(prefix, namespace)
        if ours != namespace:
            line = _line_of(text, f"prefix {prefix}:")
            yield Finding(display_path(path), line, f"{prefix}:", f"<{namespace}>", f"<{ours}>")
