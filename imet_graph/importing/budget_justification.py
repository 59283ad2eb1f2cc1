"""Congressional Budget Justifications: one line an account, place, fiscal year and sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from imet_graph.importing.cells import fiscal_year
from imet_graph.importing.intake import Intake, Line, Row
from imet_graph.importing.published import Field, open_published
from imet_graph.reading.findings import nearest

__all__ = ["order", "read"]

_FIELDS = (
    Field("fiscal_year", ("fiscal_year",)),
    Field("account", ("account",)),
    Field("place_name", ("name",)),
    Field("row_type", ("row_type",)),
    Field("printed_thousand_usd", ("amount_usd_thousands",)),
    Field("stage", ("stage_inferred", "stage")),
    Field("sheet_label", ("sheet_label",)),
    Field("source_url", ("source_url",)),
    Field("line", ("source_line",)),
    Field("currency", ("currency",), required=False),
)
_KINDS = {kind: kind for kind in ("country", "country_group", "region", "total", "other")}
_STAGES = {
    "actual": "actual-unspecified",
    "actual_or_estimate": "actual-unspecified",
    "request": "requested",
}
_DOCUMENT = re.compile(r"/organization/([0-9]+)\.pdf$")
_SOURCE = "citation:state-budget-justification-"


def order(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Where a row stands: by account, place and fiscal year."""
    return cells["account"], cells["place_name"], cells["fiscal_year"]


def read(path: Path, printed: Path | None, intake: Intake) -> list[Row]:
    """Read the country and account tables, in thousands of dollars.

    Args:
        path: the file.
        printed: not used.
        intake: collects the findings.

    Units: current US dollars; fiscal years of the United States.
    """
    rows = []
    for line in open_published(path, _FIELDS, intake).lines(intake):
        cells = line.cells
        kind = intake.choose(line, "row_type", _KINDS)
        if kind == "other":
            intake.leave_out("lines of offices and other purposes (row_type other)")
            continue
        thousands = intake.whole(line, "printed_thousand_usd") or 0
        intake.dollars_only(line)
        row = {
            "account": cells["account"],
            "place_name": "World" if kind == "total" else cells["place_name"],
            "fiscal_year": fiscal_year(cells["fiscal_year"]),
            "amount_usd": str(thousands * 1000),
            "printed_thousand_usd": str(thousands),
            "stage": intake.choose(line, "stage", _STAGES),
            "edition": _edition(line, intake),
            "line": cells["line"],
        }
        rows.append(Row(row, line, line.sound))
    return rows


def _edition(line: Line, intake: Intake) -> str:
    """The document a line is from, as our sources are keyed; the sheet where it names none."""
    url = line.cells["source_url"]
    document = _DOCUMENT.search(url)
    if url and not document:
        expected = "the address of a document, such as .../organization/138174.pdf"
        intake.fault(line, "source_url", repr(url), expected)
        return ""
    edition = document[1] if document else f"fy{fiscal_year(line.cells['fiscal_year'])}-sheet"
    known = {
        citation.key.removeprefix(_SOURCE)
        for source in intake.table.description.sources
        for citation in source.citations
    }
    if edition not in known:
        file = intake.table.description.file
        expected = f"an edition that {file} describes, such as {nearest(edition, known)}"
        intake.fault(line, "source_url", f"edition {edition!r}", expected)
    return edition
