"""Named queries: SPARQL files with a YAML header behind `#+`, and typed parameters."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from rdflib import URIRef
from rdflib.term import Node

from imet_graph.errors import QueryError
from imet_graph.namespaces import expand
from imet_graph.resources import display_path, queries_dir
from imet_graph.terms import count_literal, date_literal, money_literal, ntriples, text_literal

__all__ = [
    "Column",
    "NamedQuery",
    "Parameter",
    "Soundness",
    "all_queries",
    "fill",
    "find",
    "load",
    "read_header",
    "soundness",
]

_FOLDERS = ("competency", "analysis")
_SLOT = re.compile(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}")


@dataclass(frozen=True)
class Parameter:
    """One value a query asks for: name, type (iri, integer, decimal, date, text), example."""

    name: str
    type: str
    example: str
    required: bool = False
    description: str = ""


@dataclass(frozen=True)
class Column:
    """One column of the answer: name, datatype or `iri`, unit where it has one."""

    name: str
    type: str
    unit: str = ""
    description: str = ""


@dataclass(frozen=True)
class NamedQuery:
    """A question with its SPARQL text.

    Args:
        name: file name without `.rq`.
        summary: the title.
        description: what a row is, units, caveats.
        question: the question in plain words, or its number.
        sections: sections of the seed article it reaches.
        text: SPARQL 1.1; each parameter has one or more `VALUES ?name { UNDEF }`.
    """

    name: str
    summary: str
    description: str
    question: str
    sections: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str


@dataclass(frozen=True)
class Soundness:
    """A query of which every row would refute the answer to one question.

    Args:
        name: name of the question.
        summary: what is looked for.
        refutes: what a row would mean.
        text: SPARQL 1.1, without parameters; empty on a sound graph.
    """

    name: str
    summary: str
    refutes: str
    text: str


def all_queries() -> dict[str, NamedQuery]:
    """Every named query that ships, by name, sorted."""
    paths = [path for folder in _FOLDERS for path in (queries_dir() / folder).glob("*.rq")]
    return {path.stem: load(path) for path in sorted(paths, key=lambda path: path.stem)}


def find(name: str) -> NamedQuery:
    """One named query.

    Raises:
        QueryError: there is none of that name; the nearest names are given.
    """
    for folder in _FOLDERS:
        path = queries_dir() / folder / f"{name}.rq"
        if path.is_file():
            return load(path)
    names = list(all_queries())
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.4) or names[:3]
    raise QueryError(f"no question named {name!r}; expected one such as {', '.join(near)}")


def load(path: Path) -> NamedQuery:
    """Read a query file and check its header against its text.

    Raises:
        QueryError: the header is missing, broken, or does not fit the text.
    """
    text = path.read_text(encoding="utf-8")
    header = read_header(path, text)
    try:
        query = NamedQuery(
            name=path.stem,
            summary=str(header["summary"]),
            description=str(header.get("description", "")),
            question=str(header.get("question", "")),
            sections=tuple(header.get("sections", ())),
            parameters=tuple(Parameter(**p) for p in header.get("parameters") or ()),
            columns=tuple(Column(**c) for c in header.get("columns") or ()),
            text=text,
        )
    except (KeyError, TypeError) as error:
        raise QueryError(f"{display_path(path)}: header misses or misnames {error}") from error
    _check_slots(path, query)
    return query


def soundness() -> dict[str, Soundness]:
    """The query that could refute each question, by the name of the question, sorted.

    Raises:
        QueryError: a file has no header, or lacks its summary or what a row refutes.
    """
    found = {}
    for path in sorted((queries_dir() / "soundness").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        header = read_header(path, text)
        try:
            found[path.stem] = Soundness(path.stem, header["summary"], header["refutes"], text)
        except KeyError as error:
            raise QueryError(f"{display_path(path)}: header misses {error}") from error
    return found


def read_header(path: Path, text: str) -> dict[str, Any]:
    """The YAML that stands behind `#+` in a query file.

    Raises:
        QueryError: there is none, or it is no YAML.
    """
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        raise QueryError(f"{display_path(path)}: header is no YAML ({error})") from error
    if not isinstance(header, dict):
        raise QueryError(f"{display_path(path)}: no header; expected lines that begin with #+")
    return header


def _check_slots(path: Path, query: NamedQuery) -> None:
    slots = set(_SLOT.findall(query.text))
    declared = {parameter.name for parameter in query.parameters}
    if slots != declared:
        odd = ", ".join(sorted(slots ^ declared))
        raise QueryError(
            f"{display_path(path)}: {odd} is declared or used only; "
            "expected each parameter in the header and as VALUES ?name {{ UNDEF }} in the text"
        )


def fill(query: NamedQuery, values: Mapping[str, str]) -> str:
    """Put values into a query as RDF terms; nothing is ever pasted into its text unserialised.

    Args:
        query: the named query.
        values: text by parameter name, as a user types it: `country:EGY`, `2016`.

    Returns:
        SPARQL that any SPARQL 1.1 engine with our prefixes runs.

    Raises:
        QueryError: a parameter is unknown, missing, or its value has another type.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            expected = ", ".join(known) or "none"
            raise QueryError(f"{query.name} has no parameter {name!r}; expected {expected}")
    terms = {name: ntriples(_term(query, known[name], text)) for name, text in values.items()}
    for parameter in query.parameters:
        if parameter.required and parameter.name not in terms:
            raise QueryError(
                f"{query.name} needs {parameter.name} ({parameter.type}), "
                f"for example {parameter.name}={parameter.example}"
            )

    def put(match: re.Match[str]) -> str:
        name = match[1]
        return f"VALUES ?{name} {{ {terms[name]} }}" if name in terms else match[0]

    return _SLOT.sub(put, query.text)


def _term(query: NamedQuery, parameter: Parameter, text: str) -> Node:
    try:
        match parameter.type:
            case "iri":
                return URIRef(expand(text))
            case "integer":
                return count_literal(int(text))
            case "decimal":
                return money_literal(Decimal(text))
            case "date":
                return date_literal(text)
            case "text":
                return text_literal(text)
            case other:
                raise QueryError(f"{query.name}: parameter type {other!r} is unknown")
    except (ValueError, ArithmeticError) as error:
        raise QueryError(
            f"{query.name}: {parameter.name} is {text!r}; expected {parameter.type}, "
            f"for example {parameter.example}"
        ) from error
