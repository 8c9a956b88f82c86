"""An answer to a question of one type as an answer to a question of another, if it can be one."""

from collections.abc import Mapping, Sequence
from typing import Any

from schemas.field_types import ABSENT, FIELD_TYPES
from schemas.judge import accepts
from schemas.merged import MergedField


class _Typed:
    """What the old question's inputs held, as the new question reads them."""

    def __init__(self, typed: Mapping[str, Sequence[str]]) -> None:
        self.typed = typed

    def keys(self) -> Any:
        return self.typed.keys()

    def getlist(self, name: str, /) -> Sequence[str]:
        return self.typed.get(name, ())


def retyped(value: Any, old: MergedField, new: MergedField) -> Any:
    """`value` as if what was typed for `old` had been typed for `new`; ABSENT when that is no answer."""
    kinds = FIELD_TYPES[old.type], FIELD_TYPES[new.type]
    if not (kinds[0].asked and kinds[1].asked) or "table" in (old.type, new.type):
        return ABSENT
    found, problem = kinds[1].read(_Typed(kinds[0].write(value, new.key)), new.key, new)
    fits = found is not ABSENT and problem is None and accepts(new.schema, found)
    return found if fits else ABSENT
