"""How a form goes live: with a second pair of eyes where the department asks for it, from a day on, and off again."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from config import Settings
from storage.errors import NotFound
from storage.jobs import Job
from storage.published import digest
from storage.store import Store
from views.build_draft import Working, working
from views.clock import HERE, now, today
from views.hx import go
from views.policy import policy
from views.session import actor
from views.store import store

room = Blueprint("build_release", __name__)
PLANS, RULES, KIND = "planned", "settings", "publish"


@dataclass(frozen=True)
class Plan:
    """A publication that waits: for a second person, or for its day. `digest` is of the document it is about."""

    digest: str
    note: str
    by: str
    starts: str = ""
    approved: str = ""

    @property
    def waits_for_day(self) -> bool:
        return bool(self.starts and self.approved)


def wants_second(draft: Working) -> bool:
    """Does this department publish with a second pair of eyes?"""
    try:
        return bool(store().catalogue.load_one(draft.department, RULES, "publishing")[1]["second"])
    except NotFound:
        return False


def plan_of(draft: Working) -> Plan | None:
    """What waits for this permit, as far as it is still about the draft as it stands."""
    try:
        _revision, kept = store().catalogue.load_one(draft.department, PLANS, draft.id)
    except NotFound:
        return None
    plan = Plan(**{k: kept.get(k, "") for k in ("digest", "note", "by", "starts", "approved")})
    return plan if plan.digest == digest_of(draft) else None


def digest_of(draft: Working) -> str:
    """What the version would be called if the draft were published as it stands."""
    return digest("permit", draft.id, draft.permit)


def starting(text: str) -> tuple[str, str]:
    """(day, "") or ("", what is wrong with it) of the day typed; an empty one is now."""
    if not text.strip():
        return "", ""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return "", _("生效日请写成 2027-01-01 这样的日期。")
    return (day.isoformat(), "") if day > today() else ("", _("生效日要在今天以后。"))


def keep_plan(draft: Working, plan: Plan, note: str) -> None:
    """The plan kept with everything the draft says now; a day still to come is a job for the worker."""
    document = {"id": draft.id, **plan.__dict__, "permit": dict(draft.permit)}
    with store().transaction():
        _save(draft, PLANS, document, note)
        if plan.waits_for_day:
            at = datetime.combine(date.fromisoformat(plan.starts), time(), HERE)
            payload = {"department": draft.department, "permit": draft.id, "digest": plan.digest}
            store().jobs.enqueue(
                KIND, payload, key=f"publish:{draft.id}:{plan.digest}:{plan.starts}", now=at
            )


def publish_when_due(store: Store, _settings: Settings, job: Job) -> None:
    """The job of a day that has come: what was approved goes live, unless the plan was taken back."""
    department, permit = str(job.payload["department"]), str(job.payload["permit"])
    try:
        _revision, kept = store.catalogue.load_one(department, PLANS, permit)
    except NotFound:
        return
    if kept["digest"] != job.payload["digest"] or not kept.get("approved"):
        return
    at = datetime.now(HERE)
    with store.transaction():
        version = store.published.add(
            "permit",
            permit,
            department,
            kept["permit"],
            author=kept["by"],
            now=at,
            note=kept["note"],
        )
        store.audit.add(kept["by"], "permit.publish", f"{permit} {version.number}", now=at)


@room.post("/build/<permit>/second")
@policy("permit.publish", working)
def second(draft: Working) -> Response:
    """Whether this department publishes with a second pair of eyes."""
    wanted = request.form.get("second") == "yes"
    note = _("发布要另一位管理员确认") if wanted else _("发布不用另一位管理员确认")
    _save(draft, RULES, {"id": "publishing", "second": wanted}, note)
    _audit("permit.second", f"{draft.department} {wanted}")
    return go(url_for("build_publish.look", permit=draft.id))


@room.post("/build/<permit>/plan/drop")
@policy("permit.publish", working)
def drop(draft: Working) -> Response:
    """Take a waiting publication back."""
    if plan_of(draft):
        _save(draft, PLANS, {"id": draft.id, "digest": ""}, _("撤回了等待中的发布"))
    return go(url_for("build_publish.look", permit=draft.id))


@room.post("/build/<permit>/withdraw")
@policy("permit.publish", working)
def withdraw(draft: Working) -> Response:
    """Nobody can begin on this permit any more; drafts and cases keep the versions they have."""
    with store().transaction():
        store().published.withdraw("permit", draft.id)
        _audit("permit.withdraw", draft.id)
    return go(url_for("build_publish.history", permit=draft.id))


def _save(draft: Working, table: str, document: dict[str, Any], note: str) -> None:
    who = actor()
    store().catalogue.save(
        draft.department,
        table,
        document,
        expecting=working(draft.id).revision,
        author=who.id if who else "",
        now=now(),
        note=note,
    )


def _audit(action: str, about: str) -> None:
    who = actor()
    store().audit.add(who.id if who else "", action, about, now=now())
