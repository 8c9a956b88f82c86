"""The card wallet: an applicant's certificates, their PDFs and small labels, and the one code of each shop."""

from collections.abc import Iterable

from flask import Blueprint, Response, request

from documents.qr import svg_data_uri
from schemas.certificate import CERTIFICATE_STATES, Certificate, Holder
from storage.errors import NotFound
from views.clock import today
from views.fragments import page
from views.policy import policy
from views.prints import printed
from views.rights import OwnedCertificate
from views.sending import send_file
from views.session import actor
from views.store import settings, store
from views.verdicts import badge

room = Blueprint("certificates", __name__)

PER_PAGE = 30


def owned(certificate_id: str) -> OwnedCertificate:
    """The certificate and who applied for it."""
    kept = store().certificates.get(certificate_id)
    return OwnedCertificate(kept, store().cases.get(kept.case).account)


@room.get("/certificates")
@policy("certificate.list")
def mine() -> Response:
    who = actor()
    turned = store().certificates.of_account(
        who.id if who else "", request.args.get("after") or None, PER_PAGE
    )
    kept = turned.items
    holders = holders_of(kept)
    codes = {h.id: f"{settings().base_url}/h/{h.code}" for h in holders.values()}
    return page(
        "verify/wallet.html",
        certificates=kept,
        after=turned.after,
        holders=holders,
        names={h.id: name_of(h) for h in holders.values()},
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


@room.get("/certificates/<certificate_id>/label.pdf")
@policy("certificate.read", owned)
def label(found: OwnedCertificate) -> Response:
    """A small code for narrow places; it proves nothing without the register."""
    kept = found.certificate
    name = f"{kept.permit_name} {kept.number} label.pdf"
    return printed("print_label", {"certificate": kept.id}, f"label:{kept.id}", name)


def name_of(holder: Holder) -> str:
    """What the newest certificate calls the holder; what was typed with the first application until there is one."""
    lately = store().certificates.of_holder(holder.id).items
    newest = max(lately, key=lambda c: (c.issued_on, c.version), default=None)
    return newest.holder_name if newest else holder.name


def holders_of(kept: Iterable[Certificate]) -> dict[str, Holder]:
    """The shops these certificates belong to, by id."""
    ids = dict.fromkeys(c.holder for c in kept if c.holder)
    return {id: store().holders.get(id) for id in ids}
