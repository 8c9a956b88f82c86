"""What must hold of a meet, whatever was met; each check tells what does not, in words."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from form_builder.canonical import text
from form_builder.meet import Meet, meet
from schemas.judge import judge
from schemas.problem import Refused
from tests.form_builder.near import a_document, a_world, moved


def wrong(schemas: list[Any], found: Meet, documents: list[Any]) -> Iterator[str]:
    """Where the meet and the schemas disagree on a document, its witness or whether there is one."""
    judges, met = [judge(s) for s in schemas], judge(found.schema)
    if found.satisfiable and not all(j.is_valid(found.witness) for j in judges):
        yield f"witness {found.witness!r}"
    if (found.satisfiable is False) != (found.schema is False):
        yield "a schema that is empty is False, and only such a one"
    for document in documents:
        all_accept = all(j.is_valid(document) for j in judges)
        if met.is_valid(document) != all_accept:
            yield f"{document!r}: all say {all_accept}"
        if all_accept and found.satisfiable is False:
            yield f"{document!r} is accepted by all, yet nothing was to be"


def regrouped(schemas: list[Any], found: Meet, rng: Random) -> Iterator[str]:
    """Where order, repetition or grouping change the text. What was not decided for all at once may be
    decided for some, so there the text is only equal where both were decided."""
    shuffled = rng.sample([*schemas, schemas[0]], len(schemas) + 1)
    ways = {"shuffled": shuffled, "again": [found.schema]}
    if len(schemas) > 1:
        ways["grouped"] = [meet(schemas[:2]).schema, *schemas[2:]]
        ways["each by itself"] = [meet([s]).schema for s in schemas]
    for name, given in ways.items():
        other = meet(given)
        if None in (found.satisfiable, other.satisfiable) and name != "shuffled":
            continue
        if text(other.schema) != text(found.schema):
            yield f"{name}: {text(other.schema)} for {text(found.schema)}"


def documents_for(schemas: list[Any], found: Meet, rng: Random, number: int) -> list[Any]:
    """Witnesses of each schema and of the meet, steps away from them, and others."""
    known = [m.witness for m in (found, *(meet([s]) for s in schemas)) if m.satisfiable]
    steps = [moved(rng, rng.choice(known)) for _ in range(number // 2) if known]
    further = [moved(rng, s) for s in steps[: number // 4]]
    return [*known, *steps, *further, *(a_document(rng) for _ in range(number // 4))]


def world(seed: int, number: int) -> tuple[list[Any], Meet, list[Any], Random] | None:
    """A random world with about `number` documents; None when the gate refuses its schemas."""
    rng = Random(seed)
    schemas = a_world(rng)
    try:
        found = meet(schemas)
    except Refused:
        return None
    return schemas, found, documents_for(schemas, found, rng, number), rng


def told(schemas: list[Any], about: str) -> str:
    return f"{json.dumps(schemas, ensure_ascii=False)}\n    {about}"
