"""Graphs that the benchmarks give to engines: synthetic facts with the ontology beside them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from rdflib.namespace import RDF, SH

from benchmarks import generator
from imet_graph.ontology import load_concepts, load_cube, load_schema, load_shapes
from imet_graph.terms import ntriples_lines

__all__ = ["facts_and_ontology", "only_shapes"]


def facts_and_ontology(
    folder: Path,
    size: int,
    faults: float = 0.0,
    without: Collection[str] = (),
    *,
    cube: bool = False,
) -> tuple[Path, int]:
    """Write a synthetic graph, the modules, alignments and concepts into one file.

    Args:
        folder: where to write.
        size: number of triples of the synthetic graph.
        faults: share of its things that are spoiled.
        without: names of faults that are not put in.
        cube: add the Data Cube structure, which shapes may look at and reasoners need not.

    Returns:
        The file, canonical N-Triples, and its number of triples.
    """
    path = folder / f"graph-{size}-{len(without)}.nt"
    written = generator.write(path, size, faults=faults, without=without)
    ontology = load_schema() + load_concepts()
    if cube:
        ontology += load_cube()
    lines = ntriples_lines(ontology)
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)
    return path, written.triples + len(lines)


def only_shapes(folder: Path, *, core: bool = False) -> Path:
    """Write the shapes as N-Triples.

    Args:
        folder: where to write.
        core: leave their SPARQL constraints out.
    """
    shapes = load_shapes()
    if core:
        for constraint in list(shapes.subjects(RDF.type, SH.SPARQLConstraint)):
            shapes.remove((None, SH.sparql, constraint))
            shapes.remove((constraint, None, None))
    path = folder / f"shapes-{'core' if core else 'all'}.nt"
    path.write_text("".join(f"{line}\n" for line in ntriples_lines(shapes)), "utf-8")
    return path
