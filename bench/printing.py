"""Printing: our package and certificate beside WeasyPrint as it comes, Chromium's own print, and typst, in one run.

Each round sets every document once with every engine, so that a busy machine is unfair to all alike; the
best round counts. CPU is the engine's process and its children. `python -m bench.printing [rounds]`
`python -m bench.printing long [documents]` prints 500 certificates in one worker, and then with two.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.engines import ENGINES, Given, Measure, Press
from documents import certificate, package, pdf, seal
from tests.documents.catalogue import answered, shipped_departments, shipped_permits
from tests.documents.examples import COMMITMENT, URL, a_certificate, a_part

NOW = datetime(2026, 12, 1, tzinfo=UTC)
DOCUMENTS = 500
HANZI = 5000


def main(rounds: int) -> None:
    documents = {"package": caught(a_package), "certificate": caught(a_sealed_certificate)}
    presses = {name: press for name in ENGINES if (press := _warm(name, documents["certificate"]))}
    best: dict[tuple[str, str], Measure] = {}
    for _ in range(rounds):
        for document, given in documents.items():
            for engine, press in presses.items():
                found = press.print(given)
                known = best.get((document, engine), found)
                best[document, engine] = min(known, found, key=lambda m: m.cpu)
    long_text = hanzi(presses["ours"])
    for press in presses.values():
        press.close()
    print(
        json.dumps(
            report(documents, presses, best) | {"5000_hanzi_more_cpu_ms": long_text}, indent=1
        )
    )


def _warm(name: str, given: Given) -> Press | None:
    press = Press(name)
    try:
        press.print(given)
    except (RuntimeError, EOFError) as missing:
        print(f"without {name}: {missing}", file=sys.stderr)
        return None
    return press


def hanzi(press: Press) -> float:
    """How many milliseconds of CPU 5,000 characters in one answer cost more."""
    short, long = (caught(lambda n=n: a_package("流程" * (n // 2))) for n in (2, HANZI))
    costs = [min(press.print(given).cpu for _ in range(3)) for given in (short, long)]
    return round((costs[1] - costs[0]) * 1000)


def report(documents, engines, best) -> dict[str, dict[str, dict[str, float]]]:
    return {
        document: {
            engine: {
                "cpu_ms": round(best[document, engine].cpu * 1000),
                "kilobytes": round(best[document, engine].size / 1024, 1),
                "memory_mb": round(best[document, engine].memory),
                "ours_cpu_ratio": round(best[document, "ours"].cpu / best[document, engine].cpu, 2),
                "ours_bytes_ratio": round(
                    best[document, "ours"].size / best[document, engine].size, 2
                ),
            }
            for engine in engines
        }
        for document in documents
    }


def long_run(documents: int) -> None:
    """Is a worker's memory flat, what does a core print, and what do two?"""
    given = caught(a_sealed_certificate)
    press = Press("ours")
    memory = [press.print(given).memory for _ in range(documents)]
    single = [press.print(given).cpu for _ in range(30)]
    print(
        f"memory after 10, 100, {documents}: {memory[9]:.0f}, {memory[99]:.0f}, {memory[-1]:.0f} MB"
    )
    print(f"one core: {60 / (sum(single) / len(single)):.0f} certificates a minute of CPU")
    second = Press("ours")
    second.print(given)
    for presses in ((press,), (press, second)):
        start = time.perf_counter()
        for _ in range(30):
            for each in presses:
                each.begin(given)
            for each in presses:
                each.end()
        wall = time.perf_counter() - start
        print(f"{len(presses)} at once: {30 * len(presses) * 60 / wall:.0f} a minute of wall time")
    press.close()
    second.close()


def caught(make: Callable[[], bytes]) -> Given:
    """What a document hands to the renderer."""
    seen: list[Given] = []
    render = pdf.render
    pdf.render = lambda html, *, css, **how: (
        seen.append(Given(html, css, how)) or render(html, css=css, **how)
    )
    try:
        make()
    finally:
        pdf.render = render
    return seen[0]


def a_package(notes: str = "") -> bytes:
    permit = next(p for p in shipped_permits() if p.id == "food_business")
    answers = answered(permit, Random(3))
    part = a_part(answers=answers | ({"operator_name": notes} if notes else {}))
    promise = replace(COMMITMENT, text=permit.commitment)
    return package.package_pdf(
        part,
        permit,
        shipped_departments()[permit.department],
        [],
        commitment=promise,
        case_url=URL,
        language="zh_Hans",
        printed_at=NOW,
    )


def a_sealed_certificate() -> bytes:
    permit = next(p for p in shipped_permits() if p.id == "food_business")
    bare = a_certificate()
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    sealed = replace(bare, token=seal.sign(seal.record_of(bare, key=1), key))
    return certificate.certificate_pdf(
        sealed, permit, base_url="https://yizhao.example", printed_at=NOW, demo=True
    )


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else "5"
    if given == "long":
        long_run(int(sys.argv[2]) if len(sys.argv) > 2 else DOCUMENTS)
    else:
        main(int(given))
