"""The built-in functions and casts of SPARQL, each from values to a value.

Source: W3C, SPARQL 1.1 Query Language, sections 17.4 and 17.5
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import duckdb
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

__all__ = ["FUNCTIONS", "simple_text", "text_of"]

_L = "'L'"
_IRI_FORM = r"""'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*'"""


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


def text_of(value: Value) -> Value:
    """STR: the text of an IRI or literal."""
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
    plain = text.lex if text.types == {STRING} else simple_text(text)
    return _literal(plain, URIRef(datatype.text))


def simple_text(value: Value) -> str:
    """The text of a simple literal; null for other terms."""
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
    lex = f"case when {simple_text(tag)} <> '' then {simple_text(text)} end"
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
    if isinstance(pattern, ConstantValue):
        _try_pattern(f"('{prefix}' || {sql})")
    return f"('{prefix}' || {sql})"


@lru_cache(maxsize=256)
def _try_pattern(sql: str) -> None:
    """Refuse a pattern that RE2 does not take, before any row meets it."""
    with duckdb.connect() as connection:
        try:
            connection.execute(f"select regexp_matches('', {sql})").fetchall()
        except duckdb.Error as error:
            raise QueryError(f"regular expression {sql} is not supported: {error}") from error


def _regex(text: Value, pattern: Value, flags: Value | None = None) -> Value:
    return BooleanValue(f"regexp_matches({text.string}, {_flagged(pattern, flags)})")


_REFERENCE = re.compile(r"\\\\|\\\$|\$[0-9]|\\")


def _reference(match: re.Match[str]) -> str:
    """A part of a replacement that XPath and RE2 write differently, such as a group."""
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
        exact = f"cast({value.part('num')} as decimal(38, 12))"
        double = f"cast({value.part('dbl')} as double)"
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
    "STR": text_of,
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
