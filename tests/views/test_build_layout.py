"""A department lays out its printed form: data only, seen as the PDF, pinned by what is published."""

import pytest

from schemas.permit import PermitSchema
from tests.documents.reading import packed, text_of
from tests.views.desk_case import furnished
from tests.views.house import post
from tests.views.test_letters import work

ADDRESS = "/build/tobacco/layout"


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


def test_words_are_words_and_never_markup(admin):
    hostile = "</style><script>alert(1)</script>{{ 7*7 }}"
    post(admin, ADDRESS, **sent(admin, title=hostile))
    admin.get(ADDRESS)
    work(admin.house)

    sheet = admin.get(f"{ADDRESS}/preview.pdf")
    assert packed(hostile) in packed(text_of(sheet.data))


def test_another_departments_form_has_no_layout_here(admin):
    assert admin.get("/build/food_business/layout").status_code == 404
