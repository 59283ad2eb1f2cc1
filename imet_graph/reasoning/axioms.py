"""The ontology as tables: every axiom a row with a number, its rule and the triples behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rdflib import Graph
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node

from imet_graph.errors import Finding, OntologyError
from imet_graph.manchester import manchester
from imet_graph.profile import DATATYPES, outside_rules
from imet_graph.reasoning.proof import Triple

__all__ = ["SCHEMA_PREDICATES", "SCHEMA_TYPES", "Axiom", "Axioms", "Row", "compile_axioms"]

SCHEMA_PREDICATES = frozenset(
    {
        RDF.first,
        RDF.rest,
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        RDFS.domain,
        RDFS.range,
        *(
            OWL[name]
            for name in """
            equivalentClass disjointWith members distinctMembers onProperty onProperties onClass
            onDataRange someValuesFrom allValuesFrom hasValue hasSelf intersectionOf unionOf oneOf
            complementOf disjointUnionOf inverseOf propertyChainAxiom equivalentProperty
            propertyDisjointWith hasKey maxCardinality maxQualifiedCardinality minCardinality
            minQualifiedCardinality cardinality qualifiedCardinality sourceIndividual
            assertionProperty targetIndividual targetValue onDatatype withRestrictions
            datatypeComplementOf
            """.split()
        ),
    }
)
"""Predicates whose triples state axioms."""

SCHEMA_TYPES = frozenset(
    {
        RDFS.Datatype,
        *(
            OWL[name]
            for name in """
            Class ObjectProperty DatatypeProperty TransitiveProperty SymmetricProperty
            AsymmetricProperty ReflexiveProperty IrreflexiveProperty FunctionalProperty
            InverseFunctionalProperty AllDisjointClasses AllDisjointProperties AllDifferent
            NegativePropertyAssertion
            """.split()
        ),
    }
)
"""Classes whose members are parts of axioms."""

Row = tuple[Node, ...]


@dataclass(frozen=True)
class Axiom:
    """One axiom as the rules use it.

    Args:
        rule: W3C name of the rule that reads it.
        premises: the triples that state it.
        row: what stands in its table, in the order of the columns.
        table: name of that table; empty where the rule joins none.
        words: what it says; empty where that follows from rule and row.
        conditions: what a rule file requires beside its premises, in words.
    """

    rule: str
    premises: tuple[Triple, ...]
    row: Row
    table: str
    words: str = ""
    conditions: tuple[str, ...] = ()


class Axioms:
    """All axioms, numbered from 1 in the order in which they came; a number never changes.

    The numbers go on when a schema is compiled again after more of it was inferred.
    """

    def __init__(self) -> None:
        self.all: list[Axiom] = []
        self._numbers: dict[tuple[str, Row], int] = {}

    def add(self, table: str, row: Row, rule: str, *premises: Triple) -> int:
        """Keep an axiom, unless the same row is there already; its number."""
        return self.put(Axiom(rule, premises, row, table))

    def put(self, axiom: Axiom) -> int:
        """Keep an axiom, unless its row is there already; its number."""
        key = (axiom.table, axiom.row)
        if key not in self._numbers:
            self.all.append(axiom)
            self._numbers[key] = len(self.all)
        return self._numbers[key]

    def __getitem__(self, number: int) -> Axiom:
        """The axiom of a number."""
        return self.all[number - 1]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.all)

    def tables(self) -> dict[str, list[tuple[int, Row]]]:
        """Numbers and rows by table."""
        found: dict[str, list[tuple[int, Row]]] = defaultdict(list)
        for number, axiom in enumerate(self.all, start=1):
            found[axiom.table].append((number, axiom.row))
        return dict(found)


def compile_axioms(schema: Graph, axioms: Axioms, derived: Iterable[Triple] = ()) -> None:
    """Turn the triples that state axioms into rows of tables.

    Args:
        schema: the triples with a predicate or type of the schema vocabulary.
        axioms: gets the rows.
        derived: triples that follow from axioms and are axioms themselves. What follows by
            transitivity alone is better left out: the rules find its consequences step by step.

    Raises:
        OntologyError: an axiom that the rules are not complete for, or that is ill-formed; each is
            a finding.
    """
    found = outside_rules(schema)
    reader = _Reader(schema, axioms)
    for s, p, o in [*_ordered(schema), *_ordered(derived)]:
        reader.read(s, p, o)
    if found or reader.findings:
        both = {*found, *reader.findings}
        raise OntologyError(
            f"{len(both)} axioms that the rules of OWL 2 RL do not cover: {min(both)}", both
        )


def _ordered(triples: Iterable[Triple]) -> list[Triple]:
    return sorted(triples, key=lambda triple: tuple(map(str, triple)))


class _Reader:
    """Reads one triple after another; each predicate has its method."""

    def __init__(self, graph: Graph, axioms: Axioms) -> None:
        self.graph = graph
        self.add = axioms.add
        self.findings: list[Finding] = []

    def read(self, s: Node, p: Node, o: Node) -> None:
        if p == RDF.type and o in _BY_TYPE:
            _BY_TYPE[o](self, s, (s, p, o))
        elif p in _BY_PREDICATE:
            _BY_PREDICATE[p](self, s, o, (s, p, o))

    # Parts of axioms

    def items(self, head: Node, owner: Node) -> tuple[list[Node], tuple[Triple, ...]]:
        """The members of a list and its cells."""
        members: list[Node] = []
        cells: list[Triple] = []
        seen = set()
        while head != RDF.nil:
            first, rest = self.graph.value(head, RDF.first), self.graph.value(head, RDF.rest)
            if first is None or rest is None or head in seen:
                self.refuse(owner, "a list that breaks off or runs in a circle", "a closed list")
                return [], ()
            seen.add(head)
            members.append(first)
            cells += [(head, RDF.first, first), (head, RDF.rest, rest)]
            head = rest
        return members, tuple(cells)

    def refuse(self, node: Node, found: str, expected: str) -> None:
        self.findings.append(Finding("ontology", 0, manchester(self.graph, node), found, expected))

    def on_property(self, r: Node) -> Iterator[tuple[Node, Triple]]:
        ps = sorted(self.graph.objects(r, OWL.onProperty), key=str)
        if not ps:
            self.refuse(r, "a restriction without owl:onProperty", "one property")
        for p in ps:
            yield p, (r, OWL.onProperty, p)

    def named(self, owner: Node, classes: Iterable[Node], where: str) -> bool:
        """Whether none is owl:Thing, whose members no rule lists."""
        if OWL.Thing in classes:
            self.refuse(owner, f"owl:Thing {where}", "a class whose members the rules can list")
            return False
        return True

    def is_data_range(self, c: Node) -> bool:
        """Whether literals, and not things, are members of it."""
        return c in DATATYPES or (c, RDF.type, RDFS.Datatype) in self.graph

    def data_range(self, c: Node) -> Iterator[tuple[Node, tuple[Triple, ...]]]:
        """The datatypes that bound a data range, with the triples that say so."""
        if c in DATATYPES:
            yield c, ()
            return
        for head in self.graph.objects(c, OWL.intersectionOf):
            parts, cells = self.items(head, c)
            for part in parts:
                for datatype, stated in self.data_range(part):
                    yield datatype, ((c, OWL.intersectionOf, head), *cells, *stated)

    # Classes

    def sub_class(self, c: Node, d: Node, triple: Triple) -> None:
        if c != d and d != OWL.Thing:
            self.add("sco", (c, d), "cax-sco", triple)

    def equivalent_class(self, c: Node, d: Node, triple: Triple) -> None:
        if c != d and self.named(c, (c, d), "in equivalentClass"):
            self.add("sco", (c, d), "cax-eqc1", triple)
            self.add("sco", (d, c), "cax-eqc2", triple)

    def disjoint(self, c: Node, d: Node, triple: Triple) -> None:
        if self.named(c, (c, d), "in disjointWith"):
            self.add("dis", (c, d), "cax-dw", triple)

    def complement(self, c: Node, d: Node, triple: Triple) -> None:
        if self.named(c, (c, d), "in complementOf"):
            self.add("dis", (c, d), "cls-com", triple)

    def intersection(self, c: Node, head: Node, triple: Triple) -> None:
        parts, cells = self.items(head, c)
        kept = [part for part in dict.fromkeys(parts) if part != OWL.Thing]
        if kept:
            self.add(f"int{len(kept)}", (*kept, c), "cls-int1", triple, *cells)
        for part in kept:
            self.add("sco", (c, part), "cls-int2", triple, *cells)
            self.add("intm", (c, part), "scm-int", triple, *cells)

    def union(self, c: Node, head: Node, triple: Triple) -> None:
        parts, cells = self.items(head, c)
        if self.named(c, parts, "in unionOf"):
            for part in parts:
                self.add("sco", (part, c), "cls-uni", triple, *cells)
                self.add("unim", (part, c), "scm-uni", triple, *cells)

    def one_of(self, c: Node, head: Node, triple: Triple) -> None:
        members, cells = self.items(head, c)
        for member in members:
            self.add("oo", (member, c), "cls-oo", triple, *cells)

    def some(self, r: Node, c: Node, triple: Triple) -> None:
        if c not in DATATYPES and self.is_data_range(c):
            self.refuse(r, "an intersection of datatypes in someValuesFrom", "one datatype")
        for p, on in self.on_property(r):
            if c == OWL.Thing:
                self.add("dom", (p, r), "cls-svf2", triple, on)
            else:
                self.add("svf", (p, c, r), "cls-svf1", triple, on)
            if c in DATATYPES:
                self.add("literals", (c,), "dt-type2")

    def all_values(self, r: Node, c: Node, triple: Triple) -> None:
        for p, on in self.on_property(r):
            for datatype, stated in self.data_range(c):
                self.add("avfdt", (r, p, datatype), "cls-avf", triple, on, *stated)
            if c != OWL.Thing and not self.is_data_range(c):
                self.add("avf", (r, p, c), "cls-avf", triple, on)

    def has_value(self, r: Node, v: Node, triple: Triple) -> None:
        for p, on in self.on_property(r):
            self.add("hv1", (r, p, v), "cls-hv1", triple, on)
            self.add("hv2", (p, v, r), "cls-hv2", triple, on)

    def at_most(self, r: Node, limit: Node, triple: Triple) -> None:
        for p, on in self.on_property(r):
            if str(limit) == "0":
                self.add("maxc0", (r, p), "cls-maxc1", triple, on)
            elif str(limit) == "1":
                self.add("maxc", (r, p), "cls-maxc2", triple, on)

    def at_most_of(self, r: Node, limit: Node, triple: Triple) -> None:
        for p, on in self.on_property(r):
            for kind in (OWL.onClass, OWL.onDataRange):
                for c in sorted(self.graph.objects(r, kind), key=str):
                    self._at_most_of(r, p, c, str(limit), (triple, on, (r, kind, c)))

    def _at_most_of(
        self, r: Node, p: Node, c: Node, limit: str, premises: tuple[Triple, ...]
    ) -> None:
        anything = c in {OWL.Thing, RDFS.Literal}
        if limit == "0" and anything:
            self.add("maxc0", (r, p), "cls-maxqc2", *premises)
        elif limit == "0":
            self.add("maxq0", (r, p, c), "cls-maxqc1", *premises)
        elif limit == "1" and anything:
            self.add("maxc", (r, p), "cls-maxqc4", *premises)
        elif limit == "1":
            self.add("maxq", (r, p, c), "cls-maxqc3", *premises)
        if c in DATATYPES and not anything:
            self.add("literals", (c,), "dt-type2")

    # Properties

    def sub_property(self, p: Node, q: Node, triple: Triple) -> None:
        if p != q:
            self.add("spo", (p, q), "prp-spo1", triple)

    def equivalent_property(self, p: Node, q: Node, triple: Triple) -> None:
        if p != q:
            self.add("spo", (p, q), "prp-eqp1", triple)
            self.add("spo", (q, p), "prp-eqp2", triple)

    def inverse(self, p: Node, q: Node, triple: Triple) -> None:
        self.add("inv", (p, q), "prp-inv1", triple)
        self.add("inv", (q, p), "prp-inv2", triple)

    def domain(self, p: Node, c: Node, triple: Triple) -> None:
        if c != OWL.Thing:
            self.add("dom", (p, c), "prp-dom", triple)

    def range(self, p: Node, c: Node, triple: Triple) -> None:
        for datatype, stated in self.data_range(c):
            self.add("rngdt", (p, datatype), "prp-rng", triple, *stated)
        if c != OWL.Thing and not self.is_data_range(c):
            self.add("rng", (p, c), "prp-rng", triple)

    def chain(self, q: Node, head: Node, triple: Triple) -> None:
        parts, cells = self.items(head, q)
        if len(parts) == 1:
            self.add("spo", (parts[0], q), "prp-spo2", triple, *cells)
        elif parts:
            self.add(f"chain{len(parts)}", (*parts, q), "prp-spo2", triple, *cells)

    def key(self, c: Node, head: Node, triple: Triple) -> None:
        parts, cells = self.items(head, c)
        if parts and self.named(c, (c,), "with a key"):
            self.add(f"key{len(parts)}", (c, *parts), "prp-key", triple, *cells)

    def disjoint_properties(self, p: Node, q: Node, triple: Triple) -> None:
        self.add("pdw", (p, q), "prp-pdw", triple)

    def transitive(self, p: Node, triple: Triple) -> None:
        self.add("chain2", (p, p, p), "prp-trp", triple)

    def symmetric(self, p: Node, triple: Triple) -> None:
        self.add("inv", (p, p), "prp-symp", triple)

    def functional(self, p: Node, triple: Triple) -> None:
        self.add("fp", (p,), "prp-fp", triple)

    def inverse_functional(self, p: Node, triple: Triple) -> None:
        self.add("ifp", (p,), "prp-ifp", triple)

    def irreflexive(self, p: Node, triple: Triple) -> None:
        self.add("irp", (p,), "prp-irp", triple)

    def asymmetric(self, p: Node, triple: Triple) -> None:
        self.add("asyp", (p,), "prp-asyp", triple)

    # Assertions over lists, and negative ones

    def all_disjoint_classes(self, x: Node, triple: Triple) -> None:
        self._pairs(x, triple, (OWL.members,), "dis", ("cax-adc",))

    def all_disjoint_properties(self, x: Node, triple: Triple) -> None:
        self._pairs(x, triple, (OWL.members,), "pdw", ("prp-adp",))

    def all_different(self, x: Node, triple: Triple) -> None:
        self._pairs(x, triple, (OWL.members, OWL.distinctMembers), "diff", ("eq-diff2", "eq-diff3"))

    def _pairs(
        self, x: Node, triple: Triple, lists: tuple[Node, ...], table: str, rules: tuple[str, ...]
    ) -> None:
        for p, rule in zip(lists, rules, strict=True):
            for head in self.graph.objects(x, p):
                members, cells = self.items(head, x)
                for pair in combinations(members, 2):
                    if table == "diff" and pair[0] == pair[1]:
                        self.add("twice", pair[:1], rule, triple, (x, p, head), *cells)
                    elif self.named(x, pair, "in a list of what is disjoint"):
                        self.add(table, pair, rule, triple, (x, p, head), *cells)

    def negative(self, x: Node, i: Node, triple: Triple) -> None:
        for p in self.graph.objects(x, OWL.assertionProperty):
            for kind, rule in ((OWL.targetIndividual, "prp-npa1"), (OWL.targetValue, "prp-npa2")):
                for j in self.graph.objects(x, kind):
                    premises = (triple, (x, OWL.assertionProperty, p), (x, kind, j))
                    self.add("npa", (i, p, j), rule, *premises)


_BY_PREDICATE: dict[Node, Callable[[_Reader, Node, Node, Triple], None]] = {
    RDFS.subClassOf: _Reader.sub_class,
    OWL.equivalentClass: _Reader.equivalent_class,
    OWL.disjointWith: _Reader.disjoint,
    OWL.complementOf: _Reader.complement,
    OWL.intersectionOf: _Reader.intersection,
    OWL.unionOf: _Reader.union,
    OWL.oneOf: _Reader.one_of,
    OWL.someValuesFrom: _Reader.some,
    OWL.allValuesFrom: _Reader.all_values,
    OWL.hasValue: _Reader.has_value,
    OWL.maxCardinality: _Reader.at_most,
    OWL.maxQualifiedCardinality: _Reader.at_most_of,
    RDFS.subPropertyOf: _Reader.sub_property,
    OWL.equivalentProperty: _Reader.equivalent_property,
    OWL.inverseOf: _Reader.inverse,
    RDFS.domain: _Reader.domain,
    RDFS.range: _Reader.range,
    OWL.propertyChainAxiom: _Reader.chain,
    OWL.hasKey: _Reader.key,
    OWL.propertyDisjointWith: _Reader.disjoint_properties,
    OWL.sourceIndividual: _Reader.negative,
}
_BY_TYPE: dict[Node, Callable[[_Reader, Node, Triple], None]] = {
    OWL.TransitiveProperty: _Reader.transitive,
    OWL.SymmetricProperty: _Reader.symmetric,
    OWL.FunctionalProperty: _Reader.functional,
    OWL.InverseFunctionalProperty: _Reader.inverse_functional,
    OWL.IrreflexiveProperty: _Reader.irreflexive,
    OWL.AsymmetricProperty: _Reader.asymmetric,
    OWL.AllDisjointClasses: _Reader.all_disjoint_classes,
    OWL.AllDisjointProperties: _Reader.all_disjoint_properties,
    OWL.AllDifferent: _Reader.all_different,
}
