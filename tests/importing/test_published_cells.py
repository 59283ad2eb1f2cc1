"""Numbers and fiscal years as publishers write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imet_graph.importing.cells import amount, currency_of, fiscal_year, plain


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1800000", "1800000"),
        ("1,800,000", "1800000"),
        ("$37.50", "37.50"),
        ("-$4", "-4"),
        ("$-4", "-4"),
        ("\u22124", "-4"),
        ("(4)", "-4"),
        ("-0", "0"),
        ("USD 12", "12"),
        ("12 USD", "12"),
        ("US$1,000", "1000"),
    ],
)
def test_an_amount_is_read_in_the_forms_of_publishers(text: str, number: str) -> None:
    assert amount(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "n/a", "1.800.000", "12,34", "1 000", "--4", "€ 5", "EUR 5", "1e6", "4-", "six"]
)
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    assert amount(text) is None


@pytest.mark.parametrize(("text", "sign"), [("€ 5", "€"), ("5 GBP", "GBP"), ("USD 5", "")])
def test_another_currency_is_recognized(text: str, sign: str) -> None:
    assert currency_of(text) == sign


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2016", "2016"),
        ("FY 2016", "2016"),
        ("FY2016", "2016"),
        ("2016.0", "2016"),
        ("1976tq", "1976TQ"),
        ("1976 TQ", "1976TQ"),
        ("1976.9", "1976TQ"),
        ("2016.9", "2016.9"),
        ("16", "16"),
        ("", ""),
    ],
)
def test_a_fiscal_year_is_read_in_the_forms_of_publishers(text: str, year: str) -> None:
    assert fiscal_year(text) == year


@given(st.integers(-(10**15), 10**15))
def test_a_number_written_for_people_is_read_as_that_number(number: int) -> None:
    for text in (f"{number}", f"{number:,}", f"{number:,}.00"):
        assert amount(text) == number
        assert plain(amount(text) or Decimal()) == str(number)
