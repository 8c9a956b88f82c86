"""The required tests of the JSON-Schema-Test-Suite for draft 2020-12, and of the formats that are asserted."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "vendor/json-schema-test-suite/draft2020-12.json"
# What the platform refuses on purpose: nothing is ever fetched, and there is one dialect.
REFUSED = {
    "remote": frozenset(["refRemote"]),
    "meta-schema": frozenset(
        ["validate definition against metaschema", "remote ref, containing refs itself"]
    ),
    "remote dynamic": frozenset(
        [
            "strict-tree schema, guards against misspelled properties",
            "tests for implementation dynamic anchor and reference link",
            "$ref and $dynamicAnchor are independent of order - $defs first",
            "$ref and $dynamicAnchor are independent of order - $ref first",
            "$ref to $dynamicRef finds detached $dynamicAnchor",
        ]
    ),
    "other dialect": frozenset(["vocabulary"]),
}


@dataclass(frozen=True, eq=False)
class Group:
    """One schema and what it says to each document."""

    file: str
    about: str
    schema: Any
    verdicts: tuple[tuple[Any, bool], ...]

    @property
    def is_refused(self) -> bool:
        return any(self.file in names or self.about in names for names in REFUSED.values())

    def __str__(self) -> str:
        return f"{self.file}: {self.about}"


@cache
def groups() -> tuple[Group, ...]:
    read = json.loads(FILE.read_text("utf-8"))
    return tuple(Group(f, a, s, tuple((d, v) for d, v in told)) for f, a, s, told in read)


@cache
def usable() -> tuple[Group, ...]:
    return tuple(g for g in groups() if not g.is_refused)
