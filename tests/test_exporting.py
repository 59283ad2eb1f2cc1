"""An export holds the graph exactly, has the same bytes each time, and never leaves half a file."""

import hashlib
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Graph
from rdflib.compare import to_isomorphic

from imet_graph.errors import ExportError, QueryError
from imet_graph.exporting import FORMATS, export, format_named, serialize, write_whole
from imet_graph.namespaces import INFERRED_GRAPH, PREFIXES
from imet_graph.store import fill, publish
from imet_graph.terms import canonical_graph, ntriples_lines

ROOT = Path(__file__).parent.parent
FACTS = ROOT / "tests" / "fixtures" / "serving"
READ = {
    "turtle": (ox.RdfFormat.TURTLE, "turtle"),
    "ntriples": (ox.RdfFormat.N_TRIPLES, "nt"),
    "nquads": (ox.RdfFormat.N_QUADS, "nquads"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
    "rdfxml": (ox.RdfFormat.RDF_XML, "xml"),
}
DEFAULT = ox.DefaultGraph()
INFERRED = ox.NamedNode(str(INFERRED_GRAPH))
XSD = PREFIXES["xsd"]
pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated",  # rdflib's JSON-LD parser
    "ignore:Dataset.default_context is deprecated",  # rdflib's N-Quads parser
)


def lines(name: str) -> list[str]:
    return ntriples_lines(canonical_graph(Graph().parse(FACTS / name)))


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    fill(store, lines("pakistan.ttl"), lines("inferred.ttl"))
    return store


def by_oxigraph(document: bytes, name: str) -> set[ox.Quad]:
    quads = ox.Dataset(ox.parse(document, format=READ[name][0]))
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(quads)


def by_rdflib(document: bytes, name: str) -> Graph:
    graph = Dataset() if name == "nquads" else Graph()
    graph.parse(data=document, format=READ[name][1])
    return graph


def test_every_format_has_a_reader_here() -> None:
    assert set(READ) == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_the_whole_graph_survives_in_oxigraph(store: ox.Store, name: str) -> None:
    expected = ox.Dataset(q for q in store if name == "nquads" or q.graph_name == DEFAULT)
    expected.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert by_oxigraph(export(store, None, name), name) == set(expected)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "nquads"])
def test_the_whole_graph_survives_in_rdflib(store: ox.Store, name: str) -> None:
    expected = Graph()
    for part in ("pakistan.ttl", "inferred.ttl"):
        expected.parse(FACTS / part)
    found = by_rdflib(export(store, None, name), name)
    assert to_isomorphic(found) == to_isomorphic(canonical_graph(expected))


def test_n_quads_list_what_is_inferred_in_both_libraries(store: ox.Store) -> None:
    document = export(store, None, "nquads")
    listed = {
        quad.triple for quad in by_oxigraph(document, "nquads") if quad.graph_name == INFERRED
    }
    assert len(listed) == 4
    dataset = by_rdflib(document, "nquads")
    assert isinstance(dataset, Dataset)
    assert len(dataset.graph(INFERRED_GRAPH)) == 4


@pytest.mark.parametrize("name", FORMATS)
def test_one_thing_is_exported_with_its_sources(store: ox.Store, name: str) -> None:
    document = export(store, "program:imet", name)
    triples = {quad.triple for quad in by_oxigraph(document, name)}
    subjects = {getattr(triple.subject, "value", "") for triple in triples}
    assert PREFIXES["program"] + "imet" in subjects
    assert PREFIXES["source"] + "usc-22" in subjects
    assert PREFIXES["country"] + "PAK" not in subjects


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_do_not_depend_on_the_run_or_on_the_names_of_unnamed_nodes(
    store: ox.Store, tmp_path: Path, name: str
) -> None:
    """Two other processes, other hash seeds, and a store whose loader renamed its nodes."""
    here = hashlib.sha256(export(store, None, name)).hexdigest()
    (tmp_path / "all.nq").write_bytes(export(store, None, "nquads"))
    code = (
        "import hashlib, sys, pyoxigraph as ox\n"
        "from imet_graph.exporting import export\n"
        "store = ox.Store()\n"
        "store.bulk_load(path=sys.argv[1], format=ox.RdfFormat.N_QUADS)\n"
        "print(hashlib.sha256(export(store, None, sys.argv[2])).hexdigest())\n"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "all.nq"), name],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == here


def test_lines_are_sorted_and_turtle_declares_what_it_uses(store: ox.Store) -> None:
    rows = export(store, None, "ntriples").splitlines()
    assert rows == sorted(set(rows))
    turtle = export(store, "country:PAK", "turtle").decode()
    assert "@prefix country: <https://w3id.org/imet-graph/id/country/> ." in turtle
    assert "@prefix waiver:" not in turtle
    assert "country:PAK a imet:Country ;" in turtle


def test_json_ld_has_a_context_of_the_prefixes_it_uses(store: ox.Store) -> None:
    document = export(store, "country:PAK", "jsonld").decode()
    assert document.startswith('{"@context": {')
    assert '"country": "https://w3id.org/imet-graph/id/country/"' in document
    assert '"@id": "country:PAK"' in document
    assert '"waiver"' not in document


def test_the_suffix_of_a_file_says_its_format(store: ox.Store, tmp_path: Path) -> None:
    for form in FORMATS.values():
        path = tmp_path / f"pakistan{form.suffix}"
        document = export(store, "country:PAK", output=path)
        assert path.read_bytes() == document == export(store, "country:PAK", form.name)
    other = tmp_path / "pakistan.txt"
    export(store, "country:PAK", "jsonld", other)
    assert other.read_bytes().startswith(b'{"@context"')


def test_a_release_is_exported_like_an_open_store(store: ox.Store, tmp_path: Path) -> None:
    release = publish(tmp_path, lines("pakistan.ttl"), lines("inferred.ttl"), "", {})
    assert export(release, None, "nquads") == export(store, None, "nquads")


@pytest.mark.parametrize("name", ["turtle", "text/turtle", ".ttl", "ttl", "Turtle"])
def test_a_format_goes_by_several_names(name: str) -> None:
    assert format_named(name).name == "turtle"


def test_wrong_names_are_errors(store: ox.Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="'pdf' is unknown; expected turtle, ntriples"):
        export(store, None, "pdf")
    with pytest.raises(ExportError, match=r"a\.pdf: no format has this suffix"):
        export(store, None, None, tmp_path / "a.pdf")
    with pytest.raises(QueryError, match="the graph says nothing"):
        export(store, "country:PAQ", None, tmp_path / "a.ttl")
    assert list(tmp_path.iterdir()) == []


@contextmanager
def small_files(limit: int) -> Iterator[None]:
    """The system refuses to write files that are longer, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_old_file(store: ox.Store, tmp_path: Path) -> None:
    path = tmp_path / "all.ttl"
    path.write_text("the old one")
    with small_files(1000), pytest.raises(ExportError, match="what stood there is unchanged"):
        export(store, None, None, path)
    assert path.read_text() == "the old one"
    assert list(tmp_path.iterdir()) == [path]
    export(store, None, None, path)
    assert len(path.read_bytes()) > 1000


def test_a_folder_that_is_missing_or_in_the_way_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="No such file"):
        write_whole(tmp_path / "none" / "a.ttl", b"x")
    (tmp_path / "a.ttl").mkdir()
    with pytest.raises(ExportError, match=r"a\.ttl: cannot write"):
        write_whole(tmp_path / "a.ttl", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]


def test_a_written_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"x")
    (tmp_path / "b").write_bytes(b"x")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


@pytest.mark.parametrize(
    ("predicate", "text", "message"),
    [
        ("http://example.org/9", "x", "no name for the property http://example.org/9"),
        (PREFIXES["rdf"] + "li", "x", "no name for the property"),
        ("http://example.org/p", "bell \x07", r"cannot hold the character U\+0007"),
    ],
)
def test_rdf_xml_refuses_by_name_what_it_cannot_hold(
    predicate: str, text: str, message: str
) -> None:
    triple = ox.Triple(
        ox.NamedNode("http://example.org/s"), ox.NamedNode(predicate), ox.Literal(text)
    )
    with pytest.raises(ExportError, match=message):
        serialize([triple], "rdfxml")


LOCAL = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,6}", fullmatch=True)
OURS = st.sampled_from(["country", "imet", "pl", "source", "rdfs", "xsd", "time", "stage"])
IRIS = st.one_of(
    st.builds(lambda prefix, local: PREFIXES[prefix] + local, OURS, LOCAL),
    st.builds(lambda local: f"http://example.org/a(b)/{local}", LOCAL),
    st.builds(lambda prefix, local: f"{prefix}:{local}", OURS, LOCAL),
    st.builds(lambda local: f"urn:x:{local}", LOCAL),
).map(ox.NamedNode)
UNNAMED = st.sampled_from("abc").map(ox.BlankNode)
TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"], include_characters="\t\n\r"
    ),
    max_size=12,
)
LITERALS = st.one_of(
    TEXT.map(ox.Literal),
    st.builds(
        lambda text, tag: ox.Literal(text, language=tag), TEXT, st.sampled_from(["en", "es-mx"])
    ),
    st.integers(-5, 5).map(lambda n: ox.Literal(str(n), datatype=ox.NamedNode(XSD + "integer"))),
    st.decimals(-99, 99, places=2).map(
        lambda d: ox.Literal(str(float(d)), datatype=ox.NamedNode(XSD + "decimal"))
    ),
    st.booleans().map(lambda b: ox.Literal(str(b).lower(), datatype=ox.NamedNode(XSD + "boolean"))),
    st.dates().map(lambda d: ox.Literal(d.isoformat(), datatype=ox.NamedNode(XSD + "date"))),
)
TRIPLES = st.builds(ox.Triple, st.one_of(IRIS, UNNAMED), IRIS, st.one_of(IRIS, UNNAMED, LITERALS))


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None)
@given(triples=st.lists(TRIPLES, max_size=8))
def test_any_graph_survives_in_every_format(name: str, triples: list[ox.Triple]) -> None:
    document = serialize(triples, name)
    expected = ox.Dataset(ox.Quad(*triple) for triple in triples)
    expected.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert by_oxigraph(document, name) == set(expected)
    assert serialize(reversed(triples), name) == document


@pytest.mark.parametrize("name", ["turtle", "ntriples", "jsonld", "rdfxml"])
@settings(max_examples=40, deadline=None)
@given(triples=st.lists(TRIPLES, max_size=6))
def test_rdflib_reads_the_same_graph_from_every_format(name: str, triples: list[ox.Triple]) -> None:
    expected = Graph().parse(data=serialize(triples, "ntriples"), format="nt")
    found = by_rdflib(serialize(triples, name), name)
    assert to_isomorphic(found) == to_isomorphic(expected)
