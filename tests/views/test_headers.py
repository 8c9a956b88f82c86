import re

from tests.views.house import post


def test_every_answer_carries_a_strict_policy_with_its_own_nonce(house):
    client = house.client()

    first, second = client.get("/account/login"), client.get("/nowhere")

    nonces = [
        re.search(r"'nonce-([^']+)'", r.headers["Content-Security-Policy"])[1]
        for r in (first, second)
    ]
    assert nonces[0] != nonces[1]
    assert first.headers["Content-Security-Policy"] == (
        f"default-src 'none'; script-src 'nonce-{nonces[0]}'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self'; manifest-src 'self'; frame-src 'self'; object-src 'none'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types htmx"
    )
    assert set(re.findall(r'nonce="([^"]+)"', first.text)) == {nonces[0]}


def test_answers_are_not_sniffed_framed_or_told_to_others(house):
    headers = house.client().get("/static/yizhao.js").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_of_people_who_signed_in_are_not_kept(house):
    lin = house.signed_in("lin")

    assert lin.get("/account/sessions").headers["Cache-Control"] == "no-store"
    assert house.client().get("/account/login").headers["Cache-Control"] == "private, no-cache"


def test_static_files_are_kept_for_a_year_under_an_address_of_their_content(house):
    html = house.client().get("/account/login").text
    address = re.search(r'href="(/static/css/tokens\.css\?v=[0-9a-f]{10})"', html)[1]

    assert "max-age=31536000" in house.client().get(address).headers["Cache-Control"]


def test_signing_out_clears_the_browser(house):
    answer = post(house.signed_in("lin"), "/account/logout")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_foreign_host_name_is_refused(house):
    answer = house.client().get("/account/login", headers={"Host": "evil.example"})

    assert answer.status_code == 400


def test_no_page_has_inline_styles_or_scripts(city):
    client = city.client()

    for path in ("/", "/permits", "/permits/tobacco", "/guide/convenience", "/account/register"):
        html = client.get(path).text
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", html), path


def test_a_body_that_is_too_large_is_refused_in_words(house):
    client = house.client()
    most = house.app.config["MAX_CONTENT_LENGTH"]

    answer = client.post("/account/login", data={"csrf": "x" * (most + 1)})

    assert answer.status_code == 413
    assert "文件太大了" in answer.text
