"""A build replaces the store in use as a whole or not at all."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from filelock import FileLock

from imet_graph.errors import StoreError
from imet_graph.namespaces import INFERRED_GRAPH
from imet_graph.store import Release, current, publish

PAKISTAN = "<https://w3id.org/imet-graph/id/country/PAK>"
NAME = f'{PAKISTAN} <http://www.w3.org/2000/01/rdf-schema#label> "Pakistan"@en .'
TYPE = (
    f"{PAKISTAN} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Country> ."
)
MANY = """
from pathlib import Path
from imet_graph.errors import StoreError
from imet_graph.store import publish
lines = [f'<urn:thing:{n}> <urn:number> "{n}" .' for n in range(200000)]
"""


def published(home: Path) -> Release:
    return publish(home, [NAME], [TYPE], "", {"counts": {}})


def triples(release: Release) -> set[str]:
    return {str(quad.triple) for quad in release.open().quads_for_pattern(None, None, None, None)}


def test_asserted_and_inferred_triples_share_the_default_graph(tmp_path: Path) -> None:
    store = published(tmp_path).open()
    default = list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert len(default) == 2
    listed = list(store.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED_GRAPH)))
    assert [f"{quad.triple} ." for quad in listed] == [TYPE]


def test_the_manifest_counts_and_hashes_what_was_written(tmp_path: Path) -> None:
    release = published(tmp_path)
    assert release.manifest["triples"] == {"asserted": 1, "inferred": 1}
    assert set(release.manifest["sha256"]) == {"asserted.nt", "inferred.nt", "report.ttl"}
    assert (release.path / "asserted.nt").read_text() == NAME + "\n"


def test_lines_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    one = publish(tmp_path / "one", [NAME, TYPE], [], "", {})
    other = publish(tmp_path / "other", [TYPE, NAME, TYPE], [], "", {})
    assert one.manifest["sha256"] == other.manifest["sha256"]


def test_blank_nodes_keep_the_labels_of_the_dump(tmp_path: Path) -> None:
    release = publish(tmp_path, ["_:c14n0 <urn:p> _:c14n1 .", NAME], [], "", {})
    assert "_:c14n0 <urn:p> _:c14n1" in triples(release)


def test_readers_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="read-write"):
        published(tmp_path).open().update("DELETE WHERE { ?s ?p ?o }")


def test_a_reader_of_the_old_release_goes_on_reading_after_a_swap(tmp_path: Path) -> None:
    old = published(tmp_path)
    reader = old.open()
    publish(tmp_path, [NAME], [], "", {})
    assert len(list(reader)) == 3
    assert len(triples(current(tmp_path))) == 1


def test_only_the_last_two_releases_are_kept(tmp_path: Path) -> None:
    for _ in range(4):
        published(tmp_path)
    assert len(list(tmp_path.glob("release-*"))) == 2


def test_without_a_build_the_message_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no finished build; expected one, run imet-graph build"):
        current(tmp_path)


def test_a_damaged_manifest_is_no_finished_build(tmp_path: Path) -> None:
    release = published(tmp_path)
    (release.path / "manifest.json").write_text("{")
    with pytest.raises(StoreError, match="no finished build"):
        current(tmp_path)


def test_a_damaged_store_does_not_open(tmp_path: Path) -> None:
    release = published(tmp_path)
    (release.path / "store" / "CURRENT").write_text("nothing\n")
    with pytest.raises(StoreError, match="the store does not open"):
        release.open()


def test_two_builds_do_not_run_in_one_home(tmp_path: Path) -> None:
    published(tmp_path)
    with (
        FileLock(tmp_path / "build.lock"),
        pytest.raises(StoreError, match="another build is running there"),
    ):
        published(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_a_killed_build_leaves_the_store_in_use_as_it_was(tmp_path: Path) -> None:
    before = published(tmp_path)
    script = f"{MANY}\npublish(Path({str(tmp_path)!r}), lines, lines, '', {{}})"
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=Path(__file__).parent.parent
    ) as child:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob("*.part")) and time.monotonic() < deadline:
            time.sleep(0.001)
        os.kill(child.pid, signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
    assert list(tmp_path.glob("*.part"))
    assert current(tmp_path).path == before.path
    assert len(triples(current(tmp_path))) == 2
    published(tmp_path)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX resource limits")
def test_a_disk_that_fills_leaves_the_store_in_use_as_it_was(tmp_path: Path) -> None:
    before = published(tmp_path)
    script = f"""{MANY}
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    publish(Path({str(tmp_path)!r}), lines, [], '', {{}})
except StoreError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "cannot write the store (File too large)" in done.stdout, done.stderr
    assert "the store in use is unchanged" in done.stdout
    assert current(tmp_path).path == before.path
    assert len(triples(current(tmp_path))) == 2
    assert not list(tmp_path.glob("*.part"))


def test_a_failure_inside_oxigraph_leaves_the_store_in_use_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published(tmp_path)

    def full(*_: object) -> None:
        raise RuntimeError("IO error: No space left on device")

    monkeypatch.setattr("imet_graph.store.fill", full)
    with pytest.raises(StoreError, match=r"cannot write the store .* unchanged"):
        published(tmp_path)
    monkeypatch.undo()
    assert current(tmp_path).path == before.path
    assert not list(tmp_path.glob("*.part"))


def test_the_manifest_is_plain_json(tmp_path: Path) -> None:
    release = published(tmp_path)
    assert json.loads((release.path / "manifest.json").read_text())["version"]
