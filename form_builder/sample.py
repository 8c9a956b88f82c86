"""Example answers that are valid: for tests, previews and as witnesses that a merged form can be filled."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from form_builder.ask import canonical_schema
from form_builder.bind import place
from form_builder.bound import bound
from form_builder.meeting.intersect import intersection
from form_builder.sample_rules import mend
from form_builder.sample_value import value
from form_builder.sample_words import Rng, likely
from form_builder.split import split, visible
from form_builder.unite import unite
from form_builder.validate import RULE, failures
from schemas.field_types import FIELD_TYPES
from schemas.judge import accepts
from schemas.merged import MergedField, MergedForm, Source

__all__ = ["sample", "sample_merged", "value"]

Files = Callable[[str, int], str]
_REPAIRS = 30


def a_file(key: str, number: int) -> str:
    """The SHA-256 an uploaded file for this question could have."""
    return hashlib.sha256(f"{key} {number}".encode()).hexdigest()


def sample(
    form: Mapping[str, Any] | MergedForm, rng: Rng, *, files: Files = a_file, share: float = 0.7
) -> dict[str, Any]:
    """Valid answers for one form, or for a merged one; `share` of the voluntary questions are answered.

    `files(key, number)` gives the SHA-256 of the file for a material. ValueError when no valid answers
    were found.
    """
    if isinstance(form, MergedForm):
        return sample_merged(form, rng, files=files, share=share)
    merged = unite([Source("form", "", form)])
    return split(merged, sample_merged(merged, rng, files=files, share=share))["form"]


def sample_merged(
    merged: MergedForm, rng: Rng, *, files: Files = a_file, share: float = 0.7
) -> dict[str, Any]:
    """A merged document for which `failures` is empty; ValueError when none was found."""
    return mended(merged, _first(merged, rng, files, share), rng, files=files)


def mended(
    merged: MergedForm, answers: dict[str, Any], rng: Rng, *, files: Files = a_file
) -> dict[str, Any]:
    """`answers` with what is broken answered anew until `failures` is empty; ValueError when it stays."""
    for _ in range(_REPAIRS):
        found = failures(merged, answers)
        broken = {f.field for f in found if f.rule != RULE}
        if not found:
            return answers
        for rule in (f for f in found if f.rule == RULE and not broken):
            mend(merged, rule, answers)
        for field in (f for f in merged.fields if f.key in broken):
            _answer(merged, field, answers, rng, files)
        _clear_hidden(merged, answers)
    raise ValueError(
        "no valid answers found; still wrong: " + ", ".join(sorted({f.field for f in found}))
    )


def _first(merged: MergedForm, rng: Rng, files: Files, share: float) -> dict[str, Any]:
    """Answers in the order of the form; an answer that brings up questions is followed by them."""
    answers: dict[str, Any] = {}
    seen: set[str] = set()
    while waiting := visible(merged, answers) - seen:
        for field in (f for f in merged.fields if f.key in waiting and _is_given(f)):
            if field.required or rng.random() < share:
                _answer(merged, field, answers, rng, files)
        seen |= waiting
    _clear_hidden(merged, answers)
    return answers


def _is_given(field: MergedField) -> bool:
    kind = FIELD_TYPES.get(field.type)
    return field.type != "statement" and not (kind and kind.computed)


def _clear_hidden(merged: MergedForm, answers: dict[str, Any]) -> None:
    shown = visible(merged, answers)
    for field in merged.fields:
        if "/" not in field.key and field.key not in shown:
            answers.pop(field.key, None)


def _answer(
    merged: MergedForm, field: MergedField, answers: dict[str, Any], rng: Rng, files: Files
) -> None:
    try:
        place(answers, field.key.split("/"), _field_value(merged, field, answers, rng, files))
    except ValueError:
        answers.pop(field.key, None)


def _field_value(
    merged: MergedForm, field: MergedField, answers: dict[str, Any], rng: Rng, files: Files
) -> Any:
    if field.type == "material":
        schema = field.schema if isinstance(field.schema, Mapping) else {}
        return [files(field.key, n) for n in range(max(1, schema.get("minItems", 1)))]
    schema = _asked_now(merged, field, answers) if field.schema is False else field.schema
    if field.columns:
        return _rows(field, schema, rng)
    return _one(field, schema, rng)


def _one(field: MergedField, schema: Any, rng: Rng) -> Any:
    guess = likely(field.type, field.label, rng)
    return guess if guess is not None and accepts(schema, guess) else value(schema, rng)


def _rows(field: MergedField, schema: Any, rng: Rng) -> Any:
    low = schema.get("minItems", 1) if isinstance(schema, Mapping) else 1
    rows = [_row(field, rng) for _ in range(rng.randint(max(low, 1), max(low, 1) + 1))]
    return rows if accepts(schema, rows) else value(schema, rng)


def _row(field: MergedField, rng: Rng) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in field.columns:
        if column.required or rng.random() < 0.7:
            place(row, column.key.split("/"), _one(column, column.schema, rng))
    return row


def _asked_now(merged: MergedForm, field: MergedField, answers: Mapping[str, Any]) -> Any:
    """Origins that exclude each other may still never be shown together."""
    asked: list[Any] = []
    for source in (bound(s) for s in merged.sources):
        hidden = source.shown.hidden_places(split(merged, answers)[source.source.id])
        asked += [
            canonical_schema(source, b)
            for b in source.bindings
            if b.key == field.key and not source.shown.is_hidden(b.local, hidden)
        ]
    return intersection(asked)
