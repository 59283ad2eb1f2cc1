"""Reasoning stage: facts and axioms → the triples that OWL 2 RL adds, or the contradiction.

The reasoner sees the reasoning view only: terms and assertions between things. Literals stay out
because xsd:date is no datatype of OWL 2; observations stay out because no axiom speaks of them and
there are many. The engine behind `infer` is owlrl.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from owlrl import OWLRL_Semantics
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from imet_graph.errors import Finding, InconsistencyError
from imet_graph.namespaces import BASE, IMET, compact, new_graph

__all__ = ["infer", "reasoning_view"]

_AXIOMS = frozenset(
    {
        RDF.first,
        RDF.rest,
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        RDFS.domain,
        RDFS.range,
        *(
            OWL[name]
            for name in """
            equivalentClass disjointWith members onProperty someValuesFrom allValuesFrom hasValue
            intersectionOf unionOf oneOf complementOf inverseOf propertyChainAxiom
            equivalentProperty propertyDisjointWith sameAs differentFrom
            """.split()
        ),
    }
)
_TERM_TYPES = frozenset(
    OWL[name]
    for name in """
    Class Restriction ObjectProperty TransitiveProperty SymmetricProperty AsymmetricProperty
    IrreflexiveProperty InverseFunctionalProperty FunctionalProperty AllDisjointClasses
    """.split()
)


def reasoning_view(schema: Graph, data: Graph) -> Graph:
    """What a reasoner is given.

    Args:
        schema: modules and alignments.
        data: facts about things.

    Returns:
        The axioms of the schema, and of the data the types and object assertions of everything
        that is no observation.

    Graph: `?property a owl:ObjectProperty`, `?thing a/rdfs:subClassOf* imet:Observation`
    """
    view = new_graph()
    for triple in _axioms(schema):
        view.add(triple)
    properties = set(schema.subjects(RDF.type, OWL.ObjectProperty)) | {SKOS.broader, SKOS.inScheme}
    left_out = set(_instances(schema, data, IMET.Observation))
    for s, p, o in data:
        is_link = p == RDF.type or p in properties
        if is_link and isinstance(o, URIRef) and not {s, o} & left_out:
            view.add((s, p, o))
    return view


def _axioms(schema: Graph) -> Iterator[tuple[Node, Node, Node]]:
    for s, p, o in schema:
        if isinstance(o, Literal):
            continue
        if p in _AXIOMS or (p == RDF.type and o in _TERM_TYPES):
            yield s, p, o


def _instances(schema: Graph, data: Graph, top: Node) -> Iterator[Node]:
    for cls in schema.transitive_subjects(RDFS.subClassOf, top):
        yield from data.subjects(RDF.type, cls)


def infer(schema: Graph, data: Graph) -> Graph:
    """Materialise what OWL 2 RL entails about the things in the data.

    Args:
        schema: modules and alignments, in OWL 2 RL.
        data: facts about things.

    Returns:
        The new triples between named things, without reflexive sameAs and owl:Thing.

    Raises:
        InconsistencyError: facts and axioms contradict one another.

    Source: OWL 2 Profiles, section 4.3 (rules of OWL 2 RL/RDF).
    """
    closure = reasoning_view(schema, data)
    engine = OWLRL_Semantics(closure, axioms=False, daxioms=False, rdfs=False)
    engine.closure()
    _refuse_contradictions(engine.error_messages)
    inferred = new_graph()
    for s, p, o in closure:
        if _is_news(s, p, o) and (s, p, o) not in data and (s, p, o) not in schema:
            inferred.add((s, p, o))
    return inferred


def _is_news(s: Node, p: Node, o: Node) -> bool:
    """Whether a triple tells something about a thing or concept of ours."""
    if not (isinstance(s, URIRef) and str(s).startswith((f"{BASE}id/", f"{BASE}concept/"))):
        return False
    if isinstance(o, BNode | Literal) or o == OWL.Thing or (p == OWL.sameAs and s == o):
        return False
    return not (p == RDF.type and o in {RDFS.Resource, OWL.NamedIndividual})


def _refuse_contradictions(messages: Iterable[str]) -> None:
    found = [
        Finding("reasoning", 0, "", _readable(text), "facts that the axioms allow together")
        for text in messages
    ]
    if found:
        raise InconsistencyError(f"the graph is inconsistent: {len(found)} contradictions", found)


def _readable(text: str) -> str:
    words = (word.strip("<>,.'") for word in text.split())
    return " ".join(compact(word) if "://" in word else word for word in words)
