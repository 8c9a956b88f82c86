from dataclasses import replace

from tests.views.certified import certified
from tests.views.test_letters import work


def in_the_wallet(house):
    """A certificate that its part knows of, printed."""
    kept = certified(house)
    sha256 = house.store.files.put(b"%PDF-1.7 a certificate")
    part = house.store.parts.get("c1-p1")
    house.store.parts.change(
        replace(part, certificate=kept.id, state="issued"), expecting_version=1
    )
    return house.store.certificates.set_pdf(kept.id, sha256)


def test_the_wallet_shows_ones_own_certificates(house):
    kept = in_the_wallet(house)

    html = house.entered("lin").get("/certificates").text

    assert kept.permit_name in html and f"/certificates/{kept.id}.pdf" in html
    assert kept.permit_name not in house.signed_in("other").get("/certificates").text


def test_the_pdf_comes_as_a_download_in_a_sandbox(house):
    kept = in_the_wallet(house)

    answer = house.entered("lin").get(f"/certificates/{kept.id}.pdf")

    assert answer.data == b"%PDF-1.7 a certificate"
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename*=UTF-8''%E9%A3%9F"
    )
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_a_small_label_is_printed_by_the_worker_and_then_downloaded(house):
    kept = in_the_wallet(house)
    address = f"/certificates/{kept.id}/label.pdf"

    waiting = house.entered("lin").get(address)
    work(house)
    answer = house.entered("lin").get(address)

    assert (waiting.status_code, waiting.headers["Refresh"]) == (202, "2")
    assert (answer.status_code, answer.data[:4]) == (200, b"%PDF")
    assert house.signed_in("other").get(address).status_code == 404
