"""The first document of a new permit: facts to be filled in, and a form with one empty section."""

import re
from typing import Any

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def new_form(id: str, title: str, *, section: str) -> dict[str, Any]:
    """A form without questions, of the permit `id`."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:yizhao:form:{id}",
        "title": title,
        "x-sections": [{"key": "s1", "title": section}],
        "type": "object",
        "additionalProperties": False,
        "properties": {},
        "required": [],
    }


def new_permit(id: str, department: str, name: str, form: dict[str, Any]) -> dict[str, Any]:
    """A permit as it stands before anyone has said more than its name: an ordinary licence, decided by the
    district; law, conditions and days are still to be written."""
    letters = re.sub("[^A-Z]", "", id.upper())
    return {
        "id": id,
        "department": department,
        "name": name,
        "kind": "licence",
        "lane": "ordinary",
        "level": "district",
        "law": "",
        "conditions": "",
        "statutory_days": 20,
        "promised_days": 10,
        "certificate": {"title": name, "prefix": (letters + "XX")[:2], "scope": []},
        "form": form,
    }
