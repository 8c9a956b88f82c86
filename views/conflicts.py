"""Contradictions between permits, in the applicant's words: who asks for what."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from form_builder.facing import questions_of
from form_builder.merge import basket_digest, merge
from form_builder.unite import unite
from schemas.merged import Conflict, MergedForm
from schemas.permit import Department, Permit
from views.demands import Side, sides, stops_everybody, trigger
from views.one_form import OneForm
from views.published import departments, source
from views.store import store


@dataclass(frozen=True)
class Told:
    """`sides` are the departments' own words; a `fatal` one stops everybody who needs all of them."""

    about: str
    fatal: bool
    sides: tuple[Side, ...]
    when: str = ""

    @property
    def permits(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(side.permit for side in self.sides))


def contradictions(form: OneForm) -> tuple[Told, ...]:
    """Every conflict of the one form that an applicant can run into, told with all sides."""
    return _told(form.merged, form.permits, form.departments)


def contradictions_among(chosen: Iterable[Permit]) -> tuple[Told, ...]:
    """The same of permits that nobody has begun to apply for yet."""
    facts = {p.id: p for p in sorted(chosen, key=lambda p: p.id)}
    return _told(unite(source(p) for p in facts.values()), facts, departments()) if facts else ()


def impossible(told: Iterable[Told]) -> tuple[Told, ...]:
    """The contradictions because of which nobody can apply for these permits in one form: those between
    several permits, since one that contradicts itself cannot be helped by applying twice."""
    return tuple(one for one in told if one.fatal and len(one.permits) > 1)


def apart(told: Iterable[Told]) -> tuple[str, ...]:
    """The permits of which one can be applied for separately: those that every impossible contradiction
    names, else those that any names."""
    named = [one.permits for one in impossible(told)]
    every = [p for p in named[0] if all(p in some for some in named)] if named else []
    return tuple(every or dict.fromkeys(p for some in named for p in some))


def _told(
    merged: MergedForm, permits: Mapping[str, Permit], offices: Mapping[str, Department]
) -> tuple[Told, ...]:
    labels = {f.key: f.label for f in merged.fields}
    return tuple(
        Told(
            labels.get(c.about, c.about),
            stops_everybody(c),
            sides(c, questions_of(c, merged), permits, offices),
            trigger(c),
        )
        for c in _conflicts(merged)
        if c.kind != "field"
    )


def _conflicts(united: MergedForm) -> tuple[Conflict, ...]:
    """The conflicts of these sources. The search takes up to seconds, so what it finds is kept for every
    process; versions never change."""
    key = basket_digest(united.sources)
    known = store().findings.find(key)
    if known is None:
        found = merge(united.sources).conflicts
        store().findings.set(key, [asdict(c) for c in found])
        return found
    return tuple(map(_conflict, known))


def _conflict(kept: Mapping[str, Any]) -> Conflict:
    read: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in kept.items()}
    return Conflict(**read)
