"""A form from nothing to published: by mouse, by pointer without dragging, by keyboard alone."""

import pytest

from tests.browser.page import signed_in
from tests.browser.three_ways import FIRST, SECOND, Keyboard, Mouse, Pointer, builds

pytestmark = pytest.mark.browser


def test_a_form_is_built_in_three_ways_with_at_most_twice_the_steps_of_the_mouse(
    house, browser, address, capsys
):
    ways, steps = (("by_mouse", Mouse), ("by_pointer", Pointer), ("by_keys", Keyboard)), {}
    page = signed_in(browser, address, "wang", "/build")
    for code, kind in ways:
        page.goto(f"{address}/build")
        way = kind(page)
        builds(way, code)
        steps[code] = way.steps

    with capsys.disabled():
        print(f"\nsteps: {steps}")
    assert page.said == []
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
