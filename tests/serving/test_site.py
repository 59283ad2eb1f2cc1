"""Documents are kept for one release and within a bound."""

from pathlib import Path

from webclient import publish_facts, served

from imet_graph.serving.site import Shelf


def test_the_documents_asked_for_longest_ago_are_let_go() -> None:
    shelf = Shelf(most_bytes=10)
    shelf.put(("r", "a"), b"aaaa")
    shelf.put(("r", "b"), b"bbbb")
    assert shelf.get(("r", "a")) == b"aaaa"
    shelf.put(("r", "c"), b"cccc")
    assert shelf.get(("r", "b")) is None
    assert shelf.get(("r", "a")) == b"aaaa"
    shelf.put(("r", "a"), b"AA")
    shelf.put(("r", "d"), b"dddd")
    assert [shelf.get(("r", name)) for name in "acd"] == [b"AA", b"cccc", b"dddd"]
    shelf.put(("r", "e"), b"e" * 11)
    assert [shelf.get(("r", name)) for name in "acde"] == [None] * 4


def test_a_kept_document_is_that_of_the_release_in_use(tmp_path: Path) -> None:
    with served(tmp_path, workers=1) as client:
        path = "/doc/country/PAK.nt"
        old = client.get(path).text
        assert client.get(path).text == old
        new = (
            "<https://w3id.org/imet-graph/id/country/PAK> "
            '<http://www.w3.org/2004/02/skos/core#note> "added"@en .'
        )
        publish_facts(tmp_path, (new,))
        assert client.get(path).text == "".join(sorted([*old.splitlines(True), new + "\n"]))
        page = client.get("/doc/country/PAK", "text/html").text
        assert "added" in page
