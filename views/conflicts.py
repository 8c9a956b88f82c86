"""Contradictions between permits, in the applicant's words: who asks for what."""

import json
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from schemas.merged import Conflict
from views.languages import language
from views.one_form import OneForm


@dataclass(frozen=True)
class Told:
    """`demands` are (permit, what it asks for)."""

    about: str
    demands: tuple[tuple[str, str], ...]


def contradictions(form: OneForm) -> tuple[Told, ...]:
    """Every conflict of the merged form, told with the names and limits of both sides."""
    return tuple(_told(conflict, form) for conflict in form.merged.conflicts)


def _told(conflict: Conflict, form: OneForm) -> Told:
    field = form.fields.get(conflict.about)
    names = [form.permits[s].named(language()) for s in conflict.sources]
    texts = [*conflict.texts, *[""] * len(names)]
    demands = tuple((name, _demand(text)) for name, text in zip(names, texts, strict=False))
    return Told(field.label if field else conflict.about, demands)


def _demand(text: str) -> str:
    try:
        schema: Any = json.loads(text)
    except ValueError:
        return text
    if not isinstance(schema, dict):
        return ""
    limits = (
        _("不小于 %(n)s", n=schema["minimum"]) if "minimum" in schema else "",
        _("大于 %(n)s", n=schema["exclusiveMinimum"]) if "exclusiveMinimum" in schema else "",
        _("不大于 %(n)s", n=schema["maximum"]) if "maximum" in schema else "",
        _("小于 %(n)s", n=schema["exclusiveMaximum"]) if "exclusiveMaximum" in schema else "",
        _("不少于 %(n)s 个字", n=schema["minLength"]) if "minLength" in schema else "",
        _("不超过 %(n)s 个字", n=schema["maxLength"]) if "maxLength" in schema else "",
        _("只能选 %(options)s", options=_("、").join(map(str, schema["enum"])))
        if "enum" in schema
        else "",
    )
    return _("，").join(filter(None, limits))
