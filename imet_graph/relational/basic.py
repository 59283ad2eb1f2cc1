"""Basic graph patterns as SQL: triple patterns and paths that are joined with one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Protocol

from rdflib import BNode, Variable
from rdflib.paths import AlternativePath, InvPath, Path, SequencePath
from rdflib.term import Node

from imet_graph.relational.joins import (
    join,
)
from imet_graph.relational.parsing import constant
from imet_graph.relational.paths import OneOf, Paths
from imet_graph.relational.tables import (
    UNIT,
    Column,
    Names,
    Scope,
    Table,
    columns_sql,
    name_sql,
)
from imet_graph.relational.values import ANY, BLANK, IRI

__all__ = ["EMPTY", "THIS", "BasicPattern", "Context", "Whole"]

THIS = "this"
_RESOURCES = frozenset({IRI, BLANK})
EMPTY = "sparql_nothing"


@dataclass(frozen=True)
class Context:
    """Where a pattern stands.

    Args:
        source: table of the triples that it matches.
        outer: the row around it, in EXISTS.
        seeded: triple patterns may begin with the values of that row.
    """

    source: str = "triples"
    outer: Scope | None = None
    seeded: bool = False


def _name(term: Node) -> str:
    """Name of a variable; a blank node of a query is one that cannot be projected."""
    return f"_:{term}" if isinstance(term, BNode) else str(term)


Single = tuple[Node, Node | Path | OneOf, Node]
"""A triple pattern, or a path that is not taken apart."""


class Whole(Protocol):
    """What a basic pattern needs of the query that it stands in."""

    names: Names
    numbers: Mapping[Node, int]
    paths: Paths

    @property
    def focused(self) -> bool:
        """Whether $this is pre-bound."""

    def common(self, stem: str, table: Table) -> Table:
        """A table that is computed once, before and apart from what reads it."""

    def shared(self, scope: Scope) -> str:
        """Name under which the rows of a scope can be read a second time."""


def _nearness(part: Table, found: Table) -> tuple[int, bool]:
    """How well a pattern joins what was found: a known subject has few values, a value many."""
    subject = next(iter(part.columns), "")
    return len(set(part.columns) & set(found.columns)), subject in found.columns


class BasicPattern:
    """Collects triple patterns into one SELECT, so that the database chooses the order of joins."""

    def __init__(self, patterns: Whole, context: Context) -> None:
        self._patterns, self._context = patterns, context
        self._from: list[str] = []
        self._where: list[str] = []
        self._columns: dict[str, tuple[str, frozenset[str]]] = {}
        self._nodes: set[str] = set()
        self._paths: list[tuple[Node, Path, Node]] = []
        self._single: list[Single] = []

    def add(self, subject: Node, predicate: Node | Path | OneOf, object_: Node) -> None:
        """Take one triple pattern; a path becomes several where it can."""
        match predicate:
            case InvPath():
                self.add(object_, predicate.arg, subject)
                return
            case SequencePath():
                steps = [BNode() for _ in predicate.args[1:]]
                starts, ends = [subject, *steps], [*steps, object_]
                for start, step, end in zip(starts, predicate.args, ends, strict=True):
                    self.add(start, step, end)
                return
            case AlternativePath() if numbers := self._patterns.paths.simple(predicate):
                alias = self._triple(subject, object_)
                self._where.append(f"{alias}.p in ({numbers})")
            case OneOf():
                alias = self._triple(subject, object_)
                listed = (str(self._patterns.numbers[one]) for one in predicate.properties)
                self._where.append(f"{alias}.p in ({', '.join(listed)})")
                self._bind(predicate.variable, f"{alias}.p", frozenset({IRI}))
            case Path():
                self._paths.append((subject, predicate, object_))
            case _:
                alias = self._triple(subject, object_)
                self._bind(predicate, f"{alias}.p", frozenset({IRI}))
        self._single.append((subject, predicate, object_))

    def _triple(self, subject: Node, object_: Node) -> str:
        alias = self._patterns.names.new("t")
        self._from.append(f"{self._context.source} {alias}")
        self._bind(subject, f"{alias}.s", _RESOURCES)
        self._bind(object_, f"{alias}.o", ANY)
        self._nodes |= {_name(term) for term in (subject, object_)}
        return alias

    def _bind(self, term: Node, sql: str, types: frozenset[str]) -> None:
        if not isinstance(term, Variable | BNode):
            self._where.append(f"{sql} = {self._patterns.numbers[constant(term)]}")
            return
        name = _name(term)
        known = self._columns.get(name)
        if known:
            self._where.append(f"{known[0]} = {sql}")
            types = known[1] & types or types
        self._columns[name] = (known[0] if known else sql, types)

    def _path(self, subject: Node, path: Path, object_: Node) -> None:
        alias = self._patterns.names.new("t")
        zero = self._zero((subject, object_))
        pairs = self._patterns.paths.pairs(path, self._context.source, zero)
        self._from.append(f"({pairs}) {alias}")
        self._bind(subject, f"{alias}.s", ANY)
        self._bind(object_, f"{alias}.o", ANY)

    def _zero(self, ends: Sequence[Node]) -> str:
        """Terms that a path of length zero connects to themselves.

        Those are the nodes of the graph, and an end that is given. Where an end is given, or is a
        node because another pattern says so, all terms will do: the join leaves the right ones.
        """
        outer = self._context.outer
        for end in ends:
            name = _name(end)
            given = not isinstance(end, Variable | BNode)
            given = given or name in self._nodes or bool(outer and outer.certain(name))
            if given or (name == THIS and self._patterns.focused):
                return "select id from terms"
        source = self._context.source
        return f"select s as id from {source} union select o as id from {source}"

    def units(self) -> list[Table]:
        """The solutions as tables to be joined: one, unless several are better kept apart."""
        stars = self._stars()
        if not stars:
            return [self.table()]
        return [self._patterns.common("star", self._part(star)) for star in stars]

    def table(self) -> Table:
        """The solutions of all patterns that were added."""
        if seed := self._seed():
            return self._chained(seed)
        for subject, path, object_ in self._paths:
            self._path(subject, path, object_)
        if self._patterns.focused and THIS in self._columns and self._context.outer is None:
            self._from.append("sparql_focus")
            self._where.append(f"sparql_focus.this = {self._columns[THIS][0]}")
        if not self._from:
            return UNIT
        listed = [f"{sql} as {name_sql(name)}" for name, (sql, _) in self._columns.items()]
        sql = f"select {', '.join(listed) or '1'} from {', '.join(self._from)}"
        if self._where:
            sql += f" where {' and '.join(self._where)}"
        columns = {name: Column("id", True, types) for name, (_, types) in self._columns.items()}
        return Table(sql, columns)

    def _part(self, singles: Iterable[Single]) -> Table:
        """Some of the patterns by themselves."""
        part = BasicPattern(self._patterns, replace(self._context, seeded=False))
        for single in singles:
            part.add(*single)
        return part.table()

    def _stars(self) -> list[list[Single]]:
        """The patterns by subject, if two subjects share several values; else nothing.

        Two things that are alike in several respects are found by comparing all respects at once.
        One respect after another gives every pair that is alike in the first, and the database,
        which knows nothing of how often a value stands with a property, may begin so.
        """
        stars: dict[Node, list[Single]] = {}
        for single in self._single:
            stars.setdefault(single[0], []).append(single)
        values = [
            {term for _, _, term in star if isinstance(term, Variable)} for star in stars.values()
        ]
        alike = any(len(a & b) > 1 for a, b in combinations(values, 2))
        return list(stars.values()) if alike and self._context.outer is None else []

    def _seed(self) -> list[str]:
        """Variables of the row around, if the patterns should begin with their values.

        In EXISTS a pattern is computed for all rows at once. Two variables of the row that only
        some third thing links would give every pair that has such a link.
        """
        outer = self._context.outer
        if outer is None or not self._context.seeded or outer.outer or len(self._single) < 2:
            return []
        shared = [
            name
            for name, column in outer.table.columns.items()
            if name in self._columns and column.certain and column.form == "id"
        ]
        return shared if len(shared) > 1 else []

    def _chained(self, seed: Sequence[str]) -> Table:
        """The same solutions, joined pattern by pattern from the rows around on."""
        patterns, outer = self._patterns, self._context.outer
        if outer is None:
            return UNIT
        rows = patterns.shared(outer)
        columns = {name: outer.table.columns[name] for name in seed}
        found = Table(f"select distinct {columns_sql(seed, rows)} from {rows}", columns)
        waiting = [self._part([single]) for single in self._single]
        while waiting:
            nearest = max(waiting, key=lambda part: _nearness(part, found))
            waiting.remove(nearest)
            found = patterns.common("step", join(found, nearest, patterns.names))
        return found
