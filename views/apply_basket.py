"""The basket of a draft: one permit more, or one less; nothing typed is ever lost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from schemas.case import Draft
from schemas.field_types import ABSENT
from schemas.permit import Department, Permit
from views.apply import latest_pins, title_of
from views.conflicts import Told, apart, contradictions, impossible
from views.drafts import keep, own_draft, value_at, with_answers
from views.filling import Filling, filling
from views.fragments import page
from views.hx import go
from views.languages import language
from views.one_form import form_of, newer, one_form
from views.policy import policy
from views.published import departments, permit_of, permits
from views.questions import Where

room = Blueprint("apply_basket", __name__)


@dataclass(frozen=True)
class Offer:
    """A permit that can be added; `against` names the one in the basket it cannot go with."""

    permit: Permit
    department: Department
    against: str = ""


@room.get("/apply/<draft>/basket")
@policy("draft.read", own_draft)
def show(draft: Draft) -> Response:
    return _basket_page(draft)


@room.post("/apply/<draft>/basket")
@policy("draft.write", own_draft)
def change(draft: Draft) -> Response:
    if draft.corrects:
        return _basket_page(draft, 422, _("补正时不能增加或去掉事项。"))
    dropped, added = request.form.get("drop", ""), request.form.get("add", "")
    if dropped in draft.pins and len(draft.pins) == 1:
        return _basket_page(
            draft, 422, _("至少要留一个事项。要全部放弃，请到“我的申请”里删除草稿。")
        )
    pins = latest_pins([added]) if added and added not in draft.pins else {}
    offer = next((o for o in _offers(draft) if o.permit.id in pins), None)
    if offer and offer.against:
        sentence = _(
            "“%(a)s”和“%(b)s”不能一起办。", a=offer.permit.named(language()), b=offer.against
        )
        return _basket_page(draft, 422, sentence)
    told = _clashing(draft, pins)
    if told:
        name = permit_of(pins[added]).named(language())
        return _basket_page(
            draft,
            422,
            _("“%(name)s”不能加进这张表：要求互相矛盾，没有能过的答案。", name=name),
            told=told,
            separately=added,
        )
    keep(
        draft, lambda d: with_pins(d, {k: v for k, v in {**d.pins, **pins}.items() if k != dropped})
    )
    return go(url_for("apply_basket.show", draft=draft.id))


def _clashing(draft: Draft, added: Mapping[str, str]) -> tuple[Told, ...]:
    """The contradictions that an added permit would bring: nobody is asked the impossible."""
    if not added:
        return ()
    found = impossible(contradictions(form_of(tuple({**draft.pins, **added}.items()))))
    return tuple(told for told in found if set(told.permits) & added.keys())


def with_pins(draft: Draft, pins: Mapping[str, str]) -> Draft:
    """The draft with another basket. Answers nobody asks for any more are kept aside, and come back
    with the permit that asks for them."""
    asked = {f.key for f in form_of(tuple(pins.items())).merged.fields}
    known = {f.key for f in form_of(tuple(draft.pins.items())).merged.fields} | set(draft.kept)
    aside = {k: _known(draft, k) for k in known - asked}
    back = {k: _known(draft, k) for k in known & asked}
    answers = with_answers(draft.answers, dict.fromkeys(known - asked, ABSENT) | back)
    kept = {k: v for k, v in aside.items() if v is not ABSENT}
    return replace(draft, pins=dict(pins), answers=answers, kept=kept)


def _known(draft: Draft, key: str) -> Any:
    value = value_at(draft.answers, key)
    return draft.kept.get(key, ABSENT) if value is ABSENT else value


def _basket_page(
    draft: Draft,
    status: int = 200,
    problem: str = "",
    *,
    told: tuple[Told, ...] = (),
    separately: str = "",
) -> Response:
    form = one_form(draft)
    state: Filling = filling(form, draft)
    return page(
        "apply/basket.html",
        status,
        draft=draft,
        state=state,
        section=None,
        where=Where(draft.id),
        title=title_of(draft),
        chosen=[(p, form.department(p.id), p.named(language())) for p in form.permits.values()],
        offers=_offers(draft),
        newer=newer(draft),
        problem=problem,
        brought=told,
        separately=separately,
        apart=apart(contradictions(form)),
    )


def _offers(draft: Draft) -> tuple[Offer, ...]:
    offices = departments()
    inside = [permit_of(pin) for pin in draft.pins.values()]
    rest = (p for p in permits().values() if p.id not in draft.pins)
    return tuple(Offer(p, offices[p.department], _against(p, inside)) for p in rest)


def _against(permit: Permit, inside: list[Permit]) -> str:
    clash = (o for o in inside if not permit.goes_with(o))
    return next((o.named(language()) for o in clash), "")
