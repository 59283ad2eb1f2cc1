"""The wheel carries what the graph is built from and works without the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def command(unpacked: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the packaged command in a folder of its own, the checkout out of reach."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(unpacked),
        "PYTHONSAFEPATH": "1",
        "IMET_GRAPH_HOME": str(home / "home"),
    }
    return subprocess.run(
        [sys.executable, "-c", "from imet_graph.cli import main; main()", *arguments],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_ontology_data_queries_and_pages(unpacked: Path) -> None:
    shipped = unpacked / "imet_graph" / "_resources"
    assert {path.name for path in shipped.iterdir()} == {"ontology", "data", "queries"}
    assert (unpacked / "imet_graph" / "py.typed").is_file()
    assert list((unpacked / "imet_graph" / "templates").glob("*.html"))


def test_the_packaged_command_builds_and_answers(unpacked: Path, tmp_path: Path) -> None:
    built = command(unpacked, tmp_path, "build")
    assert built.returncode == 0, built.stderr
    assert "conforms" in built.stdout
    answer = command(unpacked, tmp_path, "ask", "establishing-law", "--format", "csv")
    assert answer.returncode == 0, answer.stderr
    assert "94-329" in answer.stdout
