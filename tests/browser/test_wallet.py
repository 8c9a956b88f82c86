"""What certificates are for: the holder's phone, a link for somebody else, a clerk's bundle."""

import zipfile
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from documents.sealing.examine import examine
from documents.verifying import verify
from tests.browser.page import PHONE, WIDE, faults, served, too_wide
from tests.documents.reading import codes_in, facts_of, packed, pixels_of, text_of
from tests.views.house import PASSWORD
from tests.views.issued import issued, sealing_house
from views.seals import known_seals

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """A house, its one certificate, and its address."""
    house = sealing_house(tmp_path_factory.mktemp("wallet"))
    shop = house.store.holders.for_uscc("91440402MA4W0QLR1T", "好邻居便利店", "HOLDERCODE")
    kept = issued(house, holder=shop.id)
    house.person("chen", "approver", "market")
    with served(house.app) as address:
        yield house, kept, address


def entered(browser, address, login, *, size=PHONE):
    page = visitor(browser, address, size=size)
    page.goto("/account/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_load_state()
    return page


def visitor(browser, address, *, size=PHONE):
    context = browser.new_context(
        base_url=address, locale="zh-CN", viewport=size, accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def test_certificates_are_on_the_phone_and_can_be_printed(browser, scene, tmp_path):
    house, kept, address = scene
    page = entered(browser, address, "lin")
    page.goto("/certificates")
    expect(page.get_by_role("link", name=kept.permit_name).first).to_be_visible()
    assert (faults(page), too_wide(page)) == ([], 0)

    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 PDF").click()
    taken = waiting.value.path().read_bytes()
    seen = examine(taken, known_seals(house.store.keys, house.settings))
    assert (seen.seal, seen.whole, waiting.value.suggested_filename) == (
        "ours",
        True,
        f"{kept.permit_name} {kept.number}.pdf",
    )

    printed = page.pdf(format="A4")
    (codes, _) = codes_in(pixels_of(printed, tmp_path, dpi=200))
    holder = house.store.holders.get(kept.holder)
    assert (facts_of(printed)["Pages"], {urlsplit(c).path for c in codes}) == (
        "1",
        {f"/h/{holder.code}"},
    )
    text = packed(text_of(printed))
    assert (kept.permit_name in text, packed(kept.number) in text, "退出" in text) == (
        True,
        True,
        False,
    )
    page.context.close()


def made_link(page, purpose, uses):
    page.goto("/certificates/shares")
    page.get_by_label("给谁、做什么用").fill(purpose)
    page.get_by_label(uses).check()
    page.get_by_role("button", name="做链接").click()
    link = page.get_by_role("status").get_by_role("link")
    return urlsplit(link.get_attribute("href")).path


def test_a_link_is_used_up_seen_in_the_log_and_taken_back(browser, scene):
    _, kept, address = scene
    lin, other = entered(browser, address, "lin"), visitor(browser, address)
    once = made_link(lin, "商场签租约", "1 次")
    assert (faults(lin), too_wide(lin)) == ([], 0)

    other.goto(once)
    assert kept.number not in other.content()
    other.get_by_role("button", name="打开").click()
    expect(other.get_by_role("link", name=kept.permit_name)).to_be_visible()
    assert (faults(other), too_wide(other)) == ([], 0)
    other.goto(once)
    other.get_by_role("button", name="打开").click()
    expect(other.get_by_role("heading", name="链接已失效")).to_be_visible()

    lin.goto("/certificates/shares")
    lin.get_by_role("link", name="商场签租约").click()
    expect(lin.locator("ol.list li")).to_have_count(1)
    expect(lin.locator("ol.list li")).to_contain_text("*")

    open_ended = made_link(lin, "长期合作方", "不限次数")
    lin.goto("/certificates/shares")
    lin.get_by_role("link", name="长期合作方").click()
    lin.get_by_role("button", name="收回这个链接").click()
    expect(lin.get_by_text("已收回")).to_be_visible()
    other.goto(open_ended)
    other.get_by_role("button", name="打开").click()
    expect(other.get_by_role("heading", name="链接已失效")).to_be_visible()
    lin.context.close()
    other.context.close()


def test_a_clerk_takes_a_bundle_that_checks(browser, scene, tmp_path):
    _, kept, address = scene
    page = entered(browser, address, "chen", size=WIDE)
    page.goto("/desk/bundles")
    page.get_by_role("button", name="打包").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 ZIP").click()
    bundle = tmp_path / "bundle.zip"
    waiting.value.save_as(bundle)

    assert verify(bundle) == ()
    with zipfile.ZipFile(bundle) as archive:
        names = archive.namelist()
    assert [n for n in names if n.endswith("证照.pdf") or kept.number in n] != []
    assert {n.split("/")[0] for n in names if "/" in n} == {"食品经营许可"}
    assert (faults(page), too_wide(page)) == ([], 0)
    page.context.close()
