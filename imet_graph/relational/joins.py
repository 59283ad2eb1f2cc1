"""How tables of solutions are joined, and brought into the same form beforehand.

Source: W3C, SPARQL 1.1 Query Language, section 18.5
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from imet_graph.relational.tables import (
    UNIT,
    Column,
    Names,
    Scope,
    Table,
    columns_sql,
    name_sql,
    text_sql,
)
from imet_graph.relational.values import SQL_TYPES, as_term, read

__all__ = ["join", "match", "minus", "optional", "to_ids", "to_terms", "unified", "union"]


def to_terms(table: Table, wanted: Iterable[str], names: Names) -> Table:
    """The same table with some columns in the form `term`, in which any two can be compared."""
    wanted = {name for name in wanted if table.columns[name].form != "term"}
    if not wanted:
        return table
    scope, columns, sql = Scope(table, names), dict(table.columns), []
    for name, column in table.columns.items():
        text = f"{scope.alias}.{name_sql(name)}"
        if name in wanted:
            value = read(column.form, text, column.types, scope.look)
            text = as_term(value).stored
            columns[name] = replace(column, form="term")
        sql.append(f"{text} as {name_sql(name)}")
    return Table(f"select {', '.join(sql) or '1'} from {scope.source()}", columns)


def to_ids(table: Table, name: str, names: Names) -> Table:
    """Replace computed terms by their numbers; rows whose term is in no graph are dropped."""
    scope, column = Scope(table, names), table.columns[name]
    value = read(column.form, f"{scope.alias}.{name_sql(name)}", column.types, scope.look)
    others = [other for other in table.columns if other != name]
    kept = "".join(f", {scope.alias}.{name_sql(other)}" for other in others)
    sql = (
        f"select known.id as {name_sql(name)}{kept} from {scope.source()} "
        f"join terms known on known.text = {text_sql(value)}"
    )
    return Table(sql, {**table.columns, name: replace(column, form="id")})


def unified(
    a: Table, b: Table, names: Names, drop_a: bool = False, drop_b: bool = False
) -> tuple[Table, Table]:
    """Bring the shared variables of two tables into the same form.

    Args:
        a: a table.
        b: another.
        names: aliases.
        drop_a: a row of `a` that can match no row of `b` may be dropped.
        drop_b: likewise for `b`.
    """
    for name in [name for name in a.columns if name in b.columns]:
        left, right = a.columns[name], b.columns[name]
        if left.form == right.form:
            continue
        certain = left.certain and right.certain
        if certain and right.form == "id" and drop_a:
            a = to_ids(a, name, names)
        elif certain and left.form == "id" and drop_b:
            b = to_ids(b, name, names)
        else:
            a, b = to_terms(a, [name], names), to_terms(b, [name], names)
    return a, b


def match(left: str, right: str, left_certain: bool, right_certain: bool) -> str:
    """SQL that two columns are compatible: equal, or one of them unbound."""
    text = f"{left} = {right}"
    if not left_certain:
        text += f" or {left} is null"
    if not right_certain:
        text += f" or {right} is null"
    return text if left_certain and right_certain else f"({text})"


def _matches(a: Table, b: Table) -> dict[str, str]:
    return {
        name: match(
            f"a.{name_sql(name)}",
            f"b.{name_sql(name)}",
            a.columns[name].certain,
            b.columns[name].certain,
        )
        for name in a.columns
        if name in b.columns
    }


def _both(a: Table, b: Table, outer: bool) -> tuple[str, dict[str, Column]]:
    """Columns of a join, and their SQL."""
    columns, sql = {}, []
    for name in {**a.columns, **b.columns}:
        left, right, text = a.columns.get(name), b.columns.get(name), name_sql(name)
        if left is None and right is not None:
            columns[name] = replace(right, certain=right.certain and not outer)
            sql.append(f"b.{text}")
        elif left is not None and (right is None or left.certain):
            types = (
                left.types & right.types if right and right.certain and not outer else left.types
            )
            columns[name] = replace(left, types=types or left.types)
            sql.append(f"a.{text}")
        elif left is not None and right is not None:
            certain = right.certain and not outer
            types = right.types if certain else left.types | right.types
            columns[name] = replace(left, certain=certain, types=types)
            chosen = f"b.{text}" if certain else f"coalesce(a.{text}, b.{text})"
            sql.append(f"{chosen} as {text}")
    return ", ".join(sql) or '1 as "."', columns


def join(a: Table, b: Table, names: Names) -> Table:
    """All compatible pairs."""
    if a is UNIT:
        return b
    if b is UNIT:
        return a
    a, b = unified(a, b, names, drop_a=True, drop_b=True)
    matches = _matches(a, b)
    selected, columns = _both(a, b, outer=False)
    loose = [n for n in matches if not (a.columns[n].certain and b.columns[n].certain)]
    condition = " and ".join(matches.values()) or "true"
    if not loose or len(loose) < len(matches):
        return Table(f"select {selected} from ({a.sql}) a join ({b.sql}) b on {condition}", columns)
    return Table(_split(a, b, selected, matches, loose[0]), columns)


def _split(a: Table, b: Table, selected: str, matches: dict[str, str], loose: str) -> str:
    """A join on a variable that may be unbound: by hash where it is bound, else pair by pair."""
    left, right = f"a.{name_sql(loose)}", f"b.{name_sql(loose)}"
    rest = "".join(f" and {text}" for name, text in matches.items() if name != loose)
    return (
        f"select {selected} from ({a.sql}) a join ({b.sql}) b on {left} = {right}{rest} union all "
        f"select {selected} from ({a.sql}) a join ({b.sql}) b "
        f"on ({left} is null or {right} is null){rest}"
    )


def optional(a: Table, b: Table, names: Names) -> Table:
    """All compatible pairs, and the rows of `a` that have none."""
    a, b = unified(a, b, names, drop_b=True)
    condition = " and ".join(_matches(a, b).values()) or "true"
    selected, columns = _both(a, b, outer=True)
    return Table(
        f"select {selected} from ({a.sql}) a left join ({b.sql}) b on {condition}", columns
    )


def minus(a: Table, b: Table, names: Names, apart: str = "") -> Table:
    """The rows of `a` that agree with no row of `b` on a variable bound in both.

    Args:
        a: a table.
        b: another.
        names: aliases.
        apart: a variable that must agree, but counts for none that both have.
    """
    a, b = unified(a, b, names, drop_b=True)
    matches = _matches(a, b)
    shared = [name for name in matches if name != apart]
    if not shared:
        return a
    condition = " and ".join(matches.values())
    if not any(a.columns[name].certain and b.columns[name].certain for name in shared):
        overlap = " or ".join(
            f"(a.{name_sql(name)} is not null and b.{name_sql(name)} is not null)"
            for name in shared
        )
        condition += f" and ({overlap})"
    selected = columns_sql(a.columns, "a")
    return Table(
        f"select {selected} from ({a.sql}) a anti join ({b.sql}) b on {condition}", a.columns
    )


def union(a: Table, b: Table, names: Names) -> Table:
    """The rows of both."""
    differing = [
        name
        for name, column in a.columns.items()
        if name in b.columns and b.columns[name].form != column.form
    ]
    a, b = to_terms(a, differing, names), to_terms(b, differing, names)
    columns = {}
    for name in {**a.columns, **b.columns}:
        found = [table.columns[name] for table in (a, b) if name in table.columns]
        columns[name] = Column(
            found[0].form,
            len(found) == 2 and all(column.certain for column in found),
            frozenset[str]().union(*(column.types for column in found)),
        )
    return Table(" union all ".join(_padded(table, columns) for table in (a, b)), columns)


def _padded(table: Table, columns: Mapping[str, Column]) -> str:
    sql = [
        f"u.{name_sql(name)}"
        if name in table.columns
        else f"cast(null as {SQL_TYPES[column.form]}) as {name_sql(name)}"
        for name, column in columns.items()
    ]
    return f"select {', '.join(sql) or '1'} from ({table.sql}) u"
