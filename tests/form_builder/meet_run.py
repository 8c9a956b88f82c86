"""The long run: `python -m tests.form_builder.meet_run --documents 200000 --seed 1 [--pairs 2000]`.

Random worlds until that many documents were judged, then so many pairs of the suite's groups (0: all).
Prints every disagreement with its seed and exits with 1 when there was any.
"""

import argparse
import sys
import time
from collections import Counter
from itertools import combinations
from random import Random

from form_builder.meet import meet
from tests.form_builder.meet_checks import regrouped, told, world, wrong
from tests.form_builder.suite import usable


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pairs", type=int, default=2000)
    asked = parser.parse_args()
    began, counts = time.monotonic(), Counter[str]()
    _worlds(asked.documents, asked.seed, counts)
    _pairs(asked.pairs, asked.seed, counts)
    print(f"{dict(counts)} in {time.monotonic() - began:.0f} s")
    return 1 if counts["disagreements"] else 0


def _worlds(documents: int, seed: int, counts: Counter[str]) -> None:
    number = seed * 10_000_000
    while counts["documents"] < documents:
        number += 1
        if not (made := world(number, 24)):
            counts["refused"] += 1
            continue
        schemas, found, given, rng = made
        counts["worlds"] += 1
        counts["documents"] += len(given)
        counts[f"satisfiable {found.satisfiable}"] += 1
        for about in (*wrong(schemas, found, given), *regrouped(schemas, found, rng)):
            counts["disagreements"] += 1
            print(number, told(schemas, about))


def _pairs(number: int, seed: int, counts: Counter[str]) -> None:
    pairs = list(combinations(usable(), 2))
    if number:
        pairs = Random(seed).sample(pairs, min(number, len(pairs)))
    for pair in pairs:
        schemas = [g.schema for g in pair]
        found, given = meet(schemas), [d for g in pair for d, _ in g.verdicts]
        counts["pairs"] += 1
        counts["pair documents"] += len(given)
        counts[f"pairs satisfiable {found.satisfiable}"] += 1
        for about in wrong(schemas, found, given):
            counts["disagreements"] += 1
            print(" & ".join(map(str, pair)), about)


if __name__ == "__main__":
    sys.exit(main())
