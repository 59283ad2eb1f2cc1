"""The time of a thing in words, with the bounds and fiscal years that rules inferred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imet_graph.briefing.model import When
from imet_graph.briefing.wording import between, day
from imet_graph.description.lookup import node

if TYPE_CHECKING:
    from imet_graph.briefing.reader import Reader, Thing

__all__ = ["time_of"]


def time_of(reader: Reader, thing: Thing) -> When | None:
    """When a thing happened or held.

    Args:
        reader: the store.
        thing: an event, a situation or anything else with a time.

    Returns:
        None where it has no time at all.

    Graph: the dates of a thing, `imet:earliestStart` and the like, `imet:overlapsFiscalPeriod`
    """
    words = _words(reader, thing)
    if not words:
        return None
    definitely = reader.years(thing, "imet:overlapsFiscalPeriod")
    possibly = reader.years(thing, "imet:possiblyOverlapsFiscalPeriod")
    return When(
        words=words,
        earliest_start=min(thing.texts("imet:earliestStart"), default=""),
        latest_start=max(thing.texts("imet:latestStart"), default=""),
        earliest_end=max(thing.texts("imet:earliestEnd"), default=""),
        latest_end=min(thing.texts("imet:latestEnd"), default=""),
        definitely=definitely,
        possibly=tuple(year for year in possibly if year not in definitely),
    )


def _words(reader: Reader, thing: Thing) -> str:
    if on := thing.text("imet:onDate"):
        return day(on)
    if start := _start(thing):
        end = _end(reader, thing)
        return ", ".join(part for part in (start, end) if part)
    if bounds := between(thing.text("imet:earliestDate"), thing.text("imet:latestDate")):
        if not _holds(thing):
            return f"{_first_word(thing)}{bounds}"
        start = bounds if bounds.startswith("not") else f"from {bounds}"
        start = start.replace("from between", "from a day between")
        return f"{start}, {_end(reader, thing)}"
    if periods := _periods(reader, thing):
        return periods
    if end := thing.text("imet:endDate"):
        return f"to {day(end)}, beginning not known"
    return ""


def _first_word(thing: Thing) -> str:
    """What the bounds date, of something that is neither event nor situation."""
    kinds = thing.nodes("rdf:type")
    if node("imet:Organization") in kinds:
        return "founded "
    return "first appeared " if node("imet:RecurringClause") in kinds else ""


def _holds(thing: Thing) -> bool:
    """Whether it is something that holds for a while and not an event."""
    names = (
        "imet:endKnown",
        "imet:endDate",
        "imet:endedBy",
        "imet:lastSeenOn",
        "imet:overlapsFiscalPeriod",
        "imet:possiblyOverlapsFiscalPeriod",
    )
    return any(thing.has(name) for name in names)


def _start(thing: Thing) -> str:
    if start := thing.text("imet:startDate"):
        if thing.text("imet:startKnown") == "false":
            return f"on record from {day(start)}, beginning not known"
        return f"from {day(start)}"
    if seen := thing.text("imet:firstSeenOn"):
        return f"seen from {day(seen)}, beginning not known"
    return ""


def _end(reader: Reader, thing: Thing) -> str:
    if end := thing.text("imet:endDate"):
        return f"to {day(end)}"
    for action in reader.things(thing.nodes("imet:endedBy")):
        on = action.text("imet:onDate")
        bounds = between(action.text("imet:earliestDate"), action.text("imet:latestDate"))
        if ended := day(on) if on else bounds:
            return f"ended {ended}"
    if last := thing.text("imet:lastSeenOn"):
        return f"last seen {day(last)}, end not known"
    return "end not known"


def _periods(reader: Reader, thing: Thing) -> str:
    if inside := thing.nodes("imet:inFiscalPeriod"):
        return reader.see.label(inside[0])
    ends = [
        reader.see.label(period)
        for name in ("imet:fromFiscalPeriod", "imet:toFiscalPeriod")
        for period in thing.nodes(name)[:1]
    ]
    return " to ".join(dict.fromkeys(ends))
