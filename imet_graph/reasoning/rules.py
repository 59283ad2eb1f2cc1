"""The rules of OWL 2 RL/RDF as relations: what is read, what follows, and the SQL of both ways.

A rule joins triples with one table of axioms. Several rules of the W3C tables that differ only in
the axiom behind them are one relational rule here: cax-sco, cax-eqc1, cls-int2 and cls-uni are all
"who is of one class is of another", over the table `sco`. The row of the table carries the number
of its axiom, and with it the W3C name. Hence the number of statements does not grow with the
ontology.

Forward, a rule is evaluated semi-naively: once for each place in its body that a new triple may
take. Backward, the same declaration finds the premises of a conclusion.

Source: W3C, OWL 2 Web Ontology Language Profiles, section 4.3, tables 4 to 9
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

__all__ = ["CONTRADICTIONS", "EQUALITY", "FACTS", "SCHEMA", "Rule", "of_length"]

Atom = tuple[str, str, str]


@dataclass(frozen=True)
class Rule:
    """A relational rule.

    Args:
        table: the table of axioms it joins; its columns are variables of the rule.
        columns: those variables, in order.
        body: triple patterns; a name in capitals is a constant of the vocabulary.
        head: the pattern that follows; None where the body is a contradiction.
        unequal: pairs of variables that must differ.
    """

    table: str
    columns: tuple[str, ...]
    body: tuple[Atom, ...]
    head: Atom | None
    unequal: tuple[tuple[str, str], ...] = ()

    def forward(
        self,
        constants: Mapping[str, int],
        number: int,
        *,
        first: bool,
        made: Container[str] | None = None,
    ) -> Iterator[str]:
        """Queries that give the conclusions `s, p, o, ax` of new triples.

        Args:
            constants: numbers of the vocabulary.
            number: of the rule, where it joins no table of axioms.
            first: every triple is new; one query then does for all places.
            made: constants that stand as predicates in conclusions; no other can be new after the
                first round. None where any predicate can.

        Graph: `facts(s, p, o)` holds all triples, `delta(s, p, o)` the new ones among them.
        """
        if not self.body:
            if first:
                yield self._select(constants, number, [], self.head)
            return
        for place in range(1 if first else len(self.body)):
            predicate = self.body[place][1]
            if not first and made is not None and predicate.isupper() and predicate not in made:
                continue
            yield self._select(constants, number, self._ordered(place), self.head)

    def contradictions(self, constants: Mapping[str, int], number: int) -> str:
        """A query for the triples of each contradiction: `ax, s0, p0, o0, s1, ...`."""
        return self._select(constants, number, self._ordered(None), None)

    def backward(self, constants: Mapping[str, int], number: int, *, stored: bool) -> str:
        """A query for the derivations of goals.

        Args:
            constants: numbers of the vocabulary.
            number: of the rule, where it joins no table of axioms.
            stored: only by the axiom that the goal names, from triples of earlier rounds; else
                every derivation.

        Returns:
            A query that gives `goal, ax, s0, p0, o0, s1, ...` in the order of the body.

        Graph: `goals(goal, s, p, o, ax, round)`; `facts(s, p, o, round)`.
        """
        sql = _Select(self, constants, number)
        sql.take("goals", "g", self.head or ("", "", ""))
        sql.take_axioms("g.ax" if stored else None)
        if stored and not self.table:
            sql.where.append(f"g.ax = {number}")
        for place, atom in enumerate(self.body):
            sql.take("facts", f"x{place}", atom)
            if stored:
                sql.where.append(f"x{place}.round < g.round")
        columns = ["g.goal", f"{sql.axiom} as ax", *self._triples()]
        return sql.text(columns)

    def _ordered(self, place: int | None) -> list[tuple[str, int]]:
        """Tables and places of the body: the new triple first, then whatever is joined to it."""
        rest = [i for i in range(len(self.body)) if i != place]
        order = [] if place is None else [place]
        while rest:
            known = {name for i in order for name in self.body[i]} | (
                {*self.columns} if order else set()
            )
            best = max(rest, key=lambda i: (len(known & {*self.body[i]}), -i))
            order.append(best)
            rest.remove(best)
        return [("delta" if i == place else "facts", i) for i in order]

    def _select(
        self,
        constants: Mapping[str, int],
        number: int,
        order: list[tuple[str, int]],
        head: Atom | None,
    ) -> str:
        sql = _Select(self, constants, number)
        for joined, (table, place) in enumerate(order):
            sql.take(table, f"x{place}", self.body[place])
            if joined == 0:
                sql.take_axioms(None)
        if not order:
            sql.take_axioms(None)
        for one, other in self.unequal:
            sql.where.append(f"{sql.names[one]} <> {sql.names[other]}")
        if head is None:
            return sql.text([f"{sql.axiom} as ax", *self._triples()])
        s, p, o = (sql.value(name) for name in head)
        return sql.text([f"{s} as s", f"{p} as p", f"{o} as o", f"{sql.axiom} as ax"])

    def _triples(self) -> list[str]:
        return [f"x{i}.{c} as {c}{i}" for i in range(len(self.body)) for c in "spo"]


class _Select:
    """A query under construction: what is joined, and where each variable is found."""

    def __init__(self, rule: Rule, constants: Mapping[str, int], number: int) -> None:
        self.rule = rule
        self.constants = constants
        self.names: dict[str, str] = {}
        self.joins: list[str] = []
        self.where: list[str] = []
        self.axiom = str(number)

    def value(self, name: str) -> str:
        return str(self.constants[name]) if name.isupper() else self.names[name]

    def take(self, table: str, alias: str, pattern: Atom) -> None:
        """Join a table of triples; what is bound already becomes the condition of the join."""
        self._join(table, alias, dict(zip("spo", pattern, strict=True)))

    def take_axioms(self, number: str | None) -> None:
        if not self.rule.table:
            return
        self._join(self.rule.table, "r", {name: name for name in self.rule.columns}, number)
        self.axiom = "r.ax"

    def _join(
        self, table: str, alias: str, pattern: Mapping[str, str], number: str | None = None
    ) -> None:
        conditions = [f"r.ax = {number}"] if number else []
        for column, name in pattern.items():
            place = f"{alias}.{column}"
            if name.isupper():
                self.where.append(f"{place} = {self.constants[name]}")
            elif name in self.names:
                conditions.append(f"{place} = {self.names[name]}")
            elif name:
                self.names[name] = place
        if not self.joins:
            self.joins.append(f"{table} {alias}")
            self.where += conditions
        elif conditions:
            self.joins.append(f"join {table} {alias} on {' and '.join(conditions)}")
        else:
            self.joins.append(f"cross join {table} {alias}")

    def text(self, columns: list[str]) -> str:
        where = f" where {' and '.join(self.where)}" if self.where else ""
        return f"select {', '.join(columns)} from {' '.join(self.joins)}{where}"


def _rule(text: str) -> Rule:
    """A rule from its written form: `table(columns): s p o, s p o, a <> b => s p o`."""
    left, _, right = text.partition("=>")
    table, _, body = left.partition(":")
    name, _, columns = table.strip().removesuffix(")").partition("(")
    parts = [part.split() for part in body.split(",") if part.strip()]
    atoms = tuple((a, b, c) for a, b, c in (part for part in parts if part[1] != "<>"))
    unequal = tuple((part[0], part[2]) for part in parts if part[1] == "<>")
    head = tuple(right.split())
    return Rule(
        name.strip(),
        tuple(column.strip() for column in columns.split(",") if column.strip()),
        atoms,
        None if head == ("FALSE",) else (head[0], head[1], head[2]),
        unequal,
    )


FACTS: dict[str, Rule] = {
    rule.table: rule
    for rule in map(
        _rule,
        (
            "oo(i, c): => i TYPE c",
            "spo(p, q): x p y => x q y",
            "inv(p, q): x p y => y q x",
            "dom(p, c): x p y => x TYPE c",
            "rng(p, c): x p y => y TYPE c",
            "sco(c, d): x TYPE c => x TYPE d",
            "svf(p, c, r): x p y, y TYPE c => x TYPE r",
            "avf(r, p, c): x TYPE r, x p y => y TYPE c",
            "hv1(r, p, v): x TYPE r => x p v",
            "hv2(p, v, r): x p v => x TYPE r",
            "fp(p): x p y, x p z, y <> z => y SAME z",
            "ifp(p): x p z, y p z, x <> y => x SAME y",
            "maxc(r, p): x TYPE r, x p y, x p z, y <> z => y SAME z",
            "maxq(r, p, c): x TYPE r, x p y, y TYPE c, x p z, z TYPE c, y <> z => y SAME z",
        ),
    )
}
"""Rules about things, by their table of axioms."""

EQUALITY: dict[str, Rule] = {
    name: _rule(text)
    for name, text in (
        ("eq-sym", ": x SAME y => y SAME x"),
        ("eq-trans", ": x SAME y, y SAME z, x <> z => x SAME z"),
        ("eq-rep-s", ": x SAME y, x p o => y p o"),
        ("eq-rep-p", ": p SAME q, x p o => x q o"),
        ("eq-rep-o", ": x SAME y, s p x => s p y"),
    )
}
"""Rules of equality, by their W3C names; they join no axioms."""

SCHEMA: dict[str, tuple[Rule, ...]] = {
    name: tuple(map(_rule, texts))
    for name, *texts in (
        (
            "scm-cls",
            ": c TYPE CLASS => c SCO c",
            ": c TYPE CLASS => c EQC c",
            ": c TYPE CLASS => c SCO THING",
            ": c TYPE CLASS => NOTHING SCO c",
        ),
        ("scm-sco", ": c SCO d, d SCO e => c SCO e"),
        ("scm-eqc1", ": c EQC d => c SCO d", ": c EQC d => d SCO c"),
        ("scm-eqc2", ": c SCO d, d SCO c => c EQC d"),
        ("scm-op", ": p TYPE OBJECTPROPERTY => p SPO p", ": p TYPE OBJECTPROPERTY => p EQP p"),
        ("scm-dp", ": p TYPE DATAPROPERTY => p SPO p", ": p TYPE DATAPROPERTY => p EQP p"),
        ("scm-spo", ": p SPO q, q SPO r => p SPO r"),
        ("scm-eqp1", ": p EQP q => p SPO q", ": p EQP q => q SPO p"),
        ("scm-eqp2", ": p SPO q, q SPO p => p EQP q"),
        ("scm-dom1", ": p DOMAIN c, c SCO d => p DOMAIN d"),
        ("scm-dom2", ": q DOMAIN c, p SPO q => p DOMAIN c"),
        ("scm-rng1", ": p RANGE c, c SCO d => p RANGE d"),
        ("scm-rng2", ": q RANGE c, p SPO q => p RANGE c"),
        (
            "scm-hv",
            ": c HASVALUE i, c ONPROPERTY p, d HASVALUE i, d ONPROPERTY q, p SPO q => c SCO d",
        ),
        ("scm-svf1", ": c SOME y, c ONPROPERTY p, d SOME z, d ONPROPERTY p, y SCO z => c SCO d"),
        ("scm-svf2", ": c SOME y, c ONPROPERTY p, d SOME y, d ONPROPERTY q, p SPO q => c SCO d"),
        ("scm-avf1", ": c ALL y, c ONPROPERTY p, d ALL z, d ONPROPERTY p, y SCO z => c SCO d"),
        ("scm-avf2", ": c ALL y, c ONPROPERTY p, d ALL y, d ONPROPERTY q, p SPO q => d SCO c"),
        ("scm-int", "intm(c, d): => c SCO d"),
        ("scm-uni", "unim(d, c): => d SCO c"),
    )
}
"""Rules of the schema vocabulary, by their W3C names."""

CONTRADICTIONS: dict[str, Rule] = {
    rule.table or name: rule
    for name, rule in (
        (name, _rule(text))
        for name, text in (
            ("irp", "irp(p): x p x => FALSE"),
            ("asyp", "asyp(p): x p y, y p x => FALSE"),
            ("pdw", "pdw(p, q): x p y, x q y => FALSE"),
            ("npa", "npa(i, p, j): i p j => FALSE"),
            ("dis", "dis(c, d): x TYPE c, x TYPE d => FALSE"),
            ("maxc0", "maxc0(r, p): x TYPE r, x p y => FALSE"),
            ("maxq0", "maxq0(r, p, c): x TYPE r, x p y, y TYPE c => FALSE"),
            ("diff", "diff(x, y): x SAME y => FALSE"),
            ("twice", "twice(x): => FALSE"),
            ("cls-nothing2", ": x TYPE NOTHING => FALSE"),
            ("eq-diff1", ": x SAME y, x DIFFERENT y => FALSE"),
            ("eq-diff1 of one thing", ": x DIFFERENT x => FALSE"),
        )
    )
}
"""Rules that yield false, by their table of axioms or, where they join none, their W3C name.

That a thing is the same as itself is not written down, so two rules speak of one thing: it is said
to differ from itself, or a list of different things names it twice.
"""


def of_length(kind: str, n: int) -> Rule:
    """A rule over lists of one length: `chain`, `int` or `key`.

    Args:
        kind: chain of properties, intersection of classes, or key.
        n: length of the list.

    Returns:
        The rule over the table `chain3`, `int2`, `key1`, ...
    """
    names = [f"p{i}" for i in range(n)]
    if kind == "chain":
        steps = [f"x{i} p{i} x{i + 1}" for i in range(n)]
        return _rule(f"chain{n}({', '.join(names)}, q): {', '.join(steps)} => x0 q x{n}")
    if kind == "int":
        types = [f"x TYPE {name}" for name in names]
        return _rule(f"int{n}({', '.join(names)}, d): {', '.join(types)} => x TYPE d")
    same = [f"x {name} z{i}, y {name} z{i}" for i, name in enumerate(names)]
    body = f"x TYPE c, y TYPE c, {', '.join(same)}, x <> y"
    return _rule(f"key{n}(c, {', '.join(names)}): {body} => x SAME y")
