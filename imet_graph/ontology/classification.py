"""What a description-logic reasoner says of an ontology and its facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from imet_graph.namespaces import new_graph
from imet_graph.ontology.java import Limits, Outcome, hermit, pellet
from imet_graph.ontology.names import named_classes, named_properties
from imet_graph.ontology.printed import (
    Pair,
    Printed,
    inconsistent,
    read_hermit,
    read_pellet,
    refuse_failure,
)
from imet_graph.reasoning import reasoning_view

__all__ = [
    "NAMES",
    "Classification",
    "Reasoner",
    "Relation",
    "Triple",
    "classify",
    "order_properties",
    "satisfiability",
]

Reasoner = Literal["hermit", "pellet"]
Relation = frozenset[tuple[URIRef, URIRef]]
Triple = tuple[URIRef, URIRef, URIRef]

NAMES: dict[Reasoner, str] = {"hermit": "HermiT", "pellet": "Pellet"}
_PELLET_INPUT = ("--loader", "Jena", "--input-format", "N-Triples", "--ignore-imports")


@dataclass(frozen=True)
class Classification:
    """The answers of one reasoner; relations are closed, and between names only.

    owl:Thing, owl:Nothing, the top and the bottom property and reflexive pairs are left out, and so
    are the super-classes of a class in `unsatisfiable`: every class is one.

    Args:
        reasoner: who says so.
        consistent: whether facts and axioms allow a model; where not, all else is empty.
        unsatisfiable: classes that no thing can belong to.
        classes: sub-class and super-class.
        types: individual and class.
        properties: object property and super-property; None from Pellet, which prints none.
        empty: object properties that no two things can stand in; None from Pellet.
        values: object property values, asserted and inferred; None from HermiT.
    """

    reasoner: Reasoner
    consistent: bool
    unsatisfiable: frozenset[URIRef] = frozenset()
    classes: Relation = frozenset()
    types: Relation = frozenset()
    properties: Relation | None = None
    empty: frozenset[URIRef] | None = None
    values: frozenset[Triple] | None = None

    def triples(self) -> Iterator[Triple]:
        """All that is said; what has no members is below owl:Nothing or the bottom property."""
        yield from ((c, RDFS.subClassOf, d) for c, d in self.classes)
        yield from ((c, RDFS.subClassOf, OWL.Nothing) for c in self.unsatisfiable)
        yield from ((p, RDFS.subPropertyOf, q) for p, q in self.properties or ())
        yield from ((p, RDFS.subPropertyOf, OWL.bottomObjectProperty) for p in self.empty or ())
        yield from ((i, RDF.type, c) for i, c in self.types)
        yield from self.values or ()


def classify(
    schema: Graph, data: Graph, reasoner: Reasoner = "pellet", limits: Limits | None = None
) -> Classification:
    """Ask a reasoner for everything it says of the reasoning view.

    HermiT orders the object properties by the schema alone: with the facts of the project it takes
    ten times as long, and only an enumeration of things could make a difference.

    Args:
        schema: modules and alignments.
        data: facts; only types and object assertions reach the reasoner.
        reasoner: `hermit` or `pellet`.
        limits: memory and time of each run.

    Raises:
        OntologyError: the reasoner does not start, runs out of time or memory, meets a datatype it
            does not know, or would leave an axiom out.
    """
    view, limits = reasoning_view(schema, data), limits or Limits()
    ask = _ask_hermit if reasoner == "hermit" else _ask_pellet
    printed = ask(view, limits)
    if printed is None:
        return Classification(reasoner, consistent=False)
    found = _close(reasoner, printed, view)
    if reasoner == "pellet":
        return replace(found, values=frozenset(printed.values))
    order = order_properties(schema, limits)
    return replace(found, properties=order.properties, empty=order.empty)


def order_properties(schema: Graph, limits: Limits | None = None) -> Classification:
    """Ask HermiT for the order of the object properties only.

    Args:
        schema: modules and alignments.
        limits: memory and time of the run.

    Raises:
        OntologyError: as for `classify`.
    """
    view = reasoning_view(schema, new_graph())
    printed = _read("hermit", hermit(view, ["-c", "-O"], limits or Limits()))
    if printed is None:
        return Classification("hermit", consistent=False)
    names, up = named_properties(view), _upwards(printed.properties)
    empty = frozenset(name for name in names if str(OWL.bottomObjectProperty) in up[str(name)])
    order = _between(up, names - empty, names)
    return Classification("hermit", consistent=True, properties=order, empty=empty)


def satisfiability(
    view: Graph, reasoner: Reasoner, limits: Limits
) -> tuple[bool, frozenset[URIRef]]:
    """Ask for consistency and unsatisfiable classes only, which is faster.

    Returns:
        Whether the view is consistent, and the classes that no thing can belong to.

    Raises:
        OntologyError: as for `classify`.
    """
    if reasoner == "hermit":
        outcome = hermit(view, ["-c"], limits)
    else:
        outcome = pellet(view, ["classify", *_PELLET_INPUT], limits)
    printed = _read(reasoner, outcome)
    if printed is None:
        return False, frozenset()
    return True, _close(reasoner, printed, view).unsatisfiable


def _ask_hermit(view: Graph, limits: Limits) -> Printed | None:
    return _read("hermit", hermit(view, ["-c", "-I"], limits))


def _ask_pellet(view: Graph, limits: Limits) -> Printed | None:
    options = ["realize", *_PELLET_INPUT, "--infer-prop-values"]
    return _read("pellet", pellet(view, options, limits))


def _read(reasoner: Reasoner, outcome: Outcome) -> Printed | None:
    if inconsistent(outcome):
        return None
    refuse_failure(NAMES[reasoner], outcome)
    return (read_hermit if reasoner == "hermit" else read_pellet)(outcome.output)


def _close(reasoner: Reasoner, printed: Printed, view: Graph) -> Classification:
    names = named_classes(view)
    individuals = {individual for individual, _ in printed.types}
    # neither prints that all is below owl:Thing, and owl:Thing may have a super-class
    up = _upwards(printed.classes | {(str(name), str(OWL.Thing)) for name in names})
    types = printed.types | {(individual, str(OWL.Thing)) for individual in individuals}
    bad = frozenset(name for name in names if str(OWL.Nothing) in up[str(name)])
    return Classification(
        reasoner,
        consistent=True,
        unsatisfiable=bad,
        classes=_between(up, names - bad, names),
        types=_typed(types, up, names),
    )


def _between(
    up: Mapping[str, set[str]], below: frozenset[URIRef], names: frozenset[URIRef]
) -> Relation:
    """Pairs of two different names."""
    texts = {str(name): name for name in names}
    found = ((name, texts[above]) for name in below for above in up[str(name)] & texts.keys())
    return frozenset((a, b) for a, b in found if a != b)


def _typed(types: set[Pair], up: Mapping[str, set[str]], names: frozenset[URIRef]) -> Relation:
    texts = {str(name): name for name in names}
    above = ((URIRef(i), {c, *up[c]} & texts.keys()) for i, c in types)
    return frozenset((i, texts[c]) for i, classes in above for c in classes)


def _upwards(pairs: Iterable[Pair]) -> defaultdict[str, set[str]]:
    """Everything above each name, by way of any number of steps."""
    direct: defaultdict[str, set[str]] = defaultdict(set)
    for below, above in pairs:
        direct[below].add(above)
    closed: defaultdict[str, set[str]] = defaultdict(set)
    for name in list(direct):
        todo = [name]
        while todo:
            fresh = direct.get(todo.pop(), set()) - closed[name]
            closed[name] |= fresh
            todo.extend(fresh)
    return closed
