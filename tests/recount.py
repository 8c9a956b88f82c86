"""The burden counted once more, from the catalogue's files alone: `python -m tests.recount`.

Nothing of the product is imported, so that a mistake in its counting cannot count itself right. A question
is anything to fill in; a table is as many questions as it has columns; statements and materials are none.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

CATALOGUE = Path(__file__).parents[1] / "catalogue"
ELEMENTS = {e["id"]: e for e in json.loads((CATALOGUE / "elements.json").read_text("utf-8"))}
NO_QUESTION = ("material", "statement", "calculated", "derived")
Question = tuple[str, str]


def permit(name: str) -> dict[str, Any]:
    return json.loads((CATALOGUE / "permits" / f"{name}.json").read_text("utf-8"))


def recount(basket: Iterable[str]) -> dict[str, int]:
    """Every number of the burden line for these permits, before anything was answered."""
    forms = [permit(name) for name in basket]
    asked = [(p, key, field) for p in forms for key, field in p["form"]["properties"].items()]
    now = [one for one in asked if is_shown(one[0]["form"], one[1])]
    papers = {}
    for p, key, field in asked:
        if field["x-type"] == "material":
            papers.setdefault(merged_key(p, key, field), []).append(field)
    now_keys = {merged_key(*one) for one in now if not is_shared(one[2])}
    left = {k for k, origins in papers.items() if not all(is_shared(o) for o in origins)}
    return {
        "permits": len(forms),
        "separate": sum(weight(field) for _p, _k, field in asked),
        "together": len(questions(asked, forms)),
        "materials_separate": sum(field["x-type"] == "material" for _p, _k, field in asked),
        "materials_together": len(left),
        "days_separate": sum(p["statutory_days"] for p in forms),
        "days_together": max(p["promised_days"] for p in forms),
        "separate_now": sum(weight(field) for _p, _k, field in now),
        "together_now": len({q for q in questions(asked, forms) if q[0] in now_keys}),
        "materials_now": len(left & now_keys),
    }


def questions(
    asked: Iterable[tuple[dict[str, Any], str, dict[str, Any]]], forms: Iterable[Any]
) -> set[Question]:
    """(key, column) of every question the one form can ask: each element once, results and what follows
    from another question left out."""
    found: set[Question] = set()
    for p, key, field in asked:
        if field["x-type"] not in NO_QUESTION:
            shared = merged_key(p, key, field)
            found |= {(shared, column) for column in columns(p, field)}
    keys = {key for key, _column in found}
    basket = {p["id"] for p in forms}
    return {q for q in found if not is_spared(q, found, keys, basket)}


def is_spared(question: Question, found: set[Question], keys: set[str], basket: set[str]) -> bool:
    key, column = question
    element = ELEMENTS.get(key, {})
    if element.get("result_of") in basket:
        return True
    if element.get("derived_from", ["?"])[0] in keys:
        return True
    source = element.get("derived_columns", {}).get(column, ["?"])[0]
    return (key, source) in found


def merged_key(p: dict[str, Any], key: str, field: dict[str, Any]) -> str:
    return field.get("x-element") or f"{p['id']}.{key}"


def columns(p: dict[str, Any], field: dict[str, Any]) -> list[str]:
    if field["x-type"] != "table":
        return [""]
    return [merged_key(p, k, c) for k, c in field["items"]["properties"].items()]


def weight(field: dict[str, Any]) -> int:
    if field["x-type"] in NO_QUESTION:
        return 0
    return len(field["items"]["properties"]) if field["x-type"] == "table" else 1


def is_shown(form: dict[str, Any], key: str) -> bool:
    condition = form["properties"][key].get("x-show-when")
    return condition is None or Draft202012Validator(condition).is_valid({})


def is_shared(field: dict[str, Any]) -> bool:
    return field.get("x-material", {}).get("treatment") == "shared"


def baskets() -> dict[str, list[str]]:
    """For each scenario the most it can need; of two that exclude each other, the first."""
    found = {}
    for path in sorted((CATALOGUE / "scenarios").glob("*.json")):
        rules = json.loads(path.read_text("utf-8"))["rules"]
        kept: list[str] = []
        for name in dict.fromkeys(p for rule in rules for p in rule["permits"]):
            others = {e for k in kept for e in permit(k)["excludes"]}
            if name not in others and not set(permit(name)["excludes"]) & set(kept):
                kept.append(name)
        found[path.stem] = kept
    return found


def main() -> int:
    named = {"basket": sys.argv[1:]} if sys.argv[1:] else baskets()
    print("| basket | permits | separate | one form | of them now | papers | days |")
    print("|---|---|---|---|---|---|---|")
    for name, basket in named.items():
        n = recount(basket)
        papers = f"{n['materials_separate']} → {n['materials_together']}"
        days = f"{n['days_separate']} → {n['days_together']}"
        print(
            f"| {name} | {n['permits']} | {n['separate']} | {n['together']} | {n['together_now']} | {papers} | {days} |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
