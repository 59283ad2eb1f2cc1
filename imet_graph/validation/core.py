"""Constraints of SHACL Core as SPARQL queries, for the components that our shapes use."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, XSD
from rdflib.term import Node

from imet_graph.errors import ValidationError
from imet_graph.namespaces import compact
from imet_graph.terms import ntriples
from imet_graph.validation.constraints import Constraint, is_active, on_shape

__all__ = ["core_constraints"]

_SAYS_NO_RULE = frozenset(
    {
        RDF.type,
        *(
            SH[name]
            for name in """
            path message severity name description order group deactivated property sparql
            targetClass targetNode targetSubjectsOf targetObjectsOf ignoredProperties
            """.split()
        ),
    }
)
_CASTS = frozenset({XSD.boolean, XSD.date, XSD.decimal, XSD.integer})
_NODE_KINDS: dict[Node, str] = {SH.IRI: "isIRI", SH.Literal: "isLiteral", SH.BlankNode: "isBlank"}
_INSTANCE_OF = f"{ntriples(RDF.type)}/{ntriples(RDFS.subClassOf)}*"


def core_constraints(shapes: Graph) -> list[Constraint]:
    """Every SHACL Core constraint of a shapes graph as a query, in the order of their shapes.

    Raises:
        ValidationError: a shape uses a component, or a value of one, that is not known here.

    Source: SHACL section 4, core constraint components
    """
    owners = set(shapes.subjects(RDF.type, SH.NodeShape)) | set(shapes.objects(None, SH.property))
    return sorted(
        on_shape(shapes, shape, _component(parameter), select)
        for shape in owners
        if is_active(shapes, shape)
        for parameter, value in shapes.predicate_objects(shape)
        if parameter not in _SAYS_NO_RULE and str(parameter).startswith(str(SH))
        for select in _select(shapes, shape, parameter, value)
    )


def _component(parameter: Node) -> URIRef:
    name = str(parameter).removeprefix(str(SH))
    return SH[f"{name[0].upper()}{name[1:]}ConstraintComponent"]


def _select(shapes: Graph, shape: Node, parameter: Node, value: Node) -> Iterator[str]:
    name = str(parameter).removeprefix(str(SH))
    path = shapes.value(shape, SH.path)
    if name == "closed":
        yield from _closed(shapes, shape, value)
    elif (name, str(value)) in _COUNTS and path is not None:
        yield _COUNTS[name, str(value)].replace("PATH", ntriples(path))
    elif name in _ON_PATH and path is not None:
        yield _ON_PATH[name].replace("PATH", ntriples(path)).replace("VALUE", ntriples(value))
    elif name in _ON_VALUE:
        bad = _ON_VALUE[name](shapes, value)
        bound = f"$this {ntriples(path)} ?value ." if path else "BIND($this AS ?value)"
        yield f"SELECT DISTINCT $this ?value WHERE {{ {bound} FILTER({bad}) }}"
    else:
        raise ValidationError(
            f"{compact(str(shape))}: sh:{name} {value} cannot run over a whole store; expected one "
            f"of {', '.join(sorted({*_ON_PATH, *_ON_VALUE, 'closed', 'maxCount', 'minCount'}))}"
        )


_COUNTS = {
    ("minCount", "1"): "SELECT DISTINCT $this WHERE { FILTER NOT EXISTS { $this PATH ?any } }",
    ("maxCount", "0"): "SELECT DISTINCT $this WHERE { $this PATH ?any }",
    ("maxCount", "1"): "SELECT DISTINCT $this WHERE { $this PATH ?one, ?two "
    "FILTER(!sameTerm(?one, ?two)) }",
}
_ON_PATH = {
    "hasValue": "SELECT DISTINCT $this WHERE { FILTER NOT EXISTS { $this PATH VALUE } }",
    "disjoint": "SELECT DISTINCT $this ?value WHERE { $this PATH ?value ; VALUE ?value }",
    "lessThanOrEquals": "SELECT DISTINCT $this ?value WHERE { $this PATH ?value ; VALUE ?other "
    "FILTER(!COALESCE(?value <= ?other, false)) }",
}


def _datatype(shapes: Graph, datatype: Node) -> str:
    kind = ntriples(datatype)
    wrong = f"!isLiteral(?value) || DATATYPE(?value) != {kind}"
    if datatype in _CASTS:
        return f"{wrong} || !COALESCE(DATATYPE({kind}(STR(?value))) = {kind}, false)"
    return wrong


def _language_in(shapes: Graph, head: Node) -> str:
    tags = [ntriples(tag) for tag in Collection(shapes, head)]
    return " && ".join(f"!COALESCE(LANGMATCHES(LANG(?value), {tag}), false)" for tag in tags)


def _class(shapes: Graph, wanted: Node) -> str:
    return f"NOT EXISTS {{ ?value {_INSTANCE_OF} {ntriples(wanted)} }}"


_ON_VALUE: dict[str, Callable[[Graph, Node], str]] = {
    "class": _class,
    "datatype": _datatype,
    "languageIn": _language_in,
    "maxLength": lambda _, n: f"isBlank(?value) || STRLEN(STR(?value)) > {n}",
    "minInclusive": lambda _, n: f"!COALESCE(?value >= {n}, false)",
    "minLength": lambda _, n: f"isBlank(?value) || STRLEN(STR(?value)) < {n}",
    "nodeKind": lambda _, kind: f"!{_NODE_KINDS[kind]}(?value)",
    "pattern": lambda _, text: f"isBlank(?value) || !REGEX(STR(?value), {ntriples(text)})",
}


def _closed(shapes: Graph, shape: Node, value: Node) -> Iterator[str]:
    if str(value) != "true":
        return
    head = shapes.value(shape, SH.ignoredProperties)
    known = set(Collection(shapes, head)) if head else set()
    for inner in shapes.objects(shape, SH.property):
        known |= set(shapes.objects(inner, SH.path))
    listed = ", ".join(sorted(ntriples(property_) for property_ in known))
    pattern = f"$this ?path ?value FILTER(?path NOT IN ({listed}))"
    yield f"SELECT DISTINCT $this ?path ?value WHERE {{ {pattern} }}"
