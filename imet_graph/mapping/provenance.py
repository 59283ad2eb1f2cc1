"""What source.yml says of a table's sources, citations and data set, as triples."""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, QB, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from imet_graph.mapping.checking import Checker
from imet_graph.mapping.vocabulary import CLASS
from imet_graph.namespaces import IMET, new_graph
from imet_graph.reading import BodyEntry, CitationEntry, DatasetEntry, SourceEntry, TableDescription
from imet_graph.terms import date_literal, text_literal

__all__ = ["source_graph"]


def source_graph(checker: Checker, description: TableDescription) -> Graph:
    """Describe where the rows of a table come from.

    Args:
        checker: collects names in source.yml that are no IRIs of ours.
        description: a source.yml.

    Graph: `?source a imet:DataSource ; imet:publishedBy ?agent . ?citation imet:citesSource
        ?source . ?dataset a qb:DataSet ; prov:wasDerivedFrom ?source`. The same file always gives
        the same triples: no time of the run is recorded.
    """
    graph = new_graph()
    for number, source in enumerate(description.sources):
        _add_source(graph, checker, f"sources.{number}", source)
    if description.datasets and not description.sources:
        checker.fault("sources", "no source", "the source of the data sets")
        return graph
    for number, dataset in enumerate(description.datasets):
        _add_dataset(graph, checker, f"datasets.{number}", dataset, description)
    for number, body in enumerate(description.bodies):
        _add_body(graph, checker, f"bodies.{number}", body)
    return graph


def _add_source(graph: Graph, checker: Checker, key: str, source: SourceEntry) -> None:
    node = checker.iri(source.key, f"{key}.key")
    facts: list[tuple[URIRef, Node]] = [
        (RDF.type, checker.term(source.type, f"{key}.type", CLASS)),
        (RDFS.label, text_literal(source.title)),
        (DCTERMS.description, text_literal(source.coverage)),
        (IMET.publishedBy, checker.iri(source.publisher, f"{key}.publisher")),
        (IMET.sourceTier, checker.iri(source.tier, f"{key}.tier")),
        (IMET.webAddress, Literal(source.url, datatype=XSD.anyURI)),
    ]
    if source.published:
        facts.append((IMET.publishedOn, date_literal(source.published)))
    if source.license:
        facts.append((DCTERMS.license, checker.iri(source.license, f"{key}.license")))
    if source.note:
        facts.append((SKOS.note, text_literal(source.note)))
    for predicate, value in facts:
        graph.add((node, predicate, value))
    for number, citation in enumerate(source.citations):
        _add_citation(graph, checker, f"{key}.citations.{number}", citation, node)


def _add_citation(
    graph: Graph, checker: Checker, key: str, citation: CitationEntry, source: URIRef
) -> None:
    node = checker.iri(citation.key, f"{key}.key")
    graph.add((node, RDF.type, IMET.Citation))
    graph.add((node, RDFS.label, text_literal(citation.label)))
    graph.add((node, IMET.citesSource, source))
    graph.add((node, IMET.locator, Literal(citation.locator)))
    if citation.accessed:
        graph.add((node, IMET.accessedOn, date_literal(citation.accessed)))


def _add_dataset(
    graph: Graph, checker: Checker, key: str, dataset: DatasetEntry, description: TableDescription
) -> None:
    node = checker.iri(dataset.key, f"{key}.key")
    source = checker.iri(description.sources[0].key, "sources.0.key")
    graph.add((node, RDF.type, QB.DataSet))
    graph.add((node, RDFS.label, text_literal(dataset.title)))
    graph.add((node, DCTERMS.title, text_literal(dataset.title)))
    graph.add((node, QB.structure, checker.iri(dataset.structure, f"{key}.structure")))
    graph.add((node, PROV.wasDerivedFrom, source))
    graph.add((node, IMET.hasCitation, checker.iri(dataset.citation, f"{key}.citation")))
    graph.add((node, IMET.verificationStatus, checker.iri("status:in-dataset", key)))


def _add_body(graph: Graph, checker: Checker, key: str, body: BodyEntry) -> None:
    node = checker.iri(body.key, f"{key}.key")
    graph.add((node, RDF.type, checker.term(body.type, f"{key}.type", CLASS)))
    graph.add((node, RDFS.label, text_literal(body.name)))
    graph.add((node, IMET.hasCitation, checker.iri(body.citation, f"{key}.citation")))
    graph.add((node, IMET.verificationStatus, checker.iri("status:in-source", key)))
