"""Moving answers to another set of forms: a permit more or less, or a newer version. Nothing is lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from form_builder.altered import CHOSEN, Place, altered, another_measure, measure, places
from form_builder.answers import value_at, with_answers
from form_builder.rebase_rows import Rows, moved_rows
from form_builder.retype import retyped
from form_builder.validate import failures
from schemas.field_types import ABSENT, FIELD_TYPES
from schemas.judge import accepts
from schemas.merged import Failure, MergedField, MergedForm

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Fate:
    """What happens to one question and its answer. `kind` is one of

    "same": nothing to say · "kept": asked differently, the answer still holds · "needs": the answer
    does not fit any more, or one is now demanded · "gone": not asked, its answer kept aside ·
    "new": not asked before · "back": asked again, with the answer that was kept.

    `changes` are the aspects of `altered`; `words` the old answer as people read it; `broken` the rules
    it breaks now.
    """

    key: str
    kind: str
    changes: tuple[str, ...] = ()
    old: MergedField | None = None
    new: MergedField | None = None
    words: str = ""
    broken: tuple[Failure, ...] = ()


@dataclass(frozen=True)
class Moved:
    """`answers` for the new form; `kept` values of questions that are not asked or could not take them
    (key → value, "<table>#" → row → column → value); `earlier` tells of answers that were put aside
    (key, or "<table>#<row>.<column>"): their "words", and the measure "of" the question they answered.
    """

    answers: dict[str, Any]
    kept: dict[str, Any] = field(default_factory=dict)
    earlier: dict[str, Any] = field(default_factory=dict)
    fates: tuple[Fate, ...] = ()

    def of(self, *kinds: str) -> tuple[Fate, ...]:
        return tuple(f for f in self.fates if f.kind in kinds)


def rebase(
    old: MergedForm,
    new: MergedForm,
    answers: Answers,
    kept: Answers | None = None,
    earlier: Mapping[str, Any] | None = None,
    language: str = "zh-Hans",
) -> Moved:
    """`answers` to `old` as answers to `new`, field by field.

    An answer stays where its question stays, also when it is wrong now: the form shows it with what is
    wrong. It is put aside, and said beside the question, only where the new question could not show
    it: another type, another unit, an option that is gone. A question bound to another element takes
    its answer along only if nobody else asks that element: otherwise others would be told something
    that was said to this department alone.
    """
    before = {f.key: f for f in old.fields}
    at = {place: f for f in old.fields for place in places(f)}
    state = Moved(dict(answers), dict(kept or {}), dict(earlier or {}))
    for question in new.fields:
        state = _carried(state, question, before.get(question.key), at, language)
    for question in old.fields:
        state = _put_away(state, question, new, language)
    return _judged(state, Before(old, answers, at, language), new)


def _carried(
    state: Moved,
    new: MergedField,
    same: MergedField | None,
    at: Mapping[Place, MergedField],
    language: str,
) -> Moved:
    """The state with whatever is known for this question in its place."""
    value = value_at(state.answers, new.key)
    if value is ABSENT:
        state, came, value = _brought(state, new, at, language)
        same = came or same
    if value is ABSENT:
        return _restored(state, new, language)
    if same is None:
        return state
    if new.type == "table" and same.type == "table":
        return _with_rows(state, new, same, value, language)
    value_now = value
    if another_measure(same, new):
        value_now = ABSENT
    elif same.type != new.type and not accepts(new.schema, value):
        value_now = retyped(value, same, new)
    elif new.type in CHOSEN and not accepts(new.schema, value) and accepts(same.schema, value):
        value_now = ABSENT
    if value_now is ABSENT:
        return _aside(state, new.key, value, same, language)
    return replace(state, answers=with_answers(state.answers, {new.key: value_now}))


def _brought(
    state: Moved, new: MergedField, at: Mapping[Place, MergedField], language: str
) -> tuple[Moved, MergedField | None, Any]:
    """The answer of a question that was bound to another element, if it may come along."""
    sources = [at.get(place) for place in places(new)]
    moved = [s for s in sources if s and s.key != new.key]
    old = next((s for s in moved if value_at(state.answers, s.key) is not ABSENT), None)
    if old is None:
        return state, next(iter(moved), None), ABSENT
    value = value_at(state.answers, old.key)
    if all(s is old for s in sources):
        taken = with_answers(state.answers, {new.key: value})
        return replace(state, answers=taken), old, value
    return _beside(state, new.key, value, old, language), old, ABSENT


def _restored(state: Moved, new: MergedField, language: str) -> Moved:
    """What was kept aside comes back once it is asked for and fits."""
    value = state.kept.get(new.key, ABSENT)
    told = state.earlier.get(new.key)
    if value is ABSENT or (told and told["of"] != measure(new)):
        return state
    if new.type != "table" and not accepts(new.schema, value):
        return state if told else _beside(state, new.key, value, new, language)
    state = replace(
        state,
        answers=with_answers(state.answers, {new.key: value}),
        kept={k: v for k, v in state.kept.items() if k != new.key},
        earlier={k: v for k, v in state.earlier.items() if k != new.key},
    )
    return _with_rows(state, new, new, value, language) if new.type == "table" else state


def _with_rows(
    state: Moved, new: MergedField, old: MergedField, value: Any, language: str
) -> Moved:
    name = f"{new.key}#"
    told = {k.removeprefix(name): v for k, v in state.earlier.items() if k.startswith(name)}
    known = Rows([], state.kept.get(name, {}), told)
    rows = moved_rows(old, new, value, known, language)
    kept = {k: v for k, v in state.kept.items() if k != name}
    earlier = {k: v for k, v in state.earlier.items() if not k.startswith(name)}
    return Moved(
        with_answers(state.answers, {new.key: rows.rows}),
        kept | ({name: rows.kept} if rows.kept else {}),
        earlier | {f"{name}{place}": one for place, one in rows.earlier.items()},
    )


def _put_away(state: Moved, old: MergedField, new: MergedForm, language: str) -> Moved:
    """The answer of a question that is asked no more, kept aside."""
    value = value_at(state.answers, old.key)
    if value is ABSENT or any(f.key == old.key for f in new.fields):
        return state
    return _aside(state, old.key, value, old, language)


def _aside(state: Moved, key: str, value: Any, old: MergedField, language: str) -> Moved:
    """The answer taken out, kept, and said beside the question."""
    state = _beside(state, key, value, old, language)
    answers = with_answers(state.answers, {key: ABSENT})
    return replace(state, answers=answers, kept=state.kept | {key: value})


def _beside(state: Moved, key: str, value: Any, old: MergedField, language: str) -> Moved:
    told = {"words": _words(old, value, language), "of": measure(old)}
    return replace(state, earlier=state.earlier | {key: told})


@dataclass(frozen=True)
class Before:
    """The form and the answers that are left, and where each department asked what."""

    form: MergedForm
    answers: Answers
    at: Mapping[Place, MergedField]
    language: str

    def words(self, old: MergedField) -> str:
        value = value_at(self.answers, old.key)
        return "" if value is ABSENT else _words(old, value, self.language)


def _judged(state: Moved, before: Before, new: MergedForm) -> Moved:
    wrong, was_wrong = _wrong(new, state.answers), _wrong(before.form, before.answers)
    was = {f.key: f for f in before.form.fields}
    asked = (f for f in new.fields if FIELD_TYPES[f.type].asked or f.type == "material")
    fates = tuple(
        _fate(state, f, old, before, wrong, was_wrong)
        for f in asked
        for old in (was.get(f.key) or _asked_before(f, before.at),)
    )
    return replace(state, fates=(*fates, *_gone(before, new)))


def _fate(
    state: Moved,
    new: MergedField,
    old: MergedField | None,
    before: Before,
    wrong: Mapping[str, tuple[Failure, ...]],
    was_wrong: Mapping[str, tuple[Failure, ...]],
) -> Fate:
    broken = wrong.get(new.key, ())
    if old is None:
        kind = "new" if value_at(state.answers, new.key) is ABSENT else "back"
        return Fate(new.key, kind, new=new, broken=broken)
    changes = altered(old, new)
    fresh = tuple(f for f in broken if f not in was_wrong.get(old.key, ()))
    anew = any(k == new.key or k.startswith(f"{new.key}#") for k in state.earlier)
    kind = "needs" if anew or fresh else "kept" if changes else "same"
    told = state.earlier.get(new.key)
    words = told["words"] if told else before.words(old)
    return Fate(new.key, kind, changes, old, new, words, fresh)


def _gone(before: Before, new: MergedForm) -> Iterator[Fate]:
    asked = {place for f in new.fields for place in places(f)}
    keys = {f.key for f in new.fields}
    for old in before.form.fields:
        if old.key not in keys and not asked & set(places(old)):
            yield Fate(old.key, "gone", old=old, words=before.words(old))


def _words(field: MergedField, value: Any, language: str) -> str:
    """The answer as people read it; files have no words."""
    return (
        "" if field.type == "material" else FIELD_TYPES[field.type].present(value, field, language)
    )


def _asked_before(new: MergedField, at: Mapping[Place, MergedField]) -> MergedField | None:
    return next((at[place] for place in places(new) if place in at), None)


def _wrong(form: MergedForm, answers: Answers) -> dict[str, tuple[Failure, ...]]:
    """What each question's answer breaks."""
    found: dict[str, tuple[Failure, ...]] = {}
    for failure in failures(form, answers):
        found[failure.field] = (*found.get(failure.field, ()), failure)
    return found
