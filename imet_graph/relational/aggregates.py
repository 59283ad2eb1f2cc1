"""GROUP BY and the aggregates of SPARQL.

An aggregate over a group in which its expression once fails is itself an error, except COUNT and
SAMPLE, which pass over failures.

Source: W3C, SPARQL 1.1 Query Language, section 18.5.1
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rdflib import Variable
from rdflib.plugins.sparql.parserutils import CompValue

from imet_graph.errors import QueryError
from imet_graph.relational.comparing import order_key
from imet_graph.relational.expressions import Expressions
from imet_graph.relational.tables import Column, Scope, Table, name_sql
from imet_graph.relational.values import (
    SQL_TYPES,
    NumberValue,
    StringValue,
    Value,
    integer,
    quote,
)

__all__ = ["aggregate"]


@dataclass(frozen=True)
class _Result:
    """An aggregate as a column, and its value over no solutions."""

    sql: str
    form: str
    certain: bool = False
    over_nothing: str = "null"
    types: frozenset[str] | None = None


def aggregate(node: CompValue, scope: Scope, expressions: Expressions, keep: str) -> Table:
    """Group the rows of a table.

    Args:
        node: an AggregateJoin of rdflib's algebra.
        scope: the table.
        expressions: compiles over it.
        keep: a variable by which everything is grouped beforehand, as SHACL's $this; empty if none.

    Returns:
        A table with the result of each aggregate, under the name that rdflib gives it.

    Raises:
        QueryError: an aggregate is not supported.
    """
    keys = _keys(node.p.expr or [], scope, expressions)
    results = {
        str(one.res): _sampled_key(one, scope, keys) or _result(one, scope, expressions)
        for one in node.A
    }
    listed = [f"{result.sql} as {name_sql(name)}" for name, result in results.items()]
    columns = {
        name: Column(result.form, result.certain, *([result.types] if result.types else []))
        for name, result in results.items()
    }
    if keep:
        own = f"{scope.alias}.{name_sql(keep)}"
        listed.insert(0, f"{own} as {name_sql(keep)}")
        columns = {keep: scope.table.columns[keep], **columns}
        keys = [own, *(key for key in keys if key != own)]
    sql = f"select {', '.join(listed)} from {scope.source()}"
    if keys or node.p.expr:
        sql += f" group by {', '.join(keys) or 'true'}"
    if keep and not node.p.expr:
        sql = _with_empty(sql, results, keep)
    return Table(sql, columns)


def _with_empty(sql: str, results: dict[str, _Result], keep: str) -> str:
    """A group for each focus node, also where it has no solutions."""
    key = name_sql(keep)
    listed = [f"f.{key}"]
    for name, result in results.items():
        column = f"g.{name_sql(name)}"
        nothing = f"cast({result.over_nothing} as {SQL_TYPES[result.form]})"
        listed.append(
            f"case when g.{key} is null then {nothing} else {column} end as {name_sql(name)}"
        )
    return (
        f"select {', '.join(listed)} from sparql_focus f left join ({sql}) g on g.{key} = f.{key}"
    )


def _keys(wanted: list[Any], scope: Scope, expressions: Expressions) -> list[str]:
    found = []
    for key in wanted:
        value = expressions.value(key)
        if not isinstance(key, Variable) or scope.value(str(key)) is not None:
            found.append(value.stored)
    return list(dict.fromkeys(found))


def _sampled_key(one: CompValue, scope: Scope, keys: list[str]) -> _Result | None:
    """A grouped variable that is selected; rdflib writes it as its sample."""
    if one.name != "Aggregate_Sample" or not isinstance(one.vars, Variable):
        return None
    value = scope.value(str(one.vars))
    if value is None or value.stored not in keys:
        return None
    return _Result(value.stored, value.form, scope.certain(str(one.vars)), types=value.types)


def _result(one: CompValue, scope: Scope, expressions: Expressions) -> _Result:
    name = one.name.removeprefix("Aggregate_")
    distinct = bool(one.distinct)
    if name == "Count":
        return _count(one, scope, expressions, distinct)
    value = expressions.value(one.vars)
    match name:
        case "Sum":
            return _number(_sum(value, distinct), "sparql_zero()")
        case "Avg":
            return _number(_average(value, distinct), "sparql_zero()")
        case "Min":
            return _extreme(value, "arg_min")
        case "Max":
            return _extreme(value, "arg_max")
        case "Sample":
            # The least, so that the same graph always gives the same sample.
            return _Result(f"min({value.stored})", value.form, types=value.types)
        case "GroupConcat":
            separator = " " if "separator" not in one else str(one.separator)
            return _concatenated(value, separator, distinct)
    raise QueryError(f"aggregate {name.upper()} is not supported")


def _number(value: Value, over_nothing: str) -> _Result:
    return _Result(value.stored, value.form, False, over_nothing, value.types)


def _count(one: CompValue, scope: Scope, expressions: Expressions, distinct: bool) -> _Result:
    if one.vars != "*":
        counted = f"count({'distinct ' if distinct else ''}{expressions.value(one.vars).stored})"
    elif distinct:
        columns = (f"{scope.alias}.{name_sql(name)}" for name in scope.table.columns)
        counted = f"count(distinct row({', '.join(columns) or '1'}))"
    else:
        counted = "count(*)"
    value = integer(counted)
    return _Result(value.stored, value.form, True, "sparql_zero()", value.types)


def _all_are(part: str) -> str:
    return f"count(*) = count({part})"


def _sum(value: Value, distinct: bool) -> Value:
    num, dbl, whole = (value.part(name) for name in ("num", "dbl", "whole"))
    if distinct:
        # Distinct terms, not distinct numbers: 1 and 1.0 are two.
        terms = f"list_distinct(list(row({num}, {dbl}, {value.part('datatype')})))"
        total = f"list_sum(list_transform({terms}, lambda x: x[1]))"
        double = f"list_sum(list_transform({terms}, lambda x: x[2]))"
    else:
        total, double = f"sum({num})", f"sum({dbl})"
    return NumberValue(
        f"case when {_all_are(num)} then coalesce({total}, 0) end",
        f"case when {_all_are(dbl)} then coalesce({double}, 0) end",
        f"coalesce(bool_and({whole}), true)",
    )


def _average(value: Value, distinct: bool) -> Value:
    total = _sum(value, distinct)
    if distinct:
        parts = ", ".join(value.part(name) for name in ("num", "dbl", "datatype"))
        number = f"len(list_distinct(list(row({parts}))))"
    else:
        number = "count(*)"
    return NumberValue(
        "case when count(*) = 0 then 0 else "
        f"sparql_quotient(sparql_scaled({total.part('num')}), sparql_scaled({number})) end",
        f"case when count(*) = 0 then 0 else {total.part('dbl')} / {number} end",
        "count(*) = 0",
    )


def _extreme(value: Value, function: str) -> _Result:
    if value.form == "string":
        found = f"{function.removeprefix('arg_')}({value.stored})"
    else:
        found = f"{function}({value.stored}, {order_key(value)})"
    sql = f"case when {_all_are(value.stored)} then {found} end"
    return _Result(sql, value.form, types=value.types)


def _concatenated(value: Value, separator: str, distinct: bool) -> _Result:
    text = value.string
    joined = (
        f"string_agg({'distinct ' if distinct else ''}{text}, {quote(separator)} order by {text})"
    )
    sql = f"case when {_all_are(text)} then coalesce({joined}, '') end"
    return _Result(sql, "string", False, "''", StringValue(sql).types)
