"""The numbered source list of one description."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from imet_graph.description.lookup import Lookup, Term
from imet_graph.description.model import Mark, NumberedSource

__all__ = ["Bibliography", "claims_of_triples"]


@dataclass(frozen=True)
class _Edition:
    """What a source says of itself."""

    publisher: str
    published_on: str
    accessed_on: str
    web_address: str
    tier: str


class Bibliography:
    """Numbers citations in the order in which they are first needed.

    Args:
        lookup: the store.
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._numbers: dict[ox.NamedNode, int] = {}
        self._editions: dict[ox.NamedNode, _Edition] = {}
        self._carried: dict[ox.NamedNode, tuple[ox.NamedNode, ...]] = {}

    def marks_of(self, thing: ox.NamedNode) -> tuple[Mark, ...]:
        """Marks of the citations a node has itself.

        Graph: `?thing imet:hasCitation ?citation`; a citation is its own source.
        """
        if thing not in self._carried:
            own = (thing,) if self._lookup.nodes(thing, "imet:citesSource") else ()
            self._carried[thing] = (*self._lookup.nodes(thing, "imet:hasCitation"), *own)
        return tuple(Mark(self._number(citation)) for citation in self._carried[thing])

    def marks_of_claims(self, claims: Iterable[ox.NamedNode]) -> tuple[Mark, ...]:
        """Marks of what claims cite, with the verdict on each, and of the evidence for it."""
        marks: list[Mark] = []
        for claim in claims:
            verdict, key = self.verdict(claim)
            marks += [Mark(mark.number, claim.value, verdict, key) for mark in self.marks_of(claim)]
            cited = {mark.number for mark in marks}
            marks += [m for m in self.marks_of_evidence(claim) if m.number not in cited]
        return tuple(marks)

    def marks_of_evidence(self, claim: ox.NamedNode) -> tuple[Mark, ...]:
        """Marks of what the verdict on a claim rests on, each citation once.

        Graph: `?claim imet:verdictEvidence/imet:hasCitation ?citation`
        """
        numbers = (
            mark.number
            for evidence in self._lookup.nodes(claim, "imet:verdictEvidence")
            for mark in self.marks_of(evidence)
        )
        return tuple(Mark(number) for number in dict.fromkeys(numbers))

    def verdict(self, claim: ox.NamedNode) -> tuple[str, str]:
        """Verdict on a claim, as words and as notation; empty where there is none."""
        found = self._lookup.nodes(claim, "imet:verdict")
        return (self._lookup.label(found[0]), self._lookup.key(found[0])) if found else ("", "")

    def entries(self) -> tuple[NumberedSource, ...]:
        """Every source that a mark points to, by number."""
        return tuple(self._entry(citation, n) for citation, n in self._numbers.items())

    def _number(self, citation: ox.NamedNode) -> int:
        return self._numbers.setdefault(citation, len(self._numbers) + 1)

    def _entry(self, citation: ox.NamedNode, number: int) -> NumberedSource:
        see = self._lookup
        sources = see.nodes(citation, "imet:citesSource")
        known = self._edition(sources[0] if sources else citation)
        return NumberedSource(
            number=number,
            citation=see.ref(citation),
            locator=see.text(citation, "imet:locator"),
            quotation=see.text(citation, "imet:quotation"),
            source=see.ref(sources[0]) if sources else None,
            publisher=known.publisher,
            published_on=known.published_on,
            accessed_on=see.text(citation, "imet:accessedOn") or known.accessed_on,
            web_address=_address(see.objects(citation, "imet:webAddress")) or known.web_address,
            tier=known.tier,
        )

    def _edition(self, source: ox.NamedNode) -> _Edition:
        """What all citations of one source share, read once."""
        if source not in self._editions:
            see = self._lookup
            tier = see.first(source, "imet:sourceTier")
            publishers = [see.label(agent) for agent in see.nodes(source, "imet:publishedBy")]
            self._editions[source] = _Edition(
                publisher=", ".join(publishers),
                published_on=see.text(source, "imet:publishedOn"),
                accessed_on=see.text(source, "imet:accessedOn"),
                web_address=_address(see.objects(source, "imet:webAddress")),
                tier=tier.label if tier else "",
            )
        return self._editions[source]


def claims_of_triples(
    lookup: Lookup, subject: ox.NamedNode
) -> dict[tuple[ox.NamedNode, Term], list[ox.NamedNode]]:
    """Claims that state a triple about a subject, by predicate and object.

    Graph: `?claim imet:claimSubject ?subject ; imet:claimPredicate ?p ; imet:claimObject ?o`, or
        `imet:claimValue ?o`.
    """
    stated: dict[tuple[ox.NamedNode, Term], list[ox.NamedNode]] = {}
    for claim in lookup.subjects("imet:claimSubject", subject):
        for predicate in lookup.nodes(claim, "imet:claimPredicate"):
            values = lookup.objects(claim, "imet:claimObject")
            for value in (*values, *lookup.objects(claim, "imet:claimValue")):
                stated.setdefault((predicate, value), []).append(claim)
    return stated


def _address(values: list[Term]) -> str:
    return next((str(v.value) for v in values if isinstance(v, ox.NamedNode | ox.Literal)), "")
