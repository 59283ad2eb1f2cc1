"""What a description-logic reasoner says and the rules of OWL 2 RL do not, and the reverse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from rdflib import BNode, Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from imet_graph.errors import InconsistencyError, OntologyError
from imet_graph.namespaces import BASE, compact, new_graph
from imet_graph.ontology.apart import rename_apart
from imet_graph.ontology.classification import (
    Classification,
    Triple,
    classify,
    order_properties,
)
from imet_graph.ontology.explanation import explain
from imet_graph.ontology.java import Limits
from imet_graph.ontology.names import named_classes, named_properties
from imet_graph.profile import profile_findings
from imet_graph.reasoning import closure as close_by_rules
from imet_graph.reasoning import reasoning_view

__all__ = ["Difference", "Reason", "differences"]

Close = Callable[[Graph], Graph]

_MEMBER, _OTHER = URIRef(f"{BASE}any/member"), URIRef(f"{BASE}any/other")


class Reason(Enum):
    """Why two kinds of reasoner differ; each is tested on the case at hand, none assumed."""

    MEMBERS = (
        "the rules of OWL 2 RL draw it for every member, or every pair of things in the property, "
        "but none states it between the names"
    )
    NO_MEMBER = (
        "by the rules of OWL 2 RL a member, or a pair of things in the property, is a "
        "contradiction, but none states that there is none"
    )
    OUTSIDE = "it rests on an axiom outside OWL 2 RL"
    PUNNING = (
        "OWL 2 RL takes an individual for one with the class or property of its name, and "
        "OWL 2 DL keeps them apart"
    )
    OPEN = "not determined"


@dataclass(frozen=True)
class Difference:
    """One conclusion that one side draws and the other does not.

    Args:
        triple: the conclusion; `rdfs:subClassOf owl:Nothing` says of a class that it has no
            members, `rdfs:subPropertyOf owl:bottomObjectProperty` the same of a property.
        only: `DL` or `RL`, the side that draws it.
        reason: why the other side does not.
        axioms: axioms and facts from which it follows, where Pellet draws it.
        outside: those axioms that are outside OWL 2 RL, and why, where that is the reason.
    """

    triple: Triple
    only: str
    reason: Reason
    axioms: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line: conclusion, side, reason, and the axioms behind it."""
        said = " ".join(compact(str(term)) for term in self.triple)
        because = f"; from {'; '.join(self.axioms)}" if self.axioms else ""
        outside = f" ({'; '.join(self.outside)})" if self.outside else ""
        return f"{said}: only in {self.only}, since {self.reason.value}{outside}{because}"


def differences(
    schema: Graph,
    data: Graph,
    closure: Graph,
    close: Close = close_by_rules,
    limits: Limits | None = None,
) -> list[Difference]:
    """Compare a closure by OWL 2 RL with what HermiT and Pellet say.

    Compared are sub-classes, types and object property values (Pellet), sub-properties (HermiT),
    and classes and properties without members, all between names. What holds of everything, such
    as owl:Thing and reflexive pairs, is left out on both sides, and so are owl:sameAs and all that
    is above a class or property without members.

    Args:
        schema: modules and alignments.
        data: facts.
        closure: `reasoning_view(schema, data)` and all that follows from it by OWL 2 RL.
        close: closes a graph in the same way, and raises InconsistencyError where it contradicts
            itself; reasons are found by closing variants of the view.
        limits: memory and time of each run of a reasoner.

    Returns:
        One entry for each conclusion of one side only, sorted; empty where both agree.

    Raises:
        OntologyError: the view is inconsistent, so that everything follows from it; or a reasoner
            did not start, did not finish or cannot read an axiom.

    Source: OWL 2 Profiles, theorem PR1 (what OWL 2 RL rules are complete for).
    """
    limits = limits or Limits()
    said = classify(schema, data, "pellet", limits)
    if not said.consistent:
        raise OntologyError("the ontology and the facts are inconsistent: everything follows")
    order = order_properties(schema, limits)
    view = reasoning_view(schema, data)
    logic = {*said.triples(), *(t for t in order.triples() if t[1] == RDFS.subPropertyOf)}
    rules = set(_stated(closure, view, said, order))
    judge = _Judge(schema, view, close, limits)
    found = [judge.only_logic(triple) for triple in logic - rules]
    found += [judge.only_rules(triple) for triple in rules - logic]
    return sorted(found, key=lambda one: (one.only, one.triple))


def _stated(
    closure: Graph, view: Graph, said: Classification, order: Classification
) -> Iterator[Triple]:
    """The conclusions of a closure that are of the kinds compared."""
    classes, properties = named_classes(view), named_properties(view)
    kinds = {
        RDFS.subClassOf: (classes - said.unsatisfiable, classes),
        RDFS.subPropertyOf: (properties - (order.empty or frozenset()), properties),
    }
    bottom = {
        *((c, RDFS.subClassOf, OWL.Nothing) for c in classes),
        *((p, RDFS.subPropertyOf, OWL.bottomObjectProperty) for p in properties),
    }
    for s, p, o in closure:
        if not (isinstance(s, URIRef) and isinstance(p, URIRef) and isinstance(o, URIRef)):
            continue
        below, above = kinds.get(p, (frozenset(), frozenset()))
        is_order = s != o and s in below and o in above
        if is_order or p in properties or (p == RDF.type and o in classes) or (s, p, o) in bottom:
            yield s, p, o


class _Judge:
    """Finds out why one side does not draw a conclusion, by trying."""

    def __init__(self, schema: Graph, view: Graph, close: Close, limits: Limits) -> None:
        self._view, self._close, self._limits = view, close, limits
        self._terms = reasoning_view(schema, new_graph())
        self._outside = profile_findings(schema)
        self._closed: list[Graph] = []

    def only_logic(self, triple: Triple) -> Difference:
        """Whether the rules draw it for members, and if not, which axiom is beyond them."""
        axioms = self._axioms(triple)
        if reason := self._drawn(*_of_a_member(triple)):
            return Difference(triple, "DL", reason, axioms)
        outside = tuple(
            f"{finding.column}: {finding.found}"
            for finding in self._outside
            if any(finding.column in axiom.split() for axiom in axioms)
        )
        return Difference(triple, "DL", Reason.OUTSIDE if outside else Reason.OPEN, axioms, outside)

    def _axioms(self, triple: Triple) -> tuple[str, ...]:
        assumed, goal = _of_a_name(triple)
        for base in self._bases(triple):
            if axioms := explain(base + assumed, goal, self._limits):
                return tuple(axiom for axiom in axioms if not axiom.startswith(f"{_MEMBER} "))
        return ()

    def _bases(self, triple: Triple) -> tuple[Graph, ...]:
        """The schema is enough for most that is said of names, and faster than all facts."""
        is_order = triple[1] in {RDFS.subClassOf, RDFS.subPropertyOf}
        return (self._terms, self._view) if is_order else (self._view,)

    def _drawn(self, assumed: Triple | None, goal: Triple | None) -> Reason | None:
        """What the rules make of a member that nothing else is known of."""
        if assumed is None:
            return None
        for base in (self._terms, self._view):
            try:
                closed = self._close(_with(base, assumed))
            except InconsistencyError:
                return Reason.NO_MEMBER
            if goal and goal in closed:
                return Reason.MEMBERS
        return None

    def only_rules(self, triple: Triple) -> Difference:
        """Whether the rules draw it, and still do when individuals have names of their own."""
        apart, names = rename_apart(self._view)
        if not self._closed:
            self._closed = [self._close(self._view), self._close(apart)]
        s, p, o = triple
        kept = ((a, p, b) for a in {s, names.get(s, s)} for b in {o, names.get(o, o)})
        lost = triple in self._closed[0] and not any(one in self._closed[1] for one in kept)
        return Difference(triple, "RL", Reason.PUNNING if lost else Reason.OPEN)


def _of_a_member(triple: Triple) -> tuple[Triple | None, Triple | None]:
    """What to assume of a member of a class or property, and what should then follow of it.

    Nothing to follow means that a contradiction should; nothing to assume, that the conclusion is
    of a thing anyway.
    """
    s, p, o = triple
    if p == RDFS.subClassOf:
        return (_MEMBER, RDF.type, s), None if o == OWL.Nothing else (_MEMBER, RDF.type, o)
    if p == RDFS.subPropertyOf:
        empty = o == OWL.bottomObjectProperty
        return (_MEMBER, s, _OTHER), None if empty else (_MEMBER, o, _OTHER)
    return None, None


def _of_a_name(triple: Triple) -> tuple[Graph, Triple]:
    """The same conclusion in a form of which Pellet gives an explanation, and what that assumes."""
    s, p, o = triple
    assumed = new_graph()
    if p != RDFS.subPropertyOf:
        return assumed, triple
    if o != OWL.bottomObjectProperty:
        return _with(assumed, (_MEMBER, s, _OTHER)), (_MEMBER, o, _OTHER)
    in_it = BNode()
    for more in (
        (_MEMBER, RDF.type, OWL.Class),
        (_MEMBER, RDFS.subClassOf, in_it),
        (in_it, RDF.type, OWL.Restriction),
        (in_it, OWL.onProperty, s),
        (in_it, OWL.someValuesFrom, OWL.Thing),
    ):
        assumed.add(more)
    return assumed, (_MEMBER, RDFS.subClassOf, OWL.Nothing)


def _with(base: Graph, assumed: Triple) -> Graph:
    more = new_graph()
    more.add(assumed)
    return base + more
