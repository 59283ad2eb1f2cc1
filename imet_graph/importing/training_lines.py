"""Lines of the foreign military training reports in Security Force Monitor's columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from imet_graph.importing.cells import fiscal_year
from imet_graph.importing.intake import Intake, Line
from imet_graph.importing.published import Field, open_published
from imet_graph.reading import find_lookup

__all__ = ["Key", "LineGroup", "program_key", "read_line_groups"]

Key = tuple[str, str, str, str]
"""Report, country, key of the program, fiscal year."""

_FIELDS = (
    Field("place_name", ("training:country",)),
    Field("heading", ("training:program",)),
    Field("sessions", ("training:quantity",)),
    Field("cost_usd", ("training:total_cost",)),
    Field("page", ("training:page_number",)),
    Field("group", ("qa:training_group",)),
    Field("report", ("qa:report",), required=False),
    Field("region", ("qa:report_region",), required=False),
    Field("program_name", ("qa:program_name",), required=False),
    Field("fiscal_year", ("qa:fiscal_year",), required=False),
)
_GROUP = re.compile(r"([0-9]{4}_[0-9]{4})_(.+?)(?:_Region)?(?:_[0-9]+)?_fmtrpt\.[a-z]+")
_HEADING = re.compile(
    r"(?P<program>.+?)(?:\s*,\s*FY ?(?P<short>[0-9]{2})"
    r"|\s+-\s+(?:FY|Fiscal Year) (?P<long>[0-9]{4})(?: .*)?)"
)
_REGION = re.compile(r"(?:DO[SD] )?(?P<region>.+?) Region, ", re.IGNORECASE)
_CENTURY = 50


@dataclass
class LineGroup:
    """The lines of one report, country, program and fiscal year, added up.

    Args:
        first: the first of them.
        count: how many.
        sessions: students; a line without a number adds none.
        cost_usd: their value; likewise.
        programs: names of the program as printed.
        regions: chapters in which they stand.
        pages: on which they stand.
        sound: whether each line is.
    """

    first: Line
    count: int = 0
    sessions: int = 0
    cost_usd: Decimal = Decimal()
    programs: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    sound: bool = True


def program_key(line: Line, intake: Intake, known: dict[str, str]) -> str:
    """The key of the program of a line; a name that is not known stands for itself.

    The check of the table reports it then, once a row.
    """
    name = line.cells["program_name"]
    if name not in known:
        known[name] = find_lookup("program-names").find(name) or name
    return known[name]


def read_line_groups(path: Path, intake: Intake) -> dict[Key, LineGroup]:
    """Add up the lines of a file.

    The columns qa:report, qa:report_region, qa:program_name and qa:fiscal_year are used where the
    file has them; else training:program and qa:training_group say the same.

    Args:
        path: the file.
        intake: collects the findings.

    Units: students and US dollars; fiscal years of the United States.
    """
    groups: dict[Key, LineGroup] = {}
    known: dict[str, str] = {}
    for line in _told(path, intake):
        cells = line.cells
        key = (
            cells["report"],
            cells["place_name"],
            program_key(line, intake, known),
            cells["fiscal_year"],
        )
        group = groups.setdefault(key, LineGroup(line))
        group.count += 1
        if cells["sessions"]:
            group.sessions += intake.whole(line, "sessions") or 0
        if cells["cost_usd"]:
            group.cost_usd += intake.number(line, "cost_usd") or 0
        group.programs.add(cells["program_name"])
        group.regions.add(cells["region"])
        group.pages.add(cells["page"])
        group.sound = group.sound and line.sound
    return groups


def _told(path: Path, intake: Intake) -> Iterator[Line]:
    """Lines, each with report, region, program and fiscal year."""
    published = open_published(path, _FIELDS, intake)
    whole = {"report", "region", "program_name", "fiscal_year"} <= set(published.columns)
    for line in published.lines(intake):
        if not whole:
            _tell(line, intake)
            if not intake.correct(line):
                continue
        line.cells["fiscal_year"] = fiscal_year(line.cells["fiscal_year"])
        yield line


def _tell(line: Line, intake: Intake) -> None:
    """Take report and region from the name of the group, program and year from the heading."""
    group = _GROUP.fullmatch(line.cells["group"])
    if not group:
        expected = "a group such as 2009_2010_Europe_fmtrpt.tsv"
        intake.fault(line, "group", repr(line.cells["group"]), expected)
    heading = _HEADING.fullmatch(line.cells["heading"])
    if not heading:
        expected = "a program with its fiscal year, such as IMET-1 - Fiscal Year 2010 ..."
        intake.fault(line, "heading", repr(line.cells["heading"]), expected)
    region = _REGION.match(line.cells["heading"])
    in_group = group[2].replace("_", " ") if group else ""
    told = {
        "report": group[1] if group else "",
        "region": region["region"] if region and in_group == "All Regions" else in_group,
        "program_name": _program(heading, line.cells["place_name"]) if heading else "",
        "fiscal_year": _year(heading) if heading else "",
    }
    for name, value in told.items():
        line.cells.setdefault(name, value)


def _program(heading: re.Match[str], country: str) -> str:
    """The program of a heading such as `DOS Europe Region, Latvia, Marshall Center, FY05`."""
    program = heading["program"]
    before, _, after = program.partition(f", {country}, ")
    return after or before


def _year(heading: re.Match[str]) -> str:
    if heading["long"]:
        return heading["long"]
    return ("19" if int(heading["short"]) > _CENTURY else "20") + heading["short"]
