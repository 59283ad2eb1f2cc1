"""Whole graphs validated: by compiled checks, and by pyshacl where these do not reach."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pyshacl
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SH, XSD
from rdflib.term import Node

from imet_graph.errors import ValidationError
from imet_graph.relational import CodedGraph, parse_term
from imet_graph.terms import ntriples
from imet_graph.validation.constraints import name_of
from imet_graph.validation.evaluation import evaluate
from imet_graph.validation.results import Result, merge, report_of, results_of
from imet_graph.validation.shapes import Shapes

__all__ = ["LARGEST", "check", "reference", "report"]

LARGEST = 50_000
"""Triples of the largest graph that `check` hands to pyshacl."""

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)


def report(data: Graph, shapes: Graph) -> Graph:
    """Validate a graph.

    Args:
        data: what is validated, with the sub-class axioms that it needs; unchanged. It may be the
            shapes graph itself.
        shapes: the shapes graph; unchanged.

    Returns:
        A report with results of every severity, named deterministically. A shape that cannot be
        compiled to SQL is evaluated by pyshacl, and its results stand among the others.

    Raises:
        ValidationError: a shape is ill-formed, or neither compiles nor is known to pyshacl.

    Graph: see `report_of`
    """
    results, left = evaluate(CodedGraph.from_graph(data, threads=1), Shapes(shapes))
    results = list(_as_given(results, data, shapes))
    if left:
        results += results_of(_by_pyshacl(data, _only(shapes, left), advanced=True))
    return report_of(results)


def _as_given(results: list[Result], *graphs: Graph) -> Iterator[Result]:
    """Results with literals as the graphs have them: rdflib tells `"a"` from `"a"^^xsd:string`."""
    given = {
        ntriples(term): term
        for graph in graphs
        for term in set(graph.objects())
        if isinstance(term, Literal) and (term.datatype == XSD.string or term.language)
    }
    for result in results:
        value = result.value
        yield replace(
            result,
            focus=given.get(ntriples(result.focus), result.focus),
            value=None if value is None else given.get(ntriples(value), value),
        )


def check(graph: CodedGraph, shapes: Graph) -> Graph:
    """Validate a coded graph of any size.

    Args:
        graph: what is validated, with the sub-class axioms that it needs. Terms that only the
            shapes name may be added to its dictionary; its triples stay as they are.
        shapes: the shapes graph; unchanged.

    Returns:
        A report as `report` gives it.

    Raises:
        ValidationError: as `report`, and where a shape cannot be compiled and the graph has more
            than 50,000 triples.

    Graph: see `report_of`; the graph <https://w3id.org/imet-graph/graph/inferred> of a query is
        the table `inferred`, where the coded graph has one
    """
    results, left = evaluate(graph, Shapes(shapes))
    if left and len(graph) > LARGEST:
        raise ValidationError(
            f"{len(left)} shapes cannot be compiled, such as {min(map(name_of, left))}: "
            f"{min(left.values())}; expected none in a graph of more than {LARGEST:,} triples"
        )
    if left:
        results += results_of(_by_pyshacl(_decoded(graph), _only(shapes, left), advanced=True))
    return report_of(results)


def _decoded(graph: CodedGraph) -> Graph:
    rows = graph.connection.execute(
        "select a.text, b.text, c.text from triples t join terms a on a.id = t.s "
        "join terms b on b.id = t.p join terms c on c.id = t.o"
    ).fetchall()
    decoded = Graph()
    for s, p, o in rows:
        decoded.add((parse_term(s), parse_term(p), parse_term(o)))
    return decoded


def _only(shapes: Graph, kept: Iterable[Node]) -> Graph:
    """The shapes graph with the targets of some shapes alone, each declared to be a shape.

    pyshacl would not see, and so skip, a shape that only a target by SPARQL makes one.
    """
    others = {s for kind in _TARGETS for s in shapes.subjects(kind, None)}
    others |= {s for kind in (RDFS.Class, OWL.Class) for s in shapes.subjects(RDF.type, kind)}
    copy = Graph() + shapes
    for node in others - set(kept):
        for kind in _TARGETS:
            copy.remove((node, kind, None))
        for kind in (RDFS.Class, OWL.Class):
            copy.remove((node, RDF.type, kind))
    for node in kept:
        kind = SH.PropertyShape if (node, SH.path, None) in copy else SH.NodeShape
        copy.add((node, RDF.type, kind))
    return copy


def reference(
    data: Graph, shapes: Graph, schema: Graph | None = None, *, focus: Sequence[URIRef] = ()
) -> Graph:
    """Validate a graph with pyshacl alone, without inference and without the network.

    Args:
        data: facts and concepts; unchanged.
        shapes: the shapes graph; unchanged.
        schema: sub-class axioms by which target classes find their instances; may be in `data`.
        focus: validate these nodes only, where a shape targets them; all targets if empty.

    Returns:
        A report as `report` gives it.

    Raises:
        ValidationError: pyshacl cannot read a shape or run a query.
    """
    whole = data if schema is None else data + schema
    return merge([_by_pyshacl(whole, Graph() + shapes, focus=focus)])


def _by_pyshacl(
    data: Graph, shapes: Graph, *, focus: Sequence[URIRef] = (), advanced: bool = False
) -> Graph:
    try:
        with warnings.catch_warnings():
            # rdflib warns of its own use of Dataset.default_context, pyshacl of recursive shapes
            warnings.simplefilter("ignore")
            _, found, text = pyshacl.validate(
                _dataset(data),
                shacl_graph=shapes,
                inference="none",
                inplace=True,
                advanced=advanced,
                focus_nodes=[*focus],
            )
    except Exception as error:  # pyshacl raises errors of four libraries
        raise ValidationError(f"pyshacl: {type(error).__name__}: {error}") from error
    if not isinstance(found, Graph):
        raise ValidationError(f"pyshacl: {text}")
    return found


def _dataset(data: Graph) -> Dataset:
    """A graph as the default graph of a dataset, since constraints may look into named graphs."""
    dataset = Dataset()
    for triple in data:
        dataset.default_graph.add(triple)
    return dataset
