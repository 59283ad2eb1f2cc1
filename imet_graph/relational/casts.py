"""Casts to the datatypes of XML Schema, each from a value to a value.

Source: W3C, SPARQL 1.1 Query Language, section 17.5
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rdflib import URIRef
from rdflib.namespace import XSD

from imet_graph.relational.functions import simple_text, text_of
from imet_graph.relational.values import (
    DATE,
    INSTANT,
    NULL,
    NUMBER,
    STRING,
    BooleanValue,
    NumberValue,
    TermValue,
    Value,
    integer,
)

__all__ = ["CASTS"]

_L = "'L'"
_INTEGER_FORM = "'[+-]?[0-9]+'"
_DECIMAL_FORM = r"'[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)'"
_DOUBLE_FORM = r"'[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN'"
_DATE_FORM = r"'-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?'"
_INSTANT_FORM = (
    r"'-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?'"
)


def _first(choices: Sequence[str]) -> str:
    return f"coalesce({', '.join(choices)})"


def _as_number(value: Value, form: str) -> str:
    """Exact value of a number, a truth value, or a string of a given form."""
    choices = ["cast(null as decimal(38, 12))"]
    if STRING in value.types:
        fits = f"regexp_full_match({simple_text(value)}, {form})"
        choices.append(f"case when {fits} then try_cast({value.lex} as decimal(38, 12)) end")
    if NUMBER in value.types:
        choices.append(value.part("num"))
        choices.append(f"try_cast(cast({value.part('dbl')} as varchar) as decimal(38, 12))")
    choices.append(f"cast({value.part('truth')} as integer)")
    return _first(choices)


def _to_integer(value: Value) -> Value:
    return integer(f"trunc({_as_number(value, _INTEGER_FORM)})")


def _to_decimal(value: Value) -> Value:
    exact = _as_number(value, _DECIMAL_FORM)
    return NumberValue(exact, f"cast({exact} as double)", "false")


def _to_double(value: Value) -> Value:
    choices = ["cast(null as double)", value.part("dbl")]
    choices.append(f"cast(cast({value.part('truth')} as integer) as double)")
    if STRING in value.types:
        fits = f"regexp_full_match({simple_text(value)}, {_DOUBLE_FORM})"
        number = f"try_cast(replace({value.lex}, 'INF', 'inf') as double)"
        choices.append(f"case when {fits} then {number} end")
    return NumberValue("cast(null as decimal(38, 12))", _first(choices), "false")


def _to_boolean(value: Value) -> Value:
    choices = ["cast(null as boolean)", value.part("truth")]
    if NUMBER in value.types:
        choices.append(f"{value.part('num')} <> 0")
        choices.append(f"({value.part('dbl')} <> 0 and not isnan({value.part('dbl')}))")
    if STRING in value.types:
        simple = simple_text(value)
        choices.append(
            f"case when {simple} in ('true', '1') then true "
            f"when {simple} in ('false', '0') then false end"
        )
    return BooleanValue(_first(choices))


def _dated(value: Value, form: str, sql_type: str, datatype: URIRef, other: str) -> Value:
    """A date or time from a string, from itself, or from the other of the two."""
    choices = ["cast(null as varchar)"]
    if STRING in value.types:
        valid = f"regexp_full_match({simple_text(value)}, {form}) "
        read = (
            f"try_cast({value.lex} as timestamptz)"
            if sql_type == "timestamp"
            else (f"try_cast(left({value.lex}, 10) as date)")
        )
        choices.append(f"case when {valid} and {read} is not null then {value.lex} end")
    choices.append(f"case when {value.part('datatype')} = '{datatype}' then {value.lex} end")
    choices.append(other)
    types = frozenset({DATE if datatype == XSD.date else INSTANT})
    return TermValue(_L, _first(choices), f"'{datatype}'", NULL, types)


def _to_date(value: Value) -> Value:
    zone = f"regexp_extract({value.lex}, '(Z|[+-][0-9]{{2}}:[0-9]{{2}})$')"
    day = f"case when {value.part('instant')} is not null then left({value.lex}, 10) || {zone} end"
    return _dated(value, _DATE_FORM, "date", XSD.date, day)


def _to_instant(value: Value) -> Value:
    start = (
        f"case when {value.part('day')} is not null then "
        f"left({value.lex}, 10) || 'T00:00:00' || substr({value.lex}, 11) end"
    )
    return _dated(value, _INSTANT_FORM, "timestamp", XSD.dateTime, start)


CASTS: dict[URIRef, Callable[[Value], Value]] = {
    XSD.string: text_of,
    XSD.integer: _to_integer,
    XSD.decimal: _to_decimal,
    XSD.double: _to_double,
    XSD.boolean: _to_boolean,
    XSD.date: _to_date,
    XSD.dateTime: _to_instant,
}
"""Casts by datatype."""
