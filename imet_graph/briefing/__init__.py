"""Briefs: a country, a law, a body or a school on one screen, each statement with its sources."""

from __future__ import annotations

import pyoxigraph as ox

from imet_graph.briefing.bodies import body_brief, school_brief
from imet_graph.briefing.countries import country_brief
from imet_graph.briefing.finding import find_thing
from imet_graph.briefing.laws import law_brief
from imet_graph.briefing.model import (
    BodyBrief,
    Brief,
    CountryBrief,
    LawBrief,
    SchoolBrief,
    Statement,
)
from imet_graph.briefing.rendering import render_markdown, render_text, to_json

__all__ = [
    "BodyBrief",
    "Brief",
    "CountryBrief",
    "LawBrief",
    "SchoolBrief",
    "Statement",
    "body",
    "country",
    "find_thing",
    "law",
    "render_markdown",
    "render_text",
    "school",
    "to_json",
]


def country(store: ox.Store, name: str) -> CountryBrief:
    """The brief of a country.

    Args:
        store: an open store.
        name: code, name or prefixed name: `MLI`, `Mali`, `country:MLI`.

    Raises:
        QueryError: no country, or more than one, fits.
    """
    return country_brief(store, find_thing(store, "country", name))


def law(store: ox.Store, name: str) -> LawBrief:
    """The brief of an act, a section, a clause, an order or a bill.

    Args:
        store: an open store.
        name: citation, name or prefixed name: `P.L. 94-329`, `22 U.S.C. 2347`, `section 7008`,
            `clause:coup`.

    Raises:
        QueryError: no law, or more than one, fits.
    """
    return law_brief(store, find_thing(store, "law", name))


def body(store: ox.Store, name: str) -> BodyBrief:
    """The brief of a body.

    Args:
        store: an open store.
        name: key, short form or name: `dsca`, `Defense Security Cooperation Agency`.

    Raises:
        QueryError: no body, or more than one, fits.
    """
    return body_brief(store, find_thing(store, "body", name))


def school(store: ox.Store, name: str) -> SchoolBrief:
    """The brief of a school.

    Args:
        store: an open store.
        name: key, short form or name: `whinsec`, `National Defense University`.

    Raises:
        QueryError: no school, or more than one, fits.
    """
    return school_brief(store, find_thing(store, "school", name))
