"""The formats of a document, and how a graph is written in each: sorted, nodes without names too.

Turtle, N-Triples and N-Quads are written by Oxigraph from sorted input. JSON-LD and RDF/XML have
their own writers: Oxigraph's JSON-LD has no @context, its RDF/XML loses carriage returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from imet_graph.errors import ExportError
from imet_graph.exporting.jsonld import jsonld
from imet_graph.exporting.prefixes import used_prefixes
from imet_graph.exporting.rdfxml import rdfxml

__all__ = ["FORMATS", "Format", "format_named", "format_of_path", "serialize"]

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@dataclass(frozen=True)
class Format:
    """A way to write a graph down.

    Args:
        name: what users type.
        title: its proper name.
        suffix: ending of its files, with the dot.
        media: its media type.
        write: triples in order of subject → bytes.
    """

    name: str
    title: str
    suffix: str
    media: str
    write: Callable[[list[ox.Quad]], bytes]


def serialize(quads: Iterable[ox.Quad | ox.Triple], name: str) -> bytes:
    """Write a graph.

    Args:
        quads: in any order; only N-Quads keeps the graph that a quad stands in, the other formats
            write the default graph alone.
        name: one of `FORMATS`.

    Returns:
        UTF-8; the same bytes for the same graph, whatever its unnamed nodes were called.

    Raises:
        ExportError: the format is unknown or cannot hold this graph.
    """
    form = format_named(name)
    whole = {q if isinstance(q, ox.Quad) else ox.Quad(*q) for q in quads}
    if form.name != "nquads":
        whole = {quad for quad in whole if isinstance(quad.graph_name, ox.DefaultGraph)}
    return form.write(sorted(_named_alike(whole), key=_place))


def format_named(name: str) -> Format:
    """A format by name, media type or suffix.

    Raises:
        ExportError: there is none of that name.
    """
    wanted = name.lower()
    for form in FORMATS.values():
        if wanted in {form.name, form.media, form.suffix, form.suffix.removeprefix(".")}:
            return form
    raise ExportError(f"format {name!r} is unknown; expected {', '.join(FORMATS)}")


def format_of_path(path: Path) -> Format:
    """The format that a file's suffix stands for.

    Raises:
        ExportError: the suffix stands for none.
    """
    for form in FORMATS.values():
        if path.suffix.lower() == form.suffix:
            return form
    expected = ", ".join(form.suffix for form in FORMATS.values())
    raise ExportError(f"{path.name}: no format has this suffix; expected {expected}")


def _named_alike(quads: set[ox.Quad]) -> set[ox.Quad]:
    """Give unnamed nodes their RDFC-1.0 labels; a store renames them on every load."""
    unnamed = {
        quad
        for quad in quads
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    }
    if not unnamed:
        return quads
    dataset = ox.Dataset(unnamed)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return (quads - unnamed) | set(dataset)


def _place(quad: ox.Quad) -> tuple[str, str, str, str]:
    predicate = str(quad.predicate)
    first = "" if predicate == _TYPE else predicate
    return str(quad.subject), first, str(quad.object), str(quad.graph_name)


def _turtle(quads: list[ox.Quad]) -> bytes:
    triples = [quad.triple for quad in quads]
    form = ox.RdfFormat.TURTLE
    return ox.serialize(triples, format=form, prefixes=used_prefixes(quads)) or b""


def _lines(quads: list[ox.Quad], form: ox.RdfFormat) -> bytes:
    rows = quads if form == ox.RdfFormat.N_QUADS else [quad.triple for quad in quads]
    lines = (ox.serialize(rows, format=form) or b"").split(b"\n")
    return b"".join(line + b"\n" for line in sorted(lines) if line)


FORMATS = {
    form.name: form
    for form in (
        Format("turtle", "Turtle", ".ttl", "text/turtle", _turtle),
        Format(
            "ntriples",
            "N-Triples",
            ".nt",
            "application/n-triples",
            lambda quads: _lines(quads, ox.RdfFormat.N_TRIPLES),
        ),
        Format(
            "nquads",
            "N-Quads",
            ".nq",
            "application/n-quads",
            lambda quads: _lines(quads, ox.RdfFormat.N_QUADS),
        ),
        Format("jsonld", "JSON-LD", ".jsonld", "application/ld+json", jsonld),
        Format("rdfxml", "RDF/XML", ".rdf", "application/rdf+xml", rdfxml),
    )
}
"""Every format, by name."""
