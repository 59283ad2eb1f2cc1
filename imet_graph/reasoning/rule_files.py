"""Rules about the subject as numbered CONSTRUCT files, run over the closed graph in their order.

A rule sees all that is asserted and all that was inferred before it. It may ask for the absence of
something, so the order of the files is part of what they say. What they add goes back to the rules
of OWL 2 RL; then the files run again, and on a second run they must have nothing to add.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import URIRef, Variable
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from imet_graph.errors import OntologyError, QueryError
from imet_graph.named_query import read_header
from imet_graph.namespaces import BASE, PREFIXES
from imet_graph.reasoning.axioms import Axiom
from imet_graph.reasoning.evaluation import Evaluation
from imet_graph.relational import CodedGraph
from imet_graph.relational.construct import Construction, translate_construct
from imet_graph.relational.parsing import constants, parse
from imet_graph.relational.sparql import materialise
from imet_graph.resources import display_path, ontology_dir

__all__ = ["RuleFile", "apply_rules", "load_rules"]

_PASSES = 5
"""How often all files may run before they count as never ending."""


@dataclass(frozen=True)
class RuleFile:
    """One rule.

    Args:
        name: file name without `.rq`, such as `08-in-fiscal-period`.
        summary: title.
        rule: the rule in words.
        answer: `definitely`, `possibly` or empty.
        source: law or design reason behind it.
        text: the CONSTRUCT query.
    """

    name: str
    summary: str
    rule: str
    answer: str
    source: str
    text: str

    @property
    def iri(self) -> URIRef:
        """The name of the rule in proofs."""
        return URIRef(f"{BASE}rule/{self.name}")


def load_rules(folder: Path | None = None) -> tuple[RuleFile, ...]:
    """The rules in the order of their numbers.

    Args:
        folder: with files `NN-name.rq`; those that ship unless told otherwise.

    Raises:
        QueryError: a header lacks a part.
    """
    paths = sorted((folder or ontology_dir() / "rules").glob("*.rq"))
    return tuple(_load(path) for path in paths)


def _load(path: Path) -> RuleFile:
    text = path.read_text(encoding="utf-8")
    header = read_header(path, text)
    try:
        return RuleFile(
            path.stem,
            header["summary"],
            header["rule"],
            header.get("answer", ""),
            header["source"],
            text,
        )
    except KeyError as error:
        raise QueryError(
            f"{display_path(path)}: {error} is missing in the header; expected summary, rule and "
            "source"
        ) from error


def apply_rules(evaluation: Evaluation, rules: Sequence[RuleFile]) -> None:
    """Run rule files and the rules of OWL 2 RL in turn until neither adds anything.

    Args:
        evaluation: finished for the rules of OWL 2 RL, in the graph's own database.
        rules: in their order.

    Raises:
        QueryError: a file is no CONSTRUCT query, or uses what cannot be translated.
        OntologyError: a rule still adds something after several runs.

    Graph: conclusions go to `inferred`; `derivations(s, p, o, ax, premises)` gets every way in
        which a file reaches one
    """
    graph = evaluation.graph
    graph.connection.execute(
        "create or replace table derivations "
        "(s integer, p integer, o integer, ax integer, premises integer[])"
    )
    evaluation.hand_over()
    seen: dict[str, int] = {}
    for _ in range(_PASSES):
        before = evaluation.fixpoint.round
        adding = []
        for rule in rules:
            if _may_add(evaluation, rule, seen.get(rule.name)):
                seen[rule.name] = evaluation.fixpoint.round
                if _apply(evaluation, rule):
                    adding.append(rule.name)
        if not adding:
            return
        evaluation.run(f"select s, p, o from inferred where round > {before}")
    raise OntologyError(
        f"rule {adding[0]} still adds triples after {_PASSES} runs; expected rules that come to "
        "an end, so let no rule feed on what it makes"
    )


def _may_add(evaluation: Evaluation, rule: RuleFile, since: int | None) -> bool:
    """Whether a triple that the rule can read was inferred after it last ran."""
    read = _read_by(rule)
    if since is None or read is None:
        return True
    numbers = ", ".join(map(str, evaluation.graph.ids(read).values())) or "0"
    kind = evaluation.constants["TYPE"]
    return bool(
        evaluation.graph.rows(
            f"select s from inferred where round > {since} and "
            f"(case when p = {kind} then o else p end) in ({numbers}) limit 1"
        )
    )


@cache
def _read_by(rule: RuleFile) -> set[Node] | None:
    """Properties and classes that a rule speaks of; None where a property is a variable."""
    pattern = parse(rule.text, dict(PREFIXES)).pattern
    if any(isinstance(p, Variable) for _, p, _ in _triple_patterns(pattern)):
        return None
    return {term for term in constants(pattern) if isinstance(term, URIRef)}


def _triple_patterns(node: object) -> Iterator[tuple[Node, Node, Node]]:
    if isinstance(node, CompValue):
        if node.name == "BGP":
            yield from node.triples
        for key, child in node.items():
            # rdflib keeps the pattern of EXISTS as it was parsed among the items
            yield from _triple_patterns(node.graph if key == "graph" else child)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from _triple_patterns(child)


def _apply(evaluation: Evaluation, rule: RuleFile) -> int:
    """Run one file; how many triples are new."""
    graph = evaluation.graph
    construction = translate_construct(
        graph, rule.text, prefixes=dict(PREFIXES), default="everything"
    )
    materialise(graph, construction.where, "solutions")
    ax = evaluation.axioms.put(
        Axiom(rule.name, (), (rule.iri,), "", rule.rule, construction.conditions)
    )
    numbers = graph.intern(
        node
        for triple in (*construction.template, *construction.premises)
        for node in triple
        if not isinstance(node, Variable)
    )
    evaluation.fixpoint.round += 1
    return sum(
        _conclude(graph, construction, triple, numbers, ax, evaluation.fixpoint.round)
        for triple in construction.template
    )


def _conclude(
    graph: CodedGraph,
    construction: Construction,
    triple: Sequence[Node],
    numbers: dict[Node, int],
    ax: int,
    round_: int,
) -> int:
    """Keep what one triple of the template gives, with the triples each solution rests on."""
    s, p, o = (_column(node, numbers) for node in triple)
    kept = f"{s} is not null and {p} is not null and {o} is not null"
    graph.connection.execute(
        f"create or replace temp table concluded as select distinct {s} as s, {p} as p, {o} as o, "
        f"{ax}::integer as ax, {_premises(construction.premises, numbers)} as premises "
        f"from solutions where {kept} and {s} > {graph.literal_ceiling}"
    )
    graph.connection.execute(
        "insert into derivations select * from concluded c "
        "where not exists (from triples t where t.s = c.s and t.p = c.p and t.o = c.o) "
        "and not exists (from derivations d where d.s = c.s and d.p = c.p and d.o = c.o "
        "and d.ax = c.ax and d.premises = c.premises)"
    )
    (added,) = graph.connection.execute(
        f"insert into inferred select distinct s, p, o, ax, {round_} from concluded c "
        "where not exists (from everything e where e.s = c.s and e.p = c.p and e.o = c.o)"
    ).fetchall()[0]
    return int(added)


def _column(node: Node, numbers: dict[Node, int]) -> str:
    return f'"{node}"' if isinstance(node, Variable) else f"{numbers[node]}::integer"


def _premises(patterns: Iterable[Sequence[Node]], numbers: dict[Node, int]) -> str:
    """An array of the numbers of all triples that a solution names, each once, three by three."""
    parts = []
    for pattern in patterns:
        columns = [_column(node, numbers) for node in pattern]
        bound = " and ".join(f"{column} is not null" for column in columns)
        parts.append(f"case when {bound} then [{', '.join(columns)}] end")
    if not parts:
        return "[]::integer[]"
    listed = ", ".join(parts)
    return f"flatten(list_sort(list_distinct(list_filter([{listed}], lambda x: x is not null))))"
