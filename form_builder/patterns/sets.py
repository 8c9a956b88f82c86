"""Sets of characters as sorted ranges of code points; what a class means is RE2's word."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

import re2

Ranges = tuple[tuple[int, int], ...]
# Half a surrogate pair is no character.
EVERYTHING: Ranges = ((0, 0xD7FF), (0xE000, 0x10FFFF))
_PERL: dict[str, Ranges] = {
    "d": ((48, 57),),
    "s": ((9, 10), (12, 13), (32, 32)),
    "w": ((48, 57), (65, 90), (95, 95), (97, 122)),
}
# Kelvin and long s fold to ASCII letters.
_FOLDED = {"k": 0x212A, "s": 0x17F}
# Stretches of characters without case that Unicode's classes treat alike; one of each speaks for all.
_ALIKE: Ranges = (
    (0x3401, 0x4DAF),
    (0x4E01, 0x9EFF),
    (0xAC01, 0xD79F),
    (0xE001, 0xF7FF),
    (0x17001, 0x187DF),
)
_ALIKE += ((0x20001, 0x2A6CF), (0x2A701, 0x2B71F), (0x2B821, 0x2CE8F), (0x2CEB1, 0x2EBCF))
_ALIKE += ((0x30001, 0x3133F), (0x31351, 0x3239F), (0x34000, 0xDFFFF), (0xE0200, 0xEFFFF))
_ALIKE += ((0xF0000, 0xFFFFD), (0xFFFFE, 0xFFFFF), (0x100000, 0x10FFFD), (0x10FFFE, 0x10FFFF))


def union(sets: Iterable[Ranges]) -> Ranges:
    """The characters that are in any of `sets`."""
    found: list[list[int]] = []
    for low, high in sorted(r for ranges in sets for r in ranges):
        if found and low <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], high)
        else:
            found.append([low, high])
    return tuple((low, high) for low, high in found)


def complement(ranges: Ranges) -> Ranges:
    """Every other character."""
    gaps, start = [], 0
    for low, high in (*ranges, (0x110000, 0x110000)):
        if start < low:
            gaps.append((start, low - 1))
        start = high + 1
    found = [(max(a, low), min(b, high)) for a, b in gaps for low, high in EVERYTHING]
    return tuple((a, b) for a, b in found if a <= b)


def perl_class(letter: str, *, fold: bool) -> Ranges:
    """What \\d, \\s, \\w and their opposites match."""
    found = _PERL[letter.lower()]
    if fold and letter in "wW":
        found = union([found, tuple((c, c) for c in sorted(_FOLDED.values()))])
    return found if letter.islower() else complement(found)


def folded(ranges: Ranges) -> Ranges:
    """The characters that are one of these when case does not count."""
    if all(high < 128 for _, high in ranges):
        codes = {c for low, high in ranges for c in range(low, high + 1)}
        letters = {chr(c) for c in codes if chr(c).isalpha()}
        codes |= {ord(other) for c in letters for other in (c.lower(), c.upper())}
        codes |= {_FOLDED[c.lower()] for c in letters if c.lower() in _FOLDED}
        return union([tuple((c, c) for c in codes)])
    plain = complement(_ALIKE)
    cased = [(max(a, low), min(b, high)) for a, b in ranges for low, high in plain]
    written = "".join(f"\\x{{{a:x}}}-\\x{{{b:x}}}" for a, b in cased if a <= b)
    return union([ranges, asked(f"(?i)[{written}]") if written else ()])


@lru_cache(maxsize=512)
def asked(written: str) -> Ranges:
    """The characters RE2 says this class matches, found by showing it every one. No stretch of characters
    that Unicode treats alike may be named in part."""
    text, begins, stretches = _everything()
    runs = (m.span() for m in re2.compile(f"(?:{written})+").finditer(text))
    return union(_between(begin, end, begins, stretches) for begin, end in runs)


def _between(begin: int, end: int, begins: list[int], stretches: list[tuple[int, int]]) -> Ranges:
    """The characters that the places from `begin` to `end` of the shown text stand for."""
    found, first = [], bisect_right(begins, begin) - 1
    for place, (low, high) in zip(begins[first:], stretches[first:], strict=True):
        if place >= end:
            break
        if (low, high) in _SPOKEN_FOR:
            found.append((low, high))
        else:
            found.append((low + max(0, begin - place), min(high, low + end - place - 1)))
    return tuple(found)


@lru_cache(maxsize=1)
def _everything() -> tuple[str, list[int], list[tuple[int, int]]]:
    """The text to show, where in it each stretch begins, and the stretches."""
    text, begins, stretches = "", [], sorted([*complement(_ALIKE), *_ALIKE])
    for low, high in stretches:
        begins.append(len(text))
        text += chr(low) if (low, high) in _SPOKEN_FOR else "".join(map(chr, range(low, high + 1)))
    return text, begins, stretches


_SPOKEN_FOR = frozenset(_ALIKE)
DOT = complement(((10, 10),))
