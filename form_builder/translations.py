"""Every text of a form that people read, with its translations: out for a translator, and back in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.form import Schema

LANGUAGES = ("zh-Hant", "en", "pt")
LONGEST = 2_000
Step = str | int


@dataclass(frozen=True)
class Text:
    """One text: `id` is where it stands ("properties/area/title", "properties/way/enum/批发"), `path` the
    object that carries its translations, `word` its name there."""

    id: str
    source: str
    path: tuple[Step, ...]
    word: str
    option: str | None = None

    def said(self, form: Schema, language: str) -> str:
        """The translation there is, "" for none."""
        words = _at(form, self.path).get("x-i18n", {}).get(language, {}).get(self.word, "")
        if self.option is not None:
            words = words.get(self.option, "") if isinstance(words, Mapping) else ""
        return str(words)


def texts(form: Schema) -> tuple[Text, ...]:
    """Every text of the form, in the order of the document."""
    return tuple(_texts(form))


def missing(form: Schema, language: str) -> tuple[Text, ...]:
    """The texts that nobody has translated into `language` yet."""
    return tuple(t for t in texts(form) if not t.said(form, language))


def translated(form: Schema, language: str, said: Mapping[str, str]) -> dict[str, Any]:
    """The form with these translations, by the texts' ids; what is empty or unknown changes nothing."""
    changed = _copied(form)
    for text in texts(form):
        words = " ".join(said.get(text.id, "").split())[:LONGEST]
        if not words:
            continue
        i18n = _at(changed, text.path).setdefault("x-i18n", {}).setdefault(language, {})
        if text.option is None:
            i18n[text.word] = words
        else:
            i18n.setdefault(text.word, {})[text.option] = words
    return changed


def _texts(form: Schema) -> Iterator[Text]:
    yield from _own(form, (), ("title",))
    for n, section in enumerate(form.get("x-sections", ())):
        yield from _own(section, ("x-sections", n), ("title",))
    for n, rule in enumerate(form.get("x-rules", ())):
        yield from _own(rule, ("x-rules", n), ("title",))
    for key, field in form.get("properties", {}).items():
        yield from _field(field, ("properties", key))


def _field(field: Schema, path: tuple[Step, ...]) -> Iterator[Text]:
    yield from _own(field, path, ("title", "description"))
    options = field.get("enum") or (
        field.get("items", {}).get("enum") if field.get("x-type") == "choices" else ()
    )
    for option in options or ():
        yield Text(_id(path, "enum", str(option)), str(option), path, "enum", str(option))
    row = field.get("items", {}) if field.get("x-type") == "table" else {}
    for key, column in row.get("properties", {}).items():
        yield from _field(column, (*path, "items", "properties", key))


def _own(part: Schema, path: tuple[Step, ...], words: tuple[str, ...]) -> Iterator[Text]:
    for word in words:
        if part.get(word):
            yield Text(_id(path, word), part[word], path, word)


def _id(path: tuple[Step, ...], *rest: str) -> str:
    return "/".join(str(step).replace("/", "~1") for step in (*path, *rest))


def _at(form: Any, path: tuple[Step, ...]) -> Any:
    for step in path:
        form = form[step]
    return form


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _copied(v) for k, v in value.items()}
    return [_copied(v) for v in value] if isinstance(value, list) else value
