"""The account room: sign in, register, sign out, see and end one's own sessions."""

import secrets
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from marshmallow import ValidationError

from schemas.user import Account, RegistrationSchema
from storage.errors import NotFound, Taken
from views.clock import now
from views.fragments import page
from views.hx import go, local_path
from views.limits import address, limit
from views.passwords import hashed, matches
from views.policy import policy
from views.session import actor, session, sign_in, sign_out
from views.store import settings, store

room = Blueprint("account", __name__, url_prefix="/account")

HOMES = {
    "applicant": "/apply",
    "clerk": "/desk/cases",
    "approver": "/desk",
    "form_admin": "/build",
    "platform_admin": "/admin/accounts",
    "auditor": "/admin/audit",
}


@room.get("/login")
@policy("account.enter")
def login() -> Response:
    return _login_page()


@room.post("/login")
@policy("account.enter")
def enter() -> Response:
    name, password = request.form.get("login", ""), request.form.get("password", "")
    limit("login", name.casefold(), address(), times=10, seconds=900)
    limit("login-from", address(), times=100, seconds=900)
    account = _known(name[:200], password[:200])
    if account is None:
        return _login_page(422, wrong=_("登录名或密码不对，请再试一次。"), name=name[:200])
    store().audit.add(account.id, "account.login", f"account:{account.id}", now=now())
    return sign_in(account, go(_onward(account)))


@room.get("/register")
@policy("account.enter")
def register() -> Response:
    return _register_page()


@room.post("/register")
@policy("account.enter")
def join() -> Response:
    limit("register", address(), times=20, seconds=3600)
    try:
        typed: dict[str, Any] = RegistrationSchema().load(
            {k: request.form.get(k, "") for k in ("login", "name", "password")}
        )
        account = _add(typed)
    except ValidationError as wrong:
        return _register_page(422, problems={k: _(v[0]) for k, v in wrong.messages_dict.items()})
    except Taken:
        return _register_page(422, problems={"login": _("这个登录名已有人用，请换一个。")})
    return sign_in(account, go(_onward(account)))


@room.get("/here")
@policy("account.use")
def here() -> tuple[str, int]:
    """Still at the desk: asking is enough to keep the session."""
    return "", 204


@room.post("/logout")
@policy("account.use")
def logout() -> Response:
    return sign_out(go("/"))


@room.get("/sessions")
@policy("account.use")
def sessions() -> Response:
    who, this = actor(), session()
    assert who and this  # noqa: S101 the policy let only signed-in people in
    mine = store().sessions.of_account(who.id, now())
    return page("account/sessions.html", sessions=mine, here=this)


@room.post("/sessions")
@policy("account.use")
def end_others() -> Response:
    who, this = actor(), session()
    assert who and this  # noqa: S101
    store().sessions.close_all(who.id, keep=this.token_hash)
    store().audit.add(who.id, "account.end_sessions", f"account:{who.id}", now=now())
    return go(url_for("account.sessions"))


def _known(name: str, password: str) -> Account | None:
    try:
        account, password_hash = store().accounts.by_login(name)
    except NotFound:
        matches(password, None)
        return None
    return account if matches(password, password_hash) and not account.suspended else None


def _add(typed: dict[str, Any]) -> Account:
    account = Account(
        secrets.token_hex(8), typed["login"], typed["name"], "applicant", created_at=now()
    )
    with store().transaction():
        store().accounts.add(account, hashed(typed["password"]))
        store().audit.add(account.id, "account.register", f"account:{account.id}", now=now())
    return account


def _onward(account: Account) -> str:
    return local_path(request.form.get("next")) or HOMES[account.role]


def _login_page(status: int = 200, *, wrong: str = "", name: str = "") -> Response:
    back = local_path(request.values.get("next")) or ""
    return page(
        "account/login.html", status, wrong=wrong, name=name, back=back, demo_people=_demo_people()
    )


def _register_page(status: int = 200, *, problems: dict[str, str] | None = None) -> Response:
    back = local_path(request.values.get("next")) or ""
    return page(
        "account/register.html", status, problems=problems or {}, typed=request.form, back=back
    )


def _demo_people() -> tuple[tuple[str, str], ...]:
    """Login and what it may do, shown in demo mode only; the password of all is yizhao-demo."""
    if not settings().demo:
        return ()
    return (
        ("lin", _("申请人林小满")),
        ("market_approver", _("市场监管局审批人")),
        ("market_admin", _("市场监管局表单管理员")),
        ("counter", _("综合窗口")),
        ("admin", _("平台管理员")),
        ("auditor", _("审计员")),
    )
