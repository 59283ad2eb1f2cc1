"""Contradictions: which rule yields false, from which facts and axioms, and the fewest of those."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD

from imet_graph.reasoning.datatypes import are_different, belongs, is_ill_typed
from imet_graph.reasoning.evaluation import Clash, Evaluation, rule_of
from imet_graph.reasoning.proof import Proof, Triple
from imet_graph.reasoning.rules import CONTRADICTIONS, Rule
from imet_graph.relational import parse_term
from imet_graph.relational.lexical import DECIMAL_TYPES, DOUBLE_TYPES

__all__ = ["Contradiction", "clashes", "fewest"]

_MOST = 100
"""Contradictions of one rule that are named."""
_AT_MOST_ONE = ("fp", "maxc", "maxq")


@dataclass(frozen=True)
class Contradiction:
    """A contradiction with its proof.

    Args:
        rule: the W3C rule that yields false.
        words: its axiom in words.
        premises: proofs of the facts and of the triples that state the axiom.
        causes: a smallest set of asserted triples, facts and axioms, that is inconsistent by
            itself: without any one of them the rest is not.
    """

    rule: str
    words: str
    premises: tuple[Proof, ...]
    causes: tuple[Triple, ...]

    def leaves(self) -> set[Triple]:
        """All asserted triples on which the proof rests."""
        return {triple for premise in self.premises for triple in premise.leaves()}


def clashes(evaluation: Evaluation) -> list[Clash]:
    """Every contradiction in a closed graph, up to a limit for each rule.

    Graph: `facts(s, p, o)`, where all rules have been applied
    """
    found: set[Clash] = set()
    for rule, number in _rules(evaluation):
        found |= set(_run(evaluation, rule, number))
    for table in _AT_MOST_ONE:
        if table in evaluation.axioms.tables():
            found |= set(_two_literals(evaluation, table))
    found |= set(_outside_datatype(evaluation)) | set(_ill_typed(evaluation))
    return sorted(found)


def _rules(evaluation: Evaluation) -> Iterator[tuple[Rule, int]]:
    tables = evaluation.axioms.tables()
    for name, rule in CONTRADICTIONS.items():
        if rule.table and rule.table in tables:
            yield rule, 0
        elif not rule.table:
            yield rule, evaluation.axioms.add("", (URIRef(name),), name)


def _run(evaluation: Evaluation, rule: Rule, number: int, where: str = "") -> Iterator[Clash]:
    names = [f"{c}{i}" for i in range(len(rule.body)) for c in "spo"]
    order = ", ".join(["ax", *names])
    sql = rule.contradictions(evaluation.constants, number)
    rows = evaluation.engine.rows(
        f"select {order} from ({sql}) q{where} order by {order} limit {_MOST}"
    )
    for ax, *numbers in rows:
        read = [(numbers[i], numbers[i + 1], numbers[i + 2]) for i in range(0, len(numbers), 3)]
        yield Clash(ax, tuple(read))


def _two_literals(evaluation: Evaluation, table: str) -> Iterator[Clash]:
    """At most one value is allowed, and two literals are surely different."""
    rule = rule_of(table)
    seen = {x for x, _ in rule.unequal} | {y for _, y in rule.unequal}
    places = {
        name: f"{c}{i}"
        for i, atom in enumerate(rule.body)
        for c, name in zip("spo", atom, strict=True)
        if name in seen
    }
    (one, other) = rule.unequal[0]
    ceiling = evaluation.graph.literal_ceiling
    where = f" where {places[one]} < {places[other]} and {places[other]} <= {ceiling}"
    index = [i for i, atom in enumerate(rule.body) if one in atom or other in atom]
    for clash in _run(evaluation, rule, 0, where):
        numbers = [clash.read[i][2] for i in index if clash.read[i][2] <= ceiling]
        terms = evaluation.graph.terms_of(numbers)
        literals = [term for term in terms.values() if isinstance(term, Literal)]
        if len(literals) == 2 and are_different(*literals):
            yield clash


def _outside_datatype(evaluation: Evaluation) -> Iterator[Clash]:
    """A literal stands where only those of some datatype may."""
    numbers, kind = evaluation.numbers, evaluation.constants["TYPE"]
    by_table = evaluation.axioms.tables()
    for ax, (p, datatype) in by_table.get("rngdt", ()):
        for triple in _misfits(evaluation, numbers[p], URIRef(str(datatype))):
            yield Clash(ax, (triple,))
    for ax, (r, p, datatype) in by_table.get("avfdt", ()):
        typed = f"join facts t on t.s = x.s and t.p = {kind} and t.o = {numbers[r]} "
        for triple in _misfits(evaluation, numbers[p], URIRef(str(datatype)), typed):
            yield Clash(ax, ((triple[0], kind, numbers[r]), triple))


def _misfits(
    evaluation: Evaluation, p: int, datatype: URIRef, join: str = ""
) -> list[tuple[int, int, int]]:
    """Triples whose literal surely has a value outside a datatype; each literal is asked once."""
    graph = evaluation.graph
    among = f"from facts x {join}where x.p = {p} and x.o <= {graph.literal_ceiling}"
    numbers = [o for (o,) in evaluation.engine.rows(f"select distinct x.o as o {among}")]
    bad = [
        number
        for number, text in graph.texts_of(numbers).items()
        if not text.endswith(f"^^<{datatype}>") and _is_outside(text, datatype)
    ]
    listed = ", ".join(map(str, sorted(bad)[:_MOST])) or "0"
    rows = evaluation.engine.rows(
        f"select x.s as s, x.p as p, x.o as o {among} and x.o in ({listed}) "
        f"order by s, p, o limit {_MOST}"
    )
    return [(s, p, o) for s, p, o in rows]


def _is_outside(text: str, datatype: URIRef) -> bool:
    plain = text.endswith('"')
    if plain and datatype in {XSD.string, RDF.PlainLiteral, RDFS.Literal}:
        return False
    literal = parse_term(text)
    return isinstance(literal, Literal) and belongs(literal, datatype) is False


def _ill_typed(evaluation: Evaluation) -> Iterator[Clash]:
    """Literals whose form is none of their datatype's."""
    graph = evaluation.graph
    exact = ", ".join(f"'{datatype}'" for datatype in DECIMAL_TYPES[:2])
    others = ", ".join(f"'{datatype}'" for datatype in (*DECIMAL_TYPES[2:], *DOUBLE_TYPES))
    rows = graph.rows(
        f"select id from {graph.lexical()} where kind = 'L' and ("
        f"(datatype in ({exact}) and (num is null or (datatype like '%integer' "
        "and not regexp_full_match(lex, '[+-]?[0-9]+')))) "
        f"or datatype in ({others}) or (datatype like '%XMLSchema#boolean' and truth is null) "
        "or (datatype like '%XMLSchema#dateTime%' and instant is null) "
        "or datatype like '%hexBinary')"
    )
    bad = [
        number
        for number, literal in graph.terms_of(number for (number,) in rows).items()
        if isinstance(literal, Literal) and is_ill_typed(literal)
    ]
    if bad:
        number = evaluation.axioms.add("", (RDF.type,), "dt-not-type")
        listed = ", ".join(map(str, sorted(bad)[:_MOST]))
        for row in graph.rows(
            f"select min(s), min(p), o from triples where o in ({listed}) group by o order by o"
        ):
            yield Clash(number, ((row[0], row[1], row[2]),))


_CELLS = (RDF.first, RDF.rest)


def fewest(
    triples: Iterable[Triple], is_inconsistent: Callable[[set[Triple]], bool]
) -> tuple[Triple, ...]:
    """A smallest set of triples that is still inconsistent.

    One after another is taken away and stays away where the rest is inconsistent without it. The
    cells of lists stay: without one an axiom is no axiom.

    Args:
        triples: an inconsistent set.
        is_inconsistent: asks the reasoner.

    Returns:
        Triples in order; without any one of them, cells apart, the others are consistent.

    Source: Kalyanpur, Parsia, Horridge and Sirin, Finding All Justifications of OWL DL
        Entailments, 2007 (the black-box contraction)
    """
    kept = set(triples)
    for triple in sorted(kept, key=lambda t: (t[1] in _CELLS, *map(str, t))):
        if triple[1] not in _CELLS and is_inconsistent(kept - {triple}):
            kept.remove(triple)
    reached = _without_stray_cells(kept)
    return tuple(sorted(reached, key=lambda triple: tuple(map(str, triple))))


def _without_stray_cells(triples: set[Triple]) -> set[Triple]:
    """Without the cells of lists to which nothing leads any more."""
    kept = set(triples)
    while True:
        objects = {o for _, _, o in kept}
        stray = {t for t in kept if t[1] in _CELLS and t[0] not in objects}
        if not stray:
            return kept
        kept -= stray
