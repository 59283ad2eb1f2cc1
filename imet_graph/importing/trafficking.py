"""Tiers of the Trafficking in Persons Reports: one line a government and report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from imet_graph.importing.cells import fiscal_year
from imet_graph.importing.intake import Intake, Line, Row
from imet_graph.importing.published import Field, open_published
from imet_graph.reading import find_lookup, read_table
from imet_graph.reading.datatypes import CELL_TYPES
from imet_graph.reading.findings import nearest

__all__ = ["order", "read"]

_FIELDS = (
    Field("iso3", ("iso3",)),
    Field("name", ("name",)),
    Field("report_year", ("report_year", "year")),
    Field("tier", ("tier",)),
)


def order(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Where a row stands: by code and year of the report."""
    return cells["iso3"], cells["report_year"]


def read(path: Path, printed: Path | None, intake: Intake) -> list[Row]:
    """Read the tiers; names become those of our countries, notes of the present table are kept.

    Args:
        path: the file.
        printed: not used.
        intake: collects the findings.

    Units: years of the reports, each with the fiscal year that follows.
    """
    names = _country_names(intake.data)
    rows = []
    for line in open_published(path, _FIELDS, intake).lines(intake):
        code, year = line.cells["iso3"], fiscal_year(line.cells["report_year"])
        _check_country(line, names, intake)
        row = {
            "iso3": code,
            "name": names.get(code, ""),
            "report_year": year,
            "next_year": str(int(year) + 1) if _is_year(year) else "",
            "tier": line.cells["tier"],
            "note": intake.present.get((code, year), {}).get("note", ""),
        }
        if not _is_year(year):
            expected = CELL_TYPES["fiscal_year"].expected
            intake.fault(line, "report_year", repr(line.cells["report_year"]), expected)
        rows.append(Row(row, line, line.sound))
    return rows


def _is_year(text: str) -> bool:
    return text.isdigit() and CELL_TYPES["fiscal_year"].accepts(text)


def _country_names(data: Path) -> dict[str, str]:
    """Our names of countries of today and of former ones, by code."""
    names: dict[str, str] = {}
    for folder, key in (("former-countries", "key"), ("countries", "iso3")):
        table = read_table(data / "tables" / folder)
        code, name = table.columns.index(key), table.columns.index("name")
        names |= {row[code]: row[name] for row in table.rows}
    return names


def _check_country(line: Line, names: dict[str, str], intake: Intake) -> None:
    """Note a code that no country has, and one that belongs to another name than the line's."""
    code, name = line.cells["iso3"], line.cells["name"]
    by_name = {each: key for key, each in names.items()}
    if code not in names:
        expected = f"the code of a country, such as that of {nearest(name, by_name)}"
        intake.fault(line, "iso3", f"{code!r} for {name!r}", expected)
        return
    meant = {span.key for span in find_lookup("country-names").spans.get(name, ())}
    if meant and code not in meant:
        found = f"{code!r} for {name!r}"
        intake.fault(line, "iso3", found, f"{' or '.join(sorted(meant))}, which the name means")
