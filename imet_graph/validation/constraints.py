"""Constraints of shapes as values, each checked for being well-formed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SH, XSD
from rdflib.term import Node

from imet_graph.errors import ValidationError
from imet_graph.namespaces import compact
from imet_graph.relational.lexical import DECIMAL_TYPES
from imet_graph.terms import ntriples
from imet_graph.validation.paths import Path, members
from imet_graph.validation.prebinding import Query

__all__ = ["Constraint", "constraints_of", "name_of"]

_KINDS = ("BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
_COUNTED = ("minCount", "maxCount", "minLength", "maxLength")
_BOUNDS = ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")
_PAIRS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
_LISTS = ("and", "or", "xone", "in", "languageIn")
_SWITCHES = ("uniqueLang", "closed")
_SHAPES = ("node", "not")
_NEEDS_PATH = frozenset(("minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"))
_ONCE = frozenset(
    (*_COUNTED, *_SWITCHES, "datatype", "nodeKind", "in", "languageIn", "qualifiedValueShape")
)


@dataclass(frozen=True)
class Constraint:
    """One constraint on one shape.

    Args:
        parameter: local name of the parameter: minCount, class, sparql, ...; of the two that may
            stand on sh:qualifiedValueShape: qualifiedMinCount, qualifiedMaxCount.
        value: value of the parameter; the shape, of a qualified count.
        members: members of a list; properties that sh:closed allows; shapes that a value of a
            qualified count may not conform to.
        number: value of a count or length.
        flags: sh:flags of sh:pattern.
        query: of sh:sparql; read by whoever knows the prefixes of the shapes graph.
    """

    parameter: str
    value: Node
    members: tuple[Node, ...] = ()
    number: int = 0
    flags: str = ""
    query: Query | None = None

    @property
    def component(self) -> URIRef:
        """The constraint component, as results name it."""
        if self.parameter == "sparql":
            return SH.SPARQLConstraintComponent
        return URIRef(f"{SH}{self.parameter[0].upper()}{self.parameter[1:]}ConstraintComponent")

    @property
    def shapes(self) -> tuple[Node, ...]:
        """The shapes to which value nodes have to conform, or not to conform."""
        if self.parameter in ("and", "or", "xone"):
            return self.members
        if self.parameter in _SHAPES:
            return (self.value,)
        return (self.value, *self.members) if self.parameter.startswith("qualified") else ()


def name_of(node: Node) -> str:
    """A node as a prefixed name for messages."""
    return compact(str(node)) if isinstance(node, URIRef) else ntriples(node)


def constraints_of(graph: Graph, shape: Node, path: Path | None) -> tuple[Constraint, ...]:
    """Every constraint of a shape except sh:property, in a fixed order.

    Args:
        graph: the shapes graph.
        shape: a shape in it.
        path: its path, if it is a property shape.

    Raises:
        ValidationError: the value of a parameter is not what the parameter takes.

    Source: SHACL section 4, core constraint components, and appendix C, syntax rules
    """
    found: list[Constraint] = []
    said: dict[Node, list[Node]] = {}
    for predicate, value in graph.predicate_objects(shape):
        said.setdefault(predicate, []).append(value)
    for parameter, read in _READERS.items():
        values = sorted(said.get(URIRef(f"{SH}{parameter}"), ()), key=ntriples)
        if values and parameter in _NEEDS_PATH and path is None:
            raise ValidationError(f"{name_of(shape)}: sh:{parameter} needs a property shape")
        if len(values) > 1 and parameter in _ONCE:
            raise ValidationError(f"{name_of(shape)}: sh:{parameter}; expected one value")
        for value in values:
            try:
                found.extend(read(graph, shape, parameter, value))
            except ValidationError as error:
                raise ValidationError(f"{name_of(shape)}: {error}") from None
    return tuple(found)


def _wrong(parameter: str, value: Node, expected: str) -> ValidationError:
    return ValidationError(f"sh:{parameter} {ntriples(value)}; expected {expected}")


Read = Iterator[Constraint]


def _plain(graph: Graph, shape: Node, parameter: str, value: Node) -> Read:
    yield Constraint(parameter, value)


def _iri(graph: Graph, shape: Node, parameter: str, value: Node) -> Read:
    if not isinstance(value, URIRef):
        raise _wrong(parameter, value, "an IRI")
    yield Constraint(parameter, value)


def _node(graph: Graph, shape: Node, parameter: str, value: Node) -> Read:
    if isinstance(value, Literal):
        raise _wrong(parameter, value, "an IRI or a blank node")
    if parameter == "node" and (value, SH.path, None) in graph:
        raise _wrong(parameter, value, "a node shape")
    yield Constraint(parameter, value)


def _node_kind(graph: Graph, shape: Node, parameter: str, value: Node) -> Read:
    if value not in {SH[kind] for kind in _KINDS}:
        raise _wrong(parameter, value, f"one of {', '.join(_KINDS)}")
    yield Constraint(parameter, value)


def _literal(graph: Graph, shape: Node, parameter: str, value: Node) -> Read:
    if not isinstance(value, Literal):
        raise _wrong(parameter, value, "a literal")
    yield Constraint(parameter, value)


def _integer(parameter: str, value: Node) -> int:
    if isinstance(value, Literal) and value.datatype in DECIMAL_TYPES and not value.ill_typed:
        number = value.toPython()
        if isinstance(number, int) and number >= 0:
            return number
    raise _wrong(parameter, value, "an integer of 0 or more")


def _count(graph: Graph, shape: Node, parameter: str, value: Node) -> Read:
    yield Constraint(parameter, value, number=_integer(parameter, value))


def _truth(parameter: str, value: Node) -> bool:
    if isinstance(value, Literal) and value.datatype == XSD.boolean and not value.ill_typed:
        return bool(value.toPython())
    raise _wrong(parameter, value, "an xsd:boolean")


def _pattern(graph: Graph, shape: Node, parameter: str, value: Node) -> Read:
    flags = list(graph.objects(shape, SH.flags))
    if not isinstance(value, Literal) or len(flags) > 1:
        raise _wrong(parameter, value, "a string, with at most one sh:flags")
    yield Constraint(parameter, value, flags=str(flags[0]) if flags else "")


def _list(graph: Graph, shape: Node, parameter: str, value: Node) -> Read:
    found = members(graph, value)
    of_shapes = parameter in ("and", "or", "xone")
    if of_shapes and (not found or any(isinstance(member, Literal) for member in found)):
        raise _wrong(parameter, value, "a list of one shape or more")
    if parameter == "languageIn" and not all(isinstance(tag, Literal) for tag in found):
        raise _wrong(parameter, value, "a list of language tags")
    yield Constraint(parameter, value, members=found)


def _unique(graph: Graph, shape: Node, parameter: str, value: Node) -> Read:
    if _truth(parameter, value):
        yield Constraint(parameter, value)


def _closed(graph: Graph, shape: Node, parameter: str, value: Node) -> Read:
    if not _truth(parameter, value):
        return
    heads = list(graph.objects(shape, SH.ignoredProperties))
    allowed = {property_ for head in heads for property_ in members(graph, head)}
    for inner in graph.objects(shape, SH.property):
        allowed.update(p for p in graph.objects(inner, SH.path) if isinstance(p, URIRef))
    yield Constraint(parameter, value, members=tuple(sorted(allowed, key=str)))


def _qualified(graph: Graph, shape: Node, parameter: str, value: Node) -> Read:
    if (shape, SH.path, None) not in graph:
        return  # SHACL gives it a meaning on property shapes only, and allows it on others
    disjoint = [
        _truth("qualifiedValueShapesDisjoint", switch)
        for switch in graph.objects(shape, SH.qualifiedValueShapesDisjoint)
    ]
    siblings = tuple(sorted(_siblings(graph, shape) - {value}, key=str)) if any(disjoint) else ()
    counts = [
        Constraint(name, value, siblings, _integer(name, number))
        for name in ("qualifiedMinCount", "qualifiedMaxCount")
        for number in graph.objects(shape, SH[name])
    ]
    if not counts or len({count.parameter for count in counts}) < len(counts):
        raise _wrong(parameter, value, "one sh:qualifiedMinCount, one sh:qualifiedMaxCount or both")
    yield from counts


def _siblings(graph: Graph, shape: Node) -> set[Node]:
    return {
        qualified
        for parent in graph.subjects(SH.property, shape)
        for sibling in graph.objects(parent, SH.property)
        for qualified in graph.objects(sibling, SH.qualifiedValueShape)
    }


def _query(graph: Graph, shape: Node, parameter: str, value: Node) -> Read:
    if isinstance(value, Literal) or len(list(graph.objects(value, SH.select))) != 1:
        raise _wrong(parameter, value, "a node with one sh:select")
    if Literal(True) not in graph.objects(value, SH.deactivated):
        yield Constraint(parameter, value)


_READERS: dict[str, Callable[[Graph, Node, str, Node], Read]] = {
    "class": _node,
    "datatype": _iri,
    "nodeKind": _node_kind,
    **dict.fromkeys(_COUNTED, _count),
    **dict.fromkeys(_BOUNDS, _literal),
    "pattern": _pattern,
    **dict.fromkeys(_PAIRS, _iri),
    **dict.fromkeys(_LISTS, _list),
    "uniqueLang": _unique,
    "closed": _closed,
    **dict.fromkeys(_SHAPES, _node),
    "qualifiedValueShape": _qualified,
    "hasValue": _plain,
    "sparql": _query,
}
