"""Gathers the proof of a triple and the sources of the asserted triples it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from imet_graph.description.bibliography import Bibliography
from imet_graph.description.gather import FactSources
from imet_graph.description.lookup import Lookup
from imet_graph.description.model import Mark, NumberedSource
from imet_graph.errors import QueryError
from imet_graph.manchester import manchester
from imet_graph.namespaces import compact, expand
from imet_graph.reasoning import Proof
from imet_graph.reasoning.axioms import SCHEMA_PREDICATES, SCHEMA_TYPES
from imet_graph.reasoning.keeping import recall
from imet_graph.reasoning.proof import Triple
from imet_graph.store import Release
from imet_graph.terms import canonical, ntriples

__all__ = ["Explanation", "explain", "is_axiom", "parse_node"]


@dataclass(frozen=True)
class Explanation:
    """Why a triple holds.

    Args:
        triple: what is explained.
        proofs: the shortest first; more than one where others were asked for.
        words: for each term of the proofs what a person reads.
        marks: for each asserted fact the numbers of its sources.
        sources: numbered from 1.
    """

    triple: Triple
    proofs: tuple[Proof, ...]
    words: Mapping[Node, str]
    marks: Mapping[Triple, tuple[Mark, ...]]
    sources: tuple[NumberedSource, ...]

    def sentence(self, triple: Triple) -> str:
        """A triple in the labels of its terms."""
        s, p, o = (self.words[term] for term in triple)
        if triple[1] == RDF.type:
            return f"{s}: is of the class {o}"
        return f"{s}: {p}: {o}"


def parse_node(text: str) -> Node:
    """A term as a person writes it.

    Args:
        text: prefixed name, IRI, `a`, or a literal as in Turtle: `42`, `"text"@en`, `true`.

    Raises:
        QueryError: it is none of these.
    """
    if text == "a":
        return RDF.type
    if text.startswith("_:"):
        return BNode(text[2:])
    try:
        return expand(text)
    except ValueError as error:
        literal = _literal(text)
        if literal is None:
            raise QueryError(
                f"{error}; expected a prefixed name such as country:PAK, an IRI or a literal"
            ) from error
        return literal


def _literal(text: str) -> Literal | None:
    try:
        graph = Graph().parse(data=f"<urn:s> <urn:p> {text} .", format="turtle")
    except Exception:  # rdflib raises errors of several kinds
        return None
    found = list(graph.objects(URIRef("urn:s"), URIRef("urn:p")))
    only = found[0] if len(found) == 1 else None
    return canonical(only) if isinstance(only, Literal) else None  # type: ignore[return-value]


def explain(
    release: Release, subject: Node, predicate: Node, value: Node, *, every: bool = False
) -> Explanation:
    """Explain a triple of a build.

    Args:
        release: a finished build.
        subject: of the triple.
        predicate: of the triple.
        value: its object.
        every: find a proof for each last step that leads to the triple, not the shortest alone.

    Returns:
        Its proofs, the shortest first. Where it is asserted, that is the triple itself with its
        sources, and the shortest proof from other triples comes next if there is one.

    Raises:
        QueryError: the triple is neither asserted nor inferred; what the subject has is named.
        StoreError: the build is damaged.
    """
    triple = (subject, predicate, value)
    closure = recall(release.columns)
    try:
        shortest = closure.proof(triple)
    except KeyError:
        raise QueryError(_unknown(release, triple)) from None
    proofs = [shortest]
    if every or shortest.asserted:
        others = [proof for proof in closure.alternatives(triple) if proof != shortest]
        proofs += others if every else others[:1]
    return _with_sources(release, triple, tuple(proofs), closure.schema())


def _unknown(release: Release, triple: Triple) -> str:
    names = " ".join(compact(str(term)) for term in triple)
    see = Lookup(release.open())
    quads = see.about(ox.NamedNode(str(triple[0]))) if isinstance(triple[0], URIRef) else iter(())
    values = sorted(
        {
            compact(q.object.value)
            for q in quads
            if q.predicate.value == str(triple[1]) and isinstance(q.object, ox.NamedNode)
        }
    )
    there = f"; it has {', '.join(values[:5])}" if values else ""
    return f"{names}: neither stated nor inferred{there}; expected a triple of the graph"


def is_axiom(triple: Triple) -> bool:
    """Whether a triple states an axiom of the ontology and no fact about things."""
    return triple[1] in SCHEMA_PREDICATES or triple[2] in SCHEMA_TYPES


def _with_sources(
    release: Release, triple: Triple, proofs: tuple[Proof, ...], schema: Graph
) -> Explanation:
    see = Lookup(release.open())
    books = Bibliography(see)
    facts = FactSources(see, books)
    trees = [node for proof in proofs for node in proof.nodes()]
    marks = {
        tree.triple: facts.marks(_subject(tree.triple[0]), *_link(tree.triple))
        for tree in trees
        if tree.asserted and not is_axiom(tree.triple) and isinstance(tree.triple[0], URIRef)
    }
    words = {term: _word(see, schema, term) for tree in trees for term in tree.triple}
    return Explanation(triple, proofs, words, marks, books.entries())


def _subject(term: Node) -> ox.NamedNode:
    return ox.NamedNode(str(term))


def _link(triple: Triple) -> tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]:
    (quad,) = ox.parse(
        f"<urn:s> <{triple[1]}> {ntriples(triple[2])} .", format=ox.RdfFormat.N_TRIPLES
    )
    if isinstance(quad.object, ox.Triple):
        raise QueryError("a triple as a term cannot be explained")
    return quad.predicate, quad.object


def _word(see: Lookup, schema: Graph, term: Node) -> str:
    if isinstance(term, BNode):
        return manchester(schema, term)
    if isinstance(term, URIRef):
        return see.label(ox.NamedNode(str(term)))
    return str(term)
