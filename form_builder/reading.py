"""Reading a condition back: as clauses a person can edit, and as a sentence a person can understand."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from form_builder.expressions import about, answered
from schemas.form import Schema
from schemas.wording import N_

OPERATORS = {
    "is": N_(
        "是 "
    ),  # the space tells this verb from the answer 是, which other languages say otherwise
    "is_not": N_("不是"),
    "is_chosen": N_("选"),
    "is_not_chosen": N_("不选"),
    "in": N_("是其中之一:"),
    "not_in": N_("不是其中任何一个:"),
    "includes": N_("包含"),
    "excludes": N_("不包含"),
    "minimum": N_("不小于"),
    "maximum": N_("不大于"),
    "exclusiveMinimum": N_("大于"),
    "exclusiveMaximum": N_("小于"),
    "answered": N_("已填写"),
    "empty": N_("未填写"),
}
_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_PARTS = ("allOf", "anyOf", "oneOf")
# Each says what the other does not, also of a question that was not answered.
_OPPOSITES = {"is": "is_not", "in": "not_in", "includes": "excludes", "answered": "empty"}
_ASSERTED = {negative: positive for positive, negative in _OPPOSITES.items()}


@dataclass(frozen=True)
class Clause:
    """One comparison: `operator` is a key of OPERATORS; `value` is None for "answered" and "empty".

    The "_chosen" words are only how yes and no are said, never an operator of a clause.
    """

    field: str
    operator: str
    value: Any = None


@dataclass(frozen=True)
class Group:
    """Clauses or groups joined by "all" or "any"; negated, none of it may hold."""

    join: str
    parts: tuple["Clause | Group", ...]
    negated: bool = False


def clauses(condition: Schema) -> Clause | Group | None:
    """The condition as clauses; None when someone wrote a JSON Schema that clauses cannot show."""
    if not condition:
        return Group("all", ())
    for keyword, join in (("allOf", "all"), ("anyOf", "any")):
        if set(condition) == {keyword}:
            return _group(join, condition[keyword])
    if set(condition) == {"not"}:
        return _negated(clauses(condition["not"]))
    return _clause(condition)


def to_condition(part: Clause | Group) -> Schema:
    """The JSON Schema a clause or group stands for; `clauses` reads it back."""
    if isinstance(part, Clause):
        said = _ASSERTED.get(part.operator, part.operator)
        check = _CHECKS[said](part.field, part.value)
        return check if said == part.operator else {"not": check}
    inner = [to_condition(p) for p in part.parts]
    joined = {"allOf" if part.join == "all" else "anyOf": inner} if inner else {}
    return {"not": joined} if part.negated else joined


def fields_of(condition: Any) -> frozenset[str]:
    """Every answer the condition looks at."""
    return frozenset(_names(condition))


def sentence(
    condition: Schema, label_of: Callable[[str], str], *, _: Callable[[str], str] = str
) -> str:
    """The condition in words: 当 主体业态 是 餐饮服务经营者. "" when it always holds."""
    read = clauses(condition)
    if read == Group("all", ()):
        return ""
    if read is None:
        names = _("、").join(label_of(f) for f in sorted(fields_of(condition)))
        return _("取决于 %(names)s") % {"names": names}
    return _("当 %(what)s") % {"what": _said(read, label_of, _)}


def operator_words(operator: str, _: Callable[[str], str]) -> str:
    return _(OPERATORS[operator]).strip()


def _said(part: Clause | Group, label_of: Callable[[str], str], _: Callable[[str], str]) -> str:
    if isinstance(part, Clause):
        operator = part.operator + "_chosen" * isinstance(part.value, bool)
        words = [label_of(part.field), operator_words(operator, _)]
        return " ".join(words + ([] if part.value is None else [_value(part.value, _)]))
    joint = _(" 且 ") if part.join == "all" else _(" 或 ")
    said = joint.join(
        f"({_said(p, label_of, _)})"
        if isinstance(p, Group) and not p.negated
        else _said(p, label_of, _)
        for p in part.parts
    )
    return _("并非(%(what)s)") % {"what": said} if part.negated else said


def _value(value: Any, _: Callable[[str], str]) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return _("、").join(map(str, value)) if isinstance(value, tuple) else str(value)


def _group(join: str, inner: list[Schema]) -> Group | None:
    parts: list[Clause | Group] = []
    for each in inner:
        part = clauses(each)
        if part is None:
            return None
        same = isinstance(part, Group) and part.join == join and not part.negated and part.parts
        parts += part.parts if same and isinstance(part, Group) else (part,)
    return Group(join, tuple(parts))


def _negated(part: Clause | Group | None) -> Clause | Group | None:
    """The opposite, word by word where every word has one: not (a or b) is neither a nor b."""
    if part is None:
        return None
    if isinstance(part, Clause):
        opposite = _opposite(part)
        return opposite or Group("all", (part,), negated=True)
    turned = [_opposite(p) for p in part.parts if isinstance(p, Clause)]
    if part.negated or not part.parts or None in turned or len(turned) < len(part.parts):
        return replace(part, negated=not part.negated)
    return Group("any" if part.join == "all" else "all", tuple(c for c in turned if c))


def _opposite(clause: Clause) -> Clause | None:
    word = (_OPPOSITES | _ASSERTED).get(clause.operator)
    return replace(clause, operator=word) if word else None


def _clause(condition: Schema) -> Clause | None:
    required = condition.get("required", ())
    if len(required) != 1 or set(condition) - {"properties", "required"}:
        return None
    name = required[0]
    if "properties" not in condition:
        return Clause(name, "answered")
    if set(condition["properties"]) != {name}:
        return None
    return _checked(name, condition["properties"][name])


def _checked(name: str, check: Any) -> Clause | None:
    if not isinstance(check, Mapping):
        return None
    if set(check) == {"const"}:
        return Clause(name, "is", check["const"])
    if set(check) == {"enum"}:
        return Clause(name, "in", tuple(check["enum"]))
    if set(check) == {"type", "contains"} and set(check["contains"]) == {"const"}:
        return Clause(name, "includes", check["contains"]["const"])
    limit = set(check) - {"type"}
    if check.get("type") == "number" and len(limit) == 1 and limit <= set(_LIMITS):
        return Clause(name, limit.pop(), next(v for k, v in check.items() if k != "type"))
    return None


def _limit(keyword: str) -> Callable[[str, Any], Schema]:
    return lambda name, value: about(name, {"type": "number", keyword: value})


_CHECKS: dict[str, Callable[[str, Any], Schema]] = {
    "is": lambda name, value: about(name, {"const": value}),
    "in": lambda name, value: about(name, {"enum": list(value)}),
    "includes": lambda name, value: about(name, {"type": "array", "contains": {"const": value}}),
    "answered": lambda name, value: answered(name),
    **{keyword: _limit(keyword) for keyword in _LIMITS},
}


def _names(condition: Any) -> Iterator[str]:
    if not isinstance(condition, Mapping):
        return
    yield from condition.get("properties", {})
    yield from condition.get("required", ())
    for keyword in ("not", "if", "then", "else"):
        yield from _names(condition.get(keyword))
    for keyword in _PARTS:
        for part in condition.get(keyword, ()):
            yield from _names(part)
