"""What an import makes: a form that grows question by question, and the report beside it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from form_builder.check_fields import MAX_HINT, MAX_OPTION, MAX_OPTIONS, MAX_TITLE
from form_builder.conditions import settle
from form_builder.imports.logic import NotSaid, condition
from schemas.field_types import FIELD_TYPES
from schemas.form import Schema
from schemas.wording import N_

Said = Callable[[str], str]
MOST_FIELDS = 500
TAG = re.compile(r"<[^<>]{0,300}>")
KINDS = {"understood": N_("看懂的"), "changed": N_("改过的"), "refused": N_("没有收的")}


@dataclass(frozen=True)
class Line:
    """One line of the report; `kind` is a key of KINDS, `place` where it stands in what was read."""

    kind: str
    place: str
    sentence: str


@dataclass(frozen=True)
class Taken:
    """The form that came of it, None when nothing could be made, with the report."""

    form: dict[str, Any] | None
    lines: tuple[Line, ...]

    def of(self, kind: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind == kind)


@dataclass
class Taking:
    """A form being made. Questions are named as the source names them; what that becomes is reported."""

    said: Said
    title: str = ""
    sections: list[dict[str, Any]] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    conditions: list[tuple[str, str, str, str]] = field(default_factory=list)

    def note(self, kind: str, place: str, sentence: str, **words: Any) -> None:
        self.lines.append(
            Line(kind, place, self.said(sentence) % words if words else self.said(sentence))
        )

    def section(self, title: str, place: str) -> None:
        """A new section, from here on; an empty title is given one."""
        key = f"s{len(self.sections) + 1}"
        title = self.text(title, place, MAX_TITLE) or self.said(N_("第 %(n)s 部分")) % {
            "n": len(self.sections) + 1
        }
        self.sections.append({"key": key, "title": title})

    def add(
        self,
        place: str,
        name: str,
        schema: Schema,
        *,
        required: bool = False,
        when: tuple[str, str] | None = None,
        words: Mapping[str, str] | None = None,
    ) -> None:
        """One more question; `when` is (dialect, text) of its condition, `words` what an option's value is
        called here."""
        if len(self.fields) >= MOST_FIELDS:
            self.note(
                "refused", place, N_("题目太多：最多 %(most)s 题，这一题没有收。"), most=MOST_FIELDS
            )
            return
        if not self.sections:
            self.section("", place)
        key = self.key(name, place, self.fields)
        self.keys.setdefault(name, key)
        self.fields[key] = {**schema, "x-section": self.sections[-1]["key"]}
        self.words[key] = dict(words or {})
        if (
            required
            and not FIELD_TYPES[schema["x-type"]].computed
            and schema["x-type"] != "statement"
        ):
            self.required.append(key)
        if when and when[1]:
            self.conditions.append((key, place, *when))
        kind = self.said(FIELD_TYPES[schema["x-type"]].words)
        self.note(
            "understood", place, N_("“%(title)s”：%(type)s。"), title=schema["title"], type=kind
        )

    def question(
        self, place: str, kind: str, title: str, hint: str = "", **more: Any
    ) -> dict[str, Any]:
        """The schema of a question of this type, its words made fit to be shown."""
        made = {**FIELD_TYPES[kind].base(), **{k: v for k, v in more.items() if v is not None}}
        made["title"] = self.text(title, place, MAX_TITLE) or self.said(FIELD_TYPES[kind].words)
        if said := self.text(hint, place, MAX_HINT):
            made["description"] = said
        return made

    def choice(
        self, place: str, kind: str, title: str, options: Iterable[Any], hint: str = ""
    ) -> dict[str, Any]:
        """A choice of these options; without any it becomes a line of text."""
        found = self.options(place, options)
        if not found:
            self.note("changed", place, N_("没有可选的选项，改成了一行文字。"))
            return self.question(place, "text", title, hint)
        if kind == "choices":
            return self.question(place, kind, title, hint, items={"type": "string", "enum": found})
        return self.question(place, kind, title, hint, enum=found)

    def options(self, place: str, options: Iterable[Any]) -> list[str]:
        """Each option once, as many and as long as a form may have."""
        found: dict[str, None] = {}
        more = 0
        for option in options:
            text = self.text(str(option), place, MAX_OPTION)
            if text and text not in found:
                more += len(found) >= MAX_OPTIONS
                found |= {text: None} if len(found) < MAX_OPTIONS else {}
        if more:
            words = {"most": MAX_OPTIONS, "more": more}
            self.note(
                "changed",
                place,
                N_("选项太多：只收了前 %(most)s 个，还有 %(more)s 个没有收。"),
                **words,
            )
        return list(found)

    def text(self, text: Any, place: str, most: int) -> str:
        """One line of plain words: no tags, no controls, not longer than `most`."""
        given = "" if text is None else str(text)[:20_000]
        plain = " ".join(
            "".join(c for c in TAG.sub(" ", given) if c.isprintable() or c.isspace()).split()
        )
        if TAG.search(given):
            self.note("changed", place, N_("文字里的 HTML 标签去掉了。"))
        if len(plain) > most:
            self.note("changed", place, N_("文字太长，截到了 %(most)s 个字。"), most=most)
        return plain[:most].replace("<", "＜")

    def key(self, name: str, place: str, taken: Mapping[str, Any]) -> str:
        """The name as a key of ours: lower case, underscores, no two the same."""
        snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", str(name))
        plain = re.sub(r"[^a-z0-9]+", "_", snake.lower()).strip("_")[:50]
        plain = plain if plain[:1].isalpha() else f"q_{plain}".rstrip("_")
        tries = (plain if n == 1 else f"{plain}_{n}" for n in range(1, len(taken) + 2))
        key = next(t for t in tries if t not in taken)
        if key != name:
            self.note(
                "changed",
                place,
                N_("代号“%(name)s”改成了“%(key)s”。"),
                name=str(name)[:60],
                key=key,
            )
        return key

    def done(self, permit: str) -> Taken:
        """The settled form; conditions come last, since they may name what comes after them."""
        for key, place, dialect, text in self.conditions:
            try:
                self.fields[key]["x-show-when"] = condition(
                    text, dialect, self.keys, self.words, self.fields
                )
            except NotSaid as problem:
                words = {"text": text[:120], "why": self.said(str(problem))}
                self.note(
                    "refused",
                    place,
                    N_("显示条件没有收：%(text)s（%(why)s）。这一题一直显示。"),
                    **words,
                )
        if not self.fields:
            self.note("refused", "", N_("没有找到可以收的题。"))
            return Taken(None, tuple(self.lines))
        form = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:yizhao:form:{permit}",
            "title": self.text(self.title, "", MAX_TITLE) or self.said(N_("导入的表单")),
            "x-sections": [
                s
                for s in self.sections
                if any(f["x-section"] == s["key"] for f in self.fields.values())
            ],
            "type": "object",
            "additionalProperties": False,
            "required": self.required,
            "properties": self.fields,
        }
        return Taken(settle(form), tuple(self.lines))
