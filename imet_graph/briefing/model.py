"""What a brief holds: plain values that outlive the store, each statement with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from imet_graph.description.model import NumberedSource, Ref

__all__ = [
    "PLAIN_STATUS",
    "AccountTotal",
    "Backing",
    "BodyBrief",
    "Brief",
    "CountryBrief",
    "CoverageLine",
    "Detail",
    "LawBrief",
    "MoneyCell",
    "MoneySeries",
    "MoneyYear",
    "NumberedSource",
    "Ref",
    "SchoolBrief",
    "Statement",
    "TrainingTotal",
    "When",
]

PLAIN_STATUS = frozenset({"in-source", "in-dataset"})
"""Verification statuses that need no mark: what is said was read where the citation points."""


@dataclass(frozen=True)
class Backing:
    """What a statement rests on.

    Args:
        status: verification status in words.
        status_key: the same as notation; of several facts the weakest.
        sources: numbers in the brief's source list.
    """

    status: str
    status_key: str
    sources: tuple[int, ...]

    @property
    def mark(self) -> str:
        """Words that every view shows; empty where the statement was read in what it cites."""
        if self.status_key in PLAIN_STATUS:
            return ""
        return self.status or "verification status not given"


@dataclass(frozen=True)
class When:
    """When something happened or held.

    Args:
        words: what the sources give, such as `from 26 March 2012, end not known`.
        earliest_start: first day it can have begun, as a rule inferred it; empty where unknown.
        latest_start: last day it can have begun.
        earliest_end: day before which it had not ended.
        latest_end: last day on which it can have held; empty where no source bounds the end.
        definitely: fiscal years in which it held on at least one day.
        possibly: further fiscal years in which it may have held.
    """

    words: str
    earliest_start: str = ""
    latest_start: str = ""
    earliest_end: str = ""
    latest_end: str = ""
    definitely: tuple[int, ...] = ()
    possibly: tuple[int, ...] = ()


@dataclass(frozen=True)
class Detail:
    """One property of what is stated: things, or a text.

    Args:
        key: local name of the property, or a key of the brief's own.
        name: the property in words.
        refs: its values that are things.
        text: its values that are texts, or words made for the brief.
    """

    key: str
    name: str
    refs: tuple[Ref, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Statement:
    """One thing that a brief states.

    Args:
        ref: the node.
        kinds: its asserted classes in words.
        when: its time; None where it has none.
        text: what is said, where that is more than the label.
        details: its properties, as far as the brief shows them.
        notes: remarks kept with the node.
        certainty: `definitely` or `possibly` where a rule decides; else empty.
        backing: what it rests on.
        below: statements that belong to it.
    """

    ref: Ref
    kinds: tuple[str, ...]
    when: When | None
    text: str
    details: tuple[Detail, ...]
    notes: tuple[str, ...]
    certainty: str
    backing: Backing
    below: tuple[Statement, ...] = ()

    def detail(self, key: str) -> Detail | None:
        """One of its details by key."""
        return next((detail for detail in self.details if detail.key == key), None)


@dataclass(frozen=True)
class MoneyCell:
    """One figure of money as one source gives it.

    Args:
        ref: the observation.
        program: whose money it is.
        stage: budget stage in words.
        stage_key: the same as notation.
        period: fiscal year or span in words.
        amount: canonical decimal, in `currency` at `price_basis`.
        constant: the same amount in the prices of `constant_basis`; empty where not given.
        currency: code of the currency.
        price_basis: prices of the amount, in words.
        constant_basis: prices of the constant amount, in words.
        approximate: the source rounds.
        derived: computed for this graph and printed by no source.
        notes: remarks on the figure.
        backing: what it rests on.
    """

    ref: Ref
    program: Ref
    stage: str
    stage_key: str
    period: str
    amount: str
    constant: str
    currency: str
    price_basis: str
    constant_basis: str
    approximate: bool
    derived: bool
    notes: tuple[str, ...]
    backing: Backing


@dataclass(frozen=True)
class MoneyYear:
    """The figures of one fiscal year, side by side; `no_line` where no obligation is reported."""

    year: int
    no_line: bool
    cells: tuple[MoneyCell, ...]

    def at(self, stage_key: str) -> tuple[MoneyCell, ...]:
        """Its figures at one stage."""
        return tuple(cell for cell in self.cells if cell.stage_key == stage_key)


@dataclass(frozen=True)
class MoneySeries:
    """Yearly figures of one program with one country.

    Args:
        program: the program whose money it is.
        booked_under: program under whose name the source prints it, where that is another.
        first_year: first fiscal year with an obligation; 0 without any.
        last_year: last fiscal year with one.
        covered_to: last fiscal year for which the graph has such lines of any country.
        years: each year from the first to the last figure or `covered_to`.
    """

    program: Ref
    booked_under: Ref | None
    first_year: int
    last_year: int
    covered_to: int
    years: tuple[MoneyYear, ...]


@dataclass(frozen=True)
class AccountTotal:
    """Our sum of the figures of one account at one stage.

    Args:
        program: the account.
        stage: the one stage of all its figures, in words.
        stage_key: the same as notation.
        first_year: first fiscal year with a figure.
        last_year: last fiscal year with one.
        amount: sum, canonical decimal, in `currency` at `price_basis`.
        currency: code of the currency.
        price_basis: prices, in words.
        observations: IRIs of the figures that are summed.
        backing: what they rest on.
    """

    program: Ref
    stage: str
    stage_key: str
    first_year: int
    last_year: int
    amount: str
    currency: str
    price_basis: str
    observations: tuple[str, ...]
    backing: Backing


@dataclass(frozen=True)
class TrainingTotal:
    """Students (sessions) of one family of programs in one fiscal year.

    Args:
        family: the program at the top.
        year: fiscal year.
        plan: `actual` or `planned`, in words.
        plan_key: the same as notation.
        students: sessions; a person in three courses counts three times.
        value: reported value in U.S. dollars, canonical decimal; empty where none is given.
        valued: how many of the observations have a value.
        parts: programs of the family with their students.
        differences: where the lines of the report and its printed total disagree, in words.
        observations: IRIs of the figures; our sum where there are several.
        backing: what they rest on.
    """

    family: Ref
    year: int
    plan: str
    plan_key: str
    students: int
    value: str
    valued: int
    parts: tuple[tuple[Ref, int], ...]
    differences: tuple[str, ...]
    observations: tuple[str, ...]
    backing: Backing


@dataclass(frozen=True)
class CoverageLine:
    """Fiscal years for which a data set has its figures or, for one reason, has not."""

    data_set: Ref
    status: str
    status_key: str
    years: tuple[int, ...]
    left_out_by_design: bool
    notes: tuple[str, ...]
    backing: Backing


@dataclass(frozen=True)
class Brief:
    """What every brief has: the thing itself, names, remarks of our own, numbered sources."""

    subject: Statement
    names: tuple[Statement, ...]
    remarks: tuple[str, ...]
    sources: tuple[NumberedSource, ...]


@dataclass(frozen=True)
class CountryBrief(Brief):
    """The program with one country.

    Args:
        codes: codes of the country by name.
        program: IMET with the country, where the graph has a node of it.
        barred: fiscal years with a bar on at least one day, as rules infer it.
        possibly_barred: fiscal years in which a bar cannot be ruled out.
        money: yearly figures of IMET and of what is booked under it.
        figures: figures of spans, and sums of ours.
        accounts: totals of every other account, stage by stage.
        trainings: students by fiscal year and program family.
        counts: counts of students on another basis.
        restrictions: in order of time; waivers and actions below them.
        actions: actions that neither started nor ended one of them.
        waivers: waivers that point to none of them.
        gaps: years without obligations, whose cause no source gives.
        listings: places on lists, which are no restrictions.
        incidents: with the trainings of those involved below them.
        newest_act: fiscal year of the newest appropriations act in the graph.
        laws: laws that can bar the program, with restrictions and duties below.
        elsewhere: such laws whose condition names another country.
        claims: what others say, each with who says it.
        discrepancies: where sources do not fit together.
        coverage: which figures there are to have.
    """

    codes: tuple[tuple[str, str], ...]
    program: Statement | None
    barred: tuple[int, ...]
    possibly_barred: tuple[int, ...]
    money: tuple[MoneySeries, ...]
    figures: tuple[MoneyCell, ...]
    accounts: tuple[AccountTotal, ...]
    trainings: tuple[TrainingTotal, ...]
    counts: tuple[Statement, ...]
    restrictions: tuple[Statement, ...]
    actions: tuple[Statement, ...]
    waivers: tuple[Statement, ...]
    gaps: tuple[Statement, ...]
    listings: tuple[Statement, ...]
    incidents: tuple[Statement, ...]
    newest_act: int
    laws: tuple[Statement, ...]
    elsewhere: tuple[Ref, ...]
    claims: tuple[Statement, ...]
    discrepancies: tuple[Statement, ...]
    coverage: tuple[CoverageLine, ...]


@dataclass(frozen=True)
class LawBrief(Brief):
    """One law or clause.

    Args:
        enactment: events that made it law, or the acts that contain it.
        parts: its parts, each below the one that holds it.
        twins: the same text in the Code or in the act.
        carried: acts that carry a recurring clause, with the section of that year.
        changes: dated changes that it makes.
        changed: dated changes made to it.
        duties: who reports what to whom.
        programs: programs that it establishes, authorizes or pays for.
        appropriations: figures of the same fiscal year at the stage of an act.
        restrictions: restrictions that rest on it or on a part of it.
        measures: waivers, findings and other steps that rest on it.
        listings: how many places on lists it calls for, by list.
        claims: what others say about it.
    """

    enactment: tuple[Statement, ...]
    parts: tuple[Statement, ...]
    twins: tuple[Statement, ...]
    carried: tuple[Statement, ...]
    changes: tuple[Statement, ...]
    changed: tuple[Statement, ...]
    duties: tuple[Statement, ...]
    programs: tuple[Statement, ...]
    appropriations: tuple[MoneyCell, ...]
    restrictions: tuple[Statement, ...]
    measures: tuple[Statement, ...]
    listings: tuple[Statement, ...]
    claims: tuple[Statement, ...]


@dataclass(frozen=True)
class BodyBrief(Brief):
    """One body.

    Args:
        parents: what it belongs to, nearest first.
        units: its units, each below the one that holds it.
        changes: foundings, renamings, transfers.
        predecessors: bodies whose tasks it took over.
        successors: bodies that took over its tasks.
        roles: its parts in programs.
        duties: what it must report.
        told: what must be reported to it or to a unit of it.
        waives: laws that it may set aside.
        restrictions: restrictions that it imposed.
        actions: steps that it took.
        said: what it says, as claims.
        claims: what others say about it.
    """

    parents: tuple[Statement, ...]
    units: tuple[Statement, ...]
    changes: tuple[Statement, ...]
    predecessors: tuple[Statement, ...]
    successors: tuple[Statement, ...]
    roles: tuple[Statement, ...]
    duties: tuple[Statement, ...]
    told: tuple[Statement, ...]
    waives: tuple[Statement, ...]
    restrictions: tuple[Statement, ...]
    actions: tuple[Statement, ...]
    said: tuple[Statement, ...]
    claims: tuple[Statement, ...]


@dataclass(frozen=True)
class SchoolBrief(Brief):
    """One school.

    Args:
        chain: what it belongs to, nearest first.
        changes: foundings, renamings, transfers.
        predecessors: schools whose tasks it took over.
        successors: schools that took over its tasks.
        laws: laws behind it.
        duties: what must be reported about it, by those laws.
        roles: its parts in programs.
        trainings: trainings held there; `training_count` of them in all.
        training_count: how many trainings the graph has there.
        earlier_trainings: trainings held at a predecessor.
        alumni: who was a student there.
        earlier_alumni: who was a student at a predecessor.
        restrictions: restrictions with a claim about the school, or that rest on its laws.
        claims: what others say about it; of a predecessor where the claim is.
    """

    chain: tuple[Statement, ...]
    changes: tuple[Statement, ...]
    predecessors: tuple[Statement, ...]
    successors: tuple[Statement, ...]
    laws: tuple[Statement, ...]
    duties: tuple[Statement, ...]
    roles: tuple[Statement, ...]
    trainings: tuple[Statement, ...]
    training_count: int
    earlier_trainings: tuple[Statement, ...]
    alumni: tuple[Statement, ...]
    earlier_alumni: tuple[Statement, ...]
    restrictions: tuple[Statement, ...]
    claims: tuple[Statement, ...]
