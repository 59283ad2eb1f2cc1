"""Published files are told by their content; each that is not a table is refused by name."""

import gzip
import io
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from imet_graph.errors import SourceError
from imet_graph.importing.files import read_sheets

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = "a,b\n1,café\n".encode()
ROWS = [(1, ["a", "b"]), (2, ["1", "café"])]


def workbook(path: Path, *sheets: str) -> bytes:
    with xlsxwriter.Workbook(path) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["a", "b"])
            sheet.write_row(2, 0, [1946, "café"])
            sheet.write_row(3, 0, [0.5, "#N/A"])
    return path.read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        b"\xef\xbb\xbf" + TEXT,
        TEXT.replace(b",", b"\t"),
        gzip.compress(TEXT, mtime=0),
        zstd.compress(TEXT),
    ],
    ids=["CSV", "with a byte order mark", "TSV", "gzip", "Zstandard"],
)
def test_text_is_read_plain_or_packed(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "edition"
    path.write_bytes(content)
    (sheet,), odd = read_sheets(path)
    assert list(sheet.records) == ROWS
    assert not odd


def test_a_workbook_is_read_with_the_numbers_of_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "edition.xlsx"
    workbook(path, "Notes", "Data")
    sheets, _ = read_sheets(path)
    assert [sheet.name for sheet in sheets] == ["Notes", "Data"]
    assert list(sheets[1].records) == [
        (1, ["a", "b"]),
        (2, ["", ""]),
        (3, ["1946", "café"]),
        (4, ["0.5", "#N/A"]),
    ]


def zipped(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b" \n\n", "an empty file"),
        (gzip.compress(b"", mtime=0), "an empty file"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>", "a web page"),
        (b'{"rows": []}', "JSON"),
        (b"PAR1\0\0", "a Parquet file"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an Office file of before 2007"),
        (zipped("table.csv"), "another zip archive"),
        (zipped("table.csv")[:-30], "cut off"),
        (gzip.compress(TEXT, mtime=0)[:-9], "a broken gzip file"),
        (zstd.compress(TEXT)[:-3], "a broken Zstandard file"),
        ("a,b\n1,é\n".encode("utf-16"), "text in UTF-16"),
        (b"a,b\n1,\0\n", "a byte 0x00"),
        (b'a,b\n1,"x\n', "unexpected end of data"),
    ],
)
def test_what_is_no_table_is_refused_by_its_kind(
    tmp_path: Path, content: bytes, found: str
) -> None:
    path = tmp_path / "edition.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=found):
        list(read_sheets(path)[0][0].records)


def test_a_workbook_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "edition.xlsx"
    path.write_bytes(workbook(path, "Data")[:3000])
    with pytest.raises(SourceError, match="cut off"):
        read_sheets(path)


def test_every_row_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "edition.csv"
    path.write_bytes(b"a\n" + "café\n".encode() + "café\nnaïve\n".encode("windows-1252"))
    with pytest.raises(SourceError) as caught:
        read_sheets(path)
    assert [(each.row, each.found) for each in caught.value.findings] == [
        (3, "the byte 0xE9 ('é' in Windows-1252)"),
        (4, "the byte 0xEF ('ï' in Windows-1252)"),
    ]


def test_a_last_row_without_a_line_end_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "edition.csv"
    path.write_bytes(TEXT[:-1])
    _, (odd,) = read_sheets(path)
    assert (odd.row, odd.found) == (2, "no line end after the last row")
