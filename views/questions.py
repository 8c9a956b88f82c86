"""The questions of a draft as its applicant sees them: wording, value, files, who needs it, what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from form_builder.prefill import same_as
from schemas.case import Draft, Evidence
from schemas.field_types import ABSENT, FIELD_TYPES
from schemas.merged import MergedField, MergedSection
from views.asking import Asked, Columns, Errors, Typed, ask, dom_id, typed_from
from views.drafts import value_at
from views.filling import Filling, treatment
from views.languages import language
from views.store import settings, store
from views.voices import column_needs, offices


@dataclass(frozen=True)
class Where:
    """The addresses a draft's questions save to."""

    draft: str

    def field(self, key: str) -> str:
        return url_for("apply_fields.change", draft=self.draft, key=key)

    def same(self, key: str) -> str:
        return url_for("apply_same.take", draft=self.draft, key=key)

    def rows(self, key: str) -> str:
        return url_for("apply_rows.change", draft=self.draft, key=key)

    def files(self, key: str) -> str:
        return url_for("apply_files.add", draft=self.draft, key=key)

    def file(self, key: str, evidence: str) -> str:
        return url_for("apply_files.read", draft=self.draft, key=key, evidence=evidence)

    def section(self, key: str, **more: Any) -> str:
        return url_for("apply_sections.fill", draft=self.draft, section=key, **more)


@dataclass(frozen=True)
class File:
    id: str
    name: str
    size_words: str
    pages: int


@dataclass(frozen=True)
class Slot:
    """A place on the page that stays when its question comes and goes."""

    id: str
    asked: Asked | None


class Questions:
    """Draws the questions of one draft; `earlier` are the answers of the account's last case."""

    def __init__(self, draft: Draft, filling: Filling) -> None:
        self.draft, self.filling, self.where = draft, filling, Where(draft.id)

    def slots(self, section: MergedSection, **how: Any) -> tuple[Slot, ...]:
        return tuple(self.slot(field, **how) for field in section.fields)

    def slot(self, field: MergedField, **how: Any) -> Slot:
        shown = field.key in self.filling.shown
        return Slot(f"field-{dom_id(field.key)}", self.asked(field, **how) if shown else None)

    def asked(
        self,
        field: MergedField,
        *,
        strict: bool = False,
        errors: Errors | None = None,
        typed: Typed | None = None,
        rows: Iterable[int] | None = None,
        focus: str = "",
    ) -> Asked:
        """One question. `errors` and `typed` replace what the draft would say."""
        value = value_at(self.filling.answers, field.key)
        computed = self.filling.computed(field.key)
        return ask(
            field,
            typed_from(field, value) if typed is None else typed,
            language=language(),
            errors=self.filling.errors(field, strict=strict) if errors is None else errors,
            rows=rows,
            note=self._note(field, value),
            offices=offices(self.filling.form, field),
            earlier=self._earlier(field, value),
            columns=self._columns(field),
            treatment=treatment(field),
            files=self._files(field),
            fixed="" if computed is ABSENT else beside_label(field, computed),
            more={
                "mb": settings().max_upload_mb,
                "most": field.schema.get("maxItems", 10),
                "focus": focus,
                "same": self._same(field, value),
                "picture": self._picture(field),
            },
        )

    def _note(self, field: MergedField, value: Any) -> str:
        if FIELD_TYPES[field.type].computed:
            return _("由别的答案得出，不用填")
        if self.filling.computed(field.key) is not ABSENT:
            source = self.filling.form.derived[field.key].source
            return _("由“%(name)s”得出", name=self.filling.form.fields[source].label)
        if value is not ABSENT and value_at(self.earlier, field.key) == value:
            return _("和您上次的申请一样")
        return ""

    def _same(self, field: MergedField, value: Any) -> str:
        """The name of the question whose answer could be taken over; "" when this one is answered."""
        if value is not ABSENT:
            return ""
        source = self._offers.get(field.key)
        given = source is not None and value_at(self.filling.answers, source) is not ABSENT
        return self.filling.form.fields[source].label if source and given else ""

    @cached_property
    def _offers(self) -> Mapping[str, str]:
        fields = self.filling.form.fields
        offers = same_as(self.filling.form.merged, self.filling.answers)
        return {o.target: o.source for o in offers if o.source in fields}

    def _columns(self, field: MergedField) -> Columns | None:
        if field.type != "table":
            return None
        form, name = self.filling.form, f"{field.key}#"
        earlier = self.draft.earlier.items()
        return Columns(
            column_needs(form, field),
            {d.key: d for d in form.derived.values() if d.table == field.key},
            {k.removeprefix(name): told["words"] for k, told in earlier if k.startswith(name)},
        )

    def _earlier(self, field: MergedField, value: Any) -> str:
        """The answer that was put aside, while there is no new one."""
        told = self.draft.earlier.get(field.key, {})
        return told.get("words", "") if value is ABSENT else ""

    def _files(self, field: MergedField) -> tuple[File, ...]:
        named = value_at(self.draft.answers, field.key) if field.type == "material" else ABSENT
        kept = {e.sha256: e for e in self.evidence}
        listed = named if isinstance(named, list) else []
        return tuple(_file(kept[sha]) for sha in listed if sha in kept)

    def _picture(self, field: MergedField) -> str:
        """The address of the first picture uploaded for the material that this place is marked on."""
        on = next(
            (
                (o.source, (o.schema["x-picture"],))
                for o in field.origins
                if "x-picture" in o.schema
            ),
            None,
        )
        for other in self.filling.form.fields.values() if on else ():
            if on in [(o.source, o.path) for o in other.origins]:
                shown = [
                    e
                    for e in self.evidence
                    if e.key == other.key and e.media_type.startswith("image/")
                ]
                return self.where.file(other.key, shown[0].id) if shown else ""
        return ""

    @cached_property
    def evidence(self) -> Sequence[Evidence]:
        return store().evidence.of_draft(self.draft.id)

    @cached_property
    def earlier(self) -> Mapping[str, Any]:
        last = store().cases.of_account(self.draft.account, limit=1).items
        return last[0].answers if last and not self.draft.corrects else {}


def said(field: MergedField, value: Any) -> str:
    """An answer as people read it in a sentence."""
    return FIELD_TYPES[field.type].present(value, field, language())


def beside_label(field: MergedField, value: Any) -> str:
    """An answer as people read it beside its question."""
    return FIELD_TYPES[field.type].beside(field.label, value, field, language())


def _file(piece: Evidence) -> File:
    size = piece.size / 1_000_000
    words = f"{size:.1f} MB" if size >= 1 else f"{max(1, piece.size // 1000)} KB"
    return File(piece.id, piece.name, words, piece.pages)
