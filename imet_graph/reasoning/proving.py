"""Premises found backward: from a conclusion to the rules, axioms and triples it rests on."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from imet_graph.reasoning.axioms import Axioms
from imet_graph.reasoning.engines import DuckDBEngine
from imet_graph.reasoning.evaluation import rule_of
from imet_graph.reasoning.rules import EQUALITY, FACTS, SCHEMA, Rule
from imet_graph.relational import CodedGraph

__all__ = ["Derivation", "Prover"]

Key = tuple[int, int, int]
_MOST = 200
"""Derivations looked at for one conclusion and rule."""


@dataclass(frozen=True, order=True)
class Derivation:
    """One step: an axiom, by its number, and the triples that the rule read."""

    axiom: int
    premises: tuple[Key, ...]


class Prover:
    """Finds derivations in a coded graph that has been closed.

    Args:
        graph: with `facts(s, p, o, round)` and `inferred(s, p, o, ax, round)`.
        axioms: by their numbers.
        constants: numbers of the vocabulary of the rules.
        stated: for each axiom the triples that state it.

    Graph: `derivations(s, p, o, ax, premises)` holds the steps of rule files, which are kept when
        they are made because their patterns cannot be run backward
    """

    def __init__(
        self,
        graph: CodedGraph,
        axioms: Axioms,
        constants: Mapping[str, int],
        stated: Mapping[int, tuple[Key, ...]],
    ) -> None:
        self.graph = graph
        self.axioms = axioms
        self.constants = constants
        self.stated = stated
        self._engine = DuckDBEngine(graph.connection)

    def asserted(self, keys: Iterable[Key]) -> set[Key]:
        """Those of the triples that are asserted."""
        return self._among("triples", keys)

    def given(self, keys: Iterable[Key]) -> set[Key]:
        """Those that need no step: asserted ones, and the datatypes of literals."""
        found = set(keys)
        return self._among("triples", found) | self._among("literal_types", found)

    def _among(self, table: str, keys: Iterable[Key]) -> set[Key]:
        self._goals(keys)
        rows = self.graph.rows(f"select s, p, o from goals semi join {table} using (s, p, o)")
        return {(s, p, o) for s, p, o in rows}

    # As the evaluation found them

    def stored(self, keys: Iterable[Key]) -> dict[Key, Derivation]:
        """For each inferred triple, and all that its proof needs, one derivation.

        It is by the axiom that was kept with the triple, and its premises were all there in an
        earlier round; so no proof runs in a circle.

        Args:
            keys: triples; those that are asserted or unknown are left out of the result.
        """
        found: dict[Key, Derivation] = {}
        todo = set(keys)
        while todo:
            new = self._stored_once(todo)
            found |= new
            todo = {key for step in new.values() for key in step.premises} - found.keys()
        return found

    def _stored_once(self, keys: set[Key]) -> dict[Key, Derivation]:
        goals = self._goals(keys)
        self._engine.save(
            "goals",
            "select g.goal, g.s, g.p, g.o, i.ax, i.round from goals g "
            "join inferred i on i.s = g.s and i.p = g.p and i.o = g.o",
        )
        numbers = {ax for (ax,) in self.graph.rows("select distinct ax from goals")}
        found: dict[Key, Derivation] = {}
        for rule, number in self._rules(numbers):
            for goal, step in self._steps(rule, number, stored=True, most=1):
                found.setdefault(goals[goal], step)
        for goal, step in self._kept():
            found.setdefault(goals[goal], step)
        return found

    # All there are

    def every(self, keys: Iterable[Key]) -> dict[Key, list[Derivation]]:
        """For each triple all its derivations, up to a limit for each rule."""
        goals = self._goals(keys)
        found: dict[Key, list[Derivation]] = defaultdict(list)
        predicates = {p for _, p, _ in goals.values()}
        for rule, number in self._rules(range(1, len(self.axioms) + 1)):
            if self._can_make(rule, predicates):
                for goal, step in self._steps(rule, number, stored=False, most=_MOST):
                    if goals[goal] not in step.premises:
                        found[goals[goal]].append(step)
        for goal, step in self._kept():
            found[goals[goal]].append(step)
        return {key: sorted(set(steps)) for key, steps in found.items()}

    def _can_make(self, rule: Rule, predicates: set[int]) -> bool:
        """Whether the head of a rule can have one of some predicates."""
        name = rule.head[1] if rule.head else ""
        return not name.isupper() or self.constants[name] in predicates

    def shortest(self, goal: Key, without: Key | None = None) -> dict[Key, Derivation]:
        """The derivations of a proof with the fewest steps.

        All derivations that lead to the goal are laid out, and the cheapest is found from the
        leaves upward.

        Args:
            goal: an inferred triple.
            without: a triple that no step may rest on.

        Returns:
            One derivation for the goal and for each inferred triple that its proof needs.

        Source: Knuth, A Generalization of Dijkstra's Algorithm, 1977
        """
        steps: dict[Key, list[Derivation]] = {}
        leaves: set[Key] = set()
        todo = {goal}
        while todo:
            given = self.given(todo)
            leaves |= given
            todo -= given
            found = self.every(todo)
            new = {
                key: [step for step in found.get(key, ()) if without not in step.premises]
                for key in todo
            }
            steps |= new
            reached = {key for these in new.values() for step in these for key in step.premises}
            todo = reached - steps.keys() - leaves
        return _cheapest(goal, steps, leaves)

    # SQL

    def _goals(self, keys: Iterable[Key]) -> dict[int, Key]:
        """Put triples into the table of goals; they by their places there."""
        listed = sorted(set(keys))
        self._engine.put(
            "goals",
            {
                "goal": range(len(listed)),
                "s": [s for s, _, _ in listed],
                "p": [p for _, p, _ in listed],
                "o": [o for _, _, o in listed],
            },
        )
        return dict(enumerate(listed))

    def _rules(self, numbers: Iterable[int]) -> list[tuple[Rule, int]]:
        """The rules behind some axioms, each once."""
        found: dict[tuple[Rule, int], None] = {}
        for number in sorted(numbers):
            axiom = self.axioms[number]
            if axiom.table in FACTS or axiom.table.startswith(("chain", "int", "key", "unim")):
                found[rule_of(axiom.table), 0] = None
            elif axiom.rule in EQUALITY:
                found[EQUALITY[axiom.rule], number] = None
            elif not axiom.table and axiom.rule in SCHEMA:
                found |= dict.fromkeys((rule, number) for rule in SCHEMA[axiom.rule])
        return list(found)

    def _steps(
        self, rule: Rule, number: int, *, stored: bool, most: int
    ) -> Iterator[tuple[int, Derivation]]:
        sql = rule.backward(self.constants, number, stored=stored)
        names = [f"{c}{i}" for i in range(len(rule.body)) for c in "spo"]
        order = ", ".join(["ax", *names])
        rows = self.graph.rows(
            f"select goal, {order} from ({sql}) "
            f"qualify row_number() over (partition by goal order by {order}) <= {most}"
        )
        for goal, ax, *numbers in sorted(rows):
            yield goal, Derivation(ax, (*_triples(numbers), *self.stated.get(ax, ())))

    def _kept(self) -> Iterator[tuple[int, Derivation]]:
        """Derivations by rule files."""
        rows = self.graph.connection.execute(
            "select g.goal, d.ax, d.premises from goals g "
            "join derivations d on d.s = g.s and d.p = g.p and d.o = g.o order by all"
        ).fetchall()
        for goal, ax, numbers in rows:
            yield goal, Derivation(ax, _triples(numbers))


def _triples(numbers: Sequence[int]) -> tuple[Key, ...]:
    return tuple((numbers[i], numbers[i + 1], numbers[i + 2]) for i in range(0, len(numbers), 3))


def _cheapest(
    goal: Key, steps: Mapping[Key, list[Derivation]], leaves: set[Key]
) -> dict[Key, Derivation]:
    """Least number of steps, settled by growing cost; a step waits for its premises."""
    waiting: dict[Key, list[tuple[Key, Derivation]]] = defaultdict(list)
    queue: list[tuple[int, Key, Derivation]] = []
    open_premises: dict[tuple[Key, Derivation], set[Key]] = {}
    cost = dict.fromkeys(leaves, 0)
    chosen: dict[Key, Derivation] = {}

    def offer(key: Key, step: Derivation) -> None:
        total = 1 + sum(cost[premise] for premise in step.premises)
        heapq.heappush(queue, (total, key, step))

    for key, found in steps.items():
        for step in found:
            missing = {premise for premise in step.premises if premise not in leaves}
            open_premises[key, step] = missing
            for premise in missing:
                waiting[premise].append((key, step))
            if not missing:
                offer(key, step)
    while queue and goal not in chosen:
        total, key, step = heapq.heappop(queue)
        if key in cost:
            continue
        cost[key], chosen[key] = total, step
        for head, other in waiting[key]:
            open_premises[head, other].discard(key)
            if not open_premises[head, other] and head not in cost:
                offer(head, other)
    return chosen
