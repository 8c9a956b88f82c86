"""How a permit's certificate looks and is numbered: what its admin may decide, from fixed lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from schemas.permit import Permit
from schemas.wording import N_

# What a certificate can show, with the words it usually shows it under.
CERTIFICATE_FIELDS = {
    "holder_name": N_("经营者名称"),
    "uscc": N_("统一社会信用代码"),
    "legal_representative": N_("法定代表人（负责人）"),
    "address": N_("经营场所"),
    "scope": N_("许可范围"),
    "validity": N_("有效期"),
}
ALWAYS_SHOWN = ("holder_name", "scope", "validity")
# What {…} in a text may name.
PLACEHOLDERS = {
    "holder_name": N_("经营者名称"),
    "permit_name": N_("许可名称"),
    "number": N_("证号"),
    "address": N_("经营场所"),
    "scope": N_("许可范围"),
    "department_name": N_("发证机关"),
    "issued_on": N_("发证日期"),
    "valid_from": N_("有效期起"),
    "valid_to": N_("有效期止"),
}
PAPERS = {"landscape": N_("A4 横版"), "portrait": N_("A4 竖版")}
SEAL_SHIFT_MM = 25
SECOND_LANGUAGES = {
    "": N_("只有简体中文"),
    "zh_Hant": N_("加繁体中文"),
    "en": N_("加英文"),
    "pt": N_("加葡萄牙文"),
}
SHIPPED_NOTE = "请将本证挂在经营场所显著的位置。"


@dataclass(frozen=True)
class CertificateDesign:
    """`fields` in their order; `labels` where they differ from the usual words; `opening` and `note` are
    texts with placeholders; the seal may be shifted from its place, in mm. `revision` 0 is the shipped design of a permit nobody has designed yet."""

    title: str
    number: str = "{prefix}{region}{year}{serial}"
    type_code: str = ""
    issuer_code: str = ""
    fields: tuple[str, ...] = (
        *ALWAYS_SHOWN[:1],
        "uscc",
        "legal_representative",
        "address",
        *ALWAYS_SHOWN[1:],
    )
    labels: Mapping[str, str] = field(default_factory=dict)
    opening: str = ""
    note: str = SHIPPED_NOTE
    paper: str = "landscape"
    seal_right: int = 0
    seal_down: int = 0
    language: str = ""
    revision: int = 0


_SHIFT = validate.Range(-SEAL_SHIFT_MM, SEAL_SHIFT_MM, error=N_("印章最多移动 25 毫米。"))


class CertificateDesignSchema(Schema):
    """The stored form of a design."""

    title = fields.Str(
        required=True, validate=validate.Length(1, 40, error=N_("标题要 1 到 40 个字。"))
    )
    number = fields.Str(required=True)
    type_code = fields.Str()
    issuer_code = fields.Str()
    fields_ = fields.List(
        fields.Str(validate=validate.OneOf(tuple(CERTIFICATE_FIELDS))),
        data_key="fields",
        required=True,
    )
    labels = fields.Dict(
        keys=fields.Str(validate=validate.OneOf(tuple(CERTIFICATE_FIELDS))),
        values=fields.Str(validate=validate.Length(1, 20, error=N_("字段名最多 20 个字。"))),
    )
    opening = fields.Str(validate=validate.Length(0, 200, error=N_("正文最多 200 个字。")))
    note = fields.Str(validate=validate.Length(0, 80, error=N_("附注最多 80 个字。")))
    paper = fields.Str(validate=validate.OneOf(tuple(PAPERS)))
    seal_right = fields.Int(validate=_SHIFT)
    seal_down = fields.Int(validate=_SHIFT)
    language = fields.Str(validate=validate.OneOf(tuple(SECOND_LANGUAGES)))

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> CertificateDesign:
        data["fields"] = tuple(data.pop("fields_"))
        return CertificateDesign(**data)


def shipped_design(permit: Permit) -> CertificateDesign:
    """The design of a permit that nobody has designed yet: the title its facts give, else its name with 证."""
    named = permit.name if permit.name.endswith(("证", "书", "照", "表")) else f"{permit.name}证"
    return CertificateDesign((permit.certificate or {}).get("title") or named)
