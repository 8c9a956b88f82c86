"""A permit: one item a department grants or registers; its facts and its form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from schemas.form import Form, read_form
from schemas.layout import AS_WRITTEN, Layout, LayoutSchema
from schemas.permit_facts import (
    Condition,
    ConditionSchema,
    Law,
    LawSchema,
    Reasons,
    ReasonsSchema,
)
from schemas.wording import N_

LANES = {
    "filing": N_("备案"),
    "commitment": N_("告知承诺"),
    "ordinary": N_("优化审批服务"),
    "cancelled": N_("直接取消审批"),
}
KINDS = {"licence": N_("行政许可"), "filing": N_("备案"), "registration": N_("登记")}
LEVELS = {"city": N_("市"), "district": N_("区")}


@dataclass(frozen=True)
class Department:
    id: str
    name: str
    i18n: Mapping[str, Mapping[str, str]] = None  # type: ignore[assignment]

    def named(self, language: str) -> str:
        return (self.i18n or {}).get(language, {}).get("name") or self.name


@dataclass(frozen=True)
class Permit:
    """Days are working days; validity is in years, None when the permit does not expire.

    `excludes` names permits that cannot be applied for together with this one. `produced` are
    materials the platform itself makes (the application form, the commitment). `certificate` has
    "title", the "prefix" of its numbers and the form fields that say its "scope". `lanes` are the
    districts (GB/T 2260) that decide otherwise than `lane`; `first` are permits to be granted before.
    `layout` is how its form is printed.
    """

    id: str
    department: str
    name: str
    kind: str
    lane: str
    level: str
    law: str
    conditions: str
    statutory_days: int
    promised_days: int
    form: Form
    basic_code: str | None = None
    validity_years: int | None = None
    batch_assumed: int | None = None
    excludes: tuple[str, ...] = ()
    produced: tuple[str, ...] = ()
    commitment: str = ""
    certificate: Mapping[str, Any] = None  # type: ignore[assignment]
    notes: str = ""
    sources: Mapping[str, Any] = None  # type: ignore[assignment]
    i18n: Mapping[str, Mapping[str, str]] = None  # type: ignore[assignment]
    laws: tuple[Law, ...] = ()
    fee: str = ""
    lanes: Mapping[str, str] = None  # type: ignore[assignment]
    requires: tuple[Condition, ...] = ()
    first: tuple[str, ...] = ()
    reasons: Reasons = field(default_factory=Reasons)
    layout: Layout = AS_WRITTEN

    def named(self, language: str) -> str:
        return (self.i18n or {}).get(language, {}).get("name") or self.name

    def lane_in(self, division: str) -> str:
        """How it is decided in a district, by its GB/T 2260 code; as everywhere when the district says nothing."""
        return (self.lanes or {}).get(division, self.lane)

    def goes_with(self, other: "Permit") -> bool:
        """Can both be applied for together? It is enough that one of them excludes the other."""
        return other.id not in self.excludes and self.id not in other.excludes


class DepartmentSchema(Schema):
    id = fields.Str(required=True)
    name = fields.Str(required=True)
    i18n = fields.Dict()

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Department:
        return Department(**data)


class CertificateFactsSchema(Schema):
    title = fields.Str(required=True)
    prefix = fields.Str(required=True, validate=validate.Regexp(r"^[A-Z]{2,6}\Z"))
    scope = fields.List(fields.Str(), required=True)


class PermitSchema(Schema):
    """Loads the stored document; `form` inside it is the JSON Schema document."""

    id = fields.Str(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]*\Z"))
    department = fields.Str(required=True)
    name = fields.Str(required=True)
    kind = fields.Str(required=True, validate=validate.OneOf(tuple(KINDS)))
    lane = fields.Str(required=True, validate=validate.OneOf(tuple(LANES)))
    level = fields.Str(required=True, validate=validate.OneOf(tuple(LEVELS)))
    law = fields.Str(required=True)
    conditions = fields.Str(required=True)
    statutory_days = fields.Int(required=True, validate=validate.Range(0, 365))
    promised_days = fields.Int(required=True, validate=validate.Range(0, 365))
    form = fields.Dict(required=True)
    basic_code = fields.Str(allow_none=True)
    validity_years = fields.Int(allow_none=True)
    batch_assumed = fields.Int(allow_none=True)
    excludes = fields.List(fields.Str())
    produced = fields.List(fields.Str())
    commitment = fields.Str()
    certificate = fields.Nested(lambda: CertificateFactsSchema())
    notes = fields.Str()
    sources = fields.Dict()
    i18n = fields.Dict()
    laws = fields.List(fields.Nested(LawSchema), validate=validate.Length(max=20))
    fee = fields.Str(validate=validate.Length(max=200))
    lanes = fields.Dict(
        keys=fields.Str(validate=validate.Regexp(r"^[0-9]{6}\Z")),
        values=fields.Str(validate=validate.OneOf(tuple(LANES))),
    )
    requires = fields.List(fields.Nested(ConditionSchema), validate=validate.Length(max=60))
    first = fields.List(fields.Str())
    reasons = fields.Nested(ReasonsSchema)
    layout = fields.Nested(lambda: LayoutSchema())

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Permit:
        data["form"] = read_form(data["form"])
        for name in ("excludes", "produced", "laws", "requires", "first"):
            data[name] = tuple(data.get(name, ()))
        return Permit(**data)
