"""The builder beside Form.io's, on the same 500 questions in the same Chromium: `python -m bench.building`.

Form.io's builder comes from npm into a temporary folder and is served as it is. Every figure is taken in
one run: how long until it can be worked with, until an added, moved, edited question shows, what travels
for an edit, and the memory of the page afterwards. Ours answers from gunicorn on the same machine.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.large_form import large_permit, put_into
from storage.keys import load_or_make_keys
from storage.store import open_store
from tests.live import running_city

FORMIO = "@formio/js@5.6.0"
WIDE = {"width": 1280, "height": 900}
PATIENCE = 180_000


@dataclass
class Figures:
    """Milliseconds of each repetition by deed; bytes of each answer; the page's memory in megabytes."""

    times: dict[str, list[float]] = field(default_factory=dict)
    sizes: dict[str, list[int]] = field(default_factory=dict)
    memory: float = 0

    def told(self, name: str) -> str:
        lines = [f"{name}: {self.memory:.0f} MB after all of it"]
        for deed, times in self.times.items():
            sizes = self.sizes.get(deed)
            moved = f", {max(sizes) / 1000:.1f} kB at most" if sizes else ""
            lines.append(f"  {deed:<6} {_spread(times)}{moved}")
        return "\n".join(lines)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--questions", type=int, default=500)
    words.add_argument("--times", type=int, default=20)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        permit = large_permit(given.questions)
        print(_ours(browser, Path(folder) / "city", permit, given.times).told("Yizhao"))
        print(_theirs(browser, Path(folder) / "formio", permit, given.times).told("Form.io"))
        browser.close()


def _ours(browser: Browser, folder: Path, permit: dict, times: int) -> Figures:
    found = Figures()
    with running_city(folder) as city:
        keys = load_or_make_keys(folder / "keys")
        put_into(open_store(city.environ["DATABASE_URL"], folder / "files", keys), permit)
        page = _signed_in(browser, city.url, permit["id"])
        for _ in range(5):
            page.goto(f"{city.url}/build/{permit['id']}", wait_until="load")
            found.times.setdefault("open", []).append(page.evaluate(_READY))
        keys_of_form = list(permit["form"]["properties"])
        _works(page, keys_of_form[len(keys_of_form) // 2], times, found)
        found.memory = _memory(page)
        page.context.close()
    return found


def _signed_in(browser: Browser, address: str, permit: str) -> Page:
    page = browser.new_context(locale="zh-CN", viewport=WIDE).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/account/login?next=/build/{permit}")
    page.fill("[name=login]", "market_admin")
    page.fill("[name=password]", "yizhao-demo")
    page.click("main form button")
    page.wait_for_url("**/build/*")
    return page


def _works(page: Page, key: str, times: int, found: Figures) -> None:
    """Edits, moves, adds and undoes in the middle of the form, as its controls do."""
    page.click(f"#open-{key}")
    page.wait_for_selector("#p-label:focus")
    deeds: dict[str, Callable[[int], str]] = {
        "edit": lambda n: _EDIT % json.dumps(f"改名 {n}"),
        "move": lambda n: f"document.getElementById('{('down', 'up')[n % 2]}-{key}').click()",
        "add": lambda n: "document.getElementById('type-date').click()",
        "undo": lambda n: "document.getElementById('undo').click()",
    }
    for deed, script in deeds.items():
        for n in range(times):
            with page.expect_response(lambda r: r.request.method == "POST") as coming:
                took = page.evaluate(_UNTIL_SWAPPED % script(n))
            found.times.setdefault(deed, []).append(took)
            found.sizes.setdefault(deed, []).append(len(coming.value.body()))


def _theirs(browser: Browser, folder: Path, permit: dict, times: int) -> Figures:
    folder.mkdir(parents=True)
    subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "--no-fund", FORMIO], cwd=folder, check=True
    )
    (folder / "index.html").write_text(_PAGE, "utf-8")
    (folder / "form.json").write_text(json.dumps(_as_formio(permit["form"])), "utf-8")
    found = Figures()
    with _served(folder) as address:
        page = browser.new_context(viewport=WIDE).new_page()
        page.set_default_timeout(PATIENCE)
        for _ in range(3):
            page.goto(address)
            page.wait_for_function("window.opened")
            found.times.setdefault("open", []).append(page.evaluate("window.opened"))
        for deed, change in _FORMIO_DEEDS.items():
            for n in range(times):
                took = page.evaluate(_FORMIO.replace("CHANGE", change), n)
                found.times.setdefault(deed, []).append(took)
        found.memory = _memory(page)
        page.context.close()
    return found


def _as_formio(form: dict) -> dict:
    """The same questions as Form.io components, one for one."""
    kinds = {
        "number": "number",
        "integer": "number",
        "money": "number",
        "date": "day",
        "choice": "select",
        "choices": "selectboxes",
        "yes_no": "checkbox",
        "long_text": "textarea",
        "email": "email",
        "phone": "phoneNumber",
    }
    return {
        "components": [
            {
                "type": kinds.get(f["x-type"], "textfield"),
                "key": key,
                "label": f["title"],
                "input": True,
                "values": [{"label": o, "value": o} for o in f.get("items", {}).get("enum", [])],
                "data": {"values": [{"label": o, "value": o} for o in f.get("enum", [])]},
            }
            for key, f in form["properties"].items()
        ]
    }


class _served:  # noqa: N801
    def __init__(self, folder: Path) -> None:
        def quiet(*names, **more):
            handler = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
            return handler(*names, directory=str(folder), **more)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), quiet)

    def __enter__(self) -> str:
        Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/index.html"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()


def _memory(page: Page) -> float:
    """JavaScript heap in use after a collection, in megabytes."""
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    return metrics["JSHeapUsedSize"] / 1e6


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"median {statistics.median(ordered):.0f} ms, p95 {p95:.0f} ms of {len(ordered)}"


_READY = "performance.getEntriesByType('navigation')[0].loadEventEnd"
_EDIT = """(() => { const line = document.getElementById('p-label'); line.value = %s;
  line.dispatchEvent(new Event('change', {bubbles: true})); })()"""
# From the deed to the frame after the swap, as a person would see it.
_UNTIL_SWAPPED = """() => new Promise((done) => { const began = performance.now();
  const swapped = () => { document.removeEventListener('htmx:after:swap', swapped);
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began))); };
  document.addEventListener('htmx:after:swap', swapped); %s; })"""
_PAGE = """<!doctype html><meta charset="utf-8"><div id="b"></div>
<link rel="stylesheet" href="node_modules/@formio/js/dist/formio.full.min.css">
<script src="node_modules/@formio/js/dist/formio.full.min.js"></script>
<script>fetch('form.json').then((r) => r.json()).then((form) => Formio.builder(document.getElementById('b'), form))
  .then((made) => { window.made = made; return made.ready; })
  .then(() => requestAnimationFrame(() => setTimeout(() => { window.opened = performance.now(); })));</script>"""
# What its own saveComponent and onDrop do to a question of the form: change the schema, rebuild its container.
_FORMIO = """async (n) => { const builder = window.made.instance; const list = builder.form.components;
  const began = performance.now(); CHANGE; await builder.webform.rebuild();
  await new Promise((r) => requestAnimationFrame(() => setTimeout(r)));
  return performance.now() - began; }"""
_FORMIO_DEEDS = {
    "edit": "list[250].label = 'renamed ' + n",
    "move": "list.splice(249, 0, list.splice(250, 1)[0])",
    "add": "list.splice(250, 0, {type: 'textfield', key: 'extra' + n, label: 'extra', input: true})",
}


if __name__ == "__main__":
    main()
