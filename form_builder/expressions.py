"""The short language conditions are written in: `format == '餐饮' && (area >= 300 || includes(food,'散装'))`.

An empty answer is absent, so `x != ''` asks whether x was answered at all.
"""

import re
from typing import Any

from schemas.form import Schema

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>==|!=|>=|<=|&&|\|\||[<>!()\[\],]))"
)
_LIMITS = {
    ">=": "minimum",
    "<=": "maximum",
    ">": "exclusiveMinimum",
    "<": "exclusiveMaximum",
}


class BadExpression(ValueError):
    """The text is not an expression of the condition language; the message says where it stops making sense."""


def from_expression(text: str) -> Schema:
    """The JSON Schema over the answers that holds exactly when the expression is true of them."""
    reader = _Reader(text)
    condition = reader.any_of()
    reader.end()
    return condition


def answered(name: str) -> Schema:
    return {"required": [name]}


def about(name: str, check: Schema) -> Schema:
    """`name` is answered and its answer passes `check`."""
    return {"properties": {name: check}, "required": [name]}


class _Reader:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.at = text, _tokens(text), 0

    def any_of(self) -> Schema:
        parts = [self.all_of()]
        while self.take("||"):
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else {"anyOf": parts}

    def all_of(self) -> Schema:
        parts = [self.one()]
        while self.take("&&"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else {"allOf": parts}

    def one(self) -> Schema:
        if self.take("!"):
            return {"not": self.one()}
        if self.take("("):
            inner = self.any_of()
            self.expect(")")
            return inner
        return self.comparison()

    def comparison(self) -> Schema:
        kind, word = self.next()
        if kind != "name":
            raise self.bad()
        if word in ("true", "false"):
            return {} if word == "true" else {"not": {}}
        return self.includes() if word == "includes" else self.compared(word)

    def includes(self) -> Schema:
        self.expect("(")
        name = self.next()[1]
        self.expect(",")
        value = self.value()
        self.expect(")")
        return about(name, {"type": "array", "contains": {"const": value}})

    def compared(self, name: str) -> Schema:
        if self.take_name("in"):
            return about(name, {"enum": self.list()})
        sign, value = self.next()[1], self.value()
        if sign in ("==", "!="):
            same = answered(name) if value == "" else about(name, {"const": value})
            return same if (sign == "==") != (value == "") else {"not": same}
        if sign not in _LIMITS:
            raise self.bad()
        return about(name, {"type": "number", _LIMITS[sign]: value})

    def list(self) -> list[Any]:
        self.expect("[")
        values = [self.value()]
        while self.take(","):
            values.append(self.value())
        self.expect("]")
        return values

    def value(self) -> Any:
        kind, word = self.next()
        if kind == "text":
            return word[1:-1]
        if kind == "number":
            return float(word) if "." in word else int(word)
        if word in ("true", "false"):
            return word == "true"
        raise self.bad()

    def next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise self.bad()
        self.at += 1
        return self.tokens[self.at - 1]

    def take(self, sign: str) -> bool:
        found = self.at < len(self.tokens) and self.tokens[self.at] == ("sign", sign)
        self.at += found
        return found

    def take_name(self, name: str) -> bool:
        found = self.at < len(self.tokens) and self.tokens[self.at] == ("name", name)
        self.at += found
        return found

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            raise self.bad()

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise self.bad()

    def bad(self) -> BadExpression:
        return BadExpression(f"cannot read {self.text!r} near part {self.at + 1}")


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if not found:
            raise BadExpression(f"cannot read {text!r} from {text[at:]!r}")
        tokens.append((str(found.lastgroup), found.group(str(found.lastgroup))))
        at = found.end()
    return tokens
