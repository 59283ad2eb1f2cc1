"""JSON-LD 1.1 with a @context of our prefixes: one node a line, sorted."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from imet_graph.exporting.prefixes import Shortener, iris_in

__all__ = ["jsonld"]

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def jsonld(quads: list[ox.Quad]) -> bytes:
    """Write triples, which come in order of subject, as a flat JSON-LD document.

    Every literal keeps its written form: numbers are typed strings, never JSON numbers.
    """
    short = Shortener(iris_in(quads))
    nodes = [
        _dump(_node(short, list(group)))
        for _, group in groupby(quads, key=lambda quad: quad.subject)
    ]
    context = _dump(short.prefixes)
    body = ",\n".join(nodes)
    return f'{{"@context": {context},\n"@graph": [\n{body}\n]}}\n'.encode()


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _node(short: Shortener, quads: list[ox.Quad]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _id(short, quads[0].subject)}
    for quad in quads:
        if quad.predicate.value == _RDF_TYPE and not isinstance(quad.object, ox.Literal):
            node.setdefault("@type", []).append(_id(short, quad.object))
        else:
            node.setdefault(short(quad.predicate.value), []).append(_value(short, quad.object))
    return node


def _id(short: Shortener, term: object) -> str:
    return short(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _value(short: Shortener, term: object) -> dict[str, str]:
    if not isinstance(term, ox.Literal):
        return {"@id": _id(short, term)}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    if term.datatype.value == _STRING:
        return {"@value": term.value}
    return {"@type": short(term.datatype.value), "@value": term.value}
