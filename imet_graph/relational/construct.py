"""CONSTRUCT queries, with the triples on which each of their solutions rests.

A conclusion is only as good as its proof, so the pattern is rewritten until each triple that it
matches stands in it as one triple pattern. A sequence gets variables for the nodes between its
steps, an alternative a variable for the property that it was. The solutions then name their
premises.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rdflib import BNode, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from imet_graph.errors import QueryError
from imet_graph.relational.coding import CodedGraph
from imet_graph.relational.conditions import described_path, stated_conditions
from imet_graph.relational.parsing import Parsed, parse, variables
from imet_graph.relational.paths import OneOf
from imet_graph.relational.sparql import Relation, relation_of

__all__ = ["Construction", "translate_construct"]

Pattern = tuple[Node, Node, Node]


@dataclass(frozen=True)
class Construction:
    """A translated CONSTRUCT query.

    Args:
        where: all variables that template or premises use, each solution once.
        template: the triples it makes of a solution; rdflib terms, variables among them.
        premises: the triple patterns that a solution has matched; one counts where all its
            variables are bound. In UNION and OPTIONAL a pattern has a variable that is bound only
            where that pattern was matched.
        conditions: what else the query asks, in its own words: filters, MINUS, repeated paths.
    """

    where: Relation
    template: tuple[Pattern, ...]
    premises: tuple[Pattern, ...]
    conditions: tuple[str, ...]


def translate_construct(
    graph: CodedGraph,
    query: str,
    *,
    prefixes: Mapping[str, str] = {},
    graphs: Mapping[URIRef, str] = {},
    default: str = "triples",
) -> Construction:
    """Translate a CONSTRUCT query.

    Args:
        graph: the graph; terms that the query names are added to its dictionary.
        query: SPARQL 1.1.
        prefixes: prefixes that the query may use without declaring them.
        graphs: tables of triples by the IRI that stands behind GRAPH; any other graph is empty.
        default: table or view of the triples that patterns outside GRAPH match.

    Raises:
        QueryError: the query cannot be parsed or translated, or its template has a blank node.
    """
    parsed = parse(query, prefixes)
    if parsed.form != "ConstructQuery" or parsed.pattern.name != "Project":
        raise QueryError(f"found {parsed.form}; expected CONSTRUCT without solution modifiers")
    body = parsed.pattern.p
    template = parsed.template or tuple(_triples(body))
    if any(isinstance(term, BNode) for triple in template for term in triple):
        raise QueryError("a blank node in the template; expected an IRI, as from BIND(IRI(...))")
    rewriting = _Rewriting(_bindings(body))
    pattern = rewriting.rewritten(body)
    used = [term for triple in (*template, *rewriting.premises) for term in triple]
    names = list(dict.fromkeys(term for term in used if isinstance(term, Variable)))
    project = CompValue("Project", p=pattern, PV=names)
    where = Parsed("SelectQuery", CompValue("Distinct", p=project), tuple(map(str, names)))
    return Construction(
        relation_of(graph, where, graphs=graphs, default=default),
        template,
        tuple(dict.fromkeys(rewriting.premises)),
        (*stated_conditions(query), *dict.fromkeys(rewriting.conditions)),
    )


def _parts(node: CompValue) -> Iterator[CompValue]:
    """The patterns in a pattern; those of expressions are no part of it."""
    for name in ("p", "p1", "p2"):
        if isinstance(getattr(node, name), CompValue):
            yield node[name]


def _triples(node: CompValue) -> Iterator[Pattern]:
    if node.name == "BGP":
        yield from ((triple[0], triple[1], triple[2]) for triple in node.triples)
    for part in _parts(node):
        yield from _triples(part)


def _bindings(node: CompValue) -> Counter[Node]:
    """How often a pattern can bind each variable."""
    found: Counter[Node] = Counter()
    if node.name == "BGP":
        found.update(term for triple in node.triples for term in triple)
    elif node.name == "values":
        found.update(name for row in node.res for name in row)
    elif node.name == "Extend":
        found[node.var] += 1
    for part in _parts(node):
        found.update(_bindings(part))
    return Counter({term: n for term, n in found.items() if isinstance(term, Variable)})


def _properties(path: AlternativePath) -> list[URIRef]:
    """The alternatives, if all are properties."""
    found = [part for part in path.args if isinstance(part, URIRef)]
    return found if len(found) == len(path.args) else []


def _joined(patterns: Iterable[CompValue]) -> CompValue:
    first, *others = patterns
    for other in others:
        first = CompValue("Join", p1=first, p2=other)
    return first


@dataclass
class _Rewriting:
    """Rewrites a pattern, and notes what a solution of it rests on.

    Args:
        bindings: how often the whole pattern can bind each variable.
    """

    bindings: Counter[Node]
    premises: list[Pattern] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    _last: int = 0
    _blank: dict[BNode, Variable] = field(default_factory=dict)

    def rewritten(self, node: CompValue, own: frozenset[Node] | None = None) -> CompValue:
        """A pattern with paths taken apart.

        Args:
            node: the pattern.
            own: in a branch of UNION or OPTIONAL, the variables that nothing outside it binds.
        """
        match node.name:
            case "BGP":
                return self._basic(node, own)
            case "Union":
                parts = {n: self.rewritten(node[n], self._own(node[n])) for n in ("p1", "p2")}
                return CompValue("Union", **parts)
            case "LeftJoin":
                right = self.rewritten(node.p2, self._own(node.p2))
                return CompValue(
                    "LeftJoin", p1=self.rewritten(node.p1, own), p2=right, expr=node.expr
                )
            case "Join":
                left, right = self.rewritten(node.p1, own), self.rewritten(node.p2, own)
                return CompValue("Join", p1=left, p2=right)
            case "Filter" | "Extend" | "Graph":
                return CompValue(node.name, **{**node, "p": self.rewritten(node.p, own)})
            case "Minus":
                return CompValue("Minus", p1=self.rewritten(node.p1, own), p2=node.p2)
            case "ToMultiSet":
                if own is None and isinstance(node.p, CompValue) and node.p.name != "values":
                    self._subselect(node.p)
        return node

    def _own(self, branch: CompValue) -> frozenset[Node]:
        inside = _bindings(branch)
        return frozenset(name for name, n in inside.items() if n == self.bindings[name])

    def _fresh(self) -> Variable:
        self._last += 1
        return Variable(f"premise{self._last}")

    def _basic(self, node: CompValue, own: frozenset[Node] | None) -> CompValue:
        plain, others = CompValue("BGP", triples=[]), []
        for triple in node.triples:
            subject, predicate, object_ = (self._named(term) for term in triple)
            others += self._triple(plain.triples, subject, predicate, object_, own)
        return _joined([*([plain] if plain.triples or not others else []), *others])

    def _named(self, term: Node) -> Node:
        """A blank node of a query stands for something; a premise needs its name."""
        if isinstance(term, BNode):
            if term not in self._blank:
                self._blank[term] = self._fresh()
            return self._blank[term]
        return term

    def _triple(
        self,
        plain: list[Any],
        subject: Node,
        predicate: Any,
        object_: Node,
        own: frozenset[Node] | None,
    ) -> list[CompValue]:
        """Put one triple pattern among the plain ones; give patterns to be joined with them."""
        match predicate:
            case InvPath():
                return self._triple(plain, object_, predicate.arg, subject, own)
            case SequencePath():
                return self._sequence(plain, subject, predicate, object_, own)
            case AlternativePath() if simple := _properties(predicate):
                self._tag(plain, subject, object_, simple)
                return []
            case AlternativePath():
                return [self._alternative(subject, predicate, object_)]
            case Path():
                self.conditions.append(described_path(subject, predicate, object_))
                plain.append((subject, predicate, object_))
                return []
        if own is None or own & {subject, predicate, object_} or isinstance(predicate, Variable):
            plain.append((subject, predicate, object_))
            self.premises.append((subject, predicate, object_))
            return []
        self._tag(plain, subject, object_, [predicate])
        return []

    def _tag(
        self, plain: list[Any], subject: Node, object_: Node, properties: Iterable[URIRef]
    ) -> None:
        """Put a triple pattern whose property is a variable, bound to one of some properties."""
        variable = self._fresh()
        plain.append((subject, OneOf(variable, tuple(dict.fromkeys(properties))), object_))
        self.premises.append((subject, variable, object_))

    def _sequence(
        self,
        plain: list[Any],
        subject: Node,
        path: SequencePath,
        object_: Node,
        own: frozenset[Node] | None,
    ) -> list[CompValue]:
        between = [self._fresh() for _ in path.args[1:]]
        if own is not None:
            own |= frozenset(between)
        others: list[CompValue] = []
        starts, ends = [subject, *between], [*between, object_]
        for start, step, end in zip(starts, path.args, ends, strict=True):
            others += self._triple(plain, start, step, end, own)
        return others

    def _alternative(self, subject: Node, path: AlternativePath, object_: Node) -> CompValue:
        branches = []
        for part in path.args:
            plain = CompValue("BGP", triples=[])
            others = self._triple(plain.triples, subject, part, object_, frozenset())
            branches.append(_joined([plain, *others]))
        union, *rest = branches
        for branch in rest:
            union = CompValue("Union", p1=union, p2=branch)
        return union

    def _subselect(self, node: CompValue) -> None:
        """Note the patterns of a sub-select whose variables are all projected."""
        while node.name in ("Distinct", "Reduced", "OrderBy", "Slice"):
            node = node.p
        if node.name == "Project":
            wanted = {str(name) for name in node.PV}
            for triple in self._surely(node.p):
                if variables(list(triple)) <= wanted and not isinstance(triple[1], Path):
                    self.premises.append(triple)

    def _surely(self, node: CompValue) -> Iterator[Pattern]:
        """Triple patterns that every solution of a pattern matches."""
        match node.name:
            case "BGP":
                yield from (
                    triple
                    for triple in _triples(node)
                    if not any(isinstance(t, BNode) for t in triple)
                )
            case "LeftJoin" | "Minus":
                yield from self._surely(node.p1)
            case "Join" | "Filter" | "Extend" | "Group" | "AggregateJoin":
                for part in _parts(node):
                    yield from self._surely(part)
