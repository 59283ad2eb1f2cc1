"""A checker of proofs that knows the W3C tables and nothing of the reasoner behind the proofs."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence

from datatype_values import differ, is_in
from rdflib import Literal
from rdflib.namespace import OWL, RDF
from rl_tables import RULES, Form, Pattern, Rule, Variable

from imet_graph.reasoning.proof import Proof, Triple

__all__ = ["Checker", "check", "check_contradiction", "instances"]

RuleFile = Callable[[Proof], list[str]]
Bindings = dict[Variable, object]

_NOTHING: frozenset[Triple] = frozenset()


class Checker:
    """Checks proofs against one graph; what was checked once is not checked again.

    Args:
        asserted: the triples that may stand at the ends of a proof.
        rule_file: judges a step by a rule that is in no table; gives its faults.
    """

    def __init__(self, asserted: Container[Triple], rule_file: RuleFile | None = None) -> None:
        self._asserted = asserted
        self._rule_file = rule_file
        self._steps: dict[tuple[Triple, str, frozenset[Triple]], str] = {}
        self._seen: dict[int, tuple[Proof, frozenset[Triple], tuple[str, ...]]] = {}

    def check(self, proof: Proof) -> list[str]:
        """Every fault in the tree; none where the proof holds."""
        for node in self._unseen(proof):
            self._seen[id(node)] = self._examined(node)
        return list(self._seen[id(proof)][2])

    def _unseen(self, proof: Proof) -> Iterator[Proof]:
        """Nodes of the tree that were not seen yet, each after its premises."""
        stack = [(proof, False)]
        while stack:
            node, premises_done = stack.pop()
            if id(node) in self._seen:
                continue
            if premises_done:
                yield node
            else:
                stack.append((node, True))
                stack.extend((premise, False) for premise in node.premises)

    def _examined(self, node: Proof) -> tuple[Proof, frozenset[Triple], tuple[str, ...]]:
        parts = [self._seen[id(premise)] for premise in node.premises]
        below = frozenset(premise.triple for premise in node.premises).union(
            *(part[1] for part in parts)
        )
        faults = dict.fromkeys(fault for part in parts for fault in part[2])
        faults.update(dict.fromkeys(self._faults(node)))
        if node.triple in below:
            faults[f"{_words(node.triple)}: is its own premise"] = None
        return node, below if node.premises else _NOTHING, tuple(faults)

    def _faults(self, node: Proof) -> list[str]:
        if node.asserted:
            if node.premises:
                return [f"{_words(node.triple)}: is called asserted and has premises"]
            known = node.triple in self._asserted
            return [] if known else [f"{_words(node.triple)}: is not asserted"]
        if node.rule == "dt-type2":
            fault = _not_of_datatype(node)
            return [f"{_words(node.triple)}: {fault}"] if fault else []
        if node.rule not in RULES:
            return self._beyond_the_tables(node)
        premises = frozenset(premise.triple for premise in node.premises)
        key = (node.triple, node.rule, premises)
        if key not in self._steps:
            self._steps[key] = _judge(RULES[node.rule], node.triple, tuple(premises))
        fault = self._steps[key]
        return [f"{_words(node.triple)}: {fault}"] if fault else []

    def _beyond_the_tables(self, node: Proof) -> list[str]:
        if self._rule_file is None:
            return [f"{_words(node.triple)}: {node.rule} is no rule of the tables"]
        return self._rule_file(node)


def check(
    proof: Proof, asserted: Container[Triple], rule_file: RuleFile | None = None
) -> list[str]:
    """Faults of one proof; none where it holds.

    Args:
        proof: the tree.
        asserted: the triples that may stand at its ends.
        rule_file: judges a step by a rule that is in no table; gives its faults.
    """
    return Checker(asserted, rule_file).check(proof)


def check_contradiction(rule: str, premises: Sequence[Triple]) -> list[str]:
    """Faults of a contradiction: whether these triples, all of them, meet a rule that yields false.

    Args:
        rule: name of the rule, dt-diff and dt-not-type included.
        premises: the triples that contradict one another.
    """
    if rule in {"dt-diff", "dt-not-type"}:
        return _check_literals(rule, tuple(dict.fromkeys(premises)))
    if rule not in RULES or not RULES[rule].contradicts:
        return [f"{rule}: is no rule that yields a contradiction"]
    given = tuple(dict.fromkeys(premises))
    # eq-ref has no premise: that a thing is itself need not be said among the causes
    terms = {term for triple in given for term in triple}
    reflexive = [((term, OWL.sameAs, term),) for term in terms]
    faults = [_judge(RULES[rule], None, (*given, *more)) for more in [(), *reflexive]]
    return [] if "" in faults else [f"{rule}: {faults[0]}"]


# One step


def _judge(rule: Rule, conclusion: Triple | None, premises: tuple[Triple, ...]) -> str:
    """What is wrong with a step; empty where the rule says exactly this."""
    if _fits(rule, conclusion, premises, whole=True):
        return ""
    if _fits(rule, conclusion, premises, whole=False):
        return f"{rule.name} needs fewer premises"
    return f"{rule.name} does not say so"


def _fits(
    rule: Rule, conclusion: Triple | None, premises: tuple[Triple, ...], *, whole: bool
) -> bool:
    length = sum(triple[1] == RDF.first for triple in premises)
    if rule.contradicts is not (conclusion is None):
        return False
    return any(_form_fits(form, conclusion, premises, whole) for form in rule.forms(length))


def _form_fits(
    form: Form, conclusion: Triple | None, premises: tuple[Triple, ...], whole: bool
) -> bool:
    starts = [unify(head, conclusion, {}) for head in form.heads] if conclusion else [{}]
    every = (1 << len(premises)) - 1
    return any(
        used == every or not whole
        for bindings in starts
        if bindings is not None
        for used in instances(form.body, premises, bindings)
    )


def instances(
    body: Sequence[Pattern], premises: Sequence[Triple], known: Bindings
) -> Iterator[int]:
    """Ways to meet every pattern with a premise; each as the set of premises used, in bits."""
    if not body:
        yield 0
        return
    for place, triple in enumerate(premises):
        bindings = unify(body[0], triple, known)
        if bindings is not None:
            for used in instances(body[1:], premises, bindings):
                yield used | 1 << place


def unify(pattern: Pattern, triple: Triple, known: Bindings) -> Bindings | None:
    """The bindings under which a pattern is this triple; None where it cannot be."""
    bindings = known
    for slot, term in zip(pattern, triple, strict=True):
        if not isinstance(slot, Variable):
            if slot != term:
                return None
        elif slot not in bindings:
            bindings = {**bindings, slot: term}
        elif bindings[slot] is not term and bindings[slot] != term:
            return None
    return bindings


def _words(triple: Triple) -> str:
    return " ".join(str(term.n3()) for term in triple)


# Literals: the conclusion that is false has a literal as subject, so its rule is written in full


def _not_of_datatype(node: Proof) -> str:
    s, p, o = node.triple
    holds = isinstance(s, Literal) and p == RDF.type and is_in(s, o)
    return "" if holds and not node.premises else "dt-type2 does not say so"


def _check_literals(rule: str, premises: tuple[Triple, ...]) -> list[str]:
    """Table 8: two values said to be one, or a value said to be of a datatype that lacks it."""
    possible = _said_equal(premises) if rule == "dt-diff" else _said_typed(premises)
    return [] if any(possible) or _ill_formed(rule, premises) else [f"{rule}: does not say so"]


def _ill_formed(rule: str, premises: tuple[Triple, ...]) -> bool:
    """Whether one triple holds a literal without value: it is of its datatype, which lacks it."""
    literals = [o for _, _, o in premises if isinstance(o, Literal)]
    lacking = [o for o in literals if o.datatype and is_in(o, o.datatype) is False]
    return rule == "dt-not-type" and len(premises) == len(lacking) == 1


def _said_equal(premises: tuple[Triple, ...]) -> Iterator[bool]:
    for first in {o for _, _, o in premises}:
        for second in {o for _, _, o in premises}:
            if isinstance(first, Literal) and isinstance(second, Literal):
                yield differ(first, second) and _derivable((first, OWL.sameAs, second), premises)


def _said_typed(premises: tuple[Triple, ...]) -> Iterator[bool]:
    for literal in {o for s, _, o in premises} | {s for s, _, _ in premises}:
        for datatype in {o for _, _, o in premises}:
            if isinstance(literal, Literal) and not isinstance(datatype, Literal):
                outside = is_in(literal, datatype) is False
                yield outside and _derivable((literal, RDF.type, datatype), premises)


def _derivable(goal: Triple, premises: tuple[Triple, ...]) -> bool:
    """Whether exactly these premises state the triple or give it in one step."""
    names = [name for name, rule in RULES.items() if not rule.contradicts]
    return premises == (goal,) or any(not _judge(RULES[name], goal, premises) for name in names)
