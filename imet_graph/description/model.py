"""What a description holds: plain values that outlive the store and can cross a process."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ClaimView",
    "Description",
    "Fact",
    "Figure",
    "Gap",
    "Incoming",
    "Link",
    "Mark",
    "NumberedSource",
    "Ref",
    "Value",
]


@dataclass(frozen=True, order=True)
class Ref:
    """A thing by its IRI, with the words to show for it."""

    iri: str
    label: str


@dataclass(frozen=True)
class Mark:
    """A pointer from a fact to a numbered source.

    Args:
        number: number in the description's source list, from 1.
        claim: IRI of the claim that carries this source; empty where the node cites it itself.
        verdict: the verdict on that claim, in words.
        verdict_key: the same as notation, such as `contradicted`.
    """

    number: int
    claim: str = ""
    verdict: str = ""
    verdict_key: str = ""


@dataclass(frozen=True)
class Value:
    """The value of a fact.

    Args:
        kind: `iri`, `literal`, or `expression` for a node without a name.
        text: label of an IRI, written form of a literal.
        iri: the IRI; empty for literals.
        datatype: datatype IRI of a literal.
        language: language tag of a literal.
        unit: what the number counts; empty where unknown.
    """

    kind: str
    text: str
    iri: str = ""
    datatype: str = ""
    language: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Fact:
    """One triple about the thing; inferred where the triple stands in `graph/inferred`."""

    predicate: Ref
    value: Value
    inferred: bool
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Incoming:
    """What points to the thing by one property.

    Args:
        predicate: the property.
        count: how many things point here; never cut.
        inferred: how many of those links are inferred.
        shown: the first of them, in order of their IRIs.
    """

    predicate: Ref
    count: int
    inferred: int
    shown: tuple[Ref, ...]


@dataclass(frozen=True, order=True)
class Link:
    """The same thing, or a page about it, in another data set; no fact of this graph.

    Args:
        dataset: what the other data set is called.
        iri: the thing or page there.
        predicate: the property that links.
    """

    dataset: str
    iri: str
    predicate: Ref


@dataclass(frozen=True)
class ClaimView:
    """A claim about the thing, with what the check of it found."""

    ref: Ref
    kinds: tuple[str, ...]
    text: str
    verdict: str
    verdict_key: str
    verdict_note: str
    asserted_by: tuple[Ref, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Figure:
    """One reported figure.

    Args:
        ref: the observation.
        measure: `money` or `persons`.
        program: the program it is about.
        recipient: country or region.
        period: fiscal period in words, or two of them.
        year: number of the fiscal year; 0 where there is none or more than one.
        stage: budget stage of money, count basis of persons. Stages are never added.
        amount: canonical decimal; empty where the source reports none.
        unit: currency, or what is counted.
        basis: price basis.
        reported_as: the figure as printed.
        approximate: the source rounds or says "about".
        derived: summed by this project, not by a source.
        marks: its sources.
    """

    ref: Ref
    measure: str
    program: Ref | None
    recipient: Ref | None
    period: str
    year: int
    stage: Ref | None
    amount: str
    unit: str
    basis: str
    reported_as: str
    approximate: bool
    derived: bool
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Gap:
    """Fiscal years inside a series of figures for which no figure is reported."""

    series: str
    years: tuple[int, ...]


@dataclass(frozen=True)
class NumberedSource:
    """A citation in the source list of a description."""

    number: int
    citation: Ref
    locator: str
    quotation: str
    source: Ref | None
    publisher: str
    published_on: str
    accessed_on: str
    web_address: str
    tier: str


@dataclass(frozen=True)
class Description:
    """All that the graph says about one thing.

    Args:
        iri: the thing.
        label: its label.
        kind: path segment of its IRI (`country`), `concept`, `term`, or empty.
        types: its classes, asserted ones first.
        notes: descriptions, definitions and caveats as (property label, text).
        status: verification status in words; empty where it has none.
        status_key: the same as notation.
        flagged: whether a reader should be warned of the status.
        facts: every other triple about it.
        own_marks: the sources the node itself cites.
        incoming: what points to it.
        incoming_limit: how many links of one property are shown.
        claims: claims about it, at most `claim_limit`.
        claim_count: how many claims there are.
        figures: reported figures, at most `figure_limit`.
        figure_count: how many figures of this kind there are.
        figures_elsewhere: figures of single countries, which stand on the countries' pages.
        gaps: years without a figure.
        sources: numbered from 1.
        links: to other data sets, in order of the names of these.
    """

    iri: str
    label: str
    kind: str
    types: tuple[Fact, ...]
    notes: tuple[tuple[str, str], ...]
    status: str
    status_key: str
    flagged: bool
    facts: tuple[Fact, ...]
    own_marks: tuple[Mark, ...]
    incoming: tuple[Incoming, ...]
    incoming_limit: int
    claims: tuple[ClaimView, ...]
    claim_count: int
    figures: tuple[Figure, ...]
    figure_count: int
    figures_elsewhere: int
    gaps: tuple[Gap, ...]
    sources: tuple[NumberedSource, ...]
    links: tuple[Link, ...] = ()
