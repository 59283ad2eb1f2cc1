"""Semi-naive evaluation: rules over tables until nothing new follows, each triple with an axiom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from imet_graph.reasoning.engines import Engine
from imet_graph.reasoning.rules import Rule

__all__ = ["Fixpoint", "Numbered"]

Numbered = tuple[Rule, int]
"""A rule, and the number under which its conclusions are kept where it joins no axioms."""

_FRESH = """
select c.s as s, c.p as p, c.o as o, min(c.ax) as ax, {round} as round
from ({candidates}) c
left join facts f on f.s = c.s and f.p = c.p and f.o = c.o
where f.s is null and c.s > {ceiling} and not (c.p = {same} and c.s = c.o)
group by c.s, c.p, c.o
"""


@dataclass
class Fixpoint:
    """The state of an evaluation.

    Args:
        engine: holds `facts(s, p, o, round)`, `inferred(s, p, o, ax, round)` and the tables of
            axioms; asserted triples are of round 0.
        constants: numbers of the vocabulary.
        ceiling: highest number of a literal; literals are not made subjects.
        round: of the last conclusions.

    Source: Abiteboul, Hull and Vianu, Foundations of Databases, section 13.1
    """

    engine: Engine
    constants: Mapping[str, int]
    ceiling: int
    round: int = field(default=0)

    def run(self, rules: Sequence[Numbered], delta: str = "select s, p, o from facts") -> int:
        """Apply rules until nothing new follows.

        Args:
            rules: what to apply.
            delta: a query for the triples that are new; all of them unless told otherwise.

        Returns:
            How many triples were added to `facts` and to `inferred`.
        """
        first = delta == "select s, p, o from facts"
        self.engine.save("delta", delta)
        added = 0
        while count := self._step(rules, first=first):
            added += count
            first = False
        return added

    def _step(self, rules: Sequence[Numbered], *, first: bool) -> int:
        heads = {rule.head[1] for rule, _ in rules if rule.head}
        made = heads if all(name.isupper() for name in heads) else None
        queries = [
            query
            for rule, number in rules
            for query in rule.forward(self.constants, number, first=first, made=made)
        ]
        if not queries:
            return 0
        self.round += 1
        count = self.engine.save(
            "fresh",
            _FRESH.format(
                candidates=" union all ".join(queries),
                round=self.round,
                ceiling=self.ceiling,
                same=self.constants["SAME"],
            ),
        )
        if count:
            self.engine.append("inferred", "select s, p, o, ax, round from fresh")
            self.engine.append("facts", "select s, p, o, round from fresh")
            self.engine.save("delta", "select s, p, o from fresh")
        return count
