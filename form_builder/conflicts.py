"""Conflicts of single questions: what no answer can satisfy, and the fewest departments that cause it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from form_builder.ask import Asked
from form_builder.canonical import schema_text
from form_builder.meeting.intersect import meet_of
from schemas.merged import Conflict

_MOST = 3


def dead_ends(groups: Iterable[Sequence[Asked]]) -> Iterator[Conflict]:
    """The questions that no answer fits although no condition is involved.

    "presence": an answer is needed and none is possible. "field": nobody needs it, it can only be left
    blank.
    """
    for group in groups:
        always = [a for a in group if a.binding.show_when is None and a.binding.is_told]
        if always and meet_of(part for a in always for part in a.parts) is False:
            is_needed = any(a.binding.needed for a in always)
            yield conflict(culprits(always), "presence" if is_needed else "field")
        else:
            yield from _dead_columns(always)


def _dead_columns(tables: Sequence[Asked]) -> Iterator[Conflict]:
    columns: dict[str, list[Asked]] = {}
    for column in (c for table in tables for c in table.columns):
        columns.setdefault(column.binding.key, []).append(column)
    for found in dead_ends(columns.values()):
        about = f"{tables[0].binding.key}/{found.about}"
        yield Conflict(about, "field", found.sources, found.texts, "", (about,), found.does)


def conflict(guilty: Sequence[Asked], kind: str) -> Conflict:
    """The conflict of these rules on one question."""
    by_source: dict[str, list[Asked]] = {}
    for asked in guilty:
        by_source.setdefault(asked.binding.source, []).append(asked)
    key = guilty[0].binding.key
    return Conflict(
        about=key,
        kind=kind,
        sources=tuple(by_source),
        texts=tuple(_text(asked) for asked in by_source.values()),
        keys=tuple(key for _ in by_source),
        does=tuple("limits" for _ in by_source),
    )


def _text(asked: Sequence[Asked]) -> str:
    rules = [a.schema for a in asked]
    return schema_text(rules[0] if len(rules) == 1 else {"allOf": rules})


def culprits(asked: Sequence[Asked]) -> list[Asked]:
    """The fewest of these rules whose meet is empty, of each text one that needs an answer."""
    for guilty in clashing(asked):
        return guilty
    return list(asked)


def clashing(asked: Sequence[Asked]) -> Iterator[list[Asked]]:
    """The sets of at most three rules that exclude each other and hold no smaller such set."""
    by_text: dict[str, list[Asked]] = {}
    for one in asked:
        by_text.setdefault(schema_text(one.schema), []).append(one)
    found: list[frozenset[str]] = []
    for size in range(1, _MOST + 1):
        for some in combinations(sorted(by_text), size):
            if any(known <= frozenset(some) for known in found):
                continue
            if meet_of(part for text in some for part in by_text[text][0].parts) is False:
                found.append(frozenset(some))
                yield [_spokesman(by_text[text]) for text in some]


def _spokesman(asked: Sequence[Asked]) -> Asked:
    return min(asked, key=lambda a: (not a.binding.needed, a.binding.source))


def by_key(fields: Iterable[Asked]) -> Mapping[str, list[Asked]]:
    """The rules of all forms, by the question they are on."""
    groups: dict[str, list[Asked]] = {}
    for one in fields:
        groups.setdefault(one.binding.key, []).append(one)
    return groups
