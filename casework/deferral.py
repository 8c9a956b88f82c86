"""容缺受理: accepted now, the listed materials handed in later, by a date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.clock import due
from schemas.form import Form

DAYS = 10


@dataclass(frozen=True)
class Deferral:
    """A material still to come, and the last day for it."""

    key: str
    label: str
    by: date


def deferrals(form: Form, answers: Mapping[str, Any], start: date) -> tuple[Deferral, ...]:
    """The deferrable materials these answers lack; ten working days from `start` are assumed."""
    return tuple(
        Deferral(m.key, m.label, due(start, DAYS))
        for m in form.materials
        if m.material and m.material.treatment == "deferrable" and not answers.get(m.key)
    )
