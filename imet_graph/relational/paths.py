"""Property paths as SQL with two columns, `s` and `o`.

Sequences and alternatives keep duplicates, as a union of patterns does; `?`, `*` and `+` give each
pair once. The closure behind `*` and `+` is one recursive query for each path.

Source: W3C, SPARQL 1.1 Query Language, sections 9.3 and 18.4
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.term import Node

from imet_graph.errors import QueryError

__all__ = ["OneOf", "Paths", "path_terms"]


@dataclass(frozen=True)
class OneOf:
    """An alternative of properties that tells which of them it was.

    Args:
        variable: bound to the property.
        properties: the alternatives.
    """

    variable: Variable
    properties: tuple[URIRef, ...]


def path_terms(path: object) -> Iterable[URIRef]:
    """The properties that a path names."""
    if isinstance(path, URIRef):
        yield path
    elif isinstance(path, OneOf):
        yield from path.properties
    elif isinstance(path, InvPath):
        yield from path_terms(path.arg)
    elif isinstance(path, MulPath):
        yield from path_terms(path.path)
    elif isinstance(path, AlternativePath | SequencePath | NegatedPath):
        for part in path.args:
            yield from path_terms(part)


class Paths:
    """Translates the paths of one query.

    Args:
        numbers: numbers of the properties.
    """

    def __init__(self, numbers: Mapping[Node, int]) -> None:
        self._numbers = numbers
        self._closures: dict[tuple[str, str], str] = {}
        self.expressions: list[str] = []
        """Common table expressions that the query must begin with."""

    def pairs(self, path: Path | URIRef, source: str, nodes: str) -> str:
        """SQL of all pairs that a path connects.

        Args:
            path: the path.
            source: name of a table of triples.
            nodes: SQL of the terms, column `id`, that a path of length zero connects to themselves.

        Raises:
            QueryError: rdflib's parser did not keep the path whole.
        """
        match path:
            case URIRef():
                return f"select s, o from {source} where p = {self._numbers[path]}"
            case InvPath():
                inner = self.pairs(path.arg, source, nodes)
                return f"select o as s, s as o from ({inner}) i"
            case SequencePath():
                return self._sequence([self.pairs(part, source, nodes) for part in path.args])
            case AlternativePath():
                if (numbers := self.simple(path)) is not None:
                    return f"select s, o from {source} where p in ({numbers})"
                return " union all ".join(self.pairs(part, source, nodes) for part in path.args)
            case NegatedPath():
                return self._negated(path, source)
            case MulPath():
                return self._repeated(path, source, nodes)
        raise QueryError(f"path {path!r} is not supported")

    def simple(self, path: AlternativePath) -> str | None:
        """Numbers of different properties, if the alternative has nothing else."""
        parts = [part for part in path.args if isinstance(part, URIRef)]
        if len(set(parts)) < len(path.args):
            return None
        return ", ".join(str(self._numbers[part]) for part in parts)

    def _sequence(self, steps: list[str]) -> str:
        joined = f"({steps[0]}) p0"
        for place, step in enumerate(steps[1:], start=1):
            joined += f" join ({step}) p{place} on p{place}.s = p{place - 1}.o"
        return f"select p0.s as s, p{len(steps) - 1}.o as o from {joined}"

    def _negated(self, path: NegatedPath, source: str) -> str:
        parts = [part for part in path.args if isinstance(part, URIRef)]
        if len(parts) < len(path.args):
            # rdflib 7 parses `!(^p)` but forgets which property p is.
            raise QueryError("an inverse property in a negated property set is not supported")
        numbers = ", ".join(str(self._numbers[part]) for part in parts)
        return f"select s, o from {source} where p not in ({numbers})"

    def _repeated(self, path: MulPath, source: str, nodes: str) -> str:
        inner = self.pairs(path.path, source, nodes)
        more = (
            self._closure(inner, source)
            if path.more
            else f"(select distinct s, o from ({inner}) r)"
        )
        if not path.zero:
            return f"select s, o from {more} c"
        return (
            f"select s, o from {more} c where s <> o "
            f"union all select id as s, id as o from ({nodes}) n"
        )

    def _closure(self, inner: str, source: str) -> str:
        """Name of the expression that holds the transitive closure of some pairs."""
        key = (inner, source)
        if key not in self._closures:
            name = f"closure{len(self._closures) + 1}"
            self.expressions.append(f"{name}_step as materialized ({inner})")
            self.expressions.append(
                f"{name}(s, o) as (select s, o from {name}_step union "
                f"select c.s, n.o from {name} c join {name}_step n on n.s = c.o)"
            )
            self._closures[key] = name
        return self._closures[key]
