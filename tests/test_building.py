"""The whole path builds the same bytes each time, and bad input stops it without harm."""

import shutil
from pathlib import Path

import pytest

from imet_graph.building import build
from imet_graph.errors import ImetGraphError, SourceError, ValidationError
from imet_graph.query import run
from imet_graph.resources import data_dir
from imet_graph.store import ASSERTED, INFERRED, REPORT, Release, current

TABLE = Path("tables/greenbook/observations.csv")
PAKISTAN = "ASK { country:PAK a imet:Country }"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data that ships, to be spoiled."""
    return Path(shutil.copytree(data_dir(), tmp_path / "data"))


@pytest.fixture
def home(tmp_path: Path, release: Release) -> Path:
    """A home in which a good build is in use."""
    home = tmp_path / "home"
    shutil.copytree(release.path, home / release.path.name)
    (home / "current").write_text(release.path.name + "\n")
    return home


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def lines(error: ImetGraphError) -> str:
    return "\n".join(str(finding) for finding in error.findings)


def test_two_builds_give_identical_bytes(release: Release, tmp_path: Path) -> None:
    again = build(tmp_path).release
    for name in (ASSERTED, INFERRED, REPORT, "manifest.json"):
        assert (again.path / name).read_bytes() == (release.path / name).read_bytes(), name


def test_every_kind_of_bad_source_is_reported_in_one_run(data: Path, home: Path) -> None:
    claims = sorted((data / "curated" / "claims").glob("*.ttl"))
    spoil(claims[0], "imet:claimText", "imet:claimText imet:claimText ;; ")
    rows = (data / TABLE).read_text(encoding="utf-8").splitlines()
    assert rows[1].startswith("Afghanistan Security Forces Fund,Afghanistan,2005,75000000,")
    rows[1] = rows[1].replace(",Afghanistan,", ",Afganistan,")
    rows[2] = rows[2].replace(",1806000000", ",18o6000000", 1)
    rows.append(rows[100])
    (data / TABLE).write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        build(home, data)
    found = lines(caught.value)
    assert f"{claims[0].name}, row " in found
    assert "observations.csv, row 2, column place_name: found 'Afganistan'" in found
    assert "Afghanistan" in found
    assert "observations.csv, row 3, column amount_usd: found '18o6000000'; expected" in found
    assert f"observations.csv, row {len(rows)}" in found
    assert "row 101" in found
    assert run(current(home).open(), PAKISTAN).boolean


def test_a_claim_without_a_source_is_a_violation_that_names_the_claim(
    data: Path, home: Path
) -> None:
    (data / "curated" / "unsourced.ttl").write_text(
        "# A claim that cites nothing.\n"
        "@prefix imet: <https://w3id.org/imet-graph/ontology#> .\n"
        "@prefix claim: <https://w3id.org/imet-graph/id/claim/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix program: <https://w3id.org/imet-graph/id/program/> .\n"
        "@prefix verdict: <https://w3id.org/imet-graph/concept/verdict/> .\n"
        "@prefix status: <https://w3id.org/imet-graph/concept/status/> .\n"
        'claim:nowhere a imet:FactualClaim ; rdfs:label "unsourced"@en ;\n'
        '  imet:claimText "IMET is large."@en ; imet:aboutEntity program:imet ;\n'
        "  imet:verdict verdict:not-checked ; imet:verificationStatus status:article-only .\n",
        encoding="utf-8",
    )
    with pytest.raises(ValidationError, match="does not conform: ") as caught:
        build(home, data)
    assert "claim:nowhere" in lines(caught.value)
    assert "imet:hasCitation" in lines(caught.value)
    assert run(current(home).open(), PAKISTAN).boolean


def test_a_contradiction_stops_the_build_and_names_the_thing(data: Path, home: Path) -> None:
    (data / "curated" / "odd.ttl").write_text(
        "# A country that is a program.\n"
        "@prefix imet: <https://w3id.org/imet-graph/ontology#> .\n"
        "@prefix country: <https://w3id.org/imet-graph/id/country/> .\n"
        "country:PAK a imet:Program .\n",
        encoding="utf-8",
    )
    with pytest.raises(ImetGraphError, match="inconsistent") as caught:
        build(home, data)
    assert "country:PAK" in lines(caught.value)
    assert run(current(home).open(), PAKISTAN).boolean


def test_two_figures_of_one_key_are_found_over_the_whole_store(data: Path, home: Path) -> None:
    """The same observation with two amounts: no single row is wrong, the store is."""
    (data / "curated" / "twice.ttl").write_text(
        "# A second amount for one observation.\n"
        "@prefix imet: <https://w3id.org/imet-graph/ontology#> .\n"
        "@prefix obs: <https://w3id.org/imet-graph/id/obs/> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        'obs:imet-EGY-2015-obligated-greenbook imet:amount "1"^^xsd:decimal .\n',
        encoding="utf-8",
    )
    with pytest.raises(ValidationError) as caught:
        build(home, data)
    assert "obs:imet-EGY-2015-obligated-greenbook" in lines(caught.value)
