"""Class expressions and properties as a person reads them: in Manchester syntax, short names."""

from __future__ import annotations

from rdflib import BNode, Graph, Literal
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF
from rdflib.term import Node

from imet_graph.namespaces import compact
from imet_graph.terms import ntriples

__all__ = ["manchester"]

_FILLERS = {OWL.someValuesFrom: "some", OWL.allValuesFrom: "only", OWL.hasValue: "value"}
_LIMITS = {
    OWL.maxCardinality: "max",
    OWL.maxQualifiedCardinality: "max",
    OWL.minCardinality: "min",
    OWL.minQualifiedCardinality: "min",
    OWL.cardinality: "exactly",
    OWL.qualifiedCardinality: "exactly",
}
_JOINED = {OWL.intersectionOf: " and ", OWL.unionOf: " or "}


def manchester(graph: Graph, node: Node) -> str:
    """A class or property in words.

    Args:
        graph: where the expression is spelled out.
        node: a named class or property, or the blank node of an expression.

    Returns:
        `imet:CountryProgram and (imet:hasRestriction some imet:Suspension)`, a prefixed name, or
        the label of a blank node that says nothing.

    Source: W3C, OWL 2 Web Ontology Language Manchester Syntax, section 2.4
    """
    if isinstance(node, Literal):
        return ntriples(node)
    if not isinstance(node, BNode):
        return compact(str(node))
    return _restriction(graph, node) or _boolean(graph, node) or f"_:{node}"


def _restriction(graph: Graph, node: Node) -> str:
    on = graph.value(node, OWL.onProperty)
    if on is None:
        return ""
    name = manchester(graph, on)
    for p, word in _FILLERS.items():
        if (filler := graph.value(node, p)) is not None:
            return f"{name} {word} {_nested(graph, filler)}"
    for p, word in _LIMITS.items():
        if (limit := graph.value(node, p)) is not None:
            of = graph.value(node, OWL.onClass) or graph.value(node, OWL.onDataRange)
            return f"{name} {word} {limit}" + (f" {_nested(graph, of)}" if of else "")
    return ""


def _boolean(graph: Graph, node: Node) -> str:
    for p, word in _JOINED.items():
        if (head := graph.value(node, p)) is not None:
            return word.join(_nested(graph, part) for part in _members(graph, head))
    if (head := graph.value(node, OWL.oneOf)) is not None:
        return "{" + ", ".join(manchester(graph, part) for part in _members(graph, head)) + "}"
    if (part := graph.value(node, OWL.complementOf)) is not None:
        return f"not {_nested(graph, part)}"
    if (of := graph.value(node, OWL.inverseOf)) is not None:
        return f"inverse {manchester(graph, of)}"
    return ""


def _nested(graph: Graph, node: Node) -> str:
    text = manchester(graph, node)
    return f"({text})" if " " in text and not text.startswith("{") else text


def _members(graph: Graph, head: Node) -> list[Node]:
    if (head, RDF.first, None) not in graph:
        return []
    return list(Collection(graph, head))
