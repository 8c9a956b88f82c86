"""Cases as one ZIP, streamed while it is made: readable names, an index, and digests to check it by.

Every size is known before the first byte, so a broken download goes on where it stopped.
"""

import itertools
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, cast

from documents.paper import clean
from documents.spreadsheet import Sheet
from documents.words import chinese_date
from schemas.bundle import Entries, Entry, packed
from schemas.case import Part
from schemas.certificate import Certificate
from schemas.permit import LANES

MANIFEST = "manifest.json"
INDEX = "目录.xlsx"
CHUNK = 1 << 16
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest ZIP date: the same files give the same bytes
LOCAL, CENTRAL, END, END_64, EXTRA_64 = 30, 46, 22, 56 + 20, 12
MOST_32, MOST_16 = 0x7FFFFFFF, 0xFFFF  # beyond these zipfile writes the 64-bit records too
HEADS: tuple[str, ...] = (
    "序号",
    "许可事项",
    "办理方式",
    "状态",
    "办件编号",
    "申请人",
    "统一社会信用代码",
    "证照编号",
)
HEADS += ("承诺办结", "文件", "字节", "SHA-256")
# A path of three such steps stays below the 260 characters that Windows allows, unpacked in a folder of
# one's own; four bytes a character, a step stays below the 255 bytes of other systems.
LONGEST_STEP, LONGEST_PERMIT, LONGEST_ENDING = 55, 40, 5
Read = Callable[[Entry], tuple[int, Iterable[bytes]]]  # a file's CRC-32, and its bytes in pieces


@dataclass(frozen=True)
class Paper:
    """A kept file by digest and size, under the name it shall have."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Folder:
    """One part's papers; `originals` are the uploads as they were sent, `materials` their clean copies;
    `second_signature` is the certificate's by SM2.

    `state` and `missing` are words for the index: how far the part is, and which papers ought to be here;
    `uscc` is the code the applicant wrote, for as long as there is no certificate.
    """

    part: Part
    state: str
    package: Paper | None = None
    materials: tuple[Paper, ...] = ()
    originals: tuple[Paper, ...] = ()
    certificate: Certificate | None = None
    certificate_pdf: Paper | None = None
    second_signature: Paper | None = None
    missing: tuple[str, ...] = ()
    uscc: str = ""


def planned(title: str, folders: Iterable[Folder], *, by_case: bool = False) -> Entries:
    """What the ZIP will hold, in order: a folder for each permit, then the index and the manifest.

    With `by_case` a permit's folder has one folder for each case; without, there is only one case. Folders
    are taken one after another; of those before only the squeezed entries and rows stay in memory.
    """
    sheet = Sheet(title, HEADS)
    entries = packed(_entries(folders, sheet, by_case))
    entries = entries.and_own(INDEX, (sheet.finished(),))
    return entries.and_own(MANIFEST, _manifest(title, entries))


def _entries(folders: Iterable[Folder], sheet: Sheet, by_case: bool) -> Iterator[Entry]:
    """An entry for each paper, whose row is written into the index as it passes."""
    taken: set[str] = set()
    for number, folder in enumerate(folders, 1):
        home = _untaken(_home(number, folder.part, by_case), taken)
        for paper in _papers(home, folder):
            sheet.add(_row(number, folder, paper))
            yield Entry(paper.name, paper.size, paper.sha256)
        for words in folder.missing:
            sheet.add((*_facts(number, folder), f"{home}/（缺）{words}", "", ""))


def _manifest(title: str, entries: Iterable[Entry]) -> Iterator[bytes]:
    """JSON: the bundle's title, and the SHA-256 of every file by its path."""
    before = f'{{\n "title": {_quoted(title)},\n "files": {{'
    for entry in entries:
        yield f'{before}\n  {_quoted(entry.path)}: "{entry.sha256}"'.encode()
        before = ","
    yield b"\n }\n}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def stream(entries: Iterable[Entry], read: Read, *, start: int = 0) -> Iterator[bytes]:
    """The ZIP's bytes from `start` on, in pieces; `read` gives what was kept of an entry.

    Files are stored, not squeezed (they are squeezed already), with fixed dates and UTF-8 names. Sizes and
    checksums stand before the files, so programs that read from front to end (Java's) can. One piece at a
    time is in memory.
    """
    sink = _Sink(start)
    with zipfile.ZipFile(cast(IO[bytes], sink), "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            checksum, pieces = read(entry) if entry.text is None else _own(entry)
            _begin(archive, sink, entry, checksum)
            if not sink.passes(entry.size):
                for piece in pieces:
                    sink.write(piece)
                    yield from sink.taken()
            archive.start_dir = sink.tell()
    yield from sink.taken()


def _begin(archive: zipfile.ZipFile, sink: "_Sink", entry: Entry, checksum: int) -> None:
    """Write what stands before a file, as zipfile does where it may go back and put the checksum in."""
    info = zipfile.ZipInfo(entry.path, LONG_AGO)
    info.external_attr, info.create_system = 0o644 << 16, 3
    info.CRC, info.file_size, info.compress_size = checksum, entry.size, entry.size
    info.header_offset = sink.tell()
    sink.write(info.FileHeader(zip64=False))
    archive.filelist.append(info)


def _own(entry: Entry) -> tuple[int, Iterator[bytes]]:
    checksum = 0
    for piece in entry.written():
        checksum = zlib.crc32(piece, checksum)
    return checksum, entry.written()


def length(entries: Iterable[Entry]) -> int:
    """How many bytes `stream` gives from the beginning."""
    at = directory = count = 0
    for entry in entries:
        name = len(entry.path.encode())
        directory += CENTRAL + name + (EXTRA_64 if at > MOST_32 else 0)
        at += LOCAL + name + entry.size
        count += 1
    large = count > MOST_16 or at > MOST_32 or directory > MOST_32
    return at + directory + END + (END_64 if large else 0)


def safe_name(text: str, most: int = LONGEST_STEP) -> str:
    """`text` as one step of a path on any system: no separators, no marks, no reserved names, at most
    `most` characters, of which the ending is kept."""
    kept = re.sub(r'[\\/:*?"<>|\s]+', " ", clean(unicodedata.normalize("NFC", text))).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > most and dot and len(ending) <= LONGEST_ENDING:
        kept = f"{stem[: most - 1 - len(ending)].rstrip('. ')}.{ending}"
    kept = kept[:most].rstrip(". ")
    reserved = re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", kept)
    return f"_{kept}" if reserved else kept or "未命名"


def _home(number: int, part: Part, by_case: bool) -> str:
    if not by_case:
        return f"{number:02}-{safe_name(part.permit_name)}"
    case = safe_name(f"{part.case_number} {part.applicant}")
    return f"{safe_name(part.permit_name, LONGEST_PERMIT)}/{case}"


def _untaken(home: str, taken: set[str]) -> str:
    """`home`, numbered when an earlier folder has that name, as two permits of one name in one case would."""
    names = itertools.chain([home], (f"{home} ({n})" for n in itertools.count(2)))
    free = next(name for name in names if name.casefold() not in taken)
    taken.add(free.casefold())
    return free


def _papers(home: str, folder: Folder) -> Iterator[Paper]:
    if folder.package:
        yield _under(home, "案卷.pdf", folder.package)
    for n, paper in enumerate(folder.materials, 1):
        yield _under(home, f"材料/{n:02}-{safe_name(paper.name)}", paper)
    for n, paper in enumerate(folder.originals, 1):
        yield _under(home, f"原件（未经处理）/{n:02}-{safe_name(paper.name)}", paper)
    if folder.certificate_pdf:
        yield _under(home, "证照.pdf", folder.certificate_pdf)
    if folder.second_signature:
        yield _under(home, "证照.pdf.sm2", folder.second_signature)


def _under(home: str, name: str, paper: Paper) -> Paper:
    return Paper(f"{home}/{name}", paper.sha256, paper.size)


def _row(number: int, folder: Folder, paper: Paper) -> tuple[str, ...]:
    return (*_facts(number, folder), paper.name, str(paper.size), paper.sha256)


def _facts(number: int, folder: Folder) -> tuple[str, ...]:
    part, certificate = folder.part, folder.certificate
    facts = (str(number), part.permit_name, LANES[part.lane], folder.state, part.case_number)
    held = (certificate.uscc, certificate.number) if certificate else (folder.uscc, "")
    return (*facts, part.applicant, *held, chinese_date(part.due))


class _Sink:
    """A file that cannot seek: what is written waits here until it is sent, but for the first bytes."""

    def __init__(self, skip: int) -> None:
        self.pieces: list[bytes] = []
        self._skip, self._at = skip, 0

    def tell(self) -> int:
        return self._at

    def write(self, data: bytes) -> int:
        passed = min(max(0, self._skip - self._at), len(data))
        self._at += len(data)
        if passed < len(data):
            self.pieces.append(bytes(data[passed:]))
        return len(data)

    def passes(self, size: int) -> bool:
        """Whether the next `size` bytes are among the first; if so they are taken as written."""
        if self._at + size > self._skip:
            return False
        self._at += size
        return True

    def flush(self) -> None: ...

    def taken(self) -> Iterator[bytes]:
        data, self.pieces = b"".join(self.pieces), []
        if data:
            yield data
