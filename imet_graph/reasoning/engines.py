"""Engines on which the rules run: the same SQL text on DuckDB, polars and Spark.

An engine keeps named tables of integers, saves the result of a query as a table, and appends one
table to another. Nothing else differs between them.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import duckdb

from imet_graph.errors import ImetGraphError
from imet_graph.relational import CodedGraph

__all__ = ["DuckDBEngine", "Engine", "PolarsEngine", "SparkEngine", "make_engine"]

Columns = Mapping[str, Sequence[int]]


class Engine(Protocol):
    """What the fixpoint needs of a database."""

    def load(self, name: str, graph: CodedGraph, sql: str) -> None:
        """Make a table of the result of a query over a coded graph."""

    def put(self, name: str, columns: Columns) -> None:
        """Make a table of whole numbers, column by column; replaces one of that name."""

    def save(self, name: str, sql: str) -> int:
        """Make a table of the result of a query, and count its rows."""

    def append(self, name: str, sql: str) -> None:
        """Add the rows of a query to a table with the same columns."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The result of a query."""


class DuckDBEngine:
    """The engine of a coded graph itself.

    Args:
        connection: the database in which the graph lies.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def load(self, name: str, graph: CodedGraph, sql: str) -> None:
        """See `Engine.load`; the graph is in this very database."""
        self.save(name, sql)

    def put(self, name: str, columns: Columns) -> None:
        """See `Engine.put`."""
        listed = ", ".join(
            f"unnest($%d)::integer as {column}" % (i + 1) for i, column in enumerate(columns)
        )
        self.connection.execute(
            f"create or replace table {name} as select {listed}",
            [list(numbers) for numbers in columns.values()],
        )

    def save(self, name: str, sql: str) -> int:
        """See `Engine.save`."""
        self.connection.execute(f"create or replace table {name} as {sql}")
        (count,) = self.rows(f"select count(*) from {name}")[0]
        return int(count)

    def append(self, name: str, sql: str) -> None:
        """See `Engine.append`."""
        self.connection.execute(f"insert into {name} {sql}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """See `Engine.rows`."""
        return self.connection.execute(sql).fetchall()


class PolarsEngine:
    """polars SQL: the second engine, for comparison."""

    def __init__(self) -> None:
        self._polars = _optional("polars", "polars")
        self._context = self._polars.SQLContext()
        self._frames: dict[str, Any] = {}

    def _register(self, name: str, frame: Any) -> int:
        self._frames[name] = frame
        self._context.register(name, frame.lazy())
        return int(frame.height)

    def load(self, name: str, graph: CodedGraph, sql: str) -> None:
        """See `Engine.load`."""
        with graph.as_parquet(sql) as path:
            self._register(name, self._polars.read_parquet(path))

    def put(self, name: str, columns: Columns) -> None:
        """See `Engine.put`."""
        schema = dict.fromkeys(columns, self._polars.Int32)
        self._register(
            name, self._polars.DataFrame({k: list(v) for k, v in columns.items()}, schema=schema)
        )

    def save(self, name: str, sql: str) -> int:
        """See `Engine.save`."""
        return self._register(name, self._context.execute(sql).collect())

    def append(self, name: str, sql: str) -> None:
        """See `Engine.append`."""
        more = self._context.execute(sql).collect()
        self._register(name, self._polars.concat([self._frames[name], more]))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """See `Engine.rows`."""
        rows: list[tuple[Any, ...]] = self._context.execute(sql).collect().rows()
        return rows


class SparkEngine:
    """Spark SQL: for graphs that outgrow a machine; needs the extra `spark` and a Java.

    Args:
        session: a Spark session; a local one with two threads unless given.
    """

    def __init__(self, session: Any = None) -> None:
        sql = _optional("pyspark.sql", "spark")
        self.session = session or (
            sql.SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.adaptive.enabled", "false")
            .getOrCreate()
        )

    def load(self, name: str, graph: CodedGraph, sql: str) -> None:
        """See `Engine.load`."""
        with graph.as_parquet(sql) as path:
            frame = self.session.read.parquet(str(path)).localCheckpoint()
            frame.createOrReplaceTempView(name)

    def put(self, name: str, columns: Columns) -> None:
        """See `Engine.put`."""
        schema = ", ".join(f"{column} int" for column in columns)
        rows = list(zip(*columns.values(), strict=True))
        self.session.createDataFrame(rows, schema).localCheckpoint().createOrReplaceTempView(name)

    def save(self, name: str, sql: str) -> int:
        """See `Engine.save`."""
        frame = self.session.sql(sql).localCheckpoint()
        frame.createOrReplaceTempView(name)
        return int(frame.count())

    def append(self, name: str, sql: str) -> None:
        """See `Engine.append`."""
        self.save(name, f"select * from {name} union all {sql}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """See `Engine.rows`."""
        return [tuple(row) for row in self.session.sql(sql).collect()]


def make_engine(name: str, connection: duckdb.DuckDBPyConnection) -> Engine:
    """An engine by name: `duckdb`, `polars` or `spark`.

    Raises:
        ImetGraphError: the name is unknown or the package is not installed.
    """
    if name == "duckdb":
        return DuckDBEngine(connection)
    if name == "polars":
        return PolarsEngine()
    if name == "spark":
        return SparkEngine()
    raise ImetGraphError(f"engine {name!r} is unknown; expected duckdb, polars or spark")


def _optional(module: str, extra: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImetGraphError(
            f"the engine needs {module}, which is not installed; expected pip install "
            f"'imet-graph[{extra}]'"
        ) from error
