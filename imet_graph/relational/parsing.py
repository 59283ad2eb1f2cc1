"""Queries parsed by rdflib, with what its algebra loses put right or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pyparsing import ParseException, ParseResults
from rdflib import Literal, URIRef, Variable
from rdflib.paths import Path
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from imet_graph.errors import QueryError
from imet_graph.relational.paths import OneOf, path_terms
from imet_graph.terms import canonical

__all__ = ["Parsed", "constant", "constants", "parse", "variables"]

_EXISTS = ("Builtin_EXISTS", "Builtin_NOTEXISTS")


@dataclass(frozen=True)
class Parsed:
    """A query as algebra.

    Args:
        form: `SelectQuery`, `ConstructQuery` and so on.
        pattern: algebra of the query.
        columns: the projected variables; sorted for `SELECT *`.
        template: triples of a CONSTRUCT template.
    """

    form: str
    pattern: CompValue
    columns: tuple[str, ...]
    template: tuple[tuple[Node, Node, Node], ...] = ()


def parse(query: str, prefixes: Mapping[str, str]) -> Parsed:
    """Read a query.

    Args:
        query: SPARQL 1.1.
        prefixes: prefixes that it may use without declaring them.

    Raises:
        QueryError: it cannot be parsed, or names its own graphs by FROM.
    """
    return _parsed(query, tuple(sorted(prefixes.items())))


@lru_cache(maxsize=256)
def _parsed(query: str, prefixes: tuple[tuple[str, str], ...]) -> Parsed:
    """Parsing takes longer than all the rest, and rules are translated again on every pass."""
    try:
        tree = parseQuery(query)
    except ParseException as error:
        raise QueryError(f"line {error.lineno}: found {error.line.strip()[:80]!r}") from error
    _mend(tree)
    body = tree[1]
    every = body.name == "SelectQuery" and not body.projection
    try:
        algebra = translateQuery(tree, initNs=dict(prefixes)).algebra
    except Exception as error:  # rdflib raises Exception itself, as for an unknown prefix
        raise QueryError(f"query cannot be translated: {error}") from error
    if algebra.datasetClause:
        raise QueryError("FROM is not supported; expected the graph that is queried")
    names = [str(variable) for variable in algebra.PV or ()]
    template = tuple(tuple(triple) for triple in algebra.template or ())
    columns = tuple(sorted(names) if every else names)
    return Parsed(algebra.name, algebra.p, columns, template)


def _mend(node: Any) -> None:
    """Write three things so that rdflib's translation keeps them.

    It translates the pattern of a nested EXISTS twice, and the second time takes a bare sub-select
    for an empty group: the sub-select gets a group of its own. A filter that is a call without
    arguments, or a literal that is false, counts as no filter: the call gets an empty argument, and
    the literal becomes a conjunction of one.
    """
    if isinstance(node, CompValue):
        if not node and node.name.startswith("Builtin_"):
            node["nothing"] = None
        if node.name == "Filter" and isinstance(literal := _only(node.expr), Literal):
            node["expr"] = CompValue("ConditionalAndExpression", expr=literal, other=[])
        if node.name in _EXISTS and node.graph.name == "SubSelect":
            union = CompValue("GroupOrUnionGraphPattern", graph=[node.graph])
            node["graph"] = CompValue("GroupGraphPatternSub", part=[union])
        for child in list(node.values()):
            _mend(child)
    elif isinstance(node, list | tuple | ParseResults):
        for child in node:
            _mend(child)


def _only(expression: Any) -> Any:
    """What an expression is, if nothing is done with it."""
    while isinstance(expression, CompValue) and expression.name.endswith("Expression"):
        if expression.other is not None:
            return expression
        expression = expression.expr
    return expression


def _leaves(node: Any) -> Iterator[Any]:
    if isinstance(node, CompValue | dict):
        if isinstance(node, dict) and not isinstance(node, CompValue):
            for key in node:
                yield from _leaves(key)
        for key, child in node.items():
            if key == "graph" and isinstance(node, CompValue):
                # rdflib leaves the pattern of EXISTS as it was parsed among the items.
                yield from _leaves(node.graph)
            elif key != "_vars":
                yield from _leaves(child)
    elif isinstance(node, list | tuple | ParseResults):
        for child in node:
            yield from _leaves(child)
    else:
        yield node
        if isinstance(node, OneOf):
            yield node.variable


def constant(term: Node) -> Node:
    """A term of a query in the form that it has in a graph; an ill-formed literal as it is."""
    try:
        return canonical(term)
    except ValueError:
        return term


def constants(node: Any) -> set[Node]:
    """The terms that an algebra names, in canonical form."""
    found: set[Node] = set()
    for leaf in _leaves(node):
        if isinstance(leaf, Literal | URIRef):
            found.add(constant(leaf))
        elif isinstance(leaf, Path | OneOf):
            found.update(path_terms(leaf))
    return found


def variables(node: Any) -> set[str]:
    """The variables that an algebra or expression speaks of."""
    return {str(leaf) for leaf in _leaves(node) if isinstance(leaf, Variable)}
