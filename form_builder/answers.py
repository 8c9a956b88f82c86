"""Reading and changing an answer document by merged keys; `a/b` is property b of object a."""

from collections.abc import Mapping
from typing import Any

from schemas.field_types import ABSENT

Answers = Mapping[str, Any]


def value_at(answers: Answers, key: str) -> Any:
    """The answer under a merged key, ABSENT when there is none."""
    found: Any = answers
    for name in key.split("/"):
        if not isinstance(found, Mapping) or name not in found:
            return ABSENT
        found = found[name]
    return found


def with_answers(answers: Answers, values: Answers) -> dict[str, Any]:
    """The document with these values; ABSENT takes an answer away, and the group it leaves empty."""
    changed = dict(answers)
    for key, value in values.items():
        changed = _with(changed, key.split("/"), value)
    return changed


def _with(answers: Answers, path: list[str], value: Any) -> dict[str, Any]:
    name, rest = path[0], path[1:]
    if rest:
        inner = answers.get(name)
        value = _with(inner if isinstance(inner, Mapping) else {}, rest, value) or ABSENT
    kept = {k: v for k, v in answers.items() if k != name}
    return kept if value is ABSENT else kept | {name: value}
