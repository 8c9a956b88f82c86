import re

from tests.views.house import build_house


def test_a_missing_page_is_calm_and_names_a_number_to_quote(house):
    answer = house.client().get("/nowhere")

    assert answer.status_code == 404
    assert "这一页不在这里" in answer.text
    assert re.search(r"请拨 12345，报编号 [0-9A-F]{8}。", answer.text)


def test_a_crash_shows_no_trace(tmp_path):
    house = build_house(tmp_path)

    def fall() -> str:
        raise RuntimeError("440402199001011234")

    fall.action = "portal.read"
    house.app.add_url_rule("/fall", "fall", fall)

    answer = house.client().get("/fall")

    assert answer.status_code == 500
    assert "我们这边出了问题" in answer.text
    assert "RuntimeError" not in answer.text and "4404" not in answer.text


def test_htmx_gets_the_words_alone_beside_what_was_typed(house):
    answer = house.client().get("/nowhere", headers={"HX-Request": "true"})

    assert answer.text.startswith('<div class="notice is-wrong">')
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#problem", "innerHTML")


def test_a_wrong_method_looks_like_missing(house):
    assert house.client().get("/account/logout").status_code == 404
