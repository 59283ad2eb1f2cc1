"""Comparison of terms by value, order among terms, and effective truth, as SQL of three values.

Where the recommendation leaves a choice, and where it calls two literals of different known
datatypes an error, the answers are those of Oxigraph: such literals are unequal.

Source: W3C, SPARQL 1.1 Query Language, sections 17.2.2, 17.3, 17.4.1.7 and 15.1
"""

from __future__ import annotations

from rdflib import URIRef
from rdflib.namespace import RDF, XSD

from imet_graph.relational.lexical import DECIMAL_TYPES, DOUBLE_TYPES
from imet_graph.relational.values import (
    BLANK,
    BOOLEAN,
    DATE,
    INSTANT,
    IRI,
    LANG,
    NULL,
    NUMBER,
    OTHER,
    STRING,
    Value,
    quote,
)

__all__ = ["compared", "effective_truth", "equal", "order_key", "rank", "same_term"]

_RESOURCES = frozenset({IRI, BLANK})
_VALUED = frozenset({NUMBER, DATE, INSTANT, BOOLEAN})
_BY_PART = ((DATE, "day"), (INSTANT, "instant"), (BOOLEAN, "truth"))
_WITH_FALSE: tuple[URIRef, ...] = (*DECIMAL_TYPES, *DOUBLE_TYPES, XSD.boolean)


def _coalesced(choices: list[str]) -> str:
    return f"coalesce({', '.join(choices)})" if len(choices) > 1 else choices[0]


def _typed(a: Value, b: Value, operator: str) -> list[str]:
    """Comparisons by value, one for each kind of value that both terms may have."""
    shared, found = a.types & b.types, []
    if NUMBER in shared:
        left, right = a.part("dbl"), b.part("dbl")
        found.append(f"{a.part('num')} {operator} {b.part('num')}")
        # DuckDB takes NaN for the greatest number and for equal to itself.
        found.append(
            f"case when not isnan({left}) and not isnan({right}) then {left} {operator} {right} "
            f"when {left} is not null and {right} is not null then false end"
        )
    for kind, part in _BY_PART:
        if kind in shared:
            found.append(f"{a.part(part)} {operator} {b.part(part)}")
    return found


def same_term(a: Value, b: Value) -> str:
    """Whether two terms are the same; null where one is missing."""
    if a.number is not None and b.number is not None:
        return f"({a.number} = {b.number})"
    if not a.types & b.types:
        return f"case when {a.ok} and {b.ok} then false end"
    if a.types == b.types and a.types in ({STRING}, {IRI}):
        return f"({a.lex} = {b.lex})"
    parts = " and ".join(
        f"{a.part(part)} is not distinct from {b.part(part)}"
        for part in ("kind", "lex", "datatype", "lang")
    )
    return f"case when {a.ok} and {b.ok} then ({parts}) end"


def _unknown(a: Value, b: Value) -> str:
    """Whether one is a literal whose values nobody knows, and the other a literal that it might be.

    Such a pair is neither equal nor unequal. A text with a language is known to be something else.
    """
    found = [
        f"({_is_other(one)} and {other.part('kind')} = 'L' and {other.part('lang')} is null)"
        for one, other in ((a, b), (b, a))
        if OTHER in one.types and not other.types <= _RESOURCES
    ]
    return " or ".join(found)


def _is_other(value: Value) -> str:
    if value.types == {OTHER}:
        return "true"
    strings = f"('{XSD.string}', '{RDF.langString}')"
    unread = " and ".join(f"{value.part(p)} is null" for p in ("dbl", "day", "instant", "truth"))
    return (
        f"({value.part('kind')} = 'L' and {value.part('datatype')} not in {strings} and {unread})"
    )


def equal(a: Value, b: Value) -> str:
    """Whether two terms have the same value (`=`); null where that is an error."""
    by_value, unknown = _typed(a, b, "="), _unknown(a, b)
    if a.types <= _VALUED or b.types <= _VALUED:
        # What has no value that compares with a known one is something else.
        different = f"{a.ok} and {b.ok}" + (f" and not ({unknown})" if unknown else "")
        return _coalesced([*by_value, f"case when {different} then false end"])
    same = same_term(a, b)
    if unknown:
        same = f"case when {same} then true when not {same} and not ({unknown}) then false end"
    return _coalesced([*by_value, same])


def compared(a: Value, b: Value, operator: str) -> str:
    """Whether `a < b` and the like; null where the terms have no order."""
    choices, shared = _typed(a, b, operator), a.types & b.types
    if shared & {STRING, LANG}:
        order = f"{a.string} {operator} {b.string}"
        if LANG in a.types | b.types:
            order = (
                f"case when {a.part('lang')} is not distinct from {b.part('lang')} then {order} end"
            )
        choices.append(order)
    return f"({_coalesced(choices)})" if choices else "cast(null as boolean)"


def rank(value: Value) -> str | None:
    """A number that grows with the value, whatever its kind; never null.

    If two terms compare, their ranks compare the same way or are equal. So a condition on ranks
    changes no answer, and lets the database sort where it would try every pair.
    """
    if not value.types & {NUMBER, DATE, INSTANT}:
        return None
    choices = []
    if NUMBER in value.types:
        choices.append(value.part("dbl"))
    if DATE in value.types:
        choices.append(f"epoch({value.part('day')})")
    if INSTANT in value.types:
        choices.append(f"epoch({value.part('instant')})")
    if BOOLEAN in value.types:
        choices.append(f"cast({value.part('truth')} as double)")
    return f"coalesce({', '.join(choices)}, 0)"


def effective_truth(value: Value) -> str:
    """Effective boolean value; null where the term has none."""
    if value.types == {BOOLEAN}:
        return value.part("truth")
    choices = []
    if BOOLEAN in value.types:
        choices.append(value.part("truth"))
    if NUMBER in value.types:
        double = value.part("dbl")
        choices.append(f"{value.part('num')} <> 0")
        choices.append(f"({double} <> 0 and not isnan({double}))")
    if STRING in value.types:
        choices.append(
            f"case when {value.part('datatype')} = '{XSD.string}' then {value.lex} <> '' end"
        )
    if OTHER in value.types:
        listed = ", ".join(quote(str(datatype)) for datatype in _WITH_FALSE)
        choices.append(f"case when {value.part('datatype')} in ({listed}) then false end")
    return f"({_coalesced(choices)})" if choices else "cast(null as boolean)"


_ORDER = ("dbl", "num", "day", "instant", "truth", "lex", "lang")


def order_key(value: Value) -> str:
    """SQL that sorts terms as ORDER BY does: blank nodes, IRIs, literals by kind and value."""
    group = (
        f"case {value.part('kind')} when 'B' then 0 when 'I' then 1 else "
        f"case when {value.part('dbl')} is not null then 2 "
        f"when {value.part('day')} is not null or {value.part('instant')} is not null then 3 "
        f"when {value.part('datatype')} = '{XSD.string}' then 4 else 5 end end"
    )
    parts = [value.part(part) for part in _ORDER]
    return f"row({', '.join([group, *(part for part in parts if part != NULL)])})"
