"""Validation stage: graph and shapes → one report in the SHACL vocabulary.

One set of shapes, two evaluators. `report` is pyshacl, the reference: it goes from focus node to
focus node and checks the curated graph and a sample of the figures against SHACL Core.
`check_store` turns every constraint, Core and SPARQL, into one query over a whole store, so that
all figures are checked and constraints across nodes are affordable. Both give the same results,
named alike, so `merge` counts a finding of both once; the tests compare them on the examples of
every shape.

Measured on two cores with other work beside it: `check_store` takes 5 s for 172,000 triples with
12,000 figures; pyshacl takes 3 to 4 s for SHACL Core on 14,000 triples, but its SPARQL constraints,
parsed anew for each focus node, took 48 s on the 3,400 triples of the ontology and its concepts
alone, where `check_store` took 0.1 s. Hence they run set-wise in a build.

Whoever validates gives asserted triples: a type that was inferred from a property would make its
subject look as if it were of the right kind.
"""

from imet_graph.validation.constraints import Constraint, sparql_constraints
from imet_graph.validation.core import core_constraints
from imet_graph.validation.processor import core_shapes, report, sample, with_sample
from imet_graph.validation.results import (
    REPORT,
    conforms,
    count_by_severity,
    counts,
    findings,
    merge,
)
from imet_graph.validation.setwise import check_store, evaluate

__all__ = [
    "REPORT",
    "Constraint",
    "check_store",
    "conforms",
    "core_constraints",
    "core_shapes",
    "count_by_severity",
    "counts",
    "evaluate",
    "findings",
    "merge",
    "report",
    "sample",
    "sparql_constraints",
    "with_sample",
]
