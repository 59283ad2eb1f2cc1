"""Terms taken apart in SQL: kind, lexical form, datatype, language and typed values."""

from __future__ import annotations

import re

from rdflib import URIRef
from rdflib.namespace import RDF, XSD

__all__ = ["DECIMAL_TYPES", "DOUBLE_TYPES", "lexical_sql", "unescaped"]

DECIMAL_TYPES: tuple[URIRef, ...] = tuple(
    XSD[name]
    for name in """
    integer decimal nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int
    short byte unsignedLong unsignedInt unsignedShort unsignedByte
    """.split()
)
"""Datatypes whose values are exact numbers."""

DOUBLE_TYPES: tuple[URIRef, ...] = (XSD.double, XSD.float)
"""Datatypes whose values are binary floating-point numbers."""

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def unescaped(text: str) -> str:
    """A text with the escapes of N-Triples resolved.

    Source: W3C, RDF 1.1 N-Triples, section 3.3
    """
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _SHORT.get(match[3], match[3])


def _listed(datatypes: tuple[URIRef, ...]) -> str:
    return ", ".join(f"'{datatype}'" for datatype in datatypes)


def lexical_sql() -> str:
    """The query behind the table `lexical`; see `CodedGraph.lexical`.

    A literal is `"form"`, `"form"@tag` or `"form"^^<datatype>`; no quotation mark may stand in a
    tag or datatype, so the last one of the text ends the form.
    """
    number = f"datatype in ({_listed(DECIMAL_TYPES)})"
    double = f"datatype in ({_listed(DOUBLE_TYPES)})"
    return f"""
with cut as (
  select id, text,
    case when starts_with(text, '"') then 'L' when starts_with(text, '_') then 'B' else 'I' end
      as kind,
    case when starts_with(text, '"')
      then length(text) - position('"' in reverse(text)) + 1 else 0 end as closing
  from terms),
parts as (
  select id, kind,
    case kind when 'L' then substr(text, 2, closing - 2) when 'B' then substr(text, 3)
      else substr(text, 2, length(text) - 2) end as lex,
    case when kind <> 'L' then null when length(text) = closing then '{XSD.string}'
      when substr(text, closing + 1, 1) = '@' then '{RDF.langString}'
      else substr(text, closing + 4, length(text) - closing - 4) end as datatype,
    case when kind = 'L' and substr(text, closing + 1, 1) = '@'
      then lower(substr(text, closing + 2)) end as lang
  from cut)
select id, kind, lex, datatype, lang,
  case when {number} and regexp_full_match(lex, case when datatype = '{XSD.decimal}'
    then '[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)' else '[+-]?[0-9]+' end)
    then try_cast(lex as decimal(38, 12)) end as num,
  case when {number} or {double} then try_cast(replace(lex, 'INF', 'inf') as double) end as dbl,
  case when datatype = '{XSD.date}' then try_cast(left(lex, 10) as date) end as day,
  case when datatype = '{XSD.dateTime}'
    then try_cast(try_cast(lex as timestamptz) at time zone 'UTC' as timestamp) end as instant,
  case when datatype = '{XSD.boolean}' then case when lex in ('true', '1') then true
    when lex in ('false', '0') then false end end as truth
from parts
"""
