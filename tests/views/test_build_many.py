"""Many questions at once, the clipboard, undo from under others' edits, new forms, and what is refused in words."""

import pytest

from tests.views.house import post
from tests.views.test_build import AT, HX, form_of, revision_of, send


def keys(house, permit="food_business"):
    return list(house.store.catalogue.load("market").permits[permit]["form"]["properties"])


def test_several_questions_are_moved_required_and_deleted_in_one_step_each(house, admin):
    picked = ["area", "warehouse"]

    send(admin, f"{AT}/many", pick=picked, verb="required")
    required = set(picked) <= set(form_of(house)["required"])
    send(admin, f"{AT}/many", pick=picked, verb="move", section="s2")
    sections = {form_of(house)["properties"][k]["x-section"] for k in picked}
    send(admin, f"{AT}/many", pick=picked, verb="remove")
    gone = set(picked) & set(keys(house))
    for _ in range(3):
        send(admin, f"{AT}/undo")

    assert (required, sections, gone) == (True, {"s2"}, set())
    live = house.store.published.latest("permit", "food_business").document["form"]
    assert form_of(house) == live


def test_several_questions_are_put_in_front_of_another_in_their_order(house, admin):
    picked = ["warehouse", "operator_name"]

    send(admin, f"{AT}/many", pick=picked, verb="move", section="s1", before="area")
    among = [k for k in keys(house) if k in (*picked, "area")]
    send(
        admin, f"{AT}/many", pick=["area", "social_code"], verb="move", section="s1", before="area"
    )

    assert among == ["operator_name", "warehouse", "area"]
    assert keys(house).index("social_code") + 1 == keys(house).index("area")


def test_nothing_picked_and_a_question_others_wait_for_are_refused_in_words(house, admin):
    nothing = send(admin, f"{AT}/many", verb="remove")
    waited = send(admin, f"{AT}/many", pick=["format"], verb="remove")

    assert (nothing.status_code, "还没有选中题" in nothing.text) == (422, True)
    assert (waited.status_code, "的答案才显示" in waited.text) == (422, True)
    assert "format" in keys(house)


def test_deleting_what_another_admin_has_changed_meanwhile_shows_both(house, admin):
    other = house.signed_in("li", "form_admin", "market")
    seen = revision_of(house)
    send(other, f"{AT}/fields/area", label="乙", required="yes", revision=seen)

    clash = send(admin, f"{AT}/many", pick=["area", "warehouse"], verb="remove", revision=seen)
    again = send(
        admin, f"{AT}/many", pick=["area", "warehouse"], verb="remove", revision=revision_of(house)
    )

    assert (clash.status_code, "Li 也改了这里" in clash.text) == (409, True)
    assert (again.status_code, "area" in keys(house)) == (200, False)


def test_undo_takes_back_ones_own_step_and_leaves_those_of_others(house, admin):
    other = house.signed_in("li", "form_admin", "market")
    send(admin, f"{AT}/fields/area", label="甲", required="yes")
    send(other, f"{AT}/fields/format/up")
    send(other, f"{AT}/fields", type="date", after="area")

    undone = send(admin, f"{AT}/undo")

    assert "已撤销：改了“面积（㎡）”" in undone.text
    assert form_of(house)["properties"]["area"]["title"] == "面积（㎡）"
    assert "q_date" in keys(house)
    assert send(admin, f"{AT}/undo").status_code == 422


def test_undo_of_what_another_admin_changed_since_is_asked_about_first(house, admin):
    other = house.signed_in("li", "form_admin", "market")
    send(admin, f"{AT}/fields/area", label="甲", required="yes")
    send(other, f"{AT}/fields/area", label="乙", required="yes")

    clash = send(admin, f"{AT}/undo")
    kept = form_of(house)["properties"]["area"]["title"]
    done = send(admin, f"{AT}/undo", settled=revision_of(house))

    assert (clash.status_code, "Li 也改了这里" in clash.text, kept) == (409, True, "乙")
    assert done.status_code == 200
    assert form_of(house)["properties"]["area"]["title"] == "面积（㎡）"


def test_what_was_undone_is_redone_also_from_a_new_session(house, admin):
    send(admin, f"{AT}/fields/area", label="甲", required="yes")
    send(admin, f"{AT}/many", pick=["warehouse"], verb="remove")
    after = form_of(house)
    for _ in range(2):
        send(admin, f"{AT}/undo")
    tomorrow = house.client()
    post(tomorrow, "/account/login", login="wang", password="four quiet words here")

    for _ in range(2):
        send(tomorrow, f"{AT}/redo")

    assert form_of(house) == after
    assert send(tomorrow, f"{AT}/redo").status_code == 422


def test_questions_are_cut_from_one_form_and_pasted_into_another(house, admin):
    send(admin, f"{AT}/many", pick=["area", "drink_rawmilk"], verb="cut")
    there = "/build/md2_filing"
    answer = send(admin, f"{there}/paste", after=keys(house, "md2_filing")[0])

    fields = house.store.catalogue.load("market").permits["md2_filing"]["form"]["properties"]
    assert {"area", "drink_rawmilk"} & set(keys(house)) == set()
    assert "drink_rawmilk" in fields
    assert 'id="report"' in answer.text


def test_another_departments_questions_come_as_references_to_their_elements(house, admin):
    tobacco = house.store.published.latest("permit", "tobacco").document["form"]
    key = next(
        k
        for k, f in tobacco["properties"].items()
        if f.get("x-element") and f["x-element"] not in str(form_of(house)["properties"])
    )
    page = admin.get(f"{AT}/borrow?form=tobacco").text
    answer = post(admin, f"{AT}/borrow", form="tobacco", pick=[key], what="picked", after="area")

    mine, theirs = form_of(house)["properties"][key], tobacco["properties"][key]
    assert theirs["title"] in page
    assert "按数据元引用" in answer.text
    assert (mine["x-element"], mine["title"]) == (theirs["x-element"], theirs["title"])
    assert "x-codes" not in mine


def test_a_whole_form_is_copied_into_a_new_one(house, admin):
    answer = post(admin, "/build", name="小餐饮登记", code="small_catering", origin="food_business")

    new = house.store.catalogue.load("market").permits["small_catering"]
    assert answer.headers["Location"] == "/build/small_catering"
    assert list(new["form"]["properties"]) == keys(house)
    assert new["form"]["$id"] == "urn:yizhao:form:small_catering"
    assert [s["title"] for s in new["form"]["x-sections"]] == [
        s["title"] for s in form_of(house)["x-sections"]
    ]
    assert admin.get("/build/small_catering").status_code == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "", "code": "x1"}, "请写事项的名称"),
        ({"name": "甲", "code": "Ab"}, "代号用小写字母"),
        ({"name": "甲", "code": "tobacco"}, "已经有一个事项用了这个代号"),
    ],
)
def test_a_new_form_needs_a_name_and_a_free_code(house, admin, fields, said):
    before = revision_of(house)

    answer = post(admin, "/build", **fields)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert f'value="{fields["name"]}"' in answer.text
    assert revision_of(house) == before


def test_options_are_pasted_from_a_spreadsheet_and_ten_thousand_are_refused_in_words(house, admin):
    send(admin, f"{AT}/fields", type="choice", after="area")
    send(admin, f"{AT}/fields/q_choice", label="品种", options="甲\t乙\r\n甲\n 丙 \n\n")
    kept = form_of(house)["properties"]["q_choice"]["enum"]

    many = "\n".join(f"选项{n}" for n in range(10_000))
    answer = send(admin, f"{AT}/fields/q_choice", label="改了名", options=many)

    assert kept == ["甲", "乙", "丙"]
    assert (answer.status_code, "这里有 10000 个选项，最多 1000 个" in answer.text) == (422, True)
    assert ("选项9999" in answer.text, 'value="改了名"' in answer.text) == (True, True)
    assert form_of(house)["properties"]["q_choice"]["title"] == "品种"


def test_what_was_typed_stays_beside_what_is_wrong_with_it(admin):
    html = send(admin, f"{AT}/fields/area", label="新", hint="说", **{"limit.minimum": "十"}).text

    assert ['value="新"' in html, ">说</textarea>" in html, 'value="十"' in html] == [True] * 3


def test_a_limit_wider_than_the_elements_is_said_at_the_question(admin):
    send(
        admin,
        f"{AT}/fields/social_code",
        label="社会信用代码",
        required="yes",
    )
    page = admin.get(f"{AT}?field=social_code").text

    assert page.count("数据元要检查格式，这里没有检查。") == 2


def test_the_dictionary_is_found_by_what_another_department_calls_it(house, admin):
    html = admin.get(f"{AT}/elements?q=申请单位", headers=HX).text
    english = admin.get(f"{AT}/elements?q=name+of+the+market", headers=HX).text

    assert ("也叫“" in html, "份表在用：" in html) == (True, True)
    assert "市场主体名称" in english


def test_a_question_is_found_by_its_option_and_by_its_column(admin):
    option = admin.get(f"{AT}/find?find=单位食堂", headers=HX).text
    nothing = admin.get(f"{AT}/find?find=没有的", headers=HX).text

    assert ('value="format"' in option, "没有这样的题" in nothing) == (True, True)


def test_a_place_is_chosen_by_number(house, admin):
    section = form_of(house)["properties"]["area"]["x-section"]
    answer = send(admin, f"{AT}/put", field="area", section=section, at="1")
    refused = send(admin, f"{AT}/put", field="area", section=section, at="一")

    assert (keys(house)[0], "第 1 题，共 7 题" in answer.text) == ("area", True)
    assert (refused.status_code, "位置请写数字" in refused.text) == (422, True)


def test_only_what_changed_travels(house, admin):
    seen = revision_of(house)
    moved = send(admin, f"{AT}/move", move="down:area", seen=seen)
    renamed = send(
        admin,
        f"{AT}/fields/format",
        label="业态",
        seen=revision_of(house),
        options="\n".join(form_of(house)["properties"]["format"]["enum"]),
    )

    assert moved.text.count('class="build-card"') == 0
    assert 'data-order="s1:' in moved.text
    assert 'id="card-format"' in renamed.text
    assert "当 业态 是" in renamed.text  # the sentence of another question's condition


def test_a_stale_page_is_brought_up_to_date_by_its_next_edit(house, admin):
    other = house.signed_in("li", "form_admin", "market")
    seen = revision_of(house)
    send(other, f"{AT}/fields", type="date", after="area")
    send(other, f"{AT}/fields/warehouse/remove")

    html = send(
        admin, f"{AT}/fields/area", label="甲", required="yes", revision=seen, seen=seen
    ).text

    assert ['id="card-q_date"' in html, 'id="card-warehouse" hx-swap-oob="delete"' in html] == [
        True,
        True,
    ]
