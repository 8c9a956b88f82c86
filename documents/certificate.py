"""The certificate that hangs on a wall: one landscape A4 page with the code that proves it."""

import base64
import json
from datetime import datetime

from documents import paper, pdf, qr, seal
from documents.words import chinese_date
from schemas.certificate import Certificate
from schemas.field_types.identity import in_fours
from schemas.formats import is_identity_document
from schemas.permit import Permit

SEAL_RADIUS = 43
ARC = 250  # degrees of the ring that a long department name may fill
CODE_MM = 36
LONGEST_SCOPE = 300


def certificate_pdf(
    certificate: Certificate,
    permit: Permit,
    *,
    base_url: str,
    printed_at: datetime,
    demo: bool,
) -> bytes:
    """`certificate` on paper, its QR leading to `base_url` with the signed token.

    Declares PDF/A-3a and carries its fields as JSON, so that a file alone can be held against the code.
    In demo mode paper and seal say that it is none. No identity or telephone number is printed. Raises
    pdf.Unprintable, naming the characters, rather than leave a hole in a name.
    """
    html = paper.page(
        "certificate.html",
        certificate=certificate,
        permit=permit,
        fields=printed_fields(certificate),
        title=title_of(permit),
        code=qr.code(seal.address(base_url, certificate.token), at_least_mm=CODE_MM),
        frame=_uri("frame.svg", demo=demo),
        seal=_uri("seal.svg", **_ring(certificate.department_name), demo=demo),
        verify=f"{base_url}/verify",
        issued=chinese_date(certificate.issued_on),
        printed_at=printed_at,
        demo=demo,
    )
    return pdf.render(
        html,
        css=paper.sheet("paper.css", "certificate.css"),
        identifier=f"certificate:{certificate.id}",
        now=printed_at,
        variant="pdf/a-3a",
        complete=True,
        attachments=[pdf.Attachment("certificate.json", _data(certificate), "证照数据")],
    )


def printed_fields(certificate: Certificate) -> tuple[tuple[str, str], ...]:
    """Labels and texts in the order in which the page shows them."""
    return tuple(
        (label, paper.clean(text))
        for label, text in (
            ("经营者名称", certificate.holder_name),
            ("统一社会信用代码", in_fours(_public_code(certificate))),
            ("法定代表人（负责人）", certificate.legal_representative),
            ("经营场所", certificate.address),
            ("许可范围", _fitting(certificate.scope)),
            ("有效期", validity(certificate)),
        )
        if text
    )


def _public_code(certificate: Certificate) -> str:
    """The credit code; a person who has none answers with an identity number, which no wall may show."""
    return "" if is_identity_document(certificate.uscc) else certificate.uscc


def _fitting(scope: str) -> str:
    """A scope too long for the page is cut and says so; the seal and the data hold it whole."""
    return (
        scope if len(scope) <= LONGEST_SCOPE else f"{scope[:LONGEST_SCOPE]}……（全部范围见核验页面）"
    )


def validity(certificate: Certificate) -> str:
    """From the first day to the last, or 长期."""
    end = chinese_date(certificate.valid_to) if certificate.valid_to else "长期"
    return f"{chinese_date(certificate.valid_from)} 至 {end}"


def title_of(permit: Permit) -> str:
    """What the document calls itself: as the permit says, else the permit's name with 证."""
    named = (permit.certificate or {}).get("title") or permit.name
    return named if named.endswith(("证", "书", "照", "凭证", "表")) else f"{named}证"


def _ring(name: str) -> dict[str, object]:
    """Each character of the name with its angle on the seal's ring."""
    step = min(24.0, ARC / max(len(name) - 1, 1))
    first = -step * (len(name) - 1) / 2
    size = max(6.2, min(11.5, step * 0.46))
    ring = tuple((char, round(first + n * step, 2)) for n, char in enumerate(name))
    return {"ring": ring, "size": size, "radius": SEAL_RADIUS}


def _uri(template: str, **values: object) -> str:
    svg = paper.page(template, **values)
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _data(certificate: Certificate) -> bytes:
    fields = {
        "number": certificate.number,
        "permit": certificate.permit,
        "permit_name": certificate.permit_name,
        "department_name": certificate.department_name,
        "holder_name": certificate.holder_name,
        "uscc": _public_code(certificate),
        "legal_representative": certificate.legal_representative,
        "address": certificate.address,
        "scope": certificate.scope,
        "issued_on": certificate.issued_on.isoformat(),
        "valid_from": certificate.valid_from.isoformat(),
        "valid_to": certificate.valid_to.isoformat() if certificate.valid_to else None,
        "token": certificate.token,
    }
    return json.dumps(fields, ensure_ascii=False, indent=1).encode()
