"""Arranges the briefs of laws, bodies and schools into pages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

from imet_graph.briefing.country_page import country_page, money_line
from imet_graph.briefing.model import (
    BodyBrief,
    Brief,
    CountryBrief,
    LawBrief,
    SchoolBrief,
    Statement,
)
from imet_graph.briefing.page import (
    Page,
    Section,
    about,
    claim_line,
    lines_of,
    page_name,
)

__all__ = ["page_of"]


@singledispatch
def page_of(brief: Brief) -> Page:
    """A brief arranged for reading."""
    raise TypeError(f"{type(brief).__name__} has no page")


@page_of.register
def _country(brief: CountryBrief) -> Page:
    return country_page(brief)


@page_of.register
def _law(brief: LawBrief) -> Page:
    remarks = (
        "Figures of the same fiscal year at the stages at which an act speaks, never added.",
    )
    return _page(
        brief,
        _plain("Names over time", brief.names),
        _plain("Enactment", brief.enactment),
        _plain("The same text elsewhere", brief.twins),
        _plain("Parts", brief.parts),
        _plain("Acts that carry the clause, with the section of the year", brief.carried),
        _plain("What it changes", brief.changes),
        _plain("What changed it", brief.changed),
        _plain("Duties to report", brief.duties),
        _plain("Programs under it", brief.programs),
        Section(
            "Money of its fiscal year",
            tuple(money_line(cell) for cell in brief.appropriations),
            remarks=remarks if brief.appropriations else (),
        ),
        _plain("Restrictions that rest on it", brief.restrictions),
        _plain("Other measures that rest on it", brief.measures),
        _plain("Lists it calls for (places on lists are no restrictions)", brief.listings),
        _claims("Claims of others", brief.claims),
    )


@page_of.register
def _body(brief: BodyBrief) -> Page:
    return _page(
        brief,
        _plain("Names over time", brief.names),
        _plain("What it belongs to", brief.parents),
        _plain("Its units", brief.units),
        _plain("Foundings, renamings, transfers", brief.changes),
        _plain("Predecessors", brief.predecessors),
        _plain("Successors", brief.successors),
        _plain("Roles in programs", brief.roles),
        _plain("What it must report", brief.duties),
        _plain("What must be reported to it or to a unit of it", brief.told),
        _plain("Laws that it may waive", brief.waives),
        _plain("Restrictions that it imposed", brief.restrictions),
        _plain("Actions that it took", brief.actions),
        _claims("What it says", brief.said),
        _claims("Claims of others about it", brief.claims),
    )


@page_of.register
def _school(brief: SchoolBrief) -> Page:
    shown = len(brief.trainings)
    count = (
        "" if shown == brief.training_count else f" (the first {shown} of {brief.training_count})"
    )
    return _page(
        brief,
        _plain("Names over time", brief.names),
        _plain("Predecessors", brief.predecessors),
        _plain("Successors", brief.successors),
        _plain("Foundings, renamings, transfers", brief.changes),
        _plain("Command chain, nearest first", brief.chain),
        _plain("Laws behind it", brief.laws),
        _plain("Duties to report under these laws", brief.duties),
        _plain("Roles in programs", brief.roles),
        _plain(f"Trainings held there{count}", brief.trainings),
        _plain("Trainings held at a predecessor", brief.earlier_trainings),
        _plain("Alumni on record", brief.alumni),
        _plain("Alumni of a predecessor, who were not at the school itself", brief.earlier_alumni),
        _plain("Restrictions tied to it", brief.restrictions),
        _claims("Claims about it and its predecessors", brief.claims),
    )


def _page(brief: Brief, *sections: Section) -> Page:
    shown = (about(brief.subject), *sections)
    return Page(
        title=brief.subject.ref.label,
        name=page_name(brief.subject),
        sections=tuple(section for section in shown if section.lines or section.table),
        remarks=brief.remarks,
        sources=brief.sources,
    )


def _plain(title: str, statements: Iterable[Statement]) -> Section:
    return Section(title, lines_of(statements))


def _claims(title: str, statements: Iterable[Statement]) -> Section:
    return Section(title, tuple(claim_line(statement) for statement in statements))
