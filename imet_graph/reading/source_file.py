"""source.yml: what a table is, where it comes from, and what it must hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from imet_graph.reading.datatypes import CELL_TYPES
from imet_graph.reading.entries import (
    BodyEntry,
    CitationEntry,
    ColumnEntry,
    DatasetEntry,
    SourceEntry,
    TableDescription,
)
from imet_graph.reading.findings import load_yaml, nearest, refuse
from imet_graph.reading.records import Records, key_path, shown
from imet_graph.resources import display_path

__all__ = ["read_description"]

_Entry = TypeVar("_Entry")


class _Reader(Records):
    """Takes the values of a source.yml out of their records."""

    def text(self, record: dict[str, Any], name: str, key: str) -> str:
        value = record.get(name, "")
        if isinstance(value, dt.date | int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.fault(key_path(key, name), shown(value), "text")
            return ""
        return value

    def date(self, record: dict[str, Any], name: str, key: str) -> None:
        """Check a date that may be left out."""
        value = self.text(record, name, key)
        if value and not CELL_TYPES["date"].accepts(value):
            self.fault(key_path(key, name), shown(value), CELL_TYPES["date"].expected)

    def number(self, record: dict[str, Any], name: str, key: str) -> int:
        value = record.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(key_path(key, name), shown(value), "a number of rows")
            return 0
        return value

    def texts(self, value: Any, key: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.fault(key, shown(value), "a list of texts")
            return ()
        return tuple(value)


def read_description(path: Path) -> TableDescription:
    """Read a source.yml.

    Raises:
        SourceError: it is no YAML, misses a key, has an unknown one, or a value of another kind.
    """
    reader = _Reader(display_path(path))
    description = _description(reader, load_yaml(path))
    if reader.findings:
        raise refuse(reader.findings)
    return description


def _description(reader: _Reader, content: Any) -> TableDescription:
    top = reader.record(content, "", "table sha256 rows columns key sources", "datasets bodies")
    rows = reader.record(top.get("rows", {}), "rows", "minimum maximum")
    columns = {column.name: column for column in _columns(reader, top.get("columns", {}))}
    key = reader.texts(top.get("key", []), "key")
    named = {*key, *(column.year for column in columns.values() if column.year)}
    for name in sorted(named - set(columns)):
        reader.fault("columns", f"no column {name}", f"one such as {nearest(name, columns)}")
    return TableDescription(
        file=reader.file,
        table=reader.text(top, "table", ""),
        sha256=reader.text(top, "sha256", ""),
        minimum=reader.number(rows, "minimum", "rows"),
        maximum=reader.number(rows, "maximum", "rows"),
        columns=columns,
        key=key,
        sources=tuple(_sources(reader, top.get("sources", []))),
        datasets=tuple(
            _entries(reader, top, "datasets", "key title structure citation", DatasetEntry)
        ),
        bodies=tuple(_entries(reader, top, "bodies", "key name type citation", BodyEntry)),
    )


def _columns(reader: _Reader, content: Any) -> Iterator[ColumnEntry]:
    if not isinstance(content, dict) or not content:
        reader.fault("columns", shown(content), "a mapping from column to type")
        return
    for name, value in content.items():
        key = f"columns.{name}"
        entry = reader.record(value, key, "type", "required pattern lookups year")
        type_name = reader.text(entry, "type", key)
        if type_name not in CELL_TYPES:
            reader.fault(f"{key}.type", shown(type_name), f"one of {', '.join(CELL_TYPES)}")
        if (type_name == "lookup") != ("lookups" in entry):
            reader.fault(f"{key}.lookups", "no match with the type", "lookups for a lookup only")
        yield ColumnEntry(
            name=str(name),
            type=type_name,
            required=reader.flag(entry, "required", key),
            pattern=_pattern(reader, entry, key),
            lookups=reader.texts(entry.get("lookups", []), f"{key}.lookups"),
            year=reader.text(entry, "year", key),
        )


def _pattern(reader: _Reader, entry: dict[str, Any], key: str) -> str:
    pattern = reader.text(entry, "pattern", key)
    try:
        re.compile(pattern)
    except re.error:
        reader.fault(f"{key}.pattern", shown(pattern), "a regular expression")
        return ""
    return pattern


def _sources(reader: _Reader, content: Any) -> Iterator[SourceEntry]:
    if not isinstance(content, list):
        reader.fault("sources", shown(content), "a list of sources")
        return
    for number, value in enumerate(content):
        key = f"sources.{number}"
        entry = reader.record(
            value,
            key,
            "key title publisher url tier coverage citations",
            "type published license note",
        )
        texts = {name: reader.text(entry, name, key) for name in entry if name != "citations"}
        texts.setdefault("type", "imet:DataSource")
        reader.date(entry, "published", key)
        if reader.findings:
            continue
        yield SourceEntry(citations=tuple(_citations(reader, entry["citations"], key)), **texts)


def _citations(reader: _Reader, content: Any, key: str) -> Iterator[CitationEntry]:
    for number, value in enumerate(content if isinstance(content, list) else [content]):
        path = f"{key}.citations.{number}"
        entry = reader.record(value, path, "key label locator", "accessed")
        reader.date(entry, "accessed", path)
        texts = {name: reader.text(entry, name, path) for name in entry}
        if not reader.findings:
            yield CitationEntry(**texts)


def _entries(
    reader: _Reader, top: dict[str, Any], name: str, keys: str, build: Callable[..., _Entry]
) -> Iterator[_Entry]:
    """Entries of a list of flat records, all of whose keys are required texts."""
    content = top.get(name, [])
    for number, value in enumerate(content if isinstance(content, list) else [content]):
        path = f"{name}.{number}"
        entry = reader.record(value, path, keys)
        texts = {key: reader.text(entry, key, path) for key in entry}
        if not reader.findings:
            yield build(**texts)
