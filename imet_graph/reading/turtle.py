"""Reads Turtle files strictly into one graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph, URIRef

from imet_graph.errors import Finding, SourceError
from imet_graph.namespaces import PREFIXES, new_graph
from imet_graph.reading.datatypes import DATATYPES
from imet_graph.reading.findings import read_bytes, refuse, to_text
from imet_graph.resources import display_path
from imet_graph.terms import canonical, ntriples, rdflib_term

__all__ = ["read_turtle", "read_turtle_lines"]

_Keep = Callable[[object, object, object], object]


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
    _read(
        paths,
        lambda s, p, o: graph.add((rdflib_term(s), rdflib_term(p), canonical(rdflib_term(o)))),
    )
    return graph


def read_turtle_lines(paths: Iterable[Path]) -> list[str]:
    """Read Turtle files as canonical N-Triples lines, in the order of files and triples.

    Several times as fast as by way of a graph. Args and errors are those of `read_turtle`.
    """
    lines: list[str] = []
    written = cache(lambda term: ntriples(canonical(rdflib_term(term))))
    _read(paths, lambda s, p, o: lines.append(f"{written(s)} {written(p)} {written(o)} ."))
    return lines


def _read(paths: Iterable[Path], keep: _Keep) -> None:
    findings: list[Finding] = []
    for path in paths:
        try:
            findings += _read_file(path, keep)
        except SourceError as error:
            findings += error.findings
    if findings:
        raise refuse(findings)


def _read_file(path: Path, keep: _Keep) -> Iterator[Finding]:
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
        if faults := list(_faults(path, text, quad.object)):
            yield from faults
        else:
            keep(quad.subject, quad.predicate, quad.object)
    yield from _foreign_prefixes(path, text, parser.prefixes)


def _broken(path: Path, error: SyntaxError) -> Finding:
    said = error.msg.partition(": ")[2] or error.msg
    return Finding(display_path(path), error.lineno or 0, "", said, "well-formed Turtle 1.1")


def _faults(path: Path, text: str, value: object) -> Iterator[Finding]:
    if isinstance(value, ox.Triple):
        line = _line_of(text, "<<")
        yield Finding(display_path(path), line, "", "a triple term", "RDF 1.1: no triple terms")
    elif isinstance(value, ox.Literal) and not _is_well_typed(value):
        line = _line_of(text, f'"{value.value}"')
        kind = str(value.datatype.value).rpartition("#")[2]
        yield Finding(display_path(path), line, "", f'"{value.value}"', f"a literal of type {kind}")


def _is_well_typed(literal: ox.Literal) -> bool:
    test = DATATYPES.get(URIRef(literal.datatype.value))
    return test is None or test(literal.value)


def _line_of(text: str, snippet: str) -> int:
    """Line of the first place where a snippet stands; 0 where it is written otherwise."""
    place = text.find(snippet)
    return text.count("\n", 0, place) + 1 if place >= 0 else 0


def _foreign_prefixes(path: Path, text: str, prefixes: dict[str, str]) -> Iterator[Finding]:
    for prefix, namespace in sorted(prefixes.items()):
        ours = PREFIXES.get(prefix, namespace)
        if ours != namespace:
            line = _line_of(text, f"prefix {prefix}:")
            yield Finding(display_path(path), line, f"{prefix}:", f"<{namespace}>", f"<{ours}>")
