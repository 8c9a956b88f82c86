"""Conditions of other form builders as ours: comparisons joined by and, or, not; anything else is refused."""

import re
from collections.abc import Mapping
from typing import Any

from form_builder.expressions import about, answered
from schemas.form import Schema
from schemas.wording import N_

DIALECTS = {"surveyjs": r"\{(?P<name>[^{}]+)\}", "xlsform": r"\$\{(?P<name>[^{}]+)\}"}
DEEPEST = 20
_REST = (
    r"|'(?P<text>[^']*)'|\"(?P<text2>[^\"]*)\"|(?P<number>-?[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<sign><>|!=|>=|<=|==|=|<|>|&&|\|\||[(),!])|(?P<word>[A-Za-z_][\w-]*)"
)
_LIMITS = {">=": "minimum", "<=": "maximum", ">": "exclusiveMinimum", "<": "exclusiveMaximum"}
_SIGNS = {"=": "==", "<>": "!=", "&&": "and", "||": "or", "!": "not"}
_WORDS = {"equal": "==", "notequal": "!=", "greater": ">", "less": "<"}
_WORDS |= {"greaterorequal": ">=", "lessorequal": "<="}


class NotSaid(ValueError):
    """This condition cannot be said in ours; the message says why, marked for translation."""


def condition(
    text: str,
    dialect: str,
    keys: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]],
    fields: Mapping[str, Schema],
) -> Schema:
    """The condition `text` of a builder over our `fields`: `keys` are our names of its names, `words` our
    options for its values. Raises NotSaid."""
    reader = _Reader(text[:2000], DIALECTS[dialect], keys, words, fields)
    found = reader.any_of(0)
    if reader.peek()[0] != "end":
        raise NotSaid(N_("看不懂"))
    return found


def compared(key: str, sign: str, value: Any, field: Schema, words: Mapping[str, str]) -> Schema:
    """One comparison of the answer `key` with `value`, in the words of its options."""
    kind = field.get("x-type")
    if kind in ("statement", "table", "material") and value not in ("", None):
        raise NotSaid(N_("这种题不能这样比"))
    if value in ("", None):
        same: Schema = answered(key)
        return {"not": same} if sign == "==" else same
    if kind == "choice" and sign in _LIMITS:
        return about(key, {"enum": _among(sign, _number(value), words)})
    if kind == "yes_no":
        value = str(value).lower() in ("true", "yes", "1", "是")
    elif kind in ("integer", "number", "money", "calculated"):
        value = _number(value)
    else:
        value = words.get(str(value), str(value))
    if sign in _LIMITS:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise NotSaid(N_("这种题不能这样比"))
        return about(key, {"type": "number", _LIMITS[sign]: value})
    test = (
        {"type": "array", "contains": {"const": value}} if kind == "choices" else {"const": value}
    )
    return about(key, test) if sign == "==" else {"not": about(key, test)}


def _among(sign: str, limit: float, words: Mapping[str, str]) -> list[str]:
    """The options of a scale that are on the right side of a limit."""
    fits = {">=": limit.__le__, "<=": limit.__ge__, ">": limit.__lt__, "<": limit.__gt__}[sign]
    found = [word for value, word in words.items() if fits(_number(value)) is True]
    if not found:
        raise NotSaid(N_("没有这样的选项"))
    return found


def _number(value: Any) -> int | float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise NotSaid(N_("要和数字比")) from None
    if not abs(number) < 1e15:
        raise NotSaid(N_("要和数字比"))
    return int(number) if number.is_integer() else number


class _Reader:
    def __init__(self, text: str, name: str, keys: Any, words: Any, fields: Any) -> None:
        self.keys, self.words, self.fields, self.at = keys, words, fields, 0
        self.tokens = list(self._tokenised(text, re.compile(r"\s*(?:" + name + _REST + ")")))

    def _tokenised(self, text: str, token: re.Pattern[str]) -> Any:
        at = 0
        while text[at:].strip():
            found = token.match(text, at)
            if not found:
                raise NotSaid(N_("看不懂"))
            kind = str(found.lastgroup)
            word = found[kind]
            at = found.end()
            kind = "text" if kind == "text2" else kind
            if kind in ("sign", "word"):
                word = _SIGNS.get(word, _WORDS.get(word.lower(), word))
            yield (kind, word)

    def any_of(self, deep: int) -> Schema:
        parts = [self.all_of(deep)]
        while self.take("or"):
            parts.append(self.all_of(deep))
        return parts[0] if len(parts) == 1 else {"anyOf": parts}

    def all_of(self, deep: int) -> Schema:
        parts = [self.one(deep)]
        while self.take("and"):
            parts.append(self.one(deep))
        return parts[0] if len(parts) == 1 else {"allOf": parts}

    def one(self, deep: int) -> Schema:
        if deep > DEEPEST:
            raise NotSaid(N_("套得太深"))
        if self.take("not"):
            return {"not": self.one(deep + 1)}
        if self.take("("):
            inner = self.any_of(deep + 1)
            self.expect(")")
            return inner
        if self.take("selected"):
            self.expect("(")
            key = self.name()
            self.expect(",")
            value = self.value()
            self.expect(")")
            return self.said(key, "==", value)
        return self.comparison()

    def comparison(self) -> Schema:
        key = self.name()
        _kind, word = self.next()
        if word in ("notempty", "empty"):
            return answered(key) if word == "notempty" else {"not": answered(key)}
        if word in ("contains", "anyof", "allof"):
            return self.said(key, "==", self.value())
        if word not in ("==", "!=", *_LIMITS):
            raise NotSaid(N_("看不懂"))
        return self.said(key, word, self.value())

    def said(self, key: str, sign: str, value: Any) -> Schema:
        return compared(key, sign, value, self.fields[key], self.words.get(key, {}))

    def name(self) -> str:
        kind, word = self.next()
        if kind != "name":
            raise NotSaid(N_("看不懂"))
        if self.keys.get(word.strip()) not in self.fields:
            raise NotSaid(N_("要看的题没有收"))
        found: str = self.keys[word.strip()]
        return found

    def value(self) -> Any:
        kind, word = self.next()
        if kind in ("text", "number"):
            return word
        if kind == "word" and word.lower() in ("true", "false"):
            return word.lower()
        raise NotSaid(N_("只能和写定的值比"))

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def next(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ("end", "")

    def take(self, word: str) -> bool:
        found = self.peek()[0] in ("sign", "word") and self.peek()[1] == word
        self.at += found
        return found

    def expect(self, word: str) -> None:
        if not self.take(word):
            raise NotSaid(N_("看不懂"))
