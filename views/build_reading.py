"""Drafts that this process has read: unpacked once, read once, sharing what an edit left as it was.

Nobody changes these documents: an edit makes a new one around the questions it leaves alone.
"""

from typing import Any

from schemas.form import Form, read_form
from views.recent import Recent
from views.store import store

Document = dict[str, Any]
MOST = 12

_permits: Recent[str, Document] = Recent(MOST)
_forms: Recent[int, Form] = Recent(MOST)


def permit_kept(digest: str) -> Document:
    """The permit that is kept under a digest."""
    return _permits.get(digest) or _permits.keep(digest, store().catalogue.document(digest))


def keep_permit(digest: str, permit: Document) -> None:
    """Spare the next request the unpacking of what was just saved."""
    _permits.keep(digest, permit)


def form_of(schema: Document) -> Form:
    """The form a document describes."""
    found = _forms.get(id(schema))
    if found and found.schema is schema:
        return found
    last = _forms.newest(lambda _id, form: form.schema.get("$id") == schema.get("$id"))
    return _forms.keep(id(schema), read_form(schema, last))
