"""The meet of JSON Schemas: one schema that accepts exactly what all of them accept."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from form_builder.gate import admit
from form_builder.meeting.answer import UNKNOWN, Answer
from form_builder.meeting.closed import closed
from form_builder.meeting.intersect import intersection
from form_builder.meeting.satisfy import satisfy
from schemas.judge import accepts
from schemas.problem import Refused


@dataclass(frozen=True)
class Meet:
    """`schema` accepts an instance exactly when all given schemas do; it refers to nothing outside itself.

    `satisfiable` is True with a `witness` that all of them accept, False when nothing can be
    accepted (`schema` is False then), None when neither was found out.
    """

    schema: Any
    satisfiable: bool | None
    witness: Any = None


def meet(schemas: Iterable[Any]) -> Meet:
    """The meet of any JSON Schemas 2020-12; of none: everything.

    Order, repetition and grouping do not matter: the meet of meets is the meet of all. Formats are asserted
    (`schemas.formats`), patterns are RE2 and found anywhere in a text, numbers are the decimals written.
    Raises Refused, with a JSON Pointer, for what `gate.admit` does not let in.
    """
    given = tuple(schemas)
    for schema in given:
        admit(schema)
    try:
        together = intersection(given)
    except RecursionError as problem:
        raise Refused("嵌套太深，算不完。") from problem
    found = _searched(together)
    if found.verdict is False:
        return Meet(False, False)
    if found.verdict and all(accepts(schema, found.value) for schema in given):
        return Meet(together, True, found.value)
    return Meet(together, None)


def _searched(schema: Any) -> Answer:
    try:
        return satisfy(*closed(schema))
    except RecursionError:
        return UNKNOWN
