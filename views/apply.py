"""Applying: beginning a draft, finding it again, seeing how far it is."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from form_builder.prefill import prefill
from schemas.case import Draft
from schemas.permit import Permit
from schemas.scenario import Scenario
from storage.errors import NotFound
from views.clock import now
from views.conflicts import Told, apart, contradictions, contradictions_among, impossible
from views.drafts import own_draft
from views.filling import Filling, filling
from views.fragments import page
from views.guide import as_sent, read_answers
from views.hx import go
from views.languages import counted, language
from views.late import kept_words
from views.newer import newer
from views.one_form import form_of, one_form
from views.policy import policy
from views.published import permit_of, permits, scenarios
from views.questions import Where
from views.session import actor
from views.store import store

MOST_PERMITS = 31
room = Blueprint("apply", __name__)
room.add_app_template_global(contradictions)


@room.get("/apply")
@policy("draft.list")
def drafts() -> Response:
    found = store().drafts.of_account(_me(), request.args.get("after"))
    listed = [(d, filling(one_form(d), d), title_of(d)) for d in found.items]
    return page("apply/drafts.html", drafts=listed, after=found.after)


@room.post("/apply")
@policy("draft.create")
def begin() -> Response:
    named = tuple(dict.fromkeys(request.form.getlist("permits")))[:MOST_PERMITS]
    pins = latest_pins(going_together(named))
    if not pins:
        return go(url_for("portal.home"))
    kind = scenario_of(request.form.get("scenario"))
    alone = [p for p in request.form.getlist("apart") if p in pins]
    together = {p: v for p, v in pins.items() if p not in alone}
    told = contradictions_among(permit_of(v) for v in together.values())
    if impossible(told):
        return _choose(kind, pins, alone, told)
    baskets = [b for b in (together, *({p: pins[p]} for p in alone)) if b]
    with store().transaction():
        drafts = [new_draft(b, kind.id if kind else None, _guide_answers(kind)) for b in baskets]
    if len(drafts) > 1:
        return go(url_for("apply.drafts"))
    return go(url_for("apply.tasks", draft=drafts[0].id))


@room.get("/apply/<draft>")
@policy("draft.read", own_draft)
def tasks(draft: Draft) -> Response:
    return draft_page(
        "apply/tasks.html",
        draft,
        filling(one_form(draft), draft),
        late=kept_words() if "late" in request.args else "",
        moved=request.args.get("moved", type=int),
    )


@room.post("/apply/<draft>/delete")
@policy("draft.write", own_draft)
def delete(draft: Draft) -> Response:
    store().drafts.delete(draft.id)
    return go(url_for("apply.drafts"))


def _choose(
    kind: Scenario | None, pins: Mapping[str, str], alone: list[str], told: tuple[Told, ...]
) -> Response:
    """Nothing begins yet: no answer would satisfy all of these permits, so one is applied for separately."""
    return page(
        "apply/apart.html",
        422,
        kind=kind,
        sent=as_sent(_guide_answers(kind)),
        pins=pins,
        alone=[permit_of(pins[p]) for p in alone],
        choices=[permit_of(pins[p]) for p in apart(told)],
        told=told,
    )


def draft_page(
    template: str, draft: Draft, state: Filling, status: int = 200, **more: Any
) -> Response:
    """A page about a whole draft, with its sections beside it."""
    return page(
        template,
        status,
        draft=draft,
        state=state,
        section=None,
        where=Where(draft.id),
        title=title_of(draft),
        newer=newer(draft),
        **more,
    )


def new_draft(pins: Mapping[str, str], scenario: str | None, guide: Mapping[str, Any]) -> Draft:
    """A draft on these versions, with the answers this person's last case already gave."""
    form = form_of(tuple(pins.items()))
    last = store().cases.of_account(_me(), limit=1).items
    return store().drafts.add(
        Draft(
            id=secrets.token_urlsafe(12),
            account=_me(),
            scenario=scenario,
            guide_answers=guide,
            pins=pins,
            answers=prefill(form.merged, last[0].answers) if last else {},
            revision=1,
            created_at=now(),
            updated_at=now(),
        )
    )


def going_together(named: Iterable[str]) -> list[str]:
    """Those that can be applied for together: of two that exclude each other the first one stays."""
    known = permits()
    kept: list[Permit] = []
    for permit in (known[name] for name in named if name in known):
        if all(permit.goes_with(other) for other in kept):
            kept.append(permit)
    return [permit.id for permit in kept]


def latest_pins(permits: Iterable[str]) -> dict[str, str]:
    """The newest published version of each permit; names that nobody published are left out."""
    pins = {}
    for permit in permits:
        try:
            pins[permit] = store().published.latest("permit", permit).id
        except NotFound:
            continue
    return pins


def title_of(draft: Draft) -> str:
    """What the applicant calls it: the shop's name, else the kind of business, else the first permit."""
    named = draft.answers.get("shop_name") or draft.answers.get("ent_name")
    if isinstance(named, str) and named:
        return named
    scenario = scenario_of(draft.scenario)
    if scenario:
        return scenario.named(language())
    first = permit_of(next(iter(draft.pins.values()))).named(language())
    count = len(draft.pins)
    return first if count == 1 else counted("%(name)s等 %(n)s 项", count, name=first)


def scenario_of(name: str | None) -> Scenario | None:
    return scenarios().get(name or "")


def _guide_answers(kind: Scenario | None) -> dict[str, Any]:
    return read_answers(kind, request.form) if kind else {}


def _me() -> str:
    who = actor()
    if who is None:
        raise PermissionError(_("请先登录。"))
    return who.id
