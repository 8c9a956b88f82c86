"""Printing: our package and certificate beside WeasyPrint as it comes, Chromium's own print, and typst, in one run.

Each round sets every document once with every engine, so that a busy machine is unfair to all alike; the
best round counts. CPU is the engine's process and its children. `python -m bench.printing [rounds]`
`python -m bench.printing long [documents]` prints 500 certificates in one worker, then both kinds with one and with two.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
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
    long_text = hanzi(presses["ours"], rounds)
    for press in presses.values():
        press.close()
    print(json.dumps(report(documents, presses, best) | {"5000_hanzi_more": long_text}, indent=1))


def _warm(name: str, given: Given) -> Press | None:
    press = Press(name)
    try:
        press.print(given)
    except (RuntimeError, EOFError) as missing:
        print(f"without {name}: {missing}", file=sys.stderr)
        return None
    return press


def hanzi(press: Press, rounds: int) -> dict[str, float]:
    """What 5,000 characters in one answer cost more: CPU in milliseconds, and as a share of the package without."""
    both = [caught(lambda n=n: a_package("流程" * (n // 2))) for n in (2, HANZI)]
    seen = [[press.print(given).cpu for given in both] for _ in range(rounds)]
    short, long = (min(costs) for costs in zip(*seen, strict=True))
    return {"cpu_ms": round((long - short) * 1000), "share": round(long / short - 1, 2)}


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
    certificate, package_ = caught(a_sealed_certificate), caught(a_package)
    presses = (Press("ours"), Press("ours"))
    memory = [presses[0].print(certificate).memory for _ in range(documents)]
    print(
        f"memory after 10, 100, {documents}: {memory[9]:.0f}, {memory[99]:.0f}, {memory[-1]:.0f} MB"
    )
    for name, given in (("certificates", certificate), ("packages", package_)):
        for press in presses:
            press.print(given)
        for some in (presses[:1], presses):
            print(f"{name}, {len(some)} at once: {throughput(some, given)}", flush=True)
    for press in presses:
        press.close()


def throughput(presses: Sequence[Press], given: Given, rounds: int = 30) -> str:
    """Documents a minute as the clock has it, and as many cores would print that had nothing else to do."""
    start, cpu = time.perf_counter(), []
    for _ in range(rounds):
        for press in presses:
            press.begin(given)
        cpu += [press.end().cpu for press in presses]
    wall = len(cpu) * 60 / (time.perf_counter() - start)
    own = len(presses) * 60 / statistics.median(cpu)
    return f"{wall:.0f} a minute of wall time, {own:.0f} by CPU ({statistics.median(cpu) * 1000:.0f} ms each)"


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
