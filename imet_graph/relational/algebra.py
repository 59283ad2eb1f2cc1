"""Graph patterns as SQL: each operator of the SPARQL algebra becomes a table of solutions.

With focus nodes, $this is pre-bound as SHACL-SPARQL has it: as if each focus node were put in its
place everywhere, and all solutions laid together. Tables that speak of $this then have it as a
column, and a table without it holds for every focus node alike.

Source: W3C, SPARQL 1.1 Query Language, section 18; W3C, SHACL, section 5.3.1
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from rdflib import URIRef, Variable
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from imet_graph.errors import QueryError
from imet_graph.relational.aggregates import aggregate
from imet_graph.relational.basic import EMPTY, THIS, BasicPattern, Context
from imet_graph.relational.expressions import Expressions, conjuncts, has_exists
from imet_graph.relational.joins import (
    join,
    match,
    minus,
    optional,
    to_ids,
    to_terms,
    unified,
    union,
)
from imet_graph.relational.parsing import constant, variables
from imet_graph.relational.paths import Paths
from imet_graph.relational.tables import (
    UNIT,
    Column,
    Names,
    Scope,
    Table,
    columns_sql,
    name_sql,
)
from imet_graph.relational.values import ANY, IRI, SQL_TYPES, Value, as_term

__all__ = ["Context", "Patterns"]


class Patterns:
    """Translates the algebra of one query.

    Args:
        numbers: numbers of all terms that the query names.
        focus: table of focus nodes.
        graphs: tables of triples by the IRI of a graph.
    """

    def __init__(
        self, numbers: Mapping[Node, int], focus: str | None, graphs: Mapping[URIRef, str]
    ) -> None:
        self.names, self.paths, self.numbers = Names(), Paths(numbers), numbers
        self._focus, self._graphs = focus, graphs
        self._common: list[str] = []

    @property
    def prologue(self) -> str:
        """What the query must begin with: closures of paths, the focus nodes, an empty graph."""
        empty = f"{EMPTY}(s, p, o) as (select 0, 0, 0 where false)"
        parts = [empty, *self.paths.expressions]
        if self._focus:
            parts.append(f"sparql_focus as (select distinct this from {self._focus})")
        parts += self._common
        return f"with recursive {', '.join(parts)} "

    def table(self, node: CompValue, context: Context) -> Table:
        """The solutions of a pattern.

        Raises:
            QueryError: the pattern is not supported.
        """
        method = getattr(self, f"_{node.name.lower()}", None)
        if method is None:
            raise QueryError(f"{node.name} is not supported")
        found: Table = method(node, context)
        return found

    def common(self, stem: str, table: Table) -> Table:
        """A table that is computed once, before and apart from what reads it."""
        name = self.names.new(stem)
        self._common.append(f"{name} as materialized ({table.sql})")
        return Table(f"select {columns_sql(table.columns, name)} from {name}", table.columns)

    def shared(self, scope: Scope) -> str:
        """Name under which the rows of a scope can be read a second time."""
        prefix = "select * from "
        if not scope.table.sql.startswith(f"{prefix}rows"):
            name = self.names.new("rows")
            self._common.append(f"{name} as materialized ({scope.table.sql})")
            scope.table = replace(scope.table, sql=f"{prefix}{name}")
        return scope.table.sql.removeprefix(prefix)

    # Focus nodes

    @property
    def focused(self) -> bool:
        """Whether $this is pre-bound."""
        return self._focus is not None

    def with_this(self, table: Table) -> Table:
        """The solutions for each focus node, where they are the same for all so far."""
        if not self.focused or THIS in table.columns:
            return table
        return join(Table("select this from sparql_focus", {THIS: Column()}), table, self.names)

    def _ready(self, table: Table, node: Any, context: Context) -> Table:
        """With $this as a column, if an expression needs it and has it from nowhere else."""
        around = context.outer is not None and context.outer.knows(THIS)
        if self.focused and THIS in variables(node) and not around:
            return self.with_this(table)
        return table

    # Triple patterns

    def _bgp(self, node: CompValue, context: Context) -> Table:
        return self._joined(self._units(node, context), context)

    def _units(self, node: CompValue, context: Context) -> list[Table]:
        """The tables that a join joins, from all the joins and patterns within it."""
        if node.name == "Join":
            return [*self._units(node.p1, context), *self._units(node.p2, context)]
        if node.name != "BGP":
            return [self.table(node, context)]
        pattern = BasicPattern(self, context)
        for subject, predicate, object_ in node.triples:
            pattern.add(subject, predicate, object_)
        return pattern.units()

    def _graph(self, node: CompValue, context: Context) -> Table:
        if not isinstance(node.term, URIRef):
            raise QueryError("GRAPH with a variable is not supported; expected an IRI")
        source = self._graphs.get(node.term, EMPTY)
        return self.table(node.p, replace(context, source=source))

    # Joins

    def _join(self, node: CompValue, context: Context) -> Table:
        return self._joined(self._units(node, context), context)

    def _joined(
        self, units: list[Table], context: Context, filters: list[Any] | None = None
    ) -> Table:
        """All units joined; where some are alike in several respects, these first and in steps.

        Args:
            units: the tables.
            context: where they stand.
            filters: conditions on the result; those that can be met before the last join are met
                there, and taken off the list.
        """
        units = [unit for unit in units if unit is not UNIT]
        stepwise = len(units) > 2 and context.outer is None and _most_alike(units)[0] > 1
        if stepwise:
            _, first, second = _most_alike(units)
            units.remove(first)
            units.remove(second)
            units = [first, second, *units]
        found = units.pop(0) if units else UNIT
        while units:
            nearest = max(units, key=lambda unit: _shared(found, unit)) if stepwise else units[0]
            units.remove(nearest)
            found = join(self._early(found, filters, context), nearest, self.names)
            if stepwise and units:
                found = self.common("step", found)
        return found

    def _early(self, table: Table, filters: list[Any] | None, context: Context) -> Table:
        """A table with the filters that it already decides."""
        sure = {name for name, column in table.columns.items() if column.certain}
        ready = [part for part in filters or [] if variables(part) <= sure and not has_exists(part)]
        if not ready or not filters:
            return table
        filters[:] = [part for part in filters if part not in ready]
        return self._filtered(table, ready, context)

    def _union(self, node: CompValue, context: Context) -> Table:
        left, right = self.table(node.p1, context), self.table(node.p2, context)
        if THIS in left.columns or THIS in right.columns:
            left, right = self.with_this(left), self.with_this(right)
        return union(left, right, self.names)

    def _minus(self, node: CompValue, context: Context) -> Table:
        left, right = self.table(node.p1, context), self.table(node.p2, context)
        left = self._with_row(left, right, context)
        if not self.focused or THIS not in right.columns:
            return minus(left, right, self.names)
        # A variable that is pre-bound is none that both sides share.
        return minus(self.with_this(left), right, self.names, apart=THIS)

    def _leftjoin(self, node: CompValue, context: Context) -> Table:
        left, right = self.table(node.p1, context), self.table(node.p2, context)
        left = self._with_row(left, right, context)
        if THIS in right.columns:
            left = self.with_this(left)
        if getattr(node.expr, "name", "") == "TrueFilter":
            return optional(left, right, self.names)
        left = self._ready(left, node.expr, context)
        filters = list(conjuncts(node.expr))
        if all(self._seen_alike(name, left, right) for name in variables(filters)):
            return optional(left, self._filtered(right, filters, context), self.names)
        return self._conditional(left, right, filters, context)

    def _with_row(self, left: Table, right: Table, context: Context) -> Table:
        """In EXISTS, give the left side what the row around says of variables on the right.

        That row counts as said everywhere in the pattern. An inner join may compare with it at the
        end, but OPTIONAL and MINUS must know it before.
        """
        scope = context.outer if context.seeded else None
        wanted = [name for name in right.columns if name not in left.columns]
        wanted += [name for name, column in left.columns.items() if not column.certain]
        while scope is not None:
            row = scope.table.columns
            if any(name in row for name in wanted):
                chosen = {name: row[name] for name in row if name in {*wanted, *left.columns}}
                source = self.shared(scope) if scope.outer is None else f"({scope.table.sql})"
                selected = columns_sql(chosen, "r")
                seed = Table(f"select distinct {selected} from {source} r", chosen)
                left = join(left, seed, self.names)
            wanted = [name for name in wanted if name not in row]
            scope = scope.outer
        return left

    def _seen_alike(self, name: str, left: Table, right: Table) -> bool:
        """Whether a condition sees the same value of a variable with and without the left side."""
        column = right.columns.get(name)
        return name not in left.columns or bool(column and column.certain)

    def _conditional(
        self, left: Table, right: Table, filters: list[Any], context: Context
    ) -> Table:
        """OPTIONAL with a filter on both sides: the pairs that pass, and the rows left over."""
        left, right = unified(left, right, self.names)
        paired = self._filtered(join(left, right, self.names), filters, context)
        outer = Scope(left, self.names, context.outer)
        inner = Scope(right, self.names, outer)
        passes = self._expressions(inner, context).condition(filters)
        same = " and ".join(
            self._same(inner, outer, name) for name in right.columns if outer.knows(name)
        )
        alone = f"not exists (select 1 from {inner.source()} where ({same or 'true'}) and {passes})"
        rest = Table(
            f"select {columns_sql(left.columns, outer.alias)} from {outer.source()} where {alone}",
            left.columns,
        )
        return union(paired, rest, self.names)

    def _same(self, inner: Scope, outer: Scope, name: str) -> str:
        around, column = outer.value(name), inner.table.columns[name]
        if around is None:
            return "true"
        own = f"{inner.alias}.{name_sql(name)}"
        return match(around.stored, own, outer.certain(name), column.certain)

    # Filters

    def _filter(self, node: CompValue, context: Context) -> Table:
        filters = list(conjuncts(node.expr))
        if node.p.name == "Join":
            table = self._joined(self._units(node.p, context), context, filters)
        else:
            table = self.table(node.p, context)
        return self._filtered(self._ready(table, filters, context), filters, context)

    def _filtered(self, table: Table, filters: Iterable[Any], context: Context) -> Table:
        scope = Scope(table, self.names, context.outer)
        condition = self._expressions(scope, context).condition(filters)
        selected = columns_sql(table.columns, scope.alias)
        return Table(f"select {selected} from {scope.source()} where {condition}", table.columns)

    def _expressions(self, scope: Scope, context: Context) -> Expressions:
        def exists(pattern: CompValue, around: Scope, kind: str) -> str:
            return self._exists(pattern, replace(context, outer=around, seeded=True), kind)

        return Expressions(scope, self.numbers, exists)

    def _exists(self, pattern: CompValue, context: Context, kind: str) -> str:
        """SQL of EXISTS; a join with the whole pattern where that needs no row around it."""
        if pattern.name in ("SubSelect", "GroupGraphPatternSub"):
            raise QueryError("EXISTS outside FILTER and BIND is not supported")
        outer = context.outer
        if outer is None:
            raise QueryError("EXISTS without a row around it")
        outer.referenced = False
        table = self.table(pattern, context)
        apart = not outer.referenced
        pairs = {}
        for name, around in [(name, outer.value(name)) for name in table.columns]:
            if around is None:
                continue
            if around.form != table.columns[name].form:
                table, around = self._comparable(table, name, around, outer.certain(name))
            own, certain = f"{{alias}}.{name_sql(name)}", table.columns[name].certain
            pairs[name] = match(around.stored, own, outer.certain(name), certain)
        condition = " and ".join(pairs.values()) or "true"
        own_row = all(self._of_own_row(name, outer) for name in pairs)
        if kind and apart and own_row:
            outer.beside(f"{kind} join", f"({table.sql}) {{alias}} on {condition}")
            return "true"
        if not kind and apart and own_row and self._exact(pairs, table, outer):
            chosen = columns_sql(pairs, "m")
            marked = f"(select distinct {chosen} from ({table.sql}) m) {{alias}} on {condition}"
            alias = outer.beside("left join", marked)
            return f"{alias}.{name_sql(next(iter(pairs)))} is not null"
        denied = "not " if kind == "anti" else ""
        condition = condition.replace("{alias}", "e")
        return f"{denied}exists (select 1 from ({table.sql}) e where {condition})"

    def _of_own_row(self, name: str, scope: Scope) -> bool:
        column = scope.table.columns.get(name)
        return column is not None and (column.certain or scope.outer is None)

    def _exact(self, pairs: Mapping[str, str], table: Table, outer: Scope) -> bool:
        """Whether rows are compared by equality alone: then at most one of distinct ones fits."""
        return bool(pairs) and all(
            outer.certain(name) and table.columns[name].certain for name in pairs
        )

    def _comparable(
        self, table: Table, name: str, around: Value, certain: bool
    ) -> tuple[Table, Value]:
        """A column and a value around it in the same form."""
        if around.form == "id" and certain and table.columns[name].certain:
            return to_ids(table, name, self.names), around
        return to_terms(table, [name], self.names), as_term(around)

    # Assignments

    def _extend(self, node: CompValue, context: Context) -> Table:
        table, name = self.table(node.p, context), str(node.var)
        if name == THIS and self.focused:
            if isinstance(node.expr, Variable) and str(node.expr).startswith("__agg_"):
                return table
            raise QueryError("$this cannot be assigned; it is the focus node")
        if name in table.columns:
            raise QueryError(f"?{name} is assigned although it is bound already")
        table = self._ready(table, node.expr, context)
        scope = Scope(table, self.names, context.outer)
        value = self._expressions(scope, context).value(node.expr)
        certain = isinstance(node.expr, Variable) and scope.certain(str(node.expr))
        certain = certain or isinstance(node.expr, URIRef)
        columns = {**table.columns, name: Column(value.form, certain, value.types)}
        kept = "".join(f", {scope.alias}.{name_sql(other)}" for other in table.columns)
        sql = f"select {value.stored} as {name_sql(name)}{kept} from {scope.source()}"
        return Table(sql, columns)

    def _tomultiset(self, node: CompValue, context: Context) -> Table:
        if not isinstance(node.p, CompValue):
            return Table("select 1 where false")
        table = self.table(node.p, replace(context, seeded=False))
        if node.p.name == "values" or context.outer is not None:
            return table
        # Computed once and apart, so that a sub-select says in what order big tables are joined.
        return self.common("sub", table)

    def _values(self, node: CompValue, context: Context) -> Table:
        names = list(dict.fromkeys(str(name) for row in node.res for name in row))
        if THIS in names and self.focused:
            raise QueryError("$this cannot stand in VALUES; it is the focus node")
        found = [
            [self.numbers.get(constant(row.get(Variable(name)))) for name in names]
            for row in node.res
        ]
        # A column of UNDEF alone binds nothing, and joins faster when it is not there.
        kept = [place for place, _ in enumerate(names) if any(row[place] for row in found)]
        columns = {}
        for place in kept:
            terms = [row.get(Variable(names[place])) for row in node.res]
            resources = all(isinstance(term, URIRef) for term in terms)
            types = frozenset({IRI}) if resources else ANY
            columns[names[place]] = Column("id", all(row[place] for row in found), types)
        rows = ", ".join(
            f"({', '.join(_number(row[place]) for place in kept) or '1'})" for row in found
        )
        listed = ", ".join(name_sql(names[place]) for place in kept) or '"."'
        return Table(f"select * from (values {rows}) v({listed})", columns)

    # Solution modifiers

    def _project(self, node: CompValue, context: Context) -> Table:
        table = self.table(node.p, context)
        wanted = [str(variable) for variable in node.PV]
        if self.focused and THIS in table.columns and THIS not in wanted:
            wanted.insert(0, THIS)
        columns = {name: table.columns[name] for name in wanted if name in table.columns}
        return Table(f"select {columns_sql(columns, 'p')} from ({table.sql}) p", columns)

    def _distinct(self, node: CompValue, context: Context) -> Table:
        table = self.table(node.p, context)
        selected = columns_sql(table.columns, "d")
        return Table(f"select distinct {selected} from ({table.sql}) d", table.columns)

    def _reduced(self, node: CompValue, context: Context) -> Table:
        return self.table(node.p, context)

    def _orderby(self, node: CompValue, context: Context) -> Table:
        # A table has no order; whoever shows rows sorts them.
        return self.table(node.p, context)

    def _slice(self, node: CompValue, context: Context) -> Table:
        raise QueryError("LIMIT and OFFSET are not supported; a table of solutions has no order")

    def _aggregatejoin(self, node: CompValue, context: Context) -> Table:
        table = self.table(node.p.p, context)
        scope = Scope(table, self.names, context.outer)
        expressions = self._expressions(scope, context)
        keep = THIS if self.focused and THIS in table.columns else ""
        return aggregate(node, scope, expressions, keep)


def _shared(a: Table, b: Table) -> int:
    return len(set(a.columns) & set(b.columns))


def _most_alike(units: Sequence[Table]) -> tuple[int, Table, Table]:
    """The two tables that share the most variables, and how many."""
    return max(
        ((_shared(a, b), a, b) for a, b in combinations(units, 2)), key=lambda found: found[0]
    )


def _number(number: int | None) -> str:
    return f"cast({'null' if number is None else number} as {SQL_TYPES['id']})"
