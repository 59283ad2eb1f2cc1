"""A closure on disk: its tables as Parquet files, so that a proof needs no reasoning anew."""

from __future__ import annotations

from pathlib import Path

import duckdb
from rdflib.term import Node

from imet_graph.errors import StoreError
from imet_graph.reasoning.axioms import Axiom, Axioms
from imet_graph.reasoning.closure import Closure
from imet_graph.reasoning.engines import DuckDBEngine
from imet_graph.reasoning.evaluation import put_tables
from imet_graph.reasoning.words import axiom_in_words
from imet_graph.relational import CodedGraph
from imet_graph.resources import display_path

__all__ = ["TABLES", "keep", "recall"]

TABLES = ("terms", "triples", "literal_types", "inferred", "derivations", "axioms")
"""Names of the tables, each a file `NAME.parquet`."""


def keep(closure: Closure, folder: Path) -> None:
    """Write a closure; the same closure gives the same bytes.

    Args:
        closure: asserted and inferred triples with their axioms.
        folder: made where it is missing.

    Graph: `axioms(ax, rule, axioms_table, nodes, premises, words, conditions)`; the nodes of the
        row and, three by three, of the triples that state it
    """
    folder.mkdir(parents=True, exist_ok=True)
    connection, schema = closure.graph.connection, closure.schema()
    axioms = closure.axioms.all
    numbers = closure.graph.intern(
        {node for axiom in axioms for node in (*axiom.row, *_flat(axiom))}
    )
    connection.execute(
        "create or replace table axioms (ax integer, rule varchar, axioms_table varchar, "
        "nodes integer[], premises integer[], words varchar, conditions varchar[])"
    )
    connection.execute(
        "insert into axioms select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), "
        "unnest($6), unnest($7)",
        [
            list(range(1, len(axioms) + 1)),
            [axiom.rule for axiom in axioms],
            [axiom.table for axiom in axioms],
            [[numbers[node] for node in axiom.row] for axiom in axioms],
            [[numbers[node] for node in _flat(axiom)] for axiom in axioms],
            [axiom.words or axiom_in_words(schema, axiom) for axiom in axioms],
            [list(axiom.conditions) for axiom in axioms],
        ],
    )
    closure.graph.to_parquet(folder, TABLES)


def _flat(axiom: Axiom) -> list[Node]:
    return [node for triple in axiom.premises for node in triple]


def recall(folder: Path) -> Closure:
    """Open what `keep` wrote.

    Raises:
        StoreError: a file is missing or damaged.
    """
    try:
        graph = CodedGraph.from_parquet(folder, TABLES)
    except duckdb.Error as error:
        raise StoreError(
            f"{display_path(folder)}: the tables of the closure do not open "
            f"({str(error).splitlines()[0]}); expected those of a finished build"
        ) from error
    axioms = Axioms()
    rows = graph.connection.execute("select * from axioms order by ax").fetchall()
    terms = graph.terms_of({n for row in rows for n in (*row[3], *row[4])})
    for _, rule, table, nodes, premises, words, conditions in rows:
        flat = [terms[n] for n in premises]
        triples = tuple((flat[i], flat[i + 1], flat[i + 2]) for i in range(0, len(flat), 3))
        row = tuple(terms[n] for n in nodes)
        axioms.put(Axiom(rule, triples, row, table, words, tuple(conditions)))
    numbers = {term: number for number, term in terms.items()}
    put_tables(DuckDBEngine(graph.connection), axioms, numbers, axioms.tables().keys())
    return Closure(graph, axioms)
