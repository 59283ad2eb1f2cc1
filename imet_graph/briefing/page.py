"""A brief arranged for reading: sections of lines and tables, in whatever form they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from imet_graph.briefing.model import Backing, Detail, NumberedSource, Statement, When
from imet_graph.briefing.wording import day, dollars
from imet_graph.description.rendering import grouped, year_ranges
from imet_graph.namespaces import compact

__all__ = [
    "Line",
    "Page",
    "Row",
    "Section",
    "Table",
    "about",
    "claim_line",
    "line_of",
    "lines_of",
    "page_name",
    "years_held",
]

_LONG = 60
_MONEY = frozenset({"amount", "constantAmount", "trainingCost"})
_COUNTS = frozenset({"traineeCount", "fatalityCount", "injuryCount", "sessionCount"})


@dataclass(frozen=True)
class Line:
    """One line: a statement with what it rests on, or words that belong to the line above."""

    text: str
    backing: Backing | None = None
    below: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row of a table; its sources and mark come as a last column."""

    cells: tuple[str, ...]
    backing: Backing


@dataclass(frozen=True)
class Table:
    """A table; `right` are the columns of numbers."""

    columns: tuple[str, ...]
    right: frozenset[int]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Section:
    """One section: remarks of our own, lines, a table; left out where it is empty."""

    title: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """A whole brief to read."""

    title: str
    name: str
    sections: tuple[Section, ...]
    remarks: tuple[str, ...]
    sources: tuple[NumberedSource, ...]
    legend: str = field(
        default="Numbers in brackets are sources. A statement without a further mark was read in "
        "the sources it names, or in the records of a data file; every other one says so in "
        "parentheses."
    )


def about(statement: Statement) -> Section:
    """The first section: what the thing is."""
    lines = [Line(f"{_kinds(statement)}{statement.text}".strip() or "On record", statement.backing)]
    lines += _details(statement.details)
    lines += [Line(f"note: {note}") for note in statement.notes]
    return Section("What it is", tuple(lines))


def lines_of(statements: Iterable[Statement]) -> tuple[Line, ...]:
    """A line for each statement."""
    return tuple(line_of(statement) for statement in statements)


def line_of(statement: Statement, *, brief: bool = False) -> Line:
    """A statement as a line, its details, notes and what belongs to it below."""
    when = f"{statement.when.words}: " if statement.when else ""
    kinds = f" ({', '.join(statement.kinds)})" if statement.kinds else ""
    sure = f" [{statement.certainty}]" if statement.certainty else ""
    below: list[Line] = []
    if not brief:
        below = [Line(statement.text)] if statement.text else []
        below += _details(statement.details)
        below += [Line(held)] if (held := years_held(statement.when)) else []
        below += [Line(f"note: {note}") for note in statement.notes]
        below += lines_of(statement.below)
    return Line(f"{when}{statement.ref.label}{kinds}{sure}", statement.backing, tuple(below))


def claim_line(statement: Statement) -> Line:
    """A claim: who says it comes first, what the check found comes below."""
    said = statement.detail("assertedBy") or statement.detail("statedIn")
    names = ", ".join(ref.label for ref in said.refs) if said else ""
    who = f"Said by {names}" if statement.detail("assertedBy") else f"Stated in {names}"
    verdict = statement.detail("verdict")
    note = statement.detail("verdictNote")
    found = ", ".join(ref.label for ref in verdict.refs) if verdict else "none"
    below = [Line(f"verdict: {found}. {note.text if note else ''}".strip())]
    if vague := statement.detail("vaguenessNote"):
        below.append(Line(f"vagueness: {vague.text}"))
    below += [Line(f"note: {note}") for note in statement.notes]
    when = f" ({statement.when.words})" if statement.when else ""
    kinds = ", ".join(statement.kinds)
    return Line(f"{who}: {statement.text} [{kinds}]{when}", statement.backing, tuple(below))


def years_held(when: When | None) -> str:
    """In which fiscal years something held, where its time is not given in these."""
    if when is None or when.words.startswith("fiscal year"):
        return ""
    parts = []
    if when.definitely:
        parts.append(f"definitely in fiscal {year_ranges(when.definitely)}")
    if when.possibly:
        open_end = "" if when.latest_end else " (no source bounds the end)"
        parts.append(f"possibly in fiscal {year_ranges(when.possibly)}{open_end}")
    return "; ".join(parts)


def _kinds(statement: Statement) -> str:
    kinds = ", ".join(statement.kinds)
    return f"{kinds[:1].upper()}{kinds[1:]}. " if kinds else ""


def _details(details: Iterable[Detail]) -> Iterator[Line]:
    """Short properties on one line, long ones on lines of their own."""
    short: list[str] = []
    long: list[Line] = []
    for detail in details:
        text = f"{detail.name}: {_value(detail)}"
        if len(_value(detail)) > _LONG:
            long.append(Line(text))
        else:
            short.append(text)
    if short:
        yield Line("; ".join(short))
    yield from long


def _value(detail: Detail) -> str:
    if detail.key in _MONEY:
        return dollars(detail.text)
    if detail.key in _COUNTS:
        return grouped(detail.text)
    words = [ref.label for ref in detail.refs]
    return "; ".join([*words, day(detail.text)] if detail.text else words)


def page_name(statement: Statement) -> str:
    """The prefixed name of what a brief is about."""
    return compact(statement.ref.iri)
