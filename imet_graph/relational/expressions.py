"""Expressions of a query as SQL over the rows of a table.

Source: W3C, SPARQL 1.1 Query Language, section 17
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from rdflib import Literal, URIRef, Variable
from rdflib.namespace import RDF
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from imet_graph.errors import QueryError
from imet_graph.relational.casts import CASTS
from imet_graph.relational.comparing import compared, effective_truth, equal, rank, same_term
from imet_graph.relational.functions import FUNCTIONS
from imet_graph.relational.parsing import constant
from imet_graph.relational.tables import Scope
from imet_graph.relational.values import (
    BooleanValue,
    ConstantValue,
    NumberValue,
    StringValue,
    Value,
    merged,
    read,
)

__all__ = ["Expressions", "conjuncts", "has_exists"]

Exists = Callable[[CompValue, Scope, str], str]
"""SQL of a graph pattern in EXISTS over a scope. With a kind of join, `semi` or `anti`, it may be
joined to the scope instead, and the condition is then met."""

_JOINS = {"Builtin_EXISTS": "semi", "Builtin_NOTEXISTS": "anti"}

_LONG = 300
_UNBOUND = StringValue("cast(null as varchar)")


def conjuncts(expression: Any) -> Iterator[Any]:
    """The parts of a condition that must all hold."""
    if isinstance(expression, CompValue) and expression.name == "ConditionalAndExpression":
        for part in (expression.expr, *expression.other):
            yield from conjuncts(part)
    elif not (isinstance(expression, CompValue) and expression.name == "TrueFilter"):
        yield expression


def has_exists(expression: Any) -> bool:
    """Whether an expression has EXISTS somewhere."""
    if isinstance(expression, CompValue):
        return expression.name in _JOINS or any(map(has_exists, expression.values()))
    return isinstance(expression, list | tuple) and any(map(has_exists, expression))


class Expressions:
    """Compiles expressions over one scope.

    Args:
        scope: what variables stand for.
        numbers: numbers of the constants of the query.
        exists: makes SQL of a graph pattern in EXISTS.
    """

    def __init__(self, scope: Scope, numbers: Mapping[Node, int], exists: Exists) -> None:
        self._scope, self._numbers, self._exists = scope, numbers, exists

    def condition(self, filters: Iterable[Any]) -> str:
        """SQL that is true where all of some expressions are, else false or null."""
        found = [self._conjunct(part) for part in filters]
        return " and ".join(f"({part})" for part in found) or "true"

    def _conjunct(self, part: Any) -> str:
        if isinstance(part, CompValue) and part.name in _JOINS:
            return self._exists(part.graph, self._scope, _JOINS[part.name])
        truth = self.truth(part)
        if isinstance(part, CompValue) and part.name == "RelationalExpression":
            hint = self._rank_hint(part)
            return f"{hint} and {truth}" if hint else truth
        return truth

    def _rank_hint(self, part: CompValue) -> str:
        """What a comparison of two variables implies, in a form that a range join can use."""
        both = isinstance(part.expr, Variable) and isinstance(part.other, Variable)
        if part.op not in ("<", ">", "<=", ">=") or not both:
            return ""
        left, right = rank(self.value(part.expr)), rank(self.value(part.other))
        return f"{left} {part.op[0]}= {right}" if left and right else ""

    def truth(self, expression: Any) -> str:
        """SQL of the effective boolean value; null for an error."""
        return effective_truth(self.value(expression))

    def value(self, expression: Any) -> Value:
        """The value of an expression.

        Raises:
            QueryError: it holds something that is not supported.
        """
        if isinstance(expression, Variable):
            return self._scope.value(str(expression)) or _UNBOUND
        if isinstance(expression, Literal | URIRef):
            term = constant(expression)
            return ConstantValue(term, self._numbers[term])
        if not isinstance(expression, CompValue):
            raise QueryError(f"expression {expression!r} is not supported")
        special = getattr(self, f"_{expression.name.lower()}", None)
        return self._kept(special(expression) if special else self._call(expression))

    def _kept(self, value: Value) -> Value:
        """A value as a column of its own, if its SQL is long.

        Each step of an expression names its operands several times, so that the SQL of a deep one
        would double and double again.
        """
        if value.form == "boolean" or len(value.stored) <= _LONG:
            return value
        column = self._scope.keep(value.stored)
        return read(value.form, column, value.types, self._scope.look)

    def _call(self, expression: CompValue) -> Value:
        name = expression.name.removeprefix("Builtin_")
        function = FUNCTIONS.get(name)
        if function is None or name == expression.name:
            raise QueryError(f"{name.removeprefix('Aggregate_')} is not supported here")
        return function(*(self.value(argument) for argument in _arguments(expression, function)))

    def _function(self, expression: CompValue) -> Value:
        cast = CASTS.get(expression.iri)
        if cast is None or len(expression.expr) != 1:
            raise QueryError(f"function <{expression.iri}> is not supported")
        return cast(self.value(expression.expr[0]))

    # Logic

    def _conditionalandexpression(self, expression: CompValue) -> Value:
        return self._logical(expression, "and")

    def _conditionalorexpression(self, expression: CompValue) -> Value:
        return self._logical(expression, "or")

    def _logical(self, expression: CompValue, operator: str) -> Value:
        parts = [f"({self.truth(part)})" for part in (expression.expr, *expression.other)]
        return BooleanValue(f"({f' {operator} '.join(parts)})")

    def _unarynot(self, expression: CompValue) -> Value:
        return BooleanValue(f"(not {self.truth(expression.expr)})")

    def _builtin_exists(self, expression: CompValue) -> Value:
        return BooleanValue(f"({self._exists(expression.graph, self._scope, '')})")

    def _builtin_notexists(self, expression: CompValue) -> Value:
        return BooleanValue(f"(not {self._exists(expression.graph, self._scope, '')})")

    def _builtin_bound(self, expression: CompValue) -> Value:
        found = self._scope.value(str(expression.arg))
        return BooleanValue(found.ok if found else "false")

    def _builtin_sameterm(self, expression: CompValue) -> Value:
        return BooleanValue(same_term(self.value(expression.arg1), self.value(expression.arg2)))

    def _builtin_coalesce(self, expression: CompValue) -> Value:
        values = [self.value(part) for part in _listed(expression.arg)]
        values = [value for value in values if value is not _UNBOUND]
        if len(values) < 2:
            return values[0] if values else _UNBOUND
        simple = all(value.number is not None for value in values) or (
            len({value.form for value in values} - {"number", "term"}) == 1
            and not {value.form for value in values} & {"number", "term"}
        )

        def choose(sql: Sequence[str]) -> str:
            if simple:
                return f"coalesce({', '.join(sql)})"
            cases = (f"when {v.ok} then {part}" for v, part in zip(values, sql, strict=True))
            return f"case {' '.join(cases)} end"

        return merged(values, choose, self._scope.look)

    def _builtin_if(self, expression: CompValue) -> Value:
        condition = self.truth(expression.arg1)
        values = [self.value(expression.arg2), self.value(expression.arg3)]

        def choose(sql: Sequence[str]) -> str:
            return f"case when {condition} then {sql[0]} when not {condition} then {sql[1]} end"

        return merged(values, choose, self._scope.look)

    # Comparison

    def _relationalexpression(self, expression: CompValue) -> Value:
        left = self.value(expression.expr)
        if expression.op in ("IN", "NOT IN"):
            found = self._among(left, _listed(expression.other))
            return BooleanValue(f"(not {found})" if expression.op == "NOT IN" else found)
        right = self.value(expression.other)
        if expression.op in ("=", "!="):
            same = equal(left, right)
            return BooleanValue(f"(not {same})" if expression.op == "!=" else same)
        return BooleanValue(compared(left, right, expression.op))

    def _among(self, left: Value, choices: Sequence[Any]) -> str:
        if not choices:
            return "false"
        if left.number and all(isinstance(choice, URIRef) for choice in choices):
            numbers = sorted({self.value(choice).stored for choice in choices}, key=int)
            return f"({left.number} in ({', '.join(numbers)}))"
        return "(" + " or ".join(equal(left, self.value(choice)) for choice in choices) + ")"

    # Arithmetic

    def _additiveexpression(self, expression: CompValue) -> Value:
        return self._chain(expression, self._added)

    def _multiplicativeexpression(self, expression: CompValue) -> Value:
        return self._chain(expression, self._multiplied)

    def _chain(
        self, expression: CompValue, operation: Callable[[str, Value, Value], Value]
    ) -> Value:
        value = self.value(expression.expr)
        for operator, other in zip(expression.op, expression.other, strict=True):
            value = self._kept(operation(str(operator), value, self.value(other)))
        return value

    def _added(self, operator: str, a: Value, b: Value) -> Value:
        exact = f"({_exact(a)} {operator} {_exact(b)})"
        return NumberValue(exact, f"({_double(a)} {operator} {_double(b)})", _whole(a, b))

    def _multiplied(self, operator: str, a: Value, b: Value) -> Value:
        keep, function = self._scope.keep, {"*": "sparql_times", "/": "sparql_over"}[operator]
        left, right = (keep(f"sparql_scaled({_exact(value)})") for value in (a, b))
        exact = keep(f"{function}({left}, {right})")
        # Between exact numbers an overflow or a division by nought is an error, not a double.
        double = (
            f"case when {left} is not null and {right} is not null "
            f"then cast({exact} as double) else {_double(a)} {operator} {_double(b)} end"
        )
        return NumberValue(exact, double, _whole(a, b) if operator == "*" else "false")

    def _unaryminus(self, expression: CompValue) -> Value:
        value = self.value(expression.expr)
        return NumberValue(f"(-{_exact(value)})", f"(-{_double(value)})", _whole(value))

    def _unaryplus(self, expression: CompValue) -> Value:
        value = self.value(expression.expr)
        return NumberValue(_exact(value), _double(value), _whole(value))


def _whole(*values: Value) -> str:
    parts = [value.part("whole") for value in values]
    return f"({' and '.join(parts)})"


def _exact(value: Value) -> str:
    return f"cast({value.part('num')} as decimal(38, 12))"


def _double(value: Value) -> str:
    return f"cast({value.part('dbl')} as double)"


def _listed(argument: Any) -> Sequence[Any]:
    """A list of expressions; rdflib's parser gives rdf:nil for an empty one."""
    return [] if argument == RDF.nil else list(argument)


_NAMES = ("arg", "arg1", "arg2", "text", "pattern", "start", "length", "replacement", "flags")


def _arguments(expression: CompValue, function: Callable[..., Value]) -> Sequence[Any]:
    """Arguments in order, whatever rdflib's parser calls them."""
    if expression.name == "Builtin_CONCAT":
        return _listed(expression.arg)
    # CompValue.get gives the key itself where there is none.
    found = [expression[name] for name in _NAMES if name in expression]
    expected = inspect.signature(function).parameters.values()
    required = sum(1 for parameter in expected if parameter.default is parameter.empty)
    if not required <= len(found) <= len(expected):
        name = expression.name.removeprefix("Builtin_")
        raise QueryError(f"{name} has {len(found)} arguments; expected {required}")
    return found
