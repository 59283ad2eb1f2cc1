"""Constraints that look at one value node at a time, each kind in one statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import duckdb
from rdflib import URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from imet_graph.validation.datatypes import comparison, quoted, well_formed
from imet_graph.validation.patterns import UnknownPattern, re2
from imet_graph.validation.plan import NotCompiledError, Step
from imet_graph.validation.workspace import Workspace

__all__ = ["VALUE_CHECKS", "list_values"]

_OPERATORS = {
    "minExclusive": ">",
    "minInclusive": ">=",
    "maxExclusive": "<",
    "maxInclusive": "<=",
}
_LETTERS = {SH.BlankNode: "B", SH.IRI: "I", SH.Literal: "L", SH.BlankNodeOrIRI: "BI"}
_LETTERS |= {SH.BlankNodeOrLiteral: "BL", SH.IRIOrLiteral: "IL"}
_COLUMNS = {"c": "integer", "shape": "integer"}


def _report_values(work: Workspace, table: str, rest: str) -> None:
    """Keep the values at fault; each is looked at once for a shape, however many nodes have it.

    Args:
        work: the tables.
        table: the constraints, `k`.
        rest: joins and condition that a value `v` at fault meets.
    """
    work.run(
        "insert into shacl_faults select a.c, v.this, v.value, null, v.n "
        f"from (select k.c, k.shape, v.value from shacl_values v join {table} k "
        f"on k.shape = v.shape {rest}) a "
        "join shacl_pairs v on v.shape = a.shape and v.value = a.value"
    )


def _by_condition(work: Workspace, name: str, conditions: Sequence[tuple[Step, str]]) -> None:
    """Report values whose row `x` of the table `lexical` does not meet the condition."""
    table = work.put(name, _COLUMNS, [(step.number, step.shape) for step, _ in conditions])
    cases = " ".join(f"when {step.number} then {condition}" for step, condition in conditions)
    _report_values(
        work,
        table,
        f"join lexical x on x.id = v.value where not coalesce(case k.c {cases} end, false)",
    )


def _class(work: Workspace, steps: Sequence[Step]) -> None:
    rows = [(s.number, s.shape, work.number(s.constraint.value)) for s in steps]
    table = work.put("class", {**_COLUMNS, "class": "bigint"}, rows)
    _report_values(
        work,
        table,
        "where not exists (select 1 from shacl_instances i "
        "where i.class = k.class and i.node = v.value)",
    )


def _in(work: Workspace, steps: Sequence[Step]) -> None:
    table = work.put("in", _COLUMNS, [(s.number, s.shape) for s in steps])
    rows = [(s.number, work.number(member)) for s in steps for member in s.constraint.members]
    listed = work.put("members", {"c": "integer", "id": "bigint"}, rows)
    _report_values(
        work,
        table,
        f"where not exists (select 1 from {listed} m where m.c = k.c and m.id = v.value)",
    )


def _datatype(work: Workspace, steps: Sequence[Step]) -> None:
    def condition(step: Step) -> str:
        datatype = URIRef(str(step.constraint.value))
        return f"x.datatype = {quoted(datatype)} and {well_formed(datatype)}"

    _by_condition(work, "datatype", [(step, condition(step)) for step in steps])


def _node_kind(work: Workspace, steps: Sequence[Step]) -> None:
    def condition(step: Step) -> str:
        return f"contains('{_LETTERS[URIRef(str(step.constraint.value))]}', x.kind)"

    _by_condition(work, "node_kind", [(step, condition(step)) for step in steps])


def _length(work: Workspace, steps: Sequence[Step]) -> None:
    def condition(step: Step) -> str:
        operator = ">=" if step.constraint.parameter == "minLength" else "<="
        return f"x.kind <> 'B' and length(x.lex) {operator} {step.constraint.number}"

    _by_condition(work, "length", [(step, condition(step)) for step in steps])


def _language_in(work: Workspace, steps: Sequence[Step]) -> None:
    """Tags match ranges by basic filtering, RFC 4647 section 3.3.1."""

    def matches(tag: Node) -> str:
        text = str(tag).lower()
        if text == "*":
            return "x.lang is not null"
        return f"(x.lang = {quoted(text)} or starts_with(x.lang, {quoted(text + '-')}))"

    def condition(step: Step) -> str:
        return " or ".join(matches(tag) for tag in step.constraint.members) or "false"

    _by_condition(work, "language_in", [(step, condition(step)) for step in steps])


def _range(work: Workspace, steps: Sequence[Step]) -> None:
    rows = [
        (s.number, s.shape, work.number(s.constraint.value), _OPERATORS[s.constraint.parameter])
        for s in steps
    ]
    table = work.put("range", {**_COLUMNS, "bound": "bigint", "operator": "varchar"}, rows)
    cases = " ".join(
        f"when '{operator}' then {comparison('x', operator, 'b')}"
        for operator in sorted({row[3] for row in rows})
    )
    _report_values(
        work,
        table,
        "join lexical b on b.id = k.bound join lexical x on x.id = v.value "
        f"where not (case k.operator {cases} end)",
    )


def _pattern(work: Workspace, steps: Sequence[Step]) -> None:
    conditions = [(step, _matches(step)) for step in steps]
    try:
        _by_condition(work, "pattern", conditions)
    except duckdb.InvalidInputException:
        _name_refused_pattern(work, conditions)
        raise


def _matches(step: Step) -> str:
    """A condition with the pattern as a constant: DuckDB then reads it once, not once a row."""
    try:
        pattern = re2(str(step.constraint.value), step.constraint.flags)
    except UnknownPattern as error:
        raise NotCompiledError(step.on.node, f"{error} in its sh:pattern") from None
    return f"x.kind <> 'B' and regexp_matches(x.lex, {quoted(pattern)})"


def _name_refused_pattern(work: Workspace, conditions: Sequence[tuple[Step, str]]) -> None:
    for step, condition in conditions:
        try:
            work.run(f"select {condition} from lexical x limit 1")
        except duckdb.InvalidInputException as error:
            reason = f"a sh:pattern that RE2 refuses ({error})"
            raise NotCompiledError(step.on.node, reason) from None


def list_values(work: Workspace, steps: Sequence[Step]) -> None:
    """Lay out the values of each shape, each once, for the constraints on single values."""
    shapes = sorted({step.shape for step in steps})
    table = work.put("looking", {"shape": "integer"}, [(shape,) for shape in shapes])
    work.run(
        "create or replace temp table shacl_values as select distinct v.shape, v.value "
        f"from shacl_pairs v join {table} k on k.shape = v.shape"
    )


VALUE_CHECKS: dict[tuple[str, ...], Callable[[Workspace, Sequence[Step]], None]] = {
    ("class",): _class,
    ("in",): _in,
    ("datatype",): _datatype,
    ("nodeKind",): _node_kind,
    ("minLength", "maxLength"): _length,
    ("languageIn",): _language_in,
    tuple(_OPERATORS): _range,
    ("pattern",): _pattern,
}
"""For some parameters, the function that evaluates all their constraints at once."""
