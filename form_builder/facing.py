"""A form facing the others it may be asked with: contradictions, and what nobody could decide."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from form_builder.bind import Binding
from form_builder.bound import bound
from form_builder.merge import merge
from form_builder.unite import unite
from schemas.merged import Conflict, MergedField, MergedForm, Source


@dataclass(frozen=True)
class Clash:
    """A conflict with the merged question it is about: whose wording and rules are in `field.origins`."""

    conflict: Conflict
    field: MergedField | None


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
    pairs = [unite((form, other)) for other in near]
    found = {_key(c): c for united in pairs for c in _clashes(united, form.id)}
    for clash in _clashes(unite((form, *near)), form.id) if len(near) > 1 else ():
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
    """What of a merged form is neither proved possible nor impossible, in the engine's words."""
    found = getattr(merged, "undecided", ())
    return tuple(str(item) for item in found)


def _all(bindings: Sequence[Binding]) -> Iterator[Binding]:
    for binding in bindings:
        yield binding
        yield from _all(binding.columns)


def _clashes(merged: MergedForm, mine: str) -> Iterator[Clash]:
    fields = {f.key: f for f in merged.fields}
    for conflict in merged.conflicts:
        if mine in conflict.sources:
            yield Clash(conflict, fields.get(conflict.about))


def _key(clash: Clash) -> tuple[str, ...]:
    return (clash.conflict.about, *sorted(clash.conflict.sources))
