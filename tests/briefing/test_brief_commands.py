"""The commands that print briefs, and the queries behind them."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from imet_graph import briefing
from imet_graph.cli import main
from imet_graph.named_query import read_header
from imet_graph.resources import queries_dir
from imet_graph.store import Release

ROOT = Path(__file__).parent.parent.parent
QUERIES = sorted((queries_dir() / "briefs").glob("*.rq"))


def run(release: Release, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(release.path.parent), *arguments])


@pytest.mark.parametrize(
    ("sort", "name"),
    [("country", "MLI"), ("law", "pl:111-8"), ("body", "dsca"), ("school", "whinsec")],
)
def test_a_brief_is_text_markdown_or_json(release: Release, sort: str, name: str) -> None:
    text = run(release, sort, name)
    assert text.exit_code == 0
    assert "\nSources\n" in text.stdout
    assert "\x1b" not in text.stdout
    markdown = run(release, sort, name, "--markdown")
    assert markdown.exit_code == 0
    assert markdown.stdout.startswith("# ")
    value = json.loads(run(release, sort, name, "--json").stdout)
    assert value["subject"]["ref"]["label"]
    assert [source["number"] for source in value["sources"]] == list(
        range(1, len(value["sources"]) + 1)
    )


def test_a_name_that_fits_nothing_is_one_line_and_bad_usage(release: Release) -> None:
    done = run(release, "school", "xyzzy")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1


def test_json_and_markdown_exclude_one_another(release: Release) -> None:
    assert run(release, "country", "MLI", "--json", "--markdown").exit_code == 2


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_every_query_says_what_it_selects(path: Path) -> None:
    header = read_header(path, path.read_text(encoding="utf-8"))
    assert header["summary"]
    assert header["description"]


def test_every_query_is_used() -> None:
    folder = Path(briefing.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert QUERIES
    assert not [path.stem for path in QUERIES if f'"{path.stem}"' not in code]


def test_the_brief_in_the_documents_is_that_of_this_build(release: Release) -> None:
    """Numbers of sources aside, which change with every source that is added before them."""
    text = (ROOT / "docs" / "briefs.md").read_text(encoding="utf-8")
    shown = text.split("From the brief of Mali:")[1].split("```")[1]
    printed = {_bare(line) for line in run(release, "country", "MLI").stdout.splitlines()}
    lines = [_bare(line) for line in shown.splitlines() if line.strip() not in ("", "...")]
    assert len(lines) > 6
    assert not [line for line in lines if line not in printed]


def _bare(line: str) -> str:
    return " ".join(re.sub(r" \[\d+\]", "", line).split())
