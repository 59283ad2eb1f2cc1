"""The classes and properties of the ontology, as its document lists them."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from imet_graph.description import Ref
from imet_graph.description.document import graph_of
from imet_graph.description.lookup import Lookup, node
from imet_graph.namespaces import IMET, ONTOLOGY_IRI

__all__ = ["VocabularyTerm", "concepts_of", "ontology_graph", "vocabulary"]

_KINDS = {
    "owl:Class": "Classes",
    "owl:ObjectProperty": "Object properties",
    "owl:DatatypeProperty": "Data properties",
    "owl:AnnotationProperty": "Annotation properties",
}
_LINKS = {
    "rdfs:subClassOf": "Subclass of",
    "rdfs:subPropertyOf": "Subproperty of",
    "rdfs:domain": "Domain",
    "rdfs:range": "Range",
    "owl:inverseOf": "Inverse of",
    "owl:disjointWith": "Disjoint with",
}
_TRAITS = {
    "owl:TransitiveProperty": "transitive",
    "owl:SymmetricProperty": "symmetric",
    "owl:DeprecatedClass": "deprecated",
    "owl:DeprecatedProperty": "deprecated",
}


@dataclass(frozen=True)
class VocabularyTerm:
    """A class or property, or a concept of a scheme.

    Args:
        ref: IRI and label.
        name: the part after `#`, or the notation.
        group: heading under which it stands.
        definition: its definition.
        notes: examples and scope notes.
        links: heading and what it points to, such as ("Domain", refs).
        traits: `transitive`, `symmetric`, `deprecated`.
    """

    ref: Ref
    name: str
    group: str
    definition: str
    notes: tuple[str, ...] = ()
    links: tuple[tuple[str, tuple[Ref, ...]], ...] = ()
    traits: tuple[str, ...] = ()


def vocabulary(store: ox.Store) -> tuple[VocabularyTerm, ...]:
    """Every class and property in our namespace, by group and name."""
    see = Lookup(store)
    terms = [
        _term(see, term, group)
        for kind, group in _KINDS.items()
        for term in see.subjects("rdf:type", node(kind))
        if term.value.startswith(str(IMET))
    ]
    return tuple(dict.fromkeys(terms))


def concepts_of(store: ox.Store, scheme: str) -> tuple[VocabularyTerm, ...]:
    """The concepts of a scheme, by notation.

    Graph: `?concept skos:inScheme ?scheme`
    """
    see = Lookup(store)
    concepts = see.subjects("skos:inScheme", ox.NamedNode(scheme))
    return tuple(
        VocabularyTerm(see.ref(c), see.key(c), "Concepts", see.text(c, "skos:definition"))
        for c in concepts
    )


def ontology_graph(store: ox.Store) -> list[ox.Triple]:
    """Every triple about the ontology and its terms."""
    terms = [ox.NamedNode(term.ref.iri) for term in vocabulary(store)]
    return graph_of(store, [ox.NamedNode(str(ONTOLOGY_IRI)), *terms])


def _term(see: Lookup, term: ox.NamedNode, group: str) -> VocabularyTerm:
    links = (
        (title, tuple(see.ref(o) for o in _named(see, term, p))) for p, title in _LINKS.items()
    )
    types = {str(o) for o in see.objects(term, "rdf:type")}
    notes = (
        note.value
        for name in ("skos:scopeNote", "skos:example", "skos:note")
        for note in see.objects(term, name)
        if isinstance(note, ox.Literal)
    )
    return VocabularyTerm(
        ref=see.ref(term),
        name=term.value.removeprefix(str(IMET)),
        group=group,
        definition=see.text(term, "skos:definition"),
        notes=tuple(notes),
        links=tuple((title, refs) for title, refs in links if refs),
        traits=tuple(
            dict.fromkeys(trait for name, trait in _TRAITS.items() if str(node(name)) in types)
        ),
    )


def _named(see: Lookup, term: ox.NamedNode, predicate: str) -> list[ox.NamedNode]:
    """Asserted values other than the term itself."""
    return [
        o
        for o in see.nodes(term, predicate)
        if o != term and not see.inferred(ox.Quad(term, node(predicate), o))
    ]
