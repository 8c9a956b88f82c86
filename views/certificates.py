"""The card wallet: an applicant's certificates, their PDFs, and their revocation by the department."""

from collections.abc import Iterator

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from documents.qr import svg_data_uri
from schemas.certificate import CERTIFICATE_STATES, Certificate
from storage.errors import NotFound
from views.clock import now, today
from views.fragments import page
from views.hx import go
from views.policy import policy
from views.rights import OwnedCertificate
from views.sending import send_file
from views.session import actor
from views.store import settings, store
from views.verdicts import badge

room = Blueprint("certificates", __name__)


def owned(certificate_id: str) -> OwnedCertificate:
    """The certificate and who applied for it."""
    kept = store().certificates.get(certificate_id)
    return OwnedCertificate(kept, store().cases.get(kept.case).account)


@room.get("/certificates")
@policy("certificate.list")
def mine() -> Response:
    who = actor()
    kept = tuple(_of_account(who.id)) if who else ()
    holders = {c.holder: store().holders.get(c.holder) for c in kept if c.holder}
    codes = {h.id: f"{settings().base_url}/h/{h.code}" for h in holders.values()}
    return page(
        "verify/wallet.html",
        certificates=kept,
        holders=holders,
        codes=codes,
        pictures={h: svg_data_uri(address) for h, address in codes.items()},
        states={c.id: c.state_on(today()) for c in kept},
        words=CERTIFICATE_STATES,
        badge=badge,
    )


@room.get("/certificates/<certificate_id>.pdf")
@policy("certificate.read", owned)
def pdf(found: OwnedCertificate) -> Response:
    kept = found.certificate
    if not kept.pdf_sha256:
        raise NotFound("This certificate is not printed yet.")
    data = store().files.get(kept.pdf_sha256)
    return send_file(data, f"{kept.permit_name} {kept.number}.pdf", "application/pdf")


@room.get("/certificates/<certificate_id>/revoke")
@policy("certificate.revoke", owned)
def ask_to_revoke(found: OwnedCertificate) -> Response:
    return page("verify/revoke.html", certificate=found.certificate, problem="")


@room.post("/certificates/<certificate_id>/revoke")
@policy("certificate.revoke", owned)
def revoke(found: OwnedCertificate) -> Response:
    kept, reason = found.certificate, request.form.get("reason", "").strip()[:500]
    if not reason:
        problem = _("请写明撤销原因，它会公开显示。")
        return page("verify/revoke.html", 422, certificate=kept, problem=problem)
    if kept.state == "valid":
        _revoke(kept, reason)
    return go(url_for("verify.check", number=kept.number))


def _revoke(kept: Certificate, reason: str) -> None:
    who = actor()
    with store().transaction():
        store().certificates.change_state(kept.id, "revoked", reason, now())
        store().audit.add(
            who.id if who else "", "certificate.revoke", f"certificate:{kept.id}", now=now()
        )


def _of_account(account: str) -> Iterator[Certificate]:
    after: str | None = None
    while True:
        turned = store().cases.of_account(account, after)
        for case in turned.items:
            for part in store().parts.of_case(case.id):
                if part.certificate:
                    yield store().certificates.get(part.certificate)
        after = turned.after
        if not after:
            return
