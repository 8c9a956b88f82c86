"""Drafts that this process has read: unpacked once, read once, sharing what an edit left as it was.

Nobody changes these documents: an edit makes a new one around the questions it leaves alone.
"""

import json
from typing import Any

from schemas.form import Form, read_form
from storage.columns import to_json
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
    """Spare the next request the unpacking of what was just saved; `permit` is as `as_kept` gives it."""
    _permits.keep(digest, permit)


def as_kept(form: Document, before: Document) -> Document:
    """The form as it will be read again, made from `before`: what no database holds is no longer in it."""
    known = before.get("properties", {})
    rest = {k: v for k, v in form.items() if k != "properties"}
    fields = {
        k: f if f is known.get(k) else _again(f) for k, f in form.get("properties", {}).items()
    }
    again = _again(rest)
    return {k: fields if k == "properties" else again[k] for k in form}


def form_of(schema: Document) -> Form:
    """The form a document describes."""
    found = _forms.get(id(schema))
    if found and found.schema is schema:
        return found
    last = _forms.newest(lambda _id, form: form.schema.get("$id") == schema.get("$id"))
    return _forms.keep(id(schema), read_form(schema, last))


def _again(value: Any) -> Any:
    return json.loads(to_json(value))
