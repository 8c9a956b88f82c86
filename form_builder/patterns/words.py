"""The texts that match some patterns, do not match others, and are of a length: is there one, and which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count, pairwise, product
from random import Random
from typing import Any

from form_builder.patterns.machine import FOUND, machine

# Work counts steps, and 12 more for each new state of a machine. Measured: 50 ms are about 8,000.
MOST_WORK = 8_000
_FRESH = 12
_LIKED = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class TooMuch(ValueError):
    """Undecided: the work allowed was used up."""


class _OneOf:
    """Reads exactly the texts of a list."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.start = 0
        self._next: list[dict[int, int]] = [{}]
        self._whole: set[int] = set()
        for text in texts:
            state = 0
            for c in map(ord, text):
                self._next.append({}) if c not in self._next[state] else None
                state = self._next[state].setdefault(c, len(self._next) - 1)
            self._whole.add(state)
        self._codes = {c for known in self._next for c in known}
        self.cuts = sorted({0, *self._codes, *(c + 1 for c in self._codes)})

    def symbol(self, code: int) -> int:
        return code if code in self._codes else -1

    def step(self, state: int, symbol: int) -> int:
        return self._next[state].get(symbol, FOUND) if state != FOUND else FOUND

    def accepts(self, state: int) -> bool:
        return state in self._whole


State = tuple[int, ...]
_Way = tuple[State, int, Any, int]


@dataclass
class Words:
    """All texts of `low` to `high` characters that match every pattern of `wanted`, none of `unwanted`, and
    are none of `but`. Every question raises TooMuch rather than work longer than MOST_WORK."""

    wanted: Sequence[str] = ()
    unwanted: Sequence[str] = ()
    low: int = 0
    high: int | None = None
    but: Sequence[str] = ()

    def __post_init__(self) -> None:
        self._readers: list[Any] = [machine(p) for p in (*self.wanted, *self.unwanted)]
        self._asked = len(self.wanted)
        if self.but:
            self._readers.append(_OneOf(self.but))
        self._left = MOST_WORK
        self._met: set[tuple[int, int]] = set()

    def first(self) -> str | None:
        """Such a text, a shortest where that is not too much work; None when there is none at all."""
        return next(iter(self.some(1, Random(0))), None)  # noqa: S311 (an example, not a secret)

    def is_possible(self) -> bool:
        """Is there any such text?"""
        try:
            return bool(self._layers())
        except TooMuch:
            self._left = MOST_WORK // 2
            return self._deep(Random(0)) is not None  # noqa: S311

    def some(self, number: int, rng: Random) -> list[str]:
        """Up to `number` such texts, not all different; [] when there are none at all."""
        try:
            layers = self._layers()
        except TooMuch:
            self._left = MOST_WORK // 2
            found = self._deep(rng)
            return [] if found is None else [found]
        if not layers:
            return []
        # The way back takes the steps that are known by now, so it needs no more than the way there.
        self._left = 2 * MOST_WORK
        alive = self._alive(layers)
        return [self._walk(alive, rng) for _ in range(number)]

    def longer(self, number: int, rng: Random) -> list[str]:
        """As `some`, of one length that is a little above the shortest where there is one."""
        shortest = len(self._layers()) - 1
        for more in (7, 3, 2, 1):
            if shortest >= 0 and (self.high is None or shortest + more <= self.high):
                other = Words(
                    self.wanted, self.unwanted, shortest + more, shortest + more, self.but
                )
                if found := other.some(number, rng):
                    return found
        return []

    def _deep(self, rng: Random) -> str | None:
        """A text found by going on as far as possible before trying another way."""
        start: _Way = (tuple(r.start for r in self._readers), 0, None, 0)
        ahead, seen = [start], {(start[0], 0)}
        while ahead:
            way = ahead.pop()
            state, length = way[:2]
            if length >= self.low and self._accepts(state):
                return self._along(way, rng)
            if length == self.high:
                continue
            follow = sorted(self._following(state), key=lambda f: f[0].count(FOUND))
            for after, symbol in follow:
                # Without a limit, all lengths beyond the shortest are one.
                place = (after, length + 1 if self.high else min(length + 1, self.low))
                if place not in seen:
                    seen.add(place)
                    ahead.append((after, length + 1, way, symbol))
        return None

    def _along(self, way: "_Way | None", rng: Random) -> str:
        said: list[str] = []
        while way and way[2]:
            said.append(self._character(way[3], rng))
            way = way[2]
        return "".join(reversed(said))

    def _layers(self) -> list[list[State]]:
        """The states after 0, 1, 2 … characters, to the first that accepts; [] when none ever does."""
        layers = [[tuple(r.start for r in self._readers)]]
        seen: set[State] = set()
        while layers[-1]:
            length = len(layers) - 1
            if length >= self.low:
                if any(self._accepts(s) for s in layers[-1]):
                    return layers
                seen.update(layers[-1])
            if length == self.high:
                return []
            follow = dict.fromkeys(f for s in layers[-1] for f, _ in self._following(s))
            layers.append([s for s in follow if s not in seen])
        return []

    def _alive(self, layers: list[list[State]]) -> list[dict[State, list[tuple[State, int]]]]:
        """For each length the states that lead to the end, with the steps that do."""
        ends: dict[State, list[tuple[State, int]]]
        ends = {s: [] for s in layers[-1] if self._accepts(s)}
        alive = [ends]
        for layer in reversed(layers[:-1]):
            steps = {s: [(f, c) for f, c in self._following(s) if f in ends] for s in layer}
            ends = {s: leading for s, leading in steps.items() if leading}
            alive.append(ends)
        return alive[::-1]

    def _walk(self, alive: list[dict[State, list[tuple[State, int]]]], rng: Random) -> str:
        state, said = next(iter(alive[0])), ""
        for layer in alive[:-1]:
            state, symbol = rng.choice(layer[state])
            said += self._character(symbol, rng)
        return said

    def _following(self, state: State) -> list[tuple[State, int]]:
        """What each kind of character leads to, without what an unwanted pattern has found."""
        found = []
        for symbol, kinds in enumerate(self._symbols):
            steps = [self._steps(*one) for one in zip(count(), self._readers, state, kinds)]
            found += [(after, symbol) for after in product(*steps)]
        self._spend(state, len(self._symbols) + len(found) + 1)
        return found

    def _steps(self, place: int, reader: Any, state: int, symbol: int) -> tuple[int, ...]:
        if place < self._asked:
            return reader.each(state, symbol)
        after = reader.step(state, symbol)
        is_pattern = place < len(self.wanted) + len(self.unwanted)
        return () if is_pattern and after == FOUND else (after,)

    def _spend(self, state: State, steps: int) -> None:
        """By what this question walks through, not by what is known from others: one verdict, always."""
        fresh = {(n, s) for n, s in enumerate(state)} - self._met
        self._met |= fresh
        self._left -= steps + len(fresh) * _FRESH
        if self._left < 0:
            raise TooMuch("too many steps to decide")

    def _accepts(self, state: State) -> bool:
        said = [r.accepts(s) for r, s in zip(self._readers, state, strict=True)]
        return all(said[: self._asked]) and not any(said[self._asked :])

    @cached_property
    def _symbols(self) -> list[tuple[int, ...]]:
        return list(self._stretches)

    @cached_property
    def _characters(self) -> list[tuple[str, list[tuple[int, int]]]]:
        """For each kind the letters and digits among them, and all of them."""
        return [
            ("".join(c for c in _LIKED if any(a <= ord(c) <= b for a, b in ranges)), ranges)
            for ranges in self._stretches.values()
        ]

    @cached_property
    def _stretches(self) -> dict[tuple[int, ...], list[tuple[int, int]]]:
        """The characters by what they mean to every reader at once."""
        cuts = sorted({0, 0xD800, 0xE000, 0x110000, *(c for r in self._readers for c in r.cuts)})
        found: dict[tuple[int, ...], list[tuple[int, int]]] = {}
        for low, beyond in pairwise(cuts):
            if low != 0xD800:
                kinds = tuple(r.symbol(low) for r in self._readers)
                found.setdefault(kinds, []).append((low, beyond - 1))
        return found

    def _character(self, symbol: int, rng: Random) -> str:
        liked, ranges = self._characters[symbol]
        if liked:
            return rng.choice(liked)
        low, high = max(ranges, key=lambda r: (r[0] >= 0x4E00, min(r[1] - r[0], 99), -r[0]))
        return chr(rng.randint(low, min(high, low + 999)))
