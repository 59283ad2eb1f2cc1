"""The commands that keep the record: import, links, register and stats."""

from __future__ import annotations

import json
from pathlib import Path

import click

from imet_graph.console import Printer
from imet_graph.errors import SourceError
from imet_graph.resources import display_path

__all__ = ["COMMANDS"]


@click.command("import")
@click.argument("table")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change.")
@click.option("--partial", is_flag=True, help="Write the sound rows though others have errors.")
@click.option("--supplement", is_flag=True, help="Keep the rows of the table that FILE lacks.")
@click.option(
    "--printed",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Of training-totals: the totals as printed [default: those the table has].",
)
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Data folder to update [default: the one that ships].",
)
@click.option("--show", default=10, show_default=True, help="Rows to show of each kind of change.")
@click.option("--json", "as_json", is_flag=True, help="All that was found, as JSON.")
def import_command(
    table: str,
    file: Path,
    dry_run: bool,
    partial: bool,
    supplement: bool,
    printed: Path | None,
    data: Path | None,
    show: int,
    as_json: bool,
) -> None:
    """Read the next edition of a source from FILE, as published, and update TABLE.

    TABLE is countries, greenbook, state-budget-justification, trafficking-tiers or
    training-totals. Where anything is wrong nothing is written.

    Example: `imet-graph import greenbook us_foreignaid_greenbook.xlsx --dry-run`.
    """
    from imet_graph import importing

    if table not in importing.TABLES:
        raise click.UsageError(f"{table!r} is no TABLE; expected {', '.join(importing.TABLES)}")
    printer = Printer()
    with printer.progress("importing"):
        done = importing.import_table(
            table,
            file,
            printed,
            data=data,
            dry_run=dry_run,
            partial=partial,
            supplement=supplement,
        )
    if as_json:
        printer.line(json.dumps(importing.to_json(done), indent=2, ensure_ascii=False))
    else:
        for line in importing.render_text(done, show):
            printer.line(line)
    if done.errors and not (partial and done.readable):
        raise done.problem()
    if done.errors:
        printer.problem(done.problem())


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Counts as JSON.")
@click.option(
    "--update",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Rewrite the generated passage of this Markdown file.",
)
@click.pass_obj
def stats(home: Path, as_json: bool, update: Path | None) -> None:
    """Count what the graph holds."""
    from imet_graph import passages, statistics, store

    release = store.current(home)
    counted = statistics.count(release)
    printer = Printer()
    if update:
        changed = passages.rewrite(update, "counts", statistics.markdown(counted))
        printer.line(f"{display_path(update)}: {'rewritten' if changed else 'already current'}")
    elif as_json:
        printer.line(json.dumps(counted, indent=2))
    else:
        for title, tally in counted.items():
            shared = title == statistics.VERIFICATION
            columns = ("what", "count", "share") if shared else ("what", "count")
            printer.table(
                title,
                columns,
                [
                    (what, f"{number:,}", *([statistics.share(tally, what)] if shared else []))
                    for what, number in tally.items()
                ],
            )


@click.command("register")
@click.option(
    "--update",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Rewrite the passage on what stayed out in a Markdown file.",
)
@click.pass_obj
def register_(home: Path, update: Path | None) -> None:
    """Tell which rows of the research record are in the graph, and why others are not."""
    from imet_graph import passages, register, store

    entries = register.read_register()
    if found := register.missing(entries, store.current(home).open()):
        raise SourceError(f"{len(found)} nodes of the register are not in the graph", found)
    text = register.left_out(entries)
    printer = Printer()
    if update:
        changed = passages.rewrite(update, "register", text)
        printer.line(f"{display_path(update)}: {'rewritten' if changed else 'already current'}")
    else:
        printer.line(text)


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; fail on stale files.")
def links(only_check: bool) -> None:
    """Write the links to Wikidata, GeoNames and others that the graph's identifiers give."""
    from imet_graph import building, linksets
    from imet_graph.resources import data_dir

    folder, curated, printer = data_dir() / "links", building.gather().curated, Printer()
    if only_check and (found := linksets.stale(folder, curated)):
        raise SourceError("the links are stale", found)
    changed = [] if only_check else linksets.write(folder, curated)
    for path in changed:
        printer.line(f"{display_path(path)}: rewritten")
    if not changed:
        printer.line(f"{display_path(folder)}: already current")


COMMANDS = (import_command, links, register_, stats)
"""What the command line adds."""
