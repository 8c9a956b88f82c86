import pytest

from tests.views.house import post, token_of

AT = "/build/food_business"
HX = {"HX-Request": "true"}


def form_of(house):
    return house.store.catalogue.load("market").permits["food_business"]["form"]


def revision_of(house):
    return house.store.catalogue.load("market").revision


def send(client, path, **fields):
    """POST as htmx would."""
    return client.post(path, data=fields, headers={**HX, "X-CSRF-Token": token_of(client)})


def test_the_list_shows_the_own_departments_forms_and_what_is_live(admin):
    page = admin.get("/build").text

    assert ("/build/food_business" in page, "/build/tobacco" in page, "在用第 1 版" in page) == (
        True,
        False,
        True,
    )


def test_another_departments_form_looks_missing(admin):
    paths = ("", "/panel", "/elements", "/preview", "/publish", "/history")

    assert {admin.get(f"/build/tobacco{p}").status_code for p in paths} == {404}
    assert post(admin, "/build/tobacco/fields/name", label="x").status_code == 404


def test_the_builder_opens_with_sections_palette_and_the_chosen_question(admin):
    page = admin.get(f"{AT}?field=area").text

    facts = (
        "主体业态与经营项目",
        "常用数据元",
        'value="面积（㎡）"',
        "当 主体业态 是 食品销售经营者 时显示",
    )
    assert [f in page for f in facts] == [True] * 4


@pytest.mark.parametrize("kind", [post, send])
def test_a_label_and_a_limit_are_saved_at_once(house, admin, kind):
    answer = kind(
        admin,
        f"{AT}/fields/area",
        label="经营面积",
        hint="按产权证",
        required="yes",
        **{"limit.minimum": "10"},
    )

    field = form_of(house)["properties"]["area"]
    assert answer.status_code == (303 if kind is post else 200)
    assert (
        field["title"],
        field["description"],
        field["minimum"],
        "area" in form_of(house)["required"],
    ) == (
        "经营面积",
        "按产权证",
        10,
        True,
    )


def test_an_edit_answers_with_the_panel_the_card_and_a_word_for_screen_readers(house, admin):
    seen = revision_of(house)
    html = send(admin, f"{AT}/fields/area", label="经营面积", required="yes", seen=seen).text

    ids = [f'id="{i}"' in html for i in ("panel", "card-area", "build-bar", "status")]
    assert (ids, 'id="canvas"' in html, "已保存" in html) == ([True] * 4, False, True)


def test_a_limit_that_is_no_number_is_said_at_its_box_and_changes_nothing(house, admin):
    before = form_of(house)

    answer = send(admin, f"{AT}/fields/area", label="x", **{"limit.minimum": "十"})

    assert (answer.status_code, "请写数字" in answer.text, form_of(house)) == (422, True, before)


def test_a_question_is_added_behind_the_chosen_one_from_type_or_dictionary(house, admin):
    send(admin, f"{AT}/fields", type="date", after="area")
    send(admin, f"{AT}/fields", element="floors_used", after="area")

    fields = form_of(house)["properties"]
    keys = list(fields)
    at = keys.index("area")
    assert keys[at + 1 : at + 3] == ["floors_used", "q_date"]
    assert (fields["floors_used"]["x-element"], fields["q_date"]["x-type"]) == (
        "floors_used",
        "date",
    )


def test_moving_says_the_new_place(house, admin):
    answer = send(admin, f"{AT}/fields/area/up")

    keys = list(form_of(house)["properties"])
    assert keys.index("area") < keys.index("premises")
    assert "第 4 题，共 7 题" in answer.text


def test_a_question_is_put_into_another_section_in_front_of_another(house, admin):
    sections = form_of(house)["x-sections"]
    target = form_of(house)["properties"]["sales_class"]["x-section"]

    send(admin, f"{AT}/put", field="area", section=target, before="sales_class")

    keys = list(form_of(house)["properties"])
    assert form_of(house)["properties"]["area"]["x-section"] == target
    assert keys.index("area") + 1 == keys.index("sales_class")
    assert form_of(house)["x-sections"] == sections


def test_removing_is_refused_while_a_condition_asks_for_it(house, admin):
    answer = send(admin, f"{AT}/fields/format/remove")

    assert (answer.status_code, "要看这一题的答案才显示" in answer.text) == (422, True)
    assert "format" in form_of(house)["properties"]


def test_columns_are_added_renamed_moved_and_removed(house, admin):
    table = next(k for k, f in form_of(house)["properties"].items() if f["x-type"] == "table")
    columns = lambda: list(form_of(house)["properties"][table]["items"]["properties"])  # noqa: E731
    before = columns()

    send(admin, f"{AT}/fields/{table}/columns", type="date")
    send(admin, f"{AT}/fields/{table}.c_date", label="发证日期")
    send(admin, f"{AT}/fields/{table}.c_date/up")
    moved = columns()
    send(admin, f"{AT}/fields/{table}.c_date/remove")

    assert (moved[-2], columns()) == ("c_date", before)


def test_sections_are_added_renamed_moved_and_removed(house, admin):
    titles = lambda: [s["title"] for s in form_of(house)["x-sections"]]  # noqa: E731
    before = titles()

    send(admin, f"{AT}/sections", title="补充")
    key = form_of(house)["x-sections"][-1]["key"]
    send(admin, f"{AT}/sections/{key}", title="补充信息")
    send(admin, f"{AT}/sections/{key}/up")
    moved = titles()
    full = send(admin, f"{AT}/sections/s1/remove")
    send(admin, f"{AT}/sections/{key}/remove")

    assert (moved[-2], titles(), full.status_code) == ("补充信息", before, 422)


def test_undo_goes_back_step_by_step_to_the_beginning(house, admin):
    first = form_of(house)
    send(admin, f"{AT}/fields/area", label="甲", required="yes")
    second = form_of(house)
    send(admin, f"{AT}/fields/area", label="乙", required="yes")

    states = []
    for _ in range(3):
        answer = send(admin, f"{AT}/undo")
        states.append((answer.status_code, form_of(house) == second, form_of(house) == first))

    assert states == [(200, True, False), (200, False, True), (422, False, True)]


def test_edits_of_two_admins_to_different_questions_both_survive(house, admin):
    other = house.signed_in("li", "form_admin", "market")
    seen = revision_of(house)

    send(admin, f"{AT}/fields/area", label="甲", required="yes", revision=seen)
    answer = send(
        other,
        f"{AT}/fields/format",
        label="乙",
        required="yes",
        revision=seen,
        options="\n".join(form_of(house)["properties"]["format"]["enum"]),
    )

    fields = form_of(house)["properties"]
    assert (answer.status_code, fields["area"]["title"], fields["format"]["title"]) == (
        200,
        "甲",
        "乙",
    )


@pytest.mark.parametrize("kind", [post, send])
def test_of_two_edits_to_one_question_the_second_sees_both_and_chooses(house, admin, kind):
    other = house.signed_in("li", "form_admin", "market")
    seen = revision_of(house)
    send(admin, f"{AT}/fields/area", label="甲", required="yes", revision=seen)

    clash = kind(other, f"{AT}/fields/area", label="乙", required="yes", revision=seen)
    kept = form_of(house)["properties"]["area"]["title"]
    kind(other, f"{AT}/fields/area", label="乙", required="yes", revision=revision_of(house))

    assert (
        clash.status_code,
        "Wang 也改了这里" in clash.text,
        "为 甲" in clash.text,
        "为 乙" in clash.text,
    ) == (409, True, True, True)
    assert (kept, form_of(house)["properties"]["area"]["title"]) == ("甲", "乙")


def test_typing_on_before_the_last_save_came_back_is_no_clash(house, admin):
    seen = revision_of(house)
    send(admin, f"{AT}/fields/area", label="甲", required="yes", revision=seen)
    more = send(
        admin, f"{AT}/fields/area", label="甲", hint="算上仓库", required="yes", revision=seen
    )

    area = form_of(house)["properties"]["area"]
    assert (more.status_code, area["title"], area["description"]) == (200, "甲", "算上仓库")


def test_sending_the_same_edit_twice_is_no_clash(house, admin):
    """A button pressed right after typing sends what leaving the field has sent already."""
    seen = revision_of(house)
    first = send(admin, f"{AT}/fields/area", label="甲", required="yes", revision=seen)
    again = send(admin, f"{AT}/fields/area", label="甲", required="yes", revision=seen)

    assert (first.status_code, again.status_code, revision_of(house)) == (200, 200, seen + 1)


def test_the_dictionary_is_searched_by_any_of_its_words(admin):
    html = admin.get(f"{AT}/elements?q=楼层", headers=HX).text

    assert ('id="elements"' in html, "使用楼层" in html, "电子邮箱" in html) == (True, True, False)


def test_a_label_or_hint_is_changed_where_it_stands_and_nothing_else(house, admin):
    before = {k: v for k, v in form_of(house)["properties"]["area"].items() if k != "x-i18n"}
    words = {"field": "area", "revision": revision_of(house)}

    send(admin, f"{AT}/words", what="hint", text="只算\n营业的部分", **words)
    answer = send(admin, f"{AT}/words", what="label", text=" 经营  面积 ", back="yes", **words)
    plain = post(admin, f"{AT}/words", what="label", text="面积", field="area")
    empty = send(admin, f"{AT}/words", what="label", text=" ", **words)

    after = form_of(house)["properties"]["area"]
    assert after == before | {"title": "面积", "description": "只算\n营业的部分"}
    assert 'data-land="area"' in answer.text and "经营 面积" in answer.text
    assert plain.headers["Location"].endswith("?field=area#panel")
    assert (empty.status_code, "问法不能空着，没有改。" in empty.text) == (422, True)
    assert send(admin, f"{AT}/words", what="label", text="x", field="nobody").status_code == 404
    assert send(admin, f"{AT}/words", what="type", text="x", field="area").status_code == 404


def test_what_a_kind_of_question_lets_admins_choose_stands_in_the_panel(house, admin):
    at = f"{AT}/fields/lr_id"
    sent = {"label": "身份证号码", "required": "yes", "settings": "yes"}

    page = admin.get(f"{AT}?field=lr_id").text
    none = send(admin, at, **sent)
    kept = send(admin, at, **sent, **{"set.kinds": ["resident", "passport"]})
    other = send(admin, at, label="证件号码", required="yes")

    assert [f'value="{k}" checked' in page for k in ("resident", "taiwan", "passport")] == [
        True,
        True,
        False,
    ]
    assert (none.status_code, 'id="p-settings-wrong"' in none.text) == (422, True)
    assert (kept.status_code, other.status_code) == (200, 200)
    field = form_of(house)["properties"]["lr_id"]
    assert (field["format"], field["pattern"]) == (
        "any-identity-document",
        "^([1-9][0-9]{16}[0-9X]|[A-Z0-9]{6,9})$",
    )


def test_a_kind_or_an_element_is_added_where_it_is_let_go(house, admin):
    section = form_of(house)["properties"]["area"]["x-section"]

    send(admin, f"{AT}/fields", type="date", section=section, before="area")
    send(admin, f"{AT}/fields", element="lease_period", section=section, before="")

    mates = [k for k, f in form_of(house)["properties"].items() if f["x-section"] == section]
    assert mates.index("q_date") + 1 == mates.index("area")
    assert mates[-1] == "lease_period"


def test_hostile_words_are_words(admin):
    evil = '<script>alert(1)</script>{{ 7*7 }}"'
    send(admin, f"{AT}/fields/area", label=evil, required="yes")

    page = admin.get(f"{AT}?field=area").text
    assert ("<script>alert" in page, "{{ 7*7 }}" in page, "HTML 标签" in page) == (
        False,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/fields/nothing", {}),
        ("/fields/area/nonsense", {}),
        ("/fields", {"type": "nonsense"}),
        ("/fields/area/columns", {"type": "table"}),
        ("/put", {"field": "area", "section": "nowhere"}),
        ("/sections/nowhere", {"title": "x"}),
        ("/sections/s1/nonsense", {}),
    ],
)
def test_what_is_not_there_cannot_be_edited(house, admin, path, fields):
    before = form_of(house)

    assert post(admin, AT + path, **fields).status_code == 404
    assert form_of(house) == before


def test_an_element_whose_options_departments_list_brings_those_of_the_forms_that_ask_it(
    house, admin
):
    send(admin, f"{AT}/fields", element="central_ac", after="area")

    field = form_of(house)["properties"]["central_ac"]
    assert (field["enum"], field["x-element"], "maxLength" in field) == (
        ["集中式", "半集中式", "局部式", "无"],
        "central_ac",
        False,
    )
