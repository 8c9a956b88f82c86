"""Contradictions between rules of several questions: found by search, each with its fewest causes."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from form_builder.ask import Asked, asking
from form_builder.bound import Bound
from form_builder.canonical import schema_text, text
from form_builder.clauses import TRUE, Be, Every, Node, Some, There, literals
from form_builder.conflicts import by_key, clashing, conflict, dead_ends
from form_builder.demands import Demand, demands, showings
from form_builder.meeting.intersect import conjuncts
from form_builder.meeting.negation import negation
from form_builder.rule_clashes import rule_clashes
from form_builder.search import Search, State, TooMuch, met
from schemas.merged import Conflict

_ROUNDS = 12
_LISTED = 30


class Contradictions:
    """What the rules of these forms allow together. `conflicts` are the contradictions, `state` answers
    that keep all rules where there are any, `unsure` the questions a search gave up on."""

    def __init__(self, forms: Sequence[Bound]) -> None:
        self.forms = forms
        self.fields = by_key(a for form in forms for a in asking(form).fields)
        self.demands = [d for form in forms for d in demands(form)]
        self.conflicts: list[Conflict] = []
        self.unsure: set[str] = set()
        self.is_impossible = False
        self.state = self._search()

    def _search(self) -> State | None:
        left = self._without_dead_ends()
        left, state = self._without_contradictions(left)
        self.parts = _parts(left)
        self.conflicts += self._once_shown(left)
        if state is not None:
            self.conflicts += self._choices(left, [state])
        return None if self.is_impossible else state

    def _without_dead_ends(self) -> list[Demand]:
        """The demands but those of questions that cannot be answered in any case: they are told."""
        found = list(dead_ends(self.fields.values()))
        found += rule_clashes(self.forms, self.fields)
        self.conflicts += found
        self.is_impossible = any(c.kind in ("presence", "form") for c in found)
        dead = {c.about for c in found if c.kind == "presence"}
        return [d for d in self.demands if d.about not in dead or d.does != "limits"]

    def _without_contradictions(self, left: list[Demand]) -> tuple[list[Demand], State | None]:
        """The demands that can be kept together, the others told as conflicts, each with its causes."""
        for _ in range(_ROUNDS):
            try:
                state = _model(left)
            except TooMuch:
                self.unsure |= {d.about for d in left if isinstance(d.node, Some)}
                return left, None
            if state is not None:
                return left, state
            core = fewest(_impossible_part(left), ())
            self.conflicts.append(
                _told(
                    core, _about(core), "presence" if len({d.about for d in core}) == 1 else "form"
                )
            )
            self.is_impossible = True
            left = [d for d in left if d not in core]
        return left, None

    def _once_shown(self, left: Sequence[Demand]) -> Iterator[Conflict]:
        """Rules on one question that exclude each other, where some situation shows them together."""
        told = {c.about for c in self.conflicts}
        for key, asked in self.fields.items():
            told_ones = [a for a in asked if a.binding.is_told]
            if key in told or all(a.binding.show_when is None for a in told_ones):
                continue
            if met(frozenset(p for a in told_ones for p in a.parts)) is not False:
                continue
            for guilty in clashing(told_ones):
                if self._are_shown_together(key, guilty, left):
                    yield conflict(guilty, "condition")
                    break

    def _are_shown_together(
        self, key: str, guilty: Sequence[Asked], left: Sequence[Demand]
    ) -> bool:
        sources = {a.binding.source for a in guilty}
        shown = [showings(f).get(key, TRUE) for f in self.forms if f.source.id in sources]
        others = [d for d in left if d.about != key]
        try:
            return _model(others, shown) is not None
        except TooMuch:
            self.unsure.add(key)
            return False

    def _choices(self, left: Sequence[Demand], states: list[State]) -> Iterator[Conflict]:
        """The answers that a condition looks at and that can then never be submitted."""
        told: set[tuple[str, ...]] = set()
        for key, when, nodes in self._triggers(left):
            if (key, "") in told or any(_shows(state, nodes) for state in states):
                continue
            part = self.parts[key]
            try:
                state = _model(part, nodes)
            except TooMuch:
                self.unsure.add(key)
                continue
            if state is not None:
                states.append(state)
                continue
            told.add((key, when))
            yield _told(fewest(part, nodes), key, "choice", when)

    def _triggers(self, left: Iterable[Demand]) -> Iterator[tuple[str, str, list[Node]]]:
        asked: dict[str, dict[str, Any]] = {}
        for demand in left:
            if isinstance(demand.node, Some):
                for literal in (n for way in demand.node.nodes[:-1] for n in literals(way)):
                    asked.setdefault(literal.key, {}).update(_looked_for(literal))
        always = {k: _always(a) for k, a in self.fields.items() if k in asked}
        for key, schemas in asked.items():
            allowed = met(always[key]) if key in always else True
            if allowed is False:
                continue
            given = [There(key, True), *self._shown_to_someone(key)]
            yield key, "", given
            for when, schema in (self._options(key) or schemas).items():
                be = Be(key, frozenset(conjuncts([schema])))
                if met(be.parts | always.get(key, frozenset())) is not False:
                    yield key, when, [*given, be]

    def _options(self, key: str) -> dict[str, Any]:
        """The answers to choose from, where they can be counted, whenever the question is shown."""
        asked = self.fields.get(key, ())
        return _listed(met(frozenset(p for a in asked for p in a.parts)))

    def _shown_to_someone(self, key: str) -> list[Node]:
        shown = [showings(f)[key] for f in self.forms if key in showings(f)]
        return [] if TRUE in shown else [Some(tuple(shown))] if len(shown) > 1 else shown


def _looked_for(literal: There | Be) -> dict[str, Any]:
    """What a condition looks for, by canonical text: clauses hold its opposite."""
    if isinstance(literal, There):
        return {}
    parts = [json.loads(p) for p in sorted(literal.parts)]
    only = parts[0] if len(parts) == 1 else {"allOf": parts}
    schema = negation(only)
    if isinstance(schema, Mapping) and schema.keys() == {"enum"}:
        return _each(schema["enum"])
    return {schema_text(schema): schema}


def _listed(allowed: Any) -> dict[str, Any]:
    if isinstance(allowed, Mapping) and len(allowed.get("enum", ())) in range(1, _LISTED):
        values = allowed["enum"]
    elif isinstance(allowed, Mapping) and allowed.get("type") == "boolean":
        values = [True, False]
    else:
        return {}
    return _each(values)


def _each(values: Iterable[Any]) -> dict[str, Any]:
    return {text({"const": v}): {"const": v} for v in values}


def _always(asked: Iterable[Asked]) -> frozenset[str]:
    return frozenset(p for a in asked if a.binding.show_when is None for p in a.parts)


def _shows(state: State, nodes: Iterable[Node]) -> bool:
    """Is this already so in answers that were found?"""
    for node in nodes:
        if isinstance(node, Every | Some):
            return False
        if state.there.get(node.key) is not True:
            return False
        if isinstance(node, Be):
            now = met(state.parts.get(node.key, frozenset()))
            both = met(state.parts.get(node.key, frozenset()) | node.parts)
            if both != now:
                return False
    return True


def _model(some: Iterable[Demand], more: Iterable[Node] = ()) -> State | None:
    return Search().model([*(d.node for d in some), *more])


def _parts(some: Iterable[Demand]) -> dict[str, list[Demand]]:
    """The demands that hang together, by each question they are on."""
    found: dict[str, tuple[set[str], list[Demand]]] = {}
    for demand in some:
        keys = {literal.key for literal in literals(demand.node)} or {demand.about}
        own: tuple[set[str], list[Demand]] = (set(keys), [demand])
        for part in {id(found[k]): found[k] for k in keys if k in found}.values():
            own = (own[0] | part[0], part[1] + own[1])
        for key in own[0]:
            found[key] = own
    return {key: part for key, (_, part) in found.items()}


def _impossible_part(some: Sequence[Demand]) -> list[Demand]:
    parts = {id(p): p for p in _parts(some).values()}
    return next((p for p in parts.values() if _is_impossible(p, ())), list(some))


def _is_impossible(some: Iterable[Demand], more: Iterable[Node]) -> bool:
    try:
        return _model(some, more) is None
    except TooMuch:
        return False


def fewest(some: Sequence[Demand], more: Sequence[Node]) -> list[Demand]:
    """Of demands that cannot be kept together (with `more`), the fewest departments' and then the fewest."""
    sources = list(dict.fromkeys(d.source for d in some))
    few = _fewest_sources(some, more, sources)
    left = [d for d in some if d.source in few]
    for demand in list(left):
        without = [d for d in left if d is not demand]
        if _is_impossible(without, more):
            left = without
    return left


def _fewest_sources(
    some: Sequence[Demand], more: Sequence[Node], sources: Sequence[str]
) -> Sequence[str]:
    left = list(sources)
    for source in sources:
        without = [s for s in left if s != source]
        if _is_impossible([d for d in some if d.source in without], more):
            left = without
    if len(left) > 2:
        for pair in combinations(sources, 2):
            if _is_impossible([d for d in some if d.source in pair], more):
                return pair
    return left


def _about(core: Sequence[Demand]) -> str:
    """The question that most of these rules decide."""
    keys = [d.about for d in core]
    return max(keys, key=lambda k: (keys.count(k), k)) if keys else ""


def _told(core: Sequence[Demand], about: str, kind: str, when: str = "") -> Conflict:
    """One conflict; for each source the rule of its that says most."""
    by_source: dict[str, list[Demand]] = {}
    for demand in core:
        by_source.setdefault(demand.source, []).append(demand)
    said = [_strongest(rules, about) for rules in by_source.values()]
    return Conflict(
        about=about,
        kind=kind,
        sources=tuple(by_source),
        texts=tuple(_text(rules) for rules in by_source.values()),
        when=when,
        keys=tuple(d.about for d in said),
        does=tuple(d.does for d in said),
    )


def _strongest(rules: Sequence[Demand], about: str) -> Demand:
    order = ("needs", "forbids", "limits")
    return min(rules, key=lambda d: (not isinstance(d.node, Some), order.index(d.does)))


def _text(rules: Sequence[Demand]) -> str:
    texts = [d.text for d in rules if d.text]
    if len(texts) == 1:
        return texts[0]
    return schema_text({"allOf": [json.loads(t) for t in texts]}) if texts else ""
