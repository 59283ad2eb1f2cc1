"""The parts of a source.yml: columns, sources, citations, data sets, publishers."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "BodyEntry",
    "CitationEntry",
    "ColumnEntry",
    "DatasetEntry",
    "SourceEntry",
    "TableDescription",
]


@dataclass(frozen=True)
class ColumnEntry:
    """One column of a table.

    Args:
        name: as in the header.
        type: one of `CELL_TYPES`.
        required: whether every row has it.
        pattern: regular expression for a whole cell; empty for none.
        lookups: of a column of type lookup, the lookups of which exactly one has the name.
        year: column with the fiscal year for which a name is looked up; empty for none.
    """

    name: str
    type: str
    required: bool = False
    pattern: str = ""
    lookups: tuple[str, ...] = ()
    year: str = ""


@dataclass(frozen=True)
class CitationEntry:
    """A place in a source, as all rows or some of them cite it."""

    key: str
    label: str
    locator: str
    accessed: str = ""


@dataclass(frozen=True)
class SourceEntry:
    """A published source: prefixed name, title, publisher, dates, address, licence, tier."""

    key: str
    title: str
    publisher: str
    url: str
    tier: str
    coverage: str
    type: str = "imet:DataSource"
    published: str = ""
    license: str = ""
    note: str = ""
    citations: tuple[CitationEntry, ...] = ()


@dataclass(frozen=True)
class DatasetEntry:
    """A data set of the graph that rows belong to: prefixed name, title, structure, citation."""

    key: str
    title: str
    structure: str
    citation: str


@dataclass(frozen=True)
class BodyEntry:
    """A publisher that no other file describes: prefixed name, name, class, citation."""

    key: str
    name: str
    type: str
    citation: str


@dataclass(frozen=True)
class TableDescription:
    """A source.yml.

    Args:
        file: the source.yml, as messages show it.
        table: name of the CSV beside it.
        sha256: hash of the CSV, in hexadecimal.
        minimum: fewer rows are an error.
        maximum: more rows are a warning.
        columns: by name, in the order of the file.
        key: columns that together tell rows apart.
        sources: where it comes from; the table derives from the first.
        datasets: the qb:DataSets its rows belong to, if any.
        bodies: publishers to be described here, if any.
    """

    file: str
    table: str
    sha256: str
    minimum: int
    maximum: int
    columns: dict[str, ColumnEntry]
    key: tuple[str, ...]
    sources: tuple[SourceEntry, ...]
    datasets: tuple[DatasetEntry, ...] = ()
    bodies: tuple[BodyEntry, ...] = ()
