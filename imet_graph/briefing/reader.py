"""Reads what a brief needs from an open store, and numbers the sources it meets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import pyoxigraph as ox

from imet_graph.briefing.model import Backing, Detail, NumberedSource, Ref, Statement, When
from imet_graph.briefing.times import time_of
from imet_graph.description.bibliography import Bibliography
from imet_graph.description.lookup import DEFAULT, Lookup, Term, node, order
from imet_graph.errors import QueryError
from imet_graph.namespaces import IMET, PREFIXES
from imet_graph.resources import display_path, queries_dir

__all__ = ["Reader", "Thing", "query_text"]

_SLOT = re.compile(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}")
_WEAKEST_FIRST = ("unverified", "article-only", "inferred", "partly", "in-dataset", "in-source")
_WORDS = {"skos:altLabel": "also called", "imet:placeText": "place in words of the source"}
_NOTES = ("skos:scopeNote", "skos:note")


@lru_cache(maxsize=64)
def query_text(name: str) -> str:
    """The text of a query that selects what a brief shows.

    Raises:
        QueryError: there is none of that name.
    """
    path = queries_dir() / "briefs" / f"{name}.rq"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{display_path(path)}: cannot be read; expected a query") from error


class Thing:
    """One node with its triples, read once.

    Args:
        iri: the node.
        quads: its triples.
    """

    def __init__(self, iri: ox.NamedNode, quads: Iterable[ox.Quad]) -> None:
        self.iri = iri
        self._values: dict[str, list[Term]] = {}
        for quad in quads:
            self._values.setdefault(quad.predicate.value, []).append(quad.object)

    def objects(self, name: str) -> list[Term]:
        """Values of a property, in order of their written form."""
        found = self._values.get(node(name).value, [])
        return found if len(found) < 2 else sorted(found, key=order)

    def nodes(self, name: str) -> list[ox.NamedNode]:
        """Those values that are IRIs."""
        return [term for term in self.objects(name) if isinstance(term, ox.NamedNode)]

    def texts(self, name: str) -> list[str]:
        """Those values that are literals."""
        return [term.value for term in self.objects(name) if isinstance(term, ox.Literal)]

    def text(self, name: str) -> str:
        """The first literal; empty where there is none."""
        return next(iter(self.texts(name)), "")

    def is_true(self, name: str) -> bool:
        """Whether a yes-or-no property is true."""
        return self.text(name) == "true"

    def has(self, name: str) -> bool:
        """Whether it has a property at all."""
        return node(name).value in self._values


class Reader:
    """What collectors share: selections, things, labels and the numbers of sources.

    Args:
        store: an open store with our graph layout.
    """

    def __init__(self, store: ox.Store) -> None:
        self.see = Lookup(store)
        self.books = Bibliography(self.see)
        self._things: dict[ox.NamedNode, Thing] = {}
        self._years: dict[str, int] | None = None
        self._keys: dict[ox.NamedNode, str] = {}
        self._sources: dict[ox.NamedNode, list[ox.NamedNode]] = {}

    def rows(self, name: str, **terms: ox.NamedNode) -> list[tuple[Term | None, ...]]:
        """Solutions of one of the briefs' queries, each `VALUES ?x { UNDEF }` filled in."""
        text = _SLOT.sub(lambda slot: f"VALUES ?{slot[1]} {{ {terms[slot[1]]} }}", query_text(name))
        found = self.see.store.query(text, prefixes=dict(PREFIXES))
        return [tuple(row) for row in found] if isinstance(found, ox.QuerySolutions) else []

    def select(self, name: str, **terms: ox.NamedNode) -> list[ox.NamedNode]:
        """The things that a query selects in its first column, each once, in order of IRIs."""
        found = {row[0] for row in self.rows(name, **terms)}
        return sorted((n for n in found if isinstance(n, ox.NamedNode)), key=order)

    def thing(self, iri: ox.NamedNode) -> Thing:
        """A node with its triples."""
        if iri not in self._things:
            self._things[iri] = Thing(iri, self.see.about(iri))
        return self._things[iri]

    def things(self, iris: Iterable[ox.NamedNode]) -> list[Thing]:
        """Nodes with their triples."""
        return [self.thing(iri) for iri in iris]

    def asserted(self, subject: ox.NamedNode, name: str) -> list[ox.NamedNode]:
        """IRI values of a property without the inferred ones."""
        predicate = node(name)
        return [
            term
            for term in self.thing(subject).nodes(name)
            if not self.see.inferred(ox.Quad(subject, predicate, term))
        ]

    def asserted_subjects(self, name: str, value: ox.NamedNode) -> list[ox.NamedNode]:
        """Things that have a value, without inferred triples."""
        predicate = node(name)
        return [
            subject
            for subject in self.see.subjects(name, value)
            if not self.see.inferred(ox.Quad(subject, predicate, value))
        ]

    def named(self, name: ox.Literal) -> list[ox.NamedNode]:
        """Things whose label or other name is exactly a literal."""
        quads = (
            quad
            for term in ("rdfs:label", "skos:altLabel")
            for quad in self.see.store.quads_for_pattern(None, node(term), name, DEFAULT)
        )
        return [quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)]

    def fiscal_years(self) -> dict[str, int]:
        """Number of each fiscal year by the IRI of the period; the transition quarter has none."""
        if self._years is None:
            self._years = {
                period.value: int(number.value)
                for period, number in self.rows("fiscal-years")
                if isinstance(period, ox.NamedNode) and isinstance(number, ox.Literal)
            }
        return self._years

    def year(self, period: ox.NamedNode) -> int:
        """Number of a fiscal year; 0 for the transition quarter."""
        return self.fiscal_years().get(period.value, 0)

    def year_of(self, period: Term | None) -> int:
        """The same of what a query gave."""
        return self.year(period) if isinstance(period, ox.NamedNode) else 0

    def years(self, thing: Thing, name: str) -> tuple[int, ...]:
        """Fiscal years that a thing has by a property, in order."""
        return tuple(sorted({y for period in thing.nodes(name) if (y := self.year(period))}))

    def cited(self, thing: Thing) -> list[ox.NamedNode]:
        """The sources that the citations of a thing cite, each once."""
        found: dict[ox.NamedNode, None] = {}
        for citation in thing.nodes("imet:hasCitation"):
            if citation not in self._sources:
                self._sources[citation] = self.see.nodes(citation, "imet:citesSource")
            found.update(dict.fromkeys(self._sources[citation]))
        return list(found)

    def kinds(self, thing: Thing) -> tuple[str, ...]:
        """Asserted classes of a thing in words."""
        return tuple(
            self.see.label(kind)
            for kind in self.asserted(thing.iri, "rdf:type")
            if kind.value.startswith(str(IMET))
        )

    def backing(self, things: Sequence[Thing]) -> Backing:
        """What one or several facts rest on: all their sources, the weakest of their statuses."""
        numbers = {mark.number for thing in things for mark in self.books.marks_of(thing.iri)}
        statuses = {one for thing in things for one in thing.nodes("imet:verificationStatus")}
        if any(not thing.has("imet:verificationStatus") for thing in things):
            return Backing("", "", tuple(sorted(numbers)))
        return Backing(*self._weakest(statuses), tuple(sorted(numbers)))

    def backing_of(
        self, statuses: Iterable[Term | None], citations: Iterable[Term | None]
    ) -> Backing:
        """The same from statuses and citations that a query gave."""
        cited = dict.fromkeys(one for one in citations if isinstance(one, ox.NamedNode))
        numbers = {mark.number for one in cited for mark in self.books.marks_of(one)}
        given = {one for one in statuses if isinstance(one, ox.NamedNode)}
        return Backing(*self._weakest(given), tuple(sorted(numbers)))

    def key(self, concept: ox.NamedNode) -> str:
        """Notation of a concept, read once."""
        if concept not in self._keys:
            self._keys[concept] = self.see.key(concept)
        return self._keys[concept]

    def _weakest(self, statuses: Iterable[ox.NamedNode]) -> tuple[str, str]:
        """Words and notation of the weakest of several statuses."""
        found = {self.key(status): status for status in statuses}
        key = next((key for key in _WEAKEST_FIRST if key in found), "")
        return (self.see.label(found[key]), key) if key else ("", "")

    def when(self, thing: Thing) -> When | None:
        """The time of a thing in words and bounds."""
        return time_of(self, thing)

    def detail(self, thing: Thing, name: str) -> Detail | None:
        """One property of a thing, told as inferred where it is; None where it has no value."""
        found = thing.nodes(name)
        text = "; ".join(thing.texts(name))
        if not found and not text:
            return None
        words = _WORDS.get(name) or self.see.label(node(name))
        if found and all(self.see.inferred(ox.Quad(thing.iri, node(name), one)) for one in found):
            words += " (inferred)"
        refs = tuple(self.see.ref(iri) for iri in found)
        return Detail(name.partition(":")[2], words, refs, text)

    def state(
        self,
        thing: Thing,
        show: Sequence[str] = (),
        *,
        more: Iterable[Detail] = (),
        text: str = "dcterms:description",
        certainty: str = "",
        below: Callable[[], Iterable[Statement]] = tuple,
    ) -> Statement:
        """A statement about a thing.

        Args:
            thing: the node.
            show: properties to show, in this order.
            more: further details.
            text: property that says more than the label.
            certainty: `definitely`, `possibly` or nothing.
            below: makes the statements that belong to it, after its own sources have numbers.
        """
        backing = self.backing([thing])
        details = [found for name in show if (found := self.detail(thing, name))]
        return Statement(
            ref=self.see.ref(thing.iri),
            kinds=self.kinds(thing),
            when=self.when(thing),
            text=" ".join(thing.texts(text)),
            details=(*details, *more),
            notes=tuple(note for name in _NOTES for note in thing.texts(name)),
            certainty=certainty,
            backing=backing,
            below=tuple(below()),
        )

    def in_time(self, things: Iterable[Thing]) -> list[Thing]:
        """Things in order of the first day on which they can have begun; undated ones last."""
        return sorted(things, key=lambda thing: (self._first_day(thing), thing.iri.value))

    def _first_day(self, thing: Thing) -> str:
        names = ("imet:earliestStart", "imet:onDate", "imet:startDate", "imet:earliestDate")
        return next((day for name in names if (day := thing.text(name))), "9999")

    def sources(self) -> tuple[NumberedSource, ...]:
        """Every source that has a number by now."""
        return self.books.entries()

    def ref(self, iri: ox.NamedNode) -> Ref:
        """A thing with its label."""
        return self.see.ref(iri)
