"""Arranges the brief of a country into a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from imet_graph.briefing.model import (
    AccountTotal,
    Backing,
    CountryBrief,
    CoverageLine,
    MoneyCell,
    MoneySeries,
    MoneyYear,
    Statement,
    TrainingTotal,
)
from imet_graph.briefing.page import (
    Line,
    Page,
    Row,
    Section,
    Table,
    about,
    claim_line,
    line_of,
    lines_of,
    page_name,
)
from imet_graph.briefing.wording import dollars, in_years
from imet_graph.description.rendering import grouped, year_ranges

__all__ = ["country_page", "money_line"]

_NO_LINE = "no line"
_STAGES_FIRST = ("obligated", "requested", "actual-unspecified")


def country_page(brief: CountryBrief) -> Page:
    """The brief of a country, arranged for reading."""
    sections = (
        _about(brief),
        Section("Names over time", lines_of(brief.names)),
        *(_series(series) for series in brief.money),
        Section(
            "Other figures of IMET: spans, and sums of ours",
            tuple(money_line(cell) for cell in brief.figures),
        ),
        _accounts(brief),
        _trainings(brief.trainings),
        Section("Other counts of students", lines_of(brief.counts)),
        _restrictions(brief),
        Section("Waivers of laws for the country", lines_of(brief.waivers)),
        Section("Other actions", lines_of(brief.actions)),
        Section("Gaps in obligations, whose cause the source does not give", lines_of(brief.gaps)),
        Section("Listings (places on lists, no restrictions)", tuple(_listings(brief.listings))),
        _incidents(brief),
        _laws(brief),
        Section(
            "Claims of others",
            tuple(claim_line(claim) for claim in brief.claims),
            remarks=("Allegations and opinions are those of whoever is named.",),
        ),
        Section("Where sources do not fit together", lines_of(brief.discrepancies)),
        Section("Coverage", tuple(_coverage(line) for line in brief.coverage)),
    )
    return Page(
        title=f"{brief.subject.ref.label}: country brief",
        name=page_name(brief.subject),
        sections=tuple(section for section in sections if section.lines or section.table),
        remarks=brief.remarks,
        sources=brief.sources,
    )


def _about(brief: CountryBrief) -> Section:
    section = about(brief.subject)
    codes = Line("codes: " + "; ".join(f"{name} {code}" for name, code in brief.codes))
    lines = (*section.lines[:1], codes, *section.lines[1:])
    return Section("Names and codes", lines if brief.codes else section.lines)


def _series(series: MoneySeries) -> Section:
    stages = _stages(series)
    columns = ["fiscal year"]
    for key, words in stages.items():
        columns.append(words)
        if key == "obligated":
            columns.append(f"obligated, {_constant_basis(series)}")
    rows = tuple(_year_rows(series, tuple(stages)))
    blanks = [year.year for year in series.years if year.no_line]
    title = f"Money of {series.program.label}, in current dollars unless said otherwise"
    remarks = ["Stages stand side by side and are never added. An empty cell: no figure on record."]
    if series.booked_under:
        remarks.insert(0, f"The source prints these lines under {series.booked_under.label}.")
    if series.first_year:
        remarks.insert(
            0,
            f"Obligations from fiscal year {series.first_year} to fiscal year {series.last_year}; "
            f"the lines of the source go to fiscal year {series.covered_to}.",
        )
    if blanks:
        remarks.insert(1, f"{_NO_LINE.capitalize()} of obligations: {in_years(blanks)}.")
    table = Table(tuple(columns), frozenset(range(1, len(columns))), rows)
    return Section(title, tuple(_cell_notes(series)), table, tuple(remarks))


def _cell_notes(series: MoneySeries) -> Iterator[Line]:
    """Notes on single figures, each once with the years it is of."""
    found: dict[str, list[tuple[int, Backing]]] = {}
    for year in series.years:
        for cell in year.cells:
            for note in cell.notes:
                found.setdefault(note, []).append((year.year, cell.backing))
    for note, marked in found.items():
        years = in_years(year for year, _ in marked)
        yield Line(f"on {years}: {note}", _joined(backing for _, backing in marked))


def _stages(series: MoneySeries) -> dict[str, str]:
    found = {cell.stage_key: cell.stage for year in series.years for cell in year.cells}
    ordered = [key for key in _STAGES_FIRST if key in found]
    return {key: found[key] for key in [*ordered, *sorted(set(found) - set(ordered))]}


def _constant_basis(series: MoneySeries) -> str:
    bases = (cell.constant_basis for year in series.years for cell in year.cells)
    return next((basis for basis in bases if basis), "constant prices")


def _year_rows(series: MoneySeries, stages: tuple[str, ...]) -> Iterator[Row]:
    """A row for each year with a figure, and one for each run of years without any.

    That a year has no line is our reading of the lines that the source has.
    """
    lines = _joined(cell.backing for year in series.years for cell in year.at("obligated"))
    silence = Backing("inferred", "inferred", lines.sources)
    run: list[int] = []
    for year in series.years:
        if year.cells and run:
            yield _silent_row(run, stages, silence)
            run = []
        if year.cells:
            yield _year_row(year, stages)
        else:
            run.append(year.year)
    if run:
        yield _silent_row(run, stages, silence)


def _silent_row(years: list[int], stages: tuple[str, ...], backing: Backing) -> Row:
    words = {"obligated": (_NO_LINE, _NO_LINE)}
    cells = [cell for key in stages for cell in words.get(key, ("",))]
    return Row((year_ranges(years), *cells), backing)


def _year_row(year: MoneyYear, stages: tuple[str, ...]) -> Row:
    cells = [str(year.year)]
    for key in stages:
        found = year.at(key)
        nothing = _NO_LINE if key == "obligated" and year.no_line else ""
        cells.append("; ".join(_amount(cell) for cell in found) or nothing)
        if key == "obligated":
            constant = (dollars(cell.constant, cell.currency) for cell in found if cell.constant)
            cells.append("; ".join(constant) or nothing)
    return Row(tuple(cells), _joined(cell.backing for cell in year.cells))


def _amount(cell: MoneyCell) -> str:
    about_words = "about " if cell.approximate else ""
    basis = "" if cell.price_basis == "current prices" else f", {cell.price_basis}"
    return f"{about_words}{dollars(cell.amount, cell.currency)}{basis}"


def _joined(backings: Iterable[Backing]) -> Backing:
    """Sources of several figures; the mark of those that have one."""
    found = list(backings)
    numbers = tuple(sorted({number for backing in found for number in backing.sources}))
    marked = [backing for backing in found if backing.mark]
    words = ", ".join(dict.fromkeys(backing.mark for backing in marked))
    if marked:
        return Backing(words, marked[0].status_key, numbers)
    return Backing(found[0].status, found[0].status_key, numbers) if found else Backing("", "", ())


def money_line(cell: MoneyCell) -> Line:
    """A figure on a line of its own, with everything that must not be lost."""
    parts = [f"{cell.period}: {_amount(cell)}, {cell.stage}", cell.program.label]
    if cell.constant:
        parts.append(f"{dollars(cell.constant, cell.currency)} in {cell.constant_basis}")
    if cell.derived:
        parts.append("computed for this graph, printed by no source")
    notes = tuple(Line(f"note: {note}") for note in cell.notes)
    return Line(f"{cell.ref.label}: {'; '.join(parts)}", cell.backing, notes)


def _accounts(brief: CountryBrief) -> Section:
    rows = tuple(_account_row(total) for total in brief.accounts)
    columns = ("account", "stage", "fiscal years", "figures", "our sum, current dollars")
    table = Table(columns, frozenset({3, 4}), rows) if rows else None
    remarks = ("Each sum holds figures of one account and one stage; sums are never added.",)
    return Section("Other accounts, our sums", table=table, remarks=remarks)


def _account_row(total: AccountTotal) -> Row:
    years = sorted({total.first_year, total.last_year})
    span = " to ".join(str(year) for year in years)
    basis = "" if total.price_basis == "current prices" else f" ({total.price_basis})"
    amount = f"{dollars(total.amount, total.currency)}{basis}"
    cells = (total.program.label, total.stage, span, str(len(total.observations)), amount)
    return Row(cells, total.backing)


def _trainings(totals: Iterable[TrainingTotal]) -> Section:
    rows: list[Row] = []
    differences: list[Line] = []
    for total in totals:
        of_all = len(total.observations)
        partly = f" ({total.valued} of {of_all} lines valued)" if 0 < total.valued < of_all else ""
        value = f"{dollars(total.value)}{partly}" if total.value else "not given"
        students = f"{grouped(str(total.students))}{f' (sum of {of_all})' if of_all > 1 else ''}"
        cells = (total.family.label, str(total.year), total.plan, students, value)
        rows.append(Row(cells, total.backing))
        for words in total.differences:
            text = f"fiscal year {total.year}, {total.plan}: {words}"
            differences.append(Line(text, total.backing))
    columns = ("program family", "fiscal year", "plan status", "students (sessions)", "value")
    table = Table(columns, frozenset({1, 3, 4}), tuple(rows)) if rows else None
    remarks = (
        "Actual and planned are apart and never added. A sum is ours, of the lines of one family; "
        "students are sessions, not persons. Where lines and printed totals disagree, that "
        "stands below.",
    )
    return Section("Trainings", tuple(differences), table, remarks)


def _restrictions(brief: CountryBrief) -> Section:
    lines = [
        line
        for line in (
            _bar(brief.barred, "Definitely", brief.restrictions),
            _bar(brief.possibly_barred, "Possibly", brief.restrictions),
        )
        if line
    ]
    if brief.program:
        lines.insert(0, line_of(brief.program, brief=True))
    lines += lines_of(brief.restrictions)
    remarks = (
        "[definitely]: its source states it of IMET, or names IMET in it. [possibly]: it is of "
        "assistance in general, and whether it reached IMET is not known.",
    )
    return Section("Restrictions, in order of time", tuple(lines), remarks=remarks)


def _bar(years: tuple[int, ...], certainty: str, restrictions: Iterable[Statement]) -> Line | None:
    """Fiscal years with a bar, which rules infer from the restrictions that bear on the program."""
    if not years:
        return None
    bearing = [
        restriction.backing
        for restriction in restrictions
        if restriction.certainty
        and restriction.when
        and set(years) & {*restriction.when.definitely, *restriction.when.possibly}
    ]
    numbers = tuple(sorted({number for backing in bearing for number in backing.sources}))
    text = f"{certainty} barred on at least one day: fiscal {year_ranges(years)}"
    return Line(text, Backing("inferred", "inferred", numbers))


def _listings(listings: Iterable[Statement]) -> Iterator[Line]:
    """Listings below the law that calls for the list."""
    groups: dict[str, list[Statement]] = {}
    for listing in listings:
        law = listing.detail("listedUnder")
        words = ", ".join(ref.label for ref in law.refs) if law else "a list"
        groups.setdefault(words, []).append(listing)
    for words, group in groups.items():
        yield Line(f"Under {words}", below=tuple(_listing(listing) for listing in group))


def _listing(listing: Statement) -> Line:
    when = f"{listing.when.words}: " if listing.when else ""
    notes = tuple(Line(f"note: {note}") for note in listing.notes)
    return Line(f"{when}{listing.ref.label}", listing.backing, notes)


def _incidents(brief: CountryBrief) -> Section:
    remarks = (
        "Trainings of those involved stand below an incident, with their order in time: "
        "[definitely] where every reading of the dates gives it, else [possibly]. An order in time "
        "is no cause.",
    )
    return Section("Incidents", lines_of(brief.incidents), remarks=remarks)


def _laws(brief: CountryBrief) -> Section:
    remarks = [
        f"As of the newest appropriations act in the graph, for fiscal year {brief.newest_act}. "
        "[definitely]: that act carries the clause; [possibly]: an older act is the last one read. "
        "That a law stands does not say that it applies; who must be told stands below it."
    ]
    if brief.elsewhere:
        names = "; ".join(ref.label for ref in brief.elsewhere)
        remarks.append(f"Left out, since their condition names another country: {names}.")
    return Section("Laws that can bar it now", lines_of(brief.laws), remarks=tuple(remarks))


def _coverage(line: CoverageLine) -> Line:
    design = "; the source leaves the country out by design" if line.left_out_by_design else ""
    years = f": fiscal {year_ranges(line.years)}" if line.years else ""
    notes = tuple(Line(f"note: {note}") for note in line.notes)
    return Line(f"{line.data_set.label}: {line.status}{years}{design}", line.backing, notes)
