import io
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from documents.compact import common_characters, cut
from documents.fonts import COMPACT, FontsMissing, font_config_file

SERIF = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")


@pytest.fixture(scope="module")
def small() -> TTFont:
    return TTFont(io.BytesIO(cut(SERIF, "Noto Serif CJK SC")))


def test_without_a_chinese_font_people_are_told_what_to_install(tmp_path):
    with pytest.raises(FontsMissing, match="fonts-noto-cjk"):
        font_config_file((str(tmp_path),))


def test_the_configuration_names_our_folders_and_faces_only():
    config = ElementTree.parse(font_config_file()).getroot()

    folders = [Path(d.text or "").name for d in config.iter("dir")]
    assert (folders[0], "truetype" in folders) == ("cut", False)
    assert [e.text for e in config.findall("match/edit/string")] == [f for f, _, _ in COMPACT]


def test_asking_again_writes_nothing_new():
    before = font_config_file().stat().st_mtime_ns
    font_config_file.cache_clear()

    assert font_config_file().stat().st_mtime_ns == before


def test_the_cut_face_has_every_common_character(small):
    missing = {c for c in common_characters() - set(small.getBestCmap()) if 0x4E00 <= c < 0xA000}

    assert missing == set()
    assert {ord(c) for c in "珠海市食品经营许可证ãçõé㎡√□—“”"} <= set(small.getBestCmap())


def test_the_cut_face_numbers_its_glyphs_in_order(small):
    order = small.getGlyphOrder()

    assert order == [".notdef", *(f"cid{n:05}" for n in range(1, len(order)))]


def test_a_cut_glyph_is_drawn_as_in_the_whole_face(small):
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.ttLib import TTCollection

    whole = TTCollection(SERIF, lazy=True).fonts[2]
    drawn = []
    for font in (small, whole):
        pen = DecomposingRecordingPen(font.getGlyphSet())
        font.getGlyphSet()[font.getBestCmap()[ord("证")]].draw(pen)
        drawn.append([p for p in pen.value if p[0] != "closePath"])
    assert drawn[0] == drawn[1]


def test_a_face_that_is_not_there_is_an_error():
    with pytest.raises(ValueError, match="Noto"):
        cut(SERIF, "Noto Serif CJK XX")
