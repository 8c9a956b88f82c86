"""The split, read plainly from the forms: an own implementation, to compare the engine's with."""

from fractions import Fraction
from typing import Any

from jsonschema import Draft202012Validator

from schemas.merged import Source

BINDINGS = ("x-element", "x-factor", "x-codes")


def plainly_split(source: Source, answers: Any) -> dict[str, Any]:
    """What one form gets of the answers, read off its own words."""
    return PlainReader(source).split(answers)


class PlainReader:
    def __init__(self, source: Source) -> None:
        self.source = source.id
        self.form = source.schema if isinstance(source.schema, dict) else {}
        self._known: dict[Any, Any] = {}
        self._conditions = self.conditions()

    def split(self, answers: Any) -> dict[str, Any]:
        """What the form gets of the answers, read off its own words."""
        return self.without_hidden(self.read([self.form], answers, ()))

    def read(self, schemas: list[Any], answers: Any, path: tuple[str, ...]) -> dict[str, Any]:
        """The members that `schemas` tell of, out of the object `answers`."""
        found: dict[str, Any] = {}
        for name, described, says, way in self.told(schemas, path):
            if says is None:
                inside = looked_up(answers, way)
                inner = self.read(described, inside, (*path, name))
                found |= {name: inner} if inner else {}
                continue
            value = looked_up(answers, way)
            if value is not NOTHING and says.get("x-type") != "statement":
                found[name] = self.local(described, says, value)
        return found

    def told(self, schemas: list[Any], path: tuple[str, ...]) -> list[Any]:
        """(name, descriptions, what they say, way to it) of the members; says None for a group."""
        key = (tuple(map(id, schemas)), path)
        if key not in self._known:
            self._known[key] = (
                [self.member(n, d, (*path, n)) for n, d in self.members(schemas).items()],
                schemas,
            )
        return self._known[key][0]  # type: ignore[no-any-return]

    def member(self, name: str, described: list[Any], path: tuple[str, ...]) -> Any:
        says: dict[str, Any] = {}
        for one in reversed(described):
            says |= {k: v for k, v in one.items() if k.startswith("x-")}
        says |= described[0] if described else {}
        way = [safe(w) for w in says["x-element"].split("/")] if says.get("x-element") else None
        if any(self.is_group(one) for one in described):
            return name, described, None, way or []
        return name, described, says, way or [".".join(map(escaped, (self.source, *path)))]

    def local(self, described: list[Any], says: dict[str, Any], value: Any) -> Any:
        tables = self.tables(described) if "items" in says else []
        if tables:
            if not isinstance(value, list):
                return value
            return [self.read(tables, r, ()) if isinstance(r, dict) else r for r in value]
        return converted(self.binding(says), value)

    def tables(self, described: list[Any]) -> list[Any]:
        key = ("tables", *map(id, described))
        if key not in self._known:
            self._known[key] = [self.follow(d["items"]) for d in described if self.is_table(d)]
        return self._known[key]  # type: ignore[no-any-return]

    def binding(self, says: dict[str, Any], depth: int = 0) -> dict[str, Any]:
        inner = self.follow(says["items"]) if "items" in says and depth < 5 else {}
        deeper = self.binding(inner, depth + 1) if isinstance(inner, dict) and inner else {}
        return deeper | {k: says[k] for k in BINDINGS[1:] if k in says}

    def members(self, schemas: list[Any]) -> dict[str, list[Any]]:
        told: dict[str, list[Any]] = {}
        only_needed: list[str] = []
        for schema in schemas:
            self.tell(schema, told, only_needed, 0)
        return told | {n: [] for n in only_needed if n not in told}

    def tell(self, schema: Any, told: dict[str, list[Any]], needed: list[str], depth: int) -> None:
        if not isinstance(schema, dict) or depth > 20:
            return
        for name, prop in schema.get("properties", {}).items():
            seen = self.follow(prop)
            told.setdefault(name, []).append(seen if isinstance(seen, dict) else {})
        needed += schema.get("required", [])
        for names in schema.get("dependentRequired", {}).values():
            needed += names
        parts = [p for k in ("allOf", "anyOf", "oneOf") for p in schema.get(k, [])]
        parts += [schema[k] for k in ("then", "else") if k in schema and "if" in schema]
        parts += [*schema.get("dependentSchemas", {}).values()]
        parts += [self.target(schema["$ref"])] if isinstance(schema.get("$ref"), str) else []
        for part in parts:
            self.tell(part, told, needed, depth + 1)

    def follow(self, prop: Any) -> Any:
        if isinstance(prop, dict) and isinstance(prop.get("$ref"), str):
            target = self.follow(self.target(prop["$ref"]))
            return {**target, **{k: v for k, v in prop.items() if k != "$ref"}}
        return prop

    def target(self, ref: str) -> Any:
        found = self.form
        for step in ref.split("/")[1:]:
            found = found[step]
        return found

    def is_group(self, prop: Any) -> bool:
        kinds = prop.get("type", "object")
        return "object" in ([kinds] if isinstance(kinds, str) else kinds) and self.names(prop)

    def is_table(self, prop: Any) -> bool:
        items = self.follow(prop["items"]) if "items" in prop else {}
        if not isinstance(items, dict) or "properties" not in items:
            return False
        return prop.get("x-type") == "table" or self.names(items)

    def names(self, schema: Any) -> bool:
        props = [self.follow(p) for p in schema.get("properties", {}).values()]
        return any(
            isinstance(p, dict) and (any(k in p for k in BINDINGS) or self.is_group(p))
            for p in props
        )

    def conditions(self) -> dict[str, Any]:
        return {
            name: Draft202012Validator(one["x-show-when"])
            for name, described in self.members([self.form]).items()
            for one in described[:1]
            if "x-show-when" in one
        }

    def without_hidden(self, local: dict[str, Any]) -> dict[str, Any]:
        """Fields whose condition fails are left out, and then what hangs on them, until nothing changes."""
        hidden: set[str] = set()
        if not self._conditions:
            return local
        for _ in range(len(self._conditions) + 1):
            left = {k: v for k, v in local.items() if k not in hidden}
            hidden = {k for k, judge in self._conditions.items() if not judge.is_valid(left)}
        return {k: v for k, v in local.items() if k not in hidden}


NOTHING = object()


def looked_up(answers: Any, way: list[str]) -> Any:
    for step in way:
        if not isinstance(answers, dict) or step not in answers:
            return NOTHING
        answers = answers[step]
    return answers


def escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1").replace(".", "~2")


def safe(part: str) -> str:
    clash = "." in part or any(f"~{n}" in part for n in "012")
    return escaped(part) if clash else part


def converted(binding: dict[str, Any], value: Any) -> Any:
    if isinstance(value, list):
        return [converted(binding, v) for v in value]
    if binding.get("x-codes"):
        return coded(binding["x-codes"], value)
    if "x-factor" in binding and isinstance(value, int | float) and not isinstance(value, bool):
        product = Fraction(str(value)) * Fraction(binding["x-factor"])
        return int(product) if product.denominator == 1 else float(product)
    return value


def coded(pairs: list[Any], value: Any) -> Any:
    """What the pairs say; a value that is only a local code goes where its chain began."""
    known = {(type(c), str(c)): local for c, local in pairs}
    back = {(type(local), str(local)): c for c, local in pairs}
    key = (type(value), str(value))
    if key in known:
        return known[key]
    while key in back:
        value = back[key]
        key = (type(value), str(value))
    return value


def same(one: Any, other: Any) -> bool:
    """Equal JSON, numbers to the last digits a float can hold."""
    if one is other:
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, float) or isinstance(other, float):
        return type(one) in (int, float) and abs(one - other) <= 1e-12 * max(abs(one), abs(other))
    return bool(one == other)
