"""What synthetic things share: how many there are, how they are keyed, dated and written."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from imet_graph.namespaces import BASE, PREFIXES

__all__ = ["DAYS", "YEARS", "Kind", "World", "code", "compiled", "iri", "mixed", "period"]

YEARS = tuple(range(1977, 2021))
"""Fiscal years; a year starts on 1 October of the year before."""

_FIRST = dt.date(1976, 10, 1)
DAYS = tuple(
    (_FIRST + dt.timedelta(days=n)).isoformat()
    for n in range((dt.date(2020, 9, 30) - _FIRST).days + 1)
)
"""Every day of those years as xsd:date has it."""

_PERIOD = tuple(int(day[:4]) + (day[5:7] >= "10") for day in DAYS)
_NAME = re.compile(r"([a-z]+):([^\s\"]+)\Z")
_TYPED = re.compile(r"(\".*\"\^\^)([a-z]+:[A-Za-z]+)\Z")


@dataclass(frozen=True)
class Kind:
    """One kind of thing.

    Args:
        name: what it is called in counts and in references.
        share: of all triples.
        triples: of one thing, with what stands beside it, about.
        least: how many there are in the smallest graph.
        most: how many there can be.
        write: N-Triples lines of thing number n; the first line has the thing as its subject.
    """

    name: str
    share: float
    triples: int
    least: int
    most: int
    write: Callable[[World, int], str]


class World:
    """Numbers of things and chance, fixed by size and seed.

    Args:
        size: number of triples wanted.
        seed: of the random numbers.
        kinds: what there is.
    """

    def __init__(self, size: int, seed: int, kinds: tuple[Kind, ...]) -> None:
        # Only random() is promised to give the same numbers in every version of Python.
        self.chance = random.Random(seed).random  # noqa: S311 - no secret
        self.count = {
            kind.name: min(kind.most, max(kind.least, int(size * kind.share / kind.triples)))
            for kind in kinds
        }

    def below(self, number: int) -> int:
        """A random number from 0, below the one given."""
        return int(self.chance() * number)

    def any(self, kind: str) -> int:
        """The number of some thing of a kind."""
        return int(self.chance() * self.count[kind])

    def country(self) -> str:
        """The code of some country."""
        return code(self.any("country"))

    def unit(self, number: int) -> str:
        """The key of a unit: country and a number that looks like a hash."""
        return f"{code(number % self.count['country'])}-{mixed(number)}"

    def citation(self, year: int) -> int:
        """The number of some citation of the report on a fiscal year."""
        editions = len(YEARS)
        rounds = self.count["citation"] // editions
        return (year - YEARS[0]) % editions + editions * self.below(rounds)


def code(number: int) -> str:
    """Three letters of a country, all of the range XAA to XXZ that ISO 3166-1 leaves to users."""
    return f"X{chr(65 + number // 26)}{chr(65 + number % 26)}"


def iri(kind: str, key: str) -> str:
    """The IRI of a thing as N-Triples."""
    return f"<{BASE}id/{kind}/{key}>"


def mixed(number: int) -> str:
    """Sixteen hexadecimal digits, another for each number."""
    return f"{(number * 0x9E3779B97F4A7C15 + 0x7F4A7C15) & 0xFFFFFFFFFFFFFFFF:016x}"


def period(day: int) -> int:
    """The fiscal year in which a day of `DAYS` lies."""
    return _PERIOD[day]


def compiled(text: str) -> str:
    """N-Triples with `{fields}` from lines in short form.

    Args:
        text: a subject on a line of its own, then its predicates and objects, indented; names with
            our prefixes, literals with `@en` or `^^xsd:...`.

    Raises:
        KeyError: a prefix is unknown.
    """
    lines = []
    subject = ""
    for line in filter(str.strip, text.splitlines()):
        if line.startswith(" "):
            predicate, _, term = line.strip().partition(" ")
            lines.append(f"{subject} {_term(predicate)} {_term(term)} .\n")
        else:
            subject = _term(line)
    return "".join(lines)


def _term(text: str) -> str:
    if text == "a":
        return _term("rdf:type")
    if match := _TYPED.match(text):
        return match[1] + _term(match[2])
    if match := _NAME.match(text):
        return f"<{PREFIXES[match[1]]}{match[2]}>"
    return text
