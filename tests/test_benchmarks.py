"""Benchmarks: generated graphs are what they say, and each script compares what it should."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.namespace import OWL, RDF, SH

from benchmarks import generator, measuring, reasoning, validation
from benchmarks.graphs import facts_and_ontology
from benchmarks.synthetic.faults import FAULTS, Seeded
from imet_graph.namespaces import BASE, IMET, IMETSH
from imet_graph.ontology import load_concepts, load_cube, load_schema, load_shapes
from imet_graph.reasoning import reason
from imet_graph.relational import CodedGraph
from imet_graph.terms import ntriples_lines
from imet_graph.validation import check, counts

SIZE = generator.LEAST


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest graph, with the ontology beside it."""
    path, _ = facts_and_ontology(tmp_path_factory.mktemp("clean"), SIZE, cube=True)
    return path


# The generator


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "one.nt", tmp_path / "two.nt"
    generator.write(one, SIZE, seed=7, faults=0.1)
    generator.write(two, SIZE, seed=7, faults=0.1)
    assert one.read_bytes() == two.read_bytes()


def test_another_seed_gives_other_facts(tmp_path: Path) -> None:
    one, two = tmp_path / "one.nt", tmp_path / "two.nt"
    generator.write(one, SIZE, seed=7)
    generator.write(two, SIZE, seed=8)
    assert one.read_bytes() != two.read_bytes()


@pytest.mark.parametrize("size", [SIZE, 10_000, 26_000, 100_000])
def test_a_graph_has_the_size_asked_for_and_no_triple_twice(size: int) -> None:
    lines = [line for _, text in generator.blocks(size, 1) for line in text.splitlines()]
    assert size <= len(lines) < size + 16
    assert len(set(lines)) == len(lines)


def test_every_line_is_canonical(tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    generator.write(path, SIZE, faults=0.3)
    lines = path.read_text("ascii").splitlines()
    parsed = list(ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES))
    assert [f"{quad.triple} ." for quad in parsed] == lines


def test_no_graph_is_made_that_is_too_small_for_every_kind() -> None:
    with pytest.raises(ValueError, match="too few"):
        next(generator.blocks(SIZE - 1, 1))


def test_the_shares_add_up_to_one() -> None:
    assert sum(generator.SHARES.values()) == pytest.approx(1)
    assert generator.SHARES["training event"] > 0.5


@pytest.mark.parametrize("kind", ["unit", "funding observation", "training event", "incident"])
def test_a_large_graph_holds_each_kind_in_its_share(kind: str) -> None:
    held = whole = 0
    for name, text in generator.blocks(150_000, 1):
        whole += text.count("\n")
        held += text.count("\n") if name == kind else 0
    assert held / whole == pytest.approx(generator.SHARES[kind], rel=0.15)


def test_countries_have_codes_that_the_standard_leaves_to_users() -> None:
    prefix = f"<{BASE}id/country/"
    codes = {
        text.partition(prefix)[2][:3]
        for kind, text in generator.blocks(SIZE, 1)
        if kind == "country"
    }
    assert {code[0] for code in codes} == {"X"}
    assert all("XAA" <= code <= "XXZ" for code in codes)


def test_facts_without_faults_conform_to_the_shapes(clean: Path) -> None:
    report = check(CodedGraph.from_file(clean), load_shapes())
    assert counts(report) == {}


def test_every_kind_of_axiom_has_something_to_do(clean: Path) -> None:
    closed = reason(CodedGraph.from_file(clean))
    inferred = closed.inferred()
    predicates = {p for _, p, _ in inferred}
    classes = {o for _, p, o in inferred if p == RDF.type}
    chains = "attended attendedLineage trainedUnder authorizedUnder legalBasisUnder"
    transitive = "withinOrganization succeededBy partOf subProgramOf stateSucceededBy"
    inverse = "hasParticipant participatedIn hasRestriction successorOf hasPart codifies ledTo"
    wanted = f"{chains} {transitive} {inverse} involvesAlumnusOf conflictsWith contradictsClaim"
    assert {IMET[name] for name in wanted.split()} <= predicates
    defined = "CoupRestriction HumanRightsRestriction ExpandedIMETCourse"
    assert {IMET[name] for name in f"{defined} EverSuspendedCountryProgram".split()} <= classes
    assert OWL.Nothing not in classes
    closed.raise_if_inconsistent()


# Faults


def _by_subject(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        found.setdefault(line.partition(" ")[0], set()).add(line)
    return found


def test_as_many_things_differ_as_faults_are_counted(tmp_path: Path) -> None:
    clean, spoiled = tmp_path / "clean.nt", tmp_path / "spoiled.nt"
    generator.write(clean, SIZE)
    # These two make another thing.
    without = {"key with a hyphen at its end", "the same figure twice"}
    written = generator.write(spoiled, SIZE, faults=0.1, without=without)
    before, after = _by_subject(clean.read_text("ascii")), _by_subject(spoiled.read_text("ascii"))
    changed = {f"<{seeded.focus}>" for seeded in written.faults}
    assert len(written.faults) == len(changed) > 50
    assert {subject for subject in before if before[subject] != after.get(subject)} == changed


def test_a_fault_that_is_left_out_does_not_occur(tmp_path: Path) -> None:
    names = {fault.name for fault in FAULTS}
    kept = {"no label", "two labels"}
    written = generator.write(tmp_path / "graph.nt", SIZE, faults=0.2, without=names - kept)
    assert {seeded.fault.name for seeded in written.faults} == kept


def _each_fault_once() -> tuple[list[str], list[Seeded]]:
    """A graph in which every fault stands in some thing, each thing with one fault at most."""
    lines, seeded, left = [], [], list(FAULTS)
    for kind, text in generator.blocks(SIZE, 1):
        block = text.splitlines(keepends=True)
        for fault in left if kind not in {"fiscal year", "source", "country", "program"} else []:
            fits = not fault.kinds or kind in fault.kinds
            if fits and (changed := fault.change(block)) is not None:
                seeded.append(Seeded(changed[0].split(" ", 1)[0][1:-1], fault))
                left.remove(fault)
                block = changed
                break
        lines += [line.rstrip("\n") for line in block]
    return lines, seeded


def test_every_fault_is_found_by_the_shape_it_names() -> None:
    lines, seeded = _each_fault_once()
    assert {each.fault for each in seeded} == set(FAULTS)
    ontology = ntriples_lines(load_schema() + load_concepts() + load_cube())
    report = check(CodedGraph.from_lines([*lines, *ontology]), load_shapes())
    found = {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.sourceShape)))
        for result in report.objects(None, SH.result)
    }
    missed = [
        each.fault.name
        for each in seeded
        if (each.focus, f"{IMETSH}{each.fault.shape}") not in found
    ]
    assert missed == []


# Measuring


def _script(folder: Path, text: str) -> Path:
    path = folder / "script.py"
    path.write_text(text, "utf-8")
    return path


def test_an_engine_that_does_not_finish_says_so(tmp_path: Path) -> None:
    script = _script(tmp_path, "import time\ntime.sleep(60)\n")
    assert measuring.run_child(script, "slow", [], 0.5).failure.startswith("not finished in")


def test_an_engine_that_fails_says_why(tmp_path: Path) -> None:
    script = _script(tmp_path, "raise SystemExit('no such engine')\n")
    assert measuring.run_child(script, "broken", [], 20).failure == "failed: no such engine"


def test_an_engine_that_did_not_finish_is_not_tried_with_a_larger_graph(tmp_path: Path) -> None:
    script, tired = _script(tmp_path, "import time\ntime.sleep(60)\n"), set[str]()
    measuring.measured(script, "slow", [], 1, 0.5, tired)
    assert measuring.measured(script, "slow", [], 1, 60, tired).failure.startswith("not run")


def test_the_memory_of_a_run_is_that_of_its_own_process(tmp_path: Path) -> None:
    script = _script(
        tmp_path,
        "import sys\nfrom pathlib import Path\nfrom benchmarks.measuring import Stopwatch\n"
        "watch = Stopwatch()\nwith watch.part('all'):\n    block = bytearray(80_000_000)\n"
        "watch.save(Path(sys.argv[sys.argv.index('--report') + 1]))\n",
    )
    run = measuring.run_child(script, "block", [], 20)
    assert 76 < run.megabytes < 160
    assert run.total > 0


def test_a_package_that_is_not_installed_is_told() -> None:
    assert measuring.versions(["rdflib", "no-such-package"]).endswith(
        "no-such-package not installed"
    )


# The scripts


def _table(path: Path) -> list[list[str]]:
    rows = [line for line in path.read_text("utf-8").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_reasoners_are_compared_triple_by_triple(tmp_path: Path) -> None:
    results = tmp_path / "reasoning.md"
    engines = ["ours", "ours-polars"]
    reasoning.main(
        ["--sizes", str(SIZE), "--runs", "1", "--results", str(results), "--engines", *engines]
    )
    head, _, ours, polars = _table(results)
    assert [ours[1], polars[1]] == engines
    inferred, missing, extra = (head.index(name) for name in ("inferred", "missing", "extra"))
    assert int(ours[inferred].replace(",", "")) > 4_000
    assert polars[inferred] == ours[inferred]
    assert (polars[missing], polars[extra]) == ("0", "0")


def test_processors_are_compared_result_by_result(tmp_path: Path) -> None:
    results = tmp_path / "validation.md"
    told = ["--sizes", str(SIZE), "--runs", "1", "--faults", "0.1", "--results", str(results)]
    validation.main([*told, "--scopes", "core", "--engines", "ours", "pyshacl"])
    head, _, ours, pyshacl = _table(results)
    found, missing, extra = (head.index(name) for name in ("results", "missing", "extra"))
    assert int(ours[found].replace(",", "")) > 50
    assert int(pyshacl[found].replace(",", "")) > 20
    assert (pyshacl[missing], pyshacl[extra]) == ("0", "0")


def test_missing_and_extra_triples_are_told_apart(tmp_path: Path) -> None:
    right, other = tmp_path / "right.nt", tmp_path / "other.nt"
    right.write_text("a\nb\nc", "utf-8")
    other.write_text("b\nd", "utf-8")
    found = reasoning.compare({"right": right, "other": other}, "right")
    assert found == {"right": (0, 0), "other": (2, 1)}


def test_results_are_counted_as_often_as_they_occur(tmp_path: Path) -> None:
    right, other = tmp_path / "right.tsv", tmp_path / "other.tsv"
    right.write_text("f\tc\tp\ts\nf\tc\tp\ts\n", "utf-8")
    other.write_text("f\tc\tp\ts\ng\tc\tp\ts\n", "utf-8")
    found = validation.compare({"right": right, "other": other}, "right")
    assert found["other"] == (1, 1)


@pytest.mark.parametrize("name", ["generator", "reasoning", "validation"])
def test_each_script_explains_itself(name: str) -> None:
    script = Path(generator.__file__).with_name(f"{name}.py")
    done = subprocess.run(
        [sys.executable, str(script), "--help"], check=True, capture_output=True, text=True
    )
    assert "--" in done.stdout
