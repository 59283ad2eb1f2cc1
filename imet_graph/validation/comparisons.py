"""Constraints that look at all value nodes of a focus node together, or at two properties."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from imet_graph.validation.datatypes import comparison
from imet_graph.validation.plan import Step
from imet_graph.validation.workspace import Workspace

__all__ = ["SET_CHECKS"]

_COLUMNS = {"c": "integer", "shape": "integer", "key": "integer"}
_MOST = 2**62


def _put(work: Workspace, name: str, steps: Sequence[Step]) -> str:
    """The constraints, each with the number of its value: a property or a term."""
    rows = [(s.number, s.shape, s.key, work.number(s.constraint.value)) for s in steps]
    return work.put(name, {**_COLUMNS, "id": "bigint"}, rows)


def _report(work: Workspace, select: str) -> None:
    work.run(f"insert into shacl_faults {select}")


def _count(work: Workspace, steps: Sequence[Step]) -> None:
    rows = [
        (s.number, s.shape, s.key, s.constraint.number, _MOST)
        if s.constraint.parameter == "minCount"
        else (s.number, s.shape, s.key, 0, s.constraint.number)
        for s in steps
    ]
    table = work.put("count", {**_COLUMNS, "least": "bigint", "most": "bigint"}, rows)
    _report(
        work,
        f"with counted as (select shape, this, count(*) as m from shacl_pairs "
        f"where shape in (select shape from {table}) group by shape, this) "
        f"select k.c, f.this, null, null, f.n from shacl_focus f join {table} k on k.key = f.key "
        "left join counted a on a.shape = k.shape and a.this = f.this "
        "where coalesce(a.m, 0) < k.least or coalesce(a.m, 0) > k.most",
    )


def _has_value(work: Workspace, steps: Sequence[Step]) -> None:
    table = _put(work, "has_value", steps)
    _report(
        work,
        f"select k.c, f.this, null, null, f.n from shacl_focus f "
        f"join {table} k on k.key = f.key where not exists (select 1 from shacl_pairs v "
        "where v.shape = k.shape and v.this = f.this and v.value = k.id)",
    )


def _unique_language(work: Workspace, steps: Sequence[Step]) -> None:
    table = _put(work, "unique_language", steps)
    _report(
        work,
        f"select k.c, v.this, null, null, any_value(v.n) from shacl_pairs v "
        f"join {table} k on k.shape = v.shape join lexical x on x.id = v.value "
        "where x.lang is not null group by k.c, v.this, x.lang having count(*) > 1",
    )


def _equals(work: Workspace, steps: Sequence[Step]) -> None:
    table = _put(work, "equals", steps)
    _report(
        work,
        f"select k.c, v.this, v.value, null, v.n from shacl_pairs v "
        f"join {table} k on k.shape = v.shape where not exists (select 1 from triples t "
        "where t.s = v.this and t.p = k.id and t.o = v.value) union all "
        f"select k.c, f.this, t.o, null, f.n from shacl_focus f join {table} k on k.key = f.key "
        "join triples t on t.s = f.this and t.p = k.id where not exists (select 1 "
        "from shacl_pairs v where v.shape = k.shape and v.this = f.this and v.value = t.o)",
    )


def _disjoint(work: Workspace, steps: Sequence[Step]) -> None:
    table = _put(work, "disjoint", steps)
    _report(
        work,
        f"select k.c, v.this, v.value, null, v.n from shacl_pairs v "
        f"join {table} k on k.shape = v.shape "
        "join triples t on t.s = v.this and t.p = k.id and t.o = v.value",
    )


def _less_than(work: Workspace, steps: Sequence[Step]) -> None:
    for parameter, operator in (("lessThan", "<"), ("lessThanOrEquals", "<=")):
        chosen = [step for step in steps if step.constraint.parameter == parameter]
        if not chosen:
            continue
        table = _put(work, "less_than", chosen)
        _report(
            work,
            f"select k.c, v.this, v.value, null, v.n from shacl_pairs v "
            f"join {table} k on k.shape = v.shape join triples t on t.s = v.this and t.p = k.id "
            "join lexical a on a.id = v.value join lexical b on b.id = t.o "
            f"where not {comparison('a', operator, 'b')}",
        )


def _closed(work: Workspace, steps: Sequence[Step]) -> None:
    rows = [(s.number, work.number(p)) for s in steps for p in s.constraint.members]
    allowed = work.put("allowed", {"c": "integer", "p": "bigint"}, rows)
    table = _put(work, "closed", steps)
    _report(
        work,
        f"select k.c, v.this, t.o, t.p, v.n from shacl_pairs v "
        f"join {table} k on k.shape = v.shape join triples t on t.s = v.value "
        f"where not exists (select 1 from {allowed} a where a.c = k.c and a.p = t.p)",
    )


SET_CHECKS: dict[tuple[str, ...], Callable[[Workspace, Sequence[Step]], None]] = {
    ("minCount", "maxCount"): _count,
    ("hasValue",): _has_value,
    ("uniqueLang",): _unique_language,
    ("equals",): _equals,
    ("disjoint",): _disjoint,
    ("lessThan", "lessThanOrEquals"): _less_than,
    ("closed",): _closed,
}
"""For some parameters, the function that evaluates all their constraints at once."""
