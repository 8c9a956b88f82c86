"""A small label for a window, a vehicle or a machine: the small code, what it is for, and the number."""

from datetime import datetime

from documents import paper, pdf, qr, seal
from schemas.certificate import Certificate


def label_pdf(
    certificate: Certificate, *, base_url: str, printed_at: datetime, demo: bool
) -> bytes:
    """One label of 70 × 32 mm; its code leads to the register and proves nothing without it."""
    code = qr.code(seal.short_address(base_url, certificate.id), error="h")
    html = paper.page("label.html", certificate=certificate, code=code, demo=demo)
    return pdf.render(
        html,
        css=paper.sheet("paper.css", "label.css"),
        identifier=f"label:{certificate.id}",
        now=printed_at,
    )
