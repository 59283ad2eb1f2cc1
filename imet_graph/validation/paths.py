"""Property paths of shapes: read from a graph, written as SPARQL, copied into a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import BNode, Graph, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from imet_graph.errors import ValidationError
from imet_graph.terms import ntriples

__all__ = ["Path", "members", "read_path"]

_UNARY = {
    "inverse": SH.inversePath,
    "zeroOrMore": SH.zeroOrMorePath,
    "oneOrMore": SH.oneOrMorePath,
    "zeroOrOne": SH.zeroOrOnePath,
}
_SUFFIX = {"zeroOrMore": "*", "oneOrMore": "+", "zeroOrOne": "?"}
_DEEPEST = 50


@dataclass(frozen=True)
class Path:
    """A property path.

    Args:
        kind: predicate, inverse, sequence, alternative, zeroOrMore, oneOrMore or zeroOrOne.
        predicate: of a predicate path.
        parts: the paths that it is made of; none of a predicate path.

    Source: SHACL section 2.3.1, SHACL property paths
    """

    kind: str
    predicate: URIRef | None = None
    parts: tuple[Path, ...] = ()

    @property
    def text(self) -> str:
        """The path in SPARQL, bracketed wherever it has parts."""
        if self.predicate is not None:
            return ntriples(self.predicate)
        inner = [part.text for part in self.parts]
        if self.kind == "inverse":
            return f"(^{inner[0]})"
        if self.kind in _SUFFIX:
            return f"({inner[0]}{_SUFFIX[self.kind]})"
        return f"({('/' if self.kind == 'sequence' else '|').join(inner)})"

    def forward(self, turned: bool = False) -> Path:
        """The same path with sh:inversePath at predicates only.

        Args:
            turned: give the inverse instead.
        """
        if self.predicate is not None:
            return Path("inverse", None, (self,)) if turned else self
        if self.kind == "inverse":
            return self.parts[0].forward(not turned)
        parts = [part.forward(turned) for part in self.parts]
        if turned and self.kind == "sequence":
            parts.reverse()
        return Path(self.kind, None, tuple(parts))

    def write(self, graph: Graph, label: str) -> Node:
        """Copy the path into a graph.

        Args:
            graph: a report; changed in place.
            label: what the labels of its blank nodes begin with.

        Returns:
            The node that stands for the path: an IRI, or a blank node with the structure.
        """
        if self.predicate is not None:
            return self.predicate
        if self.kind in _UNARY:
            node = BNode(label)
            graph.add((node, _UNARY[self.kind], self.parts[0].write(graph, f"{label}x")))
            return node
        if self.kind == "sequence":
            return self._list(graph, label)
        node = BNode(label)
        graph.add((node, SH.alternativePath, self._list(graph, f"{label}x")))
        return node

    def _list(self, graph: Graph, label: str) -> Node:
        rest: Node = RDF.nil
        for place in range(len(self.parts) - 1, -1, -1):
            node = BNode(f"{label}n{place}")
            graph.add((node, RDF.first, self.parts[place].write(graph, f"{label}m{place}")))
            graph.add((node, RDF.rest, rest))
            rest = node
        return rest


def read_path(graph: Graph, node: Node, depth: int = 0) -> Path:
    """Read a path from a shapes graph or a report.

    Raises:
        ValidationError: the node is no well-formed path.
    """
    if isinstance(node, URIRef):
        return Path("predicate", node)
    if depth > _DEEPEST or not isinstance(node, BNode):
        raise ValidationError(f"path {ntriples(node)}: expected an IRI or a finite path structure")
    for path in _structures(graph, node, depth):
        return path
    raise ValidationError(f"path {ntriples(node)}: expected a list or one of the kinds of path")


def _structures(graph: Graph, node: Node, depth: int) -> Iterator[Path]:
    """What the node may be read as; the first counts, as in the tests of the standard."""
    if (node, RDF.first, None) in graph:
        yield _listed(graph, "sequence", node, depth)
    for kind, predicate in _UNARY.items():
        for inner in graph.objects(node, predicate):
            yield Path(kind, None, (read_path(graph, inner, depth + 1),))
    for head in graph.objects(node, SH.alternativePath):
        yield _listed(graph, "alternative", head, depth)


def _listed(graph: Graph, kind: str, head: Node, depth: int) -> Path:
    parts = tuple(read_path(graph, part, depth + 1) for part in members(graph, head))
    if len(parts) < 2:
        raise ValidationError(f"path {ntriples(head)}: a {kind} needs at least two parts")
    return Path(kind, None, parts)


def members(graph: Graph, head: Node) -> tuple[Node, ...]:
    """The members of a SHACL list, in order.

    Raises:
        ValidationError: the node is no well-formed list.
    """
    found: list[Node] = []
    seen: set[Node] = set()
    while head != RDF.nil:
        first, rest = list(graph.objects(head, RDF.first)), list(graph.objects(head, RDF.rest))
        if head in seen or len(first) != 1 or len(rest) != 1:
            raise ValidationError(f"list {ntriples(head)}: expected a well-formed rdf:List")
        seen.add(head)
        found.append(first[0])
        head = rest[0]
    return tuple(found)
