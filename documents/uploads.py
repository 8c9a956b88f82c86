"""What people send is never trusted: it is made anew in a limited child process, or refused in words."""

import hashlib
import json
import re
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from documents.evidence import sheets_of
from documents.fonts import unprintable
from documents.paper import clean
from documents.remake import SLOW

MAGIC = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
}
ENDINGS = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
PICTURES = {"image/jpeg": ".jpg", "image/png": ".png"}
CHILD = Path(__file__).with_name("remake.py")


@dataclass(frozen=True)
class Limits:
    """How much one file may cost. `decoded` bounds what its streams unpack to, against bombs; `memory` is
    what the child may write to, `seconds` its CPU time, `kept_pixels` what a larger photo is shrunk to."""

    size: int = 20 << 20
    pages: int = 200
    pixels: int = 120_000_000
    kept_pixels: int = 16_000_000
    objects: int = 60_000
    decoded: int = 100 << 20
    memory: int = 170 << 20
    seconds: float = 1.8


LIMITS = Limits()


@dataclass(frozen=True)
class Upload:
    """A file fit to be kept: `data` is the remade copy, `pages` what it takes in a package, `original_sha256` is of
    what was sent."""

    name: str
    media_type: str
    data: bytes
    pages: int
    sha256: str
    original_sha256: str


@dataclass(frozen=True)
class Refused:
    """Why a file was not taken, as a sentence that says what to do."""

    sentence: str


def cleaned(
    name: str, data: bytes, *, limits: Limits = LIMITS, _: Callable[[str], str] = str
) -> Upload | Refused:
    """`data` made anew without scripts, actions, forms, hidden files or metadata; or why not.

    Ending, first bytes and structure must agree on PDF or picture; what kind of picture it is, its bytes say, and
    its name is mended: phones save one under the other's ending. `_` translates the sentences.
    """
    kind = ENDINGS.get(Path(name.lower()).suffix)
    if kind is None:
        return Refused(_("只能上传 PDF、JPG 或 PNG 文件。别的格式请先另存为 PDF。"))
    if not data:
        return Refused(_("这个文件是空的，请重新选择。"))
    if len(data) > limits.size:
        return Refused(
            _("文件不能超过 %(megabytes)s MB，请压缩后再传。") % {"megabytes": limits.size >> 20}
        )
    found = next((k for k, magic in MAGIC.items() if data.startswith(magic)), "")
    if found != kind:
        if not {found, kind} <= PICTURES.keys():
            return Refused(_("文件的内容和它的后缀不一致，请用原来的程序重新导出。"))
        name, kind = name[: -len(Path(name).suffix)] + PICTURES[found], found
    made = _remade(kind, data, limits)
    return (
        Refused(_sentence(made, limits, _))
        if isinstance(made, str)
        else _upload(name, kind, data, *made)
    )


def tidy_name(name: str) -> str:
    """The last step of a path, without marks that hide what it is and signs that paper would lack; at most 100
    characters with its ending."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = clean(last).replace("\n", " ").translate(dict.fromkeys(map(ord, unprintable(last))))
    kept = re.sub(r"^\s*(?=\.|$)", "file", kept).strip()
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: 99 - len(ending)]}{dot}{ending}" if dot else kept[:100]


def _upload(name: str, kind: str, original: bytes, data: bytes, pages: int) -> Upload:
    return Upload(
        tidy_name(name),
        kind,
        data,
        sheets_of(data) if kind in PICTURES else pages,
        hashlib.sha256(data).hexdigest(),
        hashlib.sha256(original).hexdigest(),
    )


def _remade(kind: str, data: bytes, limits: Limits) -> tuple[bytes, int] | str:
    """The child's copy and its number of pages, or its word for what is wrong."""
    order = json.dumps({"kind": kind, **asdict(limits)})
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(CHILD), order],
            input=data,
            capture_output=True,
            timeout=12 * limits.seconds,  # a busy machine gives little of its time
            env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
        )
    except subprocess.TimeoutExpired:
        return "slow"
    if child.returncode == 0:
        pages, _, copy = child.stdout.partition(b"\n")
        return copy, int(pages)
    if child.returncode in {SLOW, -signal.SIGXCPU, -signal.SIGKILL}:
        return "slow"
    return child.stdout.decode("ascii", "replace") if child.returncode == 3 else "heavy"


def _sentence(word: str, limits: Limits, _: Callable[[str], str]) -> str:
    sentences = {
        "locked": _("这个 PDF 有密码或限制，请去掉密码后再传。"),
        "pages": _("最多 %(pages)s 页，请分成几个文件上传。") % {"pages": limits.pages},
        "empty": _("这个 PDF 一页也没有，请重新导出。"),
        "pixels": _(
            "图片太大：照片最多 %(photo)s 百万像素，PNG 最多 %(png)s 百万像素，请缩小后再传。"
        )
        % {"photo": limits.pixels // 1_000_000, "png": limits.kept_pixels // 1_000_000},
        "unset": _("这个 PDF 里填写的内容要用专门的程序才看得到，请打印成 PDF 或扫描后再传。"),
        "slow": _("文件太复杂，没能在规定时间内处理，请打印成 PDF 或扫描后再传。"),
        "heavy": _("文件展开后太大，请打印成 PDF 或扫描后再传。"),
    }
    return sentences.get(word, _("文件损坏或不完整，打不开。请重新导出或扫描后再传。"))
