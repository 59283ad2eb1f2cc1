"""The order of work: shapes numbered, laid in layers, told who shares whose focus nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rdflib.term import Node

from imet_graph.validation.constraints import Constraint
from imet_graph.validation.shapes import Shape, Shapes

__all__ = ["NotCompiledError", "Plan", "Step", "obstacles"]


class NotCompiledError(Exception):
    """A shape turned out to hold what cannot be compiled; another evaluator takes it over.

    Args:
        node: the shape.
        reason: what it has.
    """

    def __init__(self, node: Node, reason: str) -> None:
        self.node, self.reason = node, reason
        super().__init__(f"{node} has {reason}")


@dataclass(frozen=True)
class Step:
    """One constraint of one shape, by numbers.

    Args:
        number: of the constraint.
        shape: number of the shape.
        key: number under which the focus nodes of the shape are kept.
        on: the shape.
        constraint: the constraint.
    """

    number: int
    shape: int
    key: int
    on: Shape
    constraint: Constraint


@dataclass(frozen=True)
class Plan:
    """What is to be computed for some shapes with targets, and in which order.

    A property shape that hangs on one node shape and has no targets looks at the focus nodes of
    that shape; it keeps no list of its own.

    Args:
        shapes: the shapes, which refer to one another without circles.
        roots: those whose targets are looked at.
    """

    shapes: dict[Node, Shape]
    roots: tuple[Node, ...]
    numbers: dict[Node, int] = field(init=False)

    def __post_init__(self) -> None:
        """Number the shapes that take part."""
        object.__setattr__(self, "numbers", {node: k for k, node in enumerate(self._reached())})

    def _reached(self) -> list[Node]:
        found = dict.fromkeys(self.roots)
        waiting = list(found)
        for node in waiting:
            for other in self.shapes[node].references:
                if other not in found:
                    found[other] = None
                    waiting.append(other)
        return waiting

    @property
    def used(self) -> Iterator[tuple[int, Shape]]:
        """Number and shape of every shape that takes part."""
        return ((number, self.shapes[node]) for node, number in self.numbers.items())

    @cached_property
    def edges(self) -> list[tuple[Node, Node, bool]]:
        """Parent, child, and whether results of the child are results of the report."""
        return [
            (shape.node, child, child in shape.properties)
            for _, shape in self.used
            for child in shape.references
        ]

    @cached_property
    def keys(self) -> dict[Node, int]:
        """For each shape the number under which its focus nodes are kept."""
        parents: dict[Node, list[tuple[Node, bool]]] = {}
        for parent, child, reported in self.edges:
            parents.setdefault(child, []).append((parent, reported))
        keys: dict[Node, int] = {}
        for node in self.order:
            keys[node] = self.numbers[node]
            sources = parents.get(node, [])
            if len(sources) == 1 and node not in self.roots:
                ((parent, reported),) = sources
                if reported and self.shapes[parent].path is None:
                    keys[node] = keys[parent]
        return keys

    @cached_property
    def order(self) -> list[Node]:
        """Every shape after the shapes that refer to it."""
        return [node for layer in self.layers for node in layer]

    @cached_property
    def layers(self) -> list[list[Node]]:
        """Shapes by their longest distance from a shape to which no other refers."""
        return _layered({node: self.shapes[node].references for node in self.numbers})

    @cached_property
    def heights(self) -> list[list[Node]]:
        """Shapes by their longest distance to a shape that refers to no other."""
        turned: dict[Node, list[Node]] = {node: [] for node in self.numbers}
        for parent, child, _ in self.edges:
            turned[child].append(parent)
        return _layered(turned)

    @cached_property
    def judged(self) -> set[Node]:
        """Shapes of which it has to be known which nodes do not conform."""
        found = {s for _, shape in self.used for c in shape.constraints for s in c.shapes}
        waiting = list(found)
        for node in waiting:
            new = set(self.shapes[node].properties) - found
            found |= new
            waiting.extend(new)
        return found

    @cached_property
    def steps(self) -> list[Step]:
        """Every constraint, numbered."""
        listed = ((number, shape, c) for number, shape in self.used for c in shape.constraints)
        return [
            Step(place, number, self.keys[shape.node], shape, constraint)
            for place, (number, shape, constraint) in enumerate(listed)
        ]


def _layered(following: Mapping[Node, Sequence[Node]]) -> list[list[Node]]:
    """Nodes of a graph without circles, each in a later layer than all that lead to it."""
    open_: dict[Node, int] = dict.fromkeys(following, 0)
    for others in following.values():
        for other in others:
            open_[other] += 1
    layers: list[list[Node]] = []
    layer = [node for node, count in open_.items() if not count]
    while layer:
        layers.append(layer)
        following_layer: list[Node] = []
        for node in layer:
            for other in following[node]:
                open_[other] -= 1
                if not open_[other]:
                    following_layer.append(other)
        layer = following_layer
    return layers


def obstacles(shapes: Shapes, found: dict[Node, str]) -> dict[Node, str]:
    """Shapes with targets that cannot be compiled, each with the reason.

    Args:
        shapes: all shapes.
        found: further shapes that turned out not to be, with the reason.
    """
    reasons: dict[Node, str] = {}
    for root in shapes.roots:
        if reason := _obstacle(shapes.shapes, root, found, ()):
            reasons[root] = reason
    return reasons


def _obstacle(
    shapes: dict[Node, Shape], node: Node, found: dict[Node, str], above: tuple[Node, ...]
) -> str:
    shape = shapes[node]
    if node in above:
        return f"{shape.name} refers to itself"
    if reason := shape.obstacle or found.get(node, ""):
        return f"{shape.name} has {reason}"
    below = (_obstacle(shapes, other, found, (*above, node)) for other in shape.references)
    return next((reason for reason in below if reason), "")
