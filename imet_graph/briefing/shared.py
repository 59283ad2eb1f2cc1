"""Parts that several briefs share: claims with who says them, duties, changes, names."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from imet_graph.briefing.model import Detail, Statement
from imet_graph.briefing.reader import Reader, Thing

__all__ = [
    "claim",
    "claims",
    "duty",
    "measures_of",
    "names_of",
    "organization_changes",
    "plain",
    "restrictions_of",
    "roles_of",
]

_RESTRICTION = (
    "imet:restricts",
    "imet:restrictsAssistanceTo",
    "imet:legalBasis",
    "imet:ground",
    "imet:scope",
    "imet:imetNamed",
    "imet:imposedBy",
)
_MEASURE = (
    "imet:recipientCountry",
    "imet:waives",
    "imet:takenBy",
    "imet:legalBasis",
    "imet:scope",
    "imet:imetNamed",
)


def plain(reader: Reader, iris: Iterable[ox.NamedNode], *show: str) -> tuple[Statement, ...]:
    """Statements about things, in order of time, with some of their properties."""
    return tuple(reader.state(thing, show) for thing in reader.in_time(reader.things(iris)))


def claims(reader: Reader, iris: Iterable[ox.NamedNode]) -> tuple[Statement, ...]:
    """Claims, each with who says it and what the check found."""
    found = [thing for thing in reader.things(iris) if thing.has("imet:claimText")]
    return tuple(claim(reader, thing) for thing in found)


def claim(reader: Reader, thing: Thing) -> Statement:
    """A claim; where nobody is named as holding it, the source that prints it is.

    Graph: `?claim imet:assertedBy ?agent`, else `imet:hasCitation/imet:citesSource ?source`
    """
    said = [reader.ref(agent) for agent in thing.nodes("imet:assertedBy")]
    by = Detail("assertedBy", "said by", tuple(said))
    if not said:
        printed = tuple(reader.ref(source) for source in reader.cited(thing))
        by = Detail("statedIn", "stated in", printed)
    return reader.state(
        thing,
        ("imet:verdict", "imet:verdictNote", "imet:vaguenessNote"),
        more=(by,),
        text="imet:claimText",
    )


def duty(reader: Reader, thing: Thing) -> Statement:
    """A reporting duty: who reports to whom, under which law."""
    return reader.state(thing, ("imet:dutyOf", "imet:reportsTo", "imet:dutyUnder"))


def restrictions_of(reader: Reader, iris: Iterable[ox.NamedNode]) -> tuple[Statement, ...]:
    """Those of several measures that are restrictions, in order of time."""
    things = reader.in_time(reader.things(iris))
    return tuple(reader.state(thing, _RESTRICTION) for thing in things if _is_restriction(thing))


def measures_of(reader: Reader, iris: Iterable[ox.NamedNode]) -> tuple[Statement, ...]:
    """Those that are none: waivers, findings, roles, schools."""
    things = reader.in_time(reader.things(iris))
    return tuple(reader.state(thing, _MEASURE) for thing in things if not _is_restriction(thing))


def _is_restriction(thing: Thing) -> bool:
    return thing.has("imet:restricts") or thing.has("imet:restrictsAssistanceTo")


def names_of(reader: Reader, thing: ox.NamedNode) -> tuple[Statement, ...]:
    """Names that a thing bears or bore, with their time.

    Graph: `?usage imet:nameOf ?thing ; imet:nameText ?name`
    """
    return plain(reader, reader.see.subjects("imet:nameOf", thing), "imet:nameText")


def organization_changes(reader: Reader, thing: ox.NamedNode) -> tuple[Statement, ...]:
    """Foundings, renamings, transfers of an organization."""
    names = ("imet:formerOrganization", "imet:resultingOrganization")
    found = {change for name in names for change in reader.see.subjects(name, thing)}
    return plain(reader, found, "imet:changeKind", *names, "imet:legalBasis")


def roles_of(reader: Reader, thing: ox.NamedNode) -> tuple[Statement, ...]:
    """Roles in programs, with their time."""
    roles = reader.see.subjects("imet:roleHolder", thing)
    return plain(reader, roles, "imet:roleKind", "imet:roleProgram", "imet:legalBasis")
