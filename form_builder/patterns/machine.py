"""What a pattern matches as a machine that reads character by character.

The machine is built from the tree and made deterministic as far as it is walked. It answers for RE2's
unanchored search: once something was found, everything that follows is fine.
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

from form_builder.patterns.sets import Ranges
from form_builder.patterns.tree import Tree, tree

MOST_NODES = 4000
FOUND = -1
_WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
_LINE: Ranges = ((10, 10),)
# What stands before or after a place: nothing, a line break, a word character, another.
_NONE, _BREAK, _LETTER, _OTHER = range(4)
_NEEDS = {"edge": _WORD, "line begin": _LINE, "line end": _LINE}


class Machine:
    """`start`; `step(state, symbol)` or `each(state, symbol)`; `accepts(state)` at the end.

    `symbol(code)` is one number for all characters that mean the same here; it changes at `cuts` only.
    """

    def __init__(self, root: Tree) -> None:
        self._free: list[list[tuple[str, int]]] = []
        self._moves: list[tuple[int, int]] = []
        self._sets: list[Ranges] = []
        self._known_sets: dict[Ranges, int] = {}
        self._extra: set[Ranges] = set()
        self._begin = self._node()
        self._end = self._build(root, self._begin)
        self.cuts, self._symbols, self._members = self._alphabet()
        self._states: list[tuple[frozenset[int], int]] = []
        self._ids: dict[tuple[frozenset[int], int], int] = {}
        self._steps: dict[tuple[int, int], int] = {}
        self._ways: dict[tuple[int, int], tuple[int, ...]] = {}
        self._leaving: dict[tuple[int, int], list[tuple[int, int]] | None] = {}
        self._ends: dict[int, bool] = {}
        self._anchored = self._only_begins()
        # Machines are shared by threads; all else they learn is the same whoever learns it.
        self._lock = Lock()
        self.start = self._id(frozenset([self._begin]), _NONE)

    def symbol(self, code: int) -> int:
        return self._symbols[bisect_right(self.cuts, code) - 1]

    def step(self, state: int, symbol: int) -> int:
        if state == FOUND:
            return FOUND
        known = self._steps.get((state, symbol))
        if known is None:
            known = self._steps[state, symbol] = self._stepped(state, symbol)
        return known

    def each(self, state: int, symbol: int) -> tuple[int, ...]:
        """As `step`, one state for each way a match may go: enough to find a text, and never many."""
        if state == FOUND:
            return (FOUND,)
        known = self._ways.get((state, symbol))
        if known is None:
            known = self._ways[state, symbol] = tuple(self._led(state, symbol))
        return known

    def accepts(self, state: int) -> bool:
        if state == FOUND:
            return True
        if state not in self._ends:
            nodes, before = self._states[state]
            self._ends[state] = self._end in self._reached(nodes, before, _NONE)
        return self._ends[state]

    def _stepped(self, state: int, symbol: int) -> int:
        after, kind = self._after_one(state, symbol)
        return FOUND if after is None else self._id(frozenset(after | {self._begin}), kind)

    def _led(self, state: int, symbol: int) -> Iterator[int]:
        after, kind = self._after_one(state, symbol)
        if after is None:
            yield FOUND
            return
        again = self._begin in self._states[state][0] and not self._anchored
        for node in sorted(after | {self._begin} if again else after):
            yield self._id(frozenset([node]), kind)

    def _after_one(self, state: int, symbol: int) -> tuple[set[int] | None, int]:
        """The nodes after one more character and its kind; no nodes when a match has ended before it."""
        members, kind = self._members[symbol]
        if (state, kind) not in self._leaving:
            nodes, before = self._states[state]
            reached = self._reached(nodes, before, kind)
            moves = [self._moves[n] for n in reached if self._moves[n][0] >= 0]
            self._leaving[state, kind] = None if self._end in reached else moves
        leaving = self._leaving[state, kind]
        return None if leaving is None else {to for s, to in leaving if s in members}, kind

    def _reached(self, nodes: frozenset[int], before: int, after: int) -> set[int]:
        reached, ahead = set(nodes), list(nodes)
        while ahead:
            for place, to in self._free[ahead.pop()]:
                if to not in reached and _holds(place, before, after):
                    reached.add(to)
                    ahead.append(to)
        return reached

    def _only_begins(self) -> bool:
        """Can a match begin nowhere but where the text does?"""
        reached, ahead = {self._begin}, [self._begin]
        while ahead:
            free = {to for place, to in self._free[ahead.pop()] if place != "begin"} - reached
            reached |= free
            ahead += free
        return self._end not in reached and all(self._moves[n][0] < 0 for n in reached)

    def _id(self, nodes: frozenset[int], before: int) -> int:
        key = (nodes, before)
        with self._lock:
            if key not in self._ids:
                self._states.append(key)
                self._ids[key] = len(self._states) - 1
        return self._ids[key]

    def _node(self) -> int:
        if len(self._free) >= MOST_NODES:
            raise ValueError("a pattern of too many steps")
        self._free.append([])
        self._moves.append((-1, -1))
        return len(self._free) - 1

    def _build(self, part: Tree, begin: int) -> int:
        """Adds the nodes of `part` from `begin` on; the node where it ends."""
        kind = part[0]
        if kind == "set":
            end = self._node()
            self._moves[begin] = (self._set(part[1]), end)
            return end
        if kind == "at":
            end = self._node()
            self._free[begin].append((part[1], end))
            self._extra |= {_NEEDS[part[1]]} if part[1] in _NEEDS else set()
            return end
        if kind == "cat":
            for inner in part[1]:
                begin = self._build(inner, self._after(begin))
            return begin
        if kind == "alt":
            return self._branches(part[1], begin)
        return self._repeated(part[1], part[2], part[3], begin)

    def _branches(self, parts: tuple[Tree, ...], begin: int) -> int:
        end = self._node()
        for inner in parts:
            self._free[self._build(inner, self._after(begin))].append(("", end))
        return end

    def _repeated(self, inner: Tree, low: int, high: int | None, begin: int) -> int:
        for _ in range(low):
            begin = self._build(inner, self._after(begin))
        if high is None:
            loop = self._after(begin)
            self._free[self._build(inner, self._after(loop))].append(("", loop))
            return self._after(loop)
        end = self._node()
        for _ in range(high - low):
            self._free[begin].append(("", end))
            begin = self._build(inner, self._after(begin))
        self._free[begin].append(("", end))
        return end

    def _after(self, node: int) -> int:
        fresh = self._node()
        self._free[node].append(("", fresh))
        return fresh

    def _set(self, ranges: Ranges) -> int:
        if ranges not in self._known_sets:
            self._known_sets[ranges] = len(self._sets)
            self._sets.append(ranges)
        return self._known_sets[ranges]

    def _alphabet(self) -> tuple[list[int], list[int], list[tuple[frozenset[int], int]]]:
        """Where characters begin to mean something else, the symbol from there on, and each symbol's sets
        and kind."""
        asked = [*self._sets, *self._extra]
        cuts = sorted({0, *(c for ranges in asked for a, b in ranges for c in (a, b + 1))})
        inside: list[set[int]] = [set() for _ in cuts]
        place = {c: n for n, c in enumerate(cuts)}
        for number, ranges in enumerate(asked):
            for a, b in ranges:
                for n in range(place[a], place[b + 1]):
                    inside[n].add(number)
        meanings: dict[tuple[frozenset[int], int], int] = {}
        plain = len(self._sets)
        symbols = []
        for members in inside:
            meaning = frozenset(m for m in members if m < plain), _kind([asked[m] for m in members])
            symbols.append(meanings.setdefault(meaning, len(meanings)))
        return cuts, symbols, list(meanings)


def _kind(sets: list[Ranges]) -> int:
    """Kinds matter, and are told apart, only where the pattern asks for them."""
    return _BREAK if _LINE in sets else _LETTER if _WORD in sets else _OTHER


def _holds(place: str, before: int, after: int) -> bool:
    if not place:
        return True
    if place == "begin":
        return before == _NONE
    if place == "end":
        return after == _NONE
    if place == "line begin":
        return before in (_NONE, _BREAK)
    if place == "line end":
        return after in (_NONE, _BREAK)
    return (before == _LETTER) != (after == _LETTER)


@lru_cache(maxsize=1024)
def machine(pattern: str) -> Machine:
    """The machine of an RE2 pattern; ValueError when it cannot be read or would be too big."""
    return Machine(tree(pattern))
