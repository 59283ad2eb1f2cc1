"""Published files as sheets of rows: delimited text or a workbook, plain or packed."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imet_graph.errors import Finding, SourceError
from imet_graph.importing.workbooks import sheets_of_workbook
from imet_graph.reading.findings import read_bytes, refuse
from imet_graph.resources import display_path

__all__ = ["Sheet", "read_sheets"]

_EXPECTED = "a table as CSV, TSV or .xlsx"
_OTHER_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an Office file of before 2007 (.xls)"),
    (b"PAR1", "a Parquet file"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"version https://git-lfs", "a pointer of Git LFS in place of the file"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (b"<?xml", "XML"),
    (b"<", "a web page"),
)
_DELIMITERS = ",\t;"
_LONGEST_CELL = 10_000_000


@dataclass(frozen=True)
class Sheet:
    """A sheet of a published file.

    Args:
        name: of the sheet in its workbook; empty for text.
        records: number of the row, counted from 1, and its cells as text; read once.
    """

    name: str
    records: Iterator[tuple[int, list[str]]]


def read_sheets(path: Path) -> tuple[tuple[Sheet, ...], list[Finding]]:
    """Open a published file: CSV, TSV or .xlsx, also within .gz or .zst.

    Args:
        path: the file as published; its kind is told by its content.

    Returns:
        Its sheets, one for text, and what is odd but no error.

    Raises:
        SourceError: no file, an empty one, one of another kind, one that is cut off, or text that
            is not UTF-8 throughout. Records raise it too, where quotes are wrong.
    """
    content = _unpack(path, read_bytes(path))
    if not content.strip():
        raise _fault(path, "an empty file", _EXPECTED)
    if content.startswith(b"PK"):
        found = sheets_of_workbook(path, content)
        return tuple(Sheet(name, enumerate(rows, start=1)) for name, rows in found), []
    start = content[:512].lstrip().removeprefix(codecs.BOM_UTF8).lstrip()
    for sign, kind in _OTHER_KINDS:
        if start.startswith(sign):
            raise _fault(path, kind, _EXPECTED)
    content = content.removeprefix(codecs.BOM_UTF8)
    _check_encoding(path, content)
    odd = []
    if not content.endswith(b"\n"):
        expected = "a line end there, if the file is whole"
        row = content.count(b"\n") + 1
        odd.append(Finding(display_path(path), row, "", "no line end after the last row", expected))
    return (Sheet("", _records(path, content)),), odd


def _fault(path: Path, found: str, expected: str, row: int = 0) -> SourceError:
    return refuse([Finding(display_path(path), row, "", found, expected)])


def _unpack(path: Path, raw: bytes) -> bytes:
    """The content of a .gz or .zst; any other content as it is."""
    if raw.startswith(b"\x1f\x8b"):
        try:
            return gzip.decompress(raw)
        except (EOFError, OSError, zlib.error) as error:
            raise _fault(path, f"a broken gzip file ({error})", "a whole one") from error
    if raw.startswith(b"\x28\xb5\x2f\xfd"):
        return _unpack_zstandard(path, raw)
    return raw


def _unpack_zstandard(path: Path, raw: bytes) -> bytes:
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError as error:
        expected = "the extra `import` installed: pip install 'imet-graph[import]'"
        raise _fault(path, "a Zstandard file and nothing to unpack it", expected) from error
    try:
        return zstd.decompress(raw)
    except zstd.ZstdError as error:
        raise _fault(path, f"a broken Zstandard file ({error})", "a whole one") from error


def _check_encoding(path: Path, content: bytes) -> None:
    """Refuse text in which any line is not UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _fault(path, "text in UTF-16", "UTF-8", 1)
    if b"\0" in content:
        row = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise _fault(path, "a byte 0x00, which no text has", _EXPECTED, row)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        raise refuse(_bad_lines(display_path(path), content)) from None


def _bad_lines(file: str, content: bytes) -> Iterator[Finding]:
    for row, line in enumerate(content.split(b"\n"), start=1):
        try:
            if "\ufffd" in line.decode("utf-8"):
                yield Finding(
                    file, row, "", "the sign U+FFFD, a letter that was lost", "the letter"
                )
        except UnicodeDecodeError as error:
            byte = line[error.start : error.start + 1]
            letter = byte.decode("windows-1252", errors="replace")
            found = f"the byte 0x{byte[0]:02X} ({letter!r} in Windows-1252)"
            yield Finding(file, row, "", found, "UTF-8 in every row")


def _records(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    head = content[:4096].decode("utf-8", errors="ignore")
    delimiter = max(_DELIMITERS, key=head.count)
    csv.field_size_limit(_LONGEST_CELL)
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="")
    row = 0
    try:
        for row, cells in enumerate(csv.reader(text, delimiter=delimiter, strict=True), start=1):
            yield row, cells
    except csv.Error as error:
        raise _fault(path, f"{error} after row {row}", "a whole row", row + 1) from None
