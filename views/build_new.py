"""A new form of one's department: from nothing, or as a copy of one that is there."""

import re
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from form_builder.begin import new_form, new_permit
from form_builder.paste import clip, paste
from schemas.problem import Problem
from schemas.user import Account
from storage.errors import ChangedMeanwhile, NotFound
from views.build_archive import TABLE, is_kept
from views.build_clipboard import sources
from views.build_dictionary import dictionary
from views.build_forms import forms_page
from views.clock import now
from views.hx import go
from views.policy import policy
from views.session import actor
from views.store import store

room = Blueprint("build_new", __name__)
CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
LONGEST, ATTEMPTS = 60, 5
KEPT = ("new", "archive", "certificates")


@room.post("/build")
@policy("permit.list")
def create() -> Response:
    who = actor()
    if who is None or who.department is None:
        raise NotFound("Nobody is here.")
    name = " ".join(request.form.get("name", "").split())[:LONGEST]
    code = request.form.get("code", "").strip()[:60]
    wrong = _wrong(name, code)
    if wrong:
        sent = {"name": name, "code": code, "origin": request.form.get("origin", "")}
        return forms_page(who.department, 422, wrong=wrong, sent=sent)
    _keep(who, new_permit(code, who.department, name, _form(who, code, name)))
    return go(url_for("build.builder", permit=code))


def _wrong(name: str, code: str) -> tuple[Problem, ...]:
    found = []
    if not name:
        found.append(Problem("", "name", _("请写事项的名称，例如：小餐饮登记。")))
    if not CODE.fullmatch(code) or code in KEPT:
        sentence = _("代号用小写字母、数字和下划线，以字母开头，例如 small_catering。")
        found.append(Problem("", "code", sentence))
    elif _is_taken(code):
        found.append(Problem("", "code", _("已经有一个事项用了这个代号。请换一个。")))
    return tuple(found)


def _is_taken(code: str) -> bool:
    if code in store().published.heads("permit"):
        return True
    return any(
        is_kept(department.id, table, code)
        for department in store().catalogue.departments()
        for table in ("permits", TABLE)
    )


def _form(who: Account, code: str, name: str) -> dict[str, Any]:
    """Without questions, or with those of the form it is to be a copy of."""
    blank = new_form(code, name, section=_("基本信息"))
    origin = request.form.get("origin", "")
    source = next((s for s in sources(who.department or "") if s.permit == origin), None)
    if source is None:
        return blank
    elements = None if source.department == who.department else dictionary()
    whole = clip(source.form, source.form["properties"], sections=True)
    empty = {**blank, "x-sections": []}
    return paste(empty, whole, section="", after=None, elements=elements).form


def _keep(who: Account, permit: dict[str, Any]) -> None:
    department = who.department or ""
    for _attempt in range(ATTEMPTS):
        revision = store().catalogue.load(department).revision
        try:
            store().catalogue.save_permit(
                department,
                permit,
                expecting=revision,
                author=who.id,
                now=now(),
                note=_("新建了表单“%(name)s”", name=permit["name"]),
            )
            return
        except ChangedMeanwhile:
            continue
    raise ChangedMeanwhile
