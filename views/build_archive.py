"""Forms that are put away instead of deleted: by whom, when and why, and brought back as drafts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from schemas.archived import ArchivedForm
from storage.errors import ChangedMeanwhile, NotFound
from views.build_draft import Working, working
from views.build_release import PLANS
from views.build_scene import live_version
from views.clock import now
from views.fragments import page
from views.hx import go
from views.policy import policy
from views.session import actor
from views.store import store

room = Blueprint("build_archive", __name__)
TABLE, LONGEST, ATTEMPTS = "archived", 300, 5


@dataclass(frozen=True)
class Archived:
    """A form that was put away: its whole permit as it stood then."""

    id: str
    department: str
    revision: int
    permit: dict[str, Any]


def archived(permit: str) -> Archived:
    """NotFound for another department's, like for none."""
    who = actor()
    if who is None or who.department is None:
        raise NotFound("There is no such form here.")
    revision, kept = store().catalogue.load_one(who.department, TABLE, permit)
    return Archived(permit, who.department, revision, kept["permit"])


@room.get("/build/archive")
@policy("permit.list")
def listed() -> Response:
    """What the department put away, the last first."""
    who = actor()
    if who is None or who.department is None:
        raise NotFound("Nobody is here.")
    shown = store().archive.list(who.department, request.args.get("after"))
    return page("build/archived.html", forms=shown.items, more=shown.after)


@room.get("/build/<permit>/archive")
@policy("permit.publish", working)
def look(draft: Working) -> Response:
    return _page(draft)


@room.post("/build/<permit>/archive")
@policy("permit.publish", working)
def put_away(draft: Working) -> Response:
    """Off the list, and off for new applicants; versions, drafts being filled and cases stay as they are."""
    why = " ".join(request.form.get("why", "").split())[:LONGEST]
    if not why:
        return _page(draft, 422, wrong=_("请写一句为什么存档，例如：2027 年起并入食品经营许可。"))
    for _attempt in range(ATTEMPTS):
        try:
            _put_away(draft, why)
            return go(url_for("build_archive.listed"))
        except ChangedMeanwhile:
            draft = working(draft.id)
    raise ChangedMeanwhile(draft.revision)


@room.post("/build/archive/<permit>/restore")
@policy("permit.publish", archived)
def restore(form: Archived) -> Response:
    """The form as a draft again; applicants get it when it is published again."""
    for _attempt in range(ATTEMPTS):
        try:
            _bring_back(form)
            return go(url_for("build.builder", permit=form.id))
        except ChangedMeanwhile:
            form = archived(form.id)
    raise ChangedMeanwhile(form.revision)


def is_kept(department: str, table: str, id: str) -> bool:
    """Whether a department's catalogue has this document."""
    try:
        store().catalogue.load_one(department, table, id)
    except NotFound:
        return False
    return True


def _put_away(draft: Working, why: str) -> None:
    who, at = actor(), now()
    me, name = (who.id, who.name) if who else ("", "")
    note = _("存档了“%(name)s”：%(why)s", name=draft.permit["name"], why=why)
    kept = {
        "id": draft.id,
        "permit": draft.permit,
        "by_name": name,
        "at": at.isoformat(),
        "why": why,
    }
    unplanned = {"id": draft.id, "digest": ""}
    facts: dict[str, Any] = {"author": me, "now": at, "note": note}
    shelf, home, r = store().catalogue, draft.department, draft.revision
    with store().transaction():
        shelf.save(home, TABLE, kept, expecting=r, **facts)
        store().archive.add(_line(draft, name, why, at))
        shelf.save(home, PLANS, unplanned, expecting=r + 1, **facts)
        shelf.remove(home, "permits", draft.id, expecting=r + 2, **facts)
        store().published.withdraw("permit", draft.id)
        store().audit.add(me, "permit.archive", draft.id, now=at)


def _line(draft: Working, by_name: str, why: str, at: datetime) -> ArchivedForm:
    questions = len(draft.form["properties"])
    return ArchivedForm(
        draft.department, draft.id, draft.permit["name"], questions, by_name, why, at
    )


def _bring_back(form: Archived) -> None:
    who, at = actor(), now()
    me = who.id if who else ""
    note = _("从存档恢复了“%(name)s”", name=form.permit["name"])
    facts: dict[str, Any] = {"author": me, "now": at, "note": note}
    shelf, home, r = store().catalogue, form.department, form.revision
    with store().transaction():
        shelf.save_permit(home, form.permit, expecting=r, **facts)
        shelf.remove(home, TABLE, form.id, expecting=r + 1, **facts)
        store().archive.remove(home, form.id)
        store().audit.add(me, "permit.restore", form.id, now=at)


def _page(draft: Working, status: int = 200, *, wrong: str = "") -> Response:
    live = live_version(draft)
    filling = sum(n for *_more, n in store().drafts.baskets_pinning(live.id)) if live else 0
    return page("build/archive.html", status, draft=draft, live=live, filling=filling, wrong=wrong)
