"""Guides in the browser: questions, the table of decisions, what is proved of them, publishing."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from form_builder import edit_guide as edit
from form_builder.reading import sentence
from form_builder.rows import OTHER, to_groups, to_schema
from storage.errors import NotFound
from views.build_panel import RowField, clauses, row, rows_from, typed
from views.clock import now
from views.fragments import page
from views.guide_draft import GuideDraft, guide, keep, keeper, proof, said
from views.hx import go
from views.policy import policy
from views.published import permits
from views.session import actor
from views.store import store

room = Blueprint("build_guides", __name__)
BLANK = RowField("", "", "")


@room.get("/guides")
@policy("guide.build", keeper)
def every(department: str) -> Response:
    drafts = [guide(id) for id in sorted(store().catalogue.load(department).scenarios)]
    return page("build/guides.html", rows=[(draft, proof(draft)) for draft in drafts])


@room.get("/guides/<scenario>")
@policy("guide.build", guide)
def show(draft: GuideDraft) -> Response:
    return _page(draft)


@room.post("/guides/<scenario>/questions")
@policy("guide.build", guide)
def question(draft: GuideDraft) -> Response:
    """A question added (no id was sent) or changed."""
    id = request.form.get("id", "")
    text, kind = _line("text", 200), request.form.get("type", "")
    if id and id not in {q.id for q in draft.scenario.questions}:
        raise NotFound("There is no such question.")
    options = [" ".join(o.split())[:100] for o in request.form.get("options", "").splitlines()[:30]]
    options = [o for o in options if o]
    if not text or kind not in edit.TYPES:
        return _page(draft, 422, wrong=_("请写这个问题怎么问。"))
    if kind in ("choice", "choices") and len(options) < 2:
        return _page(draft, 422, wrong=_("选择题至少要有两个选项，一行一个。"))
    id = id or edit.fresh_id(draft.document)
    try:
        facts: dict[str, Any] = {
            "options": options,
            "unit": _line("unit", 20),
            "when": _when(draft),
        }
    except ValueError:
        return _page(
            draft, 422, wrong=_("“%(text)s”什么时候问还没写完：问题、比较和答案都要选。", text=text)
        )
    keep(
        draft,
        lambda g: edit.set_question(g, id, text=text, type=kind, **facts),
        _("导办问题“%(text)s”", text=text[:60]),
    )
    return _back(draft, f"question-{id}")


@room.post("/guides/<scenario>/questions/<id>/<verb>")
@policy("guide.build", guide)
def arrange(draft: GuideDraft, id: str, verb: str) -> Response:
    ids = [q.id for q in draft.scenario.questions]
    if id not in ids or verb not in ("up", "down", "remove"):
        raise NotFound("There is no such question.")
    if verb == "remove":
        used = edit.users(draft.document, id)
        if used:
            numbers = _("、").join(map(str, used))
            return _page(
                draft,
                422,
                wrong=_("第 %(numbers)s 条规则还要用这个问题，请先改规则。", numbers=numbers),
            )
        waiting = edit.askers(draft.document, id)
        if waiting:
            names = _("、").join(f"“{text}”" for text in waiting)
            return _page(
                draft, 422, wrong=_("%(names)s 什么时候问要看这个问题，请先改那里。", names=names)
            )
        keep(draft, lambda g: edit.remove_question(g, id), _("去掉了一个导办问题"))
        return _back(draft, "questions")
    step = -1 if verb == "up" else 1
    keep(draft, lambda g: edit.moved(g, "questions", ids.index(id), step), _("移动了导办问题"))
    return _back(draft, f"question-{id}")


@room.post("/guides/<scenario>/order")
@policy("guide.build", guide)
def shorten(draft: GuideDraft) -> Response:
    """The questions in the order in which fewest are answered."""
    found = proof(draft)
    if found:
        keep(draft, lambda g: edit.ordered(g, found.order), _("按最短的次序排了导办问题"))
    return _back(draft, "questions")


@room.post("/guides/<scenario>/rules/<int:at>")
@policy("guide.build", guide)
def rule(draft: GuideDraft, at: int) -> Response:
    """Rule number `at`, from 0; one beyond the last adds a rule."""
    chosen = [p for p in request.form.getlist("permits") if p in permits()]
    if at > len(draft.document["rules"]):
        raise NotFound("There is no such rule.")
    if not chosen:
        return _page(draft, 422, wrong=_("请选这条规则带出哪些许可。"))
    try:
        when = _when(draft)
    except ValueError:
        return _page(
            draft, 422, wrong=_("第 %(n)s 条规则还没写完：问题、比较和答案都要选。", n=at + 1)
        )
    keep(
        draft,
        lambda g: edit.set_rule(g, at, permits=chosen, when=when),
        _("导办规则第 %(n)s 条", n=at + 1),
    )
    return _back(draft, f"rule-{at}")


@room.post("/guides/<scenario>/rules/<int:at>/<verb>")
@policy("guide.build", guide)
def arrange_rule(draft: GuideDraft, at: int, verb: str) -> Response:
    if at >= len(draft.document["rules"]) or verb not in ("up", "down", "remove"):
        raise NotFound("There is no such rule.")
    if verb == "remove":
        keep(draft, lambda g: edit.remove_rule(g, at), _("去掉了导办规则第 %(n)s 条", n=at + 1))
    else:
        step = -1 if verb == "up" else 1
        keep(draft, lambda g: edit.moved(g, "rules", at, step), _("移动了导办规则"))
    return _back(draft, "rules")


@room.post("/guides/<scenario>/publish")
@policy("guide.build", guide)
def publish(draft: GuideDraft) -> Response:
    """The guide as it stands for everyone; only one of which everything is proved."""
    found = proof(draft)
    if found is None or found.findings:
        return _page(draft, 422, wrong=_("还没有证明完，不能发布。"))
    who = actor()
    account = who.id if who else ""
    with store().transaction():
        names = ("scenario", draft.id, draft.department)
        version = store().published.add(
            *names, draft.document, author=account, now=now(), note=_line("note", 200)
        )
        store().audit.add(account, "guide.publish", f"{draft.id} {version.number}", now=now())
    return _back(draft, "proof")


def _page(draft: GuideDraft, status: int = 200, *, wrong: str = "") -> Response:
    found, form = proof(draft), draft.form
    labels = {q.id: q.text for q in draft.scenario.questions}
    live = store().published.versions("scenario", draft.id)
    return page(
        "build/guide.html",
        status,
        draft=draft,
        wrong=wrong,
        proof=found,
        findings=[said(f, draft) for f in found.findings] if found else [],
        order=[labels[i] for i in found.order] if found else [],
        kinds={"yes_no": _("是或否"), "choice": _("单选"), "choices": _("多选"), "number": _("数字")},
        questions=[_question(form, q, labels) for q in (*draft.document["questions"], {"id": "", "text": "", "type": "yes_no"})],
        rules=[_rule(form, r, labels) for r in draft.document["rules"]] + [{"groups": ((BLANK, BLANK),), "join": "any", "permits": [], "said": "", "new": True}],
        permits=sorted(permits().values(), key=lambda p: p.name),
        live=live[0] if live else None,
        is_changed=not live or live[0].document != draft.document,
    )  # fmt: skip


def _when(draft: GuideDraft) -> dict[str, Any] | None:
    """The condition that was sent; None when the page had no rows for it. ValueError for one that was only begun."""
    if not request.form.get("rows"):
        return None
    rows = clauses(draft.form, rows_from(draft.form, _answers()))
    join = request.form.get("join", "any")
    return dict(to_schema(rows, join if join in OTHER else "any")) if rows else {}


def _rule(form: Any, document: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    drawn = _rows(form, document["when"], labels)
    said = drawn["said"] or _("总是要办")
    return {**drawn, "permits": document["permits"], "said": said, "new": False}


def _question(form: Any, document: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    return {**document, **_rows(form, document.get("when") or {}, labels)}


def _rows(form: Any, when: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    """A condition as rows to edit, each group with a blank one, and in words."""
    said = sentence(when, lambda k: f"“{labels.get(k, k)}”", _=_)
    found = to_groups(when)
    if found is None:
        return {"groups": None, "join": "any", "said": said}
    join, rows = found
    drawn = (tuple(row(form, c.field, c.operator, typed(c.value)) for c in g) for g in rows)
    return {"groups": (*((*g, BLANK) for g in drawn), (BLANK,)), "join": join, "said": said}


def _answers() -> dict[str, str]:
    """What was sent, yes and no in the words the conditions use."""
    words = {_("是"): "true", _("否"): "false"}
    return {name: words.get(text, text) for name, text in request.form.items()}


def _back(draft: GuideDraft, anchor: str) -> Response:
    return go(url_for("build_guides.show", scenario=draft.id) + f"#{anchor}")


def _line(name: str, most: int) -> str:
    return " ".join(request.form.get(name, "").split())[:most]
