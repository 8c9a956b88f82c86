"""Printing: our package and certificate beside WeasyPrint as it comes and Chromium's own print, in one run.

Each round sets every document once with every engine, so that a busy machine is unfair to all alike; the
best round counts. CPU is this process and its children. `python -m bench.printing [rounds]`
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Page, sync_playwright

from documents import certificate, package, pdf, seal
from tests.documents.catalogue import answered, shipped_departments, shipped_permits
from tests.documents.examples import COMMITMENT, URL, a_certificate, a_part

NOW = datetime(2026, 12, 1, tzinfo=UTC)
TICKS = os.sysconf("SC_CLK_TCK")
Engine = Callable[[str, str], bytes]


def main(rounds: int) -> None:
    documents = {"package": caught(a_package), "certificate": caught(a_sealed_certificate)}
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=shutil.which("chromium")).new_page()
        engines: dict[str, Engine] = {"ours": ours, "weasyprint": plain, "chromium": printer(page)}
        best = {(d, e): (float("inf"), 0) for d in documents for e in engines}
        for _ in range(rounds):
            for document, (html, css) in documents.items():
                for engine, run in engines.items():
                    best[document, engine] = min(best[document, engine], measured(run, html, css))
    print(json.dumps(report(documents, engines, best), indent=1))


def report(documents, engines, best) -> dict[str, dict[str, dict[str, float]]]:
    return {
        document: {
            engine: {
                "cpu_ms": round(best[document, engine][0] * 1000),
                "kilobytes": round(best[document, engine][1] / 1024, 1),
                "ours_cpu_ratio": round(best[document, "ours"][0] / best[document, engine][0], 2),
                "ours_bytes_ratio": round(best[document, "ours"][1] / best[document, engine][1], 2),
            }
            for engine in engines
        }
        for document in documents
    }


def ours(html: str, css: str) -> bytes:
    return pdf.render(html, css=css, identifier="bench", now=NOW)


def plain(html: str, css: str) -> bytes:
    """WeasyPrint as its first page of documentation shows it, with the machine's own font set-up."""
    from weasyprint import CSS, HTML

    ours = os.environ.pop("FONTCONFIG_FILE")
    try:
        return HTML(string=html).write_pdf(stylesheets=[CSS(string=css)])
    finally:
        os.environ["FONTCONFIG_FILE"] = ours


def printer(page: Page) -> Engine:
    def chromium(html: str, css: str) -> bytes:
        page.set_content(html.replace("</head>", f"<style>{css}</style></head>"))
        return page.pdf(prefer_css_page_size=True, print_background=True)

    return chromium


def measured(run: Engine, html: str, css: str) -> tuple[float, int]:
    start = cpu_seconds()
    made = run(html, css)
    return cpu_seconds() - start, len(made)


def cpu_seconds() -> float:
    """User and system time of this process and everything below it."""
    times: dict[int, tuple[int, float]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            times[int(entry.name)] = (int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS)
    mine = {os.getpid()}
    while more := {p for p, (parent, _) in times.items() if parent in mine} - mine:
        mine |= more
    return sum(times[p][1] for p in mine)


def caught(make: Callable[[], bytes]) -> tuple[str, str]:
    """The HTML and CSS that a document hands to the renderer."""
    seen: list[tuple[str, str]] = []
    render = pdf.render
    pdf.render = lambda html, *, css, **how: (
        seen.append((html, css)) or render(html, css=css, **how)
    )
    try:
        make()
    finally:
        pdf.render = render
    return seen[0]


def a_package() -> bytes:
    permit = next(p for p in shipped_permits() if p.id == "food_business")
    part = a_part(answers=answered(permit, Random(3)))
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
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
