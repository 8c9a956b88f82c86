"""An element: one entry of the shared data dictionary, such as "the legal representative's name"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from schemas.wording import N_

GROUPS = ("entity", "premises", "people", "contact", "equipment", "papers", "business")
SENSITIVITY = {
    "public": N_("可以公开"),
    "internal": N_("部门内部用"),
    "personal": N_("个人信息，办件人点开才看得到"),
}


@dataclass(frozen=True)
class Element:
    """`schema` holds the canonical type and checks as JSON Schema; forms may tighten it, never widen it.

    `group` is the part of the one form the question belongs to. `sensitivity` is "public", "internal"
    or "personal". `result_of` names the permit whose certificate gives the value: it is not asked when
    that permit is in the basket. `derived_from` is (element, rule): it is computed, not asked, when
    that element is answered; `derived_columns` says the same of a table's columns, within the row.
    Rules: `form_builder.derive.RULES`.
    """

    id: str
    name: str
    type: str
    group: str
    schema: Mapping[str, Any]
    sensitivity: str = "internal"
    unit: str = ""
    result_of: str | None = None
    derived_from: tuple[str, str] | None = None
    derived_columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    note: str = ""
    i18n: Mapping[str, Mapping[str, str]] = None  # type: ignore[assignment]

    def named(self, language: str) -> str:
        return (self.i18n or {}).get(language, {}).get("name") or self.name


class ElementSchema(Schema):
    id = fields.Str(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]*\Z"))
    name = fields.Str(required=True)
    type = fields.Str(required=True)
    group = fields.Str(required=True, validate=validate.OneOf(GROUPS))
    schema = fields.Dict(required=True)
    sensitivity = fields.Str(validate=validate.OneOf(tuple(SENSITIVITY)))
    unit = fields.Str()
    result_of = fields.Str(allow_none=True)
    derived_from = fields.Tuple((fields.Str(), fields.Str()), allow_none=True)
    derived_columns = fields.Dict(
        keys=fields.Str(), values=fields.Tuple((fields.Str(), fields.Str()))
    )
    note = fields.Str()
    i18n = fields.Dict()

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Element:
        return Element(**data)
