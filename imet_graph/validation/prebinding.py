"""Queries of SPARQL-based constraints as values: text, prefixes, messages, and what is amiss."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import Graph, Literal
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.term import Node

from imet_graph.validation.paths import Path

__all__ = ["Query", "filled", "prefixes_of", "read_query"]

_ALWAYS = {"rdf": str(RDF), "rdfs": str(RDFS), "owl": str(OWL)}
_SILENT = re.compile(
    r"""#[^\n]*|"{3}.*?"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|<[^<>\s]*>""", re.DOTALL
)
_UNBOUND = re.compile(r"[$?](shapesGraph|currentShape)\b")
_FORBIDDEN = re.compile(r"(?<![?$:\w])(MINUS|VALUES|SERVICE)\b(?!:)", re.IGNORECASE)
_REBOUND = re.compile(r"\bAS\s+[$?]this\b", re.IGNORECASE)
_SELECT = re.compile(r"\bSELECT\b([^{]*)", re.IGNORECASE)
_THIS = re.compile(r"[$?]this\b")
_PATH = re.compile(r"[$?]PATH\b")
_PLACEHOLDER = re.compile(r"\{[$?](\w+)\}")


@dataclass(frozen=True)
class Query:
    """The query of one SPARQL-based constraint.

    Args:
        select: its text, with the path in the place of `$PATH`.
        prefixes: those that the shapes graph declares for it.
        messages: sh:message of the constraint.
        obstacle: what it holds that breaks the rules of pre-binding; empty where nothing does.
    """

    select: str
    prefixes: Mapping[str, str]
    messages: tuple[Literal, ...]
    obstacle: str


def read_query(
    graph: Graph, constraint: Node, path: Path | None, declared: Mapping[Node, Mapping[str, str]]
) -> Query:
    """Read the query of a constraint with one sh:select.

    Args:
        graph: the shapes graph.
        constraint: value of sh:sparql.
        path: of the shape that has the constraint.
        declared: prefixes by the nodes that declare them, as `prefixes_of` gives them.

    Source: SHACL section 5.2, syntax of SPARQL-based constraints, and appendix A, pre-bound
        variables
    """
    select = str(graph.value(constraint, SH.select))
    obstacle = _obstacle(select, path)
    if path is not None:
        select = _PATH.sub(lambda _: path.text, select)
    said = graph.objects(constraint, SH.message)
    messages = sorted({message for message in said if isinstance(message, Literal)})
    prefixes = dict(_ALWAYS)
    for source in graph.objects(constraint, SH.prefixes):
        prefixes |= declared[source]
    return Query(select, prefixes, tuple(messages), obstacle)


def _obstacle(select: str, path: Path | None) -> str:
    """Why `$this` would not keep its value in every part of a query, or something lacks one."""
    bare = _SILENT.sub(" ", select)
    for odd in (_UNBOUND.search(bare), _FORBIDDEN.search(bare), _REBOUND.search(bare)):
        if odd:
            return f"{odd[0]} in its query"
    parts = [match[1] for match in _SELECT.finditer(bare)]
    if not parts or not all(_THIS.search(part) for part in parts):
        return "a query with a SELECT that leaves out $this"
    return "$PATH in its query and no path" if path is None and _PATH.search(bare) else ""


def prefixes_of(graph: Graph) -> dict[Node, dict[str, str]]:
    """The prefixes of every node that a query takes its prefixes from, with imported ontologies."""
    return {
        source: {
            str(graph.value(declaration, SH.prefix)): str(graph.value(declaration, SH.namespace))
            for ontology in graph.transitive_objects(source, OWL.imports)
            for declaration in graph.objects(ontology, SH.declare)
        }
        for source in set(graph.objects(None, SH.prefixes))
    }


def filled(template: Literal, row: dict[str, Node]) -> Literal:
    """A message with the values of variables in the place of `{?name}` and `{$name}`."""
    text = _PLACEHOLDER.sub(lambda match: str(row.get(match[1], match[0])), template)
    return Literal(text, lang=template.language)
