"""Documents of one thing or the whole graph, written beside the old file and moved in whole."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pyoxigraph as ox

from imet_graph.description import document_graph
from imet_graph.errors import ExportError
from imet_graph.exporting.formats import format_named, format_of_path, serialize
from imet_graph.namespaces import INFERRED_GRAPH, LINKS_GRAPH
from imet_graph.resources import display_path
from imet_graph.store import Release

__all__ = ["export", "thing_quads", "whole_quads", "write_whole"]

_LISTS = tuple(ox.NamedNode(str(graph)) for graph in (INFERRED_GRAPH, LINKS_GRAPH))


def export(
    source: Release | ox.Store,
    name: str | None = None,
    format_name: str | None = None,
    output: Path | None = None,
) -> bytes:
    """Write one thing, or the whole graph, as a document.

    Args:
        source: a release, or an open store.
        name: the thing, as IRI or prefixed name; the whole graph where it is None.
        format_name: one of `FORMATS`; else the suffix of the file says it, else it is Turtle.
        output: a file; where it is None nothing is written.

    Returns:
        The document.

    Raises:
        ExportError: the format is unknown or does not fit, or the file cannot be written; what
            stood there stays as it was.
        QueryError: the graph says nothing about the thing.
    """
    if format_name is None and output is not None:
        form = format_of_path(output)
    else:
        form = format_named(format_name or "turtle")
    store = source if isinstance(source, ox.Store) else source.open()
    quads = whole_quads(store) if name is None else thing_quads(store, name)
    document = serialize(quads, form.name)
    if output is not None:
        write_whole(output, document)
    return document


def whole_quads(store: ox.Store) -> list[ox.Quad]:
    """Every triple, and again in `graph/inferred` those that are inferred; links apart.

    Links to other data sets stand in `graph/links` alone: of the formats only N-Quads has them.
    """
    return list(store)


def thing_quads(store: ox.Store, iri: str) -> list[ox.Quad]:
    """The document graph of a thing, links too; those and what is inferred again in their graphs.

    Raises:
        QueryError: the graph says nothing about it.
    """
    triples = document_graph(store, iri)
    plain = [ox.Quad(*triple) for triple in triples]
    listed = (ox.Quad(t.subject, t.predicate, t.object, part) for part in _LISTS for t in triples)
    return plain + [quad for quad in listed if quad in store]


def write_whole(path: Path, document: bytes) -> None:
    """Write a file beside its place and move it there when it is whole.

    Raises:
        ExportError: the disk is full or not writable; what stood there is unchanged.
    """
    beside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(document)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise ExportError(
            f"{display_path(path)}: cannot write the document ({error.strerror or error}); "
            "expected room and permission there; what stood there is unchanged"
        ) from error


def _umask() -> int:
    """The permissions a new file is denied; they can only be read by setting them."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
