"""The law of merging, run over many generated documents:

    python -m tests.form_builder.law --documents 1000000 --seed 1 --processes 2

For every document: the merged form finds no failure exactly when every source's own schema accepts its
split; the split is the one a plain reading of the forms gives; the merged schema refuses nothing that all
accept; and order, grouping and repetition of the sources change no text. Prints what disagrees with the
seed of its world, and exits with 1 when anything did.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import Any

from form_builder.split import split
from form_builder.unite import unite
from form_builder.validate import failures
from schemas.judge import judge
from schemas.merged import MergedForm, Source
from tests.form_builder.law_documents import Pen
from tests.form_builder.law_worlds import world
from tests.form_builder.plain_split import PlainReader, same

PER_WORLD = 100


@dataclass
class Tally:
    """What a run saw."""

    worlds: int = 0
    documents: int = 0
    accepted: int = 0
    disagreements: tuple[str, ...] = ()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.worlds + other.worlds,
            self.documents + other.documents,
            self.accepted + other.accepted,
            self.disagreements + other.disagreements,
        )


def run(
    documents: int, seed: int, *, first: int = 0, every: int = 1, tell: int | None = None
) -> Tally:
    """The law on `documents` documents; of the worlds of this seed every `every`-th from `first` on.
    Every `tell` documents it says how far it is."""
    tally, number = Tally(), first
    while tally.documents < documents:
        tally += one_world(f"{seed}.{number}", min(PER_WORLD, documents - tally.documents))
        number += every
        if tell and tally.documents % tell == 0:
            print(
                f"{tally.documents} documents, {len(tally.disagreements)} disagreements", flush=True
            )
    return tally


def one_world(seed: str, documents: int) -> Tally:
    """The law on one world; the seed says which."""
    rng = Random(seed)
    sources = world(rng)
    merged = unite(sources)
    wrong = [*texts_differ(sources, merged, rng)]
    judges = [(PlainReader(s), judge(s.schema)) for s in sources]
    whole = judge(merged.schema)
    pen = Pen(merged, rng)
    accepted = 0
    for _ in range(documents):
        answers = pen.document()
        verdict, said = disagreement(merged, judges, whole, answers)
        accepted += verdict
        wrong += said
        if verdict:
            pen.keep(answers)
    return Tally(1, documents, accepted, tuple(f"world {seed}: {w}" for w in wrong))


def disagreement(
    merged: MergedForm, judges: Any, whole: Any, answers: Any
) -> tuple[bool, list[str]]:
    """Do all sources accept, and what is wrong with the merged form's word on `answers`."""
    shares = split(merged, answers)
    wrong = [
        f"{plain.source} gets {shares[plain.source]!r} of {answers!r}"
        for plain, _ in judges
        if not same(shares[plain.source], plain.split(answers))
    ]
    verdict = all(own.is_valid(shares[plain.source]) for plain, own in judges)
    if verdict != (failures(merged, answers) == ()):
        wrong.append(f"failures do not say {verdict} of {answers!r}")
    if verdict and not whole.is_valid(answers):
        wrong.append(f"the merged schema refuses {answers!r}")
    return verdict, wrong


def texts_differ(sources: tuple[Source, ...], merged: MergedForm, rng: Random) -> Iterator[str]:
    """Orders, groupings and repetitions under which the canonical text is another."""
    shuffled = rng.sample(sources, len(sources))
    half = rng.randint(0, len(sources))
    grouped = [*unite(shuffled[:half]).sources, *unite(shuffled[half:]).sources]
    for how, some in (
        ("shuffled", shuffled),
        ("grouped", grouped),
        ("repeated", [*shuffled, *rng.sample(sources, half)]),
    ):
        other = unite(some)
        if (other.text, other.digest) != (merged.text, merged.digest):
            yield f"{how} sources have another text"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--documents", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--processes", type=int, default=1)
    given = asked.parse_args()
    began = time.monotonic()
    share = -(-given.documents // given.processes)
    with ProcessPoolExecutor(given.processes) as pool:
        runs = [
            pool.submit(run, share, given.seed, first=n, every=given.processes, tell=20_000)
            for n in range(given.processes)
        ]
        tally = sum((r.result() for r in runs), Tally())
    minutes = (time.monotonic() - began) / 60
    for line in tally.disagreements[:20]:
        print(line)
    print(
        f"seed {given.seed}: {tally.worlds} worlds, {tally.documents} documents, "
        f"{100 * tally.accepted / tally.documents:.1f} % accepted, "
        f"{minutes:.1f} minutes, {len(tally.disagreements)} disagreements"
    )
    return int(bool(tally.disagreements))


if __name__ == "__main__":
    sys.exit(main())
