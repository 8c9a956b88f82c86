"""What a formula is about: numbers with their unit, days, texts, truths. Units are checked, never converted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from form_builder.formulas.formula import DEEPEST, MOST_PARTS, Formula, depth_of, parts_of
from form_builder.formulas.units import Unit, said_unit, times, unit_of
from schemas.field_types import FIELD_TYPES
from schemas.form import Schema
from schemas.wording import N_

Said = Callable[[str], str]
NUMBERS = ("integer", "number", "money", "calculated")
TEXTS = (
    "text",
    "long_text",
    "choice",
    "identity",
    "uscc",
    "phone",
    "email",
    "website",
    "time",
    "derived",
)
WORDS = {
    "number": N_("数"),
    "day": N_("日期"),
    "text": N_("文字"),
    "truth": N_("是或否"),
    "period": N_("起止日期"),
    "rows": N_("表格的行"),
}
ORDERED = ("<=", "<", ">=", ">")


@dataclass(frozen=True)
class Kind:
    """`unit` counts only for numbers: None goes with every unit. `many`: one value for each row."""

    name: str
    unit: Unit | None = None
    many: bool = False


class Mistyped(ValueError):
    """The formula makes no sense of these fields; the message is a sentence for the person who wrote it."""


def kind_of(formula: Any, fields: Mapping[str, Schema], _: Said = str) -> Kind:
    """What the formula yields; Mistyped when it mixes what does not go together, or is too big."""
    if depth_of(formula) > DEEPEST or sum(1 for _part in parts_of(formula)) > MOST_PARTS:
        raise Mistyped(_("公式太长或套得太深。请分成几条。"))
    return _kind(formula, fields, _)


def answer_kind(path: str, fields: Mapping[str, Schema], _: Said = str) -> Kind:
    """What an answer is: a column counts once for each row."""
    key, _slash, column = path.partition("/")
    schema = fields.get(key)
    if schema is not None and column:
        schema = schema.get("items", {}).get("properties", {}).get(column)
    if schema is None:
        raise Mistyped(_("公式要用“%(key)s”，表单里没有这一题。请改公式。") % {"key": path})
    found = _field_kind(schema)
    if found is None:
        kind = FIELD_TYPES[schema["x-type"]]
        words = {"title": schema.get("title", path), "type": _(kind.words)}
        raise Mistyped(_("“%(title)s”是%(type)s，不能用在公式里。") % words)
    return replace(found, many=bool(column))


def _field_kind(schema: Schema) -> Kind | None:
    kind = schema.get("x-type")
    if kind in NUMBERS:
        unit = schema.get("x-unit", "")
        return Kind("number", unit_of(unit) if unit else None)
    if kind in TEXTS:
        return Kind("text")
    named = {"date": "day", "period": "period", "yes_no": "truth", "table": "rows"}
    return Kind(named[kind]) if kind in named else None


def _kind(formula: Formula, fields: Mapping[str, Schema], _: Said) -> Kind:
    if "answer" in formula:
        return answer_kind(formula["answer"], fields, _)
    if "number" in formula:
        unit = formula.get("unit", "")
        return Kind("number", unit_of(unit) if unit else None)
    if "text" in formula or "day" in formula:
        return Kind("text" if "text" in formula else "day")
    deed, inner = formula["do"], [_kind(part, fields, _) for part in formula["with"]]
    rule, count = _RULES[deed]
    if count and len(inner) != count:
        words = {"name": _(NAMES[deed]) if deed in NAMES else deed, "n": count}
        raise Mistyped(_("“%(name)s”要正好 %(n)s 个量。") % words)
    return rule(deed, inner, _)


def _sum_of(deed: str, inner: list[Kind], _: Said) -> Kind:
    if deed == "-" and {k.name for k in inner} == {"day"}:
        _single(inner, _)
        return Kind("number", unit_of("天"))
    _single(inner, _)
    return Kind("number", _one_unit(inner, _))


def _product(deed: str, inner: list[Kind], _: Said) -> Kind:
    _single(inner, _)
    _all_are("number", inner, _)
    one, other = (k.unit for k in inner)
    if one is None and other is None:
        return Kind("number")
    return Kind("number", times(one or (), other or (), -1 if deed == "/" else 1))


def _comparison(deed: str, inner: list[Kind], _: Said) -> Kind:
    _single(inner, _)
    if len({k.name for k in inner}) > 1 or (
        deed in ORDERED and inner[0].name not in ("number", "day")
    ):
        words = {"left": _(WORDS[inner[0].name]), "right": _(WORDS[inner[1].name])}
        raise Mistyped(_("%(left)s和%(right)s不能这样比。") % words)
    if inner[0].name == "number":
        _one_unit(inner, _)
    return Kind("truth")


def _truths(deed: str, inner: list[Kind], _: Said) -> Kind:
    _single(inner, _)
    _all_are("truth", inner, _)
    return Kind("truth")


def _over_many(deed: str, inner: list[Kind], _: Said) -> Kind:
    if deed == "count":
        return Kind("number")
    return Kind("number", _one_unit(inner, _))


def _rounding(deed: str, inner: list[Kind], _: Said) -> Kind:
    _single(inner, _)
    _all_are("number", inner, _)
    return inner[0]


def _between(deed: str, inner: list[Kind], _: Said) -> Kind:
    _single(inner, _)
    _all_are("day", inner, _)
    return Kind("number", unit_of("天" if deed == "days" else "年"))


def _end(deed: str, inner: list[Kind], _: Said) -> Kind:
    _all_are("period", inner, _)
    return Kind("day")


def _choice(deed: str, inner: list[Kind], _: Said) -> Kind:
    _single(inner, _)
    _all_are("truth", inner[:1], _)
    _all_are(inner[1].name, inner[2:], _)
    unit = _one_unit(inner[1:], _) if inner[1].name == "number" else None
    return Kind(inner[1].name, unit)


def _identity(deed: str, inner: list[Kind], _: Said) -> Kind:
    _single(inner, _)
    _all_are("text", inner, _)
    return Kind("text" if deed == "sex" else "day")


def _single(inner: list[Kind], _: Said) -> None:
    if any(k.many for k in inner):
        raise Mistyped(_("表格的一列有许多值。请先写明要合计、最大、最小、平均还是行数。"))


def _all_are(name: str, inner: list[Kind], _: Said) -> None:
    for kind in inner:
        if kind.name != name:
            words = {"wanted": _(WORDS[name]), "found": _(WORDS[kind.name])}
            raise Mistyped(_("这里要%(wanted)s，写的却是%(found)s。") % words)


def _one_unit(inner: list[Kind], _: Said) -> Unit | None:
    _all_are("number", inner, _)
    units = list(dict.fromkeys(k.unit for k in inner if k.unit is not None))
    if len(units) > 1:
        words = {
            "one": said_unit(units[0]) or _("没有单位"),
            "other": said_unit(units[1]) or _("没有单位"),
        }
        sentence = _(
            "单位不同：一边是%(one)s，一边是%(other)s。可以给数字写上单位，例如 1.5平方米/人。"
        )
        raise Mistyped(sentence % words)
    return units[0] if units else None


NAMES = {
    "sum": N_("合计"),
    "count": N_("行数"),
    "min": N_("最小"),
    "max": N_("最大"),
    "average": N_("平均"),
    "round": N_("四舍五入"),
    "days": N_("相隔天数"),
    "years": N_("相隔年数"),
    "from": N_("开始"),
    "to": N_("结束"),
    "if": N_("如果"),
    "sex": N_("性别"),
    "birthday": N_("出生日期"),
    "not": N_("并非"),
}
_RULES: dict[str, tuple[Callable[[str, list[Kind], Said], Kind], int]] = {
    **dict.fromkeys(("+", "-"), (_sum_of, 2)),
    **dict.fromkeys(("*", "/"), (_product, 2)),
    **dict.fromkeys((*ORDERED, "==", "!="), (_comparison, 2)),
    **dict.fromkeys(("and", "or"), (_truths, 0)),
    "not": (_truths, 1),
    **dict.fromkeys(("sum", "count", "min", "max", "average"), (_over_many, 0)),
    "round": (_rounding, 2),
    **dict.fromkeys(("days", "years"), (_between, 2)),
    **dict.fromkeys(("from", "to"), (_end, 1)),
    "if": (_choice, 3),
    **dict.fromkeys(("sex", "birthday"), (_identity, 1)),
}
