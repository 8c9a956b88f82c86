"""Split: each department's own answers out of the one form, in its own names, units and codes."""

from collections.abc import Mapping
from typing import Any

from form_builder.bind import project
from form_builder.bound import Bound, bound
from form_builder.rules import with_computed
from schemas.merged import MergedForm


def split(merged: MergedForm, answers: Any) -> dict[str, dict[str, Any]]:
    """Each source's answers. One answer may feed several fields; what no source asks goes nowhere.

    A document that is no object has no answers. Numbers are converted exactly. The value of a field that its form hides goes to no one.
    """
    return {source.id: own_answers(bound(source), answers) for source in merged.sources}


def own_answers(source: Bound, answers: Any) -> dict[str, Any]:
    """One source's share of `answers`, hidden fields left out, with what its own formulas make of them."""
    return with_computed(source, source.shown.without_hidden(project(source.bindings, answers)))


def computed(merged: MergedForm, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the forms' formulas make of `answers`, by merged key, in each form's own units."""
    found: dict[str, Any] = {}
    for source in map(bound, merged.sources):
        made = [b for b in source.bindings if "x-formula" in b.schema]
        local = own_answers(source, answers) if made else {}
        found |= {b.key: local[b.local[0]] for b in made if b.local[0] in local}
    return found


def visible(merged: MergedForm, answers: Mapping[str, Any]) -> frozenset[str]:
    """The merged keys to ask now: shown by some origin, and not obtained by data sharing."""
    return frozenset(key for source in merged.sources for key in _asked(bound(source), answers))


def _asked(source: Bound, answers: Mapping[str, Any]) -> list[str]:
    shown = source.shown
    hidden = shown.hidden_places(project(source.bindings, answers))
    return [
        b.key
        for b in source.bindings
        if not is_shared(b.schema) and not (hidden and shown.is_hidden(b.local, hidden))
    ]


def is_shared(schema: Mapping[str, Any]) -> bool:
    """True for a material the department obtains by data sharing."""
    return bool(schema.get("x-material", {}).get("treatment") == "shared")
