"""Focus nodes and value nodes: the tables on which every check is made."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from imet_graph.validation.paths import Path
from imet_graph.validation.shapes import Shape
from imet_graph.validation.walking import walk
from imet_graph.validation.workspace import Workspace

__all__ = ["find_instances", "find_nodes"]

_WITHOUT_VALUES = frozenset({"sparql"})
_KINDS = {
    SH.targetClass: "class",
    SH.targetNode: "node",
    SH.targetSubjectsOf: "subjects",
    SH.targetObjectsOf: "objects",
}
_TARGETED = """
select distinct key, this, 1 as n from (
  select w.key, i.node as this from {targets} w join shacl_instances i
    on w.kind = 'class' and i.class = w.id
  union all select key, id from {targets} where kind = 'node'
  union all select w.key, t.s from {targets} w join triples t
    on w.kind = 'subjects' and t.p = w.id
  union all select w.key, t.o from {targets} w join triples t
    on w.kind = 'objects' and t.p = w.id)
"""
_FROM_PARENTS = """
select e.key, v.value as this, (case when e.reported then v.n else 0 end) as n
from shacl_pairs v join {edges} e on e.parent = v.shape
"""


def find_instances(work: Workspace) -> None:
    """Lay out the SHACL instances of every class that a target or sh:class names.

    Source: SHACL section 1.1, SHACL instance
    """
    wanted = {
        *(value for _, s in work.plan.used for kind, value in s.targets if kind == SH.targetClass),
        *(s.constraint.value for s in work.plan.steps if s.constraint.parameter == "class"),
    }
    classes = work.put("classes", {"id": "bigint"}, sorted([work.number(name)] for name in wanted))
    work.run(
        "create or replace temp table shacl_instances as "
        f"with recursive c(class, sub) as (select id, id from {classes} "
        f"union select c.class, t.s from c join triples t on t.o = c.sub "
        f"and t.p = {work.number(RDFS.subClassOf)}) "
        "select c.class, t.s as node from triples t join c on c.sub = t.o "
        f"where t.p = {work.number(RDF.type)}"
    )


def find_nodes(work: Workspace) -> None:
    """Fill `shacl_focus` and `shacl_pairs`, layer by layer: children look at parents' values.

    Source: SHACL section 2.1.3, targets, and section 4.7, shape-based constraint components
    """
    for layer in work.plan.layers:
        _find_focus_nodes(work, layer)
        _find_value_nodes(work, layer)


def _find_focus_nodes(work: Workspace, layer: list[Node]) -> None:
    plan = work.plan
    own = {plan.numbers[node] for node in layer if plan.keys[node] == plan.numbers[node]}
    targets = [
        (plan.numbers[node], _KINDS[kind], work.number(value))
        for node in layer
        if node in plan.roots
        for kind, value in plan.shapes[node].targets
    ]
    edges = [
        (plan.numbers[parent], plan.numbers[child], reported)
        for parent, child, reported in plan.edges
        if plan.numbers[child] in own
    ]
    sources: list[str] = []
    if targets:
        columns = {"key": "integer", "kind": "varchar", "id": "bigint"}
        sources.append(_TARGETED.format(targets=work.put("targets", columns, targets)))
    if edges:
        columns = {"parent": "integer", "key": "integer", "reported": "boolean"}
        sources.append(_FROM_PARENTS.format(edges=work.put("edges", columns, edges)))
    if edges:
        both = " union all ".join(f"({source})" for source in sources)
        sources = [f"select key, this, sum(n) as n from ({both}) group by key, this"]
    for source in sources:
        work.run(f"insert into shacl_focus {source}")


def _find_value_nodes(work: Workspace, layer: list[Node]) -> None:
    shapes = [work.plan.shapes[node] for node in layer]
    looking = [shape for shape in shapes if _looks_at_values(work, shape)]
    _same_nodes(work, [shape for shape in looking if shape.path is None])
    simple = [shape for shape in looking if shape.path and shape.path.predicate]
    _simple_paths(work, simple)
    other: dict[Path, list[Shape]] = {}
    for shape in looking:
        if shape.path and not shape.path.predicate:
            other.setdefault(shape.path, []).append(shape)
    for path, sharing in other.items():
        _walked(work, path, sharing)


def _looks_at_values(work: Workspace, shape: Shape) -> bool:
    if any(c.parameter not in _WITHOUT_VALUES for c in shape.constraints):
        return True
    keys, numbers = work.plan.keys, work.plan.numbers
    judged = shape.node in work.plan.judged
    return any(judged or keys[child] == numbers[child] for child in shape.properties)


def _put_owners(work: Workspace, shapes: Iterable[Shape]) -> str:
    numbers, keys = work.plan.numbers, work.plan.keys
    rows = [
        (numbers[s.node], keys[s.node], work.number(s.path.predicate or RDF.nil) if s.path else 0)
        for s in shapes
    ]
    return work.put("owners", {"shape": "integer", "key": "integer", "p": "bigint"}, rows)


def _same_nodes(work: Workspace, shapes: list[Shape]) -> None:
    if shapes:
        work.run(
            "insert into shacl_pairs select k.shape, f.this, f.this, f.n "
            f"from shacl_focus f join {_put_owners(work, shapes)} k on k.key = f.key"
        )


def _simple_paths(work: Workspace, shapes: list[Shape]) -> None:
    if shapes:
        work.run(
            "insert into shacl_pairs select k.shape, f.this, t.o, f.n "
            f"from shacl_focus f join {_put_owners(work, shapes)} k on k.key = f.key "
            "join triples t on t.s = f.this and t.p = k.p"
        )


def _walked(work: Workspace, path: Path, shapes: list[Shape]) -> None:
    owners = _put_owners(work, shapes)
    starts = work.made(
        f"select distinct f.this as x from shacl_focus f join {owners} k on k.key = f.key"
    )
    reached = walk(work, path, starts)
    work.run(
        "insert into shacl_pairs select k.shape, f.this, w.y, f.n "
        f"from shacl_focus f join {owners} k on k.key = f.key join {reached} w on w.x = f.this"
    )
