"""Shapes and data drawn at random: every Core component, path kind, target and nesting."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, XSD
from rdflib.term import Node

EX = Namespace("https://example.org/")
NODES: list[Node] = [EX.a, EX.b, EX.c, EX.d, BNode("e")]
CLASSES = [EX.Kind, EX.Narrow, EX.Other]
PREDICATES = [EX.p, EX.q, EX.r]
NUMBERS = [
    Literal("1", datatype=XSD.integer),
    Literal("3", datatype=XSD.integer),
    Literal("2.5", datatype=XSD.decimal),
    Literal("3.0E0", datatype=XSD.double),
    Literal("7", datatype=XSD.byte),
]
DAYS = [Literal(day, datatype=XSD.date) for day in ("1999-12-31", "2024-02-29")]
INSTANTS = [
    Literal(instant, datatype=XSD.dateTime)
    for instant in ("2024-01-01T00:00:00", "2024-01-01T00:00:00Z", "2024-01-01T02:00:00+04:00")
]
STRINGS = [Literal("a"), Literal("abc"), Literal("Z 9")]
TAGGED = [Literal("a", lang="en"), Literal("b", lang="en"), Literal("a", lang="de-at")]
ILL_FORMED = [
    Literal("x", datatype=XSD.integer),
    Literal("300", datatype=XSD.byte),
    Literal("2023-02-29", datatype=XSD.date),
]
TRUTHS = [Literal("true", datatype=XSD.boolean), Literal("false", datatype=XSD.boolean)]
LITERALS = [*NUMBERS, *DAYS, *INSTANTS, *STRINGS, *TAGGED, *ILL_FORMED, *TRUTHS]
DATATYPES = [XSD.integer, XSD.decimal, XSD.byte, XSD.date, XSD.string, RDF.langString, XSD.dateTime]
BOUNDS = [*NUMBERS[:3], *DAYS[:1], *INSTANTS[:2], STRINGS[1]]
NODE_KINDS = "IRI BlankNode Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral".split()
SEVERITIES = [SH.Violation, SH.Warning, SH.Info]

Write = Callable[[Graph], Node]
"""Writes something into a shapes graph and gives its node."""
Say = Callable[[Graph, Node], None]
"""Writes something about a shape into a shapes graph."""


@st.composite
def data_graphs(draw: st.DrawFn) -> Graph:
    """A small graph of some nodes, with types and sub-classes."""
    values = st.sampled_from([*NODES, *LITERALS])
    triples = st.tuples(st.sampled_from(NODES), st.sampled_from(PREDICATES), values)
    types = st.tuples(st.sampled_from(NODES), st.just(RDF.type), st.sampled_from(CLASSES))
    graph = Graph()
    graph.add((EX.Narrow, RDFS.subClassOf, EX.Kind))
    for triple in draw(st.lists(st.one_of(triples, triples, types), min_size=4, max_size=20)):
        graph.add(triple)
    return graph


def listed(graph: Graph, members: list[Node]) -> Node:
    head = BNode()
    Collection(graph, head, list(members))
    return head if members else RDF.nil


def paths(depth: int = 2) -> st.SearchStrategy[Write]:
    """Every kind of path; an inverse of a predicate only, since pyshacl turns no sequence round."""
    simple = st.sampled_from(PREDICATES).map(lambda p: lambda graph: p)
    inverse = st.sampled_from(PREDICATES).map(lambda p: unary(SH.inversePath, lambda graph: p))
    if depth == 0:
        return st.one_of(simple, inverse)
    inner = paths(depth - 1)
    closures = [SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath]
    return st.one_of(
        simple,
        simple,
        inverse,
        st.builds(unary, st.sampled_from(closures), inner),
        st.lists(inner, min_size=2, max_size=3).map(sequence),
        st.lists(inner, min_size=2, max_size=3).map(alternative),
    )


def unary(predicate: URIRef, inner: Write) -> Write:
    def write(graph: Graph) -> Node:
        node = BNode()
        graph.add((node, predicate, inner(graph)))
        return node

    return write


def sequence(parts: list[Write]) -> Write:
    return lambda graph: listed(graph, [part(graph) for part in parts])


def alternative(parts: list[Write]) -> Write:
    return unary(SH.alternativePath, sequence(parts))


def says(name: str, value: Node) -> Say:
    return lambda graph, shape: void(graph.add((shape, SH[name], value)))


def void(_: object) -> None:
    return None


def about_values() -> st.SearchStrategy[Say]:
    """Constraints that may stand on node shapes and property shapes."""

    def among(name: str, values: Sequence[Node]) -> st.SearchStrategy[Say]:
        return st.sampled_from(values).map(lambda value: says(name, value))

    def some(name: str, values: Sequence[Node]) -> st.SearchStrategy[Say]:
        chosen = st.lists(st.sampled_from(values), max_size=4, unique=True)
        return chosen.map(
            lambda members: (
                lambda graph, shape: void(graph.add((shape, SH[name], listed(graph, members))))
            )
        )

    return st.one_of(
        among("class", CLASSES),
        among("datatype", DATATYPES),
        among("nodeKind", [SH[kind] for kind in NODE_KINDS]),
        among("minInclusive", BOUNDS),
        among("minExclusive", BOUNDS),
        among("maxInclusive", BOUNDS),
        among("maxExclusive", BOUNDS),
        among("minLength", [Literal(1), Literal(2), Literal(20)]),
        among("maxLength", [Literal(0), Literal(2), Literal(20)]),
        among("pattern", [Literal("^a"), Literal("[0-9]{2}"), Literal("org/[a-c]$")]),
        among("hasValue", [EX.a, NUMBERS[0], STRINGS[0], TAGGED[0]]),
        among("equals", PREDICATES),
        among("disjoint", PREDICATES),
        some("in", [*NODES[:4], *LITERALS]),
        some("languageIn", [Literal("en"), Literal("de"), Literal("fr")]),
        st.just(says("closed", Literal(True))),
    )


def about_sets() -> st.SearchStrategy[Say]:
    """Constraints that need a property shape."""
    counts = st.integers(0, 3).map(Literal)
    return st.one_of(
        counts.map(lambda n: says("minCount", n)),
        counts.map(lambda n: says("maxCount", n)),
        st.booleans().map(lambda b: says("uniqueLang", Literal(b))),
        st.sampled_from(PREDICATES).map(lambda p: says("lessThan", p)),
        st.sampled_from(PREDICATES).map(lambda p: says("lessThanOrEquals", p)),
    )


def about_shapes(depth: int) -> st.SearchStrategy[Say]:
    """Constraints that refer to shapes."""
    inner = shapes(depth - 1)
    node, properties = node_shapes(depth - 1), property_shapes(depth - 1)

    def one(name: str, shape: Write) -> Say:
        return lambda graph, outer: void(graph.add((outer, SH[name], shape(graph))))

    def several(name: str, members: list[Write]) -> Say:
        return lambda graph, outer: void(
            graph.add((outer, SH[name], listed(graph, [member(graph) for member in members])))
        )

    lists = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.builds(one, st.just("node"), node),
        st.builds(one, st.just("property"), properties),
        st.builds(one, st.just("not"), inner),
        st.builds(several, st.sampled_from(["and", "or", "xone"]), lists),
    )


def qualified(depth: int) -> st.SearchStrategy[Say]:
    def say(shape: Write, least: int | None, most: int | None, disjoint: bool) -> Say:
        def write(graph: Graph, outer: Node) -> None:
            graph.add((outer, SH.qualifiedValueShape, shape(graph)))
            if least is not None or most is None:
                graph.add((outer, SH.qualifiedMinCount, Literal(least or 0)))
            if most is not None:
                graph.add((outer, SH.qualifiedMaxCount, Literal(most)))
            if disjoint:
                graph.add((outer, SH.qualifiedValueShapesDisjoint, Literal(True)))

        return write

    counts = st.one_of(st.none(), st.integers(0, 2))
    return st.builds(say, shapes(depth - 1), counts, counts, st.booleans())


@st.composite
def node_shapes(draw: st.DrawFn, depth: int = 2) -> Write:
    parts = [about_values(), about_shapes(depth)] if depth else [about_values()]
    chosen = draw(st.lists(st.one_of(parts), max_size=3))
    return written(draw, chosen, None)


@st.composite
def property_shapes(draw: st.DrawFn, depth: int = 2) -> Write:
    parts = [about_values(), about_sets()]
    if depth:
        parts += [about_shapes(depth), qualified(depth)]
    chosen = draw(st.lists(st.one_of(parts), min_size=1, max_size=3))
    return written(draw, chosen, draw(paths()))


def shapes(depth: int) -> st.SearchStrategy[Write]:
    return st.one_of(node_shapes(depth), property_shapes(depth))


ONCE = "datatype nodeKind minCount maxCount minLength maxLength in languageIn uniqueLang closed"


def written(draw: st.DrawFn, chosen: list[Say], path: Write | None) -> Write:
    severity = draw(st.one_of(st.none(), st.sampled_from(SEVERITIES)))
    deactivated = draw(st.integers(0, 9)) == 0

    def write(graph: Graph) -> Node:
        node = BNode()
        graph.add((node, RDF.type, SH.PropertyShape if path else SH.NodeShape))
        if path:
            graph.add((node, SH.path, path(graph)))
        if severity is not None:
            graph.add((node, SH.severity, severity))
        if deactivated:
            graph.add((node, SH.deactivated, Literal(True)))
        for say in chosen:
            say(graph, node)
        keep_one_value(graph, node)
        return node

    return write


def keep_one_value(graph: Graph, node: Node) -> None:
    """Take away second values of parameters that take one."""
    names = [*ONCE.split(), "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount"]
    for predicate in (SH[name] for name in names):
        for value in list(graph.objects(node, predicate))[1:]:
            graph.remove((node, predicate, value))


@st.composite
def shapes_graphs(draw: st.DrawFn) -> Graph:
    """A shapes graph of one or two shapes with targets and whatever nests in them."""
    graph = Graph()
    for place in range(draw(st.integers(1, 4))):
        node = draw(shapes(2))(graph)
        name = EX[f"shape{place}"]
        for s, p, o in list(graph):
            if node in (s, o):
                graph.remove((s, p, o))
                graph.add((name if s == node else s, p, name if o == node else o))
        for kind, value in draw(st.lists(targets(), min_size=2, max_size=4)):
            graph.add((name, kind, value))
    return graph


def targets() -> st.SearchStrategy[tuple[URIRef, Node]]:
    def of(kind: URIRef, values: Sequence[Node]) -> st.SearchStrategy[tuple[URIRef, Node]]:
        return st.tuples(st.just(kind), st.sampled_from(values))

    return st.one_of(
        of(SH.targetClass, CLASSES),
        of(SH.targetNode, [EX.a, EX.b, EX.absent, NUMBERS[0], TAGGED[0]]),
        of(SH.targetSubjectsOf, PREDICATES),
        of(SH.targetObjectsOf, PREDICATES),
    )
