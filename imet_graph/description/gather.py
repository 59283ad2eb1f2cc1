"""Gathers the description of one thing from an open store."""

from __future__ import annotations

import difflib
from dataclasses import replace

import pyoxigraph as ox

from imet_graph.description.bibliography import Bibliography, claims_of_triples
from imet_graph.description.figures import figures_of, gaps_in
from imet_graph.description.lookup import DEFAULT, INFERRED, LINKS, Lookup, Term, node, order
from imet_graph.description.model import ClaimView, Description, Fact, Incoming, Link, Mark
from imet_graph.errors import QueryError
from imet_graph.iri import kind_and_key
from imet_graph.namespaces import BASE, IMET, compact, expand

__all__ = ["FLAGGED_STATUS", "FactSources", "describe", "find_thing"]

FLAGGED_STATUS = frozenset({"partly", "article-only", "unverified"})
"""Verification statuses of which a reader is warned."""

_NOTES = ("dcterms:description", "skos:definition", "skos:scopeNote", "skos:note")
_ELSEWHERE = frozenset(
    node(name)
    for name in (
        "rdf:type",
        "rdfs:label",
        "skos:prefLabel",
        "imet:verificationStatus",
        "imet:hasCitation",
        *_NOTES,
    )
)
_UNITS = {
    "imet:traineeCount": "imet:countBasis",
    "imet:amount": "imet:currency",
    "imet:trainingCost": "imet:currency",
}
_FIXED_UNITS = {
    "imet:headcount": "persons",
    "imet:fatalityCount": "persons",
    "imet:injuryCount": "persons",
    "imet:sessionCount": "sessions",
}
_CHECKED = frozenset(
    node(name) for name in ("imet:verdict", "imet:verdictNote", "imet:verdictEvidence")
)
_EDITORIAL = _CHECKED | {
    node(name)
    for name in (
        "imet:vaguenessNote",
        "imet:verificationStatus",
        "imet:presumedSource",
        "imet:rank",
    )
}
"""What this project says itself: no cited source says it, though evidence may carry it."""
_COUNT = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?thing } GROUP BY ?p"
_COUNT_INFERRED = (
    f"SELECT ?p (COUNT(*) AS ?n) WHERE {{ GRAPH {INFERRED} {{ ?s ?p ?thing }} }} GROUP BY ?p"
)
_FIRST = "SELECT ?s WHERE { ?s ?property ?thing } ORDER BY STR(?s) LIMIT %d"


def describe(
    store: ox.Store,
    iri: str,
    *,
    incoming_limit: int = 50,
    claim_limit: int = 200,
    figure_limit: int = 500,
) -> Description:
    """All that the graph says about one thing, with the source of each fact.

    A fact is sourced by the claims that state exactly its triple; where none does, by what the
    thing itself cites. An inferred fact never borrows the citations of its subject: its sources
    are those of its premises.

    Args:
        store: an open store.
        iri: IRI or prefixed name, such as `country:PAK`.
        incoming_limit: how many links of one property are listed; all are counted.
        claim_limit: how many claims are listed; all are counted.
        figure_limit: how many figures are listed; all are counted.

    Raises:
        QueryError: the graph says nothing about it; near keys are given.
    """
    see = Lookup(store)
    thing = find_thing(store, iri)
    books = Bibliography(see)
    facts = _facts(see, books, thing)
    own_marks = books.marks_of(thing)
    claims = _claims_about(see, thing)
    views = tuple(_claim(see, books, claim) for claim in claims[:claim_limit])
    figures, figure_count, elsewhere = figures_of(see, books, thing, figure_limit)
    status = see.nodes(thing, "imet:verificationStatus")
    status_key = see.key(status[0]) if status else ""
    return Description(
        iri=thing.value,
        label=see.label(thing),
        kind=_kind(thing.value),
        types=tuple(f for f in facts if f.predicate.iri == node("rdf:type").value),
        notes=_notes(see, thing),
        status=see.label(status[0]) if status else "",
        status_key=status_key,
        flagged=status_key in FLAGGED_STATUS,
        facts=tuple(f for f in facts if ox.NamedNode(f.predicate.iri) not in _ELSEWHERE),
        own_marks=own_marks,
        incoming=_incoming(see, thing, incoming_limit),
        incoming_limit=incoming_limit,
        claims=views,
        claim_count=len(claims),
        figures=figures,
        figure_count=figure_count,
        figures_elsewhere=elsewhere,
        gaps=gaps_in(figures) if figure_count <= figure_limit else (),
        sources=books.entries(),
        links=_links(see, thing),
    )


def find_thing(store: ox.Store, iri: str) -> ox.NamedNode:
    """The node of a thing about which the graph says something.

    Raises:
        QueryError: the text is no IRI, or the graph says nothing about it.
    """
    try:
        thing = ox.NamedNode(str(expand(iri)))
    except ValueError as error:
        raise QueryError(f"{error}; expected a prefixed name such as country:PAK") from error
    if next(store.quads_for_pattern(thing, None, None, DEFAULT), None) is None:
        near = ", ".join(_near(store, thing.value))
        hint = f"expected one such as {near}" if near else "expected a thing of this graph"
        raise QueryError(f"{compact(thing.value)}: the graph says nothing about it; {hint}")
    return thing


def _near(store: ox.Store, iri: str) -> list[str]:
    """Names of things of the same kind whose keys look alike."""
    stem, _, key = iri.rpartition("/")
    if not stem.startswith(BASE):
        return []
    quads = store.quads_for_pattern(None, node("rdf:type"), None, DEFAULT)
    same = {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}
    keys = sorted(i.rpartition("/")[2] for i in same if i.rpartition("/")[0] == stem)
    if len(keys) > 5000:
        keys = [k for k in keys if k[:5].lower() == key[:5].lower()][:5000]
    folded = {k.lower(): k for k in keys}
    near = difflib.get_close_matches(key.lower(), list(folded), n=3, cutoff=0.5)
    return [compact(f"{stem}/{folded[k]}") for k in near]


def _kind(iri: str) -> str:
    if parts := kind_and_key(iri):
        return parts[0]
    if iri.startswith(BASE + "concept/"):
        return "concept"
    return "term" if iri.startswith(BASE + "ontology") else ""


def _notes(see: Lookup, thing: ox.NamedNode) -> tuple[tuple[str, str], ...]:
    return tuple(
        (see.label(node(name)), note.value)
        for name in _NOTES
        for note in see.objects(thing, name)
        if isinstance(note, ox.Literal)
    )


def _facts(see: Lookup, books: Bibliography, thing: ox.NamedNode) -> list[Fact]:
    sources = FactSources(see, books)
    rows = [(quad, see.inferred(quad)) for quad in see.about(thing)]
    rows.sort(key=lambda row: (see.label(row[0].predicate), row[1], order(row[0].object)))
    facts = []
    for quad, inferred in rows:
        marks = sources.marks(thing, quad.predicate, quad.object, inferred=inferred)
        value = see.value(quad.object, _unit(see, thing, quad.predicate))
        if quad.predicate == node("rdf:type") and not value.iri.startswith(str(IMET)):
            value = replace(value, text=compact(value.iri))
        facts.append(Fact(see.ref(quad.predicate), value, inferred, marks))
    return facts


class FactSources:
    """Finds the sources of single triples.

    Args:
        see: the store.
        books: numbers the sources.
    """

    def __init__(self, see: Lookup, books: Bibliography) -> None:
        self._see = see
        self._books = books
        self._stated: dict[ox.NamedNode, dict[tuple[ox.NamedNode, Term], list[ox.NamedNode]]] = {}

    def marks(
        self, thing: ox.NamedNode, predicate: ox.NamedNode, value: Term, *, inferred: bool = False
    ) -> tuple[Mark, ...]:
        """Sources of a triple: of the claims that state it, else of the thing itself.

        Args:
            thing: its subject.
            predicate: of the triple.
            value: its object.
            inferred: an inferred triple borrows no source from its subject.
        """
        if thing not in self._stated:
            self._stated[thing] = claims_of_triples(self._see, thing)
        claims = self._stated[thing].get((predicate, value), [])
        marks = self._books.marks_of_claims(claims)
        if predicate in _EDITORIAL:
            return self._books.marks_of_evidence(thing) if predicate in _CHECKED else ()
        return marks if marks or inferred else self._books.marks_of(thing)


def _unit(see: Lookup, thing: ox.NamedNode, predicate: ox.NamedNode) -> str:
    name = compact(predicate.value)
    if name in _UNITS and (unit := see.nodes(thing, _UNITS[name])):
        return see.key(unit[0])
    return _FIXED_UNITS.get(name, "")


def _claims_about(see: Lookup, thing: ox.NamedNode) -> list[ox.NamedNode]:
    """Claims about a thing; for a country, about its programs and forces too.

    Graph: `?claim imet:claimSubject ?thing` or `imet:aboutEntity ?thing`
    """
    programs = (
        program
        for program in see.subjects("imet:recipientCountry", thing)
        if _kind(program.value) == "cprogram"
    )
    found = {
        claim
        for about in (thing, *programs, *see.subjects("imet:ofCountry", thing))
        for predicate in ("imet:claimSubject", "imet:aboutEntity")
        for claim in see.subjects(predicate, about)
    }
    return sorted(found, key=order)


def _claim(see: Lookup, books: Bibliography, claim: ox.NamedNode) -> ClaimView:
    verdict, key = books.verdict(claim)
    return ClaimView(
        ref=see.ref(claim),
        kinds=tuple(
            see.label(quad.object)
            for quad in see.about(claim)
            if quad.predicate == node("rdf:type")
            and isinstance(quad.object, ox.NamedNode)
            and not see.inferred(quad)
        ),
        text=see.text(claim, "imet:claimText"),
        verdict=verdict,
        verdict_key=key,
        verdict_note=see.text(claim, "imet:verdictNote"),
        asserted_by=tuple(see.ref(agent) for agent in see.nodes(claim, "imet:assertedBy")),
        marks=books.marks_of(claim),
    )


def _links(see: Lookup, thing: ox.NamedNode) -> tuple[Link, ...]:
    """Links to other data sets.

    Graph: in `graph/links`: `?thing ?predicate ?other . ?dataset void:uriSpace ?space ;
        dcterms:title ?title`
    """
    found = list(see.links(thing))
    spaces = see.store.quads_for_pattern(None, node("void:uriSpace"), None, LINKS) if found else ()
    names = {
        quad.object.value: title.object.value
        for quad in spaces
        for title in see.store.quads_for_pattern(quad.subject, node("dcterms:title"), None, LINKS)
        if isinstance(quad.object, ox.Literal) and isinstance(title.object, ox.Literal)
    }
    return tuple(
        sorted(
            Link(
                next((names[s] for s in names if quad.object.value.startswith(s)), ""),
                quad.object.value,
                see.ref(quad.predicate),
            )
            for quad in found
            if isinstance(quad.object, ox.NamedNode)
        )
    )


def _incoming(see: Lookup, thing: ox.NamedNode, limit: int) -> tuple[Incoming, ...]:
    inferred = _counts(see, _COUNT_INFERRED, thing)
    found = []
    for predicate, count in _counts(see, _COUNT, thing).items():
        rows = see.rows(_FIRST % limit, thing=thing, property=predicate)
        shown = tuple(see.ref(s) for (s,) in rows if isinstance(s, ox.NamedNode))
        found.append(Incoming(see.ref(predicate), count, inferred.get(predicate, 0), shown))
    return tuple(sorted(found, key=lambda group: (group.predicate.label, group.predicate.iri)))


def _counts(see: Lookup, query: str, thing: ox.NamedNode) -> dict[ox.NamedNode, int]:
    rows = see.rows(query, thing=thing)
    return {
        p: int(n.value)
        for p, n in rows
        if isinstance(p, ox.NamedNode) and isinstance(n, ox.Literal)
    }
