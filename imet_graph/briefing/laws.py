"""The brief of one law: what it is, its changes, duties, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from imet_graph.briefing.figures import money_cell
from imet_graph.briefing.model import Backing, Detail, LawBrief, Statement
from imet_graph.briefing.reader import Reader, Thing
from imet_graph.briefing.shared import (
    claims,
    duty,
    measures_of,
    names_of,
    plain,
    restrictions_of,
)
from imet_graph.description.lookup import node

__all__ = ["law_brief"]

_SHOWN = (
    "skos:altLabel",
    "imet:officialName",
    "imet:publicLawNumber",
    "imet:uscCitation",
    "imet:sectionNumber",
    "imet:inFiscalPeriod",
    "imet:enactedBy",
    "imet:triggeringCondition",
    "imet:scope",
    "imet:imetNamed",
    "imet:waivableBy",
    "imet:carriesClause",
)
_CHANGE = ("imet:changeKind", "imet:changingProvision", "imet:changedProvision")
_PART = ("imet:sectionNumber", "imet:triggeringCondition", "imet:codifiedAt", "imet:carriesClause")
_DEEPEST = 5


def law_brief(store: ox.Store, law: ox.NamedNode) -> LawBrief:
    """Everything that a brief shows of a law, a section or a recurring clause.

    Args:
        store: an open store.
        law: a legal resource of the graph.
    """
    reader = Reader(store)
    subject = reader.thing(law)
    about = reader.state(subject, _SHOWN)
    names = names_of(reader, law)
    enactment = tuple(_enactment(reader, law))
    parts = tuple(_parts(reader, law, _DEEPEST))
    twins = plain(reader, [*subject.nodes("imet:codifiedAt"), *subject.nodes("imet:codifies")])
    carried = tuple(_carried(reader, law))
    made = _changes(reader, law, "made")
    suffered = [change for change in _changes(reader, law, "suffered") if change not in made]
    changes = plain(reader, made, *_CHANGE)
    changed = plain(reader, suffered, *_CHANGE)
    duties = tuple(duty(reader, one) for one in _selected(reader, "law-duties", law))
    programs = tuple(_programs(reader, law))
    figures = tuple(money_cell(reader, one) for one in _selected(reader, "act-figures", law))
    based = reader.select("law-measures", law=law)
    restrictions, measures = restrictions_of(reader, based), measures_of(reader, based)
    return LawBrief(
        subject=about,
        names=names,
        enactment=enactment,
        parts=parts,
        twins=twins,
        carried=carried,
        changes=changes,
        changed=changed,
        duties=duties,
        programs=programs,
        appropriations=figures,
        restrictions=restrictions,
        measures=measures,
        listings=tuple(_listings(reader, law)),
        claims=claims(reader, reader.select("claims-about", thing=law)),
        remarks=(
            "A change, a duty or a restriction that is not shown is not on record here; that is no "
            "word about its existence.",
        ),
        sources=reader.sources(),
    )


def _selected(reader: Reader, query: str, law: ox.NamedNode) -> list[Thing]:
    return reader.in_time(reader.things(reader.select(query, law=law)))


def _enactment(reader: Reader, law: ox.NamedNode) -> Iterator[Statement]:
    """The event that made it law; of a part, what holds it and the event that made that law.

    Graph: `?enactment imet:enacts ?law`, `?law imet:partOf ?whole`
    """
    for event in reader.things(reader.see.subjects("imet:enacts", law)):
        yield reader.state(event)
    for whole in reader.thing(law).nodes("imet:partOf"):

        def below(whole: ox.NamedNode = whole) -> Iterator[Statement]:
            for event in reader.things(reader.see.subjects("imet:enacts", whole)):
                yield reader.state(event)

        part = Detail("partOf", "this law", (), "holds it")
        yield reader.state(reader.thing(whole), more=(part,), below=below)


def _parts(reader: Reader, law: ox.NamedNode, depth: int) -> Iterator[Statement]:
    """Its parts as sources state them, each under the one that directly holds it."""
    direct = reader.asserted_subjects("imet:partOf", law)
    inner = {part for one in direct for part in reader.see.subjects("imet:partOf", one)}
    for part in sorted(direct, key=lambda one: (_number(reader.thing(one)), one.value)):
        if part in inner:
            continue

        def below(part: ox.NamedNode = part) -> Iterator[Statement]:
            return _parts(reader, part, depth - 1) if depth else iter(())

        yield reader.state(reader.thing(part), _PART, below=below)


def _number(thing: Thing) -> tuple[int, str]:
    digits = "".join(c for c in thing.text("imet:sectionNumber").split("(")[0] if c.isdigit())
    return int(digits or 0), thing.text("imet:sectionNumber")


def _carried(reader: Reader, law: ox.NamedNode) -> Iterator[Statement]:
    """Acts that carry a clause, in order of time, each with the section of that year below.

    Graph: `?law imet:carriedIn ?act`, `?section imet:carriesClause ?law ; imet:partOf ?act`
    """
    sections = reader.see.subjects("imet:carriesClause", law)
    holders = {one: reader.thing(one).nodes("imet:partOf") for one in sections}
    acts = {*reader.thing(law).nodes("imet:carriedIn"), *(a for h in holders.values() for a in h)}

    def enacted(act: ox.NamedNode) -> tuple[str, str]:
        events = reader.things(reader.see.subjects("imet:enacts", act))
        days = (day for event in events for day in event.texts("imet:earliestStart"))
        return min(days, default="9999"), act.value

    for act in sorted(acts, key=enacted):

        def below(act: ox.NamedNode = act) -> Iterator[Statement]:
            for event in reader.things(reader.see.subjects("imet:enacts", act)):
                yield reader.state(event)
            for section in sections:
                if act in holders[section]:
                    shown = ("imet:sectionNumber", "imet:triggeringCondition", "imet:waivableBy")
                    yield reader.state(reader.thing(section), shown)

        numbers = [
            reader.thing(section).text("imet:sectionNumber")
            for section in sections
            if act in holders[section]
        ]
        words = f"section {', '.join(numbers)}" if numbers else "no section on record"
        more = (Detail("section", "place", (), words),)
        yield reader.state(reader.thing(act), ("imet:inFiscalPeriod",), more=more, below=below)


def _changes(reader: Reader, law: ox.NamedNode, direction: str) -> list[ox.NamedNode]:
    found = [
        change
        for change, way in reader.rows("law-changes", law=law)
        if isinstance(change, ox.NamedNode)
        and isinstance(way, ox.Literal)
        and way.value == direction
    ]
    return list(dict.fromkeys(found))


def _programs(reader: Reader, law: ox.NamedNode) -> Iterator[Statement]:
    """Programs with how the law bears on them; the inferred relation only where no other is."""
    found: dict[ox.NamedNode, list[ox.NamedNode]] = {}
    for program, relation in reader.rows("law-programs", law=law):
        if isinstance(program, ox.NamedNode) and isinstance(relation, ox.NamedNode):
            found.setdefault(program, []).append(relation)
    general = node("imet:authorizedUnder")
    for program, relations in found.items():
        close = [relation for relation in relations if relation != general] or relations
        words = ", ".join(reader.see.label(relation) for relation in close)
        yield reader.state(
            reader.thing(program), more=(Detail("relation", "relation", (), words),), text="rdf:nil"
        )


def _listings(reader: Reader, law: ox.NamedNode) -> Iterator[Statement]:
    """How many places on lists each source gives.

    Graph: `?listing imet:listedUnder ?law ; imet:hasCitation ?citation`
    """
    for citation, status, count in reader.rows("law-listings", law=law):
        if (
            isinstance(citation, ox.NamedNode)
            and isinstance(status, ox.NamedNode)
            and isinstance(count, ox.Literal)
        ):
            numbers = tuple(mark.number for mark in reader.books.marks_of(citation))
            counted = Detail("listings", "places on the list in the graph", (), count.value)
            yield Statement(
                ref=reader.ref(citation),
                kinds=("listings, counted",),
                when=None,
                text="",
                details=(counted,),
                notes=(),
                certainty="",
                backing=Backing(reader.see.label(status), reader.see.key(status), numbers),
            )
