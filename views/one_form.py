"""The one form of a draft: its pinned versions merged, arranged and ready to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import gettext as _

from form_builder.arrange import arrange
from form_builder.merge import merge
from schemas.case import Draft
from schemas.element import Element
from schemas.merged import MergedField, MergedForm, MergedSection
from schemas.permit import Department, Permit
from views.languages import language
from views.published import departments, elements_of, permit_of, source
from views.store import store


@dataclass(frozen=True)
class OneForm:
    """`fields` are the questions asked, by key, in the order of the sections; `derived` are computed."""

    merged: MergedForm
    permits: Mapping[str, Permit]
    departments: Mapping[str, Department]
    elements: Mapping[str, Element]
    sections: tuple[MergedSection, ...]
    derived: Mapping[str, tuple[str, str]]

    @property
    def fields(self) -> dict[str, MergedField]:
        return {f.key: f for s in self.sections for f in s.fields}

    def section(self, key: str) -> MergedSection | None:
        return next((s for s in self.sections if s.key == key), None)

    def home(self, key: str) -> MergedSection | None:
        """The section in which the field `key` is asked."""
        return next((s for s in self.sections if any(f.key == key for f in s.fields)), None)

    def department(self, permit: str) -> Department:
        return self.departments[self.permits[permit].department]

    @property
    def shared(self) -> dict[str, list[Permit]]:
        """The materials nobody has to hand in, since departments get them from each other: name → permits."""
        found: dict[str, list[Permit]] = {}
        for permit in self.permits.values():
            for material in permit.form.materials:
                if material.material and material.material.treatment == "shared":
                    found.setdefault(material.said("title", language()), []).append(permit)
        return found


def one_form(draft: Draft) -> OneForm:
    """The form of this draft, on the versions it was begun with."""
    return form_of(tuple(draft.pins.items()))


def form_of(pins: tuple[tuple[str, str], ...]) -> OneForm:
    """The form of (permit, version) pairs. Versions never change, so it is made once for each language."""
    dictionary = store().published.latest("dictionary", "elements")
    elements = elements_of(dictionary.id)
    merged, permits, sections = _arranged(pins, dictionary.id, language())
    return OneForm(merged, permits, departments(), elements, sections, _derived(merged, elements))


def newer(draft: Draft) -> tuple[tuple[Permit, int, int], ...]:
    """The permits of a draft that were published anew since: (permit, version pinned, version now)."""
    found = []
    for permit, pin in draft.pins.items():
        latest = store().published.latest("permit", permit)
        if latest.id != pin:
            found.append((permit_of(pin), store().published.get(pin).number, latest.number))
    return tuple(found)


@lru_cache(maxsize=64)
def _arranged(
    pins: tuple[tuple[str, str], ...], dictionary: str, language: str
) -> tuple[MergedForm, dict[str, Permit], tuple[MergedSection, ...]]:
    permits = {permit: permit_of(version) for permit, version in pins}
    merged = merge(source(p) for p in permits.values())
    return merged, permits, arrange(merged, elements_of(dictionary), permits, language, _=_)


def _derived(merged: MergedForm, elements: Mapping[str, Element]) -> dict[str, tuple[str, str]]:
    """The questions that follow from another one of this form: key → (element, rule)."""
    asked = {f.element for f in merged.fields}
    return {
        f.key: e.derived_from
        for f in merged.fields
        if (e := elements.get(f.element or "")) and e.derived_from and e.derived_from[0] in asked
    }
