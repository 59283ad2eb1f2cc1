"""What the reasoner gives: the closure of a graph, the proof of each triple, each contradiction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDFS
from rdflib.term import Node

from imet_graph.errors import Finding, InconsistencyError, OntologyError
from imet_graph.namespaces import BASE, IMET, compact
from imet_graph.reasoning.axioms import SCHEMA_PREDICATES, SCHEMA_TYPES, Axioms
from imet_graph.reasoning.contradictions import Contradiction, clashes, fewest
from imet_graph.reasoning.evaluation import VOCABULARY, Clash, Evaluation
from imet_graph.reasoning.proof import Proof, Triple
from imet_graph.reasoning.proving import Derivation, Key, Prover
from imet_graph.reasoning.rule_files import RuleFile, apply_rules
from imet_graph.reasoning.words import axiom_in_words
from imet_graph.relational import CodedGraph
from imet_graph.terms import ntriples

__all__ = ["Closure", "closure", "is_inconsistent", "reason"]

_NEWS = f"""
select s.text || ' ' || p.text || ' ' || o.text || ' .' as line
from inferred i join terms s on s.id = i.s join terms p on p.id = i.p join terms o on o.id = i.o
where (starts_with(s.text, $1) or starts_with(s.text, $2)) and starts_with(p.text, '<')
  and not starts_with(o.text, '_:') and o.text not in ('<{OWL.Thing}>', '<{OWL.NamedIndividual}>')
order by line
"""
_LAYOUT = (
    "drop table if exists facts",
    "drop table if exists delta",
    "drop table if exists fresh",
    "create table if not exists literal_types (s integer, p integer, o integer, round integer)",
    "create or replace view facts as select s, p, o, 0 as round from triples "
    "union all select s, p, o, round from inferred "
    "union all select s, p, o, round from literal_types",
    "create table if not exists derivations "
    "(s integer, p integer, o integer, ax integer, premises integer[])",
)


class Closure:
    """A graph with all that follows from it.

    Args:
        graph: asserted triples, and beside them the table `inferred(s, p, o, ax, round)`.
        axioms: by the numbers that `inferred` names.
        clashes: the contradictions that were found.
    """

    def __init__(self, graph: CodedGraph, axioms: Axioms, clashes: Sequence[Clash] = ()) -> None:
        self.graph = graph
        self.axioms = axioms
        self.clashes = tuple(clashes)
        for statement in _LAYOUT:
            graph.connection.execute(statement)

    # What follows

    def __len__(self) -> int:
        """Number of inferred triples, generalised ones among them."""
        return self.graph.row("select count(*) from inferred")[0]

    def inferred(self) -> list[Triple]:
        """The inferred triples, sorted by their N-Triples text.

        Literals are never subjects; conclusions with a blank node as predicate are left out.
        """
        rows = self.graph.rows(
            "select i.s, i.p, i.o from inferred i join terms t on t.id = i.p "
            "where not starts_with(t.text, '_') and not starts_with(t.text, '\"')"
        )
        terms = self.graph.terms_of({number for row in rows for number in row})
        return sorted(
            ((terms[s], terms[p], terms[o]) for s, p, o in rows),
            key=lambda triple: tuple(map(ntriples, triple)),
        )

    def news(self) -> list[str]:
        """What is worth keeping of it: what tells something about a thing or concept of ours.

        Returns:
            Canonical N-Triples lines, sorted, of the inferred triples whose subject has an IRI of
            this graph and whose object is named; what follows about the ontology itself, and that
            something is an owl:Thing, is left out.
        """
        rows = self.graph.connection.execute(_NEWS, [f"<{BASE}id/", f"<{BASE}concept/"]).fetchall()
        return [line for (line,) in rows]

    # Why

    def proof(self, triple: Triple) -> Proof:
        """The proof with the fewest steps.

        Raises:
            KeyError: the triple is neither asserted nor inferred.
        """
        (key,) = self._keys([triple])
        if key in self._prover.asserted([key]):
            return Proof(triple)
        steps = self._prover.shortest(key)
        if key not in steps:
            raise KeyError(triple)
        return self._tree([key], steps)[key]

    def alternatives(self, triple: Triple) -> list[Proof]:
        """For each last step that leads to a triple, its shortest proof; shortest first.

        An asserted triple may follow from others too; a proof never rests on what it proves.

        Returns:
            Proofs with at least one step; none where the triple follows from nothing.

        Raises:
            KeyError: the graph does not know a term of the triple.
        """
        (key,) = self._keys([triple])
        found = []
        for step in self._prover.every([key]).get(key, []):
            premises = set(step.premises)
            steps: dict[Key, Derivation] = {}
            unstated = premises - self._prover.given(premises)
            for premise in unstated:
                steps |= self._prover.shortest(premise, without=key)
            if unstated <= steps.keys():
                found.append(self._tree([key], {**steps, key: step}, proven={key})[key])
        return sorted(found, key=lambda proof: (proof.steps, proof.rule, proof.words))

    def proofs(self, triples: Iterable[Triple]) -> dict[Triple, Proof]:
        """Proofs of many triples at once, as the evaluation found them: in the fewest rounds.

        Raises:
            KeyError: a triple is neither asserted nor inferred.
        """
        asked = list(triples)
        keys = dict(zip(asked, self._keys(asked), strict=True))
        steps = self._prover.stored(keys.values())
        trees = self._tree(keys.values(), steps)
        return {triple: trees[key] for triple, key in keys.items()}

    def contradictions(self, limit: int = 20) -> list[Contradiction]:
        """What contradicts what, each with a smallest set of causes.

        Args:
            limit: how many are looked at.
        """
        return [self._contradiction(clash) for clash in self.clashes[:limit]]

    def raise_if_inconsistent(self) -> None:
        """Raise where facts and axioms contradict one another.

        Raises:
            InconsistencyError: each contradiction is a finding that names the rule, the facts and
                the axioms.
        """
        if not self.clashes:
            return
        found = self.contradictions(5)
        count = len(self.clashes)
        raise InconsistencyError(
            f"the graph is inconsistent: {count} contradictions",
            [_finding(contradiction) for contradiction in found],
            found,
        )

    # Parts

    @cached_property
    def _prover(self) -> Prover:
        nodes = {node for axiom in self.axioms.all for triple in axiom.premises for node in triple}
        numbers = self.graph.intern([*nodes, *VOCABULARY.values()])
        stated = {
            number: tuple((numbers[s], numbers[p], numbers[o]) for s, p, o in axiom.premises)
            for number, axiom in enumerate(self.axioms.all, start=1)
        }
        constants = {name: numbers[term] for name, term in VOCABULARY.items()}
        return Prover(self.graph, self.axioms, constants, stated)

    def _keys(self, triples: Iterable[Triple]) -> list[Key]:
        asked = list(triples)
        known = self.graph.ids({term for triple in asked for term in triple})
        for triple in asked:
            if not known.keys() >= set(triple):
                raise KeyError(triple)
        return [(known[s], known[p], known[o]) for s, p, o in asked]

    def _tree(
        self,
        keys: Iterable[Key],
        steps: Mapping[Key, Derivation],
        proven: Collection[Key] = (),
    ) -> dict[Key, Proof]:
        """Trees from steps; one proof object for each triple, however often it is used.

        Args:
            keys: what to prove.
            steps: a derivation for each triple that is not asserted.
            proven: asserted triples that are to be derived all the same.
        """
        goals = list(keys)
        met = {*goals, *steps, *(key for step in steps.values() for key in step.premises)}
        asserted = self._prover.asserted(met).difference(proven)
        terms = self.graph.terms_of({number for key in met for number in key})
        schema = self.schema()
        made: dict[Key, Proof] = {}
        for key in _premises_first(goals, steps):
            triple = (terms[key[0]], terms[key[1]], terms[key[2]])
            if key in asserted:
                made[key] = Proof(triple)
            elif key in steps:
                made[key] = self._step(triple, steps[key], made, schema)
            elif isinstance(triple[0], Literal):
                made[key] = Proof(triple, "dt-type2", "a value belongs to its datatypes")
            else:
                raise KeyError(triple)
        return made

    def _step(
        self, triple: Triple, step: Derivation, made: Mapping[Key, Proof], schema: Graph
    ) -> Proof:
        axiom = self.axioms[step.axiom]
        premises = tuple(made[key] for key in dict.fromkeys(step.premises))
        words = axiom.words or axiom_in_words(schema, axiom)
        return Proof(triple, axiom.rule, words, premises, axiom.conditions)

    def schema(self) -> Graph:
        """The asserted triples that state axioms."""
        known = self.graph.ids(SCHEMA_PREDICATES)
        listed = ", ".join(map(str, sorted(known.values()))) or "0"
        rows = self.graph.rows(f"select s, p, o from triples where p in ({listed})")
        terms = self.graph.terms_of({number for row in rows for number in row})
        graph = Graph()
        for s, p, o in rows:
            graph.add((terms[s], terms[p], terms[o]))
        return graph

    def _contradiction(self, clash: Clash) -> Contradiction:
        axiom = self.axioms[clash.axiom]
        stated = self._prover.stated[clash.axiom]
        keys = [*clash.read, *stated]
        trees = self._tree(keys, self._prover.stored(keys))
        premises = tuple(trees[key] for key in dict.fromkeys(keys))
        leaves = {triple for premise in premises for triple in premise.leaves()}
        rule = axiom.rule
        if axiom.table in {"rngdt", "avfdt"}:
            rule = "dt-not-type"
        elif axiom.table in {"fp", "maxc", "maxq"}:
            rule = "dt-diff"
        words = axiom_in_words(self.schema(), axiom)
        causes = fewest(leaves, is_inconsistent)
        return Contradiction(rule, words, premises, causes, self._origins(causes))

    def _origins(self, triples: Iterable[Triple]) -> dict[Triple, tuple[Node, ...]]:
        """Where asserted triples come from.

        Graph: `?subject imet:hasCitation ?origin`, or `rdfs:isDefinedBy` for an axiom
        """
        found = {}
        for triple in triples:
            link = RDFS.isDefinedBy if _states_axiom(triple) else IMET.hasCitation
            known = self.graph.ids([triple[0], link])
            s, p = known.get(triple[0], 0), known.get(link, 0)
            rows = self.graph.rows(f"select o from triples where s = {s} and p = {p} order by o")
            found[triple] = tuple(self.graph.terms_of(o for (o,) in rows).values())
        return found


def _premises_first(goals: Iterable[Key], steps: Mapping[Key, Derivation]) -> list[Key]:
    """All triples of some proofs, each after its premises."""
    order: dict[Key, None] = {}
    stack: list[tuple[Key, bool]] = [(goal, False) for goal in goals]
    while stack:
        key, done = stack.pop()
        if key in order:
            continue
        if done or key not in steps:
            order[key] = None
            continue
        stack.append((key, True))
        stack += [(premise, False) for premise in steps[key].premises if premise not in order]
    return list(order)


def is_inconsistent(triples: Iterable[Triple]) -> bool:
    """Whether a set of triples contradicts itself; an ill-formed axiom contradicts nothing."""
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    evaluation = Evaluation(CodedGraph.from_graph(graph, threads=1))
    try:
        evaluation.run()
    except OntologyError:
        return False
    return bool(clashes(evaluation))


def _finding(contradiction: Contradiction) -> Finding:
    facts = [triple for triple in contradiction.causes if not _states_axiom(triple)]
    axioms = [triple for triple in contradiction.causes if _states_axiom(triple)]
    origins = contradiction.origins
    stated = "; ".join(_readable(triple, origins) for triple in facts) or "axioms alone"
    others = "; ".join(_readable(triple, origins) for triple in axioms if not _has_blank(triple))
    return Finding(
        "reasoning",
        0,
        contradiction.rule,
        stated,
        f"facts that the axioms allow together: {contradiction.words}"
        + (f" (with {others})" if others else ""),
    )


def _states_axiom(triple: Triple) -> bool:
    return triple[1] in SCHEMA_PREDICATES or triple[2] in SCHEMA_TYPES


def _has_blank(triple: Triple) -> bool:
    return any(isinstance(term, BNode) for term in triple)


def _readable(triple: Triple, origins: Mapping[Triple, tuple[Node, ...]]) -> str:
    cited = ", ".join(_name(term) for term in origins.get(triple, ()))
    return " ".join(_name(term) for term in triple) + (f" [{cited}]" if cited else "")


def _name(term: Node) -> str:
    return compact(str(term)) if isinstance(term, URIRef) else ntriples(term)


def reason(graph: CodedGraph, engine: str = "duckdb", rules: Sequence[RuleFile] = ()) -> Closure:
    """Apply the rules of OWL 2 RL, and rule files if there are any, to a coded graph.

    Args:
        graph: axioms and facts together.
        engine: `duckdb`, `polars` or `spark`.
        rules: rule files in their order; they need the engine `duckdb`.

    Returns:
        The closure; it may be inconsistent, see `Closure.raise_if_inconsistent`.

    Raises:
        OntologyError: an axiom outside OWL 2 RL, or one that is ill-formed.
        QueryError: a rule file cannot be run.
    """
    evaluation = Evaluation(graph, engine)
    evaluation.run()
    if rules:
        apply_rules(evaluation, rules)
    found = clashes(evaluation)
    return Closure(graph, evaluation.axioms, found)


def closure(graph: Graph) -> Graph:
    """A graph together with all that OWL 2 RL entails.

    Equality is spelled out in full: what holds of a thing holds of all that are the same. That a
    thing is the same as itself, and that it is an owl:Thing, is not; nor are the axiomatic
    triples. A literal is no subject, so the rules about datatypes add nothing and only find
    contradictions.

    Args:
        graph: axioms and facts; unchanged.

    Returns:
        A new graph with the asserted and the inferred triples.

    Raises:
        OntologyError: an axiom that the rules of OWL 2 RL do not cover, by name.
        InconsistencyError: facts and axioms contradict one another.

    Source: W3C, OWL 2 Web Ontology Language Profiles, section 4.3
    """
    found = reason(CodedGraph.from_graph(graph))
    found.raise_if_inconsistent()
    whole = Graph()
    for triple in graph:
        whole.add(triple)
    for triple in found.inferred():
        whole.add(triple)
    return whole
