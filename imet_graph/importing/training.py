"""Training totals: one row a report, country, program and fiscal year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from imet_graph.importing.cells import plain
from imet_graph.importing.intake import Intake, Row
from imet_graph.importing.printed_totals import PrintedTotal, kept_totals, read_printed_totals
from imet_graph.importing.training_lines import Key, LineGroup, read_line_groups
from imet_graph.reading import find_lookup

__all__ = ["order", "read"]

_TOLERANCE_USD = 1
"""Printed totals are in whole dollars, some lines are not."""


def order(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Where a row stands: by report, country, key of the program and fiscal year."""
    program = find_lookup("program-names").find(cells["program_name"])
    return cells["report"], cells["place_name"], program, cells["fiscal_year"]


def read(path: Path, printed: Path | None, intake: Intake) -> list[Row]:
    """Read the lines of training reports and set the printed totals beside their sums.

    Where a total is printed the row gives it, and says whether the lines add up to it; elsewhere
    the row gives the sum of the lines.

    Args:
        path: lines of the reports.
        printed: printed totals; without it those of the present table are kept.
        intake: collects the findings.

    Units: students (sessions) and US dollars; fiscal years of the United States.
    """
    groups = read_line_groups(path, intake)
    if printed:
        totals = read_printed_totals(printed, intake)
    else:
        kept = kept_totals(intake)
        totals = {key: each for key, each in kept.items() if key in groups}
    for key in totals.keys() - groups.keys():
        line = totals[key][0].line
        found = f"a printed total for {', '.join(key)} and no line"
        intake.warn(line, "printed_line", found, "the lines it adds up")
        groups[key] = LineGroup(line)
    return [_row(key, group, totals.get(key, [])) for key, group in groups.items()]


def _row(key: Key, group: LineGroup, totals: list[PrintedTotal]) -> Row:
    report, place, _, year = key
    cells = {
        "report": report.replace("_", "-"),
        "place_name": place,
        "fiscal_year": year,
        "plan_status": "planned" if year[:4] > report[:4] else "actual",
        "line_count": str(group.count),
        "line_sessions": str(group.sessions),
        "line_cost_usd": plain(group.cost_usd),
        **(_printed(totals, group.sessions, group.cost_usd) if totals else _derived(group)),
    }
    return Row(cells, group.first, group.sound and all(total.line.sound for total in totals))


def _printed(totals: list[PrintedTotal], sessions: int, cost: Decimal) -> dict[str, str]:
    """What is printed, and whether the lines add up to it."""
    first = totals[0]
    printed_sessions = _sum([total.sessions for total in totals])
    printed_cost = _sum([total.cost_usd for total in totals])
    agrees = printed_sessions in (None, sessions) and (
        printed_cost is None or abs(printed_cost - cost) <= _TOLERANCE_USD
    )
    return {
        "region": first.region,
        "page": first.page,
        "program_name": first.program,
        "printed_line": "; ".join(total.text for total in totals),
        "sessions": str(sessions if printed_sessions is None else printed_sessions),
        "cost_usd": "" if printed_cost is None else str(printed_cost),
        "agrees": "true" if agrees else "false",
    }


def _sum(numbers: list[int | None]) -> int | None:
    """The sum; None where a number is missing."""
    given = [number for number in numbers if number is not None]
    return sum(given) if len(given) == len(numbers) else None


def _derived(group: LineGroup) -> dict[str, str]:
    """The sum of the lines, for a total that is not printed."""
    return {
        "region": min(group.regions),
        "page": min(group.pages, key=lambda page: (len(page), page)),
        "program_name": min(group.programs),
        "printed_line": "",
        "sessions": str(group.sessions),
        "cost_usd": plain(group.cost_usd),
        "agrees": "",
    }
