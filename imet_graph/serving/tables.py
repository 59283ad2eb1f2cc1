"""Answers as tables for people: labels and links in place of IRIs, and a stated limit of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import pyoxigraph as ox

from imet_graph.description import Value
from imet_graph.description.lookup import Lookup, Term

__all__ = ["Result", "Table", "tabulate"]

Result: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True)
class Table:
    """An answer with labels.

    Args:
        kind: `solutions`, `boolean` or `graph`.
        columns: names of variables; subject, property and value for a graph.
        rows: values, None where unbound.
        boolean: the truth value of an ASK.
        limit: how many rows are shown at most; 0 where there is no limit.
        cut: whether there are more rows than that.
    """

    kind: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value | None, ...], ...] = ()
    boolean: bool | None = None
    limit: int = 0
    cut: bool = False


def tabulate(see: Lookup, result: Result, limit: int = 0) -> Table:
    """Read an answer, up to a limit of rows.

    Args:
        see: the store, for labels.
        result: what `query.evaluate` gave, in the same thread.
        limit: rows to read; 0 reads all.
    """
    if isinstance(result, ox.QueryBoolean):
        return Table("boolean", boolean=bool(result))
    if isinstance(result, ox.QueryTriples):
        triples = ((t.subject, t.predicate, t.object) for t in result)
        return _table(see, "graph", ("subject", "property", "value"), triples, limit)
    columns = tuple(variable.value for variable in result.variables)
    return _table(see, "solutions", columns, (tuple(row) for row in result), limit)


def _table(
    see: Lookup,
    kind: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[Term | None, ...]],
    limit: int,
) -> Table:
    source = iter(rows)
    taken = list(islice(source, limit) if limit else source)
    cut = bool(limit) and next(source, None) is not None
    values = tuple(tuple(None if t is None else see.value(t) for t in row) for row in taken)
    return Table(kind, columns, values, limit=limit, cut=cut)
