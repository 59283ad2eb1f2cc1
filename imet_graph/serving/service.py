"""The SPARQL service description as triples.

Source: SPARQL 1.1 Service Description, section 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from imet_graph.namespaces import INFERRED_GRAPH, LINKS_GRAPH, PREFIXES

__all__ = ["service_description"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def service_description(endpoint: str, manifest: Mapping[str, Any]) -> list[ox.Triple]:
    """Describe the endpoint.

    Args:
        endpoint: its address.
        manifest: manifest of the release in use, for the counts of triples.
    """
    return list(_triples(ox.NamedNode(endpoint), manifest))


def _triples(service: ox.NamedNode, manifest: Mapping[str, Any]) -> Iterator[ox.Triple]:
    kind = _iri("rdf", "type")
    yield ox.Triple(service, kind, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), service)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for name in _RESULT_FORMATS:
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + name))
    dataset, whole = (ox.NamedNode(f"{service.value}#{p}") for p in ("dataset", "default-graph"))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, kind, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), whole)
    counts = manifest.get("triples", {})
    sizes = {whole: sum(counts.values())}
    for part, name, size in (
        ("inferred", INFERRED_GRAPH, counts.get("inferred", 0)),
        ("links", LINKS_GRAPH, manifest.get("links", 0)),
    ):
        listed, graph = (ox.NamedNode(f"{service.value}#{p}") for p in (part, f"{part}-graph"))
        yield ox.Triple(dataset, _sd("namedGraph"), listed)
        yield ox.Triple(listed, kind, _sd("NamedGraph"))
        yield ox.Triple(listed, _sd("name"), ox.NamedNode(str(name)))
        yield ox.Triple(listed, _sd("graph"), graph)
        sizes[graph] = size
    for graph, size in sizes.items():
        yield ox.Triple(graph, kind, _sd("Graph"))
        yield ox.Triple(graph, _iri("void", "triples"), ox.Literal(size))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _iri(prefix: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES[prefix] + name)
