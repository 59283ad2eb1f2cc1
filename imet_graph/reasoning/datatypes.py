"""Literals and the datatypes of OWL 2 RL: what belongs to which, and which are surely different.

Literals are never subjects, so the rules dt-type2, dt-eq and dt-diff add no triples; they serve to
find contradictions, and to tell which literals an expression such as `p some xsd:integer` reaches.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from decimal import Decimal

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD

from imet_graph.profile import DATATYPES

__all__ = ["FORMED", "are_different", "belongs", "is_ill_typed"]

_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
_INTEGERS = {XSD[name]: bounds for name, bounds in _BOUNDS.items()}
_TEXTS = {
    XSD.string: re.compile(r".*", re.DOTALL),
    XSD.normalizedString: re.compile(r"[^\t\r\n]*"),
    XSD.token: re.compile(r"([^\t\r\n ]+( [^\t\r\n ]+)*)?"),
    XSD.language: re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"),
    XSD.Name: re.compile(r"[^\W\d][\w.:-]*|:[\w.:-]*"),
    XSD.NCName: re.compile(r"[^\W\d][\w.-]*"),
    XSD.NMTOKEN: re.compile(r"[\w.:-]+"),
}
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_DATE_TIME = re.compile(
    r"-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T"
    r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
    r"|-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T24:00:00(\.0+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_FORMS = {
    XSD.decimal: _DECIMAL,
    XSD.double: _DOUBLE,
    XSD.float: _DOUBLE,
    XSD.boolean: re.compile(r"true|false|0|1"),
    XSD.dateTime: _DATE_TIME,
    XSD.dateTimeStamp: re.compile(_DATE_TIME.pattern.replace(")?|", ")|").removesuffix("?")),
    XSD.hexBinary: re.compile(r"([0-9A-Fa-f]{2})*"),
    **_TEXTS,
}
FORMED = (*_INTEGERS, *_FORMS)
"""Datatypes of which a literal's form is checked."""


def _datatype(literal: Literal) -> URIRef:
    return RDF.langString if literal.language else (literal.datatype or XSD.string)


def is_ill_typed(literal: Literal) -> bool:
    """Whether the form of a literal is none of its datatype's; unknown datatypes allow anything.

    Source: OWL 2 Profiles, table 8, rule dt-not-type
    """
    datatype = _datatype(literal)
    if datatype in _INTEGERS:
        return not _INTEGER.fullmatch(str(literal)) or not _within(int(str(literal)), datatype)
    form = _FORMS.get(datatype)
    return form is not None and not form.fullmatch(str(literal))


def _within(number: Decimal | int, datatype: URIRef) -> bool:
    low, high = _INTEGERS[datatype]
    return (low is None or number >= low) and (high is None or number <= high)


def belongs(literal: Literal, datatype: URIRef) -> bool | None:
    """Whether the value of a literal is one of a datatype's; None where that cannot be told.

    Source: OWL 2 Profiles, table 8, rules dt-type2 and dt-not-type
    """
    own = _datatype(literal)
    if datatype in {own, RDFS.Literal}:
        return not is_ill_typed(literal)
    if own not in DATATYPES or datatype not in DATATYPES:
        return None
    if is_ill_typed(literal):
        return False
    if own in _TEXTS and datatype in _TEXTS:
        return bool(_TEXTS[datatype].fullmatch(str(literal)))
    if datatype == RDF.PlainLiteral:
        return own in _TEXTS or own == RDF.langString
    if datatype == XSD.decimal:
        return own in _INTEGERS
    if datatype in _INTEGERS:
        exact = own in _INTEGERS or own == XSD.decimal
        return exact and _whole(Decimal(str(literal))) and _within(Decimal(str(literal)), datatype)
    if datatype in {XSD.dateTime, XSD.dateTimeStamp}:
        same_kind = own in {XSD.dateTime, XSD.dateTimeStamp}
        return same_kind and bool(_FORMS[datatype].fullmatch(str(literal)))
    return False


def _whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def are_different(one: Literal, other: Literal) -> bool:
    """Whether two literals surely have different values.

    Source: OWL 2 Profiles, table 8, rule dt-diff
    """
    values = _value(one), _value(other)
    return None not in values and values[0] != values[1]


def _value(literal: Literal) -> Hashable:
    """A value to compare by; None where the datatype is not known or the form is wrong."""
    own = _datatype(literal)
    if own not in DATATYPES and own != RDF.langString:
        return None
    if is_ill_typed(literal):
        return None
    if own in _INTEGERS or own == XSD.decimal:
        return "number", Decimal(str(literal))
    if own in {XSD.double, XSD.float}:
        return own, float(str(literal))
    if own in _TEXTS:
        return "text", str(literal)
    if own == RDF.langString:
        return "text", str(literal), literal.language
    if own == XSD.boolean:
        return "boolean", str(literal) in {"true", "1"}
    return None if own in {XSD.dateTime, XSD.dateTimeStamp} else (own, str(literal))
