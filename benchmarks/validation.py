"""Compare our checks with SHACL processors; writes benchmarks/results/validation.md.

Usage: python benchmarks/validation.py [--sizes N ...] [--engines NAME ...] [--runs R] [--limit S]

Needs the extra: pip install -e '.[bench,dev]'. Each engine runs in a fresh process on the same two
files: our shapes, and synthetic facts, of which a share is spoiled, with ontology and concepts
beside them. Parts by which an engine is measured:

load     from the files to what the engine validates, where it takes them apart from validating
check    until all results are there

The shapes are given in two scopes: all of them, and `core`, without their SPARQL constraints.
Results are compared as multisets of focus node, constraint component, path and source shape.
pyshacl gets graphs of its own, without ill-formed dates, which stop pyshacl 0.40 in
sh:lessThanOrEquals. An engine that is not installed or does not finish in time says so.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.graphs import facts_and_ontology, only_shapes
from benchmarks.measuring import (
    Run,
    Stopwatch,
    machine,
    markdown,
    measured,
    optional,
    versions,
)

__all__ = ["ENGINES", "Key", "compare", "main"]

RESULTS = Path(__file__).parent / "results" / "validation.md"
SIZES = (10_000, 26_000, 100_000, 1_000_000, 4_000_000)
FAULTS = 0.02
SCOPES = ("all", "core")
_WITHOUT = {"pyshacl": ("not a date",)}
"""Faults that an engine cannot stand."""

Key = tuple[str, str, str, str]
"""A result: focus node, component, path and source shape."""

Engine = Callable[[Path, Path, Stopwatch], Iterable[Key]]


# Engines. Each runs in a process of its own, which imports what that engine needs and no more.


def _ours(data: Path, shapes: Path, watch: Stopwatch) -> Iterable[Key]:
    from rdflib import Graph

    from imet_graph.relational import CodedGraph
    from imet_graph.validation import check

    with watch.part("load"):
        graph = CodedGraph.from_file(data)
        rules = Graph().parse(shapes, format="nt")
    with watch.part("check"):
        report = check(graph, rules)
    return _keys(report)


def _pyshacl(data: Path, shapes: Path, watch: Stopwatch) -> Iterable[Key]:
    import pyshacl
    from rdflib import Dataset, Graph

    with watch.part("load"):
        # A constraint of ours looks into a named graph, which only a dataset can have.
        dataset = Dataset()
        dataset.default_graph.parse(data, format="nt")
        rules = Graph().parse(shapes, format="nt")
    with watch.part("check"):
        _, report, _ = pyshacl.validate(dataset, shacl_graph=rules, inference="none", inplace=True)
    return _keys(report)


def _pyshifty(data: Path, shapes: Path, watch: Stopwatch) -> Iterable[Key]:
    shifty = optional("shifty")

    with watch.part("check"):
        _, report, _ = shifty.validate(
            data, shapes, graph_mode="data", infer=False, on_unsupported="error"
        )
    return _keys(report)


def _pyshacl_turbo(data: Path, shapes: Path, watch: Stopwatch) -> Iterable[Key]:
    pyshacl_turbo = optional("pyshacl_turbo")

    with watch.part("check"):
        _, report, _ = pyshacl_turbo.validate(
            str(data), shacl_graph=str(shapes), data_graph_format="nt", shacl_graph_format="nt"
        )
    return _keys(report)


def _shacl_rust(data: Path, shapes: Path, watch: Stopwatch) -> Iterable[Key]:
    shacl_rust = optional("shacl_rust")

    with watch.part("check"):
        report = shacl_rust.validate_file(str(data), str(shapes))
    names = ("focusNode", "sourceConstraintComponent", "resultPath", "sourceShape")
    for result in report["results"]:
        focus, component, path, shape = (_bare(result.get(name)) for name in names)
        yield focus, component, path, shape


def _shacl(data: Path, shapes: Path, watch: Stopwatch) -> Iterable[Key]:
    shacl = optional("shacl")

    with watch.part("load"):
        rules = shacl.Shapes.from_file(str(shapes))
    with watch.part("check"):
        report = rules.validate_file(str(data))
    for found in report.results:
        yield (
            _bare(found.focus_node),
            found.component_iri,
            _bare(found.path),
            _bare(found.source_shape),
        )


def _bare(term: str | None) -> str:
    return (term or "").removeprefix("<").removesuffix(">")


def _keys(report: Any) -> Iterable[Key]:
    from rdflib.namespace import SH

    for result in report.objects(None, SH.result):
        said: Mapping[Any, Any] = dict(report.predicate_objects(result))
        yield (
            str(said[SH.focusNode]),
            str(said[SH.sourceConstraintComponent]),
            str(said.get(SH.resultPath, "")),
            str(said[SH.sourceShape]),
        )


ENGINES: dict[str, tuple[Engine, tuple[str, ...]]] = {
    "ours": (_ours, ("duckdb",)),
    "pyshacl": (_pyshacl, ("pyshacl", "rdflib")),
    "pyshifty": (_pyshifty, ("pyshifty",)),
    "pyshacl-turbo": (_pyshacl_turbo, ("pyshacl-turbo",)),
    "shacl-rust": (_shacl_rust, ("shacl-rust",)),
    "shacl": (_shacl, ("shacl",)),
}
"""How each engine is run, and the packages that it is."""


def _child(engine: str, told: argparse.Namespace) -> None:
    """Run one engine here, and leave its answer and its measurements in files."""
    watch = Stopwatch()
    found = sorted(ENGINES[engine][0](Path(told.graph), Path(told.shapes), watch))
    Path(told.answer).write_text("".join("\t".join(key) + "\n" for key in found), "utf-8")
    watch.counts["results"] = len(found)
    watch.save(Path(told.report))


# Comparison


def compare(answers: Mapping[str, Path], reference: str) -> dict[str, tuple[int, int]]:
    """Number of results that each answer lacks and has beyond a reference.

    Args:
        answers: files of results, a line each, by engine.
        reference: one of the engines.
    """
    right = Counter(answers[reference].read_text("utf-8").splitlines())
    found = {}
    for engine, path in answers.items():
        said = Counter(path.read_text("utf-8").splitlines())
        found[engine] = ((right - said).total(), (said - right).total())
    return found


def _size(
    size: int, told: argparse.Namespace, folder: Path, tired: Mapping[str, set[str]]
) -> list[list[str]]:
    """The rows of one size; engines that get the same graph are compared with one another."""
    rows: dict[tuple[str, str], list[str]] = {}
    first = told.engines[0]
    ours = dict.fromkeys(told.scopes, Run(failure="not run"))
    for without in sorted({_WITHOUT.get(engine, ()) for engine in told.engines}):
        data, triples = facts_and_ontology(folder, size, told.faults, without, cube=True)
        sharing = [name for name in told.engines if _WITHOUT.get(name, ()) == without]
        for scope in told.scopes:
            done, against = _one_graph(data, scope, [first, *sharing], told, tired[scope])
            ours[scope] = done[first] if first in sharing else ours[scope]
            for engine in sharing:
                start = [f"{triples:,}", scope, engine]
                rows[scope, engine] = start + _cells(done[engine], against.get(engine), ours[scope])
        data.unlink()
    return [rows[scope, engine] for scope in told.scopes for engine in told.engines]


def _one_graph(
    data: Path, scope: str, engines: list[str], told: argparse.Namespace, tired: set[str]
) -> tuple[dict[str, Run], dict[str, tuple[int, int]]]:
    """Runs and differences of several engines with one graph; the first one is the reference."""
    shapes = only_shapes(data.parent, core=scope == "core")
    done: dict[str, Run] = {}
    answers: dict[str, Path] = {}
    for engine in dict.fromkeys(engines):
        answer = data.with_name(f"{engine}.tsv")
        files = ["--graph", str(data), "--shapes", str(shapes), "--answer", str(answer)]
        done[engine] = measured(Path(__file__), engine, files, told.runs, told.limit, tired)
        if not done[engine].failure:
            answers[engine] = answer
    return done, compare(answers, engines[0]) if engines[0] in answers else {}


def _cells(run: Run, difference: tuple[int, int] | None, ours: Run) -> list[str]:
    if run.failure:
        return [run.failure, *[""] * 7]
    missing, extra = map("{:,}".format, difference) if difference else ("", "")
    return [
        f"{run.total:.2f}",
        f"{run.seconds['check']:.2f}",
        f"{sum(run.cpu.values()):.2f}",
        f"{run.total / ours.total:,.1f}" if not ours.failure else "",
        f"{run.megabytes:,.0f}",
        f"{run.counts['results']:,}",
        missing,
        extra,
    ]


_HEAD = (
    "triples given",
    "shapes",
    "engine",
    "load and check, s",
    "check, s",
    "load and check, CPU s",
    "times ours",
    "peak MB",
    "results",
    "missing",
    "extra",
)


def _text(rows: list[list[str]], told: argparse.Namespace) -> str:
    packages = sorted({name for engine in told.engines for name in ENGINES[engine][1]})
    lines = [
        "# Validation",
        "",
        f"`{told.command}` on {machine()}; {versions(packages)}. Medians of up to {told.runs} runs "
        "where a run is short, each in a fresh process; the ratios hold better than the seconds "
        "where the machine is noisy. *Times ours* compares wall seconds of load and check.",
        "",
        "Facts are synthetic and follow the ontology (`benchmarks/generator.py`); "
        f"{told.faults:.0%} of the things have one fault each, of more than fifty kinds. Ontology "
        "and concepts are counted in. Shapes are all of ours, or `core`: without their SPARQL "
        "constraints. *Missing* and *extra* compare results, as multisets of focus node, "
        f"component, path and source shape, with those of `{told.engines[0]}`. Engines that take "
        "files load them inside the check. "
        "pyshacl gets graphs without ill-formed dates, which stop it with a TypeError, and is "
        f"compared with what `{told.engines[0]}` finds in these.",
        "",
        *markdown(_HEAD, rows, left=3),
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> None:
    """Run what the command line asks for and write the table down."""
    parser = argparse.ArgumentParser(description="Compare SHACL processors on synthetic graphs.")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N")
    parser.add_argument(
        "--engines",
        nargs="+",
        default=list(ENGINES),
        choices=list(ENGINES),
        metavar="NAME",
        help=f"the first one is what the others are measured by: {', '.join(ENGINES)}",
    )
    parser.add_argument("--scopes", nargs="+", default=list(SCOPES), choices=list(SCOPES))
    parser.add_argument("--faults", type=float, default=FAULTS, help="share of things spoiled")
    parser.add_argument("--runs", type=int, default=3, help="of work that takes a short time")
    parser.add_argument("--limit", type=float, default=300, help="seconds for one run")
    parser.add_argument("--results", type=Path, default=RESULTS)
    for internal in ("--child", "--graph", "--shapes", "--answer", "--report"):
        parser.add_argument(internal, help=argparse.SUPPRESS)
    told = parser.parse_args(arguments)
    if told.child:
        _child(told.child, told)
        return
    told.command = " ".join(["python benchmarks/validation.py", *(arguments or sys.argv[1:])])
    with tempfile.TemporaryDirectory() as folder:
        tired: dict[str, set[str]] = {scope: set() for scope in told.scopes}
        rows = [
            row for size in sorted(told.sizes) for row in _size(size, told, Path(folder), tired)
        ]
    text = _text(rows, told)
    told.results.parent.mkdir(parents=True, exist_ok=True)
    told.results.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
