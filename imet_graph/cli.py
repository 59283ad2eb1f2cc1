"""Command line: one command per stage.

Exit codes: 0 good, 1 bad data, 2 bad usage. Messages go to standard error, one line each.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import click
from click.shell_completion import CompletionItem, get_completion_class

from imet_graph import __version__
from imet_graph.commands import COMMANDS
from imet_graph.console import Printer
from imet_graph.errors import ImetGraphError, QueryError
from imet_graph.resources import display_path, home_dir

__all__ = ["main"]


class _Group(click.Group):
    """Turns the errors of this package into lines and exit codes."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ImetGraphError as error:
            if ctx.params.get("debug"):
                raise
            Printer().problem(error)
            ctx.exit(2 if isinstance(error, QueryError) else 1)


def _complete_question(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from imet_graph.named_query import all_queries

    return [
        CompletionItem(name, help=query.summary)
        for name, query in all_queries().items()
        if name.startswith(incomplete)
    ]


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="imet-graph")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="IMET_GRAPH_HOME",
    help="Folder that keeps the builds [default: build/ of a checkout, else the user's data].",
)
@click.pass_context
def main(ctx: click.Context, debug: bool, home: Path | None) -> None:
    """Knowledge graph of the U.S. International Military Education and Training program.

    Start with `imet-graph build`, then `imet-graph ask` for the list of questions.
    """
    ctx.obj = home or home_dir()


for _command in COMMANDS:
    main.add_command(_command)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Counts and timings as JSON.")
@click.pass_obj
def build(home: Path, as_json: bool) -> None:
    """Read, map, reason over, validate and store everything that ships."""
    from imet_graph.building import build as run_build

    printer = Printer()
    done = run_build(home, announce=printer.progress)
    total = sum(done.seconds.values())
    if as_json:
        facts = {
            "release": display_path(done.release.path),
            "conforms": True,
            "consistent": True,
            "seconds": {stage: round(seconds, 2) for stage, seconds in done.seconds.items()},
            **done.release.manifest,
        }
        printer.line(json.dumps(facts, indent=2))
        return
    triples = done.release.manifest["triples"]
    printer.table("", ("triples", "count"), [(k, f"{v:,}") for k, v in triples.items()])
    stages = [(name, f"{s:.1f}", f"{s / total:.0%}") for name, s in done.seconds.items()]
    printer.table("", ("stage", "seconds", "share"), stages)
    _tallies(printer, done.outcome.counts())
    printer.line("conforms")
    printer.line("consistent")
    printer.line(f"built {display_path(done.release.path)} in {total:.1f} s")


@main.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="To a file.")
def reason(files: Sequence[Path], output: Path | None) -> None:
    """Write what axioms and rules entail about the facts, as sorted N-Triples.

    FILES are Turtle, taken together with the ontology; without them, the data that ships.
    """
    from imet_graph.building import close, gather, with_ontology
    from imet_graph.exporting import write_whole

    printer = Printer()
    with printer.progress("reasoning"):
        _, closure = close(with_ontology(files) if files else gather().lines())
        lines = closure.news()
    if output:
        write_whole(output, "".join(f"{line}\n" for line in lines).encode())
        printer.line(f"{len(lines)} inferred triples in {display_path(output)}")
    else:
        for line in lines:
            printer.line(line)


@main.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("value", metavar="OBJECT")
@click.option("--all", "every", is_flag=True, help="Every last step, not the shortest proof alone.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "prov", "mermaid"]),
    default="text",
    show_default=True,
    help="Indented text, JSON, PROV as Turtle, or a Mermaid flowchart.",
)
@click.pass_obj
def explain(home: Path, subject: str, predicate: str, value: str, every: bool, form: str) -> None:
    """Tell why a triple holds: rules, axioms and premises, down to cited sources.

    SUBJECT, PREDICATE and OBJECT are prefixed names, IRIs or literals; `a` stands for rdf:type.

    Example: `imet-graph explain cprogram:imet-PAK a imet:EverSuspendedCountryProgram`.
    """
    from imet_graph import explanation, store

    nodes = [explanation.parse_node(text) for text in (subject, predicate, value)]
    found = explanation.explain(store.current(home), *nodes, every=every)
    printer = Printer()
    if form == "json":
        printer.line(json.dumps(explanation.to_json(found), indent=2, ensure_ascii=False))
    elif form == "prov":
        printer.line(explanation.to_prov(found).serialize(format="turtle").rstrip())
    elif form == "mermaid":
        printer.line(explanation.to_mermaid(found).rstrip())
    else:
        for line in explanation.render_text(found):
            printer.line(line)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="SHACL report.")
@click.option("--json", "as_json", is_flag=True, help="Counts by severity and shape as JSON.")
@click.option(
    "--reference",
    is_flag=True,
    help="Let pyshacl validate the curated facts and a sample of the figures too, and compare.",
)
def validate(files: Sequence[Path], report: Path | None, as_json: bool, reference: bool) -> None:
    """Check facts against the shapes and the hygiene rules.

    FILES are Turtle, checked together with the ontology; without them, all that ships.
    """
    from imet_graph.building import (
        check_files,
        check_lines,
        compare_with_reference,
        gather,
    )
    from imet_graph.exporting import write_whole

    if reference and files:
        raise click.UsageError("--reference is for what ships; expected no FILES with it")

    printer = Printer()
    with printer.progress("validating"):
        if files:
            outcome = check_files(files)
        else:
            sources = gather()
            outcome = check_lines(sources.lines(), sources.shapes)
    if report:
        write_whole(report, outcome.turtle.encode())
    if as_json:
        printer.line(json.dumps(outcome.counts(), indent=2, sort_keys=True))
    else:
        _tallies(printer, outcome.counts())
    outcome.raise_if_bad()
    if not as_json:
        printer.line("conforms")
    if reference:
        with printer.progress("validating with pyshacl"):
            compare_with_reference(gather())
        if not as_json:
            printer.line("pyshacl finds the same")


def _tallies(printer: Printer, counts: Mapping[str, Mapping[str, int]]) -> None:
    for kind, tally in counts.items():
        printer.line(f"{kind}: " + ", ".join(f"{number} {name}" for name, number in tally.items()))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="The verdict as JSON.")
@click.option(
    "--reasoner",
    type=click.Choice(["hermit", "pellet"]),
    default="hermit",
    show_default=True,
    help="Reasoner of OWL 2 DL.",
)
@click.option(
    "--differences",
    "compare",
    is_flag=True,
    help="Say where OWL 2 DL and our rules of OWL 2 RL differ, and why (about half a minute).",
)
def check(as_json: bool, reasoner: Literal["hermit", "pellet"], compare: bool) -> None:
    """Check the ontology: OWL 2 profile, consistency, unsatisfiable classes."""
    from imet_graph import ontology
    from imet_graph.building import gather
    from imet_graph.errors import OntologyError
    from imet_graph.reasoning import closure, reasoning_view

    printer = Printer()
    with printer.progress("checking the ontology"):
        sources = gather()
        verdict = ontology.check(sources.schema, sources.curated, reasoner)
        found = []
        if compare and verdict.consistent:
            view = closure(reasoning_view(sources.schema, sources.curated))
            found = ontology.differences(sources.schema, sources.curated, view)
    if as_json:
        whole = {**vars(verdict), "differences": [str(one) for one in found]}
        printer.line(json.dumps(whole, indent=2, sort_keys=True))
    because = "".join(f"; because {cause}" for cause in verdict.causes)
    if not verdict.consistent:
        raise OntologyError(f"{reasoner}: the ontology and the facts are inconsistent{because}")
    if verdict.unsatisfiable:
        names = ", ".join(verdict.unsatisfiable)
        raise OntologyError(
            f"{reasoner}: no thing can belong to {names}; expected satisfiable classes{because}"
        )
    if as_json:
        return
    printer.line("in OWL 2 DL and OWL 2 RL")
    printer.line(
        f"consistent: {verdict.reasoner} over {verdict.axioms:,} triples, {verdict.classes} "
        f"classes, {verdict.individuals:,} individuals, none unsatisfiable"
    )
    if compare:
        for one in found:
            printer.line(str(one))
        printer.line(f"{len(found)} differences between OWL 2 DL and the rules of OWL 2 RL")


_FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}


def _answer(home: Path, text: str, form: str, title: str = "") -> None:
    from imet_graph import query, store

    opened = store.current(home).open()
    printer = Printer()
    if form == "table":
        with printer.progress("querying"):
            answer = query.run(opened, text)
        printer.answer(answer, title)
    else:
        written = query.serialize(query.evaluate(opened, text), _FORMATS[form])
        sys.stdout.buffer.write(written.rstrip(b"\r\n") + b"\n")


_format_option = click.option(
    "--format", "form", type=click.Choice(["table", *_FORMATS]), default="table", show_default=True
)
_json_option = click.option("--json", "as_json", is_flag=True, help="Short for --format json.")


@main.command("query")
@click.argument("query_text", metavar="QUERY")
@_format_option
@_json_option
@click.pass_obj
def query_command(home: Path, query_text: str, form: str, as_json: bool) -> None:
    """Run a SPARQL query: a file, `-` for standard input, or the text itself.

    The default prefixes are known: `imet-graph query 'SELECT * { country:PAK ?p ?o }'`.
    """
    _answer(home, _query_text(query_text), "json" if as_json else form)


def _query_text(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    looks_like_path = "\n" not in given and not given.rstrip().endswith("}")
    if looks_like_path and (given.endswith((".rq", ".sparql")) or Path(given).is_file()):
        try:
            return Path(given).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{given}: cannot be read ({error}); expected a query file") from error
    return given


@main.command()
@click.argument("name", required=False, shell_complete=_complete_question)
@click.argument("values", nargs=-1, metavar="[PARAMETER=VALUE]...")
@_format_option
@_json_option
@click.pass_obj
def ask(home: Path, name: str | None, values: Sequence[str], form: str, as_json: bool) -> None:
    """Answer a named question; without a NAME, list them.

    Example: `imet-graph ask obligations-by-country country=country:EGY`.
    """
    from imet_graph import named_query

    if name is None:
        _list_questions(as_json or form == "json")
        return
    question = named_query.find(name)
    pairs = dict(_pair(value) for value in values)
    text = named_query.fill(question, pairs)
    _answer(home, text, "json" if as_json else form, title=question.summary)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise QueryError(f"{text!r} is no parameter; expected NAME=VALUE")
    return name, value


def _list_questions(as_json: bool) -> None:
    from imet_graph.named_query import all_queries

    printer = Printer()
    queries = all_queries()
    if as_json:
        listed = [
            {
                "name": query.name,
                "summary": query.summary,
                "description": query.description,
                "parameters": [vars(parameter) for parameter in query.parameters],
                "columns": [vars(column) for column in query.columns],
            }
            for query in queries.values()
        ]
        printer.line(json.dumps(listed, indent=2))
        return
    printer.table(
        "",
        ("question", "what it answers", "parameters"),
        [
            (
                query.name,
                query.summary,
                " ".join(
                    f"{p.name}={p.example}" if p.required else f"[{p.name}={p.example}]"
                    for p in query.parameters
                ),
            )
            for query in queries.values()
        ],
    )


@main.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="The description as JSON.")
@click.pass_obj
def describe(home: Path, name: str, as_json: bool) -> None:
    """Show one thing (an IRI or a prefixed name) with the sources of each fact."""
    from imet_graph import description, store
    from imet_graph.namespaces import expand

    try:
        iri = expand(name)
    except ValueError as error:
        raise QueryError(f"{error}; expected an IRI or a name such as country:PAK") from error
    found = description.describe(store.current(home).open(), str(iri))
    printer = Printer()
    if as_json:
        printer.line(json.dumps(description.to_json(found), indent=2, ensure_ascii=False))
    else:
        for line in description.render_text(found):
            printer.line(line)


@main.command()
@click.argument("name", required=False)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="To a file.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["turtle", "ntriples", "nquads", "jsonld", "rdfxml"]),
    help="Format [default: by the file's suffix, else Turtle].",
)
@click.pass_obj
def export(home: Path, name: str | None, output: Path | None, form: str | None) -> None:
    """Write one thing, or without a NAME the whole graph, as sorted linked data."""
    from imet_graph import exporting, store

    printer = Printer()
    release = store.current(home)
    with printer.progress("exporting"):
        document = exporting.export(release, name, form, output)
    if output:
        printer.line(f"{display_path(output)}: {len(document):,} bytes")
    else:
        sys.stdout.buffer.write(document)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8043, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option(
    "--deadline",
    default=20.0,
    show_default=True,
    type=click.FloatRange(0.1, 3600),
    help="Seconds after which a query is stopped.",
)
@click.pass_obj
def serve(home: Path, host: str, port: int, workers: int, deadline: float) -> None:
    """Serve SPARQL, linked data and pages."""
    from imet_graph import serving

    serving.serve(
        home,
        host=host,
        port=port,
        announce=lambda address: Printer().line(f"serving {address} (stop with Ctrl-C)"),
        deadline_seconds=deadline,
        workers=workers,
    )


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes commands and questions in a shell.

    For bash: `imet-graph completion bash > ~/.local/share/bash-completion/completions/imet-graph`.
    """
    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"no completion for {shell}")
    Printer().line(made(main, {}, "imet-graph", "_IMET_GRAPH_COMPLETE").source())
