"""RDF terms of a query as SQL expressions, each with the parts that an expression may ask for.

A term that is unbound, or whose computation is a SPARQL error, is SQL null in every part. So errors
need no rules of their own: SQL's three-valued logic carries them as SPARQL's does.

Numbers are exact decimals with twelve places after the point, as in the table `lexical`, or double
where that cannot hold them; xsd:float is computed as xsd:double.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from imet_graph.relational.lexical import DECIMAL_TYPES, DOUBLE_TYPES

__all__ = [
    "ANY",
    "BLANK",
    "BOOLEAN",
    "DATE",
    "INSTANT",
    "IRI",
    "LANG",
    "NULL",
    "NUMBER",
    "OTHER",
    "SQL_TYPES",
    "STRING",
    "BooleanValue",
    "ConstantValue",
    "IdValue",
    "IriValue",
    "NumberValue",
    "StringValue",
    "TermValue",
    "Value",
    "as_term",
    "integer",
    "merged",
    "quote",
    "read",
]

IRI, BLANK, STRING, LANG, NUMBER = "iri", "blank", "string", "lang", "number"
DATE, INSTANT, BOOLEAN, OTHER = "date", "instant", "boolean", "other"
ANY = frozenset({IRI, BLANK, STRING, LANG, NUMBER, DATE, INSTANT, BOOLEAN, OTHER})
"""Kinds of terms. What stands in a place may be known beforehand: a subject is no literal."""

NULL = "null"

SQL_TYPES = {
    "id": "integer",
    "string": "varchar",
    "iri": "varchar",
    "boolean": "boolean",
    "number": "struct(num decimal(38, 12), dbl double, whole boolean)",
    "term": "struct(kind varchar, lex varchar, datatype varchar, lang varchar)",
}
"""SQL type of a column, by the form in which it holds terms."""

Look = Callable[[str], str]


def quote(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _listed(datatypes: Sequence[URIRef]) -> str:
    return ", ".join(quote(str(datatype)) for datatype in datatypes)


class Value:
    """A term as SQL.

    Args:
        form: how a column holds it: `id` number in the dictionary, `string` or `iri` text,
            `boolean`, `number` or `term` structure.
        stored: the SQL expression in that form; null where there is no term.
        types: what kinds of term it may be.
        parts: SQL of the parts that are known: kind, lex, datatype, lang, num, dbl, whole (is it an
            integer), day, instant, truth.
        number: SQL of its number in the dictionary, where it has one.
    """

    def __init__(
        self,
        form: str,
        stored: str,
        types: frozenset[str],
        parts: Mapping[str, str] | None = None,
        number: str | None = None,
    ) -> None:
        self.form, self.stored, self.types, self.number = form, stored, types, number
        self._parts = dict(parts or {})

    def part(self, name: str) -> str:
        """SQL of one part; null where a term of these types has no such part."""
        return self._parts.get(name, NULL)

    @property
    def ok(self) -> str:
        """Whether there is a term; never null."""
        return f"({self.stored} is not null)"

    @property
    def lex(self) -> str:
        """IRI, label or lexical form."""
        return self.part("lex")

    @property
    def string(self) -> str:
        """The text of a plain string, with or without language; null for other terms."""
        if self.types <= {STRING, LANG}:
            return self.lex
        if not self.types & {STRING, LANG}:
            return "cast(null as varchar)"
        strings = f"('{XSD.string}', '{RDF.langString}')"
        return f"case when {self.part('datatype')} in {strings} then {self.lex} end"


_LITERALS = ANY - {IRI, BLANK}
_NEEDED: dict[str, frozenset[str]] = {
    "kind": ANY,
    "lex": ANY,
    "datatype": _LITERALS,
    "lang": frozenset({LANG}),
    "num": frozenset({NUMBER}),
    "dbl": frozenset({NUMBER}),
    "whole": frozenset({NUMBER}),
    "day": frozenset({DATE}),
    "instant": frozenset({INSTANT}),
    "truth": frozenset({BOOLEAN}),
}


class IdValue(Value):
    """A term by its number; its parts are looked up in the table `lexical`.

    Args:
        stored: SQL of the number.
        look: joins `lexical` on an SQL expression, and tells the alias.
        types: what kinds of term it may be.
    """

    def __init__(self, stored: str, look: Look, types: frozenset[str] = ANY) -> None:
        super().__init__("id", stored, types, number=stored)
        self._look = look

    def part(self, name: str) -> str:
        """SQL of one part, from `lexical`."""
        if not self.types & _NEEDED[name]:
            return NULL
        alias = self._look(self.stored)
        return f"({alias}.datatype <> '{XSD.decimal}')" if name == "whole" else f"{alias}.{name}"


class StringValue(Value):
    """A simple literal by its text."""

    def __init__(self, stored: str) -> None:
        parts = {"kind": "'L'", "lex": stored, "datatype": f"'{XSD.string}'"}
        super().__init__("string", stored, frozenset({STRING}), parts)


class IriValue(Value):
    """An IRI by its text."""

    def __init__(self, stored: str) -> None:
        super().__init__("iri", stored, frozenset({IRI}), {"kind": "'I'", "lex": stored})


class BooleanValue(Value):
    """A truth value."""

    def __init__(self, stored: str) -> None:
        parts = {
            "kind": "'L'",
            "lex": f"cast({stored} as varchar)",
            "datatype": f"'{XSD.boolean}'",
            "truth": stored,
        }
        super().__init__("boolean", stored, frozenset({BOOLEAN}), parts)


class NumberValue(Value):
    """A number.

    Args:
        num: the exact value, null where it is a double.
        dbl: the value as double, never null where there is a number.
        whole: whether it is an integer.
    """

    def __init__(self, num: str, dbl: str, whole: str) -> None:
        stored = (
            f"case when {dbl} is not null then struct_pack(num := cast({num} as decimal(38, 12)), "
            f"dbl := case when {num} is null then {dbl} end, "
            f"whole := {num} is not null and {whole}) end"
        )
        datatype = (
            f"case when {num} is null then '{XSD.double}' "
            f"when {whole} then '{XSD.integer}' else '{XSD.decimal}' end"
        )
        parts = {
            "kind": "'L'",
            "lex": f"sparql_number({num}, {dbl})",
            "datatype": datatype,
            "num": num,
            "dbl": dbl,
            "whole": whole,
        }
        super().__init__("number", stored, frozenset({NUMBER}), parts)

    @property
    def ok(self) -> str:
        """Whether there is a number; never null."""
        return f"({self.part('dbl')} is not null)"


def integer(sql: str) -> NumberValue:
    """An integer from any SQL whole number."""
    return NumberValue(f"cast({sql} as decimal(38, 12))", f"cast({sql} as double)", "true")


class TermValue(Value):
    """Any term by its four parts, from which typed values are read."""

    def __init__(
        self, kind: str, lex: str, datatype: str, lang: str, types: frozenset[str] = ANY
    ) -> None:
        stored = (
            f"case when {lex} is not null then struct_pack(kind := {kind}, lex := {lex}, "
            f"datatype := cast({datatype} as varchar), lang := cast({lang} as varchar)) end"
        )
        parts = {"kind": kind, "lex": lex, "datatype": datatype, "lang": lang}
        super().__init__("term", stored, types, parts)

    @property
    def ok(self) -> str:
        """Whether there is a term; never null."""
        return f"({self.lex} is not null)"

    def part(self, name: str) -> str:
        """SQL of one part; typed values are read from the lexical form."""
        if name in _TYPED and self.types & _NEEDED[name]:
            return _TYPED[name].format(lex=self.lex, datatype=self._parts["datatype"])
        return super().part(name)


# As in the table `lexical`.
_TYPED = {
    "num": f"case when {{datatype}} in ({_listed(DECIMAL_TYPES)}) and regexp_full_match({{lex}}, "
    "'[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)') then try_cast({lex} as decimal(38, 12)) end",
    "dbl": f"case when {{datatype}} in ({_listed(DECIMAL_TYPES + DOUBLE_TYPES)}) "
    "then try_cast(replace({lex}, 'INF', 'inf') as double) end",
    "whole": f"({{datatype}} <> '{XSD.decimal}')",
    "day": f"case when {{datatype}} = '{XSD.date}' then try_cast(left({{lex}}, 10) as date) end",
    "instant": f"case when {{datatype}} = '{XSD.dateTime}' then "
    "try_cast(try_cast({lex} as timestamptz) at time zone 'UTC' as timestamp) end",
    "truth": f"case when {{datatype}} = '{XSD.boolean}' then "
    "case when {lex} in ('true', '1') then true when {lex} in ('false', '0') then false end end",
}


class ConstantValue(TermValue):
    """A term that stands in the query.

    Args:
        term: the term, in canonical form.
        number: its number in the dictionary.
    """

    def __init__(self, term: Node, number: int) -> None:
        kind, datatype, lang = "'I'", NULL, NULL
        if isinstance(term, Literal):
            standard = RDF.langString if term.language else XSD.string
            kind, datatype = "'L'", quote(str(term.datatype or standard))
            lang = quote(term.language.lower()) if term.language else NULL
        super().__init__(kind, quote(str(term)), datatype, lang, _constant_types(term))
        self.form, self.stored, self.number = "id", str(number), str(number)
        self.text = str(term)
        if self.types == {NUMBER} and isinstance(term, Literal):
            self._parts |= _constant_number(term)

    def part(self, name: str) -> str:
        """SQL of one part; of a number, plain SQL numbers."""
        return self._parts[name] if name in self._parts else super().part(name)


def _constant_number(term: Literal) -> dict[str, str]:
    exact = term.datatype in DECIMAL_TYPES
    sql_text = quote(str(term).replace("INF", "inf"))
    return {
        "num": f"try_cast({sql_text} as decimal(38, 12))" if exact else NULL,
        "dbl": f"cast({sql_text} as double)",
        "whole": "true" if exact and term.datatype != XSD.decimal else "false",
    }


_TYPE_OF = {
    XSD.string: STRING,
    XSD.date: DATE,
    XSD.dateTime: INSTANT,
    XSD.boolean: BOOLEAN,
    **dict.fromkeys(DECIMAL_TYPES + DOUBLE_TYPES, NUMBER),
}


def _constant_types(term: Node) -> frozenset[str]:
    if not isinstance(term, Literal):
        return frozenset({IRI})
    if term.language:
        return frozenset({LANG})
    known = STRING if term.datatype is None else _TYPE_OF.get(term.datatype, OTHER)
    return frozenset({known if _well_formed(str(term), known) else OTHER})


_NUMBER_FORM = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN")


def _well_formed(text: str, known: str) -> bool:
    """Whether a literal of a known kind has a value; rdflib does not tell for those of a query."""
    match known:
        case "number":
            return _NUMBER_FORM.fullmatch(text) is not None
        case "boolean":
            return text in ("true", "false", "1", "0")
        case "date" | "instant":
            try:
                dt.datetime.fromisoformat(text[:10] if known == DATE else text)
            except ValueError:
                return False
    return True


def read(form: str, sql: str, types: frozenset[str], look: Look) -> Value:
    """The value that a column holds.

    Args:
        form: form of the column.
        sql: the column.
        types: what kinds of term it may hold.
        look: how the dictionary is joined.
    """
    simple = {"string": StringValue, "iri": IriValue, "boolean": BooleanValue}
    if form == "id":
        return IdValue(sql, look, types)
    if form in simple:
        return simple[form](sql)
    if form == "number":
        both = f"coalesce({sql}.dbl, cast({sql}.num as double))"
        value: Value = NumberValue(f"{sql}.num", both, f"{sql}.whole")
    else:
        kind, lex, datatype, lang = (f"{sql}.{part}" for part in _PARTS)
        value = TermValue(kind, lex, datatype, lang, types)
    value.stored = sql
    return value


_PARTS = ("kind", "lex", "datatype", "lang")


def as_term(value: Value) -> Value:
    """The same term in the form `term`."""
    if value.form == "term":
        return value
    kind = f"case when {value.ok} then {value.part('kind')} end"
    return TermValue(kind, value.lex, value.part("datatype"), value.part("lang"), types=value.types)


def merged(values: Sequence[Value], choose: Callable[[Sequence[str]], str], look: Look) -> Value:
    """One of several values.

    Args:
        values: the values.
        choose: SQL that takes one of as many expressions.
        look: how the dictionary is joined.
    """
    types = frozenset[str]().union(*(value.types for value in values))
    numbers = [value.number for value in values if value.number is not None]
    if len(numbers) == len(values):
        return IdValue(choose(numbers), look, types)
    forms = {value.form for value in values}
    for form, make in (("string", StringValue), ("iri", IriValue), ("boolean", BooleanValue)):
        if forms == {form}:
            return make(choose([value.stored for value in values]))
    if forms == {"number"}:
        num, dbl, whole = (
            choose([value.part(name) for value in values]) for name in ("num", "dbl", "whole")
        )
        return NumberValue(num, dbl, whole)
    terms = [as_term(value) for value in values]
    kind, lex, datatype, lang = (choose([term.part(name) for term in terms]) for name in _PARTS)
    return TermValue(kind, lex, datatype, lang, types)
