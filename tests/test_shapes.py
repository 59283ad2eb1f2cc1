"""The examples of every shape: what conforms, what violates, as compiled and in pyshacl."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import BNode, Node

from imet_graph import validation
from imet_graph.namespaces import IMET, IMETSH, compact
from imet_graph.ontology import load_concepts, load_schema, load_shapes
from imet_graph.reading import read_turtle
from imet_graph.relational import CodedGraph
from imet_graph.resources import ontology_dir
from imet_graph.terms import ntriples_lines
from imet_graph.validation.evaluation import evaluate
from imet_graph.validation.shapes import Shapes

FOLDER = Path(__file__).parent / "shapes"
CONTEXT = FOLDER / "context.ttl"
ALONE = "Without the common context."
EXAMPLES = sorted(FOLDER.glob("*/*.ttl"))
SHAPES = load_shapes()
NODE_SHAPES = sorted(set(SHAPES.subjects(RDF.type, SH.NodeShape)), key=str)
PROPERTY_SHAPES = sorted(set(SHAPES.subjects(RDF.type, SH.PropertyShape)), key=str)
READ = Shapes(SHAPES)
_HIERARCHY = (RDF.type, RDFS.subClassOf, IMET.tracksPredicate)

Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Example:
    """One example file, beside the context and the ontology."""

    path: Path

    @property
    def own(self) -> Graph:
        """What the file itself says."""
        return read_turtle([self.path])

    @property
    def data(self) -> Graph:
        """The file together with the context."""
        alone = ALONE in self.path.read_text(encoding="utf-8")
        return self.own if alone else self.own + read_turtle([CONTEXT])

    @property
    def shape(self) -> URIRef:
        """The node shape after which the folder is named."""
        return IMETSH[self.path.parent.name]

    @property
    def family(self) -> set[Node]:
        """The node shape and its property shapes."""
        return {self.shape, *SHAPES.objects(self.shape, SH.property)}

    @property
    def shapes(self) -> Shapes:
        """All shapes; of those that should find nothing, where some should, without queries.

        The valid examples meet every query; leaving them out elsewhere saves half of the time.
        """
        if self.path.name.startswith("valid-"):
            return READ
        named = {row[2].partition("-")[0] for row in self.expected} | {compact(str(self.shape))}
        chosen = copy(READ)
        chosen.shapes = {
            node: shape
            if shape.name.partition("-")[0] in named
            else replace(shape, constraints=tuple(c for c in shape.constraints if not c.query))
            for node, shape in READ.shapes.items()
        }
        return chosen

    @property
    def expected(self) -> list[Row]:
        """The results that stand beside the file."""
        path = self.path.with_suffix(".expected.csv")
        with path.open(encoding="utf-8", newline="") as file:
            return sorted(
                (row["focus"], row["path"], row["shape"], row["severity"])
                for row in csv.DictReader(file)
            )


@dataclass(frozen=True)
class Bench:
    """What every example is laid upon, and the report of each, made once.

    Args:
        hierarchy: the ontology as far as shapes look at it: declared terms and sub-classes.
        lines: the same and all that is said of concepts, as N-Triples.
        reports: of the examples that were looked at.
    """

    hierarchy: Graph
    lines: list[str]
    reports: dict[Path, Graph]

    def report(self, example: Example) -> Graph:
        """What the shapes find; they are read once for all examples."""
        if example.path not in self.reports:
            lines = [*self.lines, *ntriples_lines(example.data)]
            graph = CodedGraph.from_lines(lines, threads=1)
            results, left = evaluate(graph, example.shapes)
            assert not left, "a shape that ships does not compile"
            self.reports[example.path] = validation.report_of(results)
        return self.reports[example.path]


@pytest.fixture(scope="session")
def bench() -> Bench:
    schema, concepts, hierarchy = load_schema(), load_concepts(), Graph()
    for predicate in _HIERARCHY:
        for triple in (schema + concepts).triples((None, predicate, None)):
            hierarchy.add(triple)
    return Bench(hierarchy, ntriples_lines(hierarchy + concepts), {})


def rows(report: Graph) -> list[Row]:
    """Focus node, path, shape and severity of every result."""

    def name(result: Node, predicate: URIRef) -> str:
        return compact(str(report.value(result, predicate) or ""))

    return sorted(
        (
            name(result, SH.focusNode),
            name(result, SH.resultPath),
            name(result, SH.sourceShape),
            name(result, SH.resultSeverity).removeprefix("sh:"),
        )
        for result in report.objects(None, SH.result)
    )


def results(report: Graph, shapes: set[Node]) -> set[tuple[Node, Node, Node]]:
    """Every triple of the results of some shapes: all that a result says."""
    chosen = {s for s, shape in report.subject_objects(SH.sourceShape) if shape in shapes}
    return {triple for triple in report if triple[0] in chosen}


def alone(shape: URIRef) -> Graph:
    """A shapes graph of one node shape, with its property shapes and their constraints."""
    kept: list[Node] = [shape]
    for node in kept:
        inner = (SH.property, SH.sparql, SH.prefixes, SH.declare, SH.languageIn)
        for predicate in (*inner, SH.ignoredProperties, RDF.rest):
            kept += SHAPES.objects(node, predicate)
    graph = Graph()
    for node in kept:
        graph += SHAPES.triples((node, None, None))
    return graph


def names(paths: Sequence[Path]) -> list[str]:
    return [f"{path.parent.name}/{path.stem}" for path in paths]


def chosen(kind: str) -> list[Path]:
    return [path for path in EXAMPLES if path.name.startswith(kind)]


VALID, BROKEN = chosen("valid-"), chosen("invalid-") + chosen("warning-")


def test_every_example_is_valid_invalid_or_a_warning() -> None:
    assert VALID
    assert BROKEN
    assert sorted(VALID + BROKEN) == EXAMPLES


@pytest.mark.parametrize("path", VALID, ids=names(VALID))
def test_a_valid_example_conforms_to_every_shape(path: Path, bench: Bench) -> None:
    assert rows(bench.report(Example(path))) == []


@pytest.mark.parametrize("path", BROKEN, ids=names(BROKEN))
def test_a_broken_example_gives_exactly_the_expected_results(path: Path, bench: Bench) -> None:
    example = Example(path)
    severity = "Violation" if path.name.startswith("invalid-") else "Warning"
    found = rows(bench.report(example))
    assert found == example.expected
    assert {row[3] for row in found} == {severity}


@pytest.mark.parametrize("path", EXAMPLES, ids=names(EXAMPLES))
def test_pyshacl_gives_the_same_results(path: Path, bench: Bench) -> None:
    example = Example(path)
    found = bench.report(example)
    focus = {*example.own.subjects(), *found.objects(None, SH.focusNode)}
    reference = validation.reference(
        example.data,
        alone(example.shape),
        bench.hierarchy,
        focus=sorted(URIRef(str(node)) for node in focus),
    )
    assert results(reference, example.family) == results(found, example.family)


def test_every_node_shape_has_an_example_of_each_kind() -> None:
    assert NODE_SHAPES
    for shape in NODE_SHAPES:
        folder = FOLDER / str(shape).removeprefix(str(IMETSH))
        assert [*folder.glob("valid-*.ttl")], shape
        assert [*folder.glob("invalid-*.ttl"), *folder.glob("warning-*.ttl")], shape


def test_every_folder_is_named_after_a_node_shape() -> None:
    folders = {IMETSH[path.name] for path in FOLDER.iterdir() if path.is_dir()}
    assert folders == set(NODE_SHAPES)


def test_every_expected_file_has_its_example() -> None:
    expected = sorted(FOLDER.glob("*/*.expected.csv"))
    assert [path.with_name(path.name.replace(".expected.csv", ".ttl")) for path in expected] == (
        sorted(BROKEN)
    )


def test_every_shape_is_reached_from_a_target() -> None:
    assert set(READ.shapes) == {*NODE_SHAPES, *PROPERTY_SHAPES}


def test_every_shape_is_violated_by_some_example(bench: Bench) -> None:
    hit: set[Node] = set()
    for path in BROKEN:
        report = bench.report(Example(path))
        hit |= set(report.objects(None, SH.sourceShape))
        hit |= set(report.objects(None, SH.sourceConstraint))
    wanted = {node for node, shape in READ.shapes.items() if shape.constraints}
    wanted |= set(SHAPES.objects(None, SH.sparql))
    assert wanted - hit == set()


def test_every_property_shape_has_an_iri_below_its_node_shape() -> None:
    assert PROPERTY_SHAPES
    for shape in PROPERTY_SHAPES:
        (owner,) = SHAPES.subjects(SH.property, shape)
        assert str(shape).startswith(f"{owner}-"), shape


def test_every_path_is_one_property() -> None:
    paths = set(SHAPES.objects(None, SH.path))
    assert paths
    assert not any(isinstance(path, BNode) for path in paths)


def test_every_rule_says_what_is_wrong_and_how_to_mend_it() -> None:
    for shape in READ.shapes.values():
        for constraint in shape.constraints:
            (message,) = {*shape.messages, *SHAPES.objects(constraint.value, SH.message)}
            assert str(message).endswith("."), shape.name
            assert ";" in str(message), shape.name


def test_a_shape_declares_each_severity_of_shacl_by_name() -> None:
    assert set(SHAPES.objects(None, SH.severity)) <= {SH.Warning, SH.Info}


def test_every_term_of_a_shape_is_declared_by_the_ontology(bench: Bench) -> None:
    used = {
        term
        for predicate in (SH.path, SH["class"], SH.targetClass, SH.targetSubjectsOf)
        for term in SHAPES.objects(None, predicate)
        if str(term).startswith(str(IMET))
    }
    assert used
    assert used <= set(bench.hierarchy.subjects(RDF.type))


def test_every_file_of_shapes_names_itself_as_an_ontology() -> None:
    files = sorted((ontology_dir() / "shapes").glob("*.ttl"))
    assert files
    modules = {path.stem for path in (ontology_dir() / "modules").glob("*.ttl")}
    assert {path.stem for path in files} == modules
    for path in files:
        header = URIRef(f"https://w3id.org/imet-graph/shape/{path.stem}")
        assert (header, RDF.type, None) in Graph().parse(path), path
