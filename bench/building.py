"""The builder beside Form.io's, on the same 500 questions, each in a Chromium of its own: `python -m bench.building`.

One run, one table: until it can be worked with, until a chosen, edited, moved, added, undone question
shows, the server's own work for it, what travels, and memory afterwards. Ours answers from gunicorn as
`run.sh` starts it; Form.io's comes from npm and has no server and no undo. Then how long a save takes in
a department of ten such forms.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserType, CDPSession, Page, sync_playwright

from bench.formio import done, formio_served, opened
from bench.large_form import large_permit, put_into
from storage.keys import load_or_make_keys
from storage.store import Store, open_store
from tests.live import City, running_city

WIDE = {"width": 1280, "height": 900}
PATIENCE = 180_000
DEEDS = ("first", "open", "choose", "edit", "move", "add", "undo")


@dataclass
class Figures:
    """Milliseconds of each repetition by deed, the server's CPU among them, bytes of each answer."""

    times: dict[str, list[float]] = field(default_factory=dict)
    sizes: dict[str, list[int]] = field(default_factory=dict)
    work: dict[str, float] = field(default_factory=dict)
    memory: str = ""

    def took(self, deed: str, milliseconds: float) -> None:
        self.times.setdefault(deed, []).append(milliseconds)

    def cells(self, deed: str) -> tuple[str, ...]:
        if deed not in self.times:
            return ("none", "", "", "")
        times, sizes = self.times[deed], self.sizes.get(deed)
        work = f"{self.work[deed]:.0f}" if deed in self.work else ""
        moved = f"{max(sizes) / 1000:.1f}" if sizes else ""
        return (f"{statistics.median(times):.0f}", f"{p95(times):.0f}", work, moved)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--questions", type=int, default=500)
    words.add_argument("--times", type=int, default=20, help="of each deed in ours")
    words.add_argument(
        "--theirs", type=int, default=3, help="of each deed in Form.io's, seconds each"
    )
    given = words.parse_args()
    permit = large_permit(given.questions)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        ours, saves = _ours(play.chromium, Path(folder) / "city", permit, given.times)
        theirs = _theirs(play.chromium, Path(folder) / "formio", permit, given.theirs)
    _print(given, ours, theirs, saves)


def _print(given: argparse.Namespace, ours: Figures, theirs: Figures, saves: list[float]) -> None:
    print(
        f"{given.questions} questions, each deed {given.times} and {given.theirs} times; "
        "milliseconds from the hand to the frame after the change shows"
    )
    head = ("", "median", "p95", "server CPU", "kB", "median", "p95")
    rows = [(d, *ours.cells(d), *theirs.cells(d)[:2]) for d in DEEDS]
    print(f"{'':8}|{'Yizhao':^40}|{'Form.io':^18}")
    for row in (head, *rows):
        print(f"{row[0]:8}|" + "".join(f"{c:>10}" for c in row[1:5]) + "|" + _right(row[5:]))
    print(f"memory  |{ours.memory:^40}|{theirs.memory:^18}")
    print(f"A save beside ten forms of {given.questions}: p95 {p95(saves):.0f} ms of {len(saves)}")


def _right(cells: tuple[str, ...]) -> str:
    return "".join(f"{c:>9}" for c in cells)


def _ours(
    chromium: BrowserType, folder: Path, permit: dict[str, Any], times: int
) -> tuple[Figures, list[float]]:
    found = Figures()
    with running_city(folder) as city, _browser(chromium) as browser:
        keys = load_or_make_keys(folder / "keys")
        store = open_store(city.environ["DATABASE_URL"], folder / "files", keys)
        put_into(store, permit)
        page = _signed_in(browser, city.url)
        for n in range(times + 1):
            with _server_work(city, found, "open", times):
                page.goto(f"{city.url}/build/{permit['id']}", wait_until="load")
            found.took("open" if n else "first", page.evaluate(_READY))
        names = list(permit["form"]["properties"])
        _works(page, city, names[len(names) // 2 :], times, found)
        found.memory = _memory(browser, page)
        saves = _saves(store, permit, times)
    return found, saves


def _signed_in(browser: Browser, address: str) -> Page:
    page = browser.new_context(locale="zh-CN", viewport=WIDE).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/account/login?next=/account")
    page.fill("[name=login]", "market_admin")
    page.fill("[name=password]", "yizhao-demo")
    page.click("main form button")
    page.wait_for_load_state("load")
    return page


def _works(page: Page, city: City, names: list[str], times: int, found: Figures) -> None:
    """Chooses, edits, moves, adds and undoes in the middle of the form, as its controls do."""
    deeds: dict[str, Callable[[int], str]] = {
        "choose": lambda n: f"document.getElementById('open-{names[(n + 1) % times]}').click()",
        "edit": lambda n: _EDIT % n,
        "move": lambda n: f"document.getElementById('{('down', 'up')[n % 2]}-{names[0]}').click()",
        "add": lambda _: "document.getElementById('type-date').click()",
        "undo": lambda _: "document.getElementById('undo').click()",
    }
    for deed, script in deeds.items():
        for n in range(times):
            with (
                _server_work(city, found, deed, times),
                page.expect_response(lambda r: "/build/" in r.url) as coming,
            ):
                found.took(deed, page.evaluate(_UNTIL_SWAPPED % script(n)))
            if deed != "choose":
                found.sizes.setdefault(deed, []).append(len(coming.value.body()))


def _theirs(chromium: BrowserType, folder: Path, permit: dict[str, Any], times: int) -> Figures:
    found = Figures()
    with formio_served(folder, permit["form"]) as address, _browser(chromium) as browser:
        page = browser.new_context(viewport=WIDE).new_page()
        page.set_default_timeout(PATIENCE)
        for n in range(times + 1):
            found.took("open" if n else "first", opened(page, address))
        for deed in ("choose", "edit", "move", "add"):
            for n in range(times):
                found.took(deed, done(page, deed, n))
        found.memory = _memory(browser, page)
    return found


def _saves(store: Store, permit: dict[str, Any], times: int) -> list[float]:
    """Milliseconds of each save of one form, beside nine others of its size in the same department."""
    for n in range(9):
        put_into(store, {**permit, "id": f"large_{n}"})
    department, took = permit["department"], []
    revision = store.catalogue.load(department).revision
    for n in range(times * 2):
        form = {**permit["form"], "title": f"第 {n} 稿"}
        facts = {"expecting": revision + n, "author": "bench", "now": datetime.now(UTC)}
        began = time.perf_counter()
        store.catalogue.save_permit(department, {**permit, "form": form}, **facts)
        took.append((time.perf_counter() - began) * 1000)
    return took


class _browser:  # noqa: N801
    """A Chromium of its own, so that its memory is that of one builder."""

    def __init__(self, chromium: BrowserType) -> None:
        self._chromium = chromium

    def __enter__(self) -> Browser:
        self._made = self._chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        return self._made

    def __exit__(self, *_: object) -> None:
        self._made.close()


class _server_work:  # noqa: N801
    """Adds the web server's CPU milliseconds, a `times`-th of them, to a deed's figure."""

    def __init__(self, city: City, found: Figures, deed: str, times: int) -> None:
        self._port, self._found, self._deed, self._times = city.url[-5:], found, deed, times

    def __enter__(self) -> None:
        self._began = _cpu(self._port)

    def __exit__(self, *_: object) -> None:
        spent = (_cpu(self._port) - self._began) / self._times
        self._found.work[self._deed] = self._found.work.get(self._deed, 0) + spent


def _cpu(port: str) -> float:
    """Milliseconds of CPU that gunicorn's processes on this port have used."""
    ticks = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f":{port}" in (process / "cmdline").read_text():
                ticks += sum(
                    map(int, (process / "stat").read_text().rsplit(")", 1)[1].split()[11:13])
                )
        except OSError:
            continue  # it ended meanwhile
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def _memory(browser: Browser, page: Page) -> str:
    """JavaScript heap after a collection, and what the page's process alone holds."""
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    about = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    held = max(_private(p["id"]) for p in about if p["type"] == "renderer")
    return f"heap {metrics['JSHeapUsedSize'] / 1e6:.0f} MB, process {held:.0f} MB"


def _private(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1000


def p95(times: list[float]) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


_READY = "performance.getEntriesByType('navigation')[0].loadEventEnd"
# A label that is being changed in place is left first, as by a hand that goes to the panel.
_EDIT = """(() => { document.activeElement.blur(); const line = document.getElementById('p-label'); line.value = '改名 %d';
  line.dispatchEvent(new Event('change', {bubbles: true})); })()"""
# From the deed to the frame after the swap, as a person would see it.
_UNTIL_SWAPPED = """() => new Promise((done) => { const began = performance.now();
  const swapped = () => { document.removeEventListener('htmx:after:swap', swapped);
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began))); };
  document.addEventListener('htmx:after:swap', swapped); %s; })"""


if __name__ == "__main__":
    main()
