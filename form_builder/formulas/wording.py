"""Formulas as people write and read them: 「取得健康证明人数」 >= 「接触直接入口食品人数」."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from form_builder.formulas.formula import DEEPEST, Formula
from form_builder.formulas.kinds import NAMES
from schemas.form import Schema

Said = Callable[[str], str]
LONGEST = 1000
_SPELT = {
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "=": "==",
    "×": "*",
    "÷": "/",
    "－": "-",
    "＋": "+",
    "，": ",",
}
_SPELT |= {
    "＝": "==",
    "＜": "<",
    "＞": ">",
    "（": "(",
    "）": ")",
    "；": ",",
    "且": "and",
    "或": "or",
}
_SHOWN = {"<=": "≤", ">=": "≥", "!=": "≠", "==": "=", "*": "×", "/": "÷", "and": "且", "or": "或"}
_TOKEN = re.compile(
    r"\s*(?:「(?P<name>[^「」]+)」|“(?P<text>[^“”]*)”|(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(?P<number>[0-9]{1,15}(?:\.[0-9]{1,6})?)(?P<unit>[^\s0-9()（）+\-*×÷<>=≤≥≠,，、「」“”且或]*)"
    r"|(?P<sign><=|>=|!=|==|[≤≥≠=<>+\-*/×÷(),，（）；－＋＝＜＞]|且|或|and\b|or\b)"
    r"|(?P<word>[\w\u4e00-\u9fff]+))"
)
_LEVELS = (("or",), ("and",), ("<=", ">=", "!=", "==", "<", ">"), ("+", "-"), ("*", "/"))


class Unread(ValueError):
    """The text is not a formula; the message is a sentence that says where."""


def names_of(fields: Mapping[str, Schema]) -> dict[str, str]:
    """What each answer is called in formulas: path → label, a column after its table; labels that two
    questions share are numbered."""
    found: dict[str, str] = {}
    for path, label in _labelled(fields):
        taken = found.values()
        tries = (label if n == 1 else f"{label}（{n}）" for n in range(1, len(found) + 2))
        found[path] = next(t for t in tries if t not in taken)
    return found


def written(formula: Formula, names: Mapping[str, str], _: Said = str) -> str:
    """The formula as text that `read` reads back."""
    return _written(formula, names, _, 0)


def read(text: str, names: Mapping[str, str], _: Said = str) -> Formula:
    """The formula that `text` stands for; Unread says what to mend."""
    if len(text) > LONGEST:
        raise Unread(_("公式太长。请分成几条。"))
    reader = _Reader(text, {label: path for path, label in names.items()}, _)
    formula = reader.level(0, 0)
    reader.end()
    return formula


def _labelled(fields: Mapping[str, Schema]) -> Any:
    for key, schema in fields.items():
        title = _bare(schema.get("title", key))
        yield key, title
        row = schema.get("items", {}) if schema.get("x-type") == "table" else {}
        for column, inner in row.get("properties", {}).items():
            yield f"{key}/{column}", f"{title}/{_bare(inner.get('title', column))}"


def _bare(title: str) -> str:
    return title.translate({ord(c): None for c in "「」\n"}).strip()


def _written(formula: Formula, names: Mapping[str, str], _: Said, level: int) -> str:
    if "answer" in formula:
        return f"「{names.get(formula['answer'], formula['answer'])}」"
    if "number" in formula:
        return formula["number"] + formula.get("unit", "")
    if "day" in formula:
        return str(formula["day"])
    if "text" in formula:
        return f"“{formula['text']}”"
    deed, inner = formula["do"], formula["with"]
    if deed in NAMES:
        return f"{_(NAMES[deed])}({', '.join(_written(p, names, _, 0) for p in inner)})"
    own = next(n for n, deeds in enumerate(_LEVELS) if deed in deeds)
    parts = [_written(p, names, _, own + (n > 0)) for n, p in enumerate(inner)]
    said = f" {_SHOWN.get(deed, deed)} ".join(parts)
    return f"({said})" if own < level else said


class _Reader:
    """Recursive descent; `deep` counts brackets and functions, so that no text can exhaust the stack."""

    def __init__(self, text: str, paths: Mapping[str, str], _: Said) -> None:
        self.paths, self.said, self.at = paths, _, 0
        self.verbs = {_(words): deed for deed, words in NAMES.items()}
        self.verbs |= {words: deed for deed, words in NAMES.items()} | {d: d for d in NAMES}
        self.tokens = list(self.tokenised(text))

    def tokenised(self, text: str) -> Any:
        at = 0
        while text[at:].strip():
            found = _TOKEN.match(text, at)
            if not found:
                raise Unread(self.said("从“%(rest)s”起看不懂。") % {"rest": text[at:].strip()[:20]})
            kind = "number" if found["number"] else str(found.lastgroup)
            word = found[kind]
            yield (kind, _SPELT.get(word, word) if kind == "sign" else word, found["unit"] or "")
            at = found.end()

    def level(self, n: int, deep: int) -> Formula:
        """One operator after another from left to right; a tighter one first."""
        if n == len(_LEVELS):
            return self.one(deep)
        left = self.level(n + 1, deep)
        while self.peek()[0] == "sign" and self.peek()[1] in _LEVELS[n]:
            deed = self.next()[1]
            left = {"do": deed, "with": [left, self.level(n + 1, deep)]}
        return left

    def one(self, deep: int) -> Formula:
        if deep > DEEPEST:
            raise Unread(self.said("公式套得太深。请分成几条。"))
        kind, word, unit = self.next()
        if kind == "name":
            return {"answer": self.path(word)}
        if kind == "number":
            return {"number": word} | ({"unit": unit} if unit else {})
        if kind in ("text", "day"):
            return {kind: word}
        if (kind, word) == ("sign", "("):
            inner = self.level(0, deep + 1)
            self.expect(")")
            return inner
        if (kind, word) == ("sign", "-") and self.peek()[0] == "number":
            _kind, number, unit = self.next()
            return {"number": f"-{number}"} | ({"unit": unit} if unit else {})
        if kind == "word" and word in self.verbs:
            return {"do": self.verbs[word], "with": self.arguments(deep + 1)}
        if kind == "word" and word in self.paths:
            return {"answer": self.paths[word]}
        raise Unread(self.said("看不懂“%(word)s”。题的名称要写在「」里。") % {"word": word[:20]})

    def arguments(self, deep: int) -> list[Formula]:
        self.expect("(")
        found = [self.level(0, deep)]
        while self.peek()[:2] == ("sign", ","):
            self.next()
            found.append(self.level(0, deep))
        self.expect(")")
        return found

    def path(self, name: str) -> str:
        if name.strip() not in self.paths:
            raise Unread(self.said("表单里没有叫“%(name)s”的题。") % {"name": name[:40]})
        return self.paths[name.strip()]

    def peek(self) -> tuple[str, str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "", "")

    def next(self) -> tuple[str, str, str]:
        if self.at >= len(self.tokens):
            raise Unread(self.said("公式没有写完。"))
        self.at += 1
        found: tuple[str, str, str] = self.tokens[self.at - 1]
        return found

    def expect(self, sign: str) -> None:
        if self.peek()[:2] != ("sign", sign):
            raise Unread(self.said("这里少了“%(sign)s”。") % {"sign": sign})
        self.at += 1

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise Unread(self.said("看不懂“%(word)s”及其后面。") % {"word": self.peek()[1][:20]})
