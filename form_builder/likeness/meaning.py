"""What a label means: its words as concepts of the synonym table, and the letters that are left."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from form_builder.likeness.synonyms import LONGEST, ROLES, SYNONYMS

_UNIT = re.compile(
    r"\((?:平方米|立方米|m2|m|米|cm|厘米|人|本|个|台|间|张|元|万元|吨|件|份|必填|选填)\)"
)
_ORGANISATIONS = ("单位", "企业", "公司", "机构")


@dataclass(frozen=True)
class Meaning:
    """`concepts` are "family:value" of the synonym table, `rest` the words it does not know."""

    concepts: frozenset[str] = frozenset()
    rest: tuple[str, ...] = ()

    def of(self, family: str) -> frozenset[str]:
        return _of(self.concepts, family)

    def joined(self, concepts: frozenset[str]) -> "Meaning":
        return Meaning(self.concepts | concepts, self.rest)


@lru_cache(maxsize=65536)
def _of(concepts: frozenset[str], family: str) -> frozenset[str]:
    return frozenset(c for c in concepts if c.startswith(f"{family}:"))


@lru_cache(maxsize=8192)
def meaning(label: str) -> Meaning:
    """The meaning of a label as it is written, without the questions around it."""
    concepts: set[str] = set()
    rest: list[str] = []
    unknown = ""
    for word, known in _words(bare(label)):
        if not known:
            unknown += word
        elif unknown and word in (*ROLES, *_ORGANISATIONS):
            # 消防安全责任人 and 建设单位 are somebody else than 负责人 and 单位.
            concepts.add(f"{'who' if word in ROLES else 'org'}:{unknown}{word}")
            unknown = ""
        else:
            concepts.update(SYNONYMS.get(word, ()))
            rest += [unknown] if unknown.strip("的") else []
            unknown = ""
    rest += [unknown] if unknown.strip("的") else []
    if {"place:building", "area:built"} <= concepts:
        concepts = concepts - {"area:built"} | {"area:whole"}
    return Meaning(frozenset(concepts), tuple(rest))


@lru_cache(maxsize=8192)
def bare(label: str) -> str:
    """The label without units, brackets and punctuation, in half-width lower case."""
    spelt = label.replace("㎡", "平方米").replace("m³", "立方米").replace("m²", "平方米")
    narrow = unicodedata.normalize("NFKC", spelt).lower()
    return "".join(c for c in _UNIT.sub("", narrow) if c.isalnum() or c == "-")


def _words(text: str) -> list[tuple[str, bool]]:
    """The text cut into known words, longest first, and single letters that are not known."""
    words: list[tuple[str, bool]] = []
    at = 0
    while at < len(text):
        word = _longest(text, at)
        words.append((word or text[at], bool(word)))
        at += len(word) or 1
    return words


def _longest(text: str, at: int) -> str:
    for size in range(min(LONGEST, len(text) - at), 0, -1):
        word = text[at : at + size]
        if word in SYNONYMS or word in ROLES:
            return word
    return ""
