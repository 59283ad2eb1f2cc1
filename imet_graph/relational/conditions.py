"""What a query asks beside its triple patterns, in the words of the query, for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib import URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.term import Node

from imet_graph.namespaces import compact

__all__ = ["described_path", "stated_conditions"]

_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n]*|\s+)
    |(?P<text>\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|<[^<>"{}|^`\\\s]*>)
    |(?P<open>[({])|(?P<close>[)}])|(?P<word>[A-Za-z0-9_:.-]+)|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_STARTS = ("FILTER", "MINUS")


def stated_conditions(query: str) -> tuple[str, ...]:
    """Each FILTER and MINUS of a query as it is written, without comments.

    One that stands inside another is part of it.
    """
    tokens = [match for match in _TOKEN.finditer(query) if not match[0].startswith("#")]
    found, place = [], 0
    while place < len(tokens):
        if tokens[place]["word"] and tokens[place][0].upper() in _STARTS:
            end = _end(tokens, place)
            text = "".join(token[0] for token in tokens[place:end])
            found.append(" ".join(text.split()))
            place = end
        else:
            place += 1
    return tuple(dict.fromkeys(found))


def _end(tokens: list[re.Match[str]], place: int) -> int:
    """Place behind the bracket that closes the first one opened."""
    depth = 0
    for position in range(place, len(tokens)):
        depth += bool(tokens[position]["open"]) - bool(tokens[position]["close"])
        if tokens[position]["close"] and depth <= 0:
            return position + 1
    return len(tokens)


def described_path(subject: Node, path: Path, object_: Node) -> str:
    """A path between two terms, as a query would have it."""
    return f"{_term(subject)} {_path(path)} {_term(object_)}"


def _term(term: Node | Path) -> str:
    short = compact(str(term)) if isinstance(term, URIRef) else ""
    return short if short and short != str(term) else str(term.n3())


def _path(path: Path | URIRef) -> str:
    match path:
        case InvPath():
            return f"^{_path(path.arg)}"
        case MulPath():
            return f"{_path(path.path)}{path.mod}"
        case NegatedPath():
            return f"!({'|'.join(_parts(path))})"
        case AlternativePath():
            return f"({'|'.join(_parts(path))})"
        case SequencePath():
            return f"({'/'.join(_parts(path))})"
    return _term(path)


def _parts(path: NegatedPath | AlternativePath | SequencePath) -> Iterator[str]:
    return (_path(part) for part in path.args)
