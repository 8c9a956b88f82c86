"""RE2 patterns read into trees, so that what they match can be reasoned about.

A tree is ("set", ranges) for one character, ("cat", trees), ("alt", trees), ("rep", tree, low, high or None)
or ("at", place). Only what RE2 itself accepts is read; ValueError for what is not modelled.
"""

import re
from functools import lru_cache
from typing import Any

import re2

from form_builder.patterns.sets import (
    DOT,
    EVERYTHING,
    Ranges,
    asked,
    complement,
    folded,
    perl_class,
    union,
)

Tree = tuple[Any, ...]
NOTHING: Tree = ("cat", ())
_QUIET = re2.Options()
_QUIET.log_errors = False
_COUNT = re.compile(r"\{(\d+)(,(\d*))?\}")
_GROUP = re.compile(r"\?(?:P?<\w+>|([imsU]*)(?:-([imsU]+))?([:)]))")
_PROPERTY = re.compile(r"\\[pP](?:\{\^?\w+\}|\w)")
_POSIX = re.compile(r"\[:\^?\w+:\]")
_PERL = re.compile(r"\\([dDsSwW])")
_RANGE = re.compile(r"-[^\]]")
_CODE = re.compile(r"\\(?:x\{([0-9A-Fa-f]+)\}|x([0-9A-Fa-f]{2})|([0-7]{1,3}))")
_CONTROL = {"a": 7, "f": 12, "t": 9, "n": 10, "r": 13, "v": 11}
# \\B is left out: RE2 finds it between the bytes of one character.
_PLACES = {"A": "begin", "z": "end", "b": "edge"}


@lru_cache(maxsize=4096)
def tree(pattern: str) -> Tree:
    """The tree of an RE2 pattern. ValueError when RE2 refuses it or it is not modelled here."""
    try:
        re2.compile(pattern, _QUIET)
    except (re2.error, UnicodeEncodeError) as problem:
        raise ValueError(f"no RE2 pattern: {pattern}") from problem
    return _Reader(pattern).everything()


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern, 0
        self.flags: frozenset[str] = frozenset()

    def everything(self) -> Tree:
        found = self._choice()
        if self.at < len(self.pattern):
            raise ValueError("an unexpected bracket")
        return found

    def _choice(self) -> Tree:
        branches = [self._sequence()]
        while self._skip("|"):
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else ("alt", tuple(branches))

    def _sequence(self) -> Tree:
        found: list[Tree] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            if self.pattern.startswith("\\Q", self.at):
                end = self.pattern.find("\\E", self.at)
                words = self.pattern[self.at + 2 : None if end < 0 else end]
                self.at = len(self.pattern) if end < 0 else end + 2
                found += [self._one(ord(c)) for c in words]
                if words and self._counted(found[-1]) is not found[-1]:
                    raise ValueError("a repeated quotation")
            else:
                found.append(self._counted(self._atom()))
        return found[0] if len(found) == 1 else ("cat", tuple(found))

    def _counted(self, atom: Tree) -> Tree:
        while self.at < len(self.pattern):
            c, counts = self.pattern[self.at], _COUNT.match(self.pattern, self.at)
            if c in "*+?":
                self.at += 1
                low, high = (1 if c == "+" else 0), (1 if c == "?" else None)
            elif counts:
                self.at = counts.end()
                low = int(counts[1])
                high = low if counts[2] is None else int(counts[3]) if counts[3] else None
            else:
                return atom
            self._skip("?")
            atom = ("rep", atom, low, high)
        return atom

    def _atom(self) -> Tree:
        c = self.pattern[self.at]
        if c == "(":
            return self._group()
        if c == "[":
            return ("set", self._bracket())
        if c == "\\":
            return self._escape()
        self.at += 1
        if c == ".":
            return ("set", EVERYTHING if "s" in self.flags else DOT)
        if c == "^":
            return ("at", "line begin" if "m" in self.flags else "begin")
        if c == "$":
            return ("at", "line end" if "m" in self.flags else "end")
        return self._one(ord(c))

    def _group(self) -> Tree:
        self.at += 1
        before = self.flags
        if special := _GROUP.match(self.pattern, self.at):
            self.at = special.end()
            if special[3]:
                self.flags = self.flags | set(special[1]) - set(special[2] or "")
            if special[3] == ")":
                return NOTHING
        found = self._choice()
        if not self._skip(")"):
            raise ValueError("a bracket is missing")
        self.flags = before
        return found

    def _escape(self) -> Tree:
        if known := _PROPERTY.match(self.pattern, self.at):
            self.at = known.end()
            return ("set", asked(self._flagged(known[0])))
        c = self.pattern[self.at + 1]
        if c in _PLACES or c in "dDsSwW":
            self.at += 2
            return ("at", _PLACES[c]) if c in _PLACES else ("set", self._perl(c))
        return self._one(self._character())

    def _bracket(self) -> Ranges:
        self.at += 1
        negated = self._skip("^")
        found: list[Ranges] = []
        while not found or not self.pattern.startswith("]", self.at):
            found.append(self._member())
        self.at += 1
        return complement(union(found)) if negated else union(found)

    def _member(self) -> Ranges:
        if known := _PROPERTY.match(self.pattern, self.at) or _POSIX.match(self.pattern, self.at):
            self.at = known.end()
            written = known[0] if known[0][0] == "\\" else f"[{known[0]}]"
            return asked(self._flagged(written))
        if perl := _PERL.match(self.pattern, self.at):
            self.at = perl.end()
            return self._perl(perl[1])
        low = high = self._character()
        if _RANGE.match(self.pattern, self.at):
            self.at += 1
            high = self._character()
        return folded(((low, high),)) if "i" in self.flags else ((low, high),)

    def _character(self) -> int:
        """One character, written as itself or escaped."""
        if code := _CODE.match(self.pattern, self.at):
            self.at = code.end()
            return int(code[1] or code[2], 16) if not code[3] else int(code[3], 8)
        c = self.pattern[self.at]
        self.at += 1
        if c != "\\":
            return ord(c)
        c = self.pattern[self.at]
        self.at += 1
        if c.isalnum() and c not in _CONTROL:
            raise ValueError(f"\\{c} is not modelled")
        return _CONTROL.get(c, ord(c))

    def _one(self, code: int) -> Tree:
        only = ((code, code),)
        return ("set", folded(only) if "i" in self.flags else only)

    def _perl(self, letter: str) -> Ranges:
        return perl_class(letter, fold="i" in self.flags)

    def _flagged(self, text: str) -> str:
        return f"(?i){text}" if "i" in self.flags else text

    def _skip(self, c: str) -> bool:
        there = self.pattern.startswith(c, self.at)
        self.at += len(c) if there else 0
        return there
