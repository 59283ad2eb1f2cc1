"""Property paths walked set-wise: from a table of nodes to a table of pairs."""

from __future__ import annotations

from collections.abc import Callable

from imet_graph.validation.paths import Path
from imet_graph.validation.workspace import Workspace

__all__ = ["walk"]


def walk(work: Workspace, path: Path, starts: str = "") -> str:
    """The pairs of nodes that a path joins.

    Args:
        work: the tables.
        path: a property path.
        starts: a table with a column `x`, the nodes to begin at; every term of the graph if empty.

    Returns:
        Name of a table with the columns `x` and `y`, each pair once.

    Source: SPARQL 1.1, section 18.4, property path patterns
    """
    return _walk(work, path.forward(), starts)


def _walk(work: Workspace, path: Path, starts: str) -> str:
    return _STEPS[path.kind](work, path, starts)


def _from(starts: str, column: str) -> str:
    return f"join {starts} on {starts}.x = t.{column}" if starts else ""


def _edge(work: Workspace, path: Path, starts: str, begin: str, end: str) -> str:
    predicate = path.predicate or path.parts[0].predicate
    number = 0 if predicate is None else work.number(predicate)
    return work.made(
        f"select t.{begin} as x, t.{end} as y from triples t {_from(starts, begin)} "
        f"where t.p = {number}"
    )


def _predicate(work: Workspace, path: Path, starts: str) -> str:
    return _edge(work, path, starts, "s", "o")


def _inverse(work: Workspace, path: Path, starts: str) -> str:
    return _edge(work, path, starts, "o", "s")


def _sequence(work: Workspace, path: Path, starts: str) -> str:
    reached = _walk(work, path.parts[0], starts)
    for part in path.parts[1:]:
        ends = work.made(f"select distinct y as x from {reached}")
        further = _walk(work, part, ends)
        reached = work.made(
            f"select distinct a.x, b.y from {reached} a join {further} b on b.x = a.y"
        )
    return reached


def _alternative(work: Workspace, path: Path, starts: str) -> str:
    parts = [f"select x, y from {_walk(work, part, starts)}" for part in path.parts]
    return work.made(" union ".join(parts))


def _staying(starts: str) -> str:
    """The pairs of a path of no length."""
    if starts:
        return f"select x, x as y from {starts}"
    return "select id as x, id as y from terms"


def _zero_or_one(work: Workspace, path: Path, starts: str) -> str:
    once = _walk(work, path.parts[0], starts)
    return work.made(f"{_staying(starts)} union select x, y from {once}")


def _zero_or_more(work: Workspace, path: Path, starts: str) -> str:
    more = _one_or_more(work, path, starts)
    return work.made(f"{_staying(starts)} union select x, y from {more}")


def _one_or_more(work: Workspace, path: Path, starts: str) -> str:
    edges = _walk(work, path.parts[0], "")
    begin = f"where x in (select x from {starts})" if starts else ""
    return work.made(
        f"with recursive r as (select x, y from {edges} {begin} "
        f"union select r.x, e.y from r join {edges} e on e.x = r.y) select x, y from r"
    )


_STEPS: dict[str, Callable[[Workspace, Path, str], str]] = {
    "predicate": _predicate,
    "inverse": _inverse,
    "sequence": _sequence,
    "alternative": _alternative,
    "zeroOrOne": _zero_or_one,
    "zeroOrMore": _zero_or_more,
    "oneOrMore": _one_or_more,
}
