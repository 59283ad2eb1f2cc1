"""Constraints of shapes as SPARQL queries in which `$this` is the focus node."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.term import BNode, Node

from imet_graph.errors import ValidationError
from imet_graph.namespaces import compact

__all__ = ["WHERE", "Constraint", "is_active", "on_shape", "sparql_constraints"]

WHERE = re.compile(r"\bWHERE\s*\{", re.IGNORECASE)
_REFUSED = re.compile(r"[$?](PATH|shapesGraph|currentShape)\b")
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


@dataclass(frozen=True, order=True)
class Constraint:
    """One constraint on one shape.

    Args:
        shape: the shape it stands on, a property shape or a node shape.
        component: sh:SPARQLConstraintComponent, sh:MinCountConstraintComponent, ...
        iri: the node of a SPARQL constraint; empty for SHACL Core.
        path: sh:path of the shape; None on a node shape.
        severity: sh:severity of the shape.
        messages: what the shape and the constraint say, with placeholders.
        select: a query that binds `$this` and, where it has them, `?path` and `?value`.
        targets: predicate and object of each target declaration that leads to the shape.
    """

    shape: URIRef
    component: URIRef
    iri: str
    path: URIRef | None
    severity: URIRef
    messages: tuple[str, ...]
    select: str
    targets: tuple[tuple[URIRef, URIRef], ...]

    @property
    def name(self) -> str:
        """Prefixed name for messages: the constraint, or the shape and component."""
        return compact(self.iri) if self.iri else f"{compact(self.shape)} {compact(self.component)}"


def sparql_constraints(shapes: Graph) -> list[Constraint]:
    """Every SPARQL constraint of a shapes graph, in the order of their shapes.

    Raises:
        ValidationError: a constraint cannot be evaluated over a whole store.

    Source: SHACL section 5, SPARQL-based constraints
    """
    return sorted(
        _sparql(shapes, shape, constraint)
        for shape, constraint in shapes.subject_objects(SH.sparql)
        if is_active(shapes, shape) and is_active(shapes, constraint)
    )


def is_active(shapes: Graph, node: Node) -> bool:
    """Whether a shape or constraint is not switched off by sh:deactivated."""
    return Literal(True) not in shapes.objects(node, SH.deactivated)


def _sparql(shapes: Graph, shape: Node, constraint: Node) -> Constraint:
    select = str(shapes.value(constraint, SH.select) or "")
    if not isinstance(constraint, URIRef) or _REFUSED.search(select) or not WHERE.search(select):
        raise ValidationError(
            f"{compact(str(constraint))} cannot run over a whole store; expected an IRI and a "
            "sh:select with WHERE and without $PATH, $shapesGraph and $currentShape"
        )
    return on_shape(
        shapes,
        shape,
        SH.SPARQLConstraintComponent,
        _prologue(shapes, constraint) + select,
        constraint,
    )


def _prologue(shapes: Graph, constraint: Node) -> str:
    declared = {
        f"PREFIX {shapes.value(prefix, SH.prefix)}: <{shapes.value(prefix, SH.namespace)}>\n"
        for source in shapes.objects(constraint, SH.prefixes)
        for prefix in shapes.objects(source, SH.declare)
    }
    return "".join(sorted(declared))


def on_shape(
    shapes: Graph, shape: Node, component: URIRef, select: str, iri: URIRef | None = None
) -> Constraint:
    """A constraint with all that its shape says about results: path, severity, messages, targets.

    Raises:
        ValidationError: the shape has no IRI, a path of several steps, or a target of another kind.
    """
    path = shapes.value(shape, SH.path)
    if not isinstance(shape, URIRef) or isinstance(path, BNode):
        raise ValidationError(
            f"shape {compact(str(shape))}: expected an IRI, and one property as sh:path"
        )
    speakers = (shape, iri) if iri else (shape,)
    severity = shapes.value(shape, SH.severity)
    return Constraint(
        shape=shape,
        component=component,
        iri=str(iri or ""),
        path=URIRef(str(path)) if path else None,
        severity=URIRef(str(severity)) if severity else SH.Violation,
        messages=tuple(sorted({str(m) for s in speakers for m in shapes.objects(s, SH.message)})),
        select=select,
        targets=tuple(sorted(set(_targets(shapes, shape)))),
    )


def _targets(shapes: Graph, shape: URIRef) -> Iterator[tuple[URIRef, URIRef]]:
    """Targets of a node shape, or of the node shapes that a property shape hangs on."""
    for owner in (shape, *shapes.subjects(SH.property, shape)):
        kinds = set(shapes.objects(owner, RDF.type))
        if (owner, SH.target, None) in shapes or kinds & {OWL.Class, RDFS.Class}:
            raise ValidationError(
                f"{compact(str(owner))}: expected targets by class, node, subjects or objects"
            )
        if is_active(shapes, owner):
            for kind in _TARGETS:
                for value in shapes.objects(owner, kind):
                    yield kind, URIRef(str(value))
