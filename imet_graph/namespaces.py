"""Every namespace, declared once: the project's own and the standards it speaks."""

from __future__ import annotations

from types import MappingProxyType

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import NamespaceManager

__all__ = [
    "BASE",
    "IMET",
    "IMETSH",
    "INFERRED_GRAPH",
    "LINKS_GRAPH",
    "ONTOLOGY_IRI",
    "PREFIXES",
    "SCHEMES",
    "THING_KINDS",
    "bind",
    "compact",
    "expand",
    "new_graph",
    "sparql_prologue",
]

BASE = "https://w3id.org/imet-graph/"
ONTOLOGY_IRI = URIRef(BASE + "ontology")
INFERRED_GRAPH = URIRef(BASE + "graph/inferred")
LINKS_GRAPH = URIRef(BASE + "graph/links")
IMET = Namespace(BASE + "ontology#")
IMETSH = Namespace(BASE + "shape#")

THING_KINDS = tuple(
    """
    program pl act sec usc clause reg eo bill body school unit force group country place cprogram fy
    restriction waiver action incident listing gap duty enactment change orgchange role posting
    participation eligibility name course training claim person source citation obs dataset
    discrepancy coverage
    """.split()
)
"""Kinds of things; each is the path segment of its IRIs and their Turtle prefix."""

SCHEMES = tuple(
    """
    stage ground named status verdict scope rolekind topic claimtopic tier rank currency basis
    countbasis planstatus changekind region language mode tracked traffickingtier availability
    """.split()
)
"""Concept schemes; each is the path segment of its concepts and their Turtle prefix."""

_STANDARDS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sh": "http://www.w3.org/ns/shacl#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "qb": "http://purl.org/linked-data/cube#",
    "time": "http://www.w3.org/2006/time#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "fabio": "http://purl.org/spar/fabio/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    "vann": "http://purl.org/vocab/vann/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
}

PREFIXES: MappingProxyType[str, str] = MappingProxyType(
    {
        "imet": str(IMET),
        "imetsh": str(IMETSH),
        "cube": f"{BASE}cube/",
        **{kind: f"{BASE}id/{kind}/" for kind in THING_KINDS},
        **{scheme: f"{BASE}concept/{scheme}/" for scheme in SCHEMES},
        **_STANDARDS,
    }
)
"""Prefix to namespace IRI; these prefixes are known in every query."""

_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def bind(graph: Graph) -> Graph:
    """Give a graph exactly our prefixes, so that serialisations do not vary.

    Args:
        graph: any rdflib graph; changed in place.

    Returns:
        The same graph.
    """
    manager = NamespaceManager(graph, bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        manager.bind(prefix, namespace, override=True, replace=True)
    graph.namespace_manager = manager
    return graph


def new_graph() -> Graph:
    """An empty rdflib graph that knows our prefixes and no others."""
    return bind(Graph(bind_namespaces="none"))


def expand(name: str) -> URIRef:
    """Turn a prefixed name, `<iri>` or bare IRI into an IRI.

    Args:
        name: `country:PAK`, `<https://…>` or `https://…`.

    Raises:
        ValueError: the prefix is unknown or the text is no IRI.
    """
    text = name.strip().removeprefix("<").removesuffix(">")
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        text = PREFIXES[prefix] + local
    elif not colon or not local.startswith("//"):
        raise ValueError(f"{name!r} has no known prefix and is no IRI")
    if not _is_clean(text):
        raise ValueError(f"{name!r} holds a character that no IRI may hold")
    return URIRef(text)


def _is_clean(iri: str) -> bool:
    return not any(c in '<>"{}|\\^`' or c <= " " for c in iri)


def compact(iri: str) -> str:
    """Shorten an IRI to a prefixed name where one of our prefixes fits and Turtle can read it."""
    for prefix, namespace in _LONGEST_FIRST:
        local = iri.removeprefix(namespace)
        if local != iri and local and all(c.isalnum() or c in "-_" for c in local):
            return f"{prefix}:{local}"
    return iri


def sparql_prologue() -> str:
    """The PREFIX lines that make every default prefix known to a SPARQL query."""
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
