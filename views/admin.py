"""The administration: accounts, departments, dead jobs; and the audit, which auditors read too."""

import re
import secrets
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from marshmallow import ValidationError

from schemas.permit import Department
from schemas.user import DEPARTMENTAL, ROLES, Account, RegistrationSchema
from storage.errors import Taken
from storage.jobs import Job
from views.clock import now
from views.fragments import page
from views.hx import go
from views.passwords import hashed
from views.policy import policy
from views.seals import NO_SEAL, NoSeal
from views.session import actor
from views.store import store

room = Blueprint("admin", __name__, url_prefix="/admin")

_DEPARTMENT_ID = re.compile(r"[a-z][a-z0-9_]{1,30}")


@room.get("/accounts")
@policy("admin.accounts")
def accounts() -> Response:
    return _accounts_page()


@room.post("/accounts")
@policy("admin.accounts")
def add_account() -> Response:
    problems, account, password = _read_account()
    if not problems and account:
        try:
            _keep_account(account, password)
            return go(url_for("admin.accounts"))
        except Taken:
            problems = {"login": _("这个登录名已有人用，请换一个。")}
    return _accounts_page(422, problems)


@room.post("/accounts/<account_id>/<any(suspend, restore):act>")
@policy("admin.accounts")
def suspend(account_id: str, act: str) -> Response:
    with store().transaction():
        store().accounts.suspend(account_id, suspended=act == "suspend")
        _note(f"account.{act}", f"account:{account_id}")
    return go(url_for("admin.accounts", after=request.args.get("after")))


@room.get("/departments")
@policy("admin.departments")
def departments() -> Response:
    return _departments_page()


@room.post("/departments")
@policy("admin.departments")
def add_department() -> Response:
    key, name = (request.form.get(k, "").strip()[:60] for k in ("id", "name"))
    if not _DEPARTMENT_ID.fullmatch(key) or not name:
        return _departments_page(422, _("代号用小写字母开头，例如 culture；名称不能空。"))
    known = store().catalogue.departments()
    try:
        with store().transaction():
            store().catalogue.add_department(Department(key, name), position=len(known))
            _note("department.add", f"department:{key}")
    except Taken:
        return _departments_page(422, _("这个代号已经用了，请换一个。"))
    return go(url_for("admin.departments"))


@room.post("/departments/<department_id>")
@policy("admin.departments")
def rename_department(department_id: str) -> Response:
    kept = store().catalogue.department(department_id)
    name = request.form.get("name", "").strip()[:60]
    if not name:
        return _departments_page(422, _("名称不能空。"))
    with store().transaction():
        store().catalogue.change_department(replace(kept, name=name))
        _note("department.rename", f"department:{department_id}")
    return go(url_for("admin.departments"))


@room.get("/jobs")
@policy("admin.jobs")
def jobs() -> Response:
    found = store().jobs.dead(request.args.get("after"))
    return page(
        "admin/jobs.html",
        jobs=[(job, _why(job)) for job in found.items],
        after=found.after,
        counts=store().jobs.counts(),
    )


@room.post("/jobs/<int(max=2147483647):job_id>/retry")
@policy("admin.jobs")
def retry(job_id: int) -> Response:
    with store().transaction():
        store().jobs.retry(job_id, now=now())
        _note("job.retry", f"job:{job_id}")
    return go(url_for("admin.jobs"))


@room.get("/audit")
@policy("audit.read")
def audit() -> Response:
    found = store().audit.list(request.args.get("after"))
    asked = request.args.get("check") == "1"
    return page(
        "admin/audit.html",
        records=found.items,
        after=found.after,
        checked=asked,
        broken=store().audit.verify() if asked else None,
    )


def _why(job: Job) -> str:
    """Why it failed: in words where the administrator can mend it, else as the program said it."""
    return _(NO_SEAL) if job.error.startswith(NoSeal.__name__) else job.error


def _read_account() -> tuple[dict[str, str], Account | None, str]:
    form = request.form
    role, department = form.get("role", ""), form.get("department") or None
    try:
        typed: dict[str, Any] = RegistrationSchema().load(
            {k: form.get(k, "") for k in ("login", "name", "password")}
        )
    except ValidationError as wrong:
        return {k: _(v[0]) for k, v in wrong.messages_dict.items()}, None, ""
    if role not in ROLES:
        return {"role": _("请选择角色。")}, None, ""
    known = {d.id for d in store().catalogue.departments()}
    if (role in DEPARTMENTAL) != (department in known):
        return {"department": _("审批人和表单管理员要选部门，其他角色不选。")}, None, ""
    account = Account(
        secrets.token_hex(8), typed["login"], typed["name"], role, department, created_at=now()
    )
    return {}, account, typed["password"]


def _keep_account(account: Account, password: str) -> None:
    password_hash = hashed(password)
    with store().transaction():
        store().accounts.add(account, password_hash)
        _note("account.add", f"account:{account.id}")


def _note(action: str, thing: str) -> None:
    who = actor()
    store().audit.add(who.id if who else "", action, thing, now=now())


def _accounts_page(status: int = 200, problems: dict[str, str] | None = None) -> Response:
    found = store().accounts.list(request.args.get("after"))
    return page(
        "admin/accounts.html",
        status,
        accounts=found.items,
        after=found.after,
        departments={d.id: d for d in store().catalogue.departments()},
        roles=ROLES,
        problems=problems or {},
        typed=request.form,
        me=actor(),
    )


def _departments_page(status: int = 200, problem: str = "") -> Response:
    return page(
        "admin/departments.html",
        status,
        departments=store().catalogue.departments(),
        problem=problem,
        typed=request.form,
    )
