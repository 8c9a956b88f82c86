"""Which fonts the paper is set in: a font configuration of our own, so a machine's other fonts cannot leak in."""

import os
import tempfile
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

DIRECTORIES = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
    "/usr/share/fonts/google-noto-serif-cjk-fonts",
    "/usr/share/fonts/opentype/source-han-sans",
    "/usr/share/fonts/opentype/source-han-serif",
    "/usr/share/fonts/truetype/hanazono",
    "/usr/local/share/fonts",
    "/Library/Fonts",
)
CHINESE = ("Noto*CJK*", "SourceHan*", "NotoS*SC*")

CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{dirs}
<cachedir>{cache}</cachedir>
</fontconfig>
"""


class FontsMissing(Exception):
    """No Chinese font is installed, so nothing can be printed: apt install fonts-noto-cjk."""


@cache
def font_config_file() -> Path:
    """The path of a fontconfig file naming only our directories; raises FontsMissing without a Chinese font."""
    found = [Path(d) for d in DIRECTORIES if Path(d).is_dir()]
    if not any(next(d.rglob(pattern), None) for d in found for pattern in CHINESE):
        raise FontsMissing(str(FontsMissing.__doc__))
    home = _private_folder()
    text = CONFIG.format(
        dirs="\n".join(f"<dir>{escape(str(d))}</dir>" for d in found),
        cache=escape(str(home / "cache")),
    )
    path = home / "fonts.conf"
    if not path.exists() or path.read_text("utf-8") != text:
        draft = home / f"fonts.{os.getpid()}"
        draft.write_text(text, "utf-8")
        draft.replace(path)
    return path


def _private_folder() -> Path:
    """A folder only this user can write, kept between runs: it holds fontconfig's cache."""
    home = Path(tempfile.gettempdir()) / f"yizhao-fonts-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    if home.is_symlink() or home.stat().st_uid != os.getuid():
        home = Path(tempfile.mkdtemp(prefix="yizhao-fonts-"))
    return home
