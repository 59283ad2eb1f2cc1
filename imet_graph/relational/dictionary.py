"""New terms for the dictionary, added by SQL, and the SQL functions that write terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from weakref import WeakSet

from rdflib.term import Node

from imet_graph.relational.coding import CodedGraph
from imet_graph.relational.lexical import lexical_sql, unescaped
from imet_graph.terms import ntriples

__all__ = ["intern_constants", "intern_texts", "prepare"]

_SHORT = {"\t": "t", "\n": "n", "\r": "r", "\b": "b", "\f": "f"}
_CONTROL = [chr(code) for code in (*range(1, 8), 0x0B, *range(0x0E, 0x20), 0x7F)]


def _escaped() -> str:
    """SQL that escapes a text x as `terms.ntriples` does."""
    sql = "replace(replace(x, '\\', '\\\\'), '\"', '\\\"')"
    for character, letter in _SHORT.items():
        sql = f"replace({sql}, chr({ord(character)}), '\\{letter}')"
    for character in _CONTROL:
        sql = f"replace({sql}, chr({ord(character)}), '\\u{ord(character):04X}')"
    return sql


_MACROS = (
    # Most texts need no escape, and one test is quicker than thirty replacements.
    "create macro if not exists sparql_quoted(x) as '\"' || case when "
    f"regexp_matches(x, '[\\x01-\\x1f\\x7f\"\\\\]') then {_escaped()} else x end || '\"'",
    "create macro if not exists sparql_text(kind, lex, datatype, lang) as case kind "
    "when 'I' then '<' || lex || '>' when 'B' then '_:' || lex "
    "else sparql_quoted(lex) || case when lang is not null then '@' || lang "
    "when datatype = 'http://www.w3.org/2001/XMLSchema#string' then '' "
    "else '^^<' || datatype || '>' end end",
    "create macro if not exists sparql_decimal(x) as "
    "rtrim(rtrim(cast(cast(x as decimal(38, 12)) as varchar), '0'), '.')",
    # Oxigraph writes doubles without an exponent; so does this up to 26 digits before the point.
    "create macro if not exists sparql_double(x) as case when isnan(cast(x as double)) then 'NaN' "
    "when isinf(cast(x as double)) then case when x > 0 then 'INF' else '-INF' end "
    "when not contains(cast(x as varchar), 'e') "
    "then regexp_replace(cast(x as varchar), '\\.0$', '') "
    "else coalesce(sparql_decimal(try_cast(cast(x as varchar) as decimal(38, 12))), "
    "cast(x as varchar)) end",
    "create macro if not exists sparql_number(num, dbl) as case when num is not null "
    "then sparql_decimal(num) else sparql_double(cast(dbl as double)) end",
    "create macro if not exists sparql_zero() as struct_pack(num := cast(0 as decimal(38, 12)), "
    "dbl := cast(null as double), whole := true)",
    # Products and quotients are of whole numbers scaled by 10^12: exact, then cut after twelve
    # places.
    "create macro if not exists sparql_scaled(x) as "
    "cast(replace(cast(cast(x as decimal(38, 12)) as varchar), '.', '') as hugeint)",
    "create macro if not exists sparql_unscaled(x) as "
    "cast(x as decimal(38, 0)) * cast('0.000000000001' as decimal(12, 12))",
    "create macro if not exists sparql_times(x, y) as try(sparql_unscaled("
    "x // 1000000000000 * y + x % 1000000000000 * y // 1000000000000))",
    "create macro if not exists sparql_quotient(x, y) as sparql_unscaled("
    "x // y * 1000000000000 + x % y * 1000000000000 // y)",
    "create macro if not exists sparql_over(x, y) as "
    "case when y <> 0 then try(sparql_quotient(x, y)) end",
)


_PREPARED: WeakSet[CodedGraph] = WeakSet()


def prepare(graph: CodedGraph) -> None:
    """Make the SQL functions that translated queries call, once for each graph."""
    if graph not in _PREPARED:
        for macro in _MACROS:
            graph.connection.execute(macro)
        _PREPARED.add(graph)


def intern_constants(graph: CodedGraph, terms: Iterable[Node]) -> Mapping[Node, int]:
    """Numbers of terms; those that the dictionary lacks are added to it and to `lexical`."""
    wanted = list(dict.fromkeys(terms))
    known = graph.ids(wanted)
    if new := [term for term in wanted if term not in known]:
        graph.connection.execute(
            "create or replace temp table sparql_new as select unnest($1) as text",
            [[ntriples(term) for term in new]],
        )
        intern_texts(graph, "sparql_new")
        known |= graph.ids(new)
    return known


def intern_texts(graph: CodedGraph, table: str) -> None:
    """Add the terms of a table to the dictionary, and to `lexical` where that is made.

    Args:
        graph: the graph.
        table: has N-Triples in a column `text`; known terms and nulls are passed over.
    """
    connection = graph.connection
    connection.execute(
        "create or replace temp table sparql_fresh as "
        "select case when starts_with(text, '\"') "
        "then (select least(min(id), 0) from terms) - row_number() over (order by text) "
        "else (select greatest(max(id), 0) from terms) + row_number() over (order by text) end "
        f"as id, text from (select distinct text from {table} where text is not null) n "
        "where not exists (select 1 from terms t where t.text = n.text)"
    )
    connection.execute("insert into terms select id, text from sparql_fresh")
    if graph.rows("select 1 from duckdb_tables() where table_name = 'lexical'"):
        _extend_lexical(graph)


def _extend_lexical(graph: CodedGraph) -> None:
    """Give the new terms their lines, by the same query with only them as its terms."""
    connection = graph.connection
    connection.execute(
        "insert into lexical with terms as (select id, text from sparql_fresh) "
        f"select * from ({lexical_sql()})"
    )
    escaped = connection.execute(
        "select id, lex from lexical join sparql_fresh using (id) where contains(lex, chr(92))"
    ).fetchall()
    for number, text in escaped:
        connection.execute("update lexical set lex = $2 where id = $1", [number, unescaped(text)])
