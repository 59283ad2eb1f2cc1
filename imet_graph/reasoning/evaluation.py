"""The closure of a graph: schema rules, then rules about things, until both are still."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node

from imet_graph.reasoning.axioms import (
    SCHEMA_PREDICATES,
    SCHEMA_TYPES,
    Axioms,
    compile_axioms,
)
from imet_graph.reasoning.datatypes import belongs
from imet_graph.reasoning.engines import DuckDBEngine, Engine, make_engine
from imet_graph.reasoning.fixpoint import Fixpoint, Numbered
from imet_graph.reasoning.proof import Triple
from imet_graph.reasoning.rules import CONTRADICTIONS, EQUALITY, FACTS, SCHEMA, Rule, of_length
from imet_graph.relational import CodedGraph

__all__ = ["VOCABULARY", "Clash", "Evaluation", "put_tables", "rule_of"]

VOCABULARY: dict[str, URIRef] = {
    "TYPE": RDF.type,
    "SAME": OWL.sameAs,
    "DIFFERENT": OWL.differentFrom,
    "THING": OWL.Thing,
    "NOTHING": OWL.Nothing,
    "CLASS": OWL.Class,
    "OBJECTPROPERTY": OWL.ObjectProperty,
    "DATAPROPERTY": OWL.DatatypeProperty,
    "SCO": RDFS.subClassOf,
    "EQC": OWL.equivalentClass,
    "SPO": RDFS.subPropertyOf,
    "EQP": OWL.equivalentProperty,
    "DOMAIN": RDFS.domain,
    "RANGE": RDFS.range,
    "HASVALUE": OWL.hasValue,
    "ONPROPERTY": OWL.onProperty,
    "SOME": OWL.someValuesFrom,
    "ALL": OWL.allValuesFrom,
}
"""The constants of the rules."""

_NOT_BY_TRANSITIVITY = ("scm-hv", "scm-svf1", "scm-svf2", "scm-avf1", "scm-avf2")
"""Schema rules whose conclusions the rules about things do not reach step by step."""
_READ_HERE = frozenset({"rngdt", "avfdt", "literals"})
"""Tables about datatypes, which are looked at row by row."""
_INFERRED: dict[str, list[int]] = {"s": [], "p": [], "o": [], "ax": [], "round": []}


def rule_of(table: str) -> Rule:
    """The rule that reads a table of axioms; `chain3`, `int2` and `key1` name their length."""
    if table in FACTS:
        return FACTS[table]
    if table in CONTRADICTIONS:
        return CONTRADICTIONS[table]
    if table in {"intm", "unim"}:
        return SCHEMA["scm-int" if table == "intm" else "scm-uni"][0]
    kind = table.rstrip("0123456789")
    return of_length(kind, int(table.removeprefix(kind)))


def put_tables(
    engine: Engine, axioms: Axioms, numbers: Mapping[Node, int], names: Container[str]
) -> None:
    """Make tables of axioms anew.

    Args:
        engine: gets the tables.
        axioms: all rows.
        numbers: of the terms in the rows.
        names: of the tables to make; those that no rule joins are passed over.
    """
    for name, rows in axioms.tables().items():
        if name and name in names and name not in _READ_HERE:
            columns = {"ax": [number for number, _ in rows]}
            for place, column in enumerate(rule_of(name).columns):
                columns[column] = [numbers[row[place]] for _, row in rows]
            engine.put(name, columns)


@dataclass(frozen=True, order=True)
class Clash:
    """A rule that yields false.

    Args:
        axiom: its number.
        read: the triples that the rule read, by numbers.
    """

    axiom: int
    read: tuple[tuple[int, int, int], ...]


class Evaluation:
    """One run of the rules over a coded graph.

    Args:
        graph: asserted triples.
        engine: `duckdb`, `polars` or `spark`; all run the same statements.

    Graph: afterwards the database of `graph` has `inferred(s, p, o, ax, round)`
    """

    def __init__(self, graph: CodedGraph, engine: str = "duckdb") -> None:
        self.graph = graph
        self.axioms = Axioms()
        self.engine = make_engine(engine, graph.connection)
        self.numbers: dict[Node, int] = graph.intern(
            [*VOCABULARY.values(), *SCHEMA_PREDICATES, *SCHEMA_TYPES]
        )
        self.constants = {name: self.numbers[term] for name, term in VOCABULARY.items()}
        self.engine.put("inferred", _INFERRED)
        self.fixpoint = Fixpoint(self.engine, self.constants, graph.literal_ceiling)
        self._equality = False
        self._schema: set[Triple] = set()

    @property
    def in_database(self) -> bool:
        """Whether the engine's tables are those of the graph's database."""
        return isinstance(self.engine, DuckDBEngine)

    def hand_over(self) -> None:
        """Bring what another engine inferred, and its tables, into the database of the graph.

        Graph: afterwards that has a view `everything(s, p, o)` of what is asserted and inferred
        """
        if not self.in_database:
            rows = self.engine.rows("select s, p, o, ax, round from inferred")
            columns = {name: [row[place] for row in rows] for place, name in enumerate(_INFERRED)}
            database = DuckDBEngine(self.graph.connection)
            database.put("inferred", columns)
            put_tables(database, self.axioms, self.numbers, self.axioms.tables().keys())
        self.graph.connection.execute(
            "create or replace view everything as select s, p, o from triples "
            "union all select s, p, o from inferred"
        )

    # The way of one run

    def run(self, delta: str | None = None) -> None:
        """Apply all rules until nothing new follows.

        Where things turn out to be the same, or a triple that follows is itself an axiom, the
        tables are made anew and the rules run again.

        Args:
            delta: a query for triples added since an earlier run; all triples if None.
        """
        while True:
            grown = self._compile()
            self._load()
            if grown or delta is None:
                self.fixpoint.run(self._fact_rules())
            else:
                self.fixpoint.run(self._fact_rules(), delta)
            delta = None if self._equality_found() else "select s, p, o from facts limit 0"
            if delta is not None and not self._schema_news():
                break

    def _compile(self) -> bool:
        """Read the axioms, and apply the rules of the schema; whether any axiom is new."""
        before = len(self.axioms)
        schema = self._schema_graph()
        compile_axioms(schema, self.axioms)
        self._put_axioms(before)
        self.engine.load("facts", self.graph, self._schema_sql("triples", "0"))
        self.engine.append("facts", self._schema_sql("inferred", "round"))
        self.fixpoint.run(self._schema_rules())
        compiled = len(self.axioms)
        compile_axioms(Graph(), self.axioms, self._not_by_transitivity())
        self._put_axioms(compiled)
        return len(self.axioms) > before

    def _load(self) -> None:
        """All triples that a rule can read."""
        chosen = "" if self._equality else f" where p in ({self._relevant()})"
        self.engine.load("facts", self.graph, f"select s, p, o, 0 as round from triples{chosen}")
        self._type_literals()
        self.engine.append("facts", "select s, p, o, round from inferred")

    # Schema

    def _schema_sql(self, table: str, round_: str) -> str:
        predicates = ", ".join(str(self.numbers[p]) for p in sorted(SCHEMA_PREDICATES))
        types = ", ".join(str(self.numbers[c]) for c in sorted(SCHEMA_TYPES))
        kind = self.constants["TYPE"]
        return (
            f"select s, p, o, {round_} as round from {table} "
            f"where p in ({predicates}) or (p = {kind} and o in ({types}))"
        )

    def _schema_graph(self) -> Graph:
        """The axioms as triples: what is asserted, and what rules about things have inferred."""
        asserted = self.graph.rows(self._schema_sql("triples", "0"))
        left_out = self._numbers_of(lambda rule: rule.startswith("scm-"))
        inferred = self.engine.rows(
            f"{self._schema_sql('inferred', 'round').replace(' where ', ' where (')}) "
            f"and ax not in ({left_out})"
        )
        self._schema = set(self._decode(row[:3] for row in [*asserted, *inferred]))
        graph = Graph()
        for triple in self._schema:
            graph.add(triple)
        return graph

    def _schema_news(self) -> bool:
        """Whether rules about things have inferred an axiom since the last compilation."""
        before = self._schema
        self._schema_graph()
        return self._schema != before

    def _schema_rule_numbers(self) -> dict[str, int]:
        """Numbers of the rules that join no axioms."""
        return {
            name: self.axioms.add("", (URIRef(name),), name)
            for name, rules in SCHEMA.items()
            if not rules[0].table
        }

    def _numbers_of(self, chosen: Callable[[str], bool]) -> str:
        """Numbers of the axioms whose rule is chosen, listed for SQL."""
        found = (n for n, axiom in enumerate(self.axioms.all, start=1) if chosen(axiom.rule))
        return ", ".join(map(str, found)) or "0"

    def _not_by_transitivity(self) -> Iterable[Triple]:
        kept = self._numbers_of(lambda rule: rule in _NOT_BY_TRANSITIVITY)
        return self._decode(self.engine.rows(f"select s, p, o from inferred where ax in ({kept})"))

    def _decode(self, rows: Iterable[tuple[int, ...]]) -> list[Triple]:
        triples = list(rows)
        terms = self.graph.terms_of({number for row in triples for number in row})
        self.numbers.update({term: number for number, term in terms.items()})
        return [(terms[s], terms[p], terms[o]) for s, p, o in triples]

    # Rules and tables

    def _put_axioms(self, after: int) -> None:
        """Make the tables of axioms anew where rows were added after a number."""
        changed = {axiom.table for axiom in self.axioms.all[after:]} - {""}
        wanted = {node for axiom in self.axioms.all[after:] for node in axiom.row}
        self.numbers.update(self.graph.intern(wanted - self.numbers.keys()))
        put_tables(self.engine, self.axioms, self.numbers, changed)

    def _schema_rules(self) -> list[Numbered]:
        """The rules of the schema vocabulary that can find anything to read."""
        numbers = self._schema_rule_numbers()
        tables = self.axioms.tables()
        there = {p for (p,) in self.engine.rows("select distinct p from facts")}
        readable = {name for name, number in self.constants.items() if number in there}
        found: dict[Rule, int] = {}
        while True:
            before = len(found)
            for name, rules in SCHEMA.items():
                for rule in rules:
                    read = {p for _, p, _ in rule.body}
                    if read <= readable and (not rule.table or rule.table in tables):
                        found[rule] = numbers.get(name, 0)
                        readable |= {rule.head[1]} if rule.head else set()
            if len(found) == before:
                return list(found.items())

    def _fact_rules(self) -> list[Numbered]:
        rules = [
            (rule_of(table), 0)
            for table in self.axioms.tables()
            if table in FACTS or (table.startswith(("chain", "int", "key")) and table != "intm")
        ]
        if self._equality:
            rules += [
                (rule, self.axioms.add("", (URIRef(name),), name))
                for name, rule in EQUALITY.items()
            ]
        return rules

    def _relevant(self) -> str:
        """Predicates that an axiom names where its rule reads or makes triples."""
        numbers = {self.constants[name] for name in ("TYPE", "SAME", "DIFFERENT")}
        for table, rows in self.axioms.tables().items():
            if table in {"", "literals"}:
                continue
            rule = rule_of({"rngdt": "rng", "avfdt": "avf"}.get(table, table))
            atoms = (*rule.body, *([rule.head] if rule.head else []))
            places = [i for i, name in enumerate(rule.columns) if name in {p for _, p, _ in atoms}]
            numbers |= {self.numbers[row[i]] for _, row in rows for i in places}
        return ", ".join(map(str, sorted(numbers)))

    def _equality_found(self) -> bool:
        """Whether things have been found to be the same for the first time."""
        if self._equality:
            return False
        same = self.constants["SAME"]
        self._equality = bool(self.engine.rows(f"select s from facts where p = {same} limit 1"))
        return self._equality

    def _type_literals(self) -> None:
        """Let rules read of which datatypes literals are, as far as axioms ask for it."""
        wanted = [row[0] for _, row in self.axioms.tables().get("literals", ())]
        if not wanted:
            return
        ceiling = self.graph.literal_ceiling
        literals = self.graph.terms_of(range(1, ceiling + 1))
        typed = [
            (number, self.numbers[datatype])
            for datatype in wanted
            for number, literal in literals.items()
            if belongs(literal, datatype)  # type: ignore[arg-type]
        ]
        columns: Mapping[str, list[int]] = {
            "s": [s for s, _ in typed],
            "p": [self.constants["TYPE"]] * len(typed),
            "o": [o for _, o in typed],
            "round": [0] * len(typed),
        }
        self.engine.put("literal_types", columns)
        self.engine.append("facts", "select s, p, o, round from literal_types")
        DuckDBEngine(self.graph.connection).put("literal_types", columns)
