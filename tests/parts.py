"""A part of what ships that slow engines can take: all facts, and the figures of six countries."""

import re

from imet_graph.building import Sources
from imet_graph.terms import ntriples_lines

COUNTRIES_OF_THE_ARTICLE = ("AFG", "EGY", "PAK", "MLI", "SAU", "SEN")
_PROGRAMS = "imet(?:-[12x])?"
_FIGURE = re.compile(
    rf"^<[^>]*/obs/{_PROGRAMS}-(?:{'|'.join(COUNTRIES_OF_THE_ARTICLE)})-", re.IGNORECASE
)
_OTHER = re.compile(r"^<[^>]*/(?:obs|listing)/")


def small_lines(sources: Sources) -> list[str]:
    """Ontology, facts, and of the figures those of IMET in six countries with all citations."""
    figures = [line for line in sources.figures if _FIGURE.match(line) or not _OTHER.match(line)]
    said = "\n".join(line for line in figures if "/citation/" not in line[:60])
    used = set(re.findall(r"/id/citation/([A-Za-z0-9-]+)>", said))
    kept = [
        line
        for line in figures
        if "/id/citation/" not in line[:60] or line.split(">", 1)[0].rpartition("/")[2] in used
    ]
    small = ntriples_lines(sources.schema, sources.vocabulary)
    return sorted({*small, *sources.facts, *kept})
