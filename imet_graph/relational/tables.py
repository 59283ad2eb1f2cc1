"""Tables of solutions: SQL with a column for each variable, and how they are joined.

A column that may be null holds a variable that may be unbound, and an unbound variable joins with
everything. That costs a test in each comparison, so it is done for such columns only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from imet_graph.errors import QueryError
from imet_graph.relational.values import ANY, Value, merged, read

__all__ = [
    "UNIT",
    "Column",
    "Names",
    "Scope",
    "Table",
    "check_names",
    "columns_sql",
    "name_sql",
    "text_sql",
]


@dataclass(frozen=True)
class Column:
    """A variable in a table.

    Args:
        form: how terms are held; see `values.Value`.
        certain: bound in every row.
        types: what kinds of term may stand there.
    """

    form: str = "id"
    certain: bool = True
    types: frozenset[str] = ANY


@dataclass(frozen=True)
class Table:
    """Solutions: an SQL query and what its columns are, by the name of the variable."""

    sql: str
    columns: Mapping[str, Column] = field(default_factory=dict)


UNIT = Table('select 1 as "."')
"""One solution that binds nothing."""


class Names:
    """Aliases that no two parts of one query share."""

    def __init__(self) -> None:
        self._last = 0

    def new(self, stem: str) -> str:
        """An alias that was not given before."""
        self._last += 1
        return f"{stem}{self._last}"


def name_sql(variable: str) -> str:
    """The SQL name of a variable's column."""
    return f'"{variable}"'


def columns_sql(names: Iterable[str], alias: str) -> str:
    """Select columns of an alias; SQL wants at least one."""
    return ", ".join(f"{alias}.{name_sql(name)}" for name in names) or '1 as "."'


class Scope:
    """The variables that an expression sees, and the dictionary lookups it needs.

    Args:
        table: the table whose rows the expression is about.
        names: aliases.
        outer: around it, in EXISTS: a variable that is not bound here stands for its value there.
    """

    def __init__(self, table: Table, names: Names, outer: Scope | None = None) -> None:
        self.table, self.outer, self.alias = table, outer, names.new("q")
        self.referenced = False
        """Whether a pattern inside EXISTS speaks of this row beyond being compared with it."""
        self._names = names
        self._beside: dict[tuple[str, str], str] = {}

    def look(self, sql: str) -> str:
        """Alias of `lexical` joined on an SQL expression."""
        return self._beside.setdefault(("look", sql), self._names.new("l"))

    def keep(self, sql: str) -> str:
        """A column with the result of an SQL expression, so that it need not be written again."""
        return f"{self._beside.setdefault(('keep', sql), self._names.new('k'))}.v"

    def beside(self, kind: str, sql: str) -> str:
        """Join more SQL to the rows.

        Args:
            kind: kind of join.
            sql: what is joined and on what; `{alias}` stands for its alias.

        Returns:
            The alias.
        """
        return self._beside.setdefault((kind, sql), self._names.new("j"))

    def knows(self, name: str) -> bool:
        """Whether a variable may be bound here or around."""
        return name in self.table.columns or bool(self.outer and self.outer.knows(name))

    def certain(self, name: str) -> bool:
        """Whether a variable is bound in every row, here or around."""
        column = self.table.columns.get(name)
        return bool(column and column.certain) or bool(self.outer and self.outer.certain(name))

    def value(self, name: str) -> Value | None:
        """What a variable stands for; nothing where it cannot be bound."""
        column = self.table.columns.get(name)
        own: Value | None = None
        if column is not None:
            own = read(column.form, f"{self.alias}.{name_sql(name)}", column.types, self.look)
        if self.outer is None or (column and column.certain):
            return own
        around = self.outer.value(name)
        self.outer.referenced = self.outer.referenced or around is not None
        if own is None or around is None:
            return own or around
        return merged([own, around], lambda sql: f"coalesce({', '.join(sql)})", self.look)

    def source(self) -> str:
        """FROM clause: the table, and what was looked up and kept beside it."""
        text = f"({self.table.sql}) {self.alias}"
        for (use, sql), alias in self._beside.items():
            if use == "keep":
                text += f" cross join lateral (select {sql} as v) {alias}"
            elif use == "look":
                kind = "join" if self._certain_sql(sql) else "left join"
                text += f" {kind} lexical {alias} on {alias}.id = {sql}"
            else:
                text += f" {use} {sql.replace('{alias}', alias)}"
        return text

    def _certain_sql(self, sql: str) -> bool:
        return any(
            column.certain and sql == f"{self.alias}.{name_sql(name)}"
            for name, column in self.table.columns.items()
        )


def text_sql(value: Value) -> str:
    """SQL of a term as N-Triples; null where there is none."""
    parts = ", ".join(value.part(part) for part in ("kind", "lex", "datatype", "lang"))
    return f"case when {value.ok} then sparql_text({parts}) end"


def check_names(names: Iterable[str]) -> None:
    """Refuse variables that SQL cannot tell apart.

    Raises:
        QueryError: two names differ only in case.
    """
    seen: dict[str, str] = {}
    for name in names:
        if seen.setdefault(name.lower(), name) != name:
            raise QueryError(f"?{seen[name.lower()]} and ?{name} differ only in case")
