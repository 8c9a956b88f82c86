"""Every character people may be named with can be printed, in the shapes of their language, in small files."""

import io
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from documents import fonts, paper, pdf
from documents.fonts import FACES, FontsMissing, characters_of, font_config_file, unprintable
from tests.documents.reading import fonts_of

HERE = Path(__file__).parent / "characters"
NOW = datetime(2026, 12, 1, tzinfo=UTC)
PORTUGUESE = "ÀÁÂÃÇÈÉÊÍÒÓÔÕÚÜàáâãçèéêíòóôõúüºª«»–—€"
NAMES = "䶮㛃𬱖𠮷㮾𫖯𫍽𬍛𠅤䲟彧喆淼"
IN_NO_FONT = "𬎆"


def of_codec(codec: str) -> set[str]:
    pairs = (bytes((a, b)) for a in range(0x81, 0xFF) for b in range(0x40, 0xFF))
    return set("".join(pair.decode(codec, "ignore") for pair in pairs if _whole(pair, codec)))


def _whole(pair: bytes, codec: str) -> bool:
    try:
        return len(pair.decode(codec)) > 0
    except UnicodeDecodeError:
        return False


LISTS = {
    "通用规范汉字表": lambda: set((HERE / "8105.txt").read_text("utf-8")) - {"\n"},
    "GBK": lambda: of_codec("gbk"),
    "Big5": lambda: of_codec("big5"),
    "HKSCS": lambda: of_codec("big5hkscs"),
    "Portuguese": lambda: set(PORTUGUESE),
    "rare names": lambda: set(NAMES),
}


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("通用规范汉字表", 8105),
        ("GBK", 21791),
        ("Big5", 13706),
        ("HKSCS", 18388),
        ("Portuguese", len(set(PORTUGUESE))),
        ("rare names", len(NAMES)),
    ],
)
def test_every_character_of_a_list_has_a_glyph(name, size):
    characters = LISTS[name]()

    assert (len(characters), unprintable("".join(sorted(characters)))) == (size, "")


@pytest.mark.parametrize("face", [*FACES.values()])
def test_each_face_alone_has_every_standard_character(face):
    file = "NotoSerifCJK-Bold.ttc" if "Serif" in face else "NotoSansCJK-Bold.ttc"
    known = set(characters_of(Path("/usr/share/fonts/opentype/noto") / file, face))

    assert {c for c in LISTS["通用规范汉字表"]() | set(NAMES) if ord(c) not in known} == set()


def test_what_no_font_has_is_named_once_each_and_nothing_else_is():
    assert unprintable(f"张{IN_NO_FONT}三{IN_NO_FONT}🍜\n\t葛\ufe00 ") == f"{IN_NO_FONT}🍜"


def test_without_a_chinese_font_people_are_told_what_to_install(tmp_path):
    with pytest.raises(FontsMissing, match="fonts-noto-cjk"):
        font_config_file((str(tmp_path),))


def test_the_configuration_names_our_folders_and_faces_only():
    config = ElementTree.parse(font_config_file()).getroot()

    folders = [d.text for d in config.iter("dir")]
    assert set(folders) <= set(fonts.DIRECTORIES)
    assert [e.text for e in config.findall("alias/family")] == list(FACES)
    assert [e.tag for e in config if e.tag not in {"dir", "cachedir", "alias"}] == []


def test_asking_again_writes_nothing_new():
    before = font_config_file().stat().st_mtime_ns
    font_config_file.cache_clear()

    assert font_config_file().stat().st_mtime_ns == before


@pytest.mark.parametrize(("language", "face"), [("zh-Hans", "SC"), ("zh-Hant", "TC")])
def test_a_language_is_set_in_its_own_shapes(language, face):
    made = printed(f"<p>骨直門关</p><h1>骨</h1>{NAMES}{PORTUGUESE}", language)

    names = {name.split("+")[1] for name in fonts_of(made)}
    assert names == {f"Noto-Serif-CJK-{face}", f"Noto-Sans-CJK-{face}-Bold"}


def test_a_font_is_embedded_with_its_own_characters_and_no_others():
    made = printed("<p>珠海市食品经营许可证</p>")

    with pikepdf.open(io.BytesIO(made)) as book:
        descriptors = [o for o in book.objects if _is_dictionary(o) and "/FontFile3" in o]
        (stream,) = (d.FontFile3 for d in descriptors)
        facts = str(stream.Subtype), len(stream.read_raw_bytes()) < 2_500
    assert facts == ("/CIDFontType0C", True)


def test_a_character_that_the_text_face_lacks_comes_from_another():
    made = printed("<p>ŋɐɔɛ≒国</p>", complete=True)

    names = {name.split("+")[1] for name in fonts_of(made)}
    assert names == {"DejaVu-Sans", "Noto-Serif-CJK-SC"}


def printed(html: str, language: str = "zh-Hans", **how) -> bytes:
    return pdf.render(
        f"<html lang='{language}'><title>x</title>{html}",
        css=paper.sheet("paper.css", language=language),
        identifier="x",
        now=NOW,
        **how,
    )


def _is_dictionary(thing) -> bool:
    return isinstance(thing, pikepdf.Dictionary)
