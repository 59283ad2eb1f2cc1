"""Shapes as values: what a shapes graph says, read once and checked for being well-formed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.term import Node

from imet_graph.errors import ValidationError
from imet_graph.terms import ntriples
from imet_graph.validation.constraints import Constraint, constraints_of, name_of
from imet_graph.validation.paths import Path, read_path
from imet_graph.validation.prebinding import prefixes_of, read_query

__all__ = ["Shape", "Shapes"]

TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_DESCRIBES = frozenset(
    SH[name]
    for name in """
    path message severity name description order group deactivated defaultValue property
    targetClass targetNode targetSubjectsOf targetObjectsOf ignoredProperties flags
    qualifiedMinCount qualifiedMaxCount qualifiedValueShapesDisjoint declare prefixes select ask
    parameter optional validator nodeValidator propertyValidator labelTemplate
    """.split()
)
_OF_OTHERS = {
    SH.target: "a target by SPARQL (sh:target)",
    SH.expression: "a node expression (sh:expression)",
}
_PARAMETERS = frozenset(
    SH[name]
    for name in """
    class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive
    minLength maxLength pattern languageIn uniqueLang equals disjoint lessThan lessThanOrEquals
    not and or xone node property qualifiedValueShape closed hasValue in sparql
    """.split()
)


@dataclass(frozen=True)
class Shape:
    """One shape.

    Args:
        node: its IRI or blank node in the shapes graph.
        path: sh:path of a property shape; None of a node shape.
        severity: of its results.
        messages: sh:message.
        targets: predicate and object of each target declaration.
        constraints: what its value nodes have to meet, except sh:property.
        properties: values of sh:property.
        obstacle: why it cannot be compiled; empty where it can.
    """

    node: Node
    path: Path | None
    severity: Node
    messages: tuple[Literal, ...] = ()
    targets: tuple[tuple[URIRef, Node], ...] = ()
    constraints: tuple[Constraint, ...] = ()
    properties: tuple[Node, ...] = ()
    obstacle: str = ""

    @property
    def name(self) -> str:
        """Prefixed name for messages."""
        return name_of(self.node)

    @property
    def references(self) -> tuple[Node, ...]:
        """The shapes to which this one refers, each once."""
        found = [*self.properties, *(s for c in self.constraints for s in c.shapes)]
        return tuple(dict.fromkeys(found))


@dataclass
class Shapes:
    """All shapes that a target leads to.

    Args:
        graph: the shapes graph; not changed.

    Raises:
        ValidationError: a shape that is in use is ill-formed, or has a parameter that neither
            these checks nor pyshacl know.
    """

    graph: Graph
    shapes: dict[Node, Shape] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read every shape with targets, and the shapes to which these refer."""
        self._classes = self._class_kinds()
        self._prefixes = prefixes_of(self.graph)
        self._custom = dict(self._custom_components())
        if (None, SH.entailment, None) in self.graph:
            raise ValidationError("sh:entailment: expected a graph whose inferences are in it")
        self._refuse_unknown_parameters()
        waiting = sorted(self._with_targets(), key=str)
        for node in waiting:
            if node not in self.shapes:
                self.shapes[node] = shape = self._read(node)
                waiting.extend(shape.references)

    @property
    def roots(self) -> list[Node]:
        """Active shapes with targets of their own."""
        return [
            node
            for node, shape in self.shapes.items()
            if shape.targets or (shape.obstacle and (node, SH.target, None) in self.graph)
        ]

    # Finding shapes

    def _with_targets(self) -> set[Node]:
        graph = self.graph
        found = {s for kind in (*TARGETS, SH.target) for s in graph.subjects(kind, None)}
        return found | {s for s in self._typed(self._classes) if self._is_shape(s)}

    def _typed(self, kinds: set[Node]) -> set[Node]:
        subjects = {s for kind in kinds for s in self.graph.subjects(RDF.type, kind)}
        return {s for s in subjects if isinstance(s, URIRef)}

    def _class_kinds(self) -> set[Node]:
        """rdfs:Class and its sub-classes, of which owl:Class is one."""
        found: set[Node] = {RDFS.Class, OWL.Class}
        for kind in (RDFS.Class, OWL.Class):
            found.update(filter(None, self.graph.transitive_subjects(RDFS.subClassOf, kind)))
        return found

    def _is_shape(self, node: Node) -> bool:
        kinds = set(self.graph.objects(node, RDF.type))
        said = set(self.graph.predicates(node))
        return bool(kinds & {SH.NodeShape, SH.PropertyShape} or said & {*_PARAMETERS, *TARGETS})

    def _is_active(self, node: Node) -> bool:
        values = list(self.graph.objects(node, SH.deactivated))
        literals = [value for value in values if isinstance(value, Literal)]
        if len(literals) < len(values) or len(values) > 1:
            raise ValidationError(f"{name_of(node)}: sh:deactivated; expected one xsd:boolean")
        return not any(value.toPython() is True for value in literals)

    def _refuse_unknown_parameters(self) -> None:
        known = {*_DESCRIBES, *_PARAMETERS, *_OF_OTHERS}
        for node, predicate in sorted(set(self.graph.subject_predicates()), key=str):
            foreign = str(predicate).startswith(str(SH)) and predicate not in known
            if foreign and self._is_shape(node) and self._is_active(node):
                raise ValidationError(
                    f"{name_of(node)}: {name_of(predicate)} can be evaluated neither here nor by "
                    "pyshacl; expected SHACL Core, SHACL-SPARQL or a target or component in SPARQL"
                )

    def _custom_components(self) -> Iterator[tuple[Node, frozenset[Node]]]:
        """Constraint components that the shapes graph declares, each with what it needs."""
        kinds = set(self.graph.transitive_subjects(RDFS.subClassOf, SH.ConstraintComponent))
        for component in {s for kind in kinds for s in self.graph.subjects(RDF.type, kind)}:
            needed = {
                path
                for parameter in self.graph.objects(component, SH.parameter)
                if (parameter, SH.optional, Literal(True)) not in self.graph
                for path in self.graph.objects(parameter, SH.path)
            }
            if needed and not str(component).startswith(str(SH)):
                yield component, frozenset(needed)

    # Reading one shape

    def _read(self, node: Node) -> Shape:
        severity = self.graph.value(node, SH.severity) or SH.Violation
        path = self._path(node)
        if not self._is_active(node):
            return Shape(node, path, severity)
        constraints = tuple(
            replace(c, query=read_query(self.graph, c.value, path, self._prefixes))
            if c.parameter == "sparql"
            else c
            for c in constraints_of(self.graph, node, path)
        )
        properties = tuple(sorted(self.graph.objects(node, SH.property), key=str))
        self._expect_paths(node, properties)
        return Shape(
            node=node,
            path=path,
            severity=severity,
            messages=self._messages(node),
            targets=tuple(self._targets(node)),
            constraints=constraints,
            properties=properties,
            obstacle=self._obstacle(node, constraints),
        )

    def _path(self, node: Node) -> Path | None:
        paths = list(self.graph.objects(node, SH.path))
        kinds = set(self.graph.objects(node, RDF.type))
        if len(paths) > 1 or (SH.PropertyShape in kinds and not paths):
            raise ValidationError(f"{name_of(node)}: a property shape needs exactly one sh:path")
        if paths and SH.NodeShape in kinds:
            raise ValidationError(f"{name_of(node)}: a node shape has no sh:path")
        return read_path(self.graph, paths[0]) if paths else None

    def _expect_paths(self, node: Node, properties: tuple[Node, ...]) -> None:
        for inner in properties:
            if (inner, SH.path, None) not in self.graph:
                raise ValidationError(
                    f"{name_of(node)}: sh:property {name_of(inner)}; expected a shape with sh:path"
                )

    def _messages(self, node: Node) -> tuple[Literal, ...]:
        found = sorted(set(self.graph.objects(node, SH.message)), key=ntriples)
        if odd := [message for message in found if not isinstance(message, Literal)]:
            raise ValidationError(f"{name_of(node)}: sh:message {odd[0]}; expected a literal")
        return tuple(message for message in found if isinstance(message, Literal))

    def _targets(self, node: Node) -> Iterator[tuple[URIRef, Node]]:
        for kind in TARGETS:
            for value in sorted(self.graph.objects(node, kind), key=str):
                if kind != SH.targetNode and not isinstance(value, URIRef):
                    raise ValidationError(f"{name_of(node)}: {name_of(kind)}; expected an IRI")
                yield kind, value
        if node in self._typed(self._classes) and self._is_shape(node):
            yield SH.targetClass, node

    def _obstacle(self, node: Node, constraints: tuple[Constraint, ...]) -> str:
        said = set(self.graph.predicates(node))
        for predicate, text in _OF_OTHERS.items():
            if predicate in said:
                return text
        for component, needed in sorted(self._custom.items(), key=str):
            if needed <= said:
                return f"the constraint component {name_of(component)}"
        found = (constraint.query.obstacle for constraint in constraints if constraint.query)
        return next((obstacle for obstacle in found if obstacle), "")
