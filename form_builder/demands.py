"""What each form demands, one rule at a time, ready to be searched: who says it, of which question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from form_builder.ask import Asked, asking
from form_builder.bound import Bound
from form_builder.canonical import schema_text
from form_builder.canonise import Canon
from form_builder.clauses import TRUE, Be, Clauses, Every, Node, Some, There, some


@dataclass(frozen=True, eq=False)
class Demand:
    """One rule of one form. `about` is the question it decides, `does` whether it needs, forbids or
    limits an answer there; `text` is the rule in canonical words."""

    source: str
    about: str
    does: str
    text: str
    node: Node


@lru_cache(maxsize=512)
def demands(form: Bound) -> tuple[Demand, ...]:
    """All that `form` demands of the merged document."""
    asked = asking(form)
    reader = Clauses({a.binding.path for a in asked.fields})
    return (
        *(d for a in asked.fields for d in _of_field(form.source.id, a)),
        *_of_guards(form.source.id, asked.guards, reader),
    )


@lru_cache(maxsize=512)
def showings(form: Bound) -> Mapping[str, Node]:
    """When `form` shows each question it does not always show; of one it asks twice, when either is."""
    canon = Canon(form.level, form.refs, lambda keyword: None)
    reader = Clauses({b.path for b in form.bindings})
    found: dict[str, list[Node]] = {}
    for binding in form.bindings:
        shown = reader.read(canon.shown(binding).schema) if binding.show_when else TRUE
        found.setdefault(binding.key, []).append(shown)
    return {key: some(nodes) for key, nodes in found.items()}


def _of_field(source: str, asked: Asked) -> Iterator[Demand]:
    binding = asked.binding
    if binding.show_when is not None or not binding.is_told:
        return
    if asked.parts:
        node = Be(binding.key, frozenset((*asked.parts, *_listed(asked.schema))))
        yield Demand(source, binding.key, "limits", schema_text(asked.schema), node)
    if binding.needed:
        yield Demand(source, binding.key, "needs", "", There(binding.key, True))


def _of_guards(source: str, guards: Mapping[str, Any], reader: Clauses) -> Iterator[Demand]:
    for text, guard in guards.items():
        node = reader.read(guard)
        for part in node.nodes if isinstance(node, Every) else (node,):
            said = _decided(part)
            if said is not None:
                does = "limits" if isinstance(said, Be) else "needs" if said.is_there else "forbids"
                yield Demand(source, said.key, does, text, part)
            elif part != TRUE:
                yield Demand(source, source, "forbids", text, part)


def _decided(node: Node) -> There | Be | None:
    """The literal a rule ends in: what it demands when its conditions hold."""
    while isinstance(node, Every | Some):
        if not node.nodes:
            return None
        node = node.nodes[-1]
    return node


def _listed(schema: Any) -> tuple[str, ...]:
    """Yes and no as a list, so that what is left of it can be counted."""
    is_yes_or_no = isinstance(schema, Mapping) and schema.get("type") == "boolean"
    return ('{"enum":[false,true]}',) if is_yes_or_no else ()
