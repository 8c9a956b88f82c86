"""People who sign in, what they may be, and their sessions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate

from schemas.wording import N_

ROLES = {
    "applicant": N_("申请人"),
    "clerk": N_("综合窗口"),
    "approver": N_("审批人"),
    "form_admin": N_("表单管理员"),
    "platform_admin": N_("平台管理员"),
    "auditor": N_("审计员"),
}
STAFF = frozenset(ROLES) - {"applicant"}
DEPARTMENTAL = frozenset({"approver", "form_admin"})


@dataclass(frozen=True)
class Account:
    """`department` is set for approvers and form admins, and only for them; `suspended` ends all sessions."""

    id: str
    login: str
    name: str
    role: str
    department: str | None = None
    suspended: bool = False
    created_at: datetime | None = None


@dataclass(frozen=True)
class Session:
    """A signed-in browser. `token_hash` is the SHA-256 of the cookie; the cookie itself is stored nowhere."""

    token_hash: str
    account: Account
    csrf: str
    created_at: datetime
    seen_at: datetime


class RegistrationSchema(Schema):
    """What an applicant types to register; 3.3.8: pasting and password managers work."""

    login = fields.Str(
        required=True,
        validate=[
            validate.Length(3, 40, error=N_("登录名要 3 到 40 个字。")),
            validate.Regexp(r"^[\w.@+-]+\Z", error=N_("登录名只能用文字、数字和 . @ + - _。")),
        ],
        error_messages={"required": N_("请填写登录名。")},
    )
    name = fields.Str(
        required=True,
        validate=validate.Length(1, 50, error=N_("请填写姓名，最多 50 个字。")),
        error_messages={"required": N_("请填写姓名。")},
    )
    password = fields.Str(
        required=True,
        validate=validate.Length(8, 200, error=N_("密码至少 8 个字，建议用一句话。")),
        error_messages={"required": N_("请填写密码。")},
    )

    @pre_load
    def _trim(self, data: Any, **_: Any) -> dict[str, Any]:
        return {k: v if k == "password" else str(v).strip() for k, v in dict(data).items()}

    @post_load
    def _plain(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        if data["password"] == data["login"]:
            raise ValidationError(N_("密码不能和登录名一样。"), "password")
        return data
