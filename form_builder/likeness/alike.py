"""How alike two wordings are: a type gate, words as concepts, options; and vetoes that nothing outweighs."""

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from form_builder.likeness.meaning import Meaning, bare
from form_builder.likeness.synonyms import OF_A_PERSON, OF_A_PLACE, SAID_BY_SILENCE, UNCLEAR
from form_builder.likeness.wordings import Wording

UNSURE = 0.5
_NOT = re.compile("不是([\u4e00-\u9fff]{2,12})")
_WEIGHTS = {"who": 3.0, "trade": 3.0, "kind": 1.0}
_TEXT = frozenset({"text", "long_text"})
_KINDS = {
    "text": _TEXT | {"choice", "phone", "identity", "uscc", "address", "email", "website"},
    "number": frozenset({"number", "integer", "money"}),
}
_UNITS = {
    unit: (dimension, Fraction(size))
    for dimension, units in {
        "area": "㎡=1 平方米=1 m2=1 m²=1 万平方米=10000 公顷=10000 亩=2000/3",
        "length": "米=1 m=1 厘米=1/100 cm=1/100 毫米=1/1000 mm=1/1000 公里=1000 千米=1000 km=1000",
        "money": "亿元=100000000 万元=10000 元=1",
        "volume": "m³=1 立方米=1 方=1",
        "mass": "吨=1000 t=1000 千克=1 公斤=1 kg=1",
        "flow": "m³/日=1 立方米/日=1",
        "people": "人=1 名=1",
    }.items()
    for unit, size in (part.split("=") for part in units.split())
}


def likeness(a: Wording, b: Wording) -> float:
    """0 (never the same) to 1 (the same words for the same kind of answer)."""
    if not may_be_same(a, b):
        return 0.0
    score = _words(a.meaning, b.meaning)
    if a.options and b.options:
        score = 0.6 * score + 0.4 * jaccard(a.options, b.options)
        if not (set(a.options) <= set(b.options) or set(b.options) <= set(a.options)):
            score = min(score, UNSURE)
    if "what:area" in a.meaning.concepts and _grams(a.meaning.rest) != _grams(b.meaning.rest):
        # 阴凉区面积 is the area of a part, whatever place it is in.
        score = min(score, UNSURE)
    if not (_is_told(a.meaning) and _is_told(b.meaning)):
        score = min(score, UNSURE)
    return score


def may_be_same(a: Wording, b: Wording) -> bool:
    """False where no agreement of words could make them one question."""
    return types_meet(a.type, b.type) and factor(a.unit, b.unit) is not None and not _veto(a, b)


def factor(one: str, other: str) -> Fraction | None:
    """How many of `other` one of `one` is: 1 where nothing is known, None for another dimension."""
    here, there = _UNITS.get(one), _UNITS.get(other)
    if here is None or there is None:
        return Fraction(1) if one == other or not one or not other else None
    return here[1] / there[1] if here[0] == there[0] else None


def jaccard(one: Iterable[str], other: Iterable[str]) -> float:
    a, b = set(map(bare, one)), set(map(bare, other))
    return len(a & b) / len(a | b) if a | b else 0.0


def types_meet(one: str, other: str) -> bool:
    """Whether answers of these two field types can be one answer."""
    if one == other:
        return True
    if {one, other} == {"choice", "long_text"}:
        return False
    family = next((k for k in _KINDS if one in _KINDS[k] and other in _KINDS[k]), "")
    return bool(family) and (family == "number" or one in _TEXT or other in _TEXT)


def _veto(a: Wording, b: Wording) -> bool:
    """Two values of one family: another person, another place, another kind of area, another count."""
    one, other = a.meaning, b.meaning
    for family in {c.partition(":")[0] for c in one.concepts | other.concepts}:
        here, there = one.of(family) - UNCLEAR, other.of(family) - UNCLEAR
        if here != there and family in SAID_BY_SILENCE:
            return True
        if here and there and not any(_within(h, t) for h in here for t in there):
            return True
    if (_is_human(one) and _is_organ(other)) or (_is_organ(one) and _is_human(other)):
        return True
    return _other_room(one, other) or _denied(a, b) or _denied(b, a)


def _is_human(meaning: Meaning) -> bool:
    return bool(meaning.of("who")) and not meaning.of("org")


def _is_organ(meaning: Meaning) -> bool:
    return bool(meaning.of("org")) and not meaning.of("who")


def _within(one: str, other: str) -> bool:
    """消防安全管理人 may be the 安全管理人 of another form; 主要负责人 and 质量负责人 are not each other."""
    here, there = one.partition(":")[2], other.partition(":")[2]
    return here in there or there in here


def _other_room(one: Meaning, other: Meaning) -> bool:
    """An area without a place is that of the business: neither the store's nor the works'."""
    shared = one.concepts & other.concepts
    if "what:area" not in shared or "area:whole" in shared:
        return False
    usual = frozenset({"place:business"})
    return (one.of("place") or usual) != (other.of("place") or usual)


def _denied(a: Wording, b: Wording) -> bool:
    """The hint of one says 不是 the other: the department has drawn the line itself."""
    return any(bare(word) in bare(b.label) for word in _NOT.findall(a.hint))


def _is_told(meaning: Meaning) -> bool:
    """Whether it is known whose or where: 联系电话 alone is anybody's."""
    if len(meaning.of("place")) > 1:
        return False
    if meaning.concepts & OF_A_PERSON:
        return _is_one(meaning)
    if meaning.concepts & OF_A_PLACE:
        return len(meaning.of("place")) == 1 or bool(meaning.of("area"))
    if meaning.of("who") and not _is_one(meaning):
        return False
    return bool(meaning.concepts - {"what:name", "what:count"} or meaning.rest)


def _is_one(meaning: Meaning) -> bool:
    """One person or organisation, said clearly: 负责人 alone could be two."""
    return len(meaning.of("who") - UNCLEAR) == 1 or bool(
        not meaning.of("who") and meaning.of("org")
    )


@lru_cache(maxsize=65536)
def _words(one: Meaning, other: Meaning) -> float:
    shared = _weight(one.concepts & other.concepts)
    whole = _weight(one.concepts) + _weight(other.concepts)
    left, right = _grams(one.rest), _grams(other.rest)
    total = whole + len(left) + len(right)
    return 2 * (shared + len(left & right)) / total if total else 0.0


def _weight(concepts: Iterable[str]) -> float:
    return sum(_WEIGHTS.get(c.partition(":")[0], 2.0) for c in concepts)


def _grams(words: Iterable[str]) -> frozenset[str]:
    return frozenset(w[n : n + 2] for w in words for n in range(max(1, len(w) - 1)))
