"""A description as plain text for terminals and as a value for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from imet_graph.description.model import (
    ClaimView,
    Description,
    Fact,
    Figure,
    Incoming,
    Mark,
    NumberedSource,
    Value,
)
from imet_graph.namespaces import compact

__all__ = [
    "grouped",
    "mark_numbers",
    "render_text",
    "shown_amount",
    "shown_value",
    "source_line",
    "to_json",
    "year_ranges",
]

NO_FIGURE = "no figure reported"


def to_json(description: Description) -> dict[str, Any]:
    """The description as dictionaries, lists, texts and numbers, in the order of its fields."""
    return asdict(description)


def render_text(description: Description) -> list[str]:
    """The description as plain text lines, sources last."""
    return list(_lines(description))


def grouped(number: str) -> str:
    """A canonical number with thousands set apart: `1,800,000`, `-1,234.5`."""
    sign = "-" if number.startswith("-") else ""
    whole, dot, rest = number.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{dot}{rest}" if whole.isdigit() else number


def shown_value(value: Value) -> str:
    """A value as people read it; a number is grouped only where its unit is known."""
    if value.unit:
        return f"{grouped(value.text)} {value.unit}"
    return value.text


def shown_amount(figure: Figure) -> str:
    """The amount of a figure; the words "no figure reported" where there is none."""
    if not figure.amount:
        return NO_FIGURE
    about = "about " if figure.approximate else ""
    return f"{about}{grouped(figure.amount)}"


def year_ranges(years: Iterable[int]) -> str:
    """Years in short: `1988-1990, 2011`."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}\N{EN DASH}{r[-1]}" for r in runs)


def _lines(d: Description) -> Iterator[str]:
    yield d.label
    yield compact(d.iri)
    if d.types:
        yield "Kind: " + ", ".join(_marked(f.value.text, f) for f in d.types)
    if d.status:
        yield f"Verification: {d.status}" + (" (read with care)" if d.flagged else "")
    if d.own_marks:
        yield "Cites:" + mark_numbers(d.own_marks)
    for name, text in d.notes:
        yield f"{name}: {text}"
    yield from _section("Facts", [_fact(fact) for fact in d.facts])
    yield from _section(_counted("Claims", d.claims, d.claim_count), _claims(d.claims))
    yield from _section(_counted("Figures", d.figures, d.figure_count), _figures(d))
    yield from _section("Linked from", [_incoming(group) for group in d.incoming])
    yield from _section("Elsewhere", [f"{link.dataset}: {link.iri}" for link in d.links])
    yield from _section("Sources", [source_line(source) for source in d.sources])


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    body = list(lines)
    if body:
        yield ""
        yield title
        yield from (f"  {line}" for line in body)


def _counted(title: str, shown: tuple[object, ...], count: int) -> str:
    return title if len(shown) == count else f"{title} (the first {len(shown)} of {count})"


def _marked(text: str, fact: Fact) -> str:
    return f"{text} [inferred]" if fact.inferred else text


def mark_numbers(marks: Iterable[Mark]) -> str:
    """Numbers of sources with the verdicts on their claims: ` [1: qualified] [2]`."""
    shown = dict.fromkeys(f" [{m.number}{': ' + m.verdict if m.verdict else ''}]" for m in marks)
    return "".join(shown)


def _fact(fact: Fact) -> str:
    value = shown_value(fact.value)
    if fact.value.iri:
        value = f"{value} <{compact(fact.value.iri)}>"
    return _marked(f"{fact.predicate.label}: {value}", fact) + mark_numbers(fact.marks)


def _claims(claims: Iterable[ClaimView]) -> Iterator[str]:
    for claim in claims:
        by = ", ".join(agent.label for agent in claim.asserted_by)
        yield f"{claim.text or claim.ref.label}{f' (said by {by})' if by else ''}" + mark_numbers(
            claim.marks
        )
        if claim.verdict:
            yield f"  Verdict: {claim.verdict}. {claim.verdict_note}".rstrip()


def _figures(d: Description) -> Iterator[str]:
    for f in d.figures:
        refs = (f.program, f.recipient, f.stage)
        words = [f.period, *(ref.label for ref in refs if ref), f.basis]
        amount = f"{shown_amount(f)} {f.unit}" if f.amount else shown_amount(f)
        derived = " [derived]" if f.derived else ""
        yield ", ".join(w for w in words if w) + f": {amount}{derived}" + mark_numbers(f.marks)
    for gap in d.gaps:
        yield f"{NO_FIGURE}: {gap.series}, fiscal {year_ranges(gap.years)}"
    if d.figures_elsewhere:
        yield f"{d.figures_elsewhere:,} further figures stand with the countries they are of"


def _incoming(group: Incoming) -> str:
    names = ", ".join(ref.label for ref in group.shown)
    cut = f"; the first {len(group.shown)} are listed" if len(group.shown) < group.count else ""
    return f"{group.predicate.label} ({group.count}{cut}): {names}"


def source_line(s: NumberedSource) -> str:
    """One source on one line, its number first."""
    parts = [s.source.label if s.source else s.citation.label, s.locator, s.publisher]
    parts += [s.published_on, s.tier, s.web_address]
    accessed = f", accessed {s.accessed_on}" if s.accessed_on else ""
    return f"[{s.number}] " + ", ".join(part for part in parts if part) + accessed
