"""Briefs made once for all tests, and a plain way to ask the store beside the code under test."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pyoxigraph as ox

from imet_graph import briefing
from imet_graph.briefing import Brief, Statement, render_markdown, render_text
from imet_graph.description.lookup import node
from imet_graph.namespaces import PREFIXES
from imet_graph.store import Release

_MAKERS = {
    "country": briefing.country,
    "law": briefing.law,
    "body": briefing.body,
    "school": briefing.school,
}
_MADE: dict[str, "Briefs"] = {}


class Briefs:
    """Briefs by sort and name with their texts, each made once."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self._made: dict[tuple[str, str], tuple[Brief, list[str], list[str]]] = {}

    def get(self, sort: str, name: str) -> tuple[Brief, list[str], list[str]]:
        """A brief, its text and its Markdown."""
        if (sort, name) not in self._made:
            brief = _MAKERS[sort](self.store, name)
            self._made[sort, name] = (brief, render_text(brief), render_markdown(brief))
        return self._made[sort, name]


def briefs_of(release: Release) -> Briefs:
    """The briefs of one build."""
    key = str(release.path)
    if key not in _MADE:
        _MADE[key] = Briefs(release.open())
    return _MADE[key]


def iris(found: tuple[Statement, ...]) -> set[str]:
    """What some statements are about."""
    return {item.ref.iri for item in found}


def values(store: ox.Store, subject: str, predicate: str) -> list[str]:
    """Values of a property in the default graph, as plain texts."""
    quads = store.quads_for_pattern(ox.NamedNode(subject), node(predicate), None, ox.DefaultGraph())
    return sorted(
        quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode | ox.Literal)
    )


def subjects(store: ox.Store, predicate: str, value: str) -> set[str]:
    """What has a value by a property."""
    quads = store.quads_for_pattern(None, node(predicate), ox.NamedNode(value), ox.DefaultGraph())
    return {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}


def full(name: str) -> str:
    """The IRI of a prefixed name."""
    prefix, _, key = name.partition(":")
    return PREFIXES[prefix] + key


def tail(iri: str) -> str:
    """The end of an IRI."""
    return re.split(r"[/#]", iri)[-1]


def walk(value: Any) -> Iterator[Any]:
    """A dataclass and every dataclass in it."""
    if isinstance(value, tuple):
        for item in value:
            yield from walk(item)
    elif is_dataclass(value) and not isinstance(value, type):
        yield value
        for field in fields(value):
            yield from walk(getattr(value, field.name))


def statements(brief: Brief) -> list[Statement]:
    """Every statement of a brief."""
    return [item for item in walk(brief) if isinstance(item, Statement)]


def small_store(turtle: str) -> ox.Store:
    """A store of a few triples; our prefixes are known, and labels are not needed."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store = ox.Store()
    store.load(prefixes + turtle, format=ox.RdfFormat.TURTLE)
    return store
