"""Linksets: identifiers in the graph → links to Wikidata, GeoNames and others, described in VoID.

A link is no fact about the program, and `owl:sameAs` would make a reasoner take over whatever the
other side says. So links are made from what the curated facts hold, kept in files of their own,
and go to a graph of their own, `graph/links`: no reasoner, rule, shape or named question reads it.

Source: W3C, Describing Linked Datasets with the VoID Vocabulary, section 5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from imet_graph.errors import Finding
from imet_graph.namespaces import BASE, IMET, LINKS_GRAPH, PREFIXES, compact
from imet_graph.reading import read_turtle
from imet_graph.resources import display_path
from imet_graph.terms import ntriples, ntriples_lines, text_literal

__all__ = ["LINKSETS", "Linkset", "generate", "read", "stale", "write"]

Links = Iterable[tuple[URIRef, URIRef]]

_SAME_PAGE = URIRef(PREFIXES["schema"] + "sameAs")
_LICENSE = "<https://creativecommons.org/licenses/by/4.0/>"
_ANOTHER_THING = frozenset({"Q40362"})
"""Wikidata items that are not what the graph means, though it holds their identifier: the Sahrawi
Arab Democratic Republic, which is not the territory of Western Sahara."""
_EU_CODES = {"XKX": "1A0"}
"""Codes of the authority table that differ from those of the graph."""
_FIRST_CONGRESS_ONLINE = 104
_CODE_SECTION = re.compile(r"(\d+) U\.S\.C\. ([0-9A-Za-z-]+)")


@dataclass(frozen=True)
class Linkset:
    """Links of one kind to one other data set.

    Args:
        key: name of its file, and the end of its IRI.
        title: what the other side is called.
        home: its web page.
        space: how the IRIs of its things begin.
        description: what is linked, and what is left out.
        predicate: the property that links.
        derived_from: where the identifiers come from, as Turtle.
        pattern: the page that documents the form of the addresses; empty where none is needed.
        find: the links that a graph's identifiers give, in any order.
    """

    key: str
    title: str
    home: str
    space: str
    description: str
    predicate: URIRef
    derived_from: str
    pattern: str
    find: Callable[[Graph], Links]

    @property
    def iri(self) -> str:
        """IRI of the linkset; that of the other side ends in `-target`."""
        return f"{LINKS_GRAPH}#{self.key}"


def _wikidata(graph: Graph) -> Links:
    for thing, item in _identifiers(graph, IMET.wikidataId):
        if item not in _ANOTHER_THING:
            yield thing, URIRef(f"http://www.wikidata.org/entity/{item}")


def _geonames(graph: Graph) -> Links:
    for thing, number in _identifiers(graph, IMET.geonamesId):
        yield thing, URIRef(f"https://sws.geonames.org/{number}/")


def _eu_countries(graph: Graph) -> Links:
    """States of the state system that exist; the table has other codes for some territories."""
    for country, code in _identifiers(graph, IMET.isoAlpha3):
        former = (country, RDF.type, IMET.FormerCountry) in graph
        if not former and graph.value(country, IMET.cowCode) is not None:
            key = _EU_CODES.get(code, code)
            yield country, URIRef(f"http://publications.europa.eu/resource/authority/country/{key}")


def _govinfo(graph: Graph) -> Links:
    for act, number in _identifiers(graph, IMET.publicLawNumber):
        congress, _, law = number.partition("-")
        if int(congress) >= _FIRST_CONGRESS_ONLINE:
            yield act, URIRef(f"https://www.govinfo.gov/link/plaw/{congress}/public/{law}")
    for section, title, number in _code_sections(graph):
        yield section, URIRef(f"https://www.govinfo.gov/link/uscode/{title}/{number}")


def _us_code(graph: Graph) -> Links:
    for section, title, number in _code_sections(graph):
        name = f"granuleid:USC-prelim-title{title}-section{number}&num=0&edition=prelim"
        yield section, URIRef(f"https://uscode.house.gov/view.xhtml?req={name}")


def _code_sections(graph: Graph) -> Iterator[tuple[URIRef, str, str]]:
    """Sections of the Code with the numbers of title and section; a range of sections has none."""
    for section, citation in _identifiers(graph, IMET.uscCitation):
        if match := _CODE_SECTION.fullmatch(citation):
            yield section, match[1], match[2]


def _identifiers(graph: Graph, predicate: URIRef) -> Iterator[tuple[URIRef, str]]:
    for thing, value in graph.subject_objects(predicate):
        if isinstance(thing, URIRef):
            yield thing, str(value)


LINKSETS = (
    Linkset(
        "wikidata",
        "Wikidata",
        "https://www.wikidata.org/",
        "http://www.wikidata.org/entity/",
        "The item of Wikidata for the same country, area or former state, and for whatever else "
        "has a Wikidata identifier in the graph. Identifiers of former states stand in their own "
        "table, not in the code list. Western Sahara is left out: the identifier that the code "
        "list gives is that of the Sahrawi Arab Democratic Republic.",
        OWL.sameAs,
        "source:country-codes",
        "",
        _wikidata,
    ),
    Linkset(
        "geonames",
        "GeoNames",
        "https://www.geonames.org/",
        "https://sws.geonames.org/",
        "The feature of GeoNames for a country or area. GeoNames describes places, the graph "
        "states; therefore schema:sameAs, not owl:sameAs.",
        _SAME_PAGE,
        "source:country-codes",
        "",
        _geonames,
    ),
    Linkset(
        "eu-countries",
        "EU Vocabularies, countries",
        "http://publications.europa.eu/resource/authority/country",
        "http://publications.europa.eu/resource/authority/country/",
        "The concept of the authority table of the Publications Office of the European Union for a "
        "state of the present state system. The table uses ISO 3166-1 alpha-3 codes, and 1A0 for "
        "Kosovo. Territories and former states are left out: the table has codes of its own for "
        "some of them.",
        _SAME_PAGE,
        "source:country-codes, source:cow-state-system-2016",
        "",
        _eu_countries,
    ),
    Linkset(
        "govinfo",
        "govinfo",
        "https://www.govinfo.gov/",
        "https://www.govinfo.gov/link/",
        "The page of the Government Publishing Office for a public law, from the 104th Congress "
        "on, and for a section of the United States Code in its latest annual edition. Addresses "
        "are formed by the rules of the link service from the numbers in the graph.",
        RDFS.seeAlso,
        f"<{BASE}>",
        "https://www.govinfo.gov/link-docs/",
        _govinfo,
    ),
    Linkset(
        "us-code",
        "United States Code, House of Representatives",
        "https://uscode.house.gov/",
        "https://uscode.house.gov/",
        "The page of the Office of the Law Revision Counsel for a section of the United States "
        "Code as now in force. Addresses are formed from the numbers of title and section in the "
        "graph.",
        RDFS.seeAlso,
        f"<{BASE}>",
        "",
        _us_code,
    ),
)
"""Every linkset, in the order in which pages show them."""


def generate(curated: Graph) -> dict[str, str]:
    """Write the linksets that a graph's identifiers give.

    Args:
        curated: the curated facts.

    Returns:
        Turtle by name of file; the same bytes for the same identifiers.

    Graph: `?thing imet:wikidataId | imet:geonamesId | imet:isoAlpha3 | imet:publicLawNumber |
        imet:uscCitation ?identifier`
    """
    return {f"{each.key}.ttl": _turtle(each, sorted(set(each.find(curated)))) for each in LINKSETS}


def read(folder: Path) -> list[str]:
    """The links of a folder and their descriptions, as sorted canonical N-Triples lines.

    Raises:
        SourceError: a file is no Turtle.
    """
    return ntriples_lines(read_turtle(sorted(folder.glob("*.ttl"))))


def write(folder: Path, curated: Graph) -> list[Path]:
    """Write the files that are not as the identifiers have it; files of no linkset are removed.

    Returns:
        The files that changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    expected = generate(curated)
    changed = _different(folder, expected)
    for path in changed:
        if path.name in expected:
            path.write_text(expected[path.name], encoding="utf-8")
        else:
            path.unlink()
    return changed


def stale(folder: Path, curated: Graph) -> list[Finding]:
    """Files that are not what the identifiers in the graph give."""
    return [
        Finding(display_path(path), 0, "", "other links", "what `imet-graph links` writes")
        for path in _different(folder, generate(curated))
    ]


def _different(folder: Path, expected: dict[str, str]) -> list[Path]:
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.ttl")}
    names = sorted({*expected, *kept})
    return [folder / name for name in names if expected.get(name) != kept.get(name)]


def _turtle(linkset: Linkset, links: list[tuple[URIRef, URIRef]]) -> str:
    body = [*_description(linkset, len(links)), ""]
    predicate = compact(str(linkset.predicate))
    body += [f"{compact(str(thing))} {predicate} <{other}> ." for thing, other in links]
    bare = re.sub(r'"[^"\n]*"|<[^>]*>', "", "\n".join(body))
    used = set(re.findall(r"(\w+):", bare))
    opening = f"# Linkset: {linkset.title}. Written by `imet-graph links`, not by hand."
    prefixes = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in PREFIXES if name in used]
    return "\n".join([opening, *prefixes, "", *body]) + "\n"


def _description(linkset: Linkset, count: int) -> Iterator[str]:
    """The linkset and the data set on its other side, in VoID."""
    target = f"<{linkset.iri}-target>"
    yield f"<{linkset.iri}> a void:Linkset ;"
    yield f"    dcterms:title {ntriples(text_literal(f'Linkset: {linkset.title}'))} ;"
    yield f"    dcterms:description {ntriples(text_literal(linkset.description))} ;"
    yield f"    dcterms:license {_LICENSE} ;"
    if linkset.pattern:
        yield f"    dcterms:source <{linkset.pattern}> ;"
    yield f"    void:subjectsTarget <{BASE}> ;"
    yield f"    void:objectsTarget {target} ;"
    yield f"    void:linkPredicate {compact(str(linkset.predicate))} ;"
    yield f"    void:triples {count} ;"
    yield f"    prov:wasDerivedFrom {linkset.derived_from} ."
    yield ""
    yield f"{target} a void:Dataset ;"
    yield f"    dcterms:title {ntriples(text_literal(linkset.title))} ;"
    yield f"    foaf:homepage <{linkset.home}> ;"
    yield f'    void:uriSpace "{linkset.space}" .'
