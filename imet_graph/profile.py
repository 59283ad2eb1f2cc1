"""Whether an ontology stays in OWL 2 DL and OWL 2 RL; each axiom outside is refused by name.

`profile_findings` is the whole gate. `outside_rules` is the part of it that concerns a reasoner:
what the rules of OWL 2 RL would silently pass over.

The rules are those of the OWL 2 recommendations that can be read off the RDF graph: every term is
declared in one role, no reserved name is redefined, datatypes are those of OWL 2 RL, class
expressions stand only where RL lets them, and properties made by chains or transitivity carry no
restriction that needs simple properties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

from imet_graph.errors import Finding
from imet_graph.manchester import manchester
from imet_graph.namespaces import compact

__all__ = ["DATATYPES", "outside_rules", "profile_findings"]

Problem = tuple[Node, str, str]

_RESERVED = (str(OWL), str(RDF), str(RDFS), str(XSD))
DATATYPES = {
    RDFS.Literal,
    RDF.PlainLiteral,
    RDF.XMLLiteral,
    RDF.langString,
    *(
        XSD[name]
        for name in """
        decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long
        int short byte unsignedLong unsignedInt unsignedShort unsignedByte string normalizedString
        token language Name NCName NMTOKEN boolean float double hexBinary base64Binary anyURI
        dateTime dateTimeStamp
        """.split()
    ),
}
_ROLES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_NEED_SIMPLE = (
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.IrreflexiveProperty,
    OWL.AsymmetricProperty,
)
_CARDINALITIES = (
    OWL.maxCardinality,
    OWL.maxQualifiedCardinality,
    OWL.minCardinality,
    OWL.minQualifiedCardinality,
    OWL.cardinality,
    OWL.qualifiedCardinality,
)
_OUTSIDE_RL: dict[Node, str] = {
    OWL.ReflexiveProperty: "reflexive property",
    OWL.hasSelf: "self restriction",
    **{
        OWL[name]: f"owl:{name}"
        for name in """
        topObjectProperty topDataProperty bottomObjectProperty bottomDataProperty
        """.split()
    },
}
_KNOWN = {
    OWL[name]
    for name in """
    equivalentClass disjointWith members onProperty someValuesFrom allValuesFrom hasValue
    intersectionOf unionOf oneOf complementOf inverseOf propertyChainAxiom equivalentProperty
    propertyDisjointWith sameAs differentFrom onClass onDataRange maxCardinality
    maxQualifiedCardinality distinctMembers hasKey sourceIndividual assertionProperty
    targetIndividual targetValue versionIRI versionInfo imports deprecated priorVersion
    backwardCompatibleWith incompatibleWith annotatedSource annotatedProperty annotatedTarget
    """.split()
}
_EMPTY_ON_THE_RIGHT = (RDFS.subClassOf, RDFS.domain, RDFS.range)


def profile_findings(graph: Graph) -> list[Finding]:
    """List what leaves OWL 2 DL or OWL 2 RL.

    Args:
        graph: an ontology, modules and alignments merged.

    Returns:
        One finding per axiom at fault, sorted; none where the ontology stays in both profiles.

    Source: OWL 2 Profiles, section 4.2; OWL 2 Structural Specification, sections 3, 5.8 and 11.
    """
    return _findings(graph, _RULES)


def outside_rules(graph: Graph) -> list[Finding]:
    """List the axioms that the rules of OWL 2 RL would pass over, or that have no such rules.

    Declarations are not asked for. A super-class, domain or range owl:Thing says nothing and is let
    pass.

    Args:
        graph: the triples of a graph that state axioms.

    Returns:
        One finding per axiom at fault, sorted; none where the rules are complete for it.

    Source: OWL 2 Profiles, section 4.2; OWL 2 Structural Specification, section 11.2.
    """
    says_something = Graph()
    for s, p, o in graph:
        if not (o == OWL.Thing and p in _EMPTY_ON_THE_RIGHT):
            says_something.add((s, p, o))
    return _findings(says_something, (_vocabulary, _expressions, _regular_chains, _known_datatypes))


def _findings(graph: Graph, rules: Iterable[Callable[[Graph], Iterator[Problem]]]) -> list[Finding]:
    found = {problem for rule in rules for problem in rule(graph)}
    return sorted(
        Finding("ontology", 0, manchester(graph, s), what, expected) for s, what, expected in found
    )


def _declared_roles(graph: Graph) -> Iterator[Problem]:
    """A property has exactly one of the three roles; predicates in use are declared."""
    for p in {p for role in _ROLES for p in graph.subjects(RDF.type, role)}:
        roles = [compact(str(role)) for role in _ROLES if (p, RDF.type, role) in graph]
        if len(roles) > 1:
            yield p, f"declared as {' and '.join(roles)}", "one role for each property"
    for p in set(graph.predicates()):
        if not str(p).startswith(_RESERVED) and not _has_role(graph, p):
            yield p, "a predicate without declaration", "a declared property"


def _has_role(graph: Graph, p: Node) -> bool:
    return any((p, RDF.type, role) in graph for role in _ROLES)


def _declared_classes(graph: Graph) -> Iterator[Problem]:
    for s, o in [*graph.subject_objects(RDFS.subClassOf), *graph.subject_objects(RDFS.domain)]:
        for cls in (o, s) if (s, RDFS.subClassOf, o) in graph else (o,):
            if isinstance(cls, URIRef) and cls != OWL.Thing and not _is_class(graph, cls):
                yield cls, "a class without declaration", "a declared class"


def _is_class(graph: Graph, cls: Node) -> bool:
    return (cls, RDF.type, OWL.Class) in graph


def _reserved_names(graph: Graph) -> Iterator[Problem]:
    allowed = {OWL.Thing, OWL.Nothing, *DATATYPES, RDFS.label, RDFS.comment, RDFS.isDefinedBy}
    allowed |= {RDFS.seeAlso, OWL.versionInfo, OWL.deprecated, OWL.priorVersion}
    for s in set(graph.subjects()):
        if isinstance(s, URIRef) and str(s).startswith(_RESERVED) and s not in allowed:
            yield s, "a reserved name as subject", "a name of the ontology's own"


def _datatypes(graph: Graph) -> Iterator[Problem]:
    for p in graph.subjects(RDF.type, OWL.DatatypeProperty):
        for o in graph.objects(p, RDFS.range):
            if o not in DATATYPES:
                yield p, f"range {compact(str(o))}", "a datatype of OWL 2 RL; SHACL checks others"
    for s, _, o in graph:
        if isinstance(o, Literal) and o.datatype and o.datatype not in DATATYPES:
            yield s, f"a literal of {compact(str(o.datatype))}", "a datatype of OWL 2 RL"


def _known_datatypes(graph: Graph) -> Iterator[Problem]:
    """A datatype of XML Schema or OWL that OWL 2 RL leaves out, where values are asked for."""
    for p in (RDFS.range, OWL.someValuesFrom, OWL.allValuesFrom, OWL.onDataRange):
        for s, o in graph.subject_objects(p):
            named = str(o).startswith(str(XSD)) or o in {OWL.real, OWL.rational}
            if named and o not in DATATYPES:
                yield s, f"the datatype {compact(str(o))}", "a datatype of OWL 2 RL"


def _vocabulary(graph: Graph) -> Iterator[Problem]:
    """Anything of the owl: vocabulary that no rule here knows is refused."""
    for s, p, o in graph:
        if outside := _OUTSIDE_RL.get(p) or _OUTSIDE_RL.get(o) or _OUTSIDE_RL.get(s):
            yield s, outside, "an axiom of OWL 2 RL"
        elif str(p).startswith(str(OWL)) and p not in _KNOWN:
            yield s, compact(str(p)), "an axiom of OWL 2 RL"
        elif p in {OWL.maxCardinality, OWL.maxQualifiedCardinality} and str(o) not in {"0", "1"}:
            yield s, f"maximum cardinality {o}", "at most 0 or 1, as OWL 2 RL allows"
    for s in graph.subjects(OWL.oneOf, None):
        if any(isinstance(member, Literal) for member in _members(graph, s, OWL.oneOf)):
            yield s, "an enumeration of literals", "an axiom of OWL 2 RL"


def _simple(graph: Graph) -> Iterator[Problem]:
    composite = _composite(graph)
    for p in composite:
        for kind in _NEED_SIMPLE:
            if (p, RDF.type, kind) in graph:
                yield p, f"{compact(str(kind))} on a chain or transitive property", "it simple"
        for other in graph.objects(p, OWL.propertyDisjointWith):
            yield p, f"disjoint with {compact(str(other))}", "a simple property there"
        for node in graph.subjects(OWL.onProperty, p):
            if any((node, c, None) in graph for c in _CARDINALITIES):
                yield p, "a cardinality on a chain or transitive property", "it simple"


def _composite(graph: Graph) -> set[Node]:
    """Properties that are transitive or made by a chain, and all above them."""
    base = set(graph.subjects(RDF.type, OWL.TransitiveProperty))
    base |= set(graph.subjects(OWL.propertyChainAxiom, None))
    inverse = {*graph.subject_objects(OWL.inverseOf)}
    base |= {b for a, b in inverse if a in base} | {a for a, b in inverse if b in base}
    above = (graph.transitive_objects(p, RDFS.subPropertyOf) for p in base)
    return {q for chain in above for q in chain if q is not None}


def _expressions(graph: Graph) -> Iterator[Problem]:
    for s, o in graph.subject_objects(RDFS.subClassOf):
        yield from _side(graph, s, s, _sub, "on the left of subClassOf")
        yield from _side(graph, s, o, _super, "on the right of subClassOf")
    for s, o in graph.subject_objects(OWL.equivalentClass):
        yield from _side(graph, s, o, _equivalent, "in equivalentClass")
    for s, o in graph.subject_objects(OWL.disjointWith):
        yield from _side(graph, s, o, _sub, "in disjointWith")
    for p in (RDFS.domain, RDFS.range):
        for s, o in graph.subject_objects(p):
            if o not in DATATYPES:
                yield from _side(graph, s, o, _super, f"as {compact(str(p))}")


def _side(
    graph: Graph, owner: Node, cls: Node, allowed: Callable[[Graph, Node], bool], where: str
) -> Iterator[Problem]:
    if not allowed(graph, cls):
        yield owner, f"a class expression {where}", "one that OWL 2 RL allows there"


def _members(graph: Graph, cls: Node, p: URIRef) -> list[Node]:
    head = graph.value(cls, p)
    return list(Collection(graph, head)) if head is not None else []


def _sub(graph: Graph, cls: Node) -> bool:
    if isinstance(cls, URIRef):
        return cls != OWL.Thing
    if (cls, OWL.oneOf, None) in graph or (cls, OWL.hasValue, None) in graph:
        return True
    filler = graph.value(cls, OWL.someValuesFrom)
    if filler is not None:
        return filler in {OWL.Thing, *DATATYPES} or _sub(graph, filler)
    parts = _members(graph, cls, OWL.intersectionOf) or _members(graph, cls, OWL.unionOf)
    return bool(parts) and all(_sub(graph, part) for part in parts)


def _super(graph: Graph, cls: Node) -> bool:
    if isinstance(cls, URIRef) or (cls, OWL.hasValue, None) in graph:
        return cls != OWL.Thing
    for p, inner in ((OWL.complementOf, _sub), (OWL.allValuesFrom, _super)):
        if (part := graph.value(cls, p)) is not None:
            return part in DATATYPES or inner(graph, part)
    for p in (OWL.maxCardinality, OWL.maxQualifiedCardinality):
        if (limit := graph.value(cls, p)) is not None:
            return str(limit) in {"0", "1"}
    parts = _members(graph, cls, OWL.intersectionOf)
    return bool(parts) and all(_super(graph, part) for part in parts)


def _equivalent(graph: Graph, cls: Node) -> bool:
    if isinstance(cls, URIRef) or (cls, OWL.hasValue, None) in graph:
        return cls != OWL.Thing
    parts = _members(graph, cls, OWL.intersectionOf)
    return bool(parts) and all(_equivalent(graph, part) for part in parts)


def _regular_chains(graph: Graph) -> Iterator[Problem]:
    """No part of a chain may be made, through other chains, of the property that the chain makes.

    Sub-properties alone may run in a circle: they are then the same.
    """
    below: dict[Node, set[Node]] = {}
    parts: dict[Node, set[Node]] = {}
    for p, head in graph.subject_objects(OWL.propertyChainAxiom):
        parts.setdefault(p, set()).update(part for part in Collection(graph, head) if part != p)
    for p, found in parts.items():
        below.setdefault(p, set()).update(found)
    for sub, p in graph.subject_objects(RDFS.subPropertyOf):
        below.setdefault(p, set()).add(sub)
    for p, found in parts.items():
        if any(p in _reachable(below, part) for part in found):
            yield p, "a chain that leads back to itself", "chains in an order without cycle"


def _reachable(below: dict[Node, set[Node]], start: Node) -> set[Node]:
    seen: set[Node] = set()
    todo = list(below.get(start, ()))
    while todo:
        p = todo.pop()
        if p not in seen:
            seen.add(p)
            todo.extend(below.get(p, ()))
    return seen


_RULES = (
    _declared_roles,
    _declared_classes,
    _reserved_names,
    _datatypes,
    _vocabulary,
    _simple,
    _expressions,
    _regular_chains,
)
