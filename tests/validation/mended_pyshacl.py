"""pyshacl, compared with, and mended where it is known to leave the standard."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from unittest import mock

import pytest
from pyshacl.constraints.core import property_pair_constraints, value_range_constraints
from rdflib import Graph, Literal
from rdflib.term import Node

from imet_graph import validation

Row = tuple[Node, str, Node | None, Node, Node, Node]


def rows(report: Graph) -> Counter[Row]:
    """Focus node, path, value, component, severity and shape of each result, with its number."""
    return Counter(
        (r.focus, r.path.text if r.path else "", r.value, r.component, r.severity, r.shape)
        for r in validation.results_of(report)
    )


def kind(literal: Literal) -> object:
    """The kind of value with which a literal can be compared; None with no other."""
    value = literal.value
    if literal.language or value is None:
        return None
    if isinstance(value, dt.datetime):
        return "instant", value.tzinfo is None
    for name, types in (
        ("truth", (bool,)),
        ("number", (int, float, Decimal)),
        ("day", (dt.date,)),
        ("string", (str,)),
    ):
        if isinstance(value, types):
            return name
    return None


def compared(left: Literal, right: Literal) -> int:
    """-1, 0 or 1; TypeError where SPARQL cannot compare. pyshacl orders any two literals."""
    if kind(left) is None or kind(left) != kind(right):
        raise TypeError(f"{left!r} and {right!r} cannot be compared")
    return int(left.value > right.value) - int(left.value < right.value)


def compare_pairs(fits: Callable[[int], bool]) -> Callable[..., tuple[bool, list[object]]]:
    """sh:lessThan as the standard has it. pyshacl orders IRIs as strings, and stops at a blank."""

    def fine(value: Node, other: Node) -> bool:
        try:
            literals = isinstance(value, Literal) and isinstance(other, Literal)
            return literals and fits(compared(value, other))  # type: ignore[arg-type]
        except TypeError:
            return False

    def compare(
        constraint: object, values: set[Node], others: set[Node], graph: Graph, focus: Node
    ) -> tuple[bool, list[object]]:
        make = constraint.make_v_result  # type: ignore[attr-defined]
        pairs = [(value, other) for value in values for other in others]
        found = [make(graph, focus, value_node=v) for v, o in pairs if not fine(v, o)]
        return bool(found), found

    return compare


@contextmanager
def mended() -> Iterator[None]:
    """Replace the comparisons of pyshacl."""
    less = property_pair_constraints.LessThanConstraintComponent
    at_most = property_pair_constraints.LessThanOrEqualsConstraintComponent
    with (
        mock.patch.object(value_range_constraints, "compare_literal", compared),
        mock.patch.object(less, "_compare_lt", compare_pairs(lambda c: c < 0)),
        mock.patch.object(at_most, "_compare_ltoe", compare_pairs(lambda c: c <= 0)),
    ):
        yield


def assert_agreement(data: Graph, shapes: Graph) -> Counter[Row]:
    """Both evaluators say the same, as often; gives what they say."""
    found = validation.report(data, shapes)
    with mended():
        expected = rows(validation.reference(data, shapes))
    if rows(found) != expected:
        ours, theirs = rows(found) - expected, expected - rows(found)
        pytest.fail(
            f"only here {dict(ours)}\nonly pyshacl {dict(theirs)}\n"
            f"{data.serialize(format='nt')}\n{shapes.serialize()}"
        )
    return rows(found)
