"""The server over real HTTP: it announces itself, answers, and ends with its workers."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from webclient import ENDLESS, ENVIRONMENT, publish_facts, runs

from imet_graph.errors import ImetGraphError, StoreError
from imet_graph.serving import serve

SERVER = """
if __name__ == "__main__":
    import sys
    from pathlib import Path
    from imet_graph.serving import serve
    serve(Path(sys.argv[1]), port=0, announce=lambda a: print(a, flush=True), workers=2)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    publish_facts(tmp_path / "home")
    script = tmp_path / "server.py"
    script.write_text(SERVER)
    command = [sys.executable, "-W", "error", str(script), str(tmp_path / "home")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), process.communicate()
        try:
            yield process, address
        finally:
            process.kill()


def children(process_id: int) -> list[int]:
    found = Path(f"/proc/{process_id}/task/{process_id}/children").read_text()
    return [int(child) for child in found.split()]


def test_it_answers_over_http_and_a_signal_ends_it_with_all_its_processes(
    server: tuple[subprocess.Popen[str], str],
) -> None:
    process, address = server
    with httpx.Client(base_url=address) as client:
        assert client.get("health").json()["status"] == "ok"
        followed = client.get(
            "id/country/PAK", headers={"Accept": "text/turtle"}, follow_redirects=True
        )
        assert "country:PAK a imet:Country" in followed.text
        posted = client.post("sparql", data={"query": "ASK { country:PAK ?p ?o }"})
        assert posted.json()["boolean"] is True
        assert client.head("doc/country/PAK.ttl").content == b""
        workers = children(process.pid)
        assert len(workers) >= 2

        def endless() -> None:
            with httpx.Client(base_url=address, timeout=30) as other:
                try:
                    other.get("sparql", params={"query": ENDLESS})
                except httpx.HTTPError:
                    return

        asker = threading.Thread(target=endless)
        asker.start()
        time.sleep(0.5)
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)
    asker.join(5)
    assert time.monotonic() - begun < 10
    assert err == ""
    assert process.returncode in {0, -signal.SIGTERM}
    assert out == ""
    assert not any(runs(worker, patience_seconds=5) for worker in workers)


def test_a_home_without_a_build_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no finished build"):
        serve(tmp_path)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    publish_facts(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ImetGraphError, match=f"cannot listen on .*:{port}"):
            serve(tmp_path, port=port)
    with pytest.raises(ImetGraphError, match=r"cannot listen on .*:99999"):
        serve(tmp_path, port=99999)


def test_importing_the_package_starts_nothing() -> None:
    code = (
        "import sys, imet_graph.serving.worker; "
        "sys.exit('starlette' in sys.modules or 'uvicorn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, check=False)
    assert done.returncode == 0
