"""A sentence for each rule that an answer can break: what would be right, with an example."""

from collections.abc import Callable, Mapping
from typing import Any

from schemas.field_types.identity import KINDS, kinds_of
from schemas.merged import Failure, MergedField

Said = Callable[[str], str]
Words = Mapping[str, Any]
EXAMPLES = {"money": "20.5", "integer": "3", "number": "68"}


def broken(failure: Failure, field: MergedField, _: Said) -> str:
    """What to do about the rule that `failure` names; a general request where the rule has no words."""
    words = _words(failure, field)
    rule = _RULES.get(failure.rule)
    return rule(failure, field, words, _) if rule else _("请检查“%(label)s”") % words


def _words(failure: Failure, field: MergedField) -> dict[str, Any]:
    return {
        "label": field.label,
        "limit": _number(failure.limit),
        "unit": f" {field.unit}" if field.unit else "",
        "example": _example(failure, field),
        "count": len(failure.value) if isinstance(failure.value, str | list | tuple) else 0,
    }


def _more_than(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _("%(label)s要大于 %(limit)s%(unit)s，例如 %(example)s") % words


def _at_least(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _("%(label)s不能小于 %(limit)s%(unit)s") % words


def _less_than(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _("%(label)s要小于 %(limit)s%(unit)s") % words


def _at_most(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _("%(label)s不能大于 %(limit)s%(unit)s") % words


def _multiple(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    if failure.limit == 1:
        return _("%(label)s要填整数，例如 %(example)s") % words
    places = _places(failure.limit)
    if places:
        return _("%(label)s最多写到小数点后 %(places)s 位") % {**words, "places": places}
    return _("%(label)s要是 %(limit)s 的倍数，例如 %(example)s") % words


def _type(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    if field.type in ("choice", "choices", "yes_no"):
        return _option(failure, field, words, _)
    if failure.limit == "integer":
        return _("%(label)s要填整数，例如 %(example)s") % words
    if failure.limit == "number":
        return _("%(label)s要填数字，例如 %(example)s") % words
    return _("请检查%(label)s") % words


def _too_long(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _("%(label)s最多 %(limit)s 个字，现在是 %(count)s 个，请写短一些") % words


def _too_short(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _("%(label)s至少要 %(limit)s 个字") % words


def _pattern(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    if field.type == "phone":
        return _phone(failure, words, _)
    if field.type == "website":
        return _("%(label)s要以 http:// 或 https:// 开头，例如 https://www.example.cn") % words
    if field.type == "uscc":
        return _format({**words, "format": "uscc"}, _)
    if field.type == "identity":
        kinds = kinds_of({"format": "any-identity-document", "pattern": failure.limit})
        return _("%(label)s只收%(kinds)s") % {
            **words,
            "kinds": _("、").join(_(KINDS[kind]) for kind in kinds),
        }
    if failure.limit in ("^[0-9]{6}$", r"^\d{6}$"):
        return _("%(label)s是 6 位数字，例如 519000") % words
    if "1,3}" in str(failure.limit):
        return _("%(label)s要写成 192.168.1.1 这样") % words
    return _("%(label)s的格式不对，请对照证件或说明检查") % words


def _phone(failure: Failure, words: Words, _: Said) -> str:
    pattern = str(failure.limit)
    if pattern.startswith("^1["):
        return _("%(label)s是 11 位手机号码，例如 13800138000") % words
    if pattern.startswith(("^(0[", "^0")):
        return _("%(label)s要填固定电话，例如 0756-2123456") % words
    return _("%(label)s要填手机号码或固定电话，例如 13800138000 或 0756-2123456") % words


def _format_rule(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _format({**words, "format": failure.limit}, _)


def _format(words: Words, _: Said) -> str:
    if words["format"] == "uscc":
        return _("%(label)s是 18 位，最后一位是校验码，请对照营业执照检查") % words
    if words["format"] in ("identity-document", "resident-id", "any-identity-document"):
        return (
            _(
                "%(label)s不对：居民身份证是 18 位，港澳居民来往内地通行证以 H 或 M 开头，请对照证件检查"
            )
            % words
        )
    if words["format"] == "date":
        return _("%(label)s要写成 2026-12-01 这样的日期") % words
    if words["format"] == "email":
        return _("%(label)s要写成 name@example.cn 这样") % words
    return _("%(label)s的格式不对，请对照证件或说明检查") % words


def _option(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _("请从“%(label)s”给出的选项中选择") % words


def _too_few(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    if field.columns:
        return _("“%(label)s”至少要填 %(limit)s 行，现在是 %(count)s 行") % words
    if field.type == "material":
        return _("“%(label)s”至少要上传 %(limit)s 个文件") % words
    return _("“%(label)s”至少要选 %(limit)s 项") % words


def _too_many(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    if field.columns:
        return _("“%(label)s”最多填 %(limit)s 行，现在是 %(count)s 行") % words
    if field.type == "material":
        return _("“%(label)s”最多上传 %(limit)s 个文件") % words
    return _("“%(label)s”最多选 %(limit)s 项") % words


def _repeated(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _("“%(label)s”里有重复的内容，请删去重复的") % words


def _unwanted(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _("“%(label)s”在这里不能填写，请清空") % words


def _lacking(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _("“%(label)s”里还缺少必须有的内容，请对照说明补上") % words


def _excessive(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _("“%(label)s”里有多余的内容，请对照说明删去") % words


def _more_answers(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _("填写得还不够，请填写“%(label)s”") % words


def _fewer_answers(failure: Failure, field: MergedField, words: Words, _: Said) -> str:
    return _("不能同时填写这么多，请清空“%(label)s”") % words


_RULES: dict[str, Callable[[Failure, MergedField, Words, Said], str]] = {
    "exclusiveMinimum": _more_than,
    "minimum": _at_least,
    "exclusiveMaximum": _less_than,
    "maximum": _at_most,
    "multipleOf": _multiple,
    "type": _type,
    "maxLength": _too_long,
    "minLength": _too_short,
    "pattern": _pattern,
    "format": _format_rule,
    "enum": _option,
    "const": _option,
    "minItems": _too_few,
    "maxItems": _too_many,
    "uniqueItems": _repeated,
    "false": _unwanted,
    "additionalProperties": _unwanted,
    "unevaluatedProperties": _unwanted,
    "propertyNames": _unwanted,
    "contains": _lacking,
    "minContains": _lacking,
    "maxContains": _excessive,
    "unevaluatedItems": _excessive,
    "minProperties": _more_answers,
    "maxProperties": _fewer_answers,
}


def _example(failure: Failure, field: MergedField) -> str:
    """A number that would be right here, the usual one where the limits allow it."""
    usual = EXAMPLES.get(field.type, "68")
    schema = field.schema if isinstance(field.schema, Mapping) else {}
    low = max((schema.get(k, 0) for k in ("minimum", "exclusiveMinimum")), default=0)
    high = min((schema[k] for k in ("maximum", "exclusiveMaximum") if k in schema), default=None)
    if float(usual) > low and (high is None or float(usual) < high):
        return usual
    return _number(low + 1 if high is None or low + 1 <= high else high)


def _number(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _places(step: Any) -> int:
    """How many decimals a step such as 0.01 allows; 0 when it is not such a step."""
    text = f"{step:.10f}".rstrip("0") if isinstance(step, float) else ""
    return len(text) - 2 if text.startswith("0.") and text.strip("0.") == "1" else 0
