"""Small fonts for small files: the common characters of a Noto CJK face, cut out once and kept.

WeasyPrint embeds a font's table of glyphs up to the highest one used, so a face of 65,000 glyphs costs
every PDF some 90 KB. A face of the 7,600 common ones costs a tenth; rarer characters fall back to Noto.
"""

import ctypes
import struct
from ctypes import c_char_p, c_int, c_uint, c_void_p
from functools import cache
from pathlib import Path
from typing import Any

DROPPED = (b"GSUB", b"GPOS", b"BASE", b"VORG", b"vhea", b"vmtx", b"DSIG")
NO_HINTS, NO_SUBROUTINES = 0x1, 0x4
SET_OF_DROPPED_TABLES = 3
CHARSET = 15  # the operator of a CFF Top DICT that says where the glyphs' numbers are
LATIN_AND_SIGNS = (
    *(range(0x20, 0x180), range(0x2000, 0x2070), range(0x2460, 0x2474), range(0x3000, 0x3018)),
    *(range(0xFF00, 0xFF5F), (0x20AC, 0x2116, 0x2103, 0x33A1, 0x33A5, 0x2713)),
)


def common_characters() -> frozenset[int]:
    """GB 2312, Latin with its accents, and the signs that forms use."""
    found = {n for numbers in LATIN_AND_SIGNS for n in numbers}
    for row in range(0xA1, 0xF8):
        text = b"".join(bytes((row, cell)) for cell in range(0xA1, 0xFF)).decode("gb2312", "ignore")
        found |= set(map(ord, text))
    return frozenset(found)


def cut(source: Path, family: str) -> bytes:
    """The common characters of the face called `family` in a font file or collection, as OpenType.

    Raises OSError without HarfBuzz and ValueError when the file has no such face or no CFF outlines.
    """
    hb, subset = _harfbuzz()
    face = hb.hb_face_create(_opened(source), _index(source, family))
    order = subset.hb_subset_input_create_or_fail()
    kept = subset.hb_subset_input_unicode_set(order)
    for character in common_characters():
        hb.hb_set_add(kept, character)
    dropped = subset.hb_subset_input_set(order, SET_OF_DROPPED_TABLES)
    for table in DROPPED:
        hb.hb_set_add(dropped, struct.unpack(">I", table)[0])
    subset.hb_subset_input_set_flags(order, NO_HINTS | NO_SUBROUTINES)
    made = subset.hb_subset_or_fail(face, order)
    if not made:
        raise ValueError(f"{source.name} could not be cut")
    length = c_uint()
    data = hb.hb_blob_get_data(hb.hb_face_reference_blob(made), ctypes.byref(length))
    return _numbered_in_order(ctypes.string_at(data, length.value))


def _opened(source: Path) -> int:
    blob: int | None = _harfbuzz()[0].hb_blob_create_from_file_or_fail(str(source).encode())
    if not blob:
        raise ValueError(f"{source.name} cannot be read")
    return blob


def _index(source: Path, family: str) -> int:
    from fontTools.ttLib import TTCollection, TTFont

    many = source.suffix in {".ttc", ".otc"}
    fonts = TTCollection(source, lazy=True).fonts if many else [TTFont(source, lazy=True)]
    names = [font["name"].getDebugName(1) for font in fonts]
    return names.index(family)


def _numbered_in_order(font: bytes) -> bytes:
    """The font with glyph n called CID n: a charset of one range, where thousands of numbers stood."""
    data = bytearray(font)
    tables = {
        tag: (offset, size)
        for tag, _, offset, size in struct.iter_unpack(">4sIII", font[12 : 12 + 16 * font[5]])
    }
    glyphs = struct.unpack_from(">H", font, tables[b"maxp"][0] + 4)[0]
    start, size = tables[b"CFF "]
    place = start + _charset_offset(font[start : start + size])
    struct.pack_into(">BHH", data, place, 2, 1, glyphs - 2)
    return bytes(data)


def _charset_offset(cff: bytes) -> int:
    _, after_names = _index_of(cff, cff[2])
    (top, end), _ = _index_of(cff, after_names)
    numbers: list[int] = []
    at = top
    while at < end:
        byte = cff[at]
        if byte <= 21:
            if byte == CHARSET:
                return numbers[-1]
            numbers, at = [], at + (2 if byte == 12 else 1)
        else:
            number, at = _number(cff, at)
            numbers.append(number)
    raise ValueError("no charset")


def _index_of(cff: bytes, at: int) -> tuple[tuple[int, int], int]:
    """Where the first item of a CFF INDEX begins and ends, and where the INDEX ends."""
    count, width = struct.unpack_from(">HB", cff, at)
    offsets = [
        int.from_bytes(cff[at + 3 + n * width : at + 3 + (n + 1) * width], "big")
        for n in range(count + 1)
    ]
    base = at + 2 + (count + 1) * width
    return (base + offsets[0], base + offsets[1]), base + offsets[-1]


def _number(cff: bytes, at: int) -> tuple[int, int]:
    """A CFF DICT operand and what follows it; reals are passed over."""
    byte = cff[at]
    if byte == 28:
        return struct.unpack_from(">h", cff, at + 1)[0], at + 3
    if byte == 29:
        return struct.unpack_from(">i", cff, at + 1)[0], at + 5
    if byte == 30:
        end = at + 1
        while cff[end] & 0xF != 0xF and cff[end] >> 4 != 0xF:
            end += 1
        return 0, end + 1
    if byte <= 246:
        return byte - 139, at + 1
    if byte <= 250:
        return (byte - 247) * 256 + cff[at + 1] + 108, at + 2
    return -(byte - 251) * 256 - cff[at + 1] - 108, at + 2


@cache
def _harfbuzz() -> tuple[Any, Any]:
    hb, subset = ctypes.CDLL("libharfbuzz.so.0"), ctypes.CDLL("libharfbuzz-subset.so.0")
    signatures: tuple[tuple[Any, str, Any, list[Any]], ...] = (
        (hb, "hb_blob_create_from_file_or_fail", c_void_p, [c_char_p]),
        (hb, "hb_face_create", c_void_p, [c_void_p, c_uint]),
        (hb, "hb_face_reference_blob", c_void_p, [c_void_p]),
        (hb, "hb_blob_get_data", c_void_p, [c_void_p, c_void_p]),
        (hb, "hb_set_add", None, [c_void_p, c_uint]),
        (subset, "hb_subset_input_create_or_fail", c_void_p, []),
        (subset, "hb_subset_input_unicode_set", c_void_p, [c_void_p]),
        (subset, "hb_subset_input_set", c_void_p, [c_void_p, c_int]),
        (subset, "hb_subset_input_set_flags", None, [c_void_p, c_uint]),
        (subset, "hb_subset_or_fail", c_void_p, [c_void_p, c_void_p]),
    )
    for library, name, result, arguments in signatures:
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return hb, subset
