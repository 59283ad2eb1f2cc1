"""The figures of a country, region or program: each with its stage, period, basis and source."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from imet_graph.description.bibliography import Bibliography
from imet_graph.description.lookup import Lookup, node
from imet_graph.description.model import Figure, Gap
from imet_graph.iri import kind_and_key
from imet_graph.namespaces import PREFIXES

__all__ = ["figures_of", "gaps_in"]

_CLASSES = ("imet:FundingObservation", "imet:TraineeObservation")
_RECIPIENT = ("imet:recipientCountry", "imet:recipientRegion")
_OF_PROGRAM = (
    "SELECT ?o WHERE { ?o imet:aboutProgram ?thing "
    "FILTER NOT EXISTS { ?o imet:recipientCountry ?country } }"
)
_ALL_OF_PROGRAM = "SELECT (COUNT(*) AS ?n) WHERE { ?o imet:aboutProgram ?thing }"


def figures_of(
    see: Lookup, books: Bibliography, thing: ox.NamedNode, limit: int
) -> tuple[tuple[Figure, ...], int, int]:
    """Figures to show for a thing.

    Graph: `?o imet:recipientCountry|imet:recipientRegion ?thing` for places, also
        `imet:aboutProgram` for a program in a country; for a program as a whole only figures that
        are not of one country.

    Returns:
        The figures in order of program, measure, stage, basis and period; how many there are; how
        many further ones are of single countries.
    """
    found, elsewhere = _observations(see, thing)
    chosen = sorted((_row(see, o) for o in found), key=_order)[:limit]
    return tuple(_figure(see, books, o) for *_, o in chosen), len(found), elsewhere


def gaps_in(figures: Iterable[Figure]) -> tuple[Gap, ...]:
    """Fiscal years for which no figure is reported, inside each series of figures.

    A series is one program, recipient, stage or count basis, and price basis, from whatever
    sources. A year without a figure is not a year of zero.
    """
    series: dict[str, set[int]] = {}
    for figure in figures:
        if figure.year and figure.amount:
            series.setdefault(_series(figure), set()).add(figure.year)
    gaps = [
        Gap(name, tuple(y for y in range(min(years), max(years)) if y not in years))
        for name, years in sorted(series.items())
    ]
    return tuple(gap for gap in gaps if gap.years)


def _series(figure: Figure) -> str:
    refs = (figure.program, figure.recipient, figure.stage)
    words = [ref.label for ref in refs if ref]
    return ", ".join([*words, figure.basis] if figure.basis else words)


def _observations(see: Lookup, thing: ox.NamedNode) -> tuple[list[ox.NamedNode], int]:
    kind = (kind_and_key(thing.value) or ("", ""))[0]
    if kind == "program":
        return _of_program(see, thing)
    if kind == "cprogram":
        countries = see.nodes(thing, "imet:recipientCountry")
        programs = see.nodes(thing, "imet:ofProgram")
        of_country = {o for country in countries for o in _received(see, country)}
        return [
            o for o in of_country if any(see.has(o, "imet:aboutProgram", p) for p in programs)
        ], 0
    if kind == "country" or thing.value.startswith(PREFIXES["region"]):
        return _received(see, thing), 0
    return [], 0


def _received(see: Lookup, place: ox.NamedNode) -> list[ox.NamedNode]:
    found = {o for name in _RECIPIENT for o in see.subjects(name, place)}
    return [o for o in found if any(see.has(o, "rdf:type", node(kind)) for kind in _CLASSES)]


def _of_program(see: Lookup, program: ox.NamedNode) -> tuple[list[ox.NamedNode], int]:
    rows = see.rows(_OF_PROGRAM, thing=program)
    count = see.rows(_ALL_OF_PROGRAM, thing=program)[0][0]
    total = int(count.value) if isinstance(count, ox.Literal) else 0
    return [o for (o,) in rows if isinstance(o, ox.NamedNode)], total - len(rows)


def _row(see: Lookup, o: ox.NamedNode) -> tuple[str, str, int, str, ox.NamedNode]:
    program, stage = see.first(o, "imet:aboutProgram"), _stage_name(see, o)
    year, period = _period(see, o)
    return (program.label if program else "", stage, year, period, o)


def _order(row: tuple[str, str, int, str, ox.NamedNode]) -> tuple[str, str, int, str, str]:
    return (*row[:4], row[4].value)


def _stage_name(see: Lookup, o: ox.NamedNode) -> str:
    names = ("imet:stage", "imet:countBasis", "imet:priceBasis")
    return " ".join(see.label(c) for name in names for c in see.nodes(o, name))


def _period(see: Lookup, o: ox.NamedNode) -> tuple[int, str]:
    """Number of the one fiscal year (0 otherwise), and the period in words."""
    if inside := see.nodes(o, "imet:inFiscalPeriod"):
        number = see.text(inside[0], "imet:fiscalYearNumber")
        return int(number or 0), see.label(inside[0])
    ends = [see.first(o, f"imet:{end}FiscalPeriod") for end in ("from", "to")]
    return 0, " to ".join(end.label for end in ends if end)


def _figure(see: Lookup, books: Bibliography, o: ox.NamedNode) -> Figure:
    money = see.has(o, "rdf:type", node(_CLASSES[0]))
    unit, basis = see.nodes(o, "imet:currency"), see.first(o, "imet:priceBasis")
    year, period = _period(see, o)
    recipients = [ref for name in _RECIPIENT if (ref := see.first(o, name))]
    stage = see.first(o, "imet:stage" if money else "imet:countBasis")
    return Figure(
        ref=see.ref(o),
        measure="money" if money else "persons",
        program=see.first(o, "imet:aboutProgram"),
        recipient=recipients[0] if recipients else None,
        period=period,
        year=year,
        stage=stage,
        amount=see.text(o, "imet:amount" if money else "imet:traineeCount"),
        unit=(see.key(unit[0]) if unit else "") if money else stage.label if stage else "",
        basis=basis.label if basis else "",
        reported_as=see.text(o, "imet:reportedAs"),
        approximate=see.text(o, "imet:isApproximate") == "true",
        derived=see.text(o, "imet:isDerived") == "true",
        marks=books.marks_of(o),
    )
