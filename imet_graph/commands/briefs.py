"""The commands that print briefs: country, law, body and school."""

from __future__ import annotations

import json
from pathlib import Path

import click

from imet_graph.console import Printer

__all__ = ["COMMANDS"]

_brief_json_option = click.option("--json", "as_json", is_flag=True, help="The brief as JSON.")
_brief_markdown_option = click.option("--markdown", is_flag=True, help="The brief as Markdown.")


def _brief(home: Path, sort: str, name: str, as_json: bool, markdown: bool) -> None:
    from imet_graph import briefing, store

    if as_json and markdown:
        raise click.UsageError("--json and --markdown exclude one another")
    write = {
        "country": briefing.country,
        "law": briefing.law,
        "body": briefing.body,
        "school": briefing.school,
    }[sort]
    printer = Printer()
    found = write(store.current(home).open(), name)
    if as_json:
        printer.line(json.dumps(briefing.to_json(found), indent=2, ensure_ascii=False))
        return
    lines = briefing.render_markdown(found) if markdown else briefing.render_text(found)
    printer.line("\n".join(lines))


@click.command()
@click.argument("name", metavar="COUNTRY")
@_brief_json_option
@_brief_markdown_option
@click.pass_obj
def country(home: Path, name: str, as_json: bool, markdown: bool) -> None:
    """Brief on one country: money, trainings, restrictions, incidents, laws, claims.

    COUNTRY is a code or a name: MLI, Mali, country:MLI.
    """
    _brief(home, "country", name, as_json, markdown)


@click.command()
@click.argument("name", metavar="LAW")
@_brief_json_option
@_brief_markdown_option
@click.pass_obj
def law(home: Path, name: str, as_json: bool, markdown: bool) -> None:
    """Brief on one law: enactment, parts, changes, duties, and what rests on it.

    LAW is a citation, a name or a prefixed name: 'P.L. 94-329', '22 U.S.C. 2347',
    'section 7008', clause:coup.
    """
    _brief(home, "law", name, as_json, markdown)


@click.command()
@click.argument("name", metavar="BODY")
@_brief_json_option
@_brief_markdown_option
@click.pass_obj
def body(home: Path, name: str, as_json: bool, markdown: bool) -> None:
    """Brief on one body: parents and units, roles, duties, measures it took.

    BODY is a short form or a name: dsca, 'Defense Security Cooperation Agency'.
    """
    _brief(home, "body", name, as_json, markdown)


@click.command()
@click.argument("name", metavar="SCHOOL")
@_brief_json_option
@_brief_markdown_option
@click.pass_obj
def school(home: Path, name: str, as_json: bool, markdown: bool) -> None:
    """Brief on one school: lineage, command chain, trainings, alumni, law behind it.

    SCHOOL is a short form or a name: whinsec, 'National Defense University'.
    """
    _brief(home, "school", name, as_json, markdown)


COMMANDS = (country, law, body, school)
"""In the order in which they are listed."""
