"""The certificate that hangs on a wall: one A4 page in its department's design, with the code that proves it."""

import re
from collections.abc import Mapping
from datetime import datetime

from documents import paper, pdf, qr, seal
from documents.certificate_data import metadata, own_data, public_code
from documents.certificate_words import SECOND_LABELS
from documents.seal_picture import NO_TIME, SIDE_MM, seal_picture
from documents.sealing.apply import Place
from documents.words import chinese_date
from schemas.certificate import Certificate
from schemas.certificate_design import CERTIFICATE_FIELDS, CertificateDesign, shipped_design
from schemas.field_types.identity import in_fours
from schemas.permit import Permit

POINTS = 72 / 25.4
LONGEST_SCOPE = 300
LONGEST_BESIDE = 120  # with an opening or a second language there is less room
USUAL = 50  # characters of name and address; what goes beyond takes the scope's room
# The seal over the issuer's name: millimetres from the left and the top, and the height of the paper.
SEAL_AT = {"landscape": (187, 141, 210), "portrait": (128, 216, 297)}
# The fields end above code and seal: millimetres from the top. What does not fit is set smaller, and smaller again.
FIELDS_END = {"landscape": 142, "portrait": 217}
TIGHTER = ("", "tight", "tight tightest")
FRAME_MM = 16  # the innermost line of the frame, from each edge
WIDE = {"landscape": 297, "portrait": 210}
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def certificate_pdf(
    certificate: Certificate,
    permit: Permit,
    *,
    base_url: str,
    printed_at: datetime,
    demo: bool,
    design: CertificateDesign | None = None,
    preview: bool = False,
) -> bytes:
    """`certificate` on paper, its QR leading to `base_url` with the signed token.

    Not yet sealed: the seal's picture comes with the seal. Declares PDF/A-3a and carries its data, so that a
    file alone can be held against the code. In demo mode and as a `preview` the paper says that it is none.
    No identity or telephone number is printed. Raises pdf.Unprintable, naming the characters, rather than
    leave a hole in a name; a preview shows the hole. Raises pdf.TooMuch when there is no room even in small print.
    """
    design = design or shipped_design(permit)
    code = _code(certificate, base_url)
    look = {"demo": demo, "preview": preview}
    for tight in TIGHTER:
        html = _page(certificate, permit, design, code, base_url, printed_at, tight=tight, **look)
        try:
            return pdf.render(
                html,
                css=_css(design),
                identifier=f"certificate:{certificate.id}",
                now=printed_at,
                variant="pdf/a-3a",
                drawings=code.drawings,
                complete=not preview,
                attachments=() if preview else _attachments(certificate, design),
                part=_part(design),
            )
        except pdf.TooMuch as much:
            overflow = much
    raise overflow


def preview_html(
    certificate: Certificate, permit: Permit, design: CertificateDesign, *, base_url: str
) -> str:
    """The page as a browser shows it at once, with a ring where the seal will be. It is no certificate."""
    code, css = _code(certificate, base_url), _css(design)
    look = {"demo": False, "preview": True}
    for tight in TIGHTER:
        html = _page(certificate, permit, design, code, base_url, NO_TIME, tight=tight, **look)
        if _is_plain(design) or pdf.fits(html, css=css, drawings=code.drawings, part=_part(design)):
            break
    css += paper.sheet("certificate-screen.css")
    return html.replace("</head>", f"<style>{css}</style></head>", 1)


def seal_place(certificate: Certificate, design: CertificateDesign, *, demo: bool) -> Place:
    """Where the seal goes on the page, and its picture."""
    left, top, height = SEAL_AT[design.paper]
    return Place(
        left=(left + design.seal_right) * POINTS,
        bottom=(height - top - design.seal_down - SIDE_MM) * POINTS,
        side=SIDE_MM * POINTS,
        picture=seal_picture(certificate.department_name, demo=demo),
    )


def seal_is_inside(design: CertificateDesign) -> bool:
    """Does the seal stay within the frame, where every printer prints?"""
    left, top = _spot(design)
    right, bottom = WIDE[design.paper] - left - SIDE_MM, SEAL_AT[design.paper][2] - top - SIDE_MM
    return min(left, top, right, bottom) >= FRAME_MM


def _attachments(certificate: Certificate, design: CertificateDesign) -> tuple[pdf.Attachment, ...]:
    return (
        pdf.Attachment("certificate.json", own_data(certificate), "证照数据"),
        pdf.Attachment(
            "metadata-gbt36903.json", metadata(certificate, design.title), "GB/T 36903 元数据"
        ),
    )


def _page(
    certificate: Certificate,
    permit: Permit,
    design: CertificateDesign,
    code: qr.Code,
    base_url: str,
    printed_at: datetime,
    *,
    demo: bool,
    preview: bool,
    tight: str,
) -> str:
    return paper.page(
        "certificate.html",
        certificate=certificate,
        design=design,
        fields=printed_fields(certificate, design),
        opening=filled(design.opening, certificate, design),
        note=filled(design.note, certificate, design),
        second_title=permit_name(permit, design.language),
        code=code,
        frame=paper.uri("frame.svg", mark=_mark(demo=demo, preview=preview), paper=design.paper),
        verify=f"{base_url}/verify",
        issued=chinese_date(certificate.issued_on),
        printed_at=printed_at,
        demo=demo,
        preview=preview,
        seal_spot=_spot(design),
        tight=tight,
    )


def _code(certificate: Certificate, base_url: str) -> qr.Code:
    return qr.code(seal.address(base_url, certificate.token), module_mm=qr.WHOLE_DOTS_MM)


def _is_plain(design: CertificateDesign) -> bool:
    """Needs no measuring before it is shown: nothing in it takes more room than in the shipped design."""
    longest = max(map(len, (design.title, *design.labels.values())))
    return not design.opening and not design.language and longest <= len("法定代表人（负责人）") + 3


def _part(design: CertificateDesign) -> pdf.Part:
    return pdf.Part("page", FIELDS_END[design.paper])


def _css(design: CertificateDesign) -> str:
    return paper.sheet("paper.css", "certificate.css", f"certificate-{design.paper}.css")


def _spot(design: CertificateDesign) -> tuple[int, int]:
    """Where a preview draws the ring, in mm from the left and the top."""
    left, top, _height = SEAL_AT[design.paper]
    return left + design.seal_right, top + design.seal_down


def printed_fields(
    certificate: Certificate, design: CertificateDesign
) -> tuple[tuple[str, str, str], ...]:
    """Label, second-language label ("" for none) and text, in the design's order; what is empty is left out."""
    texts: Mapping[str, str] = {
        "holder_name": certificate.holder_name,
        "uscc": in_fours(public_code(certificate)),
        "legal_representative": certificate.legal_representative,
        "address": certificate.address,
        "scope": _fitting(certificate, design),
        "validity": validity(certificate),
    }
    second = SECOND_LABELS.get(design.language, {})
    return tuple(
        (design.labels.get(f) or CERTIFICATE_FIELDS[f], second.get(f, ""), paper.clean(texts[f]))
        for f in design.fields
        if texts[f]
    )


def filled(text: str, certificate: Certificate, design: CertificateDesign) -> str:
    """`text` with each {placeholder} of the fixed list replaced once; anything else in braces stays as it is."""
    values: Mapping[str, str] = {
        "holder_name": certificate.holder_name,
        "permit_name": certificate.permit_name,
        "number": certificate.number,
        "address": certificate.address,
        "scope": certificate.scope[: min(LONGEST_BESIDE, _room(certificate, design))],
        "department_name": certificate.department_name,
        "issued_on": chinese_date(certificate.issued_on),
        "valid_from": chinese_date(certificate.valid_from),
        "valid_to": chinese_date(certificate.valid_to) if certificate.valid_to else "长期",
    }
    return paper.clean(PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text))


def permit_name(permit: Permit, language: str) -> str:
    """The permit's name in a second language, "" when there is none."""
    name = permit.named(language.replace("_", "-")) if language else ""
    return "" if name == permit.name else name


def validity(certificate: Certificate) -> str:
    """From the first day to the last, or 长期."""
    end = chinese_date(certificate.valid_to) if certificate.valid_to else "长期"
    return f"{chinese_date(certificate.valid_from)} 至 {end}"


def _fitting(certificate: Certificate, design: CertificateDesign) -> str:
    """A scope too long for the page is cut and says so; the seal and the data hold it whole."""
    most = _room(certificate, design)
    scope = certificate.scope
    return scope if len(scope) <= most else f"{scope[:most]}……（全部范围见核验页面）"


def _room(certificate: Certificate, design: CertificateDesign) -> int:
    """How many characters of the scope fit beside everything else on the page."""
    narrow = design.paper == "landscape" and (design.language or design.opening)
    most = LONGEST_BESIDE if narrow else LONGEST_SCOPE
    most -= max(0, len(certificate.holder_name) + len(certificate.address) - USUAL)
    return max(30, most // 2 if "{scope}" in design.opening else most)


def _mark(*, demo: bool, preview: bool) -> str:
    """What is written across a page that is no certificate."""
    return "预览・不是证照" if preview else "演示・非正式证照" if demo else ""
