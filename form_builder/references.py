"""References inside one document: found, followed, and written out so that a part stands alone."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from form_builder.canonical import NAMED, SCHEMA, SCHEMAS, digest, text

_REFS = ("$ref", "$dynamicRef")
_HOME = "#/$defs/form"


class Endless(ValueError):
    """The part refers to itself, so it cannot be written out."""


class References:
    """What the references of one document lead to."""

    def __init__(self, document: Mapping[str, Any], written: str) -> None:
        """`written` is the document as JSON: most forms have no references, and then it says so at once."""
        self.document = document
        self.is_empty = not (
            any(f'"{k}"' in written for k in _REFS) and any(True for _ in references(document))
        )
        self._places: dict[str, Mapping[str, Any]] | None = None

    def target(self, schema: Mapping[str, Any]) -> Any:
        """The schema that `schema`'s own reference leads to, None without one; ValueError when it
        leads nowhere or out of the document."""
        if self.is_empty:
            return None
        ref = next((schema[k] for k in _REFS if k in schema), None)
        return None if ref is None else self._found(str(ref))

    def written_out(self, schema: Any, around: tuple[str, ...] = ()) -> Any:
        """`schema` without references; Endless when it refers to itself."""
        if self.is_empty or not isinstance(schema, dict):
            return schema
        out = {
            k: inside(k, v, lambda s: self.written_out(s, around))
            for k, v in schema.items()
            if k not in (*_REFS, "$defs", "$anchor", "$dynamicAnchor")
        }
        for ref in (str(schema[k]) for k in _REFS if k in schema):
            if ref in around:
                raise Endless(ref)
            told = self.written_out(self._found(ref), (*around, ref))
            out["allOf"] = [*out.get("allOf", ()), told]
        return out

    def alone(self, schema: Any) -> Any:
        """`schema` so that it means the same outside its document."""
        if self.is_empty or not any(True for _ in references(schema)):
            return schema
        try:
            return self.written_out(schema)
        except Endless:
            home = _moved({k: v for k, v in self.document.items() if k not in ("$id", "$schema")})
            part = {k: v for k, v in _moved(schema).items() if k != "$defs"}
            whole = {**part, "$defs": {"form": home}}
            return {"$id": f"urn:sha256:{digest(text(whole))}", **whole}

    def _found(self, ref: str) -> Any:
        base, _, fragment = ref.partition("#")
        if base not in ("", self.document.get("$id", "")):
            raise ValueError(f"{ref} is outside this document")
        if fragment and not fragment.startswith("/"):
            return self._anchored(fragment)
        found: Any = self.document
        for step in unquote(fragment).split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            if isinstance(found, dict) and name in found:
                found = found[name]
            elif isinstance(found, list) and name.isdigit() and int(name) < len(found):
                found = found[int(name)]
            else:
                raise ValueError(f"{ref} leads nowhere")
        if not isinstance(found, dict | bool):
            raise ValueError(f"{ref} leads to no schema")
        return found

    def _anchored(self, name: str) -> Any:
        if self._places is None:
            self._places = {
                place[k]: place
                for _, place in subschemas(self.document)
                for k in ("$anchor", "$dynamicAnchor")
                if k in place
            }
        if name not in self._places:
            raise ValueError(f"#{name} leads nowhere")
        return self._places[name]


def inside(keyword: str, value: Any, change: Any) -> Any:
    """`value` of `keyword` with every schema in it changed."""
    if keyword in SCHEMA:
        return change(value)
    if keyword in SCHEMAS and isinstance(value, list | tuple):
        return [change(v) for v in value]
    if keyword in NAMED and isinstance(value, dict):
        return {k: change(v) for k, v in value.items()}
    return value


def subschemas(schema: Any, at: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every schema in `schema` that has keywords, itself first, with its JSON pointer."""
    if not isinstance(schema, dict):
        return
    yield at, schema
    for keyword, value in schema.items():
        if keyword in SCHEMA:
            yield from subschemas(value, f"{at}/{keyword}")
        elif keyword in SCHEMAS and isinstance(value, list | tuple):
            for n, part in enumerate(value):
                yield from subschemas(part, f"{at}/{keyword}/{n}")
        elif keyword in NAMED and isinstance(value, dict):
            for name, part in value.items():
                step = str(name).replace("~", "~0").replace("/", "~1")
                yield from subschemas(part, f"{at}/{keyword}/{step}")


def references(schema: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The schemas in `schema` that refer to others, with their pointers."""
    return ((at, s) for at, s in subschemas(schema) if any(k in s for k in _REFS))


def _moved(schema: Any) -> Any:
    """`schema` with its references read from where its document now stands."""
    if not isinstance(schema, dict):
        return schema
    out = {k: inside(k, v, _moved) for k, v in schema.items()}
    for keyword in _REFS:
        fragment = str(out.get(keyword, "")).partition("#")[2]
        if keyword in out and (not fragment or fragment.startswith("/")):
            out[keyword] = _HOME + fragment
    return out
