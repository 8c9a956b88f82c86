"""Bytes by their SHA-256: a file is there whole or not at all, and never changes."""

import os
import re
import secrets
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from zlib import crc32

from storage.errors import NotFound

DAMAGED = "This file is damaged: restore it from a backup."
PIECE = 1 << 18


class FilesShelf:
    def __init__(self, folder: Path) -> None:
        self._folder = Path(folder)

    def put(self, content: bytes) -> str:
        """Keep `content`, safe against a power cut when this returns; its SHA-256 in hex.

        What is there already is left alone, unless the disk has damaged it: then it is whole again.
        """
        name = sha256(content).hexdigest()
        path = self.path(name)
        if self._is_whole(name):
            _sync_folder(path.parent)  # another process may have put it there a moment ago
            return name
        self._make_folder(path.parent)
        spare = path.with_name(f".{name}.{secrets.token_hex(8)}")
        try:
            _write(spare, content)
            os.replace(spare, path)
        finally:
            spare.unlink(missing_ok=True)
        _sync_folder(path.parent)
        return name

    def get(self, name: str) -> bytes:
        """The bytes; NotFound when there are none, or when the disk has damaged them."""
        try:
            content = self.path(name).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("There is no such file.") from error
        if sha256(content).hexdigest() != name:
            raise NotFound(DAMAGED)
        return content

    def checked(self, name: str) -> tuple[int, Iterator[bytes]]:
        """The CRC-32 and the bytes a piece at a time, read twice so that not one is given of a file that is
        damaged. NotFound as from `get`."""
        digest, checksum = sha256(), 0
        for piece in self._pieces(name):
            digest.update(piece)
            checksum = crc32(piece, checksum)
        if digest.hexdigest() != name:
            raise NotFound(DAMAGED)
        return checksum, self._pieces(name)

    def _is_whole(self, name: str) -> bool:
        try:
            self.checked(name)
        except NotFound:
            return False
        return True

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self.path(name).open("rb") as file:
                while piece := file.read(PIECE):
                    yield piece
        except FileNotFoundError as error:
            raise NotFound("There is no such file.") from error

    def has(self, name: str) -> bool:
        return self.path(name).exists()

    def size(self, name: str) -> int:
        """How many bytes the file has; NotFound when there is none."""
        try:
            return self.path(name).stat().st_size
        except FileNotFoundError as error:
            raise NotFound("There is no such file.") from error

    def path(self, name: str) -> Path:
        """Where the bytes are or would be; NotFound for anything that is not a SHA-256 in hex."""
        if not re.fullmatch("[0-9a-f]{64}", name):
            raise NotFound("There is no such file.")
        return self._folder / name[:2] / name[2:4] / name

    def _make_folder(self, folder: Path) -> None:
        if folder.exists():
            return
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for made in (folder.parent, folder.parent.parent):
            _sync_folder(made)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
