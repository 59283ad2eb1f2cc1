"""Mapping: rows of a table → N-Triples lines, as a mapping.yml says, or every fault of it."""

import csv
import hashlib
import io
import tempfile
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal
from rdflib.namespace import RDF, RDFS

from imet_graph.errors import MappingError
from imet_graph.mapping import MappedTable, compile_mapping, map_table
from imet_graph.namespaces import expand, new_graph
from imet_graph.reading import ColumnEntry
from imet_graph.resources import data_dir
from imet_graph.terms import canonical_graph, ntriples_lines

TABLES = sorted(path for path in (data_dir() / "tables").iterdir() if path.is_dir())
IMET = "https://w3id.org/imet-graph/ontology#"
COLUMNS = {
    "key": ColumnEntry("key", "text", required=True),
    "name": ColumnEntry("name", "text"),
    "year": ColumnEntry("year", "fiscal_year"),
    "amount": ColumnEntry("amount", "decimal"),
    "count": ColumnEntry("count", "integer"),
    "day": ColumnEntry("day", "date"),
}
DEFAULTS = {"key": "MLI", "name": "Mali", "year": "2003", "amount": "", "count": "", "day": ""}


@pytest.fixture(scope="module")
def mapped() -> dict[str, MappedTable]:
    assert len(TABLES) >= 4
    return {folder.name: map_table(folder) for folder in TABLES}


def mapping_file(folder: Path, po: str, **top: object) -> Path:
    subject = top.pop("subject", "country:$(key)")
    content = {
        "layer": "curated",
        "mappings": {"row": {"subject": subject, "po": yaml.safe_load(po), **top.pop("row", {})}},  # type: ignore[dict-item]
        **top,
    }
    path = folder / "mapping.yml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


def lines(folder: Path, po: str, *rows: dict[str, str], **top: object) -> list[str]:
    compiled = compile_mapping(mapping_file(folder, po, **top), COLUMNS)
    cells = [tuple({**DEFAULTS, **row}.values()) for row in rows or ({},)]
    return list(compiled.lines(cells, "rows.csv"))


def objects(folder: Path, po: str, *rows: dict[str, str], **top: object) -> list[str]:
    """What follows subject and predicate in each line."""
    return [line.split(" ", 2)[2].removesuffix(" .") for line in lines(folder, po, *rows, **top)]


def fault(folder: Path, po: str, **top: object) -> str:
    with pytest.raises(MappingError) as error:
        lines(folder, po, **top)
    return str(error.value).replace(str(folder), "").removeprefix("/")


# What a mapping says


def test_a_row_becomes_lines_of_canonical_n_triples(tmp_path: Path) -> None:
    assert lines(tmp_path, "[[a, imet:Country], [rdfs:label, $(name), en~lang]]") == [
        "<https://w3id.org/imet-graph/id/country/MLI> "
        f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{IMET}Country> .",
        "<https://w3id.org/imet-graph/id/country/MLI> "
        '<http://www.w3.org/2000/01/rdf-schema#label> "Mali"@en .',
    ]


@pytest.mark.parametrize(
    ("po", "row", "found"),
    [
        ("[[imet:isoAlpha3, $(key), xsd:string]]", {}, '"MLI"'),
        ("[[rdfs:label, 100 % of $(name), fr-CA~lang]]", {}, '"100 % of Mali"@fr-ca'),
        ('[[rdfs:label, "a \\"$(name)\\"", en~lang]]', {}, '"a \\"Mali\\""@en'),
        (
            "[[imet:amount, $(amount), xsd:decimal]]",
            {"amount": "1800000.50"},
            '"1800000.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        ),
        (
            "[[imet:amount, $(count), xsd:decimal]]",
            {"count": "0"},
            '"0"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        ),
        (
            "[[imet:fiscalYearNumber, $(count), xsd:integer]]",
            {"count": "2016"},
            '"2016"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ),
        (
            "[[imet:startDate, $(day), xsd:date]]",
            {"day": "1976-06-30"},
            '"1976-06-30"^^<http://www.w3.org/2001/XMLSchema#date>',
        ),
        (
            "[[imet:isDerived, true, xsd:boolean]]",
            {},
            '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        ),
        ("[[imet:inFiscalPeriod, fy:$(year)]]", {}, "<https://w3id.org/imet-graph/id/fy/2003>"),
        (
            "[[dcterms:license, <https://example.org/a%20b>]]",
            {},
            "<https://example.org/a%20b>",
        ),
    ],
)
def test_an_object_has_the_form_its_type_asks_for(
    tmp_path: Path, po: str, row: dict[str, str], found: str
) -> None:
    assert objects(tmp_path, po, row) == [found]


def test_a_triple_with_an_empty_cell_is_left_out(tmp_path: Path) -> None:
    po = "[[a, imet:Country], [rdfs:label, $(name), en~lang], [imet:amount, $(count), xsd:decimal]]"
    assert [len(lines(tmp_path, po, row)) for row in ({"name": ""}, {}, {"count": "0"})] == [
        1,
        2,
        3,
    ]


@pytest.mark.parametrize(
    ("when", "years"),
    [
        ("{column: year, at_most: 1976}", ["1976", "1976TQ"]),
        ("{column: year, at_least: 1977}", ["1977"]),
        ("{column: year, equals: 1976}", ["1976"]),
        ("{column: year, present: true}", ["1976", "1976TQ", "1977"]),
        ("{column: year, present: false}", [""]),
    ],
)
def test_a_condition_on_a_column_chooses_rows(tmp_path: Path, when: str, years: list[str]) -> None:
    po = f"[{{when: {when}, po: [[imet:reportedAs, 'year $(key)', xsd:string]]}}]"
    rows = [{"key": year or "none", "year": year} for year in ("1976", "1976TQ", "1977", "")]
    assert objects(tmp_path, po, *rows) == [f'"year {year or "none"}"' for year in years]


def test_a_whole_subject_can_be_conditional(tmp_path: Path) -> None:
    row = {"when": {"column": "name", "equals": "Mali"}}
    found = lines(tmp_path, "[[a, imet:Country]]", {}, {"name": "Niger"}, row=row)
    assert len(found) == 1


def test_a_subject_that_many_rows_share_is_described_once(tmp_path: Path) -> None:
    found = lines(tmp_path, "[[a, imet:Country]]", {}, {}, {"key": "NER"}, row={"once": True})
    assert len(found) == 2


def test_a_subject_may_use_a_column_twice(tmp_path: Path) -> None:
    found = lines(tmp_path, "[[rdfs:label, $(name), en~lang]]", subject="body:$(key)-x-$(key)")
    assert found[0].startswith("<https://w3id.org/imet-graph/id/body/MLI-x-MLI> ")


def test_values_are_computed_from_columns_in_order(tmp_path: Path) -> None:
    values = {
        "country": {"lookup": "country-names", "of": "name", "year": "year"},
        "region": {"lookup": "region-names", "of": "name"},
        "place": {"first_of": ["country", "region"]},
        "low": {"lower": "place"},
        "slug": {"slug": "name"},
    }
    rows = [
        {"name": "Vietnam", "year": "1956"},
        {"name": "Vietnam", "year": "2005"},
        {"name": "Asia (not specified)"},
    ]
    po = "[[imet:reportedAs, $(place) $(low) $(slug), xsd:string]]"
    assert objects(tmp_path, po, *rows, values=values) == [
        '"RVN rvn vietnam"',
        '"VNM vnm vietnam"',
        '"asia asia asia-not-specified"',
    ]


@given(text=st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_text_in_a_cell_survives_reading_and_mapping(text: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_table(folder, text)
        found = map_table(folder).lines
    labels = [
        triple.object.value
        for triple in ox.parse("\n".join(found), format=ox.RdfFormat.N_TRIPLES)
        if triple.predicate.value.endswith("note")
    ]
    assert labels == [text, text, f"% {text} %s"]


def write_table(folder: Path, text: str) -> None:
    """A table of one row, written by the csv module, and its mapping to three literals."""
    sheet = io.StringIO(newline="")
    csv.writer(sheet, quoting=csv.QUOTE_ALL).writerows([["key", "name"], ["MLI", text]])
    raw = sheet.getvalue().encode()
    (folder / "rows.csv").write_bytes(raw)
    source = {
        "table": "rows.csv",
        "sha256": hashlib.sha256(raw).hexdigest(),
        "rows": {"minimum": 1, "maximum": 1},
        "columns": {"key": {"type": "text", "required": True}, "name": {"type": "text"}},
        "key": ["key"],
        "sources": [
            {
                "key": "source:test",
                "title": "Test",
                "publisher": "body:usaid",
                "url": "https://example.org/",
                "tier": "tier:research",
                "coverage": "one row",
                "citations": [],
            }
        ],
    }
    (folder / "source.yml").write_text(yaml.safe_dump(source), encoding="utf-8")
    po = "[[skos:note, $(name), en~lang], [skos:note, $(name), xsd:string], "
    mapping_file(folder, po + "[skos:note, '% $(name) %s', xsd:string]]")


# The tables that ship


@pytest.mark.parametrize("name", [folder.name for folder in TABLES])
def test_lines_are_those_that_rdflib_writes_after_reading_them(
    mapped: dict[str, MappedTable], name: str
) -> None:
    found = mapped[name].lines[-3000:]
    graph = Graph().parse(data="\n".join(found), format="nt")
    assert ntriples_lines(canonical_graph(graph)) == sorted(found)


@pytest.mark.parametrize("name", [folder.name for folder in TABLES])
def test_lines_are_those_that_oxigraph_stores(mapped: dict[str, MappedTable], name: str) -> None:
    store = ox.Store()
    store.bulk_load("\n".join(mapped[name].lines).encode(), format=ox.RdfFormat.N_TRIPLES)
    assert sorted(f"{quad.triple} ." for quad in store) == sorted(mapped[name].lines)


def test_the_same_table_always_gives_the_same_lines(mapped: dict[str, MappedTable]) -> None:
    again = map_table(data_dir() / "tables" / "fiscal-periods")
    assert again.lines == mapped["fiscal-periods"].lines


def test_figures_and_curated_tables_are_told_apart(mapped: dict[str, MappedTable]) -> None:
    layers = {name: table.layer for name, table in mapped.items()}
    assert {name for name, layer in layers.items() if layer == "figures"} == {
        "greenbook",
        "state-budget-justification",
        "trafficking-tiers",
        "training-totals",
    }
    assert {"countries", "fiscal-periods", "former-countries", "programs"} <= {
        name for name, layer in layers.items() if layer == "curated"
    }


def test_a_table_describes_its_source(mapped: dict[str, MappedTable]) -> None:
    graph = new_graph().parse(data="\n".join(mapped["greenbook"].lines[:40]), format="nt")
    source = expand("source:usaid-greenbook-2020")
    assert {
        (expand("rdf:type"), expand("imet:DataSource")),
        (expand("imet:publishedBy"), expand("body:usaid")),
        (expand("imet:publishedOn"), Literal("2022-08-09", datatype=expand("xsd:date"))),
        (expand("imet:sourceTier"), expand("tier:official-data")),
        (expand("dcterms:license"), expand("https://www.usa.gov/government-works")),
    } <= set(graph.predicate_objects(source))
    dataset = expand("dataset:greenbook")
    assert graph.value(dataset, RDF.type) == expand("qb:DataSet")
    assert graph.value(dataset, expand("prov:wasDerivedFrom")) == source
    assert graph.value(dataset, RDFS.label) == graph.value(dataset, expand("dcterms:title"))


# What is refused


@pytest.mark.parametrize(
    ("po", "message"),
    [
        (
            "[[rdfs:label, $(namex), en~lang]]",
            "mapping.yml, column mappings.row.po.0: found no column or value 'namex'; "
            "expected one such as 'name'",
        ),
        (
            "[[imet:isoAlpha3, country:$(key)]]",
            "mapping.yml, column mappings.row.po.0: found imet:isoAlpha3, a datatype property; "
            "expected an object property",
        ),
        (
            "[[imet:amount, $(amount), xsd:money]]",
            "mapping.yml, column mappings.row.po.0: found the datatype xsd:money; expected en~lang "
            "or one of xsd:anyURI, xsd:boolean, xsd:date, xsd:decimal, xsd:integer, xsd:string",
        ),
        (
            "[[imet:amount, $(name), xsd:decimal]]",
            "mapping.yml, column mappings.row.po.0: found $(name) as xsd:decimal; "
            "expected $(column) alone, of a column of type integer or decimal",
        ),
        (
            "[[imet:startDate, '1976-31-06', xsd:date]]",
            "mapping.yml, column mappings.row.po.0: found '1976-31-06'; "
            "expected a literal of type xsd:date",
        ),
        (
            "[[imet:inRegion, region:m49--asia]]",
            "mapping.yml, column mappings.row.po.0: found 'region:m49--asia'; "
            "expected words joined by single hyphens",
        ),
        (
            "[[rdfs:seeAlso, <https://example.org/$(name)>]]",
            "mapping.yml, column mappings.row.po.0: found '<https://example.org/$(name)>'; "
            "expected columns only in the key of a thing or concept of ours",
        ),
        (
            "[[a]]",
            "mapping.yml, column mappings.row.po.0: found ['a']; "
            "expected [predicate, thing] or [predicate, text, datatype or language]",
        ),
        (
            "[{if: {column: name, present: true}, po: [[a, imet:Country]]}]",
            "mapping.yml, column mappings.row.po.0.if: found an unknown key; "
            "expected one such as 'po', 'when'",
        ),
        (
            "[{when: {column: name, at_most: 3}, po: [[a, imet:Country]]}]",
            "mapping.yml, column mappings.row.po.0.when: found at_most 3; "
            "expected a number, and a column of numbers",
        ),
    ],
)
def test_a_wrong_mapping_is_told_by_its_key(tmp_path: Path, po: str, message: str) -> None:
    assert fault(tmp_path, po) == message


@pytest.mark.parametrize(
    ("po", "message"),
    [
        (
            "[[imet:inRegion, regionx:m49-asia]]",
            "mapping.yml, column mappings.row.po.0: found the unknown prefix regionx:; "
            "expected 'region'",
        ),
        (
            "[[rdfs:label, $(name), en~lang], [imet:inRegio, region:m49-asia]]",
            "mapping.yml, column mappings.row.po.1: found imet:inRegio, which no module declares; "
            "expected 'imet:inRegion'",
        ),
        (
            "[[a, imet:Countryx]]",
            "mapping.yml, column mappings.row.po.0: found imet:Countryx, which no module declares; "
            "expected 'imet:Country'",
        ),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest_known_one(
    tmp_path: Path, po: str, message: str
) -> None:
    assert fault(tmp_path, po).startswith(message)


def test_an_unknown_layer_is_told(tmp_path: Path) -> None:
    assert fault(tmp_path, "[[a, imet:Country]]", layer="raw") == (
        "mapping.yml, column layer: found 'raw'; expected one of curated, figures"
    )


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            {},
            "mapping.yml, column values.x: found 0 functions; "
            "expected one of lookup, first_of, lower, slug",
        ),
        (
            {"lower": "namex"},
            "mapping.yml, column values.x: found no column or value 'namex'; "
            "expected one such as 'name'",
        ),
        (
            {"lookup": "country-names", "of": "name", "year": "key"},
            "mapping.yml, column values.x.year: found 'key'; expected a column of type fiscal_year",
        ),
        (
            {"lookup": "planets", "of": "name"},
            "data/lookups/planets.csv: found no file; expected a file there",
        ),
    ],
)
def test_a_wrong_value_is_told(tmp_path: Path, value: dict[str, str], message: str) -> None:
    assert fault(tmp_path, "[[a, imet:Country]]", values={"x": value}) == message


def test_a_value_may_not_take_the_name_of_a_column(tmp_path: Path) -> None:
    assert fault(tmp_path, "[[a, imet:Country]]", values={"name": {"lower": "key"}}) == (
        "mapping.yml, column values.name: found a name that is taken; expected a name of its own"
    )


def test_a_flag_is_true_or_false(tmp_path: Path) -> None:
    assert fault(tmp_path, "[[a, imet:Country]]", row={"once": "yes"}) == (
        "mapping.yml, column mappings.row.once: found 'yes'; expected true or false"
    )


def test_a_mapping_that_is_no_yaml_is_told_by_line(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yml"
    path.write_text("layer: [curated\nmappings: {}\n", encoding="utf-8")
    with pytest.raises(MappingError, match=r"mapping\.yml, row 2: found .*; expected YAML$"):
        compile_mapping(path, COLUMNS)


def test_every_fault_of_a_mapping_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(MappingError) as error:
        lines(tmp_path, "[[a, imet:Countryx], [oops:label, $(namex), en~lang]]", layer="raw")
    keys = [finding.column for finding in error.value.findings]
    assert keys == ["layer", "mappings.row.po.0", "mappings.row.po.1", "mappings.row.po.1"]


def test_cells_that_make_no_key_are_told_with_row_and_column(tmp_path: Path) -> None:
    rows = [{"key": "MLI"}, {"key": "M/I"}, {"key": ""}]
    with pytest.raises(MappingError) as error:
        lines(tmp_path, "[[a, imet:Country]]", *rows)
    assert [str(finding) for finding in error.value.findings] == [
        "rows.csv, row 3, column key: found 'M/I'; "
        "expected letters and digits joined by single hyphens",
        "rows.csv, row 4, column key: found nothing; expected a key for the subject",
    ]


@pytest.mark.parametrize(
    ("po", "row", "expected"),
    [
        ("[[imet:startDate, $(day), xsd:date]]", {"day": "yesterday"}, "a date such as 1976-06-30"),
        (
            "[[imet:amount, $(amount), xsd:decimal]]",
            {"amount": "1,8"},
            "'1,8' is no decimal number",
        ),
    ],
)
def test_cells_that_make_no_literal_of_their_type_are_told(
    tmp_path: Path, po: str, row: dict[str, str], expected: str
) -> None:
    with pytest.raises(MappingError) as error:
        lines(tmp_path, po, row)
    assert error.value.findings[0].expected == expected
