"""Which values literals have, as XML Schema says: equal values, and membership in a datatype.

Source: OWL 2 Structural Specification, section 4; XML Schema Datatypes, section 3.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
import struct
from decimal import Decimal

from rdflib import Literal
from rdflib.namespace import RDF, RDFS, XSD
from rdflib.term import Node

__all__ = ["differ", "is_in"]

_RANGES: dict[Node, tuple[int | None, int | None]] = {
    XSD.integer: (None, None),
    XSD.nonNegativeInteger: (0, None),
    XSD.positiveInteger: (1, None),
    XSD.nonPositiveInteger: (None, 0),
    XSD.negativeInteger: (None, -1),
    XSD.long: (-(2**63), 2**63 - 1),
    XSD.int: (-(2**31), 2**31 - 1),
    XSD.short: (-(2**15), 2**15 - 1),
    XSD.byte: (-128, 127),
    XSD.unsignedLong: (0, 2**64 - 1),
    XSD.unsignedInt: (0, 2**32 - 1),
    XSD.unsignedShort: (0, 2**16 - 1),
    XSD.unsignedByte: (0, 255),
}
_TEXTS: dict[Node, str] = {
    XSD.string: r"(?s).*",
    XSD.normalizedString: r"[^\t\n\r]*",
    XSD.token: r"|[^\s](?:[^\t\n\r ]| (?! ))*(?<! )",
    XSD.language: r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
    XSD.NMTOKEN: r"[\w.:-]+",
    XSD.Name: r"[^\W\d][\w.:-]*|:[\w.:-]*",
    XSD.NCName: r"[^\W\d][\w.-]*",
}
_INTEGER = r"[+-]?\d+"
_DECIMAL = r"[+-]?(\d+(\.\d*)?|\.\d+)"
_FLOAT = rf"({_DECIMAL})([eE][+-]?\d+)?|[+-]?INF|NaN"

Value = tuple[str, object]


def value(literal: Literal) -> Value | None:
    """Kind and value of a literal; None where it is ill-formed or its datatype unknown here."""
    text, datatype = str(literal), literal.datatype
    if literal.language:
        return "tagged text", (text, literal.language.lower())
    if datatype is None or datatype in _TEXTS:
        return ("text", text) if re.fullmatch(_TEXTS[datatype or XSD.string], text) else None
    if datatype in _RANGES or datatype == XSD.decimal:
        return _number(text.strip(), datatype)
    if datatype in {XSD.double, XSD.float}:
        return _binary(text.strip(), datatype)
    if datatype == XSD.boolean:
        return ("boolean", text.strip() in {"true", "1"}) if _is_boolean(text) else None
    if datatype in {XSD.dateTime, XSD.dateTimeStamp}:
        return _instant(text.strip())
    if datatype in {XSD.hexBinary, XSD.base64Binary}:
        return _octets(text.strip(), datatype)
    return ("IRI", text) if datatype == XSD.anyURI else None


def differ(first: Literal, second: Literal) -> bool:
    """Whether two literals have different values."""
    values = value(first), value(second)
    return None not in values and values[0] != values[1]


def is_in(literal: Literal, datatype: Node) -> bool | None:
    """Whether a datatype holds the value of a literal; None where it is no datatype of OWL 2 RL."""
    found = value(literal)
    if datatype == RDFS.Literal:
        return found is not None
    if datatype == RDF.PlainLiteral:
        return found is not None and found[0] in {"text", "tagged text"}
    if datatype == RDF.langString:
        return found is not None and found[0] == "tagged text"
    if datatype in _RANGES or datatype == XSD.decimal:
        return found is not None and found[0] == "number" and _in_range(found[1], datatype)
    if datatype in _TEXTS:
        return found is not None and found[0] == "text" and _matches(found[1], datatype)
    if datatype == XSD.dateTimeStamp:
        return found is not None and found[0] == "instant" and _zoned(found[1])
    kinds = {
        XSD.double: "double",
        XSD.float: "float",
        XSD.boolean: "boolean",
        XSD.dateTime: "instant",
        XSD.hexBinary: "hexBinary",
        XSD.base64Binary: "base64Binary",
        XSD.anyURI: "IRI",
    }
    kind = next((kind for name, kind in kinds.items() if name == datatype), None)
    return None if kind is None else found is not None and found[0] == kind


def _number(text: str, datatype: Node) -> Value | None:
    if not re.fullmatch(_DECIMAL if datatype == XSD.decimal else _INTEGER, text):
        return None
    number = Decimal(text)
    return ("number", number) if _in_range(number, datatype) else None


def _in_range(number: object, datatype: Node) -> bool:
    if not isinstance(number, Decimal) or datatype == XSD.decimal:
        return isinstance(number, Decimal)
    low, high = _RANGES[datatype]
    is_whole = number == number.to_integral_value()
    return is_whole and (low is None or number >= low) and (high is None or number <= high)


def _matches(text: object, datatype: Node) -> bool:
    return isinstance(text, str) and re.fullmatch(_TEXTS[datatype], text) is not None


def _binary(text: str, datatype: Node) -> Value | None:
    if not re.fullmatch(_FLOAT, text):
        return None
    number = float(text.replace("INF", "inf"))
    if datatype == XSD.double:
        return "double", struct.pack("d", number)
    return "float", struct.pack("f", number)


def _is_boolean(text: str) -> bool:
    return text.strip() in {"true", "false", "1", "0"}


def _instant(text: str) -> Value | None:
    try:
        return "instant", dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _zoned(instant: object) -> bool:
    return isinstance(instant, dt.datetime) and instant.tzinfo is not None


def _octets(text: str, datatype: Node) -> Value | None:
    try:
        if datatype == XSD.hexBinary:
            return "hexBinary", bytes.fromhex(text)
        return "base64Binary", base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return None
