"""The whole path in one call: read → map → reason → validate → store, each stage timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from rdflib import Graph
from rdflib.namespace import RDF, SH

from imet_graph import hygiene, linksets, ontology, validation
from imet_graph.errors import Finding, ImetGraphError, SourceError, ValidationError
from imet_graph.mapping import MappedTable, map_table
from imet_graph.reading import read_turtle, read_turtle_lines
from imet_graph.reasoning import Closure, keep, load_rules, reason
from imet_graph.relational import CodedGraph
from imet_graph.resources import data_dir, ontology_dir
from imet_graph.store import Release, drafting
from imet_graph.terms import graph_of, ntriples_lines

__all__ = [
    "Build",
    "Outcome",
    "Sources",
    "build",
    "check_files",
    "check_lines",
    "close",
    "compare_with_reference",
    "gather",
    "with_ontology",
]

Announce = Callable[[str], AbstractContextManager[object]]


@dataclass(frozen=True)
class Sources:
    """What the read and map stages gave.

    Args:
        schema: modules and alignments.
        vocabulary: concept schemes and Data Cube structure.
        shapes: SHACL.
        facts: canonical N-Triples lines of the hand-kept facts and the small tables.
        figures: the same, of the tables of figures.
        links: the same of the linksets; they are stored, and neither reasoned over nor validated.
    """

    schema: Graph
    vocabulary: Graph
    shapes: Graph
    facts: tuple[str, ...]
    figures: tuple[str, ...]
    links: tuple[str, ...] = ()

    @cached_property
    def curated(self) -> Graph:
        """The hand-kept facts and the small tables as a graph."""
        return graph_of(self.facts)

    def lines(self) -> list[str]:
        """Every asserted triple as a canonical line, sorted; shapes and links stay apart."""
        small = ntriples_lines(self.schema, self.vocabulary)
        return sorted({*small, *self.facts, *self.figures})


@dataclass(frozen=True)
class Outcome:
    """What the validate stage found.

    Args:
        report: a sh:ValidationReport.
        offences: rows of the hygiene rules.
    """

    report: Graph
    offences: tuple[hygiene.Offence, ...]

    @property
    def turtle(self) -> str:
        """The report as Turtle; the same bytes for the same findings."""
        return str(self.report.serialize(format="turtle"))

    def counts(self) -> dict[str, dict[str, int]]:
        """Validation results by severity and hygiene rows by level."""
        return {
            "validation": validation.count_by_severity(self.report),
            "hygiene": hygiene.count_by_level(self.offences),
        }

    def findings(self) -> list[Finding]:
        """What must be mended: violations of shapes and hygiene errors."""
        return validation.findings(self.report) + hygiene.findings(self.offences)

    def raise_if_bad(self) -> None:
        """Raise where anything must be mended.

        Raises:
            ValidationError: all violations and hygiene errors.
        """
        if found := self.findings():
            raise ValidationError(f"does not conform: {len(found)} findings", found)


@dataclass(frozen=True)
class Build:
    """A finished build.

    Args:
        release: the release now in use.
        seconds: wall time by stage, in the order of the stages.
        outcome: what the validate stage found; no violations, but warnings may be there.
    """

    release: Release
    seconds: dict[str, float]
    outcome: Outcome


def gather(data: Path | None = None, folder: Path | None = None) -> Sources:
    """Read and map everything that ships.

    Args:
        data: data folder; the one that ships unless told otherwise.
        folder: ontology folder; likewise.

    Raises:
        SourceError: anything unreadable or wrong, all of it at once.
    """
    data, folder = data or data_dir(), folder or ontology_dir()
    found: list[Finding] = []
    with _collect(found):
        schema = ontology.load_schema(folder)
    with _collect(found):
        vocabulary = ontology.load_concepts(folder) + ontology.load_cube(folder)
    with _collect(found):
        shapes = ontology.load_shapes(folder)
    curated: list[str] = []
    with _collect(found):
        curated = read_turtle_lines(sorted((data / "curated").rglob("*.ttl")))
    links: list[str] = []
    with _collect(found):
        links = linksets.read(data / "links")
    tables: list[MappedTable] = []
    for description in sorted((data / "tables").glob("*/source.yml")):
        with _collect(found):
            tables.append(map_table(description.parent))
    if found:
        raise SourceError(f"{len(found)} findings in the sources; nothing was built", found)
    of = {layer: [t.lines for t in tables if t.layer == layer] for layer in ("curated", "figures")}
    facts = tuple(chain(curated, *of["curated"]))
    figures = tuple(chain(*of["figures"]))
    return Sources(schema, vocabulary, shapes, facts, figures, tuple(links))


@contextmanager
def _collect(found: list[Finding]) -> Iterator[None]:
    """Keep the findings of one part and go on with the next."""
    try:
        yield
    except ImetGraphError as error:
        if not error.findings:
            raise
        found.extend(error.findings)


def check_lines(lines: Sequence[str], shapes: Graph, graph: CodedGraph | None = None) -> Outcome:
    """Validate asserted triples by the shapes and the hygiene rules.

    Only asserted triples are looked at: with inferred types in sight, a thing that has a property
    of another kind would look as if it were of that kind.

    Args:
        lines: canonical N-Triples of ontology and facts.
        shapes: SHACL.
        graph: the same triples where they are coded already.
    """
    graph = graph or CodedGraph.from_lines(lines)
    return Outcome(validation.check(graph, shapes), tuple(hygiene.inspect(graph)))


def check_files(paths: Sequence[Path]) -> Outcome:
    """Validate Turtle files of one's own against the shapes, together with the ontology.

    Args:
        paths: Turtle files.

    Raises:
        SourceError: a file is no Turtle.
    """
    return check_lines(with_ontology(paths), ontology.load_shapes())


def with_ontology(paths: Sequence[Path]) -> list[str]:
    """Turtle files of one's own and the ontology with its concepts, as canonical lines.

    Raises:
        SourceError: a file is no Turtle.
    """
    return ntriples_lines(read_turtle(paths), ontology.load_concepts(), ontology.load_schema())


def compare_with_reference(sources: Sources) -> None:
    """Compare the compiled shapes with pyshacl, the reference.

    pyshacl goes from focus node to focus node; it is given SHACL Core, the curated graph and a
    sample of the figures.

    Args:
        sources: what was read and mapped.

    Raises:
        ValidationError: one of them finds what the other does not; each such result is a finding.
    """
    core = validation.core_shapes(sources.shapes)
    small = validation.with_sample(sources.curated + sources.vocabulary, sources.figures)
    reference = validation.reference(small, core, sources.schema)
    compiled = validation.check(CodedGraph.from_graph(small + sources.schema), core)
    found = [
        finding
        for who, one, other in (
            ("pyshacl alone", reference, compiled),
            ("the compiled shapes alone", compiled, reference),
        )
        for severity in (SH.Violation, SH.Warning, SH.Info)
        for finding in validation.findings(validation.difference(one, other), who, severity)
    ]
    if found:
        raise ValidationError(
            f"pyshacl and the compiled shapes differ: {len(found)} results", found
        )


def close(lines: Sequence[str]) -> tuple[CodedGraph, Closure]:
    """Code asserted triples and infer what follows, by OWL 2 RL and the rule files.

    Args:
        lines: canonical N-Triples of ontology and facts.

    Returns:
        The coded graph and its closure.

    Raises:
        OntologyError, InconsistencyError: axioms outside OWL 2 RL, or a contradiction.
    """
    graph = CodedGraph.from_lines(lines)
    closure = reason(graph, rules=load_rules())
    closure.raise_if_inconsistent()
    return graph, closure


def build(home: Path, data: Path | None = None, announce: Announce = nullcontext) -> Build:
    """Run every stage and put the result in use.

    Args:
        home: folder that keeps the builds.
        data: data folder; the one that ships unless told otherwise.
        announce: called with the name of each stage; a context that lasts as long as the stage.

    Returns:
        The finished build.

    Raises:
        SourceError, OntologyError, InconsistencyError, ValidationError, StoreError: by stage; what
            was in use before is untouched.
    """
    clock = _Clock(announce)
    with clock.stage("read and map"):
        sources = gather(data)
        lines = sources.lines()
    with drafting(home, lines, sources.links) as draft:
        with clock.stage("reason"):
            graph, closure = close(lines)
            inferred = closure.news()
        with clock.stage("validate"):
            outcome = check_lines(lines, sources.shapes, graph)
            outcome.raise_if_bad()
        with clock.stage("store"):
            counts = {"shapes": _node_shapes(sources.shapes), **outcome.counts()}
            release = draft.publish(
                inferred, outcome.turtle, counts, lambda folder: keep(closure, folder)
            )
    return Build(release, clock.seconds, outcome)


class _Clock:
    """Announces each stage and keeps its wall time."""

    def __init__(self, announce: Announce) -> None:
        self.seconds: dict[str, float] = {}
        self._announce = announce

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        with self._announce(name):
            yield
        self.seconds[name] = time.perf_counter() - start


def _node_shapes(shapes: Graph) -> int:
    return len(set(shapes.subjects(RDF.type, SH.NodeShape)))
