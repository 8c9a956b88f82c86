"""A local rule over a form, a group or a row, told over the merged answers.

The names a form's split can hold are known, so what its object keywords say of names (closed objects,
patterns over names, strangers) is told name by name, and never copied to the merged object.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from form_builder.bind import Binding, Level
from form_builder.canonical import bare, is_annotation
from form_builder.canonise_values import ARRAY, array_rule, joined, value_rule
from form_builder.references import References
from form_builder.told import (
    ALWAYS,
    NEVER,
    UNSAID,
    Told,
    at,
    both,
    either,
    implied,
    negated,
    present,
)
from form_builder.told_names import matches
from form_builder.vocabulary import rules_on

Lose = Callable[[str], None]
Member = Binding | Level


class Canon:
    """Tells the rules of one form; what cannot be said is given to `lose` by name."""

    def __init__(self, root: Level, refs: References, lose: Lose) -> None:
        self.root, self.refs, self.lose = root, refs, lose
        self._shown: dict[int, Told] = {}
        self._around: list[int] = []

    # Members

    def member(self, member: Member, schema: Any) -> Told:
        """What `schema` asks of a member that is there: a field's value, or what a group holds."""
        if isinstance(member, Level):
            return self.over(schema, member)
        if not isinstance(schema, dict):
            return Told(bool(schema))
        if member.row is not None:
            return _Table(self, member, member.row).tell(schema)
        if member.is_plain:
            return Told(bare(self.refs.alone(schema)))
        return value_rule(member, schema, self.refs, self.losing(member.key))

    def asked(self, member: Member, schema: Any) -> Told:
        """The same rule over the object `member` is in; nothing while it is not there."""
        if isinstance(member, Binding) and not member.is_told:
            return UNSAID if member.is_computed else ALWAYS
        if isinstance(member, Binding):
            told = self.member(member, schema)
            return implied(self.shown(member), Told(at(member.path, told.schema), told.exact))
        if schema is False:
            return both(self.asked(m, False) for m in member.members.values())
        return implied(self.there(member), self.over(schema, member))

    def there(self, member: Member, *, strict: bool = True) -> Told:
        """That the form has this member: its answer is given and shown; a group, when one in it is."""
        if isinstance(member, Level):
            return either([self.there(m, strict=strict) for m in member.members.values()])
        if not member.is_told:
            return UNSAID if member.is_computed else NEVER
        return both([self.shown(member), present(member.path, strict=strict)])

    def shown(self, binding: Binding) -> Told:
        """That the form shows this field, itself a rule over what is shown."""
        condition = binding.show_when
        if condition is None:
            return ALWAYS
        known = self._shown.get(id(condition))
        if known is None:
            self._shown[id(condition)] = UNSAID
            known = self._shown[id(condition)] = self.over(condition, self.root)
        return known

    # Objects

    def over(self, schema: Any, level: Level) -> Told:
        """What `schema` asks of the object `level`."""
        if not isinstance(schema, dict):
            return Told(bool(schema))
        told = self.beside(schema, level)
        return both([told, self._verbatim(schema, level), *self._members(schema, level)])

    def beside(self, schema: Any, level: Level, without: frozenset[str] = frozenset()) -> Told:
        """What `schema` asks of `level` beside what it says of each member, some keywords left out."""
        if not isinstance(schema, dict):
            return Told(bool(schema))
        return joined(
            schema,
            lambda s: self.over(s, level),
            self.lose,
            lambda keyword, value: self._rule(schema, level, keyword, value),
            without,
        )

    def _members(self, schema: Mapping[str, Any], level: Level) -> list[Told]:
        if not schema.keys() & _NAMING:
            return []
        # Only these speak of members they do not name.
        names = level.members if schema.keys() & _OTHERS else schema["properties"]
        return [
            self.asked(level.members[name], rule)
            for name in names
            if name in level.members
            for rule in rules_on(schema, name, self.refs)
        ]

    def _verbatim(self, schema: Mapping[str, Any], level: Level) -> Told:
        """Rules about what is no object: a row that is none is handed on as it is."""
        if not level.is_row:
            return ALWAYS
        said = {k: v for k, v in schema.items() if k not in _TOLD and not is_annotation(k)}
        exact = "unevaluatedItems" not in said
        said.pop("unevaluatedItems", None)
        return Told(bare({k: self._alone(k, v) for k, v in said.items()}) or True, exact)

    def _alone(self, keyword: str, value: Any) -> Any:
        return self.refs.alone({keyword: value})[keyword] if keyword in ARRAY else value

    def _rule(self, schema: Mapping[str, Any], level: Level, keyword: str, value: Any) -> Told:
        rule = _RULES.get(keyword)
        if keyword in _NAMING or (rule is None and keyword != "$dynamicRef"):
            return ALWAYS
        return rule(self, level, value, schema) if rule else UNSAID

    def _ref(self, level: Level, value: Any, schema: Mapping[str, Any]) -> Told:
        return self._following(self.refs.target(schema), lambda target: self.over(target, level))

    def _following(self, target: Any, tell: Callable[[Any], Told]) -> Told:
        if id(target) in self._around:
            return UNSAID
        self._around.append(id(target))
        told = tell(target)
        self._around.pop()
        return told

    def _type(self, level: Level, value: Any, schema: Mapping[str, Any]) -> Told:
        if level.is_row:
            return Told({"type": value})
        return Told(value == "object" or (isinstance(value, list) and "object" in value))

    def _required(self, level: Level, names: Sequence[str], schema: Mapping[str, Any]) -> Told:
        return both(self.has(level, name, strict=not level.is_row) for name in names)

    def has(self, level: Level, name: str, *, strict: bool = True) -> Told:
        """That the object has a member of this name; a row that is no object is not asked."""
        if name in level.members:
            return self.there(level.members[name], strict=strict)
        return NEVER if strict else negated(Told({"type": "object"}))

    def _dependent_required(
        self, level: Level, needs: Mapping[str, Any], schema: Mapping[str, Any]
    ) -> Told:
        return both(
            implied(self.has(level, name), both(self.has(level, n) for n in others))
            for name, others in needs.items()
        )

    def _dependent_schemas(
        self, level: Level, rules: Mapping[str, Any], schema: Mapping[str, Any]
    ) -> Told:
        return both(implied(self.has(level, n), self.over(s, level)) for n, s in rules.items())

    def _at_least(self, level: Level, count: int, schema: Mapping[str, Any]) -> Told:
        there = [self.has(level, n, strict=not level.is_row) for n in level.members]
        if count <= 0:
            return ALWAYS
        if count == 1 and not level.is_row:
            return either(there)
        if count >= len(there) and not level.is_row:
            return both(there) if count == len(there) else NEVER
        return UNSAID

    def _at_most(self, level: Level, count: int, schema: Mapping[str, Any]) -> Told:
        if count > 0:
            return UNSAID
        return both(self.asked(m, False) for m in level.members.values())

    def _values(self, level: Level, values: Sequence[Any], schema: Mapping[str, Any]) -> Told:
        return either([self._equal(level, v) for v in values])

    def _const(self, level: Level, value: Any, schema: Mapping[str, Any]) -> Told:
        return self._equal(level, value)

    def _equal(self, level: Level, value: Any) -> Told:
        if not isinstance(value, dict):
            return Told({"enum": [value]}) if level.is_row else NEVER
        rule = {
            "type": "object",
            "required": list(value),
            "properties": {n: {"const": v} for n, v in value.items()},
            "additionalProperties": False,
        }
        return self.over(rule, level)

    # What nobody else has spoken of

    def _unevaluated(self, level: Level, rule: Any, schema: Mapping[str, Any]) -> Told:
        others = {k: v for k, v in schema.items() if k != "unevaluatedProperties"}
        return both(
            either([self.seen(others, name, level), self.asked(member, rule)])
            for name, member in level.members.items()
        )

    def seen(self, schema: Any, name: str, level: Level) -> Told:
        """That `schema`, where it holds, speaks of a member called `name`."""
        if not isinstance(schema, dict):
            return NEVER
        if {"additionalProperties", "unevaluatedProperties"} & schema.keys():
            return ALWAYS
        if name in schema.get("properties", ()) or any(
            matches(p, name) for p in schema.get("patternProperties", ())
        ):
            return ALWAYS
        ways = [self.seen(s, name, level) for s in schema.get("allOf", ())]
        ways += [
            both([self.over(s, level), self.seen(s, name, level)])
            for k in ("anyOf", "oneOf")
            for s in schema.get(k, ())
        ]
        ways += [
            both([self.has(level, n), self.seen(s, name, level)])
            for n, s in schema.get("dependentSchemas", {}).items()
        ]
        return either([*ways, *self._seen_by_turns(schema, name, level)])

    def _seen_by_turns(self, schema: Mapping[str, Any], name: str, level: Level) -> list[Told]:
        ways = []
        if "if" in schema:
            condition = self.over(schema["if"], level)
            then = [self.seen(schema[k], name, level) for k in ("if", "then") if k in schema]
            ways.append(both([condition, either(then)]))
            other = self.seen(schema.get("else", True), name, level)
            ways.append(both([negated(condition), other]))
        target = self.refs.target(schema)
        if target is not None:
            ways.append(self._following(target, lambda t: self.seen(t, name, level)))
        return ways

    def losing(self, where: str) -> Lose:
        return lambda keyword: self.lose(f"{where}: {keyword}")


_NAMING = frozenset(["properties", "patternProperties", "additionalProperties", "propertyNames"])
_OTHERS = _NAMING - {"properties"}
_RULES: dict[str, Callable[[Canon, Level, Any, Mapping[str, Any]], Told]] = {
    "$ref": Canon._ref,
    "type": Canon._type,
    "const": Canon._const,
    "enum": Canon._values,
    "required": Canon._required,
    "dependentRequired": Canon._dependent_required,
    "dependentSchemas": Canon._dependent_schemas,
    "minProperties": Canon._at_least,
    "maxProperties": Canon._at_most,
    "unevaluatedProperties": Canon._unevaluated,
}
_JOINING = frozenset(["allOf", "anyOf", "oneOf", "not", "if", "then", "else"])
_META = frozenset(["$defs", "$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$vocabulary"])
_TOLD = _NAMING | _RULES.keys() | _JOINING | _META


class _Table:
    """Tells rules over a list of rows; a value that is no list is handed on as it is."""

    def __init__(self, canon: Canon, binding: Binding, row: Level) -> None:
        self.canon, self.binding, self.row = canon, binding, row
        self.lose = canon.losing(binding.key)

    def tell(self, schema: Any) -> Told:
        if not isinstance(schema, dict):
            return Told(bool(schema))
        rows = array_rule(schema, self._row)
        if rows == UNSAID or not rows.exact:
            self.lose("unevaluatedItems" if "unevaluatedItems" in schema else "items")
        rest = {k: v for k, v in schema.items() if k not in _TABLE and not is_annotation(k)}
        beside = Told(bare(self.canon.refs.alone(rest)) or True)
        return both([joined(schema, self.tell, self.lose, self._rule(schema)), rows, beside])

    def _row(self, schema: Any) -> Told:
        key = self.binding.key

        def lose(keyword: str) -> None:
            self.canon.lose(f"{key}: items.{keyword}")

        return Canon(self.row, self.canon.refs, lose).over(schema, self.row)

    def _rule(self, schema: Mapping[str, Any]) -> Callable[[str, Any], Told]:
        def rule(keyword: str, value: Any) -> Told:
            if keyword in ("$ref", "$dynamicRef"):
                return self.canon._following(self.canon.refs.target(schema), self.tell)
            if keyword == "uniqueItems":
                return UNSAID if value else ALWAYS
            return UNSAID if keyword in ("const", "enum") else ALWAYS

        return rule


_TABLE = (*ARRAY, *_JOINING, *_META, "$ref", "uniqueItems", "const", "enum")
