"""The files of the ontology, merged into graphs by what they are for."""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph

from imet_graph.reading import read_turtle
from imet_graph.resources import ontology_dir

__all__ = ["load_concepts", "load_cube", "load_schema", "load_shapes"]


def load_schema(folder: Path | None = None) -> Graph:
    """Modules and alignments, merged.

    Args:
        folder: an ontology folder; the one that ships unless told otherwise.

    Raises:
        SourceError: a file is no Turtle.
    """
    folder = folder or ontology_dir()
    return read_turtle(
        [
            *sorted(folder.glob("*-graph.ttl")),
            *sorted((folder / "modules").glob("*.ttl")),
            *sorted((folder / "alignments").glob("*.ttl")),
        ]
    )


def load_concepts(folder: Path | None = None) -> Graph:
    """The SKOS schemes, merged."""
    return read_turtle(sorted(((folder or ontology_dir()) / "concepts").glob("*.ttl")))


def load_cube(folder: Path | None = None) -> Graph:
    """The Data Cube structure, which stays away from reasoners."""
    return read_turtle([(folder or ontology_dir()) / "cube.ttl"])


def load_shapes(folder: Path | None = None) -> Graph:
    """The SHACL shapes, merged."""
    return read_turtle(sorted(((folder or ontology_dir()) / "shapes").glob("*.ttl")))
