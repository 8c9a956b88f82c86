"""Documents of catalogues, each kept once under its digest: a save adds the one that changed, no other."""

import json
import zlib
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from storage.columns import to_json
from storage.engine import Disk
from storage.errors import NotFound
from storage.tables import catalogue_documents

# Forms repeat themselves: at level 1 a form of 500 questions takes a twelfth of its text.
_LEVEL = 1


def keep_document(disk: Disk, connection: sa.Connection, document: Mapping[str, Any]) -> str:
    """The digest `document` is kept under; keeping it again adds nothing."""
    text = to_json(document).encode()
    digest = sha256(text).hexdigest()
    row = {"digest": digest, "packed": zlib.compress(text, _LEVEL)}
    connection.execute(disk.insert(catalogue_documents).values(row).on_conflict_do_nothing())
    return digest


def kept_document(connection: sa.Connection, digest: str) -> dict[str, Any]:
    """The document with this digest; NotFound when there is none."""
    return kept_documents(connection, (digest,))[digest]


def kept_documents(connection: sa.Connection, digests: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The documents with these digests, each time fresh: they are the reader's own."""
    wanted = sorted(set(digests))
    rows = catalogue_documents.c
    query = sa.select(rows.digest, rows.packed).where(rows.digest.in_(wanted))
    found = {r.digest: json.loads(zlib.decompress(r.packed)) for r in connection.execute(query)}
    if len(found) < len(wanted):
        raise NotFound("There is no such document in this catalogue.")
    return found
