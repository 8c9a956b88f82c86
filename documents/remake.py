"""The child that makes an upload anew. Runs alone, limited, without the project: order in argv, file on stdin.

Leaves with 0 and "<pages>\\n<copy>" on stdout, or with 3 and one word saying what is wrong.
"""

import io
import json
import resource
import sys
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
    sys.stdout.buffer.write(b"%d\n" % pages + copy)
    return 0


def _limit(order: dict[str, Any]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _say(word: str) -> int:
    sys.stdout.write(word)
    return 3


def _image(data: bytes, order: dict[str, Any]) -> tuple[bytes, int]:
    from PIL import Image, ImageOps

    form = "JPEG" if order["kind"] == "image/jpeg" else "PNG"
    Image.MAX_IMAGE_PIXELS = None  # judged here, before any pixel is read
    with Image.open(io.BytesIO(data), formats=(form,)) as image:
        if image.width * image.height > order["pixels"]:
            raise Wrong("pixels")
        image.load()
        upright = ImageOps.exif_transpose(image)
        plain = _on_white(upright)
    out = io.BytesIO()
    how: dict[str, Any] = {"quality": 88} if form == "JPEG" else {"optimize": False}
    plain.save(out, form, **how)
    return out.getvalue(), 1


def _on_white(image: Any) -> Any:
    """Grey or RGB pixels and nothing else: no profile, no position, no transparency."""
    from PIL import Image

    if image.mode in {"L", "1"}:
        plain = image.convert("L")
    elif "A" in image.getbands() or "transparency" in image.info:
        plain = Image.new("RGB", image.size, "white")
        layer = image.convert("RGBA")
        plain.paste(layer, mask=layer.getchannel("A"))
    else:
        plain = image.convert("RGB")
    plain.info = {}
    return plain


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
    copy = pikepdf.new()
    for page in source.pages:
        _strip_page(page)
        copy.pages.append(page)
    _strip_objects(copy, order)
    out = io.BytesIO()
    copy.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue(), count


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
    if PICTURES & set(names):
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > pixels:
            raise Wrong("pixels")
        return 0
    if set(names) - {"/FlateDecode"}:
        return len(stream.read_bytes())  # rare filters: the memory limit is the budget
    data, total = stream.read_raw_bytes(), 0
    for _ in names:
        data = _inflated(data, budget - total)
        total += len(data)
    return total


def _is_list(filters: Any) -> bool:
    import pikepdf

    return isinstance(filters, (pikepdf.Array, list))


def _inflated(data: bytes, budget: int) -> bytes:
    """`data` unpacked; a damaged end is kept as readers keep it."""
    unpack, pieces, size = zlib.decompressobj(), [], 0
    try:
        while data:
            piece = unpack.decompress(data, CHUNK)
            size += len(piece)
            if size > budget:
                raise Wrong("heavy")
            pieces.append(piece)
            data = unpack.unconsumed_tail
    except zlib.error:
        pass
    return b"".join(pieces)


if __name__ == "__main__":
    sys.exit(main())
