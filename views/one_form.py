"""The one form of a draft: its pinned versions merged, arranged and ready to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from flask_babel import gettext as _

from form_builder.arrange import arrange
from form_builder.derive import Derived, derivations
from form_builder.unite import unite
from schemas.case import Draft
from schemas.element import Element
from schemas.merged import MergedField, MergedForm, MergedSection
from schemas.permit import Department, Permit
from views.languages import language
from views.published import departments, dictionary, elements_of, permit_of, source


@dataclass(frozen=True)
class OneForm:
    """`fields` are the questions asked, by key, in the order of the sections; `derived` are computed:
    by key, columns by "<table>.<column>"."""

    merged: MergedForm
    permits: Mapping[str, Permit]
    departments: Mapping[str, Department]
    elements: Mapping[str, Element]
    sections: tuple[MergedSection, ...]
    derived: Mapping[str, Derived]

    @cached_property
    def fields(self) -> dict[str, MergedField]:
        return {f.key: f for s in self.sections for f in s.fields}

    @cached_property
    def spared(self) -> frozenset[str]:
        """Merged keys nobody has to answer: derived values, results of other permits of the basket."""
        return frozenset({f.key for f in self.merged.fields} - self.fields.keys() | {*self.derived})

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
    version = dictionary()
    merged, permits, sections, derived = _arranged(pins, version, language())
    return OneForm(merged, permits, departments(), elements_of(version), sections, derived)


@lru_cache(maxsize=64)
def _arranged(
    pins: tuple[tuple[str, str], ...], version: str, language: str
) -> tuple[MergedForm, dict[str, Permit], tuple[MergedSection, ...], dict[str, Derived]]:
    permits = {permit: permit_of(pin) for permit, pin in pins}
    merged, elements = unite(source(p) for p in permits.values()), elements_of(version)
    sections = arrange(merged, elements, permits, language, _=_)
    return merged, permits, sections, derived_in(merged, elements)


def derived_in(merged: MergedForm, elements: Mapping[str, Element]) -> dict[str, Derived]:
    """The questions that follow from another one of this form."""
    found = derivations(merged, elements)
    return {f"{d.table}.{d.key}" if d.table else d.key: d for d in found}
