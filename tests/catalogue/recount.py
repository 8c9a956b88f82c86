"""Questions alone and together, counted from the JSON files alone: nothing of the program is used here.

`python -m tests.catalogue.recount` prints one line a scenario; tests/catalogue/pairs.py holds it against the
engine's own figures.
"""

import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogue"
NO_QUESTIONS = {"material", "statement", "calculated"}
Form = dict[str, Any]


def read(folder: str) -> dict[str, dict[str, Any]]:
    files = sorted((CATALOGUE / folder).glob("*.json"))
    return {f.stem: json.loads(f.read_text("utf-8")) for f in files}


def largest_basket(scenario: dict[str, Any], permits: dict[str, dict[str, Any]]) -> list[str]:
    """Everything its rules can lead to; of two that exclude each other the first."""
    basket: list[str] = []
    for rule in scenario["rules"]:
        for name in rule["permits"]:
            against = {name} | set(permits[name].get("excludes", ()))
            excluded = any(name in permits[b].get("excludes", ()) for b in basket)
            if not excluded and not against & set(basket):
                basket.append(name)
    return basket


def alone(forms: dict[str, Form]) -> int:
    """A table is as many questions as it has columns; papers and words to read are none."""
    return sum(len(_asked(f)) for form in forms.values() for f in _questions(form).values())


def together(forms: dict[str, Form], elements: dict[str, Any]) -> int:
    """Each element once; tables of one element share their columns; what a permit of the basket gives as
    its result is not asked."""
    asked: set[tuple[str, ...]] = set()
    for permit, form in forms.items():
        for key, field in _questions(form).items():
            element = field.get("x-element")
            if element and elements.get(element, {}).get("result_of") in forms:
                continue
            home = element or f"{permit}.{key}"
            for column in _asked(field):
                bound = field["items"]["properties"][column].get("x-element") if column else ""
                asked.add((home, bound or (f"{permit}.{column}" if column else "")))
    return len(asked)


def clashes() -> list[str]:
    """Pairs of questions of one element whose limits or options leave nothing in common."""
    asked: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for permit, document in read("permits").items():
        for key, field in document["form"]["properties"].items():
            if field.get("x-element"):
                asked.setdefault(field["x-element"], []).append((f"{permit}.{key}", field))
    return [
        f"{element}: {a} and {b}"
        for element, fields in asked.items()
        for (a, one), (b, other) in combinations(fields, 2)
        if _apart(one, other)
    ]


def _apart(one: dict[str, Any], other: dict[str, Any]) -> bool:
    low = [v for f in (one, other) if (v := _scaled(f, "minimum")) is not None]
    high = [v for f in (one, other) if (v := _scaled(f, "maximum")) is not None]
    short = [f["minLength"] for f in (one, other) if "minLength" in f]
    long = [f["maxLength"] for f in (one, other) if "maxLength" in f]
    lists = [set(_canonical(f)) for f in (one, other) if _options(f)]
    return (
        (bool(low and high) and max(low) > min(high))
        or (bool(short and long) and max(short) > min(long))
        or (len(lists) == 2 and not lists[0] & lists[1])
        or (one["type"] != other["type"] and {one["type"], other["type"]} != {"number", "integer"})
    )


def _scaled(field: dict[str, Any], limit: str) -> Fraction | None:
    if limit not in field:
        return None
    return Fraction(str(field[limit])) / Fraction(field.get("x-factor", "1"))


def _canonical(field: dict[str, Any]) -> list[str]:
    words = {local: canonical for canonical, local in field.get("x-codes", ())}
    return [words.get(option, option) for option in _options(field)]


def _options(field: dict[str, Any]) -> list[str]:
    return field.get("enum") or field.get("items", {}).get("enum") or []


def _questions(form: Form) -> dict[str, Any]:
    return {k: f for k, f in form["properties"].items() if f["x-type"] not in NO_QUESTIONS}


def _asked(field: dict[str, Any]) -> list[str]:
    """The columns of a table; of anything else the question itself, without a name."""
    return list(field["items"]["properties"]) if field["x-type"] == "table" else [""]


def recounted() -> dict[str, tuple[list[str], int, int]]:
    """scenario → (basket, questions on separate forms, questions in one form)."""
    permits, scenarios = read("permits"), read("scenarios")
    listed = json.loads((CATALOGUE / "elements.json").read_text("utf-8"))
    elements = {e["id"]: e for e in listed}
    found = {}
    for name, scenario in scenarios.items():
        basket = largest_basket(scenario, permits)
        forms = {p: permits[p]["form"] for p in basket}
        found[name] = (basket, alone(forms), together(forms, elements))
    return found


if __name__ == "__main__":
    for name, (basket, apart, joined) in recounted().items():
        print(f"{name}: {len(basket)} permits, {apart} questions alone, {joined} together")
