"""A permit with as many questions as wanted, made from the shipped food form, and a place for it."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from form_builder.conditions import settle
from storage.store import Store

FOOD = Path(__file__).parents[1] / "catalogue" / "permits" / "food_business.json"


def large_permit(questions: int, id: str = "food_business") -> dict[str, Any]:
    """The food form's own questions again and again until there are `questions` of them."""
    permit = json.loads(FOOD.read_text("utf-8"))
    form, properties = permit["form"], {}
    own = list(form["properties"].items())
    for n in range(questions):
        key, field = own[n % len(own)]
        again = copy.deepcopy(field)
        if n >= len(own):
            again = {
                k: v
                for k, v in again.items()
                if k not in ("x-element", "x-codes", "x-factor", "x-show-when")
            }
            key = f"{key}_{n}"
        properties[key] = again
    permit["form"] = settle({**form, "properties": properties, "allOf": []})
    return {**permit, "id": id}


def put_into(store: Store, permit: dict[str, Any]) -> None:
    """The permit as its department's draft."""
    department = permit["department"]
    store.catalogue.save_permit(
        department,
        permit,
        expecting=store.catalogue.load(department).revision,
        author="bench",
        now=datetime.now(UTC),
        note="bench",
    )
