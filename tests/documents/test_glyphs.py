"""Small files: outlines on a grid, fonts of nothing but what is printed, codes as plain rectangles."""

import io

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen

from documents import pdf
from documents.cff import cid_font
from documents.drawing import squares
from documents.glyphs import charstrings, grid_for
from tests.documents.examples import NOW

BBOX = (-10, -20, 3000, 900)


def a_program(*points, width=None) -> bytes:
    pen = T2CharStringPen(width, None)
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()
    program = pen.getCharString()
    program.compile()
    return program.bytecode


def opened(table: bytes):
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(table), None)
    return fonts[0]


def bounds_of(font, name: str):
    pen = BoundsPen(None)
    font.CharStrings[name].draw(pen)
    return pen.bounds


def test_a_font_has_its_glyphs_under_their_numbers_and_its_widths():
    box = a_program((1, 2), (601, 2), (601, 702), (1, 702))
    narrow = a_program((5, 5), (100, 5), (50, 400), width=556)

    font = opened(cid_font({0: a_program((0, 0)), 40000: box, 17: narrow}, name="Aé", bbox=BBOX))

    assert font.charset == [".notdef", "cid00017", "cid40000"]
    assert bounds_of(font, "cid40000") == (1, 2, 601, 702)
    assert bounds_of(font, "cid00017") == (5, 5, 100, 400)
    assert [font.CharStrings[n].width for n in ("cid00017", "cid40000")] == [556, 1000]
    assert (font.FontBBox, font.ROS) == (list(BBOX), ("Adobe", "Identity", 0))


def test_a_large_font_is_read_as_well_as_a_small_one():
    many = {n: a_program((n % 900, 2), (601, 2), (601, 702 + n % 50)) for n in range(6000)}

    font = opened(cid_font(many, name="Many", bbox=BBOX))

    assert bounds_of(font, "cid05999") == (599, 2, 601, 702 + 49)


def test_outlines_lie_on_the_grid_and_are_cut_once():
    asked = []

    def cut(glyphs):
        asked.append(list(glyphs))
        programs = {g: a_program((2, 3), (603, 3), (603, 698)) for g in glyphs}
        return cid_font(programs, name="Cut", bbox=BBOX)

    first = charstrings("a face of this test", [7, 9], 5, cut)
    again = charstrings("a face of this test", [9, 11], 5, cut)

    assert asked == [[0, 7, 9], [0, 11]]
    assert (first[9], sorted(again)) == (again[9], [0, 9, 11])
    assert bounds_of(opened(cid_font(again, name="B", bbox=BBOX)), "cid00011") == (0, 5, 605, 700)


def test_large_text_keeps_finer_outlines():
    assert [grid_for(size) for size in (12, 20, 21, 48)] == [5, 5, 2, 2]


def test_a_code_is_few_rectangles():
    drawn = squares(((1, 1, 0), (1, 1, 0), (0, 1, 1)), border=4)

    assert drawn.side == 11
    assert drawn.path.split(b"\n") == [b"4 4 2 2 re", b"5 6 2 1 re"]


def test_usual_widths_are_left_out_and_colours_are_told_in_few_bytes():
    made = pdf.render(
        "<html lang=zh><title>a</title><p>证件 No. 1",
        css='p { font: 12pt "Paper Serif" }',
        identifier="a",
        now=NOW,
        variant="pdf/a-3a",
    )
    with pikepdf.open(io.BytesIO(made)) as book:
        widths = [o.W for o in book.objects if isinstance(o, pikepdf.Dictionary) and "/W" in o]
        profile = book.Root.OutputIntents[0].DestOutputProfile.read_bytes()

    assert all(1000 not in list(run) for found in widths for run in list(found)[1::2])
    assert (len(profile), profile[8:10], profile[36:40]) == (588, b"\4\x20", b"acsp")
