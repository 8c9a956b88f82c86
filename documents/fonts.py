"""Which fonts the paper is set in: a font configuration of our own, so a machine's other fonts cannot leak in."""

import os
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from documents.compact import cut

DIRECTORIES = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
    "/usr/share/fonts/google-noto-serif-cjk-fonts",
    "/usr/share/fonts/truetype/hanazono",
    "/usr/local/share/fonts",
    "/Library/Fonts",
)
CHINESE = "Noto*CJK*"
# What the style sheets call a face, the file it is cut from, and its name in there.
COMPACT = (
    ("Paper Serif", "NotoSerifCJK-Regular", "Noto Serif CJK SC"),
    ("Paper Serif", "NotoSerifCJK-Bold", "Noto Serif CJK SC"),
    ("Paper Sans", "NotoSansCJK-Bold", "Noto Sans CJK SC"),
)
CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{directories}
<cachedir>{home}/cache</cachedir>
{names}
</fontconfig>
"""
NAMED = """<match target="scan">
<test name="file" compare="contains"><string>{path}</string></test>
<edit name="family" mode="assign" binding="same"><string>{family}</string></edit>
</match>"""


class FontsMissing(Exception):
    """No Chinese font is installed, so nothing can be printed: apt install fonts-noto-cjk."""


@cache
def font_config_file(directories: tuple[str, ...] = DIRECTORIES) -> Path:
    """The path of a fontconfig file naming only our directories; raises FontsMissing without a Chinese font.

    The common characters are cut out of Noto on the first call of a machine's life, in about a second.
    """
    found = [Path(d) for d in directories if Path(d).is_dir()]
    if not any(next(d.rglob(CHINESE), None) for d in found):
        raise FontsMissing(str(FontsMissing.__doc__))
    home = _private_folder()
    cuts = tuple(_cut_faces(found, home))
    text = CONFIG.format(
        directories="\n".join(f"<dir>{escape(str(d))}</dir>" for d in (home / "cut", *found)),
        home=escape(str(home)),
        names="\n".join(NAMED.format(path=escape(str(p)), family=f) for p, f in cuts),
    )
    return _kept(home / "fonts.conf", text.encode())


def _cut_faces(directories: list[Path], home: Path) -> Iterator[tuple[Path, str]]:
    """Each compact face with its family; a face that cannot be cut is set from the whole font."""
    for family, file, name in COMPACT:
        source = next((f for d in directories for f in d.rglob(f"{file}.[ot]t[cf]")), None)
        if source is None:
            continue
        facts = source.stat()
        path = home / "cut" / f"{file}-{facts.st_size}-{int(facts.st_mtime)}.otf"
        try:
            yield path if path.exists() else _kept(path, cut(source, name)), family
        except (OSError, ValueError):
            continue


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
