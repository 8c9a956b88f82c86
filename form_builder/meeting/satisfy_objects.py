"""Objects with no more members than needed."""

from collections.abc import Iterator
from typing import Any

from form_builder.meeting.answer import NO, UNKNOWN, Answer, Search, yes
from form_builder.meeting.objects import SHAPE, speak_of
from form_builder.patterns.words import Words

_SOME = 12


def an_object(search: Search, parts: list[Any], refused: list[Any]) -> Answer:
    """An object that every part accepts; what else is refused, the caller checks."""
    required = sorted({n for p in parts for n in p.get("required", ())})
    low = max((p["minProperties"] for p in parts if "minProperties" in p), default=0)
    high = min((p["maxProperties"] for p in parts if "maxProperties" in p), default=None)
    if high is not None and len(required) > high:
        return NO
    misnamed = _misnamed(search, refused)
    if misnamed.verdict is not True and misnamed is not _NOT_ASKED:
        return misnamed
    made: dict[str, Any] = {}
    names = [*required, *([misnamed.value] if misnamed.verdict else [])]
    for name in dict.fromkeys(names):
        found = _member(search, parts, name)
        if found.verdict is not True:
            return UNKNOWN if name not in required else found
        made[name] = found.value
    return _filled(search, parts, made, int(low), _taken(refused))


_NOT_ASKED = Answer(None, "not asked")


def _misnamed(search: Search, refused: list[Any]) -> Answer:
    """A name that a refused `propertyNames` refuses."""
    for schema in (r["propertyNames"] for r in refused if "propertyNames" in r):
        return search.inside([{"type": "string"}, {"not": schema}])
    return _NOT_ASKED


def _taken(refused: list[Any]) -> list[Any]:
    return [v for r in refused for v in r.get("enum", ()) if isinstance(v, dict)]


def _member(search: Search, parts: list[Any], name: str) -> Answer:
    names = [p["propertyNames"] for p in parts if "propertyNames" in p]
    if not all(search.accepts(n, name) for n in names):
        return NO
    shapes = [p for p in parts if any(k in p for k in SHAPE)]
    return search.inside(list(speak_of(shapes, name)))


def _filled(
    search: Search, parts: list[Any], made: dict[str, Any], low: int, taken: list[Any]
) -> Answer:
    """`made` with as many further members as are asked for, and one more where it is not to be as it is."""
    unknown, exhausted = False, True
    if len(made) < low or made in taken:
        for name in _names(parts, made):
            if name is None:
                exhausted = False
                continue
            found = _member(search, parts, name)
            unknown = unknown or found.verdict is None
            if found.verdict:
                made[name] = found.value
            if len(made) >= low and made not in taken:
                break
    if len(made) >= low:
        return yes(made) if made not in taken else UNKNOWN
    return NO if exhausted and not unknown else UNKNOWN


def _names(parts: list[Any], made: dict[str, Any]) -> Iterator[str | None]:
    """Names a further member could have, those with a schema of their own first; None: and more."""
    tried = set(made)
    needing = {
        n for p in parts for k in ("dependentRequired", "dependentSchemas") for n in p.get(k, ())
    }
    named = {n for p in parts for n in p.get("properties", ())}
    yield from sorted(named - tried, key=lambda n: (n in needing, n))
    tried |= named
    if all(_is_list(p) for p in parts if any(k in p for k in SHAPE)) and any(
        p.get("additionalProperties") is False for p in parts
    ):
        return
    for asked in _patterns(parts):
        yield from _words(asked, sorted(tried))
    yield None


def _is_list(part: Any) -> bool:
    return "patternProperties" not in part


def _patterns(parts: list[Any]) -> Iterator[list[str]]:
    closed = [p for p in parts if p.get("additionalProperties") is False]
    if not closed:
        names = [n for p in parts if isinstance(n := p.get("propertyNames"), dict)]
        yield [n["pattern"] for n in names if "pattern" in n]
    for part in parts:
        for pattern in part.get("patternProperties", ()):
            yield [pattern]


def _words(asked: list[str], tried: list[str]) -> Iterator[str]:
    for _ in range(_SOME):
        try:
            word = Words(asked, but=tried, low=1).first()
        except ValueError:
            return
        if word is None:
            return
        tried.append(word)
        yield word
