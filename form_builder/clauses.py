"""Rules over a merged document as clauses: what is answered, what is not, and what an answer is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from form_builder.meeting.intersect import conjuncts
from form_builder.meeting.negation import negation

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class There:
    """The question is answered, or is not."""

    key: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Be:
    """If the question is answered, the answer is accepted by these conjuncts."""

    key: str
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Every:
    nodes: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Some:
    nodes: tuple[Any, ...]


Node = There | Be | Every | Some
TRUE, FALSE = Every(()), Some(())


def every(nodes: Iterable[Node]) -> Node:
    """All of the nodes."""
    flat: list[Node] = []
    for node in nodes:
        if node == FALSE:
            return FALSE
        flat += node.nodes if isinstance(node, Every) else [node]
    return flat[0] if len(flat) == 1 else Every(tuple(flat))


def some(nodes: Iterable[Node]) -> Node:
    """At least one of the nodes."""
    flat: list[Node] = []
    for node in nodes:
        if node == TRUE:
            return TRUE
        flat += node.nodes if isinstance(node, Some) else [node]
    return flat[0] if len(flat) == 1 else Some(tuple(flat))


def literals(node: Node) -> Iterator[There | Be]:
    """The literals in a node, in order."""
    if isinstance(node, Every | Some):
        for inner in node.nodes:
            yield from literals(inner)
    else:
        yield node


class Clauses:
    """Reads schemas over documents whose questions stand at `paths`; what it cannot read it takes as
    kept, so it never forbids more than the schema does."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.leaves = {path: "/".join(path) for path in paths}
        self.inner: dict[Path, list[str]] = {}
        for path, key in self.leaves.items():
            for length in range(1, len(path)):
                self.inner.setdefault(path[:length], []).append(key)

    def read(self, schema: Any, at: Path = (), *, holds: bool = True) -> Node:
        """The node that says that `schema` accepts the object at `at`, or that it does not."""
        if not isinstance(schema, Mapping):
            return TRUE if bool(schema) == holds else FALSE
        join = every if holds else some
        return join([self._keyword(schema, k, v, at, holds) for k, v in schema.items()])

    def _keyword(
        self, schema: Mapping[str, Any], keyword: str, value: Any, at: Path, holds: bool
    ) -> Node:
        neutral = TRUE if holds else FALSE
        if keyword == "type":
            return (
                TRUE if ("object" in ([value] if value == "object" else value)) == holds else FALSE
            )
        if keyword == "required":
            parts = [self._there((*at, name), holds) for name in value]
            return every(parts) if holds else some(parts)
        if keyword == "properties":
            parts = [self._member((*at, name), s, holds) for name, s in value.items()]
            return every(parts) if holds else some(parts)
        if keyword == "if":
            return self._turn(schema, at, holds)
        if keyword in ("then", "else"):
            return neutral
        if keyword in _WAYS:
            return _WAYS[keyword](self, value, at, holds)
        return TRUE

    def _there(self, path: Path, holds: bool) -> Node:
        if path in self.leaves:
            return There(self.leaves[path], holds)
        inside = [There(key, holds) for key in self.inner.get(path, ())]
        return some(inside) if holds else every(inside)

    def _member(self, path: Path, schema: Any, holds: bool) -> Node:
        if path in self.leaves:
            return self._answer(self.leaves[path], schema, holds)
        if path not in self.inner:
            return TRUE if holds else FALSE
        inside = self.read(schema, path, holds=holds)
        if not holds:
            return every([self._there(path, True), inside])
        if not any(isinstance(n, There) for n in literals(inside)):
            return inside
        return some([self._there(path, False), inside])

    def _answer(self, key: str, schema: Any, holds: bool) -> Node:
        if isinstance(schema, bool):
            if schema:
                return TRUE if holds else FALSE
            return There(key, not holds)
        if holds:
            return Be(key, frozenset(conjuncts([schema])))
        if negation(schema) is False:
            return FALSE
        return every([There(key, True), Be(key, frozenset(conjuncts([negation(schema)])))])

    def _turn(self, schema: Mapping[str, Any], at: Path, holds: bool) -> Node:
        yes = self.read(schema["if"], at)
        no = self.read(schema["if"], at, holds=False)
        then = self.read(schema.get("then", True), at, holds=holds)
        other = self.read(schema.get("else", True), at, holds=holds)
        if holds:
            return every([some([no, then]), some([yes, other])])
        return some([every([yes, then]), every([no, other])])

    def _all(self, schemas: Sequence[Any], at: Path, holds: bool) -> Node:
        parts = [self.read(s, at, holds=holds) for s in schemas]
        return every(parts) if holds else some(parts)

    def _any(self, schemas: Sequence[Any], at: Path, holds: bool) -> Node:
        parts = [self.read(s, at, holds=holds) for s in schemas]
        return some(parts) if holds else every(parts)

    def _one(self, schemas: Sequence[Any], at: Path, holds: bool) -> Node:
        yes = [self.read(s, at) for s in schemas]
        no = [self.read(s, at, holds=False) for s in schemas]
        only = [every([y, *no[:n], *no[n + 1 :]]) for n, y in enumerate(yes)]
        if holds:
            return some(only)
        pairs = [every([yes[a], yes[b]]) for a in range(len(yes)) for b in range(a)]
        return some([every(no), *pairs])

    def _not(self, schema: Any, at: Path, holds: bool) -> Node:
        return self.read(schema, at, holds=not holds)


_WAYS: dict[str, Any] = {
    "allOf": Clauses._all,
    "anyOf": Clauses._any,
    "oneOf": Clauses._one,
    "not": Clauses._not,
}
