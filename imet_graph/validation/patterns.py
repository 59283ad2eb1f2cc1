"""Regular expressions of sh:pattern, brought into the syntax of RE2, which DuckDB speaks."""

from __future__ import annotations

import re

from imet_graph.errors import ValidationError

__all__ = ["UnknownPattern", "re2"]

_FLAGS = frozenset("smixq")
_PIECE = re.compile(r"\\(.)|\[|\]|\s|.", re.DOTALL)
_DIGIT, _WORD = r"\p{Nd}", r"\p{L}\p{N}_"
_OUTSIDE = {"d": _DIGIT, "D": r"\P{Nd}", "w": f"[{_WORD}]", "W": f"[^{_WORD}]"}
_INSIDE = {"d": _DIGIT, "D": r"\P{Nd}", "w": _WORD}


class UnknownPattern(Exception):  # noqa: N818 - not an error: another evaluator takes over
    """A regular expression that RE2 would read otherwise than SPARQL does."""


def re2(pattern: str, flags: str = "") -> str:
    r"""A regular expression of SPARQL REGEX in the syntax of RE2.

    Digits (`\d`) and word characters (`\w`) are those of Unicode.

    Args:
        pattern: sh:pattern.
        flags: sh:flags.

    Raises:
        ValidationError: a flag that SPARQL does not know.
        UnknownPattern: the pattern has a construct that RE2 lacks and would misread.

    Source: XPath and XQuery Functions and Operators, section 5.6.2, flags
    """
    if odd := set(flags) - _FLAGS:
        raise ValidationError(f"sh:flags {flags!r}: {min(odd)!r} is none of i, m, q, s and x")
    inline = "".join(flag for flag in "ims" if flag in flags)
    prefix = f"(?{inline})" if inline else ""
    if "q" in flags:
        return prefix + re.escape(pattern)
    return prefix + _translated(pattern, blanks="x" not in flags)


def _translated(pattern: str, *, blanks: bool) -> str:
    out: list[str] = []
    inside = False
    for match in _PIECE.finditer(pattern):
        piece, escaped = match[0], match[1]
        if escaped is not None:
            out.append(_escape(escaped, inside=inside))
            continue
        if inside and piece == "[":
            _refuse_inner_class(pattern, match.start())
        out.append("" if piece.isspace() and not inside and not blanks else piece)
        inside = piece == "[" if not inside else piece != "]" or _opens(pattern, match.start())
    return "".join(out)


def _opens(pattern: str, place: int) -> bool:
    """Whether a bracket is the first character of its class, and so a member."""
    return pattern[:place].endswith("[") or pattern[:place].endswith("[^")


def _escape(character: str, *, inside: bool) -> str:
    known = _INSIDE if inside else _OUTSIDE
    if character in known:
        return known[character]
    if character in "WbBicIC" or character.isdigit():
        raise UnknownPattern(f"\\{character}")
    return "\\" + character


def _refuse_inner_class(pattern: str, place: int) -> None:
    if pattern[place - 1] == "-":
        raise UnknownPattern("subtraction of character classes")
    if pattern[place + 1 : place + 2] == ":":
        raise UnknownPattern("named character classes")
