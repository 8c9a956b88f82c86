"""Where each keyword of a merged question comes from."""

from collections.abc import Mapping
from typing import Any

from form_builder.ask import asking
from form_builder.bound import bound
from form_builder.canonical import text
from form_builder.meeting.intersect import meet_of
from schemas.merged import MergedField, MergedForm


def provenance(merged: MergedForm, field: MergedField) -> dict[str, tuple[str, ...]]:
    """For every keyword of `field.schema` the sources that ask it: those that alone ask exactly that;
    where it only follows from several (a common multiple, what is left of two lists), those that speak of
    the keyword; where no one does (a length that follows from a format), all that limit the answer.
    A field no answer fits has the one keyword "false"."""
    alone = _alone(merged, field.key)
    if not isinstance(field.schema, Mapping):
        return {} if field.schema else {"false": tuple(alone)}
    return {k: _sources(alone, k, value) for k, value in field.schema.items()}


def _alone(merged: MergedForm, key: str) -> dict[str, Any]:
    """What each source asks of the answer by itself, in canonical words; of those that limit it."""
    parts: dict[str, list[str]] = {}
    for source in merged.sources:
        for asked in asking(bound(source)).fields:
            if asked.binding.key == key and asked.parts:
                parts.setdefault(source.id, []).extend(asked.parts)
    return {source: meet_of(some) for source, some in parts.items()}


def _sources(alone: Mapping[str, Any], keyword: str, value: Any) -> tuple[str, ...]:
    told = {s: r[keyword] for s, r in alone.items() if isinstance(r, Mapping) and keyword in r}
    exactly = tuple(s for s, said in told.items() if text(said) == text(value))
    return exactly or tuple(told) or tuple(alone)
