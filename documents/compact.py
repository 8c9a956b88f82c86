"""Small fonts for small files: of each font a PDF carries the outlines of its own characters and nothing else.

WeasyPrint 70 keeps every glyph's number, and so embeds an index up to the highest one used: with the 65,000
glyphs of Noto CJK some 90 KB for each face, whatever was printed. A CID-keyed font does not need that: its
charset names the few glyphs that are there by their old numbers (documents/cff.py), with outlines that are
drawn once in the life of a worker (documents/glyphs.py).
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from documents.cff import cid_font
from documents.glyphs import charstrings, grid_for

UNITS = 1000  # to the em, as our CFF tables have them
BARE_CFF = b"\x01\x00"
DROPPED = (b"BASE", b"DSIG", b"GDEF", b"GPOS", b"GSUB", b"VORG", b"cmap", b"name", b"vhea", b"vmtx")
BBOX = (-1011, -1049, 2929, 1809)  # of Noto CJK; only viewers' caches go by it


def make_fonts_compact() -> None:
    """Have WeasyPrint, from here on, embed fonts as `_compact` makes them. To be called once."""
    import weasyprint.pdf as printer
    from weasyprint.pdf import fonts, stream
    from weasyprint.text.fonts import get_hb_object_data

    class Font(fonts.Font):
        largest = 0.0

        def _harfbuzz_subset(self, to_unicode: dict[int, str], hinting: bool) -> None:
            self.file_content = _compact(self, sorted(to_unicode))

        @property
        def type(self) -> str:
            return "ttf" if "glyf" in self.tables else "otf"

    # Reading a whole face of 26 MB for every document would cost more than setting it.
    fonts.get_hb_object_data = lambda thing, *how: get_hb_object_data(thing, *how) if how else b""
    stream.Font = Font
    printer.build_fonts_dictionary = _told_their_sizes(printer.build_fonts_dictionary)


def _told_their_sizes(build: Callable[..., Any]) -> Callable[..., Any]:
    """A face is embedded once and knows one size: it shall know the largest it is printed in."""

    def told(pdf: Any, fonts: dict[Any, Any], *how: Any) -> Any:
        for font in fonts.values():
            font.to_unicode = dict(sorted(font.to_unicode.items()))  # in order it squeezes better
            font.largest = max(f.font_size for f in fonts.values() if f.hash == font.hash)
        return build(pdf, fonts, *how)

    return told


def say_what_is_embedded(made: Any) -> None:
    """Give a bare CFF table its own name, since WeasyPrint calls every one OpenType, and leave out usual widths."""
    for thing in made.objects:
        extra = getattr(thing, "extra", None) or {}
        if extra.get("Subtype") == "/OpenType" and thing.stream[0].startswith(BARE_CFF):
            extra["Subtype"] = "/CIDFontType0C"
        if isinstance(thing, dict) and "W" in thing:
            thing["W"][:] = _unusual(thing["W"])


def _unusual(widths: Sequence[Any]) -> list[Any]:
    """A /W array without the widths of 1000, which is what a viewer takes when none is given."""
    found: list[Any] = []
    for first, run in zip(widths[::2], widths[1::2], strict=True):
        pairs = list(enumerate(run, first))
        while pairs and pairs[0][1] == UNITS:
            pairs.pop(0)
        while pairs and pairs[-1][1] == UNITS:
            pairs.pop()
        if pairs:
            found += [pairs[0][0], type(run)(width for _glyph, width in pairs)]
    return found


def _compact(font: Any, glyphs: list[int]) -> bytes:
    """A bare CFF table with rounded outlines, or for fonts of another make the font, its glyphs' numbers kept."""
    from weasyprint.text.ffi import harfbuzz_subset as subset

    if "CFF " not in font.tables or font.upem != UNITS:
        return _bytes_of(_cut(font, glyphs, subset.HB_SUBSET_FLAGS_RETAIN_GIDS))
    drawn = [g for g in glyphs if g < font.glyph_count]
    name = font.name.decode("ascii", "replace").lstrip("/")
    face = f"{name} {bool(font.missing)}"
    programs = charstrings(face, drawn, grid_for(font.largest), partial(_cff_of, font))
    return cid_font(programs, name=name, bbox=BBOX)


def _cff_of(font: Any, glyphs: Sequence[int]) -> bytes:
    return _bytes_of(_cut(font, glyphs, 0), b"CFF ")


def _cut(font: Any, glyphs: Sequence[int], flags: int) -> Any:
    """A HarfBuzz face of these glyphs of the font, without hints or tables that only shaping needs."""
    from weasyprint.text.ffi import ffi, harfbuzz
    from weasyprint.text.ffi import harfbuzz_subset as subset

    order = ffi.gc(subset.hb_subset_input_create_or_fail(), subset.hb_subset_input_destroy)
    tags = [harfbuzz.hb_tag_from_string(tag, -1) for tag in DROPPED]
    _fill(subset.hb_subset_input_glyph_set(order), glyphs)
    _fill(subset.hb_subset_input_set(order, subset.HB_SUBSET_SETS_DROP_TABLE_TAG), tags)
    flags |= subset.HB_SUBSET_FLAGS_DESUBROUTINIZE | subset.HB_SUBSET_FLAGS_NO_HINTING
    if font.missing:
        flags |= subset.HB_SUBSET_FLAGS_NOTDEF_OUTLINE
    subset.hb_subset_input_set_flags(order, flags)
    return ffi.gc(subset.hb_subset_or_fail(font.hb_face, order), harfbuzz.hb_face_destroy)


def _fill(numbers: Any, values: Sequence[int]) -> None:
    from weasyprint.text.ffi import ffi, harfbuzz

    array = ffi.new(f"hb_codepoint_t[{len(values)}]", sorted(values))
    harfbuzz.hb_set_add_sorted_array(numbers, array, len(values))


def _bytes_of(face: Any, table: bytes | None = None) -> bytes:
    """One table of a face, or the whole face as a file."""
    from weasyprint.text.ffi import ffi, harfbuzz

    tag = harfbuzz.hb_tag_from_string(table, -1) if table else None
    blob = (
        harfbuzz.hb_face_reference_table(face, tag)
        if table
        else harfbuzz.hb_face_reference_blob(face)
    )
    length = ffi.new("unsigned int *")
    try:
        data = harfbuzz.hb_blob_get_data(blob, length)
        return bytes(ffi.unpack(data, length[0]))
    finally:
        harfbuzz.hb_blob_destroy(blob)
