"""All constraints of some shapes, evaluated over a coded graph in a few dozen statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from rdflib import Literal, URIRef
from rdflib.term import Node

from imet_graph.relational import CodedGraph
from imet_graph.validation.checks import VALUE_CHECKS, list_values
from imet_graph.validation.comparisons import SET_CHECKS
from imet_graph.validation.conformance import check_conformance
from imet_graph.validation.constraints import Constraint, name_of
from imet_graph.validation.focus import find_instances, find_nodes
from imet_graph.validation.paths import Path
from imet_graph.validation.plan import NotCompiledError, Plan, Step, obstacles
from imet_graph.validation.queries import run_queries
from imet_graph.validation.results import Result
from imet_graph.validation.shapes import Shapes
from imet_graph.validation.workspace import Workspace

__all__ = ["evaluate"]


def evaluate(graph: CodedGraph, shapes: Shapes) -> tuple[list[Result], dict[Node, str]]:
    """Evaluate every shape that can be compiled.

    Args:
        graph: what is validated.
        shapes: the shapes.

    Returns:
        The results, and the shapes with targets that are left over, each with the reason.

    Raises:
        ValidationError: a query reports a failure.
    """
    found: dict[Node, str] = {}
    while True:
        left = obstacles(shapes, found)
        plan = Plan(shapes.shapes, tuple(root for root in shapes.roots if root not in left))
        try:
            return _evaluate(graph, plan), left
        except NotCompiledError as error:
            found[error.node] = error.reason


def _evaluate(graph: CodedGraph, plan: Plan) -> list[Result]:
    with Workspace(graph, plan) as work:
        find_instances(work)
        find_nodes(work)
        if steps := _using(plan, chain(*VALUE_CHECKS)):
            list_values(work, steps)
        for parameters, check in (VALUE_CHECKS | SET_CHECKS).items():
            if steps := _using(plan, parameters):
                check(work, steps)
        results = run_queries(work)
        check_conformance(work)
        results.extend(_faults(work))
    return results


def _using(plan: Plan, parameters: Iterable[str]) -> list[Step]:
    wanted = set(parameters)
    return [step for step in plan.steps if step.constraint.parameter in wanted]


def _faults(work: Workspace) -> Iterator[Result]:
    rows = work.run("select c, this, value, path, n from shacl_faults where n > 0")
    terms = work.terms({k for row in rows for k in row[1:4] if k is not None})
    steps = work.plan.steps
    messages = [_messages(step) for step in steps]
    for c, this, value, path, times in rows:
        on = steps[c].on
        found = terms.get(path)
        result = Result(
            focus=terms[this],
            shape=on.node,
            component=steps[c].constraint.component,
            severity=on.severity,
            path=Path("predicate", found) if isinstance(found, URIRef) else on.path,
            value=terms.get(value),
            messages=messages[c],
        )
        for _ in range(times):
            yield result


def _messages(step: Step) -> tuple[Literal, ...]:
    return step.on.messages or (Literal(_default(step.constraint)),)


def _default(constraint: Constraint) -> str:
    """What is expected, for a shape that has no message."""
    parameter, value = constraint.parameter, constraint.value
    if parameter.startswith("qualified"):
        few = "Fewer" if parameter == "qualifiedMinCount" else "More"
        return f"{few} than {constraint.number} values conform to {name_of(value)}."
    if constraint.members:
        listed = ", ".join(name_of(member) for member in constraint.members)
        return f"Expected sh:{parameter} ( {listed} )."
    return f"Expected sh:{parameter} {name_of(value)}."
