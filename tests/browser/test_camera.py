"""A camera that is shown a printed certificate as a film, in a browser without a detector of its own."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from documents.certificate import certificate_pdf
from tests.browser.page import PHONE, faults, served, too_wide
from tests.documents.decoding import symbol_in
from tests.documents.examples import a_permit
from tests.documents.reading import pixels_of
from tests.views.certified import PAST, certified
from tests.views.house import NOW, build_house

pytestmark = pytest.mark.browser


def film(picture: Image.Image, file: Path) -> Path:
    """`picture` on grey as a film of one frame in YUV 4:2:0."""
    frame = Image.new("L", (640, 480), 200)
    picture.thumbnail((440, 440))
    frame.paste(picture, (100, 40))
    grey = bytes([128]) * (640 * 480 // 2)
    body = b"YUV4MPEG2 W640 H480 F10:1 Ip C420\n" + b"FRAME\n" + frame.tobytes() + grey
    file.write_bytes(body)
    return file


@pytest.fixture(scope="module")
def scene(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("camera")
    house = build_house(folder)
    kept = certified(house, issued_on=PAST, valid_from=PAST, valid_to=None)
    paper = certificate_pdf(
        kept, a_permit(), base_url="https://other.example", printed_at=NOW, demo=False
    )
    seen = pixels_of(paper, folder, dpi=300).convert("L")
    left, top, right, bottom = symbol_in(seen)
    seen = seen.crop((left - 40, top - 40, right + 40, bottom + 40))
    with served(house.app) as address:
        seeing = browser.browser_type.launch(
            executable_path="/usr/bin/chromium",
            args=[
                "--no-sandbox",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                f"--use-file-for-fake-video-capture={film(seen, folder / 'code.y4m')}",
            ],
        )
        yield seeing, address, kept
        seeing.close()


def test_a_code_before_the_camera_opens_its_page_on_this_house_only(scene):
    browser, address, kept = scene
    page = browser.new_page(base_url=address)
    wrong = []
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.goto("/verify")
    page.get_by_role("button", name="打开摄像头").click()
    page.wait_for_url(f"**/c/{kept.token}")

    expect(page.locator(".verdict")).to_have_text("真实有效")
    assert (page.url.startswith(address), wrong) == (True, [])


def test_without_a_camera_a_sentence_says_what_to_do(scene):
    browser, address, _ = scene
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error());")
    page.goto("/verify")
    page.get_by_role("button", name="打开摄像头").click()

    expect(page.get_by_text("没有可用的摄像头")).to_be_visible()
    context.close()


def test_without_a_network_the_offline_page_reads_it_too(scene, tmp_path):
    browser, address, _ = scene
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    wrong = []
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    file = tmp_path / "offline.html"
    file.write_bytes(context.request.get(f"{address}/verify/offline.html").body())
    context.set_offline(True)
    page.goto(file.as_uri())
    page.get_by_role("button", name="打开摄像头").click()

    expect(page.locator("#answer h2")).to_have_text("印章有效")
    expect(page.get_by_role("button", name="打开摄像头")).to_be_visible()
    assert (wrong, faults(page), too_wide(page)) == ([], [], 0)
    context.close()
