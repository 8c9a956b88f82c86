"""Checking a bundle without a server: which files are not what they were."""

import hashlib
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from documents.bundle import CHUNK, MANIFEST
from schemas.zips import BROKEN

LONGEST = 256 << 20  # bytes of a manifest: 5,000 parts with all their files fill a tenth of it


class NotABundle(Exception):
    """This ZIP has no readable manifest.json, so it is not one of ours."""


class NotWhole(Exception):
    """This is no ZIP, or not all of it: was the download broken off?"""


def verify(path: str | Path) -> tuple[str, ...]:
    """The names in a bundle that were changed, removed or added since it was made; () when all is well.

    A name that occurs twice counts as changed. Raises NotWhole or NotABundle. The manifest is
    not signed: this finds damage and careless edits, not a forger who writes a new manifest.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _changed(archive)
    except BROKEN as wrong:
        raise NotWhole(str(NotWhole.__doc__)) from wrong


def _changed(archive: zipfile.ZipFile) -> tuple[str, ...]:
    expected = _manifest(archive)
    # A folder alone holds nothing: whoever unpacks and packs again adds one for each.
    names = Counter(i.filename for i in archive.infolist() if not (i.is_dir() and not i.file_size))
    twice = {name for name, times in names.items() if times > 1}
    once = set(names) - twice - {MANIFEST}
    wrong = {name for name in once if _sha256_in(archive, name) != expected.get(name)}
    return tuple(sorted(wrong | twice | (set(expected) - set(names))))


def _manifest(archive: zipfile.ZipFile) -> dict[str, str]:
    try:
        if archive.getinfo(MANIFEST).file_size > LONGEST:
            raise ValueError("too long to be a manifest")
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
    except (*BROKEN, OSError):
        return "damaged"
    return digest.hexdigest()
