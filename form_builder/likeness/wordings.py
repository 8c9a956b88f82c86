"""Wordings: how each form asks each question, with the person or place it is about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from form_builder.likeness.meaning import Meaning, bare, meaning
from form_builder.likeness.synonyms import (
    OF_A_PERSON,
    OF_A_PLACE,
    OF_A_TRADE,
    OTHER_COMPANIES,
    SAID_BY_TYPE,
    UNCLEAR,
)
from schemas.element import Element
from schemas.form import Field, read_form
from schemas.merged import Source


@dataclass(frozen=True)
class Wording:
    """One way to ask something: a form's field (`source`, `path`), or a name of the dictionary (source "")."""

    source: str
    path: str
    label: str
    section: str
    type: str
    meaning: Meaning
    element: str | None = None
    unit: str = ""
    options: tuple[str, ...] = ()
    hint: str = ""

    @property
    def place(self) -> tuple[str, str]:
        return self.source, self.path


def wordings(source: Source) -> tuple[Wording, ...]:
    """Every question of a form that is answered, in its order, told apart by what stands before it."""
    form = read_form(source.schema)
    titles = {s.key: s.title for s in form.sections}
    asked = [f for f in form.fields if f.type != "statement"]
    about = _About(source.id, meaning(form.title).of("trade"), _phones(asked) > 1)
    return tuple(
        wording
        for key in dict.fromkeys(f.section for f in asked)
        for wording in _section(about, titles.get(key, ""), [f for f in asked if f.section == key])
    )


def column_wordings(source: Source, table: str) -> tuple[Wording, ...]:
    """How the columns of a table are asked; its label speaks for them as a section's title does."""
    form = read_form(source.schema)
    columns, label = form.field(table).columns, form.field(table).label
    about = _About(source.id, meaning(form.title).of("trade"), _phones(columns) > 1)
    return tuple(_section(about, label, columns))


def dictionary_wordings(elements: Mapping[str, Element]) -> tuple[Wording, ...]:
    """The dictionary's own name of every element."""
    return tuple(
        Wording(
            source="",
            path=e.id,
            label=e.name,
            section="",
            type=e.type,
            meaning=_typed(meaning(e.name), e.type),
            element=e.id,
            unit=e.unit,
            options=tuple(map(str, e.schema.get("enum", ()))),
        )
        for e in elements.values()
    )


@dataclass(frozen=True)
class _About:
    """What a whole form says about its questions."""

    source: str
    trade: frozenset[str]
    has_phones: bool


def _section(about: _About, title: str, fields: Sequence[Field]) -> Iterator[Wording]:
    """The questions of one section. A bare 身份证号码 is that of the person named just before it, a bare
    邮政编码 that of the address before it; the section's title speaks for what nothing stands before."""
    titled = meaning(title)
    holder, place = titled.of("who"), titled.of("place")
    party = frozenset(f"party:{org}" for org in titled.concepts & OTHER_COMPANIES)
    just_named = has_mobile = False
    for field, following in zip(fields, (*fields[1:], None), strict=True):
        own = _plain(field)
        sure = bool(titled.of("who") - UNCLEAR) or about.has_phones or just_named
        bearer = holder if sure or "what:phone" not in own.concepts else _NOBODY
        told = _placed(own, titled, bearer, place).joined(party)
        has_mobile = following is not None and "kind:mobile" in _plain(following).concepts
        yield _wording(about, title, field, _traded(_desk(told, own, has_mobile), field, about))
        # 法定代表人（使用者） is not the one the table knows: unknown words make somebody else.
        somebody = frozenset({f"who:{bare(field.label)}"}) if own.rest else own.of("who")
        named = (own.of("who") and somebody) or own.of("org")
        just_named = bool(named)
        holder = named or (holder if _goes_on(own) else titled.of("who"))
        place = own.of("place") or place


_NOBODY: frozenset[str] = frozenset()


def _desk(told: Meaning, own: Meaning, has_mobile: bool) -> Meaning:
    """电话 with 手机 right behind it is the telephone on the desk."""
    if has_mobile and "what:phone" in own.concepts and not own.of("kind") and not own.of("who"):
        return Meaning(told.concepts - {"what:phone"} | {"what:landline"}, told.rest)
    return told


def _placed(
    own: Meaning, titled: Meaning, person: frozenset[str], place: frozenset[str]
) -> Meaning:
    if own.concepts & OF_A_PERSON and not own.of("who") and not own.of("org"):
        return own.joined(person)
    if own.concepts == {"what:name"} and not own.rest:
        return own.joined(titled.of("who") or titled.of("place") or titled.of("org"))
    if own.concepts & OF_A_PLACE and not own.of("place"):
        return (
            own if own.of("area") and "place:building" not in place else _whole(own.joined(place))
        )
    return own


def _whole(told: Meaning) -> Meaning:
    if {"place:building", "area:built"} <= told.concepts:
        return Meaning(told.concepts - {"area:built"} | {"area:whole"}, told.rest)
    return told


def _traded(told: Meaning, field: Field, about: _About) -> Meaning:
    """With the trade, or the permit itself, where that is what tells two questions apart."""
    own = frozenset({f"of:{about.source}"})
    if "place:registered" in told.concepts and "place:home" in meaning(field.hint).concepts:
        return Meaning(told.concepts - {"place:registered"} | {"place:home"}, told.rest)
    if told.of("of") and field.type in ("integer", "number"):
        return told.joined(own)
    if "what:scope" in told.concepts and field.type in ("choice", "choices", "tags"):
        return told.joined(own)
    return told.joined(about.trade) if told.concepts & OF_A_TRADE else told


def _goes_on(own: Meaning) -> bool:
    """Whether this question is still about the person named before."""
    return bool(own.concepts & OF_A_PERSON) and not own.of("org")


def _phones(fields: Iterable[Field]) -> int:
    return sum("what:phone" in _plain(f).concepts for f in fields)


def _plain(field: Field) -> Meaning:
    return _typed(meaning(field.label), field.type)


def _typed(own: Meaning, type: str) -> Meaning:
    """With what the type says without a word; a person alone, as text, is that person's name."""
    said = SAID_BY_TYPE.get(type)
    if said and not own.of("what"):
        return own.joined(frozenset({said}))
    if type == "text" and own.of("who") and not own.of("what") and not own.rest:
        return own.joined(frozenset({"what:name"}))
    return own


def _wording(about: _About, section: str, field: Field, told: Meaning) -> Wording:
    listed = field.schema.get("enum") or field.schema.get("items", {}).get("enum") or ()
    columns = tuple(c.label for c in field.columns)
    return Wording(
        source=about.source,
        path=field.key,
        label=field.label,
        section=section,
        type=field.type,
        meaning=told,
        element=field.element,
        unit=field.unit,
        options=columns or tuple(map(str, listed)),
        hint=field.hint,
    )
