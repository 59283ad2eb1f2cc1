"""An explanation as PROV: each triple an entity, each step the activity that generated it."""

from __future__ import annotations

import hashlib

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS

from imet_graph.explanation.gather import Explanation
from imet_graph.namespaces import BASE, new_graph
from imet_graph.reasoning import Proof
from imet_graph.reasoning.proof import Triple
from imet_graph.terms import ntriples_line

__all__ = ["to_prov"]

_W3C = "https://www.w3.org/TR/owl2-profiles/#"


def to_prov(explanation: Explanation) -> Graph:
    """The proofs as a graph without blank nodes of its own.

    Returns:
        For each triple a prov:Entity (and rdf:Statement) with subject, predicate and object; for
        each step a prov:Activity that used its premises under a rule as prov:Plan; for each cited
        fact prov:hadPrimarySource.

    Source: W3C, PROV-O: The PROV Ontology
    """
    graph = new_graph()
    cited = {source.number: URIRef(source.citation.iri) for source in explanation.sources}
    for proof in explanation.proofs:
        for tree in proof.nodes():
            entity = _entity(graph, explanation, tree.triple)
            for mark in explanation.marks.get(tree.triple, ()):
                graph.add((entity, PROV.hadPrimarySource, cited[mark.number]))
            if not tree.asserted:
                _step(graph, explanation, entity, tree)
    return graph


def _entity(graph: Graph, explanation: Explanation, triple: Triple) -> URIRef:
    entity = _named("triple", ntriples_line(triple))
    graph.add((entity, RDF.type, PROV.Entity))
    graph.add((entity, RDF.type, RDF.Statement))
    graph.add((entity, RDFS.label, Literal(explanation.sentence(triple), lang="en")))
    for predicate, term in zip((RDF.subject, RDF.predicate, RDF.object), triple, strict=True):
        graph.add((entity, predicate, term))
    return entity


def _step(graph: Graph, explanation: Explanation, entity: URIRef, proof: Proof) -> None:
    premises = [_named("triple", ntriples_line(premise.triple)) for premise in proof.premises]
    step = _named("step", " ".join([entity, proof.rule, *premises]))
    usage = _named("usage", step)
    plan = URIRef(f"{_W3C}{proof.rule}")
    if proof.rule[:1].isdigit():
        plan = URIRef(f"{BASE}rule/{proof.rule}")
    graph.add((entity, PROV.wasGeneratedBy, step))
    graph.add((step, RDF.type, PROV.Activity))
    graph.add((step, RDFS.label, Literal(proof.words, lang="en")))
    graph.add((step, PROV.qualifiedAssociation, usage))
    graph.add((usage, RDF.type, PROV.Association))
    graph.add((usage, PROV.agent, URIRef(f"{BASE}ontology")))
    graph.add((usage, PROV.hadPlan, plan))
    graph.add((plan, RDF.type, PROV.Plan))
    for condition in proof.conditions:
        graph.add((step, RDFS.comment, Literal(condition, lang="en")))
    for premise in premises:
        graph.add((step, PROV.used, premise))
        graph.add((entity, PROV.wasDerivedFrom, premise))


def _named(kind: str, text: str) -> URIRef:
    digest = hashlib.sha256(text.encode()).hexdigest()[:24]
    return URIRef(f"{BASE}proof/{kind}#{digest}")
