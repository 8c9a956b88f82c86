"""How long merging, judging and splitting take, beside a naive loop over keys in the same run.

    python -m bench.merge

The naive loop takes the union of all properties and lets the last form win: it loses limits, units,
codes and conditions, so it is a floor, not a rival.
"""

import copy
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from form_builder import unite
from form_builder.conditions import settle
from form_builder.merge import _merged, merge
from form_builder.split import split
from form_builder.unite import united
from form_builder.validate import failures
from schemas.judge import judge
from schemas.merged import Source

CATALOGUE = Path(__file__).parents[1] / "catalogue" / "permits"


def main() -> None:
    """Print one line per measurement: median milliseconds of processor time, and the ratio to the naive loop."""
    for name, sources in (
        ("31 shipped forms", shipped()),
        ("30 x 40, 180 conditions", generated()),
    ):
        floor = median(lambda s=sources: naive(s))
        print(f"{name}: naive key loop {floor:.2f} ms")
        for label, run in runs(sources):
            took = run()
            print(f"  {label:<42}{took:9.2f} ms  {took / floor:8.1f} x")


def runs(sources: list[Source]) -> list[tuple[str, Callable[[], float]]]:
    merged = merge(sources)
    answers = dict(merged.witness or {})
    alone = judge(merged.schema)
    size = len(answers)
    return [
        ("unite, nothing known", lambda: median(lambda: unite.unite(sources), before=forget)),
        ("unite, forms known", lambda: median(lambda: unite.unite(sources), before=forget_union)),
        ("unite, one form changed", lambda: changed(sources)),
        (
            "merge with witness, nothing known",
            lambda: median(lambda: merge(sources), before=forget),
        ),
        ("merge again", lambda: median(lambda: merge(sources))),
        (f"split {size} answers", lambda: median(lambda: split(merged, answers))),
        (f"failures of {size} answers", lambda: median(lambda: failures(merged, answers))),
        (
            f"  merged schema alone, {size} answers",
            lambda: median(lambda: list(alone.iter_errors(answers))),
        ),
    ]


def naive(sources: list[Source]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required: set[str] = set()
    for source in sources:
        for key, field in source.schema["properties"].items():
            properties[field.get("x-element", f"{source.id}.{key}")] = field
        required.update(source.schema["required"])
    return {"type": "object", "properties": properties, "required": sorted(required)}


def forget() -> None:
    """Everything that any module of the engine remembers."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("form_builder.", "schemas.")):
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()


def forget_union() -> None:
    """What is remembered of whole baskets; what follows from each form stays known."""
    united.cache_clear()
    _merged.cache_clear()


def changed(sources: list[Source]) -> float:
    """One form gets another limit each time; all the others are known."""
    times = []
    for run in range(7):
        form = copy.deepcopy(sources[0].schema)
        key = next(k for k, f in form["properties"].items() if f.get("type") == "string")
        form["properties"][key] = {"type": "string", "maxLength": 60 + run}
        times.append(
            timed(lambda f=form: unite.unite([Source(sources[0].id, "d", f), *sources[1:]]))
        )
    return statistics.median(times)


def median(run: Callable[[], Any], before: Callable[[], None] = lambda: None) -> float:
    times = []
    for _ in range(7):
        before()
        times.append(timed(run))
    return statistics.median(times)


def timed(run: Callable[[], Any]) -> float:
    began = time.process_time()
    run()
    return (time.process_time() - began) * 1000


def shipped() -> list[Source]:
    permits = [json.loads(p.read_text("utf-8")) for p in sorted(CATALOGUE.glob("*.json"))]
    return [Source(p["id"], p["department"], p["form"]) for p in permits]


def generated() -> list[Source]:
    """30 forms of 40 fields, half of them shared elements, six of them conditional."""
    rng = Random(3)
    return [Source(f"p{n}", f"d{n % 12}", _form(rng)) for n in range(30)]


def _form(rng: Random) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "way": {"type": "string", "enum": ["甲", "乙"], "x-type": "choice"}
    }
    for n in range(39):
        field = _text(rng) if n % 2 else _number(rng)
        properties[f"k{n}"] = field | ({"x-element": f"e{n}"} if n < 20 else {})
    for n in range(33, 39):
        condition = {"properties": {"way": {"const": "甲"}}, "required": ["way"]}
        properties[f"k{n}"]["x-show-when"] = condition
    form = {"type": "object", "additionalProperties": False, "properties": properties}
    return settle({**form, "required": [k for k in properties if rng.random() < 0.6]})


def _text(rng: Random) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": rng.choice((30, 50, 100, 200))}


def _number(rng: Random) -> dict[str, Any]:
    return {"type": "number", "minimum": rng.choice((0, 1, 20, 30)), "maximum": 10**5}


if __name__ == "__main__":
    main()
