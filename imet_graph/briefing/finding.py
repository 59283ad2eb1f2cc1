"""Finds the country, law, body or school that a person means by a name, a code or a citation."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from imet_graph.briefing.reader import Reader
from imet_graph.description.lookup import node
from imet_graph.errors import QueryError
from imet_graph.iri import kind_and_key
from imet_graph.namespaces import THING_KINDS, compact, expand

__all__ = ["find_thing"]

_CLASSES = {
    "country": "imet:Country",
    "law": "imet:LegalResource",
    "body": "imet:Organization",
    "school": "imet:TrainingInstitution",
}
_KINDS = {
    "country": ("country",),
    "law": ("pl", "act", "sec", "usc", "clause", "reg", "eo", "bill"),
    "body": ("body", "unit", "force"),
    "school": ("school",),
}
_EXAMPLES = {
    "country": "MLI, Mali or country:MLI",
    "law": "'P.L. 94-329', '22 U.S.C. 2347', 'section 7008' or clause:coup",
    "body": "dsca or 'Defense Security Cooperation Agency'",
    "school": "whinsec or 'National Defense University'",
}
_PUBLIC_LAW = re.compile(r"(?:p(?:ub(?:lic)?)?\W*l(?:aw)?\W*(?:no)?\W*)?(\d{1,3})\W+(\d{1,4})")
_CODE = re.compile(r"(\d{1,2})\W*u\W*s\W*c(?:ode)?\W*(?:sec(?:tion)?s?)?\W*(\d+[\w-]*)(.*)")
_SECTION = re.compile(r"(?:section|sec|s)\W*(\d+[a-z]*(?:\(\w+\))*)|§+\s*(\d+\w*(?:\(\w+\))*)")
_DROPPED = ".'\N{RIGHT SINGLE QUOTATION MARK}"
_SMALL_WORDS = frozenset({"of", "the", "in", "to"})
_NEAREST = 5


@dataclass
class _Names:
    """Folded names of the things of one kind."""

    things: dict[str, set[ox.NamedNode]] = field(default_factory=dict)
    labels: dict[ox.NamedNode, str] = field(default_factory=dict)
    sections: dict[str, set[ox.NamedNode]] = field(default_factory=dict)

    def add(self, thing: ox.NamedNode, name: str, predicate: str) -> None:
        table = self.sections if predicate == "imet:sectionNumber" else self.things
        table.setdefault(_folded(name), set()).add(thing)
        if predicate == "rdfs:label":
            self.labels[thing] = name


def find_thing(store: ox.Store, sort: str, text: str) -> ox.NamedNode:
    """The one thing that a text names.

    Case, accents and punctuation do not count. A whole name, short form, code, key or citation
    wins over a part of a name.

    Args:
        store: an open store.
        sort: `country`, `law`, `body` or `school`.
        text: IRI, prefixed name, key, code, name or citation.

    Raises:
        QueryError: nothing or more than one thing fits; the nearest names are given on one line.
    """
    reader = Reader(store)
    if (given := _given(reader, sort, text)) is not None:
        return given
    names = _names(reader, sort)
    folded = _folded(text)
    for found in _readings(reader, sort, text, folded, names):
        if len(found) == 1:
            return next(iter(found))
        if found:
            if clause := _one_clause(reader, found):
                return clause
            hits = _shown(names, sorted(found, key=lambda one: _distance(names, one, folded)))
            raise QueryError(f"{text!r} may be one of {len(found)} things: {hits}")
    near = difflib.get_close_matches(folded, list(names.things), n=_NEAREST, cutoff=0.5)
    nearest = [one for name in near for one in sorted(names.things[name], key=str)]
    hint = _shown(names, list(dict.fromkeys(nearest))) or _EXAMPLES[sort]
    raise QueryError(f"no {sort} named {text!r}; nearest: {hint}")


def _given(reader: Reader, sort: str, text: str) -> ox.NamedNode | None:
    """A thing named by its IRI or by its key."""
    trial = [text] if ":" in text else [f"{kind}:{text}" for kind in _KINDS[sort]]
    trial += [
        f"{kind}:{text.upper() if sort == 'country' else text.lower()}" for kind in _KINDS[sort]
    ]
    for name in trial:
        try:
            iri = ox.NamedNode(str(expand(name)))
        except ValueError:
            continue
        parts = kind_and_key(iri.value)
        if (
            parts
            and parts[0] in _KINDS[sort]
            and reader.see.has(iri, "rdf:type", node(_CLASSES[sort]))
        ):
            return iri
    kind = text.partition(":")[0] if ":" in text else ""
    if kind in THING_KINDS and kind not in _KINDS[sort]:
        raise QueryError(f"{text} is no {sort}; expected one such as {_EXAMPLES[sort]}")
    return None


def _names(reader: Reader, sort: str) -> _Names:
    names = _Names()
    for thing, name, predicate in reader.rows("names", kind=node(_CLASSES[sort])):
        if not isinstance(thing, ox.NamedNode) or not isinstance(name, ox.Literal):
            continue
        parts = kind_and_key(thing.value)
        if parts and parts[0] in _KINDS[sort] and isinstance(predicate, ox.NamedNode):
            names.add(thing, name.value, compact(predicate.value))
            names.things.setdefault(_folded(parts[1]), set()).add(thing)
    return names


def _readings(
    reader: Reader, sort: str, text: str, folded: str, names: _Names
) -> Iterable[set[ox.NamedNode]]:
    """What the text can mean, the likeliest first."""
    yield names.things.get(folded, set())
    if sort == "law":
        citation = text.strip().lower()
        yield from _law_readings(reader, citation, names)
        if _PUBLIC_LAW.fullmatch(citation) or _CODE.match(citation):
            return
    words = folded.split()
    holding = {name: found for name, found in names.things.items() if _holds(name, words)}
    yield {one for found in holding.values() for one in found} if words else set()


def _law_readings(reader: Reader, text: str, names: _Names) -> Iterable[set[ox.NamedNode]]:
    if found := _PUBLIC_LAW.fullmatch(text):
        yield names.things.get(_folded(f"{found[1]}-{found[2]}"), set())
    if found := _CODE.match(text):
        key = f"usc:{found[1]}-{found[2].strip('-')}"
        inner = re.findall(r"\((\w+)\)", found[3])
        for depth in range(len(inner), -1, -1):
            iri = node("-".join([key, *inner[:depth]]))
            yield {iri} if reader.see.has(iri, "rdf:type", node(_CLASSES["law"])) else set()
    if found := _SECTION.search(text):
        number = _folded(found[1] or found[2])
        words = _folded(_SECTION.sub(" ", text)).split()
        rest = [word for word in words if word not in _SMALL_WORDS]
        some = names.sections.get(number, set())
        if rest:
            some = {one for one in some if _holds(_folded(_context(names, one)), rest)}
        yield some


def _context(names: _Names, thing: ox.NamedNode) -> str:
    return f"{names.labels.get(thing, '')} {compact(thing.value).replace(':', ' ')}"


def _one_clause(reader: Reader, sections: Iterable[ox.NamedNode]) -> ox.NamedNode | None:
    """The recurring clause that all of several sections carry."""
    carried = [set(reader.see.nodes(one, "imet:carriesClause")) for one in sections]
    common = set.intersection(*carried)
    return next(iter(common)) if len(common) == 1 else None


def _holds(name: str, words: Iterable[str]) -> bool:
    """Whether each word begins a word of the name."""
    parts = name.split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def _folded(text: str) -> str:
    """A name without case, accents and punctuation.

    >>> _folded("Université de Montréal, U.S.A.")
    'universite de montreal usa'
    >>> _folded("Côte d'Ivoire")
    'cote divoire'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c) and c not in _DROPPED)
    return " ".join(re.sub(r"[^0-9a-z]+", " ", bare).split())


def _distance(names: _Names, thing: ox.NamedNode, folded: str) -> tuple[bool, int, str]:
    """Names that begin with the text come first, shorter before longer."""
    name = _folded(names.labels.get(thing, ""))
    return not name.startswith(folded), len(name), thing.value


def _shown(names: _Names, things: Iterable[ox.NamedNode]) -> str:
    """Things on one line; how many more there are where not all are named."""
    listed = list(things)
    shown = [_one(names.labels, thing) for thing in listed[:_NEAREST]]
    rest = len(listed) - len(shown)
    return "; ".join(shown) + (f"; and {rest} more" if rest > 0 else "")


def _one(labels: Mapping[ox.NamedNode, str], thing: ox.NamedNode) -> str:
    return f"{labels.get(thing, '')} ({compact(thing.value)})".strip()
