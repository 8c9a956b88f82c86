"""A form facing the others it may be asked with: contradictions, and what nobody could decide."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from form_builder.bind import Binding
from form_builder.bound import bound
from form_builder.merge import merge
from schemas.merged import Conflict, MergedField, MergedForm, Source


@dataclass(frozen=True)
class Clash:
    """A conflict with the merged questions it decides, by key: wordings and rules are in their origins."""

    conflict: Conflict
    fields: Mapping[str, MergedField]


@dataclass(frozen=True)
class Facing:
    """`met` are the ids of the forms that share a question with this one."""

    clashes: tuple[Clash, ...]
    met: tuple[str, ...]


def facing(form: Source, others: Iterable[Source]) -> Facing:
    """Every conflict that `form` is part of, each once: with one other form, or three at a time.

    Only forms that share an element with it are met; what other forms have against each other is theirs.
    """
    near = met_by(form, others)
    pairs = [merge((form, other)) for other in near]
    found = {_key(c): c for merged in pairs for c in _clashes(merged, form.id)}
    for clash in _clashes(merge((form, *near)), form.id) if len(near) > 1 else ():
        # What two forms cannot agree on is told once: three are only named where no two of them clash.
        if len(clash.conflict.sources) > 2:
            found.setdefault(_key(clash), clash)
    return Facing(tuple(found.values()), tuple(o.id for o in near))


def met_by(form: Source, others: Iterable[Source]) -> tuple[Source, ...]:
    """Those of the others that share a question with this form."""
    mine = elements_of(form)
    return tuple(o for o in others if o.id != form.id and mine & elements_of(o))


def proofs(form: Source, others: Iterable[Source]) -> Iterator[MergedForm]:
    """The form merged with each form it meets: possible with a witness, impossible, or unknown."""
    return (merge((form, other)) for other in met_by(form, others))


def elements_of(form: Source) -> frozenset[str]:
    """Every element the form asks, in a field or in a column."""
    return frozenset(b.element for b in _all(bound(form).bindings) if b.element)


def undecided(merged: MergedForm) -> tuple[str, ...]:
    """The labels of the questions that are neither proved possible nor impossible."""
    labels = {f.key: f.label for f in merged.fields}
    return tuple(labels.get(key, key) for key in merged.undecided)


def questions_of(conflict: Conflict, merged: MergedForm) -> dict[str, MergedField]:
    """The merged questions a conflict is about or whose rules cause it, by key."""
    named = {conflict.about, *conflict.keys}
    return {f.key: f for f in merged.fields if f.key in named}


def _all(bindings: Sequence[Binding]) -> Iterator[Binding]:
    for binding in bindings:
        yield binding
        yield from _all(binding.columns)


def _clashes(merged: MergedForm, mine: str) -> Iterator[Clash]:
    for conflict in merged.conflicts:
        if mine in conflict.sources:
            yield Clash(conflict, questions_of(conflict, merged))


def _key(clash: Clash) -> tuple[str, ...]:
    one = clash.conflict
    return (one.about, one.kind, one.when, *sorted(one.sources))
