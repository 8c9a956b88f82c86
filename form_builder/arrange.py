"""The one form as people walk it: what everybody asks first, then each permit's own, papers last."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from form_builder.conditions import fields_of
from form_builder.split import is_shared
from schemas.element import Element
from schemas.merged import MergedField, MergedForm, MergedSection
from schemas.permit import Permit

GROUPS = ("entity", "premises", "people", "contact", "business", "equipment")
PAPERS = "papers"
CHOSEN = ("choice", "choices")


def arrange(
    merged: MergedForm,
    elements: Mapping[str, Element],
    permits: Mapping[str, Permit],
    language: str = "zh-Hans",
    *,
    _: Callable[[str], str] = str,
) -> tuple[MergedSection, ...]:
    """The sections of the one form, empty ones left out.

    Common questions come by group under the dictionary's own names, then each permit's own under its
    name, then all materials under "papers". A common question that only an own question brings up
    stands right behind that one. Left out: what a permit of this basket gives as its result, and
    materials that departments share.
    """
    basket = {source.id for source in merged.sources}
    asked = [f for f in merged.fields if _is_asked(f, elements, basket)]
    homes = {f.key: _home(f, elements, asked) for f in asked}
    fields = [_named(f, elements, language) for f in asked]
    sections = [*GROUPS, *(source.id for source in merged.sources), PAPERS]
    titles = _titles(permits, language, _)
    return tuple(
        MergedSection(key, titles.get(key, key), found, key if key in basket else None)
        for key in sections
        if (found := tuple(_in_order(fields, homes, key)))
    )


def _is_asked(field: MergedField, elements: Mapping[str, Element], basket: Collection[str]) -> bool:
    element = elements.get(field.element or "")
    if element and element.result_of in basket:
        return False
    return not all(is_shared(origin.schema) for origin in field.origins)


def _named(field: MergedField, elements: Mapping[str, Element], language: str) -> MergedField:
    """The dictionary's name and unit say which thing is meant; a department's own question keeps its wording."""
    element = elements.get(field.element or "")
    unit = (element.unit if element else "") or field.unit
    columns = tuple(_named(c, {}, language) for c in field.columns)
    label = element.named(language) if element else _translated(field, language)
    named = replace(field, label=label, unit=unit, columns=columns, hint=_hint(field, language))
    options = {"x-i18n": {language: {"enum": _options(field, language)}}}
    return replace(named, schema={**field.schema, **options}) if field.type in CHOSEN else named


def _translated(field: MergedField, language: str) -> str:
    lead = next((o for o in field.origins if o.label == field.label), field.origins[0])
    return _words(lead.schema, language).get("title") or field.label


def _hint(field: MergedField, language: str) -> str:
    lead = next(
        (o for o in field.origins if o.schema.get("description", "") == field.hint),
        field.origins[0],
    )
    return _words(lead.schema, language).get("description") or field.hint


def _options(field: MergedField, language: str) -> dict[object, str]:
    """The canonical options in `language`, as the first department that translated them says it."""
    found: dict[object, str] = {}
    for origin in field.origins:
        canonical = {local: shared for shared, local in origin.codes}
        words = _words(origin.schema, language).get("enum", {})
        for option, said in words.items() if isinstance(words, Mapping) else ():
            found.setdefault(canonical.get(option, option), said)
    return found


def _words(schema: Mapping[str, object], language: str) -> Mapping[str, Any]:
    i18n = schema.get("x-i18n")
    return i18n.get(language, {}) if isinstance(i18n, Mapping) else {}


def _home(
    field: MergedField, elements: Mapping[str, Element], fields: Iterable[MergedField]
) -> tuple[str, str | None]:
    """The section of a field, and the key of the question it must follow if there is one."""
    if field.type == "material":
        return PAPERS, None
    trigger = _trigger(field, fields)
    element = elements.get(field.element or "")
    if field.element is None or (trigger and trigger.element is None):
        return field.origins[0].source, trigger.key if trigger and field.element else None
    group = element.group if element else "business"
    return group if group in GROUPS else "business", trigger.key if trigger else None


def _trigger(field: MergedField, fields: Iterable[MergedField]) -> MergedField | None:
    """The question that alone brings this one up: every origin is conditional, and all on one source's own."""
    conditions = [(o.source, o.schema.get("x-show-when")) for o in field.origins]
    if not conditions or any(c is None for _, c in conditions):
        return None
    source, condition = conditions[0]
    names = fields_of(condition)
    return next(
        (f for f in fields if any(o.source == source and o.path[0] in names for o in f.origins)),
        None,
    )


def _in_order(
    fields: Iterable[MergedField], homes: Mapping[str, tuple[str, str | None]], section: str
) -> Iterator[MergedField]:
    inside = [f for f in fields if homes[f.key][0] == section]
    keys = {f.key for f in inside}
    followers: dict[str, list[MergedField]] = {}
    for field in inside:
        after = homes[field.key][1]
        if after in keys and after != field.key:
            followers.setdefault(after, []).append(field)
    following = {f.key for group in followers.values() for f in group}
    for field in inside:
        if field.key not in following:
            yield from _with_followers(field, followers)


def _with_followers(
    field: MergedField, followers: Mapping[str, list[MergedField]]
) -> Iterator[MergedField]:
    yield field
    for follower in followers.get(field.key, ()):
        yield from _with_followers(follower, followers)


def _titles(
    permits: Mapping[str, Permit], language: str, _: Callable[[str], str]
) -> dict[str, str]:
    return {
        "entity": _("市场主体"),
        "premises": _("经营场所"),
        "people": _("人员"),
        "contact": _("联系与送达"),
        "business": _("经营情况"),
        "equipment": _("设施设备"),
        PAPERS: _("材料"),
    } | {key: permit.named(language) for key, permit in permits.items()}
