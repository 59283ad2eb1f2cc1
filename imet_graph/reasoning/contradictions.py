"""Contradictions: which rule yields false, from which facts and axioms, and the fewest of those."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD
from rdflib.term import Node

from imet_graph.reasoning.datatypes import FORMED, are_different, belongs, is_ill_typed
from imet_graph.reasoning.evaluation import Clash, Evaluation, rule_of
from imet_graph.reasoning.proof import Proof, Triple
from imet_graph.reasoning.rules import CONTRADICTIONS, Rule
from imet_graph.relational import parse_term

__all__ = ["Contradiction", "clashes", "fewest"]

_MOST = 100
"""Contradictions of one rule that are named."""
_AT_MOST_ONE = ("fp", "maxc", "maxq")
_XSD = r"\^\^<http://www\.w3\.org/2001/XMLSchema#"
_CHECKED = f'"{_XSD}({"|".join(str(dt).rpartition("#")[2] for dt in FORMED)})>$'
_PLAINLY_RIGHT = (
    f'"(-?[0-9]+"{_XSD}(integer|decimal)|-?[0-9]+\\.[0-9]+"{_XSD}decimal'
    f'|(true|false)"{_XSD}boolean)>'
)
_HOLDING_TEXT = frozenset({XSD.string, RDF.PlainLiteral, RDFS.Literal})


@dataclass(frozen=True)
class Contradiction:
    """A contradiction with its proof.

    Args:
        rule: the W3C rule that yields false.
        words: its axiom in words.
        premises: proofs of the facts and of the triples that state the axiom.
        causes: a smallest set of asserted triples, facts and axioms, that is inconsistent by
            itself: without any one of them the rest is not.
        origins: for each cause where it comes from: what the subject of a fact cites, what defines
            the subject of an axiom.
    """

    rule: str
    words: str
    premises: tuple[Proof, ...]
    causes: tuple[Triple, ...]
    origins: Mapping[Triple, tuple[Node, ...]] = field(default_factory=dict)

    def leaves(self) -> set[Triple]:
        """All asserted triples on which the proof rests."""
        return {triple for premise in self.premises for triple in premise.leaves()}


def clashes(evaluation: Evaluation) -> list[Clash]:
    """Every contradiction in a closed graph, up to a limit for each rule.

    Graph: `facts(s, p, o)`, where all rules have been applied; the graph's own database has
        everything afterwards
    """
    evaluation.hand_over()
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
            plain = name.partition(" ")[0]
            yield rule, evaluation.axioms.add("", (URIRef(name.replace(" ", "-")),), plain)


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
        typed = f"semi join (from everything where p = {kind} and o = {numbers[r]}) t on t.s = x.s "
        for triple in _misfits(evaluation, numbers[p], URIRef(str(datatype)), typed):
            yield Clash(ax, ((triple[0], kind, numbers[r]), triple))


def _misfits(
    evaluation: Evaluation, p: int, datatype: URIRef, join: str = ""
) -> list[tuple[int, int, int]]:
    """Triples whose literal surely has a value outside a datatype.

    The database sorts out the literals that bear the datatype itself; each other is asked once.
    """
    graph = evaluation.graph
    plain = "true" if datatype in _HOLDING_TEXT else "false"
    among = f"from everything x {join}where x.p = {p} and x.o <= {graph.literal_ceiling}"
    suspects = graph.connection.execute(
        f"select distinct x.o, t.text from (select x.o {among}) x join terms t on t.id = x.o "
        f"where not ends_with(t.text, '^^<{datatype}>') "
        f"and not ({plain} and ends_with(t.text, '\"'))"
    ).fetchall()
    bad = sorted(number for number, text in suspects if _is_outside(text, datatype))
    if not bad:
        return []
    listed = ", ".join(map(str, bad[:_MOST]))
    rows = graph.rows(
        f"select x.s, x.p, x.o {among} and x.o in ({listed}) order by all limit {_MOST}"
    )
    return [(s, p, o) for s, p, o in rows]


def _is_outside(text: str, datatype: URIRef) -> bool:
    literal = parse_term(text)
    return isinstance(literal, Literal) and belongs(literal, datatype) is False


def _ill_typed(evaluation: Evaluation) -> Iterator[Clash]:
    """Literals whose form is none of their datatype's; the database sorts out the plain ones."""
    graph = evaluation.graph
    suspects = graph.connection.execute(
        "select id, text from terms where starts_with(text, '\"') and ends_with(text, '>') "
        "and regexp_matches(text, $1) and not regexp_full_match(text, $2)",
        [_CHECKED, _PLAINLY_RIGHT],
    ).fetchall()
    bad = sorted(number for number, text in suspects if _is_ill(text))
    if bad:
        number = evaluation.axioms.add("", (RDF.type,), "dt-not-type")
        listed = ", ".join(map(str, bad[:_MOST]))
        for row in graph.rows(
            f"select min(s), min(p), o from triples where o in ({listed}) group by o order by o"
        ):
            yield Clash(number, ((row[0], row[1], row[2]),))


def _is_ill(text: str) -> bool:
    literal = parse_term(text)
    return isinstance(literal, Literal) and is_ill_typed(literal)


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
