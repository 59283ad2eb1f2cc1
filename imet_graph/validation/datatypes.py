"""Lexical forms and the order of literals, as conditions in SQL over the table `lexical`."""

from __future__ import annotations

from rdflib import URIRef
from rdflib.namespace import XSD

__all__ = ["comparison", "quoted", "well_formed"]

_ZONE = "(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_YEAR = "-?([1-9][0-9]{3,}|0[0-9]{3})"
_MONTH = "(0[1-9]|1[0-2])"
_DAYS = (
    "((01|03|05|07|08|10|12)-(0[1-9]|[12][0-9]|3[01])|(04|06|09|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|[12][0-9]))"
)
_TIME = r"((([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?)|24:00:00(\.0+)?)"
_NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_CLOCK = r"(T([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?"

_FORMS: dict[URIRef, str] = {
    XSD.boolean: "true|false|1|0",
    XSD.decimal: _NUMBER,
    XSD.double: f"{_NUMBER}([eE][+-]?[0-9]+)?|[+-]?INF|NaN",
    XSD.float: f"{_NUMBER}([eE][+-]?[0-9]+)?|[+-]?INF|NaN",
    XSD.nonNegativeInteger: r"\+?[0-9]+|-0+",
    XSD.positiveInteger: r"\+?0*[1-9][0-9]*",
    XSD.nonPositiveInteger: r"-[0-9]+|\+?0+",
    XSD.negativeInteger: "-0*[1-9][0-9]*",
    XSD.date: f"{_YEAR}-{_DAYS}{_ZONE}?",
    XSD.dateTime: f"{_YEAR}-{_DAYS}T{_TIME}{_ZONE}?",
    XSD.dateTimeStamp: f"{_YEAR}-{_DAYS}T{_TIME}{_ZONE}",
    XSD.time: f"{_TIME}{_ZONE}?",
    XSD.gYear: f"{_YEAR}{_ZONE}?",
    XSD.gYearMonth: f"{_YEAR}-{_MONTH}{_ZONE}?",
    XSD.gMonth: f"--{_MONTH}{_ZONE}?",
    XSD.gDay: f"---(0[1-9]|[12][0-9]|3[01]){_ZONE}?",
    XSD.gMonthDay: f"--{_DAYS}{_ZONE}?",
    XSD.duration: f"-?P([0-9]+Y)?([0-9]+M)?([0-9]+D)?{_CLOCK}",
    XSD.yearMonthDuration: "-?P([0-9]+Y)?([0-9]+M)?",
    XSD.dayTimeDuration: f"-?P([0-9]+D)?{_CLOCK}",
    XSD.hexBinary: "([0-9a-fA-F]{2})*",
    XSD.base64Binary: "(([A-Za-z0-9+/] ?){4})*(([A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?="
    "|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?",
}
"""Lexical forms as regular expressions; a datatype that is not named has any lexical form."""

_BOUNDS: dict[URIRef, tuple[int, int]] = {
    XSD.long: (-(2**63), 2**63 - 1),
    XSD.int: (-(2**31), 2**31 - 1),
    XSD.short: (-(2**15), 2**15 - 1),
    XSD.byte: (-(2**7), 2**7 - 1),
    XSD.unsignedLong: (0, 2**64 - 1),
    XSD.unsignedInt: (0, 2**32 - 1),
    XSD.unsignedShort: (0, 2**16 - 1),
    XSD.unsignedByte: (0, 2**8 - 1),
}
_FRACTIONS = (XSD.decimal, XSD.double, XSD.float)
_DATED = (XSD.date, XSD.dateTime, XSD.dateTimeStamp)
_DURATIONS = (XSD.duration, XSD.yearMonthDuration, XSD.dayTimeDuration)


def quoted(text: str) -> str:
    """A text as a string constant of SQL."""
    return "'" + text.replace("'", "''") + "'"


def well_formed(datatype: URIRef, row: str = "x") -> str:
    """A condition: the literal has a lexical form of its datatype.

    Args:
        datatype: of the literal.
        row: name of the row of `lexical`.

    Source: XML Schema 1.1 part 2, Datatypes, section 3
    """
    lex = f"{row}.lex"
    if datatype in _BOUNDS:
        low, high = _BOUNDS[datatype]
        inside = f"coalesce({row}.num between {low} and {high}, false)"
        return f"(regexp_full_match({lex}, '[+-]?[0-9]+') and {inside})"
    form = "[+-]?[0-9]+" if datatype == XSD.integer else _FORMS.get(datatype)
    if form is None:
        return "true"
    condition = f"regexp_full_match({lex}, {quoted(form)})"
    if datatype in _DATED:
        leap = f"not {lex} like '____-02-29%' or try_cast(left({lex}, 10) as date) is not null"
        return f"({condition} and ({leap}))"
    if datatype in _DURATIONS:
        return f"({condition} and right({lex}, 1) not in ('P', 'T'))"
    return condition


def comparison(left: str, operator: str, right: str) -> str:
    """A condition: two literals can be compared, and compare so.

    Numbers compare with numbers, strings with strings, truth values with truth values, days with
    days, and instants with instants where both have a time zone or neither has one.

    Args:
        left: name of a row of `lexical`.
        operator: one of < <= > >=.
        right: name of another row.

    Source: SPARQL 1.1, section 17.3, operator mapping; SHACL sections 4.3 and 4.5
    """
    numbers = f"{_sound(left)} and {_sound(right)}"
    same = {
        "num": f"{_both(left, right, 'num')} and {numbers}",
        "dbl": f"{_both(left, right, 'dbl')} and {numbers} "
        f"and not isnan({left}.dbl) and not isnan({right}.dbl)",
        "day": _both(left, right, "day"),
        "instant": f"{_both(left, right, 'instant')} and {_zoned(left)} = {_zoned(right)}",
        "truth": _both(left, right, "truth"),
        "lex": f"{left}.datatype = '{XSD.string}' and {right}.datatype = '{XSD.string}'",
    }
    cases = " ".join(
        f"when {comparable} then {left}.{column} {operator} {right}.{column}"
        for column, comparable in same.items()
    )
    return f"coalesce(case {cases} end, false)"


def _both(left: str, right: str, column: str) -> str:
    return f"{left}.{column} is not null and {right}.{column} is not null"


def _sound(row: str) -> str:
    """Whether a number has a form of its datatype; bounds of derived types are not looked at."""
    fractions = ", ".join(f"'{datatype}'" for datatype in _FRACTIONS)
    return f"({row}.datatype in ({fractions}) or not contains({row}.lex, '.'))"


def _zoned(row: str) -> str:
    return f"regexp_matches({row}.lex, '(Z|[+-][0-9][0-9]:[0-9][0-9])$')"
