"""A department lays out its printed form: data only, seen as the PDF, pinned by what is published."""

from dataclasses import replace

import pytest

from schemas.form import read_field
from schemas.layout import Layout
from schemas.permit import PermitSchema
from tests.documents.reading import packed, text_of
from tests.views.desk_case import furnished
from tests.views.house import NOW, post
from tests.views.test_letters import work

ADDRESS = "/build/tobacco/layout"
A_FIELD = read_field("a", {"title": "名称"}, required=False)


@pytest.fixture
def admin(tmp_path):
    house = furnished(tmp_path)
    client = house.signed_in("wen", "form_admin", "tobacco")
    client.house = house
    yield client
    house.store.close()


def kept(admin) -> dict:
    return admin.house.store.catalogue.load_one("tobacco", "permits", "tobacco")[1]


def sent(admin, **changes) -> dict:
    """What the page sends when nothing was touched but `changes`."""
    form = PermitSchema().load(kept(admin)).form
    return {
        "columns": "2",
        "label_mm": "33",
        "section": [s.key for s in form.sections],
        "field": [f.key for f in form.fields if f.type != "material"],
    } | changes


def test_a_layout_is_kept_printed_and_shown_in_place(admin):
    first = PermitSchema().load(kept(admin)).form.sections[0].key
    changes = {
        "header": "附件 2\n国家烟草专卖局制",
        "title": "烟草零售申请表（珠海版）",
        f"{first}.title": "第一部分",
        f"{first}.note": "由申请人填写。",
        "signatures": "经办人签字",
    }

    saved = post(admin, ADDRESS, **sent(admin, **changes))
    waiting = admin.get(f"{ADDRESS}/preview").text
    work(admin.house)
    ready = admin.get(f"{ADDRESS}/preview").text
    sheet = admin.get(f"{ADDRESS}/preview.pdf")

    assert (saved.status_code, "hx-get" in waiting, "<iframe" in ready) == (303, True, True)
    text = packed(text_of(sheet.data))
    wanted = (
        "附件2",
        "国家烟草专卖局制",
        "烟草零售申请表（珠海版）",
        "第一部分",
        "由申请人填写。",
        "经办人签字：",
    )
    assert [w for w in wanted if w not in text] == []
    assert "附件 2" in admin.get(ADDRESS).text


def test_a_section_and_a_question_move_by_their_buttons(admin):
    page = sent(admin)
    sections, fields = page["section"], page["field"]

    post(admin, ADDRESS, **page, move=f"section:{sections[0]}:down")
    post(
        admin,
        ADDRESS,
        **sent(admin, section=[sections[1], sections[0]]),
        move=f"field:{fields[1]}:up",
    )

    layout = kept(admin)["layout"]
    assert [s["key"] for s in layout["sections"]][:2] == [sections[1], sections[0]]
    assert layout["order"][:2] == [fields[1], fields[0]]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"columns": "7"}, "只能是 1 或 2"),
        ({"label_mm": "9999"}, "20 到 60 毫米"),
        ({"header": "\n".join("abcdef")}, "最多四行"),
        ({"title": "长" * 101}, "文字太长"),
    ],
)
def test_what_paper_cannot_bear_is_refused_in_words(admin, changes, said):
    answer = post(admin, ADDRESS, **sent(admin, **changes))

    assert (answer.status_code, said in answer.text) == (422, True)
    assert "layout" not in kept(admin)


@pytest.mark.parametrize(
    ("control", "text"),
    [
        ("title", "烟草🍜表"),
        ("header", "附件 1\n国家🍜局"),
        ("signatures", "经办人🍜"),
        ("instructions", "长" * 1001),
        ("f.area.note", "以🍜为准"),
    ],
)
def test_what_is_refused_is_said_at_its_control_and_everything_typed_is_kept(admin, control, text):
    first = PermitSchema().load(kept(admin)).form.sections[0].key
    typed = {f"{first}.note": "由申请人填写。", "label_mm": "40"} | {control: text}

    answer = post(admin, ADDRESS, **sent(admin, **typed))

    assert answer.status_code == 422
    assert f'id="{control}-error"' in answer.text and f'href="#{control}"' in answer.text
    assert [t for t in (text, "由申请人填写。", 'value="40"') if t not in answer.text] == []
    assert "layout" not in kept(admin)


def test_what_a_colleague_changes_elsewhere_does_not_stop_a_layout(admin):
    opened = admin.house.store.catalogue.load_one("tobacco", "permits", "tobacco")[0]
    post(admin, ADDRESS, **sent(admin, title="先存的"), revision=opened)
    seen, permit = admin.house.store.catalogue.load_one("tobacco", "permits", "tobacco")
    permit = permit | {"form": permit["form"] | {"title": "改过的申请表"}}
    admin.house.store.catalogue.save_permit("tobacco", permit, expecting=seen, author="", now=NOW)

    saved = post(admin, ADDRESS, **sent(admin, title="后存的"), revision=seen)

    assert (saved.status_code, kept(admin)["layout"]["title"]) == (303, "后存的")
    assert kept(admin)["form"]["title"] == "改过的申请表"


def test_two_layouts_at_once_are_said_and_the_second_is_kept_on_its_page(admin):
    opened = admin.house.store.catalogue.load_one("tobacco", "permits", "tobacco")[0]
    post(admin, ADDRESS, **sent(admin, title="同事的"), revision=opened)

    late = post(admin, ADDRESS, **sent(admin, title="我写的"), revision=opened)
    now = admin.house.store.catalogue.load_one("tobacco", "permits", "tobacco")[0]

    assert (late.status_code, kept(admin)["layout"]["title"]) == (409, "同事的")
    assert 'value="我写的"' in late.text and f'name="revision" value="{now}"' in late.text
    post(admin, ADDRESS, **sent(admin, title="我写的"), revision=now)
    assert kept(admin)["layout"]["title"] == "我写的"


def test_a_layout_saved_in_the_very_moment_is_not_overwritten(admin, monkeypatch):
    catalogue = admin.house.store.catalogue
    opened, permit = catalogue.load_one("tobacco", "permits", "tobacco")
    save, theirs = catalogue.save_permit, permit | {"layout": {"title": "同事的"}}

    def overtaken(*order, **how):
        monkeypatch.undo()
        save("tobacco", theirs, expecting=opened, author="", now=NOW)
        return save(*order, **how)

    monkeypatch.setattr(catalogue, "save_permit", overtaken)
    late = post(admin, ADDRESS, **sent(admin, title="我写的"), revision=opened)

    assert (late.status_code, kept(admin)["layout"]["title"]) == (409, "同事的")
    assert 'value="我写的"' in late.text


def test_after_a_move_its_button_has_the_focus_and_its_questions_are_open(admin):
    fields = sent(admin)["field"]

    answer = post(admin, ADDRESS, **sent(admin), move=f"field:{fields[1]}:up")
    shown = admin.get(answer.location).text

    assert f'value="field:{fields[1]}:up" autofocus data-focus' in shown
    assert shown.count(" open><summary>") == 1


def test_an_order_that_is_the_forms_own_is_not_kept_and_follows_the_form(admin):
    post(admin, ADDRESS, **sent(admin, title="新标题"))

    layout = kept(admin)["layout"]
    assert (layout["order"], layout["sections"]) == ([], [])


def test_a_question_added_later_stands_behind_the_one_it_follows():
    named = [replace(A_FIELD, key=key) for key in "abcd"]
    layout = Layout(order=("c", "a", "d"))

    assert "".join(f.key for f in layout.fields_in_order(named)) == "cabd"


def test_words_are_words_and_never_markup(admin):
    hostile = "</style><script>alert(1)</script>{{ 7*7 }}"
    post(admin, ADDRESS, **sent(admin, title=hostile))
    admin.get(ADDRESS)
    work(admin.house)

    sheet = admin.get(f"{ADDRESS}/preview.pdf")
    assert packed(hostile) in packed(text_of(sheet.data))


def test_another_departments_form_has_no_layout_here(admin):
    assert admin.get("/build/food_business/layout").status_code == 404
