"""The reference: shapes run by pyshacl, focus node by focus node."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Sequence

import pyshacl
from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import RDF, SH

from imet_graph.errors import ValidationError
from imet_graph.namespaces import BASE
from imet_graph.validation.results import merge

__all__ = ["core_shapes", "report", "sample", "with_sample"]

_BARE = frozenset({RDF.type, SH.path, SH.severity, SH.message})
_OBSERVATION = f"<{BASE}id/obs/"


def report(
    data: Graph,
    shapes: Graph,
    schema: Graph | None = None,
    *,
    sparql: bool = False,
    focus: Sequence[URIRef] = (),
) -> Graph:
    """Validate a graph with pyshacl, without inference and without the network.

    Args:
        data: facts and concepts; unchanged.
        shapes: the shapes graph.
        schema: sub-class axioms by which target classes find their instances; may be in `data`.
        sparql: run the SPARQL constraints too, focus node by focus node; `check_store` gives the
            same results in a fraction of the time.
        focus: validate these nodes only, where a shape targets them; all targets if empty.

    Returns:
        A report with results of every severity, named deterministically.

    Raises:
        ValidationError: pyshacl cannot read a shape or run a query.
    """
    rules = shapes if sparql else core_shapes(shapes)
    try:
        with warnings.catch_warnings():
            # rdflib warns of its own use of Dataset.default_context
            warnings.simplefilter("ignore", DeprecationWarning)
            _, found, text = pyshacl.validate(
                _dataset(data, schema),
                shacl_graph=rules,
                inference="none",
                inplace=True,
                focus_nodes=[*focus],
            )
    except Exception as error:  # pyshacl raises errors of four libraries
        raise ValidationError(f"pyshacl: {type(error).__name__}: {error}") from error
    if not isinstance(found, Graph):
        raise ValidationError(f"pyshacl: {text}")
    return merge([found])


def _dataset(data: Graph, schema: Graph | None) -> Dataset:
    """Facts and schema as a default graph, since constraints may look into named graphs."""
    dataset = Dataset()
    for graph in (data, schema):
        for triple in graph or ():
            dataset.default_graph.add(triple)
    return dataset


def core_shapes(shapes: Graph) -> Graph:
    """The shapes without their SPARQL constraints and without what only carried one.

    Args:
        shapes: a shapes graph; unchanged.

    Returns:
        A copy for a processor that checks SHACL Core alone.
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
