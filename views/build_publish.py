"""From draft to live: what will change, what keeps it from going, whom it touches, and who did it before."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from marshmallow import ValidationError

from form_builder.check import problems
from form_builder.compare import differences
from schemas.permit import PermitSchema
from storage.errors import ChangedMeanwhile
from views.build_bench import failing
from views.build_draft import Working, author_name, said, working
from views.build_release import Plan, digest_of, keep_plan, plan_of, starting, wants_second
from views.build_scene import live_version
from views.clock import now
from views.fragments import page
from views.hx import go
from views.policy import policy
from views.session import actor
from views.store import store
from views.touched import touched
from views.unprinted import unprinted_questions, unprinted_words
from views.workbench_facts import conflicts_found, open_conflicts

room = Blueprint("build_publish", __name__)
LONGEST_NOTE = 300
SHOWN = 60
ON_PAPER = ("name", "law", "commitment")


@room.get("/build/<permit>/publish")
@policy("permit.publish", working)
def look(draft: Working) -> Response:
    return _page(draft)


@room.post("/build/<permit>/publish")
@policy("permit.publish", working)
def publish(draft: Working) -> Response:
    """The draft as it was looked at becomes the next version; nothing that began before is touched."""
    note = " ".join(request.form.get("note", "").split())[:LONGEST_NOTE]
    if request.form.get("revision") != str(draft.revision):
        return _page(
            draft, 409, wrong=_("您看过以后，草稿又有人改了。请再看一遍下面的改动。"), note=note
        )
    if not note:
        return _page(draft, 422, wrong=_("请写一句这次为什么改，例如：按新的管理办法。"), note=note)
    if _problems(draft):
        return _page(draft, 422, wrong=_("还有问题没改完，不能发布。"), note=note)
    if open_conflicts(draft):
        return _page(
            draft, 422, wrong=_("有人会被卡住的冲突还没有决定，请先到工作台决定。"), note=note
        )
    starts, wrong = starting(request.form.get("starts", ""))
    if wrong:
        return _page(draft, 422, wrong=wrong, note=note)
    if wants_second(draft) or starts:
        waiting = _planned(draft, note, starts)
        if waiting is not None:
            return waiting
    try:
        number = _keep(draft, note)
    except ChangedMeanwhile:
        return _page(
            working(draft.id),
            409,
            wrong=_("您看过以后，草稿又有人改了。请再看一遍下面的改动。"),
            note=note,
        )
    return go(url_for("build_publish.history", permit=draft.id, published=number))


@room.get("/build/<permit>/history")
@policy("permit.build", working)
def history(draft: Working) -> Response:
    versions = store().published.versions("permit", draft.id)
    older = [*versions[1:], None]
    changes = {
        v.id: differences(o.document["form"], v.document["form"], _) if o else ()
        for v, o in zip(versions, older, strict=True)
    }
    saves = store().steps.history(draft.department, draft.about, limit=SHOWN)
    return page(
        "build/history.html",
        draft=draft,
        versions=[(v, author_name(v.published_by), changes[v.id]) for v in versions],
        notes={v.id: _(v.note) for v in versions},
        saves=[(r, author_name(r.author), said(r)) for r in saves],
        published=request.args.get("published", ""),
        live=live_version(draft),
    )


def _planned(draft: Working, note: str, starts: str) -> Response | None:
    """What is shown while a publication waits for a second person or for its day; None when it may go now."""
    who = actor()
    me, plan = who.id if who else "", plan_of(draft)
    if wants_second(draft):
        if plan is None:
            keep_plan(
                draft, Plan(digest_of(draft), note, me, starts), _("送请另一位管理员确认发布")
            )
            return go(url_for("build_publish.look", permit=draft.id))
        if plan.by == me:
            return _page(
                draft, 422, wrong=_("要由另一位管理员来确认，提出的人不能自己确认。"), note=note
            )
        starts = plan.starts
    if not starts:
        return None
    by = plan.by if plan else me
    keep_plan(
        draft,
        Plan(digest_of(draft), note, by, starts, me),
        _("定了发布的日子：%(day)s", day=starts),
    )
    return go(url_for("build_publish.look", permit=draft.id))


def _keep(draft: Working, note: str) -> int:
    who = actor()
    account = who.id if who else ""
    with store().transaction():
        # Reading again inside the transaction: what is published is what was looked at.
        if store().catalogue.load(draft.department).revision != draft.revision:
            raise ChangedMeanwhile(draft.revision)
        version = store().published.add(
            "permit", draft.id, draft.department, draft.permit, author=account, now=now(), note=note
        )
        store().audit.add(account, "permit.publish", f"{draft.id} {version.number}", now=now())
    number: int = version.number
    return number


def _page(draft: Working, status: int = 200, *, wrong: str = "", note: str = "") -> Response:
    live, plan, who = live_version(draft), plan_of(draft), actor()
    wrongs = _problems(draft)
    return page(
        "build/publish.html",
        status,
        draft=draft,
        live=live,
        changes=_changes(draft, live),
        problems=wrongs,
        clashes=() if wrongs else conflicts_found(draft),
        touched=touched(live.id, draft.form) if live and not wrongs else None,
        wrong=wrong,
        note=note or (plan.note if plan else ""),
        second=wants_second(draft),
        plan=plan,
        planner=author_name(plan.by) if plan else "",
        mine=plan is not None and plan.by == (who.id if who else ""),
    )


def _changes(draft: Working, live: Any) -> tuple[str, ...]:
    if live is None:
        return (_("第一次发布。"),)
    rest = [{k: v for k, v in d.items() if k != "form"} for d in (live.document, draft.permit)]
    facts = () if rest[0] == rest[1] else (_("事项说明变了：条件、时限、依据或常用语。"),)
    return (*differences(live.document["form"], draft.form, _), *facts)


def _problems(draft: Working) -> tuple[tuple[str, str], ...]:
    """(field path, sentence) of everything that must be mended first."""
    found = [(p.field, p.sentence) for p in problems(draft.form, _=_)]
    found = found or [(p.field, p.sentence) for p in unprinted_questions(draft.read)]
    facts = (str(draft.permit.get(name, "")) for name in ON_PAPER)
    found += [("", said) for said in map(unprinted_words, facts) if said]
    try:
        PermitSchema().load(draft.permit)
    except ValidationError as error:
        found += [("", f"{name}: {words}") for name, words in error.normalized_messages().items()]
    if not found:
        sentence = _("测试样例“%(name)s”的结果和存的时候不一样了。请到测试台看。")
        found += [("", sentence % {"name": name}) for name in failing(draft)]
    return tuple(found)
