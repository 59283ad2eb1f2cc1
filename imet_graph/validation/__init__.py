"""Validation stage: graph and shapes → one report in the SHACL vocabulary.

The shapes are compiled to SQL over a coded graph: focus nodes and value nodes become tables, each
kind of constraint is one statement for all shapes that have it, and a SPARQL-based constraint is
one query for all focus nodes of its shape. `check` takes a coded graph of any size, `report` any
rdflib graph. A shape that does not compile (it refers to itself, has a constraint component or a
target of its own in SPARQL, a pattern that RE2 lacks, ...) goes to pyshacl, alone, and its results
stand among the others, so that one report comes out whichever way a shape ran; what pyshacl cannot
do either is refused by name. `reference` is pyshacl for everything: the tests compare the two.

The way of a validation: `shapes` and `constraints` read the shapes graph, `plan` puts the shapes in
order, `workspace` holds the tables, `focus` and `walking` fill them, `checks`, `comparisons`,
`queries` and `conformance` find faults, `results` tells them.

Whoever validates gives asserted triples: a type that was inferred from a property would make its
subject look as if it were of the right kind.
"""

from imet_graph.validation.processor import LARGEST, check, reference, report
from imet_graph.validation.results import (
    REPORT,
    Result,
    conforms,
    count_by_severity,
    counts,
    difference,
    findings,
    merge,
    report_of,
    results_of,
)
from imet_graph.validation.samples import core_shapes, sample, with_sample

__all__ = [
    "LARGEST",
    "REPORT",
    "Result",
    "check",
    "conforms",
    "core_shapes",
    "count_by_severity",
    "counts",
    "difference",
    "findings",
    "merge",
    "reference",
    "report",
    "report_of",
    "results_of",
    "sample",
    "with_sample",
]
