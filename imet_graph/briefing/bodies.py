"""The brief of one body, and of one school."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from imet_graph.briefing.model import BodyBrief, Detail, SchoolBrief, Statement
from imet_graph.briefing.reader import Reader
from imet_graph.briefing.shared import (
    claims,
    duty,
    measures_of,
    names_of,
    organization_changes,
    plain,
    restrictions_of,
    roles_of,
)
from imet_graph.description.lookup import node, order

__all__ = ["body_brief", "school_brief"]

_BODY = (
    "skos:altLabel",
    "imet:acronym",
    "imet:officialName",
    "imet:foundedOn",
    "imet:location",
    "imet:ofCountry",
    "imet:legalBasis",
)
_SCHOOL = (
    *_BODY[:-2],
    "imet:instructionLanguage",
    "imet:deliversTrainingUnder",
)
_TRAINING = (
    "imet:heldAt",
    "imet:fundedUnder",
    "imet:recipientCountry",
    "imet:hasParticipant",
    "imet:topic",
    "imet:planStatus",
    "imet:sessionCount",
)
_ALUMNUS = ("imet:ofCountry", "imet:trainedUnder")
_DEEPEST = 6
_TRAININGS_SHOWN = 40


def body_brief(store: ox.Store, body: ox.NamedNode) -> BodyBrief:
    """Everything that a brief shows of a body.

    Args:
        store: an open store.
        body: an organization of the graph.
    """
    reader = Reader(store)
    see = reader.see
    about = reader.state(reader.thing(body), _BODY)
    names = names_of(reader, body)
    parents = tuple(_chain(reader, body))
    units = tuple(_units(reader, body, _DEEPEST))
    changes = organization_changes(reader, body)
    before, after = _lineage(reader, body)
    predecessors, successors = plain(reader, before, *_BODY), plain(reader, after, *_BODY)
    roles = (*roles_of(reader, body), *_relations(reader, body))
    duties = tuple(duty(reader, one) for one in reader.things(see.subjects("imet:dutyOf", body)))
    told = tuple(_told(reader, body))
    waives = plain(reader, see.subjects("imet:waivableBy", body), "imet:triggeringCondition")
    restrictions = restrictions_of(reader, see.subjects("imet:imposedBy", body))
    actions = measures_of(reader, see.subjects("imet:takenBy", body))
    said = claims(reader, see.subjects("imet:assertedBy", body))
    return BodyBrief(
        subject=about,
        names=names,
        parents=parents,
        units=units,
        changes=changes,
        predecessors=predecessors,
        successors=successors,
        roles=roles,
        duties=duties,
        told=told,
        waives=waives,
        restrictions=restrictions,
        actions=actions,
        said=said,
        claims=claims(reader, reader.select("claims-about", thing=body)),
        remarks=(
            "Parents and units carry the dates that sources give; where none is given, the link is "
            "on record without a time.",
        ),
        sources=reader.sources(),
    )


def school_brief(store: ox.Store, school: ox.NamedNode) -> SchoolBrief:
    """Everything that a brief shows of a school.

    Args:
        store: an open store.
        school: a training institution of the graph.
    """
    reader = Reader(store)
    see = reader.see
    subject = reader.thing(school)
    about = reader.state(subject, _SCHOOL)
    names = names_of(reader, school)
    chain = tuple(_chain(reader, school))
    changes = organization_changes(reader, school)
    before, after = _lineage(reader, school)
    predecessors, successors = plain(reader, before, *_BODY), plain(reader, after, *_BODY)
    basis = subject.nodes("imet:legalBasis")
    laws = plain(reader, basis, "imet:codifiedAt")
    owed = {one for law in basis for one in reader.select("law-duties", law=law)}
    duties = tuple(duty(reader, one) for one in reader.things(sorted(owed, key=order)))
    roles = (*roles_of(reader, school), *_relations(reader, school))
    held = see.subjects("imet:heldAt", school)
    trainings = plain(reader, held[:_TRAININGS_SHOWN], *_TRAINING)
    earlier = [one for other in before for one in see.subjects("imet:heldAt", other)]
    alumni, earlier_alumni = _alumni(reader, school)
    return SchoolBrief(
        subject=about,
        names=names,
        chain=chain,
        changes=changes,
        predecessors=predecessors,
        successors=successors,
        laws=laws,
        duties=duties,
        roles=roles,
        trainings=trainings,
        training_count=len(held),
        earlier_trainings=plain(reader, earlier[:_TRAININGS_SHOWN], *_TRAINING),
        alumni=alumni,
        earlier_alumni=earlier_alumni,
        restrictions=_restrictions(reader, school, basis),
        claims=claims(reader, _claims_on(reader, [school, *before])),
        remarks=(
            "Alumni of a predecessor were not at the school itself. Continuity of task is no "
            "identity in law.",
            "That somebody attended says nothing about who paid, and nothing about causes.",
        ),
        sources=reader.sources(),
    )


def _chain(reader: Reader, body: ox.NamedNode) -> Iterator[Statement]:
    """What it belongs to, step by step upward; every parent where there are several.

    Graph: `?body imet:subUnitOf ?parent`, asserted `imet:withinOrganization`
    """
    seen = {body}
    waiting = [body]
    while waiting:
        one = waiting.pop(0)
        above = [
            parent
            for name in ("imet:subUnitOf", "imet:withinOrganization")
            for parent in reader.asserted(one, name)
        ]
        for parent in dict.fromkeys(above):
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
                unit = Detail("unit", "above", (reader.ref(one),))
                yield reader.state(reader.thing(parent), more=(unit,), text="rdf:nil")


def _units(reader: Reader, body: ox.NamedNode, depth: int) -> Iterator[Statement]:
    for unit in reader.asserted_subjects("imet:subUnitOf", body):

        def below(unit: ox.NamedNode = unit) -> Iterator[Statement]:
            return _units(reader, unit, depth - 1) if depth else iter(())

        yield reader.state(reader.thing(unit), ("imet:acronym",), text="rdf:nil", below=below)


def _lineage(reader: Reader, thing: ox.NamedNode) -> tuple[list[ox.NamedNode], list[ox.NamedNode]]:
    """Predecessors and successors, along the whole line."""
    found: dict[str, list[ox.NamedNode]] = {"before": [], "after": []}
    for other, direction in reader.rows("lineage", thing=thing):
        if isinstance(other, ox.NamedNode) and isinstance(direction, ox.Literal):
            found[direction.value].append(other)
    return found["before"], found["after"]


def _relations(reader: Reader, body: ox.NamedNode) -> Iterator[Statement]:
    """Programs that it is plainly said to direct, administer or teach in, beside its roles.

    Graph: `?body imet:administers ?program` and the like, with the claims that state it
    """
    for name in ("imet:directsPolicyOf", "imet:administers", "imet:deliversTrainingUnder"):
        for program in reader.asserted(body, name):
            stated = node(name)
            claims_of_it = [
                reader.thing(claim)
                for claim in reader.see.subjects("imet:claimSubject", body)
                if stated in reader.see.nodes(claim, "imet:claimPredicate")
                and program in reader.see.nodes(claim, "imet:claimObject")
            ]
            backing = reader.backing(claims_of_it or [reader.thing(body)])
            words = (reader.see.label(stated),)
            yield Statement(reader.ref(program), words, None, "", (), (), "", backing)


def _told(reader: Reader, body: ox.NamedNode) -> Iterator[Statement]:
    """Duties in which it, or a unit of it, is told."""
    receivers: dict[ox.NamedNode, list[ox.NamedNode]] = {}
    for one, receiver in reader.rows("told", body=body):
        if isinstance(one, ox.NamedNode) and isinstance(receiver, ox.NamedNode):
            receivers.setdefault(one, []).append(receiver)
    for one in receivers:
        yield duty(reader, reader.thing(one))


def _alumni(
    reader: Reader, school: ox.NamedNode
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """Students of the school itself, and those of a predecessor alone.

    Graph: `?agent imet:attended ?school`; `?agent imet:attendedLineage ?school`
    """
    own = reader.see.subjects("imet:attended", school)
    line = [one for one in reader.see.subjects("imet:attendedLineage", school) if one not in own]
    shown = (*_ALUMNUS, "imet:attended")
    return plain(reader, own, *_ALUMNUS), plain(reader, line, *shown)


def _claims_on(reader: Reader, things: list[ox.NamedNode]) -> list[ox.NamedNode]:
    found = (claim for one in things for claim in reader.select("claims-about", thing=one))
    return list(dict.fromkeys(found))


def _restrictions(
    reader: Reader, school: ox.NamedNode, basis: list[ox.NamedNode]
) -> tuple[Statement, ...]:
    """Restrictions that rest on its laws, or of which a claim about the school speaks too."""
    found = [one for law in basis for one in reader.select("law-measures", law=law)]
    for claim in reader.select("claims-about", thing=school):
        found += reader.see.nodes(claim, "imet:aboutEntity")
    return restrictions_of(reader, dict.fromkeys(found))
