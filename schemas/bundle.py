"""A bundle: which files go into one ZIP, decided before its first byte, so that it can be resumed."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """One file of a bundle, by path, size and SHA-256; `text` holds what was written for it alone."""

    path: str
    size: int
    sha256: str
    text: bytes | None = None


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
    entries: tuple[Entry, ...] = ()

    @property
    def files(self) -> int:
        return len(self.entries)

    @property
    def bytes(self) -> int:
        return sum(e.size for e in self.entries)

    @property
    def mark(self) -> str:
        """What the ZIP's bytes depend on, in few letters: the same mark, the same bytes."""
        told = json.dumps([[e.path, e.size, e.sha256] for e in self.entries], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def to_document(entries: tuple[Entry, ...]) -> list[dict[str, object]]:
    return [asdict(e) | {"text": e.text.hex() if e.text is not None else None} for e in entries]


def from_document(document: list[dict[str, object]]) -> tuple[Entry, ...]:
    return tuple(_entry(**facts) for facts in document)  # type: ignore[arg-type]


def _entry(path: str, size: int, sha256: str, text: str | None) -> Entry:
    return Entry(path, size, sha256, bytes.fromhex(text) if text is not None else None)
