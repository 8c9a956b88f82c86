"""A small label for a window, a vehicle or a machine: the small code, what it is for, and the number."""

from datetime import datetime

from documents import paper, pdf, qr, seal
from schemas.certificate import Certificate

MARGIN_MM = 6 * 25.4 / 150  # the code's corner lies on a whole dot, as its modules do


def label_pdf(
    certificate: Certificate, *, base_url: str, printed_at: datetime, demo: bool
) -> bytes:
    """One label 70 mm wide, as high as its code, which leads to the register and proves nothing without it."""
    address = seal.short_address(base_url, certificate.id)
    code = qr.code(address, error="h", module_mm=qr.WHOLE_DOTS_MM)
    height = code.side_mm + 2 * MARGIN_MM
    html = paper.page("label.html", certificate=certificate, code=code, demo=demo)
    return pdf.render(
        html,
        css=paper.sheet("paper.css", "label.css") + f"@page {{ size: 70mm {height:.3f}mm; }}",
        identifier=f"label:{certificate.id}",
        now=printed_at,
        drawings=code.drawings,
    )
