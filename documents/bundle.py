"""A case as one ZIP, streamed while it is made: readable names, an index, and digests to check it by."""

import csv
import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from documents.paper import clean
from documents.words import chinese_date
from schemas.case import STATES, Case, Part
from schemas.certificate import Certificate
from schemas.permit import LANES

MANIFEST = "manifest.json"
INDEX = "目录.csv"
CHUNK = 1 << 16
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest ZIP date: the same case gives the same bytes
UTF8_NAME = 0x800
HEADS: tuple[str, ...] = (
    "序号",
    "许可事项",
    "办理方式",
    "状态",
    "办件编号",
    "申请人",
    "统一社会信用代码",
)
HEADS += ("证照编号", "承诺办结", "文件", "字节", "SHA-256")
Read = Callable[[], bytes]


@dataclass(frozen=True)
class Folder:
    """One part's papers; each is read only when its turn comes, so no case is ever whole in memory."""

    part: Part
    package: Read | None = None
    materials: tuple[tuple[str, Read], ...] = ()
    certificate: Certificate | None = None
    certificate_pdf: Read | None = None


def bundle(case: Case, folders: Iterable[Folder]) -> Iterator[bytes]:
    """The ZIP of a case, in pieces: a folder for each permit, then 目录.csv and manifest.json.

    Files are stored, not squeezed (they are squeezed already), with fixed dates and UTF-8 names.
    """
    sink = _Sink()
    digests: dict[str, str] = {}
    rows: list[tuple[str, ...]] = []
    with zipfile.ZipFile(cast(IO[bytes], sink), "w", zipfile.ZIP_STORED) as archive:
        for number, folder in enumerate(folders, 1):
            for path, read in _files(number, folder):
                data = read()
                yield from _put(archive, sink, path, data, digests)
                rows.append(_row(number, folder, path, data, digests[path]))
        yield from _put(archive, sink, INDEX, _sheet(rows), digests)
        manifest = {"case": case.number, "files": digests}
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        yield from _put(archive, sink, MANIFEST, text.encode(), {})
    yield sink.taken()


def verify(path: str | Path) -> tuple[str, ...]:
    """The names in a bundle that were changed, removed or added since it was made; () when all is well.

    A name that occurs twice counts as changed. Raises zipfile.BadZipFile or NotABundle. The manifest is
    not signed: this finds damage and careless edits, not a forger who writes a new manifest.
    """
    with zipfile.ZipFile(path) as archive:
        expected = _manifest(archive)
        names = [i.filename for i in archive.infolist() if i.filename != MANIFEST]
        twice = {n for n in names if names.count(n) > 1}
        wrong = {n for n in set(names) - twice if _sha256_in(archive, n) != expected.get(n)}
    return tuple(sorted(wrong | twice | (set(expected) - set(names))))


class NotABundle(Exception):
    """This ZIP has no readable manifest.json, so it is not one of ours."""


def spreadsheet_text(value: str) -> str:
    """`value` as a spreadsheet must read it: codes stay text, and nothing becomes a formula."""
    if re.fullmatch(r"[0-9]{10,}", value):
        return f'="{value}"'
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def safe_name(text: str) -> str:
    """`text` as one step of a path on any system: no separators, no marks, no reserved names, not too long."""
    kept = re.sub(r'[\\/:*?"<>|\s]+', " ", clean(unicodedata.normalize("NFC", text)))
    kept = kept.strip(". ")[:80].rstrip(". ")
    reserved = re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", kept)
    return f"_{kept}" if reserved else kept or "未命名"


def _files(number: int, folder: Folder) -> Iterator[tuple[str, Read]]:
    home = f"{number:02}-{safe_name(folder.part.permit_name)}"
    if folder.package:
        yield f"{home}/案卷.pdf", folder.package
    for n, (name, read) in enumerate(folder.materials, 1):
        yield f"{home}/材料/{n:02}-{safe_name(name)}", read
    if folder.certificate_pdf:
        yield f"{home}/证照.pdf", folder.certificate_pdf


def _put(
    archive: zipfile.ZipFile, sink: "_Sink", path: str, data: bytes, digests: dict[str, str]
) -> Iterator[bytes]:
    entry = zipfile.ZipInfo(path, LONG_AGO)
    entry.external_attr, entry.create_system = 0o644 << 16, 3
    entry.flag_bits |= UTF8_NAME
    digests[path] = hashlib.sha256(data).hexdigest()
    with archive.open(entry, "w") as file:
        for start in range(0, len(data), CHUNK):
            file.write(data[start : start + CHUNK])
            yield sink.taken()
    yield sink.taken()


def _row(number: int, folder: Folder, path: str, data: bytes, sha256: str) -> tuple[str, ...]:
    part, certificate = folder.part, folder.certificate
    facts = (str(number), part.permit_name, LANES[part.lane], STATES[part.state], part.case_number)
    held = (certificate.uscc, certificate.number) if certificate else ("", "")
    return (
        *(*facts, part.applicant, *held, chinese_date(part.due)),
        *(path, str(len(data)), sha256),
    )


def _sheet(rows: Iterable[tuple[str, ...]]) -> bytes:
    """CSV that opens as Chinese in every spreadsheet: with a byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADS)
    writer.writerows(tuple(map(spreadsheet_text, row)) for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _manifest(archive: zipfile.ZipFile) -> dict[str, str]:
    try:
        files: Any = json.loads(archive.read(MANIFEST))["files"]
        return {str(k): str(v) for k, v in files.items()}
    except (KeyError, ValueError, TypeError, AttributeError) as wrong:
        raise NotABundle(str(NotABundle.__doc__)) from wrong


def _sha256_in(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as file:
            while piece := file.read(CHUNK):
                digest.update(piece)
    except zipfile.BadZipFile:
        return "damaged"
    return digest.hexdigest()


class _Sink:
    """A file that cannot seek: what is written waits here until it is sent."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.length = 0

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        self.length += len(data)
        return len(data)

    def flush(self) -> None: ...

    def taken(self) -> bytes:
        data, self.pieces = b"".join(self.pieces), []
        return data
