"""Templates of a mapping.yml: prefixed names, `$(column)` and datatypes → parts of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from imet_graph.mapping.checking import Checker
from imet_graph.mapping.forms import escaped
from imet_graph.namespaces import PREFIXES, SCHEMES, THING_KINDS
from imet_graph.reading import ColumnEntry
from imet_graph.reading.datatypes import DATATYPES
from imet_graph.terms import canonical, ntriples

__all__ = ["Columns", "Slot", "Template", "constant", "iri_template", "literal_template"]

_HOLE = re.compile(r"\$\(([^()]*)\)")
_LANGUAGE = re.compile(r"([a-z]{2,3}(?:-[A-Za-z0-9]+)*)~lang")
_WHOLE_CELL = {
    XSD.decimal: ("decimal", ("integer", "decimal")),
    XSD.integer: ("integer", ("integer",)),
    XSD.date: ("date", ("date",)),
}
"""Datatypes whose value is a whole cell: the form it takes, and the column types it may have."""


@dataclass(frozen=True)
class Columns:
    """What a template may use: names of cells in their order, and what is known of the columns."""

    names: tuple[str, ...]
    entries: dict[str, ColumnEntry]

    def required(self) -> set[int]:
        """Places of cells that are never empty."""
        return {self.names.index(name) for name, entry in self.entries.items() if entry.required}


@dataclass(frozen=True)
class Slot:
    """A hole of a template: place among the cells of a row, and the form its text takes."""

    place: int
    form: str


@dataclass(frozen=True)
class Template:
    """Part of an N-Triples line with `%s` for each slot, in order."""

    text: str
    slots: tuple[Slot, ...] = ()


_NOTHING = Template("")


def iri_template(
    checker: Checker, text: str, key: str, columns: Columns, *, subject: bool = False
) -> Template:
    """Compile the template of a subject, or of an object that is a thing or concept."""
    fixed, places = _split(checker, text, key, columns)
    iri = checker.iri(_HOLE.sub("x", text), key)
    if not places:
        return Template(constant(f"<{iri}>"))
    prefix = text.partition(":")[0]
    if prefix not in {*THING_KINDS, *SCHEMES}:
        checker.fault(key, repr(text), "columns only in the key of a thing or concept of ours")
        return _NOTHING
    fixed[0] = PREFIXES[prefix] + fixed[0][len(prefix) + 1 :]
    form = "subject key" if subject else "key"
    body = "%s".join(map(constant, fixed))
    return Template(f"<{body}>", tuple(Slot(place, form) for place in places))


def literal_template(
    checker: Checker, text: str, kind: str, key: str, columns: Columns
) -> Template:
    """Compile the template of an object that is a literal.

    Args:
        checker: collects what is wrong.
        text: fixed text, `$(column)`, or a mixture.
        kind: a datatype such as `xsd:decimal`, or a language as `en~lang`.
        key: where the template stands, for messages.
        columns: what it may use.
    """
    fixed, places = _split(checker, text, key, columns)
    if match := _LANGUAGE.fullmatch(kind):
        return _quoted(fixed, places, f"@{match[1].lower()}")
    datatype = checker.iri(kind, key) if ":" in kind else URIRef("")
    if datatype not in DATATYPES:
        checker.fault(key, f"the datatype {kind}", f"en~lang or one of {_known_datatypes()}")
        return _NOTHING
    if not places:
        return _fixed_literal(checker, text, datatype, key)
    if datatype == XSD.string:
        return _quoted(fixed, places, "")
    if datatype in _WHOLE_CELL:
        return _whole_cell(checker, text, datatype, key, columns)
    checker.fault(key, f"{text} as {kind}", "a fixed value for this datatype")
    return _NOTHING


def constant(text: str) -> str:
    """A text as it stands in a format string."""
    return text.replace("%", "%%")


def _known_datatypes() -> str:
    return ", ".join(sorted(f"xsd:{datatype.rpartition('#')[2]}" for datatype in DATATYPES))


def _split(checker: Checker, text: str, key: str, columns: Columns) -> tuple[list[str], list[int]]:
    """The fixed parts of a template and the places of the cells between them."""
    parts = _HOLE.split(text)
    return parts[::2], [checker.place(name, key, columns.names) for name in parts[1::2]]


def _quoted(fixed: list[str], places: list[int], suffix: str) -> Template:
    body = "%s".join(constant(escaped(part)) for part in fixed)
    return Template(f'"{body}"{suffix}', tuple(Slot(place, "text") for place in places))


def _fixed_literal(checker: Checker, text: str, datatype: URIRef, key: str) -> Template:
    if not DATATYPES[datatype](text):
        checker.fault(key, repr(text), f"a literal of type xsd:{datatype.rpartition('#')[2]}")
        return _NOTHING
    return Template(constant(ntriples(canonical(Literal(text, datatype=datatype)))))


def _whole_cell(
    checker: Checker, text: str, datatype: URIRef, key: str, columns: Columns
) -> Template:
    """A literal that is one whole cell of a column whose type guarantees its form."""
    form, column_types = _WHOLE_CELL[datatype]
    match = _HOLE.fullmatch(text)
    column = columns.entries.get(match[1]) if match else None
    if column is None or column.type not in column_types:
        wanted = f"$(column) alone, of a column of type {' or '.join(column_types)}"
        checker.fault(key, f"{text} as xsd:{datatype.rpartition('#')[2]}", wanted)
        return _NOTHING
    place = columns.names.index(column.name)
    return Template(f'"%s"^^<{datatype}>', (Slot(place, form),))
