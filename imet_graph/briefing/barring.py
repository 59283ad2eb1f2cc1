"""Laws that can bar the program of a country now, with who may waive and who must be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypedDict

import pyoxigraph as ox

from imet_graph.briefing.model import Detail, Ref, Statement
from imet_graph.briefing.reader import Reader, Thing
from imet_graph.briefing.shared import duty
from imet_graph.briefing.wording import in_years
from imet_graph.description.lookup import Term, node

__all__ = ["BarringLaws", "barring_laws"]

_GONE = frozenset(node(f"changekind:{kind}") for kind in ("repeal", "renumbering", "replacement"))
"""Changes after which a section no longer stands under its number."""
_REACH = frozenset(
    node(f"scope:{scope}")
    for scope in ("all-assistance", "security-assistance", "military-assistance", "imet")
)
_NAMED = frozenset({node("named:yes"), node("named:partly")})
_HERE = node("country:USA")
_SHOWN = (
    "imet:triggeringCondition",
    "imet:scope",
    "imet:imetNamed",
    "imet:waivableBy",
)


class BarringLaws(TypedDict):
    """Fields of a country brief about laws in force."""

    newest_act: int
    laws: tuple[Statement, ...]
    elsewhere: tuple[Ref, ...]


@dataclass
class _Law:
    changes: set[Term] = field(default_factory=set)
    acts: set[ox.NamedNode] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    carries: bool = False


def barring_laws(
    reader: Reader, country: ox.NamedNode, restrictions: Iterable[Thing]
) -> BarringLaws:
    """Laws that say upon what assistance is barred and are not known to have lapsed.

    A recurring clause holds definitely where the newest appropriations act of the graph carries
    it, else possibly, and so does another section of such an act. Of a standing law the graph can
    only say that it holds no repeal; its amendments stand below it. Laws whose condition names
    another country are listed by name. A law without a condition is shown where a restriction on
    the country rests on it whose end is not known.

    Args:
        reader: the store.
        country: a country.
        restrictions: the restrictions on it.

    Graph: `?law imet:triggeringCondition ?condition`
    """
    found = _laws(reader)
    newest = max((year for law in found.values() for year in law.years), default=0)
    standing: list[tuple[Thing, str, str]] = []
    elsewhere: list[Ref] = []
    for iri in sorted(found, key=str):
        thing = reader.thing(iri)
        certainty, words = _standing(thing, found[iri], newest)
        if not certainty or not _reaches(thing):
            continue
        condition = " ".join(thing.texts("imet:triggeringCondition"))
        named = _named_countries(reader, condition)
        if named and country not in named:
            elsewhere.append(reader.ref(iri))
        else:
            standing.append((thing, certainty, words))
    applied = list(restrictions)
    shown = {thing.iri for thing, *_ in standing}
    for law in _still_applied(reader, applied, newest):
        if law not in shown and law not in found:
            standing.append((reader.thing(law), "possibly", "by the restriction that rests on it"))
    twins = {twin for thing, *_ in standing for twin in _codified(reader, thing)}
    standing = [entry for entry in standing if entry[0].iri not in twins]
    return {
        "newest_act": newest,
        "laws": tuple(
            _state(reader, thing, certainty, words, applied, newest)
            for thing, certainty, words in standing
        ),
        "elsewhere": tuple(elsewhere),
    }


def _laws(reader: Reader) -> dict[ox.NamedNode, _Law]:
    found: dict[ox.NamedNode, _Law] = {}
    for iri, change, act, year, clause in reader.rows("barring-laws"):
        if not isinstance(iri, ox.NamedNode):
            continue
        law = found.setdefault(iri, _Law())
        if change is not None:
            law.changes.add(change)
        if isinstance(act, ox.NamedNode):
            law.acts.add(act)
        if isinstance(year, ox.Literal):
            law.years.add(int(year.value))
        law.carries = law.carries or clause is not None
    return found


def _standing(thing: Thing, law: _Law, newest: int) -> tuple[str, str]:
    """Whether a law holds (`standing` where no act has to carry it), in words; else empty."""
    if node("imet:RecurringClause") in thing.nodes("rdf:type"):
        if newest and newest in law.years:
            return "definitely", f"carried in the act for {in_years([newest])}"
        last = f"carried, as far as read, in the act for {in_years([max(law.years)])}, and " * bool(
            law.years
        )
        return "possibly", f"{last}not read in the act for {in_years([newest])}"
    if law.carries or law.changes & _GONE:
        return "", ""
    if law.acts:
        act = f"act for {in_years([max(law.years)])}" if law.years else "appropriations act"
        return "possibly", f"stands in the {act}; whether it lapsed with that act is not on record"
    return "standing", "standing law, no repeal on record"


def _reaches(thing: Thing) -> bool:
    scopes, named = thing.nodes("imet:scope"), thing.nodes("imet:imetNamed")
    return bool(_REACH.intersection(scopes) or _NAMED.intersection(named))


def _still_applied(reader: Reader, restrictions: Iterable[Thing], year: int) -> list[ox.NamedNode]:
    """Legal bases of the restrictions that held, or may have held, in a fiscal year."""
    names = ("imet:overlapsFiscalPeriod", "imet:possiblyOverlapsFiscalPeriod")
    found = [
        law
        for thing in restrictions
        if any(year in reader.years(thing, name) for name in names)
        for law in reader.asserted(thing.iri, "imet:legalBasis")
        if not reader.thing(law).has("imet:carriesClause")
    ]
    return list(dict.fromkeys(found))


def _codified(reader: Reader, thing: Thing) -> set[ox.NamedNode]:
    """Where the text of a law, or of a part of it, stands in the Code."""
    texts = (thing.iri, *reader.see.subjects("imet:partOf", thing.iri))
    return {twin for text in texts for twin in reader.see.nodes(text, "imet:codifiedAt")}


def _named_countries(reader: Reader, text: str) -> set[ox.NamedNode]:
    """Countries that a text names by label or other name; the United States is none of them.

    Graph: `?country rdfs:label ?name` for up to three capitalized words in a row
    """
    words = re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", text)
    found: set[ox.NamedNode] = set()
    for start, length in ((s, n) for s in range(len(words)) for n in (1, 2, 3)):
        if words[start][0].isupper():
            name = ox.Literal(" ".join(words[start : start + length]), language="en")
            found |= set(reader.named(name))
    return {one for one in found if reader.thing(one).has("imet:isoAlpha3")} - {_HERE}


def _sections(reader: Reader, clause: ox.NamedNode, year: int) -> list[Thing]:
    """The sections that carry a clause in the acts for one fiscal year.

    Graph: `?section imet:carriesClause ?clause ; imet:partOf/imet:inFiscalPeriod ?period`
    """
    return [
        section
        for section in reader.things(reader.see.subjects("imet:carriesClause", clause))
        if any(
            year in reader.years(reader.thing(act), "imet:inFiscalPeriod")
            for act in section.nodes("imet:partOf")
        )
    ]


def _state(
    reader: Reader,
    thing: Thing,
    certainty: str,
    words: str,
    restrictions: Iterable[Thing],
    newest: int,
) -> Statement:
    """A law as the brief of a country shows it."""
    more = [Detail("standing", "in force", (), words)]
    based = tuple(
        reader.ref(restriction.iri)
        for restriction in restrictions
        if thing.iri in restriction.nodes("imet:legalBasisUnder")
    )
    if based:
        more.append(Detail("basisOf", "restrictions on the country that rest on it", based))

    sections = _sections(reader, thing.iri, newest)
    waivers = [reader.ref(w) for s in sections for w in s.nodes("imet:waivableBy")]
    if waivers and not thing.has("imet:waivableBy"):
        words = f"waivable by, in the act for {in_years([newest])}"
        more.append(Detail("waivableBy", words, tuple(dict.fromkeys(waivers))))

    def below() -> Iterator[Statement]:
        for section in sections:
            yield reader.state(section, ("imet:triggeringCondition", "imet:waivableBy"))
        changes = reader.see.subjects("imet:changedProvision", thing.iri)
        for change in reader.in_time(reader.things(changes)):
            if node("changekind:amendment") in change.nodes("imet:changeKind"):
                yield reader.state(change)
        for one in reader.things(reader.select("law-duties", law=thing.iri)):
            yield duty(reader, one)

    sure = "" if certainty == "standing" else certainty
    return reader.state(thing, _SHOWN, more=more, certainty=sure, below=below)
