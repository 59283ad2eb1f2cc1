"""Validation reports as graphs: results with names of their own, merged, counted, told in lines."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

from imet_graph.errors import Finding
from imet_graph.namespaces import BASE, compact, new_graph
from imet_graph.terms import ntriples
from imet_graph.validation.paths import Path, read_path

__all__ = [
    "REPORT",
    "Result",
    "conforms",
    "count_by_severity",
    "counts",
    "difference",
    "findings",
    "merge",
    "report_of",
    "results_of",
]

REPORT = URIRef(BASE + "report")
"""The node of a merged report; its results are named below it."""


@dataclass(frozen=True)
class Result:
    """One validation result.

    Args:
        focus: focus node.
        shape: the shape that was violated.
        component: the constraint component.
        severity: sh:Violation, sh:Warning, sh:Info or one of the shape's own.
        path: path of the property shape, or what a query or sh:closed found.
        value: the value that is at fault, where one is.
        messages: what is wrong and how to mend it.
        constraint: node of a SPARQL-based constraint.

    Source: SHACL section 3.6.2, validation result
    """

    focus: Node
    shape: Node
    component: Node
    severity: Node
    path: Path | None = None
    value: Node | None = None
    messages: tuple[Literal, ...] = ()
    constraint: Node | None = None

    @property
    def said(self) -> Iterator[tuple[Node, Node]]:
        """Predicates and objects, except the path."""
        yield RDF.type, SH.ValidationResult
        yield SH.focusNode, self.focus
        yield SH.sourceShape, self.shape
        yield SH.sourceConstraintComponent, self.component
        yield SH.resultSeverity, self.severity
        for message in self.messages:
            yield SH.resultMessage, message
        if self.constraint is not None:
            yield SH.sourceConstraint, self.constraint
        if self.value is not None:
            yield SH.value, self.value

    def key(self, *, messages: bool = True) -> str:
        """A name that follows from what the result says.

        Args:
            messages: let the messages count too.
        """
        lines = [
            f"{ntriples(p)} {ntriples(o)}"
            for p, o in self.said
            if messages or p != SH.resultMessage
        ]
        if self.path is not None:
            lines.append(f"{ntriples(SH.resultPath)} {self.path.text}")
        return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:24]


def report_of(results: Iterable[Result]) -> Graph:
    """A report of some results; equal ones stand in it as often as they are given.

    Returns:
        A report in which a result is named after a hash of what it says, and by an ordinal where
        it is said again, so the same findings give the same bytes in every serialisation that
        sorts. Blank nodes are in it only for nodes of data and shapes that are blank, and for
        paths of several steps.

    Graph: `?report sh:result ?result`, `sh:conforms` true only where nothing at all was found
    Source: SHACL section 3.6, validation report
    """
    graph = new_graph()
    seen: Counter[str] = Counter()
    for result in results:
        key = result.key()
        seen[key] += 1
        _add(graph, result, key if seen[key] == 1 else f"{key}-{seen[key]}")
    graph.add((REPORT, RDF.type, SH.ValidationReport))
    graph.add((REPORT, SH.conforms, Literal("false" if seen else "true", datatype=XSD.boolean)))
    return graph


def _add(graph: Graph, result: Result, key: str) -> None:
    node = URIRef(f"{REPORT}#{key}")
    graph.add((REPORT, SH.result, node))
    for predicate, value in result.said:
        graph.add((node, predicate, value))
    if result.path is not None:
        graph.add((node, SH.resultPath, result.path.write(graph, f"path{key}")))


def results_of(report: Graph) -> list[Result]:
    """The results of a report, whoever wrote it; what nests in sh:detail stays behind."""
    return [_read(report, node) for node in report.objects(None, SH.result)]


def _read(report: Graph, node: Node) -> Result:
    def one(predicate: URIRef) -> Node:
        return report.value(node, predicate) or RDF.nil

    path = report.value(node, SH.resultPath)
    return Result(
        focus=one(SH.focusNode),
        shape=one(SH.sourceShape),
        component=one(SH.sourceConstraintComponent),
        severity=one(SH.resultSeverity),
        path=None if path is None else read_path(report, path),
        value=report.value(node, SH.value),
        messages=tuple(sorted(_literals(report.objects(node, SH.resultMessage)))),
        constraint=report.value(node, SH.sourceConstraint),
    )


def _literals(nodes: Iterable[Node]) -> Iterator[Literal]:
    return (node for node in nodes if isinstance(node, Literal))


def merge(reports: Iterable[Graph]) -> Graph:
    """One report of several; the same result in two of them counts once.

    Evaluators word messages of their own where a shape has none, so the same result is known by all
    else that it says.

    Args:
        reports: graphs with one sh:ValidationReport each.

    Returns:
        A report as `report_of` makes it; a result that one report has several times is in it as
        often, worded as in the first such report.
    """
    most: dict[str, list[Result]] = {}
    for report in reports:
        found: dict[str, list[Result]] = {}
        for result in results_of(report):
            found.setdefault(result.key(messages=False), []).append(result)
        most |= {key: same for key, same in found.items() if len(same) > len(most.get(key, ()))}
    return report_of(result for same in most.values() for result in same)


def difference(report: Graph, other: Graph) -> Graph:
    """The results of one report that another lacks, or has less often; messages do not count.

    Returns:
        A report without results where the other has them all.
    """
    left = Counter(result.key(messages=False) for result in results_of(other))
    missing: list[Result] = []
    for result in results_of(report):
        key = result.key(messages=False)
        left[key] -= 1
        if left[key] < 0:
            missing.append(result)
    return report_of(missing)


def conforms(report: Graph) -> bool:
    """Whether a report holds no violation; warnings are published, they stop nothing."""
    return (None, SH.resultSeverity, SH.Violation) not in report


def counts(report: Graph) -> dict[tuple[str, str], int]:
    """Number of results by severity (`Violation`) and shape (`imetsh:CountryShape-isoAlpha3`)."""
    counted = Counter(
        (
            _name(report, result, SH.resultSeverity).removeprefix("sh:"),
            _name(report, result, SH.sourceShape),
        )
        for result in report.objects(None, SH.result)
    )
    return dict(sorted(counted.items()))


def count_by_severity(report: Graph) -> dict[str, int]:
    """Number of results by severity; every severity is named, also those without any."""
    counted = Counter(report.objects(None, SH.resultSeverity))
    return {name: counted[SH[name]] for name in ("Violation", "Warning", "Info")}


def findings(report: Graph, where: str = "data", severity: URIRef = SH.Violation) -> list[Finding]:
    """The results of one severity, each as a finding that fits on a line.

    Args:
        report: a report.
        where: what was validated, such as `curated data`.
        severity: sh:Violation, sh:Warning or sh:Info.

    Returns:
        Findings in order: what was validated and the focus node, the path, the value found, the
        message of the rule.
    """
    chosen = report.subjects(SH.resultSeverity, severity)
    return sorted(_finding(report, result, where) for result in chosen)


def _finding(report: Graph, result: Node, where: str) -> Finding:
    messages = sorted(str(text) for text in report.objects(result, SH.resultMessage))
    return Finding(
        file=f"{where}: {_name(report, result, SH.focusNode)}",
        row=0,
        column=_name(report, result, SH.resultPath),
        found=_name(report, result, SH.value) or "nothing that fits",
        expected=" ".join(_short(word) for word in " ".join(messages).split()),
    )


def _name(report: Graph, result: Node, predicate: URIRef) -> str:
    value = report.value(result, predicate)
    if value is None:
        return ""
    if predicate == SH.resultPath and not isinstance(value, URIRef):
        return read_path(report, value).text
    return _readable(value)


def _readable(term: Node) -> str:
    return compact(str(term)) if isinstance(term, URIRef) else ntriples(term)


def _short(word: str) -> str:
    """An IRI inside a message, as a prefixed name; other words as they are."""
    bare = word.rstrip(".,;")
    return compact(bare) + word[len(bare) :] if bare.startswith("http") else word
