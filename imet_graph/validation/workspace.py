"""The tables in which one validation is computed: parameters, focus nodes, value nodes, faults.

- `shacl_focus(key, this, n)`: focus nodes; n tells how often their results are reported, 0 where
  a shape only asks whether they conform.
- `shacl_pairs(shape, this, value, n)`: value nodes; of a node shape, the focus node itself.
- `shacl_values(shape, value)`: each value once, for constraints on single values.
- `shacl_instances(class, node)`: SHACL instances of the classes that the shapes name.
- `shacl_faults(c, this, value, path, n)`: what was found, by the number of the constraint.
- `shacl_bad(shape, this)`: nodes that do not conform, of shapes to which others refer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count

from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from imet_graph.relational import CodedGraph
from imet_graph.validation.paths import Path
from imet_graph.validation.plan import Plan

__all__ = ["Workspace"]

_BOUNDS = frozenset(("minExclusive", "minInclusive", "maxExclusive", "maxInclusive"))
_MADE = """
create or replace temp table shacl_focus (key integer, this bigint, n bigint);
create or replace temp table shacl_pairs (shape integer, this bigint, value bigint, n bigint);
create or replace temp table shacl_faults (c integer, this bigint, value bigint, path bigint,
  n bigint);
create or replace temp table shacl_bad (shape integer, this bigint);
"""


class Workspace:
    """Temporary tables beside a coded graph, gone when the block ends.

    Args:
        graph: the graph that is validated; gains terms that only its shapes name.
        plan: the shapes.
    """

    def __init__(self, graph: CodedGraph, plan: Plan) -> None:
        self.graph = graph
        self.plan = plan
        self._fresh = count()
        self._unknown = count(-1, -1)
        graph.intern(self._looked_at())
        self._numbers = dict(graph.ids(self._terms()))
        graph.lexical()

    def __enter__(self) -> Workspace:
        """Make the tables that every validation has."""
        self.graph.connection.execute(_MADE)
        return self

    def __exit__(self, *_: object) -> None:
        """Drop every table of this validation."""
        made = self.run(
            "select string_agg(format('drop table {};', table_name), '') from duckdb_tables() "
            "where temporary and starts_with(table_name, 'shacl_')"
        )
        self.graph.connection.execute(str(made[0][0]))

    def run(self, sql: str) -> list[tuple[int, ...]]:
        """All rows of a statement."""
        return self.graph.rows(sql)

    def put(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> str:
        """A table of parameters.

        Args:
            name: of the table, without `shacl_`.
            columns: name and type of each column.
            rows: its rows.

        Returns:
            The name of the table.
        """
        table = f"shacl_{name}"
        given = ", ".join(
            f"unnest(${place}::{kind}[]) as {column}"
            for place, (column, kind) in enumerate(columns.items(), 1)
        )
        values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
        self.graph.connection.execute(
            f"create or replace temp table {table} as select {given}", values
        )
        return table

    def made(self, select: str) -> str:
        """A table with the rows of a query, under a name of its own."""
        table = f"shacl_made_{next(self._fresh)}"
        self.graph.connection.execute(f"create temp table {table} as {select}")
        return table

    def keep(self, constraint: int, nodes: Iterable[int]) -> None:
        """Note nodes that do not meet a constraint, beside results that are told elsewhere."""
        self.graph.connection.execute(
            f"insert into shacl_faults select {constraint}, unnest($1::bigint[]), null, null, 0",
            [list(nodes)],
        )

    def terms(self, numbers: Collection[int]) -> dict[int, Node]:
        """The terms behind numbers."""
        return self.graph.terms_of(numbers) if numbers else {}

    def number(self, term: Node) -> int:
        """The number of a term; one that no row has, for a term that the graph lacks."""
        if term not in self._numbers:
            self._numbers[term] = next(self._unknown)
        return self._numbers[term]

    def _looked_at(self) -> Iterable[Node]:
        """Terms that are looked at as values are, whether the graph has them or not."""
        for _, shape in self.plan.used:
            yield from (value for kind, value in shape.targets if kind == SH.targetNode)
            yield from (c.value for c in shape.constraints if c.parameter in _BOUNDS)

    def _terms(self) -> Iterable[Node]:
        yield from (RDF.type, RDFS.subClassOf)
        for _, shape in self.plan.used:
            yield from (value for _, value in shape.targets)
            yield from _predicates(shape.path)
            for constraint in shape.constraints:
                yield constraint.value
                yield from constraint.members


def _predicates(path: Path | None) -> Iterable[Node]:
    if path is None:
        return
    if path.predicate is not None:
        yield path.predicate
    for part in path.parts:
        yield from _predicates(part)
