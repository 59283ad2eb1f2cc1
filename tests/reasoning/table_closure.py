"""The closure straight from the W3C tables, each triple with the fewest inferences it needs.

Slow and plain on purpose: an exhaustive search, for small graphs. Triples are settled in the order
of the size of their smallest proof, as Knuth generalised Dijkstra's search, so the first proof
found of a triple is a shortest one.

Source: D. E. Knuth, A Generalization of Dijkstra's Algorithm, Information Processing Letters 6(1),
1977.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from datatype_values import differ, is_in
from proof_checker import Bindings, unify
from rdflib import Literal
from rdflib.namespace import OWL, RDF
from rdflib.term import Node
from rl_tables import RULES, Form, Pattern, Rule, Variable

from imet_graph.reasoning.proof import Triple

__all__ = ["contradicting_rules", "fewest_inferences"]

_EMPTY: dict[Triple, None] = {}


class _Settled:
    """Triples found so far, looked up by any of their terms."""

    def __init__(self) -> None:
        self.all: dict[Triple, None] = {}
        self._by: dict[tuple[int, Node], dict[Triple, None]] = defaultdict(dict)

    def add(self, triple: Triple) -> None:
        self.all[triple] = None
        for place, term in enumerate(triple):
            self._by[place, term][triple] = None

    def candidates(self, pattern: Pattern, known: Bindings) -> dict[Triple, None]:
        """The fewest triples among which all that match the pattern are."""
        return min(self._choices(pattern, known), key=len)

    def _choices(self, pattern: Pattern, known: Bindings) -> Iterator[dict[Triple, None]]:
        yield self.all
        for place, slot in enumerate(pattern):
            term = known.get(slot) if isinstance(slot, Variable) else slot
            if term is not None:
                yield self._by.get((place, term), _EMPTY)  # type: ignore[arg-type]


def fewest_inferences(asserted: Iterable[Triple]) -> dict[Triple, int]:
    """The closure of a graph under the tables.

    Reflexive sameAs is left out. Literals are subjects here as in the tables, since the type of a
    literal may make its bearer an instance of a class.

    Args:
        asserted: triples of a small graph.

    Returns:
        Each triple with the number of inferences in its smallest proof; 0 where it is asserted.
    """
    settled, costs = _Settled(), dict.fromkeys(asserted, 0)
    costs.update(dict.fromkeys(_types_of_literals(list(costs)), 1))
    by_predicate = _patterns(_forms(costs))
    queue = [(cost, place, triple) for place, (triple, cost) in enumerate(costs.items())]
    while queue:
        _, _, triple = heapq.heappop(queue)
        if triple in settled.all:
            continue
        settled.add(triple)
        for head, premises in _instances(by_predicate, triple, settled):
            cost = 1 + sum(costs[premise] for premise in set(premises))
            is_reflexive = head[1] == OWL.sameAs and head[0] == head[2]
            if not is_reflexive and cost < costs.get(head, cost + 1):
                costs[head] = cost
                heapq.heappush(queue, (cost, len(costs) + len(queue), head))
    return costs


def contradicting_rules(closed: Iterable[Triple]) -> set[str]:
    """Names of the rules that yield false in a closed graph.

    Args:
        closed: what `fewest_inferences` gives.
    """
    settled = _Settled()
    for triple in closed:
        settled.add(triple)
    for term in {term for triple in closed for term in triple}:
        settled.add((term, OWL.sameAs, term))
    found = set(_literal_faults(settled.all))
    lengths = _lengths(settled.all)
    for name, rule in RULES.items():
        if rule.contradicts and any(_holds(form, settled) for form in _written(rule, lengths)):
            found.add(name)
    return found


def _types_of_literals(triples: list[Triple]) -> Iterator[Triple]:
    """dt-type2, for the datatypes that the graph names."""
    names = {o for _, _, o in triples if not isinstance(o, Literal)}
    for literal in {o for _, _, o in triples if isinstance(o, Literal)}:
        for datatype in names:
            if is_in(literal, datatype):
                yield literal, RDF.type, datatype


def _literal_faults(triples: Iterable[Triple]) -> Iterator[str]:
    for s, p, o in triples:
        if isinstance(s, Literal) and p == RDF.type and is_in(s, o) is False:
            yield "dt-not-type"
        if isinstance(o, Literal) and o.datatype and is_in(o, o.datatype) is False:
            yield "dt-not-type"
        if isinstance(s, Literal) and isinstance(o, Literal) and p == OWL.sameAs and differ(s, o):
            yield "dt-diff"


# Rule instances


def _lengths(triples: Iterable[Triple]) -> range:
    rest = {s: o for s, p, o in triples if p == RDF.rest}
    longest = 0
    for cell in rest:
        length, place = 1, rest[cell]
        while place in rest and length <= len(rest):
            length, place = length + 1, rest[place]
        longest = max(longest, length)
    return range(1, longest + 1)


def _forms(triples: Iterable[Triple]) -> Iterator[Form]:
    lengths = _lengths(triples)
    for rule in RULES.values():
        if not rule.contradicts and rule.name != "eq-ref":
            yield from _written(rule, lengths)


def _written(rule: Rule, lengths: range) -> Iterator[Form]:
    for length in lengths if rule.over_list else (1,):
        yield from rule.forms(length)


_ByPredicate = dict[object, list[tuple[Form, int]]]


def _patterns(forms: Iterable[Form]) -> _ByPredicate:
    found: _ByPredicate = defaultdict(list)
    for form in forms:
        for place, pattern in enumerate(form.body):
            predicate = None if isinstance(pattern[1], Variable) else pattern[1]
            found[predicate].append((form, place))
    return found


def _instances(
    by_predicate: _ByPredicate, triple: Triple, settled: _Settled
) -> Iterator[tuple[Triple, list[Triple]]]:
    """Conclusions of all rule instances that read this triple and settled ones."""
    for form, place in [*by_predicate[triple[1]], *by_predicate[None]]:
        start = unify(form.body[place], triple, {})
        if start is not None:
            rest = form.body[:place] + form.body[place + 1 :]
            for bindings, premises in _joined(rest, settled, start):
                for head in form.heads:
                    yield _filled(head, bindings), [triple, *premises]


def _joined(
    body: Sequence[Pattern], settled: _Settled, known: Bindings
) -> Iterator[tuple[Bindings, list[Triple]]]:
    if not body:
        yield known, []
        return
    choices = [settled.candidates(pattern, known) for pattern in body]
    at = min(range(len(body)), key=lambda place: len(choices[place]))
    rest = [*body[:at], *body[at + 1 :]]
    for triple in tuple(choices[at]):
        bindings = unify(body[at], triple, known)
        if bindings is not None:
            for found, premises in _joined(rest, settled, bindings):
                yield found, [triple, *premises]


def _holds(form: Form, settled: _Settled) -> bool:
    return any(True for _ in _joined(form.body, settled, {}))


def _filled(head: Pattern, bindings: Bindings) -> Triple:
    s, p, o = (bindings[slot] if isinstance(slot, Variable) else slot for slot in head)
    return s, p, o  # type: ignore[return-value]
