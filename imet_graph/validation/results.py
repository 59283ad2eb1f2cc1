"""Validation reports as graphs: results with names of their own, merged, counted, told in lines."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

from imet_graph.errors import Finding
from imet_graph.namespaces import BASE, compact, new_graph
from imet_graph.terms import ntriples

__all__ = ["REPORT", "add_result", "conforms", "count_by_severity", "counts", "findings", "merge"]

REPORT = URIRef(BASE + "report")
"""The node of a merged report; its results are named below it."""


def merge(reports: Iterable[Graph]) -> Graph:
    """One report of several; the same result in two of them counts once.

    Args:
        reports: graphs with one sh:ValidationReport each.

    Returns:
        A report without blank nodes: a result is named after a hash of what it says, so the same
        findings give the same bytes in every serialisation that sorts.

    Graph: `?report sh:result ?result`, `sh:conforms` true only where nothing at all was found
    Source: SHACL section 3.6, validation report
    """
    whole = new_graph()
    for report in reports:
        for result in report.objects(None, SH.result):
            add_result(whole, report.predicate_objects(result))
    whole.add((REPORT, RDF.type, SH.ValidationReport))
    nothing = "false" if (REPORT, SH.result, None) in whole else "true"
    whole.add((REPORT, SH.conforms, Literal(nothing, datatype=XSD.boolean)))
    return whole


def add_result(report: Graph, said: Iterable[tuple[Node, Node]]) -> None:
    """Add one result to a report, under the name that follows from what it says.

    Args:
        report: a report; changed in place.
        said: predicates and objects of the result.
    """
    pairs = set(said)
    text = "\n".join(sorted(f"{ntriples(p)} {ntriples(o)}" for p, o in pairs))
    result = URIRef(f"{REPORT}#{hashlib.sha256(text.encode()).hexdigest()[:24]}")
    report.add((REPORT, SH.result, result))
    for predicate, value in pairs:
        report.add((result, predicate, value))


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
    return "" if value is None else _readable(value)


def _readable(term: Node) -> str:
    return compact(str(term)) if isinstance(term, URIRef) else ntriples(term)


def _short(word: str) -> str:
    """An IRI inside a message, as a prefixed name; other words as they are."""
    bare = word.rstrip(".,;")
    return compact(bare) + word[len(bare) :] if bare.startswith("http") else word
