"""The life of a certificate: its page, and what its department does with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from casework.certificate_life import (
    ACTIONS,
    CHANGES_WORDS,
    EDITABLE,
    MEANINGS,
    possible,
    step,
    successor,
)
from documents.fonts import unprintable
from documents.paper import clean
from schemas.certificate import CERTIFICATE_STATES, Certificate
from schemas.certificate_design import CERTIFICATE_FIELDS
from schemas.wording import N_
from storage.errors import ChangedMeanwhile
from views.certificates import owned
from views.clock import now, today
from views.designs import in_force
from views.fragments import page
from views.hx import go
from views.limits import limit
from views.policy import policy
from views.printing import full_name, permit_of
from views.registering import enqueue_print, identifier_of, random_id, with_token
from views.rights import OwnedCertificate
from views.seals import NO_SEAL, NoSeal, sealing_key
from views.second_signature import second_signature
from views.session import actor
from views.store import keys, settings, store
from views.verdicts import badge
from views.verifying import registered

room = Blueprint("certificate_life", __name__)

STEP = "<any(correct, change, renew, replace, suspend, resume, revoke, cancel):action>"
ONE_LINE = ("holder_name", "legal_representative", "address")
PER_PAGE = 30
NOTHING: Mapping[str, str] = MappingProxyType({})
TOO_LATE = N_("这张证照现在不能这样办，可能刚有人办过别的。请先看它现在的状态。")


@room.get("/desk/certificates")
@policy("certificate.manage")
def listed() -> Response:
    """What the department issued, newest first, or the one with the number that was typed."""
    who = actor()
    department = (who.department if who else "") or ""
    number = request.args.get("number", "").strip()[:60]
    turned = store().certificates.of_department(
        department, request.args.get("after") or None, PER_PAGE
    )
    kept = _with_number(number, department) if number else turned.items
    return page(
        "certificates/list.html",
        certificates=[(c, c.state_on(today())) for c in kept],
        after=None if number else turned.after,
        number=number,
        words=CERTIFICATE_STATES,
        badge=badge,
    )


@room.get("/certificates/<certificate_id>")
@policy("certificate.read", owned)
def show(found: OwnedCertificate) -> Response:
    return certificate_page(found.certificate)


@room.get(f"/certificates/<certificate_id>/{STEP}")
@policy("certificate.change", owned)
def ask(found: OwnedCertificate, action: str) -> Response:
    if action not in possible(found.certificate, today()):
        return certificate_page(found.certificate, 409, problem=TOO_LATE)
    return _form(found.certificate, action)


@room.post(f"/certificates/<certificate_id>/{STEP}")
@policy("certificate.change", owned)
def act(found: OwnedCertificate, action: str) -> Response:
    kept = found.certificate
    if action not in possible(kept, today()):
        return certificate_page(kept, 409, problem=TOO_LATE)
    typed = {name: _typed(name) for name in ("reason", *EDITABLE)}
    wrong = _wrong(kept, action, typed)
    if wrong:
        return _form(kept, action, 422, typed=typed, wrong=wrong)
    limit("certificate", kept.id, times=60, seconds=600)
    try:
        newest = _keep(kept, action, typed)
    except ChangedMeanwhile:
        return certificate_page(store().certificates.get(kept.id), 409, problem=TOO_LATE)
    except NoSeal:
        return _form(kept, action, 409, typed=typed, stopped=NO_SEAL)
    return go(url_for("certificate_life.show", certificate_id=newest))


def _typed(name: str) -> str:
    """A field's text without what paper and feeds cannot hold; what stands on one line stays on one."""
    text = clean(request.form.get(name, "").replace("\r\n", "\n"))[:2000].strip()
    return " ".join(text.split()) if name in ONE_LINE else text


def _renewed_until(kept: Certificate) -> date | None:
    years = permit_of(store(), store().parts.get(kept.part)).validity_years
    return successor(kept, "renew", kept.id, today(), years=years).valid_to


def certificate_page(
    kept: Certificate, status: int = 200, *, problem: str = "", asked: Mapping[str, str] = NOTHING
) -> Response:
    """One certificate: its state, its versions, what happened to it, and what can be done.

    `asked`: what was typed to ask for paper copies and could not be taken, with `problem` as its reason.
    """
    versions = _versions(kept)
    return page(
        "certificates/one.html",
        status,
        certificate=kept,
        state=kept.state_on(today()),
        words=CERTIFICATE_STATES,
        badge=badge,
        versions=versions,
        state_of=lambda version: version.state_on(today()),
        events=[(e, v) for v in versions for e in reversed(store().certificates.events_of(v.id))],
        actions=ACTIONS,
        meanings=MEANINGS,
        possible=possible(kept, today()),
        copies=store().paper.of_certificate(kept.id),
        has_second=bool(second_signature(store(), kept)),
        problem=problem,
        asked=asked,
    )


def _keep(old: Certificate, action: str, typed: dict[str, str]) -> str:
    """Event, new state, the new version and its printing, all or nothing; the id of what is valid now.

    NoSeal when a new version could not be printed: it would stand in the register without a file.
    """
    who = actor()
    assert who is not None  # noqa: S101 the policy let only approvers in
    state, event = step(old, action, who, typed["reason"], now(), today())
    with store().transaction():
        new = _new_version(old, action, typed) if state == "replaced" else None
        changes = {"replaced_by": new.id} if new else {}
        store().certificates.step(
            old.id, expecting=old.state, at=event.at, state=state, reason=event.reason, **changes
        )
        store().audit.add(who.id, f"certificate.{action}", f"certificate:{old.id}", now=now())
        if new:
            _bring_in(new)
        # Told once, of the version that it made.
        store().certificates.note(replace(event, certificate=new.id if new else old.id))
    return new.id if new else old.id


def _new_version(old: Certificate, action: str, typed: dict[str, str]) -> Certificate:
    sealing_key(keys(), settings())
    permit = permit_of(store(), store().parts.get(old.part))
    words = {name: typed[name] for name in EDITABLE}
    years = permit.validity_years
    bare = successor(old, action, random_id(), today(), words=words, years=years)
    design = in_force(store(), permit)
    # Paper and register say the same: the title of the design, and what the department is called today.
    title = design.title if design.revision else bare.permit_name
    office = full_name(store(), settings(), bare.department).name
    bare = replace(bare, permit_name=title, department_name=office)
    identifier = identifier_of(settings(), design, bare.number, bare.version)
    return with_token(keys(), replace(bare, identifier=identifier, design=design.revision))


def _bring_in(new: Certificate) -> None:
    store().certificates.add(new)
    part = store().parts.get(new.part)
    store().parts.change(replace(part, certificate=new.id), expecting_version=part.version)
    enqueue_print(store(), new, now())


def _versions(kept: Certificate) -> tuple[Certificate, ...]:
    """Every version of this certificate, newest first."""
    return store().certificates.versions(kept.number)


def _with_number(number: str, department: str) -> tuple[Certificate, ...]:
    found = registered(number)
    return (found,) if found and found.department == department else ()


def _wrong(kept: Certificate, action: str, typed: dict[str, str]) -> dict[str, str]:
    """What must be mended before it can be kept, by field."""
    wrong = {}
    if not typed["reason"]:
        wrong["reason"] = _("请写明理由，它会公开显示，不要写个人信息。")
    return wrong | _wrong_words(kept, typed) if action in CHANGES_WORDS else wrong


def _wrong_words(kept: Certificate, typed: dict[str, str]) -> dict[str, str]:
    wrong = {}
    if all(typed[name] == getattr(kept, name) for name in EDITABLE):
        wrong["holder_name"] = _("和现在的证一样，没有改动。内容不变要换一张，请用补发。")
    if not typed["holder_name"]:
        wrong["holder_name"] = _("证上要有经营者名称。")
    if not typed["scope"]:
        wrong["scope"] = _("证上要有许可范围。")
    for name in EDITABLE:
        missing = unprintable(typed[name])
        if missing:
            wrong[name] = _("这些字印不出来，不能上证：%(letters)s", letters=missing)
    return wrong


def _form(
    kept: Certificate,
    action: str,
    status: int = 200,
    *,
    typed: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    stopped: str = "",
) -> Response:
    values = {name: getattr(kept, name) for name in EDITABLE} | {"reason": ""}
    return page(
        "certificates/step.html",
        status,
        certificate=kept,
        action=action,
        words=ACTIONS[action],
        meaning=MEANINGS[action],
        labels={name: CERTIFICATE_FIELDS[name] for name in EDITABLE},
        edits=action in CHANGES_WORDS,
        typed=values | (typed or {}),
        until=_renewed_until(kept) if action == "renew" else None,
        wrong=wrong or {},
        stopped=stopped,
    )
