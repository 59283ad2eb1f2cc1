"""The command line: what a user types, what comes back, and with which exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from imet_graph import __version__
from imet_graph.cli import main
from imet_graph.store import Release


@pytest.fixture
def run(release: Release) -> "Runner":
    return Runner(release.path.parent)


class Runner:
    """Runs commands over one finished build."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *arguments: str, text: str | None = None) -> Result:
        """Run one command, with text as its standard input."""
        return CliRunner().invoke(main, ["--home", str(self.home), *arguments], input=text)


def test_ask_without_a_name_lists_the_questions(run: Runner) -> None:
    done = run("ask")
    assert done.exit_code == 0
    assert "claims-contradicted" in done.stdout


def test_ask_answers_in_a_plain_table(run: Runner) -> None:
    done = run("ask", "establishing-law")
    assert done.exit_code == 0
    assert "94-329" in done.stdout
    assert "\x1b" not in done.stdout


def test_ask_json_is_the_standard_result_format(run: Runner) -> None:
    done = run("ask", "obligations-by-country", "country=country:EGY", "from=2015", "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert answer["results"]["bindings"]


def test_ask_lists_as_json_what_a_program_needs(run: Runner) -> None:
    listed = json.loads(run("ask", "--json").stdout)
    assert len(listed) >= 25
    assert all(query["summary"] and query["columns"] for query in listed)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ask", "claims-contradictd"), "error: no question named 'claims-contradictd'; expected"),
        (("ask", "obligations-by-country"), "error: obligations-by-country needs country"),
        (("ask", "obligations-by-country", "EGY"), "error: 'EGY' is no parameter; expected"),
        (("query", "SELECT ?x {"), "error: query: error at 1:"),
        (("query", "DELETE WHERE { ?s ?p ?o }"), "error: query: DELETE is refused; expected"),
        (("query", "nowhere.rq"), "error: nowhere.rq: cannot be read"),
        (("describe", "PAK"), "error: 'PAK' has no known prefix"),
        (("describe", "country:PAQ"), "error: "),
        (("serve", "--port", "abc"), "'abc' is not a valid integer"),
        (("no-such-command",), "No such command"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(
    run: Runner, arguments: tuple[str, ...], message: str
) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.output


def test_without_a_build_the_exit_code_is_1(tmp_path: Path) -> None:
    done = Runner(tmp_path)("ask", "establishing-law")
    assert done.exit_code == 1
    assert "run imet-graph build" in done.stderr


def test_a_query_comes_from_text_file_or_standard_input(run: Runner, tmp_path: Path) -> None:
    text = "SELECT ?code { country:PAK imet:isoAlpha3 ?code }"
    (tmp_path / "q.rq").write_text(text)
    for done in (
        run("query", text),
        run("query", str(tmp_path / "q.rq")),
        run("query", "-", text=text),
    ):
        assert done.exit_code == 0
        assert "PAK" in done.stdout


@pytest.mark.parametrize(
    ("form", "start"),
    [("csv", "code"), ("tsv", "?code"), ("json", "{"), ("xml", "<?xml")],
)
def test_a_table_comes_in_every_result_format(run: Runner, form: str, start: str) -> None:
    done = run("query", "SELECT ?code { country:PAK imet:isoAlpha3 ?code }", "--format", form)
    assert done.stdout.startswith(start)
    assert "PAK" in done.stdout


def test_yes_or_no_and_a_graph_are_printed_too(run: Runner) -> None:
    assert run("query", "ASK { country:PAK a imet:Country }").stdout == "yes\n"
    graph = run("query", "CONSTRUCT WHERE { country:PAK imet:isoAlpha3 ?c }").stdout
    assert graph.strip().endswith('isoAlpha3> "PAK" .')


def test_describe_shows_facts_with_numbered_sources(run: Runner) -> None:
    done = run("describe", "pl:94-329")
    assert done.exit_code == 0
    assert "94-329" in done.stdout
    assert "[1]" in done.stdout


def test_validate_takes_files_of_ones_own(run: Runner, tmp_path: Path) -> None:
    bad = tmp_path / "own.ttl"
    bad.write_text(
        "@prefix imet: <https://w3id.org/imet-graph/ontology#> .\n"
        "@prefix country: <https://w3id.org/imet-graph/id/country/> .\n"
        'country:XXX a imet:Country ; imet:isoAlpha3 "xxx" .\n'
    )
    report = tmp_path / "report.ttl"
    done = run("validate", str(bad), "--report", str(report))
    assert done.exit_code == 1
    assert "country:XXX" in done.stderr
    assert "sh:ValidationReport" in report.read_text()


def test_validate_names_the_line_of_a_broken_file(run: Runner, tmp_path: Path) -> None:
    bad = tmp_path / "broken.ttl"
    bad.write_text("@prefix imet: <https://w3id.org/imet-graph/ontology#> .\n\nimet:A imet:b .\n")
    done = run("validate", str(bad))
    assert done.exit_code == 1
    assert "broken.ttl, row 3: found" in done.stderr


def test_reason_prints_what_follows_from_a_file(run: Runner, tmp_path: Path) -> None:
    facts = tmp_path / "facts.ttl"
    facts.write_text(
        "@prefix imet: <https://w3id.org/imet-graph/ontology#> .\n"
        "@prefix body: <https://w3id.org/imet-graph/id/body/> .\n"
        "body:a imet:subUnitOf body:b . body:b imet:subUnitOf body:c .\n"
    )
    done = run("reason", str(facts))
    assert done.exit_code == 0
    assert "/body/a> <https://w3id.org/imet-graph/ontology#withinOrganization>" in done.stdout


def test_stats_counts_things_and_verdicts(run: Runner) -> None:
    counted = json.loads(run("stats", "--json").stdout)
    assert counted["things"]["country"] >= 250
    assert sum(counted["verdicts on claims"].values()) >= 90


def test_export_writes_one_thing_or_the_whole(run: Runner, tmp_path: Path) -> None:
    one = run("export", "country:PAK", "--format", "turtle")
    assert one.exit_code == 0
    assert "country:PAK" in one.stdout
    whole = tmp_path / "all.nt"
    done = run("export", "-o", str(whole))
    assert done.exit_code == 0
    assert len(whole.read_text().splitlines()) > 100_000


def test_the_version_and_shell_completion_are_there(run: Runner) -> None:
    assert __version__ in run("--version").stdout
    for shell in ("bash", "zsh", "fish"):
        assert "_IMET_GRAPH_COMPLETE" in run("completion", shell).stdout


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["--debug", "--home", str(tmp_path), "ask", "establishing-law"])
    assert done.exception is not None
    assert type(done.exception).__name__ == "StoreError"


def test_pyshacl_finds_what_the_compiled_shapes_find(run: Runner) -> None:
    done = run("validate", "--reference")
    assert done.exit_code == 0, done.output
    assert "pyshacl finds the same" in done.stdout


def test_the_reference_takes_no_files(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "facts.ttl").write_text("", encoding="utf-8")
    assert run("validate", "--reference", str(tmp_path / "facts.ttl")).exit_code == 2


def test_both_reasoners_of_owl_dl_find_the_ontology_consistent(run: Runner) -> None:
    for reasoner in ("hermit", "pellet"):
        done = run("check", "--reasoner", reasoner, "--json")
        assert done.exit_code == 0, done.output
        verdict = json.loads(done.stdout)
        assert verdict["consistent"]
        assert verdict["unsatisfiable"] == []
        assert verdict["reasoner"].lower() == reasoner
