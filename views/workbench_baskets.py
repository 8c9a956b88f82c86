"""Which baskets a draft changes, and how: questions alone and together before and after, and whether
anybody can still apply."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from form_builder.burden import Burden
from form_builder.facing import undecided
from form_builder.merge import merge
from schemas.field_types import ABSENT
from schemas.merged import MergedField, MergedForm
from schemas.permit import Permit
from views.drafts import value_at
from views.languages import counted, language
from views.needs import effort, possible
from views.published import permits, scenarios, source
from views.questions import beside_label
from views.store import store


@dataclass(frozen=True)
class Basket:
    """`named` is the id of a basket somebody named, "" for a scenario's."""

    name: str
    permits: tuple[str, ...]
    named: str = ""


@dataclass(frozen=True)
class Effect:
    """What becomes of a basket when the draft is published; `before` is None for a permit's first version."""

    basket: Basket
    before: Burden | None
    after: Burden
    merged: MergedForm

    @property
    def more(self) -> int:
        """How many questions more an applicant answers; below 0: fewer."""
        return self.after.together - (self.before or self.after).together

    @property
    def is_changed(self) -> bool:
        return self.before != self.after or bool(self.merged.conflicts)

    @property
    def proof(self) -> "Proof":
        return Proof(self.basket.name, self.merged)


@dataclass(frozen=True)
class Proof:
    """Whether some forms can be filled in together, and what shows it."""

    name: str
    merged: MergedForm

    @property
    def undecided(self) -> tuple[str, ...]:
        return undecided(self.merged)

    @property
    def culprits(self) -> tuple[str, ...]:
        """The questions that no answer can satisfy."""
        labels = {f.key: f.label for f in self.merged.fields}
        return tuple(labels.get(c.about, c.about) for c in self.merged.conflicts)

    @property
    def witness(self) -> tuple[tuple[str, str], ...]:
        """An example that every department accepts, as (question, answer)."""
        found = [(f, value_at(self.merged.witness or {}, f.key)) for f in self.merged.fields]
        return tuple((f.label, _words(f, v)) for f, v in found if v is not ABSENT)


def _words(field: MergedField, value: Any) -> str:
    if field.type == "table":
        return counted("%(n)s 行", len(value))
    return (
        counted("%(n)s 份", len(value)) if field.type == "material" else beside_label(field, value)
    )


def baskets() -> tuple[Basket, ...]:
    """The largest basket of every scenario, and those that people named."""
    known = permits()
    kinds = (
        Basket(kind.named(language()), tuple(p.id for p in possible(kind, known)))
        for kind in scenarios().values()
    )
    named = (Basket(b.name, b.permits, b.id) for b in store().baskets.all())
    return (*named, *kinds)


def effects(draft: Permit, known: Mapping[str, Permit], of: Iterable[Basket]) -> tuple[Effect, ...]:
    """What the draft does to each basket it is in; those that change come first."""
    found = (_effect(b, draft, known) for b in of if draft.id in b.permits)
    return tuple(sorted(found, key=lambda e: not e.is_changed))


def _effect(basket: Basket, draft: Permit, known: Mapping[str, Permit]) -> Effect:
    before = [known[p] for p in basket.permits if p in known]
    after = [draft if p.id == draft.id else p for p in before]
    after += [draft] if draft.id not in known else []
    whole = effort(after)
    if whole is None:
        raise ValueError("a basket with a draft in it is not empty")
    merged = merge(source(p) for p in sorted(after, key=lambda p: p.id))
    return Effect(basket, effort(before) if draft.id in known else None, whole, merged)
