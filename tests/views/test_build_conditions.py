"""When a question shows: groups of rows, read back as a sentence."""

from tests.views.house import post
from tests.views.test_build import AT, form_of, send
from tests.views.test_workbench import edited


def test_a_condition_is_built_from_rows_and_read_back_as_a_sentence(house, admin):
    half = send(admin, f"{AT}/fields/area/condition", **{"0.0.field": "format"})
    whole = send(
        admin,
        f"{AT}/fields/area/condition",
        **{
            "0.0.field": "format",
            "0.0.operator": "is",
            "0.0.value": "单位食堂",
            "1.0.field": "is_online",
            "1.0.operator": "is",
            "1.0.value": "true",
        },
    )

    assert ("请把条件选完" in half.text, "选答案" in half.text) == (True, True)
    assert "当 主体业态 是 单位食堂 或 " in whole.text
    assert len(form_of(house)["properties"]["area"]["x-show-when"]["anyOf"]) == 2


ALL = {
    "join": "all",
    "0.0.field": "format",
    "0.0.operator": "is",
    "0.0.value": "食品销售经营者",
    "0.1.field": "format",
    "0.1.operator": "is",
    "0.1.value": "单位食堂",
    "1.0.field": "is_online",
    "1.0.operator": "is",
    "1.0.value": "true",
}


def test_groups_that_must_all_hold_are_kept_and_read_back(house, admin):
    kept = send(admin, f"{AT}/fields/area/condition", **ALL).text
    again = admin.get(f"{AT}?field=area").text

    assert set(form_of(house)["properties"]["area"]["x-show-when"]) == {"allOf"}
    said = "当 (主体业态 是 食品销售经营者 或 主体业态 是 单位食堂) 且 是否网络经营 选 是 时显示"
    for html in (kept, again):
        assert '<option value="all" selected>' in html
        assert said in html
        assert '<p class="build-or">并且</p>' in html


def test_a_group_stays_as_it_was_arranged_while_it_is_built(house, admin):
    first = {k: v for k, v in ALL.items() if not k.startswith("1.")}

    html = send(admin, f"{AT}/fields/area/condition", **first).text

    assert set(form_of(house)["properties"]["area"]["x-show-when"]) == {"anyOf"}
    assert ('<option value="all" selected>' in html, 'id="when-0-1"' in html) == (True, True)


def test_a_condition_too_intricate_to_change_can_be_taken_away(house, admin):
    edited(house, lambda fields: fields["area"].update({"x-show-when": DEEP}))

    page = admin.get(f"{AT}?field=area").text
    send(admin, f"{AT}/fields/area/condition", row="clear")

    assert 'value="clear"' in page
    assert "x-show-when" not in form_of(house)["properties"]["area"]


MANY = {"properties": {"staff": {"type": "number", "minimum": 3}}, "required": ["staff"]}
DEEP = {"not": {"anyOf": [MANY, {"required": ["lr_id"]}]}}


def test_a_condition_half_chosen_is_drawn_on_without_a_script(admin):
    page = post(admin, f"{AT}/fields/area/condition", **{"0.0.field": "format"})

    assert (page.status_code, 'id="when-0-0-what"' in page.text) == (200, True)


def test_a_condition_is_taken_away(house, admin):
    send(
        admin,
        f"{AT}/fields/sales_class/condition",
        row="drop:0.0",
        **{"0.0.field": "format", "0.0.operator": "is", "0.0.value": "食品销售经营者"},
    )

    assert "x-show-when" not in form_of(house)["properties"]["sales_class"]
