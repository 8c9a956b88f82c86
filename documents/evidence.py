"""Evidence on A4: every uploaded page placed whole inside a numbered sheet of the package."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Name
from PIL import Image

from schemas.case import Evidence

SCAN_DPI = 150
LARGEST = 14_400  # points of a page's side in a PDF
PICTURE = Name("/Picture")
SIDE, FOOT, HEAD = 42.5, 56.7, 76.5  # points of an A4 sheet that are not free: 15, 20 and 27 mm
# A picture so much higher than wide, as phones make of a long conversation, is cut to pieces one can read.
STRIP, MOST_PIECES = 2.5, 30
PIECE_RATIO, PIECE_PIXELS, OVERLAP = 1.38, 1470, 40


@dataclass(frozen=True)
class Scan:
    """One file of evidence as pages; `pdf` is always a PDF, `wide` says of each page whether it lies across."""

    evidence: Evidence
    pdf: bytes
    wide: tuple[bool, ...]

    @property
    def pages(self) -> int:
        return len(self.wide)

    @property
    def is_uploaded_pdf(self) -> bool:
        return self.evidence.media_type == "application/pdf"


def as_scan(evidence: Evidence, data: bytes) -> Scan:
    """The file as PDF pages; an image becomes one page of its own size, a long strip several."""
    pdf = data if evidence.media_type == "application/pdf" else _image_pages(data)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return Scan(evidence, pdf, tuple(map(_is_wide, opened.pages)))


def sheets_of(picture: bytes) -> int:
    """How many sheets of a package a picture takes."""
    with Image.open(io.BytesIO(picture)) as image:
        return len(_pieces(*image.size))


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


def _is_wide(page: pikepdf.Page) -> bool:
    left, bottom, right, top = (float(x) for x in page.cropbox)
    across, down = abs(right - left), abs(top - bottom)
    return (across < down) if int(page.obj.get("/Rotate", 0)) % 180 else (across > down)


def _lay(page: pikepdf.Page, book: pikepdf.Pdf, number: int) -> None:
    """The page, shrunk to the sheet's free room if need be and marked as no part of the tagged text."""
    picture = book.copy_foreign(page.as_form_xobject())
    # One name for each sheet: WeasyPrint's pages share their resources. And no random one: same bytes.
    name = Name(f"/Evidence{number}")
    sheet = book.pages[number]
    sheet.add_resource(picture, Name.XObject, name=name)
    across, down = float(sheet.mediabox[2]), float(sheet.mediabox[3])
    room = pikepdf.Rectangle(SIDE, FOOT, across - SIDE, down - HEAD)
    drawn = sheet.calc_form_xobject_placement(picture, name, room)
    sheet.contents_add(b"/Artifact BMC\n" + drawn + b"\nEMC\n", prepend=True)


def _image_pages(data: bytes) -> bytes:
    """Pages showing one image; a JPEG's bytes are carried over as they are."""
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
    pieces = _pieces(across, down)
    point = min(72 / SCAN_DPI, LARGEST / max(across, pieces[0][1]))
    w, h = across * point, down * point
    for top, bottom in pieces:
        page = book.add_blank_page(page_size=(max(w, 3), max((bottom - top) * point, 3)))
        page.add_resource(picture, Name.XObject, name=PICTURE)
        drawn = f"q {w:.3f} 0 0 {h:.3f} 0 {(bottom - down) * point:.3f} cm {PICTURE} Do Q"
        page.Contents = pikepdf.Stream(book, drawn.encode())
    out = io.BytesIO()
    book.save(out, deterministic_id=True)
    return out.getvalue()


def _pieces(across: int, down: int) -> list[tuple[int, int]]:
    """First and last row of each piece a picture is shown in; they overlap, so that no line of text is lost."""
    high = max(PIECE_PIXELS, int(across * PIECE_RATIO))
    tops = range(0, down - OVERLAP, high - OVERLAP)
    if down < across * STRIP or down <= high or len(tops) > MOST_PIECES:
        return [(0, down)]
    return [(top, min(top + high, down)) for top in tops]
