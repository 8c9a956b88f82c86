"""Small fonts for small files: of each font a PDF carries the outlines of its own characters and nothing else.

WeasyPrint 70 keeps every glyph's number, and so embeds an index up to the highest one used: with the 65,000
glyphs of Noto CJK some 90 KB for each face, whatever was printed. A CID-keyed font does not need that: its
charset names the few glyphs that are there by their old numbers.
"""

from typing import Any

CID_KEYED = b"\x0c\x1e"  # the operator ROS, which opens the Top DICT of a CID-keyed font
BARE_CFF = b"\x01\x00"
DROPPED = (b"BASE", b"DSIG", b"GDEF", b"GPOS", b"GSUB", b"VORG", b"cmap", b"name", b"vhea", b"vmtx")


def make_fonts_compact() -> None:
    """Have WeasyPrint, from here on, embed fonts as `_compact` makes them. To be called once."""
    from weasyprint.pdf import fonts, stream
    from weasyprint.text.fonts import get_hb_object_data

    class Font(fonts.Font):
        def _harfbuzz_subset(self, to_unicode: dict[int, str], hinting: bool) -> None:
            self.file_content = _compact(self, sorted(to_unicode))

        @property
        def type(self) -> str:
            return "ttf" if "glyf" in self.tables else "otf"

    # Reading a whole face of 26 MB for every document would cost more than setting it.
    fonts.get_hb_object_data = lambda thing, *how: get_hb_object_data(thing, *how) if how else b""
    stream.Font = Font


def say_what_is_embedded(made: Any) -> None:
    """Give a stream that holds a bare CFF table its own name; WeasyPrint calls every one OpenType."""
    for thing in made.objects:
        extra = getattr(thing, "extra", None) or {}
        if extra.get("Subtype") == "/OpenType" and thing.stream[0].startswith(BARE_CFF):
            extra["Subtype"] = "/CIDFontType0C"


def _compact(font: Any, glyphs: list[int]) -> bytes:
    """The bare CFF table of a CID-keyed font, or any other font with its glyphs' numbers kept."""
    from weasyprint.text.ffi import harfbuzz_subset as subset

    if "glyf" not in font.tables:
        table = _bytes_of(_cut(font, glyphs, 0), b"CFF ")
        if CID_KEYED in table[:200]:
            return table
    return _bytes_of(_cut(font, glyphs, subset.HB_SUBSET_FLAGS_RETAIN_GIDS))


def _cut(font: Any, glyphs: list[int], flags: int) -> Any:
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


def _fill(numbers: Any, values: list[int]) -> None:
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
