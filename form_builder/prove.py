"""Proof that a merged form can be filled in: a witness every department accepts."""

from dataclasses import replace
from random import Random

from form_builder.sample import sample_merged
from form_builder.validate import failures
from schemas.merged import MergedForm

_SEEDS = 5


def prove(merged: MergedForm) -> MergedForm:
    """`merged` with `satisfiable` True and a validated `witness`, or as it was: False with its
    conflicts, None when no witness was found (which does not mean that there is none)."""
    if merged.satisfiable is not None:
        return merged
    for seed in range(_SEEDS):
        try:
            # A little is asked first: fewer answers, fewer rules to meet.
            answers = sample_merged(merged, Random(seed), share=seed / _SEEDS)  # noqa: S311
        except ValueError:
            continue
        if not failures(merged, answers):
            return replace(merged, satisfiable=True, witness=answers)
    return merged
