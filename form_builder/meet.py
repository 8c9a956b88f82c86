"""The meet of JSON Schemas: one schema that accepts exactly what all of them accept."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from form_builder.intersect import intersection
from form_builder.sample_value import value
from schemas.judge import accepts


@dataclass(frozen=True)
class Meet:
    """`schema` accepts an instance exactly when all given schemas do.

    `satisfiable` is True with a `witness` that all of them accept, False when nothing can be
    accepted, None when neither was shown.
    """

    schema: Any
    satisfiable: bool | None
    witness: Any = None


def meet(schemas: Iterable[Any]) -> Meet:
    """The meet of any schemas, the order and repetition of which do not matter; of none: everything."""
    given = tuple(schemas)
    together = intersection(given)
    if together is False:
        return Meet(False, False)
    for seed in range(12):
        try:
            witness = value(together, Random(seed))  # noqa: S311 (an example, not a secret)
        except ValueError:
            continue
        if all(accepts(schema, witness) for schema in given):
            return Meet(together, True, witness)
    return Meet(together, None)
