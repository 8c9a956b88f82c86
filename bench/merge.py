"""How long merging, judging and splitting take, beside other mergers and a naive loop in the same run.

    python -m bench.merge

The naive loop takes the union of all properties and lets the last form win: it loses limits, units,
codes and conditions, so it is a floor, not a rival. The peers get the same forms without conditions,
since neither reads them, keyed by element. Milliseconds of processor time, median and 95th percentile.
"""

import copy
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from bench.merge_peers import peers
from form_builder import unite
from form_builder.conditions import settle
from form_builder.merge import _merged, merge
from form_builder.prove import prove
from form_builder.sample import sample_merged
from form_builder.split import split
from form_builder.unite import forms_of, united
from form_builder.validate import failures
from schemas.judge import judge
from schemas.merged import Source

CATALOGUE = Path(__file__).parents[1] / "catalogue" / "permits"
RUNS = 15


def main() -> None:
    for name, sources in (
        ("31 shipped forms", shipped()),
        ("30 x 40, 180 conditions", generated()),
    ):
        floor = statistics.median(timed(lambda s=sources: naive(s)))
        print(f"{name}: naive key loop {floor:.2f} ms")
        for label, times in runs(sources):
            tell(label, times, floor)
    beside_peers()


def beside_peers() -> None:
    """All mergers on forms every one of them can read."""
    plain = generated(conditions=0)
    ours = timed(lambda: unite.unite(plain), before=forget)
    print("30 x 40 without conditions, each merger cold")
    tell("yizhao unite, every origin kept", ours, statistics.median(ours))
    for label, times in peers([renamed(s) for s in plain]):
        if isinstance(times, str):
            print(f"  {label:<42}{times}")
        else:
            tell(label, times, statistics.median(ours))


def tell(label: str, times: list[float], floor: float) -> None:
    middle, most = statistics.median(times), sorted(times)[int(0.95 * (len(times) - 1))]
    print(f"  {label:<42}{middle:9.2f} ms  p95 {most:9.2f} ms  {middle / floor:8.1f} x")


def runs(sources: list[Source]) -> Iterator[tuple[str, list[float]]]:
    merged = merge(sources)
    answers = sample_merged(merged, Random(1), share=0.3)
    alone = judge(merged.schema)
    size = len(answers)
    yield "unite, nothing known", timed(lambda: unite.unite(sources), before=forget)
    yield "unite, forms known", timed(lambda: unite.unite(sources), before=forget_union)
    yield "unite, one form changed", changed(sources)
    yield "satisfiable, with conflicts and witness", proved(sources)
    yield "merge again (an applicant's request)", timed(lambda: merge(sources))
    yield f"split {size} answers", timed(lambda: split(merged, answers))
    yield f"failures of {size} answers", timed(lambda: failures(merged, answers))
    yield f"  python-jsonschema, merged, {size}", timed(lambda: list(alone.iter_errors(answers)))


def proved(sources: list[Source]) -> list[float]:
    """The search alone: the union is known, nothing that only the search asks is."""
    times = []
    for _ in range(RUNS):
        forget()
        forms = forms_of(sources)
        whole = united(forms)
        times += timed(lambda w=whole, f=forms: prove(w, f), runs=1)
    return times


def naive(sources: list[Source]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required: set[str] = set()
    for source in sources:
        for key, field in source.schema["properties"].items():
            properties[field.get("x-element", f"{source.id}.{key}")] = field
        required.update(source.schema["required"])
    return {"type": "object", "properties": properties, "required": sorted(required)}


def renamed(source: Source) -> dict[str, Any]:
    """A form keyed by element, as the peers need it: they know of no bindings."""
    names = {
        k: f.get("x-element", f"{source.id}_{k}") for k, f in source.schema["properties"].items()
    }
    fields = {
        names[k]: {w: v for w, v in f.items() if not w.startswith("x-")}
        for k, f in source.schema["properties"].items()
    }
    required = [names[k] for k in source.schema["required"]]
    return {"type": "object", "properties": fields, "required": required}


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


def changed(sources: list[Source]) -> list[float]:
    """One form gets another limit each time; all the others are known."""
    times = []
    for run in range(RUNS):
        form = copy.deepcopy(sources[0].schema)
        key = next(k for k, f in form["properties"].items() if f.get("type") == "string")
        form["properties"][key] = {"type": "string", "maxLength": 60 + run}
        new = [Source(sources[0].id, "d", form), *sources[1:]]
        times += timed(lambda n=new: unite.unite(n), runs=1)
    return times


def timed(
    run: Callable[[], Any], before: Callable[[], None] = lambda: None, runs: int = RUNS
) -> list[float]:
    times = []
    for _ in range(runs):
        before()
        began = time.process_time()
        run()
        times.append((time.process_time() - began) * 1000)
    return times


def shipped() -> list[Source]:
    permits = [json.loads(p.read_text("utf-8")) for p in sorted(CATALOGUE.glob("*.json"))]
    return [Source(p["id"], p["department"], p["form"]) for p in permits]


def generated(conditions: int = 6) -> list[Source]:
    """30 forms of 40 fields, half of them shared elements, some of them conditional."""
    rng = Random(3)
    return [Source(f"p{n}", f"d{n % 12}", _form(rng, conditions)) for n in range(30)]


def _form(rng: Random, conditions: int) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "way": {"type": "string", "enum": ["甲", "乙"], "x-type": "choice"}
    }
    for n in range(39):
        field = _text(rng) if n % 2 else _number(rng)
        properties[f"k{n}"] = field | ({"x-element": f"e{n}"} if n < 20 else {})
    for n in range(39 - conditions, 39):
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
