"""Reading: files → graphs and tables, or every fault, each with its place."""

import hashlib
import textwrap
from pathlib import Path

import pytest
from rdflib import BNode, Literal
from rdflib.namespace import RDFS, XSD

from imet_graph.errors import SourceError
from imet_graph.namespaces import IMET, expand
from imet_graph.reading import Table, read_description, read_table, read_turtle
from imet_graph.reading.lookups import read_lookup

PROLOGUE = """\
@prefix imet: <https://w3id.org/imet-graph/ontology#> .
@prefix country: <https://w3id.org/imet-graph/id/country/> .
@prefix obs: <https://w3id.org/imet-graph/id/obs/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
HEADER = "place_name,fiscal_year,amount_usd"
ROWS = ("Afghanistan,2003,372783", "Mali,2003,348743", "Vietnam,1956,23000")
SOURCE = """\
table: observations.csv
sha256: "{sha256}"
rows: {{minimum: {minimum}, maximum: {maximum}}}
columns:
  place_name:
    {{type: lookup, required: true, lookups: [country-names, region-names], year: fiscal_year}}
  fiscal_year: {{type: fiscal_year, required: true}}
  amount_usd: {{type: integer, required: true}}
key: [place_name, fiscal_year]
sources:
  - key: source:usaid-greenbook-2020
    title: Greenbook
    publisher: body:usaid
    url: https://data.usaid.gov/d/7cnw-pw8v
    tier: tier:official-data
    coverage: fiscal years 1950 to 2020
    citations: []
"""


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages show paths relative to the working folder."""
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def table_folder(raw: bytes, minimum: int = 1, maximum: int = 9) -> Path:
    """A folder whose source.yml knows the hash of the CSV, so that only the rows can be wrong."""
    Path("observations.csv").write_bytes(raw)
    sha256 = hashlib.sha256(raw).hexdigest()
    text = SOURCE.format(sha256=sha256, minimum=minimum, maximum=maximum)
    Path("source.yml").write_text(text, encoding="utf-8")
    return Path()


def read(*lines: str) -> Table:
    return read_table(table_folder(("\n".join(lines) + "\n").encode()))


def faults(error: pytest.ExceptionInfo[SourceError]) -> list[str]:
    return [str(finding) for finding in error.value.findings]


# Turtle


def test_files_are_merged_into_one_graph() -> None:
    a = write("a.ttl", PROLOGUE + 'country:MLI rdfs:label "Mali"@en .\n')
    b = write("b.ttl", PROLOGUE + 'country:MLI imet:isoAlpha3 "MLI" .\n')
    assert set(read_turtle([a, b])) == {
        (expand("country:MLI"), RDFS.label, Literal("Mali", lang="en")),
        (expand("country:MLI"), IMET.isoAlpha3, Literal("MLI")),
    }


def test_blank_nodes_of_two_files_stay_apart() -> None:
    text = PROLOGUE + '_:b rdfs:label "{}" .\n'
    graph = read_turtle([write("a.ttl", text.format("a")), write("b.ttl", text.format("b"))])
    assert len({node for node in graph.subjects() if isinstance(node, BNode)}) == 2


def test_literals_are_brought_into_canonical_form() -> None:
    text = "obs:x imet:amount 1.80 ; imet:isApproximate '1'^^xsd:boolean .\n"
    assert set(read_turtle([write("a.ttl", PROLOGUE + text)]).objects()) == {
        Literal("1.8", datatype=XSD.decimal),
        Literal("true", datatype=XSD.boolean),
    }


def test_the_graph_knows_our_prefixes() -> None:
    graph = read_turtle([write("a.ttl", PROLOGUE + "country:MLI imet:inRegion country:MLI .\n")])
    assert "country:MLI imet:inRegion country:MLI" in graph.serialize(format="turtle")


def test_every_broken_file_is_reported_with_its_line() -> None:
    a = write("a.ttl", PROLOGUE + "country:MLI rdfs:label oops:x .\n")
    b = write("b.ttl", PROLOGUE + '\ncountry:MLI rdfs:label "Mali .\n')
    good = write("c.ttl", PROLOGUE + 'country:MLI rdfs:label "Mali"@en .\n')
    with pytest.raises(SourceError) as error:
        read_turtle([a, b, good, Path("d.ttl")])
    assert faults(error) == [
        "a.ttl, row 6: found The prefix oops: has not been declared; "
        "expected well-formed Turtle 1.1",
        "b.ttl, row 7: found Unexpected end of file; expected well-formed Turtle 1.1",
        "d.ttl: found no file; expected a file there",
    ]
    assert str(error.value).startswith("3 findings, the first: a.ttl, row 6: found The prefix")


@pytest.mark.parametrize(
    ("literal", "message"),
    [
        ('"2o19-01-01"^^xsd:date', 'found "2o19-01-01"; expected a literal of type date'),
        ('"2019-02-30"^^xsd:date', 'found "2019-02-30"; expected a literal of type date'),
        ('"1,800"^^xsd:decimal', 'found "1,800"; expected a literal of type decimal'),
        ('"1e3"^^xsd:decimal', 'found "1e3"; expected a literal of type decimal'),
        ('"4.0"^^xsd:integer', 'found "4.0"; expected a literal of type integer'),
        ('"yes"^^xsd:boolean', 'found "yes"; expected a literal of type boolean'),
        ('"a b"^^xsd:anyURI', 'found "a b"; expected a literal of type anyURI'),
    ],
)
def test_a_literal_that_is_wrong_for_its_datatype_is_told_with_its_line(
    literal: str, message: str
) -> None:
    path = write("a.ttl", PROLOGUE + f"\nobs:x imet:startDate {literal} .\n")
    with pytest.raises(SourceError) as error:
        read_turtle([path])
    assert str(error.value) == f"a.ttl, row 7: {message}"


def test_one_of_our_prefixes_with_another_meaning_is_refused() -> None:
    path = write("a.ttl", '@prefix schema: <http://schema.org/> .\nschema:a schema:b "c" .\n')
    with pytest.raises(SourceError) as error:
        read_turtle([path])
    assert str(error.value) == (
        "a.ttl, row 1, column schema:: found <http://schema.org/>; expected <https://schema.org/>"
    )


def test_a_turtle_file_in_another_encoding_is_refused() -> None:
    Path("a.ttl").write_bytes(
        PROLOGUE.encode() + 'country:CIV rdfs:label "Côte"@en .'.encode("latin-1")
    )
    with pytest.raises(SourceError) as error:
        read_turtle([Path("a.ttl")])
    assert str(error.value) == "a.ttl, row 6: found the byte 0xF4; expected UTF-8"


def test_a_triple_term_is_refused() -> None:
    path = write("a.ttl", PROLOGUE + "obs:x imet:claimObject <<( obs:x imet:amount 1 )>> .\n")
    with pytest.raises(SourceError) as error:
        read_turtle([path])
    assert (
        str(error.value) == "a.ttl, row 6: found a triple term; expected RDF 1.1: no triple terms"
    )


# Tables


def test_a_table_keeps_every_cell_as_it_stands() -> None:
    table = read(HEADER, *ROWS)
    assert table.columns == ("place_name", "fiscal_year", "amount_usd")
    assert table.rows == tuple(tuple(row.split(",")) for row in ROWS)
    assert table.warnings == ()


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            (HEADER, "Afghanistan,2003,37Z783"),
            "observations.csv, row 2, column amount_usd: found '37Z783'; "
            "expected an integer such as 37000",
        ),
        (
            (HEADER, 'Afghanistan,2003,"372,783"'),
            "observations.csv, row 2, column amount_usd: found '372,783'; "
            "expected an integer such as 37000",
        ),
        (
            (HEADER, *ROWS, "Mali,FY04,1"),
            "observations.csv, row 5, column fiscal_year: found 'FY04'; "
            "expected a fiscal year such as 2016, or 1976TQ",
        ),
        (
            (HEADER, "Mali,2004,"),
            "observations.csv, row 2, column amount_usd: found an empty cell; "
            "expected an integer such as 37000",
        ),
        (
            (HEADER, *ROWS, "Malli,2004,1"),
            "observations.csv, row 5, column place_name: found 'Malli' in fiscal year 2004; "
            "expected a name in data/lookups/country-names.csv or data/lookups/region-names.csv, "
            "such as 'Mali', 'Malawi', 'Maldives'",
        ),
        (
            (HEADER, *ROWS, "Afghanistan,2003,1"),
            "observations.csv, row 5, column place_name, fiscal_year: found Afghanistan, 2003 "
            "again; expected it once; row 2 has it",
        ),
        (
            (HEADER, "Mali,2003", "Mali,2004,1"),
            "observations.csv, row 2: found 2 cells; expected 3 cells",
        ),
        (
            (HEADER, "Mali,2003,1", ""),
            "observations.csv, row 3: found 0 cells; expected 3 cells",
        ),
        (
            (HEADER + ",era", "Mali,2003,1,IMET"),
            "observations.csv, row 1, column era: found an unknown column; "
            "expected no further column",
        ),
        (
            ("place_name,fiscal_year", "Mali,2003"),
            "observations.csv, row 1, column amount_usd: found no such column; "
            "expected the column in the header",
        ),
        (
            (HEADER + ",amount_usd", "Mali,2003,1,1"),
            "observations.csv, row 1, column amount_usd: found the column twice; "
            "expected the column once",
        ),
        (
            (HEADER, 'Mali,2003,"1'),
            "observations.csv, row 2: found unexpected end of data; expected CSV",
        ),
    ],
)
def test_a_bad_row_gives_one_line_with_its_place(lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(SourceError) as error:
        read(*lines)
    assert str(error.value) == message


def test_a_renamed_column_is_told_with_the_name_it_should_have() -> None:
    with pytest.raises(SourceError) as error:
        read("place_name,fiscal_year,amount", "Mali,2003,1")
    assert faults(error) == [
        "observations.csv, row 1, column amount: found an unknown column; "
        "expected one of 'amount_usd'",
        "observations.csv, row 1, column amount_usd: found no such column; "
        "expected the column in the header",
    ]


def test_all_bad_rows_are_told_at_once() -> None:
    with pytest.raises(SourceError) as error:
        read(HEADER, "Mali,2003,x", "Mali,2004", "Nowhere,2004,1", "Mali,20O5,2")
    assert [(finding.row, finding.column) for finding in error.value.findings] == [
        (2, "amount_usd"),
        (3, ""),
        (4, "place_name"),
        (5, "fiscal_year"),
    ]


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(SourceError) as error:
        read_table(table_folder(b""))
    assert str(error.value) == "observations.csv: found an empty file; expected a header and rows"


def test_a_table_in_another_encoding_is_refused() -> None:
    raw = f"{HEADER}\nMali,2003,1\nCôte,2003,1\n".encode("latin-1")
    with pytest.raises(SourceError) as error:
        read_table(table_folder(raw))
    assert str(error.value) == "observations.csv, row 3: found the byte 0xF4; expected UTF-8"


def test_a_byte_order_mark_is_refused() -> None:
    with pytest.raises(SourceError) as error:
        read_table(table_folder(f"{HEADER}\nMali,2003,1\n".encode("utf-8-sig")))
    assert str(error.value) == (
        "observations.csv, row 1: found a byte order mark; expected UTF-8 without one"
    )


def test_fewer_rows_than_expected_are_an_error() -> None:
    with pytest.raises(SourceError) as error:
        read_table(table_folder(f"{HEADER}\nMali,2003,1\n".encode(), minimum=2))
    assert str(error.value) == "observations.csv: found 1 rows; expected at least 2 rows"


def test_more_rows_than_expected_are_a_warning() -> None:
    table = read_table(table_folder("\n".join([HEADER, *ROWS]).encode(), maximum=2))
    assert [str(warning) for warning in table.warnings] == [
        "observations.csv: found 3 rows; expected at most 2 rows"
    ]


def test_a_changed_file_is_told_by_its_hash_and_still_checked() -> None:
    folder = table_folder(f"{HEADER}\nMali,2003,1\n".encode())
    raw = f"{HEADER}\nMali,2003,x\n".encode()
    known = read_description(Path("source.yml")).sha256
    Path("observations.csv").write_bytes(raw)
    with pytest.raises(SourceError) as error:
        read_table(folder)
    assert faults(error) == [
        f"observations.csv: found SHA-256 {hashlib.sha256(raw).hexdigest()}; "
        f"expected {known}, the hash in source.yml",
        "observations.csv, row 2, column amount_usd: found 'x'; expected an integer such as 37000",
    ]


def test_a_missing_table_is_told() -> None:
    table_folder(b"")
    Path("observations.csv").unlink()
    with pytest.raises(SourceError) as error:
        read_table(Path())
    assert str(error.value) == "observations.csv: found no file; expected a file there"


# source.yml


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "type: integer",
            "type: money",
            "source.yml, column columns.amount_usd.type: found 'money'; "
            "expected one of text, lookup, integer, decimal, date, fiscal_year",
        ),
        (
            "    publisher: body:usaid\n",
            "",
            "source.yml, column sources.0.publisher: found nothing; expected a value",
        ),
        (
            "    coverage:",
            "    covrage: x\n    coverage:",
            "source.yml, column sources.0.covrage: found an unknown key; "
            "expected one such as 'coverage'",
        ),
        (
            "key: [place_name, fiscal_year]",
            "key: [place, fiscal_year]",
            "source.yml, column columns: found no column place; expected one such as 'place_name'",
        ),
        (
            "minimum: 1",
            "minimum: many",
            "source.yml, column rows.minimum: found 'many'; expected a number of rows",
        ),
        (
            "key: [place_name, fiscal_year]",
            "key: [place_name, fiscal_year",
            "source.yml, row 10: found expected ',' or ']', but got ':'; expected YAML",
        ),
        (
            "    coverage:",
            "    published: 2022-13-09\n    coverage:",
            "source.yml: found month must be in 1..12; expected YAML",
        ),
        (
            "    coverage:",
            "    published: August 2022\n    coverage:",
            "source.yml, column sources.0.published: found 'August 2022'; "
            "expected a date such as 1976-06-30",
        ),
    ],
)
def test_a_wrong_source_file_is_told_by_its_key(old: str, new: str, message: str) -> None:
    folder = table_folder(f"{HEADER}\nMali,2003,1\n".encode())
    text = Path("source.yml").read_text(encoding="utf-8")
    assert old in text
    Path("source.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError) as error:
        read_table(folder)
    assert str(error.value) == message


# Lookups

LOOKUP = "name,from_fiscal_year,to_fiscal_year,key,source,note\n"


def test_a_name_means_what_its_fiscal_year_says() -> None:
    lookup = read_lookup(
        write("names.csv", LOOKUP + "Vietnam,,1975,RVN,g,\nVietnam,1976,,VNM,g,\n")
    )
    assert lookup.find("Vietnam", "1975") == "RVN"
    assert lookup.find("Vietnam", "1976TQ") == "VNM"
    assert lookup.find("Vietnam") == ""


def test_a_name_outside_its_fiscal_years_means_nothing() -> None:
    lookup = read_lookup(write("names.csv", LOOKUP + "Cuba,1954,1959,CUB,g,\n"))
    assert lookup.find("Cuba", "1960") == ""
    assert lookup.years("Cuba") == "from 1954 to 1959 (CUB)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            LOOKUP + "Vietnam,,1975,RVN,g,\nVietnam,1975,,VNM,g,\n",
            "names.csv, row 3, column name: found 'Vietnam' with years that an earlier row has; "
            "expected one meaning a year",
        ),
        (
            LOOKUP + "Vietnam,75,,RVN,g,\n",
            "names.csv, row 2, column from_fiscal_year: found '75'; "
            "expected a fiscal year such as 2016, or 1976TQ",
        ),
        (
            LOOKUP + "Vietnam,,,R_VN,g,\n",
            "names.csv, row 2, column key: found 'R_VN'; "
            "expected letters and digits joined by hyphens",
        ),
        (
            LOOKUP + "Vietnam,,,RVN,,\n",
            "names.csv, row 2, column source: found an empty cell; expected text",
        ),
        (
            "name,key\nVietnam,RVN\n",
            "names.csv, row 1: found name,key; "
            "expected name,from_fiscal_year,to_fiscal_year,key,source,note",
        ),
    ],
)
def test_a_wrong_lookup_is_told_by_row(text: str, message: str) -> None:
    with pytest.raises(SourceError) as error:
        read_lookup(write("names.csv", text))
    assert str(error.value) == message


def test_an_amount_keeps_its_written_form_in_the_graph() -> None:
    graph = read_turtle([write("a.ttl", PROLOGUE + "obs:x imet:amount 1800000.00 .\n")])
    assert set(graph.objects()) == {Literal("1800000", datatype=XSD.decimal)}
