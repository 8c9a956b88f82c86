"""Files that mean harm, made here so that none has to be kept."""

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from tests.documents.examples import a_pdf, a_photo


def scripted() -> bytes:
    """A script on opening, a launch link, an embedded program, a form and page actions."""
    book = pikepdf.open(io.BytesIO(a_pdf(2)))
    script = Dictionary(S=Name.JavaScript, JS="app.alert('owned')")
    launch = Dictionary(S=Name.Launch, F="calc.exe")
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 99, 99]), A=launch)
    book.Root.OpenAction = book.make_indirect(script)
    book.Root.AA = Dictionary(WC=script)
    book.Root.AcroForm = Dictionary(Fields=Array([]), XFA="owned")
    book.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))
    book.pages[0].Annots = Array([book.make_indirect(link)])
    book.pages[1].AA = Dictionary(O=script)
    book.pages[0].PieceInfo = Dictionary(X=Dictionary(Private="owned"))
    book.attachments["owned.exe"] = b"MZowned"
    return _saved(book)


def hidden_in_resources() -> bytes:
    """An action, an external file and an attachment that hang on what is drawn."""
    book = pikepdf.open(io.BytesIO(a_pdf(1)))
    form = Stream(book, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    form.OPI = Dictionary(X="owned")
    form.F = "http://owned.example/x"
    form.Deep = Dictionary(A=Dictionary(S=Name.Launch, F="owned.exe"))
    form.Files = Array(
        [Dictionary(Type=Name.Filespec, F="owned", EF=Dictionary(F=Stream(book, b"MZowned")))]
    )
    book.pages[0].add_resource(form, Name.XObject, name=Name.X)
    return _saved(book)


def locked(**how: str) -> bytes:
    book = pikepdf.open(io.BytesIO(a_pdf(1)))
    return _saved(book, encryption=pikepdf.Encryption(**how))


def bomb(*, times: int = 2, size: int = 600 << 20) -> bytes:
    """A page whose text unpacks to more than any budget, squeezed `times` over."""
    data = zlib.compressobj(9)
    squeezed = b"".join(data.compress(b" " * (1 << 20)) for _ in range(size >> 20)) + data.flush()
    for _ in range(times - 1):
        squeezed = zlib.compress(squeezed, 9)
    book = pikepdf.new()
    page = book.add_blank_page(page_size=(595, 842))
    page.Contents = Stream(book, squeezed, Filter=Array([Name.FlateDecode] * times))
    return _saved(book, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def run_length_bomb() -> bytes:
    book = pikepdf.new()
    page = book.add_blank_page(page_size=(595, 842))
    page.Contents = Stream(
        book,
        zlib.compress(b"\x81 " * (8 << 20)),
        Filter=Array([Name.FlateDecode, Name.RunLengthDecode]),
    )
    return _saved(book, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def circular_tree() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )


def deep_arrays() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj"
        + b"[" * 200_000
        + b"]" * 200_000
        + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def huge_picture(form: str) -> bytes:
    return a_photo((9000, 5000), form=form)


def lying_png() -> bytes:
    """A header that promises 60,000 × 60,000 pixels and almost no data."""
    import struct

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )


def _saved(book: pikepdf.Pdf, **how: object) -> bytes:
    out = io.BytesIO()
    book.save(out, **how)  # type: ignore[arg-type]
    return out.getvalue()


REFUSED: dict[str, Callable[[], tuple[str, bytes]]] = {
    "needs a password": lambda: ("a.pdf", locked(user="x", owner="y")),
    "forbids changes": lambda: ("a.pdf", locked(user="", owner="y")),
    "cut short": lambda: ("a.pdf", a_pdf(3)[:400]),
    "only a header": lambda: ("a.pdf", b"%PDF-1.7\n"),
    "random bytes": lambda: ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40),
    "circular pages": lambda: ("a.pdf", circular_tree()),
    "deep arrays": lambda: ("a.pdf", deep_arrays()),
    "5,000 pages": lambda: ("a.pdf", a_pdf(5000)),
    "bomb": lambda: ("a.pdf", bomb(times=1)),
    "double bomb": lambda: ("a.pdf", bomb()),
    "run-length bomb": lambda: ("a.pdf", run_length_bomb()),
    "web page": lambda: ("a.pdf", b"<html><script>alert(1)</script>"),
    "polyglot": lambda: ("a.pdf", b"GIF89a" + a_pdf(1)),
    "picture called PDF": lambda: ("a.pdf", a_photo()),
    "PDF called picture": lambda: ("a.jpg", a_pdf(1)),
    "PNG called JPEG": lambda: ("a.jpg", a_photo(form="PNG")),
    "drawing with script": lambda: ("a.svg", b"<svg onload='alert(1)'/>"),
    "program": lambda: ("a.exe", b"MZ"),
    "double ending": lambda: ("a.pdf.exe", a_pdf(1)),
    "nothing": lambda: ("a.pdf", b""),
    "too many pixels": lambda: ("a.png", huge_picture("PNG")),
    "lying header": lambda: ("a.png", lying_png()),
    "torn picture": lambda: ("a.jpg", a_photo()[:500]),
    "too heavy": lambda: ("a.pdf", b"%PDF-" + bytes(21 << 20)),
}
