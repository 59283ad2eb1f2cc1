"""RDF/XML: one rdf:Description a subject, sorted; what XML cannot hold is refused by name."""

from __future__ import annotations

import re
from itertools import groupby

import pyoxigraph as ox

from imet_graph.errors import ExportError
from imet_graph.namespaces import PREFIXES

__all__ = ["rdfxml"]

_LOCAL = re.compile(r"[A-Za-z_][\w.-]*\Z", re.ASCII)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_SYNTAX = frozenset(
    PREFIXES["rdf"] + name
    for name in (
        "RDF ID about parseType resource nodeID datatype Description li aboutEach aboutEachPrefix "
        "bagID"
    ).split()
)
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_ATTRIBUTE = {**_TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def rdfxml(quads: list[ox.Quad]) -> bytes:
    """Write triples, which come in order of subject.

    Raises:
        ExportError: a property has no XML name, or a text holds a character XML 1.0 has not.
    """
    names = _Names({quad.predicate.value for quad in quads})
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', names.root()]
    for subject, group in groupby(quads, key=lambda quad: quad.subject):
        lines.append(f"  <rdf:Description {_reference(subject, 'about')}>")
        lines += [f"    {_property(names(q.predicate.value), q.object)}" for q in group]
        lines.append("  </rdf:Description>")
    return ("\n".join([*lines, "</rdf:RDF>"]) + "\n").encode()


class _Names:
    """XML names of properties, and the namespaces they need."""

    def __init__(self, predicates: set[str]) -> None:
        split = {iri: _split(iri) for iri in sorted(predicates)}
        known = {namespace: prefix for prefix, namespace in PREFIXES.items()}
        others = sorted({ns for ns, _ in split.values()} - set(known))
        known |= {namespace: f"ns{n}" for n, namespace in enumerate(others, 1)}
        self._names = {iri: f"{known[ns]}:{local}" for iri, (ns, local) in split.items()}
        self._used = {"rdf": PREFIXES["rdf"]} | {known[ns]: ns for ns, _ in split.values()}

    def __call__(self, predicate: str) -> str:
        return self._names[predicate]

    def root(self) -> str:
        spaces = (f'xmlns:{p}="{_escape(ns, _ATTRIBUTE)}"' for p, ns in sorted(self._used.items()))
        return "<rdf:RDF " + "\n    ".join(spaces) + ">"


def _split(predicate: str) -> tuple[str, str]:
    for cut in range(len(predicate) - 1, 0, -1):
        if not (predicate[cut].isascii() and (predicate[cut].isalnum() or predicate[cut] in "_.-")):
            break
    start = cut + 1
    while start < len(predicate) and not _LOCAL.match(predicate[start:]):
        start += 1
    if start == len(predicate) or predicate in _SYNTAX:
        raise ExportError(
            f"RDF/XML has no name for the property {predicate}; expected another format"
        )
    return predicate[:start], predicate[start:]


def _reference(term: object, attribute: str) -> str:
    if isinstance(term, ox.BlankNode):
        return f'rdf:nodeID="{term.value}"'
    return f'rdf:{attribute}="{_escape(getattr(term, "value", ""), _ATTRIBUTE)}"'


def _property(name: str, term: object) -> str:
    if not isinstance(term, ox.Literal):
        return f"<{name} {_reference(term, 'resource')}/>"
    return f"<{name}{_kind(term)}>{_escape(term.value, _TEXT)}</{name}>"


def _kind(literal: ox.Literal) -> str:
    if literal.language:
        return f' xml:lang="{literal.language}"'
    if literal.datatype.value == _STRING:
        return ""
    return f' rdf:datatype="{_escape(literal.datatype.value, _ATTRIBUTE)}"'


def _escape(text: str, table: dict[str, str]) -> str:
    if bad := _NOT_XML.search(text):
        raise ExportError(
            f"RDF/XML cannot hold the character U+{ord(bad[0]):04X}; expected another format"
        )
    return "".join(table.get(c, c) for c in text) if any(c in table for c in text) else text
