"""A browser at a house's door, and axe's opinion of what it shows."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from werkzeug.serving import make_server

from tests.views.house import PASSWORD

# The shell without a window is the same engine at half the processor time.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
AXE = (Path(__file__).parents[1] / "vendor" / "axe-4.14.1.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of `app`, running in this process."""
    server = make_server("localhost", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=60_000)  # a busy machine is slow, not wrong
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


# Every form and button that answers in place has been taken up by htmx.
TAKEN_UP = """() => [...document.querySelectorAll("[hx-get], [hx-post]")]
    .every((element) => element.hasAttribute("data-htmx-powered"))"""


def signed_in(
    browser: Browser,
    address: str,
    login: str,
    path: str,
    *,
    size: ViewportSize = WIDE,
    **options: Any,
) -> Page:
    """This person's page at `path`; what the console says in red is kept in `said` of the page."""
    context = browser.new_context(locale="zh-CN", viewport=size, reduced_motion="reduce", **options)
    page: Any = context.new_page()
    page.set_default_timeout(30_000)  # a busy machine is slow, not wrong
    page.said = []
    page.on("console", lambda m: m.type == "error" and page.said.append(m.text))
    page.goto(f"{address}/account/login?next={path}")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(lambda url: url.endswith(path) and "/account/login" not in url)
    if options.get("java_script_enabled", True):
        page.wait_for_function(TAKEN_UP)  # before that a press goes the way without script
    return page  # type: ignore[no-any-return]


def faults(page: Page) -> list[str]:
    """What axe finds wrong. Injected through the debugger, so that the page's own policy stays on."""
    expect(page.locator("[aria-busy=true], .htmx-request")).to_have_count(0)
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE})
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(r => r.violations.map("
        "v => v.id + ' ' + v.nodes.map(n => n.target.join(' ')).join(', ')))",
        TAGS,
    )
    return [str(f) for f in found]


def too_wide(page: Page) -> int:
    """By how many pixels the page must be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
