"""A bundle: which files go into one ZIP, decided before its first byte, so that it can be resumed."""

import hashlib
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

AT_ONCE = 200  # entries that are in memory as such
PIECE = 1 << 16
WRITTEN = b"sizes before the files"  # how they become a ZIP: to be changed with documents/bundle.py


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a bundle, by path, size and SHA-256.

    `text` holds what was written for it alone, squeezed; None when it is a kept file.
    """

    path: str
    size: int
    sha256: str
    text: bytes | None = None

    def written(self) -> Iterator[bytes]:
        """The file that `text` holds, in pieces."""
        inflating, rest = zlib.decompressobj(), self.text or b""
        while rest:
            yield inflating.decompress(rest, PIECE)
            rest = inflating.unconsumed_tail


@dataclass(frozen=True)
class Entries:
    """Entries in order, many of them in little room: squeezed `pages` of kept files, then those that were `written`."""

    pages: tuple[bytes, ...] = ()
    own: tuple[Entry, ...] = ()

    def __iter__(self) -> Iterator[Entry]:
        for page in self.pages:
            yield from (Entry(*facts) for facts in json.loads(zlib.decompress(page)))
        yield from self.own

    def and_own(self, path: str, pieces: Iterable[bytes]) -> "Entries":
        """With one more file at the end, made of these pieces."""
        digest, size, squeezing, text = hashlib.sha256(), 0, zlib.compressobj(), bytearray()
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            text += squeezing.compress(piece)
        text += squeezing.flush()
        return replace(self, own=(*self.own, Entry(path, size, digest.hexdigest(), bytes(text))))


def packed(kept: Iterable[Entry]) -> Entries:
    """Entries of kept files, taken one after another."""
    left, pages = iter(kept), []
    while some := [(e.path, e.size, e.sha256) for e in islice(left, AT_ONCE)]:
        pages.append(zlib.compress(json.dumps(some, ensure_ascii=False).encode()))
    return Entries(tuple(pages))


@dataclass(frozen=True)
class Bundle:
    """What someone took together: `title` in words, `parts` and `cases` counted, `entries` in order.

    `department` is whose parts these are, "" for whole cases.
    """

    id: str
    account: str
    department: str
    title: str
    made_at: datetime
    cases: int
    parts: int
    entries: Entries = Entries()

    @property
    def files(self) -> int:
        return sum(1 for _ in self.entries)

    @property
    def bytes(self) -> int:
        return sum(e.size for e in self.entries)

    @property
    def mark(self) -> str:
        """What the ZIP's bytes depend on, in few letters: the same mark, the same bytes."""
        told = hashlib.sha256(WRITTEN)
        for n, e in enumerate(self.entries):
            facts = json.dumps([e.path, e.size, e.sha256], ensure_ascii=False)
            told.update(f"{', ' if n else '['}{facts}".encode())
        told.update(b"]")
        return told.hexdigest()[:32]


def to_document(entries: Entries) -> dict[str, Any]:
    own = [(e.path, e.size, e.sha256, b64encode(e.text or b"").decode()) for e in entries.own]
    return {"pages": [b64encode(page).decode() for page in entries.pages], "own": own}


def from_document(document: Any) -> Entries:
    """What `to_document` made, or the list of entries that was kept before there were pages."""
    if isinstance(document, list):
        return _listed(document)
    own = tuple(Entry(p, n, digest, b64decode(text)) for p, n, digest, text in document["own"])
    return Entries(tuple(map(b64decode, document["pages"])), own)


def _listed(document: list[dict[str, Any]]) -> Entries:
    found = [Entry(e["path"], e["size"], e["sha256"]) for e in document if e["text"] is None]
    own = tuple(
        Entry(e["path"], e["size"], e["sha256"], zlib.compress(bytes.fromhex(e["text"])))
        for e in document
        if e["text"] is not None
    )
    return replace(packed(found), own=own)
