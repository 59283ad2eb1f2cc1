"""What a worker can be asked: each answer is plain values or bytes, whole and detached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from imet_graph.description import Description, Ref, describe
from imet_graph.description.gather import find_thing
from imet_graph.description.lookup import DEFAULT, LINKS, Lookup, node
from imet_graph.errors import QueryError
from imet_graph.exporting import serialize, thing_quads
from imet_graph.namespaces import BASE, PREFIXES
from imet_graph.query import GRAPH_FORMATS, RESULT_FORMATS, evaluate
from imet_graph.query import serialize as write_result
from imet_graph.serving.negotiation import choose_or_refuse
from imet_graph.serving.tables import Result, Table, tabulate
from imet_graph.serving.vocabulary import (
    VocabularyTerm,
    concepts_of,
    ontology_graph,
    vocabulary,
)

__all__ = ["HTML", "OPERATIONS", "Desk", "Listing"]

HTML = "text/html"
_ALIASES = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
OPERATIONS = frozenset(
    "answer choices concepts description document exists links_document listing ontology_document "
    "overview schemes table terms".split()
)
"""Methods of `Desk` that a request may name."""


@dataclass(frozen=True)
class Listing:
    """A page of all things of one kind.

    Args:
        refs: the things on this page.
        count: how many there are in all.
    """

    refs: tuple[Ref, ...]
    count: int


class Desk:
    """Answers requests from one open release.

    Args:
        store: the open store of the release; it never changes.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def answer(
        self,
        text: str,
        accept: str | None,
        limit: int,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> tuple[str, bytes | Table]:
        """Evaluate a query and write its result in the format the client likes best.

        Returns:
            Media type and document; for HTML a table of at most `limit` rows.

        Raises:
            QueryError: no query, an update, or a call to another server.
            NotAcceptableError: no format fits both the client and this kind of result.
        """
        result = self._evaluate(text, default_graphs, named_graphs)
        formats = GRAPH_FORMATS if isinstance(result, ox.QueryTriples) else RESULT_FORMATS
        aliases = {} if isinstance(result, ox.QueryTriples) else _ALIASES
        media = choose_or_refuse(accept, [*formats, *aliases, HTML])
        if media == HTML:
            return media, self._tabulate(result, limit)
        try:
            return media, write_result(result, aliases.get(media, media))
        except (RuntimeError, OSError) as error:
            raise QueryError(f"query: evaluation failed ({error})") from error

    def table(self, text: str, limit: int) -> Table:
        """Evaluate a query; its answer with labels, at most `limit` rows (0: all)."""
        return self._tabulate(self._evaluate(text, (), ()), limit)

    def description(self, iri: str) -> Description:
        """All about a thing."""
        return describe(self._store, iri)

    def document(self, iri: str, format_name: str) -> bytes:
        """The document graph of a thing in a format."""
        return serialize(thing_quads(self._store, iri), format_name)

    def exists(self, iri: str) -> None:
        """Return if the graph says something about a thing.

        Raises:
            QueryError: it says nothing.
        """
        find_thing(self._store, iri)

    def terms(self) -> tuple[VocabularyTerm, ...]:
        """The classes and properties of the ontology."""
        return vocabulary(self._store)

    def ontology_document(self, format_name: str) -> bytes:
        """The ontology in a format."""
        return serialize(ontology_graph(self._store), format_name)

    def links_document(self, format_name: str) -> bytes:
        """Every link to another data set, with the description of each linkset, in a format."""
        quads = self._store.quads_for_pattern(None, None, None, LINKS)
        return serialize((quad.triple for quad in quads), format_name)

    def concepts(self, scheme: str) -> tuple[VocabularyTerm, ...]:
        """The concepts of a scheme."""
        return concepts_of(self._store, scheme)

    def schemes(self) -> tuple[Ref, ...]:
        """The concept schemes of this project."""
        see = Lookup(self._store)
        schemes = see.subjects("rdf:type", node("skos:ConceptScheme"))
        return tuple(see.ref(scheme) for scheme in schemes if scheme.value.startswith(BASE))

    def overview(self) -> dict[str, int]:
        """How many things and concepts there are, by prefix; prefixes without any are left out."""
        return {prefix: len(iris) for prefix, iris in self._index.items()}

    def listing(self, prefix: str, start: int, size: int) -> Listing:
        """Things of a kind, or concepts of a scheme, in order of their keys."""
        iris = self._index.get(prefix, [])
        see = Lookup(self._store)
        refs = tuple(see.ref(ox.NamedNode(iri)) for iri in iris[start : start + size])
        return Listing(refs, len(iris))

    def choices(self, prefix: str, most: int) -> tuple[Ref, ...]:
        """All things of a kind by label; nothing where there are more than `most`."""
        listing = self.listing(prefix, 0, most)
        refs = listing.refs if listing.count <= most else ()
        return tuple(sorted(refs, key=lambda ref: (ref.label, ref.iri)))

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        prefixes = {namespace: prefix for prefix, namespace in PREFIXES.items()}
        found: dict[str, set[str]] = {}
        for quad in self._store.quads_for_pattern(None, node("rdf:type"), None, DEFAULT):
            if isinstance(quad.subject, ox.NamedNode):
                iri = quad.subject.value
                prefix = prefixes.get(iri[: iri.rfind("/") + 1])
                if prefix:
                    found.setdefault(prefix, set()).add(iri)
        return {prefix: sorted(found[prefix]) for prefix in PREFIXES if prefix in found}

    def _evaluate(self, text: str, defaults: Sequence[str], named: Sequence[str]) -> Result:
        for iri in (*defaults, *named):
            try:
                ox.NamedNode(iri)
            except ValueError as error:
                raise QueryError(f"graph {iri!r} is no IRI; expected an absolute one") from error
        return evaluate(self._store, text, defaults, named)

    def _tabulate(self, result: Result, limit: int) -> Table:
        try:
            return tabulate(Lookup(self._store), result, limit)
        except (RuntimeError, OSError) as error:
            raise QueryError(f"query: evaluation failed ({error})") from error


def perform(desk: Desk, operation: str, arguments: dict[str, Any]) -> object:
    """Do what a request asks.

    Raises:
        QueryError: there is no such operation, or it fails.
    """
    if operation not in OPERATIONS:
        raise QueryError(f"operation {operation!r} is unknown")
    return getattr(desk, operation)(**arguments)
