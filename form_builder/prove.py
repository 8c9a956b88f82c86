"""Proof that a merged form can be filled in, with a witness every department accepts, or that it cannot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from random import Random
from typing import Any

from form_builder.bind import place
from form_builder.bound import Bound
from form_builder.contradictions import Contradictions
from form_builder.sample import a_file, mended, sample_merged
from form_builder.sample_value import value
from form_builder.search import State, met
from form_builder.validate import failures
from schemas.merged import MergedForm

_SEEDS = 4


def prove(merged: MergedForm, forms: Sequence[Bound]) -> MergedForm:
    """`merged` with its conflicts, and `satisfiable`: False when they leave no answers, True with a
    validated `witness`, None with what is `undecided` when neither was shown."""
    found = Contradictions(forms)
    told = replace(merged, conflicts=tuple(found.conflicts))
    if found.is_impossible:
        return replace(told, satisfiable=False)
    witness, doubtful = _witness(merged, found.state)
    if witness is not None:
        return replace(told, satisfiable=True, witness=witness)
    return replace(told, undecided=tuple(sorted(found.unsure | doubtful)))


def _witness(merged: MergedForm, state: State | None) -> tuple[Mapping[str, Any] | None, set[str]]:
    """Answers that every source accepts, or the questions for which none were found."""
    first, doubtful = _answers(merged, state) if state else ({}, set[str]())
    broken = failures(merged, first)
    if not broken:
        return first, set()
    doubtful |= {f.field for f in broken}
    for answers in _tries(merged, first):
        if not failures(merged, answers):
            return answers, set()
    return None, doubtful


def _tries(merged: MergedForm, first: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for seed in range(_SEEDS):
        for attempt in (
            lambda rng: mended(merged, dict(first), rng),
            # A little is asked first: fewer answers, fewer rules to meet.
            lambda rng, share=seed / _SEEDS: sample_merged(merged, rng, share=share),
        ):
            try:
                yield attempt(Random(seed))  # noqa: S311
            except ValueError:
                continue


def _answers(merged: MergedForm, state: State) -> tuple[dict[str, Any], set[str]]:
    answers: dict[str, Any] = {}
    doubtful: set[str] = set()
    for field in merged.fields:
        if not state.there.get(field.key):
            continue
        try:
            parts = state.parts.get(field.key, frozenset())
            found = _files(field.key, parts) if field.type == "material" else _example(parts)
            place(answers, field.key.split("/"), found)
        except ValueError:
            doubtful.add(field.key)
    return answers, doubtful


def _files(key: str, parts: frozenset[str]) -> list[str]:
    rules = met(parts)
    least = rules.get("minItems", 1) if isinstance(rules, Mapping) else 1
    return [a_file(key, number) for number in range(max(1, least))]


@lru_cache(maxsize=8192)
def _example(parts: frozenset[str]) -> Any:
    return value(met(parts), Random(1))  # noqa: S311
