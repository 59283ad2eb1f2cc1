"""Shapes evaluated over a whole store, each constraint once.

A SHACL processor looks at one focus node after another, and runs a `sh:select` once for each with
`$this` bound beforehand. Here the same text runs once for all: `$this` stays free, and a group that
selects the focus nodes of the shape is joined in front. Constraints of SHACL Core run the same way,
as queries made from their parameters. The results are those of the processor as long as every group
of a query that speaks of `$this` binds it by a triple pattern, or sits in EXISTS; the tests compare
both ways on the examples of every shape. What cannot be evaluated so is refused by name, never
skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import BNode, Node

from imet_graph.errors import ValidationError
from imet_graph.validation.constraints import WHERE, Constraint, sparql_constraints
from imet_graph.validation.core import core_constraints
from imet_graph.validation.results import add_result, merge

__all__ = ["check_store", "evaluate"]

_SUBCLASSES = (
    "SELECT DISTINCT ?c WHERE { ?c <http://www.w3.org/2000/01/rdf-schema#subClassOf>* <%s> "
    "FILTER(isIRI(?c)) }"
)


def check_store(store: ox.Store, shapes: Graph, *, core: bool = True) -> Graph:
    """Evaluate the shapes over a whole store.

    Args:
        store: ontology, concepts and data in the default graph; sub-class axioms are read there,
            and inferred triples are told apart by the graph that lists them.
        shapes: the shapes graph.
        core: evaluate SHACL Core too, not the SPARQL constraints alone.

    Returns:
        A report whose results are those that a SHACL processor gives.

    Raises:
        ValidationError: a constraint cannot be evaluated over a whole store.
    """
    return evaluate(store, sparql_constraints(shapes) + (core_constraints(shapes) if core else []))


def evaluate(store: ox.Store, constraints: Iterable[Constraint]) -> Graph:
    """Evaluate some constraints over a whole store; see `check_store`.

    Raises:
        ValidationError: the query of a constraint cannot be run.
    """
    report, classes = Graph(), _Subclasses(store)
    for constraint in constraints:
        for row in _rows(store, constraint, classes):
            add_result(report, _said(constraint, row))
    return merge([report])


class _Subclasses(dict[URIRef, str]):
    """For each class, it and its sub-classes in a store, written for VALUES; asked for once."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def __missing__(self, superclass: URIRef) -> str:
        found = self._store.query(_SUBCLASSES % superclass)
        names = sorted(str(row["c"]) for row in found)  # type: ignore[union-attr]
        return self.setdefault(superclass, " ".join(names))


def _rows(
    store: ox.Store, constraint: Constraint, classes: Mapping[URIRef, str]
) -> Iterator[dict[str, Node]]:
    if not constraint.targets:
        return
    focus = " UNION ".join(_focus(classes, *target) for target in constraint.targets)
    group = "WHERE {\n  { SELECT DISTINCT ?this WHERE { " + focus + " } }\n"
    try:
        solutions = store.query(WHERE.sub(lambda _: group, constraint.select, count=1))
    except (SyntaxError, ValueError) as error:
        raise ValidationError(f"{constraint.name}: {error}") from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise ValidationError(f"{constraint.name}: expected a SELECT query")
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        terms = zip(names, solution, strict=True)
        yield {name: _node(term) for name, term in terms if term is not None}


def _focus(classes: Mapping[URIRef, str], kind: URIRef, value: URIRef) -> str:
    """A pattern that binds ?this to the focus nodes of one target declaration."""
    if kind == SH.targetClass:
        return f"{{ VALUES ?imetTarget {{ {classes[value]} }} ?this a ?imetTarget }}"
    if kind == SH.targetSubjectsOf:
        return f"{{ ?this <{value}> ?imetTarget }}"
    if kind == SH.targetObjectsOf:
        return f"{{ ?imetTarget <{value}> ?this }}"
    return f"{{ VALUES ?this {{ <{value}> }} }}"


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        raise ValidationError("a triple as a term has no place in a report")
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = URIRef(term.datatype.value)
    if datatype == XSD.string:
        return Literal(term.value)
    return Literal(term.value, datatype=datatype, normalize=False)


def _said(constraint: Constraint, row: Mapping[str, Node]) -> Iterator[tuple[Node, Node]]:
    """What a result says: the value is the focus node where a node shape binds none."""
    path = row.get("path", constraint.path)
    value = row.get("value", None if constraint.path else row["this"])
    yield RDF.type, SH.ValidationResult
    yield SH.focusNode, row["this"]
    yield SH.sourceShape, constraint.shape
    yield SH.sourceConstraintComponent, constraint.component
    yield SH.resultSeverity, constraint.severity
    for message in constraint.messages:
        yield SH.resultMessage, Literal(_filled(message, row) if constraint.iri else message)
    if constraint.iri:
        yield SH.sourceConstraint, URIRef(constraint.iri)
    if path is not None:
        yield SH.resultPath, path
    if value is not None:
        yield SH.value, value


def _filled(message: str, row: Mapping[str, Node]) -> str:
    for name, term in row.items():
        message = message.replace(f"{{?{name}}}", str(term)).replace(f"{{${name}}}", str(term))
    return message
