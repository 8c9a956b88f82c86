"""A department's catalogue as one ZIP that another installation can load."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from schemas.wording import N_
from schemas.zips import BROKEN

MOST_BYTES, MOST_UNPACKED, MOST_FILES = 20_000_000, 100_000_000, 2_000
FIXED = (2020, 1, 1, 0, 0, 0)
Document = Mapping[str, Any]


class NotACatalogue(ValueError):
    """This ZIP is no catalogue, or more than can be taken in; the message is marked for translation."""


def catalogue_zip(
    department: Document,
    elements: Iterable[Document],
    permits: Iterable[Document],
    scenarios: Iterable[Document] = (),
) -> bytes:
    """The files of a catalogue folder: departments.json, elements.json, permits/, scenarios/. The same
    documents give the same bytes; elements keep their order, which is part of the dictionary's digest."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        _put(packed, "departments.json", [department])
        _put(packed, "elements.json", list(elements))
        for folder, documents in (("permits", permits), ("scenarios", scenarios)):
            for document in sorted(documents, key=lambda d: str(d["id"])):
                _put(packed, f"{folder}/{document['id']}.json", document)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of such a ZIP by name; NotACatalogue for anything that does not belong into one."""
    if len(data) > MOST_BYTES:
        raise NotACatalogue(N_("文件太大：最多 20 MB。"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_FILES or sum(p.file_size for p in parts) > MOST_UNPACKED:
                raise NotACatalogue(N_("文件展开以后太大，没有读。"))
            return {p.filename: _read(packed, p) for p in parts if not p.is_dir()}
    except BROKEN as problem:
        raise NotACatalogue(N_("这个文件不是目录的 ZIP。")) from problem


def _read(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    path = PurePosixPath(part.filename)
    known = path.name == part.filename or path.parts[0] in ("permits", "scenarios")
    if (
        path.suffix != ".json"
        or not known
        or len(path.parts) > 2
        or ".." in path.parts
        or path.is_absolute()
    ):
        raise NotACatalogue(N_("这个文件不是目录的 ZIP。"))
    with packed.open(part) as opened:
        data = opened.read(part.file_size + 1)
    if len(data) > part.file_size:
        raise NotACatalogue(N_("这个文件不是目录的 ZIP。"))
    return data


def _put(packed: zipfile.ZipFile, name: str, document: Any) -> None:
    entry = zipfile.ZipInfo(name, FIXED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    packed.writestr(entry, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
