"""One form built in three ways: by mouse with dragging, by pointer without, by keyboard alone; steps are counted.

A step is a click, a drag, a text that is typed, a key that is pressed; choosing from a menu by mouse is two.
"""

from dataclasses import dataclass, field

from playwright.sync_api import Page, expect


@dataclass
class Way:
    """What all ways have in common: waiting for what a step brings about, never for the clock."""

    page: Page
    steps: int = field(default=0)

    def typed(self, text: str) -> None:
        self.page.keyboard.insert_text(text)
        self.steps += 1

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.steps += 1

    def hears(self, words: str) -> None:
        expect(self.page.locator("#status")).to_contain_text(words)

    def lands(self, id: str) -> None:
        expect(self.page.locator(f"#{id}")).to_be_focused()


class Mouse(Way):
    def click(self, selector: str) -> None:
        self.page.click(selector)
        self.steps += 1

    def begins(self, name: str, code: str) -> None:
        self.click("#new summary")
        self.click("#new-name")
        self.typed(name)
        self.click("#new-code")
        self.typed(code)
        self.click("#new button")

    def adds(self, kind: str, words: str, label: str) -> None:
        self.click(f"#type-{kind}")
        self.lands("p-label")
        self.typed(label)

    def adds_section(self, title: str) -> None:
        self.click("#new-section")
        self.typed(title)
        self.click("#add-section")
        self.hears(title)

    def adds_column(self, label: str) -> None:
        self.page.select_option("#p-column", "text")
        self.steps += 2
        self.click("#add-column")
        self.lands("p-label")
        self.typed(label)

    def shows_when_yes(self, other: str) -> None:
        self.click("#condition summary")
        for control, value in (("#when-0-0", other), ("#when-0-0-what", "true")):
            self.page.select_option(control, value)
            self.steps += 2
        self.hears("已保存")

    def moves_up(self, key: str, over: str) -> None:
        self.page.locator(f"#card-{key}").scroll_into_view_if_needed()
        self.page.locator(f"#card-{key} .grip").drag_to(self.page.locator(f"#card-{over} .grip"))
        self.steps += 1

    def undoes(self) -> None:
        self.click("#undo")

    def looks_and_returns(self) -> None:
        self.click("text=预览")
        expect(self.page.get_by_text("可以试着填")).to_be_visible()
        self.click("text=回去改")

    def publishes(self, note: str) -> None:
        self.click("text=发布…")
        self.click("#note")
        self.typed(note)
        self.click("main form.form button")


class Pointer(Mouse):
    """Clicks only: what the mouse drags, its buttons move."""

    def moves_up(self, key: str, over: str) -> None:
        self.click(f"#up-{key}")


class Keyboard(Way):
    def begins(self, name: str, code: str) -> None:
        self.keys("Tab", "Enter", "Tab", "Enter", "Tab")
        self.typed(name)
        self.keys("Tab")
        self.typed(code)
        self.keys("Enter")

    def adds(self, kind: str, words: str, label: str) -> None:
        self.keys("Alt+n")
        self.lands("element-search")
        self.typed(words)
        self.keys("Enter")
        self.lands("p-label")
        self.typed(label)

    def adds_section(self, title: str) -> None:
        self.keys("Alt+s")
        self.lands("new-section")
        self.typed(title)
        self.keys("Enter")
        self.hears(title)

    def adds_column(self, label: str) -> None:
        self.keys("Alt+k")
        self.lands("p-column")
        self.keys("End")
        while self.page.locator("#p-column").input_value() != "text":
            self.keys("ArrowUp")
        self.keys("Tab", "Enter")
        self.lands("p-label")
        self.typed(label)

    def shows_when_yes(self, other: str) -> None:
        self.keys("Alt+w", "Tab")
        self.lands("when-0-0")
        self.keys("End")
        expect(self.page.locator("#when-0-0-how")).to_be_visible()
        expect(self.page.locator("#when-0-0")).to_have_value(other)
        self.lands("when-0-0")
        self.keys("Tab", "Tab")
        self.lands("when-0-0-what")
        self.keys("ArrowDown")
        self.hears("已保存")

    def moves_up(self, key: str, over: str) -> None:
        self.keys("Escape")
        self.lands(f"open-{key}")
        self.keys("Alt+ArrowUp")

    def undoes(self) -> None:
        self.keys("Control+z")

    def looks_and_returns(self) -> None:
        self.keys("Alt+v")
        expect(self.page.get_by_text("可以试着填")).to_be_visible()
        self.page.go_back()  # Alt and the left arrow, which only a window with a frame hears
        self.steps += 1

    def publishes(self, note: str) -> None:
        self.keys("Alt+p")
        expect(self.page.locator("#note")).to_be_visible()
        self.keys("Tab", "Enter")
        while not self.page.locator("#note").evaluate("n => n === document.activeElement"):
            self.keys("Tab")
        self.typed(note)
        self.keys("Enter")


def builds(way: Way, code: str) -> None:
    """Ten questions in two sections, one of them a table, one shown only when another says yes; one moved up,
    that taken back; looked at as applicants see it, and published."""
    way.begins("小餐饮登记", code)
    expect(way.page.locator("#canvas")).to_be_visible()
    for kind, words, label in FIRST:
        way.adds(kind, words, label)
    way.shows_when_yes("q_yes_no")
    way.moves_up("q_text_2", "q_yes_no")
    way.hears("第 4 题，共 5 题")
    way.undoes()
    way.hears("已撤销")
    way.adds_section("人员")
    for kind, words, label in SECOND:
        way.adds(kind, words, label)
    way.adds_column("姓名")
    way.looks_and_returns()
    expect(way.page.locator("#canvas")).to_be_visible()
    way.publishes("新设事项")
    expect(way.page.get_by_text("第 1 版已发布")).to_be_visible()


FIRST = (
    ("text", "一行文字", "店名"),
    ("phone", "电话", "联系电话"),
    ("number", "数字", "面积"),
    ("yes_no", "是或否", "有没有外卖"),
    ("text", "一行文字", "外卖平台"),
)
SECOND = (
    ("date", "日期", "开业日期"),
    ("email", "电子邮箱", "邮箱"),
    ("long_text", "一段文字", "备注"),
    ("integer", "整数", "人数"),
    ("table", "表格", "员工"),
)
