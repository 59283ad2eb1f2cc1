"""What the documents say is what the program does."""

import re
from pathlib import Path

import click
import pytest
import yaml

from imet_graph import __version__, errors
from imet_graph.cli import main
from imet_graph.console import readable
from imet_graph.explanation import explain, parse_node, render_text
from imet_graph.named_query import all_queries, fill, find
from imet_graph.query import run
from imet_graph.statistics import count as count_all
from imet_graph.statistics import markdown
from imet_graph.store import Release

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_counts_in_the_readme_are_those_of_this_build(release: Release) -> None:
    passage = README.split("<!-- counts: start -->")[1].split("<!-- counts: end -->")[0].strip()
    assert passage == markdown(count_all(release)), "run `make docs`"


def test_the_answer_in_the_readme_is_the_answer_of_this_build(release: Release) -> None:
    """Every cell that the README prints for the claim is a cell of the answer."""
    block = README.split("```console")[1].split("```")[0]
    printed = block.split("\n...\n")[1].splitlines()
    answer = run(release.open(), fill(find("claims-contradicted"), {}))
    (row,) = (
        [readable(term) for term in row]
        for row in answer.rows
        if {"claim:sc-044", "17529512"} <= {readable(term) for term in row}
    )
    shown = " ".join(" ".join(printed).split())
    assert all(cell in shown for cell in row if cell)


def test_the_query_in_the_readme_runs(release: Release) -> None:
    text = README.split("```sparql")[1].split("```")[0]
    amounts = {readable(row[2]) for row in run(release.open(), text).rows}
    assert "17529512" in amounts


def test_the_proof_in_the_readme_is_the_proof_of_this_build(release: Release) -> None:
    command, printed = README.split("$ imet-graph explain ")[2].split("\n...\n")[0].split("\n", 1)
    told = explain(release, *map(parse_node, command.split()))
    assert printed.splitlines() == render_text(told)[: len(printed.splitlines())]


@pytest.mark.parametrize("name", sorted(main.commands))
def test_the_readme_names_every_command(name: str) -> None:
    assert f"`{name}`" in README or f"imet-graph {name}" in README


def test_every_command_and_option_explains_itself() -> None:
    for command in main.commands.values():
        assert command.help
        options = [p for p in command.params if isinstance(p, click.Option)]
        silent = [
            p.name for p in options if not p.help and p.name not in {"form", "port", "workers"}
        ]
        assert not silent, f"{command.name}: {silent}"


def test_every_question_the_documents_ask_exists() -> None:
    texts = [
        README,
        (ROOT / "Makefile").read_text(),
        *(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")),
    ]
    asked = {name for text in texts for name in re.findall(r"imet-graph ask ([a-z][a-z-]+)", text)}
    assert asked
    assert asked <= set(all_queries())


def test_the_tree_of_errors_is_drawn_whole() -> None:
    drawn = set(re.findall(r"\w+Error", errors.__doc__ or ""))
    assert drawn == {name for name in errors.__all__ if name.endswith("Error")}


def test_there_is_one_version_number() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == __version__
    ontology = (ROOT / "ontology" / "imet-graph.ttl").read_text(encoding="utf-8")
    assert f'owl:versionInfo "{__version__}"' in ontology


def test_nothing_names_a_path_of_one_machine() -> None:
    for path in [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        *ROOT.glob("imet_graph/**/*.py"),
    ]:
        assert not re.search(r"/(home|root|work|tmp)/", path.read_text(encoding="utf-8")), path
