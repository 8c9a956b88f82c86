"""Evidence on A4: every uploaded page placed whole inside a numbered sheet of the package."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Name
from PIL import Image

from schemas.case import Evidence

SCAN_DPI = 150
PICTURE = Name("/Picture")
# Left, bottom, right, top of the free part of an A4 sheet, in points: 15 mm sides, 20 mm foot, 27 mm head.
ROOM = pikepdf.Rectangle(42.5, 56.7, 552.8, 765.4)


@dataclass(frozen=True)
class Scan:
    """One file of evidence as pages; `pdf` is always a PDF."""

    evidence: Evidence
    pdf: bytes
    pages: int

    @property
    def is_uploaded_pdf(self) -> bool:
        return self.evidence.media_type == "application/pdf"


def as_scan(evidence: Evidence, data: bytes) -> Scan:
    """The file as PDF pages; an image becomes one page of its own size."""
    pdf = data if evidence.media_type == "application/pdf" else _image_page(data)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return Scan(evidence, pdf, len(opened.pages))


def placed(package: bytes, scans: Sequence[Scan]) -> bytes:
    """`package` with the scans' pages laid, in order, into its last sheets, which were left free for them."""
    with pikepdf.open(io.BytesIO(package)) as book:
        number = len(book.pages) - sum(s.pages for s in scans)
        for scan in scans:
            with pikepdf.open(io.BytesIO(scan.pdf)) as source:
                for page in source.pages:
                    _lay(page, book, number)
                    number += 1
        out = io.BytesIO()
        book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _lay(page: pikepdf.Page, book: pikepdf.Pdf, number: int) -> None:
    """The page, shrunk or enlarged to the sheet's free room and marked as no part of the tagged text."""
    picture = book.copy_foreign(page.as_form_xobject())
    # One name for each sheet: WeasyPrint's pages share their resources. And no random one: same bytes.
    name = Name(f"/Evidence{number}")
    sheet = book.pages[number]
    sheet.add_resource(picture, Name.XObject, name=name)
    drawn = sheet.calc_form_xobject_placement(picture, name, ROOM)
    sheet.contents_add(b"/Artifact BMC\n" + drawn + b"\nEMC\n", prepend=True)


def _image_page(data: bytes) -> bytes:
    """A page showing one image; a JPEG's bytes are carried over as they are."""
    with Image.open(io.BytesIO(data)) as image:
        direct = image.format == "JPEG" and image.mode in {"RGB", "L"}
        pixels = data if direct else image.convert("RGB").tobytes()
        gray = direct and image.mode == "L"
        across, down = image.size
    book = pikepdf.new()
    picture = pikepdf.Stream(
        book,
        pixels,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=across,
        Height=down,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceGray if gray else Name.DeviceRGB,
    )
    if direct:
        picture.Filter = Name.DCTDecode
    w, h = across * 72 / SCAN_DPI, down * 72 / SCAN_DPI
    page = book.add_blank_page(page_size=(max(w, 3), max(h, 3)))
    page.add_resource(picture, Name.XObject, name=PICTURE)
    page.Contents = pikepdf.Stream(book, f"q {w:.3f} 0 0 {h:.3f} 0 0 cm {PICTURE} Do Q".encode())
    out = io.BytesIO()
    book.save(out, deterministic_id=True)
    return out.getvalue()
