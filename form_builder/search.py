"""A search for answers that keep all rules: unit propagation, cheapest alternative first, a budget."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from form_builder.clauses import FALSE, TRUE, Be, Every, Node, Some, There, literals
from form_builder.meeting.intersect import meet_of

BUDGET = 20_000


class TooMuch(Exception):
    """The search would take too many steps, so nothing is known."""


class State:
    """What is decided: which questions are answered, and what the answers must be."""

    def __init__(
        self,
        there: dict[str, bool] | None = None,
        parts: dict[str, frozenset[str]] | None = None,
    ) -> None:
        self.there = there if there is not None else {}
        self.parts = parts if parts is not None else {}

    def copy(self) -> "State":
        return State(dict(self.there), dict(self.parts))


class Search:
    """One search; `steps` counts down from the budget."""

    def __init__(self, budget: int = BUDGET) -> None:
        self.steps = budget

    def model(self, nodes: Iterable[Node]) -> State | None:
        """A state in which all `nodes` hold, None when there is none; TooMuch beyond the budget."""
        state, clauses = State(), [*_flat(nodes)]
        left = self._settled(state, clauses)
        if left is None:
            return None
        for part in components(left):
            found = self._solved(state, part)
            if found is None:
                return None
            state = found
        return state

    def _solved(self, state: State, clauses: Sequence[Some]) -> State | None:
        if not clauses:
            return state
        clause = min(clauses, key=lambda c: len(c.nodes))
        for way in sorted(clause.nodes, key=lambda node: _cost(node, state)):
            self.steps -= 1
            if self.steps < 0:
                raise TooMuch
            tried = state.copy()
            left = self._settled(tried, [way, *(c for c in clauses if c is not clause)])
            found = None if left is None else self._solved(tried, left)
            if found is not None:
                return found
        return None

    def _settled(self, state: State, nodes: Sequence[Node]) -> list[Some] | None:
        """Takes over all that has only one way left; the clauses that are open, None at a clash."""
        waiting, open_ones = list(nodes), list[Some]()
        while waiting:
            changed = False
            for node in waiting:
                left = _reduced(node, state)
                if left == FALSE:
                    return None
                if isinstance(left, Some):
                    open_ones.append(left)
                elif left != TRUE:
                    changed = True
                    if not _taken(state, left, open_ones):
                        return None
            if not changed:
                break
            waiting, open_ones = list(open_ones), []
        return open_ones


def _flat(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Every):
            yield from node.nodes
        else:
            yield node


def _taken(state: State, node: Node, clauses: list[Some]) -> bool:
    """Decide what `node` says; False at a clash."""
    if isinstance(node, Every):
        return all(_taken(state, inner, clauses) for inner in node.nodes)
    if isinstance(node, Some):
        clauses.append(node)
        return bool(node.nodes)
    known = state.there.get(node.key)
    if isinstance(node, There):
        if known is not None:
            return known == node.is_there
        state.there[node.key] = node.is_there
        return not node.is_there or not _is_dead(state.parts.get(node.key, _NONE))
    if known is False:
        return True
    together = state.parts.get(node.key, _NONE) | node.parts
    state.parts[node.key] = together
    if not _is_dead(together):
        return True
    state.there[node.key] = False
    return known is None


def _reduced(node: Node, state: State) -> Node:
    """`node` with what is decided already left out."""
    if isinstance(node, There):
        known = state.there.get(node.key)
        if known is None:
            is_dead = node.is_there and _is_dead(state.parts.get(node.key, _NONE))
            return FALSE if is_dead else node
        return TRUE if known == node.is_there else FALSE
    if isinstance(node, Be):
        return _reduced_be(node, state)
    inner = [_reduced(n, state) for n in node.nodes]
    if isinstance(node, Every):
        if FALSE in inner:
            return FALSE
        left = tuple(n for n in inner if n != TRUE)
        return left[0] if len(left) == 1 else Every(left)
    if TRUE in inner:
        return TRUE
    left = tuple(n for n in inner if n != FALSE)
    return left[0] if len(left) == 1 else Some(left)


def _reduced_be(node: Be, state: State) -> Node:
    known = state.there.get(node.key)
    if known is False:
        return TRUE
    parts = state.parts.get(node.key, _NONE)
    verdict = _fits(parts, node.parts)
    if verdict == "always":
        return TRUE
    if verdict == "never":
        return FALSE if known else There(node.key, False)
    return node


_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def _fits(parts: frozenset[str], more: frozenset[str]) -> str:
    """Do answers that keep `parts` keep `more`: always, never, or sometimes."""
    if more <= parts:
        return "always"
    both = met(parts | more)
    if both is False:
        return "never"
    listed = met(parts)
    if isinstance(listed, dict) and "enum" in listed and isinstance(both, dict):
        return "always" if len(both.get("enum", ())) == len(listed["enum"]) else "sometimes"
    return "always" if both == listed else "sometimes"


@lru_cache(maxsize=65536)
def met(parts: frozenset[str]) -> Any:
    """The meet of conjuncts; not to be changed."""
    return meet_of(parts)


def _is_dead(parts: frozenset[str]) -> bool:
    return bool(parts) and met(parts) is False


def _cost(node: Node, state: State) -> int:
    """How much more an alternative asks of people: nothing, a certain answer, one more answer."""
    if isinstance(node, There):
        return 3 if node.is_there and node.key not in state.there else 0
    if isinstance(node, Be):
        return 1 if state.there.get(node.key) else 0
    costs = [_cost(n, state) for n in node.nodes]
    return sum(costs) if isinstance(node, Every) else min(costs, default=0)


def components(clauses: Iterable[Some]) -> list[list[Some]]:
    """The clauses in groups that share no question."""
    groups: list[tuple[set[str], list[Some]]] = []
    for clause in clauses:
        keys = {literal.key for literal in literals(clause)}
        touching = [g for g in groups if g[0] & keys]
        for group in touching:
            groups.remove(group)
            keys |= group[0]
        groups.append((keys, [c for g in touching for c in g[1]] + [clause]))
    return [clauses for _, clauses in groups]
