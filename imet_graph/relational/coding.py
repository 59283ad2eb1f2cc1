"""Graphs in columns: every term a number, every triple three numbers, in DuckDB.

Numbers are dictionary numbers in the order of the terms' N-Triples text, so the same graph always
gets the same numbers, and literals (`"`) come before IRIs (`<`) and blank nodes (`_:`). A literal
that is added later gets a number below all others, so every literal lies under one ceiling. They
are never hashes: DuckDB's `hash()` gave two real labels of this data the same 64 bits.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from imet_graph.errors import SourceError
from imet_graph.relational.lexical import lexical_sql, unescaped
from imet_graph.terms import ntriples, ntriples_line

__all__ = ["CodedGraph", "parse_term"]

Triple = tuple[int, int, int]

_SPLIT = """
create temp table split as
select parts[1] as s, parts[2] as p,
  case when len(parts) = 4 then parts[3] else array_to_string(parts[3:-2], ' ') end as o,
  parts[-1] as stop
from (select string_split(line, ' ') as parts
  from read_csv('{path}', columns = {{'line': 'VARCHAR'}}, header = false, delim = '\x01',
    quote = '', escape = '', comment = '', auto_detect = false, max_line_size = 64000000)
  where line <> '')
"""
_ODD = """
select concat_ws(' ', s, p, o, stop) from split where not coalesce(stop = '.'
  and ((starts_with(s, '<') and ends_with(s, '>')) or starts_with(s, '_:'))
  and ((starts_with(p, '<') and ends_with(p, '>')) or starts_with(p, '_:'))
  and (starts_with(o, '"') or ((starts_with(o, '<') and ends_with(o, '>')) or starts_with(o, '_:'))
    and not contains(o, ' ')), false)
order by all limit 1
"""
_TERMS = """
create table terms as
select cast(row_number() over (order by text) as integer) as id, text
from (select s as text from split union select p from split union select o from split)
"""
_TRIPLES = """
create table triples as
select distinct a.id as s, b.id as p, c.id as o from split
join terms a on a.text = split.s join terms b on b.text = split.p join terms c on c.text = split.o
order by p, s, o
"""


class CodedGraph:
    """A graph as two tables of one DuckDB database.

    `terms(id, text)` holds each term once, as canonical N-Triples; `triples(s, p, o)` each triple
    once, by the numbers of its terms. The table `lexical`, made when it is first asked for, has the
    parts and values of each term. Further tables may be laid beside them by whoever computes.

    Args:
        connection: a database with both tables.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._check_dictionary()

    # Making

    @classmethod
    def from_file(cls, path: Path, threads: int = 2) -> CodedGraph:
        """Read canonical N-Triples: one triple a line, single blanks, ` .` at the end.

        Raises:
            SourceError: a line is no triple; the first such line is named.
        """
        connection = _database(threads)
        connection.execute(_SPLIT.format(path=str(path).replace("'", "''")))
        if odd := connection.execute(_ODD).fetchone():
            raise SourceError(
                f"{path.name}: found {odd[0][:120]!r}; expected one triple as canonical N-Triples"
            )
        connection.execute(_TERMS)
        connection.execute(_TRIPLES)
        connection.execute("drop table split")
        return cls(connection)

    @classmethod
    def from_lines(cls, lines: Iterable[str], threads: int = 2) -> CodedGraph:
        """Take canonical N-Triples lines, as `terms.ntriples_lines` gives them."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "graph.nt"
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            return cls.from_file(path, threads)

    @classmethod
    def from_graph(cls, graph: Graph, threads: int = 2) -> CodedGraph:
        """Take an rdflib graph as it is: blank nodes keep their labels, literals their form."""
        return cls.from_lines({ntriples_line(triple) for triple in graph}, threads)

    @classmethod
    def from_parquet(cls, folder: Path, tables: Iterable[str] = ("terms", "triples")) -> CodedGraph:
        """Open what `to_parquet` wrote."""
        connection = _database(2)
        for name in tables:
            path = str(folder / f"{name}.parquet").replace("'", "''")
            connection.execute(f"create table {name} as select * from '{path}'")
        return cls(connection)

    def to_parquet(self, folder: Path, tables: Iterable[str] = ("terms", "triples")) -> None:
        """Write tables as Parquet, ordered by all their columns: the same graph, the same bytes."""
        for name in tables:
            path = str(folder / f"{name}.parquet").replace("'", "''")
            self.connection.execute(
                f"copy (select * from {name} order by all) to '{path}' "
                "(format parquet, compression zstd, row_group_size 122880)"
            )

    @contextmanager
    def as_parquet(self, sql: str) -> Iterator[Path]:
        """The result of a query as a Parquet file that lasts as long as the context."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.parquet"
            self.connection.execute(f"copy ({sql}) to '{path}' (format parquet)")
            yield path

    def _check_dictionary(self) -> None:
        counted = self.row("select count(*), count(distinct id), count(distinct text) from terms")
        if len(set(counted)) != 1:
            raise SourceError(
                f"terms and numbers are not one to one: {counted}; expected equal counts"
            )

    # Asking

    def rows(self, sql: str) -> list[tuple[int, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql).fetchall()

    def row(self, sql: str) -> tuple[int, ...]:
        """The only row of a query."""
        (found,) = self.rows(sql)
        return found

    def __len__(self) -> int:
        """Number of triples."""
        return self.row("select count(*) from triples")[0]

    @property
    def literal_ceiling(self) -> int:
        """The highest number of a literal: no other term has a number up to it."""
        return self.row("select coalesce(min(id) - 1, 0) from terms where text > '#'")[0]

    def ids(self, terms: Iterable[Node]) -> dict[Node, int]:
        """Numbers of the terms that the dictionary knows; the others are left out."""
        asked = {ntriples(term): term for term in terms}
        found = self.connection.execute(
            "select text, id from terms join (select unnest($1) as text) using (text)",
            [list(asked)],
        ).fetchall()
        return {asked[text]: number for text, number in found}

    def intern(self, terms: Iterable[Node]) -> dict[Node, int]:
        """Numbers of terms; those that the dictionary lacks are given the next free ones.

        A new term stands in no triple, so a query that names it finds nothing.
        """
        wanted = dict.fromkeys(terms)
        known = self.ids(wanted)
        new = sorted((term for term in wanted if term not in known), key=ntriples)
        if new:
            low, high = self.row(
                "select least(coalesce(min(id), 0), 0), coalesce(max(id), 0) from terms"
            )
            literals = [term for term in new if isinstance(term, Literal)]
            others = [term for term in new if not isinstance(term, Literal)]
            fresh: dict[Node, int] = {}
            fresh |= {term: low - place for place, term in enumerate(literals, start=1)}
            fresh |= {term: high + place for place, term in enumerate(others, start=1)}
            self.connection.execute(
                "insert into terms select unnest($1), unnest($2)",
                [list(fresh.values()), [ntriples(term) for term in fresh]],
            )
            known |= fresh
            self.connection.execute("drop table if exists lexical")
        return known

    def lexical(self) -> str:
        """Name of the table with parts and values of each term, made when first asked for.

        Columns: id; kind (`I` IRI, `B` blank node, `L` literal); lex (IRI, label or lexical form,
        unescaped); datatype (IRI as text; null unless a literal); lang (lower case; null unless
        tagged); num DECIMAL(38,12) and dbl DOUBLE of numbers; day DATE of xsd:date; instant
        TIMESTAMP of xsd:dateTime (zone applied); truth BOOLEAN of xsd:boolean. A value is null
        where the literal is of another datatype or ill-formed.
        """
        if not self.rows("select 1 from duckdb_tables() where table_name = 'lexical'"):
            self.connection.execute(f"create table lexical as {lexical_sql()}")
            odd = self.connection.execute(
                r"select id, lex from lexical where lex like '%\%' escape '!'"
            ).fetchall()
            if odd:
                self.connection.execute(
                    "update lexical set lex = fixed.lex from "
                    "(select unnest($1) as id, unnest($2) as lex) fixed "
                    "where lexical.id = fixed.id",
                    [[number for number, _ in odd], [unescaped(text) for _, text in odd]],
                )
        return "lexical"

    def terms_of(self, numbers: Iterable[int]) -> dict[int, Node]:
        """The terms behind numbers, as rdflib terms."""
        return {number: parse_term(text) for number, text in self.texts_of(numbers).items()}

    def texts_of(self, numbers: Iterable[int]) -> dict[int, str]:
        """The terms behind numbers, as N-Triples."""
        found = self.connection.execute(
            "select id, text from terms join (select distinct unnest($1) as id) using (id)",
            [list(numbers)],
        ).fetchall()
        return dict(found)

    def lines(self, table: str = "triples") -> list[str]:
        """The triples of a table as canonical N-Triples lines, sorted."""
        found = self.connection.execute(
            "select a.text || ' ' || b.text || ' ' || c.text || ' .' as line "
            f"from {table} t join terms a on a.id = t.s join terms b on b.id = t.p "
            "join terms c on c.id = t.o order by line"
        ).fetchall()
        return [line for (line,) in found]


def _database(threads: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute(f"set threads = {int(threads)}")
    connection.execute("set preserve_insertion_order = false")
    connection.execute("set timezone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    spill = str(Path(tempfile.gettempdir()) / f"imet-graph-{os.getpid()}").replace("'", "''")
    connection.execute(f"set temp_directory = '{spill}'")
    return connection


def parse_term(text: str) -> Node:
    """A term from its canonical N-Triples text.

    Raises:
        ValueError: the text is no term.
    """
    if text.startswith("<"):
        return URIRef(text[1:-1])
    if text.startswith("_:"):
        return BNode(text[2:])
    if text.endswith('"'):
        return Literal(unescaped(text[1:-1]))
    (triple,) = _parsed(text)
    term = triple.object
    if not isinstance(term, ox.Literal):
        raise ValueError(f"{text!r} is no term")
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = URIRef(term.datatype.value)
    return Literal(
        term.value, datatype=None if datatype == XSD.string else datatype, normalize=False
    )


def _parsed(text: str) -> Iterator[ox.Quad]:
    return iter(ox.parse(f"<urn:s> <urn:p> {text} .", format=ox.RdfFormat.N_TRIPLES))
