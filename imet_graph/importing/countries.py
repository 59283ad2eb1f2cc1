"""The list of countries: one line a country or area, with its codes and names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from imet_graph.importing.intake import Intake, Line, Row
from imet_graph.importing.published import Field, open_published

__all__ = ["order", "read"]

_FIELDS = (
    Field("iso3", ("iso3", "ISO3166-1-Alpha-3")),
    Field("iso2", ("iso2", "ISO3166-1-Alpha-2")),
    Field("m49", ("iso_numeric", "M49", "ISO3166-1-numeric")),
    Field("display_name", ("name", "CLDR display name")),
    Field("un_name", ("un_name", "UNTERM English Short")),
    Field("official_name", ("un_formal_name", "UNTERM English Formal")),
    Field("un_region", ("un_region", "Region Name")),
    Field("un_subregion", ("un_subregion", "Sub-region Name")),
    Field("geonames", ("geonames_id", "Geoname ID")),
    Field("wikidata", ("wikidata_qid", "wikidata_id"), required=False),
    Field("cow_code", ("cow_code",), required=False),
    Field("greenbook_name", ("greenbook_name",), required=False),
    Field("greenbook_region", ("greenbook_region",), required=False),
    Field("code_status", ("code_status",), required=False),
)
_FORMER = "iso3166-3 (former)"
_OURS = {"name": "", "status": "in-dataset", "note": ""}
_ALTERNATIVES = ("un_name", "official_name", "greenbook_name", "display_name")


def order(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Where a row stands: by code."""
    return (cells["iso3"],)


def read(path: Path, printed: Path | None, intake: Intake) -> list[Row]:
    """Read the list of countries.

    Our own name, status and note of a country are kept, and so is a column that the file does not
    have. Further names stay empty where they say what a name before them says.

    Args:
        path: the file.
        printed: not used.
        intake: collects the findings.
    """
    rows = []
    for line in open_published(path, _FIELDS, intake).lines(intake):
        if line.cells.get("code_status") == _FORMER:
            intake.leave_out("states of the past, which the table former-countries holds")
            continue
        rows.append(Row(_cells(line, intake), line, line.sound))
    return rows


def _cells(line: Line, intake: Intake) -> dict[str, str]:
    present = intake.present.get((line.cells["iso3"],), {})
    given = {**line.cells, "official_name": _bare(line.cells["official_name"])}
    cells = {
        name: given.get(name, present.get(name, _OURS.get(name, "")))
        for name in intake.table.columns
    }
    cells["name"] = present.get("name") or line.cells["display_name"]
    known = {cells["name"]}
    for name in _ALTERNATIVES:
        if cells[name] in known:
            cells[name] = ""
        known.add(cells[name])
    return cells


def _bare(formal_name: str) -> str:
    """A formal name without its article and without the marks of footnotes."""
    return formal_name.rstrip("* ").removeprefix("the ")
