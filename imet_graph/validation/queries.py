"""SPARQL-based constraints: each query run once for all focus nodes of its shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

import duckdb
from rdflib import Literal, URIRef
from rdflib.term import Node

from imet_graph.errors import QueryError, ValidationError
from imet_graph.namespaces import INFERRED_GRAPH
from imet_graph.relational import parse_term
from imet_graph.relational.dictionary import intern_constants
from imet_graph.relational.parsing import constants, parse
from imet_graph.relational.sparql import Relation, translate
from imet_graph.validation.paths import Path
from imet_graph.validation.plan import NotCompiledError, Step
from imet_graph.validation.prebinding import Query, filled
from imet_graph.validation.results import Result
from imet_graph.validation.workspace import Workspace

__all__ = ["run_queries"]

_UNSAID = (Literal("The query of the shape finds it."),)
Row = dict[str, Node]


def run_queries(work: Workspace) -> list[Result]:
    """Evaluate every sh:sparql constraint whose shape has focus nodes.

    Args:
        work: the tables; nodes that do not conform are noted there.

    Returns:
        The results, as often as the focus nodes are looked at.

    Raises:
        NotCompiledError: a query cannot be translated.
        ValidationError: a query reports a failure.

    Source: SHACL section 5.3, validation with SPARQL-based constraints
    """
    with_focus = {key for (key,) in work.run("select distinct key from shacl_focus")}
    steps = [s for s in work.plan.steps if s.constraint.query and s.key in with_focus]
    tables = {
        key: work.made(f"select this, n from shacl_focus where key = {key}")
        for key in sorted({step.key for step in steps})
    }
    graphs = {INFERRED_GRAPH: _inferred(work)} if steps else {}
    _number_constants(work, steps)
    found = (_run(work, step, tables[step.key], graphs) for step in steps)
    return [result for results in found for result in results]


def _number_constants(work: Workspace, steps: list[Step]) -> None:
    """Number the terms that the queries name all at once; one by one, it takes half of the time."""
    found: set[Node] = set()
    for step in steps:
        if query := step.constraint.query:
            with suppress(QueryError):  # told where the query is translated
                found |= constants(parse(query.select, query.prefixes).pattern)
    intern_constants(work.graph, found)


def _inferred(work: Workspace) -> str:
    """The table of inferred triples, or an empty one where the graph has none."""
    if work.run("select 1 from duckdb_tables() where table_name = 'inferred'"):
        return "inferred"
    return work.made("select s, p, o from triples limit 0")


def _run(work: Workspace, step: Step, focus: str, graphs: Mapping[URIRef, str]) -> Iterator[Result]:
    query = step.constraint.query
    if query is None:
        return iter(())
    try:
        relation = translate(
            work.graph, query.select, prefixes=query.prefixes, focus=focus, graphs=graphs
        )
        rows = _rows(work, step, relation, focus)
    except (QueryError, duckdb.Error) as error:
        raise NotCompiledError(step.on.node, f"a query that is not compiled: {error}") from error
    return (_result(step, query, row) for row in rows)


def _rows(work: Workspace, step: Step, relation: Relation, focus: str) -> Iterator[Row]:
    """The solutions, each as often as its focus node is looked at."""
    named = ", ".join(f'r."{column}"' for column in relation.columns)
    found = work.run(
        f"select distinct {named}, f.n from ({relation.sql}) r join {focus} f on f.this = r.this"
    )
    if step.on.node in work.plan.judged:
        place = relation.columns.index("this")
        work.keep(step.number, {row[place] for row in found})
    return _decoded(work, relation, [row for row in found if row[-1]])


def _decoded(work: Workspace, relation: Relation, rows: list[tuple[int, ...]]) -> Iterator[Row]:
    coded = {place for place, name in enumerate(relation.columns) if name not in relation.computed}
    terms = work.terms({row[k] for row in rows for k in coded if row[k] is not None})
    for row in rows:
        bound = {
            name: terms[row[place]] if place in coded else parse_term(str(row[place]))
            for place, name in enumerate(relation.columns)
            if row[place] is not None
        }
        yield from [bound] * row[-1]


def _result(step: Step, query: Query, row: Row) -> Result:
    """What a solution says: the value is the focus node where a node shape binds none."""
    if row.get("failure") == Literal(True):
        raise ValidationError(f"{step.on.name}: its query reports a failure at {row['this']}")
    path = row.get("path")
    return Result(
        focus=row["this"],
        shape=step.on.node,
        component=step.constraint.component,
        severity=step.on.severity,
        path=Path("predicate", path) if isinstance(path, URIRef) else step.on.path,
        value=row.get("value", None if step.on.path else row["this"]),
        messages=tuple(_messages(step, query, row)),
        constraint=step.constraint.value,
    )


def _messages(step: Step, query: Query, row: Row) -> Iterator[Literal]:
    """The message that the query gives, else those of constraint and shape, filled in."""
    given = row.get("message")
    if isinstance(given, Literal):
        return iter((given,))
    templates = sorted({*query.messages, *step.on.messages}) or _UNSAID
    return (filled(template, row) for template in templates)
