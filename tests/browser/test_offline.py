"""The offline verifier, downloaded, opened as a file, with the network off."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import expect

from documents.seal import record_of, sign
from tests.browser.page import PHONE, faults, served, too_wide
from tests.storage.making import a_certificate
from tests.views.certified import certified, one_more
from tests.views.house import NOW, build_house

pytestmark = pytest.mark.browser
REVOKED = "BBCDEFGHIJKLMNOPQRSTUVWXY4"
OLD = "CBCDEFGHIJKLMNOPQRSTUVWXY4"


@pytest.fixture(scope="module")
def tokens(tmp_path_factory):
    """(the file, tokens by what should be said of them)"""
    folder = tmp_path_factory.mktemp("offline")
    house = build_house(folder)
    good = certified(house, issued_on=date(2026, 11, 1), valid_from=date(2026, 11, 1))
    revoked = one_more(house, REVOKED, part="c1-p2", number="JY2")
    house.store.certificates.change_state(REVOKED, "revoked", "x", NOW)
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    past = replace(a_certificate(OLD), valid_to=date(2021, 1, 1), issued_on=date(2020, 2, 1))
    key = Ed25519PrivateKey.from_private_bytes(house.store.keys.signing["1"])
    with served(house.app) as address:
        yield (
            address,
            folder,
            {
                "印章有效": good.token,
                "已撤销": revoked.token,
                "已过期": sign(record_of(past, key=1), key),
                "印章不符": good.token[:60]
                + ("A" if good.token[60] != "A" else "B")
                + good.token[61:],
                "不认识这个印章": sign(record_of(good, key=9), stranger),
                "不是证照的码": "HELLO",
                "小码要上网查": good.id,
                "一码要上网查": "H/HOLDERCODE",
            },
        )


def test_it_judges_every_kind_of_code_without_a_network(browser, tokens):
    address, folder, said = tokens
    context = browser.new_context(base_url=address, accept_downloads=True, viewport=PHONE)
    page = context.new_page()
    wrong = []
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.goto("/verify")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载离线核验页").click()
    file = folder / "offline.html"
    waiting.value.save_as(file)

    context.set_offline(True)
    page.goto(file.as_uri())
    found = {}
    for words, token in said.items():
        page.get_by_label("二维码里的文字").fill(
            f"HTTPS://YIZHAO.EXAMPLE/{'' if token[:2] == 'H/' else 'C/'}{token}"
        )
        page.get_by_role("button", name="核对").click()
        heading = page.locator("#answer h2")
        expect(heading).to_have_text(words)
        found[words] = heading.inner_text()

    assert found == {words: words for words in said}
    assert (wrong, faults(page), too_wide(page)) == ([], [], 0)
    context.close()


def test_a_browser_without_ed25519_judges_the_same(browser, tokens):
    address, folder, said = tokens
    context = browser.new_context(base_url=address)
    page = context.new_page()
    file = folder / "again.html"
    file.write_bytes(context.request.get("/verify/offline.html").body())
    page.add_init_script(
        "const real = crypto.subtle.importKey.bind(crypto.subtle);"
        "crypto.subtle.importKey = (f, k, a, ...r) => a.name === 'Ed25519' ? Promise.reject(new Error()) : real(f, k, a, ...r);"
    )
    context.set_offline(True)
    page.goto(file.as_uri())
    for words in ("印章有效", "印章不符"):
        page.get_by_label("二维码里的文字").fill(said[words])
        page.get_by_role("button", name="核对").click()
        expect(page.locator("#answer h2")).to_have_text(words)
    context.close()


def test_it_says_how_old_its_list_is_and_what_it_needs(browser, tokens):
    address, folder, _said = tokens
    file, shown = folder / "old.html", {}
    file.write_bytes(
        browser.new_context(base_url=address).request.get("/verify/offline.html").body()
    )

    for days in (-400, 0, 9):
        page = browser.new_context().new_page()
        page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=days))
        page.goto(file.as_uri())
        aged = page.get_by_text("这份名单距今")
        shown[days] = aged.inner_text() if aged.is_visible() else ""
    assert shown == {-400: "", 0: "", 9: "这份名单距今 9 天。联网时请重新下载这一页。"}

    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(file.as_uri())
    expect(page.get_by_text("这一页要开启 JavaScript 才能核对")).to_be_visible()
    expect(page.get_by_role("button", name="核对")).to_be_hidden()
