"""Every pair of the shipped permits and every scenario's basket: conflicts with both texts, questions alone
and together. `python -m tests.catalogue.pairs` prints them; exit status 1 when a count disagrees with the
independent one (tests/catalogue/recount.py) or something is not shown to be possible.
"""

import json
import sys
from itertools import combinations
from time import perf_counter

from form_builder.arrange import arrange
from form_builder.burden import Burden, burden
from form_builder.merge import merge
from schemas.element import ElementSchema
from schemas.merged import MergedForm, Source
from schemas.permit import Permit, PermitSchema
from tests.catalogue.origin import ELEMENTS, PERMITS
from tests.catalogue.recount import clashes, recounted

FACTS: dict[str, Permit] = {p: PermitSchema().load(d) for p, d in PERMITS.items()}
DICTIONARY = {k: ElementSchema().load(e) for k, e in ELEMENTS.items()}


def source(permit: str) -> Source:
    return Source(permit, PERMITS[permit]["department"], PERMITS[permit]["form"])


def pairs() -> dict[tuple[str, str], MergedForm]:
    """Every pair, those that exclude each other too."""
    return {(a, b): merge((source(a), source(b))) for a, b in combinations(sorted(PERMITS), 2)}


def weigh(merged: MergedForm) -> Burden:
    facts = {s.id: FACTS[s.id] for s in merged.sources}
    asked = {f.key for section in arrange(merged, DICTIONARY, facts) for f in section.fields}
    return burden(merged, facts, without={f.key for f in merged.fields} - asked)


def texts(merged: MergedForm) -> list[str]:
    """Each conflict with every side's own words and rule."""
    lines = []
    fields = {f.key: f for f in merged.fields}
    for conflict in merged.conflicts:
        lines.append(f"{conflict.kind}: {conflict.about} ({', '.join(conflict.sources)})")
        origins = fields[conflict.about].origins if conflict.about in fields else ()
        for origin in (o for o in origins if o.source in conflict.sources):
            rules = {
                k: v
                for k, v in origin.schema.items()
                if not k.startswith("x-") and k not in ("title", "description", "type")
            }
            needed = "required" if origin.required else "optional"
            lines.append(
                f"    {origin.source} “{origin.label}” {needed} {json.dumps(rules, ensure_ascii=False)}"
            )
    return lines


def main() -> int:
    began = perf_counter()
    found = pairs()
    unclear = {names: m for names, m in found.items() if not m.satisfiable or m.conflicts}
    exclude = sum(not FACTS[a].goes_with(FACTS[b]) for a, b in found)
    print(
        f"{len(found)} pairs of {len(PERMITS)} permits merged in {perf_counter() - began:.1f} s "
        f"({len(found) - len(PERMITS) + 1} without the registration; {exclude} exclude each other)"
    )
    print(
        f"possible, with an example every department accepts: {len(found) - len(unclear)}; "
        f"with conflicts or undecided: {len(unclear)}"
    )
    for (a, b), merged in unclear.items():
        print(f"  {a} + {b}: satisfiable {merged.satisfiable}", *texts(merged), sep="\n    ")
    strict = clashes()
    print(f"disjoint limits or options found independently: {len(strict)}", *strict, sep="\n  ")
    wrong = _baskets() or bool(strict) != bool(unclear)
    return int(bool(unclear) or wrong)


def _baskets() -> bool:
    wrong = False
    print(
        "scenario: permits; alone / together (counted independently: alone / together); conflicts"
    )
    for name, (basket, alone, together) in recounted().items():
        merged = merge(source(p) for p in basket)
        own = weigh(merged)
        agrees = (own.separate, own.together) == (alone, together)
        wrong = wrong or not agrees or not merged.satisfiable
        print(
            f"  {name}: {len(basket)}; {own.separate} / {own.together} ({alone} / {together})"
            f"{'' if agrees else ' DISAGREES'}; {len(merged.conflicts)} conflicts, "
            f"satisfiable {merged.satisfiable}"
        )
        print(*texts(merged), sep="\n    ", end="\n" if merged.conflicts else "")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
