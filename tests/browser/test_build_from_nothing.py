"""A form from nothing to published: by mouse, by pointer without dragging, by keyboard alone."""

import pytest

from tests.browser.page import WIDE, served
from tests.browser.three_ways import FIRST, SECOND, Keyboard, Mouse, Pointer, builds
from tests.views.desk_case import furnished
from tests.views.house import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def house(tmp_path):
    house = furnished(tmp_path)
    house.person("wang", "form_admin", "market")
    return house


def test_a_form_is_built_in_three_ways_with_at_most_twice_the_steps_of_the_mouse(
    house, browser, capsys
):
    ways = (("by_mouse", Mouse), ("by_pointer", Pointer), ("by_keys", Keyboard))
    steps, wrong = {}, []
    with served(house.app) as address:
        page = browser.new_context(locale="zh-CN", viewport=WIDE).new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda m: m.type == "error" and wrong.append(m.text))
        page.goto(f"{address}/account/login?next=/build")
        page.fill("[name=login]", "wang")
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        for code, kind in ways:
            page.goto(f"{address}/build")
            way = kind(page)
            builds(way, code)
            steps[code] = way.steps

    with capsys.disabled():
        print(f"\nsteps: {steps}")
    assert wrong == []
    forms = [house.store.published.latest("permit", code).document["form"] for code, _ in ways]
    assert [outline(f) for f in forms] == [OUTLINE] * 3
    assert max(steps.values()) <= 2 * steps["by_mouse"]


def outline(form):
    fields = form["properties"].values()
    return {
        "sections": [s["title"] for s in form["x-sections"]],
        "labels": [f["title"] for f in fields],
        "homes": [f["x-section"] for f in fields],
        "shown": [f["title"] for f in fields if "x-show-when" in f],
        "columns": [
            [c["title"] for c in f["items"]["properties"].values()]
            for f in fields
            if f["x-type"] == "table"
        ],
    }


OUTLINE = {
    "sections": ["基本信息", "人员"],
    "labels": [label for _, _, label in (*FIRST, *SECOND)],
    "homes": ["s1"] * 5 + ["s2"] * 5,
    "shown": ["外卖平台"],
    "columns": [["名称", "姓名"]],
}
