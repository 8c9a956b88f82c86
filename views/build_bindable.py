"""What a question or column may ask: elements of the dictionary, and what other forms call the columns of a shared table."""

from functools import lru_cache

from form_builder.likeness.alike import types_meet
from form_builder.likeness.sameness import known, ranked
from form_builder.likeness.wordings import (
    Wording,
    column_wordings,
    dictionary_wordings,
    wordings,
)
from form_builder.new_element import can_be_shared
from form_builder.place import naming, property_at
from schemas.element import Element
from schemas.field_types import FIELD_TYPES
from schemas.form import Field
from schemas.merged import Source
from storage.errors import NotFound
from views.build_dictionary import Document, Hit, search
from views.build_draft import Working
from views.published import elements, permit_of
from views.store import store

LIKELY = 0.5


def bindable(draft: Working, name: str) -> str:
    """The path of a question or column that asks an element or could; the same 404 for any other."""
    path = name.replace(".", "/")
    try:
        field = property_at(draft.form, path)
    except KeyError as gone:
        raise NotFound("There is no such question.") from gone
    if "x-element" not in field and not can_be_shared(field):
        raise NotFound("This question cannot be shared.")
    return path


def reach(draft: Working, path: str) -> dict[str, Element]:
    """Everything a question at `path` may ask by id; of a column ("staff/…") also what rows are asked."""
    owner, _key = naming(path)
    return elements() | (named_in_rows(draft, owner) if owner else {})


def offered(draft: Working, path: str, wanted: str) -> tuple[Hit, ...]:
    """What is found for `wanted`, of a kind that fits the question; of "staff/", a column to come, any kind of column."""
    owner, key = naming(path)
    kind = property_at(draft.form, path).get("x-type", "text") if key else ""

    def fits(element: Document) -> bool:
        may_stand = not owner or FIELD_TYPES[element["type"]].in_tables
        return may_stand and (not kind or types_meet(kind, element["type"]))

    return search(wanted, _asked_beside(draft, owner), fits) if wanted else ()


def near(draft: Working, path: str) -> tuple[Element, ...]:
    """Elements this question or column probably asks already, the likeliest first."""
    owner, key = naming(path)
    asked = next((w for w in _wordings(draft, owner) if w.path == key), None)
    if asked is None:
        return ()
    there, own = elements(), _asked_beside(draft, owner)
    found = ranked(asked, known(dictionary_wordings(there), ()))
    keys = [m.known.key for m in found if m.score >= LIKELY and m.known.key not in own]
    fit = (k for k in keys if not owner or FIELD_TYPES[there[k].type].in_tables)
    return tuple(there[k] for k in fit)[:3]


def named_in_rows(draft: Working, table: str) -> dict[str, Element]:
    """What published forms call the columns of the element this table asks, without those it has already.
    Such a name counts within the rows of that element only."""
    asked = draft.form["properties"][table].get("x-element", "")
    own = _asked_beside(draft, table)
    names = _rows(tuple(store().published.heads("permit").values())).get(asked, {})
    return {k: e for k, e in names.items() if k not in own}


def _wordings(draft: Working, owner: str) -> tuple[Wording, ...]:
    source = Source(draft.id, draft.department, draft.form)
    return column_wordings(source, owner) if owner else wordings(source)


def _asked_beside(draft: Working, owner: str) -> set[str]:
    form = draft.form
    home = form["properties"][owner]["items"] if owner else form
    return {f["x-element"] for f in home["properties"].values() if "x-element" in f}


@lru_cache(maxsize=8)
def _rows(versions: tuple[str, ...]) -> dict[str, dict[str, Element]]:
    found: dict[str, dict[str, Element]] = {}
    for version in versions:
        for table in permit_of(version).form.fields:
            for column in table.columns:
                if table.element and column.element:
                    names = found.setdefault(table.element, {})
                    names.setdefault(column.element, _element(column))
    return found


def _element(column: Field) -> Element:
    """A column as an element: without its department's own words, unit conversion and codes."""
    words = ("title", "description", "default", "enum")
    kept = {k: v for k, v in column.schema.items() if not k.startswith("x-") and k not in words}
    spoken = {k: {"name": v["title"]} for k, v in (column.i18n or {}).items() if v.get("title")}
    if "enum" in column.schema and "x-codes" not in column.schema:
        kept["enum"] = column.schema["enum"]
    return Element(
        column.element or "",
        column.label,
        column.type,
        "business",
        kept,
        unit=column.unit,
        i18n=spoken,
    )
