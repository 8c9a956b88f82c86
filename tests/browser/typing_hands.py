"""Two hands that build a form, one on the keyboard and one on the mouse, and how long a person would take.

The rates are those of the keystroke-level model (Card, Moran, Newell 1983): 0.28 s a key of an average
typist, 1.1 s to point at something, 0.2 s a click, 0.4 s from mouse to keyboard, 1.35 s of thought before
each control. A Chinese character is 2.5 keys of an input method.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page, expect

KEY, POINT, CLICK, HOME, THOUGHT, KEYS_A_HANZI = 0.28, 1.1, 0.2, 0.4, 1.35, 2.5
HANZI = re.compile(r"[^\x00-\x7f]")
AHEAD = """id => { const at = document.activeElement, to = document.getElementById(id);
  return at === to ? 0 : at.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_FOLLOWING ? 1 : -1; }"""


@dataclass
class Counted:
    """What the hands did. `letters` are keys of texts, `keys` all others."""

    letters: float = 0
    keys: int = 0
    clicks: int = 0
    thoughts: int = 0
    homings: int = 0

    @property
    def minutes(self) -> float:
        mouse = self.clicks * (POINT + CLICK) + self.homings * HOME
        return ((self.letters + self.keys) * KEY + mouse + self.thoughts * THOUGHT) / 60


class Hand:
    """What both can do; each waits for what its deed brings about, never for the clock."""

    def __init__(self, page: Page) -> None:
        self.page, self.counted = page, Counted()

    def letters(self, text: str) -> None:
        self.page.keyboard.insert_text(text)
        hanzi = len(HANZI.findall(text))
        self.counted.letters += hanzi * KEYS_A_HANZI + len(text) - hanzi

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Until the page shows the revision that the deed made."""
        before = self.page.locator("#seen").input_value()
        yield
        expect(self.page.locator("#seen")).not_to_have_value(before)
        self.rests()

    def rests(self) -> None:
        expect(self.page.locator(".htmx-request")).to_have_count(0)

    def lands(self, id: str) -> None:
        expect(self.page.locator(f"[id='{id}']")).to_be_focused()

    def shown(self, id: str) -> str:
        return self.page.locator(f"[id='{id}']").input_value()

    def has(self, id: str) -> bool:
        return self.page.locator(f"[id='{id}']").count() == 1

    def names(self, label: str) -> None:
        """The question's words, where an added one puts the cursor."""
        self.lands("p-label")
        if self.shown("p-label") != label:
            with self.kept():
                self.letters(label)
                self.leaves()

    def writes(self, id: str, text: str) -> None:
        if self.shown(id) == text:
            return
        self.goes(id)
        with self.kept():
            self.page.locator(f"[id='{id}']").select_text()
            self.selects_all()
            self.letters(text)
            if not text:
                self.page.keyboard.press("Delete")
                self.counted.keys += 1
            self.leaves()

    def goes(self, id: str) -> None:
        raise NotImplementedError

    def leaves(self) -> None:
        raise NotImplementedError

    def selects_all(self) -> None:
        raise NotImplementedError


class Keys(Hand):
    """Never touches the mouse."""

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.counted.keys += 1 + key.count("+")

    def goes(self, id: str) -> None:
        self.counted.thoughts += 1
        for _step in range(80):
            ahead = self.page.evaluate(AHEAD, id)
            if ahead == 0:
                return
            self.press("Tab" if ahead > 0 else "Shift+Tab")
        raise AssertionError(f"{id} is not reached by Tab")

    def leaves(self) -> None:
        self.press("Tab")

    def selects_all(self) -> None:
        self.press("Control+a")

    def ticks(self, id: str) -> None:
        self.goes(id)
        with self.kept():
            self.press("Space")

    def treats(self, treatment: str, order: list[str]) -> None:
        at = order.index("required")
        self.goes("p-required")
        for nth in range(at + 1, order.index(treatment) + 1):
            with self.kept():
                self.press("ArrowDown")
            self.lands(f"p-{order[nth]}")

    def picks(self, id: str, words: str) -> None:
        """Opens the list, goes to the words from the nearer end, takes them."""
        self.goes(id)
        options = self.page.locator(f"[id='{id}'] option").all_inner_texts()
        to = next(n for n, o in enumerate(options) if o.strip() == words)
        steps = min(to, len(options) - 1 - to) + 1
        self.counted.keys += steps + 2
        with self.answered():
            self.page.locator(f"[id='{id}']").select_option(label=options[to])

    def takes(self, id: str, words: str) -> None:
        """From a list that is sent with its form only."""
        self.goes(id)
        options = self.page.locator(f"[id='{id}'] option").all_inner_texts()
        to = next(n for n, o in enumerate(options) if o.strip() == words)
        self.counted.keys += min(to, len(options) - 1 - to) + 1
        self.page.locator(f"[id='{id}']").select_option(label=options[to])

    @contextmanager
    def answered(self) -> Iterator[None]:
        with self.page.expect_response(lambda r: r.request.method == "POST"):
            yield
        self.rests()

    def adds(self, words: str, button: str) -> None:
        self.counted.thoughts += 1
        self.press("Alt+n")
        self.lands("element-search")
        with self.kept():
            self.letters(words)
            self.press("Enter")
        self.lands("p-label")

    def begins_section(self, title: str) -> None:
        self.counted.thoughts += 1
        self.press("Alt+s")
        self.lands("new-section")
        with self.kept():
            self.letters(title)
            self.press("Enter")

    def adds_column(self, words: str) -> None:
        self.press("Alt+k")
        self.lands("p-column")
        options = self.page.locator("#p-column option").all_inner_texts()
        to = options.index(words)
        self.counted.keys += min(to, len(options) - 1 - to) + 1
        self.page.locator("#p-column").select_option(label=words)
        with self.kept():
            self.press("Tab", "Enter")
        self.lands("p-label")

    def opens_condition(self) -> None:
        self.press("Alt+w")

    def presses(self, id: str) -> None:
        self.goes(id)
        with self.answered():
            self.press("Enter")

    def returns_to(self, key: str) -> None:
        """From a column to its table."""
        self.press("Escape")
        self.page.locator(f"[id='open-{key}']").focus()
        self.press("Space")
        self.rests()

    def opens_rules(self) -> None:
        self.press("Alt+r")
        self.page.wait_for_url("**/rules*")

    def submits(self, id: str) -> None:
        self.goes(id)
        with self.page.expect_navigation():
            self.press("Enter")


class Mouse(Hand):
    """Points at everything; only texts come from the keyboard."""

    def click(self, selector: str) -> None:
        self.page.click(selector)
        self.counted.clicks += 1

    def letters(self, text: str) -> None:
        super().letters(text)
        self.counted.homings += 2

    def goes(self, id: str) -> None:
        self.counted.thoughts += 1
        self.click(f"[id='{id}']")

    def leaves(self) -> None:
        self.click("#panel h2 >> nth=0")

    def selects_all(self) -> None:
        self.counted.clicks += 1

    def ticks(self, id: str) -> None:
        with self.kept():
            self.goes(id)

    def treats(self, treatment: str, order: list[str]) -> None:
        with self.kept():
            self.goes(f"p-{treatment}")

    def picks(self, id: str, words: str) -> None:
        self.counted.thoughts += 1
        self.counted.clicks += 2
        with self.answered():
            self.page.locator(f"[id='{id}']").select_option(label=words)

    def takes(self, id: str, words: str) -> None:
        self.counted.thoughts += 1
        self.counted.clicks += 2
        self.page.locator(f"[id='{id}']").select_option(label=words)

    answered = Keys.answered

    def adds(self, words: str, button: str) -> None:
        """A kind has its button; an element is searched by name and clicked."""
        if not button.startswith("type-"):
            self.goes("element-search")
            self.page.locator("#element-search").select_text()
            self.selects_all()
            self.letters(words)
        with self.kept():
            self.goes(button)
        self.lands("p-label")

    def begins_section(self, title: str) -> None:
        self.goes("new-section")
        self.page.locator("#new-section").select_text()
        self.selects_all()
        with self.kept():
            self.letters(title)
            self.click("#add-section")

    def adds_column(self, words: str) -> None:
        self.counted.clicks += 2
        self.page.locator("#p-column").select_option(label=words)
        with self.kept():
            self.click("#add-column")
        self.lands("p-label")

    def opens_condition(self) -> None:
        self.click("#condition summary")

    def presses(self, id: str) -> None:
        with self.answered():
            self.goes(id)

    def returns_to(self, key: str) -> None:
        """A press beside the words: on the row, or on the cell below a column's name."""
        words = self.page.locator(f"[id='open-{key}']")
        column = words.evaluate("b => b.closest('th') ? b.closest('th').cellIndex : -1")
        spot = "> p.small >> nth=-1" if column < 0 else f"td >> nth={column}"
        self.click(f".build-card:has([id='open-{key}']) {spot}")
        self.rests()

    def opens_rules(self) -> None:
        self.click("#about summary")
        self.click("#about a[accesskey=r]")
        self.page.wait_for_url("**/rules*")

    def submits(self, id: str) -> None:
        with self.page.expect_navigation():
            self.goes(id)
