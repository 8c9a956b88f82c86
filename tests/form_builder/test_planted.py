"""Contradictions planted in baskets of the shipped forms: all are found, with their causes, and no others."""

import copy
from random import Random
from typing import Any

import pytest

from form_builder.merge import merge
from schemas.merged import Source
from tests.form_builder.shipped import PERMITS, document

YES = {"properties": {"liquor": {"const": True}}, "required": ["liquor"]}
TEXT = {"type": "string"}


def pair(forms: list[Any]) -> tuple[str, set[int]]:
    ask(forms[0], "planted", {"type": "number", "minimum": 10}, needed=True)
    ask(forms[1], "planted", {"type": "number", "maximum": 9})
    return "planted", {0, 1}


def triple(forms: list[Any]) -> tuple[str, set[int]]:
    for form, options in zip(forms, (["甲", "乙"], ["乙", "丙"], ["丙", "甲"]), strict=False):
        ask(form, "planted", {"type": "string", "enum": options}, needed=True)
    return "planted", {0, 1, 2}


def presence(forms: list[Any]) -> tuple[str, set[int]]:
    ask(forms[0], "planted", TEXT, needed=True)
    ask(forms[1], "planted", TEXT)
    rule(forms[1], {"not": {"required": ["planted"]}})
    return "planted", {0, 1}


def choice(forms: list[Any]) -> tuple[str, set[int]]:
    for form in forms[:2]:
        ask(form, "planted", TEXT)
        ask(form, "liquor", {"type": "boolean"})
    rule(forms[0], {"if": YES, "then": {"required": ["planted"]}})
    rule(forms[1], {"if": YES, "then": {"properties": {"planted": False}}})
    return "liquor", {0, 1}


def nothing(forms: list[Any]) -> None:
    return None


def ask(form: Any, key: str, field: Any, *, needed: bool = False) -> None:
    more = {"title": "植入", "x-section": form["x-sections"][0]["key"], "x-element": key}
    form["properties"][key] = {**field, **more}
    form["required"] = [*form["required"], *([key] if needed else [])]


def rule(form: Any, added: Any) -> None:
    form["allOf"] = [*form.get("allOf", ()), added]


@pytest.mark.parametrize("plant", [pair, triple, presence, choice, nothing])
@pytest.mark.parametrize("seed", range(4))
def test_what_is_planted_is_found_and_nothing_else(seed, plant):
    rng = Random(seed)
    names = rng.sample(PERMITS, rng.randint(3, 6))
    forms = [copy.deepcopy(document("permits", name)["form"]) for name in names]
    planted = plant(forms)

    merged = merge([Source(n, n, form) for n, form in zip(names, forms, strict=True)])

    found = [(c.about, {names.index(s) for s in c.sources}) for c in merged.conflicts]
    assert found == ([planted] if planted else [])
    assert merged.satisfiable is (plant in (choice, nothing))
