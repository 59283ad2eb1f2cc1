"""Parts of shapes and data that pyshacl goes through in seconds, to compare evaluators on them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from rdflib import Graph
from rdflib.namespace import RDF, SH

from imet_graph.namespaces import BASE

__all__ = ["core_shapes", "sample", "with_sample"]

_BARE = frozenset({RDF.type, SH.path, SH.severity, SH.message})
_OBSERVATION = f"<{BASE}id/obs/"


def core_shapes(shapes: Graph) -> Graph:
    """The shapes without their SPARQL constraints and without what only carried one.

    Args:
        shapes: a shapes graph; unchanged.

    Returns:
        A copy with SHACL Core alone; pyshacl parses each query anew for each focus node.
    """
    core = Graph()
    core += shapes
    for shape, constraint in shapes.subject_objects(SH.sparql):
        core.remove((shape, SH.sparql, None))
        core.remove((constraint, None, None))
        if set(core.predicates(shape)) <= _BARE:
            core.remove((shape, None, None))
            core.remove((None, SH.property, shape))
    return core


def sample(lines: Sequence[str], size: int) -> list[str]:
    """Every line of a few figures, chosen by a hash of their IRI: the same at every run.

    Args:
        lines: canonical N-Triples lines.
        size: number of observations; all of them where there are fewer.

    Returns:
        Lines in the order given.
    """
    subjects = {line.partition(" ")[0] for line in lines if line.startswith(_OBSERVATION)}
    chosen = set(sorted(subjects, key=lambda s: hashlib.sha256(s.encode()).digest())[:size])
    return [line for line in lines if line.partition(" ")[0] in chosen]


def with_sample(data: Graph, lines: Sequence[str], size: int = 200) -> Graph:
    """A copy of a graph with a sample of the figures beside it.

    Args:
        data: facts and concepts to which the figures refer.
        lines: canonical N-Triples lines of the figures.
        size: number of observations.
    """
    return data + Graph().parse(data="\n".join(sample(lines, size)), format="nt")
