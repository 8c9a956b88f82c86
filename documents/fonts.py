"""Which fonts the paper is set in: a font configuration of our own, so a machine's other fonts cannot leak in."""

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

DIRECTORIES = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
    "/usr/share/fonts/google-noto-serif-cjk-fonts",
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/truetype/hanazono",
    "/usr/local/share/fonts",
    "/Library/Fonts",
)
CHINESE = "Noto*CJK*"
# What the style sheets call a face, and what it is: the shapes of the mainland and of Hong Kong, Macao, Taiwan.
FACES = {
    "Paper Serif": "Noto Serif CJK SC",
    "Paper Sans": "Noto Sans CJK SC",
    "Paper Serif Hant": "Noto Serif CJK TC",
    "Paper Sans Hant": "Noto Sans CJK TC",
}
# The faces that decide what can be printed: the text face, and those that stand in for what it lacks.
TEXT = ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Regular.otc", "DejaVuSans.ttf", "HanaMin*.ttf")
CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{directories}
<cachedir>{home}/cache</cachedir>
{names}
</fontconfig>
"""
NAMED = """<alias binding="same"><family>{ours}</family><prefer><family>{theirs}</family></prefer></alias>"""
UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
VARIATIONS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))  # they choose among shapes and have none


class FontsMissing(Exception):
    """No Chinese font is installed, so nothing can be printed: apt install fonts-noto-cjk."""


@cache
def font_config_file(directories: tuple[str, ...] = DIRECTORIES) -> Path:
    """The path of a fontconfig file naming only our directories; raises FontsMissing without a Chinese font."""
    found = present(directories)
    home = _private_folder()
    text = CONFIG.format(
        directories="\n".join(f"<dir>{escape(str(d))}</dir>" for d in found),
        home=escape(str(home)),
        names="\n".join(NAMED.format(ours=o, theirs=t) for o, t in FACES.items()),
    )
    # Two versions of the program may share the folder, each with its own configuration.
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return _kept(home / f"fonts-{digest}.conf", text.encode())


def unprintable(text: str) -> str:
    """The characters of `text` that no font of ours has, each once, in order; "" when all can be printed.

    Without installed fonts nothing is known, and nothing is complained about.
    """
    try:
        known = _coverage(DIRECTORIES)
    except FontsMissing:
        return ""
    return "".join(dict.fromkeys(c for c in text if c > "~" and not _is_known(c, known)))


def _is_known(character: str, known: bytes) -> bool:
    number = ord(character)
    if number >> 3 < len(known) and known[number >> 3] >> (number & 7) & 1:
        return True
    unseen = unicodedata.category(character) in UNSEEN
    return unseen or any(low <= number <= high for low, high in VARIATIONS)


@cache
def _coverage(directories: tuple[str, ...]) -> bytes:
    """One bit for each character some face of ours can draw."""
    bits = bytearray(0x32000 >> 3)
    found = present(directories)
    for path in (f for pattern in TEXT for d in found for f in d.rglob(pattern)):
        for number in characters_of(path):
            if number >> 3 < len(bits):
                bits[number >> 3] |= 1 << (number & 7)
    return bytes(bits)


def characters_of(path: Path, face: str = "Noto Serif CJK SC") -> Iterator[int]:
    """The code points a font file can draw, by its cmap; of a collection, those of the face named."""
    from fontTools.ttLib import TTCollection, TTFont

    many = path.suffix in {".ttc", ".otc"}
    fonts = TTCollection(path, lazy=True).fonts if many else [TTFont(path, lazy=True)]
    for font in fonts:
        if not many or font["name"].getDebugName(1) == face:
            yield from font.getBestCmap()


def present(directories: tuple[str, ...]) -> list[Path]:
    found = [Path(d) for d in directories if Path(d).is_dir()]
    if not any(next(d.rglob(CHINESE), None) for d in found):
        raise FontsMissing(str(FontsMissing.__doc__))
    return found


def _kept(path: Path, data: bytes) -> Path:
    """Write whole or not at all: several processes may start at once."""
    path.parent.mkdir(exist_ok=True)
    if not path.exists() or path.read_bytes() != data:
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_bytes(data)
        draft.replace(path)
    return path


def _private_folder() -> Path:
    """A folder only this user can write, kept between runs; /tmp is swept under a worker's feet, so last."""
    for place in (Path.home() / ".cache", Path(tempfile.gettempdir())):
        home = place / f"yizhao-fonts-{os.getuid()}"
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        if not home.is_symlink() and home.stat().st_uid == os.getuid() and os.access(home, os.W_OK):
            return home
    return Path(tempfile.mkdtemp(prefix="yizhao-fonts-"))
