"""Files that mean harm, made here so that none has to be kept.

`python -m tests.documents.hostile` sends each through its own process and prints what became of it, in how
many seconds of CPU and with how much memory at most.
"""

import io
import multiprocessing
import os
import re
import resource
import struct
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from documents.uploads import Refused, Upload, cleaned
from tests.documents.examples import a_pdf, a_photo

PNG = b"\x89PNG\r\n\x1a\n"


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


def stamped(**changes: object) -> bytes:
    """A page with a stamp laid on it, as seals and handwritten names are by readers and phones."""
    return _saved(_noted(Subtype=Name.Stamp, **changes))


def filled_in(*, is_old: bool = False, **changes: object) -> bytes:
    """A form with one field filled in. With `is_old` it says that its pictures may be out of date."""
    book = _noted(Subtype=Name.Widget, FT=Name.Tx, T="name", V="SEEN", **changes)
    book.Root.AcroForm = Dictionary(Fields=book.pages[0].Annots, NeedAppearances=is_old)
    return _saved(book)


def only_for_its_own_program() -> bytes:
    """A form whose page says nothing but "please wait": the rest is XFA."""
    book = pikepdf.open(io.BytesIO(a_pdf(1)))
    book.Root.NeedsRendering = True
    return _saved(book)


def _noted(**note: object) -> pikepdf.Pdf:
    book = pikepdf.open(io.BytesIO(a_pdf(1)))
    fonts = book.pages[0].Resources
    how = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 200, 30])}
    seen = Stream(book, b"BT /F1 12 Tf 10 10 Td (SEEN) Tj ET", Resources=fonts, **how)
    common = {"Type": Name.Annot, "Rect": Array([50, 50, 250, 80]), "F": 4}
    shown = {"AP": Dictionary(N=book.make_indirect(seen))}
    whole = {k: v for k, v in (common | shown | note).items() if v is not None}
    book.pages[0].Annots = Array([book.make_indirect(Dictionary(**whole))])
    return book


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
    squeezed = _blown(b" ", size)
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


def immense_photo() -> bytes:
    return a_photo((13_000, 10_000))


def lying_png() -> bytes:
    """A header that promises 60,000 × 60,000 pixels and almost no data."""
    return PNG + _chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))


def talking_png() -> bytes:
    """A picture of four pixels whose comment unpacks to a gigabyte, and whose colour profile does too."""
    words = _blown(b"\0", 1 << 30)
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
    said = _chunk(b"zTXt", b"a\0\0" + words) + _chunk(b"iCCP", b"a\0\0" + words)
    return PNG + head + said + _chunk(b"IDAT", zlib.compress(bytes(14))) + _chunk(b"IEND", b"")


def endless_film() -> bytes:
    """An animated PNG of very many frames."""
    frames = [Image.new("L", (300, 300), n % 255) for n in range(400)]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def slow_photo() -> bytes:
    """A progressive JPEG whose last scans are said again and again: little to read, much to do."""
    photo = a_photo((6000, 5000), progressive=True)
    start = photo.rindex(b"\xff\xda")
    return photo[:-2] + photo[start:-2] * 600 + photo[-2:]


def object_stream_bomb() -> bytes:
    """Two gigabytes of nothing in the stream that holds the page itself."""
    inside = (
        b"1 0 2 40 "
        + b"<</Type/Catalog/Pages 2 0 R>>".ljust(40)
        + b"<</Type/Pages/Kids[]/Count 0>>"
    )
    body = _blown(b" ", 2 << 30, begin=inside)
    head = b"%PDF-1.5\n"
    at = len(head)
    third = b"3 0 obj<</Type/ObjStm/N 2/First 9/Filter/FlateDecode/Length %d>>stream\n" % len(body)
    third += body + b"\nendstream endobj\n"
    entries = ((0, 0, 0), (2, 3, 0), (2, 3, 1), (1, at, 0), (1, at + len(third), 0))
    rows = b"".join(struct.pack(">BIB", *entry) for entry in entries)
    place = at + len(third)
    last = b"4 0 obj<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(rows)
    return head + third + last + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % place


def circling_references() -> bytes:
    """A file whose table of contents says to read the table of contents first."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3/Prev 87>>\nstartxref\n87\n%%EOF\n"
    )


def one_page_very_often() -> bytes:
    """A page tree that names the same page 100,000 times."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 100000/Kids["
        + b"3 0 R " * 100_000
        + b"]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )


def picture_of_a_billion() -> bytes:
    """A picture within a page that says it has 60,000 × 60,000 pixels."""
    book = pikepdf.open(io.BytesIO(a_pdf(1)))
    vast = Stream(
        book,
        zlib.compress(bytes(1 << 20)),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=60_000,
        Height=60_000,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceGray,
        Filter=Name.FlateDecode,
    )
    book.pages[0].add_resource(vast, Name.XObject, name=Name.X)
    return _saved(book)


def picture_within_itself() -> bytes:
    """A drawing that draws itself: nothing to refuse, and nothing a reader may hang on."""
    book = pikepdf.open(io.BytesIO(a_pdf(1)))
    form = Stream(book, b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    form = book.make_indirect(form)
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    book.pages[0].add_resource(form, Name.XObject, name=Name.X)
    return _saved(book)


def _blown(letter: bytes, size: int, begin: bytes = b"") -> bytes:
    """What unpacks to `begin` and `size` times a letter. After a full flush every block stands alone, so
    one megabyte is squeezed and its block repeated."""
    block = letter * (1 << 20)
    air = zlib.compressobj(9)
    first = air.compress(begin + block) + air.flush(zlib.Z_FULL_FLUSH)
    again = air.compress(block) + air.flush(zlib.Z_FULL_FLUSH)
    check = zlib.adler32(begin)
    for _ in range(size >> 20):
        check = zlib.adler32(block, check)
    # An empty last block, then the checksum of all that came before.
    return first + again * ((size >> 20) - 1) + b"\x03\0" + struct.pack(">I", check)


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


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
    "drawing with script": lambda: ("a.svg", b"<svg onload='alert(1)'/>"),
    "program": lambda: ("a.exe", b"MZ"),
    "double ending": lambda: ("a.pdf.exe", a_pdf(1)),
    "nothing": lambda: ("a.pdf", b""),
    "too many pixels": lambda: ("a.png", huge_picture("PNG")),
    "lying header": lambda: ("a.png", lying_png()),
    "too many pixels in a photo": lambda: ("a.jpg", immense_photo()),
    "too many pixels within": lambda: ("a.pdf", picture_of_a_billion()),
    "bomb of objects": lambda: ("a.pdf", object_stream_bomb()),
    "circling references": lambda: ("a.pdf", circling_references()),
    "one page 100,000 times": lambda: ("a.pdf", one_page_very_often()),
    "scans without end": lambda: ("a.jpg", slow_photo()),
    "gigabyte of comment": lambda: ("a.png", talking_png()),
    "torn picture": lambda: ("a.jpg", a_photo()[:500]),
    "filled in, to be drawn anew": lambda: ("a.pdf", filled_in(is_old=True)),
    "filled in, never drawn": lambda: ("a.pdf", filled_in(AP=None)),
    "a form for one program only": lambda: ("a.pdf", only_for_its_own_program()),
    "too heavy": lambda: ("a.pdf", b"%PDF-" + bytes(21 << 20)),
}

MADE_SAFE: dict[str, Callable[[], tuple[str, bytes]]] = {
    "PNG called JPEG": lambda: ("a.jpg", a_photo(form="PNG")),
    "scripts and programs": lambda: ("a.pdf", scripted()),
    "hidden in what is drawn": lambda: ("a.pdf", hidden_in_resources()),
    "picture within itself": lambda: ("a.pdf", picture_within_itself()),
    "photo of 45 megapixels": lambda: ("a.jpg", huge_picture("JPEG")),
    "film": lambda: ("a.png", endless_film()),
    "script behind a photo": lambda: ("a.jpg", a_photo() + b"<script>alert(1)</script>"),
}


def main() -> None:
    """The table; a process of its own for each file, so that the memory seen is its own."""
    print(f"{'file':<28}{'CPU s':>7}{'wall s':>8}{'MB':>6}  verdict")
    worst_time, worst_memory = 0.0, 0.0
    context = multiprocessing.get_context("spawn")
    for name in (*REFUSED, *MADE_SAFE):
        with context.Pool(1) as pool:
            cpu, wall, memory, verdict = pool.apply(_tried, (name,))
        worst_time, worst_memory = max(worst_time, cpu), max(worst_memory, memory)
        print(f"{name:<28}{cpu:>7.2f}{wall:>8.2f}{memory:>6.0f}  {verdict}", flush=True)
    print(f"worst: {worst_time:.2f} s of CPU, {worst_memory:.0f} MB")


def watched(file: str, data: bytes) -> tuple[Upload | Refused, float]:
    """The verdict on a file and the most memory its child held, in MB, asked every millisecond."""
    most, done = [0.0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(os.getpid(), most, done))
    watcher.start()
    try:
        return cleaned(file, data), most[0]
    finally:
        done.set()
        watcher.join()


def _watch(parent: int, most: list[float], done: threading.Event) -> None:
    children = Path(f"/proc/{parent}/task/{parent}/children")
    while not done.wait(0.001):
        for child in children.read_text().split():
            try:  # the command first: until it is ours, the memory is still the parent's
                is_ours = b"remake.py" in Path(f"/proc/{child}/cmdline").read_bytes()
                held = re.search(r"VmHWM:\s+([0-9]+)", Path(f"/proc/{child}/status").read_text())
            except OSError:
                continue
            if is_ours and held:
                most[0] = max(most[0], int(held[1]) / 1024)


def _tried(name: str) -> tuple[float, float, float, str]:
    file, data = (REFUSED | MADE_SAFE)[name]()
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    verdict, memory = watched(file, data)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = (
        verdict.sentence
        if isinstance(verdict, Refused)
        else f"made safe, {len(verdict.data):,} bytes"
    )
    return cpu, wall, memory, said


if __name__ == "__main__":
    main()
