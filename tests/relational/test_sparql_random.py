"""Queries drawn at random over graphs drawn at random have the solutions that Oxigraph finds."""

from __future__ import annotations

from both_engines import Engines
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

VARIABLES = st.sampled_from(["?a", "?b", "?c", "?d"])
NODES = st.sampled_from([":n", ":m", ":o"])
LITERALS = st.sampled_from(["1", "2", "1.0", '"1"', '"x"@en', "true"])
PROPERTIES = st.sampled_from([":p", ":q"])
PREDICATES = st.sampled_from([":p", ":p", ":q", ":q", "?d"])
PATHS = st.sampled_from([":p/:q", "^:p", ":p*", ":q+", "(:p/^:q)+", "!:p", ":q?"])


def mostly(
    variables: st.SearchStrategy[str], *others: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    """Variables four times out of five, so that most patterns match something."""
    return st.integers(0, 4).flatmap(lambda n: st.one_of(*others) if n == 0 else variables)


TRIPLES = st.one_of(
    st.tuples(mostly(VARIABLES, NODES), PREDICATES, mostly(VARIABLES, NODES, LITERALS)),
    st.tuples(mostly(VARIABLES, NODES), PATHS, mostly(VARIABLES, NODES)),
).map(" ".join)
FACTS = st.lists(
    st.tuples(NODES, PROPERTIES, st.one_of(NODES, NODES, LITERALS)).map(" ".join),
    min_size=6,
    max_size=14,
)
COMPARISONS = st.one_of(
    st.tuples(VARIABLES, st.sampled_from(["=", "!="]), st.one_of(VARIABLES, NODES, LITERALS)),
    # Engines differ on whether a term without an order is as great as itself.
    st.tuples(VARIABLES, st.sampled_from(["<", ">="]), st.sampled_from(["1", "2.5", '"x"'])),
).map(" ".join)


def conditions(depth: int) -> st.SearchStrategy[str]:
    simple = st.one_of(
        COMPARISONS, VARIABLES.map("BOUND({})".format), VARIABLES.map("isLiteral({})".format)
    )
    if depth == 0:
        return simple
    inner = conditions(depth - 1)
    exists = st.tuples(st.sampled_from(["EXISTS", "NOT EXISTS"]), triples()).map(
        "{0[0]} {{ {0[1]} }}".format
    )
    return st.one_of(
        simple,
        exists,
        inner.map("!({})".format),
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map("({0[0]} {0[1]} {0[2]})".format),
    )


def triples() -> st.SearchStrategy[str]:
    return st.lists(TRIPLES, min_size=1, max_size=2).map(" . ".join)


ROWS = st.lists(
    st.tuples(st.one_of(NODES, st.just("UNDEF")), st.one_of(NODES, LITERALS, st.just("UNDEF"))).map(
        "({0[0]} {0[1]})".format
    ),
    min_size=1,
    max_size=3,
).map(lambda rows: f"VALUES (?a ?c) {{ {' '.join(rows)} }}")


def groups(depth: int) -> st.SearchStrategy[str]:
    """The inside of a group."""
    if depth == 0:
        return triples()
    inner = groups(depth - 1)
    part = st.one_of(
        inner.map("OPTIONAL {{ {} }}".format),
        st.tuples(inner, conditions(0)).map("OPTIONAL {{ {0[0]} FILTER({0[1]}) }}".format),
        st.tuples(inner, inner).map("{{ {0[0]} }} UNION {{ {0[1]} }}".format),
        inner.map("MINUS {{ {} }}".format),
        inner.map("{{ {} }}".format),
        inner.map("{{ SELECT DISTINCT ?a ?b {{ {} }} }}".format),
        conditions(1).map("FILTER({})".format),
        conditions(1).map("FILTER({})".format),
        ROWS,
    )
    return st.tuples(triples(), st.lists(part, min_size=1, max_size=3)).map(
        lambda both: " ".join([both[0], *both[1]])
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts=FACTS, group=groups(2))
def test_a_query_drawn_at_random_has_the_solutions_of_oxigraph(
    facts: list[str], group: str
) -> None:
    engines = Engines.of_turtle("".join(f"{fact} .\n" for fact in facts))
    query = f"SELECT * {{ {group} }}"
    assert engines.ours(query) == engines.oxigraph(query)
