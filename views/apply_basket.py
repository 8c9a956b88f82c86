"""The basket of a draft: one permit more, or one less; nothing typed is ever lost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from schemas.case import Draft
from schemas.permit import Department, Permit
from views.apply import draft_page, latest_pins
from views.basket_words import difference, extra, kept_answers
from views.conflicts import Told, apart, contradictions, impossible
from views.drafts import keep, own_draft
from views.filling import Filling, filling
from views.hx import go
from views.languages import language
from views.moving import with_pins
from views.one_form import OneForm, form_of, one_form
from views.policy import policy
from views.published import departments, permit_of, permits

room = Blueprint("apply_basket", __name__)


@dataclass(frozen=True)
class Offer:
    """A permit that can be added: `against` names the one in the basket it cannot go with, `extra` is
    how many questions more it brings at most."""

    permit: Permit
    department: Department
    against: str = ""
    extra: int = 0


@room.get("/apply/<draft>/basket")
@policy("draft.read", own_draft)
def show(draft: Draft) -> Response:
    return _basket_page(draft)


@room.post("/apply/<draft>/basket")
@policy("draft.write", own_draft)
def change(draft: Draft) -> Response:
    if "forget" in request.form:
        keep(draft, without_kept)
        return go(url_for("apply_basket.show", draft=draft.id))
    if draft.corrects:
        return _basket_page(draft, 422, _("补正时不能增加或去掉事项。"))
    dropped, added = request.form.get("drop", ""), request.form.get("add", "")
    if dropped in draft.pins and len(draft.pins) == 1:
        return _basket_page(
            draft, 422, _("至少要留一个事项。要全部放弃，请到“我的申请”里删除草稿。")
        )
    pins = latest_pins([added]) if added and added not in draft.pins else {}
    offer = next((o for o in _offers(draft, one_form(draft)) if o.permit.id in pins), None)
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
    came, went = (added, None) if pins else (None, dropped)
    return go(url_for("apply_basket.show", draft=draft.id, added=came, dropped=went))


def _clashing(draft: Draft, added: Mapping[str, str]) -> tuple[Told, ...]:
    """The contradictions that an added permit would bring: nobody is asked the impossible."""
    if not added:
        return ()
    found = impossible(contradictions(form_of(tuple({**draft.pins, **added}.items()))))
    return tuple(told for told in found if set(told.permits) & added.keys())


def without_kept(draft: Draft) -> Draft:
    """The draft without what it kept for permits that were dropped; its own answers stay."""
    return replace(draft, kept={}, former={}, earlier={})


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
    return draft_page(
        "apply/basket.html",
        draft,
        state,
        status,
        chosen=[(p, form.department(p.id), p.named(language())) for p in form.permits.values()],
        offers=_offers(draft, form),
        kept=kept_answers(draft),
        difference=difference(
            draft,
            state,
            added=request.args.get("added", ""),
            dropped=request.args.get("dropped", ""),
        ),
        problem=problem,
        brought=told,
        separately=separately,
        apart=apart(contradictions(form)),
    )


def _offers(draft: Draft, form: OneForm) -> tuple[Offer, ...]:
    offices = departments()
    inside = [permit_of(pin) for pin in draft.pins.values()]
    rest = (p for p in permits().values() if p.id not in draft.pins)
    return tuple(Offer(p, offices[p.department], _against(p, inside), extra(form, p)) for p in rest)


def _against(permit: Permit, inside: list[Permit]) -> str:
    clash = (o for o in inside if not permit.goes_with(o))
    return next((o.named(language()) for o in clash), "")
