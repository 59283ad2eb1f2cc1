"""The figures of a country: money by stage, and students by fiscal year and program family."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from imet_graph.briefing.model import (
    AccountTotal,
    MoneyCell,
    MoneySeries,
    MoneyYear,
    Ref,
    Statement,
    TrainingTotal,
)
from imet_graph.briefing.reader import Reader, Thing
from imet_graph.briefing.wording import dollars, listed
from imet_graph.description.lookup import node
from imet_graph.description.rendering import grouped

__all__ = ["Figures", "figures_of", "money_cell"]

_IMET = "program:imet"
_OBLIGATED = "obligated"
_FIRST_YEAR = 1977
"""First fiscal year that lies wholly after the law which created IMET."""


@dataclass(frozen=True)
class Figures:
    """Every figure of one country, sorted into what a brief shows."""

    series: tuple[MoneySeries, ...]
    others: tuple[MoneyCell, ...]
    accounts: tuple[AccountTotal, ...]
    trainings: tuple[TrainingTotal, ...]
    counts: tuple[Statement, ...]


def figures_of(reader: Reader, found: Iterable[Thing]) -> Figures:
    """The figures of a country.

    Args:
        reader: the store.
        found: what the country is the recipient of; figures are picked out.

    Graph: `?o imet:recipientCountry ?country ; imet:stage ?stage` and
        `?o imet:recipientCountry ?country ; imet:traineeCount ?count`
    Units: as each source gives them; stages, price bases and currencies are kept apart.
    """
    found = list(found)
    money = [thing for thing in found if thing.has("imet:amount")]
    yearly = [thing for thing in money if _is_yearly(reader, thing)]
    own = [thing for thing in yearly if _series_key(thing)]
    others = [thing for thing in money if thing not in yearly and _series_key(thing)]
    students = [thing for thing in found if thing.has("imet:traineeCount")]
    sessions = [thing for thing in students if thing.has("imet:planStatus")]
    rest = [thing for thing in students if thing not in sessions]
    return Figures(
        series=_series(reader, own),
        others=tuple(money_cell(reader, thing) for thing in others),
        accounts=_accounts(reader, [thing for thing in yearly if not _series_key(thing)]),
        trainings=_trainings(reader, sessions),
        counts=tuple(
            reader.state(thing, ("imet:traineeCount", "imet:countBasis", "imet:reportedAs"))
            for thing in rest
        ),
    )


def _is_yearly(reader: Reader, thing: Thing) -> bool:
    return bool(_year(reader, thing)) and not thing.is_true("imet:isDerived")


def _year(reader: Reader, thing: Thing) -> int:
    return next(iter(reader.years(thing, "imet:inFiscalPeriod")), 0)


def _program(thing: Thing) -> ox.NamedNode | None:
    return next(iter(thing.nodes("imet:aboutProgram")), None)


def _series_key(thing: Thing) -> ox.NamedNode | None:
    """The program, where the figure is of IMET or printed under its name."""
    imet, program = node(_IMET), _program(thing)
    if program == imet or imet in thing.nodes("imet:bookedUnder"):
        return program
    return None


def money_cell(reader: Reader, thing: Thing) -> MoneyCell:
    """One figure of money as its source gives it."""
    see = reader.see

    def words(name: str) -> str:
        return ", ".join(see.label(concept) for concept in thing.nodes(name))

    stages = thing.nodes("imet:stage")
    program = _program(thing)
    when = reader.when(thing)
    return MoneyCell(
        ref=see.ref(thing.iri),
        program=see.ref(program) if program else Ref("", ""),
        stage=words("imet:stage"),
        stage_key=reader.key(stages[0]) if stages else "",
        period=when.words if when else "",
        amount=thing.text("imet:amount"),
        constant=thing.text("imet:constantAmount"),
        currency=", ".join(reader.key(c) for c in thing.nodes("imet:currency")),
        price_basis=words("imet:priceBasis"),
        constant_basis=words("imet:constantPriceBasis"),
        approximate=thing.is_true("imet:isApproximate"),
        derived=thing.is_true("imet:isDerived"),
        notes=tuple(thing.texts("skos:note")),
        backing=reader.backing([thing]),
    )


def _series(reader: Reader, things: Iterable[Thing]) -> tuple[MoneySeries, ...]:
    programs: dict[ox.NamedNode, list[Thing]] = {}
    for thing in things:
        if key := _series_key(thing):
            programs.setdefault(key, []).append(thing)
    imet = node(_IMET)
    ordered = sorted(programs, key=lambda program: (program == imet, program.value))
    since = _FIRST_YEAR if len(programs) > 1 else 0
    return tuple(_one_series(reader, program, programs[program], since) for program in ordered)


def _one_series(
    reader: Reader, program: ox.NamedNode, things: list[Thing], since: int
) -> MoneySeries:
    """The series of one program; that of IMET takes up where an earlier one under its name ends.

    Source: Public Law 94-329, which created IMET on the last day of fiscal year 1976
    """
    by_year: dict[int, list[MoneyCell]] = {}
    for thing in sorted(things, key=lambda thing: (_year(reader, thing), thing.iri.value)):
        by_year.setdefault(_year(reader, thing), []).append(money_cell(reader, thing))
    lines = [y for y, cells in by_year.items() if any(c.stage_key == _OBLIGATED for c in cells)]
    booked = [under for thing in things for under in thing.nodes("imet:bookedUnder")]
    first, covered = min(lines, default=min(by_year)), _FIRST_YEAR - 1
    if program == node(_IMET):
        first = min(first, since or first)
        covered = _last_year(reader, program, max(lines, default=0))
    years = set(by_year) | set(range(first, covered + 1))
    return MoneySeries(
        program=reader.ref(program),
        booked_under=reader.ref(booked[0]) if booked else None,
        first_year=min(lines, default=0),
        last_year=max(lines, default=0),
        covered_to=covered,
        years=tuple(
            MoneyYear(
                year,
                first <= year <= covered and year not in lines,
                tuple(by_year.get(year, ())),
            )
            for year in sorted(years)
        ),
    )


def _last_year(reader: Reader, program: ox.NamedNode, known: int) -> int:
    """Last fiscal year, not before a known one, in which any country has an obligation."""
    for period, year in sorted(reader.fiscal_years().items(), key=lambda item: -item[1]):
        if year <= known:
            break
        if reader.rows("obligation-in-year", period=ox.NamedNode(period), program=program):
            return year
    return known


def _accounts(reader: Reader, things: Iterable[Thing]) -> tuple[AccountTotal, ...]:
    """One sum for each account, stage, currency and price basis; nothing is added across them."""
    groups: dict[tuple[ox.NamedNode, ...], list[Thing]] = {}
    for thing in things:
        kept_apart = ("imet:aboutProgram", "imet:stage", "imet:currency", "imet:priceBasis")
        key = tuple(value for name in kept_apart for value in thing.nodes(name))
        if len(key) == len(kept_apart):
            groups.setdefault(key, []).append(thing)
    label = reader.see.label
    ordered = sorted(groups.items(), key=lambda item: [label(part) for part in item[0]])
    return tuple(_account(reader, key, group) for key, group in ordered)


def _account(reader: Reader, key: tuple[ox.NamedNode, ...], group: list[Thing]) -> AccountTotal:
    program, stage, currency, basis = key
    years = [_year(reader, thing) for thing in group]
    return AccountTotal(
        program=reader.ref(program),
        stage=reader.see.label(stage),
        stage_key=reader.key(stage),
        first_year=min(years),
        last_year=max(years),
        amount=str(sum(Decimal(thing.text("imet:amount")) for thing in group)),
        currency=reader.key(currency),
        price_basis=reader.see.label(basis),
        observations=tuple(thing.iri.value for thing in group),
        backing=reader.backing(group),
    )


def _trainings(reader: Reader, things: Iterable[Thing]) -> tuple[TrainingTotal, ...]:
    """One row for each family, year, plan status, count basis and report."""
    groups: dict[tuple[ox.NamedNode, int, ox.NamedNode, str], list[Thing]] = {}
    for thing in things:
        program = _program(thing)
        if program is not None:
            plan = thing.nodes("imet:planStatus")[0]
            key = (_family(reader, program), _year(reader, thing), plan, _report(reader, thing))
            groups.setdefault(key, []).append(thing)
    imet, label = node(_IMET), reader.see.label
    ordered = sorted(
        groups.items(),
        key=lambda item: (item[0][0] != imet, label(item[0][0]), item[0][1], label(item[0][2])),
    )
    return tuple(_training(reader, *key[:3], group) for key, group in ordered)


def _family(reader: Reader, program: ox.NamedNode) -> ox.NamedNode:
    """The program at the top of the line of subprograms."""
    above = reader.thing(program).nodes("imet:subProgramOf")
    tops = [one for one in above if not reader.thing(one).has("imet:subProgramOf")]
    return tops[0] if tops else program


def _report(reader: Reader, thing: Thing) -> str:
    basis = [concept.value for concept in thing.nodes("imet:countBasis")]
    cited = [source.value for source in reader.cited(thing) if "/fmtr-" in source.value]
    return " ".join([*basis, *cited[:1]])


def _training(
    reader: Reader, family: ox.NamedNode, year: int, plan: ox.NamedNode, group: list[Thing]
) -> TrainingTotal:
    values = [Decimal(text) for thing in group if (text := thing.text("imet:trainingCost"))]
    parts = sorted(
        (reader.ref(program), int(thing.text("imet:traineeCount")))
        for thing in group
        if (program := _program(thing))
    )
    return TrainingTotal(
        family=reader.ref(family),
        year=year,
        plan=reader.see.label(plan),
        plan_key=reader.key(plan),
        students=sum(count for _, count in parts),
        value=str(sum(values)) if values else "",
        valued=len(values),
        parts=tuple(parts),
        differences=tuple(words for thing in group if (words := _difference(reader, thing))),
        observations=tuple(thing.iri.value for thing in group),
        backing=reader.backing(group),
    )


def _difference(reader: Reader, thing: Thing) -> str:
    """Where lines and printed total disagree, or where the report prints no total."""
    program = _program(thing)
    name = reader.see.label(program) if program else ""
    if thing.is_true("imet:isDerived"):
        return f"{name}: no printed total, summed from the lines"
    if thing.text("imet:agreesWithLines") != "false":
        return ""
    sums = []
    if lines := thing.text("imet:sumOfLines"):
        sums.append(f"{grouped(lines)} students")
    if cost := thing.text("imet:costOfLines"):
        sums.append(dollars(cost))
    printed = [f"{grouped(thing.text('imet:traineeCount'))} students"]
    if value := thing.text("imet:trainingCost"):
        printed.append(dollars(value))
    return f"{name}: printed total {listed(printed)}, lines add up to {listed(sums)}"
