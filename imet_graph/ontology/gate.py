"""The gate of the ontology: OWL 2 profile, consistency, unsatisfiable classes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from imet_graph.errors import OntologyError
from imet_graph.namespaces import compact
from imet_graph.ontology.classification import NAMES, Reasoner, satisfiability
from imet_graph.ontology.explanation import explain
from imet_graph.ontology.java import Limits
from imet_graph.ontology.names import named_classes
from imet_graph.profile import profile_findings
from imet_graph.reasoning import reasoning_view

__all__ = ["Verdict", "check"]


@dataclass(frozen=True)
class Verdict:
    """What the gate found.

    Args:
        consistent: whether the axioms and the facts given allow a model.
        unsatisfiable: classes that no thing can belong to, as prefixed names.
        classes: number of named classes looked at.
        axioms: number of triples given to the reasoner.
        reasoner: who says so, `HermiT` or `Pellet`.
        individuals: number of things with a type among these triples.
        causes: for an inconsistency, or for each unsatisfiable class, the axioms and facts that
            suffice for it, as Pellet explains it; one line each.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    classes: int
    axioms: int
    reasoner: str = "HermiT"
    individuals: int = 0
    causes: tuple[str, ...] = ()


def check(
    schema: Graph, data: Graph, reasoner: Reasoner = "hermit", limits: Limits | None = None
) -> Verdict:
    """Check the profile and ask a reasoner for consistency and unsatisfiable classes.

    Args:
        schema: modules and alignments.
        data: facts; only types and object assertions reach the reasoner.
        reasoner: `hermit` or `pellet`.
        limits: memory and time of each run.

    Returns:
        What the reasoner says.

    Raises:
        OntologyError: the ontology leaves OWL 2 DL or OWL 2 RL (each axiom at fault is a finding),
            or the reasoner did not start, did not finish or cannot read an axiom.

    Source: OWL 2 Profiles, section 4.2; OWL 2 Structural Specification, sections 3 and 11.
    """
    if reasoner not in NAMES:
        raise OntologyError(f"no reasoner is called {reasoner!r}; expected hermit or pellet")
    if found := profile_findings(schema):
        raise OntologyError(f"the ontology leaves its profile: {len(found)} axioms", found)
    view, limits = reasoning_view(schema, data), limits or Limits()
    consistent, unsatisfiable = satisfiability(view, reasoner, limits)
    classes = named_classes(view)
    return Verdict(
        consistent,
        tuple(sorted(compact(str(cls)) for cls in unsatisfiable)),
        len(classes),
        len(view),
        NAMES[reasoner],
        len({s for s, o in view.subject_objects(RDF.type) if o in classes}),
        _causes(view, consistent, unsatisfiable, limits),
    )


def _causes(
    view: Graph, consistent: bool, unsatisfiable: Iterable[URIRef], limits: Limits
) -> tuple[str, ...]:
    """An explanation each; that there is none is said and takes no verdict away."""
    if not consistent:
        return (f"inconsistent: {_explained(view, None, limits)}",)
    return tuple(
        f"{compact(str(cls))}: {_explained(view, cls, limits)}" for cls in sorted(unsatisfiable)
    )


def _explained(view: Graph, cls: URIRef | None, limits: Limits) -> str:
    goal = (cls, RDFS.subClassOf, OWL.Nothing) if cls else None
    try:
        axioms = explain(view, goal, limits)
    except OntologyError as error:
        return f"no explanation, for {error}"
    return "; ".join(axioms) or "Pellet does not find it so and has no explanation"
