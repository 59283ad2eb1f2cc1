"""Constraints by which value nodes conform to other shapes: sh:node, sh:not, sh:and, ..."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib.term import Node

from imet_graph.validation.plan import Step
from imet_graph.validation.workspace import Workspace

__all__ = ["LOGICAL", "QUALIFIED", "check_conformance"]

LOGICAL = ("node", "not", "and", "or", "xone")
QUALIFIED = ("qualifiedMinCount", "qualifiedMaxCount")
_VIOLATED = """
case k.kind when 'not' then bad = 0 when 'or' then bad = k.size
  when 'xone' then k.size - bad <> 1 else bad > 0 end
"""


def check_conformance(work: Workspace) -> None:
    """Evaluate the constraints that refer to shapes, from the innermost shapes outwards.

    Source: SHACL sections 4.6, logical constraint components, and 4.7, shape-based ones
    """
    if not work.plan.judged:
        return
    for layer in work.plan.heights:
        numbers = {work.plan.numbers[node] for node in layer}
        steps = [step for step in work.plan.steps if step.shape in numbers]
        _logical(work, [s for s in steps if s.constraint.parameter in LOGICAL])
        _qualified(work, [s for s in steps if s.constraint.parameter in QUALIFIED])
        _judge(work, [node for node in layer if node in work.plan.judged])


def _judge(work: Workspace, layer: list[Node]) -> None:
    """Note which nodes do not conform: by a constraint of the shape, or of its property shapes."""
    plan = work.plan
    if not layer:
        return
    numbers = {plan.numbers[node] for node in layer}
    own = [(s.number, s.shape) for s in plan.steps if s.shape in numbers]
    below = [
        (plan.numbers[node], plan.numbers[child])
        for node in layer
        for child in plan.shapes[node].properties
    ]
    constraints = work.put("own", {"c": "integer", "shape": "integer"}, own)
    children = work.put("below", {"parent": "integer", "child": "integer"}, below)
    work.run(
        "insert into shacl_bad select distinct shape, this from ("
        f"select k.shape, a.this from shacl_faults a join {constraints} k on k.c = a.c union all "
        f"select k.parent, v.this from shacl_pairs v join {children} k on k.parent = v.shape "
        "join shacl_bad b on b.shape = k.child and b.this = v.value)"
    )


def _logical(work: Workspace, steps: Sequence[Step]) -> None:
    if not steps:
        return
    rows = [
        (s.number, s.shape, s.constraint.parameter, len(s.constraint.shapes), place, number)
        for s in steps
        for place, number in enumerate(work.plan.numbers[node] for node in s.constraint.shapes)
    ]
    columns = {"c": "integer", "shape": "integer", "kind": "varchar", "size": "integer"}
    table = work.put("logical", {**columns, "place": "integer", "other": "integer"}, rows)
    work.run(
        "insert into shacl_faults select k.c, k.this, k.value, null, k.n from ("
        "select m.c, v.this, v.value, any_value(v.n) as n, any_value(m.kind) as kind, "
        "any_value(m.size) as size, count(b.this) as bad from shacl_pairs v "
        f"join {table} m on m.shape = v.shape "
        "left join shacl_bad b on b.shape = m.other and b.this = v.value "
        f"group by m.c, v.this, v.value) k where {_VIOLATED}"
    )


def _qualified(work: Workspace, steps: Sequence[Step]) -> None:
    if not steps:
        return
    numbers = work.plan.numbers
    rows = [
        (
            *(s.number, s.shape, s.key, numbers[s.constraint.value], s.constraint.number),
            s.constraint.parameter == "qualifiedMinCount",
        )
        for s in steps
    ]
    columns = {"c": "integer", "shape": "integer", "key": "integer", "other": "integer"}
    table = work.put("qualified", {**columns, "count": "bigint", "least": "boolean"}, rows)
    siblings = work.put(
        "siblings",
        {"c": "integer", "other": "integer"},
        [(s.number, numbers[node]) for s in steps for node in s.constraint.members],
    )
    work.run(
        "insert into shacl_faults with counted as (select k.c, v.this, count(*) as m "
        f"from shacl_pairs v join {table} k on k.shape = v.shape where not exists "
        "(select 1 from shacl_bad b where b.shape = k.other and b.this = v.value) "
        f"and not exists (select 1 from {siblings} z where z.c = k.c and not exists "
        "(select 1 from shacl_bad b where b.shape = z.other and b.this = v.value)) "
        "group by k.c, v.this) "
        f"select k.c, f.this, null, null, f.n from shacl_focus f join {table} k on k.key = f.key "
        "left join counted a on a.c = k.c and a.this = f.this "
        "where case when k.least then coalesce(a.m, 0) < k.count "
        "else coalesce(a.m, 0) > k.count end"
    )
