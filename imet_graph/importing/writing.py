"""Puts a new table and its source.yml in place of the present ones, both or neither."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from imet_graph.errors import Finding
from imet_graph.reading import read_table
from imet_graph.reading.findings import read_bytes, refuse, to_text
from imet_graph.resources import display_path

__all__ = ["replace_table", "to_csv"]

_HASH = re.compile(r'^sha256: "[0-9a-f]*"$', re.MULTILINE)
_ROWS = re.compile(r"^rows: \{minimum: [0-9]+, maximum: [0-9]+\}$", re.MULTILINE)


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows as the CSV our tables are kept in: UTF-8, a line end of one character, few quotes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return text.getvalue().encode()


def replace_table(
    folder: Path, table: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> None:
    """Write a table and the hash and number of rows in its source.yml.

    Both are written beside their place, read back as the build would read them, and only then
    moved; where the second move fails the first is undone.

    Args:
        folder: of the table.
        table: name of the CSV in it.
        columns: in the order of the file.
        rows: cells by column, in the order of the file.

    Raises:
        SourceError: source.yml keeps hash or rows in another form, the new table does not fit it,
            or the disk is full or not writable. What stood there is unchanged.
    """
    document = to_csv(columns, rows)
    description = folder / "source.yml"
    old_text = to_text(description, read_bytes(description))
    new_text = _described(description, old_text, document, len(rows))
    try:
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as name:
            beside = Path(name)
            _write(beside / table, document)
            _write(beside / "source.yml", new_text.encode())
            read_table(beside)
            old_document = (folder / table).read_bytes()
            (beside / table).replace(folder / table)
            try:
                (beside / "source.yml").replace(description)
            except OSError:
                _write(beside / table, old_document)
                (beside / table).replace(folder / table)
                raise
    except OSError as error:
        found = f"that it cannot be written ({error.strerror or error})"
        expected = "room and permission there; what stood there is unchanged"
        raise refuse([Finding(display_path(folder / table), 0, "", found, expected)]) from error


def _described(path: Path, text: str, document: bytes, count: int) -> str:
    """source.yml with the hash and number of rows of a new table; all else as it was."""
    for pattern, line in (
        (_HASH, f'sha256: "{hashlib.sha256(document).hexdigest()}"'),
        (_ROWS, f"rows: {{minimum: {count}, maximum: {count}}}"),
    ):
        text, times = pattern.subn(line, text)
        if times != 1:
            name = line.partition(":")[0]
            expected = f"one line such as {line}"
            raise refuse([Finding(display_path(path), 0, name, f"{times} lines", expected)])
    return text


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
