"""The layout page's fields: read as a layout's document, kept as they were typed, and what is wrong with each."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from schemas.form import Form
from schemas.layout import (
    LONGEST_LINE,
    LONGEST_NOTE,
    FieldLayout,
    Layout,
    LayoutSchema,
    SectionLayout,
)
from views.unprinted import unprinted_words

LINES = ("header", "signatures")
WORDS = ("title", "instructions")
NUMBERS = ("columns", "label_mm")


def typed(form: Form, sent: MultiDict[str, str]) -> dict[str, Any]:
    """What the page says, as a layout's document; what is left as the form has it is left out."""
    document: dict[str, Any] = {
        name: [line.strip() for line in sent.get(name, "").splitlines() if line.strip()]
        for name in LINES
    }
    document |= {name: sent.get(name, "").strip() for name in WORDS}
    document |= {name: sent[name] for name in NUMBERS if sent.get(name)}
    sections = [k for k in sent.getlist("section") if any(s.key == k for s in form.sections)]
    document["sections"] = [_section(key, sent) for key in dict.fromkeys(sections)]
    document["order"] = list(dict.fromkeys(k for k in sent.getlist("field") if form.has(k)))
    document["fields"] = {k: f for k in document["order"] if (f := _field(k, sent))}
    return document


def settled(form: Form, document: dict[str, Any]) -> dict[str, Any]:
    """The document without an order or sections that are the form's own: those shall follow the form."""
    own = [f.key for f in form.fields]
    if document["order"] == [k for k in own if k in document["order"]]:
        document = document | {"order": []}
    keys = [s["key"] for s in document["sections"]]
    is_plain = not any(s["title"] or s["note"] or s["new_page"] for s in document["sections"])
    if is_plain and keys == [s.key for s in form.sections if s.key in keys]:
        document = document | {"sections": []}
    return document


def moved(document: dict[str, Any], move: str) -> dict[str, Any]:
    """`move` is "section:s1:up" or "field:name:down": one place among its neighbours."""
    kind, _colon, rest = move.partition(":")
    key, _colon, way = rest.rpartition(":")
    if kind == "section":
        by_key = {s["key"]: s for s in document["sections"]}
        placed = _swapped(list(by_key), key, way)
        return document | {"sections": [by_key[name] for name in placed]}
    return document | {"order": _swapped(document["order"], key, way)}


def as_typed(document: Mapping[str, Any]) -> Layout:
    """The layout of a document that may be refused, for its page to show it again."""
    facts: dict[str, Any] = {n: document[n] for n in (*WORDS, *NUMBERS) if n in document}
    facts |= {name: tuple(document[name]) for name in (*LINES, "order")}
    return Layout(
        **facts,
        sections=tuple(SectionLayout(**s) for s in document["sections"]),
        fields={key: FieldLayout(**own) for key, own in document["fields"].items()},
    )


def wrong(document: Mapping[str, Any]) -> dict[str, str]:
    """What paper cannot bear, by the name of the control where it was typed."""
    found = {name: said for name, text in _texts(document) if (said := unprinted_words(text))}
    try:
        LayoutSchema().load(document)
    except ValidationError as refused:
        names = _refused(refused.normalized_messages(), document)
        found |= {name: _sentence(name) for name in names}
    return found


def _section(key: str, sent: Mapping[str, str]) -> dict[str, Any]:
    words = {name: sent.get(f"{key}.{name}", "").strip() for name in ("title", "note")}
    return {"key": key, **words, "new_page": f"{key}.new_page" in sent}


def _field(key: str, sent: Mapping[str, str]) -> dict[str, Any]:
    own = {name: sent.get(f"f.{key}.{name}", "").strip() for name in ("width", "note")}
    return {name: said for name, said in own.items() if said and said != "auto"}


def _swapped(names: list[str], name: str, way: str) -> list[str]:
    if name not in names:
        return names
    here = names.index(name)
    there = here + {"up": -1, "down": 1}.get(way, 0)
    if 0 <= there < len(names):
        names[here], names[there] = names[there], names[here]
    return names


def _texts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in LINES:
        yield name, "".join(document[name])
    for name in WORDS:
        yield name, document[name]
    for section in document["sections"]:
        for name in ("title", "note"):
            yield f"{section['key']}.{name}", section[name]
    for key, own in document["fields"].items():
        yield f"f.{key}.note", own.get("note", "")


def _refused(messages: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in (*LINES, *WORDS, *NUMBERS) if name in messages)
    for n, about in messages.get("sections", {}).items():
        yield from (f"{document['sections'][n]['key']}.{name}" for name in about)
    for key, about in messages.get("fields", {}).items():
        yield from (f"f.{key}.{name}" for name in about["value"])


def _sentence(name: str) -> str:
    said = {
        "columns": _("一行放几题，只能是 1 或 2。"),
        "label_mm": _("题目宽度要在 20 到 60 毫米之间。"),
        "header": _("表头最多四行，每行最多一百个字。"),
        "signatures": _("签字栏最多四个，每个最多一百个字。"),
    }
    is_note = name == "instructions" or (name.endswith(".note") and not name.startswith("f."))
    most = LONGEST_NOTE if is_note else LONGEST_LINE
    return said.get(name) or _("文字太长，最多 %(n)s 个字。", n=most)
