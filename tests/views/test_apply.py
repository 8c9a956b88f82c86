from dataclasses import replace
from io import BytesIO

import pytest

from tests.documents.examples import a_pdf
from tests.views.applicant import Applicant, a_picture
from tests.views.house import build_house, token_of
from views.moving import keep_answers

SECTION = "premises"


@pytest.fixture
def lin(house):
    return Applicant(house).begin()


def test_a_draft_is_begun_on_the_newest_published_versions(lin):
    published = lin.house.store.published

    assert lin.kept().pins == {
        p: published.latest("permit", p).id
        for p in ("food_business", "tobacco", "publication_retail")
    }


def test_permits_nobody_published_begin_nothing(house):
    lin = Applicant(house)

    assert lin.post("/apply", permits=["no_such"]).location == "/"
    assert house.store.drafts.of_account("id-lin").items == ()


def test_permits_that_exclude_each_other_do_not_begin_together(house):
    lin = Applicant(house)

    lin.post("/apply", permits=["food_business", "prepackaged_filing", "business_registration"])

    assert [d.basket for d in house.store.drafts.of_account("id-lin").items] == [("food_business",)]


def test_my_drafts_are_listed_and_lead_back(lin):
    assert f'href="/apply/{lin.draft}"' in lin.get("/apply").text


def test_someone_elses_draft_looks_like_none_at_all(lin):
    other = lin.house.signed_in("eve")
    token = token_of(other)

    answers = [
        other.get(f"/apply/{lin.draft}"),
        other.get(f"/apply/{lin.draft}/sections/{SECTION}"),
        other.get(f"/apply/{lin.draft}/check"),
        other.post(f"/apply/{lin.draft}/fields/ent_name", data={"csrf": token, "ent_name": "x"}),
        other.post(f"/apply/{lin.draft}/submit", data={"csrf": token}),
    ]

    assert [a.status_code for a in answers] == [404] * 5


def test_a_field_is_saved_at_once_and_the_answer_is_its_own_fragment(lin):
    answer = lin.save("area_business", area_business="６８．５")

    assert lin.kept().answers == {"area_business": 68.5}
    assert answer.text.lstrip().startswith('<div class="field" id="field-f-area_business"')
    assert 'id="status"' in answer.text and "已保存" in answer.text


def test_what_is_wrong_is_said_between_hint_and_input_and_kept_as_typed(lin):
    html = lin.save("area_business", area_business="很大").text

    assert html.index("field-error") < html.index('value="很大"')
    assert 'aria-invalid="true"' in html and 'aria-describedby="f-area_business-error"' in html
    assert lin.kept().answers == {"area_business": "很大"}


def test_half_an_address_is_kept_and_no_fault_yet(lin):
    html = lin.save("biz_address", **{"biz_address.division": "440402"}).text

    assert lin.kept().answers == {"biz_address": {"division": "440402"}}
    assert "field-error" not in html


def test_a_question_that_appears_comes_beside_the_answer_that_brought_it(lin):
    html = lin.save("premises_right", premises_right="租赁").text

    assert 'id="field-f-lease_period" hx-swap-oob="outerHTML"' in html
    assert f'hx-post="/apply/{lin.draft}/fields/lease_period"' in html
    assert "新出现 1 个问题" in html


def test_a_question_that_goes_keeps_its_answer_and_its_place(lin):
    lin.save("premises_right", premises_right="租赁")
    lin.save("lease_period", **{"lease_period.from": "2026-1-1", "lease_period.open": "yes"})

    html = lin.save("premises_right", premises_right="自有").text

    assert '<div id="field-f-lease_period" hidden hx-swap-oob="outerHTML"' in html
    assert lin.kept().answers["lease_period"] == {"from": "2026-01-01", "to": "长期"}


def test_sex_follows_from_the_identity_number_and_is_not_asked(lin):
    before = lin.get(f"/apply/{lin.draft}/sections/people").text
    html = lin.save("legal_rep_id_no", legal_rep_id_no="11010519491231002x").text

    assert 'name="legal_rep_gender"' not in before
    assert "由“法定代表人身份证件号码”得出" in html and 'name="legal_rep_gender"' not in html


def test_a_section_without_javascript_is_saved_whole_and_told_what_is_missing(lin):
    answer = lin.post(
        f"/apply/{lin.draft}/sections/{SECTION}",
        asked=["area_business", "biz_address"],
        area_business="0",
        **{"biz_address.division": "440402", "biz_address.detail": "凤凰路128号"},
    )

    assert answer.status_code == 422
    assert "<title>错误：" in answer.text and 'role="alert"' in answer.text
    assert 'href="#f-area_business"' in answer.text
    assert lin.kept().answers["biz_address"] == {"division": "440402", "detail": "凤凰路128号"}


def test_only_questions_that_were_on_the_page_are_changed(lin):
    lin.save("area_business", area_business="68")

    lin.post(
        f"/apply/{lin.draft}/sections/{SECTION}", asked=["premises_right"], premises_right="自有"
    )

    assert lin.kept().answers == {"area_business": 68, "premises_right": "自有"}


def test_two_windows_lose_nothing(lin):
    store = lin.house.store
    stale = lin.kept()
    lin.save("area_business", area_business="68")
    with lin.house.app.test_request_context():
        keep_answers(stale, {"premises_right": "自有"})

    assert store.drafts.get(lin.draft).answers == {"area_business": 68, "premises_right": "自有"}


def test_a_row_is_added_with_the_focus_in_it(lin):
    key = "person_food_safety"
    html = lin.post(
        f"/apply/{lin.draft}/rows/{key}", True, add="1", **{f"{key}.0": "", f"{key}.0.name": "张三"}
    ).text

    assert html.count('class="fieldset form table-row"') == 2
    assert html.index("data-focus") > html.index(f'name="{key}.1.name"')
    assert lin.kept().answers == {key: [{"name": "张三"}]}


def test_a_row_is_taken_away_and_the_others_keep_their_names(lin):
    key = "person_food_safety"
    rows = {f"{key}.{n}.name": name for n, name in enumerate(("甲", "乙", "丙"))}
    html = lin.post(f"/apply/{lin.draft}/rows/{key}", True, remove="1", **rows).text

    assert lin.kept().answers == {key: [{"name": "甲"}, {"name": "丙"}]}
    assert f'name="{key}.2.name" value="丙"' in html and f'name="{key}.1.name"' not in html


def test_without_javascript_a_new_row_is_there_after_the_button(lin):
    key = "person_food_safety"
    to = lin.post(
        f"/apply/{lin.draft}/rows/{key}", add="1", asked=[key], **{f"{key}.0.name": "甲"}
    ).location

    assert f'name="{key}.1.name"' in lin.get(to).text


def test_a_file_is_taken_in_shown_and_taken_away(lin):
    key = "food_business.m_layout"
    lin.upload(key, "布局图.png")
    (piece,) = lin.house.store.evidence.of_draft(lin.draft)

    page = lin.get(f"/apply/{lin.draft}/sections/papers").text
    file = lin.get(f"/apply/{lin.draft}/files/{key}/{piece.id}")
    lin.post(f"/apply/{lin.draft}/files/{key}", remove=piece.id)

    assert "布局图.png" in page
    assert (file.mimetype, "attachment" in file.headers["Content-Disposition"]) == (
        "image/png",
        True,
    )
    assert lin.kept().answers == {} and lin.house.store.evidence.of_draft(lin.draft) == ()


def test_a_file_that_is_not_what_it_says_is_refused_by_name(lin):
    answer = lin.upload("food_business.m_layout", "布局图.png", b"<script>")

    assert answer.status_code == 422
    assert "“布局图.png”没有收下" in answer.text
    assert lin.kept().answers == {}


def test_a_file_may_be_as_large_as_the_setting_says_and_no_larger(tmp_path):
    lin = Applicant(build_house(tmp_path, YIZHAO_MAX_UPLOAD_MB="1")).begin()

    answer = lin.upload(
        "food_business.m_layout", "布局图.png", b"\x89PNG\r\n\x1a\n" + bytes(1 << 20)
    )

    assert answer.status_code == 422 and "文件不能超过 1 MB" in answer.text
    assert lin.kept().answers == {}


def test_no_more_pages_are_taken_than_a_package_can_be_printed_of(lin, monkeypatch):
    monkeypatch.setattr("views.apply_files.MOST_PAGES", 5)
    key = "food_business.m_layout"

    first = lin.upload(key, "三页.pdf", a_pdf(3))
    over = lin.upload(key, "又三页.pdf", a_pdf(3) + b"%again\n")
    fits = lin.upload(key, "两页.pdf", a_pdf(2))

    assert [a.status_code for a in (first, over, fits)] == [303, 422, 303]
    assert "“又三页.pdf”没有收下：整份申请的材料合起来最多 5 页" in over.text


def test_files_chosen_together_are_each_judged_alone(tmp_path):
    lin = Applicant(build_house(tmp_path, YIZHAO_MAX_UPLOAD_MB="1")).begin()
    key = "food_business.m_layout"
    large, most = b"\x89PNG\r\n\x1a\n".ljust(3 << 20), (1 << 20) + 1
    fine = [(BytesIO(a_picture("x" * n).ljust(900_000, b"\0")), f"{n}.png") for n in range(2)]

    answer = lin.post(f"/apply/{lin.draft}/files/{key}", file=[*fine, (BytesIO(large), "大.png")])
    page = lin.upload(key, "稍大.png", a_picture("x").ljust(most, b"\0")).text

    kept = lin.house.store.evidence.of_draft(lin.draft)
    assert (answer.status_code, {e.name for e in kept}) == (422, {"0.png", "1.png"})
    assert "“大.png”没有收下：文件不能超过 1 MB" in answer.text
    assert "“稍大.png”没有收下：文件不能超过 1 MB" in page


def test_an_answer_that_is_often_the_same_is_offered_and_taken_over_on_request(lin):
    lin.save("legal_rep_name", legal_rep_name="林小满")
    offered = lin.get(f"/apply/{lin.draft}/sections/people").text

    html = lin.post(f"/apply/{lin.draft}/same/principal_name", True).text

    assert "和“法定代表人（负责人/经营者）姓名”一样" in offered
    assert 'value="林小满"' in html and lin.kept().answers["principal_name"] == "林小满"


def test_a_permit_can_go_and_come_back_with_everything_that_was_typed(lin):
    key = "tobacco.econ_form" if "tobacco.econ_form" in lin.form().fields else _own(lin, "tobacco")
    lin.house.store.drafts.save(
        _with(lin.kept(), {key: "甲", "ent_name": "好邻居"}), expecting=lin.kept().revision
    )

    lin.post(f"/apply/{lin.draft}/basket", drop="tobacco")
    without = lin.kept()
    lin.post(f"/apply/{lin.draft}/basket", add="tobacco")

    assert (without.answers, without.kept) == ({"ent_name": "好邻居"}, {key: "甲"})
    assert lin.kept().answers == {"ent_name": "好邻居", key: "甲"}


def test_permits_that_exclude_each_other_do_not_meet(lin):
    answer = lin.post(f"/apply/{lin.draft}/basket", add="prepackaged_filing")

    assert answer.status_code == 422 and "不能一起办" in answer.text
    assert "prepackaged_filing" not in lin.kept().pins


def test_a_draft_keeps_its_version_and_is_told_of_the_next(lin):
    published = lin.house.store.published
    old = published.latest("permit", "tobacco")
    changed = old.document | {"notes": "改过"}
    published.add("permit", "tobacco", old.department, changed, author="a", now=old.published_at)

    page = lin.get(f"/apply/{lin.draft}").text

    assert "您的草稿还用第 1 版" in page and f'href="/apply/{lin.draft}/move"' in page
    assert lin.kept().pins["tobacco"] == old.id


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "9" * 30_000, "{{ 7*7 }}", "<script>alert(1)</script>"]
)
def test_hostile_answers_are_data_or_refused_never_a_crash(lin, text):
    sent = text.encode("utf-8", "surrogatepass")
    for key in ("ent_name", "area_business", "legal_rep_id_no", "est_date", "uscc"):
        assert lin.save(key, **{key: sent}).status_code in (200, 404)

    page = lin.get(f"/apply/{lin.draft}/sections/entity")
    assert page.status_code == 200 and "<script>alert" not in page.text


def _own(lin, permit):
    return next(
        k for k, f in lin.form().fields.items() if k.startswith(f"{permit}.") and f.type == "text"
    )


def _with(draft, answers):
    return replace(draft, answers=answers)


def test_a_contradiction_between_departments_is_told_before_anything_is_typed(house):
    lin = Applicant(house)
    _limited(house, "food_business", maximum=10)
    _limited(house, "public_health", minimum=20)

    page = lin.post("/apply", permits=["food_business", "public_health"])

    assert page.status_code == 422
    assert "<li>公共场所卫生许可：“经营面积”，必填，不小于 20 平方米</li>" in page.text
    assert house.store.drafts.of_account("id-lin").items == ()


def test_what_another_permit_of_the_basket_gives_is_not_asked(house):
    lin = Applicant(house)

    alone = lin.begin(("hotel_special",)).form().fields
    together = lin.begin(("hotel_special", "fire_safety")).form().fields

    assert ("fire_check_no" in alone, "fire_check_no" in together) == (True, False)


def _limited(house, permit, **limits):
    """The permit published anew, with other limits on its required business area."""
    version = house.store.published.latest("permit", permit)
    form = version.document["form"]
    key = next(k for k, s in form["properties"].items() if s.get("x-element") == "area_business")
    fields = form["properties"] | {key: form["properties"][key] | limits}
    needed = sorted({*form["required"], key})
    document = version.document | {"form": form | {"properties": fields, "required": needed}}
    house.store.published.add(
        "permit", permit, version.department, document, author="a", now=version.published_at
    )


def test_a_character_no_font_has_is_said_where_it_was_typed_and_keeps_the_form_unsent(lin):
    html = lin.save("ent_name", ent_name="珠海𬎆记餐饮有限公司").text

    said = "这个字打印不出来：𬎆。"
    assert html.index(said) < html.index('value="珠海𬎆记餐饮有限公司"')
    assert lin.kept().answers["ent_name"] == "珠海𬎆记餐饮有限公司"
    assert said in lin.get(f"/apply/{lin.draft}/check").text
