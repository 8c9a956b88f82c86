"""Finding a question in a long form: by its words, its hint, its options, its columns, its code."""

from dataclasses import dataclass

from schemas.form import Field, Form

MOST = 20


@dataclass(frozen=True)
class Found:
    """A question, or column, that holds what was sought; `where` is the words that hold it."""

    path: str
    label: str
    section: str
    where: str

    @property
    def name(self) -> str:
        return self.path.replace("/", ".")


def found_in(form: Form, sought: str) -> tuple[Found, ...]:
    """The questions whose words hold every word that is sought, best first; () for nothing sought."""
    words = sought.casefold().split()
    if not words:
        return ()
    titles = {s.key: s.title for s in form.sections}
    hits = []
    for field in form.fields:
        for path, each in _with_columns(field):
            texts = _texts(each)
            where = next((t for t in texts if all(w in t.casefold() for w in words)), None)
            if where is not None:
                hit = Found(path, each.label, titles.get(field.section, ""), where[:60])
                hits.append((texts.index(where), hit))
    hits.sort(key=lambda h: h[0])
    return tuple(h[1] for h in hits[:MOST])


def _with_columns(field: Field) -> list[tuple[str, Field]]:
    return [(field.key, field), *((f"{field.key}/{c.key}", c) for c in field.columns)]


def _texts(field: Field) -> list[str]:
    options = field.schema.get("enum") or field.schema.get("items", {}).get("enum") or ()
    translated = [str(t) for said in (field.i18n or {}).values() for t in said.values()]
    return [field.label, field.key, field.hint, *map(str, options), *translated]
