"""SPARQL SELECT queries as SQL over a coded graph.

All joins are on numbers; the text and value of a term are looked up only where an expression asks
for them. What cannot be translated is refused by name.

A table of solutions has no order: ORDER BY is passed over, and LIMIT is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb
from rdflib import URIRef
from rdflib.term import Node

from imet_graph.errors import QueryError
from imet_graph.relational.algebra import Context, Patterns
from imet_graph.relational.coding import CodedGraph, parse_term
from imet_graph.relational.dictionary import intern_constants, intern_texts, prepare
from imet_graph.relational.parsing import Parsed, constants, parse
from imet_graph.relational.tables import Names, Scope, Table, check_names, name_sql, text_sql
from imet_graph.relational.values import read

__all__ = ["Relation", "materialise", "relation_of", "solutions", "translate"]


@dataclass(frozen=True)
class Relation:
    """A translated query: SQL and what its columns are.

    The SQL reads the tables `terms`, `triples` and, where an expression needs values, `lexical`;
    call `CodedGraph.lexical` before running it.

    Args:
        sql: the query; null stands for an unbound variable.
        columns: variable names, as in the projection.
        computed: columns that hold terms as N-Triples text; the others hold numbers of terms.
    """

    sql: str
    columns: tuple[str, ...]
    computed: frozenset[str]


def translate(
    graph: CodedGraph,
    query: str,
    *,
    prefixes: Mapping[str, str] = {},
    focus: str | None = None,
    graphs: Mapping[URIRef, str] = {},
    default: str = "triples",
) -> Relation:
    """Translate a SELECT query.

    Args:
        graph: the graph; terms that the query names are added to its dictionary.
        query: SPARQL 1.1.
        prefixes: prefixes that the query may use without declaring them.
        focus: name of a table with a column `this`; $this is then pre-bound to each of its terms,
            and the relation has it as a column.
        graphs: tables of triples by the IRI that stands behind GRAPH; any other graph is empty.
        default: table or view of the triples that patterns outside GRAPH match.

    Raises:
        QueryError: the query cannot be parsed or translated; the construct is named.
    """
    parsed = parse(query, prefixes)
    if parsed.form != "SelectQuery":
        raise QueryError(f"found {parsed.form}; expected SELECT")
    return relation_of(graph, parsed, focus=focus, graphs=graphs, default=default)


def relation_of(
    graph: CodedGraph,
    parsed: Parsed,
    *,
    focus: str | None = None,
    graphs: Mapping[URIRef, str] = {},
    default: str = "triples",
) -> Relation:
    """Translate parsed algebra; see `translate`.

    Raises:
        QueryError: the query cannot be translated.
    """
    prepare(graph)
    numbers = intern_constants(graph, constants(parsed.pattern))
    patterns = Patterns(numbers, focus, graphs)
    table = patterns.with_this(patterns.table(parsed.pattern, Context(default)))
    columns = list(parsed.columns)
    if focus and "this" not in columns:
        columns.insert(0, "this")
    check_names(columns)
    listed, computed, source = _written(table, columns, patterns.names)
    sql = f"{patterns.prologue}select {listed} from {source}"
    return Relation(sql, tuple(columns), frozenset(computed))


def _written(table: Table, columns: list[str], names: Names) -> tuple[str, set[str], str]:
    """SELECT list, names of the computed columns, and FROM clause of a whole query."""
    scope, computed, listed = Scope(table, names), set(), []
    for name in columns:
        column, sql = table.columns.get(name), f"{scope.alias}.{name_sql(name)}"
        if column is None:
            sql = "cast(null as bigint)"
        elif column.form != "id":
            computed.add(name)
            sql = text_sql(read(column.form, sql, column.types, scope.look))
        listed.append(f"{sql} as {name_sql(name)}")
    return ", ".join(listed) or '1 as "."', computed, scope.source()


def materialise(graph: CodedGraph, relation: Relation, table: str) -> None:
    """Put the solutions into a table with one column of numbers for each variable.

    Args:
        graph: the graph; computed terms are added to its dictionary.
        relation: the translated query.
        table: name of the table, which is made anew; null stands for an unbound variable.

    Raises:
        QueryError: the database cannot run the query.
    """
    graph.lexical()
    run = graph.connection.execute
    try:
        if not relation.computed:
            run(f"create or replace table {table} as {_as_numbers(relation, relation.sql)}")
            return
        run(f"create or replace temp table sparql_solutions as {relation.sql}")
    except duckdb.Error as error:
        raise QueryError(f"the query cannot be run: {error}") from error
    texts = " union all ".join(
        f"select {name_sql(name)} as text from sparql_solutions"
        for name in sorted(relation.computed)
    )
    intern_texts(graph, f"({texts})")
    run(f"create or replace table {table} as {_as_numbers(relation, 'from sparql_solutions')}")
    run("drop table sparql_solutions")


def _as_numbers(relation: Relation, sql: str) -> str:
    """SQL that gives every column as numbers."""
    listed, joined = [], f"({sql}) q"
    for place, name in enumerate(relation.columns):
        column = f"q.{name_sql(name)}"
        if name in relation.computed:
            joined += f" left join terms t{place} on t{place}.text = {column}"
            column = f"t{place}.id"
        listed.append(f"cast({column} as bigint) as {name_sql(name)}")
    return f"select {', '.join(listed)} from {joined}"


def solutions(graph: CodedGraph, relation: Relation) -> list[dict[str, Node]]:
    """The solutions as terms; unbound variables are left out.

    Raises:
        QueryError: the database cannot run the query.
    """
    graph.lexical()
    try:
        rows = graph.connection.execute(relation.sql).fetchall()
    except duckdb.Error as error:
        raise QueryError(f"the query cannot be run: {error}") from error
    stored = [place for place, name in enumerate(relation.columns) if name not in relation.computed]
    numbers = {row[place] for row in rows for place in stored if row[place] is not None}
    terms = graph.terms_of(numbers)
    return [dict(_bound(relation, row, terms)) for row in rows]


def _bound(
    relation: Relation, row: tuple[int | str | None, ...], terms: Mapping[int, Node]
) -> Iterator[tuple[str, Node]]:
    for name, value in zip(relation.columns, row, strict=False):
        if isinstance(value, str):
            yield name, parse_term(value)
        elif value is not None:
            yield name, terms[value]
