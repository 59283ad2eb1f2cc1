"""Totals by program and fiscal year as the training reports print them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from imet_graph.importing.cells import amount, fiscal_year
from imet_graph.importing.intake import Intake, Line
from imet_graph.importing.published import Field, open_published
from imet_graph.importing.training_lines import Key, program_key
from imet_graph.reading import find_lookup

__all__ = ["PrintedTotal", "kept_totals", "read_printed_totals"]

_FIELDS = (
    Field("report", ("report",)),
    Field("region", ("region",)),
    Field("place_name", ("country",)),
    Field("program_name", ("program",)),
    Field("fiscal_year", ("fiscal_year",)),
    Field("scope", ("scope",)),
    Field("sessions", ("quantity",)),
    Field("cost_usd", ("cost",)),
    Field("page", ("page",)),
    Field("printed_line", ("printed_line",)),
)
_SCOPES = {scope: scope for scope in ("program_fy", "program", "country")}
_HEAD = re.compile(r".*?Totals:?")
_WHOLE_LINE = re.compile(r".*?Totals:?(?: (?P<sessions>[0-9,]+))?(?: \$(?P<cost>[0-9,]+))?")


@dataclass(frozen=True)
class PrintedTotal:
    """A total as a report prints it.

    Args:
        line: where it was read; of one that is kept from the present table, its row there.
        region: chapter.
        page: of the report.
        program: its printed name.
        text: the printed line; what another line of the page left in it is taken out.
        sessions: None where none is printed.
        cost_usd: likewise.
    """

    line: Line
    region: str
    page: str
    program: str
    text: str
    sessions: int | None
    cost_usd: int | None


def read_printed_totals(path: Path, intake: Intake) -> dict[Key, list[PrintedTotal]]:
    """Read printed totals; those of a program over its years, or of a country, are passed over.

    Args:
        path: the file.
        intake: collects the findings.
    """
    totals: dict[Key, list[PrintedTotal]] = {}
    known: dict[str, str] = {}
    for line in open_published(path, _FIELDS, intake).lines(intake):
        cells = line.cells
        if intake.choose(line, "scope", _SCOPES) != "program_fy":
            intake.leave_out("printed totals of a program over its years, or of a country")
            continue
        cells["fiscal_year"] = fiscal_year(cells["fiscal_year"])
        program = program_key(line, intake, known)
        key = (cells["report"], cells["place_name"], program, cells["fiscal_year"])
        totals.setdefault(key, []).append(_total(line, intake))
    return totals


def _total(line: Line, intake: Intake) -> PrintedTotal:
    cells = line.cells
    sessions = intake.whole(line, "sessions") if cells["sessions"] else None
    cost_usd = intake.whole(line, "cost_usd") if cells["cost_usd"] else None
    text = cells["printed_line"]
    head = _HEAD.match(text)
    if not head:
        intake.fault(line, "printed_line", repr(text), "a line such as FY 99 Totals: 131 $260,150")
    elif not _WHOLE_LINE.fullmatch(text):
        text = head[0]
        text += f" {sessions}" if sessions is not None else ""
        text += f" ${cost_usd:,}" if cost_usd is not None else ""
    return PrintedTotal(
        line,
        cells["region"],
        cells["page"],
        cells["program_name"],
        text,
        sessions,
        cost_usd,
    )


def kept_totals(intake: Intake) -> dict[Key, list[PrintedTotal]]:
    """The printed totals that the present table holds."""
    totals: dict[Key, list[PrintedTotal]] = {}
    programs = find_lookup("program-names")
    for number, row in enumerate(intake.present.values(), start=2):
        if not row["printed_line"]:
            continue
        line = Line(intake.table.file, number, row, {})
        key = (
            row["report"].replace("-", "_"),
            row["place_name"],
            programs.find(row["program_name"]),
            row["fiscal_year"],
        )
        for text in row["printed_line"].split("; "):
            found = _WHOLE_LINE.fullmatch(text)
            total = PrintedTotal(
                line,
                row["region"],
                row["page"],
                row["program_name"],
                text,
                _number(found["sessions"]) if found else None,
                _number(found["cost"]) if found else None,
            )
            totals.setdefault(key, []).append(total)
    return totals


def _number(text: str | None) -> int | None:
    number = amount(text) if text else None
    return None if number is None else int(number)
