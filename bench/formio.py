"""Form.io's builder from npm in a page of its own, driven by what its own hands call."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Page

FORMIO = "@formio/js@5.6.0"
KINDS = {
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


@contextmanager
def formio_served(folder: Path, form: dict[str, Any]) -> Iterator[str]:
    """The address of a page with Form.io's builder on the same questions."""
    folder.mkdir(parents=True)
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", FORMIO]
    subprocess.run(install, cwd=folder, check=True)
    (folder / "index.html").write_text(_PAGE, "utf-8")
    (folder / "form.json").write_text(json.dumps(_as_formio(form)), "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()


def opened(page: Page, address: str) -> float:
    """Milliseconds from navigation until its builder has drawn the form."""
    page.goto(address)
    page.wait_for_function("window.opened")
    took: float = page.evaluate("window.opened")
    return took


def done(page: Page, deed: str, n: int) -> float:
    """Milliseconds of one deed in the middle of the form, to the frame after it shows."""
    took: float = page.evaluate(_TIMED.replace("DEED", _DEEDS[deed]), n)
    return took


def _as_formio(form: dict[str, Any]) -> dict[str, Any]:
    """The same questions as Form.io components, one for one."""
    return {
        "components": [
            {
                "type": KINDS.get(f["x-type"], "textfield"),
                "key": key,
                "label": f["title"],
                "input": True,
                "values": [{"label": o, "value": o} for o in f.get("items", {}).get("enum", [])],
                "data": {"values": [{"label": o, "value": o} for o in f.get("enum", [])]},
            }
            for key, f in form["properties"].items()
        ]
    }


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


# Without the dialog that a new component opens: ours adds without one too.
_PAGE = """<!doctype html><meta charset="utf-8"><div id="b"></div>
<link rel="stylesheet" href="node_modules/@formio/js/dist/formio.full.min.css">
<script src="node_modules/@formio/js/dist/formio.full.min.js"></script>
<script>fetch('form.json').then((r) => r.json())
  .then((form) => Formio.builder(document.getElementById('b'), form, {noNewEdit: true}))
  .then((builder) => { window.builder = builder; return builder.ready; })
  .then(() => requestAnimationFrame(() => setTimeout(() => { window.opened = performance.now(); })));</script>"""
_TIMED = """async (n) => {
  const frame = () => new Promise((r) => requestAnimationFrame(() => setTimeout(r)));
  const list = [...document.querySelectorAll('.builder-components')].find((e) => e.formioContainer);
  const nth = (i) => list.querySelectorAll(':scope > .builder-component')[i];
  const began = performance.now();
  DEED
  await frame();
  return performance.now() - began; }"""
_DEEDS = {
    "choose": "nth(250 + n).querySelector('[ref=editComponent]').click();",
    # Save as its dialog does; the dialog itself was opened by "choose" and is not counted again.
    "edit": """if (!window.builder.dialog) nth(250).querySelector('[ref=editComponent]').click();
  await window.builder.editForm.ready;
  window.builder.editForm.getComponent('label').setValue('renamed ' + n);
  const save = window.builder.componentEdit.querySelector('[ref=saveButton]');
  await frame(); const clicked = performance.now();
  await new Promise((saved) => { window.builder.once('saveComponent', saved); save.click(); });
  await frame(); return performance.now() - clicked;""",
    "move": "await window.builder.onDrop(nth(250), list, list, nth(249 + 2 * (n % 2)));",
    "add": """const kind = document.querySelector('[data-key=textfield][data-group]');
  await window.builder.onDrop(kind, list, kind.parentNode, nth(250));""",
}
