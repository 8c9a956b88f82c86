"""Checking a bundle without a server: which files are not what they were."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from documents.bundle import CHUNK, MANIFEST
from schemas.zips import BROKEN


class NotABundle(Exception):
    """This ZIP has no readable manifest.json, so it is not one of ours."""


def verify(path: str | Path) -> tuple[str, ...]:
    """The names in a bundle that were changed, removed or added since it was made; () when all is well.

    A name that occurs twice counts as changed. Raises zipfile.BadZipFile or NotABundle. The manifest is
    not signed: this finds damage and careless edits, not a forger who writes a new manifest.
    """
    with zipfile.ZipFile(path) as archive:
        expected = _manifest(archive)
        names = [i.filename for i in archive.infolist() if i.filename != MANIFEST]
        twice = {n for n in names if names.count(n) > 1} if len(names) > len(set(names)) else set()
        wrong = {n for n in set(names) - twice if _sha256_in(archive, n) != expected.get(n)}
    return tuple(sorted(wrong | twice | (set(expected) - set(names))))


def _manifest(archive: zipfile.ZipFile) -> dict[str, str]:
    try:
        files: Any = json.loads(archive.read(MANIFEST))["files"]
        return {str(k): str(v) for k, v in files.items()}
    except (KeyError, ValueError, TypeError, AttributeError, *BROKEN) as wrong:
        raise NotABundle(str(NotABundle.__doc__)) from wrong


def _sha256_in(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as file:
            while piece := file.read(CHUNK):
                digest.update(piece)
    except BROKEN:
        return "damaged"
    return digest.hexdigest()
