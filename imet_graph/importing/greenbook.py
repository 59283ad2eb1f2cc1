"""The USAID Greenbook: one published line a country, account and fiscal year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from imet_graph.errors import Finding
from imet_graph.importing.cells import fiscal_year
from imet_graph.importing.intake import Intake, Line, Row
from imet_graph.importing.published import Field, Published, open_published

__all__ = ["order", "read"]

_FIELDS = (
    Field("fiscal_year", ("Fiscal Year",)),
    Field("place_name", ("Country",)),
    Field("category", ("Assistance Category", "greenbook_category")),
    Field("account", ("Funding Account Name", "account")),
    Field("amount_usd", ("Obligations (Historical Dollars)", "obligations_usd")),
    Field(
        "amount_usd_constant_2020",
        ("Obligations (Constant Dollars)", "obligations_usd_constant_2020"),
    ),
    Field("currency", ("Currency",), required=False),
)
_ECONOMIC_ACCOUNTS = frozenset(
    {
        "Andean Counterdrug Initiative, Department of State",
        "International Narcotics Control and Law Enforcement",
        "Nonproliferation, Anti-Terrorism, Demining and Related Programs",
    }
)
"""Accounts of economic assistance that the table holds beside all of military assistance."""

_BASE_YEAR = 2020
_CONSTANT = re.compile(r"constant (?:fiscal year |FY ?)?([0-9]{4})", re.IGNORECASE)
_MONEY = ("amount_usd", "amount_usd_constant_2020")


def order(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Where a row stands: by account, place and fiscal year."""
    return cells["account"], cells["place_name"], cells["fiscal_year"]


def read(path: Path, printed: Path | None, intake: Intake) -> list[Row]:
    """Read the Greenbook from its spreadsheet, or from a CSV with the same columns.

    Lines of one account, place and fiscal year become one row, with their sum and the printed
    parts.

    Args:
        path: the file.
        printed: not used.
        intake: collects the findings.

    Units: US dollars, current and of 2020; fiscal years of the United States.

    Source: columns of us_foreignaid_greenbook.xlsx, data to fiscal year 2020.
    """
    published = open_published(path, _FIELDS, intake)
    _check_title(published, intake)
    groups: dict[tuple[str, str, str], list[tuple[Line, tuple[int, ...]]]] = {}
    of_base_year = []
    for line, amounts in _lines(published, intake):
        cells = line.cells
        key = (cells["account"], cells["place_name"], cells["fiscal_year"])
        groups.setdefault(key, []).append((line, amounts))
        if cells["fiscal_year"] == str(_BASE_YEAR) and line.sound:
            of_base_year.append((line, amounts))
    _check_base_year(of_base_year, intake)
    return [_row(key, group, intake) for key, group in groups.items()]


def _lines(published: Published, intake: Intake) -> Iterator[tuple[Line, tuple[int, ...]]]:
    for line in published.lines(intake):
        category = intake.choose(line, "category", {"Military": "military", "Economic": "economic"})
        if category == "economic" and line.cells["account"] not in _ECONOMIC_ACCOUNTS:
            intake.leave_out("accounts of economic assistance that the table does not hold")
            continue
        line.cells["fiscal_year"] = fiscal_year(line.cells["fiscal_year"])
        intake.dollars_only(line)
        amounts = [intake.whole(line, name) for name in _MONEY]
        yield line, tuple(amount or 0 for amount in amounts)


def _row(
    key: tuple[str, str, str], group: list[tuple[Line, tuple[int, ...]]], intake: Intake
) -> Row:
    lines, amounts = zip(*group, strict=True)
    current, constant = zip(*amounts, strict=True)
    if len(lines) > 1 and key[2] != "1976":
        rows = ", ".join(str(line.number) for line in lines)
        found = f"{len(lines)} lines for {', '.join(key)} in rows {rows}, which are added"
        intake.warn(lines[-1], "account", found, "one line, as in every year but 1976")
    cells = {
        "account": key[0],
        "place_name": key[1],
        "fiscal_year": key[2],
        "amount_usd": str(sum(current)),
        "amount_usd_constant_2020": str(sum(constant)),
        "printed": " + ".join(map(str, current)),
        "printed_constant_2020": " + ".join(map(str, constant)),
        "lines": str(len(lines)),
    }
    return Row(cells, lines[0], sound=all(line.sound for line in lines))


def _check_title(published: Published, intake: Intake) -> None:
    """Note a title that speaks of constant dollars of another year."""
    for cell in published.above:
        found = _CONSTANT.search(cell)
        if found and int(found[1]) != _BASE_YEAR:
            column = published.columns["amount_usd_constant_2020"]
            expected = f"constant dollars of {_BASE_YEAR}, as the table has them"
            intake.errors.append(Finding(published.file, 0, column, repr(found[0]), expected))


def _check_base_year(group: list[tuple[Line, tuple[int, ...]]], intake: Intake) -> None:
    """Note constant dollars of another year: in the base year both amounts are the same."""
    differing = [(line, amounts) for line, amounts in group if amounts[0] != amounts[1]]
    if 2 * len(differing) > len(group):
        line, amounts = differing[0]
        found = f"{amounts[1]} for {amounts[0]} current dollars of {_BASE_YEAR}"
        expected = f"the same amount, as the table is in constant dollars of {_BASE_YEAR}"
        intake.fault(line, "amount_usd_constant_2020", found, expected)
