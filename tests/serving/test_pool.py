"""A worker past its deadline is killed and replaced; a new release is served at once."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from webclient import BROWSER, ENDLESS, ENVIRONMENT, Client, publish_facts, runs, served

from imet_graph.errors import QueryError, QueryTimeoutError
from imet_graph.serving.pool import Pool, QueueFullError, WorkerLostError
from imet_graph.serving.worker import Limits

QUICK = "ASK { country:PAK a imet:Country }"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    publish_facts(tmp_path)
    return tmp_path


@pytest.fixture
def pool(home: Path) -> Iterator[Pool]:
    pool = Pool(home, 1, Limits(0.6, 0), most_waiting=2)
    yield pool
    pool.close()


def ask(pool: Pool, text: str) -> object:
    return pool.run("table", text=text, limit=10).boolean


def test_a_query_past_its_deadline_is_stopped_and_the_next_one_answered(pool: Pool) -> None:
    assert ask(pool, QUICK) is True
    (first,) = pool.process_ids()
    begun = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"stopped after 0\.6 seconds"):
        ask(pool, ENDLESS)
    assert time.monotonic() - begun < 5
    assert not runs(first)
    assert ask(pool, QUICK) is True
    (second,) = pool.process_ids()
    assert second != first


def test_a_query_that_writes_without_end_is_stopped_too(pool: Pool) -> None:
    rows = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c = ?i) }"
    with pytest.raises(QueryTimeoutError):
        pool.run("answer", text=rows, accept="text/csv", limit=10)
    assert ask(pool, QUICK) is True


def test_over_http_the_deadline_is_a_503_with_a_time_to_retry(tmp_path: Path) -> None:
    with served(tmp_path, deadline_seconds=0.6, workers=1) as client:
        answer = client.get("/sparql", query=ENDLESS)
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "stopped after 0.6 seconds" in answer.text
        page = client.get("/sparql", BROWSER, query=ENDLESS)
        assert page.status_code == 503
        assert int(page.headers["retry-after"]) > 0
        assert client.get("/sparql", query=QUICK).status_code == 200


def test_requests_beyond_the_queue_are_refused(pool: Pool) -> None:
    ask(pool, QUICK)
    failures: list[BaseException] = []

    def endless() -> None:
        try:
            ask(pool, ENDLESS)
        except QueryError as error:
            failures.append(error)

    threads = [threading.Thread(target=endless) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    with pytest.raises(QueueFullError, match="too many requests"):
        ask(pool, QUICK)
    for thread in threads:
        thread.join()
    assert [type(failure) for failure in failures] == [QueryTimeoutError] * 2
    assert ask(pool, QUICK) is True


def test_a_worker_that_dies_is_replaced(pool: Pool) -> None:
    ask(pool, QUICK)
    (first,) = pool.process_ids()
    os.kill(first, signal.SIGKILL)
    with pytest.raises(WorkerLostError):
        ask(pool, QUICK)
    assert ask(pool, QUICK) is True


def test_a_query_may_not_use_up_the_memory_of_the_machine(home: Path) -> None:
    pool = Pool(home, 1, Limits(60, 512))
    try:
        rows = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(?c)"
        with pytest.raises((WorkerLostError, QueryError)) as raised:
            ask(pool, rows)
        assert not isinstance(raised.value, QueryTimeoutError)
        assert ask(pool, QUICK) is True
    finally:
        pool.close()


def test_an_operation_that_is_not_offered_is_refused(pool: Pool) -> None:
    with pytest.raises(QueryError, match="unknown"):
        pool.run("_evaluate", text=QUICK, defaults=(), named=())


def test_closing_ends_every_process_and_every_waiting_request(home: Path) -> None:
    pool = Pool(home, 2, Limits(60, 0))
    ask(pool, QUICK)
    processes = pool.process_ids()
    assert len(processes) == 2
    failures: list[BaseException] = []

    def endless() -> None:
        try:
            ask(pool, ENDLESS)
        except WorkerLostError as error:
            failures.append(error)

    threads = [threading.Thread(target=endless) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    pool.close()
    for thread in threads:
        thread.join(5)
    assert len(failures) == 4
    assert not any(runs(process) for process in processes)
    with pytest.raises(WorkerLostError, match="shutting down"):
        ask(pool, QUICK)


def test_a_worker_ends_with_its_server_even_when_that_is_killed(home: Path) -> None:
    program = f"""
if __name__ == "__main__":
    from pathlib import Path
    from imet_graph.serving.pool import Pool
    from imet_graph.serving.worker import Limits
    pool = Pool(Path({str(home)!r}), 1, Limits(60, 0))
    pool.run("table", text={QUICK!r}, limit=1)
    print(pool.process_ids()[0], flush=True)
    input()
"""
    script = home / "server.py"
    script.write_text(program)
    server = subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    with server:
        assert server.stdout is not None
        process = int(server.stdout.readline())
        assert runs(process)
        server.kill()
    assert not runs(process, patience_seconds=10)


def test_a_new_release_is_served_without_a_restart(home: Path) -> None:
    pool = Pool(home, 1, Limits(10, 0))
    try:
        query = "ASK { <urn:new> ?p ?o }"
        assert ask(pool, query) is False
        (process,) = pool.process_ids()
        publish_facts(home, ('<urn:new> <urn:p> "1" .',))
        assert ask(pool, query) is True
        assert pool.process_ids() == [process]
    finally:
        pool.close()


def test_no_request_fails_while_releases_are_swapped(tmp_path: Path) -> None:
    with served(tmp_path, workers=2) as client:
        stop = threading.Event()
        codes: list[int] = []

        def read(client: Client) -> None:
            while not stop.is_set():
                codes.append(client.get("/doc/country/PAK.nt").status_code)

        threads = [threading.Thread(target=read, args=(client,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for n in range(4):
            publish_facts(tmp_path, (f'<urn:new> <urn:p> "{n}" .',))
        stop.set()
        for thread in threads:
            thread.join()
        assert len(codes) > 4
        assert set(codes) == {200}


def test_the_last_good_release_is_served_while_the_home_is_damaged(home: Path) -> None:
    pool = Pool(home, 1, Limits(10, 0))
    try:
        assert ask(pool, QUICK) is True
        (home / "current").write_text("release-that-is-not-there\n")
        assert ask(pool, QUICK) is True
    finally:
        pool.close()
