"""What the workbench knows about a draft: whom it meets, what clashes, what is probably a duplicate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from form_builder.facing import Clash, Facing, facing
from form_builder.likeness.alike import factor
from form_builder.likeness.reasons import reasons
from form_builder.likeness.sameness import Match, Suggestion, key_of, suggest
from schemas.decision import Decision, clash, pair
from schemas.merged import MergedField, Source
from schemas.permit import Department, Permit
from views.build_draft import Working
from views.demands import Side, sides, stops_everybody, trigger
from views.languages import language
from views.published import departments, elements, permits, source
from views.store import store


@dataclass(frozen=True)
class Contradiction:
    """A conflict of this draft with other forms; `mine` is the path of its own question in it, `element`
    what that question is bound to, None when there is no binding to undo."""

    subject: str
    about: str
    label: str
    kind: str
    sides: tuple[Side, ...]
    mine: str
    decision: Decision | None
    stops: bool
    when: str = ""
    element: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody must decide before the form goes out."""
        return self.stops and self.decision is None


@dataclass(frozen=True)
class Candidate:
    """What a question probably is; `factor` and `codes` are what "same, but" would begin with."""

    match: Match
    subject: str
    name: str
    asked_as: tuple[str, ...]
    reasons: tuple[str, ...]
    factor: str
    codes: tuple[tuple[str, tuple[str, ...]], ...]
    waits_for: str

    @property
    def key(self) -> str:
        return self.match.known.key

    @property
    def likely(self) -> int:
        return round(100 * self.match.score)


@dataclass(frozen=True)
class Doubt:
    """One question of the draft and what it probably is, the likeliest first."""

    suggestion: Suggestion
    candidates: tuple[Candidate, ...]

    @property
    def path(self) -> str:
        return self.suggestion.asked.path


def source_of(draft: Working) -> Source:
    return Source(draft.id, draft.department, draft.form)


def neighbours(draft: Working) -> dict[str, Permit]:
    """Every permit in force that can be applied for together with this one."""
    excluded = set(draft.permit.get("excludes", ()))
    return {
        name: permit
        for name, permit in permits().items()
        if name != draft.id and name not in excluded and draft.id not in permit.excludes
    }


def facing_of(draft: Working) -> Facing:
    return facing(source_of(draft), [source(p) for p in neighbours(draft).values()])


def contradictions_of(draft: Working, found: Facing) -> tuple[Contradiction, ...]:
    """The draft's conflicts, those that stop people first, with what was decided about each."""
    subjects = {_subject(c): c for c in found.clashes}
    decided = store().decisions.about(subjects)
    known = {**permits(), draft.id: _as_permit(draft)}
    offices = departments()
    told = (_told(draft, s, c, decided.get(s), known, offices) for s, c in subjects.items())
    return tuple(sorted(told, key=lambda c: _KINDS.index(c.kind) if c.kind in _KINDS else 9))


def conflicts_found(draft: Working) -> tuple[Contradiction, ...]:
    return contradictions_of(draft, facing_of(draft))


def open_conflicts(draft: Working) -> tuple[Contradiction, ...]:
    """Those that would stop people and that nobody has decided about: the form may not go out."""
    return tuple(c for c in conflicts_found(draft) if c.is_open)


def doubts_of(draft: Working) -> tuple[Doubt, ...]:
    """Probable duplicates nobody has settled yet."""
    settled = {frozenset(s.split("|")) for s in store().decisions.subjects() if "|" in s}
    others = [source(p) for p in neighbours(draft).values()]
    known = permits()
    found = suggest(source_of(draft), others, elements(), settled | pending())
    return tuple(
        Doubt(one, tuple(_candidate(m, draft, known) for m in one.matches)) for one in found
    )


def pending() -> set[frozenset[str]]:
    """Pairs that wait in an open proposal."""
    found = (s for p in store().proposals.open() for s in p.change.get("settles", ()))
    return {frozenset(subject.split("|")) for subject in found}


def settled_of(draft: Working) -> tuple[Decision, ...]:
    """What was decided about the draft's questions, newest first."""
    own = f"{draft.id}."
    subjects = [s for s in store().decisions.subjects() if own in s or f"!{draft.id}" in s]
    return tuple(sorted(store().decisions.about(subjects).values(), key=lambda d: d.at))[::-1]


_KINDS = ("presence", "form", "choice", "condition", "field")


def _subject(one: Clash) -> str:
    told = one.conflict
    return clash(told.about, told.sources, (*told.texts, told.when))


def _told(
    draft: Working,
    subject: str,
    one: Clash,
    decision: Decision | None,
    known: Mapping[str, Permit],
    offices: Mapping[str, Department],
) -> Contradiction:
    both = sides(one.conflict, one.fields, known, offices)
    mine = next((s.path for s in both if s.permit == draft.id), "")
    about = one.conflict.about
    return Contradiction(
        subject,
        about,
        one.fields[about].label if about in one.fields else about,
        one.conflict.kind,
        both,
        mine,
        decision,
        stops_everybody(one.conflict),
        trigger(one.conflict),
        next((f.element for f in one.fields.values() if _asks(f, draft.id, mine)), None),
    )


def _asks(field: MergedField, permit: str, path: str) -> bool:
    return any(o.source == permit and "/".join(o.path) == path for o in field.origins)


def _as_permit(draft: Working) -> Any:
    """The draft's permit for its names: its other facts may not be complete yet."""
    live = permits().get(draft.id)
    return live or _Named(draft.permit["name"], draft.department)


@dataclass(frozen=True)
class _Named:
    name: str
    department: str

    def named(self, _language: str) -> str:
        return self.name


def _candidate(match: Match, draft: Working, known: Mapping[str, Permit]) -> Candidate:
    asked, one = match.asked, match.known
    name = one.wordings[0].label
    theirs = None if one.element else known[one.wordings[0].source]
    foreign = theirs is not None and theirs.department != draft.department
    scale = factor(one.wordings[0].unit, asked.unit)
    return Candidate(
        match=match,
        subject=pair(key_of(asked), one.key),
        name=name,
        asked_as=tuple(_asked_as(one.wordings, known)),
        reasons=reasons(match, _=_),
        factor=str(scale or 1),
        codes=_codes(asked.options, one.wordings[0].options) if asked.type == "choice" else (),
        waits_for=departments()[theirs.department].named(language()) if theirs and foreign else "",
    )


def _asked_as(wordings: Iterable[Any], known: Mapping[str, Permit]) -> Iterable[str]:
    for wording in [w for w in wordings if w.source][:4]:
        yield _(
            "%(permit)s：%(label)s",
            permit=known[wording.source].named(language()),
            label=wording.label,
        )


def _codes(
    local: tuple[str, ...], canonical: tuple[str, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(local option, the dictionary's options to choose from) where the words differ."""
    strange = [o for o in local if o not in canonical]
    left = tuple(o for o in canonical if o not in local)
    return tuple((o, left) for o in strange) if canonical and left else ()
