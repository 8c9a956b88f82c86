"""People at browsers of their own, and what went wrong on their screens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from playwright.sync_api import Browser, BrowserContext, Download, Locator, Page, expect

from storage.store import Store
from tests.browser.page import WIDE, faults
from tests.live import City

PASSWORD = "yizhao-demo"
PATIENCE = 20_000
WORKER_SECONDS = 150


@dataclass(frozen=True)
class Town:
    """A running city with a browser before it; with `scripts` off its pages are plain forms."""

    city: City
    store: Store
    browser: Browser
    scripts: bool
    examined: bool
    wrong: list[str] = field(default_factory=list)

    @contextmanager
    def person(
        self, login: str = "", *, may_see: frozenset[int] = frozenset()
    ) -> Iterator["Person"]:
        """Somebody with a fresh browser, signed in unless anonymous; `may_see` are refusals they expect."""
        context = self.browser.new_context(
            base_url=self.city.url,
            locale="zh-CN",
            viewport=WIDE,
            java_script_enabled=self.scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        somebody = Person(context, context.new_page(), self)
        _watch(somebody.page, self.wrong, frozenset({422}) | may_see)
        if login:
            somebody.page.goto("/account/login")
            somebody.signs_in(login)
        yield somebody
        context.close()


@dataclass(frozen=True)
class Person:
    """Somebody before a screen. What they do waits for what it brings about, never for the clock."""

    context: BrowserContext
    page: Page
    town: Town

    def signs_in(self, login: str) -> None:
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.locator("main").get_by_role("button", name="登录").click()
        expect(self.page.locator(".account-menu")).to_have_count(1)

    def presses(self, button: Locator) -> None:
        """Press what the page sends by itself, or the browser where there is no script."""
        with self.saving():
            button.click()

    @contextmanager
    def saving(self) -> Iterator[None]:
        """What is done inside sends something; it is over when the page has settled again."""
        if not self.town.scripts:
            yield
            self.page.wait_for_load_state()
            return
        with self.page.expect_response(lambda r: r.request.method == "POST"):
            yield
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)

    def downloads(self, link: Locator, folder: Path) -> Path:
        with self.page.expect_download() as coming:
            link.click()
        return _kept(coming.value, folder)

    def waits(self, is_there: Callable[[], bool]) -> None:
        """Until the worker is done; who has no script loads the page again."""
        until = monotonic() + WORKER_SECONDS
        while not is_there():
            assert monotonic() < until, self.page.locator("main").inner_text()
            # Asking without a pause would take the processor from the worker that is waited for.
            self.page.wait_for_timeout(250)
            if not self.town.scripts:
                self.page.reload()

    def examines(self) -> None:
        """Axe finds nothing wrong with the page."""
        if self.town.examined:
            assert faults(self.page) == [], self.page.url

    def words(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())


def _watch(page: Page, wrong: list[str], expected: frozenset[int]) -> None:
    """Whatever a developer would see in red; statuses are read from the responses themselves."""
    page.on("pageerror", lambda e: wrong.append(f"{page.url}: {e}"))
    page.on(
        "console",
        lambda m: (
            m.type == "error"
            and not m.text.startswith("Failed to load resource")
            and wrong.append(f"{page.url}: {m.text}")
        ),
    )
    page.on(
        "response",
        lambda r: (
            r.status >= 400
            and r.status not in expected
            and wrong.append(f"{r.status} {r.request.method} {r.url}")
        ),
    )


def _kept(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path
