"""Sameness: which questions of a form are probably asked elsewhere already, how likely, and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from form_builder.likeness.alike import UNSURE, likeness, may_be_same
from form_builder.likeness.meaning import Meaning
from form_builder.likeness.wordings import Wording, dictionary_wordings, wordings
from schemas.element import Element
from schemas.merged import Source

PROBABLE = 0.8


@dataclass(frozen=True)
class Known:
    """What is asked already: an element with every way it is asked, or one form's own question."""

    element: str | None
    wordings: tuple[Wording, ...]

    @property
    def key(self) -> str:
        """The element's id, or "<permit>.<field>": what a merged form calls it."""
        first = self.wordings[0]
        return self.element or f"{first.source}.{first.path}"


@dataclass(frozen=True)
class Match:
    """`asked` is probably what `known` asks; `nearest` is the wording that came nearest."""

    asked: Wording
    known: Known
    nearest: Wording
    score: float


@dataclass(frozen=True)
class Suggestion:
    """A question of the form with what it probably is: at most three, the likeliest first."""

    asked: Wording
    matches: tuple[Match, ...]


def suggest(
    form: Source,
    others: Iterable[Source],
    elements: Mapping[str, Element],
    decided: Collection[frozenset[str]] = (),
) -> tuple[Suggestion, ...]:
    """What the questions of `form` probably have in common with the dictionary and the `others`, in the
    form's order.

    A question that asks an element already is only held against other forms' own questions. `decided`
    are the pairs of keys (`key_of`, `Known.key`) that a person has settled: they never come again.
    """
    asked = wordings(form)
    theirs = [w for other in others if other.id != form.id for w in wordings(other)]
    pool = known(dictionary_wordings(elements), theirs)
    return tuple(
        Suggestion(wording, found) for wording in asked if (found := _open(wording, pool, decided))
    )


def key_of(wording: Wording) -> str:
    """What a merged form calls a question nobody else asks: "<permit>.<field>"."""
    return f"{wording.source}.{wording.path}"


def _open(
    asked: Wording, pool: Iterable[Known], decided: Collection[frozenset[str]]
) -> tuple[Match, ...]:
    fits = (one for one in pool if asked.element is None or one.element is None)
    probable = (m for m in ranked(asked, fits) if m.score >= PROBABLE)
    return tuple(m for m in probable if frozenset({key_of(asked), m.known.key}) not in decided)[:3]


def known(dictionary: Iterable[Wording], asked: Iterable[Wording]) -> tuple[Known, ...]:
    """What there is to be the same as: elements first, then every form's own questions."""
    groups: dict[str, list[Wording]] = {w.path: [w] for w in dictionary}
    own = []
    for wording in asked:
        if wording.element in groups:
            groups[wording.element].append(_as_meant(wording, groups[wording.element][0]))
        else:
            own.append(Known(None, (wording,)))
    return (*(Known(e, tuple(ws)) for e, ws in groups.items()), *own)


def _as_meant(wording: Wording, name: Wording) -> Wording:
    """A bound question means its element: whose and where the dictionary says overrules what a form's
    order suggests."""
    kept = {c for c in wording.meaning.concepts if not name.meaning.of(c.partition(":")[0])}
    told = {c for c in wording.meaning.concepts if c in name.meaning.concepts}
    named = {c for c in name.meaning.concepts if c.partition(":")[0] in ("who", "place", "org")}
    return replace(wording, meaning=Meaning(frozenset(kept | told | named), wording.meaning.rest))


def ranked(asked: Wording, pool: Iterable[Known]) -> tuple[Match, ...]:
    """Everything of the pool that could be what `asked` asks, the likeliest first; of equals what more forms ask."""
    found = (match for one in pool if (match := _match(asked, one)))
    return tuple(sorted(found, key=lambda m: (-m.score, -len(m.known.wordings), m.known.key)))


def _match(asked: Wording, one: Known) -> Match | None:
    others = [w for w in one.wordings if w.source != asked.source]
    if not others or _told_apart(asked, one):
        return None
    scores = [(likeness(asked, w), w) for w in others]
    score, nearest = max(scores, key=lambda found: found[0])
    if _lists_clash(asked, one) or (one.element is None and asked.type != nearest.type):
        score = min(score, UNSURE)
    return Match(asked, one, nearest, score) if score else None


def _told_apart(asked: Wording, one: Known) -> bool:
    """An element is what the dictionary says, however loosely a form may word it; and where the trade
    tells questions apart, it belongs to the trades that ask it."""
    trades = frozenset(t for w in one.wordings for t in w.meaning.of("trade"))
    here = asked.meaning.of("trade")
    if here and trades and not here & trades:
        return True
    return one.element is not None and not may_be_same(asked, one.wordings[0])


def _lists_clash(asked: Wording, one: Known) -> bool:
    """Whether some form that asks the element offers options that these neither hold nor are held by."""
    lists = [set(w.options) for w in one.wordings if w.options]
    here = set(asked.options)
    return bool(here) and any(not (here <= there or there <= here) for there in lists)
