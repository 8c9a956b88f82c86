"""Characters as outlines, for the seal's picture: a dozen letters cost less drawn than with a font of their own."""

from functools import cache
from typing import Any

from documents.fonts import DIRECTORIES, present

FACE, FILE = "Noto Serif CJK SC", "NotoSerifCJK-Bold"
EM = 200  # units; a seal's letter is 4 mm, so no edge moves by more than 0.011 mm


class NoOutline(Exception):
    """The bold face lacks a character, or is not installed; the message is the character."""


def outline(character: str) -> str:
    """The SVG path of a character in a square of EM units, its baseline at 0, y downwards, centred on x 0."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    glyphs, names, upem = _bold(character)
    name = names.get(ord(character))
    if name is None:
        raise NoOutline(character)
    scale = EM / upem
    pen = SVGPathPen(glyphs, ntos=lambda n: str(round(n)))
    shift = -glyphs[name].width * scale / 2
    glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, shift, 0)))
    return str(pen.getCommands())


def _bold(character: str) -> tuple[Any, Any, int]:
    found = _opened()
    if found is None:
        raise NoOutline(character)
    return found


@cache
def _opened() -> tuple[Any, Any, int] | None:
    from fontTools.ttLib import TTCollection

    for folder in present(DIRECTORIES):
        for path in sorted(folder.rglob(f"{FILE}.[ot]tc")):
            for font in TTCollection(path, lazy=True).fonts:
                if font["name"].getDebugName(1) == FACE:
                    return font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm
    return None
