"""Who needs a merged question and why: each department's own words, limits and law."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from form_builder.conditions import sentence
from form_builder.limits import limits
from schemas.merged import MergedField, Origin
from schemas.permit import Permit
from views.languages import language
from views.one_form import OneForm


@dataclass(frozen=True)
class Voice:
    """How one permit asks: its own label, hint and limits, when it asks, and by which law."""

    permit: str
    permit_id: str
    label: str
    hint: str
    limits: tuple[str, ...]
    is_required: bool
    when: str
    law: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Office:
    """One department and what its permits say about the question."""

    name: str
    voices: tuple[Voice, ...]


def offices(form: OneForm, field: MergedField) -> tuple[Office, ...]:
    """The departments that need `field`, each once; () for a question in a permit's own section."""
    home = form.home(field.key)
    if home is None or home.permit:
        return ()
    found: dict[str, list[Voice]] = {}
    for origin in field.origins:
        name = form.department(origin.source).named(language())
        found.setdefault(name, []).append(_voice(form, field, origin))
    return tuple(Office(name, tuple(voices)) for name, voices in found.items())


def column_needs(form: OneForm, table: MergedField) -> dict[str, str]:
    """For columns that not everybody wants who wants the table: column → who does."""
    return {
        c.key: _("、").join(_name(form, table, source) for source in c.sources)
        for c in table.columns
        if len(c.sources) < len(table.sources)
    }


def _name(form: OneForm, table: MergedField, source: str) -> str:
    """The department, or the permit where all of them belong to one department."""
    several = len({o.department for o in table.origins}) > 1
    return (form.department(source) if several else form.permits[source]).named(language())


def _voice(form: OneForm, field: MergedField, origin: Origin) -> Voice:
    permit = form.permits[origin.source]
    own = _words(origin.schema)
    columns = tuple(
        _words(o.schema).get("title") or o.label
        for column in field.columns
        for o in column.origins
        if o.source == origin.source
    )
    return Voice(
        permit.named(language()),
        permit.id,
        own.get("title") or origin.label,
        own.get("description") or origin.schema.get("description", ""),
        limits(origin.schema, _),
        origin.required,
        _when(permit, origin),
        permit.law,
        columns,
    )


def _when(permit: Permit, origin: Origin) -> str:
    condition = origin.schema.get("x-show-when")
    if not condition:
        return ""

    def label(key: str) -> str:
        known = permit.form.has(key)
        return permit.form.field(key).said("title", language()) if known else key

    return sentence(condition, label, _=_)


def _words(schema: Mapping[str, object]) -> Mapping[str, str]:
    i18n = schema.get("x-i18n")
    found = i18n.get(language(), {}) if isinstance(i18n, Mapping) else {}
    return found if isinstance(found, Mapping) else {}
