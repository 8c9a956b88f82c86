"""The child that makes an upload anew. Runs alone, limited, without the project: order in argv, file on stdin.

Leaves with 0 and "<pages>\\n<copy>" on stdout, with 3 and one word saying what is wrong, or with 4 when its
time is up.
"""

import io
import json
import math
import os
import resource
import sys
import threading
import time
import zlib
from typing import Any

PAGE_KEYS = ("MediaBox", "CropBox", "Rotate", "Resources", "Contents", "UserUnit", "Group")
# An external file, hidden data, or another rendering of what is seen.
STREAM_KEYS: tuple[str, ...] = (
    "F",
    "FFilter",
    "FDecodeParms",
    "Ref",
    "OPI",
    "AF",
    "Metadata",
    "PieceInfo",
)
STREAM_KEYS += ("Alternates", "LastModified", "Measure", "PtData")
ACTIONS = {"JavaScript", "Launch", "URI", "SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition"}
ACTIONS |= {"Movie", "Sound", "Named", "ResetForm", "Hide", "RichMediaExecute", "GoTo3DView"}
PICTURES = {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}
FILE_KEYS = {"/F", "/UF", "/DOS", "/Mac", "/Unix"}
CHUNK = 1 << 16
SLOW = 4  # the status of one who left because the time was up
SCANS = 64  # in one JPEG; cameras write 1, web pages about 10
STRIP = 256
HIDDEN = 2  # the flag of a note that is shown nowhere
SMALL = 4_000_000
DEEP = 257  # 65535 is white in 16 bits, 255 in 8
ORIENTATION = (
    0x0112  # Exif: how the camera was held; each as what Pillow calls the mending transposition
)
TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}


class Wrong(Exception):
    """The file cannot be kept; the message is the one word for why."""


def main() -> int:
    order = json.loads(sys.argv[1])
    _limit(order)
    data = sys.stdin.buffer.read()
    try:
        copy, pages = (_pdf if order["kind"] == "application/pdf" else _image)(data, order)
    except Wrong as wrong:
        return _say(str(wrong))
    except MemoryError:
        return _say("heavy")
    except Exception:  # whatever a hostile file sets off here, it is refused
        return _say("broken")
    sys.stdout.buffer.write(b"%d\n" % pages)
    sys.stdout.buffer.write(copy)
    return 0


def _limit(order: dict[str, Any]) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (order["memory"], order["memory"]))
    whole = math.ceil(order["seconds"])
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
    threading.stack_size(1 << 18)
    threading.Thread(target=_watch_the_clock, args=(order["seconds"],), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _watch_the_clock(seconds: float) -> None:
    """Leave when the CPU time is used up: the kernel's own limit counts whole seconds, and late."""
    while time.process_time() < seconds:
        time.sleep(0.05)
    os._exit(SLOW)


def _say(word: str) -> int:
    sys.stdout.write(word)
    return 3


def _image(data: bytes, order: dict[str, Any]) -> tuple[bytes, int]:
    from PIL import Image

    form = "JPEG" if order["kind"] == "image/jpeg" else "PNG"
    if form == "JPEG" and data.count(b"\xff\xda") > SCANS:
        raise Wrong("slow")
    Image.MAX_IMAGE_PIXELS = None  # judged here, before any pixel is read
    with Image.open(io.BytesIO(data), formats=(form,)) as image:
        _shrink(image, order, form)
        image.load()
        plain = _upright(_on_white(image), image.getexif().get(ORIENTATION, 1))
    out = io.BytesIO()
    # A large drawing is squeezed less hard: a level more would cost its whole time.
    level = 6 if plain.width * plain.height < SMALL else 1
    how: dict[str, Any] = {"quality": 88} if form == "JPEG" else {"compress_level": level}
    plain.save(out, form, **how)
    return out.getvalue(), 1


def _shrink(image: Any, order: dict[str, Any], form: str) -> None:
    """A photo beyond what is kept is read at a half or a quarter of its size; a PNG cannot be."""
    pixels = image.width * image.height
    if pixels > (order["pixels"] if form == "JPEG" else order["kept_pixels"]):
        raise Wrong("pixels")
    parts = 1
    while pixels > order["kept_pixels"] * parts * parts:
        parts *= 2
    if parts > 1:
        image.draft(None, (image.width // parts, image.height // parts))


def _on_white(image: Any) -> Any:
    """Grey or RGB pixels and nothing else: no profile, no position, no transparency."""
    from PIL import Image

    image = _in_eight_bits(image)
    if "A" in image.getbands() or "transparency" in image.info:
        plain = Image.new("RGB", image.size, "white")
        for top in range(0, image.height, STRIP):  # a whole second layer would not fit in memory
            strip = (0, top, image.width, min(top + STRIP, image.height))
            layer = image.crop(strip).convert("RGBA")
            plain.paste(layer, (0, top), mask=layer.getchannel("A"))
    elif image.mode in {"RGB", "L"}:
        plain = image
    else:
        plain = image.convert("L" if image.mode == "1" else "RGB")
    plain.info = {}
    return plain


def _in_eight_bits(image: Any) -> Any:
    """Grey of 16 bits brought down to 8: `convert` alone cuts off, and a scan would turn white."""
    if image.mode not in {"I;16", "I"}:
        return image
    plain = image.point(lambda value: value * (1 / DEEP)).convert("L")
    if "transparency" in image.info:
        plain.info["transparency"] = image.info["transparency"] // DEEP
    return plain


def _upright(image: Any, orientation: int) -> Any:
    turn = TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def _pdf(data: bytes, order: dict[str, Any]) -> tuple[bytes, int]:
    import pikepdf

    if b"%%EOF" not in data[-4096:]:
        raise Wrong("broken")  # cut short: what could be rescued might lack pages
    try:
        source = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise Wrong("locked") from None
    if source.is_encrypted:
        raise Wrong("locked")
    if len(source.objects) > order["objects"]:
        raise Wrong("heavy")
    count = len(source.pages)
    if count > order["pages"]:
        raise Wrong("pages")
    if not count:
        raise Wrong("empty")
    _draw_what_lies_on_top(source)
    copy = pikepdf.new()
    for page in source.pages:
        _strip_page(page)
        copy.pages.append(page)
    _strip_objects(copy, order)
    out = io.BytesIO()
    copy.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue(), count


def _draw_what_lies_on_top(source: Any) -> None:
    """What was filled in, stamped or signed on a page is drawn into it, before the notes are dropped.

    Raises Wrong("unset") where only a reader's own program would draw it: a form that is all XFA, or
    text whose picture is missing or may be old.
    """
    import pikepdf

    form = source.Root.get("/AcroForm")
    form = form if isinstance(form, pikepdf.Dictionary) else {}
    if source.Root.get("/NeedsRendering", False):
        raise Wrong("unset")
    is_old = bool(form.get("/NeedAppearances", False))
    for page in source.pages:
        notes = page.obj.get("/Annots")
        notes = notes if isinstance(notes, pikepdf.Array) else ()
        if any(_is_filled(note) and (is_old or not _has_picture(note)) for note in notes):
            raise Wrong("unset")
    if is_old:
        del form["/NeedAppearances"]
    source.flatten_annotations("all")


def _is_filled(note: Any) -> bool:
    """A field of text or a choice that says something, and is not hidden."""
    import pikepdf

    is_field = isinstance(note, pikepdf.Dictionary) and note.get("/Subtype") == "/Widget"
    if not is_field or int(note.get("/F", 0)) & HIDDEN:
        return False
    value = _inherited(note, "/V") if _inherited(note, "/FT") in ("/Tx", "/Ch") else None
    return value is not None and str(value).strip() not in ("", "/Off")


def _has_picture(note: Any) -> bool:
    return "/N" in note.get("/AP", {})


def _strip_page(page: Any) -> None:
    """Only what is seen: no links, notes, fields, actions, hidden data or tags."""
    inherited = {key: _inherited(page.obj, f"/{key}") for key in PAGE_KEYS[:4]}
    for key in list(page.obj.keys()):
        if key.lstrip("/") not in (*PAGE_KEYS, "Type", "Parent"):
            del page.obj[key]
    for key, value in inherited.items():
        if value is not None:
            page.obj[f"/{key}"] = value


def _inherited(node: Any, key: str) -> Any:
    for _ in range(50):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node.Parent
    raise Wrong("broken")


def _strip_objects(copy: Any, order: dict[str, Any]) -> None:
    import pikepdf

    budget = order["decoded"]
    for thing in copy.objects:
        if isinstance(thing, pikepdf.Stream):
            for key in STREAM_KEYS:
                if f"/{key}" in thing:
                    del thing[f"/{key}"]
            budget -= _decoded_size(thing, budget, order["pixels"])
        if isinstance(thing, (pikepdf.Stream, pikepdf.Dictionary, pikepdf.Array)):
            _without_actions(thing, depth=0)


def _without_actions(thing: Any, *, depth: int) -> None:
    """Nothing left can start these, but a reader should not even find them."""
    import pikepdf

    if depth > 60:
        raise Wrong("broken")
    if isinstance(thing, pikepdf.Array):
        for n, item in enumerate(thing):
            if _is_active(item):
                thing[n] = None
            else:
                _inside(item, depth)
        return
    for key in [k for k, v in thing.items() if _is_active(v)]:
        del thing[key]
    for _, value in thing.items():
        _inside(value, depth)


def _inside(value: Any, depth: int) -> None:
    """Only what is written in place: shared objects come by on their own, following them could circle."""
    import pikepdf

    if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
        _without_actions(value, depth=depth + 1)


def _is_active(value: Any) -> bool:
    import pikepdf

    if not isinstance(value, pikepdf.Dictionary):
        return False
    files = value.get("/EF")
    carries = isinstance(files, pikepdf.Dictionary) and set(files.keys()) <= FILE_KEYS
    return str(value.get("/S", "")).lstrip("/") in ACTIONS or carries


def _decoded_size(stream: Any, budget: int, pixels: int) -> int:
    """How many bytes a stream unpacks to; raises Wrong("heavy") once that passes the budget."""
    filters = stream.get("/Filter", [])
    names = [str(f) for f in filters] if _is_list(filters) else [str(filters)]
    if str(stream.get("/Subtype", "")) == "/Image":
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > pixels:
            raise Wrong("pixels")
        if len(names) == 1:
            return 0  # a reader stops at the size just judged
        names = [n for n in names if n not in PICTURES]
    if set(names) - {"/FlateDecode"}:
        return len(stream.read_bytes())  # rare filters: the memory limit is the budget
    return _unpacked(stream.read_raw_bytes(), len(names), budget)


def _unpacked(data: bytes, times: int, budget: int) -> int:
    """How many bytes `data` inflates to, all layers together; only what is inflated again is kept."""
    total = 0
    for layer in range(times):
        data, size = _inflated(data, budget - total, keep=layer < times - 1)
        total += size
    return total


def _is_list(filters: Any) -> bool:
    import pikepdf

    return isinstance(filters, (pikepdf.Array, list))


def _inflated(data: bytes, budget: int, *, keep: bool) -> tuple[bytes, int]:
    """`data` unpacked and its size; a damaged end is kept as readers keep it."""
    unpack, pieces, size = zlib.decompressobj(), [], 0
    rest = memoryview(data)
    try:
        while rest and not unpack.eof:
            piece = unpack.decompress(rest[:CHUNK], CHUNK)
            used = min(CHUNK, len(rest)) - len(unpack.unconsumed_tail)
            size += len(piece)
            if size > budget:
                raise Wrong("heavy")
            if not used and not piece:
                break
            if keep:
                pieces.append(piece)
            rest = rest[used:]
    except zlib.error:
        pass
    return b"".join(pieces), size


if __name__ == "__main__":
    sys.exit(main())
