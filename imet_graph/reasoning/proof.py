"""Proofs as trees: what follows, by which rule and axiom, from which premises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib.term import Node

__all__ = ["Proof", "Triple"]

Triple = tuple[Node, Node, Node]


@dataclass(frozen=True)
class Proof:
    """One triple and how it comes about.

    Args:
        triple: the conclusion.
        rule: name of the rule, `prp-spo2` as W3C names it or `03-trained-before` for a rule file;
            empty where the triple is asserted.
        words: the axiom or rule in words; empty where the triple is asserted.
        premises: proofs of everything the rule read: facts, and the triples that state the axiom.
        conditions: what a rule file requires beside its premises, in words, such as that
            something is absent.
    """

    triple: Triple
    rule: str = ""
    words: str = ""
    premises: tuple[Proof, ...] = ()
    conditions: tuple[str, ...] = ()

    @property
    def asserted(self) -> bool:
        """Whether the triple is stated and not inferred."""
        return not self.rule

    @property
    def steps(self) -> int:
        """How many inferences the tree holds; a shortest proof has the fewest."""
        return (0 if self.asserted else 1) + sum(premise.steps for premise in self.premises)

    def leaves(self) -> Iterator[Triple]:
        """The asserted triples at the ends of the tree, from left to right."""
        if self.asserted:
            yield self.triple
        for premise in self.premises:
            yield from premise.leaves()

    def nodes(self) -> Iterator[Proof]:
        """Every proof in the tree, this one first."""
        yield self
        for premise in self.premises:
            yield from premise.nodes()
