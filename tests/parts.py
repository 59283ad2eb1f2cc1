"""A part of what ships that slow engines can take: all facts, and the figures of six countries."""

import re
from collections.abc import Iterable
from pathlib import Path

from imet_graph.building import Sources
from imet_graph.reading import read_turtle_lines
from imet_graph.resources import data_dir
from imet_graph.terms import ntriples_lines

COUNTRIES_OF_THE_ARTICLE = frozenset({"AFG", "EGY", "PAK", "MLI", "SAU", "SEN"})
_THING = re.compile(r"<(https://w3id\.org/imet-graph/id/[^>]+)>")
_RECENT = re.compile(r"-20(?:1[4-9]|20)-")
_OTHER = re.compile(r"^<[^>]*/(?:obs|listing)/")


def small_lines(sources: Sources) -> list[str]:
    """Ontology, facts, and of the figures those of IMET in six countries, with their citations."""
    figures = _figures(sources, COUNTRIES_OF_THE_ARTICLE)
    citations = _reached(figures, [line for line in sources.figures if not _OTHER.match(line)])
    small = ntriples_lines(sources.schema, sources.vocabulary)
    return sorted({*small, *sources.facts, *figures, *citations})


def tiny_lines(sources: Sources, countries: Iterable[str]) -> list[str]:
    """Ontology, and a few subjects with all that they refer to: rdflib joins by nested loops.

    Args:
        sources: all that ships.
        countries: codes of the countries whose files and figures are wanted.
    """
    chosen = set(countries)
    begun = [
        *read_turtle_lines(_files(chosen)),
        *(line for line in _figures(sources, chosen) if _RECENT.search(line.split(" ", 1)[0])),
    ]
    rest = [
        line
        for line in (*sources.facts, *sources.figures)
        if not _OTHER.match(line) and "/id/coverage/" not in line.split(" ", 1)[0]
    ]
    small = ntriples_lines(sources.schema, sources.vocabulary)
    return sorted({*small, *begun, *_reached(begun, rest)})


def _files(countries: Iterable[str]) -> list[Path]:
    folder = data_dir() / "curated"
    named = [folder / "countries" / f"{code}.ttl" for code in sorted(countries)]
    return [
        *(path for path in named if path.is_file()),
        folder / "claims" / "history.ttl",
        folder / "lists" / "child-soldiers.ttl",
        folder / "laws" / "clauses.ttl",
        folder / "schools" / "army-colleges.ttl",
    ]


def _figures(sources: Sources, countries: Iterable[str]) -> list[str]:
    wanted = re.compile(rf"^<[^>]*/obs/imet(?:-[12x])?-(?:{'|'.join(sorted(countries))})-")
    return [line for line in sources.figures if wanted.match(line)]


def _reached(begun: Iterable[str], rest: Iterable[str]) -> list[str]:
    """Lines about whatever the begun ones refer to, and so on."""
    by_subject: dict[str, list[str]] = {}
    for line in rest:
        by_subject.setdefault(line.split(">", 1)[0][1:], []).append(line)
    found: list[str] = []
    waiting = [thing for line in begun for thing in _THING.findall(line)]
    while waiting:
        lines = by_subject.pop(waiting.pop(), [])
        found += lines
        waiting += [thing for line in lines for thing in _THING.findall(line.split(" ", 2)[2])]
    return found
