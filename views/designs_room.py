"""The room where a department designs its certificates: a draft, its preview, and what is in force."""

import hashlib
import json
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from documents.certificate import preview_html
from schemas.certificate_design import (
    ALWAYS_SHOWN,
    CERTIFICATE_FIELDS,
    PAPERS,
    PLACEHOLDERS,
    SEAL_SHIFT_MM,
    SECOND_LANGUAGES,
    shipped_design,
)
from schemas.permit import Permit
from storage.errors import ChangedMeanwhile
from views.clock import now, today
from views.design_form import as_form, body_of, checked, typed_design
from views.designs import read
from views.fragments import fragment, page
from views.hx import go
from views.limits import limit
from views.policy import policy
from views.printing_specimens import specimen
from views.prints import printed
from views.published import permit, permits
from views.session import actor
from views.store import settings, store

room = Blueprint("designs", __name__)

FRAMED = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)


def permit_by_id(permit_id: str) -> Permit:
    return permit(permit_id)


@room.get("/build/certificates")
@policy("permit.list")
def listed() -> Response:
    who = actor()
    mine = [p for p in permits().values() if who and p.department == who.department]
    newest = store().designs.newest
    kept = {p.id: (newest(p.id), newest(p.id, "in force")) for p in mine}
    return page("certificates/designs.html", permits=mine, kept=kept)


@room.get("/build/certificates/<permit_id>")
@policy("permit.build", permit_by_id)
def edit(permit: Permit) -> Response:
    last = store().designs.newest(permit.id)
    design = read(last) if last else shipped_design(permit)
    return _form(permit, body_of(design), design.revision)


@room.post("/build/certificates/<permit_id>")
@policy("permit.build", permit_by_id)
def save(permit: Permit) -> Response:
    """Keep a draft, or with `use` put it in force for what is issued from now on."""
    typed, revision = typed_design(request.form), _number(request.form.get("revision", ""))
    design, wrong = checked(typed)
    if design is None:
        return _form(permit, typed, revision, 422, wrong=wrong)
    who = actor()
    author = who.id if who else ""
    state = "in force" if "use" in request.form else "draft"
    try:
        with store().transaction():
            store().designs.add(
                permit.id, body_of(design), state=state, expecting=revision, author=author, at=now()
            )
            store().audit.add(author, f"design.{state}", f"design:{permit.id}", now=now())
    except ChangedMeanwhile as late:
        sentence = _("别人刚存过一版。您填的还在这里，再存一次会盖过那一版。")
        return _form(permit, typed, late.current or 0, 409, wrong={"title": sentence})
    return go(url_for("designs.edit", permit_id=permit.id, saved=state))


@room.post("/build/certificates/<permit_id>/preview")
@policy("permit.build", permit_by_id)
def preview(permit: Permit) -> Response:
    """The frame with the preview of what is typed, or what must be mended first. Keeps nothing."""
    typed = typed_design(request.form)
    _design, wrong = checked(typed)
    query = urlencode(as_form(typed))
    return fragment(
        "certificates/_preview.html",
        permit=permit,
        query=query,
        paper=typed["paper"],
        wrong=wrong,
    )


@room.get("/build/certificates/<permit_id>/preview.html")
@policy("permit.build", permit_by_id)
def preview_page(permit: Permit) -> Response:
    """The specimen as a page of its own for the frame: nothing in it runs or is fetched."""
    design = checked(typed_design(request.args))[0] or shipped_design(permit)
    made = specimen(store(), settings(), permit, design, today())
    html = preview_html(made, permit, design, base_url=settings().base_url)
    response = Response(html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = FRAMED
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@room.get("/build/certificates/<permit_id>/preview.pdf")
@policy("permit.build", permit_by_id)
def preview_pdf(permit: Permit) -> Response:
    """A specimen with invented words, printed by the worker; across it stands that it is none."""
    who = actor()
    limit("preview", who.id if who else "", times=120, seconds=600)
    design = checked(typed_design(request.args))[0] or shipped_design(permit)
    payload = {"permit": permit.id, "design": body_of(design), "day": today().isoformat()}
    told = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    key = f"specimen:{hashlib.sha256(told.encode()).hexdigest()[:32]}"
    return printed("print_specimen", payload, key, f"{permit.name}.pdf", shown=True)


def _form(
    permit: Permit,
    body: dict[str, Any],
    revision: int,
    status: int = 200,
    *,
    wrong: dict[str, str] | None = None,
) -> Response:
    in_force = store().designs.newest(permit.id, "in force")
    order = [*body["fields"], *(f for f in CERTIFICATE_FIELDS if f not in body["fields"])]
    return page(
        "certificates/design.html",
        status,
        permit=permit,
        body=body,
        order=order,
        revision=revision,
        wrong=wrong or {},
        in_force=in_force.revision if in_force else 0,
        query=urlencode(as_form(body)),
        paper=body["paper"],
        saved=request.args.get("saved", ""),
        words=CERTIFICATE_FIELDS,
        always=ALWAYS_SHOWN,
        placeholders=PLACEHOLDERS,
        papers=PAPERS,
        languages=SECOND_LANGUAGES,
        most=SEAL_SHIFT_MM,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
