"""A part as its department reads it: own wording, own order, identity numbers covered until asked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from casework.clock import days_left
from form_builder.unite import unite
from schemas.case import OPEN_STATES, Case, Evidence, Part
from schemas.field_types import ABSENT, FIELD_TYPES
from schemas.form import Field
from schemas.formats import is_identity_document
from schemas.permit import Permit
from schemas.wording import N_
from storage.errors import NotFound
from storage.store import Store
from views.languages import counted
from views.published import departments, permit_of, source

STATES = {
    "submitted": (N_("待受理"), "open"),
    "accepted": (N_("审查中"), "open"),
    "returned": (N_("补正中"), "waiting"),
    "approved": (N_("准予，正在制证"), "done"),
    "refused": (N_("不予许可"), "wrong"),
    "issued": (N_("已发证"), "done"),
}


@dataclass(frozen=True)
class Value:
    """One answer in words. `place` names it ("lr_id", "staff.0.id"); a covered one waits to be asked for."""

    place: str
    words: str
    is_covered: bool = False


@dataclass(frozen=True)
class Line:
    """One question and its answer; a table has heads and rows of values instead. `also` are the other
    departments that asked the same."""

    key: str
    label: str
    value: Value
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Document:
    """One piece of evidence under the label of the material it answers."""

    label: str
    evidence: Evidence

    @property
    def is_image(self) -> bool:
        return self.evidence.media_type.startswith("image/")


@dataclass(frozen=True)
class Dossier:
    """A part with everything its desk shows, and nothing of any other department but the state."""

    part: Part
    case: Case
    permit: Permit
    blocks: tuple[Block, ...]
    documents: tuple[Document, ...]
    missing: tuple[tuple[str, str], ...]


def dossier(store: Store, part: Part, language: str, revealed: Collection[str] = ()) -> Dossier:
    """Everything the page of one part needs; `revealed` are the places shown in full."""
    permit = permit_of(part.form_version)
    case = store.cases.get(part.case)
    return Dossier(
        part=part,
        case=case,
        permit=permit,
        blocks=blocks(permit, part.answers, language, revealed, also_asked(case, part, language)),
        documents=documents(store, case, permit, part.answers, language),
        missing=missing(permit, part.answers, language),
    )


def blocks(
    permit: Permit,
    answers: Mapping[str, Any],
    language: str,
    revealed: Collection[str] = (),
    also: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[Block, ...]:
    """The answered questions by section, as the department prints them; materials stand elsewhere."""
    found = []
    for section in permit.form.sections:
        lines = tuple(
            replace(
                _line(field, answers[field.key], language, revealed),
                also=(also or {}).get(field.key, ()),
            )
            for field in permit.form.in_section(section.key)
            if field.key in answers and not field.material
        )
        title = section.i18n.get(language, {}).get("title") or section.title
        found.append(Block(title, lines))
    return tuple(block for block in found if block.lines)


def also_asked(case: Case, part: Part, language: str) -> dict[str, tuple[str, ...]]:
    """Which other departments asked the same question: own field → their names, nothing more."""
    given = {p.permit: p for p in case.parts if p.permit in case.pins}
    known = departments()
    merged = unite(source(permit_of(p.form_version)) for p in given.values())
    found: dict[str, tuple[str, ...]] = {}
    for field in merged.fields:
        others = [o for o in field.origins if o.department != part.department]
        told = [o.department for o in others if o.path[0] in given[o.source].answers]
        names = tuple(known[d].named(language) for d in dict.fromkeys(told))
        own = (o.path[0] for o in field.origins if o.source == part.permit)
        found |= {key: names for key in own if names}
    return found


def documents(
    store: Store,
    case: Case,
    permit: Permit,
    answers: Mapping[str, Any],
    language: str = "zh-Hans",
) -> tuple[Document, ...]:
    """The files this part's own answers name, in the order of its form."""
    found = []
    for field in permit.form.materials:
        for digest in answers.get(field.key, ()):
            piece = store.evidence.by_sha(case.draft, digest)
            found.append(Document(field.said("title", language), piece))
    return tuple(found)


def document(store: Store, part: Part, evidence_id: str) -> Evidence:
    """One file of this part; NotFound for a file that this part's answers do not name."""
    case = store.cases.get(part.case)
    own = documents(store, case, permit_of(part.form_version), part.answers)
    for piece in own:
        if piece.evidence.id == evidence_id:
            return piece.evidence
    raise NotFound("There is no such file in this part.")


def missing(
    permit: Permit, answers: Mapping[str, Any], language: str
) -> tuple[tuple[str, str], ...]:
    """Materials that were not uploaded, each with how it may come otherwise."""
    words = {
        "deferrable": _("可后补"),
        "commitment": _("以承诺代替"),
        "shared": _("由数据共享取得"),
        "required": _("未提交"),
    }
    return tuple(
        (field.said("title", language), words[field.material.treatment])
        for field in permit.form.materials
        if field.material and field.key not in answers and not field.show_when
    )


def deadline(part: Part, today: date) -> tuple[str, str]:
    """(words, tone) of the badge that says how long there still is."""
    if part.state not in OPEN_STATES:
        words, tone = STATES[part.state]
        return _(words), tone
    days = days_left(today, part.due)
    if days < 0:
        return counted("超期 %(n)s 个工作日", -days), "wrong"
    if days == 0:
        return _("今天到期"), "wrong"
    return counted("还剩 %(n)s 个工作日", days), "waiting" if days <= 2 else "open"


def covered(text: str) -> str:
    """An identity number as it may lie open on a desk: 4404··········0021."""
    return text[:4] + "·" * max(4, len(text) - 8) + text[-4:] if len(text) > 8 else "·" * len(text)


def _line(field: Field, value: Any, language: str, revealed: Collection[str]) -> Line:
    label = field.said("title", language)
    if field.type != "table":
        return Line(field.key, label, _value(field, field.key, value, language, revealed))
    rows = tuple(
        tuple(
            _value(c, f"{field.key}.{n}.{c.key}", row.get(c.key, ABSENT), language, revealed)
            for c in field.columns
        )
        for n, row in enumerate(value)
    )
    heads = tuple(c.said("title", language) for c in field.columns)
    return Line(field.key, label, Value(field.key, ""), heads, rows)


def _value(field: Field, place: str, value: Any, language: str, revealed: Collection[str]) -> Value:
    label = field.said("title", language)
    words = FIELD_TYPES[field.type].beside(label, value, field, language)
    # Some forms ask "credit code or identity number" in one line of text.
    numbered = isinstance(value, str) and len(value) > 8 and is_identity_document(value)
    personal = FIELD_TYPES[field.type].personal or numbered
    if personal and words and place not in revealed:
        return Value(place, covered(words), is_covered=True)
    return Value(place, words)
