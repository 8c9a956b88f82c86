"""A picture that stands for a piece of evidence in a preview, so plainly a sample that nobody takes it for one."""

import io
from functools import cache, lru_cache

from PIL import Image, ImageDraw, ImageFont

from documents import fonts

SIZE = (827, 1169)  # A4 at 100 dots an inch
WORD, SAID = "样例", "仅供预览案卷，不是真实材料"
GRAY, INK = 205, 60
QUALITY = 60


@lru_cache(maxsize=64)
def specimen(name: str, number: int) -> bytes:
    """One page as a JPEG: the material's name, which file of it this is, and 样例 across. Same arguments, same bytes."""
    page = Image.new("L", SIZE, 255)
    _across(page)
    draw = ImageDraw.Draw(page)
    draw.rectangle((24, 24, SIZE[0] - 25, SIZE[1] - 25), outline=INK, width=3)
    down = 90
    for line in (*_lines(name, 16), "", f"第 {number} 份", SAID):
        draw.text((SIZE[0] // 2, down), line, font=_face(40), fill=INK, anchor="ma")
        down += 62
    out = io.BytesIO()
    page.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _across(page: Image.Image) -> None:
    """The word in gray, from the lower left to the upper right."""
    word = Image.new("L", SIZE, 255)
    middle = (SIZE[0] // 2, SIZE[1] // 2)
    ImageDraw.Draw(word).text(middle, WORD, font=_face(300), fill=GRAY, anchor="mm")
    page.paste(word.rotate(35, fillcolor=255))


def _lines(text: str, width: int) -> list[str]:
    """At most three lines of `width` characters; a longer name is cut."""
    lines = [text[n : n + width] for n in range(0, len(text), width)][:3]
    return lines if len(text) <= 3 * width else [*lines[:2], lines[2][:-1] + "…"]


@cache
def _face(size: int) -> ImageFont.FreeTypeFont:
    """The mainland's shapes where the font is a collection of several; FontsMissing without a Chinese font."""
    found = fonts.present(fonts.DIRECTORIES)
    paths = (p for name in (*fonts.TEXT[:2], fonts.CHINESE) for d in found for p in d.rglob(name))
    path = str(next(paths))
    for index in range(4):
        try:
            face = ImageFont.truetype(path, size, index=index)
        except OSError:
            break
        if face.getname()[0] == fonts.FACES["Paper Serif"]:
            return face
    return ImageFont.truetype(path, size)
