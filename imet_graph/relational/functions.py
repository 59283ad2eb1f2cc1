"""The built-in functions and casts of SPARQL, each from values to a value.

Source: W3C, SPARQL 1.1 Query Language, sections 17.4 and 17.5
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rdflib import URIRef
from rdflib.namespace import RDF, XSD

from imet_graph.errors import QueryError
from imet_graph.relational.values import (
    BLANK,
    DATE,
    INSTANT,
    IRI,
    LANG,
    NULL,
    NUMBER,
    STRING,
    BooleanValue,
    ConstantValue,
    IriValue,
    NumberValue,
    StringValue,
    TermValue,
    Value,
    integer,
    quote,
)

__all__ = ["CASTS", "FUNCTIONS"]

_L = "'L'"
_IRI_FORM = r"""'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*'"""
_INTEGER_FORM = "'[+-]?[0-9]+'"
_DECIMAL_FORM = r"'[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)'"
_DOUBLE_FORM = r"'[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN'"
_DATE_FORM = r"'-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?'"
_INSTANT_FORM = (
    r"'-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?'"
)


def _text(lex: str, like: Value) -> Value:
    """A string with the language of another."""
    if like.types == {STRING}:
        return StringValue(lex)
    datatype = (
        f"case when {like.part('lang')} is null then '{XSD.string}' else '{RDF.langString}' end"
    )
    return TermValue(_L, lex, datatype, like.part("lang"), frozenset({STRING, LANG}))


def _fits(text: Value, argument: Value) -> str:
    """A condition, as SQL behind `and`, that two strings may be taken together."""
    if argument.types == {STRING}:
        return ""
    languages = f"{argument.part('lang')} is null or {argument.part('lang')} = {text.part('lang')}"
    return f" and coalesce({languages}, false)"


# Terms


def _str(value: Value) -> Value:
    lex = value.lex
    if BLANK in value.types:
        lex = f"case when {value.part('kind')} <> 'B' then {lex} end"
    return StringValue(lex)


def _lang(value: Value) -> Value:
    literal = f"case when {value.part('kind')} = 'L' then coalesce({value.part('lang')}, '') end"
    return StringValue(literal if value.types - {IRI, BLANK} else "cast(null as varchar)")


def _langmatches(tag: Value, wanted: Value) -> Value:
    lower, asked = f"lower({tag.string})", f"lower({wanted.string})"
    return BooleanValue(
        f"case when {asked} = '*' then {lower} <> '' "
        f"else {lower} = {asked} or starts_with({lower}, {asked} || '-') end"
    )


def _datatype(value: Value) -> Value:
    return IriValue(f"cast({value.part('datatype')} as varchar)")


def _is(kind: str, possible: frozenset[str]) -> Callable[[Value], Value]:
    def test(value: Value) -> Value:
        if not value.types & possible:
            return BooleanValue(f"case when {value.ok} then false end")
        if value.types <= possible:
            return BooleanValue(f"case when {value.ok} then true end")
        return BooleanValue(f"({value.part('kind')} = '{kind}')")

    return test


def _is_numeric(value: Value) -> Value:
    return BooleanValue(f"case when {value.ok} then {value.part('dbl')} is not null end")


def _iri(value: Value) -> Value:
    if value.types == {IRI}:
        return value
    lex = f"case when {value.part('kind')} = 'I' then {value.lex}"
    if STRING in value.types:
        lex += (
            f" when {value.part('datatype')} = '{XSD.string}' "
            f"and regexp_full_match({value.lex}, {_IRI_FORM}) then {value.lex}"
        )
    return IriValue(f"{lex} end")


def _strdt(text: Value, datatype: Value) -> Value:
    if not isinstance(datatype, ConstantValue):
        raise QueryError("STRDT with a computed datatype is not supported; expected an IRI")
    plain = text.lex if text.types == {STRING} else _simple(text)
    return _literal(plain, URIRef(datatype.text))


def _simple(value: Value) -> str:
    return f"case when {value.part('datatype')} = '{XSD.string}' then {value.lex} end"


def _literal(lex: str, datatype: URIRef) -> Value:
    """A literal from its text, in the canonical form that every term of a graph has."""
    if datatype == XSD.string:
        return StringValue(lex)
    value = TermValue(_L, lex, quote(str(datatype)), NULL)
    if datatype in (XSD.decimal, XSD.integer):
        lex = f"coalesce(sparql_decimal({value.part('num')}), {lex})"
    elif datatype == XSD.boolean:
        lex = f"coalesce(cast({value.part('truth')} as varchar), {lex})"
    return TermValue(_L, lex, quote(str(datatype)), NULL)


def _strlang(text: Value, tag: Value) -> Value:
    lex = f"case when {_simple(tag)} <> '' then {_simple(text)} end"
    return TermValue(_L, lex, f"'{RDF.langString}'", f"lower({tag.lex})", frozenset({LANG}))


# Strings


def _strlen(value: Value) -> Value:
    return integer(f"length({value.string})")


def _substr(text: Value, start: Value, length: Value | None = None) -> Value:
    first = f"cast(floor({start.part('num')} + 0.5) as bigint)"
    begin = f"greatest({first}, 1)"
    if length is None:
        return _text(f"substr({text.string}, {begin})", text)
    # Positions before the first count towards the length.
    end = f"{first} + cast(floor({length.part('num')} + 0.5) as bigint)"
    return _text(f"substr({text.string}, {begin}, greatest({end} - {begin}, 0))", text)


def _cased(function: str) -> Callable[[Value], Value]:
    return lambda value: _text(f"{function}({value.string})", value)


def _contained(function: str) -> Callable[[Value, Value], Value]:
    def test(text: Value, argument: Value) -> Value:
        found = f"{function}({text.string}, {argument.string})"
        fits = _fits(text, argument)
        return BooleanValue(f"case when true{fits} then {found} end" if fits else found)

    return test


def _cut(text: Value, argument: Value, part: str) -> Value:
    """A part of a text if it holds the argument; otherwise the simple literal ''."""
    place = f"position({argument.string} in {text.string})"
    lex = f"case when {place} > 0{_fits(text, argument)} then {part} when {place} = 0"
    lex += f"{_fits(text, argument)} then '' end"
    if text.types == {STRING}:
        return StringValue(lex)
    lang = f"case when {place} > 0 then {text.part('lang')} end"
    datatype = f"case when {lang} is null then '{XSD.string}' else '{RDF.langString}' end"
    return TermValue(_L, lex, datatype, lang, frozenset({STRING, LANG}))


def _before(text: Value, argument: Value) -> Value:
    place = f"position({argument.string} in {text.string})"
    return _cut(text, argument, f"left({text.string}, {place} - 1)")


def _after(text: Value, argument: Value) -> Value:
    place = f"position({argument.string} in {text.string})"
    rest = f"substr({text.string}, {place} + length({argument.string}))"
    return _cut(text, argument, rest)


def _concat(*values: Value) -> Value:
    if not values:
        return StringValue("''")
    lex = " || ".join(f"({value.string})" for value in values)
    if any(value.types == {STRING} for value in values):
        return StringValue(f"({lex})")
    first = values[0].part("lang")
    same = " and ".join(f"{value.part('lang')} = {first}" for value in values)
    lang = f"case when {same} then {first} end"
    datatype = f"case when {lang} is null then '{XSD.string}' else '{RDF.langString}' end"
    return TermValue(_L, f"({lex})", datatype, lang, frozenset({STRING, LANG}))


# Regular expressions


def _flagged(pattern: Value, flags: Value | None) -> str:
    """A pattern as RE2 takes it, with the flags of XPath written into it.

    Raises:
        QueryError: the flags are computed or unknown.
    """
    if flags is not None and not isinstance(flags, ConstantValue):
        raise QueryError("computed flags of a regular expression are not supported")
    letters = flags.text if isinstance(flags, ConstantValue) else ""
    if unknown := set(letters) - set("smixq"):
        raise QueryError(f"flag {sorted(unknown)[0]!r} of a regular expression is not supported")
    if "x" in letters or "q" in letters:
        if not isinstance(pattern, ConstantValue):
            raise QueryError("flags x and q with a computed pattern are not supported")
        text = pattern.text
        sql = quote(re.escape(text) if "q" in letters else re.sub(r"[\t\n\r ]", "", text))
    else:
        sql = pattern.string
    on = "".join(letter for letter in "sim" if letter in letters)
    off = "".join(letter for letter in "sim" if letter not in letters)
    prefix = f"(?{on}{'-' if off else ''}{off})"
    return f"('{prefix}' || {sql})"


def _regex(text: Value, pattern: Value, flags: Value | None = None) -> Value:
    return BooleanValue(f"regexp_matches({text.string}, {_flagged(pattern, flags)})")


_REFERENCE = re.compile(r"\\\\|\\\$|\$[0-9]|\\")


def _reference(match: re.Match[str]) -> str:
    """A part of a replacement that XPath and RE2 write differently: `$1` is `\\1`."""
    found = match[0]
    return f"\\{found[1]}" if found[0] == "$" else "$" if found == r"\$" else r"\\"


def _replace(text: Value, pattern: Value, by: Value, flags: Value | None = None) -> Value:
    if not isinstance(by, ConstantValue):
        raise QueryError("REPLACE by a computed text is not supported")
    written = _REFERENCE.sub(_reference, by.text)
    changed = f"regexp_replace({text.string}, {_flagged(pattern, flags)}, {quote(written)}, 'g')"
    return _text(changed, text)


# Numbers


def _rounded(num: str, dbl: str) -> Callable[[Value], Value]:
    def apply(value: Value) -> Value:
        exact, double = value.part("num"), value.part("dbl")
        return NumberValue(
            f"cast({num.format(exact)} as decimal(38, 12))", dbl.format(double), value.part("whole")
        )

    return apply


def _date_part(part: str) -> Callable[[Value], Value]:
    def take(value: Value) -> Value:
        dated = f"coalesce({value.part('day')}, cast({value.part('instant')} as date)) is not null"
        # The day as it is written, whatever the time zone.
        return integer(
            f"case when {dated} then {part}(try_cast(left({value.lex}, 10) as date)) end"
        )

    return take


def _now() -> Value:
    text = "strftime(now() at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')"
    return TermValue(_L, text, f"'{XSD.dateTime}'", NULL, frozenset({INSTANT}))


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "STR": _str,
    "LANG": _lang,
    "LANGMATCHES": _langmatches,
    "DATATYPE": _datatype,
    "isIRI": _is("I", frozenset({IRI})),
    "isURI": _is("I", frozenset({IRI})),
    "isBLANK": _is("B", frozenset({BLANK})),
    "isLITERAL": _is("L", frozenset({STRING, LANG, NUMBER, DATE, INSTANT, "boolean", "other"})),
    "isNUMERIC": _is_numeric,
    "IRI": _iri,
    "URI": _iri,
    "STRDT": _strdt,
    "STRLANG": _strlang,
    "STRLEN": _strlen,
    "SUBSTR": _substr,
    "UCASE": _cased("upper"),
    "LCASE": _cased("lower"),
    "STRSTARTS": _contained("starts_with"),
    "STRENDS": _contained("ends_with"),
    "CONTAINS": _contained("contains"),
    "STRBEFORE": _before,
    "STRAFTER": _after,
    "CONCAT": _concat,
    "REGEX": _regex,
    "REPLACE": _replace,
    "ABS": _rounded("abs({})", "abs({})"),
    "CEIL": _rounded("ceil({})", "ceil({})"),
    "FLOOR": _rounded("floor({})", "floor({})"),
    "ROUND": _rounded("floor({} + 0.5)", "floor({} + 0.5)"),
    "YEAR": _date_part("year"),
    "MONTH": _date_part("month"),
    "DAY": _date_part("day"),
    "NOW": _now,
}
"""Built-in functions by the name that rdflib's parser gives them."""


# Casts


def _first(choices: Sequence[str]) -> str:
    return f"coalesce({', '.join(choices)})"


def _as_number(value: Value, form: str) -> str:
    """Exact value of a number, a truth value, or a string of a given form."""
    choices = ["cast(null as decimal(38, 12))"]
    if STRING in value.types:
        fits = f"regexp_full_match({_simple(value)}, {form})"
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
        fits = f"regexp_full_match({_simple(value)}, {_DOUBLE_FORM})"
        number = f"try_cast(replace({value.lex}, 'INF', 'inf') as double)"
        choices.append(f"case when {fits} then {number} end")
    return NumberValue("cast(null as decimal(38, 12))", _first(choices), "false")


def _to_boolean(value: Value) -> Value:
    choices = ["cast(null as boolean)", value.part("truth")]
    if NUMBER in value.types:
        choices.append(f"{value.part('num')} <> 0")
        choices.append(f"({value.part('dbl')} <> 0 and not isnan({value.part('dbl')}))")
    if STRING in value.types:
        simple = _simple(value)
        choices.append(
            f"case when {simple} in ('true', '1') then true "
            f"when {simple} in ('false', '0') then false end"
        )
    return BooleanValue(_first(choices))


def _dated(value: Value, form: str, sql_type: str, datatype: URIRef, other: str) -> Value:
    """A date or time from a string, from itself, or from the other of the two."""
    choices = ["cast(null as varchar)"]
    if STRING in value.types:
        valid = f"regexp_full_match({_simple(value)}, {form}) "
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
    XSD.string: _str,
    XSD.integer: _to_integer,
    XSD.decimal: _to_decimal,
    XSD.double: _to_double,
    XSD.boolean: _to_boolean,
    XSD.date: _to_date,
    XSD.dateTime: _to_instant,
}
"""Casts by datatype."""
